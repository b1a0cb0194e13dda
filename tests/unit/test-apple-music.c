/* test-apple-music.c: what Apple is asked with and without an account, and how its answers read
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
  { TUTTI_REQUEST_ISRC, "USUM72409273", NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_LIKE, NULL, "i.gelNOzPuL41Lxo", NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "../../x", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, "-1", TUTTI_ERROR_BAD_INPUT },
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
    { "itms://itunes.apple.com/us/album/id1440857781?i=1440857795", "1440857795" },
    { "itmss://geo.itunes.apple.com/us/album/_/id1440857781?i=1440857795", "1440857795" },
    { "https://music.apple.com/album/1440857781?i=1440857795&itsct=x&itscg=y&ls=1", "1440857795" },
    { "https://music.apple.com/us/song/banana-pancakes/id1440857795", "1440857795" },
    { "https://beta.music.apple.com/us/song/banana-pancakes/1440857795", "1440857795" },
    { "https://classical.music.apple.com/us/album/1440857781?i=1440857795", "1440857795" },
    { "https://geo.itunes.apple.com/us/album/id1440857781?i=1440857795&at=1l3", "1440857795" },
    { "http://itunes.apple.com/us/album/banana-pancakes/id1440857781?i=1440857795", "1440857795" },
    { "https://embed.music.apple.com/us/song/banana-pancakes/1440857795", "1440857795" },
    { "https://music.apple.com/us/artist/jack-johnson/909253", NULL },
    { "https://music.apple.com/us/station/x/ra.978194965", NULL },
    { "https://music.apple.com/library/playlist/p.abc?l=en", NULL },
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

/* --- with an account --- */

#define SIGNED "https://api.music.apple.com/v1"

static TuttiRequest *
new_question (TuttiRequestKind kind,
              const char      *text,
              const char      *ids,
              const char      *cursor,
              const char      *account)
{
  TuttiRequest *request = new_request (kind, text, ids, cursor);

  request->account = g_strdup (account);

  return request;
}

static void
test_account_questions (Service      *service,
                        gconstpointer data)
{
  static const struct
  {
    Question    question;
    const char *account;
  } cases[] = {
    { { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, "GET", SIGNED "/me/storefront" }, NULL },
    { { TUTTI_REQUEST_HISTORY, NULL, NULL, NULL, "GET", SIGNED "/me/recent/played/tracks?limit=30&types=songs" }, "de" },
    { { TUTTI_REQUEST_HISTORY, NULL, NULL, "30", "GET", SIGNED "/me/recent/played/tracks?limit=30&offset=30&types=songs" }, "de" },
    { { TUTTI_REQUEST_LIKES, NULL, NULL, "100", "GET", SIGNED "/me/library/songs?limit=100&offset=100&include=catalog&extend=dateAdded" }, "de" },
    { { TUTTI_REQUEST_LIKE, NULL, "7", NULL, "PUT", SIGNED "/me/ratings/songs/7" }, "de" },
    { { TUTTI_REQUEST_UNLIKE, NULL, "7", NULL, "DELETE", SIGNED "/me/ratings/songs/7" }, "de" },
    { { TUTTI_REQUEST_SEARCH, "banana & pancakes", NULL, NULL, "GET", SIGNED "/catalog/jp/search?term=banana%20%26%20pancakes&types=songs&limit=25" }, "jp" },
    { { TUTTI_REQUEST_ISRC, "us-um7-24-09273", NULL, NULL, "GET", SIGNED "/catalog/de/songs?filter%5Bisrc%5D=USUM72409273" }, "de" },
    { { TUTTI_REQUEST_TRACK, NULL, "7", NULL, "GET", SIGNED "/catalog/de/songs/7" }, "de" },
    { { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, "GET", CHARTS "/us/music/most-played/50/songs.json" }, "de" },
  };
  static const char *const odd[] = { "", "DE", "d", "deu", "..", "d/", "\xc3\xa9" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Question              *question = &cases[i].question;
      g_autoptr (GError)           error = NULL;
      g_autoptr (TuttiRequest)     request = new_question (question->kind, question->text, question->ids, question->cursor, cases[i].account);
      g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (service->provider, request, &error);
      gboolean                     is_signed = question->kind != TUTTI_REQUEST_CHARTS;

      g_assert_no_error (error);
      g_assert_cmpstr (message->method, ==, question->method);
      g_assert_cmpstr (message->uri, ==, question->uri);
      g_assert_cmpstr (message->bucket, ==, is_signed ? "apple-music-account" : "apple-music");
      g_assert_true (tutti_provider_is_signed (service->provider, message->uri) == is_signed);
      if (question->kind == TUTTI_REQUEST_LIKE)
        g_assert_cmpmem (g_bytes_get_data (message->body, NULL), g_bytes_get_size (message->body),
                         "{\"type\":\"rating\",\"attributes\":{\"value\":1}}", strlen ("{\"type\":\"rating\",\"attributes\":{\"value\":1}}"));
    }

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (TuttiRequest) request = new_question (TUTTI_REQUEST_SEARCH, "x", NULL, NULL, odd[i]);

      g_assert_null (tutti_provider_build_message (service->provider, request, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
    }
  g_assert_false (tutti_provider_is_signed (service->provider, "https://api.music.apple.com.evil.example/v1/test"));
  g_assert_false (tutti_provider_is_signed (service->provider, "https://itunes.apple.com/search"));
}

static TuttiPage *
parse_account (Service         *service,
               TuttiRequestKind kind,
               const char      *cursor,
               const char      *name)
{
  g_autoptr (GBytes)            body = read_answer ("apple-music", name);
  g_autoptr (TuttiRequest)      request = new_question (kind, NULL, NULL, cursor, "de");
  g_autoptr (TuttiHttpResponse) response = new_response (200, body, "application/json");
  g_autoptr (GError)            error = NULL;
  TuttiPage                    *page = tutti_provider_parse_page (service->provider, request, response, &error);

  g_assert_no_error (error);

  return page;
}

static void
test_storefront (Service      *service,
                 gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_account (service, TUTTI_REQUEST_PROFILE, NULL, "storefront.json");
  g_autoptr (GError)    error = NULL;

  g_assert_cmpuint (strlen (page->profile.remote_id), ==, 2);
  g_assert_nonnull (page->profile.name);
  g_assert_null (parse_text (service->provider, TUTTI_REQUEST_PROFILE, NULL, "{\"data\":[{\"id\":\"../x\"}]}", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
}

static void
test_library (Service      *service,
              gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_account (service, TUTTI_REQUEST_LIKES, NULL, "library.json");
  g_autoptr (TuttiPage) later = parse_account (service, TUTTI_REQUEST_LIKES, "6", "library.json");
  TuttiServiceTrack    *track = get_track (page, 0);
  TuttiServiceTrack    *bare = get_track (page, 1);

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_cmpuint (page->n_unreadable, ==, 4);
  g_assert_cmpuint (page->total, ==, 812);
  g_assert_cmpstr (page->next_cursor, ==, "6");
  g_assert_cmpstr (later->next_cursor, ==, "106"); /* one that repeats itself goes forward all the same */
  g_assert_cmpstr (tutti_service_track_get_remote_id (track), ==, "1564531202");
  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Happier Than Ever");
  assert_artists (track, "Billie Eilish");
  g_assert_cmpstr (tutti_service_track_get_isrc (track), ==, "USUM72105934");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 298899);
  g_assert_cmpint (get_at (page, 0), ==, G_GINT64_CONSTANT (1772446272000));
  g_assert_cmpstr (tutti_service_track_get_artwork_url (track), ==, "https://is1-ssl.mzstatic.com/image/thumb/Music/v4/example/300x300bb.jpg");
  g_assert_cmpstr (tutti_service_track_get_web_url (track), ==, "https://music.apple.com/us/song/1564531202");
  g_assert_true (tutti_service_track_is_playable (track));

  g_assert_cmpstr (tutti_service_track_get_remote_id (bare), ==, "77");
  g_assert_true (tutti_service_track_is_explicit (bare));
  g_assert_null (tutti_service_track_get_artwork_url (bare));
  g_assert_cmpint (get_at (page, 1), ==, 0);
}

static void
test_recent (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_account (service, TUTTI_REQUEST_HISTORY, NULL, "recent.json");

  g_assert_cmpuint (page->items->len, ==, 3);
  g_assert_cmpstr (page->next_cursor, ==, "30");
  g_assert_cmpstr (tutti_service_track_get_remote_id (get_track (page, 0)), ==, "7018167");
  g_assert_cmpstr (tutti_service_track_get_isrc (get_track (page, 0)), ==, "DEP960300040");
  g_assert_cmpint (get_at (page, 0), ==, 0);
  g_assert_true (tutti_service_track_is_playable (get_track (page, 0)));
  g_assert_cmpstr (tutti_service_track_get_remote_id (get_track (page, 1)), ==, "1564531202");
  g_assert_false (tutti_service_track_is_playable (get_track (page, 2)));
}

static void
test_catalogue (Service      *service,
                gconstpointer data)
{
  g_autoptr (TuttiPage)         page = parse_account (service, TUTTI_REQUEST_SEARCH, NULL, "catalogue.json");
  g_autoptr (TuttiPage)         one = parse_account (service, TUTTI_REQUEST_TRACK, NULL, "recent.json");
  g_autoptr (TuttiRequest)      request = new_question (TUTTI_REQUEST_SEARCH, NULL, NULL, NULL, "de");
  g_autoptr (GBytes)            nothing = g_bytes_new_static ("{\"results\":{}}", strlen ("{\"results\":{}}"));
  g_autoptr (TuttiHttpResponse) response = new_response (200, nothing, "application/json");
  g_autoptr (TuttiPage)         none = tutti_provider_parse_page (service->provider, request, response, NULL);

  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_true (tutti_service_track_is_explicit (get_track (page, 0)));
  g_assert_cmpstr (tutti_service_track_get_isrc (get_track (page, 0)), ==, "USUG12101240");
  g_assert_null (page->next_cursor);
  g_assert_cmpuint (none->items->len, ==, 0);
  g_assert_true (g_str_has_prefix (one->preview, "https://audio-ssl.itunes.apple.com/"));
}

static void
test_account_errors (Service      *service,
                     gconstpointer data)
{
  static const Failure failures[] = {
    { 401, NULL, "", TUTTI_ERROR_BAD_CLIENT },
    { 403, "error-40300.json", NULL, TUTTI_ERROR_NOT_LINKED },
    { 403, NULL, "{\"errors\":[{\"status\":\"403\",\"code\":\"40300\",\"detail\":\"You need a subscription\"}]}", TUTTI_ERROR_NOT_PREMIUM },
    { 403, NULL, "", TUTTI_ERROR_UNSUPPORTED },
    { 404, NULL, "{\"errors\":[{\"status\":\"404\",\"code\":\"40403\"}]}", TUTTI_ERROR_NOT_FOUND },
    { 429, NULL, "{\"errors\":[{\"status\":\"429\",\"code\":\"42900\"}]}", TUTTI_ERROR_RATE_LIMITED },
    { 503, NULL, "{\"errors\":null}", TUTTI_ERROR_SERVER },
  };
  static const struct
  {
    guint       status;
    const char *body;
    gboolean    rejects;
  } tokens[] = {
    { 401, "", FALSE }, /* of the key */
    { 403, "", FALSE },
    { 403, "{\"errors\":[{\"code\":\"40300\",\"detail\":\"Invalid authentication\"}]}", TRUE },
    { 403, "{\"errors\":[{\"code\":40300,\"detail\":\"Invalid authentication\"}]}", FALSE },
    { 403, "{\"errors\":[]}", FALSE },
    { 403, "[]", FALSE },
    { 200, "{\"data\":[]}", FALSE },
  };

  check_failures (service->provider, failures, G_N_ELEMENTS (failures));
  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (GBytes)            body = g_bytes_new (tokens[i].body, strlen (tokens[i].body));
      g_autoptr (TuttiHttpResponse) response = new_response (tokens[i].status, body, "application/json");

      g_test_message ("%u %s", tokens[i].status, tokens[i].body);
      g_assert_true (tutti_provider_rejects_token (service->provider, response) == tokens[i].rejects);
    }
}

/* The two names of a key, alone and together. */
static void
test_key_names (Service      *service,
                gconstpointer data)
{
  static const struct
  {
    const char *pasted;
    const char *clean; /* (nullable) */
  } names[] = {
    { "ABCDE12345", "ABCDE12345" },
    { "  \"ABCDE12345\"\n", "ABCDE12345" },
    { "Key ID: ABCDE12345", "ABCDE12345" },
    { "abcde12345", NULL },
    { "ABCDE1234", NULL },
    { "ABCDE12345 ZYXWV54321", NULL },
    { "AuthKey_ABCDE12345.p8", NULL },
    { "", NULL },
    { NULL, NULL },
  };
  g_autofree char *both = NULL;
  g_autoptr (TuttiOAuthConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char   *clean = NULL;
      g_autoptr (GError) local = NULL;

      g_assert_true (tutti_provider_check_key_name (service->provider, names[i].pasted, &clean, &local) == (names[i].clean != NULL));
      g_assert_cmpstr (clean, ==, names[i].clean);
      if (local != NULL)
        g_assert_error (local, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
    }

  g_assert_true (tutti_provider_check_client_id (service->provider, "ABCDE12345.ZYXWV54321", &both, &error));
  config = tutti_provider_new_oauth_config (service->provider, both, NULL);
  g_assert_cmpstr (config->key_owner, ==, "ABCDE12345");
  g_assert_cmpstr (config->key_id, ==, "ZYXWV54321");
  g_assert_cmpstr (config->api_hosts[0], ==, "api.music.apple.com");
  g_assert_null (config->api_hosts[1]);
  g_clear_pointer (&both, g_free);
  g_assert_false (tutti_provider_check_client_id (service->provider, "ABCDE12345", &both, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
}

static void
test_words (Service      *service,
            gconstpointer data)
{
  check_words (service->provider);
  g_assert_nonnull (strstr (tutti_provider_explain (service->provider, TUTTI_CAN_ISRC), "connected accounts"));
  g_assert_false (tutti_provider_can (service->provider, TUTTI_CAN_KEYLESS | TUTTI_CAN_ISRC));
  g_assert_true (tutti_provider_can (service->provider, TUTTI_CAN_KEYLESS | TUTTI_CAN_SEARCH));
  g_assert_true (tutti_provider_can (service->provider, TUTTI_CAN_ISRC));
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
  ADD_SERVICE_TEST ("apple-music", "account/questions", test_account_questions);
  ADD_SERVICE_TEST ("apple-music", "account/storefront", test_storefront);
  ADD_SERVICE_TEST ("apple-music", "account/library", test_library);
  ADD_SERVICE_TEST ("apple-music", "account/recent", test_recent);
  ADD_SERVICE_TEST ("apple-music", "account/catalogue", test_catalogue);
  ADD_SERVICE_TEST ("apple-music", "account/errors", test_account_errors);
  ADD_SERVICE_TEST ("apple-music", "account/key-names", test_key_names);
  ADD_SERVICE_TEST ("apple-music", "words", test_words);

  return g_test_run ();
}
