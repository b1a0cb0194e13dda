/* test-error.c: the table of errors is whole, and its names are stable
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-error.h"

#include <gio/gio.h>
#include <string.h>

/* Scripts rely on these: a change here breaks somebody. */
static void
test_promises (void)
{
  static const struct
  {
    TuttiError  code;
    const char *nick;
    int         exit_code;
  } cases[] = {
    { TUTTI_ERROR_FAILED, "failed", 1 },
    { TUTTI_ERROR_KEYRING_LOCKED, "keyring-locked", 10 },
    { TUTTI_ERROR_ACCESS_DENIED, "access-denied", 13 },
    { TUTTI_ERROR_NOT_LINKED, "not-linked", 18 },
    { TUTTI_ERROR_QUOTA_EXCEEDED, "quota-exceeded", 24 },
    { TUTTI_ERROR_OFFLINE, "offline", 25 },
    { TUTTI_ERROR_SERVER, "server-error", 26 },
    { TUTTI_ERROR_BUSY, "busy", 35 },
    { TUTTI_ERROR_CANCELLED, "cancelled", 36 },
    { TUTTI_ERROR_BAD_TOKEN, "bad-token", 40 },
    { TUTTI_ERROR_NO_PROGRAM, "no-program", 41 },
    { TUTTI_ERROR_NOT_WRITTEN, "not-written", 42 },
    { TUTTI_ERROR_NO_SONG, "no-song", 43 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpstr (tutti_error_get_nick (cases[i].code), ==, cases[i].nick);
      g_assert_cmpint (tutti_error_get_exit_code (cases[i].code), ==, cases[i].exit_code);
    }
}

static void
test_whole (void)
{
  g_autoptr (GHashTable) nicks = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) exit_codes = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < TUTTI_N_ERRORS; i++)
    {
      TuttiError         code = (TuttiError) i;
      TuttiError         found = TUTTI_ERROR_FAILED;
      g_autoptr (GError) error = g_error_new_literal (TUTTI_ERROR, (int) i, "for the log");
      g_autofree char   *about = tutti_error_dup_sentence (error, "Qu%s");
      g_autofree char   *general = tutti_error_dup_sentence (error, NULL);

      g_test_message ("%s: %s", tutti_error_get_nick (code), about);
      g_assert_true (g_hash_table_add (nicks, (gpointer) tutti_error_get_nick (code)));
      g_assert_true (g_hash_table_add (exit_codes, GINT_TO_POINTER (tutti_error_get_exit_code (code))));
      g_assert_true (tutti_error_from_nick (tutti_error_get_nick (code), &found));
      g_assert_cmpint (found, ==, code);

      g_assert_true (g_str_has_suffix (about, "."));
      g_assert_true (g_str_has_suffix (general, "."));
      g_assert_null (strstr (general, "%"));
      g_assert_null (strstr (about, "for the log"));
      g_assert_null (strstr (about, "'"));
      /* The name stands in it once, as given, or the sentence is about no service. */
      if (!g_str_equal (about, general))
        {
          g_assert_nonnull (strstr (about, "Qu%s"));
          g_assert_cmpint (strlen (about) - strlen (strstr (about, "%")), >, 0);
        }
    }

  g_assert_false (tutti_error_from_nick ("no-such-error", NULL));
  g_assert_false (tutti_error_from_nick (NULL, NULL));
}

static void
test_foreign (void)
{
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "of another library");
  g_autofree char   *sentence = tutti_error_dup_sentence (foreign, NULL);
  g_autofree char   *nothing = tutti_error_dup_sentence (NULL, NULL);

  g_assert_cmpstr (sentence, ==, "Something went wrong. Try again.");
  g_assert_cmpstr (nothing, ==, sentence);
  g_assert_cmpint (tutti_error_get_number (foreign), ==, 0);
  g_assert_cmpint (tutti_error_get_number (NULL), ==, 0);
  g_assert_cmpint (tutti_error_get_exit_code ((TuttiError) 4711), ==, 1);
}

static void
test_silent (void)
{
  g_autoptr (GError) ours = g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "");
  g_autoptr (GError) gio = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  g_autoptr (GError) shown = g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_OFFLINE, "");

  g_assert_true (tutti_error_is_silent (ours));
  g_assert_true (tutti_error_is_silent (gio));
  g_assert_false (tutti_error_is_silent (shown));
  g_assert_false (tutti_error_is_silent (NULL));
}

static void
test_number (void)
{
  g_autoptr (GDateTime) late = g_date_time_new_local (2031, 5, 7, 16, 40, 0);
  gint64                late_ms = g_date_time_to_unix (late) * 1000;
  g_autoptr (GError)    port = tutti_error_new_with_number (TUTTI_ERROR_PORT_TAKEN, 43821, "Port %d is taken", 43821);
  g_autoptr (GError)    quota = tutti_error_new_with_number (TUTTI_ERROR_QUOTA_EXCEEDED, late_ms, "No more");
  g_autoptr (GError)    copy = g_error_copy (quota);
  g_autoptr (GError)    plain = g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_QUOTA_EXCEEDED, "No more");
  g_autofree char      *about_port = tutti_error_dup_sentence (port, "Quaver");
  g_autofree char      *about_quota = tutti_error_dup_sentence (copy, "Quaver");
  g_autofree char      *about_plain = tutti_error_dup_sentence (plain, "Quaver");

  g_assert_cmpstr (port->message, ==, "Port 43821 is taken");
  g_assert_cmpint (tutti_error_get_number (port), ==, 43821);
  g_assert_nonnull (strstr (about_port, "43821"));
  g_assert_cmpint (tutti_error_get_number (copy), ==, late_ms);
  g_assert_nonnull (strstr (about_quota, "7 May, 16:40"));
  g_assert_cmpint (tutti_error_get_number (plain), ==, 0);
  g_assert_cmpstr (about_plain, ==, "The number of requests Quaver allows is used up. Try again later.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/promises", test_promises);
  g_test_add_func ("/error/whole", test_whole);
  g_test_add_func ("/error/foreign", test_foreign);
  g_test_add_func ("/error/silent", test_silent);
  g_test_add_func ("/error/number", test_number);

  return g_test_run ();
}
