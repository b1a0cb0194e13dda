/* tutti-window.c: the window
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-clock.h"
#include "tutti-connect-dialog.h"
#include "tutti-context.h"
#include "tutti-contrast.h"
#include "tutti-data-actions.h"
#include "tutti-feed-page.h"
#include "tutti-likes-page.h"
#include "tutti-preview-bar.h"
#include "tutti-preferences-dialog.h"
#include "tutti-search-page.h"
#include "tutti-services-page.h"
#include "tutti-shortcuts-dialog.h"
#include "tutti-status-banner.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"
#include "tutti-track-page.h"
#include "tutti-window.h"

#include <glib/gi18n.h>

#define HELP_URI "https://github.com/tuttimusic/tutti#readme"

#define FILL_MS 300 /* the pages that do not show yet */

struct _TuttiWindow
{
  AdwApplicationWindow parent_instance;

  GSettings    *settings;
  TuttiContext *context;        /* (nullable) until there is a library */
  AdwDialog    *connect_dialog; /* (unowned) (nullable) while it is open */

  AdwToastOverlay   *toasts;
  GtkStack          *stack;
  AdwStatusPage     *failed;
  GtkWidget         *connect_first;
  AdwWrapBox        *first_run_names;
  AdwWrapBox        *first_run_icons;
  AdwNavigationView *nav;
  AdwWindowTitle    *page_title;
  GtkMenuButton     *menu;
  TuttiStatusBanner *banner;
  GtkWidget         *select;
  AdwViewStack      *pages;
  TuttiFeedPage     *feed;
  TuttiSearchPage   *search;
  TuttiLikesPage    *likes;
  TuttiServicesPage *services;
  TuttiPreviewBar   *preview_bar;
  guint              fill_id;
  gboolean           is_filled; /* all pages, not only the first */
};

G_DEFINE_FINAL_TYPE (TuttiWindow, tutti_window, ADW_TYPE_APPLICATION_WINDOW)

static TuttiLibrary *
get_library (TuttiWindow *self)
{
  return tutti_context_get_library (self->context);
}

/* --- pages --- */

/* The page that shows first comes first: the others read when somebody goes
 * there, or soon after. */
static void
fill_pages (TuttiWindow *self)
{
  g_clear_handle_id (&self->fill_id, g_source_remove);
  if (self->context == NULL || self->is_filled)
    return;
  self->is_filled = TRUE;
  tutti_search_page_set_context (self->search, self->context);
  tutti_likes_page_set_context (self->likes, self->context);
  tutti_services_page_set_context (self->services, self->context);
}

static gboolean
fill_cb (gpointer data)
{
  TuttiWindow *self = data;

  self->fill_id = 0;
  fill_pages (self);
  return G_SOURCE_REMOVE;
}

static void
show_page (TuttiWindow *self,
           const char  *name)
{
  if (self->context == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, "main");
  adw_navigation_view_pop_to_tag (self->nav, "main");
  adw_view_stack_set_visible_child_name (self->pages, name);
}

static void
page_changed_cb (TuttiWindow *self)
{
  const char       *name = adw_view_stack_get_visible_child_name (self->pages);
  AdwViewStackPage *page = adw_view_stack_get_page (self->pages, adw_view_stack_get_visible_child (self->pages));

  if (page == NULL || self->context == NULL)
    return;
  if (!g_str_equal (name, "feed"))
    fill_pages (self);
  tutti_likes_page_set_selecting (self->likes, FALSE);
  tutti_status_banner_set_on_services (self->banner, g_str_equal (name, "services"));
  gtk_widget_set_visible (self->select, g_str_equal (name, "likes"));
  adw_window_title_set_title (self->page_title, adw_view_stack_page_get_title (page));
  g_settings_set_string (self->settings, "page", name);
  if (g_str_equal (name, "search"))
    tutti_search_page_focus_entry (self->search);
}

/* The suggested button stands last in a row, and first in a column. */
static void
order_first_run (TuttiWindow *self,
                 gboolean     is_narrow)
{
  GtkBox    *box = GTK_BOX (gtk_widget_get_parent (self->connect_first));
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (box));

  if (is_narrow)
    gtk_box_reorder_child_after (box, self->connect_first, NULL);
  else if (last != self->connect_first)
    gtk_box_reorder_child_after (box, self->connect_first, last);
}

static void
layout_changed_cb (TuttiWindow *self)
{
  AdwBreakpoint *breakpoint = adw_application_window_get_current_breakpoint (ADW_APPLICATION_WINDOW (self));
  TuttiLayout    layout = TUTTI_LAYOUT_WIDE;

  if (self->context == NULL)
    return;
  if (breakpoint != NULL)
    layout = g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (breakpoint)), "narrow") == 0 ? TUTTI_LAYOUT_NARROW : TUTTI_LAYOUT_MEDIUM;
  tutti_context_set_layout (self->context, layout);
  order_first_run (self, layout == TUTTI_LAYOUT_NARROW);
  if (layout == TUTTI_LAYOUT_NARROW)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
}

static void
track_cb (TuttiWindow *self,
          TuttiTrack  *track)
{
  gtk_stack_set_visible_child_name (self->stack, "main");
  adw_navigation_view_push (self->nav, tutti_track_page_new (self->context, track));
}

static void
toast_cb (TuttiWindow *self,
          AdwToast    *toast)
{
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
}

static void
dialog_closed_cb (TuttiWindow *self)
{
  self->connect_dialog = NULL;
}

static void
connect_service_cb (TuttiWindow  *self,
                    TuttiService *service,
                    gboolean      anew)
{
  if (self->connect_dialog != NULL)
    return;
  self->connect_dialog = tutti_connect_dialog_new (self->context, service, anew);
  g_signal_connect_object (self->connect_dialog, "closed", G_CALLBACK (dialog_closed_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (self->connect_dialog, GTK_WIDGET (self));
}

/* --- the first page --- */

static void
look_around_cb (TuttiWindow *self)
{
  g_settings_set_boolean (self->settings, "looked-around", TRUE);
  show_page (self, "feed");
}

static void
connect_first_cb (TuttiWindow *self)
{
  g_settings_set_boolean (self->settings, "looked-around", TRUE);
  show_page (self, "services");
}

static void
fill_first_run (TuttiWindow *self)
{
  GPtrArray *order = tutti_context_get_order (self->context);

  for (guint i = 0; i < order->len; i++)
    {
      TuttiService *service = g_ptr_array_index (order, i);
      const char   *icon = tutti_service_get_icon_name (service);
      const char   *name = tutti_service_get_name (service);
      GtkWidget    *both = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
      GtkWidget    *label = gtk_label_new (name);
      GtkWidget    *alone;

      gtk_widget_add_css_class (label, "secondary");
      gtk_box_append (GTK_BOX (both), g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "pixel-size", 20, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
      gtk_box_append (GTK_BOX (both), label);
      adw_wrap_box_append (self->first_run_names, both);

      alone = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "pixel-size", 20, "tooltip-text", name, NULL);
      tutti_accessible_set_name (alone, name);
      adw_wrap_box_append (self->first_run_icons, alone);
    }
}

static gboolean
is_newcomer (TuttiWindow *self)
{
  return !g_settings_get_boolean (self->settings, "looked-around") && !tutti_library_has_connection (get_library (self)) && tutti_library_get_n_likes (get_library (self)) == 0;
}

/* --- actions --- */

static void
show_page_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *name)
{
  show_page (TUTTI_WINDOW (widget), g_variant_get_string (name, NULL));
}

static void
search_action (GtkWidget  *widget,
               const char *action,
               GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL)
    return;
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "likes") == 0 && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "main") == 0)
    {
      tutti_likes_page_focus_entry (self->likes);
      return;
    }
  show_page (self, "search");
  tutti_search_page_focus_entry (self->search);
}

static void
select_action (GtkWidget  *widget,
               const char *action,
               GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL)
    return;
  if (g_str_equal (action, "win.select-all"))
    tutti_likes_page_select_all (self->likes);
  else
    tutti_likes_page_set_selecting (self->likes, g_str_equal (action, "win.select"));
}

static void
sync_action (GtkWidget  *widget,
             const char *action,
             GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL)
    return;
  if (!tutti_library_has_connection (get_library (self)))
    tutti_context_say (self->context, _ ("Connect a service first."));
  else
    tutti_context_sync (self->context, NULL);
}

static void
open_uri_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *uri)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context != NULL)
    tutti_track_actions_open_uri (self->context, widget, g_variant_get_string (uri, NULL));
}

static void
data_action (GtkWidget  *widget,
             const char *action,
             GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL)
    return;
  if (g_str_equal (action, "win.export"))
    tutti_data_actions_export (self->context, GTK_WINDOW (self));
  else if (g_str_equal (action, "win.import"))
    tutti_data_actions_import (self->context, GTK_WINDOW (self));
  else
    tutti_data_actions_delete (self->context, GTK_WINDOW (self));
}

static void
shortcuts_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *target)
{
  adw_dialog_present (tutti_shortcuts_dialog_new (), widget);
}

static void
preferences_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context != NULL)
    adw_dialog_present (tutti_preferences_dialog_new (self->context), widget);
}

static void
help_action (GtkWidget  *widget,
             const char *action,
             GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context != NULL)
    tutti_track_actions_open_uri (self->context, widget, HELP_URI);
}

/* --- links pasted or dropped anywhere --- */

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

static DexFuture *
find_fiber (gpointer data)
{
  Find        *find = data;
  TuttiWindow *self = find->window;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiTrack) track = dex_await_object (find->func (get_library (self), find->name), &error);

  if (self->context == NULL)
    return dex_future_new_true ();
  if (track != NULL)
    track_cb (self, track);
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
  if (tutti_library_is_link (get_library (self), clean))
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
    return tutti_likes_page_forward (self->likes, controller);
  if (g_strcmp0 (name, "feed") == 0)
    {
      show_page (self, "search");
      tutti_search_page_search (self->search, "");
    }
  return tutti_search_page_forward (self->search, controller);
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

/* --- coming and going --- */

static void
style_changed_cb (TuttiWindow *self)
{
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[g_settings_get_enum (self->settings, "style")]);
}

static gboolean
tutti_window_close_request (GtkWindow *window)
{
  TuttiWindow *self = TUTTI_WINDOW (window);
  int          width, height;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (self->settings, "window-width", MAX (360, width));
  g_settings_set_int (self->settings, "window-height", MAX (294, height));
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));

  return GTK_WINDOW_CLASS (tutti_window_parent_class)->close_request (window);
}

static void
tutti_window_dispose (GObject *object)
{
  TuttiWindow *self = TUTTI_WINDOW (object);

  g_clear_handle_id (&self->fill_id, g_source_remove);
  g_clear_object (&self->context);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_WINDOW);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (tutti_window_parent_class)->dispose (object);
}

static void
tutti_window_class_init (TuttiWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tutti_window_close_request;

  g_type_ensure (TUTTI_TYPE_FEED_PAGE);
  g_type_ensure (TUTTI_TYPE_SEARCH_PAGE);
  g_type_ensure (TUTTI_TYPE_LIKES_PAGE);
  g_type_ensure (TUTTI_TYPE_SERVICES_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, connect_first);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, first_run_names);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, first_run_icons);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, nav);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, page_title);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, select);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, feed);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, search);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, likes);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, services);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, look_around_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_first_cb);

  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.select", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "win.select-all", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "win.stop-selecting", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_action);
  gtk_widget_class_install_action (widget_class, "win.open-uri", "s", open_uri_action);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, data_action);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, data_action);
  gtk_widget_class_install_action (widget_class, "win.delete-everything", NULL, data_action);
  gtk_widget_class_install_action (widget_class, "win.show-shortcuts", NULL, shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, paste_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, GDK_SHIFT_MASK, "win.paste", NULL);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.help", NULL, help_action);
}

/* Below all pages, and below their toasts. */
static void
add_preview_bar (TuttiWindow *self)
{
  GtkWidget *view = adw_toolbar_view_new ();

  self->preview_bar = g_object_new (TUTTI_TYPE_PREVIEW_BAR, NULL);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), view);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->toasts));
  adw_toolbar_view_add_bottom_bar (ADW_TOOLBAR_VIEW (view), GTK_WIDGET (self->preview_bar));
}

static void
tutti_window_init (TuttiWindow *self)
{
  g_type_ensure (TUTTI_TYPE_STATUS_BANNER);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_preview_bar (self);
  g_signal_connect (self, "notify::current-breakpoint", G_CALLBACK (layout_changed_cb), NULL);
  tutti_accessible_watch_menu (GTK_WIDGET (gtk_menu_button_get_popover (self->menu)));
  add_drop_target (self);
  add_typing (self);
}

GtkWidget *
tutti_window_new (GtkApplication *application,
                  GSettings      *settings)
{
  TuttiWindow *self = g_object_new (TUTTI_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::style", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  style_changed_cb (self);
  tutti_contrast_follow (gtk_widget_get_display (GTK_WIDGET (self)));
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  return GTK_WIDGET (self);
}

static void
connected_cb (TuttiWindow *self)
{
  /* whatever brought the connection: the first page has done its work */
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "first-run") == 0)
    show_page (self, "services");
}

void
tutti_window_set_library (TuttiWindow  *self,
                          TuttiLibrary *library)
{
  g_autofree char *page = g_settings_get_string (self->settings, "page");
  g_autofree char *note = tutti_library_dup_salvage_note (library);

  g_return_if_fail (self->context == NULL);

  self->context = tutti_context_new (library, self->settings);
  layout_changed_cb (self);
  g_signal_connect_object (self->context, "show-track", G_CALLBACK (track_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "show-page", G_CALLBACK (show_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "connect-service", G_CALLBACK (connect_service_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "connected", G_CALLBACK (connected_cb), self, G_CONNECT_SWAPPED);

  tutti_preview_bar_set_context (self->preview_bar, self->context, gtk_window_get_application (GTK_WINDOW (self)));

  if (is_newcomer (self))
    fill_first_run (self);
  tutti_feed_page_set_context (self->feed, self->context);
  self->fill_id = g_timeout_add (FILL_MS, fill_cb, self);

  if (adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
  tutti_status_banner_set_context (self->banner, self->context);
  page_changed_cb (self);
  gtk_stack_set_visible_child_name (self->stack, is_newcomer (self) ? "first-run" : "main");
  if (is_newcomer (self))
    gtk_widget_grab_focus (self->connect_first);

  if (note != NULL)
    {
      /* Translators: %s is the name of a file */
      g_autofree char *text = g_strdup_printf (_ ("Your library was damaged. What could be read is here; the old file is kept as %s."), note);
      AdwToast        *toast = adw_toast_new (text);

      adw_toast_set_timeout (toast, 0);
      tutti_context_toast (self->context, toast);
    }
}

void
tutti_window_show_failure (TuttiWindow  *self,
                           const GError *error)
{
  g_autofree char *sentence = tutti_error_dup_sentence (error, NULL);
  g_autofree char *safe = g_markup_escape_text (sentence, -1);

  adw_status_page_set_description (self->failed, safe);
  gtk_stack_set_visible_child_name (self->stack, "failed");
}

void
tutti_window_reveal_service (TuttiWindow  *self,
                             TuttiService *service)
{
  show_page (self, "services");
  tutti_services_page_reveal (self->services, service);
}

void
tutti_window_connect_service (TuttiWindow  *self,
                              TuttiService *service)
{
  tutti_window_reveal_service (self, service);
  connect_service_cb (self, service, FALSE);
}

void
tutti_window_search (TuttiWindow *self,
                     const char  *text)
{
  show_page (self, "search");
  fill_pages (self);
  if (self->context != NULL && text != NULL)
    tutti_search_page_search (self->search, text);
  tutti_search_page_focus_entry (self->search);
}

void
tutti_window_say (TuttiWindow *self,
                  const char  *sentence)
{
  if (self->context != NULL)
    tutti_context_say (self->context, sentence);
}

gboolean
tutti_window_is_loading (TuttiWindow *self)
{
  return tutti_feed_page_is_loading (self->feed);
}
