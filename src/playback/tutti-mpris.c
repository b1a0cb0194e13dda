/* tutti-mpris.c: the player on the desktop's bus, for media keys
 *
 * The Media Player Remote Interfacing Specification 2.2: two interfaces on one
 * object. There is no list of tracks, and a preview can't be sought in: it
 * lasts half a minute.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-mpris.h"

#define BUS_NAME "org.mpris.MediaPlayer2." APP_ID
#define OBJECT_PATH "/org/mpris/MediaPlayer2"
#define ROOT_IFACE "org.mpris.MediaPlayer2"
#define PLAYER_IFACE "org.mpris.MediaPlayer2.Player"
#define TRACK_PATH "/io/github/tuttimusic/Tutti/track/%" G_GINT64_FORMAT
#define NO_TRACK "/org/mpris/MediaPlayer2/TrackList/NoTrack"

static const char xml[] =
  "<node>"
  " <interface name='org.mpris.MediaPlayer2'>"
  "  <method name='Raise'/>"
  "  <method name='Quit'/>"
  "  <property name='CanQuit' type='b' access='read'/>"
  "  <property name='CanRaise' type='b' access='read'/>"
  "  <property name='HasTrackList' type='b' access='read'/>"
  "  <property name='Identity' type='s' access='read'/>"
  "  <property name='DesktopEntry' type='s' access='read'/>"
  "  <property name='SupportedUriSchemes' type='as' access='read'/>"
  "  <property name='SupportedMimeTypes' type='as' access='read'/>"
  " </interface>"
  " <interface name='org.mpris.MediaPlayer2.Player'>"
  "  <method name='Next'/>"
  "  <method name='Previous'/>"
  "  <method name='Pause'/>"
  "  <method name='PlayPause'/>"
  "  <method name='Stop'/>"
  "  <method name='Play'/>"
  "  <method name='Seek'><arg name='Offset' type='x' direction='in'/></method>"
  "  <method name='SetPosition'>"
  "   <arg name='TrackId' type='o' direction='in'/><arg name='Position' type='x' direction='in'/>"
  "  </method>"
  "  <method name='OpenUri'><arg name='Uri' type='s' direction='in'/></method>"
  "  <signal name='Seeked'><arg name='Position' type='x'/></signal>"
  "  <property name='PlaybackStatus' type='s' access='read'/>"
  "  <property name='Rate' type='d' access='readwrite'/>"
  "  <property name='Metadata' type='a{sv}' access='read'/>"
  "  <property name='Volume' type='d' access='readwrite'/>"
  "  <property name='Position' type='x' access='read'>"
  "   <annotation name='org.freedesktop.DBus.Property.EmitsChangedSignal' value='false'/>"
  "  </property>"
  "  <property name='MinimumRate' type='d' access='read'/>"
  "  <property name='MaximumRate' type='d' access='read'/>"
  "  <property name='CanGoNext' type='b' access='read'/>"
  "  <property name='CanGoPrevious' type='b' access='read'/>"
  "  <property name='CanPlay' type='b' access='read'/>"
  "  <property name='CanPause' type='b' access='read'/>"
  "  <property name='CanSeek' type='b' access='read'/>"
  "  <property name='CanControl' type='b' access='read'>"
  "   <annotation name='org.freedesktop.DBus.Property.EmitsChangedSignal' value='false'/>"
  "  </property>"
  " </interface>"
  "</node>";

struct _TuttiMpris
{
  GObject parent_instance;

  TuttiPlayer     *player;
  GDBusConnection *connection;
  GDBusNodeInfo   *node;
  char            *art; /* (nullable) */
  guint            object_ids[2];
  guint            name_id;
};

enum
{
  RAISE,
  QUIT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TuttiMpris, tutti_mpris, G_TYPE_OBJECT)

/* --- what it says of itself --- */

static GVariant *
make_strings (void)
{
  return g_variant_new_strv (NULL, 0);
}

static GVariant *
make_root_property (const char *name)
{
  if (g_str_equal (name, "CanQuit") || g_str_equal (name, "CanRaise"))
    return g_variant_new_boolean (TRUE);
  if (g_str_equal (name, "HasTrackList"))
    return g_variant_new_boolean (FALSE);
  if (g_str_equal (name, "Identity"))
    return g_variant_new_string ("Tutti");
  if (g_str_equal (name, "DesktopEntry"))
    return g_variant_new_string (APP_ID);

  return make_strings ();
}

static const char *
get_status (TuttiMpris *self)
{
  switch (tutti_player_get_state (self->player))
    {
    case TUTTI_PLAYER_LOADING: /* it will play without anybody doing more */
    case TUTTI_PLAYER_PLAYING:
      return "Playing";
    case TUTTI_PLAYER_PAUSED:
      return "Paused";
    case TUTTI_PLAYER_STOPPED:
    case TUTTI_PLAYER_FAILED:
      return "Stopped";
    }

  g_return_val_if_reached ("Stopped");
}

static void
add_text (GVariantBuilder *metadata,
          const char      *key,
          const char      *text)
{
  if (text != NULL && *text != '\0')
    g_variant_builder_add (metadata, "{sv}", key, g_variant_new_string (text));
}

static GVariant *
make_metadata (TuttiMpris *self)
{
  TuttiTrack      *track = tutti_player_get_track (self->player);
  TuttiPreview    *preview = tutti_player_get_preview (self->player);
  GVariantBuilder  metadata;
  g_autofree char *path = NULL;

  g_variant_builder_init_static (&metadata, G_VARIANT_TYPE_VARDICT);
  if (track == NULL)
    {
      g_variant_builder_add (&metadata, "{sv}", "mpris:trackid", g_variant_new_object_path (NO_TRACK));
      return g_variant_builder_end (&metadata);
    }

  path = g_strdup_printf (TRACK_PATH, tutti_track_get_id (track));
  g_variant_builder_add (&metadata, "{sv}", "mpris:trackid", g_variant_new_object_path (path));
  g_variant_builder_add (&metadata, "{sv}", "mpris:length", g_variant_new_int64 (tutti_player_get_duration (self->player) * 1000));
  add_text (&metadata, "mpris:artUrl", self->art);
  add_text (&metadata, "xesam:title", tutti_track_get_title (track));
  add_text (&metadata, "xesam:album", tutti_track_get_album (track));
  if (tutti_track_get_artist (track) != NULL)
    {
      const char *artists[] = { tutti_track_get_artist (track), NULL };

      g_variant_builder_add (&metadata, "{sv}", "xesam:artist", g_variant_new_strv (artists, -1));
    }
  add_text (&metadata, "xesam:url", preview != NULL ? preview->page : NULL);

  return g_variant_builder_end (&metadata);
}

static GVariant *
make_player_property (TuttiMpris *self,
                      const char *name)
{
  static const char *const can[] = { "CanPlay", "CanPause", "CanControl", NULL };

  if (g_str_equal (name, "PlaybackStatus"))
    return g_variant_new_string (get_status (self));
  if (g_str_equal (name, "Metadata"))
    return make_metadata (self);
  if (g_str_equal (name, "Position"))
    return g_variant_new_int64 (tutti_player_get_position (self->player) * 1000);
  if (g_str_has_suffix (name, "Rate") || g_str_equal (name, "Volume"))
    return g_variant_new_double (1);

  return g_variant_new_boolean (g_strv_contains (can, name));
}

static GVariant *
get_property (GDBusConnection *connection,
              const char      *sender,
              const char      *path,
              const char      *interface,
              const char      *name,
              GError         **error,
              gpointer         data)
{
  if (g_str_equal (interface, ROOT_IFACE))
    return make_root_property (name);

  return make_player_property (data, name);
}

/* Rate and volume: what can't be changed stays as it is, says the specification. */
static gboolean
set_property (GDBusConnection *connection,
              const char      *sender,
              const char      *path,
              const char      *interface,
              const char      *name,
              GVariant        *value,
              GError         **error,
              gpointer         data)
{
  return TRUE;
}

/* --- what it is told --- */

static void
play_pause (TuttiMpris *self)
{
  if (tutti_player_get_state (self->player) == TUTTI_PLAYER_PAUSED)
    tutti_player_resume (self->player);
  else
    tutti_player_pause (self->player);
}

/* Next, Previous, Seek, SetPosition and OpenUri do nothing where they can't. */
static void
call_method (GDBusConnection       *connection,
             const char            *sender,
             const char            *path,
             const char            *interface,
             const char            *name,
             GVariant              *arguments,
             GDBusMethodInvocation *invocation,
             gpointer               data)
{
  g_autoptr (TuttiMpris) self = g_object_ref (data);

  g_dbus_method_invocation_return_value (invocation, NULL);

  if (g_str_equal (name, "Raise"))
    g_signal_emit (self, signals[RAISE], 0);
  else if (g_str_equal (name, "Quit"))
    g_signal_emit (self, signals[QUIT], 0);
  else if (g_str_equal (name, "Play"))
    tutti_player_resume (self->player);
  else if (g_str_equal (name, "Pause"))
    tutti_player_pause (self->player);
  else if (g_str_equal (name, "PlayPause"))
    play_pause (self);
  else if (g_str_equal (name, "Stop"))
    tutti_player_stop (self->player);
}

static const GDBusInterfaceVTable vtable = {
  .method_call = call_method,
  .get_property = get_property,
  .set_property = set_property,
};

/* --- coming and going --- */

static void
leave (TuttiMpris *self)
{
  g_clear_handle_id (&self->name_id, g_bus_unown_name);
  for (guint i = 0; i < G_N_ELEMENTS (self->object_ids); i++)
    if (self->object_ids[i] != 0)
      {
        g_dbus_connection_unregister_object (self->connection, self->object_ids[i]);
        self->object_ids[i] = 0;
      }
}

/* The object first, so that whoever sees the name finds it. */
static void
appear (TuttiMpris *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->object_ids); i++)
    {
      g_autoptr (GError) error = NULL;

      self->object_ids[i] = g_dbus_connection_register_object (self->connection, OBJECT_PATH, self->node->interfaces[i],
                                                               &vtable, self, NULL, &error);
      if (self->object_ids[i] == 0)
        g_debug ("No media keys: %s", error->message);
    }
  self->name_id = g_bus_own_name_on_connection (self->connection, BUS_NAME, G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
}

static void
tell (TuttiMpris *self,
      const char *name)
{
  GVariantBuilder changed;

  if (self->name_id == 0)
    return;
  g_variant_builder_init_static (&changed, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&changed, "{sv}", name, make_player_property (self, name));
  g_dbus_connection_emit_signal (self->connection, NULL, OBJECT_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                 g_variant_new ("(s@a{sv}@as)", PLAYER_IFACE, g_variant_builder_end (&changed), make_strings ()),
                                 NULL);
}

static void
track_changed_cb (TuttiMpris *self)
{
  gboolean is_loaded = tutti_player_is_loaded (self->player);

  tell (self, "Metadata");
  if (is_loaded && self->name_id == 0)
    appear (self);
  else if (!is_loaded)
    leave (self);
}

static void
metadata_changed_cb (TuttiMpris *self)
{
  tell (self, "Metadata");
}

static void
state_changed_cb (TuttiMpris *self)
{
  tell (self, "PlaybackStatus");
}

/* --- the object --- */

static void
tutti_mpris_dispose (GObject *object)
{
  TuttiMpris *self = TUTTI_MPRIS (object);

  if (self->connection != NULL)
    leave (self);
  g_clear_object (&self->player);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->node, g_dbus_node_info_unref);
  g_clear_pointer (&self->art, g_free);

  G_OBJECT_CLASS (tutti_mpris_parent_class)->dispose (object);
}

static void
tutti_mpris_class_init (TuttiMprisClass *class)
{
  G_OBJECT_CLASS (class)->dispose = tutti_mpris_dispose;

  signals[RAISE] = g_signal_new ("raise", TUTTI_TYPE_MPRIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[QUIT] = g_signal_new ("quit", TUTTI_TYPE_MPRIS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tutti_mpris_init (TuttiMpris *self)
{
}

TuttiMpris *
tutti_mpris_new (TuttiPlayer     *player,
                 GDBusConnection *connection)
{
  TuttiMpris *self;

  g_return_val_if_fail (TUTTI_IS_PLAYER (player), NULL);
  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  self = g_object_new (TUTTI_TYPE_MPRIS, NULL);
  self->player = g_object_ref (player);
  self->connection = g_object_ref (connection);
  self->node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_signal_connect_object (player, "notify::state", G_CALLBACK (state_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::preview", G_CALLBACK (metadata_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::duration", G_CALLBACK (metadata_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "notify::track", G_CALLBACK (track_changed_cb), self, G_CONNECT_SWAPPED);
  track_changed_cb (self);

  return self;
}

void
tutti_mpris_set_art (TuttiMpris *self,
                     const char *uri)
{
  g_return_if_fail (TUTTI_IS_MPRIS (self));

  if (g_set_str (&self->art, uri))
    tell (self, "Metadata");
}
