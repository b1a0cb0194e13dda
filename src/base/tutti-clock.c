/* tutti-clock.c: the one clock, which tests can move
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"

#include <stdatomic.h>

static _Atomic gint64 offset;

gint64
tutti_clock_now (void)
{
  return g_get_real_time () / 1000 + atomic_load (&offset);
}

void
tutti_clock_set_offset (gint64 ms)
{
  atomic_store (&offset, ms);
}
