"""Signing in and asking, when everything goes wrong: tuttictl against services with faults.

Usage: test-faults.py BUILD [PART OF A NAME…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import pty
import signal
import socket
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from desktop import die_with_parent  # noqa: E402
from leaks import needles, search_bytes, search_files  # noqa: E402
from person import EXIT, PATIENCE, Cases, Person, consent, knock, local_port, parameter, visit, wait_until  # noqa: E402

TOKEN = '*/api/token'
cases = Cases()


def is_free(port):
    try:
        socket.create_connection(('127.0.0.1', port), 2).close()
    except ConnectionRefusedError:
        return True
    return False


# --- what comes to the listener ---

@cases.case('Stray requests neither end a sign-in nor learn anything')
def _(me):
    me.set_up()
    waiting, address = me.begin_connect()
    port, state = local_port(address), parameter(address, 'state')
    good = f'/callback?code=stray-code-stray-code&state={state}'
    strays = [
        ('GET', '/favicon.ico', {}, None),
        ('GET', '/', {}, None),
        ('GET', '/callback', {}, None),
        ('GET', '/callback/', {}, None),
        ('GET', '/Callback?code=x&state=' + state, {}, None),
        ('GET', '//callback?code=x&state=' + state, {}, None),
        ('GET', '/x/../callback?code=x&state=' + state, {}, None),
        ('GET', '/%63allback?code=x&state=' + state, {}, None),
        ('GET', '/callback?code=x', {}, None),
        ('GET', '/callback?code=x&state=', {}, None),
        ('GET', '/callback?code=x&state=wrong', {}, None),
        ('GET', '/callback?code=x&state=' + state[:-1], {}, None),
        ('GET', '/callback?code=x&code=y&state=' + state, {}, None),
        ('GET', f'/callback?code=x&state={state}&state={state}', {}, None),
        ('GET', '/callback?code=%zz&state=' + state, {}, None),
        ('GET', good, {'Host': 'evil.example'}, None),
        ('GET', good, {'Host': f'localhost:{port}'}, None),
        ('GET', good, {'Host': '127.0.0.1'}, None),
        ('HEAD', good, {}, None),
        ('OPTIONS', good, {}, None),
        ('PUT', good, {}, b'x'),
        ('POST', '/callback', {'Content-Type': 'application/x-www-form-urlencoded'}, good.split('?')[1].encode()),
        ('POST', '/callback', {}, b'x' * 65536),
        ('GET', '/callback?' + 'x' * 65536, {}, None),
    ]
    for method, target, headers, body in strays:
        try:
            status, page = knock(port, method, target, headers, body)
        except (ConnectionError, TimeoutError, OSError):
            continue  # closed on us: as good
        assert 400 <= status < 500, (method, target[:80], status)
        assert state not in page and 'stray-code' not in page and 'evil' not in page, (method, target[:80], page)
        assert waiting.poll() is None, f'{method} {target[:80]} ended the sign-in'
    for junk in b'\0' * 65536, os.urandom(65536), b'GET / HTTP/1.1\r\n' + b'A: b\r\n' * 9000, b'\r\n' * 32768, b'\x16\x03\x01' + b'\0' * 300:
        with socket.create_connection(('127.0.0.1', port), 5) as raw:
            try:
                raw.sendall(junk)
                raw.shutdown(socket.SHUT_WR)
                while raw.recv(65536):
                    pass
            except OSError:
                pass
    idle = [socket.create_connection(('127.0.0.1', port), 5) for _ in range(40)]
    assert waiting.poll() is None, 'junk ended the sign-in'
    assert me.count('exchanges') == 0, 'a stray code was sent to the service'
    page = visit(address)
    assert 'Spotify' in page, page
    for one in idle:
        one.close()
    me.end_connect(waiting)
    assert me.service()['state'] == 'connected'


@cases.case('A second answer gets the same page, and one exchange is all')
def _(me):
    me.set_up()
    me.fault('slow', TOKEN, arg=int(1500 * PATIENCE))
    waiting, address = me.begin_connect()
    answer = consent(address)
    with ThreadPoolExecutor(3) as pool:
        pages = list(pool.map(visit, [answer] * 3))
    assert len(set(pages)) == 1, pages
    me.end_connect(waiting)
    assert me.count('exchanges') == 1, me.control('state')['counters']
    for text in pages:
        assert parameter(answer, 'code') not in text and parameter(answer, 'state') not in text, 'the page echoes'


@cases.case('Denied in the browser, it says so')
def _(me):
    me.set_up()
    me.control('consent', 'POST', mode='deny')
    try:
        waiting, address = me.begin_connect()
        page = visit(address)
        me.end_connect(waiting, EXIT['access-denied'])
        assert 'denied' in me.said_last() and 'denied' in page, (me.said_last(), page)
        assert me.service()['state'] == 'ready', me.service()
    finally:
        me.control('consent', 'POST', mode='allow')


@cases.case('An error of the service is said, not echoed')
def _(me):
    me.set_up()
    for error, nick in [('server_error', 'server-error'), ('temporarily_unavailable', 'server-error'),
                        ('unauthorized_client', 'bad-client'), ('<script>alert(1)</script>', 'bad-answer'), ('', 'bad-answer')]:
        waiting, address = me.begin_connect()
        query = urllib.parse.urlencode({'error': error, 'error_description': '<b>boo</b>', 'state': parameter(address, 'state')})
        status, page = knock(local_port(address), target='/callback?' + query)
        assert '<script>alert' not in page and 'boo' not in page, page
        me.end_connect(waiting, EXIT[nick])
    assert me.service()['state'] == 'ready'


@cases.case('Stopped with Ctrl+C or SIGTERM, the port is free at once')
def _(me):
    me.set_up()
    for how in signal.SIGINT, signal.SIGTERM:
        waiting, address = me.begin_connect()
        port = local_port(address)
        waiting.send_signal(how)
        me.end_connect(waiting, 130, within=5)
        assert is_free(port), 'something still listens'
        assert me.service()['state'] == 'ready'


@cases.case('Cancelled by another program, connect ends as cancelled')
def _(me):
    me.set_up()
    waiting, address = me.begin_connect()
    me.worker('cancel-connect', "<('spotify',)>")
    me.end_connect(waiting, EXIT['cancelled'], within=5)
    assert is_free(local_port(address)), 'something still listens'


class Terminal:
    """The person at connect's standard input."""

    def __init__(self, me, **more):
        self.master, slave = pty.openpty()
        self.waiting, self.address = me.begin_connect(stdin=slave, **more)
        os.close(slave)

    def type(self, text):
        os.write(self.master, text.encode())


@cases.case('The address pasted instead, after wrong ones')
def _(me):
    me.set_up()
    terminal = Terminal(me)
    answer = consent(terminal.address)
    for wrong in ['hello\n', '\n', 'http://127.0.0.1/\n', terminal.address + '\n', answer.replace('state=', 'state=x') + '\n',
                  'https://open.spotify.com/track/x\n', '\x01\x02\n']:
        terminal.type(wrong)
        time.sleep(0.2)
        assert terminal.waiting.poll() is None, f'{wrong!r} ended it: {me.said_last()}'
    wait_until(lambda: me.said_last().count('can’t be used') >= 3, lambda: f'a wrong address is not answered: {me.said_last()}')
    said = me.said_last()
    terminal.type('  ' + answer + '  \n')
    me.end_connect(terminal.waiting)
    os.close(terminal.master)
    assert me.service()['state'] == 'connected'
    assert parameter(answer, 'code') not in said


@cases.case('Two lines pasted at once are both read')
def _(me):
    me.set_up()
    terminal = Terminal(me)
    terminal.type('oops\n' + consent(terminal.address) + '\n')
    me.end_connect(terminal.waiting)
    os.close(terminal.master)


@cases.case('Ctrl+D on the terminal does not end or break the sign-in')
def _(me):
    me.set_up()
    terminal = Terminal(me)
    terminal.type('\x04')
    time.sleep(0.3)
    assert terminal.waiting.poll() is None, me.said_last()
    visit(terminal.address)
    me.end_connect(terminal.waiting)
    os.close(terminal.master)


@cases.case('A sign-in that nobody answers ends when its time is over, and the port is free at once')
def _(me):
    me.set_up()
    file = me.folder / 'providers/spotify.ini'
    before = file.read_text()
    file.write_text(before.replace('[OAuth]', '[OAuth]\nsign-in-seconds=2'))
    try:
        waiting, address = me.begin_connect()
    finally:
        file.write_text(before)
    answer = consent(address)
    me.end_connect(waiting, EXIT['expired'])
    said = me.said_last()
    assert 'ten minutes' in said and 'Connect again' in said, said
    assert is_free(local_port(address)), 'something still listens'
    assert me.service()['state'] == 'ready' and me.query('SELECT count(*) FROM accounts') == [(0,)], me.service()
    assert me.count('exchanges') == 0
    # The answer that comes too late belongs to no other sign-in.
    terminal = Terminal(me)
    terminal.type(answer + '\n')
    wait_until(lambda: 'can’t be used' in me.said_last() or 'does not belong' in me.said_last(), 'a late answer is not refused')
    visit(terminal.address)
    me.end_connect(terminal.waiting)
    os.close(terminal.master)
    assert me.service()['state'] == 'connected'


@cases.case('Half a line on the terminal does not keep the browser’s answer waiting')
def _(me):
    me.set_up()
    terminal = Terminal(me)
    terminal.type('abc\x04')  # Ctrl+D hands over what there is, without an end
    time.sleep(0.3)
    visit(terminal.address)
    me.end_connect(terminal.waiting, within=10)
    os.close(terminal.master)


@cases.case('A second connect takes the place of a waiting one')
def _(me):
    me.set_up()
    first, old = me.begin_connect()
    second, new = me.begin_connect()
    visit(new)
    me.end_connect(second)
    me.end_connect(first, EXIT['cancelled'])
    assert me.service()['state'] == 'connected'


@cases.case('Without a web browser, the address is printed, and a song’s page says what to do')
def _(me):
    me.set_up()
    empty = me.folder / 'no-browser'
    empty.mkdir(exist_ok=True)
    (empty / 'glib-2.0').symlink_to('/usr/share/glib-2.0')  # settings of the desktop
    broken = me.home / '.local/share/applications/broken.desktop'
    before = dict(me.env)
    without = {'XDG_CONFIG_HOME': str(empty), 'XDG_DATA_DIRS': str(empty)}
    associations = empty / 'mimeapps.list'
    me.env |= without
    try:
        for program in None, '/nonexistent/browser %u', str(me.folder / 'not-a-program') + ' %u':
            (me.folder / 'not-a-program').write_text('no program')
            if program:
                broken.write_text(f'[Desktop Entry]\nType=Application\nName=Broken\nExec={program}\nMimeType=x-scheme-handler/https;\n')
                associations.write_text('[Default Applications]\nx-scheme-handler/http=broken.desktop\nx-scheme-handler/https=broken.desktop\n')
            terminal = Terminal(me, print_url=False)
            visit(terminal.address)
            me.end_connect(terminal.waiting)
            os.close(terminal.master)
            song = me.likes()[0]
            done = me.tuttictl('open', song['id'], code=EXIT['no-program'])
            assert 'web browser' in done.err and 'link' in done.err, done
            assert me.tuttictl('open', song['id'], '--print').out.startswith('https://')
    finally:
        for name in without:
            me.env[name] = before[name]
        broken.unlink(missing_ok=True)
        associations.unlink(missing_ok=True)
    assert 'No web browser could be opened' in me.said_last(), me.said_last()


# --- what the service says to a sign-in ---

@cases.case('Each trouble with the first answers has its own exit code, and leaves nothing')
def _(me):
    me.set_up()
    for kind, path, nick in [
        ('403-allow-list', '/v1/me', 'not-allow-listed'),
        ('403-allow-list-text', '/v1/me', 'not-allow-listed'),
        ('403-scope', '/v1/me', 'insufficient-scope'),
        ('wrong-json', '/v1/me', 'bad-answer'),
        ('html', '/v1/me', 'bad-answer'),
        ('wrong-json', TOKEN, 'bad-answer'),
        ('html', TOKEN, 'bad-answer'),
        ('redirect', TOKEN, 'bad-answer'),
        ('500', TOKEN, 'server-error'),
    ]:
        me.fault(kind, path, count=0)
        waiting, address = me.begin_connect()
        page = visit(address)
        me.end_connect(waiting, EXIT[nick])
        me.clear_faults()
        assert me.service()['state'] == 'ready', (kind, me.service())
        assert me.query('SELECT count(*) FROM accounts') == [(0,)], kind
        assert 'You can close' in page or 'Spotify' in page, (kind, page)
    assert me.count('trapped') == 0, 'something followed a redirect of the token endpoint'
    found = me.run('secret-tool', 'search', '--all', 'xdg:schema', 'io.github.tuttimusic.Tutti', check=False).stdout
    assert 'secret = {' not in found, 'tokens of a failed sign-in are kept'


@cases.case('Another account of the same service asks first')
def _(me):
    me.connect()
    me.control('person', 'POST', number=1)
    waiting, address = me.begin_connect()
    visit(address)
    me.end_connect(waiting, EXIT['already-linked'])
    assert me.service()['account'] == 'Ada Example'
    waiting, address = me.begin_connect('--switch')
    visit(address)
    me.end_connect(waiting)
    assert me.service()['account'].startswith('Bo'), me.service()
    me.control('person', 'POST', number=0)


# --- tokens ---

@cases.case('A refresh keeps the old refresh token, or takes the new one')
def _(me):
    me.connect()
    for _ in range(2):
        me.control('clock', 'POST', advance=3700)
        me.tuttictl('sync', 'spotify')
    assert me.count('refreshes') >= 2
    me.fault('rotate', TOKEN, count=3)
    for _ in range(3):
        me.control('revoke', 'POST', what='access')
        me.tuttictl('sync', 'spotify')
    me.control('revoke', 'POST', what='access')
    me.tuttictl('sync', 'spotify')
    assert me.service()['state'] == 'connected', me.service()


@cases.case('Killed right when a new refresh token comes, the connection holds')
def _(me):
    me.connect()
    me.control('revoke', 'POST', what='access')
    me.fault('rotate', TOKEN)
    me.fault('slow', '/v1/me/player/recently-played', arg=int(3000 * PATIENCE))
    running = me.spawn('tuttictl', [str(me.build / 'src/cli/tuttictl'), 'sync', 'spotify'])
    wait_until(lambda: len(me.requests('recently-played')) >= 3, 'no request with the new token')
    me.stop(running, signal.SIGKILL)
    me.clear_faults()
    me.control('revoke', 'POST', what='access')
    me.tuttictl('sync', 'spotify')
    assert me.service()['state'] == 'connected'


@cases.case('A grant taken back says “sign in again”, keeps what is here, and heals')
def _(me):
    me.connect()
    before = me.status()['likes']
    me.control('clock', 'POST', advance=4000)
    me.fault('expired-refresh', TOKEN)
    me.tuttictl('sync', 'spotify', code=EXIT['not-linked'])
    assert me.service()['state'] == 'sign-in-again', me.service()
    assert 'sign in again' in me.tuttictl('services').out
    assert me.status()['likes'] == before
    asked = len(me.requests())
    me.tuttictl('sync', 'spotify', code=EXIT['not-linked'])
    assert len(me.requests()) == asked, 'it goes on asking'
    me.tuttictl('search', 'love', '--json')
    me.clear_faults()
    me.connect()
    assert me.service()['state'] == 'connected' and me.status()['likes'] == before


@cases.case('No other trouble with a refresh loses the connection')
def _(me):
    me.connect()
    for kind, nick in [('500', 'server-error'), ('429', None), ('html', 'bad-answer'), ('wrong-json', 'bad-answer'),
                       ('drop', 'offline'), ('redirect', 'bad-answer'), ('502-html', 'server-error')]:
        me.control('clock', 'POST', advance=4000)
        me.fault(kind, TOKEN, count=0, **({'arg': 9000} if kind == '429' else {}))
        done = me.tuttictl('sync', 'spotify', code=None)
        assert done.code >= 10, (kind, done)
        if nick:
            assert done.code == EXIT[nick], (kind, done)
        me.clear_faults()
        me.make_due()
        assert me.service()['state'] == 'connected', (kind, me.service())
    me.tuttictl('sync', 'spotify')
    assert me.count('trapped') == 0


# --- secrets ---

@cases.case('No secret is in any output or file, whatever goes wrong')
def _(me):
    me.env['G_MESSAGES_DEBUG'] = 'all'
    try:
        me.connect()
        me.fault('rotate', TOKEN)
        me.control('revoke', 'POST', what='access')
        me.tuttictl('sync', 'spotify', code=None)
        me.fault('redirect', count=2)
        me.tuttictl('sync', 'spotify', code=None)
        me.fault('wrong-json', count=2)
        me.tuttictl('search', 'love', code=None)
        me.control('consent', 'POST', mode='deny')
        waiting, address = me.begin_connect()
        visit(address)
        me.end_connect(waiting, EXIT['access-denied'])
        me.tuttictl('export', str(me.folder / 'all.jsonl'))
    finally:
        me.control('consent', 'POST', mode='allow')
        del me.env['G_MESSAGES_DEBUG']
    secrets = me.control('secrets')
    secrets.pop('challenge', None)
    wanted = list(needles(secrets))
    found, count = search_files(me.folder, wanted, leave_out=[me.home / '.local/share/keyrings'])
    assert count > 5 and not found, found
    planted = me.home / '.cache/planted'
    planted.write_text(secrets['refresh_token'][0])
    assert search_files(me.folder, wanted)[0], 'the search finds nothing at all'
    planted.unlink()
    assert search_bytes('x', urllib.parse.quote(secrets['verifier'][0]).encode(), wanted)


# --- asking ---

PATHS = {
    'history': '/v1/me/player/recently-played',
    'likes': '/v1/me/tracks',
}
FAULTS = [  # (kind, more, exit code, requests at least and at most, seconds at most)
    ('500', {}, 'server-error', (2, 4), 15),
    ('503', {}, 'server-error', (2, 4), 15),
    ('503', {'arg': 4000}, 'server-error', (1, 1), 6),
    ('502-html', {}, 'server-error', (2, 4), 15),
    ('drop', {}, 'offline', (2, 8), 15),
    ('cut', {}, ('offline', 'bad-answer'), (1, 8), 15),
    ('lost', {}, 'offline', (2, 8), 15),
    ('html', {}, 'bad-answer', (1, 1), 6),
    ('wrong-json', {}, 'bad-answer', (1, 1), 6),
    ('truncated-json', {}, 'bad-answer', (1, 1), 6),
    ('bad-utf8', {}, 'bad-answer', (1, 1), 6),
    ('empty', {}, 'bad-answer', (1, 1), 6),
    ('204', {}, ('bad-answer', None), (1, 2), 6),
    ('huge', {}, 'bad-answer', (1, 1), 15),
    ('redirect', {}, 'bad-answer', (1, 1), 6),
    ('404', {}, 'not-found', (1, 1), 6),
    ('403-scope', {}, 'insufficient-scope', (1, 1), 6),
    ('403-allow-list', {}, 'not-allow-listed', (1, 1), 6),
    ('403-allow-list-text', {}, 'not-allow-listed', (1, 1), 6),
    ('403-premium', {}, 'not-premium', (1, 1), 6),
    ('429', {'arg': 3000}, 'rate-limited', (1, 1), 6),
    ('429-date', {'arg': 3000}, 'rate-limited', (1, 1), 6),
    ('429-quota', {}, 'quota-exceeded', (1, 1), 6),
]
# Once is enough for what is waited for, and ends as another does.
FEWER = [fault for fault in FAULTS if fault[0] not in ('502-html', 'lost', 'cut') and fault[:2] != ('503', {})]


@cases.case('Every fault of history and likes has its exit code, says it in services, and loses nothing')
def _(me):
    me.connect()
    before = me.status()['likes'], len(me.ask('feed', '--limit', '1000'))
    assert before[0] > 80 and before[1] > 10, before
    wrong = []
    for where, path in PATHS.items():
        for kind, more, nicks, (least, most), seconds in FAULTS if where == 'history' else FEWER:
            me.control('log', 'DELETE')
            me.fault(kind, path, count=0, **more)
            done = me.tuttictl('sync', 'spotify', code=None, within=40)
            asked = len(me.requests(path))
            me.clear_faults()
            nicks = nicks if isinstance(nicks, tuple) else (nicks,)
            codes = [EXIT[nick] if nick else 0 for nick in nicks]
            service = me.service()
            if done.code not in codes:
                wrong.append(f'{where}, {kind}: {done}, not {nicks}')
            elif done.code and service.get('problem') not in nicks:
                wrong.append(f'{where}, {kind}: services shows {service.get("problem")}, not {nicks}')
            if not least <= asked <= most:
                wrong.append(f'{where}, {kind}: {asked} requests')
            if done.seconds > seconds * PATIENCE:
                wrong.append(f'{where}, {kind}: {done.seconds:.1f} s')
            if service['state'] != 'connected':
                wrong.append(f'{where}, {kind}: {service["state"]}')
            if (me.status()['likes'], len(me.ask('feed', '--limit', '1000'))) != before:
                wrong.append(f'{where}, {kind}: something was lost')
            me.make_due()
    assert not wrong, '\n'.join(wrong)
    assert me.count('trapped') == 0, 'a redirect was followed to another host'
    me.tuttictl('sync', 'spotify')
    assert 'problem' not in me.service(), me.service()


@cases.case('A short rest is waited for, in seconds, as a date and without a word')
def _(me):
    me.connect()
    for kind, least in [('429', 2), ('429-date', 1), ('429-bare', 0), ('503', 0)]:
        me.fault(kind, PATHS['history'], **({'arg': 2} if kind != '429-bare' else {}))
        done = me.tuttictl('sync', 'spotify')
        assert done.seconds >= least, (kind, done)


@cases.case('A used up quota stops every request, until it is over')
def _(me):
    me.connect()
    me.fault('429-quota', count=0)
    said = me.tuttictl('sync', 'spotify', code=EXIT['quota-exceeded']).err
    assert 'used up' in said, said
    asked = len(me.requests('api.spotify.com'))
    for words in ('sync', 'spotify'), ('sync',):
        me.tuttictl(*words, code=EXIT['quota-exceeded'])
    assert 'used up' in me.tuttictl('search', 'love').err
    assert len(me.requests('api.spotify.com')) == asked, 'it asked again'
    me.clear_faults()
    me.make_due()
    me.tuttictl('sync', 'spotify')


@cases.case('A rest that was asked for outlives the program')
def _(me):
    me.connect()
    me.fault('429', PATHS['history'], arg=600)
    said = me.tuttictl('sync', 'spotify', code=EXIT['rate-limited']).err
    assert 'possible again at' in said, said
    asked = len(me.requests('api.spotify.com'))
    said = me.tuttictl('sync', 'spotify', code=EXIT['rate-limited']).err
    assert 'possible again at' in said, said
    assert len(me.requests('api.spotify.com')) == asked, 'it asked again'


@cases.case('A clock that went back, or forward, by a year keeps nothing from going on')
def _(me):
    for shift in 366 * 86400000, -366 * 86400000:
        me.connect()
        me.fault('429', PATHS['history'], arg=600)
        me.tuttictl('sync', 'spotify', code=EXIT['rate-limited'])
        me.tuttictl('unlike', me.likes()[0]['id'])
        me.clear_faults()
        before = me.status()['likes']
        for table, columns in {'accounts': ('connected_at', 'token_expires_at', 'sign_in_by'), 'services': ('not_before',),
                               'outbox': ('created_at', 'not_before'), 'plays': ('played_at',), 'sync_state': ('succeeded_at', 'failed_at'),
                               'interactions': ('created_at',), 'service_tracks': ('fetched_at',)}.items():
            for column in columns:
                me.query(f'UPDATE {table} SET {column} = {column} + {shift} WHERE {column} > 0', write=True)
        me.tuttictl('sync', 'spotify')
        me.tuttictl('sync', 'spotify')
        assert me.status()['likes_to_send'] == 0 and me.status()['likes'] == before, me.status()
        assert me.service()['state'] == 'connected' and 'problem' not in me.service(), me.service()
        me.control('clock', 'POST', advance=4000)  # the token is over, whatever the clock here says
        me.tuttictl('sync', 'spotify')
        me.tuttictl('disconnect', 'spotify', '--yes', '--forget-liked')


@cases.case('A search goes on without the service that fails, and says which')
def _(me):
    me.connect()
    here = {song['id'] for song in me.ask('search', 'love', '--local', '--limit', '200')}
    wrong = []
    for kind, more, _, (least, most), seconds in FEWER:
        me.control('log', 'DELETE')
        me.fault(kind, '/v1/search', count=0, **more)
        done = me.tuttictl('search', 'love', '--json', '--limit', '200', within=40)
        asked = len(me.requests('/v1/search'))
        me.clear_faults()
        me.make_due()
        if not here <= {song['id'] for song in json.loads(done.out)}:
            wrong.append(f'{kind}: what is here was not shown')
        if 'Spotify' not in done.err and kind != '204':
            wrong.append(f'{kind}: nothing was said: {done}')
        if not least <= asked <= most:
            wrong.append(f'{kind}: {asked} requests')
        if done.seconds > seconds * PATIENCE:
            wrong.append(f'{kind}: {done.seconds:.1f} s')
    assert not wrong, '\n'.join(wrong)
    assert me.count('trapped') == 0


@cases.case('A service that never answers is given up after its time')
def _(me):
    me.connect()
    me.fault('never', '/v1/search', count=0)
    done = me.tuttictl('search', 'love', '--json')
    assert done.json is not None and 'Spotify' in done.err and done.seconds < 15 * PATIENCE, done


def main(build, *only):
    return cases.run(lambda: Person(build), only)


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(*sys.argv[1:]))
