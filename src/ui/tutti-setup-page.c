/* tutti-setup-page.c: leads a person to a key of their own
 *
 * Steps that Tutti cannot see are numbered and never ticked; what it can see
 * is the text in the entry, which is checked at each change. Client IDs are
 * looked at here, tokens in tutti-setup-token.c, keys that sign in
 * tutti-setup-key.c.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-setup-page-private.h"

#include "tutti-accessible.h"
#include "tutti-track-actions.h"

#include <glib/gi18n.h>

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

void
tutti_setup_page_show_message (TuttiSetupPage *self,
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

void
tutti_setup_page_say_good (TuttiSetupPage *self)
{
  /* Translators: %s is a service */
  g_autofree char *good = g_strdup_printf (_ ("Looks right. Connect opens %s in your browser."), tutti_service_get_name (self->service));

  tutti_setup_page_show_message (self, good, TRUE);
}

/* --- a client ID --- */

/* TRUE if all is there; the cleaned id in `clean`. */
static gboolean
check (TuttiSetupPage *self,
       char          **clean)
{
  const char        *pasted = gtk_editable_get_text (GTK_EDITABLE (self->client_id));
  g_autoptr (GError) error = NULL;

  if (*pasted == '\0')
    {
      tutti_setup_page_show_message (self, NULL, TRUE);
      return FALSE;
    }
  if (!tutti_service_check_client_id (self->service, pasted, clean, &error))
    {
      tutti_setup_page_show_message (self, error->message, FALSE);
      return FALSE;
    }
  if (tutti_service_needs_client_secret (self->service) && *gtk_editable_get_text (GTK_EDITABLE (self->secret)) == '\0')
    {
      tutti_setup_page_show_message (self, _ ("The client ID looks right. The client secret is still missing."), TRUE);
      return FALSE;
    }

  tutti_setup_page_say_good (self);
  return TRUE;
}

static void
input_changed_cb (TuttiSetupPage *self)
{
  g_autofree char        *clean = NULL;
  g_autoptr (TuttiSecret) key = NULL;

  if (self->service != NULL)
    gtk_widget_set_sensitive (self->connect, tutti_service_signs (self->service) ? tutti_setup_page_check_signing (self, &clean, &key) : check (self, &clean));
}

static void
connect_clicked_cb (TuttiSetupPage *self)
{
  g_autofree char        *clean = NULL;
  g_autoptr (TuttiSecret) secret = NULL;
  const char             *text = gtk_editable_get_text (GTK_EDITABLE (self->secret));

  if (tutti_service_takes_token (self->service))
    {
      tutti_setup_page_connect_key (self);
      return;
    }
  if (tutti_service_signs (self->service) ? !tutti_setup_page_check_signing (self, &clean, &secret) : !check (self, &clean))
    return;
  if (!tutti_service_signs (self->service) && tutti_service_needs_client_secret (self->service))
    secret = tutti_secret_new (text);
  g_signal_emit_by_name (self, "done", clean, secret);
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

  g_signal_new ("done", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, G_TYPE_STRING, TUTTI_TYPE_SECRET);
  g_signal_new ("key", G_OBJECT_CLASS_TYPE (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
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
  gtk_widget_class_bind_template_callback (widget_class, connect_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_clicked_cb);
  tutti_setup_page_bind_key (widget_class);
  tutti_setup_page_bind_token (widget_class);
}

static void
tutti_setup_page_init (TuttiSetupPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tutti_setup_page_show_number (GtkLabel *label,
                              guint     number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  gtk_label_set_text (label, text);
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
      tutti_setup_page_show_number (self->token_number, n_steps + 1);
      gtk_list_box_append (self->steps, GTK_WIDGET (self->token));
      gtk_list_box_append (self->steps, GTK_WIDGET (self->name));
      gtk_label_set_text (self->note, _ ("The token is kept in your keyring and sent to nobody else. With a user name alone, songs can’t be loved from here."));
    }
  else if (tutti_service_signs (service))
    {
      tutti_setup_page_add_key_rows (self, n_steps);
    }
  else
    {
      tutti_setup_page_show_number (self->id_number, n_steps + 1);
      gtk_list_box_append (self->steps, GTK_WIDGET (self->client_id));
    }
  if (!tutti_service_signs (service) && tutti_service_needs_client_secret (service))
    {
      tutti_setup_page_show_number (self->secret_number, n_steps + 2);
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
  tutti_setup_page_show_message (self, sentence, FALSE);
}
