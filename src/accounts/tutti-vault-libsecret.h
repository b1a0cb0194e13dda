/* tutti-vault-libsecret.h: libsecret, made into plain calls for fibers
 *
 * Private to TuttiVaultKeyring. Every call is waited for in a fiber of the main
 * thread, at most for the patience; errors are ours (TUTTI_ERROR).
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsecret/secret.h>

#include "tutti-vault-keyring.h"

G_BEGIN_DECLS

struct _TuttiVaultKeyring
{
  GObject parent_instance;

  guint    patience_ms;
  guint    n_left_behind;
  gboolean file_was_checked;
  gboolean file_is_damaged; /* libsecret can't decrypt something in it */
};

/* Before the first call of a question: FALSE while a call that was left behind
 * has not come back, or if the file behind the portal can't be read. */
gboolean tutti_libsecret_begin (TuttiVaultKeyring *self,
                                GError           **error);

/* The items of that name, or all of Tutti's (NULL): an array of
 * SecretRetrievable. `may_ask` shows a prompt and waits for it. (transfer full) */
GPtrArray *tutti_libsecret_search (TuttiVaultKeyring *self,
                                   const char        *name,
                                   gboolean           may_ask,
                                   GError           **error) G_GNUC_WARN_UNUSED_RESULT;

/* The text of an item. (transfer full) */
TuttiSecret *tutti_libsecret_retrieve (TuttiVaultKeyring *self,
                                       SecretRetrievable *item,
                                       GError           **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean tutti_libsecret_store (TuttiVaultKeyring *self,
                                const char        *name,
                                const char        *label,
                                const char        *text,
                                gboolean           may_ask,
                                GError           **error);

/* Deletes what has that name, or all of Tutti's (NULL). */
gboolean tutti_libsecret_clear (TuttiVaultKeyring *self,
                                const char        *name,
                                GError           **error);

/* TRUE where libsecret keeps a file by itself, behind the portal. */
gboolean tutti_libsecret_uses_file (void);

/* The border: errors of libsecret, GIO and D-Bus become ours. Takes `from`. */
void tutti_libsecret_take_error (TuttiVaultKeyring *self,
                                 GError           **error,
                                 GError            *from);

G_END_DECLS
