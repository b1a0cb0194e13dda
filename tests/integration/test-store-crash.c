/* test-store-crash.c: killed in the middle of an import, fifty times
 *
 * A child imports likes page by page; it is killed at a random moment and
 * started again, until it has been killed fifty times. After each death the
 * file opens and holds whole pages; in the end it holds what an undisturbed
 * import gives. The same with bringing what older rules made up to date.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-store-import.h"
#include "tutti-store-lists.h"
#include "tutti-store-verdicts.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_KILLS 50
#define N_SONGS 3000
#define PAGE 50

static const GValue *
wait_for (DexFuture *future)
{
  static DexFuture *last;
  g_autoptr (GError) error = NULL;
  const GValue *value;

  dex_clear (&last);
  last = future;
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);

  return value;
}

/* Every third song is the one before on another album. */
static TuttiDatedTrack *
make_song (guint number)
{
  guint                 recording = number - (number % 3 == 2);
  g_autofree char      *id = g_strdup_printf ("id%u", number);
  g_autofree char      *title = g_strdup_printf ("Song %c%c%c%c", 'a' + recording / 17576 % 26, 'a' + recording / 676 % 26, 'a' + recording / 26 % 26, 'a' + recording % 26);
  g_autofree char      *artist = g_strdup_printf ("Band %c%c", 'a' + recording / 26 % 26, 'a' + recording % 26);
  g_autofree char      *album = g_strdup_printf ("Album %u", number % 2);
  const char *const     artists[] = { artist, NULL };
  TuttiServiceTrackInfo info = {
    .provider = "spotify",
    .remote_id = id,
    .title = title,
    .artists = artists,
    .album = album,
    .duration_ms = 180000 + recording % 60 * 1000,
  };
  g_autoptr (TuttiServiceTrack) track = tutti_service_track_new (&info);

  return tutti_dated_track_new (track, G_GINT64_CONSTANT (1700000000000) - number);
}

static TuttiStore *
open_store (const char *folder)
{
  return g_value_dup_object (wait_for (tutti_store_open (folder, TRUE)));
}

/* Goes on where the last one stopped, to the end. */
static void
import (const char *folder)
{
  g_autoptr (TuttiStore) store = open_store (folder);
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_get_pass (store, "spotify")));

  /* It may have died behind its last page. */
  if (pass == NULL || !pass->is_done)
    {
      g_clear_pointer (&pass, tutti_pass_unref);
      pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (store, 0, "spotify", FALSE)));
    }

  while (!pass->is_done)
    {
      guint            at = pass->cursor != NULL ? (guint) g_ascii_strtoull (pass->cursor, NULL, 10) : 0;
      guint            end = MIN (at + PAGE, N_SONGS);
      g_autofree char *cursor = end < N_SONGS ? g_strdup_printf ("%u", end) : NULL;
      g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_dated_track_unref);
      TuttiPass *next;

      for (guint i = at; i < end; i++)
        g_ptr_array_add (page, make_song (i));
      next = g_value_dup_boxed (wait_for (tutti_store_add_likes_page (store, 0, pass, page, 0, N_SONGS, cursor)));
      tutti_pass_unref (pass);
      pass = next;
    }
  wait_for (tutti_store_finish_pass (store, 0, pass, FALSE));
  wait_for (tutti_store_rematch (store));
  wait_for (tutti_store_close (store));
}

/* As a newer program finds it: older rules joined, parted and indexed otherwise. */
static void
make_old (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "library.db", NULL);
  g_autoptr (TuttiStore) store = open_store (folder);
  sqlite3 *db = NULL;

  for (guint i = 0; i < N_SONGS; i += 150)
    {
      g_autofree char *a = g_strdup_printf ("id%u", i + 1);
      g_autofree char *b = g_strdup_printf ("id%u", i + 2);
      g_autofree char *c = g_strdup_printf ("id%u", i + 15);

      wait_for (tutti_store_set_verdict (store, &(TuttiSongName) { "spotify", a }, &(TuttiSongName) { "spotify", b }, FALSE));
      wait_for (tutti_store_set_verdict (store, &(TuttiSongName) { "spotify", a }, &(TuttiSongName) { "spotify", c }, TRUE));
    }
  wait_for (tutti_store_close (store));

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "DELETE FROM verdicts; DELETE FROM acts; DELETE FROM match_keys WHERE service_track_id % 2;"
                                 "INSERT INTO match_keys SELECT -id, id FROM service_tracks; UPDATE facts SET value = '0 older' WHERE name IN ('rules', 'words')",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
renew (const char *folder)
{
  g_autoptr (TuttiStore) store = open_store (folder);

  wait_for (tutti_store_renew (store));
  wait_for (tutti_store_close (store));
}

/* What a library holds, without what differs from run to run: each service
 * track with the first of its recording, and all that is derived. */
static char *
dump (const char *folder)
{
  static const char sql[] =
      "SELECT json_array (st.remote_id, st.title, st.artists, st.album, st.reason, t.title, t.artist, t.liked_at, t.n_services, t.is_own, t.title_key, t.words_hash,"
      " (SELECT min (o.id) FROM service_tracks AS o WHERE o.track_id = st.track_id), i.created_at, i.source, i.is_hidden,"
      " k.n)"
      " FROM service_tracks AS st JOIN tracks AS t ON t.id = st.track_id LEFT JOIN interactions AS i ON i.service_track_id = st.id"
      " LEFT JOIN (SELECT service_track_id, count (*) AS n FROM match_keys GROUP BY service_track_id) AS k ON k.service_track_id = st.id ORDER BY st.id";
  g_autofree char *path = g_build_filename (folder, "library.db", NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  sqlite3      *db = NULL;
  sqlite3_stmt *query = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "PRAGMA integrity_check", -1, &query, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (query), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (query, 0), ==, "ok");
  sqlite3_finalize (query);
  g_assert_cmpint (sqlite3_exec (db, "INSERT INTO search (search) VALUES ('integrity-check')", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &query, NULL), ==, SQLITE_OK);
  while (sqlite3_step (query) == SQLITE_ROW)
    g_string_append_printf (text, "%s\n", sqlite3_column_text (query, 0));
  sqlite3_finalize (query);
  sqlite3_close (db);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* The file opens, and holds whole pages: as many likes as the pass says. */
static guint
check_whole_pages (const char *folder)
{
  g_autoptr (TuttiStore) store = open_store (folder);
  g_autofree char *note = tutti_store_dup_salvage_note (store);
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_get_pass (store, "spotify")));
  guint        n_likes = g_value_get_uint (wait_for (tutti_store_count_likes (store, "spotify")));
  TuttiCounts *counts = g_value_get_boxed (wait_for (tutti_store_count_all (store)));

  g_assert_null (note);
  g_assert_cmpuint (n_likes, ==, pass != NULL ? pass->seen : 0);
  g_assert_cmpuint (n_likes % PAGE, ==, 0);
  g_assert_cmpuint (counts->service_tracks, ==, n_likes);
  wait_for (tutti_store_close (store));

  return n_likes;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static char *program;

static void
test_killed (void)
{
  g_autofree char *calm = g_dir_make_tmp ("tutti-calm-XXXXXX", NULL);
  g_autofree char *folder = g_dir_make_tmp ("tutti-crash-XXXXXX", NULL);
  g_autofree char *expected = NULL;
  g_autofree char *result = NULL;
  guint            n_kills = 0;
  guint            n_finished = 0;

  import (calm);
  expected = dump (calm);

  while (n_kills < N_KILLS)
    {
      char *argv[] = { program, (char *) "--import", folder, NULL };
      g_autoptr (GError) error = NULL;
      GPid child;
      int  status;

      g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child, &error));
      g_usleep ((gulong) g_random_int_range (10 * 1000, 120 * 1000));
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      if (WIFSIGNALED (status))
        n_kills++;
      else
        {
          /* It was done before: once more from the start. */
          g_autofree char *whole = dump (folder);

          g_assert_true (g_str_equal (whole, expected));
          remove_folder (folder);
          n_finished++;
          continue;
        }
      check_whole_pages (folder);
    }
  g_test_message ("killed %u times, %u imports were faster", n_kills, n_finished);

  import (folder);
  result = dump (folder);
  g_assert_true (g_str_equal (result, expected));
  remove_folder (calm);
  remove_folder (folder);
}

static void
copy_library (const char *from,
              const char *to)
{
  g_autofree char *path = g_build_filename (from, "library.db", NULL);
  g_autofree char *copy = g_build_filename (to, "library.db", NULL);
  g_autofree char *contents = NULL;
  gsize            length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (copy, contents, (gssize) length, NULL));
}

static void
test_killed_renewing (void)
{
  g_autofree char *calm = g_dir_make_tmp ("tutti-calm-XXXXXX", NULL);
  g_autofree char *old = g_dir_make_tmp ("tutti-old-XXXXXX", NULL);
  g_autofree char *folder = g_dir_make_tmp ("tutti-crash-XXXXXX", NULL);
  g_autofree char *expected = NULL;
  guint            n_finished = 0;

  import (old);
  make_old (old);
  copy_library (old, calm);
  copy_library (old, folder);
  renew (calm);
  expected = dump (calm);

  for (guint n_kills = 0; n_kills < N_KILLS / 2;)
    {
      char *argv[] = { program, (char *) "--renew", folder, NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *now = NULL;
      GPid child;
      int  status;

      g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &child, &error));
      g_usleep ((gulong) g_random_int_range (10 * 1000, 400 * 1000));
      kill (child, SIGKILL);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      n_kills += WIFSIGNALED (status);
      now = dump (folder);
      if (!WIFSIGNALED (status))
        {
          g_assert_true (g_str_equal (now, expected));
          remove_folder (folder);
          g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
          copy_library (old, folder);
          n_finished++;
        }
    }
  g_test_message ("%u were faster", n_finished);

  renew (folder);
  {
    g_autofree char *result = dump (folder);

    g_assert_true (g_str_equal (result, expected));
  }
  remove_folder (calm);
  remove_folder (old);
  remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--import"))
    {
      dex_init ();
      import (argv[2]);
      return 0;
    }

  if (argc == 3 && g_str_equal (argv[1], "--renew"))
    {
      dex_init ();
      renew (argv[2]);
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  program = g_file_read_link ("/proc/self/exe", NULL);
  g_test_add_func ("/store/crash/killed", test_killed);
  g_test_add_func ("/store/crash/killed-renewing", test_killed_renewing);

  return g_test_run ();
}
