/* tutti-oauth.h: authorization code with PKCE: one sign-in, and refreshing
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-http.h"
#include "tutti-vault.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_OAUTH_CONFIG (tutti_oauth_config_get_type ())

/* How a service signs people in; made by the provider's data file and the
 * person's client id. Immutable once shared, boxed, ref counted. */
typedef struct
{
  grefcount ref_count;

  char        *provider; /* id */
  char        *name;     /* for people: "Spotify" */
  char        *authorize_uri;
  char        *token_uri;
  char        *revoke_uri;      /* (nullable) RFC 7009 */
  char        *issuer;          /* (nullable) RFC 9207 */
  char        *redirect_path;   /* "/callback" */
  guint16      redirect_port;   /* 0: any free port */
  gboolean     allow_post;      /* this service may POST to the listener */
  char        *scopes;          /* asked for, space separated */
  char       **authorize_extra; /* (nullable) name, value, … more of the authorize address ("access_type", "offline") */
  char        *client_id;       /* (nullable) NULL: not set up */
  TuttiSecret *client_secret;   /* (nullable) */
  gboolean     refresh_sends_scope;
  gboolean     is_old;          /* from before RFC 6749: app_id, perms and secret, no PKCE, the code is exchanged by GET */
  gint64       consent_life_ms; /* refresh token's life from consent; 0 unknown */
  guint        sign_in_ms;      /* how long a sign-in waits for the browser; 0: ten minutes */
  char       **api_hosts;       /* "host" or "host:port" the access token may be sent to */

  /* Where there is no authorization server: a page here runs the service's own
   * script, which gets the token, and says who asks by a second token, signed
   * with the person's own key. That is the client secret, as
   * tutti_signature_check_key() gives it. */
  char *script_uri;  /* (nullable) NULL: an authorization server as above */
  char *script_code; /* see TuttiLoopbackScript */
  char *key_id;      /* (nullable) the name of the key, and of… */
  char *key_owner;   /* (nullable) …whose it is, of letters and digits; NULL: not set up */
} TuttiOAuthConfig;

GType             tutti_oauth_config_get_type (void) G_GNUC_CONST;
TuttiOAuthConfig *tutti_oauth_config_new (void) G_GNUC_WARN_UNUSED_RESULT;
TuttiOAuthConfig *tutti_oauth_config_ref (TuttiOAuthConfig *self);
void              tutti_oauth_config_unref (TuttiOAuthConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiOAuthConfig, tutti_oauth_config_unref)

#define TUTTI_TYPE_SIGN_IN (tutti_sign_in_get_type ())

/* One flow, single use: verifier and state live here, in memory only. */
G_DECLARE_FINAL_TYPE (TuttiSignIn, tutti_sign_in, TUTTI, SIGN_IN, GObject)

/* Starts listening. NULL and NOT_SET_UP (no client id, no key), BAD_CLIENT (a key
 * that signs nothing) or PORT_TAKEN. */
TuttiSignIn *tutti_sign_in_new (TuttiHttp        *http,
                                TuttiOAuthConfig *config,
                                GError          **error) G_GNUC_WARN_UNUSED_RESULT;

/* The address for the system browser (lent). It carries the state, or is as hard
 * to guess: never log it. */
const char *tutti_sign_in_get_uri (TuttiSignIn *self);

/* Waits for the browser (or a pasted address), exchanges the code once.
 * Resolves to TuttiTokens; ACCESS_DENIED, EXPIRED (the ten minutes, or the
 * code's), INVALID_STATE, BAD_CLIENT, INSUFFICIENT_SCOPE, OFFLINE, SERVER,
 * RATE_LIMITED, BAD_ANSWER, CANCELLED. The browser still waits for
 * tutti_sign_in_finish(). Runs once; dropping the future frees the port. */
DexFuture *tutti_sign_in_run (TuttiSignIn *self) G_GNUC_WARN_UNUSED_RESULT;

/* Feeds what the person copied from the browser's address line. BAD_INPUT or
 * INVALID_STATE (said under the entry; the flow goes on). */
gboolean tutti_sign_in_paste (TuttiSignIn *self,
                              const char  *address,
                              GError     **error);

/* Shows the browser what really happened (NULL: it worked), then stops listening. */
void tutti_sign_in_finish (TuttiSignIn  *self,
                           const GError *error);

/* Frees the port at once; the run rejects with CANCELLED. */
void tutti_sign_in_cancel (TuttiSignIn *self);

/* New tokens from the refresh token (RFC 6749 6): an answer without a refresh
 * token keeps the old one. Resolves to TuttiTokens; NOT_LINKED for
 * invalid_grant, and where the token endpoint is at another host than the one
 * they came from; NOT_SET_UP, BAD_CLIENT, and TuttiHttp's. */
DexFuture *tutti_oauth_refresh (TuttiHttp        *http,
                                TuttiOAuthConfig *config,
                                TuttiTokens      *tokens) G_GNUC_WARN_UNUSED_RESULT;

/* Revokes where the service can; resolves to TRUE, or FALSE where it can't or
 * won't. Rejects with TuttiHttp's errors. */
DexFuture *tutti_oauth_revoke (TuttiHttp        *http,
                               TuttiOAuthConfig *config,
                               TuttiTokens      *tokens) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
