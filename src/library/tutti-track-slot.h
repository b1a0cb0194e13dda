/* tutti-track-slot.h: how a list makes and fills its places
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-track-list.h"

G_BEGIN_DECLS

TuttiTrackSlot *tutti_track_slot_new (TuttiTrackList *list,
                                      gint64          id,
                                      gint64          at,
                                      const char     *sources) G_GNUC_WARN_UNUSED_RESULT;

/* The key of the list's table of slots: the id, or where one song may stand
 * twice (the feed), id and time. */
void tutti_track_slot_set_track (TuttiTrackSlot *self,
                                 TuttiTrack     *track);

/* The list is going: the slot asks it no more. */
void tutti_track_slot_forget_list (TuttiTrackSlot *self);

/* For the slot alone: it wants its track, it dies. */
void tutti_track_list_want (TuttiTrackList *self,
                            TuttiTrackSlot *slot);
void tutti_track_list_drop_slot (TuttiTrackList *self,
                                 TuttiTrackSlot *slot);

G_END_DECLS
