/* tutti-touch.c: whether fingers or a pointer are at work
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-touch.h"

gboolean
tutti_touch_is_finger (GdkEventType   type,
                       GdkInputSource source,
                       gboolean      *is_pointer)
{
  gboolean is_touch = type == GDK_TOUCH_BEGIN || type == GDK_TOUCH_UPDATE || type == GDK_TOUCH_END;
  gboolean is_motion = type == GDK_MOTION_NOTIFY || type == GDK_BUTTON_PRESS || type == GDK_SCROLL;

  /* the display may tell of a touch as of a pointer, but not by whom */
  *is_pointer = is_motion && source != GDK_SOURCE_TOUCHSCREEN;

  return is_touch || (is_motion && source == GDK_SOURCE_TOUCHSCREEN);
}

static gboolean
event_cb (GtkWidget *window,
          GdkEvent  *event)
{
  GdkDevice *device = gdk_event_get_device (event);
  gboolean   is_pointer = FALSE;

  if (device == NULL)
    return GDK_EVENT_PROPAGATE;
  if (tutti_touch_is_finger (gdk_event_get_event_type (event), gdk_device_get_source (device), &is_pointer))
    gtk_widget_add_css_class (window, "touch");
  else if (is_pointer && !gdk_event_get_pointer_emulated (event))
    gtk_widget_remove_css_class (window, "touch");

  return GDK_EVENT_PROPAGATE;
}

void
tutti_touch_watch (GtkWidget *window)
{
  GtkEventController *events = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
  g_signal_connect_object (events, "event", G_CALLBACK (event_cb), window, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (window, events);
}
