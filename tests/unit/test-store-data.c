/* test-store-data.c: data out and in, and what a hostile file does
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"
#include "tutti-store-data.h"
#include "tutti-store-verdicts.h"

#include <string.h>
#include <sys/stat.h>

#define NOW G_GINT64_CONSTANT (1700000000000)

static const Song songs[] = {
  { "spotify", "1", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 },
  { "spotify", "2", "She said, \"Yes\"\\n", "Ampersand & <Sons>", "=HYPERLINK(1)", NULL, 100 },
  { "spotify", "3", "駆ける 🎵", "YOASOBI", NULL, NULL, 200 },
};
static const char *const nowhere[] = { NULL };

static char *
dup_file_path (Fixture    *fixture,
               const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
fill (Fixture *fixture)
{
  g_autoptr (GPtrArray) page = make_dated ();
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, 0, "spotify", TRUE)));

  for (guint i = 0; i < G_N_ELEMENTS (songs); i++)
    add_dated (page, &songs[i], NOW - i * 1000);
  wait_for (tutti_store_add_likes_page (fixture->store, 0, pass, page, 0, 3, NULL));
  wait_for (tutti_store_add_plays (fixture->store, 0, "spotify", page));
  g_ptr_array_add (found, make_song (&(Song) { "deezer", "9", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 }));
  g_ptr_array_add (found, make_song (&(Song) { "tidal", "7", "Clocks", "Coldplay" }));
  wait_for (tutti_store_add_tracks (fixture->store, 0, "link", found));
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "tidal:7"), TRUE, nowhere));
  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "deezer", "9" }, &(TuttiSongName) { "tidal", "7" }, FALSE));
  wait_for (tutti_store_set_client_id (fixture->store, "spotify", "abc"));
}

/* Out of one library, into an empty one: the same again. */
static void
test_round_trip (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *first = dup_file_path (fixture, "first.jsonl");
  g_autofree char *second = dup_file_path (fixture, "second.jsonl");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *uuid = NULL;
  GStatBuf         info;
  TuttiCounts      counts;

  fill (fixture);
  counts = *(TuttiCounts *) g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store)));
  uuid = g_strdup (tutti_track_get_uuid (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, "spotify:3")))));
  g_assert_cmpuint (wait_for_uint (tutti_store_export (fixture->store, first, TUTTI_FORMAT_JSON_LINES)), >, 10);
  g_assert_cmpint (g_stat (first, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);

  /* Into itself: nothing is new. */
  g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, first)), ==, 0);
  g_assert_cmpmem (&counts, sizeof counts, g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store))), sizeof counts);

  wait_for (tutti_store_wipe (fixture->store));
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, first)), >, 10);
  g_assert_cmpmem (&counts, sizeof counts, g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store))), sizeof counts);
  wait_for (tutti_store_find_track (fixture->store, uuid));
  wait_for_uint (tutti_store_export (fixture->store, second, TUTTI_FORMAT_JSON_LINES));
  g_assert_true (g_file_get_contents (first, &before, NULL, NULL));
  g_assert_true (g_file_get_contents (second, &after, NULL, NULL));
  g_assert_true (g_str_equal (before, after));
}

/* Likes as a table and as a playlist, into an empty library. */
static void
test_lists (Fixture      *fixture,
            gconstpointer data)
{
  static const TuttiFormat formats[] = { TUTTI_FORMAT_CSV, TUTTI_FORMAT_XSPF };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = dup_file_path (fixture, "likes");
      g_autoptr (GArray) likes = NULL;
      g_autofree char *titles = NULL;
      g_autoptr (GPtrArray) page = make_dated ();

      fill (fixture);
      g_assert_cmpuint (wait_for_uint (tutti_store_export (fixture->store, path, formats[i])), ==, 4);
      g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, path)), ==, 3); /* theirs become the person's own too */
      g_assert_cmpuint (wait_for_uint (tutti_store_count_likes (fixture->store, NULL)), ==, 4);

      wait_for (tutti_store_wipe (fixture->store));
      fixture_close (fixture);
      fixture_open (fixture);
      g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, path)), ==, 4);
      g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, path)), ==, 0);
      likes = list_likes (fixture, TUTTI_SORT_TITLE);
      titles = join_titles (fixture, likes);
      g_assert_cmpstr (titles, ==, "Clocks|Dreams|She said, \"Yes\"\\n|駆ける 🎵");

      /* The song meets its service's when that comes. */
      add_dated (page, &songs[0], NOW);
      wait_for (tutti_store_add_plays (fixture->store, 0, "spotify", page));
      g_assert_true (tutti_track_is_liked (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, "spotify:1")))));
      g_assert_cmpuint (((TuttiCounts *) g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store))))->tracks, ==, 4);

      wait_for (tutti_store_wipe (fixture->store));
      fixture_close (fixture);
      fixture_open (fixture);
    }
}

#define HEAD "{\"kind\":\"tutti\",\"version\":1}\n"
#define GOOD "{\"kind\":\"service-song\",\"song\":\"018bcfe568007000800000000000000a\",\"provider\":\"x\",\"id\":\"1\",\"title\":\"T\",\"artists\":\"A\"}\n"

/* Each is refused with a sentence that names the line, and nothing is changed. */
static void
test_bad_files (Fixture      *fixture,
                gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *says; /* part of the message */
  } cases[] = {
    { "", "empty" },
    { " \n\n", "empty" },
    { "{", "Line 1" },
    { "{}\n", "Line 1" },
    { "{\"kind\":\"tutti\",\"version\":99}\n", "newer" },
    { GOOD, "Line 1" },
    { HEAD GOOD "nonsense\n", "Line 3" },
    { HEAD GOOD "{\"kind\":\"mystery\"}\n", "Line 3" },
    { HEAD GOOD "{\"kind\":\"like\",\"source\":\"manual\",\"song\":\"zz\"}\n", "Line 3" },
    { HEAD GOOD "{\"kind\":\"like\",\"source\":\"manual\",\"song\":\"018bcfe568007000800000000000000b\"}\n", "Line 3" },
    { HEAD GOOD "{\"kind\":\"play\",\"provider\":\"y\",\"id\":\"1\",\"played_at\":5}\n", "Line 3" },
    { HEAD GOOD "{\"kind\":\"service-song\",\"provider\":\"x\"}\n", "Line 3" },
    { HEAD GOOD "{\"kind\":\"service-song\",\"song\":17,\"provider\":\"y\",\"id\":\"1\",\"title\":\"T\"}\n", "Line 3" },
    { HEAD GOOD "{\"kind\":\"verdict\",\"provider_a\":\"b\",\"id_a\":\"1\",\"provider_b\":\"a\",\"id_b\":\"1\"}\n", "Line 3" },
    { HEAD GOOD "[[[[[[[[[[", "Line 3" },
    { "no,columns,here\n1,2,3\n", "title" },
    { "title,artist\nGood,One\n\"never closed,Two\n", "Line 3" },
    { "title,artist\nGood,One\n,Two\n", "Line 3" },
    { "title,artist\nGood,One\nOnly a title\n", "Line 3" },
    { "<html><body/></html>", "XSPF" },
    { "<playlist><trackList><track><creator>B</creator></track></trackList></playlist>", "Line 1" },
    { "<playlist><trackList><track><title>A</title><creator>B</creator></track><track>", "playlist" },
    { "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><playlist><trackList><track><title>&a;</title><creator>B</creator></track></trackList></playlist>", "playlist" },
    { "\xff\xfe\x00title", "UTF-8" },
  };
  g_autofree char *path = dup_file_path (fixture, "bad");
  g_autofree char *long_line = g_strnfill (2 * 1024 * 1024, 'x');
  g_autofree char *long_file = g_strconcat (HEAD, "{\"kind\":\"", long_line, "\"}\n", NULL);

  for (guint i = 0; i <= G_N_ELEMENTS (cases); i++)
    {
      const char *text = i < G_N_ELEMENTS (cases) ? cases[i].text : long_file;
      g_autoptr (GError) error = NULL;
      TuttiCounts *counts;

      g_test_message ("%.60s", text);
      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      g_assert_null (try_wait_for (tutti_store_import (fixture->store, path), &error));
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT);
      if (i < G_N_ELEMENTS (cases))
        g_assert_nonnull (strstr (error->message, cases[i].says));
      counts = g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store)));
      g_assert_cmpuint (counts->tracks, ==, 0);
    }

  wait_for_error (tutti_store_import (fixture->store, fixture->folder), TUTTI_ERROR_BAD_INPUT);
  wait_for_error (tutti_store_import (fixture->store, "/nowhere/at/all"), TUTTI_ERROR_BAD_INPUT);
}

/* Tables of other programs. */
static void
test_other_tables (Fixture      *fixture,
                   gconstpointer data)
{
  static const char *const texts[] = {
    "\xef\xbb\xbf\"Track URI\",\"Track Name\",\"Artist Name(s)\",\"Album Name\"\r\n\"spotify:track:1\",\"One\",\"A\",\"B\"\r\n",
    "Artist;Title\nA;One\n\n",
    "title\tartist\tisrc\nOne\tA\tUSWB10400046\n",
    "title,artist\n\"On\ne\",A",
  };
  g_autofree char *path = dup_file_path (fixture, "table");

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, path)), ==, i == 0 || i == 3);
    }
}

/* What a spreadsheet would work out is marked in the table, and comes back as it was. */
static void
test_formulas (Fixture      *fixture,
               gconstpointer data)
{
  static const Song formulas[] = {
    { "spotify", "1", "=HYPERLINK(\"https://evil.example/\")", "@SUM(A1)" },
    { "spotify", "2", "+cmd|' /C calc'!A0", "-" },
    { "spotify", "3", "'=1+(1)", "\t(x" },
    { "spotify", "4", "=", "+ (Deluxe)" },
    { "spotify", "5", "It's (fine)", "'n Sync" },
  };
  g_autofree char      *path = dup_file_path (fixture, "formulas.csv");
  g_autofree char      *text = NULL;
  g_autofree char      *before = NULL;
  g_autofree char      *after = NULL;
  g_autoptr (GArray)    likes = NULL;
  g_autoptr (GArray)    again = NULL;
  g_autoptr (GPtrArray) page = make_dated ();
  g_autoptr (TuttiPass) pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (fixture->store, 0, "spotify", TRUE)));
  g_auto (GStrv)        lines = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (formulas); i++)
    add_dated (page, &formulas[i], NOW - i * 1000);
  wait_for (tutti_store_add_likes_page (fixture->store, 0, pass, page, 0, G_N_ELEMENTS (formulas), NULL));
  likes = list_likes (fixture, TUTTI_SORT_TITLE);
  before = join_titles (fixture, likes);
  g_assert_cmpuint (wait_for_uint (tutti_store_export (fixture->store, path, TUTTI_FORMAT_CSV)), ==, G_N_ELEMENTS (formulas));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  lines = g_strsplit (text, "\r\n", -1);
  g_assert_true (g_str_has_prefix (lines[1], "\"'=HYPERLINK(\"\"https://evil.example/\"\")\",'@SUM(A1),"));
  g_assert_true (g_str_has_prefix (lines[2], "'+cmd|' /C calc'!A0,-,"));
  g_assert_true (g_str_has_prefix (lines[3], "''=1+(1),"));
  g_assert_true (g_str_has_prefix (lines[4], "=,'+ (Deluxe),"));
  g_assert_true (g_str_has_prefix (lines[5], "It's (fine),'n Sync,"));

  wait_for (tutti_store_wipe (fixture->store));
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, path)), ==, G_N_ELEMENTS (formulas));
  again = list_likes (fixture, TUTTI_SORT_TITLE);
  after = join_titles (fixture, again);
  g_assert_cmpstr (after, ==, before);
}

/* A file that anybody wrote brings no address but of pages, and of the service's application. */
static void
test_addresses (Fixture      *fixture,
                gconstpointer data)
{
  static const struct
  {
    const char *web;
    const char *app;
    gboolean    is_taken;
  } cases[] = {
    { "https://open.spotify.com/track/1", "spotify:track:1", TRUE },
    { "javascript:alert(1)", "file:///etc/passwd", FALSE },
    { "http://192.168.1.1/admin", "x-handler:1", FALSE },
    { "/etc/passwd", "https://open.spotify.com/", FALSE },
  };
  g_autofree char *path = dup_file_path (fixture, "addresses.jsonl");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"kind\":\"tutti\",\"version\":1}\n"
                                               "{\"kind\":\"service-song\",\"song\":\"018bcfe568007000800000000000000%u\",\"provider\":\"spotify\","
                                               "\"id\":\"%u\",\"title\":\"T%u\",\"artists\":\"A\",\"web\":\"%s\",\"artwork\":\"%s\",\"app\":\"%s\"}\n",
                                               i, i, i, cases[i].web, cases[i].web, cases[i].app);
      g_autofree char *name = g_strdup_printf ("spotify:%u", i);
      TuttiTrack      *track;
      TuttiLink       *link;

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      g_assert_cmpuint (wait_for_uint (tutti_store_import (fixture->store, path)), ==, 1);
      track = g_value_get_object (wait_for (tutti_store_find_track (fixture->store, name)));
      link = tutti_track_get_link (track, "spotify");
      g_assert_cmpstr (tutti_link_get_web_url (link), ==, cases[i].is_taken ? cases[i].web : NULL);
      g_assert_cmpstr (tutti_link_get_app_uri (link), ==, cases[i].is_taken ? cases[i].app : NULL);
      g_assert_cmpstr (tutti_track_get_artwork_url (track), ==, cases[i].is_taken ? cases[i].web : NULL);
    }
}

/* A file that can't be written leaves the old one as it was. */
static void
test_no_room (Fixture      *fixture,
              gconstpointer data)
{
  fill (fixture);
  wait_for_error (tutti_store_export (fixture->store, "/nowhere/at/all.csv", TUTTI_FORMAT_CSV), TUTTI_ERROR_NOT_WRITTEN);
  wait_for_error (tutti_store_export (fixture->store, "/dev/full/x", TUTTI_FORMAT_CSV), TUTTI_ERROR_NOT_WRITTEN);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/data/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("round-trip", test_round_trip);
  ADD ("lists", test_lists);
  ADD ("bad-files", test_bad_files);
  ADD ("other-tables", test_other_tables);
  ADD ("formulas", test_formulas);
  ADD ("addresses", test_addresses);
  ADD ("no-room", test_no_room);
#undef ADD

  return g_test_run ();
}
