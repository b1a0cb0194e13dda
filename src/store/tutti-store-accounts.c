/* tutti-store-accounts.c: accounts in the library file
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-accounts.h"

#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-store-private.h"

static TuttiAccount *
read_account (TuttiStatement *row)
{
  TuttiAccount *account = tutti_account_new ((const char *) sqlite3_column_text (row, 1));

  account->id = sqlite3_column_int64 (row, 0);
  account->remote_id = g_strdup ((const char *) sqlite3_column_text (row, 2));
  account->name = g_strdup ((const char *) sqlite3_column_text (row, 3));
  account->email = g_strdup ((const char *) sqlite3_column_text (row, 4));
  account->plan = g_strdup ((const char *) sqlite3_column_text (row, 5));
  account->scopes = g_strdup ((const char *) sqlite3_column_text (row, 6));
  account->connected_at = sqlite3_column_int64 (row, 7);
  account->token_expires_at = sqlite3_column_int64 (row, 8);
  account->sign_in_by = sqlite3_column_int64 (row, 9);
  account->state = (TuttiAccountState) sqlite3_column_int (row, 10);

  return account;
}

static DexFuture *
list_accounts_job (TuttiDb *db,
                   gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_account_unref);
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "accounts", &error);

  while (query != NULL && tutti_db_step (db, query, &error))
    g_ptr_array_add (accounts, read_account (query));

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&accounts));
}

DexFuture *
tutti_store_list_accounts (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_accounts_job, NULL, NULL);
}

/* The id, or 0 with an error. */
static gint64
save_account (TuttiDb            *db,
              const TuttiAccount *account,
              GError            **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiStatement) save = NULL;
  gint64 id = account->id;

  if (transaction == NULL)
    return 0;

  if (id == 0)
    {
      g_autoptr (TuttiStatement) query = tutti_db_query (db, "account-of-provider", error);

      if (query == NULL)
        return 0;
      tutti_bind_text (query, ":provider", account->provider);
      if (tutti_db_read_int (db, query, 0, error) != 0)
        {
          g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_ALREADY_LINKED, "An account of %s is connected already", account->provider);
          return 0;
        }
    }

  save = tutti_db_query (db, id == 0 ? "insert-account" : "update-account", error);
  if (save == NULL)
    return 0;
  if (id != 0)
    tutti_bind_int (save, ":id", id);
  else
    tutti_bind_text (save, ":provider", account->provider);
  tutti_bind_text (save, ":remote_id", account->remote_id != NULL ? account->remote_id : "");
  tutti_bind_text (save, ":name", account->name);
  tutti_bind_text (save, ":email", account->email);
  tutti_bind_text (save, ":plan", account->plan);
  tutti_bind_text (save, ":scopes", account->scopes != NULL ? account->scopes : "");
  tutti_bind_int (save, ":connected_at", account->connected_at);
  tutti_bind_time (save, ":token_expires_at", account->token_expires_at);
  tutti_bind_time (save, ":sign_in_by", account->sign_in_by);
  tutti_bind_int (save, ":state", account->state);
  tutti_bind_int (save, ":now", tutti_clock_now ());
  if (!tutti_db_run (db, save, error))
    return 0;

  if (id == 0)
    id = sqlite3_last_insert_rowid (tutti_db_get_handle (db));
  else if (sqlite3_changes (tutti_db_get_handle (db)) == 0)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "This account of %s is not connected any more", account->provider);
      return 0;
    }
  tutti_db_note_change (db, TUTTI_CHANGE_ACCOUNTS);

  return tutti_transaction_commit (&transaction, error) ? id : 0;
}

static DexFuture *
save_account_job (TuttiDb *db,
                  gpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id = save_account (db, data, &error);

  return error == NULL ? dex_future_new_for_int64 (id) : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_store_save_account (TuttiStore   *self,
                          TuttiAccount *account)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (account != NULL, NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, save_account_job, tutti_account_copy (account), (GDestroyNotify) tutti_account_unref);
}
