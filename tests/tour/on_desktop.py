"""Tutti on the person's own display, around it a bus, a keyring and services of its own.

Usage: on_desktop.py BUILD PIPE [--new] [--likes N]

Addresses for the web browser are written to PIPE; tests/try reads it.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import os
import subprocess
import sys

from desktop import STRICT, Desktop, die_with_parent

CLIENT_ID = '0123456789abcdef0123456789abcdef'


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('pipe')
    parser.add_argument('--new', action='store_true')
    parser.add_argument('--likes', type=int, default=300)
    given = parser.parse_args()

    def browse(address):
        with open(given.pipe, 'w') as pipe:
            pipe.write(address + '\n')

    with Desktop(given.build, display='outer', likes=given.likes, on_browse=browse) as desktop:
        if not given.new:
            desktop.run(desktop.tuttictl, 'setup', 'spotify', '--client-id', CLIENT_ID)
        print('Tutti is open. On its Services page, ' +
              (f'set up Spotify with any client ID, {CLIENT_ID} for one.' if given.new else 'Spotify is ready to connect.'))
        print('Close the window to end; nothing stays behind.', flush=True)
        # Debugging aids go to Tutti alone, and what it prints to the terminal.
        aids = {name: value for name, value in os.environ.items() if name in (
            'G_MESSAGES_DEBUG', 'GTK_DEBUG', 'GDK_DEBUG', 'GSK_DEBUG', 'GSK_RENDERER')}
        return subprocess.call([desktop.build / 'src/tutti'], env=desktop.env | STRICT | aids)


if __name__ == '__main__':
    die_with_parent()
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
