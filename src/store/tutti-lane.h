/* tutti-lane.h: a thread that owns a connection and does jobs in order
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-db.h"

#include <libdex.h>

G_BEGIN_DECLS

typedef struct _TuttiLane TuttiLane;

/* Runs in the lane with its connection (NULL before one is open). Returns a
 * future that is resolved or rejected already. (transfer full) */
typedef DexFuture *(*TuttiJob) (TuttiDb *db,
                                gpointer data);

/* Runs in the main thread before the job's future resolves, with what the job changed. */
typedef void (*TuttiLaneChanged) (GObject *owner,
                                  guint    changes);

/* A lane that answers in the thread-default main context of the caller. Ended
 * by tutti_lane_end(). (transfer full) */
TuttiLane *tutti_lane_new (const char      *name,
                           TuttiLaneChanged changed) G_GNUC_WARN_UNUSED_RESULT;

/* Queues a job. `owner` lives until it is answered; `data` is freed by
 * `destroy` in the main thread. A job that `can_stop` is stopped, or never
 * begun, when the returned future is dropped. The future resolves in the main
 * thread. (transfer full) */
DexFuture *tutti_lane_run (TuttiLane     *self,
                           GObject       *owner,
                           gboolean       can_stop,
                           TuttiJob       job,
                           gpointer       data,
                           GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

/* For jobs: gives the lane its connection, or (NULL) closes it. (transfer full) */
void tutti_lane_take_db (TuttiLane *self,
                         TuttiDb   *db);

/* Does what is queued, closes the connection, and ends the thread; waits for
 * it unless called in the lane itself. Frees the lane. */
void tutti_lane_end (TuttiLane *self);

G_END_DECLS
