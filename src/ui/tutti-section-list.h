/* tutti-section-list.h: a list of songs as a list view wants it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tutti-track-list.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SECTION_LIST (tutti_section_list_get_type ())

/* A GtkSectionModel (days) over a TuttiTrackList, whose room knows no GTK.
 * Until the list's "replaced"; then it must be thrown away. */
G_DECLARE_FINAL_TYPE (TuttiSectionList, tutti_section_list, TUTTI, SECTION_LIST, GObject)

TuttiSectionList *tutti_section_list_new (TuttiTrackList *list) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
