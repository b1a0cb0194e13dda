/* tutti-opening-page.c: the window while there is no library
 *
 * Seldom seen: the window waits for the library before it shows.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-error.h"
#include "tutti-opening-page.h"

struct _TuttiOpeningPage
{
  AdwBin parent_instance;

  GtkStack      *stack;
  AdwStatusPage *failed;
};

G_DEFINE_FINAL_TYPE (TuttiOpeningPage, tutti_opening_page, ADW_TYPE_BIN)

static void
tutti_opening_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TUTTI_TYPE_OPENING_PAGE);

  G_OBJECT_CLASS (tutti_opening_page_parent_class)->dispose (object);
}

static void
tutti_opening_page_class_init (TuttiOpeningPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_opening_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-opening-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiOpeningPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TuttiOpeningPage, failed);
}

static void
tutti_opening_page_init (TuttiOpeningPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tutti_opening_page_new (void)
{
  return g_object_new (TUTTI_TYPE_OPENING_PAGE, NULL);
}

void
tutti_opening_page_set_failure (TuttiOpeningPage *self,
                                const GError     *error)
{
  g_autofree char *sentence = error != NULL ? tutti_error_dup_sentence (error, NULL) : g_strdup ("");
  g_autofree char *safe = g_markup_escape_text (sentence, -1);

  adw_status_page_set_description (self->failed, safe);
  gtk_stack_set_visible_child_name (self->stack, error != NULL ? "failed" : "opening");
}
