/* test-loopback.c: one answer is taken, everything else ends nothing
 *
 * The browser here is a socket that says what the table tells it. In requests,
 * PORT, STATE and CODE stand for the real ones.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-error.h"
#include "tutti-loopback.h"

#include <gio/gio.h>
#include <string.h>

#define STATE "s-0123456789abcdefghijklmnopqrstuvwxyzABCD_"
#define CODE  "c-the-code-that-nobody-may-see"
#define GOOD  "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n"

/* --- a flow and its browsers --- */

typedef struct
{
  TuttiLoopback *loopback;
  DexFuture     *wait;
  guint          port;
} Flow;

static TuttiLoopback *
new_loopback (guint16     port,
              gboolean    allow_post,
              const char *issuer,
              guint       life_ms,
              GError    **error)
{
  g_autoptr (TuttiSecret) state = tutti_secret_new (STATE);
  TuttiLoopbackInfo       info = {
          .path = "/callback",
          .port = port,
          .allow_post = allow_post,
          .state = state,
          .issuer = issuer,
          .life_ms = life_ms,
  };

  return tutti_loopback_new (&info, error);
}

static Flow
flow_start (gboolean    allow_post,
            const char *issuer)
{
  g_autoptr (GError) error = NULL;
  Flow               flow = { 0 };

  flow.loopback = new_loopback (0, allow_post, issuer, 0, &error);
  g_assert_no_error (error);
  flow.port = tutti_loopback_get_port (flow.loopback);
  g_assert_cmpuint (flow.port, >, 0);
  flow.wait = tutti_loopback_wait (flow.loopback);

  return flow;
}

static void
turn (void)
{
  g_main_context_iteration (NULL, FALSE);
}

static void
run_for (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    {
      turn ();
      g_usleep (200);
    }
}

static void
flow_end (Flow *flow)
{
  dex_clear (&flow->wait);
  g_assert_finalize_object (flow->loopback);
  flow->loopback = NULL;
  run_for (5);
}

/* A busy machine may take its time. */
static void
run_until_done (Flow *flow)
{
  for (guint i = 0; i < 3000 && dex_future_is_pending (flow->wait); i++)
    run_for (1);
}

static void
assert_code (Flow *flow)
{
  g_autoptr (GError) error = NULL;
  const GValue      *value;

  run_until_done (flow);
  g_assert_false (dex_future_is_pending (flow->wait));
  value = dex_future_get_value (flow->wait, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tutti_secret_reveal (g_value_get_boxed (value)), ==, CODE);
}

static void
assert_rejected (Flow *flow,
                 int   code)
{
  g_autoptr (GError) error = NULL;

  run_until_done (flow);
  g_assert_null (dex_future_get_value (flow->wait, &error));
  g_assert_error (error, TUTTI_ERROR, code);
}

static char *
fill_in (const char *text,
         guint       port)
{
  g_autoptr (GString) filled = g_string_new (text);
  g_autofree char    *number = g_strdup_printf ("%u", port);

  g_string_replace (filled, "PORT", number, 0);
  g_string_replace (filled, "STATE", STATE, 0);
  g_string_replace (filled, "CODE", CODE, 0);

  return g_string_free_and_steal (g_steal_pointer (&filled));
}

/* A socket that is connected. */
static GSocket *
dial (guint port)
{
  g_autoptr (GInetAddress)   loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) port);
  GSocket                   *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  if (!g_socket_connect (socket, address, NULL, NULL))
    g_clear_object (&socket);
  else
    g_socket_set_blocking (socket, FALSE);

  return socket;
}

/* Says it, and gives up on what the other end no longer reads. */
static void
say (GSocket    *socket,
     const char *text,
     gsize       length)
{
  for (gsize said = 0, tries = 0; said < length && tries < 2000; tries++)
    {
      g_autoptr (GError) error = NULL;
      gssize             n = g_socket_send (socket, text + said, length - said, NULL, &error);

      if (n > 0)
        said += (gsize) n;
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return;
      run_for (1);
    }
}

static void
say_line (GSocket    *socket,
          guint       port,
          const char *request)
{
  g_autofree char *text = fill_in (request, port);

  say (socket, text, strlen (text));
}

/* What comes within `ms`, until the other end closes. NULL if nothing and it is still open. */
static char *
hear (GSocket *socket,
      guint    ms)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  gint64              end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    {
      char   piece[4096];
      gssize n = g_socket_receive (socket, piece, sizeof piece, NULL, NULL);

      if (n == 0)
        return g_string_free_and_steal (g_steal_pointer (&heard));
      if (n > 0)
        g_string_append_len (heard, piece, n);
      run_for (1);
    }

  return heard->len > 0 ? g_string_free_and_steal (g_steal_pointer (&heard)) : NULL;
}

static guint
get_status (const char *response)
{
  if (response == NULL || !g_str_has_prefix (response, "HTTP/1.1 "))
    return 0;

  return (guint) g_ascii_strtoull (response + 9, NULL, 10);
}

/* One request in a connection of its own; the status, or 0. */
static guint
ask (guint       port,
     const char *request,
     char      **response)
{
  g_autoptr (GSocket) socket = dial (port);
  g_autofree char    *heard = NULL;
  guint               status;

  if (socket == NULL)
    return 0;
  say_line (socket, port, request);
  heard = hear (socket, 3000);
  status = get_status (heard);
  if (response != NULL)
    *response = g_steal_pointer (&heard);

  return status;
}

/* TRUE if nobody listens: another program could have the port now. */
static gboolean
is_free_now (guint port)
{
  g_autoptr (GInetAddress)   loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, (guint16) port);
  g_autoptr (GSocket)        socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  return g_socket_bind (socket, address, TRUE, NULL) && g_socket_listen (socket, NULL);
}

/* The same, soon. */
static gboolean
is_free (guint port)
{
  for (guint i = 0; i < 100 && !is_free_now (port); i++)
    run_for (10);

  return is_free_now (port);
}

/* --- tests --- */

static void
test_good (void)
{
  Flow                flow = flow_start (FALSE, NULL);
  g_autoptr (GSocket) browser = dial (flow.port);
  g_autofree char    *early = NULL;
  g_autofree char    *page = NULL;

  say_line (browser, flow.port, GOOD);
  early = hear (browser, 50);
  g_assert_null (early); /* it waits for what really happens */
  assert_code (&flow);
  g_assert_false (is_free_now (flow.port));

  tutti_loopback_finish (flow.loopback, NULL, "Qu<aver & Co");
  page = hear (browser, 3000);
  g_assert_cmpuint (get_status (page), ==, 200);
  g_assert_nonnull (strstr (page, "Qu&lt;aver &amp; Co is connected"));
  g_assert_nonnull (strstr (page, "\r\nContent-Security-Policy: default-src 'none';"));
  g_assert_nonnull (strstr (page, "\r\nCache-Control: no-store\r\n"));
  g_assert_nonnull (strstr (page, "\r\nReferrer-Policy: no-referrer\r\n"));
  g_assert_nonnull (strstr (page, "\r\nX-Content-Type-Options: nosniff\r\n"));
  g_assert_true (g_str_has_suffix (page, "</html>\n"));
  g_assert_null (strstr (page, "tutti:"));
  g_assert_null (strstr (page, CODE));
  g_assert_null (strstr (page, STATE));

  g_socket_close (browser, NULL);
  run_for (20);
  g_assert_true (is_free (flow.port));
  flow_end (&flow);
}

static void
test_failed_page (void)
{
  Flow                flow = flow_start (FALSE, NULL);
  g_autoptr (GError)  error = g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT, "not for people");
  g_autoptr (GSocket) browser = dial (flow.port);
  g_autofree char    *page = NULL;

  say_line (browser, flow.port, GOOD);
  assert_code (&flow);
  tutti_loopback_finish (flow.loopback, error, "Quaver");
  page = hear (browser, 3000);
  g_assert_nonnull (strstr (page, "Quaver was not connected"));
  g_assert_nonnull (strstr (page, "Quaver does not accept the client ID"));
  g_assert_null (strstr (page, "not for people"));
  flow_end (&flow);
}

/* None of these ends the flow or tells anything, whatever is allowed. */
static void
test_stray (void)
{
  static const struct
  {
    const char *why;
    const char *request;
    guint       status;
  } cases[] = {
    { "favicon", "GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "root", "GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "an escaped path", "GET /%63allback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "a longer path", "GET /callback/?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "a path with more", "GET /callbacks?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "a double slash", "GET //callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "dots", "GET /x/../callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "another case", "GET /Callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "parameters of the path", "GET /callback;x?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 404 },
    { "no query", "GET /callback HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "an empty query", "GET /callback? HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "no state", "GET /callback?code=CODE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "an empty state", "GET /callback?code=CODE&state= HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "a wrong state", "GET /callback?code=CODE&state=STATEx HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "denied with a wrong state", "GET /callback?error=access_denied&state=x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "denied without state", "GET /callback?error=access_denied HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "the code twice", "GET /callback?code=CODE&code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "the state twice", "GET /callback?code=CODE&state=x&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "the state twice, once escaped", "GET /callback?code=CODE&s%74ate=STATE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "half an escape", "GET /callback?code=CODE%4&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "no Host", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\n\r\n", 400 },
    { "no Host, HTTP/1.0", "GET /callback?code=CODE&state=STATE HTTP/1.0\r\n\r\n", 400 },
    { "another Host", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: evil.example:PORT\r\n\r\n", 400 },
    { "localhost", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 400 },
    { "Host without port", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400 },
    { "Host with another port", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:1PORT\r\n\r\n", 400 },
    { "Host with a dot", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1.:PORT\r\n\r\n", 400 },
    { "two Hosts", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "HEAD", "HEAD /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405 },
    { "OPTIONS", "OPTIONS /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405 },
    { "a small letter", "get /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405 },
    { "PUT", "PUT /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 405 },
    { "a whole address", "GET http://127.0.0.1:PORT/callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "a proxy's request", "CONNECT 127.0.0.1:PORT HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 400 },
    { "chunks", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { "a large body, announced", "GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Length: 250000000\r\n\r\n", 413 },
    { "TLS", "\x16\x03\x01\x02\x01\x01\r\n\r\n", 400 },
    { "a line", "hello\r\n\r\n", 400 },
  };

  for (guint post = 0; post < 2; post++)
    {
      Flow             flow = flow_start (post == 1, "https://quaver.example");
      g_autofree char *page = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        {
          g_autofree char *response = NULL;

          g_test_message ("%s", cases[i].why);
          g_assert_cmpuint (ask (flow.port, cases[i].request, &response), ==, cases[i].status);
          g_assert_null (strstr (response, STATE));
          g_assert_null (strstr (response, CODE));
          g_assert_null (strstr (response, "callback"));
          g_assert_nonnull (strstr (response, "Content-Security-Policy: default-src 'none'"));
          g_assert_true (dex_future_is_pending (flow.wait));
        }

      {
        g_autoptr (GSocket) browser = dial (flow.port);

        say_line (browser, flow.port, GOOD);
        run_for (20);
        assert_code (&flow);
        tutti_loopback_finish (flow.loopback, NULL, "Quaver");
        page = hear (browser, 3000);
        g_assert_cmpuint (get_status (page), ==, 200);
      }
      flow_end (&flow);
    }
}

/* 64 KB and more that are no request, in one piece. */
static void
test_junk (void)
{
  static const gsize sizes[] = { 1000, 16384, 65536, 900000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Flow                flow = flow_start (FALSE, NULL);
      g_autoptr (GSocket) browser = dial (flow.port);
      g_autofree char    *junk = g_strnfill (sizes[i], 'A');
      g_autofree char    *heard = NULL;

      say (browser, junk, sizes[i]);
      heard = hear (browser, sizes[i] >= 16384 ? 3000 : 100);
      if (sizes[i] >= 16384)
        g_assert_cmpuint (get_status (heard), ==, 431);
      else
        g_assert_null (heard);
      g_assert_true (dex_future_is_pending (flow.wait));

      {
        g_autoptr (GSocket) other = dial (flow.port);

        say_line (other, flow.port, GOOD);
        run_for (20);
        assert_code (&flow);
      }
      flow_end (&flow);
    }
}

/* One letter at a time, as a slow browser might. */
static void
test_pieces (void)
{
  Flow                flow = flow_start (FALSE, NULL);
  g_autoptr (GSocket) browser = dial (flow.port);
  g_autofree char    *text = fill_in (GOOD, flow.port);

  for (const char *c = text; *c != '\0'; c++)
    {
      g_assert_true (dex_future_is_pending (flow.wait));
      say (browser, c, 1);
    }
  run_for (20);
  assert_code (&flow);
  flow_end (&flow);
}

static void
test_post (void)
{
  static const struct
  {
    const char *why;
    const char *head;
    const char *body;
    gboolean    allowed;
    guint       status; /* 200: it is the answer */
  } cases[] = {
    { "a form", "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: application/x-www-form-urlencoded\r\n", "code=CODE&state=STATE", TRUE, 200 },
    { "not allowed", "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: application/x-www-form-urlencoded\r\n", "code=CODE&state=STATE", FALSE, 405 },
    { "not a form", "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: text/plain\r\n", "code=CODE&state=STATE", TRUE, 400 },
    { "no type", "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n", "code=CODE&state=STATE", TRUE, 400 },
    { "with a query", "POST /callback?x=y HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: application/x-www-form-urlencoded\r\n", "code=CODE&state=STATE", TRUE, 400 },
    { "a wrong state", "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: application/x-www-form-urlencoded\r\n", "code=CODE&state=x", TRUE, 400 },
    { "the code twice", "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: application/x-www-form-urlencoded\r\n", "code=CODE&code=x&state=STATE", TRUE, 400 },
    { "another Host", "POST /callback HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/x-www-form-urlencoded\r\n", "code=CODE&state=STATE", TRUE, 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Flow                flow = flow_start (cases[i].allowed, NULL);
      g_autoptr (GSocket) browser = dial (flow.port);
      g_autofree char    *body = fill_in (cases[i].body, flow.port);
      g_autofree char    *length = g_strdup_printf ("Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", strlen (body));
      g_autofree char    *page = NULL;

      g_test_message ("%s", cases[i].why);
      say_line (browser, flow.port, cases[i].head);
      say_line (browser, flow.port, length);
      say (browser, body, strlen (body));
      run_for (20);
      if (cases[i].status == 200)
        {
          assert_code (&flow);
          tutti_loopback_finish (flow.loopback, NULL, "Quaver");
        }
      else
        g_assert_true (dex_future_is_pending (flow.wait));
      page = hear (browser, 3000);
      g_assert_cmpuint (get_status (page), ==, cases[i].status);
      flow_end (&flow);
    }
}

/* A huge body is refused by its header, and not read. */
static void
test_post_huge (void)
{
  Flow                flow = flow_start (TRUE, NULL);
  g_autoptr (GSocket) browser = dial (flow.port);
  g_autofree char    *page = NULL;

  say_line (browser, flow.port, "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 16385\r\n\r\n");
  page = hear (browser, 3000);
  g_assert_cmpuint (get_status (page), ==, 413);
  g_assert_true (dex_future_is_pending (flow.wait));
  flow_end (&flow);
}

static void
test_errors (void)
{
  static const struct
  {
    const char *query;
    int         code;
  } cases[] = {
    { "error=access_denied&state=STATE", TUTTI_ERROR_ACCESS_DENIED },
    { "state=STATE&error=access_denied&error_description=%3Cscript%3E", TUTTI_ERROR_ACCESS_DENIED },
    { "error=user_cancelled_authorize&state=STATE", TUTTI_ERROR_ACCESS_DENIED },
    { "error=unauthorized_client&state=STATE", TUTTI_ERROR_BAD_CLIENT },
    { "error=server_error&state=STATE", TUTTI_ERROR_SERVER },
    { "error=temporarily_unavailable&state=STATE", TUTTI_ERROR_SERVER },
    { "error=something_new&state=STATE", TUTTI_ERROR_BAD_ANSWER },
    { "error=access_denied&code=CODE&state=STATE", TUTTI_ERROR_ACCESS_DENIED },
    { "state=STATE", TUTTI_ERROR_BAD_ANSWER },
    { "code=&state=STATE", TUTTI_ERROR_BAD_ANSWER },
    { "code=CODE&state=STATE&iss=https%3A%2F%2Fevil.example", TUTTI_ERROR_INVALID_STATE },
    { "error=access_denied&state=STATE&iss=https%3A%2F%2Fevil.example", TUTTI_ERROR_INVALID_STATE },
    { "code=CODE&state=STATE&iss=", TUTTI_ERROR_INVALID_STATE },
    { "code=CODE&state=STATE&iss=https%3A%2F%2Fquaver.example", -1 },
    { "code=CODE&state=STATE", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Flow                flow = flow_start (FALSE, "https://quaver.example");
      g_autoptr (GSocket) browser = dial (flow.port);
      g_autofree char    *request = g_strdup_printf ("GET /callback?%s HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", cases[i].query);
      g_autoptr (GError)  error = NULL;
      g_autofree char    *page = NULL;

      g_test_message ("%s", cases[i].query);
      say_line (browser, flow.port, request);
      run_for (10);
      if (cases[i].code < 0)
        assert_code (&flow);
      else
        assert_rejected (&flow, cases[i].code);

      dex_future_get_value (flow.wait, &error);
      tutti_loopback_finish (flow.loopback, error, "Quaver");
      page = hear (browser, 3000);
      g_assert_cmpuint (get_status (page), ==, 200);
      g_assert_cmpint (strstr (page, "Quaver was not connected") != NULL, ==, cases[i].code >= 0);
      g_assert_null (strstr (page, "script"));
      g_assert_null (strstr (page, "evil"));
      flow_end (&flow);
    }
}

/* The same request again, another code with the same state, a wrong one. */
static void
test_again (void)
{
  static const char *const more[] = {
    GOOD,
    "GET /callback?code=another&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
    "GET /callback?error=access_denied&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n",
  };
  Flow            flow = flow_start (FALSE, NULL);
  GSocket        *browsers[1 + G_N_ELEMENTS (more)];
  g_autofree char *first = NULL;

  browsers[0] = dial (flow.port);
  say_line (browsers[0], flow.port, GOOD);
  for (guint i = 0; i < G_N_ELEMENTS (more); i++)
    {
      browsers[i + 1] = dial (flow.port);
      say_line (browsers[i + 1], flow.port, more[i]);
    }
  run_for (20);
  assert_code (&flow);
  g_assert_cmpuint (ask (flow.port, "GET /callback?code=CODE&state=x HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", NULL), ==, 400);

  tutti_loopback_finish (flow.loopback, NULL, "Quaver");
  tutti_loopback_finish (flow.loopback, NULL, "Twice");
  for (guint i = 0; i < G_N_ELEMENTS (browsers); i++)
    {
      g_autofree char *page = hear (browsers[i], 3000);

      g_assert_cmpuint (get_status (page), ==, 200);
      if (first == NULL)
        first = g_steal_pointer (&page);
      else
        g_assert_cmpstr (page, ==, first);
      g_clear_object (&browsers[i]);
    }
  assert_code (&flow);
  run_for (20);
  g_assert_true (is_free (flow.port));
  flow_end (&flow);
}

static void
test_paste (void)
{
  static const struct
  {
    const char *address;
    int         code; /* -1: it is the answer */
  } cases[] = {
    { "", TUTTI_ERROR_BAD_INPUT },
    { "hello", TUTTI_ERROR_BAD_INPUT },
    { "CODE", TUTTI_ERROR_BAD_INPUT },
    { "https://accounts.quaver.example/authorize?client_id=1&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "http://127.0.0.1:1PORT/callback?code=CODE&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "http://127.0.0.1:PORT1/callback?code=CODE&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "http://localhost:PORT/callback?code=CODE&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "https://127.0.0.1:PORT/callback?code=CODE&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "http://me@127.0.0.1:PORT/callback?code=CODE&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "http://127.0.0.1:PORT/%63allback?code=CODE&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "http://127.0.0.1:PORT/callback", TUTTI_ERROR_BAD_INPUT },
    { "http://127.0.0.1:PORT/callback?code=CODE&code=CODE&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "http://127.0.0.1:PORT/callback#?code=CODE&state=STATE", TUTTI_ERROR_BAD_INPUT },
    { "http://127.0.0.1:PORT/callback?code=CODE", TUTTI_ERROR_INVALID_STATE },
    { "http://127.0.0.1:PORT/callback?code=CODE&state=x", TUTTI_ERROR_INVALID_STATE },
    { "http://127.0.0.1:PORT/callback?code=CODE&state=STATE", -1 },
    { " \n HTTP://127.0.0.1:PORT/callback?code=CODE&state=STATE#_=_ \n", -1 },
    { "127.0.0.1:PORT/callback?code=CODE&state=STATE", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Flow               flow = flow_start (FALSE, NULL);
      g_autofree char   *address = fill_in (cases[i].address, flow.port);
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) again = NULL;
      gboolean           taken;

      g_test_message ("%s", cases[i].address);
      taken = tutti_loopback_paste (flow.loopback, address, &error);
      g_assert_cmpint (taken, ==, cases[i].code < 0);
      if (taken)
        {
          assert_code (&flow);
          g_assert_false (tutti_loopback_paste (flow.loopback, address, &again));
          g_assert_error (again, TUTTI_ERROR, TUTTI_ERROR_EXPIRED);
          tutti_loopback_finish (flow.loopback, NULL, "Quaver");
          run_for (5);
          g_assert_true (is_free (flow.port));
        }
      else
        {
          g_assert_error (error, TUTTI_ERROR, cases[i].code);
          g_assert_null (strstr (error->message, STATE));
          g_assert_null (strstr (error->message, CODE));
          g_assert_true (dex_future_is_pending (flow.wait));
        }
      flow_end (&flow);
    }
}

static void
test_expired (void)
{
  g_autoptr (GError) error = NULL;
  gint64             begin = g_get_monotonic_time ();
  Flow               flow = { new_loopback (0, FALSE, NULL, 80, &error) };
  gboolean           is_pending;
  g_autoptr (GSocket) idle = NULL;
  g_autofree char    *heard = NULL;

  flow.port = tutti_loopback_get_port (flow.loopback);
  flow.wait = tutti_loopback_wait (flow.loopback);
  idle = dial (flow.port);
  run_for (40);
  is_pending = dex_future_is_pending (flow.wait);
  if (g_get_monotonic_time () - begin < 80 * 1000) /* a busy machine may have slept through all of it */
    g_assert_true (is_pending);
  assert_rejected (&flow, TUTTI_ERROR_EXPIRED);
  heard = hear (idle, 3000);
  g_assert_cmpstr (heard, ==, "");
  g_assert_true (is_free (flow.port));
  g_assert_false (tutti_loopback_paste (flow.loopback, "x", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_EXPIRED);
  flow_end (&flow);
}

/* Once it was answered, its life is as long as the exchange takes. */
static void
test_not_expired (void)
{
  g_autoptr (GError)  error = NULL;
  Flow                flow = { new_loopback (0, FALSE, NULL, 500, &error) };
  g_autoptr (GSocket) browser = NULL;
  g_autofree char    *page = NULL;

  flow.port = tutti_loopback_get_port (flow.loopback);
  flow.wait = tutti_loopback_wait (flow.loopback);
  browser = dial (flow.port);
  say_line (browser, flow.port, GOOD);
  assert_code (&flow);
  run_for (600);
  assert_code (&flow);
  tutti_loopback_finish (flow.loopback, NULL, "Quaver");
  page = hear (browser, 3000);
  g_assert_cmpuint (get_status (page), ==, 200);
  flow_end (&flow);
}

static void
test_port_taken (void)
{
  Flow               flow = flow_start (FALSE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (new_loopback ((guint16) flow.port, FALSE, NULL, 0, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_PORT_TAKEN);
  g_assert_cmpint (tutti_error_get_number (error), ==, flow.port);
  g_clear_error (&error);

  /* And when it is free again, it can be had at once. */
  {
    guint                     port = flow.port;
    g_autoptr (TuttiLoopback) next = NULL;

    flow_end (&flow);
    next = new_loopback ((guint16) port, FALSE, NULL, 0, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (tutti_loopback_get_port (next), ==, port);
  }
}

typedef enum
{
  DROP_FUTURE,
  DROP_OBJECT,
  FINISH_EARLY,
  N_WAYS
} Way;

/* Cancelled before anybody came, with half a request, and with an answer. */
static void
test_cancel (void)
{
  static const char *const said[] = { NULL, "", "GET /call", GOOD };

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    for (guint way = 0; way < N_WAYS; way++)
      {
        Flow                flow = flow_start (FALSE, NULL);
        g_autoptr (GSocket) browser = said[i] != NULL ? dial (flow.port) : NULL;
        gboolean            is_answered = said[i] != NULL && g_str_equal (said[i], GOOD);
        g_autofree char    *heard = NULL;

        g_test_message ("%u after \"%s\"", way, said[i] != NULL ? said[i] : "nothing");
        if (browser != NULL)
          say_line (browser, flow.port, said[i]);
        run_for (10);
        if (is_answered)
          run_until_done (&flow);
        g_assert_cmpint (dex_future_is_pending (flow.wait), ==, !is_answered);

        if (way == DROP_FUTURE && is_answered)
          {
            /* It is done: letting go of the result ends nothing. */
            dex_clear (&flow.wait);
            tutti_loopback_finish (flow.loopback, NULL, "Quaver");
            heard = hear (browser, 3000);
            g_assert_cmpuint (get_status (heard), ==, 200);
            flow_end (&flow);
            continue;
          }

        switch ((Way) way)
          {
          case DROP_FUTURE:
            dex_clear (&flow.wait);
            break;
          case DROP_OBJECT:
            g_assert_finalize_object (g_steal_pointer (&flow.loopback));
            if (!is_answered)
              assert_rejected (&flow, TUTTI_ERROR_CANCELLED);
            break;
          case FINISH_EARLY:
            {
              g_autoptr (GError) error = g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "");

              tutti_loopback_finish (flow.loopback, error, "Quaver");
              if (!is_answered)
                assert_rejected (&flow, TUTTI_ERROR_CANCELLED);
            }
            break;
          case N_WAYS:
            g_assert_not_reached ();
          }

        if (way != FINISH_EARLY || !is_answered)
          g_assert_true (is_free_now (flow.port));
        if (browser != NULL)
          {
            heard = hear (browser, 3000);
            g_assert_cmpuint (get_status (heard), ==, way == FINISH_EARLY && is_answered ? 200 : 0);
          }
        dex_clear (&flow.wait);
        g_clear_object (&flow.loopback);
        run_for (5);
      }
}

/* The page comes through even if the object goes before it is written. */
static void
test_finish_and_go (void)
{
  Flow                flow = flow_start (FALSE, NULL);
  g_autoptr (GSocket) browser = dial (flow.port);
  g_autofree char    *page = NULL;
  guint               port = flow.port;

  say_line (browser, flow.port, GOOD);
  assert_code (&flow);
  tutti_loopback_finish (flow.loopback, NULL, "Quaver");
  flow_end (&flow);
  page = hear (browser, 3000);
  g_assert_cmpuint (get_status (page), ==, 200);
  g_clear_object (&browser);
  run_for (20);
  g_assert_true (is_free (port));
}

static void
test_return_button (void)
{
  g_autoptr (TuttiSecret)   state = tutti_secret_new (STATE);
  TuttiLoopbackInfo         info = { .path = "/callback", .state = state, .offers_return = TRUE };
  g_autoptr (TuttiLoopback) loopback = tutti_loopback_new (&info, NULL);
  guint                     port = tutti_loopback_get_port (loopback);
  g_autoptr (GSocket)       browser = dial (port);
  Flow                      flow = { .wait = tutti_loopback_wait (loopback) };
  g_autofree char          *page = NULL;

  say_line (browser, port, GOOD);
  run_until_done (&flow);
  tutti_loopback_finish (loopback, NULL, "Quaver");
  page = hear (browser, 3000);
  dex_clear (&flow.wait);
  g_assert_nonnull (strstr (page, "<a href=\"tutti:\">Return to Tutti</a>"));
}

/* Many that only connect: the browser still gets through. */
static void
test_crowd (void)
{
  Flow                  flow = flow_start (FALSE, NULL);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSocket)   browser = NULL;
  guint                 n_open = 0;

  for (guint i = 0; i < 100; i++)
    {
      GSocket *socket = dial (flow.port);

      g_assert_nonnull (socket);
      g_ptr_array_add (crowd, socket);
      run_for (1);
    }
  browser = dial (flow.port);
  say_line (browser, flow.port, GOOD);
  run_for (20);
  assert_code (&flow);

  for (guint i = 0; i < crowd->len; i++)
    {
      char letter;

      if (g_socket_receive (g_ptr_array_index (crowd, i), &letter, 1, NULL, NULL) != 0)
        n_open++;
    }
  g_assert_cmpuint (n_open, <, 16);
  flow_end (&flow);
}

static guint
count_closed (GPtrArray *sockets)
{
  guint n_closed = 0;

  for (guint i = 0; i < sockets->len; i++)
    {
      g_autoptr (GError) error = NULL;
      char               letter;

      if (g_socket_receive (g_ptr_array_index (sockets, i), &letter, 1, NULL, &error) >= 0 ||
          !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        n_closed++;
    }

  return n_closed;
}

/* All places taken by who waits for the page: more are turned away. */
static void
test_crowd_waiting (void)
{
  Flow                  flow = flow_start (FALSE, NULL);
  g_autoptr (GPtrArray) crowd = g_ptr_array_new_with_free_func (g_object_unref);
  guint                 n_pages = 0;

  for (guint i = 0; i < 20; i++)
    {
      GSocket *socket = dial (flow.port);

      g_ptr_array_add (crowd, socket);
      say_line (socket, flow.port, GOOD);
    }
  /* All have been looked at when so many are gone, and are read soon after. */
  for (guint tries = 0; tries < 300 && count_closed (crowd) < 4; tries++)
    run_for (10);
  g_assert_cmpuint (count_closed (crowd), ==, 4);
  run_for (20);
  for (guint i = 0; i < 100; i++)
    turn ();
  tutti_loopback_finish (flow.loopback, NULL, "Quaver");
  for (guint i = 0; i < crowd->len; i++)
    {
      g_autofree char *page = hear (g_ptr_array_index (crowd, i), 3000);

      n_pages += get_status (page) == 200;
    }
  g_assert_cmpuint (n_pages, ==, 16);
  flow_end (&flow);
}

/* Whatever bytes a good request turns into: refused, or the answer, never worse. */
static void
test_fuzz (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260504);
  Flow              flow = flow_start (TRUE, NULL);

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GSocket) browser = dial (flow.port);
      g_autofree char    *text = fill_in ("GET /callback?code=CODE&state=STATE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", flow.port);
      gint32              length = (gint32) strlen (text);
      char               *state = strstr (text, STATE);

      /* One letter of the state is always wrong. */
      state[g_rand_int_range (rand, 0, (gint32) strlen (STATE))] = '!';
      for (gint32 i = g_rand_int_range (rand, 0, 4); i > 0; i--)
        text[g_rand_int_range (rand, 0, length)] = (char) g_rand_int_range (rand, 0, 256);
      say (browser, text, (gsize) length);
      g_assert_true (dex_future_is_pending (flow.wait));
    }

  {
    g_autoptr (GSocket) browser = dial (flow.port);

    say_line (browser, flow.port, GOOD);
    run_for (20);
    assert_code (&flow);
  }
  flow_end (&flow);
}

int
main (int    argc,
      char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loopback/good", test_good);
  g_test_add_func ("/loopback/failed-page", test_failed_page);
  g_test_add_func ("/loopback/stray", test_stray);
  g_test_add_func ("/loopback/junk", test_junk);
  g_test_add_func ("/loopback/pieces", test_pieces);
  g_test_add_func ("/loopback/post", test_post);
  g_test_add_func ("/loopback/post-huge", test_post_huge);
  g_test_add_func ("/loopback/errors", test_errors);
  g_test_add_func ("/loopback/again", test_again);
  g_test_add_func ("/loopback/paste", test_paste);
  g_test_add_func ("/loopback/expired", test_expired);
  g_test_add_func ("/loopback/not-expired", test_not_expired);
  g_test_add_func ("/loopback/port-taken", test_port_taken);
  g_test_add_func ("/loopback/cancel", test_cancel);
  g_test_add_func ("/loopback/finish-and-go", test_finish_and_go);
  g_test_add_func ("/loopback/return-button", test_return_button);
  g_test_add_func ("/loopback/crowd", test_crowd);
  g_test_add_func ("/loopback/crowd-waiting", test_crowd_waiting);
  g_test_add_func ("/loopback/fuzz", test_fuzz);

  return g_test_run ();
}
