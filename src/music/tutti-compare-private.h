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
#define TUTTI_MOST_ARTISTS 3.0
#define TUTTI_MOST_ALBUM 3.0
#define TUTTI_MOST_ALBUM_UNLIKE 2.6

/* Whether two titles have hardly a pair of letters in common. Each mistake
 * breaks two pairs at the most, so that with a quarter left more than a third
 * of the letters are others. */
static inline gboolean
tutti_sketches_differ (const guint64 a[2],
                       const guint64 b[2])
{
  int least = MIN (__builtin_popcountll (a[0]) + __builtin_popcountll (a[1]), __builtin_popcountll (b[0]) + __builtin_popcountll (b[1]));
  int shared = __builtin_popcountll (a[0] & b[0]) + __builtin_popcountll (a[1] & b[1]);

  return least >= 5 && shared * 4 < least;
}

double   tutti_compare_durations (guint32 a,
                                  guint32 b);
gboolean tutti_compare_same_script (const TuttiIdentity *a,
                                    TuttiText            in_a,
                                    const TuttiIdentity *b,
                                    TuttiText            in_b);
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
