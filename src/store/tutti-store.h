/* tutti-store.h: the library file: one SQLite database, one writer, many readers
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* What a write touched, so that lists know whether to look again. */
typedef enum
{
  TUTTI_CHANGE_TRACKS = 1 << 0,
  TUTTI_CHANGE_PLAYS = 1 << 1,
  TUTTI_CHANGE_LIKES = 1 << 2,
  TUTTI_CHANGE_ACCOUNTS = 1 << 3,
  TUTTI_CHANGE_SERVICES = 1 << 4, /* settings and "not before" of a service */
  TUTTI_CHANGE_SYNC = 1 << 5,     /* progress, last success, last error, outbox */
  TUTTI_CHANGE_ALL = 0x3f,
} TuttiChange;

#define TUTTI_TYPE_STORE (tutti_store_get_type ())

/* The store lives in the main thread; its work is done in two lanes, threads
 * with a connection each: writes in order, reads beside them. All futures
 * resolve in the main thread and reject with TUTTI_ERROR (STORAGE,
 * LIBRARY_NEWER, LIBRARY_DAMAGED, NOT_FOUND, BAD_INPUT, BUSY).
 *
 * Signal "changed" (TuttiChange flags): after a commit of this process. What
 * another one commits is told by the library's bus. */
G_DECLARE_FINAL_TYPE (TuttiStore, tutti_store, TUTTI, STORE, GObject)

/* Opens or makes FOLDER/library.db (folder 0700, files 0600, whatever the
 * umask). `is_writer`: this process holds the worker's lock, and may migrate,
 * copy, salvage and write; others get a read-only store, whose write functions
 * reject with BUSY, and NOT_FOUND when there is no file yet.
 * Resolves to a TuttiStore. LIBRARY_NEWER leaves the file untouched; a damaged
 * file is set aside (never deleted) and what can be read is carried over, see
 * tutti_store_dup_salvage_note(). */
DexFuture *tutti_store_open (const char *folder,
                             gboolean    is_writer) G_GNUC_WARN_UNUSED_RESULT;

/* Where a damaged file was set aside when this store was opened, or NULL. (transfer full) */
char *tutti_store_dup_salvage_note (TuttiStore *self);

/* Finishes what is queued and closes both connections. Resolves to TRUE. */
DexFuture *tutti_store_close (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

/* Closes, and deletes the database, its -wal and -shm, its copies and what was
 * set aside. Resolves to TRUE. The store can't be used afterwards. */
DexFuture *tutti_store_wipe (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
