/* tutti-store-verdicts.h: the person's word on what is one recording
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-store-members.h"

G_BEGIN_DECLS

/* A service's song by name. Borrowed for the call. */
typedef struct
{
  const char *provider;
  const char *remote_id;
} TuttiSongName;

/* All these note that services' songs are the same recording or are not, and
 * regroup what that touches; ids stay: the older track keeps its UUID, the
 * other's is redirected, and comes back when they are taken apart again. The
 * word always wins, and survives re-imports, rematching and disconnecting
 * (then without the ids of that service's songs, see tutti-hidden-words.h, and
 * without being undone any more). They resolve to the number of the
 * act (int64) for tutti_store_undo(), 0 where the word was said already. */

/* The word on two songs; one that is not here now is remembered for when it
 * comes. BAD_INPUT for a song and itself. */
DexFuture *tutti_store_set_verdict (TuttiStore          *self,
                                    const TuttiSongName *a,
                                    const TuttiSongName *b,
                                    gboolean             is_same) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the word on two songs back. */
DexFuture *tutti_store_clear_verdict (TuttiStore          *self,
                                      const TuttiSongName *a,
                                      const TuttiSongName *b) G_GNUC_WARN_UNUSED_RESULT;

/* Two recordings are one. What was said against it is taken back. NOT_FOUND if
 * one has no song of a service. */
DexFuture *tutti_store_say_same (TuttiStore *self,
                                 gint64      track_id,
                                 gint64      other_id) G_GNUC_WARN_UNUSED_RESULT;

/* These songs of a recording ("service:id") are not the same as its others.
 * NOT_FOUND for one that is not of it, BAD_INPUT where none or no other is left. */
DexFuture *tutti_store_say_different (TuttiStore        *self,
                                      gint64             track_id,
                                      const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

/* Takes back what was said of these songs ("service:id", of the recording or
 * told apart from it) and those of the recording. */
DexFuture *tutti_store_take_back (TuttiStore        *self,
                                  gint64             track_id,
                                  const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

/* These songs of other recordings ("service:id") are not this one. */
DexFuture *tutti_store_refuse (TuttiStore        *self,
                               gint64             track_id,
                               const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

/* All is as it was before an act; `act` 0: the last one. What was said of the
 * same songs later stays. Only the newest hundred can be undone. Resolves to
 * the number of the act (int64); NOT_FOUND. */
DexFuture *tutti_store_undo (TuttiStore *self,
                             gint64      act) G_GNUC_WARN_UNUSED_RESULT;

/* One pass over all songs: groups as if all had come at once. Follows the last
 * of the imports that run; the next start does it for who is stopped before.
 * Does nothing when no song came since the last one.
 * Resolves to how many songs moved (uint). */
DexFuture *tutti_store_rematch (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

/* Makes anew what the rules of an older program made: keys, groups, and the
 * words that songs are found by. Ids and the person's words stay. In small
 * transactions, so that others may write meanwhile; a program that dies goes
 * on where it was the next time. Does nothing when today's rules made it all.
 * Resolves to how many songs moved (uint). */
DexFuture *tutti_store_renew (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
