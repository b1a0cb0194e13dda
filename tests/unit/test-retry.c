/* test-retry.c: when to ask again
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-retry.h"

/* Fri, 20 Nov 2026 21:03:17 GMT */
#define NOW G_GINT64_CONSTANT (1795208597000)

static void
test_after (void)
{
  static const struct
  {
    const char *value;
    gint64      wait_ms; /* -1: nothing was said */
  } cases[] = {
    { "0", 0 },
    { "1", 1000 },
    { " 120 ", 120000 },
    { "86400", 86400000 },
    { "99999999999999999999", G_GINT64_CONSTANT (31) * 86400000 },
    { "Fri, 20 Nov 2026 21:03:27 GMT", 10000 },
    { "Friday, 20-Nov-26 21:03:27 GMT", 10000 },
    { "Fri Nov 20 21:03:27 2026", 10000 },
    { "Fri, 20 Nov 2026 21:03:07 GMT", 0 },
    { "Fri, 20 Nov 2099 21:03:07 GMT", G_GINT64_CONSTANT (31) * 86400000 },
    { "", -1 },
    { NULL, -1 },
    { "-5", -1 },
    { "1.5", -1 },
    { "soon", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].value);
      g_assert_cmpint (tutti_retry_parse_after (cases[i].value, NOW), ==, cases[i].wait_ms < 0 ? 0 : NOW + cases[i].wait_ms);
    }
}

static void
test_rest (void)
{
  const gint64 day = G_GINT64_CONSTANT (86400000);

  g_assert_cmpint (tutti_retry_get_rest (0, NOW), ==, 0);
  g_assert_cmpint (tutti_retry_get_rest (NOW - 1, NOW), ==, 0);
  g_assert_cmpint (tutti_retry_get_rest (NOW, NOW), ==, 0);
  g_assert_cmpint (tutti_retry_get_rest (NOW + 5, NOW), ==, 5);
  g_assert_cmpint (tutti_retry_get_rest (NOW + 31 * day, NOW), ==, 31 * day);
  g_assert_cmpint (tutti_retry_get_rest (NOW + 31 * day + 1, NOW), ==, 0);
  g_assert_cmpint (tutti_retry_get_rest (NOW + 3650 * day, NOW), ==, 0);
}

static void
test_delay (void)
{
  static const struct
  {
    guint  tries;
    guint  base;
    double random;
    guint  delay;
  } cases[] = {
    { 1, 500, 0.0, 0 },
    { 1, 500, 0.5, 250 },
    { 2, 500, 0.5, 500 },
    { 3, 500, 0.5, 1000 },
    { 4, 500, 0.999, 3996 },
    { 7, 500, 0.5, 15000 },
    { 4000000000u, 500, 0.5, 15000 },
    { 1, 0, 0.5, 0 },
    { 50, 0, 0.5, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (tutti_retry_get_delay (cases[i].tries, cases[i].base, cases[i].random), ==, cases[i].delay);
}

static void
test_may (void)
{
  static const struct
  {
    TuttiRetryEnd end;
    guint         status;
    gboolean      safe;
    gboolean      unsafe;
  } cases[] = {
    { TUTTI_RETRY_NOT_SENT, 0, TRUE, TRUE },
    { TUTTI_RETRY_CUT, 0, TRUE, FALSE },
    { TUTTI_RETRY_ANSWERED, 429, TRUE, TRUE },
    { TUTTI_RETRY_ANSWERED, 503, TRUE, TRUE },
    { TUTTI_RETRY_ANSWERED, 500, TRUE, FALSE },
    { TUTTI_RETRY_ANSWERED, 502, TRUE, FALSE },
    { TUTTI_RETRY_ANSWERED, 504, TRUE, FALSE },
    { TUTTI_RETRY_ANSWERED, 501, FALSE, FALSE },
    { TUTTI_RETRY_ANSWERED, 505, FALSE, FALSE },
    { TUTTI_RETRY_ANSWERED, 400, FALSE, FALSE },
    { TUTTI_RETRY_ANSWERED, 401, FALSE, FALSE },
    { TUTTI_RETRY_ANSWERED, 403, FALSE, FALSE },
    { TUTTI_RETRY_ANSWERED, 200, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (tutti_retry_may (cases[i].end, cases[i].status, TRUE), ==, cases[i].safe);
      g_assert_cmpint (tutti_retry_may (cases[i].end, cases[i].status, FALSE), ==, cases[i].unsafe);
    }

  g_assert_true (tutti_retry_is_idempotent ("PUT"));
  g_assert_false (tutti_retry_is_idempotent ("POST"));
  g_assert_false (tutti_retry_is_idempotent ("PATCH"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retry/after", test_after);
  g_test_add_func ("/retry/rest", test_rest);
  g_test_add_func ("/retry/delay", test_delay);
  g_test_add_func ("/retry/may", test_may);

  return g_test_run ();
}
