/* tutti-text.h: what a value reads like
 *
 * Pure functions: they take a value (and now, where it matters) and give the
 * text for people in the locale's manner. All results are (transfer full).
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-service.h"
#include "tutti-track.h"

G_BEGIN_DECLS

/* "4:18", "1:02:03"; NULL for 0 and less. Milliseconds. */
char *tutti_text_from_duration (gint64 duration_ms) G_GNUC_WARN_UNUSED_RESULT;

/* The local time of day, "14:32" or "2:32 PM"; empty for 0. Unix ms. */
char *tutti_text_from_time (gint64 unix_ms) G_GNUC_WARN_UNUSED_RESULT;

/* A day header: "Today", "Yesterday", "Tuesday, 17 November", with the year
 * when it is another one; "Undated" for 0. Unix ms. */
char *tutti_text_from_day (gint64 unix_ms,
                           gint64 now_ms) G_GNUC_WARN_UNUSED_RESULT;

/* "14 September 2026". Unix ms. */
char *tutti_text_from_date (gint64 unix_ms) G_GNUC_WARN_UNUSED_RESULT;

/* "Updated just now", "Updated 2 minutes ago", "Updated at 09:12", "Updated on …". Unix ms. */
char *tutti_text_from_update (gint64 unix_ms,
                              gint64 now_ms) G_GNUC_WARN_UNUSED_RESULT;

/* "about 2 minutes left"; NULL for 0. */
char *tutti_text_from_seconds_left (guint seconds) G_GNUC_WARN_UNUSED_RESULT;

/* "1,248 songs". */
char *tutti_text_from_songs (guint n_songs) G_GNUC_WARN_UNUSED_RESULT;

/* A number with the locale's thousands. */
char *tutti_text_from_number (guint number) G_GNUC_WARN_UNUSED_RESULT;

/* "Title – Artist", for the clipboard. */
char *tutti_text_from_track (TuttiTrack *track) G_GNUC_WARN_UNUSED_RESULT;

/* What there is of some texts, with dots between: NULL and empty ones are left out. */
char *tutti_text_join (const char *const *texts,
                       guint              n_texts) G_GNUC_WARN_UNUSED_RESULT;

/* "20 November 2026, 14:32". Unix ms. */
char *tutti_text_from_moment (gint64 unix_ms) G_GNUC_WARN_UNUSED_RESULT;

/* What a service can't do and why, sentences joined; NULL where it can do all. */
char *tutti_text_from_lacks (TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

/* The names of the chips: what it can do. NULL terminated. */
char **tutti_text_from_features (TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

/* Which of the locales's two ways a time of day is written in. */
gboolean tutti_text_uses_twelve_hours (void);

G_END_DECLS
