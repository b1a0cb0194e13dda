"""A person without a window: tuttictl on a desktop of its own, and cases that don't depend on each other.

    cases = Cases()

    @cases.case('What must hold')
    def _(me):
        me.connect()
        me.tuttictl('sync', code=EXIT['server-error'])

    sys.exit(cases.run(lambda: Person(build)))

Each case finds a library that was never used, and services without faults.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'tour'))

from desktop import APP_ID, SOURCE, Desktop, wait_until  # noqa: E402

CLIENT_ID = '0123456789abcdef0123456789abcdef'
PATIENCE = float(os.environ.get('TUTTI_PATIENCE', '1'))


def read_exit_codes():
    """The one table of errors, {nick: exit code}: what it promises, not a copy of it."""
    text = (SOURCE / 'src/base/tutti-error.c').read_text()
    table = {nick: int(code) for nick, code in re.findall(r'\] = \{\s+"([a-z-]+)",\s+(\d+),', text)}
    assert len(table) > 25, table
    return table


EXIT = read_exit_codes()
HARMLESS = re.compile(r'==\d+==WARNING: ASan (doesn|is ignoring)|False positive error reports may follow|For details see')
USAGE = 2


class Done:
    """How a command ended."""

    def __init__(self, code, out, err, seconds):
        self.code, self.out, self.err, self.seconds = code, out, err, seconds

    def __repr__(self):
        return f'exit code {self.code} after {self.seconds:.1f} s, printed {self.out[-800:]!r}, said {self.err[-800:]!r}'

    @property
    def json(self):
        return json.loads(self.out)


BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/run/bus</listen>
  <servicedir>{folder}/run/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Person(Desktop):
    """`answer` is what the consent page does by itself. Nothing is started by its name on the bus but what a case puts in
    run/services."""

    def __init__(self, build, likes=120, answer='allow', **more):
        super().__init__(build, display='none', likes=likes, service_options=['--consent', answer, '--fast', *more.pop('options', ())],
                         **more)

    def _start_bus(self):
        (self.folder / 'run/services').mkdir(exist_ok=True)
        config = self.folder / 'run/bus.conf'
        config.write_text(BUS.format(folder=self.folder))
        bus = self.spawn('bus', ['dbus-daemon', '--nofork', '--print-address=1', f'--config-file={config}'], stdout=subprocess.PIPE)
        self.env['DBUS_SESSION_BUS_ADDRESS'] = bus.stdout.readline().decode().strip()
        assert self.env['DBUS_SESSION_BUS_ADDRESS'], (self.output / 'bus').read_text()
        self._drain(bus)

    def begin_anew(self):
        """As on the first day: no library, no settings, no fault, no tokens."""
        for child in [child for child in self._children if child.name in ('tuttictl', 'connect')]:
            self.stop(child, signal.SIGKILL)
        for folder in ('.local/share/tutti', '.cache/tutti', '.config/tutti'):
            shutil.rmtree(self.home / folder, ignore_errors=True)
        self.control('fault', 'DELETE')
        self.control('log', 'DELETE')
        self.control('person', 'POST', number=0)
        self.control('library', 'POST', action='total', error=0)
        if self._keyring:
            self.run('secret-tool', 'clear', 'xdg:schema', APP_ID, check=False)

    def tuttictl(self, *words, code=0, within=25, stdin='', env=None, **more):
        """Runs it; its exit code must be `code` (None: any), and it must not hang."""
        start = time.monotonic()
        command = [super().tuttictl, *words]
        try:
            done = subprocess.run(command, env=self._env_for(command) | (env or {}), input=stdin, capture_output=True,
                                  timeout=within * PATIENCE, encoding='utf-8', errors='replace', **more)
        except subprocess.TimeoutExpired as late:
            raise AssertionError(f'tuttictl {" ".join(words)} hangs; it said {late.stderr}') from None
        with open(self.output / 'tuttictl', 'a') as log:
            log.write(f'$ {" ".join(words)}\n{done.stderr}')
        # The sanitizers warn once of fibers; see tests/README.md.
        said = ''.join(line for line in done.stderr.splitlines(True) if not HARMLESS.match(line))
        result = Done(done.returncode, done.stdout, said, time.monotonic() - start)
        assert code is None or result.code == code, f'tuttictl {" ".join(words)}: {result}, not {code}'
        # A failure is said in one sentence, a person's; never a crash.
        assert result.code >= 0, f'tuttictl {" ".join(words)} crashed: {result}'
        if result.code and not self.env.get('G_MESSAGES_DEBUG'):
            assert result.err.strip().endswith(('.', ':')) or result.code == USAGE, result
        assert 'CRITICAL' not in result.err and 'WARNING' not in result.err, result
        return result

    def ask(self, *words, env=None, **more):
        # libdex prints debugging to standard output before main() begins.
        return self.tuttictl(*words, '--json', env={'G_MESSAGES_DEBUG': ''} | (env or {}), **more).json

    def service(self, name='spotify'):
        return next(service for service in self.ask('services') if service['id'] == name)

    def status(self):
        return self.ask('status')

    def likes(self, **more):
        return self.ask('likes', '--limit', '100000', **more)

    def set_up(self):
        self.tuttictl('setup', 'spotify', '--client-id', CLIENT_ID)

    def begin_connect(self, *options, print_url=True, **more):
        """Returns (the waiting program, the address for the browser); without `print_url` where no browser can be opened."""
        errors = open(self.output / 'connect', 'ab')
        command = [super().tuttictl, 'connect', 'spotify', *(['--print-url'] if print_url else []), *options]
        more.setdefault('stdin', subprocess.DEVNULL)
        with errors:
            waiting = subprocess.Popen(command, env=self._env_for(command), stdout=subprocess.PIPE, stderr=errors,
                                       start_new_session=True, **more)
        waiting.name = 'connect'
        self._children.append(waiting)
        address = ''
        for line in waiting.stdout:  # libdex may print debugging first
            address = line.decode().strip()
            if address.startswith('http'):
                break
        assert address.startswith('http'), f'connect ended with {waiting.wait(5)}: {self.said_last()}'
        return waiting, address

    def said_last(self):
        text = (self.output / 'connect').read_text(errors='replace')
        return text[-2000:]

    def end_connect(self, waiting, code=0, within=25):
        try:
            got = waiting.wait(within * PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError(f'connect hangs: {self.said_last()}') from None
        assert got == code, f'connect ended with {got}, not {code}: {self.said_last()}'
        self.stop(waiting)

    def connect(self, *options, code=0):
        """Through the browser, which answers by itself. Returns what the browser shows at the end."""
        self.set_up()
        waiting, address = self.begin_connect(*options)
        shown = visit(address)
        self.end_connect(waiting, code)
        return shown

    def count(self, counter):
        return self.control('state')['counters'][counter]

    def requests(self, path=''):
        return [entry for entry in self.control('log')['requests'] if path in entry['path']]

    def fault(self, kind, path='*/api.spotify.com/*', **more):
        return self.control('fault', 'POST', kind=kind, path=path, **more)

    def clear_faults(self):
        self.control('fault', 'DELETE')

    def query(self, words, *values, write=False):
        """Asks the library file behind Tutti's back."""
        path = self.data / 'library.db'
        with sqlite3.connect(path if write else f'file:{path}?mode=ro', uri=not write) as database:
            return database.execute(words, values).fetchall()

    def make_due(self):
        """As if the time until the next try had passed."""
        database = sqlite3.connect(self.data / 'library.db')
        with database:
            database.execute('UPDATE outbox SET not_before = 0')
            database.execute('UPDATE services SET not_before = 0')
        database.close()

    def worker(self, command, *arguments):
        """Asks the Tutti that works, as the window would."""
        return self.run('gdbus', 'call', '--session', '--dest', 'io.github.tuttimusic.Tutti.Worker', '--object-path',
                        '/io/github/tuttimusic/Tutti/Worker', '--method', 'io.github.tuttimusic.Tutti.Worker.Run',
                        command, *arguments, check=False)


def visit(address, **headers):
    """As a browser does, redirects and all. Returns the last page; an error page is one too."""
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def consent(address):
    """Where the service sends the browser: the address with the answer, not yet visited."""
    try:
        urllib.request.build_opener(NoRedirect).open(address, timeout=120)
    except urllib.error.HTTPError as answer:
        assert answer.code in (302, 303), (answer.code, answer.read()[:300])
        return answer.headers['Location']
    raise AssertionError('The consent page did not answer by itself')


class Cases:
    def __init__(self):
        self._cases = []

    def case(self, words):
        def add(function):
            self._cases.append((words, function))
            return function
        return add

    def run(self, make, only=()):
        cases = [case for case in self._cases if not only or any(part.lower() in case[0].lower() for part in only)]
        print(f'1..{len(cases)}', flush=True)
        failed = 0
        with make() as me:
            for number, (words, function) in enumerate(cases, 1):
                start = time.monotonic()
                try:
                    me.begin_anew()
                    function(me)
                    print(f'ok {number} {words} # {time.monotonic() - start:.1f} s', flush=True)
                except Exception:
                    failed += 1
                    print(f'not ok {number} {words}', flush=True)
                    # Of a TAP test meson shows only what it wrote to standard error.
                    print(f'{words}:\n{traceback.format_exc()[-3000:]}', file=sys.stderr, flush=True)
        return 1 if failed else 0


def local_port(address):
    """The port that the answer will come to."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    return urllib.parse.urlsplit(query['redirect_uri'][0]).port


def parameter(address, name):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)[name][0]


def knock(port, method='GET', target='/', headers=None, body=None):
    """One request to the listener: (status, page)."""
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=120)
    try:
        connection.request(method, target, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors='replace')
    finally:
        connection.close()


__all__ = ['CLIENT_ID', 'EXIT', 'PATIENCE', 'USAGE', 'Cases', 'Person', 'consent', 'knock', 'local_port', 'parameter', 'visit', 'wait_until']
