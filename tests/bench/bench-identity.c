/* bench-identity.c: what telling recordings apart costs
 *
 * A made-up library of 100,000 service tracks: songs of one to five words by
 * a few thousand artists, with the tails, credits and lengths of real ones,
 * two thirds of them known to more than one service. One JSON line per figure
 * on standard output; times are of one core.
 *
 *   bench-identity [--tracks N]
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-identity.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const syllables[] = {
  "ba",
  "co",
  "da",
  "el",
  "fi",
  "ga",
  "ho",
  "in",
  "ja",
  "ko",
  "la",
  "mi",
  "no",
  "or",
  "pa",
  "qui",
  "ra",
  "so",
  "ta",
  "ul",
  "va",
  "wi",
  "yo",
  "za",
  "chen",
  "dor",
  "fell",
  "gren",
  "hart",
  "lund",
  "mont",
  "stern",
  "é",
  "ü",
  "ø",
};

static double
read_clock (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
append_word (GString *text,
             GRand   *rand)
{
  guint n = (guint) g_rand_int_range (rand, 1, 4);

  if (text->len > 0)
    g_string_append_c (text, ' ');
  for (guint i = 0; i < n; i++)
    g_string_append (text, syllables[g_rand_int_range (rand, 0, G_N_ELEMENTS (syllables))]);
}

static char *
make_name (GRand *rand,
           int    most)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int n = g_rand_int_range (rand, 1, most + 1);

  for (int i = 0; i < n; i++)
    append_word (text, rand);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* One song as several services write it. */
static void
add_song (GPtrArray *tracks,
          GPtrArray *artists,
          guint      n_tracks,
          GRand     *rand)
{
  static const char *const tails[] = {
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    " - Remastered 2011",
    " (Live)",
    " (feat. %s)",
    " - %s Remix",
    " (Radio Edit)",
    " - From \"%s\"",
    ", Pt. 2",
    " (%s)",
  };
  static const char *const providers[] = { "quaver", "semibreve", "crotchet" };
  const char              *tail = tails[g_rand_int_range (rand, 0, G_N_ELEMENTS (tails))];
  const char              *stop = strchr (tail, '%');
  const char              *artist = g_ptr_array_index (artists, (guint) g_rand_int_range (rand, 0, (gint32) artists->len));
  const char              *guest = g_ptr_array_index (artists, (guint) g_rand_int_range (rand, 0, (gint32) artists->len));
  g_autofree char         *base = make_name (rand, 5);
  g_autofree char         *album = make_name (rand, 4);
  g_autofree char         *title = stop == NULL ? g_strconcat (base, tail, NULL) : NULL;
  g_autofree char         *isrc = g_strdup_printf ("QZAB1%07u", tracks->len + 1);
  int                      duration = g_rand_int_range (rand, 90000, 360000);
  int                      n_services = g_rand_int_range (rand, 1, 4);

  if (title == NULL)
    {
      g_autofree char *head = g_strndup (tail, (gsize) (stop - tail));

      title = g_strconcat (base, head, guest, stop + 2, NULL);
    }
  for (int i = 0; i < n_services && tracks->len < n_tracks; i++)
    {
      const char                 *names[] = { artist, g_rand_int_range (rand, 0, 4) == 0 ? guest : NULL, NULL };
      const TuttiServiceTrackInfo info = {
        .provider = providers[i],
        .title = title,
        .artists = names,
        .album = g_rand_int_range (rand, 0, 3) ? album : base,
        .duration_ms = duration + g_rand_int_range (rand, -1500, 1500),
        .isrc = g_rand_int_range (rand, 0, 2) ? isrc : NULL,
      };

      g_ptr_array_add (tracks, tutti_service_track_new (&info));
    }
}

int
main (int   argc,
      char *argv[])
{
  guint n_tracks = argc > 2 && strcmp (argv[1], "--tracks") == 0 ? (guint) strtoul (argv[2], NULL, 10) : 100000;
  g_autoptr (GRand) rand = g_rand_new_with_seed (100000);
  g_autoptr (GPtrArray) artists = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  g_autoptr (GPtrArray) identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
  g_autofree TuttiMembership *memberships = NULL;
  double                      start, made, done;
  gsize                       before, after;
  guint                       n_groups = 0;
  gsize                       n_keys = 0;

  for (guint i = 0; i < 4000; i++)
    g_ptr_array_add (artists, make_name (rand, 3));
  while (tracks->len < n_tracks)
    add_song (tracks, artists, n_tracks, rand);

  before = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  start = read_clock ();
  for (guint i = 0; i < tracks->len; i++)
    g_ptr_array_add (identities, tutti_identity_new (g_ptr_array_index (tracks, i)));
  made = read_clock ();
  after = mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
  memberships = tutti_identity_cluster ((TuttiIdentity *const *) identities->pdata, identities->len, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
  done = read_clock ();

  for (guint i = 0; i < tracks->len; i++)
    {
      guint n;

      tutti_identity_get_keys (g_ptr_array_index (identities, i), &n);
      n_keys += n;
      n_groups += memberships[i].group == i;
    }

  g_print ("{\"name\": \"identify-%u\", \"value\": %.3f, \"unit\": \"s\", \"baseline\": null, \"ratio\": null, \"aim\": 0.4, "
           "\"made\": %.3f, \"grouped\": %.3f, \"groups\": %u, \"keys\": %.1f}\n",
           tracks->len, done - start, made - start, done - made, n_groups, (double) n_keys / MAX (tracks->len, 1));
  g_print ("{\"name\": \"identity-memory\", \"value\": %.0f, \"unit\": \"MB per million\", \"baseline\": null, \"ratio\": null}\n",
           (double) (after - before) / MAX (tracks->len, 1));

  return EXIT_SUCCESS;
}
