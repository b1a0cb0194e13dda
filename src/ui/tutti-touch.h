/* tutti-touch.h: whether fingers or a pointer are at work
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives `window` the style class "touch" from a touch on, until a pointer moves
 * again: what waits for a pointer to pass over it shows all the time then. */
void tutti_touch_watch (GtkWidget *window);

/* Whether an event of that type, from that kind of device, is a finger's; else
 * `is_pointer` says whether it is a real pointer's. Others say nothing. */
gboolean tutti_touch_is_finger (GdkEventType   type,
                                GdkInputSource source,
                                gboolean      *is_pointer);

G_END_DECLS
