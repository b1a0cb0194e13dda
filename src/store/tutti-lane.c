/* tutti-lane.c: a thread that owns a connection and does jobs in order
 *
 * Jobs go in through a queue, results come back as a source of the main
 * context: so futures resolve in the main thread and whatever hangs on them
 * runs there. The last reference to a job's owner may go in either thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-lane.h"

#include "tutti-error.h"

struct _TuttiLane
{
  gatomicrefcount ref_count; /* the owner's and the thread's */

  GThread         *thread;
  GAsyncQueue     *queue; /* of Job */
  GMainContext    *context;
  TuttiLaneChanged changed;

  TuttiDb *db; /* (nullable) the thread's */
};

typedef struct
{
  TuttiLane     *lane;
  GObject       *owner;
  DexPromise    *promise;
  DexFuture     *result;
  guint          changes;
  gboolean       can_stop;
  gboolean       is_end;
  TuttiJob       func;
  gpointer       data;
  GDestroyNotify destroy;
} Job;

static void
lane_unref (TuttiLane *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->queue, g_async_queue_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL && job->data != NULL)
    job->destroy (job->data);
  dex_clear (&job->result);
  dex_clear (&job->promise);
  g_clear_object (&job->owner);
  g_clear_pointer (&job->lane, lane_unref);
  g_free (job);
}

static gboolean
answer_cb (gpointer data)
{
  Job          *job = data;
  GError       *error = NULL;
  const GValue *value;

  if (job->changes != 0 && job->lane->changed != NULL)
    job->lane->changed (job->owner, job->changes);

  value = dex_future_get_value (job->result, &error);
  if (value != NULL)
    dex_promise_resolve (job->promise, value);
  else
    dex_promise_reject (job->promise, error);

  return G_SOURCE_REMOVE;
}

static void
answer (Job *job)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "tutti-store-answer");
  g_source_set_callback (source, answer_cb, job, job_free);
  g_source_attach (source, job->lane->context);
}

static DexFuture *
do_job (Job *job)
{
  TuttiDb      *db = job->lane->db;
  GCancellable *cancellable = job->can_stop ? dex_promise_get_cancellable (job->promise) : NULL;
  DexFuture    *result;

  if (cancellable != NULL && g_cancellable_is_cancelled (cancellable))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Nobody waits for the answer any more");

  if (db != NULL)
    tutti_db_set_cancellable (db, cancellable);
  result = job->func (db, job->data);

  /* The job may have closed the connection, or opened one. */
  db = job->lane->db;
  if (db != NULL)
    {
      tutti_db_set_cancellable (db, NULL);
      job->changes = tutti_db_take_changes (db);
    }

  return result;
}

static gpointer
lane_thread (gpointer data)
{
  TuttiLane *self = data;
  gboolean   is_end = FALSE;

  while (!is_end)
    {
      Job *job = g_async_queue_pop (self->queue);

      is_end = job->is_end;
      if (is_end)
        {
          g_clear_pointer (&self->db, tutti_db_close);
          job_free (job);
        }
      else
        {
          job->result = do_job (job);
          answer (job);
        }
    }
  lane_unref (self);

  return NULL;
}

TuttiLane *
tutti_lane_new (const char      *name,
                TuttiLaneChanged changed)
{
  TuttiLane *self = g_new0 (TuttiLane, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_atomic_ref_count_inc (&self->ref_count);
  self->queue = g_async_queue_new_full (job_free);
  self->context = g_main_context_ref_thread_default ();
  self->changed = changed;
  self->thread = g_thread_new (name, lane_thread, self);

  return self;
}

DexFuture *
tutti_lane_run (TuttiLane     *self,
                GObject       *owner,
                gboolean       can_stop,
                TuttiJob       func,
                gpointer       data,
                GDestroyNotify destroy)
{
  DexPromise *promise = can_stop ? dex_promise_new_cancellable () : dex_promise_new ();
  Job        *job = g_new0 (Job, 1);

  g_atomic_ref_count_inc (&self->ref_count);
  job->lane = self;
  job->owner = g_object_ref (owner);
  job->promise = dex_ref (promise);
  job->can_stop = can_stop;
  job->func = func;
  job->data = data;
  job->destroy = destroy;
  g_async_queue_push (self->queue, job);

  /* Dropping a bare promise cancels nothing; dropping what hangs on it does. */
  return can_stop ? dex_future_first (DEX_FUTURE (promise), NULL) : DEX_FUTURE (promise);
}

void
tutti_lane_take_db (TuttiLane *self,
                    TuttiDb   *db)
{
  g_clear_pointer (&self->db, tutti_db_close);
  self->db = db;
}

void
tutti_lane_end (TuttiLane *self)
{
  Job     *job = g_new0 (Job, 1);
  GThread *thread = g_steal_pointer (&self->thread);

  job->is_end = TRUE;
  g_async_queue_push (self->queue, job);

  if (thread == g_thread_self ())
    g_thread_unref (thread);
  else
    g_thread_join (thread);
  lane_unref (self);
}
