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
#include "tutti-identity-draft.h"
#include "tutti-scratch.h"
#include "tutti-sketch.h"
#include "tutti-vocabulary.h"

#include <string.h>

/* The hash of folded text without its spaces; 0 for none. */
static guint32
hash_letters (const char *text,
              gsize       length)
{
  guint64 hash = tutti_hash_letters (text, length, 5);

  return hash != 0 ? MAX ((guint32) hash, 1) : 0;
}

static TuttiText
keep_text (TuttiDraft *draft,
           const char *text,
           gsize       length)
{
  TuttiText kept = { 0 };

  if (length == 0 || draft->length + length > sizeof draft->text)
    return kept;

  kept.hash = hash_letters (text, length);
  kept.start = (guint16) draft->length;
  kept.length = (guint16) length;
  memcpy (draft->text + draft->length, text, length);
  draft->length += length;

  return kept;
}

/* The hash of a text, as it stands, with letters that some write as two. */
static guint32
hash_german (const char *text,
             gsize       length)
{
  TUTTI_SCRATCH char folded[TUTTI_TITLE_MAX_BYTES];
  TuttiFoldBuffer    buffer = { folded, sizeof folded, 0 };

  tutti_fold_append (&buffer, text, length, TUTTI_FOLD_GERMAN);

  return hash_letters (folded, buffer.length);
}

static gboolean
has_latin (const char *text,
           gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_isalpha (text[i]))
      return TRUE;

  return FALSE;
}

static void
take_reading (TuttiDraft *draft,
              const char *title,
              gsize       length)
{
  guint32          *list = draft->lists[draft->identity.n_readings];
  TuttiReading     *reading = &draft->readings[draft->identity.n_readings++];
  const TuttiTitle *parsed = &draft->title;

  memset (reading, 0, sizeof *reading);
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
  reading->sketch = tutti_sketch_text (draft->text + reading->full.start, reading->full.length);
  reading->is_latin = (guint8) has_latin (draft->text + reading->core.start, reading->core.length);
  reading->german_hash = parsed->has_german ? hash_german (title, length) : 0;
  reading->is_common = (guint8) tutti_hints_is_common (draft->text + reading->core.start, reading->core.length);
  reading->versions = parsed->versions;
  reading->n_names = (guint8) parsed->n_names;
  reading->n_numbers = (guint8) parsed->n_numbers;
  reading->n_marks = (guint8) parsed->n_marks;
  reading->stage = parsed->stage;
  draft->identity.is_explicit |= parsed->is_explicit;
  reading->list = list;
  for (guint i = 0; i < parsed->n_names; i++)
    *list++ = parsed->names[i];
  for (guint i = 0; i < parsed->n_numbers; i++)
    *list++ = parsed->numbers[i];
  for (guint i = 0; i < parsed->n_marks; i++)
    *list++ = parsed->marks[i];
}

static void
take_credits (TuttiDraft *draft,
              const char *title)
{
  for (guint i = 0; i < draft->title.n_credits; i++)
    tutti_artists_add_credit (&draft->artists, title + draft->title.credits[i].start,
                              draft->title.credits[i].end - draft->title.credits[i].start);
}

static gboolean
is_artist (const TuttiDraft *draft,
           const TuttiName  *name)
{
  for (guint i = 0; i < draft->artists.n_names; i++)
    if (draft->artists.names[i].hash == name->hash || draft->artists.names[i].other_hash == name->hash)
      return TRUE;

  return FALSE;
}

static void
parse (TuttiDraft *draft,
       const char *title,
       gsize       length)
{
  tutti_title_parse (&draft->title, title, length, draft->artists.text, draft->artists.length);
}

static void
take_guest (TuttiDraft         *draft,
            TuttiReading       *reading,
            const TuttiArtists *guest)
{
  TuttiName *name = &draft->guests[reading - draft->readings];

  *name = guest->names[0];
  reading->kind = TUTTI_READING_GUEST;
  reading->aside = keep_text (draft, guest->text + name->start, name->length);
  name->start = reading->aside.start;
  name->length = reading->aside.length;
  reading->guest = name;
}

/* "X - Y" may be Y by X: a reading that counts only against a track by X. */
static void
take_guest_reading (TuttiDraft         *draft,
                    const char         *title,
                    gsize               length,
                    const TuttiSpan    *dash,
                    const TuttiArtists *guest)
{
  TuttiReading *reading = &draft->readings[draft->identity.n_readings];

  parse (draft, title + dash->end, length - dash->end);
  if (draft->title.core.length == 0)
    return;
  take_reading (draft, title + dash->end, length - dash->end);
  take_guest (draft, reading, guest);
}

/* "X - Y" may be X from the album Y: counts only against a track of Y. */
static void
take_album_reading (TuttiDraft      *draft,
                    const char      *title,
                    gsize            length,
                    const TuttiSpan *dash)
{
  TuttiReading *reading = &draft->readings[draft->identity.n_readings];
  TuttiText     aside;

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
    draft->identity.album_date = tutti_hints_read_date (title + dash->end + strspn (title + dash->end, " "));
}

/* The title as it stands, and where it reads "X - Y" in the other ways that
 * makes sense. Where X is known to be the artist, only what follows is the
 * title. */
static void
take_title (TuttiDraft        *draft,
            TuttiServiceTrack *track)
{
  const char                *title = tutti_service_track_get_title (track);
  gsize                      length = strlen (title);
  gboolean                   has_artists = draft->artists.n_names > 0;
  TuttiSpan                  dashes[TUTTI_TITLE_MAX_DASHES], first = { 0, 0 };
  TUTTI_SCRATCH TuttiArtists guest;
  guint                      n_dashes;

  parse (draft, title, length);
  n_dashes = draft->title.n_dashes;
  memcpy (dashes, draft->title.dashes, sizeof dashes);

  tutti_artists_init (&guest);
  if (n_dashes > 0 || !has_artists)
    tutti_artists_add_entry (&guest, title, n_dashes > 0 ? dashes[0].start : length);

  if (n_dashes > 0 && (!has_artists || (guest.n_names > 0 && is_artist (draft, &guest.names[0]))))
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
      TuttiReading *reading = &draft->readings[draft->identity.n_readings++];

      memset (reading, 0, sizeof *reading);
      reading->list = draft->lists[0];
      take_guest (draft, reading, &guest);
    }
  if (first.end > 0) /* yet a song may be named like its artist */
    take_album_reading (draft, tutti_service_track_get_title (track), strlen (tutti_service_track_get_title (track)), &first);
  /* what follows is a remark that says nothing: no other reading has more */
  if (n_dashes == 0 || (draft->readings[0].full.length == draft->readings[0].core.length && draft->readings[0].version.length == 0))
    return;
  if (guest.n_names > 0 && draft->readings[0].sub.length > 0)
    take_guest_reading (draft, title, length, &dashes[0], &guest);
  take_album_reading (draft, title, length, &dashes[0]);
  if (n_dashes > 1)
    take_album_reading (draft, title, length, &dashes[n_dashes - 1]);
}

static void
take_album (TuttiDraft        *draft,
            TuttiServiceTrack *track)
{
  const char *album = tutti_service_track_get_album (track);
  gsize       length = strlen (album);

  if (length == 0)
    return;

  tutti_title_parse (&draft->title, album, length, draft->artists.text, draft->artists.length);
  draft->identity.album = keep_text (draft, draft->title.core.text, draft->title.core.length);
  draft->identity.album_sketch = tutti_sketch_name (draft->title.core.text, draft->title.core.length);
  draft->identity.album_versions = tutti_hints_read_album (&draft->title, album);
  if ((draft->identity.album_versions & TUTTI_VERSION_LIVE) != 0)
    tutti_hints_read_venue (&draft->title, album, &draft->venue);
  draft->identity.album_date = tutti_hints_read_date (album);
  draft->identity.is_explicit |= draft->title.is_explicit;
  if (draft->identity.album_date != 0)
    draft->identity.album_versions |= TUTTI_VERSION_LIVE;
}

/* Everything about a reading that has to be equal besides its letters. */
static guint64
hash_version (const TuttiReading *reading)
{
  guint64 names = 0, numbers = 0;

  for (guint i = 0; i < reading->n_names; i++)
    names += tutti_hash_mix (tutti_reading_get_names (reading)[i], 2);
  for (guint i = 0; i < reading->n_numbers; i++)
    numbers += tutti_hash_mix (tutti_reading_get_numbers (reading)[i], 3);
  for (guint i = 0; i < reading->n_marks; i++)
    numbers += tutti_hash_mix (tutti_reading_get_marks (reading)[i], 4);

  return tutti_hash_mix (reading->versions, names) ^ numbers;
}

/* A number for all that is compared: equal for equal tracks, and what decides
 * between two when nothing else does, so that no order of arrival does. */
static guint64
hash_content (const TuttiDraft *draft)
{
  const TuttiIdentity *identity = &draft->identity;
  guint64              hash = tutti_hash (draft->text, draft->length, identity->duration);

  hash = tutti_hash_mix (hash, tutti_hash (draft->artists.text, draft->artists.length, identity->year * 2u + identity->is_explicit));
  for (guint i = 0; i < identity->n_readings; i++)
    hash = tutti_hash_mix (hash, hash_version (&draft->readings[i]));
  for (guint i = 0; i < identity->n_isrcs; i++)
    hash = tutti_hash_mix (hash, draft->isrcs[i]);

  return hash;
}

/* Copies @bytes to @at, which moves on. */
static gpointer
place (char        **at,
       gconstpointer bytes,
       gsize         size)
{
  gpointer placed = *at;

  memcpy (placed, bytes, size);
  *at += (size + 7) & ~(gsize) 7;

  return placed;
}

static gsize
count_list (const TuttiReading *reading)
{
  return reading->n_names + reading->n_numbers + reading->n_marks;
}

static TuttiIdentity *
finish (TuttiDraft *draft)
{
  const TuttiIdentity *made = &draft->identity;
  gboolean             has_venue = draft->venue.n_names + draft->venue.n_years > 0;
  const gsize          sizes[] = {
    sizeof (TuttiIdentity),
    made->n_isrcs * sizeof (guint64),
    made->n_keys * sizeof (guint64),
    made->n_readings * sizeof (TuttiReading),
    made->n_names * sizeof (TuttiName),
    has_venue ? sizeof (TuttiVenue) : 0,
    draft->length + draft->artists.length,
  };
  gsize          total = 0;
  TuttiIdentity *self;
  char          *at;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    total += (sizes[i] + 7) & ~(gsize) 7;
  for (guint i = 0; i < made->n_readings; i++)
    total += ((count_list (&draft->readings[i]) * sizeof (guint32) + 7) & ~(gsize) 7) + (draft->readings[i].guest != NULL ? sizeof (TuttiName) : 0);
  at = g_malloc (total);

  self = place (&at, made, sizes[0]);
  self->readings = place (&at, draft->readings, sizes[3]);
  self->names = place (&at, draft->artists.names, sizes[4]);
  for (guint i = 0; i < made->n_readings; i++)
    {
      TuttiReading *reading = &self->readings[i];

      reading->list = place (&at, reading->list, count_list (reading) * sizeof (guint32));
      if (reading->guest != NULL)
        reading->guest = place (&at, reading->guest, sizeof (TuttiName));
    }
  self->venue = has_venue ? place (&at, &draft->venue, sizes[5]) : NULL;
  self->isrcs = place (&at, draft->isrcs, sizes[1]);
  self->keys = place (&at, draft->keys, sizes[2]);
  self->text = at;
  memcpy (at, draft->text, draft->length);
  memcpy (at + draft->length, draft->artists.text, draft->artists.length);
  for (guint i = 0; i < made->n_names; i++)
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
  const char *const       *artists;
  const char *const       *isrcs;
  TUTTI_SCRATCH TuttiDraft draft;

  g_return_val_if_fail (track != NULL, NULL);

  memset (&draft.identity, 0, sizeof draft.identity);
  memset (&draft.venue, 0, sizeof draft.venue);
  draft.length = 0;
  tutti_artists_init (&draft.artists);

  draft.identity.duration = (guint32) tutti_service_track_get_duration (track);
  draft.identity.provider = (guint32) tutti_hash (tutti_service_track_get_provider (track), strlen (tutti_service_track_get_provider (track)), 17);
  draft.identity.is_explicit = (guint8) tutti_service_track_is_explicit (track);
  draft.identity.year = (guint16) tutti_service_track_get_year (track);
  isrcs = tutti_service_track_get_isrcs (track);
  for (guint i = 0; isrcs[i] != NULL && draft.identity.n_isrcs < TUTTI_IDENTITY_MAX_ISRCS; i++)
    draft.isrcs[draft.identity.n_isrcs++] = tutti_hash (isrcs[i], strlen (isrcs[i]), 13);

  artists = tutti_service_track_get_artists (track);
  for (guint i = 0; artists[i] != NULL; i++)
    tutti_artists_add_entry (&draft.artists, artists[i], strlen (artists[i]));
  take_title (&draft, track);
  draft.identity.n_names = (guint8) draft.artists.n_names;
  for (guint i = 0; i < draft.identity.n_readings; i++)
    draft.readings[i].versions |= tutti_hints_read_artists (&draft.artists);
  take_album (&draft, track);
  tutti_draft_make_keys (&draft);
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
