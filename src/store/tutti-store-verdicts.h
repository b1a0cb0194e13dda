/* tutti-store-verdicts.h: the person's word on what is one recording
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-service-track.h"
#include "tutti-store.h"

G_BEGIN_DECLS

/* A service's song by name. Borrowed for the call. */
typedef struct
{
  const char *provider;
  const char *remote_id;
} TuttiSongName;

/* Notes that two services' songs are the same recording or are not, and
 * regroups what that touches; ids stay: the older track keeps its UUID, the
 * other's is redirected, and comes back when they are taken apart again. The
 * word always wins, and survives re-imports, disconnecting and rematching. A
 * song that is not here now is remembered for when it comes. BAD_INPUT for a
 * song and itself. Resolves to TRUE. */
DexFuture *tutti_store_set_verdict (TuttiStore          *self,
                                    const TuttiSongName *a,
                                    const TuttiSongName *b,
                                    gboolean             is_same) G_GNUC_WARN_UNUSED_RESULT;

/* Takes the word back. Resolves to TRUE. */
DexFuture *tutti_store_clear_verdict (TuttiStore          *self,
                                      const TuttiSongName *a,
                                      const TuttiSongName *b) G_GNUC_WARN_UNUSED_RESULT;

/* One pass over all songs: groups as if all had come at once. Runs by itself
 * after an import. Does nothing when no song came since the last one.
 * Resolves to how many songs moved (uint). */
DexFuture *tutti_store_rematch (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

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

G_END_DECLS
