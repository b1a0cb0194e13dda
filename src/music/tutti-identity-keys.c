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

/* The letters of folded text without spaces, at most @size bytes of them from
 * the start, or from the end. */
static gsize
take_letters (const char *text,
              gsize       length,
              gboolean    from_end,
              char       *letters,
              gsize       size)
{
  gsize n = 0;

  for (gsize i = 0; i < length && n < size; i++)
    {
      char c = text[from_end ? length - 1 - i : i];

      if (c != ' ')
        letters[n++] = c;
    }

  return n;
}

/* Keys that survive a mistake or two. */
static void
add_fuzzy_keys (TuttiDraft         *draft,
                const TuttiReading *reading)
{
  const char *text = draft->text + reading->core.start;
  char        letters[16];
  gsize       n;

  n = take_letters (text, reading->core.length, FALSE, letters, 9);
  if (n >= 3)
    add_key (draft, KEY_START, tutti_hash (letters, n, 1), 0);
  n = take_letters (text, reading->core.length, TRUE, letters, 8);
  if (n >= 3)
    add_key (draft, KEY_END, tutti_hash (letters, n, 2), 0);
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
        char                letters[16];
        gsize               n = take_letters (draft->text + reading->core.start, reading->core.length, from_end, letters, 3);
        guint64             title = tutti_hash (letters, n, 5 + from_end);

        if (album.length > 2)
          {
            n = take_letters (draft->text + album.start, album.length, FALSE, letters, 6);
            add_key (draft, KEY_ALBUM_TITLE, tutti_hash (letters, n, 3), title);
          }
        if (draft->artists.n_names > 0)
          add_key (draft, KEY_ARTIST_TITLE, draft->artists.names[0].hash, title);
      }
}

/* Keys of what is on an album, or by an artist, at a length. */
static void
add_time_keys (TuttiDraft *draft)
{
  const TuttiIdentity *identity = &draft->identity;
  guint32              second = identity->duration / 1000;
  char                 letters[16];
  gsize                n;

  for (guint i = 0; i < identity->n_readings; i++)
    if (draft->readings[i].kind == TUTTI_READING_ALBUM && second > 0)
      {
        n = take_letters (draft->text + draft->readings[i].aside.start, draft->readings[i].aside.length, FALSE, letters, 6);
        add_key (draft, KEY_ALBUM_TIME, tutti_hash (letters, n, 3), second / 4);
        add_key (draft, KEY_ALBUM_TIME, tutti_hash (letters, n, 3), (second + 2) / 4 + G_MAXUINT32);
      }
  if (second > 0 && identity->album.length >= 2)
    {
      n = take_letters (draft->text + identity->album.start, identity->album.length, FALSE, letters, 6);
      add_key (draft, KEY_ALBUM_TIME, tutti_hash (letters, n, 3), second / 4);
      add_key (draft, KEY_ALBUM_TIME, tutti_hash (letters, n, 3), (second + 2) / 4 + G_MAXUINT32);
    }
  if (second == 0)
    add_timeless_keys (draft);
  if (second > 0 && draft->artists.n_names > 0)
    {
      n = take_letters (draft->artists.text + draft->artists.names[0].start, draft->artists.names[0].length, FALSE, letters, 6);
      add_key (draft, KEY_ARTIST_TIME, tutti_hash (letters, n, 4), second / 4);
      add_key (draft, KEY_ARTIST_TIME, tutti_hash (letters, n, 4), (second + 2) / 4 + G_MAXUINT32);
    }
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
  add_exact_keys (draft, &draft->readings[0], draft->artists.names, draft->artists.n_names);
  for (guint i = 1; i < identity->n_readings; i++)
    if (draft->readings[i].kind == TUTTI_READING_GUEST)
      add_exact_keys (draft, &draft->readings[i], &draft->readings[i].guest, 1);
    else
      add_exact_keys (draft, &draft->readings[i], draft->artists.names, MIN (draft->artists.n_names, 2));
  for (guint i = 0; i < identity->n_readings; i++)
    add_fuzzy_keys (draft, &draft->readings[i]);
  add_time_keys (draft);
}
