/* test-http.c: retries, odd answers and redirects, over real sockets
 *
 * The server is in the same main loop. Most cases are a list of answers to give
 * one after the other, and what must come out of it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-error.h"

#include "http-world.h"

#include <string.h>

#define HOUR_MS (60 * 60 * 1000)

/* --- retrying --- */

static void
test_retry (void)
{
  static const struct
  {
    const char *why;
    const char *method;
    gboolean    is_safe;
    Answer      answers[4];
    guint       n_answers;
    guint       n_requests;
    int         code; /* of the error, or ANY */
    guint       status;
    guint       least_ms;
    guint       most_ms;
  } cases[] = {
    { "good at once", "GET", FALSE, { { 200 } }, 1, 1, ANY, 200 },
    { "no content", "GET", FALSE, { { 204 } }, 1, 1, ANY, 204 },
    { "not modified", "GET", FALSE, { { 304 } }, 1, 1, ANY, 304 },
    { "not found is an answer", "GET", FALSE, { { 404 } }, 1, 1, ANY, 404 },
    { "unauthorized is an answer", "GET", FALSE, { { 401, "WWW-Authenticate", "Bearer" } }, 1, 1, ANY, 401 },
    { "basic authentication is not tried", "GET", FALSE, { { 401, "WWW-Authenticate", "Basic realm=\"x\"" } }, 1, 1, ANY, 401 },
    { "forbidden is an answer", "GET", FALSE, { { 403, NULL, NULL, "Bare text", "text/plain" } }, 1, 1, ANY, 403 },
    { "HTML is an answer", "GET", FALSE, { { 200, NULL, NULL, "<html>", "text/html; charset=utf-8" } }, 1, 1, ANY, 200 },
    { "429 once", "GET", FALSE, { { 429 }, { 200 } }, 2, 2, ANY, 200 },
    { "429 once, posted", "POST", FALSE, { { 429 }, { 200 } }, 2, 2, ANY, 200 },
    { "429 for ever", "GET", FALSE, { { 429 } }, 1, 4, TUTTI_ERROR_RATE_LIMITED },
    { "429 in seconds", "GET", FALSE, { { 429, "Retry-After", "1" }, { 200 } }, 2, 2, ANY, 200, 900, 3000 },
    { "429 in no seconds", "GET", FALSE, { { 429, "Retry-After", "0" }, { 200 } }, 2, 2, ANY, 200, 0, 900 },
    { "429 with a date that is over", "GET", FALSE, { { 429, "Retry-After", "Fri, 20 Nov 2015 21:03:17 GMT" }, { 200 } }, 2, 2, ANY, 200, 0, 900 },
    { "429 with nonsense", "GET", FALSE, { { 429, "Retry-After", "soon" }, { 200 } }, 2, 2, ANY, 200, 0, 900 },
    { "429 for an hour", "GET", FALSE, { { 429, "Retry-After", "3600" }, { 200 } }, 2, 1, TUTTI_ERROR_RATE_LIMITED },
    { "429 till far away", "GET", FALSE, { { 429, "Retry-After", "Fri, 20 Nov 2099 21:03:17 GMT" }, { 200 } }, 2, 1, TUTTI_ERROR_RATE_LIMITED },
    { "500 once", "GET", FALSE, { { 500 }, { 200 } }, 2, 2, ANY, 200 },
    { "500 for ever", "GET", FALSE, { { 500 } }, 1, 4, TUTTI_ERROR_SERVER },
    { "500, posted", "POST", FALSE, { { 500 }, { 200 } }, 2, 1, TUTTI_ERROR_SERVER },
    { "500, posted safely", "POST", TRUE, { { 500 }, { 200 } }, 2, 2, ANY, 200 },
    { "500, put", "PUT", FALSE, { { 500 }, { 200 } }, 2, 2, ANY, 200 },
    { "502, then 504", "DELETE", FALSE, { { 502 }, { 504 }, { 200 } }, 3, 3, ANY, 200 },
    { "502, posted", "POST", FALSE, { { 502 }, { 200 } }, 2, 1, TUTTI_ERROR_SERVER },
    { "501 never changes", "GET", FALSE, { { 501 } }, 1, 1, TUTTI_ERROR_SERVER },
    { "503, posted", "POST", FALSE, { { 503 }, { 200 } }, 2, 2, ANY, 200 },
    { "503 in seconds", "GET", FALSE, { { 503, "Retry-After", "1" }, { 200 } }, 2, 2, ANY, 200, 900, 20000 },
    { "503 for an hour", "GET", FALSE, { { 503, "Retry-After", "3600" }, { 200 } }, 2, 1, TUTTI_ERROR_SERVER },
    { "200 that means 429", "GET", FALSE, { { 200, NULL, NULL, "AGAIN" }, { 200 } }, 2, 2, ANY, 200 },
    { "200 that means a quota", "GET", FALSE, { { 200, NULL, NULL, "QUOTA" }, { 200 } }, 2, 1, TUTTI_ERROR_QUOTA_EXCEEDED },
    { "429 that means a quota", "GET", FALSE, { { 429, "Retry-After", "1", "QUOTA" }, { 200 } }, 2, 1, TUTTI_ERROR_QUOTA_EXCEEDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Server)            server = http_server_new (cases[i].answers, cases[i].n_answers);
      g_autoptr (TuttiHttpRequest)  request = http_new_request (cases[i].method, server, "x?secret=1");
      TuttiHttp                    *http = http_new ();
      g_autoptr (GError)            error = NULL;
      g_autoptr (TuttiHttpResponse) response = NULL;
      gint64                        begin = g_get_monotonic_time ();
      gint64                        ms;

      g_test_message ("%s", cases[i].why);
      request->is_safe = cases[i].is_safe;
      request->bucket = g_strdup (i % 2 ? "quaver" : NULL);
      request->judge = http_judge_cb;
      response = http_send (http, request, &error);
      ms = (g_get_monotonic_time () - begin) / 1000;

      if (cases[i].code == ANY)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (response->status, ==, cases[i].status);
          g_assert_nonnull (response->body);
        }
      else
        {
          g_assert_error (error, TUTTI_ERROR, cases[i].code);
          g_assert_null (strstr (error->message, "secret"));
        }
      g_assert_cmpuint (server->n_requests, ==, cases[i].n_requests);
      g_assert_cmpint (ms, >=, cases[i].least_ms);
      if (cases[i].most_ms > 0)
        g_assert_cmpint (ms, <, cases[i].most_ms);
      http_assert_gone (http);
    }
}

static void
test_retry_date (void)
{
  g_autoptr (GDateTime)         now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime)         then = g_date_time_add_seconds (now, 2);
  g_autofree char              *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);
  const Answer                  answers[] = { { 429, "Retry-After", date }, { 200 } };
  g_autoptr (Server)            server = http_server_new (answers, 2);
  g_autoptr (TuttiHttpRequest)  request = http_new_request ("GET", server, "");
  TuttiHttp                    *http = http_new ();
  g_autoptr (TuttiHttpResponse) response = http_send (http, request, NULL);
  g_autoptr (GDateTime)         end = g_date_time_new_now_utc ();

  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpint (g_date_time_to_unix (end), >=, g_date_time_to_unix (then));
  http_assert_gone (http);
}

static void
test_max_tries (void)
{
  static const Answer          answers[] = { { 503 } };
  g_autoptr (Server)           server = http_server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, "");
  TuttiHttp                   *http = http_new ();
  g_autoptr (GError)           error = NULL;

  request->max_tries = 1;
  g_assert_null (http_send (http, request, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_SERVER);
  g_assert_cmpuint (server->n_requests, ==, 1);
  http_assert_gone (http);
}

static void
test_slow (void)
{
  static const struct
  {
    const char *method;
    guint       n_requests;
  } cases[] = { { "GET", 2 }, { "POST", 1 } };
  static const Answer answers[] = { { 200, .delay_ms = 900 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Server)           server = http_server_new (answers, 1);
      g_autoptr (TuttiHttpRequest) request = http_new_request (cases[i].method, server, "");
      TuttiHttp                   *http = http_new ();
      g_autoptr (GError)           error = NULL;

      request->max_tries = 2;
      request->timeout_ms = 300; /* so long that a busy machine gets round to ask */
      g_assert_null (http_send (http, request, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE);
      http_run_for (1000);
      g_assert_cmpuint (server->n_requests, ==, cases[i].n_requests);
      http_assert_gone (http);
    }
}


static void
test_raw (void)
{
  static const struct
  {
    const char *why;
    const char *method;
    const char *head;
    gsize       n_more;
    int         n_seen;
    int         code;
  } cases[] = {
    { "cut in the body", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", 0, 2, TUTTI_ERROR_OFFLINE },
    { "cut in the body, posted", "POST", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", 0, 1, TUTTI_ERROR_OFFLINE },
    { "cut in a chunk", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc", 0, 2, TUTTI_ERROR_OFFLINE },
    { "cut in the head", "GET", "HTTP/1.1 200 OK\r\nContent-Le", 0, 2, TUTTI_ERROR_BAD_ANSWER },
    { "not HTTP", "GET", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 0, 2, TUTTI_ERROR_BAD_ANSWER },
    { "huge, said before", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 250000000\r\n\r\n", 250000000, 1, TUTTI_ERROR_BAD_ANSWER },
    { "huge, not said", "GET", "HTTP/1.1 200 OK\r\n\r\n", 250000000, 1, TUTTI_ERROR_BAD_ANSWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Raw)              raw = raw_new (cases[i].head, cases[i].n_more);
      g_autoptr (TuttiHttpRequest) request = tutti_http_request_new (cases[i].method, raw->uri);
      TuttiHttp                   *http = http_new ();
      g_autoptr (GError)           error = NULL;

      g_test_message ("%s", cases[i].why);
      request->max_tries = 2;
      request->timeout_ms = 5000;
      request->max_body = 1000000;
      g_assert_null (http_send (http, request, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, TUTTI_ERROR, cases[i].code);
      http_run_for (50);
      g_assert_cmpint (g_atomic_int_get (&raw->n_seen), ==, cases[i].n_seen);
      /* What the sockets' buffers hold, and no more. */
      g_assert_cmpuint ((gsize) g_atomic_pointer_get (&raw->n_wrote), <, 30000000);
      http_assert_gone (http);
    }
}

/* A server that is not who it should be is not asked again, nor in plain text. */
static void
test_no_tls (void)
{
  g_autoptr (Raw)              raw = raw_new ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 0);
  g_autofree char             *uri = g_strconcat ("https", raw->uri + strlen ("http"), NULL);
  g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("GET", uri);
  TuttiHttp                   *http = http_new ();
  g_autoptr (GError)           error = NULL;
  GLogLevelFlags               fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

  /* GLib warns of a system without certificates, as test machines are. */
  request->bearer = tutti_secret_new ("hunter22");
  g_assert_null (http_send (http, request, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE);
  http_run_for (50);
  g_assert_cmpint (g_atomic_int_get (&raw->n_seen), ==, 1);
  http_assert_gone (http);
  g_log_set_always_fatal (fatal);
}

/* A small answer that unpacks into a large one. */
static void
test_packed (void)
{
  g_autoptr (GConverter)       packer = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9));
  g_autofree char             *zeros = g_malloc0 (20000000);
  g_autofree char             *packed = g_malloc (100000);
  const Answer                 answers[] = { { 200, "Content-Encoding", "gzip" } };
  g_autoptr (Server)           server = http_server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, "");
  TuttiHttp                   *http = http_new ();
  g_autoptr (GError)           error = NULL;
  gsize                        n_read, n_packed;

  g_converter_convert (packer, zeros, 20000000, packed, 100000, G_CONVERTER_INPUT_AT_END, &n_read, &n_packed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_read, ==, 20000000);

  server->packed = g_bytes_new_static (packed, n_packed);
  request->max_body = 1000000;
  g_assert_null (http_send (http, request, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
  g_assert_cmpuint (server->n_requests, ==, 1);
  http_assert_gone (http);
}

/* --- what is sent --- */

static void
test_addresses (void)
{
  static const char *const refused[] = {
    "http://quaver.example/",
    "http://localhost:1/",
    "http://127.0.0.1.quaver.example/",
    "http://127.0.0.1@quaver.example/",
    "http://127.1/",
    "https://me@quaver.example/",
    "https://me:word@quaver.example/",
    "https:///path",
    "https://",
    "ftp://quaver.example/",
    "file:///etc/passwd",
    "quaver.example",
    "",
    "https://quaver.example:port/",
  };
  TuttiHttp *http = http_new ();

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("GET", refused[i]);
      g_autoptr (GError)           error = NULL;

      g_test_message ("%s", refused[i]);
      g_assert_null (http_send (http, request, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
    }

  http_assert_gone (http);
}

static void
test_odd_requests (void)
{
  static const Answer answers[] = { { 200 } };
  g_autoptr (Server)  server = http_server_new (answers, 1);
  TuttiHttp          *http = http_new ();

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (TuttiHttpRequest) request = http_new_request (i == 0 ? "GET /\r\nX: y" : "GET", server, "");
      g_autoptr (GError)           error = NULL;

      if (i == 1)
        tutti_http_request_add_header (request, "X", "a\r\nY: b");
      if (i == 2)
        tutti_http_request_add_header (request, "X\nY", "a");
      if (i == 3)
        request->bearer = tutti_secret_new ("a\r\nY: b");
      if (i == 4)
        request->scheme = g_strdup ("a\r\nY: b");
      g_assert_null (http_send (http, request, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
    }

  g_assert_cmpuint (server->n_requests, ==, 0);
  http_assert_gone (http);
}

/* A port that nobody listens on. */
static void
test_refused (void)
{
  g_autoptr (GSocketListener)  listener = g_socket_listener_new ();
  guint16                      port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char             *uri = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("POST", uri);
  TuttiHttp                   *http = http_new ();
  g_autoptr (GError)           error = NULL;

  g_socket_listener_close (listener);
  g_assert_null (http_send (http, request, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE);
  http_assert_gone (http);
}

static void
test_request (void)
{
  static const Answer           answers[] = { { 200, "ETag", "\"v1\"", "{\"a\": 1}", "Application/JSON; charset=utf-8" } };
  g_autoptr (Server)            server = http_server_new (answers, 1);
  g_autoptr (TuttiHttpRequest)  request = http_new_request ("POST", server, "token");
  TuttiHttp                    *http = http_new ();
  g_autoptr (TuttiHttpResponse) response = NULL;

  tutti_http_request_set_form (request, TRUE, (const char *[]) { "grant_type", "authorization_code", "code", "a+b/c =&ü", "client_secret", NULL, "x", "", NULL });
  tutti_http_request_add_header (request, "Accept", "application/json");
  tutti_http_request_add_header (request, "X-Other", "yes");
  response = http_send (http, request, NULL);

  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpstr (response->content_type, ==, "application/json");
  g_assert_cmpstr (response->etag, ==, "\"v1\"");
  g_assert_cmpstr (g_bytes_get_data (response->body, NULL), ==, "{\"a\": 1}");
  g_assert_true (request->has_secret);
  g_assert_cmpstr (server->log->str, ==, "POST /token\n");
  g_assert_cmpmem (g_bytes_get_data (server->body, NULL), g_bytes_get_size (server->body), "grant_type=authorization_code&code=a%2Bb%2Fc+%3D%26%C3%BC&x=", 60);
  g_assert_nonnull (strstr (server->heads->str, "Content-Type: application/x-www-form-urlencoded\n"));
  g_assert_nonnull (strstr (server->heads->str, "Accept: application/json\n"));
  g_assert_nonnull (strstr (server->heads->str, "X-Other: yes\n"));
  g_assert_nonnull (strstr (server->heads->str, "User-Agent: Tutti/" TUTTI_VERSION " ( https://"));
  g_assert_null (strstr (server->heads->str, "Authorization"));
  g_assert_null (strstr (server->heads->str, "Cookie"));
  http_assert_gone (http);
}

static void
test_bearer (void)
{
  static const Answer           answers[] = { { 200, "Set-Cookie", "a=b" }, { 401, "WWW-Authenticate", "Bearer error=\"invalid_token\"" } };
  g_autoptr (Server)            server = http_server_new (answers, 2);
  g_autoptr (TuttiHttpRequest)  request = http_new_request ("PUT", server, "me");
  TuttiHttp                    *http = http_new ();
  g_autoptr (TuttiHttpResponse) first = NULL;
  g_autoptr (TuttiHttpResponse) second = NULL;

  request->bearer = tutti_secret_new ("hunter22");
  first = http_send (http, request, NULL);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_nonnull (strstr (server->heads->str, "Authorization: Bearer hunter22\n"));
  g_assert_nonnull (strstr (server->heads->str, "Content-Length: 0\n"));

  request->scheme = g_strdup ("OAuth");
  second = http_send (http, request, NULL);
  g_assert_cmpuint (second->status, ==, 401);
  g_assert_cmpstr (second->authenticate, ==, "Bearer error=\"invalid_token\"");
  g_assert_nonnull (strstr (server->heads->str, "Authorization: OAuth hunter22\n"));
  g_assert_null (strstr (server->heads->str, "Cookie"));
  g_assert_cmpuint (server->n_requests, ==, 2);
  http_assert_gone (http);
}

/* --- redirects --- */

typedef enum
{
  PLAIN,
  BEARER,
  SECRET,
} Credential;

static void
test_redirect (void)
{
  static const struct
  {
    const char *why;
    const char *method;
    Credential  credential;
    guint       status;
    const char *location; /* %s: the other server */
    const char *log;
    guint       end;
  } cases[] = {
    { "a path", "GET", PLAIN, 302, "/there", "GET /\nGET /there\n", 200 },
    { "a relative path", "GET", PLAIN, 308, "there", "GET /\nGET /there\n", 200 },
    { "another server on loopback", "GET", PLAIN, 302, "%s", "GET /\n", 302 },
    { "away from loopback", "GET", PLAIN, 301, "https://quaver.example/", "GET /\n", 301 },
    { "to plain http", "GET", PLAIN, 301, "http://quaver.example/", "GET /\n", 301 },
    { "to a file", "GET", PLAIN, 301, "file:///etc/passwd", "GET /\n", 301 },
    { "nonsense", "GET", PLAIN, 301, "http://[", "GET /\n", 301 },
    { "posted", "POST", PLAIN, 307, "/there", "POST /\n", 307 },
    { "posted, see other", "POST", PLAIN, 303, "/there", "POST /\n", 303 },
    { "with a token", "GET", BEARER, 302, "/there", "GET /\n", 302 },
    { "with a secret", "GET", SECRET, 302, "/there", "GET /\n", 302 },
    { "not a redirect", "GET", PLAIN, 300, "/there", "GET /\n", 300 },
  };
  static const Answer here[] = { { 200 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Server)            other = http_server_new (here, 1);
      g_autofree char              *location = g_str_equal (cases[i].location, "%s") ? g_strdup (other->uri) : g_strdup (cases[i].location);
      const Answer                  answers[] = { { cases[i].status, "Location", location }, { 200 } };
      g_autoptr (Server)            server = http_server_new (answers, 2);
      g_autoptr (TuttiHttpRequest)  request = http_new_request (cases[i].method, server, "");
      TuttiHttp                    *http = http_new ();
      g_autoptr (TuttiHttpResponse) response = NULL;

      g_test_message ("%s", cases[i].why);
      if (cases[i].credential == BEARER)
        request->bearer = tutti_secret_new ("hunter22");
      request->has_secret = cases[i].credential == SECRET;
      response = http_send (http, request, NULL);
      g_assert_cmpuint (response->status, ==, cases[i].end);
      if (cases[i].end != 200)
        g_assert_cmpstr (response->location, ==, location);
      g_assert_cmpstr (server->log->str, ==, cases[i].log);
      g_assert_cmpuint (other->n_requests, ==, 0);
      http_assert_gone (http);
    }
}

static void
test_redirect_loop (void)
{
  static const Answer          answers[] = { { 302, "Location", "/again" } };
  g_autoptr (Server)           server = http_server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, "");
  TuttiHttp                   *http = http_new ();
  g_autoptr (GError)           error = NULL;

  g_assert_null (http_send (http, request, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
  g_assert_cmpuint (server->n_requests, ==, 6);
  http_assert_gone (http);
}

int
main (int    argc,
      char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http/retry", test_retry);
  g_test_add_func ("/http/retry-date", test_retry_date);
  g_test_add_func ("/http/max-tries", test_max_tries);
  g_test_add_func ("/http/slow", test_slow);
  g_test_add_func ("/http/raw", test_raw);
  g_test_add_func ("/http/no-tls", test_no_tls);
  g_test_add_func ("/http/packed", test_packed);
  g_test_add_func ("/http/addresses", test_addresses);
  g_test_add_func ("/http/odd-requests", test_odd_requests);
  g_test_add_func ("/http/refused", test_refused);
  g_test_add_func ("/http/request", test_request);
  g_test_add_func ("/http/bearer", test_bearer);
  g_test_add_func ("/http/redirect", test_redirect);
  g_test_add_func ("/http/redirect-loop", test_redirect_loop);

  return g_test_run ();
}
