/* tutti-service.h: one service, as a person sees it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-link.h"
#include "tutti-secret.h"

G_BEGIN_DECLS

typedef enum
{
  TUTTI_SERVICE_NOT_SET_UP,    /* the person must bring a client id first */
  TUTTI_SERVICE_READY,         /* set up, not connected */
  TUTTI_SERVICE_WAITING,       /* the browser's turn */
  TUTTI_SERVICE_FINISHING,     /* the browser answered; fetching token and profile */
  TUTTI_SERVICE_CONNECTED,
  TUTTI_SERVICE_SIGN_IN_AGAIN, /* was connected; likes and history stay */
} TuttiServiceState;

#define TUTTI_TYPE_SERVICE_STATE (tutti_service_state_get_type ())
GType tutti_service_state_get_type (void) G_GNUC_CONST;

typedef enum
{
  TUTTI_IMPORT_NONE,
  TUTTI_IMPORT_RUNNING,
  TUTTI_IMPORT_PAUSED,    /* by the person */
  TUTTI_IMPORT_STOPPED,   /* by an error or by quitting; goes on by itself or on click */
  TUTTI_IMPORT_COMPLETE,
} TuttiImportState;

#define TUTTI_TYPE_IMPORT_STATE (tutti_import_state_get_type ())
GType tutti_import_state_get_type (void) G_GNUC_CONST;

/* What a service may be able to do; the Services page shows a chip for each. */
typedef enum
{
  TUTTI_FEATURE_CONNECT,
  TUTTI_FEATURE_HISTORY,
  TUTTI_FEATURE_LIKES,
  TUTTI_FEATURE_LIKE,
  TUTTI_FEATURE_SEARCH,
  TUTTI_FEATURE_PREVIEW,
  TUTTI_FEATURE_OPEN_APP,
  TUTTI_FEATURE_OPEN_WEB,
} TuttiFeature;

#define TUTTI_TYPE_SERVICE (tutti_service_get_type ())

/* Made and kept up to date by TuttiLibrary, main thread. Properties, all
 * read-only here and notified on change; times in Unix ms, 0 for none:
 *   "state" (TuttiServiceState), "id", "name", "icon-name",
 *   "account-name" (nullable), "email" (nullable),
 *   "connected-at", "sign-in-by", "updated-at" (last success),
 *   "this-session" (boolean: tokens in memory only),
 *   "is-syncing" (boolean),
 *   "problem" (nullable string: a sentence, why the last try failed),
 *   "problem-nick" (nullable string: its TuttiError nick),
 *   "import-state" (TuttiImportState), "import-seen", "import-total" (uint),
 *   "import-seconds-left" (uint, 0 unknown),
 *   "n-likes" (uint), "n-vanished" (uint: likes the service no longer has that
 *   wait for the person's word), "n-waiting" (uint: likes still to be sent),
 *   "rests-until" (int64: quota or rate limit),
 *   "send-likes" (boolean), "open-in" (uint: 0 app else web, 1 app, 2 web),
 *   "client-id" (nullable). */
G_DECLARE_FINAL_TYPE (TuttiService, tutti_service, TUTTI, SERVICE, GObject)

const char       *tutti_service_get_id (TuttiService *self);
const char       *tutti_service_get_name (TuttiService *self);
const char       *tutti_service_get_icon_name (TuttiService *self);
TuttiServiceState tutti_service_get_state (TuttiService *self);
TuttiImportState  tutti_service_get_import_state (TuttiService *self);
const char       *tutti_service_get_account_name (TuttiService *self); /* (nullable) */
const char       *tutti_service_get_email (TuttiService *self);        /* (nullable) */
gint64            tutti_service_get_connected_at (TuttiService *self);
gint64            tutti_service_get_sign_in_by (TuttiService *self);
gint64            tutti_service_get_updated_at (TuttiService *self);
gint64            tutti_service_get_rests_until (TuttiService *self);
/* Of how many searches a day ("searches-per-day", 0: as many as the person
 * likes) so many are left, until the day of the service ends (Unix ms). */
guint             tutti_service_get_searches_per_day (TuttiService *self);
guint             tutti_service_get_searches_left (TuttiService *self);
gint64            tutti_service_get_searches_until (TuttiService *self);
/* The same of the units that all its other questions cost. */
guint             tutti_service_get_units_per_day (TuttiService *self);
guint             tutti_service_get_units_left (TuttiService *self);

const char       *tutti_service_get_problem (TuttiService *self);      /* (nullable) */
const char       *tutti_service_get_problem_nick (TuttiService *self); /* (nullable) */
const char       *tutti_service_get_client_id (TuttiService *self);    /* (nullable) */
guint             tutti_service_get_n_likes (TuttiService *self);
guint             tutti_service_get_n_waiting (TuttiService *self);
guint             tutti_service_get_n_vanished (TuttiService *self);
gboolean          tutti_service_get_send_likes (TuttiService *self);
guint             tutti_service_get_open_in (TuttiService *self);

/* Can be searched without an account; and is, because the person said so. */
gboolean          tutti_service_has_public (TuttiService *self);
gboolean          tutti_service_is_public (TuttiService *self);

/* May be searched now: connected, or public. */
gboolean          tutti_service_may_search (TuttiService *self);

/* CONNECTED or SIGN_IN_AGAIN: there is an account. */
gboolean tutti_service_is_linked (TuttiService *self);

gboolean    tutti_service_can (TuttiService *self, TuttiFeature feature);

/* It gives out no keys any more, but an old one can be used. */
gboolean    tutti_service_takes_old_key (TuttiService *self);

/* It can, and the account was given the permission for it. */
gboolean    tutti_service_may (TuttiService *self, TuttiFeature feature);
const char *tutti_service_explain (TuttiService *self, TuttiFeature feature); /* why not; translated, lent; NULL where it can */

/* What connecting takes ("A key of your own and Spotify Premium"), translated, lent. (nullable) */
const char *tutti_service_get_needs (TuttiService *self);

/* The granted permissions in words, translated. (transfer full) */
char **tutti_service_dup_permissions (TuttiService *self);

/* --- setting up --- */

gboolean    tutti_service_needs_client_secret (TuttiService *self);

/* TRUE where nobody signs in: see tutti_library_connect_key(). The checks give
 * what was pasted without what came along, or BAD_INPUT with a translated
 * sentence. (transfer full) */
gboolean     tutti_service_takes_token (TuttiService *self);
TuttiSecret *tutti_service_check_token (TuttiService *self, const char *pasted, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char        *tutti_service_check_name (TuttiService *self, const char *pasted, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* TRUE where the person brings a key that signs: its two names, as the service
 * calls them (translated, lent), and the key itself. The checks as above; a client
 * id is made of the two names. (transfer full) */
gboolean     tutti_service_signs (TuttiService *self);
const char  *tutti_service_get_key_owner_label (TuttiService *self);
const char  *tutti_service_get_key_id_label (TuttiService *self);
gboolean     tutti_service_check_key_name (TuttiService *self, const char *pasted, char **clean, GError **error);
TuttiSecret *tutti_service_check_key (TuttiService *self, const char *text, gsize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* No key is longer (bytes). */
#define TUTTI_SERVICE_MAX_KEY (16 * 1024)

const char *tutti_service_get_dashboard_uri (TuttiService *self);
const char *tutti_service_get_redirect_uri (TuttiService *self);
const char *tutti_service_get_revoke_page (TuttiService *self); /* (nullable) */

guint       tutti_service_get_n_steps (TuttiService *self);
/* The text of a step (translated, lent); sets whether a dashboard button / the redirect address belongs beside it. */
const char *tutti_service_get_step (TuttiService *self, guint step, gboolean *opens_dashboard, gboolean *copies_redirect);

/* Pairs (what the browser shows, what to change), translated, NULL terminated, lent. */
const char * const *tutti_service_get_browser_errors (TuttiService *self);

/* TRUE and the cleaned id, else a translated sentence in the error's message (BAD_INPUT). */
gboolean    tutti_service_check_client_id (TuttiService *self, const char *pasted, char **clean, GError **error);

/* The service's own search page. (transfer full) (nullable) */
char       *tutti_service_dup_search_uri (TuttiService *self, const char *text);

/* Where a song of this service is opened. The page is the one the service named,
 * if it lies on the service's own hosts, else made from the id. (transfer full) (nullable) */
char       *tutti_service_dup_web_uri (TuttiService *self, TuttiLink *link);
char       *tutti_service_dup_app_uri (TuttiService *self, const char *remote_id);

G_END_DECLS
