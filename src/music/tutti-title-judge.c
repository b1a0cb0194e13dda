/* tutti-title-judge.c: what a piece of a title means, by its words
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-title-judge.h"
#include "tutti-fold-private.h"

#include <string.h>

/* What kinds of recording a piece may begin with: "Live at", "Remix 2015". */
#define LEADING                                                                                      \
  (TUTTI_VERSION_LIVE | TUTTI_VERSION_REMIX | TUTTI_VERSION_ACOUSTIC | TUTTI_VERSION_KARAOKE |       \
   TUTTI_VERSION_RERECORDED | TUTTI_VERSION_INSTRUMENTAL | TUTTI_VERSION_SPED | TUTTI_VERSION_EDIT | \
   TUTTI_VERSION_SLOWED | TUTTI_VERSION_DEMO | TUTTI_VERSION_COVER | TUTTI_VERSION_EXTENDED)

/* Folds a piece and looks its words up. Returns whether it has letters that
 * some write as two. */
gboolean
tutti_title_fold_piece (TuttiTitlePiece *piece,
                        const char      *text,
                        gsize            length)
{
  TuttiFoldBuffer buffer = { piece->text, sizeof piece->text, 0 };
  gboolean        has_german = tutti_fold_append (&buffer, text, length, TUTTI_FOLD_STARS);

  piece->length = buffer.length;
  piece->n_words = 0;
  for (gsize at = 0; at < buffer.length && piece->n_words < TUTTI_TITLE_MAX_WORDS;)
    {
      const char *start = piece->text + at;
      const char *space = memchr (start, ' ', buffer.length - at);
      gsize       n = space != NULL ? (gsize) (space - start) : buffer.length - at;

      piece->words[piece->n_words++] = (TuttiTitleWord) { start, n, tutti_vocabulary_lookup (start, n) };
      at += n + 1;
    }

  return has_german;
}

/* Whether all words but "and" and "vs" are names of the track's artists. */
static gboolean
names_artists (const TuttiTitlePiece *piece,
               const char            *artists,
               gsize                  artists_length)
{
  gboolean joined = FALSE;

  for (guint i = 0; i < piece->n_words; i++)
    {
      const TuttiTitleWord *word = &piece->words[i];
      gboolean              found = FALSE;

      if (tutti_title_word_is (word, "and") || tutti_title_word_is (word, "vs") || tutti_title_word_is (word, "x"))
        {
          joined = TRUE;
          continue;
        }
      for (const char *p = artists; !found && p + word->length <= artists + artists_length; p++)
        found = memcmp (p, word->text, word->length) == 0 && (p == artists || p[-1] == ' ') &&
                (p + word->length == artists + artists_length || p[word->length] == ' ');
      if (!found)
        return FALSE;
    }

  return joined;
}

/* Words that make the whole piece a remark wherever they end or begin it. */
gboolean
tutti_title_word_drops (const TuttiTitleWord *word)
{
  return tutti_title_word_begins (word, "remaster") || tutti_title_word_is (word, "video") || tutti_title_word_is (word, "audio") ||
         tutti_title_word_is (word, "visualizer") || tutti_title_word_is (word, "videoclip") || tutti_title_word_is (word, "dl") || tutti_title_word_is (word, "lyrics");
}

static TuttiMeaning
judge_without_version (const TuttiTitlePiece *piece,
                       guint                  n_plain,
                       guint                  n_drop,
                       guint                  n_year,
                       gboolean               has_kind)
{
  const TuttiTitleWord *first = &piece->words[0];
  const TuttiTitleWord *last = &piece->words[piece->n_words - 1];

  if (has_kind && last->entry->role == TUTTI_WORD_KIND)
    return n_plain > 0 ? TUTTI_MEANS_VERSION : TUTTI_MEANS_NOTHING;
  if (n_plain == 0 && (n_drop > 0 || (n_year > 0 && n_year == piece->n_words)))
    return TUTTI_MEANS_NOTHING;
  if ((tutti_title_word_drops (first) || tutti_title_word_drops (last)) && n_plain <= 4)
    return TUTTI_MEANS_NOTHING;

  return TUTTI_MEANS_TITLE;
}

/* What a piece in brackets or behind a dash means. */
TuttiMeaning
tutti_title_judge (const TuttiTitlePiece *piece,
                   const char            *artists,
                   gsize                  artists_length)
{
  guint                 n_plain = 0, n_drop = 0, n_year = 0, n_version = 0;
  gboolean              has_kind = FALSE, has_from = FALSE, has_source = FALSE, is_karaoke = FALSE;
  const TuttiTitleWord *first = &piece->words[0];
  guint                 last = piece->n_words - 1;

  if (first->entry->role == TUTTI_WORD_WITH && piece->n_words > 1)
    return TUTTI_MEANS_CREDIT;
  if (first->entry->role == TUTTI_WORD_FROM && piece->n_words > 1)
    return TUTTI_MEANS_NOTHING;

  for (guint i = 0; i < piece->n_words; i++)
    {
      const TuttiWord *entry = piece->words[i].entry;

      n_plain += entry->role == TUTTI_WORD_PLAIN;
      n_drop += entry->role == TUTTI_WORD_DROP || entry->role == TUTTI_WORD_SOURCE;
      n_year += entry->role == TUTTI_WORD_YEAR;
      n_version += entry->role == TUTTI_WORD_VERSION;
      has_kind |= entry->role == TUTTI_WORD_KIND;
      has_from |= entry->role == TUTTI_WORD_FROM;
      has_source |= tutti_title_word_is (&piece->words[i], "soundtrack") || tutti_title_word_is (&piece->words[i], "ost");
      is_karaoke |= (entry->versions & TUTTI_VERSION_KARAOKE) != 0;
      is_karaoke |= i > 0 && tutti_title_word_is (&piece->words[i], "of") && tutti_title_word_is (&piece->words[i - 1], "style");
    }

  if (n_version == 0 && (has_source || (has_from && first->entry->role != TUTTI_WORD_PLAIN)))
    return TUTTI_MEANS_NOTHING;
  if (names_artists (piece, artists, artists_length))
    return TUTTI_MEANS_CREDIT;
  if (n_version == 0)
    return judge_without_version (piece, n_plain, n_drop, n_year, has_kind);
  if (has_source && has_from)
    return TUTTI_MEANS_NOTHING;
  if (n_plain == 0 || is_karaoke)
    return TUTTI_MEANS_VERSION;

  while (last > 0 && (piece->words[last].entry->role == TUTTI_WORD_DROP || piece->words[last].entry->role == TUTTI_WORD_GLUE ||
                      piece->words[last].entry->role == TUTTI_WORD_YEAR || piece->words[last].entry->role == TUTTI_WORD_NUMBER))
    last--;
  if (piece->words[last].entry->role == TUTTI_WORD_VERSION || piece->words[last].entry->role == TUTTI_WORD_KIND)
    return TUTTI_MEANS_VERSION;
  if ((first->entry->versions & LEADING) == 0 || piece->words[1].entry->role == TUTTI_WORD_PLAIN)
    return TUTTI_MEANS_TITLE;
  /* "Live and Acoustic", but not "Live and Let Die" */
  if (!tutti_title_word_is (&piece->words[1], "and") || (piece->n_words > 2 && piece->words[2].entry->role == TUTTI_WORD_VERSION))
    return TUTTI_MEANS_VERSION;

  return TUTTI_MEANS_TITLE;
}
