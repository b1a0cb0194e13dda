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

G_END_DECLS
