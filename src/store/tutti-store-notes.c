/* tutti-store-notes.c: when was what last in order
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-import.h"

#include "tutti-clock.h"
#include "tutti-pass-private.h"
#include "tutti-store-private.h"

static DexFuture *
note_sync_job (TuttiDb *db,
               gpointer data)
{
  const TuttiSyncNote *note = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStatement) put = tutti_db_query (db, note->error == NULL ? "note-success" : "note-failure", &error);

  if (put != NULL)
    {
      tutti_bind_text (put, ":provider", note->provider);
      tutti_bind_text (put, ":kind", note->kind);
      if (note->error != NULL)
        tutti_bind_text (put, ":error", note->error);
      tutti_bind_int (put, ":now", tutti_clock_now ());
      tutti_db_note_change (db, TUTTI_CHANGE_SYNC);
      tutti_db_run (db, put, &error);
    }

  return tutti_job_done (g_steal_pointer (&error));
}

DexFuture *
tutti_store_note_sync (TuttiStore *self,
                       const char *provider,
                       const char *kind,
                       const char *error_nick)
{
  TuttiSyncNote *note;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL && kind != NULL, NULL);

  note = tutti_sync_note_new (provider, kind);
  note->error = g_strdup (error_nick);

  return tutti_store_run (self, TUTTI_DB_WRITE, note_sync_job, note, (GDestroyNotify) tutti_sync_note_unref);
}

static DexFuture *
list_sync_notes_job (TuttiDb *db,
                     gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_sync_note_unref);
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "sync-notes", &error);

  while (query != NULL && tutti_db_step (db, query, &error))
    {
      TuttiSyncNote *note = tutti_sync_note_new ((const char *) sqlite3_column_text (query, 0),
                                                 (const char *) sqlite3_column_text (query, 1));

      note->succeeded_at = sqlite3_column_int64 (query, 2);
      note->failed_at = sqlite3_column_int64 (query, 3);
      note->error = g_strdup ((const char *) sqlite3_column_text (query, 4));
      g_ptr_array_add (notes, note);
    }

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&notes));
}

DexFuture *
tutti_store_list_sync_notes (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_sync_notes_job, NULL, NULL);
}
