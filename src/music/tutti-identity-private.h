/* tutti-identity-private.h: what an identity holds
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-artists.h"
#include "tutti-identity.h"
#include "tutti-sketch.h"
#include "tutti-title.h"

G_BEGIN_DECLS

#define TUTTI_IDENTITY_MAX_ISRCS 6

/* A stretch of an identity's text, and the hash of its letters without
 * spaces; the hash of nothing is 0. */
typedef struct
{
  guint32 hash;
  guint16 start;
  guint16 length;
} TuttiText;

#define TUTTI_IDENTITY_MAX_READINGS 4
#define TUTTI_VENUE_MAX_NAMES 6

/* How a title is read. */
typedef enum
{
  TUTTI_READING_PLAIN, /* as it stands */
  TUTTI_READING_GUEST, /* "X - Y" is Y by X */
  TUTTI_READING_ALBUM, /* "X - Y" is X from Y */
} TuttiReadingKind;

/* Where and when all of a live album was played, as its name says it: hashes
 * of words, and years. */
typedef struct
{
  guint32 names[TUTTI_VENUE_MAX_NAMES];
  guint32 years[2];
  guint8  n_names;
  guint8  n_years;
} TuttiVenue;

/* A title, read one way. */
typedef struct
{
  TuttiText        core;
  TuttiText        sub;
  TuttiText        full;
  TuttiText        version;     /* the words that make it another recording */
  TuttiText        aside;       /* the album or the artist that the title holds */
  const TuttiName *guest;       /* that artist; NULL for none */
  const guint32   *list;        /* names, numbers and marks, one behind the other */
  TuttiSketch      sketch;      /* of all of it */
  guint32          german_hash; /* of the whole title, umlauts as two letters; 0 where it has none */
  guint32          versions;    /* TuttiVersion */
  guint8           kind;        /* TuttiReadingKind */
  guint8           is_common;   /* a title that many tracks have: "Intro" */
  guint8           is_latin;    /* written in Latin letters */
  guint8           n_names;
  guint8           n_numbers;
  guint8           n_marks;
  guint8           stage; /* TuttiStage */
} TuttiReading;

/* The most that a reading's list holds. */
#define TUTTI_READING_MAX_LIST (TUTTI_TITLE_MAX_NAMES + TUTTI_TITLE_MAX_NUMBERS + TUTTI_TITLE_MAX_MARKS)

static inline const guint32 *
tutti_reading_get_names (const TuttiReading *self)
{
  return self->list;
}

static inline const guint32 *
tutti_reading_get_numbers (const TuttiReading *self)
{
  return self->list + self->n_names;
}

static inline const guint32 *
tutti_reading_get_marks (const TuttiReading *self)
{
  return self->list + self->n_names + self->n_numbers;
}

/* One piece of memory: the fixed part, and behind it all that it points to. */
struct _TuttiIdentity
{
  guint32       duration;       /* milliseconds, 0 unknown */
  guint32       provider;       /* hash of its id */
  guint32       album_versions; /* what the album says of all its tracks */
  guint32       album_date;     /* of an album that is named after a day; 0 where it is not */
  guint64       content;        /* hash of all of it: what stands in for an order */
  guint64       album_sketch;
  TuttiText     album;
  guint8        n_isrcs;
  guint8        n_names;
  guint8        n_keys;
  guint8        first_song_key; /* of those of the title and an artist, among the keys */
  guint8        n_song_keys;
  guint8        n_readings;  /* the first one is plain */
  guint8        is_guessed;  /* the only artist is what stands before a dash in the title */
  guint8        is_explicit; /* the service or the text says so */
  guint16       year;        /* 0 unknown */
  guint64      *isrcs;
  guint64      *keys;
  TuttiReading *readings;
  TuttiName    *names;
  TuttiVenue   *venue; /* NULL for none */
  char         *text;
};

/* Sums of weights from here on mean one recording, or maybe one; and what no
 * other finding makes good again. */
#define TUTTI_THRESHOLD_SAME 0.0
#define TUTTI_THRESHOLD_MAYBE (-3.0)
#define TUTTI_THRESHOLD_NEVER (-9.0)

double tutti_identity_weigh (const TuttiIdentity *a,
                             const TuttiIdentity *b,
                             const TuttiAliases  *aliases,
                             TuttiCompareFlags    flags,
                             double               floor,
                             TuttiReason         *reason);

G_END_DECLS
