/* tutti-services.c: the services' objects, in step with the database
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-services.h"

#include "tutti-fiber.h"
#include "tutti-service-private.h"
#include "tutti-store-likes.h"

struct _TuttiServices
{
  GObject parent_instance;

  GListStore *list; /* of TuttiService */
  TuttiStore *store; /* (nullable) what is read next */
  TuttiCounts counts;
  gboolean    is_refreshing;
  gboolean    is_stale;
};

enum
{
  COUNTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiServices, tutti_services, G_TYPE_OBJECT)

/* --- reading --- */

static TuttiAccount *
find_account (GPtrArray  *accounts,
              const char *id)
{
  for (guint i = 0; i < accounts->len; i++)
    if (g_str_equal (((TuttiAccount *) g_ptr_array_index (accounts, i))->provider, id))
      return g_ptr_array_index (accounts, i);
  return NULL;
}

static void
refresh_service (TuttiStore   *store,
                 TuttiService *service,
                 GPtrArray    *accounts,
                 GPtrArray    *settings,
                 GPtrArray    *notes)
{
  const char           *id = tutti_service_get_id (service);
  g_autofree char      *units = g_strconcat (id, TUTTI_UNITS, NULL);
  g_autoptr (TuttiPass) pass = NULL;
  guint                 n_likes = 0;
  guint                 n_waiting = 0;

  tutti_service_take_account (service, find_account (accounts, id));
  tutti_service_take_settings (service, tutti_service_settings_find (settings, id), tutti_service_settings_find (settings, units));
  if (tutti_service_is_linked (service))
    {
      pass = dex_await_boxed (tutti_store_get_pass (store, id), NULL);
      n_likes = dex_await_uint (tutti_store_count_likes (store, id), NULL);
      n_waiting = dex_await_uint (tutti_store_count_outbox (store, id), NULL);
    }
  tutti_service_take_pass (service, pass);
  tutti_service_take_notes (service, notes);
  tutti_service_take_counts (service, n_likes, n_waiting, pass != NULL ? pass->n_vanished : 0);
}

static gboolean
refresh_once (TuttiServices *self,
              TuttiStore    *store,
              GError       **error)
{
  g_autoptr (GPtrArray) accounts = dex_await_boxed (tutti_store_list_accounts (store), error);
  g_autoptr (GPtrArray) settings = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autofree TuttiCounts *counts = NULL;

  if (accounts == NULL ||
      !(settings = dex_await_boxed (tutti_store_list_settings (store), error)) ||
      !(notes = dex_await_boxed (tutti_store_list_sync_notes (store), error)) ||
      !(counts = dex_await_boxed (tutti_store_count_all (store), error)))
    return FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      refresh_service (store, service, accounts, settings, notes);
    }

  self->counts = *counts;
  g_signal_emit (self, signals[COUNTED], 0);
  return TRUE;
}

/* Reads anew as long as something changed while it read. */
static DexFuture *
refresh (gpointer data)
{
  TuttiServices *self = data;

  while (self->is_stale && self->store != NULL)
    {
      g_autoptr (TuttiStore) store = g_object_ref (self->store);
      g_autoptr (GError)     error = NULL;

      self->is_stale = FALSE;
      if (!refresh_once (self, store, &error) && self->store != NULL)
        g_debug ("Can't read the services' state: %s", error->message);
    }

  self->is_refreshing = FALSE;
  return dex_future_new_true ();
}

DexFuture *
tutti_services_refresh (TuttiServices *self,
                        TuttiStore    *store)
{
  g_set_object (&self->store, store);
  self->is_stale = TRUE;
  if (self->is_refreshing || store == NULL)
    return dex_future_new_true ();

  self->is_refreshing = TRUE;
  return tutti_fiber_spawn_kept (refresh, g_object_ref (self), g_object_unref);
}

void
tutti_services_take_live (TuttiServices *self,
                          const char    *id,
                          GVariant      *value)
{
  TuttiService *service = tutti_services_find (self, id);
  TuttiLive     live = { 0 };

  if (service == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE ("(bbbbu)")))
    return;

  g_variant_get (value, "(bbbbu)", &live.is_waiting, &live.is_finishing, &live.is_syncing,
                 &live.is_importing, &live.seconds_left);
  tutti_service_take_live (service, &live);
}

/* --- the object --- */

static void
tutti_services_dispose (GObject *object)
{
  TuttiServices *self = TUTTI_SERVICES (object);

  g_clear_object (&self->store);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (tutti_services_parent_class)->dispose (object);
}

static void
tutti_services_class_init (TuttiServicesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tutti_services_dispose;

  signals[COUNTED] = g_signal_new ("counted", TUTTI_TYPE_SERVICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_services_init (TuttiServices *self)
{
  self->list = g_list_store_new (TUTTI_TYPE_SERVICE);
}

TuttiServices *
tutti_services_new (TuttiProviders *providers)
{
  TuttiServices *self = g_object_new (TUTTI_TYPE_SERVICES, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (providers)); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (G_LIST_MODEL (providers), i);
      g_autoptr (TuttiService)  service = tutti_service_new (provider);

      g_list_store_append (self->list, service);
    }

  return self;
}

GListModel *
tutti_services_get_list (TuttiServices *self)
{
  return G_LIST_MODEL (self->list);
}

TuttiService *
tutti_services_find (TuttiServices *self,
                     const char    *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      /* The list keeps it alive. */
      if (g_str_equal (tutti_service_get_id (service), id))
        return service;
    }

  return NULL;
}

gboolean
tutti_services_has_connection (TuttiServices *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (tutti_service_is_linked (service))
        return TRUE;
    }

  return FALSE;
}

const TuttiCounts *
tutti_services_get_counts (TuttiServices *self)
{
  return &self->counts;
}
