/* tutti-data-actions.h: data out and in, and all of it away
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

/* Asks where to, writes, and says how many songs. */
void tutti_data_actions_export (TuttiContext *context,
                                GtkWindow    *window);

/* Asks where from, reads, and says how many songs. */
void tutti_data_actions_import (TuttiContext *context,
                                GtkWindow    *window);

/* Asks, and deletes tokens, library and pictures; the application begins anew
 * at the library's "wiped". */
void tutti_data_actions_delete (TuttiContext *context,
                                GtkWindow    *window);

G_END_DECLS
