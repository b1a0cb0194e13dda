/* tutti-likes-page.h: all likes of all services, in one list
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_LIKES_PAGE (tutti_likes_page_get_type ())

G_DECLARE_FINAL_TYPE (TuttiLikesPage, tutti_likes_page, TUTTI, LIKES_PAGE, AdwBin)

/* The list is made when the page is first shown. */
void tutti_likes_page_set_context (TuttiLikesPage *self,
                                   TuttiContext   *context);

void tutti_likes_page_focus_entry (TuttiLikesPage *self);

G_END_DECLS
