/* tutti-connect-browser.c: the browser's turn, in the connect dialog
 *
 * One fiber at a time follows the sign-in; what it finds after the dialog was
 * closed it keeps to itself. Meanwhile the person may paste the address instead,
 * and look up what the browser shows.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-connect-dialog-private.h"

#include "tutti-clock.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"

#include <glib/gi18n.h>

#define ERRORS_AFTER 20          /* seconds, then "What does the browser show?" */
#define LIFE_MS (10 * 60 * 1000) /* of a sign-in */

/* --- waiting --- */

static void
show_waiting_words (TuttiConnectDialog *self)
{
  const char      *name = tutti_service_get_name (self->service);
  gboolean         is_finishing = tutti_service_get_state (self->service) == TUTTI_SERVICE_FINISHING;
  g_autofree char *text = NULL;

  if (is_finishing)
    /* Translators: %s is a service */
    text = g_strdup_printf (_ ("%s said yes. Tutti fetches your name and permissions."), name);
  else
    /* Translators: %s is a service */
    text = g_strdup_printf (_ ("%s asks there whether Tutti may see your music. Afterwards this window goes on by itself."), name);

  gtk_label_set_text (self->waiting_title, is_finishing ? _ ("Almost There") : _ ("Continue in Your Browser"));
  gtk_label_set_text (self->waiting_text, text);
  gtk_widget_set_visible (self->open_again, !is_finishing);
  gtk_widget_set_visible (self->ways, !is_finishing);
  gtk_widget_set_visible (GTK_WIDGET (self->until), !is_finishing);
  if (is_finishing && adw_navigation_view_get_visible_page (self->nav) != self->waiting && self->is_waiting)
    tutti_connect_dialog_show_page (self, self->waiting);
}

static gboolean
show_errors_row_cb (gpointer data)
{
  TuttiConnectDialog *self = data;

  self->errors_id = 0;
  gtk_widget_set_visible (self->errors_row, TRUE);
  return G_SOURCE_REMOVE;
}

static void
show_waiting (TuttiConnectDialog *self)
{
  g_autofree char *time = tutti_text_from_time (tutti_clock_now () + LIFE_MS);
  /* Translators: %s is a time of day */
  g_autofree char   *until = g_strdup_printf (_ ("Waiting until %s"), time);
  const char *const *errors = tutti_service_get_browser_errors (self->service);

  self->is_waiting = TRUE;
  gtk_label_set_text (self->until, until);
  /* A page that lies here sends its answer by itself. */
  gtk_widget_set_visible (self->paste_row, !tutti_service_signs (self->service));
  gtk_widget_set_visible (self->errors_row, tutti_service_signs (self->service));
  g_clear_handle_id (&self->errors_id, g_source_remove);
  if (errors != NULL && errors[0] != NULL)
    self->errors_id = g_timeout_add_seconds (ERRORS_AFTER, show_errors_row_cb, self);
  show_waiting_words (self);
  tutti_connect_dialog_show_page (self, self->waiting);
}

/* The dialog is held by the fiber, and may be closed when it goes on. */
static DexFuture *
sign_in_fiber (gpointer data)
{
  TuttiConnectDialog *self = data;
  g_autoptr (GError)  error = NULL;
  guint               flow = self->flow;
  gboolean            is_done;

  /* one that waits already (begun elsewhere) is only followed */
  if (tutti_service_get_state (self->service) != TUTTI_SERVICE_WAITING)
    {
      g_autofree char *uri = dex_await_string (tutti_library_connect (tutti_connect_dialog_get_library (self), self->service, FALSE), &error);

      if (uri != NULL && !self->is_closed && flow == self->flow)
        {
          g_set_str (&self->uri, uri);
          tutti_track_actions_open_uri (self->context, GTK_WIDGET (self), uri);
        }
    }

  is_done = error == NULL && dex_await (tutti_library_wait_connected (tutti_connect_dialog_get_library (self), self->service), &error);
  if (flow != self->flow)
    return dex_future_new_true ();
  if (self->is_closed)
    {
      /* success is shown by the application */
      if (!is_done && self->context != NULL)
        tutti_context_report (self->context, error, self->service);
      return dex_future_new_true ();
    }
  self->is_waiting = FALSE;
  g_clear_handle_id (&self->errors_id, g_source_remove);
  if (is_done)
    tutti_connect_dialog_finish (self);
  else if (!tutti_error_is_silent (error))
    tutti_connect_dialog_show_problem (self, error);
  else
    adw_dialog_force_close (ADW_DIALOG (self));

  return dex_future_new_true ();
}

void
tutti_connect_dialog_begin (TuttiConnectDialog *self)
{
  /* where nobody signs in the key is given once more */
  if (tutti_service_takes_token (self->service))
    {
      tutti_connect_dialog_show_setup (self);
      return;
    }
  self->flow++;
  show_waiting (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, sign_in_fiber, g_object_ref (self), g_object_unref));
}

static void
open_again_clicked_cb (TuttiConnectDialog *self)
{
  if (self->uri != NULL)
    tutti_track_actions_open_uri (self->context, GTK_WIDGET (self), self->uri);
}

/* --- the address instead --- */

static void
paste_row_activated_cb (TuttiConnectDialog *self)
{
  adw_navigation_view_push (self->nav, self->paste);
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
}

static void
show_paste_error (TuttiConnectDialog *self,
                  const char         *sentence)
{
  gtk_widget_set_visible (self->paste_message, sentence != NULL);
  gtk_label_set_text (self->paste_text, sentence ? sentence : "");
  if (sentence != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->address), "error");
      tutti_announcer_say (tutti_context_get_announcer (self->context), sentence);
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->address), "error");
}

static void
address_changed_cb (TuttiConnectDialog *self)
{
  gtk_widget_set_sensitive (self->paste_done, *gtk_editable_get_text (GTK_EDITABLE (self->address)) != '\0');
  show_paste_error (self, NULL);
}

static DexFuture *
paste_fiber (gpointer data)
{
  TuttiConnectDialog *self = data;
  g_autofree char    *address = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address)));
  g_autoptr (GError)  error = NULL;
  g_autofree char    *sentence = NULL;
  gboolean            is_good = dex_await (tutti_library_paste_address (tutti_connect_dialog_get_library (self), self->service, g_strstrip (address)), &error);

  if (self->is_closed)
    return dex_future_new_true ();
  if (is_good)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->address), "");
      return dex_future_new_true ();
    }

  gtk_widget_set_sensitive (self->paste_done, TRUE);
  if (!tutti_error_is_silent (error))
    {
      sentence = tutti_error_dup_sentence (error, tutti_service_get_name (self->service));
      show_paste_error (self, sentence);
    }
  return dex_future_new_false ();
}

static void
paste_done_cb (TuttiConnectDialog *self)
{
  gtk_widget_set_sensitive (self->paste_done, FALSE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, paste_fiber, g_object_ref (self), g_object_unref));
}

/* --- what the browser shows --- */

static void
errors_row_activated_cb (TuttiConnectDialog *self)
{
  adw_navigation_view_push (self->nav, self->errors);
}

static void
fill_errors (TuttiConnectDialog *self)
{
  const char *const *errors = tutti_service_get_browser_errors (self->service);

  for (guint i = 0; errors != NULL && errors[i] != NULL && errors[i + 1] != NULL; i += 2)
    gtk_list_box_append (self->errors_list,
                         g_object_new (ADW_TYPE_ACTION_ROW,
                                       "use-markup", FALSE,
                                       "title-lines", 0,
                                       "subtitle-lines", 0,
                                       "title", errors[i],
                                       "subtitle", errors[i + 1],
                                       NULL));
}

/* --- the dialog's side --- */

void
tutti_connect_dialog_watch_service (TuttiConnectDialog *self)
{
  fill_errors (self);
  g_signal_connect_object (self->service, "notify::state", G_CALLBACK (show_waiting_words), self, G_CONNECT_SWAPPED);
}

void
tutti_connect_dialog_bind_browser (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, open_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, errors_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
}
