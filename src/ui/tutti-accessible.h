/* tutti-accessible.h: names for a screen reader
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names a widget whatever it shows: a button is named by its own label
 * otherwise, and “Set Up…” seven times on a page names nothing. Call it after
 * the label was set. */
void tutti_accessible_set_name (gpointer    widget,
                                const char *name);

/* Gives a widget of a list a tooltip. GTK's own takes a question to the display
 * where the pointer is for each widget that gets one, which rows can't afford. */
void tutti_accessible_set_tooltip (gpointer    widget,
                                   const char *text);

/* Icon and text inside a button that has a name of its own: AdwButtonContent
 * would make its text the name. */
GtkWidget *tutti_accessible_new_content (const char *icon_name,
                                         const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Names the items of a GtkPopoverMenu each time it opens: GTK 4.18 lets a
 * label name them whose own name is empty. */
void tutti_accessible_watch_menu (GtkWidget *popover);

G_END_DECLS
