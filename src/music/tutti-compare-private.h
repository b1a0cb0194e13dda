/* tutti-compare-private.h: the parts of a comparison
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-identity-private.h"

G_BEGIN_DECLS

/* A stretch of an identity's text. */
static inline const char *
tutti_text_of (const TuttiIdentity *identity,
               TuttiText            text)
{
  return identity->text + text.start;
}

/* What it takes before anything is known: two tracks seldom are one. */
#define TUTTI_WEIGHT_BASE (-6.0)

/* What nothing makes good again: another version. */
#define TUTTI_WEIGHT_NEVER (-24.0)

/* The most that each finding can count for, and the most it can where a look
 * at the hashes has told that the two are not equal. */
#define TUTTI_MOST_TITLE 6.0
#define TUTTI_MOST_TITLE_UNLIKE 5.7
#define TUTTI_MOST_TITLE_DIFFERENT (-6.6)
#define TUTTI_MOST_TITLE_OTHER_SCRIPT 1.0
#define TUTTI_MOST_ARTISTS 3.0
#define TUTTI_MOST_ARTISTS_DIFFERENT (-2.4)
#define TUTTI_MOST_ALBUM 3.0
#define TUTTI_MOST_ALBUM_UNLIKE 2.6

double   tutti_compare_durations (guint32 a,
                                  guint32 b);
double   tutti_weigh_clean_cut (double seconds);
double   tutti_weigh_facts (double   seconds,
                            guint    year_a,
                            guint    year_b,
                            gboolean same_provider);
double   tutti_weigh_numbers (const TuttiReading *a,
                              const TuttiReading *b);
double   tutti_weigh_albums (const TuttiIdentity *a,
                             TuttiText            in_a,
                             const TuttiIdentity *b,
                             TuttiText            in_b);
double   tutti_weigh_titles (const TuttiIdentity *a,
                             const TuttiReading  *in_a,
                             const TuttiIdentity *b,
                             const TuttiReading  *in_b,
                             double               title);
double   tutti_weigh_titles_most (const TuttiSketch *a,
                                  const TuttiSketch *b,
                                  gboolean           has_german);
double   tutti_weigh_artists (const TuttiIdentity *a,
                              const TuttiReading  *in_a,
                              const TuttiIdentity *b,
                              const TuttiReading  *in_b,
                              double               artists,
                              gboolean             other_script,
                              double               title,
                              double               album);
double   tutti_weigh_artists_most (double artists);
double   tutti_compare_letters (const TuttiIdentity *a,
                                TuttiText            in_a,
                                const TuttiIdentity *b,
                                TuttiText            in_b);
gboolean tutti_compare_is_alike (const TuttiIdentity *a,
                                 TuttiText            in_a,
                                 const TuttiIdentity *b,
                                 TuttiText            in_b);
gboolean tutti_compare_has_same_digits (const TuttiIdentity *a,
                                        TuttiText            in_a,
                                        const TuttiIdentity *b,
                                        TuttiText            in_b);
double   tutti_compare_titles (const TuttiIdentity *a,
                               const TuttiReading  *in_a,
                               const TuttiIdentity *b,
                               const TuttiReading  *in_b,
                               gboolean            *said_album);
gboolean tutti_compare_same_version (const TuttiReading *a,
                                     const TuttiReading *b);
double   tutti_compare_versions (const TuttiIdentity *a,
                                 const TuttiReading  *in_a,
                                 const TuttiIdentity *b,
                                 const TuttiReading  *in_b,
                                 double               seconds);

G_END_DECLS
