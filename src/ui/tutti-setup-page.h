/* tutti-setup-page.h: leads a person to a key of their own
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SETUP_PAGE (tutti_setup_page_get_type ())

/* Signals "done" (string client_id, TuttiSecret or NULL): checked, go on;
 * "key" (string or NULL, TuttiSecret or NULL): the same with a name or a token,
 * where the key is one. */
G_DECLARE_FINAL_TYPE (TuttiSetupPage, tutti_setup_page, TUTTI, SETUP_PAGE, AdwNavigationPage)

AdwNavigationPage *tutti_setup_page_new (TuttiContext *context,
                                         TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

/* Says under the field what is wrong. */
void tutti_setup_page_complain (TuttiSetupPage *self,
                                const char     *sentence);

G_END_DECLS
