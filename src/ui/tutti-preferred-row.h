/* tutti-preferred-row.h: a service's place among the preferred ones
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_PREFERRED_ROW (tutti_preferred_row_get_type ())

/* Opens to what is asked for this service. Can be dragged by the pointer, and
 * moved with Alt+Up, Alt+Down and its menu. Signal "move" (int: -1 up, 1 down). */
G_DECLARE_FINAL_TYPE (TuttiPreferredRow, tutti_preferred_row, TUTTI, PREFERRED_ROW, AdwExpanderRow)

GtkWidget *tutti_preferred_row_new (TuttiContext *context,
                                    TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

TuttiService *tutti_preferred_row_get_service (TuttiPreferredRow *self); /* (transfer none) */

/* Which ways it can be moved. */
void tutti_preferred_row_set_place (TuttiPreferredRow *self,
                                    gboolean           is_first,
                                    gboolean           is_last);

G_END_DECLS
