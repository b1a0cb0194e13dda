/* tutti-summary.c: the little of an identity that rules most pairs out
 *
 * Most tracks that share a key are not the same recording, and it takes
 * little to see that. Summaries stand close together in memory and are looked
 * at before an identity is. They are judged by the weights that the
 * comparison itself uses: what is not known counts for the most it can, or a
 * little less.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-summary.h"
#include "tutti-compare-private.h"
#include "tutti-sketch.h"

/* What is not equal counts for a little less than the most it can. */
#define UNLIKE_TITLE 5.0
#define UNLIKE_ARTISTS 2.2
#define UNLIKE_ALBUM 2.0

G_STATIC_ASSERT (sizeof (TuttiSummary) == 64);

void
tutti_summary_init (TuttiSummary        *self,
                    const TuttiIdentity *identity)
{
  const TuttiReading *reading = &identity->readings[0];

  self->bits[0] = reading->sketch.bits[0];
  self->bits[1] = reading->sketch.bits[1];
  self->n_bits = (guint8) reading->sketch.n;
  self->name_sketch = identity->n_names > 0 ? identity->names[0].sketch : 0;
  self->album_sketch = identity->album_sketch;
  self->names = 0;
  for (guint i = 0; i < identity->n_names; i++)
    self->names |= G_GUINT64_CONSTANT (1) << (identity->names[i].hash % 64) | G_GUINT64_CONSTANT (1) << (identity->names[i].other_hash % 64);
  self->core = reading->core.hash;
  self->album = identity->album.hash;
  self->isrc = identity->n_isrcs > 0 ? (guint32) identity->isrcs[0] : 0;
  self->duration = identity->duration;
  self->year = identity->year;
  self->provider = (guint16) identity->provider;
  self->n_keys = identity->n_keys;
  self->flags = 0;
  if (identity->n_readings == 1 && identity->n_isrcs <= 1)
    self->flags |= TUTTI_SUMMARY_SIMPLE;
  if (reading->sub.length == 0)
    self->flags |= TUTTI_SUMMARY_BARE;
  if (reading->german_hash != 0)
    self->flags |= TUTTI_SUMMARY_GERMAN;
  if (reading->is_latin)
    self->flags |= TUTTI_SUMMARY_LATIN;
  if (identity->n_names == 1 && identity->names[0].is_latin)
    self->flags |= TUTTI_SUMMARY_ONE_NAME;
}

/* Of titles that are not equal. */
static double
weigh_titles (const TuttiSummary *a,
              const TuttiSummary *b)
{
  const TuttiSketch sketch_a = { { a->bits[0], a->bits[1] }, a->n_bits };
  const TuttiSketch sketch_b = { { b->bits[0], b->bits[1] }, b->n_bits };
  TuttiOverlap      overlap;

  if (((a->flags ^ b->flags) & TUTTI_SUMMARY_LATIN) != 0)
    return TUTTI_MOST_TITLE_OTHER_SCRIPT;
  if ((a->flags & b->flags & TUTTI_SUMMARY_BARE) != 0)
    return MIN (UNLIKE_TITLE, tutti_weigh_titles_most (&sketch_a, &sketch_b, ((a->flags | b->flags) & TUTTI_SUMMARY_GERMAN) != 0));

  overlap = tutti_sketch_overlap (&sketch_a, &sketch_b);

  return overlap.least >= TUTTI_SKETCH_ENOUGH && overlap.shared * 4 < overlap.least ? TUTTI_MOST_TITLE_DIFFERENT : UNLIKE_TITLE;
}

static double
weigh_artists (const TuttiSummary *a,
               const TuttiSummary *b)
{
  if ((a->names & b->names) != 0 || a->names == 0 || b->names == 0)
    return TUTTI_MOST_ARTISTS;
  /* two names for one person are found where the album is the same */
  if ((a->flags & b->flags & TUTTI_SUMMARY_ONE_NAME) != 0 && a->album != b->album && tutti_sketch_names_differ (a->name_sketch, b->name_sketch))
    return TUTTI_MOST_ARTISTS_DIFFERENT;

  return UNLIKE_ARTISTS;
}

static double
weigh_albums (const TuttiSummary *a,
              const TuttiSummary *b)
{
  if (a->album == b->album && a->album != 0)
    return TUTTI_MOST_ALBUM;
  if ((a->flags & b->flags & TUTTI_SUMMARY_BARE) != 0 &&
      (a->album == 0 || b->album == 0 || tutti_sketch_names_differ (a->album_sketch, b->album_sketch)))
    return 0;

  return UNLIKE_ALBUM;
}

/**
 * tutti_summary_may_be:
 * @a: one
 * @b: another
 *
 * Returns: %FALSE where two tracks cannot be one recording, and hardly maybe
 *   one
 */
gboolean
tutti_summary_may_be (const TuttiSummary *a,
                      const TuttiSummary *b)
{
  double needed, rest;

  if ((a->flags & b->flags & TUTTI_SUMMARY_SIMPLE) == 0 || (a->isrc != 0 && a->isrc == b->isrc))
    return TRUE;

  /* what costs least first */
  needed = TUTTI_THRESHOLD_MAYBE - TUTTI_WEIGHT_BASE -
           tutti_weigh_facts (tutti_compare_durations (a->duration, b->duration), a->year, b->year, a->provider == b->provider);
  rest = weigh_artists (a, b) + weigh_albums (a, b);
  if (a->core == b->core)
    return rest + TUTTI_MOST_TITLE >= needed;

  return rest + UNLIKE_TITLE >= needed && rest + weigh_titles (a, b) >= needed;
}
