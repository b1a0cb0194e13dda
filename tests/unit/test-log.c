/* test-log.c: no secret and no query string reaches the log
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-log.h"
#include "tutti-secret.h"

#include <locale.h>
#include <sys/resource.h>

static void
test_redact (void)
{
  static const struct
  {
    const char *text;
    const char *clean;
  } cases[] = {
    { "nothing to hide", "nothing to hide" },
    { "", "" },
    { "GET https://a.example/me?limit=50&code=x1 -> 200", "GET https://a.example/me?… -> 200" },
    { "http://127.0.0.1:4000/callback?code=abc&state=def", "http://127.0.0.1:4000/callback?…" },
    { "/callback?code=abc", "/callback?…" },
    { "\"https://a.example/x#access_token=abc\"", "\"https://a.example/x?…\"" },
    { "https://a.example/x?only", "https://a.example/x?…" },
    { "https://a.example/x?a=b#c=d and https://b.example/?e=f", "https://a.example/x?… and https://b.example/?…" },
    { "is that so? yes = no", "is that so? yes = no" },
    { "issue #12 (a=b)", "issue #12 (a=b)" },
    { "the token hunter22 stands here", "the token … stands here" },
    { "Basic bWU6aHVudGVyMjI=", "Basic bWU6…I=" },
    { "token=hunter%32%32 hunter22", "token=hunter%32%32 …" },
    { "an odd \xff byte ?a=b", "an odd \xff byte ?…" },
  };
  g_autoptr (TuttiSecret) secret = tutti_secret_new ("hunter22");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = tutti_log_redact (cases[i].text);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
}

static void
test_written_child (void)
{
  g_autoptr (TuttiSecret) secret = tutti_secret_new ("hunter22-and-more");

  setlocale (LC_ALL, "");
  tutti_log_init ();
  tutti_log_init ();
  g_message ("first %s end", tutti_secret_reveal (secret));
  g_debug ("second %s end", tutti_secret_reveal (secret));
  g_log_structured ("other", G_LOG_LEVEL_WARNING, "MESSAGE", "third https://a.example/?code=%s", tutti_secret_reveal (secret));
}

static void
test_written (void)
{
  g_autofree char   *out = NULL;
  g_autofree char   *err = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv)     environment = g_get_environ ();
  g_autofree char   *self = NULL;
  char              *argv[] = { NULL, NULL };

  /* The program itself, with everything shown and no fatal warnings. */
  self = g_file_read_link ("/proc/self/exe", &error);
  g_assert_no_error (error);
  argv[0] = self;
  environment = g_environ_setenv (environment, "G_MESSAGES_DEBUG", "all", TRUE);
  environment = g_environ_setenv (environment, "G_DEBUG", "", TRUE);
  environment = g_environ_setenv (environment, "TUTTI_TEST_LOG_CHILD", "1", TRUE);
  g_spawn_sync (NULL, argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, NULL, &error);
  g_assert_no_error (error);

  g_assert_nonnull (g_strstr_len (err, -1, "first … end"));
  g_assert_nonnull (g_strstr_len (err, -1, "third https://a.example/?…"));
  g_assert_true (g_strstr_len (err, -1, "second … end") != NULL || g_strstr_len (out, -1, "second … end") != NULL);
  g_assert_null (g_strstr_len (out, -1, "hunter22"));
  g_assert_null (g_strstr_len (err, -1, "hunter22"));
}

/* What the log may not hold is in the memory of who crashes. */
static void
test_core (void)
{
  struct rlimit limit = { 0 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_CORE, &limit), ==, 0);
  tutti_log_init ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, <=, 1);
}

int
main (int    argc,
      char **argv)
{
  if (g_getenv ("TUTTI_TEST_LOG_CHILD") != NULL)
    {
      test_written_child ();
      return 0;
    }

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/log/redact", test_redact);
  g_test_add_func ("/log/written", test_written);
  g_test_add_func ("/log/core", test_core);

  return g_test_run ();
}
