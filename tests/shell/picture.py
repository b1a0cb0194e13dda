"""What GNOME Shell shows of Tutti, in pictures.

Usage: picture.py INSTALLED PICTURES

INSTALLED is what `meson install` wrote below --destdir, for the prefix /usr; it
is put in its place, so this runs in a private root only (tests/shell/run). The
Shell draws on a screen that is not there; keys are pressed as a remote desktop
presses them.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS / 'e2e'), str(TESTS / 'tour')]

from desktop import FONTS, die_with_parent, wait_until  # noqa: E402
from story import Story  # noqa: E402

INSTALLED, PICTURES = Path(sys.argv[1]), Path(sys.argv[2])
APP_ID = 'io.github.tuttimusic.Tutti'
SIZE = '1280x800'
SHELL = 'org.gnome.Shell'
RETURN = 0xff0d
SONGS = [('Harbour Lights', 'Nora Fjeld', 201000), ('Lights Over the Harbour', 'The Quiet Hours', 184000),
         ('Harbour', 'Mira Solano', 243000), ('Second Song', 'Nora Fjeld', 180000)]

# All words that show on the stage.
WORDS = """
(function walk(actor, found) {
  if (!actor.mapped)
    return found;
  if (typeof actor.text === 'string' && actor.text)
    found.push(actor.text);
  actor.get_children().forEach(child => walk(child, found));
  return found;
})(global.stage, []).join('\\n')
"""


class Shell:
    """A session with GNOME Shell and nothing else."""

    def __init__(self, folder):
        self.folder = folder
        home = folder / 'home'
        (home / '.config/fontconfig').mkdir(parents=True)
        (home / '.config/fontconfig/fonts.conf').write_text(FONTS)
        run = folder / 'run'
        run.mkdir(mode=0o700)
        self.children = []
        self.env = {name: os.environ[name] for name in ('PATH', 'LC_ALL') if name in os.environ} | {
            'HOME': str(home), 'XDG_RUNTIME_DIR': str(run), 'XDG_SESSION_TYPE': 'wayland', 'XDG_CURRENT_DESKTOP': 'GNOME',
            'LIBGL_ALWAYS_SOFTWARE': '1', 'GSK_RENDERER': 'cairo', 'NO_AT_BRIDGE': '1'}
        # The Shell wants a system's bus; on this one nobody lives.
        self.env['DBUS_SYSTEM_BUS_ADDRESS'] = self._start_bus('system-bus')
        self.env['DBUS_SESSION_BUS_ADDRESS'] = self._start_bus('session-bus', WAYLAND_DISPLAY='wayland-0')
        for schema, key, value in (('org.gnome.shell', 'welcome-dialog-last-shown-version', "'9999'"),
                                   ('org.gnome.desktop.interface', 'enable-animations', 'false'),
                                   ('org.gnome.desktop.notifications', 'show-banners', 'false'),
                                   # Drawing takes so long that a pressed key would seem to be held.
                                   ('org.gnome.desktop.peripherals.keyboard', 'repeat', 'false'),
                                   ('org.gnome.desktop.background', 'picture-options', "'none'"),
                                   ('org.gnome.desktop.background', 'primary-color', "'#3b2a7a'")):
            self.run('gsettings', 'set', schema, key, value)

    def _start_bus(self, name, **env):
        bus = self.spawn(name, 'dbus-daemon', '--session', '--nofork', '--print-address=1', stdout=subprocess.PIPE, env=env)
        return bus.stdout.readline().decode().strip()

    def spawn(self, name, *command, stdout=None, env=None):
        log = open(self.folder / name, 'ab')
        child = subprocess.Popen(command, env=self.env | (env or {}), stdin=subprocess.DEVNULL, stdout=stdout or log, stderr=log)
        self.children.append(child)
        return child

    def run(self, *command, check=True):
        done = subprocess.run([str(word) for word in command], env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        if check and done.returncode:
            raise RuntimeError(f'{" ".join(map(str, command))} ended with {done.returncode}:\n{done.stdout}{done.stderr}')
        return done.stdout

    def start(self):
        self.spawn('shell', 'gnome-shell', '--headless', '--wayland', '--no-x11', '--virtual-monitor', SIZE, '--unsafe-mode')
        from gi.repository import Gio, GLib
        self.GLib, self.Gio = GLib, Gio
        flags = Gio.DBusConnectionFlags
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self.env['DBUS_SESSION_BUS_ADDRESS'], flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)
        wait_until(lambda: self.evaluate('Number(global.stage.width)') == '1280', 'the Shell does not start', 90)

    def call(self, name, path, interface, method, signature='()', *arguments):
        return self.bus.call_sync(name, path, interface, method, self.GLib.Variant(signature, arguments), None,
                                  self.Gio.DBusCallFlags.NO_AUTO_START, 60000, None).unpack()

    def evaluate(self, script):
        try:
            went_well, value = self.call(SHELL, '/org/gnome/Shell', SHELL, 'Eval', '(s)', script)
        except self.GLib.Error:
            return None  # not there yet
        return value.strip('"') if went_well else None

    def words(self):
        value = self.evaluate(WORDS)
        return (value or '').replace('\\n', '\n').split('\n')

    def press(self, keysym):
        name = 'org.gnome.Mutter.RemoteDesktop'
        remote = self.call(name, '/org/gnome/Mutter/RemoteDesktop', name, 'CreateSession')[0]
        self.call(name, remote, f'{name}.Session', 'Start')
        for is_down in True, False:
            self.call(name, remote, f'{name}.Session', 'NotifyKeyboardKeysym', '(ub)', keysym, is_down)
        self.call(name, remote, f'{name}.Session', 'Stop')  # else the panel shows it

    def type(self, text):
        """Into the overview's search; the first letter opens it, when the Shell is ready for that."""
        for end in range(1, len(text) + 1):
            self.press(ord(text[end - 1]))
            try:
                wait_until(lambda: text[:end] in self.words(), '', 10)
            except AssertionError:
                assert end == 1, f'of “{text}” only “{text[:end - 1]}” arrived: {self.words()}'
                self.press(ord(text[0]))
                wait_until(lambda: text[0] in self.words(), lambda: f'nothing is typed: {self.words()}')

    def picture(self, name):
        path = PICTURES / f'{name}.png'
        path.unlink(missing_ok=True)
        done, used = self.call(SHELL, '/org/gnome/Shell/Screenshot', 'org.gnome.Shell.Screenshot', 'Screenshot', '(bbs)', False, False, str(path))
        assert done and path.stat().st_size > 10000, (done, used)
        return path.read_bytes()

    def close(self):
        for child in reversed(self.children):
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def main():
    story = Story()
    shutil.copytree(INSTALLED, '/', symlinks=True, dirs_exist_ok=True)
    subprocess.run(['glib-compile-schemas', '/usr/share/glib-2.0/schemas'], check=True, stderr=subprocess.DEVNULL)
    subprocess.run(['update-desktop-database', '-q', '/usr/share/applications'], check=False)
    with tempfile.TemporaryDirectory(prefix='tutti-shell-') as folder:
        shell = Shell(Path(folder))
        try:
            tell(story, shell)
            return story.run()
        finally:
            shell.close()


def tell(story, shell):
    story.at_failure.append(lambda _: '\n'.join(shell.words()))
    story.at_failure.append(lambda _: '\n'.join((shell.folder / name).read_text()[-3000:] for name in ('session-bus', 'shell')))

    @story.step('There is a library, and a Shell')
    def _():
        table = shell.folder / 'songs.csv'
        table.write_text('title,artist,duration_ms\n' + ''.join(f'{title},{artist},{length}\n' for title, artist, length in SONGS))
        shell.run('tuttictl', 'import', table)
        assert len(json.loads(shell.run('tuttictl', 'search', 'harbour', '--local', '--json'))) == 3
        shell.start()
        print('#   ' + shell.run('gnome-shell', '--version').strip(), flush=True)

    @story.step('What is typed in the overview is found in Tutti')
    def _():
        shell.type('harbour')
        wanted = [title for title, _, _ in SONGS if 'arbour' in title]
        words = wait_until(lambda: (found := shell.words()) and all(title in found for title in wanted) and found,
                           lambda: f'it is not found, only {shell.words()}', 60)
        assert 'Nora Fjeld' in words and 'Tutti' in words, words
        shell.picture('overview')

    @story.step('Return opens the song in Tutti’s window')
    def _():
        shell.press(RETURN)
        windows = "global.get_window_actors().map(actor => actor.meta_window.wm_class).join(' ')"
        wait_until(lambda: shell.evaluate(windows) == APP_ID, lambda: f'no window comes: {shell.evaluate(windows)}', 60)
        before = None
        for _ in range(30):  # until nothing moves any more
            time.sleep(1)
            now = shell.picture('window')
            if now == before:
                break
            before = now


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main())
