/* tutti-dated-track.c: a service's song with the time it was played or liked
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-dated-track.h"

G_DEFINE_BOXED_TYPE (TuttiDatedTrack, tutti_dated_track, tutti_dated_track_ref, tutti_dated_track_unref)

TuttiDatedTrack *
tutti_dated_track_new (TuttiServiceTrack *track,
                       gint64             at)
{
  TuttiDatedTrack *self = g_new0 (TuttiDatedTrack, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->track = tutti_service_track_ref (track);
  self->at = MAX (at, 0);

  return self;
}

TuttiDatedTrack *
tutti_dated_track_ref (TuttiDatedTrack *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tutti_dated_track_unref (TuttiDatedTrack *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->track, tutti_service_track_unref);
  g_free (self);
}
