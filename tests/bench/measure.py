"""What tests/bench/run measures. Usage: measure.py BUILD [--likes N] [--many N] [NAME…]

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'tour'))

import together  # noqa: E402
from desktop import Desktop, die_with_parent  # noqa: E402
from probe import Window  # noqa: E402

CLIENT_ID = '0123456789abcdef0123456789abcdef'
DRAWN = 'First rows drawn'
ROUNDS = 7


def say(name, value, unit, baseline=None, **more):
    ratio = round(value / baseline, 3) if baseline else None
    print(json.dumps(dict(name=name, value=round(value, 3), unit=unit,
                          baseline=None if baseline is None else round(baseline, 3), ratio=ratio, **more)), flush=True)


def fill(desktop):
    """Connects, and imports all likes, as a person without a window would."""
    desktop.run(desktop.tuttictl, 'setup', 'spotify', '--client-id', CLIENT_ID)
    waiting = desktop.spawn('tuttictl', [desktop.tuttictl, 'connect', 'spotify', '--print-url'], stdout=subprocess.PIPE)
    urllib.request.urlopen(waiting.stdout.readline().decode().strip(), timeout=30).read()
    if waiting.wait(900):
        raise RuntimeError((desktop.output / 'tuttictl').read_text())


def first_rows(desktop, command):
    """Milliseconds from the start of a program to its first rows, and the memory it then has, in MB."""
    started = time.monotonic()
    child = subprocess.Popen(command, env=desktop.env | {'G_MESSAGES_DEBUG': 'tutti-ui'}, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors='replace')
    try:
        for line in child.stderr:
            if DRAWN in line:
                break
        else:
            raise RuntimeError(f'{command[0]} drew no rows')
        drawn = (time.monotonic() - started) * 1000
        time.sleep(2)   # pictures and what else comes after
        rollup = Path(f'/proc/{child.pid}/smaps_rollup').read_text()
        memory = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith('Pss:')) / 1024
        return drawn, memory
    finally:
        child.terminate()
        child.wait()
        child.stderr.close()


def compare_starts(desktop, base, pages):
    """First rows of the window `base`, and of Tutti on each of the pages; turn by turn, so that a busy moment meets all."""
    theirs, ours = [], {page: [] for page in pages}
    for _ in range(ROUNDS):
        theirs.append(first_rows(desktop, [str(desktop.build / 'tests/bench/bench-window'), *base]))
        for page, figures in ours.items():
            desktop.run('gsettings', 'set', 'io.github.tuttimusic.Tutti', 'page', page)
            figures.append(first_rows(desktop, [str(desktop.build / 'src/tutti')]))
    return theirs, ours


def say_start(name, ours, theirs, likes):
    say(name, statistics.median(o[0] for o in ours), 'ms', statistics.median(t[0] for t in theirs), likes=likes, aim=1.3)


def measure_windows(build, likes, wanted):
    with Desktop(build, likes=likes, service_options=['--consent', 'allow', '--fast']) as desktop:
        started = time.monotonic()
        fill(desktop)
        say('likes-over-http', time.monotonic() - started, 's', likes=likes)
        theirs, ours = compare_starts(desktop, [], ['likes', 'feed'])
        if 'start' in wanted:
            say_start('start-to-first-likes', ours['likes'], theirs, likes)
            say_start('start-to-first-plays', ours['feed'], theirs, likes)
        if 'memory' in wanted:
            say('memory', statistics.median(o[1] for o in ours['likes']), 'MB', statistics.median(t[1] for t in theirs),
                likes=likes, aim='1.5 and 60 MB')


def measure_many(build, likes, wanted):
    """A long list: its start beside an empty window, and what the main thread works for each frame, from the first like to the last."""
    with Desktop(build, likes=likes, service_options=['--consent', 'allow', '--fast']) as desktop:
        fill(desktop)
        if 'start' in wanted:
            theirs, ours = compare_starts(desktop, ['--empty'], ['likes'])
            say_start('start-beside-empty', ours['likes'], theirs, likes)
        if 'scroll' in wanted:
            measure_scrolling(desktop, likes)


def say_frames(name, answer, **more):
    say(name, answer['p99'], 'ms', median=answer['median'], longest=answer['longest'], frames=answer['frames'], over=answer['over'],
        drawing=answer['drawing'], aim=16, **more)


def measure_scrolling(desktop, likes):
    """Also the memory that 500 covers take."""
    with Window(desktop) as window:
        shown = window.wait_to('page likes')
        window.wait_to('scroll 1 1')
        before = window.memory
        slow = window.ask('scroll 500 500')   # row by row: each has a cover of its own
        time.sleep(2)
        say('memory-500-covers', window.memory, 'MB', before, likes=likes)
        say_frames('scroll-row-by-row', slow)
        say_frames('scroll-frame', window.ask('scroll 600 0'), likes=likes)
        pages = [window.wait_to(f'page {name}')['ms'] for _ in range(3) for name in ('feed', 'services', 'likes')]
        say('page-switch', statistics.median(pages), 'ms', longest=round(max(pages), 3), first=round(shown['ms'], 3), likes=likes)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('build')
    parser.add_argument('--likes', type=int, default=50000)
    parser.add_argument('--many', type=int, default=100000, help='likes of the long list, for “scroll” and the start beside an empty window')
    parser.add_argument('--likes-each', type=int, default=20000, help='for “together”: of each service')
    parser.add_argument('names', nargs='*')
    options = parser.parse_args()
    build = Path(options.build)
    programs = {path.name.removeprefix('bench-'): path for path in sorted((build / 'tests/bench').glob('bench-*'))
                if path.is_file() and path.name != 'bench-window' and not path.suffix}
    wanted = set(options.names) or {'start', 'memory', 'scroll', 'together', *programs}
    if wanted & {'start', 'memory'}:
        measure_windows(build, options.likes, wanted)
    if wanted & {'start', 'scroll'}:
        measure_many(build, options.many, wanted)
    if 'together' in wanted:
        together.measure(build, options.likes_each, say)
    for name, path in programs.items():
        if name in wanted:
            subprocess.run([str(path)], check=True)


if __name__ == '__main__':
    die_with_parent()
    main()
