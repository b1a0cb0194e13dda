/* tutti-members.c: service tracks in memory, and where they may belong
 *
 * An import compares each new service track with a few that are there; those
 * were mostly written moments ago. So the writing connection keeps what it
 * wrote or read last, parsed, in a cache that is dropped with a transaction
 * that fails.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-catalogue-private.h"
#include "tutti-regroup-private.h"

/* Members kept in memory: some 10 MB. */
#define MAX_CACHED 8192

/* 48 bits of a key are stored: SQLite writes them in six bytes instead of
 * eight, and a chance hit is found out by the comparison. */
#define KEY_MASK G_GUINT64_CONSTANT (0x7fffffffffff)

typedef struct
{
  GHashTable   *members; /* id → TuttiMember */
  GHashTable   *touched; /* set of gint64 */
  TuttiAliases *aliases; /* (nullable) until they are asked for */
  char         *salt;    /* (nullable) the same */
} Cache;

void
tutti_member_free (TuttiMember *self)
{
  g_clear_pointer (&self->identity, tutti_identity_free);
  g_clear_pointer (&self->track, tutti_service_track_unref);
  g_free (self);
}

static void
cache_free (gpointer data)
{
  Cache *self = data;

  g_clear_pointer (&self->members, g_hash_table_unref);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_clear_pointer (&self->aliases, tutti_aliases_free);
  g_clear_pointer (&self->salt, g_free);
  g_free (self);
}

static Cache *
get_cache (TuttiDb *db)
{
  Cache *cache = tutti_db_get_cache (db);

  if (cache == NULL)
    {
      cache = g_new0 (Cache, 1);
      cache->members = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) tutti_member_free);
      cache->touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      tutti_db_set_cache (db, cache, cache_free);
    }

  return cache;
}

TuttiMember *
tutti_members_take (TuttiDb           *db,
                    gint64             id,
                    gint64             track_id,
                    TuttiServiceTrack *track,
                    TuttiIdentity     *identity,
                    TuttiBroughtBy     brought_by,
                    const char        *reason)
{
  TuttiMember *member = g_new0 (TuttiMember, 1);

  member->id = id;
  member->track_id = track_id;
  member->track = tutti_service_track_ref (track);
  member->identity = identity;
  member->brought_by = brought_by;
  member->reason = g_intern_string (reason);
  g_hash_table_replace (get_cache (db)->members, &member->id, member);

  return member;
}

TuttiMember *
tutti_members_get (TuttiDb *db,
                   gint64   id,
                   GError **error)
{
  TuttiMember *member = g_hash_table_lookup (get_cache (db)->members, &id);
  g_autoptr (TuttiStatement) query = NULL;
  g_autoptr (TuttiServiceTrack) track = NULL;

  if (member != NULL)
    return member;

  query = tutti_db_query (db, "service-track", error);
  if (query == NULL)
    return NULL;
  tutti_bind_int (query, ":id", id);
  if (!tutti_db_step (db, query, error))
    return NULL;
  track = tutti_row_read_service_track (query, 2);

  return tutti_members_take (db, id, sqlite3_column_int64 (query, 1), track, tutti_identity_new (track),
                             (TuttiBroughtBy) sqlite3_column_int (query, 14),
                             (const char *) sqlite3_column_text (query, 16));
}

void
tutti_members_forget (TuttiDb *db,
                      gint64   id)
{
  g_hash_table_remove (get_cache (db)->members, &id);
}

void
tutti_members_trim (TuttiDb *db)
{
  Cache *cache = get_cache (db);

  if (g_hash_table_size (cache->members) > MAX_CACHED)
    g_hash_table_remove_all (cache->members);
}

GHashTable *
tutti_members_get_touched (TuttiDb *db)
{
  return get_cache (db)->touched;
}

TuttiAliases *
tutti_members_get_aliases (TuttiDb *db,
                           GError **error)
{
  Cache *cache = get_cache (db);
  g_autoptr (TuttiAliases) aliases = NULL;
  g_autoptr (TuttiStatement) query = NULL;

  if (cache->aliases != NULL)
    return cache->aliases;

  aliases = tutti_aliases_new ();
  query = tutti_db_query (db, "aliases", error);
  if (query == NULL)
    return NULL;
  while (tutti_db_step (db, query, error))
    tutti_aliases_add (aliases, (guint64) sqlite3_column_int64 (query, 0));
  if (!tutti_db_ended (db))
    return NULL;
  cache->aliases = g_steal_pointer (&aliases);

  return cache->aliases;
}

gboolean
tutti_members_keep_aliases (TuttiDb      *db,
                            TuttiAliases *aliases,
                            GError      **error)
{
  Cache *cache = get_cache (db);
  g_autoptr (GArray) pairs = tutti_aliases_list (aliases);
  g_autoptr (TuttiStatement) add = NULL;

  g_clear_pointer (&cache->aliases, tutti_aliases_free);
  cache->aliases = aliases;
  add = tutti_db_query (db, "add-alias", error);
  if (add == NULL || !tutti_db_run_query (db, "delete-aliases", error))
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    {
      tutti_bind_int (add, ":pair", (gint64) g_array_index (pairs, guint64, i));
      if (!tutti_db_run (db, add, error))
        return FALSE;
    }

  return TRUE;
}

const char *
tutti_members_peek_salt (TuttiDb *db)
{
  return get_cache (db)->salt;
}

const char *
tutti_members_take_salt (TuttiDb *db,
                         char    *salt)
{
  Cache *cache = get_cache (db);

  g_free (cache->salt);
  cache->salt = salt;

  return salt;
}

void
tutti_catalogue_touch (TuttiDb *db,
                       gint64   track_id)
{
  GHashTable *touched = get_cache (db)->touched;

  if (!g_hash_table_contains (touched, &track_id))
    g_hash_table_add (touched, g_memdup2 (&track_id, sizeof track_id));
}

GArray *
tutti_members_list (TuttiDb *db,
                    gint64   track_id,
                    GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "member-ids", error);

  if (query == NULL)
    return NULL;

  tutti_bind_int (query, ":track_id", track_id);
  tutti_bind_int (query, ":limit", TUTTI_TRACK_MAX_MEMBERS);

  return tutti_db_read_ids (db, query, ids, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
contains_id (GArray *ids,
             gint64  id,
             guint   n_ids)
{
  for (guint i = 0; i < n_ids; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;

  return FALSE;
}

gboolean
tutti_match_keys_find (TuttiDb *db,
                       guint64  key,
                       GArray  *ids,
                       GError **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "candidates", error);
  guint n_before = ids->len;

  if (query == NULL)
    return FALSE;

  tutti_bind_int (query, ":key", (gint64) (key & KEY_MASK));
  tutti_bind_int (query, ":limit", TUTTI_IDENTITY_MAX_CANDIDATES);
  while (tutti_db_step (db, query, error))
    {
      gint64 id = sqlite3_column_int64 (query, 0);

      /* A key names each only once, so what it brings is compared with what other keys brought. */
      if (n_before == 0 || !contains_id (ids, id, n_before))
        g_array_append_val (ids, id);
    }

  return tutti_db_ended (db);
}

GArray *
tutti_members_find_candidates (TuttiDb             *db,
                               const TuttiIdentity *identity,
                               gint64               except,
                               GError             **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint          n_keys;
  const guint64 *keys = tutti_identity_get_keys (identity, &n_keys);

  for (guint i = 0; i < n_keys; i++)
    if (!tutti_match_keys_find (db, keys[i], ids, error))
      return NULL;
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == except)
      g_array_remove_index (ids, i--);

  return g_steal_pointer (&ids);
}

gboolean
tutti_members_move (TuttiDb    *db,
                    gint64      id,
                    gint64      track_id,
                    const char *reason,
                    GError    **error)
{
  TuttiMember *member = tutti_members_get (db, id, error);
  g_autoptr (TuttiStatement) update = NULL;

  if (member == NULL)
    return FALSE;

  update = tutti_db_query (db, member->track_id != track_id ? "move-service-track" : "set-reason", error);
  if (update == NULL)
    return FALSE;
  tutti_bind_int (update, ":id", id);
  if (member->track_id != track_id)
    {
      tutti_bind_int (update, ":track_id", track_id);
      tutti_catalogue_touch (db, member->track_id);
      tutti_catalogue_touch (db, track_id);
    }
  tutti_bind_text (update, ":reason", reason);
  if (!tutti_db_run (db, update, error))
    return FALSE;

  member->track_id = track_id;
  member->reason = g_intern_string (reason);

  return TRUE;
}

static gboolean
run_for_keys (TuttiDb             *db,
              const char          *name,
              const TuttiIdentity *identity,
              guint                most,
              gint64               id,
              GError             **error)
{
  g_autoptr (TuttiStatement) statement = tutti_db_query (db, name, error);
  guint          n_keys;
  const guint64 *keys = tutti_identity_get_keys (identity, &n_keys);

  if (statement == NULL)
    return FALSE;

  tutti_bind_int (statement, ":id", id);
  for (guint i = 0; i < MIN (n_keys, most); i++)
    {
      tutti_bind_int (statement, ":key", (gint64) (keys[i] & KEY_MASK));
      if (!tutti_db_run (db, statement, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
tutti_match_keys_add (TuttiDb             *db,
                      const TuttiIdentity *identity,
                      guint                n_keys,
                      gint64               id,
                      GError             **error)
{
  return run_for_keys (db, "add-match-key", identity, n_keys, id, error);
}

gboolean
tutti_match_keys_remove (TuttiDb             *db,
                         const TuttiIdentity *identity,
                         gint64               id,
                         GError             **error)
{
  return run_for_keys (db, "remove-match-key", identity, G_MAXUINT, id, error);
}

void
tutti_match_keys_collect (GArray              *keys,
                          const TuttiIdentity *identity,
                          gint64               id)
{
  guint          n_keys;
  const guint64 *all = tutti_identity_get_keys (identity, &n_keys);

  for (guint i = 0; i < n_keys; i++)
    {
      TuttiMatchKey key = { (gint64) (all[i] & KEY_MASK), id };

      g_array_append_val (keys, key);
    }
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const TuttiMatchKey *left = a;
  const TuttiMatchKey *right = b;

  if (left->key != right->key)
    return left->key < right->key ? -1 : 1;

  return left->id < right->id ? -1 : left->id > right->id;
}

gboolean
tutti_match_keys_write (TuttiDb *db,
                        GArray  *keys,
                        GError **error)
{
  g_autoptr (TuttiStatement) add = tutti_db_query (db, "add-match-key", error);

  if (add == NULL)
    return FALSE;

  g_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      const TuttiMatchKey *key = &g_array_index (keys, TuttiMatchKey, i);

      tutti_bind_int (add, ":key", key->key);
      tutti_bind_int (add, ":id", key->id);
      if (!tutti_db_run (db, add, error))
        return FALSE;
    }

  return TRUE;
}

GArray *
tutti_words_list (TuttiDb    *db,
                  const char *provider,
                  const char *remote_id,
                  GError    **error)
{
  g_autoptr (GArray) words = g_array_new (FALSE, FALSE, sizeof (TuttiWord));
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "verdicts-of", error);

  if (query == NULL)
    return NULL;

  tutti_bind_text (query, ":provider", provider);
  tutti_bind_text (query, ":remote_id", remote_id);
  while (tutti_db_step (db, query, error))
    {
      TuttiWord word = { sqlite3_column_int64 (query, 0), sqlite3_column_int (query, 1) != 0 };

      g_array_append_val (words, word);
    }
  if (!tutti_db_ended (db))
    return NULL;

  return g_steal_pointer (&words);
}
