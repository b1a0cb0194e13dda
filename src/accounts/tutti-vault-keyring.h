/* tutti-vault-keyring.h: the keyring as the vault sees it
 *
 * Everything here is called in a fiber of the main thread and returns when the
 * keyring answered, or after the patience, whatever comes first. A call that
 * was not waited for goes on by itself and is never cancelled (cancelling under
 * a prompt aborts gnome-keyring-daemon); until it came back no other is begun.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "tutti-secret.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_VAULT_KEYRING (tutti_vault_keyring_get_type ())

/* Signal "came-back" (): the last call that was left behind has ended. */
G_DECLARE_FINAL_TYPE (TuttiVaultKeyring, tutti_vault_keyring, TUTTI, VAULT_KEYRING, GObject)

TuttiVaultKeyring *tutti_vault_keyring_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* How long a call is waited for; 25,000 at first. */
void tutti_vault_keyring_set_patience (TuttiVaultKeyring *self,
                                       guint              ms);

/* Whether things could be read and stored now; shows no prompt. FALSE and
 * KEYRING_LOCKED, KEYRING_ABSENT or KEYRING_DISMISSED. */
gboolean tutti_vault_keyring_probe (TuttiVaultKeyring *self,
                                    GError           **error);

/* Asks the person to unlock, for as long as they take: the only one that shows
 * a prompt, and the only one whose time is not limited here. FALSE and
 * KEYRING_DISMISSED or KEYRING_ABSENT. */
gboolean tutti_vault_keyring_unlock (TuttiVaultKeyring *self,
                                     GError           **error);

/* The text of an item. NULL and NOT_FOUND when the keyring is unlocked and has
 * none, else as tutti_vault_keyring_probe(). (transfer full) */
TuttiSecret *tutti_vault_keyring_load (TuttiVaultKeyring *self,
                                       const char        *name,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* Stores `text` in the place of what `name` held, which the keyring does in
 * one step, and reads it back. Also STORAGE, for a full disk. */
gboolean tutti_vault_keyring_save (TuttiVaultKeyring *self,
                                   const char        *name,
                                   const char        *label,
                                   const TuttiSecret *text,
                                   GError           **error);

/* Deletes an item, or all of Tutti's where `name` is NULL; TRUE also when there was none. */
gboolean tutti_vault_keyring_forget (TuttiVaultKeyring *self,
                                     const char        *name,
                                     GError           **error);

G_END_DECLS
