/* match-records.c: groups the tracks of a file into recordings
 *
 *   match-records FILE.tsv [--time] [--shuffle]
 *
 * Reads the columns id source title artist album ms year (and isrc) by their
 * names, some of which may be absent, and prints each id and the number of
 * its cluster. --time says on standard error what it took, --shuffle gives
 * the tracks in another order, which changes nothing but the numbers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "match-table.h"
#include "tutti-identity.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Seconds since the program began, of the processor's time. */
static double
read_clock (void)
{
  return (double) clock () / CLOCKS_PER_SEC;
}

static void
shuffle (guint *order,
         guint  n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);

  for (guint i = n; i > 1; i--)
    {
      guint other = (guint) g_rand_int_range (rand, 0, (gint32) i);
      guint spare = order[i - 1];

      order[i - 1] = order[other];
      order[other] = spare;
    }
}

int
main (int   argc,
      char *argv[])
{
  static const char *const names[] = { "id", "title", "artist", "album", "ms", "isrc", "year", "source" };
  int                      columns[G_N_ELEMENTS (names)];
  const char              *path = NULL;
  gboolean                 is_timed = FALSE, is_shuffled = FALSE;
  g_autoptr (MatchTable) table = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
  g_autofree TuttiMembership *memberships = NULL;
  g_autofree guint           *order = NULL;
  double                      start, made, done;

  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--time") == 0)
      is_timed = TRUE;
    else if (strcmp (argv[i], "--shuffle") == 0)
      is_shuffled = TRUE;
    else
      path = argv[i];
  if (path == NULL)
    {
      g_printerr ("Usage: match-records FILE.tsv [--time] [--shuffle]\n");
      return EXIT_FAILURE;
    }
  if ((table = match_table_load (path, &error)) == NULL)
    {
      g_printerr ("match-records: %s\n", error->message);
      return EXIT_FAILURE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    columns[i] = match_table_find (table, names[i]);

  order = g_new (guint, table->n_rows + 1);
  for (guint i = 0; i < table->n_rows; i++)
    order[i] = i;
  if (is_shuffled)
    shuffle (order, table->n_rows);
  for (guint i = 0; i < table->n_rows; i++)
    {
      const char *cells[G_N_ELEMENTS (names)];

      for (guint k = 0; k < G_N_ELEMENTS (names); k++)
        cells[k] = match_table_get (table, order[i], columns[k]);
      g_ptr_array_add (tracks, match_new_track (cells[7], cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]));
    }

  start = read_clock ();
  for (guint i = 0; i < tracks->len; i++)
    g_ptr_array_add (identities, tutti_identity_new (g_ptr_array_index (tracks, i)));
  made = read_clock ();
  memberships = tutti_identity_cluster ((TuttiIdentity *const *) identities->pdata, identities->len, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
  done = read_clock ();

  for (guint i = 0; i < tracks->len; i++)
    {
      const char *id = tutti_service_track_get_remote_id (g_ptr_array_index (tracks, i));

      if (columns[0] >= 0)
        g_print ("%s\t%u\n", id, memberships[i].group);
      else
        g_print ("%u\t%u\n", order[i] + 1, memberships[i].group);
    }
  if (is_timed)
    g_printerr ("%u tracks: identities %.3f s, clusters %.3f s, together %.3f s\n", tracks->len, made - start, done - made, done - start);

  return EXIT_SUCCESS;
}
