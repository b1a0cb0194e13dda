/* tutti-service-filter.h: which services a song is to be on, on which not, and what else
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SERVICE_FILTER (tutti_service_filter_get_type ())

/* A popover with Any, On, Missing for each service, and what else likes can be
 * told apart by. Signal "changed". */
G_DECLARE_FINAL_TYPE (TuttiServiceFilter, tutti_service_filter, TUTTI, SERVICE_FILTER, GtkPopover)

/* Once. Follows the person's order of services. */
void tutti_service_filter_set_context (TuttiServiceFilter *self,
                                       TuttiContext       *context);

/* The ids of the services a song is to be on, or (`missing`) is not to be on,
 * comma between; NULL: it does not matter. (transfer full) (nullable) */
char *tutti_service_filter_dup_ids (TuttiServiceFilter *self,
                                    gboolean            missing) G_GNUC_WARN_UNUSED_RESULT;

gboolean tutti_service_filter_is_set (TuttiServiceFilter *self);

/* Only songs that one service alone has; only those that are marked explicit. */
gboolean tutti_service_filter_is_single (TuttiServiceFilter *self);
gboolean tutti_service_filter_is_explicit (TuttiServiceFilter *self);

/* What tutti_service_filter_reset() calls these two: no service has such an id. */
#define TUTTI_FILTER_SINGLE "(single)"
#define TUTTI_FILTER_EXPLICIT "(explicit)"

/* Back to Any: for one service or one of these, or for all if NULL. */
void tutti_service_filter_reset (TuttiServiceFilter *self,
                                 const char         *id);

G_END_DECLS
