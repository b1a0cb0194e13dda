/* oauth.h: an authorization server that believes nothing
 *
 * Authorization code with PKCE (S256) for native applications. What differs
 * between services is in an OAuthPolicy. Every service has its own OAuth with
 * its own clients, codes and tokens.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

typedef struct
{
  const char *name;
  const char *words; /* on the consent page */
} Scope;

typedef struct _Grant Grant;

typedef struct
{
  gboolean (*knows_client) (const char *client_id);
  gboolean (*allows_redirect) (Services   *services,
                               const char *redirect_uri);

  /* These may be NULL. */
  void (*refuse) (Exchange   *exchange,
                  guint       status,
                  const char *error,
                  const char *description); /* how errors of the token endpoint look */
  void (*write_more) (Writer      *writer,
                      const Grant *grant); /* members beside the tokens */
  const char *const *more_params;          /* known to the consent page beside the usual ones */

  const Scope *scopes;         /* ends with a NULL name */
  const char  *issuer;         /* (nullable) sent as iss */
  const char  *type;           /* (nullable) Bearer otherwise */
  const char  *bad_client;     /* (nullable) what the browser shows, "" for a blank page */
  const char  *bad_redirect;   /* (nullable) */
  const char  *bad_scope;      /* (nullable) a redirect with invalid_scope otherwise */
  const char  *missing_secret; /* (nullable) an invalid_request with these words */
  guint        client_status;  /* of invalid_client; 400 when 0 */
  gboolean     wants_secret;
  gboolean     repeats_scope; /* the token endpoint may be sent scope */
  gboolean     is_old;        /* Deezer's: app_id, perms, no PKCE, the code is exchanged by GET */
  gboolean     rotates;       /* every refresh gives a new refresh token */
  gint64       access_life;   /* seconds */
  gint64       refresh_life;  /* seconds from the consent; 0: for ever */
} OAuthPolicy;

/* What a person allowed a client to do. */
struct _Grant
{
  char    *client_id;
  char    *scopes; /* space separated */
  guint    person;
  gint64   consented_at;
  gboolean revoked;
  GStrv    scope_list;
};

typedef enum
{
  OAUTH_FINE,
  OAUTH_NO_TOKEN,
  OAUTH_BAD_TOKEN, /* unknown, expired or revoked */
} OAuthVerdict;

OAuth *
oauth_new (const OAuthPolicy *policy,
           const char        *words) G_GNUC_WARN_UNUSED_RESULT;

void
oauth_free (OAuth *self);

/* GET shows the consent page, POST is a button on it. */
void
oauth_handle_authorize (OAuth    *self,
                        Exchange *exchange);

void
oauth_handle_token (OAuth    *self,
                    Exchange *exchange);

/* The same for a service that is_old. */
void
oauth_handle_old_token (OAuth    *self,
                        Exchange *exchange);

/* Answers {"error": …, "error_description": …}. */
void
oauth_refuse (Exchange   *exchange,
              guint       status,
              const char *error,
              const char *description);

/* Looks at "Authorization: SCHEME token". */
OAuthVerdict
oauth_check (OAuth        *self,
             Exchange     *exchange,
             const char   *scheme,
             const Grant **grant);

/* As oauth_check(), for a token that came in another way. */
OAuthVerdict
oauth_check_token (OAuth        *self,
                   Exchange     *exchange,
                   const char   *token,
                   const Grant **grant);

gboolean
grant_has_scope (const Grant *grant,
                 const char  *scope);

/* The person took back all that was allowed. */
void
oauth_revoke_all (OAuth *self);

/* Ends the grant that TOKEN, of either kind, is of; FALSE when there is none. */
gboolean
oauth_revoke_token (OAuth      *self,
                    const char *token);

/* All access tokens given so far are refused from now on; refreshing helps. */
void
oauth_expire_access (OAuth *self);

guint
oauth_count_grants (OAuth *self);

/* http://127.0.0.1:PORT or http://[::1]:PORT with PATH, nothing else. */
gboolean
oauth_is_loopback (const char *uri,
                   const char *path);

/* One of the addresses registered for PROVIDER, letter by letter. */
gboolean
oauth_is_registered (Services       *services,
                     const Provider *provider,
                     const char     *uri);

gboolean
oauth_is_hex_id (const char *client_id);
