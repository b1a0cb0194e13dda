/* tutti-upkeep.c: derived data of older rules, and what is forgotten in time
 *
 * The keys and the words of the file were made by the rules of the program
 * that wrote it. A few fixed songs tell whether the rules are still the same:
 * their keys and words are kept as a fact; when they differ, everything
 * derived is made anew, once.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-catalogue-private.h"

#include "tutti-fold.h"
#include "tutti-title.h"

/* Derived rows are made anew in transactions of so many. */
#define BATCH 500

/* Songs that touch most of what the rules do. */
static const struct
{
  const char *title;
  const char *artist;
  const char *album;
  const char *isrc;
} samples[] = {
  { "Dreams (2004 Remaster)", "Fleetwood Mac", "Rumours (Super Deluxe)", "USWB10400046" },
  { "P!nk & AC/DC feat. Don’t Stop - Live in Łódź, Pt. 2", "MØ, Tyler, The Creator", "Straße", "GBUM71029604" },
  { "夜に駆ける", "YOASOBI", "THE BOOK", "JPU901904000" },
  { "Ночь (Radio Edit) [feat. Æon]", "Кино", "!!!", "" },
};

static char *
dup_fingerprint (void)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      const char *const     artists[] = { samples[i].artist, NULL };
      TuttiServiceTrackInfo info = {
        .provider = "sample",
        .remote_id = "1",
        .title = samples[i].title,
        .artists = artists,
        .album = samples[i].album,
        .isrc = samples[i].isrc,
        .duration_ms = 200000,
      };
      g_autoptr (TuttiServiceTrack) track = tutti_service_track_new (&info);
      g_autoptr (TuttiIdentity) identity = tutti_identity_new (track);
      g_autofree char *words = tutti_fold_words (samples[i].title);
      g_autofree char *folded = tutti_fold (samples[i].title);
      g_autofree char *version = tutti_title_dup_version (samples[i].title);
      guint            n_keys;
      const guint64   *keys = tutti_identity_get_keys (identity, &n_keys);

      g_checksum_update (sum, (const guchar *) keys, (gssize) (n_keys * sizeof *keys));
      g_checksum_update (sum, (const guchar *) words, -1);
      g_checksum_update (sum, (const guchar *) folded, -1);
      g_checksum_update (sum, (const guchar *) (version != NULL ? version : "-"), -1);
    }

  return g_strdup (g_checksum_get_string (sum));
}

static char *
dup_fact (TuttiDb    *db,
          const char *name,
          GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "fact", error);

  if (query == NULL)
    return NULL;
  tutti_bind_text (query, ":name", name);

  return tutti_db_step (db, query, error) ? g_strdup ((const char *) sqlite3_column_text (query, 0)) : NULL;
}

static gboolean
set_fact (TuttiDb    *db,
          const char *name,
          const char *value,
          GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "set-fact", error);

  if (query == NULL)
    return FALSE;
  tutti_bind_text (query, ":name", name);
  tutti_bind_text (query, ":value", value);

  return tutti_db_run (db, query, error);
}

static GArray *
list_ids (TuttiDb        *db,
          TuttiStatement *query,
          GError        **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  while (tutti_db_step (db, query, &local))
    {
      gint64 id = sqlite3_column_int64 (query, 0);

      g_array_append_val (ids, id);
    }
  sqlite3_reset (query);
  if (local == NULL)
    return g_steal_pointer (&ids);

  g_propagate_error (error, g_steal_pointer (&local));

  return NULL;
}

/* All keys, texts and words, in one transaction: it is done or not. */
static gboolean
make_anew (TuttiDb    *db,
           const char *fingerprint,
           GError    **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiStatement) query = NULL;
  g_autoptr (GArray) ids = NULL;
  guint n_moved = 0;

  if (transaction == NULL || !tutti_db_run_query (db, "delete-match-keys", error) || !tutti_db_run_query (db, "delete-all-words", error))
    return FALSE;

  query = tutti_db_query (db, "all-track-ids", error);
  ids = query != NULL ? list_ids (db, query, error) : NULL;
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    tutti_catalogue_touch (db, g_array_index (ids, gint64, i));

  return ids != NULL &&
         tutti_db_run_query (db, "forget-words-hash", error) &&
         tutti_catalogue_rematch (db, 0, &n_moved, error) &&
         tutti_catalogue_settle (db, error) &&
         set_fact (db, "rules", fingerprint, error) &&
         tutti_transaction_commit (&transaction, error);
}

gboolean
tutti_catalogue_keep_up (TuttiDb *db,
                         GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *ours = dup_fingerprint ();
  g_autofree char *theirs = dup_fact (db, "rules", &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return g_strcmp0 (ours, theirs) == 0 || make_anew (db, ours, error);
}

gboolean
tutti_catalogue_forget (TuttiDb *db,
                        gint64   unix_ms,
                        GError **error)
{
  for (;;)
    {
      g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
      g_autoptr (TuttiStatement) query = transaction != NULL ? tutti_db_query (db, "forgettable", error) : NULL;
      g_autoptr (GArray) ids = NULL;

      if (query == NULL)
        return FALSE;
      tutti_bind_int (query, ":before", unix_ms);
      tutti_bind_int (query, ":own", TUTTI_BROUGHT_OWN);
      tutti_bind_int (query, ":limit", BATCH);
      ids = list_ids (db, query, error);
      if (ids == NULL)
        return FALSE;

      for (guint i = 0; i < ids->len; i++)
        if (!tutti_catalogue_remove (db, g_array_index (ids, gint64, i), error))
          return FALSE;
      if (!tutti_catalogue_settle (db, error) || !tutti_transaction_commit (&transaction, error))
        return FALSE;
      if (ids->len < BATCH)
        return TRUE;
    }
}
