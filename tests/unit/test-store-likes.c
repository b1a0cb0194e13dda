/* test-store-likes.c: likes made here, and the outbox
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"
#include "tutti-store-data.h"
#include "tutti-store-verdicts.h"

#include <string.h>

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
    wait_for (tutti_store_outbox_sent (fixture->store, ((TuttiOutboxItem *) g_ptr_array_index (items, i))->id, TRUE));
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

/* Says what the service was told of: one, or nothing. */
static void
like_on (Fixture    *fixture,
         gint64      id,
         const char *provider,
         gboolean    liked,
         guint       n_told)
{
  gint64 ids[] = { id, 4711 };
  GArray *told = g_value_get_boxed (wait_for (tutti_store_like_on (fixture->store, ids, G_N_ELEMENTS (ids), provider, liked)));

  g_assert_cmpuint (told->len, ==, n_told);
  if (n_told > 0)
    g_assert_cmpint (g_array_index (told, gint64, 0), ==, id);
}

/* One service hears of it, and whether it is liked here stays. */
static void
test_like_on (Fixture      *fixture,
              gconstpointer data)
{
  gint64 id = add_song (fixture);

  like_on (fixture, id, "tidal", TRUE, 0);
  like_on (fixture, id, "deezer", FALSE, 0);
  assert_outbox (fixture, "");
  like_on (fixture, id, "deezer", TRUE, 1);
  like_on (fixture, id, "deezer", TRUE, 0);
  assert_outbox (fixture, "deezer+9");
  g_assert_false (is_liked (fixture));

  /* Taken back before it was sent, and after. */
  like_on (fixture, id, "deezer", FALSE, 1);
  assert_outbox (fixture, "");
  like_on (fixture, id, "deezer", TRUE, 1);
  send_all (fixture);
  g_assert_true (is_liked (fixture));
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "deezer")), ==, 1);
  like_on (fixture, id, "deezer", TRUE, 0);
  like_on (fixture, id, "deezer", FALSE, 1);
  assert_outbox (fixture, "deezer-9");
  g_assert_false (is_liked (fixture));
  send_all (fixture);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "deezer")), ==, 0);

  /* A like of the person's own stays when a service's goes. */
  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, nowhere));
  like_on (fixture, id, "spotify", TRUE, 1);
  send_all (fixture);
  like_on (fixture, id, "spotify", FALSE, 1);
  assert_outbox (fixture, "spotify-1");
  g_assert_true (is_liked (fixture));
}

/* Of many those that are gone are passed over, and all are told to the services. */
static void
test_many (Fixture      *fixture,
           gconstpointer data)
{
  gint64 ids[] = { 4711, add_song (fixture), 4712 };

  wait_for (tutti_store_set_many_liked (fixture->store, ids, G_N_ELEMENTS (ids), TRUE, everywhere));
  g_assert_true (is_liked (fixture));
  assert_outbox (fixture, "spotify+1 deezer+9");
  wait_for (tutti_store_set_many_liked (fixture->store, ids, G_N_ELEMENTS (ids), FALSE, everywhere));
  g_assert_false (is_liked (fixture));
  assert_outbox (fixture, "");
  wait_for (tutti_store_set_many_liked (fixture->store, NULL, 0, TRUE, everywhere));
  g_assert_false (is_liked (fixture));
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

/* A song of a service with all that only the service can know of it. */
static TuttiServiceTrack *
make_rich_song (void)
{
  const char *const     artists[] = { "Fleetwood Mac", "Stevie Nicks", NULL };
  TuttiServiceTrackInfo info = {
    .provider = "spotify",
    .remote_id = "remoteid4711",
    .title = "Dreams",
    .artists = artists,
    .album = "Rumours",
    .isrc = "USWB10400046",
    .duration_ms = 257000,
    .artwork_url = "https://pictures.example/4711.jpg",
    .web_url = "https://pages.example/4711",
    .app_uri = "spotify:track:remoteid4711",
  };

  return tutti_service_track_new (&info);
}

/* The service brings its song; the number of the track it belongs to. */
static gint64
bring (Fixture *fixture)
{
  g_autoptr (GPtrArray) page = make_dated ();
  g_autoptr (TuttiServiceTrack) song = make_rich_song ();
  g_autoptr (TuttiPass) pass = NULL;

  tutti_clock_set_offset (tutti_clock_now () - g_get_real_time () / 1000 + 1000);
  pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, 0, "spotify", TRUE)));
  g_ptr_array_add (page, tutti_dated_track_new (song, 5000));
  wait_for (tutti_store_add_likes_page (fixture->store, 0, pass, page, 0, 1, NULL));
  wait_for (tutti_store_finish_pass (fixture->store, 0, pass, TRUE));
  wait_for (tutti_store_rematch (fixture->store));

  return find_track_id (fixture, "spotify:remoteid4711");
}

static void
assert_counts (Fixture *fixture,
               guint    tracks,
               guint    service_tracks,
               guint    likes)
{
  const TuttiCounts *counts = g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store)));

  g_assert_cmpuint (counts->tracks, ==, tracks);
  g_assert_cmpuint (counts->service_tracks, ==, service_tracks);
  g_assert_cmpuint (counts->likes, ==, likes);
}

/* Nothing of the service is left in the file. */
static void
assert_forgotten (Fixture *fixture)
{
  static const char *const texts[] = { "remoteid4711", "pictures.example", "pages.example", "spotify" };
  g_autofree char         *bytes = NULL;
  gsize                    length;

  fixture_close (fixture);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      g_assert_null (memmem (bytes, length, texts[i], strlen (texts[i])));
    }
  fixture_open (fixture);
}

static TuttiRemoval
disconnect (Fixture *fixture,
            gboolean keep_manual)
{
  return *(TuttiRemoval *) g_value_get_boxed (wait_for (tutti_store_delete_account (fixture->store, "spotify", keep_manual)));
}

/* A song liked by hand outlives its service, and is the same song when that comes again. */
static void
test_kept (Fixture      *fixture,
           gconstpointer data)
{
  gint64           id = bring (fixture);
  g_autofree char *uuid = g_strdup (tutti_track_get_uuid (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, "spotify:remoteid4711")))));

  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, nowhere));
  for (guint i = 0; i < 3; i++)
    {
      TuttiRemoval removal = disconnect (fixture, TRUE);
      TuttiTrack  *track;

      g_assert_cmpuint (removal.manual, ==, 1);
      g_assert_cmpuint (removal.tracks, ==, 0);
      removal = disconnect (fixture, TRUE);
      g_assert_cmpuint (removal.manual, ==, 0);
      assert_forgotten (fixture);
      assert_counts (fixture, 1, 1, 1);

      track = g_value_get_object (wait_for (tutti_store_find_track (fixture->store, uuid)));
      g_assert_true (tutti_track_is_liked (track));
      g_assert_cmpstr (tutti_track_get_title (track), ==, "Dreams");
      g_assert_cmpstr (tutti_track_get_album (track), ==, "Rumours");
      g_assert_null (tutti_track_get_artwork_url (track));

      g_assert_cmpint (bring (fixture), ==, id);
      assert_counts (fixture, 1, 1, 1);
      track = g_value_get_object (wait_for (tutti_store_find_track (fixture->store, "spotify:remoteid4711")));
      g_assert_true (tutti_track_is_liked (track));
      g_assert_cmpstr (tutti_track_get_uuid (track), ==, uuid);
      g_assert_cmpstr (tutti_track_get_artwork_url (track), ==, "https://pictures.example/4711.jpg");
    }

  /* Not kept this time: all of it goes. */
  g_assert_cmpuint (disconnect (fixture, FALSE).tracks, ==, 1);
  assert_counts (fixture, 0, 0, 0);
}

/* What is kept is kept for its like alone. */
static void
test_kept_and_unliked (Fixture      *fixture,
                       gconstpointer data)
{
  gint64 id = bring (fixture);

  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, nowhere));
  disconnect (fixture, TRUE);
  wait_for (tutti_store_set_liked (fixture->store, id, FALSE, nowhere));
  assert_counts (fixture, 0, 0, 0);

  /* It comes as a new song, liked there and not here. */
  bring (fixture);
  assert_counts (fixture, 1, 1, 1);
  disconnect (fixture, TRUE);
  assert_counts (fixture, 0, 0, 0);
}

/* Another service has it too: nothing needs to be kept. */
static void
test_kept_elsewhere (Fixture      *fixture,
                     gconstpointer data)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  gint64 id = bring (fixture);

  g_ptr_array_add (tracks, make_song (&on_deezer));
  wait_for (tutti_store_add_tracks (fixture->store, 0, "link", tracks));
  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, nowhere));
  g_assert_cmpuint (disconnect (fixture, TRUE).manual, ==, 0);
  assert_counts (fixture, 1, 1, 1);
  g_assert_cmpint (find_track_id (fixture, "deezer:9"), ==, id);
}

/* Two songs of the same words that the person told apart stay two. */
static void
test_kept_apart (Fixture      *fixture,
                 gconstpointer data)
{
  static const Song twins[] = {
    { "spotify", "1", "Dreams", "Fleetwood Mac", "Rumours", NULL, 257 },
    { "spotify", "2", "Dreams", "Fleetwood Mac", "Rumours", NULL, 257 },
  };
  g_auto (GStrv) uuids = g_new0 (char *, G_N_ELEMENTS (twins) + 1);
  g_autoptr (GPtrArray) page = make_dated ();

  for (guint i = 0; i < G_N_ELEMENTS (twins); i++)
    add_dated (page, &twins[i], 5000);
  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "spotify", "1" }, &(TuttiSongName) { "spotify", "2" }, FALSE));
  wait_for (tutti_store_add_plays (fixture->store, 0, "spotify", page));
  for (guint i = 0; i < G_N_ELEMENTS (twins); i++)
    {
      g_autofree char *name = g_strdup_printf ("spotify:%u", i + 1);

      uuids[i] = g_strdup (tutti_track_get_uuid (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, name)))));
      wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, name), TRUE, nowhere));
    }

  g_assert_cmpuint (disconnect (fixture, TRUE).manual, ==, 2);
  wait_for (tutti_store_rematch (fixture->store));
  assert_counts (fixture, 2, 2, 2);
  wait_for (tutti_store_add_plays (fixture->store, 0, "spotify", page));
  wait_for (tutti_store_rematch (fixture->store));
  assert_counts (fixture, 2, 2, 2);
  for (guint i = 0; i < G_N_ELEMENTS (twins); i++)
    {
      g_autofree char *name = g_strdup_printf ("spotify:%u", i + 1);

      g_assert_cmpstr (tutti_track_get_uuid (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, name)))), ==, uuids[i]);
    }
}

/* Out of one library and into an empty one, and the song is still known by its words. */
static void
test_kept_round_trip (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "export", NULL);
  g_autofree char *again = g_build_filename (fixture->folder, "again", NULL);
  g_autofree char *uuid = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64           id = bring (fixture);

  uuid = g_strdup (tutti_track_get_uuid (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, "spotify:remoteid4711")))));
  wait_for (tutti_store_set_liked (fixture->store, id, TRUE, nowhere));
  disconnect (fixture, TRUE);
  wait_for (tutti_store_export (fixture->store, path, TUTTI_FORMAT_JSON_LINES));
  g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, path)), ==, 0);

  wait_for (tutti_store_wipe (fixture->store));
  fixture_close (fixture);
  fixture_open (fixture);
  wait_for (tutti_store_import (fixture->store, path));
  assert_counts (fixture, 1, 1, 1);
  wait_for (tutti_store_export (fixture->store, again, TUTTI_FORMAT_JSON_LINES));
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_true (g_file_get_contents (again, &after, NULL, NULL));
  g_assert_cmpstr (before, ==, after);

  g_assert_cmpint (bring (fixture), ==, find_track_id (fixture, uuid));
  assert_counts (fixture, 1, 1, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/likes/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("like", test_like);
  ADD ("like-on", test_like_on);
  ADD ("many", test_many);
  ADD ("import-meets-outbox", test_import_meets_outbox);
  ADD ("hidden", test_hidden);
  ADD ("sent-during-pass", test_sent_during_pass);
  ADD ("back-off", test_back_off);
  ADD ("kept", test_kept);
  ADD ("kept-and-unliked", test_kept_and_unliked);
  ADD ("kept-elsewhere", test_kept_elsewhere);
  ADD ("kept-apart", test_kept_apart);
  ADD ("kept-round-trip", test_kept_round_trip);
#undef ADD

  return g_test_run ();
}
