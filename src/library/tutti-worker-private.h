/* tutti-worker-private.h: what the worker's files share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-bus.h"
#include "tutti-client.h"
#include "tutti-error.h"
#include "tutti-service-private.h"
#include "tutti-worker.h"

G_BEGIN_DECLS

/* What goes on at one service. Owned by the worker, as long as it lives. */
typedef struct
{
  TuttiProvider *provider;
  TuttiLive      live;
  gboolean       is_reached; /* it answered when it was asked last … */
  gint64         reached_at; /* … in monotonic time */

  /* Raised by disconnecting and by stopping: whoever waited for an answer
   * finds it changed, and goes no further. */
  guint          generation;

  TuttiSignIn   *sign_in;        /* (nullable) under way */
  DexPromise    *outcome;        /* (nullable) how that one ends */
  gboolean       switch_account; /* the person said so beforehand */
  TuttiAccount  *rival;          /* (nullable) signed in, but another is connected */
  TuttiTokens   *rival_tokens;

  DexFuture     *sync;           /* (nullable) the last one, running or not */
  DexFuture     *import;
  DexFuture     *flush;
  gboolean       is_flushing;
  guint          n_units;        /* asked for, but not counted in the store yet */
  gboolean       is_counting;
  gboolean       wants_pause;
} TuttiDesk;

struct _TuttiWorker
{
  GObject parent_instance;

  TuttiProviders *providers;
  TuttiStore     *store;
  TuttiHttp      *http;
  TuttiVault     *vault;
  TuttiAccounts  *accounts;
  TuttiClient    *client;
  GHashTable     *desks; /* id → TuttiDesk */
  guint           poll_id;
  guint           n_imports;     /* that run, those of accounts that went meanwhile too */
  gboolean        wants_rematch; /* a pass was finished since the last one over all songs */
  gboolean        is_offline;
  gboolean        is_stopped;
};

/* A command is a plain function that runs in a fiber of its own. It returns a
 * floating or full GVariant, or NULL with `error` set. `desk` is the service
 * named by the first argument, NULL for commands without one; `given_up` see
 * tutti-fiber.h: only what is cheap to lose heeds it. */
typedef GVariant *(*TuttiCommandFunc) (TuttiWorker *self,
                                       TuttiDesk   *desk,
                                       GVariant    *args,
                                       DexFuture   *given_up,
                                       GError     **error);

typedef struct
{
  const char      *name;
  const char      *signature; /* of the arguments; begins with (s… where a service is named */
  gboolean         has_service;
  TuttiCommandFunc run;
} TuttiCommand;

extern const TuttiCommand tutti_connect_commands[];
extern const TuttiCommand tutti_sync_commands[];
extern const TuttiCommand tutti_import_commands[];
extern const TuttiCommand tutti_outbox_commands[];
extern const TuttiCommand tutti_song_commands[];
extern const TuttiCommand tutti_verdict_commands[];
extern const TuttiCommand tutti_preview_commands[];

/* The answer of a command that has none. */
#define TUTTI_UNIT TUTTI_BUS_NOTHING

/* Tells "live" to the others. */
void tutti_worker_publish (TuttiWorker *self,
                           TuttiDesk   *desk);

/* In a fiber: asks the service, and notes whether the network is there.
 * `given_up` (nullable) ends the request. A TuttiPage (transfer full); CANCELLED
 * if the account went meanwhile. */
TuttiPage *tutti_worker_await_page (TuttiWorker  *self,
                                    TuttiDesk    *desk,
                                    TuttiRequest *request,
                                    DexFuture    *given_up,
                                    GError      **error);

/* The two halves of that, for who does something else meanwhile: the future of
 * the answer, which is dropped or given (transfer full) to the second. */
DexFuture *tutti_worker_ask_page (TuttiWorker  *self,
                                  TuttiDesk    *desk,
                                  TuttiRequest *request) G_GNUC_WARN_UNUSED_RESULT;
TuttiPage *tutti_worker_take_page (TuttiWorker *self,
                                   TuttiDesk   *desk,
                                   DexFuture   *answer,
                                   DexFuture   *given_up,
                                   GError     **error);

/* The account of a desk's service, or NULL and NOT_LINKED. (transfer none) */
TuttiAccount *tutti_worker_need_account (TuttiWorker *self,
                                         TuttiDesk   *desk,
                                         GError     **error);

/* In a fiber: makes the sign-in configuration anew from settings and keyring. */
gboolean tutti_worker_load_config (TuttiWorker *self,
                                   TuttiDesk   *desk,
                                   GError     **error);

/* One piece of work of one service, for its fiber. */
typedef struct
{
  TuttiWorker *self; /* (owned) */
  TuttiDesk   *desk;
  gboolean     anew; /* an import from the first page */
} TuttiTask;

TuttiTask *tutti_task_new (TuttiWorker *self,
                           TuttiDesk   *desk,
                           gboolean     anew) G_GNUC_WARN_UNUSED_RESULT;
void       tutti_task_free (gpointer data);

const char *tutti_desk_get_id (TuttiDesk *desk);

/* In a fiber: stores how work of some kind ended; NULL for well. What a person
 * stopped is no failure. */
void tutti_worker_note (TuttiWorker  *self,
                        TuttiDesk    *desk,
                        const char   *kind,
                        const GError *error);

/* What is noted, under a kind of its own, from when the top of a list is read
 * until it was read to what is known; and in a fiber, whether it still is. */
#define TUTTI_TOP_GAP "gap"

gboolean tutti_worker_has_gap (TuttiWorker *self,
                               TuttiDesk   *desk,
                               const char  *kind);

/* In a fiber: whether likes are to be imported now, and from the first page on
 * (`anew`). Where nothing is to be imported it has brought what is new. A pass
 * the person paused waits for the person. */
gboolean tutti_worker_wants_import (TuttiWorker *self,
                                    TuttiDesk   *desk,
                                    gint64       account_id,
                                    gboolean    *anew,
                                    GError     **error);

/* Starts, or joins, a synchronisation or an import of one service. (transfer full) */
DexFuture *tutti_worker_sync (TuttiWorker *self,
                              TuttiDesk   *desk) G_GNUC_WARN_UNUSED_RESULT;
DexFuture *tutti_worker_import (TuttiWorker *self,
                                TuttiDesk   *desk,
                                gboolean     anew) G_GNUC_WARN_UNUSED_RESULT;

/* Sends what waits in the outbox of one service, one flush at a time. (transfer full) */
DexFuture *tutti_worker_flush (TuttiWorker *self,
                               TuttiDesk   *desk) G_GNUC_WARN_UNUSED_RESULT;

/* In a fiber: deletes what the service told too long ago, where its terms say so. */
void tutti_worker_forget_stale (TuttiWorker *self,
                                TuttiDesk   *desk);

/* Fills the feed of who has connected nothing with charts, if the person allowed
 * open catalogues to be asked and the charts are some hours old. Resolves to
 * whether there are new ones. (transfer full) */
DexFuture *tutti_worker_fetch_charts (TuttiWorker *self) G_GNUC_WARN_UNUSED_RESULT;

/* Ends a sign-in under way, as CANCELLED. */
void tutti_worker_drop_sign_in (TuttiWorker *self,
                                TuttiDesk   *desk);

/* Forgets an account that waited for the person's word. */
void tutti_worker_drop_rival (TuttiDesk *desk);

G_END_DECLS
