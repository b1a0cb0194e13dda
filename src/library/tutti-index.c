/* tutti-index.c: looks songs up in the library file, and does nothing else
 *
 * One read-only store, opened at the first question. Before each one the file
 * is looked at: after "Delete All My Data", or when a damaged file was set
 * aside, the open one would go on answering what is no longer there.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-index.h"
#include "tutti-fiber.h"

#include <glib/gstdio.h>

#include "tutti-error.h"
#include "tutti-store-lists.h"
#include "tutti-uuid.h"

struct _TuttiIndex
{
  GObject parent_instance;

  char      *folder;
  char      *path;
  DexFuture *opening; /* (nullable) resolves to the TuttiStore that all questions share */
  guint64    device;  /* of the file that is open */
  guint64    inode;
};

G_DEFINE_FINAL_TYPE (TuttiIndex, tutti_index, G_TYPE_OBJECT)

static DexFuture *
open_store (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) store = dex_await_object (tutti_store_open (data, FALSE), &error);

  if (store == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (g_steal_pointer (&store));
}

/* The store of the file that is there now. */
static DexFuture *
get_store (TuttiIndex *self)
{
  GStatBuf status;

  if (g_stat (self->path, &status) != 0)
    {
      dex_clear (&self->opening);
      return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is no library file yet");
    }
  if (self->opening != NULL && (status.st_dev != self->device || status.st_ino != self->inode || dex_future_is_rejected (self->opening)))
    dex_clear (&self->opening);
  if (self->opening == NULL)
    {
      self->device = status.st_dev;
      self->inode = status.st_ino;
      self->opening = tutti_fiber_spawn_kept (open_store, g_strdup (self->folder), g_free);
    }
  return dex_ref (self->opening);
}

typedef struct
{
  TuttiIndex *self;
  char       *text;
  guint       limit;
  char      **uuids;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_object (&question->self);
  g_clear_pointer (&question->text, g_free);
  g_clear_pointer (&question->uuids, g_strfreev);
  g_free (question);
}

static DexFuture *
search (DexFuture *given_up,
        gpointer   data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStore) store = dex_await_object (tutti_fiber_until (get_store (question->self), given_up), &error);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) tracks = NULL;

  if (store != NULL)
    ids = dex_await_boxed (tutti_fiber_until (tutti_store_search (store, question->text, question->limit), given_up), &error);
  if (ids != NULL)
    tracks = dex_await_boxed (tutti_fiber_until (tutti_store_read_tracks (store, ids), given_up), &error);
  if (tracks == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&tracks));
}

static void
unref_track (gpointer track)
{
  g_clear_object (&track);
}

static DexFuture *
find (DexFuture *given_up,
      gpointer   data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStore) store = dex_await_object (tutti_fiber_until (get_store (question->self), given_up), &error);
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func (unref_track);

  for (guint i = 0; store != NULL && question->uuids[i] != NULL; i++)
    {
      guint8      uuid[TUTTI_UUID_SIZE];
      TuttiTrack *track = NULL;

      if (tutti_uuid_from_string (question->uuids[i], uuid))
        track = dex_await_object (tutti_fiber_until (tutti_store_find_track (store, question->uuids[i]), given_up), &error);
      if (error != NULL && !g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
        break;
      g_clear_error (&error);
      g_ptr_array_add (tracks, track);
    }
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&tracks));
}

DexFuture *
tutti_index_search (TuttiIndex *self,
                    const char *text,
                    guint       limit)
{
  Question *question;

  g_return_val_if_fail (TUTTI_IS_INDEX (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->text = g_strdup (text);
  question->limit = limit;
  return tutti_fiber_spawn (search, question, question_free);
}

DexFuture *
tutti_index_find (TuttiIndex        *self,
                  const char *const *uuids)
{
  Question *question;

  g_return_val_if_fail (TUTTI_IS_INDEX (self), NULL);
  g_return_val_if_fail (uuids != NULL, NULL);

  question = g_new0 (Question, 1);
  question->self = g_object_ref (self);
  question->uuids = g_strdupv ((char **) uuids);
  return tutti_fiber_spawn (find, question, question_free);
}

static void
tutti_index_finalize (GObject *object)
{
  TuttiIndex *self = TUTTI_INDEX (object);

  dex_clear (&self->opening);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);

  G_OBJECT_CLASS (tutti_index_parent_class)->finalize (object);
}

static void
tutti_index_class_init (TuttiIndexClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tutti_index_finalize;
}

static void
tutti_index_init (TuttiIndex *self)
{
}

TuttiIndex *
tutti_index_new (const char *folder)
{
  TuttiIndex *self = g_object_new (TUTTI_TYPE_INDEX, NULL);
  const char *wished = folder != NULL ? folder : g_getenv ("TUTTI_DATA");

  self->folder = wished != NULL && *wished != '\0' ? g_canonicalize_filename (wished, NULL)
                                                   : g_build_filename (g_get_user_data_dir (), "tutti", NULL);
  self->path = g_build_filename (self->folder, "library.db", NULL);
  return self;
}
