/* tutti-worker-connect.c: signing in, switching, disconnecting
 *
 * A sign-in is one fiber, from the browser's answer to the stored account; its
 * end is told by the "outcome" signal and by the desk's promise. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-library.h"
#include "tutti-worker-private.h"

#include <string.h>

static const char *
get_id (TuttiDesk *desk)
{
  return tutti_provider_get_id (desk->provider);
}

void
tutti_worker_drop_rival (TuttiDesk *desk)
{
  g_clear_pointer (&desk->rival, tutti_account_unref);
  g_clear_pointer (&desk->rival_tokens, tutti_tokens_unref);
}

void
tutti_worker_drop_sign_in (TuttiWorker *self,
                           TuttiDesk   *desk)
{
  if (desk->sign_in != NULL)
    tutti_sign_in_cancel (desk->sign_in);
}

/* What the profile says, as a row of `accounts`. */
static TuttiAccount *
make_account (TuttiDesk   *desk,
              TuttiPage   *page,
              TuttiTokens *tokens, /* (nullable) by name alone */
              GError     **error)
{
  g_autoptr (TuttiAccount) account = tutti_account_new (get_id (desk));

  if (page->profile.remote_id == NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The profile has no id");
      return NULL;
    }

  account->remote_id = g_strdup (page->profile.remote_id);
  account->name = g_strdup (page->profile.name);
  account->email = g_strdup (page->profile.email);
  account->plan = g_strdup (page->profile.plan);
  account->scopes = tokens != NULL ? g_strdup (tokens->scopes) : tutti_provider_dup_token_scopes (desk->provider, FALSE);
  account->connected_at = tutti_clock_now ();
  account->token_expires_at = tokens != NULL ? tokens->expires_at : 0;

  return g_steal_pointer (&account);
}

/* Deletes what the connected account brought, after its tokens are forgotten. What
 * could not be deleted is there to be deleted again, by an account that says so. */
static gboolean
remove_account (TuttiWorker *self,
                TuttiDesk   *desk,
                gboolean     keep_manual,
                GError     **error)
{
  desk->generation++;
  desk->live.is_syncing = desk->live.is_importing = FALSE;
  desk->is_reached = FALSE;
  tutti_worker_publish (self, desk);

  if (!dex_await (tutti_accounts_forget (self->accounts, get_id (desk)), error))
    return FALSE;
  if (!dex_await (tutti_store_delete_account (self->store, get_id (desk), keep_manual), error))
    {
      dex_await (tutti_accounts_load (self->accounts), NULL);
      return FALSE;
    }

  return dex_await (tutti_accounts_load (self->accounts), error);
}

static gboolean
adopt (TuttiWorker  *self,
       TuttiDesk    *desk,
       TuttiAccount *account,
       TuttiTokens  *tokens,
       gboolean      switch_account,
       GError      **error)
{
  TuttiAccount           *old = tutti_accounts_peek (self->accounts, get_id (desk));
  g_autoptr (TuttiAccount) stored = NULL;

  if (switch_account && old != NULL && g_strcmp0 (old->remote_id, account->remote_id) != 0 &&
      !remove_account (self, desk, TRUE, error))
    return FALSE;

  stored = dex_await_boxed (tutti_accounts_adopt (self->accounts, account, tokens, switch_account), error);
  return stored != NULL;
}

/* Who it is. Where the service tells no profile, because a permission was left
 * out, say, the account has no name, but is one all the same. */
static TuttiPage *
fetch_profile (TuttiWorker *self,
               TuttiDesk   *desk,
               TuttiTokens *tokens, /* (nullable) */
               const char  *name,   /* (nullable) */
               GError     **error)
{
  g_autoptr (GError)    local = NULL;
  g_autoptr (TuttiPage) page = dex_await_boxed (tutti_client_fetch_profile (self->client, desk->provider,
                                                                            tokens != NULL ? tokens->access : NULL, name),
                                                &local);

  if (page == NULL && tokens != NULL && tokens->user_id != NULL && tutti_provider_token_tells_id (desk->provider) &&
      (g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_INSUFFICIENT_SCOPE) || g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND)))
    {
      page = tutti_page_new ();
      page->profile.remote_id = g_strdup (tokens->user_id);
      return g_steal_pointer (&page);
    }

  if (page == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return g_steal_pointer (&page);
}

/* From tokens, or a name that is read without any, to a stored account.
 * ALREADY_LINKED keeps both for the person's word. */
static gboolean
finish_sign_in (TuttiWorker *self,
                TuttiDesk   *desk,
                TuttiTokens *tokens,
                const char  *name,
                GError     **error)
{
  g_autoptr (GError)       local = NULL;
  g_autoptr (TuttiPage)    page = NULL;
  g_autoptr (TuttiAccount) account = NULL;

  page = fetch_profile (self, desk, tokens, name, error);
  if (page == NULL || !(account = make_account (desk, page, tokens, error)))
    return FALSE;
  if (adopt (self, desk, account, tokens, desk->switch_account, &local))
    return TRUE;

  if (g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_ALREADY_LINKED))
    {
      tutti_worker_drop_rival (desk);
      desk->rival = g_steal_pointer (&account);
      desk->rival_tokens = tokens != NULL ? tutti_tokens_ref (tokens) : NULL;
    }
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* After a sign-in: fill the feed at once, then the likes. */
static void
greet (TuttiWorker *self,
       TuttiDesk   *desk)
{
  dex_future_disown (tutti_worker_sync (self, desk));
}

static void
tell_outcome (TuttiWorker  *self,
              TuttiDesk    *desk,
              const GError *error)
{
  const char *nick = "";

  if (error != NULL)
    nick = tutti_error_get_nick (error->domain == TUTTI_ERROR ? (TuttiError) error->code : TUTTI_ERROR_FAILED);
  g_signal_emit_by_name (self, "outcome", get_id (desk), nick);
}

typedef struct
{
  TuttiWorker *self;
  TuttiDesk   *desk;
  TuttiSignIn *sign_in;
} Flow;

static void
flow_free (Flow *flow)
{
  g_clear_object (&flow->sign_in);
  g_clear_object (&flow->self);
  g_free (flow);
}

static DexFuture *
run_flow (gpointer data)
{
  Flow                   *flow = data;
  TuttiWorker            *self = flow->self;
  TuttiDesk              *desk = flow->desk;
  g_autoptr (GError)      error = NULL;
  g_autoptr (TuttiTokens) tokens = dex_await_boxed (tutti_sign_in_run (flow->sign_in), &error);
  DexPromise             *outcome;

  if (tokens != NULL)
    {
      desk->live.is_finishing = TRUE;
      tutti_worker_publish (self, desk);
      finish_sign_in (self, desk, tokens, NULL, &error);
    }

  /* The browser hears what really happened, and only now. */
  tutti_sign_in_finish (flow->sign_in, error);

  g_clear_object (&desk->sign_in);
  desk->live.is_waiting = desk->live.is_finishing = FALSE;
  tutti_worker_publish (self, desk);

  outcome = g_steal_pointer (&desk->outcome);
  if (error == NULL)
    {
      dex_promise_resolve_boolean (outcome, TRUE);
      greet (self, desk);
    }
  else
    dex_promise_reject (outcome, g_error_copy (error));
  dex_unref (outcome);

  tell_outcome (self, desk, error);
  return dex_future_new_true ();
}

static GVariant *
connect_service (TuttiWorker *self,
                 TuttiDesk   *desk,
                 GVariant    *args,
                 DexFuture   *given_up,
                 GError     **error)
{
  g_autoptr (TuttiOAuthConfig) config = NULL;
  g_autoptr (TuttiSignIn)      sign_in = NULL;
  g_autoptr (GPtrArray)        settings = NULL;
  g_autoptr (TuttiSecret)      secret = NULL;
  TuttiServiceSettings        *own;
  const char                  *client_id = tutti_provider_get_builtin_client_id (desk->provider);
  gboolean                     switch_account = FALSE;
  Flow                        *flow;
  int                          keyring;

  g_variant_get_child (args, 1, "b", &switch_account);

  /* Nobody should consent in the browser only to hear that the token can't be kept. */
  keyring = dex_await_int (tutti_vault_probe (self->vault), error);
  if (error != NULL && *error != NULL)
    return NULL;
  if (keyring == TUTTI_VAULT_LOCKED || keyring == TUTTI_VAULT_ABSENT)
    {
      g_set_error_literal (error, TUTTI_ERROR,
                           keyring == TUTTI_VAULT_LOCKED ? TUTTI_ERROR_KEYRING_LOCKED : TUTTI_ERROR_KEYRING_ABSENT,
                           "The keyring can't keep a token now");
      return NULL;
    }

  if (!(settings = dex_await_boxed (tutti_store_list_settings (self->store), error)))
    return NULL;
  if ((own = tutti_service_settings_find (settings, get_id (desk))) && own->client_id != NULL)
    client_id = own->client_id;
  if (tutti_provider_needs_client_secret (desk->provider))
    secret = dex_await_boxed (tutti_vault_load_secret (self->vault, get_id (desk)), NULL);

  config = tutti_provider_new_oauth_config (desk->provider, client_id, secret);
  if (config == NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "This service can't be connected");
      return NULL;
    }

  /* Connecting again while the browser still shows the old page starts anew. */
  while (desk->outcome != NULL)
    {
      g_autoptr (DexFuture) old = DEX_FUTURE (dex_ref (desk->outcome));

      tutti_worker_drop_sign_in (self, desk);
      dex_await (g_steal_pointer (&old), NULL);
    }

  if (!(sign_in = tutti_sign_in_new (self->http, config, error)))
    return NULL;

  tutti_accounts_set_config (self->accounts, config);
  tutti_worker_drop_rival (desk);
  g_set_object (&desk->sign_in, sign_in);
  desk->outcome = dex_promise_new ();
  desk->switch_account = switch_account;
  desk->live.is_waiting = TRUE;
  desk->live.is_finishing = FALSE;
  tutti_worker_publish (self, desk);

  flow = g_new0 (Flow, 1);
  flow->self = g_object_ref (self);
  flow->desk = desk;
  flow->sign_in = g_object_ref (sign_in);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run_flow, flow, (GDestroyNotify) flow_free));

  return g_variant_new ("(s)", tutti_sign_in_get_uri (sign_in));
}

static GVariant *
wait_connected (TuttiWorker *self,
                TuttiDesk   *desk,
                GVariant    *args,
                DexFuture   *given_up,
                GError     **error)
{
  if (desk->outcome == NULL)
    return tutti_worker_need_account (self, desk, error) != NULL ? TUTTI_UNIT : NULL;
  return dex_await (dex_ref (DEX_FUTURE (desk->outcome)), error) ? TUTTI_UNIT : NULL;
}

static GVariant *
cancel_connect (TuttiWorker *self,
                TuttiDesk   *desk,
                GVariant    *args,
                DexFuture   *given_up,
                GError     **error)
{
  tutti_worker_drop_sign_in (self, desk);
  return TUTTI_UNIT;
}

static GVariant *
paste_address (TuttiWorker *self,
               TuttiDesk   *desk,
               GVariant    *args,
               DexFuture   *given_up,
               GError     **error)
{
  const char *address = NULL;

  g_variant_get_child (args, 1, "&s", &address);
  if (desk->sign_in == NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_EXPIRED, "No sign-in is waiting");
      return NULL;
    }
  return tutti_sign_in_paste (desk->sign_in, address, error) ? TUTTI_UNIT : NULL;
}

static GVariant *
confirm_switch (TuttiWorker *self,
                TuttiDesk   *desk,
                GVariant    *args,
                DexFuture   *given_up,
                GError     **error)
{
  g_autoptr (TuttiAccount) account = g_steal_pointer (&desk->rival);
  g_autoptr (TuttiTokens)  tokens = g_steal_pointer (&desk->rival_tokens);
  gboolean                 yes = FALSE;

  g_variant_get_child (args, 1, "b", &yes);
  if (!yes)
    return TUTTI_UNIT;
  if (account == NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_EXPIRED, "No other account is waiting");
      return NULL;
    }
  if (!adopt (self, desk, account, tokens, TRUE, error))
    return NULL;

  greet (self, desk);
  tell_outcome (self, desk, NULL);
  return TUTTI_UNIT;
}

static GVariant *
set_up (TuttiWorker *self,
        TuttiDesk   *desk,
        GVariant    *args,
        DexFuture   *given_up,
        GError     **error)
{
  const char             *pasted = NULL;
  const char             *secret_text = NULL;
  g_autofree char        *client_id = NULL;
  g_autoptr (TuttiSecret) secret = NULL;

  g_variant_get (args, "(&s&s&s)", NULL, &pasted, &secret_text);
  if (!tutti_provider_check_client_id (desk->provider, pasted, &client_id, error))
    return NULL;

  if (*secret_text != '\0')
    {
      secret = tutti_provider_signs (desk->provider) ? tutti_provider_check_key (desk->provider, secret_text, strlen (secret_text), error)
                                                     : tutti_secret_new (secret_text);
      if (secret == NULL || !dex_await (tutti_vault_save_secret (self->vault, get_id (desk), secret), error))
        return NULL;
    }
  if (!dex_await (tutti_store_set_client_id (self->store, get_id (desk), client_id), error) ||
      !tutti_worker_load_config (self, desk, error))
    return NULL;

  return TUTTI_UNIT;
}

/* --- where the key is the token --- */

/* Tokens without an end, for the API's own host. */
static TuttiTokens *
make_tokens (TuttiDesk   *desk,
             TuttiSecret *access)
{
  TuttiTokens             *tokens = tutti_tokens_new ();
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  g_strv_builder_take (hosts, tutti_provider_dup_api_host (desk->provider));
  tokens->access = tutti_secret_ref (access);
  tokens->consented_at = tutti_clock_now ();
  g_free (tokens->scopes);
  tokens->scopes = tutti_provider_dup_token_scopes (desk->provider, TRUE);
  g_strfreev (tokens->hosts);
  tokens->hosts = g_strv_builder_end (hosts);

  return tokens;
}

/* What the person gave, of which one must be there: a token in `access`, or a
 * name in `name`. */
static gboolean
read_key (TuttiDesk    *desk,
          GVariant     *args,
          TuttiSecret **access,
          char        **name,
          GError      **error)
{
  const char *given_name = NULL;
  const char *given_token = NULL;

  if (!tutti_provider_takes_token (desk->provider))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "This service takes no pasted token");
      return FALSE;
    }

  g_variant_get_child (args, 1, "&s", &given_name);
  g_variant_get_child (args, 2, "&s", &given_token);
  if (*given_token != '\0')
    return (*access = tutti_provider_check_token (desk->provider, given_token, error)) != NULL;

  return (*name = tutti_provider_check_name (desk->provider, given_name, error)) != NULL;
}

/* Whose key this is, before anything is kept. */
static GVariant *
check_key (TuttiWorker *self,
           TuttiDesk   *desk,
           GVariant    *args,
           DexFuture   *given_up,
           GError     **error)
{
  g_autoptr (TuttiSecret) access = NULL;
  g_autofree char        *name = NULL;
  g_autoptr (TuttiPage)   page = NULL;

  if (!read_key (desk, args, &access, &name, error))
    return NULL;
  page = dex_await_boxed (tutti_client_fetch_profile (self->client, desk->provider, access, name), error);

  return page != NULL ? g_variant_new ("(s)", page->profile.name != NULL ? page->profile.name : page->profile.remote_id) : NULL;
}

static GVariant *
connect_key (TuttiWorker *self,
             TuttiDesk   *desk,
             GVariant    *args,
             DexFuture   *given_up,
             GError     **error)
{
  g_autoptr (TuttiSecret) access = NULL;
  g_autofree char        *name = NULL;
  g_autoptr (TuttiTokens) tokens = NULL;
  gboolean                is_done;

  if (!read_key (desk, args, &access, &name, error))
    return NULL;
  if (access != NULL)
    tokens = make_tokens (desk, access);

  tutti_worker_drop_rival (desk);
  g_variant_get_child (args, 3, "b", &desk->switch_account);
  desk->live.is_finishing = TRUE;
  tutti_worker_publish (self, desk);
  is_done = finish_sign_in (self, desk, tokens, name, error);
  desk->live.is_finishing = FALSE;
  tutti_worker_publish (self, desk);
  if (!is_done)
    return NULL;

  greet (self, desk);
  tell_outcome (self, desk, NULL);
  return TUTTI_UNIT;
}

static GVariant *
count_loss (TuttiWorker *self,
            TuttiDesk   *desk,
            GVariant    *args,
            DexFuture   *given_up,
            GError     **error)
{
  g_autofree TuttiRemoval *loss = dex_await_boxed (tutti_store_count_account (self->store, get_id (desk)), error);

  if (loss == NULL)
    return NULL;
  return g_variant_new ("(uuuuu)", loss->likes, loss->plays, loss->outbox, loss->tracks, loss->manual);
}

static GVariant *
disconnect_service (TuttiWorker *self,
                    TuttiDesk   *desk,
                    GVariant    *args,
                    DexFuture   *given_up,
                    GError     **error)
{
  gboolean keep_manual = TRUE;

  g_variant_get_child (args, 1, "b", &keep_manual);
  tutti_worker_drop_sign_in (self, desk);
  tutti_worker_drop_rival (desk);
  return remove_account (self, desk, keep_manual, error) ? TUTTI_UNIT : NULL;
}

static GVariant *
unlock_keyring (TuttiWorker *self,
                TuttiDesk   *desk,
                GVariant    *args,
                DexFuture   *given_up,
                GError     **error)
{
  return dex_await (tutti_vault_unlock (self->vault), error) ? TUTTI_UNIT : NULL;
}

static GVariant *
use_this_session (TuttiWorker *self,
                  TuttiDesk   *desk,
                  GVariant    *args,
                  DexFuture   *given_up,
                  GError     **error)
{
  tutti_vault_use_memory (self->vault);
  return TUTTI_UNIT;
}

static GVariant *
delete_everything (TuttiWorker *self,
                   TuttiDesk   *desk,
                   GVariant    *args,
                   DexFuture   *given_up,
                   GError     **error)
{
  g_autoptr (GError) local = NULL;

  /* Where there is no keyring now, what is here goes all the same. Before
   * anything stops, so that a locked one leaves all as it was. */
  if (!dex_await (tutti_vault_wipe (self->vault), &local) &&
      !g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  /* A refresh under way may have stored a token meanwhile. */
  tutti_worker_stop (self);
  dex_await (tutti_vault_wipe (self->vault), NULL);
  return dex_await (tutti_store_wipe (self->store), error) ? TUTTI_UNIT : NULL;
}

const TuttiCommand tutti_connect_commands[] = {
  { "connect", "(sb)", TRUE, connect_service },
  { "wait-connected", "(s)", TRUE, wait_connected },
  { "cancel-connect", "(s)", TRUE, cancel_connect },
  { "paste-address", "(ss)", TRUE, paste_address },
  { "confirm-switch", "(sb)", TRUE, confirm_switch },
  { "set-up", "(sss)", TRUE, set_up },
  { "check-key", "(sss)", TRUE, check_key },
  { "connect-key", "(sssb)", TRUE, connect_key },
  { "count-loss", "(s)", TRUE, count_loss },
  { "disconnect", "(sb)", TRUE, disconnect_service },
  { "unlock-keyring", "b", FALSE, unlock_keyring },
  { "use-this-session", "b", FALSE, use_this_session },
  { "delete-everything", "b", FALSE, delete_everything },
  { NULL },
};
