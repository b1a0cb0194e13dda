/* tutti-similarity.c: how alike two folded texts are
 *
 * Two measures that see different mistakes. Letters: the least number of
 * letters to insert, delete or replace (Myers' bit-parallel algorithm in
 * Hyyrö's form for blocks of 64), which sees typing errors and spaces.
 * Words: the weight of the words they share, which sees words left out,
 * added or moved. Both take the stack only, and bounded time.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-similarity.h"
#include "tutti-scratch.h"

#include <string.h>

#define MAX_BLOCKS (TUTTI_SIMILARITY_MAX_LETTERS / 64)
#define MAX_WORDS 48

/* Slots for the letters of a pattern; more than there can be, so that
 * probing ends. */
#define N_SLOTS 512

/* The letters of a text without its spaces. */
static guint
read_letters (const char *text,
              gsize       length,
              gunichar    letters[TUTTI_SIMILARITY_MAX_LETTERS])
{
  guint n = 0;

  for (const char *p = text; p < text + length && n < TUTTI_SIMILARITY_MAX_LETTERS;)
    if ((guchar) *p < 0x80)
      {
        if (*p != ' ')
          letters[n++] = (guchar) *p;
        p++;
      }
    else
      {
        letters[n++] = g_utf8_get_char (p);
        p = g_utf8_next_char (p);
      }

  return n;
}

/* The same where all of them are ASCII; FALSE where not. */
static gboolean
read_ascii (const char *text,
            gsize       length,
            guint8      letters[TUTTI_SIMILARITY_MAX_LETTERS],
            guint      *n_letters)
{
  guint n = 0;

  for (gsize i = 0; i < length && n < TUTTI_SIMILARITY_MAX_LETTERS; i++)
    {
      if ((guchar) text[i] >= 0x80)
        return FALSE;
      letters[n] = (guint8) text[i];
      n += text[i] != ' ';
    }
  *n_letters = n;

  return TRUE;
}

/* Where in @keys a letter is, or would be. */
static inline guint
find_slot (const gunichar keys[N_SLOTS],
           gunichar       letter)
{
  guint at = (letter * 2654435761u) >> 23;

  while (keys[at] != 0 && keys[at] != letter)
    at = (at + 1) % N_SLOTS;

  return at;
}

/* What both begin and end with needs no measuring. */
#define SKIP_EQUAL_ENDS(a, n_a, b, n_b)                    \
  G_STMT_START                                             \
  {                                                        \
    while (n_a > 0 && n_b > 0 && *a == *b)                 \
      a++, b++, n_a--, n_b--;                              \
    while (n_a > 0 && n_b > 0 && a[n_a - 1] == b[n_b - 1]) \
      n_a--, n_b--;                                        \
  }                                                        \
  G_STMT_END

/* Edit distance of ASCII letters, up to 64 of them in @a; two neighbours that
 * changed places are one mistake (Hyyrö 2003), a star, as in f**k,
 * stands for any letter. */
static guint
measure_short (const guint8 *a,
               guint         n_a,
               const guint8 *b,
               guint         n_b)
{
  TUTTI_SCRATCH guint64 equal[128];
  guint64               plus = ~G_GUINT64_CONSTANT (0), minus = 0;
  guint64               last = G_GUINT64_CONSTANT (1) << (n_a - 1);
  guint64               stars = 0, diagonal = 0, match_before = 0;
  guint                 distance = n_a;

  for (guint i = 0; i < n_b; i++)
    equal[b[i]] = 0;
  for (guint i = 0; i < n_a; i++)
    equal[a[i]] = 0;
  for (guint i = 0; i < n_a; i++)
    equal[a[i]] |= G_GUINT64_CONSTANT (1) << i;
  for (guint i = 0; i < n_a; i++)
    if (a[i] == '*')
      stars |= G_GUINT64_CONSTANT (1) << i;

  for (guint i = 0; i < n_b; i++)
    {
      guint64 match = b[i] == '*' ? ~G_GUINT64_CONSTANT (0) : equal[b[i]] | stars;
      guint64 swap = ((~diagonal & match) << 1) & match_before;
      guint64 rise, fall;

      diagonal = (((match & plus) + plus) ^ plus) | match | minus | swap;
      rise = minus | ~(diagonal | plus);
      fall = plus & diagonal;
      match_before = match;
      distance += (rise & last) != 0;
      distance -= (fall & last) != 0;
      rise = rise << 1 | 1;
      fall <<= 1;
      plus = fall | ~(diagonal | rise);
      minus = rise & diagonal;
    }

  return distance;
}

static guint
measure_long (const gunichar *a,
              guint           n_a,
              const gunichar *b,
              guint           n_b)
{
  gunichar              keys[N_SLOTS] = { 0 };
  TUTTI_SCRATCH guint64 equal[N_SLOTS][MAX_BLOCKS];
  guint64               plus[MAX_BLOCKS], minus[MAX_BLOCKS] = { 0 };
  guint                 n_blocks = (n_a + 63) / 64;
  guint64               last = G_GUINT64_CONSTANT (1) << ((n_a - 1) % 64);
  guint                 distance = n_a;

  memset (plus, 0xff, sizeof plus);
  for (guint i = 0; i < n_a; i++)
    {
      guint slot = find_slot (keys, a[i]);

      if (keys[slot] == 0)
        {
          keys[slot] = a[i];
          memset (equal[slot], 0, sizeof equal[slot]);
        }
      equal[slot][i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
    }

  for (guint i = 0; i < n_b; i++)
    {
      guint slot = find_slot (keys, b[i]);
      int   carry = 1;

      for (guint k = 0; k < n_blocks; k++)
        {
          guint64 match = keys[slot] != 0 ? equal[slot][k] : 0;
          guint64 top = k + 1 == n_blocks ? last : G_GUINT64_CONSTANT (1) << 63;
          guint64 vertical = match | minus[k];
          guint64 diagonal, rise, fall;
          int     out = 0;

          if (carry < 0)
            match |= 1;
          diagonal = (((match & plus[k]) + plus[k]) ^ plus[k]) | match;
          rise = minus[k] | ~(diagonal | plus[k]);
          fall = plus[k] & diagonal;
          if (rise & top)
            out = 1;
          else if (fall & top)
            out = -1;
          rise <<= 1;
          fall <<= 1;
          if (carry > 0)
            rise |= 1;
          else if (carry < 0)
            fall |= 1;
          plus[k] = fall | ~(vertical | rise);
          minus[k] = rise & vertical;
          carry = out;
        }
      distance = (guint) ((int) distance + carry);
    }

  return distance;
}

/* The same of long texts, or of any letters. */
static double
compare_long (const char *a,
              gsize       a_length,
              const char *b,
              gsize       b_length)
{
  TUTTI_SCRATCH gunichar letters_a[TUTTI_SIMILARITY_MAX_LETTERS], letters_b[TUTTI_SIMILARITY_MAX_LETTERS];
  const gunichar        *from_a = letters_a, *from_b = letters_b;
  guint                  n_a = read_letters (a, a_length, letters_a);
  guint                  n_b = read_letters (b, b_length, letters_b);
  guint                  most = MAX (n_a, n_b);

  if (n_a == 0 || n_b == 0 || n_a * 5 < n_b * 2 || n_b * 5 < n_a * 2)
    return 0;
  SKIP_EQUAL_ENDS (from_a, n_a, from_b, n_b);
  if (n_a == 0 || n_b == 0)
    return 1.0 - (double) MAX (n_a, n_b) / (double) most;

  return 1.0 - (double) measure_long (from_a, n_a, from_b, n_b) / (double) most;
}

/**
 * tutti_similarity_letters:
 * @a: folded text, need not be terminated
 * @a_length: its bytes
 * @b: another
 * @b_length: its bytes
 *
 * Spaces do not count. Any thread.
 *
 * Returns: from 0 to 1: the share of letters that need not be changed to make
 *   one of the other; 0 where one is empty
 */
double
tutti_similarity_letters (const char *a,
                          gsize       a_length,
                          const char *b,
                          gsize       b_length)
{
  TUTTI_SCRATCH guint8 short_a[TUTTI_SIMILARITY_MAX_LETTERS], short_b[TUTTI_SIMILARITY_MAX_LETTERS];
  const guint8        *from_a = short_a, *from_b = short_b;
  guint                n_a, n_b, most, distance;

  /* too unlike in length to be alike: not worth the work */
  if (a_length * 5 < b_length || b_length * 5 < a_length)
    return 0;
  if (!read_ascii (a, a_length, short_a, &n_a) || !read_ascii (b, b_length, short_b, &n_b) || MIN (n_a, n_b) > 64)
    return compare_long (a, a_length, b, b_length);
  if (n_a == 0 || n_b == 0 || n_a * 5 < n_b * 2 || n_b * 5 < n_a * 2)
    return 0;

  most = MAX (n_a, n_b);
  SKIP_EQUAL_ENDS (from_a, n_a, from_b, n_b);
  if (n_a == 0 || n_b == 0)
    distance = MAX (n_a, n_b);
  else
    distance = n_a <= 64 ? measure_short (from_a, n_a, from_b, n_b) : measure_short (from_b, n_b, from_a, n_a);

  return 1.0 - (double) distance / (double) most;
}

typedef struct
{
  const char *text;
  guint32     end; /* its last four bytes, as a number */
  guint32     length;
  double      weight;
} Word;

/* Long words say more; little words hardly anything. */
static guint
read_words (const char *text,
            gsize       length,
            Word        words[MAX_WORDS],
            double     *sum)
{
  static const double weights[] = { 0, 1, 1, 1.7, 3, 3.5, 4, 4.5, 5, 5.5 };
  guint               n = 0;
  gsize               start = 0;

  *sum = 0;
  while (start < length && n < MAX_WORDS)
    {
      gsize   end = start;
      guint32 end_bytes = 0;

      for (; end < length && text[end] != ' '; end++)
        end_bytes = end_bytes << 8 | (guchar) text[end];
      words[n] = (Word) { text + start, end_bytes, (guint32) (end - start), weights[MIN (end - start, G_N_ELEMENTS (weights) - 1)] };
      *sum += words[n++].weight;
      start = end + 1;
    }

  return n;
}

/**
 * tutti_similarity_words:
 * @a: folded words, need not be terminated
 * @a_length: their bytes
 * @b: others
 * @b_length: their bytes
 * @containment: (out) (optional): the same, measured on the side that has
 *   less to say: 1 where all its words are in the other
 *
 * Any thread.
 *
 * Returns: from 0 to 1: the weight of the words in both, in whatever order,
 *   as a share of the weight of all
 */
double
tutti_similarity_words (const char *a,
                        gsize       a_length,
                        const char *b,
                        gsize       b_length,
                        double     *containment)
{
  TUTTI_SCRATCH Word words_a[MAX_WORDS], words_b[MAX_WORDS];
  double             sum_a, sum_b, shared = 0;
  guint              n_a = read_words (a, a_length, words_a, &sum_a);
  guint              n_b = read_words (b, b_length, words_b, &sum_b);
  guint64            taken = 0;

  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++)
      if ((taken & (G_GUINT64_CONSTANT (1) << j)) == 0 && words_a[i].end == words_b[j].end && words_a[i].length == words_b[j].length &&
          (words_a[i].length <= 4 || memcmp (words_a[i].text, words_b[j].text, words_a[i].length) == 0))
        {
          taken |= G_GUINT64_CONSTANT (1) << j;
          shared += words_a[i].weight;
          break;
        }

  if (containment != NULL)
    *containment = n_a > 0 && n_b > 0 ? shared / MIN (sum_a, sum_b) : 0;

  return n_a > 0 && n_b > 0 ? shared / (sum_a + sum_b - shared) : 0;
}

/**
 * tutti_similarity_same_digits:
 * @a: text, need not be terminated
 * @a_length: its bytes
 * @b: another
 * @b_length: its bytes
 *
 * Returns: whether both have the same digits in the same order, or none
 */
gboolean
tutti_similarity_same_digits (const char *a,
                              gsize       a_length,
                              const char *b,
                              gsize       b_length)
{
  gsize i = 0, j = 0;

  for (;;)
    {
      while (i < a_length && !g_ascii_isdigit (a[i]))
        i++;
      while (j < b_length && !g_ascii_isdigit (b[j]))
        j++;
      if (i == a_length || j == b_length)
        return i == a_length && j == b_length;
      if (a[i++] != b[j++])
        return FALSE;
    }
}
