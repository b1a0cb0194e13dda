/* tutti-identity-keys.c: where to look for the same recording
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-hash.h"
#include "tutti-identity-draft.h"

/* What a key is made of; mixed into its hash. */
enum
{
  KEY_ISRC = 1,
  KEY_EXACT,
  KEY_START,
  KEY_END,
  KEY_ALBUM_TIME,
  KEY_ARTIST_TIME,
  KEY_ALBUM_TITLE,
  KEY_ARTIST_TITLE,
};

static void
add_key (TuttiDraft *draft,
         guint       kind,
         guint64     a,
         guint64     b)
{
  guint64 key = tutti_hash_mix (tutti_hash_mix (kind, a), b);

  for (guint i = 0; i < draft->identity.n_keys; i++)
    if (draft->keys[i] == key)
      return;
  if (draft->identity.n_keys < TUTTI_IDENTITY_MAX_KEYS)
    draft->keys[draft->identity.n_keys++] = key;
}

/* The hash of the first letters of folded text without spaces, at most @most
 * of them, or of the last ones; 0 where there are fewer than @least. */
static guint64
hash_some (const char *text,
           gsize       length,
           gboolean    from_end,
           guint       least,
           guint       most)
{
  guint64     h = from_end ? 2 : 1, word = 0;
  const char *p = from_end ? text + length - 1 : text;
  int         step = from_end ? -1 : 1;
  guint       n = 0;

  for (; length > 0 && n < most; length--, p += step)
    if (*p != ' ')
      {
        word = word << 8 | (guint8) *p;
        if (++n == 8)
          h = tutti_hash_mix (h, word);
      }

  return n >= least ? tutti_hash_mix (h, word + n) : 0;
}

/* Keys that survive a mistake or two. */
static void
add_fuzzy_keys (TuttiDraft         *draft,
                const TuttiReading *reading)
{
  const char *text = draft->text + reading->core.start;
  guint64     start = hash_some (text, reading->core.length, FALSE, 3, 9);
  guint64     end = hash_some (text, reading->core.length, TRUE, 3, 8);

  if (start != 0)
    add_key (draft, KEY_START, start, 0);
  if (end != 0)
    add_key (draft, KEY_END, end, 0);
}

static guint64
hash_album (const TuttiDraft *draft,
            TuttiText         album)
{
  return hash_some (draft->text + album.start, album.length, FALSE, 1, 6);
}

/* Where no length is known: artist or album, with the start or the end of the
 * title. */
static void
add_timeless_keys (TuttiDraft *draft)
{
  const TuttiIdentity *identity = &draft->identity;

  for (guint i = 0; i < identity->n_readings; i++)
    for (guint from_end = 0; from_end < 2; from_end++)
      {
        const TuttiReading *reading = &draft->readings[i];
        TuttiText           album = reading->kind == TUTTI_READING_ALBUM ? reading->aside : identity->album;
        guint64             title = hash_some (draft->text + reading->core.start, reading->core.length, from_end == 1, 1, 3);

        if (album.length > 2)
          add_key (draft, KEY_ALBUM_TITLE, hash_album (draft, album), title);
        if (draft->artists.n_names > 0)
          add_key (draft, KEY_ARTIST_TITLE, draft->artists.names[0].hash, title);
      }
}

/* Four seconds each, and the same half way between. */
static void
add_times (TuttiDraft *draft,
           guint       kind,
           guint64     name)
{
  guint32 second = draft->identity.duration / 1000;

  add_key (draft, kind, name, second / 4);
  add_key (draft, kind, name, (second + 2) / 4 + G_MAXUINT32);
}

/* Keys of what is on an album, or by an artist, at a length. */
static void
add_time_keys (TuttiDraft *draft)
{
  const TuttiIdentity *identity = &draft->identity;

  if (identity->duration < 1000)
    {
      add_timeless_keys (draft);
      return;
    }
  for (guint i = 0; i < identity->n_readings; i++)
    if (draft->readings[i].kind == TUTTI_READING_ALBUM)
      add_times (draft, KEY_ALBUM_TIME, hash_album (draft, draft->readings[i].aside));
  if (identity->album.length >= 2)
    add_times (draft, KEY_ALBUM_TIME, hash_album (draft, identity->album));
  if (draft->artists.n_names > 0)
    add_times (draft, KEY_ARTIST_TIME, hash_some (draft->artists.text + draft->artists.names[0].start, draft->artists.names[0].length, FALSE, 1, 6));
}

static void
add_exact_keys (TuttiDraft         *draft,
                const TuttiReading *reading,
                const TuttiName    *names,
                guint               n_names)
{
  guint64 title = tutti_hash_mix (reading->core.hash, 0);

  if (reading->core.hash == 0)
    return;
  for (guint i = 0; i < MIN (n_names, 4); i++)
    {
      add_key (draft, KEY_EXACT, title, names[i].hash);
      if (names[i].other_hash != names[i].hash)
        add_key (draft, KEY_EXACT, title, names[i].other_hash);
    }
  if (n_names == 0)
    add_key (draft, KEY_EXACT, title, 0);
  else if (reading->sub.hash != 0) /* what one has in brackets may be the other's title */
    add_key (draft, KEY_EXACT, tutti_hash_mix (reading->sub.hash, 0), names[0].hash);
}

/* The keys of all that @draft has read, the surest first. */
void
tutti_draft_make_keys (TuttiDraft *draft)
{
  TuttiIdentity *identity = &draft->identity;

  for (guint i = 0; i < identity->n_isrcs; i++)
    add_key (draft, KEY_ISRC, draft->isrcs[i], 0);
  identity->first_song_key = identity->n_keys;
  add_exact_keys (draft, &draft->readings[0], draft->artists.names, draft->artists.n_names);
  identity->n_song_keys = draft->artists.n_names > 0 ? (guint8) (identity->n_keys - identity->first_song_key) : 0;
  for (guint i = 1; i < identity->n_readings; i++)
    if (draft->readings[i].kind == TUTTI_READING_GUEST)
      add_exact_keys (draft, &draft->readings[i], draft->readings[i].guest, 1);
    else
      add_exact_keys (draft, &draft->readings[i], draft->artists.names, MIN (draft->artists.n_names, 2));
  for (guint i = 0; i < identity->n_readings; i++)
    add_fuzzy_keys (draft, &draft->readings[i]);
  add_time_keys (draft);
}
