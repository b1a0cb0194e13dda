/* test-store-catalogue.c: service tracks find their recording, and the person's word
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"
#include "tutti-store-verdicts.h"

static const Song        dreams = { "spotify", "1", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 };
static const Song        dreams_too = { "deezer", "1", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 };
static const Song        other = { "tidal", "1", "Clocks", "Coldplay", "A Rush of Blood", NULL, 307 };
static const char *const nowhere[] = { NULL };

static void
add (Fixture    *fixture,
     const Song *song)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);

  g_ptr_array_add (tracks, make_song (song));
  wait_for (tutti_store_add_tracks (fixture->store, 0, "link", tracks));
}

static TuttiTrack *
find (Fixture    *fixture,
      const char *name)
{
  return g_value_dup_object (wait_for (tutti_store_find_track (fixture->store, name)));
}

static void
say (Fixture    *fixture,
     const Song *a,
     const Song *b,
     gboolean    is_same)
{
  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { a->provider, a->id }, &(TuttiSongName) { b->provider, b->id }, is_same));
}

/* The reasons of a track's service tracks: "spotify: deezer:isrc". (transfer full) */
static char *
dup_members (Fixture *fixture,
             gint64   track_id)
{
  GPtrArray *members = g_value_get_boxed (wait_for (tutti_store_list_members (fixture->store, track_id)));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < members->len; i++)
    {
      const TuttiMemberInfo *member = g_ptr_array_index (members, i);

      g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", tutti_service_track_get_provider (member->track), member->reason);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static guint
count_tracks (Fixture *fixture)
{
  return ((TuttiCounts *) g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store))))->tracks;
}

static void
test_joins (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *members = NULL;

  add (fixture, &dreams);
  add (fixture, &other);
  add (fixture, &dreams_too);
  add (fixture, &dreams_too);
  g_assert_cmpuint (count_tracks (fixture), ==, 2);
  members = dup_members (fixture, find_track_id (fixture, "deezer:1"));
  g_assert_cmpstr (members, ==, "spotify: deezer:isrc");
}

/* Text comes from the best service track there is, and is made anew when that changes. */
static void
test_derived (Fixture      *fixture,
              gconstpointer data)
{
  static const Song renamed = { "spotify", "1", "Dreams (2004 Remaster)", "Fleetwood Mac", "Rumours", "USWB10400046", 257 };
  g_autoptr (TuttiTrack) track = NULL;
  GArray *found;

  add (fixture, &dreams);
  add (fixture, &renamed);
  track = find (fixture, "spotify:1");
  g_assert_cmpstr (tutti_track_get_title (track), ==, "Dreams (2004 Remaster)");
  found = g_value_get_boxed (wait_for (tutti_store_search (fixture->store, "2004 fleetwood", 10)));
  g_assert_cmpuint (found->len, ==, 1);

  /* A shorter answer takes nothing away. */
  add (fixture, &(Song) { "spotify", "1", "Dreams", "Fleetwood Mac" });
  g_clear_object (&track);
  track = find (fixture, "spotify:1");
  g_assert_cmpstr (tutti_track_get_title (track), ==, "Dreams");
  g_assert_cmpstr (tutti_track_get_album (track), ==, "Rumours");
  found = g_value_get_boxed (wait_for (tutti_store_search (fixture->store, "2004 fleetwood", 10)));
  g_assert_cmpuint (found->len, ==, 0);
}

/* An ISRC that is told later joins what was apart. */
static void
test_later_isrc (Fixture      *fixture,
                 gconstpointer data)
{
  static const Song plain = { "spotify", "1", "Группа крови", "Кино", "Группа крови", "RUB421200012", 285 };
  static const Song latin = { "deezer", "1", "Gruppa krovi", "Kino", "Gruppa krovi", NULL, 285 };
  static const Song latin_isrc = { "deezer", "1", "Gruppa krovi", "Kino", "Gruppa krovi", "RUB421200012", 285 };

  add (fixture, &plain);
  add (fixture, &latin);
  if (count_tracks (fixture) == 1)
    {
      g_test_skip ("They are known to be one without the ISRC");
      return;
    }
  add (fixture, &latin_isrc);
  g_assert_cmpuint (count_tracks (fixture), ==, 1);
}

/* The older track keeps its name, the other's is redirected; apart again, both have their own. */
static void
test_same_and_back (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (TuttiTrack) first = NULL;
  g_autoptr (TuttiTrack) second = NULL;
  g_autoptr (TuttiTrack) merged = NULL;
  g_autoptr (TuttiTrack) old_name = NULL;
  g_autoptr (TuttiTrack) again = NULL;
  g_autofree char *members = NULL;

  add (fixture, &dreams);
  add (fixture, &other);
  first = find (fixture, "spotify:1");
  second = find (fixture, "tidal:1");
  wait_for (tutti_store_set_liked (fixture->store, tutti_track_get_id (second), TRUE, nowhere));

  say (fixture, &other, &dreams, TRUE);
  g_assert_cmpuint (count_tracks (fixture), ==, 1);
  merged = find (fixture, "tidal:1");
  g_assert_cmpstr (tutti_track_get_uuid (merged), ==, tutti_track_get_uuid (first));
  g_assert_true (tutti_track_is_liked (merged));
  old_name = find (fixture, tutti_track_get_uuid (second));
  g_assert_cmpint (tutti_track_get_id (old_name), ==, tutti_track_get_id (first));
  members = dup_members (fixture, tutti_track_get_id (merged));
  g_assert_nonnull (strstr (members, "verdict"));

  say (fixture, &dreams, &other, FALSE);
  g_assert_cmpuint (count_tracks (fixture), ==, 2);
  again = find (fixture, "tidal:1");
  g_assert_cmpstr (tutti_track_get_uuid (again), ==, tutti_track_get_uuid (second));
  g_assert_cmpstr (tutti_track_get_title (again), ==, "Clocks");
  g_assert_true (tutti_track_is_liked (again));
  g_clear_object (&merged);
  merged = find (fixture, "spotify:1");
  g_assert_false (tutti_track_is_liked (merged));
  g_assert_cmpstr (tutti_track_get_uuid (merged), ==, tutti_track_get_uuid (first));
}

/* Both were liked by hand: taken apart, both still are. */
static void
test_both_liked (Fixture      *fixture,
                 gconstpointer data)
{
  g_autoptr (GArray) likes = NULL;

  add (fixture, &dreams);
  add (fixture, &other);
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "spotify:1"), TRUE, nowhere));
  tutti_clock_set_offset (5000);
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "tidal:1"), TRUE, nowhere));
  say (fixture, &other, &dreams, TRUE);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 1);
  say (fixture, &other, &dreams, FALSE);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 2);

  /* Unliked while they were one: it stays so. */
  say (fixture, &other, &dreams, TRUE);
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "tidal:1"), FALSE, nowhere));
  say (fixture, &other, &dreams, FALSE);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 0);
  likes = list_likes (fixture, TUTTI_SORT_NEWEST);
  g_assert_cmpuint (likes->len, ==, 0);
}

/* "Not the same" wins over an equal ISRC, now and when it is imported again. */
static void
test_word_survives (Fixture      *fixture,
                    gconstpointer data)
{
  add (fixture, &dreams);
  add (fixture, &dreams_too);
  g_assert_cmpuint (count_tracks (fixture), ==, 1);
  say (fixture, &dreams, &dreams_too, FALSE);
  g_assert_cmpuint (count_tracks (fixture), ==, 2);
  add (fixture, &dreams_too);
  wait_for (tutti_store_rematch (fixture->store));
  g_assert_cmpuint (count_tracks (fixture), ==, 2);
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpuint (count_tracks (fixture), ==, 2);

  wait_for (tutti_store_clear_verdict (fixture->store, &(TuttiSongName) { "deezer", "1" }, &(TuttiSongName) { "spotify", "1" }));
  g_assert_cmpuint (count_tracks (fixture), ==, 1);

  wait_for_error (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "deezer", "1" }, &(TuttiSongName) { "deezer", "1" }, TRUE), TUTTI_ERROR_BAD_INPUT);
}

/* A word on songs that are not here is remembered for when they come. */
static void
test_word_before (Fixture      *fixture,
                  gconstpointer data)
{
  say (fixture, &dreams, &other, TRUE);
  say (fixture, &dreams, &dreams_too, FALSE);
  add (fixture, &dreams);
  add (fixture, &other);
  add (fixture, &dreams_too);
  g_assert_cmpuint (count_tracks (fixture), ==, 2);
  g_assert_cmpint (find_track_id (fixture, "spotify:1"), ==, find_track_id (fixture, "tidal:1"));
  g_assert_cmpint (find_track_id (fixture, "spotify:1"), !=, find_track_id (fixture, "deezer:1"));
}

/* One by one or in one pass: the same groups. */
static void
test_rematch (Fixture      *fixture,
              gconstpointer data)
{
  for (guint i = 0; i < 300; i++)
    {
      static const char *const providers[] = { "spotify", "deezer", "tidal" };
      g_autofree char         *id = g_strdup_printf ("%u", i);
      g_autofree char         *title = g_strdup_printf ("Title %c%c", 'a' + i / 3 % 26, 'a' + i / 78);
      g_autofree char         *artist = g_strdup_printf ("Artist %c", 'a' + i / 3 % 26);

      add (fixture, &(Song) { providers[i % 3], id, title, artist, NULL, NULL, 200 + i / 3 % 7 * 20 });
    }
  g_assert_cmpuint (count_tracks (fixture), ==, 100);
  g_assert_cmpuint (wait_for_uint (tutti_store_rematch (fixture->store)), ==, 0);
  g_assert_cmpuint (count_tracks (fixture), ==, 100);
}

static void
test_suggestions (Fixture      *fixture,
                  gconstpointer data)
{
  GPtrArray *suggestions;

  add (fixture, &dreams);
  add (fixture, &dreams_too);
  say (fixture, &dreams, &dreams_too, FALSE);
  /* The person spoke: it is suggested no more. */
  suggestions = g_value_get_boxed (wait_for (tutti_store_list_suggestions (fixture->store, find_track_id (fixture, "spotify:1"))));
  g_assert_cmpuint (suggestions->len, ==, 0);
}

/* Two names of one artist that two codes teach join a third song, whatever came
 * first, and also after a restart. */
static void
test_aliases (Fixture      *fixture,
              gconstpointer data)
{
  static const Song songs[] = {
    { "spotify", "1", "Solntse", "Волна", NULL, "RUA1D1500001" },
    { "deezer", "1", "Solntse", "Volna", NULL, "RUA1D1500001" },
    { "spotify", "2", "Zima", "Волна", NULL, "RUA1D1500002", 220 },
    { "deezer", "2", "Zima", "Volna", NULL, "RUA1D1500002", 220 },
    { "spotify", "3", "Reka", "Волна", NULL, NULL, -1 },
    { "deezer", "3", "Reka", "Volna", NULL, NULL, -1 },
    { "tidal", "3", "Reka", "Shoreline", NULL, NULL, -1 },
  };
  static const Song later[] = {
    { "spotify", "4", "Nebo", "Волна", NULL, NULL, -1 },
    { "deezer", "4", "Nebo", "Volna", NULL, NULL, -1 },
  };
  gboolean is_backwards = GPOINTER_TO_INT (data);

  for (guint i = 0; i < G_N_ELEMENTS (songs); i++)
    add (fixture, &songs[is_backwards ? G_N_ELEMENTS (songs) - 1 - i : i]);
  if (is_backwards)
    g_assert_cmpuint (count_tracks (fixture), ==, 5);
  wait_for (tutti_store_rematch (fixture->store));
  g_assert_cmpuint (count_tracks (fixture), ==, 4);
  g_assert_cmpint (find_track_id (fixture, "spotify:3"), ==, find_track_id (fixture, "deezer:3"));

  fixture_close (fixture);
  fixture_open (fixture);
  add (fixture, &later[is_backwards]);
  add (fixture, &later[!is_backwards]);
  g_assert_cmpuint (count_tracks (fixture), ==, 5);
}

/* What only a search brought is forgotten after a month, if nobody holds on to it. */
static void
test_forget (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);

  g_ptr_array_add (tracks, make_song (&dreams));
  g_ptr_array_add (tracks, make_song (&other));
  wait_for (tutti_store_add_tracks (fixture->store, 0, "search", tracks));
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "tidal:1"), TRUE, nowhere));
  tutti_clock_set_offset (G_GINT64_CONSTANT (31) * 24 * 60 * 60 * 1000);
  fixture_close (fixture);
  fixture_open (fixture);
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpuint (count_tracks (fixture), ==, 1);
  g_assert_cmpint (find_track_id (fixture, "tidal:1"), >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/catalogue/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("joins", test_joins);
  ADD ("derived", test_derived);
  ADD ("later-isrc", test_later_isrc);
  ADD ("same-and-back", test_same_and_back);
  ADD ("both-liked", test_both_liked);
  ADD ("word-survives", test_word_survives);
  ADD ("word-before", test_word_before);
  ADD ("rematch", test_rematch);
  ADD ("suggestions", test_suggestions);
  ADD ("forget", test_forget);
  ADD ("aliases", test_aliases);
  g_test_add ("/store/catalogue/aliases-backwards", Fixture, GINT_TO_POINTER (TRUE), fixture_set_up, test_aliases, fixture_tear_down);
#undef ADD

  return g_test_run ();
}
