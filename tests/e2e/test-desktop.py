"""Tutti at home on the desktop: search, tutti: addresses, a second start, actions of the launcher, notifications.

Usage: test-desktop.py BUILD

The window is started by the bus, as GNOME Shell has it started; who shows
notifications is played by this test.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from desktop import APP_ID, STRICT, Desktop, die_with_parent, wait_until  # noqa: E402
from story import Story  # noqa: E402
from window import Window  # noqa: E402

CLIENT_ID = '0123456789abcdef0123456789abcdef'
PATIENCE = float(os.environ.get('TUTTI_PATIENCE', '1'))
PATH = '/' + APP_ID.replace('.', '/')
NOTIFICATIONS = """<node><interface name='org.gtk.Notifications'>
<method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/></method>
<method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method>
</interface></node>"""
BACKGROUND = """<node><interface name='org.freedesktop.portal.Background'>
<method name='RequestBackground'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>
</interface></node>"""
LINK = 16  # among those who bring songs: a link that the person gave
CANT = 'Tutti can’t open this address.'


class Home(Desktop):
    """A desktop where Tutti is installed as far as the bus is concerned."""

    def _start_bus(self):
        services = self.home / '.local/share/dbus-1/services'
        services.mkdir(parents=True)
        for name, program in ((APP_ID, 'src/tutti --gapplication-service'), (APP_ID + '.SearchProvider', 'src/shell/tutti-search-provider')):
            start = self.folder / f'run/{name}'
            log = self.output / ('tutti' if name == APP_ID else 'search-provider')
            start.write_text(f'#!/bin/sh\nexport TUTTI_PROVIDERS={self.folder}/providers\nexec {self.build}/{program} >>{log} 2>&1\n')
            start.chmod(0o755)
            (services / f'{name}.service').write_text(f'[D-BUS Service]\nName={name}\nExec={start}\n')
        self.env |= STRICT
        super()._start_bus()
        for name in STRICT:
            del self.env[name]


class Notices:
    """Shows notifications, to nobody; and is the portal that lets programs run in the background, or not."""

    def __init__(self, address):
        import gi
        gi.require_version('Gio', '2.0')
        from gi.repository import Gio, GLib
        self.Gio, self.GLib = Gio, GLib
        self.shown = {}
        self.vain = []   # taken back without having been shown
        self.requests = []
        self.allows = True
        self.address = address
        threading.Thread(target=self._serve, daemon=True).start()

    def connect(self):
        flags = self.Gio.DBusConnectionFlags
        return self.Gio.DBusConnection.new_for_address_sync(
            self.address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)

    def _serve(self):
        context = self.GLib.MainContext()
        context.push_thread_default()
        connection = self.connect()
        connection.register_object('/org/gtk/Notifications', self.Gio.DBusNodeInfo.new_for_xml(NOTIFICATIONS).interfaces[0], self._take, None, None)
        connection.register_object('/org/freedesktop/portal/desktop', self.Gio.DBusNodeInfo.new_for_xml(BACKGROUND).interfaces[0], self._answer, None, None)
        self.own(connection, 'org.gtk.Notifications')
        self.connection = connection
        self.GLib.MainLoop.new(context, False).run()

    def _take(self, connection, sender, path, interface, method, arguments, invocation):
        app, name, *more = arguments.unpack()
        if method == 'AddNotification':
            self.shown[name] = more[0]
        else:
            self.vain += [name] if self.shown.pop(name, None) is None else []
        invocation.return_value(None)

    def _answer(self, connection, sender, path, interface, method, arguments, invocation):
        options = arguments.unpack()[1]
        handle = f'/org/freedesktop/portal/desktop/request/{sender[1:].replace(".", "_")}/{options["handle_token"]}'
        self.requests.append(options)
        invocation.return_value(self.GLib.Variant('(o)', (handle,)))
        granted = self.allows or not options['autostart']
        connection.emit_signal(sender, handle, 'org.freedesktop.portal.Request', 'Response', self.GLib.Variant('(ua{sv})', (0 if granted else 1, {
            'background': self.GLib.Variant('b', granted), 'autostart': self.GLib.Variant('b', granted and options['autostart'])})))

    def own(self, connection, name):
        self.call(connection, 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'RequestName', '(su)', name, 4)

    def call(self, connection, name, path, interface, method, signature, *arguments):
        return connection.call_sync(name, path, interface, method, self.GLib.Variant(signature, arguments), None,
                                    self.Gio.DBusCallFlags.NONE, 30000, None).unpack()


def unknown_songs(desktop):
    """Ids of songs at the service that the library does not know."""
    base = re.search(r'(?m)^base=(.*)$', (desktop.folder / 'providers/spotify.ini').read_text())[1]
    token = desktop.control('secrets')['access_token'][-1]
    request = urllib.request.Request(f'{base}/search?type=track&limit=10&q=live', headers={'Authorization': f'Bearer {token}'})
    with urllib.request.urlopen(request, timeout=120) as answer:
        ids = [song['id'] for song in json.load(answer)['tracks']['items']]
    ids = [one for one in ids if not brought_by(desktop, one)]
    assert len(ids) >= 2, 'the library knows all of them'
    return ids


def brought_by(desktop, remote_id):
    """Who brought a song, as the library's own file says it; 0 for one it does not know."""
    with sqlite3.connect(f'file:{desktop.data}/library.db?mode=ro', uri=True) as library:
        found = library.execute('SELECT brought_by FROM service_tracks WHERE remote_id = ?', [remote_id]).fetchone()
    return found[0] if found else 0


def main(build):
    story = Story()
    with Home(build, likes=60, service_options=['--consent', 'allow', '--fast']) as desktop:
        tell(story, desktop)
        return story.run()


def tell(story, desktop):
    found = {}
    notices = Notices(desktop.env['DBUS_SESSION_BUS_ADDRESS'])
    connection = notices.connect()

    def ctl(*words, check=True):
        return desktop.run(desktop.tuttictl, *words, check=check)

    def ask(method, signature, *arguments):
        return notices.call(connection, APP_ID + '.SearchProvider', PATH + '/SearchProvider', 'org.gnome.Shell.SearchProvider2',
                            method, signature, *arguments)

    def open_uris(*uris):
        notices.call(connection, APP_ID, PATH, 'org.freedesktop.Application', 'Open', '(asa{sv})', list(uris), {})

    def act(action, *parameter):
        notices.call(connection, APP_ID, PATH, 'org.freedesktop.Application', 'ActivateAction', '(sava{sv})', action, list(parameter), {})

    def start_again(*arguments):
        """A second start: hands over and ends."""
        done = desktop.run(str(desktop.build / 'src/tutti'), *arguments, check=False)
        assert done.returncode == 0, done

    def in_window(*arguments, **more):
        return found['window'].wait_for(*arguments, **more)

    def is_selected(tab):
        return wait_until(lambda: (node := found['window'].find('page tab', tab)) and node.has('selected'), f'the page is not {tab}')

    def entry():
        return in_window('entry', where=lambda node: node.has('showing'))

    def see_toast(words=None):
        """And see it go, which it does by itself, so that the next one is a new one."""
        found['window'].wait_for_toast(words)
        found['window'].wait_gone('button', 'Dismiss')

    def see_song(title):
        in_window('button', 'Copy Link')
        in_window(name=title)

    def look_elsewhere():
        """The keyboard goes to nobody."""
        root = re.search(r'Window id: (\d+)', desktop.run('xwininfo', '-root', '-int'))[1]

        def leave():
            # GTK counts the pointer as focus where no window has it.
            desktop.run('xdotool', 'mousemove', str(desktop.size[0] - 1), str(desktop.size[1] - 1), 'windowfocus', root)
            found['window'].accessible.clear_cache()
            return not found['window'].has('active')
        wait_until(leave, 'the window stays in front')

    def likes():
        return json.loads(ctl('status', '--json'))['likes']

    story.at_failure.append(lambda _: found['window'].outline() if 'window' in found else '')
    story.at_failure.append(lambda _: (desktop.output / 'tutti').read_text()[-3000:] if (desktop.output / 'tutti').exists() else '')
    story.at_failure.append(lambda _: f'notifications: {notices.shown}')

    @story.step('A result of the desktop’s search opens its song, though Tutti did not run')
    def _():
        ctl('setup', 'spotify', '--client-id', CLIENT_ID)
        table = desktop.folder / 'likes.csv'
        table.write_text('title,artist,duration_ms\nHarbour Lights,Nora Fjeld,201000\nSecond Song,Nora Fjeld,180000\n')
        ctl('import', str(table))
        found['song'], = ask('GetInitialResultSet', '(as)', ['harbour', 'nora'])[0]
        ask('ActivateResult', '(sasu)', found['song'], ['harbour'], 1)
        found['window'] = Window(desktop)
        see_song('Harbour Lights')

    @story.step('“Show more” goes on in the window')
    def _():
        ask('LaunchSearch', '(asu)', ['second', 'song'], 1)
        wait_until(lambda: entry().text == 'second song', lambda: f'the entry holds “{entry().text}”')
        in_window(contains='Second Song')

    @story.step('A second start hands over what it was given, and ends')
    def _():
        start_again('tutti:search?q=harbour%20lights')
        wait_until(lambda: entry().text == 'harbour lights', 'the search did not arrive')
        start_again(f'tutti:track/{found["song"]}')
        see_song('Harbour Lights')
        start_again('tutti:likes')
        is_selected('Likes')
        start_again()

    @story.step('A link of a service is looked up, be it pasted or in an address')
    def _():
        before = len(desktop.control('log')['requests'])
        start_again('https://open.spotify.com/track/0000000000000000000000')
        see_toast()
        open_uris('tutti:open?url=https%3A%2F%2Fevil.test%2Ftrack%2F1')
        see_toast('reads no song')
        assert len(desktop.control('log')['requests']) - before <= 2

    @story.step('What is no address of Tutti gets a sentence and nothing else')
    def _():
        before = likes()
        open_uris('tutti:delete-everything', 'tutti://likes', f'tutti:like/{found["song"]}', 'tutti:open?url=javascript:alert(1)',
                  'tutti:open?url=tutti:likes', 'tutti:search?q=%00', 'tutti:connect?service=spotify', 'tutti:' + 'a' * 200000)
        see_toast(CANT)
        open_uris('tutti:open?url=file:///etc/passwd')
        see_toast(CANT)
        assert likes() == before
        open_uris('tutti:track/01890000-0000-7000-8000-000000000000')
        see_toast('not found')

    @story.step('The launcher’s actions show the likes and the search')
    def _():
        entry_of = (desktop.build / f'data/{APP_ID}.desktop').read_text()
        actions = next(line for line in entry_of.splitlines() if line.startswith('Actions='))[8:].strip(';').split(';')
        assert actions == ['search', 'likes'], actions
        act('likes')
        is_selected('Likes')
        act('search')
        is_selected('Search')
        wait_until(lambda: entry().has('focused'), 'the entry has no focus')

    @story.step('Signed in and imported while one looks elsewhere, both are told')
    def _():
        desktop.control('fault', 'POST', kind='slow', path='/v1/me/tracks', arg=int(4000 * PATIENCE))
        waiting = desktop.spawn('tuttictl', [desktop.tuttictl, 'connect', 'spotify', '--print-url'], stdout=subprocess.PIPE)
        urllib.request.urlopen(waiting.stdout.readline().decode().strip(), timeout=120).read()
        is_selected('Services')
        look_elsewhere()
        desktop.control('fault', 'DELETE')
        assert waiting.wait(120) == 0
        shown = wait_until(lambda: notices.shown.get('import-spotify'), lambda: f'no word of the import: {notices.shown}')
        assert shown['title'] == 'Your Likes From Spotify Are Here' and shown['default-action'] == 'app.likes', shown
        assert 'imported' in shown['body'] and [button['label'] for button in shown['buttons']] == ['Show Likes'], shown

    @story.step('What the window shows needs no notification')
    def _():
        act('likes')
        found['window'].raise_()
        wait_until(lambda: 'import-spotify' not in notices.shown and 'connect-spotify' not in notices.shown,
                   lambda: f'still there: {notices.shown}')
        is_selected('Likes')
        assert not notices.vain, f'taken back for nothing: {notices.vain}'

    @story.step('What a web page sends is looked at, and kept no longer than a find')
    def _():
        ids = unknown_songs(desktop)
        open_uris(f'tutti:open?url=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F{ids[0]}')
        wait_until(lambda: brought_by(desktop, ids[0]), 'the song was not looked up')
        assert not brought_by(desktop, ids[0]) & LINK, 'a web page filled the library'
        start_again(f'https://open.spotify.com/track/{ids[1]}')
        wait_until(lambda: brought_by(desktop, ids[1]), 'the song was not looked up')
        assert brought_by(desktop, ids[1]) & LINK, 'the person’s own link is no find'

    @story.step('A service that wants a new sign-in is named once, and led to')
    def _():
        look_elsewhere()
        desktop.control('clock', 'POST', advance=4000)
        desktop.control('fault', 'POST', kind='expired-refresh', path='/api/token')
        ctl('sync', 'spotify', check=False)
        shown = wait_until(lambda: notices.shown.get('sign-in-spotify'), lambda: f'no word: {notices.shown}')
        assert shown['title'] == 'Sign In to Spotify Again' and shown['default-action'] == 'app.show-service', shown
        button, = shown['buttons']
        assert (button['label'], button['action'], button['target']) == ('Sign In', 'app.connect-service', 'spotify'), shown
        act('connect-service', notices.GLib.Variant('s', 'spotify'))
        in_window(contains='Continue in Your Browser')

    @story.step('Signed in again, it is withdrawn')
    def _():
        desktop.control('fault', 'DELETE')
        urllib.request.urlopen(desktop.next_address(), timeout=120).read()
        wait_until(lambda: 'sign-in-spotify' not in notices.shown, lambda: f'still there: {notices.shown}')

    def setting(value=None):
        words = ['get', APP_ID, 'run-in-background'] if value is None else ['set', APP_ID, 'run-in-background', value]
        return desktop.run('gsettings', *words).strip()

    def runs():
        return notices.call(connection, 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner', '(s)', APP_ID)[0]

    def windows():
        return desktop.run('xdotool', 'search', '--onlyvisible', '--class', 'tutti', check=False).stdout.split()

    @story.step('Who does not let it run in the background is obeyed')
    def _():
        assert setting() == 'false' and notices.requests == [], (setting(), notices.requests)
        notices.own(notices.connection, 'org.freedesktop.portal.Desktop')
        notices.allows = False
        setting('true')
        wait_until(lambda: notices.requests, 'the portal is not asked')
        wait_until(lambda: setting() == 'false', 'the setting stays')
        see_toast('does not let Tutti')

    @story.step('Wanted in the background, it stays without a window, and comes back at once')
    def _():
        notices.allows = True
        notices.requests.clear()
        setting('true')
        asked = wait_until(lambda: notices.requests, 'the portal is not asked')[-1]
        assert asked['autostart'] and asked['commandline'] == ['tutti', '--gapplication-service'] and asked['reason'], asked
        found['window'].close()
        wait_until(lambda: not windows(), 'the window stays')
        assert json.loads(ctl('status', '--json'))['other_is_running'] and runs()
        start_again()
        wait_until(windows, 'no window comes')

    @story.step('No longer wanted, and the window closed, nothing of Tutti stays')
    def _():
        setting('false')
        wait_until(lambda: not notices.requests[-1]['autostart'], lambda: f'it is still started: {notices.requests}')
        act('quit')
        wait_until(lambda: not runs(), 'Tutti does not end', 40)
        said = (desktop.output / 'tutti').read_text()
        # The sanitizers' harmless warning about fibers has no hyphen before it.
        assert not re.search('-CRITICAL|-WARNING|ERROR: |runtime error', said), said


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(sys.argv[1]))
