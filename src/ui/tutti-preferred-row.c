/* tutti-preferred-row.c: a service's place among the preferred ones
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-preferred-row.h"

#include <glib/gi18n.h>

struct _TuttiPreferredRow
{
  AdwExpanderRow parent_instance;

  TuttiContext *context;
  TuttiService *service;
  gboolean      is_filling; /* our own changes are not the person's */

  GtkImage      *icon;
  GtkMenuButton *menu;
  AdwComboRow   *open_in;
  AdwActionRow  *only; /* instead, where there is nothing to choose */
  AdwSwitchRow  *send;
};

enum
{
  MOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiPreferredRow, tutti_preferred_row, ADW_TYPE_EXPANDER_ROW)

static TuttiLibrary *
get_library (TuttiPreferredRow *self)
{
  return tutti_context_get_library (self->context);
}

static void
update (TuttiPreferredRow *self)
{
  gboolean has_app = tutti_service_can (self->service, TUTTI_FEATURE_OPEN_APP);
  gboolean can_choose = has_app && tutti_service_can (self->service, TUTTI_FEATURE_OPEN_WEB);
  gboolean can_like = tutti_service_can (self->service, TUTTI_FEATURE_LIKE) && tutti_service_is_linked (self->service);

  self->is_filling = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->open_in), can_choose);
  gtk_widget_set_visible (GTK_WIDGET (self->send), can_like);
  gtk_widget_set_visible (GTK_WIDGET (self->only), !can_choose);
  adw_action_row_set_subtitle (self->only, has_app ? _ ("Application") : _ ("Web Browser"));
  adw_combo_row_set_selected (self->open_in, tutti_service_get_open_in (self->service));
  adw_switch_row_set_active (self->send, tutti_service_get_send_likes (self->service));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), tutti_service_is_linked (self->service) ? _ ("Connected") : "");
  self->is_filling = FALSE;
}

static void
open_in_changed_cb (TuttiPreferredRow *self)
{
  if (!self->is_filling)
    tutti_context_watch (self->context,
                         tutti_library_set_open_in (get_library (self), self->service, adw_combo_row_get_selected (self->open_in)),
                         self->service);
}

static void
send_changed_cb (TuttiPreferredRow *self)
{
  if (!self->is_filling)
    tutti_context_watch (self->context,
                         tutti_library_set_send_likes (get_library (self), self->service, adw_switch_row_get_active (self->send)),
                         self->service);
}

/* --- moving --- */

static GdkContentProvider *
prepare_drag_cb (TuttiPreferredRow *self)
{
  return gdk_content_provider_new_typed (TUTTI_TYPE_PREFERRED_ROW, self);
}

static void
begin_drag_cb (TuttiPreferredRow *self,
               GdkDrag           *drag,
               GtkDragSource     *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 24, 24);
}

static void
move (GtkWidget  *widget,
      const char *name,
      GVariant   *target)
{
  g_signal_emit (widget, signals[MOVE], 0, g_str_equal (name, "row.move-up") ? -1 : 1);
}

static void
tutti_preferred_row_dispose (GObject *object)
{
  TuttiPreferredRow *self = TUTTI_PREFERRED_ROW (object);

  self->is_filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_PREFERRED_ROW);
  g_clear_object (&self->service);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_preferred_row_parent_class)->dispose (object);
}

static void
tutti_preferred_row_class_init (TuttiPreferredRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_preferred_row_dispose;

  signals[MOVE] = g_signal_new ("move", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-preferred-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferredRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferredRow, menu);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferredRow, open_in);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferredRow, only);
  gtk_widget_class_bind_template_child (widget_class, TuttiPreferredRow, send);
  gtk_widget_class_bind_template_callback (widget_class, open_in_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, prepare_drag_cb);
  gtk_widget_class_bind_template_callback (widget_class, begin_drag_cb);

  gtk_widget_class_install_action (widget_class, "row.move-up", NULL, move);
  gtk_widget_class_install_action (widget_class, "row.move-down", NULL, move);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "row.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "row.move-down", NULL);
}

static void
tutti_preferred_row_init (TuttiPreferredRow *self)
{
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_filling = FALSE;
  tutti_accessible_watch_menu (GTK_WIDGET (gtk_menu_button_get_popover (self->menu)));
}

GtkWidget *
tutti_preferred_row_new (TuttiContext *context,
                         TuttiService *service)
{
  TuttiPreferredRow *self = g_object_new (TUTTI_TYPE_PREFERRED_ROW, NULL);
  const char        *name = tutti_service_get_name (service);
  /* Translators: %s is a service */
  g_autofree char *menu = g_strdup_printf (_ ("Move %s"), name);
  /* Translators: %s is a service */
  g_autofree char *send = g_strdup_printf (_ ("Like on %s Too"), name);
  /* Translators: %s is a service */
  g_autofree char *hint = g_strdup_printf (_ ("A like in Tutti is also sent to %s"), name);

  self->context = g_object_ref (context);
  self->service = g_object_ref (service);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  tutti_accessible_set_name (self, name);
  gtk_image_set_from_icon_name (self->icon, tutti_service_get_icon_name (service));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), menu);
  tutti_accessible_set_name (self->menu, menu);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->send), send);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->send), hint);
  g_signal_connect_object (service, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

TuttiService *
tutti_preferred_row_get_service (TuttiPreferredRow *self)
{
  return self->service;
}

void
tutti_preferred_row_set_place (TuttiPreferredRow *self,
                               gboolean           is_first,
                               gboolean           is_last)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.move-up", !is_first);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "row.move-down", !is_last);
}
