/* tutti-oauth-exchange.h: the code for tokens; only TuttiSignIn does this
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-oauth.h"

G_BEGIN_DECLS

/* Sends the code once. Resolves to TuttiTokens; EXPIRED (invalid_grant), BAD_CLIENT,
 * and what else tutti_oauth_read_tokens() and TuttiHttp reject with. */
DexFuture *tutti_oauth_exchange (TuttiHttp        *http,
                                 TuttiOAuthConfig *config,
                                 const char       *redirect_uri,
                                 TuttiSecret      *code,
                                 TuttiSecret      *verifier) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
