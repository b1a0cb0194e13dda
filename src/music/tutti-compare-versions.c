/* tutti-compare-versions.c: whether two tracks say they are the same version
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-compare-private.h"
#include "tutti-vocabulary.h"

#include <string.h>

static gboolean
has_name (const TuttiReading *reading,
          guint32             name)
{
  for (guint i = 0; i < reading->n_names; i++)
    if (reading->names[i] == name)
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
    n += has_name (b, a->names[i]);

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

  if (one_sided == 0)
    {
      shared = count_shared_names (in_a, in_b);
      if (in_a->n_names > 0 && in_b->n_names > 0)
        {
          if (shared == 0)
            return is_misspelled (a, in_a->version, b, in_b->version) ? -1 : (versions_a & TUTTI_VERSION_LIVE) != 0 ? -5
                                                                                                                    : -12;
          if (shared * 2 < MIN (in_a->n_names, in_b->n_names))
            return -6;
        }
      else if (in_a->n_names + in_b->n_names > 0)
        return (versions_a & TUTTI_VERSION_LIVE) != 0 ? -0.5 : seconds >= 0 && seconds < 1.5 ? -2
                                                                                             : -7;
      if (((a->album_versions ^ b->album_versions) & TUTTI_VERSION_LIVE) != 0 && (versions_a & TUTTI_VERSION_LIVE) == 0)
        weight -= seconds >= 0 && seconds < 1.5 ? 1 : 3;
      return weight;
    }

  if (is_misspelled (a, in_a->version.length > 0 ? in_a->version : in_a->sub, b, in_b->version.length > 0 ? in_b->version : in_b->sub))
    return -1;
  /* a live take may be called acoustic as well, and a remix an edit */
  if ((versions_a & versions_b & TUTTI_VERSION_LIVE) != 0 && (one_sided & ~(guint32) (TUTTI_VERSION_ACOUSTIC | TUTTI_VERSION_RERECORDED)) == 0)
    return -1.5;
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
