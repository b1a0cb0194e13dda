"""Builds the manifest and tells what it is built from and against.

Usage: build.py KEPT [STANDIN]

KEPT is a folder that is kept for the next time: `user` is the Flatpak
installation, of nobody else, `repo` what was built. STANDIN is a Debian root
that stands in for GNOME's runtime; without it Flathub is asked for that.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import configparser
import gzip
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(SOURCE / 'tests/e2e'))

from story import Skip, Story  # noqa: E402

KEPT = Path(sys.argv[1])
STANDIN = Path(sys.argv[2]) if len(sys.argv) > 2 else None
APP_ID = 'io.github.tuttimusic.Tutti'
MANIFESTS = {app: SOURCE / f'flatpak/{app}.json' for app in (APP_ID, APP_ID + '.Devel')}
FLATHUB = 'https://dl.flathub.org/repo/flathub.flatpakrepo'

# The trees of the tagged commits: what is fed instead of them must be the
# same to the last byte. `git rev-parse TAG^{tree}` in the public repository.
TREES = {
    'libdex': 'bc264187dad225bbd106c90851f1cdddda2d04f0',
    'blueprint-compiler': 'ac5fd88cd2d545f8f7d7b8a921b6a86153eda518',
}
# Where Debian has a module's source, and what it makes of it.
SUITES = ('trixie', 'forky')
PACKAGES = {'libdex': ('libdex-dev', 'libdex-1-1')}

# What is deprecated since the versions in meson.build shows only without these.
VERSIONS = ' '.join(f'-U{library}_VERSION_{what}' for library in ('GLIB', 'GDK', 'ADW', 'SOUP', 'JSON')
                    for what in ('MIN_REQUIRED', 'MAX_ALLOWED'))

story = Story()
env = os.environ | {'FLATPAK_USER_DIR': str(KEPT / 'user'), 'HOME': str(KEPT / 'home'), 'GIT_TERMINAL_PROMPT': '0'}


def tell(words):
    print(f'#   {words}', flush=True)


def run(*command, check=True, cwd=None, timeout=1800, **more):
    """Runs a program to its end; returns what it printed, both streams."""
    done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=cwd,
                          stderr=subprocess.STDOUT, encoding='utf-8', errors='replace', env=env | more, timeout=timeout)
    if check and done.returncode:
        raise RuntimeError(f'{command[0]} ended with {done.returncode}:\n{done.stdout[-4000:]}')
    return done.stdout


def manifest(app):
    return json.loads(MANIFESTS[app].read_text())


# --- the runtime ---

def make_standin(runtime, version, arch):
    """The Debian root as org.gnome.Platform and as org.gnome.Sdk, in a repository of its own."""
    tree, repo = KEPT / 'runtime', KEPT / 'runtime-repo'
    for folder in tree, repo:
        shutil.rmtree(folder, ignore_errors=True)
    for folder in 'files', 'var':
        (tree / folder).mkdir(parents=True)
    run('cp', '-al', STANDIN / 'usr', tree / 'usr')
    run('cp', '-a', STANDIN / 'etc', tree / 'usr/etc')
    # Debian keeps it where no program looks for it.
    if not (tree / 'usr/bin/flatpak-spawn').exists():
        (tree / 'usr/bin/flatpak-spawn').symlink_to('../libexec/flatpak-xdg-utils/flatpak-spawn')
    run('ostree', 'init', f'--repo={repo}', '--mode=bare-user-only')
    for name in 'Platform', 'Sdk':
        (tree / 'metadata').write_text(f'[Runtime]\nname=org.gnome.{name}\nruntime=org.gnome.Platform/{arch}/{version}\n'
                                       f'sdk=org.gnome.Sdk/{arch}/{version}\n')
        run('flatpak', 'build-export', '--disable-sandbox', '--runtime', '--no-update-summary', repo, tree, version)
    run('flatpak', 'build-update-repo', repo)
    shutil.rmtree(tree)
    run('flatpak', '--user', 'remote-add', '--if-not-exists', '--no-gpg-verify', 'stand-in', repo)
    run('flatpak', '--user', 'install', '-y', '--noninteractive', 'stand-in', f'org.gnome.Platform//{version}',
        f'org.gnome.Sdk//{version}')
    shutil.rmtree(repo)  # installed, it is linked from there


@story.step('The runtime and the SDK that the manifest names are installed, for nobody else')
def _():
    KEPT.joinpath('home').mkdir(parents=True, exist_ok=True)
    version = manifest(APP_ID)['runtime-version']
    if f'org.gnome.Sdk\t{version}' not in run('flatpak', '--user', 'list', '--columns=application,branch'):
        if STANDIN:
            make_standin('org.gnome.Platform', version, run('flatpak', '--default-arch').strip())
        else:
            run('flatpak', '--user', 'remote-add', '--if-not-exists', 'flathub', FLATHUB)
            run('flatpak', '--user', 'install', '-y', '--noninteractive', 'flathub', f'org.gnome.Platform//{version}',
                f'org.gnome.Sdk//{version}')
    if STANDIN:
        tell('GNOME’s own can’t be had from here. Debian testing stands in for it, with these:')
        wanted = ('libgtk-4-1', 'libadwaita-1-0', 'libglib2.0-0t64', 'libsoup-3.0-0', 'libsecret-1-0')
        status = (STANDIN / 'var/lib/dpkg/status').read_text()
        for package in status.split('\n\n'):
            if (name := re.match(r'Package: (\S+)', package)) and name[1] in wanted:
                tell(f'{name[1]} {re.search("^Version: (.*)", package, re.M)[1]}')
        inside = run('flatpak', 'run', '--command=sh', f'org.gnome.Sdk//{version}', '-c',
                     'pkg-config --exists libdex-1 || echo no libdex; command -v blueprint-compiler || echo no Blueprint')
        assert inside == 'no libdex\nno Blueprint\n', inside


# --- the modules ---

class Apt:
    """Debian's packages of one suite, apart from the system's own."""

    def __init__(self, suite):
        folder = KEPT / 'apt' / suite
        for part in 'lists/partial', 'cache/archives/partial', 'etc':
            (folder / part).mkdir(parents=True, exist_ok=True)
        (folder / 'status').touch()
        (folder / 'etc/sources.list').write_text(''.join(f'{kind} http://deb.debian.org/debian {suite} main\n' for kind in ('deb', 'deb-src')))
        self.options = [option for name, value in {
            'Dir::State::lists': folder / 'lists', 'Dir::State::status': folder / 'status', 'Dir::Cache': folder / 'cache',
            'Dir::Etc::sourcelist': folder / 'etc/sources.list', 'Dir::Etc::sourceparts': '/dev/null', 'Dir::Etc::preferences': '/dev/null',
            'Acquire::Check-Valid-Until': 'false', 'Acquire::Languages': 'none', 'APT::Sandbox::User': 'root'}.items()
            for option in ('-o', f'{name}={value}')]
        run('apt-get', *self.options, '-q', 'update')

    def source_version(self, name):
        """The upstream version of Debian's source package."""
        found = re.search(r'^Version: (?:\d+:)?([^-\n]+)', run('apt-cache', *self.options, 'showsrc', name, check=False), re.M)
        return found and found[1]

    def get(self, folder, *words):
        run('apt-get', *self.options, *words, cwd=folder)


def unpack_source(apt, name, folder):
    """Debian's source package without Debian's own changes. Returns its tree's id."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    apt.get(folder, 'source', '--download-only', name)
    with tarfile.open(next(folder.glob('*.orig.tar.*'))) as archive:
        archive.extractall(folder / 'unpacked', filter='data')
    next(folder.glob('unpacked/*')).rename(folder / 'tree')
    git = ['git', f'--git-dir={folder}/git', f'--work-tree={folder}/tree']
    run(*git, 'init', '-q')
    run(*git, 'add', '--force', '--all')
    return run(*git, 'write-tree').strip()


def unpack_packages(apt, names, folder):
    """Debian's built packages as they would be below a prefix. Returns their version."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    apt.get(folder, 'download', *names)
    for archive in folder.glob('*.deb'):
        run('dpkg-deb', '-x', archive, folder / 'root')
    tree = folder / 'tree'
    tree.mkdir()
    for libraries in (folder / 'root/usr/lib').glob('*-linux-gnu*'):
        shutil.copytree(libraries, tree / 'lib', symlinks=True)
    shutil.copytree(folder / 'root/usr/include', tree / 'include')
    for description in (tree / 'lib/pkgconfig').glob('*.pc'):
        text = re.sub('^prefix=.*', 'prefix=/app', description.read_text(), flags=re.M)
        description.write_text(re.sub('/lib/[^/\n]*-linux-gnu[^/\n]*', '/lib', text))
    return re.search('_([^_]+)_', next(folder.glob('*.deb')).name)[1]


def feed(module):
    """As find_source(), which is asked once for each commit."""
    kept = KEPT / f'sources/{module["name"]}-{module["sources"][0]["commit"]}.json'
    if not kept.exists():
        found = find_source(module)
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(json.dumps(found))
    return json.loads(kept.read_text())


def find_source(module):
    """Where a module is built from here: (sources, commands or None, sentence, whether its own source)."""
    source, name = module['sources'][0], module['name']
    if STANDIN is None or os.environ.get('TUTTI_ONLINE'):
        there = run('git', 'ls-remote', source['url'], f'refs/tags/{source["tag"]}^{{}}', check=False, timeout=60)
        if there.startswith(source['commit']):
            return [source], None, f'its tag {source["tag"]}, which is still {source["commit"]}', True
        if STANDIN is None:
            raise AssertionError(f'{source["url"]} does not have {source["tag"]} at {source["commit"]}: {there}')
    version, missing = source['tag'].removeprefix('v'), []
    for suite in SUITES:
        apt = Apt(suite)
        found = apt.source_version(name)
        folder = KEPT / 'sources' / f'{name}-{found}'
        # An older one than Tutti was written for is no replacement, a newer one is better than none.
        if found != version and suite != SUITES[-1]:
            missing.append(f'Debian {suite} has {found}')
            continue
        try:
            tree = unpack_source(apt, name, folder)
        except (RuntimeError, StopIteration):
            missing.append(f'Debian {suite} has {found} but its mirror serves no source of it')
            continue
        sources = [{'type': 'dir', 'path': str(folder / 'tree')}]
        if found != version:
            return sources, None, f'the tag {source["tag"]} can’t be reached: Debian {suite}’s source package {found} instead', False
        assert tree == TREES[name], f'Debian’s source of {name} {version} is not that of the tag: {tree}, not {TREES[name]}'
        return (sources, None, f'Debian {suite}’s source package {version}, the same source as commit {source["commit"]} '
                               f'(both are the tree {tree})', True)
    names = PACKAGES.get(name)
    assert names, f'{name}: {"; ".join(missing)}'
    folder = KEPT / 'sources' / f'{name}-built'
    version = unpack_packages(apt, names, folder)
    return ([{'type': 'dir', 'path': str(folder / 'tree')}], ['cp -a lib include ${FLATPAK_DEST}/'],
            f'the tag {source["tag"]} can’t be reached, {", ".join(missing)}: Debian {suite}’s built package {version} instead', False)


fed = {}


def add_module_step(module):
    @story.step(f'There is a source for the module {module["name"]}')
    def _():
        sources, commands, sentence, own = feed(module)
        tell(f'{module["name"]}: {sentence}')
        fed[module['name']] = {'sources': sources} | ({'build-commands': commands} if commands else {})
        if not own:
            raise Skip(sentence)


for _module in manifest(APP_ID)['modules'][:-1]:
    add_module_step(_module)


# --- the build ---

def build(app):
    """Builds a manifest, as it is but for where its sources come from. Returns what was printed."""
    wanted = manifest(app)
    for module in wanted['modules']:
        module |= fed.get(module['name'], {})
    wanted['modules'][-1]['sources'][0]['path'] = str(SOURCE)
    wanted['modules'][-1]['build-options'] = {'cflags': VERSIONS}
    path = KEPT / f'{app}.json'
    path.write_text(json.dumps(wanted, indent=2))
    output = run('flatpak-builder', '--user', '--disable-rofiles-fuse', '--ccache', '--force-clean', f'--state-dir={KEPT}/state',
                 f'--repo={KEPT}/repo', '--default-branch=stable', KEPT / 'app', path)
    (KEPT / f'{app}.log').write_text(output)
    return output


def complaints(output):
    """What the compiler said of Tutti's own files; the modules' are not ours."""
    ours = output.rpartition('Building module tutti ')[2]
    return sorted({line for line in ours.splitlines() if re.search(r'warning:|WARNING: Project targets|CRITICAL', line)})


@story.step('flatpak-builder builds the manifest')
def _():
    shutil.rmtree(KEPT / 'repo', ignore_errors=True)
    output = build(APP_ID)
    found = complaints(output)
    assert not found, 'the compiler warns:\n' + '\n'.join(found)
    tell('no warning, and nothing that these libraries call deprecated')


@story.step('and the flavour for those who work on it, which lives beside')
def _():
    output = build(APP_ID + '.Devel')
    assert not complaints(output), complaints(output)


@story.step('Both are installed, and say which they are')
def _():
    run('flatpak', '--user', 'remote-add', '--if-not-exists', '--no-gpg-verify', 'built', KEPT / 'repo')
    for app in MANIFESTS:
        run('flatpak', '--user', 'install', '-y', '--noninteractive', '--reinstall', 'built', f'{app}//stable')
    for app in MANIFESTS:
        said = run('flatpak', 'run', '--command=tuttictl', app, '--version').strip()
        assert re.fullmatch(r'tuttictl \d+\.\d+\.\d+', said), said
        tell(f'{app}: {said}')


def exported(app):
    """The files that an installed application gives the desktop."""
    folder = KEPT / 'user/app' / app / 'current/active'
    return folder, {path.relative_to(folder / 'export/share').as_posix(): path for path in (folder / 'export/share').rglob('*') if path.is_file()}


@story.step('What they export is named after them; only the one that people use takes addresses')
def _():
    for app in MANIFESTS:
        folder, files = exported(app)
        wanted = {f'applications/{app}.desktop', f'metainfo/{app}.metainfo.xml', f'icons/hicolor/scalable/apps/{app}.svg',
                  f'icons/hicolor/symbolic/apps/{app}-symbolic.svg', f'dbus-1/services/{app}.service',
                  f'dbus-1/services/{app}.SearchProvider.service', f'gnome-shell/search-providers/{app}.search-provider.ini'}
        assert files.keys() == wanted, sorted(files.keys() ^ wanted)
        entry = files[f'applications/{app}.desktop'].read_text()
        assert ('x-scheme-handler/tutti' in entry) == (app == APP_ID), entry
        run('desktop-file-validate', files[f'applications/{app}.desktop'])
        for size in 64, 128:
            picture = folder / f'files/share/app-info/icons/flatpak/{size}x{size}/{app}.png'
            assert picture.read_bytes()[16:24] == struct.pack('>II', size, size), f'{picture.name} is not {size} wide and high'
        told = gzip.decompress((folder / f'files/share/app-info/xmls/{app}.xml.gz').read_bytes()).decode()
        for need in f'<id>{app}</id>', '<project_license>GPL-3.0-or-later</project_license>', '<release ', '<content_rating ':
            assert need in told, f'the software centre’s page has no {need}'


@story.step('The installed one may do what the manifest says, and no more')
def _():
    for app in MANIFESTS:
        sections = configparser.RawConfigParser(delimiters='=')
        sections.optionxform = str
        sections.read_string(run('flatpak', '--user', 'info', '--show-permissions', app))
        assert set(sections.sections()) <= {'Context'}, sections.sections()
        asked = sorted(f'--{kind}={value}' for key, kind in (('shared', 'share'), ('sockets', 'socket'), ('devices', 'device'))
                       for value in sections['Context'].pop(key).strip(';').split(';'))
        # Beside Wayland, fallback-x11 stands there as both.
        assert [word for word in asked if word != '--socket=x11'] == sorted(manifest(app)['finish-args']), asked
        assert not sections['Context'], dict(sections['Context'])
        tell(f'{app}: {" ".join(asked)}')


if __name__ == '__main__':
    sys.exit(story.run())
