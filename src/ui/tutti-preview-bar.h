/* tutti-preview-bar.h: what plays, at the bottom of the window
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_PREVIEW_BAR (tutti_preview_bar_get_type ())

/* Comes with a preview, stays across pages, and leaves with the sound. Tells
 * what could not be played. Action "preview.toggle": pauses or goes on. */
G_DECLARE_FINAL_TYPE (TuttiPreviewBar, tutti_preview_bar, TUTTI, PREVIEW_BAR, AdwBin)

/* Once. The media keys of `application` (nullable) work from then on. */
void tutti_preview_bar_set_context (TuttiPreviewBar *self,
                                    TuttiContext    *context,
                                    GtkApplication  *application);

G_END_DECLS
