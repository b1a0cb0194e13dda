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

/* Reads the accounts from the store. One that was connected for a session which
 * is over becomes SIGN_IN_AGAIN, unless the keyring has tokens of it. Resolves to TRUE. */
DexFuture *tutti_accounts_load (TuttiAccounts *self) G_GNUC_WARN_UNUSED_RESULT;

/* How `config->provider` signs in; again whenever the client id changed. */
void tutti_accounts_set_config (TuttiAccounts    *self,
                                TuttiOAuthConfig *config);

/* The account of a provider, or NULL. (transfer none) */
TuttiAccount *tutti_accounts_peek (TuttiAccounts *self,
                                   const char    *provider);

/* Stores a signed-in account with its tokens: vault first, then database (a new
 * account gets its row before, as SIGN_IN_AGAIN, because its number names the
 * vault's item; the row goes again if the vault refuses). With another account
 * of that service connected (its remote id differs) rejects with ALREADY_LINKED
 * and changes nothing, unless `switch_account`: then the old one must have been
 * forgotten and its data deleted by the caller before. The same account again
 * keeps its row. Dates and scopes come from the tokens; without any (NULL) the
 * account is BY_NAME, and the keyring is not needed. Goes on to its end if
 * dropped. Resolves to the stored TuttiAccount; KEYRING_LOCKED and KEYRING_ABSENT
 * leave everything as it was: unlock or use memory, and adopt again. */
DexFuture *tutti_accounts_adopt (TuttiAccounts *self,
                                 TuttiAccount  *account,
                                 TuttiTokens   *tokens, /* (nullable) */
                                 gboolean       switch_account) G_GNUC_WARN_UNUSED_RESULT;

/* A token for calls to `host` ("api.spotify.com", "127.0.0.1:4711"): refreshed
 * when less than five minutes are left, or at once if `rejected` (the token the
 * service just answered 401 to) still is the one we hold. Single flight.
 * Resolves to a TuttiSecret; NOT_LINKED (none, sign in again, or not a host
 * this token was obtained for), KEYRING_*, and what refreshing rejects with.
 * Where refreshing fails while the held token still lives, that one is given.
 * invalid_grant, while the vault still holds the refresh token that was sent,
 * marks the account SIGN_IN_AGAIN; nothing else does, but the end of an access
 * token that came without a refresh token. */
DexFuture *tutti_accounts_get_token (TuttiAccounts *self,
                                     const char    *provider,
                                     const char    *host,
                                     TuttiSecret   *rejected) G_GNUC_WARN_UNUSED_RESULT;

/* What says who asks, for calls to `host`, where the person's own key signs that:
 * with or without an account. Signed anew before its end, and if `rejected` (the
 * one the service just answered 401 to) is the one given out. Resolves to a
 * TuttiSecret; NOT_SET_UP without a key, BAD_CLIENT where it signs nothing or what
 * it just signed is not taken, NOT_LINKED for another host, KEYRING_*. */
DexFuture *tutti_accounts_get_signature (TuttiAccounts *self,
                                         const char    *provider,
                                         const char    *host,
                                         TuttiSecret   *rejected) G_GNUC_WARN_UNUSED_RESULT; /* (nullable) */

/* Revokes where the service can, forgets tokens. Before that the row becomes
 * SIGN_IN_AGAIN, and stays so until the caller deletes it and the data with
 * tutti_store_delete_account(), then loads. Goes on to its end if dropped. Resolves
 * to TRUE if revoked at the service, FALSE where it can't or could not be
 * reached: show the page where the person can. KEYRING_LOCKED,
 * KEYRING_DISMISSED and STORAGE (the row can't be written) change nothing; without
 * any keyring there is nothing to delete. */
DexFuture *tutti_accounts_forget (TuttiAccounts *self,
                                  const char    *provider) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
