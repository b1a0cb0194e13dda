/* test-store-lists.c: feed, likes, search, rows
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"

#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define NOW G_GINT64_CONSTANT (1700000000000)

static void
add_play (Fixture    *fixture,
          const Song *song,
          gint64      at)
{
  g_autoptr (GPtrArray) plays = make_dated ();

  add_dated (plays, song, at);
  wait_for (tutti_store_add_plays (fixture->store, 0, song->provider, plays));
}

static void
add_songs (Fixture    *fixture,
           const char *brought_by,
           const Song *songs,
           guint       n_songs)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);

  for (guint i = 0; i < n_songs; i++)
    g_ptr_array_add (tracks, make_song (&songs[i]));
  wait_for (tutti_store_add_tracks (fixture->store, 0, brought_by, tracks));
}

static void
test_feed (Fixture      *fixture,
           gconstpointer data)
{
  static const Song on_spotify = { "spotify", "1", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 };
  static const Song on_deezer = { "deezer", "9", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 };
  static const Song other = { "spotify", "2", "Clocks", "Coldplay", NULL, NULL, 307 };
  g_autoptr (GArray) feed = NULL;
  const TuttiFeedEntry *entries;

  add_play (fixture, &on_spotify, NOW);
  add_play (fixture, &on_deezer, NOW - 2 * MINUTE_MS); /* the same listening */
  add_play (fixture, &other, NOW - 3 * MINUTE_MS);
  add_play (fixture, &on_spotify, NOW - 10 * MINUTE_MS); /* another one */
  add_play (fixture, &on_deezer, NOW - 20 * MINUTE_MS);  /* longer apart than the song */
  add_play (fixture, &on_spotify, NOW - 21 * MINUTE_MS);

  feed = g_value_dup_boxed (wait_for (tutti_store_list_feed (fixture->store, NULL)));
  entries = (const TuttiFeedEntry *) (gpointer) feed->data;
  g_assert_cmpuint (feed->len, ==, 4);
  g_assert_cmpstr (entries[0].sources, ==, "spotify,deezer");
  g_assert_cmpint (entries[0].at, ==, NOW);
  g_assert_cmpstr (entries[1].sources, ==, "spotify");
  g_assert_cmpint (entries[1].track_id, !=, entries[0].track_id);
  g_assert_cmpstr (entries[2].sources, ==, "spotify");
  g_assert_cmpint (entries[2].track_id, ==, entries[0].track_id);
  g_assert_cmpstr (entries[3].sources, ==, "deezer,spotify");
  g_array_unref (feed);

  feed = g_value_dup_boxed (wait_for (tutti_store_list_feed (fixture->store, "spotify")));
  g_assert_cmpuint (feed->len, ==, 4);
}

/* Undated plays of a first import stand last, later ones where they were first seen. */
static void
test_undated (Fixture      *fixture,
              gconstpointer data)
{
  static const Song a = { "apple", "1", "Dreams", "Fleetwood Mac" };
  static const Song b = { "apple", "2", "Clocks", "Coldplay" };
  g_autoptr (GPtrArray) plays = make_dated ();
  g_autoptr (GArray) feed = NULL;
  const TuttiFeedEntry *entries;

  add_dated (plays, &a, 0);
  wait_for (tutti_store_add_plays (fixture->store, 0, "apple", plays));
  add_play (fixture, &(Song) { "spotify", "3", "Old", "Older" }, 1000);
  g_ptr_array_set_size (plays, 0);
  add_dated (plays, &b, 0);
  add_dated (plays, &a, 0);
  wait_for (tutti_store_add_plays (fixture->store, 0, "apple", plays));

  feed = g_value_dup_boxed (wait_for (tutti_store_list_feed (fixture->store, NULL)));
  entries = (const TuttiFeedEntry *) (gpointer) feed->data;
  g_assert_cmpuint (feed->len, ==, 3);
  g_assert_cmpint (entries[0].at, >, NOW);
  g_assert_cmpint (entries[1].at, ==, 1000);
  g_assert_cmpint (entries[2].at, ==, 0);
}

static void
test_fallback (Fixture      *fixture,
               gconstpointer data)
{
  static const Song charts[] = { { "deezer", "1", "First", "A" }, { "deezer", "2", "Second", "B" } };
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  g_autoptr (GArray) feed = NULL;

  add_songs (fixture, "search", &(Song) { "itunes", "7", "From the cache", "C" }, 1);
  for (guint i = 0; i < G_N_ELEMENTS (charts); i++)
    g_ptr_array_add (tracks, make_song (&charts[i]));
  for (guint i = 0; i < 2; i++)
    wait_for (tutti_store_set_feed_items (fixture->store, "deezer", tracks));

  feed = g_value_dup_boxed (wait_for (tutti_store_list_fallback (fixture->store)));
  g_assert_cmpuint (feed->len, ==, 3);
  g_assert_cmpint (g_array_index (feed, TuttiFeedEntry, 0).track_id, ==, find_track_id (fixture, "deezer:1"));
  g_assert_cmpint (g_array_index (feed, TuttiFeedEntry, 1).track_id, ==, find_track_id (fixture, "deezer:2"));
  g_assert_cmpstr (g_array_index (feed, TuttiFeedEntry, 1).sources, ==, "deezer");
  g_assert_cmpint (g_array_index (feed, TuttiFeedEntry, 2).track_id, ==, find_track_id (fixture, "itunes:7"));
}

static void
add_likes (Fixture    *fixture,
           const Song *songs,
           guint       n_songs,
           gint64      newest)
{
  g_autoptr (GPtrArray) page = make_dated ();
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, 0, songs[0].provider, TRUE)));

  for (guint i = 0; i < n_songs; i++)
    add_dated (page, &songs[i], newest == 0 ? 0 : newest - i * MINUTE_MS);
  wait_for (tutti_store_add_likes_page (fixture->store, 0, pass, page, 0, n_songs, NULL));
}

static void
test_likes (Fixture      *fixture,
            gconstpointer data)
{
  static const Song spotify[] = {
    { "spotify", "1", "Clocks", "Coldplay" },
    { "spotify", "2", "Æon", "Zoé" },
    { "spotify", "3", "Bad Guy", "Adele", "Live Songs" },
  };
  static const Song deezer[] = {
    { "deezer", "1", "Clocks", "Coldplay" },
    { "deezer", "4", "Dreams", "Fleetwood Mac" },
  };
  static const struct
  {
    TuttiLikesQuery query;
    const char     *titles;
  } cases[] = {
    { { .sort = TUTTI_SORT_NEWEST }, "Clocks|Dreams|Æon|Bad Guy" },
    { { .sort = TUTTI_SORT_TITLE }, "Æon|Bad Guy|Clocks|Dreams" },
    { { .sort = TUTTI_SORT_ARTIST }, "Bad Guy|Clocks|Dreams|Æon" },
    { { .sort = TUTTI_SORT_MOST_SERVICES }, "Clocks|Dreams|Æon|Bad Guy" },
    { { .text = "adele" }, "Bad Guy" },
    { { .text = "songs bad" }, "Bad Guy" },
    { { .text = "d" }, "Dreams" },
    { { .text = "aeon" }, "Æon" },
    { { .text = "nothing" }, "" },
    { { .text = "" }, "Clocks|Dreams|Æon|Bad Guy" },
    { { .on = "deezer" }, "Clocks|Dreams" },
    { { .missing = "deezer" }, "Æon|Bad Guy" },
    { { .on = "spotify,deezer" }, "Clocks" },
    { { .on = "spotify,tidal" }, "" },
    { { .missing = "tidal,deezer" }, "Æon|Bad Guy" },
    { { .missing = "spotify,deezer" }, "" },
    { { .text = "clocks", .on = "deezer,spotify", .missing = "tidal" }, "Clocks" },
    { { .on = "spotify", .missing = "deezer", .sort = TUTTI_SORT_TITLE }, "Æon|Bad Guy" },
    { { .text = "c", .on = "deezer", .missing = "spotify" }, "" },
    { { .is_single = TRUE }, "Dreams|Æon|Bad Guy" },
    { { .is_single = TRUE, .on = "deezer" }, "Dreams" },
    { { .is_single = TRUE, .text = "bad" }, "Bad Guy" },
    { { .is_explicit = TRUE }, "" },
    { { .is_explicit = TRUE, .text = "bad" }, "" },
  };

  add_likes (fixture, spotify, 3, NOW);
  add_likes (fixture, deezer, 2, NOW + 100);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) ids = g_value_dup_boxed (wait_for (tutti_store_list_likes (fixture->store, &cases[i].query)));
      g_autofree char *titles = join_titles (fixture, ids);

      g_test_message ("case %u", i);
      g_assert_cmpstr (titles, ==, cases[i].titles);
    }
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 4);
  g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, "deezer")), ==, 2);
}

/* Likes without a time stand in the order in which the service lists them. */
static void
test_untimed_likes (Fixture      *fixture,
                    gconstpointer data)
{
  static const Song songs[] = { { "bandlab", "1", "One", "A" }, { "bandlab", "2", "Two", "B" }, { "bandlab", "3", "Three", "C" } };
  g_autoptr (GArray) ids = NULL;
  g_autofree char *titles = NULL;

  add_likes (fixture, songs, 3, 0);
  ids = list_likes (fixture, TUTTI_SORT_NEWEST);
  titles = join_titles (fixture, ids);
  g_assert_cmpstr (titles, ==, "One|Two|Three");
}

static void
test_search (Fixture      *fixture,
             gconstpointer data)
{
  static const Song own[] = {
    { "spotify", "1", "Hello", "Adele", "25" },
    { "spotify", "2", "Hello Again", "The Cars" },
    { "spotify", "3", "Say Hello", "Nobody" },
    { "spotify", "4", "駆ける", "YOASOBI" },
    { "spotify", "5", "Don't Stop", "Fleetwood Mac", "Rumours" },
  };
  static const Song found[] = {
    { "itunes", "1", "Hello", "Lionel Richie" },
    { "itunes", "2", "Hell", "Somebody" },
  };
  static const struct
  {
    const char *typed;
    const char *first; /* what the answer begins with */
    guint       count;
  } cases[] = {
    { "", "", 0 },
    { "   ", "", 0 },
    { "h", "Hello|Hello Again|Say Hello|Hell|Hello", 5 },
    { "hello", "Hello|Hello Again|Say Hello|Hello", 4 },
    { "hello adele", "Hello", 1 },
    { "hello ade", "Hello", 1 },
    { "adele hello", "Hello", 1 },
    { "hello lionel richie", "Hello", 1 },
    { "dont stop", "Don't Stop", 1 },
    { "fleetwood rumours", "Don't Stop", 1 },
    { "駆", "駆ける", 1 },
    { "\"hello\" OR *", "", 0 },
    { "hello'); DROP TABLE tracks; --", "", 0 },
    { "zzz", "", 0 },
  };

  add_songs (fixture, "search", found, G_N_ELEMENTS (found));
  add_likes (fixture, own, G_N_ELEMENTS (own), NOW);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) ids = g_value_dup_boxed (wait_for (tutti_store_search (fixture->store, cases[i].typed, 50)));
      g_autofree char *titles = join_titles (fixture, ids);

      g_test_message ("“%s” gives %s", cases[i].typed, titles);
      g_assert_true (g_str_has_prefix (titles, cases[i].first));
      g_assert_cmpuint (ids->len, ==, cases[i].count);
    }
  g_assert_cmpuint (((GArray *) g_value_get_boxed (wait_for (tutti_store_search (fixture->store, "h", 2))))->len, ==, 2);

  /* A pasted book, and what is no text. */
  {
    g_autoptr (GString) book = g_string_new (NULL);

    for (guint i = 0; i < 200000; i++)
      g_string_append (book, "hello ");
    wait_for (tutti_store_search (fixture->store, book->str, 50));
    wait_for (tutti_store_list_likes (fixture->store, &(TuttiLikesQuery) { .text = book->str }));
    wait_for (tutti_store_search (fixture->store, "hello \xff\xfe", 50));
  }
}

static void
test_rows (Fixture      *fixture,
           gconstpointer data)
{
  static const Song songs[] = { { "spotify", "1", "Dreams (Live)", "Fleetwood Mac", "Rumours", "USWB10400046", 257 } };
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) tracks = NULL;
  TuttiTrack *track;
  TuttiLink  *link;
  gint64      id, gone = 99999;

  add_likes (fixture, songs, 1, NOW);
  add_songs (fixture, "search", &(Song) { "deezer", "2", "Dreams (Live)", "Fleetwood Mac", "Rumours", "USWB10400046", 257 }, 1);
  id = find_track_id (fixture, "spotify:1");
  g_assert_cmpint (find_track_id (fixture, "deezer:2"), ==, id);
  g_array_append_val (ids, gone);
  g_array_append_val (ids, id);
  g_array_append_val (ids, id);
  tracks = read_tracks (fixture, ids);
  g_assert_cmpuint (tracks->len, ==, 2);
  track = g_ptr_array_index (tracks, 0);
  g_assert_cmpint (tutti_track_get_id (track), ==, id);
  g_assert_cmpstr (tutti_track_get_title (track), ==, "Dreams (Live)");
  g_assert_cmpstr (tutti_track_get_artist (track), ==, "Fleetwood Mac");
  g_assert_cmpint (tutti_track_get_duration (track), ==, 257000);
  g_assert_true (tutti_track_is_liked (track));
  g_assert_cmpuint (tutti_track_get_links (track)->len, ==, 2);
  link = tutti_track_get_link (track, "spotify");
  g_assert_cmpstr (tutti_link_get_web_url (link), ==, "https://spotify.example/track/1");
  g_assert_true (tutti_link_is_source (link));
  g_assert_false (tutti_link_is_source (tutti_track_get_link (track, "deezer")));
  g_assert_cmpint (find_track_id (fixture, tutti_track_get_uuid (track)), ==, id);
  wait_for_error (tutti_store_find_track (fixture->store, "spotify:2"), TUTTI_ERROR_NOT_FOUND);
  wait_for_error (tutti_store_find_track (fixture->store, "nonsense"), TUTTI_ERROR_NOT_FOUND);
  wait_for_error (tutti_store_find_track (fixture->store, "00000000-0000-0000-0000-000000000000"), TUTTI_ERROR_NOT_FOUND);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/lists/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("feed", test_feed);
  ADD ("undated", test_undated);
  ADD ("fallback", test_fallback);
  ADD ("likes", test_likes);
  ADD ("untimed-likes", test_untimed_likes);
  ADD ("search", test_search);
  ADD ("rows", test_rows);
#undef ADD

  return g_test_run ();
}
