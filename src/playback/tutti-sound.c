/* tutti-sound.c: one sound from the network, as GStreamer plays it
 *
 * A GstPlay for each sound, so that nothing an old one still says can be taken
 * for a word about the new one. It is made and ended in a thread, because both
 * wait for threads and devices. GstPlay's errors say what happened in words
 * only; what kind of error it was is read from the pipeline's own messages,
 * which come before.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-sound.h"

#include "tutti-error.h"

#include <gio/gio.h>
#include <gst/play/play.h>

#define POSITION_MS 200
#define TIMEOUT_SECONDS 10 /* of a connection that says nothing */
#define END_SECONDS 10     /* how long the program waits for its last sound to end */
#define NOWHERE "about:blank" /* the address of a sound that ends */
#define ANSWER_MS 3000     /* how long a sound that ends waits for its server */
#define TRIES 1            /* whoever wants to hear it tries again sooner than GStreamer does */

/* How it goes with the server, and the kind of the first error: a TuttiError and
 * one more, so that 0 is none. Written by GStreamer's threads. Belongs to the
 * GstPlay. */
typedef struct
{
  int kind;        /* (atomic) */
  int is_asked;    /* (atomic) */
  int is_answered; /* (atomic) its headers have come */
} Trouble;

struct _TuttiSound
{
  GObject parent_instance;

  GstPlay              *play;    /* (nullable) until it is closed */
  GstPlaySignalAdapter *adapter; /* (nullable) */
  Trouble              *trouble; /* of the GstPlay */
  TuttiSoundState       state;
  gint64                position;
  gint64                duration;
};

enum
{
  CHANGED,
  ENDED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiSound, tutti_sound, G_TYPE_OBJECT)

/* All that play, and how many are just being made or ended: a program must not
 * end while GStreamer's threads still use the libraries that it takes down. */
static GPtrArray *playing; /* (nullable) of TuttiSound (unowned); main thread */
static GMutex     busy_lock;
static GCond      busy_changed;
static guint      n_busy; /* (guarded by busy_lock) */

/* --- what went wrong; in GStreamer's threads --- */

static TuttiError
judge_status (guint status)
{
  if (status == 429)
    return TUTTI_ERROR_RATE_LIMITED;

  return status >= 500 ? TUTTI_ERROR_SERVER : TUTTI_ERROR_NOT_FOUND;
}

static TuttiError
judge_resource (GstMessage *message,
                int         code)
{
  const GstStructure *details = NULL;
  guint               status = 0;

  if (GST_OBJECT_FLAG_IS_SET (GST_MESSAGE_SRC (message), GST_ELEMENT_FLAG_SINK))
    return TUTTI_ERROR_NO_SOUND;

  gst_message_parse_error_details (message, &details);
  if (details != NULL && gst_structure_get_uint (details, "http-status-code", &status) && status >= 300)
    return judge_status (status);

  return code == GST_RESOURCE_ERROR_NOT_AUTHORIZED ? TUTTI_ERROR_NOT_FOUND : TUTTI_ERROR_OFFLINE;
}

static TuttiError
judge (GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  if (error->domain == GST_RESOURCE_ERROR)
    return judge_resource (message, error->code);
  if (g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN) ||
      g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_CODEC_NOT_FOUND))
    return TUTTI_ERROR_NO_CODEC;
  /* A connection that can't be made or is lost is an "internal stream error" of the source. */
  if (error->domain == GST_STREAM_ERROR)
    return GST_OBJECT_FLAG_IS_SET (GST_MESSAGE_SRC (message), GST_ELEMENT_FLAG_SOURCE) ? TUTTI_ERROR_OFFLINE : TUTTI_ERROR_BAD_ANSWER;

  return TUTTI_ERROR_FAILED;
}

static void
note_trouble (Trouble   *trouble,
              TuttiError kind)
{
  g_atomic_int_compare_and_exchange (&trouble->kind, 0, (int) kind + 1);
}

static void
error_cb (GstBus     *bus,
          GstMessage *message,
          gpointer    data)
{
  note_trouble (data, judge (message));
}

/* Where no output works, GStreamer plays for nobody, and only warns. */
static void
warning_cb (GstBus     *bus,
            GstMessage *message,
            gpointer    data)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_warning (message, &error, NULL);
  if (error->domain == GST_RESOURCE_ERROR && GST_OBJECT_FLAG_IS_SET (GST_MESSAGE_SRC (message), GST_ELEMENT_FLAG_SINK))
    note_trouble (data, TUTTI_ERROR_NO_SOUND);
}

/* A page where a sound should be is no matter of plug-ins. */
static void
element_cb (GstBus     *bus,
            GstMessage *message,
            gpointer    data)
{
  Trouble            *trouble = data;
  const GstStructure *structure = gst_message_get_structure (message);
  g_autoptr (GstCaps) caps = NULL;
  const char         *type;

  if (structure != NULL && gst_structure_has_name (structure, "http-headers"))
    g_atomic_int_set (&trouble->is_answered, TRUE);
  if (structure == NULL || !gst_structure_has_name (structure, "missing-plugin") ||
      !gst_structure_get (structure, "detail", GST_TYPE_CAPS, &caps, NULL) || caps == NULL || gst_caps_get_size (caps) == 0)
    return;

  type = gst_structure_get_name (gst_caps_get_structure (caps, 0));
  if (g_str_has_prefix (type, "text/") || g_str_has_prefix (type, "image/"))
    note_trouble (data, TUTTI_ERROR_BAD_ANSWER);
}

/* A sound may say that it is elsewhere. GstPlay would go there, whatever there is. */
static GstBusSyncReply
sync_cb (GstBus     *bus,
         GstMessage *message,
         gpointer    data)
{
  const GstStructure *structure = GST_MESSAGE_TYPE (message) == GST_MESSAGE_ELEMENT ? gst_message_get_structure (message) : NULL;

  if (structure == NULL || !gst_structure_has_name (structure, "redirect"))
    return GST_BUS_PASS;
  note_trouble (data, TUTTI_ERROR_BAD_ANSWER);
  gst_message_unref (message);

  return GST_BUS_DROP;
}

/* What the first source was given is what was asked for. */
static gboolean
is_elsewhere (GstElement *pipeline,
              GstElement *source)
{
  const char *first = g_object_get_data (G_OBJECT (pipeline), "tutti-address");
  char       *address = GST_IS_URI_HANDLER (source) ? gst_uri_handler_get_uri (GST_URI_HANDLER (source)) : NULL;
  gboolean    is_other = address == NULL || (first != NULL && !g_str_equal (first, address));

  if (first == NULL && address != NULL)
    g_object_set_data_full (G_OBJECT (pipeline), "tutti-address", address, g_free);
  else
    g_free (address);

  return is_other;
}

/* Elements go elsewhere by themselves, too: that source is never started, and
 * the sound ends. */
static void
refuse_source (GstElement *pipeline,
               GstElement *source,
               Trouble    *trouble)
{
  gst_element_set_locked_state (source, TRUE);
  note_trouble (trouble, TUTTI_ERROR_BAD_ANSWER);
  GST_ELEMENT_ERROR (pipeline, RESOURCE, NOT_AUTHORIZED, ("The sound is elsewhere."), (NULL));
}

/* Only the address that was given is asked: what it leads to nobody has looked at. */
static void
source_setup_cb (GstElement *pipeline,
                 GstElement *source,
                 gpointer    data)
{
  GObjectClass *class = G_OBJECT_GET_CLASS (source);

  if (is_elsewhere (pipeline, source))
    {
      refuse_source (pipeline, source, data);
      return;
    }

  if (g_object_class_find_property (class, "automatic-redirect") != NULL)
    g_object_set (source, "automatic-redirect", FALSE, NULL);
  if (g_object_class_find_property (class, "timeout") != NULL)
    g_object_set (source, "timeout", TIMEOUT_SECONDS, NULL);
  if (g_object_class_find_property (class, "retries") != NULL)
    g_object_set (source, "retries", TRIES, NULL);
}

/* --- making and ending it; in a thread --- */

/* Takes apart only what a preview may be packed in. What else there is, lists
 * of addresses above all, asks whomever they name. */
static gpointer
forget_lists (gpointer none)
{
  static const char *const packings[] = { "apedemux", "icydemux", "id3demux", "oggdemux", "qtdemux", "wavparse", NULL };
  GList                   *demuxers = gst_element_factory_list_get_elements (GST_ELEMENT_FACTORY_TYPE_DEMUXER, GST_RANK_MARGINAL);

  for (GList *at = demuxers; at != NULL; at = at->next)
    if (!g_strv_contains (packings, GST_OBJECT_NAME (at->data)))
      gst_plugin_feature_set_rank (at->data, GST_RANK_NONE);
  gst_plugin_feature_list_free (demuxers);

  return NULL;
}

static void
add_busy (int more)
{
  g_mutex_lock (&busy_lock);
  n_busy = (guint) ((int) n_busy + more);
  g_cond_broadcast (&busy_changed);
  g_mutex_unlock (&busy_lock);
}

/* Gives the GstPlay an address and waits until its thread took it, which it
 * always says, after all that it was told before. One at a time: it says the
 * newest address, whichever it took. */
static void
give_address (GstPlay    *play,
              const char *uri)
{
  g_autoptr (GstBus) said = gst_play_get_message_bus (play);
  GstPlayMessage     type = GST_PLAY_MESSAGE_ERROR;

  gst_play_set_uri (play, uri);
  while (type != GST_PLAY_MESSAGE_URI_LOADED)
    {
      g_autoptr (GstMessage) message = gst_bus_timed_pop (said, GST_CLOCK_TIME_NONE);

      if (gst_play_is_play_message (message))
        gst_play_message_parse_type (message, &type);
    }
}

static void
set_up_pipeline (GstPlay *play)
{
  g_autoptr (GstElement) pipeline = gst_play_get_pipeline (play);
  g_autoptr (GstBus)     bus = gst_element_get_bus (pipeline);
  const char            *wished = g_getenv ("TUTTI_AUDIO_SINK");
  GstElement            *sink = wished != NULL ? gst_parse_bin_from_description (wished, TRUE, NULL) : NULL;
  Trouble               *trouble = g_new0 (Trouble, 1);

  g_object_set_data_full (G_OBJECT (play), "tutti-trouble", trouble, g_free);
  if (sink != NULL)
    g_object_set (pipeline, "audio-sink", sink, NULL);
  g_signal_connect (pipeline, "source-setup", G_CALLBACK (source_setup_cb), trouble);

  gst_bus_set_sync_handler (bus, sync_cb, trouble, NULL);
  gst_bus_enable_sync_message_emission (bus);
  g_signal_connect (bus, "sync-message::error", G_CALLBACK (error_cb), trouble);
  g_signal_connect (bus, "sync-message::warning", G_CALLBACK (warning_cb), trouble);
  g_signal_connect (bus, "sync-message::element", G_CALLBACK (element_cb), trouble);
}

static void
make_play (GTask        *task,
           gpointer      source,
           gpointer      uri,
           GCancellable *cancellable)
{
  static GOnce       once = G_ONCE_INIT;
  g_autoptr (GError) error = NULL;
  GstPlay           *play;
  GstStructure      *config;

  if (!gst_init_check (NULL, NULL, &error))
    {
      add_busy (-1);
      g_task_return_new_error (task, TUTTI_ERROR, TUTTI_ERROR_FAILED, "No GStreamer: %s", error != NULL ? error->message : "?");
      return;
    }

  g_once (&once, forget_lists, NULL);
  play = gst_play_new (NULL);
  config = gst_play_get_config (play);
  gst_play_config_set_position_update_interval (config, POSITION_MS);
  gst_play_config_set_user_agent (config, "Tutti/" TUTTI_VERSION);
  gst_play_set_config (play, config);
  gst_play_set_video_track_enabled (play, FALSE);
  gst_play_set_subtitle_track_enabled (play, FALSE);
  set_up_pipeline (play);
  give_address (play, uri);

  add_busy (-1);
  g_task_return_pointer (task, play, gst_object_unref);
}

/* A connection that is given up at the moment when its answer comes crashes
 * libsoup before 3.7.1, so the answer is waited for, and not heard. */
static void
await_answer (GstPlay *play)
{
  Trouble *trouble = g_object_get_data (G_OBJECT (play), "tutti-trouble");
  gint64   end = g_get_monotonic_time () + ANSWER_MS * 1000;

  if (!g_atomic_int_get (&trouble->is_asked))
    return;
  gst_play_set_mute (play, TRUE);
  while (!g_atomic_int_get (&trouble->is_answered) && g_atomic_int_get (&trouble->kind) == 0 && g_get_monotonic_time () < end)
    g_usleep (5000);
}

/* Its thread is brought to rest before the last reference goes. Each message
 * that it makes holds one, too; were that the last, the thread would free the
 * GstPlay under its own feet: GStreamer aborts then, for a lock is held while an
 * address is said. */
static void
end_play (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  GstPlay               *play = data;
  g_autoptr (GstBus)     said = gst_play_get_message_bus (play);
  g_autoptr (GstElement) pipeline = gst_play_get_pipeline (play);
  g_autoptr (GstBus)     bus = gst_element_get_bus (pipeline);

  await_answer (play);
  /* The adapter shut it when it went. */
  gst_bus_set_flushing (said, FALSE);
  /* The first time it stops. What it is told meanwhile it may still be passing on then. */
  give_address (play, NOWHERE);
  gst_bus_set_flushing (bus, TRUE);
  give_address (play, NOWHERE);
  gst_bus_set_flushing (said, TRUE);
  g_clear_object (&pipeline);
  gst_object_unref (play);

  add_busy (-1);
  g_task_return_boolean (task, TRUE);
}

/* Takes the GstPlay, which nobody listens to any more. The last reference goes
 * in the thread. */
static void
end_later (GstPlay *play)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  add_busy (1);
  g_task_set_task_data (task, play, NULL);
  g_task_run_in_thread (task, end_play);
}

/* --- what GStreamer tells; in the main thread --- */

static void
fail (TuttiSound *self,
      const char *words)
{
  int               kind = g_atomic_int_get (&self->trouble->kind);
  g_autoptr (GError) error = g_error_new (TUTTI_ERROR, kind > 0 ? kind - 1 : TUTTI_ERROR_FAILED, "The sound failed: %s", words);

  tutti_sound_close (self);
  g_signal_emit (self, signals[FAILED], 0, error);
}

static void
play_error_cb (TuttiSound         *self,
               const GError       *error,
               const GstStructure *details)
{
  fail (self, error->message);
}

static void
play_warning_cb (TuttiSound         *self,
                 const GError       *error,
                 const GstStructure *details)
{
  if (g_atomic_int_get (&self->trouble->kind) == TUTTI_ERROR_NO_SOUND + 1)
    fail (self, error->message);
}

static void
state_changed_cb (TuttiSound  *self,
                  GstPlayState state)
{
  switch (state)
    {
    case GST_PLAY_STATE_STOPPED: /* "ended" and "failed" follow by themselves */
      return;
    case GST_PLAY_STATE_BUFFERING:
      self->state = TUTTI_SOUND_WAITING;
      break;
    case GST_PLAY_STATE_PAUSED:
      self->state = TUTTI_SOUND_PAUSED;
      break;
    case GST_PLAY_STATE_PLAYING:
      self->state = TUTTI_SOUND_PLAYING;
      break;
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
position_updated_cb (TuttiSound  *self,
                     GstClockTime position)
{
  if (!GST_CLOCK_TIME_IS_VALID (position))
    return;
  self->position = (gint64) GST_TIME_AS_MSECONDS (position);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
duration_changed_cb (TuttiSound  *self,
                     GstClockTime duration)
{
  self->duration = GST_CLOCK_TIME_IS_VALID (duration) ? (gint64) GST_TIME_AS_MSECONDS (duration) : 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
end_of_stream_cb (TuttiSound *self)
{
  tutti_sound_close (self);
  g_signal_emit (self, signals[ENDED], 0);
}

/* --- the object --- */

static void
tutti_sound_dispose (GObject *object)
{
  tutti_sound_close (TUTTI_SOUND (object));

  G_OBJECT_CLASS (tutti_sound_parent_class)->dispose (object);
}

static void
tutti_sound_class_init (TuttiSoundClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tutti_sound_dispose;

  signals[CHANGED] = g_signal_new ("changed", TUTTI_TYPE_SOUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENDED] = g_signal_new ("ended", TUTTI_TYPE_SOUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", TUTTI_TYPE_SOUND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
tutti_sound_init (TuttiSound *self)
{
}

/* Takes the GstPlay. */
static TuttiSound *
wrap (GstPlay *play)
{
  TuttiSound *self = g_object_new (TUTTI_TYPE_SOUND, NULL);

  if (playing == NULL)
    playing = g_ptr_array_new ();
  g_ptr_array_add (playing, self);

  self->play = play;
  self->trouble = g_object_get_data (G_OBJECT (play), "tutti-trouble");
  self->adapter = gst_play_signal_adapter_new (play);
  g_signal_connect_object (self->adapter, "error", G_CALLBACK (play_error_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adapter, "warning", G_CALLBACK (play_warning_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adapter, "state-changed", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adapter, "position-updated", G_CALLBACK (position_updated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adapter, "duration-changed", G_CALLBACK (duration_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->adapter, "end-of-stream", G_CALLBACK (end_of_stream_cb), self, G_CONNECT_SWAPPED);

  return self;
}

static void
made_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GError)     error = NULL;
  GstPlay               *play = g_task_propagate_pointer (G_TASK (result), &error);

  if (play != NULL)
    dex_promise_resolve_object (promise, wrap (play));
  else
    dex_promise_reject (promise, g_steal_pointer (&error));
}

DexFuture *
tutti_sound_new (const char *uri)
{
  DexPromise       *promise = dex_promise_new ();
  g_autoptr (GTask) task = g_task_new (NULL, NULL, made_cb, dex_ref (promise));

  add_busy (1);
  g_task_set_task_data (task, g_strdup (uri), g_free);
  g_task_run_in_thread (task, make_play);

  return DEX_FUTURE (promise);
}

void
tutti_sound_play (TuttiSound *self)
{
  g_return_if_fail (TUTTI_IS_SOUND (self));

  if (self->play == NULL)
    return;
  g_atomic_int_set (&self->trouble->is_asked, TRUE);
  gst_play_play (self->play);
}

void
tutti_sound_pause (TuttiSound *self)
{
  g_return_if_fail (TUTTI_IS_SOUND (self));

  if (self->play == NULL)
    return;
  g_atomic_int_set (&self->trouble->is_asked, TRUE);
  gst_play_pause (self->play);
}

void
tutti_sound_close (TuttiSound *self)
{
  g_return_if_fail (TUTTI_IS_SOUND (self));

  if (self->play == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->adapter, self);
  /* It may be just telling us something, and lives until that is said. */
  g_object_run_dispose (G_OBJECT (self->adapter));
  g_clear_object (&self->adapter);
  g_ptr_array_remove_fast (playing, self);
  end_later (g_steal_pointer (&self->play));
}

void
tutti_sound_shut_down (void)
{
  gint64 end = g_get_monotonic_time () + END_SECONDS * G_TIME_SPAN_SECOND;

  while (playing != NULL && playing->len > 0)
    tutti_sound_close (g_ptr_array_index (playing, 0));
  g_clear_pointer (&playing, g_ptr_array_unref);

  g_mutex_lock (&busy_lock);
  while (n_busy > 0 && g_cond_wait_until (&busy_changed, &busy_lock, end))
    continue;
  g_mutex_unlock (&busy_lock);
}

TuttiSoundState
tutti_sound_get_state (TuttiSound *self)
{
  return self->state;
}

gint64
tutti_sound_get_position (TuttiSound *self)
{
  return self->position;
}

gint64
tutti_sound_get_duration (TuttiSound *self)
{
  return self->duration;
}
