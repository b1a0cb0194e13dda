"""Keyrings that are missing, locked or silent: a sentence and an exit code each, and never a hang.

Usage: test-keyring.py BUILD [PART OF A NAME…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

from desktop import APP_ID, PASSWORD, die_with_parent  # noqa: E402
from others import connect  # noqa: E402
from person import EXIT, PATIENCE, Cases, Person, visit, wait_until  # noqa: E402
from prompt import PROMPTER, Prompt  # noqa: E402

NAME = 'org.freedesktop.secrets'
cases = Cases()

# Owns the keyring's name and answers nothing.
SILENT = """
from gi.repository import Gio, GLib
Gio.bus_own_name(Gio.BusType.SESSION, 'org.freedesktop.secrets', Gio.BusNameOwnerFlags.NONE, None,
                 lambda *_: print('owned', flush=True), None)
GLib.MainLoop().run()
"""


class KeyringPerson(Person):
    """Whose keyring comes and goes."""

    keyring = None

    @property
    def tuttictl_path(self):
        return super(Person, self).tuttictl

    def no_keyring(self):
        if self.keyring:
            self.stop(self.keyring, signal.SIGKILL)
            self.keyring = None

    def open_keyring(self):
        self.no_keyring()
        self.keyring = self.start_keyring()

    def lock(self):
        path = '/org/freedesktop/secrets/collection/login'
        done = self.run('gdbus', 'call', '--session', '--dest', NAME, '--object-path', '/org/freedesktop/secrets',
                        '--method', 'org.freedesktop.Secret.Service.Lock', f"['{path}']")
        assert path in done, done

    def start_prompter(self):
        """The desktop's own program that asks for passwords, on a display of its own."""
        if 'DISPLAY' not in self.env:
            self._start_display()
        return Prompt(self)

    def unlock(self):
        return self.spawn('tuttictl', [self.build / 'src/cli/tuttictl', 'unlock'])

    def end_unlock(self, waiting, code=0):
        got = waiting.wait(25 * PATIENCE)
        assert got == code, f'unlock ended with {got}, not {code}: {(self.output / "tuttictl").read_text()[-1000:]}'

    def begin_anew(self):
        self._keyring = False
        self.open_keyring()
        self.run('secret-tool', 'clear', 'xdg:schema', APP_ID, check=False)
        super().begin_anew()


def refused(me, nick, *words):
    """Refused with the table's own sentence and code, and soon."""
    done = me.tuttictl(*words, code=EXIT[nick])
    assert 'keyring' in done.err and done.seconds < 10 * PATIENCE, done
    assert done.err.count('\n') == 1, done
    return done


@cases.case('How the keyring is, is told without a prompt, whoever works')
def _(me):
    for _ in range(2):  # with no library yet, and with one
        assert me.status()['keyring'] == 'ready' and 'Keyring: ready' in me.tuttictl('status').out, (me.status(), me.tuttictl('status'))
        me.lock()
        assert me.status()['keyring'] == 'locked', me.status()
        me.no_keyring()
        assert me.status()['keyring'] == 'absent', me.status()
        silent = me.spawn('silent', [sys.executable, '-c', SILENT], stdout=subprocess.PIPE)
        try:
            assert silent.stdout.readline() == b'owned\n', (me.output / 'silent').read_text()
            silent.send_signal(signal.SIGSTOP)
            done = me.tuttictl('status', '--json')
            assert done.json['keyring'] == 'unknown' and done.seconds < 8 * PATIENCE, done
        finally:
            me.stop(silent, signal.SIGKILL)
        me.open_keyring()
        me.connect()


@cases.case('Without a keyring, connecting says so before the browser opens')
def _(me):
    me.no_keyring()
    me.set_up()
    asked = len(me.requests())
    done = refused(me, 'keyring-absent', 'connect', 'spotify')
    assert 'this session' in done.err, done
    assert len(me.requests()) == asked
    assert me.service()['state'] == 'ready'
    refused(me, 'keyring-absent', 'unlock')


@cases.case('For this session only, it works without a keyring and keeps nothing')
def _(me):
    me.no_keyring()
    me.set_up()
    waiting, address = me.begin_connect('--this-session')
    visit(address)
    me.end_connect(waiting)
    assert me.status()['likes'] > 80
    tokens = me.control('secrets')['refresh_token']
    for path in [path for path in me.folder.rglob('*') if path.is_file()]:
        data = path.read_bytes()
        assert not any(token.encode() in data for token in tokens), path
    done = me.tuttictl('sync', 'spotify', code=None)  # the session is over
    assert done.code in (EXIT['keyring-absent'], EXIT['not-linked']), done
    assert me.status()['likes'] > 80 and len(me.ask('feed')) > 5, 'the cache is gone'
    me.tuttictl('disconnect', 'spotify', '--yes')
    assert me.service()['state'] == 'ready' and me.status()['likes'] == 0


@cases.case('The keyring gone, what is here can be seen, liked and searched')
def _(me):
    me.connect()
    count = me.status()['likes']
    me.no_keyring()
    refused(me, 'keyring-absent', 'sync', 'spotify')
    assert me.service()['state'] == 'connected', 'the connection is not lost'
    assert len(me.likes()) == count and len(me.ask('feed')) > 5
    song = me.likes()[0]
    me.tuttictl('unlike', song['id'])
    assert me.status()['likes'] == count - 1
    done = me.tuttictl('search', 'love', '--json')
    assert done.json and 'keyring' in done.err, done
    me.open_keyring()
    me.make_due()
    me.tuttictl('sync', 'spotify')
    assert me.status()['likes_to_send'] == 0 and me.status()['likes'] == count - 1, me.status()


@cases.case('Locked, it says locked, and asks only when told to')
def _(me):
    me.connect()
    me.lock()
    refused(me, 'keyring-locked', 'sync', 'spotify')
    me.set_up()
    refused(me, 'keyring-locked', 'connect', 'spotify')
    assert me.service()['state'] == 'connected' and me.service()['problem'] == 'keyring-locked', me.service()


@cases.case('Locked, it is asked once for all services')
def _(me):
    me.connect()
    for service in 'soundcloud', 'youtube':
        connect(me, service)
    me.lock()
    log = me.output / 'monitor'
    monitor = me.spawn('monitor', ['dbus-monitor', "interface='org.freedesktop.Secret.Service',member='SearchItems'"])
    wait_until(lambda: 'NameAcquired' in log.read_text(), 'nobody listens to the bus')
    refused(me, 'keyring-locked', 'sync')
    me.stop(monitor)
    assert log.read_text().count('member=SearchItems') == 1, log.read_text()
    for service in 'spotify', 'soundcloud', 'youtube':
        assert me.service(service)['problem'] == 'keyring-locked', me.service(service)


@cases.case('A prompt that can’t be shown ends as dismissed, in bounded time')
def _(me):
    me.connect()
    me.lock()
    done = me.tuttictl('unlock', code=EXIT['keyring-dismissed'], within=45)
    assert 'stayed locked' in done.err, done
    refused(me, 'keyring-locked', 'sync', 'spotify')


def prompt_case(words):
    """A case for who has the keyring's own window."""
    def add(function):
        def run(me):
            if PROMPTER.exists():
                function(me)
            else:
                print('# this desktop asks for passwords in another way', flush=True)
        return cases.case(words)(run)
    return add


def unlock(me, act, code=0):
    """Has it unlocked: `act` is told the window, and how to know that tuttictl has ended."""
    with me.start_prompter() as prompt:
        waiting = me.unlock()
        act(prompt, lambda: waiting.poll() is not None)
        me.end_unlock(waiting, code)


def type_password(prompt, is_over):
    prompt.answer(PASSWORD, until=is_over)


def connect_and_lock(me):
    me.connect()
    me.lock()


@prompt_case('The password typed into the keyring’s own window, everything goes on')
def _(me):
    connect_and_lock(me)
    count = me.status()['likes']
    refused(me, 'keyring-locked', 'sync', 'spotify')
    unlock(me, type_password)
    me.tuttictl('sync', 'spotify')
    assert 'problem' not in me.service() and me.status()['likes'] == count, me.service()
    me.lock()
    unlock(me, type_password)  # and before a sign-in
    me.connect()


@prompt_case('A wrong password asks again, the right one then unlocks')
def _(me):
    connect_and_lock(me)

    def type_both(prompt, is_over):
        prompt.answer('wrong')
        assert not is_over(), 'a wrong password ended it'
        refused(me, 'keyring-locked', 'sync', 'spotify')  # meanwhile
        type_password(prompt, is_over)
    unlock(me, type_both)
    me.tuttictl('sync', 'spotify')


@prompt_case('The keyring’s window closed, it stays locked, and asks again when told to')
def _(me):
    connect_and_lock(me)
    unlock(me, lambda prompt, is_over: prompt.dismiss(until=is_over), EXIT['keyring-dismissed'])
    refused(me, 'keyring-locked', 'sync', 'spotify')
    unlock(me, type_password)
    me.tuttictl('sync', 'spotify')


@prompt_case('A password typed when Tutti is gone still counts')
def _(me):
    connect_and_lock(me)
    with me.start_prompter() as prompt:
        waiting = me.unlock()
        prompt.wait()
        waiting.send_signal(signal.SIGINT)
        me.end_unlock(waiting, 130)
        type_password(prompt, lambda: not prompt.is_shown())
    me.tuttictl('sync', 'spotify')


@prompt_case('Where nobody ever had a keyring, unlocking makes one')
def _(me):
    me.no_keyring()
    keyrings = me.home / '.local/share/keyrings'
    old = keyrings.rename(keyrings.with_name('keyrings-old'))
    try:
        me.keyring = me.start_keyring(locked=True)
        me.set_up()
        refused(me, 'keyring-locked', 'connect', 'spotify')
        unlock(me, lambda prompt, is_over: prompt.answer(PASSWORD, again=True, until=is_over))
        me.connect()
        assert me.control('secrets')['refresh_token'][-1] in me.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID)
    finally:
        me.no_keyring()
        shutil.rmtree(keyrings)
        old.rename(keyrings)


@prompt_case('A prompter that can’t start ends as dismissed, in bounded time')
def _(me):
    connect_and_lock(me)
    service = me.folder / 'run/services/org.gnome.keyring.SystemPrompter.service'
    for program in str(PROMPTER), '/bin/false', '/nonexistent':  # the bus gives it no display
        service.write_text(f'[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec={program}\n')
        try:
            me.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/', '--method',
                   'org.freedesktop.DBus.ReloadConfig')
            done = me.tuttictl('unlock', code=EXIT['keyring-dismissed'], within=45)
            assert 'stayed locked' in done.err, (program, done)
            refused(me, 'keyring-locked', 'sync', 'spotify')
        finally:
            service.unlink()
            me.run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/', '--method',
                   'org.freedesktop.DBus.ReloadConfig')


@cases.case('Unlocked again, it goes on as if nothing had been')
def _(me):
    me.connect()
    me.lock()
    refused(me, 'keyring-locked', 'sync', 'spotify')
    me.open_keyring()
    me.tuttictl('unlock')
    me.tuttictl('sync', 'spotify')
    assert 'problem' not in me.service(), me.service()


@cases.case('A token that somebody deleted means connecting again, and nothing else is lost')
def _(me):
    me.connect()
    count = me.status()['likes']
    me.run('secret-tool', 'clear', 'xdg:schema', APP_ID)
    me.tuttictl('sync', 'spotify', code=EXIT['not-linked'])
    assert me.status()['likes'] == count
    me.connect()
    assert me.status()['likes'] == count


@cases.case('A token that somebody spoilt is not sent anywhere, and connecting heals it')
def _(me):
    me.connect()
    items = me.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID)
    item = next(line.split(' = ')[1] for line in items.splitlines() if line.startswith('attribute.item')) \
        if 'attribute.item' in items else 'account/1'
    for text in 'nonsense', '{}', '{"access": 7}', '[1', 'x' * 2000:
        subprocess.run(['secret-tool', 'store', '--label=x', 'xdg:schema', APP_ID, 'item', item], input=text.encode(),
                       env=me.env, check=True, timeout=120)
        done = me.tuttictl('sync', 'spotify', code=None)
        assert done.code >= 10, (text[:20], done)
        assert me.service()['state'] in ('connected', 'sign-in-again'), me.service()
    me.connect()
    me.tuttictl('sync', 'spotify')


@cases.case('Without a session bus nothing hangs, and the library can be read')
def _(me):
    me.connect()
    count = me.status()['likes']
    env = {'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/nonexistent/bus'}
    assert len(me.likes(env=env)) == count
    done = me.tuttictl('sync', 'spotify', code=EXIT['keyring-absent'], env=env)
    assert done.seconds < 20 * PATIENCE, done
    me.tuttictl('connect', 'spotify', code=EXIT['keyring-absent'], env=env)
    me.tuttictl('sync', 'spotify')


@cases.case('All data can be deleted without a keyring too')
def _(me):
    me.connect()
    me.no_keyring()
    me.tuttictl('delete-all-data', '--yes')
    assert not (me.data / 'library.db').exists()
    assert me.status()['likes'] == 0 and me.service()['state'] == 'not-set-up', me.service()


@cases.case('A locked keyring keeps delete-all-data from leaving a token behind in silence')
def _(me):
    me.connect()
    me.lock()
    done = me.tuttictl('delete-all-data', '--yes', code=None)
    if done.code == 0:
        me.open_keyring()
        assert me.control('secrets')['refresh_token'][-1] not in me.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID,
                                                                         check=False), 'a token stayed'
    else:
        assert done.code == EXIT['keyring-locked'], done
        assert me.status()['likes'] > 80, 'half deleted'


@cases.case('Killed in the middle, the keyring daemon takes nobody along')
def _(me):
    me.set_up()
    waiting, address = me.begin_connect()
    me.no_keyring()
    visit(address)
    me.end_connect(waiting, EXIT['keyring-absent'], within=45)
    assert me.service()['state'] == 'ready'
    me.open_keyring()
    me.connect()


@cases.case('A keyring that never answers is given up, in bounded time')
def _(me):
    me.connect()
    me.no_keyring()
    silent = me.spawn('silent', [sys.executable, '-c', SILENT], stdout=subprocess.PIPE)
    try:
        assert silent.stdout.readline() == b'owned\n', (me.output / 'silent').read_text()
        silent.send_signal(signal.SIGSTOP)
        done = me.tuttictl('sync', 'spotify', code=EXIT['keyring-absent'], within=45)
        assert done.seconds < 40 * PATIENCE, done
    finally:
        me.stop(silent, signal.SIGKILL)
    me.open_keyring()
    me.tuttictl('sync', 'spotify')


def main(build, *only):
    return cases.run(lambda: KeyringPerson(build, keyring=False), only)


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(*sys.argv[1:]))
