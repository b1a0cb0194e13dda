/* test-secret.c: a secret can't be printed, and is found wherever it hides
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-secret.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

/* A person who may lock no memory. */
int
mlock (const void *memory,
       size_t      length)
{
  errno = ENOMEM;

  return -1;
}

static void
test_value (void)
{
  g_autoptr (TuttiSecret) secret = tutti_secret_new ("open sesame");
  g_autoptr (TuttiSecret) same = tutti_secret_ref (secret);
  g_autoptr (TuttiSecret) empty = tutti_secret_new ("");

  g_assert_cmpstr (tutti_secret_reveal (secret), ==, "open sesame");
  g_assert_true (secret == same);
  g_assert_cmpstr (tutti_secret_reveal (empty), ==, "");
}

static void
test_take (void)
{
  g_autoptr (TuttiSecret) secret = tutti_secret_new_take (g_strdup ("taken"));

  g_assert_cmpstr (tutti_secret_reveal (secret), ==, "taken");
}

static void
test_equals (void)
{
  static const struct
  {
    const char *text;
    gboolean    equal;
  } cases[] = {
    { "abcdef", TRUE },
    { "abcdeg", FALSE },
    { "Abcdef", FALSE },
    { "abcde", FALSE },
    { "abcdefg", FALSE },
    { "abcdef\nabcdef", FALSE },
    { "", FALSE },
    { NULL, FALSE },
  };
  g_autoptr (TuttiSecret) secret = tutti_secret_new ("abcdef");
  g_autoptr (TuttiSecret) empty = tutti_secret_new ("");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (tutti_secret_equals (secret, cases[i].text), ==, cases[i].equal);
  g_assert_true (tutti_secret_equals (empty, ""));
  g_assert_false (tutti_secret_equals (empty, "a"));
}

static void
test_contents (void)
{
  g_autoptr (TuttiSecret) secret = tutti_secret_new ("open sesame");
  g_auto (GValue)         value = G_VALUE_INIT;
  g_autofree char        *contents = NULL;

  g_value_init (&value, TUTTI_TYPE_SECRET);
  g_value_set_boxed (&value, secret);
  contents = g_strdup_value_contents (&value);

  g_assert_null (strstr (contents, "sesame"));
  g_assert_false (g_value_type_transformable (TUTTI_TYPE_SECRET, G_TYPE_STRING));
}

static void
test_redact (void)
{
  g_autoptr (TuttiSecret) secret = tutti_secret_new ("k~Y/9+ü ?=token");
  g_autofree char        *escaped = g_uri_escape_string (tutti_secret_reveal (secret), NULL, FALSE);
  g_autofree char        *lower = g_ascii_strdown (escaped, -1);
  g_autofree char        *plain = g_strdup_printf ("a %s b", tutti_secret_reveal (secret));
  g_autofree char        *clean = tutti_secret_redact (plain);
  g_autofree char        *clean_escaped = tutti_secret_redact (escaped);

  g_assert_cmpstr (clean, ==, "a … b");
  g_assert_cmpstr (clean_escaped, ==, "…");
  g_assert_null (tutti_secret_redact ("nothing of the kind"));
  g_assert_null (tutti_secret_redact (""));

  /* Basic authorization of a client, whose id has any length. */
  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *pair = g_strdup_printf ("%.*s:%s", (int) i, "abcdefgh", tutti_secret_reveal (secret));
      g_autofree char *more = g_strconcat (pair, "tail", NULL);
      g_autofree char *base64 = g_base64_encode ((const guchar *) more, strlen (more));
      g_autofree char *safe = g_strdelimit (g_strdelimit (g_strdup (base64), "+", '-'), "/", '_');
      g_autofree char *clean_base64 = tutti_secret_redact (base64);
      g_autofree char *clean_safe = tutti_secret_redact (safe);

      /* What stays are the letters its neighbours share with it. */
      g_assert_nonnull (clean_base64);
      g_assert_nonnull (clean_safe);
      g_assert_cmpint (strlen (clean_base64), <=, strlen (base64) - strlen (tutti_secret_reveal (secret)) * 4 / 3 + 4);
    }
}

static void
test_live (void)
{
  TuttiSecret            *gone = tutti_secret_new ("gone tomorrow");
  g_autoptr (TuttiSecret) stays = tutti_secret_new ("stays here");
  g_autoptr (TuttiSecret) small = tutti_secret_new ("is");
  g_autofree char        *both = tutti_secret_redact ("gone tomorrow is not stays here");
  g_autofree char        *one = NULL;

  tutti_secret_unref (gone);
  one = tutti_secret_redact ("gone tomorrow is not stays here");

  g_assert_cmpstr (both, ==, "… is not …");
  g_assert_cmpstr (one, ==, "gone tomorrow is not …");
}

static void
test_long (void)
{
  g_autofree char        *text = g_strnfill (20000, '%');
  g_autoptr (TuttiSecret) secret = tutti_secret_new (text);
  g_autofree char        *clean = tutti_secret_redact (text);

  g_assert_cmpstr (tutti_secret_reveal (secret), ==, text);
  g_assert_cmpstr (clean, ==, "…");
}

static gpointer
use_secrets (gpointer data)
{
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char        *text = g_strdup_printf ("%p-%u-secret", data, i);
      g_autoptr (TuttiSecret) secret = tutti_secret_new (text);
      g_autofree char        *clean = tutti_secret_redact (text);

      g_assert_cmpstr (clean, ==, "…");
    }

  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, use_secrets, &threads[i]);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_wipe (void)
{
  char memory[] = "0123456789";

  tutti_secret_wipe (memory + 2, 3);
  g_assert_cmpmem (memory, 11, "01\0\0\0""56789", 11);
  tutti_secret_wipe (NULL, 0);
  tutti_secret_wipe_string (NULL);
}

/* The kernel's word about the pages that `memory` is in. */
static gboolean
is_dumped (const void *memory)
{
  g_autofree char *text = NULL;
  g_auto (GStrv)   lines = NULL;
  gboolean         is_there = FALSE;

  if (!g_file_get_contents ("/proc/self/smaps", &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize from, to;

      if (sscanf (lines[i], "%zx-%zx ", &from, &to) == 2)
        is_there = (gsize) memory >= from && (gsize) memory < to;
      else if (is_there && g_str_has_prefix (lines[i], "VmFlags:"))
        return strstr (lines[i], " dd") == NULL;
    }

  return FALSE;
}

/* A crash tells no secret, also where memory can't be locked. */
static void
test_core (void)
{
  g_autoptr (TuttiSecret) secret = tutti_secret_new ("not for the core file");

  g_assert_false (is_dumped (tutti_secret_reveal (secret)));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/value", test_value);
  g_test_add_func ("/secret/take", test_take);
  g_test_add_func ("/secret/equals", test_equals);
  g_test_add_func ("/secret/contents", test_contents);
  g_test_add_func ("/secret/redact", test_redact);
  g_test_add_func ("/secret/live", test_live);
  g_test_add_func ("/secret/long", test_long);
  g_test_add_func ("/secret/threads", test_threads);
  g_test_add_func ("/secret/wipe", test_wipe);
  g_test_add_func ("/secret/core", test_core);

  return g_test_run ();
}
