"""The window and tuttictl at the same time: one works, the other asks it.

Usage: test-together.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

import steps  # noqa: E402
from desktop import APP_ID, Desktop, die_with_parent, wait_until  # noqa: E402
from story import Story  # noqa: E402
from window import Window  # noqa: E402

CLIENT_ID = '0123456789abcdef0123456789abcdef'


def main(build):
    story = Story()
    with Desktop(build, likes=60, service_options=['--consent', 'allow', '--fast']) as desktop:
        tell(story, desktop)
        return story.run()


def tell(story, desktop):
    found = {}

    def ctl(*words):
        return desktop.run(desktop.tuttictl, *words)

    def status():
        return json.loads(ctl('status', '--json'))

    story.at_failure.append(lambda _: (desktop.output / 'tutti').read_text()[-3000:]
                            if (desktop.output / 'tutti').exists() else '')

    @story.step('Without a window, tuttictl does the work itself')
    def _():
        ctl('setup', 'spotify', '--client-id', CLIENT_ID)
        waiting = desktop.spawn('tuttictl', [desktop.tuttictl, 'connect', 'spotify', '--print-url'], stdout=subprocess.PIPE)
        urllib.request.urlopen(waiting.stdout.readline().decode().strip(), timeout=120).read()
        assert waiting.wait(120) == 0
        assert status()['likes'] > 40 and not status()['other_is_running'], status()

    @story.step('With the window open, tuttictl asks it')
    def _():
        # A file that may not grow is an error to it, as a full disk is, and not its end.
        found['tutti'] = desktop.spawn('tutti', ['sh', '-c', 'trap "" XFSZ; exec "$@"', 'sh', str(desktop.build / 'src/tutti')])
        found['window'] = Window(desktop)
        wait_until(lambda: status()['other_is_running'], 'tuttictl does not see the window')
        wait_until(lambda: status()['keyring'] == 'ready', 'tuttictl does not hear of the keyring')

    @story.step('A like made by tuttictl shows in the window, and reaches the service')
    def _():
        song = next(song for song in json.loads(ctl('search', 'a', '--json', '--limit', '200')) if not song['liked'])
        before = status()['likes']
        ctl('like', song['id'])
        assert status()['likes'] == before + 1, (before, status())
        found['window'].find('page tab', 'Likes').click()
        found['window'].wait_for(contains=song['title'])
        wait_until(lambda: status()['likes_to_send'] == 0, 'the like is not sent')
        assert any(entry['method'] == 'PUT' and '/me/library' in entry['path'] for entry in desktop.control('log')['requests'])

    @story.step('Five at once with an expired token refresh it once')
    def _():
        before = desktop.control('state')['counters']['refreshes']
        desktop.control('clock', 'POST', advance=4000)
        desktop.control('revoke', 'POST', what='access')
        with ThreadPoolExecutor(5) as pool:
            list(pool.map(lambda n: ctl('search', f'love {n}', '--json'), range(5)))
        assert desktop.control('state')['counters']['refreshes'] == before + 1, desktop.control('state')['counters']

    @story.step('A wrong id says so with the exit code of the table')
    def _():
        done = desktop.run(desktop.tuttictl, 'like', 'no-such-song', check=False)
        assert done.returncode >= 10 and done.stderr.strip(), done

    @story.step('A window that is stopped keeps tuttictl from nothing that is here, and for half a minute from the rest')
    def _():
        os.kill(found['tutti'].pid, signal.SIGSTOP)
        try:
            before = time.monotonic()
            assert status()['likes'] > 40
            assert 'Another Tutti' in ctl('status')
            assert time.monotonic() - before < 40
            done = desktop.run(desktop.tuttictl, 'sync', check=False, timeout=90)
            assert done.returncode == 35 and 'does not answer' in done.stderr, done
        finally:
            os.kill(found['tutti'].pid, signal.SIGCONT)
        ctl('sync')

    @story.step('On a full disk the window disconnects nobody halfway without saying so, and does it the next time')
    def _():
        window = found['window']
        window.find('page tab', 'Services').click()
        steps.unfold_account(window)

        def state():
            return next(service for service in json.loads(ctl('services', '--json')) if service['id'] == 'spotify')['state']

        def disconnect():
            window.wait_for(contains='Disconnect…').click()
            window.wait_for('button', 'Disconnect').click()

        limits = resource.prlimit(found['tutti'].pid, resource.RLIMIT_FSIZE)
        resource.prlimit(found['tutti'].pid, resource.RLIMIT_FSIZE, (32 * 1024, limits[1]))
        disconnect()
        window.wait_for_toast('Check that the disk is not full')
        kept = any(token in desktop.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID, check=False).stdout
                   for token in desktop.control('secrets')['refresh_token'])
        assert state() == ('connected' if kept else 'sign-in-again'), (state(), kept)
        assert status()['likes'] > 40

        resource.prlimit(found['tutti'].pid, resource.RLIMIT_FSIZE, limits)
        disconnect()
        wait_until(lambda: state() == 'ready', 'the second time it is not disconnected either')
        window.wait_for(contains='Set up, not connected')
        assert status()['likes'] <= 1, status()  # what was liked in Tutti itself stays
        waiting = desktop.spawn('tuttictl', [desktop.tuttictl, 'connect', 'spotify', '--print-url'], stdout=subprocess.PIPE)
        urllib.request.urlopen(waiting.stdout.readline().decode().strip(), timeout=120).read()
        assert waiting.wait(120) == 0

    @story.step('The window closed, tuttictl works again by itself')
    def _():
        found['window'].find('button', 'Close').click()
        wait_until(lambda: found['tutti'].poll() is not None, 'Tutti does not end')
        assert not status()['other_is_running'], status()
        ctl('sync')

    @story.step('A window opened while tuttictl waits for the browser takes over when that is gone')
    def _():
        waiting = desktop.spawn('tuttictl', [desktop.tuttictl, 'connect', 'spotify', '--print-url'], stdout=subprocess.PIPE)
        waiting.stdout.readline()
        found['tutti'] = desktop.start_tutti()
        found['window'] = Window(desktop)
        desktop.stop(waiting)
        wait_until(lambda: status()['other_is_running'], 'the window does not become the worker')
        ctl('sync')
        assert status()['other_is_running'], status()
        found['window'].find('button', 'Close').click()
        wait_until(lambda: found['tutti'].poll() is not None, 'Tutti does not end')


if __name__ == '__main__':
    die_with_parent()
    sys.exit(main(sys.argv[1]))
