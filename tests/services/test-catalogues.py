#!/usr/bin/env python3
# test-catalogues.py: the services that need no account, as the test services play them
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import sys
import urllib.parse

sys.dont_write_bytecode = True
from harness import Account, Server, equal, knows, local, main, refused  # noqa: E402


def quote(text):
    return urllib.parse.quote(text, safe="")


DEEZER = "/deezer/api.deezer.com"


class Deezer:
    connect = "/deezer/connect.deezer.com/oauth"
    form = {"app_id": "123456", "redirect_uri": "http://127.0.0.1:43111/callback", "state": "xyz",
            "perms": "basic_access,email,offline_access,manage_library,delete_library,listening_history"}

    def __init__(self, server):
        self.server = server
        self.token = None

    def code(self, **changes):
        page = self.server.ask("GET", self.connect + "/auth.php?" + urllib.parse.urlencode({**self.form, **changes}))
        equal(page.status, 200)
        back = self.server.press(page, "allow").headers["location"]
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query))
        equal(query["state"], "xyz")
        return query["code"]

    def exchange(self, code, **changes):
        query = {"app_id": "123456", "secret": "s3cret", "code": code, "output": "json", **changes}
        return self.server.ask("GET", self.connect + "/access_token.php?" + urllib.parse.urlencode(query))

    def sign_in(self, **changes):
        self.token = self.exchange(self.code(**changes)).json["access_token"]

    def ask(self, method, path):
        path += ("&" if "?" in path else "?") + "access_token=" + self.token
        answer = self.server.ask(method, DEEZER + path)
        equal(answer.status, 200)
        return answer.json


def test_deezer_public():
    with Server() as server:
        def get(path):
            answer = server.ask("GET", DEEZER + path)
            equal(answer.status, 200)
            return answer.json

        found = get("/search?q=dreams&limit=5")
        equal((len(found["data"]), "next" in found, "prev" in found), (5, True, False))
        track = found["data"][0]
        assert "isrc" not in track and isinstance(track["id"], int) and track["title"].startswith("Dreams"), track
        second = server.ask("GET", local(found["next"])).json
        assert {t["id"] for t in found["data"]}.isdisjoint(t["id"] for t in second["data"])
        whole = get(f"/track/{track['id']}")
        equal((whole["title"], whole["type"]), (track["title"], "track"))
        assert whole["contributors"][0]["name"] == whole["artist"]["name"] and len(whole["isrc"]) == 12
        recording = server.control(f"recording?provider=deezer&id={track['id']}", "GET")
        assert whole["isrc"] in recording["isrcs"] and abs(whole["duration"] * 1000 - recording["duration"]) <= 1300
        again = get("/track/isrc:" + whole["isrc"])
        assert server.control(f"recording?provider=deezer&id={again['id']}", "GET")["isrcs"] == recording["isrcs"]
        hit = get('/search?q=' + quote('artist:"nirvana" track:"come as you are"'))["data"]
        assert hit and all(t["artist"]["name"] == "Nirvana" for t in hit)

        nothing = {"error": {"type": "DataException", "message": "no data", "code": 800}}
        equal(get("/track/isrc:us-wb1-01-01368"), nothing, "hyphens")
        equal(get("/track/isrc:uswb10101368"), nothing, "lower case")
        equal(get("/track/1"), nothing)
        missing = server.control("recording?index=41", "GET")
        equal((41 % 13, "deezer" in missing["ids"], "spotify" in missing["ids"]), (2, False, True))
        for path, code in [("/search?limit=5", 501), ("/search?q=a&limit=101", 100), ("/search?q=a&page=2", 500), ("/search?q=a&index=x", 500)]:
            equal(get(path)["error"]["code"], code, path)
        answer = server.ask("GET", DEEZER + "/nothing")
        equal((answer.status, answer.json), (404, {"error": "Not Found"}))
        equal(server.ask("GET", DEEZER + "/infos", agent=None).status, 403)

        chart = get("/chart/0/tracks?limit=50")
        equal(([t["position"] for t in chart["data"]], chart["total"]), (list(range(1, 51)), 100))
        equal([server.control(f"recording?provider=deezer&id={t['id']}", "GET")["index"] for t in chart["data"]],
              [i for i in range(60) if knows(2, i)][:50])


def test_deezer_preview():
    with Server() as server:
        track = server.ask("GET", DEEZER + "/search?q=dreams").json["data"][0]
        address = local(track["preview"])
        sound = server.ask("GET", address)
        equal((sound.status, sound.headers["content-type"]), (200, "audio/wav"))
        equal(server.ask("GET", address.replace("exp=1", "exp=2")).status, 403)
        server.control("clock", advance=901)
        equal(server.ask("GET", address).status, 403, "an address of a preview ends")
        fresh = server.ask("GET", f"{DEEZER}/track/{track['id']}").json["preview"]
        equal(server.ask("GET", local(fresh)).status, 200)


def test_deezer_quota():
    with Server() as server:
        quota = {"error": {"type": "Exception", "message": "Quota limit exceeded", "code": 4}}
        answers = [server.ask("GET", DEEZER + "/infos").json for _ in range(51)]
        equal((answers[49]["open"], answers[50]), (True, quota))
        server.control("clock", advance=6)
        equal(server.ask("GET", DEEZER + "/infos").json["open"], True)
        server.control("limits", mode="off")
        assert all(server.ask("GET", DEEZER + "/infos").json.get("open") for _ in range(60))
        for kind, status, code in [("429-quota", 200, 4), ("429", 429, 4), ("503", 200, 700), ("401", 200, 300), ("403-scope", 200, 200)]:
            server.control("fault", kind=kind, path="/infos")
            answer = server.ask("GET", DEEZER + "/infos")
            equal((answer.status, answer.json["error"]["code"]), (status, code), kind)


def test_deezer_account():
    with Server() as server:
        deezer = Deezer(server)
        equal(server.ask("GET", DEEZER + "/user/me").json["error"]["code"], 200)
        equal(server.ask("GET", DEEZER + "/user/me?access_token=frwrong").json["error"]["code"], 300)
        code = deezer.code()
        equal(deezer.exchange(code, secret="bad").body, b"wrong code")
        equal(deezer.exchange("nothing").body, b"wrong code")
        equal(deezer.exchange(code).json["expires"], 0, "offline_access never ends")
        equal(deezer.exchange(code).body, b"wrong code", "once only")
        page = server.ask("GET", deezer.connect + "/auth.php?" + urllib.parse.urlencode(deezer.form))
        assert server.press(page, "deny").headers["location"].endswith("?error_reason=user_denied&state=xyz")
        implicit = server.ask("GET", deezer.connect + "/auth.php?response_type=token&" + urllib.parse.urlencode(deezer.form))
        assert "unsupported_response_type" in implicit.headers["location"]

        deezer.sign_in()
        server.control("clock", advance=400 * 24 * 3600)
        me = deezer.ask("GET", "/user/me")
        equal((me["name"], me["email"], me["country"]), ("Ada Example", "ada@example.org", "DE"))
        likes = deezer.ask("GET", "/user/me/tracks?limit=100")
        equal((len(likes["data"]), likes["total"]), (100, 300))
        assert all("preview" not in t and "title_short" not in t and t["time_add"] for t in likes["data"])
        seen, page = [t["id"] for t in likes["data"]], likes
        while "next" in page:
            page = deezer.ask("GET", local(page["next"])[len(DEEZER):])
            seen += [t["id"] for t in page["data"]]
        equal((len(seen), len(set(seen))), (300, 300))
        indices = [server.control(f"recording?provider=deezer&id={i}", "GET")["index"] for i in seen[:60]]
        equal(indices, [i for i in range(30, 100) if knows(2, i)][:60], "two twentieths further than Spotify's")
        history = deezer.ask("GET", "/user/me/history?limit=50")["data"]
        times = [t["timestamp"] for t in history]
        equal((len(times), times), (50, sorted(times, reverse=True)))
        equal(deezer.ask("DELETE", f"/user/me/tracks?track_id={seen[0]}"), True)
        equal(deezer.ask("GET", "/user/me/tracks")["data"][0]["id"], seen[1])
        equal(deezer.ask("POST", f"/user/me/tracks?track_id={seen[0]}"), True)
        equal(deezer.ask("GET", "/user/me/tracks")["data"][0]["id"], seen[0])
        equal(deezer.ask("POST", "/user/me/tracks?track_id=1")["error"]["code"], 800)
        equal(deezer.ask("POST", "/user/me/tracks")["error"]["code"], 501)
        equal(server.ask("GET", f"{DEEZER}/user/{me['id']}/tracks?limit=3").json["total"], 300, "a public profile")

        server.control("fault", kind="repeat-page", path="/user/me/tracks")
        equal([t["id"] for t in deezer.ask("GET", "/user/me/tracks?limit=5&index=5")["data"]], seen[:5])
        deezer.sign_in(perms="basic_access")
        equal(deezer.ask("GET", "/user/me/history")["error"]["code"], 200)
        equal(deezer.ask("POST", f"/user/me/tracks?track_id={seen[0]}")["error"]["code"], 200)
        server.control("clock", advance=3601)
        equal(deezer.ask("GET", "/user/me")["error"]["code"], 300, "without offline_access an hour")


ITUNES = "/itunes/itunes.apple.com"
CHARTS = "/itunes/rss.marketingtools.apple.com/api/v2/de/music/most-played"


def test_itunes():
    with Server() as server:
        answer = server.ask("GET", ITUNES + "/search?term=come+as+you+are&country=DE&media=music&entity=song&limit=5")
        equal((answer.status, answer.headers["content-type"]), (200, "text/javascript; charset=utf-8"))
        equal(answer.json["resultCount"], len(answer.json["results"]))
        song = answer.json["results"][0]
        assert song["trackName"].startswith("Come as You Are") and "isrc" not in song and "I’m" not in answer.body.decode()
        recording = server.control(f"recording?provider=itunes&id={song['trackId']}", "GET")
        assert abs(recording["duration"] - song["trackTimeMillis"]) <= 700
        equal(server.ask("GET", local(song["previewUrl"])).headers["content-type"], "audio/wav")
        equal(server.ask("GET", local(song["artworkUrl100"].replace("100x100bb", "600x600bb"))).headers["content-type"], "image/png")
        lookup = server.ask("GET", f"{ITUNES}/lookup?id={song['trackId']},1&country=de").json
        equal([r["trackId"] for r in lookup["results"]], [song["trackId"]])
        cases = ["/search?term=a&limit=201", "/search?term=a&limit=0", "/search?term=a&country=Germany", "/search?term=a&offset=20", "/search?term=a&media=film"]
        for path in cases:
            refused(server.ask("GET", ITUNES + path), 400, "Invalid value(s) for key(s)")
        equal(server.ask("GET", ITUNES + "/search?term=zzxqj").json, {"resultCount": 0, "results": []})
        server.control("limits", mode="on")
        answers = [server.ask("GET", ITUNES + "/search?term=dreams&limit=1") for _ in range(21)]
        equal([a.status for a in answers], [200] * 20 + [403])
        equal(answers[20].body, b"", "too fast, which is not nothing found")
        server.control("clock", advance=61)
        equal(server.ask("GET", ITUNES + "/search?term=dreams&limit=1").status, 200)
        equal(server.ask("GET", ITUNES + "/search?term=dreams", agent=None).status, 403)


def test_apple_charts():
    with Server() as server:
        feed = server.ask("GET", CHARTS + "/25/songs.json").json["feed"]
        equal(len(feed["results"]), 25)
        ids = ",".join(entry["id"] for entry in feed["results"])
        songs = server.ask("GET", f"{ITUNES}/lookup?id={ids}&country=DE").json["results"]
        equal([str(song["trackId"]) for song in songs], [entry["id"] for entry in feed["results"]])
        hundred = server.ask("GET", CHARTS + "/100/songs.json").json["feed"]["results"]
        assert {entry.get("contentAdvisoryRating") for entry in hundred} == {None, "Explict"}
        equal(server.ask("GET", CHARTS + "/200/songs.json").status, 500)
        old = server.ask("GET", ITUNES + "/de/rss/topsongs/limit=10/json").json["feed"]["entry"]
        equal([entry["id"]["attributes"]["im:id"] for entry in old], [entry["id"] for entry in hundred[:10]])
        server.control("fault", kind="503", path="songs.json")
        equal(server.ask("GET", CHARTS + "/25/songs.json").status, 503)


main(globals())
