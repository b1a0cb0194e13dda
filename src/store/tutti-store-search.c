/* tutti-store-search.c: search as you type
 *
 * Three sources, from sure to loose: a whole title with the artist after it,
 * and titles that start with what was typed, both from an index over folded
 * text; then the full-text index, of whose hits at most 1,000 are ranked. All
 * three for the person's own music first, then for what a search or a chart
 * brought.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-lists.h"

#include "tutti-fold.h"
#include "tutti-store-private.h"

#include <string.h>

/* Hits of the full-text index that are ranked. */
#define MAX_HITS 1000

/* Somebody may paste a book. */
#define MAX_LETTERS 200

/* Behind every text that starts with what comes before it. */
#define LAST_LETTER "\xf4\x8f\xbf\xbf"

typedef struct
{
  const char *key;   /* folded */
  const char *match; /* (nullable) */
  guint       limit;
} Search;

typedef struct
{
  gint64 id;
  int    points;
} Hit;

typedef struct
{
  GArray     *ids;
  GHashTable *seen;
  guint       limit;
} Found;

static void
found_add (Found *self,
           gint64 id)
{
  if (self->ids->len < self->limit && g_hash_table_add (self->seen, g_memdup2 (&id, sizeof id)))
    g_array_append_val (self->ids, id);
}

static gboolean
is_full (const Found *self)
{
  return self->ids->len >= self->limit;
}

/* "hello adele": each way to read it as a title and an artist. What was typed
 * in full goes to `whole`, else to `begun`. */
static gboolean
find_title_artist (TuttiDb    *db,
                   const char *key,
                   gboolean    is_own,
                   guint       limit,
                   GArray     *whole,
                   GArray     *begun,
                   GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "search-title-artist", error);
  g_autofree char *to = g_strconcat (key, LAST_LETTER, NULL);
  g_autofree char *title = g_strdup (key);

  if (query == NULL)
    return FALSE;

  tutti_bind_int (query, ":is_own", is_own);
  tutti_bind_int (query, ":limit", limit);
  for (char *gap = strrchr (title, ' '); gap != NULL; gap = strrchr (title, ' '))
    {
      *gap = '\0';
      tutti_bind_text (query, ":title", title);
      tutti_bind_text (query, ":from", key + (gap - title) + 1);
      tutti_bind_text (query, ":to", to + (gap - title) + 1);
      while (tutti_db_step (db, query, error))
        {
          gint64 id = sqlite3_column_int64 (query, 0);

          g_array_append_val (sqlite3_column_int (query, 1) != 0 ? whole : begun, id);
        }
      if (!tutti_db_ended (db))
        return FALSE;
      sqlite3_reset (query);
    }

  return TRUE;
}

static gboolean
find_starts (TuttiDb    *db,
             const char *key,
             gboolean    is_own,
             Found      *found,
             GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "search-starts", error);
  g_autofree char *to = g_strconcat (key, LAST_LETTER, NULL);

  if (query == NULL)
    return FALSE;

  tutti_bind_int (query, ":is_own", is_own);
  tutti_bind_text (query, ":from", key);
  tutti_bind_text (query, ":to", to);
  tutti_bind_int (query, ":limit", found->limit);
  while (tutti_db_step (db, query, error))
    found_add (found, sqlite3_column_int64 (query, 0));

  return tutti_db_ended (db);
}

/* Whether each word of the key begins a word of the title. */
static gboolean
is_in_title (const char *title,
             const char *key)
{
  for (const char *word = key; *word != '\0';)
    {
      gsize    length = strcspn (word, " ");
      gboolean is_there = FALSE;

      for (const char *at = title; !is_there && at != NULL; at = strchr (at, ' '))
        {
          at += *at == ' ';
          is_there = strncmp (at, word, length) == 0;
        }
      if (!is_there)
        return FALSE;
      word += length + (word[length] == ' ');
    }

  return TRUE;
}

static int
compare_hits (gconstpointer a,
              gconstpointer b)
{
  return ((const Hit *) b)->points - ((const Hit *) a)->points;
}

/* Newest first among equals: the query gives them so, and the sort is stable. */
static gboolean
find_words (TuttiDb      *db,
            const Search *search,
            GArray       *own,
            GArray       *others,
            GError      **error)
{
  g_autoptr (TuttiStatement) query = NULL;

  if (search->match == NULL)
    return TRUE;
  query = tutti_db_query (db, "search-words", error);
  if (query == NULL)
    return FALSE;

  tutti_bind_text (query, ":match", search->match);
  tutti_bind_int (query, ":limit", MAX_HITS);
  while (tutti_db_step (db, query, error))
    {
      Hit hit = { sqlite3_column_int64 (query, 0), 0 };

      if (is_in_title ((const char *) sqlite3_column_text (query, 3), search->key))
        hit.points += 2;
      if (sqlite3_column_int (query, 2) != 0)
        hit.points += 1;
      g_array_append_val (sqlite3_column_int (query, 1) != 0 ? own : others, hit);
    }
  if (!tutti_db_ended (db))
    return FALSE;
  g_array_sort (own, compare_hits);
  g_array_sort (others, compare_hits);

  return TRUE;
}

/* One half of the answer: the person's own music, or the rest. */
static gboolean
find_half (TuttiDb      *db,
           const Search *search,
           gboolean      is_own,
           Found        *found,
           GError      **error)
{
  g_autoptr (GArray) whole = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) begun = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!find_title_artist (db, search->key, is_own, search->limit, whole, begun, error))
    return FALSE;
  for (guint i = 0; i < whole->len; i++)
    found_add (found, g_array_index (whole, gint64, i));
  if (!is_full (found) && !find_starts (db, search->key, is_own, found, error))
    return FALSE;
  for (guint i = 0; i < begun->len; i++)
    found_add (found, g_array_index (begun, gint64, i));

  return TRUE;
}

static gboolean
find_all (TuttiDb      *db,
          const Search *search,
          Found        *found,
          GError      **error)
{
  g_autoptr (TuttiTransaction) snapshot = NULL;
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (Hit));

  if (search->key[0] == '\0')
    return TRUE;

  snapshot = tutti_transaction_begin_read (db, error);
  if (snapshot == NULL || !find_half (db, search, TRUE, found, error))
    return FALSE;
  if (is_full (found))
    return TRUE;

  if (!find_words (db, search, own, others, error))
    return FALSE;
  for (guint i = 0; i < own->len; i++)
    found_add (found, g_array_index (own, Hit, i).id);
  if (!is_full (found) && !find_half (db, search, FALSE, found, error))
    return FALSE;
  for (guint i = 0; i < others->len; i++)
    found_add (found, g_array_index (others, Hit, i).id);

  return TRUE;
}

char *
tutti_search_cut (const char *typed)
{
  g_autofree char *valid = typed != NULL ? g_utf8_make_valid (typed, (gssize) strnlen (typed, 6 * MAX_LETTERS)) : NULL;

  return valid != NULL ? g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_LETTERS)) : g_strdup ("");
}

gboolean
tutti_search_find (TuttiDb    *db,
                   const char *typed,
                   guint       limit,
                   GArray     *ids,
                   GError    **error)
{
  g_autofree char *cut = tutti_search_cut (typed);
  g_autofree char *key = tutti_fold (cut);
  g_autofree char *match = tutti_fold_match (cut);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Search search = { key, match, MIN (limit, MAX_HITS) };
  Found  found = { ids, seen, search.limit };

  return find_all (db, &search, &found, error);
}

/* What was typed, on its way to the lane. */
typedef struct
{
  char *typed;
  guint limit;
} Typed;

static void
typed_free (gpointer data)
{
  Typed *self = data;

  g_clear_pointer (&self->typed, g_free);
  g_free (self);
}

static DexFuture *
search_job (TuttiDb *db,
            gpointer data)
{
  const Typed *typed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!tutti_search_find (db, typed->typed, typed->limit, ids, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&ids));
}

DexFuture *
tutti_store_search (TuttiStore *self,
                    const char *typed,
                    guint       limit)
{
  Typed *data;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  data = g_new0 (Typed, 1);
  data->typed = g_strdup (typed);
  data->limit = limit;

  return tutti_store_run (self, TUTTI_DB_READ, search_job, data, typed_free);
}
