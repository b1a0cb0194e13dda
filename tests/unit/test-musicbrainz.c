/* test-musicbrainz.c: what MusicBrainz is asked, and how its answers read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#define ID  "00000000-0000-4000-8000-000000000001"
#define API "https://musicbrainz.org/ws/2"
#define INC "?inc=artist-credits%20releases%20isrcs%20url-rels&fmt=json"

static const Question questions[] = {
  { TUTTI_REQUEST_ISRC, "gb-duw-00-00059", NULL, NULL, "GET", API "/isrc/GBDUW0000059" INC },
  { TUTTI_REQUEST_TRACK, NULL, ID, NULL, "GET", API "/recording/" ID INC },
};

static const Refused refused[] = {
  { TUTTI_REQUEST_SEARCH, "smile", NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_CHARTS, NULL, NULL, NULL, TUTTI_ERROR_UNSUPPORTED },
  { TUTTI_REQUEST_ISRC, "smile", NULL, NULL, TUTTI_ERROR_BAD_INPUT },
  { TUTTI_REQUEST_TRACK, NULL, "1", NULL, TUTTI_ERROR_BAD_INPUT },
};

static void
test_questions (Service      *service,
                gconstpointer data)
{
  double per_second;
  guint  burst;

  check_questions (service->provider, questions, G_N_ELEMENTS (questions));
  check_refused (service->provider, refused, G_N_ELEMENTS (refused));

  tutti_provider_get_limit (service->provider, &per_second, &burst);
  g_assert_cmpfloat (per_second, <=, 1);
  g_assert_cmpuint (burst, ==, 1);
}

static void
test_isrc (Service      *service,
           gconstpointer data)
{
  static const char * const links[] = {
    "https://www.deezer.com/track/3135556", "https://music.apple.com/us/song/697195787", "https://www.youtube.com/watch?v=gAjR4_CbPpQ", NULL,
  };
  g_autoptr (TuttiPage) page = parse_file (service->provider, TUTTI_REQUEST_ISRC, NULL, "isrc.json");
  g_autoptr (TuttiPage) track = parse_file (service->provider, TUTTI_REQUEST_TRACK, NULL, "recording.json");
  TuttiServiceTrack    *first = get_track (page, 0);
  const char * const   *isrcs = tutti_service_track_get_isrcs (first);

  g_assert_cmpuint (page->items->len, ==, 2);
  g_assert_cmpstr (tutti_service_track_get_remote_id (first), ==, ID);
  assert_artists (first, "Daft Punk");
  g_assert_cmpstr (tutti_service_track_get_album (first), ==, "Discovery");
  g_assert_cmpint (tutti_service_track_get_duration (first), ==, 224693);
  g_assert_cmpint (tutti_service_track_get_year (first), ==, 2001);
  g_assert_cmpuint (g_strv_length ((char **) isrcs), ==, 2);
  g_assert_cmpint (tutti_service_track_get_duration (get_track (page, 1)), ==, 0);
  g_assert_null (tutti_service_track_get_isrc (get_track (page, 1)));

  /* Each page once, none that ended, none that is no page; and each is known to a service. */
  g_assert_cmpstrv (page->links, links);
  g_assert_cmpstrv (track->links, links);
  for (guint i = 0; page->links[i] != NULL; i++)
    {
      g_autofree char *id = NULL;

      g_assert_nonnull (tutti_providers_match_link (service->providers, page->links[i], &id));
    }
}

static void
test_errors (Service      *service,
             gconstpointer data)
{
  static const Failure failures[] = {
    { 404, "error-404.json", NULL, TUTTI_ERROR_NOT_FOUND },
    { 400, "error-400.json", NULL, TUTTI_ERROR_FAILED },
  };
  static const Verdict verdicts[] = {
    { 503, "{\"error\":\"Your requests are exceeding the allowable rate limit.\"}", TUTTI_HTTP_VERDICT_RETRY },
    { 500, "", TUTTI_HTTP_VERDICT_OK },
    { 404, "", TUTTI_HTTP_VERDICT_OK },
  };

  check_failures (service->provider, failures, G_N_ELEMENTS (failures));
  check_verdicts (service->provider, TUTTI_REQUEST_ISRC, "GBDUW0000059", verdicts, G_N_ELEMENTS (verdicts));
}

static void
test_broken (Service      *service,
             gconstpointer data)
{
  static const TuttiRequestKind kinds[] = { TUTTI_REQUEST_ISRC, TUTTI_REQUEST_TRACK };

  check_bad_answers (service->provider, kinds, G_N_ELEMENTS (kinds));
  check_broken (service->provider, TUTTI_REQUEST_ISRC, "isrc.json");
}

static void
test_links (Service      *service,
            gconstpointer data)
{
  static const Link links[] = {
    { "https://musicbrainz.org/recording/" ID, ID },
    { "musicbrainz.org/recording/" ID "/details", ID },
    { "https://beta.musicbrainz.org/recording/" ID, ID },
    { "http://www.musicbrainz.org/recording/" ID "?x=1#y", ID },
    { "https://musicbrainz.org/work/" ID, NULL },
    { "https://musicbrainz.org/isrc/GBDUW0000059", NULL },
    { "https://musicbrainz.org/release/" ID, NULL },
    { "https://musicbrainz.org/recording/0001", NULL },
  };

  check_links (service, links, G_N_ELEMENTS (links));
}

static void
test_words (Service      *service,
            gconstpointer data)
{
  check_words (service->provider);
}

/* Which of its recordings a page of another service is of. */
static void
test_lookup (Service      *service,
             gconstpointer data)
{
  static const char * const pages[] = { "https://open.spotify.com/track/1", "https://tidal.com/track/2?u", NULL };
  static const struct
  {
    const char *body;
    const char *id;
  } answers[] = {
    { "{\"resource\":\"x\",\"relations\":[{\"artist\":{\"id\":\"7\"}},{\"recording\":{\"id\":\"" ID "\"}}]}", ID },
    { "{\"urls\":[{\"relations\":[]},null,{\"relations\":[null,{\"recording\":{\"id\":\"" ID "\"}}]}]}", ID },
    { "{\"urls\":[{\"relations\":[{\"ended\":true,\"recording\":{\"id\":\"" ID "\"}}]}]}", NULL },
    { "{\"urls\":[{\"relations\":[{\"recording\":{\"id\":\"../x\"}}]}]}", NULL },
    { "{\"urls\":{}}", NULL },
    { "{}", NULL },
  };
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_lookup (service->provider, pages);

  g_assert_cmpstr (message->uri, ==, "https://musicbrainz.org/ws/2/url?inc=recording-rels&fmt=json"
                                     "&resource=https%3A%2F%2Fopen.spotify.com%2Ftrack%2F1&resource=https%3A%2F%2Ftidal.com%2Ftrack%2F2%3Fu");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError)            error = NULL;
      g_autoptr (GBytes)            body = g_bytes_new_static (answers[i].body, strlen (answers[i].body));
      g_autoptr (TuttiHttpResponse) response = new_response (200, body, "application/json");
      g_autofree char              *id = tutti_provider_parse_lookup (service->provider, response, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (id, ==, answers[i].id);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD_SERVICE_TEST ("musicbrainz", "questions", test_questions);
  ADD_SERVICE_TEST ("musicbrainz", "isrc", test_isrc);
  ADD_SERVICE_TEST ("musicbrainz", "lookup", test_lookup);
  ADD_SERVICE_TEST ("musicbrainz", "errors", test_errors);
  ADD_SERVICE_TEST ("musicbrainz", "broken", test_broken);
  ADD_SERVICE_TEST ("musicbrainz", "links", test_links);
  ADD_SERVICE_TEST ("musicbrainz", "words", test_words);

  return g_test_run ();
}
