/* tutti-vault.h: tokens, in the desktop's keyring and nowhere else
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "tutti-secret.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TOKENS (tutti_tokens_get_type ())

/* What one account may do until when. Immutable once shared, boxed, ref counted. */
typedef struct
{
  grefcount ref_count;

  TuttiSecret *access;       /* (nullable) */
  TuttiSecret *refresh;      /* (nullable) */
  gint64       expires_at;   /* of `access`, Unix ms; 0 unknown */
  gint64       consented_at; /* when the person said yes, Unix ms */
  char        *scopes;       /* granted, space separated */
  char       **hosts;        /* the hosts these may be sent to ("api.spotify.com", "127.0.0.1:4711") */
  char        *user_id;      /* (nullable) whose they are, where the token endpoint says so; not kept in the vault */
} TuttiTokens;

GType        tutti_tokens_get_type (void) G_GNUC_CONST;
TuttiTokens *tutti_tokens_new (void) G_GNUC_WARN_UNUSED_RESULT;
TuttiTokens *tutti_tokens_copy (const TuttiTokens *self) G_GNUC_WARN_UNUSED_RESULT;
TuttiTokens *tutti_tokens_ref (TuttiTokens *self);
void         tutti_tokens_unref (TuttiTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiTokens, tutti_tokens_unref)

typedef enum
{
  TUTTI_VAULT_UNKNOWN, /* nobody asked yet */
  TUTTI_VAULT_READY,
  TUTTI_VAULT_LOCKED,
  TUTTI_VAULT_ABSENT,
  TUTTI_VAULT_THIS_SESSION, /* the person went on without a keyring: memory only */
} TuttiVaultState;

#define TUTTI_TYPE_VAULT (tutti_vault_get_type ())
G_DECLARE_FINAL_TYPE (TuttiVault, tutti_vault, TUTTI, VAULT, GObject)

/* Lives in the main thread; only the worker has one. No call here ever hangs:
 * who waited 30 s leaves the libsecret call behind (it is never cancelled) and
 * rejects with KEYRING_DISMISSED while a prompt was up, else KEYRING_ABSENT.
 * No call but tutti_vault_unlock() shows a prompt; answered after those 30 s it
 * still counts, and "state" tells. Rejections: KEYRING_LOCKED, KEYRING_ABSENT,
 * KEYRING_DISMISSED, and STORAGE where the keyring's disk is full. Dropping a
 * future stops nothing. "notify::state" (an int) tells changes.
 * Items are named by a local account number ("account/7") or by what they are
 * ("client-secret/youtube"); nothing else stands in their attributes. */
TuttiVault *tutti_vault_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* How long a call waits before it is left behind. */
#define TUTTI_VAULT_PATIENCE_MS 30000

/* Waits that long instead. Tests only. */
void tutti_vault_set_patience (TuttiVault *self,
                               guint       ms);

TuttiVaultState tutti_vault_get_state (TuttiVault *self);

/* Finds out the state without a prompt. Resolves to a TuttiVaultState (int). */
DexFuture *tutti_vault_probe (TuttiVault *self) G_GNUC_WARN_UNUSED_RESULT;

/* Asks the person, who clicked for it. Resolves to TRUE. */
DexFuture *tutti_vault_unlock (TuttiVault *self) G_GNUC_WARN_UNUSED_RESULT;

/* From now on everything stays in memory and is gone with the process. What the
 * keyring holds is not read any more: loading that rejects with KEYRING_LOCKED
 * or KEYRING_ABSENT. */
void tutti_vault_use_memory (TuttiVault *self);

/* The new item is stored before the old one is forgotten. Resolves to TRUE. */
DexFuture *tutti_vault_save_tokens (TuttiVault  *self,
                                    gint64       account_id,
                                    TuttiTokens *tokens) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to TuttiTokens; NOT_FOUND only when the keyring is unlocked and has no such item. */
DexFuture *tutti_vault_load_tokens (TuttiVault *self,
                                    gint64      account_id) G_GNUC_WARN_UNUSED_RESULT;

/* Resolve to TRUE, also when there was none. */
DexFuture *tutti_vault_forget_tokens (TuttiVault *self,
                                      gint64      account_id) G_GNUC_WARN_UNUSED_RESULT;

/* A client secret of the person's own, by provider. */
DexFuture *tutti_vault_save_secret (TuttiVault *self, const char *provider, TuttiSecret *secret) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_vault_load_secret (TuttiVault *self, const char *provider) G_GNUC_WARN_UNUSED_RESULT; /* TuttiSecret; NOT_FOUND */

/* Everything Tutti ever stored. Resolves to TRUE. */
DexFuture *tutti_vault_wipe (TuttiVault *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
