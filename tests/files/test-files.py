"""What machines can tell about the files of the project, each by its own validator.

Usage: test-files.py SOURCE BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

SOURCE, BUILD = Path(sys.argv[1]), Path(sys.argv[2])
APP_ID = 'io.github.tuttimusic.Tutti'
checks = []


def check(words):
    def add(function):
        checks.append((words, function))
        return function
    return add


def files(*patterns):
    return sorted(path for pattern in patterns for path in SOURCE.glob(pattern)
                  if path.is_file() and 'build' not in path.relative_to(SOURCE).parts[:1])


def name(path):
    return path.relative_to(SOURCE).as_posix() if path.is_relative_to(SOURCE) else path.name


def lines(path):
    return enumerate(path.read_text().splitlines(), 1)


def run(*command, **env):
    """The output of a validator that did not agree, as one complaint."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True,
                          env=os.environ | {'LC_ALL': 'C.UTF-8'} | env)
    if done.returncode:
        yield f'{command[0]} ended with {done.returncode}:\n{done.stdout}{done.stderr}'


# --- metadata ---

@check('the desktop file is valid')
def _():
    yield from run('desktop-file-validate', BUILD / f'data/{APP_ID}.desktop')


@check('the metadata for software centres is valid')
def _():
    yield from run('appstreamcli', 'validate', '--pedantic', '--no-net', '--explain', BUILD / f'data/{APP_ID}.metainfo.xml')


@check('the settings schema is valid')
def _():
    yield from run('glib-compile-schemas', '--strict', '--dry-run', SOURCE / 'data')


@check('the manual page has no mistakes')
def _():
    pages = files('src/**/*.1')
    if not pages:
        yield 'there is no manual page of tuttictl'
    for page in pages:
        yield from run('mandoc', '-T', 'lint', '-W', 'warning', page)


@check('drawings and interface data are well-formed XML')
def _():
    for path in files('data/**/*.svg', 'src/**/*.xml', 'data/**/*.xml', 'data/**/*.xml.in', 'src/**/*.ui'):
        yield from run('xmllint', '--noout', '--nonet', path)


@check('the symbolic drawings are 16 units wide and high and take the theme’s colour')
def _():
    for path in files('data/**/*-symbolic.svg'):
        text = path.read_text()
        if not re.search(r'<svg[^>]*\bwidth="16(px)?"', text) or not re.search(r'<svg[^>]*\bheight="16(px)?"', text):
            yield f'{name(path)} is not 16 × 16'
        for colour in set(re.findall(r'(?:fill|stroke)\s*[:=]\s*"?(#[0-9a-fA-F]{3,8})', text)):
            if colour.lower() not in ('#000', '#000000', '#222222', '#222', '#2e3436', '#241f31'):
                yield f'{name(path)} has a colour of its own, {colour}'


@check('every service’s data file can be read and speaks https')
def _():
    found = files('data/providers/*.ini')
    if not found:
        yield 'there is none'
    for path in found:
        parser = configparser.RawConfigParser(strict=True, delimiters='=', comment_prefixes='#')
        try:
            parser.read_string(path.read_text())
        except configparser.Error as error:
            yield f'{name(path)}: {error}'
            continue
        for section in parser.sections():
            for key, value in parser.items(section):
                if value.startswith('http://') and not value.startswith('http://127.0.0.1'):
                    yield f'{name(path)}: {key} is not https'


# --- the rooms ---

# What a header of the world may be included in; "accounts/tutti-vault" is a
# file name's beginning.
ONLY_IN = {
    r'sqlite3\.h': ['store/'],
    r'libsoup/': ['base/', 'providers/', 'accounts/'],
    r'libsecret/': ['accounts/tutti-vault'],
    r'(gtk|gdk|gsk)/|adwaita\.h': ['ui/'],
    r'gst/': ['playback/'],
    r'gnutls/': ['accounts/', 'base/', 'providers/'],
}

# What only one room calls, whatever it includes.
CALLED_ONLY_IN = {
    r'\bsoup_session_\w+ \(': ['base/'],
    r'\bsqlite3_\w+ \(': ['store/'],
    r'\bsecret_(password|service|item)_\w+ \(': ['accounts/tutti-vault'],
    # It says nothing twice, and what a screen reader has on its own.
    r'\bgtk_accessible_announce \(': ['ui/tutti-announcer'],
    # Good enough for waiting a little longer, not for anything secret.
    r'\bg_random_|\bg_rand_|g_uuid_string_random': ['base/tutti-http', 'base/tutti-retry'],
}


def rooms():
    """From src/meson.build: which rooms each room may use."""
    text = (SOURCE / 'src/meson.build').read_text()
    found = {}
    for match in re.finditer(r"^  '(\w+)': \{(.*?)^  \}", text, re.M | re.S):
        used = re.search(r"'rooms': \[(.*?)\]", match[2], re.S)
        found[match[1]] = re.findall(r"'(\w+)'", used[1])
    return found


@check('each library is used only in its room')
def _():
    for path in files('src/**/*.[ch]'):
        place = path.relative_to(SOURCE / 'src').as_posix()
        for number, line in lines(path):
            for table, pattern in ((ONLY_IN, r'#\s*include <({})'), (CALLED_ONLY_IN, '({})')):
                for what, where in table.items():
                    if (found := re.search(pattern.format(what), line)) and not place.startswith(tuple(where) or ('\0',)):
                        yield f'src/{place}:{number}: {found[1]} belongs to {" or ".join(where) or "nobody"}'


@check('a room includes only the rooms above it')
def _():
    allowed = rooms()
    assert len(allowed) > 5, allowed
    faces = {'cli': ['base', 'music', 'library', 'playback'], 'shell': ['base', 'music', 'library', 'playback']}
    home = {path.name: path.parent.name for path in files('src/*/*.h')}
    for path in files('src/*/*.[ch]'):
        room = path.parent.name
        if room not in allowed | faces:
            yield f'{name(path)}: the design knows no room {room}'
            continue
        for number, line in lines(path):
            if found := re.match(r'#\s*include "([\w./-]+)"', line):
                other = home.get(found[1])
                if other is not None and other != room and other not in (allowed | faces)[room]:
                    yield f'{name(path)}:{number}: {room} may not use {other}'


@check('only the store speaks SQL')
def _():
    speech = re.compile(r'"\s*(SELECT\b.*\bFROM|INSERT (OR \w+ )?INTO|DELETE FROM|UPDATE \w+ SET|PRAGMA|CREATE (TABLE|INDEX))\b')
    for path in files('src/**/*.[ch]', 'src/**/*.sql'):
        if path.is_relative_to(SOURCE / 'src/store'):
            continue
        if path.suffix == '.sql':
            yield f'{name(path)} is outside the store'
        for number, line in lines(path):
            if speech.search(line):
                yield f'{name(path)}:{number}: SQL outside the store'


@check('no face knows a service by name')
def _():
    services = [path.stem for path in files('data/providers/*.ini')]
    word = re.compile('|'.join(map(re.escape, services)) or '(?!)', re.I)
    for path in files('src/ui/*.[ch]', 'src/ui/*.blp', 'src/cli/*.[ch]', 'src/shell/*.[ch]'):
        for number, line in lines(path):
            code = re.sub(r'/\*.*?\*/|^\s*(/?\*|//).*', '', line)
            if word.search(code):
                yield f'{name(path)}:{number}: {line.strip()}'


# --- how it is written ---

@check('every source file says what it is for, whose it is and its licence')
def _():
    for path in files('src/**/*.[ch]', 'tests/**/*.[ch]', 'tests/**/*.py', 'flatpak/*.py'):
        head = path.read_text()[:4000]
        if 'SPDX-License-Identifier: GPL-3.0-or-later' not in head:
            yield f'{name(path)} has no SPDX line'
        elif 'Copyright 2026 The Tutti authors' not in head:
            yield f'{name(path)} has no copyright line'
        if path.suffix in ('.c', '.h') and path.is_relative_to(SOURCE / 'src') and not re.match(
                r'/\* ' + re.escape(path.name) + r': \S', head):
            yield f'{name(path)} does not begin with “/* {path.name}: …”'


@check('no file has more than 1,000 lines, a stray space at a line’s end or a tab')
def _():
    for path in files('src/**/*.[ch]', 'src/**/*.blp', 'src/**/*.sql', 'tests/**/*.[ch]', 'tests/**/*.py', 'data/*.in', 'data/**/*.ini'):
        text = path.read_text()
        if text.count('\n') > 1000 and path.suffix != '.in':
            yield f'{name(path)} has {text.count(chr(10))} lines'
        if text and not text.endswith('\n'):
            yield f'{name(path)} does not end with a line’s end'
        for number, line in enumerate(text.splitlines(), 1):
            if line != line.rstrip() or '\t' in line:
                yield f'{name(path)}:{number}: white space'


@check('nothing is left open in the code')
def _():
    word = re.compile(r'\b(TODO|FIXME|XXX|HACK|not implemented|stub)\b', re.I)
    for path in files('src/**/*.[ch]', 'src/**/*.blp', 'src/**/*.sql'):
        for number, line in lines(path):
            if word.search(line):
                yield f'{name(path)}:{number}: {line.strip()}'


@check('the scripts are whole')
def _():
    for path in files('tests/*', '.ci/*', 'flatpak/*', 'tests/**/run', 'tests/*.sh'):
        if path.suffix == '.sh' or path.read_bytes()[:30].startswith((b'#!/usr/bin/env bash', b'#!/bin/sh', b'#!/bin/bash')):
            yield from run('bash', '-n', path)
            if path.suffix != '.sh' and not os.access(path, os.X_OK):
                yield f'{name(path)} has no run bit'
    for path in files('tests/**/*.py', 'flatpak/*.py'):
        try:
            compile(path.read_text(), str(path), 'exec')
        except SyntaxError as error:
            yield f'{name(path)}: {error}'


@check('what the pages link to is there')
def _():
    for path in files('*.md', '*/*.md', 'src/*/*.md', 'tests/*/*.md'):
        for target in re.findall(r'\]\(([^)#\s]+)', path.read_text()):
            if not re.match(r'[a-z]+:', target) and not (path.parent / target).exists():
                yield f'{name(path)}: {target} is not there'


# --- words ---

TRANSLATED = r'(label|title|subtitle|tooltip-text|placeholder-text|description|heading|body|text|secondary-text)'


@check('words in the interface files are marked for translation')
def _():
    for path in files('src/**/*.blp'):
        for number, line in lines(path):
            # The program's own name is the same in every language.
            if re.search(r'^\s*' + TRANSLATED + r':\s*"(?!Tutti")[^"]*[A-Za-z]{2}', line):
                yield f'{name(path)}:{number}: {line.strip()}'


@check('every file with words to translate is in po/POTFILES.in, and every one there exists')
def _():
    listed = {line.strip() for _, line in lines(SOURCE / 'po/POTFILES.in')}
    listed = {line for line in listed if line and not line.startswith('#')}
    for path in sorted(listed):
        if not (SOURCE / path).exists():
            yield f'po/POTFILES.in names {path}, which is not there'
    for path in files('src/**/*.c', 'src/**/*.h', 'src/**/*.blp', 'data/*.in', 'data/*.gschema.xml'):
        text = path.read_text()
        marked = re.search(r'(?<!\w)(C?_|N_|NC_|Q_|n?gettext|ngettext|dngettext|g_dpgettext2) ?\("', text) \
            if path.suffix in ('.c', '.h') else re.search(r'\bC?_\(', text) or path.name.endswith(('.desktop.in', '.xml.in'))
        if marked and name(path) not in listed:
            yield f'{name(path)} has words, but is not in po/POTFILES.in'


@check('the translations are whole')
def _():
    for path in files('po/*.po'):
        yield from run('msgfmt', '--check', '--output-file=/dev/null', path)


def main():
    print(f'1..{len(checks)}')
    failed = 0
    for number, (words, function) in enumerate(checks, 1):
        complaints = list(function() or [])
        failed += bool(complaints)
        print(f'{"not ok" if complaints else "ok"} {number} {words}')
        # Of a TAP test meson shows only what it wrote to standard error.
        if complaints:
            print(f'{words}: not so', file=sys.stderr)
        for complaint in complaints[:40]:
            for line in complaint.splitlines()[:40]:
                print('  ' + line, file=sys.stderr)
        if len(complaints) > 40:
            print(f'  … and {len(complaints) - 40} more', file=sys.stderr)
        sys.stdout.flush()
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
