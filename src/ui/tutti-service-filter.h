/* tutti-service-filter.h: which services a song is to be on, and on which not
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SERVICE_FILTER (tutti_service_filter_get_type ())

/* A popover with Any, On, Missing for each service. Signal "changed". */
G_DECLARE_FINAL_TYPE (TuttiServiceFilter, tutti_service_filter, TUTTI, SERVICE_FILTER, GtkPopover)

/* Once. Follows the person's order of services. */
void tutti_service_filter_set_context (TuttiServiceFilter *self,
                                       TuttiContext       *context);

/* The ids of the services a song is to be on, or (`missing`) is not to be on,
 * comma between; NULL: it does not matter. (transfer full) (nullable) */
char *tutti_service_filter_dup_ids (TuttiServiceFilter *self,
                                    gboolean            missing) G_GNUC_WARN_UNUSED_RESULT;

gboolean tutti_service_filter_is_set (TuttiServiceFilter *self);

/* Back to Any: for one service, or for all if NULL. */
void tutti_service_filter_reset (TuttiServiceFilter *self,
                                 const char         *id);

G_END_DECLS
