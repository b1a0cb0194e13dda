/* test-mpris.c: the player on a bus of its own, asked as media keys ask
 *
 * The player is replaced at link time by one that only remembers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-mpris.h"

#define NAME "org.mpris.MediaPlayer2." APP_ID
#define PATH "/org/mpris/MediaPlayer2"
#define ROOT "org.mpris.MediaPlayer2"
#define PLAYER "org.mpris.MediaPlayer2.Player"

/* --- a player that only remembers --- */

struct _TuttiPlayer
{
  GObject parent_instance;

  TuttiPlayerState state;
  TuttiTrack      *track;
  TuttiPreview    *preview;
  gint64           duration;
  gint64           position;
};

enum
{
  PROP_STATE = 1,
  PROP_TRACK,
  PROP_PREVIEW,
  PROP_DURATION,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TuttiPlayer, tutti_player, G_TYPE_OBJECT)

static void
tutti_player_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
}

static void
tutti_player_class_init (TuttiPlayerClass *class)
{
  static const char *const names[] = { NULL, "state", "track", "preview", "duration" };

  G_OBJECT_CLASS (class)->get_property = tutti_player_get_property;
  for (guint i = 1; i < N_PROPS; i++)
    props[i] = g_param_spec_boolean (names[i], NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPS, props);
}

static void
tutti_player_init (TuttiPlayer *self)
{
  self->duration = 30000;
}

static void
set_state (TuttiPlayer     *self,
           TuttiPlayerState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
load (TuttiPlayer *self,
      TuttiTrack  *track)
{
  self->track = track;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TRACK]);
}

void
tutti_player_pause (TuttiPlayer *self)
{
  set_state (self, TUTTI_PLAYER_PAUSED);
}

void
tutti_player_resume (TuttiPlayer *self)
{
  set_state (self, TUTTI_PLAYER_PLAYING);
}

void
tutti_player_stop (TuttiPlayer *self)
{
  set_state (self, TUTTI_PLAYER_STOPPED);
  load (self, NULL);
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
  return self->duration;
}

gboolean
tutti_player_is_loaded (TuttiPlayer *self)
{
  return self->track != NULL;
}

/* --- the desktop --- */

typedef struct
{
  GTestDBus       *bus;
  GDBusConnection *ours;
  GDBusConnection *desktop;
  TuttiPlayer     *player;
  TuttiMpris      *mpris;
  TuttiTrack      *track;
  GString         *told; /* names of the properties that changed, a space after each */
  guint            n_raised;
  guint            n_quit;
} Fixture;

static GDBusConnection *
connect_to (GTestDBus *bus)
{
  g_autoptr (GError) error = NULL;
  GDBusConnection   *connection;

  connection = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                                       G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                       NULL, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
changed_cb (GDBusConnection *connection,
            const char      *sender,
            const char      *path,
            const char      *interface,
            const char      *signal,
            GVariant        *parameters,
            gpointer         data)
{
  Fixture             *fixture = data;
  g_autoptr (GVariant) changed = NULL;
  GVariantIter         iter;
  const char          *name;
  GVariant            *value;

  g_variant_get (parameters, "(&s@a{sv}@as)", NULL, &changed, NULL);
  g_variant_iter_init (&iter, changed);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    g_string_append_printf (fixture->told, "%s ", name);
}

static void
count_cb (TuttiMpris *mpris,
          guint      *count)
{
  (*count)++;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  fixture->ours = connect_to (fixture->bus);
  fixture->desktop = connect_to (fixture->bus);
  fixture->told = g_string_new (NULL);
  fixture->player = g_object_new (TUTTI_TYPE_PLAYER, NULL);
  fixture->mpris = tutti_mpris_new (fixture->player, fixture->ours);
  fixture->track = tutti_track_new (&(TuttiTrackInfo){ .id = 7, .title = "Dreams", .artist = "Fleetwood Mac", .album = "Rumours" });
  g_signal_connect (fixture->mpris, "raise", G_CALLBACK (count_cb), &fixture->n_raised);
  g_signal_connect (fixture->mpris, "quit", G_CALLBACK (count_cb), &fixture->n_quit);
  g_dbus_connection_signal_subscribe (fixture->desktop, NULL, "org.freedesktop.DBus.Properties", "PropertiesChanged", PATH, PLAYER,
                                      G_DBUS_SIGNAL_FLAGS_NONE, changed_cb, fixture, NULL);
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (fixture->mpris);
  g_assert_finalize_object (fixture->player);
  g_clear_object (&fixture->track);
  g_dbus_connection_close_sync (fixture->ours, NULL, NULL);
  g_dbus_connection_close_sync (fixture->desktop, NULL, NULL);
  g_clear_object (&fixture->ours);
  g_clear_object (&fixture->desktop);
  g_string_free (fixture->told, TRUE);
  g_test_dbus_down (fixture->bus);
  g_clear_object (&fixture->bus);
}

static void
answer_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  GAsyncResult **place = data;

  *place = g_object_ref (result);
}

/* NULL: an error. */
static GVariant *
call (Fixture    *fixture,
      const char *name,
      const char *path,
      const char *interface,
      const char *method,
      GVariant   *arguments)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_dbus_connection_call (fixture->desktop, name, path, interface, method, arguments, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, 10000,
                          NULL, answer_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_dbus_connection_call_finish (fixture->desktop, result, NULL);
}

static gboolean
is_there (Fixture *fixture)
{
  g_autoptr (GVariant) answer = call (fixture, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
                                      g_variant_new ("(s)", NAME));
  gboolean             has_owner;

  g_variant_get (answer, "(b)", &has_owner);

  return has_owner;
}

static void
wait_there (Fixture *fixture,
            gboolean there)
{
  while (is_there (fixture) != there)
    g_usleep (1000);
}

static GVariant *
get (Fixture    *fixture,
     const char *interface,
     const char *property)
{
  g_autoptr (GVariant) answer = call (fixture, NAME, PATH, "org.freedesktop.DBus.Properties", "Get", g_variant_new ("(ss)", interface, property));
  GVariant            *value = NULL;

  g_assert_nonnull (answer);
  g_variant_get (answer, "(v)", &value);

  return value;
}

static void
check (Fixture    *fixture,
       const char *interface,
       const char *property,
       const char *expected)
{
  g_autoptr (GVariant) value = get (fixture, interface, property);
  g_autofree char     *text = g_variant_print (value, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
press (Fixture    *fixture,
       const char *interface,
       const char *method)
{
  g_autoptr (GVariant) answer = call (fixture, NAME, PATH, interface, method, NULL);

  g_assert_nonnull (answer);
}

static void
play (Fixture *fixture)
{
  set_state (fixture->player, TUTTI_PLAYER_LOADING);
  load (fixture->player, fixture->track);
  wait_there (fixture, TRUE);
}

/* --- cases --- */

/* There only while there is something to hear. */
static void
test_comes_and_goes (Fixture      *fixture,
                     gconstpointer data)
{
  g_assert_false (is_there (fixture));
  for (guint i = 0; i < 2; i++)
    {
      play (fixture);
      check (fixture, ROOT, "Identity", "'Tutti'");
      tutti_player_stop (fixture->player);
      wait_there (fixture, FALSE);
    }
}

static void
test_root (Fixture      *fixture,
           gconstpointer data)
{
  play (fixture);
  check (fixture, ROOT, "DesktopEntry", "'" APP_ID "'");
  check (fixture, ROOT, "CanRaise", "true");
  check (fixture, ROOT, "CanQuit", "true");
  check (fixture, ROOT, "HasTrackList", "false");
  check (fixture, ROOT, "SupportedUriSchemes", "[]");
  press (fixture, ROOT, "Raise");
  press (fixture, ROOT, "Quit");
  g_assert_cmpuint (fixture->n_raised, ==, 1);
  g_assert_cmpuint (fixture->n_quit, ==, 1);
}

static void
test_keys (Fixture      *fixture,
           gconstpointer data)
{
  play (fixture);
  check (fixture, PLAYER, "PlaybackStatus", "'Playing'");
  press (fixture, PLAYER, "PlayPause");
  check (fixture, PLAYER, "PlaybackStatus", "'Paused'");
  press (fixture, PLAYER, "PlayPause");
  check (fixture, PLAYER, "PlaybackStatus", "'Playing'");
  press (fixture, PLAYER, "Pause");
  check (fixture, PLAYER, "PlaybackStatus", "'Paused'");
  press (fixture, PLAYER, "Play");
  check (fixture, PLAYER, "PlaybackStatus", "'Playing'");
  /* what can't be does nothing */
  press (fixture, PLAYER, "Next");
  press (fixture, PLAYER, "Previous");
  check (fixture, PLAYER, "PlaybackStatus", "'Playing'");
  press (fixture, PLAYER, "Stop");
  wait_there (fixture, FALSE);
}

static void
test_abilities (Fixture      *fixture,
                gconstpointer data)
{
  static const char *const can[] = { "CanPlay", "CanPause", "CanControl" };
  static const char *const cannot[] = { "CanGoNext", "CanGoPrevious", "CanSeek" };
  static const char *const ones[] = { "Rate", "MinimumRate", "MaximumRate", "Volume" };

  play (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (can); i++)
    check (fixture, PLAYER, can[i], "true");
  for (guint i = 0; i < G_N_ELEMENTS (cannot); i++)
    check (fixture, PLAYER, cannot[i], "false");
  for (guint i = 0; i < G_N_ELEMENTS (ones); i++)
    check (fixture, PLAYER, ones[i], "1.0");
  fixture->player->position = 1234;
  check (fixture, PLAYER, "Position", "1234000");
}

static void
test_metadata (Fixture      *fixture,
               gconstpointer data)
{
  TuttiPreview preview = { .page = (char *) "https://www.deezer.com/track/1" };

  play (fixture);
  check (fixture, PLAYER, "Metadata",
         "{'mpris:trackid': <objectpath '/io/github/tuttimusic/Tutti/track/7'>, 'mpris:length': <int64 30000000>, "
         "'xesam:title': <'Dreams'>, 'xesam:album': <'Rumours'>, 'xesam:artist': <['Fleetwood Mac']>}");

  g_string_truncate (fixture->told, 0);
  fixture->player->preview = &preview;
  fixture->player->duration = 29500;
  g_object_notify_by_pspec (G_OBJECT (fixture->player), props[PROP_PREVIEW]);
  tutti_mpris_set_art (fixture->mpris, "file:///tmp/cover.png");
  check (fixture, PLAYER, "Metadata",
         "{'mpris:trackid': <objectpath '/io/github/tuttimusic/Tutti/track/7'>, 'mpris:length': <int64 29500000>, "
         "'mpris:artUrl': <'file:///tmp/cover.png'>, "
         "'xesam:title': <'Dreams'>, 'xesam:album': <'Rumours'>, 'xesam:artist': <['Fleetwood Mac']>, "
         "'xesam:url': <'https://www.deezer.com/track/1'>}");
  g_assert_cmpstr (fixture->told->str, ==, "Metadata Metadata ");
  fixture->player->preview = NULL;
}

static void
test_news (Fixture      *fixture,
           gconstpointer data)
{
  play (fixture);
  g_string_truncate (fixture->told, 0);
  tutti_player_resume (fixture->player);
  tutti_player_pause (fixture->player);
  check (fixture, PLAYER, "PlaybackStatus", "'Paused'");
  g_assert_cmpstr (fixture->told->str, ==, "PlaybackStatus PlaybackStatus ");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/mpris/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("comes-and-goes", test_comes_and_goes);
  ADD ("root", test_root);
  ADD ("keys", test_keys);
  ADD ("abilities", test_abilities);
  ADD ("metadata", test_metadata);
  ADD ("news", test_news);

  return g_test_run ();
}
