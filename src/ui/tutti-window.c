/* tutti-window.c: the window, what stands around its pages, and its coming and going
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-connect-dialog.h"
#include "tutti-contrast.h"
#include "tutti-touch.h"
#include "tutti-window-private.h"

#include <glib/gi18n.h>

#define WAIT_MS 50 /* until somebody looks again whether a list has its rows */
#define MAX_WAITS 60
#define FIND_FOCUS_MS 200 /* pages and dialogs that come give themselves the focus */

G_DEFINE_FINAL_TYPE (TuttiWindow, tutti_window, ADW_TYPE_APPLICATION_WINDOW)

static TuttiLibrary *
get_library (TuttiWindow *self)
{
  return tutti_context_get_library (self->context);
}

/* --- around the pages --- */

static void
page_changed_cb (TuttiWindow *self)
{
  const char       *name = adw_view_stack_get_visible_child_name (self->pages);
  AdwViewStackPage *page = adw_view_stack_get_page (self->pages, adw_view_stack_get_visible_child (self->pages));

  if (page == NULL || self->context == NULL)
    return;
  tutti_window_make_page (self, name);
  if (self->likes != NULL)
    tutti_likes_page_set_selecting (self->likes, FALSE);
  tutti_status_banner_set_on_services (self->banner, g_str_equal (name, "services"));
  gtk_widget_set_visible (self->select, g_str_equal (name, "likes"));
  adw_window_title_set_title (self->page_title, adw_view_stack_page_get_title (page));
  g_settings_set_string (self->settings, "page", name);
  if (g_str_equal (name, "search"))
    tutti_search_page_focus_entry (tutti_window_get_search_page (self));
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
toast_cb (TuttiWindow *self,
          AdwToast    *toast)
{
  if (g_strcmp0 (adw_toast_get_button_label (toast), _ ("_Undo")) == 0)
    g_set_weak_pointer (&self->undo, toast);
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
  tutti_window_show_page (self, "feed");
  tutti_window_focus_page (self);
}

static void
connect_first_cb (TuttiWindow *self)
{
  g_settings_set_boolean (self->settings, "looked-around", TRUE);
  tutti_window_show_page (self, "services");
  tutti_window_focus_page (self);
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

/* The one that is in sight, or will be. (transfer none) (nullable) */
static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *list = GTK_IS_LIST_VIEW (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && list == NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_child_visible (child))
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
  if (self->first_run != NULL)
    tutti_first_run_focus (self->first_run);
  else if (list != NULL)
    {
      gtk_window_set_focus_visible (GTK_WINDOW (self), FALSE);
      gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
    }
}

/* --- the focus --- */

static gboolean
focus_list (TuttiWindow *self,
            GtkWidget   *list)
{
  GtkWidget *focus;

  if (gtk_widget_get_mapped (list))
    gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
  focus = gtk_window_get_focus (GTK_WINDOW (self));
  return focus != NULL && gtk_widget_is_ancestor (focus, list);
}

/* The rows may be read just now. Whoever has gone elsewhere in the meantime stays there. */
static gboolean
wait_for_rows_cb (gpointer data)
{
  TuttiWindow *self = data;
  GtkWidget   *list = find_list (adw_view_stack_get_visible_child (self->pages));

  if (gtk_window_get_focus (GTK_WINDOW (self)) == self->parked && (list == NULL || !focus_list (self, list)) && --self->n_waits > 0)
    return G_SOURCE_CONTINUE;
  self->list_id = 0;
  return G_SOURCE_REMOVE;
}

/* Who goes to a page by its key goes on there: with the song they left, or the
 * first one, or with what there is instead. */
void
tutti_window_focus_page (TuttiWindow *self)
{
  GtkWidget *page = adw_view_stack_get_visible_child (self->pages);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *list = page != NULL ? find_list (page) : NULL;

  if (self->context == NULL || page == NULL)
    return;
  if (focus != NULL && gtk_widget_is_ancestor (focus, list != NULL ? list : page) && !(list == NULL && tutti_window_is_loading (self)))
    return;
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "search") == 0)
    {
      tutti_search_page_focus_entry (tutti_window_get_search_page (self));
      return;
    }
  if (list != NULL && focus_list (self, list))
    return;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, page))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
  self->parked = gtk_window_get_focus (GTK_WINDOW (self));
  self->n_waits = MAX_WAITS;
  if (self->list_id == 0 && g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "services") != 0)
    self->list_id = g_timeout_add (WAIT_MS, wait_for_rows_cb, self);
}

/* What had the focus is gone: a card that did its work, a button with its
 * banner. It goes on where that was, so that the next key is not lost. */
static gboolean
find_focus_cb (gpointer data)
{
  TuttiWindow *self = data;
  GtkWidget   *focus = gtk_window_get_focus (GTK_WINDOW (self));
  AdwDialog   *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));
  GtkWidget   *place = dialog != NULL ? GTK_WIDGET (dialog) : gtk_stack_get_visible_child (self->stack);

  self->focus_id = 0;
  if (self->context == NULL || (focus != NULL && gtk_widget_get_mapped (focus)))
    return G_SOURCE_REMOVE;
  if (dialog == NULL && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "main") == 0)
    {
      if (g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->nav), "main") == 0)
        {
          tutti_window_focus_page (self);
          return G_SOURCE_REMOVE;
        }
      place = GTK_WIDGET (adw_navigation_view_get_visible_page (self->nav));
    }
  gtk_widget_child_focus (place, GTK_DIR_TAB_FORWARD);
  return G_SOURCE_REMOVE;
}

static void
focus_changed_cb (TuttiWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (self->focus_id == 0 && self->context != NULL && (focus == NULL || !gtk_widget_get_mapped (focus)))
    self->focus_id = g_timeout_add (FIND_FOCUS_MS, find_focus_cb, self);
}

/* Whoever comes before the library waits for it here. */
static void
tutti_window_map (GtkWidget *widget)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL && self->opening == NULL)
    show_opening (self);

  GTK_WIDGET_CLASS (tutti_window_parent_class)->map (widget);
  tutti_window_make_pages_later (self);
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
  g_clear_weak_pointer (&self->undo);
  g_clear_handle_id (&self->focus_id, g_source_remove);
  g_clear_handle_id (&self->list_id, g_source_remove);
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

  tutti_window_install_actions (widget_class);
  tutti_window_install_paste (widget_class);
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
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  gtk_menu_button_set_create_popup_func (self->menu, fill_menu_cb, self, NULL);
  tutti_window_watch_input (self);
  tutti_touch_watch (GTK_WIDGET (self));
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
    tutti_window_show_page (self, "services");
}

void
tutti_window_set_library (TuttiWindow  *self,
                          TuttiLibrary *library)
{
  g_autofree char *page = g_settings_get_string (self->settings, "page");
  g_autofree char *note = tutti_library_dup_salvage_note (library);

  g_return_if_fail (self->context == NULL);

  self->context = tutti_context_new (library, self->settings);
  tutti_announcer_set_window (tutti_context_get_announcer (self->context), GTK_WINDOW (self));
  layout_changed_cb (self);
  g_signal_connect_object (self->context, "show-track", G_CALLBACK (tutti_window_show_track_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "show-page", G_CALLBACK (tutti_window_show_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "connect-service", G_CALLBACK (connect_service_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "connected", G_CALLBACK (connected_cb), self, G_CONNECT_SWAPPED);

  g_signal_connect_object (tutti_context_get_player (self->context), "notify::track", G_CALLBACK (track_loaded_cb), self, G_CONNECT_SWAPPED);
  tutti_window_make_pages_later (self);

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
tutti_window_connect_service (TuttiWindow  *self,
                              TuttiService *service)
{
  tutti_window_reveal_service (self, service);
  connect_service_cb (self, service, FALSE);
}

void
tutti_window_say (TuttiWindow *self,
                  const char  *sentence)
{
  if (self->context != NULL)
    tutti_context_say (self->context, sentence);
}
