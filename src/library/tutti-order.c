/* tutti-order.c: the person's order of services, which decides where songs are opened
 *
 * The same for the window and for tuttictl. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-order.h"

#include "tutti-elsewhere.h"

#define KEY "service-order"

static void
take_service (GPtrArray    *order,
              TuttiService *service)
{
  gboolean can_open = service != NULL &&
                      (tutti_service_can (service, TUTTI_FEATURE_OPEN_APP) || tutti_service_can (service, TUTTI_FEATURE_OPEN_WEB));

  if (can_open && !g_ptr_array_find (order, service, NULL))
    g_ptr_array_add (order, g_object_ref (service));
}

GPtrArray *
tutti_order_make (TuttiLibrary      *library,
                  const char *const *names,
                  guint             *n_mine)
{
  GPtrArray  *order = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *services = tutti_library_get_services (library);

  for (guint i = 0; names[i] != NULL; i++)
    take_service (order, tutti_library_find_service (library, names[i]));

  for (int linked = 1; linked >= 0; linked--)
    {
      if (!linked && n_mine != NULL)
        *n_mine = order->len;
      for (guint i = 0; i < g_list_model_get_n_items (services); i++)
        {
          g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

          if (tutti_service_is_linked (service) == linked)
            take_service (order, service);
        }
    }

  return order;
}

/* What the person chose in the window's preferences, whether or not there is a
 * window: ids, none where the settings are not installed. (transfer full) */
static char **
read_names (void)
{
  GSettingsSchemaSource     *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA_ID, TRUE) : NULL;
  g_autoptr (GSettings)       settings = NULL;

  if (schema == NULL || !g_settings_schema_has_key (schema, KEY))
    return g_new0 (char *, 1);

  settings = g_settings_new_full (schema, NULL, NULL);
  return g_settings_get_strv (settings, KEY);
}

TuttiService *
tutti_order_choose (GPtrArray  *order,
                    TuttiTrack *track)
{
  for (guint i = 0; i < order->len; i++)
    {
      TuttiService *service = g_ptr_array_index (order, i);

      if (tutti_track_get_link (track, tutti_service_get_id (service)) != NULL)
        return service;
    }

  return NULL;
}

TuttiService *
tutti_library_choose_service (TuttiLibrary *self,
                              TuttiTrack   *track)
{
  g_auto (GStrv)        names = read_names ();
  g_autoptr (GPtrArray) order = tutti_order_make (self, (const char *const *) names, NULL);

  return tutti_order_choose (order, track);
}

TuttiService *
tutti_library_choose_instead (TuttiLibrary *self,
                              TuttiTrack   *track,
                              TuttiService *named)
{
  g_auto (GStrv)        names = read_names ();
  g_autoptr (GPtrArray) order = tutti_order_make (self, (const char *const *) names, NULL);

  if (named != NULL && tutti_service_is_linked (named))
    return NULL;
  for (guint i = order->len; i > 0; i--)
    if (!tutti_service_is_linked (g_ptr_array_index (order, i - 1)))
      g_ptr_array_remove_index (order, i - 1);

  return tutti_order_choose (order, track);
}
