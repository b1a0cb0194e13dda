/* tutti-upkeep.c: a library without anything derived, and what is forgotten in time
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-renewal-private.h"

/* Forgotten in transactions of so many. */
#define BATCH 500

static GArray *
list_ids (TuttiDb        *db,
          TuttiStatement *query,
          GError        **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  return tutti_db_read_ids (db, query, ids, error) ? g_steal_pointer (&ids) : NULL;
}

/* All keys, texts and words, in one transaction: it is done or not. */
static gboolean
make_anew (TuttiDb *db,
           GError **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autofree char *rules = tutti_renewal_dup_rules ();
  g_autofree char *words = tutti_renewal_dup_words ();
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
         tutti_fact_set (db, "rules", rules, error) &&
         tutti_fact_set (db, "words", words, error) &&
         tutti_transaction_commit (&transaction, error);
}

/* A file that was just made, or into which a damaged one was carried over, has
 * no rules. What older rules made still serves until it is made anew. */
gboolean
tutti_catalogue_keep_up (TuttiDb *db,
                         GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *rules = tutti_fact_dup (db, "rules", &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return rules != NULL || make_anew (db, error);
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
