/* tutti-search-page.h: one field for songs here and on every service
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SEARCH_PAGE (tutti_search_page_get_type ())

G_DECLARE_FINAL_TYPE (TuttiSearchPage, tutti_search_page, TUTTI, SEARCH_PAGE, AdwBin)

void tutti_search_page_set_context (TuttiSearchPage *self,
                                    TuttiContext    *context);

/* Selects what is in the entry, so that typing begins anew. */
void tutti_search_page_focus_entry (TuttiSearchPage *self);

/* Looks for `text`, or opens it if it is a link. */
void tutti_search_page_search (TuttiSearchPage *self,
                               const char      *text);

/* Types what the controller just got into the entry. TRUE if it took it. */
gboolean tutti_search_page_forward (TuttiSearchPage       *self,
                                    GtkEventControllerKey *controller);

G_END_DECLS
