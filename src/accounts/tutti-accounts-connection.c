/* tutti-accounts-connection.c: the account of one provider, and its tokens
 *
 * A lock between fibers ("busy") keeps order: refreshing, adopting and forgetting
 * never overlap, however many of them wait. What is given to who asks, and how it
 * is made fresh, is in tutti-accounts-bearer.c.
 *
 * A new refresh token is in the vault before anybody sees the access token that
 * came with it. When the vault can't take it, it stays here ("unsaved") and is
 * saved again when the vault's state changes and when a token is asked for: the
 * old one may be spent, so there is nothing to go back to.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accounts-connection.h"

#include "tutti-clock.h"
#include "tutti-error.h"

G_DEFINE_FINAL_TYPE (TuttiConnection, tutti_connection, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- the lock --- */

void
tutti_connection_acquire (TuttiConnection *self)
{
  while (self->busy != NULL)
    dex_await (DEX_FUTURE (dex_ref (self->busy)), NULL);

  self->busy = dex_promise_new ();
}

void
tutti_connection_release (TuttiConnection *self)
{
  g_autoptr (DexPromise) busy = g_steal_pointer (&self->busy);

  dex_promise_resolve_boolean (busy, TRUE);
}

/* --- the account's row --- */

static DexFuture *
written_cb (DexFuture *future,
            gpointer   user_data)
{
  TuttiConnection   *self = user_data;
  g_autoptr (GError) error = NULL;

  self->n_writes--;
  if (dex_future_get_value (future, &error) == NULL)
    g_message ("The row of the account of %s could not be written: %s", self->provider, error->message);

  return NULL;
}

/* Shows the changed account, and writes its row when the store comes to it: what
 * it says about tokens is for people to see, and comes again with the next one. */
void
tutti_connection_put_account (TuttiConnection *self,
                              TuttiAccount    *account)
{
  tutti_connection_set_account (self, account);
  self->n_writes++;
  dex_future_disown (dex_future_finally (tutti_store_save_account (self->store, account),
                                         written_cb, g_object_ref (self), g_object_unref));
}

void
tutti_connection_set_state (TuttiConnection  *self,
                            TuttiAccountState state)
{
  g_autoptr (TuttiAccount) account = NULL;

  if (self->account == NULL || self->account->state == state)
    return;

  account = tutti_account_copy (self->account);
  account->state = state;
  tutti_connection_put_account (self, account);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
tutti_connection_describe_tokens (TuttiConnection *self,
                                  TuttiAccount    *account,
                                  TuttiTokens     *tokens)
{
  gint64 life = self->config != NULL ? self->config->consent_life_ms : 0;

  account->token_expires_at = tokens->expires_at;
  account->sign_in_by = life > 0 && tokens->consented_at > 0 ? tokens->consented_at + life : 0;
  g_free (account->scopes);
  account->scopes = g_strdup (tokens->scopes);
}

/* --- tokens and the vault --- */

typedef struct
{
  TuttiConnection *self;
  TuttiTokens     *tokens;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_object (&save->self);
  g_clear_pointer (&save->tokens, tutti_tokens_unref);
  g_free (save);
}

static DexFuture *
saved_cb (DexFuture *future,
          gpointer   user_data)
{
  Save              *save = user_data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL)
    g_message ("The tokens of %s stay in memory for now: %s", save->self->provider, error->message);
  else if (save->self->tokens == save->tokens)
    save->self->is_unsaved = FALSE;

  return dex_ref (future);
}

/* Resolves when the vault holds `tokens`. */
DexFuture *
tutti_connection_save_tokens (TuttiConnection *self,
                              TuttiTokens     *tokens)
{
  Save *save = g_new0 (Save, 1);

  save->self = g_object_ref (self);
  save->tokens = tutti_tokens_ref (tokens);
  self->saved_at = tutti_clock_now ();

  return dex_future_finally (tutti_vault_save_tokens (self->vault, self->account->id, tokens), saved_cb, save, save_free);
}

void
tutti_connection_save_unsaved (TuttiConnection *self)
{
  if (self->is_unsaved && self->account != NULL && self->tokens != NULL)
    dex_future_disown (tutti_connection_save_tokens (self, self->tokens));
}

static void
vault_changed_cb (TuttiConnection *self)
{
  TuttiVaultState state = tutti_vault_get_state (self->vault);

  /* A vault that has just turned to memory knows nothing. */
  if (state == TUTTI_VAULT_THIS_SESSION && self->tokens != NULL)
    self->is_unsaved = TRUE;
  if (state == TUTTI_VAULT_THIS_SESSION || state == TUTTI_VAULT_READY)
    tutti_connection_save_unsaved (self);
}

gboolean
tutti_connection_load_tokens (TuttiConnection *self,
                              GError         **error)
{
  g_autoptr (TuttiTokens) tokens = NULL;
  g_autoptr (GError)      local_error = NULL;

  tokens = dex_await_boxed (tutti_vault_load_tokens (self->vault, self->account->id), &local_error);
  if (tokens != NULL)
    {
      tutti_connection_set_tokens (self, tokens, 0);
      return TRUE;
    }

  /* The person deleted the item, say: it is lost, but that proves nothing about the grant. */
  if (g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
    g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The keyring holds no tokens of this account");
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* --- the object --- */

void
tutti_connection_set_config (TuttiConnection  *self,
                             TuttiOAuthConfig *config)
{
  TuttiOAuthConfig *old = self->config;

  self->config = tutti_oauth_config_ref (config);
  g_clear_pointer (&old, tutti_oauth_config_unref);
  g_clear_pointer (&self->key, tutti_secret_unref);
  g_clear_pointer (&self->signature, tutti_secret_unref);
}

void
tutti_connection_set_account (TuttiConnection *self,
                              TuttiAccount    *account)
{
  TuttiAccount *old = self->account;

  self->account = account != NULL ? tutti_account_ref (account) : NULL;
  g_clear_pointer (&old, tutti_account_unref);
}

void
tutti_connection_set_tokens (TuttiConnection *self,
                             TuttiTokens     *tokens,
                             gint64           obtained_at)
{
  TuttiTokens *old = self->tokens;

  self->tokens = tokens != NULL ? tutti_tokens_ref (tokens) : NULL;
  self->obtained_at = obtained_at;
  self->is_unsaved = FALSE;
  g_clear_pointer (&old, tutti_tokens_unref);
}

static void
tutti_connection_finalize (GObject *object)
{
  TuttiConnection *self = TUTTI_CONNECTION (object);

  g_clear_object (&self->http);
  g_clear_object (&self->store);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->config, tutti_oauth_config_unref);
  g_clear_pointer (&self->account, tutti_account_unref);
  g_clear_pointer (&self->tokens, tutti_tokens_unref);
  dex_clear (&self->busy);
  dex_clear (&self->flight);
  g_clear_pointer (&self->key, tutti_secret_unref);
  g_clear_pointer (&self->signature, tutti_secret_unref);

  G_OBJECT_CLASS (tutti_connection_parent_class)->finalize (object);
}

static void
tutti_connection_class_init (TuttiConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tutti_connection_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_connection_init (TuttiConnection *self)
{
}

TuttiConnection *
tutti_connection_new (const char *provider,
                      TuttiHttp  *http,
                      TuttiStore *store,
                      TuttiVault *vault)
{
  TuttiConnection *self = g_object_new (TUTTI_TYPE_CONNECTION, NULL);

  self->provider = g_strdup (provider);
  self->http = g_object_ref (http);
  self->store = g_object_ref (store);
  self->vault = g_object_ref (vault);
  g_signal_connect_object (vault, "notify::state", G_CALLBACK (vault_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}
