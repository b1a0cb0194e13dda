/* tutti-setup-page.c: leads a person to a key of their own
 *
 * Steps that Tutti cannot see are numbered and never ticked; what it can see
 * is the text in the entry, which is checked at each change. Where the key is a
 * token the service is asked whose it is as soon as it looks like one, and a
 * user name does instead for who only wants to read. Where a key signs it is
 * pasted, or comes from a file that is chosen or dropped here; that is read, and
 * its text stands in the entry and in no other place.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-setup-page.h"
#include "tutti-track-actions.h"

#include <glib/gi18n.h>
#include <string.h>

/* Who types a name has stopped for that long. */
#define REST_MS 500

struct _TuttiSetupPage
{
  AdwNavigationPage parent_instance;

  TuttiContext *context;
  TuttiService *service;

  GtkLabel       *intro;
  GtkListBox     *steps;
  AdwEntryRow    *client_id;
  AdwEntryRow    *secret;
  AdwEntryRow    *token;
  AdwEntryRow    *name;
  AdwEntryRow    *key_owner;
  AdwEntryRow    *key_id;
  AdwEntryRow    *key;
  GtkLabel       *id_number;
  GtkLabel       *token_number;
  GtkLabel       *note;
  GtkLabel       *secret_number;
  GtkLabel       *owner_number;
  GtkLabel       *key_id_number;
  GtkLabel       *key_number;
  GtkWidget      *message;
  GtkImage       *message_icon;
  GtkLabel       *message_text;
  GtkWidget      *troubles_list;
  AdwExpanderRow *troubles;
  GtkWidget      *connect;

  GtkWidget *wrong;   /* (unowned) (nullable) the entry that is spoken of, where a key signs */
  guint      rest_id; /* until the service is asked */
  DexFuture *asking;  /* (nullable) whose key it is */
  guint      n_asked; /* an older answer is silent */
};

enum
{
  DONE,
  KEY,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiSetupPage, tutti_setup_page, ADW_TYPE_NAVIGATION_PAGE)

static void
open_clicked_cb (TuttiSetupPage *self)
{
  tutti_track_actions_open_uri (self->context, GTK_WIDGET (self), tutti_service_get_dashboard_uri (self->service));
}

static void
copy_clicked_cb (TuttiSetupPage *self,
                 GtkButton      *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), tutti_service_get_redirect_uri (self->service));
  gtk_button_set_child (button,
                        tutti_accessible_new_content ("object-select-symbolic", _ ("Copied")));
}

static GtkWidget *
make_number (guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  GtkWidget       *label = gtk_label_new (text);

  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (label, "number");
  return label;
}

static GtkWidget *
make_button (TuttiSetupPage *self,
             const char     *icon,
             const char     *text,
             const char     *label,
             GCallback       callback)
{
  GtkWidget *button = g_object_new (GTK_TYPE_BUTTON,
                                    "valign", GTK_ALIGN_CENTER,
                                    "child", tutti_accessible_new_content (icon, text),
                                    NULL);

  tutti_accessible_set_name (button, label);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_step (TuttiSetupPage *self,
           guint           step)
{
  gboolean    opens_dashboard = FALSE;
  gboolean    copies_redirect = FALSE;
  const char *text = tutti_service_get_step (self->service, step, &opens_dashboard, &copies_redirect);
  GtkWidget  *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                  "use-markup", FALSE,
                                  "title-lines", 0,
                                  NULL);

  /* Once it is known that an ampersand is one. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_number (step + 1));
  if (copies_redirect)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), tutti_service_get_redirect_uri (self->service));
      adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
      gtk_widget_add_css_class (row, "address");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 make_button (self, "edit-copy-symbolic", _ ("Copy"), _ ("Copy the Redirect Address"), G_CALLBACK (copy_clicked_cb)));
    }
  if (opens_dashboard)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               make_button (self, "tutti-browser-symbolic", _ ("Open"), _ ("Open the Dashboard"), G_CALLBACK (open_clicked_cb)));

  return row;
}

static void
fill_troubles (TuttiSetupPage *self)
{
  const char *const *errors = tutti_service_get_browser_errors (self->service);

  gtk_widget_set_visible (self->troubles_list, errors != NULL && errors[0] != NULL);
  for (guint i = 0; errors != NULL && errors[i] != NULL && errors[i + 1] != NULL; i += 2)
    adw_expander_row_add_row (self->troubles,
                              g_object_new (ADW_TYPE_ACTION_ROW,
                                            "use-markup", FALSE,
                                            "title-lines", 0,
                                            "subtitle-lines", 0,
                                            "title", errors[i],
                                            "subtitle", errors[i + 1],
                                            NULL));
}

/* The entry that is spoken of. */
static GtkWidget *
get_entry (TuttiSetupPage *self)
{
  if (tutti_service_signs (self->service))
    return self->wrong != NULL ? self->wrong : GTK_WIDGET (self->key);
  if (!tutti_service_takes_token (self->service))
    return GTK_WIDGET (self->client_id);

  return GTK_WIDGET (*gtk_editable_get_text (GTK_EDITABLE (self->token)) != '\0' ? self->token : self->name);
}

/* What stands under the fields, for a screen reader: some go on typing. */
static char *
get_message (gpointer page)
{
  TuttiSetupPage *self = page;

  return self->message != NULL && gtk_widget_get_mapped (self->message) ? g_strdup (gtk_label_get_text (self->message_text)) : NULL;
}

static void
show_message (TuttiSetupPage *self,
              const char     *text,
              gboolean        is_good)
{
  GtkWidget *entries[] = {
    GTK_WIDGET (self->client_id), GTK_WIDGET (self->token), GTK_WIDGET (self->name),
    GTK_WIDGET (self->key_owner), GTK_WIDGET (self->key_id), GTK_WIDGET (self->key),
  };

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    gtk_widget_remove_css_class (entries[i], "error");
  gtk_widget_set_visible (self->message, text != NULL);
  gtk_widget_remove_css_class (self->message, is_good ? "error" : "success");
  if (text == NULL)
    return;

  gtk_widget_add_css_class (self->message, is_good ? "success" : "error");
  if (!is_good)
    gtk_widget_add_css_class (get_entry (self), "error");
  gtk_image_set_from_icon_name (self->message_icon, is_good ? "object-select-symbolic" : "dialog-warning-symbolic");
  if (g_strcmp0 (gtk_label_get_text (self->message_text), text) != 0)
    {
      gtk_label_set_text (self->message_text, text);
      tutti_announcer_say_at_rest (tutti_context_get_announcer (self->context), G_OBJECT (self), get_message);
    }
}

static void
say_good (TuttiSetupPage *self)
{
  /* Translators: %s is a service */
  g_autofree char *good = g_strdup_printf (_ ("Looks right. Connect opens %s in your browser."), tutti_service_get_name (self->service));

  show_message (self, good, TRUE);
}

/* --- a key that signs --- */

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
static gboolean
check_signing (TuttiSetupPage *self,
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
      show_message (self, error->message, FALSE);
      return FALSE;
    }

  names = has_names ? g_strconcat (owner, ".", id, NULL) : NULL;
  if (names == NULL || (*key == NULL && g_strcmp0 (names, tutti_service_get_client_id (self->service)) != 0))
    {
      show_message (self, *key != NULL ? _ ("This is a good key. Its names are still missing.") : NULL, TRUE);
      return FALSE;
    }

  *clean = g_steal_pointer (&names);
  say_good (self);
  return TRUE;
}

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
      show_message (self, error->message, FALSE);
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

/* --- a client ID --- */

/* TRUE if all is there; the cleaned id in `clean`. */
static gboolean
check (TuttiSetupPage *self,
       char          **clean)
{
  const char *pasted = gtk_editable_get_text (GTK_EDITABLE (self->client_id));
  g_autoptr (GError) error = NULL;

  if (*pasted == '\0')
    {
      show_message (self, NULL, TRUE);
      return FALSE;
    }
  if (!tutti_service_check_client_id (self->service, pasted, clean, &error))
    {
      show_message (self, error->message, FALSE);
      return FALSE;
    }
  if (tutti_service_needs_client_secret (self->service) && *gtk_editable_get_text (GTK_EDITABLE (self->secret)) == '\0')
    {
      show_message (self, _ ("The client ID looks right. The client secret is still missing."), TRUE);
      return FALSE;
    }

  say_good (self);
  return TRUE;
}

/* --- a token, or a name --- */

/* What was given, of which one is there: TRUE, and the token or the name. */
static gboolean
read_key (TuttiSetupPage *self,
          TuttiSecret   **token,
          char          **name)
{
  const char        *pasted = gtk_editable_get_text (GTK_EDITABLE (self->token));
  const char        *typed = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autoptr (GError) error = NULL;

  if (*pasted != '\0')
    *token = tutti_service_check_token (self->service, pasted, &error);
  else if (*typed != '\0')
    *name = tutti_service_check_name (self->service, typed, &error);
  show_message (self, error != NULL ? error->message : NULL, FALSE);

  return *token != NULL || *name != NULL;
}

typedef struct
{
  TuttiSetupPage *page;
  guint           number;
  gboolean        is_token;
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_clear_object (&asked->page);
  g_free (asked);
}

static DexFuture *
answered_cb (DexFuture *future,
             gpointer   data)
{
  Asked             *asked = data;
  TuttiSetupPage    *self = asked->page;
  g_autoptr (GError) error = NULL;
  const GValue      *value = dex_future_get_value (future, &error);
  g_autofree char   *sentence = NULL;

  if (self->service == NULL || asked->number != self->n_asked)
    return NULL;

  if (value == NULL && !tutti_error_is_silent (error))
    sentence = tutti_error_dup_sentence (error, tutti_service_get_name (self->service));
  else if (value != NULL && asked->is_token)
    /* Translators: the token is this person's */
    sentence = g_strdup_printf (_ ("This is the token of %s."), g_value_get_string (value));
  else if (value != NULL)
    /* Translators: %s is a person's name at a service */
    sentence = g_strdup_printf (_ ("What %s listened to can be read. Loving songs takes the token."), g_value_get_string (value));
  show_message (self, sentence, value != NULL);

  return NULL;
}

/* Whose it is, before the person goes on; nothing is kept. */
static gboolean
ask_cb (gpointer data)
{
  TuttiSetupPage         *self = data;
  g_autoptr (TuttiSecret) token = NULL;
  g_autofree char        *name = NULL;
  Asked                  *asked;

  self->rest_id = 0;
  if (!read_key (self, &token, &name))
    return G_SOURCE_REMOVE;

  asked = g_new0 (Asked, 1);
  asked->page = g_object_ref (self);
  asked->number = self->n_asked;
  asked->is_token = token != NULL;
  dex_clear (&self->asking);
  self->asking = dex_future_finally (tutti_library_check_key (tutti_context_get_library (self->context), self->service, name, token),
                                     answered_cb, asked, asked_free);
  return G_SOURCE_REMOVE;
}

static void
key_changed_cb (TuttiSetupPage *self)
{
  g_autoptr (TuttiSecret) token = NULL;
  g_autofree char        *name = NULL;
  gboolean                is_there;

  if (self->service == NULL)
    return;

  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->n_asked++;
  is_there = read_key (self, &token, &name);
  gtk_widget_set_sensitive (self->connect, is_there);
  if (is_there)
    self->rest_id = g_timeout_add (token != NULL ? 0 : REST_MS, ask_cb, self);
}

static void
input_changed_cb (TuttiSetupPage *self)
{
  g_autofree char        *clean = NULL;
  g_autoptr (TuttiSecret) key = NULL;

  if (self->service != NULL)
    gtk_widget_set_sensitive (self->connect, tutti_service_signs (self->service) ? check_signing (self, &clean, &key) : check (self, &clean));
}

static void
connect_key (TuttiSetupPage *self)
{
  g_autoptr (TuttiSecret) token = NULL;
  g_autofree char        *name = NULL;

  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->n_asked++;
  if (read_key (self, &token, &name))
    g_signal_emit (self, signals[KEY], 0, name, token);
}

static void
connect_clicked_cb (TuttiSetupPage *self)
{
  g_autofree char *clean = NULL;
  g_autoptr (TuttiSecret) secret = NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->secret));

  if (tutti_service_takes_token (self->service))
    {
      connect_key (self);
      return;
    }
  if (tutti_service_signs (self->service) ? !check_signing (self, &clean, &secret) : !check (self, &clean))
    return;
  if (!tutti_service_signs (self->service) && tutti_service_needs_client_secret (self->service))
    secret = tutti_secret_new (text);
  g_signal_emit (self, signals[DONE], 0, clean, secret);
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (TuttiSetupPage) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  AdwEntryRow *entry = self->client_id;

  if (text == NULL || self->service == NULL)
    return;
  if (tutti_service_takes_token (self->service))
    entry = self->token;
  else if (tutti_service_signs (self->service))
    entry = self->key;
  gtk_editable_set_text (GTK_EDITABLE (entry), g_strstrip (text));
}

static void
paste_clicked_cb (TuttiSetupPage *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, pasted_cb, g_object_ref (self));
}

static void
tutti_setup_page_dispose (GObject *object)
{
  TuttiSetupPage *self = TUTTI_SETUP_PAGE (object);

  g_clear_handle_id (&self->rest_id, g_source_remove);
  dex_clear (&self->asking);
  g_clear_object (&self->service);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_SETUP_PAGE);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_setup_page_parent_class)->dispose (object);
}

static void
tutti_setup_page_class_init (TuttiSetupPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_setup_page_dispose;

  signals[DONE] = g_signal_new ("done", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_STRING, TUTTI_TYPE_SECRET);
  signals[KEY] = g_signal_new ("key", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_STRING, TUTTI_TYPE_SECRET);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-setup-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, intro);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, steps);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, client_id);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, secret);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, token);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, name);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, key_owner);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, key_id);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, key);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, owner_number);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, key_id_number);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, key_number);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, token_number);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, note);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, id_number);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, secret_number);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, message);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, message_icon);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, message_text);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, troubles_list);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, troubles);
  gtk_widget_class_bind_template_child (widget_class, TuttiSetupPage, connect);
  gtk_widget_class_bind_template_callback (widget_class, input_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
}

static void
tutti_setup_page_init (TuttiSetupPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_number (GtkLabel *label,
             guint     number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  gtk_label_set_text (label, text);
}

/* Two names and a key; what the keyring has already is known by its names. */
static void
add_key_rows (TuttiSetupPage *self,
              guint           n_steps)
{
  const char    *known = tutti_service_get_client_id (self->service);
  g_auto (GStrv) names = known != NULL ? g_strsplit (known, ".", 2) : NULL;

  show_number (self->owner_number, n_steps + 1);
  show_number (self->key_id_number, n_steps + 2);
  show_number (self->key_number, n_steps + 3);
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

AdwNavigationPage *
tutti_setup_page_new (TuttiContext *context,
                      TuttiService *service)
{
  TuttiSetupPage *self = g_object_new (TUTTI_TYPE_SETUP_PAGE, NULL);
  const char     *name = tutti_service_get_name (service);
  const char     *known = tutti_service_get_client_id (service);
  guint           n_steps = tutti_service_get_n_steps (service);
  /* Translators: %s is a service */
  g_autofree char *title = g_strdup_printf (_ ("Set Up %s"), name);
  /* Translators: both %s are the same service */
  g_autofree char *intro = g_strdup_printf (_ ("%s gives every person a key of their own, called a client ID. You make it once, on the website of %s."), name, name);
  /* Translators: %s is a service */
  g_autofree char *old_intro = g_strdup_printf (_ ("%s gives out no keys any more. If you made an app there before, you can go on using it."), name);
  /* Translators: both %s are the same service */
  g_autofree char *key_intro = g_strdup_printf (_ ("%s lets in who has a key of their own. You make it once, on the website of %s."), name, name);
  /* Translators: both %s are the same service */
  g_autofree char *open_intro = g_strdup_printf (_ ("%s gives every person a token of their own. You copy it once, on the website of %s."), name, name);

  self->context = g_object_ref (context);
  self->service = g_object_ref (service);

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), title);
  if (tutti_service_takes_token (service))
    gtk_label_set_text (self->intro, open_intro);
  else if (tutti_service_signs (service))
    gtk_label_set_text (self->intro, key_intro);
  else
    gtk_label_set_text (self->intro, tutti_service_takes_old_key (service) ? old_intro : intro);
  for (guint i = 0; i < n_steps; i++)
    gtk_list_box_append (self->steps, make_step (self, i));
  if (tutti_service_takes_token (service))
    {
      show_number (self->token_number, n_steps + 1);
      gtk_list_box_append (self->steps, GTK_WIDGET (self->token));
      gtk_list_box_append (self->steps, GTK_WIDGET (self->name));
      gtk_label_set_text (self->note, _ ("The token is kept in your keyring and sent to nobody else. With a user name alone, songs can’t be loved from here."));
    }
  else if (tutti_service_signs (service))
    {
      add_key_rows (self, n_steps);
    }
  else
    {
      show_number (self->id_number, n_steps + 1);
      gtk_list_box_append (self->steps, GTK_WIDGET (self->client_id));
    }
  if (!tutti_service_signs (service) && tutti_service_needs_client_secret (service))
    {
      show_number (self->secret_number, n_steps + 2);
      gtk_list_box_append (self->steps, GTK_WIDGET (self->secret));
    }
  fill_troubles (self);
  if (known != NULL && !tutti_service_signs (service))
    gtk_editable_set_text (GTK_EDITABLE (self->client_id), known);

  return ADW_NAVIGATION_PAGE (self);
}

void
tutti_setup_page_complain (TuttiSetupPage *self,
                           const char     *sentence)
{
  show_message (self, sentence, FALSE);
}
