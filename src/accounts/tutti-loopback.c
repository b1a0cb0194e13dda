/* tutti-loopback.c: the listener that a browser brings the answer to (RFC 8252)
 *
 * Not a SoupServer: that one decodes paths and queries before one sees them,
 * keeps a refused body in memory and counts no connections. What is understood
 * here is so little that reading it exactly is shorter.
 *
 * Each connection is a fiber (tutti-loopback-connection.c). One flow has one outcome: the first answer with the right state decides,
 * and whoever comes with that state again waits for the same page.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-loopback-core.h"

#include "tutti-error.h"
#include "tutti-loopback-page.h"
#include "tutti-oauth-message.h"

#include <string.h>

#define LIFE_MS (10 * 60 * 1000)

struct _TuttiLoopback
{
  GObject parent_instance;

  TuttiLoopbackCore *core;
  guint16            port;
};

G_DEFINE_FINAL_TYPE (TuttiLoopback, tutti_loopback, G_TYPE_OBJECT)

/* --- the flow --- */

/* Frees the port, and lets go of who is connected. */
void
tutti_loopback_core_stop (TuttiLoopbackCore *core)
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
      TuttiLoopbackConnection *connection = g_ptr_array_index (core->connections, i);

      dex_clear (&connection->future);
    }
}

static void
core_reject (TuttiLoopbackCore *core,
             TuttiError         code,
             const char        *message)
{
  core->is_decided = TRUE;
  dex_promise_reject (core->answer, g_error_new_literal (TUTTI_ERROR, (int) code, message));
}

static void
core_clear (gpointer data)
{
  TuttiLoopbackCore *core = data;

  tutti_loopback_core_stop (core);
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

void
tutti_loopback_core_unref (TuttiLoopbackCore *core)
{
  g_rc_box_release_full (core, core_clear);
}

gboolean
tutti_loopback_core_has_waiting (TuttiLoopbackCore *core)
{
  for (guint i = 0; i < core->connections->len; i++)
    {
      TuttiLoopbackConnection *connection = g_ptr_array_index (core->connections, i);

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
decide (TuttiLoopbackCore   *core,
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
  TuttiLoopbackCore *core = data;

  core->life = 0;
  core_reject (core, TUTTI_ERROR_EXPIRED, "Nobody brought an answer in time");
  tutti_loopback_core_stop (core);

  return G_SOURCE_REMOVE;
}

static void
dropped_cb (GCancellable *cancellable,
            gpointer      data)
{
  tutti_loopback_core_stop (data);
}

/* TRUE for a query or form of this flow. The first decides it. */
gboolean
tutti_loopback_core_take_answer (TuttiLoopbackCore   *core,
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
const char *
tutti_loopback_core_match_path (TuttiLoopbackCore *core,
                                const char        *target)
{
  gsize length = strlen (core->path);

  if (strncmp (target, core->path, length) != 0 || (target[length] != '\0' && target[length] != '?'))
    return NULL;

  return target + length;
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
      tutti_loopback_core_stop (self->core);
    }
  g_clear_pointer (&self->core, tutti_loopback_core_unref);

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

TuttiLoopback *
tutti_loopback_new (const TuttiLoopbackInfo *info,
                    GError                 **error)
{
  g_autoptr (GSocketService) service = NULL;
  TuttiLoopback             *self;
  TuttiLoopbackCore         *core;
  guint16                    port = 0;

  g_return_val_if_fail (info != NULL, NULL);
  g_return_val_if_fail (info->path != NULL && *info->path == '/', NULL);
  g_return_val_if_fail (info->state != NULL && *tutti_secret_reveal (info->state) != '\0', NULL);

  service = tutti_loopback_listen (info->port, info->page != NULL, &port, error);
  if (service == NULL)
    return NULL;

  core = g_rc_box_new0 (TuttiLoopbackCore);
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
  g_signal_connect (core->service, "incoming", G_CALLBACK (tutti_loopback_incoming_cb), core);
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
  TuttiLoopbackCore              *core;
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
      query = tutti_loopback_core_match_path (core, target + strlen (core->host));
    }
  if (query != NULL && *query == '?')
    answer = tutti_loopback_answer_read (query + 1, strlen (query + 1));
  tutti_secret_wipe_string (text);

  if (answer == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "That is not the address this sign-in ends with");
      return FALSE;
    }
  if (!tutti_loopback_core_take_answer (core, answer))
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
  TuttiLoopbackCore *core;

  g_return_if_fail (TUTTI_IS_LOOPBACK (self));
  g_return_if_fail (service != NULL);

  core = self->core;
  if (core->is_finished)
    return;

  core->is_finished = TRUE;
  if (!core->is_decided)
    core_reject (core, TUTTI_ERROR_CANCELLED, "The sign-in was given up");
  dex_promise_resolve_boxed (core->page, G_TYPE_BYTES, tutti_loopback_page_new (error, service, core->offers_return));
  if (!tutti_loopback_core_has_waiting (core))
    tutti_loopback_core_stop (core);
}
