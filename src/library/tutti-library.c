/* tutti-library.c: what a person does with their music
 *
 * The object and what it says of itself. Opening it, and who does the work, is
 * in tutti-library-work.c, what changes in tutti-library-news.c, what it does in
 * the person's words in tutti-library-actions.c, and the services' objects are
 * in tutti-services.c. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-core.h"

enum
{
  PROP_IS_WORKER = 1,
  PROP_IS_OFFLINE,
  PROP_KEYRING,
  PROP_N_LIKES,
  PROP_N_WAITING,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ENUM_TYPE (TuttiKeyringState, tutti_keyring_state,
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_LOCKED, "locked"),
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_ABSENT, "absent"),
                    G_DEFINE_ENUM_VALUE (TUTTI_KEYRING_THIS_SESSION, "this-session"))

G_DEFINE_FINAL_TYPE (TuttiLibrary, tutti_library, G_TYPE_OBJECT)

static void
tutti_library_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  TuttiLibrary *self = TUTTI_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_IS_WORKER:
      g_value_set_boolean (value, self->worker != NULL);
      break;
    case PROP_IS_OFFLINE:
      g_value_set_boolean (value, self->is_offline);
      break;
    case PROP_KEYRING:
      g_value_set_enum (value, self->keyring);
      break;
    case PROP_N_LIKES:
      g_value_set_uint (value, tutti_library_get_n_likes (self));
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, tutti_library_get_n_waiting (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_library_dispose (GObject *object)
{
  TuttiLibrary *self = TUTTI_LIBRARY (object);

  g_clear_handle_id (&self->change_id, g_source_remove);
  if (self->bus != NULL)
    tutti_bus_leave (self->bus);
  g_clear_object (&self->worker);
  g_clear_object (&self->store);
  g_clear_object (&self->bus);
  g_clear_object (&self->http);
  g_clear_object (&self->services);
  g_clear_object (&self->providers);
  g_clear_pointer (&self->folder, g_free);

  G_OBJECT_CLASS (tutti_library_parent_class)->dispose (object);
}

static void
tutti_library_class_init (TuttiLibraryClass *klass)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tutti_library_get_property;
  object_class->dispose = tutti_library_dispose;

  props[PROP_IS_WORKER] = g_param_spec_boolean ("is-worker", NULL, NULL, FALSE, flags);
  props[PROP_IS_OFFLINE] = g_param_spec_boolean ("is-offline", NULL, NULL, FALSE, flags);
  props[PROP_KEYRING] = g_param_spec_enum ("keyring", NULL, NULL, TUTTI_TYPE_KEYRING_STATE, TUTTI_KEYRING_UNKNOWN, flags);
  props[PROP_N_LIKES] = g_param_spec_uint ("n-likes", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_signal_new ("changed", TUTTI_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, G_TYPE_UINT);
  g_signal_new ("connected", TUTTI_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 1, TUTTI_TYPE_SERVICE);
  g_signal_new ("connect-failed", TUTTI_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 2, TUTTI_TYPE_SERVICE, G_TYPE_ERROR);
  g_signal_new ("wiped", TUTTI_TYPE_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                G_TYPE_NONE, 0);
}

static void
tutti_library_init (TuttiLibrary *self)
{
  self->http = tutti_http_new ();
}

TuttiStore *
tutti_library_get_store (TuttiLibrary *self)
{
  return self->store;
}

TuttiProviders *
tutti_library_get_providers (TuttiLibrary *self)
{
  return self->providers;
}

TuttiHttp *
tutti_library_get_http (TuttiLibrary *self)
{
  return self->http;
}

gboolean
tutti_library_has_other (TuttiLibrary *self)
{
  return self->worker == NULL && self->has_other;
}

GListModel *
tutti_library_get_services (TuttiLibrary *self)
{
  return tutti_services_get_list (self->services);
}

TuttiService *
tutti_library_find_service (TuttiLibrary *self,
                            const char   *id)
{
  return tutti_services_find (self->services, id);
}

gboolean
tutti_library_has_connection (TuttiLibrary *self)
{
  return tutti_services_has_connection (self->services);
}

TuttiKeyringState
tutti_library_get_keyring (TuttiLibrary *self)
{
  return self->keyring;
}

gboolean
tutti_library_is_offline (TuttiLibrary *self)
{
  return self->is_offline;
}

guint
tutti_library_get_n_likes (TuttiLibrary *self)
{
  return tutti_services_get_counts (self->services)->likes;
}

guint
tutti_library_get_n_waiting (TuttiLibrary *self)
{
  return tutti_services_get_counts (self->services)->outbox;
}

guint
tutti_library_get_n_tracks (TuttiLibrary *self)
{
  return tutti_services_get_counts (self->services)->tracks;
}

char *
tutti_library_dup_salvage_note (TuttiLibrary *self)
{
  return tutti_store_dup_salvage_note (self->store);
}
