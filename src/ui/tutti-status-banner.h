/* tutti-status-banner.h: the one thing that is wrong everywhere
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_STATUS_BANNER (tutti_status_banner_get_type ())

/* One sentence and at most one button: keyring, signed out, offline, a service
 * that wants a rest, signing in again soon; the first of these that is so.
 * Property "needs-attention" (boolean): something on Services waits for the person. */
G_DECLARE_FINAL_TYPE (TuttiStatusBanner, tutti_status_banner, TUTTI, STATUS_BANNER, AdwBin)

/* Once. */
void tutti_status_banner_set_context (TuttiStatusBanner *self,
                                      TuttiContext      *context);

/* What the Services page says itself is not said twice. */
void tutti_status_banner_set_on_services (TuttiStatusBanner *self,
                                          gboolean           on_services);

G_END_DECLS
