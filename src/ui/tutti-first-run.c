/* tutti-first-run.c: what somebody sees who has nothing yet
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-first-run.h"

struct _TuttiFirstRun
{
  AdwBin parent_instance;

  TuttiContext *context;
  GtkBox       *buttons;
  GtkWidget    *connect;
  AdwWrapBox   *names;
  AdwWrapBox   *icons;
};

enum
{
  LOOK_AROUND,
  CONNECT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiFirstRun, tutti_first_run, ADW_TYPE_BIN)

/* Names need more room than there is on a telephone. The suggested button
 * stands last in a row, and first in a column. */
static void
layout_changed_cb (TuttiFirstRun *self)
{
  gboolean   is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (self->buttons));

  gtk_widget_set_visible (GTK_WIDGET (self->names), !is_narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->icons), is_narrow);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->buttons), is_narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  if (is_narrow)
    gtk_box_reorder_child_after (self->buttons, self->connect, NULL);
  else if (last != self->connect)
    gtk_box_reorder_child_after (self->buttons, self->connect, last);
}

static void
add_service (TuttiFirstRun *self,
             TuttiService  *service)
{
  const char *icon = tutti_service_get_icon_name (service);
  const char *name = tutti_service_get_name (service);
  GtkWidget  *both = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget  *label = gtk_label_new (name);
  GtkWidget  *alone;

  gtk_widget_add_css_class (label, "secondary");
  gtk_box_append (GTK_BOX (both), g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "pixel-size", 20, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  gtk_box_append (GTK_BOX (both), label);
  adw_wrap_box_append (self->names, both);

  alone = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "pixel-size", 20, "tooltip-text", name, NULL);
  tutti_accessible_set_name (alone, name);
  adw_wrap_box_append (self->icons, alone);
}

static void
look_around_cb (TuttiFirstRun *self)
{
  g_signal_emit (self, signals[LOOK_AROUND], 0);
}

static void
connect_cb (TuttiFirstRun *self)
{
  g_signal_emit (self, signals[CONNECT], 0);
}

static void
tutti_first_run_dispose (GObject *object)
{
  TuttiFirstRun *self = TUTTI_FIRST_RUN (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_FIRST_RUN);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_first_run_parent_class)->dispose (object);
}

static void
tutti_first_run_class_init (TuttiFirstRunClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType           type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_first_run_dispose;

  signals[LOOK_AROUND] = g_signal_new ("look-around", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CONNECT] = g_signal_new ("connect", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-first-run.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiFirstRun, buttons);
  gtk_widget_class_bind_template_child (widget_class, TuttiFirstRun, connect);
  gtk_widget_class_bind_template_child (widget_class, TuttiFirstRun, names);
  gtk_widget_class_bind_template_child (widget_class, TuttiFirstRun, icons);
  gtk_widget_class_bind_template_callback (widget_class, look_around_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
}

static void
tutti_first_run_init (TuttiFirstRun *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tutti_first_run_new (TuttiContext *context)
{
  TuttiFirstRun *self = g_object_new (TUTTI_TYPE_FIRST_RUN, NULL);
  GPtrArray     *order = tutti_context_get_order (context);

  self->context = g_object_ref (context);
  for (guint i = 0; i < order->len; i++)
    add_service (self, g_ptr_array_index (order, i));
  g_signal_connect_object (context, "notify::layout", G_CALLBACK (layout_changed_cb), self, G_CONNECT_SWAPPED);
  layout_changed_cb (self);

  return GTK_WIDGET (self);
}

void
tutti_first_run_focus (TuttiFirstRun *self)
{
  gtk_widget_grab_focus (self->connect);
}
