/* tutti-likes-page.h: all likes of all services, in one list
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_LIKES_PAGE (tutti_likes_page_get_type ())

/* Properties "selecting", "has-selection" (booleans) and "selection-title"
 * (string): songs can be chosen, to do something with many at once. */
G_DECLARE_FINAL_TYPE (TuttiLikesPage, tutti_likes_page, TUTTI, LIKES_PAGE, AdwBin)

/* The list is made when the page is first shown. */
void tutti_likes_page_set_context (TuttiLikesPage *self,
                                   TuttiContext   *context);

/* Makes it now, so that the first frame has its rows. */
void tutti_likes_page_start (TuttiLikesPage *self);

/* TRUE until its first rows can be shown. */
gboolean tutti_likes_page_is_loading (TuttiLikesPage *self);

void tutti_likes_page_focus_entry (TuttiLikesPage *self);

/* Types what the controller just got into the filter. TRUE if it took it. */
gboolean tutti_likes_page_forward (TuttiLikesPage        *self,
                                   GtkEventControllerKey *controller);

void tutti_likes_page_set_selecting (TuttiLikesPage *self,
                                     gboolean        selecting);
void tutti_likes_page_select_all (TuttiLikesPage *self);

G_END_DECLS
