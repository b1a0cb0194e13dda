/* client-fixture.h: accounts that only remember, and a service that plays a list of answers
 *
 * The answers are given one after the other by a server in the same main loop.
 * TuttiAccounts is replaced at link time by one that hands out numbered tokens
 * and remembers what it was asked.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "providers-fixture.h"

#include "tutti-client.h"
#include "tutti-error.h"

#include <libsoup/soup.h>
#include <string.h>

#define ID "2plbrEY59IikOBgBGLjaoe"

/* --- accounts that only remember --- */

struct _TuttiAccounts
{
  GObject parent_instance;

  guint      n_calls;
  char      *provider; /* of the last call, as the others */
  char      *host;
  char      *rejected;
  TuttiError fail;     /* unless CANCELLED, reject with this */
  guint      n_signatures;
  char      *refused;       /* of the last call for what a key signs */
  TuttiError fail_to_sign;  /* the same */
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
  g_clear_pointer (&self->refused, g_free);

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
  self->fail = self->fail_to_sign = TUTTI_ERROR_CANCELLED;
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

/* As the real one does, it does not sign anew what it just signed. */
DexFuture *
tutti_accounts_get_signature (TuttiAccounts *self,
                              const char    *provider,
                              const char    *host,
                              TuttiSecret   *rejected)
{
  g_set_str (&self->refused, rejected != NULL ? tutti_secret_reveal (rejected) : NULL);
  if (self->fail_to_sign != TUTTI_ERROR_CANCELLED)
    return dex_future_new_reject (TUTTI_ERROR, self->fail_to_sign, "nothing signed");

  return dex_future_new_take_boxed (TUTTI_TYPE_SECRET, tutti_secret_new_take (g_strdup_printf ("signed-%u", ++self->n_signatures)));
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
  GString        *log; /* "METHOD path?query token\n" of each request; behind it whose account it is about */
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
  const char   *account;
  GUri         *uri = soup_server_message_get_uri (message);

  g_assert_cmpuint (fixture->n_answers, >, 0);
  answer = &fixture->answers[MIN (fixture->n_requests, fixture->n_answers - 1)];
  body = answer->body != NULL ? answer->body : "{}";
  token = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Authorization");
  account = soup_message_headers_get_one (soup_server_message_get_request_headers (message), "Music-User-Token");

  fixture->n_requests++;
  g_set_str (&fixture->agent, soup_message_headers_get_list (soup_server_message_get_request_headers (message), "User-Agent"));
  g_string_append_printf (fixture->log, "%s %s%s%s %s%s%s\n",
                          soup_server_message_get_method (message), path,
                          g_uri_get_query (uri) != NULL ? "?" : "", g_uri_get_query (uri) != NULL ? g_uri_get_query (uri) : "",
                          token != NULL ? token : "-", account != NULL ? " " : "", account != NULL ? account : "");

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

G_GNUC_UNUSED static DexFuture *
fetch (Fixture         *fixture,
       TuttiRequestKind kind)
{
  gboolean                needs_ids = kind == TUTTI_REQUEST_LIKE || kind == TUTTI_REQUEST_UNLIKE || kind == TUTTI_REQUEST_TRACK;
  g_autoptr (TuttiRequest) request = new_request (kind, kind == TUTTI_REQUEST_SEARCH ? "smile" : NULL, needs_ids ? ID : NULL, NULL);

  return tutti_client_fetch (fixture->client, fixture->spotify, request);
}
