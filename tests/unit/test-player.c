/* test-player.c: previews played through GStreamer, from a server that behaves and one that does not
 *
 * The library is replaced at link time by one that gives out the addresses it
 * is told to. Nothing is heard: the sound goes to a sink that only keeps time.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define _GNU_SOURCE /* RTLD_NEXT */

#include "config.h"

#include "tutti-error.h"
#include "tutti-player.h"

#include <dlfcn.h>
#include <gst/gst.h>
#include <libsoup/soup.h>

#define RATE 8000
#define PATIENCE_MS 20000 /* of a test; only a failing one waits so long */

/* --- a GstPlay that is slow to speak --- */

static int slow_ms; /* (atomic) how long it has its words ready before it says them */

gboolean
gst_bus_post (GstBus     *bus,
              GstMessage *message)
{
  gboolean (*post) (GstBus *, GstMessage *);

  *(void **) &post = dlsym (RTLD_NEXT, "gst_bus_post");
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_APPLICATION)
    g_usleep ((gulong) g_atomic_int_get (&slow_ms) * 1000);

  return post (bus, message);
}

/* --- a library that says where previews are --- */

struct _TuttiLibrary
{
  GObject parent_instance;

  const char *const *answers; /* paths at the server, "error NICK", "wait"; the last is given again */
  guint              n_asked;
  char              *base;
  char              *without; /* of the last question, comma between */
  TuttiService      *service;
};

G_DEFINE_FINAL_TYPE (TuttiLibrary, tutti_library, G_TYPE_OBJECT)

static void
tutti_library_finalize (GObject *object)
{
  TuttiLibrary *self = TUTTI_LIBRARY (object);

  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->without, g_free);
  G_OBJECT_CLASS (tutti_library_parent_class)->finalize (object);
}

static void
tutti_library_class_init (TuttiLibraryClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tutti_library_finalize;
}

static void
tutti_library_init (TuttiLibrary *self)
{
}

static TuttiPreview *
make_preview (const char *uri,
              const char *service)
{
  TuttiPreview *preview = g_new0 (TuttiPreview, 1);

  g_ref_count_init (&preview->ref_count);
  preview->uri = g_strdup (uri);
  preview->service = g_strdup (service);
  preview->service_name = g_strdup ("Deezer");

  return preview;
}

DexFuture *
tutti_library_find_preview (TuttiLibrary       *self,
                            gint64              track_id,
                            const char * const *without)
{
  const char      *answer = self->answers[0];
  g_autofree char *uri = NULL;
  TuttiError       code = TUTTI_ERROR_FAILED;

  self->n_asked++;
  if (self->answers[1] != NULL)
    self->answers++;
  g_clear_pointer (&self->without, g_free);
  self->without = without != NULL ? g_strjoinv (",", (char **) without) : g_strdup ("");

  if (g_str_equal (answer, "wait"))
    return dex_future_new_infinite ();
  if (g_str_has_prefix (answer, "error "))
    {
      g_assert_true (tutti_error_from_nick (answer + 6, &code));
      return dex_future_new_reject (TUTTI_ERROR, (int) code, "as told");
    }

  uri = g_str_has_prefix (answer, "http") ? g_strdup (answer) : g_strconcat (self->base, answer, NULL);
  return dex_future_new_take_boxed (TUTTI_TYPE_PREVIEW, make_preview (uri, self->n_asked == 1 ? "deezer" : "apple-music"));
}

/* --- sounds --- */

static void
append_number (GByteArray *bytes,
               guint32     number,
               guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      guint8 byte = (guint8) (number >> (8 * i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Silence of so many milliseconds, as WAV. */
static GBytes *
make_wav (guint ms)
{
  guint       n = RATE / 1000 * ms;
  GByteArray *wav = g_byte_array_new ();

  g_byte_array_append (wav, (const guint8 *) "RIFF", 4);
  append_number (wav, 36 + n * 2, 4);
  g_byte_array_append (wav, (const guint8 *) "WAVEfmt ", 8);
  append_number (wav, 16, 4);
  append_number (wav, 1, 2);
  append_number (wav, 1, 2);
  append_number (wav, RATE, 4);
  append_number (wav, RATE * 2, 4);
  append_number (wav, 2, 2);
  append_number (wav, 16, 2);
  g_byte_array_append (wav, (const guint8 *) "data", 4);
  append_number (wav, n * 2, 4);
  g_byte_array_set_size (wav, wav->len + n * 2);
  for (guint i = 44; i < wav->len; i++)
    wav->data[i] = 0;

  return g_byte_array_free_to_bytes (wav);
}

/* What looks like AAC: frames of an ADTS stream. */
static GBytes *
make_aac (void)
{
  static const guint8 head[] = { 0xff, 0xf1, 0x50, 0x80, 0x08, 0x1f, 0xfc }; /* 64 bytes a frame */
  GByteArray         *aac = g_byte_array_new ();

  for (guint i = 0; i < 400; i++)
    {
      guint8 frame[64] = { 0 };

      memcpy (frame, head, sizeof head);
      g_byte_array_append (aac, frame, sizeof frame);
    }

  return g_byte_array_free_to_bytes (aac);
}

/* A QuickTime file that says where the film is. (transfer full) */
static GBytes *
make_reference (const char *base)
{
  static const char *const boxes[] = { "moov", "rmra", "rmda", "rdrf" }; /* each in the one before */

  g_autofree char *uri = g_strconcat (base, "/short.wav", NULL);
  guint32          size = (guint32) strlen (uri) + 1 + 12 + 8 * G_N_ELEMENTS (boxes);
  GByteArray      *film = g_byte_array_new ();

  g_byte_array_append (film, (const guint8 *) "\0\0\0\x14" "ftypqt  \0\0\0\0qt  ", 20);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      append_number (film, GUINT32_SWAP_LE_BE (size), 4);
      g_byte_array_append (film, (const guint8 *) boxes[i], 4);
      size -= 8;
    }
  append_number (film, 0, 4);
  g_byte_array_append (film, (const guint8 *) "url ", 4);
  append_number (film, GUINT32_SWAP_LE_BE ((guint32) strlen (uri) + 1), 4);
  g_byte_array_append (film, (const guint8 *) uri, (guint) strlen (uri) + 1);

  return g_byte_array_free_to_bytes (film);
}

/* A list of what to play, as HTTP Live Streaming has it. (transfer full) */
static GBytes *
make_list (const char *base)
{
  char *text = g_strdup_printf ("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s/short.wav\n#EXT-X-ENDLIST\n", base);

  return g_bytes_new_take (text, strlen (text));
}

static gboolean
can_decode_aac (void)
{
  static const char *const names[] = { "faad", "avdec_aac", "avdec_aac_fixed", "fdkaacdec" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GstElementFactory) factory = gst_element_factory_find (names[i]);

      if (factory != NULL)
        return TRUE;
    }

  return FALSE;
}

/* --- a server --- */

typedef struct
{
  SoupServer   *server;
  GString      *log; /* paths, a space after each */
  TuttiLibrary *library;
  TuttiPlayer  *player;
  TuttiTrack   *track;
  TuttiTrack   *other;
  GString      *states; /* that the player went through, a space after each */
  TuttiError    failed; /* the last one, CANCELLED: none */
  guint         n_failed;
} Fixture;

static void
serve_cb (SoupServer        *server,
          SoupServerMessage *message,
          const char        *path,
          GHashTable        *query,
          gpointer           data)
{
  Fixture                *fixture = data;
  SoupMessageBody        *body = soup_server_message_get_response_body (message);
  SoupMessageHeaders     *headers = soup_server_message_get_response_headers (message);
  g_autoptr (GBytes)      sound = NULL;
  guint                   status = 200;

  g_string_append_printf (fixture->log, "%s ", path);
  if (g_str_has_prefix (path, "/status/"))
    status = (guint) g_ascii_strtoull (path + 8, NULL, 10);
  else if (g_str_equal (path, "/moved"))
    {
      status = 302;
      soup_message_headers_replace (headers, "Location", "/short.wav");
    }
  else if (g_str_equal (path, "/noise"))
    sound = g_bytes_new_take (g_strnfill (5000, '~'), 5000);
  else if (g_str_equal (path, "/short.wav"))
    sound = make_wav (400);
  else if (g_str_equal (path, "/long.wav") || g_str_equal (path, "/stall.wav"))
    sound = make_wav (20000);
  else if (g_str_equal (path, "/elsewhere.mov"))
    sound = make_reference (fixture->library->base);
  else if (g_str_equal (path, "/list.m3u8"))
    sound = make_list (fixture->library->base);
  else if (g_str_equal (path, "/song.aac"))
    sound = make_aac ();
  else
    status = 404;

  soup_server_message_set_status (message, status, NULL);
  if (g_str_equal (path, "/stall.wav"))
    {
      /* Half a second, and nothing more. */
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (sound, 0, RATE);

      soup_message_headers_set_encoding (headers, SOUP_ENCODING_CHUNKED);
      soup_message_body_append_bytes (body, part);
      return;
    }
  if (sound != NULL)
    {
      soup_message_headers_replace (headers, "Content-Type", "application/octet-stream");
      soup_message_body_append_bytes (body, sound);
    }
  soup_message_body_complete (body);
}

/* --- the fixture --- */

static void
state_cb (TuttiPlayer *player,
          GParamSpec  *pspec,
          Fixture     *fixture)
{
  GEnumClass *class = g_type_class_ref (TUTTI_TYPE_PLAYER_STATE);

  g_string_append_printf (fixture->states, "%s ", g_enum_get_value (class, (int) tutti_player_get_state (player))->value_nick);
  g_type_class_unref (class);
}

static void
failed_cb (TuttiPlayer  *player,
           TuttiTrack   *track,
           const GError *error,
           Fixture      *fixture)
{
  g_assert_true (track == fixture->track);
  g_assert_true (error->domain == TUTTI_ERROR);
  g_assert_true (g_error_matches (tutti_player_get_error (player), TUTTI_ERROR, error->code));
  fixture->failed = (TuttiError) error->code;
  fixture->n_failed++;
}

/* GStreamer 1.26 warns now and then when it is stopped while it begins. */
static gboolean
is_fatal_cb (const char    *domain,
             GLogLevelFlags level,
             const char    *message,
             gpointer       data)
{
  return g_strcmp0 (domain, "GStreamer") != 0 || strstr (message, "Got data flow before stream-start event") == NULL;
}

static void
warned_cb (const char    *domain,
           GLogLevelFlags level,
           const char    *message,
           gpointer       data)
{
  if (is_fatal_cb (domain, level, message, data))
    g_log_default_handler (domain, level, message, data);
  else
    g_test_message ("%s", message);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GSList            *uris;

  g_test_log_set_fatal_handler (is_fatal_cb, NULL); /* for one test only */
  fixture->log = g_string_new (NULL);
  fixture->states = g_string_new (NULL);
  fixture->failed = TUTTI_ERROR_CANCELLED;
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, serve_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  uris = soup_server_get_uris (fixture->server);
  fixture->library = g_object_new (TUTTI_TYPE_LIBRARY, NULL);
  fixture->library->base = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  fixture->track = tutti_track_new (&(TuttiTrackInfo){ .id = 1, .title = "Dreams", .artist = "Fleetwood Mac" });
  fixture->other = tutti_track_new (&(TuttiTrackInfo){ .id = 2, .title = "Landslide", .artist = "Fleetwood Mac" });
  fixture->player = tutti_player_new (fixture->library);
  g_signal_connect (fixture->player, "notify::state", G_CALLBACK (state_cb), fixture);
  g_signal_connect (fixture->player, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  tutti_player_stop (fixture->player);
  /* A fiber that was dropped lets go at its next turn. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (fixture->player);
  g_assert_finalize_object (fixture->library);
  g_clear_object (&fixture->track);
  g_clear_object (&fixture->other);
  soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
  g_string_free (fixture->log, TRUE);
  g_string_free (fixture->states, TRUE);
}

static gboolean
late_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_for_state (Fixture         *fixture,
                TuttiPlayerState state)
{
  gboolean is_late = FALSE;
  guint    id = g_timeout_add (PATIENCE_MS, late_cb, &is_late);

  while (tutti_player_get_state (fixture->player) != state && !is_late)
    g_main_context_iteration (NULL, TRUE);
  if (is_late)
    g_error ("Still not in state %d, but: %s; asked for %s", (int) state, fixture->states->str, fixture->log->str);
  g_source_remove (id);
}

static void
wait_for_position (Fixture *fixture,
                   gint64   ms)
{
  gboolean is_late = FALSE;
  guint    id = g_timeout_add (PATIENCE_MS, late_cb, &is_late);

  while (tutti_player_get_position (fixture->player) < ms && !is_late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_late);
  g_source_remove (id);
}

static void
play (Fixture          *fixture,
      const char *const answers[])
{
  fixture->library->answers = answers;
  tutti_player_play (fixture->player, fixture->track);
}

/* --- what goes well --- */

static void
test_whole (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const answers[] = { "/short.wav", NULL };

  play (fixture, answers);
  g_assert_cmpint (tutti_player_get_state (fixture->player), ==, TUTTI_PLAYER_LOADING);
  g_assert_true (tutti_player_has_track (fixture->player, fixture->track));
  g_assert_false (tutti_player_has_track (fixture->player, fixture->other));
  g_assert_cmpint (tutti_player_get_duration (fixture->player), ==, 30000);
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
  g_assert_cmpstr (tutti_player_get_preview (fixture->player)->service, ==, "deezer");
  g_assert_cmpint (tutti_player_get_duration (fixture->player), ==, 400);
  wait_for_state (fixture, TUTTI_PLAYER_STOPPED);

  g_assert_cmpstr (fixture->states->str, ==, "loading playing stopped ");
  g_assert_null (tutti_player_get_track (fixture->player));
  g_assert_null (tutti_player_get_preview (fixture->player));
  g_assert_cmpint (tutti_player_get_position (fixture->player), ==, 0);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Found anew at each play, as addresses end. */
static void
test_again (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const answers[] = { "/short.wav", NULL };

  for (guint i = 0; i < 2; i++)
    {
      play (fixture, answers);
      wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
      wait_for_state (fixture, TUTTI_PLAYER_STOPPED);
    }
  g_assert_cmpuint (fixture->library->n_asked, ==, 2);
}

static void
test_pause (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const answers[] = { "/long.wav", NULL };
  gint64                   position;

  play (fixture, answers);
  wait_for_position (fixture, 200);
  tutti_player_pause (fixture->player);
  g_assert_cmpint (tutti_player_get_state (fixture->player), ==, TUTTI_PLAYER_PAUSED);
  for (gint64 end = g_get_monotonic_time () + 700 * 1000; g_get_monotonic_time () < end; g_usleep (1000))
    while (g_main_context_iteration (NULL, FALSE))
      continue;
  position = tutti_player_get_position (fixture->player);
  g_assert_cmpint (tutti_player_get_state (fixture->player), ==, TUTTI_PLAYER_PAUSED);

  tutti_player_resume (fixture->player);
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
  wait_for_position (fixture, position + 300);
  tutti_player_stop (fixture->player);
  g_assert_cmpint (tutti_player_get_state (fixture->player), ==, TUTTI_PLAYER_STOPPED);
}

/* Paused while it is still looked for: it stays so. */
static void
test_pause_early (Fixture      *fixture,
                  gconstpointer data)
{
  static const char *const answers[] = { "/short.wav", NULL };

  play (fixture, answers);
  tutti_player_pause (fixture->player);
  for (gint64 end = g_get_monotonic_time () + 1500 * 1000; g_get_monotonic_time () < end; g_usleep (1000))
    while (g_main_context_iteration (NULL, FALSE))
      continue;
  g_assert_cmpstr (fixture->states->str, ==, "loading paused ");
  tutti_player_resume (fixture->player);
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
  wait_for_state (fixture, TUTTI_PLAYER_STOPPED);
}

static void
test_another (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const answers[] = { "/long.wav", "/short.wav", NULL };

  play (fixture, answers);
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
  tutti_player_play (fixture->player, fixture->other);
  g_assert_true (tutti_player_has_track (fixture->player, fixture->other));
  g_assert_cmpint (tutti_player_get_state (fixture->player), ==, TUTTI_PLAYER_LOADING);
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
  g_assert_cmpint (tutti_player_get_duration (fixture->player), ==, 400);
  wait_for_state (fixture, TUTTI_PLAYER_STOPPED);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Stopped at any moment: nothing follows. */
static void
test_stop (Fixture      *fixture,
           gconstpointer data)
{
  static const char *const waits[] = { "wait", NULL };
  static const char *const answers[] = { "/long.wav", NULL };

  play (fixture, waits);
  tutti_player_stop (fixture->player);
  for (guint turns = 0; turns < 40; turns++)
    {
      play (fixture, answers);
      for (guint i = 0; i < turns; i++)
        g_main_context_iteration (NULL, FALSE);
      tutti_player_stop (fixture->player);
    }
  g_assert_cmpint (tutti_player_get_state (fixture->player), ==, TUTTI_PLAYER_STOPPED);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* Stopped while it is just about to say something, which holds it. */
static void
test_stop_speaking (Fixture      *fixture,
                    gconstpointer data)
{
  static const char *const answers[] = { "/long.wav", NULL };

  g_atomic_int_set (&slow_ms, 30);
  for (guint round = 0; round < 20; round++)
    {
      play (fixture, answers);
      for (gint64 end = g_get_monotonic_time () + round * 10 * 1000; g_get_monotonic_time () < end; g_usleep (1000))
        while (g_main_context_iteration (NULL, FALSE))
          continue;
      tutti_player_stop (fixture->player);
    }
  tutti_player_shut_down (); /* waits for them */
  g_atomic_int_set (&slow_ms, 0);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
}

/* --- what goes wrong --- */

typedef struct
{
  const char *name;
  const char *answers[4];
  TuttiError  code;
  const char *log; /* what the server saw */
} Wrong;

static const Wrong wrongs[] = {
  { "none", { "error no-preview" }, TUTTI_ERROR_NO_PREVIEW, "" },
  { "offline", { "error offline" }, TUTTI_ERROR_OFFLINE, "" },
  /* its address ended: asked for once more, and no more */
  { "ended", { "/status/403", "/status/403", "/short.wav" }, TUTTI_ERROR_NOT_FOUND, "/status/403 /status/403 " },
  { "gone", { "/status/404", "/status/410", "/short.wav" }, TUTTI_ERROR_NOT_FOUND, "/status/404 /status/410 " },
  { "broken", { "/status/500" }, TUTTI_ERROR_SERVER, "/status/500 " },
  { "busy", { "/status/429" }, TUTTI_ERROR_RATE_LIMITED, "/status/429 " },
  /* where it leads nobody has looked at */
  { "moved", { "/moved", "/moved" }, TUTTI_ERROR_NOT_FOUND, "/moved /moved " },
  { "elsewhere", { "/elsewhere.mov" }, TUTTI_ERROR_BAD_ANSWER, "/elsewhere.mov " },
  { "list", { "/list.m3u8", "error no-preview" }, TUTTI_ERROR_NO_CODEC, "/list.m3u8 " },
  /* (GStreamer itself leaks when it is given a page: tests/e2e/test-previews.py tries that) */
  { "no sound", { "/noise" }, TUTTI_ERROR_BAD_ANSWER, "/noise " },
  { "nobody there", { "http://127.0.0.1:1/short.wav" }, TUTTI_ERROR_OFFLINE, "" },
};

static void
test_wrong (Fixture      *fixture,
            gconstpointer data)
{
  const Wrong *wrong = data;

  play (fixture, wrong->answers);
  wait_for_state (fixture, TUTTI_PLAYER_FAILED);
  g_assert_cmpstr (tutti_error_get_nick (fixture->failed), ==, tutti_error_get_nick (wrong->code));
  g_assert_cmpuint (fixture->n_failed, ==, 1);
  tutti_player_shut_down (); /* what it asked for on its way to the end comes, too */
  for (gint64 end = g_get_monotonic_time () + 100 * 1000; g_get_monotonic_time () < end; g_usleep (1000))
    while (g_main_context_iteration (NULL, FALSE))
      continue;
  g_assert_cmpstr (fixture->log->str, ==, wrong->log);
  g_assert_null (tutti_player_get_track (fixture->player));

  /* and the next one plays */
  fixture->library->answers = (const char *const[]){ "/short.wav", NULL };
  tutti_player_play (fixture->player, fixture->track);
  g_assert_null (tutti_player_get_error (fixture->player));
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
}

static void
test_fresh_address (Fixture      *fixture,
                    gconstpointer data)
{
  static const char *const answers[] = { "/status/403", "/short.wav", NULL };

  play (fixture, answers);
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
  wait_for_state (fixture, TUTTI_PLAYER_STOPPED);
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  g_assert_cmpuint (fixture->library->n_asked, ==, 2);
  g_assert_cmpstr (fixture->library->without, ==, "");
}

static void
test_stall (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const answers[] = { "/stall.wav", NULL };

  tutti_player_set_patience (fixture->player, 1500);
  play (fixture, answers);
  wait_for_state (fixture, TUTTI_PLAYER_FAILED);
  g_assert_cmpint (fixture->failed, ==, TUTTI_ERROR_SERVER);
  g_assert_cmpstr (tutti_player_get_error_service (fixture->player), ==, "Deezer");
}

/* A station that goes on for ever is no preview. */
static void
test_endless (Fixture      *fixture,
              gconstpointer data)
{
  static const char *const answers[] = { "/long.wav", NULL };

  tutti_player_set_longest (fixture->player, 1500);
  play (fixture, answers);
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
  g_assert_cmpint (tutti_player_get_duration (fixture->player), ==, 1500);
  wait_for_state (fixture, TUTTI_PLAYER_STOPPED);
  g_assert_cmpstr (fixture->states->str, ==, "loading playing stopped ");
  g_assert_cmpuint (fixture->n_failed, ==, 0);
  g_assert_null (tutti_player_get_track (fixture->player));
}

/* What can't be decoded here may be had from another service in another coat. */
static void
test_codec (Fixture      *fixture,
            gconstpointer data)
{
  static const char *const other[] = { "/song.aac", "/short.wav", NULL };
  static const char *const none[] = { "/song.aac", "error no-preview", NULL };

  if (can_decode_aac ())
    {
      g_test_skip ("This computer decodes AAC");
      return;
    }
  play (fixture, other);
  wait_for_state (fixture, TUTTI_PLAYER_PLAYING);
  g_assert_cmpstr (fixture->library->without, ==, "deezer");
  g_assert_cmpuint (fixture->n_failed, ==, 0);

  fixture->library->n_asked = 0;
  play (fixture, none);
  wait_for_state (fixture, TUTTI_PLAYER_FAILED);
  g_assert_cmpint (fixture->failed, ==, TUTTI_ERROR_NO_CODEC);
}

static void
test_no_sound_subprocess (Fixture      *fixture,
                          gconstpointer data)
{
  static const char *const answers[] = { "/short.wav", NULL };

  play (fixture, answers);
  wait_for_state (fixture, TUTTI_PLAYER_FAILED);
  g_assert_cmpint (fixture->failed, ==, TUTTI_ERROR_NO_SOUND);
}

static void
test_no_sound (void)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find ("pulsesink");
  g_auto (GStrv)                env = g_get_environ ();

  if (factory == NULL)
    {
      g_test_skip ("There is no sink that could fail");
      return;
    }
  env = g_environ_setenv (env, "TUTTI_AUDIO_SINK", "pulsesink server=unix:/nonexistent/tutti", TRUE);
  g_test_trap_subprocess_with_envp ("/player/subprocess/no-sound", (const char *const *) env, PATIENCE_MS * 1000, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_setenv ("TUTTI_AUDIO_SINK", "fakesink sync=true", FALSE);
  gst_init (NULL, NULL);

#define ADD(name, function) g_test_add ("/player/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("whole", test_whole);
  ADD ("again", test_again);
  ADD ("pause", test_pause);
  ADD ("pause-early", test_pause_early);
  ADD ("another", test_another);
  ADD ("stop", test_stop);
  ADD ("stop-speaking", test_stop_speaking);
  ADD ("fresh-address", test_fresh_address);
  ADD ("stall", test_stall);
  ADD ("endless", test_endless);
  ADD ("codec", test_codec);
  ADD ("subprocess/no-sound", test_no_sound_subprocess);
  for (guint i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autofree char *path = g_strdup_printf ("/player/wrong/%s", wrongs[i].name);

      g_test_add (path, Fixture, &wrongs[i], set_up, test_wrong, tear_down);
    }
  g_test_add_func ("/player/no-sound", test_no_sound);

  g_log_set_handler ("GStreamer", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, warned_cb, NULL);

  status = g_test_run ();
  tutti_player_shut_down ();
  return status;
}
