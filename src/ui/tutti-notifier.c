/* tutti-notifier.c: what a person should hear of while they look elsewhere
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-notifier.h"

#include <glib/gi18n.h>

struct _TuttiNotifier
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned) it owns this */
  GPtrArray      *watches;     /* of Watch */
  GHashTable     *sent;        /* ids of what may still be shown */
};

G_DEFINE_FINAL_TYPE (TuttiNotifier, tutti_notifier, G_TYPE_OBJECT)

/* What was last known of a service. */
typedef struct
{
  TuttiNotifier    *notifier; /* (unowned) */
  TuttiService     *service;
  TuttiServiceState state;
  TuttiImportState  import;
  gboolean          is_first; /* the likes that come are not a repetition */
  guint             idle_id;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_clear_handle_id (&watch->idle_id, g_source_remove);
  g_signal_handlers_disconnect_by_data (watch->service, watch);
  g_clear_object (&watch->service);
  g_free (watch);
}

static gboolean
is_in_front (TuttiNotifier *self)
{
  for (GList *at = gtk_application_get_windows (self->application); at != NULL; at = at->next)
    if (gtk_window_is_active (at->data))
      return TRUE;
  return FALSE;
}

/* --- sending and taking back --- */

static char *
make_id (const char   *what,
         TuttiService *service)
{
  return g_strconcat (what, "-", tutti_service_get_id (service), NULL);
}

static void
send (TuttiNotifier *self,
      const char    *what,
      TuttiService  *service,
      GNotification *notification)
{
  g_autofree char *id = make_id (what, service);

  g_application_send_notification (G_APPLICATION (self->application), id, notification);
  g_hash_table_add (self->sent, g_steal_pointer (&id));
}

static void
withdraw (TuttiNotifier *self,
          const char    *what,
          TuttiService  *service)
{
  g_autofree char *id = make_id (what, service);

  if (g_hash_table_remove (self->sent, id))
    g_application_withdraw_notification (G_APPLICATION (self->application), id);
}

/* A click on it shows the service. */
static GNotification *
make_notification (TuttiService *service,
                   const char   *title,
                   const char   *body)
{
  GNotification *notification = g_notification_new (title);

  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show-service", "s", tutti_service_get_id (service));
  return notification;
}

static void
tell_signed_out (TuttiNotifier *self,
                 TuttiService  *service)
{
  /* Translators: %s is a service */
  g_autofree char *title = g_strdup_printf (_ ("Sign In to %s Again"), tutti_service_get_name (service));
  g_autoptr (GNotification) notification = make_notification (service, title, _ ("Your likes stay as they are until then."));

  g_notification_add_button_with_target (notification, _ ("Sign In"), "app.connect-service", "s", tutti_service_get_id (service));
  send (self, "sign-in", service, notification);
}

static void
tell_imported (TuttiNotifier *self,
               TuttiService  *service)
{
  guint n_likes = tutti_service_get_n_likes (service);
  /* Translators: %s is a service */
  g_autofree char *title = g_strdup_printf (_ ("Your Likes From %s Are Here"), tutti_service_get_name (service));
  g_autofree char *body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u song was imported.", "%'u songs were imported.", n_likes), n_likes);
  g_autoptr (GNotification) notification = make_notification (service, title, body);

  g_notification_set_default_action (notification, "app.likes");
  g_notification_add_button (notification, _ ("Show Likes"), "app.likes");
  send (self, "import", service, notification);
}

/* --- what changes --- */

/* After all of the service's properties have changed. */
static gboolean
look_cb (gpointer data)
{
  Watch            *watch = data;
  TuttiNotifier    *self = watch->notifier;
  TuttiServiceState state = tutti_service_get_state (watch->service);
  TuttiImportState  import = tutti_service_get_import_state (watch->service);

  watch->idle_id = 0;
  if (state == TUTTI_SERVICE_SIGN_IN_AGAIN && watch->state != state && !is_in_front (self))
    tell_signed_out (self, watch->service);
  if (state != TUTTI_SERVICE_SIGN_IN_AGAIN && watch->state == TUTTI_SERVICE_SIGN_IN_AGAIN)
    withdraw (self, "sign-in", watch->service);

  /* A library looks through all likes now and then; only the first time is news. */
  if (import == TUTTI_IMPORT_RUNNING && watch->import != TUTTI_IMPORT_COMPLETE)
    watch->is_first = TRUE;
  if (import == TUTTI_IMPORT_COMPLETE && watch->is_first && !is_in_front (self))
    tell_imported (self, watch->service);
  if (import == TUTTI_IMPORT_COMPLETE || import == TUTTI_IMPORT_NONE)
    watch->is_first = FALSE;
  if (import == TUTTI_IMPORT_NONE && watch->import != import)
    withdraw (self, "import", watch->service);

  watch->state = state;
  watch->import = import;
  return G_SOURCE_REMOVE;
}

static void
service_changed_cb (Watch *watch)
{
  /* A short import may begin and end before this program is idle. */
  if (tutti_service_get_import_state (watch->service) == TUTTI_IMPORT_RUNNING && watch->import != TUTTI_IMPORT_COMPLETE)
    watch->is_first = TRUE;
  if (watch->idle_id == 0)
    watch->idle_id = g_idle_add (look_cb, watch);
}

static void
connected_cb (TuttiNotifier *self,
              TuttiService  *service)
{
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *title = NULL;

  if (is_in_front (self))
    return;
  /* Translators: %s is a service */
  title = g_strdup_printf (_ ("%s Is Connected"), tutti_service_get_name (service));
  notification = make_notification (service, title, NULL);
  send (self, "connect", service, notification);
}

static void
connect_failed_cb (TuttiNotifier *self,
                   TuttiService  *service,
                   const GError  *error)
{
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  if (tutti_error_is_silent (error) || is_in_front (self))
    return;
  /* Translators: %s is a service */
  title = g_strdup_printf (_ ("%s Is Not Connected"), tutti_service_get_name (service));
  body = tutti_error_dup_sentence (error, tutti_service_get_name (service));
  notification = make_notification (service, title, body);
  send (self, "connect", service, notification);
}

/* The window shows what these said; to sign in again is still to be done. */
static void
active_changed_cb (TuttiNotifier *self,
                   GParamSpec    *pspec,
                   GtkWindow     *window)
{
  if (!gtk_window_is_active (window))
    return;
  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = g_ptr_array_index (self->watches, i);

      withdraw (self, "connect", watch->service);
      withdraw (self, "import", watch->service);
    }
}

static void
window_added_cb (TuttiNotifier *self,
                 GtkWindow     *window)
{
  g_signal_connect_object (window, "notify::is-active", G_CALLBACK (active_changed_cb), self, G_CONNECT_SWAPPED);
}

/* --- the object --- */

static void
tutti_notifier_finalize (GObject *object)
{
  TuttiNotifier *self = TUTTI_NOTIFIER (object);

  g_clear_pointer (&self->watches, g_ptr_array_unref);
  g_clear_pointer (&self->sent, g_hash_table_unref);

  G_OBJECT_CLASS (tutti_notifier_parent_class)->finalize (object);
}

static void
tutti_notifier_class_init (TuttiNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tutti_notifier_finalize;
}

static void
tutti_notifier_init (TuttiNotifier *self)
{
  self->watches = g_ptr_array_new_with_free_func (watch_free);
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
add_watch (TuttiNotifier *self,
           TuttiService  *service)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->notifier = self;
  watch->service = g_object_ref (service);
  watch->state = tutti_service_get_state (service);
  watch->import = tutti_service_get_import_state (service);
  watch->is_first = watch->import == TUTTI_IMPORT_RUNNING;
  /* An earlier Tutti may have said so. */
  if (watch->state == TUTTI_SERVICE_SIGN_IN_AGAIN)
    g_hash_table_add (self->sent, make_id ("sign-in", service));
  g_signal_connect_swapped (service, "notify::state", G_CALLBACK (service_changed_cb), watch);
  g_signal_connect_swapped (service, "notify::import-state", G_CALLBACK (service_changed_cb), watch);
  g_ptr_array_add (self->watches, watch);
}

TuttiNotifier *
tutti_notifier_new (GtkApplication *application,
                    TuttiLibrary   *library)
{
  TuttiNotifier *self = g_object_new (TUTTI_TYPE_NOTIFIER, NULL);
  GListModel    *services = tutti_library_get_services (library);

  self->application = application;
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      add_watch (self, service);
    }
  for (GList *at = gtk_application_get_windows (application); at != NULL; at = at->next)
    window_added_cb (self, at->data);
  g_signal_connect_object (application, "window-added", G_CALLBACK (window_added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "connected", G_CALLBACK (connected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "connect-failed", G_CALLBACK (connect_failed_cb), self, G_CONNECT_SWAPPED);
  return self;
}
