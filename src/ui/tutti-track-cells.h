/* tutti-track-cells.h: the places of a list, and which of them hold a row
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-track-row.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TRACK_CELLS (tutti_track_cells_get_type ())

/* Makes, fills and empties the cells of one list view. */
G_DECLARE_FINAL_TYPE (TuttiTrackCells, tutti_track_cells, TUTTI, TRACK_CELLS, GObject)

/* Gives `list`, which `scroller` scrolls, its factory; both outlive it. */
TuttiTrackCells *tutti_track_cells_new (GtkListView       *list,
                                        GtkScrolledWindow *scroller) G_GNUC_WARN_UNUSED_RESULT;

/* Before the list gets a model. */
void tutti_track_cells_set_up (TuttiTrackCells *self,
                               TuttiContext    *context,
                               TuttiRows        rows);

/* Another model comes: what of it is in sight is in its first frame. */
void tutti_track_cells_begin (TuttiTrackCells *self);

/* All rows show whether they are chosen, in place of their buttons. */
void tutti_track_cells_set_selecting (TuttiTrackCells *self,
                                      gboolean         selecting);

G_END_DECLS
