/* test-track-list.c: lists follow the library, and read only what is looked at
 *
 * A whole library in a folder of its own, with the real services' data files
 * and nobody to ask: what services would say is put into the store directly.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "tutti-library-private.h"
#include "tutti-search.h"
#include "tutti-store-accounts.h"
#include "tutti-store-import.h"
#include "tutti-store-likes.h"
#include "tutti-track-list.h"

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

typedef struct
{
  char         *folder;
  TuttiLibrary *library;
  TuttiStore   *store; /* lent */
  gint64        account;
} Fixture;

/* Runs the main loop until it is done. */
static const GValue *
wait_for (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue      *value;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, &error);
  g_assert_no_error (error);
  return value;
}

#define WAIT(future)                            \
  G_STMT_START                                  \
  {                                             \
    g_autoptr (DexFuture) waited = (future);    \
    wait_for (waited);                          \
  }                                             \
  G_STMT_END

/* Until the loop has nothing to do for a while. */
static void
settle (void)
{
  for (guint i = 0; i < 200; i++)
    {
      g_usleep (500);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
}

static TuttiServiceTrack *
make_track (guint number)
{
  g_autofree char *id = g_strdup_printf ("%022u", number);
  g_autofree char *title = g_strdup_printf ("Song %u", number);
  const char      *artists[] = { "Nora Fjeld", NULL };

  return tutti_service_track_new (&(TuttiServiceTrackInfo){
      .provider = "spotify",
      .remote_id = id,
      .title = title,
      .artists = artists,
      .duration_ms = 200000 + number * 7000,
  });
}

/* Songs FIRST … FIRST + N - 1; the time falls by `step` from `newest` on. */
static GPtrArray *
make_dated (guint  first,
            guint  n,
            gint64 newest,
            gint64 step)
{
  GPtrArray *dated = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_dated_track_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TuttiServiceTrack) track = make_track (first + i);

      g_ptr_array_add (dated, tutti_dated_track_new (track, newest - step * i));
    }
  return dated;
}

static void
import_likes (Fixture *fixture,
              guint    n)
{
  g_autoptr (DexFuture) future = tutti_store_begin_pass (fixture->store, fixture->account, "spotify", TRUE);
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (future));
  g_autoptr (GPtrArray) likes = make_dated (0, n, 40 * DAY, 1000);

  WAIT (tutti_store_add_likes_page (fixture->store, fixture->account, pass, likes, 0, n, NULL));
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autofree char          *providers = g_build_filename (g_getenv ("TUTTI_SOURCE"), "data", "providers", NULL);
  g_autoptr (TuttiAccount)  account = tutti_account_new ("spotify");
  g_autoptr (DexFuture)     opened = NULL;
  g_autoptr (DexFuture)     saved = NULL;

  g_setenv ("TUTTI_PROVIDERS", providers, TRUE);
  fixture->folder = g_dir_make_tmp ("tutti-list-XXXXXX", NULL);
  opened = tutti_library_open (fixture->folder, TRUE);
  fixture->library = g_value_dup_object (wait_for (opened));
  fixture->store = tutti_library_get_store (fixture->library);

  account->remote_id = g_strdup ("ada");
  account->scopes = g_strdup ("");
  account->connected_at = DAY;
  saved = tutti_store_save_account (fixture->store, account);
  fixture->account = g_value_get_int64 (wait_for (saved));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *lock = g_build_filename (fixture->folder, "worker.lock", NULL);

  WAIT (tutti_store_wipe (fixture->store));
  g_clear_object (&fixture->library);
  settle ();
  g_remove (lock);
  /* The lanes let go of their files in their own time. */
  for (guint i = 0; i < 100 && g_rmdir (fixture->folder) != 0; i++)
    settle ();
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  g_clear_pointer (&fixture->folder, g_free);
}

static void
count_cb (gpointer object,
          guint   *count)
{
  (*count)++;
}

typedef struct
{
  guint times;
  guint position;
  guint removed;
  guint added;
} Change;

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            Change     *change)
{
  *change = (Change){ change->times + 1, position, removed, added };
}

static void
wait_loaded (TuttiTrackList *list)
{
  while (tutti_track_list_is_loading (list))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_likes (Fixture      *fixture,
            gconstpointer data)
{
  g_autoptr (TuttiTrackList) list = NULL;
  g_autoptr (TuttiTrackSlot) first = NULL;
  g_autoptr (TuttiTrackSlot) late = NULL;
  g_autoptr (TuttiTrackSlot) again = NULL;
  guint                      replaced = 0;
  Change                     change = { 0 };

  import_likes (fixture, 5000);
  list = tutti_track_list_new_likes (fixture->library);
  g_signal_connect (list, "replaced", G_CALLBACK (count_cb), &replaced);
  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &change);
  wait_loaded (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 5000);
  g_assert_cmpuint (replaced, ==, 1);
  g_assert_cmpuint (change.times, ==, 0);

  /* A slot is one object as long as somebody holds it, and reads when wanted;
   * the first rows are read before anybody asks. */
  late = g_list_model_get_item (G_LIST_MODEL (list), 4000);
  again = g_list_model_get_item (G_LIST_MODEL (list), 4000);
  g_assert_true (late == again);
  settle ();
  g_assert_null (tutti_track_slot_get_track (late));
  tutti_track_slot_want (late);
  while (tutti_track_slot_get_track (late) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (tutti_track_get_title (tutti_track_slot_get_track (late)), ==, "Song 4000");
  first = g_list_model_get_item (G_LIST_MODEL (list), 0);
  g_assert_cmpstr (tutti_track_get_title (tutti_track_slot_get_track (first)), ==, "Song 0");
  g_assert_true (tutti_track_is_liked (tutti_track_slot_get_track (first)));

  /* One like fewer is one change of one row, where it stood. */
  WAIT (tutti_store_set_liked (fixture->store, tutti_track_slot_get_id (first), FALSE, NULL));
  while (change.times == 0)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  g_assert_cmpuint (change.times, ==, 1);
  g_assert_cmpuint (change.position, ==, 0);
  g_assert_cmpuint (change.removed, ==, 1);
  g_assert_cmpuint (change.added, ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 4999);

  /* A row on the screen shows what is so now. */
  while (tutti_track_is_liked (tutti_track_slot_get_track (first)))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_sort (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (TuttiTrackList) list = NULL;
  g_autoptr (TuttiTrackSlot) slot = NULL;

  import_likes (fixture, 20);
  list = tutti_track_list_new_likes (fixture->library);
  /* The second question overtakes the first, whose answer is dropped. */
  tutti_track_list_set_likes_filter (list, &(TuttiLikesFilter) { .sort = TUTTI_LIKES_TITLE, .text = "song 7" });
  wait_loaded (list);
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  slot = g_list_model_get_item (G_LIST_MODEL (list), 0);
  tutti_track_slot_want (slot);
  while (tutti_track_slot_get_track (slot) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (tutti_track_get_title (tutti_track_slot_get_track (slot)), ==, "Song 7");
}

/* Four plays an hour apart, two days in all, the second before the first. */
static void
test_sections (Fixture      *fixture,
               gconstpointer data)
{
  g_autoptr (GDateTime)      noon = g_date_time_new_local (2026, 3, 29, 1, 30, 0);
  gint64                     newest = g_date_time_to_unix (noon) * 1000;
  g_autoptr (GPtrArray)      plays = make_dated (0, 4, newest, 60 * 60 * 1000);
  g_autoptr (TuttiTrackList) list = NULL;
  guint                      start;
  guint                      end;

  WAIT (tutti_store_add_plays (fixture->store, fixture->account, "spotify", plays));
  list = tutti_track_list_new_feed (fixture->library, NULL);
  wait_loaded (list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 4);
  g_assert_cmpint (tutti_track_list_get_at (list, 0), ==, newest);

  for (guint position = 0; position < 2; position++)
    {
      tutti_track_list_get_section (list, position, &start, &end);
      g_assert_cmpuint (start, ==, 0);
      g_assert_cmpuint (end, ==, 2);
    }
  for (guint position = 2; position < 4; position++)
    {
      tutti_track_list_get_section (list, position, &start, &end);
      g_assert_cmpuint (start, ==, 2);
      g_assert_cmpuint (end, ==, 4);
    }
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  g_autoptr (TuttiSearch) search = NULL;
  guint                   n;

  import_likes (fixture, 20);
  search = tutti_search_new (fixture->library);

  /* Typed faster than the index answers: only the last text's rows come. */
  tutti_search_set_text (search, "song");
  tutti_search_set_text (search, "song 1");
  tutti_search_set_text (search, "song 13");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tutti_search_get_local (search))), ==, 0);
  while (g_list_model_get_n_items (G_LIST_MODEL (tutti_search_get_local (search))) == 0)
    g_main_context_iteration (NULL, TRUE);
  settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (tutti_search_get_local (search))), ==, 1);

  /* The connected service has no token: it is named, nothing hangs. */
  tutti_search_submit (search);
  while (tutti_search_is_loading (search))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (tutti_search_get_silent (search), "Spotify"));

  tutti_search_set_text (search, "  ");
  n = g_list_model_get_n_items (G_LIST_MODEL (tutti_search_get_local (search)));
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (tutti_search_get_silent (search));
}

/* Rejected, not a crash: what was chosen on a server has no path. */
static void
test_no_path (Fixture      *fixture,
              gconstpointer data)
{
  g_autoptr (DexFuture) exported = tutti_library_export (fixture->library, NULL);
  g_autoptr (DexFuture) imported = tutti_library_import (fixture->library, NULL);
  g_autoptr (GError)    export_error = NULL;
  g_autoptr (GError)    import_error = NULL;

  while (dex_future_is_pending (exported) || dex_future_is_pending (imported))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (dex_future_get_value (exported, &export_error));
  g_assert_error (export_error, TUTTI_ERROR, TUTTI_ERROR_NOT_WRITTEN);
  g_assert_null (dex_future_get_value (imported, &import_error));
  g_assert_error (import_error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add ("/track-list/likes", Fixture, NULL, set_up, test_likes, tear_down);
  g_test_add ("/track-list/sort", Fixture, NULL, set_up, test_sort, tear_down);
  g_test_add ("/track-list/sections", Fixture, NULL, set_up, test_sections, tear_down);
  g_test_add ("/data/no-path", Fixture, NULL, set_up, test_no_path, tear_down);
  g_test_add ("/search/text", Fixture, NULL, set_up, test_search, tear_down);

  return g_test_run ();
}
