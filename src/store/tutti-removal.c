/* tutti-removal.c: disconnecting a service
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-accounts.h"

#include "tutti-catalogue-private.h"
#include "tutti-hidden-words.h"
#include "tutti-store-private.h"

static gpointer
copy_removal (gpointer removal)
{
  return g_memdup2 (removal, sizeof (TuttiRemoval));
}

G_DEFINE_BOXED_TYPE (TuttiRemoval, tutti_removal, copy_removal, g_free)

typedef struct
{
  char    *provider;
  gboolean keep_manual;
} Removing;

static void
removing_free (gpointer data)
{
  Removing *self = data;

  g_clear_pointer (&self->provider, g_free);
  g_free (self);
}

static Removing *
removing_new (const char *provider,
              gboolean    keep_manual)
{
  Removing *self = g_new0 (Removing, 1);

  self->provider = g_strdup (provider);
  self->keep_manual = keep_manual != FALSE;

  return self;
}

static gboolean
count (TuttiDb      *db,
       const char   *provider,
       TuttiRemoval *removal,
       GError      **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "count-removal", error);

  if (query == NULL)
    return FALSE;
  tutti_bind_text (query, ":provider", provider);
  tutti_bind_int (query, ":stays", TUTTI_BROUGHT_STAYS);
  if (!tutti_db_step (db, query, error))
    return FALSE;

  *removal = (TuttiRemoval) {
    .likes = (guint) sqlite3_column_int64 (query, 0),
    .plays = (guint) sqlite3_column_int64 (query, 1),
    .outbox = (guint) sqlite3_column_int64 (query, 2),
    .tracks = (guint) sqlite3_column_int64 (query, 3),
    .manual = (guint) sqlite3_column_int64 (query, 4),
  };

  return TRUE;
}

static DexFuture *
answer (const TuttiRemoval *removal,
        GError             *error)
{
  return error == NULL ? dex_future_new_take_boxed (TUTTI_TYPE_REMOVAL, copy_removal ((gpointer) removal))
                       : dex_future_new_for_error (error);
}

static DexFuture *
count_account_job (TuttiDb *db,
                   gpointer data)
{
  const Removing *removing = data;
  g_autoptr (GError) error = NULL;
  TuttiRemoval removal = { 0 };

  count (db, removing->provider, &removal, &error);

  return answer (&removal, g_steal_pointer (&error));
}

DexFuture *
tutti_store_count_account (TuttiStore *self,
                           const char *provider)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_READ, count_account_job, removing_new (provider, TRUE), removing_free);
}

static gboolean
run_for_provider (TuttiDb    *db,
                  const char *name,
                  const char *provider,
                  GError    **error)
{
  g_autoptr (TuttiStatement) statement = tutti_db_query (db, name, error);

  if (statement == NULL)
    return FALSE;
  tutti_bind_text (statement, ":provider", provider);

  return tutti_db_run (db, statement, error);
}

/* Songs liked in Tutti itself that only this service has: their words stay. */
static gboolean
keep_words (TuttiDb    *db,
            const char *provider,
            GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "songs-to-keep", error);

  if (query == NULL)
    return FALSE;

  tutti_bind_text (query, ":provider", provider);
  tutti_bind_int (query, ":stays", TUTTI_BROUGHT_STAYS);

  return tutti_catalogue_keep_found (db, query, error);
}

/* The service's songs: those that something else brought too stay. */
static gboolean
remove_songs (TuttiDb    *db,
              const char *provider,
              GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "songs-of-provider", error);
  g_autoptr (TuttiStatement) keep = query != NULL ? tutti_db_query (db, "keep-songs", error) : NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (keep == NULL)
    return FALSE;

  tutti_bind_text (query, ":provider", provider);
  while (tutti_db_step (db, query, error))
    {
      gint64 id = sqlite3_column_int64 (query, 0);

      tutti_catalogue_touch (db, sqlite3_column_int64 (query, 1));
      if ((sqlite3_column_int (query, 2) & TUTTI_BROUGHT_STAYS) == 0)
        g_array_append_val (ids, id);
    }
  sqlite3_reset (query);
  if (!tutti_db_ended (db))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    if (!tutti_catalogue_remove (db, g_array_index (ids, gint64, i), error))
      return FALSE;

  tutti_bind_text (keep, ":provider", provider);
  tutti_bind_int (keep, ":stays", TUTTI_BROUGHT_STAYS);

  return tutti_db_run (db, keep, error);
}

/* Songs liked in Tutti itself that now nobody has, among those just touched. */
static gboolean
remove_manual (TuttiDb *db,
               GError **error)
{
  g_autoptr (TuttiStatement) delete = tutti_db_query (db, "delete-bare-manual-like", error);
  GHashTableIter iter;
  gpointer       id;

  if (delete == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, tutti_members_get_touched (db));
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      tutti_bind_int (delete, ":id", *(gint64 *) id);
      if (!tutti_db_run (db, delete, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
delete_account (TuttiDb        *db,
                const Removing *removing,
                TuttiRemoval   *removal,
                GError        **error)
{
  static const char *const queries[] = {
    "delete-likes-of",
    "delete-plays-of",
    "delete-outbox-of",
    "clear-play-list",
    "delete-pass",
    "delete-sync-state",
    "delete-account",
  };
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);

  if (transaction == NULL || !count (db, removing->provider, removal, error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    if (!run_for_provider (db, queries[i], removing->provider, error))
      return FALSE;
  if (removing->keep_manual && !keep_words (db, removing->provider, error))
    return FALSE;
  if (!remove_songs (db, removing->provider, error))
    return FALSE;

  if (!removing->keep_manual)
    {
      if (!remove_manual (db, error))
        return FALSE;
      removal->tracks += removal->manual;
    }
  tutti_db_note_change (db, TUTTI_CHANGE_ALL);

  /* Deleted words stay in the full-text index until it is packed. */
  return tutti_catalogue_settle (db, error) &&
         tutti_words_hide (db, removing->provider, error) &&
         tutti_db_run_query (db, "pack-words", error) &&
         tutti_transaction_commit (&transaction, error);
}

static DexFuture *
delete_account_job (TuttiDb *db,
                    gpointer data)
{
  g_autoptr (GError) error = NULL;
  TuttiRemoval removal = { 0 };

  if (delete_account (db, data, &removal, &error))
    {
      g_autoptr (GError) local = NULL;

      /* Neither the journal nor an older copy keeps what was deleted. */
      if (!tutti_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", &local) || !tutti_copy_replace_all (db, &local))
        g_message ("After disconnecting: %s", local->message);
    }

  return answer (&removal, g_steal_pointer (&error));
}

DexFuture *
tutti_store_delete_account (TuttiStore *self,
                            const char *provider,
                            gboolean    keep_manual)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, delete_account_job, removing_new (provider, keep_manual), removing_free);
}
