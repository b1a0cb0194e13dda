"""The main job in the window, as a person does it, and that no secret leaks on the way.

Usage: test-connect.py BUILD

Tutti's window, a real Chromium, a real gnome-keyring-daemon, and the test
services, on a desktop of their own.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

import steps  # noqa: E402
from desktop import APP_ID, Desktop, die_with_parent, wait_until  # noqa: E402
from leaks import ProcessWatch, needles, search_bytes, search_files  # noqa: E402
from story import Story  # noqa: E402
from webdriver import Browser  # noqa: E402
from window import Window  # noqa: E402

CLIENT_ID = '0123456789abcdef0123456789abcdef'


def main(build):
    story = Story()
    with Desktop(build, verbose=True, likes=120) as desktop:
        # What opens the browser carries the address, and with it the state:
        # there is no other way to open one.
        with ProcessWatch(desktop, leave_out=b'browser/browser') as processes:
            desktop.spawn('bus-monitor', ['dbus-monitor', '--session'])
            browser = Browser(desktop.folder / 'browser/profile', desktop.env, open(desktop.folder / 'browser/output', 'ab'))
            try:
                tell(story, desktop, processes, browser)
                return story.run()
            finally:
                browser.close()


def tell(story, desktop, processes, browser):
    tutti = desktop.start_tutti()
    found = {}
    story.at_failure.append(lambda _: found['window'].outline() if 'window' in found else '')
    story.at_failure.append(lambda _: (desktop.output / 'tutti').read_text()[-6000:])

    @story.step('Tutti starts and invites to connect a service')
    def _():
        found['window'] = Window(desktop)
        steps.start_connecting(found['window'])

    @story.step('Set up with a client ID and connected, the browser opens on the consent page')
    def _():
        steps.set_up(found['window'], CLIENT_ID)
        address = desktop.next_address()
        assert '/authorize?' in address, address.split('?')[0]
        steps.see_waiting(found['window'])
        browser.visit(address)
        browser.wait_for_text('Allow Tutti to use your account?')

    @story.step('Allowed in the browser, its page says that Spotify is connected')
    def _():
        browser.click('Allow')
        browser.wait_for_text('Spotify')
        wait_until(lambda: browser.address.startswith('http://127.0.0.1:') and '/callback' in browser.address,
                   'the browser is not back at Tutti')
        assert 'connected' in browser.text.lower(), browser.text

    @story.step('The window shows whose account is connected, without a click')
    def _():
        steps.see_connected(found['window'], 'Ada Example')

    @story.step('The feed fills')
    def _():
        steps.go_to(found['window'], 'Feed')
        rows = wait_until(lambda: len(steps.rows(found['window'])) >= 8 and steps.rows(found['window']),
                          lambda: 'the feed stays empty:\n' + found['window'].outline(), 30)
        assert all(re.search(r'\w', row.name) for row in rows), rows
        played = desktop.ask('feed')
        assert played, 'tuttictl sees no feed'

    @story.step('The tokens are in the keyring, where secret-tool finds them')
    def _():
        secrets = found['secrets'] = desktop.control('secrets')
        for kind in ('access_token', 'refresh_token', 'code', 'state', 'verifier'):
            assert secrets.get(kind), f'the test services saw no {kind}'
        done = desktop.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID)
        assert secrets['access_token'][-1] in done, 'no access token in the keyring'
        assert secrets['refresh_token'][-1] in done, 'no refresh token in the keyring'

    @story.step('and in no file, no output, no environment and no command line')
    def _():
        processes.look()
        wanted = found['wanted'] = list(needles(
            {kind: values for kind, values in found['secrets'].items() if kind != 'challenge'}))
        monitor = desktop.output / 'bus-monitor'
        files, count = search_files(desktop.folder, wanted,
                                    leave_out=[desktop.folder / 'browser', desktop.output / 'secret-tool', monitor])
        # GIO tells the bus which address it has opened: the state is known there, too.
        bus = re.sub(r'^signal [^\n]*member=Launched\n(?: .*\n)*', '', monitor.read_text(errors='replace'), flags=re.M)
        assert len(bus) > 10000, 'the bus was not heard'
        leaked = files + search_bytes('the bus', bus.encode(), wanted) + processes.search(wanted)
        assert not leaked, '\n'.join(leaked)
        # That nothing was found must not come from having looked nowhere.
        names = {path.name for path in desktop.folder.rglob('*') if path.is_file()}
        assert count > 10 and len(processes) > 4, (count, len(processes))
        assert any(name.endswith(('.db', '.sqlite', '.sqlite3')) for name in names), names
        assert any(name.endswith('-wal') for name in names), names
        assert (desktop.output / 'tutti').stat().st_size > 1000, 'Tutti printed little: is the log verbose?'

    @story.step('The search finds what is planted: plain, percent- and base64-encoded, in a process too')
    def _():
        import base64
        token = found['secrets']['access_token'][-1]
        planted = desktop.data / 'planted'
        for how, data in {
                'plain': token.encode(),
                'percent-encoded': ''.join(f'%{byte:02X}' for byte in token.encode()).encode(),
                'base64-encoded': base64.b64encode(b'{"token":"' + token.encode() + b'"}')}.items():
            planted.write_bytes(b'x' * 5000 + data + b'y' * 5000)
            leaked, _ = search_files(desktop.folder, found['wanted'], leave_out=[desktop.folder / 'browser'])
            assert [line for line in leaked if how in line and str(planted) in line], f'{how}: {leaked}'
        planted.unlink()
        sleeper = desktop.spawn('planted', ['sleep', '600'], env={'PLANTED': token})
        wait_until(lambda: processes.look() or processes.search(found['wanted']), 'a planted environment is not found')
        desktop.stop(sleeper)
        assert search_bytes('a pipe', b'code=' + found['secrets']['code'][0].encode(), found['wanted'])

    @story.step('Closed and started again, Tutti is still connected')
    def _():
        found['window'].close()
        wait_until(lambda: tutti.poll() is not None, 'Tutti does not end')
        assert tutti.returncode == 0, f'Tutti ended with {tutti.returncode}'
        again = desktop.start_tutti()
        found['window'] = Window(desktop)
        steps.go_to(found['window'], 'Services')
        steps.see_connected(found['window'], 'Ada Example')
        found['window'].close()
        wait_until(lambda: again.poll() is not None, 'Tutti does not end')


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(sys.argv[1]))
