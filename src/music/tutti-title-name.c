/* tutti-title-name.c: the words and the numbers of a song's name
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-title-parts.h"

#include <string.h>

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

/* Adds a word as it is compared; what does not fit is left out. */
void
tutti_title_append_word (TuttiTitleText       *text,
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

/* How many words of @piece are left without a remark at its end that stands in
 * no bracket. */
guint
tutti_title_take_tail (TuttiTitle            *self,
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

  tutti_title_append_word (text, &word);
}

/* Words of the song's name: numbers are taken out of it where a "part" says
 * what they are, and looked at wherever they stand. */
void
tutti_title_take_name (TuttiTitle            *self,
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

      tutti_title_append_word (&self->full, word);

      if (has_parts && word->entry->role == TUTTI_WORD_PART && !is_last &&
          (number = tutti_vocabulary_read_number (piece->words[i + 1].text, piece->words[i + 1].length, TRUE)) >= 0)
        {
          for (guint32 parts = 0; i + 1 < n_words && parts < 3; i++, parts++)
            {
              number = tutti_vocabulary_read_number (piece->words[i + 1].text, piece->words[i + 1].length, TRUE);
              if (number < 0 && !(parts > 0 && tutti_title_word_is (&piece->words[i + 1], "and") && i + 2 < n_words))
                break;
              tutti_title_append_word (&self->full, &piece->words[i + 1]);
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

      tutti_title_append_word (is_core ? &self->core : &self->sub, word);
    }
}
