/* tutti-feed-page.c: what was played, newest first
 *
 * With nothing connected: songs to look at, and an invitation.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-feed-page.h"
#include "tutti-text.h"
#include "tutti-track-view.h"

#include <glib/gi18n.h>

struct _TuttiFeedPage
{
  AdwBin parent_instance;

  TuttiContext   *context;
  TuttiTrackList *list;       /* (nullable) what is shown */
  gboolean        is_linked;  /* what `list` was made for */
  gboolean        is_filling; /* our own changes are not the person's */
  guint           clock_id;

  GtkWidget      *toolbar;
  AdwToggleGroup *services;
  GtkLabel       *updated;
  GtkWidget      *invitation;
  GtkStack       *stack;

  /* made when they are first shown */
  TuttiTrackView *feed;         /* (nullable) */
  TuttiTrackView *fallback;     /* (nullable) */
  AdwStatusPage  *empty;        /* (nullable) */
  GtkButton      *empty_button; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TuttiFeedPage, tutti_feed_page, ADW_TYPE_BIN)

static TuttiLibrary *
get_library (TuttiFeedPage *self)
{
  return tutti_context_get_library (self->context);
}

/* --- words --- */

static char *
day_header (TuttiTrackSlot *slot,
            guint           position,
            gpointer        data)
{
  return tutti_text_from_day (tutti_track_slot_get_at (slot), tutti_clock_now ());
}

static void
show_updated (TuttiFeedPage *self)
{
  GListModel      *services = tutti_library_get_services (get_library (self));
  gint64           newest = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (tutti_service_is_linked (service))
        newest = MAX (newest, tutti_service_get_updated_at (service));
    }

  /* where names fill the line there is no room to say it */
  text = newest > 0 ? tutti_text_from_update (newest, tutti_clock_now ()) : NULL;
  gtk_label_set_text (self->updated, text);
  gtk_widget_set_visible (GTK_WIDGET (self->updated),
                          tutti_context_get_layout (self->context) == TUTTI_LAYOUT_WIDE || adw_toggle_group_get_n_toggles (self->services) < 4);
  if (self->feed != NULL)
    tutti_track_view_refresh_headers (self->feed);
}

static gboolean
clock_cb (gpointer data)
{
  show_updated (data);
  return G_SOURCE_CONTINUE;
}

static void
empty_clicked_cb (TuttiFeedPage *self)
{
  if (self->is_linked)
    tutti_context_sync (self->context, NULL);
  else
    tutti_context_show_page (self->context, "services");
}

static void
make_empty (TuttiFeedPage *self)
{
  self->empty_button = g_object_new (GTK_TYPE_BUTTON, "halign", GTK_ALIGN_CENTER, "use-underline", TRUE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->empty_button), "pill");
  gtk_widget_add_css_class (GTK_WIDGET (self->empty_button), "suggested-action");
  g_signal_connect_object (self->empty_button, "clicked", G_CALLBACK (empty_clicked_cb), self, G_CONNECT_SWAPPED);
  self->empty = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "tutti-feed-symbolic", "child", self->empty_button, NULL);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty), "empty");
}

static void
show_empty (TuttiFeedPage *self,
            const char    *title,
            const char    *text,
            const char    *button)
{
  if (self->empty == NULL)
    make_empty (self);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, text);
  gtk_button_set_label (self->empty_button, button);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
update_state (TuttiFeedPage *self)
{
  gboolean is_offline = tutti_library_is_offline (get_library (self));
  gboolean is_empty = self->list == NULL || g_list_model_get_n_items (G_LIST_MODEL (self->list)) == 0;

  gtk_widget_set_visible (self->toolbar, self->is_linked);
  gtk_widget_set_visible (self->invitation, !self->is_linked && !is_empty);

  if (!is_empty)
    gtk_stack_set_visible_child_name (self->stack, self->is_linked ? "feed" : "fallback");
  else if (self->list != NULL && tutti_track_list_is_loading (self->list))
    gtk_stack_set_visible_child_name (self->stack, "loading");
  else if (!self->is_linked)
    show_empty (self, _ ("Nothing Here Yet"), _ ("Connect a service to see what you played, newest first."), _ ("_Connect a Service"));
  else if (is_offline)
    show_empty (self, _ ("You Are Offline"), _ ("What you played appears here as soon as you are online again."), _ ("_Try Again"));
  else
    show_empty (self, _ ("Nothing Played Yet"), _ ("What you play on your services appears here. Some take a few minutes to tell."), _ ("_Sync Now"));
}

/* --- which list --- */

static TuttiTrackView *
make_view (TuttiFeedPage *self,
           const char    *name,
           TuttiRows      rows,
           const char    *label)
{
  TuttiTrackView *view = g_object_new (TUTTI_TYPE_TRACK_VIEW, NULL);

  tutti_track_view_set_up (view, self->context, rows, label);
  gtk_stack_add_named (self->stack, GTK_WIDGET (view), name);
  return view;
}

static void
make_views (TuttiFeedPage *self)
{
  if (self->is_linked && self->feed == NULL)
    {
      self->feed = make_view (self, "feed", TUTTI_ROWS_FEED, _ ("Feed"));
      tutti_track_view_set_headers (self->feed, day_header, self);
    }
  else if (!self->is_linked && self->fallback == NULL)
    self->fallback = make_view (self, "fallback", TUTTI_ROWS_FALLBACK, _ ("Songs"));
}

static void
show_list (TuttiFeedPage *self)
{
  const char *name = adw_toggle_group_get_active_name (self->services);
  const char *service = self->is_linked && g_strcmp0 (name, "all") != 0 ? name : NULL;

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_func (self->list, update_state, self);
  g_clear_object (&self->list);
  self->list = self->is_linked ? tutti_track_list_new_feed (get_library (self), service)
                               : tutti_track_list_new_fallback (get_library (self));
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "replaced", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::is-loading", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  make_views (self);
  if (self->feed != NULL)
    tutti_track_view_set_lists (self->feed, self->is_linked ? self->list : NULL, NULL);
  if (self->fallback != NULL)
    tutti_track_view_set_lists (self->fallback, self->is_linked ? NULL : self->list, NULL);
  update_state (self);
}

static void
service_chosen_cb (TuttiFeedPage *self)
{
  if (!self->is_filling && self->list != NULL)
    show_list (self);
}

static AdwToggle *
make_toggle (const char *name,
             const char *label,
             const char *icon,
             gboolean    has_label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_icon_name (toggle, icon);
  if (has_label)
    adw_toggle_set_label (toggle, label);
  else
    adw_toggle_set_tooltip (toggle, label);
  return toggle;
}

static GPtrArray *
find_tellers (TuttiFeedPage *self)
{
  GPtrArray *order = tutti_context_get_order (self->context);
  GPtrArray *tellers = g_ptr_array_new ();

  for (guint i = 0; i < order->len; i++)
    {
      TuttiService *service = g_ptr_array_index (order, i);

      if (tutti_service_is_linked (service) && tutti_service_can (service, TUTTI_FEATURE_HISTORY))
        g_ptr_array_add (tellers, service);
    }
  return tellers;
}

/* "All", and each connected service that tells what was played; by name while
 * there is room for names. */
static void
fill_toggles (TuttiFeedPage *self)
{
  static const guint most_names[] = { 5, 3, 0 };
  g_autoptr (GPtrArray) tellers = find_tellers (self);
  gboolean         has_names = tellers->len <= most_names[tutti_context_get_layout (self->context)];
  g_autofree char *active = g_strdup (adw_toggle_group_get_active_name (self->services));

  self->is_filling = TRUE;
  adw_toggle_group_remove_all (self->services);
  if (tellers->len > 1)
    adw_toggle_group_add (self->services, make_toggle ("all", C_ ("all services", "All"), NULL, TRUE));
  for (guint i = 0; i < tellers->len && tellers->len > 1; i++)
    {
      TuttiService *service = g_ptr_array_index (tellers, i);

      adw_toggle_group_add (self->services,
                            make_toggle (tutti_service_get_id (service), tutti_service_get_name (service), tutti_service_get_icon_name (service), has_names));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->services), tellers->len > 1);
  if (active != NULL && adw_toggle_group_get_toggle_by_name (self->services, active) != NULL)
    adw_toggle_group_set_active_name (self->services, active);
  else if (tellers->len > 1)
    adw_toggle_group_set_active_name (self->services, "all");
  self->is_filling = FALSE;
}

static void
update (TuttiFeedPage *self)
{
  gboolean is_linked = tutti_library_has_connection (get_library (self));
  gboolean is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->invitation), is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  /* The first rows are asked for before the window shows, so that its first frame has them. */
  if (self->list != NULL && !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  fill_toggles (self);
  show_updated (self);
  if (self->list == NULL || is_linked != self->is_linked)
    {
      self->is_linked = is_linked;
      show_list (self);
    }
  else
    update_state (self);
}

static void
library_changed_cb (TuttiFeedPage *self,
                    guint          what)
{
  if (what & TUTTI_CHANGED_SERVICES)
    update (self);
  else if (what & TUTTI_CHANGED_PLAYS)
    show_updated (self);
}

static void
connect_clicked_cb (TuttiFeedPage *self)
{
  tutti_context_show_page (self->context, "services");
}

static void
tutti_feed_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (tutti_feed_page_parent_class)->map (widget);

  if (TUTTI_FEED_PAGE (widget)->context != NULL)
    update (TUTTI_FEED_PAGE (widget));
}

static void
tutti_feed_page_dispose (GObject *object)
{
  TuttiFeedPage *self = TUTTI_FEED_PAGE (object);

  g_clear_handle_id (&self->clock_id, g_source_remove);
  self->is_filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_FEED_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_feed_page_parent_class)->dispose (object);
}

static void
tutti_feed_page_class_init (TuttiFeedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_feed_page_dispose;
  widget_class->map = tutti_feed_page_map;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-feed-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiFeedPage, toolbar);
  gtk_widget_class_bind_template_child (widget_class, TuttiFeedPage, services);
  gtk_widget_class_bind_template_child (widget_class, TuttiFeedPage, updated);
  gtk_widget_class_bind_template_child (widget_class, TuttiFeedPage, invitation);
  gtk_widget_class_bind_template_child (widget_class, TuttiFeedPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, service_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
}

static void
tutti_feed_page_init (TuttiFeedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tutti_feed_page_set_context (TuttiFeedPage *self,
                             TuttiContext  *context)
{
  TuttiLibrary *library = tutti_context_get_library (context);

  g_set_object (&self->context, context);
  self->clock_id = g_timeout_add_seconds (30, clock_cb, self);
  g_signal_connect_object (library, "changed", G_CALLBACK (library_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "notify::is-offline", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

gboolean
tutti_feed_page_is_loading (TuttiFeedPage *self)
{
  return self->list != NULL && tutti_track_list_is_loading (self->list);
}
