"""Likes of the services, page by page to the end whatever happens, and tokens that end.

Usage: test-lists.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from others import LIKES, Lister, ListenBrainz, connect, wait_for_likes  # noqa: E402
from person import EXIT, Cases  # noqa: E402

cases = Cases()


# Where likes are listed, which of the faults of a list the service can have, and where it tells how many there are if not there.
LISTS = {
    'spotify': ('*/v1/me/tracks', ('repeat-page', 'empty-page', 'total-changes')),
    'youtube': ('*/playlistItems', ('repeat-page', 'empty-page', 'total-changes', 'expired-cursor')),
    'tidal': ('*/relationships/items', ('repeat-page', 'empty-page', 'expired-cursor', 'total-changes'), '*/userCollectionTracks/me'),
    'deezer': ('*/user/me/tracks', ('repeat-page', 'empty-page', 'total-changes')),
    'soundcloud': ('*/me/likes/tracks', ('repeat-page', 'empty-page', 'expired-cursor', 'total-changes'), '*/api.soundcloud.com/me'),
    'listenbrainz': ('*/get-feedback', ('repeat-page', 'empty-page', 'total-changes')),
}
MANY = 260
PLAYS = 260


def connect_any(me, service):
    if service == 'listenbrainz':
        me.tuttictl('setup', service, '--token-stdin', stdin=ListenBrainz.make_token(me) + '\n', within=90)
    else:
        connect(me, service)


def count_readable(me, service):
    """Of what the person likes there, what can be read: the test services have odd ones among them."""
    return len(me.query('SELECT * FROM interactions WHERE source = ?', service))


def tell_lists(service):
    @cases.case(f'{service}: a list that repeats, is empty, changes or forgets its place is read to its end')
    def _(me):
        path, faults, *beside = LISTS[service]
        me.control('library', 'POST', action='add', count=MANY, provider=service)
        try:
            connect_any(me, service)
            me.tuttictl('sync', service, '--anew', within=90)
            whole = count_readable(me, service)
            assert whole > MANY, whole
            for fault in faults:
                before = me.count('faults')
                is_beside = bool(beside) and fault == 'total-changes'
                me.fault(fault, path=beside[0] if is_beside else path, skip=int(fault != 'expired-cursor' and not is_beside))
                me.tuttictl('sync', service, '--anew', within=90, code=None)
                assert me.count('faults') == before + 1, f'{fault} struck nothing'
                me.clear_faults()
                assert count_readable(me, service) == whole, (fault, count_readable(me, service), whole)
                assert me.service(service)['likes_gone'] == 0, (fault, me.service(service))
                if fault == 'expired-cursor':
                    assert me.service(service)['import'] == 'complete', 'a place that is gone is no end: the list is read anew'
            me.tuttictl('sync', service, '--anew', within=90)
            assert count_readable(me, service) == whole and me.service(service)['import'] == 'complete', me.service(service)
        finally:
            me.control('library', 'POST', action='remove', position=0, count=MANY, provider=service)


for one in LISTS:
    tell_lists(one)


@cases.case('listenbrainz: listens are read to the first of them, whatever stops it on the way')
def _(me):
    def plays():
        return me.query('SELECT count(*) FROM plays')[0][0]

    # Three pages; the second fails, so that what is behind it is missing…
    me.fault('500', path='*/listens', skip=1, count=0)
    me.tuttictl('setup', 'listenbrainz', '--token-stdin', stdin=ListenBrainz.make_token(me) + '\n', within=60, code=None)
    assert plays() == 100, plays()
    me.tuttictl('sync', 'listenbrainz', within=60, code=EXIT['server-error'])
    assert plays() == 100 and me.service('listenbrainz')['problem'] == 'server-error', me.service('listenbrainz')
    me.clear_faults()

    # …until it is asked for again; then the top is enough.
    me.tuttictl('sync', 'listenbrainz', within=60)
    assert plays() == PLAYS, plays()
    me.control('log', 'DELETE')
    me.tuttictl('sync', 'listenbrainz', within=60)
    assert len(me.requests('/listens')) == 1 and plays() == PLAYS, me.requests('/listens')
    me.control('library', 'POST', action='play', count=3, provider='listenbrainz')
    me.tuttictl('sync', 'listenbrainz', within=60)
    assert PLAYS < plays() <= PLAYS + 3 and len(me.requests('/listens')) == 2, (plays(), me.requests('/listens'))


def tell_refresh(service):
    @cases.case(f'{service}: a token is refreshed when it ends, and again; a grant taken back means connecting again')
    def _(me):
        connect(me, service)
        likes = wait_for_likes(me, service, LIKES - 12)
        for _ in range(2):
            before = me.count('refreshes')
            me.control('revoke', 'POST', what='access', provider=service)
            me.tuttictl('sync', service, within=60)
            assert me.count('refreshes') == before + 1, (before, me.count('refreshes'))
        me.control('revoke', 'POST', provider=service)
        me.tuttictl('sync', service, within=60, code=EXIT['not-linked'])
        assert me.service(service)['state'] == 'sign-in-again'
        assert len(me.likes()) == len(likes), 'likes stay'
        connect(me, service)
        me.tuttictl('sync', service, within=60)
        assert me.service(service)['state'] == 'connected' and len(me.likes()) == len(likes)


for one in 'youtube', 'tidal', 'soundcloud':
    tell_refresh(one)


if __name__ == '__main__':
    sys.exit(cases.run(lambda: Lister(sys.argv[1], likes=LIKES, options=['--plays', str(PLAYS)]), sys.argv[2:]))
