/* tutti-sign-in.c: one flow from "Connect" to tokens
 *
 * Made when the person clicks, and good for one time: the listener is there
 * before the browser can come back, verifier and state live here and nowhere
 * else, and the verifier goes with the one exchange it is for. Where a service
 * has a script instead of an authorization server, the flow begins on the
 * listener's own page and there is nothing to exchange.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-oauth.h"

#include "tutti-loopback-page.h"
#include "tutti-loopback.h"
#include "tutti-oauth-exchange.h"
#include "tutti-oauth-message.h"
#include "tutti-pkce.h"

#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-fiber.h"

#include <gio/gio.h>

struct _TuttiSignIn
{
  GObject parent_instance;

  TuttiHttp        *http;
  TuttiOAuthConfig *config;
  TuttiLoopback    *loopback; /* (nullable) gone when it is finished or cancelled */
  TuttiSecret      *verifier; /* (nullable) gone when it was sent */
  char             *redirect_uri;
  char             *uri;       /* carries the state */
  DexPromise       *cancelled; /* rejects when the person cancels */
  gboolean          has_run;
};

G_DEFINE_FINAL_TYPE (TuttiSignIn, tutti_sign_in, G_TYPE_OBJECT)

static void
tutti_sign_in_finalize (GObject *object)
{
  TuttiSignIn *self = TUTTI_SIGN_IN (object);

  g_clear_object (&self->loopback);
  g_clear_object (&self->http);
  g_clear_pointer (&self->config, tutti_oauth_config_unref);
  g_clear_pointer (&self->verifier, tutti_secret_unref);
  g_clear_pointer (&self->redirect_uri, g_free);
  g_clear_pointer (&self->uri, tutti_secret_wipe_string);
  dex_clear (&self->cancelled);

  G_OBJECT_CLASS (tutti_sign_in_parent_class)->finalize (object);
}

static void
tutti_sign_in_class_init (TuttiSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tutti_sign_in_finalize;
}

static void
tutti_sign_in_init (TuttiSignIn *self)
{
  self->cancelled = dex_promise_new ();
}

/* What the page says who asks with is good for longer than the page. */
#define PAGE_TOKEN_MS (60 * 60 * 1000)

/* Whether a page in the browser can bring Tutti's window to the front. */
static gboolean
has_return_handler (void)
{
  g_autoptr (GAppInfo) handler = g_app_info_get_default_for_uri_scheme ("tutti");

  return handler != NULL;
}

/* The page lies where nobody looks for it, is ours by its origin, and its answer
 * by the state. */
static gboolean
listen_with_page (TuttiSignIn *self,
                  TuttiSecret *state,
                  GError     **error)
{
  TuttiOAuthConfig       *config = self->config;
  g_autoptr (TuttiSecret) token = tutti_oauth_sign (config, config->client_secret, tutti_clock_now () + PAGE_TOKEN_MS, error);
  g_autoptr (TuttiSecret) place = tutti_pkce_new_state ();
  g_autoptr (TuttiSecret) nonce = tutti_pkce_new_state ();
  char                   *path = g_strconcat ("/", tutti_secret_reveal (place), NULL);
  g_autoptr (GBytes)      page = NULL;
  TuttiLoopbackInfo       info = { .path = path, .port = config->redirect_port, .state = state };

  if (token != NULL)
    {
      TuttiLoopbackScript script = { config->name, config->script_uri, config->script_code, token, state, tutti_secret_reveal (nonce) };

      page = tutti_loopback_page_new_script (&script);
      info.page = page;
      info.offers_return = has_return_handler ();
      self->loopback = tutti_loopback_new (&info, error);
    }
  if (self->loopback != NULL)
    self->uri = g_strdup_printf ("http://localhost:%u%s", tutti_loopback_get_port (self->loopback), path);
  tutti_secret_wipe_string (path);

  return self->loopback != NULL;
}

TuttiSignIn *
tutti_sign_in_new (TuttiHttp        *http,
                   TuttiOAuthConfig *config,
                   GError          **error)
{
  g_autoptr (TuttiSignIn) self = NULL;
  g_autoptr (TuttiSecret) state = NULL;
  g_autofree char        *challenge = NULL;
  TuttiLoopbackInfo       info = { 0 };

  g_return_val_if_fail (TUTTI_IS_HTTP (http), NULL);
  g_return_val_if_fail (config != NULL, NULL);

  if (config->client_id == NULL || *config->client_id == '\0')
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP, "There is no client id");
      return NULL;
    }
  if (config->script_uri != NULL && (config->key_id == NULL || config->client_secret == NULL))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP, "There is no key to sign with");
      return NULL;
    }

  self = g_object_new (TUTTI_TYPE_SIGN_IN, NULL);
  self->http = g_object_ref (http);
  self->config = tutti_oauth_config_ref (config);
  state = tutti_pkce_new_state ();
  if (config->script_uri != NULL)
    return listen_with_page (self, state, error) ? g_steal_pointer (&self) : NULL;

  self->verifier = tutti_pkce_new_verifier ();
  challenge = tutti_pkce_dup_challenge (self->verifier);

  info.path = config->redirect_path;
  info.port = config->redirect_port;
  info.allow_post = config->allow_post;
  info.state = state;
  info.issuer = config->issuer;
  info.offers_return = has_return_handler ();
  info.life_ms = config->sign_in_ms;
  self->loopback = tutti_loopback_new (&info, error);
  if (self->loopback == NULL)
    return NULL;

  self->redirect_uri = g_strdup_printf ("http://127.0.0.1:%u%s", tutti_loopback_get_port (self->loopback), config->redirect_path);
  self->uri = tutti_oauth_make_authorize_uri (config, self->redirect_uri, challenge, state);

  return g_steal_pointer (&self);
}

const char *
tutti_sign_in_get_uri (TuttiSignIn *self)
{
  g_return_val_if_fail (TUTTI_IS_SIGN_IN (self), NULL);

  return self->uri;
}

/* Resolves or rejects as `future` (taken), unless the person cancels or nobody
 * waits any more; then `future` is dropped. */
static DexFuture *
unless_cancelled (TuttiSignIn *self,
                  DexFuture   *future,
                  DexFuture   *given_up)
{
  return tutti_fiber_until (dex_future_first (future, dex_ref (self->cancelled), NULL), given_up);
}

static DexFuture *
run (DexFuture *given_up,
     gpointer   data)
{
  TuttiSignIn            *self = data;
  g_autoptr (GError)      error = NULL;
  g_autoptr (TuttiSecret) code = NULL;
  g_autoptr (TuttiSecret) verifier = NULL;
  g_autoptr (TuttiTokens) tokens = NULL;

  if (self->loopback == NULL)
    return DEX_FUTURE (dex_ref (self->cancelled));

  code = dex_await_boxed (unless_cancelled (self, tutti_loopback_wait (self->loopback), given_up), &error);
  if (code == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  if (self->config->script_uri != NULL)
    {
      tokens = tutti_oauth_take_given (self->config, code, tutti_clock_now (), &error);
      return tokens != NULL ? dex_future_new_take_boxed (TUTTI_TYPE_TOKENS, g_steal_pointer (&tokens))
                            : dex_future_new_for_error (g_steal_pointer (&error));
    }

  verifier = g_steal_pointer (&self->verifier);
  tokens = dex_await_boxed (unless_cancelled (self,
                                              tutti_oauth_exchange (self->http, self->config, self->redirect_uri, code, verifier),
                                              given_up),
                            &error);
  if (tokens == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (TUTTI_TYPE_TOKENS, g_steal_pointer (&tokens));
}

DexFuture *
tutti_sign_in_run (TuttiSignIn *self)
{
  g_return_val_if_fail (TUTTI_IS_SIGN_IN (self), NULL);

  if (self->has_run)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_FAILED, "A sign-in runs once");
  self->has_run = TRUE;

  return tutti_fiber_spawn (run, g_object_ref (self), g_object_unref);
}

gboolean
tutti_sign_in_paste (TuttiSignIn *self,
                     const char  *address,
                     GError     **error)
{
  g_return_val_if_fail (TUTTI_IS_SIGN_IN (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  if (self->loopback == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "This sign-in is over");
      return FALSE;
    }

  return tutti_loopback_paste (self->loopback, address, error);
}

void
tutti_sign_in_finish (TuttiSignIn  *self,
                      const GError *error)
{
  g_autoptr (TuttiLoopback) loopback = NULL;

  g_return_if_fail (TUTTI_IS_SIGN_IN (self));

  loopback = g_steal_pointer (&self->loopback);
  if (loopback != NULL)
    tutti_loopback_finish (loopback, error, self->config->name != NULL ? self->config->name : self->config->provider);
}

void
tutti_sign_in_cancel (TuttiSignIn *self)
{
  g_return_if_fail (TUTTI_IS_SIGN_IN (self));

  g_clear_object (&self->loopback);
  if (dex_future_is_pending (DEX_FUTURE (self->cancelled)))
    dex_promise_reject (self->cancelled, g_error_new (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "The person cancelled"));
}
