/* dummy-service.c: services that connect to nothing, for looking at the window
 *
 * Implements tutti-service.h over a table; the dummy library sets its fields.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "dummy-private.h"

#include <string.h>

enum
{
  PROP_STATE = 1,
  PROP_THIS_SESSION,
  PROP_IS_SYNCING,
  PROP_IMPORT_STATE,
  PROP_IMPORT_SEEN,
  PROP_IMPORT_TOTAL,
  PROP_IMPORT_SECONDS_LEFT,
  PROP_N_VANISHED,
  PROP_N_WAITING,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ENUM_TYPE (TuttiServiceState, tutti_service_state, G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_NOT_SET_UP, "not-set-up"), G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_READY, "ready"), G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_WAITING, "waiting"), G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_FINISHING, "finishing"), G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_CONNECTED, "connected"), G_DEFINE_ENUM_VALUE (TUTTI_SERVICE_SIGN_IN_AGAIN, "sign-in-again"))

G_DEFINE_ENUM_TYPE (TuttiImportState, tutti_import_state, G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_NONE, "none"), G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_RUNNING, "running"), G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_PAUSED, "paused"), G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_STOPPED, "stopped"), G_DEFINE_ENUM_VALUE (TUTTI_IMPORT_COMPLETE, "complete"))

G_DEFINE_FINAL_TYPE (TuttiService, tutti_service, G_TYPE_OBJECT)

#define CAN(feature) (1u << TUTTI_FEATURE_##feature)
#define OPENS (CAN (OPEN_APP) | CAN (OPEN_WEB))

const DummyInfo dummy_infos[] = {
  { "spotify", "Spotify", "tutti-spotify-symbolic", CAN (CONNECT) | CAN (HISTORY) | CAN (LIKES) | CAN (LIKE) | CAN (SEARCH) | OPENS,
    "No previews: Spotify lets no other player play its sound." },
  { "tidal", "TIDAL", "tutti-tidal-symbolic", CAN (CONNECT) | CAN (LIKES) | CAN (LIKE) | CAN (SEARCH) | OPENS,
    "No history: TIDAL doesn’t share what you play." },
  { "youtube", "YouTube", "tutti-youtube-symbolic", CAN (CONNECT) | CAN (HISTORY) | CAN (LIKES) | CAN (SEARCH) | CAN (OPEN_WEB),
    "No previews." },
  { "soundcloud", "SoundCloud", "tutti-soundcloud-symbolic", CAN (CONNECT) | CAN (HISTORY) | CAN (LIKES) | CAN (LIKE) | CAN (SEARCH) | CAN (PREVIEW) | CAN (OPEN_WEB),
    NULL },
  { "apple-music", "Apple Music", "tutti-apple-music-symbolic", CAN (CONNECT) | CAN (HISTORY) | CAN (SEARCH) | CAN (PREVIEW) | OPENS,
    NULL },
  { "deezer", "Deezer", "tutti-deezer-symbolic", CAN (SEARCH) | CAN (PREVIEW) | OPENS,
    "No history or likes: Deezer accepts no new applications." },
  { "bandlab", "BandLab", "tutti-bandlab-symbolic", CAN (OPEN_WEB),
    "Nothing else: BandLab offers other applications no way in." },
  { "listenbrainz", "ListenBrainz", "tutti-listenbrainz-symbolic", CAN (CONNECT) | CAN (HISTORY) | CAN (LIKES) | CAN (LIKE) | CAN (OPEN_WEB),
    "Not searched: ListenBrainz knows what people listened to." },
};
gboolean    dummy_is_public;
const guint dummy_n_infos = G_N_ELEMENTS (dummy_infos);

static void
tutti_service_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TuttiService *self = TUTTI_SERVICE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_THIS_SESSION:
      g_value_set_boolean (value, self->this_session);
      break;
    case PROP_IS_SYNCING:
      g_value_set_boolean (value, self->is_syncing);
      break;
    case PROP_IMPORT_STATE:
      g_value_set_enum (value, self->import_state);
      break;
    case PROP_IMPORT_SEEN:
      g_value_set_uint (value, self->seen);
      break;
    case PROP_IMPORT_TOTAL:
      g_value_set_uint (value, self->total);
      break;
    case PROP_IMPORT_SECONDS_LEFT:
      g_value_set_uint (value, self->import_state == TUTTI_IMPORT_RUNNING ? 125 : 0);
      break;
    case PROP_N_VANISHED:
      g_value_set_uint (value, self->n_vanished);
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, self->n_waiting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_service_class_init (TuttiServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags   flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tutti_service_get_property;
  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TUTTI_TYPE_SERVICE_STATE, 0, flags);
  props[PROP_THIS_SESSION] = g_param_spec_boolean ("this-session", NULL, NULL, FALSE, flags);
  props[PROP_IS_SYNCING] = g_param_spec_boolean ("is-syncing", NULL, NULL, FALSE, flags);
  props[PROP_IMPORT_STATE] = g_param_spec_enum ("import-state", NULL, NULL, TUTTI_TYPE_IMPORT_STATE, 0, flags);
  props[PROP_IMPORT_SEEN] = g_param_spec_uint ("import-seen", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IMPORT_TOTAL] = g_param_spec_uint ("import-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_IMPORT_SECONDS_LEFT] = g_param_spec_uint ("import-seconds-left", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_VANISHED] = g_param_spec_uint ("n-vanished", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
tutti_service_init (TuttiService *self)
{
}

void
dummy_service_notify (TuttiService *self)
{
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
}

const char *
tutti_service_get_id (TuttiService *self)
{
  return self->info->id;
}
const char *
tutti_service_get_name (TuttiService *self)
{
  return self->info->name;
}
const char *
tutti_service_get_icon_name (TuttiService *self)
{
  return self->info->icon;
}
TuttiServiceState
tutti_service_get_state (TuttiService *self)
{
  return self->state;
}
TuttiImportState
tutti_service_get_import_state (TuttiService *self)
{
  return self->import_state;
}
const char *
tutti_service_get_account_name (TuttiService *self)
{
  return tutti_service_is_linked (self) ? "Mira Lindqvist" : NULL;
}
const char *
tutti_service_get_email (TuttiService *self)
{
  return tutti_service_is_linked (self) && self->info == dummy_infos ? "mira@example.org" : NULL;
}
gint64
tutti_service_get_connected_at (TuttiService *self)
{
  return G_GINT64_CONSTANT (1789300000000);
}
gint64
tutti_service_get_sign_in_by (TuttiService *self)
{
  return self->sign_in_by;
}
gint64
tutti_service_get_updated_at (TuttiService *self)
{
  return g_get_real_time () / 1000 - 130000;
}
gint64
tutti_service_get_rests_until (TuttiService *self)
{
  return dummy_has ("quota") && self->info == &dummy_infos[2] ? g_get_real_time () / 1000 + 5400 * 1000 : 0;
}
const char *
tutti_service_get_problem (TuttiService *self)
{
  return self->problem;
}
const char *
tutti_service_get_problem_nick (TuttiService *self)
{
  if (dummy_has ("quota"))
    return "quota-exceeded";
  return self->problem ? "server-error" : NULL;
}
const char *
tutti_service_get_client_id (TuttiService *self)
{
  return NULL;
}
guint
tutti_service_get_n_likes (TuttiService *self)
{
  return 1248;
}
guint
tutti_service_get_n_waiting (TuttiService *self)
{
  return self->n_waiting;
}
gboolean
tutti_service_get_send_likes (TuttiService *self)
{
  return self->sends;
}
guint
tutti_service_get_open_in (TuttiService *self)
{
  return self->open_in;
}
gboolean
tutti_service_is_linked (TuttiService *self)
{
  return self->state == TUTTI_SERVICE_CONNECTED || self->state == TUTTI_SERVICE_SIGN_IN_AGAIN;
}
gboolean
tutti_service_can (TuttiService *self, TuttiFeature feature)
{
  return (self->info->can & (1u << feature)) != 0;
}

const char *
tutti_service_explain (TuttiService *self,
                       TuttiFeature  feature)
{
  return tutti_service_can (self, feature) ? NULL : self->info->lacks;
}

char **
tutti_service_dup_permissions (TuttiService *self)
{
  return g_strsplit ("See your profile|See what you played|See your likes|Change your likes", "|", -1);
}

gboolean
tutti_service_needs_client_secret (TuttiService *self)
{
  return g_str_equal (self->info->id, "soundcloud");
}

guint
tutti_service_get_searches_per_day (TuttiService *self)
{
  return g_str_equal (self->info->id, "youtube") ? 100 : 0;
}

guint
tutti_service_get_searches_left (TuttiService *self)
{
  return 63;
}

guint
tutti_service_get_units_per_day (TuttiService *self)
{
  return g_str_equal (self->info->id, "youtube") ? 10000 : 0;
}

guint
tutti_service_get_units_left (TuttiService *self)
{
  return 9870;
}

gint64
tutti_service_get_searches_until (TuttiService *self)
{
  return 0;
}

gboolean
tutti_service_may (TuttiService *self,
                   TuttiFeature  feature)
{
  return tutti_service_can (self, feature) && !(self->by_name && feature == TUTTI_FEATURE_LIKE);
}

gboolean
tutti_service_takes_old_key (TuttiService *self)
{
  return g_str_equal (self->info->id, "deezer");
}

gboolean
tutti_service_takes_token (TuttiService *self)
{
  return g_str_equal (self->info->id, "listenbrainz");
}

TuttiSecret *
tutti_service_check_token (TuttiService *self,
                           const char   *pasted,
                           GError      **error)
{
  if (strlen (pasted) >= 20)
    return tutti_secret_new (pasted);

  g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "This is not a token, which has 36 letters, digits and hyphens.");
  return NULL;
}

char *
tutti_service_check_name (TuttiService *self,
                          const char   *pasted,
                          GError      **error)
{
  return g_strdup (pasted);
}

gboolean
tutti_service_signs (TuttiService *self)
{
  return dummy_has ("signs") && g_str_equal (self->info->id, "apple-music");
}

const char *
tutti_service_get_key_owner_label (TuttiService *self)
{
  return tutti_service_signs (self) ? g_dgettext (GETTEXT_PACKAGE, "Team ID") : NULL;
}

const char *
tutti_service_get_key_id_label (TuttiService *self)
{
  return tutti_service_signs (self) ? g_dgettext (GETTEXT_PACKAGE, "Key ID") : NULL;
}

gboolean
tutti_service_check_key_name (TuttiService *self,
                              const char   *pasted,
                              char        **clean,
                              GError      **error)
{
  *clean = g_strdup (pasted);
  return TRUE;
}

TuttiSecret *
tutti_service_check_key (TuttiService *self,
                         const char   *text,
                         gsize         length,
                         GError      **error)
{
  return tutti_secret_new (text);
}

const char *
tutti_service_get_dashboard_uri (TuttiService *self)
{
  return "https://example.org/dashboard";
}
const char *
tutti_service_get_redirect_uri (TuttiService *self)
{
  return "http://127.0.0.1/callback";
}
const char *
tutti_service_get_revoke_page (TuttiService *self)
{
  return "https://example.org/apps";
}
guint
tutti_service_get_n_steps (TuttiService *self)
{
  return 3;
}

const char *
tutti_service_get_step (TuttiService *self,
                        guint         step,
                        gboolean     *opens_dashboard,
                        gboolean     *copies_redirect)
{
  static const char *const steps[] = {
    "Create an app on the dashboard; any name and description will do",
    "Add this redirect URI, exactly",
    "Tick “Web API”, accept the terms, save",
  };

  *opens_dashboard = step == 0;
  *copies_redirect = step == 1;
  return steps[step];
}

const char *const *
tutti_service_get_browser_errors (TuttiService *self)
{
  static const char *const errors[] = {
    "INVALID_CLIENT: Invalid redirect URI", "Step 2: the address must be there exactly as shown, without a slash at its end.",
    "INVALID_CLIENT: Invalid client", "Step 4: copy the client ID once more.",
    NULL
  };

  return errors;
}

gboolean
tutti_service_check_client_id (TuttiService *self,
                               const char   *pasted,
                               char        **clean,
                               GError      **error)
{
  if (strstr (pasted, "://") != NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "This is the address of the page. The client ID stands on that page, under Settings: 32 letters and digits.");
      return FALSE;
    }
  if (strlen (pasted) != 32)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "A client ID has 32 letters and digits; this has %u.", (guint) strlen (pasted));
      return FALSE;
    }
  *clean = g_strdup (pasted);
  return TRUE;
}

char *
tutti_service_dup_search_uri (TuttiService *self, const char *text)
{
  return g_strdup ("https://example.org/search");
}
char *
tutti_service_dup_web_uri (TuttiService *self, TuttiLink *link)
{
  return g_strdup_printf ("https://example.org/%s/%s", self->info->id, tutti_link_get_remote_id (link));
}
char *
tutti_service_dup_app_uri (TuttiService *self, const char *remote_id)
{
  return NULL;
}
guint
tutti_service_get_n_vanished (TuttiService *self)
{
  return self->n_vanished;
}
gboolean
tutti_service_has_public (TuttiService *self)
{
  return g_str_equal (self->info->id, "deezer");
}
gboolean
tutti_service_is_public (TuttiService *self)
{
  return dummy_is_public && tutti_service_has_public (self);
}
gboolean
tutti_service_may_search (TuttiService *self)
{
  return tutti_service_is_linked (self) || tutti_service_is_public (self);
}
const char *
tutti_service_get_needs (TuttiService *self)
{
  return tutti_service_can (self, TUTTI_FEATURE_CONNECT) ? "A key of your own and a paid plan" : NULL;
}
