/* tutti-worker.c: the one process that asks services and writes
 *
 * Owns what only one process may touch: the keyring, the tokens, the limits,
 * the writing connection. Commands come from the library, of this process or
 * over D-Bus of another, and each runs in a fiber. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-fiber.h"
#include "tutti-library.h"
#include "tutti-store-verdicts.h"
#include "tutti-worker-private.h"

#include <string.h>

/* How often services are asked by themselves. */
#define POLL_SECONDS (10 * 60)

/* So long the answer of a service nobody is connected to says that the network is there. */
#define REACHED_US (60 * G_USEC_PER_SEC)

enum
{
  LIVE,
  OUTCOME,
  NEWS,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiWorker, tutti_worker, G_TYPE_OBJECT)

static TuttiDesk *
desk_new (TuttiProvider *provider)
{
  TuttiDesk *desk = g_new0 (TuttiDesk, 1);

  desk->provider = g_object_ref (provider);
  return desk;
}

static void
desk_free (TuttiDesk *desk)
{
  tutti_worker_drop_rival (desk);
  g_clear_object (&desk->sign_in);
  dex_clear (&desk->outcome);
  dex_clear (&desk->sync);
  dex_clear (&desk->import);
  dex_clear (&desk->flush);
  g_clear_object (&desk->provider);
  g_free (desk);
}

static TuttiDesk *
find_desk (TuttiWorker *self,
           const char  *id)
{
  return g_hash_table_lookup (self->desks, id);
}

GVariant *
tutti_worker_dup_live (TuttiWorker *self,
                       const char  *id)
{
  TuttiDesk *desk = find_desk (self, id);

  g_return_val_if_fail (desk != NULL, NULL);

  return g_variant_ref_sink (g_variant_new ("(bbbbu)",
                                            desk->live.is_waiting,
                                            desk->live.is_finishing,
                                            desk->live.is_syncing,
                                            desk->live.is_importing,
                                            desk->live.seconds_left));
}

void
tutti_worker_publish (TuttiWorker *self,
                      TuttiDesk   *desk)
{
  const char          *id = tutti_provider_get_id (desk->provider);
  g_autoptr (GVariant) live = tutti_worker_dup_live (self, id);

  g_signal_emit (self, signals[LIVE], 0, id, live);
}

TuttiAccount *
tutti_worker_need_account (TuttiWorker *self,
                           TuttiDesk   *desk,
                           GError     **error)
{
  TuttiAccount *account = tutti_accounts_peek (self->accounts, tutti_provider_get_id (desk->provider));

  if (account == NULL || account->state == TUTTI_ACCOUNT_SIGN_IN_AGAIN)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "%s is not connected",
                   tutti_provider_get_name (desk->provider));
      return NULL;
    }

  return account;
}

/* Whether a service shows that the network is there: it answered, and it is one
 * that is asked again and again, or it was just now. */
static gboolean
is_reached (TuttiWorker *self,
            TuttiDesk   *desk)
{
  if (!desk->is_reached)
    return FALSE;
  return tutti_worker_need_account (self, desk, NULL) != NULL || g_get_monotonic_time () - desk->reached_at < REACHED_US;
}

/* Offline is what the services' silence says, not what the network's state
 * claims: a machine without a default route still reaches 127.0.0.1. One that
 * is silent while another answers is alone to blame. */
static void
note_network (TuttiWorker  *self,
              TuttiDesk    *desk,
              const GError *error)
{
  gboolean       is_silent = g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE);
  gboolean       is_offline = is_silent;
  GHashTableIter iter;
  TuttiDesk     *one;

  if (error != NULL && !is_silent)
    return;

  desk->is_reached = !is_silent;
  desk->reached_at = g_get_monotonic_time ();
  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &one))
    is_offline = is_offline && !is_reached (self, one);
  if (is_offline == self->is_offline)
    return;

  self->is_offline = is_offline;
  g_signal_emit (self, signals[NEWS], 0);
}

DexFuture *
tutti_worker_ask_page (TuttiWorker  *self,
                       TuttiDesk    *desk,
                       TuttiRequest *request)
{
  return tutti_client_fetch (self->client, desk->provider, request);
}

TuttiPage *
tutti_worker_take_page (TuttiWorker *self,
                        TuttiDesk   *desk,
                        DexFuture   *answer,
                        DexFuture   *given_up,
                        GError     **error)
{
  guint                 generation = desk->generation;
  g_autoptr (GError)    local = NULL;
  g_autoptr (TuttiPage) page = NULL;

  if (given_up != NULL)
    answer = tutti_fiber_until (answer, given_up);
  page = dex_await_boxed (answer, &local);

  note_network (self, desk, local);
  if (generation != desk->generation)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Disconnected meanwhile");
      return NULL;
    }
  if (page == NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return g_steal_pointer (&page);
}

TuttiPage *
tutti_worker_await_page (TuttiWorker  *self,
                         TuttiDesk    *desk,
                         TuttiRequest *request,
                         DexFuture    *given_up,
                         GError      **error)
{
  return tutti_worker_take_page (self, desk, tutti_worker_ask_page (self, desk, request), given_up, error);
}

/* --- commands --- */

typedef struct
{
  TuttiWorker        *self;
  TuttiDesk          *desk;
  const TuttiCommand *command;
  GVariant           *args;
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->self);
  g_clear_pointer (&call->args, g_variant_unref);
  g_free (call);
}

static DexFuture *
run_call (DexFuture *given_up,
          gpointer   data)
{
  Call               *call = data;
  g_autoptr (GError)  error = NULL;
  GVariant           *result = call->command->run (call->self, call->desk, call->args, given_up, &error);

  if (result == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_variant (g_variant_ref_sink (result));
}

static const TuttiCommand *
find_command (const char *name)
{
  const TuttiCommand *const tables[] = {
    tutti_connect_commands, tutti_sync_commands, tutti_import_commands, tutti_outbox_commands,
    tutti_song_commands, tutti_verdict_commands, tutti_preview_commands,
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const TuttiCommand *command = tables[i]; command->name != NULL; command++)
      if (g_str_equal (command->name, name))
        return command;

  return NULL;
}

DexFuture *
tutti_worker_run (TuttiWorker *self,
                  const char  *name,
                  GVariant    *args)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (args);
  const TuttiCommand  *command = find_command (name);
  TuttiDesk           *desk = NULL;
  Call                *call;

  if (self->is_stopped)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Tutti is closing");
  if (command == NULL || !g_variant_is_of_type (taken, G_VARIANT_TYPE (command->signature)))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "No command “%s” with arguments of type %s",
                                  name, g_variant_get_type_string (taken));

  if (command->has_service)
    {
      const char *id = NULL;

      g_variant_get_child (taken, 0, "&s", &id);
      desk = find_desk (self, id);
      if (desk == NULL)
        return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is no service “%s”", id);
    }

  call = g_new0 (Call, 1);
  call->self = g_object_ref (self);
  call->desk = desk;
  call->command = command;
  call->args = g_steal_pointer (&taken);

  return tutti_fiber_spawn (run_call, call, (GDestroyNotify) call_free);
}

/* --- starting and stopping --- */

static void
not_before_cb (TuttiHttp   *http,
               const char  *bucket,
               gint64       unix_ms,
               TuttiWorker *self)
{
  gboolean is_quota = FALSE;

  tutti_http_get_not_before (http, bucket, &is_quota);
  dex_future_disown (tutti_store_set_not_before (self->store, bucket, unix_ms, is_quota));
}

typedef struct
{
  TuttiWorker *self;
  TuttiDesk   *desk;
} Counting;

static void
counting_free (Counting *counting)
{
  g_clear_object (&counting->self);
  g_free (counting);
}

/* Beside the questions, which do not wait for the store: what was asked
 * meanwhile is counted at once. The last units are left where they do not
 * suffice, and the service is asked nothing more until its day ends. */
static DexFuture *
count_units (gpointer data)
{
  Counting        *counting = data;
  TuttiDesk       *desk = counting->desk;
  const char      *id = tutti_provider_get_id (desk->provider);
  g_autofree char *part = g_strconcat (id, TUTTI_UNITS, NULL);

  while (desk->n_units > 0)
    {
      g_autoptr (GError) error = NULL;
      gint64             until = tutti_provider_get_day_end (desk->provider, tutti_clock_now ());
      guint              n = desk->n_units;

      desk->n_units = 0;
      if (!dex_await (tutti_store_spend (counting->self->store, part, until, n, tutti_provider_get_units_per_day (desk->provider)), &error) &&
          g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_QUOTA_EXCEEDED))
        {
          tutti_http_set_not_before (counting->self->http, id, until, TRUE);
          dex_await (tutti_store_set_not_before (counting->self->store, id, until, TRUE), NULL);
        }
    }
  desk->is_counting = FALSE;

  return dex_future_new_true ();
}

/* Searches of the day, and units of other questions, counted where no other
 * process counts otherwise. */
static gboolean
spend_cb (TuttiProvider *provider,
          guint          units,
          gpointer       data,
          GError       **error)
{
  TuttiWorker *self = data;
  TuttiDesk   *desk = g_hash_table_lookup (self->desks, tutti_provider_get_id (provider));
  Counting    *counting;

  if (units == 0)
    return dex_await (tutti_store_spend (self->store, tutti_provider_get_id (provider),
                                         tutti_provider_get_day_end (provider, tutti_clock_now ()), 1,
                                         tutti_provider_get_searches_per_day (provider)),
                      error);

  desk->n_units += units;
  if (desk->is_counting)
    return TRUE;

  desk->is_counting = TRUE;
  counting = g_new0 (Counting, 1);
  counting->self = g_object_ref (self);
  counting->desk = desk;
  dex_future_disown (tutti_fiber_spawn_kept (count_units, counting, (GDestroyNotify) counting_free));
  return TRUE;
}

/* TRUE if `bucket` is a part of a service that rests by itself ("youtube-search"). */
static gboolean
is_part (const char *bucket,
         const char *id)
{
  gsize length = strlen (id);

  return strncmp (bucket, id, length) == 0 && bucket[length] == '-';
}

static void
keyring_cb (TuttiWorker *self)
{
  g_signal_emit (self, signals[NEWS], 0);
}

gboolean
tutti_worker_load_config (TuttiWorker *self,
                          TuttiDesk   *desk,
                          GError     **error)
{
  const char                  *id = tutti_provider_get_id (desk->provider);
  const char                  *client_id = tutti_provider_get_builtin_client_id (desk->provider);
  g_autoptr (GPtrArray)        all = NULL;
  g_autoptr (TuttiSecret)      secret = NULL;
  g_autoptr (TuttiOAuthConfig) config = NULL;

  if (!(all = dex_await_boxed (tutti_store_list_settings (self->store), error)))
    return FALSE;

  for (guint i = 0; i < all->len; i++)
    {
      TuttiServiceSettings *settings = g_ptr_array_index (all, i);

      if (is_part (settings->provider, id) && settings->not_before > tutti_clock_now ())
        tutti_http_set_not_before (self->http, settings->provider, settings->not_before, settings->is_quota);
      if (!g_str_equal (settings->provider, id))
        continue;
      if (settings->client_id != NULL)
        client_id = settings->client_id;
      if (settings->not_before > tutti_clock_now ())
        tutti_http_set_not_before (self->http, id, settings->not_before, settings->is_quota);
    }

  if (!tutti_provider_can (desk->provider, TUTTI_CAN_CONNECT))
    return TRUE;
  if (client_id != NULL && tutti_provider_needs_client_secret (desk->provider))
    secret = dex_await_boxed (tutti_vault_load_secret (self->vault, id), NULL);
  if ((config = tutti_provider_new_oauth_config (desk->provider, client_id, secret)))
    tutti_accounts_set_config (self->accounts, config);

  return TRUE;
}

static gboolean
poll_cb (gpointer data)
{
  TuttiWorker   *self = data;
  GHashTableIter iter;
  TuttiDesk     *desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    if (tutti_worker_need_account (self, desk, NULL) != NULL)
      dex_future_disown (tutti_worker_sync (self, desk));
  dex_future_disown (tutti_worker_fetch_charts (self));

  return G_SOURCE_CONTINUE;
}

static DexFuture *
start (gpointer data)
{
  TuttiWorker       *self = data;
  g_autoptr (GError) error = NULL;
  GHashTableIter     iter;
  TuttiDesk         *desk;

  /* Nobody waits for the keyring: what it is tells "news". */
  dex_future_disown (tutti_vault_probe (self->vault));
  if (!dex_await (tutti_accounts_load (self->accounts), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    {
      if (!tutti_worker_load_config (self, desk, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      /* Who is connected is asked first. */
      if (tutti_worker_need_account (self, desk, NULL) == NULL)
        tutti_worker_forget_stale (self, desk);
    }

  /* Beside everything else: what an older Tutti made of the songs. */
  dex_future_disown (tutti_store_renew (self->store));

  self->poll_id = g_timeout_add_seconds (POLL_SECONDS, poll_cb, self);
  return dex_future_new_true ();
}

DexFuture *
tutti_worker_start (TuttiWorker *self)
{
  return tutti_fiber_spawn_kept (start, g_object_ref (self), g_object_unref);
}

void
tutti_worker_stop (TuttiWorker *self)
{
  GHashTableIter iter;
  TuttiDesk     *desk;

  self->is_stopped = TRUE;
  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    {
      desk->generation++;
      tutti_worker_drop_sign_in (self, desk);
      tutti_worker_drop_rival (desk);
    }
}

int
tutti_worker_name_keyring (int vault_state)
{
  switch ((TuttiVaultState) vault_state)
    {
    case TUTTI_VAULT_READY:
      return TUTTI_KEYRING_READY;
    case TUTTI_VAULT_LOCKED:
      return TUTTI_KEYRING_LOCKED;
    case TUTTI_VAULT_ABSENT:
      return TUTTI_KEYRING_ABSENT;
    case TUTTI_VAULT_THIS_SESSION:
      return TUTTI_KEYRING_THIS_SESSION;
    case TUTTI_VAULT_UNKNOWN:
      break;
    }
  return TUTTI_KEYRING_UNKNOWN;
}

int
tutti_worker_get_keyring (TuttiWorker *self)
{
  return tutti_worker_name_keyring ((int) tutti_vault_get_state (self->vault));
}

gboolean
tutti_worker_is_offline (TuttiWorker *self)
{
  return self->is_offline;
}

static void
tutti_worker_dispose (GObject *object)
{
  TuttiWorker *self = TUTTI_WORKER (object);

  if (self->desks != NULL)
    tutti_worker_stop (self);
  /* A question on its way may outlive who counts it. */
  if (self->client != NULL)
    tutti_client_set_spend (self->client, NULL, NULL);
  g_clear_pointer (&self->desks, g_hash_table_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->accounts);
  g_clear_object (&self->vault);
  g_clear_object (&self->http);
  g_clear_object (&self->store);
  g_clear_object (&self->providers);

  G_OBJECT_CLASS (tutti_worker_parent_class)->dispose (object);
}

static void
tutti_worker_class_init (TuttiWorkerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tutti_worker_dispose;

  signals[LIVE] = g_signal_new ("live", TUTTI_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_VARIANT);
  signals[OUTCOME] = g_signal_new ("outcome", TUTTI_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[NEWS] = g_signal_new ("news", TUTTI_TYPE_WORKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
tutti_worker_init (TuttiWorker *self)
{
  self->desks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) desk_free);
}

TuttiWorker *
tutti_worker_new (TuttiProviders *providers,
                  TuttiStore     *store)
{
  TuttiWorker *self = g_object_new (TUTTI_TYPE_WORKER, NULL);

  self->providers = g_object_ref (providers);
  self->store = g_object_ref (store);
  self->http = tutti_http_new ();
  self->vault = tutti_vault_new ();
  self->accounts = tutti_accounts_new (self->http, store, self->vault);
  self->client = tutti_client_new (self->http, self->accounts);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (providers)); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (G_LIST_MODEL (providers), i);

      g_hash_table_insert (self->desks, (gpointer) tutti_provider_get_id (provider), desk_new (provider));
    }

  tutti_client_set_spend (self->client, spend_cb, self);
  g_signal_connect_object (self->http, "not-before", G_CALLBACK (not_before_cb), self, 0);
  g_signal_connect_object (self->vault, "notify::state", G_CALLBACK (keyring_cb), self, G_CONNECT_SWAPPED);

  return self;
}
