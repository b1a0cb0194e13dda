/* tutti-compare.c: whether two service tracks are one recording
 *
 * What is known of both is weighed: how alike the titles are, the artists,
 * the lengths, the albums, what each says of its version. Each finding is
 * worth so much for or against (the logarithm of how much likelier it is for
 * one recording than for two), and the sum decides (Fellegi and Sunter, "A
 * Theory for Record Linkage", 1969). The weights stand in
 * tutti-weights.c; no title has a rule of its own. A different version or number is no matter of weight: it parts
 * two tracks whatever else agrees.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-aliases.h"
#include "tutti-compare-private.h"
#include "tutti-similarity.h"
#include "tutti-sketch.h"

#include <math.h>
#include <string.h>

static gboolean
share_isrc (const TuttiIdentity *a,
            const TuttiIdentity *b)
{
  for (guint i = 0; i < a->n_isrcs; i++)
    for (guint j = 0; j < b->n_isrcs; j++)
      if (a->isrcs[i] == b->isrcs[j])
        return TRUE;

  return FALSE;
}

/* Whether an ISRC that both have is believed: one recording has one title,
 * and about one length. */
static gboolean
believe_isrc (const TuttiIdentity *a,
              const TuttiReading  *in_a,
              const TuttiIdentity *b,
              const TuttiReading  *in_b,
              double               title,
              double               seconds)
{
  double contained;

  if (title >= 0.95)
    return TRUE;
  if (seconds >= 15 && seconds * 1000 > 0.08 * MAX (a->duration, b->duration))
    return FALSE;
  if (title >= 0.6 || title < 0 || in_a->is_latin != in_b->is_latin)
    return TRUE;
  tutti_similarity_words (tutti_text_of (a, in_a->full), in_a->full.length, tutti_text_of (b, in_b->full), in_b->full.length, &contained);

  return contained > 0.99;
}

/* Two tracks, and what is known of the pair whatever way their titles are
 * read. */
typedef struct
{
  const TuttiIdentity *a;
  const TuttiIdentity *b;
  const TuttiAliases  *aliases;
  double               floor;   /* a sum below this need not be exact */
  double               seconds; /* between their lengths, less than 0 where one is unknown */
  double               sum;     /* of what does not depend on the reading */
  double               artists; /* their likeness, or UNKNOWN until it is needed */
  gboolean             other_script;
  gboolean             is_listed_twice; /* one service has both, under two ISRCs */
} Pair;

#define UNKNOWN (-2.0)

static void
weigh_pair (Pair             *pair,
            TuttiCompareFlags flags)
{
  const TuttiIdentity *a = pair->a;
  const TuttiIdentity *b = pair->b;

  pair->seconds = tutti_compare_durations (a->duration, b->duration);
  pair->artists = UNKNOWN;
  pair->sum = TUTTI_WEIGHT_BASE + tutti_weigh_facts (pair->seconds, a->year, b->year, a->provider == b->provider);
  if ((flags & TUTTI_COMPARE_HIDE_ISRC) == 0 && a->n_isrcs > 0 && b->n_isrcs > 0)
    {
      pair->sum -= 2;
      pair->is_listed_twice = a->provider == b->provider;
    }
}

static double
find_artists (Pair *pair)
{
  if (pair->artists <= UNKNOWN)
    pair->artists = tutti_artists_compare (pair->a->names, pair->a->n_names, pair->a->text,
                                           pair->b->names, pair->b->n_names, pair->b->text, &pair->other_script);
  if (pair->artists >= 0 && pair->artists < 0.9 && pair->aliases != NULL && tutti_aliases_connect (pair->aliases, pair->a, pair->b))
    {
      pair->artists = 0.95;
      pair->other_script = FALSE;
    }

  return pair->artists;
}

/* The most that the titles can say, before they are compared. */
static double
weigh_titles_most (const TuttiReading *a,
                   const TuttiReading *b)
{
  if (a->core.hash == 0 || b->core.hash == 0)
    return 0;
  if (a->core.hash == b->core.hash || a->full.hash == b->full.hash)
    return TUTTI_MOST_TITLE;
  if (a->is_latin != b->is_latin || a->sub.length > 0 || b->sub.length > 0)
    return TUTTI_MOST_TITLE_UNLIKE;

  return tutti_weigh_titles_most (&a->sketch, &b->sketch, a->german_hash != 0 || b->german_hash != 0);
}

/* The same of the albums. */
static double
weigh_albums_most (const TuttiIdentity *a,
                   const TuttiReading  *in_a,
                   const TuttiIdentity *b,
                   const TuttiReading  *in_b,
                   gboolean             is_equal)
{
  if (is_equal)
    return TUTTI_MOST_ALBUM;
  if (in_a->sub.length > 0 || in_b->sub.length > 0 || in_a->kind != TUTTI_READING_PLAIN || in_b->kind != TUTTI_READING_PLAIN)
    return TUTTI_MOST_ALBUM_UNLIKE;
  if (a->album.length == 0 || b->album.length == 0)
    return 0;

  return tutti_sketch_names_differ (a->album_sketch, b->album_sketch) ? 0 : TUTTI_MOST_ALBUM_UNLIKE;
}

/* The sum for one way of reading the two titles; @artists is their likeness
 * where the reading tells it, else UNKNOWN. What costs little is looked at
 * first, and what cannot matter any more is left. */
static double
weigh_reading (Pair               *pair,
               const TuttiReading *in_a,
               const TuttiReading *in_b,
               double              artists,
               double             *title)
{
  const TuttiIdentity *a = pair->a;
  const TuttiIdentity *b = pair->b;
  TuttiText            album_a = in_a->kind == TUTTI_READING_ALBUM ? in_a->aside : a->album;
  TuttiText            album_b = in_b->kind == TUTTI_READING_ALBUM ? in_b->aside : b->album;
  double               most_title = weigh_titles_most (in_a, in_b);
  double               most_album = weigh_albums_most (a, in_a, b, in_b, album_a.hash == album_b.hash);
  gboolean             has_titles = in_a->core.hash != 0 && in_b->core.hash != 0;
  double               sum = pair->sum + (has_titles ? tutti_weigh_numbers (in_a, in_b) : 0);
  gboolean             other_script = FALSE, said_album;
  double               album, most_artists;

  *title = -1;
  if (sum + most_title + TUTTI_MOST_ARTISTS + most_album < pair->floor)
    return sum + most_title + TUTTI_MOST_ARTISTS + most_album;
  if (has_titles)
    sum += tutti_compare_versions (a, in_a, b, in_b, pair->seconds);
  if (pair->is_listed_twice && !tutti_compare_same_version (in_a, in_b))
    sum -= 4;
  if (sum + most_title + TUTTI_MOST_ARTISTS + most_album < pair->floor)
    return sum + most_title + TUTTI_MOST_ARTISTS + most_album;

  if (artists <= UNKNOWN)
    {
      artists = find_artists (pair);
      other_script = pair->other_script;
    }
  if (artists >= 0 && !other_script &&
      sum + most_title + most_album + tutti_weigh_artists_most (artists) < pair->floor)
    return pair->floor - 1;

  *title = tutti_compare_titles (a, in_a, b, in_b, &said_album);
  if (*title >= 0 && *title < 0.45 && in_a->is_latin == in_b->is_latin)
    return -20;
  if (*title >= 0)
    sum += tutti_weigh_titles (a, in_a, b, in_b, *title);
  most_artists = artists < 0 ? 0 : other_script ? TUTTI_MOST_ARTISTS
                                                : tutti_weigh_artists_most (artists);
  if (sum + most_artists + most_album < pair->floor)
    return pair->floor - 1;
  album = said_album ? 2.5 : tutti_weigh_albums (a, album_a, b, album_b);
  /* whoever writes a title in another script does so with the names around it */
  if (artists >= 0.9 && !other_script && album >= 2.6 && *title >= 0 && *title < 0.95 &&
      in_a->is_latin != in_b->is_latin)
    sum -= 5;
  if (a->is_explicit != b->is_explicit && *title >= 0.999 && artists >= 0.9 && album >= TUTTI_MOST_ALBUM && pair->seconds > 0)
    sum += tutti_weigh_clean_cut (pair->seconds);
  /* a subtitle that the other has not, and another length; pieces of ten
   * minutes have long subtitles, and lengths that nobody measures the same */
  if (*title < 0.96 && !said_album && pair->seconds > 4 && MAX (a->duration, b->duration) < 600000 &&
      (in_a->sub.length == 0) != (in_b->sub.length == 0))
    sum -= 3;
  if (artists >= 0)
    sum += tutti_weigh_artists (a, in_a, b, in_b, artists, other_script, *title, album);

  return sum + album;
}

/* Whether the other track bears out what a reading takes for granted. */
static gboolean
bears_out (const TuttiIdentity *reader,
           const TuttiReading  *reading,
           const TuttiIdentity *other,
           double              *artists)
{
  gboolean other_script;

  switch ((TuttiReadingKind) reading->kind)
    {
    case TUTTI_READING_PLAIN:
      return TRUE;
    case TUTTI_READING_GUEST:
      *artists = tutti_artists_compare (reading->guest, 1, reader->text, other->names, other->n_names, other->text, &other_script);
      return *artists >= (reading->core.length > 0 ? 0.85 : 0.7);
    case TUTTI_READING_ALBUM:
      return tutti_compare_is_alike (reader, reading->aside, other, other->album);
    }

  return FALSE;
}

/* Whether two titles have hardly a pair of letters in common. */
static gboolean
are_unlike (const TuttiReading *a,
            const TuttiReading *b)
{
  TuttiOverlap overlap = tutti_sketch_overlap (&a->sketch, &b->sketch);

  return overlap.least >= TUTTI_SKETCH_ENOUGH && overlap.shared * 4 < overlap.least;
}

/* What one way of reading both came to. */
typedef struct
{
  double              sum;
  double              title;
  const TuttiReading *in_a;
  const TuttiReading *in_b;
} Finding;

/* The best of all ways of reading both. */
static Finding
weigh_readings (Pair *pair)
{
  const TuttiIdentity *a = pair->a;
  const TuttiIdentity *b = pair->b;
  Finding              best = { -100, -1, &a->readings[0], &b->readings[0] };

  if (pair->sum + TUTTI_MOST_TITLE + TUTTI_MOST_ARTISTS + TUTTI_MOST_ALBUM < pair->floor)
    return best;

  for (guint i = 0; i < a->n_readings; i++)
    for (guint j = 0; j < (i == 0 ? b->n_readings : 1); j++)
      {
        const TuttiReading *in_a = &a->readings[i];
        const TuttiReading *in_b = &b->readings[j];
        double              artists = UNKNOWN, title, sum;

        /* another reading only where it makes the titles alike, and alike enough */
        if (i + j > 0 && in_a->core.length > 0 && in_b->core.length > 0 &&
            (are_unlike (in_a, in_b) || pair->sum + weigh_titles_most (in_a, in_b) + TUTTI_MOST_ARTISTS + TUTTI_MOST_ALBUM < pair->floor))
          continue;
        if ((i > 0 && !bears_out (a, in_a, b, &artists)) || (j > 0 && !bears_out (b, in_b, a, &artists)))
          continue;
        /* what was taken for the artist is the title */
        if ((a->is_guessed && in_a->kind == TUTTI_READING_ALBUM) || (b->is_guessed && in_b->kind == TUTTI_READING_ALBUM))
          artists = -1;

        sum = weigh_reading (pair, in_a, in_b, artists, &title);
        if (sum > best.sum || (sum >= best.sum && title > best.title))
          best = (Finding) { sum, title, in_a, in_b };
      }

  return best;
}

/* The sum of all weights: how likely it is that they are the same. Below
 * @floor it is only known to be so low. */
double
tutti_identity_weigh (const TuttiIdentity *a,
                      const TuttiIdentity *b,
                      const TuttiAliases  *aliases,
                      TuttiCompareFlags    flags,
                      double               floor,
                      TuttiReason         *reason)
{
  gboolean has_isrc = (flags & TUTTI_COMPARE_HIDE_ISRC) == 0 && share_isrc (a, b);
  Pair     pair = { .a = a, .b = b, .aliases = aliases, .floor = has_isrc ? -G_MAXDOUBLE : floor };
  Finding  finding;

  weigh_pair (&pair, flags);
  finding = weigh_readings (&pair);
  *reason = finding.title >= 0.999 && finding.sum > 2 && tutti_compare_same_version (finding.in_a, finding.in_b) ? TUTTI_REASON_KEY : TUTTI_REASON_SCORE;
  if (!has_isrc)
    return finding.sum;

  if (!believe_isrc (a, finding.in_a, b, finding.in_b, finding.title, pair.seconds))
    return MIN (finding.sum, TUTTI_THRESHOLD_NEVER);
  *reason = TUTTI_REASON_ISRC;

  return MAX (finding.sum, 8);
}

/**
 * tutti_identity_compare_known:
 * @a: one identity
 * @b: another
 * @aliases: (nullable): names that are one
 * @flags: what may be used
 * @score: (out) (optional): from 0 to 1, how sure it is that they are the same
 * @reason: (out) (optional): what decided
 *
 * Symmetric, allocates nothing, bounded time. Any thread.
 *
 * Returns: whether they are one recording
 */
TuttiVerdict
tutti_identity_compare_known (const TuttiIdentity *a,
                              const TuttiIdentity *b,
                              const TuttiAliases  *aliases,
                              TuttiCompareFlags    flags,
                              double              *score,
                              TuttiReason         *reason)
{
  TuttiReason why;
  double      sum;

  g_return_val_if_fail (a != NULL, TUTTI_VERDICT_DIFFERENT);
  g_return_val_if_fail (b != NULL, TUTTI_VERDICT_DIFFERENT);

  sum = tutti_identity_weigh (a, b, aliases, flags, -G_MAXDOUBLE, &why);
  if (score != NULL)
    *score = 1 / (1 + exp (-sum));
  if (reason != NULL)
    *reason = sum >= TUTTI_THRESHOLD_SAME ? why : TUTTI_REASON_NONE;

  if (sum >= TUTTI_THRESHOLD_SAME)
    return TUTTI_VERDICT_SAME;

  return sum >= TUTTI_THRESHOLD_MAYBE ? TUTTI_VERDICT_MAYBE : TUTTI_VERDICT_DIFFERENT;
}

/* The same where no alias is known. */
TuttiVerdict
tutti_identity_compare (const TuttiIdentity *a,
                        const TuttiIdentity *b,
                        TuttiCompareFlags    flags,
                        double              *score,
                        TuttiReason         *reason)
{
  return tutti_identity_compare_known (a, b, NULL, flags, score, reason);
}
