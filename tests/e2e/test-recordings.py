"""What a song is made of, and the person's word on it, through tuttictl: alone, and with another Tutti at work.

Usage: test-recordings.py BUILD [PART OF A NAME…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from person import EXIT, USAGE, Cases, Person  # noqa: E402

cases = Cases()

DREAMS = dict(title='Dreams', artists='Fleetwood Mac', album='Rumours', duration_ms=257800, isrc='USWB10400046')
CLOCKS = dict(title='Clocks', artists='Coldplay', album='A Rush of Blood to the Head', duration_ms=307000)
SONGS = [
    dict(DREAMS, provider='spotify', id='d1', web='https://open.spotify.com/track/d1'),
    dict(DREAMS, provider='deezer', id='d2', web='https://www.deezer.com/track/d2'),
    dict(DREAMS, provider='tidal', id='d3', isrc=None, marks=1),
    dict(CLOCKS, provider='spotify', id='c1'),
    dict(CLOCKS, provider='deezer', id='c2'),
    # Eleven seconds longer, and on another album: it may be the same.
    dict(title='Hallelujah', artists='Jeff Buckley', album='Grace', duration_ms=413000, provider='spotify', id='h1'),
    dict(title='Hallelujah', artists='Jeff Buckley', album='Grace (Legacy Edition)', duration_ms=424000, provider='deezer', id='h2'),
]
PAST = [
    dict(kind='play', provider='spotify', id='d1', played_at=1700000000000, first_seen=1700000000000, place=0, shown_at=1700000000000),
    dict(kind='like', source='deezer', provider='deezer', id='d2', created_at=1600000000000),
]


def uuid(song):
    """As an export has it: songs of one recording have one."""
    names = [f'{song["title"]} {song["album"]}' for song in SONGS]
    return f'0190{names.index(f"{song["title"]} {song["album"]}"):028x}'


def bring_songs(me):
    path = me.folder / 'songs.jsonl'
    lines = [dict(kind='tutti', version=1)] + [dict(song, kind='service-song', brought_by=16, song=uuid(song)) for song in SONGS] + PAST
    path.write_text(''.join(json.dumps(line) + '\n' for line in lines))
    me.tuttictl('import', str(path))


def show(me, name, **more):
    return me.ask('show', name, **more)


def songs(me, name):
    return {f'{song["service"]}:{song["id"]}' for song in show(me, name)['songs']}


@cases.case('A song is shown with all it is made of, why, what it may be, and its history')
def _(me):
    bring_songs(me)
    shown = show(me, 'spotify:d1')
    assert [(song['service'], song['reason']) for song in shown['songs']] == [('spotify', 'first'), ('deezer', 'isrc'), ('tidal', 'key')], shown
    assert shown['songs'][0]['isrcs'] == ['USWB10400046'] and shown['songs'][2]['isrcs'] == [] and shown['songs'][2]['explicit'], shown
    assert shown['songs'][0]['web'] == 'https://open.spotify.com/track/d1' and shown['songs'][0]['artists'] == ['Fleetwood Mac'], shown
    assert shown['history'] == [dict(what='played', service='spotify', at_ms=1700000000000),
                                dict(what='liked', service='deezer', at_ms=1600000000000)], shown
    assert shown['suggestions'] == [] and shown['told_apart'] == []

    maybe = show(me, 'spotify:h1')
    assert [(song['id'], song['reason']) for song in maybe['suggestions']] == [('h2', 'score')], maybe
    assert 0 < maybe['suggestions'][0]['score'] < 1 and maybe['suggestions'][0]['track'] == show(me, 'deezer:h2')['id'], maybe

    text = me.tuttictl('show', 'https://open.spotify.com/track/d1', code=None)
    text = me.tuttictl('show', 'spotify:d1').out
    for part in 'deezer:d2', 'USWB10400046', '4:18', 'Same recording code', 'Same title and artist', 'explicit', 'played  Spotify', 'liked  Deezer':
        assert part in text, (part, text)
    assert 'May be the same' in me.tuttictl('show', 'spotify:h1').out
    me.tuttictl('show', '01234567-89ab-cdef-0123-456789abcdef', code=EXIT['not-found'])


@cases.case('Other versions of a song are shown, each with what sets it apart')
def _(me):
    path = me.folder / 'versions.jsonl'
    plain = dict(kind='service-song', artists='Nora Fjeld', brought_by=16)
    lines = [dict(kind='tutti', version=1),
             dict(plain, provider='spotify', id='v1', title='Undertow', album='Low Tide', duration_ms=258000, song='0190' + '1' * 28),
             dict(plain, provider='spotify', id='v2', title='Undertow - Live in Bergen', album='Live in Bergen', duration_ms=302000, song='0190' + '2' * 28),
             dict(plain, provider='deezer', id='v3', title='Undertow (2011 Remaster)', album='Best Of', duration_ms=290000, song='0190' + '3' * 28),
             dict(plain, provider='deezer', id='v4', title='Overtow', album='Low Tide', duration_ms=258000, song='0190' + '4' * 28)]
    path.write_text(''.join(json.dumps(line) + '\n' for line in lines))
    me.tuttictl('import', str(path))

    shown = show(me, 'spotify:v1')
    assert [(version['title'], version['remarks'], version['album']) for version in shown['versions']] == [
        ('Undertow - Live in Bergen', 'Live in Bergen', 'Live in Bergen'), ('Undertow (2011 Remaster)', '2011 Remaster', 'Best Of')], shown
    assert show(me, shown['versions'][0]['id'])['title'] == 'Undertow - Live in Bergen', 'a version is shown by its id'
    assert show(me, 'deezer:v4')['versions'] == []
    text = me.tuttictl('show', 'spotify:v1').out
    for part in 'Other versions:', shown['versions'][1]['id'], 'Undertow - Live in Bergen — Nora Fjeld', '2011 Remaster · Best Of · 4:50':
        assert part in text, (part, text)


@cases.case('Likes are filtered and put in order')
def _(me):
    path = me.folder / 'likes.jsonl'
    songs = [('spotify', 'a', 'Undertow', 'Nora Fjeld', 1, 1), ('deezer', 'b', 'Undertow', 'Nora Fjeld', 1, 0),
             ('spotify', 'c', 'Glasshouse', 'Marlo Reyes', 2, 1), ('deezer', 'd', 'Ambar', 'Luz Marina', 3, 0)]
    lines = [dict(kind='tutti', version=1)]
    lines += [dict(kind='service-song', provider=service, id=name, title=title, artists=artist, duration_ms=200000, brought_by=16,
                   song=f'0190{number:028x}', marks=marks) for service, name, title, artist, number, marks in songs]
    lines += [dict(kind='like', source=service, provider=service, id=name, created_at=1600000000000 + number)
              for service, name, _title, _artist, number, _marks in songs]
    path.write_text(''.join(json.dumps(line) + '\n' for line in lines))
    me.tuttictl('import', str(path))

    def titles(*words):
        return [song['title'] for song in me.ask('likes', *words)]
    assert titles() == ['Ambar', 'Glasshouse', 'Undertow']
    assert titles('--single') == ['Ambar', 'Glasshouse']
    assert titles('--explicit') == ['Glasshouse', 'Undertow']
    assert titles('--explicit', '--single') == ['Glasshouse']
    assert titles('--service', 'deezer') == ['Ambar', 'Undertow']
    assert titles('--missing', 'deezer') == ['Glasshouse']
    assert titles('--service', 'deezer', '--missing', 'spotify') == ['Ambar']
    assert titles('nora', 'under') == ['Undertow']
    assert titles('--sort', 'title') == ['Ambar', 'Glasshouse', 'Undertow']
    assert titles('--sort', 'artist') == ['Ambar', 'Glasshouse', 'Undertow']
    assert titles('--sort', 'most-services')[0] == 'Undertow'
    assert 'most-services' in me.tuttictl('likes', '--sort', 'backwards', code=USAGE).err
    me.tuttictl('likes', '--missing', 'nobody', code=USAGE)


@cases.case('A song opens in the service that the preferences of the window name first')
def _(me):
    bring_songs(me)
    song = show(me, 'spotify:d1')['id']  # a link would open where it leads

    def opened(order):
        settings = me.folder / 'config' / 'glib-2.0' / 'settings' / 'keyfile'
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(f'[io/github/tuttimusic/Tutti]\nservice-order={order}\n')
        env = dict(XDG_CONFIG_HOME=str(me.folder / 'config'), GSETTINGS_BACKEND='keyfile', GSETTINGS_SCHEMA_DIR=str(me.build / 'data'))
        return me.tuttictl('open', song, '--print', env=env).out.strip()
    assert me.tuttictl('open', song, '--print').out.strip() == 'https://open.spotify.com/track/d1'
    assert opened("['spotify']") == 'https://open.spotify.com/track/d1'
    assert opened("['deezer']") == 'https://www.deezer.com/track/d2'
    assert opened("['youtube', 'deezer', 'spotify']") == 'https://www.deezer.com/track/d2', 'YouTube does not have it'
    assert opened("['nobody']") == 'https://open.spotify.com/track/d1'


def say_all(me):
    """Says everything there is to say and takes it back."""
    first, second = show(me, 'spotify:d1')['id'], show(me, 'spotify:c1')['id']
    parted = me.ask('not-same', first, 'deezer:d2')
    assert parted['id'] == first and parted['act'] > 0, parted
    assert songs(me, first) == {'spotify:d1', 'tidal:d3'} and songs(me, 'deezer:d2') == {'deezer:d2'}
    assert [song['id'] for song in show(me, 'deezer:d2')['told_apart']] == ['d1', 'd3']
    bring_songs(me)
    assert songs(me, first) == {'spotify:d1', 'tidal:d3'}, 'the word did not survive'
    me.tuttictl('take-back', first, 'deezer:d2')
    assert songs(me, first) == {'spotify:d1', 'deezer:d2', 'tidal:d3'}

    joined = me.ask('same', second, first)
    assert joined['id'] == first, joined
    assert len(songs(me, second)) == 5 and show(me, second)['id'] == first
    assert 'already' in me.tuttictl('same', first, second).out
    assert 'tuttictl undo' in me.tuttictl('not-same', first, 'spotify:c1', 'deezer:c2').out
    assert show(me, 'spotify:c1')['id'] == second
    me.tuttictl('undo')
    assert show(me, 'spotify:c1')['id'] == first
    me.tuttictl('undo', str(joined['act']))
    assert show(me, 'spotify:c1')['id'] == second and len(songs(me, first)) == 3

    # By the page of the service's song, too.
    me.tuttictl('not-same', first, 'https://www.deezer.com/track/d2')
    assert songs(me, 'deezer:d2') == {'deezer:d2'}
    me.tuttictl('undo')


@cases.case('What a person says of songs holds, and can be undone')
def _(me):
    bring_songs(me)
    say_all(me)
    # Nothing of it is left.
    for _ in range(2):
        me.tuttictl('undo')
    me.tuttictl('undo', code=EXIT['not-found'])
    assert me.query('SELECT count(*) FROM verdicts') == [(0,)]


@cases.case('A suggestion is taken, or refused for good')
def _(me):
    bring_songs(me)
    me.tuttictl('not-same', 'spotify:h1', 'deezer:h2')
    assert show(me, 'spotify:h1')['suggestions'] == [] == show(me, 'deezer:h2')['suggestions']
    assert [song['id'] for song in show(me, 'spotify:h1')['told_apart']] == ['h2']
    me.tuttictl('undo')
    assert [song['id'] for song in show(me, 'spotify:h1')['suggestions']] == ['h2']
    me.tuttictl('same', 'spotify:h1', 'deezer:h2')
    assert songs(me, 'spotify:h1') == {'spotify:h1', 'deezer:h2'}
    reasons = {song['id']: song['reason'] for song in show(me, 'spotify:h1')['songs']}
    assert reasons == {'h1': 'first', 'h2': 'verdict'}, reasons


@cases.case('The person’s words go out and come back with everything else')
def _(me):
    bring_songs(me)
    me.tuttictl('not-same', 'spotify:d1', 'deezer:d2')
    me.tuttictl('same', 'spotify:c1', 'spotify:h1')
    path = me.folder / 'words.jsonl'
    me.tuttictl('export', str(path))
    for _ in range(2):
        me.tuttictl('undo')
    assert 'deezer:d2' in songs(me, 'spotify:d1') and 'spotify:h1' not in songs(me, 'spotify:c1')
    # All songs are here: only the words are new.
    me.tuttictl('import', str(path))
    assert songs(me, 'spotify:d1') == {'spotify:d1', 'tidal:d3'} and 'spotify:h1' in songs(me, 'spotify:c1')


@cases.case('The same while another Tutti does the work')
def _(me):
    me.set_up()
    worker, _ = me.begin_connect()
    assert me.status()['other_is_running']
    bring_songs(me)
    say_all(me)
    assert worker.poll() is None
    assert 'NotFound' in me.worker('undo', "<(int64 77,)>").stderr or 'not_found' in me.worker('undo', "<(int64 77,)>").stderr
    for bad in "<'x'>", "<(int64 1,)>", "<(int64 1, ['nonsense'])>":
        assert me.worker('say-different', bad).returncode != 0, bad
    me.stop(worker)


@cases.case('What makes no sense is refused and changes nothing')
def _(me):
    bring_songs(me)
    before = me.query('SELECT * FROM service_tracks')
    song = show(me, 'spotify:d1')['id']
    me.tuttictl('same', song, code=USAGE)
    me.tuttictl('not-same', song, code=USAGE)
    me.tuttictl('undo', 'x', code=USAGE)
    me.tuttictl('undo', '0', code=USAGE)
    me.tuttictl('undo', '12', code=EXIT['not-found'])
    me.tuttictl('same', song, 'spotify:nothing', code=EXIT['not-found'])
    me.tuttictl('not-same', song, 'spotify:d1', 'spotify:c1', code=EXIT['not-found'])
    me.tuttictl('not-same', song, 'spotify:nothing', code=EXIT['not-found'])
    me.tuttictl('not-same', song, 'spotify', code=EXIT['not-found'])
    me.tuttictl('not-same', song, 'spotify:d1', 'deezer:d2', 'tidal:d3', code=EXIT['bad-input'])
    me.tuttictl('take-back', song, 'nonsense', code=EXIT['bad-input'])
    assert me.query('SELECT * FROM service_tracks') == before and me.query('SELECT count(*) FROM verdicts') == [(0,)]


if __name__ == '__main__':
    sys.exit(cases.run(lambda: Person(sys.argv[1]), sys.argv[2:]))
