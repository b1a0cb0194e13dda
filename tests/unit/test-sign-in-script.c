/* test-sign-in-script.c: sign-ins through a page with a service's script, and what a key signs
 *
 * What strangers try at the listener is in tests/e2e/test-apple.py, too, on
 * whole processes.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accounts.h"
#include "tutti-loopback.h"
#include "tutti-signature.h"

#include "tutti-clock.h"
#include "tutti-error.h"

#include "accounts-fixture.h"

#include <gio/gio.h>
#include <gnutls/x509.h>
#include <libsoup/soup.h>
#include <string.h>

#define TOKEN "An0therPersonsToken+with/signs=="
#define API   "api.example.org"
#define HOUR  (G_GINT64_CONSTANT (60) * 60 * 1000)

static char *
make_pem (void)
{
  gnutls_x509_privkey_t key;
  gnutls_datum_t        out = { NULL, 0 };
  char                 *pem;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN, &out), ==, 0);
  pem = g_strndup ((char *) out.data, out.size);
  gnutls_free (out.data);
  gnutls_x509_privkey_deinit (key);

  return pem;
}

typedef struct
{
  TuttiHttp        *http;
  TuttiOAuthConfig *config;
  SoupSession      *browser;
} Fixture;

static void
set_up (Fixture      *f,
        gconstpointer data)
{
  const char      *hosts[] = { API, NULL };
  g_autofree char *pem = make_pem ();

  tutti_clock_set_offset (0);
  f->http = tutti_http_new ();
  f->browser = soup_session_new ();
  f->config = tutti_oauth_config_new ();
  f->config->provider = g_strdup ("example");
  f->config->name = g_strdup ("Example & Co");
  f->config->client_id = g_strdup ("TEAM123456.KEY1234567");
  f->config->client_secret = tutti_signature_check_key (pem, strlen (pem), NULL);
  f->config->script_uri = g_strdup ("https://cdn.example.org/kit.js?a=1&b=\"2\"");
  f->config->script_code = g_strdup ("{ prepare: async () => {}, ask: async () => 'x' }");
  f->config->key_owner = g_strdup ("TEAM123456");
  f->config->key_id = g_strdup ("KEY1234567");
  f->config->consent_life_ms = 100 * HOUR;
  f->config->api_hosts = g_strdupv ((char **) hosts);
}

static void
tear_down (Fixture      *f,
           gconstpointer data)
{
  run_for (20);
  g_clear_object (&f->http);
  g_clear_object (&f->browser);
  g_clear_pointer (&f->config, tutti_oauth_config_unref);
  tutti_clock_set_offset (0);
}

static gpointer
await_text (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = await_boxed (future, &error);

  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GError)     error = NULL;
  GBytes                *bytes = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &error);

  if (bytes != NULL)
    dex_promise_resolve_boxed (promise, G_TYPE_BYTES, bytes);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

/* One request of a browser; `origin` and `form` may be NULL. */
static DexFuture *
ask (Fixture    *f,
     const char *uri,
     const char *origin,
     const char *form,
     guint      *status)
{
  g_autoptr (SoupMessage) message = soup_message_new (form != NULL ? "POST" : "GET", uri);
  DexPromise             *promise = dex_promise_new ();
  g_autoptr (DexFuture)   keep = NULL;

  if (origin != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Origin", origin);
  if (form != NULL)
    {
      g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));

      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
    }
  soup_session_send_and_read_async (f->browser, message, G_PRIORITY_DEFAULT, NULL, sent_cb, dex_ref (promise));
  if (status == NULL)
    return DEX_FUTURE (promise);

  while (dex_future_is_pending (DEX_FUTURE (promise)))
    g_main_context_iteration (NULL, TRUE);
  *status = soup_message_get_status (message);

  return DEX_FUTURE (promise);
}

/* What stands between `before` and the next quote. (transfer full) */
static char *
cut (const char *page,
     const char *before)
{
  const char *start = strstr (page, before);

  g_assert_nonnull (start);
  start += strlen (before);

  return g_strndup (start, strcspn (start, "\""));
}

static void
assert_free (guint port)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GSocketListener) other = g_socket_listener_new ();
      g_autoptr (GInetAddress)    loopback = g_inet_address_new_loopback (i == 0 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
      g_autoptr (GSocketAddress)  address = g_inet_socket_address_new (loopback, (guint16) port);
      g_autoptr (GError)          error = NULL;

      if (!g_socket_listener_add_address (other, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, NULL, &error))
        g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE));
    }
}

static guint
get_port (const char *uri)
{
  g_autoptr (GUri) parts = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

  return (guint) g_uri_get_port (parts);
}

static char *
dup_origin (const char *uri)
{
  return g_strdup_printf ("http://localhost:%u", get_port (uri));
}

static void
test_whole (Fixture      *f,
            gconstpointer data)
{
  g_autoptr (GError)      error = NULL;
  g_autoptr (TuttiSignIn) sign_in = tutti_sign_in_new (f->http, f->config, &error);
  g_autoptr (DexFuture)   given = NULL;
  g_autoptr (TuttiTokens) tokens = NULL;
  g_autofree char        *uri = NULL;
  g_autofree char        *origin = NULL;
  g_autofree char        *page = NULL;
  g_autofree char        *state = NULL;
  g_autofree char        *signature = NULL;
  g_autofree char        *script = NULL;
  g_autofree char        *escaped = g_uri_escape_string (TOKEN, NULL, FALSE);
  g_autofree char        *form = NULL;
  g_autofree char        *end = NULL;
  DexFuture              *answer;
  DexFuture              *run;
  guint                   status = 0;

  g_assert_no_error (error);
  uri = g_strdup (tutti_sign_in_get_uri (sign_in));
  origin = dup_origin (uri);
  g_assert_true (g_str_has_prefix (uri, "http://localhost:"));
  g_assert_cmpuint (strlen (strrchr (uri, '/')), ==, 1 + 43);
  run = tutti_sign_in_run (sign_in);

  page = await_text (ask (f, uri, NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 200);
  state = cut (page, "name=\"state\" value=\"");
  signature = cut (page, "data-token=\"");
  script = cut (page, "data-script=\"");
  g_assert_cmpstr (script, ==, "https://cdn.example.org/kit.js?a=1&amp;b=&quot;2&quot;");
  g_assert_cmpuint (strlen (state), ==, 43);
  g_assert_nonnull (strstr (page, "Example &amp; Co"));
  g_assert_cmpuint (strlen (strrchr (signature, '.')), ==, 1 + 86);

  form = g_strdup_printf ("state=%s&code=%s", state, escaped);
  dex_unref (ask (f, uri, NULL, form, &status));
  g_assert_cmpuint (status, ==, 403);
  dex_unref (ask (f, uri, "https://evil.example", form, &status));
  g_assert_cmpuint (status, ==, 403);
  g_assert_true (dex_future_is_pending (run));

  answer = ask (f, uri, origin, form, NULL);
  tokens = await_boxed (run, &error);
  g_assert_no_error (error);
  g_assert_true (tutti_secret_equals (tokens->access, TOKEN));
  g_assert_null (tokens->refresh);
  g_assert_cmpint (tokens->expires_at, ==, 0);
  g_assert_cmpint (tokens->consented_at, >, 0);
  g_assert_cmpstr (tokens->hosts[0], ==, API);
  g_assert_null (tokens->hosts[1]);

  dex_unref (ask (f, uri, NULL, NULL, &status));
  g_assert_cmpuint (status, ==, 404);
  tutti_sign_in_finish (sign_in, NULL);
  end = await_text (answer);
  g_assert_nonnull (strstr (end, "is connected"));
  run_for (50);
  assert_free (get_port (uri));
}

/* Without a key, or with one that signs nothing, nobody is sent to the browser. */
static void
test_no_key (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&f->config->client_secret, tutti_secret_unref);
  g_assert_null (tutti_sign_in_new (f->http, f->config, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP);
  g_clear_error (&error);

  f->config->client_secret = tutti_secret_new ("-----BEGIN PRIVATE KEY-----\n");
  g_assert_null (tutti_sign_in_new (f->http, f->config, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT);
}

static void
test_cancel (Fixture      *f,
             gconstpointer data)
{
  g_autoptr (TuttiSignIn) sign_in = tutti_sign_in_new (f->http, f->config, NULL);
  guint                   port = get_port (tutti_sign_in_get_uri (sign_in));
  DexFuture              *run = tutti_sign_in_run (sign_in);

  run_for (1);
  tutti_sign_in_cancel (sign_in);
  assert_free (port);
  assert_rejects (run, TUTTI_ERROR_CANCELLED);
}

/* Its life is over in both families; and who has the port in one of them is told. */
static void
test_port (Fixture      *f,
           gconstpointer data)
{
  g_autoptr (TuttiSecret)   state = tutti_secret_new ("0123456789012345678901234567890123456789012");
  g_autoptr (GBytes)        page = g_bytes_new_static ("HTTP/1.1 200 OK\r\n\r\n", 19);
  TuttiLoopbackInfo         info = { .path = "/x", .state = state, .life_ms = 40, .page = page };
  g_autoptr (GError)        error = NULL;
  g_autoptr (TuttiLoopback) loopback = tutti_loopback_new (&info, &error);
  g_autoptr (GSocketListener) other = g_socket_listener_new ();
  g_autoptr (GInetAddress)  six = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) address = NULL;
  guint16                   port;

  g_assert_no_error (error);
  port = tutti_loopback_get_port (loopback);
  assert_rejects (tutti_loopback_wait (loopback), TUTTI_ERROR_EXPIRED);
  assert_free (port);
  g_clear_object (&loopback);

  address = g_inet_socket_address_new (six, port);
  if (!g_socket_listener_add_address (other, address, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, NULL, NULL))
    {
      g_test_skip ("There is no IPv6 here");
      return;
    }
  info.port = port;
  g_assert_null (tutti_loopback_new (&info, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_PORT_TAKEN);
  /* Any port is one that is free in both. */
  info.port = 0;
  loopback = tutti_loopback_new (&info, NULL);
  g_assert_nonnull (loopback);
  g_assert_cmpuint (tutti_loopback_get_port (loopback), !=, port);
}

/* --- what is given out --- */

static TuttiSecret *
sign (TuttiAccounts *accounts,
      const char    *host,
      TuttiSecret   *rejected,
      GError       **error)
{
  return await_boxed (tutti_accounts_get_signature (accounts, "example", host, rejected), error);
}

static void
test_signatures (Fixture      *f,
                 gconstpointer data)
{
  g_autofree char          *folder = g_dir_make_tmp ("tutti-signatures-XXXXXX", NULL);
  g_autoptr (DexFuture)     opened = NULL;
  g_autoptr (TuttiStore)    store = g_value_dup_object (await_value (tutti_store_open (folder, TRUE), &opened, NULL));
  g_autoptr (TuttiVault)    vault = tutti_vault_new ();
  g_autoptr (TuttiAccounts) accounts = tutti_accounts_new (f->http, store, vault);
  g_autoptr (TuttiSecret)   key = g_steal_pointer (&f->config->client_secret);
  g_autoptr (TuttiSecret)   first = NULL;
  g_autoptr (TuttiSecret)   same = NULL;
  g_autoptr (TuttiSecret)   later = NULL;
  g_autoptr (TuttiSecret)   anew = NULL;
  g_autoptr (TuttiSecret)   past = NULL;
  g_autoptr (GError)        error = NULL;

  tutti_vault_use_memory (vault);
  g_assert_null (sign (accounts, API, NULL, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP);
  g_clear_error (&error);
  tutti_accounts_set_config (accounts, f->config);
  g_assert_null (sign (accounts, API, NULL, &error));
  g_assert_nonnull (error); /* there is no key, or nobody to ask for it */
  g_clear_error (&error);

  assert_resolves (tutti_vault_save_secret (vault, "example", key));
  first = sign (accounts, API, NULL, &error);
  g_assert_no_error (error);
  same = sign (accounts, API, NULL, NULL);
  g_assert_true (tutti_secret_equals (first, tutti_secret_reveal (same)));
  g_assert_null (sign (accounts, "evil.example", NULL, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED);
  g_clear_error (&error);

  /* Refused while it is young, the key is to blame; later it is the clock. */
  g_assert_null (sign (accounts, API, first, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT);
  g_clear_error (&error);
  tutti_clock_set_offset (2 * 60 * 1000);
  anew = sign (accounts, API, first, &error);
  g_assert_no_error (error);
  g_assert_false (tutti_secret_equals (first, tutti_secret_reveal (anew)));

  /* Renewed an hour before its end, and where the clock was set back. */
  tutti_clock_set_offset (10 * HOUR);
  g_clear_pointer (&same, tutti_secret_unref);
  same = sign (accounts, API, NULL, NULL);
  g_assert_true (tutti_secret_equals (anew, tutti_secret_reveal (same)));
  tutti_clock_set_offset (12 * HOUR);
  later = sign (accounts, API, NULL, NULL);
  g_assert_false (tutti_secret_equals (anew, tutti_secret_reveal (later)));
  tutti_clock_set_offset (0);
  past = sign (accounts, API, NULL, NULL);
  g_assert_false (tutti_secret_equals (later, tutti_secret_reveal (past)));

  assert_resolves (tutti_store_close (store));
  remove_folder (folder);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("/sign-in/script/whole", test_whole);
  ADD ("/sign-in/script/no-key", test_no_key);
  ADD ("/sign-in/script/cancel", test_cancel);
  ADD ("/sign-in/script/port", test_port);
  ADD ("/sign-in/script/signatures", test_signatures);

  return g_test_run ();
}
