/* tutti-match.h: a service's song, and why it is where it is
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-identity.h"
#include "tutti-service-track.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_MATCH (tutti_match_get_type ())

/* One service's song of a recording, or one that may be. Never changes, any thread. */
G_DECLARE_FINAL_TYPE (TuttiMatch, tutti_match, TUTTI, MATCH, GObject)

/* `reason` as the store writes it: "isrc", "key", "score 0.93", "verdict" or "". */
TuttiMatch *tutti_match_new (TuttiServiceTrack *song,
                             gint64             track_id,
                             const char        *reason) G_GNUC_WARN_UNUSED_RESULT;

/* What the service says: provider, title, artists, album, length, ISRCs, marks,
 * pages. The provider is "file" for what no service brought. (transfer none) */
TuttiServiceTrack *tutti_match_get_song (TuttiMatch *self);

/* The recording it is with now. */
gint64 tutti_match_get_track_id (TuttiMatch *self);

/* What joined it to its recording, or in a suggestion speaks for that:
 * NONE for the song that the recording began with. */
TuttiReason tutti_match_get_reason (TuttiMatch *self);

/* From 0 to 1: how sure that is. 1 where the reason is no score. */
double tutti_match_get_score (TuttiMatch *self);

/* The reason as a sentence for people, like “Same code (ISRC)”. (transfer full) */
char *tutti_match_dup_sentence (TuttiMatch *self) G_GNUC_WARN_UNUSED_RESULT;

/* "service:id", by which the song is called in tutti-library-verdicts.h and
 * tutti_library_find_track(). (transfer full) */
char *tutti_match_dup_name (TuttiMatch *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
