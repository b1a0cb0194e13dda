/* tutti-import-card.c: how far the import of a service's likes has come
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-import-card.h"
#include "tutti-text.h"

#include <glib/gi18n.h>

struct _TuttiImportCard
{
  AdwBin parent_instance;

  TuttiContext *context;
  TuttiService *service;

  GtkImage       *icon;
  GtkLabel       *title;
  GtkLabel       *count;
  GtkProgressBar *progress;
  GtkButton      *pause;
};

G_DEFINE_FINAL_TYPE (TuttiImportCard, tutti_import_card, ADW_TYPE_BIN)

static void
show_count (TuttiImportCard *self,
            gboolean         is_running)
{
  g_autofree char *seen_text = NULL;
  g_autofree char *total_text = NULL;
  g_autofree char *left = NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;
  guint            seen, total, seconds;

  g_object_get (self->service,
                "import-seen", &seen,
                "import-total", &total,
                "import-seconds-left", &seconds,
                NULL);
  seen_text = tutti_text_from_number (seen);
  total_text = tutti_text_from_number (total);
  left = is_running ? tutti_text_from_seconds_left (seconds) : NULL;
  /* Translators: numbers of songs */
  count = total > 0 ? g_strdup_printf (_ ("%s of %s"), seen_text, total_text) : tutti_text_from_songs (seen);
  text = left ? g_strdup_printf ("%s · %s", count, left) : g_steal_pointer (&count);

  gtk_label_set_text (self->count, text);
  gtk_progress_bar_set_fraction (self->progress, total > 0 ? MIN (1.0, (double) seen / total) : 0);
}

static void
update (TuttiImportCard *self)
{
  TuttiImportState state = tutti_service_get_import_state (self->service);
  gboolean         is_running = state == TUTTI_IMPORT_RUNNING;
  gboolean         is_linked = tutti_service_is_linked (self->service);
  const char      *name = tutti_service_get_name (self->service);
  g_autofree char *title = NULL;
  const char      *label = is_running ? _ ("Pause the Import") : _ ("Go On Importing");

  gtk_widget_set_visible (GTK_WIDGET (self), is_linked && (is_running || state == TUTTI_IMPORT_PAUSED || state == TUTTI_IMPORT_STOPPED));
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;

  if (is_running)
    /* Translators: %s is a service */
    title = g_strdup_printf (_ ("Importing likes from %s"), name);
  else if (state == TUTTI_IMPORT_PAUSED)
    /* Translators: %s is a service */
    title = g_strdup_printf (_ ("Import from %s is paused"), name);
  else
    /* Translators: %s is a service */
    title = g_strdup_printf (_ ("Import from %s has stopped"), name);

  gtk_label_set_text (self->title, title);
  show_count (self, is_running);
  gtk_button_set_icon_name (self->pause, is_running ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  tutti_accessible_set_tooltip (self->pause, label);
  tutti_accessible_set_name (self->pause, label);
  tutti_accessible_set_name (self->progress, title);
}

static void
pause_clicked_cb (TuttiImportCard *self)
{
  TuttiLibrary *library = tutti_context_get_library (self->context);
  gboolean      is_running = tutti_service_get_import_state (self->service) == TUTTI_IMPORT_RUNNING;

  tutti_context_watch (self->context,
                       is_running ? tutti_library_pause_import (library, self->service)
                                  : tutti_library_import_likes (library, self->service, FALSE),
                       self->service);
}

static void
tutti_import_card_dispose (GObject *object)
{
  TuttiImportCard *self = TUTTI_IMPORT_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_IMPORT_CARD);
  g_clear_object (&self->service);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_import_card_parent_class)->dispose (object);
}

static void
tutti_import_card_class_init (TuttiImportCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_import_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-import-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiImportCard, icon);
  gtk_widget_class_bind_template_child (widget_class, TuttiImportCard, title);
  gtk_widget_class_bind_template_child (widget_class, TuttiImportCard, count);
  gtk_widget_class_bind_template_child (widget_class, TuttiImportCard, progress);
  gtk_widget_class_bind_template_child (widget_class, TuttiImportCard, pause);
  gtk_widget_class_bind_template_callback (widget_class, pause_clicked_cb);
}

static void
tutti_import_card_init (TuttiImportCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tutti_import_card_new (TuttiContext *context,
                       TuttiService *service)
{
  TuttiImportCard *self = g_object_new (TUTTI_TYPE_IMPORT_CARD, NULL);

  self->context = g_object_ref (context);
  self->service = g_object_ref (service);
  gtk_image_set_from_icon_name (self->icon, tutti_service_get_icon_name (service));
  g_signal_connect_object (service, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
