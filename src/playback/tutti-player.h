/* tutti-player.h: plays previews of songs, one at a time
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"
#include "tutti-preview.h"

G_BEGIN_DECLS

typedef enum
{
  TUTTI_PLAYER_STOPPED, /* nothing is loaded */
  TUTTI_PLAYER_LOADING, /* the preview is looked for, or the network waited for */
  TUTTI_PLAYER_PLAYING,
  TUTTI_PLAYER_PAUSED,
  TUTTI_PLAYER_FAILED,  /* the last one ended with an error */
} TuttiPlayerState;

#define TUTTI_TYPE_PLAYER_STATE (tutti_player_state_get_type ())
GType tutti_player_state_get_type (void) G_GNUC_CONST;

#define TUTTI_TYPE_PLAYER (tutti_player_get_type ())

/* Main thread. Properties, all to be read and told of: "state" (a
 * TuttiPlayerState), "track" (a TuttiTrack, NULL when stopped), "preview" (a
 * TuttiPreview, NULL until found), "position" and "duration" (ms).
 * Signal "failed" (TuttiTrack, GError): a preview could not be played; the
 * error is one for people, see tutti_player_get_error(). */
G_DECLARE_FINAL_TYPE (TuttiPlayer, tutti_player, TUTTI, PLAYER, GObject)

TuttiPlayer *tutti_player_new (TuttiLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/* Plays a preview of this song from its beginning, instead of any other. */
void tutti_player_play (TuttiPlayer *self,
                        TuttiTrack  *track);

/* Do nothing where there is nothing to pause or to go on with. */
void tutti_player_pause (TuttiPlayer *self);
void tutti_player_resume (TuttiPlayer *self);
void tutti_player_stop (TuttiPlayer *self);

TuttiPlayerState tutti_player_get_state (TuttiPlayer *self);
TuttiTrack      *tutti_player_get_track (TuttiPlayer *self);    /* (transfer none) (nullable) */
TuttiPreview    *tutti_player_get_preview (TuttiPlayer *self);  /* (transfer none) (nullable) */
gint64           tutti_player_get_position (TuttiPlayer *self); /* ms */
gint64           tutti_player_get_duration (TuttiPlayer *self); /* ms; 30 s until it is known */

/* TRUE while a preview is looked for, plays or is paused. */
gboolean tutti_player_is_loaded (TuttiPlayer *self);

/* TRUE if that is this song's. */
gboolean tutti_player_has_track (TuttiPlayer *self,
                                 TuttiTrack  *track);

/* Why the last one failed, while the state says so. (transfer none) (nullable) */
const GError *tutti_player_get_error (TuttiPlayer *self);

/* Whose sound that was: for the error's sentence. (transfer none) (nullable) */
const char *tutti_player_get_error_service (TuttiPlayer *self);

/* Ends all sound, of all players: the last that a program does. */
void tutti_player_shut_down (void);

/* How long the sound may stand still, 10 s unless told. For tests. */
void tutti_player_set_patience (TuttiPlayer *self,
                                guint        ms);

/* How much of a sound is played, 100 s unless told: an endless one ends, too. For tests. */
void tutti_player_set_longest (TuttiPlayer *self,
                               gint64       ms);

G_END_DECLS
