/* tutti-background.h: going on when the window is closed
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TUTTI_TYPE_BACKGROUND (tutti_background_get_type ())

/* Follows the setting "run-in-background": while it is on, the application
 * stays when its window is closed, and the desktop's Background portal is
 * asked to start it with the session. Off until the person wants it; where the
 * person or the portal refuses, the setting goes back. Where there is no portal
 * the application only stays. Main thread.
 * Signal "refused" (): the setting just went back. */
G_DECLARE_FINAL_TYPE (TuttiBackground, tutti_background, TUTTI, BACKGROUND, GObject)

/* The application owns it, and lets it go before it ends. */
TuttiBackground *tutti_background_new (GApplication *application,
                                       GSettings    *settings) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
