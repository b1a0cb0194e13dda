/* tutti-connect-problem.c: what went wrong, and the way on, in the connect dialog
 *
 * Only some errors have a way on of their own; all others can be tried again.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-connect-dialog-private.h"

#include <glib/gi18n.h>

/* --- what is said --- */

static void
show_buttons (TuttiConnectDialog *self,
              const char         *primary,
              const char         *secondary)
{
  gtk_widget_set_visible (GTK_WIDGET (self->primary), primary != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->secondary), secondary != NULL);
  gtk_button_set_label (self->primary, primary ? primary : "");
  gtk_button_set_label (self->secondary, secondary ? secondary : "");
  gtk_widget_remove_css_class (GTK_WIDGET (self->primary), "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->primary), "suggested-action");
}

static void
show_words (TuttiConnectDialog *self,
            const char         *icon,
            const char         *title,
            const char         *sentence)
{
  g_autofree char *safe = g_markup_escape_text (sentence, -1);

  adw_status_page_set_icon_name (self->problem_status, icon);
  adw_status_page_set_title (self->problem_status, title);
  adw_status_page_set_description (self->problem_status, safe);
  adw_navigation_page_set_title (self->problem, title);
}

/* Another account of the service is connected. */
static void
show_switch (TuttiConnectDialog *self)
{
  const char *account = tutti_service_get_account_name (self->service);
  const char *old = account ? account : _ ("the first account");
  /* Translators: %s is a person's name */
  g_autofree char *keep = g_strdup_printf (_ ("_Keep %s"), old);
  /* Translators: the first %s is a service, the second a person's name */
  g_autofree char *sentence = g_strdup_printf (_ ("You signed in to %s with another account. If you switch, the likes and plays of %s are deleted from this computer, and likes not sent yet are dropped."),
                                               tutti_service_get_name (self->service), old);

  show_words (self, "avatar-default-symbolic", _ ("Switch to the Other Account?"), sentence);
  show_buttons (self, _ ("_Switch Account"), keep);
  gtk_widget_remove_css_class (GTK_WIDGET (self->primary), "suggested-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->primary), "destructive-action");
}

/* The focus goes to a button, and a screen reader with it. */
static void
announce_problem (TuttiConnectDialog *self)
{
  const char      *sentence = adw_status_page_get_description (self->problem_status);
  g_autofree char *plain = NULL;
  g_autofree char *text = NULL;

  pango_parse_markup (sentence, -1, 0, NULL, &plain, NULL, NULL);
  text = g_strdup_printf ("%s. %s", adw_navigation_page_get_title (self->problem), plain);
  tutti_announcer_say (tutti_context_get_announcer (self->context), text);
}

void
tutti_connect_dialog_show_problem (TuttiConnectDialog *self,
                                   const GError       *error)
{
  const char      *name = tutti_service_get_name (self->service);
  g_autofree char *sentence = tutti_error_dup_sentence (error, name);
  /* Translators: %s is a service */
  g_autofree char *title = g_strdup_printf (_ ("%s Is Not Connected"), name);

  self->problem_code = error->domain == TUTTI_ERROR ? (TuttiError) error->code : TUTTI_ERROR_FAILED;
  show_words (self, "dialog-warning-symbolic", title, sentence);

  /* only some codes have a way on of their own; all others can be tried again */
  if (self->problem_code == TUTTI_ERROR_ALREADY_LINKED)
    show_switch (self);
  else if (self->problem_code == TUTTI_ERROR_KEYRING_LOCKED || self->problem_code == TUTTI_ERROR_KEYRING_DISMISSED)
    show_buttons (self, _ ("_Unlock…"), _ ("Use for _This Session Only"));
  else if (self->problem_code == TUTTI_ERROR_KEYRING_ABSENT)
    show_buttons (self, NULL, _ ("Use for _This Session Only"));
  else if (self->problem_code == TUTTI_ERROR_NOT_SET_UP || self->problem_code == TUTTI_ERROR_BAD_CLIENT)
    show_buttons (self, _ ("Back to the _Steps"), NULL);
  else
    show_buttons (self, _ ("_Try Again"), NULL);

  tutti_connect_dialog_show_page (self, self->problem);
  announce_problem (self);
}

/* --- the way on --- */

typedef struct
{
  TuttiConnectDialog *dialog;
  DexFuture          *future;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_object (&step->dialog);
  dex_clear (&step->future);
  g_free (step);
}

/* Does what `future` promises, then signs in. */
static DexFuture *
step_fiber (gpointer data)
{
  Step              *step = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (g_steal_pointer (&step->future), &error))
    {
      if (!step->dialog->is_closed && !tutti_error_is_silent (error))
        tutti_connect_dialog_show_problem (step->dialog, error);
      return dex_future_new_false ();
    }
  if (!step->dialog->is_closed)
    tutti_connect_dialog_begin (step->dialog);
  return dex_future_new_true ();
}

/* Takes the future. */
void
tutti_connect_dialog_spawn_step (TuttiConnectDialog *self,
                                 DexFuture          *future)
{
  Step *step = g_new0 (Step, 1);

  step->dialog = g_object_ref (self);
  step->future = future;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, step_fiber, step, step_free));
}

static DexFuture *
switch_fiber (gpointer data)
{
  TuttiConnectDialog *self = data;
  g_autoptr (GError)  error = NULL;
  gboolean            is_done = dex_await (tutti_library_confirm_switch (tutti_connect_dialog_get_library (self), self->service, TRUE), &error);

  if (self->is_closed)
    return dex_future_new_true ();
  if (is_done)
    tutti_connect_dialog_finish (self);
  else
    tutti_connect_dialog_show_problem (self, error);
  return dex_future_new_true ();
}

static void
primary_clicked_cb (TuttiConnectDialog *self)
{
  if (self->problem_code == TUTTI_ERROR_ALREADY_LINKED)
    {
      self->problem_code = TUTTI_ERROR_FAILED;
      dex_future_disown (dex_scheduler_spawn (NULL, 0, switch_fiber, g_object_ref (self), g_object_unref));
    }
  else if (self->problem_code == TUTTI_ERROR_KEYRING_LOCKED || self->problem_code == TUTTI_ERROR_KEYRING_DISMISSED)
    tutti_connect_dialog_spawn_step (self, tutti_library_unlock_keyring (tutti_connect_dialog_get_library (self)));
  else if (self->problem_code == TUTTI_ERROR_NOT_SET_UP || self->problem_code == TUTTI_ERROR_BAD_CLIENT)
    tutti_connect_dialog_show_setup (self);
  else
    tutti_connect_dialog_begin (self);
}

static void
secondary_clicked_cb (TuttiConnectDialog *self)
{
  if (self->problem_code == TUTTI_ERROR_ALREADY_LINKED)
    adw_dialog_close (ADW_DIALOG (self));
  else
    tutti_connect_dialog_spawn_step (self, tutti_library_use_this_session (tutti_connect_dialog_get_library (self)));
}

void
tutti_connect_dialog_bind_problem (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, primary_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_clicked_cb);
}
