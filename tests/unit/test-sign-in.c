/* test-sign-in.c: whole sign-ins, with a browser and a token endpoint played here
 *
 * Everything that is logged meanwhile is searched for what must not be there.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-oauth.h"

#include "tutti-error.h"

#include "accounts-fixture.h"

#include <libsoup/soup.h>
#include <string.h>

#define CODE "the-secret-code-of-this-sign-in"
#define ACCESS "the-secret-access-token"
#define REFRESH "the-secret-refresh-token"
#define ANSWER "{\"access_token\":\"" ACCESS "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"" REFRESH "\"}"

static GMutex   log_lock;
static GString *logged;

static GLogWriterOutput
keep_log (GLogLevelFlags   level,
          const GLogField *fields,
          gsize            n_fields,
          gpointer         user_data)
{
  g_mutex_lock (&log_lock);
  for (gsize i = 0; i < n_fields; i++)
    if (fields[i].length < 0 || g_str_equal (fields[i].key, "MESSAGE"))
      g_string_append_printf (logged, "%s\n", (const char *) fields[i].value);
  g_mutex_unlock (&log_lock);

  return g_log_writer_default (level, fields, n_fields, user_data);
}

/* For g_debug() and the like, which in a test do not come to the writer. */
static void
keep_message (const char    *domain,
              GLogLevelFlags level,
              const char    *message,
              gpointer       user_data)
{
  g_mutex_lock (&log_lock);
  g_string_append_printf (logged, "%s: %s\n", domain, message);
  g_mutex_unlock (&log_lock);
}

typedef struct
{
  SoupServer       *server;
  SoupSession      *browser;
  TuttiHttp        *http;
  TuttiOAuthConfig *config;
  TuttiSignIn      *sign_in;
  DexFuture        *tokens; /* what the run gives */

  GHashTable        *asked; /* the parameters of the authorize address */
  guint              n_exchanges;
  guint              status; /* of the token endpoint */
  const char        *answer;
  gboolean           is_slow; /* it never answers */
  SoupServerMessage *waiting;
} Fixture;

static const char *
get_asked (Fixture    *f,
           const char *name)
{
  return g_hash_table_lookup (f->asked, name);
}

/* Checks what a real authorization server checks. */
static void
token_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Fixture               *f = user_data;
  SoupMessageBody       *body = soup_server_message_get_request_body (message);
  g_autofree char       *text = g_strndup (body->data, (gsize) body->length);
  g_autoptr (GHashTable) form = soup_form_decode (text);
  g_autoptr (GChecksum)  sha = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char       *challenge = NULL;
  const char            *verifier = g_hash_table_lookup (form, "code_verifier");
  guint8                 digest[32];
  gsize                  length = sizeof digest;

  f->n_exchanges++;
  g_assert_cmpuint (strlen (verifier), >=, 43);
  g_checksum_update (sha, (const guchar *) verifier, -1);
  g_checksum_get_digest (sha, digest, &length);
  challenge = g_base64_encode (digest, length);
  g_strdelimit (challenge, "+", '-');
  g_strdelimit (challenge, "/", '_');
  *strchr (challenge, '=') = '\0';
  g_assert_cmpstr (challenge, ==, get_asked (f, "code_challenge"));
  g_assert_cmpstr (get_asked (f, "code_challenge_method"), ==, "S256");
  g_assert_cmpstr (g_hash_table_lookup (form, "redirect_uri"), ==, get_asked (f, "redirect_uri"));
  g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "client");
  g_assert_cmpstr (g_hash_table_lookup (form, "grant_type"), ==, "authorization_code");
  g_assert_cmpstr (g_hash_table_lookup (form, "code"), ==, CODE);
  g_assert_null (soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization"));

  if (f->is_slow)
    {
      f->waiting = g_object_ref (message);
      soup_server_message_pause (message);
      return;
    }
  soup_server_message_set_status (message, f->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, f->answer, strlen (f->answer));
}

static void
begin (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri)   uri = NULL;

  f->sign_in = tutti_sign_in_new (f->http, f->config, &error);
  g_assert_no_error (error);
  uri = g_uri_parse (tutti_sign_in_get_uri (f->sign_in), G_URI_FLAGS_ENCODED, &error);
  g_assert_no_error (error);
  f->asked = soup_form_decode (g_uri_get_query (uri));
  f->tokens = tutti_sign_in_run (f->sign_in);
  run_for (1);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GSList            *uris;

  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, "/token", token_cb, f, NULL);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (f->server);
  f->status = 200;
  f->answer = ANSWER;

  f->config = tutti_oauth_config_new ();
  f->config->provider = g_strdup ("example");
  f->config->name = g_strdup ("Example & Co");
  f->config->authorize_uri = g_strdup ("https://accounts.example.org/authorize");
  f->config->token_uri = g_strdup_printf ("http://127.0.0.1:%d/token", g_uri_get_port (uris->data));
  f->config->redirect_path = g_strdup ("/callback");
  f->config->scopes = g_strdup ("a b");
  f->config->client_id = g_strdup ("client");
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  f->browser = soup_session_new ();
  f->http = tutti_http_new ();
  tutti_http_set_back_off (f->http, 1);
  g_string_truncate (logged, 0);
  begin (f);
}

static void
assert_not_logged (const char *secret)
{
  g_autofree char *escaped = NULL;

  if (secret == NULL)
    return;
  escaped = g_uri_escape_string (secret, NULL, FALSE);
  g_mutex_lock (&log_lock);
  g_assert_null (strstr (logged->str, secret));
  g_assert_null (strstr (logged->str, escaped));
  g_mutex_unlock (&log_lock);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  dex_clear (&f->tokens);
  run_for (20);
  if (f->sign_in != NULL)
    g_assert_finalize_object (g_steal_pointer (&f->sign_in));

  assert_not_logged (CODE);
  assert_not_logged (ACCESS);
  assert_not_logged (REFRESH);
  assert_not_logged (get_asked (f, "state"));

  g_clear_pointer (&f->asked, g_hash_table_unref);
  g_clear_object (&f->waiting);
  g_clear_object (&f->http);
  g_clear_object (&f->browser);
  g_clear_object (&f->server);
  g_clear_pointer (&f->config, tutti_oauth_config_unref);
}

/* --- the browser --- */

typedef struct
{
  gboolean     is_done;
  guint        status;
  char        *page;
  SoupMessage *message;
} Visit;

static void
visit_free (Visit *visit)
{
  g_clear_pointer (&visit->page, g_free);
  g_clear_object (&visit->message);
  g_free (visit);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

static void
visit_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  Visit             *visit = user_data;
  g_autoptr (GBytes) bytes = soup_session_send_and_read_finish (SOUP_SESSION (object), result, NULL);

  visit->is_done = TRUE;
  if (bytes == NULL)
    return;
  visit->status = soup_message_get_status (visit->message);
  visit->page = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* Goes to the redirect address with that query, in which %s is the right state. */
static Visit *
visit (Fixture    *f,
       const char *query)
{
  Visit              *visit = g_new0 (Visit, 1);
  g_autoptr (GString) full = g_string_new (query);
  g_autofree char    *uri = NULL;

  g_string_replace (full, "%s", get_asked (f, "state"), 0);
  uri = g_strconcat (get_asked (f, "redirect_uri"), "?", full->str, NULL);
  visit->message = soup_message_new ("GET", uri);
  soup_session_send_and_read_async (f->browser, visit->message, G_PRIORITY_DEFAULT, NULL, visit_cb, visit);

  return visit;
}

static void
await_visit (Visit *visit)
{
  while (!visit->is_done)
    g_main_context_iteration (NULL, TRUE);
}

/* The flow goes on, and nothing was sent anywhere. */
static void
assert_ignored (Fixture    *f,
                const char *query)
{
  g_autoptr (Visit) stray = visit (f, query);

  g_test_message ("%s", query);
  await_visit (stray);
  g_assert_cmpuint (stray->status, >=, 400);
  g_assert_true (dex_future_is_pending (f->tokens));
  g_assert_cmpuint (f->n_exchanges, ==, 0);
}

static guint16
get_port (Fixture *f)
{
  g_autoptr (GUri) uri = g_uri_parse (get_asked (f, "redirect_uri"), G_URI_FLAGS_NONE, NULL);

  return (guint16) g_uri_get_port (uri);
}

static void
assert_port_is_free (Fixture *f)
{
  g_autoptr (SoupServer) other = soup_server_new (NULL, NULL);
  g_autoptr (GError)     error = NULL;

  soup_server_listen_local (other, get_port (f), SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
}

static void
assert_failed (Fixture   *f,
               TuttiError code)
{
  assert_rejects (g_steal_pointer (&f->tokens), code);
}

/* --- what is tested --- */

static void
test_good (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (Visit)       came = NULL;
  g_autoptr (Visit)       again = NULL;
  g_autoptr (TuttiTokens) tokens = NULL;
  g_autoptr (GError)      error = NULL;

  g_assert_true (g_str_has_prefix (get_asked (f, "redirect_uri"), "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (get_asked (f, "redirect_uri"), "/callback"));
  g_assert_cmpuint (strlen (get_asked (f, "state")), >=, 43);
  g_assert_cmpstr (get_asked (f, "scope"), ==, "a b");

  came = visit (f, "code=" CODE "&state=%s");
  tokens = await_boxed (g_steal_pointer (&f->tokens), &error);
  g_assert_no_error (error);
  g_assert_true (tutti_secret_equals (tokens->access, ACCESS));
  g_assert_true (tutti_secret_equals (tokens->refresh, REFRESH));
  g_assert_cmpint (tokens->consented_at, >, 0);

  /* The browser waits for the end, and who repeats the request too. */
  again = visit (f, "code=" CODE "&state=%s");
  run_for (30);
  g_assert_false (came->is_done);
  g_assert_cmpuint (f->n_exchanges, ==, 1);
  tutti_sign_in_finish (f->sign_in, NULL);
  tutti_sign_in_finish (f->sign_in, NULL);
  await_visit (came);
  await_visit (again);
  g_assert_cmpuint (came->status, ==, 200);
  g_assert_nonnull (strstr (came->page, "Example &amp; Co"));
  g_assert_null (strstr (came->page, CODE));
  g_assert_null (strstr (came->page, get_asked (f, "state")));
  g_assert_cmpstr (came->page, ==, again->page);
  run_for (30);
  assert_port_is_free (f);
  assert_rejects (tutti_sign_in_run (f->sign_in), TUTTI_ERROR_FAILED);
}

static void
test_new_each_time (Fixture      *f,
                    gconstpointer data)
{
  g_autofree char *state = g_strdup (get_asked (f, "state"));
  g_autofree char *challenge = g_strdup (get_asked (f, "code_challenge"));

  tutti_sign_in_cancel (f->sign_in);
  assert_failed (f, TUTTI_ERROR_CANCELLED);
  g_clear_object (&f->sign_in);
  g_clear_pointer (&f->asked, g_hash_table_unref);
  begin (f);
  g_assert_cmpstr (state, !=, get_asked (f, "state"));
  g_assert_cmpstr (challenge, !=, get_asked (f, "code_challenge"));
  g_assert_cmpstr (get_asked (f, "state"), !=, get_asked (f, "code_challenge"));
}

static void
test_strays (Fixture      *f,
             gconstpointer data)
{
  static const char *const queries[] = {
    "",
    "code=" CODE,
    "code=" CODE "&state=",
    "code=" CODE "&state=wrong",
    "code=" CODE "&state=%sx",
    "code=evil&code=" CODE "&state=%s",
    "code=" CODE "&state=wrong&state=%s",
    "code=" CODE "&state=%s&state=%s",
    "code=" CODE "&state=%s&iss=a&iss=b",
    "code=" CODE "&state=%s&c%6fde=evil",
    "code=" CODE "&st%61te=%s&state=wrong",
    "error=access_denied",
    "error=access_denied&state=wrong",
    "code=" CODE "%00&state=%s",
  };
  g_autoptr (Visit) came = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    assert_ignored (f, queries[i]);

  came = visit (f, "code=" CODE "&state=%s");
  assert_resolves (g_steal_pointer (&f->tokens));
  tutti_sign_in_finish (f->sign_in, NULL);
  await_visit (came);
}

/* What the service says instead of a code. */
static const struct
{
  const char *query;
  TuttiError  code;
} refusals[] = {
  { "error=access_denied&state=%s", TUTTI_ERROR_ACCESS_DENIED },
  { "error=access_denied&code=" CODE "&state=%s", TUTTI_ERROR_ACCESS_DENIED },
  { "error=unauthorized_client&state=%s", TUTTI_ERROR_BAD_CLIENT },
  { "error=invalid_scope&state=%s", TUTTI_ERROR_INSUFFICIENT_SCOPE },
  { "error=invalid_request&state=%s", TUTTI_ERROR_BAD_CLIENT },
  { "error=temporarily_unavailable&state=%s", TUTTI_ERROR_SERVER },
  { "error=%3Cscript%3E&state=%s", TUTTI_ERROR_BAD_ANSWER },
  { "state=%s", TUTTI_ERROR_BAD_ANSWER },
  { "code=&state=%s", TUTTI_ERROR_BAD_ANSWER },
};

static void
test_refusals (Fixture      *f,
               gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (Visit)     came = visit (f, refusals[i].query);
      g_autoptr (DexFuture) keep = NULL;

      g_test_message ("%s", refusals[i].query);
      g_assert_null (await_value (g_steal_pointer (&f->tokens), &keep, &error));
      g_assert_error (error, TUTTI_ERROR, (int) refusals[i].code);
      g_assert_cmpuint (f->n_exchanges, ==, 0);
      tutti_sign_in_finish (f->sign_in, error);
      await_visit (came);
      g_assert_cmpuint (came->status, ==, 200);
      g_assert_null (strstr (came->page, "script"));

      g_clear_object (&f->sign_in);
      g_clear_pointer (&f->asked, g_hash_table_unref);
      begin (f);
    }
}

/* An authorization server that answers in the name of another (RFC 9207). */
static void
test_issuer (Fixture      *f,
             gconstpointer data)
{
  static const struct
  {
    const char *query;
    gboolean    is_good;
  } cases[] = {
    { "code=" CODE "&state=%s&iss=https%3A%2F%2Fevil.example", FALSE },
    { "code=" CODE "&state=%s&iss=", FALSE },
    { "code=" CODE "&state=%s&iss=https%3A%2F%2Faccounts.example.org%2F", FALSE },
    { "error=access_denied&state=%s&iss=https%3A%2F%2Fevil.example", FALSE },
    { "code=" CODE "&state=%s&iss=https%3A%2F%2Faccounts.example.org", TRUE },
    { "code=" CODE "&state=%s", TRUE },
  };

  f->config->issuer = g_strdup ("https://accounts.example.org");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Visit) came = NULL;
      guint             n_exchanges = f->n_exchanges;

      tutti_sign_in_cancel (f->sign_in);
      dex_clear (&f->tokens);
      g_clear_object (&f->sign_in);
      g_clear_pointer (&f->asked, g_hash_table_unref);
      begin (f);

      g_test_message ("%s", cases[i].query);
      came = visit (f, cases[i].query);
      if (cases[i].is_good)
        assert_resolves (g_steal_pointer (&f->tokens));
      else
        assert_failed (f, TUTTI_ERROR_INVALID_STATE);
      g_assert_cmpuint (f->n_exchanges - n_exchanges, ==, cases[i].is_good ? 1 : 0);
      tutti_sign_in_finish (f->sign_in, NULL);
      await_visit (came);
    }
}

static const struct
{
  guint       status;
  const char *answer;
  TuttiError  code;
} exchanges[] = {
  { 400, "{\"error\":\"invalid_grant\"}", TUTTI_ERROR_EXPIRED },
  { 400, "{\"error\":\"invalid_client\"}", TUTTI_ERROR_BAD_CLIENT },
  { 503, "busy", TUTTI_ERROR_SERVER },
  { 429, "slow down", TUTTI_ERROR_RATE_LIMITED },
  { 302, "", TUTTI_ERROR_BAD_ANSWER },
  { 200, "<html>", TUTTI_ERROR_BAD_ANSWER },
};

/* The code is sent once, whatever comes back. */
static void
test_exchanges (Fixture      *f,
                gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exchanges); i++)
    {
      g_autoptr (Visit)     came = NULL;
      g_autoptr (GError)    error = NULL;
      g_autoptr (DexFuture) keep = NULL;

      g_test_message ("%u %s", exchanges[i].status, exchanges[i].answer);
      f->n_exchanges = 0;
      f->status = exchanges[i].status;
      f->answer = exchanges[i].answer;
      came = visit (f, "code=" CODE "&state=%s");
      g_assert_null (await_value (g_steal_pointer (&f->tokens), &keep, &error));
      g_assert_error (error, TUTTI_ERROR, (int) exchanges[i].code);
      g_assert_cmpuint (f->n_exchanges, ==, 1);
      tutti_sign_in_finish (f->sign_in, error);
      await_visit (came);
      g_assert_nonnull (strstr (came->page, "Example &amp; Co"));

      g_clear_object (&f->sign_in);
      g_clear_pointer (&f->asked, g_hash_table_unref);
      begin (f);
    }
}

static void
test_offline (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (Visit) came = NULL;

  soup_server_disconnect (f->server);
  came = visit (f, "code=" CODE "&state=%s");
  assert_failed (f, TUTTI_ERROR_OFFLINE);
  tutti_sign_in_cancel (f->sign_in);
  await_visit (came);
}

static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tutti_sign_in_cancel (f->sign_in);
  assert_port_is_free (f);
  assert_failed (f, TUTTI_ERROR_CANCELLED);
  tutti_sign_in_cancel (f->sign_in);
  tutti_sign_in_finish (f->sign_in, NULL);
  g_assert_false (tutti_sign_in_paste (f->sign_in, "http://127.0.0.1/", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
}

static void
test_cancel_before (Fixture      *f,
                    gconstpointer data)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (TuttiSignIn) other = tutti_sign_in_new (f->http, f->config, &error);

  g_assert_no_error (error);
  tutti_sign_in_cancel (other);
  assert_rejects (tutti_sign_in_run (other), TUTTI_ERROR_CANCELLED);
}

static void
test_cancel_exchange (Fixture      *f,
                      gconstpointer data)
{
  g_autoptr (Visit) came = NULL;

  f->is_slow = TRUE;
  came = visit (f, "code=" CODE "&state=%s");
  while (f->waiting == NULL)
    g_main_context_iteration (NULL, TRUE);
  tutti_sign_in_cancel (f->sign_in);
  assert_failed (f, TUTTI_ERROR_CANCELLED);
  run_for (20);
  assert_port_is_free (f);
  await_visit (came);
}

/* Closing the dialog drops the run: nothing stays behind. */
static void
test_drop (Fixture      *f,
           gconstpointer data)
{
  dex_clear (&f->tokens);
  run_for (20);
  assert_port_is_free (f);
}

static void
test_paste (Fixture      *f,
            gconstpointer data)
{
  static const char *const bad[] = { "", "hello", "https://example.org/callback?code=a&state=b", "http://127.0.0.1:1/callback?code=a&state=b" };
  g_autofree char         *other = g_strconcat (get_asked (f, "redirect_uri"), "?code=" CODE "&state=other", NULL);
  g_autofree char         *good = g_strconcat ("  ", get_asked (f, "redirect_uri"), "?code=" CODE "&state=", get_asked (f, "state"), "#_=_\n", NULL);
  g_autoptr (GError)       error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (tutti_sign_in_paste (f->sign_in, bad[i], &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
      g_clear_error (&error);
    }
  g_assert_false (tutti_sign_in_paste (f->sign_in, other, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_INVALID_STATE);
  g_clear_error (&error);
  g_assert_true (dex_future_is_pending (f->tokens));

  g_assert_true (tutti_sign_in_paste (f->sign_in, good, &error));
  g_assert_no_error (error);
  assert_resolves (g_steal_pointer (&f->tokens));
  tutti_sign_in_finish (f->sign_in, NULL);
  run_for (20);
  assert_port_is_free (f);
}

static void
test_set_up (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  f->config->redirect_port = get_port (f);
  g_assert_null (tutti_sign_in_new (f->http, f->config, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_PORT_TAKEN);
  g_assert_cmpint (tutti_error_get_number (error), ==, get_port (f));
  g_clear_error (&error);

  /* It is free for the next one as soon as this is cancelled. */
  tutti_sign_in_cancel (f->sign_in);
  assert_failed (f, TUTTI_ERROR_CANCELLED);
  g_clear_object (&f->sign_in);
  g_clear_pointer (&f->asked, g_hash_table_unref);
  begin (f);
  g_assert_cmpuint (get_port (f), ==, f->config->redirect_port);

  g_clear_pointer (&f->config->client_id, g_free);
  g_assert_null (tutti_sign_in_new (f->http, f->config, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP);
}

/* What the search in tear_down() is worth. */
static void
test_search (void)
{
  g_string_truncate (logged, 0);
  g_debug ("a planted word");
  g_assert_nonnull (strstr (logged->str, "a planted word"));
}

#define add(name, func) g_test_add ("/sign-in/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  logged = g_string_new (NULL);
  g_log_set_writer_func (keep_log, NULL, NULL);
  g_log_set_default_handler (keep_message, NULL);

  g_test_add_func ("/sign-in/search", test_search);
  add ("good", test_good);
  add ("new-each-time", test_new_each_time);
  add ("strays", test_strays);
  add ("refusals", test_refusals);
  add ("issuer", test_issuer);
  add ("exchanges", test_exchanges);
  add ("offline", test_offline);
  add ("cancel", test_cancel);
  add ("cancel-before", test_cancel_before);
  add ("cancel-exchange", test_cancel_exchange);
  add ("drop", test_drop);
  add ("paste", test_paste);
  add ("set-up", test_set_up);

  return g_test_run ();
}
