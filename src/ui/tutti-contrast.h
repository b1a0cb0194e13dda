/* tutti-contrast.h: more contrast where the person wants it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* From now on contrast.css is in use on `display` whenever the desktop asks for
 * high contrast. Called again for the same display it changes nothing. */
void tutti_contrast_follow (GdkDisplay *display);

G_END_DECLS
