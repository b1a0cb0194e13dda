/* tutti-setup-token.c: a token or a name, on the set-up page
 *
 * The service is asked whose it is as soon as it looks like one; a user name does
 * instead for who only wants to read.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-setup-page-private.h"

#include <glib/gi18n.h>

/* Who types a name has stopped for that long. */
#define REST_MS 500

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
  tutti_setup_page_show_message (self, error != NULL ? error->message : NULL, FALSE);

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
  tutti_setup_page_show_message (self, sentence, value != NULL);

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

void
tutti_setup_page_connect_key (TuttiSetupPage *self)
{
  g_autoptr (TuttiSecret) token = NULL;
  g_autofree char        *name = NULL;

  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->n_asked++;
  if (read_key (self, &token, &name))
    g_signal_emit_by_name (self, "key", name, token);
}

void
tutti_setup_page_bind_token (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, key_changed_cb);
}
