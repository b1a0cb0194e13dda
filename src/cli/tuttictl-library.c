/* tuttictl-library.c: commands about the library as a whole
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <glib/gi18n.h>

static gboolean
set_public (TuttiLibrary  *library,
            const Options *options,
            GError       **error)
{
  gboolean on = g_str_equal (options->words[0], "on");

  if (!on && !g_str_equal (options->words[0], "off"))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("Say on or off."));
      return FALSE;
    }
  return dex_await (tutti_library_set_search_public (library, on), error);
}

static gboolean
status (TuttiLibrary  *library,
        const Options *options,
        GError       **error)
{
  g_autoptr (GEnumClass)  keyrings = g_type_class_ref (TUTTI_TYPE_KEYRING_STATE);
  int                     state = dex_await_int (tutti_library_probe_keyring (library), NULL);
  const char             *keyring = g_enum_get_value (keyrings, state)->value_nick;
  GListModel             *services = tutti_library_get_services (library);
  g_autoptr (JsonBuilder) builder = NULL;

  if (!options->json)
    {
      tuttictl_print_line (_ ("Songs: %'u"), tutti_library_get_n_tracks (library));
      tuttictl_print_line (_ ("Likes: %'u"), tutti_library_get_n_likes (library));
      tuttictl_print_line (_ ("Likes to be sent: %'u"), tutti_library_get_n_waiting (library));
      tuttictl_print_line (_ ("Keyring: %s"), keyring);
      if (tutti_library_has_other (library))
        tuttictl_print_line ("%s", _ ("Another Tutti is running and does the work."));
      for (guint i = 0; i < g_list_model_get_n_items (services); i++)
        {
          g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

          if (tutti_service_get_problem (service) != NULL)
            tuttictl_print_line ("%s", tutti_service_get_problem (service));
        }
      return TRUE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tuttictl_add_int (builder, "songs", tutti_library_get_n_tracks (library));
  tuttictl_add_int (builder, "likes", tutti_library_get_n_likes (library));
  tuttictl_add_int (builder, "likes_to_send", tutti_library_get_n_waiting (library));
  tuttictl_add_string (builder, "keyring", keyring);
  tuttictl_add_boolean (builder, "offline", tutti_library_is_offline (library));
  tuttictl_add_boolean (builder, "other_is_running", tutti_library_has_other (library));
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_object (builder);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      tuttictl_add_string (builder, tutti_service_get_id (service), tutti_service_get_problem_nick (service));
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  tuttictl_print_json (g_steal_pointer (&builder));
  return TRUE;
}

static gboolean
unlock (TuttiLibrary  *library,
        const Options *options,
        GError       **error)
{
  return dex_await (tutti_library_unlock_keyring (library), error);
}

static gboolean
export_file (TuttiLibrary  *library,
             const Options *options,
             GError       **error)
{
  g_autoptr (GError) local = NULL;
  guint              n;

  /* Elsewhere that is the terminal; a file of that name is nobody's wish. */
  if (g_str_equal (options->words[0], "-"))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("Say the name of a file."));
      return FALSE;
    }

  n = dex_await_uint (tutti_library_export (library, options->words[0]), &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!options->json)
    tuttictl_print_line (g_dngettext (GETTEXT_PACKAGE, "%'u entry written to %s.", "%'u entries written to %s.", n), n, options->words[0]);
  return TRUE;
}

static gboolean
import_file (TuttiLibrary  *library,
             const Options *options,
             GError       **error)
{
  g_autoptr (GError) local = NULL;
  guint              n = dex_await_uint (tutti_library_import (library, options->words[0]), &local);

  if (local != NULL)
    {
      /* What is wrong with the file, and where, stands in the message alone. */
      if (g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT))
        g_printerr ("%s\n", local->message);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (!options->json)
    tuttictl_print_line (g_dngettext (GETTEXT_PACKAGE, "%'u new entry.", "%'u new entries.", n), n);
  return TRUE;
}

static gboolean
delete_everything (TuttiLibrary  *library,
                   const Options *options,
                   GError       **error)
{
  if (!options->yes)
    {
      tuttictl_print_line (_ ("This deletes all sign-ins, songs, likes, plays and settings of Tutti from this computer. "
                              "Nothing is deleted at the services. To go on: tuttictl delete-all-data --yes"));
      return TRUE;
    }
  return dex_await (tutti_library_delete_everything (library), error);
}

const Command tuttictl_library_commands[] = {
  { "public", "on|off", N_ ("Also search catalogues that need no account"), 1, 1, TRUE, set_public },
  { "status", "", N_ ("Show what is in the library"), 0, 0, FALSE, status },
  { "unlock", "", N_ ("Ask for the keyring’s password"), 0, 0, TRUE, unlock },
  { "export", "FILE", N_ ("Write everything as JSON lines, or likes as .csv or .xspf"), 1, 1, FALSE, export_file },
  { "import", "FILE", N_ ("Read such a file back"), 1, 1, TRUE, import_file },
  { "delete-all-data", "", N_ ("Delete everything Tutti keeps on this computer"), 0, 0, TRUE, delete_everything },
  { NULL },
};
