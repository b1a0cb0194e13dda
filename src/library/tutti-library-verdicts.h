/* tutti-library-verdicts.h: what is one recording, and the person's word on it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"
#include "tutti-match.h"

G_BEGIN_DECLS

/* --- what there is --- main thread, read here; look again after the library's
 * "changed" with TUTTI_CHANGED_TRACKS, PLAYS or LIKES. A recording that became
 * part of another is empty under its old number: find it anew by its UUID. */

/* The services' songs of a recording. Resolves to a GPtrArray of TuttiMatch, the oldest first. */
DexFuture *tutti_library_list_members (TuttiLibrary *self, gint64 track_id) G_GNUC_WARN_UNUSED_RESULT;

/* Songs of other recordings that may be this one: never merged by themselves,
 * those the person spoke of left out. Resolves to a GPtrArray of TuttiMatch,
 * one for each other recording, best first, at most ten. */
DexFuture *tutti_library_list_suggestions (TuttiLibrary *self, gint64 track_id) G_GNUC_WARN_UNUSED_RESULT;

/* Songs of other recordings that the person said are not this one. Resolves to a GPtrArray of TuttiMatch. */
DexFuture *tutti_library_list_told_apart (TuttiLibrary *self, gint64 track_id) G_GNUC_WARN_UNUSED_RESULT;

/* Other recordings of the same song by the same people that the library knows:
 * live, remixed, from another album. tutti_versions_dup_remarks() says of a
 * title what sets it apart. Resolves to a GPtrArray of TuttiTrack, the person's
 * own music first, at most thirty. */
DexFuture *tutti_library_list_versions (TuttiLibrary *self, gint64 track_id) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  TUTTI_HISTORY_PLAYED,
  TUTTI_HISTORY_LIKED,
  TUTTI_HISTORY_SAVED,
} TuttiHistoryKind;

typedef struct
{
  TuttiHistoryKind kind;
  const char      *service; /* id, interned; NULL for a like made in Tutti itself */
  gint64           at;      /* Unix ms; 0: nobody knows */
} TuttiHistory;

/* When a recording was played and liked, and where. Resolves to a GArray of
 * TuttiHistory, newest first, undated last, at most 1,000. */
DexFuture *tutti_library_list_history (TuttiLibrary *self, gint64 track_id) G_GNUC_WARN_UNUSED_RESULT;

/* --- the person's word --- carried out by the worker. It always wins, survives
 * re-imports and rematching, and is in effect, also in all lists, when the
 * future resolves. Each resolves to the number of the act (int64) for
 * tutti_library_undo(), 0 where nothing new was said. */

/* Two recordings are one: it keeps the UUID and number of the older one; the
 * other's UUID leads to it. NOT_FOUND if no service has one of them. */
DexFuture *tutti_library_say_same (TuttiLibrary *self, gint64 track_id, gint64 other_id) G_GNUC_WARN_UNUSED_RESULT;

/* Some songs of a recording (tutti_match_dup_name(), NULL-terminated) are not
 * the same as its others. NOT_FOUND for one that is not of it, BAD_INPUT for
 * none or all of them. */
DexFuture *tutti_library_say_different (TuttiLibrary *self, gint64 track_id, const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

/* Songs of other recordings are not this one: a suggestion refused. */
DexFuture *tutti_library_refuse (TuttiLibrary *self, gint64 track_id, const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

/* Takes back what the person said of these songs and those of the recording:
 * for a member whose reason is VERDICT, and for one told apart. */
DexFuture *tutti_library_take_back (TuttiLibrary *self, gint64 track_id, const char *const *names) G_GNUC_WARN_UNUSED_RESULT;

/* All is as it was before an act, UUIDs included; `act` 0: the last one. What
 * was said of the same songs later stays. The newest hundred can be undone,
 * also after a restart. Resolves to the act's number; NOT_FOUND. */
DexFuture *tutti_library_undo (TuttiLibrary *self, gint64 act) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
