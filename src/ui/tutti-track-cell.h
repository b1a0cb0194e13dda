/* tutti-track-cell.h: a place for a row that may be made and filled later
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-track-row.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TRACK_CELL (tutti_track_cell_get_type ())

/* As high as a row, and cheap: a list view makes two hundred of them around
 * what it shows, and waits for them before its first frame. */
G_DECLARE_FINAL_TYPE (TuttiTrackCell, tutti_track_cell, TUTTI, TRACK_CELL, GtkWidget)

/* `item` is the list item the cell stands in; it owns the cell. */
GtkWidget *tutti_track_cell_new (GtkListItem *item) G_GNUC_WARN_UNUSED_RESULT;

/* Only remembers it: of all that GTK binds while somebody scrolls a tenth is seen. */
void tutti_track_cell_bind (TuttiTrackCell *self,
                            TuttiTrackSlot *slot,
                            TuttiRows       rows);
void tutti_track_cell_unbind (TuttiTrackCell *self);

/* Asks for the song, and names the list item after it: a screen reader also
 * reads what is out of sight. TRUE if that was to do. */
gboolean tutti_track_cell_describe (TuttiTrackCell *self);

/* Makes the row if there is none, and shows in it what is bound. TRUE if that
 * was to do; a song that is still being read is not shown before “ready” is
 * emitted. */
gboolean tutti_track_cell_show (TuttiTrackCell *self,
                                TuttiContext   *context);

/* The row keeps what it shows. FALSE if it stays, as it has the focus. */
gboolean tutti_track_cell_hide (TuttiTrackCell *self);

/* CSS pixels that the row wants, 0 while none is shown; and those that the cell
 * takes without one. */
int  tutti_track_cell_get_height (TuttiTrackCell *self);
void tutti_track_cell_set_height (TuttiTrackCell *self,
                                  int             height);

/* Shows whether the song is chosen, in place of its buttons. */
void tutti_track_cell_set_selecting (TuttiTrackCell *self,
                                     gboolean        selecting);

TuttiTrackRow *tutti_track_cell_get_row (TuttiTrackCell *self); /* (transfer none) (nullable) */
gboolean       tutti_track_cell_is_bound (TuttiTrackCell *self);

G_END_DECLS
