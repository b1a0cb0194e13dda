/* tutti-track-cell.c: a place for a row that may be made and filled later
 *
 * A row out of sight is hidden: GTK moves most places of the list around in
 * each frame of a fast scroll, and would style all in them anew. So is the row
 * of a song that is still being read; the place of its picture is drawn then.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-track-cell.h"

#define HEIGHT 48
#define RADIUS 4        /* of a picture's corners */
#define FAINTNESS 0.05f /* of its place */

struct _TuttiTrackCell
{
  GtkWidget parent_instance;

  GtkListItem    *item; /* (unowned): it owns this */
  GtkWidget      *row;  /* (nullable) */
  TuttiTrackSlot *slot; /* (nullable) */
  TuttiRows       rows;
  gboolean        is_described; /* the slot's song has been asked for, and is followed */
  gboolean        is_shown;     /* and stands in the row */
  gboolean        is_selecting;
};

enum
{
  READY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiTrackCell, tutti_track_cell, GTK_TYPE_WIDGET)

static void
describe (TuttiTrackCell *self)
{
  g_autofree char *text = tutti_track_row_describe (self->slot, self->rows);

  gtk_list_item_set_accessible_label (self->item, text);
}

static void
slot_changed_cb (TuttiTrackCell *self)
{
  describe (self);
  if (!self->is_shown)
    g_signal_emit (self, signals[READY], 0);
}

static void
show_selected (TuttiTrackCell *self)
{
  if (self->row != NULL)
    tutti_track_row_set_selecting (TUTTI_TRACK_ROW (self->row), self->is_selecting, gtk_list_item_get_selected (self->item));
}

static void
tutti_track_cell_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  TuttiTrackCell *self = TUTTI_TRACK_CELL (widget);
  gboolean        is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GskRoundedRect  place;
  GdkRGBA         color;

  if (self->row != NULL && gtk_widget_get_visible (self->row))
    {
      gtk_widget_snapshot_child (widget, self->row, snapshot);
      return;
    }

  gtk_widget_get_color (widget, &color);
  color.alpha *= FAINTNESS;
  gsk_rounded_rect_init_from_rect (&place,
                                   &GRAPHENE_RECT_INIT (is_rtl ? (float) (gtk_widget_get_width (widget) - HEIGHT) : 0,
                                                        (float) (gtk_widget_get_height (widget) - HEIGHT) / 2,
                                                        HEIGHT,
                                                        HEIGHT),
                                   RADIUS);
  gtk_snapshot_push_rounded_clip (snapshot, &place);
  gtk_snapshot_append_color (snapshot, &color, &place.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
tutti_track_cell_dispose (GObject *object)
{
  TuttiTrackCell *self = TUTTI_TRACK_CELL (object);

  g_clear_object (&self->slot);
  g_clear_pointer (&self->row, gtk_widget_unparent);

  G_OBJECT_CLASS (tutti_track_cell_parent_class)->dispose (object);
}

static void
tutti_track_cell_class_init (TuttiTrackCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_track_cell_dispose;
  widget_class->snapshot = tutti_track_cell_snapshot;
  signals[READY] = g_signal_new ("ready", TUTTI_TYPE_TRACK_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
tutti_track_cell_init (TuttiTrackCell *self)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, HEIGHT);
}

GtkWidget *
tutti_track_cell_new (GtkListItem *item)
{
  TuttiTrackCell *self = g_object_new (TUTTI_TYPE_TRACK_CELL, NULL);

  self->item = item;
  g_signal_connect_object (item, "notify::selected", G_CALLBACK (show_selected), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

void
tutti_track_cell_bind (TuttiTrackCell *self,
                       TuttiTrackSlot *slot,
                       TuttiRows       rows)
{
  self->rows = rows;
  g_set_object (&self->slot, slot);
}

void
tutti_track_cell_unbind (TuttiTrackCell *self)
{
  if (self->is_described)
    g_signal_handlers_disconnect_by_func (self->slot, slot_changed_cb, self);
  self->is_described = FALSE;
  self->is_shown = FALSE;
  if (self->row != NULL)
    {
      tutti_track_row_set_near (TUTTI_TRACK_ROW (self->row), FALSE);
      tutti_track_row_show (TUTTI_TRACK_ROW (self->row), NULL);
    }
  g_clear_object (&self->slot);
}

gboolean
tutti_track_cell_describe (TuttiTrackCell *self)
{
  if (self->is_described || self->slot == NULL)
    return FALSE;

  self->is_described = TRUE;
  g_signal_connect_object (self->slot, "notify", G_CALLBACK (slot_changed_cb), self, G_CONNECT_SWAPPED);
  describe (self);
  tutti_track_slot_want (self->slot);
  return TRUE;
}

gboolean
tutti_track_cell_hide (TuttiTrackCell *self)
{
  /* the focus would leave the list */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL)
    return FALSE;
  if (self->row != NULL)
    gtk_widget_set_visible (self->row, FALSE);
  self->is_shown = FALSE;
  return TRUE;
}

gboolean
tutti_track_cell_show (TuttiTrackCell *self,
                       TuttiContext   *context)
{
  if (self->slot == NULL || self->is_shown)
    return FALSE;
  tutti_track_cell_describe (self);
  if (tutti_track_slot_get_track (self->slot) == NULL && tutti_track_cell_hide (self))
    return FALSE;

  if (self->row == NULL)
    {
      self->row = tutti_track_row_new (context, self->rows);
      gtk_widget_set_parent (self->row, GTK_WIDGET (self));
      if (self->is_selecting)
        show_selected (self);
    }
  tutti_track_row_show (TUTTI_TRACK_ROW (self->row), self->slot);
  gtk_widget_set_visible (self->row, TRUE);
  self->is_shown = TRUE;
  return TRUE;
}

int
tutti_track_cell_get_height (TuttiTrackCell *self)
{
  int height = 0;

  if (self->row != NULL && gtk_widget_get_visible (self->row))
    gtk_widget_measure (self->row, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  return height;
}

void
tutti_track_cell_set_height (TuttiTrackCell *self,
                             int             height)
{
  gtk_widget_set_size_request (GTK_WIDGET (self), -1, MAX (HEIGHT, height));
}

void
tutti_track_cell_set_selecting (TuttiTrackCell *self,
                                gboolean        selecting)
{
  if (self->is_selecting == selecting)
    return;
  self->is_selecting = selecting;
  show_selected (self);
}

TuttiTrackRow *
tutti_track_cell_get_row (TuttiTrackCell *self)
{
  return self->row ? TUTTI_TRACK_ROW (self->row) : NULL;
}

gboolean
tutti_track_cell_is_bound (TuttiTrackCell *self)
{
  return self->slot != NULL;
}
