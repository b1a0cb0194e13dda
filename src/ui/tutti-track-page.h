/* tutti-track-page.h: all about one song
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TRACK_PAGE (tutti_track_page_get_type ())

/* Actions "track.…" as of a row. Follows the library. */
G_DECLARE_FINAL_TYPE (TuttiTrackPage, tutti_track_page, TUTTI, TRACK_PAGE, AdwNavigationPage)

AdwNavigationPage *tutti_track_page_new (TuttiContext *context,
                                         TuttiTrack   *track) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
