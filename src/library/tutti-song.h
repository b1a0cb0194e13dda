/* tutti-song.h: a song that is looked for, and what is known of it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-service-track.h"
#include "tutti-store.h"

G_BEGIN_DECLS

/* Grows while services answer. Ref counted, main thread. */
typedef struct _TuttiSong TuttiSong;

/* In a fiber: reads what the store has. NULL and NOT_FOUND for a song that is
 * gone or that no service ever named. */
TuttiSong *tutti_song_load (TuttiStore *store,
                            gint64      track_id,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;
TuttiSong *tutti_song_ref (TuttiSong *self);
void       tutti_song_unref (TuttiSong *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiSong, tutti_song_unref)

/* The recording it is now; another one after it was joined with that. */
gint64 tutti_song_get_track_id (TuttiSong *self);

/* What to type into a search: main artist, title and version. */
const char *tutti_song_get_words (TuttiSong *self);

/* Of char *, the surest first; more may come at the end. (transfer none) */
GPtrArray *tutti_song_get_isrcs (TuttiSong *self);

/* Of TuttiServiceTrack. (transfer none) */
GPtrArray *tutti_song_get_members (TuttiSong *self);

/* Its id on this service, lent; NULL where it is not known there. */
const char *tutti_song_peek_id (TuttiSong  *self,
                                const char *provider);

/* Of these answers (TuttiDatedTrack) the one that is surely the same recording,
 * and most surely; what can't be played only if there is nothing else. NULL if
 * there is none. (transfer full) */
TuttiServiceTrack *tutti_song_choose (TuttiSong *self,
                                      GPtrArray *items) G_GNUC_WARN_UNUSED_RESULT;

/* In a fiber: notes that the store put `track` with recording `track_id`. FALSE
 * if that is not this song: the person said that they differ. */
gboolean tutti_song_take (TuttiSong         *self,
                          TuttiStore        *store,
                          TuttiServiceTrack *track,
                          gint64             track_id);

/* A page of the song that someone named who is not its service. */
typedef struct
{
  char              *link;
  TuttiServiceTrack *recording; /* what the page is said to be of */
} TuttiSongPage;

/* Of TuttiSongPage; grows at the end. (transfer none) */
GPtrArray *tutti_song_get_pages (TuttiSong *self);
void       tutti_song_add_pages (TuttiSong         *self,
                                 char             **links,
                                 TuttiServiceTrack *recording);

G_END_DECLS
