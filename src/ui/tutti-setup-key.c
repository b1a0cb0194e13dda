/* tutti-setup-key.c: a key that signs, on the set-up page
 *
 * It is pasted, or comes from a file that is chosen or dropped here; that is
 * read, and its text stands in the entry and in no other place.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-setup-page-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- what is in the entries --- */

/* FALSE if what is in `entry` is no name of a key, which is said, or nothing is. */
static gboolean
check_name (TuttiSetupPage *self,
            AdwEntryRow    *entry,
            char          **clean,
            GError        **error)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));

  if (*text == '\0')
    return FALSE;
  self->wrong = GTK_WIDGET (entry);

  return tutti_service_check_key_name (self->service, text, clean, error);
}

/* Both names of a key in `clean`, and the key, which is NULL where it is the one
 * that is in the keyring: who comes again need not give it again. */
gboolean
tutti_setup_page_check_signing (TuttiSetupPage *self,
                                char          **clean,
                                TuttiSecret   **key)
{
  const char        *text = gtk_editable_get_text (GTK_EDITABLE (self->key));
  g_autofree char   *owner = NULL;
  g_autofree char   *id = NULL;
  g_autofree char   *names = NULL;
  g_autoptr (GError) error = NULL;
  gboolean           has_names;

  has_names = check_name (self, self->key_owner, &owner, &error);
  if (error == NULL)
    has_names = check_name (self, self->key_id, &id, &error) && has_names;
  if (error == NULL && *text != '\0')
    {
      self->wrong = GTK_WIDGET (self->key);
      *key = tutti_service_check_key (self->service, text, strlen (text), &error);
    }
  if (error != NULL)
    {
      tutti_setup_page_show_message (self, error->message, FALSE);
      return FALSE;
    }

  names = has_names ? g_strconcat (owner, ".", id, NULL) : NULL;
  if (names == NULL || (*key == NULL && g_strcmp0 (names, tutti_service_get_client_id (self->service)) != 0))
    {
      tutti_setup_page_show_message (self, *key != NULL ? _ ("This is a good key. Its names are still missing.") : NULL, TRUE);
      return FALSE;
    }

  *clean = g_steal_pointer (&names);
  tutti_setup_page_say_good (self);
  return TRUE;
}

/* --- a file --- */

/* Apple writes the key's name into the file's: “AuthKey_ABC123DEFG.p8”. */
static void
take_name_of_file (TuttiSetupPage *self,
                   const char     *name)
{
  g_auto (GStrv)   words = g_strsplit_set (name, "_-. ()", -1);
  g_autofree char *clean = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->key_id)) != '\0')
    return;
  for (guint i = 0; words[i] != NULL && clean == NULL; i++)
    if (*words[i] != '\0' && tutti_service_check_key_name (self->service, words[i], &clean, NULL))
      gtk_editable_set_text (GTK_EDITABLE (self->key_id), clean);
}

typedef struct
{
  TuttiSetupPage *page;
  GFile          *file;
} Chosen;

static void
chosen_free (gpointer data)
{
  Chosen *chosen = data;

  g_clear_object (&chosen->page);
  g_clear_object (&chosen->file);
  g_free (chosen);
}

/* Reads no more than a key can have, of a file and nothing else. The caller wipes it. */
static char *
read_file (GFile   *file,
           GError **error)
{
  g_autoptr (GFileInfo)    info = dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT), error);
  g_autoptr (GInputStream) stream = NULL;
  char                    *text = NULL;
  gsize                    length = 0;

  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("This is no file with a key."));
      return NULL;
    }
  stream = dex_await_object (dex_file_read (file, G_PRIORITY_DEFAULT), error);
  if (stream == NULL)
    return NULL;

  text = g_malloc0 (TUTTI_SERVICE_MAX_KEY + 2);
  while (length <= TUTTI_SERVICE_MAX_KEY)
    {
      g_autoptr (GBytes) piece = dex_await_boxed (dex_input_stream_read_bytes (stream, TUTTI_SERVICE_MAX_KEY + 1 - length, G_PRIORITY_DEFAULT), error);
      gsize              n = piece != NULL ? g_bytes_get_size (piece) : 0;

      if (n == 0)
        break;
      memcpy (text + length, g_bytes_get_data (piece, NULL), n);
      tutti_secret_wipe ((gpointer) g_bytes_get_data (piece, NULL), n);
      length += n;
    }

  return text;
}

/* What can't be a key does not come into the entry: it is said, and that is all. */
static DexFuture *
read_fiber (gpointer data)
{
  Chosen                 *chosen = data;
  TuttiSetupPage         *self = chosen->page;
  g_autoptr (GError)      error = NULL;
  g_autofree char        *name = g_file_get_basename (chosen->file);
  g_autoptr (TuttiSecret) key = NULL;
  char                   *text = read_file (chosen->file, &error);

  if (self->service != NULL && text != NULL && error == NULL)
    key = tutti_service_check_key (self->service, text, strlen (text), &error);
  tutti_secret_wipe_string (text);
  if (self->service == NULL)
    return dex_future_new_false ();

  if (key == NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->key), "");
      self->wrong = GTK_WIDGET (self->key);
      tutti_setup_page_show_message (self, error->message, FALSE);
      return dex_future_new_false ();
    }
  take_name_of_file (self, name);
  gtk_editable_set_text (GTK_EDITABLE (self->key), tutti_secret_reveal (key));

  return dex_future_new_true ();
}

static void
take_file (TuttiSetupPage *self,
           GFile          *file)
{
  Chosen *chosen = g_new0 (Chosen, 1);

  chosen->page = g_object_ref (self);
  chosen->file = g_object_ref (file);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, read_fiber, chosen, chosen_free));
}

static void
chosen_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (TuttiSetupPage) self = data;
  g_autoptr (GFile)          file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL && self->service != NULL)
    take_file (self, file);
}

static void
choose_clicked_cb (TuttiSetupPage *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore)    filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) keys = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  GtkRoot                  *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_filter_set_name (keys, _ ("Keys"));
  gtk_file_filter_add_suffix (keys, "p8");
  gtk_file_filter_add_suffix (keys, "pem");
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, keys);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_title (dialog, _ ("Choose the Key"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, chosen_cb, g_object_ref (self));
}

static gboolean
dropped_cb (GtkDropTarget  *target,
            const GValue   *value,
            double          x,
            double          y,
            TuttiSetupPage *self)
{
  take_file (self, g_value_get_object (value));
  return TRUE;
}

/* Before the entries, which would take a file's name for a text. */
static void
accept_files (TuttiSetupPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (dropped_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* --- the rows --- */

/* Two names and a key; what the keyring has already is known by its names. */
void
tutti_setup_page_add_key_rows (TuttiSetupPage *self,
                               guint           n_steps)
{
  const char    *known = tutti_service_get_client_id (self->service);
  g_auto (GStrv) names = known != NULL ? g_strsplit (known, ".", 2) : NULL;

  tutti_setup_page_show_number (self->owner_number, n_steps + 1);
  tutti_setup_page_show_number (self->key_id_number, n_steps + 2);
  tutti_setup_page_show_number (self->key_number, n_steps + 3);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_owner), tutti_service_get_key_owner_label (self->service));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key_id), tutti_service_get_key_id_label (self->service));
  gtk_list_box_append (self->steps, GTK_WIDGET (self->key_owner));
  gtk_list_box_append (self->steps, GTK_WIDGET (self->key_id));
  gtk_list_box_append (self->steps, GTK_WIDGET (self->key));
  gtk_label_set_text (self->note, _ ("Choose or drop the file with the key, or paste what stands in it. It is kept in your keyring, signs on this computer, and is sent to nobody."));
  accept_files (self);
  if (names != NULL && names[0] != NULL && names[1] != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->key_owner), names[0]);
      gtk_editable_set_text (GTK_EDITABLE (self->key_id), names[1]);
    }
}

void
tutti_setup_page_bind_key (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
}
