"""The services, each from setting up to disconnecting, and those that need no account: tuttictl alone.

Usage: test-others.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from others import (ACCOUNTS, LIKES, Lister, assert_nothing_leaked, assert_nothing_refused, connect,  # noqa: E402
                    wait_for_likes)
from person import EXIT, USAGE, Cases, visit  # noqa: E402

cases = Cases()


def liked_there(me, service):
    """What the person likes, by the service's own word: its ids, newest first."""
    numbers = me.control('library', provider=service)['likes']
    return [str(me.control('recording', index=number)['ids'][service]) for number in numbers]


def id_there(song, service):
    return next((link['id'] for link in song['links'] if link['service'] == service), None)


def tell(service):
    @cases.case(f'{service}: connect, profile, history, likes, search, like, unlike, disconnect')
    def _(me):
        _, _, has_history, search, change = ACCOUNTS[service]
        me.env['G_MESSAGES_DEBUG'] = 'all'
        connect(me, service)
        account = me.service(service)
        # Apple tells nothing of a person but their country, and in no list what they rated.
        is_apple = service == 'apple-music'
        assert account['state'] == 'connected' and account['account'].startswith('Germany' if is_apple else 'Ada'), account

        me.tuttictl('sync', service, within=90)
        likes = wait_for_likes(me, service, LIKES - 12)
        there = liked_there(me, service)
        here = [id_there(like, service) for like in likes]
        assert set(here) <= set(there) and len(there) - len(here) <= 4, (len(there), len(here), set(here) - set(there))
        for like in likes[:3]:
            known = me.control('recording', provider=service, id=id_there(like, service))
            assert known['title'].split()[0].lower()[:4] in like['title'].lower() and like['artist'], (like, known)
            assert abs(like['duration_ms'] - known['duration']) <= 2500, (like, known)
        assert bool(me.ask('feed', '--service', service)) == has_history
        assert_nothing_refused(me)

        if search:
            found = me.ask('search', 'love')
            assert any(entry['path'].endswith(search) for entry in me.requests(search)), 'nobody was asked'
            assert len([hit for hit in found if id_there(hit, service)]) > 5, found[:3]
        else:
            found = me.ask('feed', '--service', service, '--limit', '200')
        assert_nothing_refused(me)

        other = next(hit for hit in found if id_there(hit, service) not in there + [None])
        for verb in 'like', 'unlike':
            me.control('log', 'DELETE')
            me.tuttictl(verb, str(other['id']))
            me.tuttictl('sync', service, within=90)
            assert [entry for entry in me.requests(change) if entry['method'] != 'GET'], (verb, me.requests())
            assert is_apple or (id_there(other, service) in liked_there(me, service)) == (verb == 'like'), verb
            assert_nothing_refused(me)

        assert_nothing_leaked(me, ACCOUNTS[service][1])
        me.tuttictl('disconnect', service, '--yes')
        assert not me.likes()


for one in ACCOUNTS:
    tell(one)


@cases.case('What to type next is said whole, and why a service can’t be connected')
def _(me):
    me.env['G_MESSAGES_DEBUG'] = ''
    for service in 'youtube', 'soundcloud', 'deezer':
        assert me.tuttictl('setup', service).out.strip().endswith(f'tuttictl setup {service} --client-id ID --client-secret-stdin')
    assert me.tuttictl('setup', 'tidal').out.strip().endswith('tuttictl setup tidal --client-id ID')
    for service in 'youtube', 'soundcloud':
        client_id, secret, *_ = ACCOUNTS[service]
        assert '--client-secret-stdin' in me.tuttictl('setup', service, '--client-id', client_id, code=USAGE).err
        assert me.service(service)['state'] == 'not-set-up'
        me.tuttictl('setup', service, '--client-id', client_id, '--client-secret-stdin', stdin=secret + '\n')
        me.tuttictl('setup', service, '--client-id', client_id)  # the secret is in the keyring
    for service, why in ('bandlab', 'Its links are recognised'), ('musicbrainz', 'not a place to listen'):
        for verb in 'setup', 'connect':
            assert why in me.tuttictl(verb, service, code=EXIT['unsupported']).err, (verb, service)
    for words in ('feed',), ('likes',), ('search', 'love'):
        done = me.tuttictl(*words)
        assert not done.out and 'tuttictl public on' in done.err, (words, done)
        assert me.ask(*words) == []
    for words in ('search', ''), ('search', '  '):
        assert 'what to search for' in me.tuttictl(*words, code=USAGE).err
    connect(me, 'tidal')
    assert 'tells no program what was played' in me.tuttictl('feed', '--service', 'tidal').err
    song = me.likes()[0]
    page = next(link['web'] for link in me.ask('show', song['id'])['links'] if link['service'] == 'tidal')
    assert [hit['id'] for hit in me.ask('search', page)] == [song['id']]
    me.tuttictl('search', 'https://song.link/d/1', code=EXIT['no-song'])
    assert 'site%3Abandlab.com' in me.tuttictl('open', song['id'], '--service', 'bandlab', '--print', code=EXIT['not-found']).err
    shown = me.tuttictl('services').out
    assert 'Ada Example, connected' in shown and 'sign in again by' not in shown, shown
    connect(me, 'spotify')
    assert 'sign in again by' in me.tuttictl('services').out


@cases.case('TIDAL: who is nobody by the name “me” is asked for by number')
def _(me):
    connect(me, 'tidal')
    me.fault('404', path='*/userCollectionTracks/me*', count=0)
    me.control('log', 'DELETE')
    me.tuttictl('import-likes', 'tidal', '--anew', within=90)
    likes = wait_for_likes(me, 'tidal', LIKES - 12)
    assert len(me.requests('/userCollectionTracks/me')) <= 3, 'it is tried again for each page'
    found = next(hit for hit in me.ask('search', 'love') if id_there(hit, 'tidal') not in [id_there(like, 'tidal') for like in likes] + [None])
    me.tuttictl('like', str(found['id']))
    me.tuttictl('sync', 'tidal', within=90)
    assert id_there(found, 'tidal') in liked_there(me, 'tidal')


@cases.case('TIDAL: who tells no profile is connected without a name, and is the same person the next time')
def _(me):
    for kind in '403-scope', '404':
        me.fault(kind, path='*/users/me', count=0)
        connect(me, 'tidal')
        account = me.service('tidal')
        assert account['state'] == 'connected' and account['account'].isdigit() and not account.get('email'), account
        assert len(me.likes()) > LIKES - 12
    me.clear_faults()
    connect(me, 'tidal')
    assert me.service('tidal')['account'].startswith('Ada'), me.service('tidal')
    assert me.query('SELECT count(*) FROM accounts') == [(1,)]


@cases.case('youtube: a hundred searches a day, counted, shown and never exceeded')
def _(me):
    connect(me, 'youtube')
    assert me.service('youtube')['searches_left'] == 100, me.service('youtube')
    me.ask('search', 'love')
    shown = me.service('youtube')
    assert (shown['searches_left'], shown['searches_a_day']) == (99, 100), shown
    assert 0 < shown['searches_until_ms'] / 1000 - time.time() <= 25 * 3600
    assert '99 of 100 searches left' in me.tuttictl('services').out

    def spent(number):
        database = sqlite3.connect(me.data / 'library.db')
        with database:
            database.execute("UPDATE services SET spent = ? WHERE provider = 'youtube'", (number,))
        database.close()

    spent(99)
    me.control('log', 'DELETE')
    assert me.ask('search', 'hello') is not None and len(me.requests('/youtube/v3/search')) == 1
    said = me.tuttictl('search', 'world', code=None)
    assert 'used up' in said.err and len(me.requests('/youtube/v3/search')) == 1, said

    # A key belongs to the person, not to the connection.
    me.tuttictl('disconnect', 'youtube', '--yes')
    connect(me, 'youtube')
    assert me.service('youtube')['searches_left'] == 0
    me.control('log', 'DELETE')
    me.tuttictl('sync', 'youtube', within=60)
    assert me.requests('/playlistItems'), 'likes have another budget'

    database = sqlite3.connect(me.data / 'library.db')
    with database:
        database.execute("UPDATE services SET spent_until = 1 WHERE provider = 'youtube'")
    database.close()
    assert me.service('youtube')['searches_left'] == 100


@cases.case('youtube: ten thousand units a day of all other questions, counted, shown and never exceeded')
def _(me):
    connect(me, 'youtube')
    likes = wait_for_likes(me, 'youtube', LIKES - 12)

    def cost():
        asked = [entry for entry in me.requests('/youtube.googleapis.com/youtube/v3/') if not entry['path'].endswith('/search')]
        return sum(50 if entry['method'] == 'POST' else 1 for entry in asked)

    me.ask('search', 'love')
    shown = me.service('youtube')
    assert (shown['units_left'], shown['units_a_day']) == (10000 - cost(), 10000) and cost() > 2, (shown, cost())
    me.tuttictl('unlike', str(likes[0]['id']))
    me.tuttictl('sync', 'youtube', within=60)
    assert cost() > 50 and me.service('youtube')['units_left'] == 10000 - cost(), (me.service('youtube'), cost())
    assert f'{10000 - cost()} of 10000 units left' in me.tuttictl('services').out

    me.query("UPDATE services SET spent = 9999 WHERE provider = 'youtube-units'", write=True)
    me.tuttictl('sync', 'youtube', '--anew', within=60, code=None)
    me.control('log', 'DELETE')
    said = me.tuttictl('sync', 'youtube', within=60, code=EXIT['quota-exceeded'])
    assert 'used up' in said.err and not me.requests('/youtube/v3/'), (said, me.requests())
    assert me.service('youtube')['units_left'] <= 1, me.service('youtube')


@cases.case('youtube: a used up quota rests until midnight in California, and a restart knows')
def _(me):
    connect(me, 'youtube')
    wait_for_likes(me, 'youtube', LIKES - 12)
    me.fault('429-quota', path='*/youtube/v3/search*')
    assert 'used up' in me.tuttictl('search', 'love', code=None).err
    until = me.query("SELECT not_before FROM services WHERE provider = 'youtube-search'")[0][0]
    assert until == me.service('youtube')['searches_until_ms'], (until, me.service('youtube'))
    me.clear_faults()
    me.control('log', 'DELETE')
    me.tuttictl('search', 'love', code=None)
    assert not me.requests('/youtube/v3/search'), 'asked again before the end'
    me.tuttictl('sync', 'youtube', within=60)


@cases.case('youtube: what it told thirty days ago is told again, or goes')
def _(me):
    connect(me, 'youtube')
    likes = wait_for_likes(me, 'youtube', LIKES - 12)
    month = 31 * 24 * 3600 * 1000

    def age():
        database = sqlite3.connect(me.data / 'library.db')
        with database:
            database.execute('UPDATE service_tracks SET fetched_at = fetched_at - ?', (month,))
            database.execute('UPDATE passes SET finished_at = finished_at - ?', (month,))
        database.close()

    age()
    me.tuttictl('sync', 'youtube', within=90)
    assert len(me.likes()) == len(likes), 'what was told again stays'
    oldest = me.query("SELECT min(fetched_at) FROM service_tracks WHERE provider = 'youtube'")[0][0]
    assert oldest > (time.time() - 3600) * 1000

    age()
    me.fault('404', path='*/youtube.googleapis.com/*', count=0)
    me.tuttictl('sync', 'youtube', within=90, code=None)
    assert not me.likes() and not me.query("SELECT * FROM service_tracks WHERE provider = 'youtube'")
    me.clear_faults()
    me.tuttictl('sync', 'youtube', '--anew', within=90)
    assert len(wait_for_likes(me, 'youtube', LIKES - 12)) == len(likes)


@cases.case('deezer: nobody is promised what takes a key that is given out no more')
def _(me):
    before = me.service('deezer')
    assert not any(before['can'][feature] for feature in ('history', 'likes', 'like')) and before['can']['search'], before
    assert 'no new apps' in me.tuttictl('setup', 'deezer').out
    me.tuttictl('setup', 'deezer', '--client-id', '123456', '--client-secret-stdin', stdin='s\n')
    assert all(me.service('deezer')['can'][feature] for feature in ('history', 'likes', 'like'))


@cases.case('deezer: a token that ended means connecting again, a wrong secret is said, the public part goes on')
def _(me):
    connect(me, 'deezer')
    wait_for_likes(me, 'deezer', LIKES - 12)
    me.control('log', 'DELETE')
    me.tuttictl('public', 'on')
    assert me.ask('search', 'love')
    asked = me.requests('api.deezer.com')
    assert asked and not any('access_token' in entry['query'] for entry in asked), 'the token went where none is needed'

    me.fault('429-quota', path='*/user/me/history*')
    me.tuttictl('sync', 'deezer', within=60)
    me.control('revoke', 'POST', provider='deezer')
    me.tuttictl('sync', 'deezer', within=60, code=EXIT['not-linked'])
    assert me.service('deezer')['state'] == 'sign-in-again'
    assert me.ask('search', 'hello') is not None
    connect(me, 'deezer')
    assert me.service('deezer')['state'] == 'connected'

    me.tuttictl('disconnect', 'deezer', '--yes')
    me.tuttictl('setup', 'deezer', '--client-id', '123456', '--client-secret-stdin', stdin='bad-secret\n')
    command = [me.tuttictl_path, 'connect', 'deezer', '--print-url']
    with open(me.output / 'connect', 'ab') as errors:
        waiting = subprocess.Popen(command, env=me._env_for(command), stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL,
                                   start_new_session=True)
    waiting.name = 'connect'
    me._children.append(waiting)
    address = next(line.decode().strip() for line in waiting.stdout if line.startswith(b'http'))
    visit(address)
    me.end_connect(waiting, code=EXIT['bad-client'])


OPEN = {'deezer': 'https://www.deezer.com/track/', 'apple-music': 'https://music.apple.com/us/song/'}


@cases.case('Without an account, links of open catalogues are read')
def _(me):
    known = {}
    for service, page in OPEN.items():
        number = me.find_song(service)
        shown = me.ask('show', page + number)
        known[service] = shown
        assert shown['title'], shown
    assert_nothing_refused(me)


@cases.case('With nothing connected, the feed has charts, if that was allowed')
def _(me):
    me.tuttictl('sync', code=None)
    assert not me.requests('chart') and not me.requests('most-played')
    me.tuttictl('public', 'on')
    me.tuttictl('sync', code=None)
    assert len(me.requests('/chart/0/tracks')) == 1, me.requests()
    with_fault = me.query('SELECT count(*) FROM feed_items')[0][0]
    assert with_fault >= 40, with_fault
    me.tuttictl('sync', code=None)
    assert len(me.requests('/chart/0/tracks')) == 1, 'asked again too soon'
    assert_nothing_refused(me)


@cases.case('One catalogue that fails leaves another')
def _(me):
    me.tuttictl('public', 'on')
    me.fault('404', path='*/api.deezer.com/*', count=0)
    me.tuttictl('sync', code=None)
    assert len(me.requests('most-played')) == 1, me.requests()
    assert me.query("SELECT DISTINCT provider FROM feed_items") == [('apple-music',)]


@cases.case('Open catalogues are searched once that was allowed, and not before')
def _(me):
    assert not me.ask('search', 'love')
    assert not me.requests('/search')
    me.tuttictl('public', 'on')
    found = me.ask('search', 'love')
    asked = {entry['path'].split('/')[2] for entry in me.requests('/search')}
    assert asked == {'api.deezer.com', 'itunes.apple.com'}, asked
    assert found and all(hit['title'] for hit in found), found[:2]
    assert_nothing_refused(me)


if __name__ == '__main__':
    sys.exit(cases.run(lambda: Lister(sys.argv[1], likes=LIKES), sys.argv[2:]))
