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
#include "tutti-first-run.h"
#include "tutti-likes-page.h"
#include "tutti-opening-page.h"
#include "tutti-preview-bar.h"
#include "tutti-preferences-dialog.h"
#include "tutti-search-page.h"
#include "tutti-services-page.h"
#include "tutti-shortcuts-dialog.h"
#include "tutti-status-banner.h"
#include "tutti-text.h"
#include "tutti-touch.h"
#include "tutti-track-actions.h"
#include "tutti-track-page.h"
#include "tutti-window.h"

#include <glib/gi18n.h>

#define HELP_URI "https://github.com/tuttimusic/tutti#readme"

#define LATER_MS 700 /* one after the other, the pages nobody has gone to yet */

struct _TuttiWindow
{
  AdwApplicationWindow parent_instance;

  GSettings    *settings;
  TuttiContext *context;        /* (nullable) until there is a library */
  AdwDialog    *connect_dialog; /* (unowned) (nullable) while it is open */

  AdwToolbarView    *view;
  AdwToolbarView    *main_view;
  AdwToastOverlay   *toasts;
  GtkStack          *stack;
  AdwNavigationView *nav;
  GtkWidget         *header;
  GtkWidget         *select_header;
  AdwWindowTitle    *select_title;
  AdwWindowTitle    *page_title;
  GtkMenuButton     *menu;
  GMenuModel        *main_menu;
  TuttiStatusBanner *banner;
  GtkWidget         *select;
  AdwViewStack      *pages;
  guint              later_id;

  /* Each is made when it is first wanted: what is there is styled for the first
   * frame, whether it shows or not. */
  TuttiFeedPage     *feed;        /* (nullable) */
  TuttiSearchPage   *search;      /* (nullable) */
  TuttiLikesPage    *likes;       /* (nullable) */
  TuttiServicesPage *services;    /* (nullable) */
  TuttiOpeningPage  *opening;     /* (nullable) */
  TuttiFirstRun     *first_run;   /* (nullable) */
  GtkWidget         *switcher_bar; /* (nullable) */
  TuttiPreviewBar   *preview_bar; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TuttiWindow, tutti_window, ADW_TYPE_APPLICATION_WINDOW)

static TuttiLibrary *
get_library (TuttiWindow *self)
{
  return tutti_context_get_library (self->context);
}

/* --- pages --- */

static AdwBin *
find_place (TuttiWindow *self,
            const char  *name)
{
  return ADW_BIN (adw_view_stack_get_child_by_name (self->pages, name));
}

static TuttiFeedPage *
get_feed (TuttiWindow *self)
{
  if (self->feed == NULL)
    {
      self->feed = g_object_new (TUTTI_TYPE_FEED_PAGE, NULL);
      tutti_feed_page_set_context (self->feed, self->context);
      adw_bin_set_child (find_place (self, "feed"), GTK_WIDGET (self->feed));
    }
  return self->feed;
}

static TuttiSearchPage *
get_search (TuttiWindow *self)
{
  if (self->search == NULL)
    {
      self->search = g_object_new (TUTTI_TYPE_SEARCH_PAGE, NULL);
      tutti_search_page_set_context (self->search, self->context);
      adw_bin_set_child (find_place (self, "search"), GTK_WIDGET (self->search));
    }
  return self->search;
}

/* While songs are being chosen another header takes the place of the usual one. */
static TuttiLikesPage *
get_likes (TuttiWindow *self)
{
  if (self->likes == NULL)
    {
      self->likes = g_object_new (TUTTI_TYPE_LIKES_PAGE, NULL);
      tutti_likes_page_set_context (self->likes, self->context);
      adw_bin_set_child (find_place (self, "likes"), GTK_WIDGET (self->likes));
      g_object_bind_property (self->likes, "selecting", self->header, "visible", G_BINDING_SYNC_CREATE | G_BINDING_INVERT_BOOLEAN);
      g_object_bind_property (self->likes, "selecting", self->select_header, "visible", G_BINDING_SYNC_CREATE);
      g_object_bind_property (self->likes, "selection-title", self->select_title, "title", G_BINDING_SYNC_CREATE);
    }
  return self->likes;
}

static TuttiServicesPage *
get_services (TuttiWindow *self)
{
  if (self->services == NULL)
    {
      self->services = g_object_new (TUTTI_TYPE_SERVICES_PAGE, NULL);
      tutti_services_page_set_context (self->services, self->context);
      adw_bin_set_child (find_place (self, "services"), GTK_WIDGET (self->services));
    }
  return self->services;
}

static void
make_page (TuttiWindow *self,
           const char  *name)
{
  if (g_str_equal (name, "feed"))
    get_feed (self);
  else if (g_str_equal (name, "search"))
    get_search (self);
  else if (g_str_equal (name, "likes"))
    tutti_likes_page_start (get_likes (self));
  else
    get_services (self);
}

/* Who goes to a page for the first time does not wait for it either. */
static gboolean
later_cb (gpointer data)
{
  TuttiWindow *self = data;

  if (self->feed == NULL)
    get_feed (self);
  else if (self->likes == NULL)
    get_likes (self);
  else if (self->search == NULL)
    get_search (self);
  else if (self->services == NULL)
    get_services (self);
  else
    {
      self->later_id = 0;
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

static void
make_pages_later (TuttiWindow *self)
{
  if (self->later_id == 0 && self->context != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->later_id = g_timeout_add (LATER_MS, later_cb, self);
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
  make_page (self, name);
  if (self->likes != NULL)
    tutti_likes_page_set_selecting (self->likes, FALSE);
  tutti_status_banner_set_on_services (self->banner, g_str_equal (name, "services"));
  gtk_widget_set_visible (self->select, g_str_equal (name, "likes"));
  adw_window_title_set_title (self->page_title, adw_view_stack_page_get_title (page));
  g_settings_set_string (self->settings, "page", name);
  if (g_str_equal (name, "search"))
    tutti_search_page_focus_entry (get_search (self));
}

/* At the window's lower edge, where there is no room for the pages above. */
static void
show_switcher_bar (TuttiWindow *self,
                   gboolean     is_shown)
{
  if (self->switcher_bar == NULL && is_shown)
    {
      self->switcher_bar = g_object_new (ADW_TYPE_VIEW_SWITCHER_BAR, "stack", self->pages, NULL);
      g_object_bind_property (self->header, "visible", self->switcher_bar, "visible", G_BINDING_SYNC_CREATE);
      adw_toolbar_view_add_bottom_bar (self->main_view, self->switcher_bar);
    }
  if (self->switcher_bar != NULL)
    adw_view_switcher_bar_set_reveal (ADW_VIEW_SWITCHER_BAR (self->switcher_bar), is_shown);
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
  show_switcher_bar (self, layout != TUTTI_LAYOUT_WIDE);
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
show_first_run (TuttiWindow *self)
{
  self->first_run = TUTTI_FIRST_RUN (tutti_first_run_new (self->context));
  g_signal_connect_object (self->first_run, "look-around", G_CALLBACK (look_around_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->first_run, "connect", G_CALLBACK (connect_first_cb), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->first_run), "first-run");
  gtk_stack_set_visible_child_name (self->stack, "first-run");
  tutti_first_run_focus (self->first_run);
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
      tutti_likes_page_focus_entry (get_likes (self));
      return;
    }
  show_page (self, "search");
  tutti_search_page_focus_entry (get_search (self));
}

static void
select_action (GtkWidget  *widget,
               const char *action,
               GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->likes == NULL)
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
    return tutti_likes_page_forward (get_likes (self), controller);
  if (g_strcmp0 (name, "feed") == 0)
    {
      show_page (self, "search");
      tutti_search_page_search (get_search (self), "");
    }
  return tutti_search_page_forward (get_search (self), controller);
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

static void
show_opening (TuttiWindow *self)
{
  if (self->opening == NULL)
    {
      self->opening = TUTTI_OPENING_PAGE (tutti_opening_page_new ());
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->opening), "opening");
    }
  gtk_stack_set_visible_child_name (self->stack, "opening");
}

/* GTK styles all there is when a window is shown, and once more when it has
 * become a window of its display, with other classes: so it is empty before. */
static void
tutti_window_show (GtkWidget *widget)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);
  g_autoptr (GtkWidget) focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL)
    g_object_ref (focus);
  if (!gtk_widget_get_realized (widget))
    gtk_widget_set_visible (GTK_WIDGET (self->view), FALSE);
  GTK_WIDGET_CLASS (tutti_window_parent_class)->show (widget);
  if (focus != NULL && gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_window_set_focus (GTK_WINDOW (self), focus);
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *list = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && list == NULL; child = gtk_widget_get_next_sibling (child))
    list = find_list (child);
  return list;
}

/* The focus goes to the first song: now, because what is around the focus is
 * styled in another way. */
static void
tutti_window_realize (GtkWidget *widget)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);
  GtkWidget   *list = find_list (adw_view_stack_get_visible_child (self->pages));

  GTK_WIDGET_CLASS (tutti_window_parent_class)->realize (widget);
  gtk_widget_set_visible (GTK_WIDGET (self->view), TRUE);
  if (list != NULL && self->first_run == NULL)
    {
      gtk_window_set_focus_visible (GTK_WINDOW (self), FALSE);
      gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
    }
}

/* Whoever comes before the library waits for it here. */
static void
tutti_window_map (GtkWidget *widget)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL && self->opening == NULL)
    show_opening (self);

  GTK_WIDGET_CLASS (tutti_window_parent_class)->map (widget);
  make_pages_later (self);
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

  g_clear_handle_id (&self->later_id, g_source_remove);
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
  widget_class->show = tutti_window_show;
  widget_class->realize = tutti_window_realize;
  widget_class->map = tutti_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = tutti_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, view);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, main_view);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, nav);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, header);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, select_header);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, select_title);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, page_title);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, select);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, TuttiWindow, main_menu);
  gtk_widget_class_bind_template_callback (widget_class, page_changed_cb);

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

/* What plays shows below all pages, and below their toasts, from the first preview on. */
static void
track_loaded_cb (TuttiWindow *self)
{
  if (self->preview_bar != NULL)
    return;
  self->preview_bar = g_object_new (TUTTI_TYPE_PREVIEW_BAR, NULL);
  adw_toolbar_view_add_bottom_bar (self->view, GTK_WIDGET (self->preview_bar));
  tutti_preview_bar_set_context (self->preview_bar, self->context, gtk_window_get_application (GTK_WINDOW (self)));
}

/* A menu is a hundred widgets, made when somebody opens it. */
static void
fill_menu_cb (GtkMenuButton *button,
              gpointer       data)
{
  TuttiWindow *self = data;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  gtk_menu_button_set_menu_model (button, self->main_menu);
  tutti_accessible_watch_menu (GTK_WIDGET (gtk_menu_button_get_popover (button)));
}

static void
tutti_window_init (TuttiWindow *self)
{
  g_type_ensure (TUTTI_TYPE_STATUS_BANNER);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::current-breakpoint", G_CALLBACK (layout_changed_cb), NULL);
  gtk_menu_button_set_create_popup_func (self->menu, fill_menu_cb, self, NULL);
  add_drop_target (self);
  tutti_touch_watch (GTK_WIDGET (self));
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

  g_signal_connect_object (tutti_context_get_player (self->context), "notify::track", G_CALLBACK (track_loaded_cb), self, G_CONNECT_SWAPPED);
  make_pages_later (self);

  if (adw_view_stack_get_child_by_name (self->pages, page) != NULL)
    adw_view_stack_set_visible_child_name (self->pages, page);
  tutti_status_banner_set_context (self->banner, self->context);
  page_changed_cb (self);
  if (is_newcomer (self))
    show_first_run (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "main");

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
  show_opening (self);
  tutti_opening_page_set_failure (self->opening, error);
}

void
tutti_window_reveal_service (TuttiWindow  *self,
                             TuttiService *service)
{
  if (self->context == NULL)
    return;
  show_page (self, "services");
  tutti_services_page_reveal (get_services (self), service);
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
  if (self->context == NULL)
    return;
  show_page (self, "search");
  if (text != NULL)
    tutti_search_page_search (get_search (self), text);
  tutti_search_page_focus_entry (get_search (self));
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
  const char *name = adw_view_stack_get_visible_child_name (self->pages);

  if (g_strcmp0 (name, "likes") == 0)
    return self->likes != NULL && tutti_likes_page_is_loading (self->likes);
  return g_strcmp0 (name, "feed") == 0 && self->feed != NULL && tutti_feed_page_is_loading (self->feed);
}
