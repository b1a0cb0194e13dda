/* tutti-retry.h: when to ask again: pure functions
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 6585 4, which libsoup has no name for. */
#define TUTTI_HTTP_TOO_MANY 429

/* The longest back-off. */
#define TUTTI_RETRY_MAX_MS (30 * 1000)

/* What happened to one try. */
typedef enum
{
  TUTTI_RETRY_NOT_SENT, /* no connection: the service has seen nothing */
  TUTTI_RETRY_CUT,      /* it broke in the middle: the service may have acted */
  TUTTI_RETRY_ANSWERED, /* there is a status */
} TuttiRetryEnd;

/* Retry-After (RFC 9110 10.2.3), seconds or an HTTP-date, as Unix ms; 0 if
 * absent or odd. What lies in the past gives `now_ms`; nothing is later than a
 * month from now. */
gint64 tutti_retry_parse_after (const char *value,
                                gint64      now_ms);

/* How long a rest until `not_before_ms` goes on, in ms; 0 if it is over. None is
 * longer than a month: a clock that has gone back since made it so, and nobody
 * waits for that. */
gint64 tutti_retry_get_rest (gint64 not_before_ms,
                             gint64 now_ms);

/* How long to wait after try number `tries` (from 1), in ms: doubling from
 * `base_ms`, with full jitter. `random` is in [0, 1). */
guint tutti_retry_get_delay (guint  tries,
                             guint  base_ms,
                             double random);

/* TRUE if a request that is_safe (may be sent twice) or not may be sent again.
 * `status` counts for ANSWERED only. 429 and 503 say that nothing was done. */
gboolean tutti_retry_may (TuttiRetryEnd end,
                          guint         status,
                          gboolean      is_safe);

/* TRUE for GET, HEAD, OPTIONS, PUT, DELETE (RFC 9110 9.2.2). */
gboolean tutti_retry_is_idempotent (const char *method);

G_END_DECLS
