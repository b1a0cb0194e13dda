"""Half a minute of a song: found at its own service or borrowed, played, never kept. tuttictl and the test services alone.

Usage: test-previews.py BUILD [WORDS…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from person import EXIT, Cases, Person, visit, wait_until  # noqa: E402

DEEZER, ITUNES, CLOUD = '*/api.deezer.com/*', '*/itunes.apple.com/*', '*/api.soundcloud.com/*'
ISRC = '*/api.deezer.com/track/isrc*'
SOUNDS = {'deezer': 'cdnt-preview.dzcdn.net', 'apple-music': 'audio-ssl.itunes.apple.com', 'soundcloud': 'cf-preview-media.sndcdn.com'}

cases = Cases()


class Listener(Person):
    def begin_anew(self):
        super().begin_anew()
        # Nothing is heard, and half a minute is over at once.
        self.env['TUTTI_AUDIO_SINK'] = 'fakesink sync=false'

    def find(self, words):
        """Songs of the catalogues that need no account."""
        self.tuttictl('public', 'on')
        found = self.ask('search', words)
        self.control('log', 'DELETE')
        return found

    def likes_of(self, service):
        self.tuttictl('sync', service, within=90)

        def look():
            likes = [like for like in self.likes() if {link['service'] for link in like['links']} == {service}]
            return likes if len(likes) > 20 else None
        likes = wait_until(look, 'too few likes came', 60)
        self.control('log', 'DELETE')
        return likes

    def preview(self, song, **more):
        return self.ask('preview', song['id'], **more)

    def asked(self):
        return [entry['path'] for entry in self.requests()]

    def assert_fetches(self, found):
        """The address is the named service's, and gives sound to whoever has no token."""
        host = SOUNDS[found['service']]
        assert f'/{host}/' in found['url'] and found['page'].startswith('https://'), found
        sound = self.fetch(found['url'])
        assert sound[:4] == b'RIFF' and len(sound) > 1_000_000, (found, sound[:80])

    @staticmethod
    def fetch(address):
        with urllib.request.urlopen(address, timeout=120) as answer:
            return answer.read()

    def connect_cloud(self):
        secret = 'secret-of-soundcloud'
        self.tuttictl('setup', 'soundcloud', '--client-id', '0123456789abcdef0123456789abcdef', '--client-secret-stdin', stdin=secret + '\n')
        command = [str(self.build / 'src/cli/tuttictl'), 'connect', 'soundcloud', '--print-url']
        with open(self.output / 'connect', 'ab') as errors:
            waiting = subprocess.Popen(command, env=self._env_for(command), stdout=subprocess.PIPE, stderr=errors,
                                       stdin=subprocess.DEVNULL, start_new_session=True)
        waiting.name = 'connect'
        self._children.append(waiting)
        address = next(line for line in map(bytes.decode, waiting.stdout) if line.startswith('http'))
        visit(address.strip())
        self.end_connect(waiting)


def links(song):
    return {link['service'] for link in song['links']}


def with_link(songs, *services):
    return next(song for song in songs if links(song) == set(services))


# --- whose it is ---

@cases.case('A song of Deezer is heard from Deezer, and its page is named')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    found = me.preview(song)
    assert found['service'] == 'deezer' and not found['borrowed'], found
    assert found['page'] in [link['web'] for link in song['links']], (found, song)
    me.assert_fetches(found)


@cases.case('A song of Apple Music alone is heard from Apple Music')
def _(me):
    me.tuttictl('public', 'on')
    me.fault('404', DEEZER, count=0)
    song = with_link(me.find('dreams'), 'apple-music')
    found = me.preview(song)
    assert found['service'] == 'apple-music' and not found['borrowed'], found
    me.assert_fetches(found)


@cases.case('A song of Spotify borrows from Deezer by its ISRC, whether catalogues are searched or not')
def _(me):
    me.connect()
    song = me.likes_of('spotify')[3]
    found = me.preview(song)
    assert found['service'] == 'deezer' and found['borrowed'], found
    assert any('/track/isrc:' in path for path in me.asked()) and not any('/search' in path for path in me.asked()), me.asked()
    me.assert_fetches(found)


@cases.case('Without a code in the catalogue a search finds the same recording, and no other')
def _(me):
    me.connect()
    me.fault('404', ISRC, count=0)
    number = 0
    for song in me.likes_of('spotify')[:12]:
        done = me.tuttictl('preview', song['id'], '--json', code=None, env={'G_MESSAGES_DEBUG': ''})
        assert done.code in (0, EXIT['no-preview']), done
        if done.code:
            continue
        number += 1
        found = done.json
        place = 'deezer' if found['service'] == 'deezer' else 'itunes'
        recording = me.control('recording', provider=place, id=found['page'].rstrip('/').split('/')[-1])
        assert recording['title'].split(' (')[0].lower() in song['title'].lower(), (song, recording)
        assert found['borrowed'], found
    assert number > 4 and any('/search' in path for path in me.asked()), (number, me.asked())


@cases.case('Where Deezer is silent, the iTunes Store lends')
def _(me):
    me.connect()
    songs = me.likes_of('spotify')
    me.fault('500', DEEZER, count=0)
    lent = []
    for song in songs[:8]:
        done = me.tuttictl('preview', song['id'], '--json', code=None, within=40, env={'G_MESSAGES_DEBUG': ''})
        if done.code == 0:
            assert done.json['service'] == 'apple-music' and done.json['borrowed'], done
            lent.append(done.json)
        else:
            assert done.code == EXIT['server-error'], done
        if lent:
            break
    assert lent
    me.assert_fetches(lent[0])


@cases.case('SoundCloud tells in two hops, and the sound’s host never sees the token')
def _(me):
    me.connect_cloud()
    song = me.likes_of('soundcloud')[2]
    found = me.preview(song)
    assert found['service'] == 'soundcloud' and not found['borrowed'], found
    asked = me.asked()
    assert any(path.endswith('/streams') for path in asked) and any(path.endswith('/preview') for path in asked), asked
    me.control('log', 'DELETE')
    me.tuttictl('preview', song['id'])
    sounds = me.requests(SOUNDS['soundcloud'])
    assert sounds and all(entry['status'] in (200, 206) for entry in sounds), sounds
    assert not any('authorization' in (name.lower() for name in entry['headers']) for entry in sounds), sounds
    assert all('authorization' in (name.lower() for name in entry['headers']) for entry in me.requests('/api.soundcloud.com/'))


@cases.case('SoundCloud’s second hop may lead to its own hosts only')
def _(me):
    me.connect_cloud()
    song = me.likes_of('soundcloud')[2]
    me.fault('404', DEEZER, count=0)
    me.fault('404', ITUNES, count=0)
    me.fault('redirect', '*/streams/*/preview', count=0)
    me.tuttictl('preview', song['id'], '--json', code=EXIT['bad-answer'])
    assert me.count('trapped') == 0


# --- playing it ---

@cases.case('It is played to its end, with whose it is; each time it is asked for anew')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    for _ in range(2):
        done = me.tuttictl('preview', song['id'])
        assert 'Preview from Deezer: https://www.deezer.com/track/' in done.out, done
    tracks = [path for path in me.asked() if '/api.deezer.com/track/' in path]
    assert len(tracks) == 2 and len(me.requests(SOUNDS['deezer'])) >= 2, me.asked()


@cases.case('Beside it stands a page of that service, whatever a file that was imported said')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    me.query("UPDATE service_tracks SET web_url = 'https://www.deezer.com.example.net/track/1'", write=True)
    assert me.preview(song)['page'].startswith('https://www.deezer.com/track/'), me.preview(song)


@cases.case('A link that was never seen can be heard')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    address = next(link['web'] for link in song['links'] if link['service'] == 'deezer')
    me.begin_anew()
    assert 'Preview from Deezer' in me.tuttictl('preview', address).out


@cases.case('An address that ended is asked for once more')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    me.fault('404', f'*/{SOUNDS["deezer"]}/*', count=1)
    assert 'Preview from Deezer' in me.tuttictl('preview', song['id']).out
    assert len([path for path in me.asked() if '/api.deezer.com/track/' in path]) == 2, me.asked()
    me.fault('404', f'*/{SOUNDS["deezer"]}/*', count=0)
    me.tuttictl('preview', song['id'], code=EXIT['not-found'])


@cases.case('What goes wrong with the sound is said')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    for kind, nick in ('500', 'server-error'), ('html', 'bad-answer'), ('drop', 'offline'), ('429', 'rate-limited'):
        me.fault(kind, f'*/{SOUNDS["deezer"]}/*', count=0)
        done = me.tuttictl('preview', song['id'], code=EXIT[nick])
        assert 'Deezer' in done.err, done
        me.clear_faults()
    me.fault('redirect', f'*/{SOUNDS["deezer"]}/*', count=0)
    me.tuttictl('preview', song['id'], code=EXIT['not-found'])
    assert me.count('trapped') == 0, 'a redirect was followed'


@cases.case('Without a sound output it says so')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    done = me.tuttictl('preview', song['id'], code=EXIT['no-sound'],
                       env={'TUTTI_AUDIO_SINK': 'pulsesink server=unix:/nonexistent/tutti'})
    assert 'sound' in done.err, done


@cases.case('Nobody has a preview; nobody can be reached; there is no such song')
def _(me):
    me.connect()
    song = me.likes_of('spotify')[3]
    me.fault('404', DEEZER, count=0)
    me.fault('404', ITUNES, count=0)
    assert 'no preview' in me.tuttictl('preview', song['id'], code=EXIT['no-preview']).err
    me.clear_faults()
    me.fault('drop', DEEZER, count=0)
    me.fault('drop', ITUNES, count=0)
    me.tuttictl('preview', song['id'], code=EXIT['offline'], within=40)
    me.tuttictl('preview', '01a1fcbb-0000-7000-8000-000000000000', code=EXIT['not-found'])


@cases.case('Who never answers keeps nobody longer than ten seconds')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    me.fault('never', DEEZER, count=0)
    me.fault('never', ITUNES, count=0)
    done = me.tuttictl('preview', song['id'], code=EXIT['server-error'], within=30)
    assert 9 < done.seconds < 20, done


@cases.case('Another process asks the one that works')
def _(me):
    me.set_up()
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    waiting, _ = me.begin_connect()
    me.wait_for_name('io.github.tuttimusic.Tutti.Worker')
    assert me.preview(song)['service'] == 'deezer'
    assert 'Preview from Deezer' in me.tuttictl('preview', song['id']).out
    me.stop(waiting, signal.SIGINT)


@cases.case('Nothing of a preview is kept')
def _(me):
    song = next(song for song in me.find('dreams') if 'deezer' in links(song))
    before = me.query('SELECT count(*) FROM service_tracks'), me.query('SELECT count(*) FROM tracks')
    me.tuttictl('preview', song['id'])
    address = me.preview(song)['url']
    assert before == (me.query('SELECT count(*) FROM service_tracks'), me.query('SELECT count(*) FROM tracks'))
    marks = [SOUNDS['deezer'].encode(), address.split('?')[0].rsplit('/', 1)[-1].encode(), b'RIFF']
    for path in [path for path in me.home.rglob('*') if path.is_file()]:
        content = path.read_bytes()
        # GStreamer's own list of plug-ins names file formats.
        assert not any(mark in content for mark in marks) or 'gstreamer-1.0' in path.parts, path


if __name__ == '__main__':
    sys.exit(cases.run(lambda: Listener(sys.argv[1], likes=60), sys.argv[2:]))
