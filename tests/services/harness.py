# harness.py: runs the test services, and asks them what a test wants
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import base64
import hashlib
import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import traceback
import urllib.parse

PROGRAM = sys.argv[1]
NOWHERE = tempfile.TemporaryDirectory()
CLIENT = "0123456789abcdef0123456789abcdef"
REDIRECT = "http://127.0.0.1:41234/callback"
SCOPES = "user-read-private user-read-recently-played user-library-read user-library-modify"
ACCOUNTS = "/spotify/accounts.spotify.com"
API = "/spotify/api.spotify.com/v1"


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Server:
    def __init__(self, *arguments):
        # Not the source's own data files: what they register is not what is tested here.
        if "--providers-in" not in arguments:
            arguments = ("--providers-in", NOWHERE.name, *arguments)
        environment = {"G_DEBUG": "fatal-warnings", **os.environ}
        self.process = subprocess.Popen([PROGRAM, "--until-eof", *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self.ready = json.loads(self.process.stdout.readline())
        self.port = self.ready["port"]

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.stdin.close()
        status = self.process.wait(120)
        self.process.stdout.close()
        if error[0] is None:
            assert status == 0, f"the program ended with {status}"

    def ask(self, method, path, body=None, headers=None, agent="Tutti-test/1", timeout=120):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = dict(headers or {})
        if agent:
            headers["User-Agent"] = agent
        if isinstance(body, dict):
            body = urllib.parse.urlencode(body)
            headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        try:
            connection.request(method, path, body, headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def control(self, name, method="POST", **form):
        answer = self.ask(method, "/control/" + name, form or None)
        assert answer.status == 200, answer.body
        return answer.json

    def counters(self):
        return self.control("log", "GET")["counters"]

    # Sign-in

    def authorize(self, **changes):
        verifier = secrets.token_urlsafe(48)
        query = {
            "client_id": CLIENT,
            "response_type": "code",
            "redirect_uri": REDIRECT,
            "scope": SCOPES,
            "state": secrets.token_urlsafe(16),
            "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
        }
        query.update(changes)
        query = {name: value for name, value in query.items() if value is not None}
        answer = self.ask("GET", ACCOUNTS + "/authorize?" + urllib.parse.urlencode(query))
        return answer, query, verifier

    def press(self, page, decision):
        action = re.search(r'action="([^"]+)"', page.body.decode()).group(1)
        ticket = re.search(r'name="ticket" value="([^"]+)"', page.body.decode()).group(1)
        answer = self.ask("POST", action, {"ticket": ticket, "decision": decision})
        return answer

    def code(self, **changes):
        page, query, verifier = self.authorize(**changes)
        assert page.status == 200, page.body
        answer = self.press(page, "allow")
        assert answer.status == 302, answer.body
        back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["location"]).query))
        assert answer.headers["location"].startswith(query["redirect_uri"] + "?")
        assert back["state"] == query["state"]
        return back["code"], verifier

    def token(self, headers=None, **form):
        form = {name: value for name, value in form.items() if value is not None}
        return self.ask("POST", ACCOUNTS + "/api/token", form, headers)

    def exchange(self, right_code, verifier, **changes):
        form = {"grant_type": "authorization_code", "code": right_code, "redirect_uri": REDIRECT, "client_id": CLIENT, "code_verifier": verifier}
        form.update(changes)
        return self.token(**form)

    def refresh(self, refresh_token, **changes):
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token, "client_id": CLIENT}
        form.update(changes)
        return self.token(**form)

    def sign_in(self, **changes):
        code, verifier = self.code(**changes)
        answer = self.exchange(code, verifier, client_id=changes.get("client_id", CLIENT))
        assert answer.status == 200, answer.body
        self.tokens = answer.json
        return self.tokens

    def api(self, method, path, body=None, headers=None, **more):
        headers = {"Authorization": "Bearer " + self.tokens["access_token"], **(headers or {})}
        return self.ask(method, API + path, body, headers, **more)

    def get(self, path):
        answer = self.api("GET", path)
        assert answer.status == 200, (answer.status, answer.body)
        return answer.json


def equal(got, wanted, why=""):
    assert got == wanted, f"{why} got {got!r}, wanted {wanted!r}"


def refused(answer, status, words):
    equal(answer.status, status, answer.body)
    assert words in answer.body.decode(), answer.body


class Account:
    """A sign-in to one service, and requests with its token."""

    client = None
    secret = None
    redirect = "http://127.0.0.1:41234/callback"
    scope = None
    authorize_path = None
    token_path = None
    api = None
    scheme = "Bearer"
    content_type = None

    def __init__(self, server):
        self.server = server
        self.tokens = {}

    def authorize(self, **changes):
        verifier = secrets.token_urlsafe(48)
        query = {
            "client_id": self.client,
            "response_type": "code",
            "redirect_uri": self.redirect,
            "scope": self.scope,
            "state": secrets.token_urlsafe(16),
            "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode(),
        }
        query.update(changes)
        query = {name: value for name, value in query.items() if value is not None}
        return self.server.ask("GET", self.authorize_path + "?" + urllib.parse.urlencode(query)), verifier

    def code(self, **changes):
        page, verifier = self.authorize(**changes)
        assert page.status == 200, (page.status, page.body)
        answer = self.server.press(page, "allow")
        assert answer.status == 302, (answer.status, answer.body)
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["location"]).query))["code"], verifier

    def token(self, **form):
        form = {"client_id": self.client, "client_secret": self.secret, **form}
        form = {name: value for name, value in form.items() if value is not None}
        return self.server.ask("POST", self.token_path, form)

    def exchange(self, code, verifier, **changes):
        return self.token(**{"grant_type": "authorization_code", "code": code, "redirect_uri": self.redirect, "code_verifier": verifier, **changes})

    def refresh(self, refresh_token, **changes):
        return self.token(**{"grant_type": "refresh_token", "refresh_token": refresh_token, **changes})

    def sign_in(self, **changes):
        answer = self.exchange(*self.code(**changes))
        assert answer.status == 200, answer.body
        self.tokens = answer.json
        return self.tokens

    def ask(self, method, path, body=None, headers=None, **more):
        headers = {"Authorization": self.scheme + " " + self.tokens.get("access_token", ""), **(headers or {})}
        return self.server.ask(method, self.api + path, body, headers, **more)

    def get(self, path):
        answer = self.ask("GET", path)
        assert answer.status == 200, (path, answer.status, answer.body)
        return answer.json


def local(address):
    """The path and the query of an address of this server."""
    parts = urllib.parse.urlsplit(address)
    assert parts.hostname == "127.0.0.1", address
    return parts.path + ("?" + parts.query if parts.query else "")


def knows(place, index):
    """The rule of README.md: which recordings the service at PLACE has."""
    return index < 40 or place == 0 or index % 13 != place


def main(tests):
    tests = [(name[5:], test) for name, test in tests.items() if name.startswith("test_")]
    only = sys.argv[2:]
    tests = [(name, test) for name, test in tests if not only or name in only]
    print(f"1..{len(tests)}")
    failed = 0
    for number, (name, test) in enumerate(tests, 1):
        try:
            test()
            print(f"ok {number} {name}", flush=True)
        except Exception:
            failed += 1
            print(f"not ok {number} {name}")
            for line in traceback.format_exc().splitlines():
                print("# " + line[:1000], flush=True)
    sys.exit(failed > 0)
