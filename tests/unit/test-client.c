/* test-client.c: questions over real sockets: tokens, refusals, paging, short links
 *
 * The service is a list of answers given one after the other by a server in
 * the same main loop. TuttiAccounts is replaced at link time by one that hands
 * out numbered tokens and remembers what it was asked.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "providers-fixture.h"

#include "tutti-client.h"
#include "tutti-error.h"

#include <libsoup/soup.h>
#include <string.h>

#define ID "2plbrEY59IikOBgBGLjaoe"

#define QUOTA "{\"error\":{\"status\":429,\"message\":\"Too many requests\",\"reason\":\"QUOTA_EXCEEDED\"}}"
#define EMPTY_LIST "{\"items\":[],\"total\":0,\"next\":null}"

/* --- accounts that only remember --- */

struct _TuttiAccounts
{
  GObject parent_instance;

  guint      n_calls;
  char      *provider; /* of the last call, as the others */
  char      *host;
  char      *rejected;
  TuttiError fail;     /* unless CANCELLED, reject with this */
  gboolean   is_slow;
};

G_DEFINE_FINAL_TYPE (TuttiAccounts, tutti_accounts, G_TYPE_OBJECT)

static void
tutti_accounts_finalize (GObject *object)
{
  TuttiAccounts *self = TUTTI_ACCOUNTS (object);

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->host, g_free);
  g_clear_pointer (&self->rejected, g_free);

  G_OBJECT_CLASS (tutti_accounts_parent_class)->finalize (object);
}

static void
tutti_accounts_class_init (TuttiAccountsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tutti_accounts_finalize;
}

static void
tutti_accounts_init (TuttiAccounts *self)
{
  self->fail = TUTTI_ERROR_CANCELLED;
}

TuttiAccount *
tutti_accounts_peek (TuttiAccounts *self,
                     const char    *provider)
{
  return NULL;
}

DexFuture *
tutti_accounts_get_token (TuttiAccounts *self,
                          const char    *provider,
                          const char    *host,
                          TuttiSecret   *rejected)
{
  self->n_calls++;
  g_set_str (&self->provider, provider);
  g_set_str (&self->host, host);
  g_set_str (&self->rejected, rejected != NULL ? tutti_secret_reveal (rejected) : NULL);

  if (self->is_slow)
    return dex_future_new_infinite ();
  if (self->fail != TUTTI_ERROR_CANCELLED)
    return dex_future_new_reject (TUTTI_ERROR, self->fail, "no token");

  return dex_future_new_take_boxed (TUTTI_TYPE_SECRET, tutti_secret_new_take (g_strdup_printf ("access-%u", self->n_calls)));
}

/* --- a service that plays a list of answers --- */

typedef struct
{
  guint       status;
  const char *body;     /* (nullable) "{}" */
  const char *type;     /* (nullable) application/json */
  const char *location; /* (nullable) a path here, or an address */
  const char *retry_after;
  guint       delay_ms;
} Answer;

typedef struct
{
  SoupServer     *server;
  char           *address; /* "http://127.0.0.1:4711" */
  char           *host;
  const Answer   *answers;
  guint           n_answers;
  char           *agent; /* of the last request */
  GString        *log; /* "METHOD path?query token\n" of each request */
  guint           n_requests;
  guint           n_aborted;
  TuttiProviders *providers;
  TuttiProvider  *spotify;
  TuttiHttp      *http;
  TuttiAccounts  *accounts;
  TuttiClient    *client;
} Fixture;

static gboolean
unpause_cb (gpointer data)
{
  soup_server_message_unpause (data);

  return G_SOURCE_REMOVE;
}

static void
aborted_cb (SoupServer        *server,
            SoupServerMessage *message,
            gpointer           data)
{
  Fixture *fixture = data;

  fixture->n_aborted++;
}

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           data)
{
  Fixture      *fixture = data;
  const Answer *answer;
  const char   *body;
  const char   *token;
  GUri         *uri = soup_server_message_get_uri (message);

  g_assert_cmpuint (fixture->n_answers, >, 0);
  answer = &fixture->answers[MIN (fixture->n_requests, fixture->n_answers - 1)];
  body = answer->body != NULL ? answer->body : "{}";
  token = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");

  fixture->n_requests++;
  g_set_str (&fixture->agent, soup_message_headers_get_list (soup_server_message_get_request_headers (message), "User-Agent"));
  g_string_append_printf (fixture->log, "%s %s%s%s %s\n",
                          soup_server_message_get_method (message), path,
                          g_uri_get_query (uri) != NULL ? "?" : "", g_uri_get_query (uri) != NULL ? g_uri_get_query (uri) : "",
                          token != NULL ? token : "-");

  soup_server_message_set_status (message, answer->status, NULL);
  if (answer->status != 204)
    soup_server_message_set_response (message, answer->type != NULL ? answer->type : "application/json", SOUP_MEMORY_COPY, body, strlen (body));
  if (answer->location != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Location", answer->location);
  if (answer->retry_after != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Retry-After", answer->retry_after);
  if (answer->delay_ms > 0)
    {
      soup_server_message_pause (message);
      g_timeout_add_full (G_PRIORITY_DEFAULT, answer->delay_ms, unpause_cb, g_object_ref (message), g_object_unref);
    }
}

/* The shipped files, asking this server. */
static void
read_providers (Fixture *fixture)
{
  g_autofree char    *base = g_strconcat (fixture->address, "/v1", NULL);
  g_autoptr (GString) changed = read_data_file ("spotify");
  g_autoptr (GError)  error = NULL;

  g_assert_cmpuint (g_string_replace (changed, "https://api.spotify.com/v1", base, 1), ==, 1);
  g_assert_cmpuint (g_string_replace (changed, "short-hosts=", "short-hosts=127.0.0.1;", 1), ==, 1);
  g_assert_cmpuint (g_string_replace (changed, "per-second=4", "per-second=50", 1), ==, 1);

  fixture->providers = new_providers_with ("spotify", changed->str, &error);
  g_assert_no_error (error);
  fixture->spotify = tutti_providers_find (fixture->providers, "spotify");
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GSList            *uris;

  fixture->log = g_string_new (NULL);
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, answer_cb, fixture, NULL);
  g_signal_connect (fixture->server, "request-aborted", G_CALLBACK (aborted_cb), fixture);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->host = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uris->data));
  fixture->address = g_strconcat ("http://", fixture->host, NULL);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  read_providers (fixture);
  fixture->http = tutti_http_new ();
  tutti_http_set_back_off (fixture->http, 1);
  fixture->accounts = g_object_new (TUTTI_TYPE_ACCOUNTS, NULL);
  fixture->client = tutti_client_new (fixture->http, fixture->accounts);
}

static void
turn_until (gboolean (*is_done) (gpointer data),
            gpointer data)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (!is_done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (200);
    }
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_finalize_object (fixture->client);
  g_assert_finalize_object (fixture->accounts);
  g_assert_finalize_object (fixture->http);
  g_assert_finalize_object (fixture->providers);
  soup_server_disconnect (fixture->server);
  g_assert_finalize_object (fixture->server);
  g_string_free (fixture->log, TRUE);
  g_free (fixture->address);
  g_free (fixture->host);
  g_free (fixture->agent);
}

#define play(fixture, list) ((fixture)->answers = (list), (fixture)->n_answers = G_N_ELEMENTS (list))

/* --- waiting --- */

static gboolean
is_settled (gpointer data)
{
  return !dex_future_is_pending (data);
}

/* What `future` (taken) resolves to; NULL with its error. */
static gpointer
wait_boxed (DexFuture *future,
            GError   **error)
{
  g_autoptr (DexFuture) mine = future;
  const GValue         *value;

  turn_until (is_settled, mine);
  value = dex_future_get_value (mine, error);

  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

static DexFuture *
fetch (Fixture         *fixture,
       TuttiRequestKind kind)
{
  gboolean                needs_ids = kind == TUTTI_REQUEST_LIKE || kind == TUTTI_REQUEST_UNLIKE || kind == TUTTI_REQUEST_TRACK;
  g_autoptr (TuttiRequest) request = new_request (kind, kind == TUTTI_REQUEST_SEARCH ? "smile" : NULL, needs_ids ? ID : NULL, NULL);

  return tutti_client_fetch (fixture->client, fixture->spotify, request);
}

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
} Hops;

static const Hops hops[] = {
  { "one hop", { { 302, "", NULL, "https://open.spotify.com/track/" ID "?si=1" } }, 1, ID, 1 },
  { "three hops", { { 307, "", NULL, "/second" }, { 301, "", NULL, "/third?x=1" }, { 302, "", NULL, "https://open.spotify.com/intl-de/track/" ID } }, 3, ID, 3 },
  { "four hops", { { 302, "", NULL, "/2" }, { 302, "", NULL, "/3" }, { 302, "", NULL, "/4" }, { 302, "", NULL, "spotify:track:" ID } }, 4, ID, 4 },
  { "five hops", { { 302, "", NULL, "/2" }, { 302, "", NULL, "/3" }, { 302, "", NULL, "/4" }, { 302, "", NULL, "/5" }, { 302, "", NULL, "spotify:track:" ID } }, 5, NULL, 4 },
  { "round and round", { { 302, "", NULL, "/again" } }, 1, NULL, 4 },
  { "an album", { { 302, "", NULL, "https://open.spotify.com/album/10FLjwfpbxLmW8c25Xyc2N" } }, 1, NULL, 1 },
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
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND);
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
  { "playlist", "https://soundcloud.com/forss/sets/soulhack", { .status = 302, .location = SOUNDCLOUD "/playlists/5" }, NULL, TUTTI_ERROR_NOT_FOUND, 1 },
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

  return g_test_run ();
}
