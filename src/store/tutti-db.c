/* tutti-db.c: one connection to the library file, in its lane
 *
 * The only place that opens SQLite and the border where its result codes
 * become TuttiErrors. Queries come from resources by name and are prepared
 * once; what is bound is always a value, never text of a query.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-db.h"

#include "tutti-error.h"
#include "tutti-store-resources.h"

#include <string.h>

#define RESOURCE_ROOT "/io/github/tuttimusic/Tutti/store"

/* How many steps of SQLite's machine pass between two looks at the cancellable. */
#define STEPS_BETWEEN_LOOKS 4000

struct _TuttiDb
{
  sqlite3    *handle;
  char       *path;
  TuttiDbMode mode;

  GHashTable   *statements;  /* name → sqlite3_stmt */
  GCancellable *cancellable; /* (unowned) (nullable) */
  guint         changes;
  gboolean      has_ended; /* the last tutti_db_step() found the end */

  gpointer       cache;
  GDestroyNotify cache_destroy;
};

static void
drop_cache (TuttiDb *self)
{
  if (self->cache != NULL && self->cache_destroy != NULL)
    self->cache_destroy (self->cache);
  self->cache = NULL;
  self->cache_destroy = NULL;
}

gboolean
tutti_db_take_error (TuttiDb *self,
                     int      code,
                     GError **error)
{
  const char *message = self != NULL && self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (code);
  TuttiError  what;

  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      what = TUTTI_ERROR_LIBRARY_DAMAGED;
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      what = TUTTI_ERROR_BUSY;
      break;
    case SQLITE_INTERRUPT:
      what = TUTTI_ERROR_CANCELLED;
      break;
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
      what = TUTTI_ERROR_STORAGE;
      break;
    default:
      what = TUTTI_ERROR_FAILED;
      break;
    }
  g_set_error (error, TUTTI_ERROR, what, "Library file: %s (%d)", message, code);

  return FALSE;
}

static int
look_at_cancellable_cb (gpointer data)
{
  TuttiDb *self = data;

  return self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable);
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

TuttiDb *
tutti_db_open (const char *path,
               TuttiDbMode mode,
               GError    **error)
{
  static const char common[] =
      "PRAGMA foreign_keys = ON;"
      "PRAGMA trusted_schema = OFF;"
      "PRAGMA temp_store = MEMORY;"
      "PRAGMA cache_size = -32768;";
  static const char writing[] =
      "PRAGMA journal_mode = WAL;"
      "PRAGMA synchronous = NORMAL;"
      "PRAGMA secure_delete = ON;"
      "PRAGMA journal_size_limit = 67108864;"
      "PRAGMA wal_autocheckpoint = 2000;";
  g_autoptr (TuttiDb) self = g_new0 (TuttiDb, 1);
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code;

  self->path = g_strdup (path);
  self->mode = mode;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);

  if (mode == TUTTI_DB_READ && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is no library file yet");
      return NULL;
    }

  flags |= mode == TUTTI_DB_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  code = sqlite3_open_v2 (path, &self->handle, flags, NULL);
  if (code != SQLITE_OK)
    {
      tutti_db_take_error (self, code, error);
      return NULL;
    }

  sqlite3_busy_timeout (self->handle, 5000);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_progress_handler (self->handle, STEPS_BETWEEN_LOOKS, look_at_cancellable_cb, self);

  if (!tutti_db_exec (self, common, error))
    return NULL;
  if (mode == TUTTI_DB_WRITE && !tutti_db_exec (self, writing, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tutti_db_close (TuttiDb *self)
{
  drop_cache (self);
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->handle, sqlite3_close_v2);
  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

const char *
tutti_db_get_path (TuttiDb *self)
{
  return self->path;
}

sqlite3 *
tutti_db_get_handle (TuttiDb *self)
{
  return self->handle;
}

GBytes *
tutti_db_load_sql (const char *directory,
                   const char *name,
                   GError    **error)
{
  g_autofree char *path = g_strdup_printf (RESOURCE_ROOT "/%s/%s.sql", directory, name);

  return g_resource_lookup_data (tutti_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

static TuttiStatement *
prepare (TuttiDb    *self,
         const char *name,
         GError    **error)
{
  g_autoptr (GBytes) sql = tutti_db_load_sql ("queries", name, error);
  sqlite3_stmt *statement = NULL;
  gsize         size;
  const char   *text;
  int           code;

  if (sql == NULL)
    return NULL;

  text = g_bytes_get_data (sql, &size);
  code = sqlite3_prepare_v3 (self->handle, text, (int) size, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      tutti_db_take_error (self, code, error);
      g_prefix_error (error, "Query %s: ", name);
      return NULL;
    }

  return statement;
}

TuttiStatement *
tutti_db_query (TuttiDb    *self,
                const char *name,
                GError    **error)
{
  TuttiStatement *statement = g_hash_table_lookup (self->statements, name);

  if (statement != NULL)
    {
      /* On loan already: our mistake, found by the first test that comes here. */
      if (G_UNLIKELY (sqlite3_stmt_busy (statement)))
        g_error ("Query %s is in use", name);
      return statement;
    }

  statement = prepare (self, name, error);
  if (statement != NULL)
    g_hash_table_insert (self->statements, g_strdup (name), statement);

  return statement;
}

void
tutti_statement_release (TuttiStatement *self)
{
  sqlite3_reset (self);
  sqlite3_clear_bindings (self);
}

static int
find_parameter (TuttiStatement *statement,
                const char     *name)
{
  int index = sqlite3_bind_parameter_index (statement, name);

  if (G_UNLIKELY (index == 0))
    g_error ("A query has no parameter %s: %s", name, sqlite3_sql (statement));

  return index;
}

void
tutti_bind_int (TuttiStatement *statement,
                const char     *name,
                gint64          value)
{
  sqlite3_bind_int64 (statement, find_parameter (statement, name), value);
}

void
tutti_bind_time (TuttiStatement *statement,
                 const char     *name,
                 gint64          unix_ms)
{
  if (unix_ms != 0)
    tutti_bind_int (statement, name, unix_ms);
  else
    tutti_bind_null (statement, name);
}

void
tutti_bind_text (TuttiStatement *statement,
                 const char     *name,
                 const char     *text)
{
  sqlite3_bind_text (statement, find_parameter (statement, name), text, -1, SQLITE_STATIC);
}

void
tutti_bind_blob (TuttiStatement *statement,
                 const char     *name,
                 const void     *bytes,
                 gsize           length)
{
  sqlite3_bind_blob64 (statement, find_parameter (statement, name), bytes, length, SQLITE_STATIC);
}

void
tutti_bind_null (TuttiStatement *statement,
                 const char     *name)
{
  sqlite3_bind_null (statement, find_parameter (statement, name));
}

gboolean
tutti_db_step (TuttiDb        *self,
               TuttiStatement *statement,
               GError        **error)
{
  int code = sqlite3_step (statement);

  self->has_ended = code == SQLITE_DONE;
  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    tutti_db_take_error (self, code, error);

  return FALSE;
}

gboolean
tutti_db_ended (TuttiDb *self)
{
  return self->has_ended;
}

gboolean
tutti_db_read_ids (TuttiDb        *self,
                   TuttiStatement *statement,
                   GArray         *ids,
                   GError        **error)
{
  while (tutti_db_step (self, statement, error))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  sqlite3_reset (statement);

  return tutti_db_ended (self);
}

gboolean
tutti_db_run (TuttiDb        *self,
              TuttiStatement *statement,
              GError        **error)
{
  int code;

  do
    code = sqlite3_step (statement);
  while (code == SQLITE_ROW);

  if (code != SQLITE_DONE)
    tutti_db_take_error (self, code, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE;
}

gboolean
tutti_db_run_query (TuttiDb    *self,
                    const char *name,
                    GError    **error)
{
  g_autoptr (TuttiStatement) statement = tutti_db_query (self, name, error);

  return statement != NULL && tutti_db_run (self, statement, error);
}

gint64
tutti_db_read_int (TuttiDb        *self,
                   TuttiStatement *statement,
                   gint64          fallback,
                   GError        **error)
{
  gint64 value = fallback;

  if (tutti_db_step (self, statement, error))
    value = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return value;
}

gboolean
tutti_db_exec (TuttiDb    *self,
               const char *sql,
               GError    **error)
{
  int code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || tutti_db_take_error (self, code, error);
}

TuttiTransaction *
tutti_transaction_begin (TuttiDb *self,
                         GError **error)
{
  return tutti_db_run_query (self, "begin", error) ? self : NULL;
}

TuttiTransaction *
tutti_transaction_begin_read (TuttiDb *self,
                              GError **error)
{
  return tutti_db_run_query (self, "begin-read", error) ? self : NULL;
}

gboolean
tutti_transaction_commit (TuttiTransaction **self,
                          GError           **error)
{
  if (!tutti_db_run_query (*self, "commit", error))
    return FALSE;

  *self = NULL;

  return TRUE;
}

void
tutti_transaction_roll_back (TuttiTransaction *self)
{
  g_autoptr (GError) error = NULL;

  /* A full disk or damage has rolled back already. */
  if (!sqlite3_get_autocommit (self->handle) && !tutti_db_run_query (self, "rollback", &error))
    g_message ("Rolling back: %s", error->message);
  self->changes = 0;
  drop_cache (self);
}

void
tutti_db_note_change (TuttiDb *self,
                      guint    change)
{
  self->changes |= change;
}

guint
tutti_db_take_changes (TuttiDb *self)
{
  guint changes = self->changes;

  self->changes = 0;

  return changes;
}

void
tutti_db_set_cancellable (TuttiDb      *self,
                          GCancellable *cancellable)
{
  self->cancellable = cancellable;
}

void
tutti_db_set_cache (TuttiDb       *self,
                    gpointer       cache,
                    GDestroyNotify destroy)
{
  drop_cache (self);
  self->cache = cache;
  self->cache_destroy = destroy;
}

gpointer
tutti_db_get_cache (TuttiDb *self)
{
  return self->cache;
}
