/* tutti-service.c: one service, as a person sees it
 *
 * Joins what the provider's code says (constant), what the database says
 * (account, settings, import) and what the worker is doing just now. Nothing
 * here asks anybody: the library fills it. What that means for a person is in
 * tutti-service-state.c, what the code says in tutti-service-provider.c. Main
 * thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-error.h"
#include "tutti-service-private.h"

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_ICON_NAME,
  PROP_STATE,
  PROP_ACCOUNT_NAME,
  PROP_EMAIL,
  PROP_CONNECTED_AT,
  PROP_SIGN_IN_BY,
  PROP_UPDATED_AT,
  PROP_THIS_SESSION,
  PROP_IS_SYNCING,
  PROP_PROBLEM,
  PROP_PROBLEM_NICK,
  PROP_IMPORT_STATE,
  PROP_IMPORT_SEEN,
  PROP_IMPORT_TOTAL,
  PROP_IMPORT_SECONDS_LEFT,
  PROP_N_LIKES,
  PROP_N_VANISHED,
  PROP_N_WAITING,
  PROP_RESTS_UNTIL,
  PROP_SEND_LIKES,
  PROP_OPEN_IN,
  PROP_CLIENT_ID,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ENUM_TYPE (TuttiServiceState, tutti_service_state,
                    G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_NOT_SET_UP, "not-set-up"),
                    G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_FINISHING, "finishing"),
                    G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_CONNECTED, "connected"),
                    G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_SIGN_IN_AGAIN, "sign-in-again"))

G_DEFINE_ENUM_TYPE (TuttiImportState, tutti_import_state,
                    G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_COMPLETE, "complete"))

G_DEFINE_FINAL_TYPE (TuttiService, tutti_service, G_TYPE_OBJECT)

/* Everything a change of one source can touch is notified; a listener that
 * compares costs less than code that keeps track. */
static void
notify_all (TuttiService *self)
{
  for (guint prop = PROP_STATE; prop < N_PROPS; prop++)
    g_object_notify_by_pspec (G_OBJECT (self), props[prop]);
}

static void
tutti_service_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TuttiService *self = TUTTI_SERVICE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, tutti_service_get_id (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, tutti_service_get_name (self));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, tutti_service_get_icon_name (self));
      break;
    case PROP_STATE:
      g_value_set_enum (value, tutti_service_get_state (self));
      break;
    case PROP_ACCOUNT_NAME:
      g_value_set_string (value, tutti_service_get_account_name (self));
      break;
    case PROP_EMAIL:
      g_value_set_string (value, tutti_service_get_email (self));
      break;
    case PROP_CONNECTED_AT:
      g_value_set_int64 (value, tutti_service_get_connected_at (self));
      break;
    case PROP_SIGN_IN_BY:
      g_value_set_int64 (value, tutti_service_get_sign_in_by (self));
      break;
    case PROP_UPDATED_AT:
      g_value_set_int64 (value, self->updated_at);
      break;
    case PROP_THIS_SESSION:
      g_value_set_boolean (value, self->account != NULL && self->account->state == TUTTI_ACCOUNT_THIS_SESSION);
      break;
    case PROP_IS_SYNCING:
      g_value_set_boolean (value, self->live.is_syncing);
      break;
    case PROP_PROBLEM:
      g_value_set_string (value, self->problem);
      break;
    case PROP_PROBLEM_NICK:
      g_value_set_string (value, self->problem_nick);
      break;
    case PROP_IMPORT_STATE:
      g_value_set_enum (value, tutti_service_get_import_state (self));
      break;
    case PROP_IMPORT_SEEN:
      g_value_set_uint (value, self->pass != NULL ? self->pass->seen : 0);
      break;
    case PROP_IMPORT_TOTAL:
      g_value_set_uint (value, self->pass != NULL ? self->pass->total : 0);
      break;
    case PROP_IMPORT_SECONDS_LEFT:
      g_value_set_uint (value, self->live.seconds_left);
      break;
    case PROP_N_LIKES:
      g_value_set_uint (value, self->n_likes);
      break;
    case PROP_N_VANISHED:
      g_value_set_uint (value, self->n_vanished);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, self->n_waiting);
      break;
    case PROP_RESTS_UNTIL:
      g_value_set_int64 (value, tutti_service_get_rests_until (self));
      break;
    case PROP_SEND_LIKES:
      g_value_set_boolean (value, tutti_service_get_send_likes (self));
      break;
    case PROP_OPEN_IN:
      g_value_set_uint (value, tutti_service_get_open_in (self));
      break;
    case PROP_CLIENT_ID:
      g_value_set_string (value, tutti_service_get_client_id (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_service_finalize (GObject *object)
{
  TuttiService *self = TUTTI_SERVICE (object);

  g_clear_object (&self->provider);
  g_clear_pointer (&self->account, tutti_account_unref);
  g_clear_pointer (&self->settings, tutti_service_settings_unref);
  g_clear_pointer (&self->units, tutti_service_settings_unref);
  g_clear_pointer (&self->pass, tutti_pass_unref);
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->problem_nick, g_free);

  G_OBJECT_CLASS (tutti_service_parent_class)->finalize (object);
}

static void
tutti_service_class_init (TuttiServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tutti_service_get_property;
  object_class->finalize = tutti_service_finalize;

  props[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  props[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  props[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TUTTI_TYPE_SERVICE_STATE, TUTTI_SERVICE_NOT_SET_UP, flags);
  props[PROP_ACCOUNT_NAME] = g_param_spec_string ("account-name", NULL, NULL, NULL, flags);
  props[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  props[PROP_CONNECTED_AT] = g_param_spec_int64 ("connected-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_SIGN_IN_BY] = g_param_spec_int64 ("sign-in-by", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_UPDATED_AT] = g_param_spec_int64 ("updated-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_THIS_SESSION] = g_param_spec_boolean ("this-session", NULL, NULL, FALSE, flags);
  props[PROP_IS_SYNCING] = g_param_spec_boolean ("is-syncing", NULL, NULL, FALSE, flags);
  props[PROP_PROBLEM] = g_param_spec_string ("problem", NULL, NULL, NULL, flags);
  props[PROP_PROBLEM_NICK] = g_param_spec_string ("problem-nick", NULL, NULL, NULL, flags);
  props[PROP_IMPORT_STATE] = g_param_spec_enum ("import-state", NULL, NULL, TUTTI_TYPE_IMPORT_STATE, TUTTI_IMPORT_NONE, flags);
  props[PROP_IMPORT_SEEN] = g_param_spec_uint ("import-seen", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IMPORT_TOTAL] = g_param_spec_uint ("import-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IMPORT_SECONDS_LEFT] = g_param_spec_uint ("import-seconds-left", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_LIKES] = g_param_spec_uint ("n-likes", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_VANISHED] = g_param_spec_uint ("n-vanished", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_RESTS_UNTIL] = g_param_spec_int64 ("rests-until", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_SEND_LIKES] = g_param_spec_boolean ("send-likes", NULL, NULL, TRUE, flags);
  props[PROP_OPEN_IN] = g_param_spec_uint ("open-in", NULL, NULL, 0, 2, 0, flags);
  props[PROP_CLIENT_ID] = g_param_spec_string ("client-id", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tutti_service_init (TuttiService *self)
{
}

TuttiService *
tutti_service_new (TuttiProvider *provider)
{
  TuttiService *self = g_object_new (TUTTI_TYPE_SERVICE, NULL);

  self->provider = g_object_ref (provider);
  return self;
}

TuttiProvider *
tutti_service_get_provider (TuttiService *self)
{
  return self->provider;
}

void
tutti_service_take_account (TuttiService *self,
                            TuttiAccount *account)
{
  g_clear_pointer (&self->account, tutti_account_unref);
  self->account = account != NULL ? tutti_account_ref (account) : NULL;
  notify_all (self);
}

void
tutti_service_take_settings (TuttiService         *self,
                             TuttiServiceSettings *settings,
                             TuttiServiceSettings *units)
{
  g_clear_pointer (&self->settings, tutti_service_settings_unref);
  g_clear_pointer (&self->units, tutti_service_settings_unref);
  self->settings = settings != NULL ? tutti_service_settings_ref (settings) : NULL;
  self->units = units != NULL ? tutti_service_settings_ref (units) : NULL;
  notify_all (self);
}

void
tutti_service_take_pass (TuttiService *self,
                         TuttiPass    *pass)
{
  g_clear_pointer (&self->pass, tutti_pass_unref);
  self->pass = pass != NULL ? tutti_pass_ref (pass) : NULL;
  notify_all (self);
}

/* The newest success of any kind is "updated"; the newest failure after it is
 * the problem. What a person stopped is none. */
void
tutti_service_take_notes (TuttiService *self,
                          GPtrArray    *notes)
{
  gint64      failed_at = 0;
  const char *nick = NULL;
  TuttiError  code;

  self->updated_at = 0;
  for (guint i = 0; i < notes->len; i++)
    {
      TuttiSyncNote *note = g_ptr_array_index (notes, i);

      if (!g_str_equal (note->provider, tutti_service_get_id (self)))
        continue;
      self->updated_at = MAX (self->updated_at, note->succeeded_at);
      if (note->failed_at > failed_at && tutti_error_from_nick (note->error, NULL))
        {
          failed_at = note->failed_at;
          nick = note->error;
        }
    }

  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->problem_nick, g_free);
  if (nick != NULL && self->account != NULL && tutti_error_from_nick (nick, &code))
    {
      g_autoptr (GError) error = g_error_new_literal (TUTTI_ERROR, (int) code, nick);

      if (!tutti_error_is_silent (error))
        {
          self->problem = tutti_error_dup_sentence (error, tutti_service_get_name (self));
          self->problem_nick = g_strdup (nick);
        }
    }
  notify_all (self);
}

void
tutti_service_take_counts (TuttiService *self,
                           guint         n_likes,
                           guint         n_waiting,
                           guint         n_vanished)
{
  self->n_likes = n_likes;
  self->n_waiting = n_waiting;
  self->n_vanished = n_vanished;
  notify_all (self);
}

const TuttiLive *
tutti_service_get_live (TuttiService *self)
{
  return &self->live;
}

void
tutti_service_take_live (TuttiService    *self,
                         const TuttiLive *live)
{
  self->live = *live;
  notify_all (self);
}

const char *
tutti_service_get_id (TuttiService *self)
{
  return tutti_provider_get_id (self->provider);
}

const char *
tutti_service_get_name (TuttiService *self)
{
  return tutti_provider_get_name (self->provider);
}

const char *
tutti_service_get_icon_name (TuttiService *self)
{
  return tutti_provider_get_icon_name (self->provider);
}
