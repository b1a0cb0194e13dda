"""Links of every service, and the same song on the others, through tuttictl.

Usage: test-links.py BUILD [NAME…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from others import Lister, assert_nothing_refused, connect  # noqa: E402
from person import EXIT, SOURCE, Cases  # noqa: E402

cases = Cases()

PAGES = {'spotify': 'https://open.spotify.com/track/', 'deezer': 'https://www.deezer.com/track/', 'tidal': 'https://tidal.com/browse/track/',
         'apple-music': 'https://music.apple.com/us/song/', 'youtube': 'https://www.youtube.com/watch?v='}
SONG = 3   # one of those that every service has, and that has no twin
UUID = '01234567-89ab-cdef-0123-456789abcdef'


def page(me, service, song=SONG):
    ids = me.control('recording', index=song)['ids']
    return PAGES[service] + str(ids.get(service, ids.get('itunes')))


def find(me, link, *options, **more):
    """{service: row}"""
    return {row['service']: row for row in me.ask('links', link, *options, **more)}


@cases.case('Without an account, a song is found in the open catalogues, and where a directory knows its page')
def _(me):
    link = page(me, 'deezer')
    before = find(me, link)
    assert before['deezer']['state'] == 'has' and before['spotify']['state'] == 'not-asked', before
    asked = len(me.requests())
    assert find(me, link, '--find')['apple-music']['state'] == 'not-asked', 'asked though nobody allowed it'
    assert len(me.requests()) == asked, me.requests()[asked:]

    me.tuttictl('public', 'on')
    found = find(me, link, '--find')
    assert found['apple-music']['state'] == 'has' and found['apple-music']['new'], found
    assert found['musicbrainz']['state'] == 'has', found
    # Nobody asked them: MusicBrainz knows their pages.
    ids = me.control('recording', index=SONG)['ids']
    assert any(row['state'] == 'has' and row['id'] == ids[service] and not me.requests(f'/{service}/')
               for service, row in found.items() if service in ('spotify', 'tidal', 'youtube')), found
    assert found['bandlab']['state'] == 'not-asked' and 'site%3Abandlab.com' in found['bandlab']['search_url'], found
    assert all(row.get('search_url') or row['service'] == 'musicbrainz' for row in found.values()), found
    assert_nothing_refused(me)

    # All of that is one song, and stays.
    again = find(me, found['apple-music']['url'])
    assert {name for name, row in again.items() if row['state'] == 'has'} == {name for name, row in found.items() if row['state'] == 'has'}
    assert me.query('SELECT count(*) FROM tracks') == [(1,)]
    assert me.query("SELECT DISTINCT reason FROM service_tracks WHERE provider = 'apple-music'")[0][0], 'no reason is kept'


@cases.case('Connected services are asked by code, then by name; what is counted only when wished')
def _(me):
    me.connect()
    connect(me, 'tidal')
    connect(me, 'youtube')
    link = page(me, 'spotify')
    me.control('log', 'DELETE')
    found = find(me, link, '--find')
    assert found['tidal']['state'] == 'has' and found['tidal']['reason'] == 'isrc', found
    assert found['youtube']['state'] != 'lacks' and not me.requests('/youtube/v3/search'), found
    assert not me.requests('/deezer/') and not me.requests('/musicbrainz/'), 'asked without leave'
    assert found['deezer']['state'] == 'not-asked' and not found['deezer']['can_ask'], found
    if found['youtube']['state'] == 'not-asked':
        assert found['youtube']['can_ask'], found
        wished = find(me, link, '--find', '--service', 'youtube')
        assert wished['youtube']['state'] == 'has', wished
        assert len(me.requests('/youtube/v3/search')) == 1
    me.tuttictl('links', link, '--find', '--service', 'deezer', code=EXIT['not-linked'])
    assert_nothing_refused(me)


@cases.case('A link to a service without an account is read by who knows the page, if that was allowed')
def _(me):
    known = [i for i in range(40) if i % 3 != 2 and not me.control('recording', index=i)['twin']]
    for service in 'spotify', 'tidal', 'youtube':
        if service != 'youtube':
            me.tuttictl('public', 'off')
            me.tuttictl('show', page(me, service, known[0]), code=EXIT['not-linked'])
        me.tuttictl('public', 'on')
        song = me.control('recording', index=known.pop(0))
        shown = me.ask('show', PAGES[service] + str(song['ids'][service]))
        assert shown['title'] == song['title'], (shown, song)
    assert not me.requests('/spotify/') and not me.requests('/tidal/') and not me.requests('/youtube/'), me.requests()
    assert_nothing_refused(me)


@cases.case('Without an account, YouTube and SoundCloud tell anybody what a page is')
def _(me):
    song = me.control('recording', index=SONG)
    pages = {'youtube': page(me, 'youtube'), 'soundcloud': f'https://soundcloud.com/ada/{song["ids"]["soundcloud"]}?si=1'}
    for service, link in pages.items():
        shown = me.ask('show', link)
        assert song['title'].split()[0] in shown['title'] and shown['artist'], (shown, song)
        assert (service, str(song['ids'][service])) in [(one['service'], one['id']) for one in shown['links']], shown
        assert link.startswith('https://www') or any(one['web'] == link.split('?')[0] for one in shown['links']), shown
        assert all(entry['path'].endswith('/oembed') and 'authorization' not in entry['headers'] for entry in me.requests()), me.requests()
    assert_nothing_refused(me)
    asked = len(me.requests())
    me.ask('show', pages['soundcloud'])
    me.ask('show', pages['youtube'])
    assert len(me.requests()) <= asked + 1, 'what is known is asked again'

    # A page that is none says why it can't be read, and opens all the same.
    me.tuttictl('show', 'https://soundcloud.com/ada/nothing-there', code=EXIT['not-linked'])
    me.tuttictl('show', PAGES['youtube'] + 'AAAAAAAAAAA', code=EXIT['not-linked'])
    assert me.tuttictl('open', pages['soundcloud'], '--print').out.strip() == pages['soundcloud'].split('?')[0]
    assert me.tuttictl('open', PAGES['youtube'] + 'AAAAAAAAAAA', '--print').out.strip().endswith('AAAAAAAAAAA')

    # The same song elsewhere is found by those words.
    me.tuttictl('public', 'on')
    assert find(me, pages['soundcloud'], '--find')['deezer']['state'] == 'has'


@cases.case('What no service has is said, with the page to look oneself')
def _(me):
    me.tuttictl('public', 'on')
    missing = next(i for i in range(40, 400) if not me.control('recording', index=i)['ids'].get('itunes', me.control('recording', index=i)['ids'].get('apple-music'))
                   and me.control('recording', index=i)['ids'].get('deezer'))
    found = find(me, page(me, 'deezer', missing), '--find')
    assert found['apple-music']['state'] == 'lacks' and found['apple-music']['search_url'].startswith('https://music.apple.com/'), found
    said = me.tuttictl('links', page(me, 'deezer', missing)).out
    assert 'https://music.apple.com/' in said and 'Deezer' in said, said


@cases.case('One that hangs or is broken holds up none of the others')
def _(me):
    me.connect()
    me.tuttictl('public', 'on')
    me.fault('never', path='*/itunes.apple.com/*', count=0)
    me.fault('500', path='*/musicbrainz.org/*', count=0)
    found = find(me, page(me, 'spotify', SONG + 1), '--find', within=60)
    assert found['deezer']['state'] == 'has', found
    assert found['apple-music']['state'] == 'silent' and found['apple-music']['problem'].endswith('.'), found
    assert found['apple-music']['can_ask'], found
    me.clear_faults()
    assert find(me, page(me, 'spotify', SONG + 1), '--find', '--service', 'apple-music')['apple-music']['state'] == 'has'


@cases.case('Nobody is asked faster than they allow')
def _(me):
    folder = Path(me.env['TUTTI_PROVIDERS'])
    fast = {path: path.read_text() for path in folder.glob('*.ini')}
    for path, text in fast.items():
        shipped = (SOURCE / 'data/providers' / path.name).read_text()
        for key in 'per-second', 'burst':
            for value in re.findall(rf'^{key}=.*$', shipped, re.MULTILINE):
                text = re.sub(rf'^{key}=.*$', value, text, flags=re.MULTILINE)
        path.write_text(text)
    me.control('limits', 'POST', mode='on')
    try:
        connect(me, 'tidal')
        me.tuttictl('public', 'on')
        found = find(me, page(me, 'tidal'), '--find', within=60)
        assert found['musicbrainz']['state'] == 'has' and found['deezer']['state'] == 'has', found
        assert len(me.requests('/tidal/openapi')) >= 5, me.requests()
        assert_nothing_refused(me)
    finally:
        me.control('limits', 'POST', mode='off')
        for path, text in fast.items():
            path.write_text(text)


@cases.case('A link to a service that one does not use opens where one listens')
def _(me):
    connect(me, 'tidal')
    me.tuttictl('public', 'on')
    done = me.tuttictl('open', page(me, 'deezer'), '--print', within=60)
    assert done.out.strip().startswith(PAGES['tidal']) and 'Deezer' in done.err, done
    assert me.tuttictl('open', page(me, 'deezer'), '--print', '--service', 'deezer').out.strip() == page(me, 'deezer')


@cases.case('A link that nobody may be asked about opens all the same')
def _(me):
    short = me.tuttictl('open', 'https://soundcloud.com/ada/nothing-there?si=1', '--print')
    assert short.out.strip() == 'https://soundcloud.com/ada/nothing-there?si=1', short
    me.control('log', 'DELETE')
    for link in page(me, 'spotify'), f'https://www.bandlab.com/track/{UUID}':
        done = me.tuttictl('open', link + '?si=1', '--print')
        assert done.out.strip() == link, done
    me.tuttictl('show', page(me, 'spotify'), code=EXIT['not-linked'])
    assert not me.requests(), me.requests()


@cases.case('What is no song is the browser’s, and so are the pages that list songs for people only')
def _(me):
    me.tuttictl('public', 'on')
    for link, opened in [('https://song.link/d/3135556', None), ('album.link/i/1440857781', 'https://album.link/i/1440857781'),
                         ('http://odesli.co/', 'https://odesli.co/'), ('https://open.spotify.com/album/10FLjwfpbxLmW8c25Xyc2N?si=1', None),
                         ('https://deezer.page.link/abc', None), ('https://www.youtube.com/playlist?list=PL1', None), ('https://soundcloud.com/forss/sets/soulhack', None),
                         ('https://soundcloud.com/ada/hidden/s-AbCdEf?si=1', None), ('https://tidal.com/browse/album/381265361/u', None),
                         ('https://music.apple.com/us/album/in-between-dreams/1440857781', None), ('https://www.bandlab.com/ada', None)]:
        done = me.tuttictl('open', link, '--print')
        assert done.out.strip() == (opened or link) and 'no song' in done.err, done
        for words in ('show', link), ('like', link), ('links', link), ('open', link, '--print', '--service', 'spotify'):
            assert 'no song' in me.tuttictl(*words, code=EXIT['no-song']).err
    for link in 'https://lists.example/a-song', 'http://[::1]:1/', 'https://song.link@evil.example/d/1', 'spotify:album:10FLjwfpbxLmW8c25Xyc2N':
        assert 'no song' in me.tuttictl('open', link, '--print', code=EXIT['no-song']).err
    assert not me.requests(), me.requests()
    assert me.query('SELECT count(*) FROM tracks') == [(0,)]


if __name__ == '__main__':
    sys.exit(cases.run(lambda: Lister(sys.argv[1], likes=45), sys.argv[2:]))
