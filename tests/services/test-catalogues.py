#!/usr/bin/env python3
# test-catalogues.py: the services that need no account, as the test services play them
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import sys
import time
import urllib.parse

sys.dont_write_bytecode = True
from harness import Account, Server, equal, knows, local, main, refused  # noqa: E402


def quote(text):
    return urllib.parse.quote(text, safe="")


PLACES = {"spotify": 0, "tidal": 1, "deezer": 2, "apple-music": 3, "itunes": 3, "youtube": 4, "soundcloud": 5}


def test_overlap():
    with Server("--likes", "400", "--fast") as server:
        recordings = server.control("recording?index=0&count=2000", "GET")
        for recording in recordings:
            equal(set(recording["ids"]), {name for name, place in PLACES.items() if knows(place, recording["index"])}, recording)
        for name in PLACES:
            ids = [recording["ids"][name] for recording in recordings if name in recording["ids"]]
            equal(len(ids), len(set(ids)), name)
            equal(server.control(f"recording?provider={name}&id={quote(ids[77])}", "GET")["ids"][name], ids[77])
        real = [recording for recording in recordings if not recording["isrcs"] or not recording["isrcs"][0].startswith("ZZ")]
        assert len({recording["mbid"] for recording in real}) < len(real), "some stand on two releases"
        names = {}
        for recording in real:
            if not recording["twin"]:
                equal(names.setdefault((recording["title"], recording["artist"]), recording["mbid"]), recording["mbid"])
        assert 10 < sum(recording["twin"] for recording in real) < len(real) / 4
        likes = {name: server.control(f"library?provider={name}", "GET")["likes"] for name in [*PLACES, "listenbrainz"]}
        for name, place in {**PLACES, "listenbrainz": 6}.items():
            equal(likes[name], [i for i in range(place * 20, 1000) if knows(place, i)][:400], name)
        everywhere = set.intersection(*map(set, likes.values()))
        assert 100 < len(everywhere) < 400, len(everywhere)

        # The same recording is within two seconds of itself, and its ISRC is one of its own.
        found = server.ask("GET", DEEZER + "/track/" + recordings[20]["ids"]["deezer"]).json
        assert found["isrc"] in recordings[20]["isrcs"] and abs(found["duration"] - recordings[20]["duration"] / 1000) < 2


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


AGENT = "Tutti/1.0 ( https://example.org/tutti )"
MUSICBRAINZ = "/musicbrainz/musicbrainz.org/ws/2"
COVERS = "/musicbrainz/coverartarchive.org"


def test_musicbrainz():
    with Server("--fast") as server:
        def ask(path, agent=AGENT):
            return server.ask("GET", MUSICBRAINZ + path, agent=agent)

        known = next(i for i in range(40) if i % 3 == 0 and server.control(f"recording?index={i}", "GET")["isrcs"])
        recording = server.control(f"recording?index={known}", "GET")
        isrc = recording["isrcs"][0]
        found = ask(f"/isrc/{isrc}?inc=artist-credits+releases+url-rels+isrcs&fmt=json").json
        one = found["recordings"][0]
        equal((found["isrc"], one["id"], one["title"], one["isrcs"]), (isrc, recording["mbid"], recording["title"], recording["isrcs"]))
        equal("".join(a["name"] + a["joinphrase"] for a in one["artist-credit"]), recording["artist"])
        links = {r["url"]["resource"]: r for r in one["relations"] if not r["ended"]}
        ids = recording["ids"]
        equal(links[f"https://open.spotify.com/track/{ids['spotify']}"]["type"], "free streaming")
        assert {f"https://www.deezer.com/track/{ids['deezer']}", f"https://tidal.com/track/{ids['tidal']}", f"https://music.apple.com/us/song/{ids['apple-music']}",
                f"https://www.youtube.com/watch?v={ids['youtube']}"} <= set(links), links
        equal(len({r["id"] for r in found["recordings"]}), len(found["recordings"]), "each recording once")
        equal(ask(f"/recording/{recording['mbid']}?inc=url-rels&fmt=json").json["relations"], one["relations"])
        page = ask("/url?inc=recording-rels&fmt=json&resource=" + quote(f"https://www.deezer.com/track/{ids['deezer']}")).json
        equal(page["relations"][0]["recording"]["id"], recording["mbid"])
        two = ask("/url?fmt=json&resource=" + quote(f"https://tidal.com/track/{ids['tidal']}") + "&resource=https%3A%2F%2Fexample.org").json
        equal((two["url-count"], len(two["urls"])), (1, 1))
        equal(ask("/url?fmt=json&resource=https%3A%2F%2Fexample.org").status, 404)
        query = quote('recording:"come as you are" AND artist:"nirvana"')
        hits = ask(f"/recording?query={query}&limit=10&fmt=json").json
        assert hits["recordings"][0]["title"].startswith("Come as You Are") and hits["recordings"][0]["score"] == 100
        equal(ask(f"/recording?query=isrc:{isrc}&fmt=json").json["recordings"][0]["id"], recording["mbid"])
        cases = [
            ("/isrc/nonsense?fmt=json", 400, '{"error":"Invalid isrc.","help":"For usage, please see: https://musicbrainz.org/development/mmd"}'),
            ("/isrc/XXXXX0000000?fmt=json", 404, "Not Found"),
            (f"/isrc/{isrc}?inc=lyrics&fmt=json", 400, "lyrics is not a valid inc"),
            (f"/isrc/{isrc}?format=json", 400, "format"),
            ("/recording?query=a&limit=101&fmt=json", 400, "limit"),
            ("/recording/1?fmt=json", 400, "Invalid mbid"),
            ("/artist/1?fmt=json", 404, "Not Found"),
        ]
        for path, status, words in cases:
            refused(ask(path), status, words)
        assert ask(f"/isrc/{isrc}").headers["content-type"].startswith("application/xml"), "without fmt=json"
        for agent in ["Tutti", "libsoup/3.6", "python-requests/2 (none)", None]:
            equal(ask(f"/isrc/{isrc}?fmt=json", agent).status, 403, agent)
        server.control("limits", mode="on")
        equal([ask(f"/isrc/{isrc}?fmt=json").status for _ in range(2)], [200, 503])
        server.control("clock", advance=1)
        equal(ask(f"/isrc/{isrc}?fmt=json").status, 200)


def test_cover_art():
    with Server("--fast") as server:
        found = {}
        for index in range(40):
            mbid = server.control(f"recording?index={index}", "GET")["mbid"]
            path = f"{MUSICBRAINZ}/recording/{mbid}?inc=releases&fmt=json"
            release = server.ask("GET", path, agent=AGENT).json["releases"][0]["id"]
            found[server.ask("GET", f"{COVERS}/release/{release}").status] = release
        equal(sorted(found), [200, 404])
        images = server.ask("GET", f"{COVERS}/release/{found[200]}").json["images"]
        for address in [images[0]["thumbnails"]["250"], f"http://127.0.0.1/{COVERS[1:]}/release/{found[200]}/front-250"]:
            first = server.ask("GET", local(address))
            equal(first.status, 307)
            second = server.ask("GET", local(first.headers["location"]))
            equal(second.status, 302)
            equal(server.ask("GET", local(second.headers["location"])).headers["content-type"], "image/png")
        equal(server.ask("GET", f"{COVERS}/release/{found[404]}/front-250").status, 404)


LISTENBRAINZ = "/listenbrainz/api.listenbrainz.org/1"


def test_listenbrainz():
    with Server("--fast") as server:
        token = server.control("token", provider="listenbrainz")["token"]

        def ask(method, path, body=None, auth=token, **headers):
            headers = {"Authorization": "Token " + auth, **headers} if auth else headers
            if isinstance(body, dict):
                body, headers["Content-Type"] = json.dumps(body), headers.get("Content-Type", "application/json")
            return server.ask(method, LISTENBRAINZ + path, body, headers, agent=AGENT)

        equal(ask("GET", "/validate-token").json, {"code": 200, "message": "Token valid.", "valid": True, "user_name": "adaexample"})
        equal(ask("GET", "/validate-token", auth="wrong").json["valid"], False)
        listens = ask("GET", "/user/adaexample/listens?count=60", auth=None).json["payload"]
        equal((listens["count"], len(listens["listens"])), (60, 60))
        metadata = [item["track_metadata"] for item in listens["listens"]]
        assert any("mbid_mapping" not in m for m in metadata) and any("recording_mbid" not in m["additional_info"] for m in metadata)
        mapped = next(m for m in metadata if "url_rels" in m.get("mbid_mapping", {}))
        assert any("open.spotify.com" in r["url"] for r in mapped["mbid_mapping"]["url_rels"])
        times = [item["listened_at"] for item in listens["listens"]]
        older = ask("GET", f"/user/adaexample/listens?count=10&max_ts={times[9]}").json["payload"]["listens"]
        equal([item["listened_at"] for item in older], times[10:20])
        newer = ask("GET", f"/user/adaexample/listens?count=5&min_ts={times[9]}").json["payload"]["listens"]
        equal([item["listened_at"] for item in newer], times[4:9])
        server.sign_in()
        plays = [(i["track"]["name"], i["played_at"][:19]) for i in server.get("/me/player/recently-played?limit=50")["items"]]
        heard = [(m["track_name"], time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(t))) for m, t in zip(metadata, times)]
        equal(heard[:50], plays, "what Spotify played is here too")

        loved = ask("GET", "/feedback/user/adaexample/get-feedback?score=1&count=1000&metadata=true", auth=None).json
        equal((loved["count"], loved["total_count"]), (300, 300))
        unknown = [i for i, f in enumerate(loved["feedback"]) if f["recording_mbid"] is None]
        equal(unknown, [i for i in range(300) if i % 97 == 61 or i % 61 == 53])
        equal([server.control("recording?id=" + f["recording_mbid"] + "&provider=listenbrainz", "GET")["index"] for f in loved["feedback"][:40]],
              [i for i in range(90, 200) if knows(6, i)][:40])
        one = loved["feedback"][0]["recording_mbid"]
        feedback = "/feedback/recording-feedback"
        equal(ask("POST", feedback, {"recording_mbid": one, "score": 0}).json, {"status": "ok"})
        equal(ask("GET", "/feedback/user/adaexample/get-feedback").json["total_count"], 299)
        equal(ask("POST", feedback, {"recording_mbid": one, "score": 1}).status, 200)
        equal(ask("GET", "/feedback/user/adaexample/get-feedback?count=1").json["feedback"][0]["recording_mbid"], one)
        chart = ask("GET", "/stats/sitewide/recordings?range=this_week&count=50", auth=None).json["payload"]
        equal((chart["count"], chart["range"]), (50, "this_week"))
        equal(ask("GET", "/stats/sitewide/recordings?range=half_yearly").status, 204)
        lookup = ask("GET", "/metadata/lookup/?artist_name=Nirvana&recording_name=Come+as+You+Are").json
        assert lookup["recording_name"].startswith("Come as You Are")
        equal(ask("GET", "/user/adaexample/listen-count", auth=None).json, {"payload": {"count": 60}})
        known = ask("GET", f"/metadata/recording/?recording_mbids={one},00000000-0000-4000-8000-000000000000&inc=artist+release", auth=None).json
        equal(list(known), [one])
        assert known[one]["recording"]["name"] and known[one]["artist"]["artists"] and known[one]["release"]["name"]
        msid = loved["feedback"][unknown[0]]["recording_msid"]
        equal(ask("POST", feedback, {"recording_msid": msid, "score": 0}).json, {"status": "ok"})
        equal(ask("GET", "/feedback/user/adaexample/get-feedback").json["total_count"], 299)
        cases = [
            (ask("GET", "/user/nobody/listen-count"), 404, "Cannot find user"),
            (ask("GET", "/metadata/recording/?recording_mbids=1&inc=artist+release"), 400, "not valid"),
            (ask("GET", f"/metadata/recording/?recording_mbids={one}&inc=everything"), 400, "inc"),
            (ask("POST", feedback, {"recording_mbid": one, "score": 1, "why": "loud"}), 400, "may only contain"),
            (ask("GET", "/user/nobody/listens"), 404, '{"code":404,"error":"Cannot find user: nobody"}'),
            (ask("GET", "/user/adaexample/listens?count=1001"), 400, "count"),
            (ask("GET", "/user/adaexample/listens?max_ts=1&min_ts=2"), 400, "not both"),
            (ask("GET", "/user/adaexample/listens?limit=5"), 400, "limit"),
            (ask("POST", feedback, {"recording_mbid": one, "score": 1}, auth=None), 401, "Authorization"),
            (ask("POST", feedback, {"recording_mbid": one, "score": 1}, auth="wrong"), 401, "Invalid authorization token."),
            (ask("POST", feedback, {"recording_mbid": one, "score": 2}), 400, "1, 0 or -1"),
            (ask("POST", feedback, {"score": 1}), 400, "recording_mbid"),
            (ask("POST", feedback, {"recording_mbid": one}, **{"Content-Type": "text/plain"}), 400, "application/json"),
            (server.ask("GET", LISTENBRAINZ + "/user/adaexample/listens"), 403, "User-Agent"),
        ]
        for answer, status, words in cases:
            refused(answer, status, words)
        server.control("revoke")
        equal(ask("GET", "/validate-token").json["valid"], False)
        server.control("limits", mode="on")
        answers = [ask("GET", "/validate-token") for _ in range(31)]
        equal((answers[0].headers["x-ratelimit-remaining"], answers[29].status, answers[30].status), ("29", 200, 429))


main(globals())
