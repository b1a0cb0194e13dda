/* tutti-likes-page.c: all likes of all services, in one list
 *
 * Filtering and sorting is asking the library for other ids.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-import-card.h"
#include "tutti-like-on.h"
#include "tutti-likes-page.h"
#include "tutti-service-filter.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"
#include "tutti-track-view.h"

#include <glib/gi18n.h>

struct _TuttiLikesPage
{
  AdwBin parent_instance;

  TuttiContext   *context;
  TuttiTrackList *list;       /* (nullable) */
  gboolean        is_filling; /* our own changes are not the person's */
  gboolean        is_asked;   /* and who asked has not heard yet how many there are */

  GtkWidget          *toolbar;
  GtkSearchEntry     *entry;
  GtkWidget          *filter;
  AdwButtonContent   *filter_content;
  AdwButtonContent   *sort_content;
  AdwButtonContent   *unlike_content;
  TuttiServiceFilter *services;
  GtkWidget          *active;
  AdwWrapBox         *active_filters;
  GtkLabel           *active_count;
  GtkBox             *imports;
  GtkStack           *stack;
  TuttiTrackView     *view;
  AdwStatusPage      *empty;
  GtkButton          *empty_button;
  GtkMenuButton      *copy;
  GtkMenuButton      *like_on;
  GMenu              *services_menu; /* of `like_on` */
  GtkMenuButton      *sort;
};

enum
{
  PROP_SELECTING = 1,
  PROP_HAS_SELECTION,
  PROP_SELECTION_TITLE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TuttiLikesPage, tutti_likes_page, ADW_TYPE_BIN)

static TuttiLibrary *
get_library (TuttiLikesPage *self)
{
  return tutti_context_get_library (self->context);
}

static gboolean
is_filtered (TuttiLikesPage *self)
{
  return tutti_service_filter_is_set (self->services) || *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';
}

static TuttiService *
find_importable (TuttiLikesPage *self)
{
  GPtrArray *order = tutti_context_get_order (self->context);

  for (guint i = 0; i < order->len; i++)
    {
      TuttiService *service = g_ptr_array_index (order, i);

      if (tutti_service_get_state (service) == TUTTI_SERVICE_CONNECTED && tutti_service_can (service, TUTTI_FEATURE_LIKES) && tutti_service_get_import_state (service) != TUTTI_IMPORT_RUNNING)
        return service;
    }
  return NULL;
}

/* --- states --- */

static void
show_empty (TuttiLikesPage *self,
            const char     *icon,
            const char     *title,
            const char     *text,
            const char     *button)
{
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, text);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button), button != NULL);
  gtk_button_set_label (self->empty_button, button ? button : "");
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
show_count (TuttiLikesPage *self)
{
  guint            n_likes = tutti_library_get_n_likes (get_library (self));
  guint            n_shown = self->list ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  g_autofree char *hint = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Filter %'u like", "Filter %'u likes", n_likes), n_likes);
  g_autofree char *shown = tutti_text_from_number (n_shown);
  g_autofree char *all = tutti_text_from_number (n_likes);
  /* Translators: numbers of songs */
  g_autofree char *count = g_strdup_printf (_ ("%s of %s"), shown, all);

  gtk_search_entry_set_placeholder_text (self->entry, n_likes > 0 ? hint : _ ("Filter likes"));
  gtk_label_set_text (self->active_count, count);
  gtk_widget_set_visible (self->active, is_filtered (self));
  gtk_widget_set_visible (GTK_WIDGET (self->active_filters), tutti_service_filter_is_set (self->services));
}

/* How many fit the filter, for a screen reader. */
static char *
describe (gpointer page)
{
  TuttiLikesPage *self = page;

  if (self->list == NULL || tutti_track_list_is_loading (self->list) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return NULL;
  self->is_asked = FALSE;
  if (!is_filtered (self))
    return tutti_text_from_songs (g_list_model_get_n_items (G_LIST_MODEL (self->list)));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0)
    return g_strdup (adw_status_page_get_title (self->empty));
  return g_strdup (gtk_label_get_text (self->active_count));
}

static void
announce_found (TuttiLikesPage *self)
{
  if (self->is_asked)
    tutti_announcer_say_at_rest (tutti_context_get_announcer (self->context), G_OBJECT (self), describe);
}

static void
update_state (TuttiLikesPage *self)
{
  gboolean      is_empty = self->list == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
  gboolean      is_loading = self->list != NULL && tutti_track_list_is_loading (self->list);
  TuttiService *service = find_importable (self);

  show_count (self);
  /* who has just emptied the field is still in it */
  gtk_widget_set_sensitive (self->toolbar, !is_empty || is_loading || is_filtered (self));

  if (!is_empty)
    gtk_stack_set_visible_child_name (self->stack, "likes");
  else if (is_loading)
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else if (is_filtered (self))
    show_empty (self, "edit-find-symbolic", _ ("No Matches"), _ ("None of your likes fits this filter."), _ ("_Clear Filters"));
  else if (service != NULL)
    show_empty (self, "tutti-likes-symbolic", _ ("No Likes Yet"), _ ("Bring in what you liked on your services, or like a song with its heart."), _ ("_Import Likes"));
  else if (!tutti_library_has_connection (get_library (self)))
    show_empty (self, "tutti-likes-symbolic", _ ("No Likes Yet"), _ ("Like a song with its heart, or connect a service to bring in what you liked there."), _ ("_Connect a Service"));
  else
    show_empty (self, "tutti-likes-symbolic", _ ("No Likes Yet"), _ ("Like a song with its heart."), NULL);
  announce_found (self);
}

/* --- the query --- */

static TuttiLikesSort
get_sort (TuttiLikesPage *self)
{
  return (TuttiLikesSort) g_settings_get_enum (tutti_context_get_settings (self->context), "likes-sort");
}

static void
show_sort (TuttiLikesPage *self)
{
  static const char *const names[] = {
    N_ ("Newest First"),
    N_ ("Title"),
    N_ ("Artist"),
    N_ ("On Most Services"),
  };
  gboolean is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;

  adw_button_content_set_label (self->sort_content, is_narrow ? "" : _ (names[get_sort (self)]));
  adw_button_content_set_label (self->filter_content, is_narrow ? "" : _ ("Filter"));
  adw_button_content_set_label (self->unlike_content, is_narrow ? "" : _ ("_Remove Likes"));
}

static void
ask (TuttiLikesPage *self)
{
  const char      *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree char *on = tutti_service_filter_dup_ids (self->services, FALSE);
  g_autofree char *missing = tutti_service_filter_dup_ids (self->services, TRUE);
  TuttiLikesFilter filter = {
    .sort = get_sort (self),
    .text = *text ? text : NULL,
    .on = on,
    .missing = missing,
    .is_explicit = tutti_service_filter_is_explicit (self->services),
    .is_single = tutti_service_filter_is_single (self->services),
  };

  if (self->list == NULL)
    return;
  tutti_track_list_set_likes_filter (self->list, &filter);
  tutti_track_view_scroll_to_top (self->view);
  update_state (self);
}

static void
query_changed_cb (TuttiLikesPage *self)
{
  if (self->is_filling)
    return;
  self->is_asked = TRUE;
  ask (self);
}

static void
sort_changed_cb (TuttiLikesPage *self)
{
  show_sort (self);
  ask (self);
}

static void
stop_search_cb (TuttiLikesPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  tutti_track_view_focus_first (self->view);
}

/* --- filters --- */

static void
drop_filter_cb (TuttiLikesPage *self,
                GtkButton      *chip)
{
  tutti_service_filter_reset (self->services, g_object_get_data (G_OBJECT (chip), "service"));
  gtk_widget_grab_focus (self->filter);
}

static void
add_chip (TuttiLikesPage *self,
          const char     *text,
          const char     *id)
{
  /* Translators: %s is a filter, as in “Missing on TIDAL” */
  g_autofree char *label = g_strdup_printf (_ ("Remove Filter “%s”"), text);
  GtkWidget       *chip = g_object_new (GTK_TYPE_BUTTON,
                                        "child", tutti_accessible_new_content ("window-close-symbolic", text),
                                        NULL);

  gtk_widget_add_css_class (chip, "filter-chip");
  tutti_accessible_set_name (chip, label);
  g_object_set_data_full (G_OBJECT (chip), "service", g_strdup (id), g_free);
  g_signal_connect_object (chip, "clicked", G_CALLBACK (drop_filter_cb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->active_filters, chip);
}

static void
add_chips (TuttiLikesPage *self,
           const char     *format,
           gboolean        missing)
{
  g_autofree char *ids = tutti_service_filter_dup_ids (self->services, missing);
  g_auto (GStrv) names = g_strsplit (ids ? ids : "", ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    {
      TuttiService *service = tutti_library_find_service (get_library (self), names[i]);
      g_autoptr (GString) text = g_string_new (format);

      if (service == NULL)
        continue;
      g_string_replace (text, "%s", tutti_service_get_name (service), 1);
      add_chip (self, text->str, names[i]);
    }
}

static void
filters_changed_cb (TuttiLikesPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->active_filters))) != NULL)
    adw_wrap_box_remove (self->active_filters, child);
  /* Translators: a filter; %s is a service */
  add_chips (self, _ ("On %s"), FALSE);
  /* Translators: a filter; %s is a service */
  add_chips (self, _ ("Missing on %s"), TRUE);
  if (tutti_service_filter_is_single (self->services))
    add_chip (self, _ ("On One Service Only"), TUTTI_FILTER_SINGLE);
  if (tutti_service_filter_is_explicit (self->services))
    add_chip (self, _ ("Explicit"), TUTTI_FILTER_EXPLICIT);
  gtk_widget_set_visible (GTK_WIDGET (self->active_filters), tutti_service_filter_is_set (self->services));
  self->is_asked = TRUE;
  ask (self);
}

/* --- many at once --- */

/* A service that can be told of a like, with the permission for it. */
static gboolean
hears_likes (TuttiService *service)
{
  return tutti_service_get_state (service) == TUTTI_SERVICE_CONNECTED && tutti_service_may (service, TUTTI_FEATURE_LIKE);
}

static void
fill_services_menu (TuttiLikesPage *self)
{
  GPtrArray *order = tutti_context_get_order (self->context);

  g_menu_remove_all (self->services_menu);
  for (guint i = 0; i < order->len; i++)
    {
      TuttiService *service = g_ptr_array_index (order, i);
      g_autoptr (GMenuItem) item = NULL;

      if (!hears_likes (service))
        continue;
      item = g_menu_item_new (tutti_service_get_name (service), NULL);
      g_menu_item_set_action_and_target (item, "selection.like-on", "s", tutti_service_get_id (service));
      g_menu_append_item (self->services_menu, item);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->like_on), g_menu_model_get_n_items (G_MENU_MODEL (self->services_menu)) > 0);
}

static void
selection_changed_cb (TuttiLikesPage *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.unlike", tutti_track_view_get_n_selected (self->view) > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.stop", tutti_track_view_is_selecting (self->view));
  for (guint i = PROP_SELECTING; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

static void
selection_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *target)
{
  TuttiLikesPage *self = TUTTI_LIKES_PAGE (widget);
  g_autoptr (GArray) ids = tutti_track_view_dup_selected (self->view);

  if (!tutti_track_view_is_selecting (self->view))
    return;
  if (g_str_equal (name, "selection.unlike"))
    tutti_track_actions_set_many_liked (self->context, ids, FALSE);
  else if (g_str_equal (name, "selection.like-on"))
    tutti_like_on (self->context, tutti_library_find_service (get_library (self), g_variant_get_string (target, NULL)), ids);
  else if (g_str_equal (name, "selection.copy-titles"))
    tutti_track_actions_copy_many (self->context, widget, ids, FALSE);
  else if (g_str_equal (name, "selection.copy-links"))
    tutti_track_actions_copy_many (self->context, widget, ids, TRUE);
  tutti_likes_page_set_selecting (self, FALSE);
}

/* --- coming and going --- */

void
tutti_likes_page_start (TuttiLikesPage *self)
{
  if (self->list != NULL)
    return;

  self->list = tutti_track_list_new_likes (get_library (self));
  tutti_track_list_set_likes_filter (self->list, &(TuttiLikesFilter) { .sort = get_sort (self) });
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "replaced", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::is-loading", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  tutti_track_view_set_lists (self->view, self->list, NULL);
  update_state (self);
}

static void
context_changed_cb (TuttiLikesPage *self)
{
  show_sort (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SELECTION_TITLE]);
}

static void
empty_clicked_cb (TuttiLikesPage *self)
{
  TuttiService *service = find_importable (self);

  if (is_filtered (self))
    {
      self->is_filling = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
      self->is_filling = FALSE;
      tutti_service_filter_reset (self->services, NULL);
      gtk_widget_grab_focus (GTK_WIDGET (self->entry));
    }
  else if (service != NULL)
    tutti_context_watch (self->context, tutti_library_import_likes (get_library (self), service, FALSE), service);
  else
    tutti_context_show_page (self->context, "services");
}

static void
tutti_likes_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tutti_likes_page_parent_class)->map (widget);

  if (TUTTI_LIKES_PAGE (widget)->context != NULL)
    tutti_likes_page_start (TUTTI_LIKES_PAGE (widget));
}

static void
tutti_likes_page_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TuttiLikesPage *self = TUTTI_LIKES_PAGE (object);
  /* while the template is made there is no view */
  guint n_selected = self->view != NULL ? tutti_track_view_get_n_selected (self->view) : 0;

  switch (prop_id)
    {
    case PROP_SELECTING:
      g_value_set_boolean (value, self->view != NULL && tutti_track_view_is_selecting (self->view));
      break;
    case PROP_HAS_SELECTION:
      g_value_set_boolean (value, n_selected > 0);
      break;
    case PROP_SELECTION_TITLE:
      if (n_selected == 0)
        g_value_set_string (value, _ ("Select Songs"));
      else if (tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW)
        /* Translators: %'u is a number of songs */
        g_value_take_string (value, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u Selected", "%'u Selected", n_selected), n_selected));
      else
        g_value_take_string (value, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u Song Selected", "%'u Songs Selected", n_selected), n_selected));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_likes_page_dispose (GObject *object)
{
  TuttiLikesPage *self = TUTTI_LIKES_PAGE (object);

  self->is_filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_LIKES_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->services_menu);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_likes_page_parent_class)->dispose (object);
}

static void
tutti_likes_page_class_init (TuttiLikesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_likes_page_dispose;
  G_OBJECT_CLASS (klass)->get_property = tutti_likes_page_get_property;
  widget_class->map = tutti_likes_page_map;

  props[PROP_SELECTING] = g_param_spec_boolean ("selecting", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_HAS_SELECTION] = g_param_spec_boolean ("has-selection", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_SELECTION_TITLE] = g_param_spec_string ("selection-title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);

  g_type_ensure (TUTTI_TYPE_SERVICE_FILTER);
  g_type_ensure (TUTTI_TYPE_TRACK_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-likes-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, entry);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, filter);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, filter_content);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, unlike_content);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, sort);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, sort_content);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, services);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, active);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, active_filters);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, active_count);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, imports);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, view);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, copy);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, like_on);
  gtk_widget_class_bind_template_callback (widget_class, query_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, filters_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);

  gtk_widget_class_install_action (widget_class, "selection.unlike", NULL, selection_action);
  gtk_widget_class_install_action (widget_class, "selection.like-on", "s", selection_action);
  gtk_widget_class_install_action (widget_class, "selection.copy-titles", NULL, selection_action);
  gtk_widget_class_install_action (widget_class, "selection.copy-links", NULL, selection_action);
  gtk_widget_class_install_action (widget_class, "selection.stop", NULL, selection_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "selection.stop", NULL);
}

static void
tutti_likes_page_init (TuttiLikesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.unlike", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "selection.stop", FALSE);
  self->services_menu = g_menu_new ();
  gtk_menu_button_set_menu_model (self->like_on, G_MENU_MODEL (self->services_menu));
  tutti_accessible_watch_menu (GTK_WIDGET (gtk_menu_button_get_popover (self->like_on)));
  tutti_accessible_watch_menu (GTK_WIDGET (gtk_menu_button_get_popover (self->copy)));
  tutti_accessible_watch_menu (GTK_WIDGET (gtk_menu_button_get_popover (self->sort)));
}

void
tutti_likes_page_set_context (TuttiLikesPage *self,
                              TuttiContext   *context)
{
  GListModel *services = tutti_library_get_services (tutti_context_get_library (context));
  GSettings  *settings = tutti_context_get_settings (context);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GAction) setting = g_settings_create_action (settings, "likes-sort");

  g_set_object (&self->context, context);
  g_action_map_add_action (G_ACTION_MAP (actions), setting);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "likes", G_ACTION_GROUP (actions));
  tutti_track_view_set_up (self->view, context, TUTTI_ROWS_LIKES, _ ("Likes"));
  tutti_service_filter_set_context (self->services, context);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (tutti_service_can (service, TUTTI_FEATURE_LIKES))
        gtk_box_append (self->imports, tutti_import_card_new (context, service));
    }

  g_signal_connect_object (settings, "changed::likes-sort", G_CALLBACK (sort_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "changed", G_CALLBACK (context_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_library (context), "changed", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  context_changed_cb (self);
}

gboolean
tutti_likes_page_is_loading (TuttiLikesPage *self)
{
  return self->list != NULL && tutti_track_list_is_loading (self->list);
}

void
tutti_likes_page_focus_entry (TuttiLikesPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
tutti_likes_page_set_selecting (TuttiLikesPage *self,
                                gboolean        selecting)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  gboolean   is_in_list = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));

  if (selecting && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "likes") != 0)
    return;
  if (selecting)
    fill_services_menu (self);
  tutti_track_view_set_selecting (self->view, selecting);
  /* the buttons that led here, or away, are gone now */
  if (!is_in_list && gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_child_focus (GTK_WIDGET (self->view), GTK_DIR_TAB_FORWARD);
}

void
tutti_likes_page_select_all (TuttiLikesPage *self)
{
  g_autofree char *title = NULL;

  tutti_track_view_select_all (self->view);
  g_object_get (self, "selection-title", &title, NULL);
  tutti_announcer_say (tutti_context_get_announcer (self->context), title);
}

gboolean
tutti_likes_page_forward (TuttiLikesPage        *self,
                          GtkEventControllerKey *controller)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));

  gtk_text_grab_focus_without_selecting (GTK_TEXT (text));
  /* GTK 4.24 has an input interceptor instead, which 4.18 has not. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return gtk_event_controller_key_forward (controller, text);
  G_GNUC_END_IGNORE_DEPRECATIONS
}
