/* tutti-sketch.h: which pairs of neighbouring letters a text has
 *
 * One bit for each pair. Two texts that share few of the bits share few of
 * the letters in that order, and that is seen without reading them.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One of 128 bits, and how many of them are set. */
typedef struct
{
  guint64 bits[2];
  guint   n;
} TuttiSketch;

/* A sketch with fewer bits says nothing. */
#define TUTTI_SKETCH_ENOUGH 5

/* The baseline of x86-64 has no instruction for it, and this is shorter than
 * what the compiler calls instead. */
static inline guint
tutti_count_bits (guint64 bits)
{
  bits -= (bits >> 1) & G_GUINT64_CONSTANT (0x5555555555555555);
  bits = (bits & G_GUINT64_CONSTANT (0x3333333333333333)) + ((bits >> 2) & G_GUINT64_CONSTANT (0x3333333333333333));
  bits = (bits + (bits >> 4)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);

  return (guint) ((bits * G_GUINT64_CONSTANT (0x0101010101010101)) >> 56);
}

static inline void
tutti_sketch_add (guint64     bits[2],
                  const char *text,
                  gsize       length)
{
  guint last = 0;

  for (gsize i = 0; i < length; i++)
    if (text[i] != ' ')
      {
        guint bit = ((last * 31 + (guchar) text[i]) * 2654435761u) >> 25;

        if (last != 0)
          bits[bit / 64] |= G_GUINT64_CONSTANT (1) << (bit % 64);
        last = (guchar) text[i];
      }
}

/* Of a text without its spaces. */
static inline TuttiSketch
tutti_sketch_text (const char *text,
                   gsize       length)
{
  TuttiSketch sketch = { { 0, 0 }, 0 };

  tutti_sketch_add (sketch.bits, text, length);
  sketch.n = tutti_count_bits (sketch.bits[0]) + tutti_count_bits (sketch.bits[1]);

  return sketch;
}

/* A short one, for names. */
static inline guint64
tutti_sketch_name (const char *text,
                   gsize       length)
{
  guint64 bits[2] = { 0, 0 };

  tutti_sketch_add (bits, text, length);

  return bits[0] | bits[1];
}

/* What two sketches have in common. */
typedef struct
{
  guint shared;
  guint least; /* bits of the one that has fewer */
  guint most;
} TuttiOverlap;

static inline TuttiOverlap
tutti_sketch_overlap (const TuttiSketch *a,
                      const TuttiSketch *b)
{
  guint shared = tutti_count_bits (a->bits[0] & b->bits[0]) + tutti_count_bits (a->bits[1] & b->bits[1]);

  return (TuttiOverlap) { shared, MIN (a->n, b->n), MAX (a->n, b->n) };
}

/* Whether two names have too few pairs of letters in common to be alike. Each
 * mistake breaks two pairs, or three where neighbours changed places. */
static inline gboolean
tutti_sketch_names_differ (guint64 a,
                           guint64 b)
{
  guint least = MIN (tutti_count_bits (a), tutti_count_bits (b));

  if ((a & b) == 0)
    return least > 0;

  return least >= TUTTI_SKETCH_ENOUGH && tutti_count_bits (a & b) * 5 < least * 2;
}

G_END_DECLS
