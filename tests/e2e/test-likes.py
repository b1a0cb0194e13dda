"""Likes: nothing is lost and nothing vanishes that should not, whatever the service does and whenever Tutti dies.

Usage: test-likes.py BUILD [PART OF A NAME…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from desktop import die_with_parent  # noqa: E402
from others import ListenBrainz  # noqa: E402
from person import EXIT, PATIENCE, USAGE, Cases, Person, visit, wait_until  # noqa: E402

LIKES = '/v1/me/tracks'
LIBRARY = '/v1/me/library'
N_LIKES = 1200
cases = Cases()


def start(me, *words):
    return me.spawn('tuttictl', [str(me.build / 'src/cli/tuttictl'), *words])


def begin_import(me):
    """Connected, and killed before the likes came."""
    me.set_up()
    me.fault('slow', '/v1/me/player/recently-played', arg=20000)
    waiting, address = me.begin_connect()
    visit(address)
    wait_until(lambda: me.service()['state'] == 'connected', 'not connected')
    me.stop(waiting, signal.SIGKILL)
    me.clear_faults()


def stored(me):
    return me.query("SELECT count(*) FROM interactions WHERE source = 'spotify'")[0][0]


def all_liked(me):
    """The service's ids of what the person sees as liked there."""
    return {row[0] for row in me.query(
        'SELECT remote_id FROM interactions JOIN service_tracks ON service_tracks.id = service_track_id '
        "WHERE source = 'spotify' AND NOT is_hidden")}


def find_songs(me, count, liked=False):
    """So many songs of the service that the person likes, or not."""
    found = {}
    for word in ['live', 'dakar', 'night', 'love', 'blue', 'song', 'the', 'a', 'you', 'remix', 'in']:
        for song in me.ask('search', word, '--limit', '1000'):
            if song['liked'] is liked and any(link['service'] == 'spotify' for link in song['links']):
                found[song['id']] = song
        if len(found) >= count:
            return list(found.values())[:count]
    raise AssertionError(f'only {len(found)} songs')


def a_song(me, liked):
    return find_songs(me, 1, liked)[0]


def spotify_id(song):
    return next(link['id'] for link in song['links'] if link['service'] == 'spotify')


def sent(me):
    """What was asked of the library, in order: PUT and DELETE."""
    return [entry['method'] for entry in me.requests(LIBRARY) if entry['method'] != 'GET']


# --- importing ---

@cases.case('An import killed in the middle again and again goes on and ends whole')
def _(me):
    begin_import(me)
    me.fault('slow', LIKES, count=0, arg=400)
    seen = []
    for _ in range(5):
        before = stored(me)
        running = start(me, 'sync', 'spotify')
        wait_until(lambda: stored(me) >= before + 100 or running.poll() is not None, 'the import does not go on', pause=0.02)
        me.stop(running, signal.SIGKILL)
        seen.append(stored(me))
    assert seen == sorted(set(seen)) and seen[-1] < N_LIKES - 100, seen
    me.clear_faults()
    asked = len(me.requests(LIKES))
    me.tuttictl('sync', 'spotify')
    after = len(me.requests(LIKES)) - asked
    assert after <= (N_LIKES - seen[-1]) // 50 + 3, f'it began anew: {after} requests after {seen}'
    total = me.control('state')
    assert stored(me) >= N_LIKES * 0.9, (stored(me), total)
    me.tuttictl('sync', 'spotify', '--anew')
    again = stored(me)
    assert again == stored(me) and me.service()['likes'] == again and me.service()['import'] == 'complete', me.service()
    assert me.query('PRAGMA integrity_check') == [('ok',)] and me.query('PRAGMA foreign_key_check') == []
    assert me.query('SELECT service_track_id, count(*) FROM interactions GROUP BY 1 HAVING count(*) > 1') == []


@cases.case('Killed in an import, it has as many likes as an import that was not')
def _(me):
    me.connect()
    whole = all_liked(me)
    assert len(whole) > N_LIKES * 0.9, len(whole)
    me.begin_anew()
    begin_import(me)
    me.fault('slow', LIKES, count=0, arg=60)
    running = start(me, 'sync', 'spotify')
    wait_until(lambda: stored(me) >= 300, 'the import does not begin', pause=0.02)
    me.stop(running, signal.SIGKILL)
    me.clear_faults()
    me.tuttictl('sync', 'spotify')
    assert all_liked(me) == whole, len(all_liked(me) ^ whole)


@cases.case('Ctrl+C in an import ends at once and keeps the pages')
def _(me):
    begin_import(me)
    me.fault('slow', LIKES, count=0, arg=400)
    running = start(me, 'sync', 'spotify')
    wait_until(lambda: stored(me) >= 100, 'the import does not begin', pause=0.02)
    begin = time.monotonic()
    running.send_signal(signal.SIGINT)
    assert running.wait(120) == 130 and time.monotonic() - begin < 8 * PATIENCE
    assert stored(me) >= 100
    me.clear_faults()
    me.tuttictl('sync', 'spotify')
    assert me.service()['import'] == 'complete'


@cases.case('Paused, it stays paused; asked to go on, it goes on where it was')
def _(me):
    begin_import(me)
    me.fault('slow', LIKES, count=0, arg=400)
    running = start(me, 'sync', 'spotify')
    wait_until(lambda: stored(me) >= 100, 'the import does not begin', pause=0.02)
    done = me.worker('pause-import', "<('spotify',)>")
    assert done.returncode == 0, done
    assert running.wait(120) == 0
    paused = stored(me)
    assert paused < N_LIKES - 200 and me.service()['import'] == 'paused', me.service()
    me.clear_faults()
    me.tuttictl('sync')
    assert stored(me) == paused, 'it did not stay paused'
    waiting, _ = me.begin_connect()  # is the worker while it waits
    asked = len(me.requests(LIKES))
    done = me.worker('import-likes', "<('spotify', false)>")
    assert done.returncode == 0, done
    assert me.service()['import'] == 'complete' and stored(me) > N_LIKES * 0.9
    assert len(me.requests(LIKES)) - asked <= (N_LIKES - paused) // 50 + 2, 'it began anew'
    me.stop(waiting, signal.SIGINT)


@cases.case('tuttictl pauses an import of another Tutti, and goes on with it')
def _(me):
    begin_import(me)
    me.fault('slow', LIKES, count=0, arg=400)
    running = start(me, 'sync', 'spotify')
    wait_until(lambda: stored(me) >= 100, 'the import does not begin', pause=0.02)
    me.tuttictl('import-likes', 'spotify', '--pause')
    assert running.wait(120) == 0
    paused = stored(me)
    assert paused < N_LIKES - 200 and me.service()['import'] == 'paused', me.service()
    me.clear_faults()
    me.tuttictl('sync')
    assert stored(me) == paused, 'it did not stay paused'
    asked = len(me.requests(LIKES))
    me.tuttictl('import-likes', 'spotify', '--resume')
    assert me.service()['import'] == 'complete' and stored(me) > N_LIKES * 0.9
    assert len(me.requests(LIKES)) - asked <= (N_LIKES - paused) // 50 + 2, 'it began anew'
    me.tuttictl('import-likes', 'spotify', '--pause', '--resume', code=2)
    me.tuttictl('import-likes', 'nothing', code=2)


@cases.case('A page that fails in the middle stops the import, and the next goes on there')
def _(me):
    begin_import(me)
    for kind, nick in [('wrong-json', 'bad-answer'), ('truncated-json', 'bad-answer'), ('500', 'server-error'),
                       ('403-scope', 'insufficient-scope'), ('huge', 'bad-answer')]:
        before = stored(me)
        me.fault(kind, LIKES, skip=3, count=0)
        me.tuttictl('sync', 'spotify', code=EXIT[nick])
        me.clear_faults()
        assert stored(me) >= before + 100, (kind, before, stored(me))
    me.tuttictl('sync', 'spotify')
    assert me.service()['import'] == 'complete' and stored(me) > N_LIKES * 0.9


def rematched(me):
    """The newest song of a service that a pass over all has seen, and the newest there is."""
    return me.query("SELECT coalesce((SELECT CAST(value AS INTEGER) FROM facts WHERE name = 'rematched'), 0), "
                    '(SELECT max(id) FROM service_tracks)')[0]


@cases.case('Of imports side by side only the last lets all songs be matched again, and so does a start after a kill')
def _(me):
    begin_import(me)
    working, _ = me.begin_connect()  # is the worker while it waits
    me.fault('never', LIKES, skip=4, count=0)
    running = start(me, 'sync', 'spotify')
    wait_until(lambda: stored(me) >= 150, 'the import does not begin')
    me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=ListenBrainz.make_token(me) + '\n', within=60)
    me.tuttictl('import-likes', 'listenbrainz', '--resume', within=60)
    assert me.service('listenbrainz')['import'] == 'complete'
    assert me.service()['import'] == 'running' and rematched(me)[0] == 0, (me.service(), rematched(me))

    me.stop(working, signal.SIGKILL)
    me.stop(running, signal.SIGKILL)
    me.clear_faults()
    working, _ = me.begin_connect()
    wait_until(lambda: rematched(me)[0] == rematched(me)[1] > 0, 'the next start does not make up for it')

    me.fault('slow', LIKES, count=0, arg=100)
    running = start(me, 'import-likes', 'spotify', '--resume')
    me.tuttictl('import-likes', 'listenbrainz', '--resume', within=60)
    assert running.wait(60 * PATIENCE) == 0 and me.service()['import'] == 'complete', me.service()
    assert rematched(me)[0] == rematched(me)[1], rematched(me)
    me.stop(working, signal.SIGINT)


# --- vanishing ---

@cases.case('A repeated page, an empty page or a changing total lets nothing vanish')
def _(me):
    me.connect()
    before = all_liked(me)
    me.control('library', 'POST', action='remove', position=700, count=5)
    try:
        for kind, more in [('repeat-page', {}), ('empty-page', {}), ('total-changes', {'arg': 7}), ('wrong-json', {}), ('cut', {})]:
            me.fault(kind, LIKES, skip=4, count=0, **more)
            me.tuttictl('sync', 'spotify', '--anew', code=None)
            me.clear_faults()
            assert before - all_liked(me) == set(), (kind, len(before - all_liked(me)))
            assert me.service()['likes_gone'] == 0, kind
        me.control('library', 'POST', action='total', error=3)
        me.tuttictl('sync', 'spotify', '--anew', code=None)
        assert before - all_liked(me) == set(), 'total is wrong'
        me.control('library', 'POST', action='total', error=0)
        me.tuttictl('sync', 'spotify', '--anew')
        gone = before - all_liked(me)
        assert 1 <= len(gone) <= 5, f'after a whole pass {len(gone)} are gone'
    finally:
        me.control('library', 'POST', action='add', count=5)


@cases.case('What is unliked at the service vanishes only after a whole pass')
def _(me):
    me.connect()
    before = all_liked(me)
    me.control('library', 'POST', action='remove', position=600, count=4)
    begin = len(me.requests(LIKES))
    me.fault('500', LIKES, skip=18, count=0)
    me.tuttictl('sync', 'spotify', '--anew', code=EXIT['server-error'])
    assert len(me.requests(LIKES)) > begin + 15
    assert before == all_liked(me), 'gone after half a pass'
    me.clear_faults()
    me.tuttictl('sync', 'spotify', '--anew')
    gone = before - all_liked(me)
    assert 1 <= len(gone) <= 4, len(gone)
    me.control('library', 'POST', action='add', count=4)
    me.tuttictl('sync', 'spotify')
    assert len(all_liked(me) - (before - gone)) >= 1, 'what was liked anew did not come'


@cases.case('Very many at once wait for the person: keep, or remove')
def _(me):
    me.connect()
    before = all_liked(me)
    me.control('library', 'POST', action='remove', position=100, count=150)
    try:
        me.tuttictl('sync', 'spotify', '--anew')
        assert before == all_liked(me), 'removed without being asked'
        n_gone = me.service()['likes_gone']
        assert n_gone == 150, n_gone
        assert 'gone spotify keep|remove' in me.tuttictl('services').out
        me.tuttictl('gone', 'spotify', 'maybe', code=2)
        me.tuttictl('gone', 'nothing', 'keep', code=2)
        me.tuttictl('gone', 'spotify', 'remove')
        assert len(before - all_liked(me)) == n_gone and me.service()['likes_gone'] == 0, me.service()
        me.control('library', 'POST', action='remove', position=100, count=150)
        me.tuttictl('sync', 'spotify', '--anew')
        count = len(me.likes())
        assert me.service()['likes_gone'] > 100
        me.tuttictl('gone', 'spotify', 'keep')
        assert me.service()['likes_gone'] == 0 and len(me.likes()) == count
        me.tuttictl('sync', 'spotify', '--anew')
        assert len(me.likes()) == count, 'kept, and removed by the next pass'
    finally:
        me.control('library', 'POST', action='add', count=300)


@cases.case('A service that suddenly has none does not empty the list')
def _(me):
    me.connect()
    before = all_liked(me)
    me.fault('empty-page', LIKES, count=0)
    me.tuttictl('sync', 'spotify', '--anew', code=None)
    assert before == all_liked(me)


@cases.case('New likes behind a page that failed still come')
def _(me):
    me.connect()
    before = len(all_liked(me))
    me.control('library', 'POST', action='add', count=170)
    me.fault('500', LIKES, skip=1, count=0)
    me.tuttictl('sync', 'spotify', code=EXIT['server-error'])
    me.clear_faults()
    me.tuttictl('sync', 'spotify')
    now = len(all_liked(me))
    assert now >= before + 150, f'{now - before} of 170 came'


# --- liking ---

@cases.case('A like and an unlike are there at once, and reach the service')
def _(me):
    me.connect()
    song = a_song(me, liked=False)
    count = me.status()['likes']
    me.tuttictl('like', song['id'])
    assert me.status()['likes'] == count + 1
    me.tuttictl('sync', 'spotify')
    assert sent(me) == ['PUT'] and me.status()['likes_to_send'] == 0, (sent(me), me.status())
    me.tuttictl('unlike', song['id'])
    assert me.status()['likes'] == count
    me.tuttictl('sync', 'spotify')
    assert sent(me) == ['PUT', 'DELETE'] and me.status()['likes_to_send'] == 0, sent(me)
    me.tuttictl('sync', 'spotify', '--anew')
    assert me.status()['likes'] == count


@cases.case('tuttictl like sends the like before it ends')
def _(me):
    me.connect()
    song = a_song(me, liked=False)
    me.tuttictl('like', song['id'])
    assert sent(me) == ['PUT'] and me.status()['likes_to_send'] == 0, (sent(me), me.status())


@cases.case('A like for one service alone reaches it, also when it hears of no others, and can be taken back')
def _(me):
    me.connect()
    me.tuttictl('sync', within=90)
    [song] = find_songs(me, 1)
    name = next(link['id'] for link in song['links'] if link['service'] == 'spotify')
    assert 'Liked on Spotify' in me.tuttictl('like', song['id'], '--service', 'spotify').out
    assert name in all_liked(me), 'the service was not told'
    me.tuttictl('unlike', song['id'], '--service', 'spotify')
    assert name not in all_liked(me)
    me.tuttictl('like', song['id'], '--service', 'bandlab', code=EXIT['not-found'])
    me.tuttictl('like', song['id'], '--service', 'nobody', code=USAGE)


@cases.case('A service that is slow does not hold tuttictl like for ever')
def _(me):
    me.connect()
    song = a_song(me, liked=False)
    me.fault('never', LIBRARY, count=0)
    done = me.tuttictl('like', song['id'])
    assert done.seconds < 15 * PATIENCE, done
    assert me.status()['likes_to_send'] == 1


@cases.case('Like, unlike, like: the last word is sent, and sent last')
def _(me):
    me.connect()
    song = a_song(me, liked=False)
    me.fault('500', LIBRARY, count=0)
    for word in 'like', 'unlike', 'like':
        me.tuttictl(word, song['id'])
    assert me.status()['likes_to_send'] == 1, me.status()
    me.clear_faults()
    me.make_due()
    me.control('log', 'DELETE')
    me.tuttictl('sync', 'spotify')
    assert sent(me) == ['PUT'], sent(me)
    for word in 'unlike', 'like', 'unlike':
        me.tuttictl(word, song['id'])
    me.tuttictl('sync', 'spotify')
    assert sent(me)[-1] == 'DELETE', sent(me)
    me.tuttictl('sync', 'spotify', '--anew')
    assert spotify_id(song) not in all_liked(me)


@cases.case('Offline, likes are kept, and the person’s next sync sends them')
def _(me):
    me.connect()
    songs = find_songs(me, 3)
    count = me.status()['likes']
    me.fault('drop', '*/spotify/*', count=0)  # also the token endpoint
    for song in songs:
        me.tuttictl('like', song['id'])
    assert me.status()['likes'] == count + 3 and me.status()['likes_to_send'] == 3, me.status()
    me.tuttictl('sync', 'spotify', code=EXIT['offline'])
    assert me.service()['problem'] == 'offline', me.service()
    assert len(me.ask('feed')) > 10 and len(all_liked(me)) > 1000, 'the cache is gone'
    me.clear_faults()
    me.tuttictl('sync', 'spotify')
    assert me.status()['likes_to_send'] == 0 and 'PUT' in sent(me), (me.status(), sent(me))
    assert me.status()['likes'] == count + 3
    assert 'problem' not in me.service(), me.service()


@cases.case('Killed between the service’s yes and the note of it, the like is sent once more and stays')
def _(me):
    me.connect()
    song = a_song(me, liked=False)
    me.fault('lost', LIBRARY, count=0)
    running = start(me, 'like', song['id'])
    wait_until(lambda: sent(me), 'nothing is sent')
    me.stop(running, signal.SIGKILL)
    me.clear_faults()
    me.make_due()
    me.tuttictl('sync', 'spotify')
    me.tuttictl('sync', 'spotify', '--anew')
    assert spotify_id(song) in all_liked(me) and me.status()['likes_to_send'] == 0


@cases.case('A song the service does not know takes no other like with it')
def _(me):
    me.connect()
    songs = find_songs(me, 4)
    me.fault('drop', LIBRARY, count=0)
    for song in songs:
        me.tuttictl('like', song['id'])
    me.clear_faults()
    me.make_due()
    me.control('log', 'DELETE')
    me.fault('404', LIBRARY, count=2)  # all four at once, then the first alone
    me.tuttictl('sync', 'spotify', code=None)
    me.clear_faults()
    me.make_due()
    me.tuttictl('sync', 'spotify')
    me.tuttictl('sync', 'spotify', '--anew')
    wanted = {spotify_id(song) for song in songs}
    have = all_liked(me)
    assert len(wanted & have) == 3, (len(wanted & have), sent(me))


@cases.case('What waits to be sent beats what an import says')
def _(me):
    me.connect()
    song = a_song(me, liked=True)
    me.fault('500', LIBRARY, count=0)
    me.tuttictl('unlike', song['id'])
    me.clear_faults()
    me.query("UPDATE outbox SET not_before = 9999999999999", write=True)
    waiting, _ = me.begin_connect()
    me.worker('import-likes', "<('spotify', true)>")
    me.stop(waiting, signal.SIGINT)
    assert spotify_id(song) not in all_liked(me), 'the import brought back what was unliked'


@cases.case('Many programs at once: every like arrives, nobody is turned away')
def _(me):
    me.connect()
    songs = find_songs(me, 8)
    count = me.status()['likes']

    def like(song):
        return me.tuttictl('like', song['id'], code=None)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(like, songs))
    assert [one.code for one in done] == [0] * 8, [one for one in done if one.code]
    assert me.status()['likes'] == count + 8
    me.tuttictl('sync', 'spotify')
    assert me.status()['likes_to_send'] == 0


@cases.case('Disconnecting in an import leaves nothing of it')
def _(me):
    begin_import(me)
    me.fault('slow', LIKES, count=0, arg=400)
    running = start(me, 'sync', 'spotify')
    wait_until(lambda: stored(me) >= 100, 'the import does not begin', pause=0.02)
    me.tuttictl('disconnect', 'spotify', '--yes')
    running.wait(120)
    time.sleep(0.3)
    assert stored(me) == 0 and me.status()['likes'] == 0, me.status()
    assert me.query('SELECT count(*) FROM accounts') == [(0,)]
    assert me.service()['state'] == 'ready'


@cases.case('With the services gone altogether, everything still works from here')
def _(me):
    me.connect()
    song = a_song(me, liked=True)
    count = me.status()['likes']
    me.control('quit', 'POST')
    me.tuttictl('unlike', song['id'])
    me.tuttictl('sync', 'spotify', code=EXIT['offline'])
    assert me.status()['likes'] == count - 1 and me.status()['likes_to_send'] == 1
    done = me.tuttictl('search', 'love', '--json')
    assert done.json and 'Spotify' in done.err, done
    assert len(all_liked(me)) >= count - 1
    waiting, _ = me.begin_connect()
    me.stop(waiting, signal.SIGINT)


def main(build, *only):
    return cases.run(lambda: Person(build, likes=N_LIKES, options=['--plain']), only)


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(*sys.argv[1:]))
