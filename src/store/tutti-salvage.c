/* tutti-salvage.c: what a damaged file still tells
 *
 * Each table is read row by row. Where that ends at a broken page it is taken
 * up behind it, by ever longer jumps, and from the end backwards; what is
 * reached is written into the new file. Columns are matched by name, so that
 * an older file serves as well. Keys and words are made anew afterwards, and
 * what refers to a row that was lost goes.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-private.h"

#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-renewal-private.h"
#include "tutti-uuid.h"

#include <string.h>

/* Tables, each with the column by which it is ordered. These names and those
 * of columns are all that goes into the text of a query, never a value. */
static const struct
{
  const char *name;
  const char *key;
  gboolean    is_number; /* so that one can jump */
} tables[] = {
  { "accounts", "id", TRUE },
  { "services", "provider", FALSE },
  { "tracks", "id", TRUE },
  { "service_tracks", "id", TRUE },
  { "track_redirects", "uuid", FALSE },
  { "verdicts", "provider_a", FALSE },
  { "acts", "id", TRUE },
  { "act_words", "act_id", TRUE },
  { "plays", "id", TRUE },
  { "play_lists", "provider", FALSE },
  { "interactions", "id", TRUE },
  { "feed_items", "provider", FALSE },
  { "outbox", "id", TRUE },
  { "sync_state", "provider", FALSE },
  { "passes", "provider", FALSE },
};

/* Jumps over one table's holes. */
#define MAX_JUMPS 20000
#define LONGEST_JUMP 64

static sqlite3_stmt *
prepare (sqlite3    *handle,
         const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) != SQLITE_OK)
    g_clear_pointer (&statement, sqlite3_finalize);

  return statement;
}

/* The columns that both files have, as "a","b"; and as many "?". */
static gboolean
list_columns (sqlite3    *to,
              sqlite3    *from,
              const char *table,
              GString    *names,
              GString    *marks)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" LIMIT 0", table);
  sqlite3_stmt    *ours = prepare (to, sql);
  sqlite3_stmt    *theirs = prepare (from, sql);

  for (int i = 0; ours != NULL && theirs != NULL && i < sqlite3_column_count (ours); i++)
    for (int j = 0; j < sqlite3_column_count (theirs); j++)
      if (g_str_equal (sqlite3_column_name (ours, i), sqlite3_column_name (theirs, j)))
        {
          g_string_append_printf (names, "%s\"%s\"", names->len > 0 ? "," : "", sqlite3_column_name (ours, i));
          g_string_append (marks, marks->len > 0 ? ",?" : "?");
        }
  g_clear_pointer (&ours, sqlite3_finalize);
  g_clear_pointer (&theirs, sqlite3_finalize);

  return names->len > 0;
}

/* Copies rows until the end (TRUE) or the first that can't be read. The key is
 * the first column; the last one read goes to `key`. */
static gboolean
copy_rows (sqlite3_stmt *read,
           sqlite3_stmt *write,
           gint64       *key,
           guint        *n_rows)
{
  int code;

  while ((code = sqlite3_step (read)) == SQLITE_ROW)
    {
      *key = sqlite3_column_int64 (read, 0);
      for (int i = 1; i < sqlite3_column_count (read); i++)
        sqlite3_bind_value (write, i, sqlite3_column_value (read, i));
      /* A row whose values make no sense is lost, the next may be fine. */
      if (sqlite3_step (write) == SQLITE_DONE && sqlite3_changes (sqlite3_db_handle (write)) > 0)
        ++*n_rows;
      sqlite3_reset (write);
    }

  return code == SQLITE_DONE;
}

/* Goes on behind what can't be read. */
static void
jump_on (sqlite3      *from,
         const char   *select,
         sqlite3_stmt *write,
         gint64        key,
         gint64        last,
         guint        *n_rows)
{
  g_autofree char *sql = g_strdup_printf ("%s >= ?1 ORDER BY 1", select);
  sqlite3_stmt    *read = prepare (from, sql);
  gint64           jump = 1;

  for (guint i = 0; read != NULL && key < last && i < MAX_JUMPS; i++)
    {
      gint64 before = key + jump;

      key = before;
      sqlite3_bind_int64 (read, 1, before);
      if (copy_rows (read, write, &key, n_rows))
        break;
      jump = key > before ? 1 : MIN (2 * jump, LONGEST_JUMP);
      sqlite3_reset (read);
    }
  g_clear_pointer (&read, sqlite3_finalize);
}

static void
copy_table (sqlite3    *to,
            sqlite3    *from,
            const char *table,
            const char *key,
            gboolean    is_number,
            guint      *n_rows)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);
  g_autofree char *write_sql = NULL;
  sqlite3_stmt    *write;
  gboolean         is_whole = FALSE;
  gint64           ends[2] = { 0, 0 };

  if (!list_columns (to, from, table, names, marks))
    return;
  write_sql = g_strdup_printf ("INSERT OR IGNORE INTO \"%s\" (%s) VALUES (%s)", table, names->str, marks->str);
  write = prepare (to, write_sql);

  for (guint backwards = 0; backwards < 2 && !is_whole && write != NULL; backwards++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT \"%s\",%s FROM \"%s\" ORDER BY 1 %s", key, names->str, table, backwards ? "DESC" : "ASC");
      sqlite3_stmt    *read = prepare (from, sql);

      is_whole = read != NULL && copy_rows (read, write, &ends[backwards], n_rows);
      g_clear_pointer (&read, sqlite3_finalize);
    }
  if (!is_whole && write != NULL)
    {
      g_autofree char *select = g_strdup_printf ("SELECT \"%s\",%s FROM \"%s\" WHERE \"%s\"", key, names->str, table, key);

      g_message ("Not all of “%s” could be read", table);
      if (is_number)
        jump_on (from, select, write, ends[0], ends[1], n_rows);
    }
  g_clear_pointer (&write, sqlite3_finalize);
}

/* Tracks that were lost while their service tracks were not. */
static gboolean
make_lost_tracks (TuttiDb *db,
                  GError **error)
{
  g_autoptr (TuttiStatement) lost = tutti_db_query (db, "salvage-lost-tracks", error);
  g_autoptr (TuttiStatement) make = lost != NULL ? tutti_db_query (db, "salvage-make-track", error) : NULL;

  if (make == NULL)
    return FALSE;

  while (tutti_db_step (db, lost, error))
    {
      guint8 uuid[TUTTI_UUID_SIZE];

      tutti_uuid_generate (tutti_clock_now (), uuid);
      tutti_bind_int (make, ":id", sqlite3_column_int64 (lost, 0));
      tutti_bind_blob (make, ":uuid", uuid, sizeof uuid);
      tutti_bind_int (make, ":now", tutti_clock_now ());
      if (!tutti_db_run (db, make, error))
        return FALSE;
    }

  return tutti_db_ended (db);
}

static gboolean
mend_references (TuttiDb *db,
                 GError **error)
{
  static const char *const queries[] = {
    "salvage-orphan-plays",
    "salvage-orphan-lists",
    "salvage-orphan-likes",
    "salvage-orphan-feed-items",
    "salvage-orphan-redirects",
    "salvage-redirect-members",
    "salvage-lost-likes",
    "salvage-empty-tracks",
    "salvage-orphan-act-words",
    "delete-empty-acts",
  };

  if (!make_lost_tracks (db, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    if (!tutti_db_run_query (db, queries[i], error))
      return FALSE;

  return TRUE;
}

/* Without the salt nobody would know again whom the hidden words are about.
 * All other facts are about what is made anew. */
static gboolean
copy_salt (TuttiDb *db,
           TuttiDb *old,
           GError **error)
{
  sqlite3_stmt    *read = prepare (tutti_db_get_handle (old), "SELECT value FROM facts WHERE name = 'salt'");
  g_autofree char *salt = NULL;

  if (read != NULL && sqlite3_step (read) == SQLITE_ROW)
    salt = g_strdup ((const char *) sqlite3_column_text (read, 0));
  g_clear_pointer (&read, sqlite3_finalize);

  return salt == NULL || tutti_fact_set (db, "salt", salt, error);
}

static gboolean
copy_all (TuttiDb *db,
          TuttiDb *old,
          guint   *n_rows,
          GError **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);

  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    copy_table (tutti_db_get_handle (db), tutti_db_get_handle (old), tables[i].name, tables[i].key, tables[i].is_number, n_rows);

  return copy_salt (db, old, error) && mend_references (db, error) && tutti_transaction_commit (&transaction, error);
}

gboolean
tutti_salvage_run (TuttiDb    *db,
                   const char *damaged,
                   guint      *n_rows,
                   GError    **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TuttiDb) old = tutti_db_open (damaged, TUTTI_DB_READ, &local);
  gboolean is_done;

  *n_rows = 0;
  if (old == NULL)
    {
      g_message ("Nothing can be read of %s: %s", damaged, local->message);
      return TRUE;
    }

  /* Rows come before what they refer to may be known to be lost. */
  if (!tutti_db_exec (db, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  is_done = copy_all (db, old, n_rows, error);

  return tutti_db_exec (db, "PRAGMA foreign_keys = ON", is_done ? error : NULL) && is_done;
}
