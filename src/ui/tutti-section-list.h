/* tutti-section-list.h: a list of songs under day headers
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tutti-track-list.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SECTION_LIST (tutti_section_list_get_type ())

/* A GtkSectionModel over a TuttiTrackList, whose room knows no GTK. */
G_DECLARE_FINAL_TYPE (TuttiSectionList, tutti_section_list, TUTTI, SECTION_LIST, GObject)

TuttiSectionList *tutti_section_list_new (TuttiTrackList *list) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
