"""The services beside Spotify, each from setting up to disconnecting, and those that need no account: tuttictl alone.

Usage: test-others.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from leaks import needles, search_files  # noqa: E402
from person import EXIT, USAGE, Cases, Person, visit  # noqa: E402

# id: client id, secret, has history, where it is searched, where it is told of a like
ACCOUNTS = {
    'youtube': ('123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com', 'GOCSPX-secret-of-the-person', False,
                '/search', '/videos/rate'),
    'tidal': ('AbCdEfGh12345678', None, False, '/searchResults', '/relationships/items'),
    'deezer': ('123456', 'secret-of-an-old-app', True, None, '/user/me/tracks'),
    'soundcloud': ('0123456789abcdef0123456789abcdef', 'secret-of-soundcloud', True, '/tracks', '/likes/tracks/'),
}
LIKES = 45

cases = Cases()


def connect(me, service):
    client_id, secret, *_ = ACCOUNTS[service]
    if secret:
        me.tuttictl('setup', service, '--client-id', client_id, '--client-secret-stdin', stdin=secret + '\n')
    else:
        me.tuttictl('setup', service, '--client-id', client_id)

    command = [me.tuttictl_path, 'connect', service, '--print-url']
    with open(me.output / 'connect', 'ab') as errors:
        waiting = subprocess.Popen(command, env=me._env_for(command), stdout=subprocess.PIPE, stderr=errors,
                                   stdin=subprocess.DEVNULL, start_new_session=True)
    waiting.name = 'connect'
    me._children.append(waiting)
    for line in waiting.stdout:
        address = line.decode().strip()
        if address.startswith('http'):
            break
    shown = visit(address)
    try:
        me.end_connect(waiting)
    except AssertionError as wrong:
        raise AssertionError(f'{wrong}\nThe browser shows: {shown[-800:]}') from None


def wait_for_likes(me, service, count):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = me.likes()
        if len(found) >= count:
            return found
        me.tuttictl('sync', service, within=60, code=None)
    raise AssertionError(f'{len(found)} likes of {count}')


def assert_nothing_refused(me):
    """The test services refuse unknown parameters, wrong types, missing scopes and too large limits."""
    refused = [entry for entry in me.requests() if entry['status'] >= 400]
    assert not refused, refused[:3]


def assert_nothing_leaked(me, client_secret):
    """Neither tokens nor the person's own client secret stand in any file or in what was printed."""
    secrets = {kind: values for kind, values in me.control('secrets').items() if kind != 'challenge'}
    assert secrets['access_token'], secrets.keys()
    if client_secret:
        secrets['client_secret'] = [client_secret]
    leaked, count = search_files(me.folder, list(needles(secrets)), leave_out=[me.folder / 'browser', me.output / 'secret-tool'])
    assert not leaked and count > 5, (leaked, count)
    planted = me.folder / 'planted'
    planted.write_text(f'x{list(secrets.values())[-1][-1]}y')
    leaked, _ = search_files(me.folder, list(needles(secrets)), leave_out=[me.folder / 'browser', me.output / 'secret-tool'])
    planted.unlink()
    assert any(str(planted) in line for line in leaked), 'what was planted is not found'


def tell(service):
    @cases.case(f'{service}: connect, likes, search, like, unlike, disconnect')
    def _(me):
        _, _, has_history, search, change = ACCOUNTS[service]
        me.env['G_MESSAGES_DEBUG'] = 'all'
        connect(me, service)
        assert me.service(service)['state'] == 'connected', me.service(service)

        me.tuttictl('sync', service, within=90)
        likes = wait_for_likes(me, service, LIKES - 12)
        assert all(like['title'] for like in likes), likes[:3]
        assert bool(me.ask('feed', '--service', service)) == has_history
        assert_nothing_refused(me)

        if search:
            found = me.ask('search', 'love')
            assert any(entry['path'].endswith(search) for entry in me.requests(search)), 'nobody was asked'
        else:
            found = me.ask('feed', '--service', service, '--limit', '200')
        assert_nothing_refused(me)

        other = next(hit for hit in found if hit['id'] not in {like['id'] for like in likes})
        for verb in 'like', 'unlike':
            me.control('log', 'DELETE')
            me.tuttictl(verb, str(other['id']))
            me.tuttictl('sync', service, within=90)
            assert [entry for entry in me.requests(change) if entry['method'] != 'GET'], (verb, me.requests())
            assert_nothing_refused(me)

        assert_nothing_leaked(me, ACCOUNTS[service][1])
        me.tuttictl('disconnect', service, '--yes')
        assert not me.likes()


for one in ACCOUNTS:
    tell(one)


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


class ListenBrainz:
    USER = 'adaexample'

    @staticmethod
    def make_token(me):
        return me.control('token', 'POST', provider='listenbrainz')['token']


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


class Lister(Person):
    def find_song(self, service):
        """A number that the service knows."""
        path = {'deezer': '/deezer/api.deezer.com/chart/0/tracks?limit=1',
                'apple-music': '/itunes/rss.marketingtools.apple.com/api/v2/us/music/most-played/10/songs.json'}[service]
        request = urllib.request.Request(self.services + path, headers={'User-Agent': 'Test/1 (here)'})
        answer = json.load(urllib.request.urlopen(request, timeout=10))
        return str((answer['data'] if service == 'deezer' else answer['feed']['results'])[0]['id'])

    @property
    def tuttictl_path(self):
        return super(Person, self).tuttictl


if __name__ == '__main__':
    sys.exit(cases.run(lambda: Lister(sys.argv[1], likes=LIKES), sys.argv[2:]))
