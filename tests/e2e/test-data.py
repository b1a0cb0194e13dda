"""Data out, in and away, and the clumsiest of users.

Usage: test-data.py BUILD [PART OF A NAME…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import csv
import json
import os
import pty
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import termios
import time
import xml.etree.ElementTree
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from desktop import APP_ID, die_with_parent  # noqa: E402
from person import CLIENT_ID, EXIT, PATIENCE, USAGE, Cases, Person, visit, wait_until  # noqa: E402

cases = Cases()
XSPF = '{http://xspf.org/ns/0/}'


def snapshot(me):
    """All that a person would miss."""
    return {table: me.query(f'SELECT count(*) FROM {table}')[0][0]
            for table in ('tracks', 'service_tracks', 'plays', 'interactions', 'verdicts')}


def holds_token(me):
    found = me.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID, check=False).stdout
    return any(token in found for token in me.control('secrets')['refresh_token'])


def move_away(me):
    """A fresh library, as on another computer."""
    shutil.rmtree(me.data)


def a_manual_like(me):
    """A song liked in Tutti itself. Returns it."""
    song = next(song for song in me.ask('feed', '--limit', '100') if not song['liked'])
    me.tuttictl('like', song['id'])
    return song


# --- out and in ---

@cases.case('As JSON lines, everything goes out and comes back, and no token with it')
def _(me):
    me.connect()
    liked = a_manual_like(me)
    before = snapshot(me), {song['id'] for song in me.likes()}, [song['id'] for song in me.ask('feed', '--limit', '1000')]
    file = me.folder / 'all.jsonl'
    me.tuttictl('export', str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    assert all(json.loads(line)['kind'] for line in text.splitlines())
    for values in me.control('secrets').values():
        assert not any(value in text for value in values)
    me.tuttictl('import', str(file))
    assert snapshot(me) == before[0], 'importing one’s own export changes something'
    move_away(me)
    me.tuttictl('import', str(file))
    after = snapshot(me), {song['id'] for song in me.likes()}
    assert after[0] == before[0], (before[0], after[0])
    assert after[1] == before[1], len(before[1] ^ after[1])
    assert liked['id'] in after[1]
    second = me.folder / 'again.jsonl'
    me.tuttictl('export', str(second))
    assert sorted(second.read_text().splitlines()) == sorted(text.splitlines()), 'the second export differs'


@cases.case('Likes go out as CSV and XSPF that others can read, and come back')
def _(me):
    me.connect()
    count = len(me.likes())
    table, playlist = me.folder / 'likes.csv', me.folder / 'likes.xspf'
    me.tuttictl('export', str(table))
    me.tuttictl('export', str(playlist))
    with table.open(newline='', encoding='utf-8') as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == count and all(row['title'] for row in rows), (len(rows), count)
    tracks = xml.etree.ElementTree.parse(playlist).getroot().findall(f'{XSPF}trackList/{XSPF}track')
    assert len(tracks) == count
    for file in table, playlist:
        move_away(me)
        me.tuttictl('import', str(file))
        got = me.status()['likes']
        assert got >= count * 0.98, (file.name, got, count)
        me.tuttictl('import', str(file))
        assert me.status()['likes'] == got, 'a second import adds the same again'


HOSTILE = {
    'empty': b'',
    'binary': bytes(random.Random(1).randbytes(100_000)),
    'zero bytes': b'\0' * 4096,
    'a huge line': b'{"kind":"tutti","version":1}\n{"kind":"song","title":"' + b'x' * 5_000_000 + b'"}\n',
    'a huge line without end': b'{' * 5_000_000,
    'deep nesting': b'{"kind":"tutti","version":1}\n' + b'{"a":' * 100_000 + b'\n',
    'no header': b'{"kind":"like","source":"manual"}\n',
    'a newer version': b'{"kind":"tutti","version":99}\n',
    'a version that is text': b'{"kind":"tutti","version":"1"}\n{"kind":"nonsense"}\n',
    'unknown kind': b'{"kind":"tutti","version":1}\n{"kind":"evil"}\n',
    'wrong types': b'{"kind":"tutti","version":1}\n{"kind":"service-song","provider":7,"id":[],"title":{}}\n',
    'a list': b'[1, 2, 3]\n',
    'lists in lines': b'{"kind":"tutti","version":1}\n[1]\n',
    'a like of nothing': b'{"kind":"tutti","version":1}\n{"kind":"like","source":"manual","song":"00000000000070008000000000000000"}\n',
    'a play of nothing': b'{"kind":"tutti","version":1}\n{"kind":"play","provider":"spotify","id":"x","played_at":1}\n',
    'not UTF-8': b'{"kind":"tutti","version":1}\n{"kind":"song","title":"\xff\xfe"}\n',
    'UTF-16': '{"kind":"tutti","version":1}\n'.encode('utf-16'),
    'a table without titles': b'a,b,c\n1,2,3\n',
    'a table cut off in a name': b'title,artist,album\nok,ok,ok\nSo What,Miles Da',
    'an open quote': b'title,artist\n"never closed,x\n' + b'y\n' * 1000,
    'a line without artist': b'title,artist\nok,ok\nalone\n',
    'HTML': b'<!DOCTYPE html><html><body>hello</body></html>',
    'XML that grows': b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><playlist>'
                      b'<trackList><track><title>&b;</title><creator>x</creator></track></trackList></playlist>',
    'XML that reaches out': b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><playlist>'
                            b'<trackList><track><title>&a;</title><creator>x</creator></track></trackList></playlist>',
    'half XML': b'<?xml version="1.0"?><playlist xmlns="http://xspf.org/ns/0/"><trackList><track><title>x',
}


@cases.case('Hostile files are refused with a sentence, and change nothing')
def _(me):
    me.connect()
    before = snapshot(me)
    whole = me.folder / 'whole.jsonl'
    me.tuttictl('export', str(whole))
    files = dict(HOSTILE)
    text = whole.read_bytes()
    files['half a file'] = text[:len(text) // 2].rstrip(b'\n')[:-5]
    files['an end that is not ours'] = text + b'{"kind":"evil"}\n'
    wrong = []
    for name, data in files.items():
        path = me.folder / 'hostile'
        path.write_bytes(data)
        done = me.tuttictl('import', str(path), code=None)
        if done.code != EXIT['bad-input']:
            wrong.append(f'{name}: {done}')
        elif len(done.err) > 400:
            wrong.append(f'{name}: the message is {len(done.err)} long')
        if snapshot(me) != before:
            wrong.append(f'{name}: {snapshot(me)}, before {before}')
    for path in '/', f'{me.folder}/nowhere', '/dev/zero', '/dev/null', '/proc/self/mem', str(me.folder), '':
        done = me.tuttictl('import', path, code=None)
        if done.code not in (EXIT['bad-input'], USAGE):
            wrong.append(f'{path}: {done}')
    os.mkfifo(me.folder / 'fifo')
    done = me.tuttictl('import', str(me.folder / 'fifo'), code=None)
    if done.code != EXIT['bad-input']:
        wrong.append(f'fifo: {done}')
    assert not wrong, '\n'.join(wrong)
    assert snapshot(me) == before


@cases.case('What can’t be written leaves the old file whole')
def _(me):
    me.connect()
    old = me.folder / 'kept.jsonl'
    old.write_text('mine')
    for path in f'{me.folder}/nowhere/x.jsonl', '/', str(me.folder), '/proc/x.csv', '/dev/full/x', '', 'x' * 300:
        said = me.tuttictl('export', path, code=EXIT['not-written']).err
        assert 'file can’t be written' in said and 'library' not in said, said
    me.tuttictl('export', '-', code=USAGE, cwd=str(me.folder))
    assert old.read_text() == 'mine' and not (me.folder / '-').exists()
    me.tuttictl('export', str(old))
    assert old.read_text().startswith('{"kind":"tutti"')
    assert not list(me.folder.glob('*.part-*'))


@cases.case('What is no file is not replaced by one, and a link goes on leading to its file')
def _(me):
    me.connect()
    pipe, link, nowhere = me.folder / 'pipe', me.folder / 'link.csv', me.folder / 'leads-nowhere.csv'
    os.mkfifo(pipe)
    me.tuttictl('export', str(pipe), code=EXIT['not-written'])
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    link.symlink_to(me.folder / 'led-to.csv')
    (me.folder / 'led-to.csv').write_text('old')
    me.tuttictl('export', str(link))
    assert link.is_symlink() and (me.folder / 'led-to.csv').read_text().startswith('title,')
    nowhere.symlink_to(me.folder / 'no-folder/x.csv')
    me.tuttictl('export', str(nowhere))
    me.tuttictl('import', str(link))


# --- away ---

def liked_at_spotify(me):
    return {row[0] for row in me.query("SELECT remote_id FROM interactions JOIN service_tracks ON service_tracks.id = service_track_id "
                                       "WHERE source = 'spotify'")}


@cases.case('Delete all data asks, then takes tokens, library, cache and the window’s settings')
def _(me):
    me.connect()
    (me.home / '.cache/tutti/artwork').mkdir(parents=True, exist_ok=True)
    (me.home / '.cache/tutti/artwork/x.png').write_text('x')
    settings = me.home / '.config/glib-2.0/settings/keyfile'
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[io/github/tuttimusic/Tutti]\nwindow-width=777\nrecent-searches=['secret song']\n\n[org/example]\nother=1\n")
    before = snapshot(me)
    said = me.tuttictl('delete-all-data').out
    assert '--yes' in said and snapshot(me) == before, said
    me.tuttictl('delete-all-data', '--yes')
    left = [path.name for path in me.data.rglob('*') if path.is_file()] if me.data.exists() else []
    assert not [name for name in left if 'library' in name], left
    assert not list((me.home / '.cache/tutti').rglob('*.png'))
    text = settings.read_text()
    assert '777' not in text and 'secret song' not in text and 'other=1' in text, text
    assert not holds_token(me), 'a token stayed'
    assert me.status()['likes'] == 0 and me.service()['state'] == 'not-set-up'
    me.connect()
    assert me.status()['likes'] > 80


@cases.case('Items of the service that name no song keep nothing from vanishing, and make nothing vanish')
def _(me):
    me.connect()
    me.tuttictl('import-likes', 'spotify', '--anew')
    before = liked_at_spotify(me)
    n_unreadable = me.query('SELECT n_unreadable FROM passes')[0][0]
    assert n_unreadable > 0 and me.query('SELECT seen = total, n_always_unreadable FROM passes') == [(1, n_unreadable)], 'the service sent none'
    # Behind all of them: the same ones stay.
    me.control('library', 'POST', action='remove', position=116, count=3)
    me.tuttictl('import-likes', 'spotify', '--anew')
    gone = before - liked_at_spotify(me)
    assert 1 <= len(gone) <= 3 and len(liked_at_spotify(me)) == len(before) - len(gone), gone
    me.tuttictl('import-likes', 'spotify', '--anew')
    assert before - liked_at_spotify(me) == gone and me.service()['likes_gone'] == 0


@cases.case('Disconnecting asks, then takes all of the service but what was liked here')
def _(me):
    me.connect()
    me.tuttictl('sync', 'spotify')
    song = a_manual_like(me)
    said = me.tuttictl('disconnect', 'spotify').out
    assert '--yes' in said and me.service()['state'] == 'connected'
    me.tuttictl('disconnect', 'spotify', '--yes')
    assert me.service()['state'] == 'ready'
    assert {like['title'] for like in me.likes()} == {song['title']}, me.likes()
    assert me.query('SELECT count(*) FROM plays') == [(0,)]
    me.tuttictl('disconnect', 'spotify', '--yes', code=EXIT['not-linked'])


@cases.case('Disconnecting takes what was liked here too, when told to')
def _(me):
    me.connect()
    a_manual_like(me)
    me.tuttictl('disconnect', 'spotify', '--yes', '--forget-liked')
    assert me.status()['songs'] == 0, me.status()


# --- the file ---

def every_command(me, code):
    for words in [('likes',), ('feed',), ('status',), ('services',), ('sync', 'spotify'), ('search', 'x'), ('like', 'x'),
                  ('export', str(me.folder / 'x.jsonl')), ('import', '/etc/hostname')]:
        done = me.tuttictl(*words, code=code)
        assert done.seconds < 10 * PATIENCE, done


@cases.case('A library of a newer Tutti is refused, and stays byte for byte')
def _(me):
    me.connect()
    me.query('PRAGMA user_version = 9999', write=True)
    me.query('PRAGMA wal_checkpoint(TRUNCATE)', write=True)
    path = me.data / 'library.db'
    before = path.read_bytes()
    every_command(me, EXIT['library-newer'])
    assert path.read_bytes() == before, 'it was changed'
    assert 'newer' in me.tuttictl('likes', code=EXIT['library-newer']).err


@cases.case('A damaged library is set aside, and what was liked here is carried over')
def _(me):
    me.connect()
    song = a_manual_like(me)
    me.query('PRAGMA wal_checkpoint(TRUNCATE)', write=True)
    path = me.data / 'library.db'
    whole = path.read_bytes()
    page = 4096
    for how in 'index', 'header', 'half', 'noise':
        for old in me.data.glob('library.db*'):
            old.unlink()
        data = bytearray(whole)
        if how == 'index':
            (me.folder / 'probe.db').write_bytes(whole)
            probe = sqlite3.connect(me.folder / 'probe.db')
            number = probe.execute(
                "SELECT rootpage FROM sqlite_schema WHERE name LIKE 'service_tracks%' AND type = 'index'").fetchone()[0]
            probe.close()
            data[(number - 1) * page:number * page] = b'\xa5' * page
        elif how == 'header':
            data[:100] = b'this is no database at all' + b'\0' * 74
        elif how == 'half':
            data = data[:len(data) // 2]
        else:
            data = bytearray(random.Random(2).randbytes(len(whole)))
        path.write_bytes(data)
        done = me.tuttictl('sync', code=None)
        assert done.code in (0, EXIT['not-linked'], EXIT['library-damaged']), (how, done)
        if done.code == EXIT['library-damaged']:  # found in the middle: repaired when it is opened next
            me.tuttictl('sync', code=None)
        aside = list(me.data.glob('*set-aside*'))
        assert aside, (how, 'nothing was set aside', [one.name for one in me.data.iterdir()])
        me.tuttictl('status')
        assert me.query('PRAGMA integrity_check') == [('ok',)]
        if how == 'index':
            assert song['title'] in {like['title'] for like in me.likes()}, 'a like made here is lost'


@cases.case('Folder 0700, files 0600, whatever the umask')
def _(me):
    shutil.rmtree(me.data, ignore_errors=True)
    me.tuttictl('setup', 'spotify', '--client-id', CLIENT_ID, preexec_fn=lambda: os.umask(0))
    waiting, address = me.begin_connect(preexec_fn=lambda: os.umask(0))
    visit(address)
    for path in [me.data, *me.data.iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), (path, oct(path.stat().st_mode))
    me.end_connect(waiting)
    me.tuttictl('export', str(me.folder / 'modes.csv'), preexec_fn=lambda: os.umask(0))
    for path in [me.data, *me.data.iterdir(), me.folder / 'modes.csv']:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), (path, oct(path.stat().st_mode))


@cases.case('A folder without a name is no other folder')
def _(me):
    me.connect()
    assert me.ask('status', env={'TUTTI_DATA': ''}, cwd=str(me.folder))['likes'] > 80
    assert not (me.folder / 'library.db').exists()


@cases.case('A folder that can’t be written to is said')
def _(me):
    for place in '/proc/tutti', '/dev/null/tutti', str(me.folder / 'output/services'):
        me.tuttictl('status', code=EXIT['storage'], env={'TUTTI_DATA': place})
        me.tuttictl('sync', code=EXIT['storage'], env={'TUTTI_DATA': place})


def limit_files(size):
    """As a full disk does: no file grows above so many bytes."""
    import resource

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


@cases.case('A full disk is said, and what was there stays')
def _(me):
    me.connect()
    before = snapshot(me)
    me.query('PRAGMA wal_checkpoint(TRUNCATE)', write=True)
    size = (me.data / 'library.db').stat().st_size
    me.control('library', 'POST', action='add', count=100)
    done = me.tuttictl('sync', 'spotify', '--anew', code=None, preexec_fn=limit_files(64 * 1024))
    assert done.code == EXIT['storage'], done
    assert 'disk' in done.err, done
    done = me.tuttictl('export', str(me.folder / 'full.jsonl'), code=EXIT['not-written'], preexec_fn=limit_files(16 * 1024))
    assert not list(me.folder.glob('full*')), 'half an export stays'
    now = snapshot(me)
    assert all(now[table] >= before[table] for table in before), (before, now, size)
    assert me.query('PRAGMA integrity_check') == [('ok',)]
    me.tuttictl('sync', 'spotify')
    assert snapshot(me)['interactions'] > before['interactions']


@cases.case('Who can’t be disconnected because the disk is full is not said to be connected, and is disconnected the next time')
def _(me):
    me.connect()
    me.query('PRAGMA wal_checkpoint(TRUNCATE)', write=True)
    before = snapshot(me)

    # Nothing at all can be written: all is as it was.
    done = me.tuttictl('disconnect', 'spotify', '--yes', code=EXIT['storage'], preexec_fn=limit_files(1024))
    assert 'disk' in done.err, done
    assert me.service()['state'] == 'connected' and snapshot(me) == before
    assert holds_token(me), 'the sign-in is gone'
    me.tuttictl('sync', 'spotify')

    # A little can: the sign-in is gone, the rest is there, and so it is said.
    me.query('PRAGMA wal_checkpoint(TRUNCATE)', write=True)
    before = snapshot(me)
    me.tuttictl('disconnect', 'spotify', '--yes', code=EXIT['storage'], preexec_fn=limit_files(64 * 1024))
    assert me.service()['state'] == 'sign-in-again', me.service()
    assert not holds_token(me) and snapshot(me) == before
    me.tuttictl('sync', 'spotify', code=EXIT['not-linked'])

    me.tuttictl('disconnect', 'spotify', '--yes')
    assert me.service()['state'] == 'ready', me.service()
    assert not me.query('SELECT * FROM interactions') and not me.query('SELECT * FROM accounts')
    me.connect()


@cases.case('Where nothing may be written, what is there is shown, and all else says why not')
def _(me):
    me.connect()
    me.query('PRAGMA wal_checkpoint(TRUNCATE)', write=True)
    script = f'mount --bind {me.data} {me.data} && mount -o remount,ro,bind {me.data} && exec "$@"'
    command = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh']
    if subprocess.run([*command, 'true'], capture_output=True).returncode:
        print('# no file system of one’s own here', flush=True)
        return
    song = me.likes()[0]['id']
    for code, words in [(0, ['status']), (0, ['likes']), (0, ['feed']), (0, ['services']), (0, ['search', 'love', '--local']),
                        (0, ['open', song, '--print']), (0, ['export', str(me.folder / 'from-read-only.csv')]),
                        (EXIT['storage'], ['sync', 'spotify']), (EXIT['storage'], ['unlike', song]), (EXIT['storage'], ['connect', 'spotify']),
                        (EXIT['storage'], ['setup', 'spotify', '--client-id', CLIENT_ID]),
                        (EXIT['storage'], ['disconnect', 'spotify', '--yes']), (EXIT['storage'], ['delete-all-data', '--yes'])]:
        done = subprocess.run([*command, me.build / 'src/cli/tuttictl', *words], env=me.env, capture_output=True, text=True, timeout=120)
        assert done.returncode == code, (words, done)
        assert not code or 'folder is writable' in done.stderr, (words, done)
    me.tuttictl('sync', 'spotify')


@cases.case('A real full disk, where one can be made')
def _(me):
    me.connect()
    small = me.folder / 'small'
    small.mkdir()
    script = f'mount -t tmpfs -o size=300k none {small} && exec "$@"'
    command = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh']
    if subprocess.run([*command, 'true'], capture_output=True).returncode:
        print('# no file system of one’s own here', flush=True)
        return
    program = me.build / 'src/cli/tuttictl'
    done = subprocess.run([*command, str(program), 'import', str(me.folder / 'none')], env=me.env | {'TUTTI_DATA': str(small / 'tutti')},
                          capture_output=True, text=True, timeout=120)
    assert done.returncode in (EXIT['storage'], EXIT['bad-input']), done
    everything = me.folder / 'everything.jsonl'
    me.tuttictl('export', str(everything))
    done = subprocess.run([*command, str(program), 'import', str(everything)], env=me.env | {'TUTTI_DATA': str(small / 'tutti')},
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == EXIT['storage'], done


# --- clumsy ---

@cases.case('Wrong words are answered with what is right')
def _(me):
    for words in [(), ('nonsense',), ('connect',), ('connect', 'a', 'b'), ('setup',), ('setup', 'nonsense', '--client-id', CLIENT_ID),
                  ('setup', 'spotify', '--client-id', ''), ('setup', 'spotify', '--client-id', 'x y'),
                  ('setup', 'spotify', '--client-id', 'https://developer.spotify.com/dashboard'), ('setup', 'spotify', '--client-id'),
                  ('connect', 'Spotfy'), ('sync', 'nonsense'), ('sync', '--anew'), ('disconnect', 'nonsense'), ('like',), ('like', 'a', 'b'),
                  ('export',), ('import',), ('search',), ('likes', '--limit', 'x'), ('likes', '--nonsense'), ('feed', '--service', 'x'),
                  ('services', 'x'), ('public', 'maybe'), ('setup', 'spotify', '--client-id', CLIENT_ID, '--client-secret-stdin')]:
        done = me.tuttictl(*words, code=USAGE)
        assert done.err.strip() and not done.out.strip(), (words, done)
    for words in ('likes', '--limit', '-5'), ('likes', '--limit', '0'), ('likes', '--limit', '99999999999999999999'):
        done = me.tuttictl(*words, code=None)
        assert done.code in (0, USAGE), (words, done)
    assert 'spotify' in me.tuttictl('connect', 'Spotfy', code=USAGE).err
    me.tuttictl('--help')
    me.tuttictl('--version')


class Typing:
    """Somebody at a terminal of their own, and a command that reads from it."""

    def __init__(self, me, *words):
        self.master, slave = pty.openpty()
        self.waiting = me.spawn('typing', [me.build / 'src/cli/tuttictl', *words], stdin=slave, stdout=slave)
        self.slave = slave
        self.me = me
        self.text = b''

    def shows(self, what):
        """Whether the terminal shows what is typed."""
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO) == what

    def end(self, code):
        got = self.waiting.wait(25 * PATIENCE)
        assert got == code, (got, (self.me.output / 'typing').read_text()[-500:])
        assert self.shows(True), 'the terminal stays as it was for the secret'
        os.set_blocking(self.master, False)
        try:
            self.text += os.read(self.master, 65536)
        except (BlockingIOError, OSError):
            pass
        os.close(self.master)
        os.close(self.slave)
        return self.text.decode(errors='replace')


@cases.case('A secret typed on a terminal is not shown, and the terminal is given back however it ends')
def _(me):
    words = 'setup', 'deezer', '--client-id', '123456', '--client-secret-stdin'
    typing = Typing(me, *words)
    wait_until(lambda: typing.shows(False), 'what is typed is shown')
    os.write(typing.master, b'a-typed-secret\n')
    text = typing.end(0)
    assert 'a-typed-secret' not in text, text
    assert 'a-typed-secret' in me.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID)
    for how in signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, b'\n', b'\x04':
        typing = Typing(me, *words)
        wait_until(lambda: typing.shows(False), f'{how}: what is typed is shown')
        if isinstance(how, bytes):
            os.write(typing.master, how)
        else:
            typing.waiting.send_signal(how)
        typing.end({signal.SIGHUP: -signal.SIGHUP, signal.SIGQUIT: -signal.SIGQUIT, signal.SIGINT: 130, signal.SIGTERM: 130}.get(how, USAGE))
    typing = Typing(me, 'setup', 'apple-music', '--team-id', 'ABCDE12345', '--key-id', 'FGHIJ67890', '--key-stdin')
    wait_until(lambda: typing.shows(False), 'a key that is typed is shown')
    os.write(typing.master, b'line of a key\nand another\n\x04')
    assert 'line of' not in typing.end(USAGE)


def catches(program, which):
    """Whether it has begun to listen to a signal."""
    caught = re.search(r'^SigCgt:\s*(\w+)', Path(f'/proc/{program.pid}/status').read_text(), re.M)
    return int(caught[1], 16) >> (which - 1) & 1


@cases.case('Ctrl+C while a secret is waited for ends it, also where it comes from a program')
def _(me):
    for words in (('setup', 'deezer', '--client-id', '123456', '--client-secret-stdin'), ('setup', 'listenbrainz', '--token-stdin'),
                  ('setup', 'apple-music', '--team-id', 'ABCDE12345', '--key-id', 'FGHIJ67890', '--key-stdin')):
        waiting = me.spawn('tuttictl', [me.build / 'src/cli/tuttictl', *words], stdin=subprocess.PIPE)
        wait_until(lambda: catches(waiting, signal.SIGINT), f'{words} does not wait to be interrupted')
        assert waiting.poll() is None
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(5 * PATIENCE) == 130
        for nothing in '', '\n', '  \n\n', 'x' * 100_000, 'a\0b':
            done = me.tuttictl(*words, code=None, stdin=nothing)
            assert done.code == USAGE or nothing == 'a\0b', (nothing[:20], done)
        done = subprocess.run([me.build / 'src/cli/tuttictl', *words], env=me.env, input=b'\xff\xfe\n', capture_output=True, timeout=120)
        assert done.returncode == USAGE, done


@cases.case('Before anything is set up, each command says what to do first')
def _(me):
    me.tuttictl('connect', 'spotify', code=EXIT['not-set-up'])
    me.tuttictl('sync', code=EXIT['not-linked'])
    me.tuttictl('sync', 'spotify', code=EXIT['not-linked'])
    me.tuttictl('disconnect', 'spotify', code=EXIT['not-linked'])
    me.tuttictl('like', 'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC', code=EXIT['not-linked'])
    for words in 'feed', 'likes', 'services', 'status':
        me.tuttictl(words)
        me.ask(words)
    me.ask('search', 'love')
    assert 'client-id' in me.tuttictl('setup', 'spotify').out


@cases.case('Ids and links of all kinds are opened, or it is said why not')
def _(me):
    me.connect()
    song = me.likes()[0]
    link = next(link for link in song['links'] if link['service'] == 'spotify')
    ident = link['id']
    for good in [song['id'], song['id'].upper(), f'https://open.spotify.com/track/{ident}', f'http://open.spotify.com/track/{ident}?si=abc',
                 f'  https://open.spotify.com/intl-de/track/{ident}  ', f'spotify:track:{ident}', f'open.spotify.com/track/{ident}',
                 f'https://open.spotify.com/track/{ident}/', f'https://open.spotify.com/track/{ident}#x']:
        done = me.tuttictl('open', good, '--print')
        assert done.out.strip() == f'https://open.spotify.com/track/{ident}', (good, done)
    wrong = []
    for bad in ['', ' ', 'x', song['id'][:-1], song['id'] + '0', '00000000-0000-7000-8000-000000000000', '-1', '../../etc/passwd',
                'https://open.spotify.com/track/' + 'x' * 5000, 'https://open.spotify.com.evil.example/track/' + ident,
                'https://evil.example/track/' + ident, f'https://user@evil.example@open.spotify.com:1/track/{ident}',
                'spotify:album:1DFixLWuPkv3KT3TnV35m3', 'javascript:alert(1)', 'file:///etc/passwd', 'http://', 'https://[::1',
                "'; DROP TABLE tracks; --", '\n', 'a\tb', '💥']:
        for words in ('open', bad, '--print'), ('like', bad), ('show', bad):
            done = me.tuttictl(*words, code=None)
            if done.code not in (USAGE, EXIT['not-found'], EXIT['bad-input'], EXIT['no-song']) or done.out:
                wrong.append(f'{words}: {done}')
    assert not wrong, '\n'.join(wrong)
    me.tuttictl('open', song['id'], '--service', 'nonsense', code=USAGE)
    me.tuttictl('open', song['id'], '--service', 'deezer', '--print', code=EXIT['not-found'])
    assert me.query('SELECT count(*) FROM tracks')[0][0] > 80


@cases.case('A link to a song nobody knows yet brings it; one that the service does not know says so')
def _(me):
    me.connect()
    count = me.status()['songs']
    found = next(link for song in me.ask('search', 'live', '--limit', '200') for link in song['links'])
    me.tuttictl('disconnect', 'spotify', '--yes')
    me.connect()
    assert me.ask('show', f'https://open.spotify.com/track/{found["id"]}')['title']
    me.fault('404', '*/v1/tracks/*')
    me.tuttictl('show', 'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC', code=EXIT['not-found'])
    assert me.status()['songs'] >= count


@cases.case('Searches of every kind end well')
def _(me):
    me.connect()
    for text in ['"', "'", '*', 'a*', '(', 'AND', 'OR', 'NEAR(', '""', '-', ':', 'title:', '%', '_', '\\', 'x' * 10000, '💥', 'ÄÖÜ ß', 'ﬁ',
                 '東京', 'a' * 3 + ' ' * 500 + 'b', '\u202e', 'love AND NOT', '{}', '^love']:
        me.ask('search', text, '--local')
    me.tuttictl('search', ' ', '--local', code=USAGE)
    me.tuttictl('search', '--local', '--json', '--', '-x')


@cases.case('An answer that can’t be written is no success')
def _(me):
    me.connect()
    program = me.build / 'src/cli/tuttictl'
    for words in ['likes --json'], ['status'], ['--version'], ['--help'], ['export /dev/null/x']:
        for where in '>/dev/full', '>&-', '2>&-', '<&-', '<&- >&- 2>&-':
            done = subprocess.run(['sh', '-c', f'exec {program} {words[0]} {where}'], env=me.env, capture_output=True, timeout=120)
            failed = '>/dev/full' in where or '>&-' in where.replace('2>&-', '') or 'export' in words[0]
            assert (done.returncode != 0) == failed and done.returncode < 126, (words, where, done)
    assert me.query('PRAGMA integrity_check') == [('ok',)]
    for words in 'likes --json --limit 100000', 'likes --limit 100000':
        done = subprocess.run(['bash', '-c', f'{program} {words} | head -c 10; exit ${{PIPESTATUS[0]}}'], env=me.env, capture_output=True, timeout=120)
        assert len(done.stdout) == 10 and b'written' not in done.stderr and done.returncode in (0, 128 + signal.SIGPIPE), done


@cases.case('Without a display, the window’s program says so')
def _(me):
    done = subprocess.run([me.build / 'src/tutti'], env=me.env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and 'no display' in done.stderr and 'tuttictl' in done.stderr and 'WARNING' not in done.stderr, done


@cases.case('JSON is UTF-8 in every language')
def _(me):
    me.connect()
    wanted = me.likes()
    assert any(not song['title'].isascii() or not song['artist'].isascii() for song in wanted)
    for language in 'C', 'POSIX', 'de_DE.UTF-8', 'ar_EG.UTF-8', 'xx_YY':
        assert me.likes(env={'LC_ALL': language}) == wanted, language
        me.tuttictl('likes', env={'LC_ALL': language})


@cases.case('What a service wrote does not steer the terminal')
def _(me):
    me.connect()
    me.query("UPDATE tracks SET title = 'a' || char(27) || '[31mred' || char(7) || char(155) || '2J' || char(10) || 'x' WHERE id = "
             '(SELECT id FROM tracks LIMIT 1)', write=True)
    done = me.tuttictl('likes', '--limit', '100000')
    assert not any(letter in done.out for letter in '\x1b\x07\x9b'), 'an escape came through'
    me.query("UPDATE tracks SET title = char(8238) || 'turned' || char(8294) || 'x' WHERE id = (SELECT id FROM tracks LIMIT 1)", write=True)
    done = me.tuttictl('likes', '--limit', '100000')
    assert 'turned' in done.out and not any(letter in done.out for letter in '\u202e\u2066'), 'a line is turned round'


@cases.case('Ctrl+C in the middle of anything ends it at once, and breaks nothing')
def _(me):
    me.connect()
    file = me.folder / 'all-again.jsonl'
    me.tuttictl('export', str(file))
    count = me.status()['likes']
    program = str(me.build / 'src/cli/tuttictl')
    me.fault('slow', '*/api.spotify.com/*', count=0, arg=8000)
    for words in [['sync', 'spotify'], ['search', 'love'], ['show', 'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC'],
                  ['import', str(file)], ['likes'], ['status']]:
        for pause in 0.0, 0.03, 0.3:
            running = me.spawn('tuttictl', [program, *words])
            time.sleep(pause)
            running.send_signal(signal.SIGINT)
            begin = time.monotonic()
            code = running.wait(120)
            assert code in (0, 130, -signal.SIGINT) and time.monotonic() - begin < 8 * PATIENCE, (words, pause, code)
    me.clear_faults()
    me.tuttictl('sync', 'spotify')
    assert me.status()['likes'] == count and me.query('PRAGMA integrity_check') == [('ok',)]


def main(build, *only):
    return cases.run(lambda: Person(build), only)


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(*sys.argv[1:]))
