/* tutti-store-lists.c: ids of feed and likes, and counts
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-lists.h"

#include "tutti-fold.h"
#include "tutti-store-private.h"

#include <string.h>

/* How much of the cache the fallback feed shows below the charts. */
#define MAX_FALLBACK 200

static gpointer
copy_counts (gpointer counts)
{
  return g_memdup2 (counts, sizeof (TuttiCounts));
}

G_DEFINE_BOXED_TYPE (TuttiCounts, tutti_counts, copy_counts, g_free)

static DexFuture *
answer_array (GArray *array,
              GError *error)
{
  g_autoptr (GArray) owned = array;

  return error == NULL ? dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&owned))
                       : dex_future_new_for_error (error);
}

/* --- feed --- */

/* A row that another play of the same song may still join. */
typedef struct
{
  guint      index;     /* in the feed */
  GPtrArray *providers; /* interned */
} OpenRow;

static void
open_row_free (gpointer data)
{
  OpenRow *self = data;

  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_free (self);
}

static const char *
join_interned (const char *sources,
               const char *provider)
{
  g_autofree char *joined = g_strdup_printf ("%s,%s", sources, provider);

  return g_intern_string (joined);
}

/* Plays of one song on two services less than its length apart are one row. */
static gboolean
joins (GArray     *feed,
       OpenRow    *row,
       gint64      at,
       gint64      duration,
       const char *provider)
{
  TuttiFeedEntry *entry = &g_array_index (feed, TuttiFeedEntry, row->index);

  if (at == 0 || entry->at == 0 || entry->at - at >= duration || g_ptr_array_find (row->providers, provider, NULL))
    return FALSE;

  entry->sources = join_interned (entry->sources, provider);
  g_ptr_array_add (row->providers, (gpointer) provider);

  return TRUE;
}

static DexFuture *
list_feed_job (TuttiDb *db,
               gpointer data)
{
  const char *provider = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) feed = g_array_new (FALSE, TRUE, sizeof (TuttiFeedEntry));
  g_autoptr (GHashTable) open = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, open_row_free);
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "feed", &error);

  if (query != NULL)
    tutti_bind_text (query, ":provider", provider);
  while (query != NULL && tutti_db_step (db, query, &error))
    {
      TuttiFeedEntry entry = {
        .track_id = sqlite3_column_int64 (query, 0),
        .at = sqlite3_column_int64 (query, 1),
        .sources = g_intern_string ((const char *) sqlite3_column_text (query, 2)),
      };
      OpenRow *row = provider == NULL ? g_hash_table_lookup (open, &entry.track_id) : NULL;

      if (row != NULL && joins (feed, row, entry.at, sqlite3_column_int64 (query, 3), entry.sources))
        continue;

      g_array_append_val (feed, entry);
      if (provider == NULL)
        {
          row = g_new0 (OpenRow, 1);
          row->index = feed->len - 1;
          row->providers = g_ptr_array_new ();
          g_ptr_array_add (row->providers, (gpointer) entry.sources);
          g_hash_table_replace (open, g_memdup2 (&entry.track_id, sizeof (gint64)), row);
        }
    }

  return answer_array (g_steal_pointer (&feed), g_steal_pointer (&error));
}

DexFuture *
tutti_store_list_feed (TuttiStore *self,
                       const char *provider)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_feed_job, g_strdup (provider), g_free);
}

static DexFuture *
list_fallback_job (TuttiDb *db,
                   gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) feed = g_array_new (FALSE, TRUE, sizeof (TuttiFeedEntry));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "fallback", &error);

  if (query != NULL)
    tutti_bind_int (query, ":limit", MAX_FALLBACK);
  while (query != NULL && tutti_db_step (db, query, &error))
    {
      TuttiFeedEntry entry = {
        .track_id = sqlite3_column_int64 (query, 0),
        .sources = g_intern_string ((const char *) sqlite3_column_text (query, 1)),
      };

      if (g_hash_table_add (seen, g_memdup2 (&entry.track_id, sizeof (gint64))))
        g_array_append_val (feed, entry);
    }

  return answer_array (g_steal_pointer (&feed), g_steal_pointer (&error));
}

DexFuture *
tutti_store_list_fallback (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_fallback_job, NULL, NULL);
}

/* --- likes --- */

typedef struct
{
  TuttiSort sort;
  char     *match; /* (nullable) */
  char     *on;
  char     *missing;
  gboolean  is_explicit;
  gboolean  is_single;
} Likes;

static void
likes_free (gpointer data)
{
  Likes *self = data;

  g_clear_pointer (&self->match, g_free);
  g_clear_pointer (&self->on, g_free);
  g_clear_pointer (&self->missing, g_free);
  g_free (self);
}

static DexFuture *
list_likes_job (TuttiDb *db,
                gpointer data)
{
  const Likes *likes = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean    is_plain = likes->sort == TUTTI_SORT_NEWEST && likes->match == NULL && likes->on == NULL && likes->missing == NULL &&
                         !likes->is_explicit && !likes->is_single;
  const char *name = is_plain ? "likes-newest" : likes->match != NULL ? "likes-matching"
                                                                      : "likes-filtered";
  g_autoptr (TuttiStatement) query = tutti_db_query (db, name, &error);

  if (query != NULL && !is_plain)
    {
      tutti_bind_text (query, ":on", likes->on);
      tutti_bind_text (query, ":missing", likes->missing);
      tutti_bind_int (query, ":explicit", likes->is_explicit);
      tutti_bind_int (query, ":single", likes->is_single);
      tutti_bind_int (query, ":sort", likes->sort);
    }
  if (query != NULL && likes->match != NULL)
    tutti_bind_text (query, ":match", likes->match);

  while (query != NULL && tutti_db_step (db, query, &error))
    {
      gint64 id = sqlite3_column_int64 (query, 0);

      g_array_append_val (ids, id);
    }

  return answer_array (g_steal_pointer (&ids), g_steal_pointer (&error));
}

DexFuture *
tutti_store_list_likes (TuttiStore            *self,
                        const TuttiLikesQuery *query)
{
  Likes *likes;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  likes = g_new0 (Likes, 1);
  likes->sort = query->sort;
  if (query->text != NULL)
    {
      g_autofree char *cut = tutti_search_cut (query->text);

      likes->match = tutti_fold_match (cut);
    }
  likes->on = g_strdup (query->on);
  likes->missing = g_strdup (query->missing);
  likes->is_explicit = query->is_explicit;
  likes->is_single = query->is_single;

  return tutti_store_run (self, TUTTI_DB_READ, list_likes_job, likes, likes_free);
}

/* --- counts --- */

static DexFuture *
count_likes_job (TuttiDb *db,
                 gpointer data)
{
  const char *provider = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStatement) query = tutti_db_query (db, provider != NULL ? "count-likes-of" : "count-likes", &error);
  guint count = 0;

  if (query != NULL && provider != NULL)
    tutti_bind_text (query, ":provider", provider);
  if (query != NULL)
    count = (guint) tutti_db_read_int (db, query, 0, &error);

  return error == NULL ? dex_future_new_for_uint (count) : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_store_count_likes (TuttiStore *self,
                         const char *provider)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, count_likes_job, g_strdup (provider), g_free);
}

static DexFuture *
count_all_job (TuttiDb *db,
               gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "count-all", &error);
  TuttiCounts counts = { 0 };

  if (query != NULL && tutti_db_step (db, query, &error))
    counts = (TuttiCounts) {
      .tracks = (guint) sqlite3_column_int64 (query, 0),
      .service_tracks = (guint) sqlite3_column_int64 (query, 1),
      .likes = (guint) sqlite3_column_int64 (query, 2),
      .plays = (guint) sqlite3_column_int64 (query, 3),
      .outbox = (guint) sqlite3_column_int64 (query, 4),
    };

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (TUTTI_TYPE_COUNTS, copy_counts (&counts));
}

DexFuture *
tutti_store_count_all (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, count_all_job, NULL, NULL);
}
