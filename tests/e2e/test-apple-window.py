"""Apple Music in the window: the key, a real Chromium on the page that asks, and other sites that try to answer for it.

Usage: test-apple-window.py BUILD

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent / 'tour')]

import steps  # noqa: E402
from desktop import APP_ID, Desktop, wait_until  # noqa: E402
from leaks import ProcessWatch, needles, search_bytes, search_files  # noqa: E402
from script_page import KEY, KEY_ID, KEY_LINES, OWNER, Page  # noqa: E402
from story import Story  # noqa: E402
from webdriver import Browser  # noqa: E402
from window import Window  # noqa: E402

STRANGER = 'a-token-of-somebody-else-altogether'


def see_waiting(window):
    """There is nothing to paste: the page sends its answer by itself."""
    window.wait_for('label', re.compile('^Waiting until'))
    window.wait_for('list item', re.compile('^What Does the Browser Show'))
    assert window.find('list item', 'Paste the Address Instead') is None


def main(build):
    story = Story()
    with Desktop(build, verbose=True, likes=60) as desktop:
        with ProcessWatch(desktop, leave_out=b'browser/browser') as processes:
            desktop.spawn('bus-monitor', ['dbus-monitor', '--session'])
            browser = Browser(desktop.folder / 'browser/profile', desktop.env, open(desktop.folder / 'browser/output', 'ab'))
            try:
                tell(story, desktop, processes, browser)
                return story.run()
            finally:
                browser.close()


def tell(story, desktop, processes, browser):
    tutti = desktop.start_tutti()
    found = {}
    story.at_failure.append(lambda _: found['window'].outline() if 'window' in found else '')
    story.at_failure.append(lambda _: (desktop.output / 'tutti').read_text()[-6000:])

    @story.step('What to register where is said, and what a thing is that is no key')
    def _():
        window = found['window'] = Window(desktop)
        steps.start_connecting(window)
        window.wait_for('button', re.compile('^Set Up Apple Music')).click()
        window.wait_for(contains='costs 99 US dollars a year')
        window.wait_for('entry', 'Team ID').type(OWNER.lower())
        window.wait_for(contains='10 capital letters and digits')
        window.wait_for('entry', 'Team ID').type(OWNER)
        window.wait_for('entry', 'Key ID').type(KEY_ID)
        entry = window.wait_for('password text', 'Key')
        entry.type(KEY.replace('PRIVATE', 'PUBLIC'))
        window.wait_for(contains='This is a public key')
        entry.type('AuthKey_KEY1234567.p8')
        window.wait_for(contains='This is no private key')
        window.wait_for('button', 'Connect', where=lambda node: not node.has('sensitive'))

    @story.step('With the key, the browser opens on a page of Tutti’s own')
    def _():
        window = found['window']
        window.wait_for('password text', 'Key').type(KEY)
        window.wait_for(contains='Looks right')
        window.wait_for('button', 'Connect', where=lambda node: node.has('sensitive')).click()
        found['address'] = address = desktop.next_address()
        assert re.fullmatch(r'http://localhost:\d+/[\w-]{43}', address), address
        see_waiting(window)

    @story.step('Another site can neither read that page nor answer for it')
    def _():
        page = Page(found['address'])  # nothing is harder than if somebody knew all of it
        browser.visit(desktop.services + '/')
        body = f"new URLSearchParams ({{ state: '{page.state}', code: '{STRANGER}' }})"
        for how, script in {
                'read': f"fetch ('{page.address}')",
                'asked before': f"fetch ('{page.address}', {{ method: 'POST', headers: {{ 'X-Odd': '1' }}, body: {body} }})"}.items():
            said = browser.execute_async(f"const done = arguments[0]; {script}.then ((answer) => done ('got ' + answer.type), (error) => done (String (error)));")
            assert 'Failed to fetch' in said, (how, said)
        browser.execute_async(f"const done = arguments[0]; fetch ('{page.address}', {{ method: 'POST', mode: 'no-cors', body: {body} }})"
                              ".then (() => done (1), () => done (0));")
        browser.execute("const form = document.createElement ('form'); form.method = 'post'; form.action = arguments[0];"
                        "for (const [name, value] of [['state', arguments[1]], ['code', arguments[2]]]) {"
                        "  const field = document.createElement ('input'); field.name = name; field.value = value; form.append (field); }"
                        "document.body.append (form); form.submit ();", page.address, page.state, STRANGER)
        browser.wait_for_text('not the page of a sign-in')
        # In a frame it does not show.
        browser.visit(desktop.services + '/')
        browser.execute("const frame = document.createElement ('iframe'); frame.src = arguments[0]; document.body.append (frame);", page.address)
        see_waiting(found['window'])
        assert STRANGER not in desktop.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID, check=False).stdout

    @story.step('Who says no there may try again')
    def _():
        browser.visit(found['address'])
        browser.wait_for_text('Connect Apple Music')
        browser.click('Continue')
        browser.wait_for_text('Allow Tutti to use the Apple Music account of')
        browser.click('Deny')
        browser.wait_for_text('did not say yes')
        see_waiting(found['window'])

    @story.step('Allowed, the browser and the window say that Apple Music is connected')
    def _():
        browser.click('Continue')
        browser.wait_for_text('Allow Tutti to use the Apple Music account of')
        browser.click('Allow')
        browser.wait_for_text('Apple Music is connected')
        steps.see_connected(found['window'], 'Germany')
        likes = wait_until(lambda: len(desktop.ask('likes', '--limit', '500')) > 40, 'the library does not come', 60)
        assert likes

    @story.step('Nobody listens there any more')
    def _():
        def is_free():
            try:
                Page(found['address'])
            except OSError:
                return True
            return False
        wait_until(is_free, 'the port stays taken')

    @story.step('Key and tokens are in the keyring, and in no file, no output, no environment and no command line')
    def _():
        kept = desktop.run('secret-tool', 'search', '--all', 'xdg:schema', APP_ID)
        said = desktop.control('secrets')
        assert KEY_LINES[1] in kept and said['music_user_token'][-1] in kept, 'the keyring lacks something'
        assert said['developer_token'][-1] not in kept, 'what is signed is not kept'
        processes.look()
        wanted = list(needles({'key': KEY_LINES, 'developer token': [token for token in said['developer_token'] if token],
                               'user token': said['music_user_token']}))
        monitor = desktop.output / 'bus-monitor'
        leaked, count = search_files(desktop.folder, wanted, leave_out=[desktop.folder / 'browser', desktop.output / 'secret-tool', monitor])
        leaked += search_bytes('the bus', monitor.read_bytes(), wanted) + processes.search(wanted)
        assert not leaked and count > 10 and len(processes) > 4, (leaked, count)
        assert (desktop.output / 'tutti').stat().st_size > 1000, 'Tutti printed little: is the log verbose?'

    @story.step('Closed and started again, Tutti is still connected')
    def _():
        found['window'].close()
        wait_until(lambda: tutti.poll() is not None, 'Tutti does not end')
        assert tutti.returncode == 0, f'Tutti ended with {tutti.returncode}'
        desktop.control('log', 'DELETE')
        desktop.run(desktop.tuttictl, 'sync', 'apple-music')
        asked = [entry for entry in desktop.control('log')['requests'] if '/v1/me/' in entry['path']]
        assert asked and all(entry['status'] == 200 for entry in asked), asked[:3]


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
