"""Looks for secrets where none may be.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import base64
import threading
from pathlib import Path
from urllib.parse import quote


def forms(value):
    """The ways a value could stand in a file: (how, bytes)."""
    plain = value.encode()
    yield 'plain', plain
    yield 'percent-encoded', quote(value, safe='').encode()
    yield 'percent-encoded throughout', ''.join(f'%{byte:02X}' for byte in plain).encode()
    yield 'percent-encoded throughout', ''.join(f'%{byte:02x}' for byte in plain).encode()
    yield 'in hexadecimal', plain.hex().encode()
    yield 'in hexadecimal', plain.hex().upper().encode()
    yield 'in UTF-16', value.encode('utf-16-le')
    # In the midst of other text base64 looks different at each of three
    # places, and its first and last letters mix with what is around.
    for before in range(3):
        for encode in base64.standard_b64encode, base64.urlsafe_b64encode:
            text = encode(b'\0' * before + plain).rstrip(b'=')
            start = (0, 2, 3)[before]
            end = len(text) - ((before + len(plain)) % 3 != 0)
            yield 'base64-encoded', text[start:end]


def needles(secrets):
    """From {kind: [values]}: (kind, how, bytes), each once."""
    seen = set()
    for kind, values in secrets.items():
        for value in values:
            assert len(value) >= 16, f'the {kind} is too short to be told from chance'
            for how, form in forms(value):
                if form not in seen:
                    seen.add(form)
                    yield kind, how, form


def search_bytes(where, data, wanted):
    """Sentences about what stands in `data`; never the value itself."""
    return [f'{kind}, {how}, in {where}' for kind, how, form in wanted if form in data]


def search_files(folder, wanted, leave_out=()):
    """All files below `folder`, their names too. Returns (sentences, number of files read)."""
    found, count = [], 0
    for path in sorted(Path(folder).rglob('*')):
        if any(path == out or out in path.parents for out in leave_out):
            continue
        found += search_bytes(f'the name of a file in {path.parent}', str(path).encode(), wanted)
        if path.is_file():
            try:
                data = path.read_bytes()
            except FileNotFoundError:  # a -wal that was just folded in
                continue
            count += 1
            found += search_bytes(str(path), data, wanted)
    return found, count


class ProcessWatch:
    """Keeps the environment and command line of every process of a desktop, as long as it runs."""

    def __init__(self, desktop, leave_out=b'\0\0'):
        self._desktop = desktop
        self._leave_out = leave_out
        self._seen = {}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()

    def _watch(self):
        while not self._end.wait(0.05):
            self.look()

    def look(self):
        for pid in self._desktop.processes():
            try:
                line = Path(f'/proc/{pid}/cmdline').read_bytes()
                environment = Path(f'/proc/{pid}/environ').read_bytes()
            except OSError:
                continue
            if self._leave_out in line:
                continue
            name = line.split(b'\0')[0].decode(errors='replace')
            self._seen[line] = f'the command line of {name}'
            self._seen[environment] = f'the environment of {name}'

    def search(self, wanted):
        return [sentence for data, where in list(self._seen.items()) for sentence in search_bytes(where, data, wanted)]

    def __len__(self):
        return len(self._seen)
