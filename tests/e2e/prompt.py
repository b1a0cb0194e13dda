"""The keyring's own window that asks for a password, and the person who types into it.

    with Prompt(desktop) as prompt:
        prompt.answer('wrong')  # until it asks again
        prompt.answer('right', until=lambda: waiting.poll() is not None)

The program is gnome-keyring's real one. Keys go to the display as a keyboard's
do: a window that has just appeared may miss them, so they are typed until they
had an effect.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import subprocess
import time
from pathlib import Path

from desktop import wait_until

PROMPTER = Path('/usr/libexec/gcr-prompter')
NAME = 'org.gnome.keyring.SystemPrompter'
PAUSE = 3  # until keys without an effect are typed again


class Prompt:
    def __init__(self, desktop):
        self.desktop = desktop

    def __enter__(self):
        # Started by hand, because it ends by itself when nobody asks for ten seconds.
        self.program = self.desktop.spawn('prompter', [PROMPTER], env={'NO_AT_BRIDGE': '1'})
        self.desktop.wait_for_name(NAME)
        return self

    def __exit__(self, *_):
        self.desktop.stop(self.program)

    def _xdotool(self, *words):
        return subprocess.run(['xdotool', *words], env=self.desktop.env, capture_output=True, text=True, timeout=120)

    def _size(self):
        """Of the window, as text; '' while there is none. It grows with the words about a wrong password."""
        windows = self._xdotool('search', '--onlyvisible', '--class', 'Gcr-prompter').stdout.split()
        return self._xdotool('getwindowgeometry', windows[0]).stdout.partition('Geometry:')[2].strip() if windows else ''

    def is_shown(self):
        return bool(self._size())

    def wait(self):
        return wait_until(self._size, 'The keyring asks for no password', 30)

    def _act(self, act, done, otherwise):
        end = time.monotonic()

        def settled():
            nonlocal end
            if done():
                return True
            if time.monotonic() >= end:
                act()
                end = time.monotonic() + PAUSE
            return done()
        wait_until(settled, otherwise, 45)

    def answer(self, password, again=False, until=None):
        """Types it (and once more, where a new keyring wants that) until `until` holds; without, until it is asked for again."""
        size = self.wait()

        def type_it():
            if not self.is_shown():
                return
            self._xdotool('key', 'ctrl+a')
            self._xdotool('type', '--delay', '20', password)
            if again:
                self._xdotool('key', 'Tab')
                self._xdotool('key', 'ctrl+a')
                self._xdotool('type', '--delay', '20', password)
            self._xdotool('key', 'Return')
        self._act(type_it, until or (lambda: self._size() not in ('', size)), f'Typing {password!r} had no effect')

    def dismiss(self, until):
        self.wait()
        self._act(lambda: self._xdotool('key', 'Escape'), until, 'The window did not close')
