/* spelling.c: how services write one and the same name differently
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "spelling.h"

#include <string.h>

char *
spelling_straighten (const char *text)
{
  static const char *const pairs[] = { "’", "'", "‘", "'", "“", "\"", "”", "\"", "…", "...", "‐", "-", "–", "-", NULL };
  GString                 *straight = g_string_new (text);

  for (guint i = 0; pairs[i] != NULL; i += 2)
    g_string_replace (straight, pairs[i], pairs[i + 1], 0);
  return g_string_free_and_steal (straight);
}

static gboolean
is_version (const char *text)
{
  static const char *const words[] = { "live", "remix", "mix", "session", "version", "remaster", "edit", "demo", "acoustic", "instrumental", NULL };
  g_autofree char         *lower = g_utf8_strdown (text, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

char *
spelling_split (const char *title,
                char      **version)
{
  const char      *start = strrchr (title, '(');
  const char      *dash = g_strrstr (title, " - ");
  gsize            length = strlen (title);
  g_autofree char *found = NULL;
  char            *base;

  *version = NULL;
  if (start != NULL && start > title && title[length - 1] == ')')
    found = g_strndup (start + 1, length - (gsize) (start - title) - 2);
  else if (dash != NULL && dash > title)
    found = g_strdup ((start = dash) + 3);
  if (found == NULL || strchr (found, ')') != NULL || !is_version (found))
    return g_strdup (title);

  *version = g_steal_pointer (&found);
  base = g_strndup (title, (gsize) (start - title));
  return g_strchomp (base);
}

guint
spelling_count_leads (const Recording *recording)
{
  g_auto (GStrv) sides = g_strsplit (recording->credit, " feat. ", 2);
  g_auto (GStrv) leads = g_strsplit (sides[0], " / ", -1);

  return MIN (g_strv_length (leads), g_strv_length (recording->artists));
}

char *
spelling_join (GStrv artists,
               guint first,
               guint last)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i < last; i++)
    {
      if (i > first)
        g_string_append (text, i + 1 == last ? " & " : ", ");
      g_string_append (text, artists[i]);
    }
  return g_string_free_and_steal (text);
}

char *
spelling_shop_title (const Recording *recording)
{
  guint            leads = spelling_count_leads (recording);
  guint            all = g_strv_length (recording->artists);
  g_autofree char *straight = spelling_straighten (recording->title);
  g_autofree char *version = NULL;
  g_autofree char *base = spelling_split (straight, &version);
  g_autofree char *guests = NULL;

  if (leads >= all)
    return version != NULL ? g_strdup_printf ("%s (%s)", base, version) : g_steal_pointer (&straight);
  guests = spelling_join (recording->artists, leads, all);
  return version != NULL ? g_strdup_printf ("%s (feat. %s) [%s]", base, guests, version) : g_strdup_printf ("%s (feat. %s)", base, guests);
}
