/* tutti-track-slot.c: a place in a list, filled when a row shows it
 *
 * Alive as long as somebody looks at it; the list knows it unowned. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-track-slot.h"

struct _TuttiTrackSlot
{
  GObject parent_instance;

  TuttiTrackList *list; /* (unowned) (nullable) */
  TuttiTrack     *track;
  gint64          id;
  gint64          at;
  const char     *sources; /* interned */
};

enum
{
  PROP_TRACK = 1,
  PROP_AT,
  PROP_SOURCES,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TuttiTrackSlot, tutti_track_slot, G_TYPE_OBJECT)

static void
tutti_track_slot_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  TuttiTrackSlot *self = TUTTI_TRACK_SLOT (object);

  switch (prop_id)
    {
    case PROP_TRACK:
      g_value_set_object (value, self->track);
      break;
    case PROP_AT:
      g_value_set_int64 (value, self->at);
      break;
    case PROP_SOURCES:
      g_value_set_static_string (value, self->sources);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_track_slot_dispose (GObject *object)
{
  TuttiTrackSlot *self = TUTTI_TRACK_SLOT (object);

  if (self->list != NULL)
    tutti_track_list_drop_slot (self->list, self);
  self->list = NULL;
  g_clear_object (&self->track);

  G_OBJECT_CLASS (tutti_track_slot_parent_class)->dispose (object);
}

static void
tutti_track_slot_class_init (TuttiTrackSlotClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tutti_track_slot_get_property;
  object_class->dispose = tutti_track_slot_dispose;

  props[PROP_TRACK] = g_param_spec_object ("track", NULL, NULL, TUTTI_TYPE_TRACK, flags);
  props[PROP_AT] = g_param_spec_int64 ("at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_SOURCES] = g_param_spec_string ("sources", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tutti_track_slot_init (TuttiTrackSlot *self)
{
}

TuttiTrackSlot *
tutti_track_slot_new (TuttiTrackList *list,
                      gint64          id,
                      gint64          at,
                      const char     *sources)
{
  TuttiTrackSlot *self = g_object_new (TUTTI_TYPE_TRACK_SLOT, NULL);

  self->list = list;
  self->id = id;
  self->at = at;
  self->sources = sources;
  return self;
}

void
tutti_track_slot_set_track (TuttiTrackSlot *self,
                            TuttiTrack     *track)
{
  /* Rows are read anew with every change of the library, and few of them change. */
  if (self->track != NULL && track != NULL && tutti_track_equal (self->track, track))
    return;
  if (g_set_object (&self->track, track))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TRACK]);
}

void
tutti_track_slot_forget_list (TuttiTrackSlot *self)
{
  self->list = NULL;
}

TuttiTrack *
tutti_track_slot_get_track (TuttiTrackSlot *self)
{
  return self->track;
}

gint64
tutti_track_slot_get_id (TuttiTrackSlot *self)
{
  return self->id;
}

gint64
tutti_track_slot_get_at (TuttiTrackSlot *self)
{
  return self->at;
}

const char *
tutti_track_slot_get_sources (TuttiTrackSlot *self)
{
  return self->sources;
}

void
tutti_track_slot_want (TuttiTrackSlot *self)
{
  if (self->track == NULL && self->list != NULL)
    tutti_track_list_want (self->list, self);
}
