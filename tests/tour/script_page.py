"""A person's key for Apple Music, and what a browser does with the page that asks there.

    me.tuttictl('setup', 'apple-music', *SETUP, stdin=KEY)
    answer_page(address)

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import re
import urllib.error
import urllib.parse
import urllib.request

OWNER, KEY_ID = 'TEAM123456', 'KEY1234567'
# Of nobody: it was made for these tests.
KEY_LINES = ['MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgLN+L4gq2AB9BXzVM',
             'rvP3m/j2I0+ziGxrTIi1f8N+PHehRANCAAQQFyIvqOFiLeqyGeeuY+jSv8Rzeu2i',
             'zDwT1sUzlKpd0VVfy/3ycnMKQu9dS4idRX/sl0zTUi2PvCgnvwoOlh0K']
KEY = '\n'.join(['-----BEGIN PRIVATE KEY-----', *KEY_LINES, '-----END PRIVATE KEY-----', ''])
SETUP = ('--team-id', OWNER, '--key-id', KEY_ID, '--key-stdin')


def ask(address, form=None, **headers):
    """One request: (status, text, headers)."""
    data = urllib.parse.urlencode(form).encode() if form is not None else None
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data, headers), timeout=120) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


class Page:
    """What stands in the page at `address`."""

    def __init__(self, address):
        self.address = address
        self.origin = '{0.scheme}://{0.netloc}'.format(urllib.parse.urlsplit(address))
        status, self.text, self.headers = ask(address)
        assert status == 200, (status, self.text)
        self.developer_token = re.search(r'data-token="([^"]+)"', self.text)[1]
        self.script = re.search(r'data-script="([^"]+)"', self.text)[1]
        self.state = re.search(r'name="state" value="([^"]+)"', self.text)[1]

    def ask_service(self, decision='allow'):
        """The person's token, as the service's script gets it."""
        _, script, _ = ask(self.script)
        place = re.search(r"address = '([^']+)'", script)[1]
        _, answer, _ = ask(place, {'developerToken': self.developer_token, 'decision': decision})
        return json.loads(answer).get('token')

    def post(self, origin=None, **form):
        return ask(self.address, {'state': self.state, **form}, Origin=origin or self.origin)


def answer_page(address, decision='allow'):
    """What the browser shows at last."""
    page = Page(address)
    token = page.ask_service(decision)
    return page.post(**({'code': token} if token else {'error': 'access_denied'}))[1]
