"""ListenBrainz, which takes a pasted token or only a name: tuttictl alone.

Usage: test-listenbrainz.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from leaks import needles, search_files  # noqa: E402
from others import LIKES, Lister, ListenBrainz, assert_nothing_refused, wait_for_likes  # noqa: E402
from person import APP_ID, EXIT, USAGE, Cases  # noqa: E402

cases = Cases()


def holds(me, token):
    return token in me.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID, check=False).stdout


@cases.case('listenbrainz: a pasted token, history, loves, love, unlove, disconnect')
def _(me):
    me.env['G_MESSAGES_DEBUG'] = 'all'
    token = ListenBrainz.make_token(me)
    shown = me.tuttictl('setup', 'listenbrainz').out
    assert 'settings' in shown and '--token-stdin' in shown and '--user' in shown, shown
    assert me.tuttictl('connect', 'listenbrainz', code=USAGE).err

    # What is no token is said before anybody is asked, what nobody knows after.
    assert 'token' in me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin='rob\n', code=USAGE).err
    assert not me.requests()
    wrong = '00000000-0000-4000-8000-000000000000'
    said = me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=wrong + '\n', code=EXIT['bad-token']).err
    assert 'does not know this token' in said and wrong not in said, said
    assert me.service('listenbrainz')['state'] == 'not-set-up'

    me.control('log', 'DELETE')
    me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=f'  "{token}"\n', within=60)
    account = me.service('listenbrainz')
    assert account['state'] == 'connected' and account['account'] == ListenBrainz.USER, account
    assert len(account['permissions']) == 2, account

    # All 60 listens, and each once; who is not found in MusicBrainz too.
    assert me.query("SELECT count(*) FROM plays")[0][0] == 60
    assert me.query("SELECT count(*) FROM service_tracks WHERE remote_id LIKE 'msid-%' AND web_url IS NULL")[0][0] > 0
    me.tuttictl('connect', 'listenbrainz', within=60)
    assert me.query("SELECT count(*) FROM plays")[0][0] == 60
    assert len(me.ask('feed', '--service', 'listenbrainz')) > 30
    likes = wait_for_likes(me, 'listenbrainz', LIKES - 12)
    assert_nothing_refused(me)

    # Reading is open: the token went nowhere but where it was checked.
    with_token = {entry['path'] for entry in me.requests() if 'authorization' in entry['headers']}
    assert all(path.endswith('/validate-token') for path in with_token), with_token

    other = next(hit for hit in me.ask('feed', '--limit', '60') if hit['id'] not in {like['id'] for like in likes})
    for verb, count in ('like', 1), ('unlike', 0):
        me.control('log', 'DELETE')
        me.tuttictl(verb, str(other['id']))
        me.tuttictl('sync', 'listenbrainz', within=60)
        sent = [entry for entry in me.requests('/recording-feedback') if entry['method'] == 'POST']
        assert sent and all('authorization' in entry['headers'] for entry in sent), (verb, me.requests())
        assert_nothing_refused(me)

    secrets = {'token': [token]}
    leaked, count = search_files(me.folder, list(needles(secrets)), leave_out=[me.folder / 'browser', me.output / 'secret-tool'])
    assert not leaked and count > 5, (leaked, count)

    me.tuttictl('disconnect', 'listenbrainz', '--yes')
    assert not me.likes() and me.service('listenbrainz')['state'] == 'not-set-up'


@cases.case('listenbrainz: a token taken back means connecting again')
def _(me):
    me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=ListenBrainz.make_token(me) + '\n', within=60)
    wait_for_likes(me, 'listenbrainz', LIKES - 12)
    me.control('revoke', 'POST', provider='listenbrainz')
    me.tuttictl('sync', 'listenbrainz', within=60)
    assert me.service('listenbrainz')['state'] == 'connected', 'reading goes on'
    me.tuttictl('unlike', str(me.likes()[0]['id']))
    me.tuttictl('sync', 'listenbrainz', within=60, code=EXIT['not-linked'])
    assert me.service('listenbrainz')['state'] == 'sign-in-again'
    me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=ListenBrainz.make_token(me) + '\n', within=60)
    assert me.service('listenbrainz')['state'] == 'connected'
    me.make_due()
    me.tuttictl('sync', 'listenbrainz', within=60)
    assert me.service('listenbrainz')['likes_to_send'] == 0


@cases.case('listenbrainz: a user name is read without any keyring, and nothing is loved by it')
def _(me):
    me.tuttictl('setup', 'listenbrainz', '--user', 'nobody', code=EXIT['not-found'])
    me.tuttictl('setup', 'listenbrainz', '--user', 'a/b', code=USAGE)
    me.tuttictl('setup', 'listenbrainz', '--user', f'https://listenbrainz.org/user/{ListenBrainz.USER}/', within=60)
    account = me.service('listenbrainz')
    assert account['state'] == 'connected' and len(account['permissions']) == 1, account
    likes = wait_for_likes(me, 'listenbrainz', LIKES - 12)
    assert all('authorization' not in entry['headers'] for entry in me.requests()), me.requests()[:3]

    me.control('log', 'DELETE')
    me.tuttictl('unlike', str(likes[0]['id']))
    me.tuttictl('sync', 'listenbrainz', within=60)
    assert not [entry for entry in me.requests() if entry['method'] == 'POST']
    assert me.service('listenbrainz')['likes_to_send'] == 0

    # The same person's token later: the same account, now with more rights.
    me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=ListenBrainz.make_token(me) + '\n', within=60)
    assert len(me.service('listenbrainz')['permissions']) == 2
    assert len(me.query('SELECT * FROM accounts')) == 1

    # Somebody else's name only if the person says so.
    assert me.query('SELECT count(*) FROM plays')[0][0] > 0
    me.tuttictl('setup', 'listenbrainz', '--user', '31bosample', code=EXIT['already-linked'])
    me.tuttictl('setup', 'listenbrainz', '--user', '31bosample', '--switch', within=60)
    assert me.service('listenbrainz')['account'] == '31bosample'
    me.tuttictl('disconnect', 'listenbrainz', '--yes')
    assert me.query('SELECT count(*) FROM plays')[0][0] == 0


@cases.case('listenbrainz: a pasted link without an account, asked as fast as its headers allow')
def _(me):
    known = me.control('recording', 'GET', index=3)
    shown = me.ask('show', f'https://listenbrainz.org/track/{known["mbid"]}/')
    assert shown['title'] == known['title'], shown
    me.fault('429', path='*/api.listenbrainz.org/*')
    again = me.control('recording', 'GET', index=5)
    assert me.ask('show', f'https://listenbrainz.org/recording/{again["mbid"]}')['title'] == again['title']
    me.fault('404', path='*/api.listenbrainz.org/*')
    me.tuttictl('show', 'https://listenbrainz.org/track/00000000-0000-4000-8000-000000000001/', code=EXIT['not-found'])


@cases.case('listenbrainz: what was heard there opens elsewhere, by the number that MusicBrainz has for it')
def _(me):
    me.tuttictl('setup', 'listenbrainz', '--user', ListenBrainz.USER, within=60)
    me.tuttictl('public', 'on')
    found, unknown = {}, 0
    for song in me.ask('feed', '--limit', '60')[:12]:
        link = next(one for one in song['links'] if one['service'] == 'listenbrainz')
        me.control('log', 'DELETE')
        rows = {row['service']: row for row in me.ask('links', song['id'], '--find', within=60)}
        asked = [entry['path'] for entry in me.requests('/musicbrainz.org/')]
        if link['id'].startswith('msid-'):
            unknown += 1
            assert not any(link['id'] in path for path in asked), asked
            continue
        assert any(f'/recording/{link["id"]}' in path for path in asked), (link, asked)
        assert rows['musicbrainz']['state'] == 'has' and rows['musicbrainz']['id'] == link['id'], rows
        found |= {service: row for service, row in rows.items() if row['state'] == 'has' and row['new']}
    # None of these can be asked without an account.
    assert {'spotify', 'tidal', 'youtube'} & set(found), (set(found), unknown)


@cases.case('listenbrainz: somebody else’s token is nobody’s by accident')
def _(me):
    me.tuttictl('setup', 'listenbrainz', '--user', '31bosample', within=60)
    token = ListenBrainz.make_token(me)
    said = me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=token + '\n', code=EXIT['already-linked'], within=60).err
    assert 'ListenBrainz' in said and 'witch' in said and token not in said, said
    assert me.service('listenbrainz')['account'] == '31bosample' and not holds(me, token)
    me.tuttictl('setup', 'listenbrainz', '--token-stdin', '--switch', stdin=token + '\n', within=60)
    assert me.service('listenbrainz')['account'] == ListenBrainz.USER and holds(me, token)

    # What was copied with it, from beside it or from elsewhere.
    for pasted in f'Token {token}x', 'rob', 'https://listenbrainz.org/settings/', 'rob@example.org', f'{token} {token}', '\u200b', '€' * 36, token[:-1] + '\n':
        code = me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=pasted + '\n', code=None, within=60)
        assert code.code in (USAGE, EXIT['bad-token']) and token not in code.err, (pasted, code)
        assert me.service('listenbrainz')['account'] == ListenBrainz.USER and holds(me, token)


if __name__ == '__main__':
    sys.exit(cases.run(lambda: Lister(sys.argv[1], likes=LIKES), sys.argv[2:]))
