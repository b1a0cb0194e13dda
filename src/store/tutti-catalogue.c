/* tutti-catalogue.c: service tracks come, change and go
 *
 * What came one by one is put right by tutti_catalogue_rematch() after an
 * import.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-catalogue-private.h"

#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-hidden-words.h"
#include "tutti-store.h"

/* Writes a service track that is new, with its first `n_keys`, into a track. */
static gboolean
insert (TuttiDb           *db,
        TuttiServiceTrack *track,
        TuttiIdentity     *identity, /* (transfer full) */
        guint              n_keys,
        TuttiBroughtBy     brought_by,
        const char        *reason,
        TuttiPlace        *place, /* (inout): its track is given */
        GError           **error)
{
  g_autoptr (TuttiIdentity) own = identity;
  g_autoptr (TuttiStatement) statement = tutti_db_query (db, "insert-service-track", error);
  g_auto (TuttiRowText) text = { 0 };

  if (statement == NULL)
    return FALSE;
  tutti_row_bind_service_track (statement, track, &text);
  tutti_bind_int (statement, ":track_id", place->track_id);
  tutti_bind_int (statement, ":brought_by", brought_by);
  tutti_bind_text (statement, ":reason", reason);
  tutti_bind_int (statement, ":now", tutti_clock_now ());
  if (!tutti_db_run (db, statement, error))
    return FALSE;

  place->service_track_id = sqlite3_last_insert_rowid (tutti_db_get_handle (db));
  place->is_new = TRUE;
  tutti_db_note_change (db, TUTTI_CHANGE_TRACKS);
  if (!tutti_match_keys_add (db, own, n_keys, place->service_track_id, error))
    return FALSE;
  tutti_members_take (db, place->service_track_id, place->track_id, track, g_steal_pointer (&own), brought_by, reason);

  return TRUE;
}

static gboolean
add_new (TuttiDb           *db,
         TuttiServiceTrack *track,
         TuttiBroughtBy     brought_by,
         gint64             liked_at,
         gboolean           in_bulk,
         TuttiPlace        *place,
         GError           **error)
{
  const char *provider = tutti_service_track_get_provider (track);
  const char *remote_id = tutti_service_track_get_remote_id (track);
  g_autoptr (TuttiIdentity) identity = tutti_identity_new (track);
  g_autoptr (GArray) words = tutti_words_recall (db, provider, remote_id, error) ? tutti_words_list (db, provider, remote_id, error) : NULL;
  g_autofree char *reason = NULL;
  TuttiChoice      choice = { 0 };
  guint            n_keys;

  tutti_identity_get_keys (identity, &n_keys);
  if (in_bulk)
    n_keys = tutti_choose_count_sure_keys (track, n_keys);
  if (words == NULL || !tutti_choose (db, identity, n_keys, words, &choice, error))
    return FALSE;

  reason = tutti_reason_to_string (choice.reason, choice.score);
  if (choice.track_id != 0)
    tutti_catalogue_touch (db, choice.track_id);
  else
    choice.track_id = tutti_derived_insert (db, track, brought_by, liked_at, NULL, error);
  if (choice.track_id == 0)
    return FALSE;

  *place = (TuttiPlace) { 0, choice.track_id, TRUE };

  return insert (db, track, g_steal_pointer (&identity), n_keys, brought_by, reason, place, error);
}

/* Whether two answers of a service tell the same of one song. */
static gboolean
tells_the_same (TuttiServiceTrack *a,
                TuttiServiceTrack *b)
{
  return g_str_equal (tutti_service_track_get_title (a), tutti_service_track_get_title (b)) &&
         g_str_equal (tutti_service_track_get_album (a), tutti_service_track_get_album (b)) &&
         tutti_service_track_get_duration (a) == tutti_service_track_get_duration (b) &&
         g_strv_equal (tutti_service_track_get_artists (a), tutti_service_track_get_artists (b)) &&
         g_strv_equal (tutti_service_track_get_isrcs (a), tutti_service_track_get_isrcs (b)) &&
         g_strcmp0 (tutti_service_track_get_artwork_url (a), tutti_service_track_get_artwork_url (b)) == 0 &&
         g_strcmp0 (tutti_service_track_get_web_url (a), tutti_service_track_get_web_url (b)) == 0 &&
         g_strcmp0 (tutti_service_track_get_app_uri (a), tutti_service_track_get_app_uri (b)) == 0 &&
         tutti_service_track_get_year (a) == tutti_service_track_get_year (b) &&
         tutti_service_track_is_explicit (a) == tutti_service_track_is_explicit (b) &&
         tutti_service_track_is_playable (a) == tutti_service_track_is_playable (b) &&
         tutti_service_track_is_upload (a) == tutti_service_track_is_upload (b);
}

static gboolean
has_same_keys (const TuttiIdentity *a,
               const TuttiIdentity *b)
{
  guint          n_a, n_b;
  const guint64 *keys_a = tutti_identity_get_keys (a, &n_a);
  const guint64 *keys_b = tutti_identity_get_keys (b, &n_b);

  if (n_a != n_b)
    return FALSE;
  for (guint i = 0; i < n_a; i++)
    if (keys_a[i] != keys_b[i])
      return FALSE;

  return TRUE;
}

/* What the service says now; what it leaves out this time (a search tells less
 * than a list of likes) stays as it was. (transfer full) */
static TuttiServiceTrack *
merge_news (TuttiServiceTrack *old,
            TuttiServiceTrack *news)
{
  TuttiServiceTrack    *isrc_from = tutti_service_track_get_isrc (news) != NULL ? news : old;
  g_autofree char      *isrcs = g_strjoinv (",", (char **) tutti_service_track_get_isrcs (isrc_from));
  const char *const    *artists = tutti_service_track_get_artists (news);
  const char           *title = tutti_service_track_get_title (news);
  const char           *album = tutti_service_track_get_album (news);
  const char           *artwork_url = tutti_service_track_get_artwork_url (news);
  const char           *web_url = tutti_service_track_get_web_url (news);
  const char           *app_uri = tutti_service_track_get_app_uri (news);
  gint64                duration = tutti_service_track_get_duration (news);
  int                   year = tutti_service_track_get_year (news);
  TuttiServiceTrackInfo info = {
    .provider = tutti_service_track_get_provider (news),
    .remote_id = tutti_service_track_get_remote_id (news),
    .title = *title != '\0' ? title : tutti_service_track_get_title (old),
    .artists = artists[0] != NULL ? artists : tutti_service_track_get_artists (old),
    .album = *album != '\0' ? album : tutti_service_track_get_album (old),
    .duration_ms = duration != 0 ? duration : tutti_service_track_get_duration (old),
    .isrc = isrcs,
    .artwork_url = artwork_url != NULL ? artwork_url : tutti_service_track_get_artwork_url (old),
    .web_url = web_url != NULL ? web_url : tutti_service_track_get_web_url (old),
    .app_uri = app_uri != NULL ? app_uri : tutti_service_track_get_app_uri (old),
    .year = year != 0 ? year : tutti_service_track_get_year (old),
    .is_explicit = tutti_service_track_is_explicit (news),
    .is_unplayable = !tutti_service_track_is_playable (news),
    .is_upload = tutti_service_track_is_upload (news),
  };

  return tutti_service_track_new (&info);
}

/* Takes what is new of a known one. */
static gboolean
take_news (TuttiDb           *db,
           gint64             id,
           TuttiServiceTrack *news,
           TuttiBroughtBy     brought_by,
           TuttiPlace        *place,
           GError           **error)
{
  TuttiMember *member = tutti_members_get (db, id, error);
  g_autoptr (TuttiServiceTrack) track = NULL;
  g_autoptr (TuttiIdentity) identity = NULL;
  g_autoptr (TuttiStatement) update = NULL;
  g_auto (TuttiRowText) text = { 0 };
  const char *reason;
  gboolean    is_other, has_other_keys;
  gint64      track_id;

  if (member == NULL)
    return FALSE;

  *place = (TuttiPlace) { id, member->track_id, FALSE };
  track_id = member->track_id;
  if (!tells_the_same (member->track, news))
    track = merge_news (member->track, news);
  is_other = track != NULL && !tells_the_same (member->track, track);
  if (((member->brought_by ^ (member->brought_by | brought_by)) & TUTTI_BROUGHT_OWN) != 0)
    tutti_catalogue_touch (db, track_id);
  brought_by |= member->brought_by;

  update = tutti_db_query (db, is_other ? "update-service-track" : "refresh-service-track", error);
  if (update == NULL)
    return FALSE;
  if (is_other)
    tutti_row_bind_service_track (update, track, &text);
  else
    tutti_bind_int (update, ":id", id);
  tutti_bind_int (update, ":brought_by", brought_by);
  tutti_bind_int (update, ":now", tutti_clock_now ());
  if (!tutti_db_run (db, update, error))
    return FALSE;

  member->brought_by = brought_by;
  if (!is_other)
    return TRUE;

  identity = tutti_identity_new (track);
  has_other_keys = !has_same_keys (identity, member->identity);
  if (has_other_keys && (!tutti_match_keys_remove (db, member->identity, id, error) || !tutti_match_keys_add (db, identity, G_MAXUINT, id, error)))
    return FALSE;
  reason = member->reason;
  tutti_members_take (db, id, track_id, track, g_steal_pointer (&identity), brought_by, reason);
  tutti_catalogue_touch (db, track_id);
  tutti_db_note_change (db, TUTTI_CHANGE_TRACKS);

  if (has_other_keys)
    {
      if (!tutti_catalogue_regroup (db, &id, 1, error))
        return FALSE;
      member = tutti_members_get (db, id, error);
      if (member == NULL)
        return FALSE;
      place->track_id = member->track_id;
    }

  return TRUE;
}

gint64
tutti_catalogue_find (TuttiDb    *db,
                      const char *provider,
                      const char *remote_id,
                      GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "service-track-id", error);

  if (query == NULL)
    return 0;
  tutti_bind_text (query, ":provider", provider);
  tutti_bind_text (query, ":remote_id", remote_id);

  return tutti_db_read_int (db, query, 0, error);
}

gboolean
tutti_catalogue_add (TuttiDb           *db,
                     TuttiServiceTrack *track,
                     TuttiBroughtBy     brought_by,
                     gint64             liked_at,
                     gboolean           in_bulk,
                     TuttiPlace        *place,
                     GError           **error)
{
  const char *provider = tutti_service_track_get_provider (track);
  const char *remote_id = tutti_service_track_get_remote_id (track);
  g_autoptr (GError) local = NULL;
  gint64 id;

  if (*provider == '\0' || *remote_id == '\0')
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "A song without a service or without an id");
      return FALSE;
    }

  tutti_members_trim (db);
  id = tutti_catalogue_find (db, provider, remote_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return id != 0 ? take_news (db, id, track, brought_by, place, error)
                 : add_new (db, track, brought_by, liked_at, in_bulk, place, error);
}

gboolean
tutti_catalogue_remove (TuttiDb *db,
                        gint64   service_track_id,
                        GError **error)
{
  TuttiMember *member = tutti_members_get (db, service_track_id, error);
  g_autoptr (TuttiStatement) delete = NULL;

  if (member == NULL || !tutti_match_keys_remove (db, member->identity, service_track_id, error))
    return FALSE;

  tutti_catalogue_touch (db, member->track_id);
  tutti_members_forget (db, service_track_id);
  tutti_db_note_change (db, TUTTI_CHANGE_TRACKS);

  delete = tutti_db_query (db, "delete-service-track", error);
  if (delete == NULL)
    return FALSE;
  tutti_bind_int (delete, ":id", service_track_id);

  return tutti_db_run (db, delete, error);
}

gboolean
tutti_catalogue_keep (TuttiDb    *db,
                      gint64      track_id,
                      const char *name,
                      GError    **error)
{
  g_autoptr (TuttiServiceTrack) best = tutti_derived_find_best (db, track_id, error);
  g_autoptr (GArray) ids = best != NULL ? tutti_members_list (db, track_id, error) : NULL;
  g_autoptr (TuttiStatement) copy = ids != NULL ? tutti_db_query (db, "copy-verdicts", error) : NULL;
  TuttiServiceTrack *coded = best;

  if (copy == NULL)
    return FALSE;

  /* What the person told apart stays apart. */
  tutti_bind_int (copy, ":track_id", track_id);
  tutti_bind_text (copy, ":name", name);
  if (!tutti_db_run (db, copy, error))
    return FALSE;

  /* The code may be known to another of its service tracks only. */
  for (guint i = 0; tutti_service_track_get_isrc (coded) == NULL && i < ids->len; i++)
    {
      TuttiMember *member = tutti_members_get (db, g_array_index (ids, gint64, i), error);

      if (member == NULL)
        return FALSE;
      coded = member->track;
    }

  {
    g_autofree char      *isrcs = g_strjoinv (",", (char **) tutti_service_track_get_isrcs (coded));
    TuttiServiceTrackInfo info = {
      .provider = "file",
      .remote_id = name,
      .title = tutti_service_track_get_title (best),
      .artists = tutti_service_track_get_artists (best),
      .album = tutti_service_track_get_album (best),
      .isrc = isrcs,
      .duration_ms = tutti_service_track_get_duration (best),
    };
    g_autoptr (TuttiServiceTrack) words = tutti_service_track_new (&info);
    TuttiPlace place = { .track_id = track_id };

    tutti_catalogue_touch (db, track_id);

    return insert (db, words, tutti_identity_new (words), G_MAXUINT, TUTTI_BROUGHT_BY_LIKE, "", &place, error);
  }
}

gboolean
tutti_catalogue_keep_found (TuttiDb        *db,
                            TuttiStatement *query,
                            GError        **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  while (tutti_db_step (db, query, error))
    {
      gint64 id = sqlite3_column_int64 (query, 0);

      g_array_append_val (ids, id);
      g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (query, 1)));
    }
  if (!tutti_db_ended (db))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    if (!tutti_catalogue_keep (db, g_array_index (ids, gint64, i), g_ptr_array_index (names, i), error))
      return FALSE;

  return TRUE;
}

gboolean
tutti_catalogue_drop_kept (TuttiDb *db,
                           gint64   track_id,
                           GError **error)
{
  g_autoptr (GArray) ids = tutti_members_list (db, track_id, error);
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      TuttiMember *member = tutti_members_get (db, g_array_index (ids, gint64, i), error);

      if (member == NULL)
        return FALSE;
      if (member->brought_by == TUTTI_BROUGHT_BY_LIKE)
        g_array_append_val (kept, member->id);
    }
  for (guint i = 0; i < kept->len; i++)
    if (!tutti_catalogue_remove (db, g_array_index (kept, gint64, i), error))
      return FALSE;

  return TRUE;
}

gboolean
tutti_catalogue_settle (TuttiDb *db,
                        GError **error)
{
  GHashTable          *touched = tutti_members_get_touched (db);
  g_autofree gpointer *ids = NULL;
  guint                n_ids;

  ids = g_hash_table_get_keys_as_array (touched, &n_ids);
  for (guint i = 0; i < n_ids; i++)
    if (!tutti_derived_update (db, *(gint64 *) ids[i], error))
      return FALSE;
  g_hash_table_remove_all (touched);
  tutti_members_trim (db);

  return TRUE;
}
