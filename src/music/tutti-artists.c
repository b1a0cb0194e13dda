/* tutti-artists.c: the people of a track, as a set
 *
 * Services name people in lists, in lines ("A, B & C") and in titles. A line
 * is kept whole and also cut at its joining signs, since nobody can tell
 * "Simon & Garfunkel" from two guests; two tracks agree when any way of
 * reading one meets any way of reading the other, the surer the better.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-artists.h"
#include "tutti-fold-private.h"
#include "tutti-hash.h"
#include "tutti-scratch.h"
#include "tutti-similarity.h"
#include "tutti-sketch.h"
#include "tutti-vocabulary.h"

#include <string.h>

#define MAX_NAME_BYTES 160

/* Empties it. */
void
tutti_artists_init (TuttiArtists *self)
{
  self->n_names = 0;
  self->length = 0;
}

static gboolean
ends_with (const char *text,
           gsize       length,
           const char *end)
{
  gsize n = strlen (end);

  return length > n && memcmp (text + length - n, end, n) == 0;
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

/* What stands for an artist where nobody is known. */
static gboolean
is_nobody (const char *text,
           gsize       length)
{
  static const char *const names[] = {
    "unknown",
    "unknown artist",
    "no artist",
    "various",
    "various artists",
    "various artist",
    "va",
    "anonymous",
    "traditional",
    "artist unknown",
    "interpret unbekannt",
    "verschiedene interpreten",
    "artistes divers",
    "varios artistas",
    "aa vv",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i][0] == text[0] && strlen (names[i]) == length && memcmp (names[i], text, length) == 0)
      return TRUE;

  return FALSE;
}

/* A name without "The" before it and a channel's "VEVO", "Topic", "Official"
 * behind it. */
static void
trim_name (const char **text,
           gsize       *length)
{
  static const char *const ends[] = { " topic", " vevo", "vevo", " official", " official channel" };

  if (*length > 4 && memcmp (*text, "the ", 4) == 0)
    {
      *text += 4;
      *length -= 4;
    }
  if (*length < 5 || strchr ("col", (*text)[*length - 1]) == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (ends_with (*text, *length, ends[i]) && *length > strlen (ends[i]) + 1)
      {
        *length -= strlen (ends[i]);
        return;
      }
}

/* The name with spelled numbers as digits, as in 21 Pilots; 0 where it has
 * none. */
static guint64
hash_digits (const char *text,
             gsize       length)
{
  static const char *const tens[] = { "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety" };
  TUTTI_SCRATCH char       digits[MAX_NAME_BYTES + 16];
  gsize                    n = 0;
  int                      pending = 0;
  gboolean                 found = FALSE;

  for (gsize at = 0; at < length && n + 24 < sizeof digits;)
    {
      const char *space = memchr (text + at, ' ', length - at);
      gsize       bytes = space != NULL ? (gsize) (space - text) - at : length - at;
      gboolean    may_count = bytes >= 3 && (g_ascii_isdigit (text[at]) || strchr ("tfseno", text[at]) != NULL);
      int         number = may_count ? tutti_vocabulary_read_number (text + at, bytes, TRUE) : -1;
      int         ten = 0;

      for (guint i = 0; may_count && i < G_N_ELEMENTS (tens); i++)
        if (tens[i][0] == text[at] && strlen (tens[i]) == bytes && memcmp (tens[i], text + at, bytes) == 0)
          ten = 10 * (int) (i + 2);
      if (number > 10 || (number > 0 && g_ascii_isdigit (text[at])))
        number = -1;
      if (ten == 0 && (number > 0 || pending > 0))
        {
          n += (gsize) g_snprintf (digits + n, 8, "%d", pending + MAX (number, 0));
          pending = 0;
          found = TRUE;
        }
      pending = ten > 0 ? ten : pending;
      if (ten == 0 && number <= 0)
        {
          gsize take = MIN (bytes, sizeof digits - n);

          memcpy (digits + n, text + at, take);
          n += take;
        }
      at += bytes + 1;
    }

  return found ? tutti_hash_letters (digits, n, 11) : 0;
}

static void
add_name (TuttiArtists  *self,
          const char    *text,
          gsize          length,
          TuttiNameFlags flags)
{
  TUTTI_SCRATCH char german[MAX_NAME_BYTES];
  TuttiFoldBuffer    buffer = { self->text + self->length, MIN (sizeof self->text - self->length, MAX_NAME_BYTES), 0 };
  const char        *name = buffer.text;
  gboolean           has_german;
  TuttiName          entry;
  gsize              n;

  if (self->n_names == TUTTI_ARTISTS_MAX_NAMES || buffer.size < 16)
    return;

  has_german = tutti_fold_append (&buffer, text, length, TUTTI_FOLD_PLAIN);
  if (buffer.length == 0)
    { /* a name of signs, as in "!!!" */
      while (length > 0 && *text == ' ')
        text++, length--;
      if (length == 0 || length > buffer.size)
        return;
      memcpy (buffer.text, text, length);
      buffer.length = length;
    }
  n = buffer.length;
  trim_name (&name, &n);
  if (is_nobody (name, n))
    return;

  entry = (TuttiName) { .start = (guint16) (name - self->text), .length = (guint16) n, .flags = (guint8) flags };
  entry.hash = entry.other_hash = tutti_hash_letters (name, n, 11);
  entry.sketch = tutti_sketch_name (name, n);
  entry.is_latin = (guint8) is_latin (name, n);
  if (has_german)
    {
      const char     *spelled = german;
      TuttiFoldBuffer other = { german, sizeof german, 0 };
      gsize           spelled_length;

      tutti_fold_append (&other, text, length, TUTTI_FOLD_GERMAN);
      spelled_length = other.length;
      trim_name (&spelled, &spelled_length);
      entry.other_hash = tutti_hash_letters (spelled, spelled_length, 11);
    }

  else
    {
      guint64 spelled = hash_digits (name, n);

      if (spelled != 0)
        entry.other_hash = spelled;
    }

  for (guint i = 0; i < self->n_names; i++)
    if (self->names[i].hash == entry.hash)
      {
        self->names[i].flags |= (guint8) (flags & ~(guint) TUTTI_NAME_PART);
        return;
      }
  self->length = (guint16) (self->length + buffer.length);
  self->names[self->n_names++] = entry;
}

/* The length of a sign or word at @p that joins two names; 0 for none. */
static gsize
match_joint (const char *p,
             const char *limit)
{
  static const char *const joints[] = {
    ", ",
    ",",
    ";",
    " & ",
    " / ",
    "/",
    " + ",
    " x ",
    " X ",
    " and ",
    " And ",
    " vs. ",
    " vs ",
    " Vs. ",
    " VS ",
    " feat. ",
    " feat ",
    " ft. ",
    " ft ",
    " Feat. ",
    " Ft. ",
    " featuring ",
    " Featuring ",
    " with ",
    " With ",
    " und ",
    " y ",
    " et ",
    " con ",
    " - ",
    "、",
    "，",
    "・",
    "と",
    "＆",
    " × ",
    "×",
  };

  for (guint i = 0; i < G_N_ELEMENTS (joints); i++)
    {
      gsize n;

      if (joints[i][0] != *p || (joints[i][0] == ' ' && limit - p > 1 && joints[i][1] != p[1]))
        continue;
      n = strlen (joints[i]);
      if ((gsize) (limit - p) > n && memcmp (p, joints[i], n) == 0)
        return n;
    }

  return 0;
}

/* Whether it is worth looking for a joint at @p: most spaces only part words. */
static inline gboolean
may_join (const char *p,
          const char *limit)
{
  if (g_ascii_isalnum (*p))
    return FALSE;
  if (*p == ' ')
    return p + 1 < limit && ((guchar) p[1] >= 0x80 || strchr ("&/+-xXaAvVfFwWuyec", p[1]) != NULL);

  return *p == ',' || *p == ';' || *p == '/' || (guchar) *p >= 0xc3;
}

static guint
add_parts (TuttiArtists  *self,
           const char    *text,
           gsize          length,
           TuttiNameFlags flags)
{
  const char *limit = text + length;
  const char *start = text;
  guint       n_parts = 0;

  for (const char *p = text; p < limit;)
    {
      gsize joint = may_join (p, limit) ? match_joint (p, limit) : 0;

      if (joint == 0)
        {
          p++;
          continue;
        }
      if (p > start)
        {
          add_name (self, start, (gsize) (p - start), flags);
          n_parts++;
        }
      p += joint;
      start = p;
    }
  if (n_parts > 0 && start < limit)
    add_name (self, start, (gsize) (limit - start), flags);

  return n_parts;
}

/**
 * tutti_artists_add_entry:
 * @self: a set
 * @text: valid UTF-8: one entry of the service's list
 * @length: its bytes
 *
 * The first entry is the main artist.
 */
void
tutti_artists_add_entry (TuttiArtists *self,
                         const char   *text,
                         gsize         length)
{
  gboolean is_main = self->n_names == 0;
  guint    first = self->n_names;

  add_name (self, text, length, TUTTI_NAME_WHOLE | (is_main ? TUTTI_NAME_MAIN : 0));
  add_parts (self, text, length, TUTTI_NAME_PART);
  if (is_main && self->n_names > first + 1)
    self->names[first + 1].flags |= TUTTI_NAME_MAIN;
}

/**
 * tutti_artists_add_credit:
 * @self: a set
 * @text: valid UTF-8: what a title says behind "feat."
 * @length: its bytes
 */
void
tutti_artists_add_credit (TuttiArtists *self,
                          const char   *text,
                          gsize         length)
{
  if (add_parts (self, text, length, TUTTI_NAME_CREDIT) == 0)
    add_name (self, text, length, TUTTI_NAME_CREDIT);
}

/* How sure it is that two equal names mean the same main artist. */
static double
weigh_equal (const TuttiName *a,
             const TuttiName *b)
{
  guint either = a->flags | b->flags;
  guint both = a->flags & b->flags;

  if (both & TUTTI_NAME_MAIN)
    return both & TUTTI_NAME_WHOLE ? 1 : 0.97;
  if ((either & TUTTI_NAME_MAIN) != 0)
    return either & TUTTI_NAME_CREDIT ? 0.9 : 0.95;

  return either & TUTTI_NAME_CREDIT ? 0.8 : 0.85;
}

/* Two names that are not equal: one may be short for the other, or mistyped. */
static double
compare_names (const char *a,
               gsize       a_length,
               const char *b,
               gsize       b_length)
{
  double   contained;
  double   words = tutti_similarity_words (a, a_length, b, b_length, &contained);
  double   letters = tutti_similarity_letters (a, a_length, b, b_length);
  gsize    shorter = MIN (a_length, b_length);
  gboolean many = memchr (a, ' ', a_length) != NULL && memchr (b, ' ', b_length) != NULL;

  /* Artist 1 and Artist 2 */
  if (!tutti_similarity_same_digits (a, a_length, b, b_length))
    return 0;
  if (contained > 0.999 && many)
    return 0.88;
  if (contained > 0.999 && shorter >= 4)
    return 0.7;

  return MAX (letters - 0.02, words * 0.9);
}

/**
 * tutti_artists_compare:
 * @a: names of one track
 * @n_a: how many
 * @a_text: the text they are in
 * @b: names of the other
 * @n_b: how many
 * @b_text: the text they are in
 * @other_script: (out): the main names are in different scripts, so that
 *   being unlike says nothing
 *
 * Any thread; allocates nothing.
 *
 * Returns: from 0 to 1: how likely they are the same people; -1 where one has
 *   no name at all
 */
double
tutti_artists_compare (const TuttiName *a,
                       guint            n_a,
                       const char      *a_text,
                       const TuttiName *b,
                       guint            n_b,
                       const char      *b_text,
                       gboolean        *other_script)
{
  double best = 0;

  *other_script = FALSE;
  if (n_a == 0 || n_b == 0)
    return -1;

  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++)
      if (a[i].hash == b[j].hash || a[i].hash == b[j].other_hash || a[i].other_hash == b[j].hash)
        best = MAX (best, weigh_equal (&a[i], &b[j]));
  if (best > 0)
    return best;

  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++)
      /* names with hardly a pair of letters in common need no closer look */
      if (((a[i].flags | b[j].flags) & TUTTI_NAME_MAIN) != 0 && !tutti_sketch_names_differ (a[i].sketch, b[j].sketch))
        best = MAX (best, compare_names (a_text + a[i].start, a[i].length, b_text + b[j].start, b[j].length));

  *other_script = a[0].is_latin != b[0].is_latin;

  return best;
}
