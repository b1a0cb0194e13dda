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
    tutti_context_report (launch->context, error, NULL);
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

/* --- likes --- */

typedef struct
{
  TuttiContext *context;
  GArray       *ids;
  gboolean      liked; /* what Undo goes back to */
} Undo;

static void
undo_free (gpointer  data,
           GClosure *closure)
{
  Undo *undo = data;

  g_clear_object (&undo->context);
  g_clear_pointer (&undo->ids, g_array_unref);
  g_free (undo);
}

static void
undo_cb (AdwToast *toast,
         gpointer  data)
{
  Undo *undo = data;

  tutti_context_watch (undo->context,
                       tutti_library_set_many_liked (tutti_context_get_library (undo->context), undo->ids, undo->liked),
                       NULL);
}

void
tutti_track_actions_set_many_liked (TuttiContext *context,
                                    GArray       *ids,
                                    gboolean      liked)
{
  g_autofree char *text = NULL;
  AdwToast        *toast;
  Undo            *undo;

  if (ids->len == 0)
    return;
  if (liked)
    text = ids->len == 1 ? g_strdup (_ ("Liked")) : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u song liked", "%'u songs liked", ids->len), ids->len);
  else
    text = ids->len == 1 ? g_strdup (_ ("Like removed")) : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u like removed", "%'u likes removed", ids->len), ids->len);

  tutti_context_watch (context, tutti_library_set_many_liked (tutti_context_get_library (context), ids, liked), NULL);

  undo = g_new0 (Undo, 1);
  undo->context = g_object_ref (context);
  undo->ids = g_array_ref (ids);
  undo->liked = !liked;
  toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  if (ids->len > 1)
    adw_toast_set_timeout (toast, 10);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, undo_free, G_CONNECT_DEFAULT);
  tutti_context_toast (context, toast);
}

void
tutti_track_actions_toggle_like (TuttiContext *context,
                                 TuttiTrack   *track)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = tutti_track_get_id (track);

  g_array_append_val (ids, id);
  tutti_track_actions_set_many_liked (context, ids, !tutti_track_is_liked (track));
}

/* --- copying --- */

/* The address of a song's page in a service, or in the preferred one. (transfer full) (nullable) */
static char *
dup_link (TuttiContext  *context,
          TuttiTrack    *track,
          const char    *id,
          TuttiService **service)
{
  TuttiLink *link;

  *service = pick_service (context, track, id);
  link = *service ? tutti_track_get_link (track, tutti_service_get_id (*service)) : NULL;
  return link ? tutti_service_dup_web_uri (*service, link) : NULL;
}

typedef struct
{
  TuttiContext *context;
  GdkClipboard *clipboard;
  GArray       *ids;
  gboolean      links;
} Copy;

static void
copy_free (gpointer data)
{
  Copy *copy = data;

  g_clear_object (&copy->context);
  g_clear_object (&copy->clipboard);
  g_clear_pointer (&copy->ids, g_array_unref);
  g_free (copy);
}

static DexFuture *
copy_fiber (gpointer data)
{
  Copy *copy = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tracks = dex_await_boxed (tutti_library_read_tracks (tutti_context_get_library (copy->context), copy->ids), &error);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint            n_lines = 0;

  if (tracks == NULL)
    {
      tutti_context_report (copy->context, error, NULL);
      return dex_future_new_true ();
    }

  for (guint i = 0; i < tracks->len; i++)
    {
      TuttiTrack      *track = g_ptr_array_index (tracks, i);
      TuttiService    *service;
      g_autofree char *line = copy->links ? dup_link (copy->context, track, NULL, &service) : tutti_text_from_track (track);

      if (line == NULL)
        continue;
      g_string_append_printf (lines, "%s\n", line);
      n_lines++;
    }

  if (n_lines == 0)
    text = g_strdup (_ ("These songs have no link to copy yet."));
  else if (copy->links)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u link copied", "%'u links copied", n_lines), n_lines);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u title copied", "%'u titles copied", n_lines), n_lines);
  if (n_lines > 0)
    gdk_clipboard_set_text (copy->clipboard, lines->str);
  tutti_context_say (copy->context, text);
  return dex_future_new_true ();
}

void
tutti_track_actions_copy_many (TuttiContext *context,
                               GtkWidget    *widget,
                               GArray       *ids,
                               gboolean      links)
{
  Copy *copy;

  if (ids->len == 0)
    return;
  copy = g_new0 (Copy, 1);
  copy->context = g_object_ref (context);
  copy->clipboard = g_object_ref (gtk_widget_get_clipboard (widget));
  copy->ids = g_array_ref (ids);
  copy->links = links;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, copy_fiber, copy, copy_free));
}

void
tutti_track_actions_copy_link (TuttiContext *context,
                               GtkWidget    *widget,
                               TuttiTrack   *track,
                               const char   *id)
{
  TuttiService    *service;
  g_autofree char *uri = dup_link (context, track, id, &service);
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
