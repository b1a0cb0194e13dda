"""What `meson install` puts where, as a packager gets it, and that the parts fit together.

Usage: test-install.py SOURCE BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import configparser
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE, BUILD = Path(sys.argv[1]), Path(sys.argv[2])
MESON = 'meson'
APP_ID = 'io.github.tuttimusic.Tutti'
checks = []


def check(words):
    def add(function):
        checks.append((words, function))
        return function
    return add


def wanted():
    services = sorted(path.name for path in (SOURCE / 'data/providers').glob('*.ini'))
    languages = (SOURCE / 'po/LINGUAS').read_text().split()
    return {
        'bin/tutti',
        'bin/tuttictl',
        'libexec/tutti-search-provider',
        f'share/applications/{APP_ID}.desktop',
        'share/bash-completion/completions/tuttictl',
        f'share/dbus-1/services/{APP_ID}.SearchProvider.service',
        f'share/dbus-1/services/{APP_ID}.service',
        'share/fish/vendor_completions.d/tuttictl.fish',
        f'share/glib-2.0/schemas/{APP_ID}.gschema.xml',
        f'share/gnome-shell/search-providers/{APP_ID}.search-provider.ini',
        f'share/icons/hicolor/scalable/apps/{APP_ID}.svg',
        f'share/icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg',
        'share/man/man1/tutti.1',
        'share/man/man1/tuttictl.1',
        f'share/metainfo/{APP_ID}.metainfo.xml',
        'share/zsh/site-functions/_tuttictl',
        *(f'share/locale/{language}/LC_MESSAGES/tutti.mo' for language in languages),
        *(f'share/tutti/providers/{name}' for name in services),
    }


class Place:
    """The installed files."""

    def __init__(self, folder):
        options = json.loads((BUILD / 'meson-info/intro-buildoptions.json').read_text())
        value = {option['name']: option['value'] for option in options}
        self.prefix = Path(value['prefix'])
        self.folder = Path(folder)
        self.root = self.folder / self.prefix.relative_to('/')
        # Debian's folders differ from GNU's: libexec is lib/… at some.
        self.libexec = value['libexecdir']
        done = subprocess.run([MESON, 'install', '--no-rebuild', '--quiet', '-C', BUILD, '--destdir', folder], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def files(self):
        return {path.relative_to(self.root).as_posix().replace(self.libexec, 'libexec', 1) for path in self.root.rglob('*')
                if path.is_file() or path.is_symlink()}

    def text(self, path):
        return (self.root / path).read_text()

    def keys(self, path):
        parser = configparser.RawConfigParser(strict=True, delimiters='=')
        parser.optionxform = str
        parser.read_string(self.text(path))
        return parser

    def has_program(self, path):
        found = self.folder / Path(path).relative_to('/') if path.startswith('/') else self.root / 'bin' / path
        return found.is_file() and os.access(found, os.X_OK)


@check('everything is there, and nothing else')
def _(place):
    there = place.files()
    for path in sorted(wanted() - there):
        yield f'{path} is missing'
    for path in sorted(there - wanted()):
        yield f'{path} is not expected'
    for path in place.folder.rglob('*'):
        if path.is_file() and not path.is_relative_to(place.root):
            yield f'{path.relative_to(place.folder)} is outside the prefix'


@check('what the bus starts is installed')
def _(place):
    for name in (APP_ID, APP_ID + '.SearchProvider'):
        service = place.keys(f'share/dbus-1/services/{name}.service')['D-BUS Service']
        if service['Name'] != name:
            yield f'{name}.service is for {service["Name"]}'
        if not place.has_program(service['Exec'].split()[0]):
            yield f'{name}.service: {service["Exec"]} is not installed'


@check('the Shell’s search leads to the provider and to the desktop entry')
def _(place):
    provider = place.keys(f'share/gnome-shell/search-providers/{APP_ID}.search-provider.ini')['Shell Search Provider']
    if provider['DesktopId'] != APP_ID + '.desktop' or provider['BusName'] != APP_ID + '.SearchProvider' or provider['Version'] != '2':
        yield f'{dict(provider)}'
    if provider['ObjectPath'] != '/' + provider['BusName'].replace('.', '/'):
        yield f'{provider["ObjectPath"]} is another place than the program’s'
    if not (place.root / 'share/dbus-1/services' / (provider['BusName'] + '.service')).exists():
        yield f'the bus can’t start {provider["BusName"]}'


@check('the desktop entry starts what is installed, and opens addresses')
def _(place):
    entry = place.keys(f'share/applications/{APP_ID}.desktop')
    for section in entry.sections():
        if not place.has_program(entry[section]['Exec'].split()[0]):
            yield f'{section}: {entry[section]["Exec"]} is not installed'
    main = entry['Desktop Entry']
    if main.get('DBusActivatable') != 'true' or 'x-scheme-handler/tutti' not in main['MimeType'].split(';'):
        yield 'it does not take addresses'
    for action in main['Actions'].strip(';').split(';'):
        if f'Desktop Action {action}' not in entry:
            yield f'there is no action {action}'
        if not re.search(r'\{ \.name = "' + action + r'", ', (SOURCE / 'src/ui/tutti-application-wishes.c').read_text()):
            yield f'the application knows no action {action}'
    if not (place.root / f'share/icons/hicolor/scalable/apps/{main["Icon"]}.svg').exists():
        yield f'there is no icon {main["Icon"]}'
    for language in (SOURCE / 'po/LINGUAS').read_text().split():
        if f'Comment[{language}]' not in main:
            yield f'it is not translated to {language}'


@check('the software centre’s page leads to the desktop entry and names both programs')
def _(place):
    text = place.text(f'share/metainfo/{APP_ID}.metainfo.xml')
    for need in (f'<id>{APP_ID}</id>', f'<launchable type="desktop-id">{APP_ID}.desktop</launchable>', '<binary>tutti</binary>',
                 '<binary>tuttictl</binary>', '<mediatype>x-scheme-handler/tutti</mediatype>', '<content_rating type="oars-1.1"', 'scheme_preference="light"',
                 'scheme_preference="dark"', '<screenshot type="default"', '<keyword'):
        if need not in text:
            yield f'it has no {need}'
    # The name is the one everybody knows; each GNOME application has capital letters there.
    said = subprocess.run(['appstreamcli', 'validate', '--pedantic', '--no-net', place.root / f'share/metainfo/{APP_ID}.metainfo.xml'],
                          capture_output=True, text=True, env=os.environ | {'LC_ALL': 'C.UTF-8'}).stdout
    for line in said.splitlines():
        if re.match('[A-Z]: ', line) and 'cid-contains-uppercase-letter' not in line:
            yield line
    version = re.search(r"^  version: '([^']+)'", (SOURCE / 'meson.build').read_text(), re.M)[1]
    if re.search(r'<release [^>]*version="([^"]+)"', text)[1] != version:
        yield f'its newest release is not {version}'
    for path in re.findall(r'<image[^>]*>[^<]*/(data/screenshots/[^<]+)</image>', text):
        if not (SOURCE / path).is_file():
            yield f'{path} is not there'


def commands(help_text):
    return re.findall(r'^  ([a-z][a-z-]+) ', help_text.split('Commands:\n')[1].split('\n\n')[0], re.M)


def options(help_text):
    return re.findall(r'^  (?:-\w, )?--([a-z-]+)', help_text, re.M)


def help_of_tuttictl():
    return subprocess.run([BUILD / 'src/cli/tuttictl', '--help'], capture_output=True, text=True, check=True,
                          env=os.environ | {'LC_ALL': 'C.UTF-8', 'G_MESSAGES_DEBUG': ''}).stdout


@check('shells complete every command and option, and the manual tells of them')
def _(place):
    text = help_of_tuttictl()
    names, flags = commands(text), options(text)
    if len(names) < 15 or len(flags) < 10:
        yield f'tuttictl --help is not understood: {names} {flags}'
    for path in ('share/bash-completion/completions/tuttictl', 'share/zsh/site-functions/_tuttictl', 'share/fish/vendor_completions.d/tuttictl.fish'):
        words = set(re.findall(r'[a-z][a-z-]*[a-z]', place.text(path)))
        for name in sorted(set(names + flags) - words - {'help-all'}):
            yield f'{path} does not know {name}'
    manual = place.text('share/man/man1/tuttictl.1')
    for name in names:
        if not re.search(r'\bCm ' + name + r'\b', manual):
            yield f'the manual does not tell of {name}'


@check('the window’s program tells what it takes, and refuses the rest, without a display')
def _(place):
    env = {key: value for key, value in os.environ.items() if key not in ('DISPLAY', 'WAYLAND_DISPLAY')}
    env |= {'LC_ALL': 'C.UTF-8', 'GSETTINGS_SCHEMA_DIR': str(BUILD / 'data'), 'G_DEBUG': '',
            # GApplication itself leaks a little there.
            'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'}
    for words, status, answer in (('--help', 0, '[LINK…]'), ('--version', 0, 'tutti '), ('--nonsense', 1, 'Unknown option --nonsense')):
        done = subprocess.run([BUILD / 'src/tutti', words], capture_output=True, text=True, env=env)
        if done.returncode != status or answer not in done.stdout + done.stderr:
            yield f'tutti {words} ends with {done.returncode} and says: {done.stdout}{done.stderr}'


@check('bash completes words in their places')
def _(place):
    script = place.root / 'share/bash-completion/completions/tuttictl'

    def complete(*words):
        done = subprocess.run(['bash', '--norc', '-c', 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tuttictl; printf "%s\\n" "${COMPREPLY[@]}"',
                               'bash', script, 'tuttictl', *words], capture_output=True, text=True, cwd=SOURCE)
        if done.stderr:
            raise RuntimeError(done.stderr)
        return done.stdout.split()
    services = sorted(path.stem for path in (SOURCE / 'data/providers').glob('*.ini'))
    for words, answer in ((('stat',), ['status']), (('sync', ''), services), (('--json', 'connect', 'spo'), ['spotify']), (('gone', 'spotify', ''), ['keep', 'remove']),
                          (('feed', '--service', 'tid'), ['tidal']), (('-n', '5', 'pub'), ['public']), (('--ye',), ['--yes']), (('status', ''), []),
                          (('import', 'READ'), ['README.md']), (('public', 'o'), ['on', 'off'])):
        if complete(*words) != answer:
            yield f'tuttictl {" ".join(words)}: {complete(*words)}, not {answer}'
    for name in commands(help_of_tuttictl()):
        if name not in complete(''):
            yield f'{name} is not offered'


def main():
    print(f'1..{len(checks)}')
    failed = 0
    with tempfile.TemporaryDirectory(prefix='tutti-install-') as folder:
        place = Place(folder)
        for number, (words, function) in enumerate(checks, 1):
            complaints = list(function(place) or [])
            failed += bool(complaints)
            print(f'{"not ok" if complaints else "ok"} {number} {words}', flush=True)
            # Of a TAP test meson shows only what it wrote to standard error.
            if complaints:
                print(f'{words}: not so\n' + '\n'.join('  ' + complaint for complaint in complaints[:40]), file=sys.stderr)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
