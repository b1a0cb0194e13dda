/* tutti-fold-words.c: the words of a full-text index, and of a search in it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-fold.h"
#include "tutti-fold-private.h"

#include <string.h>

/* The most words one query looks for. */
#define MAX_QUERY_WORDS 24

/* Letters of scripts that put no spaces between words. */
static gboolean
is_unspaced (gunichar letter)
{
  return (letter >= 0x3041 && letter <= 0x30ff) || (letter >= 0x3400 && letter <= 0x9fff) ||
         (letter >= 0x20000 && letter <= 0x3ffff) || (letter >= 0x1100 && letter <= 0x11ff) || letter == 0x3005;
}

/* The end of the written syllable at @p: a letter, or the parts of a Korean
 * one, which folding has taken apart. */
static const char *
next_syllable (const char *p)
{
  gunichar letter = g_utf8_get_char (p);

  p = g_utf8_next_char (p);
  if (letter >= 0x1100 && letter <= 0x11ff)
    while (*p != '\0' && (letter = g_utf8_get_char (p)) >= 0x1160 && letter <= 0x11ff)
      p = g_utf8_next_char (p);

  return p;
}

static void
append_word (GString    *words,
             const char *start,
             const char *limit)
{
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append_len (words, start, limit - start);
}

/* A run of such letters as pairs: ABC as AB and BC. The index also has the
 * last letter alone, so that each letter begins some word of it. */
static const char *
append_pairs (GString    *words,
              const char *run,
              gboolean    is_index)
{
  const char *first = run;
  const char *second = next_syllable (first);
  gboolean    is_alone = TRUE;

  while (*second != '\0' && is_unspaced (g_utf8_get_char (second)))
    {
      const char *third = next_syllable (second);

      append_word (words, first, third);
      is_alone = FALSE;
      first = second;
      second = third;
    }
  if (is_alone || is_index)
    append_word (words, first, second);

  return second;
}

static char *
split_words (const char *text,
             gboolean    is_index)
{
  g_autofree char *folded = tutti_fold (text);
  g_autoptr (GString) words = g_string_sized_new (strlen (folded) + 16);

  for (const char *p = folded; *p != '\0';)
    {
      const char *start = p;

      if (g_ascii_isspace (*p))
        p++;
      else if (is_unspaced (g_utf8_get_char (p)))
        p = append_pairs (words, p, is_index);
      else
        {
          while (*p != '\0' && !g_ascii_isspace (*p) && !is_unspaced (g_utf8_get_char (p)))
            p = g_utf8_next_char (p);
          append_word (words, start, p);
          if (!is_index)
            continue;
          /* "and" is found however it is written */
          if (p - start == 1 && *start == 'n')
            append_word (words, "and", &"and"[3]);
          else if (p - start == 3 && strncmp (start, "and", 3) == 0)
            append_word (words, "n", &"n"[1]);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&words));
}

/**
 * tutti_fold_words:
 * @text: (nullable): any text
 *
 * The words a full-text index keeps of @text: folded, separated by single
 * spaces; Chinese, Japanese and Korean as pairs of letters, so that a search
 * finds them anywhere; words with umlauts also as they are spelled without.
 * Meant for an FTS5 table whose tokenizer splits on spaces only:
 * `unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'`. Any thread.
 *
 * Returns: (transfer full): the words, none only for empty text
 */
char *
tutti_fold_words (const char *text)
{
  g_autofree char *words = split_words (text, TRUE);
  g_autofree char *valid = NULL;
  g_autofree char *german = NULL;
  TuttiFoldBuffer  buffer = { 0 };
  gsize            length;

  if (text == NULL || g_str_is_ascii (text))
    return g_steal_pointer (&words);

  valid = g_utf8_make_valid (text, (gssize) strnlen (text, TUTTI_FOLD_MAX_BYTES));
  length = strlen (valid);
  buffer.size = MIN (length * 8 + 16, TUTTI_FOLD_MAX_BYTES);
  buffer.text = german = g_malloc (buffer.size + 1);
  if (tutti_fold_append (&buffer, valid, length, TUTTI_FOLD_GERMAN) && buffer.length > 0)
    {
      g_autoptr (GString) both = g_string_new (words);

      german[buffer.length] = '\0';
      for (char *p = german, *space; p != NULL; p = space != NULL ? space + 1 : NULL)
        {
          g_autofree char *word = NULL;

          space = strchr (p, ' ');
          word = space != NULL ? g_strndup (p, (gsize) (space - p)) : g_strdup (p);
          if (!is_unspaced (g_utf8_get_char (word)) && strstr (words, word) == NULL)
            append_word (both, word, word + strlen (word));
        }
      return g_string_free_and_steal (g_steal_pointer (&both));
    }

  return g_steal_pointer (&words);
}

/**
 * tutti_fold_query:
 * @typed: (nullable): what a person typed
 * @last_is_prefix: (out) (optional): whether the last word may go on
 *
 * The words to look for in an index of tutti_fold_words(), at most a few
 * dozen. Any thread.
 *
 * Returns: (transfer full): words separated by single spaces, maybe none
 */
char *
tutti_fold_query (const char *typed,
                  gboolean   *last_is_prefix)
{
  g_autofree char *words = split_words (typed, FALSE);
  guint            n = 1;

  if (last_is_prefix != NULL)
    *last_is_prefix = words[0] != '\0' && !g_ascii_isspace (typed[strlen (typed) - 1]);

  for (char *p = words; *p != '\0'; p++)
    if (*p == ' ' && ++n > MAX_QUERY_WORDS)
      {
        *p = '\0';
        break;
      }

  return g_steal_pointer (&words);
}

/**
 * tutti_fold_match:
 * @typed: (nullable): what a person typed
 *
 * The same as an expression for FTS5's MATCH: every word quoted, so that
 * nothing in it has a meaning of its own, the last one a prefix, as is a
 * single letter of a script that is indexed in pairs. Any thread.
 *
 * Returns: (transfer full) (nullable): the expression, %NULL where there is
 *   no word to look for
 */
char *
tutti_fold_match (const char *typed)
{
  gboolean         last_is_prefix;
  g_autofree char *query = tutti_fold_query (typed, &last_is_prefix);
  g_autoptr (GString) match = g_string_new (NULL);

  for (const char *p = query; *p != '\0';)
    {
      const char *start = p;
      gboolean    is_single = is_unspaced (g_utf8_get_char (p)) && strchr (" ", *next_syllable (p)) != NULL;

      g_string_append (match, match->len > 0 ? " \"" : "\"");
      for (; *p != '\0' && *p != ' '; p++)
        {
          if (*p == '"')
            g_string_append_c (match, '"');
          g_string_append_c (match, *p);
        }
      g_string_append (match, is_single || (*p == '\0' && last_is_prefix && p > start) ? "\"*" : "\"");
      while (*p == ' ')
        p++;
    }

  return match->len > 0 ? g_string_free_and_steal (g_steal_pointer (&match)) : NULL;
}
