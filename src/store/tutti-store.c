/* tutti-store.c: the library file: one SQLite database, one writer, many readers
 *
 * The object of the main thread. It owns two lanes, each a thread with its own
 * connection; every query of the other files of this room runs in one of them.
 * A store that was not opened as the writer has the reading lane only.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store.h"

#include "tutti-error.h"
#include "tutti-store-private.h"

struct _TuttiStore
{
  GObject parent_instance;

  char    *folder;
  char    *salvage_note; /* (nullable) */
  gboolean is_writer;
  gboolean is_closed;

  TuttiLane *reader;
  TuttiLane *writer; /* (nullable) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiStore, tutti_store, G_TYPE_OBJECT)

static void
changed_cb (GObject *owner,
            guint    changes)
{
  g_signal_emit (owner, signals[SIGNAL_CHANGED], 0, changes);
}

DexFuture *
tutti_job_done (GError *error)
{
  return error == NULL ? dex_future_new_true () : dex_future_new_for_error (error);
}

/* A file found damaged in the middle of work is looked at closely when it is
 * opened next. */
static DexFuture *
note_damage_cb (DexFuture *future,
                gpointer   data)
{
  TuttiStore *self = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL && g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_LIBRARY_DAMAGED) && self->is_writer)
    {
      g_autofree char *path = tutti_library_file_dup_path (self->folder);

      tutti_library_file_mark_damaged (path);
    }

  return dex_ref (future);
}

DexFuture *
tutti_store_run (TuttiStore    *self,
                 TuttiDbMode    mode,
                 TuttiJob       job,
                 gpointer       data,
                 GDestroyNotify destroy)
{
  TuttiLane *lane = mode == TUTTI_DB_WRITE ? self->writer : self->reader;
  DexFuture *future;

  if (lane == NULL || self->is_closed)
    {
      if (destroy != NULL && data != NULL)
        destroy (data);
      return self->is_closed ? dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_STORAGE, "The library is closed")
                             : dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BUSY, "Another Tutti writes the library");
    }

  future = tutti_lane_run (lane, G_OBJECT (self), mode == TUTTI_DB_READ, job, data, destroy);

  return dex_future_catch (future, note_damage_cb, g_object_ref (self), g_object_unref);
}

/* A job in a lane of its own. */
typedef struct
{
  char          *path;
  TuttiJob       func;
  gpointer       data;
  GDestroyNotify destroy;
} Apart;

static void
apart_free (gpointer data)
{
  Apart *self = data;

  if (self->destroy != NULL && self->data != NULL)
    self->destroy (self->data);
  g_clear_pointer (&self->path, g_free);
  g_free (self);
}

static DexFuture *
apart_job (TuttiDb *none,
           gpointer data)
{
  Apart *apart = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiDb) db = tutti_db_open (apart->path, TUTTI_DB_READ, &error);

  return db != NULL ? apart->func (db, apart->data) : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
end_lane_cb (DexFuture *future,
             gpointer   data)
{
  tutti_lane_end (data);

  return dex_ref (future);
}

DexFuture *
tutti_store_run_apart (TuttiStore    *self,
                       TuttiJob       job,
                       gpointer       data,
                       GDestroyNotify destroy)
{
  Apart     *apart = g_new0 (Apart, 1);
  TuttiLane *lane;
  DexFuture *future;

  apart->path = tutti_library_file_dup_path (self->folder);
  apart->func = job;
  apart->data = data;
  apart->destroy = destroy;
  if (self->is_closed)
    {
      apart_free (apart);
      return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_STORAGE, "The library is closed");
    }

  lane = tutti_lane_new ("store-apart", NULL);
  future = dex_future_finally (tutti_lane_run (lane, G_OBJECT (self), FALSE, apart_job, apart, apart_free),
                               end_lane_cb, lane, NULL);
  /* The lane ends whether or not somebody waits for the answer. */
  dex_future_disown (dex_ref (future));

  return future;
}

static void
tutti_store_finalize (GObject *object)
{
  TuttiStore *self = TUTTI_STORE (object);

  /* The writer goes last: it checkpoints when nobody else reads. */
  g_clear_pointer (&self->reader, tutti_lane_end);
  g_clear_pointer (&self->writer, tutti_lane_end);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->salvage_note, g_free);

  G_OBJECT_CLASS (tutti_store_parent_class)->finalize (object);
}

static void
tutti_store_class_init (TuttiStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tutti_store_finalize;

  /* After a commit, in the main thread: (TuttiChange what). */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", TUTTI_TYPE_STORE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
tutti_store_init (TuttiStore *self)
{
}

/* Opening runs in a lane like any job; these fields are set before the main
 * thread sees the result. */
static DexFuture *
open_writer_job (TuttiDb *none,
                 gpointer data)
{
  TuttiStore *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiDb) db = tutti_library_file_open (self->folder, &self->salvage_note, &error);

  if (db != NULL)
    tutti_lane_take_db (self->writer, g_steal_pointer (&db));

  return tutti_job_done (g_steal_pointer (&error));
}

static DexFuture *
open_reader_job (TuttiDb *none,
                 gpointer data)
{
  TuttiStore      *self = data;
  g_autofree char *path = tutti_library_file_dup_path (self->folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiDb) db = tutti_db_open (path, TUTTI_DB_READ, &error);

  if (db != NULL && tutti_library_file_check_version (db, self->is_writer, &error))
    tutti_lane_take_db (self->reader, g_steal_pointer (&db));

  return tutti_job_done (g_steal_pointer (&error));
}

static DexFuture *
keep_up_job (TuttiDb *db,
             gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!tutti_library_file_keep_up (db, &error))
    g_message ("Keeping the library file up: %s", error->message);

  return dex_future_new_true ();
}

static DexFuture *
run_in (TuttiStore *self,
        TuttiLane  *lane,
        TuttiJob    job)
{
  return tutti_lane_run (lane, G_OBJECT (self), FALSE, job, g_object_ref (self), g_object_unref);
}

static DexFuture *
open_fiber (gpointer data)
{
  TuttiStore *self = data;
  g_autoptr (GError) error = NULL;

  if (self->is_writer)
    dex_await (run_in (self, self->writer, open_writer_job), &error);
  if (error == NULL)
    dex_await (run_in (self, self->reader, open_reader_job), &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (self->is_writer)
    dex_future_disown (run_in (self, self->writer, keep_up_job));

  return dex_future_new_for_object (self);
}

DexFuture *
tutti_store_open (const char *folder,
                  gboolean    is_writer)
{
  g_autoptr (TuttiStore) self = g_object_new (TUTTI_TYPE_STORE, NULL);

  g_return_val_if_fail (folder != NULL, NULL);

  self->folder = g_strdup (folder);
  self->is_writer = is_writer;
  self->reader = tutti_lane_new ("store-reader", changed_cb);
  if (is_writer)
    self->writer = tutti_lane_new ("store-writer", changed_cb);

  return dex_scheduler_spawn (NULL, 0, open_fiber, g_steal_pointer (&self), g_object_unref);
}

char *
tutti_store_dup_salvage_note (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return g_strdup (self->salvage_note);
}

static DexFuture *
close_reader_job (TuttiDb *db,
                  gpointer data)
{
  TuttiStore *self = data;

  tutti_lane_take_db (self->reader, NULL);

  return dex_future_new_true ();
}

static DexFuture *
close_writer_job (TuttiDb *db,
                  gpointer data)
{
  TuttiStore *self = data;

  tutti_lane_take_db (self->writer, NULL);

  return dex_future_new_true ();
}

static DexFuture *
close_fiber (gpointer data)
{
  TuttiStore *self = data;

  dex_await (run_in (self, self->reader, close_reader_job), NULL);
  if (self->writer != NULL)
    dex_await (run_in (self, self->writer, close_writer_job), NULL);

  return dex_future_new_true ();
}

DexFuture *
tutti_store_close (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  self->is_closed = TRUE;

  return dex_scheduler_spawn (NULL, 0, close_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
wipe_job (TuttiDb *db,
          gpointer data)
{
  TuttiStore *self = data;
  g_autoptr (GError) error = NULL;

  tutti_library_file_wipe (self->folder, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

static DexFuture *
wipe_fiber (gpointer data)
{
  TuttiStore *self = data;

  dex_await (tutti_store_close (self), NULL);

  return run_in (self, self->writer, wipe_job);
}

DexFuture *
tutti_store_wipe (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  if (!self->is_writer)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BUSY, "Another Tutti writes the library");

  return dex_scheduler_spawn (NULL, 0, wipe_fiber, g_object_ref (self), g_object_unref);
}
