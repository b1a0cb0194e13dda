/* tutti-track-view.h: a list of songs of any length
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-track-row.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TRACK_VIEW (tutti_track_view_get_type ())

/* Scrolls; a click shows a song's page, Enter opens it in the preferred
 * service, Alt+Enter its page, Ctrl+L likes, Ctrl+C copies, Menu its menu. */
G_DECLARE_FINAL_TYPE (TuttiTrackView, tutti_track_view, TUTTI, TRACK_VIEW, AdwBin)

/* The text of the header above the section that starts at `position`. (transfer full) */
typedef char *(*TuttiHeaderFunc) (TuttiTrackSlot *slot,
                                  guint           position,
                                  gpointer        data);

void tutti_track_view_set_up (TuttiTrackView *self,
                              TuttiContext   *context,
                              TuttiRows       rows,
                              const char     *label);

/* NULL: no headers. `data` must live as long as the view. */
void tutti_track_view_set_headers (TuttiTrackView *self,
                                   TuttiHeaderFunc func,
                                   gpointer        data);

/* What it shows; `second` (nullable) follows under a header of its own. Both may be NULL. */
void tutti_track_view_set_lists (TuttiTrackView *self,
                                 TuttiTrackList *first,
                                 TuttiTrackList *second);

/* Asks the header function again: a new day, another count. */
void tutti_track_view_refresh_headers (TuttiTrackView *self);

void tutti_track_view_scroll_to_top (TuttiTrackView *self);

/* Lets songs be chosen: rows have marks instead of buttons, and a click or
 * Space chooses. Signal "selection-changed": on, off, or another choice. */
void     tutti_track_view_set_selecting (TuttiTrackView *self,
                                         gboolean        selecting);
gboolean tutti_track_view_is_selecting (TuttiTrackView *self);
void     tutti_track_view_select_all (TuttiTrackView *self);
guint    tutti_track_view_get_n_selected (TuttiTrackView *self);

/* Their ids (gint64) in the order of the list. (transfer full) */
GArray *tutti_track_view_dup_selected (TuttiTrackView *self) G_GNUC_WARN_UNUSED_RESULT;

/* Moves the focus to the first row; FALSE if there is none. */
gboolean tutti_track_view_focus_first (TuttiTrackView *self);

G_END_DECLS
