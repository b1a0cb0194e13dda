/* test-listenbrainz.c: what ListenBrainz is asked, and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#define ID   "30d08f4c-d825-4ae1-b79c-44242cddd7c0"
#define MSID "msid-fd0cad33-ea33-453b-8155-1292379277dd"
#define API  "https://api.listenbrainz.org/1"

static const struct
{
  TuttiRequestKind kind;
  const char      *account;
  const char      *ids;
  const char      *cursor;
  const char      *method;
  const char      *uri;
  const char      *body; /* (nullable) */
} asked[] = {
  { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, "GET", API "/validate-token", NULL },
  { TUTTI_REQUEST_PROFILE, "rob", NULL, NULL, "GET", API "/user/rob/listen-count", NULL },
  /* Names have spaces and letters of any kind, and never leave their place in the path. */
  { TUTTI_REQUEST_HISTORY, "ada näl/..", NULL, NULL, "GET", API "/user/ada%20n%C3%A4l%2F../listens?count=100", NULL },
  { TUTTI_REQUEST_HISTORY, "rob", NULL, "1771414109", "GET", API "/user/rob/listens?count=100&max_ts=1771414109", NULL },
  { TUTTI_REQUEST_LIKES, "rob", NULL, NULL, "GET", API "/feedback/user/rob/get-feedback?score=1&metadata=true&count=100", NULL },
  { TUTTI_REQUEST_LIKES, "rob", NULL, "200", "GET", API "/feedback/user/rob/get-feedback?score=1&metadata=true&count=100&offset=200", NULL },
  { TUTTI_REQUEST_TRACK, NULL, ID, NULL, "GET", API "/metadata/recording/?recording_mbids=" ID "&inc=artist%20release", NULL },
  { TUTTI_REQUEST_LIKE, "rob", ID, NULL, "POST", API "/feedback/recording-feedback", "{\"recording_mbid\":\"" ID "\",\"score\":1}" },
  { TUTTI_REQUEST_UNLIKE, "rob", ID, NULL, "POST", API "/feedback/recording-feedback", "{\"recording_mbid\":\"" ID "\",\"score\":0}" },
  { TUTTI_REQUEST_LIKE, "rob", MSID, NULL, "POST", API "/feedback/recording-feedback",
    "{\"recording_msid\":\"fd0cad33-ea33-453b-8155-1292379277dd\",\"score\":1}" },
};

static const Refused refused[] = {
  { TUTTI_REQUEST_SEARCH, "smile", NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_ISRC, "GBDUW0000059", NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, NULL, TUTTI_ERROR_NOT_LINKED },
  { TUTTI_REQUEST_LIKES, NULL, NULL, NULL, TUTTI_ERROR_NOT_LINKED },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, "yesterday", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "1", NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, MSID, NULL, TUTTI_ERROR_NOT_FOUND },
  { TUTTI_REQUEST_LIKE, NULL, ID "," ID, NULL, TUTTI_ERROR_BAD_INPUT },
};

static void
test_questions (Service      *service,
                gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr (GError)           error = NULL;
      g_autoptr (TuttiRequest)     bare = new_request (asked[i].kind, NULL, asked[i].ids, asked[i].cursor);
      g_autoptr (TuttiRequest)     request = tutti_request_copy_for (bare, asked[i].account);
      g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (service->provider, request, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (message->method, ==, asked[i].method);
      g_assert_cmpstr (message->uri, ==, asked[i].uri);
      g_assert_cmpstr (message->scheme, ==, "Token");
      g_assert_null (message->bearer);
      g_assert_true ((message->body != NULL) == (asked[i].body != NULL));
      if (asked[i].body != NULL)
        {
          g_assert_cmpmem (g_bytes_get_data (message->body, NULL), g_bytes_get_size (message->body), asked[i].body, strlen (asked[i].body));
          g_assert_cmpstr (message->content_type, ==, "application/json");
          g_assert_true (message->is_safe);
        }
    }

  check_refused (service->provider, refused, G_N_ELEMENTS (refused));
}

/* Reading takes no token, so none goes along; changing does. */
static void
test_open (Service      *service,
           gconstpointer data)
{
  TuttiProvider   *provider = service->provider;
  g_autofree char *all = tutti_provider_dup_token_scopes (provider, TRUE);
  g_autofree char *some = tutti_provider_dup_token_scopes (provider, FALSE);

  g_assert_true (tutti_provider_takes_token (provider));
  g_assert_true (tutti_provider_is_open (provider, TUTTI_REQUEST_HISTORY));
  g_assert_true (tutti_provider_is_open (provider, TUTTI_REQUEST_LIKES));
  g_assert_true (tutti_provider_is_open (provider, TUTTI_REQUEST_TRACK));
  g_assert_false (tutti_provider_is_open (provider, TUTTI_REQUEST_LIKE));
  g_assert_false (tutti_provider_is_open (provider, TUTTI_REQUEST_PROFILE));

  g_assert_cmpstr (all, ==, "read write");
  g_assert_cmpstr (some, ==, "read");
  g_assert_true (tutti_provider_may (provider, TUTTI_CAN_LIKE, all));
  g_assert_false (tutti_provider_may (provider, TUTTI_CAN_LIKE, some));
  g_assert_true (tutti_provider_may (provider, TUTTI_CAN_LIKES, some));
  g_assert_false (tutti_provider_may (provider, TUTTI_CAN_SEARCH, all));
}

static void
test_profile (Service      *service,
              gconstpointer data)
{
  static const struct
  {
    const char *account; /* (nullable) */
    const char *text;
    const char *id; /* (nullable) */
    TuttiError  code;
  } cases[] = {
    { NULL, "{\"code\":200,\"message\":\"Token valid.\",\"valid\":true,\"user_name\":\"Rob\"}", "rob", 0 },
    { NULL, "{\"code\":200,\"message\":\"Token invalid.\",\"valid\":false}", NULL, TUTTI_ERROR_BAD_TOKEN },
    { NULL, "{\"code\":200,\"message\":\"Token valid.\",\"valid\":true,\"user_name\":null}", NULL, TUTTI_ERROR_BAD_ANSWER },
    { NULL, "{\"code\":200}", NULL, TUTTI_ERROR_BAD_ANSWER },
    { "Rob", "{\"payload\":{\"count\":0}}", "rob", 0 },
    { "Rob", "{\"payload\":{}}", NULL, TUTTI_ERROR_BAD_ANSWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)            error = NULL;
      g_autoptr (TuttiRequest)      request = new_request (TUTTI_REQUEST_PROFILE, NULL, NULL, NULL);
      g_autoptr (GBytes)            body = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (TuttiHttpResponse) response = new_response (200, body, "application/json");
      g_autoptr (TuttiPage)         page = NULL;

      request->account = g_strdup (cases[i].account);
      page = tutti_provider_parse_page (service->provider, request, response, &error);
      g_test_message ("%s", cases[i].text);
      if (cases[i].id == NULL)
        {
          g_assert_error (error, TUTTI_ERROR, (int) cases[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (page->profile.remote_id, ==, cases[i].id);
      g_assert_cmpstr (page->profile.name, ==, "Rob");
    }
}

static void
test_listens (Service      *service,
              gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_HISTORY, NULL, "listens.json");
  TuttiServiceTrack    *first = get_track (page, 0);
  TuttiServiceTrack    *lone = get_track (page, 2);

  g_assert_cmpuint (page->items->len, ==, 3);
  g_assert_cmpuint (page->n_unreadable, ==, 2);
  g_assert_null (page->next_cursor); /* fewer than were asked for */

  /* MusicBrainz' words where it was found there… */
  g_assert_cmpstr (tutti_service_track_get_remote_id (first), ==, ID);
  g_assert_cmpstr (tutti_service_track_get_title (first), ==, "Some Resolve");
  assert_artists (first, "Röyksopp, Astrid S");
  g_assert_cmpstr (tutti_service_track_get_album (first), ==, "Profound Mysteries II");
  g_assert_cmpint (tutti_service_track_get_duration (first), ==, 402390);
  g_assert_cmpstr (tutti_service_track_get_isrc (first), ==, "NO1R42105010");
  g_assert_cmpstr (tutti_service_track_get_artwork_url (first), ==,
                   "https://coverartarchive.org/release/f1418001-7f1e-46af-bfdb-95faeded8841/32916450708-250.jpg");
  g_assert_cmpstr (tutti_service_track_get_web_url (first), ==, "https://listenbrainz.org/track/" ID "/");
  g_assert_cmpint (get_at (page, 0), ==, 1771414109000);

  /* …the player's own where it was not, and a song without a page. */
  g_assert_cmpstr (tutti_service_track_get_remote_id (get_track (page, 1)), ==, "00000000-0000-4000-8000-0000000000aa");
  g_assert_cmpstr (tutti_service_track_get_remote_id (lone), ==, MSID);
  g_assert_cmpstr (tutti_service_track_get_title (lone), ==, "Demo 4");
  g_assert_cmpint (tutti_service_track_get_duration (lone), ==, 0);
  g_assert_null (tutti_service_track_get_web_url (lone));
}

static char *
make_listens (guint  n,
              gint64 last)
{
  GString *text = g_string_new ("{\"payload\":{\"listens\":[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s{\"listened_at\":%" G_GINT64_FORMAT ",\"recording_msid\":\"fd0cad33-ea33-453b-8155-1292379277dd\","
                                  "\"track_metadata\":{\"artist_name\":\"A\",\"track_name\":\"T\"}}",
                            i > 0 ? "," : "", MAX (last, last + (gint64) (n - i) - 5));
  g_string_append (text, "]}}");

  return g_string_free_and_steal (text);
}

/* The last second comes again, unless nothing else stands on the page; it
 * always goes backwards in time. */
static void
test_paging (Service      *service,
             gconstpointer data)
{
  static const struct
  {
    guint       n;
    gint64      last;
    const char *cursor;
    const char *next;
  } cases[] = {
    { 100, 1000, NULL, "1001" },
    { 100, 1000, "2000", "1001" },
    { 100, 1000, "1001", "1000" },
    { 100, 1000, "1000", NULL },
    { 100, 1000, "500", NULL },
    { 99, 1000, NULL, NULL },
    { 0, 0, "2000", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autofree char      *text = make_listens (cases[i].n, cases[i].last);
      g_autoptr (TuttiPage) page = parse_text (service->provider, TUTTI_REQUEST_HISTORY, cases[i].cursor, text, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->items->len, ==, cases[i].n);
      g_assert_cmpstr (page->next_cursor, ==, cases[i].next);
    }
}

static void
test_loves (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_LIKES, "100", "feedback.json");
  g_autoptr (TuttiPage) end = parse_file (service->provider, TUTTI_REQUEST_LIKES, "200", "feedback.json");

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_cmpuint (page->n_unreadable, ==, 1);
  g_assert_cmpuint (page->total, ==, 203);
  g_assert_cmpstr (page->next_cursor, ==, "103");
  g_assert_null (end->next_cursor);
  g_assert_cmpstr (tutti_service_track_get_remote_id (get_track (page, 0)), ==, ID);
  g_assert_cmpstr (tutti_service_track_get_title (get_track (page, 0)), ==, "Some Resolve");
  g_assert_null (tutti_service_track_get_artwork_url (get_track (page, 0)));
  g_assert_cmpint (get_at (page, 0), ==, 1771414200000);
  g_assert_cmpstr (tutti_service_track_get_remote_id (get_track (page, 1)), ==, MSID);
}

static void
test_recording (Service      *service,
                gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_TRACK, NULL, "recording.json");
  g_autoptr (TuttiPage) none = parse_text (service->provider, TUTTI_REQUEST_TRACK, NULL, "{}", &error);
  g_autoptr (TuttiPage) done = parse_text (service->provider, TUTTI_REQUEST_LIKE, NULL, "{\"status\":\"ok\"}", &error);
  TuttiServiceTrack    *track = get_track (page, 0);

  g_assert_no_error (error);
  g_assert_cmpstr (tutti_service_track_get_remote_id (track), ==, "e97f805a-ab48-4c52-855e-07049142113d");
  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Strangers");
  assert_artists (track, "Portishead");
  g_assert_cmpstr (tutti_service_track_get_album (track), ==, "Dummy");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 238000);
  g_assert_cmpuint (none->items->len, ==, 0);
  g_assert_cmpuint (done->items->len, ==, 0);
}

static void
test_errors (Service      *service,
             gconstpointer data)
{
  static const Failure failures[] = {
    { 401, NULL, "{\"code\":401,\"error\":\"Invalid authorization token.\"}", TUTTI_ERROR_NOT_LINKED },
    { 404, NULL, "{\"code\":404,\"error\":\"Cannot find user: nobody\"}", TUTTI_ERROR_NOT_FOUND },
    { 400, NULL, "{\"code\":400,\"error\":\"Score can have a value of 1 or -1.\"}", TUTTI_ERROR_FAILED },
    { 403, NULL, "{\"code\":403,\"error\":\"Your User-Agent must name the application\"}", TUTTI_ERROR_UNSUPPORTED },
    { 429, NULL, "{\"code\":429,\"error\":\"You have exceeded your rate limit.\"}", TUTTI_ERROR_RATE_LIMITED },
    { 503, NULL, "{\"code\":503,\"error\":\"Cannot fetch user listen count right now.\"}", TUTTI_ERROR_SERVER },
  };

  check_failures (service->provider, failures, G_N_ELEMENTS (failures));
}

static void
test_broken (Service      *service,
             gconstpointer data)
{
  static const TuttiRequestKind kinds[] = { TUTTI_REQUEST_PROFILE, TUTTI_REQUEST_HISTORY, TUTTI_REQUEST_LIKES };

  check_bad_answers (service->provider, kinds, G_N_ELEMENTS (kinds));
  check_broken (service->provider, TUTTI_REQUEST_HISTORY, "listens.json");
  check_broken (service->provider, TUTTI_REQUEST_LIKES, "feedback.json");
  check_broken (service->provider, TUTTI_REQUEST_TRACK, "recording.json");
}

static void
test_links (Service      *service,
            gconstpointer data)
{
  static const Link links[] = {
    { "https://listenbrainz.org/track/" ID "/", ID },
    { "listenbrainz.org/recording/" ID, ID },
    { "https://beta.listenbrainz.org/track/" ID "?x=1", ID },
    { "https://listenbrainz.org/track/msid-" ID, "msid-" ID },
    { "https://www.listenbrainz.org/recording/" ID "/", ID },
    { "https://listenbrainz.org/album/" ID "/", NULL },
    { "https://listenbrainz.org/user/rob/", NULL },
    { "https://listenbrainz.org/track/1/", NULL },
  };

  check_links (service, links, G_N_ELEMENTS (links));
}

static void
test_keys (Service      *service,
           gconstpointer data)
{
  static const struct
  {
    const char *pasted;
    const char *clean; /* (nullable) */
    gboolean    is_name;
  } cases[] = {
    { " 4d3f2c1b-0a9e-4b7c-8d6e-5f4a3b2c1d0e\n", "4d3f2c1b-0a9e-4b7c-8d6e-5f4a3b2c1d0e", FALSE },
    { "\"4d3f2c1b-0a9e-4b7c-8d6e-5f4a3b2c1d0e\"", "4d3f2c1b-0a9e-4b7c-8d6e-5f4a3b2c1d0e", FALSE },
    { "https://listenbrainz.org/settings/", NULL, FALSE },
    { "", NULL, FALSE },
    { "rob", NULL, FALSE },
    { "4d3f2c1b-0a9e-4b7c-8d6e-5f4a3b2c1d0e and more", NULL, FALSE },
    { " rob ", "rob", TRUE },
    { "https://listenbrainz.org/user/ada%20n%C3%A4l/", "ada näl", TRUE },
    { "https://listenbrainz.org/user/rob?x=1", "rob", TRUE },
    { "https://evil.example/user/rob", NULL, TRUE },
    { "", NULL, TRUE },
    { "a/b", NULL, TRUE },
    { "..", NULL, TRUE },
    { "https://listenbrainz.org/user/%2E%2E/", NULL, TRUE },
    { "https://listenbrainz.org/user/rob%0A/", NULL, TRUE },
    { "https://listenbrainz.org/user/%FF/", NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)      error = NULL;
      g_autoptr (TuttiSecret) token = cases[i].is_name ? NULL : tutti_provider_check_token (service->provider, cases[i].pasted, &error);
      g_autofree char        *name = cases[i].is_name ? tutti_provider_check_name (service->provider, cases[i].pasted, &error) : NULL;

      g_test_message ("%s", cases[i].pasted);
      g_assert_cmpstr (token != NULL ? tutti_secret_reveal (token) : name, ==, cases[i].clean);
      if (cases[i].clean == NULL)
        {
          g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
          g_assert_true (g_str_has_suffix (error->message, "."));
        }
      else
        {
          g_assert_no_error (error);
        }
    }
}

static void
test_words (Service      *service,
            gconstpointer data)
{
  check_words (service->provider);
  g_assert_nonnull (tutti_provider_describe_scope (service->provider, "write"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_SERVICE_TEST ("listenbrainz", "questions", test_questions);
  ADD_SERVICE_TEST ("listenbrainz", "open", test_open);
  ADD_SERVICE_TEST ("listenbrainz", "profile", test_profile);
  ADD_SERVICE_TEST ("listenbrainz", "listens", test_listens);
  ADD_SERVICE_TEST ("listenbrainz", "paging", test_paging);
  ADD_SERVICE_TEST ("listenbrainz", "loves", test_loves);
  ADD_SERVICE_TEST ("listenbrainz", "recording", test_recording);
  ADD_SERVICE_TEST ("listenbrainz", "errors", test_errors);
  ADD_SERVICE_TEST ("listenbrainz", "broken", test_broken);
  ADD_SERVICE_TEST ("listenbrainz", "links", test_links);
  ADD_SERVICE_TEST ("listenbrainz", "keys", test_keys);
  ADD_SERVICE_TEST ("listenbrainz", "words", test_words);

  return g_test_run ();
}
