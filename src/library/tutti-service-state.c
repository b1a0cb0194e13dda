/* tutti-service-state.c: how it stands with a service
 *
 * What the account, the settings, the import and the worker mean for a person:
 * computed when it is asked, from what tutti-service.c was filled with. Main
 * thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-retry.h"
#include "tutti-service-private.h"

/* --- the account --- */

TuttiServiceState
tutti_service_get_state (TuttiService *self)
{
  if (self->live.is_finishing)
    return TUTTI_SERVICE_FINISHING;
  if (self->live.is_waiting)
    return TUTTI_SERVICE_WAITING;
  if (self->account != NULL)
    return self->account->state == TUTTI_ACCOUNT_SIGN_IN_AGAIN ? TUTTI_SERVICE_SIGN_IN_AGAIN : TUTTI_SERVICE_CONNECTED;
  if (tutti_service_get_client_id (self) != NULL)
    return TUTTI_SERVICE_READY;
  return TUTTI_SERVICE_NOT_SET_UP;
}

const char *
tutti_service_get_account_name (TuttiService *self)
{
  if (self->account == NULL)
    return NULL;
  return self->account->name != NULL ? self->account->name : self->account->remote_id;
}

const char *
tutti_service_get_email (TuttiService *self)
{
  return self->account != NULL ? self->account->email : NULL;
}

gint64
tutti_service_get_connected_at (TuttiService *self)
{
  return self->account != NULL ? self->account->connected_at : 0;
}

gint64
tutti_service_get_sign_in_by (TuttiService *self)
{
  return self->account != NULL ? self->account->sign_in_by : 0;
}

gboolean
tutti_service_is_linked (TuttiService *self)
{
  return self->account != NULL;
}

char **
tutti_service_dup_permissions (TuttiService *self)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv)           scopes = NULL;

  if (self->account != NULL && self->account->scopes != NULL)
    scopes = g_strsplit (self->account->scopes, " ", -1);

  for (guint i = 0; scopes != NULL && scopes[i] != NULL; i++)
    if (*scopes[i] != '\0')
      {
        const char *word = tutti_provider_describe_scope (self->provider, scopes[i]);

        g_strv_builder_add (words, word != NULL ? word : scopes[i]);
      }

  return g_strv_builder_end (words);
}

/* --- what it brings --- */

TuttiImportState
tutti_service_get_import_state (TuttiService *self)
{
  if (self->live.is_importing)
    return TUTTI_IMPORT_RUNNING;
  if (self->pass == NULL || self->account == NULL)
    return TUTTI_IMPORT_NONE;
  if (self->pass->is_done)
    return TUTTI_IMPORT_COMPLETE;
  return self->pass->is_paused ? TUTTI_IMPORT_PAUSED : TUTTI_IMPORT_STOPPED;
}

gint64
tutti_service_get_updated_at (TuttiService *self)
{
  return self->updated_at;
}

const char *
tutti_service_get_problem (TuttiService *self)
{
  return self->problem;
}

const char *
tutti_service_get_problem_nick (TuttiService *self)
{
  return self->problem_nick;
}

guint
tutti_service_get_n_likes (TuttiService *self)
{
  return self->n_likes;
}

guint
tutti_service_get_n_vanished (TuttiService *self)
{
  return self->n_vanished;
}

guint
tutti_service_get_n_waiting (TuttiService *self)
{
  return self->n_waiting;
}

/* --- how much it may be asked --- */

gint64
tutti_service_get_rests_until (TuttiService *self)
{
  return self->settings != NULL ? MAX (self->settings->not_before, 0) : 0;
}

guint
tutti_service_get_searches_per_day (TuttiService *self)
{
  return tutti_provider_get_searches_per_day (self->provider);
}

/* Of `most`, what the day that still lasts has left. */
static guint
get_left (const TuttiServiceSettings *settings, /* (nullable) */
          guint                       most)
{
  if (settings == NULL || tutti_retry_get_rest (settings->spent_until, tutti_clock_now ()) == 0)
    return most;

  return most - MIN (settings->spent, most);
}

guint
tutti_service_get_searches_left (TuttiService *self)
{
  return get_left (self->settings, tutti_provider_get_searches_per_day (self->provider));
}

guint
tutti_service_get_units_per_day (TuttiService *self)
{
  return tutti_provider_get_units_per_day (self->provider);
}

guint
tutti_service_get_units_left (TuttiService *self)
{
  return get_left (self->units, tutti_provider_get_units_per_day (self->provider));
}

gint64
tutti_service_get_searches_until (TuttiService *self)
{
  return tutti_provider_get_day_end (self->provider, tutti_clock_now ());
}

/* --- what the person set --- */

const char *
tutti_service_get_client_id (TuttiService *self)
{
  if (self->settings != NULL && self->settings->client_id != NULL)
    return self->settings->client_id;
  return tutti_provider_get_builtin_client_id (self->provider);
}

gboolean
tutti_service_get_send_likes (TuttiService *self)
{
  return self->settings == NULL || self->settings->send_likes;
}

guint
tutti_service_get_open_in (TuttiService *self)
{
  return self->settings != NULL ? (guint) self->settings->open_in : 0;
}

gboolean
tutti_service_has_public (TuttiService *self)
{
  return tutti_provider_can (self->provider, TUTTI_CAN_KEYLESS) && tutti_provider_can (self->provider, TUTTI_CAN_SEARCH);
}

gboolean
tutti_service_is_public (TuttiService *self)
{
  return tutti_service_has_public (self) && self->settings != NULL && self->settings->is_public;
}

gboolean
tutti_service_may_search (TuttiService *self)
{
  if (tutti_service_is_public (self))
    return TRUE;
  return tutti_service_can (self, TUTTI_FEATURE_SEARCH) && tutti_service_get_state (self) == TUTTI_SERVICE_CONNECTED;
}
