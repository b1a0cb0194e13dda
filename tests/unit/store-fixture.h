/* store-fixture.h: a store in a folder of its own, and songs to put in
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-clock.h"
#include "tutti-dated-track.h"
#include "tutti-error.h"
#include "tutti-store-accounts.h"
#include "tutti-store-import.h"
#include "tutti-store-likes.h"
#include "tutti-store-lists.h"
#include "tutti-store.h"

#include <glib/gstdio.h>

/* Turns the main loop until the future is there. The value is borrowed from
 * the future, which is kept until the next call of wait_for(). */
static inline const GValue *
try_wait_for (DexFuture *future,
              GError   **error)
{
  static DexFuture *last;

  dex_clear (&last);
  last = future;
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);

  return dex_future_get_value (future, error);
}

static inline const GValue *
wait_for (DexFuture *future)
{
  g_autoptr (GError) error = NULL;
  const GValue *value = try_wait_for (future, &error);

  g_assert_no_error (error);

  return value;
}

static inline guint
wait_for_uint (DexFuture *future)
{
  return g_value_get_uint (wait_for (future));
}

static inline void
wait_for_error (DexFuture *future,
                TuttiError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (try_wait_for (future, &error));
  g_assert_error (error, TUTTI_ERROR, (int) code);
}

typedef struct
{
  char       *folder;
  char       *path;
  TuttiStore *store;
  guint       changes; /* flags seen */
} Fixture;

static inline void
changed_cb (TuttiStore *store,
            guint       changes,
            gpointer    data)
{
  ((Fixture *) data)->changes |= changes;
}

static inline void
fixture_open (Fixture *self)
{
  self->store = g_value_dup_object (wait_for (tutti_store_open (self->folder, TRUE)));
  g_signal_connect (self->store, "changed", G_CALLBACK (changed_cb), self);
}

static inline void
fixture_close (Fixture *self)
{
  wait_for (tutti_store_close (self->store));
  wait_for (dex_future_new_true ());
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_handlers_disconnect_by_data (self->store, self);
  g_assert_finalize_object (g_steal_pointer (&self->store));
}

static inline void
fixture_set_up (Fixture      *self,
                gconstpointer data)
{
  g_autofree char *base = g_dir_make_tmp ("tutti-store-XXXXXX", NULL);

  self->folder = g_build_filename (base, "data", NULL);
  self->path = g_build_filename (self->folder, "library.db", NULL);
  fixture_open (self);
}

static inline void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static inline void
fixture_tear_down (Fixture      *self,
                   gconstpointer data)
{
  g_autofree char *base = g_path_get_dirname (self->folder);

  if (self->store != NULL)
    fixture_close (self);
  tutti_clock_set_offset (0);
  remove_tree (base);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->path, g_free);
}

/* A song in one line: provider, id, title, artist; album, ISRC, seconds may be left out. */
typedef struct
{
  const char *provider;
  const char *id;
  const char *title;
  const char *artist;
  const char *album;
  const char *isrc;
  int         seconds;
} Song;

static inline TuttiServiceTrack *
make_song (const Song *song)
{
  const char *const     artists[] = { song->artist, NULL };
  g_autofree char      *url = g_strdup_printf ("https://%s.example/track/%s", song->provider, song->id);
  TuttiServiceTrackInfo info = {
    .provider = song->provider,
    .remote_id = song->id,
    .title = song->title,
    .artists = artists,
    .album = song->album,
    .isrc = song->isrc,
    .duration_ms = (song->seconds != 0 ? song->seconds : 200) * G_GINT64_CONSTANT (1000),
    .web_url = url,
  };

  return tutti_service_track_new (&info);
}

static inline GPtrArray *
make_dated (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_dated_track_unref);
}

static inline void
add_dated (GPtrArray  *array,
           const Song *song,
           gint64      at)
{
  g_autoptr (TuttiServiceTrack) track = make_song (song);

  g_ptr_array_add (array, tutti_dated_track_new (track, at));
}

/* Connects an account of the provider. */
static inline gint64
connect_account (Fixture    *self,
                 const char *provider)
{
  g_autoptr (TuttiAccount) account = tutti_account_new (provider);

  account->remote_id = g_strdup ("someone");
  account->name = g_strdup ("Someone");
  account->scopes = g_strdup ("likes");
  account->connected_at = tutti_clock_now ();

  return g_value_get_int64 (wait_for (tutti_store_save_account (self->store, account)));
}

/* The id of the track a song belongs to. */
static inline gint64
find_track_id (Fixture    *self,
               const char *name)
{
  return tutti_track_get_id (g_value_get_object (wait_for (tutti_store_find_track (self->store, name))));
}

static inline GArray *
list_likes (Fixture  *self,
            TuttiSort sort)
{
  TuttiLikesQuery query = { .sort = sort };

  return g_value_dup_boxed (wait_for (tutti_store_list_likes (self->store, &query)));
}

static inline GPtrArray *
read_tracks (Fixture *self,
             GArray  *ids)
{
  return g_value_dup_boxed (wait_for (tutti_store_read_tracks (self->store, ids)));
}

/* Titles of tracks, "a|b|c". (transfer full) */
static inline char *
join_titles (Fixture *self,
             GArray  *ids)
{
  g_autoptr (GPtrArray) tracks = read_tracks (self, ids);
  g_autoptr (GString) titles = g_string_new (NULL);

  for (guint i = 0; i < tracks->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", tutti_track_get_title (g_ptr_array_index (tracks, i)));

  return g_string_free_and_steal (g_steal_pointer (&titles));
}
