/* tutti-title.c: what a title says
 *
 * "Heroes (feat. X) [Live] - 2017 Remaster" is one song, a credit, a version
 * and a remark that says nothing about the recording. A title is cut at its
 * brackets and dashes, each piece is judged by its words, and what is left is
 * the song's name. Words count only where they can be a remark: in a bracket,
 * behind a dash, or the few that are safe at the very end; "Live and Let Die"
 * stays whole.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-title.h"
#include "tutti-hash.h"
#include "tutti-scratch.h"
#include "tutti-title-judge.h"
#include "tutti-title-pieces.h"

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

static void
add_number (TuttiTitle *self,
            guint32     number)
{
  guint at = 0;

  while (at < self->n_numbers && self->numbers[at] < number)
    at++;
  if ((at < self->n_numbers && self->numbers[at] == number) || self->n_numbers == TUTTI_TITLE_MAX_NUMBERS)
    return;
  memmove (self->numbers + at + 1, self->numbers + at, (self->n_numbers - at) * sizeof self->numbers[0]);
  self->numbers[at] = number;
  self->n_numbers++;
}

static void
add_span (TuttiSpan *spans,
          guint     *n_spans,
          TuttiSpan  span)
{
  if (*n_spans < TUTTI_TITLE_MAX_CREDITS)
    spans[(*n_spans)++] = span;
}

static void
append_word (TuttiTitleText       *text,
             const TuttiTitleWord *word)
{
  const char *spelled = word->entry->spelled != NULL ? word->entry->spelled : word->text;
  gsize       length = word->entry->spelled != NULL ? strlen (spelled) : word->length;

  if (text->length + length + 1 > sizeof text->text)
    return;
  if (text->length > 0)
    text->text[text->length++] = ' ';
  memcpy (text->text + text->length, spelled, length);
  text->length = (guint16) (text->length + length);
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
static void
take_version (TuttiTitle            *self,
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

/* How many words at the end of @piece are a remark without a bracket. */
static guint
take_tail (TuttiTitle            *self,
           const TuttiTitlePiece *piece)
{
  guint n = piece->n_words;

  while (n > 1)
    {
      const TuttiTitleWord *word = &piece->words[n - 1];
      const TuttiTitleWord *before = &piece->words[n - 2];

      if (word->entry->is_tail && before->entry->role != TUTTI_WORD_GLUE)
        n--, self->versions |= word->entry->versions;
      else if (n > 2 && word->entry->is_tail && tutti_title_word_is (before, "and") && piece->words[n - 3].entry->is_tail)
        n -= 2, self->versions |= word->entry->versions;
      else if (n > 2 && tutti_title_word_is (word, "up") && (tutti_title_word_is (before, "sped") || tutti_title_word_is (before, "speed")))
        n -= 2, self->versions |= TUTTI_VERSION_SPED;
      else if (n > 2 && tutti_title_word_is (word, "cappella") && tutti_title_word_is (before, "a"))
        n -= 2, self->versions |= TUTTI_VERSION_ACAPPELLA;
      else if (n > 2 && (word->entry->role == TUTTI_WORD_KIND || tutti_title_word_is (word, "edit") || tutti_title_word_is (word, "mix")) &&
               before->entry->role == TUTTI_WORD_VERSION)
        n -= 2, self->versions |= before->entry->versions;
      else if (n > 2 && (word->entry->role == TUTTI_WORD_KIND || tutti_title_word_drops (word)) && before->entry->role == TUTTI_WORD_DROP)
        n -= 2;
      else if (tutti_title_word_begins (word, "remaster"))
        n--;
      else if (n > 2 && word->entry->role == TUTTI_WORD_YEAR && tutti_title_word_begins (before, "remaster"))
        n -= 2;
      else
        break;
    }

  return n;
}

/* Whether it is the name of a classical work. */
static gboolean
is_work (const TuttiTitlePiece *piece,
         guint                  n_words)
{
  for (guint i = 0; i < n_words; i++)
    if (piece->words[i].entry->is_work)
      return TRUE;

  return FALSE;
}

static void
append_number (TuttiTitleText *text,
               int             number)
{
  char                 digits[16];
  const TuttiTitleWord word = { digits, (gsize) g_snprintf (digits, sizeof digits, "%d", number), tutti_vocabulary_lookup ("", 0) };

  append_word (text, &word);
}

/* Words of the song's name: numbers are taken out of it where a "part" says
 * what they are, and looked at wherever they stand. */
static void
take_title (TuttiTitle            *self,
            const TuttiTitlePiece *piece,
            guint                  n_words,
            gboolean               is_core)
{
  gboolean has_movements = is_core && n_words > 4 && is_work (piece, n_words);
  gboolean has_parts = is_core || n_words <= 3;

  for (guint i = 0; i < n_words; i++)
    {
      const TuttiTitleWord *word = &piece->words[i];
      gboolean              is_last = i + 1 == n_words;
      gboolean              is_first = self->core.length == 0;
      int                   number;

      if (has_movements && !is_first && !g_ascii_isdigit (word->text[0]) &&
          (number = tutti_vocabulary_read_number (word->text, word->length, TRUE)) > 0)
        {
          add_number (self, (guint32) number);
          append_number (&self->full, number);
          append_number (&self->core, number);
          continue;
        }

      append_word (&self->full, word);

      if (has_parts && word->entry->role == TUTTI_WORD_PART && !is_last &&
          (number = tutti_vocabulary_read_number (piece->words[i + 1].text, piece->words[i + 1].length, TRUE)) >= 0)
        {
          for (guint32 parts = 0; i + 1 < n_words && parts < 3; i++, parts++)
            {
              number = tutti_vocabulary_read_number (piece->words[i + 1].text, piece->words[i + 1].length, TRUE);
              if (number < 0 && !(parts > 0 && tutti_title_word_is (&piece->words[i + 1], "and") && i + 2 < n_words))
                break;
              append_word (&self->full, &piece->words[i + 1]);
              if (number >= 0)
                add_number (self, (guint32) number);
            }
          continue;
        }

      number = tutti_vocabulary_read_number (word->text, word->length, is_core && is_last && !is_first && word->length > 1);
      if (number >= 0 && is_core && (!is_last || word->length < 3 || g_ascii_isdigit (word->text[0]) || word->text[1] == 'i'))
        add_number (self, (guint32) number);
      else
        number = -1;
      if (number < 0 && !is_first && word->length >= 2 && word->length <= 3 && word->text[0] == 'v' &&
          (number = tutti_vocabulary_read_number (word->text + 1, word->length - 1, FALSE)) >= 0)
        {
          add_number (self, (guint32) number);
          continue;
        }
      if (number >= 0 && !g_ascii_isdigit (word->text[0]))
        continue; /* a roman numeral at the end */

      append_word (is_core ? &self->core : &self->sub, word);
    }
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

/* A piece with several remarks in it, as in "7" Edit; 2018 Remaster". */
static gboolean
take_list (TuttiTitle *self,
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
          take_version (self, &piece, title + at, i - at);
        else if (pass == 1 && (self->versions & TUTTI_VERSIONS_MARKED) != 0 && is_year (&piece))
          take_marks (self, &piece, "", 0); /* "Live in Lisbon, 1999" */
        if (i == span.end && pass == 0 && n_parts < 2)
          return FALSE;
      }

  return TRUE;
}

static gboolean
has_list_sign (const char *title,
               TuttiSpan   span)
{
  for (gsize i = span.start; i < span.end; i++)
    if (title[i] == ';' || title[i] == ',' || title[i] == '/')
      return TRUE;

  return FALSE;
}

/* Whether a tail only repeats the one artist there is. */
static gboolean
is_artist (const TuttiTitlePiece *piece,
           const char            *artists,
           gsize                  artists_length)
{
  return piece->length == artists_length && artists_length > 0 && memcmp (piece->text, artists, artists_length) == 0;
}

/**
 * tutti_title_parse:
 * @self: (out caller-allocates): the title taken apart
 * @title: valid UTF-8, as a service writes it
 * @length: its bytes
 * @artists: (nullable): the folded names of its artists in one line, which
 *   tell a credit from a subtitle
 * @artists_length: its bytes
 *
 * Allocates nothing; linear in @length. Any thread.
 */
void
tutti_title_parse (TuttiTitle *self,
                   const char *title,
                   gsize       length,
                   const char *artists,
                   gsize       artists_length)
{
  TUTTI_SCRATCH TuttiPiece      pieces[TUTTI_TITLE_MAX_PIECES];
  TUTTI_SCRATCH TuttiTitlePiece piece;
  guint                         n_pieces;

  if (artists == NULL)
    {
      artists = "";
      artists_length = 0;
    }
  self->core.length = self->sub.length = self->full.length = self->version.length = 0;
  self->versions = 0;
  self->stage = 0;
  self->n_names = self->n_marks = self->n_numbers = self->n_credits = self->n_versions = 0;
  n_pieces = tutti_title_cut (title, length, pieces, self->dashes, &self->n_dashes);

  for (guint i = 0; i < n_pieces; i++)
    {
      TuttiSpan    span = pieces[i].span;
      TuttiMeaning meaning = TUTTI_MEANS_TITLE;
      gboolean     is_core = pieces[i].kind == TUTTI_PIECE_CORE;

      if (pieces[i].kind == TUTTI_PIECE_CREDIT)
        {
          add_span (self->credits, &self->n_credits, span);
          continue;
        }

      tutti_title_fold_piece (&piece, title + span.start, span.end - span.start);
      if (piece.n_words == 0)
        continue;
      if (!is_core)
        meaning = tutti_title_judge (&piece, artists, artists_length);
      else if (self->core.length > 0)
        { /* text behind a bracket goes on, unless it is nothing but a remark */
          meaning = tutti_title_judge (&piece, "", 0);
          if (meaning == TUTTI_MEANS_CREDIT)
            meaning = TUTTI_MEANS_TITLE;
        }
      if (pieces[i].kind == TUTTI_PIECE_TAIL && is_artist (&piece, artists, artists_length))
        continue;

      switch (meaning)
        {
        case TUTTI_MEANS_NOTHING:
          break;
        case TUTTI_MEANS_CREDIT:
          add_span (self->credits, &self->n_credits, span);
          break;
        case TUTTI_MEANS_VERSION:
          for (guint k = 0; k < piece.n_words; k++)
            append_word (&self->version, &piece.words[k]);
          if (!has_list_sign (title, span) || !take_list (self, title, span))
            take_version (self, &piece, title + span.start, span.end - span.start);
          add_span (self->version_spans, &self->n_versions, span);
          break;
        case TUTTI_MEANS_TITLE:
          if (!is_core && has_list_sign (title, span) && take_list (self, title, span))
            break;
          take_title (self, &piece, is_core ? take_tail (self, &piece) : piece.n_words, is_core);
          break;
        }
    }

  if (self->core.length == 0)
    { /* all of it in brackets, or nothing but a remark */
      if (self->sub.length > 0)
        self->core = self->sub;
      else
        {
          tutti_title_fold_piece (&piece, title, length);
          for (guint i = 0; i < piece.n_words; i++)
            append_word (&self->core, &piece.words[i]);
        }
      self->sub.length = 0;
      if (self->full.length == 0)
        self->full = self->core;
    }
}

/**
 * tutti_title_dup_version:
 * @title: (nullable): a title as a service writes it
 *
 * What a title says that sets this recording apart from others of the song,
 * as in "Live at Wembley" or "Radio Edit", in the title's own words. What
 * does not ("2011 Remaster", "Explicit") is left out. Any thread.
 *
 * Returns: (transfer full) (nullable): the words, %NULL where there are none
 */
char *
tutti_title_dup_version (const char *title)
{
  g_autofree char *valid = g_utf8_make_valid (title != NULL ? title : "", -1);
  g_autoptr (GString) version = g_string_new (NULL);
  TUTTI_SCRATCH TuttiTitle parsed;

  tutti_title_parse (&parsed, valid, strlen (valid), NULL, 0);
  for (guint i = 0; i < parsed.n_versions; i++)
    {
      TuttiSpan span = parsed.version_spans[i];

      if (version->len > 0)
        g_string_append (version, ", ");
      g_string_append_len (version, valid + span.start, span.end - span.start);
    }

  return version->len > 0 ? g_string_free_and_steal (g_steal_pointer (&version)) : NULL;
}
