/* tutti-store-members.h: what a recording is made of, and what it may be
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-service-track.h"
#include "tutti-store.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_MEMBER_INFO (tutti_member_info_get_type ())

/* One service's song of a recording, or one that may be. Boxed, ref counted. */
typedef struct
{
  gatomicrefcount ref_count;

  TuttiServiceTrack *track;
  gint64             track_id; /* the recording it is with now */
  char              *reason;   /* "isrc", "key", "score 0.93", "verdict"; empty for the first of a recording */
} TuttiMemberInfo;

GType            tutti_member_info_get_type (void) G_GNUC_CONST;
TuttiMemberInfo *tutti_member_info_ref (TuttiMemberInfo *self);
void             tutti_member_info_unref (TuttiMemberInfo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiMemberInfo, tutti_member_info_unref)

/* The songs of a recording with the reason of each. Resolves to a GPtrArray of TuttiMemberInfo, oldest first. */
DexFuture *tutti_store_list_members (TuttiStore *self,
                                     gint64      track_id) G_GNUC_WARN_UNUSED_RESULT;

/* Songs of other recordings that may be this one ("maybe", never merged by
 * itself), best first, at most ten; those the person spoke of are left out.
 * Resolves to a GPtrArray of TuttiMemberInfo whose reason is "score 0.NN". */
DexFuture *tutti_store_list_suggestions (TuttiStore *self,
                                         gint64      track_id) G_GNUC_WARN_UNUSED_RESULT;

/* Songs of other recordings that the person said are not this one. Resolves to
 * a GPtrArray of TuttiMemberInfo whose reason is "verdict", oldest first. */
DexFuture *tutti_store_list_told_apart (TuttiStore *self,
                                        gint64      track_id) G_GNUC_WARN_UNUSED_RESULT;

/* Other recordings of the same song by the same people: live, remixed, from
 * another album. The person's own music first, else the oldest first, at most
 * thirty; found by the index of match keys. Resolves to a GArray of gint64. */
DexFuture *tutti_store_list_versions (TuttiStore *self,
                                      gint64      track_id) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  TUTTI_PAST_PLAYED,
  TUTTI_PAST_LIKED,
  TUTTI_PAST_SAVED,
} TuttiPastKind;

typedef struct
{
  TuttiPastKind kind;
  const char   *provider; /* interned; NULL for a like made in Tutti itself */
  gint64        at;       /* Unix ms; 0: nobody knows */
} TuttiPast;

/* When a recording was played and liked, and where. Resolves to a GArray of
 * TuttiPast, newest first, undated last, at most 1,000. */
DexFuture *tutti_store_list_past (TuttiStore *self,
                                  gint64      track_id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
