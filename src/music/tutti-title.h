/* tutti-title.h: what a title says
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Folded text of one part of a title is cut off after so many bytes. */
#define TUTTI_TITLE_MAX_BYTES 640

#define TUTTI_TITLE_MAX_NAMES 10
#define TUTTI_TITLE_MAX_NUMBERS 6
#define TUTTI_TITLE_MAX_MARKS 4
#define TUTTI_TITLE_MAX_CREDITS 8
#define TUTTI_TITLE_MAX_DASHES 4

/* A stretch of the title as the service wrote it, in bytes. */
typedef struct
{
  guint32 start;
  guint32 end;
} TuttiSpan;

/* Folded words with single spaces between; not terminated. */
typedef struct
{
  guint16 length;
  char    text[TUTTI_TITLE_MAX_BYTES];
} TuttiTitleText;

/* What words a version that was played before people is called by. */
typedef enum
{
  TUTTI_STAGE_CONCERT = 1 << 0, /* live, in concert */
  TUTTI_STAGE_SESSION = 1 << 1,
} TuttiStage;

/**
 * TuttiTitle:
 * @core: what is left when all brackets and tails are taken away
 * @sub: brackets and tails that say something of their own: subtitles
 * @full: both, in the title's order
 * @version: brackets and tails that make it another recording
 * @versions: TuttiVersion bits: what makes it another recording
 * @names: hashes of the words that name the version: remixer, place
 * @marks: numbers that tell it from others of its name, rising: the year it
 *   was played, the day, the radio station; no year of a remaster
 * @stage: TuttiStage bits
 * @is_explicit: a remark says that nothing is left out
 * @has_german: it has letters that some write as two
 * @numbers: part, volume and other numbers, rising
 * @credits: where people are named
 * @dashes: the dashes outside of brackets that part words
 *
 * A title taken apart. A plain value of fixed size, made on the stack.
 */
typedef struct
{
  TuttiTitleText core;
  TuttiTitleText sub;
  TuttiTitleText full;
  TuttiTitleText version;
  guint32        versions;
  guint          n_names;
  guint32        names[TUTTI_TITLE_MAX_NAMES];
  guint          n_marks;
  guint16        marks[TUTTI_TITLE_MAX_MARKS];
  guint8         stage;
  gboolean       is_explicit;
  gboolean       has_german;
  guint          n_numbers;
  guint32        numbers[TUTTI_TITLE_MAX_NUMBERS];
  guint          n_credits;
  TuttiSpan      credits[TUTTI_TITLE_MAX_CREDITS];
  guint          n_versions;
  TuttiSpan      version_spans[TUTTI_TITLE_MAX_CREDITS];
  guint          n_dashes;
  TuttiSpan      dashes[TUTTI_TITLE_MAX_DASHES];
} TuttiTitle;

void    tutti_title_parse (TuttiTitle *self,
                           const char *title,
                           gsize       length,
                           const char *artists,
                           gsize       artists_length);
guint32 tutti_title_hash_name (const char *text,
                               gsize       length);
guint   tutti_title_read_short_year (const char *text,
                                     gsize       length);
guint   tutti_title_read_mark (const char *word,
                               gsize       length);
char   *tutti_title_dup_version (const char *title) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
