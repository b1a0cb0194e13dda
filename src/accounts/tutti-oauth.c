/* tutti-oauth.c: how a service signs people in, refreshing and revoking
 *
 * The requests and the reading of their answers are in tutti-oauth-message.c;
 * here they are sent.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-oauth.h"

#include "tutti-oauth-exchange.h"
#include "tutti-oauth-message.h"

#include "tutti-clock.h"
#include "tutti-error.h"

G_DEFINE_BOXED_TYPE (TuttiOAuthConfig, tutti_oauth_config, tutti_oauth_config_ref, tutti_oauth_config_unref)

/* Returns all fields empty. (transfer full) */
TuttiOAuthConfig *
tutti_oauth_config_new (void)
{
  TuttiOAuthConfig *self = g_new0 (TuttiOAuthConfig, 1);

  g_ref_count_init (&self->ref_count);

  return self;
}

TuttiOAuthConfig *
tutti_oauth_config_ref (TuttiOAuthConfig *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
tutti_oauth_config_unref (TuttiOAuthConfig *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->authorize_uri, g_free);
  g_clear_pointer (&self->token_uri, g_free);
  g_clear_pointer (&self->revoke_uri, g_free);
  g_clear_pointer (&self->issuer, g_free);
  g_clear_pointer (&self->redirect_path, g_free);
  g_clear_pointer (&self->scopes, g_free);
  g_clear_pointer (&self->authorize_extra, g_strfreev);
  g_clear_pointer (&self->client_id, g_free);
  g_clear_pointer (&self->client_secret, tutti_secret_unref);
  g_clear_pointer (&self->api_hosts, g_strfreev);
  g_clear_pointer (&self->script_uri, g_free);
  g_clear_pointer (&self->script_code, g_free);
  g_clear_pointer (&self->key_id, g_free);
  g_clear_pointer (&self->key_owner, g_free);
  g_free (self);
}

/* What is needed when the answer comes. */
typedef struct
{
  TuttiOAuthConfig *config;
  TuttiTokens      *before; /* (nullable) */
} Asked;

static Asked *
asked_new (TuttiOAuthConfig *config,
           TuttiTokens      *before)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->config = tutti_oauth_config_ref (config);
  asked->before = before != NULL ? tutti_tokens_ref (before) : NULL;

  return asked;
}

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_clear_pointer (&asked->config, tutti_oauth_config_unref);
  g_clear_pointer (&asked->before, tutti_tokens_unref);
  g_free (asked);
}

static TuttiHttpResponse *
get_response (DexFuture *future)
{
  return g_value_get_boxed (dex_future_get_value (future, NULL));
}

static DexFuture *
read_tokens_cb (DexFuture *future,
                gpointer   user_data)
{
  Asked             *asked = user_data;
  TuttiHttpResponse *response = get_response (future);
  g_autoptr (GError) error = NULL;
  TuttiTokens       *tokens;

  tokens = tutti_oauth_read_tokens (asked->config, asked->before, response->status, response->body,
                                    tutti_clock_now (), &error);
  /* Nobody but us has seen this answer, and nobody will read it again. */
  tutti_secret_wipe ((gpointer) g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));

  if (tokens == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (TUTTI_TYPE_TOKENS, tokens);
}

static DexFuture *
read_revocation_cb (DexFuture *future,
                    gpointer   user_data)
{
  TuttiHttpResponse *response = get_response (future);

  return dex_future_new_for_boolean (tutti_oauth_read_revocation (response->status, response->body));
}

DexFuture *
tutti_oauth_exchange (TuttiHttp        *http,
                      TuttiOAuthConfig *config,
                      const char       *redirect_uri,
                      TuttiSecret      *code,
                      TuttiSecret      *verifier)
{
  g_autoptr (TuttiHttpRequest) request = tutti_oauth_make_exchange (config, redirect_uri, code, verifier);

  return dex_future_then (tutti_http_send (http, request), read_tokens_cb, asked_new (config, NULL), asked_free);
}

DexFuture *
tutti_oauth_refresh (TuttiHttp        *http,
                     TuttiOAuthConfig *config,
                     TuttiTokens      *tokens)
{
  g_autoptr (TuttiHttpRequest) request = NULL;
  g_autofree char             *host = tutti_oauth_dup_host (config->token_uri);

  if (tokens->refresh == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "There is no refresh token");
  if (config->client_id == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP, "There is no client id");

  if (!tutti_oauth_may_send (tokens, host))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED,
                                  "The refresh token does not come from this token endpoint");

  request = tutti_oauth_make_refresh (config, tokens);
  return dex_future_then (tutti_http_send (http, request), read_tokens_cb, asked_new (config, tokens), asked_free);
}

DexFuture *
tutti_oauth_revoke (TuttiHttp        *http,
                    TuttiOAuthConfig *config,
                    TuttiTokens      *tokens)
{
  g_autoptr (TuttiHttpRequest) request = tutti_oauth_make_revocation (config, tokens);
  g_autofree char             *host = tutti_oauth_dup_host (config->revoke_uri);

  if (request == NULL || !tutti_oauth_may_send (tokens, host))
    return dex_future_new_for_boolean (FALSE);

  return dex_future_then (tutti_http_send (http, request), read_revocation_cb, NULL, NULL);
}
