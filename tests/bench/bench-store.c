/* bench-store.c: what the store costs, beside SQLite alone
 *
 * Imports likes through the store, then writes the very same rows into a
 * second file of the same schema with nothing but SQLite, 50 songs a
 * transaction; searches as somebody types; identifies single songs. One JSON
 * line per figure on standard output.
 *
 *   bench-store [--songs N] [--folder DIR] [--no-plain]
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* for RUSAGE_THREAD */
#define _GNU_SOURCE

#include "config.h"

#include "tutti-catalogue.h"
#include "tutti-dated-track.h"
#include "tutti-store-import.h"
#include "tutti-store-lists.h"
#include "tutti-store-private.h"
#include "tutti-store-verdicts.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define PAGE 50

static guint64 random_state = 88172645463325252u;

static guint
draw (guint below)
{
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;

  return (guint) (random_state % below);
}

static double
now (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);

  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static void
tell (const char *name,
      double      value,
      const char *unit,
      double      baseline)
{
  if (baseline > 0)
    g_print ("{\"name\": \"%s\", \"value\": %.4f, \"unit\": \"%s\", \"baseline\": %.4f, \"ratio\": %.3f}\n", name, value, unit, baseline, value / baseline);
  else
    g_print ("{\"name\": \"%s\", \"value\": %.4f, \"unit\": \"%s\", \"baseline\": null, \"ratio\": null}\n", name, value, unit);
}

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
  if (value == NULL)
    g_error ("%s", error->message);

  return value;
}

/* --- songs --- */

static char **
make_words (guint n_words)
{
  static const char *const begin[] = { "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "w", "sh", "k", "" };
  static const char *const middle[] = { "a", "e", "i", "o", "u", "ea", "oo", "ai", "y" };
  static const char *const end[] = { "", "n", "r", "s", "t", "l", "m", "nd", "ck", "ght", "ng", "ly" };
  char                   **words = g_new0 (char *, n_words + 1);

  for (guint i = 0; i < n_words; i++)
    {
      g_autoptr (GString) word = g_string_new (NULL);
      guint n_syllables = 1 + draw (3);

      for (guint j = 0; j < n_syllables; j++)
        g_string_append_printf (word, "%s%s%s", begin[draw (G_N_ELEMENTS (begin))], middle[draw (G_N_ELEMENTS (middle))],
                                j + 1 == n_syllables ? end[draw (G_N_ELEMENTS (end))] : "");
      word->str[0] = g_ascii_toupper (word->str[0]);
      words[i] = g_string_free_and_steal (g_steal_pointer (&word));
    }

  return words;
}

/* Common words come often, as they do in titles. */
static char *
make_name (char *const *words,
           guint        n_words,
           guint        longest)
{
  g_autoptr (GString) name = g_string_new (NULL);
  guint length = 1 + draw (longest);

  for (guint i = 0; i < length; i++)
    {
      guint below = 1 + draw (n_words);

      g_string_append_printf (name, "%s%s", i > 0 ? " " : "", words[draw (below)]);
    }

  return g_string_free_and_steal (g_steal_pointer (&name));
}

static GPtrArray *
make_songs (guint n_songs)
{
  GPtrArray *songs = g_ptr_array_new_full (n_songs, (GDestroyNotify) tutti_dated_track_unref);
  g_auto (GStrv) words = make_words (6000);
  g_autoptr (GPtrArray) artists = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *album = NULL;
  const char      *artist = NULL;

  for (guint i = 0; i < n_songs / 12 + 1; i++)
    g_ptr_array_add (artists, make_name (words, 6000, 3));

  for (guint i = 0; i < n_songs; i++)
    {
      static const char *const tails[] = { "", "", "", "", "", "", "", "", " - Live", " (Remastered 2011)", " (Radio Edit)", " - Acoustic" };
      g_autofree char         *base = make_name (words, 6000, 5);
      g_autofree char         *title = g_strconcat (base, tails[draw (G_N_ELEMENTS (tails))], NULL);
      g_autofree char         *id = g_strdup_printf ("%08x%014u", draw (G_MAXUINT32), i);
      g_autofree char         *isrc = g_strdup_printf ("US%c%c%c%02u%05u", 'A' + draw (26), 'A' + draw (26), 'A' + draw (26), draw (30), 1 + draw (99998));
      g_autofree char         *artwork = g_strdup_printf ("https://i.example.com/image/%08x%08x%08x", draw (G_MAXUINT32), draw (G_MAXUINT32), draw (G_MAXUINT32));
      g_autofree char         *web = g_strdup_printf ("https://open.example.com/track/%s", id);
      g_autofree char         *app = g_strdup_printf ("example:track:%s", id);
      g_autoptr (TuttiServiceTrack) track = NULL;

      if (i % 10 == 0)
        {
          g_free (album);
          album = make_name (words, 6000, 3);
          artist = g_ptr_array_index (artists, draw (artists->len));
        }
      {
        const char *const     names[] = { artist, draw (5) == 0 ? g_ptr_array_index (artists, draw (artists->len)) : NULL, NULL };
        TuttiServiceTrackInfo info = {
          .provider = "spotify",
          .remote_id = id,
          .title = title,
          .artists = names,
          .album = album,
          .duration_ms = 120000 + draw (240000),
          .isrc = isrc,
          .artwork_url = artwork,
          .web_url = web,
          .app_uri = app,
          .year = 1960 + (int) draw (66),
        };

        track = tutti_service_track_new (&info);
      }
      g_ptr_array_add (songs, tutti_dated_track_new (track, G_GINT64_CONSTANT (1700000000000) - (gint64) i * 60000));
    }

  return songs;
}

/* --- through the store --- */

/* Seconds by the clock on the wall, and of this process's work. */
typedef struct
{
  double wall;
  double work;
} Time;

static Time
start_time (void)
{
  return (Time) { now (CLOCK_MONOTONIC), now (CLOCK_PROCESS_CPUTIME_ID) };
}

static Time
stop_time (Time since)
{
  return (Time) { now (CLOCK_MONOTONIC) - since.wall, now (CLOCK_PROCESS_CPUTIME_ID) - since.work };
}

static Time
import (TuttiStore *store,
        GPtrArray  *songs,
        Time       *rematch_time)
{
  g_autoptr (TuttiPass) pass = NULL;
  Time start = start_time ();
  Time spent;

  pass = g_value_dup_boxed (wait_for (tutti_store_begin_pass (store, 0, "spotify", TRUE)));
  for (guint at = 0; at < songs->len; at += PAGE)
    {
      guint n = MIN (PAGE, songs->len - at);
      g_autoptr (GPtrArray) page = g_ptr_array_sized_new (n);
      g_autofree char *cursor = at + n < songs->len ? g_strdup_printf ("%u", at + n) : NULL;
      TuttiPass       *next;

      for (guint i = 0; i < n; i++)
        g_ptr_array_add (page, g_ptr_array_index (songs, at + i));
      next = g_value_dup_boxed (wait_for (tutti_store_add_likes_page (store, 0, pass, page, 0, songs->len, cursor)));
      tutti_pass_unref (pass);
      pass = next;
    }
  spent = stop_time (start);

  start = start_time ();
  wait_for (tutti_store_finish_pass (store, 0, pass, FALSE));
  wait_for (tutti_store_rematch (store));
  *rematch_time = stop_time (start);

  return spent;
}

/* --- SQLite alone --- */

static sqlite3 *
open_plain (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
                                     "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 2000;",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);

  return db;
}

/* All rows of one table, in memory. */
typedef struct
{
  const char   *read;
  const char   *write;
  guint         n_columns;
  GPtrArray    *values; /* of sqlite3_value */
  GArray       *owners; /* gint64: the song each row is written with */
  guint         at;
  sqlite3_stmt *statement;
} Rows;

static void
read_rows (sqlite3 *db,
           Rows    *rows)
{
  sqlite3_stmt *query = NULL;

  rows->values = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);
  rows->owners = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_assert_cmpint (sqlite3_prepare_v2 (db, rows->read, -1, &query, NULL), ==, SQLITE_OK);
  rows->n_columns = (guint) sqlite3_column_count (query) - 1;
  while (sqlite3_step (query) == SQLITE_ROW)
    {
      gint64 owner = sqlite3_column_int64 (query, 0);

      g_array_append_val (rows->owners, owner);
      for (guint i = 0; i < rows->n_columns; i++)
        g_ptr_array_add (rows->values, sqlite3_value_dup (sqlite3_column_value (query, (int) i + 1)));
    }
  sqlite3_finalize (query);
}

static void
write_rows (Rows  *rows,
            gint64 owner)
{
  for (; rows->at < rows->owners->len && g_array_index (rows->owners, gint64, rows->at) == owner; rows->at++)
    {
      for (guint i = 0; i < rows->n_columns; i++)
        sqlite3_bind_value (rows->statement, (int) i + 1, g_ptr_array_index (rows->values, rows->at * rows->n_columns + i));
      g_assert_cmpint (sqlite3_step (rows->statement), ==, SQLITE_DONE);
      sqlite3_reset (rows->statement);
    }
}

/* The words of each song, as the index has them. */
#define READ_WORDS                                                               \
  "SELECT st.id, st.track_id, w.words FROM service_tracks AS st JOIN "           \
  "(SELECT doc, group_concat (term, ' ') AS words FROM "                         \
  "(SELECT doc, term FROM bench_words ORDER BY doc, offset) GROUP BY doc) AS w " \
  "ON w.doc = st.track_id WHERE st.id = (SELECT min (id) FROM service_tracks AS o WHERE o.track_id = st.track_id) ORDER BY st.id"

static Time
write_plain (const char *from_path,
             const char *to_path)
{
  Rows tables[] = {
    { "SELECT st.id, t.* FROM tracks AS t JOIN service_tracks AS st ON st.track_id = t.id "
      "WHERE st.id = (SELECT min (id) FROM service_tracks AS o WHERE o.track_id = t.id) ORDER BY st.id",
      "INSERT INTO tracks VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" },
    { READ_WORDS, "INSERT INTO search (rowid, words) VALUES (?,?)" },
    { "SELECT id, * FROM service_tracks ORDER BY id", "INSERT INTO service_tracks VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)" },
    { "SELECT service_track_id, * FROM match_keys ORDER BY service_track_id", "INSERT INTO match_keys VALUES (?,?)" },
    { "SELECT service_track_id, * FROM interactions ORDER BY service_track_id", "INSERT INTO interactions VALUES (?,?,?,?,?,?,?,?,?)" },
  };
  sqlite3 *from = open_plain (from_path);
  sqlite3 *to = open_plain (to_path);
  g_autoptr (GBytes) schema = tutti_db_load_sql ("migrations", "0001-library", NULL);
  const Rows *songs = &tables[2];
  Time        start, spent;

  g_assert_cmpint (sqlite3_exec (from, "CREATE VIRTUAL TABLE temp.bench_words USING fts5vocab (main, search, 'instance')", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (to, g_bytes_get_data (schema, NULL), NULL, NULL, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      read_rows (from, &tables[i]);
      g_assert_cmpint (sqlite3_prepare_v3 (to, tables[i].write, -1, SQLITE_PREPARE_PERSISTENT, &tables[i].statement, NULL), ==, SQLITE_OK);
    }
  sqlite3_close (from);

  start = start_time ();
  for (guint at = 0; at < songs->owners->len; at += PAGE)
    {
      sqlite3_exec (to, "BEGIN IMMEDIATE", NULL, NULL, NULL);
      for (guint i = at; i < MIN (at + PAGE, songs->owners->len); i++)
        for (guint j = 0; j < G_N_ELEMENTS (tables); j++)
          write_rows (&tables[j], g_array_index (songs->owners, gint64, i));
      g_assert_cmpint (sqlite3_exec (to, "COMMIT", NULL, NULL, NULL), ==, SQLITE_OK);
    }
  spent = stop_time (start);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_assert_cmpuint (tables[i].at, ==, tables[i].owners->len);
      sqlite3_finalize (tables[i].statement);
      g_ptr_array_unref (tables[i].values);
      g_array_unref (tables[i].owners);
    }
  sqlite3_close (to);

  return spent;
}

/* --- reading --- */

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static double
percentile (GArray *times,
            double  part)
{
  g_array_sort (times, compare_doubles);

  return g_array_index (times, double, MIN ((guint) (part * times->len), times->len - 1));
}

/* Every prefix of 1 to 24 letters of 2,000 "title artist". */
static void
search (TuttiDb   *db,
        GPtrArray *songs)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_first = 0;

  for (guint i = 0; i < 2000; i++)
    {
      TuttiDatedTrack *song = g_ptr_array_index (songs, draw (songs->len));
      g_autofree char *artists = tutti_service_track_dup_artist_line (song->track);
      g_autofree char *full = g_strdup_printf ("%s %s", tutti_service_track_get_title (song->track), artists);
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

      for (glong letters = 1; letters <= MIN (24, g_utf8_strlen (full, -1)); letters++)
        {
          g_autofree char *typed = g_utf8_substring (full, 0, letters);
          g_autoptr (GError) error = NULL;
          double start = now (CLOCK_THREAD_CPUTIME_ID);
          double time;

          g_array_set_size (ids, 0);
          if (!tutti_search_find (db, typed, 50, ids, &error))
            g_error ("%s", error->message);
          time = (now (CLOCK_THREAD_CPUTIME_ID) - start) * 1000;
          g_array_append_val (times, time);
        }

      g_array_set_size (ids, 0);
      if (tutti_search_find (db, full, 50, ids, NULL) && ids->len > 0)
        {
          sqlite3_stmt    *row = NULL;
          g_autofree char *found = NULL;

          sqlite3_prepare_v2 (tutti_db_get_handle (db), "SELECT title || ' ' || artist FROM tracks WHERE id = ?", -1, &row, NULL);
          sqlite3_bind_int64 (row, 1, g_array_index (ids, gint64, 0));
          sqlite3_step (row);
          found = g_strdup ((const char *) sqlite3_column_text (row, 0));
          sqlite3_finalize (row);
          n_first += g_strcmp0 (found, full) == 0;
        }
    }

  tell ("search-p50", percentile (times, 0.5), "ms", 0);
  tell ("search-p99", percentile (times, 0.99), "ms", 0);
  tell ("search-max", percentile (times, 1), "ms", 0);
  tell ("search-typed-in-full-is-first", 100.0 * n_first / 2000, "%", 0);
}

/* How often this thread lost its processor, or waited for the disk. */
static glong
count_switches (void)
{
  struct rusage usage;

  getrusage (RUSAGE_THREAD, &usage);

  return usage.ru_nivcsw + usage.ru_nvcsw;
}

/* One new song against all that are there; nothing is kept in memory before.
 * Where another program took the processor in between, and the caches with it,
 * or the disk was waited for, the time says nothing of ours: those are counted,
 * and left out. */
static void
identify (const char *path,
          GPtrArray  *songs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiDb) db = tutti_db_open (path, TUTTI_DB_READ, &error);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  guint n_found = 0;
  guint n_disturbed = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < 2000; i++)
    {
      TuttiDatedTrack      *song = g_ptr_array_index (songs, draw (songs->len));
      TuttiServiceTrackInfo info = {
        .provider = "deezer",
        .remote_id = "new",
        .title = tutti_service_track_get_title (song->track),
        .artists = tutti_service_track_get_artists (song->track),
        .album = tutti_service_track_get_album (song->track),
        .duration_ms = tutti_service_track_get_duration (song->track),
        .isrc = i % 2 == 0 ? tutti_service_track_get_isrc (song->track) : NULL,
      };
      g_autoptr (TuttiServiceTrack) track = tutti_service_track_new (&info);
      gint64 track_id = 0;
      double start, time;
      glong  n_switches = count_switches ();

      start = now (CLOCK_THREAD_CPUTIME_ID);
      if (!tutti_catalogue_identify (db, track, &track_id, &error))
        g_error ("%s", error->message);
      time = (now (CLOCK_THREAD_CPUTIME_ID) - start) * 1e6;
      n_found += track_id != 0;
      if (count_switches () != n_switches)
        n_disturbed++;
      else
        g_array_append_val (times, time);
    }

  tell ("identify-one-p50", percentile (times, 0.5), "us", 0);
  tell ("identify-one-p99", percentile (times, 0.99), "us", 0);
  tell ("identify-one-max", percentile (times, 1), "us", 0);
  tell ("identify-one-disturbed", 100.0 * n_disturbed / 2000, "%", 0);
  tell ("identify-one-found", 100.0 * n_found / 2000, "%", 0);
}

static void
lists (TuttiStore *store)
{
  TuttiLikesQuery query = { .sort = TUTTI_SORT_NEWEST };
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (gint64));
  double start = now (CLOCK_MONOTONIC);

  ids = g_value_dup_boxed (wait_for (tutti_store_list_likes (store, &query)));
  tell ("list-likes", (now (CLOCK_MONOTONIC) - start) * 1000, "ms", 0);
  query.sort = TUTTI_SORT_TITLE;
  start = now (CLOCK_MONOTONIC);
  wait_for (tutti_store_list_likes (store, &query));
  tell ("list-likes-by-title", (now (CLOCK_MONOTONIC) - start) * 1000, "ms", 0);
  g_array_append_vals (some, &g_array_index (ids, gint64, ids->len / 2), MIN (200, ids->len / 2));
  start = now (CLOCK_MONOTONIC);
  wait_for (tutti_store_read_tracks (store, some));
  tell ("read-200-rows", (now (CLOCK_MONOTONIC) - start) * 1000, "ms", 0);
}

/* The same songs from a second service, written a little otherwise, come one
 * page at a time; how many the pass over all then moves. */
static void
one_by_one (const char *folder,
            GPtrArray  *songs)
{
  g_autoptr (TuttiStore) store = g_value_dup_object (wait_for (tutti_store_open (folder, TRUE)));
  guint n_songs = MIN (songs->len, 20000);
  guint n_moved;
  Time  start = start_time ();
  Time  spent;

  for (guint at = 0; at < 2 * n_songs; at += PAGE)
    {
      g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);

      for (guint i = at; i < MIN (at + PAGE, 2 * n_songs); i++)
        {
          TuttiDatedTrack      *song = g_ptr_array_index (songs, i % n_songs);
          const char           *title = tutti_service_track_get_title (song->track);
          g_autofree char      *other = draw (4) == 0 ? g_strconcat (title, " (Remastered)", NULL) : g_strdup (title);
          TuttiServiceTrackInfo info = {
            .provider = i < n_songs ? "spotify" : "deezer",
            .remote_id = tutti_service_track_get_remote_id (song->track),
            .title = i < n_songs ? title : other,
            .artists = tutti_service_track_get_artists (song->track),
            .album = tutti_service_track_get_album (song->track),
            .duration_ms = tutti_service_track_get_duration (song->track) + (i < n_songs ? 0 : draw (2000)),
            .isrc = draw (2) == 0 ? tutti_service_track_get_isrc (song->track) : NULL,
          };

          g_ptr_array_add (page, tutti_service_track_new (&info));
        }
      wait_for (tutti_store_add_tracks (store, 0, "link", page));
    }
  spent = stop_time (start);
  n_moved = g_value_get_uint (wait_for (tutti_store_rematch (store)));
  tell ("add-one-by-one", spent.work * 1e6 / (2 * n_songs), "us", 0);
  tell ("one-by-one-moved-by-the-pass", 100.0 * n_moved / (2 * n_songs), "%", 0);
  wait_for (tutti_store_wipe (store));
}

/* The most this process ever had, songs of the test included. */
static void
tell_memory (void)
{
  g_autofree char *status = NULL;
  const char      *peak = NULL;

  if (g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    peak = strstr (status, "VmHWM:");
  if (peak != NULL)
    tell ("peak-memory", (double) g_ascii_strtoull (peak + strlen ("VmHWM:"), NULL, 10) / 1024, "MB", 0);
}

int
main (int   argc,
      char *argv[])
{
  int              n_songs = 50000;
  gboolean         no_plain = FALSE;
  g_autofree char *folder = NULL;
  GOptionEntry     entries[] = {
    { "songs", 0, 0, G_OPTION_ARG_INT, &n_songs, "How many likes", "N" },
    { "no-plain", 0, 0, G_OPTION_ARG_NONE, &no_plain, "Leave SQLite alone out: it keeps all rows in memory", NULL },
    { "folder", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the files go", "DIR" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) songs = NULL;
  g_autoptr (TuttiStore) store = NULL;
  g_autoptr (TuttiDb) db = NULL;
  g_autofree char *base = NULL;
  g_autofree char *path = NULL;
  g_autofree char *plain = NULL;
  Time             import_time, rematch_time, plain_time = { 0, 0 };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  dex_init ();

  base = g_build_filename (folder != NULL ? folder : g_get_tmp_dir (), "tutti-bench-XXXXXX", NULL);
  g_assert_nonnull (g_mkdtemp (base));
  path = tutti_library_file_dup_path (base);
  plain = g_build_filename (base, "plain.db", NULL);
  songs = make_songs ((guint) n_songs);

  tell_memory ();
  store = g_value_dup_object (wait_for (tutti_store_open (base, TRUE)));
  import_time = import (store, songs, &rematch_time);
  tell_memory ();
  lists (store);
  if (!no_plain)
    plain_time = write_plain (path, plain);
  tell ("import-pages", import_time.wall, "s", plain_time.wall);
  tell ("import-pages-work", import_time.work, "s", plain_time.work);
  tell ("import", import_time.wall + rematch_time.wall, "s", plain_time.wall);
  tell ("import-work", import_time.work + rematch_time.work, "s", plain_time.work);

  db = tutti_db_open (path, TUTTI_DB_READ, &error);
  g_assert_no_error (error);
  search (db, songs);
  identify (path, songs);

  wait_for (tutti_store_wipe (store));
  one_by_one (base, songs);
  g_unlink (plain);
  g_rmdir (base);

  return 0;
}
