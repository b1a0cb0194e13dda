/* tutti-compare.c: whether two service tracks are one recording
 *
 * What is known of both is weighed: how alike the titles are, the artists,
 * the lengths, the albums, what each says of its version. Each finding is
 * worth so much for or against (the logarithm of how much likelier it is for
 * one recording than for two), and the sum decides (Fellegi and Sunter, "A
 * Theory for Record Linkage", 1969). The weights were fitted by hand to
 * labelled pairs of real services and then frozen here; no title has a rule
 * of its own. A different version or number is no matter of weight: it parts
 * two tracks whatever else agrees.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-aliases.h"
#include "tutti-compare-private.h"
#include "tutti-similarity.h"

#include <math.h>
#include <string.h>

/* A piecewise straight line through points of rising x. */
typedef struct
{
  double x;
  double y;
} Point;

static double
interpolate (const Point *points,
             guint        n_points,
             double       x)
{
  if (x <= points[0].x)
    return points[0].y;
  for (guint i = 1; i < n_points; i++)
    if (x <= points[i].x)
      return points[i - 1].y + (points[i].y - points[i - 1].y) * (x - points[i - 1].x) / (points[i].x - points[i - 1].x);

  return points[n_points - 1].y;
}

/* Likeness of titles, from 0 to 1. */
static const Point title_weights[] = {
  { 0.40, -12 }, { 0.60, -8 }, { 0.70, -5 }, { 0.80, -1.5 }, { 0.85, 0.5 }, { 0.90, 2.6 }, { 0.95, 4.4 }, { 1.00, 6 },
};

/* Likeness of artists, from 0 to 1. */
static const Point artist_weights[] = {
  { 0.50, -5 }, { 0.70, -1 }, { 0.80, 1 }, { 0.88, 2.2 }, { 1.00, 3 },
};

/* Seconds that the lengths are apart, for a track of four minutes. */
static const Point time_weights[] = {
  { 0.7, 3.2 }, { 1.5, 2.8 }, { 3, 1.8 }, { 5, 0.3 }, { 7, -4.5 }, { 8, -6.2 }, { 15, -7 }, { 30, -8 }, { 60, -8.3 },
};

/* What it takes before anything is known: two tracks seldom are one. */
#define BASE (-6.0)

/* What part numbers and other numbers say. */
static double
compare_numbers (const TuttiReading *a,
                 const TuttiReading *b)
{
  if (a->n_numbers == b->n_numbers)
    return memcmp (a->numbers, b->numbers, a->n_numbers * sizeof a->numbers[0]) == 0 ? 0 : -9;
  /* "Part 1" is what people call the first part, and what they do not */
  if (a->n_numbers + b->n_numbers == 1 && (a->n_numbers == 1 ? a->numbers[0] : b->numbers[0]) == 1)
    return -1;

  return -9;
}

/* Seconds between the lengths as they count for a track of four minutes:
 * fades and gaps grow with the length, short pieces have none. */
static double
compare_durations (guint32 a,
                   guint32 b)
{
  double longer, apart;

  if (a == 0 || b == 0)
    return -1;

  longer = MAX (a, b) / 1000.0;
  apart = fabs ((double) a - (double) b) / 1000.0;
  if (longer < 60 && apart > 1) /* a second is what rounding takes */
    return 1 + (apart - 1) * MIN (60 / longer, 6);
  if (longer > 600)
    return apart * 0.6 * pow (600 / longer, 3);
  if (longer > 360)
    return apart * 360 / longer;

  return apart;
}

static double
compare_albums (const TuttiIdentity *a,
                TuttiText            in_a,
                const TuttiIdentity *b,
                TuttiText            in_b)
{
  double letters, contained;

  if (in_a.length == 0 || in_b.length == 0)
    return 0;
  letters = tutti_compare_letters (a, in_a, b, in_b);
  if (letters >= 0.999)
    return 3;
  if (a->album_date != 0 && b->album_date != 0 && a->album_date != b->album_date)
    return -7; /* recordings of two evenings */
  tutti_similarity_words (tutti_text_of (a, in_a), in_a.length, tutti_text_of (b, in_b), in_b.length, &contained);
  if (letters > 0.8)
    return 2.2;
  if (contained > 0.99)
    return 1;

  return letters < 0.5 ? -0.6 : 0;
}

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

static gboolean
is_latin (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalpha (text[i]))
      return TRUE;

  return FALSE;
}

static gboolean
is_same_script (const TuttiIdentity *a,
                TuttiText            in_a,
                const TuttiIdentity *b,
                TuttiText            in_b)
{
  return is_latin (tutti_text_of (a, in_a), in_a.length) == is_latin (tutti_text_of (b, in_b), in_b.length);
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
  if (title >= 0.6 || title < 0 || !is_same_script (a, in_a->core, b, in_b->core))
    return TRUE;
  tutti_similarity_words (tutti_text_of (a, in_a->full), in_a->full.length, tutti_text_of (b, in_b->full), in_b->full.length, &contained);

  return contained > 0.99;
}

static double
weigh_titles (const TuttiIdentity *a,
              const TuttiReading  *in_a,
              const TuttiIdentity *b,
              const TuttiReading  *in_b,
              double               title)
{
  double weight;

  if (title < 0.95 && !is_same_script (a, in_a->core, b, in_b->core))
    return 1;
  weight = interpolate (title_weights, G_N_ELEMENTS (title_weights), title);

  /* any artist has an "Intro" */
  return in_a->is_common || in_b->is_common ? MIN (weight, 2.8) : weight;
}

/* What the artists say. Where title and album are the same, one service may
 * name one of two artists and the other one the other; less so where the
 * album is only named after a song of one word. */
static double
weigh_artists (const TuttiIdentity *a,
               const TuttiReading  *in_a,
               const TuttiIdentity *b,
               double               artists,
               gboolean             other_script,
               double               title,
               double               album)
{
  double weight = interpolate (artist_weights, G_N_ELEMENTS (artist_weights), artists);
  gboolean is_named_after = a->album.hash == in_a->core.hash || b->album.hash == in_a->core.hash;
  gboolean is_one_word = memchr (tutti_text_of (a, in_a->core), ' ', in_a->core.length) == NULL;

  if (other_script)
    return MAX (weight, -0.7);
  if (title >= 0.96 && album >= 3 && !(is_named_after && is_one_word))
    return MAX (weight, -2.4);

  return weight;
}

/* The most that each finding can count for, and the most it can where a look
 * at the hashes has told that the two are not equal. */
#define MOST_TITLE          6.0
#define MOST_TITLE_UNLIKE   5.7
#define MOST_TITLE_DIFFERENT (-6.2)
#define MOST_ARTISTS        3.0
#define MOST_ALBUM          3.0
#define MOST_ALBUM_UNLIKE   2.5

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
} Pair;

#define UNKNOWN (-2.0)

static void
weigh_pair (Pair             *pair,
            TuttiCompareFlags flags)
{
  const TuttiIdentity *a = pair->a;
  const TuttiIdentity *b = pair->b;

  pair->seconds = compare_durations (a->duration, b->duration);
  pair->artists = UNKNOWN;
  pair->sum = BASE;
  if (pair->seconds >= 0)
    pair->sum += interpolate (time_weights, G_N_ELEMENTS (time_weights), pair->seconds);
  if (a->year != 0 && b->year != 0)
    pair->sum += a->year == b->year ? 2.5 : -1.2;
  if (a->provider == b->provider)
    pair->sum -= pair->seconds > 5 ? 4 : pair->seconds >= 0 ? 3 : 1.5;
  if ((flags & TUTTI_COMPARE_HIDE_ISRC) == 0 && a->n_isrcs > 0 && b->n_isrcs > 0)
    pair->sum -= 2;
}

/* Whether two titles have hardly a pair of letters in common. Each mistake
 * breaks two pairs at the most, so that with a quarter left more than a third
 * of the letters are others. */
static inline gboolean
sketches_differ (const guint64 a[2],
                 const guint64 b[2])
{
  int least = MIN (__builtin_popcountll (a[0]) + __builtin_popcountll (a[1]), __builtin_popcountll (b[0]) + __builtin_popcountll (b[1]));
  int shared = __builtin_popcountll (a[0] & b[0]) + __builtin_popcountll (a[1] & b[1]);

  return least >= 5 && shared * 4 < least;
}

/* Takes what rules pairs out. */
void
tutti_summary_init (TuttiSummary        *self,
                    const TuttiIdentity *identity)
{
  const TuttiReading *reading = &identity->readings[0];

  self->sketch[0] = reading->sketch[0];
  self->sketch[1] = reading->sketch[1];
  self->core = (guint32) reading->core.hash;
  self->album = (guint32) identity->album.hash;
  self->isrc = identity->n_isrcs > 0 ? (guint32) identity->isrcs[0] : 0;
  self->duration = identity->duration;
  self->year = identity->year;
  self->provider = (guint16) identity->provider;
  self->is_simple = identity->n_readings == 1 && reading->sub.length == 0 && identity->n_isrcs <= 1;
}

/* FALSE where two tracks cannot be one recording, nor maybe one. */
gboolean
tutti_summary_may_be (const TuttiSummary *a,
                      const TuttiSummary *b)
{
  double sum = BASE + MOST_ARTISTS;
  double seconds = compare_durations (a->duration, b->duration);

  if (!a->is_simple || !b->is_simple || (a->isrc != 0 && a->isrc == b->isrc))
    return TRUE;

  if (a->core == b->core)
    sum += MOST_TITLE;
  else
    sum += sketches_differ (a->sketch, b->sketch) ? MOST_TITLE_DIFFERENT : MOST_TITLE_UNLIKE;
  sum += a->album == b->album && a->album != 0 ? MOST_ALBUM : MOST_ALBUM_UNLIKE;
  if (seconds >= 0)
    sum += interpolate (time_weights, G_N_ELEMENTS (time_weights), seconds);
  if (a->year != 0 && b->year != 0)
    sum += a->year == b->year ? 2.5 : -1.2;
  if (a->provider == b->provider)
    sum -= seconds > 5 ? 4 : seconds >= 0 ? 3 : 1.5;

  return sum >= TUTTI_THRESHOLD_MAYBE;
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
  TuttiText album_a = in_a->kind == TUTTI_READING_ALBUM ? in_a->aside : a->album;
  TuttiText album_b = in_b->kind == TUTTI_READING_ALBUM ? in_b->aside : b->album;
  gboolean is_equal = in_a->core.hash == in_b->core.hash || in_a->full.hash == in_b->full.hash;
  double most_title = is_equal ? MOST_TITLE : MOST_TITLE_UNLIKE;
  double most_album = album_a.hash == album_b.hash ? MOST_ALBUM : MOST_ALBUM_UNLIKE;
  gboolean has_titles = in_a->core.hash != 0 && in_b->core.hash != 0;
  double sum = pair->sum + (has_titles ? compare_numbers (in_a, in_b) : 0);
  gboolean other_script = FALSE, said_album;
  double album;

  *title = -1;
  if (sum + most_title + MOST_ARTISTS + most_album < pair->floor)
    return sum + most_title + MOST_ARTISTS + most_album;
  if (has_titles)
    sum += tutti_compare_versions (a, in_a, b, in_b, pair->seconds);
  if (sum + most_title + MOST_ARTISTS + most_album < pair->floor)
    return sum + most_title + MOST_ARTISTS + most_album;

  if (artists <= UNKNOWN)
    {
      artists = find_artists (pair);
      other_script = pair->other_script;
    }
  if (artists >= 0 && !other_script &&
      sum + most_title + most_album + MAX (interpolate (artist_weights, G_N_ELEMENTS (artist_weights), artists), -2.4) < pair->floor)
    return pair->floor - 1;

  *title = tutti_compare_titles (a, in_a, b, in_b, &said_album);
  if (*title >= 0 && *title < 0.45 && is_same_script (a, in_a->core, b, in_b->core))
    return -20;
  if (*title >= 0)
    sum += weigh_titles (a, in_a, b, in_b, *title);
  album = said_album ? 2.5 : compare_albums (a, album_a, b, album_b);
  if (artists >= 0)
    sum += weigh_artists (a, in_a, b, artists, other_script, *title, album);

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
      *artists = tutti_artists_compare (&reading->guest, 1, reader->text, other->names, other->n_names, other->text, &other_script);
      return *artists >= (reading->core.length > 0 ? 0.85 : 0.7);
    case TUTTI_READING_ALBUM:
      return tutti_compare_is_alike (reader, reading->aside, other, other->album);
    }

  return FALSE;
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
  Finding best = { -100, -1, &a->readings[0], &b->readings[0] };

  if (pair->sum + MOST_TITLE + MOST_ARTISTS + MOST_ALBUM < pair->floor)
    return best;

  for (guint i = 0; i < a->n_readings; i++)
    for (guint j = 0; j < (i == 0 ? b->n_readings : 1); j++)
      {
        const TuttiReading *in_a = &a->readings[i];
        const TuttiReading *in_b = &b->readings[j];
        double artists = UNKNOWN, title, sum;

        /* another reading only where it makes the titles alike */
        if (i + j > 0 && in_a->core.length > 0 && in_b->core.length > 0 && sketches_differ (in_a->sketch, in_b->sketch))
          continue;
        if ((i > 0 && !bears_out (a, in_a, b, &artists)) || (j > 0 && !bears_out (b, in_b, a, &artists)))
          continue;
        /* what was taken for the artist is the title */
        if ((a->is_guessed && in_a->kind == TUTTI_READING_ALBUM) || (b->is_guessed && in_b->kind == TUTTI_READING_ALBUM))
          artists = -1;

        sum = weigh_reading (pair, in_a, in_b, artists, &title);
        if (sum > best.sum)
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
  Pair pair = { .a = a, .b = b, .aliases = aliases, .floor = has_isrc ? -G_MAXDOUBLE : floor };
  Finding finding;

  weigh_pair (&pair, flags);
  finding = weigh_readings (&pair);
  *reason = finding.title >= 0.999 && finding.sum > 2 ? TUTTI_REASON_KEY : TUTTI_REASON_SCORE;
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
  double sum;

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
