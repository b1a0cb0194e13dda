/* tutti-pkce.h: what proves that an answer belongs to the question (RFC 7636)
 *
 * Pure functions over the system's entropy; any thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-secret.h"

G_BEGIN_DECLS

/* 43 letters of base64url over 32 random bytes, for one sign-in. (transfer full) */
TuttiSecret *tutti_pkce_new_verifier (void) G_GNUC_WARN_UNUSED_RESULT;

/* The S256 challenge of a verifier; not a secret. (transfer full) */
char *tutti_pkce_dup_challenge (const TuttiSecret *verifier) G_GNUC_WARN_UNUSED_RESULT;

/* base64url without padding (RFC 4648 5). (transfer full) */
char *tutti_pkce_encode (const guchar *bytes,
                         gsize         length) G_GNUC_WARN_UNUSED_RESULT;

/* As random as a verifier, for `state`. (transfer full) */
TuttiSecret *tutti_pkce_new_state (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
