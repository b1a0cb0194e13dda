/* tutti-accounts-bearer.c: what a request may carry: a token, or what a key signs
 *
 * Whoever needs a token waits for the refresh under way ("flight") and shares
 * its end, good or bad. Its fiber belongs to nobody: callers may go away, but a
 * refresh token that was spent must get its successor stored. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accounts-connection.h"

#include "tutti-oauth-message.h"

#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-fiber.h"

#define REFRESH_BEFORE_MS (5 * 60 * 1000)

/* A token this near its end is not given out when refreshing failed. */
#define MARGIN_MS (10 * 1000)

#define SAVE_AGAIN_MS (30 * 1000)

/* Signing costs nothing, so that what is signed need not be good for long; and a
 * service that refuses what is younger than a minute refuses the key. */
#define SIGNATURE_LIFE_MS  (12 * 60 * 60 * 1000)
#define SIGNATURE_RENEW_MS (11 * 60 * 60 * 1000)
#define SIGNATURE_YOUNG_MS (60 * 1000)

typedef struct
{
  TuttiConnection *self;
  char            *host;     /* (nullable) */
  TuttiSecret     *rejected; /* (nullable) */
} Ask;

static Ask *
ask_new (TuttiConnection *self,
         const char      *host,
         TuttiSecret     *rejected)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->self = g_object_ref (self);
  ask->host = g_strdup (host);
  ask->rejected = rejected != NULL ? tutti_secret_ref (rejected) : NULL;

  return ask;
}

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->self);
  g_clear_pointer (&ask->host, g_free);
  g_clear_pointer (&ask->rejected, tutti_secret_unref);
  g_free (ask);
}

/* --- refreshing, in the flight's fiber --- */

static gboolean
is_rejected (TuttiConnection *self,
             TuttiSecret     *rejected)
{
  return rejected != NULL && tutti_secret_equals (self->tokens->access, tutti_secret_reveal (rejected));
}

static gboolean
needs_refresh (TuttiConnection *self,
               TuttiSecret     *rejected)
{
  TuttiTokens *tokens = self->tokens;
  gint64       before = REFRESH_BEFORE_MS;

  if (tokens->access == NULL || is_rejected (self, rejected))
    return TRUE;
  if (tokens->expires_at == 0)
    return FALSE;
  /* There is nothing to refresh with: it is good to its end. */
  if (tokens->refresh == NULL)
    return tokens->expires_at <= tutti_clock_now ();

  /* One that lives for ten minutes or less is refreshed at half its time. */
  if (self->obtained_at > 0)
    before = MIN (before, (tokens->expires_at - self->obtained_at) / 2);
  return tokens->expires_at - tutti_clock_now () < before;
}

/* Whether the held token is still worth trying. */
static gboolean
is_usable (TuttiConnection *self,
           TuttiSecret     *rejected)
{
  if (self->tokens == NULL || self->tokens->access == NULL || is_rejected (self, rejected))
    return FALSE;

  return self->tokens->expires_at == 0 || self->tokens->expires_at - tutti_clock_now () > MARGIN_MS;
}

/* The service says that the refresh token in `sent` is worth nothing. Believed
 * only while the vault holds the same: if it holds another, this process sent
 * an old one, and goes on with what is there. TRUE to try again. */
static gboolean
check_grant (TuttiConnection *self,
             TuttiTokens     *sent,
             GError         **error)
{
  g_autoptr (TuttiTokens) kept = NULL;
  g_autoptr (GError)      local_error = NULL;

  kept = dex_await_boxed (tutti_vault_load_tokens (self->vault, self->account->id), &local_error);
  if (kept == NULL)
    {
      if (g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
        g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The grant is gone, and the keyring holds no tokens of this account");
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (kept->refresh != NULL && !tutti_secret_equals (kept->refresh, tutti_secret_reveal (sent->refresh)))
    {
      tutti_connection_set_tokens (self, kept, 0);
      return TRUE;
    }

  tutti_connection_set_tokens (self, NULL, 0);
  tutti_connection_set_state (self, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
  g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The service ended the grant");
  return FALSE;
}

static void
take_fresh (TuttiConnection *self,
            TuttiTokens     *fresh)
{
  g_autoptr (TuttiAccount) account = tutti_account_copy (self->account);
  gboolean                 is_rotated = !tutti_secret_equals (self->tokens->refresh, tutti_secret_reveal (fresh->refresh));
  gboolean                 is_saved = FALSE;
  gint64                   now = tutti_clock_now ();

  /* Until it is kept, nobody sees it. A refresh token that stays the same is
   * kept already, so that nobody has to wait. */
  if (is_rotated)
    is_saved = dex_await (tutti_connection_save_tokens (self, fresh), NULL);

  tutti_connection_set_tokens (self, fresh, now);
  self->is_unsaved = !is_saved;
  if (!is_rotated)
    tutti_connection_save_unsaved (self);

  tutti_connection_describe_tokens (self, account, fresh);
  tutti_connection_put_account (self, account);
}

static gboolean
refresh_once (TuttiConnection *self,
              gboolean        *again,
              GError         **error)
{
  g_autoptr (TuttiTokens)      sent = tutti_tokens_ref (self->tokens);
  g_autoptr (TuttiOAuthConfig) config = NULL;
  g_autoptr (TuttiTokens)      fresh = NULL;
  g_autoptr (GError)           local_error = NULL;
  g_autofree char             *host = NULL;

  *again = FALSE;
  if (sent->refresh == NULL)
    {
      /* Nothing could ever bring a new token. */
      tutti_connection_set_tokens (self, NULL, 0);
      tutti_connection_set_state (self, TUTTI_ACCOUNT_SIGN_IN_AGAIN);
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The access token is at its end, and there is no refresh token");
      return FALSE;
    }
  if (self->config == NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP, "Nothing is known about how to refresh");
      return FALSE;
    }

  /* Here too, because this NOT_LINKED is none of the service's. */
  config = tutti_oauth_config_ref (self->config);
  host = tutti_oauth_dup_host (config->token_uri);
  if (!tutti_oauth_may_send (sent, host))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "These tokens come from another address of the service");
      return FALSE;
    }

  fresh = dex_await_boxed (tutti_oauth_refresh (self->http, config, sent), &local_error);
  if (fresh != NULL)
    {
      take_fresh (self, fresh);
      return TRUE;
    }

  if (g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED))
    {
      *again = check_grant (self, sent, error);
      return *again;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Whether there can be tokens. */
static gboolean
has_tokens (TuttiConnection *self)
{
  return self->account != NULL && self->account->state != TUTTI_ACCOUNT_SIGN_IN_AGAIN && self->account->state != TUTTI_ACCOUNT_BY_NAME;
}

/* Makes the tokens usable, for whoever waits. */
static gboolean
fly (TuttiConnection *self,
     TuttiSecret     *rejected,
     GError         **error)
{
  gboolean again = TRUE;

  if (!has_tokens (self))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The account is not connected");
      return FALSE;
    }

  if (self->tokens == NULL && !tutti_connection_load_tokens (self, error))
    return FALSE;

  for (guint tries = 0; tries < 2 && again && needs_refresh (self, rejected); tries++)
    if (!refresh_once (self, &again, error))
      return FALSE;

  return TRUE;
}

static DexFuture *
run_flight (gpointer data)
{
  Ask                   *ask = data;
  TuttiConnection       *self = ask->self;
  g_autoptr (GError)     error = NULL;
  g_autoptr (DexPromise) flight = NULL;

  tutti_connection_acquire (self);
  fly (self, ask->rejected, &error);

  /* Who asks from now on finds what it found, or begins a new one. */
  flight = g_steal_pointer (&self->flight);
  tutti_connection_release (self);
  if (error != NULL)
    dex_promise_reject (flight, g_steal_pointer (&error));
  else
    dex_promise_resolve_boolean (flight, TRUE);

  return NULL;
}

static DexFuture *
join_flight (TuttiConnection *self,
             TuttiSecret     *rejected)
{
  if (self->flight == NULL)
    {
      self->flight = dex_promise_new ();
      dex_future_disown (dex_scheduler_spawn (NULL, 0, run_flight, ask_new (self, NULL, rejected), ask_free));
    }

  return DEX_FUTURE (dex_ref (self->flight));
}

/* --- giving tokens out --- */

/* The held token, if it may go to `host`. */
static DexFuture *
give_token (TuttiConnection *self,
            const char      *host)
{
  if (self->account == NULL || self->tokens == NULL || self->tokens->access == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The account is not connected");
  if (!tutti_oauth_may_send (self->tokens, host))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The token was not obtained for this host");

  return dex_future_new_take_boxed (TUTTI_TYPE_SECRET, tutti_secret_ref (self->tokens->access));
}

static DexFuture *
get_token (DexFuture *given_up,
           gpointer   data)
{
  Ask             *ask = data;
  TuttiConnection *self = ask->self;

  for (gboolean is_own = FALSE; !is_own;)
    {
      g_autoptr (GError) error = NULL;

      if (!has_tokens (self))
        return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The account is not connected");
      /* Nothing is refreshed for a host that gets no token. */
      if (self->tokens != NULL && (!tutti_oauth_may_send (self->tokens, ask->host) || !needs_refresh (self, ask->rejected)))
        break;

      /* What others began may have been for another reason; then comes our own. */
      is_own = self->flight == NULL;
      if (!dex_await (tutti_fiber_until (join_flight (self, ask->rejected), given_up), &error))
        {
          if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED) || !is_usable (self, ask->rejected))
            return dex_future_new_for_error (g_steal_pointer (&error));
          g_debug ("Going on with the old token of %s: %s", self->provider, error->message);
          break;
        }
    }

  if (self->busy == NULL && tutti_clock_now () - self->saved_at > SAVE_AGAIN_MS)
    tutti_connection_save_unsaved (self);

  return give_token (self, ask->host);
}

DexFuture *
tutti_connection_get_token (TuttiConnection *self,
                            const char      *host,
                            TuttiSecret     *rejected)
{
  /* Nearly always there is nothing to wait for. */
  if (has_tokens (self) && self->tokens != NULL &&
      !self->is_unsaved && !needs_refresh (self, rejected))
    return give_token (self, host);

  return tutti_fiber_spawn (get_token, ask_new (self, host, rejected), ask_free);
}

/* --- who asks --- */

static gboolean
has_signature (TuttiConnection *self,
               TuttiSecret     *rejected)
{
  gint64 age = tutti_clock_now () - self->signed_at;

  if (self->signature == NULL || age < 0 || age > SIGNATURE_RENEW_MS)
    return FALSE;

  return rejected == NULL || !tutti_secret_equals (self->signature, tutti_secret_reveal (rejected));
}

/* The person's key, which is in the vault and nowhere else. */
static gboolean
load_key (TuttiConnection *self,
          DexFuture       *given_up,
          GError         **error)
{
  g_autoptr (TuttiOAuthConfig) config = tutti_oauth_config_ref (self->config);
  g_autoptr (GError)           local_error = NULL;
  g_autoptr (TuttiSecret)      key = NULL;

  if (self->config->client_secret != NULL)
    key = tutti_secret_ref (self->config->client_secret);
  else
    key = dex_await_boxed (tutti_fiber_until (tutti_vault_load_secret (self->vault, self->provider), given_up), &local_error);

  if (key == NULL && g_error_matches (local_error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
    g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP, "The keyring holds no key to sign with");
  else if (key == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (self->config != config)
    g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP, "The key was changed meanwhile");
  else if (self->key == NULL)
    self->key = g_steal_pointer (&key);

  return *error == NULL;
}

static DexFuture *
sign (DexFuture *given_up,
      gpointer   data)
{
  Ask               *ask = data;
  TuttiConnection   *self = ask->self;
  g_autoptr (GError) error = NULL;
  gint64             now = tutti_clock_now ();

  if (self->config == NULL || self->config->key_id == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_SET_UP, "There is no key to sign with");
  if (self->config->api_hosts == NULL || !g_strv_contains ((const char *const *) self->config->api_hosts, ask->host))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "The key signs nothing for this host");

  if (!has_signature (self, ask->rejected))
    {
      TuttiSecret *fresh;

      if (ask->rejected != NULL && self->signature != NULL && now - self->signed_at >= 0 && now - self->signed_at < SIGNATURE_YOUNG_MS)
        return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT, "The service does not take what this key signs");
      if (self->key == NULL && !load_key (self, given_up, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      if (self->config == NULL || !(fresh = tutti_oauth_sign (self->config, self->key, now + SIGNATURE_LIFE_MS, &error)))
        return dex_future_new_for_error (g_steal_pointer (&error));

      g_clear_pointer (&self->signature, tutti_secret_unref);
      self->signature = fresh;
      self->signed_at = now;
    }

  return dex_future_new_take_boxed (TUTTI_TYPE_SECRET, tutti_secret_ref (self->signature));
}

DexFuture *
tutti_connection_get_signature (TuttiConnection *self,
                                const char      *host,
                                TuttiSecret     *rejected)
{
  return tutti_fiber_spawn (sign, ask_new (self, host, rejected), ask_free);
}
