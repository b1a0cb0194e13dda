/* tutti-store-outbox.c: likes on their way to a service
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-likes.h"

#include "tutti-catalogue.h"
#include "tutti-clock.h"
#include "tutti-store-private.h"

G_DEFINE_BOXED_TYPE (TuttiOutboxItem, tutti_outbox_item, tutti_outbox_item_ref, tutti_outbox_item_unref)

TuttiOutboxItem *
tutti_outbox_item_ref (TuttiOutboxItem *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_outbox_item_unref (TuttiOutboxItem *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->remote_id, g_free);
  g_free (self);
}

static TuttiOutboxItem *
read_item (TuttiStatement *row)
{
  TuttiOutboxItem *item = g_new0 (TuttiOutboxItem, 1);

  g_atomic_ref_count_init (&item->ref_count);
  item->id = sqlite3_column_int64 (row, 0);
  item->provider = g_strdup ((const char *) sqlite3_column_text (row, 1));
  item->remote_id = g_strdup ((const char *) sqlite3_column_text (row, 2));
  item->liked = sqlite3_column_int (row, 3) != 0;
  item->tries = (guint) sqlite3_column_int64 (row, 4);
  item->not_before = sqlite3_column_int64 (row, 5);

  return item;
}

/* What each of these jobs needs. */
typedef struct
{
  char    *provider;
  guint    limit;
  gint64   id;
  gint64   not_before;
  gboolean is_listed;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_clear_pointer (&self->provider, g_free);
  g_free (self);
}

static DexFuture *
run (TuttiStore *self,
     TuttiDbMode mode,
     TuttiJob    job,
     const Work *work)
{
  Work *copy = g_memdup2 (work, sizeof *work);

  copy->provider = g_strdup (work->provider);

  return tutti_store_run (self, mode, job, copy, work_free);
}

static DexFuture *
list_outbox_job (TuttiDb *db,
                 gpointer data)
{
  const Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_outbox_item_unref);
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "outbox-due", &error);

  if (query != NULL)
    {
      tutti_bind_text (query, ":provider", work->provider);
      tutti_bind_int (query, ":now", tutti_clock_now ());
      tutti_bind_int (query, ":limit", work->limit);
    }
  while (query != NULL && tutti_db_step (db, query, &error))
    g_ptr_array_add (items, read_item (query));

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&items));
}

DexFuture *
tutti_store_list_outbox (TuttiStore *self,
                         const char *provider,
                         guint       limit)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return run (self, TUTTI_DB_READ, list_outbox_job, &(Work) { .provider = (char *) provider, .limit = limit });
}

static DexFuture *
count_outbox_job (TuttiDb *db,
                  gpointer data)
{
  const Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "count-outbox", &error);
  guint count = 0;

  if (query != NULL)
    {
      tutti_bind_text (query, ":provider", work->provider);
      count = (guint) tutti_db_read_int (db, query, 0, &error);
    }

  return error == NULL ? dex_future_new_for_uint (count) : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_store_count_outbox (TuttiStore *self,
                          const char *provider)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return run (self, TUTTI_DB_READ, count_outbox_job, &(Work) { .provider = (char *) provider });
}

static TuttiOutboxItem *
take_out (TuttiDb *db,
          gint64   id,
          GError **error)
{
  g_autoptr (TuttiOutboxItem) item = NULL;
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "outbox-item", error);
  g_autoptr (TuttiStatement) delete = query != NULL ? tutti_db_query (db, "delete-outbox-item", error) : NULL;

  if (delete == NULL)
    return NULL;
  tutti_bind_int (query, ":id", id);
  if (!tutti_db_step (db, query, error))
    return NULL;
  item = read_item (query);
  sqlite3_reset (query);
  tutti_bind_int (delete, ":id", id);
  tutti_db_note_change (db, TUTTI_CHANGE_SYNC);

  return tutti_db_run (db, delete, error) ? g_steal_pointer (&item) : NULL;
}

/* Notes what the service now has, or has no longer. */
static gboolean
note_sent (TuttiDb               *db,
           const TuttiOutboxItem *item,
           gboolean               is_listed,
           GError               **error)
{
  g_autoptr (TuttiStatement) note = NULL;
  g_autoptr (TuttiStatement) track = NULL;
  g_autoptr (GError) local = NULL;
  gint64 id = tutti_catalogue_find (db, item->provider, item->remote_id, &local);
  gint64 track_id;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (id == 0)
    return TRUE;

  note = tutti_db_query (db, item->liked ? "note-sent-like" : "note-sent-unlike", error);
  track = note != NULL ? tutti_db_query (db, "track-of-name", error) : NULL;
  if (track == NULL)
    return FALSE;
  tutti_bind_int (note, ":service_track_id", id);
  tutti_bind_int (note, ":is_listed", is_listed);
  if (item->liked)
    {
      tutti_bind_text (note, ":provider", item->provider);
      tutti_bind_int (note, ":now", tutti_clock_now ());
    }
  tutti_bind_text (track, ":provider", item->provider);
  tutti_bind_text (track, ":remote_id", item->remote_id);
  track_id = tutti_db_read_int (db, track, 0, error);
  tutti_catalogue_touch (db, track_id);
  tutti_db_note_change (db, TUTTI_CHANGE_LIKES);

  return track_id != 0 && tutti_db_run (db, note, error);
}

static gboolean
outbox_sent (TuttiDb    *db,
             const Work *work,
             GError    **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (GError) local = NULL;
  g_autoptr (TuttiOutboxItem) item = transaction != NULL ? take_out (db, work->id, &local) : NULL;

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  if (transaction == NULL || item == NULL)
    return FALSE;

  return note_sent (db, item, work->is_listed, error) &&
         tutti_catalogue_settle (db, error) &&
         tutti_transaction_commit (&transaction, error);
}

static DexFuture *
outbox_sent_job (TuttiDb *db,
                 gpointer data)
{
  g_autoptr (GError) error = NULL;

  outbox_sent (db, data, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

DexFuture *
tutti_store_outbox_sent (TuttiStore *self,
                         gint64      id,
                         gboolean    is_listed)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return run (self, TUTTI_DB_WRITE, outbox_sent_job, &(Work) { .id = id, .is_listed = is_listed });
}

static DexFuture *
outbox_failed_job (TuttiDb *db,
                   gpointer data)
{
  const Work *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStatement) change = tutti_db_query (db, work->not_before != 0 ? "outbox-later" : "delete-outbox-item", &error);

  if (change != NULL)
    {
      tutti_bind_int (change, ":id", work->id);
      if (work->not_before != 0)
        tutti_bind_int (change, ":not_before", work->not_before);
      tutti_db_note_change (db, TUTTI_CHANGE_SYNC);
      tutti_db_run (db, change, &error);
    }

  return tutti_job_done (g_steal_pointer (&error));
}

DexFuture *
tutti_store_outbox_failed (TuttiStore *self,
                           gint64      id,
                           gint64      not_before)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return run (self, TUTTI_DB_WRITE, outbox_failed_job, &(Work) { .id = id, .not_before = not_before });
}
