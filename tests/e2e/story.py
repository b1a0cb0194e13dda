"""A test that goes step by step, told in TAP.

    story = Story()

    @story.step('The page asks')
    def _():
        …

    story.run()

What comes after a failed step can't be judged, and fails with it. A step that
raises Skip leaves nothing broken: it could not be tried here.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import sys
import traceback


class Skip(Exception):
    """Why a step can't be tried here."""


class Story:
    def __init__(self):
        self._steps = []
        self.at_failure = []  # called with the error, to show more

    def step(self, words):
        def add(function):
            self._steps.append((words, function))
            return function
        return add

    def run(self):
        print(f'1..{len(self._steps)}', flush=True)
        failed = None
        for number, (words, function) in enumerate(self._steps, 1):
            if failed:
                print(f'not ok {number} {words}\n# not reached: step {failed} failed', flush=True)
                continue
            try:
                function()
                print(f'ok {number} {words}', flush=True)
            except Skip as reason:
                print(f'ok {number} {words} # SKIP {reason}', flush=True)
            except Exception as error:  # every failure is one of the step
                failed = number
                print(f'not ok {number} {words}', flush=True)
                # Of a TAP test meson shows only what it wrote to standard error.
                print(f'{words}:\n{traceback.format_exc()}', file=sys.stderr)
                for show in self.at_failure:
                    print(*str(show(error)).splitlines()[-80:], sep='\n', file=sys.stderr)
                sys.stdout.flush()
        return 1 if failed else 0
