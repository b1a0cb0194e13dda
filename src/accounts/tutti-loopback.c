/* tutti-loopback.c: the listener that a browser brings the answer to (RFC 8252)
 *
 * Not a SoupServer: that one decodes paths and queries before one sees them,
 * keeps a refused body in memory and counts no connections. What is understood
 * here is so little that reading it exactly is shorter.
 *
 * Each connection is a fiber: read a head, check it, perhaps read a form, then
 * refuse, or wait for the page that tutti_loopback_finish() makes, and deliver
 * it. One flow has one outcome: the first answer with the right state decides,
 * and whoever comes with that state again waits for the same page.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-loopback.h"

#include "tutti-error.h"
#include "tutti-fiber.h"
#include "tutti-loopback-page.h"
#include "tutti-loopback-request.h"
#include "tutti-oauth-message.h"

#include <gio/gio.h>
#include <string.h>

#define LIFE_MS         (10 * 60 * 1000)
#define READ_MS         (10 * 1000) /* for a whole request */
#define DELIVER_MS      (5 * 1000)  /* for a whole response */
#define MAX_CONNECTIONS 16
#define MAX_PORTS       16 /* tried, where one must be free in both families */
#define MAX_DRAINED     (1024 * 1024)

/* What goes on after the object is gone, while a page is being delivered:
 * the object and each connection's fiber have a reference. */
typedef struct
{
  char        *path;
  char        *host;   /* "127.0.0.1:port", or "localhost:port" of… */
  char        *origin; /* (nullable) …the page's own, */
  GBytes      *asking; /* (nullable) which lies there until it has answered */
  char        *issuer;
  TuttiSecret *state;
  gboolean     allow_post;
  gboolean     offers_return;

  GSocketService *service;     /* NULL when it listens no more */
  GPtrArray      *connections; /* of Connection (unowned), the oldest first */
  DexPromise     *answer;      /* a TuttiSecret, the code */
  DexPromise     *page;        /* a GBytes, the response for who brought it */
  gboolean        is_decided;
  gboolean        is_finished;
  guint           life;
} Core;

typedef struct
{
  Core              *core;
  GSocketConnection *stream;
  DexFuture         *future;     /* (nullable) of the fiber: dropping it ends that */
  gboolean           is_waiting; /* for the page */
} Connection;

struct _TuttiLoopback
{
  GObject parent_instance;

  Core   *core;
  guint16 port;
};

G_DEFINE_FINAL_TYPE (TuttiLoopback, tutti_loopback, G_TYPE_OBJECT)

/* --- the flow --- */

/* Frees the port, and lets go of who is connected. */
static void
core_stop (Core *core)
{
  g_autoptr (GSocketService) service = g_steal_pointer (&core->service);

  g_clear_handle_id (&core->life, g_source_remove);
  if (service == NULL)
    return;

  g_signal_handlers_disconnect_by_data (service, core);
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  for (guint i = 0; i < core->connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (core->connections, i);

      dex_clear (&connection->future);
    }
}

static void
core_reject (Core       *core,
             TuttiError  code,
             const char *message)
{
  core->is_decided = TRUE;
  dex_promise_reject (core->answer, g_error_new_literal (TUTTI_ERROR, (int) code, message));
}

static void
core_clear (gpointer data)
{
  Core *core = data;

  core_stop (core);
  g_signal_handlers_disconnect_by_data (dex_promise_get_cancellable (core->answer), core);
  dex_clear (&core->answer);
  dex_clear (&core->page);
  g_clear_pointer (&core->connections, g_ptr_array_unref);
  g_clear_pointer (&core->state, tutti_secret_unref);
  g_clear_pointer (&core->issuer, g_free);
  g_clear_pointer (&core->host, g_free);
  g_clear_pointer (&core->origin, g_free);
  g_clear_pointer (&core->asking, g_bytes_unref);
  g_clear_pointer (&core->path, g_free);
}

static void
core_unref (Core *core)
{
  g_rc_box_release_full (core, core_clear);
}

static gboolean
has_waiting (Core *core)
{
  for (guint i = 0; i < core->connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (core->connections, i);

      if (connection->is_waiting)
        return TRUE;
    }

  return FALSE;
}

/* What the error of an authorization server means here (RFC 6749 4.1.2.1). */
static TuttiError
read_error (const char *name)
{
  TuttiError code = TUTTI_ERROR_BAD_ANSWER;

  /* There is no grant yet that could be gone. */
  if (!tutti_oauth_read_error (name, &code) || code == TUTTI_ERROR_NOT_LINKED)
    return TUTTI_ERROR_BAD_ANSWER;

  return code;
}

/* Believes an answer, whose state was checked. */
static void
decide (Core                *core,
        TuttiLoopbackAnswer *answer)
{
  g_clear_handle_id (&core->life, g_source_remove);
  g_clear_pointer (&core->asking, g_bytes_unref);

  if (core->issuer != NULL && answer->issuer != NULL && !g_str_equal (core->issuer, answer->issuer))
    core_reject (core, TUTTI_ERROR_INVALID_STATE, "The answer comes from another issuer");
  else if (answer->error != NULL)
    core_reject (core, read_error (answer->error), "The authorization server answered with an error");
  else if (answer->code == NULL || *tutti_secret_reveal (answer->code) == '\0')
    core_reject (core, TUTTI_ERROR_BAD_ANSWER, "The answer has no code");
  else
    {
      core->is_decided = TRUE;
      dex_promise_resolve_boxed (core->answer, TUTTI_TYPE_SECRET, tutti_secret_ref (answer->code));
    }
}

static gboolean
expire_cb (gpointer data)
{
  Core *core = data;

  core->life = 0;
  core_reject (core, TUTTI_ERROR_EXPIRED, "Nobody brought an answer in time");
  core_stop (core);

  return G_SOURCE_REMOVE;
}

static void
dropped_cb (GCancellable *cancellable,
            gpointer      data)
{
  core_stop (data);
}

/* TRUE for a query or form of this flow. The first decides it. */
static gboolean
take_answer (Core                *core,
             TuttiLoopbackAnswer *answer)
{
  if (answer->state == NULL || !tutti_secret_equals (core->state, tutti_secret_reveal (answer->state)))
    return FALSE;
  if (!core->is_decided)
    decide (core, answer);

  return TRUE;
}

/* What follows the path in a target, from its "?" on ("" if nothing does), or
 * NULL for another path. */
static const char *
match_path (Core       *core,
            const char *target)
{
  gsize length = strlen (core->path);

  if (strncmp (target, core->path, length) != 0 || (target[length] != '\0' && target[length] != '?'))
    return NULL;

  return target + length;
}

/* --- a connection --- */

static void
connection_free (gpointer data)
{
  Connection *connection = data;
  Core       *core = connection->core;

  g_ptr_array_remove (core->connections, connection);
  /* Not by the stream, which refuses while a read is being cancelled. */
  g_socket_close (g_socket_connection_get_socket (connection->stream), NULL);
  g_clear_object (&connection->stream);
  dex_clear (&connection->future);
  if (core->is_finished && !has_waiting (core))
    core_stop (core);
  core_unref (core);
  g_free (connection);
}

/* Reads once, behind the `length` bytes there. FALSE when nothing comes any more. */
static gboolean
read_more (Connection *connection,
           DexFuture  *given_up,
           gint64      end,
           char       *buffer,
           gsize      *length,
           gsize       size)
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
give_page (Core       *core,
           const char *query,
           GBytes    **page)
{
  if (*query != '\0' || core->asking == NULL)
    return 404;
  *page = g_bytes_ref (core->asking);

  return 200;
}

/* Reads a request into `buffer`. 200 if it brings the answer of this flow, or asks
 * for its `page`; 0 if nobody is there to be told, else the status to refuse it with. */
static guint
receive (Connection *connection,
         DexFuture  *given_up,
         char       *buffer,
         gsize       size,
         GBytes    **page)
{
  Core                           *core = connection->core;
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
  query = match_path (core, head.target);
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

  return answer != NULL && take_answer (core, answer) ? 200 : 400;
}

/* Writes all of it, and waits until the other end has read it: closing while
 * something is unread on this side would take the page away from the browser. */
static void
deliver (Connection *connection,
         DexFuture  *given_up,
         GBytes     *response)
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
  Connection        *connection = data;
  Core              *core = connection->core;
  gsize              size = TUTTI_LOOPBACK_MAX_HEAD + TUTTI_LOOPBACK_MAX_BODY;
  char              *buffer = g_malloc (size);
  g_autoptr (GBytes) response = NULL;
  guint              status = receive (connection, given_up, buffer, size, &response);

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

/* Makes room by closing the oldest that has not brought an answer. */
static gboolean
make_room (Core *core)
{
  for (guint i = 0; i < core->connections->len; i++)
    {
      Connection *connection = g_ptr_array_index (core->connections, i);

      if (!connection->is_waiting)
        {
          g_ptr_array_remove_index (core->connections, i);
          dex_clear (&connection->future);
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
incoming_cb (GSocketService    *service,
             GSocketConnection *stream,
             GObject           *source,
             gpointer           data)
{
  Core       *core = data;
  Connection *connection;

  if (core->connections->len >= MAX_CONNECTIONS && !make_room (core))
    return TRUE;

  connection = g_new0 (Connection, 1);
  connection->core = g_rc_box_acquire (core);
  connection->stream = g_object_ref (stream);
  g_ptr_array_add (core->connections, connection);
  connection->future = tutti_fiber_spawn (serve, connection, connection_free);

  return TRUE;
}

/* --- the object --- */

static void
tutti_loopback_dispose (GObject *object)
{
  TuttiLoopback *self = TUTTI_LOOPBACK (object);

  if (self->core != NULL && !self->core->is_finished)
    {
      if (!self->core->is_decided)
        core_reject (self->core, TUTTI_ERROR_CANCELLED, "The sign-in was given up");
      core_stop (self->core);
    }
  g_clear_pointer (&self->core, core_unref);

  G_OBJECT_CLASS (tutti_loopback_parent_class)->dispose (object);
}

static void
tutti_loopback_class_init (TuttiLoopbackClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tutti_loopback_dispose;
}

static void
tutti_loopback_init (TuttiLoopback *self)
{
}

static gboolean
add_address (GSocketService *service,
             GSocketFamily   family,
             guint16         port,
             guint16        *effective,
             GError        **error)
{
  g_autoptr (GInetAddress)   loopback = g_inet_address_new_loopback (family);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocketAddress) got = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got, error))
    return FALSE;

  *effective = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));

  return TRUE;
}

/* Listens on the port, or any where it is 0. */
static GSocketService *
listen_on (guint16   port,
           guint16  *effective,
           GError  **error)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GError)         reason = NULL;

  if (!add_address (service, G_SOCKET_FAMILY_IPV4, port, effective, &reason))
    {
      g_propagate_error (error, tutti_error_new_with_number (TUTTI_ERROR_PORT_TAKEN, port, "Can’t listen on port %u: %s", port, reason->message));
      return NULL;
    }

  return g_steal_pointer (&service);
}

/* "localhost" is either family, as the browser likes: nobody else may have the
 * port on the other. A system without IPv6 has nobody there. */
static GSocketService *
listen_on_both (guint16  port,
                guint16 *effective,
                GError **error)
{
  for (guint tries = 0;; tries++)
    {
      g_autoptr (GSocketService) service = listen_on (port, effective, error);
      g_autoptr (GError)         reason = NULL;

      if (service == NULL)
        return NULL;
      if (add_address (service, G_SOCKET_FAMILY_IPV6, *effective, effective, &reason) ||
          !g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        return g_steal_pointer (&service);

      g_socket_service_stop (service);
      g_socket_listener_close (G_SOCKET_LISTENER (service));
      if (port != 0 || tries >= MAX_PORTS)
        {
          g_propagate_error (error, tutti_error_new_with_number (TUTTI_ERROR_PORT_TAKEN, *effective, "Another program is on port %u of ::1", *effective));
          return NULL;
        }
    }
}

TuttiLoopback *
tutti_loopback_new (const TuttiLoopbackInfo *info,
                    GError                 **error)
{
  g_autoptr (GSocketService) service = NULL;
  TuttiLoopback             *self;
  Core                      *core;
  guint16                    port = 0;

  g_return_val_if_fail (info != NULL, NULL);
  g_return_val_if_fail (info->path != NULL && *info->path == '/', NULL);
  g_return_val_if_fail (info->state != NULL && *tutti_secret_reveal (info->state) != '\0', NULL);

  service = info->page != NULL ? listen_on_both (info->port, &port, error) : listen_on (info->port, &port, error);
  if (service == NULL)
    return NULL;

  core = g_rc_box_new0 (Core);
  core->path = g_strdup (info->path);
  core->host = g_strdup_printf ("%s:%u", info->page != NULL ? "localhost" : "127.0.0.1", port);
  if (info->page != NULL)
    {
      core->origin = g_strconcat ("http://", core->host, NULL);
      core->asking = g_bytes_ref (info->page);
    }
  core->issuer = g_strdup (info->issuer);
  core->state = tutti_secret_ref (info->state);
  core->allow_post = info->allow_post || info->page != NULL;
  core->offers_return = info->offers_return;
  core->connections = g_ptr_array_new ();
  core->answer = dex_promise_new_cancellable ();
  core->page = dex_promise_new ();
  core->life = g_timeout_add (info->life_ms > 0 ? info->life_ms : LIFE_MS, expire_cb, core);
  g_signal_connect (dex_promise_get_cancellable (core->answer), "cancelled", G_CALLBACK (dropped_cb), core);

  core->service = g_steal_pointer (&service);
  g_signal_connect (core->service, "incoming", G_CALLBACK (incoming_cb), core);
  g_socket_service_start (core->service);

  self = g_object_new (TUTTI_TYPE_LOOPBACK, NULL);
  self->core = core;
  self->port = port;

  return self;
}

guint16
tutti_loopback_get_port (TuttiLoopback *self)
{
  g_return_val_if_fail (TUTTI_IS_LOOPBACK (self), 0);

  return self->port;
}

DexFuture *
tutti_loopback_wait (TuttiLoopback *self)
{
  g_return_val_if_fail (TUTTI_IS_LOOPBACK (self), NULL);

  /* Only what is chained to the promise cancels it when it goes. */
  return dex_future_first (dex_ref (DEX_FUTURE (self->core->answer)), NULL);
}

gboolean
tutti_loopback_paste (TuttiLoopback *self,
                      const char    *address,
                      GError       **error)
{
  Core                           *core;
  g_autoptr (TuttiLoopbackAnswer) answer = NULL;
  char                           *text;
  const char                     *target;
  const char                     *query = NULL;

  g_return_val_if_fail (TUTTI_IS_LOOPBACK (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  core = self->core;
  if (core->service == NULL || core->is_decided)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_EXPIRED, "This sign-in waits for no answer");
      return FALSE;
    }

  text = g_strstrip (g_strdup (address));
  target = text;
  if (g_ascii_strncasecmp (target, "http://", 7) == 0)
    target += 7;
  if (g_str_has_prefix (target, core->host))
    {
      text[strcspn (text, "#")] = '\0';
      query = match_path (core, target + strlen (core->host));
    }
  if (query != NULL && *query == '?')
    answer = tutti_loopback_answer_read (query + 1, strlen (query + 1));
  tutti_secret_wipe_string (text);

  if (answer == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "That is not the address this sign-in ends with");
      return FALSE;
    }
  if (!take_answer (core, answer))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_INVALID_STATE, "The address belongs to another sign-in");
      return FALSE;
    }

  return TRUE;
}

void
tutti_loopback_finish (TuttiLoopback *self,
                       const GError  *error,
                       const char    *service)
{
  Core *core;

  g_return_if_fail (TUTTI_IS_LOOPBACK (self));
  g_return_if_fail (service != NULL);

  core = self->core;
  if (core->is_finished)
    return;

  core->is_finished = TRUE;
  if (!core->is_decided)
    core_reject (core, TUTTI_ERROR_CANCELLED, "The sign-in was given up");
  dex_promise_resolve_boxed (core->page, G_TYPE_BYTES, tutti_loopback_page_new (error, service, core->offers_return));
  if (!has_waiting (core))
    core_stop (core);
}
