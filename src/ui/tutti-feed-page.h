/* tutti-feed-page.h: what was played, newest first
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_FEED_PAGE (tutti_feed_page_get_type ())

G_DECLARE_FINAL_TYPE (TuttiFeedPage, tutti_feed_page, TUTTI, FEED_PAGE, AdwBin)

/* The lists are made when the page is first shown. */
void tutti_feed_page_set_context (TuttiFeedPage *self,
                                  TuttiContext  *context);

/* TRUE until its first rows can be shown. */
gboolean tutti_feed_page_is_loading (TuttiFeedPage *self);

G_END_DECLS
