/* tutti-window-actions.c: what menus, keys and buttons ask of the window
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-data-actions.h"
#include "tutti-preferences-dialog.h"
#include "tutti-shortcuts-dialog.h"
#include "tutti-track-actions.h"
#include "tutti-window-private.h"

#include <glib/gi18n.h>

#define HELP_URI "https://github.com/tuttimusic/tutti#readme"

static void
show_page_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *name)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  tutti_window_show_page (self, g_variant_get_string (name, NULL));
  tutti_window_focus_page (self);
}

static void
search_action (GtkWidget  *widget,
               const char *action,
               GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL)
    return;
  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->pages), "likes") == 0 && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "main") == 0)
    {
      tutti_likes_page_focus_entry (tutti_window_get_likes_page (self));
      return;
    }
  tutti_window_show_page (self, "search");
  tutti_search_page_focus_entry (tutti_window_get_search_page (self));
}

static void
select_action (GtkWidget  *widget,
               const char *action,
               GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->likes == NULL)
    return;
  if (g_str_equal (action, "win.select-all"))
    tutti_likes_page_select_all (self->likes);
  else
    tutti_likes_page_set_selecting (self->likes, g_str_equal (action, "win.select"));
}

/* The button of the last toast that has one for it, from wherever the focus is. */
static void
undo_action (GtkWidget  *widget,
             const char *action,
             GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);
  g_autoptr (AdwToast) toast = self->undo != NULL ? g_object_ref (self->undo) : NULL;

  if (toast == NULL)
    return;
  g_clear_weak_pointer (&self->undo);
  g_signal_emit_by_name (toast, "button-clicked");
  adw_toast_dismiss (toast);
}

static void
sync_action (GtkWidget  *widget,
             const char *action,
             GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL)
    return;
  if (!tutti_library_has_connection (tutti_context_get_library (self->context)))
    tutti_context_say (self->context, _ ("Connect a service first."));
  else
    tutti_context_sync (self->context, NULL);
}

static void
open_uri_action (GtkWidget  *widget,
                 const char *action,
                 GVariant   *uri)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context != NULL)
    tutti_track_actions_open_uri (self->context, widget, g_variant_get_string (uri, NULL));
}

static void
data_action (GtkWidget  *widget,
             const char *action,
             GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context == NULL)
    return;
  if (g_str_equal (action, "win.export"))
    tutti_data_actions_export (self->context, GTK_WINDOW (self));
  else if (g_str_equal (action, "win.import"))
    tutti_data_actions_import (self->context, GTK_WINDOW (self));
  else
    tutti_data_actions_delete (self->context, GTK_WINDOW (self));
}

static void
shortcuts_action (GtkWidget  *widget,
                  const char *action,
                  GVariant   *target)
{
  adw_dialog_present (tutti_shortcuts_dialog_new (), widget);
}

static void
preferences_action (GtkWidget  *widget,
                    const char *action,
                    GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context != NULL)
    adw_dialog_present (tutti_preferences_dialog_new (self->context), widget);
}

static void
help_action (GtkWidget  *widget,
             const char *action,
             GVariant   *target)
{
  TuttiWindow *self = TUTTI_WINDOW (widget);

  if (self->context != NULL)
    tutti_track_actions_open_uri (self->context, widget, HELP_URI);
}

void
tutti_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.select", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "win.select-all", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "win.stop-selecting", NULL, select_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_action);
  gtk_widget_class_install_action (widget_class, "win.open-uri", "s", open_uri_action);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, data_action);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, data_action);
  gtk_widget_class_install_action (widget_class, "win.delete-everything", NULL, data_action);
  gtk_widget_class_install_action (widget_class, "win.show-shortcuts", NULL, shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences_action);
  gtk_widget_class_install_action (widget_class, "win.help", NULL, help_action);
}
