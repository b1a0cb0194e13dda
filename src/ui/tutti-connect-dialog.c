/* tutti-connect-dialog.c: from no connection to one
 *
 * One fiber at a time follows the sign-in; what it finds after the dialog was
 * closed it keeps to itself.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-connect-dialog.h"
#include "tutti-setup-page.h"
#include "tutti-text.h"
#include "tutti-track-actions.h"

#include <glib/gi18n.h>

#define ERRORS_AFTER 20          /* seconds, then "What does the browser show?" */
#define LIFE_MS (10 * 60 * 1000) /* of a sign-in */

struct _TuttiConnectDialog
{
  AdwDialog parent_instance;

  TuttiContext *context;
  TuttiService *service;
  char         *uri; /* (nullable) for the browser */
  TuttiError    problem_code;
  guint         errors_id;
  guint         flow; /* which sign-in: a fiber of an older one is silent */
  gboolean      is_waiting;
  gboolean      is_closed;
  gboolean      is_cancelled; /* by Cancel or Escape, not only closed */

  AdwNavigationView *nav;
  AdwNavigationPage *setup; /* (nullable) */
  AdwNavigationPage *waiting;
  AdwNavigationPage *paste;
  AdwNavigationPage *errors;
  AdwNavigationPage *problem;
  GtkImage          *icon;
  GtkLabel          *waiting_title;
  GtkLabel          *waiting_text;
  GtkWidget         *open_again;
  GtkWidget         *ways;
  GtkWidget         *paste_row;
  GtkWidget         *errors_row;
  GtkLabel          *until;
  AdwEntryRow       *address;
  GtkWidget         *paste_done;
  GtkWidget         *paste_message;
  GtkLabel          *paste_text;
  GtkListBox        *errors_list;
  AdwStatusPage     *problem_status;
  GtkButton         *primary;
  GtkButton         *secondary;
};

G_DEFINE_FINAL_TYPE (TuttiConnectDialog, tutti_connect_dialog, ADW_TYPE_DIALOG)

static void begin (TuttiConnectDialog *self);
static void show_setup (TuttiConnectDialog *self);

static TuttiLibrary *
get_library (TuttiConnectDialog *self)
{
  return tutti_context_get_library (self->context);
}

static void
show_page (TuttiConnectDialog *self,
           AdwNavigationPage  *page)
{
  adw_navigation_view_replace (self->nav, &page, 1);
}

/* --- what went wrong, and the way on --- */

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

static void
show_problem (TuttiConnectDialog *self,
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

  show_page (self, self->problem);
  announce_problem (self);
}

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
  Step *step = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (g_steal_pointer (&step->future), &error))
    {
      if (!step->dialog->is_closed && !tutti_error_is_silent (error))
        show_problem (step->dialog, error);
      return dex_future_new_false ();
    }
  if (!step->dialog->is_closed)
    begin (step->dialog);
  return dex_future_new_true ();
}

/* Takes the future. */
static void
spawn_step (TuttiConnectDialog *self,
            DexFuture          *future)
{
  Step *step = g_new0 (Step, 1);

  step->dialog = g_object_ref (self);
  step->future = future;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, step_fiber, step, step_free));
}

/* --- the browser's turn --- */

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
    show_page (self, self->waiting);
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
  show_page (self, self->waiting);
}

static void
finish (TuttiConnectDialog *self)
{
  /* Translators: %s is a service */
  g_autofree char *text = g_strdup_printf (_ ("%s is connected"), tutti_service_get_name (self->service));

  tutti_context_say (self->context, text);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* The dialog is held by the fiber, and may be closed when it goes on. */
static DexFuture *
sign_in_fiber (gpointer data)
{
  TuttiConnectDialog *self = data;
  g_autoptr (GError) error = NULL;
  guint    flow = self->flow;
  gboolean is_done;

  /* one that waits already (begun elsewhere) is only followed */
  if (tutti_service_get_state (self->service) != TUTTI_SERVICE_WAITING)
    {
      g_autofree char *uri = dex_await_string (tutti_library_connect (get_library (self), self->service, FALSE), &error);

      if (uri != NULL && !self->is_closed && flow == self->flow)
        {
          g_set_str (&self->uri, uri);
          tutti_track_actions_open_uri (self->context, GTK_WIDGET (self), uri);
        }
    }

  is_done = error == NULL && dex_await (tutti_library_wait_connected (get_library (self), self->service), &error);
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
    finish (self);
  else if (!tutti_error_is_silent (error))
    show_problem (self, error);
  else
    adw_dialog_force_close (ADW_DIALOG (self));

  return dex_future_new_true ();
}

static void
begin (TuttiConnectDialog *self)
{
  /* where nobody signs in the key is given once more */
  if (tutti_service_takes_token (self->service))
    {
      show_setup (self);
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
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;
  gboolean         is_good = dex_await (tutti_library_paste_address (get_library (self), self->service, g_strstrip (address)), &error);

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

/* --- set-up --- */

static void
setup_done_cb (TuttiConnectDialog *self,
               const char         *client_id,
               TuttiSecret        *secret)
{
  spawn_step (self, tutti_library_set_up (get_library (self), self->service, client_id, secret));
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
  gboolean            is_done = dex_await (tutti_library_connect_key (get_library (self), self->service, key->name, key->token, FALSE), &error);

  if (self->is_closed)
    return dex_future_new_true ();
  if (is_done)
    {
      finish (self);
      return dex_future_new_true ();
    }

  gtk_widget_set_sensitive (GTK_WIDGET (self->setup), TRUE);
  if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_ALREADY_LINKED) || g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED) ||
      g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED) || g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT))
    {
      show_problem (self, error);
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

static void
show_setup (TuttiConnectDialog *self)
{
  self->setup = tutti_setup_page_new (self->context, self->service);
  g_signal_connect_object (self->setup, "key", G_CALLBACK (setup_key_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->setup, "done", G_CALLBACK (setup_done_cb), self, G_CONNECT_SWAPPED);
  show_page (self, self->setup);
}

static void
steps_clicked_cb (TuttiConnectDialog *self)
{
  self->flow++;
  self->is_waiting = FALSE;
  g_clear_handle_id (&self->errors_id, g_source_remove);
  tutti_context_watch (self->context, tutti_library_cancel_connect (get_library (self), self->service), self->service);
  show_setup (self);
}

static DexFuture *
switch_fiber (gpointer data)
{
  TuttiConnectDialog *self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = dex_await (tutti_library_confirm_switch (get_library (self), self->service, TRUE), &error);

  if (self->is_closed)
    return dex_future_new_true ();
  if (is_done)
    finish (self);
  else
    show_problem (self, error);
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
    spawn_step (self, tutti_library_unlock_keyring (get_library (self)));
  else if (self->problem_code == TUTTI_ERROR_NOT_SET_UP || self->problem_code == TUTTI_ERROR_BAD_CLIENT)
    show_setup (self);
  else
    begin (self);
}

static void
secondary_clicked_cb (TuttiConnectDialog *self)
{
  if (self->problem_code == TUTTI_ERROR_ALREADY_LINKED)
    adw_dialog_close (ADW_DIALOG (self));
  else
    spawn_step (self, tutti_library_use_this_session (get_library (self)));
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
    tutti_context_watch (self->context, tutti_library_cancel_connect (get_library (self), self->service), self->service);
  else if (self->problem_code == TUTTI_ERROR_ALREADY_LINKED)
    tutti_context_watch (self->context, tutti_library_confirm_switch (get_library (self), self->service, FALSE), self->service);
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
  gtk_widget_class_bind_template_callback (widget_class, open_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, errors_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, steps_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, primary_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, secondary_clicked_cb);
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
  fill_errors (self);
  g_signal_connect_object (service, "notify::state", G_CALLBACK (show_waiting_words), self, G_CONNECT_SWAPPED);

  if (anew || tutti_service_get_state (service) == TUTTI_SERVICE_NOT_SET_UP)
    show_setup (self);
  else
    begin (self);

  return ADW_DIALOG (self);
}
