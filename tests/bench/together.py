"""All services that have likes, imported side by side, beside the slowest of them alone.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import sqlite3
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'tour'))

from desktop import Desktop, wait_until  # noqa: E402
from probe import Window  # noqa: E402
from script_page import KEY, SETUP, answer_page  # noqa: E402

HEX = '0123456789abcdef0123456789abcdef'

# How a person sets up and connects each: client id and secret. ListenBrainz takes a token instead.
KEYS = {
    'spotify': (HEX, None),
    'youtube': ('123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com', 'GOCSPX-secret-of-the-person'),
    'tidal': ('AbCdEfGh12345678', None),
    'soundcloud': (HEX, 'secret-of-soundcloud'),
    'deezer': ('123456', 'secret-of-an-old-app'),
    'apple-music': (None, KEY),
    'listenbrainz': (None, None),
}


def start(desktop, *words, stdin=None):
    """tuttictl, which ends with the import."""
    with open(desktop.output / 'connect', 'ab') as errors:
        waiting = subprocess.Popen([desktop.tuttictl, *words], env=desktop.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=errors, text=True)
    waiting.stdin.write(stdin or '')
    waiting.stdin.close()
    return waiting


def connect(desktop, service):
    client_id, secret = KEYS[service]
    if secret == KEY:
        desktop.run(desktop.tuttictl, 'setup', service, *SETUP, stdin=KEY)
        waiting = start(desktop, 'connect', service, '--print-url')
        answer_page(next(line.strip() for line in waiting.stdout if line.startswith('http')))
        return waiting
    if client_id is None:
        token = desktop.control('token', 'POST', provider=service)['token']
        return start(desktop, 'setup', service, '--token-stdin', stdin=token + '\n')

    desktop.run(desktop.tuttictl, 'setup', service, '--client-id', client_id,
                *(['--client-secret-stdin'] if secret else []), stdin=secret + '\n' if secret else None)
    waiting = start(desktop, 'connect', service, '--print-url')
    address = next(line.strip() for line in waiting.stdout if line.startswith('http'))
    urllib.request.urlopen(address, timeout=60).read()
    return waiting


def wait_for_passes(desktop, services, seconds=1800):
    """How long each took, from when the first began, by the library's own clock; milliseconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with sqlite3.connect(f'file:{desktop.data}/library.db?mode=ro', uri=True) as database:
            rows = database.execute('SELECT provider, started_at, finished_at, seen FROM passes WHERE is_done').fetchall()
        if {row[0] for row in rows} >= set(services):
            begin = min(row[1] for row in rows)
            return {provider: finished - begin for provider, _, finished, _ in rows}, sum(row[3] for row in rows)
        time.sleep(0.2)
    raise RuntimeError(f'After {seconds} s only {rows} are imported')


def take(build, services, likes):
    """Seconds until the last is imported, likes, the pauses of the window meanwhile, and what it worked."""
    options = ['--consent', 'allow', '--fast', '--latency', '50']
    with Desktop(build, likes=likes, service_options=options) as desktop, Window(desktop) as window:
        wait_until(lambda: desktop.ask('status')['other_is_running'], 'the window does not become the worker')
        with ThreadPoolExecutor(len(services)) as pool:
            waiting = list(pool.map(lambda service: connect(desktop, service), services))
        window.wait_to('page likes')
        window.ask('reset')
        before = window.work
        times, seen = wait_for_passes(desktop, services)
        pauses = window.ask('pauses')
        work = [after - start for start, after in zip(before, window.work)]
        for child in waiting:
            child.wait(300)
            child.stdout.close()
        return max(times.values()) / 1000, seen, pauses, work


def measure(build, likes, say, services=None):
    services = services or list(KEYS)
    alone = {}
    for service in services:
        alone[service], *_ = take(build, [service], likes)
    together, seen, pauses, work = take(build, services, likes)
    slowest = max(alone, key=alone.get)
    say('imports-together', together, 's', alone[slowest], services=len(services), likes=seen, slowest=slowest, aim=1.2,
        processor=round(work[0], 1), main_thread=round(work[1], 1),
        alone={service: round(seconds, 1) for service, seconds in alone.items()})
    say('pause-while-importing', pauses['wall'], 'ms', cpu=pauses['cpu'], aim=50)
