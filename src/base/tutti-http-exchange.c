/* tutti-http-exchange.c: one message sent, one answer read
 *
 * The callback pair that turns libsoup into a future. One GCancellable goes
 * through all of it: cancelled while the body comes, it makes libsoup close the
 * connection instead of reading the rest of it.
 *
 * It is not the promise's own, because libsoup before 3.7.1 finishes a message
 * twice, and then uses freed memory, when it is cancelled after the headers
 * came and before send_cb() runs: in between, giving up waits for send_cb().
 * For the same reason nothing here calls soup_session_abort().
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-http-exchange.h"

#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-retry.h"

#define PIECE (64 * 1024)

typedef struct
{
  DexPromise   *promise;
  GCancellable *cancellable;
  gboolean      is_given_up;
  gboolean      has_headers;
  SoupMessage  *message;
  GInputStream *stream;
  GByteArray   *body;
  gsize         max_body;
} Exchange;

static void
exchange_free (Exchange *self)
{
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_object (&self->stream);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_signal_handlers_disconnect_by_data (dex_promise_get_cancellable (self->promise), self);
  dex_clear (&self->promise);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_free)

static void
reject_too_large (Exchange *self)
{
  g_cancellable_cancel (self->cancellable);
  dex_promise_reject (self->promise,
                      g_error_new (TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The answer is larger than %" G_GSIZE_FORMAT " bytes", self->max_body));
}

static char *
dup_header (Exchange   *self,
            const char *name)
{
  return g_strdup (soup_message_headers_get_list (soup_message_get_response_headers (self->message), name));
}

static void
resolve (Exchange *self)
{
  TuttiHttpResponse *response = g_new0 (TuttiHttpResponse, 1);
  const char        *type = soup_message_headers_get_content_type (soup_message_get_response_headers (self->message), NULL);
  g_autofree char   *retry_after = dup_header (self, "Retry-After");
  g_autofree char   *reset_in = dup_header (self, "X-RateLimit-Reset-In"); /* ListenBrainz, in seconds */
  gsize              size = self->body->len;

  g_atomic_ref_count_init (&response->ref_count);
  response->status = soup_message_get_status (self->message);
  g_byte_array_append (self->body, (const guint8 *) "", 1);
  response->body = g_bytes_new_take (g_byte_array_free (g_steal_pointer (&self->body), FALSE), size);
  response->content_type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
  response->etag = dup_header (self, "ETag");
  response->location = dup_header (self, "Location");
  response->authenticate = dup_header (self, "WWW-Authenticate");
  response->retry_at_ms = tutti_retry_parse_after (retry_after, tutti_clock_now ());
  if (response->retry_at_ms == 0 && response->status == TUTTI_HTTP_TOO_MANY)
    response->retry_at_ms = tutti_retry_parse_after (reset_in, tutti_clock_now ());

  dex_promise_resolve_boxed (self->promise, TUTTI_TYPE_HTTP_RESPONSE, response);
}

static void read_next (Exchange *self);

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (Exchange) self = data;
  g_autoptr (GError)   error = NULL;
  g_autoptr (GBytes)   piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (piece == NULL)
    dex_promise_reject (self->promise, g_steal_pointer (&error));
  else if (g_bytes_get_size (piece) == 0)
    resolve (self);
  else if (g_bytes_get_size (piece) > self->max_body - self->body->len)
    reject_too_large (self);
  else
    {
      g_byte_array_append (self->body, g_bytes_get_data (piece, NULL), (guint) g_bytes_get_size (piece));
      read_next (g_steal_pointer (&self));
    }
}

static void
read_next (Exchange *self)
{
  g_input_stream_read_bytes_async (self->stream, PIECE, G_PRIORITY_DEFAULT, self->cancellable, read_cb, self);
}

static void
send_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (Exchange) self = data;
  g_autoptr (GError)   error = NULL;
  goffset              length;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL)
    {
      dex_promise_reject (self->promise, g_steal_pointer (&error));
      return;
    }

  if (self->is_given_up)
    {
      dex_promise_reject (self->promise, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Given up"));
      return;
    }

  /* What is packed is smaller than what comes out of it. */
  length = soup_message_headers_get_content_length (soup_message_get_response_headers (self->message));
  if (soup_message_get_method (self->message) != SOUP_METHOD_HEAD && length > 0 && (gsize) length > self->max_body)
    {
      reject_too_large (self);
      return;
    }

  self->body = g_byte_array_new ();
  read_next (g_steal_pointer (&self));
}

static void
got_headers_cb (SoupMessage *message,
                gpointer     data)
{
  Exchange *self = data;

  self->has_headers = TRUE;
}

static void
given_up_cb (GCancellable *cancellable,
             gpointer      data)
{
  Exchange *self = data;

  self->is_given_up = TRUE;
  if (!self->has_headers || self->stream != NULL)
    g_cancellable_cancel (self->cancellable);
}

DexFuture *
tutti_http_exchange (SoupSession *session,
                     SoupMessage *message,
                     gsize        max_body)
{
  Exchange  *self = g_new0 (Exchange, 1);
  DexFuture *outside;

  self->promise = dex_promise_new_cancellable ();
  self->cancellable = g_cancellable_new ();
  self->message = g_object_ref (message);
  self->max_body = max_body;
  g_signal_connect (dex_promise_get_cancellable (self->promise), "cancelled", G_CALLBACK (given_up_cb), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), self);
  outside = dex_future_first (dex_ref (DEX_FUTURE (self->promise)), NULL);
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable, send_cb, self);

  return outside;
}
