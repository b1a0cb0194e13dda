/* tutti-retry.c: when to ask again: pure functions
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-retry.h"

#include <libsoup/soup.h>
#include <string.h>

#define MONTH_MS (G_GINT64_CONSTANT (31) * 24 * 60 * 60 * 1000)

gint64
tutti_retry_parse_after (const char *value,
                         gint64      now_ms)
{
  g_autofree char      *text = g_strstrip (g_strdup (value != NULL ? value : ""));
  g_autoptr (GDateTime) date = NULL;
  gint64                at;

  if (*text == '\0')
    return 0;

  if (strspn (text, "0123456789") == strlen (text))
    {
      /* More digits than any wait has: as long as can be. */
      at = strlen (text) > 9 ? MONTH_MS : g_ascii_strtoll (text, NULL, 10) * 1000;
      at += now_ms;
    }
  else
    {
      date = soup_date_time_new_from_http_string (text);
      if (date == NULL)
        return 0;
      at = g_date_time_to_unix (date) * 1000;
    }

  return CLAMP (at, now_ms, now_ms + MONTH_MS);
}

gint64
tutti_retry_get_rest (gint64 not_before_ms,
                      gint64 now_ms)
{
  gint64 rest_ms = not_before_ms - now_ms;

  return rest_ms > MONTH_MS ? 0 : MAX (rest_ms, 0);
}

guint
tutti_retry_get_delay (guint  tries,
                       guint  base_ms,
                       double random)
{
  guint most = base_ms;

  for (guint i = 1; i < tries && most > 0 && most < TUTTI_RETRY_MAX_MS; i++)
    most *= 2;
  most = MIN (most, TUTTI_RETRY_MAX_MS);

  return (guint) (random * (double) most);
}

gboolean
tutti_retry_may (TuttiRetryEnd end,
                 guint         status,
                 gboolean      is_safe)
{
  switch (end)
    {
    case TUTTI_RETRY_NOT_SENT:
      return TRUE;
    case TUTTI_RETRY_CUT:
      return is_safe;
    case TUTTI_RETRY_ANSWERED:
      if (status == TUTTI_HTTP_TOO_MANY || status == SOUP_STATUS_SERVICE_UNAVAILABLE)
        return TRUE;
      return is_safe && (status == SOUP_STATUS_INTERNAL_SERVER_ERROR || status == SOUP_STATUS_BAD_GATEWAY || status == SOUP_STATUS_GATEWAY_TIMEOUT);
    }

  g_return_val_if_reached (FALSE);
}

gboolean
tutti_retry_is_idempotent (const char *method)
{
  static const char *const methods[] = { "GET", "HEAD", "OPTIONS", "PUT", "DELETE", NULL };

  return g_strv_contains (methods, method);
}
