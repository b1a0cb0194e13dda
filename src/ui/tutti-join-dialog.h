/* tutti-join-dialog.h: which other song is the same
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_JOIN_DIALOG (tutti_join_dialog_get_type ())

/* Searches the library, or takes a link; choosing a song joins the two. */
G_DECLARE_FINAL_TYPE (TuttiJoinDialog, tutti_join_dialog, TUTTI, JOIN_DIALOG, AdwDialog)

AdwDialog *tutti_join_dialog_new (TuttiContext *context,
                                  TuttiTrack   *track) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
