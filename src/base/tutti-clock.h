/* tutti-clock.h: the one clock, which tests can move
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Now, in Unix milliseconds. Any thread. */
gint64 tutti_clock_now (void);

/* Moves the clock by `ms` against the system's, for this process. Tests only. */
void tutti_clock_set_offset (gint64 ms);

G_END_DECLS
