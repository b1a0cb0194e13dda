/* test-spotify.c: what Spotify is asked, and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "providers-fixture.h"

#include "tutti-error.h"

#include <string.h>

#define ID  "2plbrEY59IikOBgBGLjaoe"
#define API "https://api.spotify.com/v1"

/* --- what is asked --- */

typedef struct
{
  TuttiRequestKind kind;
  const char      *text;
  const char      *ids;
  const char      *cursor;
  const char      *method;
  const char      *uri;
} Question;

static const Question questions[] = {
  { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, "GET", API "/me" },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, NULL, "GET", API "/me/player/recently-played?limit=50" },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, "1795208597412", "GET", API "/me/player/recently-played?limit=50&before=1795208597412" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, NULL, "GET", API "/me/tracks?limit=50" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "100", "GET", API "/me/tracks?limit=50&offset=100" },
  { TUTTI_REQUEST_SEARCH, " AC/DC & Søn ", NULL, NULL, "GET", API "/search?q=AC%2FDC%20%26%20S%C3%B8n&type=track&limit=10" },
  { TUTTI_REQUEST_SEARCH, "smile", NULL, "10", "GET", API "/search?q=smile&type=track&limit=10&offset=10" },
  { TUTTI_REQUEST_ISRC, "us-um7-24-09273", NULL, NULL, "GET", API "/search?q=isrc%3AUSUM72409273&type=track&limit=10" },
  { TUTTI_REQUEST_TRACK, NULL, ID, NULL, "GET", API "/tracks/" ID },
  { TUTTI_REQUEST_LIKE, NULL, ID, NULL, "PUT", API "/me/library?uris=spotify%3Atrack%3A" ID },
  { TUTTI_REQUEST_UNLIKE, NULL, ID "," ID, NULL, "DELETE", API "/me/library?uris=spotify%3Atrack%3A" ID "%2Cspotify%3Atrack%3A" ID },
};

static void
test_questions (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      const Question               *question = &questions[i];
      g_autoptr (GError)            error = NULL;
      g_autoptr (TuttiRequest)      request = new_request (question->kind, question->text, question->ids, question->cursor);
      g_autoptr (TuttiHttpRequest)  message = tutti_provider_build_message (spotify, request, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (message->method, ==, question->method);
      g_assert_cmpstr (message->uri, ==, question->uri);
      g_assert_cmpstr (message->bucket, ==, "spotify");
      g_assert_nonnull (message->judge);
      g_assert_null (message->bearer);
      g_assert_false (message->is_safe && g_str_equal (message->method, "POST"));
    }
}

typedef struct
{
  TuttiRequestKind kind;
  const char      *text;
  const char      *ids;
  const char      *cursor;
  TuttiError       code;
  const char      *why;
} Refused;

static const Refused refused[] = {
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED, "no charts" },
  { TUTTI_REQUEST_SEARCH, NULL, NULL, NULL, TUTTI_ERROR_BAD_INPUT, "no text" },
  { TUTTI_REQUEST_SEARCH, "  ", NULL, NULL, TUTTI_ERROR_BAD_INPUT, "blank text" },
  { TUTTI_REQUEST_SEARCH, "\xff", NULL, NULL, TUTTI_ERROR_BAD_INPUT, "no text at all" },
  { TUTTI_REQUEST_ISRC, "smile", NULL, NULL, TUTTI_ERROR_BAD_INPUT, "no ISRC" },
  { TUTTI_REQUEST_ISRC, NULL, NULL, NULL, TUTTI_ERROR_BAD_INPUT, "none given" },
  { TUTTI_REQUEST_TRACK, NULL, NULL, NULL, TUTTI_ERROR_BAD_INPUT, "no id" },
  { TUTTI_REQUEST_TRACK, NULL, ID "," ID, NULL, TUTTI_ERROR_BAD_INPUT, "two ids" },
  { TUTTI_REQUEST_TRACK, NULL, "../me?x=", NULL, TUTTI_ERROR_BAD_INPUT, "a path for an id" },
  { TUTTI_REQUEST_LIKE, NULL, "", NULL, TUTTI_ERROR_BAD_INPUT, "an empty id" },
  { TUTTI_REQUEST_LIKE, NULL, ID ",bad", NULL, TUTTI_ERROR_BAD_INPUT, "one bad id" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "https://evil.example/", TUTTI_ERROR_BAD_INPUT, "an address for a cursor" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "-1", TUTTI_ERROR_BAD_INPUT, "a cursor below zero" },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, "1&after=2", TUTTI_ERROR_BAD_INPUT, "a cursor with more in it" },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, "", TUTTI_ERROR_BAD_INPUT, "an empty cursor" },
};

static void
test_refused (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError)           error = NULL;
      g_autoptr (TuttiRequest)     request = new_request (refused[i].kind, refused[i].text, refused[i].ids, refused[i].cursor);
      g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (spotify, request, &error);

      g_test_message ("%s", refused[i].why);
      g_assert_null (message);
      g_assert_error (error, TUTTI_ERROR, (int) refused[i].code);
    }
}

/* Forty ids go, forty-one do not. */
static void
test_most_ids (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();
  TuttiProvider             *spotify = tutti_providers_find (providers, "spotify");

  g_assert_cmpuint (tutti_provider_get_max_ids (spotify), ==, 40);
  for (guint n = 40; n <= 41; n++)
    {
      g_autoptr (GError)           error = NULL;
      g_autoptr (GString)          ids = g_string_new (ID);
      g_autoptr (TuttiRequest)     request = NULL;
      g_autoptr (TuttiHttpRequest) message = NULL;

      for (guint i = 1; i < n; i++)
        g_string_append (ids, "," ID);
      request = new_request (TUTTI_REQUEST_LIKE, NULL, ids->str, NULL);
      message = tutti_provider_build_message (spotify, request, &error);
      if (n == 40)
        g_assert_no_error (error);
      else
        g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
    }
}

/* Nobody's title has 10,000 letters; what is cut is whole letters. */
static void
test_long_text (void)
{
  g_autoptr (TuttiProviders)   providers = new_providers ();
  TuttiProvider               *spotify = tutti_providers_find (providers, "spotify");
  g_autoptr (GString)          text = g_string_new (NULL);
  g_autoptr (TuttiRequest)     request = NULL;
  g_autoptr (TuttiHttpRequest) message = NULL;
  g_autofree char             *query = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "ö");
  request = new_request (TUTTI_REQUEST_SEARCH, text->str, NULL, NULL);
  message = tutti_provider_build_message (spotify, request, NULL);
  query = g_uri_unescape_string (message->uri, NULL);
  g_assert_true (g_utf8_validate (query, -1, NULL));
  g_assert_cmpuint (strlen (message->uri), <, 2000);
}

/* --- how answers read --- */

typedef struct
{
  TuttiProviders *providers;
  TuttiProvider  *spotify;
} Fixture;

static TuttiPage *
parse_body (TuttiProvider   *spotify,
            TuttiRequestKind kind,
            const char      *cursor,
            GBytes          *body,
            GError         **error)
{
  g_autoptr (TuttiRequest)      request = new_request (kind, NULL, NULL, cursor);
  g_autoptr (TuttiHttpResponse) response = new_response (200, body, "application/json");

  return tutti_provider_parse_page (spotify, request, response, error);
}

static TuttiPage *
parse_file (TuttiProvider   *spotify,
            TuttiRequestKind kind,
            const char      *cursor,
            const char      *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = read_answer ("spotify", name);
  TuttiPage         *page = parse_body (spotify, kind, cursor, body, &error);

  g_assert_no_error (error);

  return page;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->providers = new_providers ();
  fixture->spotify = tutti_providers_find (fixture->providers, "spotify");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->providers);
}

static void
test_profile (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (fixture->spotify, TUTTI_REQUEST_PROFILE, NULL, "me.json");
  g_autoptr (TuttiPage) old = parse_file (fixture->spotify, TUTTI_REQUEST_PROFILE, NULL, "me-old.json");
  g_autoptr (TuttiPage) nameless = parse_file (fixture->spotify, TUTTI_REQUEST_PROFILE, NULL, "me-nameless.json");

  g_assert_cmpstr (page->profile.remote_id, ==, "aB3dE5fG7h");
  g_assert_cmpstr (page->profile.name, ==, "Ada Example");
  g_assert_null (page->profile.email);
  g_assert_null (page->profile.plan);

  g_assert_cmpstr (old->profile.remote_id, ==, "adaexample");
  g_assert_cmpstr (old->profile.email, ==, "ada@example.org");
  g_assert_cmpstr (old->profile.plan, ==, "premium");

  g_assert_cmpstr (nameless->profile.remote_id, ==, "aB3dE5fG7h");
  g_assert_null (nameless->profile.name);
}

static TuttiServiceTrack *
get_track (TuttiPage *page,
           guint      position)
{
  TuttiDatedTrack *dated = g_ptr_array_index (page->items, position);

  return dated->track;
}

static gint64
get_at (TuttiPage *page,
        guint      position)
{
  TuttiDatedTrack *dated = g_ptr_array_index (page->items, position);

  return dated->at;
}

static void
assert_smile (TuttiServiceTrack *track)
{
  g_autofree char *artists = tutti_service_track_dup_artist_line (track);

  g_assert_cmpstr (tutti_service_track_get_provider (track), ==, "spotify");
  g_assert_cmpstr (tutti_service_track_get_remote_id (track), ==, ID);
  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Die With A Smile");
  g_assert_cmpstr (artists, ==, "Lady Gaga, Bruno Mars");
  g_assert_cmpstr (tutti_service_track_get_album (track), ==, "Die With A Smile");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 251667);
  g_assert_cmpstr (tutti_service_track_get_isrc (track), ==, "USUM72409273");
  g_assert_cmpint (tutti_service_track_get_year (track), ==, 2024);
  g_assert_cmpstr (tutti_service_track_get_artwork_url (track), ==, "https://i.scdn.co/image/ab67616d00001e0282ea2e9e1858aa012c57cd45");
  g_assert_cmpstr (tutti_service_track_get_web_url (track), ==, "https://open.spotify.com/track/" ID);
  g_assert_cmpstr (tutti_service_track_get_app_uri (track), ==, "spotify:track:" ID);
  g_assert_false (tutti_service_track_is_explicit (track));
  g_assert_true (tutti_service_track_is_playable (track));
}

static void
test_history (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (fixture->spotify, TUTTI_REQUEST_HISTORY, NULL, "recently-played.json");
  g_autoptr (TuttiPage) again = parse_file (fixture->spotify, TUTTI_REQUEST_HISTORY, "1795208597412", "recently-played.json");
  g_autoptr (TuttiPage) end = parse_file (fixture->spotify, TUTTI_REQUEST_HISTORY, "1795208597412", "recently-played-end.json");

  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_cmpuint (page->n_unreadable, ==, 0);
  assert_smile (get_track (page, 0));
  g_assert_cmpint (get_at (page, 0), ==, G_GINT64_CONSTANT (1795208597412));
  g_assert_cmpstr (page->next_cursor, ==, "1795208597412");

  /* The same place again would never end. */
  g_assert_null (again->next_cursor);

  g_assert_cmpuint (end->items->len, ==, 0);
  g_assert_null (end->next_cursor);
}

static void
test_likes (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (fixture->spotify, TUTTI_REQUEST_LIKES, NULL, "likes.json");
  g_autoptr (TuttiPage) last = parse_file (fixture->spotify, TUTTI_REQUEST_LIKES, "1242", "likes-last.json");

  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_cmpuint (page->total, ==, 1243);
  assert_smile (get_track (page, 0));
  g_assert_cmpint (get_at (page, 0), ==, G_GINT64_CONSTANT (1794993164000));
  g_assert_cmpstr (page->next_cursor, ==, "1");

  g_assert_cmpuint (last->items->len, ==, 1);
  g_assert_null (last->next_cursor);
}

/* Nulls, a local file, an episode, ids and addresses of an enemy. */
static void
test_odd_likes (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (fixture->spotify, TUTTI_REQUEST_LIKES, "50", "likes-odd.json");
  TuttiServiceTrack    *bare;
  TuttiServiceTrack    *elsewhere;

  g_assert_cmpuint (page->items->len, ==, 3);
  g_assert_cmpuint (page->n_unreadable, ==, 8);
  g_assert_cmpuint (page->total, ==, 1243);
  g_assert_cmpstr (page->next_cursor, ==, "100");

  assert_smile (get_track (page, 0));

  bare = get_track (page, 1);
  g_assert_cmpstr (tutti_service_track_get_title (bare), ==, "Only a Name");
  g_assert_cmpint (get_at (page, 1), ==, 0);
  g_assert_cmpuint (g_strv_length ((char **) tutti_service_track_get_artists (bare)), ==, 0);
  g_assert_cmpstr (tutti_service_track_get_album (bare), ==, "");
  g_assert_cmpint (tutti_service_track_get_duration (bare), ==, 0);
  g_assert_null (tutti_service_track_get_isrc (bare));
  g_assert_null (tutti_service_track_get_artwork_url (bare));
  g_assert_false (tutti_service_track_is_playable (bare));

  /* Nothing is opened or fetched as the service wrote it. */
  elsewhere = get_track (page, 2);
  g_assert_true (tutti_service_track_is_explicit (elsewhere));
  g_assert_null (tutti_service_track_get_artwork_url (elsewhere));
  g_assert_cmpstr (tutti_service_track_get_web_url (elsewhere), ==, "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC");
  g_assert_cmpstr (tutti_service_track_get_app_uri (elsewhere), ==, "spotify:track:4uLU6hMCjMI75M1A2tKUQC");
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (fixture->spotify, TUTTI_REQUEST_SEARCH, NULL, "search.json");
  g_autoptr (TuttiPage) end = parse_file (fixture->spotify, TUTTI_REQUEST_SEARCH, "1000", "search.json");
  g_autoptr (TuttiPage) isrc = parse_file (fixture->spotify, TUTTI_REQUEST_ISRC, NULL, "search-isrc.json");
  g_autoptr (TuttiPage) track = parse_file (fixture->spotify, TUTTI_REQUEST_TRACK, NULL, "track.json");

  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_cmpuint (page->n_unreadable, ==, 1);
  g_assert_cmpuint (page->total, ==, 974);
  g_assert_cmpstr (page->next_cursor, ==, "10");
  assert_smile (get_track (page, 0));

  /* Spotify takes no offset above 1,000. */
  g_assert_null (end->next_cursor);

  g_assert_cmpuint (isrc->items->len, ==, 1);
  g_assert_null (isrc->next_cursor);

  g_assert_cmpuint (track->items->len, ==, 1);
  assert_smile (get_track (track, 0));
}

/* Where the next page is, by all the ways a service can say it. */
static void
test_next (Fixture      *fixture,
           gconstpointer data)
{
  static const struct
  {
    const char *cursor;
    const char *next; /* as JSON */
    const char *limit;
    const char *expected;
    const char *why;
  } nexts[] = {
    { "50", "null", "50", NULL, "the end" },
    { "50", "\"https://api.spotify.com/v1/me/tracks?offset=100&limit=50\"", "50", "100", "as documented" },
    { "50", "\"https://evil.example/v1/me/tracks?offset=100&limit=50\"", "50", "100", "only the number is taken" },
    { "50", "\"https://api.spotify.com/v1/me/tracks?offset=50&limit=50\"", "50", "100", "not the same place again" },
    { "50", "\"https://api.spotify.com/v1/me/tracks?offset=0\"", "50", "100", "not back" },
    { "50", "\"https://api.spotify.com/v1/me/tracks?offset=99999999\"", "50", "100", "not far away" },
    { "50", "\"https://api.spotify.com/v1/me/tracks?offset=x%26y\"", "50", "100", "no number" },
    { "50", "\"?\"", "20", "70", "a shorter page than was asked for" },
    { "50", "\"\"", "-3", "100", "a length that is none" },
    { NULL, "\"odd\"", "null", "50", "the first page, without a length" },
    { "50", "true", "50", NULL, "no address at all" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (nexts); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autofree char      *text = g_strdup_printf ("{\"items\":[],\"total\":500,\"limit\":%s,\"next\":%s}", nexts[i].limit, nexts[i].next);
      g_autoptr (GBytes)    body = g_bytes_new (text, strlen (text));
      g_autoptr (TuttiPage) page = parse_body (fixture->spotify, TUTTI_REQUEST_LIKES, nexts[i].cursor, body, &error);

      g_assert_no_error (error);
      if (g_strcmp0 (page->next_cursor, nexts[i].expected) != 0)
        g_test_fail_printf ("%s: %s instead of %s", nexts[i].why, page->next_cursor, nexts[i].expected);
    }
}

/* What nobody understands is an error of its own, never a crash. */
static void
test_bad_answers (Fixture      *fixture,
                  gconstpointer data)
{
  static const char * const bodies[] = {
    "", " \n", "[]", "null", "true", "42", "\"text\"", "{}", "{", "<html>Sign in to the network</html>", "<!DOCTYPE html>", "\xff\xfe",
    "{\"items\":null}", "{\"items\":{}}", "{\"items\":\"x\"}", "{\"tracks\":[]}", "{\"tracks\":{\"items\":7}}",
    "{\"id\":null}", "{\"id\":7,\"account_id\":{}}", "{\"account_id\":\"\",\"id\":\"\"}",
  };
  static const TuttiRequestKind kinds[] = {
    TUTTI_REQUEST_PROFILE, TUTTI_REQUEST_HISTORY, TUTTI_REQUEST_LIKES,
    TUTTI_REQUEST_SEARCH, TUTTI_REQUEST_ISRC, TUTTI_REQUEST_TRACK,
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
      {
        g_autoptr (GError)    error = NULL;
        g_autoptr (GBytes)    body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
        g_autoptr (TuttiPage) page = parse_body (fixture->spotify, kinds[j], NULL, body, &error);

        g_assert_null (page);
        g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
      }
}

/* A whole answer cut at each letter, and each letter turned into another, is
 * a page or BAD_ANSWER, and nothing else. */
static void
test_broken (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) whole = read_answer ("spotify", "recently-played.json");
  gsize              length;
  const char        *text = g_bytes_get_data (whole, &length);

  for (gsize i = 0; i < length; i += 7)
    {
      g_autofree char      *turned = g_strndup (text, length);
      g_autoptr (GError)    error = NULL;
      g_autoptr (GBytes)    cut = g_bytes_new_from_bytes (whole, 0, i);
      g_autoptr (GBytes)    body = NULL;
      g_autoptr (TuttiPage) none = parse_body (fixture->spotify, TUTTI_REQUEST_HISTORY, NULL, cut, &error);
      g_autoptr (TuttiPage) page = NULL;

      g_assert_null (none);
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
      g_clear_error (&error);

      turned[i] = "[]{}\",:0a\\"[i % 10];
      body = g_bytes_new (turned, length);
      page = parse_body (fixture->spotify, TUTTI_REQUEST_HISTORY, NULL, body, &error);
      if (page == NULL)
        g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
    }
}

/* A change is answered with nothing, or with something that does not matter. */
static void
test_change (Fixture      *fixture,
             gconstpointer data)
{
  static const char * const bodies[] = { "", "{}", "[true]" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (GBytes)    body = g_bytes_new_static (bodies[i], strlen (bodies[i]));
      g_autoptr (TuttiPage) page = parse_body (fixture->spotify, TUTTI_REQUEST_LIKE, NULL, body, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->items->len, ==, 0);
    }
}

/* --- errors --- */

static void
test_errors (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    guint       status;
    const char *file; /* (nullable) */
    TuttiError  code;
  } errors[] = {
    { 400, "error-400-uris.json", TUTTI_ERROR_FAILED },
    { 401, "error-401.json", TUTTI_ERROR_NOT_LINKED },
    { 403, "error-403-not-listed.json", TUTTI_ERROR_NOT_ALLOW_LISTED },
    { 403, "error-403-not-listed.txt", TUTTI_ERROR_NOT_ALLOW_LISTED },
    { 403, "error-403-not-listed-old.json", TUTTI_ERROR_NOT_ALLOW_LISTED },
    { 403, "error-403-scope.json", TUTTI_ERROR_INSUFFICIENT_SCOPE },
    { 403, "error-403-premium.json", TUTTI_ERROR_NOT_PREMIUM },
    { 403, "error-403-premium-bare.json", TUTTI_ERROR_NOT_PREMIUM },
    { 403, "error-403.json", TUTTI_ERROR_UNSUPPORTED },
    { 403, NULL, TUTTI_ERROR_UNSUPPORTED },
    { 404, "error-404.json", TUTTI_ERROR_NOT_FOUND },
    { 404, NULL, TUTTI_ERROR_NOT_FOUND },
    { 429, "error-429.json", TUTTI_ERROR_RATE_LIMITED },
    { 301, NULL, TUTTI_ERROR_BAD_ANSWER },
    { 500, NULL, TUTTI_ERROR_SERVER },
    { 503, "error-403-scope.json", TUTTI_ERROR_SERVER },
    { 418, NULL, TUTTI_ERROR_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GBytes)            body = errors[i].file != NULL ? read_answer ("spotify", errors[i].file) : g_bytes_new (NULL, 0);
      g_autoptr (TuttiHttpResponse) response = new_response (errors[i].status, body, NULL);
      g_autoptr (GError)            error = tutti_provider_read_error (fixture->spotify, response);

      g_test_message ("%u %s", errors[i].status, errors[i].file);
      g_assert_error (error, TUTTI_ERROR, (int) errors[i].code);
    }
}

/* A service may quote a token in its error: it must not come into a log. */
static void
test_error_quotes_nothing (Fixture      *fixture,
                           gconstpointer data)
{
  static const char             text[] = "{\"error\":{\"status\":401,\"message\":\"Bad token BQAsecret123\"}}";
  g_autoptr (GBytes)            body = g_bytes_new_static (text, strlen (text));
  g_autoptr (TuttiHttpResponse) response = new_response (401, body, "application/json");
  g_autoptr (GError)            error = tutti_provider_read_error (fixture->spotify, response);

  g_assert_null (strstr (error->message, "BQAsecret123"));
}

static void
test_judge (Fixture      *fixture,
            gconstpointer data)
{
  static const struct
  {
    guint            status;
    const char      *body;
    TuttiHttpVerdict verdict;
  } verdicts[] = {
    { 429, "{\"error\":{\"status\":429,\"message\":\"Too many requests\",\"reason\":\"QUOTA_EXCEEDED\"}}", TUTTI_HTTP_VERDICT_QUOTA },
    { 429, "{\"error\":{\"status\":429,\"message\":\"API rate limit exceeded\"}}", TUTTI_HTTP_VERDICT_OK },
    { 429, "Too many requests", TUTTI_HTTP_VERDICT_OK },
    { 429, "", TUTTI_HTTP_VERDICT_OK },
    { 429, "[\"QUOTA_EXCEEDED\"]", TUTTI_HTTP_VERDICT_OK },
    { 200, "{\"error\":{\"reason\":\"QUOTA_EXCEEDED\"}}", TUTTI_HTTP_VERDICT_OK },
  };
  g_autoptr (TuttiRequest)     request = new_request (TUTTI_REQUEST_PROFILE, NULL, NULL, NULL);
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (fixture->spotify, request, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new_static (verdicts[i].body, strlen (verdicts[i].body));

      g_test_message ("%u %s", verdicts[i].status, verdicts[i].body);
      g_assert_cmpint (message->judge (verdicts[i].status, body), ==, verdicts[i].verdict);
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spotify/questions", test_questions);
  g_test_add_func ("/spotify/refused", test_refused);
  g_test_add_func ("/spotify/most-ids", test_most_ids);
  g_test_add_func ("/spotify/long-text", test_long_text);
  ADD ("/spotify/profile", test_profile);
  ADD ("/spotify/history", test_history);
  ADD ("/spotify/likes", test_likes);
  ADD ("/spotify/likes/odd", test_odd_likes);
  ADD ("/spotify/search", test_search);
  ADD ("/spotify/next", test_next);
  ADD ("/spotify/bad-answers", test_bad_answers);
  ADD ("/spotify/broken", test_broken);
  ADD ("/spotify/change", test_change);
  ADD ("/spotify/errors", test_errors);
  ADD ("/spotify/errors/quote-nothing", test_error_quotes_nothing);
  ADD ("/spotify/judge", test_judge);

  return g_test_run ();
}
