/* tutti-data-actions.c: data out and in, and all of it away
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-data-actions.h"

#include <glib/gi18n.h>

typedef struct
{
  TuttiContext *context;
  GtkWindow    *window;
} Act;

static Act *
act_new (TuttiContext *context,
         GtkWindow    *window)
{
  Act *act = g_new0 (Act, 1);

  act->context = g_object_ref (context);
  act->window = g_object_ref (window);

  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_clear_object (&act->context);
  g_clear_object (&act->window);
  g_free (act);
}

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  DexPromise *promise = data;
  g_autoptr (GError) error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  if (file != NULL)
    dex_promise_resolve_object (promise, file);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
  dex_unref (promise);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  DexPromise *promise = data;
  g_autoptr (GError) error = NULL;
  GFile *file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);

  if (file != NULL)
    dex_promise_resolve_object (promise, file);
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
  dex_unref (promise);
}

static void
add_filter (GListStore *filters,
            const char *name,
            const char *pattern)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_pattern (filter, pattern);
  g_list_store_append (filters, filter);
}

static GtkFileDialog *
make_file_dialog (const char *title)
{
  GtkFileDialog *dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  add_filter (filters, _ ("Everything (JSON lines)"), "*.jsonl");
  add_filter (filters, _ ("Likes as a table (CSV)"), "*.csv");
  add_filter (filters, _ ("Likes as a playlist (XSPF)"), "*.xspf");
  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));

  return dialog;
}

static DexFuture *
export_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkFileDialog) dialog = make_file_dialog (_ ("Export"));
  g_autoptr (DexPromise) promise = dex_promise_new ();
  g_autoptr (GFile) file = NULL;
  g_autofree char *text = NULL;
  guint            count;

  gtk_file_dialog_set_initial_name (dialog, "tutti.jsonl");
  gtk_file_dialog_save (dialog, act->window, NULL, saved_cb, dex_ref (promise));
  if ((file = dex_await_object (dex_ref (promise), NULL)) == NULL)
    return dex_future_new_true ();

  count = dex_await_uint (tutti_library_export (tutti_context_get_library (act->context), g_file_peek_path (file)), &error);
  if (error != NULL)
    tutti_context_report (act->context, error, NULL);
  else
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u entry exported", "%'u entries exported", count), count);
      tutti_context_say (act->context, text);
    }
  return dex_future_new_true ();
}

static DexFuture *
import_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GtkFileDialog) dialog = make_file_dialog (_ ("Import"));
  g_autoptr (DexPromise) promise = dex_promise_new ();
  g_autoptr (GFile) file = NULL;
  g_autofree char *text = NULL;
  guint            count;

  gtk_file_dialog_open (dialog, act->window, NULL, opened_cb, dex_ref (promise));
  if ((file = dex_await_object (dex_ref (promise), NULL)) == NULL)
    return dex_future_new_true ();

  count = dex_await_uint (tutti_library_import (tutti_context_get_library (act->context), g_file_peek_path (file)), &error);
  if (error != NULL)
    tutti_context_report (act->context, error, NULL);
  else
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u entry imported", "%'u entries imported", count), count);
      tutti_context_say (act->context, text);
    }
  return dex_future_new_true ();
}

static void
response_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  DexPromise *promise = data;

  dex_promise_resolve_string (promise, g_strdup (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result)));
  dex_unref (promise);
}

static DexFuture *
delete_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DexPromise) promise = dex_promise_new ();
  g_autofree char *response = NULL;
  g_autoptr (AdwDialog) dialog = NULL;

  dialog = g_object_ref_sink (adw_alert_dialog_new (_ ("Delete All Your Data?"),
                                                    _ ("Tutti forgets all sign-ins and deletes its library, pictures and settings from this computer. "
                                                       "Likes in Tutti itself exist nowhere else. Nothing changes on your services. This can’t be undone.")));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _ ("_Cancel"),
                                  "delete", _ ("_Delete Everything"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (act->window), NULL, response_cb, dex_ref (promise));
  response = dex_await_string (dex_ref (promise), NULL);
  if (g_strcmp0 (response, "delete") != 0)
    return dex_future_new_true ();

  /* the application begins anew at the library's "wiped" */
  if (!dex_await (tutti_library_delete_everything (tutti_context_get_library (act->context)), &error))
    tutti_context_report (act->context, error, NULL);
  return dex_future_new_true ();
}

static void
spawn (DexFiberFunc  fiber,
       TuttiContext *context,
       GtkWindow    *window)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, act_new (context, window), act_free));
}

void
tutti_data_actions_export (TuttiContext *context,
                           GtkWindow    *window)
{
  spawn (export_fiber, context, window);
}

void
tutti_data_actions_import (TuttiContext *context,
                           GtkWindow    *window)
{
  spawn (import_fiber, context, window);
}

void
tutti_data_actions_delete (TuttiContext *context,
                           GtkWindow    *window)
{
  spawn (delete_fiber, context, window);
}
