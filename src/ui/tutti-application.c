/* tutti-application.c: the application
 *
 * The window appears at once; the library opens beside it. What is asked of both
 * from outside is in tutti-application-wishes.c. A second start hands over to the
 * first.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-application-private.h"

#include "tutti-player.h"
#include "tutti-ui-resources.h"

#include <glib/gi18n.h>

#define CLOSE_SECONDS 5 /* how long quitting waits for the library */
#define LIBRARY_MS 250  /* the window waits so long for the library, */
#define ROWS_MS 4       /* and looks so often, */
#define ROWS_LOOKS 75   /* so many times, for the first rows */

G_DEFINE_FINAL_TYPE (TuttiApplication, tutti_application, ADW_TYPE_APPLICATION)

TuttiWindow *
tutti_application_find_window (TuttiApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (; windows != NULL; windows = windows->next)
    if (TUTTI_IS_WINDOW (windows->data))
      return windows->data;
  return NULL;
}

TuttiWindow *
tutti_application_get_window (TuttiApplication *self)
{
  TuttiWindow *window = tutti_application_find_window (self);

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
connected_cb (TuttiApplication *self,
              TuttiService     *service)
{
  TuttiWindow *window = tutti_application_get_window (self);

  tutti_window_reveal_service (window, service);
  gtk_window_present (GTK_WINDOW (window));
}

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
  TuttiWindow      *old = tutti_application_find_window (self);

  g_application_hold (G_APPLICATION (self));
  g_clear_object (&self->notifier);
  g_clear_object (&self->library);
  state_changed_cb (self);
  if (old != NULL)
    gtk_window_destroy (GTK_WINDOW (old));
  reset_settings (self->settings);
  tutti_application_open_library (self);
  gtk_window_present (GTK_WINDOW (tutti_application_get_window (self)));
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
  TuttiWindow      *window = tutti_application_find_window (self);

  if (window != NULL && tutti_window_is_loading (window) && self->n_looks++ < ROWS_LOOKS)
    return G_SOURCE_CONTINUE;
  self->present_id = 0;
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

/* --- the library --- */

static void
take_library (TuttiApplication *self,
              TuttiLibrary     *library)
{
  GListModel  *services = tutti_library_get_services (library);
  TuttiWindow *window = tutti_application_find_window (self);

  g_set_object (&self->library, library);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      g_signal_connect_object (service, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (library, "connected", G_CALLBACK (connected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "wiped", G_CALLBACK (wiped_cb), self, G_CONNECT_SWAPPED);
  state_changed_cb (self);
  g_clear_object (&self->notifier);
  self->notifier = tutti_notifier_new (GTK_APPLICATION (self), library);
  if (window != NULL)
    tutti_window_set_library (window, library);
  if (self->present_id != 0)
    {
      g_clear_handle_id (&self->present_id, g_source_remove);
      self->present_id = g_timeout_add (ROWS_MS, present_cb, self);
    }
  tutti_application_grant_wishes (self);
}

static DexFuture *
open_fiber (gpointer data)
{
  TuttiApplication        *self = data;
  g_autoptr (GError)       error = NULL;
  g_autoptr (TuttiLibrary) library = dex_await_object (tutti_library_open (NULL, TRUE), &error);
  TuttiWindow             *window = tutti_application_find_window (self);

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

void
tutti_application_open_library (TuttiApplication *self)
{
  if (self->library != NULL || self->is_opening)
    return;
  self->is_opening = TRUE;
  g_application_hold (G_APPLICATION (self));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_fiber, g_object_ref (self), g_object_unref));
}

/* --- the life of the application --- */

static void
refused_cb (TuttiApplication *self)
{
  TuttiWindow *window = tutti_application_find_window (self);

  if (window != NULL)
    tutti_window_say (window, _ ("The desktop does not let Tutti run in the background."));
}

static void
tutti_application_startup (GApplication *application)
{
  TuttiApplication *self = TUTTI_APPLICATION (application);

  /* GTK's own word for it is a warning to programmers. */
  if (!gtk_init_check ())
    {
      g_printerr ("%s\n", _ ("tutti: there is no display to show the window on. Without one, use tuttictl."));
      exit (1);
    }

  /* libadwaita adds icons; GTK reads all there are when it looks for the
   * application's own, and would read them again. */
  adw_init ();
  G_APPLICATION_CLASS (tutti_application_parent_class)->startup (application);

  tutti_application_add_actions (self);
  self->background = tutti_background_new (application, self->settings);
  g_signal_connect_object (self->background, "refused", G_CALLBACK (refused_cb), self, G_CONNECT_SWAPPED);
  tutti_application_open_library (self);
}

/* Drawing a window twice takes longer than opening the library: the first
 * frame waits for it, and for the first rows, a moment. */
static void
tutti_application_activate (GApplication *application)
{
  TuttiApplication *self = TUTTI_APPLICATION (application);
  TuttiWindow      *window = tutti_application_get_window (self);

  if (gtk_widget_get_visible (GTK_WIDGET (window)) || !self->is_opening)
    gtk_window_present (GTK_WINDOW (window));
  else if (self->present_id == 0)
    self->present_id = g_timeout_add (LIBRARY_MS, present_cb, self);
}

static void
tutti_application_open (GApplication *application,
                        GFile       **files,
                        int           n_files,
                        const char   *hint)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           addresses = NULL;

  for (int i = 0; i < n_files; i++)
    g_strv_builder_take (builder, g_file_get_uri (files[i]));
  addresses = g_strv_builder_end (builder);
  tutti_application_open_addresses (TUTTI_APPLICATION (application), (const char *const *) addresses);
}

static int
tutti_application_command_line (GApplication            *application,
                                GApplicationCommandLine *command_line)
{
  g_autofree const char  **words = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv)           addresses = NULL;

  if (!g_variant_dict_lookup (g_application_command_line_get_options_dict (command_line), G_OPTION_REMAINING, "^a&ay", &words))
    g_application_activate (application);
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    g_strv_builder_take (builder, g_utf8_make_valid (words[i], -1));
  addresses = g_strv_builder_end (builder);
  tutti_application_open_addresses (TUTTI_APPLICATION (application), (const char *const *) addresses);
  return 0;
}

static void
tutti_application_shutdown (GApplication *application)
{
  TuttiApplication *self = TUTTI_APPLICATION (application);
  TuttiWindow      *window = tutti_application_find_window (self);

  g_clear_object (&self->background);
  g_clear_object (&self->notifier);
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
  tutti_player_shut_down ();

  G_APPLICATION_CLASS (tutti_application_parent_class)->shutdown (application);
}

static void
tutti_application_dispose (GObject *object)
{
  TuttiApplication *self = TUTTI_APPLICATION (object);

  g_clear_object (&self->background);
  g_clear_object (&self->notifier);
  g_clear_object (&self->library);
  g_clear_handle_id (&self->present_id, g_source_remove);
  g_clear_object (&self->settings);
  tutti_application_drop_wishes (self);

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
  self->settings = g_settings_new (SCHEMA_ID);
}

TuttiApplication *
tutti_application_new (void)
{
  /* Where there is no option at all, GApplication takes "--help" for an address. */
  static const GOptionEntry options[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, NULL },
    { NULL }
  };
  TuttiApplication *self = g_object_new (TUTTI_TYPE_APPLICATION,
                                         "application-id", APP_ID,
                                         "resource-base-path", "/io/github/tuttimusic/Tutti",
                                         "flags", G_APPLICATION_HANDLES_OPEN | G_APPLICATION_HANDLES_COMMAND_LINE,
                                         NULL);

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[LINK…]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("All your music services in one place. A link of any service opens its song, and so do addresses that begin with “tutti:”."));
  g_application_set_version (G_APPLICATION (self), TUTTI_VERSION);

  return self;
}
