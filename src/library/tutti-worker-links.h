/* tutti-worker-links.h: links, and songs on other services, as commands of the worker
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-worker-private.h"

G_BEGIN_DECLS

/* Looks for a song on the other services; see tutti_library_find_elsewhere().
 * Takes (xs): the track, and the id of the only service to ask or "". Answers
 * (xa{ss}): the track as it is then, and of each service "has", "lacks" or the
 * nick of an error. A TuttiCommandFunc. */
GVariant *tutti_worker_find_elsewhere (TuttiWorker *self,
                                       TuttiDesk   *none,
                                       GVariant    *args,
                                       DexFuture   *given_up,
                                       GError     **error);

/* In a fiber: a song of a service that can't be asked itself, in the words of a
 * directory that knows its page and may be asked, else in those the service
 * tells anybody. One item; NULL where there are none. (transfer full) */
TuttiPage *tutti_worker_look_up_track (TuttiWorker *self,
                                       TuttiDesk   *desk,
                                       const char  *remote_id,
                                       DexFuture   *given_up);

G_END_DECLS
