/* tutti-track-cells.c: the places of a list, and which of them hold a row
 *
 * GtkListView makes about two hundred items around what it shows, and binds
 * them all anew when somebody scrolls fast. What is in sight is shown in the
 * same frame, as far as there is time; the others are only named, when nothing
 * else is to do, and artwork is fetched for what is in sight.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-track-cell.h"
#include "tutti-track-cells.h"

#define ROW_HEIGHT 64   /* CSS pixels: of a row and the space around it, */
#define BARS_HEIGHT 100 /* and of what at least stands above a list */
#define UNCOUNTED G_MAXUINT
#define NAME_LATER 20 /* rows named in one turn of the idle loop */
#define SHOW_LEAST 4  /* rows shown in each frame, however long they take, */
#define SHOW_US 4000  /* and as many as are made in this time */
#define SETTLE_MS 60  /* of scrolling, before artwork is asked for */
#define REST_MS 300   /* before what is out of sight is named */

struct _TuttiTrackCells
{
  GObject parent_instance;

  TuttiContext *context; /* (nullable) */
  TuttiRows     rows;
  GtkListView  *list;      /* (unowned): the view, which owns this, holds both */
  GtkWidget    *scroller;  /* (unowned) */
  GPtrArray    *cells;     /* of TuttiTrackCell (unowned), all there are */
  guint         n_at_once; /* rows still to be shown while the list is being built */
  guint         name_id;
  guint         settle_id;
  gint64        full_frame; /* the frame that had no time for more rows, 0 none */
  gboolean      is_fresh;   /* a list that has not been drawn yet */
  gboolean      is_waiting; /* what is in sight may be other than what is shown */
  gboolean      is_selecting;
};

G_DEFINE_FINAL_TYPE (TuttiTrackCells, tutti_track_cells, G_TYPE_OBJECT)

/* --- rows are shown where one looks, and their pictures --- */

/* Where the cell stands against what is in sight: 0 inside, else pages away. */
static double
get_distance (TuttiTrackCells *self,
              GtkWidget       *cell)
{
  double          height = gtk_widget_get_height (self->scroller);
  graphene_rect_t bounds;

  if (height <= 0 || !gtk_widget_get_mapped (cell) || !gtk_widget_compute_bounds (cell, self->scroller, &bounds))
    return G_MAXDOUBLE;
  if (bounds.origin.y + bounds.size.height < 0)
    return -(bounds.origin.y + bounds.size.height) / height;
  return MAX (0, (bounds.origin.y - height) / height);
}

static gboolean
settle_cb (gpointer data)
{
  TuttiTrackCells *self = data;

  self->settle_id = 0;
  /* what is asked for last is fetched first: first what is near, then what is in sight from the bottom up */
  for (guint in_sight = 0; in_sight <= 1; in_sight++)
    for (guint i = self->cells->len; i > 0; i--)
      {
        TuttiTrackCell *cell = g_ptr_array_index (self->cells, i - 1);
        double          distance = tutti_track_cell_is_bound (cell) ? get_distance (self, GTK_WIDGET (cell)) : G_MAXDOUBLE;

        if ((distance <= 0) == in_sight && tutti_track_cell_get_row (cell) != NULL)
          tutti_track_row_set_near (tutti_track_cell_get_row (cell), distance <= 1);
      }

  return G_SOURCE_REMOVE;
}

static void
queue_settle (TuttiTrackCells *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_timeout_add (SETTLE_MS, settle_cb, self);
}

static gboolean
name_cb (gpointer data)
{
  TuttiTrackCells *self = data;
  guint            n_named = 0;

  for (guint i = 0; i < self->cells->len && n_named < NAME_LATER; i++)
    if (tutti_track_cell_describe (g_ptr_array_index (self->cells, i)))
      n_named++;

  if (n_named > 0)
    return G_SOURCE_CONTINUE;
  self->name_id = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
start_naming_cb (gpointer data)
{
  TuttiTrackCells *self = data;

  self->name_id = g_idle_add_full (G_PRIORITY_LOW, name_cb, self, NULL);
  return G_SOURCE_REMOVE;
}

/* Not before what is there is drawn, and not while somebody scrolls. */
static void
queue_naming (TuttiTrackCells *self)
{
  if (self->is_fresh)
    return;
  g_clear_handle_id (&self->name_id, g_source_remove);
  self->name_id = g_timeout_add_full (G_PRIORITY_LOW, REST_MS, start_naming_cb, self, NULL);
}

/* A place without a row is as high as one with it, whatever the size of letters. */
static void
set_heights (TuttiTrackCells *self)
{
  int least = G_MAXINT;

  for (guint i = 0; i < self->cells->len; i++)
    {
      int height = tutti_track_cell_get_height (g_ptr_array_index (self->cells, i));

      if (height > 0)
        least = MIN (least, height);
    }
  for (guint i = 0; i < self->cells->len && least < G_MAXINT; i++)
    tutti_track_cell_set_height (g_ptr_array_index (self->cells, i), least);
}

/* FALSE if there was no time for all of them. A new list is drawn whole. */
static gboolean
show_in_sight (TuttiTrackCells *self)
{
  gint64 end = self->is_fresh ? G_MAXINT64 : g_get_monotonic_time () + SHOW_US;
  guint  n_shown = 0;

  for (guint i = 0; i < self->cells->len; i++)
    {
      TuttiTrackCell *cell = g_ptr_array_index (self->cells, i);

      if (!gtk_widget_get_mapped (GTK_WIDGET (cell)))
        tutti_track_cell_hide (cell);
      else if (n_shown >= SHOW_LEAST && g_get_monotonic_time () > end)
        return FALSE;
      else if (tutti_track_cell_show (cell, self->context))
        n_shown++;
    }

  return TRUE;
}

/* GTK has laid out what was bound and knows what is in sight: that is shown,
 * which has it laid out once more before the frame is drawn. What there is no
 * time for comes with the next frame. */
static void
layout_cb (TuttiTrackCells *self,
           GdkFrameClock   *clock)
{
  gint64 frame = gdk_frame_clock_get_frame_counter (clock);

  if (!self->is_waiting || self->full_frame == frame || !gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    return;
  self->is_waiting = !show_in_sight (self);
  if (self->is_waiting)
    self->full_frame = frame;
  set_heights (self);
  queue_settle (self);
  queue_naming (self);
}

/* --- the places that GTK makes and binds --- */

static void
cell_destroyed_cb (TuttiTrackCells *self,
                   GtkWidget       *cell)
{
  g_ptr_array_remove_fast (self->cells, cell);
}

static void
cell_ready_cb (TuttiTrackCells *self,
               GtkWidget       *cell)
{
  if (!gtk_widget_get_mapped (cell))
    return;
  self->is_waiting = TRUE;
  gtk_widget_queue_allocate (GTK_WIDGET (self->list));
}

static void
setup_cb (TuttiTrackCells *self,
          GtkListItem     *item)
{
  GtkWidget *cell = tutti_track_cell_new (item);

  gtk_list_item_set_child (item, cell);
  g_ptr_array_add (self->cells, cell);
  g_signal_connect_object (cell, "ready", G_CALLBACK (cell_ready_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cell, "destroy", G_CALLBACK (cell_destroyed_cb), self, G_CONNECT_SWAPPED);
}

/* How many rows can be in sight: a window that has not been on the screen yet
 * says how high it will be. */
static guint
count_at_once (TuttiTrackCells *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->list));
  int      height = gtk_widget_get_height (self->scroller);

  if (height == 0 && GTK_IS_WINDOW (root))
    {
      gtk_window_get_default_size (GTK_WINDOW (root), NULL, &height);
      height = MAX (0, height - BARS_HEIGHT);
    }
  return (guint) height / ROW_HEIGHT + 1;
}

/* What is shown while GTK builds the list is laid out only once. */
static void
bind_cb (TuttiTrackCells *self,
         GtkListItem     *item)
{
  TuttiTrackCell *cell = TUTTI_TRACK_CELL (gtk_list_item_get_child (item));

  tutti_track_cell_set_selecting (cell, self->is_selecting);
  tutti_track_cell_bind (cell, gtk_list_item_get_item (item), self->rows);
  if (self->n_at_once == UNCOUNTED)
    self->n_at_once = count_at_once (self);
  if (self->n_at_once > 0)
    {
      tutti_track_cell_show (cell, self->context);
      self->n_at_once--;
    }
  self->is_waiting = TRUE;
  queue_settle (self);
}

static void
unbind_cb (TuttiTrackCells *self,
           GtkListItem     *item)
{
  tutti_track_cell_unbind (TUTTI_TRACK_CELL (gtk_list_item_get_child (item)));
}

static GtkListItemFactory *
make_factory (TuttiTrackCells *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, G_CONNECT_SWAPPED);

  return factory;
}

/* --- frames --- */

static void
scrolled_cb (TuttiTrackCells *self)
{
  self->is_waiting = TRUE;
  queue_settle (self);
}

static void
after_paint_cb (TuttiTrackCells *self)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);
  g_autoptr (TuttiTrackSlot) first = NULL;

  if (model == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    return;
  if (self->full_frame != 0)
    gtk_widget_queue_allocate (GTK_WIDGET (self->list));
  self->full_frame = 0;
  if (!self->is_fresh)
    return;
  first = g_list_model_get_item (G_LIST_MODEL (model), 0);
  if (first == NULL || tutti_track_slot_get_track (first) == NULL)
    return;

  self->is_fresh = FALSE;
  queue_naming (self);
  g_debug ("First rows drawn");
}

static void
realize_cb (TuttiTrackCells *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->list));

  g_signal_connect_object (clock, "layout", G_CALLBACK (layout_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (after_paint_cb), self, G_CONNECT_SWAPPED);
}

/* --- the object --- */

static void
tutti_track_cells_dispose (GObject *object)
{
  TuttiTrackCells *self = TUTTI_TRACK_CELLS (object);

  g_clear_handle_id (&self->name_id, g_source_remove);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_track_cells_parent_class)->dispose (object);
}

static void
tutti_track_cells_finalize (GObject *object)
{
  g_clear_pointer (&TUTTI_TRACK_CELLS (object)->cells, g_ptr_array_unref);

  G_OBJECT_CLASS (tutti_track_cells_parent_class)->finalize (object);
}

static void
tutti_track_cells_class_init (TuttiTrackCellsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_track_cells_dispose;
  G_OBJECT_CLASS (klass)->finalize = tutti_track_cells_finalize;
}

static void
tutti_track_cells_init (TuttiTrackCells *self)
{
  self->cells = g_ptr_array_new ();
}

TuttiTrackCells *
tutti_track_cells_new (GtkListView       *list,
                       GtkScrolledWindow *scroller)
{
  TuttiTrackCells *self = g_object_new (TUTTI_TYPE_TRACK_CELLS, NULL);
  GtkAdjustment   *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  g_autoptr (GtkListItemFactory) factory = make_factory (self);

  self->list = list;
  self->scroller = GTK_WIDGET (scroller);
  gtk_list_view_set_factory (list, factory);
  g_signal_connect_object (list, "realize", G_CALLBACK (realize_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (scrolled_cb), self, G_CONNECT_SWAPPED);

  return self;
}

void
tutti_track_cells_set_up (TuttiTrackCells *self,
                          TuttiContext    *context,
                          TuttiRows        rows)
{
  g_set_object (&self->context, context);
  self->rows = rows;
}

void
tutti_track_cells_begin (TuttiTrackCells *self)
{
  self->n_at_once = UNCOUNTED;
  self->is_fresh = TRUE;
}

void
tutti_track_cells_set_selecting (TuttiTrackCells *self,
                                 gboolean         selecting)
{
  self->is_selecting = selecting;
  for (guint i = 0; i < self->cells->len; i++)
    tutti_track_cell_set_selecting (g_ptr_array_index (self->cells, i), selecting);
}
