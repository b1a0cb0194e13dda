/* tutti-vault.c: tokens, in the desktop's keyring and nowhere else
 *
 * Each public call is a job: a fiber that the calls after it wait for, so that
 * nothing comes between storing an item and reading it back, and a promise that
 * its caller holds. Who drops the promise, or waited too long, leaves the job to
 * end by itself. Unlocking stands beside that queue: a prompt may stay open for
 * long, and what is asked for meanwhile gets its answer ("locked") at once.
 *
 * Asking a locked keyring may open a prompt. Who asked before it was found
 * locked, or wants an item just afterwards, is told so without asking again:
 * one prompt for all services at once.
 *
 * The state is what the last job found out. In memory mode the same texts that
 * would be keyring items are kept in a table of wiped-when-freed strings.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-vault.h"

#include "tutti-tokens.h"
#include "tutti-vault-keyring.h"

#include "tutti-error.h"

#include <string.h>

#define JUST_NOW_US (2 * G_USEC_PER_SEC)

struct _TuttiVault
{
  GObject parent_instance;

  TuttiVaultKeyring *keyring;
  TuttiVaultState    state;
  guint              patience_ms;

  DexPromise *last_job;  /* (nullable) settled when the queue is empty */
  DexPromise *unlocking; /* (nullable) the prompt that is open */

  gint64     locked_at;  /* monotonic time when it was last found locked, 0: it was not, or not since it was open */

  GHashTable *memory; /* (nullable) name → TuttiSecret, in memory mode */
  TuttiError  why_memory;
};

G_DEFINE_FINAL_TYPE (TuttiVault, tutti_vault, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct _Job Job;

/* Does the job inside its fiber; the answer, or FALSE and an error. */
typedef gboolean (*JobFunc) (Job     *job,
                             GValue  *answer,
                             GError **error);

struct _Job
{
  TuttiVault  *self;
  JobFunc      func;
  char        *name;   /* (nullable) of the item */
  char        *label;  /* (nullable) */
  TuttiSecret *text;   /* (nullable) */
  gint64       asked_at; /* monotonic */
  DexPromise  *before; /* (nullable) the job that must end first */
  DexPromise  *done;
  DexPromise  *answer;
};

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->self);
  g_clear_pointer (&job->name, g_free);
  g_clear_pointer (&job->label, g_free);
  g_clear_pointer (&job->text, tutti_secret_unref);
  dex_clear (&job->before);
  dex_clear (&job->done);
  dex_clear (&job->answer);
  g_free (job);
}

static void
set_state (TuttiVault     *self,
           TuttiVaultState state)
{
  if (self->memory != NULL)
    state = TUTTI_VAULT_THIS_SESSION;
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* What a job's end tells about the keyring. */
static void
learn (TuttiVault   *self,
       const GError *error)
{
  self->locked_at = 0;
  if (error == NULL || g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
    set_state (self, TUTTI_VAULT_READY);
  else if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED) ||
           g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED))
    {
      self->locked_at = g_get_monotonic_time ();
      set_state (self, TUTTI_VAULT_LOCKED);
    }
  else if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT))
    set_state (self, TUTTI_VAULT_ABSENT);
}

static DexFuture *
work (gpointer data)
{
  Job               *job = data;
  g_auto (GValue)    answer = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (job->before != NULL)
    dex_await (DEX_FUTURE (g_steal_pointer (&job->before)), NULL);

  if (job->func (job, &answer, &error))
    dex_promise_resolve (job->answer, &answer);
  else
    dex_promise_reject (job->answer, g_steal_pointer (&error));

  dex_promise_resolve_boolean (job->done, TRUE);
  return NULL;
}

static DexFuture *
explain_timeout_cb (DexFuture *future,
                    gpointer   user_data)
{
  TuttiError         code = (TuttiError) GPOINTER_TO_INT (user_data);
  g_autoptr (GError) error = NULL;

  dex_future_get_value (future, &error);
  if (g_error_matches (error, DEX_ERROR, DEX_ERROR_TIMED_OUT))
    return dex_future_new_reject (TUTTI_ERROR, code, "The keyring did not answer in time");

  return dex_ref (future);
}

/* The future of a promise, for someone who does not wait for ever. */
static DexFuture *
wait_patiently (TuttiVault *self,
                DexPromise *promise,
                TuttiError  otherwise)
{
  return dex_future_catch (dex_future_first (DEX_FUTURE (dex_ref (promise)),
                                             dex_timeout_new_msec ((int) self->patience_ms),
                                             NULL),
                           explain_timeout_cb, GINT_TO_POINTER (otherwise), NULL);
}

/* Takes `name` and `text`. */
static DexFuture *
enqueue (TuttiVault  *self,
         JobFunc      func,
         char        *name,
         char        *label,
         TuttiSecret *text)
{
  Job                   *job = g_new0 (Job, 1);
  g_autoptr (DexPromise) answer = dex_promise_new ();

  job->self = g_object_ref (self);
  job->func = func;
  job->name = name;
  job->label = label;
  job->text = text;
  job->asked_at = g_get_monotonic_time ();
  job->before = g_steal_pointer (&self->last_job);
  job->done = dex_promise_new ();
  job->answer = dex_ref (answer);
  self->last_job = dex_ref (job->done);

  dex_future_disown (dex_scheduler_spawn (NULL, 0, work, job, job_free));

  return wait_patiently (self, answer, TUTTI_ERROR_KEYRING_ABSENT);
}

/* --- jobs --- */

/* TRUE, and KEYRING_LOCKED, if the keyring was found locked while the job waited, or at
 * most `before` microseconds before it was asked for. */
static gboolean
was_found_locked (Job     *job,
                  gint64   before,
                  GError **error)
{
  TuttiVault *self = job->self;

  if (self->memory != NULL || self->locked_at == 0 || self->locked_at + before < job->asked_at)
    return FALSE;

  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED, "The keyring was just found locked");
  return TRUE;
}

static void
answer_true (GValue *answer)
{
  g_value_init (answer, G_TYPE_BOOLEAN);
  g_value_set_boolean (answer, TRUE);
}

static gboolean
probe_job (Job     *job,
           GValue  *answer,
           GError **error)
{
  TuttiVault        *self = job->self;
  g_autoptr (GError) local_error = NULL;

  if (self->memory == NULL && !was_found_locked (job, 0, NULL))
    {
      tutti_vault_keyring_probe (self->keyring, &local_error);
      learn (self, local_error);
      if (local_error != NULL)
        g_debug ("The keyring can't be used: %s", local_error->message);
    }

  g_value_init (answer, G_TYPE_INT);
  g_value_set_int (answer, self->state);
  return TRUE;
}

static gboolean
save_job (Job     *job,
          GValue  *answer,
          GError **error)
{
  TuttiVault        *self = job->self;
  g_autoptr (GError) local_error = NULL;

  if (self->memory == NULL)
    {
      tutti_vault_keyring_save (self->keyring, job->name, job->label, job->text, &local_error);
      learn (self, local_error);
    }

  /* The person may have given up on the keyring while it was being asked. */
  if (self->memory != NULL)
    {
      g_hash_table_insert (self->memory, g_steal_pointer (&job->name), g_steal_pointer (&job->text));
      g_clear_error (&local_error);
    }

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  answer_true (answer);
  return TRUE;
}

/* The text of an item, from wherever items are now. */
static TuttiSecret *
load_text (Job     *job,
           GError **error)
{
  TuttiVault             *self = job->self;
  g_autoptr (GError)      local_error = NULL;
  g_autoptr (TuttiSecret) text = NULL;

  if (self->memory != NULL)
    {
      TuttiSecret *kept = g_hash_table_lookup (self->memory, job->name);

      if (kept != NULL)
        return tutti_secret_ref (kept);
      /* It may well lie in the keyring that nobody can open now. */
      g_set_error (error, TUTTI_ERROR, self->why_memory, "Not in memory, and the keyring is not used in this session");
      return NULL;
    }

  if (was_found_locked (job, JUST_NOW_US, error))
    return NULL;
  text = tutti_vault_keyring_load (self->keyring, job->name, &local_error);
  learn (self, local_error);
  if (text == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return g_steal_pointer (&text);
}

static gboolean
load_tokens_job (Job     *job,
                 GValue  *answer,
                 GError **error)
{
  g_autoptr (TuttiSecret) text = load_text (job, error);
  TuttiTokens            *tokens;

  if (text == NULL || (tokens = tutti_tokens_from_text (text, error)) == NULL)
    return FALSE;

  g_value_init (answer, TUTTI_TYPE_TOKENS);
  g_value_take_boxed (answer, tokens);
  return TRUE;
}

static gboolean
load_secret_job (Job     *job,
                 GValue  *answer,
                 GError **error)
{
  TuttiSecret *text = load_text (job, error);

  if (text == NULL)
    return FALSE;

  g_value_init (answer, TUTTI_TYPE_SECRET);
  g_value_take_boxed (answer, text);
  return TRUE;
}

static gboolean
forget_job (Job     *job,
            GValue  *answer,
            GError **error)
{
  TuttiVault        *self = job->self;
  g_autoptr (GError) local_error = NULL;

  /* In memory mode too: what an earlier session stored should go if it can. */
  tutti_vault_keyring_forget (self->keyring, job->name, &local_error);

  if (self->memory != NULL)
    {
      if (job->name != NULL)
        g_hash_table_remove (self->memory, job->name);
      else
        g_hash_table_remove_all (self->memory);
      g_clear_error (&local_error);
    }

  learn (self, local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  answer_true (answer);
  return TRUE;
}

/* --- unlocking --- */

static DexFuture *
unlock (gpointer data)
{
  TuttiVault            *self = data;
  g_autoptr (GError)     error = NULL;
  g_autoptr (DexPromise) promise = NULL;

  tutti_vault_keyring_unlock (self->keyring, &error);
  learn (self, error);

  promise = g_steal_pointer (&self->unlocking);
  if (error != NULL)
    dex_promise_reject (promise, g_steal_pointer (&error));
  else
    dex_promise_resolve_boolean (promise, TRUE);
  return NULL;
}

/* A call nobody waited for has ended: the keyring is there again. */
static void
came_back_cb (TuttiVault *self)
{
  dex_future_disown (tutti_vault_probe (self));
}

/* --- the object --- */

static void
tutti_vault_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  TuttiVault *self = TUTTI_VAULT (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_vault_finalize (GObject *object)
{
  TuttiVault *self = TUTTI_VAULT (object);

  g_clear_object (&self->keyring);
  dex_clear (&self->last_job);
  dex_clear (&self->unlocking);
  g_clear_pointer (&self->memory, g_hash_table_unref);

  G_OBJECT_CLASS (tutti_vault_parent_class)->finalize (object);
}

static void
tutti_vault_class_init (TuttiVaultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tutti_vault_get_property;
  object_class->finalize = tutti_vault_finalize;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL,
                                             TUTTI_VAULT_UNKNOWN, TUTTI_VAULT_THIS_SESSION, TUTTI_VAULT_UNKNOWN,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tutti_vault_init (TuttiVault *self)
{
  self->keyring = tutti_vault_keyring_new ();
  g_signal_connect_object (self->keyring, "came-back", G_CALLBACK (came_back_cb), self, G_CONNECT_SWAPPED);
  tutti_vault_set_patience (self, TUTTI_VAULT_PATIENCE_MS);
}

TuttiVault *
tutti_vault_new (void)
{
  return g_object_new (TUTTI_TYPE_VAULT, NULL);
}

void
tutti_vault_set_patience (TuttiVault *self,
                          guint       ms)
{
  /* The call gives up first, because it knows more about why. */
  self->patience_ms = ms;
  tutti_vault_keyring_set_patience (self->keyring, ms / 6 * 5);
}

TuttiVaultState
tutti_vault_get_state (TuttiVault *self)
{
  g_return_val_if_fail (TUTTI_IS_VAULT (self), TUTTI_VAULT_UNKNOWN);

  return self->state;
}

DexFuture *
tutti_vault_probe (TuttiVault *self)
{
  return enqueue (self, probe_job, NULL, NULL, NULL);
}

DexFuture *
tutti_vault_unlock (TuttiVault *self)
{
  if (self->memory != NULL)
    return dex_future_new_for_boolean (TRUE);

  if (self->unlocking == NULL)
    {
      self->unlocking = dex_promise_new ();
      dex_future_disown (dex_scheduler_spawn (NULL, 0, unlock, g_object_ref (self), g_object_unref));
    }

  return wait_patiently (self, self->unlocking, TUTTI_ERROR_KEYRING_DISMISSED);
}

void
tutti_vault_use_memory (TuttiVault *self)
{
  if (self->memory != NULL)
    return;

  self->why_memory = self->state == TUTTI_VAULT_LOCKED ? TUTTI_ERROR_KEYRING_LOCKED : TUTTI_ERROR_KEYRING_ABSENT;
  self->memory = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tutti_secret_unref);
  set_state (self, TUTTI_VAULT_THIS_SESSION);
}

static char *
name_account (gint64 account_id)
{
  return g_strdup_printf ("account/%" G_GINT64_FORMAT, account_id);
}

DexFuture *
tutti_vault_save_tokens (TuttiVault  *self,
                         gint64       account_id,
                         TuttiTokens *tokens)
{
  return enqueue (self, save_job, name_account (account_id),
                  g_strdup_printf ("Tutti: account %" G_GINT64_FORMAT, account_id),
                  tutti_tokens_to_text (tokens));
}

DexFuture *
tutti_vault_load_tokens (TuttiVault *self,
                         gint64      account_id)
{
  return enqueue (self, load_tokens_job, name_account (account_id), NULL, NULL);
}

DexFuture *
tutti_vault_forget_tokens (TuttiVault *self,
                           gint64      account_id)
{
  return enqueue (self, forget_job, name_account (account_id), NULL, NULL);
}

DexFuture *
tutti_vault_save_secret (TuttiVault  *self,
                         const char  *provider,
                         TuttiSecret *secret)
{
  return enqueue (self, save_job, g_strconcat ("client-secret/", provider, NULL),
                  g_strconcat ("Tutti: client secret, ", provider, NULL),
                  tutti_secret_ref (secret));
}

DexFuture *
tutti_vault_load_secret (TuttiVault *self,
                         const char *provider)
{
  return enqueue (self, load_secret_job, g_strconcat ("client-secret/", provider, NULL), NULL, NULL);
}

DexFuture *
tutti_vault_wipe (TuttiVault *self)
{
  return enqueue (self, forget_job, NULL, NULL, NULL);
}
