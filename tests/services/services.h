/* services.h: what all parts of the program share, and what a service is
 *
 * A service is one file that fills in a Provider: its hosts' paths are served
 * below /<id>/<host>/, so https://api.spotify.com/v1/me is asked for as
 * http://127.0.0.1:PORT/spotify/api.spotify.com/v1/me. All of it runs in the
 * main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "catalogue.h"
#include "library.h"
#include "params.h"
#include "writer.h"

typedef struct _Exchange   Exchange;
typedef struct _FaultTable FaultTable;
typedef struct _Log        Log;
typedef struct _OAuth      OAuth;
typedef struct _Provider   Provider;
typedef struct _Rate       Rate;
typedef struct _Services   Services;

typedef enum
{
  CONSENT_ASK,
  CONSENT_ALLOW,
  CONSENT_DENY,
} Consent;

/* Somebody who can sign in; the same people use every service. */
typedef struct
{
  const char *name;  /* (nullable) as the service shows it */
  const char *login; /* their name in addresses */
  const char *key;   /* what never changes */
  const char *email;
} Person;

typedef enum
{
  COUNT_REQUESTS,
  COUNT_CONSENT_PAGES,
  COUNT_ALLOWED,
  COUNT_DENIED,
  COUNT_REFUSED_SIGN_INS,
  COUNT_EXCHANGES,
  COUNT_REFRESHES,
  COUNT_REFUSED_TOKENS,
  COUNT_FAULTS,
  COUNT_ABORTED,
  COUNT_TRAPPED,
  N_COUNTS,
} Count;

struct _Provider
{
  const char *id;
  const char *name;

  const char *const *hosts; /* whose paths it serves, whatever id comes before them */
  guint              place; /* in the rule of services_knows(); 0 knows all */

  gboolean mirrors_first; /* was told of each play on the first service */

  /* This service's own id of a recording, its way back, and the page of it. */
  char *(*make_id) (guint32 index);
  gboolean (*parse_id) (const char *id,
                        guint64    *index);
  const char *link; /* {id} is the id */

  const char *redirect; /* what is registered with a service that compares letter by letter */

  OAuth *(*new_oauth) (Services *services); /* NULL: has no accounts of that kind */

  /* A token that a person pastes or a page hands over; NULL when there is no such thing. */
  char *(*make_token) (Services *services,
                       guint     person);

  /* Answers a request below its own paths: exchange->host and ->path. */
  void (*handle) (Exchange *exchange);

  /* Answers as this service would in the fault KIND; FALSE: has no such answer. */
  gboolean (*fail) (Exchange   *exchange,
                    const char *kind);
};

struct _Services
{
  SoupServer *server;
  GMainLoop  *loop;
  char       *base; /* http://127.0.0.1:PORT */
  guint       port;

  Catalogue  *catalogue;
  FaultTable *faults;
  Log        *log;
  GHashTable *oauths;    /* Provider → OAuth */
  GHashTable *libraries; /* "provider/person" → Library */
  GHashTable *rates;     /* name → Rate */
  GHashTable *epochs;    /* Provider → how often a person took back all they allowed */
  GHashTable *redirects; /* provider's id → GStrv: the addresses that are registered */
  guint64     counts[N_COUNTS];

  gint64   started;      /* Unix milliseconds */
  gint64   clock_offset; /* seconds */
  guint    person;       /* who signs in next */
  Consent  consent;
  guint    latency; /* ms */
  guint    n_likes;
  guint    n_plays;
  gboolean plain;
  gboolean fast;  /* no limits on requests a second */
  guint    epoch; /* counts how often all grants were taken back */
};

/* Unix seconds and milliseconds of the clock that /control/clock moves. */
gint64
services_get_now (Services *self);

gint64
services_get_now_msec (Services *self);

const Person *
services_get_person (guint number);

guint
services_get_n_people (void);

Library *
services_get_library (Services       *self,
                      const Provider *provider,
                      guint           person);

guint
services_get_epoch (Services       *self,
                    const Provider *provider);

OAuth *
services_get_oauth (Services       *self,
                    const Provider *provider);

const Provider *
services_find_provider (const char *id);

/* All of them end with NULL. */
const Provider *const *
services_list_providers (void);

/* How many recordings there are. */
guint
services_get_size (Services *self);

/* Whether PROVIDER has recording INDEX: the first 40 are everywhere, and each
 * service but the first lacks every thirteenth, from its place on. */
gboolean
services_knows (Services       *self,
                const Provider *provider,
                guint64         index);

/* Recording INDEX with the ISRC and the length that PROVIDER has for it. */
Recording *
services_dup_recording (Services       *self,
                        const Provider *provider,
                        guint32         index) G_GNUC_WARN_UNUSED_RESULT;

/* The page of recording INDEX on PROVIDER. */
char *
services_dup_link (const Provider *provider,
                   guint32         index) G_GNUC_WARN_UNUSED_RESULT;

/* The recording that PROVIDER calls ID, if it has it. */
gboolean
services_find_recording (Services       *self,
                         const Provider *provider,
                         const char     *id,
                         guint32        *index);

/* catalogue_search() and catalogue_search_isrc() among what PROVIDER has. */
GArray *
services_search (Services       *self,
                 const Provider *provider,
                 const char     *any,
                 const char     *title,
                 const char     *artist,
                 const char     *album) G_GNUC_WARN_UNUSED_RESULT;

GArray *
services_search_isrc (Services       *self,
                      const Provider *provider,
                      const char     *isrc) G_GNUC_WARN_UNUSED_RESULT;

void
rate_free (gpointer data);

/* Letters, digits, minus and underscore that nobody can guess. */
char *
services_dup_secret (const char *start) G_GNUC_WARN_UNUSED_RESULT;
