/* tuttictl-sync.c: commands that bring history and likes up to date
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <glib/gi18n.h>

/* Each failure is one sentence, the last of them that of the error. What is
 * wrong with the keyring is wrong with all services, and said once. */
static void
take_failure (TuttiService *service,
              GError       *failure, /* (transfer full) */
              GError      **error)
{
  gboolean is_keyring = g_error_matches (failure, TUTTI_ERROR, TUTTI_ERROR_KEYRING_LOCKED) ||
                        g_error_matches (failure, TUTTI_ERROR, TUTTI_ERROR_KEYRING_ABSENT) ||
                        g_error_matches (failure, TUTTI_ERROR, TUTTI_ERROR_KEYRING_DISMISSED);

  if (*error != NULL && !(is_keyring && g_error_matches (*error, failure->domain, failure->code)))
    tuttictl_say_error (*error);
  g_clear_error (error);
  *error = failure;
  tuttictl_set_service_name (is_keyring ? NULL : tutti_service_get_name (service));
}

/* All that are connected, side by side; FALSE if one failed. */
static gboolean
sync_all (TuttiLibrary *library,
          GError      **error)
{
  GListModel            *services = tutti_library_get_services (library);
  g_autoptr (GPtrArray)  asked = g_ptr_array_new ();
  g_autoptr (GPtrArray)  running = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GError)     failure = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (tutti_service_get_state (service) != TUTTI_SERVICE_CONNECTED)
        continue;
      g_ptr_array_add (asked, service); /* the library keeps it */
      g_ptr_array_add (running, tutti_library_sync (library, service));
    }
  if (running->len == 0)
    return dex_await (tutti_library_sync (library, NULL), error);

  for (guint i = 0; i < running->len; i++)
    {
      g_autoptr (GError) local = NULL;

      if (!dex_await (dex_ref (g_ptr_array_index (running, i)), &local) && !tutti_error_is_silent (local))
        take_failure (g_ptr_array_index (asked, i), g_steal_pointer (&local), &failure);
    }

  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
sync_services (TuttiLibrary  *library,
               const Options *options,
               GError       **error)
{
  TuttiService *service = NULL;

  if (options->words[0] != NULL && !(service = tuttictl_find_service (library, options->words[0], error)))
    return FALSE;
  if (options->anew && service == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("Say which service to import anew."));
      return FALSE;
    }
  if (!(service != NULL ? dex_await (tutti_library_sync (library, service), error) : sync_all (library, error)))
    return FALSE;
  return !options->anew || dex_await (tutti_library_import_likes (library, service, TRUE), error);
}

static gboolean
import_likes (TuttiLibrary  *library,
              const Options *options,
              GError       **error)
{
  TuttiService *service = tuttictl_find_service (library, options->words[0], error);

  if (service == NULL)
    return FALSE;
  if (options->pause + options->resume + options->anew > 1)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("Say one of --pause, --resume and --anew."));
      return FALSE;
    }

  if (options->pause)
    return dex_await (tutti_library_pause_import (library, service), error);
  if (!dex_await (tutti_library_import_likes (library, service, options->anew), error))
    return FALSE;
  if (tutti_service_get_import_state (service) == TUTTI_IMPORT_PAUSED)
    g_printerr (_ ("The import is paused. To go on: tuttictl import-likes %s --resume\n"), tutti_service_get_id (service));

  return TRUE;
}

/* So many likes are gone at the service that the person is asked. */
static gboolean
answer_gone (TuttiLibrary  *library,
             const Options *options,
             GError       **error)
{
  TuttiService *service = tuttictl_find_service (library, options->words[0], error);
  gboolean      remove = g_str_equal (options->words[1], "remove");

  if (service == NULL)
    return FALSE;
  if (!remove && !g_str_equal (options->words[1], "keep"))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("Say keep or remove."));
      return FALSE;
    }
  return dex_await (tutti_library_answer_vanished (library, service, remove), error);
}

const Command tuttictl_sync_commands[] = {
  { "sync", "[SERVICE]", N_ ("Bring history and likes up to date"), 0, 1, TRUE, sync_services },
  { "import-likes", "SERVICE [--pause|--resume|--anew]", N_ ("Import a service’s likes, or stop and go on with it"), 1, 1, TRUE, import_likes },
  { "gone", "SERVICE keep|remove", N_ ("Say what becomes of likes a service no longer has"), 2, 2, TRUE, answer_gone },
  { NULL },
};
