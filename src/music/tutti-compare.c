/* tutti-compare.c: whether two service tracks are one recording
 *
 * What is known of both is weighed: how alike the titles are, the artists,
 * the lengths, the albums, what each says of its version. Each finding is
 * worth so much for or against (the logarithm of how much likelier it is for
 * one recording than for two), and the sum decides (Fellegi and Sunter, "A
 * Theory for Record Linkage", 1969). The weights were fitted by hand to
 * labelled pairs of real services and then frozen here; no title has a rule
 * of its own. A different version or number is no matter of weight: it parts
 * two tracks whatever else agrees.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-identity.h"
#include "tutti-identity-private.h"
#include "tutti-similarity.h"
#include "tutti-vocabulary.h"

#include <math.h>
#include <string.h>

/* A piecewise straight line through points of rising x. */
typedef struct
{
  double x;
  double y;
} Point;

static double
interpolate (const Point *points,
             guint        n_points,
             double       x)
{
  if (x <= points[0].x)
    return points[0].y;
  for (guint i = 1; i < n_points; i++)
    if (x <= points[i].x)
      return points[i - 1].y + (points[i].y - points[i - 1].y) * (x - points[i - 1].x) / (points[i].x - points[i - 1].x);

  return points[n_points - 1].y;
}

/* Likeness of titles, from 0 to 1. */
static const Point title_weights[] = {
  { 0.40, -12 }, { 0.60, -8 }, { 0.70, -5 }, { 0.80, -1.5 }, { 0.85, 0.5 }, { 0.90, 2.6 }, { 0.95, 4.4 }, { 1.00, 6 },
};

/* Likeness of artists, from 0 to 1. */
static const Point artist_weights[] = {
  { 0.50, -5 }, { 0.70, -1 }, { 0.80, 1 }, { 0.88, 2.2 }, { 1.00, 3 },
};

/* Seconds that the lengths are apart, for a track of four minutes. */
static const Point time_weights[] = {
  { 0.7, 3.2 }, { 1.5, 2.8 }, { 3, 1.8 }, { 5, 0.3 }, { 7, -4.5 }, { 8, -6.2 }, { 15, -7 }, { 30, -8 }, { 60, -8.3 },
};

/* What it takes before anything is known: two tracks seldom are one. */
#define BASE (-6.0)

static inline const char *
text_of (const TuttiIdentity *identity,
         TuttiText            text)
{
  return identity->text + text.start;
}

static double
compare_letters (const TuttiIdentity *a,
                 TuttiText            in_a,
                 const TuttiIdentity *b,
                 TuttiText            in_b)
{
  if (in_a.hash == in_b.hash)
    return in_a.hash != 0 ? 1 : 0;

  return tutti_similarity_letters (text_of (a, in_a), in_a.length, text_of (b, in_b), in_b.length);
}

/* Whether the numbers in both are the same ones. */
static gboolean
have_same_digits (const char *a,
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

/* Whether two texts are alike but for small mistakes, or one is within the
 * other. */
static gboolean
agree (const TuttiIdentity *a,
       TuttiText            in_a,
       const TuttiIdentity *b,
       TuttiText            in_b)
{
  double contained;

  if (in_a.length == 0 || in_b.length == 0)
    return FALSE;
  if (compare_letters (a, in_a, b, in_b) >= 0.8)
    return have_same_digits (text_of (a, in_a), in_a.length, text_of (b, in_b), in_b.length);
  tutti_similarity_words (text_of (a, in_a), in_a.length, text_of (b, in_b), in_b.length, &contained);

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
  const char *text_a = text_of (a, in_a);
  const char *text_b = text_of (b, in_b);
  gsize skip_a = 0, skip_b = 0;

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
      gsize length = k == 0 ? first_length : second_length;

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
  const char *whole = text_of (a, in_a->full);
  const char *title = text_of (b, in_b->core);

  if (in_a->full.length <= in_b->core.length || in_b->core.length < 3)
    return FALSE;

  return (b->album.length > 0 &&
          is_sequence (whole, in_a->full.length, title, in_b->core.length, text_of (b, b->album), b->album.length)) ||
         (b->n_names > 0 &&
          is_sequence (whole, in_a->full.length, b->text + b->names[0].start, b->names[0].length, title, in_b->core.length));
}

/* Likeness of the titles. Says in @said_album whether what one title has more
 * is the other's album. */
static double
compare_titles (const TuttiIdentity *a,
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
          *said_album = in_a->sub.length == 0 ? agree (b, in_b->sub, a, a->album) : agree (a, in_a->sub, b, b->album);
          return *said_album ? 1 : 0.965;
        }
      return agree (a, in_a->sub, b, in_b->sub) ? 0.97 : 0.72;
    }
  if (in_a->german_hash != 0 && (in_a->german_hash == in_b->full.hash || in_a->german_hash == in_b->german_hash))
    return 0.99;
  if (in_b->german_hash != 0 && in_b->german_hash == in_a->full.hash)
    return 0.99;

  if (in_a->sub.hash != 0 && in_a->core.hash == in_b->sub.hash && in_a->sub.hash == in_b->core.hash)
    return 0.98; /* a name in two scripts, the other one first */

  if (is_run_together (a, in_a, b, in_b) || is_run_together (b, in_b, a, in_a))
    return 0.97;

  best = compare_letters (a, in_a->full, b, in_b->full);
  if (differ_by_article (a, in_a->full, b, in_b->full))
    best = MAX (best, 0.87);
  if (in_a->sub.length > 0 || in_b->sub.length > 0)
    {
      double core = compare_letters (a, in_a->core, b, in_b->core);

      if (in_a->sub.length > 0 && in_b->sub.length > 0)
        best = MAX (best, agree (a, in_a->sub, b, in_b->sub) ? core : core - 0.25);
      else
        {
          *said_album = in_a->sub.length == 0 ? agree (b, in_b->sub, a, a->album) : agree (a, in_a->sub, b, b->album);
          best = MAX (best, *said_album ? core : core - 0.03);
          best = MAX (best, compare_letters (a, in_a->full, b, in_b->core) - 0.03);
          best = MAX (best, compare_letters (a, in_a->core, b, in_b->full) - 0.03);
        }
    }
  words = tutti_similarity_words (text_of (a, in_a->full), in_a->full.length, text_of (b, in_b->full), in_b->full.length, &contained);
  best = MAX (best, words * 0.97);
  if (contained > 0.99)
    best = MAX (best, 0.775);

  return best;
}

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
      const char *text = text_of (owner, owner->album);

      for (gsize at = 0; at < owner->album.length;)
        {
          const char *space = memchr (text + at, ' ', owner->album.length - at);
          gsize n = space != NULL ? (gsize) (space - text) - at : owner->album.length - at;

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
  return in_a.length >= 6 && in_b.length >= 6 && compare_letters (a, in_a, b, in_b) >= 0.85 &&
         have_same_digits (text_of (a, in_a), in_a.length, text_of (b, in_b), in_b.length);
}

/* What the versions say. */
static double
compare_versions (const TuttiIdentity *a,
                  const TuttiReading  *in_a,
                  const TuttiIdentity *b,
                  const TuttiReading  *in_b,
                  double               seconds)
{
  const guint32 soft = TUTTI_VERSION_EDIT | TUTTI_VERSION_EXTENDED | TUTTI_VERSION_OTHER;
  guint32 versions_a = in_a->versions | (b->album_versions & a->album_versions);
  guint32 versions_b = in_b->versions | (b->album_versions & a->album_versions);
  guint32 only_a, only_b, one_sided;
  guint shared;
  double weight = 0;

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

/* What part numbers and other numbers say. */
static double
compare_numbers (const TuttiReading *a,
                 const TuttiReading *b)
{
  if (a->n_numbers == b->n_numbers)
    return memcmp (a->numbers, b->numbers, a->n_numbers * sizeof a->numbers[0]) == 0 ? 0 : -9;
  /* "Part 1" is what people call the first part, and what they do not */
  if (a->n_numbers + b->n_numbers == 1 && (a->n_numbers == 1 ? a->numbers[0] : b->numbers[0]) == 1)
    return -1;

  return -9;
}

/* Seconds between the lengths as they count for a track of four minutes:
 * fades and gaps grow with the length, short pieces have none. */
static double
compare_durations (const TuttiIdentity *a,
                   const TuttiIdentity *b)
{
  double longer, apart;

  if (a->duration == 0 || b->duration == 0)
    return -1;

  longer = MAX (a->duration, b->duration) / 1000.0;
  apart = fabs ((double) a->duration - (double) b->duration) / 1000.0;
  if (longer < 60)
    return apart * MIN (60 / MAX (longer, 1), 6);
  if (longer > 600)
    return apart * 0.6 * (600 / longer) * (600 / longer);
  if (longer > 360)
    return apart * 360 / longer;

  return apart;
}

static double
compare_albums (const TuttiIdentity *a,
                TuttiText            in_a,
                const TuttiIdentity *b,
                TuttiText            in_b)
{
  double letters, contained;

  if (in_a.length == 0 || in_b.length == 0)
    return 0;
  letters = compare_letters (a, in_a, b, in_b);
  if (letters >= 0.999)
    return 3;
  if (a->album_date != 0 && b->album_date != 0 && a->album_date != b->album_date)
    return -7; /* recordings of two evenings */
  tutti_similarity_words (text_of (a, in_a), in_a.length, text_of (b, in_b), in_b.length, &contained);
  if (letters > 0.8)
    return 2.2;
  if (contained > 0.99)
    return 1;

  return letters < 0.5 ? -0.6 : 0;
}

static gboolean
share_isrc (const TuttiIdentity *a,
            const TuttiIdentity *b)
{
  for (guint i = 0; i < a->n_isrcs; i++)
    for (guint j = 0; j < b->n_isrcs; j++)
      if (a->isrcs[i] == b->isrcs[j])
        return TRUE;

  return FALSE;
}

static gboolean
is_latin (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalpha (text[i]))
      return TRUE;

  return FALSE;
}

static gboolean
is_same_script (const TuttiIdentity *a,
                TuttiText            in_a,
                const TuttiIdentity *b,
                TuttiText            in_b)
{
  return is_latin (text_of (a, in_a), in_a.length) == is_latin (text_of (b, in_b), in_b.length);
}

/* Whether an ISRC that both have is believed: one recording has one title,
 * and about one length. */
static gboolean
believe_isrc (const TuttiIdentity *a,
              const TuttiReading  *in_a,
              const TuttiIdentity *b,
              const TuttiReading  *in_b,
              double               title,
              double               seconds)
{
  double contained;

  if (title >= 0.95)
    return TRUE;
  if (seconds >= 15 && seconds * 1000 > 0.08 * MAX (a->duration, b->duration))
    return FALSE;
  if (title >= 0.6 || title < 0 || !is_same_script (a, in_a->core, b, in_b->core))
    return TRUE;
  tutti_similarity_words (text_of (a, in_a->full), in_a->full.length, text_of (b, in_b->full), in_b->full.length, &contained);

  return contained > 0.99;
}

static double
weigh_titles (const TuttiIdentity *a,
              const TuttiReading  *in_a,
              const TuttiIdentity *b,
              const TuttiReading  *in_b,
              double               title)
{
  double weight;

  if (title < 0.95 && !is_same_script (a, in_a->core, b, in_b->core))
    return 1;
  weight = interpolate (title_weights, G_N_ELEMENTS (title_weights), title);

  /* any artist has an "Intro" */
  return in_a->is_common || in_b->is_common ? MIN (weight, 2.8) : weight;
}

/* What the artists say. Where title and album are the same, one service may
 * name one of two artists and the other one the other; less so where the
 * album is only named after a song of one word. */
static double
weigh_artists (const TuttiIdentity *a,
               const TuttiReading  *in_a,
               const TuttiIdentity *b,
               double               artists,
               gboolean             other_script,
               double               title,
               double               album)
{
  double weight = interpolate (artist_weights, G_N_ELEMENTS (artist_weights), artists);
  gboolean is_named_after = a->album.hash == in_a->core.hash || b->album.hash == in_a->core.hash;
  gboolean is_one_word = memchr (text_of (a, in_a->core), ' ', in_a->core.length) == NULL;

  if (other_script)
    return MAX (weight, 0.5);
  if (title >= 0.96 && album >= 3 && !(is_named_after && is_one_word))
    return MAX (weight, -2.4);

  return weight;
}

/* The sum for one way of reading the two titles. */
static double
weigh (const TuttiIdentity *a,
       const TuttiReading  *in_a,
       const TuttiIdentity *b,
       const TuttiReading  *in_b,
       double               artists,
       gboolean             other_script,
       double               title,
       gboolean             said_album,
       TuttiCompareFlags    flags)
{
  double seconds = compare_durations (a, b);
  double album = said_album ? 2.5 : compare_albums (a, in_a->kind == TUTTI_READING_ALBUM ? in_a->aside : a->album, b, in_b->kind == TUTTI_READING_ALBUM ? in_b->aside : b->album);
  double sum = BASE + album;

  if (title >= 0)
    sum += weigh_titles (a, in_a, b, in_b, title);
  if (artists >= 0)
    sum += weigh_artists (a, in_a, b, artists, other_script, title, album);
  if (seconds >= 0)
    sum += interpolate (time_weights, G_N_ELEMENTS (time_weights), seconds);
  sum += compare_versions (a, in_a, b, in_b, seconds);
  sum += compare_numbers (in_a, in_b);
  if (a->year != 0 && b->year != 0)
    sum += a->year == b->year ? 2.5 : -0.7;
  if (a->provider == b->provider)
    sum -= seconds > 5 ? 4 : 1.5;
  if ((flags & TUTTI_COMPARE_HIDE_ISRC) == 0 && a->n_isrcs > 0 && b->n_isrcs > 0)
    sum -= 2;

  return sum;
}

/* Whether the other track bears out what a reading takes for granted. */
static gboolean
bears_out (const TuttiIdentity *reader,
           const TuttiReading  *reading,
           const TuttiIdentity *other,
           double              *artists)
{
  gboolean other_script;

  switch ((TuttiReadingKind) reading->kind)
    {
    case TUTTI_READING_PLAIN:
      return TRUE;
    case TUTTI_READING_GUEST:
      *artists = tutti_artists_compare (&reading->guest, 1, reader->text, other->names, other->n_names, other->text, &other_script);
      return *artists >= (reading->core.length > 0 ? 0.85 : 0.7);
    case TUTTI_READING_ALBUM:
      return agree (reader, reading->aside, other, other->album);
    }

  return FALSE;
}

/* All ways of reading both. */
static double
weigh_readings (const TuttiIdentity *a,
                const TuttiIdentity *b,
                TuttiCompareFlags    flags,
                double              *title_found,
                guint               *reading_a,
                guint               *reading_b)
{
  double best = -100;
  gboolean other_script;
  double plain = tutti_artists_compare (a->names, a->n_names, a->text, b->names, b->n_names, b->text, &other_script);

  *title_found = -1;
  *reading_a = *reading_b = 0;
  for (guint i = 0; i < a->n_readings; i++)
    for (guint j = 0; j < b->n_readings; j++)
      {
        const TuttiReading *in_a = &a->readings[i];
        const TuttiReading *in_b = &b->readings[j];
        double artists = plain, title, sum;
        gboolean said_album;

        if (i > 0 && j > 0)
          break;
        if ((i > 0 && !bears_out (a, in_a, b, &artists)) || (j > 0 && !bears_out (b, in_b, a, &artists)))
          continue;

        /* what was taken for the artist is the title */
        if ((a->is_guessed && in_a->kind == TUTTI_READING_ALBUM) || (b->is_guessed && in_b->kind == TUTTI_READING_ALBUM))
          artists = -1;

        title = compare_titles (a, in_a, b, in_b, &said_album);
        if (title < 0.45 && title >= 0 && is_same_script (a, in_a->core, b, in_b->core))
          sum = -20;
        else
          sum = weigh (a, in_a, b, in_b, artists, other_script && artists <= plain, title, said_album, flags);
        if (sum > best || (i == 0 && j == 0))
          {
            best = sum;
            *title_found = title;
            *reading_a = i;
            *reading_b = j;
          }
      }

  return best;
}

/* The sum of all weights: how likely it is that they are the same. */
double
tutti_identity_weigh (const TuttiIdentity *a,
                      const TuttiIdentity *b,
                      TuttiCompareFlags    flags,
                      TuttiReason         *reason)
{
  double sum, title;
  guint in_a, in_b;

  sum = weigh_readings (a, b, flags, &title, &in_a, &in_b);
  *reason = title >= 0.999 && sum > 2 ? TUTTI_REASON_KEY : TUTTI_REASON_SCORE;

  if ((flags & TUTTI_COMPARE_HIDE_ISRC) == 0 && share_isrc (a, b))
    {
      if (!believe_isrc (a, &a->readings[in_a], b, &b->readings[in_b], title, compare_durations (a, b)))
        return MIN (sum, TUTTI_THRESHOLD_NEVER);
      *reason = TUTTI_REASON_ISRC;
      return MAX (sum, 8);
    }

  return sum;
}

/**
 * tutti_identity_compare:
 * @a: one identity
 * @b: another
 * @flags: what may be used
 * @score: (out) (optional): from 0 to 1, how sure it is that they are the same
 * @reason: (out) (optional): what decided
 *
 * Symmetric, allocates nothing, bounded time. Any thread.
 *
 * Returns: whether they are one recording
 */
TuttiVerdict
tutti_identity_compare (const TuttiIdentity *a,
                        const TuttiIdentity *b,
                        TuttiCompareFlags    flags,
                        double              *score,
                        TuttiReason         *reason)
{
  TuttiReason why;
  double sum;

  g_return_val_if_fail (a != NULL, TUTTI_VERDICT_DIFFERENT);
  g_return_val_if_fail (b != NULL, TUTTI_VERDICT_DIFFERENT);

  sum = tutti_identity_weigh (a, b, flags, &why);
  if (score != NULL)
    *score = 1 / (1 + exp (-sum));
  if (reason != NULL)
    *reason = sum >= TUTTI_THRESHOLD_SAME ? why : TUTTI_REASON_NONE;

  if (sum >= TUTTI_THRESHOLD_SAME)
    return TUTTI_VERDICT_SAME;

  return sum >= TUTTI_THRESHOLD_MAYBE ? TUTTI_VERDICT_MAYBE : TUTTI_VERDICT_DIFFERENT;
}
