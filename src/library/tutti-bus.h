/* tutti-bus.h: who is the worker, and how the others ask it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* Arguments or an answer that say nothing: D-Bus has neither empty tuples nor maybes. */
#define TUTTI_BUS_NOTHING (g_variant_new_boolean (TRUE))

/* Carries out a command of another process. Resolves to a GVariant. */
typedef DexFuture *(*TuttiBusHandler) (const char *command,
                                       GVariant   *args,
                                       gpointer    user_data);

#define TUTTI_TYPE_BUS (tutti_bus_get_type ())

/* The worker's lock (flock on FOLDER/worker.lock, so that it goes with the
 * process and holds across sandboxes and sessions) and its address on the
 * session bus. Works without a bus too: then nobody can be asked. Main thread.
 * What a person pastes (a token, a client secret, the browser's address) goes
 * over the bus when another process is the worker. Only programs of that person
 * which could read the keyring as well, and none in a sandbox, can listen there.
 * Signals: "news" (GVariant (sv)): the worker told something;
 * "vacant" (): the worker left the bus, the lock may be free. */
G_DECLARE_FINAL_TYPE (TuttiBus, tutti_bus, TUTTI, BUS, GObject)

/* Resolves to a TuttiBus; STORAGE if the folder can't be made. */
DexFuture *tutti_bus_new (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the lock if it is free. TRUE if this process is the worker now. */
gboolean tutti_bus_try_lock (TuttiBus *self);
gboolean tutti_bus_has_lock (TuttiBus *self);

/* As the worker: answers the others from now on. */
void tutti_bus_serve (TuttiBus       *self,
                      TuttiBusHandler handler,
                      gpointer        user_data);

/* As the worker: tells the others. `value` floating or full. */
void tutti_bus_tell (TuttiBus   *self,
                     const char *what,
                     GVariant   *value);

/* As the worker: resolves when every command the others asked for is answered,
 * and the answers are on their way. */
DexFuture *tutti_bus_drain (TuttiBus *self) G_GNUC_WARN_UNUSED_RESULT;

/* Lets the lock and the address go. */
void tutti_bus_leave (TuttiBus *self);

/* Asks the worker. Resolves to its GVariant; rejects with the worker's error,
 * BUSY where none answers, or STORAGE where there can't be one, because the
 * lock could not be opened or its file system has none. A command takes as long
 * as it takes; a worker that is stopped or hangs is noticed after some 20 s. */
DexFuture *tutti_bus_ask (TuttiBus   *self,
                          const char *command,
                          GVariant   *args) G_GNUC_WARN_UNUSED_RESULT;

/* Whether the last question was given up because the worker says nothing at all:
 * asking once more would take as long again. */
gboolean tutti_bus_is_silent (TuttiBus *self);

G_END_DECLS
