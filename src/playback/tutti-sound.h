/* tutti-sound.h: one sound from the network, as GStreamer plays it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>
#include <libdex.h>

G_BEGIN_DECLS

typedef enum
{
  TUTTI_SOUND_WAITING, /* for the network */
  TUTTI_SOUND_PLAYING,
  TUTTI_SOUND_PAUSED,
} TuttiSoundState;

#define TUTTI_TYPE_SOUND (tutti_sound_get_type ())

/* Plays one address, once. Main thread; GStreamer's own work is done in
 * threads of its own, where starting and ending it happen too. Signals:
 *   "changed" (): state, position or duration below;
 *   "ended" (): it was heard to its end;
 *   "failed" (GError): it ended otherwise: NOT_FOUND (the address is no longer
 *   good), OFFLINE, SERVER, RATE_LIMITED, BAD_ANSWER (no sound), NO_CODEC, NO_SOUND. */
G_DECLARE_FINAL_TYPE (TuttiSound, tutti_sound, TUTTI, SOUND, GObject)

/* Makes a sound of `uri` (https, or http), which is silent until it is played.
 * No redirect is followed. GStreamer is initialised with the first. Where the
 * sound goes the desktop decides; TUTTI_AUDIO_SINK in the environment names an
 * element instead ("fakesink sync=true"), for tests. Resolves to a TuttiSound;
 * FAILED where GStreamer can't be used. Main thread. */
DexFuture *tutti_sound_new (const char *uri) G_GNUC_WARN_UNUSED_RESULT;

void tutti_sound_play (TuttiSound *self);
void tutti_sound_pause (TuttiSound *self);

/* Silent from now on, and for good; no signal follows. */
void tutti_sound_close (TuttiSound *self);

/* Silences all, and waits until their threads have ended: at the end of a program. */
void tutti_sound_shut_down (void);

TuttiSoundState tutti_sound_get_state (TuttiSound *self);
gint64          tutti_sound_get_position (TuttiSound *self); /* ms */
gint64          tutti_sound_get_duration (TuttiSound *self); /* ms, 0 while unknown */

G_END_DECLS
