/* tutti-preferences-dialog.h: what the person prefers
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_PREFERENCES_DIALOG (tutti_preferences_dialog_get_type ())

/* Each change holds at once; there is nothing to confirm. */
G_DECLARE_FINAL_TYPE (TuttiPreferencesDialog, tutti_preferences_dialog, TUTTI, PREFERENCES_DIALOG, AdwPreferencesDialog)

AdwDialog *tutti_preferences_dialog_new (TuttiContext *context) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
