/* tutti-accounts.c: the person's connections
 *
 * There is one TuttiConnection for each provider anybody asked about, which
 * keeps the tokens; connecting, disconnecting and reading the rows is here.
 * Those go on to their end whoever stops waiting for them.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accounts.h"

#include "tutti-accounts-connection.h"

#include "tutti-error.h"
#include "tutti-fiber.h"

struct _TuttiAccounts
{
  GObject parent_instance;

  TuttiHttp  *http;
  TuttiStore *store;
  TuttiVault *vault;
  GHashTable *connections; /* provider → TuttiConnection; none is ever removed */
};

G_DEFINE_FINAL_TYPE (TuttiAccounts, tutti_accounts, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
emit_changed (TuttiAccounts *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static TuttiConnection *
get_connection (TuttiAccounts *self,
                const char    *provider)
{
  TuttiConnection *connection = g_hash_table_lookup (self->connections, provider);

  if (connection == NULL)
    {
      connection = tutti_connection_new (provider, self->http, self->store, self->vault);
      g_signal_connect_object (connection, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
      g_hash_table_insert (self->connections, g_strdup (provider), connection);
    }

  return connection;
}

/* --- connecting --- */

typedef struct
{
  TuttiAccounts *self;
  TuttiAccount  *account;
  TuttiTokens   *tokens; /* (nullable) by name alone */
  gboolean       switch_account;
} Adoption;

static void
adoption_free (gpointer data)
{
  Adoption *adoption = data;

  g_clear_object (&adoption->self);
  g_clear_pointer (&adoption->account, tutti_account_unref);
  g_clear_pointer (&adoption->tokens, tutti_tokens_unref);
  g_free (adoption);
}

/* FALSE and the sentence the person needs, if tokens could not be stored now. */
static gboolean
check_vault (TuttiAccounts *self,
             GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  TuttiVaultState    state = (TuttiVaultState) dex_await_int (tutti_vault_probe (self->vault), &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  switch (state)
    {
    case TUTTI_VAULT_READY:
    case TUTTI_VAULT_THIS_SESSION:
      return TRUE;
    case TUTTI_VAULT_LOCKED:
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED, "The keyring is locked");
      return FALSE;
    case TUTTI_VAULT_UNKNOWN:
    case TUTTI_VAULT_ABSENT:
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT, "There is no keyring");
      return FALSE;
    }

  g_return_val_if_reached (FALSE);
}

/* A row for a new account, since its number names the item in the vault. Until
 * the tokens are there it says "sign in again", which is then true. */
static gboolean
insert_row (TuttiAccounts *self,
            TuttiAccount  *account,
            GError       **error)
{
  g_autoptr (GError) local_error = NULL;

  account->id = 0;
  account->state = TUTTI_ACCOUNT_SIGN_IN_AGAIN;
  account->id = dex_await_int64 (tutti_store_save_account (self->store, account), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

/* The account as it is to be stored: the same one keeps its row. NULL and an
 * error if there is another. */
static TuttiAccount *
prepare (Adoption        *adoption,
         TuttiConnection *connection,
         GError         **error)
{
  g_autoptr (TuttiAccount) account = tutti_account_copy (adoption->account);
  TuttiAccount            *old = connection->account;
  gboolean                 is_same = old != NULL && g_strcmp0 (old->remote_id, account->remote_id) == 0;

  if (old != NULL && !is_same && !adoption->switch_account)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_ALREADY_LINKED, "Another account of this service is connected");
      return NULL;
    }

  if (adoption->tokens != NULL)
    {
      tutti_connection_describe_tokens (connection, account, adoption->tokens);
      if (account->connected_at == 0)
        account->connected_at = adoption->tokens->consented_at;
    }

  account->id = is_same ? old->id : 0;
  return g_steal_pointer (&account);
}

/* The new account's row must not stay when its tokens could not be stored. */
static void
take_back_row (TuttiAccounts *self,
               TuttiAccount  *account)
{
  g_autoptr (GError) error = NULL;

  if (!dex_await (tutti_store_delete_account (self->store, account->provider, TRUE), &error))
    g_message ("An account's row could not be taken back: %s", error->message);
}

/* Who is only read has no tokens, and a token from before must not stay. */
static gboolean
adopt_by_name (TuttiAccounts   *self,
               TuttiAccount    *account,
               TuttiConnection *connection,
               GError         **error)
{
  TuttiAccount      *old = connection->account;
  g_autoptr (GError) local_error = NULL;

  if (old != NULL && old->state != TUTTI_ACCOUNT_BY_NAME &&
      !dex_await (tutti_vault_forget_tokens (self->vault, old->id), &local_error) &&
      !g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (account->id == 0 && !insert_row (self, account, error))
    return FALSE;
  account->state = TUTTI_ACCOUNT_BY_NAME;
  if (!dex_await (tutti_store_save_account (self->store, account), error))
    return FALSE;

  tutti_connection_set_account (connection, account);
  tutti_connection_set_tokens (connection, NULL, 0);
  return TRUE;
}

static gboolean
adopt_locked (Adoption        *adoption,
              TuttiConnection *connection,
              GError         **error)
{
  TuttiAccounts           *self = adoption->self;
  g_autoptr (TuttiAccount) account = prepare (adoption, connection, error);
  TuttiAccount            *old = connection->account;
  gint64                   old_id = old != NULL ? old->id : 0;
  gboolean                 is_new;

  if (account != NULL && adoption->tokens == NULL)
    return adopt_by_name (self, account, connection, error);
  if (account == NULL || !check_vault (self, error))
    return FALSE;

  is_new = account->id == 0;
  if (is_new && !insert_row (self, account, error))
    return FALSE;

  if (!dex_await (tutti_vault_save_tokens (self->vault, account->id, adoption->tokens), error))
    {
      if (is_new)
        take_back_row (self, account);
      return FALSE;
    }

  account->state = tutti_vault_get_state (self->vault) == TUTTI_VAULT_THIS_SESSION ? TUTTI_ACCOUNT_THIS_SESSION
                                                                                   : TUTTI_ACCOUNT_CONNECTED;
  if (!dex_await (tutti_store_save_account (self->store, account), error))
    return FALSE;

  /* The one before this has lost its row already. */
  if (old_id != 0 && old_id != account->id)
    dex_future_disown (tutti_vault_forget_tokens (self->vault, old_id));

  tutti_connection_set_account (connection, account);
  tutti_connection_set_tokens (connection, adoption->tokens, adoption->tokens->consented_at);
  return TRUE;
}

static DexFuture *
adopt (gpointer data)
{
  Adoption          *adoption = data;
  TuttiConnection   *connection = get_connection (adoption->self, adoption->account->provider);
  g_autoptr (GError) error = NULL;
  TuttiAccount      *account;

  tutti_connection_acquire (connection);
  adopt_locked (adoption, connection, &error);
  tutti_connection_release (connection);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  account = tutti_account_ref (connection->account);
  emit_changed (adoption->self);
  return dex_future_new_take_boxed (TUTTI_TYPE_ACCOUNT, account);
}

DexFuture *
tutti_accounts_adopt (TuttiAccounts *self,
                      TuttiAccount  *account,
                      TuttiTokens   *tokens,
                      gboolean       switch_account)
{
  Adoption *adoption;

  g_return_val_if_fail (TUTTI_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (account != NULL && account->provider != NULL, NULL);
  g_return_val_if_fail (tokens == NULL || tokens->access != NULL, NULL);

  adoption = g_new0 (Adoption, 1);
  adoption->self = g_object_ref (self);
  adoption->account = tutti_account_ref (account);
  adoption->tokens = tokens != NULL ? tutti_tokens_ref (tokens) : NULL;
  adoption->switch_account = switch_account;

  return tutti_fiber_spawn_kept (adopt, adoption, adoption_free);
}

/* --- disconnecting --- */

static gboolean
revoke_grant (TuttiConnection *connection)
{
  g_autoptr (GError) error = NULL;
  gboolean           revoked;

  if (connection->config == NULL || connection->tokens == NULL)
    return FALSE;

  revoked = dex_await_boolean (tutti_oauth_revoke (connection->http, connection->config, connection->tokens), &error);
  if (error != NULL)
    g_message ("The grant of %s could not be revoked: %s", connection->provider, error->message);
  return revoked;
}

/* The row says that nobody is signed in before the tokens go: what fails behind
 * that, and be it the deletion of the rest, leaves nothing that isn't true. */
static gboolean
mark_row (TuttiConnection *connection,
          GError         **error)
{
  g_autoptr (TuttiAccount) account = tutti_account_copy (connection->account);
  g_autoptr (GError)       local_error = NULL;

  account->state = TUTTI_ACCOUNT_SIGN_IN_AGAIN;
  if (!dex_await (tutti_store_save_account (connection->store, account), &local_error) &&
      !g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  tutti_connection_set_account (connection, account);
  return TRUE;
}

/* What is locked can be neither revoked nor deleted: the person unlocks it
 * first. Where there is no keyring, there is nothing to delete. */
static gboolean
forget_tokens (TuttiConnection *connection,
               gboolean        *revoked,
               GError         **error)
{
  TuttiAccountState  state = connection->account->state;
  g_autoptr (GError) local_error = NULL;

  if (connection->tokens == NULL && state != TUTTI_ACCOUNT_SIGN_IN_AGAIN)
    tutti_connection_load_tokens (connection, &local_error);
  if (g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED) || g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_clear_error (&local_error);

  if (state != TUTTI_ACCOUNT_SIGN_IN_AGAIN && !mark_row (connection, error))
    return FALSE;

  *revoked = revoke_grant (connection);
  if (dex_await (tutti_vault_forget_tokens (connection->vault, connection->account->id), &local_error) ||
      g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT))
    return TRUE;

  if (!*revoked)
    tutti_connection_set_state (connection, state);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
forget_locked (TuttiConnection *connection,
               gboolean        *revoked,
               GError         **error)
{
  if (connection->account->state != TUTTI_ACCOUNT_BY_NAME && !forget_tokens (connection, revoked, error))
    return FALSE;

  tutti_connection_set_account (connection, NULL);
  tutti_connection_set_tokens (connection, NULL, 0);
  return TRUE;
}

static DexFuture *
forget (gpointer data)
{
  TuttiConnection   *connection = data;
  gboolean           revoked = FALSE;
  g_autoptr (GError) error = NULL;

  tutti_connection_acquire (connection);
  if (connection->account != NULL)
    forget_locked (connection, &revoked, &error);
  tutti_connection_release (connection);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_signal_emit_by_name (connection, "changed");
  return dex_future_new_for_boolean (revoked);
}

DexFuture *
tutti_accounts_forget (TuttiAccounts *self,
                       const char    *provider)
{
  g_return_val_if_fail (TUTTI_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  return tutti_fiber_spawn_kept (forget, g_object_ref (get_connection (self, provider)), g_object_unref);
}

/* --- reading the accounts --- */

/* A row that was connected for a session which is over: its tokens went with
 * that process, unless the keyring has older ones. */
static void
resume (TuttiConnection *connection)
{
  g_autoptr (GError) error = NULL;

  if (connection->account->state != TUTTI_ACCOUNT_THIS_SESSION || connection->tokens != NULL)
    return;

  if (tutti_connection_load_tokens (connection, &error))
    tutti_connection_set_state (connection, TUTTI_ACCOUNT_CONNECTED);
  else if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED) || g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT))
    tutti_connection_set_state (connection, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
}

/* What was read from the store, unless a newer row is on its way there. */
static void
take_row (TuttiConnection *connection,
          TuttiAccount    *account)
{
  tutti_connection_acquire (connection);

  if (connection->account == NULL || connection->account->id != account->id)
    tutti_connection_set_tokens (connection, NULL, 0);
  if (connection->n_writes == 0)
    tutti_connection_set_account (connection, account);
  resume (connection);

  tutti_connection_release (connection);
}

static DexFuture *
load (gpointer data)
{
  TuttiAccounts         *self = data;
  g_autoptr (GError)     error = NULL;
  g_autoptr (GPtrArray)  accounts = dex_await_boxed (tutti_store_list_accounts (self->store), &error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter         iter;
  gpointer               value;

  if (accounts == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint i = 0; i < accounts->len; i++)
    {
      TuttiAccount *account = g_ptr_array_index (accounts, i);

      g_hash_table_add (seen, account->provider);
      take_row (get_connection (self, account->provider), account);
    }

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TuttiConnection *connection = value;

      /* Who is being connected right now may have no row yet. */
      if (connection->busy != NULL || g_hash_table_contains (seen, connection->provider))
        continue;
      tutti_connection_set_account (connection, NULL);
      tutti_connection_set_tokens (connection, NULL, 0);
    }

  emit_changed (self);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
tutti_accounts_load (TuttiAccounts *self)
{
  g_return_val_if_fail (TUTTI_IS_ACCOUNTS (self), NULL);

  return tutti_fiber_spawn_kept (load, g_object_ref (self), g_object_unref);
}

TuttiAccount *
tutti_accounts_peek (TuttiAccounts *self,
                     const char    *provider)
{
  TuttiConnection *connection;

  g_return_val_if_fail (TUTTI_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  connection = g_hash_table_lookup (self->connections, provider);
  return connection != NULL ? connection->account : NULL;
}

void
tutti_accounts_set_config (TuttiAccounts    *self,
                           TuttiOAuthConfig *config)
{
  g_return_if_fail (TUTTI_IS_ACCOUNTS (self));
  g_return_if_fail (config != NULL && config->provider != NULL);

  tutti_connection_set_config (get_connection (self, config->provider), config);
}

DexFuture *
tutti_accounts_get_token (TuttiAccounts *self,
                          const char    *provider,
                          const char    *host,
                          TuttiSecret   *rejected)
{
  g_return_val_if_fail (TUTTI_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  return tutti_connection_get_token (get_connection (self, provider), host, rejected);
}

DexFuture *
tutti_accounts_get_signature (TuttiAccounts *self,
                              const char    *provider,
                              const char    *host,
                              TuttiSecret   *rejected)
{
  g_return_val_if_fail (TUTTI_IS_ACCOUNTS (self), NULL);
  g_return_val_if_fail (provider != NULL, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  return tutti_connection_get_signature (get_connection (self, provider), host, rejected);
}

/* --- the object --- */

static void
tutti_accounts_finalize (GObject *object)
{
  TuttiAccounts *self = TUTTI_ACCOUNTS (object);

  g_clear_object (&self->http);
  g_clear_object (&self->store);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->connections, g_hash_table_unref);

  G_OBJECT_CLASS (tutti_accounts_parent_class)->finalize (object);
}

static void
tutti_accounts_class_init (TuttiAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tutti_accounts_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_accounts_init (TuttiAccounts *self)
{
  self->connections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

TuttiAccounts *
tutti_accounts_new (TuttiHttp  *http,
                    TuttiStore *store,
                    TuttiVault *vault)
{
  TuttiAccounts *self = g_object_new (TUTTI_TYPE_ACCOUNTS, NULL);

  self->http = g_object_ref (http);
  self->store = g_object_ref (store);
  self->vault = g_object_ref (vault);

  return self;
}
