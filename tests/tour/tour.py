"""The main job without a display, and a picture of each step.

Usage: tour.py BUILD DIR

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import sys
import traceback
from pathlib import Path

import steps
from desktop import Desktop, die_with_parent, wait_until
from webdriver import Browser
from window import Window

CLIENT_ID = '9f3c1d7e6b2a4058a1c4e7d90b35f862'
WIDE = (1000, 760)


class Tour:
    def __init__(self, build, pictures):
        self.build = build
        self.pictures = Path(pictures)
        self.number = 0

    def picture(self, name, window=None, size=WIDE):
        """Of the window, or with `window` left out of the page in the browser."""
        self.number += 1
        path = self.pictures / f'{self.number:02}-{name}.png'
        if window is None:
            self.browser.screenshot(path)
        else:
            window.settle()
            self.desktop.screenshot(path, *size)
        print(path.name, flush=True)

    def start(self, *arguments, size=WIDE, **env):
        self.tutti = self.desktop.start_tutti(*arguments, **env)
        window = Window(self.desktop)
        window.resize(*size)
        window.raise_()
        self.desktop.run('xdotool', 'mousemove', str(self.desktop.size[0] - 1), str(self.desktop.size[1] - 1))
        return window

    def end(self, window):
        window.close()
        wait_until(lambda: self.tutti.poll() is not None, 'Tutti does not end')

    def run(self):
        with Desktop(self.build, size=(1620, 1000), likes=1248) as self.desktop:
            self.browser = Browser(self.desktop.folder / 'browser/profile', self.desktop.env,
                                   open(self.desktop.folder / 'browser/output', 'ab'))
            try:
                window = self.start()
                self.first_time(window)
                self.denied(window)
                self.connect(window)
                self.music(window)
                self.end(window)
                self.other_eyes()
                self.troubles()
            except Exception:
                self.desktop.screenshot(self.pictures / 'failed.png')
                print((self.desktop.output / 'tutti').read_text()[-4000:], file=sys.stderr)
                raise
            finally:
                self.browser.close()

    def first_time(self, window):
        window.wait_for('button', 'Connect a Service')
        self.picture('first-start', window)
        steps.start_connecting(window)
        self.picture('services', window)
        steps.open_set_up(window)
        self.picture('set-up', window)
        steps.type_client_id(window, 'https://developer.spotify.com/dashboard')
        self.picture('set-up-mistake', window)
        steps.type_client_id(window, CLIENT_ID)
        self.picture('set-up-checked', window)

    def denied(self, window):
        window.wait_for('button', 'Connect', where=lambda node: node.has('sensitive')).click()
        self.browser.visit(self.desktop.next_address())
        steps.see_waiting(window)
        self.picture('waiting', window)
        self.browser.wait_for_text('Allow Tutti')
        self.picture('consent')
        # Offered after 20 seconds.
        window.wait_for('list item', 'What Does the Browser Show?', seconds=30).click()
        self.picture('browser-errors', window)
        window.wait_for('button', 'Back').click()
        self.browser.click('Deny')
        wait_until(lambda: '/callback' in self.browser.address, 'the browser is not back at Tutti')
        window.settle(1)
        self.picture('denied-browser')
        self.picture('denied', window)

    def connect(self, window):
        window.wait_for('button', 'Try Again').click()
        self.browser.visit(self.desktop.next_address())
        self.browser.click('Allow')
        wait_until(lambda: '/callback' in self.browser.address, 'the browser is not back at Tutti')
        steps.see_connected(window, 'Ada Example')
        self.picture('connected-browser')
        self.picture('connected', window)
        steps.unfold_account(window)
        self.picture('account', window)

    def music(self, window):
        steps.go_to(window, 'Feed')
        steps.wait_for_rows(window, 6)
        window.settle(2)  # artwork
        self.picture('feed', window)
        steps.search(window, 'love')
        steps.wait_for_rows(window, 3)
        window.settle(2)
        self.picture('search', window)
        steps.play_preview(window)
        window.settle(6)  # some of it has been heard
        self.picture('preview', window)
        steps.stop_preview(window)
        steps.go_to(window, 'Likes')
        steps.wait_for_rows(window, 6)
        window.settle(2)
        self.picture('likes', window)
        rows = steps.rows(window)
        rows[1].find('button', re.compile('^(More|Menu|Song Menu)')).click()
        self.picture('song-menu', window)
        window.key('Escape')
        rows[2].point()
        window.settle(1)
        self.picture('song-links', window)

    def other_eyes(self):
        for name, size, env in (
                ('narrow', (360, 720), {}),
                ('medium', (600, 760), {}),
                ('wide', (1600, 900), {}),
                ('dark', WIDE, {'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}),
                ('high-contrast', WIDE, {'ADW_DEBUG_HIGH_CONTRAST': '1'})):
            window = self.start(size=size, **env)
            steps.go_to(window, 'Feed')
            steps.wait_for_rows(window, 3)
            window.settle(2)
            self.picture(name, window, size)
            self.end(window)


    def troubles(self):
        window = self.start()
        steps.go_to(window, 'Services')
        steps.unfold_account(window)
        window.wait_for(name=re.compile('^Disconnect')).point()
        window.wait_for('button', 'Cancel')
        self.picture('disconnect', window)
        window.wait_for('button', 'Cancel').click()
        self.end(window)

        self.desktop.stop(self.desktop.keyring)
        self.desktop.start_keyring(locked=True)
        window = self.start()
        steps.go_to(window, 'Services')
        window.wait_for(contains='keyring is locked')
        self.picture('keyring-locked', window)
        self.end(window)

        self.desktop.stop(self.desktop.keyring)
        self.desktop.start_keyring()
        self.desktop.stop(self.desktop.server)
        window = self.start()
        steps.go_to(window, 'Feed')
        steps.wait_for_rows(window, 3)
        window.wait_for('button', re.compile('^(Sync Now|Refresh)')).click()
        window.settle(4)
        self.picture('offline', window)
        self.end(window)


if __name__ == '__main__':
    die_with_parent()
    try:
        Tour(sys.argv[1], sys.argv[2]).run()
    except Exception:
        traceback.print_exc()
        sys.exit(1)
