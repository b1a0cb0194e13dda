/* tutti-address.c: which addresses Tutti asks, opens and believes
 *
 * Whatever a service, a data file or the person's clipboard gave goes through
 * here before anything is sent to it or opened.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-address.h"

#include <string.h>

#define MAX_LENGTH 8192

static gboolean
is_loopback (const char *host)
{
  return strcmp (host, "127.0.0.1") == 0 || strcmp (host, "::1") == 0;
}

/* What may stand between "//" and the path: no user name, no percent signs,
 * nothing that looks like another letter. */
static gboolean
has_plain_authority (const char *address)
{
  const char *start = strstr (address, "://");
  gsize       length;

  if (start == NULL)
    return FALSE;
  start += 3;
  length = strcspn (start, "/?");
  if (length == 0 || length > 255)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (start[i]) && strchr (".-:[]", start[i]) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
has_plain_letters (const char *address)
{
  gsize length = strnlen (address, MAX_LENGTH + 1);

  if (length > MAX_LENGTH)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (address[i]) || strchr ("\\\"<>^`{|}#", address[i]) != NULL)
      return FALSE;

  return TRUE;
}

/* The parts of a safe address, else NULL. */
static GUri *
parse (const char *address)
{
  g_autoptr (GUri) uri = NULL;
  const char      *scheme;
  const char      *host;

  if (address == NULL || !has_plain_letters (address) || !has_plain_authority (address))
    return NULL;

  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    return NULL;

  scheme = g_uri_get_scheme (uri);
  host = g_uri_get_host (uri);
  if (host == NULL || host[0] == '\0' || g_uri_get_userinfo (uri) != NULL || g_uri_get_port (uri) == 0)
    return NULL;
  if (strcmp (scheme, "https") != 0 && !(strcmp (scheme, "http") == 0 && is_loopback (host)))
    return NULL;

  return g_steal_pointer (&uri);
}

gboolean
tutti_address_is_safe (const char *address)
{
  g_autoptr (GUri) uri = parse (address);

  return uri != NULL;
}

char *
tutti_address_dup_host (const char *address)
{
  g_autoptr (GUri) uri = parse (address);
  g_autofree char *host = NULL;
  gboolean         is_ipv6;
  int              port;
  int              usual;

  if (uri == NULL)
    return NULL;

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  is_ipv6 = strchr (host, ':') != NULL;
  port = g_uri_get_port (uri);
  usual = strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
  if (port == -1 || port == usual)
    return g_strdup_printf (is_ipv6 ? "[%s]" : "%s", host);
  return g_strdup_printf (is_ipv6 ? "[%s]:%d" : "%s:%d", host, port);
}

/* TRUE if `host`, without a port, is one of `hosts`. */
static gboolean
has_host (const char * const *hosts,
          const char         *host)
{
  gsize length = strlen (host);

  for (guint i = 0; hosts != NULL && hosts[i] != NULL; i++)
    {
      const char *tail = hosts[i] + 1; /* ".mzstatic.com" of "*.mzstatic.com" */

      if (g_ascii_strcasecmp (hosts[i], host) == 0)
        return TRUE;
      if (hosts[i][0] == '*' && tail[0] == '.' && length > strlen (tail) &&
          g_ascii_strcasecmp (host + length - strlen (tail), tail) == 0)
        return TRUE;
    }

  return FALSE;
}

gboolean
tutti_address_is_on (const char         *address,
                     const char * const *hosts)
{
  g_autoptr (GUri) uri = parse (address);
  const char      *host;
  int              port;

  if (uri == NULL)
    return FALSE;
  host = g_uri_get_host (uri);
  port = g_uri_get_port (uri);
  if (port != -1 && port != 443 && !is_loopback (host))
    return FALSE;

  return has_host (hosts, host);
}
