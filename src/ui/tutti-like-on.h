/* tutti-like-on.h: likes many songs at one service
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

/* Sends likes of `ids` (of gint64) to `service` alone; a toast says how far it
 * is, and takes all of it back. Songs that are liked there already, or not
 * known to be there, are passed over, which is said. */
void tutti_like_on (TuttiContext *context,
                    TuttiService *service,
                    GArray       *ids);

G_END_DECLS
