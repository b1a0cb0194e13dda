"""Several services at once, some of which are silent: the others never wait, and who failed is said.

Usage: test-silence.py BUILD [PART OF A NAME…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import subprocess
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from desktop import die_with_parent  # noqa: E402
from others import Lister, ListenBrainz, connect  # noqa: E402
from person import EXIT, PATIENCE, Cases, wait_until  # noqa: E402

NAMES = {'spotify': 'Spotify', 'deezer': 'Deezer', 'soundcloud': 'SoundCloud', 'youtube': 'YouTube', 'listenbrainz': 'ListenBrainz'}
HOSTS = {'spotify': '*/api.spotify.com/*', 'deezer': '*/api.deezer.com/*', 'soundcloud': '*/api.soundcloud.com/*',
         'youtube': '*/youtube.googleapis.com/*', 'listenbrainz': '*/api.listenbrainz.org/*'}
# Each is silent, or broken, in a way of its own; Spotify is well.
WRONG = {'deezer': ('stall', 'offline'), 'soundcloud': ('trickle', 'offline'), 'youtube': ('500', 'server-error'),
         'listenbrainz': ('never', 'offline')}
cases = Cases()


def be_patient_for(me, seconds):
    """How long a service may take for one answer; the data files hold that too. Who is well must not be late on a busy machine."""
    seconds = int(seconds * PATIENCE)
    for file in (me.folder / 'providers').glob('*.ini'):
        text = re.sub(r'^patience=.*\n', '', file.read_text(), flags=re.M)
        file.write_text(re.sub(r'^\[Limits\]$', f'[Limits]\npatience={seconds}', text, flags=re.M))


def connect_all(me):
    be_patient_for(me, 40)
    me.connect()
    for service in 'deezer', 'soundcloud', 'youtube':
        connect(me, service)
    me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=ListenBrainz.make_token(me) + '\n')
    assert me.status()['problems'] == {}, me.status()


def break_all(me, but=()):
    for service, (kind, _) in WRONG.items():
        if service not in but:
            me.fault(kind, HOSTS[service], count=0)


def play_and_like(me, service='spotify'):
    me.control('library', 'POST', provider=service, action='play', count=1, position=7)
    me.control('library', 'POST', provider=service, action='add', count=1)


def named(text):
    return {service for service, name in NAMES.items() if name in text}


@cases.case('A synchronisation ends for each service by itself, and says of each silent one that it is')
def _(me):
    connect_all(me)
    before = me.service()
    break_all(me)
    play_and_like(me)
    be_patient_for(me, 6)
    start = time.monotonic()
    running = subprocess.Popen([me.tuttictl_path, 'sync'], env=me._env_for([me.tuttictl_path]), stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        # Spotify is up to date while the others are still waited for.
        wait_until(lambda: me.query("SELECT count(*) FROM interactions WHERE source = 'spotify'")[0][0] > before['likes'],
                   'the service that is well waits for the others', seconds=5 * PATIENCE)
        assert running.poll() is None, running.communicate()
        _, said = running.communicate(timeout=40 * PATIENCE)
    finally:
        if running.poll() is None:
            running.kill()
    assert time.monotonic() - start < 20 * PATIENCE, time.monotonic() - start
    assert running.returncode in {EXIT[nick] for _, nick in WRONG.values()}, (running.returncode, said)
    assert named(said) == set(WRONG), said
    lines = [line for line in said.splitlines() if named(line)]
    assert len(lines) == len(WRONG), said

    status = me.status()
    assert status['problems'] == {service: nick for service, (_, nick) in WRONG.items()}, status
    assert not status['offline'], status
    shown = me.tuttictl('status').out
    assert named(shown) == set(WRONG), shown
    assert me.service()['updated_at_ms'] > before['updated_at_ms']
    for service in WRONG:
        assert me.service(service)['state'] == 'connected', me.service(service)

    me.clear_faults()
    me.make_due()
    me.tuttictl('sync')
    assert me.status()['problems'] == {}, me.status()


@cases.case('One is tried again without asking the others')
def _(me):
    connect_all(me)
    be_patient_for(me, 2)
    break_all(me, but=('soundcloud', 'youtube', 'listenbrainz'))
    me.tuttictl('sync', code=EXIT['offline'])
    me.clear_faults()
    me.control('log', 'DELETE')
    me.tuttictl('sync', 'deezer')
    assert me.status()['problems'] == {}, me.status()
    assert not [entry for entry in me.requests() if 'api.deezer.com' not in entry['path']], me.requests()


@cases.case('An import that is stopped by silence leaves the others whole, and goes on where it was')
def _(me):
    connect_all(me)
    whole = {service: me.service(service)['likes'] for service in ('spotify', 'deezer', 'soundcloud')}
    me.query("DELETE FROM interactions", write=True)
    me.query("DELETE FROM passes", write=True)
    be_patient_for(me, 3)
    me.fault('stall', '*/user/me/tracks', count=0, skip=1)
    me.fault('trickle', '*/me/likes/tracks', count=0)
    done = me.tuttictl('sync', code=EXIT['offline'], within=60)
    assert named(done.err) == {'deezer', 'soundcloud'}, done
    assert me.service()['import'] == 'complete' and me.service()['likes'] == whole['spotify'], me.service()
    assert me.service('deezer')['import'] == 'stopped' and me.service('deezer').get('problem') == 'offline', me.service('deezer')
    me.clear_faults()
    me.tuttictl('sync')
    for service, likes in whole.items():
        assert me.service(service)['likes'] == likes, (me.service(service), likes)
        assert me.service(service)['import'] == 'complete', me.service(service)


@cases.case('A like reaches those that answer; the silent one gets it when it is back')
def _(me):
    connect_all(me)
    song = next(song for song in me.likes() if {'spotify', 'deezer'} <= {link['service'] for link in song['links']})
    me.tuttictl('unlike', song['id'])
    me.tuttictl('sync')
    be_patient_for(me, 2)
    me.fault('never', '*/user/me/tracks', count=0)
    me.control('log', 'DELETE')
    me.tuttictl('like', song['id'])
    done = me.tuttictl('sync', code=EXIT['offline'])
    assert named(done.err) == {'deezer'}, done
    assert [entry for entry in me.requests('/v1/me/library') if entry['method'] == 'PUT'], 'Spotify did not hear of the like'
    assert me.service('deezer')['likes_to_send'] == 1 and me.service()['likes_to_send'] == 0
    me.clear_faults()
    me.make_due()
    me.tuttictl('sync')
    assert me.status()['likes_to_send'] == 0, me.status()


@cases.case('A search shows what the others have, and names the silent ones')
def _(me):
    connect_all(me)
    break_all(me, but=('listenbrainz',))
    be_patient_for(me, 3)
    done = me.tuttictl('search', 'love', '--json', '--limit', '200', within=40)
    assert any(link['service'] == 'spotify' for song in done.json for link in song['links']), done
    assert {'deezer', 'soundcloud'} <= named(done.err) and 'spotify' not in named(done.err), done
    assert done.seconds < 9 * PATIENCE, done


def main(build, *only):
    return cases.run(lambda: Lister(build, likes=120), only)


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(*sys.argv[1:]))
