/* tutti-player.c: plays previews of songs, one at a time
 *
 * Each play is a fiber: find the preview, make the sound, play it; whoever
 * plays another song, or stops, drops the fiber. An address that is no longer
 * good is asked for once more, and a sound that this computer can't decode is
 * looked for at another service. A sound that stands still is given up by a
 * watch of our own: a network that says nothing ends nothing. One that never
 * ends is ended where previews do.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-player.h"

#include "tutti-fiber.h"
#include "tutti-sound.h"

#define PREVIEW_MS 30000 /* of most */
#define LONGEST_MS 100000 /* a few services let one hear a minute and a half */
#define PATIENCE_MS 10000
#define MAX_TRIES 3

struct _TuttiPlayer
{
  GObject parent_instance;

  TuttiLibrary    *library;
  TuttiPlayerState state;
  TuttiTrack      *track;         /* (nullable) */
  TuttiPreview    *preview;       /* (nullable) */
  TuttiSound      *sound;         /* (nullable) */
  DexFuture       *loading;       /* (nullable) dropped to stop looking */
  GPtrArray       *without;       /* ids of services whose sound can't be decoded here */
  GError          *error;         /* (nullable) */
  char            *error_service; /* (nullable) */
  gint64           position;
  gint64           duration;      /* 0 while unknown */
  guint            n_tries;       /* of the song that plays */
  guint            patience_ms;
  gint64           longest_ms;
  guint            watch_id;      /* runs while the sound should go on */
};

enum
{
  PROP_STATE = 1,
  PROP_TRACK,
  PROP_PREVIEW,
  PROP_POSITION,
  PROP_DURATION,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum
{
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (TuttiPlayerState, tutti_player_state,
                    G_DEFINE_ENUM_VALUE (TUTTI_PLAYER_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (TUTTI_PLAYER_LOADING, "loading"),
                    G_DEFINE_ENUM_VALUE (TUTTI_PLAYER_PLAYING, "playing"),
                    G_DEFINE_ENUM_VALUE (TUTTI_PLAYER_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (TUTTI_PLAYER_FAILED, "failed"))

G_DEFINE_FINAL_TYPE (TuttiPlayer, tutti_player, G_TYPE_OBJECT)

static void load (TuttiPlayer *self);

/* --- what it tells --- */

static void
set_state (TuttiPlayer     *self,
           TuttiPlayerState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
set_position (TuttiPlayer *self,
              gint64       position)
{
  if (self->position == position)
    return;
  self->position = position;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_POSITION]);
}

static void
set_duration (TuttiPlayer *self,
              gint64       duration)
{
  if (self->duration == duration)
    return;
  self->duration = duration;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DURATION]);
}

static void
set_preview (TuttiPlayer  *self,
             TuttiPreview *preview)
{
  if (self->preview == preview)
    return;
  g_clear_pointer (&self->preview, tutti_preview_unref);
  self->preview = preview != NULL ? tutti_preview_ref (preview) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PREVIEW]);
}

static void
set_track (TuttiPlayer *self,
           TuttiTrack  *track)
{
  if (g_set_object (&self->track, track))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TRACK]);
}

/* --- the end of it --- */

static void
stop_watch (TuttiPlayer *self)
{
  g_clear_handle_id (&self->watch_id, g_source_remove);
}

static void
drop_sound (TuttiPlayer *self)
{
  stop_watch (self);
  dex_clear (&self->loading);
  if (self->sound == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->sound, self);
  tutti_sound_close (self->sound);
  g_clear_object (&self->sound);
}

/* Nothing is loaded any more. Listeners see all of it changed. */
static void
clear (TuttiPlayer     *self,
       TuttiPlayerState state)
{
  drop_sound (self);
  g_object_freeze_notify (G_OBJECT (self));
  set_state (self, state);
  set_preview (self, NULL);
  set_track (self, NULL);
  set_position (self, 0);
  set_duration (self, 0);
  g_object_thaw_notify (G_OBJECT (self));
}

/* (error taken) */
static void
fail (TuttiPlayer *self,
      GError      *error)
{
  g_autoptr (TuttiTrack) track = self->track != NULL ? g_object_ref (self->track) : NULL;

  g_debug ("No preview: %s", error->message);
  g_clear_error (&self->error);
  self->error = error;
  g_set_str (&self->error_service, self->preview != NULL ? self->preview->service_name : NULL);
  clear (self, TUTTI_PLAYER_FAILED);
  g_signal_emit (self, signals[FAILED], 0, track, self->error);
}

/* --- a sound that stands still --- */

static gboolean
watch_cb (gpointer data)
{
  TuttiPlayer *self = data;

  self->watch_id = 0;
  fail (self, g_error_new (TUTTI_ERROR, TUTTI_ERROR_SERVER, "The sound stood still for %u ms", self->patience_ms));

  return G_SOURCE_REMOVE;
}

static void
start_watch (TuttiPlayer *self)
{
  stop_watch (self);
  self->watch_id = g_timeout_add (self->patience_ms, watch_cb, self);
}

/* --- the sound --- */

static void
sound_changed_cb (TuttiPlayer *self)
{
  gint64 position = tutti_sound_get_position (self->sound);

  switch (tutti_sound_get_state (self->sound))
    {
    case TUTTI_SOUND_WAITING:
      if (self->state != TUTTI_PLAYER_PAUSED)
        set_state (self, TUTTI_PLAYER_LOADING);
      break;
    case TUTTI_SOUND_PLAYING:
      if (self->state == TUTTI_PLAYER_LOADING || self->state == TUTTI_PLAYER_PLAYING)
        set_state (self, TUTTI_PLAYER_PLAYING);
      break;
    case TUTTI_SOUND_PAUSED: /* also on its way to playing */
      break;
    }

  if (position >= self->longest_ms)
    {
      clear (self, TUTTI_PLAYER_STOPPED);
      return;
    }
  if (position != self->position && self->watch_id != 0)
    start_watch (self);
  set_position (self, position);
  set_duration (self, MIN (tutti_sound_get_duration (self->sound), self->longest_ms));
}

static void
sound_ended_cb (TuttiPlayer *self)
{
  clear (self, TUTTI_PLAYER_STOPPED);
}

static void
sound_failed_cb (TuttiPlayer  *self,
                 const GError *error)
{
  gboolean may_retry = self->position == 0 && self->n_tries < MAX_TRIES;

  /* Addresses of previews end within minutes. */
  if (may_retry && g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
    {
      self->n_tries = MAX_TRIES;
      load (self);
      return;
    }
  if (may_retry && g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NO_CODEC))
    {
      g_ptr_array_add (self->without, g_strdup (self->preview->service));
      load (self);
      return;
    }

  fail (self, g_error_copy (error));
}

/* --- one play --- */

static TuttiSound *
await_sound (TuttiPlayer *self,
             DexFuture   *given_up,
             GError     **error)
{
  gint64                  id = tutti_track_get_id (self->track);
  const char *const      *without = (const char *const *) self->without->pdata;
  g_autoptr (GError)      local = NULL;
  g_autoptr (TuttiPreview) preview = dex_await_boxed (tutti_fiber_until (tutti_library_find_preview (self->library, id, without), given_up), &local);

  if (preview == NULL)
    {
      /* Found, but not to be decoded, says more than not found elsewhere. */
      if (self->without->len > 0 && g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NO_PREVIEW))
        g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NO_CODEC, "Nothing decodes any of its previews");
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (dex_future_is_rejected (given_up))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Stopped meanwhile");
      return NULL;
    }

  set_preview (self, preview);

  return dex_await_object (tutti_fiber_until (tutti_sound_new (preview->uri), given_up), error);
}

static DexFuture *
load_fiber (DexFuture *given_up,
            gpointer   data)
{
  TuttiPlayer           *self = data;
  g_autoptr (GError)     error = NULL;
  g_autoptr (TuttiSound) sound = await_sound (self, given_up, &error);

  /* Another song, or none, by now. */
  if (dex_future_is_rejected (given_up))
    return dex_future_new_true ();
  if (sound == NULL)
    {
      fail (self, g_steal_pointer (&error));
      return dex_future_new_true ();
    }

  self->sound = g_steal_pointer (&sound);
  g_signal_connect_object (self->sound, "changed", G_CALLBACK (sound_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sound, "ended", G_CALLBACK (sound_ended_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sound, "failed", G_CALLBACK (sound_failed_cb), self, G_CONNECT_SWAPPED);
  if (self->state == TUTTI_PLAYER_PAUSED)
    {
      tutti_sound_pause (self->sound);
      return dex_future_new_true ();
    }
  start_watch (self);
  tutti_sound_play (self->sound);

  return dex_future_new_true ();
}

static void
load (TuttiPlayer *self)
{
  drop_sound (self);
  self->n_tries++;
  self->loading = tutti_fiber_spawn (load_fiber, g_object_ref (self), g_object_unref);
}

/* --- the object --- */

static void
tutti_player_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  TuttiPlayer *self = TUTTI_PLAYER (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_TRACK:
      g_value_set_object (value, self->track);
      break;
    case PROP_PREVIEW:
      g_value_set_boxed (value, self->preview);
      break;
    case PROP_POSITION:
      g_value_set_int64 (value, self->position);
      break;
    case PROP_DURATION:
      g_value_set_int64 (value, tutti_player_get_duration (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tutti_player_dispose (GObject *object)
{
  TuttiPlayer *self = TUTTI_PLAYER (object);

  drop_sound (self);
  g_clear_pointer (&self->preview, tutti_preview_unref);
  g_clear_object (&self->track);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (tutti_player_parent_class)->dispose (object);
}

static void
tutti_player_finalize (GObject *object)
{
  TuttiPlayer *self = TUTTI_PLAYER (object);

  g_clear_pointer (&self->without, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->error_service, g_free);

  G_OBJECT_CLASS (tutti_player_parent_class)->finalize (object);
}

static void
tutti_player_class_init (TuttiPlayerClass *class)
{
  GObjectClass     *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = tutti_player_get_property;
  object_class->dispose = tutti_player_dispose;
  object_class->finalize = tutti_player_finalize;

  props[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, TUTTI_TYPE_PLAYER_STATE, TUTTI_PLAYER_STOPPED, flags);
  props[PROP_TRACK] = g_param_spec_object ("track", NULL, NULL, TUTTI_TYPE_TRACK, flags);
  props[PROP_PREVIEW] = g_param_spec_boxed ("preview", NULL, NULL, TUTTI_TYPE_PREVIEW, flags);
  props[PROP_POSITION] = g_param_spec_int64 ("position", NULL, NULL, 0, G_MAXINT64, 0, flags);
  props[PROP_DURATION] = g_param_spec_int64 ("duration", NULL, NULL, 0, G_MAXINT64, PREVIEW_MS, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[FAILED] = g_signal_new ("failed", TUTTI_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, TUTTI_TYPE_TRACK, G_TYPE_ERROR);
}

static void
tutti_player_init (TuttiPlayer *self)
{
  self->patience_ms = PATIENCE_MS;
  self->longest_ms = LONGEST_MS;
  self->without = g_ptr_array_new_null_terminated (0, g_free, TRUE);
}

TuttiPlayer *
tutti_player_new (TuttiLibrary *library)
{
  TuttiPlayer *self;

  g_return_val_if_fail (TUTTI_IS_LIBRARY (library), NULL);

  self = g_object_new (TUTTI_TYPE_PLAYER, NULL);
  self->library = g_object_ref (library);

  return self;
}

void
tutti_player_play (TuttiPlayer *self,
                   TuttiTrack  *track)
{
  g_return_if_fail (TUTTI_IS_PLAYER (self));
  g_return_if_fail (TUTTI_IS_TRACK (track));

  drop_sound (self);
  g_clear_error (&self->error);
  g_ptr_array_set_size (self->without, 0);
  self->n_tries = 0;

  g_object_freeze_notify (G_OBJECT (self));
  set_track (self, track);
  set_preview (self, NULL);
  set_position (self, 0);
  set_duration (self, 0);
  set_state (self, TUTTI_PLAYER_LOADING);
  g_object_thaw_notify (G_OBJECT (self));
  load (self);
}

void
tutti_player_pause (TuttiPlayer *self)
{
  g_return_if_fail (TUTTI_IS_PLAYER (self));

  if (self->state != TUTTI_PLAYER_PLAYING && self->state != TUTTI_PLAYER_LOADING)
    return;
  stop_watch (self);
  if (self->sound != NULL)
    tutti_sound_pause (self->sound);
  set_state (self, TUTTI_PLAYER_PAUSED);
}

void
tutti_player_resume (TuttiPlayer *self)
{
  g_return_if_fail (TUTTI_IS_PLAYER (self));

  if (self->state != TUTTI_PLAYER_PAUSED)
    return;
  set_state (self, TUTTI_PLAYER_LOADING);
  if (self->sound == NULL)
    return;
  start_watch (self);
  tutti_sound_play (self->sound);
}

void
tutti_player_stop (TuttiPlayer *self)
{
  g_return_if_fail (TUTTI_IS_PLAYER (self));

  clear (self, TUTTI_PLAYER_STOPPED);
}

TuttiPlayerState
tutti_player_get_state (TuttiPlayer *self)
{
  return self->state;
}

TuttiTrack *
tutti_player_get_track (TuttiPlayer *self)
{
  return self->track;
}

TuttiPreview *
tutti_player_get_preview (TuttiPlayer *self)
{
  return self->preview;
}

gint64
tutti_player_get_position (TuttiPlayer *self)
{
  return self->position;
}

gint64
tutti_player_get_duration (TuttiPlayer *self)
{
  return self->duration > 0 ? self->duration : PREVIEW_MS;
}

gboolean
tutti_player_is_loaded (TuttiPlayer *self)
{
  return self->track != NULL;
}

gboolean
tutti_player_has_track (TuttiPlayer *self,
                        TuttiTrack  *track)
{
  return self->track != NULL && track != NULL && tutti_track_get_id (self->track) == tutti_track_get_id (track);
}

const GError *
tutti_player_get_error (TuttiPlayer *self)
{
  return self->state == TUTTI_PLAYER_FAILED ? self->error : NULL;
}

const char *
tutti_player_get_error_service (TuttiPlayer *self)
{
  return self->state == TUTTI_PLAYER_FAILED ? self->error_service : NULL;
}

void
tutti_player_set_patience (TuttiPlayer *self,
                           guint        ms)
{
  g_return_if_fail (TUTTI_IS_PLAYER (self));

  self->patience_ms = ms;
}

void
tutti_player_set_longest (TuttiPlayer *self,
                          gint64       ms)
{
  g_return_if_fail (TUTTI_IS_PLAYER (self));

  self->longest_ms = ms;
}

void
tutti_player_shut_down (void)
{
  tutti_sound_shut_down ();
}
