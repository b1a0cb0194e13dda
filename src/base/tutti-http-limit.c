/* tutti-http-limit.c: how fast one service may be asked
 *
 * Whoever wants to send waits in a queue of promises; pump() lets the first go
 * whenever something changed: a request came or ended, or the timer of the one
 * reason the first waits for ran out.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-http-limit.h"

#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-retry.h"

#include <gio/gio.h>

struct _TuttiHttpLimit
{
  grefcount ref_count;

  char    *name;
  double   per_second;
  guint    burst;
  double   tokens;      /* may be sent now, at most `burst` */
  gint64   filled_at;   /* monotonic µs of that count */
  guint    running;
  gint64   not_before;  /* Unix ms */
  gboolean is_quota;
  GQueue   waiting;     /* of DexPromise (owned) */
  guint    timer;
};

TuttiHttpLimit *
tutti_http_limit_new (const char *name)
{
  TuttiHttpLimit *self = g_new0 (TuttiHttpLimit, 1);

  g_ref_count_init (&self->ref_count);
  self->name = g_strdup (name);
  g_queue_init (&self->waiting);

  return self;
}

TuttiHttpLimit *
tutti_http_limit_ref (TuttiHttpLimit *self)
{
  g_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_http_limit_unref (TuttiHttpLimit *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_clear_handle_id (&self->timer, g_source_remove);
  g_queue_clear_full (&self->waiting, dex_unref);
  g_clear_pointer (&self->name, g_free);
  g_free (self);
}

static void
refill (TuttiHttpLimit *self)
{
  gint64 now = g_get_monotonic_time ();

  self->tokens += (double) (now - self->filled_at) * self->per_second / G_USEC_PER_SEC;
  self->tokens = MIN (self->tokens, MAX ((double) self->burst, 1.0));
  self->filled_at = now;
}

/* The error of a rest that nobody waits for, or NULL. */
static GError *
check_rest (TuttiHttpLimit *self,
            gint64          rest_ms)
{
  if (rest_ms > 0 && self->is_quota)
    return tutti_error_new_with_number (TUTTI_ERROR_QUOTA_EXCEEDED, self->not_before, "The quota of %s is used up for %" G_GINT64_FORMAT " s", self->name, rest_ms / 1000);
  if (rest_ms > TUTTI_HTTP_LONGEST_WAIT)
    return tutti_error_new_with_number (TUTTI_ERROR_RATE_LIMITED, self->not_before, "%s wants a rest of %" G_GINT64_FORMAT " s", self->name, rest_ms / 1000);

  return NULL;
}

/* The first that still waits, or NULL. */
static DexPromise *
peek (TuttiHttpLimit *self)
{
  DexPromise *first;

  while ((first = g_queue_peek_head (&self->waiting)) != NULL
         && g_cancellable_is_cancelled (dex_promise_get_cancellable (first)))
    dex_unref (g_queue_pop_head (&self->waiting));

  return first;
}

static void
let_go (TuttiHttpLimit *self)
{
  g_autoptr (DexPromise) first = g_queue_pop_head (&self->waiting);

  dex_promise_resolve_boolean (first, TRUE);
}

static gboolean pump_cb (gpointer data);

static void
pump (TuttiHttpLimit *self)
{
  double wait_ms = 0;

  g_clear_handle_id (&self->timer, g_source_remove);

  while (peek (self) != NULL)
    {
      gint64             rest_ms = tutti_retry_get_rest (self->not_before, tutti_clock_now ());
      g_autoptr (GError) error = check_rest (self, rest_ms);

      if (error != NULL)
        {
          g_autoptr (DexPromise) first = g_queue_pop_head (&self->waiting);

          dex_promise_reject (first, g_steal_pointer (&error));
          continue;
        }

      if (self->burst > 0 && self->running >= self->burst)
        return;

      refill (self);
      if (rest_ms > 0)
        wait_ms = (double) rest_ms;
      else if (self->per_second > 0 && self->tokens < 1)
        wait_ms = (1 - self->tokens) * 1000 / self->per_second;
      if (wait_ms > 0)
        break;

      if (self->per_second > 0)
        self->tokens -= 1;
      self->running++;
      let_go (self);
    }

  /* Whoever was let go may have come back here in the meantime. */
  g_clear_handle_id (&self->timer, g_source_remove);
  if (wait_ms > 0)
    self->timer = g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) wait_ms + 1, pump_cb, self, NULL);
}

static gboolean
pump_cb (gpointer data)
{
  TuttiHttpLimit *self = data;

  self->timer = 0;
  pump (self);

  return G_SOURCE_REMOVE;
}

void
tutti_http_limit_set_rate (TuttiHttpLimit *self,
                           double          per_second,
                           guint           burst)
{
  self->per_second = MAX (per_second, 0);
  self->burst = burst;
  self->tokens = MAX (burst, 1);
  self->filled_at = g_get_monotonic_time ();
  pump (self);
}

void
tutti_http_limit_set_not_before (TuttiHttpLimit *self,
                                 gint64          unix_ms,
                                 gboolean        is_quota)
{
  self->not_before = unix_ms;
  self->is_quota = is_quota;
  pump (self);
}

gint64
tutti_http_limit_get_not_before (TuttiHttpLimit *self,
                                 gboolean       *is_quota)
{
  gboolean rests = tutti_retry_get_rest (self->not_before, tutti_clock_now ()) > 0;

  if (is_quota != NULL)
    *is_quota = rests && self->is_quota;

  return rests ? self->not_before : 0;
}

DexFuture *
tutti_http_limit_acquire (TuttiHttpLimit *self,
                          gboolean        is_again)
{
  DexPromise *promise = dex_promise_new_cancellable ();
  DexFuture  *outside = dex_future_first (dex_ref (DEX_FUTURE (promise)), NULL);

  if (is_again)
    g_queue_push_head (&self->waiting, promise);
  else
    g_queue_push_tail (&self->waiting, promise);
  pump (self);

  return outside;
}

void
tutti_http_limit_release (TuttiHttpLimit *self)
{
  g_return_if_fail (self->running > 0);

  self->running--;
  pump (self);
}
