/* tutti-connect-dialog.h: from no connection to one
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_CONNECT_DIALOG (tutti_connect_dialog_get_type ())

/* Set-up where it is needed (or asked for: `anew`), then the browser's turn,
 * then done or what went wrong with the way on. Cancel and Escape end a sign-in
 * that waits; closed in another way (with its window, say) the sign-in goes on,
 * and the service's row leads back here. */
G_DECLARE_FINAL_TYPE (TuttiConnectDialog, tutti_connect_dialog, TUTTI, CONNECT_DIALOG, AdwDialog)

AdwDialog *tutti_connect_dialog_new (TuttiContext *context,
                                     TuttiService *service,
                                     gboolean      anew) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
