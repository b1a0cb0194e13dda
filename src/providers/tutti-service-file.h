/* tutti-service-file.h: what data/providers/ID.ini says about a service
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Strings that the file leaves out or leaves empty are NULL, lists too, numbers 0. */
typedef struct
{
  char *id;

  /* [OAuth] */
  char    *authorize;
  char    *token;
  char    *revoke;
  char    *revoke_page;
  char    *issuer;
  char    *redirect; /* as it must be registered, with the port if that is fixed */
  guint    port;     /* 0: any free port */
  char    *redirect_path;
  gboolean allow_post;
  char    *scopes;
  char   **authorize_extra; /* name, value, … */
  gboolean refresh_sends_scope;
  gboolean is_old;
  char    *script;
  char    *dashboard;
  guint    consent_life_days;
  guint    sign_in_seconds; /* 0: ten minutes */

  /* [API] */
  char *base;
  char *charts_base;
  char *oembed;
  char *account_base;
  char *account_header;
  char *covers;
  char *resolver;
  char *token_type;
  char *token_parameter;

  /* [Pages]: how many items one page is asked for, how many ids one change may have */
  guint history;
  guint likes;
  guint search;
  guint charts;
  guint change;

  /* [Links] */
  char  *id_pattern;
  char **link_hosts;
  char **short_hosts;
  char  *no_songs; /* (nullable) */
  char **schemes;
  char **paths;
  char **uris;
  char  *web;
  char **also;
  char  *app;
  char  *search_page;

  /* [Artwork] */
  char **artwork_hosts;

  /* [Preview] */
  char **preview_hosts;

  /* [Limits] */
  double per_second;
  guint  burst;
  guint  patience;         /* seconds, 0: as long as others */
  double per_second_account; /* 0: as the rest */
  guint  burst_account;
  guint  keep_days;        /* 0: its terms set no limit */
  guint  searches_per_day; /* 0: no such limit */
  guint  units_per_day;    /* of all other questions, which cost one; 0: no such limit */
  guint  units_per_change; /* what a like or unlike costs of them */
  char  *day_zone;         /* where a day of the service's budgets ends at midnight */
} TuttiServiceFile;

typedef enum
{
  TUTTI_SERVICE_FILE_OAUTH = 1 << 0, /* it must say how to sign in */
  TUTTI_SERVICE_FILE_API   = 1 << 1, /* it must say what to ask */
  TUTTI_SERVICE_FILE_TOKEN = 1 << 2, /* it must say where a token is copied */
  TUTTI_SERVICE_FILE_SCRIPT = 1 << 3, /* it must say whose script signs in, and where accounts are */
} TuttiServiceFileNeeds;

/* Reads FOLDER/ID.ini. NULL and FAILED, with the file's name and the key, for
 * a file that is missing, has a key nobody knows, lacks one that is needed, or
 * has an address that is neither https nor http on 127.0.0.1 or [::1]. Any thread. */
TuttiServiceFile *tutti_service_file_new (const char           *folder,
                                          const char           *id,
                                          TuttiServiceFileNeeds needs,
                                          GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void tutti_service_file_free (TuttiServiceFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiServiceFile, tutti_service_file_free)

G_END_DECLS
