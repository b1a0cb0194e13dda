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

  OAuth *(*new_oauth) (Services *services); /* NULL: has no accounts */

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
  guint64     counts[N_COUNTS];

  gint64   clock_offset; /* seconds */
  guint    person;       /* who signs in next */
  Consent  consent;
  guint    latency; /* ms */
  guint    n_likes;
  guint    n_plays;
  gboolean plain;
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

OAuth *
services_get_oauth (Services       *self,
                    const Provider *provider);

const Provider *
services_find_provider (const char *id);

/* How many recordings a service knows. */
guint
services_get_size (Services *self);

/* Letters, digits, minus and underscore that nobody can guess. */
char *
services_dup_secret (const char *start) G_GNUC_WARN_UNUSED_RESULT;
