/* tutti-identity-private.h: what an identity holds
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-artists.h"
#include "tutti-identity.h"
#include "tutti-title.h"

G_BEGIN_DECLS

#define TUTTI_IDENTITY_MAX_ISRCS 6

/* A stretch of an identity's text, and the hash of its letters without
 * spaces; the hash of nothing is 0. */
typedef struct
{
  guint64 hash;
  guint16 start;
  guint16 length;
} TuttiText;

#define TUTTI_IDENTITY_MAX_READINGS 4
#define TUTTI_READING_MAX_NAMES 10
#define TUTTI_READING_MAX_NUMBERS 6
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
  guint16 years[2];
  guint8  n_names;
  guint8  n_years;
} TuttiVenue;

/* A title, read one way. */
typedef struct
{
  TuttiText core;
  TuttiText sub;
  TuttiText full;
  TuttiText version;     /* the words that make it another recording */
  TuttiText aside;       /* the album or the artist that the title holds */
  TuttiName guest;       /* that artist */
  guint64   sketch[2];   /* of all of it: one bit for each pair of neighbouring letters */
  guint64   german_hash; /* of the whole title, umlauts as two letters; 0 where it has none */
  guint32   versions;    /* TuttiVersion */
  guint8    kind;        /* TuttiReadingKind */
  guint8    is_common;   /* a title that many tracks have: "Intro" */
  guint8    n_names;
  guint8    n_numbers;
  guint8    n_marks;
  guint8    stage; /* TuttiStage */
  guint16   marks[TUTTI_TITLE_MAX_MARKS];
  guint32   names[TUTTI_READING_MAX_NAMES];
  guint32   numbers[TUTTI_READING_MAX_NUMBERS];
} TuttiReading;

/* One piece of memory: the fixed part, then readings, names, keys and text. */
struct _TuttiIdentity
{
  guint32       duration;       /* milliseconds, 0 unknown */
  guint32       provider;       /* hash of its id */
  guint32       album_versions; /* what the album says of all its tracks */
  guint32       album_date;     /* of an album that is named after a day; 0 where it is not */
  guint64       content;        /* hash of all of it: what stands in for an order */
  TuttiText     album;
  TuttiVenue    venue;
  guint16       year; /* 0 unknown */
  guint8        n_isrcs;
  guint8        n_names;
  guint8        n_keys;
  guint8        n_readings; /* the first one is plain */
  guint8        is_guessed; /* the only artist is what stands before a dash in the title */
  guint64      *isrcs;
  guint64      *keys;
  TuttiReading *readings;
  TuttiName    *names;
  char         *text;
};

/* Sums of weights from here on mean one recording, or maybe one; and what no
 * other finding makes good again. */
#define TUTTI_THRESHOLD_SAME 0.0
#define TUTTI_THRESHOLD_MAYBE (-3.0)
#define TUTTI_THRESHOLD_NEVER (-9.0)

/* The little that rules most pairs out, close together in memory: looked at
 * before an identity is. */
typedef struct
{
  guint64 sketch[2]; /* of all of it: one bit for each pair of neighbouring letters */
  guint64 names;     /* one bit for each artist's name */
  guint64 isrc;      /* the first one; 0 for none */
  guint32 core;      /* hashes */
  guint32 album;
  guint32 duration;
  guint16 year;
  guint16 provider;
  guint8  n_keys;
  guint8  n_isrcs;
  guint8  is_simple; /* read one way, one ISRC at the most */
} TuttiSummary;

void     tutti_summary_init (TuttiSummary        *self,
                             const TuttiIdentity *identity);
gboolean tutti_summary_may_be (const TuttiSummary *a,
                               const TuttiSummary *b);

double tutti_identity_weigh (const TuttiIdentity *a,
                             const TuttiIdentity *b,
                             const TuttiAliases  *aliases,
                             TuttiCompareFlags    flags,
                             double               floor,
                             TuttiReason         *reason);

G_END_DECLS
