"""A locked keyring, met in the window: Tutti asks, the keyring's own window takes the password, and the sign-in goes on.

Usage: test-prompt.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import sys
import urllib.request
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

import steps  # noqa: E402
from desktop import APP_ID, PASSWORD, Desktop, die_with_parent  # noqa: E402
from prompt import PROMPTER, Prompt  # noqa: E402
from story import Story  # noqa: E402
from window import Window  # noqa: E402

CLIENT_ID = '0123456789abcdef0123456789abcdef'
LOGIN = '/org/freedesktop/secrets/collection/login'


def main(build):
    if not PROMPTER.exists():
        print('1..0 # SKIP this desktop asks for passwords in another way')
        return 0
    story = Story()
    with Desktop(build, likes=60, service_options=['--consent', 'allow', '--fast']) as desktop:
        desktop.run(desktop.tuttictl, 'setup', 'spotify', '--client-id', CLIENT_ID)
        lock(desktop)
        desktop.start_tutti()
        with Prompt(desktop) as prompt:
            tell(story, desktop, prompt, Window(desktop))
            return story.run()


def lock(desktop):
    desktop.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets',
                '--method', 'org.freedesktop.Secret.Service.Lock', f"['{LOGIN}']")


def tell(story, desktop, prompt, window):
    story.at_failure.append(lambda _: window.outline())
    story.at_failure.append(lambda _: (desktop.output / 'tutti').read_text()[-3000:])

    def dialog():
        """The Services page behind it has the same button."""
        return window.wait_for('dialog', 'Connect Spotify')

    @story.step('Connecting with a locked keyring says so before the browser opens, and offers to unlock it')
    def _():
        steps.start_connecting(window)
        window.wait_for('button', re.compile('^Connect')).click()
        dialog().wait_for(contains='keyring is locked. Unlock it to use Spotify')
        assert not desktop.control('log')['requests'], 'the service was asked'

    @story.step('The keyring’s window closed, it says that it stayed locked, and can be asked again')
    def _():
        dialog().wait_for('button', 'Unlock…').click()
        prompt.dismiss(until=lambda: dialog().find(contains='keyring stayed locked. Unlock it to use Spotify') is not None)

    @story.step('A wrong password, and the right one: the sign-in goes on to the browser by itself')
    def _():
        dialog().wait_for('button', 'Unlock…').click()
        prompt.answer('wrong')
        prompt.answer(PASSWORD, until=lambda: not prompt.is_shown())
        address = desktop.next_address()
        steps.see_waiting(window)
        urllib.request.urlopen(address, timeout=120).read()
        steps.see_connected(window, 'Ada Example')

    @story.step('The tokens are in the keyring')
    def _():
        assert desktop.control('secrets')['refresh_token'][-1] in desktop.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID)


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(sys.argv[1]))
