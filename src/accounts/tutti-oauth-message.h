/* tutti-oauth-message.h: what is said to an authorization server, and what it answers
 *
 * Pure functions: no I/O, no state, any thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-oauth.h"

#include "tutti-error.h"

G_BEGIN_DECLS

/* "host" or "host:port" of an address, lower case, without the port its scheme
 * has anyway; NULL if it has none. (transfer full) */
char *tutti_oauth_dup_host (const char *uri) G_GNUC_WARN_UNUSED_RESULT;

/* Whether these tokens were obtained for `host`, written as above. */
gboolean tutti_oauth_may_send (TuttiTokens *tokens,
                               const char  *host);

/* Where the browser goes (RFC 6749 4.1.1, RFC 7636 4.3). It carries `state`:
 * never log it, and wipe it. (transfer full) */
char *tutti_oauth_make_authorize_uri (TuttiOAuthConfig *config,
                                      const char       *redirect_uri,
                                      const char       *challenge,
                                      TuttiSecret      *state) G_GNUC_WARN_UNUSED_RESULT;

/* Code for tokens (RFC 6749 4.1.3): sent once, whatever happens. */
TuttiHttpRequest *tutti_oauth_make_exchange (TuttiOAuthConfig *config,
                                             const char       *redirect_uri,
                                             TuttiSecret      *code,
                                             TuttiSecret      *verifier) G_GNUC_WARN_UNUSED_RESULT;

/* New access token (RFC 6749 6). `tokens` must have a refresh token. */
TuttiHttpRequest *tutti_oauth_make_refresh (TuttiOAuthConfig *config,
                                            TuttiTokens      *tokens) G_GNUC_WARN_UNUSED_RESULT;

/* The end of a grant (RFC 7009); NULL where the service can't, or there is nothing to revoke. */
TuttiHttpRequest *tutti_oauth_make_revocation (TuttiOAuthConfig *config,
                                               TuttiTokens      *tokens) G_GNUC_WARN_UNUSED_RESULT;

/* Reads the answer to either request for tokens. `before` is NULL for an
 * exchange, else what was refreshed, from which comes what the answer leaves
 * out: the refresh token, the scopes, the time of consent, the hosts (of an
 * exchange: those of the API, and of the addresses that refresh and revoke). A
 * life that makes no sense counts as unknown.
 * NULL and, by the server's error: NOT_LINKED (invalid_grant to a refresh),
 * EXPIRED (the same to an exchange), BAD_CLIENT, ACCESS_DENIED,
 * INSUFFICIENT_SCOPE, RATE_LIMITED, SERVER; BAD_ANSWER for anything nobody
 * understands. The message quotes nothing of the answer. (transfer full) */
TuttiTokens *tutti_oauth_read_tokens (TuttiOAuthConfig *config,
                                      TuttiTokens      *before,
                                      guint             status,
                                      GBytes           *body,
                                      gint64            now,
                                      GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* The code for an `error` of RFC 6749 4.1.2.1 or 5.2, or of the services that
 * have more of them; FALSE if nobody knows it. */
gboolean tutti_oauth_read_error (const char *name,
                                 TuttiError *code);

/* Whether a revocation's answer says that the grant is gone. */
gboolean tutti_oauth_read_revocation (guint   status,
                                      GBytes *body);

/* What says who asks, until `until` (Unix ms), signed with `key`. NULL and
 * BAD_CLIENT. (transfer full) */
TuttiSecret *tutti_oauth_sign (TuttiOAuthConfig *config,
                               TuttiSecret      *key,
                               gint64            until,
                               GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tokens of what a service's own script gave; BAD_ANSWER for what can't be one. (transfer full) */
TuttiTokens *tutti_oauth_take_given (TuttiOAuthConfig *config,
                                     TuttiSecret      *access,
                                     gint64            now,
                                     GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
