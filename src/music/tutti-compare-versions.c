/* tutti-compare-versions.c: whether two tracks say they are the same version
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-compare-private.h"
#include "tutti-similarity.h"
#include "tutti-vocabulary.h"

#include <string.h>

static gboolean
has_name (const TuttiReading *reading,
          guint32             name)
{
  for (guint i = 0; i < reading->n_names; i++)
    if (tutti_reading_get_names (reading)[i] == name)
      return TRUE;

  return FALSE;
}

/* How many of the names of the one's version the other's has as well. */
static guint
count_shared_names (const TuttiReading *a,
                    const TuttiReading *b)
{
  guint n = 0;

  for (guint i = 0; i < a->n_names; i++)
    n += has_name (b, tutti_reading_get_names (a)[i]);

  return n;
}

/* "Nevermind Version": the version is named after the album of one of the two. */
static gboolean
is_album_name (const TuttiIdentity *identity,
               const TuttiReading  *reading,
               const TuttiIdentity *other)
{
  guint found = 0;

  for (guint k = 0; k < 2; k++)
    {
      const TuttiIdentity *owner = k == 0 ? identity : other;
      const char          *text = tutti_text_of (owner, owner->album);

      for (gsize at = 0; at < owner->album.length;)
        {
          const char *space = memchr (text + at, ' ', owner->album.length - at);
          gsize       n = space != NULL ? (gsize) (space - text) - at : owner->album.length - at;

          found += has_name (reading, tutti_title_hash_name (text + at, n));
          at += n + 1;
        }
    }

  return reading->n_names > 0 && found >= reading->n_names;
}

/* Two remarks that differ by a typing error. */
static gboolean
is_misspelled (const TuttiIdentity *a,
               TuttiText            in_a,
               const TuttiIdentity *b,
               TuttiText            in_b)
{
  return in_a.length >= 6 && in_b.length >= 6 && tutti_compare_letters (a, in_a, b, in_b) >= 0.85 &&
         tutti_compare_has_same_digits (a, in_a, b, in_b);
}

/* Whether both say the same of their version, in as many words. */
gboolean
tutti_compare_same_version (const TuttiReading *a,
                            const TuttiReading *b)
{
  return a->versions == b->versions && a->n_names == b->n_names && count_shared_names (a, b) == a->n_names &&
         a->n_marks == b->n_marks &&
         (a->n_marks == 0 || memcmp (tutti_reading_get_marks (a), tutti_reading_get_marks (b), a->n_marks * sizeof (guint32)) == 0);
}

/* Whether both give years, and no year that both give; or other numbers. */
static gboolean
marks_conflict (const guint32 *a,
                guint          n_a,
                const guint32 *b,
                guint          n_b)
{
  for (guint years = 0; years < 2; years++)
    {
      guint    in_a = 0, in_b = 0;
      gboolean shared = FALSE;

      for (guint i = 0; i < n_a; i++)
        in_a += (a[i] >= 1900) == years;
      for (guint j = 0; j < n_b; j++)
        in_b += (b[j] >= 1900) == years;
      for (guint i = 0; i < n_a; i++)
        for (guint j = 0; j < n_b; j++)
          shared |= a[i] == b[j] && (a[i] >= 1900) == years;
      if (in_a > 0 && in_b > 0 && !shared)
        return TRUE;
    }

  return FALSE;
}

/* Whether what one remark has other than the other, without the words that
 * both begin and end with, is but a typing error: "Lisbon" and "Lisben", not
 * "Cork" and "York". */
static gboolean
is_misspelled_place (const TuttiIdentity *a,
                     TuttiText            in_a,
                     const TuttiIdentity *b,
                     TuttiText            in_b)
{
  const char *text_a = tutti_text_of (a, in_a);
  const char *text_b = tutti_text_of (b, in_b);
  gsize       end_a = in_a.length, end_b = in_b.length, start = 0;

  for (gsize i = 0; i < MIN (end_a, end_b) && text_a[i] == text_b[i]; i++)
    if (text_a[i] == ' ')
      start = i + 1;
  for (gsize i = 0; start + i < MIN (in_a.length, in_b.length) && text_a[in_a.length - 1 - i] == text_b[in_b.length - 1 - i]; i++)
    if (text_a[in_a.length - 1 - i] == ' ')
      {
        end_a = in_a.length - 1 - i;
        end_b = in_b.length - 1 - i;
      }

  return end_a >= start + 5 && end_b >= start + 5 &&
         tutti_similarity_letters (text_a + start, end_a - start, text_b + start, end_b - start) >= 0.8 &&
         tutti_compare_has_same_digits (a, in_a, b, in_b);
}

/* Whether a version that says where it was played is not from where the
 * other's album is. */
static gboolean
is_elsewhere (const TuttiReading *reading,
              const TuttiReading *other,
              const TuttiVenue   *venue)
{
  guint shared = 0;

  if (venue == NULL)
    return FALSE;
  if (other->n_marks == 0 && marks_conflict (tutti_reading_get_marks (reading), reading->n_marks, venue->years, venue->n_years))
    return TRUE;
  for (guint i = 0; i < venue->n_names; i++)
    shared += has_name (reading, venue->names[i]);

  return other->n_names == 0 && reading->n_names > 0 && venue->n_names > 0 && shared == 0;
}

/* What two live takes say of where and when they were played. */
static double
compare_places (const TuttiIdentity *a,
                const TuttiReading  *in_a,
                const TuttiIdentity *b,
                const TuttiReading  *in_b,
                double               seconds)
{
  guint    shared = count_shared_names (in_a, in_b);
  gboolean is_lifted = ((in_a->versions ^ in_b->versions) & TUTTI_VERSION_LIVE) != 0;
  gboolean is_said_a = in_a->n_names + in_a->n_marks > 0;
  gboolean is_said_b = in_b->n_names + in_b->n_marks > 0;
  double   weight = is_said_a != is_said_b ? -0.5 : 0;

  if (in_a->n_names > 0 && in_b->n_names > 0)
    {
      gboolean has_more_a = shared < in_a->n_names;
      gboolean has_more_b = shared < in_b->n_names;

      if (has_more_a && has_more_b && is_misspelled_place (a, in_a->version, b, in_b->version))
        weight = -1;
      else if (shared == 0)
        return TUTTI_WEIGHT_NEVER;
      else if (has_more_a && has_more_b)
        weight = -10;
    }
  /* a session is played to a microphone, a concert to people */
  if (is_said_a && is_said_b && (in_a->stage & in_b->stage) == 0 && in_a->stage != 0 && in_b->stage != 0)
    weight -= 8;
  if (is_elsewhere (in_a, in_b, b->venue) || is_elsewhere (in_b, in_a, a->venue))
    weight -= 8;
  /* only the album says of one that it is live */
  if (is_lifted && seconds < 0)
    weight -= 4;
  else if (is_lifted && seconds > 2)
    weight -= 10;

  return weight;
}

/* What is said of the two versions, as a weight; @seconds lie between the
 * lengths, less than none where one is unknown. */
double
tutti_compare_versions (const TuttiIdentity *a,
                        const TuttiReading  *in_a,
                        const TuttiIdentity *b,
                        const TuttiReading  *in_b,
                        double               seconds)
{
  const guint32 soft = TUTTI_VERSION_EDIT | TUTTI_VERSION_EXTENDED | TUTTI_VERSION_OTHER;
  guint32       versions_a = in_a->versions | (b->album_versions & a->album_versions);
  guint32       versions_b = in_b->versions | (b->album_versions & a->album_versions);
  guint32       only_a, only_b, one_sided;
  guint         shared;
  double        weight = 0;

  /* an album of live takes marks its titles or does not */
  if ((in_a->versions & TUTTI_VERSION_LIVE) != 0)
    versions_b |= b->album_versions;
  if ((in_b->versions & TUTTI_VERSION_LIVE) != 0)
    versions_a |= a->album_versions;
  only_a = versions_a & ~versions_b;
  only_b = versions_b & ~versions_a;
  one_sided = only_a | only_b;

  if (in_a->n_marks > 0 && in_b->n_marks > 0 &&
      marks_conflict (tutti_reading_get_marks (in_a), in_a->n_marks, tutti_reading_get_marks (in_b), in_b->n_marks))
    return TUTTI_WEIGHT_NEVER;
  if (((versions_a & versions_b) & TUTTI_VERSION_LIVE) != 0)
    weight = compare_places (a, in_a, b, in_b, seconds);

  if (one_sided == 0)
    {
      if ((versions_a & TUTTI_VERSION_LIVE) != 0)
        return weight;
      shared = count_shared_names (in_a, in_b);
      if (in_a->n_names > 0 && in_b->n_names > 0)
        {
          if (shared == 0)
            return is_misspelled (a, in_a->version, b, in_b->version) ? -1 : -12;
          if (shared * 2 < MIN (in_a->n_names, in_b->n_names))
            return -6;
          if (shared < in_a->n_names && shared < in_b->n_names && !is_misspelled (a, in_a->version, b, in_b->version))
            return -6;
        }
      else if (in_a->n_names + in_b->n_names + in_a->n_marks + in_b->n_marks > 0 && !tutti_compare_same_version (in_a, in_b))
        return seconds >= 0 && seconds < 1.5 ? -2 : -7;
      if (((a->album_versions ^ b->album_versions) & TUTTI_VERSION_LIVE) != 0)
        weight -= seconds >= 0 && seconds < 1.5 ? 1 : 3;
      return weight;
    }

  if (is_misspelled (a, in_a->version.length > 0 ? in_a->version : in_a->sub, b, in_b->version.length > 0 ? in_b->version : in_b->sub))
    return -1;
  /* a live take may be called acoustic as well, and a remix an edit */
  if ((versions_a & versions_b & TUTTI_VERSION_LIVE) != 0 && (one_sided & ~(guint32) (TUTTI_VERSION_ACOUSTIC | TUTTI_VERSION_RERECORDED)) == 0)
    return weight - 1.5;
  if ((one_sided & ~soft) == 0)
    {
      if ((one_sided & TUTTI_VERSION_OTHER) != 0 && (is_album_name (a, in_a, b) || is_album_name (b, in_b, a)))
        return -0.3;
      if (seconds < 0)
        return -6.6;
      return seconds < 2.5 ? -0.5 : seconds < 4 ? -2
                                                : -8;
    }

  return -14;
}
