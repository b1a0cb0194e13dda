/* tutti-artists.h: the people of a track, as a set
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TUTTI_ARTISTS_MAX_NAMES 14
#define TUTTI_ARTISTS_MAX_BYTES 1200

/* How a name stands among a track's artists. */
typedef enum
{
  TUTTI_NAME_WHOLE = 1 << 0,  /* an entry of the service's own list */
  TUTTI_NAME_PART = 1 << 1,   /* cut out of one that joins several */
  TUTTI_NAME_CREDIT = 1 << 2, /* said in the title */
  TUTTI_NAME_MAIN = 1 << 3,   /* the first of all */
} TuttiNameFlags;

/* A name: where its folded words stand, and hashes of its letters without
 * spaces; the second one reads umlauts as two letters, or words as numbers. */
typedef struct
{
  guint64 hash;
  guint64 other_hash;
  guint64 sketch; /* see tutti-sketch.h */
  guint16 start;
  guint16 length;
  guint8  flags;    /* TuttiNameFlags */
  guint8  is_latin; /* written in Latin letters */
} TuttiName;

/* All names of a track; a plain value of fixed size. */
typedef struct
{
  guint     n_names;
  TuttiName names[TUTTI_ARTISTS_MAX_NAMES];
  guint16   length;
  char      text[TUTTI_ARTISTS_MAX_BYTES];
} TuttiArtists;

void   tutti_artists_init (TuttiArtists *self);
void   tutti_artists_add_entry (TuttiArtists *self,
                                const char   *text,
                                gsize         length);
void   tutti_artists_add_credit (TuttiArtists *self,
                                 const char   *text,
                                 gsize         length);
double tutti_artists_compare (const TuttiName *a,
                              guint            n_a,
                              const char      *a_text,
                              const TuttiName *b,
                              guint            n_b,
                              const char      *b_text,
                              gboolean        *other_script);

G_END_DECLS
