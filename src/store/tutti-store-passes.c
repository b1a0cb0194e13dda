/* tutti-store-passes.c: importing all likes of a service, page by page
 *
 * A pass reads every page once. Each page is one transaction with its cursor,
 * so that a stopped import goes on where it was. Only a pass that was whole
 * (every page read, no item twice, as many items as the service says before
 * and after) may conclude that a like is gone.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-import.h"

#include "tutti-catalogue.h"
#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-pass-private.h"
#include "tutti-store-private.h"

TuttiPass *
tutti_pass_read (TuttiDb    *db,
                 const char *provider,
                 GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "pass", error);
  TuttiPass *pass;

  if (query == NULL)
    return NULL;
  tutti_bind_text (query, ":provider", provider);
  if (!tutti_db_step (db, query, error))
    return NULL;

  pass = tutti_pass_new (provider);
  pass->number = sqlite3_column_int64 (query, 0);
  pass->cursor = g_strdup ((const char *) sqlite3_column_text (query, 1));
  pass->seen = (guint) sqlite3_column_int64 (query, 2);
  pass->total = (guint) sqlite3_column_int64 (query, 3);
  pass->first_total = (guint) sqlite3_column_int64 (query, 4);
  pass->is_paused = sqlite3_column_int (query, 5) != 0;
  pass->is_done = sqlite3_column_int (query, 6) != 0;
  pass->is_tainted = sqlite3_column_int (query, 7) != 0;
  pass->n_vanished = (guint) sqlite3_column_int64 (query, 8);
  pass->started_at = sqlite3_column_int64 (query, 9);
  pass->finished_at = sqlite3_column_int64 (query, 10);
  pass->n_unreadable = (guint) sqlite3_column_int64 (query, 11);
  pass->n_always_unreadable = sqlite3_column_int (query, 12);

  return pass;
}

gboolean
tutti_pass_write (TuttiDb         *db,
                  const TuttiPass *pass,
                  GError         **error)
{
  g_autoptr (TuttiStatement) write = tutti_db_query (db, "put-pass", error);

  if (write == NULL)
    return FALSE;
  tutti_bind_text (write, ":provider", pass->provider);
  tutti_bind_int (write, ":number", pass->number);
  tutti_bind_text (write, ":cursor", pass->cursor);
  tutti_bind_int (write, ":seen", pass->seen);
  tutti_bind_int (write, ":total", pass->total);
  tutti_bind_int (write, ":first_total", pass->first_total);
  tutti_bind_int (write, ":is_paused", pass->is_paused);
  tutti_bind_int (write, ":is_done", pass->is_done);
  tutti_bind_int (write, ":is_tainted", pass->is_tainted);
  tutti_bind_int (write, ":n_vanished", pass->n_vanished);
  tutti_bind_int (write, ":started_at", pass->started_at);
  tutti_bind_int (write, ":finished_at", pass->finished_at);
  tutti_bind_int (write, ":n_unreadable", pass->n_unreadable);
  tutti_bind_int (write, ":n_always_unreadable", pass->n_always_unreadable);
  tutti_db_note_change (db, TUTTI_CHANGE_SYNC);

  return tutti_db_run (db, write, error);
}

void
tutti_pass_work_free (gpointer data)
{
  TuttiPassWork *self = data;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->likes, g_ptr_array_unref);
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->next_cursor, g_free);
  g_free (self);
}

TuttiPassWork *
tutti_pass_work_new (gint64      account_id,
                     const char *provider,
                     gboolean    flag)
{
  TuttiPassWork *self = g_new0 (TuttiPassWork, 1);

  self->account_id = account_id;
  self->provider = g_strdup (provider);
  self->flag = flag;

  return self;
}

TuttiPass *
tutti_pass_read_current (TuttiDb             *db,
                         const TuttiPassWork *work,
                         GError             **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (TuttiPass) pass = tutti_pass_read (db, work->provider, &local);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else if (pass == NULL || pass->number != work->number)
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "A newer import has begun");
  else
    return g_steal_pointer (&pass);

  return NULL;
}

static DexFuture *
answer_pass (TuttiPass *pass,
             GError    *error)
{
  g_autoptr (TuttiPass) owned = pass;

  return error == NULL ? dex_future_new_take_boxed (TUTTI_TYPE_PASS, g_steal_pointer (&owned))
                       : dex_future_new_for_error (error);
}

static DexFuture *
get_pass_job (TuttiDb *db,
              gpointer data)
{
  TuttiPassWork *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiPass) pass = tutti_pass_read (db, work->provider, &error);

  return answer_pass (g_steal_pointer (&pass), g_steal_pointer (&error));
}

DexFuture *
tutti_store_get_pass (TuttiStore *self,
                      const char *provider)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, get_pass_job, tutti_pass_work_new (0, provider, FALSE), tutti_pass_work_free);
}

static TuttiPass *
begin_pass (TuttiDb             *db,
            const TuttiPassWork *work,
            GError             **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (GError) local = NULL;
  g_autoptr (TuttiPass) old = NULL;
  g_autoptr (TuttiPass) pass = NULL;

  if (transaction == NULL || !tutti_import_check_account (db, work->account_id, error))
    return NULL;
  old = tutti_pass_read (db, work->provider, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  if (old != NULL && !old->is_done && !work->flag)
    {
      pass = g_steal_pointer (&old);
      pass->is_paused = FALSE;
    }
  else
    {
      pass = tutti_pass_new (work->provider);
      pass->number = old != NULL ? old->number + 1 : 1;
      pass->finished_at = old != NULL ? old->finished_at : 0;
      pass->n_always_unreadable = old != NULL ? old->n_always_unreadable : -1;
      pass->started_at = tutti_clock_now ();
    }
  if (!tutti_pass_write (db, pass, error) || !tutti_transaction_commit (&transaction, error))
    return NULL;

  return g_steal_pointer (&pass);
}

static DexFuture *
begin_pass_job (TuttiDb *db,
                gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiPass) pass = begin_pass (db, data, &error);

  return answer_pass (g_steal_pointer (&pass), g_steal_pointer (&error));
}

DexFuture *
tutti_store_begin_pass (TuttiStore *self,
                        gint64      account_id,
                        const char *provider,
                        gboolean    anew)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, begin_pass_job, tutti_pass_work_new (account_id, provider, anew), tutti_pass_work_free);
}

static DexFuture *
pause_pass_job (TuttiDb *db,
                gpointer data)
{
  TuttiPassWork *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStatement) update = tutti_db_query (db, "pause-pass", &error);

  if (update != NULL)
    {
      tutti_bind_text (update, ":provider", work->provider);
      tutti_bind_int (update, ":is_paused", work->flag);
      tutti_db_note_change (db, TUTTI_CHANGE_SYNC);
      tutti_db_run (db, update, &error);
    }

  return tutti_job_done (g_steal_pointer (&error));
}

DexFuture *
tutti_store_pause_pass (TuttiStore *self,
                        const char *provider,
                        gboolean    is_paused)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, pause_pass_job, tutti_pass_work_new (0, provider, is_paused != FALSE), tutti_pass_work_free);
}

/* Whether a wish for this song waits to be sent. */
static gboolean
waits (TuttiDb           *db,
       TuttiServiceTrack *track,
       gboolean          *is_waiting,
       GError           **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "outbox-unlike", error);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  tutti_bind_text (query, ":provider", tutti_service_track_get_provider (track));
  tutti_bind_text (query, ":remote_id", tutti_service_track_get_remote_id (track));
  *is_waiting = tutti_db_read_int (db, query, 0, &local) > 0;
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

/* One like of a page, or (pass number 0) of a look at the top. */
static gboolean
add_like (TuttiDb         *db,
          TuttiPass       *pass,
          TuttiDatedTrack *song,
          GError         **error)
{
  g_autoptr (TuttiStatement) see = NULL;
  g_autoptr (TuttiStatement) add = NULL;
  gboolean   is_unlike_waiting = FALSE;
  gint64     liked_at;
  TuttiPlace place;

  if (!waits (db, song->track, &is_unlike_waiting, error))
    return FALSE;
  liked_at = is_unlike_waiting ? TUTTI_NOT_LIKED : song->at;
  if (!tutti_catalogue_add (db, song->track, TUTTI_BROUGHT_BY_ACCOUNT, liked_at, pass->number != 0, &place, error))
    return FALSE;

  if (!place.is_new)
    {
      see = tutti_db_query (db, "see-like", error);
      if (see == NULL)
        return FALSE;
      tutti_bind_int (see, ":service_track_id", place.service_track_id);
      tutti_bind_text (see, ":source", pass->provider);
      if (tutti_db_step (db, see, error))
        {
          gint64 id = sqlite3_column_int64 (see, 0);
          gint64 created_at = sqlite3_column_int64 (see, 2);
          g_autoptr (TuttiStatement) mark = NULL;

          if (pass->number == 0)
            return TRUE;
          mark = tutti_db_query (db, "mark-like-seen", error);
          if (mark == NULL)
            return FALSE;
          if (sqlite3_column_int64 (see, 1) == pass->number)
            pass->is_tainted = TRUE;
          if (song->at != 0 && song->at != created_at)
            tutti_catalogue_touch (db, place.track_id);
          tutti_bind_int (mark, ":id", id);
          tutti_bind_int (mark, ":number", pass->number);
          tutti_bind_time (mark, ":created_at", song->at);
          return tutti_db_run (db, mark, error);
        }
      if (!tutti_db_ended (db))
        return FALSE;
      tutti_catalogue_touch (db, place.track_id);
    }

  add = tutti_db_query (db, "add-like", error);
  if (add == NULL)
    return FALSE;
  tutti_bind_int (add, ":service_track_id", place.service_track_id);
  tutti_bind_text (add, ":source", pass->provider);
  tutti_bind_time (add, ":created_at", song->at);
  tutti_bind_int (add, ":now", tutti_clock_now ());
  tutti_bind_int (add, ":number", pass->number);
  /* What waits in the outbox beats what the page says. */
  tutti_bind_int (add, ":is_hidden", is_unlike_waiting);
  tutti_db_note_change (db, TUTTI_CHANGE_LIKES);

  return tutti_db_run (db, add, error);
}

static TuttiPass *
add_likes_page (TuttiDb             *db,
                const TuttiPassWork *work,
                GError             **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (GError) local = NULL;
  g_autoptr (TuttiPass) pass = NULL;

  if (transaction == NULL || !tutti_import_check_account (db, work->account_id, error))
    return NULL;
  pass = tutti_pass_read_current (db, work, error);
  if (pass == NULL)
    return NULL;
  if (pass->is_done || g_strcmp0 (pass->cursor, work->cursor) != 0)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "The page before this one was not stored");
      return NULL;
    }

  for (guint i = 0; i < work->likes->len; i++)
    if (!add_like (db, pass, g_ptr_array_index (work->likes, i), &local))
      {
        g_propagate_error (error, g_steal_pointer (&local));
        return NULL;
      }

  if (pass->seen == 0)
    pass->first_total = work->total;
  pass->seen += work->likes->len + work->n_unreadable;
  pass->total = work->total;
  pass->n_unreadable += work->n_unreadable;
  /* A service that sends us in a circle is left where it is. */
  if (work->next_cursor != NULL && g_strcmp0 (work->next_cursor, pass->cursor) == 0)
    {
      pass->is_tainted = TRUE;
      g_clear_pointer (&((TuttiPassWork *) work)->next_cursor, g_free);
    }
  pass->is_done = work->next_cursor == NULL;
  g_set_str (&pass->cursor, work->next_cursor);
  if (pass->is_done)
    pass->finished_at = tutti_clock_now ();

  if (!tutti_pass_write (db, pass, error) || !tutti_catalogue_settle (db, error) || !tutti_transaction_commit (&transaction, error))
    return NULL;

  return g_steal_pointer (&pass);
}

static DexFuture *
add_likes_page_job (TuttiDb *db,
                    gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiPass) pass = add_likes_page (db, data, &error);

  return answer_pass (g_steal_pointer (&pass), g_steal_pointer (&error));
}

static gpointer
ref_dated_track (gconstpointer track,
                 gpointer      data)
{
  return tutti_dated_track_ref ((TuttiDatedTrack *) track);
}

DexFuture *
tutti_store_add_likes_page (TuttiStore *self,
                            gint64      account_id,
                            TuttiPass  *pass,
                            GPtrArray  *likes,
                            guint       n_unreadable,
                            guint       total,
                            const char *next_cursor)
{
  TuttiPassWork *work;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (pass != NULL && likes != NULL, NULL);

  work = tutti_pass_work_new (account_id, pass->provider, FALSE);
  work->number = pass->number;
  work->likes = g_ptr_array_copy (likes, ref_dated_track, NULL);
  g_ptr_array_set_free_func (work->likes, (GDestroyNotify) tutti_dated_track_unref);
  work->n_unreadable = n_unreadable;
  work->total = total;
  work->cursor = g_strdup (pass->cursor);
  work->next_cursor = g_strdup (next_cursor);

  return tutti_store_run (self, TUTTI_DB_WRITE, add_likes_page_job, work, tutti_pass_work_free);
}

/* --- a look at the top, between two passes --- */

static gboolean
count_likes (TuttiDb    *db,
             const char *provider,
             gint64     *n,
             GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "count-likes-of-source", error);

  if (query == NULL)
    return FALSE;
  tutti_bind_text (query, ":source", provider);
  *n = tutti_db_read_int (db, query, -1, error);

  return *n >= 0;
}

static DexFuture *
count_listed_job (TuttiDb *db,
                  gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "count-listed-likes", &error);
  gint64 n = 0;

  if (query != NULL)
    {
      tutti_bind_text (query, ":source", data);
      n = tutti_db_read_int (db, query, 0, &error);
    }

  return error == NULL ? dex_future_new_for_uint ((guint) n) : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_store_count_listed_likes (TuttiStore *self,
                                const char *provider)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_READ, count_listed_job, g_strdup (provider), g_free);
}

/* A pass under way knows nothing of it: what is seen here counts as not seen
 * there, and does not vanish because it came after the pass began. */
static gboolean
add_recent_likes (TuttiDb             *db,
                  const TuttiPassWork *work,
                  guint               *n_new,
                  GError             **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiPass) none = tutti_pass_new (work->provider);
  g_autoptr (GError) local = NULL;
  gint64 before = 0;
  gint64 after = 0;

  if (transaction == NULL || !tutti_import_check_account (db, work->account_id, error))
    return FALSE;
  count_likes (db, work->provider, &before, &local);
  for (guint i = 0; local == NULL && i < work->likes->len; i++)
    add_like (db, none, g_ptr_array_index (work->likes, i), &local);
  if (local == NULL)
    count_likes (db, work->provider, &after, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  *n_new = (guint) MAX (after - before, 0);
  return tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

static DexFuture *
add_recent_likes_job (TuttiDb *db,
                      gpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_new = 0;

  if (!add_recent_likes (db, data, &n_new, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_uint (n_new);
}

DexFuture *
tutti_store_add_recent_likes (TuttiStore *self,
                              gint64      account_id,
                              const char *provider,
                              GPtrArray  *likes)
{
  TuttiPassWork *work;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL && likes != NULL, NULL);

  work = tutti_pass_work_new (account_id, provider, FALSE);
  work->likes = g_ptr_array_copy (likes, ref_dated_track, NULL);
  g_ptr_array_set_free_func (work->likes, (GDestroyNotify) tutti_dated_track_unref);

  return tutti_store_run (self, TUTTI_DB_WRITE, add_recent_likes_job, work, tutti_pass_work_free);
}
