"""Apple Music with a person's own key, and who would like to be that person: tuttictl alone.

Usage: test-apple.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import http.client
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from leaks import needles, search_files  # noqa: E402
from others import LIKES, Lister, assert_nothing_refused, connect, wait_for_likes  # noqa: E402
from person import EXIT, PATIENCE, USAGE, Cases  # noqa: E402
from script_page import KEY, KEY_ID, KEY_LINES, OWNER, SETUP, Page, ask  # noqa: E402

APPLE = 'apple-music'
API = '/api.music.apple.com/v1/me/'
cases = Cases()


def begin(me, *options):
    """(the waiting program, the page it waits at)."""
    command = [me.tuttictl_path, 'connect', APPLE, '--print-url', *options]
    with open(me.output / 'connect', 'ab') as errors:
        waiting = subprocess.Popen(command, env=me._env_for(command), stdout=subprocess.PIPE, stderr=errors,
                                   stdin=subprocess.DEVNULL, start_new_session=True)
    waiting.name = 'connect'
    me._children.append(waiting)
    address = next(line.decode().strip() for line in waiting.stdout if line.startswith(b'http'))
    return waiting, Page(address)


def knock(page, method, headers, body=None, host='127.0.0.1', target=None):
    """One request as it stands: (status, its headers)."""
    parts = urllib.parse.urlsplit(page.address)
    connection = http.client.HTTPConnection(host, parts.port, timeout=120)
    try:
        connection.putrequest(method, target or parts.path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        connection.close()


def look_into_keyring(me):
    return me.run('secret-tool', 'search', '--all', 'xdg:schema', 'io.github.tuttimusic.Tutti', check=False).stdout


@cases.case('The key is checked before anybody is asked, and its names are')
def _(me):
    shown = me.tuttictl('setup', APPLE).out
    assert '99 US dollars' in shown and '--key-stdin' in shown and 'developer.apple.com' in shown, shown
    for key, words in {'': 'Choose the file', 'hello': 'no private key', KEY.replace('PRIVATE', 'PUBLIC'): 'public key',
                       KEY.replace('PRIVATE', 'ENCRYPTED PRIVATE'): 'password', KEY[:150]: 'not whole', KEY.replace('MIGH', 'AAAA'): 'damaged',
                       'x' * 200000: 'too large', KEY.replace('PRIVATE', 'RSA PRIVATE'): 'RSA'}.items():
        said = me.tuttictl('setup', APPLE, *SETUP, stdin=key, code=USAGE).err
        assert words in said and not any(line in said for line in KEY_LINES), (key[:40], said)
    for names in ('--team-id', 'short', '--key-id', KEY_ID), ('--team-id', OWNER, '--key-id', '../../../x'):
        said = me.tuttictl('setup', APPLE, *names, '--key-stdin', stdin=KEY, code=USAGE).err
        assert '10 capital letters' in said and ('Team ID' in said) == ('short' in names), said
    assert me.service(APPLE)['state'] == 'not-set-up' and not me.requests()
    me.tuttictl('connect', APPLE, code=EXIT['not-set-up'])
    me.tuttictl('setup', APPLE, *SETUP, stdin=KEY.replace('\n', '\r\n  '))
    assert me.service(APPLE)['state'] == 'ready'


@cases.case('Strangers at the listener end nothing and learn nothing')
def _(me):
    me.tuttictl('setup', APPLE, *SETUP, stdin=KEY)
    waiting, page = begin(me)
    port = urllib.parse.urlsplit(page.address).port
    host = f'localhost:{port}'
    form = [('Content-Type', 'application/x-www-form-urlencoded')]
    body = urllib.parse.urlencode({'state': page.state, 'code': 'x' * 40}).encode()
    length = [('Content-Length', str(len(body)))]
    good = [('Host', host), ('Origin', page.origin)]

    # What the page is sent with; nobody may read it from elsewhere.
    for name, words in {'Cache-Control': 'no-store', 'X-Frame-Options': 'DENY', 'Referrer-Policy': 'same-origin',
                        'Content-Security-Policy': "form-action 'self'", 'X-Content-Type-Options': 'nosniff'}.items():
        assert words in page.headers[name], (name, page.headers[name])
    assert 'Access-Control-Allow-Origin' not in page.headers and "'unsafe-inline'" not in page.headers['Content-Security-Policy']

    table = [
        ('another path', 404, 'GET', good, None, {'target': '/'}),
        ('a longer path', 404, 'GET', good, None, {'target': urllib.parse.urlsplit(page.address).path + '/x'}),
        ('a query', 404, 'GET', good, None, {'target': urllib.parse.urlsplit(page.address).path + '?state=' + page.state + '&code=x'}),
        ('the address of a rebound name', 400, 'GET', [('Host', f'evil.example:{port}')], None, {}),
        ('the number instead of the name', 400, 'GET', [('Host', f'127.0.0.1:{port}')], None, {}),
        ('no host', 400, 'GET', [], None, {}),
        ('two hosts', 400, 'GET', [('Host', host), ('Host', host)], None, {}),
        ('a question before the question', 405, 'OPTIONS', [('Host', host), ('Origin', 'https://evil.example'), ('Access-Control-Request-Method', 'POST')], None, {}),
        ('another method', 405, 'PUT', [*good, *form, *length], body, {}),
        ('another origin', 403, 'POST', [('Host', host), ('Origin', 'https://evil.example'), *form, *length], body, {}),
        ('the origin of a rebound name', 400, 'POST', [('Host', f'evil.example:{port}'), ('Origin', f'http://evil.example:{port}'), *form, *length], body, {}),
        ('an origin by number', 403, 'POST', [('Host', host), ('Origin', f'http://127.0.0.1:{port}'), *form, *length], body, {}),
        ('another port', 403, 'POST', [('Host', host), ('Origin', f'http://localhost:{port + 1}'), *form, *length], body, {}),
        ('an origin of nobody', 403, 'POST', [('Host', host), ('Origin', 'null'), *form, *length], body, {}),
        ('no origin', 403, 'POST', [('Host', host), *form, *length], body, {}),
        ('two origins', 403, 'POST', [*good, ('Origin', 'https://evil.example'), *form, *length], body, {}),
        ('a longer origin', 403, 'POST', [('Host', host), ('Origin', page.origin + '.evil.example'), *form, *length], body, {}),
        ('another type', 400, 'POST', [*good, ('Content-Type', 'text/plain'), *length], body, {}),
        ('a large body', 413, 'POST', [*good, *form, ('Content-Length', '1000000')], None, {}),
        ('a wrong state', 400, 'POST', [*good, *form, ('Content-Length', '14')], b'state=x&code=y', {}),
        ('no state', 400, 'POST', [*good, *form, ('Content-Length', '6')], b'code=y', {}),
        ('a state twice', 400, 'POST', [*good, *form, ('Content-Length', str(len(body) + 8))], body + b'&state=x', {}),
    ]
    for family in '127.0.0.1', '::1':
        for what, status, method, headers, sent, more in table:
            got, said = knock(page, method, headers, sent, family, **more)
            assert got == status, (what, family, got)
            assert 'Access-Control-Allow-Origin' not in said, what
    # Connections that say nothing take nobody's place for long.
    idle = [socket.create_connection(('127.0.0.1', port)) for _ in range(40)]
    assert ask(page.address)[0] == 200
    for one in idle:
        one.close()
    assert waiting.poll() is None and me.service(APPLE)['state'] == 'waiting'

    token = page.ask_service()
    status, text, _ = page.post(code=token)
    assert status == 200 and 'Apple Music is connected' in text, text
    me.end_connect(waiting)
    assert me.service(APPLE)['state'] == 'connected'
    secrets = {'token': [token], 'developer_token': [page.developer_token], 'key': KEY_LINES, 'state': [page.state],
               'path': [urllib.parse.urlsplit(page.address).path[1:]]}
    leaked, count = search_files(me.folder, list(needles(secrets)), leave_out=[me.folder / 'browser', me.output / 'secret-tool'])
    assert not leaked and count > 5, (leaked, count)


@cases.case('One answer is one, and what is no token is none')
def _(me):
    me.tuttictl('setup', APPLE, *SETUP, stdin=KEY)
    for odd in '', 'two\r\nlines: x', 'a b', 'ü' * 20, '\x7f' * 20, 'x' * 17000:
        waiting, page = begin(me)
        status, text, _ = page.post(code=odd)
        if len(odd) > 16000:
            assert status == 413, status
            status, text, _ = page.post(code='x y')
        assert status == 200 and 'was not connected' in text, (odd[:20], text)
        me.end_connect(waiting, code=EXIT['bad-answer'])
    assert me.service(APPLE)['state'] == 'ready'

    waiting, page = begin(me)
    assert 'was not connected' in page.post(error='access_denied')[1]
    me.end_connect(waiting, code=EXIT['access-denied'])

    # Whoever comes second with all that is needed changes nothing.
    me.control('fault', 'POST', kind='slow', path='*/v1/me/storefront*', arg=int(1500 * PATIENCE))
    waiting, page = begin(me)
    token = page.ask_service()
    parts = urllib.parse.urlsplit(page.address)
    first = http.client.HTTPConnection('localhost', parts.port, timeout=120)
    first.request('POST', parts.path, urllib.parse.urlencode({'state': page.state, 'code': token}),
                  {'Origin': page.origin, 'Content-Type': 'application/x-www-form-urlencoded'})
    end = time.monotonic() + 10 * PATIENCE
    while ask(page.address)[0] != 404:
        assert time.monotonic() < end, 'the page still lies there after its answer'
    assert 'is connected' in page.post(code='somebody-elses-token')[1]
    assert b'is connected' in first.getresponse().read()
    first.close()
    me.end_connect(waiting)
    assert 'somebody-elses-token' not in look_into_keyring(me)
    me.tuttictl('sync', APPLE, within=60)
    assert me.service(APPLE)['state'] == 'connected'


@cases.case('Given up, the port is free at once')
def _(me):
    me.tuttictl('setup', APPLE, *SETUP, stdin=KEY)
    waiting, page = begin(me)
    waiting.terminate()
    waiting.wait(120)
    for host in '127.0.0.1', '::1':
        try:
            socket.create_connection((host, urllib.parse.urlsplit(page.address).port), 5).close()
            raise AssertionError(f'{host} still listens')
        except OSError:
            pass


@cases.case('A token taken back means connecting again, and the key goes on searching')
def _(me):
    connect(me, APPLE)
    likes = wait_for_likes(me, APPLE, LIKES - 12)
    account = me.service(APPLE)
    assert 170 < (account['sign_in_by_ms'] / 1000 - time.time()) / 86400 <= 180, account
    me.control('revoke', 'POST', provider=APPLE)
    me.tuttictl('sync', APPLE, within=60, code=EXIT['not-linked'])
    assert me.service(APPLE)['state'] == 'sign-in-again'
    me.control('log', 'DELETE')
    assert me.ask('search', 'love') is not None
    connect(me, APPLE)
    assert me.service(APPLE)['state'] == 'connected' and len(me.likes()) == len(likes)


@cases.case('A key that is refused is said, without losing the connection; searching goes on without it')
def _(me):
    connect(me, APPLE)
    wait_for_likes(me, APPLE, LIKES - 12)
    me.tuttictl('public', 'on')
    me.fault('401', path='*/api.music.apple.com/*', count=0)
    said = me.tuttictl('sync', APPLE, within=60, code=EXIT['bad-client'])
    assert me.service(APPLE)['state'] == 'connected', said
    me.control('log', 'DELETE')
    assert me.ask('search', 'love')
    assert me.requests('/itunes.apple.com/search'), me.requests()
    me.clear_faults()
    me.tuttictl('sync', APPLE, within=60)
    assert not me.service(APPLE).get('problem')


@cases.case('A rating is missed by no pass over the library, and what is unliked stays away')
def _(me):
    connect(me, APPLE)
    me.tuttictl('import-likes', APPLE, '--anew', within=60)
    before = me.likes()
    found = me.ask('search', 'love')
    other = next(hit for hit in found if hit['id'] not in {like['id'] for like in before})
    me.tuttictl('like', str(other['id']))
    me.tuttictl('sync', APPLE, within=60)
    gone = before[0]
    me.tuttictl('unlike', str(gone['id']))
    me.tuttictl('sync', APPLE, within=60)
    me.control('log', 'DELETE')
    me.tuttictl('import-likes', APPLE, '--anew', within=60)
    assert me.requests('/v1/me/library/songs'), 'nothing was imported'
    after = {like['id'] for like in me.likes()}
    assert other['id'] in after and gone['id'] not in after, 'a pass over the library undid it'
    rows = me.query("SELECT source, seen_pass, is_hidden, count(*) FROM interactions GROUP BY 1, 2, 3")
    assert ("apple-music", -1, 0, 1) in rows, rows
    me.tuttictl('unlike', str(other['id']))
    me.tuttictl('sync', APPLE, within=60)
    assert [entry for entry in me.requests('/v1/me/ratings/songs/') if entry['method'] == 'DELETE'], me.requests()
    assert_nothing_refused(me)


@cases.case('Too fast, and errors of every kind, are waited for or said')
def _(me):
    connect(me, APPLE)
    wait_for_likes(me, APPLE, LIKES - 12)
    me.fault('429', path=f'*{API}*', count=1)
    me.tuttictl('sync', APPLE, within=60)
    for kind, code in ('500', 'server-error'), ('html', 'bad-answer'), ('wrong-json', 'bad-answer'), ('empty', 'bad-answer'):
        me.fault(kind, path=f'*{API}*', count=0)
        me.tuttictl('sync', APPLE, within=60, code=EXIT[code])
        assert me.service(APPLE)['state'] == 'connected', kind
        me.clear_faults()
        me.make_due()


@cases.case('Disconnected, the key stays for the next time, and all it brought goes')
def _(me):
    connect(me, APPLE)
    wait_for_likes(me, APPLE, LIKES - 12)
    me.tuttictl('disconnect', APPLE, '--yes')
    assert not me.likes() and me.service(APPLE)['state'] == 'ready'
    kept = look_into_keyring(me)
    assert KEY_LINES[1] in kept and not any(token in kept for token in me.control('secrets')['music_user_token'])
    waiting, page = begin(me)
    page.post(code=page.ask_service())
    me.end_connect(waiting)
    me.tuttictl('delete-all-data', '--yes')
    assert KEY_LINES[1] not in look_into_keyring(me)


if __name__ == '__main__':
    sys.exit(cases.run(lambda: Lister(sys.argv[1], likes=LIKES), sys.argv[2:]))
