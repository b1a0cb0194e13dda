/* test-http.c: retries, limits, redirects and cancelling, over real sockets
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
#include "tutti-http.h"

#include <libsoup/soup.h>
#include <string.h>

#define HOUR_MS (60 * 60 * 1000)

/* --- a server that plays a list of answers --- */

typedef struct
{
  guint       status;
  const char *name; /* of one header */
  const char *value;
  const char *body;
  const char *type;
  guint       delay_ms;
} Answer;

typedef struct
{
  SoupServer   *server;
  char         *uri; /* with a slash at its end */
  const Answer *answers;
  guint         n_answers; /* the last one is given again and again */
  guint         n_requests;
  guint         n_now;
  guint         n_most; /* at once */
  guint         n_aborted;
  GString      *log;   /* "METHOD path\n" of each request */
  GString      *heads; /* "name: value\n" of the last one */
  GBytes       *body;  /* of the last one */
  GBytes       *packed; /* the body to give instead of the answers' */
} Server;

static gboolean
unpause_cb (gpointer data)
{
  soup_server_message_unpause (data);

  return G_SOURCE_REMOVE;
}

static void
finished_cb (SoupServerMessage *message,
             gpointer           data)
{
  Server *self = data;

  self->n_now--;
}

static void
aborted_cb (SoupServer        *server,
            SoupServerMessage *message,
            gpointer           data)
{
  Server *self = data;

  self->n_aborted++;
}

static void
add_head (const char *name,
          const char *value,
          gpointer    data)
{
  g_string_append_printf (data, "%s: %s\n", name, value);
}

static void
answer_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           data)
{
  Server       *self = data;
  const Answer *answer = &self->answers[MIN (self->n_requests, self->n_answers - 1)];
  const char   *body = answer->body != NULL ? answer->body : "{}";

  self->n_requests++;
  self->n_now++;
  self->n_most = MAX (self->n_most, self->n_now);
  g_signal_connect (message, "finished", G_CALLBACK (finished_cb), self);
  g_string_append_printf (self->log, "%s %s\n", soup_server_message_get_method (message), path);
  g_string_truncate (self->heads, 0);
  soup_message_headers_foreach (soup_server_message_get_request_headers (message), add_head, self->heads);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  soup_server_message_set_status (message, answer->status, NULL);
  soup_server_message_set_response (message, answer->type != NULL ? answer->type : "application/json", SOUP_MEMORY_COPY, body, strlen (body));
  if (self->packed != NULL)
    {
      soup_message_body_truncate (soup_server_message_get_response_body (message));
      soup_message_body_append_bytes (soup_server_message_get_response_body (message), self->packed);
    }
  if (answer->name != NULL)
    soup_message_headers_replace (soup_server_message_get_response_headers (message), answer->name, answer->value);
  if (answer->delay_ms > 0)
    {
      soup_server_message_pause (message);
      g_timeout_add_full (G_PRIORITY_DEFAULT, answer->delay_ms, unpause_cb, g_object_ref (message), g_object_unref);
    }
}

static Server *
server_new (const Answer *answers,
            guint         n_answers)
{
  Server            *self = g_new0 (Server, 1);
  g_autoptr (GError) error = NULL;
  GSList            *uris;

  self->answers = answers;
  self->n_answers = n_answers;
  self->log = g_string_new (NULL);
  self->heads = g_string_new (NULL);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, answer_cb, self, NULL);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (aborted_cb), self);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->uri = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return self;
}

static void
server_free (Server *self)
{
  soup_server_disconnect (self->server);
  g_assert_finalize_object (self->server);
  g_string_free (self->log, TRUE);
  g_string_free (self->heads, TRUE);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->packed, g_bytes_unref);
  g_free (self->uri);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_free)

/* --- asking it --- */

static TuttiHttp *
new_http (void)
{
  TuttiHttp *http = tutti_http_new ();

  tutti_http_set_back_off (http, 1);

  return http;
}

static TuttiHttpRequest *
new_request (const char *method,
             Server     *server,
             const char *path)
{
  g_autofree char *uri = g_strconcat (server->uri, path, NULL);

  return tutti_http_request_new (method, uri);
}

static void
run_until_done (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
wake_cb (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean done = FALSE;

  g_timeout_add (ms, wake_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* A busy machine may take its time. */
static void
run_until_int (int *where,
               int  value)
{
  for (guint i = 0; i < 3000 && g_atomic_int_get (where) != value; i++)
    run_for (1);
  g_assert_cmpint (g_atomic_int_get (where), ==, value);
}

/* The response, or NULL with the error. (transfer full) */
static TuttiHttpResponse *
send (TuttiHttp        *http,
      TuttiHttpRequest *request,
      GError          **error)
{
  g_autoptr (DexFuture) future = tutti_http_send (http, request);
  const GValue         *value;

  run_until_done (future);
  value = dex_future_get_value (future, error);

  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

/* Nothing is left in the air that would hold the object. */
static void
assert_gone (TuttiHttp *http)
{
  run_for (5);
  g_assert_finalize_object (http);
}

static TuttiHttpVerdict
judge_cb (guint   status,
          GBytes *body)
{
  const char *text = g_bytes_get_data (body, NULL);
  gsize       length = g_bytes_get_size (body);

  if (g_strstr_len (text, (gssize) length, "QUOTA") != NULL)
    return TUTTI_HTTP_VERDICT_QUOTA;
  if (g_strstr_len (text, (gssize) length, "AGAIN") != NULL)
    return TUTTI_HTTP_VERDICT_RETRY;

  return TUTTI_HTTP_VERDICT_OK;
}

/* --- retrying --- */

#define ANY -1 /* no error */

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
    { "503 in seconds", "GET", FALSE, { { 503, "Retry-After", "1" }, { 200 } }, 2, 2, ANY, 200, 900, 3000 },
    { "503 for an hour", "GET", FALSE, { { 503, "Retry-After", "3600" }, { 200 } }, 2, 1, TUTTI_ERROR_SERVER },
    { "200 that means 429", "GET", FALSE, { { 200, NULL, NULL, "AGAIN" }, { 200 } }, 2, 2, ANY, 200 },
    { "200 that means a quota", "GET", FALSE, { { 200, NULL, NULL, "QUOTA" }, { 200 } }, 2, 1, TUTTI_ERROR_QUOTA_EXCEEDED },
    { "429 that means a quota", "GET", FALSE, { { 429, "Retry-After", "1", "QUOTA" }, { 200 } }, 2, 1, TUTTI_ERROR_QUOTA_EXCEEDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Server)            server = server_new (cases[i].answers, cases[i].n_answers);
      g_autoptr (TuttiHttpRequest)  request = new_request (cases[i].method, server, "x?secret=1");
      TuttiHttp                    *http = new_http ();
      g_autoptr (GError)            error = NULL;
      g_autoptr (TuttiHttpResponse) response = NULL;
      gint64                        begin = g_get_monotonic_time ();
      gint64                        ms;

      g_test_message ("%s", cases[i].why);
      request->is_safe = cases[i].is_safe;
      request->bucket = g_strdup (i % 2 ? "quaver" : NULL);
      request->judge = judge_cb;
      response = send (http, request, &error);
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
      assert_gone (http);
    }
}

static void
test_retry_date (void)
{
  g_autoptr (GDateTime)         now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime)         then = g_date_time_add_seconds (now, 2);
  g_autofree char              *date = soup_date_time_to_string (then, SOUP_DATE_HTTP);
  const Answer                  answers[] = { { 429, "Retry-After", date }, { 200 } };
  g_autoptr (Server)            server = server_new (answers, 2);
  g_autoptr (TuttiHttpRequest)  request = new_request ("GET", server, "");
  TuttiHttp                    *http = new_http ();
  g_autoptr (TuttiHttpResponse) response = send (http, request, NULL);
  g_autoptr (GDateTime)         end = g_date_time_new_now_utc ();

  g_assert_cmpuint (response->status, ==, 200);
  g_assert_cmpint (g_date_time_to_unix (end), >=, g_date_time_to_unix (then));
  assert_gone (http);
}

static void
test_max_tries (void)
{
  static const Answer          answers[] = { { 503 } };
  g_autoptr (Server)           server = server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = new_request ("GET", server, "");
  TuttiHttp                   *http = new_http ();
  g_autoptr (GError)           error = NULL;

  request->max_tries = 1;
  g_assert_null (send (http, request, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_SERVER);
  g_assert_cmpuint (server->n_requests, ==, 1);
  assert_gone (http);
}

static void
test_slow (void)
{
  static const struct
  {
    const char *method;
    guint       n_requests;
  } cases[] = { { "GET", 2 }, { "POST", 1 } };
  static const Answer answers[] = { { 200, .delay_ms = 400 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Server)           server = server_new (answers, 1);
      g_autoptr (TuttiHttpRequest) request = new_request (cases[i].method, server, "");
      TuttiHttp                   *http = new_http ();
      g_autoptr (GError)           error = NULL;

      request->max_tries = 2;
      request->timeout_ms = 60;
      g_assert_null (send (http, request, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE);
      run_for (500);
      g_assert_cmpuint (server->n_requests, ==, cases[i].n_requests);
      assert_gone (http);
    }
}

/* --- a server that speaks in bytes --- */

typedef struct
{
  GSocketService *service;
  char           *uri;
  const char     *head;     /* what it writes */
  gsize           n_more;   /* letters "x" it then tries to write, or -1: waits for the other end */
  int             n_active; /* threads */
  int             n_seen;   /* connections */
  int             n_closed; /* by the other end */
  gsize           n_wrote;
} Raw;

static gboolean
raw_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        gpointer                data)
{
  Raw             *self = data;
  GInputStream    *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream   *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *block = g_malloc (65536);

  g_atomic_int_inc (&self->n_active);
  if (g_input_stream_read (in, block, 65536, NULL, NULL) <= 0)
    {
      g_atomic_int_add (&self->n_active, -1);
      return TRUE;
    }
  g_atomic_int_inc (&self->n_seen);
  g_output_stream_write_all (out, self->head, strlen (self->head), NULL, NULL, NULL);

  memset (block, 'x', 65536);
  if (self->n_more == G_MAXSIZE)
    {
      if (g_input_stream_read (in, block, 1, NULL, NULL) <= 0)
        g_atomic_int_inc (&self->n_closed);
    }
  else
    for (gsize left = self->n_more; left > 0;)
      {
        gsize n = MIN (left, 65536);

        if (!g_output_stream_write_all (out, block, n, NULL, NULL, NULL))
          break;
        g_atomic_pointer_add (&self->n_wrote, n);
        left -= n;
      }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_add (&self->n_active, -1);

  return TRUE;
}

static Raw *
raw_new (const char *head,
         gsize       n_more)
{
  Raw               *self = g_new0 (Raw, 1);
  g_autoptr (GError) error = NULL;
  guint16            port;

  self->head = head;
  self->n_more = n_more;
  self->service = g_threaded_socket_service_new (4);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, &error);
  g_assert_no_error (error);
  self->uri = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_signal_connect (self->service, "run", G_CALLBACK (raw_cb), self);
  g_socket_service_start (self->service);

  return self;
}

static void
raw_free (Raw *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Its threads end on their own: they use this memory until then. */
  run_for (20);
  run_until_int (&self->n_active, 0);
  g_clear_object (&self->service);
  g_free (self->uri);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Raw, raw_free)

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
      TuttiHttp                   *http = new_http ();
      g_autoptr (GError)           error = NULL;

      g_test_message ("%s", cases[i].why);
      request->max_tries = 2;
      request->timeout_ms = 5000;
      request->max_body = 1000000;
      g_assert_null (send (http, request, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, TUTTI_ERROR, cases[i].code);
      run_for (50);
      g_assert_cmpint (g_atomic_int_get (&raw->n_seen), ==, cases[i].n_seen);
      /* What the sockets' buffers hold, and no more. */
      g_assert_cmpuint ((gsize) g_atomic_pointer_get (&raw->n_wrote), <, 30000000);
      assert_gone (http);
    }
}

/* A server that is not who it should be is not asked again, nor in plain text. */
static void
test_no_tls (void)
{
  g_autoptr (Raw)              raw = raw_new ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 0);
  g_autofree char             *uri = g_strconcat ("https", raw->uri + strlen ("http"), NULL);
  g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("GET", uri);
  TuttiHttp                   *http = new_http ();
  g_autoptr (GError)           error = NULL;
  GLogLevelFlags               fatal = g_log_set_always_fatal (G_LOG_FATAL_MASK);

  /* GLib warns of a system without certificates, as test machines are. */
  request->bearer = tutti_secret_new ("hunter22");
  g_assert_null (send (http, request, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE);
  run_for (50);
  g_assert_cmpint (g_atomic_int_get (&raw->n_seen), ==, 1);
  assert_gone (http);
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
  g_autoptr (Server)           server = server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = new_request ("GET", server, "");
  TuttiHttp                   *http = new_http ();
  g_autoptr (GError)           error = NULL;
  gsize                        n_read, n_packed;

  g_converter_convert (packer, zeros, 20000000, packed, 100000, G_CONVERTER_INPUT_AT_END, &n_read, &n_packed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_read, ==, 20000000);

  server->packed = g_bytes_new_static (packed, n_packed);
  request->max_body = 1000000;
  g_assert_null (send (http, request, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
  g_assert_cmpuint (server->n_requests, ==, 1);
  assert_gone (http);
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
  TuttiHttp *http = new_http ();

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("GET", refused[i]);
      g_autoptr (GError)           error = NULL;

      g_test_message ("%s", refused[i]);
      g_assert_null (send (http, request, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
    }

  assert_gone (http);
}

static void
test_odd_requests (void)
{
  static const Answer answers[] = { { 200 } };
  g_autoptr (Server)  server = server_new (answers, 1);
  TuttiHttp          *http = new_http ();

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (TuttiHttpRequest) request = new_request (i == 0 ? "GET /\r\nX: y" : "GET", server, "");
      g_autoptr (GError)           error = NULL;

      if (i == 1)
        tutti_http_request_add_header (request, "X", "a\r\nY: b");
      if (i == 2)
        tutti_http_request_add_header (request, "X\nY", "a");
      if (i == 3)
        request->bearer = tutti_secret_new ("a\r\nY: b");
      if (i == 4)
        request->scheme = g_strdup ("a\r\nY: b");
      g_assert_null (send (http, request, &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
    }

  g_assert_cmpuint (server->n_requests, ==, 0);
  assert_gone (http);
}

/* A port that nobody listens on. */
static void
test_refused (void)
{
  g_autoptr (GSocketListener)  listener = g_socket_listener_new ();
  guint16                      port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char             *uri = g_strdup_printf ("http://127.0.0.1:%u/", port);
  g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("POST", uri);
  TuttiHttp                   *http = new_http ();
  g_autoptr (GError)           error = NULL;

  g_socket_listener_close (listener);
  g_assert_null (send (http, request, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE);
  assert_gone (http);
}

static void
test_request (void)
{
  static const Answer           answers[] = { { 200, "ETag", "\"v1\"", "{\"a\": 1}", "Application/JSON; charset=utf-8" } };
  g_autoptr (Server)            server = server_new (answers, 1);
  g_autoptr (TuttiHttpRequest)  request = new_request ("POST", server, "token");
  TuttiHttp                    *http = new_http ();
  g_autoptr (TuttiHttpResponse) response = NULL;

  tutti_http_request_set_form (request, TRUE, (const char *[]) { "grant_type", "authorization_code", "code", "a+b/c =&ü", "client_secret", NULL, "x", "", NULL });
  tutti_http_request_add_header (request, "Accept", "application/json");
  tutti_http_request_add_header (request, "X-Other", "yes");
  response = send (http, request, NULL);

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
  assert_gone (http);
}

static void
test_bearer (void)
{
  static const Answer           answers[] = { { 200, "Set-Cookie", "a=b" }, { 401, "WWW-Authenticate", "Bearer error=\"invalid_token\"" } };
  g_autoptr (Server)            server = server_new (answers, 2);
  g_autoptr (TuttiHttpRequest)  request = new_request ("PUT", server, "me");
  TuttiHttp                    *http = new_http ();
  g_autoptr (TuttiHttpResponse) first = NULL;
  g_autoptr (TuttiHttpResponse) second = NULL;

  request->bearer = tutti_secret_new ("hunter22");
  first = send (http, request, NULL);
  g_assert_cmpuint (first->status, ==, 200);
  g_assert_nonnull (strstr (server->heads->str, "Authorization: Bearer hunter22\n"));
  g_assert_nonnull (strstr (server->heads->str, "Content-Length: 0\n"));

  request->scheme = g_strdup ("OAuth");
  second = send (http, request, NULL);
  g_assert_cmpuint (second->status, ==, 401);
  g_assert_cmpstr (second->authenticate, ==, "Bearer error=\"invalid_token\"");
  g_assert_nonnull (strstr (server->heads->str, "Authorization: OAuth hunter22\n"));
  g_assert_null (strstr (server->heads->str, "Cookie"));
  g_assert_cmpuint (server->n_requests, ==, 2);
  assert_gone (http);
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
      g_autoptr (Server)            other = server_new (here, 1);
      g_autofree char              *location = g_str_equal (cases[i].location, "%s") ? g_strdup (other->uri) : g_strdup (cases[i].location);
      const Answer                  answers[] = { { cases[i].status, "Location", location }, { 200 } };
      g_autoptr (Server)            server = server_new (answers, 2);
      g_autoptr (TuttiHttpRequest)  request = new_request (cases[i].method, server, "");
      TuttiHttp                    *http = new_http ();
      g_autoptr (TuttiHttpResponse) response = NULL;

      g_test_message ("%s", cases[i].why);
      if (cases[i].credential == BEARER)
        request->bearer = tutti_secret_new ("hunter22");
      request->has_secret = cases[i].credential == SECRET;
      response = send (http, request, NULL);
      g_assert_cmpuint (response->status, ==, cases[i].end);
      if (cases[i].end != 200)
        g_assert_cmpstr (response->location, ==, location);
      g_assert_cmpstr (server->log->str, ==, cases[i].log);
      g_assert_cmpuint (other->n_requests, ==, 0);
      assert_gone (http);
    }
}

static void
test_redirect_loop (void)
{
  static const Answer          answers[] = { { 302, "Location", "/again" } };
  g_autoptr (Server)           server = server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = new_request ("GET", server, "");
  TuttiHttp                   *http = new_http ();
  g_autoptr (GError)           error = NULL;

  g_assert_null (send (http, request, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
  g_assert_cmpuint (server->n_requests, ==, 6);
  assert_gone (http);
}

/* --- limits --- */

/* Sends `n` at once, waits for all, and gives the time it took. */
static gint64
send_many (TuttiHttp  *http,
           Server     *server,
           const char *bucket,
           guint       n)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (DexFuture) all = NULL;
  g_autoptr (GError)    error = NULL;
  gint64                begin = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char             *path = g_strdup_printf ("%u", i);
      g_autoptr (TuttiHttpRequest) request = new_request ("GET", server, path);

      request->bucket = g_strdup (bucket);
      g_ptr_array_add (futures, tutti_http_send (http, request));
    }
  all = dex_future_allv ((DexFuture **) futures->pdata, n);
  run_until_done (all);
  dex_future_get_value (all, &error);
  g_assert_no_error (error);

  return (g_get_monotonic_time () - begin) / 1000;
}

static void
test_burst (void)
{
  static const Answer answers[] = { { 200, .delay_ms = 20 } };
  g_autoptr (Server)  server = server_new (answers, 1);
  TuttiHttp          *http = new_http ();

  tutti_http_set_limit (http, "quaver", 0, 2);
  send_many (http, server, "quaver", 7);
  g_assert_cmpuint (server->n_most, ==, 2);
  g_assert_cmpuint (server->n_requests, ==, 7);

  /* Another bucket has nothing to do with it. */
  server->n_most = 0;
  send_many (http, server, "other", 4);
  g_assert_cmpuint (server->n_most, >, 2);
  assert_gone (http);
}

static void
test_rate (void)
{
  static const Answer answers[] = { { 200 } };
  g_autoptr (Server)  server = server_new (answers, 1);
  TuttiHttp          *http = new_http ();

  /* Two at once, then one every 40 ms. */
  tutti_http_set_limit (http, "quaver", 25, 2);
  g_assert_cmpint (send_many (http, server, "quaver", 7), >=, 5 * 40 - 5);
  g_assert_cmpstr (server->log->str, ==, "GET /0\nGET /1\nGET /2\nGET /3\nGET /4\nGET /5\nGET /6\n");
  assert_gone (http);
}

typedef struct
{
  guint  n;
  char  *bucket;
  gint64 until;
} Noted;

static void
not_before_cb (TuttiHttp  *http,
               const char *bucket,
               gint64      until,
               gpointer    data)
{
  Noted *noted = data;

  noted->n++;
  g_set_str (&noted->bucket, bucket);
  noted->until = until;
}

static int
send_code (TuttiHttp *http,
           Server    *server,
           gint64    *number)
{
  g_autoptr (TuttiHttpRequest)  request = new_request ("GET", server, "");
  g_autoptr (GError)            error = NULL;
  g_autoptr (TuttiHttpResponse) response = NULL;

  request->bucket = g_strdup ("quaver");
  request->judge = judge_cb;
  response = send (http, request, &error);
  if (number != NULL)
    *number = tutti_error_get_number (error);

  return response != NULL ? ANY : error->code;
}

static void
test_quota (void)
{
  static const Answer answers[] = { { 403, NULL, NULL, "QUOTA" }, { 200 } };
  g_autoptr (Server)  server = server_new (answers, 2);
  TuttiHttp          *http = new_http ();
  Noted               noted = { 0 };
  gint64              now = tutti_clock_now ();
  gint64              number = -1;
  gboolean            is_quota = FALSE;

  g_signal_connect (http, "not-before", G_CALLBACK (not_before_cb), &noted);
  g_assert_cmpint (send_code (http, server, &number), ==, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_assert_cmpint (number, ==, 0);
  g_assert_cmpuint (noted.n, ==, 1);
  g_assert_cmpstr (noted.bucket, ==, "quaver");
  g_assert_cmpint (noted.until, >=, now + 15 * 60 * 1000);
  g_assert_cmpint (noted.until, <, now + 16 * 60 * 1000);
  g_assert_cmpint (tutti_http_get_not_before (http, "quaver", &is_quota), ==, noted.until);
  g_assert_true (is_quota);

  /* The circuit is open: nothing is sent. */
  g_assert_cmpint (send_code (http, server, &number), ==, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_assert_cmpint (number, ==, noted.until);
  g_assert_cmpuint (server->n_requests, ==, 1);

  /* It closes by itself. */
  tutti_clock_set_offset (HOUR_MS);
  g_assert_cmpint (tutti_http_get_not_before (http, "quaver", &is_quota), ==, 0);
  g_assert_false (is_quota);
  g_assert_cmpint (send_code (http, server, NULL), ==, ANY);
  tutti_clock_set_offset (0);

  /* And by what the owner stored. */
  tutti_http_set_not_before (http, "quaver", tutti_clock_now () + HOUR_MS, TRUE);
  g_assert_cmpint (send_code (http, server, NULL), ==, TUTTI_ERROR_QUOTA_EXCEEDED);
  tutti_http_set_not_before (http, "quaver", 0, FALSE);
  g_assert_cmpint (send_code (http, server, NULL), ==, ANY);
  g_assert_cmpuint (server->n_requests, ==, 3);
  g_assert_cmpuint (noted.n, ==, 1);

  g_free (noted.bucket);
  assert_gone (http);
}

static void
test_rest (void)
{
  static const Answer answers[] = { { 429, "Retry-After", "3600" }, { 200 } };
  g_autoptr (Server)  server = server_new (answers, 2);
  TuttiHttp          *http = new_http ();
  Noted               noted = { 0 };
  gint64              now = tutti_clock_now ();
  gint64              number = 0;
  gint64              begin;
  gboolean            is_quota = TRUE;

  g_signal_connect (http, "not-before", G_CALLBACK (not_before_cb), &noted);
  g_assert_cmpint (send_code (http, server, &number), ==, TUTTI_ERROR_RATE_LIMITED);
  g_assert_cmpint (number, >=, now + HOUR_MS);
  g_assert_cmpint (noted.until, >=, now + HOUR_MS);
  g_assert_cmpint (tutti_http_get_not_before (http, "quaver", &is_quota), ==, noted.until);
  g_assert_false (is_quota);
  g_assert_cmpint (send_code (http, server, NULL), ==, TUTTI_ERROR_RATE_LIMITED);
  g_assert_cmpuint (server->n_requests, ==, 1);

  /* A short rest is waited for. */
  begin = g_get_monotonic_time ();
  tutti_http_set_not_before (http, "quaver", tutti_clock_now () + 150, FALSE);
  g_assert_cmpint (send_code (http, server, NULL), ==, ANY);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 140 * 1000);
  g_assert_cmpuint (noted.n, ==, 1);

  g_free (noted.bucket);
  assert_gone (http);
}

/* A short wait of one request never shortens the long one of another. */
static void
test_rest_stays (void)
{
  static const Answer answers[] = { { 429, .delay_ms = 300 }, { 200 } };
  g_autoptr (Server)  server = server_new (answers, 2);
  TuttiHttp          *http = new_http ();
  g_autoptr (TuttiHttpRequest) request = new_request ("GET", server, "");
  g_autoptr (DexFuture)        future = NULL;
  gint64                       until = tutti_clock_now () + HOUR_MS;
  gboolean                     is_quota = FALSE;
  g_autoptr (GError)           error = NULL;

  request->bucket = g_strdup ("quaver");
  future = tutti_http_send (http, request);
  run_for (20);
  tutti_http_set_not_before (http, "quaver", until, TRUE);
  run_until_done (future);

  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_assert_cmpint (tutti_http_get_not_before (http, "quaver", &is_quota), ==, until);
  g_assert_true (is_quota);
  g_assert_cmpuint (server->n_requests, ==, 1);
  assert_gone (http);
}

/* --- cancelling --- */

static void
test_cancel_at_once (void)
{
  static const Answer          answers[] = { { 200 } };
  g_autoptr (Server)           server = server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = new_request ("GET", server, "");
  TuttiHttp                   *http = new_http ();

  request->bucket = g_strdup ("quaver");
  dex_unref (tutti_http_send (http, request));
  run_for (50);
  g_assert_cmpuint (server->n_requests, ==, 0);
  assert_gone (http);
}

/* While the server thinks, while the body comes, while it waits to try again. */
static void
test_cancel_later (void)
{
  static const char *const heads[] = {
    "",
    "HTTP/1.1 200 OK\r\nContent-Le",
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (Raw)              raw = raw_new (heads[i], G_MAXSIZE);
      g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("GET", raw->uri);
      TuttiHttp                   *http = new_http ();
      DexFuture                   *future;

      g_test_message ("\"%s\"", heads[i]);
      request->bucket = g_strdup ("quaver");
      tutti_http_set_limit (http, "quaver", 0, 1);
      future = tutti_http_send (http, request);
      run_until_int (&raw->n_seen, 1);
      run_for (30);
      g_assert_cmpint (g_atomic_int_get (&raw->n_closed), ==, 0);
      dex_unref (future);
      run_until_int (&raw->n_closed, 1);

      /* The place in the bucket is free again. */
      future = tutti_http_send (http, request);
      run_until_int (&raw->n_seen, 2);
      dex_unref (future);
      run_until_int (&raw->n_closed, 2);
      assert_gone (http);
    }
}

/* At the moment the headers come, where libsoup before 3.7.1 uses freed memory. */
static void
test_cancel_headers (void)
{
  g_autoptr (Raw)              raw = raw_new ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", G_MAXSIZE);
  g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("GET", raw->uri);

  for (int round = 0; round < 60; round++)
    {
      TuttiHttp *http = new_http ();
      DexFuture *future = tutti_http_send (http, request);

      while (g_atomic_int_get (&raw->n_seen) == round)
        g_main_context_iteration (NULL, FALSE);
      for (int i = 0; i < round % 6; i++)
        g_main_context_iteration (NULL, FALSE);
      dex_unref (future);
      for (int i = 0; i < round % 5; i++)
        g_main_context_iteration (NULL, FALSE);
      g_object_unref (http);
      run_until_int (&raw->n_closed, round + 1);
    }
}

static void
test_cancel_waiting (void)
{
  static const Answer          answers[] = { { 429, "Retry-After", "1" } };
  g_autoptr (Server)           server = server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = new_request ("GET", server, "");
  TuttiHttp                   *http = new_http ();
  DexFuture                   *future = tutti_http_send (http, request);

  run_until_int ((int *) &server->n_requests, 1);
  run_for (60);
  dex_unref (future);
  run_for (1300);
  g_assert_cmpuint (server->n_requests, ==, 1);
  assert_gone (http);
}

static void
test_cancel_queued (void)
{
  static const Answer          answers[] = { { 200, .delay_ms = 300 } };
  g_autoptr (Server)           server = server_new (answers, 1);
  TuttiHttp                   *http = new_http ();
  g_autoptr (TuttiHttpRequest) first = new_request ("GET", server, "first");
  g_autoptr (TuttiHttpRequest) second = new_request ("GET", server, "second");
  g_autoptr (TuttiHttpRequest) third = new_request ("GET", server, "third");
  g_autoptr (DexFuture)        one = NULL;
  g_autoptr (DexFuture)        three = NULL;
  DexFuture                   *two;

  tutti_http_set_limit (http, "quaver", 0, 1);
  first->bucket = g_strdup ("quaver");
  second->bucket = g_strdup ("quaver");
  third->bucket = g_strdup ("quaver");
  one = tutti_http_send (http, first);
  two = tutti_http_send (http, second);
  three = tutti_http_send (http, third);
  run_for (30);
  dex_unref (two);
  run_until_done (three);

  g_assert_true (dex_future_is_resolved (one));
  g_assert_true (dex_future_is_resolved (three));
  g_assert_cmpstr (server->log->str, ==, "GET /first\nGET /third\n");
  assert_gone (http);
}

/* Many that start, end and are dropped in the same turns of the loop. */
static void
test_cancel_storm (void)
{
  static const Answer   answers[] = { { 200 }, { 200, .delay_ms = 1 }, { 429 }, { 200, .delay_ms = 2 }, { 500 }, { 200 } };
  g_autoptr (Server)    server = server_new (answers, G_N_ELEMENTS (answers));
  TuttiHttp            *http = new_http ();
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (4711);

  tutti_http_set_limit (http, "quaver", 0, 3);
  for (guint i = 0; i < 600; i++)
    {
      g_autoptr (TuttiHttpRequest) request = new_request ("GET", server, "");

      request->bucket = g_strdup ("quaver");
      g_ptr_array_add (futures, tutti_http_send (http, request));
      for (int turns = g_rand_int_range (rand, 0, 6); turns > 0; turns--)
        g_main_context_iteration (NULL, FALSE);
      if (i % 7 == 0)
        server->n_requests = 0;
      while (futures->len > 5)
        g_ptr_array_remove_index_fast (futures, (guint) g_rand_int_range (rand, 0, (gint32) futures->len));
    }
  for (guint i = 0; i < futures->len; i++)
    run_until_done (g_ptr_array_index (futures, i));
  g_ptr_array_set_size (futures, 0);
  run_for (50);

  send_many (http, server, "quaver", 3);
  assert_gone (http);
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
  g_test_add_func ("/http/burst", test_burst);
  g_test_add_func ("/http/rate", test_rate);
  g_test_add_func ("/http/quota", test_quota);
  g_test_add_func ("/http/rest", test_rest);
  g_test_add_func ("/http/rest-stays", test_rest_stays);
  g_test_add_func ("/http/cancel/at-once", test_cancel_at_once);
  g_test_add_func ("/http/cancel/later", test_cancel_later);
  g_test_add_func ("/http/cancel/headers", test_cancel_headers);
  g_test_add_func ("/http/cancel/waiting", test_cancel_waiting);
  g_test_add_func ("/http/cancel/queued", test_cancel_queued);
  g_test_add_func ("/http/cancel/storm", test_cancel_storm);

  return g_test_run ();
}
