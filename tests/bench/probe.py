"""Tutti with a window that is measured from inside; see bench-probe.c.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import os
import select
import subprocess
import time
from pathlib import Path


class Window:
    """`desktop` is the Desktop it runs on; a with statement ends it."""

    def __init__(self, desktop):
        theirs, self._commands = os.pipe()
        self._answers, answers = os.pipe()
        env = desktop.env | {'LD_PRELOAD': str(desktop.build / 'tests/bench/bench-probe.so'), 'BENCH_PROBE': f'{theirs},{answers}'}
        self._child = subprocess.Popen([str(desktop.build / 'src/tutti')], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                       stderr=open(desktop.output / 'tutti', 'ab'), pass_fds=(theirs, answers))
        os.close(theirs)
        os.close(answers)
        self._answers = os.fdopen(self._answers)
        desktop.wait_for_name('io.github.tuttimusic.Tutti')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._child.terminate()
        self._child.wait()
        os.close(self._commands)
        self._answers.close()

    def ask(self, command, seconds=120):
        os.write(self._commands, command.encode() + b'\n')
        if not select.select([self._answers], [], [], seconds)[0]:
            raise RuntimeError(f'The window does not answer “{command}”')
        return json.loads(self._answers.readline())

    def wait_to(self, command, seconds=60):
        """Until the window is so far that it can."""
        end = time.monotonic() + seconds
        while 'error' in (answer := self.ask(command)):
            if time.monotonic() > end:
                raise RuntimeError(f'“{command}”: {answer}')
            time.sleep(0.2)
        return answer

    @property
    def work(self):
        """Seconds of a processor: of the whole program, and of its main thread."""
        def read(path):
            fields = Path(path).read_text().rpartition(')')[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
        return read(f'/proc/{self._child.pid}/stat'), read(f'/proc/{self._child.pid}/task/{self._child.pid}/stat')

    @property
    def memory(self):
        """What is its own of the memory, in MB."""
        rollup = Path(f'/proc/{self._child.pid}/smaps_rollup').read_text()
        return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith('Pss:')) / 1024
