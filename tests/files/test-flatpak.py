"""What the Flatpak may do, where it comes from, and that the README tells the same.

Usage: test-flatpak.py SOURCE

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import json
import re
import sys
from pathlib import Path

SOURCE = Path(sys.argv[1])
APP_ID = 'io.github.tuttimusic.Tutti'
STABLE, DEVEL = (SOURCE / f'flatpak/{app}.json' for app in (APP_ID, APP_ID + '.Devel'))

# All that Tutti may do. Who adds to this says in the README why it must be;
# files, names on the bus and secrets go through the portals instead.
ALLOWED = {
    '--share=network',
    '--share=ipc',
    '--socket=wayland',
    '--socket=fallback-x11',
    '--socket=pulseaudio',
    '--device=dri',
}
NEVER = re.compile(r'--(filesystem|talk-name|system-talk-name|own-name|system-own-name|persist|allow|add-policy|env|device=all|device=shm|'
                   r'socket=(x11|session-bus|system-bus|ssh-auth|pcsc|cups|gpg-agent|inherit-wayland-socket))')

# In what the flavour to work on differs.
OWN_WORDS = ('id', 'desktop-file-name-suffix')

checks = []


def check(words):
    def add(function):
        checks.append((words, function))
        return function
    return add


def load(path):
    return json.loads(path.read_text())


@check('the manifest asks for what is allowed and no more')
def _():
    asked = load(STABLE)['finish-args']
    for argument in asked:
        if NEVER.match(argument):
            yield f'{argument}: there is a portal for that'
        elif argument not in ALLOWED:
            yield f'{argument} is new'
    for argument in ALLOWED - set(asked):
        yield f'{argument} is gone: take it off the list'
    if len(asked) != len(set(asked)):
        yield 'something is asked for twice'


@check('the README gives a reason for each permission')
def _():
    asked = load(STABLE)['finish-args']
    told = dict(re.findall(r'^\| `(--[^`]+)` \| (.*) \|$', (SOURCE / 'README.md').read_text(), re.M))
    for argument in asked:
        if len(told.get(argument, '').split()) < 3:
            yield f'{argument} has no reason'
    for argument in told.keys() - set(asked):
        yield f'{argument} is not asked for any more'


@check('the flavour to work on differs in nothing but its name')
def _():
    stable, devel = load(STABLE), load(DEVEL)
    if (stable['id'], devel['id']) != (APP_ID, APP_ID + '.Devel'):
        yield f'{stable["id"]} and {devel["id"]}'
    if '-Dprofile=devel' not in devel['modules'][-1]['config-opts']:
        yield 'it is not built as one'
    devel['modules'][-1]['config-opts'].remove('-Dprofile=devel')
    for word in stable.keys() | devel.keys():
        if word not in OWN_WORDS and stable.get(word) != devel.get(word):
            yield f'{word} differs'


@check('every module but Tutti itself comes from a tag and its commit, or an archive and its checksum, by https')
def _():
    manifest = load(STABLE)
    if manifest['runtime'] != 'org.gnome.Platform' or manifest['sdk'] != 'org.gnome.Sdk' or int(manifest['runtime-version']) < 51:
        yield 'the runtime is another one'
    *modules, own = manifest['modules']
    if own['name'] != 'tutti':
        yield 'Tutti is not built last'
    for module in modules:
        for source in module['sources']:
            fixed = {'git': r'tag \S+ commit [0-9a-f]{40}', 'archive': r'sha256 [0-9a-f]{64}'}.get(source['type'], '(?!)')
            told = ' '.join(f'{word} {source[word]}' for word in ('tag', 'commit', 'sha256') if word in source)
            if not re.fullmatch(fixed, told) or not source['url'].startswith('https://'):
                yield f'{module["name"]}: {source}'


def main():
    print(f'1..{len(checks)}')
    failed = 0
    for number, (words, function) in enumerate(checks, 1):
        complaints = list(function())
        failed += bool(complaints)
        print(f'{"not ok" if complaints else "ok"} {number} {words}', flush=True)
        for complaint in complaints:
            print(f'{words}: {complaint}', file=sys.stderr)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
