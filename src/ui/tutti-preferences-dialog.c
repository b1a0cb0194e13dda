/* tutti-preferences-dialog.c: what the person prefers
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-preferences-dialog.h"
#include "tutti-preferred-row.h"

#include <glib/gi18n.h>

struct _TuttiPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  TuttiContext *context;
  gboolean      is_filling; /* our own changes are not the person's */

  AdwComboRow   *style;
  AdwSwitchRow  *previews;
  AdwSwitchRow  *background;
  AdwSwitchRow  *catalogues;
  GtkListBox    *services;
  GtkDropTarget *drop;
};

G_DEFINE_FINAL_TYPE (TuttiPreferencesDialog, tutti_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

static TuttiLibrary *
get_library (TuttiPreferencesDialog *self)
{
  return tutti_context_get_library (self->context);
}

static GSettings *
get_settings (TuttiPreferencesDialog *self)
{
  return tutti_context_get_settings (self->context);
}

/* --- the plain ones --- */

static void
style_changed_cb (TuttiPreferencesDialog *self)
{
  if (!self->is_filling)
    g_settings_set_enum (get_settings (self), "style", (int) adw_combo_row_get_selected (self->style));
}

static void
public_changed_cb (TuttiPreferencesDialog *self)
{
  if (!self->is_filling)
    tutti_context_watch (self->context,
                         tutti_library_set_search_public (get_library (self), adw_switch_row_get_active (self->catalogues)),
                         NULL);
}

static void
show_public (TuttiPreferencesDialog *self)
{
  self->is_filling = TRUE;
  adw_switch_row_set_active (self->catalogues, tutti_library_get_search_public (get_library (self)));
  gtk_widget_set_visible (GTK_WIDGET (self->catalogues), tutti_library_has_public (get_library (self)));
  self->is_filling = FALSE;
}

/* --- the order of services --- */

static GtkWidget *
get_row (TuttiPreferencesDialog *self,
         int                     place)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (self->services, place));
}

static gboolean
is_in_order (TuttiPreferencesDialog *self,
             GPtrArray              *order)
{
  for (guint i = 0; i < order->len; i++)
    {
      GtkWidget *row = get_row (self, (int) i);

      if (row == NULL || tutti_preferred_row_get_service (TUTTI_PREFERRED_ROW (row)) != g_ptr_array_index (order, i))
        return FALSE;
    }
  return get_row (self, (int) order->len) == NULL;
}

static void
tell_places (TuttiPreferencesDialog *self)
{
  GtkWidget *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    tutti_preferred_row_set_place (TUTTI_PREFERRED_ROW (row), i == 0, get_row (self, i + 1) == NULL);
}

static void
save_order (TuttiPreferencesDialog *self)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  GtkWidget *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    g_ptr_array_add (order, tutti_preferred_row_get_service (TUTTI_PREFERRED_ROW (row)));
  tutti_context_set_order (self->context, order);
}

/* The row takes the focus along to its new place. */
static void
move_row (TuttiPreferencesDialog *self,
          GtkWidget              *row,
          int                     place)
{
  g_autoptr (GtkWidget) kept = g_object_ref (row);
  g_autofree char *text = NULL;

  gtk_list_box_remove (self->services, row);
  gtk_list_box_insert (self->services, row, place);
  gtk_widget_grab_focus (row);
  tell_places (self);
  save_order (self);
  /* Translators: %1$s is a service, %2$d its new place in a list of %3$d */
  text = g_strdup_printf (_ ("%1$s is now %2$d of %3$d"), tutti_service_get_name (tutti_preferred_row_get_service (TUTTI_PREFERRED_ROW (row))),
                          place + 1, (int) tutti_context_get_order (self->context)->len);
  tutti_announcer_say (tutti_context_get_announcer (self->context), text);
}

static void
move_cb (TuttiPreferencesDialog *self,
         int                     step,
         GtkListBoxRow          *row)
{
  int place = gtk_list_box_row_get_index (row) + step;

  if (place >= 0 && get_row (self, place) != NULL)
    move_row (self, GTK_WIDGET (row), place);
}

static void
drop_leave_cb (TuttiPreferencesDialog *self)
{
  gtk_list_box_drag_unhighlight_row (self->services);
}

static GdkDragAction
drop_motion_cb (TuttiPreferencesDialog *self,
                double                  x,
                double                  y)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_y (self->services, (int) y);

  drop_leave_cb (self);
  if (row != NULL)
    gtk_list_box_drag_highlight_row (self->services, row);
  return GDK_ACTION_MOVE;
}

static gboolean
drop_cb (TuttiPreferencesDialog *self,
         const GValue           *value,
         double                  x,
         double                  y)
{
  GtkListBoxRow *target = gtk_list_box_get_row_at_y (self->services, (int) y);
  GtkWidget     *row = g_value_get_object (value);

  drop_leave_cb (self);
  if (row == NULL || target == NULL || gtk_widget_get_parent (row) != GTK_WIDGET (self->services))
    return FALSE;
  if (GTK_WIDGET (target) != row)
    move_row (self, row, gtk_list_box_row_get_index (target));
  return TRUE;
}

static void
fill_services (TuttiPreferencesDialog *self)
{
  GPtrArray *order = tutti_context_get_order (self->context);

  if (is_in_order (self, order))
    return;
  gtk_list_box_remove_all (self->services);
  for (guint i = 0; i < order->len; i++)
    {
      GtkWidget *row = tutti_preferred_row_new (self->context, g_ptr_array_index (order, i));

      g_signal_connect_object (row, "move", G_CALLBACK (move_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->services, row);
    }
  tell_places (self);
}

static void
tutti_preferences_dialog_dispose (GObject *object)
{
  TuttiPreferencesDialog *self = TUTTI_PREFERENCES_DIALOG (object);

  self->is_filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_PREFERENCES_DIALOG);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_preferences_dialog_parent_class)->dispose (object);
}

static void
tutti_preferences_dialog_class_init (TuttiPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_preferences_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferencesDialog, style);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferencesDialog, previews);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferencesDialog, background);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferencesDialog, catalogues);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferencesDialog, services);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferencesDialog, drop);
  gtk_widget_class_bind_template_callback (widget_class, style_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, public_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_motion_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_leave_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
}

static void
tutti_preferences_dialog_init (TuttiPreferencesDialog *self)
{
  GType rows[] = { TUTTI_TYPE_PREFERRED_ROW };

  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_target_set_gtypes (self->drop, rows, G_N_ELEMENTS (rows));
  self->is_filling = FALSE;
}

AdwDialog *
tutti_preferences_dialog_new (TuttiContext *context)
{
  TuttiPreferencesDialog *self = g_object_new (TUTTI_TYPE_PREFERENCES_DIALOG, NULL);

  self->context = g_object_ref (context);
  self->is_filling = TRUE;
  adw_combo_row_set_selected (self->style, (guint) g_settings_get_enum (get_settings (self), "style"));
  self->is_filling = FALSE;
  g_settings_bind (get_settings (self), "previews", self->previews, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (get_settings (self), "run-in-background", self->background, "active", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (context, "changed", G_CALLBACK (fill_services), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_library (context), "changed", G_CALLBACK (show_public), self, G_CONNECT_SWAPPED);
  show_public (self);
  fill_services (self);

  return ADW_DIALOG (self);
}
