/* tutti-window-input.c: links and words that come in from outside the pages
 *
 * They are handed over, pasted, dropped or typed anywhere in the window.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-window-private.h"

#include <glib/gi18n.h>

/* How the library is asked for a song: by link or UUID. */
typedef DexFuture *(*FindFunc) (TuttiLibrary *library,
                                const char   *name);

typedef struct
{
  TuttiWindow *window;
  char        *name;
  FindFunc     func;
} Find;

static void
find_free (gpointer data)
{
  Find *find = data;

  g_clear_object (&find->window);
  g_clear_pointer (&find->name, g_free);
  g_free (find);
}

/* What is no song may still be a page, for the browser. */
static void
offer_page (TuttiWindow  *self,
            const char   *link,
            const GError *error)
{
  TuttiService    *service = tutti_library_find_link_service (tutti_context_get_library (self->context), link);
  g_autofree char *sentence = tutti_error_dup_sentence (error, service ? tutti_service_get_name (service) : NULL);
  g_autofree char *page = tutti_library_dup_page (tutti_context_get_library (self->context), link);
  AdwToast        *toast = adw_toast_new (sentence);

  adw_toast_set_use_markup (toast, FALSE);
  if (page != NULL)
    {
      adw_toast_set_button_label (toast, _ ("_Open in Browser"));
      adw_toast_set_timeout (toast, 10);
      adw_toast_set_action_name (toast, "win.open-uri");
      adw_toast_set_action_target (toast, "s", page);
    }
  tutti_context_toast (self->context, toast);
}

static DexFuture *
find_fiber (gpointer data)
{
  Find        *find = data;
  TuttiWindow *self = find->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiTrack) track = dex_await_object (find->func (tutti_context_get_library (self->context), find->name), &error);

  if (self->context == NULL)
    return dex_future_new_true ();
  if (track != NULL)
    tutti_window_show_track_page (self, track);
  else if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NO_SONG))
    offer_page (self, find->name, error);
  else
    tutti_context_report (self->context, error, NULL);
  return dex_future_new_true ();
}

static void
start_find (TuttiWindow *self,
            const char  *name,
            FindFunc     func)
{
  Find *find;

  if (self->context == NULL)
    return;
  find = g_new0 (Find, 1);
  find->window = g_object_ref (self);
  find->name = g_strdup (name);
  find->func = func;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, find_fiber, find, find_free));
}

void
tutti_window_open_link (TuttiWindow *self,
                        const char  *link)
{
  start_find (self, link, tutti_library_find_link);
}

void
tutti_window_look_at_link (TuttiWindow *self,
                           const char  *link)
{
  start_find (self, link, tutti_library_look_at_link);
}

void
tutti_window_show_track (TuttiWindow *self,
                         const char  *uuid)
{
  start_find (self, uuid, tutti_library_find_track);
}

/* A link shows its song; other text is searched for. */
static void
take_text (TuttiWindow *self,
           const char  *text)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));

  if (*clean == '\0')
    return;
  if (tutti_library_is_link (tutti_context_get_library (self->context), clean))
    tutti_window_open_link (self, clean);
  else
    {
      g_strdelimit (clean, "\r\n\t", ' ');
      tutti_window_search (self, clean);
    }
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (TuttiWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, &error);

  if (self->context == NULL)
    return;
  if (text != NULL)
    take_text (self, text);
  else
    tutti_context_say (self->context, _ ("There is no text to paste."));
}

static void
paste_action (GtkWidget  *widget,
              const char *action,
              GVariant   *target)
{
  if (TUTTI_WINDOW (widget)->context != NULL)
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb, g_object_ref (widget));
}

void
tutti_window_install_paste (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, paste_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_SHIFT_MASK, "win.paste", NULL);
}

static gboolean
drop_cb (TuttiWindow  *self,
         const GValue *value)
{
  const char *text = g_value_get_string (value);

  if (self->context == NULL || text == NULL)
    return FALSE;
  take_text (self, text);
  return TRUE;
}

/* Who types without having chosen a field searches or filters; Space belongs to the rows. */
static gboolean
typed_cb (TuttiWindow           *self,
          guint                  key,
          guint                  code,
          GdkModifierType        state,
          GtkEventControllerKey *controller)
{
  const char *name = adw_view_stack_get_visible_child_name (self->pages);

  if (self->context == NULL || g_strcmp0 (name, "services") == 0)
    return FALSE;
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0 || !g_unichar_isgraph (gdk_keyval_to_unicode (key)))
    return FALSE;
  if (g_strcmp0 (name, "likes") == 0)
    return tutti_likes_page_forward (tutti_window_get_likes_page (self), controller);
  if (g_strcmp0 (name, "feed") == 0)
    {
      tutti_window_show_page (self, "search");
      tutti_search_page_search (tutti_window_get_search_page (self), "");
    }
  return tutti_search_page_forward (tutti_window_get_search_page (self), controller);
}

static void
add_typing (TuttiWindow *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (gtk_widget_get_ancestor (GTK_WIDGET (self->pages), ADW_TYPE_NAVIGATION_PAGE), keys);
}

static void
add_drop_target (TuttiWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
tutti_window_watch_input (TuttiWindow *self)
{
  add_drop_target (self);
  add_typing (self);
}
