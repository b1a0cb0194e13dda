/* tutti-migrations.c: from any older library file to today's
 *
 * Migration N is resource migrations/000N-NAME.sql. Each runs in a transaction
 * of its own that also sets user_version, so that a crash leaves one of the
 * two states whole. One that shipped is never edited.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-private.h"

#include "tutti-error.h"

static const char *const migrations[] = {
  "0001-library",
  "0002-acts",
  "0003-aliases",
  "0004-unreadable",
  "0005-budgets",
};

guint
tutti_migrations_get_newest (void)
{
  return G_N_ELEMENTS (migrations);
}

static gboolean
migrate (TuttiDb *db,
         guint    number,
         GError **error)
{
  g_autoptr (GBytes) sql = tutti_db_load_sql ("migrations", migrations[number - 1], error);
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %u", number);
  g_autoptr (TuttiTransaction) transaction = NULL;

  if (sql == NULL)
    return FALSE;

  transaction = tutti_transaction_begin (db, error);

  return transaction != NULL &&
         tutti_db_exec (db, g_bytes_get_data (sql, NULL), error) &&
         tutti_db_exec (db, set_version, error) &&
         tutti_transaction_commit (&transaction, error);
}

gboolean
tutti_migrations_run (TuttiDb *db,
                      GError **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "user-version", error);
  g_autoptr (GError) local = NULL;
  gint64 version;

  if (query == NULL)
    return FALSE;
  version = tutti_db_read_int (db, query, 0, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint number = (guint) version + 1; number <= G_N_ELEMENTS (migrations); number++)
    {
      /* As it was before the first of them; a file that was just made has nothing to lose. */
      if (version > 0 && number == (guint) version + 1 && !tutti_copy_make (db, error))
        return FALSE;
      if (!migrate (db, number, error))
        {
          g_prefix_error (error, "Migration %s: ", migrations[number - 1]);
          return FALSE;
        }
    }

  return TRUE;
}
