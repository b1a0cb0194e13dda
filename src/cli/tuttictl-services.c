/* tuttictl-services.c: commands about services and the library as a whole
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "tutti-launcher.h"

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

      /* Translators: the first is an account's name, then three dates */
      tuttictl_print_line (_ ("             %s, connected %s, sign in again by %s, updated %s"),
                           tutti_service_get_account_name (service), connected, by, updated);
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

static gboolean
status (TuttiLibrary  *library,
        const Options *options,
        GError       **error)
{
  g_autoptr (GEnumClass)  keyrings = g_type_class_ref (TUTTI_TYPE_KEYRING_STATE);
  const char             *keyring = g_enum_get_value (keyrings, tutti_library_get_keyring (library))->value_nick;
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

static void
print_steps (TuttiService *service)
{
  for (guint i = 0; i < tutti_service_get_n_steps (service); i++)
    {
      gboolean    opens_dashboard;
      gboolean    copies_redirect;
      const char *text = tutti_service_get_step (service, i, &opens_dashboard, &copies_redirect);

      tuttictl_print_line ("%2u. %s", i + 1, text);
      if (opens_dashboard)
        tuttictl_print_line ("    %s", tutti_service_get_dashboard_uri (service));
      if (copies_redirect)
        tuttictl_print_line ("    %s", tutti_service_get_redirect_uri (service));
    }
}

/* Whoever has pasted a token or given a name is connected. */
static gboolean
connect_key (TuttiLibrary  *library,
             TuttiService  *service,
             const Options *options,
             GError       **error)
{
  g_autoptr (TuttiSecret) typed = NULL;
  g_autoptr (TuttiSecret) token = NULL;
  g_autofree char        *name = NULL;
  g_autoptr (GError)      local = NULL;

  if (!options->token_stdin && options->user == NULL)
    {
      tuttictl_print_line (_ ("To connect %s you need a token of your own:"), tutti_service_get_name (service));
      print_steps (service);
      tuttictl_print_line (_ ("Then: tuttictl setup %s --token-stdin"), tutti_service_get_id (service));
      tuttictl_print_line (_ ("Or, to read only: tuttictl setup %s --user NAME"), tutti_service_get_id (service));
      return TRUE;
    }

  if (options->token_stdin)
    {
      if (!(typed = tuttictl_read_secret (_ ("No token came by standard input."), error)))
        return FALSE;
      token = tutti_service_check_token (service, tutti_secret_reveal (typed), &local);
    }
  else
    {
      name = tutti_service_check_name (service, options->user, &local);
    }
  if (local != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, local->message);
      return FALSE;
    }

  if (options->this_session && !dex_await (tutti_library_use_this_session (library), error))
    return FALSE;
  if (!dex_await (tutti_library_connect_key (library, service, name, token, options->switch_account), error))
    return FALSE;
  if (!options->json)
    g_printerr (_ ("%s is connected. Bringing your history and likes…\n"), tutti_service_get_name (service));
  return dex_await (tutti_library_sync (library, service), error);
}

/* All of standard input, which is a key; without a stream, whose buffer would keep it. */
static TuttiSecret *
read_key (TuttiService *service,
          GError      **error)
{
  gsize              size = TUTTI_SERVICE_MAX_KEY + 1;
  char              *text = g_malloc (size);
  gsize              length = tuttictl_read_secret_text (text, size);
  g_autoptr (GError) local = NULL;
  TuttiSecret       *key;

  key = tutti_service_check_key (service, text, length, &local);
  tutti_secret_wipe (text, size);
  g_free (text);
  if (key == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, local->message);

  return key;
}

/* The two names of a key, and the key; `clean` stays NULL where the person is only
 * told how to come by them. */
static gboolean
read_signing_key (TuttiService  *service,
                  const Options *options,
                  char         **clean,
                  TuttiSecret  **key,
                  GError       **error)
{
  g_autofree char   *owner = NULL;
  g_autofree char   *id = NULL;
  g_autoptr (GError) local = NULL;

  if (options->team_id == NULL || options->key_id == NULL)
    {
      tuttictl_print_line (_ ("To connect %s you need a key of your own:"), tutti_service_get_name (service));
      print_steps (service);
      tuttictl_print_line (_ ("Then: tuttictl setup %s --team-id ID --key-id ID --key-stdin < FILE"), tutti_service_get_id (service));
      return TRUE;
    }

  if (!tutti_service_check_key_name (service, options->team_id, &owner, &local) ||
      !tutti_service_check_key_name (service, options->key_id, &id, &local))
    {
      const char *label = owner == NULL ? tutti_service_get_key_owner_label (service) : tutti_service_get_key_id_label (service);

      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", label, local->message);
      return FALSE;
    }
  if (options->key_stdin && !(*key = read_key (service, error)))
    return FALSE;
  *clean = g_strconcat (owner, ".", id, NULL);

  return TRUE;
}

static gboolean
set_up (TuttiLibrary  *library,
        const Options *options,
        GError       **error)
{
  TuttiService           *service = tuttictl_find_service (library, options->words[0], error);
  g_autoptr (TuttiSecret) secret = NULL;
  g_autofree char        *clean = NULL;
  g_autoptr (GError)      local = NULL;

  if (service == NULL)
    return FALSE;

  if (tutti_service_takes_token (service))
    return connect_key (library, service, options, error);

  if (tutti_service_signs (service))
    {
      if (!read_signing_key (service, options, &clean, &secret, error))
        return FALSE;
      if (clean == NULL)
        return TRUE;
    }
  else if (options->client_id == NULL)
    {
      tuttictl_print_line (_ ("To connect %s you need a client ID of your own:"), tutti_service_get_name (service));
      print_steps (service);
      tuttictl_print_line (_ ("Then: tuttictl setup %s --client-id ID"), tutti_service_get_id (service));
      return TRUE;
    }
  /* The check says what was given instead, in the person's language. */
  else if (!tutti_service_check_client_id (service, options->client_id, &clean, &local))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, local->message);
      return FALSE;
    }
  if (options->client_secret_stdin && !(secret = tuttictl_read_secret (_ ("No client secret came by standard input."), error)))
    return FALSE;
  if (!dex_await (tutti_library_set_up (library, service, clean, secret), error))
    return FALSE;

  if (!options->json)
    tuttictl_print_line (_ ("%s is set up. Next: tuttictl connect %s"), tutti_service_get_name (service),
                         tutti_service_get_id (service));
  return TRUE;
}

/* A line on standard input, while the browser is open, is the pasted address. */
typedef struct
{
  TuttiLibrary *library;
  TuttiService *service;
  guint         id; /* of the source; 0 when nothing is read any more */
} Paste;

/* What was pasted is not what is waited for: the person may try again. */
static DexFuture *
refuse_paste (DexFuture *future,
              gpointer   data)
{
  TuttiService      *service = data;
  g_autoptr (GError) error = NULL;
  g_autofree char   *sentence = NULL;

  dex_future_get_value (future, &error);
  sentence = tutti_error_dup_sentence (error, tutti_service_get_name (service));
  g_printerr ("%s\n", sentence);
  return dex_future_new_true ();
}

static gboolean
paste_cb (char    *line,
          gpointer data)
{
  Paste *paste = data;

  if (line == NULL)
    {
      paste->id = 0;
      return G_SOURCE_REMOVE;
    }
  g_strstrip (line);
  if (*line != '\0')
    dex_future_disown (dex_future_catch (tutti_library_paste_address (paste->library, paste->service, line),
                                         refuse_paste, g_object_ref (paste->service), g_object_unref));

  return G_SOURCE_CONTINUE;
}

static gboolean
connect_service (TuttiLibrary  *library,
                 const Options *options,
                 GError       **error)
{
  TuttiService    *service = tuttictl_find_service (library, options->words[0], error);
  g_autofree char *address = NULL;
  Paste            paste = { library, service, 0 };
  gboolean         ok;

  if (service == NULL)
    return FALSE;
  if (tutti_service_takes_token (service))
    {
      if (tutti_service_get_state (service) == TUTTI_SERVICE_CONNECTED)
        return dex_await (tutti_library_sync (library, service), error);
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%s needs no browser: tuttictl setup %s --token-stdin, or --user NAME."),
                   tutti_service_get_name (service), tutti_service_get_id (service));
      return FALSE;
    }
  if (options->this_session && !dex_await (tutti_library_use_this_session (library), error))
    return FALSE;
  if (!(address = dex_await_string (tutti_library_connect (library, service, options->switch_account), error)))
    return FALSE;

  if (options->print_url)
    g_print ("%s\n", address);
  else if (!dex_await (tutti_launcher_open (NULL, address, TUTTI_LAUNCH_WEB, NULL, NULL), NULL))
    {
      g_printerr ("%s\n", _ ("No web browser could be opened. Open this address in one:"));
      g_print ("%s\n", address);
    }
  tutti_secret_wipe_string (g_steal_pointer (&address));
  if (!options->json)
    g_printerr ("%s\n", _ ("Waiting for the browser. If it shows an address that can’t be reached, paste that address here."));

  if (isatty (STDIN_FILENO))
    paste.id = tuttictl_watch_lines (paste_cb, &paste);
  ok = dex_await (tutti_library_wait_connected (library, service), error);
  g_clear_handle_id (&paste.id, g_source_remove);
  if (!ok)
    return FALSE;

  if (!options->json)
    g_printerr (_ ("%s is connected. Bringing your history and likes…\n"), tutti_service_get_name (service));
  return dex_await (tutti_library_sync (library, service), error);
}

static gboolean
disconnect_service (TuttiLibrary  *library,
                    const Options *options,
                    GError       **error)
{
  TuttiService *service = tuttictl_find_service (library, options->words[0], error);
  g_autofree TuttiLoss *loss = NULL;

  if (service == NULL)
    return FALSE;
  if (!tutti_service_is_linked (service))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "Not connected");
      return FALSE;
    }
  if (!(loss = dex_await_boxed (tutti_library_count_loss (library, service), error)))
    return FALSE;

  if (!options->yes)
    {
      tuttictl_print_line (_ ("This deletes from this computer: the sign-in, %'u likes, %'u plays and %'u songs that only %s brought, and %'u likes not sent yet."),
                           loss->likes, loss->plays, loss->tracks, tutti_service_get_name (service), loss->waiting);
      tuttictl_print_line (_ ("Nothing is deleted at %s. To go on: tuttictl disconnect %s --yes"),
                           tutti_service_get_name (service), tutti_service_get_id (service));
      return TRUE;
    }

  if (!dex_await (tutti_library_disconnect (library, service, !options->forget_manual), error))
    return FALSE;
  if (!options->json)
    tuttictl_print_line (_ ("%s is disconnected."), tutti_service_get_name (service));
  return TRUE;
}

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

const Command tuttictl_service_commands[] = {
  { "services", "", N_ ("List the services and how they are connected"), 0, 0, FALSE, list_services },
  { "setup", "SERVICE [--client-id ID]", N_ ("Set up your own key; without one, show how to get it"), 1, 1, TRUE, set_up },
  { "connect", "SERVICE", N_ ("Sign in to a service in the browser"), 1, 1, TRUE, connect_service },
  { "disconnect", "SERVICE", N_ ("Forget a service’s sign-in and what it brought"), 1, 1, TRUE, disconnect_service },
  { "sync", "[SERVICE]", N_ ("Bring history and likes up to date"), 0, 1, TRUE, sync_services },
  { "import-likes", "SERVICE [--pause|--resume|--anew]", N_ ("Import a service’s likes, or stop and go on with it"), 1, 1, TRUE, import_likes },
  { "gone", "SERVICE keep|remove", N_ ("Say what becomes of likes a service no longer has"), 2, 2, TRUE, answer_gone },
  { "public", "on|off", N_ ("Also search catalogues that need no account"), 1, 1, TRUE, set_public },
  { "status", "", N_ ("Show what is in the library"), 0, 0, FALSE, status },
  { "unlock", "", N_ ("Ask for the keyring’s password"), 0, 0, TRUE, unlock },
  { "export", "FILE", N_ ("Write everything as JSON lines, or likes as .csv or .xspf"), 1, 1, FALSE, export_file },
  { "import", "FILE", N_ ("Read such a file back"), 1, 1, TRUE, import_file },
  { "delete-all-data", "", N_ ("Delete everything Tutti keeps on this computer"), 0, 0, TRUE, delete_everything },
  { NULL },
};
