/* tutti-worker.h: the one process that asks services and writes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "tutti-providers.h"
#include "tutti-store.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_WORKER (tutti_worker_get_type ())

/* Main thread. Signals:
 *   "live" (id, GVariant (bbbbu) of TuttiLive): what goes on at a service;
 *   "outcome" (id, nick): a sign-in ended, nick "" when it went well;
 *   "news" (): "keyring" or "offline" below may have changed. */
G_DECLARE_FINAL_TYPE (TuttiWorker, tutti_worker, TUTTI, WORKER, GObject)

TuttiWorker *tutti_worker_new (TuttiProviders *providers,
                               TuttiStore     *store) G_GNUC_WARN_UNUSED_RESULT;

/* Reads accounts and settings, looks at the keyring. Resolves to TRUE. */
DexFuture *tutti_worker_start (TuttiWorker *self) G_GNUC_WARN_UNUSED_RESULT;

/* Stops what runs; sign-ins end as CANCELLED. */
void tutti_worker_stop (TuttiWorker *self);

/* Carries out a command in a fiber. Resolves to its GVariant; rejects with
 * TUTTI_ERROR, BAD_INPUT for a command or arguments it does not know. */
DexFuture *tutti_worker_run (TuttiWorker *self,
                             const char  *command,
                             GVariant    *args) G_GNUC_WARN_UNUSED_RESULT;

/* What goes on at a service, as the signal tells it. (transfer full) */
GVariant *tutti_worker_dup_live (TuttiWorker *self,
                                 const char  *id) G_GNUC_WARN_UNUSED_RESULT;

int      tutti_worker_get_keyring (TuttiWorker *self); /* a TuttiKeyringState */
int      tutti_worker_name_keyring (int vault_state);  /* of a TuttiVaultState */
gboolean tutti_worker_is_offline (TuttiWorker *self);

G_END_DECLS
