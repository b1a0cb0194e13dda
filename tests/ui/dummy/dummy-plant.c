/* dummy-plant.c: a window full of mistakes, for the test that looks for them
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "dummy-private.h"

#include <gtk/gtk.h>

static gboolean
plant_cb (gpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *nameless = gtk_button_new_from_icon_name ("list-add-symbolic");
  GtkWidget *unreached = gtk_button_new_with_label ("Unreached");
  GtkWidget *small = g_object_new (GTK_TYPE_BUTTON, "label", "Small", "halign", GTK_ALIGN_START, NULL);
  GtkWidget *silent = g_object_new (GTK_TYPE_DRAWING_AREA, "focusable", TRUE, "content-height", 30, "content-width", 30, NULL);
  GtkCssProvider *css = gtk_css_provider_new ();

  gtk_widget_set_focusable (unreached, FALSE);
  gtk_widget_add_css_class (small, "planted");
  gtk_css_provider_load_from_string (css, ".planted { min-width: 12px; min-height: 12px; padding: 0; font-size: 7px; }");
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (window), GTK_STYLE_PROVIDER (css), GTK_STYLE_PROVIDER_PRIORITY_USER);
  g_object_unref (css);

  gtk_box_append (GTK_BOX (box), gtk_label_new ("Planted"));
  gtk_box_append (GTK_BOX (box), nameless);
  gtk_box_append (GTK_BOX (box), unreached);
  gtk_box_append (GTK_BOX (box), small);
  gtk_box_append (GTK_BOX (box), silent);
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));

  return G_SOURCE_REMOVE;
}

void
dummy_plant (void)
{
  g_timeout_add (300, plant_cb, NULL);
}
