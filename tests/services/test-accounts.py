#!/usr/bin/env python3
# test-accounts.py: the services with accounts beside Spotify, as the test services play them
#
# Copyright 2026 The Tutti authors
# SPDX-License-Identifier: GPL-3.0-or-later

import base64
import html
import json
import re
import sys
import tempfile
import time
import urllib.parse

sys.dont_write_bytecode = True
from harness import Account, Server, equal, knows, local, main, refused  # noqa: E402


def quote(text):
    return urllib.parse.quote(text, safe="")


def indices(server, provider, ids):
    return [server.control(f"recording?provider={provider}&id={quote(str(i))}", "GET")["index"] for i in ids]


def liked_indices(place, count, n_likes=300):
    """The rule of README.md: what the first person likes on the service at PLACE."""
    first = place * n_likes // 20
    return [i for i in range(first, first + 2 * count + 20) if knows(place, i)][:count]


class YouTube(Account):
    client = "12345-abc.apps.googleusercontent.com"
    secret = "GOCSPX-abc"
    redirect = "http://127.0.0.1:43001/callback"
    scope = "https://www.googleapis.com/auth/youtube.force-ssl"
    authorize_path = "/youtube/accounts.google.com/o/oauth2/v2/auth"
    token_path = "/youtube/oauth2.googleapis.com/token"
    api = "/youtube/youtube.googleapis.com/youtube/v3"


def test_youtube_sign_in():
    with Server() as server:
        google = YouTube(server)
        code, verifier = google.code(access_type="offline", prompt="consent")
        refused(google.exchange(code, verifier, client_secret=None), 400, '"error":"invalid_request","error_description":"client_secret is missing."')
        refused(google.exchange(code, verifier, client_secret="bad"), 401, "invalid_client")
        first = google.exchange(code, verifier).json
        equal((first["expires_in"], first["scope"]), (3599, YouTube.scope))
        refused(google.refresh(first["refresh_token"], client_secret=None), 400, "client_secret is missing")
        second = google.refresh(first["refresh_token"]).json
        assert "refresh_token" not in second
        page, _ = google.authorize(redirect_uri="http://localhost:1/callback")
        refused(page, 400, "redirect_uri_mismatch")
        refused(google.authorize(client_id="nobody")[0], 400, "invalid_client")
        equal(google.authorize(redirect_uri="http://[::1]:1234")[0].status, 200, "any port, any path")
        google.sign_in()
        equal(google.get("/channels?part=snippet,contentDetails&mine=true")["items"][0]["contentDetails"]["relatedPlaylists"]["likes"], "LL")
        equal(server.ask("POST", "/youtube/oauth2.googleapis.com/revoke", {"token": google.tokens["refresh_token"]}).status, 200)
        refused(google.ask("GET", "/channels?part=snippet&mine=true"), 401, "authError")
        refused(google.refresh(google.tokens["refresh_token"]), 400, "invalid_grant")
        refused(server.ask("POST", "/youtube/oauth2.googleapis.com/revoke", {"token": "nothing"}), 400, "invalid_token")

        server.control("fault", kind="fewer-scopes", path="/auth")
        asked = "https://www.googleapis.com/auth/youtube.readonly https://www.googleapis.com/auth/youtube.force-ssl"
        equal(google.sign_in(scope=asked)["scope"], "https://www.googleapis.com/auth/youtube.readonly")
        refused(google.ask("POST", "/videos/rate?id=x&rating=like"), 403, "insufficientPermissions")
        server.control("person", number=2)
        google.sign_in()
        assert "items" not in google.get("/channels?part=snippet&mine=true"), "an account without a channel"


def test_youtube_likes():
    with Server() as server:
        google = YouTube(server)
        google.sign_in()
        page = google.get("/playlistItems?part=snippet,contentDetails&playlistId=LL&maxResults=50")
        equal((page["pageInfo"]["totalResults"], len(page["items"])), (300, 50))
        items = page["items"]
        while "nextPageToken" in page:
            page = google.get("/playlistItems?part=snippet&playlistId=LL&maxResults=50&pageToken=" + page["nextPageToken"])
            items += page["items"]
        equal((len(items), len({i["snippet"]["resourceId"]["videoId"] for i in items})), (300, 300))
        equal([i["snippet"]["position"] for i in items], list(range(300)))
        gone = [i["snippet"]["position"] for i in items if i["snippet"]["title"] == "Deleted video"]
        equal(gone, [61, 158, 255])
        assert "videoOwnerChannelTitle" not in items[61]["snippet"]
        other = [i["snippet"]["position"] for i in items if i["snippet"]["title"].startswith("How to mend")]
        equal(other, [53, 114, 175, 236, 297])
        music = [i["snippet"]["resourceId"]["videoId"] for i in items[:50]]
        equal(indices(server, "youtube", music), liked_indices(4, 50))
        topic = [i["snippet"] for i in items if i["snippet"].get("videoOwnerChannelTitle", "").endswith(" - Topic")]
        assert len(topic) > 80 and any(" - " not in s["title"] for s in topic)
        videos = google.get("/videos?part=snippet,contentDetails&id=" + ",".join(music[:49] + [items[53]["snippet"]["resourceId"]["videoId"]]))["items"]
        equal([v["snippet"]["categoryId"] for v in videos], ["10"] * 49 + ["26"])
        assert re.fullmatch(r"PT(\d+H)?\d+M(\d+S)?", videos[0]["contentDetails"]["duration"])
        equal(len(google.get("/videos?part=snippet&id=AAAAAAAAAAA")["items"]), 0)
        liked = google.get("/videos?part=snippet&myRating=like&maxResults=50&pageToken=" + google.get("/videos?part=snippet&myRating=like&maxResults=50")["nextPageToken"])
        equal(len(liked["items"]), 49, "one of them is gone")

        one = music[0]
        equal(google.get("/videos/getRating?id=" + one)["items"], [{"videoId": one, "rating": "like"}])
        equal((google.ask("POST", f"/videos/rate?id={one}&rating=none").status, google.get("/videos/getRating?id=" + one)["items"][0]["rating"]), (204, "none"))
        equal(google.get("/playlistItems?part=snippet&playlistId=LL")["items"][0]["snippet"]["resourceId"]["videoId"], music[1])
        equal(google.ask("POST", f"/videos/rate?id={one}&rating=like").status, 204)
        refused(google.ask("POST", "/videos/rate?id=AAAAAAAAAAA&rating=like"), 404, "videoNotFound")
        refused(google.ask("POST", f"/videos/rate?id={one}&rating=love"), 400, "invalidRating")
        cases = [
            ("/playlistItems?part=snippet&playlistId=LL&maxResults=51", 400, "invalidValue"),
            ("/playlistItems?part=snippet&playlistId=LL&pageToken=nonsense", 400, "invalidPageToken"),
            ("/playlistItems?part=snippet&playlistId=LL&limit=5", 400, 'Unknown name \\"limit\\"'),
            ("/playlistItems?part=snippet&playlistId=WL", 404, "playlistNotFound"),
            ("/playlistItems?playlistId=LL", 400, "missingRequiredParameter"),
            ("/videos?part=snippet&id=" + ",".join(["a"] * 51), 400, "invalidFilters"),
            ("/history?part=snippet", 404, "notFound"),
        ]
        for path, status, words in cases:
            refused(google.ask("GET", path), status, words)
        server.control("fault", kind="expired-cursor", path="/playlistItems")
        first = google.get("/playlistItems?part=snippet&playlistId=LL")
        refused(google.ask("GET", "/playlistItems?part=snippet&playlistId=LL&pageToken=" + first["nextPageToken"]), 400, "invalidPageToken")


def test_youtube_search():
    with Server() as server:
        google = YouTube(server)
        google.sign_in()
        path = "/search?part=snippet&type=video&videoCategoryId=10&maxResults=25&q="
        found = google.get(path + "don%27t")["items"]
        titles = [item["snippet"]["title"] for item in found]
        assert any("Don&#39;t" in title for title in titles), titles
        assert any("Official Video" in title for title in titles)
        video = google.get("/videos?part=snippet&id=" + found[0]["id"]["videoId"])["items"][0]
        equal(video["snippet"]["title"], html.unescape(titles[0]))
        equal(server.ask("GET", YouTube.api + "/videos?part=snippet&chart=mostPopular&maxResults=20&key=AIzaTest").json["pageInfo"]["totalResults"], 30)
        refused(server.ask("GET", YouTube.api + "/videos?part=snippet&chart=mostPopular"), 401, "authError")
        page = quote("https://www.youtube.com/watch?v=" + found[0]["id"]["videoId"])
        equal(server.ask("GET", "/youtube/www.youtube.com/oembed?format=json&url=" + page).json["title"], video["snippet"]["title"])
        equal(server.ask("GET", "/youtube/www.youtube.com/oembed?format=json&url=" + quote("https://www.youtube.com/watch?v=AAAAAAAAAAA")).status, 404)
        answers = [google.ask("GET", path + "a") for _ in range(100)]
        equal([a.status for a in answers], [200] * 99 + [403], "a hundred a day")
        equal(answers[99].json["error"]["errors"][0]["reason"], "quotaExceeded")
        equal(google.ask("GET", "/videos?part=snippet&id=a").status, 200, "all else has its own budget")
        server.control("clock", advance=24 * 3600)
        google.tokens = google.refresh(google.tokens["refresh_token"]).json
        equal(google.ask("GET", path + "a").status, 200)


class SoundCloud(Account):
    client = "0123456789abcdefghijklmnopqrstuv"
    secret = "s3cret"
    authorize_path = "/soundcloud/secure.soundcloud.com/authorize"
    token_path = "/soundcloud/secure.soundcloud.com/oauth/token"
    api = "/soundcloud/api.soundcloud.com"
    scheme = "OAuth"


def test_soundcloud_sign_in():
    with Server() as server:
        cloud = SoundCloud(server)
        for change in [{"redirect_uri": "http://127.0.0.1:41235/callback"}, {"redirect_uri": "http://127.0.0.1:41234/callback/"}, {"client_id": "bad"}]:
            page, _ = cloud.authorize(**change)
            equal((page.status, re.sub(rb"<[^>]+>", b"", page.body).strip()), (401, b""), "a blank page")
        code, verifier = cloud.code()
        refused(cloud.exchange(code, verifier, client_secret=None), 401, '{"error":"invalid_client"}')
        first = cloud.exchange(code, verifier).json
        equal({k: v for k, v in first.items() if not k.endswith("_token")}, {"expires_in": 3599, "scope": "", "token_type": "bearer"})
        second = cloud.refresh(first["refresh_token"]).json
        assert second["refresh_token"] != first["refresh_token"]
        answer = cloud.refresh(first["refresh_token"])
        equal((answer.status, answer.json), (400, {"error": "invalid_grant"}), "once only")
        cloud.tokens = second
        equal(cloud.get("/me")["username"], "Ada Example")
        refused(server.ask("GET", cloud.api + "/me", headers={"Authorization": "Bearer " + second["access_token"]}), 401, "401 - Unauthorized")

        page, _ = cloud.authorize()
        server.control("fault", kind="post-callback", path="/authorize")
        posted = server.press(page, "allow")
        equal(posted.status, 200)
        text = posted.body.decode()
        assert 'method="post" action="http://127.0.0.1:41234/callback"' in text and 'name="code"' in text and 'name="state"' in text, text

        refused(server.ask("POST", "/soundcloud/secure.soundcloud.com/sign-out", {"access_token": "x"}), 415, "Media Type")
        out = server.ask("POST", "/soundcloud/secure.soundcloud.com/sign-out", json.dumps({"access_token": second["access_token"]}), {"Content-Type": "application/json"})
        equal((out.status, cloud.ask("GET", "/me").status), (200, 401))
        server.control("redirect", provider="soundcloud", uri="http://127.0.0.1:5000/sc")
        equal(cloud.authorize(redirect_uri="http://127.0.0.1:5000/sc")[0].status, 200)


def test_soundcloud_lists():
    with Server() as server:
        cloud = SoundCloud(server)
        cloud.sign_in()
        recent = cloud.get("/me/recently-played/tracks?access=playable,preview,blocked")["collection"]
        equal((len(recent), len({t["urn"] for t in recent})), (25, 25))
        refused(cloud.ask("GET", "/me/recently-played/tracks?linked_partitioning=true"), 400, "linked_partitioning")
        refused(cloud.ask("GET", "/me/recently-played/tracks?limit=5"), 400, "limit")
        server.control("fault", kind="bare-array", path="/recently-played/tracks")
        equal(cloud.get("/me/recently-played/tracks"), recent)

        page = cloud.get("/me/likes/tracks?limit=200&linked_partitioning=true")
        equal(len(page["collection"]), 198, "two of them are gone")
        urns = [t["urn"] for t in page["collection"]]
        equal(indices(server, "soundcloud", urns[:50]), liked_indices(5, 50))
        page = cloud.ask("GET", local(page["next_href"])[len(cloud.api):]).json
        equal((len(page["collection"]), page["next_href"]), (99, None))
        tracks = {t["urn"]: t for t in page["collection"]}
        assert any(t["artwork_url"] is None for t in tracks.values()) and {t["access"] for t in tracks.values()} == {"playable", "preview", "blocked"}
        assert isinstance(cloud.get("/me/likes/tracks?limit=3"), list)
        for urn, track in list(tracks.items())[:12]:
            recording = server.control("recording?provider=soundcloud&id=" + quote(urn), "GET")
            style = recording["index"] % 3
            equal((" - " in track["title"] and track["title"].startswith(track["user"]["username"]), track["metadata_artist"] is not None), (style == 2, style == 1))
            assert track["isrc"] is None or track["isrc"] in recording["isrcs"]

        one = urns[0]
        equal(cloud.get("/tracks/" + one)["user_favorite"], True)
        equal(cloud.ask("DELETE", "/likes/tracks/" + one).json, {"status": "200 - OK"})
        equal((cloud.ask("DELETE", "/likes/tracks/" + one).status, cloud.get("/tracks/" + one)["user_favorite"]), (404, False))
        equal(cloud.ask("POST", "/likes/tracks/" + one).status, 200)
        equal(cloud.get("/me/likes/tracks?limit=1")[0]["urn"], one)
        found = cloud.get("/tracks?q=dreams&access=playable,preview&limit=10&linked_partitioning=true")
        assert found["collection"] and all(t["access"] != "blocked" for t in found["collection"])
        second = cloud.get(local(found["next_href"])[len(cloud.api):])
        assert {t["urn"] for t in found["collection"]}.isdisjoint(t["urn"] for t in second["collection"])
        moved = cloud.ask("GET", "/resolve?url=" + quote(found["collection"][0]["permalink_url"]))
        equal((moved.status, local(moved.headers["location"])), (302, cloud.api + "/tracks/" + found["collection"][0]["urn"]))
        about = server.ask("GET", "/soundcloud/soundcloud.com/oembed?format=json&url=" + quote(found["collection"][0]["permalink_url"]))
        assert " by " in about.json["title"]
        for path, status in [("/tracks?q=a&limit=201", 400), ("/tracks?q=a&page=2", 400), ("/tracks/soundcloud:tracks:1", 404), ("/me/likes/tracks?cursor=x", 400),
                             ("/resolve?url=https%3A%2F%2Fexample.org%2F1", 404), ("/nothing", 404)]:
            equal(cloud.ask("GET", path).status, status, path)
        server.control("fault", kind="429-bare", path="/me")
        assert cloud.ask("GET", "/me").json["errors"][0]["meta"]["reset_time"].endswith("+0000")


def test_soundcloud_sound():
    with Server("--plain") as server:
        cloud = SoundCloud(server)
        cloud.sign_in()
        track = next(t for t in cloud.get("/me/likes/tracks?limit=10") if t["access"] == "playable")
        streams = cloud.get(f"/tracks/{track['urn']}/streams")
        equal(sorted(streams), ["hls_aac_160_url", "preview_mp3_128_url"])
        hop = local(streams["preview_mp3_128_url"])
        equal(server.ask("GET", hop).status, 401, "the first hop wants the token")
        moved = cloud.ask("GET", hop[len(cloud.api):])
        equal(moved.status, 302)
        sound = local(moved.headers["location"])
        equal(server.ask("GET", sound, headers={"Authorization": "OAuth leaked"}).status, 400, "the second must not get it")
        equal(server.ask("GET", sound).headers["content-type"], "audio/wav")
        server.control("clock", advance=301)
        equal(server.ask("GET", sound).status, 403)


class Tidal(Account):
    client = "fX2JxdmntZWK0ixT"
    scope = "user.read collection.read collection.write search.read"
    authorize_path = "/tidal/login.tidal.com/authorize"
    token_path = "/tidal/auth.tidal.com/v1/oauth2/token"
    api = "/tidal/openapi.tidal.com/v2"
    items = "/userCollectionTracks/me/relationships/items"
    type = {"Content-Type": "application/vnd.api+json"}

    def change(self, method, ids, **headers):
        body = json.dumps({"data": [{"id": i, "type": "tracks"} for i in ids]})
        return self.ask(method, self.items, body, {**self.type, **{k.replace("_", "-"): v for k, v in headers.items()}})


def test_tidal_sign_in():
    with Server() as server:
        tidal = Tidal(server)
        for change, words in [({"redirect_uri": "http://127.0.0.1:41235/callback"}, "1002"), ({"redirect_uri": "http://127.0.0.1:41234/callback/"}, "1002"),
                              ({"scope": "r_usr"}, "11102")]:
            refused(tidal.authorize(**change)[0], 400, "Error " + words)
        code, verifier = tidal.code()
        refused(tidal.exchange(code, "x" * 43), 400, '"sub_status":1005')
        code, verifier = tidal.code()
        refused(tidal.exchange(code, verifier, client_secret="s"), 400, "client_secret")
        code, verifier = tidal.code()
        first = tidal.exchange(code, verifier, scope=Tidal.scope).json
        equal((first["expires_in"], first["token_type"], isinstance(first["user_id"], int)), (86400, "Bearer", True))
        second = tidal.refresh(first["refresh_token"], scope=Tidal.scope).json
        assert "refresh_token" not in second
        tidal.tokens = second
        me = tidal.get("/users/me")["data"]
        equal((me["id"], me["attributes"]["username"]), (str(first["user_id"]), "ada@example.org"))
        server.control("clock", advance=86401)
        answer = tidal.ask("GET", "/users/me")
        equal((answer.status, answer.json["subStatus"]), (401, 11003))
        refused(server.ask("GET", Tidal.api + "/users/me"), 401, "Invalid or missing Authorization Header")


def test_tidal_redirect():
    text = "[Provider]\nid=tidal\n[OAuth]\nauthorize=https://login.tidal.com/authorize\nredirect=http://127.0.0.1/tidal/callback\nport=43821\n"
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/tidal.ini", "w") as file:
            file.write(text)
        with Server("--providers-in", folder) as server:
            equal(Tidal(server).authorize(redirect_uri="http://127.0.0.1:43821/tidal/callback")[0].status, 200, "as the data file says")
            equal(Tidal(server).authorize()[0].status, 400)


def test_tidal_collection():
    with Server("--fast") as server:
        tidal = Tidal(server)
        tidal.sign_in()
        path = tidal.items + "?include=items.artists,items.albums.coverArt&sort=-addedAt"
        listed, included, pages = [], {}, 0
        while path:
            page = tidal.get(path)
            assert len(page["data"]) <= 20
            listed += page["data"]
            included.update({(r["type"], r["id"]): r for r in page["included"]})
            path = page["links"].get("next")
            assert path is None or path.startswith("/userCollectionTracks/"), "without /v2"
            pages += 1
        equal((pages, len(listed), len({d["id"] for d in listed})), (15, 300, 300))
        equal(tidal.get("/userCollectionTracks/me")["data"]["attributes"]["numberOfItems"], 300)
        equal(indices(server, "tidal", [d["id"] for d in listed[:40]]), liked_indices(1, 40))
        absent = [i for i, d in enumerate(listed) if ("tracks", d["id"]) not in included]
        equal(absent, [61, 158, 255], "listed, but not for this country")
        times = [d["meta"]["addedAt"] for d in listed]
        equal(times, sorted(times, reverse=True))
        for d in listed[:20]:
            track = included["tracks", d["id"]]
            names = [included["artists", a["id"]]["attributes"]["name"] for a in track["relationships"]["artists"]["data"]]
            album = included["albums", track["relationships"]["albums"]["data"][0]["id"]]
            recording = server.control("recording?provider=tidal&id=" + d["id"], "GET")
            assert names[0] in recording["artist"] and album["attributes"]["title"] == recording["album"]
            art = included["artworks", album["relationships"]["coverArt"]["data"][0]["id"]]["attributes"]["files"][1]
            equal((art["meta"]["width"], server.ask("GET", local(art["href"])).headers["content-type"]), (640, "image/png"))
        plain = tidal.get(tidal.items)
        assert "included" not in plain
        bare = tidal.get("/tracks/" + listed[0]["id"] + "?countryCode=DE")
        assert "relationships" not in bare["data"] and "included" not in bare, "only what include names"
        assert "artists" not in tidal.get("/tracks/" + listed[0]["id"] + "?include=albums")["data"]["relationships"]

        old = listed[3]["id"]
        new = next(i for i in range(500, 600) if knows(1, i))
        new = server.control(f"recording?index={new}", "GET")["ids"]["tidal"]
        answer = tidal.change("POST", [new, old, "1"], Idempotency_Key="one")
        equal([d["id"] for d in answer.json["data"]], [new])
        equal([(s["id"], s["reason"]) for s in answer.json["meta"]["skipped"]], [(old, "ALREADY_PRESENT"), ("1", "NOT_FOUND")])
        equal(tidal.change("POST", [new, old, "1"], Idempotency_Key="one").json, answer.json, "replayed")
        equal(tidal.change("POST", [old], Idempotency_Key="one").status, 422)
        server.control("fault", kind="409", path="/items")
        refused(tidal.change("POST", [old]), 409, "IDEMPOTENT_REQUEST_IN_PROGRESS")
        equal(tidal.get(tidal.items)["data"][0]["id"], new)
        equal(tidal.change("DELETE", [new]).status, 200)
        equal(tidal.get(tidal.items)["data"][0]["id"], listed[0]["id"])
        equal(tidal.get(tidal.items + "?sort=addedAt")["data"][0]["id"], listed[-1]["id"])
        body = json.dumps({"data": [{"id": old, "type": "tracks"}]})
        cases = [
            (tidal.ask("POST", tidal.items, body, {"Content-Type": "application/json"}), 415, "Content-Type"),
            (tidal.ask("POST", tidal.items, "{}", tidal.type), 400, "/data"),
            (tidal.ask("DELETE", tidal.items, headers=tidal.type), 400, "/data"),
            (tidal.change("POST", [str(i) for i in range(51)]), 400, "1 to 50"),
            (tidal.ask("GET", tidal.items + "?countryCode=DE"), 400, "countryCode"),
            (tidal.ask("GET", tidal.items + "?page%5Blimit%5D=50"), 400, "page[limit]"),
            (tidal.ask("GET", tidal.items + "?include=items.lyrics"), 400, "items.lyrics"),
            (tidal.ask("GET", tidal.items + "?sort=new"), 400, "sort"),
            (tidal.ask("GET", tidal.items + "?page%5Bcursor%5D=x"), 400, "cursor"),
            (tidal.ask("GET", tidal.items, headers={"Accept": "text/html"}), 406, "Accept"),
            (tidal.ask("GET", "/userCollectionTracks/1/relationships/items"), 404, "NOT_FOUND"),
            (tidal.ask("PUT", tidal.items), 405, "METHOD_NOT_ALLOWED"),
            (tidal.ask("GET", "/v2/users/me"), 404, "NOT_FOUND"),
        ]
        for answer, status, words in cases:
            refused(answer, status, words)
        tidal.sign_in(scope="user.read")
        equal([tidal.ask("GET", p).status for p in [tidal.items, "/searchResults?filter%5Bquery%5D=a"]], [403, 403])


def test_tidal_search():
    with Server("--fast") as server:
        tidal = Tidal(server)
        tidal.sign_in()
        query = "/searchResults?filter%5Bquery%5D=live&countryCode=DE&include=tracks,tracks.artists,tracks.albums.coverArt"
        found = tidal.get(query)
        relation = found["data"][0]["relationships"]["tracks"]
        included = {(r["type"], r["id"]): r for r in found["included"]}
        hits = [included["tracks", d["id"]] for d in relation["data"]]
        equal(len(hits), 20)
        assert any("Live in" in (t["attributes"].get("version") or "") and "Live in" not in t["attributes"]["title"] for t in hits), hits[0]
        second = tidal.get(relation["links"]["next"] + "&include=tracks.artists")
        assert {d["id"] for d in second["data"]}.isdisjoint(d["id"] for d in relation["data"]) and second["included"]
        refused(tidal.ask("GET", "/searchResults/dreams"), 400, "INVALID_RESOURCE_ID")
        refused(tidal.ask("GET", "/searchResults?include=tracks"), 400, "filter[query]")
        one = tidal.get("/tracks?filter%5Bisrc%5D=USWB10101368&countryCode=DE&include=artists,albums")["data"]
        assert len(one) >= 2 and all(t["attributes"]["title"] == "Dreams" for t in one), len(one)
        some = tidal.get("/tracks?filter%5Bisrc%5D=USWB10101368,USWB10101369")["data"]
        equal([t["attributes"]["title"] for t in some], ["Dreams", "Never Going Back Again"])


def test_tidal_rate():
    with Server() as server:
        tidal = Tidal(server)
        tidal.sign_in()
        answers = [tidal.ask("GET", tidal.items + "?include=items") for _ in range(3)]
        equal([a.status for a in answers], [200, 200, 429])
        equal(answers[2].json, {"errors": [{"status": "429", "detail": "Rate limit exceeded"}]})
        equal(answers[0].headers["x-ratelimit-remaining"], "5")
        server.control("clock", advance=5)
        equal(tidal.ask("GET", tidal.items + "?include=items").status, 200)


class Apple:
    api = "/apple-music/api.music.apple.com"

    def __init__(self, server):
        self.server = server
        self.developer = self.sign()
        self.user = server.control("token", provider="apple-music")["token"]

    @staticmethod
    def sign(header=None, claims=None, signature=bytes(range(64))):
        def encode(value):
            return base64.urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).rstrip(b"=").decode()

        now = int(time.time())
        header = {"alg": "ES256", "kid": "ABC123DEFG", **(header or {})}
        claims = {"iss": "DEF123GHIJ", "iat": now, "exp": now + 12 * 3600, **(claims or {})}
        return ".".join(encode(part) for part in (header, claims, signature))

    def ask(self, method, path, body=None, headers=None, user=True):
        headers = {"Authorization": "Bearer " + self.developer, **(headers or {})}
        if user:
            headers["Music-User-Token"] = self.user
        return self.server.ask(method, self.api + path, body, headers)

    def get(self, path):
        answer = self.ask("GET", path)
        equal(answer.status, 200, (path, answer.body))
        return answer.json


def test_apple_tokens():
    with Server() as server:
        apple = Apple(server)
        equal(apple.ask("GET", "/v1/test", user=False).status, 200)
        now = int(time.time())
        for wrong in [Apple.sign({"alg": "HS256"}), Apple.sign({"kid": "short"}), Apple.sign({}, {"iss": ""}), Apple.sign({}, {"exp": now + 15777001}),
                      Apple.sign({}, {"exp": now - 1}), Apple.sign({}, {"iat": now + 3600}), Apple.sign(signature=b"0" * 70), "a.b", ""]:
            answer = server.ask("GET", Apple.api + "/v1/test", headers={"Authorization": "Bearer " + wrong})
            equal((answer.status, answer.body), (401, b""), wrong)
        forbidden = {"errors": [{"id": "JXGSMLML5NSKKEUMZQFFIY7O4Y", "title": "Forbidden", "detail": "Invalid authentication", "status": "403", "code": "40300"}]}
        equal(apple.ask("GET", "/v1/me/storefront", user=False).json, forbidden)
        equal(apple.get("/v1/me/storefront")["data"][0]["id"], "de")
        server.control("clock", advance=200 * 24 * 3600)
        apple.developer = Apple.sign({}, {"iat": now + 199 * 24 * 3600, "exp": now + 201 * 24 * 3600})
        equal(apple.ask("GET", "/v1/me/storefront").json, forbidden, "after six months")
        apple.user = server.control("token", provider="apple-music")["token"]
        apple.get("/v1/me/storefront")
        server.control("revoke", provider="tidal")
        apple.get("/v1/me/storefront")
        server.control("revoke", provider="apple-music")
        equal(apple.ask("GET", "/v1/me/storefront").status, 403)

        script = server.ask("GET", "/apple-music/js-cdn.music.apple.com/musickit/v3/musickit.js")
        assert "musickitloaded" in script.body.decode() and script.headers["content-type"].startswith("text/javascript")
        address = local(re.search(r"address = '([^']+)'", script.body.decode()).group(1))
        asked = server.ask("POST", address, {"developerToken": apple.developer, "decision": "ask"})
        equal((asked.json, asked.headers["access-control-allow-origin"]), ({"mode": "ask", "person": "Ada Example"}, "*"))
        apple.user = server.ask("POST", address, {"developerToken": apple.developer, "decision": "allow"}).json["token"]
        apple.get("/v1/me/storefront")
        equal(server.ask("POST", address, {"developerToken": apple.developer, "decision": "deny"}).json, {"mode": "deny"})
        equal(server.ask("POST", address, {"developerToken": "x", "decision": "allow"}).status, 401)


def test_apple_library():
    with Server() as server:
        apple = Apple(server)
        path, songs = "/v1/me/library/songs?limit=100&include=catalog&extend=dateAdded", []
        while path:
            page = apple.get(path)
            equal(page["meta"]["total"], 300)
            songs += page["data"]
            assert "limit=" not in page.get("next", ""), "next has no limit"
            path = page.get("next") and page["next"] + "&limit=100"
        equal((len(songs), len({s["id"] for s in songs})), (300, 300))
        uploaded = [i for i, s in enumerate(songs) if "catalogId" not in s["attributes"]["playParams"]]
        equal(uploaded, [i for i in range(300) if i % 97 == 61 or i % 61 == 53])
        assert all(songs[i]["relationships"]["catalog"]["data"] == [] for i in uploaded)
        ids = [s["attributes"]["playParams"]["catalogId"] for s in songs[:50]]
        equal(indices(server, "apple-music", ids), liked_indices(3, 50))
        assert all(s["attributes"]["dateAdded"].endswith("Z") and "isrc" not in s["attributes"] for s in songs)
        refused(apple.ask("GET", "/v1/me/library/songs?offset=300"), 404, "40403")

        recent = apple.get("/v1/me/recent/played/tracks?limit=30&types=songs")
        equal({s["type"] for s in recent["data"]}, {"songs", "library-songs"})
        assert "limit" not in recent["next"] and "playedAt" not in str(recent)
        last = apple.get(recent["next"] + "&limit=30")
        equal((len(recent["data"]), len(last["data"]), "next" in last), (30, 20, False))
        equal(apple.ask("GET", "/v1/me/recent/played/tracks?offset=50").status, 404)

        one = ids[0]
        rating = f"/v1/me/ratings/songs/{one}"
        equal(apple.ask("GET", rating).status, 404)
        love = json.dumps({"type": "rating", "attributes": {"value": 1}})
        equal(apple.ask("PUT", rating, love, {"Content-Type": "application/json"}).json["data"][0]["attributes"], {"value": 1})
        equal(apple.get(f"/v1/me/ratings/songs?ids={one},{ids[1]}")["data"], [{"id": one, "type": "ratings", "href": rating, "attributes": {"value": 1}}])
        equal((apple.ask("DELETE", rating).status, apple.ask("GET", rating).status), (204, 404))
        new = server.control("recording?index=700", "GET")["ids"]["apple-music"]
        equal(apple.ask("POST", f"/v1/me/favorites?ids%5Bsongs%5D={new}").status, 202)
        equal(apple.get("/v1/me/library/songs")["data"][0]["attributes"]["playParams"]["catalogId"], new)
        cases = [
            ("PUT", rating, "{}", 400, "40001"),
            ("PUT", "/v1/me/ratings/songs/1", love, 404, "40400"),
            ("GET", "/v1/me/library/songs?limit=101", None, 400, "limit"),
            ("GET", "/v1/me/recent/played/tracks?limit=31", None, 400, "limit"),
            ("GET", "/v1/me/library/songs?page=2", None, 400, "page"),
            ("POST", "/v1/me/favorites", None, 400, "ids"),
            ("GET", "/v1/me/nothing", None, 404, "40400"),
        ]
        for method, path, body, status, words in cases:
            refused(apple.ask(method, path, body, {"Content-Type": "application/json"}), status, words)
        server.control("person", number=1)
        other = Apple(server)
        assert not {s["id"] for s in other.get("/v1/me/library/songs")["data"]} & {s["id"] for s in songs[:25]}


def test_apple_catalogue():
    with Server() as server:
        apple = Apple(server)
        found = apple.ask("GET", "/v1/catalog/de/search?term=dreams&types=songs&limit=25", user=False).json["results"]["songs"]
        song = found["data"][0]
        equal((song["type"], len(found["data"])), ("songs", 25))
        second = apple.get(found["next"] + "&limit=25")["results"]["songs"]["data"]
        assert {s["id"] for s in second}.isdisjoint(s["id"] for s in found["data"])
        equal(apple.get("/v1/catalog/de/search?term=zzxqj&types=songs")["results"], {})
        isrc = song["attributes"]["isrc"]
        hits = apple.get(f"/v1/catalog/de/songs?filter%5Bisrc%5D={isrc},XXXXX0000000")
        assert song["id"] in [s["id"] for s in hits["data"]]
        equal(hits["meta"]["filters"]["isrc"]["XXXXX0000000"], [])
        equal(apple.get("/v1/catalog/de/songs/" + song["id"])["data"][0], song)
        equal(len(apple.get(f"/v1/catalog/de/songs?ids={song['id']},1")["data"]), 1)
        recording = server.control("recording?provider=apple-music&id=" + song["id"], "GET")
        equal(recording["ids"]["itunes"], song["id"], "the same ids as iTunes")
        picture = song["attributes"]["artwork"]["url"].replace("{w}", "300").replace("{h}", "300")
        equal(server.ask("GET", local(picture)).headers["content-type"], "image/png")
        chart = apple.get("/v1/catalog/de/charts?types=songs&chart=most-played&limit=50")["results"]["songs"][0]
        equal(len(chart["data"]), 50)
        for path in ["/search?term=a&types=songs&limit=26", "/search?types=songs", "/songs?filter%5Bisrc%5D=" + ",".join(["A"] * 26), "/songs", "/charts?types=songs&limit=201"]:
            equal(apple.ask("GET", "/v1/catalog/de" + path).status, 400, path)
        for kind, status, words in [("401", 401, ""), ("429", 429, "42900"), ("500", 500, "50000"), ("403-scope", 403, "40300")]:
            server.control("fault", kind=kind, path="/v1/test")
            refused(apple.ask("GET", "/v1/test"), status, words)


main(globals())
