/* tutti-part-dialog.h: which of these are not the same song
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_PART_DIALOG (tutti_part_dialog_get_type ())

G_DECLARE_FINAL_TYPE (TuttiPartDialog, tutti_part_dialog, TUTTI, PART_DIALOG, AdwDialog)

/* `members`: of TuttiMatch, the services' songs of the recording. */
AdwDialog *tutti_part_dialog_new (TuttiContext *context,
                                  gint64        track_id,
                                  GPtrArray    *members) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
