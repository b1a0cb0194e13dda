/* tutti-store-tracks.c: rows for ids
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-lists.h"

#include "tutti-error.h"
#include "tutti-store-private.h"
#include "tutti-uuid.h"

#include <string.h>

static const char *
text (TuttiStatement *row,
      int             column)
{
  return (const char *) sqlite3_column_text (row, column);
}

/* A track while the rows of its links come. */
typedef struct
{
  TuttiTrackInfo info;
  int            place;   /* in the ids asked for */
  GPtrArray     *links;   /* of TuttiLink */
  GPtrArray     *strings; /* what `info` borrows */
} Draft;

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static const char *
keep (Draft      *self,
      const char *string)
{
  char *copy = g_strdup (string);

  if (copy != NULL)
    g_ptr_array_add (self->strings, copy);

  return copy;
}

static void
draft_begin (Draft          *self,
             TuttiStatement *row)
{
  char *uuid = NULL;

  self->place = sqlite3_column_int (row, 17);
  g_ptr_array_set_size (self->links, 0);
  g_ptr_array_set_size (self->strings, 0);
  if (sqlite3_column_bytes (row, 1) == TUTTI_UUID_SIZE)
    {
      uuid = tutti_uuid_to_string (sqlite3_column_blob (row, 1));
      g_ptr_array_add (self->strings, uuid);
    }

  self->info = (TuttiTrackInfo) {
    .id = sqlite3_column_int64 (row, 0),
    .uuid = uuid,
    .title = keep (self, text (row, 2)),
    .artist = keep (self, text (row, 3)),
    .album = keep (self, text (row, 4)),
    .duration_ms = sqlite3_column_int64 (row, 5),
    .artwork_url = keep (self, text (row, 6)),
    .version = keep (self, text (row, 7)),
    .is_explicit = sqlite3_column_int (row, 8) != 0,
    .is_liked = sqlite3_column_int (row, 9) != 0,
  };
}

static void
draft_add_link (Draft          *self,
                TuttiStatement *row)
{
  TuttiLinkInfo link = {
    .provider = text (row, 10),
    .remote_id = text (row, 11),
    .title = text (row, 12),
    .web_url = text (row, 13),
    .app_uri = text (row, 14),
    .duration_ms = sqlite3_column_int64 (row, 15),
    .is_source = sqlite3_column_int (row, 16) != 0,
  };

  if (link.provider != NULL)
    g_ptr_array_add (self->links, tutti_link_new (&link));
}

static void
draft_end (Draft     *self,
           GPtrArray *tracks)
{
  if (self->info.id == 0)
    return;

  self->info.links = (TuttiLink *const *) self->links->pdata;
  self->info.n_links = self->links->len;
  g_ptr_array_add (tracks, tutti_track_new (&self->info));
  self->info.id = 0;
}

/* In the order of `ids`; those that are gone are left out. (transfer full) */
static GPtrArray *
read_tracks (TuttiDb *db,
             GArray  *ids,
             GError **error)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "read-tracks", error);
  g_auto (Draft) draft = {
    .links = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_link_unref),
    .strings = g_ptr_array_new_with_free_func (g_free),
  };

  if (query == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (json, i == 0 ? "%" G_GINT64_FORMAT : ",%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));
  g_string_append_c (json, ']');
  tutti_bind_text (query, ":ids", json->str);

  while (tutti_db_step (db, query, error))
    {
      if (draft.info.id == 0 || draft.place != sqlite3_column_int (query, 17))
        {
          draft_end (&draft, tracks);
          draft_begin (&draft, query);
        }
      draft_add_link (&draft, query);
    }
  draft_end (&draft, tracks);

  return tutti_db_ended (db) ? g_steal_pointer (&tracks) : NULL;
}

static DexFuture *
read_tracks_job (TuttiDb *db,
                 gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tracks = read_tracks (db, data, &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&tracks));
}

DexFuture *
tutti_store_read_tracks (TuttiStore *self,
                         GArray     *ids)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (ids != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_READ, read_tracks_job, g_array_copy (ids), (GDestroyNotify) g_array_unref);
}

/* The id a name stands for; 0 if there is none. */
static gint64
find_id (TuttiDb    *db,
         const char *name,
         GError    **error)
{
  guint8 uuid[TUTTI_UUID_SIZE];
  g_autoptr (TuttiStatement) query = NULL;
  g_autofree char *provider = NULL;
  const char      *colon = strchr (name, ':');

  if (tutti_uuid_from_string (name, uuid))
    {
      query = tutti_db_query (db, "track-of-uuid", error);
      if (query == NULL)
        return 0;
      tutti_bind_blob (query, ":uuid", uuid, sizeof uuid);
    }
  else if (colon != NULL)
    {
      query = tutti_db_query (db, "track-of-name", error);
      if (query == NULL)
        return 0;
      provider = g_strndup (name, (gsize) (colon - name));
      tutti_bind_text (query, ":provider", provider);
      tutti_bind_text (query, ":remote_id", colon + 1);
    }
  else
    return 0;

  return tutti_db_read_int (db, query, 0, error);
}

static DexFuture *
find_track_job (TuttiDb *db,
                gpointer data)
{
  const char *name = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) tracks = NULL;
  gint64 id = find_id (db, name, &error);

  if (error == NULL && id != 0)
    {
      g_array_append_val (ids, id);
      tracks = read_tracks (db, ids, &error);
    }
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (tracks == NULL || tracks->len == 0)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is no song %s", name);

  return dex_future_new_for_object (g_ptr_array_index (tracks, 0));
}

DexFuture *
tutti_store_find_track (TuttiStore *self,
                        const char *name)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_READ, find_track_job, g_strdup (name), g_free);
}
