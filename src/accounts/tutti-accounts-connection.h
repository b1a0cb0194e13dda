/* tutti-accounts-connection.h: the account of one provider, and its tokens
 *
 * Private to TuttiAccounts. Everything happens in the main thread; what is said
 * to be for fibers awaits.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-oauth.h"
#include "tutti-store-accounts.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_CONNECTION (tutti_connection_get_type ())

/* Signal "changed" (): the account's state changed. */
G_DECLARE_FINAL_TYPE (TuttiConnection, tutti_connection, TUTTI, CONNECTION, GObject)

struct _TuttiConnection
{
  GObject parent_instance;

  TuttiHttp  *http;
  TuttiStore *store;
  TuttiVault *vault;

  char             *provider;
  TuttiOAuthConfig *config;      /* (nullable) */
  TuttiAccount     *account;     /* (nullable) */
  TuttiTokens      *tokens;      /* (nullable) not read from the vault yet, or gone */
  gint64            obtained_at; /* of `tokens`; 0: by another process */
  gboolean          is_unsaved;  /* `tokens` is newer than what the vault holds */
  gint64            saved_at;    /* when saving was tried last */
  guint             n_writes;    /* of the account's row, under way */
  DexPromise       *busy;        /* (nullable) somebody has the lock */
  DexPromise       *flight;      /* (nullable) a refresh is under way */

  TuttiSecret *key;       /* (nullable) the person's own, once it was needed */
  TuttiSecret *signature; /* (nullable) what says who asks, signed with it… */
  gint64       signed_at; /* …then */
};

TuttiConnection *tutti_connection_new (const char *provider,
                                       TuttiHttp  *http,
                                       TuttiStore *store,
                                       TuttiVault *vault) G_GNUC_WARN_UNUSED_RESULT;

/* Each refs what it is given; NULL for none. New tokens count as saved. */
void tutti_connection_set_config (TuttiConnection *self, TuttiOAuthConfig *config);
void tutti_connection_set_account (TuttiConnection *self, TuttiAccount *account);
void tutti_connection_set_tokens (TuttiConnection *self, TuttiTokens *tokens, gint64 obtained_at);

/* The lock between fibers: refreshing, adopting and forgetting never overlap. */
void tutti_connection_acquire (TuttiConnection *self);
void tutti_connection_release (TuttiConnection *self);

/* For fibers that have the lock: reads the tokens from the vault. FALSE and
 * NOT_LINKED (an unlocked keyring without them) or the vault's errors. */
gboolean tutti_connection_load_tokens (TuttiConnection *self,
                                       GError         **error);

/* Resolves when the vault holds `tokens`; who does not wait leaves it behind. */
DexFuture *tutti_connection_save_tokens (TuttiConnection *self,
                                         TuttiTokens     *tokens) G_GNUC_WARN_UNUSED_RESULT;

/* Tries again to save what the vault could not take. */
void tutti_connection_save_unsaved (TuttiConnection *self);

/* Shows the changed account, and writes its row when the store comes to it. */
void tutti_connection_put_account (TuttiConnection *self,
                                   TuttiAccount    *account);

/* Shows the account in another state, writes its row, emits "changed". */
void tutti_connection_set_state (TuttiConnection  *self,
                                 TuttiAccountState state);

/* Writes into `account`, which nobody shares yet, what people see about `tokens`. */
void tutti_connection_describe_tokens (TuttiConnection *self,
                                       TuttiAccount    *account,
                                       TuttiTokens     *tokens);

/* See tutti_accounts_get_token(). */
DexFuture *tutti_connection_get_token (TuttiConnection *self,
                                       const char      *host,
                                       TuttiSecret     *rejected) G_GNUC_WARN_UNUSED_RESULT;

/* See tutti_accounts_get_signature(). */
DexFuture *tutti_connection_get_signature (TuttiConnection *self,
                                           const char      *host,
                                           TuttiSecret     *rejected) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
