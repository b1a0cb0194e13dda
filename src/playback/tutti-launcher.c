/* tutti-launcher.c: opens a song in its service's application, else on its web page
 *
 * In Flatpak everything goes through the portal, elsewhere through GIO. Lives
 * in the main thread, because the launch context does.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-launcher.h"

#include "tutti-error.h"
#include "tutti-fiber.h"
#include "tutti-open-uri.h"

#include <string.h>

#define MAX_URI 2048

/* Schemes that belong to the desktop, never to a music service. */
static const char *const common_schemes[] = {
  "about", "admin", "apt", "blob", "burn", "computer", "data", "dav", "davs", "dns", "file", "ftp",
  "ftps", "git", "help", "http", "https", "imap", "irc", "ircs", "javascript", "ldap", "magnet",
  "mailto", "man", "network", "news", "nfs", "recent", "resource", "rtsp", "sftp", "sip", "smb",
  "sms", "ssh", "tel", "telnet", "trash", "view-source", "vnc", "ws", "wss", "xmpp", NULL
};

typedef struct
{
  char              *app_uri; /* (nullable) */
  char              *web_uri; /* (nullable) */
  TuttiLaunchIn      launch_in;
  GAppLaunchContext *context; /* (nullable) */
  char              *parent;  /* (nullable) */
} Launch;

static void
launch_free (gpointer data)
{
  Launch *launch = data;

  g_clear_pointer (&launch->app_uri, g_free);
  g_clear_pointer (&launch->web_uri, g_free);
  g_clear_pointer (&launch->parent, g_free);
  g_clear_object (&launch->context);
  g_free (launch);
}

/* --- what may be opened at all --- */

static gboolean
is_plain (const char *uri)
{
  gsize length;

  if (uri == NULL)
    return FALSE;
  length = strnlen (uri, MAX_URI + 1);
  if (length > MAX_URI)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (uri[i]) || strchr ("\\\"'<>^`{|}", uri[i]) != NULL)
      return FALSE;

  return TRUE;
}

/* A page of a sign-in lies on a port of its own. */
static gboolean
is_listener (GUri *uri)
{
  return strcmp (g_uri_get_host (uri), "localhost") == 0 && g_uri_get_port (uri) > 0;
}

gboolean
tutti_launcher_is_web_uri (const char *uri)
{
  g_autoptr (GUri) parts = NULL;
  const char      *scheme;
  const char      *host;

  if (!is_plain (uri))
    return FALSE;
  parts = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  if (parts == NULL)
    return FALSE;

  scheme = g_uri_get_scheme (parts);
  host = g_uri_get_host (parts);
  if (host == NULL || host[0] == '\0' || g_uri_get_userinfo (parts) != NULL)
    return FALSE;

  return strcmp (scheme, "https") == 0 ||
         (strcmp (scheme, "http") == 0 && (strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0 || is_listener (parts)));
}

gboolean
tutti_launcher_is_app_uri (const char *uri)
{
  g_autofree char *scheme = NULL;
  g_autofree char *lower = NULL;

  if (!is_plain (uri))
    return FALSE;
  scheme = g_uri_parse_scheme (uri);
  if (scheme == NULL || uri[strlen (scheme) + 1] == '\0')
    return FALSE;
  lower = g_ascii_strdown (scheme, -1);

  return !g_strv_contains (common_schemes, lower);
}

/* --- GIO's callbacks as futures --- */

static void
find_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GError)     error = NULL;
  g_autoptr (GAppInfo)   app = g_app_info_get_default_for_uri_scheme_finish (result, &error);

  dex_promise_resolve_boolean (promise, app != NULL);
}

/* Resolves to a boolean. */
static DexFuture *
find_handler (const char *scheme)
{
  DexPromise *promise = dex_promise_new_cancellable ();

  g_app_info_get_default_for_uri_scheme_async (scheme, dex_promise_get_cancellable (promise), find_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

static void
launch_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GError)     error = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    dex_promise_reject (promise, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "The person closed the chooser"));
  else
    dex_promise_reject (promise, g_error_new (TUTTI_ERROR, TUTTI_ERROR_NO_PROGRAM, "No program opens it: %s", error->message));
}

/* Resolves to TRUE. Not cancellable: what was started stays started. */
static DexFuture *
launch_default (const char        *uri,
                GAppLaunchContext *context)
{
  DexPromise *promise = dex_promise_new ();

  g_app_info_launch_default_for_uri_async (uri, context, NULL, launch_cb, dex_ref (promise));

  return DEX_FUTURE (promise);
}

/* --- one song --- */

typedef enum
{
  HANDLED_NO,
  HANDLED_YES,
  HANDLED_UNKNOWN,
} Handled;

static Handled
ask_handled (const char *uri,
             DexFuture  *given_up)
{
  g_autofree char   *scheme = g_uri_parse_scheme (uri);
  g_autoptr (GError) error = NULL;
  gboolean           is_handled = dex_await_boolean (tutti_fiber_until (tutti_open_uri_is_supported (scheme), given_up), &error);

  if (error != NULL && tutti_open_uri_is_needed ())
    return HANDLED_UNKNOWN;
  if (error != NULL)
    is_handled = dex_await_boolean (tutti_fiber_until (find_handler (scheme), given_up), NULL);

  return is_handled ? HANDLED_YES : HANDLED_NO;
}

static gboolean
open_uri (Launch     *launch,
          const char *uri,
          DexFuture  *given_up,
          GError    **error)
{
  g_autofree char *token = NULL;

  /* The chooser must not come up for nobody. */
  if (dex_future_is_rejected (given_up))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Nobody wants it any more");
      return FALSE;
    }

  if (!tutti_open_uri_is_needed ())
    return dex_await (tutti_fiber_until (launch_default (uri, launch->context), given_up), error);

  if (launch->context != NULL)
    token = g_app_launch_context_get_startup_notify_id (launch->context, NULL, NULL);

  return dex_await (tutti_fiber_until (tutti_open_uri (uri, launch->parent, token), given_up), error);
}

static gboolean
wants_app (const Launch *launch,
           DexFuture    *given_up)
{
  Handled handled;

  if (launch->app_uri == NULL || launch->launch_in == TUTTI_LAUNCH_WEB)
    return FALSE;
  if (launch->web_uri == NULL)
    return TRUE;

  handled = ask_handled (launch->app_uri, given_up);

  return handled == HANDLED_YES || (handled == HANDLED_UNKNOWN && launch->launch_in == TUTTI_LAUNCH_APP);
}

static DexFuture *
open_song (DexFuture *given_up,
           gpointer   data)
{
  Launch            *launch = data;
  g_autoptr (GError) error = NULL;

  if (wants_app (launch, given_up))
    {
      if (open_uri (launch, launch->app_uri, given_up, &error))
        return dex_future_new_for_int (TUTTI_LAUNCHED_APP);
      if (launch->web_uri == NULL || g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED))
        return dex_future_new_for_error (g_steal_pointer (&error));
      g_debug ("The application did not open it: %s", error->message);
      g_clear_error (&error);
    }

  if (launch->web_uri == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "There is no web page to open");
  if (!open_uri (launch, launch->web_uri, given_up, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int (TUTTI_LAUNCHED_WEB);
}

DexFuture *
tutti_launcher_open (const char        *app_uri,
                     const char        *web_uri,
                     TuttiLaunchIn      launch_in,
                     GAppLaunchContext *context,
                     const char        *parent)
{
  Launch *launch;

  g_return_val_if_fail (context == NULL || G_IS_APP_LAUNCH_CONTEXT (context), NULL);

  if (!tutti_launcher_is_app_uri (app_uri))
    app_uri = NULL;
  if (!tutti_launcher_is_web_uri (web_uri))
    web_uri = NULL;
  if (app_uri == NULL && web_uri == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Not an address that may be opened");

  launch = g_new0 (Launch, 1);
  launch->app_uri = g_strdup (app_uri);
  launch->web_uri = g_strdup (web_uri);
  launch->launch_in = launch_in;
  launch->context = context != NULL ? g_object_ref (context) : NULL;
  launch->parent = g_strdup (parent);

  return tutti_fiber_spawn (open_song, launch, launch_free);
}
