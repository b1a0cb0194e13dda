/* tutti-compare-titles.c: how alike two titles are
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-compare-private.h"
#include "tutti-similarity.h"

#include <string.h>

/* Likeness of two texts letter by letter, from 0 to 1. */
double
tutti_compare_letters (const TuttiIdentity *a,
                       TuttiText            in_a,
                       const TuttiIdentity *b,
                       TuttiText            in_b)
{
  if (in_a.hash == in_b.hash)
    return in_a.hash != 0 ? 1 : 0;

  return tutti_similarity_letters (tutti_text_of (a, in_a), in_a.length, tutti_text_of (b, in_b), in_b.length);
}

/* Whether the numbers in both are the same ones. */
gboolean
tutti_compare_has_same_digits (const TuttiIdentity *a,
                               TuttiText            in_a,
                               const TuttiIdentity *b,
                               TuttiText            in_b)
{
  return tutti_similarity_same_digits (tutti_text_of (a, in_a), in_a.length, tutti_text_of (b, in_b), in_b.length);
}

/* Whether two texts are alike but for small mistakes, or one is within the
 * other. */
gboolean
tutti_compare_is_alike (const TuttiIdentity *a,
                        TuttiText            in_a,
                        const TuttiIdentity *b,
                        TuttiText            in_b)
{
  double contained;

  if (in_a.length == 0 || in_b.length == 0)
    return FALSE;
  if (tutti_compare_letters (a, in_a, b, in_b) >= 0.8)
    return tutti_compare_has_same_digits (a, in_a, b, in_b);
  tutti_similarity_words (tutti_text_of (a, in_a), in_a.length, tutti_text_of (b, in_b), in_b.length, &contained);

  return contained > 0.99;
}

/* "The Model" and "Model". */
static gboolean
differ_by_article (const TuttiIdentity *a,
                   TuttiText            in_a,
                   const TuttiIdentity *b,
                   TuttiText            in_b)
{
  static const char *const articles[] = { "the ", "a " };
  const char              *text_a = tutti_text_of (a, in_a);
  const char              *text_b = tutti_text_of (b, in_b);
  gsize                    skip_a = 0, skip_b = 0;

  for (guint i = 0; i < G_N_ELEMENTS (articles); i++)
    {
      gsize n = strlen (articles[i]);

      if (in_a.length > n && memcmp (text_a, articles[i], n) == 0)
        skip_a = n;
      if (in_b.length > n && memcmp (text_b, articles[i], n) == 0)
        skip_b = n;
    }

  return skip_a != skip_b && in_a.length - skip_a == in_b.length - skip_b &&
         memcmp (text_a + skip_a, text_b + skip_b, in_a.length - skip_a) == 0;
}

/* Whether the letters of @whole are those of @first and then of @second. */
static gboolean
is_sequence (const char *whole,
             gsize       whole_length,
             const char *first,
             gsize       first_length,
             const char *second,
             gsize       second_length)
{
  gsize at = 0;

  for (guint k = 0; k < 2; k++)
    {
      const char *part = k == 0 ? first : second;
      gsize       length = k == 0 ? first_length : second_length;

      for (gsize i = 0; i < length; i++)
        {
          if (part[i] == ' ')
            continue;
          while (at < whole_length && whole[at] == ' ')
            at++;
          if (at == whole_length || whole[at++] != part[i])
            return FALSE;
        }
    }
  while (at < whole_length && whole[at] == ' ')
    at++;

  return at == whole_length;
}

/* Whether one title is the other's artist and title, or title and album, with
 * no sign between. */
static gboolean
is_run_together (const TuttiIdentity *a,
                 const TuttiReading  *in_a,
                 const TuttiIdentity *b,
                 const TuttiReading  *in_b)
{
  const char *whole = tutti_text_of (a, in_a->full);
  const char *title = tutti_text_of (b, in_b->core);

  if (in_a->full.length <= in_b->core.length || in_b->core.length < 3)
    return FALSE;

  return (b->album.length > 0 &&
          is_sequence (whole, in_a->full.length, title, in_b->core.length, tutti_text_of (b, b->album), b->album.length)) ||
         (b->n_names > 0 &&
          is_sequence (whole, in_a->full.length, b->text + b->names[0].start, b->names[0].length, title, in_b->core.length));
}

/* Likeness of the titles. Says in @said_album whether what one title has more
 * is the other's album. */
double
tutti_compare_titles (const TuttiIdentity *a,
                      const TuttiReading  *in_a,
                      const TuttiIdentity *b,
                      const TuttiReading  *in_b,
                      gboolean            *said_album)
{
  double best, words, contained;

  *said_album = FALSE;
  if (in_a->core.hash == 0 || in_b->core.hash == 0)
    return -1;
  if (in_a->full.hash == in_b->full.hash)
    return 1;

  if (in_a->core.hash == in_b->core.hash)
    {
      if (in_a->sub.length == 0 || in_b->sub.length == 0)
        {
          *said_album = in_a->sub.length == 0 ? tutti_compare_is_alike (b, in_b->sub, a, a->album) : tutti_compare_is_alike (a, in_a->sub, b, b->album);
          return *said_album ? 1 : 0.955;
        }
      return tutti_compare_is_alike (a, in_a->sub, b, in_b->sub) ? 0.97 : 0.72;
    }
  if (in_a->german_hash != 0 && (in_a->german_hash == in_b->full.hash || in_a->german_hash == in_b->german_hash))
    return 0.99;
  if (in_b->german_hash != 0 && in_b->german_hash == in_a->full.hash)
    return 0.99;

  if (in_a->sub.hash != 0 && in_a->core.hash == in_b->sub.hash && in_a->sub.hash == in_b->core.hash)
    return 0.98; /* a name in two scripts, the other one first */

  if (is_run_together (a, in_a, b, in_b) || is_run_together (b, in_b, a, in_a))
    return 0.97;

  best = tutti_compare_letters (a, in_a->full, b, in_b->full);
  if (differ_by_article (a, in_a->full, b, in_b->full))
    best = MAX (best, 0.87);
  if (in_a->sub.length > 0 || in_b->sub.length > 0)
    {
      double core = tutti_compare_letters (a, in_a->core, b, in_b->core);

      if (in_a->sub.length > 0 && in_b->sub.length > 0)
        best = MAX (best, tutti_compare_is_alike (a, in_a->sub, b, in_b->sub) ? core : core - 0.25);
      else
        {
          *said_album = in_a->sub.length == 0 ? tutti_compare_is_alike (b, in_b->sub, a, a->album) : tutti_compare_is_alike (a, in_a->sub, b, b->album);
          best = MAX (best, *said_album ? core : core - 0.03);
          best = MAX (best, tutti_compare_letters (a, in_a->full, b, in_b->core) - 0.03);
          best = MAX (best, tutti_compare_letters (a, in_a->core, b, in_b->full) - 0.03);
        }
    }
  if (best >= 0.97)
    return best;
  words = tutti_similarity_words (tutti_text_of (a, in_a->full), in_a->full.length, tutti_text_of (b, in_b->full), in_b->full.length, &contained);
  best = MAX (best, words * 0.97);
  if (contained > 0.99)
    best = MAX (best, 0.785);

  return best;
}
