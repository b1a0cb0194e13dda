/* tutti-accounts.h: the person's connections, and their tokens
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-oauth.h"
#include "tutti-store-accounts.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_ACCOUNTS (tutti_accounts_get_type ())

/* Lives in the main thread of the worker. Knows the connected accounts (from
 * the store) and gives out access tokens, refreshing them before they expire,
 * once for all waiting callers.
 * Signal "changed" (): an account came, went or changed its state. */
G_DECLARE_FINAL_TYPE (TuttiAccounts, tutti_accounts, TUTTI, ACCOUNTS, GObject)

TuttiAccounts *tutti_accounts_new (TuttiHttp  *http,
                                   TuttiStore *store,
                                   TuttiVault *vault) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the accounts from the store. Resolves to TRUE. */
DexFuture *tutti_accounts_load (TuttiAccounts *self) G_GNUC_WARN_UNUSED_RESULT;

/* How `config->provider` signs in; again whenever the client id changed. */
void tutti_accounts_set_config (TuttiAccounts    *self,
                                TuttiOAuthConfig *config);

/* The account of a provider, or NULL. (transfer none) */
TuttiAccount *tutti_accounts_peek (TuttiAccounts *self,
                                   const char    *provider);

/* Stores a signed-in account with its tokens: vault first, then database. With
 * another account of that service connected (its remote id differs) rejects with
 * ALREADY_LINKED and changes nothing, unless `switch_account`: then the old
 * one's data must have been deleted by the caller before. The same account
 * again keeps its row. Resolves to the stored TuttiAccount. */
DexFuture *tutti_accounts_adopt (TuttiAccounts *self,
                                 TuttiAccount  *account,
                                 TuttiTokens   *tokens,
                                 gboolean       switch_account) G_GNUC_WARN_UNUSED_RESULT;

/* A token for calls to `host` ("api.spotify.com", "127.0.0.1:4711"): refreshed
 * when less than five minutes are left, or at once if `rejected` (the token the
 * service just answered 401 to) still is the one we hold. Single flight.
 * Resolves to a TuttiSecret; NOT_LINKED (none, sign in again, or not a host
 * this token was obtained for), KEYRING_*, and what refreshing rejects with.
 * invalid_grant, while the vault still holds the refresh token that was sent,
 * marks the account SIGN_IN_AGAIN; nothing else does. */
DexFuture *tutti_accounts_get_token (TuttiAccounts *self,
                                     const char    *provider,
                                     const char    *host,
                                     TuttiSecret   *rejected) G_GNUC_WARN_UNUSED_RESULT;

/* Revokes where the service can, forgets tokens. The caller then deletes the
 * data with tutti_store_delete_account(). Resolves to TRUE if revoked at the service. */
DexFuture *tutti_accounts_forget (TuttiAccounts *self,
                                  const char    *provider) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
