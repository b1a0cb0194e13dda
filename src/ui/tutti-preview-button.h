/* tutti-preview-button.h: plays and stops the preview of one song
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_PREVIEW_BUTTON (tutti_preview_button_get_type ())

/* A triangle; while its song plays a square in a ring that shows how far it
 * is, and turns while it is waited for. CSS class "active" while it does. It is
 * not there where the person wants no previews, and does nothing offline. */
G_DECLARE_FINAL_TYPE (TuttiPreviewButton, tutti_preview_button, TUTTI, PREVIEW_BUTTON, GtkButton)

/* `track` NULL: empty, to be reused. */
void tutti_preview_button_show (TuttiPreviewButton *self,
                                TuttiContext       *context,
                                TuttiTrack         *track);

/* Plays the preview of a song, or stops it if it plays, wherever it was asked for. */
void tutti_preview_toggle (TuttiContext *context,
                           TuttiTrack   *track);

/* TRUE where previews can be heard: the person wants them, and Tutti is online. */
gboolean tutti_preview_is_possible (TuttiContext *context);

G_END_DECLS
