/* match-pairs.c: what the identity says of pairs of tracks in a file
 *
 *   match-pairs FILE.tsv [--no-isrc]
 *
 * Reads the columns id title_a artist_a album_a ms_a isrc_a title_b artist_b
 * album_b ms_b isrc_b by their names and prints, for each pair, its id, the
 * score and "same", "maybe" or "different". A file without an id column gets
 * the numbers of its rows.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "match-table.h"
#include "tutti-identity.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *side;
  int         title, artist, album, ms, isrc, year, service;
} Columns;

static Columns
find_columns (const MatchTable *table,
              const char       *side)
{
  const char *const names[] = { "title_", "artist_", "album_", "ms_", "isrc_", "year_", "svc_" };
  int               found[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strconcat (names[i], side, NULL);

      found[i] = match_table_find (table, name);
    }

  return (Columns) { side, found[0], found[1], found[2], found[3], found[4], found[5], found[6] };
}

static TuttiIdentity *
read_identity (const MatchTable *table,
               guint             row,
               Columns           columns)
{
  const char *service = columns.service >= 0 ? match_table_get (table, row, columns.service) : columns.side;
  g_autoptr (TuttiServiceTrack) track =
      match_new_track (service, "", match_table_get (table, row, columns.title), match_table_get (table, row, columns.artist),
                       match_table_get (table, row, columns.album), match_table_get (table, row, columns.ms),
                       match_table_get (table, row, columns.isrc), match_table_get (table, row, columns.year));

  return tutti_identity_new (track);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const words[] = { "different", "maybe", "same" };
  TuttiCompareFlags        flags = TUTTI_COMPARE_DEFAULT;
  const char              *path = NULL;
  g_autoptr (MatchTable) table = NULL;
  g_autoptr (GError) error = NULL;
  Columns a, b;
  int     id;

  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--no-isrc") == 0)
      flags |= TUTTI_COMPARE_HIDE_ISRC;
    else
      path = argv[i];
  if (path == NULL)
    {
      g_printerr ("Usage: match-pairs FILE.tsv [--no-isrc]\n");
      return EXIT_FAILURE;
    }
  if ((table = match_table_load (path, &error)) == NULL)
    {
      g_printerr ("match-pairs: %s\n", error->message);
      return EXIT_FAILURE;
    }

  id = match_table_find (table, "id");
  a = find_columns (table, "a");
  b = find_columns (table, "b");
  for (guint row = 0; row < table->n_rows; row++)
    {
      g_autoptr (TuttiIdentity) one = read_identity (table, row, a);
      g_autoptr (TuttiIdentity) other = read_identity (table, row, b);
      double       score;
      TuttiVerdict verdict = tutti_identity_compare (one, other, flags, &score, NULL);

      if (id >= 0)
        g_print ("%s\t%.4f\t%s\n", match_table_get (table, row, id), score, words[verdict]);
      else
        g_print ("%u\t%.4f\t%s\n", row + 1, score, words[verdict]);
    }

  return EXIT_SUCCESS;
}
