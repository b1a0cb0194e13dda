/* tutti-services-page.h: all services: connected, to be connected, and without an account
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SERVICES_PAGE (tutti_services_page_get_type ())

G_DECLARE_FINAL_TYPE (TuttiServicesPage, tutti_services_page, TUTTI, SERVICES_PAGE, AdwBin)

void tutti_services_page_set_context (TuttiServicesPage *self,
                                      TuttiContext      *context);

/* Opens the details of a connected service. */
void tutti_services_page_reveal (TuttiServicesPage *self,
                                 TuttiService      *service);

G_END_DECLS
