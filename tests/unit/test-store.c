/* test-store.c: the file: modes, copies, newer and damaged files, two processes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"
#include "tutti-store-verdicts.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static void
exec_sql (const char *path,
          const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static guint
count_files (Fixture    *fixture,
             const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  guint       count = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    count += strstr (name, part) != NULL;

  return count;
}

static void
like_by_hand (Fixture    *fixture,
              const char *id,
              const char *title)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  const char *const nowhere[] = { NULL };
  GArray           *ids;

  g_ptr_array_add (tracks, make_song (&(Song) { "deezer", id, title, "Somebody" }));
  ids = g_value_get_boxed (wait_for (tutti_store_add_tracks (fixture->store, 0, "search", tracks)));
  wait_for (tutti_store_set_liked (fixture->store, g_array_index (ids, gint64, 0), TRUE, nowhere));
}

static void
assert_mode (const char *path,
             guint       mode)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, mode);
}

/* Whatever the umask. */
static void
test_modes (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  mode_t           masks[] = { 0, 0022, 0277 };

  for (guint i = 0; i < G_N_ELEMENTS (masks); i++)
    {
      g_autofree char *base = g_dir_make_tmp ("tutti-modes-XXXXXX", NULL);
      mode_t           old = umask (masks[i]);

      fixture_close (fixture);
      g_free (fixture->folder);
      fixture->folder = g_build_filename (base, "a", NULL);
      fixture_open (fixture);
      like_by_hand (fixture, "1", "One");
      umask (old);

      g_free (fixture->path);
      fixture->path = g_build_filename (fixture->folder, "library.db", NULL);
      assert_mode (fixture->folder, 0700);
      assert_mode (fixture->path, 0600);
      g_free (wal);
      wal = g_strconcat (fixture->path, "-wal", NULL);
      assert_mode (wal, 0600);
    }
}

static void
test_reopen (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *note = NULL;

  like_by_hand (fixture, "1", "Kept");
  g_assert_cmpuint (fixture->changes & TUTTI_CHANGE_LIKES, !=, 0);
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 1);
  note = tutti_store_dup_salvage_note (fixture->store);
  g_assert_null (note);
}

static void
test_newer (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize            size_before, size_after;

  fixture_close (fixture);
  exec_sql (fixture->path, "PRAGMA user_version = 999");
  g_file_get_contents (fixture->path, &before, &size_before, NULL);
  wait_for_error (tutti_store_open (fixture->folder, TRUE), TUTTI_ERROR_LIBRARY_NEWER);
  wait_for_error (tutti_store_open (fixture->folder, FALSE), TUTTI_ERROR_LIBRARY_NEWER);
  g_file_get_contents (fixture->path, &after, &size_after, NULL);
  g_assert_cmpmem (before, size_before, after, size_after);
}

static void
test_no_file (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere", NULL);

  wait_for_error (tutti_store_open (nowhere, FALSE), TUTTI_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
}

static void
test_no_folder (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  wait_for_error (tutti_store_open (file, TRUE), TUTTI_ERROR_STORAGE);
}

/* Bytes in the middle of the file: what is outside of the hole is carried over. */
static void
test_damaged (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autofree char *note = NULL;
  gsize            size;
  guint            n_likes;

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *title = g_strdup_printf ("Song number %u of the many", i);

      like_by_hand (fixture, id, title);
    }
  wait_for (tutti_store_set_client_id (fixture->store, "spotify", "abc"));
  fixture_close (fixture);

  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  memset (contents + size / 2 / 4096 * 4096, 0x5a, 4096 * 4);
  g_assert_true (g_file_set_contents (fixture->path, contents, (gssize) size, NULL));

  fixture_open (fixture);
  note = tutti_store_dup_salvage_note (fixture->store);
  g_assert_nonnull (note);
  g_assert_true (g_file_test (note, G_FILE_TEST_EXISTS));
  n_likes = wait_for_uint (tutti_store_count_likes (fixture->store, NULL));
  g_assert_cmpuint (n_likes, >, 200);
  g_assert_cmpuint (((GPtrArray *) g_value_get_boxed (wait_for (tutti_store_list_settings (fixture->store))))->len, ==, 1);
  /* Keys and words were made anew. */
  g_assert_cmpuint (((GArray *) g_value_get_boxed (wait_for (tutti_store_search (fixture->store, "many", 1000))))->len, >, 200);
  like_by_hand (fixture, "1", "Song number 1 of the many");
}

/* Nothing at all can be read: the newest copy serves. */
static void
test_garbage (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *note = NULL;

  like_by_hand (fixture, "1", "In the copy");
  tutti_clock_set_offset (8 * DAY_MS);
  fixture_close (fixture);
  fixture_open (fixture);
  like_by_hand (fixture, "2", "Not in the copy");
  fixture_close (fixture);
  g_assert_cmpuint (count_files (fixture, ".copy-"), ==, 1);

  g_assert_true (g_file_set_contents (fixture->path, "This is no database, but it is long enough to look like one.", -1, NULL));
  fixture_open (fixture);
  note = tutti_store_dup_salvage_note (fixture->store);
  g_assert_nonnull (note);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 1);
}

/* A copy a week, two are kept, 0600. */
static void
test_copies (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  like_by_hand (fixture, "1", "One");
  fixture_close (fixture);
  g_assert_cmpuint (count_files (fixture, ".copy-"), ==, 0);

  for (guint week = 1; week < 6; week++)
    {
      tutti_clock_set_offset (week * 8 * DAY_MS);
      fixture_open (fixture);
      fixture_close (fixture);
      fixture_open (fixture);
      fixture_close (fixture);
      g_assert_cmpuint (count_files (fixture, ".copy-"), ==, MIN (week, 2));
    }

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      assert_mode (path, 0600);
    }
}

/* A library of the first version: copied, then brought up to date, with all that was in it. */
static void
test_migrates (Fixture      *fixture,
               gconstpointer data)
{
  like_by_hand (fixture, "1", "One");
  fixture_close (fixture);
  exec_sql (fixture->path, "DROP TABLE act_words; DROP TABLE acts; DROP TABLE artist_aliases; ALTER TABLE passes DROP COLUMN n_unreadable; ALTER TABLE passes DROP COLUMN n_always_unreadable; ALTER TABLE services DROP COLUMN spent; ALTER TABLE services DROP COLUMN spent_until; PRAGMA user_version = 1");
  wait_for_error (tutti_store_open (fixture->folder, FALSE), TUTTI_ERROR_BUSY);

  fixture_open (fixture);
  g_assert_cmpuint (count_files (fixture, ".copy-"), ==, 1);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 1);
  wait_for_error (tutti_store_undo (fixture->store, 0), TUTTI_ERROR_NOT_FOUND);
}

/* A second process reads, does not write, and sees what the first commits. */
static void
test_reader (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (TuttiStore) reader = g_value_dup_object (wait_for (tutti_store_open (fixture->folder, FALSE)));
  const char *const nowhere[] = { NULL };

  like_by_hand (fixture, "1", "One");
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (reader, NULL)), ==, 1);
  wait_for_error (tutti_store_set_liked (reader, 1, FALSE, nowhere), TUTTI_ERROR_BUSY);
  wait_for (tutti_store_close (reader));
  wait_for_error (tutti_store_count_likes (reader, NULL), TUTTI_ERROR_STORAGE);
}

/* A query whose future is dropped is stopped; the lane goes on. */
static void
test_dropped (Fixture      *fixture,
              gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      DexFuture *future = tutti_store_count_likes (fixture->store, NULL);

      dex_unref (future);
    }
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 0);
}

static void
test_wipe (Fixture      *fixture,
           gconstpointer data)
{
  like_by_hand (fixture, "1", "One");
  wait_for (tutti_store_wipe (fixture->store));
  g_assert_cmpuint (count_files (fixture, ""), ==, 0);
  wait_for_error (tutti_store_count_likes (fixture->store, NULL), TUTTI_ERROR_STORAGE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("modes", test_modes);
  ADD ("reopen", test_reopen);
  ADD ("newer", test_newer);
  ADD ("migrates", test_migrates);
  ADD ("no-file", test_no_file);
  ADD ("no-folder", test_no_folder);
  ADD ("damaged", test_damaged);
  ADD ("garbage", test_garbage);
  ADD ("copies", test_copies);
  ADD ("reader", test_reader);
  ADD ("dropped", test_dropped);
  ADD ("wipe", test_wipe);
#undef ADD

  return g_test_run ();
}
