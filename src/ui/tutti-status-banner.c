/* tutti-status-banner.c: the one thing that is wrong everywhere
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-status-banner.h"
#include "tutti-text.h"

#include <glib/gi18n.h>

#define WARN_BEFORE_MS (G_GINT64_CONSTANT (14) * 24 * 60 * 60 * 1000) /* of having to sign in again */

struct _TuttiStatusBanner
{
  AdwBin parent_instance;

  TuttiContext *context; /* (nullable) */
  TuttiService *service; /* (nullable) whom it is about */
  AdwBanner    *banner;
  guint         update_id;
  gboolean      is_on_services;
  gboolean      needs_attention;
};

enum
{
  PROP_NEEDS_ATTENTION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TuttiStatusBanner, tutti_status_banner, ADW_TYPE_BIN)

static TuttiLibrary *
get_library (TuttiStatusBanner *self)
{
  return tutti_context_get_library (self->context);
}

static gboolean
is_signed_out (TuttiService *service)
{
  return tutti_service_get_state (service) == TUTTI_SERVICE_SIGN_IN_AGAIN;
}

static gboolean
is_to_sign_in_soon (TuttiService *service)
{
  gint64 by = tutti_service_get_sign_in_by (service);

  return tutti_service_get_state (service) == TUTTI_SERVICE_CONNECTED && by > 0 && by - tutti_clock_now () < WARN_BEFORE_MS;
}

static gboolean
has_no_quota (TuttiService *service)
{
  return tutti_service_get_rests_until (service) > tutti_clock_now () &&
         g_strcmp0 (tutti_service_get_problem_nick (service), "quota-exceeded") == 0;
}

static TuttiService *
find_service (TuttiStatusBanner *self,
              gboolean (*question) (TuttiService *service))
{
  GListModel *services = tutti_library_get_services (get_library (self));

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (question (service))
        return service;
    }
  return NULL;
}

static void
show_text (TuttiStatusBanner *self,
           TuttiService      *service,
           const char        *text,
           const char        *button)
{
  if (!adw_banner_get_revealed (self->banner) || g_strcmp0 (adw_banner_get_title (self->banner), text) != 0)
    tutti_announcer_say (tutti_context_get_announcer (self->context), text);
  g_set_object (&self->service, service);
  adw_banner_set_title (self->banner, text);
  adw_banner_set_button_label (self->banner, button);
  adw_banner_set_revealed (self->banner, TRUE);
}

static void
show_offline (TuttiStatusBanner *self)
{
  guint            n_waiting = tutti_library_get_n_waiting (get_library (self));
  g_autofree char *text = NULL;

  if (n_waiting > 0)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "You are offline. %'u like will be sent when you are back.", "You are offline. %'u likes will be sent when you are back.", n_waiting), n_waiting);
  show_text (self, NULL, text ? text : _ ("You are offline. Showing what is kept on this computer."), NULL);
}

static void
show_rest (TuttiStatusBanner *self,
           TuttiService      *service)
{
  g_autofree char *time = tutti_text_from_time (tutti_service_get_rests_until (service));
  /* Translators: %s is a service, then a time of day */
  g_autofree char *text = g_strdup_printf (_ ("%s answers no more questions for now. Tutti asks again at %s."), tutti_service_get_name (service), time);

  show_text (self, service, text, NULL);
}

static void
show_soon (TuttiStatusBanner *self,
           TuttiService      *service)
{
  g_autofree char *date = tutti_text_from_date (tutti_service_get_sign_in_by (service));
  /* Translators: %s is a service, then a date */
  g_autofree char *text = g_strdup_printf (_ ("%s wants you to sign in again by %s."), tutti_service_get_name (service), date);

  show_text (self, service, text, _ ("_Sign In"));
}

static void
set_needs_attention (TuttiStatusBanner *self,
                     gboolean           needs_attention)
{
  if (self->needs_attention == needs_attention)
    return;
  self->needs_attention = needs_attention;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NEEDS_ATTENTION]);
}

static gboolean
update_cb (gpointer data)
{
  TuttiStatusBanner *self = data;
  TuttiLibrary      *library = get_library (self);
  gboolean           is_locked = tutti_library_get_keyring (library) == TUTTI_KEYRING_LOCKED && tutti_library_has_connection (library);
  TuttiService      *signed_out = find_service (self, is_signed_out);
  TuttiService      *resting = find_service (self, has_no_quota);
  TuttiService      *soon = find_service (self, is_to_sign_in_soon);
  g_autofree char   *text = NULL;

  self->update_id = 0;
  set_needs_attention (self, is_locked || signed_out != NULL);

  if (is_locked && !self->is_on_services)
    show_text (self, NULL, _ ("Your keyring is locked."), _ ("_Unlock…"));
  else if (signed_out != NULL)
    {
      /* Translators: %s is a service */
      text = g_strdup_printf (_ ("%s has signed you out. Your likes stay as they are."), tutti_service_get_name (signed_out));
      show_text (self, signed_out, text, _ ("_Sign In"));
    }
  else if (tutti_library_is_offline (library))
    show_offline (self);
  else if (resting != NULL)
    show_rest (self, resting);
  else if (soon != NULL)
    show_soon (self, soon);
  else
    adw_banner_set_revealed (self->banner, FALSE);

  return G_SOURCE_REMOVE;
}

static void
queue_update (TuttiStatusBanner *self)
{
  if (self->update_id == 0 && self->context != NULL)
    self->update_id = g_idle_add (update_cb, self);
}

static void
button_clicked_cb (TuttiStatusBanner *self)
{
  if (self->service != NULL)
    tutti_context_connect_service (self->context, self->service, FALSE);
  else
    tutti_context_watch (self->context, tutti_library_unlock_keyring (get_library (self)), NULL);
}

static void
tutti_status_banner_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  TuttiStatusBanner *self = TUTTI_STATUS_BANNER (object);

  switch (prop_id)
    {
    case PROP_NEEDS_ATTENTION:
      g_value_set_boolean (value, self->needs_attention);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_status_banner_dispose (GObject *object)
{
  TuttiStatusBanner *self = TUTTI_STATUS_BANNER (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->service);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (tutti_status_banner_parent_class)->dispose (object);
}

static void
tutti_status_banner_class_init (TuttiStatusBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_status_banner_dispose;
  G_OBJECT_CLASS (klass)->get_property = tutti_status_banner_get_property;

  props[PROP_NEEDS_ATTENTION] = g_param_spec_boolean ("needs-attention", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
tutti_status_banner_init (TuttiStatusBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_use_markup (self->banner, FALSE);
  g_signal_connect_object (self->banner, "button-clicked", G_CALLBACK (button_clicked_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

void
tutti_status_banner_set_context (TuttiStatusBanner *self,
                                 TuttiContext      *context)
{
  TuttiLibrary *library = tutti_context_get_library (context);

  g_return_if_fail (self->context == NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (library, "connected", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "changed", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (library, "notify", G_CALLBACK (queue_update), self, G_CONNECT_SWAPPED);
  queue_update (self);
}

void
tutti_status_banner_set_on_services (TuttiStatusBanner *self,
                                     gboolean           on_services)
{
  self->is_on_services = on_services;
  queue_update (self);
}
