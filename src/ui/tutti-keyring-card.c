/* tutti-keyring-card.c: what is the matter with the keyring, and two ways on
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-keyring-card.h"

#include <glib/gi18n.h>

struct _TuttiKeyringCard
{
  AdwBin parent_instance;

  TuttiContext *context;
  gboolean      is_dismissed; /* the person closed the prompt */

  GtkLabel  *title;
  GtkLabel  *text;
  GtkWidget *buttons;
  GtkWidget *unlock;
  GtkWidget *session;
};

G_DEFINE_FINAL_TYPE (TuttiKeyringCard, tutti_keyring_card, ADW_TYPE_BIN)

static void
show_words (TuttiKeyringCard *self,
            const char       *title,
            const char       *text,
            gboolean          can_unlock,
            gboolean          can_go_without)
{
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_visible (self->unlock, can_unlock);
  gtk_widget_set_visible (self->session, can_go_without);
  gtk_widget_set_visible (self->buttons, can_unlock || can_go_without);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
update (TuttiKeyringCard *self)
{
  gtk_widget_set_sensitive (self->unlock, TRUE);

  switch (tutti_library_get_keyring (tutti_context_get_library (self->context)))
    {
    case TUTTI_KEYRING_UNKNOWN:
    case TUTTI_KEYRING_READY:
      self->is_dismissed = FALSE;
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      break;
    case TUTTI_KEYRING_LOCKED:
      show_words (self,
                  self->is_dismissed ? _ ("Your keyring is still locked") : _ ("Your keyring is locked"),
                  _ ("Your sign-ins are in it. Until it is open, Tutti shows what is kept on this computer."),
                  TRUE, TRUE);
      break;
    case TUTTI_KEYRING_ABSENT:
      show_words (self,
                  _ ("No keyring was found"),
                  _ ("Tutti keeps sign-ins in the desktop’s keyring and nowhere else. Without one they last until Tutti is closed."),
                  FALSE, TRUE);
      break;
    case TUTTI_KEYRING_THIS_SESSION:
      show_words (self,
                  _ ("Sign-ins are for this session only"),
                  _ ("They are forgotten when Tutti is closed."),
                  FALSE, FALSE);
      break;
    }
}

static DexFuture *
unlock_fiber (gpointer data)
{
  TuttiKeyringCard *self = data;
  g_autoptr (GError) error = NULL;

  if (self->context == NULL)
    return dex_future_new_true ();
  if (!dex_await (tutti_library_unlock_keyring (tutti_context_get_library (self->context)), &error) && self->context != NULL)
    {
      self->is_dismissed = g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED);
      tutti_context_report (self->context, error, NULL);
      update (self);
    }
  return dex_future_new_true ();
}

static void
unlock_clicked_cb (TuttiKeyringCard *self)
{
  gtk_widget_set_sensitive (self->unlock, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, unlock_fiber, g_object_ref (self), g_object_unref));
}

static void
session_clicked_cb (TuttiKeyringCard *self)
{
  tutti_context_watch (self->context, tutti_library_use_this_session (tutti_context_get_library (self->context)), NULL);
}

static void
tutti_keyring_card_dispose (GObject *object)
{
  TuttiKeyringCard *self = TUTTI_KEYRING_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_KEYRING_CARD);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_keyring_card_parent_class)->dispose (object);
}

static void
tutti_keyring_card_class_init (TuttiKeyringCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_keyring_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-keyring-card.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiKeyringCard, title);
  gtk_widget_class_bind_template_child (widget_class, TuttiKeyringCard, text);
  gtk_widget_class_bind_template_child (widget_class, TuttiKeyringCard, buttons);
  gtk_widget_class_bind_template_child (widget_class, TuttiKeyringCard, unlock);
  gtk_widget_class_bind_template_child (widget_class, TuttiKeyringCard, session);
  gtk_widget_class_bind_template_callback (widget_class, unlock_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, session_clicked_cb);
}

static void
tutti_keyring_card_init (TuttiKeyringCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tutti_keyring_card_set_context (TuttiKeyringCard *self,
                                TuttiContext     *context)
{
  g_set_object (&self->context, context);
  g_signal_connect_object (tutti_context_get_library (context), "notify::keyring", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
