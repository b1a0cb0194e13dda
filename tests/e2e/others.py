"""What the cases about the services beside Spotify share: how each is connected, and what must never happen.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import subprocess
import time
import urllib.request

from leaks import needles, search_files
from person import CLIENT_ID, Person, visit
from script_page import KEY, KEY_LINES, SETUP, answer_page

# id: client id, secret, has history, where it is searched, where it is told of a like
ACCOUNTS = {
    'spotify': (CLIENT_ID, None, True, '/v1/search', '/v1/me/library'),
    'youtube': ('123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com', 'GOCSPX-secret-of-the-person', False,
                '/search', '/videos/rate'),
    'tidal': ('AbCdEfGh12345678', None, False, '/searchResults', '/relationships/items'),
    'deezer': ('123456', 'secret-of-an-old-app', True, None, '/user/me/tracks'),
    'apple-music': (None, KEY, True, '/v1/catalog/de/search', '/v1/me/ratings/songs/'),
    'soundcloud': ('0123456789abcdef0123456789abcdef', 'secret-of-soundcloud', True, '/tracks', '/likes/tracks/'),
}
LIKES = 45


def connect(me, service):
    client_id, secret, *_ = ACCOUNTS[service]
    if secret == KEY:
        me.tuttictl('setup', service, *SETUP, stdin=secret)
    elif secret:
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
    shown = answer_page(address) if secret == KEY else visit(address)
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
    secrets = {kind: [value for value in values if value] for kind, values in me.control('secrets').items() if kind != 'challenge'}
    assert secrets.get('access_token') or secrets['music_user_token'] and secrets['developer_token'], secrets.keys()
    if client_secret:
        secrets['client_secret'] = KEY_LINES if client_secret == KEY else [client_secret]
    leaked, count = search_files(me.folder, list(needles(secrets)), leave_out=[me.folder / 'browser', me.output / 'secret-tool'])
    assert not leaked and count > 5, (leaked, count)
    planted = me.folder / 'planted'
    planted.write_text(f'x{list(secrets.values())[-1][-1]}y')
    leaked, _ = search_files(me.folder, list(needles(secrets)), leave_out=[me.folder / 'browser', me.output / 'secret-tool'])
    planted.unlink()
    assert any(str(planted) in line for line in leaked), 'what was planted is not found'


class ListenBrainz:
    USER = 'adaexample'

    @staticmethod
    def make_token(me):
        return me.control('token', 'POST', provider='listenbrainz')['token']


class Lister(Person):
    def find_song(self, service):
        """A number that the service knows."""
        path = {'deezer': '/deezer/api.deezer.com/chart/0/tracks?limit=1',
                'apple-music': '/itunes/rss.marketingtools.apple.com/api/v2/us/music/most-played/10/songs.json'}[service]
        request = urllib.request.Request(self.services + path, headers={'User-Agent': 'Test/1 (here)'})
        answer = json.load(urllib.request.urlopen(request, timeout=120))
        return str((answer['data'] if service == 'deezer' else answer['feed']['results'])[0]['id'])

    @property
    def tuttictl_path(self):
        return super(Person, self).tuttictl
