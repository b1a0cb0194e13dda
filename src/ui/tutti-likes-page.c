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
#include "tutti-likes-page.h"
#include "tutti-text.h"
#include "tutti-track-view.h"

#include <glib/gi18n.h>

struct _TuttiLikesPage
{
  AdwBin parent_instance;

  TuttiContext   *context;
  TuttiTrackList *list;       /* (nullable) */
  char           *on;         /* (nullable) a service's id: only what is there */
  char           *missing;    /* (nullable) a service's id: only what is not there */
  gboolean        is_filling; /* our own changes are not the person's */

  GtkWidget        *toolbar;
  GtkSearchEntry   *entry;
  GtkWidget        *filter;
  AdwButtonContent *filter_content;
  AdwButtonContent *sort_content;
  GtkBox           *filters;
  GtkWidget        *active;
  AdwWrapBox       *active_filters;
  GtkLabel         *active_count;
  GtkBox           *imports;
  GtkStack         *stack;
  TuttiTrackView   *view;
  AdwStatusPage    *empty;
  GtkButton        *empty_button;
};

G_DEFINE_FINAL_TYPE (TuttiLikesPage, tutti_likes_page, ADW_TYPE_BIN)

static TuttiLibrary *
get_library (TuttiLikesPage *self)
{
  return tutti_context_get_library (self->context);
}

static gboolean
is_filtered (TuttiLikesPage *self)
{
  return self->on != NULL || self->missing != NULL || *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0';
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
}

static void
update_state (TuttiLikesPage *self)
{
  gboolean      is_empty = self->list == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;
  TuttiService *service = find_importable (self);

  show_count (self);
  gtk_widget_set_sensitive (self->toolbar, !is_empty || is_filtered (self));

  if (!is_empty)
    gtk_stack_set_visible_child_name (self->stack, "likes");
  else if (self->list != NULL && tutti_track_list_is_loading (self->list))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else if (is_filtered (self))
    show_empty (self, "edit-find-symbolic", _ ("No Matches"), _ ("None of your likes fits this filter."), _ ("_Clear Filters"));
  else if (service != NULL)
    show_empty (self, "tutti-likes-symbolic", _ ("No Likes Yet"), _ ("Bring in what you liked on your services, or like a song with its heart."), _ ("_Import Likes"));
  else if (!tutti_library_has_connection (get_library (self)))
    show_empty (self, "tutti-likes-symbolic", _ ("No Likes Yet"), _ ("Like a song with its heart, or connect a service to bring in what you liked there."), _ ("_Connect a Service"));
  else
    show_empty (self, "tutti-likes-symbolic", _ ("No Likes Yet"), _ ("Like a song with its heart."), NULL);
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
}

static void
ask (TuttiLikesPage *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (self->list == NULL)
    return;
  tutti_track_list_set_likes_query (self->list, get_sort (self), *text ? text : NULL, self->on, self->missing);
  tutti_track_view_scroll_to_top (self->view);
  update_state (self);
}

static void
query_changed_cb (TuttiLikesPage *self)
{
  if (!self->is_filling)
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

/* --- filters by service --- */

static void fill_filters (TuttiLikesPage *self);

static void
drop_filter_cb (TuttiLikesPage *self,
                GtkButton      *chip)
{
  if (g_object_get_data (G_OBJECT (chip), "is-on") != NULL)
    g_clear_pointer (&self->on, g_free);
  else
    g_clear_pointer (&self->missing, g_free);
  fill_filters (self);
  ask (self);
}

static void
add_chip (TuttiLikesPage *self,
          const char     *format,
          const char     *id,
          gboolean        is_on)
{
  TuttiService *service = id ? tutti_library_find_service (get_library (self), id) : NULL;
  g_autoptr (GString) text = g_string_new (format);
  g_autofree char *label = NULL;
  GtkWidget       *chip;

  if (service == NULL)
    return;
  g_string_replace (text, "%s", tutti_service_get_name (service), 1);
  /* Translators: %s is a filter, as in “Missing on TIDAL” */
  label = g_strdup_printf (_ ("Remove Filter “%s”"), text->str);
  chip = g_object_new (GTK_TYPE_BUTTON,
                       "child", tutti_accessible_new_content ("window-close-symbolic", text->str),
                       NULL);
  gtk_widget_add_css_class (chip, "filter-chip");
  tutti_accessible_set_name (chip, label);
  if (is_on)
    g_object_set_data (G_OBJECT (chip), "is-on", chip);
  g_signal_connect_object (chip, "clicked", G_CALLBACK (drop_filter_cb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->active_filters, chip);
}

static void
fill_chips (TuttiLikesPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->active_filters))) != NULL)
    adw_wrap_box_remove (self->active_filters, child);
  /* Translators: a filter; %s is a service */
  add_chip (self, _ ("On %s"), self->on, TRUE);
  /* Translators: a filter; %s is a service */
  add_chip (self, _ ("Missing on %s"), self->missing, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->active_filters), self->on != NULL || self->missing != NULL);
}

static void
filter_chosen_cb (TuttiLikesPage *self,
                  GParamSpec     *pspec,
                  AdwToggleGroup *group)
{
  const char *id = g_object_get_data (G_OBJECT (group), "service");
  const char *name = adw_toggle_group_get_active_name (group);

  if (self->is_filling)
    return;

  /* one service for each question */
  if (g_strcmp0 (self->on, id) == 0)
    g_clear_pointer (&self->on, g_free);
  if (g_strcmp0 (self->missing, id) == 0)
    g_clear_pointer (&self->missing, g_free);
  if (g_str_equal (name, "on"))
    g_set_str (&self->on, id);
  else if (g_str_equal (name, "missing"))
    g_set_str (&self->missing, id);

  fill_filters (self);
  ask (self);
}

static void
add_toggle (AdwToggleGroup *group,
            const char     *name,
            const char     *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_label (toggle, label);
  adw_toggle_group_add (group, toggle);
}

static GtkWidget *
make_filter (TuttiLikesPage *self,
             TuttiService   *service)
{
  const char *id = tutti_service_get_id (service);
  GtkWidget  *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget  *group = adw_toggle_group_new ();
  GtkWidget  *name = gtk_label_new (tutti_service_get_name (service));

  gtk_box_append (GTK_BOX (row), g_object_new (GTK_TYPE_IMAGE,
                                               "icon-name", tutti_service_get_icon_name (service),
                                               "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               NULL));
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), group);

  add_toggle (ADW_TOGGLE_GROUP (group), "any", C_ ("filter by service", "Any"));
  add_toggle (ADW_TOGGLE_GROUP (group), "on", C_ ("filter by service", "On"));
  add_toggle (ADW_TOGGLE_GROUP (group), "missing", C_ ("filter by service", "Missing"));
  adw_toggle_group_set_active_name (ADW_TOGGLE_GROUP (group), "any");
  g_object_set_data_full (G_OBJECT (group), "service", g_strdup (id), g_free);
  tutti_accessible_set_name (group, tutti_service_get_name (service));
  g_signal_connect_object (group, "notify::active", G_CALLBACK (filter_chosen_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static void
show_choice (TuttiLikesPage *self,
             GtkWidget      *row)
{
  AdwToggleGroup *group = ADW_TOGGLE_GROUP (gtk_widget_get_last_child (row));
  const char     *id = g_object_get_data (G_OBJECT (group), "service");

  adw_toggle_group_set_active_name (group,
                                    g_strcmp0 (self->on, id) == 0 ? "on" : g_strcmp0 (self->missing, id) == 0 ? "missing"
                                                                                                              : "any");
}

static void
fill_filters (TuttiLikesPage *self)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->filters));

  self->is_filling = TRUE;
  for (; row != NULL; row = gtk_widget_get_next_sibling (row))
    show_choice (self, row);
  self->is_filling = FALSE;
  fill_chips (self);
}

static void
make_filters (TuttiLikesPage *self)
{
  GPtrArray *order = tutti_context_get_order (self->context);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->filters))) != NULL)
    gtk_box_remove (self->filters, child);
  self->is_filling = TRUE;
  for (guint i = 0; i < order->len; i++)
    gtk_box_append (self->filters, make_filter (self, g_ptr_array_index (order, i)));
  self->is_filling = FALSE;
  gtk_widget_set_visible (self->filter, order->len > 1);
  fill_filters (self);
}

/* --- coming and going --- */

static void
start (TuttiLikesPage *self)
{
  if (self->list != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->list = tutti_track_list_new_likes (get_library (self));
  tutti_track_list_set_likes_query (self->list, get_sort (self), NULL, NULL, NULL);
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
  make_filters (self);
}

static void
empty_clicked_cb (TuttiLikesPage *self)
{
  TuttiService *service = find_importable (self);

  if (is_filtered (self))
    {
      g_clear_pointer (&self->on, g_free);
      g_clear_pointer (&self->missing, g_free);
      self->is_filling = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
      self->is_filling = FALSE;
      fill_filters (self);
      ask (self);
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
    start (TUTTI_LIKES_PAGE (widget));
}

static void
tutti_likes_page_dispose (GObject *object)
{
  TuttiLikesPage *self = TUTTI_LIKES_PAGE (object);

  self->is_filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_LIKES_PAGE);
  g_clear_pointer (&self->on, g_free);
  g_clear_pointer (&self->missing, g_free);
  g_clear_object (&self->list);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_likes_page_parent_class)->dispose (object);
}

static void
tutti_likes_page_class_init (TuttiLikesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_likes_page_dispose;
  widget_class->map = tutti_likes_page_map;

  g_type_ensure (TUTTI_TYPE_TRACK_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-likes-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, entry);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, filter);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, filter_content);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, sort_content);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, filters);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, active);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, active_filters);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, active_count);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, imports);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, view);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, TuttiLikesPage, empty_button);
  gtk_widget_class_bind_template_callback (widget_class, query_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_clicked_cb);
}

static void
tutti_likes_page_init (TuttiLikesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
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
  start (self);
}

void
tutti_likes_page_focus_entry (TuttiLikesPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
