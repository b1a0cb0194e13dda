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
import time
import urllib.parse
import uuid

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
        answers = [google.ask("GET", path + "a") for _ in range(100)]
        equal([a.status for a in answers], [200] * 99 + [403], "a hundred a day")
        equal(answers[99].json["error"]["errors"][0]["reason"], "quotaExceeded")
        equal(google.ask("GET", "/videos?part=snippet&id=a").status, 200, "all else has its own budget")
        server.control("clock", advance=24 * 3600)
        google.tokens = google.refresh(google.tokens["refresh_token"]).json
        equal(google.ask("GET", path + "a").status, 200)


main(globals())
