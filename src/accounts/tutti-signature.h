/* tutti-signature.h: tokens that are signed here, with a person's own key
 *
 * Pure functions; any thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-secret.h"

G_BEGIN_DECLS

/* No key's file comes near this. */
#define TUTTI_SIGNATURE_MAX_KEY (16 * 1024)

/* The private key in the `length` bytes at `text`, which is PEM of an EC key on
 * P-256, in its one form, whatever became of its lines on the way. NULL and
 * BAD_INPUT, whose message is a translated sentence that says what this is
 * instead. (transfer full) */
TuttiSecret *tutti_signature_check_key (const char *text,
                                        gsize       length,
                                        GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* A JWT signed with ES256 (RFC 7515, 7518 3.4): `key_id` is its kid, `issuer`
 * its iss; it is good from `from` until `until` (Unix seconds). `key` is what
 * tutti_signature_check_key() gave. NULL and BAD_CLIENT where key or names can't
 * be used. (transfer full) */
TuttiSecret *tutti_signature_make_token (const TuttiSecret *key,
                                         const char        *key_id,
                                         const char        *issuer,
                                         gint64             from,
                                         gint64             until,
                                         GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
