/* rates.h: how often a service wants to be asked
 *
 * Time is that of the clock that /control/clock moves. --fast lifts all of it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

/* Whether one more request to NAME is within MOST in any WINDOW milliseconds;
 * one that is refused does not count. LEFT (may be NULL) gets how many more are. */
gboolean
rates_take (Services   *services,
            const char *name,
            guint       most,
            gint64      window,
            guint      *left);

/* A bucket that holds BURST and gains PER_SECOND; LEFT (may be NULL) gets what is in it. */
gboolean
rates_draw (Services   *services,
            const char *name,
            double      cost,
            double      per_second,
            double      burst,
            double     *left);

/* Takes COST from a budget of MOST that is not filled again; --fast does not lift it. */
gboolean
rates_spend (Services   *services,
             const char *name,
             guint       cost,
             guint       most);

/* As if nobody had asked yet. */
void
rates_forget (Services *services);
