/* tutti-background.c: going on when the window is closed
 *
 * The portal answers a request by a signal on an object whose path is known
 * beforehand; a later request takes the place of an earlier one.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-background.h"

#include <glib/gi18n.h>

#define KEY "run-in-background"

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_IFACE "org.freedesktop.portal.Background"

struct _TuttiBackground
{
  GObject parent_instance;

  GApplication    *application; /* (unowned) it owns this */
  GSettings       *settings;
  GDBusConnection *connection; /* (nullable) without a session bus */
  GCancellable    *cancellable;
  gboolean         is_holding;
  guint            response_id;
  guint            number; /* of the request */
};

enum
{
  REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiBackground, tutti_background, G_TYPE_OBJECT)

static void
hold (TuttiBackground *self,
      gboolean         on)
{
  if (on && !self->is_holding)
    g_application_hold (self->application);
  else if (!on && self->is_holding)
    g_application_release (self->application);
  self->is_holding = on;
}

static void
forget_request (TuttiBackground *self)
{
  if (self->response_id != 0)
    g_dbus_connection_signal_unsubscribe (self->connection, self->response_id);
  self->response_id = 0;
}

static void
response_cb (GDBusConnection *connection,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         data)
{
  TuttiBackground *self = data;
  g_autoptr (GVariant) results = NULL;
  guint32  response = 2;
  gboolean may_run = FALSE;

  forget_request (self);
  if (!g_settings_get_boolean (self->settings, KEY))
    return;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    {
      g_variant_get (parameters, "(u@a{sv})", &response, &results);
      g_variant_lookup (results, "background", "b", &may_run);
    }
  if (response == 0 && may_run)
    return;
  g_settings_set_boolean (self->settings, KEY, FALSE);
  g_signal_emit (self, signals[REFUSED], 0);
}

static void
request_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (TuttiBackground) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* No portal: the desktop starts nothing, and forbids nothing. */
  if (reply == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("Tutti is not started with the session: %s", error->message);
}

static void
ask_portal (TuttiBackground *self,
            gboolean         on)
{
  const char *const command[] = { "tutti", "--gapplication-service", NULL };
  g_autofree char  *token = g_strdup_printf ("tutti_background_%u", ++self->number);
  g_autofree char  *sender = NULL;
  g_autofree char  *path = NULL;
  GVariantBuilder   options;

  if (self->connection == NULL)
    return;
  forget_request (self);
  sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (self->connection) + 1), ".", '_');
  path = g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
  self->response_id = g_dbus_connection_signal_subscribe (self->connection, PORTAL_NAME, "org.freedesktop.portal.Request", "Response",
                                                          path, NULL, G_DBUS_SIGNAL_FLAGS_NONE, response_cb, self, NULL);

  g_variant_builder_init_static (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (_ ("Your plays and likes are kept up to date.")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (on));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (self->connection, PORTAL_NAME, PORTAL_PATH, PORTAL_IFACE, "RequestBackground",
                          g_variant_new ("(sa{sv})", "", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          self->cancellable, request_cb, g_object_ref (self));
}

static void
setting_changed_cb (TuttiBackground *self)
{
  gboolean on = g_settings_get_boolean (self->settings, KEY);

  if (on == self->is_holding)
    return;
  hold (self, on);
  ask_portal (self, on);
}

static void
tutti_background_dispose (GObject *object)
{
  TuttiBackground *self = TUTTI_BACKGROUND (object);

  g_cancellable_cancel (self->cancellable);
  if (self->connection != NULL)
    forget_request (self);
  if (self->application != NULL)
    hold (self, FALSE);
  self->application = NULL;
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tutti_background_parent_class)->dispose (object);
}

static void
tutti_background_class_init (TuttiBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_background_dispose;

  signals[REFUSED] = g_signal_new ("refused", TUTTI_TYPE_BACKGROUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_background_init (TuttiBackground *self)
{
  self->cancellable = g_cancellable_new ();
}

TuttiBackground *
tutti_background_new (GApplication *application,
                      GSettings    *settings)
{
  TuttiBackground *self = g_object_new (TUTTI_TYPE_BACKGROUND, NULL);

  self->application = application;
  self->settings = g_object_ref (settings);
  self->connection = g_application_get_dbus_connection (application);
  if (self->connection != NULL)
    g_object_ref (self->connection);
  hold (self, g_settings_get_boolean (settings, KEY));
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (setting_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
