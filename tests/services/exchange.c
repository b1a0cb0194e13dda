/* exchange.c: one request, and the answer that is made for it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "exchange.h"

#include <string.h>
#include <sys/socket.h>

#include "log.h"

#define TICK 25 /* ms between two looks whether the client is still there */

/* What an exchange needs while its answer is under way. */
typedef struct
{
  Exchange   exchange;
  GIOStream *stream;
  GBytes    *raw;
  gsize      n_trickled; /* bytes of the body */
  gint64     due;
  guint      tick;
  int        fd; /* of `stream`, which owns it */
  gboolean   wrote;
} Pending;

static void
pending_free (Pending *self)
{
  Exchange *exchange = &self->exchange;

  g_signal_handlers_disconnect_by_data (exchange->message, self);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->raw, g_bytes_unref);
  g_object_unref (exchange->message);
  g_free (exchange->whole_path);
  g_free (exchange->host);
  g_free (exchange->path);
  g_free (exchange->prefix);
  g_free (exchange->content_type);
  params_free (exchange->query);
  params_free (exchange->form);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  g_free (self);
}

static Params *
read_form (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const char      *type = soup_message_headers_get_content_type (soup_server_message_get_request_headers (message), NULL);
  g_autoptr (GBytes) bytes = NULL;
  gsize       length;
  const char *text;

  if (g_strcmp0 (type, "application/x-www-form-urlencoded") != 0)
    return params_parse (NULL, 0);
  bytes = soup_message_body_flatten (body);
  text = g_bytes_get_data (bytes, &length);
  return params_parse (text, (gssize) length);
}

/* A data file may give a service another id than we do, so its hosts count first. */
static const Provider *
find_provider (const char *id,
               const char *host)
{
  for (const Provider *const *all = services_list_providers (); *all != NULL; all++)
    if (g_strv_contains ((*all)->hosts, host))
      return *all;
  return services_find_provider (id);
}

Exchange *
exchange_new (Services          *services,
              SoupServerMessage *message,
              const char        *path)
{
  Pending  *pending = g_new0 (Pending, 1);
  Exchange *self = &pending->exchange;
  GUri     *uri = soup_server_message_get_uri (message);
  g_auto (GStrv) parts = g_strsplit (path, "/", 4);

  self->services = services;
  self->message = g_object_ref (message);
  self->method = soup_server_message_get_method (message);
  self->whole_path = g_strdup (path);
  self->query = params_parse (g_uri_get_query (uri), -1);
  self->form = read_form (message);
  self->status = 404;

  if (g_strv_length (parts) >= 3)
    self->provider = find_provider (parts[1], parts[2]);
  if (self->provider != NULL)
    {
      self->host = g_strdup (parts[2]);
      self->prefix = g_strdup_printf ("%s/%s/%s", services->base, parts[1], parts[2]);
      self->path = g_strconcat ("/", parts[3], NULL);
    }
  else
    {
      self->path = g_strdup (path);
    }
  return self;
}

const char *
exchange_get_header (Exchange   *self,
                     const char *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->message), name);
}

const char *
exchange_get_type (Exchange *self)
{
  return soup_message_headers_get_content_type (soup_server_message_get_request_headers (self->message), NULL);
}

GBytes *
exchange_get_body (Exchange *self)
{
  return soup_message_body_flatten (soup_server_message_get_request_body (self->message));
}

void
exchange_set_header (Exchange   *self,
                     const char *name,
                     const char *value)
{
  soup_message_headers_replace (soup_server_message_get_response_headers (self->message), name, value);
}

gboolean
exchange_is (Exchange   *self,
             const char *method,
             const char *path)
{
  return g_str_equal (self->method, method) && g_str_equal (self->path, path);
}

void
exchange_reply (Exchange   *self,
                guint       status,
                const char *content_type,
                GBytes     *body)
{
  self->status = status;
  g_set_str (&self->content_type, content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
}

void
exchange_reply_json (Exchange *self,
                     guint     status,
                     Writer   *body)
{
  g_autoptr (GBytes) bytes = writer_finish (body);

  exchange_reply (self, status, "application/json; charset=utf-8", bytes);
}

void
exchange_reply_text (Exchange   *self,
                     guint       status,
                     const char *content_type,
                     const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  exchange_reply (self, status, content_type, bytes);
}

void
exchange_reply_empty (Exchange *self,
                      guint     status)
{
  exchange_reply (self, status, NULL, NULL);
}

void
exchange_reply_redirect (Exchange   *self,
                         guint       status,
                         const char *location)
{
  exchange_reply_empty (self, status);
  exchange_set_header (self, "Location", location);
}

void
exchange_reply_page (Exchange   *self,
                     guint       status,
                     const char *name,
                     ...)
{
  g_autofree char *path = g_strconcat ("/test-services/pages/", name, NULL);
  g_autoptr (GBytes) source = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (GString) page = NULL;
  const char *word;
  va_list     words;

  g_assert (source != NULL);
  page = g_string_new_len (g_bytes_get_data (source, NULL), (gssize) g_bytes_get_size (source));
  va_start (words, name);
  while ((word = va_arg (words, const char *)) != NULL)
    {
      const char      *value = va_arg (words, const char *);
      g_autofree char *mark = g_strdup_printf ("{{%s}}", word);
      g_autofree char *escaped = g_str_has_prefix (word, "html-") ? g_strdup (value) : g_markup_escape_text (value, -1);

      g_string_replace (page, mark, escaped, 0);
    }
  va_end (words);

  exchange_set_header (self, "Cache-Control", "no-store");
  exchange_set_header (self, "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'");
  exchange_set_header (self, "Referrer-Policy", "no-referrer");
  exchange_reply_text (self, status, "text/html; charset=utf-8", page->str);
}

static void
wrote_body_cb (Pending *self)
{
  self->wrote = TRUE;
}

static void
finished_cb (Pending *self)
{
  if (!self->wrote)
    self->exchange.services->counts[COUNT_ABORTED]++;
  pending_free (self);
}

static void
deliver (Pending *self)
{
  Exchange           *exchange = &self->exchange;
  SoupMessageBody    *body = soup_server_message_get_response_body (exchange->message);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (exchange->message);

  soup_server_message_set_status (exchange->message, exchange->status, NULL);
  if (exchange->content_type != NULL)
    soup_message_headers_replace (headers, "Content-Type", exchange->content_type);
  if (exchange->body != NULL && g_bytes_get_size (exchange->body) > 0)
    soup_message_body_append_bytes (body, exchange->body);
  soup_message_body_complete (body);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_io_stream_close_finish (G_IO_STREAM (source), result, NULL);
  pending_free (data);
}

static gboolean
trickle_cb (gpointer data)
{
  Pending      *self = data;
  Exchange     *exchange = &self->exchange;
  gsize         length = exchange->body != NULL ? g_bytes_get_size (exchange->body) : 0;
  const guint8 *bytes = length > 0 ? g_bytes_get_data (exchange->body, NULL) : NULL;
  guint8        byte;

  if (exchange->send == SEND_TRICKLING && self->n_trickled < length &&
      g_output_stream_write (g_io_stream_get_output_stream (self->stream), bytes + self->n_trickled++, 1, NULL, NULL) == 1)
    return G_SOURCE_CONTINUE;
  if (exchange->send == SEND_STALLED &&
      recv (self->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0)
    return G_SOURCE_CONTINUE;

  self->tick = 0;
  if (exchange->send == SEND_STALLED || self->n_trickled < length)
    exchange->services->counts[COUNT_ABORTED]++;
  g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, closed_cb, self);
  return G_SOURCE_REMOVE;
}

static void
wrote_raw_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  Pending *self = data;
  gboolean written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL);

  if (written && self->exchange.send == SEND_ENDLESS)
    {
      g_clear_pointer (&self->raw, g_bytes_unref);
      self->raw = g_bytes_new_take (g_strnfill (1 << 16, ' '), 1 << 16);
      g_output_stream_write_all_async (G_OUTPUT_STREAM (source), g_bytes_get_data (self->raw, NULL), g_bytes_get_size (self->raw),
                                       G_PRIORITY_LOW, NULL, wrote_raw_cb, self);
      return;
    }
  if (written && (self->exchange.send == SEND_STALLED || self->exchange.send == SEND_TRICKLING))
    {
      self->tick = g_timeout_add (self->exchange.send == SEND_STALLED ? TICK : self->exchange.pace, trickle_cb, self);
      return;
    }
  if (!written)
    self->exchange.services->counts[COUNT_ABORTED]++;
  g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, closed_cb, self);
}

/* Takes the connection from libsoup and answers by hand, wrongly. */
static void
deliver_raw (Pending *self)
{
  Exchange *exchange = &self->exchange;
  GSocket  *socket = soup_server_message_get_socket (exchange->message);
  gsize     length = exchange->body != NULL ? g_bytes_get_size (exchange->body) : 0;
  g_autoptr (GString) text = g_string_new (NULL);

  g_signal_handlers_disconnect_by_data (exchange->message, self);
  self->fd = socket != NULL ? g_socket_get_fd (socket) : -1;
  self->stream = soup_server_message_steal_connection (exchange->message);
  if (exchange->send != SEND_DROPPED)
    g_string_append_printf (text, "HTTP/1.1 %u Fault\r\nContent-Type: application/json\r\n", exchange->status);
  if (exchange->send == SEND_CUT || exchange->send == SEND_STALLED)
    {
      g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", MAX (length, 2));
      if (length > 0)
        g_string_append_len (text, g_bytes_get_data (exchange->body, NULL), (gssize) (length / 2));
      else
        g_string_append_c (text, '{');
    }
  else if (exchange->send == SEND_TRICKLING)
    {
      g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
    }
  else if (exchange->send == SEND_ENDLESS)
    {
      g_string_append (text, "Connection: close\r\n\r\n{\"items\": [");
    }
  self->raw = g_string_free_to_bytes (g_steal_pointer (&text));
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   g_bytes_get_data (self->raw, NULL), g_bytes_get_size (self->raw),
                                   G_PRIORITY_DEFAULT, NULL, wrote_raw_cb, self);
}

static gboolean
is_client_gone (Pending *self)
{
  GSocket *socket = soup_server_message_get_socket (self->exchange.message);
  char     byte;

  return socket == NULL || recv (g_socket_get_fd (socket), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static gboolean
tick_cb (gpointer data)
{
  Pending           *self = data;
  SoupServerMessage *message = self->exchange.message;

  if (is_client_gone (self))
    {
      self->exchange.services->counts[COUNT_ABORTED]++;
      self->exchange.send = SEND_DROPPED;
    }
  else if (self->exchange.send == SEND_NEVER || g_get_monotonic_time () < self->due)
    {
      return G_SOURCE_CONTINUE;
    }

  self->tick = 0;
  if (self->exchange.send == SEND_WHOLE)
    {
      deliver (self);
      soup_server_message_unpause (message);
    }
  else
    {
      deliver_raw (self);
    }
  return G_SOURCE_REMOVE;
}

void
exchange_send (Exchange *self)
{
  Pending *pending = (Pending *) self;

  g_signal_connect_swapped (self->message, "wrote-body", G_CALLBACK (wrote_body_cb), pending);
  g_signal_connect_swapped (self->message, "finished", G_CALLBACK (finished_cb), pending);
  if (self->send == SEND_WHOLE && self->delay == 0)
    {
      deliver (pending);
      return;
    }
  soup_server_message_pause (self->message);
  pending->due = g_get_monotonic_time () + (gint64) self->delay * 1000;
  pending->tick = g_timeout_add (CLAMP (self->delay, 1, TICK), tick_cb, pending);
}
