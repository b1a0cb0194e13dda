"""Chromium, driven through chromedriver by plain W3C WebDriver.

Copyright 2026 The Tutti authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import base64
import json
import re
import subprocess
import time
import urllib.error
import urllib.request

ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'


class WebDriverError(Exception):
    """What chromedriver said; `kind` is the W3C error code."""

    def __init__(self, kind, message):
        super().__init__(f'{kind}: {message}')
        self.kind = kind


class Browser:
    """One Chromium with its own profile, in `folder`; a new tab for each address."""

    def __init__(self, folder, env, log, width=1000, height=860):
        self._driver = subprocess.Popen(
            ['chromedriver', '--port=0'], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        self._session = None
        for line in self._driver.stdout:
            if found := re.search(r'started successfully on port (\d+)', line):
                self._base = f'http://127.0.0.1:{found[1]}'
                break
        else:
            raise RuntimeError('chromedriver did not start')
        options = {'args': [
            '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars',
            '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
            f'--user-data-dir={folder}', f'--window-size={width},{height}']}
        answer = self._ask('POST', '/session', {'capabilities': {'alwaysMatch': {'goog:chromeOptions': options}}})
        self._session = answer['sessionId']

    def _ask(self, method, path, body=None):
        data = json.dumps(body if body is not None else {}).encode() if method == 'POST' else None
        request = urllib.request.Request(self._base + path, data, {'Content-Type': 'application/json'}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.load(answer)['value']
        except urllib.error.HTTPError as error:
            value = json.load(error)['value']
            raise WebDriverError(value['error'], value['message']) from None

    def _in_session(self, method, path, body=None):
        return self._ask(method, f'/session/{self._session}{path}', body)

    def visit(self, address):
        self._in_session('POST', '/url', {'url': address})

    @property
    def address(self):
        return self._in_session('GET', '/url')

    @property
    def title(self):
        return self._in_session('GET', '/title')

    @property
    def text(self):
        """What a person reads on the page."""
        return self.execute('return document.body.innerText')

    def execute(self, script, *arguments):
        return self._in_session('POST', '/execute/sync', {'script': script, 'args': list(arguments)})

    def execute_async(self, script, *arguments):
        """What the script hands to its last argument, a function."""
        return self._in_session('POST', '/execute/async', {'script': script, 'args': list(arguments)})

    def wait_for_text(self, words, seconds=20):
        end = time.monotonic() + seconds
        while words not in (seen := self.text):
            if time.monotonic() > end:
                raise AssertionError(f'The page at {self.address.split("?")[0]} does not say “{words}”, but:\n{seen}')
            time.sleep(0.1)

    def click(self, words, seconds=20):
        """Clicks the button or link that says exactly `words`."""
        path = f'//*[self::button or self::a or self::summary][normalize-space()="{words}"]' \
               f' | //input[@type="submit" and @value="{words}"]'
        end = time.monotonic() + seconds
        while True:
            try:
                found = self._in_session('POST', '/element', {'using': 'xpath', 'value': path})
                break
            except WebDriverError as error:
                if error.kind != 'no such element' or time.monotonic() > end:
                    raise
                time.sleep(0.1)
        self._in_session('POST', f'/element/{found[ELEMENT]}/click')

    def screenshot(self, path):
        with open(path, 'wb') as picture:
            picture.write(base64.b64decode(self._in_session('GET', '/screenshot')))

    def close(self):
        if self._session:
            try:
                self._in_session('DELETE', '')
            except (OSError, WebDriverError):
                pass
        self._driver.terminate()
        self._driver.wait(20)
        self._driver.stdout.close()
