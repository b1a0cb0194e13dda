/* catalogue.h: the recordings that the services of this program know
 *
 * First come the real recordings of catalogue.tsv (MusicBrainz, CC0), each
 * once, neighbours from different releases; then those that stand on more
 * than one release; then as many as are asked for, made by rule: variations
 * of the real ones, and invented ones whose names come in several scripts.
 * A recording is known by its index; nothing is kept for those made by rule,
 * so a catalogue of a million costs nothing.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#define CATALOGUE_LIMIT 4000000

typedef struct _Catalogue Catalogue;

typedef struct
{
  guint32  index;
  char    *title;
  GStrv    artists;
  char    *credit;
  char    *album;
  char    *date;  /* as much of 2024-08-16 as is known */
  char    *isrc;  /* (nullable) */
  GStrv    isrcs; /* (nullable) all of them; isrc is one */
  char    *mbid;
  char    *release_mbid;
  guint32  release;
  guint    position;
  guint    release_length;
  guint    duration; /* ms */
  gboolean is_explicit;
  gboolean has_twin; /* another recording has its title, and a credit that begins with the same word */
} Recording;

void
recording_free (Recording *self);

/* Reads the built-in list; a broken list ends the program. */
Catalogue *
catalogue_new (void) G_GNUC_WARN_UNUSED_RESULT;

void
catalogue_free (Catalogue *self);

/* How many recordings are real and distinct, and how many are real. */
guint
catalogue_get_distinct (Catalogue *self);

guint
catalogue_get_real (Catalogue *self);

Recording *
catalogue_dup (Catalogue *self,
               guint32    index) G_GNUC_WARN_UNUSED_RESULT;

/* The indices of the first SIZE recordings that hold all words of TITLE,
 * ARTIST, ALBUM and ANY (each may be NULL), titles that begin with ANY first.
 * At most the first 20,000 are looked at. */
GArray *
catalogue_search (Catalogue  *self,
                  guint       size,
                  const char *any,
                  const char *title,
                  const char *artist,
                  const char *album) G_GNUC_WARN_UNUSED_RESULT;

GArray *
catalogue_search_isrc (Catalogue  *self,
                       guint       size,
                       const char *isrc) G_GNUC_WARN_UNUSED_RESULT;

/* A number that looks like chance and stands for INDEX alone, and its way
 * back; KIND tells apart the tracks, releases and pictures of each service. */
guint64
catalogue_mix (guint64 index,
               guint   kind);

gboolean
catalogue_unmix (guint64  mixed,
                 guint    kind,
                 guint64 *index);

/* A number of nine or ten digits that stands for INDEX (below 2^30), and its
 * way back. */
gint64
catalogue_number (guint64 index,
                  guint   kind);

gboolean
catalogue_parse_number (const char *text,
                        guint       kind,
                        guint64    *index);

/* A UUID that stands for INDEX. */
char *
catalogue_uuid (guint64 index,
                guint   kind) G_GNUC_WARN_UNUSED_RESULT;

/* The recording or the release that MusicBrainz calls MBID; SIZE is how many recordings there are. */
gboolean
catalogue_find_mbid (Catalogue  *self,
                     guint       size,
                     const char *mbid,
                     guint32    *index);

gboolean
catalogue_find_release (Catalogue  *self,
                        const char *mbid,
                        guint32    *release);

/* 22 letters and digits, as Spotify writes its ids. */
char *
catalogue_base62 (guint64 mixed) G_GNUC_WARN_UNUSED_RESULT;

gboolean
catalogue_parse_base62 (const char *text,
                        guint64    *mixed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)
