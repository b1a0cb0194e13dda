/* tutti-track-view.c: a list of songs of any length
 *
 * Its headers, what a person does in it, and what is chosen; its rows are the
 * business of TuttiTrackCells.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-section-list.h"
#include "tutti-track-actions.h"
#include "tutti-track-cell.h"
#include "tutti-track-cells.h"
#include "tutti-track-selection.h"
#include "tutti-track-view.h"

struct _TuttiTrackView
{
  AdwBin parent_instance;

  TuttiContext *context;

  GtkWidget           *scroller;
  GtkWidget           *clamp;
  GtkListView         *list;
  TuttiTrackList      *lists[2]; /* (nullable) */
  TuttiHeaderFunc      header_func;
  gpointer             header_data;
  TuttiTrackSelection *selection; /* (nullable) of a single list */
  TuttiTrackCells     *cells;
  GPtrArray           *headers; /* of GtkListHeader (unowned), those bound */
  guint                focus_id;
  gboolean             wants_top; /* rows came, or the height changed, while the first one was in sight */
  gboolean             was_top;   /* in the frame before */
};

enum
{
  SELECTION_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiTrackView, tutti_track_view, ADW_TYPE_BIN)

/* --- headers --- */

static void
show_header (TuttiTrackView *self,
             GtkListHeader  *header)
{
  TuttiTrackSlot  *slot = gtk_list_header_get_item (header);
  g_autofree char *text = NULL;

  if (slot == NULL || self->header_func == NULL)
    return;
  text = self->header_func (slot, gtk_list_header_get_start (header), self->header_data);
  gtk_label_set_text (GTK_LABEL (gtk_list_header_get_child (header)), text);
}

static void
header_setup_cb (TuttiTrackView *self,
                 GtkListHeader  *header)
{
  gtk_list_header_set_child (header,
                             g_object_new (GTK_TYPE_LABEL,
                                           "xalign", 0.0f,
                                           "ellipsize", PANGO_ELLIPSIZE_END,
                                           "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING,
                                           NULL));
}

static void
header_bind_cb (TuttiTrackView *self,
                GtkListHeader  *header)
{
  g_ptr_array_add (self->headers, header);
  show_header (self, header);
}

static void
header_unbind_cb (TuttiTrackView *self,
                  GtkListHeader  *header)
{
  g_ptr_array_remove_fast (self->headers, header);
}

static GtkListItemFactory *
make_header_factory (TuttiTrackView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (header_setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (header_bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (header_unbind_cb), self, G_CONNECT_SWAPPED);

  return factory;
}

/* --- what a person does --- */

static void
activate_cb (TuttiTrackView *self,
             guint           position)
{
  g_autoptr (TuttiTrackSlot) slot = g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->list)), position);
  TuttiTrack *track = slot ? tutti_track_slot_get_track (slot) : NULL;

  if (tutti_track_view_is_selecting (self))
    tutti_track_selection_toggle (self->selection, position);
  else if (track != NULL)
    tutti_context_show_track (self->context, track);
}

/* The row that has the focus, or holds what has it. */
static TuttiTrackRow *
find_focused (TuttiTrackView *self,
              gboolean       *is_inside)
{
  GtkRoot   *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;
  GtkWidget *cell = focus ? gtk_widget_get_ancestor (focus, TUTTI_TYPE_TRACK_CELL) : NULL;

  *is_inside = cell != NULL;
  if (cell == NULL && focus != NULL && TUTTI_IS_TRACK_CELL (gtk_widget_get_first_child (focus)))
    cell = gtk_widget_get_first_child (focus);
  if (cell == NULL || !gtk_widget_is_ancestor (cell, GTK_WIDGET (self)))
    return NULL;
  return tutti_track_cell_get_row (TUTTI_TRACK_CELL (cell));
}

static gboolean
open_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   data)
{
  TuttiTrackView *self = data;
  gboolean        is_inside;
  TuttiTrackRow  *row = find_focused (self, &is_inside);

  /* Enter on a button inside a row presses that button */
  if (row == NULL || is_inside || tutti_track_view_is_selecting (self))
    return FALSE;
  return gtk_widget_activate_action (GTK_WIDGET (row), "track.open-preferred", NULL);
}

static gboolean
act_cb (GtkWidget *widget,
        GVariant  *args,
        gpointer   data)
{
  TuttiTrackView *self = data;
  gboolean        is_inside;
  TuttiTrackRow  *row = find_focused (self, &is_inside);

  return row != NULL && gtk_widget_activate_action (GTK_WIDGET (row), g_variant_get_string (args, NULL), NULL);
}

static gboolean
preview_cb (GtkWidget *widget,
            GVariant  *args,
            gpointer   data)
{
  TuttiTrackView *self = data;
  gboolean        is_inside;
  TuttiTrackRow  *row = find_focused (self, &is_inside);

  /* Space on a button inside a row presses that button */
  if (row == NULL || is_inside || tutti_track_view_is_selecting (self))
    return FALSE;
  return gtk_widget_activate_action (GTK_WIDGET (row), "track.preview", NULL);
}

static gboolean
popup_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   data)
{
  TuttiTrackView *self = data;
  gboolean        is_inside;
  TuttiTrackRow  *row = find_focused (self, &is_inside);

  if (row == NULL || tutti_track_view_is_selecting (self))
    return FALSE;
  tutti_track_row_popup (row, -1, -1);
  return TRUE;
}

static void
add_shortcut (TuttiTrackView     *self,
              GtkEventController *controller,
              const char         *keys,
              GtkShortcutFunc     func,
              const char         *action)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys),
                                            gtk_callback_action_new (func, self, NULL));

  if (action != NULL)
    gtk_shortcut_set_arguments (shortcut, g_variant_new_string (action));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
}

static void
add_shortcuts (TuttiTrackView *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_shortcut (self, controller, "Return|KP_Enter|ISO_Enter", open_cb, NULL);
  add_shortcut (self, controller, "<Alt>Return|<Alt>KP_Enter", act_cb, "track.details");
  add_shortcut (self, controller, "space|KP_Space", preview_cb, NULL);
  add_shortcut (self, controller, "<Control>l", act_cb, "track.toggle-like");
  add_shortcut (self, controller, "<Control>c", act_cb, "track.copy-text");
  add_shortcut (self, controller, "Menu|<Shift>F10", popup_cb, NULL);
  gtk_widget_add_controller (GTK_WIDGET (self->list), controller);
}

/* --- what it shows --- */

/* GTK keeps the first row in its place when rows come above it, which is right
 * for someone who has scrolled; someone at the top wants to see what is new. */
static void
items_changed_cb (TuttiTrackView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  if (gtk_adjustment_get_value (adjustment) < 1)
    self->wants_top = TRUE;
}

/* Nor does the first header stay in its place when the list gets another height. */
static void
height_changed_cb (TuttiTrackView *self)
{
  self->wants_top |= self->was_top;
}

/* Where the layout has put the first row is known when a frame is out. */
static void
stay_on_top (TuttiTrackView *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  self->was_top = self->wants_top || gtk_adjustment_get_value (adjustment) < 1;
  if (!self->wants_top)
    return;
  self->wants_top = gtk_adjustment_get_value (adjustment) >= 1; /* and look again */
  if (self->wants_top)
    gtk_adjustment_set_value (adjustment, 0);
}

static void
after_paint_cb (TuttiTrackView *self)
{
  if (self->list != NULL && gtk_list_view_get_model (self->list) != NULL && gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    stay_on_top (self);
}

static void
realize_cb (TuttiTrackView *self)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self)), "after-paint", G_CALLBACK (after_paint_cb), self, G_CONNECT_SWAPPED);
}

static GListModel *
make_model (TuttiTrackView *self)
{
  g_autoptr (GListStore) parts = NULL;

  if (self->lists[1] == NULL)
    return G_LIST_MODEL (tutti_section_list_new (self->lists[0]));

  parts = g_list_store_new (G_TYPE_LIST_MODEL);
  for (guint i = 0; i < G_N_ELEMENTS (self->lists); i++)
    {
      g_autoptr (TuttiSectionList) part = tutti_section_list_new (self->lists[i]);

      g_list_store_append (parts, part);
    }
  return G_LIST_MODEL (gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&parts))));
}

static void
selection_changed_cb (TuttiTrackView *self)
{
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

/* What was chosen stays so in the model that comes after. (transfer full) */
static GtkSelectionModel *
make_selection (TuttiTrackView *self)
{
  g_autoptr (GListModel) model = make_model (self);
  TuttiTrackSelection *selection;

  if (self->lists[1] != NULL)
    return GTK_SELECTION_MODEL (gtk_no_selection_new (g_steal_pointer (&model)));

  selection = tutti_track_selection_new (model, self->lists[0], self->selection);
  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_set_object (&self->selection, selection);
  return GTK_SELECTION_MODEL (selection);
}

/* Who was in the list stays in it, once the new one has its rows. */
static gboolean
focus_cb (gpointer data)
{
  TuttiTrackView *self = data;

  self->focus_id = 0;
  tutti_track_view_focus_first (self);
  return G_SOURCE_REMOVE;
}

/* While GTK takes the rows of the old model apart, the pointer moves on from
 * each to the next; a row that is pointed at wants to be selected, and GTK
 * looks for it in what is half gone, and crashes. */
static void
set_model (TuttiTrackView    *self,
           GtkSelectionModel *model)
{
  gtk_widget_set_can_target (GTK_WIDGET (self->list), FALSE);
  gtk_list_view_set_model (self->list, model);
  gtk_widget_set_can_target (GTK_WIDGET (self->list), TRUE);
}

static void
show_model (TuttiTrackView *self)
{
  g_autoptr (GtkSelectionModel) selection = self->lists[0] != NULL ? make_selection (self) : NULL;
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;

  tutti_track_cells_begin (self->cells);
  tutti_track_cells_set_selecting (self->cells, tutti_track_view_is_selecting (self));
  set_model (self, selection);
  if (had_focus && self->focus_id == 0)
    self->focus_id = g_idle_add (focus_cb, self);
  items_changed_cb (self);
}

static void
tutti_track_view_dispose (GObject *object)
{
  TuttiTrackView *self = TUTTI_TRACK_VIEW (object);

  g_clear_handle_id (&self->focus_id, g_source_remove);
  if (self->list != NULL)
    set_model (self, NULL);
  self->list = NULL;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->cells);
  g_clear_object (&self->selection);
  g_clear_object (&self->lists[0]);
  g_clear_object (&self->lists[1]);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_track_view_parent_class)->dispose (object);
}

static void
tutti_track_view_finalize (GObject *object)
{
  TuttiTrackView *self = TUTTI_TRACK_VIEW (object);

  g_clear_pointer (&self->headers, g_ptr_array_unref);

  G_OBJECT_CLASS (tutti_track_view_parent_class)->finalize (object);
}

static void
tutti_track_view_class_init (TuttiTrackViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_track_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = tutti_track_view_finalize;

  signals[SELECTION_CHANGED] = g_signal_new ("selection-changed", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_track_view_init (TuttiTrackView *self)
{
  GtkAdjustment *adjustment;

  self->headers = g_ptr_array_new ();

  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, NULL));
  gtk_list_view_set_single_click_activate (self->list, TRUE);
  /* past the parts of a row Tab leaves the list, else who has a thousand songs never comes out */
  gtk_list_view_set_tab_behavior (self->list, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "tracks");
  /* the clamp would add it to the whole list after all rows are styled, and have them styled again */
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "large");
  g_signal_connect (self, "realize", G_CALLBACK (realize_cb), NULL);
  g_signal_connect_object (self->list, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  add_shortcuts (self);

  self->clamp = g_object_new (ADW_TYPE_CLAMP_SCROLLABLE,
                              "maximum-size", 860,
                              "tightening-threshold", 860,
                              "child", self->list,
                              NULL);
  gtk_widget_add_css_class (self->clamp, "page-clamp");
  self->scroller = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                 "hscrollbar-policy", GTK_POLICY_NEVER,
                                 "vexpand", TRUE,
                                 "child", self->clamp,
                                 NULL);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment, "notify::page-size", G_CALLBACK (height_changed_cb), self, G_CONNECT_SWAPPED);
  self->cells = tutti_track_cells_new (self->list, GTK_SCROLLED_WINDOW (self->scroller));
  adw_bin_set_child (ADW_BIN (self), self->scroller);
}

void
tutti_track_view_set_up (TuttiTrackView *self,
                         TuttiContext   *context,
                         TuttiRows       rows,
                         const char     *label)
{
  g_return_if_fail (self->context == NULL || self->context == context);

  g_set_object (&self->context, context);
  tutti_track_cells_set_up (self->cells, context, rows);
  tutti_accessible_set_name (self->list, label);
}

void
tutti_track_view_set_headers (TuttiTrackView *self,
                              TuttiHeaderFunc func,
                              gpointer        data)
{
  g_autoptr (GtkListItemFactory) factory = func ? make_header_factory (self) : NULL;

  self->header_func = func;
  self->header_data = data;
  gtk_list_view_set_header_factory (self->list, factory);
}

void
tutti_track_view_set_lists (TuttiTrackView *self,
                            TuttiTrackList *first,
                            TuttiTrackList *second)
{
  TuttiTrackList *lists[] = { first, second };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (self->lists[i] != NULL)
        {
          g_signal_handlers_disconnect_by_func (self->lists[i], show_model, self);
          g_signal_handlers_disconnect_by_func (self->lists[i], items_changed_cb, self);
        }
      if (self->lists[i] != lists[i])
        g_clear_object (&self->selection);
      g_set_object (&self->lists[i], lists[i]);
      if (lists[i] != NULL)
        {
          g_signal_connect_object (lists[i], "replaced", G_CALLBACK (show_model), self, G_CONNECT_SWAPPED);
          g_signal_connect_object (lists[i], "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);
        }
    }

  show_model (self);
}

void
tutti_track_view_refresh_headers (TuttiTrackView *self)
{
  for (guint i = 0; i < self->headers->len; i++)
    show_header (self, g_ptr_array_index (self->headers, i));
}

void
tutti_track_view_scroll_to_top (TuttiTrackView *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

void
tutti_track_view_set_selecting (TuttiTrackView *self,
                                gboolean        selecting)
{
  if (self->selection == NULL || tutti_track_selection_is_on (self->selection) == selecting)
    return;
  tutti_track_cells_set_selecting (self->cells, selecting);
  tutti_track_selection_set_on (self->selection, selecting);
  selection_changed_cb (self);
}

gboolean
tutti_track_view_is_selecting (TuttiTrackView *self)
{
  return self->selection != NULL && tutti_track_selection_is_on (self->selection);
}

void
tutti_track_view_select_all (TuttiTrackView *self)
{
  if (self->selection != NULL)
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

guint
tutti_track_view_get_n_selected (TuttiTrackView *self)
{
  return self->selection != NULL ? tutti_track_selection_count (self->selection) : 0;
}

GArray *
tutti_track_view_dup_selected (TuttiTrackView *self)
{
  return self->selection != NULL ? tutti_track_selection_dup_ids (self->selection) : g_array_new (FALSE, FALSE, sizeof (gint64));
}

gboolean
tutti_track_view_focus_first (TuttiTrackView *self)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);

  if (model == NULL || g_list_model_get_n_items (G_LIST_MODEL (model)) == 0)
    return FALSE;
  gtk_list_view_scroll_to (self->list, 0, GTK_LIST_SCROLL_FOCUS, NULL);
  return gtk_widget_grab_focus (GTK_WIDGET (self->list));
}
