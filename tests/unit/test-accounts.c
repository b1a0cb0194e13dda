/* test-accounts.c: tokens given out, refreshed, kept and lost
 *
 * A server in this process plays the token endpoint. The store is the real one
 * in a temporary folder; the vault keeps everything in memory, or in libsecret's
 * file where it must be able to fail.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accounts.h"

#include "tutti-clock.h"
#include "tutti-error.h"

#include "accounts-fixture.h"

#include <libsoup/soup.h>
#include <string.h>

#define MINUTE (60 * 1000)
#define HOUR (60 * MINUTE)
#define API "api.example.org"

typedef struct
{
  SoupServer       *server;
  char             *base; /* http://127.0.0.1:PORT */
  char             *host; /* 127.0.0.1:PORT */
  char             *folder;
  TuttiHttp        *http;
  TuttiStore       *store;
  TuttiVault       *vault;
  TuttiAccounts    *accounts;
  TuttiOAuthConfig *config;
  guint             n_changed;

  /* what the server does */
  GQueue     answers; /* of char *: "STATUS BODY"; empty: a plain new token */
  GPtrArray *bodies;  /* what was asked */
  GPtrArray *revoked;
  guint      delay_ms;
} Fixture;

typedef struct
{
  SoupServerMessage *message;
  char              *answer;
} Late;

static gboolean
answer_late_cb (gpointer data)
{
  Late       *late = data;
  const char *body = strchr (late->answer, ' ') + 1;

  soup_server_message_set_status (late->message, (guint) atoi (late->answer), NULL);
  soup_server_message_set_response (late->message, "application/json", SOUP_MEMORY_COPY, body, strlen (body));
  soup_server_message_unpause (late->message);
  g_object_unref (late->message);
  g_free (late->answer);
  g_free (late);
  return G_SOURCE_REMOVE;
}

static void
token_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           user_data)
{
  Fixture         *f = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  Late            *late = g_new0 (Late, 1);

  g_ptr_array_add (f->bodies, g_strndup (body->data, (gsize) body->length));
  late->message = g_object_ref (message);
  late->answer = g_queue_pop_head (&f->answers);
  if (late->answer == NULL)
    late->answer = g_strdup_printf ("200 {\"access_token\":\"access-%u\",\"token_type\":\"Bearer\",\"expires_in\":3600}",
                                    f->bodies->len);
  soup_server_message_pause (message);
  g_timeout_add (f->delay_ms, answer_late_cb, late);
}

static void
revoke_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  Fixture         *f = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  g_ptr_array_add (f->revoked, g_strndup (body->data, (gsize) body->length));
  soup_server_message_set_status (message, 200, NULL);
}

static void
answer (Fixture    *f,
        const char *text)
{
  g_queue_push_tail (&f->answers, g_strdup (text));
}

static void
count_cb (Fixture *f)
{
  f->n_changed++;
}

static void
new_accounts (Fixture *f)
{
  f->accounts = tutti_accounts_new (f->http, f->store, f->vault);
  tutti_accounts_set_config (f->accounts, f->config);
  g_signal_connect_swapped (f->accounts, "changed", G_CALLBACK (count_cb), f);
}

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (DexFuture) opened = NULL;
  const char           *hosts[] = { API, NULL };
  const GValue         *value;
  GSList               *uris;

  tutti_clock_set_offset (0);
  f->folder = g_dir_make_tmp ("tutti-accounts-XXXXXX", &error);
  f->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (f->server, "/token", token_cb, f, NULL);
  soup_server_add_handler (f->server, "/revoke", revoke_cb, f, NULL);
  soup_server_listen_local (f->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (f->server);
  f->host = g_strdup_printf ("127.0.0.1:%d", g_uri_get_port (uris->data));
  f->base = g_strconcat ("http://", f->host, NULL);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  f->bodies = g_ptr_array_new_with_free_func (g_free);
  f->revoked = g_ptr_array_new_with_free_func (g_free);

  f->config = tutti_oauth_config_new ();
  f->config->provider = g_strdup ("example");
  f->config->name = g_strdup ("Example");
  f->config->token_uri = g_strconcat (f->base, "/token", NULL);
  f->config->revoke_uri = g_strconcat (f->base, "/revoke", NULL);
  f->config->client_id = g_strdup ("client");
  f->config->scopes = g_strdup ("a b");
  f->config->consent_life_ms = 100 * HOUR;
  f->config->api_hosts = g_strdupv ((char **) hosts);

  value = await_value (tutti_store_open (f->folder, TRUE), &opened, &error);
  g_assert_no_error (error);
  f->store = g_value_dup_object (value);
  f->http = tutti_http_new ();
  tutti_http_set_back_off (f->http, 1);
  f->vault = tutti_vault_new ();
  if (data == NULL)
    tutti_vault_use_memory (f->vault);
  new_accounts (f);
}

/* What was left to itself comes to its end, on a busy machine too. */
static void
let_go (GObject *object)
{
  run_for (20);
  for (guint i = 0; i < 500 && object->ref_count > 1; i++)
    run_for (20);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  g_queue_clear_full (&f->answers, g_free);
  let_go (G_OBJECT (f->accounts));
  g_assert_finalize_object (g_steal_pointer (&f->accounts));
  let_go (G_OBJECT (f->vault));
  g_assert_finalize_object (g_steal_pointer (&f->vault));
  assert_resolves (tutti_store_close (f->store));
  g_clear_object (&f->store);
  g_clear_object (&f->http);
  g_clear_pointer (&f->config, tutti_oauth_config_unref);
  g_clear_object (&f->server);
  g_clear_pointer (&f->bodies, g_ptr_array_unref);
  g_clear_pointer (&f->revoked, g_ptr_array_unref);
  remove_folder (f->folder);
  g_clear_pointer (&f->folder, g_free);
  g_clear_pointer (&f->base, g_free);
  g_clear_pointer (&f->host, g_free);
  tutti_clock_set_offset (0);
}

static TuttiTokens *
make_tokens (Fixture    *f,
             const char *access,
             const char *refresh,
             gint64      life_ms)
{
  TuttiTokens *tokens = tutti_tokens_new ();
  const char  *hosts[] = { API, f->host, NULL };

  tokens->access = tutti_secret_new (access);
  tokens->refresh = refresh != NULL ? tutti_secret_new (refresh) : NULL;
  tokens->consented_at = tutti_clock_now ();
  tokens->expires_at = life_ms != 0 ? tokens->consented_at + life_ms : 0;
  g_free (tokens->scopes);
  tokens->scopes = g_strdup ("a b");
  g_strfreev (tokens->hosts);
  tokens->hosts = g_strdupv ((char **) hosts);

  return tokens;
}

static DexFuture *
adopt (Fixture     *f,
       const char  *remote_id,
       TuttiTokens *tokens,
       gboolean     switch_account)
{
  g_autoptr (TuttiAccount) account = tutti_account_new ("example");

  account->remote_id = g_strdup (remote_id);
  account->name = g_strconcat ("Person ", remote_id, NULL);
  return tutti_accounts_adopt (f->accounts, account, tokens, switch_account);
}

/* Connects, with a token of that life. */
static void
connect_with (Fixture    *f,
              const char *refresh,
              gint64      life_ms)
{
  g_autoptr (TuttiTokens) tokens = make_tokens (f, "first", refresh, life_ms);

  assert_resolves (adopt (f, "me", tokens, FALSE));
}

static DexFuture *
ask (Fixture    *f,
     const char *rejected)
{
  g_autoptr (TuttiSecret) secret = rejected != NULL ? tutti_secret_new (rejected) : NULL;

  return tutti_accounts_get_token (f->accounts, "example", API, secret);
}

static void
assert_token (DexFuture  *future,
              const char *expected)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (TuttiSecret) token = await_boxed (future, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (tutti_secret_reveal (token), ==, expected);
}

static TuttiAccount *
read_row (Fixture *f)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  run_for (20);
  rows = await_boxed (tutti_store_list_accounts (f->store), &error);
  g_assert_no_error (error);
  return rows->len == 1 ? tutti_account_ref (g_ptr_array_index (rows, 0)) : NULL;
}

static char *
dup_kept_refresh (Fixture *f)
{
  TuttiAccount           *account = tutti_accounts_peek (f->accounts, "example");
  g_autoptr (TuttiTokens) tokens = await_boxed (tutti_vault_load_tokens (f->vault, account->id), NULL);

  return tokens != NULL && tokens->refresh != NULL ? g_strdup (tutti_secret_reveal (tokens->refresh)) : NULL;
}

/* A busy machine may take its time to store it. */
static void
assert_kept (Fixture    *f,
             const char *expected)
{
  g_autofree char *kept = dup_kept_refresh (f);

  for (guint i = 0; i < 200 && g_strcmp0 (kept, expected) != 0; i++)
    {
      run_for (20);
      g_free (g_steal_pointer (&kept));
      kept = dup_kept_refresh (f);
    }
  g_assert_cmpstr (kept, ==, expected);
}

/* --- connecting --- */

static void
test_adopt (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (TuttiTokens)  tokens = make_tokens (f, "first", "refresh", HOUR);
  g_autoptr (TuttiTokens)  again = make_tokens (f, "second", "refresh-2", HOUR);
  g_autoptr (TuttiAccount) row = NULL;
  g_autoptr (TuttiAccount) same = NULL;
  g_autoptr (GError)       error = NULL;
  g_autoptr (TuttiAccount) stored = await_boxed (adopt (f, "me", tokens, FALSE), &error);

  g_assert_no_error (error);
  g_assert_true (stored == tutti_accounts_peek (f->accounts, "example"));
  g_assert_null (tutti_accounts_peek (f->accounts, "other"));
  g_assert_cmpint (stored->id, >, 0);
  g_assert_cmpint (stored->state, ==, TUTTI_ACCOUNT_THIS_SESSION);
  g_assert_cmpint (stored->sign_in_by, ==, tokens->consented_at + 100 * HOUR);
  g_assert_cmpint (stored->token_expires_at, ==, tokens->expires_at);
  g_assert_cmpint (stored->connected_at, ==, tokens->consented_at);
  g_assert_cmpstr (stored->scopes, ==, "a b");
  g_assert_cmpuint (f->n_changed, ==, 1);

  row = read_row (f);
  g_assert_cmpint (row->id, ==, stored->id);
  g_assert_cmpint (row->state, ==, TUTTI_ACCOUNT_THIS_SESSION);
  assert_token (ask (f, NULL), "first");
  g_assert_cmpuint (f->bodies->len, ==, 0);

  /* Another account changes nothing. */
  assert_rejects (adopt (f, "somebody else", again, FALSE), TUTTI_ERROR_ALREADY_LINKED);
  assert_token (ask (f, NULL), "first");

  /* The same one keeps its row. */
  same = await_boxed (adopt (f, "me", again, FALSE), &error);
  g_assert_no_error (error);
  g_assert_cmpint (same->id, ==, stored->id);
  assert_token (ask (f, NULL), "second");
  assert_kept (f, "refresh-2");
}

static void
test_switch (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (TuttiTokens)  tokens = make_tokens (f, "other", "refresh-2", HOUR);
  g_autoptr (TuttiAccount) row = NULL;

  connect_with (f, "refresh", HOUR);
  g_assert_true (await_boolean (tutti_accounts_forget (f->accounts, "example")));
  assert_resolves (tutti_store_delete_account (f->store, "example", TRUE));
  g_assert_cmpuint (f->revoked->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (f->revoked, 0), "token=refresh&"));

  assert_resolves (adopt (f, "somebody else", tokens, TRUE));
  assert_token (ask (f, NULL), "other");
  row = read_row (f);
  g_assert_cmpstr (row->remote_id, ==, "somebody else");
}

static TuttiAccountState
read_state (Fixture *f)
{
  g_autoptr (TuttiAccount) row = read_row (f);

  return row->state;
}

static void
test_forget (Fixture      *f,
             gconstpointer data)
{
  gint64 id;

  g_assert_false (await_boolean (tutti_accounts_forget (f->accounts, "example")));
  connect_with (f, "refresh", HOUR);
  id = tutti_accounts_peek (f->accounts, "example")->id;
  g_assert_true (await_boolean (tutti_accounts_forget (f->accounts, "example")));
  g_assert_null (tutti_accounts_peek (f->accounts, "example"));
  assert_rejects (ask (f, NULL), TUTTI_ERROR_NOT_LINKED);
  assert_rejects (tutti_vault_load_tokens (f->vault, id), TUTTI_ERROR_KEYRING_ABSENT);

  /* What could not be deleted behind that does not pass for connected, and is
   * forgotten once more. */
  g_assert_cmpint (read_state (f), ==, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
  assert_resolves (tutti_accounts_load (f->accounts));
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
  g_assert_false (await_boolean (tutti_accounts_forget (f->accounts, "example")));
  g_assert_null (tutti_accounts_peek (f->accounts, "example"));

  /* A service that can't be reached keeps nobody from leaving. */
  assert_resolves (tutti_store_delete_account (f->store, "example", TRUE));
  connect_with (f, "refresh", HOUR);
  soup_server_disconnect (f->server);
  g_assert_false (await_boolean (tutti_accounts_forget (f->accounts, "example")));
  g_assert_null (tutti_accounts_peek (f->accounts, "example"));
}

static void
test_none (Fixture      *f,
           gconstpointer data)
{
  assert_resolves (tutti_accounts_load (f->accounts));
  assert_rejects (ask (f, NULL), TUTTI_ERROR_NOT_LINKED);
  assert_rejects (tutti_accounts_get_token (f->accounts, "never heard of", API, NULL), TUTTI_ERROR_NOT_LINKED);
}

/* --- refreshing --- */

static void
test_together (Fixture      *f,
               gconstpointer data)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  f->delay_ms = 50;
  connect_with (f, "refresh", MINUTE);
  tutti_clock_set_offset (MINUTE);
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (futures, ask (f, i % 2 ? "first" : NULL));
  for (guint i = 0; i < futures->len; i++)
    assert_token (dex_ref (g_ptr_array_index (futures, i)), "access-1");

  g_assert_cmpuint (f->bodies->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (f->bodies, 0), ==, "grant_type=refresh_token&refresh_token=refresh&client_id=client");
  assert_kept (f, "refresh");
}

/* Who goes away stops nothing for the others. */
static void
test_dropped (Fixture      *f,
              gconstpointer data)
{
  DexFuture *first;

  f->delay_ms = 50;
  answer (f, "200 {\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"rotated\"}");
  connect_with (f, "refresh", MINUTE);
  tutti_clock_set_offset (MINUTE);
  first = ask (f, NULL);
  run_for (10);
  dex_unref (first);
  run_for (150);

  g_assert_cmpuint (f->bodies->len, ==, 1);
  assert_kept (f, "rotated");
  assert_token (ask (f, NULL), "new");
  g_assert_cmpuint (f->bodies->len, ==, 1);
}

static void
test_times (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (TuttiAccount) row = NULL;

  connect_with (f, "refresh", HOUR);
  tutti_clock_set_offset (54 * MINUTE);
  assert_token (ask (f, NULL), "first");
  tutti_clock_set_offset (56 * MINUTE);
  assert_token (ask (f, NULL), "access-1");
  g_assert_cmpuint (f->bodies->len, ==, 1);

  row = read_row (f);
  g_assert_cmpint (row->token_expires_at, >, tutti_clock_now () + 59 * MINUTE);
  g_assert_cmpint (row->sign_in_by, <, tutti_clock_now () + 100 * HOUR - 50 * MINUTE);

  /* One that never lives for five minutes is not refreshed for every call. */
  answer (f, "200 {\"access_token\":\"short\",\"token_type\":\"Bearer\",\"expires_in\":60}");
  assert_token (ask (f, "access-1"), "short");
  assert_token (ask (f, NULL), "short");
  g_assert_cmpuint (f->bodies->len, ==, 2);
  tutti_clock_set_offset (56 * MINUTE + 40 * 1000);
  assert_token (ask (f, NULL), "access-3");
}

static void
test_no_end (Fixture      *f,
             gconstpointer data)
{
  connect_with (f, "refresh", 0);
  tutti_clock_set_offset (50 * HOUR);
  assert_token (ask (f, NULL), "first");
  assert_token (ask (f, "first"), "access-1");
  /* Somebody who comes late with the old one gets the new one. */
  assert_token (ask (f, "first"), "access-1");
  g_assert_cmpuint (f->bodies->len, ==, 1);
}

static void
test_rotation (Fixture      *f,
               gconstpointer data)
{
  connect_with (f, "refresh", HOUR);
  answer (f, "200 {\"access_token\":\"one\",\"token_type\":\"bearer\",\"refresh_token\":\"rotated-1\",\"scope\":\"a\"}");
  assert_token (ask (f, "first"), "one");
  assert_kept (f, "rotated-1");
  answer (f, "200 {\"access_token\":\"two\",\"token_type\":\"bearer\",\"refresh_token\":\"rotated-2\"}");
  assert_token (ask (f, "one"), "two");
  assert_kept (f, "rotated-2");
  g_assert_nonnull (strstr (g_ptr_array_index (f->bodies, 1), "refresh_token=rotated-1&"));
  g_assert_cmpstr (tutti_accounts_peek (f->accounts, "example")->scopes, ==, "a");

  /* None in the answer: the last one stays. */
  assert_token (ask (f, "two"), "access-3");
  assert_kept (f, "rotated-2");
}

static void
test_ended (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (TuttiAccount) row = NULL;
  guint                    n_changed;

  connect_with (f, "refresh", HOUR);
  n_changed = f->n_changed;
  answer (f, "400 {\"error\":\"invalid_grant\",\"error_description\":\"Refresh token revoked\"}");
  assert_rejects (ask (f, "first"), TUTTI_ERROR_NOT_LINKED);
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
  g_assert_cmpuint (f->n_changed, ==, n_changed + 1);
  row = read_row (f);
  g_assert_cmpint (row->state, ==, TUTTI_ACCOUNT_SIGN_IN_AGAIN);

  /* The service is not asked again, until the person signs in. */
  assert_rejects (ask (f, NULL), TUTTI_ERROR_NOT_LINKED);
  g_assert_cmpuint (f->bodies->len, ==, 1);
  connect_with (f, "refresh-2", HOUR);
  assert_token (ask (f, NULL), "first");
  assert_token (ask (f, "first"), "access-2");
}

/* invalid_grant for a token that is not the vault's any more. */
static void
test_ended_but_newer (Fixture      *f,
                      gconstpointer data)
{
  g_autoptr (TuttiTokens) newer = make_tokens (f, "newer", "newer-refresh", HOUR);
  g_autoptr (TuttiTokens) expired = make_tokens (f, "expired", "third-refresh", -HOUR);

  connect_with (f, "refresh", HOUR);
  assert_resolves (tutti_vault_save_tokens (f->vault, tutti_accounts_peek (f->accounts, "example")->id, newer));
  answer (f, "400 {\"error\":\"invalid_grant\"}");
  assert_token (ask (f, "first"), "newer");
  g_assert_cmpuint (f->bodies->len, ==, 1);

  /* The same, where what the vault holds must be refreshed too. */
  assert_resolves (tutti_vault_save_tokens (f->vault, tutti_accounts_peek (f->accounts, "example")->id, expired));
  answer (f, "400 {\"error\":\"invalid_grant\"}");
  assert_token (ask (f, "newer"), "access-3");
  g_assert_nonnull (strstr (g_ptr_array_index (f->bodies, 2), "third-refresh"));
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_THIS_SESSION);
}

static const struct
{
  const char *answer;
  TuttiError  code;
} failures[] = {
  { "401 {\"error\":\"invalid_client\"}", TUTTI_ERROR_BAD_CLIENT },
  { "400 {\"error\":\"unauthorized_client\"}", TUTTI_ERROR_BAD_CLIENT },
  { "403 {\"error\":\"access_denied\"}", TUTTI_ERROR_ACCESS_DENIED },
  { "500 broken", TUTTI_ERROR_SERVER },
  { "200 <html>", TUTTI_ERROR_BAD_ANSWER },
  { "200 {}", TUTTI_ERROR_BAD_ANSWER },
  { "302 {}", TUTTI_ERROR_BAD_ANSWER },
};

/* Nothing but invalid_grant loses a connection. */
static void
test_failures (Fixture      *f,
               gconstpointer data)
{
  connect_with (f, "refresh", HOUR);
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_test_message ("%s", failures[i].answer);
      answer (f, failures[i].answer);
      assert_rejects (ask (f, "first"), failures[i].code);
      g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_THIS_SESSION);
    }

  /* Near its end but alive, the token goes on being given. */
  tutti_clock_set_offset (57 * MINUTE);
  answer (f, "400 {\"error\":\"server_error\"}");
  assert_token (ask (f, NULL), "first");
  assert_kept (f, "refresh");
  assert_token (ask (f, "first"), "access-9");
}

static void
test_offline (Fixture      *f,
              gconstpointer data)
{
  connect_with (f, "refresh", HOUR);
  soup_server_disconnect (f->server);
  assert_rejects (ask (f, "first"), TUTTI_ERROR_OFFLINE);
  assert_token (ask (f, NULL), "first");
  tutti_clock_set_offset (2 * HOUR);
  assert_rejects (ask (f, NULL), TUTTI_ERROR_OFFLINE);
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_THIS_SESSION);
}

static void
test_no_refresh_token (Fixture      *f,
                       gconstpointer data)
{
  connect_with (f, NULL, HOUR);
  assert_token (ask (f, NULL), "first");
  tutti_clock_set_offset (2 * HOUR);
  assert_rejects (ask (f, NULL), TUTTI_ERROR_NOT_LINKED);
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
  g_assert_cmpuint (f->bodies->len, ==, 0);
}

/* --- where tokens go --- */

static void
test_hosts (Fixture      *f,
            gconstpointer data)
{
  static const char *const     hosts[] = { "evil.example", "example.org", "api.example.org.evil.example", "api.example.org:81", "" };
  g_autoptr (TuttiOAuthConfig) moved = tutti_oauth_config_new ();

  connect_with (f, "refresh", MINUTE);
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    assert_rejects (tutti_accounts_get_token (f->accounts, "example", hosts[i], NULL), TUTTI_ERROR_NOT_LINKED);
  assert_resolves (tutti_accounts_get_token (f->accounts, "example", API, NULL));

  /* A data folder that says the token endpoint is elsewhere gets nothing. */
  tutti_clock_set_offset (MINUTE);
  moved->provider = g_strdup ("example");
  moved->client_id = g_strdup ("client");
  moved->token_uri = g_strdup_printf ("http://127.0.0.2:%s/token", strrchr (f->host, ':') + 1);
  moved->revoke_uri = g_strdup ("https://evil.example/revoke");
  tutti_accounts_set_config (f->accounts, moved);
  assert_rejects (ask (f, NULL), TUTTI_ERROR_NOT_LINKED);
  g_assert_cmpuint (f->bodies->len, ==, 0);
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_THIS_SESSION);
  g_assert_false (await_boolean (tutti_accounts_forget (f->accounts, "example")));
  g_assert_cmpuint (f->revoked->len, ==, 0);
}

/* --- starting again, and a vault that fails; libsecret's file is opened once
 * for a process, so each is a process of its own --- */

static void
test_restart (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (TuttiAccounts) before = NULL;

  connect_with (f, "refresh", HOUR);
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_CONNECTED);
  assert_token (ask (f, "first"), "access-1");
  run_for (50);

  before = g_steal_pointer (&f->accounts);
  new_accounts (f);
  assert_rejects (ask (f, NULL), TUTTI_ERROR_NOT_LINKED);
  assert_resolves (tutti_accounts_load (f->accounts));
  assert_token (ask (f, NULL), "access-1");
  g_assert_cmpuint (f->bodies->len, ==, 1);
  tutti_clock_set_offset (HOUR);
  assert_token (ask (f, NULL), "access-2");

  /* An item that somebody deleted is no proof against the grant. */
  assert_resolves (tutti_vault_forget_tokens (f->vault, tutti_accounts_peek (f->accounts, "example")->id));
  g_clear_object (&f->accounts);
  new_accounts (f);
  assert_resolves (tutti_accounts_load (f->accounts));
  assert_rejects (ask (f, NULL), TUTTI_ERROR_NOT_LINKED);
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_CONNECTED);
}

static void
test_session_over (Fixture      *f,
                   gconstpointer data)
{
  g_autoptr (TuttiAccount) row = NULL;

  connect_with (f, "refresh", HOUR);
  g_clear_object (&f->accounts);
  g_clear_object (&f->vault);
  f->vault = tutti_vault_new ();
  new_accounts (f);
  assert_resolves (tutti_accounts_load (f->accounts));
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
  row = read_row (f);
  g_assert_cmpint (row->state, ==, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
}

/* The keyring's folder takes nothing, then it does again. */
static void
test_vault_fails (Fixture      *f,
                  gconstpointer data)
{
  const char *folder = g_getenv ("TUTTI_TEST_KEYRING");

  connect_with (f, "refresh", HOUR);
  answer (f, "200 {\"access_token\":\"new\",\"token_type\":\"bearer\",\"refresh_token\":\"rotated\",\"expires_in\":3600}");
  {
    g_autofree char *away = g_strconcat (folder, ".away", NULL);

    g_assert_cmpint (g_rename (folder, away), ==, 0);
    g_assert_true (g_file_set_contents (folder, "no folder", -1, NULL));

    /* The old one is spent: the new one is used, and not lost. */
    assert_token (ask (f, "first"), "new");
    assert_token (ask (f, NULL), "new");
    g_assert_cmpuint (f->bodies->len, ==, 1);

    g_assert_cmpint (g_remove (folder), ==, 0);
    g_assert_cmpint (g_rename (away, folder), ==, 0);
  }

  tutti_clock_set_offset (MINUTE);
  assert_token (ask (f, NULL), "new");
  assert_kept (f, "rotated");
  assert_token (ask (f, "new"), "access-2");
  g_assert_nonnull (strstr (g_ptr_array_index (f->bodies, 1), "refresh_token=rotated&"));
}

/* Nothing is left in the database when the vault can't take the tokens. */
static void
test_vault_absent (Fixture      *f,
                   gconstpointer data)
{
  g_autoptr (TuttiTokens)  tokens = make_tokens (f, "first", "refresh", HOUR);
  g_autoptr (TuttiAccount) row = NULL;

  assert_rejects (adopt (f, "me", tokens, FALSE), TUTTI_ERROR_KEYRING_ABSENT);
  g_assert_null (tutti_accounts_peek (f->accounts, "example"));
  row = read_row (f);
  g_assert_null (row);

  /* For this session only, then. */
  tutti_vault_use_memory (f->vault);
  assert_resolves (adopt (f, "me", tokens, FALSE));
  assert_token (ask (f, NULL), "first");
}

static void
run_child (gconstpointer path)
{
  g_test_trap_subprocess (path, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
run_child_with_keyring (gconstpointer path)
{
  g_autofree char *folder = g_dir_make_tmp ("tutti-keyring-XXXXXX", NULL);
  g_autofree char *keyring = g_build_filename (folder, "test.keyring", NULL);

  g_setenv ("TUTTI_TEST_KEYRING", folder, TRUE);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "a test's password", TRUE);
  /* libsecret leaks what it read before when the file comes and goes; only with
   * whole stacks is that known from a leak of ours (lsan.supp). */
  g_setenv ("ASAN_OPTIONS", "detect_stack_use_after_return=0:fast_unwind_on_malloc=0", TRUE);
  run_child (path);
  g_unsetenv ("SECRET_BACKEND");
  remove_folder (folder);
}

/* Who is only read by their name has no token and needs no keyring; a token
 * from before goes. */
static void
test_by_name (Fixture      *f,
              gconstpointer data)
{
  g_autoptr (TuttiTokens)  tokens = make_tokens (f, "first", NULL, 0);
  g_autoptr (TuttiAccount) row = NULL;
  gint64                   id;

  assert_resolves (adopt (f, "me", NULL, FALSE));
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_BY_NAME);
  id = tutti_accounts_peek (f->accounts, "example")->id;
  assert_rejects (ask (f, NULL), TUTTI_ERROR_NOT_LINKED);
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->state, ==, TUTTI_ACCOUNT_BY_NAME);

  assert_resolves (adopt (f, "me", tokens, FALSE));
  g_assert_cmpint (tutti_accounts_peek (f->accounts, "example")->id, ==, id);
  assert_token (ask (f, NULL), "first");

  assert_resolves (adopt (f, "me", NULL, FALSE));
  row = read_row (f);
  g_assert_cmpint (row->id, ==, id);
  g_assert_cmpint (row->state, ==, TUTTI_ACCOUNT_BY_NAME);
  assert_rejects (tutti_vault_load_tokens (f->vault, id), TUTTI_ERROR_KEYRING_ABSENT); /* not in memory any more */

  assert_resolves (tutti_accounts_forget (f->accounts, "example"));
  g_assert_null (tutti_accounts_peek (f->accounts, "example"));
  g_assert_cmpuint (f->bodies->len, ==, 0);
}

#define add(name, func) g_test_add ("/accounts/" name, Fixture, NULL, set_up, func, tear_down)
#define add_child(name, func, run)                                                                      \
  G_STMT_START                                                                                          \
  {                                                                                                     \
    g_test_add_data_func ("/accounts/" name, "/accounts/" name "/subprocess/child", run);               \
    g_test_add ("/accounts/" name "/subprocess/child", Fixture, "real vault", set_up, func, tear_down); \
  }                                                                                                     \
  G_STMT_END

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  if (!g_test_subprocess ())
    g_unsetenv ("SECRET_BACKEND");

  add ("by-name", test_by_name);
  add ("adopt", test_adopt);
  add ("switch", test_switch);
  add ("forget", test_forget);
  add ("none", test_none);
  add ("together", test_together);
  add ("dropped", test_dropped);
  add ("times", test_times);
  add ("no-end", test_no_end);
  add ("rotation", test_rotation);
  add ("ended", test_ended);
  add ("ended-but-newer", test_ended_but_newer);
  add ("failures", test_failures);
  add ("offline", test_offline);
  add ("no-refresh-token", test_no_refresh_token);
  add ("hosts", test_hosts);
  add ("session-over", test_session_over);
  add_child ("vault-absent", test_vault_absent, run_child);
  add_child ("restart", test_restart, run_child_with_keyring);
  add_child ("vault-fails", test_vault_fails, run_child_with_keyring);

  status = g_test_run ();
  return status;
}
