/* tutti-vocabulary.h: words of titles that say which recording it is
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What makes a recording another one than the song's plain recording. */
typedef enum
{
  TUTTI_VERSION_LIVE = 1 << 0,
  TUTTI_VERSION_REMIX = 1 << 1,
  TUTTI_VERSION_EDIT = 1 << 2,     /* cut shorter: radio edit, TV size */
  TUTTI_VERSION_EXTENDED = 1 << 3, /* drawn out: extended mix, 12" */
  TUTTI_VERSION_ACOUSTIC = 1 << 4,
  TUTTI_VERSION_INSTRUMENTAL = 1 << 5,
  TUTTI_VERSION_KARAOKE = 1 << 6,
  TUTTI_VERSION_ACAPPELLA = 1 << 7,
  TUTTI_VERSION_DEMO = 1 << 8, /* demos, takes, rehearsals */
  TUTTI_VERSION_SPED = 1 << 9,
  TUTTI_VERSION_SLOWED = 1 << 10,
  TUTTI_VERSION_RERECORDED = 1 << 11,
  TUTTI_VERSION_ARRANGED = 1 << 12, /* orchestral, piano, strings */
  TUTTI_VERSION_COVER = 1 << 13,
  TUTTI_VERSION_LANGUAGE = 1 << 14,
  TUTTI_VERSION_MEDLEY = 1 << 15,
  TUTTI_VERSION_TALK = 1 << 16,  /* commentary, interview */
  TUTTI_VERSION_OTHER = 1 << 17, /* "… Version" of an unknown kind */
  TUTTI_VERSION_MIXED = 1 << 18, /* a piece of a DJ's mix */
  TUTTI_VERSION_REPRISE = 1 << 19,
} TuttiVersion;

/* Kinds of which there may be several that differ by their year or number. */
#define TUTTI_VERSIONS_MARKED \
  (TUTTI_VERSION_LIVE | TUTTI_VERSION_ACOUSTIC | TUTTI_VERSION_DEMO | TUTTI_VERSION_REMIX | TUTTI_VERSION_RERECORDED)

/* What a word does in a bracket or behind a dash. */
typedef enum
{
  TUTTI_WORD_PLAIN,   /* says something of its own */
  TUTTI_WORD_VERSION, /* names a kind of recording */
  TUTTI_WORD_KIND,    /* "version": means what stands before it */
  TUTTI_WORD_DROP,    /* says nothing about the recording: remaster, official */
  TUTTI_WORD_GLUE,    /* little words */
  TUTTI_WORD_YEAR,    /* 1900 to 2099 */
  TUTTI_WORD_NUMBER,  /* other digits */
  TUTTI_WORD_CREDIT,  /* names of people follow, anywhere in a title */
  TUTTI_WORD_WITH,    /* names of people follow, at the start of a bracket */
  TUTTI_WORD_FROM,    /* a film or a show follows */
  TUTTI_WORD_SOURCE,  /* soundtrack, motion picture */
  TUTTI_WORD_PART,    /* a number follows: part, volume */
} TuttiWordRole;

typedef struct
{
  TuttiWordRole role;
  guint32       versions;    /* TuttiVersion */
  gboolean      is_tail;     /* also without a bracket at the end of a title */
  gboolean      is_work;     /* symphony, opus: movements have roman numbers */
  gboolean      is_nameless; /* says neither where nor by whom it was played live */
  const char   *spelled;     /* (nullable): how the word is compared */
} TuttiWord;

const TuttiWord *tutti_vocabulary_lookup (const char *word,
                                          gsize       length);
int              tutti_vocabulary_read_number (const char *word,
                                               gsize       length,
                                               gboolean    roman);

G_END_DECLS
