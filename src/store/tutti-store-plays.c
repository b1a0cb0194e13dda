/* tutti-store-plays.c: what services say was played, found, or is charted
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

/* Songs on their way to the lane. */
typedef struct
{
  gint64         account_id;
  char          *provider;
  TuttiBroughtBy brought_by;
  GPtrArray     *songs;
} Bringing;

static void
bringing_free (gpointer data)
{
  Bringing *self = data;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->songs, g_ptr_array_unref);
  g_free (self);
}

static Bringing *
bringing_new (gint64         account_id,
              const char    *provider,
              GPtrArray     *songs,
              GCopyFunc      ref,
              GDestroyNotify unref)
{
  Bringing *self = g_new0 (Bringing, 1);

  self->account_id = account_id;
  self->provider = g_strdup (provider);
  self->songs = g_ptr_array_copy (songs, ref, NULL);
  g_ptr_array_set_free_func (self->songs, unref);

  return self;
}

static gpointer
ref_dated_track (gconstpointer track,
                 gpointer      data)
{
  return tutti_dated_track_ref ((TuttiDatedTrack *) track);
}

static gpointer
ref_service_track (gconstpointer track,
                   gpointer      data)
{
  return tutti_service_track_ref ((TuttiServiceTrack *) track);
}

gboolean
tutti_import_check_account (TuttiDb *db,
                            gint64   account_id,
                            GError **error)
{
  g_autoptr (TuttiStatement) query = NULL;

  if (account_id == 0)
    return TRUE;

  query = tutti_db_query (db, "account-exists", error);
  if (query == NULL)
    return FALSE;
  tutti_bind_int (query, ":id", account_id);
  if (tutti_db_read_int (db, query, 0, error) > 0)
    return TRUE;

  if (error == NULL || *error == NULL)
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The account this came from is not connected any more");

  return FALSE;
}

/* --- plays --- */

/* The list as it was stored last, of service track ids; newest first. */
static GArray *
read_list (TuttiDb    *db,
           const char *provider,
           GError    **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "play-list", error);

  if (query == NULL)
    return NULL;
  tutti_bind_text (query, ":provider", provider);

  return tutti_db_read_ids (db, query, ids, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
write_list (TuttiDb    *db,
            const char *provider,
            GArray     *ids,
            GError    **error)
{
  g_autoptr (TuttiStatement) clear = tutti_db_query (db, "clear-play-list", error);
  g_autoptr (TuttiStatement) add = clear != NULL ? tutti_db_query (db, "add-to-play-list", error) : NULL;

  if (add == NULL)
    return FALSE;
  tutti_bind_text (clear, ":provider", provider);
  if (!tutti_db_run (db, clear, error))
    return FALSE;

  tutti_bind_text (add, ":provider", provider);
  for (guint i = 0; i < ids->len; i++)
    {
      tutti_bind_int (add, ":place", i);
      tutti_bind_int (add, ":service_track_id", g_array_index (ids, gint64, i));
      if (!tutti_db_run (db, add, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_in_front (const gint64 *ids,
             guint         n_ids,
             gint64        id)
{
  for (guint i = 0; i < n_ids; i++)
    if (ids[i] == id)
      return TRUE;

  return FALSE;
}

/* Whether what follows the first `n_new` of `list` is how `old` began. Some
 * services show a song once and move it to the top when it is played again, so
 * what is new may be missing in the rest. */
static gboolean
goes_on_as (GArray *list,
            guint   n_new,
            GArray *old)
{
  const gint64 *ids = (const gint64 *) (gpointer) list->data;
  guint         at = n_new;

  for (guint i = 0; i < old->len && at < list->len; i++)
    {
      gint64 id = g_array_index (old, gint64, i);

      if (ids[at] == id)
        at++;
      else if (!is_in_front (ids, n_new, id))
        return FALSE;
    }

  return at > n_new || n_new == list->len;
}

/* How many at the top are new. */
static guint
count_new (GArray *list,
           GArray *old)
{
  for (guint n_new = 0; n_new < list->len; n_new++)
    if (goes_on_as (list, n_new, old))
      return n_new;

  return list->len;
}

static gboolean
add_play (TuttiDb *db,
          gint64   service_track_id,
          gint64   played_at,
          gint64   shown_at,
          guint    place,
          guint   *n_new,
          GError **error)
{
  g_autoptr (TuttiStatement) add = tutti_db_query (db, "add-play", error);

  if (add == NULL)
    return FALSE;
  tutti_bind_int (add, ":service_track_id", service_track_id);
  tutti_bind_time (add, ":played_at", played_at);
  tutti_bind_int (add, ":now", tutti_clock_now ());
  tutti_bind_int (add, ":place", place);
  tutti_bind_int (add, ":shown_at", shown_at);
  if (!tutti_db_run (db, add, error))
    return FALSE;
  *n_new += (guint) sqlite3_changes (tutti_db_get_handle (db));

  return TRUE;
}

static gboolean
add_plays (TuttiDb        *db,
           const Bringing *bringing,
           guint          *n_new,
           GError        **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (GArray) undated = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (transaction == NULL || !tutti_import_check_account (db, bringing->account_id, error))
    return FALSE;

  for (guint i = 0; i < bringing->songs->len; i++)
    {
      TuttiDatedTrack *song = g_ptr_array_index (bringing->songs, i);
      TuttiPlace       place;

      if (!tutti_catalogue_add (db, song->track, TUTTI_BROUGHT_BY_ACCOUNT, TUTTI_NOT_LIKED, FALSE, &place, error))
        return FALSE;
      if (song->at == 0)
        g_array_append_val (undated, place.service_track_id);
      else if (!add_play (db, place.service_track_id, song->at, song->at, i, n_new, error))
        return FALSE;
    }

  if (undated->len > 0)
    {
      g_autoptr (GArray) old = read_list (db, bringing->provider, error);
      gint64 shown_at = old != NULL && old->len > 0 ? tutti_clock_now () : 0;
      guint  n_undated = old != NULL ? count_new (undated, old) : 0;

      if (old == NULL)
        return FALSE;
      for (guint i = 0; i < n_undated; i++)
        if (!add_play (db, g_array_index (undated, gint64, i), 0, shown_at, i, n_new, error))
          return FALSE;
      if (!write_list (db, bringing->provider, undated, error))
        return FALSE;
    }

  if (*n_new > 0)
    tutti_db_note_change (db, TUTTI_CHANGE_PLAYS);

  return tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

static DexFuture *
add_plays_job (TuttiDb *db,
               gpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_new = 0;

  add_plays (db, data, &n_new, &error);

  return error == NULL ? dex_future_new_for_uint (n_new) : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_store_add_plays (TuttiStore *self,
                       gint64      account_id,
                       const char *provider,
                       GPtrArray  *plays)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL && plays != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, add_plays_job,
                          bringing_new (account_id, provider, plays, ref_dated_track, (GDestroyNotify) tutti_dated_track_unref),
                          bringing_free);
}

/* --- songs that were found --- */

static gboolean
add_tracks (TuttiDb        *db,
            const Bringing *bringing,
            GArray         *ids,
            GError        **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);

  if (transaction == NULL || !tutti_import_check_account (db, bringing->account_id, error))
    return FALSE;

  for (guint i = 0; i < bringing->songs->len; i++)
    {
      TuttiPlace place;

      if (!tutti_catalogue_add (db, g_ptr_array_index (bringing->songs, i), bringing->brought_by, TUTTI_NOT_LIKED, FALSE, &place, error))
        return FALSE;
      g_array_append_val (ids, place.track_id);
    }

  return tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

static DexFuture *
add_tracks_job (TuttiDb *db,
                gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  add_tracks (db, data, ids, &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&ids));
}

DexFuture *
tutti_store_add_tracks (TuttiStore *self,
                        gint64      account_id,
                        const char *brought_by,
                        GPtrArray  *tracks)
{
  Bringing *bringing;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (brought_by != NULL && tracks != NULL, NULL);

  bringing = bringing_new (account_id, NULL, tracks, ref_service_track, (GDestroyNotify) tutti_service_track_unref);
  if (g_str_equal (brought_by, "link"))
    bringing->brought_by = TUTTI_BROUGHT_BY_LINK;
  else if (account_id != 0)
    bringing->brought_by = TUTTI_BROUGHT_BY_ACCOUNT_SEARCH;
  else if (g_str_equal (brought_by, "chart"))
    bringing->brought_by = TUTTI_BROUGHT_BY_CHART;
  else
    bringing->brought_by = TUTTI_BROUGHT_BY_SEARCH;

  return tutti_store_run (self, TUTTI_DB_WRITE, add_tracks_job, bringing, bringing_free);
}

static gboolean
set_feed_items (TuttiDb        *db,
                const Bringing *bringing,
                GError        **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiStatement) clear = transaction != NULL ? tutti_db_query (db, "clear-feed-items", error) : NULL;
  g_autoptr (TuttiStatement) add = clear != NULL ? tutti_db_query (db, "add-feed-item", error) : NULL;

  if (add == NULL)
    return FALSE;

  tutti_bind_text (clear, ":provider", bringing->provider);
  if (!tutti_db_run (db, clear, error))
    return FALSE;
  tutti_bind_text (add, ":provider", bringing->provider);
  for (guint i = 0; i < bringing->songs->len; i++)
    {
      TuttiPlace place;

      if (!tutti_catalogue_add (db, g_ptr_array_index (bringing->songs, i), TUTTI_BROUGHT_BY_CHART, TUTTI_NOT_LIKED, FALSE, &place, error))
        return FALSE;
      tutti_bind_int (add, ":place", i);
      tutti_bind_int (add, ":track_id", place.track_id);
      if (!tutti_db_run (db, add, error))
        return FALSE;
    }
  tutti_db_note_change (db, TUTTI_CHANGE_PLAYS);

  return tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

static DexFuture *
set_feed_items_job (TuttiDb *db,
                    gpointer data)
{
  g_autoptr (GError) error = NULL;

  set_feed_items (db, data, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

DexFuture *
tutti_store_set_feed_items (TuttiStore *self,
                            const char *provider,
                            GPtrArray  *tracks)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL && tracks != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, set_feed_items_job,
                          bringing_new (0, provider, tracks, ref_service_track, (GDestroyNotify) tutti_service_track_unref),
                          bringing_free);
}
