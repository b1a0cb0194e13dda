/* tutti-store-private.h: what the parts of the store share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-lane.h"
#include "tutti-store.h"

G_BEGIN_DECLS

/* Queues a job in the reading or the writing lane and returns its future. In a
 * read-only store writing rejects with BUSY. `data` is freed in the main thread. */
DexFuture *tutti_store_run (TuttiStore    *self,
                            TuttiDbMode    mode,
                            TuttiJob       job,
                            gpointer       data,
                            GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

/* Runs a job that takes long in a lane of its own, beside all others; `db` is a
 * reading connection. */
DexFuture *tutti_store_run_apart (TuttiStore    *self,
                                  TuttiJob       job,
                                  gpointer       data,
                                  GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

/* The usual end of a job that has nothing to tell: TRUE, or the error. */
DexFuture *tutti_job_done (GError *error) G_GNUC_WARN_UNUSED_RESULT; /* (transfer full) (nullable) */

/* What was typed, valid, and no longer than it makes sense to look for. (transfer full) */
char *tutti_search_cut (const char *typed) G_GNUC_WARN_UNUSED_RESULT;

/* tutti_store_search() in the calling thread; ids go to `ids`. */
gboolean tutti_search_find (TuttiDb    *db,
                            const char *typed,
                            guint       limit,
                            GArray     *ids,
                            GError    **error);

/* What a connection needs before its first job: the file made, brought up to
 * date, or salvaged. `note` is where a damaged file was set aside. */
TuttiDb *tutti_library_file_open (const char *folder,
                                  char      **note,
                                  GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* FOLDER/library.db. (transfer full) */
char *tutti_library_file_dup_path (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* Refuses a file that a newer Tutti wrote (LIBRARY_NEWER), or one too old to read here (BUSY). */
gboolean tutti_library_file_check_version (TuttiDb *db,
                                           gboolean is_writer,
                                           GError **error);

/* What is done now and then: the weekly copy, forgetting what searches brought. */
gboolean tutti_library_file_keep_up (TuttiDb *db,
                                     GError **error);

/* Remembers that damage was met, so that the next opening looks closely. */
void tutti_library_file_mark_damaged (const char *path);

/* Deletes all files of the library. */
gboolean tutti_library_file_wipe (const char *folder,
                                  GError    **error);

/* Numbered migrations up to the newest, each in one transaction, with a copy
 * made before. */
guint    tutti_migrations_get_newest (void);
gboolean tutti_migrations_run (TuttiDb *db,
                               GError **error);

/* Copies the file beside itself (VACUUM INTO, 0600); the two newest are kept. */
gboolean tutti_copy_make (TuttiDb *db,
                          GError **error);

/* Makes a copy and deletes all older ones; where there are none, none is made. */
gboolean tutti_copy_replace_all (TuttiDb *db,
                                 GError **error);

/* When the newest copy was made, Unix ms; 0 for none. */
gint64 tutti_copy_get_newest (const char *path);

/* Paths of the copies, newest first. (transfer full) */
GPtrArray *tutti_copy_list (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* Carries what can be read of the file at `damaged` into the new and empty
 * `db`. `n_rows` tells how much that was. */
gboolean tutti_salvage_run (TuttiDb    *db,
                            const char *damaged,
                            guint      *n_rows,
                            GError    **error);

G_END_DECLS
