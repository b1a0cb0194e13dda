/* tuttictl-connect.c: commands that connect a service, and part from it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "tutti-launcher.h"

/* --- a key of one's own --- */

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

/* Who tells no way to a key takes none; what is done with it all the same is said. */
static gboolean
can_connect (TuttiService *service,
             GError      **error)
{
  const char *why = tutti_service_explain (service, TUTTI_FEATURE_CONNECT);

  if (tutti_service_get_n_steps (service) > 0)
    return TRUE;

  if (why != NULL)
    g_printerr ("%s\n", why);
  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "%s takes no key", tutti_service_get_name (service));
  return FALSE;
}

/* After a sign-in: what the person waits for. */
static gboolean
bring (TuttiLibrary  *library,
       TuttiService  *service,
       const Options *options,
       GError       **error)
{
  if (!options->json)
    g_printerr (_ ("%s is connected. Bringing your history and likes…\n"), tutti_service_get_name (service));
  return dex_await (tutti_library_sync (library, service), error);
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
  return bring (library, service, options, error);
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

  if (!can_connect (service, error))
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
      tuttictl_print_line (tutti_service_needs_client_secret (service) ? _ ("Then: tuttictl setup %s --client-id ID --client-secret-stdin")
                                                                       : _ ("Then: tuttictl setup %s --client-id ID"),
                           tutti_service_get_id (service));
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
  /* Without it one would hear of that in the browser only, after saying yes. */
  if (secret == NULL && tutti_service_needs_client_secret (service) &&
      g_strcmp0 (clean, tutti_service_get_client_id (service)) != 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("%s wants the client secret, too: add --client-secret-stdin."),
                   tutti_service_get_name (service));
      return FALSE;
    }
  if (!dex_await (tutti_library_set_up (library, service, clean, secret), error))
    return FALSE;

  if (!options->json)
    tuttictl_print_line (_ ("%s is set up. Next: tuttictl connect %s"), tutti_service_get_name (service),
                         tutti_service_get_id (service));
  return TRUE;
}

/* --- the browser --- */

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
  if (!can_connect (service, error))
    return FALSE;
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

  return bring (library, service, options, error);
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

const Command tuttictl_connect_commands[] = {
  { "setup", "SERVICE [--client-id ID]", N_ ("Set up your own key; without one, show how to get it"), 1, 1, TRUE, set_up },
  { "connect", "SERVICE", N_ ("Sign in to a service in the browser"), 1, 1, TRUE, connect_service },
  { "disconnect", "SERVICE", N_ ("Forget a service’s sign-in and what it brought"), 1, 1, TRUE, disconnect_service },
  { NULL },
};
