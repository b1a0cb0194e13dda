/* tutti-pkce.c: what proves that an answer belongs to the question (RFC 7636)
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-pkce.h"

#include <string.h>
#include <unistd.h>

#define N_BYTES 32

char *
tutti_pkce_encode (const guchar *bytes,
                   gsize         length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

static TuttiSecret *
new_random (void)
{
  guchar       bytes[N_BYTES];
  TuttiSecret *secret;

  /* A system without entropy can't keep a secret. */
  if (getentropy (bytes, sizeof bytes) != 0)
    g_error ("The system gives no random bytes");

  secret = tutti_secret_new_take (tutti_pkce_encode (bytes, sizeof bytes));
  tutti_secret_wipe (bytes, sizeof bytes);

  return secret;
}

TuttiSecret *
tutti_pkce_new_verifier (void)
{
  return new_random ();
}

TuttiSecret *
tutti_pkce_new_state (void)
{
  return new_random ();
}

char *
tutti_pkce_dup_challenge (const TuttiSecret *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guchar                digest[32];
  gsize                 length = sizeof digest;

  g_return_val_if_fail (verifier != NULL, NULL);

  g_checksum_update (checksum, (const guchar *) tutti_secret_reveal (verifier), -1);
  g_checksum_get_digest (checksum, digest, &length);

  return tutti_pkce_encode (digest, length);
}
