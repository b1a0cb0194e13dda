/* tutti-services.h: the services' objects, in step with the database
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-providers.h"
#include "tutti-service.h"
#include "tutti-store-lists.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SERVICES (tutti_services_get_type ())

/* One TuttiService for each provider, as long as it lives. Signal "counted"
 * when tutti_services_get_counts() may be others. Main thread. */
G_DECLARE_FINAL_TYPE (TuttiServices, tutti_services, TUTTI, SERVICES, GObject)

TuttiServices *tutti_services_new (TuttiProviders *providers) G_GNUC_WARN_UNUSED_RESULT;

/* Of TuttiService, in the providers' order. (transfer none) */
GListModel   *tutti_services_get_list (TuttiServices *self);
TuttiService *tutti_services_find (TuttiServices *self, const char *id); /* (transfer none) (nullable) */
gboolean      tutti_services_has_connection (TuttiServices *self);

/* What the file holds of all services together, as it was read last. (transfer none) */
const TuttiCounts *tutti_services_get_counts (TuttiServices *self);

/* Reads anew what `store` says of them, and once more when something changes
 * while it reads; NULL: from now on nothing is read. Resolves to TRUE when it
 * has read, at once where somebody already reads. */
DexFuture *tutti_services_refresh (TuttiServices *self, TuttiStore *store) G_GNUC_WARN_UNUSED_RESULT;

/* What goes on at one of them, as the worker tells it; nonsense is passed over. */
void tutti_services_take_live (TuttiServices *self, const char *id, GVariant *live);

G_END_DECLS
