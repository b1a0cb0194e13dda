/* tutti-store-likes.c: likes made here
 *
 * A like made in Tutti is a fact of the track ("manual") and a wish for each
 * service that shall hear of it, which waits in the outbox. An unlike takes
 * the manual like away and hides those of the services at once; each is
 * deleted when its service has done the same, and stays hidden where the
 * service can't.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-likes.h"

#include "tutti-catalogue.h"
#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-store-private.h"

typedef struct
{
  GArray  *track_ids; /* of gint64 */
  gboolean liked;
  char   **send_to;
} Liking;

static void
liking_free (gpointer data)
{
  Liking *self = data;

  g_clear_pointer (&self->track_ids, g_array_unref);
  g_clear_pointer (&self->send_to, g_strfreev);
  g_free (self);
}

/* A service's song of the track, and how it stands. */
typedef struct
{
  char    *provider;
  char    *remote_id;
  gboolean is_liked; /* the service has the like, hidden here or not */
  int      waiting;  /* in the outbox: 1 a like, 0 an unlike, -1 nothing */
} Song;

static void
song_clear (gpointer data)
{
  Song *self = data;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->remote_id, g_free);
}

/* The songs of one service, those to be preferred first. */
static GArray *
list_songs (TuttiDb    *db,
            gint64      track_id,
            const char *provider,
            GError    **error)
{
  g_autoptr (GArray) songs = g_array_new (FALSE, TRUE, sizeof (Song));
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "songs-to-like", error);

  g_array_set_clear_func (songs, song_clear);
  if (query == NULL)
    return NULL;
  tutti_bind_int (query, ":track_id", track_id);
  tutti_bind_text (query, ":provider", provider);
  while (tutti_db_step (db, query, error))
    {
      Song song = {
        .provider = g_strdup (provider),
        .remote_id = g_strdup ((const char *) sqlite3_column_text (query, 0)),
        .is_liked = sqlite3_column_int (query, 1) != 0,
        .waiting = sqlite3_column_int (query, 2),
      };

      g_array_append_val (songs, song);
    }

  return tutti_db_ended (db) ? g_steal_pointer (&songs) : NULL;
}

static gboolean
change_outbox (TuttiDb    *db,
               const Song *song,
               gboolean    add,
               gboolean    liked,
               GError    **error)
{
  g_autoptr (TuttiStatement) change = tutti_db_query (db, add ? "add-wish" : "drop-wish", error);

  if (change == NULL)
    return FALSE;
  tutti_bind_text (change, ":provider", song->provider);
  tutti_bind_text (change, ":remote_id", song->remote_id);
  tutti_bind_int (change, ":is_like", liked);
  if (add)
    tutti_bind_int (change, ":now", tutti_clock_now ());
  tutti_db_note_change (db, TUTTI_CHANGE_SYNC);

  return tutti_db_run (db, change, error);
}

/* One song of a service is enough for a like. */
static gboolean
send_like (TuttiDb *db,
           GArray  *songs,
           GError **error)
{
  for (guint i = 0; i < songs->len; i++)
    {
      const Song *song = &g_array_index (songs, Song, i);

      if (song->waiting == 0)
        return change_outbox (db, song, FALSE, FALSE, error);
      if (song->is_liked || song->waiting == 1)
        return TRUE;
    }

  return songs->len == 0 || change_outbox (db, &g_array_index (songs, Song, 0), TRUE, TRUE, error);
}

/* Every song of the service that is liked there must go. */
static gboolean
send_unlike (TuttiDb *db,
             GArray  *songs,
             GError **error)
{
  for (guint i = 0; i < songs->len; i++)
    {
      const Song *song = &g_array_index (songs, Song, i);

      if (song->waiting == 1 && !change_outbox (db, song, FALSE, TRUE, error))
        return FALSE;
      if (song->is_liked && song->waiting != 0 && !change_outbox (db, song, TRUE, FALSE, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
run_for_track (TuttiDb    *db,
               const char *name,
               gint64      track_id,
               GError    **error)
{
  g_autoptr (TuttiStatement) statement = tutti_db_query (db, name, error);

  if (statement == NULL)
    return FALSE;
  tutti_bind_int (statement, ":track_id", track_id);

  return tutti_db_run (db, statement, error);
}

static gboolean
write_like (TuttiDb *db,
            gint64   track_id,
            gboolean liked,
            GError **error)
{
  g_autoptr (TuttiStatement) add = NULL;

  if (!liked)
    return run_for_track (db, "remove-manual-like", track_id, error) &&
           run_for_track (db, "forget-redirected-like", track_id, error) &&
           run_for_track (db, "hide-likes", track_id, error) &&
           tutti_catalogue_drop_kept (db, track_id, error);

  add = tutti_db_query (db, "add-manual-like", error);
  if (add == NULL)
    return FALSE;
  tutti_bind_int (add, ":track_id", track_id);
  tutti_bind_int (add, ":created_at", tutti_clock_now ());
  tutti_bind_int (add, ":now", tutti_clock_now ());

  return tutti_db_run (db, add, error) && run_for_track (db, "unhide-likes", track_id, error);
}

static gboolean
set_one (TuttiDb      *db,
         const Liking *liking,
         gint64        track_id,
         GError      **error)
{
  g_autoptr (TuttiStatement) exists = tutti_db_query (db, "track-state", error);

  if (exists == NULL)
    return FALSE;
  tutti_bind_int (exists, ":id", track_id);
  if (!tutti_db_step (db, exists, error))
    {
      if (!tutti_db_ended (db))
        return FALSE;
      /* of many, those that are gone are passed over */
      if (liking->track_ids->len > 1)
        return TRUE;
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is no such song any more");
      return FALSE;
    }
  sqlite3_reset (exists);

  /* Before the like is written: the outbox depends on how it stood. */
  for (guint i = 0; liking->send_to != NULL && liking->send_to[i] != NULL; i++)
    {
      g_autoptr (GArray) songs = list_songs (db, track_id, liking->send_to[i], error);

      if (songs == NULL || !(liking->liked ? send_like (db, songs, error) : send_unlike (db, songs, error)))
        return FALSE;
    }

  tutti_catalogue_touch (db, track_id);

  return write_like (db, track_id, liking->liked, error);
}

static gboolean
set_liked (TuttiDb      *db,
           const Liking *liking,
           GError      **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);

  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < liking->track_ids->len; i++)
    if (!set_one (db, liking, g_array_index (liking->track_ids, gint64, i), error))
      return FALSE;
  tutti_db_note_change (db, TUTTI_CHANGE_LIKES);

  return tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

static DexFuture *
set_liked_job (TuttiDb *db,
               gpointer data)
{
  g_autoptr (GError) error = NULL;

  set_liked (db, data, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

DexFuture *
tutti_store_set_liked (TuttiStore        *self,
                       gint64             track_id,
                       gboolean           liked,
                       const char *const *send_to)
{
  return tutti_store_set_many_liked (self, &track_id, 1, liked, send_to);
}

DexFuture *
tutti_store_set_many_liked (TuttiStore        *self,
                            const gint64      *track_ids,
                            gsize              n_tracks,
                            gboolean           liked,
                            const char *const *send_to)
{
  Liking *liking;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  liking = g_new0 (Liking, 1);
  liking->track_ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) n_tracks);
  if (n_tracks > 0)
    g_array_append_vals (liking->track_ids, track_ids, (guint) n_tracks);
  liking->liked = liked != FALSE;
  liking->send_to = g_strdupv ((char **) send_to);

  return tutti_store_run (self, TUTTI_DB_WRITE, set_liked_job, liking, liking_free);
}

/* --- one service alone --- */

typedef struct
{
  GArray  *track_ids; /* of gint64 */
  char    *provider;
  gboolean liked;
} Sending;

static void
sending_free (gpointer data)
{
  Sending *self = data;

  g_clear_pointer (&self->track_ids, g_array_unref);
  g_clear_pointer (&self->provider, g_free);
  g_free (self);
}

/* The service has a like of the song, or will have it. */
static gboolean
is_liked_there (GArray *songs)
{
  for (guint i = 0; i < songs->len; i++)
    {
      const Song *song = &g_array_index (songs, Song, i);

      if (song->waiting == 1 || (song->is_liked && song->waiting != 0))
        return TRUE;
    }

  return FALSE;
}

static gboolean
send_one (TuttiDb       *db,
          const Sending *sending,
          gint64         track_id,
          GArray        *changed,
          GError       **error)
{
  g_autoptr (GArray) songs = list_songs (db, track_id, sending->provider, error);
  g_autoptr (TuttiStatement) hide = NULL;

  if (songs == NULL)
    return FALSE;
  if (songs->len == 0 || is_liked_there (songs) == sending->liked)
    return TRUE;
  if (!(sending->liked ? send_like (db, songs, error) : send_unlike (db, songs, error)))
    return FALSE;

  hide = tutti_db_query (db, "hide-likes-of-service", error);
  if (hide == NULL)
    return FALSE;
  tutti_bind_int (hide, ":track_id", track_id);
  tutti_bind_text (hide, ":provider", sending->provider);
  tutti_bind_int (hide, ":is_hidden", !sending->liked);
  tutti_catalogue_touch (db, track_id);
  g_array_append_val (changed, track_id);

  return tutti_db_run (db, hide, error);
}

static gboolean
send_all (TuttiDb       *db,
          const Sending *sending,
          GArray        *changed,
          GError       **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);

  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < sending->track_ids->len; i++)
    if (!send_one (db, sending, g_array_index (sending->track_ids, gint64, i), changed, error))
      return FALSE;
  tutti_db_note_change (db, TUTTI_CHANGE_LIKES);

  return tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

static DexFuture *
send_all_job (TuttiDb *db,
              gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!send_all (db, data, changed, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&changed));
}

DexFuture *
tutti_store_like_on (TuttiStore   *self,
                     const gint64 *track_ids,
                     gsize         n_tracks,
                     const char   *provider,
                     gboolean      liked)
{
  Sending *sending;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  sending = g_new0 (Sending, 1);
  sending->track_ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), (guint) n_tracks);
  if (n_tracks > 0)
    g_array_append_vals (sending->track_ids, track_ids, (guint) n_tracks);
  sending->provider = g_strdup (provider);
  sending->liked = liked != FALSE;

  return tutti_store_run (self, TUTTI_DB_WRITE, send_all_job, sending, sending_free);
}
