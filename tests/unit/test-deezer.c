/* test-deezer.c: what Deezer is asked, and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#define API "https://api.deezer.com"

static const Question questions[] = {
  { TUTTI_REQUEST_SEARCH, " AC/DC & Søn ", NULL, NULL, "GET", API "/search?q=AC%2FDC%20%26%20S%C3%B8n&limit=25" },
  { TUTTI_REQUEST_SEARCH, "smile", NULL, "25", "GET", API "/search?q=smile&limit=25&index=25" },
  { TUTTI_REQUEST_ISRC, "gb-duw-00-00059", NULL, NULL, "GET", API "/track/isrc:GBDUW0000059" },
  { TUTTI_REQUEST_TRACK, NULL, "3135556", NULL, "GET", API "/track/3135556" },
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, "GET", API "/chart/0/tracks?limit=50" },
  { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, "GET", API "/user/me" },
  { TUTTI_REQUEST_HISTORY, NULL, NULL, NULL, "GET", API "/user/me/history?limit=50" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, NULL, "GET", API "/user/me/tracks?limit=100" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "100", "GET", API "/user/me/tracks?limit=100&index=100" },
  { TUTTI_REQUEST_LIKE, NULL, "3135556", NULL, "POST", API "/user/me/tracks?track_id=3135556" },
  { TUTTI_REQUEST_UNLIKE, NULL, "3135556", NULL, "DELETE", API "/user/me/tracks?track_id=3135556" },
};

static const Refused refused[] = {
  { TUTTI_REQUEST_LIKES, NULL, NULL, "next", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_LIKE, NULL, "3135556,3135557", NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_SEARCH, " ", NULL, NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_SEARCH, "smile", NULL, "https://evil.example/", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_ISRC, "smile", NULL, NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "0", NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "-1", NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "isrc:GBDUW0000059", NULL, TUTTI_ERROR_BAD_INPUT },
};

static void
test_questions (Service      *service,
                gconstpointer data)
{
  check_questions (service->provider, questions, G_N_ELEMENTS (questions));
  check_refused (service->provider, refused, G_N_ELEMENTS (refused));
}

static void
test_search (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_SEARCH, NULL, "search.json");
  g_autoptr (TuttiPage) end = parse_file (service->provider, TUTTI_REQUEST_SEARCH, "25", "search-end.json");
  TuttiServiceTrack    *track = get_track (page, 0);
  TuttiServiceTrack    *bare = get_track (page, 1);

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_cmpuint (page->n_unreadable, ==, 7);
  g_assert_cmpuint (page->total, ==, 298);
  g_assert_cmpstr (page->next_cursor, ==, "25");
  g_assert_null (page->preview);

  g_assert_cmpstr (tutti_service_track_get_provider (track), ==, "deezer");
  g_assert_cmpstr (tutti_service_track_get_remote_id (track), ==, "4603408");
  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Billie Jean");
  assert_artists (track, "Michael Jackson");
  g_assert_cmpstr (tutti_service_track_get_album (track), ==, "Michael Jackson's This Is It");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 293000);
  g_assert_null (tutti_service_track_get_isrc (track));
  g_assert_cmpstr (tutti_service_track_get_artwork_url (track), ==, "https://cdn-images.dzcdn.net/images/cover/ebeac32e9207c60877228ddc5bb37233/250x250-000000-80-0-0.jpg");
  g_assert_cmpstr (tutti_service_track_get_web_url (track), ==, "https://www.deezer.com/track/4603408");
  g_assert_cmpstr (tutti_service_track_get_app_uri (track), ==, "deezer://www.deezer.com/track/4603408");
  g_assert_true (tutti_service_track_is_playable (track));
  g_assert_false (tutti_service_track_is_upload (track));

  assert_artists (bare, "");
  g_assert_cmpint (tutti_service_track_get_duration (bare), ==, 0);
  g_assert_null (tutti_service_track_get_artwork_url (bare));
  g_assert_cmpstr (tutti_service_track_get_web_url (bare), ==, "https://www.deezer.com/track/621314462");
  g_assert_true (tutti_service_track_is_explicit (bare));
  g_assert_false (tutti_service_track_is_playable (bare));

  g_assert_cmpuint (end->items->len, ==, 0);
  g_assert_null (end->next_cursor);
}

static void
test_track (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_TRACK, NULL, "track.json");
  g_autoptr (TuttiPage) none = parse_file (service->provider, TUTTI_REQUEST_TRACK, NULL, "track-no-rights.json");
  TuttiServiceTrack    *track = get_track (page, 0);

  assert_artists (track, "Daft Punk, A Guest");
  g_assert_cmpstr (tutti_service_track_get_isrc (track), ==, "GBDUW0000059");
  g_assert_cmpint (tutti_service_track_get_year (track), ==, 2001);
  g_assert_cmpstr (page->preview, ==, "https://cdns-preview-d.dzcdn.net/stream/c-deda7fa9316d9e9e880d2c6207e92260-5.mp3");

  assert_artists (get_track (none, 0), "Daft Punk");
  g_assert_null (tutti_service_track_get_isrc (get_track (none, 0)));
  g_assert_cmpint (tutti_service_track_get_year (get_track (none, 0)), ==, 0);
  g_assert_null (none->preview);
}

static void
test_charts (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_CHARTS, NULL, "charts.json");

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_cmpstr (tutti_service_track_get_title (get_track (page, 0)), ==, "Khapta");
  g_assert_true (tutti_service_track_is_playable (get_track (page, 0)));
  g_assert_null (page->next_cursor);
}

/* An error says so with status 200. */
static void
test_errors (Service      *service,
             gconstpointer data)
{
  static const struct
  {
    TuttiRequestKind kind;
    const char      *text;
    TuttiError       code;
  } errors[] = {
    { TUTTI_REQUEST_TRACK, "{\"error\":{\"type\":\"DataException\",\"message\":\"no data\",\"code\":800}}", TUTTI_ERROR_NOT_FOUND },
    { TUTTI_REQUEST_SEARCH, "{\"error\":{\"code\":4}}", TUTTI_ERROR_RATE_LIMITED },
    { TUTTI_REQUEST_SEARCH, "{\"error\":{\"code\":700}}", TUTTI_ERROR_SERVER },
    { TUTTI_REQUEST_LIKES, "{\"error\":{\"type\":\"OAuthException\",\"message\":\"Invalid OAuth access token.\",\"code\":300}}", TUTTI_ERROR_NOT_LINKED },
    { TUTTI_REQUEST_LIKE, "{\"error\":{\"type\":\"OAuthException\",\"message\":\"no permission\",\"code\":200}}", TUTTI_ERROR_INSUFFICIENT_SCOPE },
    { TUTTI_REQUEST_LIKE, "{\"error\":{\"code\":800}}", TUTTI_ERROR_NOT_FOUND },
    { TUTTI_REQUEST_LIKE, "false", TUTTI_ERROR_BAD_ANSWER },
    { TUTTI_REQUEST_HISTORY, "{\"error\":{\"code\":901}}", TUTTI_ERROR_UNSUPPORTED },
    { TUTTI_REQUEST_LIKES, "{\"error\":{\"code\":100}}", TUTTI_ERROR_FAILED },
    { TUTTI_REQUEST_SEARCH, "{\"error\":{\"code\":500}}", TUTTI_ERROR_FAILED },
    { TUTTI_REQUEST_SEARCH, "{\"error\":{\"code\":600}}", TUTTI_ERROR_FAILED },
    { TUTTI_REQUEST_SEARCH, "{\"error\":{\"code\":501}}", TUTTI_ERROR_FAILED },
    { TUTTI_REQUEST_SEARCH, "{\"error\":{\"code\":12345}}", TUTTI_ERROR_FAILED },
    { TUTTI_REQUEST_ISRC, "{\"error\":{\"code\":4}}", TUTTI_ERROR_RATE_LIMITED },
    { TUTTI_REQUEST_SEARCH, "{\"error\":\"Not Found\"}", TUTTI_ERROR_BAD_ANSWER },
  };
  static const Failure failures[] = {
    { 404, "error-404.json", NULL, TUTTI_ERROR_NOT_FOUND },
    { 429, NULL, "", TUTTI_ERROR_RATE_LIMITED },
    { 500, NULL, "", TUTTI_ERROR_SERVER },
    { 403, NULL, "", TUTTI_ERROR_UNSUPPORTED },
  };
  g_autoptr (TuttiPage) nobody = parse_file (service->provider, TUTTI_REQUEST_ISRC, NULL, "error-nodata.json");

  g_assert_cmpuint (nobody->items->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (TuttiPage) page = parse_text (service->provider, errors[i].kind, NULL, errors[i].text, &error);

      g_assert_null (page);
      g_assert_error (error, TUTTI_ERROR, (int) errors[i].code);
      g_assert_null (strstr (error->message, "no data"));
    }
  check_failures (service->provider, failures, G_N_ELEMENTS (failures));
}

/* What is liked and was played lacks what recorded lists lack. */
static void
test_account (Service      *service,
              gconstpointer data)
{
  static const char list[] = "{\"data\":[{\"id\":3135556,\"title\":\"Harder\",\"duration\":224,\"%s\":1771414109,"
                             "\"artist\":{\"name\":\"Daft Punk\"},\"album\":null},"
                             "{\"id\":4,\"title\":\"No Time\",\"%s\":null,\"artist\":null},null],\"checksum\":\"x\",\"total\":3,"
                             "\"next\":\"https://api.deezer.com/user/me/tracks?limit=100&index=100\"}";
  static const struct
  {
    TuttiRequestKind kind;
    const char      *time;
  } lists[] = {
    { TUTTI_REQUEST_HISTORY, "timestamp" },
    { TUTTI_REQUEST_LIKES, "time_add" },
  };
  static const struct
  {
    const char *text;
    const char *id;   /* (nullable) */
    const char *name; /* (nullable) */
  } people[] = {
    { "{\"id\":5,\"name\":\"Ada\",\"email\":\"ada@example.org\",\"type\":\"user\"}", "5", "Ada" },
    { "{\"id\":5,\"name\":\"\",\"email\":null}", "5", NULL },
    { "{\"id\":null,\"name\":\"Ada\"}", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (GString)   text = g_string_new (list);
      g_autoptr (TuttiPage) page = NULL;

      g_string_replace (text, "%s", lists[i].time, 0);
      page = parse_text (service->provider, lists[i].kind, NULL, text->str, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->items->len, ==, 2);
      g_assert_cmpuint (page->n_unreadable, ==, 1);
      g_assert_cmpuint (page->total, ==, 3);
      g_assert_cmpstr (page->next_cursor, ==, "100");
      g_assert_cmpint (get_at (page, 0), ==, 1771414109000);
      g_assert_cmpint (get_at (page, 1), ==, 0);
    }

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (TuttiPage) page = parse_text (service->provider, TUTTI_REQUEST_PROFILE, NULL, people[i].text, &error);

      g_assert_true ((page != NULL) == (people[i].id != NULL));
      if (page == NULL)
        continue;
      g_assert_cmpstr (page->profile.remote_id, ==, people[i].id);
      g_assert_cmpstr (page->profile.name, ==, people[i].name);
    }
}

/* That a token is not good stands inside a 200; and it never goes along where
 * everybody may ask. */
static void
test_token (Service      *service,
            gconstpointer data)
{
  static const struct
  {
    const char *text;
    gboolean    rejects;
  } cases[] = {
    { "{\"error\":{\"type\":\"OAuthException\",\"message\":\"Invalid OAuth access token.\",\"code\":300}}", TRUE },
    { "{\"error\":{\"code\":200}}", FALSE },
    { "true", FALSE },
    { "", FALSE },
  };
  g_autoptr (TuttiRequest)     request = new_request (TUTTI_REQUEST_LIKES, NULL, NULL, NULL);
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (service->provider, request, NULL);
  g_autoptr (TuttiOAuthConfig) config = tutti_provider_new_oauth_config (service->provider, "123456", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes)            body = g_bytes_new_static (cases[i].text, strlen (cases[i].text));
      g_autoptr (TuttiHttpResponse) response = new_response (200, body, NULL);

      g_assert_true (tutti_provider_rejects_token (service->provider, response) == cases[i].rejects);
    }

  g_assert_cmpstr (message->bearer_name, ==, "access_token");
  g_assert_true (config->is_old);
  g_assert_cmpuint (config->redirect_port, ==, 18714);
  g_assert_true (tutti_provider_is_open (service->provider, TUTTI_REQUEST_SEARCH));
  g_assert_true (tutti_provider_is_open (service->provider, TUTTI_REQUEST_TRACK));
  g_assert_false (tutti_provider_is_open (service->provider, TUTTI_REQUEST_LIKES));
}

/* Who has no old key is promised nothing that takes one. */
static void
test_closed (Service      *service,
             gconstpointer data)
{
  static const TuttiCapability with_key[] = { TUTTI_CAN_CONNECT, TUTTI_CAN_HISTORY, TUTTI_CAN_LIKES, TUTTI_CAN_LIKE };

  g_assert_true (tutti_provider_is_closed (service->provider));
  for (guint i = 0; i < G_N_ELEMENTS (with_key); i++)
    {
      g_assert_true (tutti_provider_can (service->provider, with_key[i]));
      g_assert_false (tutti_provider_can_without_key (service->provider, with_key[i]));
      g_assert_nonnull (strstr (tutti_provider_explain (service->provider, with_key[i]), "old"));
    }
  g_assert_true (tutti_provider_can_without_key (service->provider, TUTTI_CAN_SEARCH | TUTTI_CAN_CHARTS | TUTTI_CAN_PREVIEW | TUTTI_CAN_OPEN_WEB));
}

static void
test_judge (Service      *service,
            gconstpointer data)
{
  static const Verdict verdicts[] = {
    { 200, "{\"error\":{\"type\":\"Exception\",\"message\":\"Quota limit exceeded\",\"code\":4}}", TUTTI_HTTP_VERDICT_RETRY },
    { 200, "{\"error\":{\"code\":700}}", TUTTI_HTTP_VERDICT_RETRY },
    { 200, "{\"error\":{\"code\":800}}", TUTTI_HTTP_VERDICT_OK },
    { 200, "{\"error\":\"Not Found\"}", TUTTI_HTTP_VERDICT_OK },
    { 200, "{\"data\":[],\"total\":0}", TUTTI_HTTP_VERDICT_OK },
    { 200, "[4]", TUTTI_HTTP_VERDICT_OK },
    { 200, "", TUTTI_HTTP_VERDICT_OK },
  };

  check_verdicts (service->provider, TUTTI_REQUEST_CHARTS, NULL, verdicts, G_N_ELEMENTS (verdicts));
}

static void
test_broken (Service      *service,
             gconstpointer data)
{
  static const TuttiRequestKind kinds[] = { TUTTI_REQUEST_SEARCH, TUTTI_REQUEST_CHARTS, TUTTI_REQUEST_TRACK, TUTTI_REQUEST_ISRC,
                                            TUTTI_REQUEST_PROFILE, TUTTI_REQUEST_HISTORY, TUTTI_REQUEST_LIKES };

  check_bad_answers (service->provider, kinds, G_N_ELEMENTS (kinds));
  check_broken (service->provider, TUTTI_REQUEST_SEARCH, "search.json");
  check_broken (service->provider, TUTTI_REQUEST_TRACK, "track.json");
}

static void
test_links (Service      *service,
            gconstpointer data)
{
  static const Link links[] = {
    { "https://www.deezer.com/track/3135556", "3135556" },
    { "deezer.com/track/3135556", "3135556" },
    { "https://www.deezer.com/en/track/3135556?utm_source=deezer&utm_content=track-3135556", "3135556" },
    { "https://www.deezer.com/fr/track/3135556/", "3135556" },
    { "deezer://www.deezer.com/track/3135556", "3135556" },
    { "deezer://track/3135556", "3135556" },
    { "https://www.deezer.com/us/track/3135556?deferredFl=1&universal_link=1", "3135556" },
    { "https://www.deezer.com/playlist/3135556", NULL },
    { "https://www.deezer.com/en/episode/3135556", NULL },
    { "https://www.deezer.com/album/302127", NULL },
    { "http://deezer.com/de/track/3135556", "3135556" },
    { "deezer://www.deezer.com/en/track/3135556?autoplay=true", "3135556" },
    { "https://www.deezer.com/de/artist/27", NULL },
    { "https://www.deezer.com/show/27", NULL },
    { "https://www.deezer.com/profile/5", NULL },
    { "https://dzr.fm/abc", NULL },
    { "https://www.deezer.com/track/0", NULL },
    { "https://www.deezer.com/english/track/3135556", NULL },
    { "https://www.deezer.com.evil.example/track/3135556", NULL },
    { "https://link.deezer.com/s/30abcdef", NULL },
  };
  g_autofree char *address = tutti_provider_dup_short_link (service->provider, "link.deezer.com/s/30abcdef?x=1");
  g_autofree char *search = tutti_provider_dup_search_uri (service->provider, "AC/DC");

  check_links (service, links, G_N_ELEMENTS (links));
  g_assert_cmpstr (address, ==, "https://link.deezer.com/s/30abcdef");
  g_assert_cmpstr (search, ==, "https://www.deezer.com/search/AC%2FDC");
  g_assert_true (tutti_provider_is_own_link (service->provider, "https://deezer.page.link/abc"));
  g_assert_null (tutti_provider_dup_short_link (service->provider, "https://deezer.page.link/abc")); /* dead: not asked */
  g_assert_true (tutti_provider_is_own_link (service->provider, "https://www.deezer.com/album/302127"));
}

static void
test_words (Service      *service,
            gconstpointer data)
{
  check_words (service->provider);
  g_assert_true (tutti_provider_can (service->provider, TUTTI_CAN_KEYLESS | TUTTI_CAN_CHARTS | TUTTI_CAN_ISRC | TUTTI_CAN_PREVIEW));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_SERVICE_TEST ("deezer", "questions", test_questions);
  ADD_SERVICE_TEST ("deezer", "search", test_search);
  ADD_SERVICE_TEST ("deezer", "track", test_track);
  ADD_SERVICE_TEST ("deezer", "charts", test_charts);
  ADD_SERVICE_TEST ("deezer", "errors", test_errors);
  ADD_SERVICE_TEST ("deezer", "account", test_account);
  ADD_SERVICE_TEST ("deezer", "token", test_token);
  ADD_SERVICE_TEST ("deezer", "closed", test_closed);
  ADD_SERVICE_TEST ("deezer", "judge", test_judge);
  ADD_SERVICE_TEST ("deezer", "broken", test_broken);
  ADD_SERVICE_TEST ("deezer", "links", test_links);
  ADD_SERVICE_TEST ("deezer", "words", test_words);

  return g_test_run ();
}
