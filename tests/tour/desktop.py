"""A desktop of its own: display, bus, keyring, web browser, and the test services.

    with Desktop(build) as desktop:
        tutti = desktop.start_tutti()

Everything any of its programs writes is below `desktop.folder`, which goes
away at the end unless it was given; all they print is in `desktop.folder/output`.
The person's own bus, keyring, settings and Tutti are never touched.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

APP_ID = 'io.github.tuttimusic.Tutti'
SOURCE = Path(__file__).resolve().parent.parent.parent
PASSWORD = 'tour'  # of the private keyring
PATIENCE = float(os.environ.get('TUTTI_PATIENCE', '1'))  # with a slow machine or build

# How strict to be, for our own programs only: gnome-keyring-daemon and AT-SPI
# warn where all is well.
STRICT = {name: os.environ[name] for name in ('G_DEBUG', 'ASAN_OPTIONS', 'LSAN_OPTIONS', 'UBSAN_OPTIONS', 'MALLOC_PERTURB_')
          if name in os.environ}
# Whole programs end while threads and fibers are still at work, and what only their stacks hold looks leaked: errors are
# looked for here, leaks by the tests of each room, which wait for everything.
if 'ASAN_OPTIONS' in STRICT:
    STRICT['ASAN_OPTIONS'] += ':detect_leaks=0'
os.environ.pop('G_DEBUG', None)

# Whoever runs tests in the background has these ignored, also in what the tests start.
for ignored in signal.SIGHUP, signal.SIGINT, signal.SIGQUIT:
    if signal.getsignal(ignored) == signal.SIG_IGN:
        signal.signal(ignored, signal.SIG_DFL)

# What a desktop without a compositor or GNOME's own fonts lacks.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <alias binding="same"><family>Adwaita Sans</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="same"><family>Cantarell</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
  <alias binding="same"><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>
"""
FLAT_WINDOWS = 'window.solid-csd { border: none; padding: 0; box-shadow: none; }\n'

# The web browser of this desktop: hands the address to whoever reads the pipe,
# so that it stands in no file.
BROWSER_ENTRY = """[Desktop Entry]
Type=Application
Name=Web Browser
Exec={folder}/browser %u
MimeType=x-scheme-handler/http;x-scheme-handler/https;
NoDisplay=true
"""
BROWSER = """#!/bin/sh
printf '%s\\n' "$1" >'{pipe}'
"""


class Desktop:
    """`display` is 'own' (an Xvfb) or 'outer' (the one this program runs on)."""

    def __init__(self, build, folder=None, display='own', size=(1100, 800), likes=300, service_options=(), language=None,
                 verbose=False, keyring=True, on_browse=None):
        self.build = Path(build).resolve()
        self._temporary = folder is None
        self.folder = Path(folder or tempfile.mkdtemp(prefix='tutti-desktop-'))
        self.size = size
        self._display = display
        self._likes = likes
        self._service_options = list(service_options)
        self._keyring = keyring
        self._on_browse = on_browse
        self._children = []
        self._browsed = queue.Queue()
        self.output = self.folder / 'output'
        self.home = self.folder / 'home'
        self.services = None  # base address of the test services
        self.env = self._make_env(language, verbose)

    # --- what it is made of ---

    def _make_env(self, language, verbose):
        kept = ('PATH', 'TERM', 'TZ')
        env = {name: os.environ[name] for name in kept if name in os.environ}
        if self._display == 'outer':
            for name in ('DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'GDK_SCALE', 'XDG_CURRENT_DESKTOP', 'XDG_SESSION_TYPE'):
                if name in os.environ:
                    env[name] = os.environ[name]
            runtime = os.environ.get('XDG_RUNTIME_DIR')
            if runtime and not env.get('WAYLAND_DISPLAY', '/').startswith('/'):
                env['WAYLAND_DISPLAY'] = f'{runtime}/{env["WAYLAND_DISPLAY"]}'
            if runtime:  # sound
                env.update(PULSE_SERVER=f'unix:{runtime}/pulse/native', PIPEWIRE_RUNTIME_DIR=runtime)
        else:
            env.update(GDK_BACKEND='x11', GSK_RENDERER='cairo', GDK_DEBUG='no-portals', GDK_DISABLE='gl,vulkan')
            env['TUTTI_AUDIO_SINK'] = 'fakesink sync=true'  # previews take their time, and nobody hears them
        home = self.home
        env.update(
            HOME=str(home),
            TMPDIR=str(self.folder / 'tmp'),
            XDG_CONFIG_HOME=str(home / '.config'),
            XDG_DATA_HOME=str(home / '.local/share'),
            XDG_STATE_HOME=str(home / '.local/state'),
            XDG_CACHE_HOME=str(home / '.cache'),
            # A socket's address has room for 107 letters.
            XDG_RUNTIME_DIR=str(self.folder / 'run'),
            XDG_DATA_DIRS=f'{SOURCE}/data:' + os.environ.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share'),
            LC_ALL=os.environ.get('LC_ALL', 'C.UTF-8') if language is None else language,
            GSETTINGS_BACKEND='keyfile',
            GSETTINGS_SCHEMA_DIR=str(self.build / 'data'),
            TUTTI_DESKTOP=str(self.folder),  # marks the processes of this desktop
            NO_AT_BRIDGE='0',
        )
        if language is not None and (self.build / 'po').is_dir():
            env['LANGUAGE'] = language.split('.')[0]
        if verbose:
            env['G_MESSAGES_DEBUG'] = 'all'
        return env

    @property
    def data(self):
        """Tutti's data folder."""
        return self.home / '.local/share/tutti'

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def _start(self):
        for folder in ('tmp', 'run', 'output', 'home/.config/fontconfig', 'home/.config/gtk-4.0',
                       'home/.local/share/applications', 'home/.cache', 'providers', 'browser'):
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
        (self.folder / 'run').chmod(0o700)
        if self._display == 'own':
            (self.home / '.config/fontconfig/fonts.conf').write_text(FONTS)
            (self.home / '.config/gtk-4.0/gtk.css').write_text(FLAT_WINDOWS)
            self._start_display()
        self._start_bus()
        if self._keyring:
            self.start_keyring()
        self._start_browser_pipe()
        self._start_services()

    def _start_display(self):
        reader, writer = os.pipe()
        self.spawn('display', ['Xvfb', '-displayfd', str(writer), '-screen', '0', '%dx%dx24' % self.size, '-nolisten', 'tcp',
                               '-noreset'], pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError('Xvfb did not start; see ' + str(self.output / 'display'))
        self.env['DISPLAY'] = f':{number}'

    def _start_bus(self):
        address = f'unix:path={self.folder}/run/bus'
        bus = self.spawn('bus', ['dbus-daemon', '--session', '--nofork', '--print-address=1', f'--address={address}'],
                         stdout=subprocess.PIPE)
        self.env['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().decode().strip()
        if not self.env['DBUS_SESSION_BUS_ADDRESS']:
            raise RuntimeError('dbus-daemon did not start; see ' + str(self.output / 'bus'))
        self._drain(bus)

    def start_keyring(self, locked=False):
        """gnome-keyring-daemon, unlocked with PASSWORD. Returns its process, `self.keyring`."""
        self.keyring = self.spawn('keyring', ['gnome-keyring-daemon', '--foreground', '--components=secrets'] +
                                  ([] if locked else ['--unlock']), stdin=subprocess.PIPE)
        if not locked:
            self.keyring.stdin.write(PASSWORD.encode())
        self.keyring.stdin.close()
        self.wait_for_name('org.freedesktop.secrets')
        return self.keyring

    def _start_browser_pipe(self):
        pipe = self.folder / 'run/browser'
        os.mkfifo(pipe, 0o600)
        script = self.folder / 'browser/browser'
        script.write_text(BROWSER.format(pipe=pipe))
        script.chmod(0o755)
        (self.home / '.local/share/applications/tour-browser.desktop').write_text(
            BROWSER_ENTRY.format(folder=script.parent))
        (self.home / '.config/mimeapps.list').write_text(
            '[Default Applications]\nx-scheme-handler/http=tour-browser.desktop\nx-scheme-handler/https=tour-browser.desktop\n')
        # Opened for both, so that reading does not end when a writer leaves.
        reader = os.fdopen(os.open(pipe, os.O_RDWR | os.O_CLOEXEC), 'r')

        def read():
            for line in reader:
                if self._on_browse:
                    self._on_browse(line.strip())
                else:
                    self._browsed.put(line.strip())
        threading.Thread(target=read, daemon=True).start()

    def _start_services(self):
        services = self.server = self.spawn('services', [
            str(self.build / 'tests/services/tutti-test-services'), '--likes', str(self._likes),
            '--providers-in', str(SOURCE / 'data/providers'), '--providers-out', str(self.folder / 'providers'),
            '--until-eof', *self._service_options], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        line = services.stdout.readline()
        if not line:
            raise RuntimeError('The test services did not start:\n' + (self.output / 'services').read_text())
        self.services = json.loads(line)['base']
        self._drain(services)
        self.env['TUTTI_PROVIDERS'] = str(self.folder / 'providers')

    def __exit__(self, *_):
        for child in reversed(self._children):
            self.stop(child)
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _env_for(self, command):
        return self.env | (STRICT if str(command[0]).startswith(str(self.build)) else {})

    # --- using it ---

    def spawn(self, name, command, stdout=None, **more):
        """Starts a program of this desktop; what it prints goes to output/NAME."""
        more.setdefault('stdin', subprocess.DEVNULL)
        env = self._env_for(command) | more.pop('env', {})
        with open(self.output / name, 'ab') as log:
            child = subprocess.Popen(command, env=env, stdout=stdout or log, stderr=log, start_new_session=True, **more)
        child.name = name
        self._children.append(child)
        return child

    def _drain(self, child):
        """Reads on what nobody wants, so that the pipe never fills."""
        def read():
            try:
                while child.stdout.read1():
                    pass
            except ValueError:  # closed by stop()
                pass
        threading.Thread(target=read, daemon=True).start()

    def stop(self, child, how=signal.SIGTERM):
        if child.stdin and not child.stdin.closed:
            child.stdin.close()
        if child.poll() is None:
            child.send_signal(how)
            try:
                child.wait(10 * PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if child.stdout:
            child.stdout.close()
        if child in self._children:
            self._children.remove(child)
        return child.returncode

    def run(self, *command, check=True, stdin=None, timeout=60, env=None):
        """Runs a program of this desktop to its end; returns what it printed."""
        done = subprocess.run(command, env=self._env_for(command) | (env or {}), input=stdin, capture_output=True, text=True,
                              timeout=timeout * PATIENCE)
        with open(self.output / Path(command[0]).name, 'a') as log:
            log.write(done.stderr)
        if check and done.returncode:
            raise RuntimeError(f'{" ".join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}')
        return done if not check else done.stdout

    def start_tutti(self, *arguments, **env):
        return self.spawn('tutti', [str(self.build / 'src/tutti'), *arguments], env=env)

    @property
    def tuttictl(self):
        return str(self.build / 'src/cli/tuttictl')

    def ask(self, *arguments):
        """What tuttictl answers in JSON. (libdex prints debugging to standard output before main() begins.)"""
        return json.loads(self.run(self.tuttictl, *arguments, '--json', env={'G_MESSAGES_DEBUG': ''}))

    def next_address(self, seconds=20):
        """The address some program just opened in the web browser."""
        try:
            return self._browsed.get(timeout=seconds * PATIENCE)
        except queue.Empty:
            raise AssertionError('Nobody opened the web browser') from None

    def control(self, path, /, method='GET', **fields):
        """Steers the test services, see tests/services/README.md; returns the JSON."""
        data = urllib.parse.urlencode(fields).encode() if method == 'POST' else None
        query = '?' + urllib.parse.urlencode(fields) if fields and method != 'POST' else ''
        request = urllib.request.Request(f'{self.services}/control/{path}{query}', data, method=method)
        with urllib.request.urlopen(request, timeout=20 * PATIENCE) as answer:
            body = answer.read()
        return json.loads(body) if body.strip() else None

    def wait_for_name(self, name, seconds=15):
        """Until `name` has an owner on the bus."""
        wait_until(lambda: 'true' in self.run(
            'gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus',
            '--method', 'org.freedesktop.DBus.NameHasOwner', name), f'{name} is not on the bus', seconds)

    def screenshot(self, path, width=None, height=None):
        """A picture of the display's top left corner."""
        width, height = width or self.size[0], height or self.size[1]
        self.run('import', '-window', 'root', '-crop', f'{width}x{height}+0+0', '+repage', '-define',
                 'png:exclude-chunks=date,tIME', str(path))

    def processes(self):
        """The ids of all processes of this desktop, the browser's and the services' left out."""
        mark = b'TUTTI_DESKTOP=' + os.fsencode(self.folder) + b'\0'
        for entry in Path('/proc').iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            try:
                if mark in (entry / 'environ').read_bytes() + b'\0' and not any(
                        word in (entry / 'cmdline').read_bytes() for word in (b'chrom', b'tutti-test-services')):
                    yield int(entry.name)
            except OSError:
                continue


def wait_until(true, otherwise, seconds=20, pause=0.1):
    """Returns what `true()` gives as soon as it is something; AssertionError with `otherwise` after `seconds`."""
    end = time.monotonic() + seconds * PATIENCE
    while True:
        value = true()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(otherwise() if callable(otherwise) else otherwise)
        time.sleep(pause)


def die_with_parent():
    """Ends this program by SIGTERM, so that desktops are taken down."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
