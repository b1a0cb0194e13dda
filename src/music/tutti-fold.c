/* tutti-fold.c: text as it is compared and searched
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fold.h"

/**
 * tutti_fold:
 * @text: (nullable): any text
 *
 * What two ways of writing one name have in common: lower case, without
 * accents and punctuation, letters of every script kept, words separated by
 * one space. Text that consists of nothing else ("!!!") stays as it is.
 * Any thread.
 *
 * Returns: (transfer full): folded text, empty only for empty text
 */
char *
tutti_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *apart = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autofree char *small = g_utf8_casefold (apart, -1);
  g_autoptr (GString) folded = g_string_new (NULL);

  for (const char *p = small; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (letter == '\'' || letter == 0x2019 || g_unichar_ismark (letter))
        continue;
      if (g_unichar_isalnum (letter))
        g_string_append_unichar (folded, letter);
      else if (folded->len > 0 && folded->str[folded->len - 1] != ' ')
        g_string_append_c (folded, ' ');
    }
  g_strchomp (folded->str);

  return folded->str[0] != '\0' ? g_strdup (folded->str) : g_strdup (g_strstrip (valid));
}

/**
 * tutti_fold_words:
 * @text: (nullable): any text
 *
 * The words a full-text index keeps of @text: folded, separated by single
 * spaces. Meant for an FTS5 table whose tokenizer splits on spaces only:
 * `unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'`. Any thread.
 *
 * Returns: (transfer full): the words
 */
char *
tutti_fold_words (const char *text)
{
  return tutti_fold (text);
}

/**
 * tutti_fold_query:
 * @typed: (nullable): what a person typed
 * @last_is_prefix: (out) (optional): whether the last word may go on
 *
 * The words to look for in an index of tutti_fold_words(). Any thread.
 *
 * Returns: (transfer full): words separated by single spaces, maybe none
 */
char *
tutti_fold_query (const char *typed,
                  gboolean   *last_is_prefix)
{
  if (last_is_prefix != NULL)
    *last_is_prefix = typed != NULL && *typed != '\0' && !g_str_has_suffix (typed, " ");

  return tutti_fold_words (typed);
}

/**
 * tutti_fold_match:
 * @typed: (nullable): what a person typed
 *
 * The same as an expression for FTS5's MATCH: every word quoted, so that
 * nothing in it has a meaning of its own, the last one a prefix. Any thread.
 *
 * Returns: (transfer full) (nullable): the expression, %NULL where there is
 *   no word to look for
 */
char *
tutti_fold_match (const char *typed)
{
  gboolean last_is_prefix;
  g_autofree char *query = tutti_fold_query (typed, &last_is_prefix);
  g_autoptr (GString) match = NULL;

  if (query[0] == '\0')
    return NULL;

  match = g_string_new ("\"");
  for (const char *p = query; *p != '\0'; p++)
    if (*p == '"')
      g_string_append (match, "\"\"");
    else if (*p == ' ')
      g_string_append (match, "\" \"");
    else
      g_string_append_c (match, *p);
  g_string_append (match, last_is_prefix ? "\"*" : "\"");

  return g_string_free_and_steal (g_steal_pointer (&match));
}
