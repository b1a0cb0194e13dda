/* tutti-track-selection.h: which songs of a list are chosen
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tutti-track-list.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TRACK_SELECTION (tutti_track_selection_get_type ())

/* A GtkSelectionModel over a list of songs. Nothing can be chosen until it is
 * switched on. */
G_DECLARE_FINAL_TYPE (TuttiTrackSelection, tutti_track_selection, TUTTI, TRACK_SELECTION, GObject)

/* `model` has the rows of `list`, in sections. What is chosen in `before` (nullable) is chosen here too. */
TuttiTrackSelection *tutti_track_selection_new (GListModel          *model,
                                                TuttiTrackList      *list,
                                                TuttiTrackSelection *before) G_GNUC_WARN_UNUSED_RESULT;

gboolean tutti_track_selection_is_on (TuttiTrackSelection *self);
void     tutti_track_selection_set_on (TuttiTrackSelection *self,
                                       gboolean             on);

void  tutti_track_selection_toggle (TuttiTrackSelection *self,
                                    guint                position);
guint tutti_track_selection_count (TuttiTrackSelection *self);

/* The ids of the songs chosen (gint64), in the order of the list; those the list
 * does not show now come last. (transfer full) */
GArray *tutti_track_selection_dup_ids (TuttiTrackSelection *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
