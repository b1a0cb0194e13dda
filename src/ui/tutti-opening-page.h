/* tutti-opening-page.h: the window while there is no library
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TUTTI_TYPE_OPENING_PAGE (tutti_opening_page_get_type ())

/* Something that turns, or why the library can't be opened. */
G_DECLARE_FINAL_TYPE (TuttiOpeningPage, tutti_opening_page, TUTTI, OPENING_PAGE, AdwBin)

GtkWidget *tutti_opening_page_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Shows why there is no library, with a way to try again; NULL: it is being opened. */
void tutti_opening_page_set_failure (TuttiOpeningPage *self,
                                     const GError     *error);

G_END_DECLS
