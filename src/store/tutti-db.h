/* tutti-db.h: one connection to the library file, in its lane
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* A connection with the queries it prepared. Used by the thread of its lane only. */
typedef struct _TuttiDb TuttiDb;

/* A prepared query on loan: the autoptr resets it and clears what was bound, so
 * that no snapshot stays open. sqlite3_column_…() reads its row. */
typedef sqlite3_stmt TuttiStatement;

typedef enum
{
  TUTTI_DB_READ,  /* read-only */
  TUTTI_DB_WRITE, /* makes the file where there is none */
} TuttiDbMode;

/* Opens PATH with the pragmas every connection has. NULL with STORAGE,
 * LIBRARY_DAMAGED, NOT_FOUND (read, no file). (transfer full) */
TuttiDb *tutti_db_open (const char *path,
                        TuttiDbMode mode,
                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void     tutti_db_close (TuttiDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiDb, tutti_db_close)

const char *tutti_db_get_path (TuttiDb *self);
sqlite3    *tutti_db_get_handle (TuttiDb *self);

/* The query of resource queries/NAME.sql, prepared once per connection. A
 * query is lent to one at a time. NULL with an error. */
TuttiStatement *tutti_db_query (TuttiDb    *self,
                                const char *name,
                                GError    **error) G_GNUC_WARN_UNUSED_RESULT;
void            tutti_statement_release (TuttiStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiStatement, tutti_statement_release)

/* By ":name"; text and bytes are borrowed until the statement is released.
 * NULL text binds NULL. */
void tutti_bind_int (TuttiStatement *statement, const char *name, gint64 value);
void tutti_bind_time (TuttiStatement *statement, const char *name, gint64 unix_ms); /* 0 binds NULL */
void tutti_bind_text (TuttiStatement *statement, const char *name, const char *text);
void tutti_bind_blob (TuttiStatement *statement, const char *name, const void *bytes, gsize length);
void tutti_bind_null (TuttiStatement *statement, const char *name);

/* TRUE with a row; FALSE at the end, or with `error` set: tutti_db_ended()
 * tells which. */
gboolean tutti_db_step (TuttiDb        *self,
                        TuttiStatement *statement,
                        GError        **error);

/* Asked right after a tutti_db_step() that brought no row: whether it had
 * reached the end, not failed. */
gboolean tutti_db_ended (TuttiDb *self);

/* Adds the first column of each row to `ids` (of gint64) and resets the
 * statement. FALSE with an error. */
gboolean tutti_db_read_ids (TuttiDb        *self,
                            TuttiStatement *statement,
                            GArray         *ids,
                            GError        **error);

/* Runs a statement to its end and resets it, so that it can be bound and run
 * again. FALSE with an error. */
gboolean tutti_db_run (TuttiDb        *self,
                       TuttiStatement *statement,
                       GError        **error);

/* Runs a query that needs nothing bound. FALSE with an error. */
gboolean tutti_db_run_query (TuttiDb    *self,
                             const char *name,
                             GError    **error);

/* The first column of the first row; `fallback` where there is none, and with
 * an error. Resets the statement. */
gint64 tutti_db_read_int (TuttiDb        *self,
                          TuttiStatement *statement,
                          gint64          fallback,
                          GError        **error);

/* Runs fixed SQL of our own (pragmas, migrations), never text with a value in it. */
gboolean tutti_db_exec (TuttiDb    *self,
                        const char *sql,
                        GError    **error);

/* The text of resource DIRECTORY/NAME.sql. (transfer full) */
GBytes *tutti_db_load_sql (const char *directory,
                           const char *name,
                           GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* The border: what SQLite says as a TuttiError. Always FALSE. */
gboolean tutti_db_take_error (TuttiDb *self,
                              int      code,
                              GError **error);

/* A transaction that is rolled back unless tutti_transaction_commit() was
 * reached. */
typedef TuttiDb   TuttiTransaction;
TuttiTransaction *tutti_transaction_begin (TuttiDb *self,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean          tutti_transaction_commit (TuttiTransaction **self,
                                            GError           **error);
void              tutti_transaction_roll_back (TuttiTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiTransaction, tutti_transaction_roll_back)

/* The same for reading: one snapshot for several queries. */
TuttiTransaction *tutti_transaction_begin_read (TuttiDb *self,
                                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What the transaction under way touches (TuttiChange flags); taken by the lane after the job. */
void  tutti_db_note_change (TuttiDb *self, guint change);
guint tutti_db_take_changes (TuttiDb *self);

/* A query stops soon after this is cancelled; NULL for none. Borrowed. */
void tutti_db_set_cancellable (TuttiDb      *self,
                               GCancellable *cancellable);

/* What a room part keeps beside the connection (parsed values); dropped on
 * roll back and close. (transfer full) for setting, (nullable) */
void     tutti_db_set_cache (TuttiDb *self, gpointer cache, GDestroyNotify destroy);
gpointer tutti_db_get_cache (TuttiDb *self);

G_END_DECLS
