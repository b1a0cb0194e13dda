/* test-store-likes.c: likes made here, and the outbox
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"

static const Song        on_spotify = { "spotify", "1", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 };
static const Song        on_deezer = { "deezer", "9", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 };
static const char *const nowhere[] = { NULL };
static const char *const everywhere[] = { "spotify", "deezer", "tidal", NULL };

static gint64
add_song (Fixture *fixture)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);

  g_ptr_array_add (tracks, make_song (&on_spotify));
  g_ptr_array_add (tracks, make_song (&on_deezer));
  wait_for (tutti_store_add_tracks (fixture->store, 0, "search", tracks));

  return find_track_id (fixture, "spotify:1");
}

/* A pass of spotify that shows the song, or nothing. */
static void
import (Fixture *fixture,
        gboolean shows_it)
{
  g_autoptr (GPtrArray) page = make_dated ();
  g_autoptr (TuttiPass) pass = NULL;

  tutti_clock_set_offset (tutti_clock_now () - g_get_real_time () / 1000 + 1000);
  pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, 0, "spotify", TRUE)));
  if (shows_it)
    add_dated (page, &on_spotify, 5000);
  wait_for (tutti_store_add_likes_page (fixture->store, 0, pass, page, 0, page->len, NULL));
  wait_for (tutti_store_finish_pass (fixture->store, 0, pass, TRUE));
}

static gboolean
is_liked (Fixture *fixture)
{
  return tutti_track_is_liked (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, "spotify:1"))));
}

/* "spotify+1 deezer-9": what waits. (transfer full) */
static char *
dup_outbox (Fixture *fixture)
{
  GPtrArray *items = g_value_get_boxed (wait_for (tutti_store_list_outbox (fixture->store, NULL, 100)));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const TuttiOutboxItem *item = g_ptr_array_index (items, i);

      g_string_append_printf (text, "%s%s%c%s", i > 0 ? " " : "", item->provider, item->liked ? '+' : '-', item->remote_id);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
assert_outbox (Fixture    *fixture,
               const char *expected)
{
  g_autofree char *text = dup_outbox (fixture);

  g_assert_cmpstr (text, ==, expected);
}

/* Everything that waits has been sent. */
static void
send_all (Fixture *fixture)
{
  g_autoptr (GPtrArray) items = g_value_dup_boxed (wait_for (tutti_store_list_outbox (fixture->store, NULL, 100)));

  for (guint i = 0; i < items->len; i++)
    wait_for (tutti_store_outbox_sent (fixture->store, ((TuttiOutboxItem *) g_ptr_array_index (items, i))->id));
}

static void
test_like (Fixture      *fixture,
           gconstpointer data)
{
  gint64 id = add_song (fixture);

  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, everywhere));
  g_assert_true (is_liked (fixture));
  assert_outbox (fixture, "spotify+1 deezer+9");
  g_assert_cmpuint (wait_for_uint (tutti_store_count_outbox (fixture->store, "spotify")), ==, 1);
  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, everywhere));
  assert_outbox (fixture, "spotify+1 deezer+9");

  /* The contrary takes it out again, and nothing else is sent. */
  wait_for (tutti_store_set_liked (fixture->store, id, FALSE, everywhere));
  g_assert_false (is_liked (fixture));
  assert_outbox (fixture, "");

  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, everywhere));
  send_all (fixture);
  assert_outbox (fixture, "");
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "spotify")), ==, 1);

  /* Both services have it now, so both are told. */
  wait_for (tutti_store_set_liked (fixture->store, id, FALSE, everywhere));
  assert_outbox (fixture, "spotify-1 deezer-9");
  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, everywhere));
  assert_outbox (fixture, "");
  g_assert_true (is_liked (fixture));

  wait_for_error (tutti_store_set_liked (fixture->store, 4711, TRUE, everywhere), TUTTI_ERROR_NOT_FOUND);
}

/* What waits beats what an import says. */
static void
test_import_meets_outbox (Fixture      *fixture,
                          gconstpointer data)
{
  gint64 id = add_song (fixture);

  import (fixture, TRUE);
  g_assert_true (is_liked (fixture));
  wait_for (tutti_store_set_liked (fixture->store, id, FALSE, everywhere));
  assert_outbox (fixture, "spotify-1");
  g_assert_false (is_liked (fixture));
  import (fixture, TRUE);
  g_assert_false (is_liked (fixture));
  send_all (fixture);
  g_assert_false (is_liked (fixture));

  /* Liked at the service again: it comes back. */
  import (fixture, TRUE);
  g_assert_true (is_liked (fixture));

  /* A like that waits does not vanish because a pass did not see it. */
  wait_for (tutti_store_set_liked (fixture->store, id, FALSE, everywhere));
  send_all (fixture);
  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, everywhere));
  import (fixture, FALSE);
  g_assert_true (is_liked (fixture));
  assert_outbox (fixture, "spotify+1 deezer+9");
}

/* A like the service can't remove stays hidden here. */
static void
test_hidden (Fixture      *fixture,
             gconstpointer data)
{
  gint64 id = add_song (fixture);

  import (fixture, TRUE);
  wait_for (tutti_store_set_liked (fixture->store, id, FALSE, nowhere));
  g_assert_false (is_liked (fixture));
  import (fixture, TRUE);
  g_assert_false (is_liked (fixture));
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "spotify")), ==, 0);

  /* Removed there too, and liked there again. */
  import (fixture, FALSE);
  import (fixture, TRUE);
  g_assert_true (is_liked (fixture));
}

/* A like sent while a pass is under way is not gone because the pass had read past it. */
static void
test_sent_during_pass (Fixture      *fixture,
                       gconstpointer data)
{
  gint64 id = add_song (fixture);
  g_autoptr (GPtrArray) page = make_dated ();
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, 0, "spotify", TRUE)));

  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, everywhere));
  send_all (fixture);
  wait_for (tutti_store_add_likes_page (fixture->store, 0, pass, page, 0, 0, NULL));
  wait_for (tutti_store_finish_pass (fixture->store, 0, pass, TRUE));
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "spotify")), ==, 1);
}

static void
test_back_off (Fixture      *fixture,
               gconstpointer data)
{
  gint64            id = add_song (fixture);
  const char *const spotify[] = { "spotify", NULL };
  g_autoptr (GPtrArray) items = NULL;
  const TuttiOutboxItem *item;

  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, spotify));
  items = g_value_dup_boxed (wait_for (tutti_store_list_outbox (fixture->store, "spotify", 10)));
  item = g_ptr_array_index (items, 0);
  wait_for (tutti_store_outbox_failed (fixture->store, item->id, tutti_clock_now () + 60000));
  assert_outbox (fixture, "");
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_outbox (fixture->store, NULL)), ==, 1);
  tutti_clock_set_offset (120000);
  assert_outbox (fixture, "spotify+1");
  g_ptr_array_unref (items);
  items = g_value_dup_boxed (wait_for (tutti_store_list_outbox (fixture->store, NULL, 10)));
  item = g_ptr_array_index (items, 0);
  g_assert_cmpuint (item->tries, ==, 1);
  wait_for (tutti_store_outbox_failed (fixture->store, item->id, 0));
  g_assert_cmpuint (wait_for_uint (tutti_store_count_outbox (fixture->store, NULL)), ==, 0);
  g_assert_true (is_liked (fixture));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/likes/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("like", test_like);
  ADD ("import-meets-outbox", test_import_meets_outbox);
  ADD ("hidden", test_hidden);
  ADD ("sent-during-pass", test_sent_during_pass);
  ADD ("back-off", test_back_off);
#undef ADD

  return g_test_run ();
}
