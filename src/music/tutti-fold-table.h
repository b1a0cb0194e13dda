/* tutti-fold-table.h: what each letter is folded to
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a letter is, once folded. */
typedef enum
{
  TUTTI_LETTER_SEPARATOR, /* ends a word */
  TUTTI_LETTER_NOTHING,   /* vanishes inside a word: apostrophes, accents */
  TUTTI_LETTER_TEXT,      /* is part of a word */
  TUTTI_LETTER_VOICE,     /* a voicing mark of half-width kana: changes the letter before */
  TUTTI_LETTER_MARK,      /* a sign that is only written after a letter */
} TuttiLetterKind;

/* A letter's folded form; text may contain spaces where one letter stands for
 * several words. */
typedef struct
{
  guint8 kind;
  guint8 length;
  char   text[14];
} TuttiLetter;

const TuttiLetter *tutti_fold_table_lookup (gunichar letter);
const char        *tutti_fold_table_german (gunichar letter);

/* Traditional and simplified Chinese letters in pairs, sorted. */
extern const char tutti_fold_han[];

G_END_DECLS
