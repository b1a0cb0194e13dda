/* tutti-versions.c: other recordings of the same song, and what sets them apart
 *
 * A live recording and a remix are two recordings, and never one row; but they
 * are one song, which is said by title and artist alone. Both stand in the
 * keys by which tracks find each other, so that versions need no index of
 * their own.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-versions.h"

#include "tutti-identity-private.h"
#include "tutti-scratch.h"
#include "tutti-title-judge.h"
#include "tutti-title-pieces.h"

#include <string.h>

/**
 * tutti_versions_get_keys:
 * @identity: an identity
 * @n_keys: (out): how many, at most nine
 *
 * Those of its keys that stand for the song's name and one of its artists: all
 * versions of the song share one, and little else does. Ask for at most
 * %TUTTI_IDENTITY_MAX_CANDIDATES tracks for each.
 *
 * Returns: (transfer none) (array length=n_keys): the keys
 */
const guint64 *
tutti_versions_get_keys (const TuttiIdentity *identity,
                         guint               *n_keys)
{
  g_return_val_if_fail (identity != NULL, NULL);
  g_return_val_if_fail (n_keys != NULL, NULL);

  *n_keys = identity->n_song_keys;

  return identity->keys + identity->first_song_key;
}

static gboolean
share_song_key (const TuttiIdentity *a,
                const TuttiIdentity *b)
{
  for (guint i = 0; i < a->n_song_keys; i++)
    for (guint j = 0; j < b->n_song_keys; j++)
      if (a->keys[a->first_song_key + i] == b->keys[b->first_song_key + j])
        return TRUE;

  return FALSE;
}

static gboolean
has_same_numbers (const TuttiReading *a,
                  const TuttiReading *b)
{
  return a->n_numbers == b->n_numbers &&
         (a->n_numbers == 0 ||
          memcmp (tutti_reading_get_numbers (a), tutti_reading_get_numbers (b), a->n_numbers * sizeof (guint32)) == 0);
}

/**
 * tutti_versions_are:
 * @a: one recording
 * @b: another
 *
 * Whether both are recordings of one song by the same people: the song's name
 * is the same without what is said of the version, and so are its parts and
 * movements. Names that many songs have ("Intro") say nothing.
 *
 * Returns: %TRUE if they are
 */
gboolean
tutti_versions_are (const TuttiIdentity *a,
                    const TuttiIdentity *b)
{
  const TuttiReading *left, *right;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  left = &a->readings[0];
  right = &b->readings[0];

  return left->core.hash != 0 && left->core.hash == right->core.hash &&
         (left->sub.hash == right->sub.hash || left->sub.hash == 0 || right->sub.hash == 0) &&
         !left->is_common && has_same_numbers (left, right) && share_song_key (a, b);
}

/* Remarks that make no other recording, but another release of it. */
static gboolean
tells_release (const TuttiTitlePiece *piece)
{
  static const char *const words[] = { "mono", "stereo", "deluxe", "anniversary", "bonus", "reissue", "restored", "expanded", "clean", "atmos" };

  for (guint i = 0; i < piece->n_words; i++)
    {
      if (tutti_title_word_begins (&piece->words[i], "remaster"))
        return TRUE;
      for (guint j = 0; j < G_N_ELEMENTS (words); j++)
        if (tutti_title_word_is (&piece->words[i], words[j]))
          return TRUE;
    }

  return FALSE;
}

/**
 * tutti_versions_dup_remarks:
 * @title: (nullable): a title as a service writes it
 *
 * What a title says that sets it apart from other versions of the song, as in
 * "Live at Wembley" or "2011 Remaster", in the title's own words. What tells
 * nothing of the sound ("Explicit", "Official Video") is left out. Any thread.
 *
 * Returns: (transfer full) (nullable): the words, %NULL where there are none
 */
char *
tutti_versions_dup_remarks (const char *title)
{
  g_autofree char *valid = g_utf8_make_valid (title != NULL ? title : "", -1);
  g_autoptr (GString) remarks = g_string_new (NULL);
  TUTTI_SCRATCH TuttiPiece      pieces[TUTTI_TITLE_MAX_PIECES];
  TUTTI_SCRATCH TuttiTitlePiece piece;
  TuttiSpan                     dashes[TUTTI_TITLE_MAX_DASHES];
  guint                         n_dashes;
  guint                         n_pieces = tutti_title_cut (valid, strlen (valid), pieces, dashes, &n_dashes);

  for (guint i = 0; i < n_pieces; i++)
    {
      TuttiSpan    span = pieces[i].span;
      TuttiMeaning meaning;

      if (pieces[i].kind == TUTTI_PIECE_CORE || pieces[i].kind == TUTTI_PIECE_CREDIT)
        continue;
      tutti_title_fold_piece (&piece, valid + span.start, span.end - span.start);
      if (piece.n_words == 0)
        continue;
      meaning = tutti_title_judge (&piece, "", 0);
      if (meaning != TUTTI_MEANS_VERSION && !(meaning == TUTTI_MEANS_NOTHING && tells_release (&piece)))
        continue;
      if (remarks->len > 0)
        g_string_append (remarks, ", ");
      g_string_append_len (remarks, valid + span.start, span.end - span.start);
    }

  return remarks->len > 0 ? g_string_free_and_steal (g_steal_pointer (&remarks)) : NULL;
}
