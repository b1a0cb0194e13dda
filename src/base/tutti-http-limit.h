/* tutti-http-limit.h: how fast one service may be asked
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

G_BEGIN_DECLS

/* A token bucket with a limit of requests at once, a time before which nothing
 * is sent, and the circuit that opens when a quota is used up. Main thread.
 * Made by TuttiHttp, one for each bucket. */
typedef struct _TuttiHttpLimit TuttiHttpLimit;

/* A wait of up to this many ms is waited; a longer one is an error. */
#define TUTTI_HTTP_LONGEST_WAIT (60 * 1000)

TuttiHttpLimit *tutti_http_limit_new (const char *name) G_GNUC_WARN_UNUSED_RESULT;
TuttiHttpLimit *tutti_http_limit_ref (TuttiHttpLimit *self);
void            tutti_http_limit_unref (TuttiHttpLimit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiHttpLimit, tutti_http_limit_unref)

/* 0 is no limit, for either. */
void tutti_http_limit_set_rate (TuttiHttpLimit *self,
                                double          per_second,
                                guint           burst);

void tutti_http_limit_set_not_before (TuttiHttpLimit *self,
                                      gint64          unix_ms,
                                      gboolean        is_quota);

/* 0 if it is over, or there was none. */
gint64 tutti_http_limit_get_not_before (TuttiHttpLimit *self,
                                        gboolean       *is_quota);

/* Resolves to TRUE when it is the caller's turn, who then must call
 * tutti_http_limit_release() once; before those that wait already if
 * `is_again`. Rejects with QUOTA_EXCEEDED or RATE_LIMITED, whose number is the
 * end. Dropping the future leaves the queue. */
DexFuture *tutti_http_limit_acquire (TuttiHttpLimit *self,
                                     gboolean        is_again) G_GNUC_WARN_UNUSED_RESULT;

void tutti_http_limit_release (TuttiHttpLimit *self);

G_END_DECLS
