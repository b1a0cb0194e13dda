/* tutti-order.h: the person's order of services, which decides where songs are opened
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"

G_BEGIN_DECLS

/* The services that can open songs: those that `names` (NULL-terminated ids)
 * names first, then connected ones, then the others; `n_mine` (nullable) says
 * how many are not of the last kind. Of TuttiService. (transfer full) */
GPtrArray *tutti_order_make (TuttiLibrary      *library,
                             const char *const *names,
                             guint             *n_mine) G_GNUC_WARN_UNUSED_RESULT;

/* The first in the order that has the song. (transfer none) (nullable) */
TuttiService *tutti_order_choose (GPtrArray  *order,
                                  TuttiTrack *track);

G_END_DECLS
