/* tutti-track-actions.c: what a person does with a song, from wherever it is shown
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-launcher.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"

#include "tutti-preview-button.h"

#include <glib/gi18n.h>

typedef struct
{
  TuttiContext      *context;
  char              *app_uri; /* (nullable) */
  char              *web_uri; /* (nullable) */
  TuttiLaunchIn      launch_in;
  GAppLaunchContext *launch_context;
} Launch;

static void
launch_free (gpointer data)
{
  Launch *launch = data;

  g_clear_object (&launch->context);
  g_clear_object (&launch->launch_context);
  g_clear_pointer (&launch->app_uri, g_free);
  g_clear_pointer (&launch->web_uri, g_free);
  g_free (launch);
}

static DexFuture *
launch_fiber (gpointer data)
{
  Launch *launch = data;
  g_autoptr (GError) error = NULL;

  if (dex_await (tutti_launcher_open (launch->app_uri, launch->web_uri, launch->launch_in, launch->launch_context, NULL), &error) || tutti_error_is_silent (error))
    return dex_future_new_true ();

  g_debug ("Nothing was opened: %s", error->message);
  if (launch->launch_in == TUTTI_LAUNCH_APP)
    tutti_context_say (launch->context, _ ("No application opened this song. Choose “Web Browser” on the Services page to open it there."));
  else
    tutti_context_say (launch->context, _ ("No program could be opened for this."));
  return dex_future_new_true ();
}

static void
launch (TuttiContext *context,
        GtkWidget    *widget,
        const char   *app_uri,
        const char   *web_uri,
        TuttiLaunchIn launch_in)
{
  Launch *self = g_new0 (Launch, 1);

  self->context = g_object_ref (context);
  self->app_uri = g_strdup (app_uri);
  self->web_uri = g_strdup (web_uri);
  self->launch_in = launch_in;
  self->launch_context = G_APP_LAUNCH_CONTEXT (gdk_display_get_app_launch_context (gtk_widget_get_display (widget)));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, launch_fiber, self, launch_free));
}

static TuttiService *
pick_service (TuttiContext *context,
              TuttiTrack   *track,
              const char   *id)
{
  return id != NULL ? tutti_library_find_service (tutti_context_get_library (context), id) : tutti_context_choose_service (context, track);
}

void
tutti_track_actions_open (TuttiContext *context,
                          GtkWidget    *widget,
                          TuttiTrack   *track,
                          const char   *id,
                          gboolean      web)
{
  TuttiService    *service = pick_service (context, track, id);
  TuttiLink       *link = service ? tutti_track_get_link (track, tutti_service_get_id (service)) : NULL;
  g_autofree char *app_uri = NULL;
  g_autofree char *web_uri = NULL;

  if (link == NULL)
    {
      tutti_context_say (context, _ ("This song has no link to open yet."));
      return;
    }

  app_uri = tutti_service_dup_app_uri (service, tutti_link_get_remote_id (link));
  web_uri = tutti_service_dup_web_uri (service, link);
  if (app_uri == NULL && web_uri == NULL)
    tutti_context_say (context, _ ("This song has no link to open yet."));
  else
    launch (context, widget, app_uri, web_uri, web ? TUTTI_LAUNCH_WEB : (TuttiLaunchIn) tutti_service_get_open_in (service));
}

void
tutti_track_actions_open_uri (TuttiContext *context,
                              GtkWidget    *widget,
                              const char   *uri)
{
  launch (context, widget, NULL, uri, TUTTI_LAUNCH_WEB);
}

typedef struct
{
  TuttiContext *context;
  gint64        track;
  gboolean      liked; /* what Undo goes back to */
} Undo;

static void
undo_free (gpointer  data,
           GClosure *closure)
{
  Undo *undo = data;

  g_clear_object (&undo->context);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast,
         gpointer  data)
{
  Undo *undo = data;

  tutti_context_watch (undo->context,
                       tutti_library_set_liked (tutti_context_get_library (undo->context), undo->track, undo->liked),
                       NULL);
}

void
tutti_track_actions_toggle_like (TuttiContext *context,
                                 TuttiTrack   *track)
{
  gboolean  liked = tutti_track_is_liked (track);
  AdwToast *toast = adw_toast_new (liked ? _ ("Like removed") : _ ("Liked"));
  Undo     *undo = g_new0 (Undo, 1);

  tutti_context_watch (context,
                       tutti_library_set_liked (tutti_context_get_library (context), tutti_track_get_id (track), !liked),
                       NULL);

  undo->context = g_object_ref (context);
  undo->track = tutti_track_get_id (track);
  undo->liked = liked;
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, undo_free, G_CONNECT_DEFAULT);
  tutti_context_toast (context, toast);
}

void
tutti_track_actions_copy_link (TuttiContext *context,
                               GtkWidget    *widget,
                               TuttiTrack   *track,
                               const char   *id)
{
  TuttiService    *service = pick_service (context, track, id);
  TuttiLink       *link = service ? tutti_track_get_link (track, tutti_service_get_id (service)) : NULL;
  g_autofree char *uri = link ? tutti_service_dup_web_uri (service, link) : NULL;
  g_autofree char *text = NULL;

  if (uri == NULL)
    {
      tutti_context_say (context, _ ("This song has no link to copy yet."));
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), uri);
  /* Translators: %s is a service */
  text = g_strdup_printf (_ ("%s link copied"), tutti_service_get_name (service));
  tutti_context_say (context, text);
}

void
tutti_track_actions_copy_text (TuttiContext *context,
                               GtkWidget    *widget,
                               TuttiTrack   *track)
{
  g_autofree char *text = tutti_text_from_track (track);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  tutti_context_say (context, _ ("Title and artist copied"));
}

/* One line for each service that has the song. */
static GMenu *
make_service_lines (TuttiContext *context,
                    TuttiTrack   *track,
                    const char   *format,
                    const char   *action)
{
  GMenu     *lines = g_menu_new ();
  GPtrArray *order = tutti_context_get_order (context);

  for (guint i = 0; i < order->len; i++)
    {
      TuttiService *service = g_ptr_array_index (order, i);
      g_autoptr (GString) label = g_string_new (format);
      g_autoptr (GMenuItem) item = NULL;

      if (tutti_track_get_link (track, tutti_service_get_id (service)) == NULL)
        continue;
      g_string_replace (label, "%s", tutti_service_get_name (service), 1);
      item = g_menu_item_new (label->str, NULL);
      g_menu_item_set_action_and_target (item, action, "s", tutti_service_get_id (service));
      g_menu_append_item (lines, item);
    }

  return lines;
}

GMenuModel *
tutti_track_actions_new_menu (TuttiContext *context,
                              TuttiTrack   *track,
                              gboolean      with_details)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) details = g_menu_new ();
  g_autoptr (GMenu) copy = g_menu_new ();
  /* Translators: %s is a service */
  g_autoptr (GMenu) open = make_service_lines (context, track, _ ("Open in %s"), "track.open");
  /* Translators: %s is a service */
  g_autoptr (GMenu) links = make_service_lines (context, track, _ ("Copy %s Link"), "track.copy-link-of");
  gboolean has_links = g_menu_model_get_n_items (G_MENU_MODEL (links)) > 0;

  if (has_links)
    {
      g_menu_append (open, _ ("Open in _Browser"), "track.open-web");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (open));
    }

  if (with_details)
    {
      g_menu_append (details, _ ("_Details"), "track.details");
      if (tutti_preview_is_possible (context))
        g_menu_append (details,
                       tutti_player_has_track (tutti_context_get_player (context), track) ? _ ("Stop _Preview") : _ ("Play _Preview"),
                       "track.preview");
      g_menu_append (details, tutti_track_is_liked (track) ? _ ("Remove _Like") : _ ("_Like"), "track.toggle-like");
      g_menu_append_section (menu, NULL, G_MENU_MODEL (details));
    }

  if (g_menu_model_get_n_items (G_MENU_MODEL (links)) > 1)
    g_menu_append_submenu (copy, _ ("Copy _Link"), G_MENU_MODEL (links));
  else if (has_links)
    g_menu_append (copy, _ ("Copy _Link"), "track.copy-link");
  g_menu_append (copy, _ ("_Copy Title and Artist"), "track.copy-text");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copy));

  return G_MENU_MODEL (g_steal_pointer (&menu));
}
