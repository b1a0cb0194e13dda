/* tutti-title-judge.h: what a piece of a title means, by its words
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-title.h"
#include "tutti-vocabulary.h"

#include <string.h>

G_BEGIN_DECLS

#define TUTTI_TITLE_MAX_WORDS 96

typedef enum
{
  TUTTI_MEANS_TITLE,   /* part of the song's name */
  TUTTI_MEANS_NOTHING, /* remaster, official video */
  TUTTI_MEANS_VERSION, /* another recording */
  TUTTI_MEANS_CREDIT,  /* names of people */
} TuttiMeaning;

typedef struct
{
  const char      *text;
  gsize            length;
  const TuttiWord *entry;
} TuttiTitleWord;

/* One piece, folded and looked up. */
typedef struct
{
  char           text[TUTTI_TITLE_MAX_BYTES];
  gsize          length;
  TuttiTitleWord words[TUTTI_TITLE_MAX_WORDS];
  guint          n_words;
} TuttiTitlePiece;

/* Whether a word is @text. */
static inline gboolean
tutti_title_word_is (const TuttiTitleWord *word,
                     const char           *text)
{
  return strlen (text) == word->length && memcmp (word->text, text, word->length) == 0;
}

/* Whether a word begins with @text. */
static inline gboolean
tutti_title_word_begins (const TuttiTitleWord *word,
                         const char           *text)
{
  return word->length >= strlen (text) && memcmp (word->text, text, strlen (text)) == 0;
}

gboolean     tutti_title_fold_piece (TuttiTitlePiece *piece,
                                     const char      *text,
                                     gsize            length);
TuttiMeaning tutti_title_judge (const TuttiTitlePiece *piece,
                                const char            *artists,
                                gsize                  artists_length);
gboolean     tutti_title_word_drops (const TuttiTitleWord *word);

G_END_DECLS
