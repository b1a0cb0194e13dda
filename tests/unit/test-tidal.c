/* test-tidal.c: what TIDAL is asked, and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#define ID    "381265362"
#define API   "https://openapi.tidal.com/v2"
#define ITEMS API "/userCollectionTracks/me/relationships/items"
#define LIKES ITEMS "?include=items.artists%2Citems.albums.coverArt&sort=-addedAt"
#define HITS  "include=tracks%2Ctracks.artists%2Ctracks.albums%2Ctracks.albums.coverArt"

static const Question questions[] = {
  { TUTTI_REQUEST_PROFILE, NULL, NULL, NULL, "GET", API "/users/me" },
  { TUTTI_REQUEST_LIKES, NULL, NULL, NULL, "GET", LIKES },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "812:3nI1F0y", "GET", LIKES "&page%5Bcursor%5D=3nI1F0y" },
  { TUTTI_REQUEST_SEARCH, "die with a smile", NULL, NULL, "GET", API "/searchResults?filter%5Bquery%5D=die%20with%20a%20smile&" HITS },
  { TUTTI_REQUEST_SEARCH, "die", NULL, "c2VhcmNo=:3nI1Esi", "GET", API "/searchResults/c2VhcmNo=/relationships/tracks?" HITS "&page%5Bcursor%5D=3nI1Esi" },
  { TUTTI_REQUEST_ISRC, "us-um7-24-09273", NULL, NULL, "GET", API "/tracks?filter%5Bisrc%5D=USUM72409273&include=artists%2Calbums%2Calbums.coverArt" },
  { TUTTI_REQUEST_TRACK, NULL, ID, NULL, "GET", API "/tracks/" ID "?include=artists%2Calbums%2Calbums.coverArt" },
  { TUTTI_REQUEST_LIKE, NULL, ID, NULL, "POST", ITEMS },
  { TUTTI_REQUEST_UNLIKE, NULL, ID ",7", NULL, "DELETE", ITEMS },
};

static const Refused refused[] = {
  { TUTTI_REQUEST_HISTORY, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "3nI1F0y", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_LIKES, NULL, NULL, ":3nI1F0y", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_LIKES, NULL, NULL, "812:", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_SEARCH, "x", NULL, "../users:me", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_SEARCH, "x", NULL, "a/b:c", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_SEARCH, "x", NULL, "https://evil.example", TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "me", NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_LIKE, NULL, "1\"}", NULL, TUTTI_ERROR_BAD_INPUT },
};

static void
test_questions (Service      *service,
                gconstpointer data)
{
  check_questions (service->provider, questions, G_N_ELEMENTS (questions));
  check_refused (service->provider, refused, G_N_ELEMENTS (refused));
}

/* Where nobody is “me”, the account is named by its number, on each page and where likes are counted. */
static void
test_by_id (Service      *service,
            gconstpointer data)
{
  static const TuttiRequestKind kinds[] = { TUTTI_REQUEST_LIKES, TUTTI_REQUEST_LIKE, TUTTI_REQUEST_UNLIKE };
  g_autoptr (TuttiPage)         page = parse_file (service->provider, TUTTI_REQUEST_LIKES, NULL, "likes.json");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (TuttiRequest)      request = tutti_request_new (kinds[i]);
      g_autoptr (GBytes)            nothing = g_bytes_new (NULL, 0);
      g_autoptr (TuttiHttpResponse) nobody = new_response (404, nothing, NULL);
      g_autoptr (TuttiHttpResponse) other = new_response (403, nothing, NULL);
      g_autoptr (TuttiHttpRequest)  message = NULL;
      g_autoptr (GError)            error = NULL;

      request->ids = g_strsplit (ID, ",", -1);
      g_assert_false (tutti_provider_misses_me (service->provider, request, nobody));
      request->account = g_strdup ("192837465");
      g_assert_true (tutti_provider_misses_me (service->provider, request, nobody));
      g_assert_false (tutti_provider_misses_me (service->provider, request, other));
      g_assert_false (tutti_provider_misses_me (tutti_providers_find (service->providers, "spotify"), request, nobody));

      request->by_id = TRUE;
      g_assert_false (tutti_provider_misses_me (service->provider, request, nobody));
      message = tutti_provider_build_message (service->provider, request, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (message->uri, API "/userCollectionTracks/192837465/relationships/items"));

      if (kinds[i] == TUTTI_REQUEST_LIKES)
        {
          g_autoptr (TuttiHttpRequest) count = tutti_provider_build_details (service->provider, request, page);

          g_assert_cmpstr (count->uri, ==, API "/userCollectionTracks/192837465");
        }
    }
}

/* The ids stand in a body of a type of its own, for both verbs. */
static void
test_change (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiRequest)     request = new_request (TUTTI_REQUEST_UNLIKE, NULL, ID ",7", NULL);
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (service->provider, request, NULL);
  g_autoptr (TuttiPage)        page = parse_file (service->provider, TUTTI_REQUEST_LIKE, NULL, "added.json");
  gsize                        length;
  const char                  *body = g_bytes_get_data (message->body, &length);
  g_autofree char             *text = g_strndup (body, length);

  g_assert_cmpstr (text, ==, "{\"data\":[{\"id\":\"" ID "\",\"type\":\"tracks\"},{\"id\":\"7\",\"type\":\"tracks\"}]}");
  g_assert_cmpstr (message->content_type, ==, "application/vnd.api+json");
  g_assert_cmpstr (message->headers[0], ==, "Accept");
  g_assert_cmpstr (message->headers[1], ==, "application/vnd.api+json");
  g_assert_cmpuint (tutti_provider_get_max_ids (service->provider), ==, 50);
  g_assert_cmpuint (page->items->len, ==, 0);
}

static void
assert_smile (TuttiServiceTrack *track)
{
  g_assert_cmpstr (tutti_service_track_get_provider (track), ==, "tidal");
  g_assert_cmpstr (tutti_service_track_get_remote_id (track), ==, ID);
  g_assert_cmpstr (tutti_service_track_get_title (track), ==, "Die With A Smile");
  assert_artists (track, "Lady Gaga, Bruno Mars");
  g_assert_cmpstr (tutti_service_track_get_album (track), ==, "Die With A Smile");
  g_assert_cmpint (tutti_service_track_get_duration (track), ==, 252000);
  g_assert_cmpstr (tutti_service_track_get_isrc (track), ==, "USUM72409273");
  g_assert_cmpint (tutti_service_track_get_year (track), ==, 2024);
  g_assert_cmpstr (tutti_service_track_get_artwork_url (track), ==, "https://resources.tidal.com/images/d55c740a/fc2c/4352/ad58/ffd1bce34b87/320x320.jpg");
  g_assert_cmpstr (tutti_service_track_get_web_url (track), ==, "https://tidal.com/browse/track/" ID);
  g_assert_cmpstr (tutti_service_track_get_app_uri (track), ==, "tidal://track/" ID);
  g_assert_false (tutti_service_track_is_explicit (track));
}

static void
test_likes (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiPage)        page = parse_file (service->provider, TUTTI_REQUEST_LIKES, NULL, "likes.json");
  g_autoptr (TuttiPage)        whole = add_details (service->provider, TUTTI_REQUEST_LIKES, NULL, page, "collection.json");
  g_autoptr (TuttiPage)        second = parse_file (service->provider, TUTTI_REQUEST_LIKES, "812:abc", "likes.json");
  g_autoptr (TuttiPage)        again = parse_file (service->provider, TUTTI_REQUEST_LIKES, "812:3nI1F0y", "likes.json");
  g_autoptr (TuttiPage)        last = parse_file (service->provider, TUTTI_REQUEST_LIKES, "812:abc", "likes-last.json");
  g_autoptr (TuttiPage)        only = parse_file (service->provider, TUTTI_REQUEST_LIKES, NULL, "likes-last.json");
  g_autoptr (TuttiRequest)     first = new_request (TUTTI_REQUEST_LIKES, NULL, NULL, NULL);
  g_autoptr (TuttiRequest)     later = new_request (TUTTI_REQUEST_LIKES, NULL, NULL, "812:abc");
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_details (service->provider, first, page);
  TuttiServiceTrack           *odd = get_track (page, 1);

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_cmpuint (page->n_unreadable, ==, 4);
  assert_smile (get_track (page, 0));
  g_assert_cmpint (get_at (page, 0), ==, G_GINT64_CONSTANT (1794993164000));
  g_assert_cmpstr (tutti_service_track_get_title (odd), ==, "Kitchen Song (Live)");
  assert_artists (odd, "");
  g_assert_cmpint (tutti_service_track_get_duration (odd), ==, 0);
  g_assert_null (tutti_service_track_get_artwork_url (odd));
  g_assert_true (tutti_service_track_is_explicit (odd));
  g_assert_cmpint (get_at (page, 1), ==, 0);

  /* How many there are is asked once, and goes on from page to page. */
  g_assert_cmpstr (message->uri, ==, API "/userCollectionTracks/me");
  g_assert_null (tutti_provider_build_details (service->provider, later, second));
  g_assert_null (tutti_provider_build_details (service->provider, first, only));
  g_assert_cmpuint (whole->total, ==, 812);
  g_assert_cmpuint (whole->items->len, ==, 2);
  g_assert_cmpuint (whole->n_unreadable, ==, 4);
  g_assert_cmpstr (whole->next_cursor, ==, "812:3nI1F0y");
  g_assert_cmpuint (second->total, ==, 812);
  g_assert_cmpstr (second->next_cursor, ==, "812:3nI1F0y");
  g_assert_null (again->next_cursor);
  g_assert_null (last->next_cursor);
  g_assert_cmpuint (last->total, ==, 812);
  g_assert_cmpuint (only->total, ==, 1);
}

static void
test_search (Service      *service,
             gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_SEARCH, NULL, "search.json");
  g_autoptr (TuttiPage) second = parse_file (service->provider, TUTTI_REQUEST_SEARCH, "c2VhcmNoOmRpZQ:3nI1Esi", "search-page.json");
  g_autoptr (TuttiPage) isrc = parse_file (service->provider, TUTTI_REQUEST_ISRC, NULL, "tracks.json");
  g_autoptr (TuttiPage) track = parse_file (service->provider, TUTTI_REQUEST_TRACK, NULL, "track.json");

  assert_smile (get_track (page, 0));
  g_assert_cmpstr (page->next_cursor, ==, "c2VhcmNoOmRpZQ:3nI1Esi");
  assert_smile (get_track (second, 0));
  g_assert_cmpstr (second->next_cursor, ==, "c2VhcmNoOmRpZQ:NEXT");

  /* One ISRC may be on several albums. */
  g_assert_cmpuint (isrc->items->len, ==, 2);
  g_assert_null (isrc->next_cursor);
  assert_smile (get_track (track, 0));
}

static void
test_profile (Service      *service,
              gconstpointer data)
{
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_PROFILE, NULL, "user.json");
  g_autoptr (TuttiPage) nameless = parse_file (service->provider, TUTTI_REQUEST_PROFILE, NULL, "user-nameless.json");

  g_assert_cmpstr (page->profile.remote_id, ==, "192837465");
  g_assert_cmpstr (page->profile.name, ==, "Ada Example");
  g_assert_cmpstr (page->profile.email, ==, "ada@example.org");
  g_assert_null (nameless->profile.name);
}

static void
test_errors (Service      *service,
             gconstpointer data)
{
  static const Failure failures[] = {
    { 401, "error-401.json", NULL, TUTTI_ERROR_NOT_LINKED },
    { 403, NULL, "", TUTTI_ERROR_INSUFFICIENT_SCOPE },
    { 404, "error-404.json", NULL, TUTTI_ERROR_NOT_FOUND },
    { 409, "error-409-full.json", NULL, TUTTI_ERROR_UNSUPPORTED },
    { 409, "error-409-busy.json", NULL, TUTTI_ERROR_SERVER },
    { 409, NULL, "", TUTTI_ERROR_SERVER },
    { 429, "error-429.json", NULL, TUTTI_ERROR_RATE_LIMITED },
    { 400, NULL, "[]", TUTTI_ERROR_FAILED },
    { 500, NULL, "", TUTTI_ERROR_SERVER },
  };

  check_failures (service->provider, failures, G_N_ELEMENTS (failures));
}

static void
test_broken (Service      *service,
             gconstpointer data)
{
  static const TuttiRequestKind kinds[] = { TUTTI_REQUEST_PROFILE, TUTTI_REQUEST_LIKES, TUTTI_REQUEST_SEARCH,
                                            TUTTI_REQUEST_ISRC, TUTTI_REQUEST_TRACK };

  check_bad_answers (service->provider, kinds, G_N_ELEMENTS (kinds));
  check_broken (service->provider, TUTTI_REQUEST_LIKES, "likes.json");
  check_broken (service->provider, TUTTI_REQUEST_SEARCH, "search.json");
}

static void
test_links (Service      *service,
            gconstpointer data)
{
  static const Link links[] = {
    { "https://tidal.com/browse/track/" ID, ID },
    { "https://tidal.com/track/" ID "?u", ID },
    { "https://tidal.com/track/" ID "/u", ID },
    { "tidal.com/browse/track/" ID, ID },
    { "https://listen.tidal.com/album/381265361/track/" ID, ID },
    { "https://listen.tidal.com/track/" ID, ID },
    { "https://www.tidal.com/track/" ID, ID },
    { "https://embed.tidal.com/tracks/" ID, ID },
    { "https://desktop.tidal.com/track/" ID, ID },
    { "tidal://track/" ID, ID },
    { "https://m.tidal.com/browse/track/" ID "?play=true", ID },
    { "https://listen.tidal.com/playlist/36ea71a8-445e-41a4-82ab-6628c581535d/track/" ID "/track/7", ID },
    { "tidal://browse/track/" ID, ID },
    { "https://tidal.com/browse/mix/0123456789abcdef", NULL },
    { "https://www.tidal.com/browse/track/" ID "/u?utm_source=x", ID },
    { "https://desktop.tidal.com/album/381265361/track/" ID "?u", ID },
    { "https://tidal.com/browse/video/" ID, NULL },
    { "https://tidal.com/artist/3534754/u", NULL },
    { "https://embed.tidal.com/albums/381265361", NULL },
    { "https://tidal.com/soundtrack/" ID, NULL },
    { "https://tidal.com/browse/album/381265361", NULL },
    { "https://tidal.com/browse/playlist/36ea71a8-445e-41a4-82ab-6628c581535d", NULL },
    { "https://tidal.com.evil.example/track/" ID, NULL },
    { "https://tidal.com/track/0", NULL },
    { "tidal://album/381265361", NULL },
  };

  check_links (service, links, G_N_ELEMENTS (links));
}

/* The address is registered with its port, letter by letter. */
static void
test_words (Service      *service,
            gconstpointer data)
{
  g_autoptr (TuttiOAuthConfig) config = tutti_provider_new_oauth_config (service->provider, "x", NULL);

  check_words (service->provider);
  g_assert_cmpstr (tutti_provider_get_redirect_uri (service->provider), ==, "http://127.0.0.1:18712/callback");
  g_assert_cmpuint (config->redirect_port, ==, 18712);
  g_assert_cmpstr (config->redirect_path, ==, "/callback");
  g_assert_true (config->refresh_sends_scope);
  g_assert_false (tutti_provider_needs_client_secret (service->provider));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_SERVICE_TEST ("tidal", "questions", test_questions);
  ADD_SERVICE_TEST ("tidal", "by-id", test_by_id);
  ADD_SERVICE_TEST ("tidal", "change", test_change);
  ADD_SERVICE_TEST ("tidal", "likes", test_likes);
  ADD_SERVICE_TEST ("tidal", "search", test_search);
  ADD_SERVICE_TEST ("tidal", "profile", test_profile);
  ADD_SERVICE_TEST ("tidal", "errors", test_errors);
  ADD_SERVICE_TEST ("tidal", "broken", test_broken);
  ADD_SERVICE_TEST ("tidal", "links", test_links);
  ADD_SERVICE_TEST ("tidal", "words", test_words);

  return g_test_run ();
}
