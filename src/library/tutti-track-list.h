/* tutti-track-list.h: a list of any length: ids first, rows later
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TRACK_SLOT (tutti_track_slot_get_type ())

/* A place in a list. Properties (notified): "track" (TuttiTrack, NULL until
 * its row is read), "at" (Unix ms, 0 none), "sources" (services it was played
 * on, comma between, NULL where the list has no such thing). */
G_DECLARE_FINAL_TYPE (TuttiTrackSlot, tutti_track_slot, TUTTI, TRACK_SLOT, GObject)

TuttiTrack *tutti_track_slot_get_track (TuttiTrackSlot *self); /* (transfer none) (nullable) */
gint64      tutti_track_slot_get_id (TuttiTrackSlot *self);
gint64      tutti_track_slot_get_at (TuttiTrackSlot *self);
const char *tutti_track_slot_get_sources (TuttiTrackSlot *self); /* (nullable) */

/* To be called when a row is bound: reads the track if it is not there yet
 * (all that are wanted in one turn of the main loop in one query). */
void        tutti_track_slot_want (TuttiTrackSlot *self);

typedef enum
{
  TUTTI_LIKES_NEWEST,
  TUTTI_LIKES_TITLE,
  TUTTI_LIKES_ARTIST,
  TUTTI_LIKES_MOST_SERVICES,
} TuttiLikesSort;

/* Which likes, and in which order. Ids of services have a comma between; the
 * nullable ones say nothing then. */
typedef struct
{
  TuttiLikesSort sort;
  const char    *text;        /* (nullable) typed */
  const char    *on;          /* (nullable) only songs that all these services have */
  const char    *missing;     /* (nullable) only songs that none of these has */
  gboolean       is_explicit; /* only songs that are marked so */
  gboolean       is_single;   /* only songs that one service alone has */
} TuttiLikesFilter;

#define TUTTI_TYPE_TRACK_LIST (tutti_track_list_get_type ())

/* A GListModel of TuttiTrackSlot. Follows the library: a refresh compares old
 * and new ids from both ends and emits one items-changed. Main thread.
 * Properties: "is-loading" (until the first rows can be shown), "n-items".
 * Signal "replaced", instead of items-changed: more than a few hundred rows
 * changed (also when the first answer comes), and GTK would ask for every one.
 * Set the view's model anew: gtk_list_view_set_model() with a new selection
 * model over this list. */
G_DECLARE_FINAL_TYPE (TuttiTrackList, tutti_track_list, TUTTI, TRACK_LIST, GObject)

/* What was played, newest first; of one service if `service` is given. */
TuttiTrackList *tutti_track_list_new_feed (TuttiLibrary *library, const char *service) G_GNUC_WARN_UNUSED_RESULT;

/* What there is to see with nothing connected. */
TuttiTrackList *tutti_track_list_new_fallback (TuttiLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

TuttiTrackList *tutti_track_list_new_likes (TuttiLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/* Only for a likes list: asks SQL for other ids. The filter is copied. */
void            tutti_track_list_set_likes_filter (TuttiTrackList *self, const TuttiLikesFilter *filter);

/* An empty list whose ids the caller sets: search results. */
TuttiTrackList *tutti_track_list_new (TuttiLibrary *library) G_GNUC_WARN_UNUSED_RESULT;
void            tutti_track_list_set_ids (TuttiTrackList *self, GArray *ids);
void            tutti_track_list_append_ids (TuttiTrackList *self, GArray *ids); /* those that are not there yet */

gboolean        tutti_track_list_is_loading (TuttiTrackList *self);

/* The song at `position`, without making a slot. */
gint64          tutti_track_list_get_id (TuttiTrackList *self, guint position);

/* When the row at `position` was played, Unix ms, without making a slot; 0 none. */
gint64          tutti_track_list_get_at (TuttiTrackList *self, guint position);

/* The day section around `position` (local days; "Undated" at 0), for a
 * GtkSectionModel: its first position and the one after its last. */
void            tutti_track_list_get_section (TuttiTrackList *self, guint position, guint *out_start, guint *out_end);

G_END_DECLS
