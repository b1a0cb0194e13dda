"""What a person does with the installed Flatpak, in a session of its own.

Usage: session.py KEPT BUILD

KEPT is the folder of build.py, BUILD has the test services. The session has a
display, a bus, a real gnome-keyring-daemon, xdg-desktop-portal with its GTK
backend, and a Chromium; what they start they start as on any desktop.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(SOURCE / 'flatpak'), str(SOURCE / 'tests/e2e'), str(SOURCE / 'tests/tour')]

import steps  # noqa: E402
from at_home import at_home  # noqa: E402
from keyring import read_keyring_file  # noqa: E402
from desktop import APP_ID, Desktop, die_with_parent, wait_until  # noqa: E402
from leaks import ProcessWatch, needles, search_bytes, search_files  # noqa: E402
from person import EXIT  # noqa: E402
from story import Story  # noqa: E402
from webdriver import Browser  # noqa: E402
from window import Window  # noqa: E402


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


CLIENT_ID = '0123456789abcdef0123456789abcdef'
PORTAL = 'org.freedesktop.portal.Desktop'
PROMPTER = 'org.gnome.keyring.SystemPrompter'

# What this session's bus starts by name; nothing else.
SERVICES = ('org.a11y.Bus', 'org.freedesktop.impl.portal.PermissionStore', 'org.freedesktop.impl.portal.desktop.gtk', PORTAL,
            'org.freedesktop.portal.Documents', 'org.freedesktop.portal.Flatpak')
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/run/bus</listen>
  <servicedir>{folder}/services</servicedir>
  <servicedir>{user}/exports/share/dbus-1/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
PORTALS = '[preferred]\ndefault=gtk\norg.freedesktop.impl.portal.Secret=gnome-keyring\n'

# Writes down what is notified.
NOTIFICATIONS = """
import json
from gi.repository import Gio, GLib
INTERFACE = Gio.DBusNodeInfo.new_for_xml('''<node><interface name='org.freedesktop.Notifications'>
  <method name='Notify'><arg type='s'/><arg type='u'/><arg type='s'/><arg type='s'/><arg type='s'/><arg type='as'/><arg type='a{sv}'/>
    <arg type='i'/><arg type='u' direction='out'/></method>
  <method name='CloseNotification'><arg type='u'/></method>
  <method name='GetCapabilities'><arg type='as' direction='out'/></method>
  <method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>
    <arg type='s' direction='out'/></method>
</interface></node>''').interfaces[0]
def call(connection, sender, path, interface, method, arguments, invocation):
    if method == 'Notify':
        print(json.dumps({'summary': arguments[3], 'body': arguments[4]}), flush=True)
    answer = {'Notify': ('(u)', (1,)), 'GetCapabilities': ('(as)', (['body', 'actions'],)),
              'GetServerInformation': ('(ssss)', ('check', 'check', '1', '1.2'))}.get(method)
    invocation.return_value(GLib.Variant(*answer) if answer else None)
def have_bus(connection, name):
    connection.register_object('/org/freedesktop/Notifications', INTERFACE, call, None, None)
Gio.bus_own_name(Gio.BusType.SESSION, 'org.freedesktop.Notifications', Gio.BusNameOwnerFlags.NONE, have_bus, None, None)
GLib.MainLoop().run()
"""

# A portal of before SchemeSupported, which writes down what it opens.
OLD_PORTAL = """
from gi.repository import Gio, GLib
INTERFACE = Gio.DBusNodeInfo.new_for_xml('''<node><interface name='org.freedesktop.portal.OpenURI'>
  <method name='OpenURI'><arg type='s'/><arg type='s'/><arg type='a{sv}'/><arg type='o' direction='out'/></method>
  <property name='version' type='u' access='read'/>
</interface></node>''').interfaces[0]
def call(connection, sender, path, interface, method, arguments, invocation):
    print(arguments[1], flush=True)
    handle = '/org/freedesktop/portal/desktop/request/%s/%s' % (sender[1:].replace('.', '_'), arguments[2].get('handle_token', 't'))
    invocation.return_value(GLib.Variant('(o)', (handle,)))
    connection.emit_signal(sender, handle, 'org.freedesktop.portal.Request', 'Response', GLib.Variant('(ua{sv})', (0, {})))
def get(connection, sender, path, interface, name):
    return GLib.Variant('u', 4)
def have_bus(connection, name):
    connection.register_object('/org/freedesktop/portal/desktop', INTERFACE, call, get, None)
Gio.bus_own_name(Gio.BusType.SESSION, 'org.freedesktop.portal.Desktop', Gio.BusNameOwnerFlags.NONE, have_bus, None, None)
GLib.MainLoop().run()
"""

# An application for a service's own addresses.
HANDLER = '[Desktop Entry]\nType=Application\nName=Player\nExec={folder}/browser/browser %u\nMimeType=x-scheme-handler/{scheme};\nNoDisplay=true\n'


class Session(Desktop):
    def __init__(self, build, kept):
        super().__init__(build, verbose=True, likes=120)
        self.user = kept / 'user'
        # Inside every sandbox it has this name, whatever it is called outside.
        self.runtime = Path(f'/run/user/{os.getuid()}')
        self.runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.env |= {
            'XDG_RUNTIME_DIR': str(self.runtime),
            'FLATPAK_USER_DIR': str(self.user),
            'XDG_DATA_DIRS': f'{self.user}/exports/share:/usr/local/share:/usr/share',
        }
        # These are of no use in the sandbox, or would open it.
        for name in 'TMPDIR', 'GSETTINGS_SCHEMA_DIR', 'TUTTI_PROVIDERS':
            self.env.pop(name, None)
        self.var = self.home / '.var/app' / APP_ID

    def _start_bus(self):
        services = self.folder / 'services'
        services.mkdir()
        for name in SERVICES:
            shutil.copy(f'/usr/share/dbus-1/services/{name}.service', services)
        config = self.folder / 'run/bus.conf'
        config.write_text(BUS.format(folder=self.folder, user=self.user))
        portals = self.home / '.config/xdg-desktop-portal/portals.conf'
        portals.parent.mkdir(parents=True)
        portals.write_text(PORTALS)
        bus = self.spawn('bus', ['dbus-daemon', '--nofork', '--print-address=1', f'--config-file={config}'], stdout=subprocess.PIPE,
                         cwd=self.home)
        self.env['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().decode().strip()
        assert self.env['DBUS_SESSION_BUS_ADDRESS'], (self.output / 'bus').read_text()
        self._drain(bus)

    def _start_services(self):
        super()._start_services()
        self.env.pop('TUTTI_PROVIDERS')
        self.bring_providers()
        self.spawn('notifications', [sys.executable, '-c', NOTIFICATIONS])
        self.wait_for_name('org.freedesktop.Notifications')

    def bring_providers(self):
        """Where the test services are, among the sandbox's own files: no permission is needed for them."""
        shutil.copytree(self.folder / 'providers', self.var / 'config/test-providers', dirs_exist_ok=True)

    def _command(self, *words, program='tutti', more=()):
        return ['flatpak', 'run', f'--command={program}', '--unset-env=GSETTINGS_BACKEND', f'--env=TUTTI_PROVIDERS={self.var}/config/test-providers', *more, APP_ID, *words]

    def flatpak(self, *words, **more):
        return self.run('flatpak', *words, env={'G_MESSAGES_DEBUG': ''}, **more)

    def in_sandbox(self, program, *words, check=False, **more):
        return self.run(*self._command(*words, program=program), check=check, timeout=120, **more)

    def start_tutti(self, *words):
        # What GDK is told outside is for programs that have no portals.
        return self.spawn('tutti', self._command(*words, more=['--unset-env=GDK_DEBUG']))

    def tuttictl_says(self, *words, code=0):
        done = self.in_sandbox('tuttictl', *words, env={'G_MESSAGES_DEBUG': ''})
        assert code is None or done.returncode == code, f'tuttictl {" ".join(words)} ended with {done.returncode}:\n{done.stdout[-500:]}\n{done.stderr[-1500:]}'
        return done

    def ask(self, *words):
        return json.loads(self.tuttictl_says(*words, '--json').stdout)

    def owner(self, name):
        """The process that owns a name, or None."""
        done = self.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
                        '--method', 'org.freedesktop.DBus.GetConnectionUnixProcessID', name, check=False)
        return int(re.search(r'uint32 (\d+)', done.stdout)[1]) if done.returncode == 0 else None

    def take_away(self, name):
        """Nobody has this name on the bus, or starts by it."""
        (self.folder / f'services/{name}.service').unlink(missing_ok=True)
        self._reload()
        if pid := self.owner(name):
            os.kill(pid, signal.SIGTERM)
        wait_until(lambda: self.owner(name) is None, f'{name} does not end')

    def bring_back(self, name):
        shutil.copy(f'/usr/share/dbus-1/services/{name}.service', self.folder / 'services')
        self._reload()

    def _reload(self):
        self.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
                 '--method', 'org.freedesktop.DBus.ReloadConfig')

    def portal_key(self):
        """The key that the Secret portal gives Tutti: bytes, no text."""
        return subprocess.run(['secret-tool', 'lookup', 'app_id', APP_ID], env=self.env | {'G_MESSAGES_DEBUG': ''},
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=30).stdout

    def log_in_again(self, locked=False):
        """The keyring is started anew: only then does it show on the bus what the portal stored in it."""
        self.stop(self.keyring)
        self.start_keyring(locked)

    def _get(self, path, interface, name):
        return self.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.secrets', '--object-path', path, '--method',
                        'org.freedesktop.DBus.Properties.Get', interface, name)

    def keyring_items(self):
        """The attributes of all that is in the host's keyrings, as gdbus prints them."""
        service = 'org.freedesktop.Secret.Service', 'org.freedesktop.Secret.Collection', 'org.freedesktop.Secret.Item'
        collections = re.findall(r"'(/[^']+)'", self._get('/org/freedesktop/secrets', service[0], 'Collections'))
        items = [item for path in collections for item in re.findall(r"'(/[^']+)'", self._get(path, service[1], 'Items'))]
        return [self._get(item, service[2], 'Attributes').strip() for item in items]

    def notified(self):
        path = self.output / 'notifications'
        return [json.loads(line) for line in path.read_text().splitlines() if line.startswith('{')] if path.exists() else []

    def look_away(self):
        """Another window has the keyboard now, as the browser would."""
        self.spawn('other-window', ['xev', '-name', 'Other', '-geometry', '60x40+1030+750'])
        number = self.run('xdotool', 'search', '--sync', '--onlyvisible', '--name', '^Other$').split()[0]
        self.run('xdotool', 'windowfocus', '--sync', number)

    def exported(self):
        """The file that an export wrote, or None."""
        return next((path for path in self.home.rglob('tutti*.jsonl') if self.var not in path.parents), None)

    def press_escape(self):
        """In whatever window of the prompter there is."""
        found = self.run('xdotool', 'search', '--onlyvisible', '--class', 'gcr-prompter', check=False).stdout.split()
        if found:
            self.run('xdotool', 'windowfocus', found[-1], 'key', '--clearmodifiers', 'Escape', check=False)

    def portal_calls(self):
        """What went over the bus to portals, in short."""
        heard = (self.output / 'bus-monitor').read_text(errors='replace')
        return '\n'.join(re.findall(r'(?:interface=\S*portal\S*; member=(?!RemoveNotification)\S+|^error .*)', heard, re.M)[-30:])

    def brightness(self):
        """Of the display's middle, 0 to 1."""
        return float(self.run('sh', '-c', 'import -window root -crop 400x300+350+350 -colorspace Gray -format "%[fx:mean]" info:'))


def tell(words):
    print(f'#   {words}', flush=True)


def main(kept, build):
    story = Story()
    with Session(build, Path(kept)) as session, ProcessWatch(session, leave_out=b'browser/browser') as processes:
        session.spawn('bus-monitor', ['dbus-monitor', '--session'])
        browser = Browser(session.folder / 'browser/profile', session.env, open(session.folder / 'browser/output', 'ab'))
        session.flatpak('--user', 'install', '-y', '--noninteractive', '--reinstall', 'built', f'{APP_ID}//stable', timeout=300)
        try:
            connect(story, session, processes, browser)
            at_home(story, session)
            come_back(story, session)
            leave_the_sandbox(story, session)
            lose_things(story, session)
            uninstall(story, session)
            publish(story, session, Path(kept))
            return story.run()
        finally:
            browser.close()


# --- the main job ---

def connect(story, session, processes, browser):
    found = session.found = {}
    story.at_failure.append(lambda _: found['window'].outline() if 'window' in found else '')
    story.at_failure.append(lambda _: (session.output / 'tutti').read_text()[-5000:] if (session.output / 'tutti').exists() else '')

    story.at_failure.append(lambda _: session.portal_calls())

    @story.step('In the sandbox there is no home, no keyring and no program of the desktop')
    def _():
        (session.home / 'diary').write_text('private')
        seen = session.in_sandbox('sh', '-c', f'cat {session.home}/diary; ls -A {session.home}', env={'G_MESSAGES_DEBUG': ''}).stdout
        assert 'private' not in seen, seen
        tell('home holds only: ' + ' '.join(seen.split()))
        for name, path in (('org.freedesktop.secrets', '/org/freedesktop/secrets'), ('org.freedesktop.Notifications', '/org/freedesktop/Notifications')):
            done = session.in_sandbox('gdbus', 'introspect', '--session', '--dest', name, '--object-path', path)
            assert done.returncode != 0, done
            tell(f'{name} can’t be reached from inside')

    @story.step('The window opens and invites to connect a service')
    def _():
        found['tutti'] = session.start_tutti()
        found['window'] = Window(session)
        steps.start_connecting(found['window'])

    @story.step('Connect opens the browser outside, through the OpenURI portal')
    def _():
        steps.set_up(found['window'], CLIENT_ID)
        address = session.next_address(60)
        assert '/authorize?' in address, address.split('?')[0]
        heard = (session.output / 'bus-monitor').read_text(errors='replace')
        assert re.search(r'interface=org.freedesktop.portal.OpenURI; member=OpenURI', heard), 'the portal was not asked'
        session.look_away()
        browser.visit(address)
        browser.wait_for_text('Allow Tutti to use your account?')

    @story.step('Allowed in Chromium, the listener in the sandbox answers that Spotify is connected')
    def _():
        browser.click('Allow')
        wait_until(lambda: browser.address.startswith('http://127.0.0.1:') and '/callback' in browser.address,
                   'the browser is not back at Tutti')
        wait_until(lambda: 'connected' in browser.text.lower(), lambda: browser.text)
        steps.see_connected(found['window'], 'Ada Example')

    @story.step('A notification says so, through the portal')
    def _():
        said = wait_until(session.notified, 'nothing was notified')
        tell(f'“{said[0]["summary"]}”')
        heard = (session.output / 'bus-monitor').read_text(errors='replace')
        assert re.search(r'interface=org.freedesktop.portal.Notification; member=AddNotification', heard), 'not through the portal'

    @story.step('The feed and the likes come')
    def _():
        wait_until(lambda: len(session.ask('likes', '--limit', '1000')) > 80, 'the likes do not come', 60)
        assert len(session.ask('feed')) > 5

    @story.step('The tokens stand in the sandbox’s own file, encrypted with the key that the Secret portal gives')
    def _():
        secrets = found['secrets'] = session.control('secrets')
        keyring = session.var / 'data/keyrings/default.keyring'
        session.log_in_again()
        items = session.keyring_items()
        assert len(items) == 1 and f"'app_id': '{APP_ID}'" in items[0], f'in the host’s keyring: {items}'
        assert keyring.is_file(), sorted(str(path) for path in session.var.rglob('*'))
        tell(f'{keyring.relative_to(session.home)}, {keyring.stat().st_size} bytes')
        inside = b''.join(read_keyring_file(keyring, session.portal_key()))
        for kind in 'access_token', 'refresh_token':
            assert secrets[kind][-1].encode() in inside, f'the {kind} is not in it'
        tell('with the key from the host’s keyring both tokens can be read in it')

    @story.step('and nowhere else: no file of the sandbox or the host, no output, environment or command line, not on the bus')
    def _():
        processes.look()
        wanted = found['wanted'] = list(needles({kind: values for kind, values in found['secrets'].items() if kind != 'challenge'}))
        monitor = session.output / 'bus-monitor'
        sandboxed, count = search_files(session.var, wanted)
        hosts, more = search_files(session.folder, wanted, leave_out=[session.var, session.folder / 'browser', session.output / 'secret-tool', monitor])
        installed, most = search_files(session.runtime, wanted, leave_out=[session.runtime / 'doc'])
        # The portal and GIO are told the address to open: the state is known there, too.
        heard = re.sub(r'^method call [^\n]*member=(OpenURI|Open|ChooseApplication)\n(?: .*\n)*|^signal [^\n]*member=Launched\n(?: .*\n)*', '',
                       monitor.read_text(errors='replace'), flags=re.M)
        leaked = sandboxed + hosts + installed + search_bytes('the bus', heard.encode(), wanted) + processes.search(wanted)
        assert not leaked, '\n'.join(leaked)
        assert count > 5 and more > 10 and len(processes) > 6, (count, more, len(processes))
        tell(f'searched: {count} files of the sandbox, {more + most} of the host, {len(processes)} environments and command lines, '
             f'{len(heard) >> 10} KiB of the bus')

    @story.step('Dark, when the desktop is: through the Settings portal')
    def _():
        light = session.brightness()
        session.run('gsettings', 'set', 'org.gnome.desktop.interface', 'color-scheme', 'prefer-dark')
        dark = wait_until(lambda: (now := session.brightness()) < 0.4 and now, lambda: f'it stays at {session.brightness()}')
        tell(f'brightness {light:.2f} becomes {dark:.2f}')
        assert light > 0.6, light
        session.run('gsettings', 'set', 'org.gnome.desktop.interface', 'color-scheme', 'default')
        wait_until(lambda: session.brightness() > 0.6, 'it does not become light again')

    @story.step('An export goes to the file that the person chooses outside, and to no other')
    def _():
        found['window'].wait_for('toggle button', 'Main Menu').click()
        found['window'].wait_for('menu item', re.compile('^Export')).click()
        chooser = wait_until(lambda: session.run('xdotool', 'search', '--onlyvisible', '--class', 'xdg-desktop-portal-gtk', check=False).stdout.split(),
                             lambda: 'no chooser comes:\n' + found['window'].outline())
        wait_until(lambda: session.exported() or session.run('xdotool', 'windowfocus', chooser[-1], 'key', '--clearmodifiers', 'Return', check=False) and None,
                   'the file is not written', 30, pause=1)
        written = wait_until(lambda: (path := session.exported()) and path.stat().st_size > 10000 and path, 'nothing is written into it')
        tell(f'{written.relative_to(session.home)}, {written.stat().st_size >> 10} KiB, outside the sandbox')
        heard = (session.output / 'bus-monitor').read_text(errors='replace')
        assert re.search(r'interface=org.freedesktop.portal.FileChooser; member=SaveFile', heard), 'not through the portal'


def come_back(story, session):
    found = session.found

    @story.step('Closed and started again, it is still connected')
    def _():
        found['window'].close()
        wait_until(lambda: found['tutti'].poll() is not None, 'Tutti does not end')
        assert found['tutti'].returncode == 0, f'Tutti ended with {found["tutti"].returncode}'
        worries = re.findall(r'^.*(?:CRITICAL|deprecated|Failed to spawn process).*', (session.output / 'tutti').read_text(errors='replace'), re.M)
        assert not worries, '\n'.join(worries)
        session.tuttictl_says('sync', 'spotify')
        service = next(service for service in session.ask('services') if service['id'] == 'spotify')
        assert service['state'] == 'connected' and 'problem' not in service, service


# --- through the portals to the desktop ---

def leave_the_sandbox(story, session):
    @story.step('A song opens in the service’s application where the portal says that there is one, else on its web page')
    def _():
        song = session.ask('likes', '--limit', '1')[0]['id']
        session.tuttictl_says('open', song, '--service', 'spotify')
        address = session.next_address(60)
        assert address.startswith('http'), address
        tell('no application for spotify: → web page')
        entry = session.home / '.local/share/applications/player.desktop'
        entry.write_text(HANDLER.format(folder=session.folder, scheme='spotify'))
        session.run('update-desktop-database', str(entry.parent))
        wait_until(lambda: 'true' in session.run('gdbus', 'call', '--session', '--dest', PORTAL, '--object-path',
                                                 '/org/freedesktop/portal/desktop', '--method',
                                                 'org.freedesktop.portal.OpenURI.SchemeSupported', 'spotify', '{}'),
                   'the portal does not learn of the application')
        session.tuttictl_says('open', song, '--service', 'spotify')
        address = session.next_address(60)
        assert address.startswith('spotify:'), address
        tell('an application for spotify: → application')

    @story.step('With a portal too old to say so, the web page opens')
    def _():
        song = session.ask('likes', '--limit', '1')[0]['id']
        session.take_away(PORTAL)
        old = session.spawn('old-portal', [sys.executable, '-c', OLD_PORTAL])
        session.wait_for_name(PORTAL)
        try:
            session.tuttictl_says('open', song, '--service', 'spotify')
            opened = (session.output / 'old-portal').read_text().split()
            assert len(opened) == 1 and opened[0].startswith('http'), opened
        finally:
            session.stop(old)
            session.bring_back(PORTAL)


def lose_things(story, session):
    def refused(nick, *words):
        done = session.tuttictl_says(*words, code=EXIT[nick])
        said = done.stderr.strip().splitlines()[-1]
        assert said.endswith('.'), done
        tell(f'“{said}”')

    @story.step('The keyring locked, it says so in a sentence, and the library can be read')
    def _():
        session.log_in_again(locked=True)
        refused('keyring-locked', 'sync', 'spotify')
        assert len(session.ask('likes', '--limit', '1000')) > 80

    @story.step('Asked for the keyring’s password the person says no: it says that the keyring stays locked')
    def _():
        session.bring_back(PROMPTER)
        try:
            waiting = session.spawn('dismissed', session._command('sync', 'spotify', program='tuttictl'))
            wait_until(lambda: session.owner(PROMPTER), 'nobody asks for the password', 30)
            wait_until(lambda: waiting.poll() is not None or session.press_escape(), 'the question does not go away', 40, pause=0.5)
            said = [line for line in (session.output / 'dismissed').read_text().strip().splitlines() if 'DEBUG' not in line][-1]
            # gnome-keyring tells the portal the same for both.
            assert waiting.wait(30) in (EXIT['keyring-dismissed'], EXIT['keyring-locked']), said
            tell(f'“{said}”')
        finally:
            session.take_away(PROMPTER)

    @story.step('The portal absent, it says so in a sentence, and the library can be read')
    def _():
        session.take_away(PORTAL)
        try:
            refused('keyring-absent', 'sync', 'spotify')
            assert len(session.ask('likes', '--limit', '1000')) > 80
        finally:
            session.bring_back(PORTAL)

    @story.step('Both back again, all is as before')
    def _():
        session.log_in_again()
        session.tuttictl_says('sync', 'spotify')


def uninstall(story, session):
    @story.step('Uninstalled with its data, nothing stays but the portal’s key')
    def _():
        session.flatpak('--user', 'uninstall', '-y', '--noninteractive', '--delete-data', APP_ID)
        assert not session.var.exists(), sorted(session.var.rglob('*'))
        left = [path for folder in (session.home, session.user / 'exports', session.user / 'overrides') for path in folder.rglob(f'*{APP_ID}*')
                if '.Devel' not in path.name]
        assert not left, left
        store = session.run('flatpak', 'permissions', env={'G_MESSAGES_DEBUG': ''})
        assert APP_ID not in store, store
        items = session.keyring_items()
        assert len(items) == 1 and f"'app_id': '{APP_ID}'" in items[0], f'in the host’s keyring: {items}'


# --- how it reaches people ---

def publish(story, session, kept):
    site, next_repo = session.folder / 'site', session.folder / 'next-repo'

    def call_publish(*words):
        return session.run(SOURCE / 'flatpak/publish', '--url', f'http://127.0.0.1:{session.port}', site, *words, timeout=900)

    def version():
        said = session.in_sandbox('tuttictl', '--version', env={'G_MESSAGES_DEBUG': ''}).stdout.strip()
        assert re.fullmatch(r'tuttictl \d+\.\d+\.\d+', said), said
        return said

    def shown_version():
        return re.search(r'Version: (\S+)', session.flatpak('--user', 'info', APP_ID))[1]

    def commit():
        return session.flatpak('--user', 'info', '--show-commit', APP_ID).strip()

    def ostree(*words):
        return session.run('ostree', *words, env={'G_MESSAGES_DEBUG': ''})

    def unsigned():
        refs = ostree('refs', f'--repo={site}/repo').split()
        return refs, [ref for ref in refs if 'Found 1 signature' not in ostree('show', f'--repo={site}/repo', ref)]

    def holds(repo):
        """The files of the application in a repository, with their checksums; not the manifest, which tells when it was built."""
        lines = ostree('ls', '--recursive', '--checksum', f'--repo={repo}', f'app/{APP_ID}/{session.arch}/stable', '/files').splitlines()
        return {line for line in lines if not line.startswith('d') and not line.endswith('/files/manifest.json')}

    def make_next():
        """What will be published next: the same, but for the version that it says it has."""
        tree = session.folder / 'next'
        shutil.rmtree(tree, ignore_errors=True)
        ostree('checkout', f'--repo={kept}/repo', '--user-mode', f'app/{APP_ID}/{session.arch}/stable', tree)
        for path in (f'files/share/metainfo/{APP_ID}.metainfo.xml', f'export/share/metainfo/{APP_ID}.metainfo.xml',
                     f'files/share/app-info/xmls/{APP_ID}.xml.gz'):
            data = (tree / path).read_bytes()
            is_packed = path.endswith('.gz')
            text = (gzip.decompress(data) if is_packed else data).decode()
            text = re.sub(r'(<release\b[^>]*version=")[^"]+', r'\g<1>99.0.0', text, count=1)
            (tree / path).unlink()  # it may be a link to what is in the repository
            (tree / path).write_bytes(gzip.compress(text.encode()) if is_packed else text.encode())
        session.run('flatpak', 'build-export', '--disable-sandbox', '--no-update-summary', next_repo, tree, 'stable', timeout=300)

    @story.step('flatpak/publish builds Tutti and makes a signed remote of it')
    def _():
        site.mkdir()
        session.arch = session.flatpak('--default-arch').strip()
        server = ThreadingHTTPServer(('127.0.0.1', 0), partial(Quiet, directory=site))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        session.port = server.server_port
        call_publish('--manifest', kept / f'{APP_ID}.json', '--', '--ccache', '--disable-rofiles-fuse', f'--state-dir={kept}/state')
        refs, bare = unsigned()
        assert f'app/{APP_ID}/{session.arch}/stable' in refs and not bare, (refs, bare)
        assert (site / 'repo/summary.sig').is_file()
        again = [holds(repo) for repo in (kept / 'repo', site / 'repo')]
        other = sorted(line.split()[-1] for line in again[0] ^ again[1])
        assert again[0] and not other, f'built twice, these differ: {other}'
        tell(f'built twice, all {len(again[0])} files are the same')
        folder = Path(session.env['XDG_DATA_HOME']) / 'tutti-release'
        assert folder.stat().st_mode & 0o077 == 0, oct(folder.stat().st_mode)
        tell(f'signed: {" ".join(sorted(refs))}, and the summary')

    @story.step('The .flatpakref installs from it, and the signature is checked')
    def _():
        session.flatpak('--user', 'install', '-y', '--noninteractive', '--no-deps', '--from', f'http://127.0.0.1:{session.port}/{APP_ID}.flatpakref')
        session.found['remote'] = remote = session.flatpak('--user', 'info', '--show-origin', APP_ID).strip()
        options = session.flatpak('--user', 'remotes', '--columns=name,options')
        assert 'no-gpg-verify' not in re.search(rf'^{remote}\b(.*)', options, re.M)[1], options
        tell(f'{version()} from the remote {remote}')

    @story.step('Its entry on the bus starts it, once')
    def _():
        path = '/' + APP_ID.replace('.', '/')
        session.run('gdbus', 'call', '--session', '--timeout', '60', '--dest', APP_ID, '--object-path', path, '--method',
                    'org.freedesktop.Application.Activate', '{}')
        wait_until(lambda: session.owner(APP_ID), 'it does not start', 30)
        session.in_sandbox('tutti', check=True)
        tell('started again, the first one goes on alone')
        answer = session.run('gdbus', 'call', '--session', '--timeout', '60', '--dest', APP_ID + '.SearchProvider', '--object-path',
                             path + '/SearchProvider', '--method', 'org.gnome.Shell.SearchProvider2.GetInitialResultSet', "['love']")
        assert answer.strip() == '(@as [],)', answer
        session.run('gdbus', 'call', '--session', '--dest', APP_ID, '--object-path', path, '--method', 'org.gtk.Actions.Activate', 'quit', '[]', '{}')
        wait_until(lambda: session.owner(APP_ID) is None, 'it does not end', 30)

    @story.step('What is published next reaches people as an update; what somebody else signed does not')
    def _():
        before, shown = commit(), shown_version()
        make_next()
        call_publish('--from', next_repo)
        session.flatpak('--user', 'update', '-y', '--noninteractive', '--no-deps', APP_ID)
        assert commit() != before, 'there was no update'
        assert shown_version() == '99.0.0', shown_version()
        tell(f'{shown} becomes {shown_version()}')
        before = commit()
        session.env['XDG_DATA_HOME'], kept_home = str(session.folder / 'thief'), session.env['XDG_DATA_HOME']
        try:
            call_publish('--from', next_repo)
        finally:
            session.env['XDG_DATA_HOME'] = kept_home
        done = session.flatpak('--user', 'update', '-y', '--noninteractive', '--no-deps', APP_ID, check=False)
        assert commit() == before, 'it was updated to what another key signed'
        tell(f'signed by another key, it is not taken: {done.stderr.strip().splitlines()[-1].rpartition(": ")[2]}')

    @story.step('Of a repository with more in it only Tutti is published; the bundle installs from one file')
    def _():
        session.flatpak('--user', 'uninstall', '-y', '--noninteractive', '--delete-data', APP_ID)
        shutil.rmtree(site / 'repo')
        call_publish('--from', kept / 'repo')
        refs, bare = unsigned()
        assert refs and not bare and not [ref for ref in refs if '.Devel' in ref], (refs, bare)
        session.flatpak('--user', 'install', '-y', '--noninteractive', '--no-deps', '--bundle', site / f'{APP_ID}.flatpak')
        tell(f'{version()} from {(site / (APP_ID + ".flatpak")).stat().st_size >> 10} KiB')
        session.flatpak('--user', 'uninstall', '-y', '--noninteractive', '--delete-data', APP_ID)


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(*sys.argv[1:]))
