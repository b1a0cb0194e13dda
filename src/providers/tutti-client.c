/* tutti-client.c: does what providers say
 *
 * Each question is one fiber (tutti-question.c). Pages are asked for here, what
 * links lead to in tutti-client-links.c, and previews in tutti-client-previews.c.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-question.h"

#include "tutti-fiber.h"

struct _TuttiClient
{
  GObject parent_instance;

  TuttiHttp     *http;
  TuttiAccounts *accounts;
  TuttiClientSpend spend; /* (nullable) */
  gpointer         spend_data;
  GHashTable    *by_id;   /* ids of those that are asked by an account's id, because they knew no “me”; lent too */
  GHashTable    *limited; /* ids of the providers whose limits are set; lent, they live as long as the program */
};

G_DEFINE_FINAL_TYPE (TuttiClient, tutti_client, G_TYPE_OBJECT)

/* Once for each provider, before its first request. */
static void
set_limit (TuttiClient   *self,
           TuttiProvider *provider)
{
  const char      *id = tutti_provider_get_id (provider);
  g_autofree char *account_bucket = NULL;
  double           per_second;
  guint            burst;

  if (!g_hash_table_add (self->limited, (char *) id))
    return;
  tutti_provider_get_limit (provider, &per_second, &burst);
  tutti_http_set_limit (self->http, id, per_second, burst);
  account_bucket = tutti_provider_dup_account_limit (provider, &per_second, &burst);
  if (account_bucket != NULL)
    tutti_http_set_limit (self->http, account_bucket, per_second, burst);
}

/* The question as it is sent: services that have people's names in their
 * addresses want to know whose account it is. */
static TuttiRequest *
complete_request (TuttiClient   *self,
                  TuttiProvider *provider,
                  TuttiRequest  *request)
{
  TuttiAccount *account = tutti_accounts_peek (self->accounts, tutti_provider_get_id (provider));
  TuttiRequest *copy;

  if (account == NULL || request->account != NULL)
    return tutti_request_ref (request);

  copy = tutti_request_copy_for (request, account->remote_id);
  copy->by_id = g_hash_table_contains (self->by_id, tutti_provider_get_id (provider));
  return copy;
}

TuttiQuestion *
tutti_client_new_question (TuttiClient   *self,
                           TuttiProvider *provider)
{
  TuttiQuestion *question = g_new0 (TuttiQuestion, 1);

  set_limit (self, provider);
  question->client = g_object_ref (self);
  question->http = g_object_ref (self->http);
  question->accounts = g_object_ref (self->accounts);
  question->provider = g_object_ref (provider);

  return question;
}

void
tutti_client_note_id (TuttiClient   *self,
                      TuttiProvider *provider)
{
  g_hash_table_add (self->by_id, (char *) tutti_provider_get_id (provider));
}

gboolean
tutti_client_pay (TuttiClient   *self,
                  TuttiProvider *provider,
                  guint          units,
                  GError       **error)
{
  return self->spend == NULL || self->spend (provider, units, self->spend_data, error);
}

static DexFuture *
ask (DexFuture *given_up,
     gpointer   data)
{
  TuttiQuestion        *question = data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = tutti_question_fetch_page (question, given_up, &error);

  if (page == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (TUTTI_TYPE_PAGE, g_steal_pointer (&page));
}

static void
tutti_client_finalize (GObject *object)
{
  TuttiClient *self = TUTTI_CLIENT (object);

  g_clear_object (&self->http);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->limited, g_hash_table_unref);

  G_OBJECT_CLASS (tutti_client_parent_class)->finalize (object);
}

static void
tutti_client_class_init (TuttiClientClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tutti_client_finalize;
}

static void
tutti_client_init (TuttiClient *self)
{
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->limited = g_hash_table_new (g_str_hash, g_str_equal);
}

TuttiClient *
tutti_client_new (TuttiHttp     *http,
                  TuttiAccounts *accounts)
{
  TuttiClient *self;

  g_return_val_if_fail (TUTTI_IS_HTTP (http), NULL);
  g_return_val_if_fail (TUTTI_IS_ACCOUNTS (accounts), NULL);

  self = g_object_new (TUTTI_TYPE_CLIENT, NULL);
  self->http = g_object_ref (http);
  self->accounts = g_object_ref (accounts);

  return self;
}

void
tutti_client_set_spend (TuttiClient     *self,
                        TuttiClientSpend spend,
                        gpointer         data)
{
  g_return_if_fail (TUTTI_IS_CLIENT (self));

  self->spend = spend;
  self->spend_data = data;
}

DexFuture *
tutti_client_fetch (TuttiClient   *self,
                    TuttiProvider *provider,
                    TuttiRequest  *request)
{
  TuttiQuestion *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  question = tutti_client_new_question (self, provider);
  question->request = complete_request (self, provider, request);

  return tutti_fiber_spawn (ask, question, tutti_question_free);
}

DexFuture *
tutti_client_fetch_profile (TuttiClient   *self,
                            TuttiProvider *provider,
                            TuttiSecret   *access,
                            const char    *name)
{
  TuttiQuestion *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail ((access != NULL) != (name != NULL), NULL);

  question = tutti_client_new_question (self, provider);
  question->request = tutti_request_new (TUTTI_REQUEST_PROFILE);
  question->request->account = g_strdup (name);
  question->access = access != NULL ? tutti_secret_ref (access) : NULL;

  return tutti_fiber_spawn (ask, question, tutti_question_free);
}
