/* tutti-renewal.c: keys and words that older rules made
 *
 * The keys, the groups and the words of the file were made by the rules of the
 * program that wrote it. A number and a few fixed songs tell whether the rules
 * are still the same: what they come to is kept as a fact. When it differs,
 * everything derived is made anew in small transactions, each of which notes
 * how far it went, so that whoever works with the file hardly waits, and a
 * program that dies goes on where it was.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-renewal-private.h"

#include "tutti-fold.h"
#include "tutti-title.h"

/* Rows of one transaction. */
#define BATCH 1000

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

/* --- facts --- */

char *
tutti_fact_dup (TuttiDb    *db,
                const char *name,
                GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "fact", error);

  if (query == NULL)
    return NULL;
  tutti_bind_text (query, ":name", name);

  return tutti_db_step (db, query, error) ? g_strdup ((const char *) sqlite3_column_text (query, 0)) : NULL;
}

gboolean
tutti_fact_set (TuttiDb    *db,
                const char *name,
                const char *value,
                GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, value != NULL ? "set-fact" : "forget-fact", error);

  if (query == NULL)
    return FALSE;
  tutti_bind_text (query, ":name", name);
  if (value != NULL)
    tutti_bind_text (query, ":value", value);

  return tutti_db_run (db, query, error);
}

static gboolean
read_fact (TuttiDb    *db,
           const char *name,
           char      **value,
           GError    **error)
{
  g_autoptr (GError) local = NULL;

  *value = tutti_fact_dup (db, name, &local);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

/* --- the rules --- */

static TuttiServiceTrack *
make_sample (guint number)
{
  const char *const     artists[] = { samples[number].artist, NULL };
  TuttiServiceTrackInfo info = {
    .provider = "sample",
    .remote_id = "1",
    .title = samples[number].title,
    .artists = artists,
    .album = samples[number].album,
    .isrc = samples[number].isrc,
    .duration_ms = 200000,
  };

  return tutti_service_track_new (&info);
}

char *
tutti_renewal_dup_rules (void)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (TuttiServiceTrack) track = make_sample (i);
      g_autoptr (TuttiIdentity) identity = tutti_identity_new (track);
      guint          n_keys;
      const guint64 *keys = tutti_identity_get_keys (identity, &n_keys);

      g_checksum_update (sum, (const guchar *) keys, (gssize) (n_keys * sizeof *keys));
    }

  return g_strdup_printf ("%d %s", TUTTI_IDENTITY_RULES, g_checksum_get_string (sum));
}

char *
tutti_renewal_dup_words (void)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *words = tutti_fold_words (samples[i].title);
      g_autofree char *folded = tutti_fold (samples[i].title);
      g_autofree char *version = tutti_title_dup_version (samples[i].title);

      g_checksum_update (sum, (const guchar *) words, -1);
      g_checksum_update (sum, (const guchar *) folded, -1);
      g_checksum_update (sum, (const guchar *) (version != NULL ? version : "-"), -1);
    }

  return g_strdup (g_checksum_get_string (sum));
}

gboolean
tutti_renewal_look (TuttiDb         *db,
                    TuttiRenewalDue *due,
                    GError         **error)
{
  g_autofree char *our_rules = tutti_renewal_dup_rules ();
  g_autofree char *our_words = tutti_renewal_dup_words ();
  g_autofree char *rules = NULL;
  g_autofree char *words = NULL;

  *due = 0;
  if (!read_fact (db, "rules", &rules, error) || !read_fact (db, "words", &words, error))
    return FALSE;
  if (g_strcmp0 (rules, our_rules) != 0)
    *due |= TUTTI_RENEWAL_GROUPS;
  if (g_strcmp0 (words, our_words) != 0)
    *due |= TUTTI_RENEWAL_WORDS;

  return TRUE;
}

/* --- bit by bit --- */

/* Where the work for `ours` stands: -1 if it has not begun. */
static gboolean
read_progress (TuttiDb    *db,
               const char *work,
               const char *place,
               const char *ours,
               gint64     *after,
               GError    **error)
{
  g_autofree char *theirs = NULL;
  g_autofree char *text = NULL;

  if (!read_fact (db, work, &theirs, error) || !read_fact (db, place, &text, error))
    return FALSE;
  *after = g_strcmp0 (theirs, ours) == 0 && text != NULL ? g_ascii_strtoll (text, NULL, 10) : -1;

  return TRUE;
}

static gboolean
note_progress (TuttiDb    *db,
               const char *place,
               gint64      after,
               GError    **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, after);

  return tutti_fact_set (db, place, text, error);
}

/* The keys of the next service tracks. Keys of other rules mean nothing, and
 * can't be told from ours: all of them go first. */
static gboolean
write_some_keys (TuttiDb *db,
                 gint64  *after,
                 guint   *n_written,
                 GError **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "service-tracks-after", error);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TuttiMatchKey));

  if (query == NULL)
    return FALSE;

  tutti_bind_int (query, ":after", *after);
  tutti_bind_int (query, ":limit", BATCH);
  while (tutti_db_step (db, query, error))
    {
      g_autoptr (TuttiServiceTrack) track = tutti_row_read_service_track (query, 2);
      g_autoptr (TuttiIdentity) identity = tutti_identity_new (track);

      *after = sqlite3_column_int64 (query, 0);
      tutti_match_keys_collect (keys, identity, *after);
      ++*n_written;
    }

  return tutti_db_ended (db) && tutti_match_keys_write (db, keys, error);
}

gboolean
tutti_renewal_write_keys (TuttiDb  *db,
                          gboolean *is_done,
                          GError  **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autofree char *ours = tutti_renewal_dup_rules ();
  gint64           after = 0;
  guint            n_written = 0;

  if (transaction == NULL || !read_progress (db, "renewing-rules", "renewed-keys", ours, &after, error))
    return FALSE;
  if (after < 0)
    {
      after = 0;
      if (!tutti_db_run_query (db, "delete-match-keys", error) || !tutti_fact_set (db, "renewing-rules", ours, error))
        return FALSE;
    }
  if (!write_some_keys (db, &after, &n_written, error) ||
      !note_progress (db, "renewed-keys", after, error) ||
      !tutti_transaction_commit (&transaction, error))
    return FALSE;
  *is_done = n_written < BATCH;

  return TRUE;
}

/* The text of the next tracks: they are settled as if all their words had changed. */
static gboolean
touch_some (TuttiDb *db,
            gint64  *after,
            guint   *n_touched,
            GError **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "track-ids-after", error);
  g_autoptr (TuttiStatement) forget = query != NULL ? tutti_db_query (db, "forget-words-hash-of", error) : NULL;
  gint64 first = *after;

  if (forget == NULL)
    return FALSE;

  tutti_bind_int (query, ":after", *after);
  tutti_bind_int (query, ":limit", BATCH);
  while (tutti_db_step (db, query, error))
    {
      *after = sqlite3_column_int64 (query, 0);
      tutti_catalogue_touch (db, *after);
      ++*n_touched;
    }
  if (!tutti_db_ended (db))
    return FALSE;
  tutti_bind_int (forget, ":after", first);
  tutti_bind_int (forget, ":last", *after);

  return tutti_db_run (db, forget, error);
}

gboolean
tutti_renewal_write_words (TuttiDb  *db,
                           gboolean *is_done,
                           GError  **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autofree char *ours = tutti_renewal_dup_words ();
  gint64           after = 0;
  guint            n_touched = 0;

  if (transaction == NULL || !read_progress (db, "renewing-words", "renewed-words", ours, &after, error))
    return FALSE;
  if (after < 0)
    {
      after = 0;
      if (!tutti_fact_set (db, "renewing-words", ours, error))
        return FALSE;
    }
  if (!touch_some (db, &after, &n_touched, error) ||
      !tutti_catalogue_settle (db, error) ||
      !note_progress (db, "renewed-words", after, error))
    return FALSE;

  *is_done = n_touched < BATCH;
  if (*is_done && (!tutti_fact_set (db, "words", ours, error) ||
                   !tutti_fact_set (db, "renewing-words", NULL, error) ||
                   !tutti_fact_set (db, "renewed-words", NULL, error)))
    return FALSE;

  return tutti_transaction_commit (&transaction, error);
}
