/* tutti-pass-private.h: how the store makes passes and notes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-db.h"
#include "tutti-store-import.h"

G_BEGIN_DECLS

TuttiPass     *tutti_pass_new (const char *provider) G_GNUC_WARN_UNUSED_RESULT;
TuttiSyncNote *tutti_sync_note_new (const char *provider,
                                    const char *kind) G_GNUC_WARN_UNUSED_RESULT;

/* The row of `passes`; NULL without an error if there is none. (transfer full) */
TuttiPass *tutti_pass_read (TuttiDb    *db,
                            const char *provider,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   tutti_pass_write (TuttiDb         *db,
                             const TuttiPass *pass,
                             GError         **error);

/* Fails with NOT_LINKED when the account (not 0) is not connected any more. */
gboolean tutti_import_check_account (TuttiDb *db,
                                     gint64   account_id,
                                     GError **error);

G_END_DECLS
