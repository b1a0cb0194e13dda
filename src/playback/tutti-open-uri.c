/* tutti-open-uri.c: the desktop portal that opens addresses
 *
 * org.freedesktop.portal.OpenURI, spoken by hand: GIO's own way through it
 * knows neither the parent window nor whether a scheme is handled.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-open-uri.h"

#include "tutti-error.h"
#include "tutti-fiber.h"

#include <string.h>

#define PORTAL_NAME "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_IFACE "org.freedesktop.portal.OpenURI"

/* A portal that does not answer a plain question by then is none. */
#define PATIENCE_MS 3000

#define SCHEME_SUPPORTED_VERSION 5

enum
{
  RESPONSE_DONE = 0,
  RESPONSE_DISMISSED = 1,
};

/* One address being opened. */
typedef struct
{
  char *uri;
  char *parent;
  char *token; /* (nullable) */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_pointer (&opening->uri, g_free);
  g_clear_pointer (&opening->parent, g_free);
  g_clear_pointer (&opening->token, g_free);
  g_free (opening);
}

/* The answer to a request, which comes as a signal. */
typedef struct
{
  GDBusConnection *connection;
  DexPromise      *promise;
  guint            response_id;
  guint            owner_id;
} Waiting;

static void
waiting_clear (Waiting *waiting)
{
  if (waiting->response_id != 0)
    g_dbus_connection_signal_unsubscribe (waiting->connection, waiting->response_id);
  if (waiting->owner_id != 0)
    g_dbus_connection_signal_unsubscribe (waiting->connection, waiting->owner_id);
  waiting->response_id = 0;
  waiting->owner_id = 0;
  dex_clear (&waiting->promise);
  g_clear_object (&waiting->connection);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Waiting, waiting_clear)

gboolean
tutti_open_uri_is_needed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

static void
response_cb (GDBusConnection *connection,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *signal,
             GVariant        *parameters,
             gpointer         data)
{
  DexPromise *promise = data;
  guint32     response;

  if (!dex_future_is_pending (DEX_FUTURE (promise)))
    return;
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    {
      dex_promise_reject (promise, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_NO_PROGRAM, "The portal answered something odd"));
      return;
    }

  g_variant_get (parameters, "(ua{sv})", &response, NULL);
  if (response == RESPONSE_DONE)
    dex_promise_resolve_boolean (promise, TRUE);
  else if (response == RESPONSE_DISMISSED)
    dex_promise_reject (promise, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "The person closed the chooser"));
  else
    dex_promise_reject (promise, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_NO_PROGRAM, "The portal could not open it"));
}

/* A portal that ends will not answer any more. */
static void
owner_cb (GDBusConnection *connection,
          const char      *sender,
          const char      *path,
          const char      *interface,
          const char      *signal,
          GVariant        *parameters,
          gpointer         data)
{
  DexPromise *promise = data;
  const char *owner = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sss)")))
    return;
  g_variant_get (parameters, "(&s&s&s)", NULL, NULL, &owner);
  if (owner[0] == '\0' && dex_future_is_pending (DEX_FUTURE (promise)))
    dex_promise_reject (promise, g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_NO_PROGRAM, "The portal went away"));
}

static void
subscribe (Waiting         *waiting,
           GDBusConnection *connection,
           const char      *path)
{
  waiting->connection = g_object_ref (connection);
  waiting->promise = dex_promise_new ();
  waiting->response_id = g_dbus_connection_signal_subscribe (connection, PORTAL_NAME, "org.freedesktop.portal.Request", "Response",
                                                             path, NULL, G_DBUS_SIGNAL_FLAGS_NONE,
                                                             response_cb, dex_ref (waiting->promise), dex_unref);
  waiting->owner_id = g_dbus_connection_signal_subscribe (connection, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
                                                          "/org/freedesktop/DBus", PORTAL_NAME, G_DBUS_SIGNAL_FLAGS_NONE,
                                                          owner_cb, dex_ref (waiting->promise), dex_unref);
}

static GDBusConnection *
get_bus (DexFuture *given_up,
         GError   **error)
{
  return dex_await_object (tutti_fiber_until (dex_bus_get (G_BUS_TYPE_SESSION), given_up), error);
}

static GVariant *
call (GDBusConnection    *connection,
      const char         *interface,
      const char         *method,
      GVariant           *arguments,
      const GVariantType *type,
      DexFuture          *given_up,
      GError            **error)
{
  DexFuture *reply = dex_dbus_connection_call (connection, PORTAL_NAME, PORTAL_PATH, interface, method, arguments, type,
                                               G_DBUS_CALL_FLAGS_NONE, PATIENCE_MS);

  return dex_await_variant (tutti_fiber_until (reply, given_up), error);
}

static guint
get_version (GDBusConnection *connection,
             DexFuture       *given_up,
             GError         **error)
{
  g_autoptr (GVariant) reply = call (connection, "org.freedesktop.DBus.Properties", "Get",
                                     g_variant_new ("(ss)", PORTAL_IFACE, "version"), G_VARIANT_TYPE ("(v)"), given_up, error);
  g_autoptr (GVariant) version = NULL;

  if (reply == NULL)
    return 0;
  g_variant_get (reply, "(v)", &version);

  return g_variant_is_of_type (version, G_VARIANT_TYPE_UINT32) ? g_variant_get_uint32 (version) : 0;
}

static DexFuture *
ask (DexFuture *given_up,
     gpointer   data)
{
  const char                 *scheme = data;
  g_autoptr (GError)          error = NULL;
  g_autoptr (GDBusConnection) connection = get_bus (given_up, &error);
  g_autoptr (GVariant)        reply = NULL;
  g_autoptr (GVariantBuilder) options = g_variant_builder_new (G_VARIANT_TYPE_VARDICT);
  gboolean                    is_supported = FALSE;

  if (connection != NULL && get_version (connection, given_up, &error) >= SCHEME_SUPPORTED_VERSION)
    reply = call (connection, PORTAL_IFACE, "SchemeSupported",
                  g_variant_new ("(sa{sv})", scheme, options), G_VARIANT_TYPE ("(b)"), given_up, &error);
  if (reply == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "The portal does not know: %s", error != NULL ? error->message : "too old");

  g_variant_get (reply, "(b)", &is_supported);

  return dex_future_new_for_boolean (is_supported);
}

DexFuture *
tutti_open_uri_is_supported (const char *scheme)
{
  g_return_val_if_fail (scheme != NULL, NULL);

  return tutti_fiber_spawn (ask, g_strdup (scheme), g_free);
}

/* Where the portal will put the request of this connection. */
static char *
dup_request_path (GDBusConnection *connection,
                  const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (connection) + 1);

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", g_strdelimit (sender, ".", '_'), token);
}

static GVariant *
new_arguments (const Opening *opening,
               const char    *handle_token)
{
  GVariantBuilder options = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (handle_token));
  if (opening->token != NULL)
    g_variant_builder_add (&options, "{sv}", "activation_token", g_variant_new_string (opening->token));

  return g_variant_new ("(ssa{sv})", opening->parent, opening->uri, &options);
}

static DexFuture *
open_it (DexFuture *given_up,
         gpointer   data)
{
  static guint                n_requests;
  Opening                    *opening = data;
  g_autoptr (GError)          error = NULL;
  g_autoptr (GDBusConnection) connection = get_bus (given_up, &error);
  g_autofree char            *handle_token = g_strdup_printf ("tutti%u", ++n_requests);
  g_autofree char            *path = NULL;
  g_autoptr (GVariant)        reply = NULL;
  g_auto (Waiting)            waiting = { NULL };
  const char                 *real_path;

  if (connection == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NO_PROGRAM, "No session bus: %s", error->message);

  /* Before the call: the answer may be faster than the reply. */
  path = dup_request_path (connection, handle_token);
  subscribe (&waiting, connection, path);

  reply = call (connection, PORTAL_IFACE, "OpenURI", new_arguments (opening, handle_token), G_VARIANT_TYPE ("(o)"), given_up, &error);
  if (reply == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NO_PROGRAM, "The portal refused: %s", error->message);

  /* Portals of before 0.9 chose the path themselves. */
  g_variant_get (reply, "(&o)", &real_path);
  if (strcmp (real_path, path) != 0)
    {
      waiting_clear (&waiting);
      subscribe (&waiting, connection, real_path);
    }

  if (!dex_await (tutti_fiber_until (dex_ref (DEX_FUTURE (waiting.promise)), given_up), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
tutti_open_uri (const char *uri,
                const char *parent,
                const char *token)
{
  Opening *opening;

  g_return_val_if_fail (uri != NULL, NULL);

  opening = g_new0 (Opening, 1);
  opening->uri = g_strdup (uri);
  opening->parent = g_strdup (parent != NULL ? parent : "");
  opening->token = g_strdup (token);

  return tutti_fiber_spawn (open_it, opening, opening_free);
}
