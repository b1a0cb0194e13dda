/* tutti-loopback-connection.c: one connection of the loopback listener
 *
 * A fiber: read a head, check it, perhaps read a form, then refuse, or wait for
 * the page that the flow makes, and deliver it. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-loopback-core.h"

#include "tutti-fiber.h"
#include "tutti-loopback-page.h"

#include <string.h>

#define READ_MS         (10 * 1000) /* for a whole request */
#define DELIVER_MS      (5 * 1000)  /* for a whole response */
#define MAX_CONNECTIONS 16
#define MAX_DRAINED     (1024 * 1024)

static void
connection_free (gpointer data)
{
  TuttiLoopbackConnection *connection = data;
  TuttiLoopbackCore       *core = connection->core;

  g_ptr_array_remove (core->connections, connection);
  /* Not by the stream, which refuses while a read is being cancelled. */
  g_socket_close (g_socket_connection_get_socket (connection->stream), NULL);
  g_clear_object (&connection->stream);
  dex_clear (&connection->future);
  if (core->is_finished && !tutti_loopback_core_has_waiting (core))
    tutti_loopback_core_stop (core);
  tutti_loopback_core_unref (core);
  g_free (connection);
}

/* --- reading a request --- */

/* Reads once, behind the `length` bytes there. FALSE when nothing comes any more. */
static gboolean
read_more (TuttiLoopbackConnection *connection,
           DexFuture               *given_up,
           gint64                   end,
           char                    *buffer,
           gsize                   *length,
           gsize                    size)
{
  GInputStream      *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection->stream));
  g_autoptr (GBytes) piece = NULL;
  gsize              n;

  piece = dex_await_boxed (dex_future_first (dex_input_stream_read_bytes (stream, size - *length, G_PRIORITY_DEFAULT),
                                             dex_timeout_new_deadline (end),
                                             dex_ref (given_up),
                                             NULL),
                           NULL);
  if (piece == NULL || g_bytes_get_size (piece) == 0)
    return FALSE;

  n = g_bytes_get_size (piece);
  memcpy (buffer + *length, g_bytes_get_data (piece, NULL), n);
  tutti_secret_wipe ((gpointer) g_bytes_get_data (piece, NULL), n);
  *length += n;

  return TRUE;
}

/* The page, for who knows where it lies; after its answer it lies there no more. */
static guint
give_page (TuttiLoopbackCore *core,
           const char        *query,
           GBytes           **page)
{
  if (*query != '\0' || core->asking == NULL)
    return 404;
  *page = g_bytes_ref (core->asking);

  return 200;
}

/* Reads a request into `buffer`. 200 if it brings the answer of this flow, or asks
 * for its `page`; 0 if nobody is there to be told, else the status to refuse it with. */
static guint
receive (TuttiLoopbackConnection *connection,
         DexFuture               *given_up,
         char                    *buffer,
         gsize                    size,
         GBytes                 **page)
{
  TuttiLoopbackCore              *core = connection->core;
  g_autoptr (TuttiLoopbackAnswer) answer = NULL;
  TuttiLoopbackHead               head;
  const char                     *query;
  gint64                          end = g_get_monotonic_time () + READ_MS * G_GINT64_CONSTANT (1000);
  gsize                           length = 0;
  gsize                           head_length = 0;
  guint                           status = 0;

  while (status == 0)
    {
      if (!read_more (connection, given_up, end, buffer, &length, TUTTI_LOOPBACK_MAX_HEAD))
        return 0;
      status = tutti_loopback_head_read (buffer, length, &head, &head_length);
    }

  if (status != 200)
    return status;
  if (head.host == NULL || !g_str_equal (head.host, core->host))
    return 400;
  query = tutti_loopback_core_match_path (core, head.target);
  if (query == NULL)
    return 404;

  if (g_str_equal (head.method, "GET") && core->origin != NULL)
    return give_page (core, query, page);
  else if (g_str_equal (head.method, "GET"))
    answer = *query == '?' ? tutti_loopback_answer_read (query + 1, strlen (query + 1)) : NULL;
  else if (g_str_equal (head.method, "POST") && core->allow_post)
    {
      if (core->origin != NULL && g_strcmp0 (head.origin, core->origin) != 0)
        return 403;
      if (*query == '?' || !head.is_form)
        return 400;
      while (length < head_length + head.length)
        if (!read_more (connection, given_up, end, buffer, &length, size))
          return 0;
      answer = tutti_loopback_answer_read (buffer + head_length, (gsize) head.length);
    }
  else
    return 405;

  return answer != NULL && tutti_loopback_core_take_answer (core, answer) ? 200 : 400;
}

/* --- answering it --- */

/* Writes all of it, and waits until the other end has read it: closing while
 * something is unread on this side would take the page away from the browser. */
static void
deliver (TuttiLoopbackConnection *connection,
         DexFuture               *given_up,
         GBytes                  *response)
{
  GOutputStream     *out = g_io_stream_get_output_stream (G_IO_STREAM (connection->stream));
  gint64             end = g_get_monotonic_time () + DELIVER_MS * G_GINT64_CONSTANT (1000);
  g_autoptr (GBytes) rest = g_bytes_ref (response);
  char               drain[4096];
  gsize              drained = 0;

  while (g_bytes_get_size (rest) > 0)
    {
      g_autoptr (GBytes) all = g_steal_pointer (&rest);
      gint64             n = dex_await_int64 (dex_future_first (dex_output_stream_write_bytes (out, all, G_PRIORITY_DEFAULT),
                                                                dex_timeout_new_deadline (end),
                                                                dex_ref (given_up),
                                                                NULL),
                                              NULL);

      if (n <= 0)
        return;
      rest = g_bytes_new_from_bytes (all, (gsize) n, g_bytes_get_size (all) - (gsize) n);
    }

  g_socket_shutdown (g_socket_connection_get_socket (connection->stream), FALSE, TRUE, NULL);
  for (gsize length = 0; drained < MAX_DRAINED && read_more (connection, given_up, end, drain, &length, sizeof drain); length = 0)
    drained += length;
}

static DexFuture *
serve (DexFuture *given_up,
       gpointer   data)
{
  TuttiLoopbackConnection *connection = data;
  TuttiLoopbackCore       *core = connection->core;
  gsize                    size = TUTTI_LOOPBACK_MAX_HEAD + TUTTI_LOOPBACK_MAX_BODY;
  char                    *buffer = g_malloc (size);
  g_autoptr (GBytes)       response = NULL;
  guint                    status = receive (connection, given_up, buffer, size, &response);

  tutti_secret_wipe (buffer, size);
  g_free (buffer);

  if (status == 200 && response == NULL)
    {
      connection->is_waiting = TRUE;
      response = dex_await_boxed (tutti_fiber_until (dex_ref (DEX_FUTURE (core->page)), given_up), NULL);
    }
  else if (status != 0 && status != 200)
    {
      g_debug ("Refused a request on the loopback listener with %u", status);
      response = tutti_loopback_page_new_refusal (status, core->allow_post);
    }

  if (response != NULL)
    deliver (connection, given_up, response);

  return dex_future_new_true ();
}

/* --- taking it in --- */

/* Makes room by closing the oldest that has not brought an answer. */
static gboolean
make_room (TuttiLoopbackCore *core)
{
  for (guint i = 0; i < core->connections->len; i++)
    {
      TuttiLoopbackConnection *connection = g_ptr_array_index (core->connections, i);

      if (!connection->is_waiting)
        {
          g_ptr_array_remove_index (core->connections, i);
          dex_clear (&connection->future);
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
tutti_loopback_incoming_cb (GSocketService    *service,
                            GSocketConnection *stream,
                            GObject           *source,
                            gpointer           data)
{
  TuttiLoopbackCore       *core = data;
  TuttiLoopbackConnection *connection;

  if (core->connections->len >= MAX_CONNECTIONS && !make_room (core))
    return TRUE;

  connection = g_new0 (TuttiLoopbackConnection, 1);
  connection->core = g_rc_box_acquire (core);
  connection->stream = g_object_ref (stream);
  g_ptr_array_add (core->connections, connection);
  connection->future = tutti_fiber_spawn (serve, connection, connection_free);

  return TRUE;
}
