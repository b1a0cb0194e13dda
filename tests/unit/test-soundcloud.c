/* test-soundcloud.c: what SoundCloud is asked, and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#define API   "https://api.soundcloud.com"
#define LIKES API "/me/likes/tracks?limit=200&linked_partitioning=true&access=playable%2Cpreview%2Cblocked"

static const Question questions[] = {
  { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, "GET", API "/me" },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, NULL, "GET", API "/me/recently-played/tracks?access=playable%2Cpreview%2Cblocked" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, NULL, "GET", LIKES },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "120:1234567", "GET", LIKES "&cursor=1234567" },
  { TUTTI_REQUEST_SEARCH, "flicker & mood", NULL, NULL, "GET", API "/tracks?q=flicker%20%26%20mood&access=playable%2Cpreview&limit=50&linked_partitioning=true" },
  { TUTTI_REQUEST_SEARCH, "mood", NULL, "50", "GET", API "/tracks?q=mood&access=playable%2Cpreview&limit=50&linked_partitioning=true&offset=50" },
  { TUTTI_REQUEST_TRACK, NULL, "293", NULL, "GET", API "/tracks/soundcloud:tracks:293" },
  { TUTTI_REQUEST_LIKE, NULL, "293", NULL, "POST", API "/likes/tracks/soundcloud:tracks:293" },
  { TUTTI_REQUEST_UNLIKE, NULL, "293", NULL, "DELETE", API "/likes/tracks/soundcloud:tracks:293" },
};

static const Refused refused[] = {
  { TUTTI_REQUEST_ISRC, "USUM72409273", NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "1234567", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_SEARCH, "x", NULL, "mood", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_LIKE, NULL, "293,294", NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "soundcloud:tracks:293", NULL, TUTTI_ERROR_BAD_INPUT },
};

static void
test_questions (Service      *service,
                gconstpointer data)
{
  g_autoptr (TuttiRequest)     request = new_request (TUTTI_REQUEST_HISTORY, NULL, NULL, NULL);
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (service->provider, request, NULL);

  check_questions (service->provider, questions, G_N_ELEMENTS (questions));
  check_refused (service->provider, refused, G_N_ELEMENTS (refused));

  /* The token has another word before it than elsewhere. */
  g_assert_cmpstr (message->scheme, ==, "OAuth");
}

static void
assert_flickermood (TuttiServiceTrack *track)
{
  g_assert_cmpstr (tutti_service_track_get_provider (track), ==, "soundcloud");
  g_assert_cmpstr (tutti_service_track_get_remote_id (track), ==, "293");
  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Flickermood");
  assert_artists (track, "Forss");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 213886);
  g_assert_cmpstr (tutti_service_track_get_artwork_url (track), ==, "https://i1.sndcdn.com/artworks-000067273316-smsiqx-t500x500.jpg");
  g_assert_cmpstr (tutti_service_track_get_web_url (track), ==, "https://soundcloud.com/forss/flickermood");
  g_assert_null (tutti_service_track_get_app_uri (track));
  g_assert_true (tutti_service_track_is_playable (track));
  g_assert_true (tutti_service_track_is_upload (track));
}

static void
test_history (Service      *service,
              gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_HISTORY, NULL, "recent.json");
  g_autoptr (TuttiPage) bare = parse_file (service->provider, TUTTI_REQUEST_HISTORY, NULL, "recent-bare.json");
  TuttiServiceTrack    *odd = get_track (page, 1);
  TuttiServiceTrack    *lone = get_track (page, 2);

  g_assert_cmpuint (page->items->len, ==, 3);
  g_assert_cmpuint (page->n_unreadable, ==, 5);
  g_assert_null (page->next_cursor);
  assert_flickermood (get_track (page, 0));
  g_assert_cmpint (get_at (page, 0), ==, 0);

  /* Who uploaded it, where nobody says who plays. */
  assert_artists (odd, "kitchen-channel");
  g_assert_false (tutti_service_track_is_playable (odd));
  g_assert_cmpstr (tutti_service_track_get_web_url (odd), ==, "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F294");
  assert_artists (lone, "");
  g_assert_null (tutti_service_track_get_artwork_url (lone));
  g_assert_true (tutti_service_track_is_playable (lone));

  g_assert_cmpuint (bare->items->len, ==, 1);
  assert_flickermood (get_track (bare, 0));
}

static void
test_likes (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiPage)        page = parse_file (service->provider, TUTTI_REQUEST_LIKES, NULL, "likes.json");
  g_autoptr (TuttiPage)        whole = add_details (service->provider, TUTTI_REQUEST_LIKES, NULL, page, "me.json");
  g_autoptr (TuttiPage)        second = parse_file (service->provider, TUTTI_REQUEST_LIKES, "120:99", "likes.json");
  g_autoptr (TuttiPage)        again = parse_file (service->provider, TUTTI_REQUEST_LIKES, "120:1234567", "likes.json");
  g_autoptr (TuttiPage)        last = parse_file (service->provider, TUTTI_REQUEST_LIKES, "120:99", "likes-last.json");
  g_autoptr (TuttiPage)        only = parse_file (service->provider, TUTTI_REQUEST_LIKES, NULL, "likes-last.json");
  g_autoptr (TuttiRequest)     first = new_request (TUTTI_REQUEST_LIKES, NULL, NULL, NULL);
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_details (service->provider, first, page);

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_cmpstr (message->uri, ==, API "/me");
  g_assert_cmpstr (message->scheme, ==, "OAuth");
  g_assert_cmpuint (whole->total, ==, 120);
  g_assert_cmpuint (whole->items->len, ==, 2);
  g_assert_cmpstr (whole->next_cursor, ==, "120:1234567");
  g_assert_cmpuint (second->total, ==, 120);
  g_assert_cmpstr (second->next_cursor, ==, "120:1234567");
  g_assert_null (again->next_cursor);
  g_assert_null (last->next_cursor);
  g_assert_cmpuint (only->total, ==, 1);
  g_assert_null (tutti_provider_build_details (service->provider, first, only));
}

static void
test_search (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_SEARCH, NULL, "search.json");
  g_autoptr (TuttiPage) track = parse_file (service->provider, TUTTI_REQUEST_TRACK, NULL, "track.json");
  g_autoptr (TuttiPage) liked = parse_file (service->provider, TUTTI_REQUEST_LIKE, NULL, "liked.json");

  assert_flickermood (get_track (page, 0));
  g_assert_cmpstr (tutti_service_track_get_isrc (get_track (page, 0)), ==, "USUM72409273");
  g_assert_cmpstr (page->next_cursor, ==, "50");
  assert_flickermood (get_track (track, 0));
  g_assert_cmpuint (liked->items->len, ==, 0);
}

static void
test_profile (Service      *service,
              gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_PROFILE, NULL, "me.json");
  g_autoptr (TuttiPage) nameless = parse_file (service->provider, TUTTI_REQUEST_PROFILE, NULL, "me-nameless.json");

  g_assert_cmpstr (page->profile.remote_id, ==, "soundcloud:users:948745750");
  g_assert_cmpstr (page->profile.name, ==, "Ada Example");
  g_assert_cmpstr (page->profile.plan, ==, "Free");
  g_assert_null (page->profile.email);
  g_assert_cmpstr (nameless->profile.name, ==, "ada");
}

static void
test_errors (Service      *service,
             gconstpointer data)
{
  static const Failure failures[] = {
    { 401, "error-401.json", NULL, TUTTI_ERROR_NOT_LINKED },
    { 403, NULL, "", TUTTI_ERROR_UNSUPPORTED },
    { 404, "error-404.json", NULL, TUTTI_ERROR_NOT_FOUND },
    { 429, "error-429.json", NULL, TUTTI_ERROR_RATE_LIMITED },
    { 500, NULL, "", TUTTI_ERROR_SERVER },
  };

  check_failures (service->provider, failures, G_N_ELEMENTS (failures));
}

/* Its pages have no ids in their addresses; the player in the answer has. */
static void
test_embed (Service      *service,
            gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *title; /* (nullable) */
  } cases[] = {
    { "{\"title\":\"Flickermood by Forss\",\"author_name\":\"Forss\",\"html\":\"<iframe width=\\\"100%\\\" src=\\\"https://w.soundcloud.com/player/"
      "?visual=true&amp;url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F293&amp;show_artwork=true\\\"></iframe>\"}", "Flickermood" },
    { "{\"title\":\"Day by day\",\"author_name\":\"Forss\",\"html\":\"<iframe src=\\\"https://w.soundcloud.com/player/?url=https%3A%2F%2F"
      "api.soundcloud.com%2Ftracks%2Fsoundcloud%253Atracks%253A293\\\"></iframe>\"}", "Day by day" },
    { "{\"title\":\" by Forss\",\"author_name\":\"Forss\",\"html\":\"src=\\\"soundcloud:tracks:293\\\"\"}", "by Forss" },
    { "{\"title\":\"A set by Forss\",\"author_name\":\"Forss\",\"html\":\"<iframe src=\\\"https://w.soundcloud.com/player/?url=https%3A%2F%2F"
      "api.soundcloud.com%2Fplaylists%2F293\\\"></iframe>\"}", NULL },
    { "{\"title\":\"Flickermood\",\"html\":\"<iframe src=\\\"https://evil.example/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F293\\\">\"}", NULL },
    { "{\"title\":\"Flickermood\",\"author_name\":\"Forss\",\"html\":null}", NULL },
    { "{\"title\":\"Flickermood\",\"html\":\"src=\\\"\"}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (TuttiPage) page = parse_embed (service->provider, "https://soundcloud.com/forss/flickermood",
                                                "https://soundcloud.com/oembed?format=json&url=https%3A%2F%2Fsoundcloud.com%2Fforss%2Fflickermood",
                                                NULL, cases[i].text, &error);

      g_test_message ("%s", cases[i].text);
      if (cases[i].title == NULL)
        {
          g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (tutti_service_track_get_remote_id (get_track (page, 0)), ==, "293");
      g_assert_cmpstr (tutti_service_track_get_title (get_track (page, 0)), ==, cases[i].title);
      assert_artists (get_track (page, 0), "Forss");
      g_assert_cmpstr (tutti_service_track_get_web_url (get_track (page, 0)), ==, "https://soundcloud.com/forss/flickermood");
    }
}

/* When the budget of sounds begins anew stands in the body; what is asked
 * beside sounds does not wait for it. */
static void
test_rest (Service      *service,
           gconstpointer data)
{
  static const struct
  {
    const char *time;
    gint64      ms;
  } cases[] = {
    { "\"2015/06/01 09:49:40 +0000\"", G_GINT64_CONSTANT (1433152180000) },
    { "\"2015/06/01 11:49:40 +0200\"", G_GINT64_CONSTANT (1433152180000) },
    { "\"2015/06/01 09:49:40\"", 0 },
    { "\"tomorrow at nine\"", 0 },
    { "null", 0 },
    { "1433152180", 0 },
  };
  g_autoptr (TuttiHttpRequest) streams = tutti_provider_build_preview (service->provider, "293");
  g_autoptr (TuttiHttpRequest) hop = tutti_provider_build_preview_hop (service->provider, API "/tracks/soundcloud:tracks:293/streams/x/preview");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char   *text = g_strdup_printf ("{\"errors\":[{\"meta\":{\"reset_time\":%s}}]}", cases[i].time);
      g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

      g_assert_cmpint (streams->read_rest (body), ==, cases[i].ms);
    }
  g_assert_cmpstr (streams->bucket, ==, "soundcloud-plays");
  g_assert_cmpstr (hop->bucket, ==, "soundcloud-plays");
}

static void
test_broken (Service      *service,
             gconstpointer data)
{
  static const TuttiRequestKind kinds[] = { TUTTI_REQUEST_PROFILE, TUTTI_REQUEST_HISTORY, TUTTI_REQUEST_LIKES,
                                            TUTTI_REQUEST_SEARCH, TUTTI_REQUEST_TRACK };

  check_bad_answers (service->provider, kinds, G_N_ELEMENTS (kinds));
  check_broken (service->provider, TUTTI_REQUEST_LIKES, "likes.json");
  check_broken (service->provider, TUTTI_REQUEST_SEARCH, "search.json");
}

static void
test_links (Service      *service,
            gconstpointer data)
{
  static const Link links[] = {
    { "https://api.soundcloud.com/tracks/293", "293" },
    { "https://api.soundcloud.com/tracks/soundcloud:tracks:293", "293" },
    { "https://api.soundcloud.com/tracks/soundcloud%3Atracks%3A293", "293" },
    { "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/293&color=ff5500", "293" },
    { "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2Fsoundcloud%253Atracks%253A293", "293" },
    { "soundcloud:tracks:293", "293" },
    { "https://soundcloud.com/forss/flickermood/s-AbCd3?in=forss/sets/soulhack&si=1&utm_source=clipboard", NULL },
    { "https://on.soundcloud.com/AbCdE", NULL },
    { "https://snd.sc/AbCdE", NULL },
    { "https://soundcloud.app.goo.gl/AbCdE", NULL },
    { "soundcloud://sounds:293", "293" },
    { "https://soundcloud.com/forss/flickermood", NULL },
    { "soundcloud://tracks:293", "293" },
    { "soundcloud:users:183", NULL },
    { "soundcloud://playlists:293", NULL },
    { "https://api.soundcloud.com/playlists/293", NULL },
    { "https://api.soundcloud.com.evil.example/tracks/293", NULL },
  };
  static const struct
  {
    const char *link;
    const char *asked; /* (nullable) */
  } pages[] = {
    { "https://soundcloud.com/forss/flickermood?si=8d3a&utm_source=clipboard", API "/resolve?url=https%3A%2F%2Fsoundcloud.com%2Fforss%2Fflickermood" },
    { "m.soundcloud.com/forss/flickermood", API "/resolve?url=https%3A%2F%2Fm.soundcloud.com%2Fforss%2Fflickermood" },
    { "https://on.soundcloud.com/AbCd", API "/resolve?url=https%3A%2F%2Fon.soundcloud.com%2FAbCd" },
    { "https://snd.sc/AbCd", API "/resolve?url=https%3A%2F%2Fsnd.sc%2FAbCd" },
    { "https://soundcloud.app.goo.gl/AbCd", API "/resolve?url=https%3A%2F%2Fsoundcloud.app.goo.gl%2FAbCd" },
    { "www.soundcloud.com/forss/flickermood?in=forss/sets/soulhack", API "/resolve?url=https%3A%2F%2Fwww.soundcloud.com%2Fforss%2Fflickermood" },
    /* A private one opens in the browser, with the secret that nobody else is told. */
    { "https://soundcloud.com/ada/hidden/s-AbCdEf", NULL },
    { "https://m.soundcloud.com/ada/hidden/s-AbCdEf/?si=1&utm_source=clipboard", NULL },
    { "https://soundcloud.com/ada/sets/hidden/s-AbCdEf", NULL },
    { "https://soundcloud.com/ada/s-walk", API "/resolve?url=https%3A%2F%2Fsoundcloud.com%2Fada%2Fs-walk" },
    { "https://soundcloud.com/", NULL },
    { "https://soundcloud.com.evil.example/forss/flickermood", NULL },
    { "https://w.soundcloud.com/player/", NULL },
  };

  check_links (service, links, G_N_ELEMENTS (links));

  /* What only the service can explain is asked there, with the token. */
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (TuttiHttpRequest) message = tutti_provider_build_resolver (service->provider, pages[i].link);

      g_assert_cmpstr (message != NULL ? message->uri : NULL, ==, pages[i].asked);
      g_assert_true (message == NULL || message->has_secret);
    }
  g_assert_true (tutti_provider_is_own_link (service->provider, "https://soundcloud.com/forss/sets/soulhack"));
  g_assert_null (tutti_provider_dup_short_link (service->provider, "https://soundcloud.com/forss/sets/soulhack"));
  g_assert_null (tutti_provider_dup_short_link (service->provider, "soundcloud.com/forss/"));
}

static void
test_words (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiOAuthConfig) config = tutti_provider_new_oauth_config (service->provider, "x", NULL);

  check_words (service->provider);
  g_assert_cmpstr (tutti_provider_get_redirect_uri (service->provider), ==, "http://127.0.0.1:18713/callback");
  g_assert_true (config->allow_post);
  g_assert_cmpstr (config->scopes, ==, "");
  g_assert_true (tutti_provider_needs_client_secret (service->provider));
  g_assert_true (tutti_provider_can (service->provider, TUTTI_CAN_PREVIEW));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_SERVICE_TEST ("soundcloud", "questions", test_questions);
  ADD_SERVICE_TEST ("soundcloud", "history", test_history);
  ADD_SERVICE_TEST ("soundcloud", "likes", test_likes);
  ADD_SERVICE_TEST ("soundcloud", "search", test_search);
  ADD_SERVICE_TEST ("soundcloud", "profile", test_profile);
  ADD_SERVICE_TEST ("soundcloud", "errors", test_errors);
  ADD_SERVICE_TEST ("soundcloud", "embed", test_embed);
  ADD_SERVICE_TEST ("soundcloud", "rest", test_rest);
  ADD_SERVICE_TEST ("soundcloud", "broken", test_broken);
  ADD_SERVICE_TEST ("soundcloud", "links", test_links);
  ADD_SERVICE_TEST ("soundcloud", "words", test_words);

  return g_test_run ();
}
