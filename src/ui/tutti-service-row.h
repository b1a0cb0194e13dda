/* tutti-service-row.h: a service that is not connected
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SERVICE_ROW (tutti_service_row_get_type ())

/* What it can do, what it needs, what it can't do and why, and the way in. */
G_DECLARE_FINAL_TYPE (TuttiServiceRow, tutti_service_row, TUTTI, SERVICE_ROW, AdwPreferencesRow)

GtkWidget *tutti_service_row_new (TuttiContext *context,
                                  TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

/* Fills a wrap box with a chip for each thing a service can do. */
void tutti_service_row_fill_chips (AdwWrapBox   *box,
                                   TuttiService *service);

/* For a screen reader: `first` if it is not NULL, what the service can do, and
 * what it can't. */
void tutti_service_row_describe (GtkWidget    *widget,
                                 TuttiService *service,
                                 const char   *first);

G_END_DECLS
