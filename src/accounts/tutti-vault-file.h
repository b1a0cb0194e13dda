/* tutti-vault-file.h: the file in which libsecret keeps things behind the Secret portal
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* Looks at the file where libsecret has it. A damaged one is set aside beside
 * it, never deleted: what was in it is lost, and the person connects again.
 * Resolves to TRUE, also where there is none; rejects with GIO's errors. */
DexFuture *tutti_vault_file_check (void) G_GNUC_WARN_UNUSED_RESULT;

/* Sets it aside whatever it looks like, because libsecret can't decrypt what is
 * in it. Resolves and rejects in the same way. */
DexFuture *tutti_vault_file_set_aside (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
