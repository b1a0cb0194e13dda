/* tutti-weights.c: what each finding is worth
 *
 * Each number is about the logarithm of how much likelier the finding is for
 * one recording than for two, fitted by hand to labelled pairs of real
 * services.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-compare-private.h"
#include "tutti-similarity.h"
#include "tutti-sketch.h"

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
  { 0.40, -12 },
  { 0.60, -8 },
  { 0.70, -5 },
  { 0.80, -0.9 },
  { 0.85, 0.5 },
  { 0.90, 2.6 },
  { 0.95, 4.4 },
  { 1.00, 6 },
};

/* Likeness of artists, from 0 to 1. */
static const Point artist_weights[] = {
  { 0.50, -5 },
  { 0.70, -1 },
  { 0.80, 1 },
  { 0.88, 2.2 },
  { 1.00, 3 },
};

/* Seconds that the lengths are apart, for a track of four minutes. */
static const Point time_weights[] = {
  { 0.7, 3.6 },
  { 1.5, 2.0 },
  { 3, 0.9 },
  { 5, 0 },
  { 7, -5 },
  { 8, -6.2 },
  { 15, -7 },
  { 30, -7.4 },
  { 60, -7.6 },
};

static gboolean
share_number (const TuttiReading *a,
              const TuttiReading *b)
{
  for (guint i = 0; i < a->n_numbers; i++)
    for (guint j = 0; j < b->n_numbers; j++)
      if (tutti_reading_get_numbers (a)[i] == tutti_reading_get_numbers (b)[j])
        return TRUE;

  return FALSE;
}

/* What part numbers and other numbers say. */
double
tutti_weigh_numbers (const TuttiReading *a,
                     const TuttiReading *b)
{
  guint n_both = a->n_numbers + b->n_numbers;

  if (n_both == 0)
    return 0;
  if (a->n_numbers == b->n_numbers &&
      memcmp (tutti_reading_get_numbers (a), tutti_reading_get_numbers (b), a->n_numbers * sizeof (guint32)) == 0)
    return 0;
  /* "Part 1" is what people call the first part, and what they do not */
  if (n_both == 1 && *tutti_reading_get_numbers (a->n_numbers == 1 ? a : b) == 1)
    return -1;
  /* chapters of one book are all alike but for the number */
  if (a->n_numbers > 0 && b->n_numbers > 0 && !share_number (a, b))
    return -14;

  return -9;
}

/* Seconds between the lengths as they count for a track of four minutes:
 * fades and gaps grow with the length, short pieces have none. */
double
tutti_compare_durations (guint32 a,
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

/* What the albums say; @in_a and @in_b are their names, of the tracks or from
 * their titles. */
double
tutti_weigh_albums (const TuttiIdentity *a,
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
    return 2.6;
  if (contained > 0.99)
    return 1;

  return letters < 0.5 ? -0.6 : 0;
}

/* The most that the length says against two tracks of one title on one album,
 * of which only one is explicit: the other may have been cut to be clean. */
#define CUT_TO_BE_CLEAN (-5.4)

/* What makes up for the length where that may be so. */
double
tutti_weigh_clean_cut (double seconds)
{
  return seconds > 40 ? 0 : MAX (0, CUT_TO_BE_CLEAN - interpolate (time_weights, G_N_ELEMENTS (time_weights), seconds));
}

/* What length, year and service say: @seconds lie between the lengths, less
 * than none where one is unknown; a year of 0 is unknown. A service seldom
 * has one recording twice. */
double
tutti_weigh_facts (double   seconds,
                   guint    year_a,
                   guint    year_b,
                   gboolean same_provider)
{
  double weight = 0;

  if (seconds >= 0)
    weight += interpolate (time_weights, G_N_ELEMENTS (time_weights), seconds);
  if (year_a != 0 && year_b != 0)
    weight += year_a == year_b ? 2.5 : -1.2;
  if (same_provider)
    weight -= seconds > 5 ? 4 : seconds >= 0 ? 3
                                             : 1.5;

  return weight;
}

/* What titles of this likeness say. */
double
tutti_weigh_titles (const TuttiIdentity *a,
                    const TuttiReading  *in_a,
                    const TuttiIdentity *b,
                    const TuttiReading  *in_b,
                    double               title)
{
  double weight;

  if (title < 0.95 && in_a->is_latin != in_b->is_latin)
    return TUTTI_MOST_TITLE_OTHER_SCRIPT;
  weight = interpolate (title_weights, G_N_ELEMENTS (title_weights), title);

  /* any artist has an "Intro" */
  return in_a->is_common || in_b->is_common ? MIN (weight, 2.8) : weight;
}

/* The most that two titles can say that are not equal, as far as their
 * sketches tell. Each mistake makes two new pairs of letters, seldom three;
 * and a title within the other one has hardly a pair of its own. Umlauts that
 * one of them writes as two letters are no mistakes. */
double
tutti_weigh_titles_most (const TuttiSketch *a,
                         const TuttiSketch *b,
                         gboolean           has_german)
{
  TuttiOverlap overlap = tutti_sketch_overlap (a, b);
  guint        own = overlap.least - overlap.shared;

  if (overlap.least < TUTTI_SKETCH_ENOUGH)
    return TUTTI_MOST_TITLE_UNLIKE;
  if (overlap.shared * 4 < overlap.least)
    return TUTTI_MOST_TITLE_DIFFERENT;

  if (own >= 3)
    own = overlap.most - overlap.shared;
  if (has_german)
    own -= MIN (own, 4);

  return MIN (TUTTI_MOST_TITLE_UNLIKE, interpolate (title_weights, G_N_ELEMENTS (title_weights), 1 - own / (2.1 * (overlap.most + 1))));
}

/* What the artists say. Where title and album are the same, one service may
 * name one of two artists and the other one the other; less so where the
 * album is only named after a song of one word. */
double
tutti_weigh_artists (const TuttiIdentity *a,
                     const TuttiReading  *in_a,
                     const TuttiIdentity *b,
                     const TuttiReading  *in_b,
                     double               artists,
                     gboolean             other_script,
                     double               title,
                     double               album)
{
  double   weight = interpolate (artist_weights, G_N_ELEMENTS (artist_weights), artists);
  gboolean is_named_after = a->album.hash == in_a->core.hash || b->album.hash == in_b->core.hash;
  gboolean is_one_word = memchr (tutti_text_of (a, in_a->core), ' ', in_a->core.length) == NULL ||
                         memchr (tutti_text_of (b, in_b->core), ' ', in_b->core.length) == NULL;

  if (other_script)
    return MAX (weight, -0.7);
  if (title >= 0.96 && album >= 3 && !(is_named_after && is_one_word) && a->provider != b->provider)
    return MAX (weight, -2.4);

  return weight;
}

/* The most that artists of this likeness can say for two tracks. */
double
tutti_weigh_artists_most (double artists)
{
  return MAX (interpolate (artist_weights, G_N_ELEMENTS (artist_weights), artists), -2.4);
}
