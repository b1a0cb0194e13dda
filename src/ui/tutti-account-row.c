/* tutti-account-row.c: a service that is connected, with all its details
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-accessible.h"
#include "tutti-account-row.h"
#include "tutti-clock.h"
#include "tutti-disconnect.h"
#include "tutti-service-row.h"
#include "tutti-text.h"

#include <glib/gi18n.h>

struct _TuttiAccountRow
{
  AdwExpanderRow parent_instance;

  TuttiContext *context;
  TuttiService *service;
  guint         clock_id;   /* "Updated 2 minutes ago" grows old */
  guint         update_id;  /* many notifications, one update */
  gboolean      is_filling; /* our own changes are not the person's */

  GtkImage     *icon;
  GtkWidget    *status;
  GtkWidget    *dot;
  GtkLabel     *status_text;
  GtkWidget    *sync;
  GtkWidget    *spinner;
  GtkWidget    *sign_in;
  AdwActionRow *problem;
  GtkWidget    *features;
  AdwWrapBox   *chips;
  GtkLabel     *lacks;
  AdwActionRow *account;
  AdwActionRow *connected;
  AdwActionRow *permissions;
  AdwActionRow *likes;
  AdwActionRow *searches;
  AdwActionRow *units;
  GtkWidget    *add_token;
  GtkButton    *import;
  AdwActionRow *vanished;
  AdwSwitchRow *send;
  AdwComboRow  *open_in;
  GtkWidget    *disconnect;
};

G_DEFINE_FINAL_TYPE (TuttiAccountRow, tutti_account_row, ADW_TYPE_EXPANDER_ROW)

static guint
get_uint (TuttiAccountRow *self,
          const char      *name)
{
  guint value;

  g_object_get (self->service, name, &value, NULL);
  return value;
}

static gboolean
get_boolean (TuttiAccountRow *self,
             const char      *name)
{
  gboolean value;

  g_object_get (self->service, name, &value, NULL);
  return value;
}

static void
set_title (gpointer    row,
           const char *text)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
}

static void
show_status (TuttiAccountRow *self)
{
  TuttiKeyringState keyring = tutti_library_get_keyring (tutti_context_get_library (self->context));
  gboolean          needs_sign_in = tutti_service_get_state (self->service) == TUTTI_SERVICE_SIGN_IN_AGAIN;
  gboolean          is_locked = keyring == TUTTI_KEYRING_LOCKED || keyring == TUTTI_KEYRING_ABSENT;
  gboolean          is_syncing = get_boolean (self, "is-syncing");
  gboolean          is_narrow = tutti_context_get_layout (self->context) == TUTTI_LAYOUT_NARROW;
  const char       *account = tutti_service_get_account_name (self->service);
  g_autofree char  *text = NULL;

  if (is_locked)
    text = g_strdup (_ ("Waiting for the keyring"));
  else if (is_syncing)
    text = g_strdup (_ ("Updating…"));
  else
    text = tutti_text_from_update (tutti_service_get_updated_at (self->service), tutti_clock_now ());

  gtk_label_set_text (self->status_text, text);
  gtk_widget_set_visible (self->status, !needs_sign_in && !is_narrow);
  gtk_widget_set_visible (self->sync, !needs_sign_in && !is_syncing && !is_locked);
  gtk_widget_set_visible (self->spinner, is_syncing);
  gtk_widget_set_visible (self->sign_in, needs_sign_in);
  if (is_locked || tutti_service_get_problem (self->service) != NULL)
    gtk_widget_remove_css_class (self->dot, "good");
  else
    gtk_widget_add_css_class (self->dot, "good");

  if (needs_sign_in)
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), _ ("Sign in again to keep it up to date"));
  else if (is_narrow)
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), text);
  else
    adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), account ? account : _ ("Connected"));
}

static void
show_account (TuttiAccountRow *self)
{
  const char      *name = tutti_service_get_account_name (self->service);
  const char      *email = tutti_service_get_email (self->service);
  g_autofree char *who = NULL;
  g_autofree char *since = tutti_text_from_date (tutti_service_get_connected_at (self->service));
  g_autofree char *until = tutti_text_from_date (tutti_service_get_sign_in_by (self->service));
  g_autofree char *when = NULL;
  g_autofree char *may = NULL;
  g_auto (GStrv) permissions = tutti_service_dup_permissions (self->service);

  if (name != NULL && email != NULL)
    who = g_strdup_printf ("%s · %s", name, email);
  else
    who = g_strdup (name ? name : email ? email
                                        : _ ("The service tells no name"));
  adw_action_row_set_subtitle (self->account, who);

  if (get_boolean (self, "this-session"))
    /* Translators: %s is a date */
    when = g_strdup_printf (_ ("%s · for this session only"), since);
  else if (tutti_service_get_sign_in_by (self->service) > 0)
    /* Translators: both %s are dates */
    when = g_strdup_printf (_ ("%s · sign in again by %s"), since, until);
  else
    when = g_steal_pointer (&since);
  adw_action_row_set_subtitle (self->connected, when);

  /* Translators: between two permissions */
  may = g_strjoinv (C_ ("permissions", "; "), permissions);
  adw_action_row_set_subtitle (self->permissions, may);
  gtk_widget_set_visible (GTK_WIDGET (self->permissions), *may != '\0');
}

static void
show_import (TuttiAccountRow *self)
{
  TuttiImportState state = tutti_service_get_import_state (self->service);
  g_autofree char *songs = tutti_text_from_songs (tutti_service_get_n_likes (self->service));
  g_autofree char *seen = tutti_text_from_number (get_uint (self, "import-seen"));
  g_autofree char *total = tutti_text_from_number (get_uint (self, "import-total"));
  g_autofree char *text = NULL;
  const char      *button = NULL;

  switch (state)
    {
    case TUTTI_IMPORT_NONE:
      text = g_strdup (_ ("Not imported yet"));
      button = _ ("_Import Likes");
      break;
    case TUTTI_IMPORT_RUNNING:
      /* Translators: numbers of songs, as in “Importing, 3,150 of 12,486” */
      text = g_strdup_printf (_ ("Importing, %s of %s"), seen, total);
      button = _ ("_Pause");
      break;
    case TUTTI_IMPORT_PAUSED:
      /* Translators: numbers of songs */
      text = g_strdup_printf (_ ("Paused at %s of %s"), seen, total);
      button = _ ("_Go On");
      break;
    case TUTTI_IMPORT_STOPPED:
      /* Translators: numbers of songs */
      text = g_strdup_printf (_ ("Stopped at %s of %s"), seen, total);
      button = _ ("_Go On");
      break;
    case TUTTI_IMPORT_COMPLETE:
      /* Translators: %s is “1,248 songs” */
      text = g_strdup_printf (_ ("%s, complete"), songs);
      button = _ ("_Import Again");
      break;
    }

  adw_action_row_set_subtitle (self->likes, text);
  gtk_button_set_label (self->import, button);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import), tutti_service_get_state (self->service) == TUTTI_SERVICE_CONNECTED);
}

static void
show_searches (TuttiAccountRow *self)
{
  guint            most = tutti_service_get_searches_per_day (self->service);
  g_autofree char *time = tutti_text_from_time (tutti_service_get_searches_until (self->service));
  /* Translators: two numbers and a time of day, as in “63 of 100 left, all again at 09:00” */
  g_autofree char *text = g_strdup_printf (_ ("%u of %u left, all again at %s"), tutti_service_get_searches_left (self->service), most, time);

  adw_action_row_set_subtitle (self->searches, text);
  gtk_widget_set_visible (GTK_WIDGET (self->searches), most > 0);
}

static void
show_units (TuttiAccountRow *self)
{
  guint            most = tutti_service_get_units_per_day (self->service);
  /* Translators: two numbers; a unit is what the service counts questions in */
  g_autofree char *text = g_strdup_printf (_ ("%'u of %'u units left"), tutti_service_get_units_left (self->service), most);

  adw_action_row_set_subtitle (self->units, text);
  gtk_widget_set_visible (GTK_WIDGET (self->units), most > 0);
}

static void
show_troubles (TuttiAccountRow *self)
{
  guint            n_vanished = get_uint (self, "n-vanished");
  gint64           rests_until = tutti_service_get_rests_until (self->service);
  const char      *problem = tutti_service_get_problem (self->service);
  g_autofree char *rest = NULL;
  g_autofree char *gone = NULL;

  if (rests_until > tutti_clock_now ())
    {
      g_autofree char *time = tutti_text_from_time (rests_until);

      /* Translators: %s is a time of day */
      rest = g_strdup_printf (_ ("Tutti asks again at %s."), time);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL || rest != NULL);
  set_title (self->problem, problem ? problem : rest ? rest
                                                     : "");
  adw_action_row_set_subtitle (self->problem, problem && rest ? rest : "");

  gone = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u like is gone on %s", "%'u likes are gone on %s", n_vanished),
                          n_vanished, tutti_service_get_name (self->service));
  set_title (self->vanished, gone);
  gtk_widget_set_visible (GTK_WIDGET (self->vanished), n_vanished > 0);
}

static gboolean
update_cb (gpointer data)
{
  TuttiAccountRow *self = data;

  self->update_id = 0;
  self->is_filling = TRUE;
  show_status (self);
  show_account (self);
  show_import (self);
  show_searches (self);
  show_units (self);
  show_troubles (self);
  adw_switch_row_set_active (self->send, tutti_service_get_send_likes (self->service));
  gtk_widget_set_visible (GTK_WIDGET (self->send), tutti_service_may (self->service, TUTTI_FEATURE_LIKE));
  gtk_widget_set_visible (self->add_token, tutti_service_takes_token (self->service) && !tutti_service_may (self->service, TUTTI_FEATURE_LIKE));
  adw_combo_row_set_selected (self->open_in, tutti_service_get_open_in (self->service));
  self->is_filling = FALSE;

  return G_SOURCE_REMOVE;
}

static void
queue_update (TuttiAccountRow *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add (update_cb, self);
}

static gboolean
clock_cb (gpointer data)
{
  show_status (data);
  return G_SOURCE_CONTINUE;
}

static void
sync_clicked_cb (TuttiAccountRow *self)
{
  tutti_context_sync (self->context, self->service);
}

static void
sign_in_clicked_cb (TuttiAccountRow *self)
{
  tutti_context_connect_service (self->context, self->service, FALSE);
}

static void
add_token_clicked_cb (TuttiAccountRow *self)
{
  tutti_context_connect_service (self->context, self->service, TRUE);
}

static void
import_clicked_cb (TuttiAccountRow *self)
{
  TuttiLibrary    *library = tutti_context_get_library (self->context);
  TuttiImportState state = tutti_service_get_import_state (self->service);

  if (state == TUTTI_IMPORT_RUNNING)
    tutti_context_watch (self->context, tutti_library_pause_import (library, self->service), self->service);
  else
    tutti_context_watch (self->context, tutti_library_import_likes (library, self->service, state == TUTTI_IMPORT_COMPLETE), self->service);
}

static void
answer_vanished (TuttiAccountRow *self,
                 gboolean         removes)
{
  tutti_context_watch (self->context,
                       tutti_library_answer_vanished (tutti_context_get_library (self->context), self->service, removes),
                       self->service);
}

static void
keep_clicked_cb (TuttiAccountRow *self)
{
  answer_vanished (self, FALSE);
}

static void
remove_clicked_cb (TuttiAccountRow *self)
{
  answer_vanished (self, TRUE);
}

static void
send_changed_cb (TuttiAccountRow *self)
{
  if (!self->is_filling)
    tutti_context_watch (self->context,
                         tutti_library_set_send_likes (tutti_context_get_library (self->context), self->service, adw_switch_row_get_active (self->send)),
                         self->service);
}

static void
open_in_changed_cb (TuttiAccountRow *self)
{
  if (!self->is_filling)
    tutti_context_watch (self->context,
                         tutti_library_set_open_in (tutti_context_get_library (self->context), self->service, adw_combo_row_get_selected (self->open_in)),
                         self->service);
}

static void
disconnect_activated_cb (TuttiAccountRow *self)
{
  tutti_disconnect_ask (self->context, GTK_WIDGET (self), self->service);
}

static void
tutti_account_row_dispose (GObject *object)
{
  TuttiAccountRow *self = TUTTI_ACCOUNT_ROW (object);

  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_clear_handle_id (&self->update_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), TUTTI_TYPE_ACCOUNT_ROW);
  g_clear_object (&self->service);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_account_row_parent_class)->dispose (object);
}

static void
tutti_account_row_class_init (TuttiAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tutti_account_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/tuttimusic/Tutti/ui/tutti-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, icon);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, status);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, dot);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, status_text);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, sync);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, problem);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, features);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, chips);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, lacks);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, account);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, connected);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, permissions);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, likes);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, searches);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, units);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, add_token);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, import);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, vanished);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, send);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, open_in);
  gtk_widget_class_bind_template_child (widget_class, TuttiAccountRow, disconnect);
  gtk_widget_class_bind_template_callback (widget_class, sync_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_token_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, send_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_in_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, disconnect_activated_cb);
}

static void
tutti_account_row_init (TuttiAccountRow *self)
{
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_filling = FALSE;
}

static void
name_parts (TuttiAccountRow *self)
{
  const char      *name = tutti_service_get_name (self->service);
  g_autofree char *lacks = tutti_text_from_lacks (self->service);
  /* Translators: %s is a service */
  g_autofree char *sync = g_strdup_printf (_ ("Sync %s Now"), name);
  /* Translators: %s is a service */
  g_autofree char *sign_in = g_strdup_printf (_ ("Sign In to %s"), name);
  /* Translators: %s is a service */
  g_autofree char *send = g_strdup_printf (_ ("Like on %s Too"), name);
  /* Translators: %s is a service */
  g_autofree char *send_hint = g_strdup_printf (_ ("A like in Tutti is also sent to %s"), name);

  set_title (self, name);
  tutti_accessible_set_name (self, name);
  gtk_image_set_from_icon_name (self->icon, tutti_service_get_icon_name (self->service));
  gtk_label_set_text (self->lacks, lacks);
  gtk_widget_set_visible (GTK_WIDGET (self->lacks), lacks != NULL);
  tutti_accessible_set_name (self->sync, sync);
  tutti_accessible_set_name (self->sign_in, sign_in);
  set_title (self->send, send);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->send), send_hint);
  gtk_widget_set_visible (GTK_WIDGET (self->likes), tutti_service_can (self->service, TUTTI_FEATURE_LIKES));
  gtk_widget_set_visible (GTK_WIDGET (self->open_in),
                          tutti_service_can (self->service, TUTTI_FEATURE_OPEN_APP) && tutti_service_can (self->service, TUTTI_FEATURE_OPEN_WEB));
  tutti_service_row_fill_chips (self->chips, self->service);
  tutti_service_row_describe (self->features, self->service, NULL);
}

GtkWidget *
tutti_account_row_new (TuttiContext *context,
                       TuttiService *service)
{
  TuttiAccountRow *self = g_object_new (TUTTI_TYPE_ACCOUNT_ROW, NULL);

  self->context = g_object_ref (context);
  self->service = g_object_ref (service);
  self->clock_id = g_timeout_add_seconds (30, clock_cb, self);

  name_parts (self);
  g_signal_connect_object (service, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::layout", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tutti_context_get_library (context), "notify::keyring", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  update_cb (self);

  return GTK_WIDGET (self);
}
