/* test-youtube.c: what YouTube is asked, and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#define ID  "dQw4w9WgXcQ"
#define API "https://youtube.googleapis.com/youtube/v3"

static const Question questions[] = {
  { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, "GET", API "/channels?part=snippet&mine=true" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, NULL, "GET", API "/playlistItems?part=snippet&playlistId=LL&maxResults=50" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "EAAaBlBUOkNBVQ", "GET", API "/playlistItems?part=snippet&playlistId=LL&maxResults=50&pageToken=EAAaBlBUOkNBVQ" },
  { TUTTI_REQUEST_SEARCH, "rick & astley", NULL, NULL, "GET", API "/search?part=snippet&type=video&videoCategoryId=10&q=rick%20%26%20astley&maxResults=25" },
  { TUTTI_REQUEST_TRACK, NULL, ID, NULL, "GET", API "/videos?part=snippet%2CcontentDetails&id=" ID },
  { TUTTI_REQUEST_LIKE, NULL, ID, NULL, "POST", API "/videos/rate?id=" ID "&rating=like" },
  { TUTTI_REQUEST_UNLIKE, NULL, ID, NULL, "POST", API "/videos/rate?id=" ID "&rating=none" },
};

static const Refused refused[] = {
  { TUTTI_REQUEST_HISTORY, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_ISRC, "GBDUW0000059", NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "https://evil.example/", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "a&key=b", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "dQw4w9WgXc", NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_LIKE, NULL, ID "," ID, NULL, TUTTI_ERROR_BAD_INPUT },
};

static void
test_questions (Service      *service,
                gconstpointer data)
{
  check_questions (service->provider, questions, G_N_ELEMENTS (questions));
  check_refused (service->provider, refused, G_N_ELEMENTS (refused));
}

/* Searching has a budget of its own, and what is used up there stops no import. */
static void
test_budget (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiRequest)     search = new_request (TUTTI_REQUEST_SEARCH, "smile", NULL, NULL);
  g_autoptr (TuttiRequest)     likes = new_request (TUTTI_REQUEST_LIKES, NULL, NULL, NULL);
  g_autoptr (TuttiHttpRequest) asks = tutti_provider_build_message (service->provider, search, NULL);
  g_autoptr (TuttiHttpRequest) imports = tutti_provider_build_message (service->provider, likes, NULL);

  g_assert_true (tutti_provider_has_small_budget (service->provider));
  g_assert_cmpstr (asks->bucket, ==, "youtube-search");
  g_assert_cmpstr (imports->bucket, ==, "youtube");
}

static void
test_profile (Service      *service,
              gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_PROFILE, NULL, "channels.json");
  g_autoptr (TuttiPage) none = parse_file (service->provider, TUTTI_REQUEST_PROFILE, NULL, "channels-none.json");

  g_assert_cmpstr (page->profile.remote_id, ==, "UCxxxxxxxxxxxxxxxxxxxxxx");
  g_assert_cmpstr (page->profile.name, ==, "Jane Doe");
  g_assert_cmpstr (none->profile.remote_id, ==, "no-channel");
  g_assert_null (none->profile.name);
}

static void
test_likes (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiPage)        page = parse_file (service->provider, TUTTI_REQUEST_LIKES, NULL, "likes.json");
  g_autoptr (TuttiPage)        again = parse_file (service->provider, TUTTI_REQUEST_LIKES, "EAAaBlBUOkNBVQ", "likes.json");
  g_autoptr (TuttiPage)        end = parse_file (service->provider, TUTTI_REQUEST_LIKES, "x", "likes-end.json");
  g_autoptr (TuttiPage)        whole = add_details (service->provider, TUTTI_REQUEST_LIKES, NULL, page, "likes-videos.json");
  g_autoptr (TuttiRequest)     request = new_request (TUTTI_REQUEST_LIKES, NULL, NULL, NULL);
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_details (service->provider, request, page);
  TuttiServiceTrack           *track = get_track (whole, 0);
  TuttiServiceTrack           *art = get_track (whole, 1);

  g_assert_cmpuint (page->items->len, ==, 4);
  g_assert_cmpuint (page->n_unreadable, ==, 2);
  g_assert_cmpuint (page->total, ==, 137);
  g_assert_cmpstr (page->next_cursor, ==, "EAAaBlBUOkNBVQ");
  g_assert_cmpstr (message->uri, ==, API "/videos?part=snippet%2CcontentDetails&id=dQw4w9WgXcQ%2Caaaaaaaaaa1%2Cbbbbbbbbbb2%2Ccccccccccc3");
  g_assert_cmpstr (message->bucket, ==, "youtube");

  /* A page that repeats would never end. */
  g_assert_null (again->next_cursor);
  g_assert_cmpuint (end->items->len, ==, 0);
  g_assert_null (end->next_cursor);
  g_assert_null (tutti_provider_build_details (service->provider, request, end));

  /* The talk and the deleted video are left out, and counted. */
  g_assert_cmpuint (whole->items->len, ==, 2);
  g_assert_cmpuint (whole->n_unreadable, ==, 4);
  g_assert_cmpuint (whole->total, ==, 137);
  g_assert_cmpstr (whole->next_cursor, ==, "EAAaBlBUOkNBVQ");

  g_assert_cmpint (get_at (whole, 0), ==, G_GINT64_CONSTANT (1793648650000));
  g_assert_cmpstr (tutti_service_track_get_remote_id (track), ==, ID);
  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Rick Astley - Never Gonna Give You Up");
  assert_artists (track, "Rick Astley");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 213000);
  g_assert_cmpint (tutti_service_track_get_year (track), ==, 0);
  g_assert_cmpstr (tutti_service_track_get_artwork_url (track), ==, "https://i.ytimg.com/vi/" ID "/mqdefault.jpg");
  g_assert_cmpstr (tutti_service_track_get_web_url (track), ==, "https://music.youtube.com/watch?v=" ID);
  g_assert_null (tutti_service_track_get_app_uri (track));
  g_assert_true (tutti_service_track_is_upload (track));

  /* What came from a label has a title of its own. */
  assert_artists (art, "Neighbours");
  g_assert_false (tutti_service_track_is_upload (art));
  g_assert_cmpint (tutti_service_track_get_duration (art), ==, 61000);
}

static void
test_search (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_SEARCH, NULL, "search.json");
  g_autoptr (TuttiPage) whole = add_details (service->provider, TUTTI_REQUEST_SEARCH, NULL, page, "search-videos.json");

  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_cmpuint (page->n_unreadable, ==, 1);
  g_assert_cmpuint (page->total, ==, 0);
  g_assert_cmpstr (tutti_service_track_get_title (get_track (whole, 0)), ==, "Rick Astley - Never Gonna Give You Up (Tom & Jerry's sample escape)");
}

static void
test_track (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_TRACK, NULL, "video.json");
  g_autoptr (GBytes)    none = read_answer ("youtube", "video-none.json");
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) gone = parse_body (service->provider, TUTTI_REQUEST_TRACK, NULL, none, &error);

  g_assert_cmpint (tutti_service_track_get_duration (get_track (page, 0)), ==, 213000);
  g_assert_null (gone);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND);
}

/* Without a key. */
static void
test_embed (Service      *service,
            gconstpointer data)
{
  static const char     uri[] = "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3D" ID;
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = parse_embed (service->provider, "https://www.youtube.com/watch?v=" ID, uri, ID,
                                            "{\"title\":\"Kitchen Song\",\"author_name\":\"Neighbours - Topic\",\"type\":\"video\",\"thumbnail_url\":"
                                            "\"https://i.ytimg.com/vi/" ID "/hqdefault.jpg\",\"thumbnail_width\":480}", &error);
  g_autoptr (TuttiPage) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (tutti_service_track_get_title (get_track (page, 0)), ==, "Kitchen Song");
  assert_artists (get_track (page, 0), "Neighbours");
  g_assert_false (tutti_service_track_is_upload (get_track (page, 0)));
  g_assert_cmpstr (tutti_service_track_get_artwork_url (get_track (page, 0)), ==, "https://i.ytimg.com/vi/" ID "/hqdefault.jpg");

  none = parse_embed (service->provider, "https://www.youtube.com/watch?v=" ID, uri, ID, "{\"title\":null}", &error);
  g_assert_null (none);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND);
  g_assert_null (tutti_provider_build_embed (tutti_providers_find (service->providers, "tidal"), "https://tidal.com/track/1"));
}

static void
test_durations (Service      *service,
                gconstpointer data)
{
  static const struct
  {
    const char *text;
    gint64      ms;
  } durations[] = {
    { "PT3M33S", 213000 },
    { "PT1H", 3600000 },
    { "PT15S", 15000 },
    { "P1DT2H3M4S", 93784000 },
    { "P1W", 604800000 },
    { "PT4M12.5S", 252500 },
    { "P0D", 0 },
    { "PT0S", 0 },
    { "", 0 },
    { "P", 0 },
    { "PT", 0 },
    { "3:33", 0 },
    { "PT3M33", 0 },
    { "PT-3S", 0 },
    { "P3M", 0 },
    { "PT99999999999999999999S", 0 },
    { "PT3S3X", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char      *text = g_strdup_printf ("{\"items\":[{\"id\":\"" ID "\",\"snippet\":{\"title\":\"x\"},\"contentDetails\":{\"duration\":\"%s\"}}]}", durations[i].text);
      g_autoptr (GError)    error = NULL;
      g_autoptr (TuttiPage) page = parse_text (service->provider, TUTTI_REQUEST_TRACK, NULL, text, &error);
      gint64                length = tutti_service_track_get_duration (get_track (page, 0));

      /* What is longer than a day is no song. */
      if (length != durations[i].ms && durations[i].ms < 24 * 3600 * 1000)
        g_test_fail_printf ("%s: %" G_GINT64_FORMAT, durations[i].text, length);
    }
}

static void
test_errors (Service      *service,
             gconstpointer data)
{
  static const Failure failures[] = {
    { 403, "error-403-quota.json", NULL, TUTTI_ERROR_QUOTA_EXCEEDED },
    { 403, "error-403-scope.json", NULL, TUTTI_ERROR_INSUFFICIENT_SCOPE },
    { 403, "error-403-off.json", NULL, TUTTI_ERROR_BAD_CLIENT },
    { 403, "error-403-rating.json", NULL, TUTTI_ERROR_UNSUPPORTED },
    { 403, NULL, "", TUTTI_ERROR_UNSUPPORTED },
    { 404, "error-404.json", NULL, TUTTI_ERROR_NOT_FOUND },
    { 401, "error-401.json", NULL, TUTTI_ERROR_NOT_LINKED },
    { 429, "error-429.json", NULL, TUTTI_ERROR_RATE_LIMITED },
    { 400, NULL, "{\"error\":\"invalid_grant\"}", TUTTI_ERROR_FAILED },
    { 400, NULL, "[]", TUTTI_ERROR_FAILED },
    { 500, NULL, "", TUTTI_ERROR_SERVER },
  };
  static const Verdict verdicts[] = {
    { 403, "{\"error\":{\"errors\":[{\"reason\":\"quotaExceeded\"}]}}", TUTTI_HTTP_VERDICT_QUOTA },
    { 403, "{\"error\":{\"errors\":[{\"reason\":\"dailyLimitExceeded\"}]}}", TUTTI_HTTP_VERDICT_QUOTA },
    { 403, "{\"error\":{\"errors\":[{\"reason\":\"rateLimitExceeded\"}]}}", TUTTI_HTTP_VERDICT_RETRY },
    { 403, "{\"error\":{\"errors\":[{\"reason\":\"insufficientPermissions\"}]}}", TUTTI_HTTP_VERDICT_OK },
    { 403, "", TUTTI_HTTP_VERDICT_OK },
    { 403, "<html>", TUTTI_HTTP_VERDICT_OK },
    { 429, "{}", TUTTI_HTTP_VERDICT_OK },
    { 200, "{\"error\":{\"errors\":[{\"reason\":\"quotaExceeded\"}]}}", TUTTI_HTTP_VERDICT_OK },
  };

  check_failures (service->provider, failures, G_N_ELEMENTS (failures));
  check_verdicts (service->provider, TUTTI_REQUEST_LIKES, NULL, verdicts, G_N_ELEMENTS (verdicts));
}

static void
test_broken (Service      *service,
             gconstpointer data)
{
  static const TuttiRequestKind kinds[] = { TUTTI_REQUEST_PROFILE, TUTTI_REQUEST_LIKES, TUTTI_REQUEST_SEARCH, TUTTI_REQUEST_TRACK };
  static const char             missing[] = "{\"items\":7}";
  g_autoptr (TuttiPage)         page = parse_file (service->provider, TUTTI_REQUEST_LIKES, NULL, "likes.json");
  g_autoptr (TuttiRequest)      request = new_request (TUTTI_REQUEST_LIKES, NULL, NULL, NULL);
  g_autoptr (GBytes)            body = g_bytes_new_static (missing, strlen (missing));
  g_autoptr (TuttiHttpResponse) response = new_response (200, body, "application/json");
  g_autoptr (GError)            error = NULL;

  check_bad_answers (service->provider, kinds, G_N_ELEMENTS (kinds));
  check_broken (service->provider, TUTTI_REQUEST_LIKES, "likes.json");
  check_broken (service->provider, TUTTI_REQUEST_SEARCH, "search.json");

  g_assert_null (tutti_provider_parse_details (service->provider, request, page, response, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
}

static void
test_links (Service      *service,
            gconstpointer data)
{
  static const Link links[] = {
    { "https://www.youtube.com/watch?v=" ID, ID },
    { "https://www.youtube.com/watch?list=PL1&v=" ID "&t=43s", ID },
    { "youtube.com/watch?v=" ID, ID },
    { "https://m.youtube.com/watch?v=" ID "&pp=x", ID },
    { "https://music.youtube.com/watch?v=" ID "&list=RDAMVM" ID, ID },
    { "https://youtu.be/" ID "?si=8d3a", ID },
    { "youtu.be/" ID, ID },
    { "https://www.youtube.com/shorts/" ID "?feature=share", ID },
    { "https://www.youtube.com/live/" ID, ID },
    { "https://www.youtube.com/embed/" ID "?start=1", ID },
    { "https://www.youtube-nocookie.com/embed/" ID, ID },
    { "https://www.youtube.com/v/" ID, ID },
    { "https://www.youtube.com/e/" ID, ID },
    { "https://gaming.youtube.com/watch?v=" ID, ID },
    { "http://music.youtube.com/watch?v=" ID, ID },
    { "www.youtube-nocookie.com/embed/" ID, ID },
    { "https://m.youtube.com/shorts/" ID, ID },
    { "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3D" ID "%26feature%3Dshare", ID },
    { "https://www.youtube.com/attribution_link?u=https%3A%2F%2Fyoutu.be%2F" ID, ID },
    { "https://www.youtube.com/attribution_link?u=%2F%2Fevil.example%2Fwatch%3Fv%3D" ID, NULL },
    { "https://www.youtube.com/attribution_link?u=%40evil.example%2Fwatch%3Fv%3D" ID, NULL },
    { "https://music.youtube.com/watch?list=OLAK5uy_abc&v=" ID "&si=x", ID },
    { "https://youtu.be/" ID "?list=PL1234567890&index=3&t=10", ID },
    { "https://www.youtu.be/" ID, ID },
    { "https://music.youtube.com/playlist?list=OLAK5uy_abcdefgh", NULL },
    { "https://music.youtube.com/browse/VLPL1234567890", NULL },
    { "https://www.youtube.com/playlist?list=LL", NULL },
    { "https://www.youtube.com/c/rickastley", NULL },
    { "https://www.youtube.com/user/rickastley", NULL },
    { "https://music.youtube.com/search?q=" ID, NULL },
    { "https://www.youtube.com/clip/Ugkx1234567890abcdefghijkl", NULL },
    { "https://music.youtube.com/browse/MPREb_12345678901", NULL },
    { "https://www.youtube.com/channel/UCuAXFkgsw1L7xaCfnd5JJOw", NULL },
    { "https://www.youtube.com/rickastleyy", NULL },
    { "https://www.youtube.com/" ID, NULL },
    { "https://www.youtube.com/playlist?list=PL1234567890", NULL },
    { "https://www.youtube.com/@rickastley", NULL },
    { "https://www.youtube.com/watch?v=short", NULL },
    { "https://www.youtube.com/watch?v=" ID "x", NULL },
    { "https://youtu.be.evil.example/" ID, NULL },
    { "https://www.youtube.com/watch?u=" ID, NULL },
  };

  check_links (service, links, G_N_ELEMENTS (links));
  g_assert_true (tutti_provider_is_own_link (service->provider, "https://music.youtube.com/browse/MPREb_x"));
}

static void
test_words (Service      *service,
            gconstpointer data)
{
  static const char             id[] = "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com";
  g_autoptr (GError)            error = NULL;
  g_autofree char              *clean = NULL;
  g_autoptr (TuttiOAuthConfig)  config = tutti_provider_new_oauth_config (service->provider, id, NULL);

  check_words (service->provider);
  g_assert_true (tutti_provider_needs_client_secret (service->provider));
  g_assert_cmpuint (config->redirect_port, ==, 0);
  g_assert_cmpstr (config->authorize_extra[0], ==, "access_type");
  g_assert_cmpstr (config->revoke_uri, ==, "https://oauth2.googleapis.com/revoke");

  g_assert_true (tutti_provider_check_client_id (service->provider, id, &clean, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (clean, ==, id);
  g_clear_pointer (&clean, g_free);
  g_assert_false (tutti_provider_check_client_id (service->provider, "GOCSPX-abcdef", &clean, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
}

/* Its day ends at midnight in California, also when clocks there change. */
static void
test_day (Service      *service,
          gconstpointer data)
{
  static const struct
  {
    const char *now;
    const char *end;
  } cases[] = {
    { "2026-11-21T05:52:00Z", "2026-11-21T08:00:00Z" },
    { "2026-11-21T08:00:00Z", "2026-11-22T08:00:00Z" },
    { "2026-07-01T06:59:59Z", "2026-07-01T07:00:00Z" },
    { "2026-03-08T09:00:00Z", "2026-03-09T07:00:00Z" },
    { "2026-11-01T08:00:00Z", "2026-11-02T08:00:00Z" },
    { "2026-12-31T20:00:00Z", "2027-01-01T08:00:00Z" },
  };

  g_assert_cmpuint (tutti_provider_get_searches_per_day (service->provider), ==, 100);
  g_assert_cmpint (tutti_provider_get_keep_ms (service->provider), ==, G_GINT64_CONSTANT (30) * 24 * 60 * 60 * 1000);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) now = g_date_time_new_from_iso8601 (cases[i].now, NULL);
      g_autoptr (GDateTime) end = g_date_time_new_from_iso8601 (cases[i].end, NULL);

      g_test_message ("%s", cases[i].now);
      g_assert_cmpint (tutti_provider_get_day_end (service->provider, g_date_time_to_unix (now) * 1000), ==, g_date_time_to_unix (end) * 1000);
    }
  g_assert_cmpint (tutti_provider_get_day_end (tutti_providers_find (service->providers, "spotify"), 1), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_SERVICE_TEST ("youtube", "questions", test_questions);
  ADD_SERVICE_TEST ("youtube", "budget", test_budget);
  ADD_SERVICE_TEST ("youtube", "profile", test_profile);
  ADD_SERVICE_TEST ("youtube", "likes", test_likes);
  ADD_SERVICE_TEST ("youtube", "search", test_search);
  ADD_SERVICE_TEST ("youtube", "track", test_track);
  ADD_SERVICE_TEST ("youtube", "embed", test_embed);
  ADD_SERVICE_TEST ("youtube", "durations", test_durations);
  ADD_SERVICE_TEST ("youtube", "errors", test_errors);
  ADD_SERVICE_TEST ("youtube", "broken", test_broken);
  ADD_SERVICE_TEST ("youtube", "links", test_links);
  ADD_SERVICE_TEST ("youtube", "day", test_day);
  ADD_SERVICE_TEST ("youtube", "words", test_words);

  return g_test_run ();
}
