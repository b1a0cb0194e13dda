/* tutti-match.c: a service's song, and why it is where it is
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-match.h"

#include <glib/gi18n.h>

struct _TuttiMatch
{
  GObject parent_instance;

  TuttiServiceTrack *song;
  gint64             track_id;
  TuttiReason        reason;
  double             score;
};

G_DEFINE_FINAL_TYPE (TuttiMatch, tutti_match, G_TYPE_OBJECT)

static void
tutti_match_finalize (GObject *object)
{
  TuttiMatch *self = TUTTI_MATCH (object);

  g_clear_pointer (&self->song, tutti_service_track_unref);

  G_OBJECT_CLASS (tutti_match_parent_class)->finalize (object);
}

static void
tutti_match_class_init (TuttiMatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tutti_match_finalize;
}

static void
tutti_match_init (TuttiMatch *self)
{
}

TuttiMatch *
tutti_match_new (TuttiServiceTrack *song,
                 gint64             track_id,
                 const char        *reason)
{
  TuttiMatch *self = g_object_new (TUTTI_TYPE_MATCH, NULL);

  self->song = tutti_service_track_ref (song);
  self->track_id = track_id;
  self->score = 1;
  self->reason = tutti_reason_from_string (reason, &self->score);
  if (self->reason != TUTTI_REASON_SCORE)
    self->score = 1;

  return self;
}

TuttiServiceTrack *
tutti_match_get_song (TuttiMatch *self)
{
  g_return_val_if_fail (TUTTI_IS_MATCH (self), NULL);

  return self->song;
}

gint64
tutti_match_get_track_id (TuttiMatch *self)
{
  g_return_val_if_fail (TUTTI_IS_MATCH (self), 0);

  return self->track_id;
}

TuttiReason
tutti_match_get_reason (TuttiMatch *self)
{
  g_return_val_if_fail (TUTTI_IS_MATCH (self), TUTTI_REASON_NONE);

  return self->reason;
}

double
tutti_match_get_score (TuttiMatch *self)
{
  g_return_val_if_fail (TUTTI_IS_MATCH (self), 0);

  return self->score;
}

char *
tutti_match_dup_sentence (TuttiMatch *self)
{
  g_return_val_if_fail (TUTTI_IS_MATCH (self), NULL);

  switch (self->reason)
    {
    case TUTTI_REASON_NONE:
      return g_strdup (_ ("The first that came"));
    case TUTTI_REASON_ISRC:
      return g_strdup (_ ("Same recording code (ISRC)"));
    case TUTTI_REASON_KEY:
      return g_strdup (_ ("Same title and artist"));
    case TUTTI_REASON_SCORE:
      /* Translators: how alike two songs are */
      return g_strdup_printf (_ ("%d %% alike"), (int) (self->score * 100 + 0.5));
    case TUTTI_REASON_VERDICT:
      return g_strdup (_ ("You said so"));
    }

  return NULL;
}

char *
tutti_match_dup_name (TuttiMatch *self)
{
  g_return_val_if_fail (TUTTI_IS_MATCH (self), NULL);

  return g_strdup_printf ("%s:%s", tutti_service_track_get_provider (self->song), tutti_service_track_get_remote_id (self->song));
}
