/* tutti-disconnect.c: asks before a service is disconnected
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-disconnect.h"
#include "tutti-track-actions.h"

#include <glib/gi18n.h>

typedef struct
{
  TuttiContext *context;
  GtkWidget    *parent;
  TuttiService *service;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_clear_object (&ask->context);
  g_clear_object (&ask->parent);
  g_clear_object (&ask->service);
  g_free (ask);
}

/* Takes `words`. */
static void
append_words (GString  *text,
              gboolean *is_first,
              guint     count,
              char     *words)
{
  g_autofree char *owned = words;

  if (count == 0)
    return;
  g_string_append (text, *is_first ? " " : C_ ("what is lost", "; "));
  g_string_append (text, owned);
  *is_first = FALSE;
}

static char *
describe_loss (const TuttiLoss *loss,
               const char      *name)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_first = TRUE;

  /* Translators: %s is a service; what it brought follows, with semicolons between */
  g_string_append_printf (text, _ ("Tutti forgets your sign-in and deletes from this computer what it knows from %s:"), name);
  append_words (text, &is_first, loss->likes, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u like", "%'u likes", loss->likes), loss->likes));
  append_words (text, &is_first, loss->plays, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u play", "%'u plays", loss->plays), loss->plays));
  append_words (text, &is_first, loss->tracks, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u song no other service brought", "%'u songs no other service brought", loss->tracks), loss->tracks));
  append_words (text, &is_first, loss->waiting, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u like that was not sent yet", "%'u likes that were not sent yet", loss->waiting), loss->waiting));
  if (is_first)
    g_string_assign (text, _ ("Tutti forgets your sign-in. The service has brought nothing to this computer."));
  else
    g_string_append_c (text, '.');
  g_string_append (text, "\n\n");
  /* Translators: %s is a service */
  g_string_append_printf (text, _ ("Nothing changes on %s itself."), name);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static AdwDialog *
make_dialog (const TuttiLoss *loss,
             const char      *name,
             GtkWidget      **keep)
{
  /* Translators: %s is a service */
  g_autofree char *heading = g_strdup_printf (_ ("Disconnect %s?"), name);
  g_autofree char *body = describe_loss (loss, name);
  g_autofree char *question = NULL;
  AdwDialog       *dialog = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _ ("_Cancel"),
                                  "disconnect", _ ("_Disconnect"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "disconnect", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");

  *keep = NULL;
  if (loss->manual > 0)
    {
      question = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                               "Keep %'u song you liked in Tutti",
                                               "Keep %'u songs you liked in Tutti", loss->manual),
                                  loss->manual);
      *keep = gtk_check_button_new_with_label (question);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (*keep), TRUE);
      adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), *keep);
    }

  return dialog;
}

static void
response_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  DexPromise *promise = data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  dex_promise_resolve_string (promise, g_strdup (response));
  dex_unref (promise);
}

static DexFuture *
ask_fiber (gpointer data)
{
  Ask          *ask = data;
  TuttiLibrary *library = tutti_context_get_library (ask->context);
  g_autoptr (GError) error = NULL;
  const char      *name = tutti_service_get_name (ask->service);
  const char      *revoke_page = tutti_service_get_revoke_page (ask->service);
  TuttiLoss       *loss = dex_await_boxed (tutti_library_count_loss (library, ask->service), &error);
  g_autofree char *response = NULL;
  g_autofree char *done = NULL;
  g_autoptr (AdwDialog) dialog = NULL;
  g_autoptr (DexPromise) promise = NULL;
  GtkWidget *keep;
  gboolean   keeps;

  if (loss == NULL)
    {
      tutti_context_report (ask->context, error, ask->service);
      return dex_future_new_false ();
    }

  dialog = g_object_ref_sink (make_dialog (loss, name, &keep));
  g_boxed_free (TUTTI_TYPE_LOSS, loss);
  promise = dex_promise_new ();
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), ask->parent, NULL, response_cb, dex_ref (promise));
  response = dex_await_string (dex_ref (promise), NULL);
  if (g_strcmp0 (response, "disconnect") != 0)
    return dex_future_new_false ();

  keeps = keep == NULL || gtk_check_button_get_active (GTK_CHECK_BUTTON (keep));
  if (!dex_await (tutti_library_disconnect (library, ask->service, keeps), &error))
    {
      tutti_context_report (ask->context, error, ask->service);
      return dex_future_new_false ();
    }

  /* Translators: %s is a service */
  done = g_strdup_printf (_ ("%s is disconnected"), name);
  if (revoke_page != NULL)
    {
      AdwToast *toast = adw_toast_new (done);

      /* the service has no way to take a permission back from here */
      adw_toast_set_button_label (toast, _ ("_Remove There Too"));
      adw_toast_set_timeout (toast, 10);
      adw_toast_set_action_name (toast, "win.open-uri");
      adw_toast_set_action_target (toast, "s", revoke_page);
      tutti_context_toast (ask->context, toast);
    }
  else
    tutti_context_say (ask->context, done);

  return dex_future_new_true ();
}

void
tutti_disconnect_ask (TuttiContext *context,
                      GtkWidget    *parent,
                      TuttiService *service)
{
  Ask *ask = g_new0 (Ask, 1);

  ask->context = g_object_ref (context);
  ask->parent = g_object_ref (parent);
  ask->service = g_object_ref (service);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, ask_fiber, ask, ask_free));
}
