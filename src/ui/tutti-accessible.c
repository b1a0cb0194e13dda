/* tutti-accessible.c: names for a screen reader
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"

#define TOOLTIP "tutti-tooltip"

void
tutti_accessible_set_name (gpointer    widget,
                           const char *name)
{
  g_return_if_fail (GTK_IS_ACCESSIBLE (widget));

  /* what labels a widget counts more than its name */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static gboolean
query_tooltip_cb (GtkWidget  *widget,
                  int         x,
                  int         y,
                  gboolean    keyboard_mode,
                  GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, g_object_get_data (G_OBJECT (widget), TOOLTIP));
  return TRUE;
}

void
tutti_accessible_set_tooltip (gpointer    widget,
                              const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  if (!gtk_widget_get_has_tooltip (GTK_WIDGET (widget)))
    {
      gtk_widget_set_has_tooltip (GTK_WIDGET (widget), TRUE);
      g_signal_connect (widget, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
    }
  if (g_strcmp0 (g_object_get_data (G_OBJECT (widget), TOOLTIP), text) != 0)
    g_object_set_data_full (G_OBJECT (widget), TOOLTIP, g_strdup (text), g_free);
}

GtkWidget *
tutti_accessible_new_content (const char *icon_name,
                              const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (box),
                  g_object_new (GTK_TYPE_IMAGE,
                                "icon-name", icon_name,
                                "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                NULL));
  gtk_box_append (GTK_BOX (box), gtk_label_new (text));

  return box;
}

static gboolean
is_menu_item (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  return role == GTK_ACCESSIBLE_ROLE_MENU_ITEM || role == GTK_ACCESSIBLE_ROLE_MENU_ITEM_RADIO || role == GTK_ACCESSIBLE_ROLE_MENU_ITEM_CHECKBOX;
}

static void
name_items (GtkWidget *widget)
{
  GParamSpec *text = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), "text");

  if (is_menu_item (widget) && text != NULL)
    {
      g_autofree char *label = NULL;
      g_autoptr (GString) name = NULL;

      g_object_get (widget, "text", &label, NULL);
      name = g_string_new (label);
      g_string_replace (name, "_", "", 1);
      tutti_accessible_set_name (widget, name->str);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

void
tutti_accessible_watch_menu (GtkWidget *popover)
{
  if (popover != NULL)
    g_signal_connect (popover, "map", G_CALLBACK (name_items), NULL);
}
