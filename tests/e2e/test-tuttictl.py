"""The main job without a window: tuttictl, a real Chromium and a real keyring.

Usage: test-tuttictl.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from desktop import APP_ID, Desktop, die_with_parent  # noqa: E402
from leaks import needles, search_files  # noqa: E402
from story import Story  # noqa: E402
from webdriver import Browser  # noqa: E402

CLIENT_ID = '0123456789abcdef0123456789abcdef'


def main(build):
    story = Story()
    with Desktop(build, verbose=True, likes=120) as desktop:
        browser = Browser(desktop.folder / 'browser/profile', desktop.env, open(desktop.folder / 'browser/output', 'ab'))
        try:
            tell(story, desktop, browser)
            return story.run()
        finally:
            browser.close()


def tell(story, desktop, browser):
    tuttictl = desktop.tuttictl
    story.at_failure.append(lambda _: (desktop.output / 'tuttictl').read_text()[-6000:]
                            if (desktop.output / 'tuttictl').exists() else '')

    def connect(button):
        waiting = desktop.spawn('tuttictl', [tuttictl, 'connect', 'spotify'], stdout=subprocess.PIPE)
        browser.visit(desktop.next_address())
        browser.wait_for_text('Allow Tutti to use your account?')
        browser.click(button)
        output = waiting.stdout.read().decode()
        return waiting.wait(120), output

    @story.step('Before anything is set up, connecting says what is missing')
    def _():
        done = desktop.run(tuttictl, 'connect', 'spotify', check=False)
        assert done.returncode >= 10, done
        assert 'client' in done.stderr.lower(), done.stderr

    @story.step('What takes no key is not set up')
    def _():
        for service in ('bandlab', 'musicbrainz'):
            done = desktop.run(tuttictl, 'setup', service, '--client-id', CLIENT_ID, check=False)
            assert done.returncode == 29 and 'Next:' not in done.stdout, done

    @story.step('Set up with a client ID')
    def _():
        desktop.run(tuttictl, 'setup', 'spotify', '--client-id', CLIENT_ID)

    @story.step('Denied in the browser, it says so and stays unconnected')
    def _():
        status, _ = connect('Deny')
        assert status >= 10, status
        assert not desktop.control('secrets').get('access_token'), 'there is a token'

    @story.step('Allowed in the browser, it is connected')
    def _():
        status, output = connect('Allow')
        assert status == 0, (status, output)
        services = desktop.ask('services')
        assert 'Ada Example' in json.dumps(services, ensure_ascii=False), services

    @story.step('Synced, there are a feed and likes')
    def _():
        desktop.run(tuttictl, 'sync', 'spotify')
        assert desktop.ask('feed'), 'the feed is empty'
        assert desktop.ask('likes'), 'there are no likes'

    @story.step('The tokens are in the keyring and nowhere else')
    def _():
        secrets = desktop.control('secrets')
        assert secrets['refresh_token'][-1] in desktop.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID)
        secrets.pop('challenge', None)
        leaked, count = search_files(desktop.folder, list(needles(secrets)),
                                     leave_out=[desktop.folder / 'browser', desktop.output / 'secret-tool'])
        assert not leaked and count > 5, (leaked, count)

    @story.step('Disconnected, the tokens are gone')
    def _():
        desktop.run(tuttictl, 'disconnect', 'spotify', '--yes')
        done = desktop.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID, check=False)
        for token in desktop.control('secrets')['refresh_token']:
            assert token not in done.stdout, 'a token stayed in the keyring'


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(sys.argv[1]))
