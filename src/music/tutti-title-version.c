/* tutti-title-version.c: which recording of the song a remark means
 *
 * Its kind, whose it is, and when and where it was played.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-hash.h"
#include "tutti-scratch.h"
#include "tutti-title-parts.h"

#include <string.h>

/**
 * tutti_title_hash_name:
 * @text: a folded word
 * @length: its bytes
 *
 * Returns: what stands for it among the names of a version; "Tiësto's" is
 *   "Tiësto"
 */
guint32
tutti_title_hash_name (const char *text,
                       gsize       length)
{
  if (length > 4 && text[length - 1] == 's')
    length--;

  return (guint32) tutti_hash (text, length, 3);
}

static void
add_name (TuttiTitle *self,
          const char *text,
          gsize       length)
{
  guint32 hash = tutti_title_hash_name (text, length);

  for (guint i = 0; i < self->n_names; i++)
    if (self->names[i] == hash)
      return;
  if (self->n_names < TUTTI_TITLE_MAX_NAMES)
    self->names[self->n_names++] = hash;
}

/**
 * tutti_title_read_short_year:
 * @text: what a service wrote
 * @length: its bytes
 *
 * Returns: the year of the first two digits behind an apostrophe, as in
 *   "Live at Wembley ’86"; 0 where there are none
 */
guint
tutti_title_read_short_year (const char *text,
                             gsize       length)
{
  for (gsize i = 0; i + 2 < length; i++)
    {
      gsize sign = text[i] == '\'' ? 1 : i + 4 < length && (memcmp (text + i, "’", 3) == 0 || memcmp (text + i, "‘", 3) == 0) ? 3
                                                                                                                              : 0;
      gsize at = i + sign;

      if (sign > 0 && g_ascii_isdigit (text[at]) && g_ascii_isdigit (text[at + 1]) && (at + 2 == length || !g_ascii_isalnum (text[at + 2])))
        {
          guint year = (guint) (text[at] - '0') * 10 + (guint) (text[at + 1] - '0');

          return year + (year < 30 ? 2000 : 1900);
        }
    }

  return 0;
}

/**
 * tutti_title_read_mark:
 * @word: a folded word
 * @length: its bytes
 *
 * Returns: the number that @word is, "12" or "12th"; 0 for none
 */
guint
tutti_title_read_mark (const char *word,
                       gsize       length)
{
  int number;

  if (length > 2 && length <= 4 && g_ascii_isdigit (word[0]) &&
      (memcmp (word + length - 2, "st", 2) == 0 || memcmp (word + length - 2, "nd", 2) == 0 ||
       memcmp (word + length - 2, "rd", 2) == 0 || memcmp (word + length - 2, "th", 2) == 0))
    length -= 2;
  number = length <= 4 ? tutti_vocabulary_read_number (word, length, FALSE) : -1;

  return number > 0 ? (guint) number : 0;
}

static void
add_mark (TuttiTitle *self,
          guint       mark)
{
  guint at = 0;

  while (at < self->n_marks && self->marks[at] < mark)
    at++;
  if ((at < self->n_marks && self->marks[at] == mark) || self->n_marks == TUTTI_TITLE_MAX_MARKS)
    return;
  memmove (self->marks + at + 1, self->marks + at, (self->n_marks - at) * sizeof self->marks[0]);
  self->marks[at] = (guint16) mark;
  self->n_marks++;
}

/* "2011 Digital Remaster", "Remastered in 2011": no year in which it was
 * played. */
static gboolean
is_remaster_year (const TuttiTitlePiece *piece,
                  guint                  at)
{
  guint after = at + 1, before = at;

  while (after + 1 < piece->n_words && piece->words[after].entry->role == TUTTI_WORD_DROP && !tutti_title_word_begins (&piece->words[after], "remaster"))
    after++;
  while (before > 1 && piece->words[before - 1].entry->role == TUTTI_WORD_GLUE)
    before--;

  return (after < piece->n_words && tutti_title_word_begins (&piece->words[after], "remaster")) ||
         (before > 0 && tutti_title_word_begins (&piece->words[before - 1], "remaster"));
}

/* When it was played, or which of several it is; @text is how the service
 * wrote it. */
static void
take_marks (TuttiTitle            *self,
            const TuttiTitlePiece *piece,
            const char            *text,
            gsize                  length)
{
  guint    year = tutti_title_read_short_year (text, length);
  gboolean has_inches = (self->versions & TUTTI_VERSION_LIVE) == 0 || memchr (text, '"', length) != NULL;

  for (guint i = 0; i < piece->n_words; i++)
    {
      guint mark = tutti_title_read_mark (piece->words[i].text, piece->words[i].length);

      if (piece->words[i].entry->role == TUTTI_WORD_WITH)
        break;
      if (mark == 0 || (piece->words[i].entry->role == TUTTI_WORD_GLUE && has_inches) || is_remaster_year (piece, i))
        continue;
      add_mark (self, year != 0 && mark == year % 100 ? year : mark);
    }
}

/* A piece that makes it another recording: which kind, and whose; @text is
 * how the service wrote it. */
void
tutti_title_take_version (TuttiTitle            *self,
                          const TuttiTitlePiece *piece,
                          const char            *text,
                          gsize                  length)
{
  guint32  versions = 0;
  guint    n_names = self->n_names;
  guint8   stage = 0;
  gboolean is_plain_mix = FALSE, has_original = FALSE;

  for (guint i = 0; i < piece->n_words; i++)
    {
      const TuttiTitleWord *word = &piece->words[i];

      if (word->entry->role == TUTTI_WORD_VERSION)
        versions |= word->entry->versions;
      if ((word->entry->versions & TUTTI_VERSION_LIVE) != 0)
        stage |= tutti_title_word_begins (word, "session") ? TUTTI_STAGE_SESSION : TUTTI_STAGE_CONCERT;
      is_plain_mix |= tutti_title_word_is (word, "mix");
      has_original |= tutti_title_word_is (word, "original") || tutti_title_word_is (word, "album") || tutti_title_word_is (word, "main");
    }
  if (versions == 0)
    versions = TUTTI_VERSION_OTHER;

  for (guint i = 0; i < piece->n_words; i++)
    {
      const TuttiTitleWord *word = &piece->words[i];

      if (word->entry->role == TUTTI_WORD_WITH)
        break;
      if ((versions & TUTTI_VERSION_LIVE) != 0 && (word->entry->is_nameless || tutti_title_read_mark (word->text, word->length) != 0))
        continue;
      if (word->entry->role == TUTTI_WORD_PLAIN || word->entry->role == TUTTI_WORD_NUMBER ||
          word->entry->role == TUTTI_WORD_SOURCE || word->entry->role == TUTTI_WORD_PART ||
          (word->entry->role == TUTTI_WORD_YEAR && versions == TUTTI_VERSION_OTHER))
        add_name (self, word->text, word->length);
    }

  /* "Original Mix" is the plain recording, "Extended Mix" no remix, and
   * somebody's edit is one */
  if (is_plain_mix && self->n_names == n_names && versions != TUTTI_VERSION_REMIX)
    versions &= ~(guint32) TUTTI_VERSION_REMIX;
  if (is_plain_mix && self->n_names == n_names && has_original && versions == TUTTI_VERSION_REMIX)
    return;
  if (versions == TUTTI_VERSION_EDIT && self->n_names > n_names)
    versions |= TUTTI_VERSION_REMIX;

  self->versions |= versions;
  self->stage |= stage;
  if ((versions & TUTTI_VERSIONS_MARKED) != 0)
    take_marks (self, piece, text, length);
}

/* Whether it is nothing but a year. */
static gboolean
is_year (const TuttiTitlePiece *piece)
{
  for (guint i = 0; i < piece->n_words; i++)
    if (piece->words[i].entry->role != TUTTI_WORD_YEAR)
      return FALSE;

  return TRUE;
}

/* A piece with several remarks in it, as in "7" Edit; 2018 Remaster"; FALSE
 * where it is none. */
gboolean
tutti_title_take_list (TuttiTitle *self,
                       const char *title,
                       TuttiSpan   span)
{
  TUTTI_SCRATCH TuttiTitlePiece piece;
  guint                         n_parts = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (gsize start = span.start, i = start; i <= span.end; i++)
      {
        TuttiMeaning meaning;
        gsize        at = start;

        if (i < span.end && title[i] != ';' && title[i] != ',' && title[i] != '/')
          continue;
        tutti_title_fold_piece (&piece, title + start, i - start);
        start = i + 1;
        if (piece.n_words == 0)
          continue;
        meaning = tutti_title_judge (&piece, "", 0);
        if (meaning != TUTTI_MEANS_NOTHING && meaning != TUTTI_MEANS_VERSION)
          return FALSE;
        n_parts++;
        if (pass == 1 && meaning == TUTTI_MEANS_VERSION)
          tutti_title_take_version (self, &piece, title + at, i - at);
        else if (pass == 1 && (self->versions & TUTTI_VERSIONS_MARKED) != 0 && is_year (&piece))
          take_marks (self, &piece, "", 0); /* "Live in Lisbon, 1999" */
        if (i == span.end && pass == 0 && n_parts < 2)
          return FALSE;
      }

  return TRUE;
}
