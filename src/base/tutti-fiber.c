/* tutti-fiber.c: fibers that may be given up at any moment
 *
 * The fiber is never discarded. Its caller holds a promise; dropping that
 * cancels the promise's GCancellable, which rejects `given_up`, and so the
 * fiber wakes up in the ordinary way, by something it awaits.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fiber.h"

typedef struct
{
  TuttiFiberFunc func;
  gpointer       data;
  GDestroyNotify destroy;
  DexPromise    *promise;
  DexFuture     *given_up;
} Fiber;

static void
fiber_free (gpointer data)
{
  Fiber *fiber = data;

  if (fiber->destroy != NULL)
    fiber->destroy (fiber->data);
  dex_clear (&fiber->given_up);
  dex_clear (&fiber->promise);
  g_free (fiber);
}

static DexFuture *
run (gpointer data)
{
  Fiber                *fiber = data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (DexFuture) result = NULL;
  const GValue         *value;

  if (dex_future_is_rejected (fiber->given_up))
    return dex_future_new_false ();

  result = fiber->func (fiber->given_up, fiber->data);
  dex_await (tutti_fiber_until (dex_ref (result), fiber->given_up), NULL);

  value = dex_future_get_value (result, &error);
  if (value != NULL)
    dex_promise_resolve (fiber->promise, value);
  else
    dex_promise_reject (fiber->promise, g_steal_pointer (&error));

  return dex_future_new_true ();
}

DexFuture *
tutti_fiber_spawn (TuttiFiberFunc func,
                   gpointer       data,
                   GDestroyNotify destroy)
{
  Fiber     *fiber = g_new0 (Fiber, 1);
  DexFuture *outside;

  fiber->func = func;
  fiber->data = data;
  fiber->destroy = destroy;
  fiber->promise = dex_promise_new_cancellable ();
  fiber->given_up = dex_cancellable_new_from_cancellable (dex_promise_get_cancellable (fiber->promise));

  /* Only what is chained to a promise cancels it when it goes. */
  outside = dex_future_first (dex_ref (DEX_FUTURE (fiber->promise)), NULL);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, run, fiber, fiber_free));

  return outside;
}

DexFuture *
tutti_fiber_spawn_kept (DexFiberFunc   func,
                        gpointer       data,
                        GDestroyNotify destroy)
{
  DexFuture *fiber = dex_scheduler_spawn (NULL, 0, func, data, destroy);

  dex_future_disown (dex_ref (fiber));
  return fiber;
}

DexFuture *
tutti_fiber_until (DexFuture *future,
                   DexFuture *given_up)
{
  return dex_future_first (future, dex_ref (given_up), NULL);
}
