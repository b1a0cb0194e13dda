/* tutti-uuid.c: names that last and sort by time
 *
 * UUIDs of version 7 (RFC 9562): 48 bits of Unix milliseconds, then random
 * bits from the kernel. New ones sort behind older ones, so that an index over
 * them grows at its end.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-uuid.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/**
 * tutti_uuid_generate:
 * @unix_ms: the time, Unix milliseconds
 * @uuid: (out caller-allocates): where the 16 bytes go
 *
 * Any thread.
 */
void
tutti_uuid_generate (gint64 unix_ms,
                     guint8 uuid[TUTTI_UUID_SIZE])
{
  guint64 time = (guint64) MAX (unix_ms, 0);

  /* getentropy() fails only for more than 256 bytes, or on a kernel without it */
  if (getentropy (uuid, TUTTI_UUID_SIZE) != 0)
    g_error ("The system gives no random bytes: %s", g_strerror (errno));

  for (int i = 5; i >= 0; i--, time >>= 8)
    uuid[i] = (guint8) (time & 0xff);
  uuid[6] = (guint8) (0x70 | (uuid[6] & 0x0f));
  uuid[8] = (guint8) (0x80 | (uuid[8] & 0x3f));
}

/**
 * tutti_uuid_to_string:
 * @uuid: 16 bytes
 *
 * Returns: (transfer full): 36 letters, lower case, with hyphens
 */
char *
tutti_uuid_to_string (const guint8 uuid[TUTTI_UUID_SIZE])
{
  const char digits[] = "0123456789abcdef";
  char       text[37];
  char      *out = text;

  for (int i = 0; i < TUTTI_UUID_SIZE; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *out++ = '-';
      *out++ = digits[uuid[i] >> 4];
      *out++ = digits[uuid[i] & 0xf];
    }
  *out = '\0';

  return g_strdup (text);
}

/**
 * tutti_uuid_from_string:
 * @text: (nullable): what may be a UUID, in the notation with hyphens and in
 *   any case
 * @uuid: (out caller-allocates): where the 16 bytes go; untouched on failure
 *
 * Returns: whether it is one, of any version
 */
gboolean
tutti_uuid_from_string (const char *text,
                        guint8      uuid[TUTTI_UUID_SIZE])
{
  guint8 bytes[TUTTI_UUID_SIZE];

  if (text == NULL || strnlen (text, 37) != 36)
    return FALSE;

  for (int i = 0; i < TUTTI_UUID_SIZE; i++)
    {
      int high, low;

      if ((i == 4 || i == 6 || i == 8 || i == 10) && *text++ != '-')
        return FALSE;
      high = g_ascii_xdigit_value (*text++);
      low = high < 0 ? -1 : g_ascii_xdigit_value (*text++);
      if (low < 0)
        return FALSE;
      bytes[i] = (guint8) (high << 4 | low);
    }

  memcpy (uuid, bytes, TUTTI_UUID_SIZE);

  return TRUE;
}
