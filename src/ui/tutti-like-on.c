/* tutti-like-on.c: likes many songs at one service
 *
 * The likes go through the outbox; how many of them still wait is told by the
 * service, and the toast follows. It stays as long as something moves.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-like-on.h"

#include <glib/gi18n.h>

#define REST_SECONDS 10 /* without news the toast goes */

/* One is owned by the fiber that asks, one by the toast that follows. */
typedef struct
{
  TuttiContext *context;
  TuttiService *service;
  GArray       *ids;     /* of gint64: those that were asked for */
  GArray       *changed; /* (nullable) those that are sent */
  AdwToast     *toast;   /* (unowned) */
  guint         rest_id;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *self = data;

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_object (&self->context);
  g_clear_object (&self->service);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->changed, g_array_unref);
  g_free (self);
}

static Sending *
sending_new (TuttiContext *context,
             TuttiService *service,
             GArray       *ids)
{
  Sending *self = g_new0 (Sending, 1);

  self->context = g_object_ref (context);
  self->service = g_object_ref (service);
  self->ids = g_array_ref (ids);
  return self;
}

static char *
describe (Sending *self)
{
  const char *name = tutti_service_get_name (self->service);
  guint       n = self->changed->len;
  guint       n_waiting = MIN (n, tutti_service_get_n_waiting (self->service));

  if (n_waiting > 0)
    /* Translators: a service, then numbers of songs */
    return g_strdup_printf (_ ("Liking on %s: %'u of %'u"), name, n - n_waiting, n);
  if (n < self->ids->len)
    /* Translators: numbers of songs, then a service */
    return g_strdup_printf (_ ("%'u of %'u liked on %s. The others are liked there, or not found there yet."), n, self->ids->len, name);
  /* Translators: a number of songs, then a service */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u song liked on %s", "%'u songs liked on %s", n), n, name);
}

static gboolean
rest_cb (gpointer data)
{
  Sending *self = data;

  self->rest_id = 0;
  adw_toast_dismiss (self->toast);
  return G_SOURCE_REMOVE;
}

static void
show (Sending *self)
{
  g_autofree char *text = describe (self);

  adw_toast_set_title (self->toast, text);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add_seconds (REST_SECONDS, rest_cb, self);
}

static void
waiting_changed_cb (AdwToast *toast)
{
  show (g_object_get_data (G_OBJECT (toast), "sending"));
}

static void
undo_cb (AdwToast *toast)
{
  Sending *self = g_object_get_data (G_OBJECT (toast), "sending");

  tutti_context_watch (self->context,
                       tutti_library_like_on (tutti_context_get_library (self->context), self->service, self->changed, FALSE),
                       self->service);
}

static void
dismissed_cb (AdwToast *toast)
{
  Sending *self = g_object_get_data (G_OBJECT (toast), "sending");

  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_signal_handlers_disconnect_by_func (self->service, waiting_changed_cb, toast);
}

static void
follow (Sending *asked)
{
  Sending  *sending = sending_new (asked->context, asked->service, asked->ids);
  AdwToast *toast = adw_toast_new ("");

  sending->changed = g_array_ref (asked->changed);
  sending->toast = toast;
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  show (sending);
  g_signal_connect_object (sending->service, "notify::n-waiting", G_CALLBACK (waiting_changed_cb), toast, G_CONNECT_SWAPPED);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (undo_cb), NULL);
  g_signal_connect (toast, "dismissed", G_CALLBACK (dismissed_cb), NULL);
  g_object_set_data_full (G_OBJECT (toast), "sending", sending, sending_free);
  tutti_context_toast (sending->context, toast);
}

static DexFuture *
send_fiber (gpointer data)
{
  Sending *self = data;
  g_autoptr (GError) error = NULL;

  self->changed = dex_await_boxed (tutti_library_like_on (tutti_context_get_library (self->context), self->service, self->ids, TRUE), &error);
  if (self->changed == NULL)
    tutti_context_report (self->context, error, self->service);
  else if (self->changed->len == 0)
    {
      /* Translators: %s is a service */
      g_autofree char *text = g_strdup_printf (_ ("Nothing new for %s: these are liked there, or not found there yet."), tutti_service_get_name (self->service));

      tutti_context_say (self->context, text);
    }
  else
    follow (self);
  return dex_future_new_true ();
}

void
tutti_like_on (TuttiContext *context,
               TuttiService *service,
               GArray       *ids)
{
  if (service != NULL && ids->len > 0)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, send_fiber, sending_new (context, service, ids), sending_free));
}
