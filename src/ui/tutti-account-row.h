/* tutti-account-row.h: a service that is connected, with all its details
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_ACCOUNT_ROW (tutti_account_row_get_type ())

G_DECLARE_FINAL_TYPE (TuttiAccountRow, tutti_account_row, TUTTI, ACCOUNT_ROW, AdwExpanderRow)

GtkWidget *tutti_account_row_new (TuttiContext *context,
                                  TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
