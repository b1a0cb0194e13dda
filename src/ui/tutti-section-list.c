/* tutti-section-list.c: a list of songs as a list view wants it
 *
 * Remembers how long the list was when the view last heard of it: at
 * "replaced" the list is another one already, and GTK, told to let go of this
 * model, counts on every item it knows.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-section-list.h"

struct _TuttiSectionList
{
  GObject parent_instance;

  TuttiTrackList *list;
  guint           n_items;
};

static GType
get_item_type (GListModel *model)
{
  return TUTTI_TYPE_TRACK_SLOT;
}

static guint
get_n_items (GListModel *model)
{
  return TUTTI_SECTION_LIST (model)->n_items;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  return g_list_model_get_item (G_LIST_MODEL (TUTTI_SECTION_LIST (model)->list), position);
}

static void
list_model_init (GListModelInterface *iface)
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
  TuttiSectionList *self = TUTTI_SECTION_LIST (model);
  guint             n_items = get_n_items (G_LIST_MODEL (model));

  if (position >= n_items)
    {
      *start = n_items;
      *end = G_MAXUINT;
      return;
    }
  tutti_track_list_get_section (self->list, position, start, end);
}

static void
section_model_init (GtkSectionModelInterface *iface)
{
  iface->get_section = get_section;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TuttiSectionList, tutti_section_list, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init) G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL, section_model_init))

static void
tutti_section_list_finalize (GObject *object)
{
  g_clear_object (&TUTTI_SECTION_LIST (object)->list);

  G_OBJECT_CLASS (tutti_section_list_parent_class)->finalize (object);
}

static void
tutti_section_list_class_init (TuttiSectionListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tutti_section_list_finalize;
}

static void
tutti_section_list_init (TuttiSectionList *self)
{
}

static void
items_changed_cb (TuttiSectionList *self,
                  guint             position,
                  guint             removed,
                  guint             added)
{
  self->n_items = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

TuttiSectionList *
tutti_section_list_new (TuttiTrackList *list)
{
  TuttiSectionList *self = g_object_new (TUTTI_TYPE_SECTION_LIST, NULL);

  self->list = g_object_ref (list);
  self->n_items = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_signal_connect_object (list, "items-changed", G_CALLBACK (items_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}
