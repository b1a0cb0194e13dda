/* test-store-renewal.c: a library that older rules made
 *
 * What older rules would have made is made with the person's word, which is
 * then taken out of the file behind the store's back.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"
#include "tutti-store-verdicts.h"

#include <sqlite3.h>
#include <string.h>

#define N_SONGS 2400

static const char *const providers[] = { "spotify", "deezer", "tidal" };

/* A word that is like no other. (transfer full) */
static char *
make_word (const char *kind,
           guint       number)
{
  g_autofree char *text = g_strdup_printf ("%s %u", kind, number);
  char            *word = g_compute_checksum_for_string (G_CHECKSUM_MD5, text, -1);

  word[12] = '\0';
  for (char *c = word; *c != '\0'; c++)
    *c = (char) ('a' + g_ascii_xdigit_value (*c));

  return word;
}

/* Three services' songs of each recording. */
static TuttiServiceTrack *
make_number (guint number)
{
  guint            recording = number / 3;
  g_autofree char *id = g_strdup_printf ("%u", recording);
  g_autofree char *word = make_word ("title", recording);
  g_autofree char *title = g_strdup_printf ("Song %s", word);
  g_autofree char *artist = make_word ("artist", recording);

  return make_song (&(Song) { providers[number % 3], id, title, artist, NULL, NULL, 200 + (int) recording % 7 * 20 });
}

static void
add_numbers (Fixture *fixture,
             guint    first,
             guint    end)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);

  for (guint i = first; i < end; i++)
    g_ptr_array_add (tracks, make_number (i));
  wait_for (tutti_store_add_tracks (fixture->store, 0, "link", tracks));
}

static void
say (Fixture *fixture,
     guint    a,
     guint    b,
     gboolean is_same)
{
  g_autofree char *id_a = g_strdup_printf ("%u", a / 3);
  g_autofree char *id_b = g_strdup_printf ("%u", b / 3);

  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { providers[a % 3], id_a }, &(TuttiSongName) { providers[b % 3], id_b }, is_same));
}

static gint64
find_number (Fixture *fixture,
             guint    number)
{
  g_autofree char *name = g_strdup_printf ("%s:%u", providers[number % 3], number / 3);

  return find_track_id (fixture, name);
}

static void
run_sql (Fixture    *fixture,
         const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static char *
ask_sql (Fixture    *fixture,
         const char *sql)
{
  g_autoptr (GString) text = g_string_new (NULL);
  sqlite3      *db = NULL;
  sqlite3_stmt *query = NULL;

  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &query, NULL), ==, SQLITE_OK);
  while (sqlite3_step (query) == SQLITE_ROW)
    g_string_append_printf (text, "%s\n", sqlite3_column_text (query, 0));
  sqlite3_finalize (query);
  sqlite3_close (db);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* Which songs are together, why, and under which name. */
static char *
dump_groups (Fixture *fixture)
{
  return ask_sql (fixture, "SELECT json_array (st.provider, st.remote_id, hex (t.uuid), st.reason, t.title, t.n_services)"
                           " FROM service_tracks AS st JOIN tracks AS t ON t.id = st.track_id ORDER BY st.id");
}

static char *
dump_keys (Fixture *fixture)
{
  return ask_sql (fixture, "SELECT json_array (key, service_track_id) FROM match_keys ORDER BY 1");
}

/* Says where two dumps differ, not all they hold. */
static void
assert_same_dump (const char *a,
                  const char *b)
{
  g_auto (GStrv) lines_a = g_strsplit (a, "\n", -1);
  g_auto (GStrv) lines_b = g_strsplit (b, "\n", -1);

  for (guint i = 0; lines_a[i] != NULL && lines_b[i] != NULL; i++)
    g_assert_cmpstr (lines_a[i], ==, lines_b[i]);
  g_assert_cmpuint (g_strv_length (lines_a), ==, g_strv_length (lines_b));
}

/* Older rules kept apart what is one, and joined what is not; some keys were others. */
static void
make_old (Fixture *fixture)
{
  for (guint i = 0; i < N_SONGS; i += 30)
    {
      say (fixture, i, i + 1, FALSE);
      say (fixture, i + 2, i + 1, FALSE);
      say (fixture, i + 3, i + 6, TRUE);
    }
  fixture_close (fixture);
  run_sql (fixture, "DELETE FROM verdicts; DELETE FROM acts; DELETE FROM match_keys WHERE service_track_id % 2;"
                    "INSERT INTO match_keys SELECT -id, id FROM service_tracks;"
                    "UPDATE facts SET value = '0 older' WHERE name = 'rules'");
  fixture_open (fixture);
}

static void
test_renews (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *groups = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *old_groups = NULL;
  g_autofree char *new_groups = NULL;
  g_autofree char *new_keys = NULL;
  g_autofree char *verdicts = NULL;

  add_numbers (fixture, 0, N_SONGS);
  wait_for (tutti_store_rematch (fixture->store));
  groups = dump_groups (fixture);
  keys = dump_keys (fixture);
  g_assert_cmpuint (wait_for_uint (tutti_store_renew (fixture->store)), ==, 0);

  make_old (fixture);
  old_groups = dump_groups (fixture);
  g_assert_false (g_str_equal (old_groups, groups));
  g_assert_cmpuint (wait_for_uint (tutti_store_renew (fixture->store)), >, N_SONGS / 30);
  new_groups = dump_groups (fixture);
  new_keys = dump_keys (fixture);
  /* Every recording has the name it had in the beginning. */
  assert_same_dump (new_groups, groups);
  assert_same_dump (new_keys, keys);
  g_assert_cmpuint (wait_for_uint (tutti_store_renew (fixture->store)), ==, 0);
  verdicts = ask_sql (fixture, "SELECT name FROM facts WHERE name LIKE 'renew%'");
  g_assert_cmpstr (verdicts, ==, "");
}

/* What the person said stays as it is. */
static void
test_words_stay (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  add_numbers (fixture, 0, 90);
  wait_for (tutti_store_rematch (fixture->store));
  say (fixture, 0, 1, FALSE);
  say (fixture, 2, 1, FALSE);
  say (fixture, 9, 12, TRUE);
  before = dump_groups (fixture);
  fixture_close (fixture);
  run_sql (fixture, "UPDATE facts SET value = '0 older' WHERE name = 'rules'");
  fixture_open (fixture);
  wait_for (tutti_store_renew (fixture->store));
  after = dump_groups (fixture);
  assert_same_dump (before, after);
  g_assert_cmpint (find_number (fixture, 9), ==, find_number (fixture, 12));
  g_assert_cmpint (find_number (fixture, 0), !=, find_number (fixture, 1));
}

/* Songs come, go their ways and are spoken of while it runs. */
static void
test_meanwhile (Fixture      *fixture,
                gconstpointer data)
{
  g_autoptr (DexFuture) renewing = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *expected = NULL;

  add_numbers (fixture, 0, N_SONGS);
  wait_for (tutti_store_rematch (fixture->store));
  make_old (fixture);

  renewing = tutti_store_renew (fixture->store);
  for (guint i = 0; i < 60; i += 6)
    {
      add_numbers (fixture, N_SONGS + i, N_SONGS + i + 6);
      say (fixture, 300 + i, 301 + i, FALSE);
      say (fixture, 900 + i, 903 + i, TRUE);
    }
  wait_for (dex_ref (renewing));
  wait_for (tutti_store_rematch (fixture->store));

  for (guint i = 0; i < 60; i += 6)
    {
      g_assert_cmpint (find_number (fixture, 300 + i), !=, find_number (fixture, 301 + i));
      g_assert_cmpint (find_number (fixture, 900 + i), ==, find_number (fixture, 903 + i));
      g_assert_cmpint (find_number (fixture, N_SONGS + i), ==, find_number (fixture, N_SONGS + i + 1));
    }
  for (guint i = 1200; i < N_SONGS; i += 3)
    {
      g_assert_cmpint (find_number (fixture, i), ==, find_number (fixture, i + 1));
      g_assert_cmpint (find_number (fixture, i), ==, find_number (fixture, i + 2));
    }
  keys = ask_sql (fixture, "SELECT count (*) FROM service_tracks WHERE id NOT IN (SELECT service_track_id FROM match_keys)");
  g_assert_cmpstr (keys, ==, "0\n");
  expected = ask_sql (fixture, "SELECT count (*) FROM tracks WHERE id NOT IN (SELECT track_id FROM service_tracks)");
  g_assert_cmpstr (expected, ==, "0\n");
}

/* Songs are found by the words of today's rules. */
static void
test_search_words (Fixture      *fixture,
                   gconstpointer data)
{
  add_numbers (fixture, 0, N_SONGS);
  fixture_close (fixture);
  run_sql (fixture, "DELETE FROM search; UPDATE tracks SET title_key = 'x'; UPDATE facts SET value = 'older' WHERE name = 'words'");
  fixture_open (fixture);
  g_assert_cmpuint (((GArray *) g_value_get_boxed (wait_for (tutti_store_search (fixture->store, "song", 10))))->len, ==, 0);
  wait_for (tutti_store_renew (fixture->store));
  g_assert_cmpuint (((GArray *) g_value_get_boxed (wait_for (tutti_store_search (fixture->store, "song", N_SONGS))))->len, ==, N_SONGS / 3);
}

/* The store is closed in the middle: the rest is done the next time. */
static void
test_closed (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *groups = NULL;
  g_autofree char *after = NULL;

  add_numbers (fixture, 0, N_SONGS);
  wait_for (tutti_store_rematch (fixture->store));
  groups = dump_groups (fixture);
  make_old (fixture);

  for (guint turns = 0; turns < 6; turns++)
    {
      g_autoptr (DexFuture) renewing = tutti_store_renew (fixture->store);

      for (guint i = 0; i < turns * 3 && dex_future_is_pending (renewing); i++)
        g_main_context_iteration (NULL, TRUE);
      wait_for (tutti_store_close (fixture->store));
      while (dex_future_is_pending (renewing))
        g_main_context_iteration (NULL, TRUE);
      dex_clear (&renewing);
      fixture_close (fixture);
      fixture_open (fixture);
    }
  wait_for (tutti_store_renew (fixture->store));
  after = dump_groups (fixture);
  assert_same_dump (after, groups);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/renewal/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("renews", test_renews);
  ADD ("words-stay", test_words_stay);
  ADD ("meanwhile", test_meanwhile);
  ADD ("search-words", test_search_words);
  ADD ("closed", test_closed);
#undef ADD

  return g_test_run ();
}
