/* tutti-stale.c: what a service's terms let nobody keep any longer
 *
 * Where what a service told may be kept for some days only, it is told again
 * by the regular pass over all likes; what was not, for whatever reason, goes.
 * It comes back with the next answer of the service.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-accounts.h"

#include "tutti-catalogue-private.h"
#include "tutti-store-private.h"

/* So many leave in one transaction. */
#define BATCH 500

typedef struct
{
  char  *provider;
  gint64 before;
} Stale;

static void
stale_free (gpointer data)
{
  Stale *self = data;

  g_clear_pointer (&self->provider, g_free);
  g_free (self);
}

static TuttiStatement *
query_stale (TuttiDb     *db,
             const Stale *stale,
             const char  *name,
             GError     **error)
{
  TuttiStatement *query = tutti_db_query (db, name, error);

  if (query != NULL)
    {
      tutti_bind_text (query, ":provider", stale->provider);
      tutti_bind_int (query, ":before", stale->before);
    }

  return query;
}

/* The words of what the person liked in Tutti itself are theirs. */
static gboolean
keep_words (TuttiDb     *db,
            const Stale *stale,
            GError     **error)
{
  g_autoptr (TuttiStatement) query = query_stale (db, stale, "stale-to-keep", error);

  return query != NULL && tutti_catalogue_keep_found (db, query, error);
}

/* How many went in `n_gone`. */
static gboolean
forget_batch (TuttiDb     *db,
              const Stale *stale,
              guint       *n_gone,
              GError     **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiStatement) query = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (transaction == NULL || !keep_words (db, stale, error) || (query = query_stale (db, stale, "stale-songs", error)) == NULL)
    return FALSE;

  tutti_bind_int (query, ":limit", BATCH);
  while (tutti_db_step (db, query, error))
    {
      gint64 id = sqlite3_column_int64 (query, 0);

      tutti_catalogue_touch (db, sqlite3_column_int64 (query, 1));
      g_array_append_val (ids, id);
    }
  sqlite3_reset (query);
  if (!tutti_db_ended (db))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    if (!tutti_catalogue_remove (db, g_array_index (ids, gint64, i), error))
      return FALSE;
  *n_gone = ids->len;
  if (ids->len > 0)
    tutti_db_note_change (db, TUTTI_CHANGE_ALL);

  return tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

static DexFuture *
forget_stale_job (TuttiDb *db,
                  gpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_all = 0;
  guint n_gone = 0;

  do
    {
      n_gone = 0;
      if (!forget_batch (db, data, &n_gone, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      n_all += n_gone;
    }
  while (n_gone == BATCH);

  return dex_future_new_for_uint (n_all);
}

DexFuture *
tutti_store_forget_stale (TuttiStore *self,
                          const char *provider,
                          gint64      before_ms)
{
  Stale *stale;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  stale = g_new0 (Stale, 1);
  stale->provider = g_strdup (provider);
  stale->before = before_ms;

  return tutti_store_run (self, TUTTI_DB_WRITE, forget_stale_job, stale, stale_free);
}
