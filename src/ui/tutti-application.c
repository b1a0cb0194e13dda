/* tutti-application.c: the application
 *
 * The window appears at once; the library opens beside it. Links given on the
 * command line or by the desktop wait until it is open.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-application.h"
#include "tutti-library.h"
#include "tutti-ui-resources.h"
#include "tutti-window.h"

#include <glib/gi18n.h>

#define CLOSE_SECONDS 5 /* how long quitting waits for the library */
#define LIBRARY_MS 250  /* the window waits so long for the library, */
#define ROWS_MS 4       /* and looks so often, */
#define ROWS_LOOKS 75   /* so many times, for the first rows */

struct _TuttiApplication
{
  AdwApplication parent_instance;

  GSettings    *settings;
  TuttiLibrary *library; /* (nullable) */
  char         *link;    /* (nullable) to be opened with the library */
  gboolean      is_opening;
  guint         n_waiting;  /* services that wait for the browser; each holds the application */
  guint         present_id; /* the window waits for its first rows */
  guint         n_looks;
};

G_DEFINE_FINAL_TYPE (TuttiApplication, tutti_application, ADW_TYPE_APPLICATION)

static TuttiWindow *
find_window (TuttiApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (; windows != NULL; windows = windows->next)
    if (TUTTI_IS_WINDOW (windows->data))
      return windows->data;
  return NULL;
}

static TuttiWindow *
get_window (TuttiApplication *self)
{
  TuttiWindow *window = find_window (self);

  if (window == NULL)
    {
      window = TUTTI_WINDOW (tutti_window_new (GTK_APPLICATION (self), self->settings));
      if (self->library != NULL)
        tutti_window_set_library (window, self->library);
    }
  return window;
}

/* --- signing in --- */

/* A sign-in keeps the application alive until it ends, window or not. */
static void
state_changed_cb (TuttiApplication *self)
{
  GListModel *services = self->library ? tutti_library_get_services (self->library) : NULL;
  guint       n_waiting = 0;

  for (guint i = 0; services != NULL && i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);
      TuttiServiceState state = tutti_service_get_state (service);

      if (state == TUTTI_SERVICE_WAITING || state == TUTTI_SERVICE_FINISHING)
        n_waiting++;
    }

  if (n_waiting > 0 && self->n_waiting == 0)
    g_application_hold (G_APPLICATION (self));
  else if (n_waiting == 0 && self->n_waiting > 0)
    g_application_release (G_APPLICATION (self));
  self->n_waiting = n_waiting;
}

static void
notify_person (TuttiApplication *self,
               TuttiService     *service,
               const char       *title,
               const char       *body)
{
  g_autoptr (GNotification) notification = g_notification_new (title);

  if (body != NULL)
    g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show-service", "s", tutti_service_get_id (service));
  g_application_send_notification (G_APPLICATION (self), tutti_service_get_id (service), notification);
}

static void
connected_cb (TuttiApplication *self,
              TuttiService     *service)
{
  TuttiWindow *window = get_window (self);
  /* Translators: %s is a service */
  g_autofree char *title = g_strdup_printf (_ ("%s Is Connected"), tutti_service_get_name (service));

  /* On Wayland nobody can raise themselves: the notification can. */
  if (!gtk_window_is_active (GTK_WINDOW (window)))
    notify_person (self, service, title, NULL);
  tutti_window_reveal_service (window, service);
  gtk_window_present (GTK_WINDOW (window));
}

static void
connect_failed_cb (TuttiApplication *self,
                   TuttiService     *service,
                   const GError     *error)
{
  TuttiWindow     *window = find_window (self);
  g_autofree char *title = NULL;
  g_autofree char *body = NULL;

  if (tutti_error_is_silent (error) || (window != NULL && gtk_window_is_active (GTK_WINDOW (window))))
    return;
  /* Translators: %s is a service */
  title = g_strdup_printf (_ ("%s Is Not Connected"), tutti_service_get_name (service));
  body = tutti_error_dup_sentence (error, tutti_service_get_name (service));
  notify_person (self, service, title, body);
}

static void open_library (TuttiApplication *self);

/* --- all data was deleted, here or by another process --- */

static void
reset_settings (GSettings *settings)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
}

/* A new window over a new library. */
static gboolean
start_over_cb (gpointer data)
{
  TuttiApplication *self = data;
  TuttiWindow      *old = find_window (self);

  g_application_hold (G_APPLICATION (self));
  g_clear_object (&self->library);
  state_changed_cb (self);
  if (old != NULL)
    gtk_window_destroy (GTK_WINDOW (old));
  reset_settings (self->settings);
  open_library (self);
  gtk_window_present (GTK_WINDOW (get_window (self)));
  g_application_release (G_APPLICATION (self));
  return G_SOURCE_REMOVE;
}

static void
wiped_cb (TuttiApplication *self)
{
  g_signal_handlers_disconnect_by_data (self->library, self);
  g_idle_add_full (G_PRIORITY_DEFAULT, start_over_cb, g_object_ref (self), g_object_unref);
}

static gboolean
present_cb (gpointer data)
{
  TuttiApplication *self = data;
  TuttiWindow      *window = find_window (self);

  if (window != NULL && tutti_window_is_loading (window) && self->n_looks++ < ROWS_LOOKS)
    return G_SOURCE_CONTINUE;
  self->present_id = 0;
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

/* --- the library --- */

static void
open_waiting_link (TuttiApplication *self)
{
  g_autofree char *link = g_steal_pointer (&self->link);

  if (link != NULL)
    tutti_window_open_link (get_window (self), link);
}

static void
take_library (TuttiApplication *self,
              TuttiLibrary     *library)
{
  GListModel  *services = tutti_library_get_services (library);
  TuttiWindow *window = find_window (self);

  g_set_object (&self->library, library);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      g_signal_connect_object (service, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (library, "connected", G_CALLBACK (connected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "connect-failed", G_CALLBACK (connect_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "wiped", G_CALLBACK (wiped_cb), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
  if (window != NULL)
    tutti_window_set_library (window, library);
  if (self->present_id != 0)
    {
      g_clear_handle_id (&self->present_id, g_source_remove);
      self->present_id = g_timeout_add (ROWS_MS, present_cb, self);
    }
  open_waiting_link (self);
}

static DexFuture *
open_fiber (gpointer data)
{
  TuttiApplication *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiLibrary) library = dex_await_object (tutti_library_open (NULL, TRUE), &error);
  TuttiWindow *window = find_window (self);

  self->is_opening = FALSE;
  if (library != NULL)
    take_library (self, library);
  else
    {
      g_message ("The library can't be opened: %s", error->message);
      if (window != NULL)
        tutti_window_show_failure (window, error);
    }
  g_application_release (G_APPLICATION (self));
  return dex_future_new_true ();
}

static void
open_library (TuttiApplication *self)
{
  if (self->library != NULL || self->is_opening)
    return;
  self->is_opening = TRUE;
  g_application_hold (G_APPLICATION (self));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (self), g_object_unref));
}

/* --- actions --- */

static void
open_library_action (GSimpleAction *action,
                     GVariant      *target,
                     gpointer       data)
{
  open_library (data);
}

static void
show_service_action (GSimpleAction *action,
                     GVariant      *id,
                     gpointer       data)
{
  TuttiApplication *self = data;
  TuttiWindow      *window = get_window (self);
  TuttiService     *service = self->library ? tutti_library_find_service (self->library, g_variant_get_string (id, NULL)) : NULL;

  if (service != NULL)
    tutti_window_reveal_service (window, service);
  gtk_window_present (GTK_WINDOW (window));
}

static void
about_action (GSimpleAction *action,
              GVariant      *target,
              gpointer       data)
{
  TuttiWindow *window = get_window (data);
  AdwDialog   *about = g_object_new (ADW_TYPE_ABOUT_DIALOG,
                                     "application-name", "Tutti",
                                     "application-icon", APP_ID,
                                     "developer-name", _ ("The Tutti authors"),
                                     "version", TUTTI_VERSION,
                                     "comments", _ ("All your music services in one place"),
                                     "website", "https://github.com/tuttimusic/tutti",
                                     "issue-url", "https://github.com/tuttimusic/tutti/issues",
                                     "license-type", GTK_LICENSE_GPL_3_0,
                                     "copyright", "© 2026 The Tutti authors",
                                     /* Translators: your names, one a line */
                                     "translator-credits", _ ("translator-credits"),
                                     NULL);

  adw_about_dialog_add_legal_section (ADW_ABOUT_DIALOG (about), _ ("Services"), NULL, GTK_LICENSE_CUSTOM,
                                      _ ("Names of services belong to their owners. Tutti is made by none of them."));
  adw_dialog_present (about, GTK_WIDGET (window));
}

static void
quit_action (GSimpleAction *action,
             GVariant      *target,
             gpointer       data)
{
  g_application_quit (G_APPLICATION (data));
}

/* --- the life of the application --- */

static void
tutti_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "about", .activate = about_action },
    { .name = "open-library", .activate = open_library_action },
    { .name = "show-service", .activate = show_service_action, .parameter_type = "s" },
  };
  static const struct
  {
    const char *action;
    const char *keys[3];
  } keys[] = {
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.show-page('feed')", { "<Control>1" } },
    { "win.show-page('search')", { "<Control>2" } },
    { "win.show-page('likes')", { "<Control>3" } },
    { "win.show-page('services')", { "<Control>4" } },
    { "win.search", { "<Control>f" } },
    { "win.sync", { "<Control>r", "F5" } },
    { "win.show-shortcuts", { "<Control>question" } },
    { "win.preferences", { "<Control>comma" } },
    { "win.help", { "F1" } },
  };

  G_APPLICATION_CLASS (tutti_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), keys[i].action, (const char *const *) keys[i].keys);
  open_library (TUTTI_APPLICATION (application));
}

/* Drawing a window twice takes longer than opening the library: the first
 * frame waits for it, and for the first rows, a moment. */
static void
tutti_application_activate (GApplication *application)
{
  TuttiApplication *self = TUTTI_APPLICATION (application);
  TuttiWindow      *window = get_window (self);

  if (gtk_widget_get_visible (GTK_WIDGET (window)) || !self->is_opening)
    gtk_window_present (GTK_WINDOW (window));
  else if (self->present_id == 0)
    self->present_id = g_timeout_add (LIBRARY_MS, present_cb, self);
}

/* Shows the window, and the song of a link; "tutti:" alone only raises it. */
static void
show_link (TuttiApplication *self,
           const char       *link)
{
  g_application_activate (G_APPLICATION (self));
  if (g_str_has_prefix (link, "tutti:"))
    return;
  g_set_str (&self->link, link);
  if (self->library != NULL)
    open_waiting_link (self);
}

static void
tutti_application_open (GApplication *application,
                        GFile       **files,
                        int           n_files,
                        const char   *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      show_link (TUTTI_APPLICATION (application), uri);
    }
}

static int
tutti_application_command_line (GApplication            *application,
                                GApplicationCommandLine *command_line)
{
  int n_words;
  g_auto (GStrv) words = g_application_command_line_get_arguments (command_line, &n_words);

  g_application_activate (application);
  for (int i = 1; i < n_words; i++)
    show_link (TUTTI_APPLICATION (application), words[i]);
  return 0;
}

static void
tutti_application_shutdown (GApplication *application)
{
  TuttiApplication *self = TUTTI_APPLICATION (application);
  TuttiWindow      *window = find_window (self);

  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  if (self->library != NULL)
    {
      g_autoptr (DexFuture) closing = dex_future_first (tutti_library_close (self->library),
                                                        dex_timeout_new_seconds (CLOSE_SECONDS),
                                                        NULL);

      while (dex_future_is_pending (closing))
        g_main_context_iteration (NULL, TRUE);
    }
  g_clear_object (&self->library);

  G_APPLICATION_CLASS (tutti_application_parent_class)->shutdown (application);
}

static void
tutti_application_dispose (GObject *object)
{
  TuttiApplication *self = TUTTI_APPLICATION (object);

  g_clear_object (&self->library);
  g_clear_handle_id (&self->present_id, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->link, g_free);

  G_OBJECT_CLASS (tutti_application_parent_class)->dispose (object);
}

static void
tutti_application_class_init (TuttiApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_application_dispose;
  application_class->startup = tutti_application_startup;
  application_class->activate = tutti_application_activate;
  application_class->open = tutti_application_open;
  application_class->command_line = tutti_application_command_line;
  application_class->shutdown = tutti_application_shutdown;
}

static void
tutti_application_init (TuttiApplication *self)
{
  g_resources_register (tutti_ui_get_resource ());
  self->settings = g_settings_new (APP_ID);
}

TuttiApplication *
tutti_application_new (void)
{
  TuttiApplication *self = g_object_new (TUTTI_TYPE_APPLICATION,
                                         "application-id", APP_ID,
                                         "resource-base-path", "/io/github/tuttimusic/Tutti",
                                         "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                                         NULL);

  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[LINK…]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("All your music services in one place. A link of any service opens its song."));
  g_application_set_version (G_APPLICATION (self), TUTTI_VERSION);

  return self;
}
