/* tutti-connect-dialog.c: from no connection to one
 *
 * The set-up, and the dialog as a whole. The browser's turn is in
 * tutti-connect-browser.c, what went wrong in tutti-connect-problem.c.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-connect-dialog-private.h"

#include "tutti-setup-page.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (TuttiConnectDialog, tutti_connect_dialog, ADW_TYPE_DIALOG)

TuttiLibrary *
tutti_connect_dialog_get_library (TuttiConnectDialog *self)
{
  return tutti_context_get_library (self->context);
}

void
tutti_connect_dialog_show_page (TuttiConnectDialog *self,
                                AdwNavigationPage  *page)
{
  adw_navigation_view_replace (self->nav, &page, 1);
}

void
tutti_connect_dialog_finish (TuttiConnectDialog *self)
{
  /* Translators: %s is a service */
  g_autofree char *text = g_strdup_printf (_ ("%s is connected"), tutti_service_get_name (self->service));

  tutti_context_say (self->context, text);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* --- set-up --- */

static void
setup_done_cb (TuttiConnectDialog *self,
               const char         *client_id,
               TuttiSecret        *secret)
{
  tutti_connect_dialog_spawn_step (self, tutti_library_set_up (tutti_connect_dialog_get_library (self), self->service, client_id, secret));
}

typedef struct
{
  TuttiConnectDialog *dialog;
  char               *name;  /* (nullable) */
  TuttiSecret        *token; /* (nullable) */
} Key;

static void
key_free (gpointer data)
{
  Key *key = data;

  g_clear_object (&key->dialog);
  g_clear_pointer (&key->name, g_free);
  g_clear_pointer (&key->token, tutti_secret_unref);
  g_free (key);
}

/* No browser: what was pasted is good, or it is said beneath it why not. */
static DexFuture *
key_fiber (gpointer data)
{
  Key                *key = data;
  TuttiConnectDialog *self = key->dialog;
  g_autoptr (GError)  error = NULL;
  g_autofree char    *sentence = NULL;
  gboolean            is_done = dex_await (tutti_library_connect_key (tutti_connect_dialog_get_library (self), self->service, key->name, key->token, FALSE), &error);

  if (self->is_closed)
    return dex_future_new_true ();
  if (is_done)
    {
      tutti_connect_dialog_finish (self);
      return dex_future_new_true ();
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->setup), TRUE);
  if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_ALREADY_LINKED) || g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED) ||
      g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED) || g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT))
    {
      tutti_connect_dialog_show_problem (self, error);
      return dex_future_new_false ();
    }

  sentence = tutti_error_dup_sentence (error, tutti_service_get_name (self->service));
  tutti_setup_page_complain (TUTTI_SETUP_PAGE (self->setup), sentence);
  return dex_future_new_false ();
}

static void
setup_key_cb (TuttiConnectDialog *self,
              const char         *name,
              TuttiSecret        *token)
{
  Key *key = g_new0 (Key, 1);

  key->dialog = g_object_ref (self);
  key->name = g_strdup (name);
  key->token = token != NULL ? tutti_secret_ref (token) : NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->setup), FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, key_fiber, key, key_free));
}

void
tutti_connect_dialog_show_setup (TuttiConnectDialog *self)
{
  self->setup = tutti_setup_page_new (self->context, self->service);
  g_signal_connect_object (self->setup, "key", G_CALLBACK (setup_key_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->setup, "done", G_CALLBACK (setup_done_cb), self, G_CONNECT_SWAPPED);
  tutti_connect_dialog_show_page (self, self->setup);
}

static void
steps_clicked_cb (TuttiConnectDialog *self)
{
  self->flow++;
  self->is_waiting = FALSE;
  g_clear_handle_id (&self->errors_id, g_source_remove);
  tutti_context_watch (self->context, tutti_library_cancel_connect (tutti_connect_dialog_get_library (self), self->service), self->service);
  tutti_connect_dialog_show_setup (self);
}

static void
cancel_clicked_cb (TuttiConnectDialog *self)
{
  self->is_cancelled = TRUE;
  adw_dialog_close (ADW_DIALOG (self));
}

/* On the waiting page Escape is Cancel. */
static gboolean
escape_cb (GtkWidget *widget,
           GVariant  *args,
           gpointer   data)
{
  TuttiConnectDialog *self = TUTTI_CONNECT_DIALOG (widget);

  if (adw_navigation_view_get_visible_page (self->nav) != self->waiting)
    return FALSE;
  cancel_clicked_cb (self);
  return TRUE;
}

static void
closed_cb (TuttiConnectDialog *self)
{
  if (self->is_closed)
    return;
  self->is_closed = TRUE;
  g_clear_handle_id (&self->errors_id, g_source_remove);
  if (self->is_waiting && self->is_cancelled)
    tutti_context_watch (self->context, tutti_library_cancel_connect (tutti_connect_dialog_get_library (self), self->service), self->service);
  else if (self->problem_code == TUTTI_ERROR_ALREADY_LINKED)
    tutti_context_watch (self->context, tutti_library_confirm_switch (tutti_connect_dialog_get_library (self), self->service, FALSE), self->service);
}

static void
tutti_connect_dialog_dispose (GObject *object)
{
  TuttiConnectDialog *self = TUTTI_CONNECT_DIALOG (object);

  g_clear_handle_id (&self->errors_id, g_source_remove);
  self->is_closed = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_CONNECT_DIALOG);
  g_clear_object (&self->service);
  g_clear_object (&self->context);
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (tutti_connect_dialog_parent_class)->dispose (object);
}

static void
tutti_connect_dialog_class_init (TuttiConnectDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_connect_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-connect-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, nav);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, waiting);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, paste);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, errors);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, icon);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, waiting_title);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, waiting_text);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, open_again);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, ways);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, paste_row);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, errors_row);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, until);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, address);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, paste_done);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, paste_message);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, paste_text);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, errors_list);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, problem_status);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, primary);
  gtk_widget_class_bind_template_child (widget_class, TuttiConnectDialog, secondary);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, steps_clicked_cb);
  tutti_connect_dialog_bind_browser (widget_class);
  tutti_connect_dialog_bind_problem (widget_class);
}

static void
tutti_connect_dialog_init (TuttiConnectDialog *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Escape"),
                                                          gtk_callback_action_new (escape_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

AdwDialog *
tutti_connect_dialog_new (TuttiContext *context,
                          TuttiService *service,
                          gboolean      anew)
{
  TuttiConnectDialog *self = g_object_new (TUTTI_TYPE_CONNECT_DIALOG, NULL);
  /* Translators: %s is a service */
  g_autofree char *title = g_strdup_printf (_ ("Connect %s"), tutti_service_get_name (service));

  self->context = g_object_ref (context);
  self->service = g_object_ref (service);
  gtk_image_set_from_icon_name (self->icon, tutti_service_get_icon_name (service));
  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_navigation_page_set_title (self->waiting, title);
  tutti_connect_dialog_watch_service (self);

  if (anew || tutti_service_get_state (service) == TUTTI_SERVICE_NOT_SET_UP)
    tutti_connect_dialog_show_setup (self);
  else
    tutti_connect_dialog_begin (self);

  return ADW_DIALOG (self);
}
