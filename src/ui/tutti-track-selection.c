/* tutti-track-selection.c: which songs of a list are chosen
 *
 * By their ids, so that a choice outlives sorting, filtering and news. GTK also
 * selects what the pointer passes over and where the focus goes, in place of
 * what was selected before: that is ignored, only what adds or takes away counts.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-track-selection.h"

struct _TuttiTrackSelection
{
  GObject parent_instance;

  GListModel     *model;
  TuttiTrackList *list;
  GHashTable     *ids; /* set of gint64 */
  gboolean        is_on;
};

static void list_model_iface_init (GListModelInterface *iface);
static void section_model_iface_init (GtkSectionModelInterface *iface);
static void selection_model_iface_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TuttiTrackSelection, tutti_track_selection, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init) G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL, section_model_iface_init) G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, selection_model_iface_init))

/* --- the list below --- */

static GType
get_item_type (GListModel *model)
{
  return TUTTI_TYPE_TRACK_SLOT;
}

static guint
get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (TUTTI_TRACK_SELECTION (model)->model);
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (TUTTI_TRACK_SELECTION (model)->model, position);
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
get_section (GtkSectionModel *model,
             guint            position,
             guint           *start,
             guint           *end)
{
  gtk_section_model_get_section (GTK_SECTION_MODEL (TUTTI_TRACK_SELECTION (model)->model), position, start, end);
}

static void
section_model_iface_init (GtkSectionModelInterface *iface)
{
  iface->get_section = get_section;
}

/* --- what is chosen --- */

static gboolean
has (TuttiTrackSelection *self,
     guint                position)
{
  gint64 id = tutti_track_list_get_id (self->list, position);

  return self->is_on && g_hash_table_contains (self->ids, &id);
}

static void
set (TuttiTrackSelection *self,
     guint                position,
     gboolean             chosen)
{
  gint64 id = tutti_track_list_get_id (self->list, position);

  if (id == 0)
    return;
  if (chosen)
    g_hash_table_add (self->ids, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (self->ids, &id);
}

static gboolean
change_range (TuttiTrackSelection *self,
              guint                position,
              guint                n_items,
              gboolean             chosen)
{
  n_items = MIN (n_items, get_n_items (G_LIST_MODEL (self)) - position);
  if (!self->is_on || n_items == 0)
    return FALSE;
  for (guint i = 0; i < n_items; i++)
    set (self, position + i, chosen);
  gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position, n_items);
  return TRUE;
}

static gboolean
is_selected (GtkSelectionModel *model,
             guint              position)
{
  return has (TUTTI_TRACK_SELECTION (model), position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model,
                        guint              position,
                        guint              n_items)
{
  TuttiTrackSelection *self = TUTTI_TRACK_SELECTION (model);
  GtkBitset           *set_of = gtk_bitset_new_empty ();

  for (guint i = 0; self->is_on && g_hash_table_size (self->ids) > 0 && i < n_items; i++)
    if (has (self, position + i))
      gtk_bitset_add (set_of, position + i);
  return set_of;
}

static gboolean
select_item (GtkSelectionModel *model,
             guint              position,
             gboolean           unselect_rest)
{
  return !unselect_rest && change_range (TUTTI_TRACK_SELECTION (model), position, 1, TRUE);
}

static gboolean
unselect_item (GtkSelectionModel *model,
               guint              position)
{
  return change_range (TUTTI_TRACK_SELECTION (model), position, 1, FALSE);
}

static gboolean
select_range (GtkSelectionModel *model,
              guint              position,
              guint              n_items,
              gboolean           unselect_rest)
{
  return change_range (TUTTI_TRACK_SELECTION (model), position, n_items, TRUE);
}

static gboolean
unselect_range (GtkSelectionModel *model,
                guint              position,
                guint              n_items)
{
  return change_range (TUTTI_TRACK_SELECTION (model), position, n_items, FALSE);
}

static gboolean
select_all (GtkSelectionModel *model)
{
  return change_range (TUTTI_TRACK_SELECTION (model), 0, G_MAXUINT, TRUE);
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  TuttiTrackSelection *self = TUTTI_TRACK_SELECTION (model);
  guint                n_items = get_n_items (G_LIST_MODEL (self));

  g_hash_table_remove_all (self->ids);
  if (n_items > 0)
    gtk_selection_model_selection_changed (model, 0, n_items);
  return TRUE;
}

static void
selection_model_iface_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
}

static void
tutti_track_selection_dispose (GObject *object)
{
  TuttiTrackSelection *self = TUTTI_TRACK_SELECTION (object);

  g_clear_object (&self->model);
  g_clear_object (&self->list);
  g_clear_pointer (&self->ids, g_hash_table_unref);

  G_OBJECT_CLASS (tutti_track_selection_parent_class)->dispose (object);
}

static void
tutti_track_selection_class_init (TuttiTrackSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_track_selection_dispose;
}

static void
tutti_track_selection_init (TuttiTrackSelection *self)
{
}

TuttiTrackSelection *
tutti_track_selection_new (GListModel          *model,
                           TuttiTrackList      *list,
                           TuttiTrackSelection *before)
{
  TuttiTrackSelection *self = g_object_new (TUTTI_TYPE_TRACK_SELECTION, NULL);

  self->model = g_object_ref (model);
  self->list = g_object_ref (list);
  self->ids = before != NULL ? g_hash_table_ref (before->ids) : g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->is_on = before != NULL && before->is_on;
  g_signal_connect_object (model, "items-changed", G_CALLBACK (g_list_model_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "sections-changed", G_CALLBACK (gtk_section_model_sections_changed), self, G_CONNECT_SWAPPED);

  return self;
}

gboolean
tutti_track_selection_is_on (TuttiTrackSelection *self)
{
  return self->is_on;
}

void
tutti_track_selection_set_on (TuttiTrackSelection *self,
                              gboolean             on)
{
  self->is_on = on != FALSE;
  unselect_all (GTK_SELECTION_MODEL (self));
}

void
tutti_track_selection_toggle (TuttiTrackSelection *self,
                              guint                position)
{
  change_range (self, position, 1, !has (self, position));
}

guint
tutti_track_selection_count (TuttiTrackSelection *self)
{
  return g_hash_table_size (self->ids);
}

GArray *
tutti_track_selection_dup_ids (TuttiTrackSelection *self)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), g_hash_table_size (self->ids));
  g_autoptr (GHashTable) shown = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gint64        *chosen;
  guint          n_items = get_n_items (G_LIST_MODEL (self));

  for (guint i = 0; i < n_items && ids->len < g_hash_table_size (self->ids); i++)
    {
      gint64   id = tutti_track_list_get_id (self->list, i);
      gpointer key;

      if (g_hash_table_lookup_extended (self->ids, &id, &key, NULL) && g_hash_table_add (shown, key))
        g_array_append_val (ids, id);
    }
  g_hash_table_iter_init (&iter, self->ids);
  while (ids->len < g_hash_table_size (self->ids) && g_hash_table_iter_next (&iter, (gpointer *) &chosen, NULL))
    if (!g_hash_table_contains (shown, chosen))
      g_array_append_val (ids, *chosen);
  return ids;
}
