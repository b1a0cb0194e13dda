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
#include "tutti-scratch.h"
#include "tutti-title-parts.h"
#include "tutti-title-pieces.h"

#include <string.h>

static void
add_span (TuttiSpan *spans,
          guint     *n_spans,
          TuttiSpan  span)
{
  if (*n_spans < TUTTI_TITLE_MAX_CREDITS)
    spans[(*n_spans)++] = span;
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

/* All of it is in brackets, or it is nothing but a remark. */
static void
take_what_there_is (TuttiTitle      *self,
                    TuttiTitlePiece *piece,
                    const char      *title,
                    gsize            length)
{
  if (self->sub.length > 0)
    self->core = self->sub;
  else
    {
      tutti_title_fold_piece (piece, title, length);
      for (guint i = 0; i < piece->n_words; i++)
        tutti_title_append_word (&self->core, &piece->words[i]);
    }
  self->sub.length = 0;
  if (self->full.length == 0)
    self->full = self->core;
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
  self->is_explicit = self->has_german = FALSE;
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

      self->has_german |= tutti_title_fold_piece (&piece, title + span.start, span.end - span.start);
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
          for (guint k = 0; k < piece.n_words; k++)
            self->is_explicit |= tutti_title_word_is (&piece.words[k], "explicit");
          break;
        case TUTTI_MEANS_CREDIT:
          add_span (self->credits, &self->n_credits, span);
          break;
        case TUTTI_MEANS_VERSION:
          for (guint k = 0; k < piece.n_words; k++)
            tutti_title_append_word (&self->version, &piece.words[k]);
          if (!has_list_sign (title, span) || !tutti_title_take_list (self, title, span))
            tutti_title_take_version (self, &piece, title + span.start, span.end - span.start);
          add_span (self->version_spans, &self->n_versions, span);
          break;
        case TUTTI_MEANS_TITLE:
          if (!is_core && has_list_sign (title, span) && tutti_title_take_list (self, title, span))
            break;
          tutti_title_take_name (self, &piece, is_core ? tutti_title_take_tail (self, &piece) : piece.n_words, is_core);
          break;
        }
    }

  if (self->core.length == 0)
    take_what_there_is (self, &piece, title, length);
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
