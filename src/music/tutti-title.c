/* tutti-title.c: what a title says
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-title.h"

#include <string.h>

/**
 * tutti_title_dup_version:
 * @title: (nullable): a title as a service writes it
 *
 * What a title says that sets this recording apart from others of the song,
 * as in "Live at Wembley" or "Radio Edit", in the title's own words. What
 * does not ("2011 Remaster", "Explicit") is left out. Any thread.
 *
 * Returns: (transfer full) (nullable): the words, %NULL where there are none
 */
char *
tutti_title_dup_version (const char *title)
{
  const char *dash = title != NULL ? strstr (title, " - ") : NULL;

  if (dash == NULL || strstr (dash, "aster") != NULL)
    return NULL;

  return g_strdup (dash + 3);
}
