/* tuttictl-services.c: which services there are, and how they are connected
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <glib/gi18n.h>

static const char *
get_state_nick (TuttiService *service)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (TUTTI_TYPE_SERVICE_STATE);

  return g_enum_get_value (states, tutti_service_get_state (service))->value_nick;
}

static const char *
get_import_nick (TuttiService *service)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (TUTTI_TYPE_IMPORT_STATE);

  return g_enum_get_value (states, tutti_service_get_import_state (service))->value_nick;
}

static const char *
describe_state (TuttiService *service)
{
  switch (tutti_service_get_state (service))
    {
    case TUTTI_SERVICE_NOT_SET_UP:
      if (tutti_service_can (service, TUTTI_FEATURE_CONNECT))
        return _ ("not set up");
      return tutti_service_is_public (service) ? _ ("searched without an account") : _ ("needs no account");
    case TUTTI_SERVICE_READY:
      return _ ("not connected");
    case TUTTI_SERVICE_WAITING:
      return _ ("waiting for the browser");
    case TUTTI_SERVICE_FINISHING:
      return _ ("finishing the sign-in");
    case TUTTI_SERVICE_CONNECTED:
      return _ ("connected");
    case TUTTI_SERVICE_SIGN_IN_AGAIN:
      return _ ("sign in again");
    }
  return NULL;
}

static void
add_service (JsonBuilder  *builder,
             TuttiService *service)
{
  static const struct
  {
    TuttiFeature feature;
    const char  *name;
  } features[] = {
    { TUTTI_FEATURE_HISTORY, "history" },
    { TUTTI_FEATURE_LIKES, "likes" },
    { TUTTI_FEATURE_LIKE, "like" },
    { TUTTI_FEATURE_SEARCH, "search" },
    { TUTTI_FEATURE_PREVIEW, "preview" },
    { TUTTI_FEATURE_OPEN_APP, "open_app" },
    { TUTTI_FEATURE_OPEN_WEB, "open_web" },
  };
  g_auto (GStrv) permissions = tutti_service_dup_permissions (service);

  json_builder_begin_object (builder);
  tuttictl_add_string (builder, "id", tutti_service_get_id (service));
  tuttictl_add_string (builder, "name", tutti_service_get_name (service));
  tuttictl_add_string (builder, "state", get_state_nick (service));
  json_builder_set_member_name (builder, "can");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    tuttictl_add_boolean (builder, features[i].name, tutti_service_can (service, features[i].feature));
  json_builder_end_object (builder);

  if (tutti_service_is_linked (service))
    {
      tuttictl_add_string (builder, "account", tutti_service_get_account_name (service));
      tuttictl_add_string (builder, "email", tutti_service_get_email (service));
      tuttictl_add_int (builder, "connected_at_ms", tutti_service_get_connected_at (service));
      tuttictl_add_int (builder, "sign_in_by_ms", tutti_service_get_sign_in_by (service));
      tuttictl_add_int (builder, "updated_at_ms", tutti_service_get_updated_at (service));
      tuttictl_add_int (builder, "likes", tutti_service_get_n_likes (service));
      tuttictl_add_int (builder, "likes_to_send", tutti_service_get_n_waiting (service));
      tuttictl_add_int (builder, "likes_gone", tutti_service_get_n_vanished (service));
      tuttictl_add_string (builder, "import", get_import_nick (service));
      if (tutti_service_get_searches_per_day (service) > 0)
        {
          tuttictl_add_int (builder, "searches_a_day", tutti_service_get_searches_per_day (service));
          tuttictl_add_int (builder, "searches_left", tutti_service_get_searches_left (service));
          tuttictl_add_int (builder, "searches_until_ms", tutti_service_get_searches_until (service));
        }
      if (tutti_service_get_units_per_day (service) > 0)
        {
          tuttictl_add_int (builder, "units_a_day", tutti_service_get_units_per_day (service));
          tuttictl_add_int (builder, "units_left", tutti_service_get_units_left (service));
        }
      json_builder_set_member_name (builder, "permissions");
      json_builder_begin_array (builder);
      for (guint i = 0; permissions[i] != NULL; i++)
        json_builder_add_string_value (builder, permissions[i]);
      json_builder_end_array (builder);
    }
  tuttictl_add_string (builder, "problem", tutti_service_get_problem_nick (service));
  json_builder_end_object (builder);
}

static void
print_service (TuttiService *service)
{
  tuttictl_print_line ("%-12s %s", tutti_service_get_id (service), describe_state (service));
  if (tutti_service_is_linked (service))
    {
      g_autofree char *connected = tuttictl_dup_time (tutti_service_get_connected_at (service));
      g_autofree char *by = tuttictl_dup_time (tutti_service_get_sign_in_by (service));
      g_autofree char *updated = tuttictl_dup_time (tutti_service_get_updated_at (service));

      if (tutti_service_get_sign_in_by (service) > 0)
        /* Translators: the first is an account's name, then three dates */
        tuttictl_print_line (_ ("             %s, connected %s, sign in again by %s, updated %s"),
                             tutti_service_get_account_name (service), connected, by, updated);
      else
        /* Translators: the first is an account's name, then two dates */
        tuttictl_print_line (_ ("             %s, connected %s, updated %s"), tutti_service_get_account_name (service), connected, updated);
    }
  if (tutti_service_get_n_vanished (service) > 0)
    tuttictl_print_line (g_dngettext (GETTEXT_PACKAGE,
                                      "             %'u like is no longer there. To say what to do: tuttictl gone %s keep|remove",
                                      "             %'u likes are no longer there. To say what to do: tuttictl gone %s keep|remove",
                                      tutti_service_get_n_vanished (service)),
                         tutti_service_get_n_vanished (service), tutti_service_get_id (service));
  if (tutti_service_is_linked (service) && tutti_service_get_searches_per_day (service) > 0)
    {
      g_autofree char *until = tuttictl_dup_time (tutti_service_get_searches_until (service));

      /* Translators: two numbers and a time */
      tuttictl_print_line (_ ("             %u of %u searches left, all again at %s"), tutti_service_get_searches_left (service),
                           tutti_service_get_searches_per_day (service), until);
    }
  if (tutti_service_is_linked (service) && tutti_service_get_units_per_day (service) > 0)
    /* Translators: two numbers; a unit is what the service counts questions in */
    tuttictl_print_line (_ ("             %u of %u units left for everything else"), tutti_service_get_units_left (service),
                         tutti_service_get_units_per_day (service));
  if (tutti_service_get_problem (service) != NULL)
    tuttictl_print_line ("             %s", tutti_service_get_problem (service));
}

static gboolean
list_services (TuttiLibrary  *library,
               const Options *options,
               GError       **error)
{
  GListModel             *services = tutti_library_get_services (library);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (options->json)
        add_service (builder, service);
      else
        print_service (service);
    }
  json_builder_end_array (builder);

  if (options->json)
    tuttictl_print_json (g_steal_pointer (&builder));
  return TRUE;
}

const Command tuttictl_service_commands[] = {
  { "services", "", N_ ("List the services and how they are connected"), 0, 0, FALSE, list_services },
  { NULL },
};
