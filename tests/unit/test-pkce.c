/* test-pkce.c: verifier, challenge and state
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-pkce.h"

#include <string.h>

static void
test_challenge (void)
{
  /* The example of RFC 7636, appendix B, and two more made with openssl. */
  static const struct
  {
    const char *verifier;
    const char *challenge;
  } cases[] = {
    { "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" },
    { "", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" },
    { "abc", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TuttiSecret) verifier = tutti_secret_new (cases[i].verifier);
      g_autofree char        *challenge = tutti_pkce_dup_challenge (verifier);

      g_assert_cmpstr (challenge, ==, cases[i].challenge);
    }
}

static void
test_random (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (TuttiSecret) secret = i % 2 ? tutti_pkce_new_verifier () : tutti_pkce_new_state ();
      const char             *text = tutti_secret_reveal (secret);

      g_assert_cmpuint (strlen (text), ==, 43);
      g_assert_cmpuint (strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==, 43);
      g_assert_true (g_hash_table_add (seen, g_strdup (text)));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pkce/challenge", test_challenge);
  g_test_add_func ("/pkce/random", test_random);

  return g_test_run ();
}
