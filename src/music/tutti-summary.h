/* tutti-summary.h: the little of an identity that rules most pairs out
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-identity-private.h"

G_BEGIN_DECLS

typedef enum
{
  TUTTI_SUMMARY_SIMPLE = 1 << 0,   /* read one way, one ISRC at the most */
  TUTTI_SUMMARY_BARE = 1 << 1,     /* no subtitle */
  TUTTI_SUMMARY_LATIN = 1 << 2,    /* the title is in Latin letters */
  TUTTI_SUMMARY_ONE_NAME = 1 << 3, /* one artist, in Latin letters */
  TUTTI_SUMMARY_GERMAN = 1 << 4,   /* the title has umlauts */
} TuttiSummaryFlags;

/* 64 bytes: one line of the processor's cache. */
typedef struct
{
  guint64 bits[2]; /* of the title's sketch */
  guint64 name_sketch;
  guint64 album_sketch;
  guint64 names; /* one bit for each artist's name */
  guint32 core;  /* hashes; 0 for none */
  guint32 album;
  guint32 isrc; /* of the first one */
  guint32 duration;
  guint16 year;
  guint16 provider;
  guint8  n_keys;
  guint8  n_bits;
  guint8  flags; /* TuttiSummaryFlags */
} TuttiSummary;

void     tutti_summary_init (TuttiSummary        *self,
                             const TuttiIdentity *identity);
gboolean tutti_summary_may_be (const TuttiSummary *a,
                               const TuttiSummary *b);

G_END_DECLS
