"""What a person does in Tutti's window, one function for each thing.

The tour and the end-to-end test share it, so that a changed word in the
window is changed here once. All names are those a screen reader reads out.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re

from desktop import wait_until


def start_connecting(window):
    """From the first start to the Services page."""
    window.wait_for('button', 'Connect a Service').click()
    window.wait_for('button', re.compile('^Set Up'))


def open_set_up(window):
    window.wait_for('button', re.compile('^Set Up')).click()
    return window.wait_for('button', 'Connect', where=lambda node: not node.has('sensitive'))


def type_client_id(window, client_id):
    window.wait_for('entry', 'Client ID').type(client_id)


def set_up(window, client_id):
    """Opens the set-up dialog, brings the client ID and goes on to the browser."""
    open_set_up(window)
    type_client_id(window, client_id)
    window.wait_for('button', 'Connect', where=lambda node: node.has('sensitive')).click()


def see_waiting(window):
    window.wait_for('label', re.compile('^Waiting until'))
    window.wait_for('list item', 'Paste the Address Instead')


def see_connected(window, person):
    """The Services page, by itself, with the account's name."""
    window.wait_for(contains=person, seconds=40)


def unfold_account(window):
    """Shows what stands below the connected service."""
    if window.find(contains='Permissions') is None:
        window.wait_for('list item', 'Spotify').click()
        window.wait_for(contains='Permissions')


def go_to(window, page):
    window.wait_for('page tab', re.compile('^' + page)).click()


def rows(window):
    """The songs that show, as the list's items."""
    return [node for node in window.find_all('list item') if node.find('toggle button', re.compile('^(Like|Unlike|Remove)')) is not None]


def wait_for_rows(window, least=1, seconds=30):
    def look():
        window.accessible.clear_cache()
        found = rows(window)
        return found if len(found) >= least else None
    return wait_until(look, lambda: f'There are fewer than {least} songs in:\n{window.outline()}', seconds)


def search(window, words):
    go_to(window, 'Search')
    window.wait_for('entry', where=lambda node: node.has('focusable')).type(words)


def play_preview(window):
    """Of the first song that shows; its source is named while it plays."""
    window.wait_for('button', re.compile('^Preview “')).click()
    window.wait_for('button', re.compile('^Preview from '))


def stop_preview(window):
    window.wait_for('button', 'Stop the preview').click()
    window.wait_gone('button', 'Stop the preview')
