/* test-client.c: questions over real sockets: tokens, refusals, paging, short links
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "client-fixture.h"

#define QUOTA "{\"error\":{\"status\":429,\"message\":\"Too many requests\",\"reason\":\"QUOTA_EXCEEDED\"}}"
#define EMPTY_LIST "{\"items\":[],\"total\":0,\"next\":null}"

/* --- questions --- */

static void
test_token (Fixture      *fixture,
            gconstpointer data)
{
  static const Answer   answers[] = { { 200, EMPTY_LIST } };
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, answers);
  page = wait_boxed (fetch (fixture, TUTTI_REQUEST_LIKES), &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
  g_assert_cmpstr (fixture->log->str, ==, "GET /v1/me/tracks?limit=50 Bearer access-1\n");
  g_assert_cmpstr (fixture->accounts->provider, ==, "spotify");
  g_assert_cmpstr (fixture->accounts->host, ==, fixture->host);
  g_assert_null (fixture->accounts->rejected);
}

/* A refused token is handed back, and the question asked once more. */
static void
test_fresh_token (Fixture      *fixture,
                  gconstpointer data)
{
  static const Answer   answers[] = { { 401 }, { 200, EMPTY_LIST } };
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, answers);
  page = wait_boxed (fetch (fixture, TUTTI_REQUEST_LIKES), &error);

  g_assert_no_error (error);
  g_assert_nonnull (page);
  g_assert_cmpstr (fixture->log->str, ==,
                   "GET /v1/me/tracks?limit=50 Bearer access-1\n"
                   "GET /v1/me/tracks?limit=50 Bearer access-2\n");
  g_assert_cmpstr (fixture->accounts->rejected, ==, "access-1");
}

static void
test_refused_twice (Fixture      *fixture,
                    gconstpointer data)
{
  static const Answer   answers[] = { { 401 } };
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, answers);
  page = wait_boxed (fetch (fixture, TUTTI_REQUEST_LIKES), &error);

  g_assert_null (page);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  g_assert_cmpuint (fixture->accounts->n_calls, ==, 2);
}

/* Without a token nothing is sent, and it is said why. */
static void
test_no_token (Fixture      *fixture,
               gconstpointer data)
{
  static const TuttiError codes[] = { TUTTI_ERROR_KEYRING_LOCKED, TUTTI_ERROR_NOT_LINKED, TUTTI_ERROR_OFFLINE };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (TuttiPage) page = NULL;

      fixture->accounts->fail = codes[i];
      page = wait_boxed (fetch (fixture, TUTTI_REQUEST_SEARCH), &error);
      g_assert_null (page);
      g_assert_error (error, TUTTI_ERROR, (int) codes[i]);
    }
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

/* What can't be asked asks for no token either. */
static void
test_unsupported (Fixture      *fixture,
                  gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = wait_boxed (fetch (fixture, TUTTI_REQUEST_CHARTS), &error);

  g_assert_null (page);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED);
  g_assert_cmpuint (fixture->accounts->n_calls, ==, 0);
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

typedef struct
{
  Answer           answer;
  TuttiRequestKind kind;
  TuttiError       code;
} Refusal;

static const Refusal refusals[] = {
  { { 403, "Check settings on developer.spotify.com/dashboard, the user may not be registered.", "text/plain" }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_NOT_ALLOW_LISTED },
  { { 403, "{\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}" }, TUTTI_REQUEST_LIKE, TUTTI_ERROR_INSUFFICIENT_SCOPE },
  { { 403, "" }, TUTTI_REQUEST_SEARCH, TUTTI_ERROR_UNSUPPORTED },
  { { 404 }, TUTTI_REQUEST_TRACK, TUTTI_ERROR_NOT_FOUND },
  { { 400 }, TUTTI_REQUEST_LIKE, TUTTI_ERROR_FAILED },
  { { 500 }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_SERVER },
  { { 503, "<html>", "text/html" }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_SERVER },
  { { 200, "" }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_BAD_ANSWER },
  { { 204 }, TUTTI_REQUEST_SEARCH, TUTTI_ERROR_BAD_ANSWER },
  { { 200, "<html>Sign in to the network</html>", "text/html" }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_BAD_ANSWER },
  { { 200, "<html>Sign in to the network</html>" }, TUTTI_REQUEST_LIKE, TUTTI_ERROR_BAD_ANSWER },
  { { 200, "{\"items\":[" }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_BAD_ANSWER },
  { { 200, "[]" }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_BAD_ANSWER },
  { { 302, "", NULL, "/elsewhere" }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_BAD_ANSWER },
  { { 429, QUOTA }, TUTTI_REQUEST_LIKES, TUTTI_ERROR_QUOTA_EXCEEDED },
};

static void
test_refusals (Fixture      *fixture,
               gconstpointer data)
{
  const Refusal        *refusal = data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  fixture->answers = &refusal->answer;
  fixture->n_answers = 1;
  page = wait_boxed (fetch (fixture, refusal->kind), &error);

  g_assert_null (page);
  g_assert_error (error, TUTTI_ERROR, (int) refusal->code);
  g_assert_null (strstr (fixture->log->str, "/elsewhere"));
  if (refusal->answer.status < 500)
    g_assert_cmpuint (fixture->n_requests, ==, 1);
}

/* A used up quota is not asked about again. */
static void
test_quota (Fixture      *fixture,
            gconstpointer data)
{
  static const Answer   answers[] = { { 429, QUOTA } };
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, answers);
  page = wait_boxed (fetch (fixture, TUTTI_REQUEST_LIKES), &error);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_clear_error (&error);

  page = wait_boxed (fetch (fixture, TUTTI_REQUEST_SEARCH), &error);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static void
test_too_fast (Fixture      *fixture,
               gconstpointer data)
{
  static const Answer   answers[] = { { 429, .retry_after = "0" }, { 200, EMPTY_LIST } };
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, answers);
  page = wait_boxed (fetch (fixture, TUTTI_REQUEST_LIKES), &error);
  g_assert_no_error (error);
  g_assert_nonnull (page);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
}

static void
test_change (Fixture      *fixture,
             gconstpointer data)
{
  static const Answer   answers[] = { { 200, "" }, { 204 } };
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) liked = NULL;
  g_autoptr (TuttiPage) unliked = NULL;

  play (fixture, answers);
  liked = wait_boxed (fetch (fixture, TUTTI_REQUEST_LIKE), &error);
  g_assert_no_error (error);
  unliked = wait_boxed (fetch (fixture, TUTTI_REQUEST_UNLIKE), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->log->str, ==,
                   "PUT /v1/me/library?uris=spotify%3Atrack%3A" ID " Bearer access-1\n"
                   "DELETE /v1/me/library?uris=spotify%3Atrack%3A" ID " Bearer access-2\n");
}

/* Three pages to the end. */
static void
test_paging (Fixture      *fixture,
             gconstpointer data)
{
  static const Answer answers[] = {
    { 200, "{\"items\":[null],\"total\":101,\"limit\":50,\"next\":\"https://api.spotify.com/v1/me/tracks?offset=50&limit=50\"}" },
    { 200, "{\"items\":[null],\"total\":101,\"limit\":50,\"next\":\"https://api.spotify.com/v1/me/tracks?offset=100&limit=50\"}" },
    { 200, "{\"items\":[null],\"total\":101,\"limit\":50,\"next\":null}" },
  };
  g_autofree char *cursor = NULL;
  guint            n_pages = 0;

  play (fixture, answers);
  do
    {
      g_autoptr (GError)       error = NULL;
      g_autoptr (TuttiRequest) request = new_request (TUTTI_REQUEST_LIKES, NULL, NULL, cursor);
      g_autoptr (TuttiPage)    page = wait_boxed (tutti_client_fetch (fixture->client, fixture->spotify, request), &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->total, ==, 101);
      g_assert_cmpuint (page->n_unreadable, ==, 1);
      g_set_str (&cursor, page->next_cursor);
      n_pages++;
    }
  while (cursor != NULL && n_pages < 10);

  g_assert_cmpuint (n_pages, ==, 3);
  g_assert_cmpstr (fixture->log->str, ==,
                   "GET /v1/me/tracks?limit=50 Bearer access-1\n"
                   "GET /v1/me/tracks?limit=50&offset=50 Bearer access-2\n"
                   "GET /v1/me/tracks?limit=50&offset=100 Bearer access-3\n");
}

/* --- the profile behind a new token --- */

static void
test_profile (Fixture      *fixture,
              gconstpointer data)
{
  static const Answer     answers[] = { { 200, "{\"account_id\":\"a\",\"display_name\":\"Ada\"}" }, { 401 } };
  g_autoptr (GError)      error = NULL;
  g_autoptr (TuttiSecret) access = tutti_secret_new ("brand-new");
  g_autoptr (TuttiPage)   page = NULL;
  g_autoptr (TuttiPage)   none = NULL;

  play (fixture, answers);
  page = wait_boxed (tutti_client_fetch_profile (fixture->client, fixture->spotify, access, NULL), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (page->profile.remote_id, ==, "a");
  g_assert_cmpstr (page->profile.name, ==, "Ada");

  none = wait_boxed (tutti_client_fetch_profile (fixture->client, fixture->spotify, access, NULL), &error);
  g_assert_null (none);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED);

  g_assert_cmpuint (fixture->accounts->n_calls, ==, 0);
  g_assert_cmpstr (fixture->log->str, ==, "GET /v1/me Bearer brand-new\nGET /v1/me Bearer brand-new\n");
}

/* --- giving up --- */

static gboolean
has_request (gpointer data)
{
  Fixture *fixture = data;

  return fixture->n_requests > 0;
}

static gboolean
has_aborted (gpointer data)
{
  Fixture *fixture = data;

  return fixture->n_aborted > 0;
}

static gboolean
has_asked (gpointer data)
{
  Fixture *fixture = data;

  return fixture->accounts->n_calls > 0;
}

static void
test_drop_at_once (Fixture      *fixture,
                   gconstpointer data)
{
  static const Answer answers[] = { { 200, EMPTY_LIST } };
  DexFuture          *future;

  play (fixture, answers);
  future = fetch (fixture, TUTTI_REQUEST_LIKES);
  dex_unref (future);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

static void
test_drop_before_token (Fixture      *fixture,
                        gconstpointer data)
{
  DexFuture *future;

  fixture->accounts->is_slow = TRUE;
  future = fetch (fixture, TUTTI_REQUEST_LIKES);
  turn_until (has_asked, fixture);
  dex_unref (future);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

/* The server sees the connection close. */
static void
test_drop_later (Fixture      *fixture,
                 gconstpointer data)
{
  static const Answer answers[] = { { 200, EMPTY_LIST, .delay_ms = 300 } };
  DexFuture          *future;

  play (fixture, answers);
  future = fetch (fixture, TUTTI_REQUEST_LIKES);
  turn_until (has_request, fixture);
  dex_unref (future);
  turn_until (has_aborted, fixture);
}

/* --- limits --- */

/* The data file allows 8 at once and 50 a second here. */
static void
test_limit (Fixture      *fixture,
            gconstpointer data)
{
  static const Answer  answers[] = { { 200, EMPTY_LIST } };
  gint64               start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) futures = g_ptr_array_new ();

  play (fixture, answers);
  for (guint i = 0; i < 18; i++)
    g_ptr_array_add (futures, fetch (fixture, TUTTI_REQUEST_LIKES));
  for (guint i = 0; i < futures->len; i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (TuttiPage) page = wait_boxed (g_ptr_array_index (futures, i), &error);

      g_assert_no_error (error);
    }

  g_assert_cmpuint (fixture->n_requests, ==, 18);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 150 * 1000);
}

/* --- short links --- */

typedef struct
{
  const char *why;
  Answer      answers[6];
  guint       n_answers;
  const char *id;         /* (nullable) */
  guint       n_requests;
  gboolean    is_page; /* of the service, but no song */
} Hops;

static const Hops hops[] = {
  { "one hop", { { 302, "", NULL, "https://open.spotify.com/track/" ID "?si=1" } }, 1, ID, 1 },
  { "three hops", { { 307, "", NULL, "/second" }, { 301, "", NULL, "/third?x=1" }, { 302, "", NULL, "https://open.spotify.com/intl-de/track/" ID } }, 3, ID, 3 },
  { "four hops", { { 302, "", NULL, "/2" }, { 302, "", NULL, "/3" }, { 302, "", NULL, "/4" }, { 302, "", NULL, "spotify:track:" ID } }, 4, ID, 4 },
  { "five hops", { { 302, "", NULL, "/2" }, { 302, "", NULL, "/3" }, { 302, "", NULL, "/4" }, { 302, "", NULL, "/5" }, { 302, "", NULL, "spotify:track:" ID } }, 5, NULL, 4 },
  { "round and round", { { 302, "", NULL, "/again" } }, 1, NULL, 4 },
  { "an album", { { 302, "", NULL, "https://open.spotify.com/album/10FLjwfpbxLmW8c25Xyc2N" } }, 1, NULL, 1, TRUE },
  { "elsewhere", { { 302, "", NULL, "https://evil.example/track/" ID } }, 1, NULL, 1 },
  { "a script", { { 302, "", NULL, "javascript:alert(1)" } }, 1, NULL, 1 },
  { "a page", { { 200, "<html>", "text/html" } }, 1, NULL, 1 },
  { "nothing", { { 302 } }, 1, NULL, 1 },
  { "gone", { { 404 } }, 1, NULL, 1 },
};

static void
test_hops (Fixture      *fixture,
           gconstpointer data)
{
  const Hops            *chain = data;
  g_autoptr (GError)     error = NULL;
  g_autofree char       *link = g_strconcat (fixture->address, "/abc?si=personal", NULL);
  g_autoptr (DexFuture)  future = NULL;
  const GValue          *value;

  fixture->answers = chain->answers;
  fixture->n_answers = chain->n_answers;
  future = tutti_client_resolve_link (fixture->client, fixture->spotify, link);
  turn_until (is_settled, future);
  value = dex_future_get_value (future, &error);
  if (chain->id != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (g_value_get_string (value), ==, chain->id);
    }
  else
    {
      g_assert_nonnull (error);
      g_assert_cmpint (error->code, ==, chain->is_page ? TUTTI_ERROR_NO_SONG : TUTTI_ERROR_NOT_FOUND);
    }

  g_assert_cmpuint (fixture->n_requests, ==, chain->n_requests);
  g_assert_cmpuint (fixture->accounts->n_calls, ==, 0);
  g_assert_null (strstr (fixture->log->str, "Bearer"));
  g_assert_null (strstr (fixture->log->str, "personal"));
  g_assert_true (g_str_has_prefix (fixture->log->str, "HEAD /abc -\n"));
  g_assert_cmpstr (fixture->agent, ==, "Tutti/" TUTTI_VERSION " (like curl)");
}

/* What needs no asking is not asked. */
static void
test_no_hop (Fixture      *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *link;
    const char *id;
  } links[] = {
    { "https://open.spotify.com/track/" ID, ID },
    { "https://evil.example/abc", NULL },
    { "nonsense", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autoptr (DexFuture) future = tutti_client_resolve_link (fixture->client, fixture->spotify, links[i].link);
      const GValue         *value;

      turn_until (is_settled, future);
      value = dex_future_get_value (future, NULL);
      g_assert_cmpstr (value != NULL ? g_value_get_string (value) : NULL, ==, links[i].id);
    }
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

/* --- what single services need --- */

/* The services as they ship, but `id` asks this server where it says `base`. */
static TuttiProvider *
use_service (Fixture    *fixture,
             const char *id,
             const char *base)
{
  g_autoptr (GString) changed = read_data_file (id);
  g_autofree char    *api = g_strconcat (fixture->address, "/api", NULL);
  g_autoptr (GError)  error = NULL;

  g_assert_finalize_object (fixture->providers);
  g_assert_cmpuint (g_string_replace (changed, base, api, 1), ==, 1);
  fixture->providers = new_providers_with (id, changed->str, &error);
  g_assert_no_error (error);

  return tutti_providers_find (fixture->providers, id);
}

static TuttiPage *
ask_service (Fixture         *fixture,
             TuttiProvider   *provider,
             TuttiRequestKind kind,
             GError         **error)
{
  g_autoptr (TuttiRequest) request = new_request (kind, kind == TUTTI_REQUEST_SEARCH ? "smile" : NULL, NULL, NULL);

  return wait_boxed (tutti_client_fetch (fixture->client, provider, request), error);
}

#define YOUTUBE "https://youtube.googleapis.com/youtube/v3"
#define LIKED   "{\"items\":[{\"snippet\":{\"title\":\"Smile\",\"resourceId\":{\"videoId\":\"dQw4w9WgXcQ\"}}}]}"
#define VIDEO   "{\"items\":[{\"id\":\"dQw4w9WgXcQ\",\"snippet\":{\"title\":\"Smile\"},\"contentDetails\":{\"duration\":\"PT3M\"}}]}"

/* Where one answer does not tell enough, a second one does, with a token of its own. */
static void
test_details (Fixture      *fixture,
              gconstpointer data)
{
  static const Answer   answers[] = { { 200, LIKED }, { 401 }, { 200, VIDEO } };
  TuttiProvider        *youtube = use_service (fixture, "youtube", YOUTUBE);
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;
  TuttiDatedTrack      *dated;

  play (fixture, answers);
  page = ask_service (fixture, youtube, TUTTI_REQUEST_LIKES, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (fixture->log->str, ==,
                   "GET /api/playlistItems?part=snippet&playlistId=LL&maxResults=50 Bearer access-1\n"
                   "GET /api/videos?part=snippet%2CcontentDetails&id=dQw4w9WgXcQ Bearer access-2\n"
                   "GET /api/videos?part=snippet%2CcontentDetails&id=dQw4w9WgXcQ Bearer access-3\n");
  g_assert_cmpuint (page->items->len, ==, 1);
  dated = g_ptr_array_index (page->items, 0);
  g_assert_cmpint (tutti_service_track_get_duration (dated->track), ==, 180000);
}

/* Half a page is none: it comes again when it can come whole. */
static void
test_details_refused (Fixture      *fixture,
                      gconstpointer data)
{
  static const Answer   answers[] = { { 200, LIKED }, { 404 } };
  TuttiProvider        *youtube = use_service (fixture, "youtube", YOUTUBE);
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, answers);
  page = ask_service (fixture, youtube, TUTTI_REQUEST_LIKES, &error);

  g_assert_null (page);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND);
}

static void
test_details_none (Fixture      *fixture,
                   gconstpointer data)
{
  static const Answer   answers[] = { { 200, "{\"items\":[]}" } };
  TuttiProvider        *youtube = use_service (fixture, "youtube", YOUTUBE);
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, answers);
  page = ask_service (fixture, youtube, TUTTI_REQUEST_SEARCH, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

typedef struct
{
  const char *why;
  const char *link;
  Answer      answer;
  const char *id; /* (nullable) */
  TuttiError  code;
  guint       n_requests;
} Resolution;

#define SOUNDCLOUD "https://api.soundcloud.com"

static const Resolution resolutions[] = {
  { "song", "https://soundcloud.com/forss/flickermood?si=1", { .status = 302, .location = SOUNDCLOUD "/tracks/soundcloud:tracks:293" }, "293", 0, 1 },
  { "short", "https://on.soundcloud.com/AbCd", { .status = 302, .location = SOUNDCLOUD "/tracks/293" }, "293", 0, 1 },
  { "known", "soundcloud:tracks:293", { .status = 500 }, "293", 0, 0 },
  { "playlist", "https://on.soundcloud.com/AbCd", { .status = 302, .location = SOUNDCLOUD "/playlists/5" }, NULL, TUTTI_ERROR_NO_SONG, 1 },
  { "set", "https://soundcloud.com/forss/sets/soulhack", { .status = 500 }, NULL, TUTTI_ERROR_NO_SONG, 0 },
  { "elsewhere", "https://soundcloud.com/forss/x", { .status = 302, .location = "https://evil.example/tracks/293" }, NULL, TUTTI_ERROR_NOT_FOUND, 1 },
  { "gone", "https://soundcloud.com/forss/x", { .status = 404 }, NULL, TUTTI_ERROR_NOT_FOUND, 1 },
  { "odd", "https://soundcloud.com/forss/x", { .status = 200 }, NULL, TUTTI_ERROR_NOT_FOUND, 1 },
};

/* Links that only the service's API can explain: asked there, never followed. */
static void
test_resolver (Fixture      *fixture,
               gconstpointer data)
{
  const Resolution     *resolution = data;
  TuttiProvider        *soundcloud = use_service (fixture, "soundcloud", SOUNDCLOUD);
  g_autoptr (GError)    error = NULL;
  g_autoptr (DexFuture) future = NULL;
  const GValue         *value;

  fixture->answers = &resolution->answer;
  fixture->n_answers = 1;
  future = tutti_client_resolve_link (fixture->client, soundcloud, resolution->link);
  turn_until (is_settled, future);
  value = dex_future_get_value (future, &error);

  g_assert_cmpstr (value != NULL ? g_value_get_string (value) : NULL, ==, resolution->id);
  if (resolution->id == NULL)
    g_assert_error (error, TUTTI_ERROR, (int) resolution->code);
  g_assert_cmpuint (fixture->n_requests, ==, resolution->n_requests);
  if (resolution->n_requests > 0)
    {
      g_assert_true (g_str_has_prefix (fixture->log->str, "GET /api/resolve?url=https%3A%2F%2F"));
      g_assert_true (g_str_has_suffix (fixture->log->str, " OAuth access-1\n"));
    }
}

#define SONGS "{\"data\":[{\"id\":5,\"title\":\"Smile\"}],\"total\":1}"
#define FAST  "{\"error\":{\"type\":\"Exception\",\"message\":\"Quota limit exceeded\",\"code\":4}}"

/* No account is asked for, and "too fast" inside a 200 is waited for. */
static void
test_keyless (Fixture      *fixture,
              gconstpointer data)
{
  static const Answer   answers[] = { { 200, FAST }, { 200, SONGS } };
  TuttiProvider        *deezer = use_service (fixture, "deezer", "https://api.deezer.com");
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  fixture->accounts->fail = TUTTI_ERROR_NOT_LINKED;
  play (fixture, answers);
  page = ask_service (fixture, deezer, TUTTI_REQUEST_SEARCH, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_cmpuint (fixture->accounts->n_calls, ==, 0);
  g_assert_cmpstr (fixture->log->str, ==,
                   "GET /api/search?q=smile&limit=25 -\n"
                   "GET /api/search?q=smile&limit=25 -\n");
}

/* An empty 403 never passes for "nothing found". */
static void
test_slow_down (Fixture      *fixture,
                gconstpointer data)
{
  static const Answer   answers[] = { { 403, "" } };
  TuttiProvider        *apple = use_service (fixture, "apple-music", "https://itunes.apple.com");
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, answers);
  page = ask_service (fixture, apple, TUTTI_REQUEST_SEARCH, &error);

  g_assert_null (page);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_RATE_LIMITED);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
}

typedef struct
{
  guint n_spent;
  guint most;
  guint n_units;
} Purse;

static gboolean
spend (TuttiProvider *provider,
       guint          units,
       gpointer       data,
       GError       **error)
{
  Purse *purse = data;

  purse->n_units += units;
  if (units > 0)
    return TRUE;
  if (purse->n_spent == purse->most)
    {
      g_propagate_error (error, tutti_error_new_with_number (TUTTI_ERROR_QUOTA_EXCEEDED, 1, "none left"));
      return FALSE;
    }
  purse->n_spent++;
  return TRUE;
}

#define HIT "{\"items\":[{\"id\":{\"videoId\":\"dQw4w9WgXcQ\"},\"snippet\":{\"title\":\"Smile\"}}]}"

/* Each try of a search is one of the day's, also the one after a 401; what is
 * asked about the hits is none, and where none is left nothing is sent. */
static void
test_budget (Fixture      *fixture,
             gconstpointer data)
{
  static const Answer   answers[] = { { 401 }, { 200, HIT }, { 200, VIDEO }, { 500 } };
  TuttiProvider        *youtube = use_service (fixture, "youtube", YOUTUBE);
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;
  g_autoptr (TuttiPage) broken = NULL;
  g_autoptr (TuttiPage) none = NULL;
  Purse                 purse = { 0, 3, 0 };

  tutti_client_set_spend (fixture->client, spend, &purse);
  play (fixture, answers);
  page = ask_service (fixture, youtube, TUTTI_REQUEST_SEARCH, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 1);
  g_assert_cmpuint (purse.n_spent, ==, 2);
  g_assert_cmpuint (purse.n_units, ==, 1);
  g_assert_cmpuint (fixture->n_requests, ==, 3);

  broken = ask_service (fixture, youtube, TUTTI_REQUEST_SEARCH, &error);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_cmpuint (fixture->n_requests, ==, 4); /* once, not four times */

  none = ask_service (fixture, youtube, TUTTI_REQUEST_SEARCH, &error);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_assert_cmpuint (fixture->n_requests, ==, 4);
  g_assert_null (broken);
  g_assert_null (none);
}

/* What is no search costs of the other budget: each question one, a rating fifty. */
static void
test_units (Fixture      *fixture,
            gconstpointer data)
{
  static const Answer      answers[] = { { 200, LIKED }, { 200, VIDEO }, { 204, "" } };
  TuttiProvider           *youtube = use_service (fixture, "youtube", YOUTUBE);
  g_autoptr (TuttiRequest) like = new_request (TUTTI_REQUEST_LIKE, NULL, "dQw4w9WgXcQ", NULL);
  g_autoptr (GError)       error = NULL;
  g_autoptr (TuttiPage)    page = NULL;
  g_autoptr (TuttiPage)    rated = NULL;
  Purse                    purse = { 0, 0, 0 };

  tutti_client_set_spend (fixture->client, spend, &purse);
  play (fixture, answers);
  page = ask_service (fixture, youtube, TUTTI_REQUEST_LIKES, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (purse.n_units, ==, 2);
  rated = wait_boxed (tutti_client_fetch (fixture->client, youtube, like), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (purse.n_units, ==, 52);
  g_assert_cmpuint (purse.n_spent, ==, 0);
  g_assert_cmpuint (fixture->n_requests, ==, 3);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("/client/token", test_token);
  ADD ("/client/token/fresh", test_fresh_token);
  ADD ("/client/token/refused-twice", test_refused_twice);
  ADD ("/client/token/none", test_no_token);
  ADD ("/client/unsupported", test_unsupported);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/client/refusal/%u-%u", i, refusals[i].answer.status);

      g_test_add (path, Fixture, &refusals[i], set_up, test_refusals, tear_down);
    }
  ADD ("/client/quota", test_quota);
  ADD ("/client/too-fast", test_too_fast);
  ADD ("/client/change", test_change);
  ADD ("/client/paging", test_paging);
  ADD ("/client/profile", test_profile);
  ADD ("/client/drop/at-once", test_drop_at_once);
  ADD ("/client/drop/before-token", test_drop_before_token);
  ADD ("/client/drop/later", test_drop_later);
  ADD ("/client/limit", test_limit);
  for (guint i = 0; i < G_N_ELEMENTS (hops); i++)
    {
      g_autofree char *path = g_strdup_printf ("/client/hops/%s", hops[i].why);

      g_test_add (path, Fixture, &hops[i], set_up, test_hops, tear_down);
    }
  ADD ("/client/hops/none", test_no_hop);
  ADD ("/client/details", test_details);
  ADD ("/client/details/refused", test_details_refused);
  ADD ("/client/details/none", test_details_none);
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/client/resolver/%s", resolutions[i].why);

      g_test_add (path, Fixture, &resolutions[i], set_up, test_resolver, tear_down);
    }
  ADD ("/client/keyless", test_keyless);
  ADD ("/client/slow-down", test_slow_down);
  ADD ("/client/budget", test_budget);
  ADD ("/client/units", test_units);

  return g_test_run ();
}
