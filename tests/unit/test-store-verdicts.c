/* test-store-verdicts.c: what a recording is made of, and the person's word on it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-fixture.h"
#include "tutti-store-members.h"
#include "tutti-store-verdicts.h"

#include <sqlite3.h>
#include <string.h>

static const Song        dreams[] = {
  { "spotify", "1", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 },
  { "deezer", "1", "Dreams", "Fleetwood Mac", "Rumours", "USWB10400046", 257 },
  { "tidal", "1", "Dreams", "Fleetwood Mac", "Rumours", NULL, 257 },
};
static const Song        clocks[] = {
  { "spotify", "2", "Clocks", "Coldplay", "A Rush of Blood", NULL, 307 },
  { "deezer", "2", "Clocks", "Coldplay", "A Rush of Blood", NULL, 307 },
};
static const char *const nowhere[] = { NULL };

static void
add_from (Fixture    *fixture,
          const char *source,
          const Song *songs,
          guint       n_songs)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);

  for (guint i = 0; i < n_songs; i++)
    g_ptr_array_add (tracks, make_song (&songs[i]));
  wait_for (tutti_store_add_tracks (fixture->store, 0, source, tracks));
}

static void
add (Fixture    *fixture,
     const Song *songs,
     guint       n_songs)
{
  add_from (fixture, "link", songs, n_songs);
}

static void
add_all (Fixture *fixture)
{
  add (fixture, dreams, G_N_ELEMENTS (dreams));
  add (fixture, clocks, G_N_ELEMENTS (clocks));
}

static guint
count_tracks (Fixture *fixture)
{
  return ((TuttiCounts *) g_value_get_boxed (wait_for (tutti_store_count_all (fixture->store))))->tracks;
}

static char *
dup_uuid (Fixture    *fixture,
          const char *name)
{
  return g_strdup (tutti_track_get_uuid (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, name)))));
}

/* "spotify:1 deezer:1". (transfer full) */
static char *
join_infos (const GValue *value)
{
  GPtrArray *infos = g_value_get_boxed (value);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < infos->len; i++)
    {
      const TuttiMemberInfo *info = g_ptr_array_index (infos, i);

      g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "",
                              tutti_service_track_get_provider (info->track), tutti_service_track_get_remote_id (info->track));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
assert_members (Fixture    *fixture,
                const char *name,
                const char *expected)
{
  g_autofree char *members = join_infos (wait_for (tutti_store_list_members (fixture->store, find_track_id (fixture, name))));

  g_assert_cmpstr (members, ==, expected);
}

static void
assert_told_apart (Fixture    *fixture,
                   const char *name,
                   const char *expected)
{
  g_autofree char *others = join_infos (wait_for (tutti_store_list_told_apart (fixture->store, find_track_id (fixture, name))));

  g_assert_cmpstr (others, ==, expected);
}

/* All that a pass over everything, a second import and a new start could change. */
static void
shake (Fixture *fixture)
{
  add (fixture, &(Song) { "youtube", "x", "Something new", "Somebody new" }, 1);
  add_all (fixture);
  wait_for (tutti_store_rematch (fixture->store));
  fixture_close (fixture);
  fixture_open (fixture);
}

static gint64
say_different (Fixture    *fixture,
               const char *track,
               const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);

  return g_value_get_int64 (wait_for (tutti_store_say_different (fixture->store, find_track_id (fixture, track), (const char *const *) list)));
}

static gint64
say_same (Fixture    *fixture,
          const char *a,
          const char *b)
{
  gint64 id = find_track_id (fixture, a);

  return g_value_get_int64 (wait_for (tutti_store_say_same (fixture->store, id, find_track_id (fixture, b))));
}

/* One is parted from two that share its code: it keeps apart from both. */
static void
test_different (Fixture      *fixture,
                gconstpointer data)
{
  g_autofree char *old_uuid = NULL;
  g_autofree char *uuid = NULL;
  const char      *stranger[] = { "spotify:2", NULL };
  const char      *nonsense[] = { "spotify", NULL };
  const char      *all[] = { "spotify:1", "deezer:1", "tidal:1", NULL };

  add_all (fixture);
  old_uuid = dup_uuid (fixture, "spotify:1");
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");
  fixture->changes = 0;
  g_assert_cmpint (say_different (fixture, "spotify:1", "deezer:1"), >, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (fixture->changes & (TUTTI_CHANGE_TRACKS | TUTTI_CHANGE_LIKES | TUTTI_CHANGE_PLAYS), ==,
                    TUTTI_CHANGE_TRACKS | TUTTI_CHANGE_LIKES | TUTTI_CHANGE_PLAYS);
  assert_members (fixture, "spotify:1", "spotify:1 tidal:1");
  assert_members (fixture, "deezer:1", "deezer:1");
  assert_told_apart (fixture, "deezer:1", "spotify:1 tidal:1");
  assert_told_apart (fixture, "tidal:1", "deezer:1");
  uuid = dup_uuid (fixture, "spotify:1");
  g_assert_cmpstr (uuid, ==, old_uuid);

  shake (fixture);
  assert_members (fixture, "spotify:1", "spotify:1 tidal:1");
  assert_members (fixture, "deezer:1", "deezer:1");

  /* Said already. */
  wait_for_error (tutti_store_say_different (fixture->store, find_track_id (fixture, "spotify:1"), stranger), TUTTI_ERROR_NOT_FOUND);
  wait_for_error (tutti_store_say_different (fixture->store, find_track_id (fixture, "spotify:1"), nonsense), TUTTI_ERROR_NOT_FOUND);
  wait_for_error (tutti_store_say_different (fixture->store, 999, stranger), TUTTI_ERROR_NOT_FOUND);
  wait_for (tutti_store_undo (fixture->store, 0));
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");
  wait_for_error (tutti_store_say_different (fixture->store, find_track_id (fixture, "spotify:1"), all), TUTTI_ERROR_BAD_INPUT);
  wait_for_error (tutti_store_say_different (fixture->store, find_track_id (fixture, "spotify:1"), nowhere), TUTTI_ERROR_BAD_INPUT);
}

/* A set goes together. */
static void
test_set (Fixture      *fixture,
          gconstpointer data)
{
  add_all (fixture);
  say_different (fixture, "spotify:1", "spotify:1 tidal:1");
  assert_members (fixture, "spotify:1", "spotify:1 tidal:1");
  assert_members (fixture, "deezer:1", "deezer:1");
  shake (fixture);
  assert_members (fixture, "spotify:1", "spotify:1 tidal:1");
}

/* Two recordings become one, with all their songs, and stay it; undoing gives both their names back. */
static void
test_same (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *merged = NULL;
  g_autofree char *old_name = NULL;
  g_autofree char *again = NULL;
  gint64           act;

  add_all (fixture);
  first = dup_uuid (fixture, "spotify:1");
  second = dup_uuid (fixture, "spotify:2");
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "spotify:2"), TRUE, nowhere));

  /* The older keeps its name, whichever is named first. */
  act = say_same (fixture, "deezer:2", "tidal:1");
  g_assert_cmpint (act, >, 0);
  assert_members (fixture, "deezer:2", "spotify:1 deezer:1 tidal:1 spotify:2 deezer:2");
  merged = dup_uuid (fixture, "deezer:2");
  g_assert_cmpstr (merged, ==, first);
  old_name = dup_uuid (fixture, second);
  g_assert_cmpstr (old_name, ==, first);
  shake (fixture);
  assert_members (fixture, "deezer:2", "spotify:1 deezer:1 tidal:1 spotify:2 deezer:2");
  g_assert_cmpint (say_same (fixture, "deezer:2", "tidal:1"), ==, 0);

  g_assert_cmpint (g_value_get_int64 (wait_for (tutti_store_undo (fixture->store, act))), ==, act);
  assert_members (fixture, "deezer:2", "spotify:2 deezer:2");
  assert_members (fixture, "deezer:1", "spotify:1 deezer:1 tidal:1");
  again = dup_uuid (fixture, "deezer:2");
  g_assert_cmpstr (again, ==, second);
  g_assert_true (tutti_track_is_liked (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, "deezer:2")))));
  g_assert_false (tutti_track_is_liked (g_value_get_object (wait_for (tutti_store_find_track (fixture->store, "deezer:1")))));
  wait_for_error (tutti_store_undo (fixture->store, act), TUTTI_ERROR_NOT_FOUND);
  wait_for_error (tutti_store_undo (fixture->store, 0), TUTTI_ERROR_NOT_FOUND);
  wait_for_error (tutti_store_say_same (fixture->store, find_track_id (fixture, "spotify:1"), 999), TUTTI_ERROR_NOT_FOUND);
}

/* The last word counts: same after different, and different after same. */
static void
test_change_of_mind (Fixture      *fixture,
                     gconstpointer data)
{
  gint64 first, second;

  add_all (fixture);
  first = say_different (fixture, "spotify:1", "deezer:1");
  second = say_same (fixture, "deezer:1", "spotify:1");
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");

  /* The older act is undone first: the later word stays. */
  wait_for (tutti_store_undo (fixture->store, first));
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");
  wait_for (tutti_store_undo (fixture->store, second));
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");
  assert_told_apart (fixture, "spotify:1", "");

  say_same (fixture, "spotify:1", "spotify:2");
  say_different (fixture, "spotify:1", "spotify:2 deezer:2");
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");
  assert_members (fixture, "spotify:2", "spotify:2 deezer:2");
  shake (fixture);
  assert_members (fixture, "spotify:2", "spotify:2 deezer:2");
  wait_for (tutti_store_undo (fixture->store, 0));
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1 spotify:2 deezer:2");
}

/* What was said long ago is taken back from the page of either. */
static void
test_take_back (Fixture      *fixture,
                gconstpointer data)
{
  const char *apart[] = { "deezer:1", NULL };
  const char *added[] = { "spotify:2", "deezer:2", NULL };
  const char *bad[] = { "nonsense", NULL };

  add_all (fixture);
  say_different (fixture, "spotify:1", "deezer:1");
  wait_for (tutti_store_take_back (fixture->store, find_track_id (fixture, "spotify:1"), apart));
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");
  wait_for (tutti_store_undo (fixture->store, 0));
  assert_members (fixture, "spotify:1", "spotify:1 tidal:1");
  wait_for (tutti_store_undo (fixture->store, 0));
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");

  say_same (fixture, "spotify:1", "spotify:2");
  wait_for (tutti_store_take_back (fixture->store, find_track_id (fixture, "spotify:1"), added));
  assert_members (fixture, "spotify:1", "spotify:1 deezer:1 tidal:1");
  wait_for_error (tutti_store_take_back (fixture->store, find_track_id (fixture, "spotify:1"), bad), TUTTI_ERROR_BAD_INPUT);
}

/* Only so many acts are kept; their numbers are never used again. */
static void
test_many_acts (Fixture      *fixture,
                gconstpointer data)
{
  gint64 act = 0;

  add_all (fixture);
  for (guint i = 0; i < 110; i++)
    {
      gint64 last = act;

      act = i % 2 == 0 ? say_same (fixture, "spotify:1", "spotify:2") : say_different (fixture, "spotify:1", "spotify:2 deezer:2");
      g_assert_cmpint (act, >, last);
    }
  wait_for_error (tutti_store_undo (fixture->store, act - 100), TUTTI_ERROR_NOT_FOUND);
  for (guint i = 0; i < 100; i++)
    wait_for (tutti_store_undo (fixture->store, 0));
  wait_for_error (tutti_store_undo (fixture->store, 0), TUTTI_ERROR_NOT_FOUND);
  g_assert_cmpint (say_same (fixture, "spotify:1", "spotify:2") + say_different (fixture, "spotify:1", "spotify:2 deezer:2"), >, 2 * act);
}

/* What may be the same is suggested, until the person speaks of it. */
static void
test_suggestions (Fixture      *fixture,
                  gconstpointer data)
{
  static const Song songs[] = {
    { "spotify", "3", "Hallelujah", "Jeff Buckley", "Grace", NULL, 413 },
    { "deezer", "3", "Hallelujah", "Jeff Buckley", "Grace (Legacy Edition)", NULL, 424 },
  };
  GPtrArray             *infos;
  const TuttiMemberInfo *info;

  add (fixture, songs, G_N_ELEMENTS (songs));
  g_assert_cmpuint (count_tracks (fixture), ==, 2);
  infos = g_value_get_boxed (wait_for (tutti_store_list_suggestions (fixture->store, find_track_id (fixture, "spotify:3"))));
  g_assert_cmpuint (infos->len, ==, 1);
  info = g_ptr_array_index (infos, 0);
  g_assert_true (g_str_has_prefix (info->reason, "score 0."));
  g_assert_cmpint (info->track_id, ==, find_track_id (fixture, "deezer:3"));

  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "deezer", "3" }, &(TuttiSongName) { "spotify", "3" }, FALSE));
  infos = g_value_get_boxed (wait_for (tutti_store_list_suggestions (fixture->store, find_track_id (fixture, "spotify:3"))));
  g_assert_cmpuint (infos->len, ==, 0);
}

/* A suggestion refused is not made again, until that is undone. */
static void
test_refuse (Fixture      *fixture,
             gconstpointer data)
{
  static const Song songs[] = {
    { "spotify", "3", "Hallelujah", "Jeff Buckley", "Grace", NULL, 413 },
    { "deezer", "3", "Hallelujah", "Jeff Buckley", "Grace (Legacy Edition)", NULL, 424 },
  };
  static const char *const names[] = { "deezer:3", NULL };
  gint64     id;
  gint64     act;
  GPtrArray *infos;

  add (fixture, songs, G_N_ELEMENTS (songs));
  id = find_track_id (fixture, "spotify:3");
  act = g_value_get_int64 (wait_for (tutti_store_refuse (fixture->store, id, names)));
  g_assert_cmpint (act, >, 0);
  infos = g_value_get_boxed (wait_for (tutti_store_list_suggestions (fixture->store, id)));
  g_assert_cmpuint (infos->len, ==, 0);
  wait_for (tutti_store_undo (fixture->store, act));
  infos = g_value_get_boxed (wait_for (tutti_store_list_suggestions (fixture->store, id)));
  g_assert_cmpuint (infos->len, ==, 1);
}

/* Where it was played and liked, newest first; a song liked by hand has no service. */
static void
test_past (Fixture      *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) plays = make_dated ();
  g_autoptr (GPtrArray) likes = make_dated ();
  gint64 spotify = connect_account (fixture, "spotify");
  gint64 deezer = connect_account (fixture, "deezer");
  static const struct
  {
    TuttiPastKind kind;
    const char   *provider;
    gint64        at;
  } expected[] = {
    { TUTTI_PAST_LIKED, NULL, 0 /* now */ },
    { TUTTI_PAST_PLAYED, "spotify", 3000 },
    { TUTTI_PAST_LIKED, "deezer", 2000 },
    { TUTTI_PAST_PLAYED, "spotify", 1000 },
  };
  GArray *past;

  add_dated (plays, &dreams[0], 3000);
  add_dated (plays, &dreams[0], 1000);
  add_dated (likes, &dreams[1], 2000);
  wait_for (tutti_store_add_plays (fixture->store, spotify, "spotify", plays));
  wait_for (tutti_store_add_recent_likes (fixture->store, deezer, "deezer", likes));
  wait_for (tutti_store_set_liked (fixture->store, find_track_id (fixture, "spotify:1"), TRUE, nowhere));

  past = g_value_get_boxed (wait_for (tutti_store_list_past (fixture->store, find_track_id (fixture, "spotify:1"))));
  g_assert_cmpuint (past->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < past->len; i++)
    {
      const TuttiPast *one = &g_array_index (past, TuttiPast, i);

      g_assert_cmpint (one->kind, ==, expected[i].kind);
      g_assert_cmpstr (one->provider, ==, expected[i].provider);
      if (expected[i].at != 0)
        g_assert_cmpint (one->at, ==, expected[i].at);
      else
        g_assert_cmpint (one->at, >, 3000);
    }
}

/* Whether any file of the library has these letters, large or small. */
static gboolean
has_letters (Fixture    *fixture,
             const char *letters)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  gsize       length = strlen (letters);
  const char *name;
  gboolean    is_found = FALSE;

  while (!is_found && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize            size;

      g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
      for (gsize i = 0; i + length <= size && !is_found; i++)
        is_found = g_ascii_strncasecmp (contents + i, letters, length) == 0;
      if (is_found)
        g_test_message ("%s is in %s", letters, name);
    }

  return is_found;
}

static void
like_songs (Fixture    *fixture,
            gint64      account,
            const Song *songs,
            guint       n_songs)
{
  g_autoptr (GPtrArray) likes = make_dated ();

  for (guint i = 0; i < n_songs; i++)
    add_dated (likes, &songs[i], 1000 + i);
  wait_for (tutti_store_add_recent_likes (fixture->store, account, songs[0].provider, likes));
}

/* Disconnecting leaves nothing of the service in any file, and yet the
 * person's words count when its songs come again. */
static void
test_disconnect (Fixture      *fixture,
                 gconstpointer data)
{
  static const Song there[] = {
    { "spotify", "4uLU6hMCjMI75M1A2tKUQC", "Zyzzyva", "Quuxfolk", "Wombatalbum", "USWB10400046", 257 },
    { "spotify", "7ouMYWpwJ422jRcDASZB7P", "Frobnicate", "Quuxfolk", "Wombatalbum", NULL, 311 },
    { "spotify", "1301WleyT98MSxVHPZCA6M", "Zyzzyva", "Quuxfolk", "Wombatalbum", "USWB10400046", 257 },
  };
  static const Song stays[] = {
    { "deezer", "3135556", "Zyzzyva", "Quuxfolk", "Wombatalbum", "USWB10400046", 257 },
    { "deezer", "3135557", "Other", "Words", "Here", NULL, 100 },
  };
  gint64 account = connect_account (fixture, "spotify");

  like_songs (fixture, account, there, G_N_ELEMENTS (there));
  add (fixture, &stays[1], 1);
  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "spotify", there[0].id }, &(TuttiSongName) { "deezer", stays[0].id }, FALSE));
  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "spotify", there[0].id }, &(TuttiSongName) { "spotify", there[2].id }, FALSE));
  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "spotify", there[1].id }, &(TuttiSongName) { "deezer", stays[1].id }, TRUE));
  tutti_clock_set_offset (G_GINT64_CONSTANT (8) * 24 * 60 * 60 * 1000);
  fixture_close (fixture);
  fixture_open (fixture);
  wait_for (tutti_store_count_likes (fixture->store, NULL));
  g_assert_true (has_letters (fixture, "zyzzyva") && has_letters (fixture, there[1].id));

  wait_for (tutti_store_delete_account (fixture->store, "spotify", FALSE));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_false (has_letters (fixture, "zyzzyva"));
      g_assert_false (has_letters (fixture, "frobnicate"));
      g_assert_false (has_letters (fixture, "quuxfolk"));
      for (guint j = 0; j < G_N_ELEMENTS (there); j++)
        g_assert_false (has_letters (fixture, there[j].id));
      fixture_close (fixture);
      fixture_open (fixture);
    }
  wait_for_error (tutti_store_undo (fixture->store, 0), TUTTI_ERROR_NOT_FOUND);

  account = connect_account (fixture, "spotify");
  like_songs (fixture, account, there, G_N_ELEMENTS (there));
  add (fixture, stays, G_N_ELEMENTS (stays));
  wait_for (tutti_store_rematch (fixture->store));
  assert_members (fixture, "spotify:4uLU6hMCjMI75M1A2tKUQC", "spotify:4uLU6hMCjMI75M1A2tKUQC");
  assert_members (fixture, "deezer:3135556", "spotify:1301WleyT98MSxVHPZCA6M deezer:3135556");
  assert_members (fixture, "deezer:3135557", "deezer:3135557 spotify:7ouMYWpwJ422jRcDASZB7P");
}

/* A damaged file loses neither what the person said of songs that are gone for
 * now, nor the way back. */
static void
test_damage (Fixture      *fixture,
             gconstpointer data)
{
  gint64           account = connect_account (fixture, "spotify");
  g_autofree char *note = NULL;
  sqlite3         *db = NULL;

  like_songs (fixture, account, dreams, 1);
  add (fixture, &dreams[1], 1);
  add (fixture, clocks, G_N_ELEMENTS (clocks));
  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "spotify", "1" }, &(TuttiSongName) { "deezer", "1" }, FALSE));
  wait_for (tutti_store_delete_account (fixture->store, "spotify", FALSE));
  wait_for (tutti_store_set_verdict (fixture->store, &(TuttiSongName) { "deezer", "2" }, &(TuttiSongName) { "spotify", "2" }, FALSE));
  fixture_close (fixture);
  /* a row that can't be */
  g_assert_cmpint (sqlite3_open (fixture->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA ignore_check_constraints = ON;"
                                     "INSERT INTO interactions (type, source, added_at, seen_pass, is_hidden) VALUES ('liked', 'broken', 0, 0, 0)",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  fixture_open (fixture);
  note = tutti_store_dup_salvage_note (fixture->store);
  g_assert_nonnull (note);
  account = connect_account (fixture, "spotify");
  like_songs (fixture, account, dreams, 1);
  assert_members (fixture, "spotify:1", "spotify:1");
  assert_members (fixture, "deezer:1", "deezer:1");
  assert_members (fixture, "deezer:2", "deezer:2");
  wait_for (tutti_store_undo (fixture->store, 0));
  assert_members (fixture, "deezer:2", "spotify:2 deezer:2");
}

static void
assert_versions (Fixture    *fixture,
                 const char *name,
                 const char *expected)
{
  g_autoptr (GArray) ids = g_array_ref (g_value_get_boxed (wait_for (tutti_store_list_versions (fixture->store, find_track_id (fixture, name)))));
  g_autoptr (GPtrArray) tracks = g_ptr_array_ref (g_value_get_boxed (wait_for (tutti_store_read_tracks (fixture->store, ids))));
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < tracks->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "", tutti_track_get_title (g_ptr_array_index (tracks, i)));
  g_assert_cmpstr (titles->str, ==, expected);
}

static void
test_versions (Fixture      *fixture,
               gconstpointer data)
{
  static const Song songs[] = {
    { "spotify", "v1", "Dreams - Live", "Fleetwood Mac", "Live", NULL, 280 },
    { "deezer", "v1", "Dreams (Live)", "Fleetwood Mac", "Live", NULL, 280 },
    { "tidal", "v2", "Dreams (Sable Remix)", "Fleetwood Mac;Sable", "Dreams Remixed", NULL, 360 },
    { "tidal", "v3", "Dreams", "Fleetwood Mac", "The Early Takes", NULL, 190 },
    { "tidal", "v4", "Dreams (Live)", "The Cranberries", "Live", NULL, 260 },
  };
  gint64 account = connect_account (fixture, "tidal");

  add_all (fixture);
  assert_versions (fixture, "spotify:1", "");
  add_from (fixture, "search", songs, G_N_ELEMENTS (songs));
  assert_versions (fixture, "spotify:1", "Dreams - Live, Dreams (Sable Remix), Dreams");
  assert_versions (fixture, "deezer:v1", "Dreams, Dreams (Sable Remix), Dreams");
  assert_versions (fixture, "tidal:v4", "");
  assert_versions (fixture, "spotify:2", "");

  /* the person's own music first; all as before a rematch */
  like_songs (fixture, account, &songs[2], 1);
  shake (fixture);
  assert_versions (fixture, "spotify:1", "Dreams (Sable Remix), Dreams - Live, Dreams");
  wait_for (tutti_store_delete_account (fixture->store, "tidal", FALSE));
}

/* In a library of any size: each question is one look into the index. */
static void
test_versions_plan (Fixture      *fixture,
                    gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_resources_lookup_data ("/io/github/tuttimusic/Tutti/store/queries/candidates.sql", G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autofree char *query = NULL;
  sqlite3         *db = NULL;
  sqlite3_stmt    *plan = NULL;

  g_assert_no_error (error);
  query = g_strdup_printf ("EXPLAIN QUERY PLAN %.*s", (int) g_bytes_get_size (text), (const char *) g_bytes_get_data (text, NULL));
  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, query, -1, &plan, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (plan), ==, SQLITE_ROW);
  g_assert_cmpstr ((const char *) sqlite3_column_text (plan, 3), ==, "SEARCH match_keys USING PRIMARY KEY (key=?)");
  g_assert_cmpint (sqlite3_step (plan), ==, SQLITE_DONE);
  sqlite3_finalize (plan);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

#define ADD(name, func) g_test_add ("/store/verdicts/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("different", test_different);
  ADD ("set", test_set);
  ADD ("same", test_same);
  ADD ("change-of-mind", test_change_of_mind);
  ADD ("take-back", test_take_back);
  ADD ("many-acts", test_many_acts);
  ADD ("suggestions", test_suggestions);
  ADD ("refuse", test_refuse);
  ADD ("past", test_past);
  ADD ("versions", test_versions);
  ADD ("versions-plan", test_versions_plan);
  ADD ("disconnect", test_disconnect);
  ADD ("damage", test_damage);
#undef ADD

  return g_test_run ();
}
