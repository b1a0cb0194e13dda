/* tutti-track-details.h: what a song's page says below its links
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TRACK_DETAILS (tutti_track_details_get_type ())

/* What could be the same, and when the song was played and liked. Read from the
 * library each time it is shown. */
G_DECLARE_FINAL_TYPE (TuttiTrackDetails, tutti_track_details, TUTTI, TRACK_DETAILS, AdwBin)

void tutti_track_details_show (TuttiTrackDetails *self,
                               TuttiContext      *context,
                               TuttiTrack        *track);

G_END_DECLS
