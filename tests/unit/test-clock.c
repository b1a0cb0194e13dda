/* test-clock.c: the clock follows the system, and moves when told
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"

static void
test_now (void)
{
  gint64 before = g_get_real_time () / 1000;
  gint64 now = tutti_clock_now ();
  gint64 after = g_get_real_time () / 1000;

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, after);
}

static void
test_offset (void)
{
  const gint64 day = 24 * 60 * 60 * 1000;
  gint64       before = tutti_clock_now ();

  tutti_clock_set_offset (day);
  g_assert_cmpint (tutti_clock_now (), >=, before + day);
  tutti_clock_set_offset (-day);
  g_assert_cmpint (tutti_clock_now (), <, before);
  tutti_clock_set_offset (0);
  g_assert_cmpint (tutti_clock_now (), >=, before);
  g_assert_cmpint (tutti_clock_now (), <, before + day);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/now", test_now);
  g_test_add_func ("/clock/offset", test_offset);

  return g_test_run ();
}
