/* test-apple-music.c: what Apple is asked without a key, and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#define API    "https://itunes.apple.com"
#define CHARTS "https://rss.marketingtools.apple.com/api/v2"

static const Question questions[] = {
  { TUTTI_REQUEST_SEARCH, "banana & pancakes", NULL, NULL, "GET", API "/search?term=banana%20%26%20pancakes&media=music&entity=song&limit=25" },
  { TUTTI_REQUEST_TRACK, NULL, "1440857795", NULL, "GET", API "/lookup?id=1440857795" },
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, "GET", CHARTS "/us/music/most-played/50/songs.json" },
};

static const Question german[] = {
  { TUTTI_REQUEST_SEARCH, "banana", NULL, NULL, "GET", API "/search?term=banana&country=DE&media=music&entity=song&limit=25" },
  { TUTTI_REQUEST_TRACK, NULL, "1440857795", NULL, "GET", API "/lookup?id=1440857795&country=DE" },
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, "GET", CHARTS "/de/music/most-played/50/songs.json" },
};

static const Refused refused[] = {
  { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_ISRC, "USUM72409273", NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_LIKE, NULL, "1440857795", NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_SEARCH, "x", NULL, "25", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "i.gelNOzPuL41Lxo", NULL, TUTTI_ERROR_BAD_INPUT },
};

static void
test_questions (Service      *service,
                gconstpointer data)
{
  check_questions (service->provider, questions, G_N_ELEMENTS (questions));
  check_refused (service->provider, refused, G_N_ELEMENTS (refused));
}

/* Each country has songs of its own, and the locale says which is meant. */
static void
test_country (Service      *service,
              gconstpointer data)
{
  static const struct
  {
    const char *all;
    const char *money;
    const char *lang;
    const char *country;
  } locales[] = {
    { "C.UTF-8", "de_DE.UTF-8", "de_DE.UTF-8", "us" },
    { "de_AT.UTF-8", "en_US.UTF-8", "en_US.UTF-8", "at" },
    { NULL, "de_CH.UTF-8", "en_US.UTF-8", "ch" },
    { NULL, NULL, "sr_RS@latin", "rs" },
    { "", "", "ca_ES.UTF-8@valencia", "es" },
    { NULL, "de", "fr_FR", "fr" },
    { NULL, NULL, "C", "us" },
    { NULL, NULL, "en_US_POSIX", "us" },
    { NULL, NULL, "es_419", "us" },
    { NULL, NULL, "../_xx", "us" },
    { NULL, NULL, NULL, "us" },
  };
  g_autofree char *all = g_strdup (g_getenv ("LC_ALL"));

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autofree char *web = NULL;
      g_autofree char *expected = g_strdup_printf ("https://music.apple.com/%s/song/7", locales[i].country);
      const char      *names[] = { "LC_ALL", "LC_MONETARY", "LANG" };
      const char      *values[] = { locales[i].all, locales[i].money, locales[i].lang };

      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        if (values[j] != NULL)
          g_setenv (names[j], values[j], TRUE);
        else
          g_unsetenv (names[j]);
      web = tutti_provider_dup_web_uri (service->provider, "7");
      g_assert_cmpstr (web, ==, expected);
    }

  g_setenv ("LANG", "de_DE.UTF-8", TRUE);
  check_questions (service->provider, german, G_N_ELEMENTS (german));
  g_unsetenv ("LANG");
  if (all != NULL)
    g_setenv ("LC_ALL", all, TRUE);
}

static void
test_search (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_SEARCH, NULL, "search.json");
  TuttiServiceTrack    *track = get_track (page, 0);
  TuttiServiceTrack    *odd = get_track (page, 1);

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_cmpuint (page->n_unreadable, ==, 3);
  g_assert_null (page->next_cursor);
  g_assert_cmpstr (tutti_service_track_get_provider (track), ==, "apple-music");
  g_assert_cmpstr (tutti_service_track_get_remote_id (track), ==, "1440857795");
  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Banana Pancakes");
  assert_artists (track, "Jack Johnson");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 191854);
  g_assert_cmpint (tutti_service_track_get_year (track), ==, 2005);
  g_assert_cmpstr (tutti_service_track_get_artwork_url (track), ==, "https://is1-ssl.mzstatic.com/image/thumb/Music/v4/example/300x300bb.jpg");
  g_assert_cmpstr (tutti_service_track_get_web_url (track), ==, "https://music.apple.com/us/song/1440857795");
  g_assert_cmpstr (tutti_service_track_get_app_uri (track), ==, "music://music.apple.com/us/song/1440857795");
  g_assert_false (tutti_service_track_is_explicit (track));
  g_assert_true (tutti_service_track_is_playable (track));

  assert_artists (odd, "");
  g_assert_true (tutti_service_track_is_explicit (odd));
  g_assert_false (tutti_service_track_is_playable (odd));
  g_assert_null (tutti_service_track_get_artwork_url (odd));
}

static void
test_track (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_TRACK, NULL, "lookup.json");
  g_autoptr (GBytes)    none = read_answer ("apple-music", "lookup-none.json");
  g_autoptr (GError)    error = NULL;

  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_cmpstr (page->preview, ==, "https://audio-ssl.itunes.apple.com/itunes-assets/AudioPreview/v4/example/mzaf_2.plus.aac.p.m4a");
  g_assert_null (parse_body (service->provider, TUTTI_REQUEST_TRACK, NULL, none, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND);
}

static void
test_charts (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_CHARTS, NULL, "charts.json");

  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_cmpuint (page->n_unreadable, ==, 2);
  g_assert_cmpstr (tutti_service_track_get_remote_id (get_track (page, 0)), ==, "1560735548");
  g_assert_true (tutti_service_track_is_explicit (get_track (page, 0)));
}

/* An empty 403 says "slow down", and never "nothing found". */
static void
test_errors (Service      *service,
             gconstpointer data)
{
  static const Verdict verdicts[] = {
    { 403, "", TUTTI_HTTP_VERDICT_RETRY },
    { 403, "{}", TUTTI_HTTP_VERDICT_OK },
    { 200, "", TUTTI_HTTP_VERDICT_OK },
    { 404, "", TUTTI_HTTP_VERDICT_OK },
  };
  static const Failure failures[] = {
    { 400, NULL, "{\"errorMessage\":\"Invalid value(s) for key(s): [limit]\"}", TUTTI_ERROR_FAILED },
    { 429, NULL, "", TUTTI_ERROR_RATE_LIMITED },
    { 500, NULL, "", TUTTI_ERROR_SERVER },
  };

  check_verdicts (service->provider, TUTTI_REQUEST_SEARCH, "x", verdicts, G_N_ELEMENTS (verdicts));
  check_failures (service->provider, failures, G_N_ELEMENTS (failures));
}

static void
test_broken (Service      *service,
             gconstpointer data)
{
  static const TuttiRequestKind kinds[] = { TUTTI_REQUEST_SEARCH, TUTTI_REQUEST_TRACK, TUTTI_REQUEST_CHARTS };

  check_bad_answers (service->provider, kinds, G_N_ELEMENTS (kinds));
  check_broken (service->provider, TUTTI_REQUEST_SEARCH, "search.json");
  check_broken (service->provider, TUTTI_REQUEST_CHARTS, "charts.json");
}

static void
test_links (Service      *service,
            gconstpointer data)
{
  static const Link links[] = {
    { "https://music.apple.com/us/album/banana-pancakes/1440857781?i=1440857795&uo=4", "1440857795" },
    { "https://music.apple.com/de/album/1440857781?i=1440857795", "1440857795" },
    { "https://music.apple.com/us/song/1440857795", "1440857795" },
    { "https://music.apple.com/jp/song/%E3%82%A2/1440857795", "1440857795" },
    { "music.apple.com/song/banana-pancakes/1440857795", "1440857795" },
    { "https://geo.music.apple.com/us/album/_/1440857781?i=1440857795&mt=1&app=music", "1440857795" },
    { "https://itunes.apple.com/us/album/banana-pancakes/id1440857781?i=1440857795", "1440857795" },
    { "https://embed.music.apple.com/us/album/banana-pancakes/1440857781?i=1440857795", "1440857795" },
    { "music://music.apple.com/us/album/banana-pancakes/1440857781?i=1440857795", "1440857795" },
    { "itmss://itunes.apple.com/us/album/_/1440857781?mt=1&i=1440857795&app=music", "1440857795" },
    { "musics://music.apple.com/us/song/1440857795", "1440857795" },
    { "https://music.apple.com/us/album/in-between-dreams/1440857781", NULL },
    { "https://music.apple.com/us/playlist/x/pl.123", NULL },
    { "https://music.apple.com/us/music-video/x/1440857795", NULL },
    { "music://evil.example/us/song/1440857795", NULL },
    { "https://music.apple.com.evil.example/us/song/1440857795", NULL },
  };
  g_autofree char *address = tutti_provider_dup_short_link (service->provider, "https://apple.co/3xYzAbC");

  check_links (service, links, G_N_ELEMENTS (links));
  g_assert_cmpstr (address, ==, "https://apple.co/3xYzAbC");
}

static void
test_words (Service      *service,
            gconstpointer data)
{
  check_words (service->provider);
  g_assert_nonnull (strstr (tutti_provider_explain (service->provider, TUTTI_CAN_CONNECT), "developer program"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_SERVICE_TEST ("apple-music", "questions", test_questions);
  ADD_SERVICE_TEST ("apple-music", "country", test_country);
  ADD_SERVICE_TEST ("apple-music", "search", test_search);
  ADD_SERVICE_TEST ("apple-music", "track", test_track);
  ADD_SERVICE_TEST ("apple-music", "charts", test_charts);
  ADD_SERVICE_TEST ("apple-music", "errors", test_errors);
  ADD_SERVICE_TEST ("apple-music", "broken", test_broken);
  ADD_SERVICE_TEST ("apple-music", "links", test_links);
  ADD_SERVICE_TEST ("apple-music", "words", test_words);

  return g_test_run ();
}
