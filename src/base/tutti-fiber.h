/* tutti-fiber.h: fibers that may be given up at any moment
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* What a fiber does. `given_up` is a future that rejects with
 * G_IO_ERROR_CANCELLED once nobody waits for the fiber any more. */
typedef DexFuture *(*TuttiFiberFunc) (DexFuture *given_up,
                                      gpointer   data);

/* Spawns a fiber in the calling thread. Resolves or rejects as the future that
 * `func` returns; `destroy` frees `data` when the fiber has ended.
 *
 * Dropping the returned future is the way to cancel, and is safe whatever
 * happens next. (A fiber of dex_scheduler_spawn() is not: libdex before 1.2
 * corrupts its queues when a fiber is discarded and what it awaits completes
 * before it runs again.) The fiber itself ends in its own time, at its next
 * tutti_fiber_until(). */
DexFuture *tutti_fiber_spawn (TuttiFiberFunc func,
                              gpointer       data,
                              GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

/* Spawns a fiber that runs to its end, whoever drops the returned future: for
 * work that must not stop half way. */
DexFuture *tutti_fiber_spawn_kept (DexFiberFunc   func,
                                   gpointer       data,
                                   GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

/* For dex_await() in a fiber of tutti_fiber_spawn(): resolves or rejects as
 * `future` (taken), or rejects with G_IO_ERROR_CANCELLED, and `future` is
 * dropped, when `given_up` (lent) does. `future` goes on until the fiber wakes, so what it
 * hands out may be lost in between: keep a reference to it where that counts. */
DexFuture *tutti_fiber_until (DexFuture *future,
                              DexFuture *given_up) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
