/* tutti-identity.c: a service track as it is compared
 *
 * An identity is made once from a service track, in one piece of memory, and
 * never changes; comparing two of them folds and parses nothing. Its keys are
 * what a store looks for: two tracks that may be one recording share at least
 * one of them.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-identity.h"
#include "tutti-fold-private.h"
#include "tutti-hash.h"
#include "tutti-identity-private.h"
#include "tutti-vocabulary.h"

#include <string.h>

/* What a key is made of; mixed into its hash. */
enum
{
  KEY_ISRC = 1,
  KEY_EXACT,
  KEY_START,
  KEY_END,
  KEY_WORDS,
  KEY_ALBUM_TIME,
  KEY_ARTIST_TIME,
  KEY_ALBUM_TITLE,
  KEY_ARTIST_TITLE,
};

#define MAX_TEXT 8192

/* An identity while it is made, on the stack. */
typedef struct
{
  TuttiIdentity identity;
  TuttiTitle    title;
  TuttiArtists  artists;
  guint64       keys[TUTTI_IDENTITY_MAX_KEYS];
  gsize         length;
  char          text[MAX_TEXT];
} Draft;

/* The hash of folded text without its spaces; 0 for none. */
guint64
tutti_identity_hash_letters (const char *text,
                             gsize       length)
{
  char letters[TUTTI_TITLE_MAX_BYTES];
  gsize n = 0;

  for (gsize i = 0; i < length && n < sizeof letters; i++)
    if (text[i] != ' ')
      letters[n++] = text[i];

  return n > 0 ? tutti_hash (letters, n, 5) : 0;
}

static TuttiText
keep_text (Draft      *draft,
           const char *text,
           gsize       length)
{
  TuttiText kept = { 0 };

  if (length == 0 || draft->length + length > sizeof draft->text)
    return kept;

  kept.hash = tutti_identity_hash_letters (text, length);
  kept.start = (guint16) draft->length;
  kept.length = (guint16) length;
  memcpy (draft->text + draft->length, text, length);
  draft->length += length;

  return kept;
}

/* Whether a text, as it stands, has letters that some write as two. */
static guint64
hash_german (const char *text,
             gsize       length)
{
  char folded[TUTTI_TITLE_MAX_BYTES];
  TuttiFoldBuffer buffer = { folded, sizeof folded, 0 };
  gboolean is_ascii = TRUE;

  for (gsize i = 0; i < length && is_ascii; i++)
    is_ascii = (guchar) text[i] < 0x80;
  if (is_ascii || !tutti_fold_append (&buffer, text, length, TUTTI_FOLD_GERMAN))
    return 0;

  return tutti_identity_hash_letters (folded, buffer.length);
}

/* Titles that name no song. */
static gboolean
is_common_title (const char *text,
                 gsize       length)
{
  static const char *const titles[] = {
    "intro", "outro", "interlude", "untitled", "unknown", "track", "skit", "introduction", "prelude", "untitled track",
    "data track", "no title", "unbekannt", "sans titre", "sin titulo", "bonus track", "hidden track", "titel", "piste", "encore",
  };

  while (length > 0 && (g_ascii_isdigit (text[length - 1]) || text[length - 1] == ' '))
    length--;
  if (length == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (strlen (titles[i]) == length && memcmp (titles[i], text, length) == 0)
      return TRUE;

  return FALSE;
}

static void
take_reading (Draft      *draft,
              const char *title,
              gsize       length)
{
  TuttiReading *reading = &draft->identity.readings[draft->identity.n_readings++];
  const TuttiTitle *parsed = &draft->title;

  reading->core = keep_text (draft, parsed->core.text, parsed->core.length);
  reading->sub = keep_text (draft, parsed->sub.text, parsed->sub.length);
  reading->version = keep_text (draft, parsed->version.text, parsed->version.length);
  if (parsed->full.length == parsed->core.length && memcmp (parsed->full.text, parsed->core.text, parsed->core.length) == 0)
    reading->full = reading->core;
  else
    reading->full = keep_text (draft, parsed->full.text, parsed->full.length);
  if (reading->core.length == 0)
    { /* nothing but signs: they are the title */
      while (length > 0 && *title == ' ')
        title++, length--;
      reading->core = reading->full = keep_text (draft, title, MIN (length, TUTTI_TITLE_MAX_BYTES));
    }
  reading->german_hash = hash_german (title, length);
  reading->is_common = is_common_title (draft->text + reading->core.start, reading->core.length);
  reading->versions = parsed->versions;
  reading->n_names = (guint8) parsed->n_names;
  reading->n_numbers = (guint8) parsed->n_numbers;
  memcpy (reading->names, parsed->names, sizeof parsed->names[0] * parsed->n_names);
  memcpy (reading->numbers, parsed->numbers, sizeof parsed->numbers[0] * parsed->n_numbers);
}

static void
take_credits (Draft      *draft,
              const char *title)
{
  for (guint i = 0; i < draft->title.n_credits; i++)
    tutti_artists_add_credit (&draft->artists, title + draft->title.credits[i].start,
                              draft->title.credits[i].end - draft->title.credits[i].start);
}

static gboolean
is_artist (const Draft     *draft,
           const TuttiName *name)
{
  for (guint i = 0; i < draft->artists.n_names; i++)
    if (draft->artists.names[i].hash == name->hash || draft->artists.names[i].other_hash == name->hash)
      return TRUE;

  return FALSE;
}

static void
parse (Draft      *draft,
       const char *title,
       gsize       length)
{
  tutti_title_parse (&draft->title, title, length, draft->artists.text, draft->artists.length);
}

/* Bootlegs are named after the day they were taped: 20000509; 0 for others. */
static guint32
read_album_date (const char *title)
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

/* "X - Y" may be Y by X: a reading that counts only against a track by X. */
static void
take_guest_reading (Draft            *draft,
                    const char       *title,
                    gsize             length,
                    const TuttiSpan  *dash,
                    const TuttiArtists *guest)
{
  TuttiReading *reading = &draft->identity.readings[draft->identity.n_readings];

  parse (draft, title + dash->end, length - dash->end);
  if (draft->title.core.length == 0)
    return;
  take_reading (draft, title + dash->end, length - dash->end);
  reading->kind = TUTTI_READING_GUEST;
  reading->guest = guest->names[0];
  reading->aside = keep_text (draft, guest->text + guest->names[0].start, guest->names[0].length);
  reading->guest.start = reading->aside.start;
  reading->guest.length = reading->aside.length;
}

/* "X - Y" may be X from the album Y: counts only against a track of Y. */
static void
take_album_reading (Draft           *draft,
                    const char      *title,
                    gsize            length,
                    const TuttiSpan *dash)
{
  TuttiReading *reading = &draft->identity.readings[draft->identity.n_readings];
  TuttiText aside;

  if (draft->identity.n_readings == TUTTI_IDENTITY_MAX_READINGS)
    return;
  parse (draft, title + dash->end, length - dash->end);
  aside = keep_text (draft, draft->title.core.text, draft->title.core.length);
  parse (draft, title, dash->start);
  if (aside.length < 3 || draft->title.core.length == 0)
    return;
  take_reading (draft, title, dash->start);
  reading->kind = TUTTI_READING_ALBUM;
  reading->aside = aside;
  if (draft->identity.album_date == 0)
    draft->identity.album_date = read_album_date (title + dash->end + strspn (title + dash->end, " "));
}

/* The title as it stands, and where it reads "X - Y" in the other ways that
 * makes sense. Where X is known to be the artist, only what follows is the
 * title. */
static void
take_title (Draft             *draft,
            TuttiServiceTrack *track)
{
  const char *title = tutti_service_track_get_title (track);
  gsize length = strlen (title);
  gboolean has_artists = draft->artists.n_names > 0;
  TuttiSpan dashes[TUTTI_TITLE_MAX_DASHES], first = { 0, 0 };
  TuttiArtists guest;
  guint n_dashes;

  parse (draft, title, length);
  n_dashes = draft->title.n_dashes;
  memcpy (dashes, draft->title.dashes, sizeof dashes);

  tutti_artists_init (&guest);
  if (n_dashes > 0 || !has_artists)
    tutti_artists_add_entry (&guest, title, n_dashes > 0 ? dashes[0].start : length);

  if (n_dashes > 0 && guest.n_names > 0 && (!has_artists || is_artist (draft, &guest.names[0])))
    {
      if (!has_artists)
        {
          draft->identity.is_guessed = TRUE;
          tutti_artists_add_entry (&draft->artists, title, dashes[0].start);
        }
      first = dashes[0];
      title += dashes[0].end;
      length -= dashes[0].end;
      parse (draft, title, length);
      n_dashes = draft->title.n_dashes;
      memcpy (dashes, draft->title.dashes, sizeof dashes);
      guest.n_names = 0;
    }

  take_reading (draft, title, length);
  take_credits (draft, title);

  if (n_dashes == 0 && !has_artists && guest.n_names > 0)
    { /* no artist at all: the title may be nothing but one */
      TuttiReading *reading = &draft->identity.readings[draft->identity.n_readings++];

      reading->kind = TUTTI_READING_GUEST;
      reading->guest = guest.names[0];
      reading->aside = keep_text (draft, guest.text + guest.names[0].start, guest.names[0].length);
      reading->guest.start = reading->aside.start;
      reading->guest.length = reading->aside.length;
    }
  if (draft->identity.is_guessed)
    take_album_reading (draft, tutti_service_track_get_title (track), strlen (tutti_service_track_get_title (track)), &first);
  if (n_dashes == 0)
    return;
  if (guest.n_names > 0 && draft->identity.readings[0].sub.length > 0)
    take_guest_reading (draft, title, length, &dashes[0], &guest);
  take_album_reading (draft, title, length, &dashes[0]);
  if (n_dashes > 1)
    take_album_reading (draft, title, length, &dashes[n_dashes - 1]);
}

/* What an album's title says of all its tracks: only in plain words, since
 * "Complete Sessions" or "Dying to Live" say nothing of the kind. */
static guint32
read_album_versions (const TuttiTitle *album,
                     const char       *title)
{
  static const struct
  {
    const char *words;
    guint32     versions;
  } phrases[] = {
    { "unplugged", TUTTI_VERSION_LIVE | TUTTI_VERSION_ACOUSTIC },
    { "live at", TUTTI_VERSION_LIVE },
    { "live in", TUTTI_VERSION_LIVE },
    { "live from", TUTTI_VERSION_LIVE },
    { "live on", TUTTI_VERSION_LIVE },
    { "in concert", TUTTI_VERSION_LIVE },
    { "karaoke", TUTTI_VERSION_KARAOKE },
  };
  g_autofree char *full = g_strndup (album->full.text, album->full.length);
  guint32 versions = album->versions & (TUTTI_VERSION_KARAOKE | TUTTI_VERSION_ACOUSTIC);

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (strstr (full, phrases[i].words) != NULL)
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
take_album (Draft             *draft,
            TuttiServiceTrack *track)
{
  const char *album = tutti_service_track_get_album (track);
  gsize length = strlen (album);

  if (length == 0)
    return;

  tutti_title_parse (&draft->title, album, length, draft->artists.text, draft->artists.length);
  draft->identity.album = keep_text (draft, draft->title.core.text, draft->title.core.length);
  draft->identity.album_versions = read_album_versions (&draft->title, album);
  draft->identity.album_date = read_album_date (album);
  if (draft->identity.album_date != 0)
    draft->identity.album_versions |= TUTTI_VERSION_LIVE;
}

/* Whoever sings karaoke or a tribute is not who made the song known. */
static guint32
read_artist_versions (const TuttiArtists *artists)
{
  guint32 versions = 0;

  for (gsize at = 0; at < artists->length;)
    {
      const char *word = artists->text + at;
      gsize n = 0;

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

static void
add_key (Draft  *draft,
         guint   kind,
         guint64 a,
         guint64 b)
{
  guint64 key = tutti_hash_mix (tutti_hash_mix (kind, a), b);

  for (guint i = 0; i < draft->identity.n_keys; i++)
    if (draft->keys[i] == key)
      return;
  if (draft->identity.n_keys < TUTTI_IDENTITY_MAX_KEYS)
    draft->keys[draft->identity.n_keys++] = key;
}

/* Everything about a reading that has to be equal besides its letters. */
static guint64
hash_version (const TuttiReading *reading)
{
  guint64 names = 0, numbers = 0;

  for (guint i = 0; i < reading->n_names; i++)
    names += tutti_hash_mix (reading->names[i], 2);
  for (guint i = 0; i < reading->n_numbers; i++)
    numbers += tutti_hash_mix (reading->numbers[i], 3);

  return tutti_hash_mix (reading->versions, names) ^ numbers;
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
add_fuzzy_keys (Draft              *draft,
                const TuttiReading *reading)
{
  const char *text = draft->text + reading->core.start;
  char letters[16];
  gsize n;

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
add_timeless_keys (Draft *draft)
{
  const TuttiIdentity *identity = &draft->identity;

  for (guint i = 0; i < identity->n_readings; i++)
    for (guint from_end = 0; from_end < 2; from_end++)
      {
        const TuttiReading *reading = &identity->readings[i];
        TuttiText album = reading->kind == TUTTI_READING_ALBUM ? reading->aside : identity->album;
        char letters[16];
        gsize n = take_letters (draft->text + reading->core.start, reading->core.length, from_end, letters, 3);
        guint64 title = tutti_hash (letters, n, 5 + from_end);

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
add_time_keys (Draft *draft)
{
  const TuttiIdentity *identity = &draft->identity;
  guint32 second = identity->duration / 1000;
  char letters[16];
  gsize n;

  for (guint i = 0; i < identity->n_readings; i++)
    if (identity->readings[i].kind == TUTTI_READING_ALBUM && second > 0)
      {
        n = take_letters (draft->text + identity->readings[i].aside.start, identity->readings[i].aside.length, FALSE, letters, 6);
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
add_exact_keys (Draft              *draft,
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
}

static void
make_keys (Draft *draft)
{
  TuttiIdentity *identity = &draft->identity;

  for (guint i = 0; i < identity->n_isrcs; i++)
    add_key (draft, KEY_ISRC, identity->isrcs[i], 0);
  add_exact_keys (draft, &identity->readings[0], draft->artists.names, draft->artists.n_names);
  for (guint i = 1; i < identity->n_readings; i++)
    if (identity->readings[i].kind == TUTTI_READING_GUEST)
      add_exact_keys (draft, &identity->readings[i], &identity->readings[i].guest, 1);
    else
      add_exact_keys (draft, &identity->readings[i], draft->artists.names, MIN (draft->artists.n_names, 2));
  for (guint i = 0; i < identity->n_readings; i++)
    add_fuzzy_keys (draft, &identity->readings[i]);
  add_time_keys (draft);
}

/* A number for all that is compared: equal for equal tracks, and what decides
 * between two when nothing else does, so that no order of arrival does. */
static guint64
hash_content (const Draft *draft)
{
  const TuttiIdentity *identity = &draft->identity;
  guint64 hash = tutti_hash (draft->text, draft->length, identity->duration);

  hash = tutti_hash_mix (hash, tutti_hash (draft->artists.text, draft->artists.length, identity->year));
  for (guint i = 0; i < identity->n_readings; i++)
    hash = tutti_hash_mix (hash, hash_version (&identity->readings[i]));
  for (guint i = 0; i < identity->n_isrcs; i++)
    hash = tutti_hash_mix (hash, identity->isrcs[i]);

  return hash;
}

static TuttiIdentity *
finish (Draft *draft)
{
  gsize head = (sizeof (TuttiIdentity) + 7) & ~(gsize) 7;
  gsize names = draft->artists.n_names * sizeof (TuttiName);
  gsize keys = draft->identity.n_keys * sizeof (guint64);
  TuttiIdentity *self = g_malloc (head + keys + names + draft->artists.length + draft->length);

  *self = draft->identity;
  self->keys = (guint64 *) ((char *) self + head);
  self->names = (TuttiName *) ((char *) self + head + keys);
  self->text = (char *) self + head + keys + names;
  memcpy (self->keys, draft->keys, keys);
  memcpy (self->names, draft->artists.names, names);
  memcpy (self->text, draft->text, draft->length);
  memcpy (self->text + draft->length, draft->artists.text, draft->artists.length);
  for (guint i = 0; i < draft->artists.n_names; i++)
    self->names[i].start = (guint16) (self->names[i].start + draft->length);

  return self;
}

/**
 * tutti_identity_new:
 * @track: what a service says
 *
 * Folds and takes apart all that is compared. Bounded time and memory
 * whatever the text. Any thread.
 *
 * Returns: (transfer full): its identity; does not keep @track
 */
TuttiIdentity *
tutti_identity_new (TuttiServiceTrack *track)
{
  const char *const *artists;
  const char *const *isrcs;
  Draft draft;

  g_return_val_if_fail (track != NULL, NULL);

  memset (&draft.identity, 0, sizeof draft.identity);
  draft.length = 0;
  tutti_artists_init (&draft.artists);

  draft.identity.duration = (guint32) tutti_service_track_get_duration (track);
  draft.identity.provider = (guint32) tutti_hash (tutti_service_track_get_provider (track), strlen (tutti_service_track_get_provider (track)), 17);
  draft.identity.year = (guint16) tutti_service_track_get_year (track);
  isrcs = tutti_service_track_get_isrcs (track);
  for (guint i = 0; isrcs[i] != NULL && draft.identity.n_isrcs < TUTTI_IDENTITY_MAX_ISRCS; i++)
    draft.identity.isrcs[draft.identity.n_isrcs++] = tutti_hash (isrcs[i], strlen (isrcs[i]), 13);

  artists = tutti_service_track_get_artists (track);
  for (guint i = 0; artists[i] != NULL; i++)
    tutti_artists_add_entry (&draft.artists, artists[i], strlen (artists[i]));
  take_title (&draft, track);
  draft.identity.n_names = (guint8) draft.artists.n_names;
  for (guint i = 0; i < draft.identity.n_readings; i++)
    draft.identity.readings[i].versions |= read_artist_versions (&draft.artists);
  take_album (&draft, track);
  make_keys (&draft);
  draft.identity.content = hash_content (&draft);

  return finish (&draft);
}

void
tutti_identity_free (TuttiIdentity *self)
{
  g_free (self);
}

/**
 * tutti_identity_get_keys:
 * @self: an identity
 * @n_keys: (out): how many
 *
 * Numbers to look for among those of other tracks: two that share none are
 * hardly one recording, two that share one may be. The surest come first:
 * ISRCs, then title and artist, then keys that survive a mistake. They stay
 * the same for the same track in every run. Ask for at most
 * %TUTTI_IDENTITY_MAX_CANDIDATES tracks for each.
 *
 * Returns: (transfer none) (array length=n_keys): the keys
 */
const guint64 *
tutti_identity_get_keys (const TuttiIdentity *self,
                         guint               *n_keys)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_keys != NULL, NULL);

  *n_keys = self->n_keys;

  return self->keys;
}
