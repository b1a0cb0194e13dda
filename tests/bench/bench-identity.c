/* bench-identity.c: what telling recordings apart costs
 *
 * A made-up library of 100,000 service tracks: songs of one to five words by
 * a few thousand artists, with the tails, credits and lengths of real ones,
 * two thirds of them known to more than one service. One JSON line per figure
 * on standard output; times are of one core, the best of a few rounds, since
 * other programs only ever make it slower.
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
#include <sys/resource.h>
#include <time.h>

#define N_ROUNDS 5

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

/* The most memory this process ever had, in bytes. */
static double
read_peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) usage.ru_maxrss * 1024;
}

static double
read_heap (void)
{
  return (double) (mallinfo2 ().uordblks + mallinfo2 ().hblkhd);
}

/* What one round took. */
typedef struct
{
  double made;    /* seconds for all identities */
  double grouped; /* seconds for the pass over them */
  double memory;  /* bytes of all identities */
  guint  n_groups;
  gsize  n_keys;
} Round;

static Round
measure (GPtrArray *tracks)
{
  g_autoptr (GPtrArray) identities = g_ptr_array_new_full (tracks->len, (GDestroyNotify) tutti_identity_free);
  g_autofree TuttiMembership *memberships = NULL;
  double                      heap = read_heap ();
  double                      start = read_clock ();
  double                      made;
  Round                       round = { 0 };

  for (guint i = 0; i < tracks->len; i++)
    g_ptr_array_add (identities, tutti_identity_new (g_ptr_array_index (tracks, i)));
  made = read_clock ();
  round.made = made - start;
  round.memory = read_heap () - heap;
  made = read_clock ();
  memberships = tutti_identity_cluster ((TuttiIdentity *const *) identities->pdata, identities->len, NULL, 0, TUTTI_COMPARE_DEFAULT, NULL);
  round.grouped = read_clock () - made;

  for (guint i = 0; i < tracks->len; i++)
    {
      guint n;

      tutti_identity_get_keys (g_ptr_array_index (identities, i), &n);
      round.n_keys += n;
      round.n_groups += memberships[i].group == i;
    }

  return round;
}

int
main (int   argc,
      char *argv[])
{
  guint n_tracks = argc > 2 && strcmp (argv[1], "--tracks") == 0 ? (guint) strtoul (argv[2], NULL, 10) : 100000;
  g_autoptr (GRand) rand = g_rand_new_with_seed (100000);
  g_autoptr (GPtrArray) artists = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  Round  best = { 0 };
  double peak;

  for (guint i = 0; i < 4000; i++)
    g_ptr_array_add (artists, make_name (rand, 3));
  while (tracks->len < n_tracks)
    add_song (tracks, artists, n_tracks, rand);

  peak = read_peak ();
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      Round round = measure (tracks);

      if (i == 0)
        peak = read_peak () - peak;
      if (i == 0 || round.made + round.grouped < best.made + best.grouped)
        best = round;
    }

  g_print ("{\"name\": \"identify-%u\", \"value\": %.3f, \"unit\": \"s\", \"baseline\": null, \"ratio\": null, \"aim\": 0.4, "
           "\"rounds\": %d, \"made\": %.3f, \"grouped\": %.3f, \"groups\": %u, \"keys\": %.1f}\n",
           tracks->len, best.made + best.grouped, N_ROUNDS, best.made, best.grouped, best.n_groups, (double) best.n_keys / MAX (tracks->len, 1));
  g_print ("{\"name\": \"identity-memory\", \"value\": %.0f, \"unit\": \"MB per million tracks\", \"baseline\": null, \"ratio\": null, "
           "\"with-the-pass\": %.0f}\n",
           best.memory / MAX (tracks->len, 1), peak / MAX (tracks->len, 1));

  return EXIT_SUCCESS;
}
