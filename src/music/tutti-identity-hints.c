/* tutti-identity-hints.c: what albums, artists and common titles say of a track
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-identity-draft.h"
#include "tutti-scratch.h"
#include "tutti-vocabulary.h"

#include <string.h>

/* Titles that name no song. */
gboolean
tutti_hints_is_common (const char *text,
                       gsize       length)
{
  static const char *const titles[] = {
    "intro",
    "outro",
    "interlude",
    "untitled",
    "unknown",
    "track",
    "skit",
    "introduction",
    "prelude",
    "untitled track",
    "data track",
    "no title",
    "unbekannt",
    "sans titre",
    "sin titulo",
    "bonus track",
    "hidden track",
    "titel",
    "piste",
    "encore",
  };

  while (length > 0 && (g_ascii_isdigit (text[length - 1]) || text[length - 1] == ' '))
    length--;
  if (length == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (titles[i][0] == text[0] && strlen (titles[i]) == length && memcmp (titles[i], text, length) == 0)
      return TRUE;

  return FALSE;
}

/* What an album's title says of all its tracks: only in plain words, since
 * "Complete Sessions" or "Dying to Live" say nothing of the kind. */
guint32
tutti_hints_read_album (const TuttiTitle *album,
                        const char       *title)
{
  static const struct
  {
    guint8  length;
    char    words[15];
    guint32 versions;
  } phrases[] = {
    { 9, "unplugged", TUTTI_VERSION_LIVE | TUTTI_VERSION_ACOUSTIC },
    { 7, "live at", TUTTI_VERSION_LIVE },
    { 7, "live in", TUTTI_VERSION_LIVE },
    { 9, "live from", TUTTI_VERSION_LIVE },
    { 7, "live on", TUTTI_VERSION_LIVE },
    { 10, "in concert", TUTTI_VERSION_LIVE },
    { 7, "karaoke", TUTTI_VERSION_KARAOKE },
  };
  const char *full = album->full.text;
  gsize       length = album->full.length;
  guint32     versions = album->versions & (TUTTI_VERSION_KARAOKE | TUTTI_VERSION_ACOUSTIC);

  for (gsize at = 0; at + 7 <= length; at++)
    if ((at == 0 || full[at - 1] == ' ') && (full[at] == 'u' || full[at] == 'l' || full[at] == 'i' || full[at] == 'k'))
      for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
        if (at + phrases[i].length <= length && memcmp (full + at, phrases[i].words, phrases[i].length) == 0)
          versions |= phrases[i].versions;
  /* "Caught in the Act: Live" */
  for (gsize at = strlen (title); at > 5; at = 0)
    if (g_ascii_strcasecmp (title + at - 4, "live") == 0)
      {
        for (at -= 4; at > 0 && title[at - 1] == ' ';)
          at--;
        if (at > 0 && (title[at - 1] == ':' || title[at - 1] == ','))
          versions |= TUTTI_VERSION_LIVE;
      }
  for (guint i = 0; i < album->n_versions; i++)
    for (gsize at = album->version_spans[i].start; at + 4 <= album->version_spans[i].end; at++)
      if (g_ascii_strncasecmp (title + at, "live", 4) == 0 || g_ascii_strncasecmp (title + at, "vivo", 4) == 0)
        versions |= album->versions & TUTTI_VERSION_LIVE;

  return versions;
}

static void
add_venue (TuttiVenue *venue,
           const char *word,
           gsize       length,
           guint       short_year)
{
  const TuttiWord *entry = tutti_vocabulary_lookup (word, length);
  guint            mark = tutti_title_read_mark (word, length);

  if (short_year != 0 && mark == short_year % 100)
    mark = short_year;
  if (mark >= 1900 && mark < 2100 && venue->n_years < G_N_ELEMENTS (venue->years))
    venue->years[venue->n_years++] = mark;
  else if (mark == 0 && entry->role == TUTTI_WORD_PLAIN && venue->n_names < TUTTI_VENUE_MAX_NAMES)
    venue->names[venue->n_names++] = tutti_title_hash_name (word, length);
}

/* Where a live album was played: what follows "Live at" or stands around
 * "Unplugged", or what its bracket says. */
void
tutti_hints_read_venue (const TuttiTitle *album,
                        const char       *title,
                        TuttiVenue       *venue)
{
  static const char *const phrases[] = { "live at ", "live in ", "live from ", "live on " };
  TUTTI_SCRATCH char       full[TUTTI_TITLE_MAX_BYTES + 1];
  const char              *from = NULL;
  guint                    short_year = tutti_title_read_short_year (title, strlen (title));

  for (guint i = 0; i < album->n_names && venue->n_names < TUTTI_VENUE_MAX_NAMES && (album->versions & TUTTI_VERSION_LIVE) != 0; i++)
    venue->names[venue->n_names++] = album->names[i];
  for (guint i = 0; i < album->n_marks && venue->n_years < G_N_ELEMENTS (venue->years); i++)
    if (album->marks[i] >= 1900)
      venue->years[venue->n_years++] = album->marks[i];
  if (venue->n_names + venue->n_years > 0)
    return;

  memcpy (full, album->full.text, album->full.length);
  full[album->full.length] = '\0';
  for (guint i = 0; from == NULL && i < G_N_ELEMENTS (phrases); i++)
    if ((from = strstr (full, phrases[i])) != NULL)
      from += strlen (phrases[i]);
  if (from == NULL)
    from = strstr (full, "unplugged") != NULL ? full : "";
  while (*from != '\0')
    {
      gsize n = strcspn (from, " ");

      add_venue (venue, from, n, short_year);
      from += n + (from[n] == ' ');
    }
}

/* Bootlegs are named after the day they were taped: 20000509; 0 for others. */
guint32
tutti_hints_read_date (const char *title)
{
  guint32 date = 0;

  for (guint i = 0; i < 10; i++)
    if (i == 4 || i == 7)
      {
        if (title[i] != '-' && title[i] != '.' && title[i] != '/')
          return 0;
      }
    else if (g_ascii_isdigit (title[i]))
      date = date * 10 + (guint32) (title[i] - '0');
    else
      return 0;

  return date >= 19000101 && date <= 20991231 ? date : 0;
}

/* Whoever sings karaoke or a tribute is not who made the song known. */
guint32
tutti_hints_read_artists (const TuttiArtists *artists)
{
  guint32 versions = 0;

  for (gsize at = 0; at < artists->length;)
    {
      const char *word = artists->text + at;
      gsize       n = 0;

      while (at + n < artists->length && word[n] != ' ')
        n++;
      if (n == 7 && memcmp (word, "karaoke", 7) == 0)
        versions |= TUTTI_VERSION_KARAOKE;
      if (n == 7 && memcmp (word, "tribute", 7) == 0)
        versions |= TUTTI_VERSION_COVER;
      at += n + 1;
    }

  return versions;
}
