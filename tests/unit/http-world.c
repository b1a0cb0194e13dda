/* http-world.c: a server that plays a list of answers, and a client that asks it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "http-world.h"

#include <string.h>

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

Server *
http_server_new (const Answer *answers,
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

void
http_server_free (Server *self)
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

/* --- asking it --- */

TuttiHttp *
http_new (void)
{
  TuttiHttp *http = tutti_http_new ();

  tutti_http_set_back_off (http, 1);

  return http;
}

TuttiHttpRequest *
http_new_request (const char *method,
             Server     *server,
             const char *path)
{
  g_autofree char *uri = g_strconcat (server->uri, path, NULL);

  return tutti_http_request_new (method, uri);
}

void
http_run_until_done (DexFuture *future)
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

void
http_run_for (guint ms)
{
  gboolean done = FALSE;

  g_timeout_add (ms, wake_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* A busy machine may take its time. */
void
http_run_until_int (int *where,
               int  value)
{
  for (guint i = 0; i < 3000 && g_atomic_int_get (where) != value; i++)
    http_run_for (1);
  g_assert_cmpint (g_atomic_int_get (where), ==, value);
}

/* The response, or NULL with the error. (transfer full) */
TuttiHttpResponse *
http_send (TuttiHttp        *http,
      TuttiHttpRequest *request,
      GError          **error)
{
  g_autoptr (DexFuture) future = tutti_http_send (http, request);
  const GValue         *value;

  http_run_until_done (future);
  value = dex_future_get_value (future, error);

  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

/* Nothing is left in the air that would hold the object. */
void
http_assert_gone (TuttiHttp *http)
{
  http_run_for (5);
  g_assert_finalize_object (http);
}

TuttiHttpVerdict
http_judge_cb (guint   status,
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

/* --- a server that speaks in bytes --- */

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

Raw *
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

void
raw_free (Raw *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  /* Its threads end on their own: they use this memory until then. */
  http_run_for (20);
  http_run_until_int (&self->n_active, 0);
  g_clear_object (&self->service);
  g_free (self->uri);
  g_free (self);
}
