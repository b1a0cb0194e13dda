/* tutti-dated-track.h: a service's song with the time it was played or liked
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-service-track.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_DATED_TRACK (tutti_dated_track_get_type ())

/* Immutable, boxed, ref counted, of any thread. */
typedef struct
{
  gatomicrefcount ref_count;

  TuttiServiceTrack *track; /* (owned) */
  gint64             at;    /* Unix ms; 0 where the service tells none */
} TuttiDatedTrack;

GType            tutti_dated_track_get_type (void) G_GNUC_CONST;
TuttiDatedTrack *tutti_dated_track_new (TuttiServiceTrack *track,
                                        gint64             at) G_GNUC_WARN_UNUSED_RESULT;
TuttiDatedTrack *tutti_dated_track_ref (TuttiDatedTrack *self);
void             tutti_dated_track_unref (TuttiDatedTrack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiDatedTrack, tutti_dated_track_unref)

G_END_DECLS
