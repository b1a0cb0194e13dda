/* tutti-loopback-port.c: the port that a sign-in listens on
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-loopback-core.h"

#include "tutti-error.h"

#define MAX_PORTS 16 /* tried, where one must be free in both families */

static gboolean
add_address (GSocketService *service,
             GSocketFamily   family,
             guint16         port,
             guint16        *effective,
             GError        **error)
{
  g_autoptr (GInetAddress)   loopback = g_inet_address_new_loopback (family);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, port);
  g_autoptr (GSocketAddress) got = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &got, error))
    return FALSE;

  *effective = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (got));

  return TRUE;
}

/* Listens on the port, or any where it is 0. */
static GSocketService *
listen_on (guint16   port,
           guint16  *effective,
           GError  **error)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GError)         reason = NULL;

  if (!add_address (service, G_SOCKET_FAMILY_IPV4, port, effective, &reason))
    {
      g_propagate_error (error, tutti_error_new_with_number (TUTTI_ERROR_PORT_TAKEN, port, "Can’t listen on port %u: %s", port, reason->message));
      return NULL;
    }

  return g_steal_pointer (&service);
}

/* "localhost" is either family, as the browser likes: nobody else may have the
 * port on the other. A system without IPv6 has nobody there. */
static GSocketService *
listen_on_both (guint16  port,
                guint16 *effective,
                GError **error)
{
  for (guint tries = 0;; tries++)
    {
      g_autoptr (GSocketService) service = listen_on (port, effective, error);
      g_autoptr (GError)         reason = NULL;

      if (service == NULL)
        return NULL;
      if (add_address (service, G_SOCKET_FAMILY_IPV6, *effective, effective, &reason) ||
          !g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        return g_steal_pointer (&service);

      g_socket_service_stop (service);
      g_socket_listener_close (G_SOCKET_LISTENER (service));
      if (port != 0 || tries >= MAX_PORTS)
        {
          g_propagate_error (error, tutti_error_new_with_number (TUTTI_ERROR_PORT_TAKEN, *effective, "Another program is on port %u of ::1", *effective));
          return NULL;
        }
    }
}

GSocketService *
tutti_loopback_listen (guint16  port,
                       gboolean on_both,
                       guint16 *effective,
                       GError **error)
{
  return on_both ? listen_on_both (port, effective, error) : listen_on (port, effective, error);
}
