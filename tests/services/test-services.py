#!/usr/bin/env python3
# test-services.py: what the test services must refuse, and what they must give
#
# Runs the program given as first argument and asks it as Tutti would, and as
# a clumsy client would: Spotify, and what all services share. The others are
# in the files beside this one. Only the standard library; writes TAP.
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import http.client
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zlib

sys.dont_write_bytecode = True
from harness import ACCOUNTS, API, CLIENT, PROGRAM, REDIRECT, SCOPES, Server, equal, main, refused  # noqa: E402


def test_sign_in():
    with Server() as server:
        page, query, _ = server.authorize()
        for part in ['id="allow"', 'id="deny"', "Ada Example", "Save songs for you"]:
            assert part in page.body.decode(), part
        assert "http" not in re.sub(r'action="[^"]*"', "", page.body.decode()), "the page loads nothing from elsewhere"
        tokens = server.sign_in()
        equal(sorted(tokens), ["access_token", "expires_in", "refresh_token", "scope", "token_type"])
        equal((tokens["expires_in"], tokens["token_type"], tokens["scope"]), (3600, "Bearer", SCOPES))
        me = server.get("/me")
        equal((me["display_name"], me["account_id"]), ("Ada Example", "aB3dE5fG7h"))
        assert "email" not in me and "product" not in me


def test_denied():
    with Server() as server:
        page, query, _ = server.authorize()
        answer = server.press(page, "deny")
        equal(answer.headers["location"], f"{REDIRECT}?error=access_denied&state={query['state']}")
        refused(server.press(page, "allow"), 400, "answered already")
        equal(server.counters()["denied"], 1)


def test_authorize_refusals():
    pages = [
        ({"client_id": "bad" + "0" * 29}, "INVALID_CLIENT: Invalid client"),
        ({"client_id": "short"}, "INVALID_CLIENT: Invalid client"),
        ({"client_id": None}, "INVALID_CLIENT: Invalid client"),
        ({"redirect_uri": "http://localhost:41234/callback"}, "INVALID_CLIENT: Invalid redirect URI"),
        ({"redirect_uri": "http://127.0.0.1:41234/callback/"}, "INVALID_CLIENT: Invalid redirect URI"),
        ({"redirect_uri": "http://127.0.0.1:41234/Callback"}, "INVALID_CLIENT: Invalid redirect URI"),
        ({"redirect_uri": "http://127.0.0.1/callback"}, "INVALID_CLIENT: Invalid redirect URI"),
        ({"redirect_uri": "http://127.0.0.1:99999/callback"}, "INVALID_CLIENT: Invalid redirect URI"),
        ({"redirect_uri": "http://127.0.0.1:41234@evil.example/callback"}, "INVALID_CLIENT: Invalid redirect URI"),
        ({"redirect_uri": "https://127.0.0.1:41234/callback"}, "INVALID_CLIENT: Invalid redirect URI"),
    ]
    redirects = [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "x" * 42}, "invalid_request"),
        ({"code_challenge": "x" * 42 + "="}, "invalid_request"),
        ({"scope": "user-read-private read-my-mind"}, "invalid_scope"),
        ({"prompt": "none"}, "invalid_request"),
    ]
    with Server() as server:
        for changes, words in pages:
            answer, _, _ = server.authorize(**changes)
            refused(answer, 400, words)
            assert "location" not in answer.headers
        for changes, error in redirects:
            answer, query, _ = server.authorize(**changes)
            equal(answer.status, 302, changes)
            back = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["location"]).query))
            equal((back["error"], back["state"]), (error, query["state"]), changes)
        answer, _, _ = server.authorize(redirect_uri="http://[::1]:41234/callback")
        equal(answer.status, 200)
        equal(server.counters()["refused_sign_ins"], len(pages) + len(redirects))


def test_exchange_refusals():
    with Server() as server:
        code, verifier = server.code()
        refused(server.exchange(code, "x" * 43), 400, "code_verifier was incorrect")
        refused(server.exchange(code, verifier), 400, "invalid_grant")

        cases = [
            ({"redirect_uri": "http://127.0.0.1:41235/callback"}, 400, "Invalid redirect URI"),
            ({"client_id": "f" * 32}, 400, "invalid_grant"),
            ({"client_id": "bad" + "0" * 29}, 400, "invalid_client"),
            ({"code_verifier": "short"}, 400, "invalid_request"),
            ({"code_verifier": None}, 400, "invalid_request"),
            ({"code": "AQunknown"}, 400, "invalid_grant"),
            ({"client_secret": "s3cret"}, 400, "client_secret"),
            ({"scope": SCOPES}, 400, "Unknown parameter: scope"),
            ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ]
        for changes, status, words in cases:
            code, verifier = server.code()
            refused(server.exchange(code, verifier, **changes), status, words)

        code, verifier = server.code()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": CLIENT, "code_verifier": verifier}
        refused(server.token(headers={"Authorization": "Basic eDp5"}, **form), 400, "Authorization")
        refused(server.ask("POST", ACCOUNTS + "/api/token", json.dumps(form), {"Content-Type": "application/json"}), 415, "form-urlencoded")
        refused(server.ask("POST", ACCOUNTS + "/api/token", urllib.parse.urlencode(form) + "&code=twice",
                           {"Content-Type": "application/x-www-form-urlencoded"}), 400, "twice")
        refused(server.ask("GET", ACCOUNTS + "/api/token?" + urllib.parse.urlencode(form)), 405, "POST")
        server.tokens = server.token(**form).json
        equal(server.api("GET", "/me").status, 200)
        refused(server.token(**form), 400, "invalid_grant")
        equal(server.api("GET", "/me").status, 401, "a code used twice takes back its tokens")

        code, verifier = server.code()
        server.control("clock", advance=601)
        refused(server.exchange(code, verifier), 400, "expired")


def test_refresh():
    with Server() as server:
        first = server.sign_in()
        second = server.refresh(first["refresh_token"])
        equal(sorted(second.json), ["access_token", "expires_in", "scope", "token_type"])
        equal(server.refresh(first["refresh_token"]).status, 200, "the old one goes on")

        server.control("fault", path="*/api/token", kind="rotate")
        third = server.refresh(first["refresh_token"]).json
        assert third["refresh_token"] != first["refresh_token"]
        refused(server.refresh(first["refresh_token"]), 400, "Refresh token revoked")
        equal(server.refresh(third["refresh_token"]).status, 200)
        refused(server.refresh(third["refresh_token"], client_id="f" * 32), 400, "invalid_grant")

        server.tokens = third
        equal(server.api("GET", "/me").status, 200)
        server.control("clock", advance=3601)
        answer = server.api("GET", "/me")
        equal(answer.status, 401)
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
        server.tokens = server.refresh(third["refresh_token"]).json
        equal(server.api("GET", "/me").status, 200)
        server.control("revoke", what="access")
        equal(server.api("GET", "/me").status, 401)
        equal(server.refresh(third["refresh_token"]).status, 200)
        server.control("clock", advance=190 * 24 * 3600)
        refused(server.refresh(third["refresh_token"]), 400, "Refresh token expired")

        again = server.sign_in()
        server.control("fault", kind="expired-refresh")
        refused(server.refresh(again["refresh_token"]), 400, "expired")
        refused(server.refresh(again["refresh_token"]), 400, "expired")
        again = server.sign_in()
        server.control("revoke")
        refused(server.refresh(again["refresh_token"]), 400, "revoked")
        equal(server.api("GET", "/me").status, 401)
        equal(server.control("state", "GET")["grants"]["spotify"], 0)


def test_api_refusals():
    with Server() as server:
        answer = server.ask("GET", API + "/me")
        equal(answer.status, 401)
        assert "missing_token" in answer.headers["www-authenticate"]
        equal(answer.json["error"]["status"], 401)
        server.sign_in(scope="user-read-private user-library-read")
        cases = [
            ("GET", "/me/player/recently-played", 403, "Insufficient client scope"),
            ("PUT", "/me/library?uris=spotify:track:" + "0" * 22, 403, "Insufficient client scope"),
            ("GET", "/search?q=dreams&type=track&limit=11", 400, "Invalid limit"),
            ("GET", "/search?q=dreams&type=track&limit=0", 400, "Invalid limit"),
            ("GET", "/search?q=dreams&type=track&offset=1001", 400, "Invalid offset"),
            ("GET", "/search?q=dreams&type=album", 400, "type"),
            ("GET", "/search?type=track", 400, "No search query"),
            ("GET", "/search?q=dreams&type=track&page=2", 400, "page"),
            ("GET", "/search?q=dreams&q=rain&type=track", 400, "q"),
            ("GET", "/me/tracks?limit=51", 400, "Invalid limit"),
            ("GET", "/me/tracks?offset=x", 400, "Invalid offset"),
            ("GET", "/me?fields=id", 400, "fields"),
            ("GET", "/tracks/abc", 400, "Invalid base62 id"),
            ("GET", "/tracks/" + "0" * 22, 404, "not found"),
            ("GET", "/me/library/contains", 400, "Missing required field: uris"),
            ("GET", "/nothing", 404, "Service not found"),
        ]
        for method, path, status, words in cases:
            refused(server.api(method, path), status, words)
        for method, path in [("GET", "/tracks?ids=a"), ("PUT", "/me/tracks?ids=a"), ("DELETE", "/me/tracks?ids=a")]:
            answer = server.api(method, path)
            equal((answer.status, answer.body), (403, b""), path)
        refused(server.api("GET", "/me", agent=None), 403, "User-Agent")


def test_paging():
    with Server("--likes", "1234") as server:
        server.sign_in()
        seen, nulls, local, unplayable, no_isrc, no_images = [], 0, 0, 0, 0, 0
        uri, pages = "/me/tracks?limit=50", 0
        while uri:
            page = server.get(uri)
            pages += 1
            equal(page["total"], 1234)
            for item in page["items"]:
                track = item["track"]
                if track is None:
                    nulls += 1
                elif track["is_local"]:
                    local += 1
                    equal(track["id"], None)
                else:
                    seen.append((item["added_at"], track["id"]))
                    unplayable += not track["is_playable"]
                    no_isrc += not track["external_ids"].get("isrc")
                    no_images += not track["album"]["images"]
            uri = page["next"]
            if uri:
                assert uri.startswith(f"http://127.0.0.1:{server.port}{API}/me/tracks?")
                uri = uri.split("/v1", 1)[1]
        equal(pages, 25)
        equal(len(seen) + nulls + local, 1234)
        equal(len({track for _, track in seen}), len(seen), "an id comes once")
        equal(sorted((at for at, _ in seen), reverse=True), [at for at, _ in seen], "newest first")
        assert all(re.fullmatch("[0-9A-Za-z]{22}", track) for _, track in seen)
        assert min(nulls, local, unplayable, no_isrc, no_images) > 3, (nulls, local, unplayable, no_isrc, no_images)
        equal(server.get("/me/tracks?limit=50&offset=5000")["items"], [])
        for _, track in seen[::100]:
            equal(server.get("/tracks/" + track)["id"], track)


def test_large_library():
    with Server("--likes", "200000", "--plain") as server:
        server.sign_in()
        started = time.monotonic()
        ids = set()
        for offset in list(range(0, 2000, 50)) + list(range(199000, 200000, 50)):
            page = server.get(f"/me/tracks?limit=50&offset={offset}")
            ids.update(item["track"]["id"] for item in page["items"])
        equal(len(ids), 3000)
        pages = 60 / (time.monotonic() - started)
        print(f"# {pages:.0f} pages a second")
        assert pages > 5, "a page far down takes as long as the first"


def test_recently_played():
    with Server("--plays", "70") as server:
        server.sign_in()
        page = server.get("/me/player/recently-played?limit=20")
        equal(len(page["items"]), 20)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", page["items"][0]["played_at"])
        newest = page["cursors"]["after"]
        times = [item["played_at"] for item in page["items"]]
        while page["next"]:
            page = server.get(page["next"].split("/v1", 1)[1])
            times += [item["played_at"] for item in page["items"]]
        equal(len(times), 50, "no more than the last fifty are known")
        equal(times, sorted(times, reverse=True))
        equal(len(set(times)), 50)
        assert len({at[:10] for at in times}) >= 3, "several days"
        equal(server.get(f"/me/player/recently-played?after={newest}"),
              {"href": f"http://127.0.0.1:{server.port}{API}/me/player/recently-played?limit=20", "limit": 20, "next": None, "cursors": None, "items": []})
        server.control("library", action="play", count=3)
        equal(len(server.get(f"/me/player/recently-played?after={newest}")["items"]), 3)
        refused(server.api("GET", "/me/player/recently-played?after=1&before=2"), 400, "Only one")


def test_search():
    with Server() as server:
        server.sign_in()
        found = server.get("/search?q=dreams&type=track&limit=10")["tracks"]
        equal((len(found["items"]), found["limit"]), (10, 10))
        assert found["items"][0]["name"].startswith("Dreams"), found["items"][0]["name"]
        second = server.get(found["next"].split("/v1", 1)[1])["tracks"]
        assert {t["id"] for t in found["items"]}.isdisjoint(t["id"] for t in second["items"])
        equal(len(server.get("/search?q=dreams&type=track")["tracks"]["items"]), 5, "five unless asked")
        hits = server.get("/search?q=isrc:USWB10101368&type=track&limit=10")["tracks"]
        assert hits["total"] >= 2 and all(t["name"] == "Dreams" for t in hits["items"]), hits["total"]
        some = server.get("/tracks/" + second["items"][-1]["id"])["external_ids"]["isrc"]
        again = server.get(f"/search?q=isrc:{some}&type=track")["tracks"]["items"]
        assert any(t["external_ids"]["isrc"] == some for t in again)
        query = urllib.parse.quote('track:"come as you are" artist:nirvana')
        names = [t["name"] for t in server.get(f"/search?q={query}&type=track")["tracks"]["items"]]
        assert names and all(name.startswith("Come as You Are") for name in names), names
        equal(server.get("/search?q=zzzxqj&type=track")["tracks"]["total"], 0)
        equal(server.get("/search?q=" + urllib.parse.quote("Ｄｒｅａｍｓ") + "&type=track")["tracks"]["total"], found["total"])


def test_likes():
    with Server("--likes", "10") as server:
        server.sign_in()
        liked = [item["track"]["id"] for item in server.get("/me/tracks")["items"]]
        new = next(t["id"] for t in server.get("/search?q=the&type=track&limit=10")["tracks"]["items"] if t["id"] not in liked)
        uris = f"spotify:track:{new},spotify:track:{liked[3]}"
        equal(server.get("/me/library/contains?uris=" + uris), [False, True])
        answer = server.api("PUT", "/me/library?uris=" + uris)
        equal((answer.status, answer.body), (200, b""))
        equal([item["track"]["id"] for item in server.get("/me/tracks")["items"]], [new] + liked)
        equal(server.api("DELETE", "/me/library?uris=spotify:track:" + liked[0]).status, 200)
        page = server.get("/me/tracks")
        equal(([item["track"]["id"] for item in page["items"]], page["total"]), ([new] + liked[1:], 10))
        refused(server.api("PUT", "/me/library", json.dumps({"uris": [uris]}), {"Content-Type": "application/json"}), 400, "Missing required field: uris")
        refused(server.api("PUT", "/me/library?uris=" + ",".join(["spotify:track:" + new] * 41)), 400, "Too many")
        refused(server.api("PUT", "/me/library?uris=spotify:track:nothing"), 400, "Invalid uri")
        server.control("library", action="remove", position=0)
        server.control("library", action="add", count=2)
        equal(server.get("/me/tracks")["total"], 11)
        server.control("library", action="total", error=-3)
        equal(server.get("/me/tracks")["total"], 8)


def test_people():
    with Server() as server:
        server.sign_in()
        mine = {item["track"]["id"] for item in server.get("/me/tracks?limit=20")["items"]}
        server.control("person", number=1)
        server.sign_in()
        equal(server.get("/me")["display_name"], "Bo Sample-Nguyễn")
        equal(mine & {item["track"]["id"] for item in server.get("/me/tracks?limit=20")["items"]}, set())
        server.control("person", number=2)
        server.sign_in()
        equal(server.get("/me")["display_name"], None)
        server.control("person", number=0)
        server.sign_in(client_id="01d" + "0" * 29, scope=SCOPES + " user-read-email")
        equal(server.get("/me")["email"], "ada@example.org")
        assert "popularity" in server.get("/search?q=dreams&type=track")["tracks"]["items"][0]
        server.control("consent", mode="allow")
        answer, query, _ = server.authorize()
        assert "code=" in answer.headers["location"]
        server.control("consent", mode="deny")
        answer, query, _ = server.authorize()
        assert "access_denied" in answer.headers["location"]


def test_faults():
    with Server("--fault", "path=/v1/me,kind=500,count=1") as server:
        server.sign_in()
        equal(server.api("GET", "/me").status, 500)
        equal(server.api("GET", "/me").status, 200)

        def fault(kind, path="/v1/me/tracks", **more):
            server.control("fault", kind=kind, path=path, **more)
            return server.api("GET", "/me/tracks?limit=2&offset=2")

        statuses = {
            "401": (401, "Missing/invalid/expired"),
            "403-scope": (403, "Insufficient client scope"),
            "403-allow-list": (403, '"status":403'),
            "403-allow-list-text": (403, "Check settings on"),
            "403-premium": (403, "PREMIUM_REQUIRED"),
            "404": (404, "Resource not found"),
            "429-bare": (429, "rate limit"),
            "429-quota": (429, "QUOTA_EXCEEDED"),
            "500": (500, "Server error"),
            "503": (503, "unavailable"),
            "502-html": (502, "<html>"),
            "html": (200, "<html>"),
            "wrong-json": (200, "no list"),
        }
        for kind, (status, words) in statuses.items():
            refused(fault(kind), status, words)
        equal(server.api("GET", "/me/tracks").status, 200, "each struck once")

        for kind, status, words in [("401", 401, "invalid_client"), ("503", 503, "temporarily_unavailable"), ("html", 200, "<html>")]:
            server.control("fault", kind=kind, path="/api/token")
            refused(server.refresh(server.tokens["refresh_token"]), status, words)
        equal(server.refresh(server.tokens["refresh_token"]).status, 200, "a fault takes no token away")

        equal(fault("429", arg=7).headers["retry-after"], "7")
        assert fault("429-date", arg=60).headers["retry-after"].endswith("GMT")
        assert "retry-after" not in fault("429-bare").headers
        equal((fault("204").status, fault("empty").body), (204, b""))
        try:
            json.loads(fault("truncated-json").body)
            raise AssertionError("whole")
        except ValueError:
            pass
        try:
            fault("cut")
            raise AssertionError("whole")
        except http.client.IncompleteRead:
            pass
        for kind in ["drop", "lost"]:
            try:
                fault(kind)
                raise AssertionError("answered")
            except (http.client.RemoteDisconnected, ConnectionResetError):
                pass
        started = time.monotonic()
        equal(fault("slow", arg=400).status, 200)
        assert time.monotonic() - started > 0.39

        moved = fault("redirect")
        equal(moved.status, 302)
        target = urllib.parse.urlsplit(moved.headers["location"])
        equal(target.hostname, "127.0.0.2")
        connection = http.client.HTTPConnection(target.hostname, target.port, timeout=120)
        connection.request("GET", target.path, headers={"Authorization": "Bearer leaked"})
        equal(connection.getresponse().status, 404)
        connection.close()
        equal(server.counters()["trapped"], 1)
        trapped = server.ask("GET", "/control/log?path=/trap/").json["requests"][0]
        assert "authorization" in trapped["headers"] and trapped["status"] == 404

        plain = server.get("/me/tracks?limit=2&offset=2")
        server.control("fault", kind="repeat-page")
        again = server.get("/me/tracks?limit=2&offset=2")
        equal(again["items"], server.get("/me/tracks?limit=2&offset=0")["items"])
        equal(again["next"], plain["next"])
        server.control("fault", kind="empty-page")
        equal(server.get("/me/tracks?limit=2")["items"], [])
        server.control("fault", kind="total-changes", arg=5)
        equal(server.get("/me/tracks?limit=2")["total"], plain["total"] + 5)

        server.control("fault", kind="500", path="*", skip=1, count="all")
        equal([server.api("GET", "/me").status for _ in range(4)], [200, 500, 500, 500])
        server.control("fault", "DELETE")
        equal(server.api("GET", "/me").status, 200)
        refused(server.ask("POST", "/control/fault", {"kind": "fire"}), 400, "fire")
        refused(server.ask("POST", "/control/fault", {"kind": "500", "counts": "2"}), 400, "counts")


def test_endless_and_gone():
    with Server() as server:
        server.sign_in()
        server.control("fault", kind="huge", path="/v1/me")
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        connection.request("GET", API + "/me", headers={"User-Agent": "x"})
        equal(len(connection.getresponse().read(3_000_000)), 3_000_000)
        connection.close()
        for kind in ["slow", "never"]:
            server.control("fault", kind=kind, path="/v1/me", arg=60000)
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
            connection.request("GET", API + "/me", headers={"User-Agent": "x"})
            time.sleep(0.1)
            connection.close()
        end = time.monotonic() + 60
        while server.counters()["aborted"] < 3 and time.monotonic() < end:
            time.sleep(0.05)
        equal(server.counters()["aborted"], 3, "who left is noticed at once")
        # One that still waits when the program ends is no trouble.
        server.control("fault", kind="never", path="/v1/me")
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        connection.request("GET", API + "/me", headers={"User-Agent": "x"})
        time.sleep(0.1)
    connection.close()


def test_log():
    with Server() as server:
        tokens = server.sign_in()
        server.get("/me/tracks?limit=3&offset=1")
        log = server.control("log", "GET")
        line = [r for r in log["requests"] if r["path"].endswith("/me/tracks")][0]
        equal((line["method"], line["query"], line["status"], line["fault"]), ("GET", ["limit", "offset"], 200, None))
        assert {"authorization", "user-agent"} <= set(line["headers"])
        text = json.dumps(log)
        kept = server.control("secrets", "GET")
        equal(sorted(kept), ["access_token", "challenge", "code", "refresh_token", "state", "verifier"])
        equal((kept["access_token"], kept["refresh_token"]), ([tokens["access_token"]], [tokens["refresh_token"]]))
        for values in kept.values():
            assert not any(value in text for value in values), "no secret in the log"
        equal((log["counters"]["exchanges"], log["counters"]["refreshes"], log["counters"]["allowed"]), (1, 0, 1))
        server.control("log", "DELETE")
        equal(server.control("log", "GET")["requests"], [])


def read_png(body):
    equal(body[:8], b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", body[16:24])
    position = 8
    while position < len(body):
        length, = struct.unpack(">I", body[position:position + 4])
        chunk = body[position + 4:position + 8 + length]
        equal(struct.unpack(">I", body[position + 8 + length:position + 12 + length])[0], zlib.crc32(chunk))
        position += 12 + length
    return width, height


def test_art():
    with Server() as server:
        server.sign_in()
        images = server.get("/me/tracks?limit=1")["items"][0]["track"]["album"]["images"]
        equal([image["width"] for image in images], [640, 300, 64])
        for image in images:
            parts = urllib.parse.urlsplit(image["url"])
            answer = server.ask("GET", f"{parts.path}?{parts.query}")
            equal(answer.headers["content-type"], "image/png")
            equal(read_png(answer.body), (image["width"], image["height"]))
            equal(server.ask("GET", f"{parts.path}?{parts.query}").body, answer.body)
        assert len({server.ask("GET", f"/spotify/image/{i}?s=64").body for i in range(40)}) > 36
        sound = server.ask("GET", "/spotify/preview/x.wav")
        equal((sound.headers["content-type"], len(sound.body)), ("audio/wav", 44 + 22050 * 30 * 2))
        loud = max(abs(v) for v in struct.unpack("<661500h", sound.body[44:]))
        assert 6000 < loud < 32000, loud
        part = server.ask("GET", "/spotify/preview/x.wav", headers={"Range": "bytes=0-99"})
        equal((part.status, part.body), (206, sound.body[:100]))


def test_providers():
    source = """# A remark that stays
[Provider]
id=spotify
name=Spotify
[OAuth]
authorize=https://accounts.spotify.com/authorize
token=https://accounts.spotify.com/api/token
issuer=
redirect=http://127.0.0.1/callback
scopes=https://www.googleapis.com/auth/youtube.readonly user-library-read
dashboard=https://developer.spotify.com/dashboard
[API]
base=https://api.spotify.com/v1
page=50
[Artwork]
hosts=i.scdn.co;*.spotifycdn.com
[Links]
track=https://open.spotify.com/track/%s
hosts=open.spotify.com
[Preview]
hosts=p.scdn.co
"""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/in")
        with open(folder + "/in/spotify.ini", "w") as file:
            file.write(source)
        with Server("--providers-in", folder + "/in", "--providers-out", folder + "/out/deep") as server:
            base = f"http://127.0.0.1:{server.port}/spotify"
            with open(folder + "/out/deep/spotify.ini") as file:
                text = file.read()
            wanted = source.replace("https://accounts.", base + "/accounts.").replace("https://api.", base + "/api.")
            wanted = wanted.replace("*.spotifycdn.com", "*.spotifycdn.com;127.0.0.1;").replace("hosts=open.spotify.com", "hosts=open.spotify.com;127.0.0.1;").replace("hosts=p.scdn.co", "hosts=p.scdn.co;127.0.0.1;")
            equal([line for line in text.splitlines() if line], wanted.splitlines())
            equal(server.ready["providers"], folder + "/out/deep")
        with open(folder + "/in/broken.ini", "w") as file:
            file.write("nonsense\n")
        ended = subprocess.run([PROGRAM, "--providers-in", folder + "/in", "--providers-out", folder + "/out"], capture_output=True, text=True)
        equal(ended.returncode, 2)
        assert "broken.ini" in ended.stderr, ended.stderr


main(globals())
