/* tutti-track-row.h: one song, wherever it is listed
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"
#include "tutti-track-list.h"

G_BEGIN_DECLS

/* What the list is about: it decides the second line and the strong icons. */
typedef enum
{
  TUTTI_ROWS_FEED,     /* time; strong: played there */
  TUTTI_ROWS_FALLBACK, /* no time; all icons strong */
  TUTTI_ROWS_LIKES,    /* album; strong: liked there */
  TUTTI_ROWS_SEARCH,   /* album; all icons strong */
} TuttiRows;

#define TUTTI_TYPE_TRACK_ROW (tutti_track_row_get_type ())

/* Actions: "track.open" (service), "track.open-preferred", "track.open-web",
 * "track.details", "track.preview", "track.toggle-like", "track.copy-link",
 * "track.copy-link-of" (service), "track.copy-text". */
G_DECLARE_FINAL_TYPE (TuttiTrackRow, tutti_track_row, TUTTI, TRACK_ROW, GtkBox)

GtkWidget *tutti_track_row_new (TuttiContext *context,
                                TuttiRows     rows) G_GNUC_WARN_UNUSED_RESULT;

/* NULL: empty, to be reused. */
void tutti_track_row_show (TuttiTrackRow  *self,
                           TuttiTrackSlot *slot);

/* Artwork is fetched for rows in or near the view only. */
void tutti_track_row_set_near (TuttiTrackRow *self,
                               gboolean       is_near);

/* Whether the row shows a mark, set or not, in place of its buttons. */
void tutti_track_row_set_selecting (TuttiTrackRow *self,
                                    gboolean       selecting,
                                    gboolean       selected);

/* Opens the menu at a place in the row, or at the ⋮ button if `x` is negative. */
void tutti_track_row_popup (TuttiTrackRow *self,
                            double         x,
                            double         y);

/* What a screen reader says of a place in a list. (transfer full) */
char *tutti_track_row_describe (TuttiTrackSlot *slot,
                                TuttiRows       rows) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
