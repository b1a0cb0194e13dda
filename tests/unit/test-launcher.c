/* test-launcher.c: application or web page, on a desktop and behind a portal
 *
 * The desktop is a folder of desktop files whose programs write down what they
 * were given; the portal is played on a private bus.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-error.h"
#include "tutti-launcher.h"

#include <glib/gstdio.h>
#include <string.h>

#define ID "2plbrEY59IikOBgBGLjaoe"
#define APP "spotify:track:" ID
#define WEB "https://open.spotify.com/track/" ID

static char *folder;
static char *written; /* by the programs */

/* --- a desktop --- */

static void
write_file (const char *name,
            int         mode,
            const char *format,
            ...)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  va_list          arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, mode, NULL));
}

static void
make_desktop (void)
{
  folder = g_dir_make_tmp ("tutti-launcher-XXXXXX", NULL);
  written = g_build_filename (folder, "written", NULL);

  write_file ("bin/app", 0755, "#!/bin/sh\necho \"$0 $1\" | sed 's,^.*/,,' >>%s\n", written);
  write_file ("bin/web", 0755, "#!/bin/sh\necho \"$0 $1\" | sed 's,^.*/bin/,,' >>%s\n", written);
  write_file ("applications/app.desktop", 0644, "[Desktop Entry]\nType=Application\nName=App\nExec=%s/bin/app %%u\n", folder);
  write_file ("applications/web.desktop", 0644, "[Desktop Entry]\nType=Application\nName=Web\nExec=%s/bin/web %%u\n", folder);
  write_file ("applications/broken.desktop", 0644, "[Desktop Entry]\nType=Application\nName=Broken\nPath=%s/nowhere\nExec=%s/bin/app %%u\n", folder, folder);
  write_file ("applications/mimeapps.list", 0644,
              "[Default Applications]\n"
              "x-scheme-handler/spotify=app.desktop\n"
              "x-scheme-handler/broken=broken.desktop\n"
              "x-scheme-handler/http=web.desktop\n"
              "x-scheme-handler/https=web.desktop\n");

  g_assert_true (g_setenv ("XDG_DATA_HOME", folder, TRUE));
  g_assert_true (g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE));
  g_assert_true (g_setenv ("XDG_CONFIG_HOME", "/nonexistent", TRUE));
  g_assert_true (g_setenv ("XDG_CONFIG_DIRS", "/nonexistent", TRUE));
  g_assert_true (g_setenv ("XDG_CURRENT_DESKTOP", "Tutti", TRUE));
}

static void
remove_desktop (void)
{
  static const char *const names[] = {
    "bin/app",
    "bin/web",
    "bin",
    "applications/app.desktop",
    "applications/web.desktop",
    "applications/broken.desktop",
    "applications/mimeapps.list",
    "applications",
    "written",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_remove (path);
    }
  g_clear_pointer (&folder, g_free);
  g_clear_pointer (&written, g_free);
}

/* --- a portal --- */

static const char portal_xml[] =
    "<node><interface name='org.freedesktop.portal.OpenURI'>"
    "<method name='OpenURI'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
    "<method name='SchemeSupported'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
    "<arg type='b' direction='out'/></method>"
    "<property name='version' type='u' access='read'/>"
    "</interface></node>";

/* What the portal does; the letters of `answers` are one for each OpenURI:
 * 0, 1, 2 the response, "-" none, "!" an error instead, "x" it leaves the bus. */
typedef struct
{
  guint       version; /* 0: there is none */
  gboolean    is_supported;
  gboolean    is_silent;    /* SchemeSupported gets no answer */
  gboolean    has_own_path; /* as portals before 0.9 */
  const char *answers;
} Behaviour;

static struct
{
  GDBusConnection *connection;
  guint            name_id;
  gboolean         has_name;
  Behaviour        behaviour;
  guint            n_opened;
  GString         *log;
  char            *sender;  /* (nullable) who is told the response on a path of the portal's own */
  guint            tell_id;
} portal;

static char *
dup_request_path (const char *sender,
                  const char *token)
{
  g_autofree char *name = g_strdup (sender + 1);

  return g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", g_strdelimit (name, ".", '_'), token);
}

static void
respond (const char *sender,
         const char *path,
         char        letter)
{
  if (letter >= '0' && letter <= '2')
    g_dbus_connection_emit_signal (portal.connection, sender, path, "org.freedesktop.portal.Request", "Response",
                                   g_variant_new ("(u@a{sv})", (guint32) (letter - '0'), g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0)), NULL);
}

/* Nobody can tell when the path has come to be listened to: it is said until the case ends. */
static gboolean
tell_cb (gpointer data)
{
  g_autofree char *path = dup_request_path (portal.sender, "own");

  respond (portal.sender, path, portal.behaviour.answers[0]);

  return G_SOURCE_CONTINUE;
}

static void
open_uri (GDBusMethodInvocation *invocation,
          const char            *sender,
          GVariant              *arguments)
{
  const char          *parent;
  const char          *uri;
  const char          *token = NULL;
  g_autoptr (GVariant) options = NULL;
  g_autofree char     *path = NULL;
  char                 letter = portal.behaviour.answers[MIN (portal.n_opened, strlen (portal.behaviour.answers) - 1)];

  g_variant_get (arguments, "(&s&s@a{sv})", &parent, &uri, &options);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_string_append_printf (portal.log, "open %s %s\n", parent, uri);
  portal.n_opened++;

  if (letter == '!')
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.portal.Error.InvalidArgument", "no");
      return;
    }

  path = dup_request_path (sender, portal.behaviour.has_own_path ? "own" : token);
  if (!portal.behaviour.has_own_path)
    respond (sender, path, letter); /* faster than the reply */
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", path));
  if (portal.behaviour.has_own_path)
    {
      g_set_str (&portal.sender, sender);
      g_clear_handle_id (&portal.tell_id, g_source_remove);
      portal.tell_id = g_timeout_add (50, tell_cb, NULL);
    }
  if (letter == 'x')
    g_clear_handle_id (&portal.name_id, g_bus_unown_name);
}

static void
method_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *arguments,
           GDBusMethodInvocation *invocation,
           gpointer               data)
{
  const char *scheme;

  if (g_str_equal (method, "OpenURI"))
    {
      open_uri (invocation, sender, arguments);
      return;
    }

  g_variant_get (arguments, "(&s@a{sv})", &scheme, NULL);
  g_string_append_printf (portal.log, "ask %s\n", scheme);
  if (!portal.behaviour.is_silent)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", portal.behaviour.is_supported));
  else
    g_object_unref (invocation);
}

static GVariant *
property_cb (GDBusConnection *connection,
             const char      *sender,
             const char      *path,
             const char      *interface,
             const char      *property,
             GError         **error,
             gpointer         data)
{
  return g_variant_new_uint32 (portal.behaviour.version);
}

static void
make_portal (GTestDBus *bus)
{
  static const GDBusInterfaceVTable vtable = { method_cb, property_cb, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo)         node = g_dbus_node_info_new_for_xml (portal_xml, NULL);
  g_autoptr (GError)                error = NULL;

  portal.log = g_string_new (NULL);
  portal.connection = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (bus),
                                                              G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                              NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (portal.connection, "/org/freedesktop/portal/desktop", node->interfaces[0], &vtable, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* --- one case --- */

static gboolean
turn_until (gboolean (*is_done) (gpointer data),
            gpointer data,
            guint    seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  while (!is_done (data))
    {
      if (g_get_monotonic_time () > end)
        return FALSE;
      g_main_context_iteration (NULL, FALSE);
      g_usleep (200);
    }

  return TRUE;
}

static void
name_cb (GDBusConnection *connection,
         const char      *name,
         gpointer         data)
{
  portal.has_name = TRUE;
}

static gboolean
has_name (gpointer data)
{
  return portal.has_name;
}

static void
start_portal (const Behaviour *behaviour)
{
  portal.behaviour = *behaviour;
  portal.n_opened = 0;
  portal.has_name = FALSE;
  g_string_truncate (portal.log, 0);
  g_remove (written);
  if (behaviour->version == 0)
    return;
  portal.name_id = g_bus_own_name_on_connection (portal.connection, "org.freedesktop.portal.Desktop", G_BUS_NAME_OWNER_FLAGS_NONE, name_cb, NULL, NULL, NULL);
  g_assert_true (turn_until (has_name, NULL, 10));
}

static void
stop_portal (void)
{
  g_clear_handle_id (&portal.tell_id, g_source_remove);
  g_clear_pointer (&portal.sender, g_free);
  g_clear_handle_id (&portal.name_id, g_bus_unown_name);
  g_dbus_connection_flush_sync (portal.connection, NULL, NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_settled (gpointer data)
{
  return !dex_future_is_pending (data);
}

static gboolean
has_written (gpointer data)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (written, &text, NULL, NULL) && g_strcmp0 (text, data) == 0;
}

/* What came of it, in the words of the tables below. */
enum
{
  GIVES_APP = -1,
  GIVES_WEB = -2,
};

static int
open_song (const char   *app,
           const char   *web,
           TuttiLaunchIn launch_in)
{
  g_autoptr (GAppLaunchContext) context = g_app_launch_context_new ();
  g_autoptr (DexFuture)         future = tutti_launcher_open (app, web, launch_in, context, "wayland:handle");
  g_autoptr (GError)            error = NULL;
  const GValue                 *value;

  g_assert_true (turn_until (is_settled, future, 20));
  value = dex_future_get_value (future, &error);
  if (value != NULL)
    return g_value_get_int (value) == TUTTI_LAUNCHED_APP ? GIVES_APP : GIVES_WEB;
  g_assert_true (error->domain == TUTTI_ERROR);

  return error->code;
}

typedef struct
{
  const char   *name;
  Behaviour     portal;
  const char   *app; /* (nullable) */
  const char   *web; /* (nullable) */
  TuttiLaunchIn launch_in;
  int           gives;   /* GIVES_… or a TuttiError */
  const char   *written; /* (nullable) by the programs */
  const char   *log;     /* of the portal */
} Case;

/* Outside of Flatpak: programs are started by GIO. */
static const Case desktop_cases[] = {
  { "application", { 0 }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_APP, "app " APP "\n", "" },
  { "application-preferred", { 0 }, APP, WEB, TUTTI_LAUNCH_APP, GIVES_APP, "app " APP "\n", "" },
  { "web-preferred", { 5, TRUE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_WEB, GIVES_WEB, "web " WEB "\n", "" },
  { "no-handler", { 0 }, "nobody:track:1", WEB, TUTTI_LAUNCH_APP, GIVES_WEB, "web " WEB "\n", "" },
  { "handler-fails", { 0 }, "broken:track:1", WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_WEB, "web " WEB "\n", "" },
  { "handler-fails-no-web", { 0 }, "broken:track:1", NULL, TUTTI_LAUNCH_APP, TUTTI_ERROR_NO_PROGRAM, NULL, "" },
  { "only-web", { 0 }, NULL, WEB, TUTTI_LAUNCH_APP, GIVES_WEB, "web " WEB "\n", "" },
  { "only-application", { 0 }, APP, NULL, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_APP, "app " APP "\n", "" },
  { "web-without-page", { 0 }, APP, NULL, TUTTI_LAUNCH_WEB, TUTTI_ERROR_BAD_INPUT, NULL, "" },
  { "bad-application", { 0 }, "file:///etc/passwd", WEB, TUTTI_LAUNCH_APP, GIVES_WEB, "web " WEB "\n", "" },
  { "bad-web", { 0 }, "broken:track:1", "http://open.spotify.com/", TUTTI_LAUNCH_APP, TUTTI_ERROR_NO_PROGRAM, NULL, "" },
  { "nothing", { 0 }, NULL, NULL, TUTTI_LAUNCH_APP, TUTTI_ERROR_BAD_INPUT, NULL, "" },
  { "all-bad", { 0 }, "javascript:alert(1)", "ftp://open.spotify.com/", TUTTI_LAUNCH_APP, TUTTI_ERROR_BAD_INPUT, NULL, "" },
  { "portal-knows", { 5, TRUE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_APP, "app " APP "\n", "ask spotify\n" },
  { "portal-says-no", { 5, FALSE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_WEB, "web " WEB "\n", "ask spotify\n" },
  { "portal-is-wrong", { 5, TRUE, .answers = "0" }, "nobody:1", WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_WEB, "web " WEB "\n", "ask nobody\n" },
  { "portal-is-old", { 4, FALSE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_APP, "app " APP "\n", "" },
  { "portal-is-silent", { 5, FALSE, .is_silent = TRUE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_APP, "app " APP "\n", "ask spotify\n" },
};

#define OPEN_APP "open wayland:handle " APP "\n"
#define OPEN_WEB "open wayland:handle " WEB "\n"

/* In Flatpak: only the portal sees the programs. */
static const Case portal_cases[] = {
  { "application", { 5, TRUE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_APP, NULL, "ask spotify\n" OPEN_APP },
  { "no-handler", { 5, FALSE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP, GIVES_WEB, NULL, "ask spotify\n" OPEN_WEB },
  { "handler-fails", { 5, TRUE, .answers = "20" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_WEB, NULL, "ask spotify\n" OPEN_APP OPEN_WEB },
  { "portal-refuses", { 5, TRUE, .answers = "!0" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_WEB, NULL, "ask spotify\n" OPEN_APP OPEN_WEB },
  { "dismissed", { 5, TRUE, .answers = "10" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, TUTTI_ERROR_CANCELLED, NULL, "ask spotify\n" OPEN_APP },
  { "web-dismissed", { 5, FALSE, .answers = "1" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, TUTTI_ERROR_CANCELLED, NULL, "ask spotify\n" OPEN_WEB },
  { "web-fails", { 5, FALSE, .answers = "2" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, TUTTI_ERROR_NO_PROGRAM, NULL, "ask spotify\n" OPEN_WEB },
  { "old-portal", { 4, TRUE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, GIVES_WEB, NULL, OPEN_WEB },
  { "old-portal-application", { 4, TRUE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP, GIVES_APP, NULL, OPEN_APP },
  { "old-portal-nobody", { 4, TRUE, .answers = "10" }, APP, WEB, TUTTI_LAUNCH_APP, TUTTI_ERROR_CANCELLED, NULL, OPEN_APP },
  { "old-portal-fails", { 4, TRUE, .answers = "20" }, APP, WEB, TUTTI_LAUNCH_APP, GIVES_WEB, NULL, OPEN_APP OPEN_WEB },
  { "own-path", { 5, TRUE, .has_own_path = TRUE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_APP, GIVES_APP, NULL, "ask spotify\n" OPEN_APP },
  { "portal-leaves", { 5, TRUE, .answers = "x" }, APP, WEB, TUTTI_LAUNCH_APP, TUTTI_ERROR_NO_PROGRAM, NULL, "ask spotify\n" OPEN_APP },
  { "no-portal", { 0 }, APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, TUTTI_ERROR_NO_PROGRAM, NULL, "" },
  { "web-preferred", { 5, TRUE, .answers = "0" }, APP, WEB, TUTTI_LAUNCH_WEB, GIVES_WEB, NULL, OPEN_WEB },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;

  start_portal (&one->portal);
  g_assert_cmpint (open_song (one->app, one->web, one->launch_in), ==, one->gives);
  if (one->written != NULL)
    g_assert_true (turn_until (has_written, (gpointer) one->written, 10));
  else
    g_assert_false (g_file_test (written, G_FILE_TEST_EXISTS));
  g_assert_cmpstr (portal.log->str, ==, one->log);
  stop_portal ();
}

static void
test_portal_case (gconstpointer data)
{
  g_assert_true (g_setenv ("GTK_USE_PORTAL", "1", TRUE));
  test_case (data);
  g_unsetenv ("GTK_USE_PORTAL");
}

static gboolean
has_opened (gpointer data)
{
  return portal.n_opened > 0;
}

/* Who gave up while the chooser was there gets no web page afterwards. */
static void
test_given_up (void)
{
  static const Behaviour behaviour = { 5, TRUE, .answers = "-" };
  DexFuture             *future;

  g_assert_true (g_setenv ("GTK_USE_PORTAL", "1", TRUE));
  start_portal (&behaviour);
  future = tutti_launcher_open (APP, WEB, TUTTI_LAUNCH_APP_ELSE_WEB, NULL, NULL);
  g_assert_true (turn_until (has_opened, NULL, 10));
  dex_unref (future);
  for (guint i = 0; i < 50; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpstr (portal.log->str, ==, "ask spotify\nopen  " APP "\n");
  stop_portal ();
  g_unsetenv ("GTK_USE_PORTAL");
}

/* --- what may be opened --- */

static void
test_addresses (void)
{
  static const struct
  {
    const char *uri;
    gboolean    is_web;
    gboolean    is_app;
  } addresses[] = {
    { WEB, TRUE, FALSE },
    { "https://open.spotify.com/search/a%20b?x=1#y", TRUE, FALSE },
    { "http://127.0.0.1:4711/track/1", TRUE, FALSE },
    { "http://[::1]:4711/track/1", TRUE, FALSE },
    { "http://open.spotify.com/track/1", FALSE, FALSE },
    { "http://127.0.0.1.evil.example/", FALSE, FALSE },
    { "http://localhost:4711/place", TRUE, FALSE },
    { "http://localhost.evil.example/", FALSE, FALSE },
    { "http://localhost:4711@evil.example/", FALSE, FALSE },
    { "http://localhost/", FALSE, FALSE },
    { "https://ada@open.spotify.com/", FALSE, FALSE },
    { "https:///track", FALSE, FALSE },
    { "https://", FALSE, FALSE },
    { "https://open.spotify.com/\n", FALSE, FALSE },
    { "https://open.spotify.com/ --help", FALSE, FALSE },
    { "https://open.spotify.com/';reboot'", FALSE, FALSE },
    { APP, FALSE, TRUE },
    { "tidal://track/1", FALSE, TRUE },
    { "soundcloud://sounds:293", FALSE, TRUE },
    { "spotify:", FALSE, FALSE },
    { "spotify", FALSE, FALSE },
    { "spotify:track:a b", FALSE, FALSE },
    { "spotify:track:ä", FALSE, FALSE },
    { "file:///etc/passwd", FALSE, FALSE },
    { "FILE:///etc/passwd", FALSE, FALSE },
    { "javascript:alert(1)", FALSE, FALSE },
    { "data:text/html,x", FALSE, FALSE },
    { "mailto:ada@example.org", FALSE, FALSE },
    { "--help", FALSE, FALSE },
    { "/etc/passwd", FALSE, FALSE },
    { "", FALSE, FALSE },
    { NULL, FALSE, FALSE },
  };
  g_autofree char *much = g_strnfill (5000, 'a');
  g_autofree char *web = g_strconcat ("https://open.spotify.com/", much, NULL);
  g_autofree char *app = g_strconcat ("spotify:", much, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      if (tutti_launcher_is_web_uri (addresses[i].uri) != addresses[i].is_web)
        g_test_fail_printf ("web: %s", addresses[i].uri);
      if (tutti_launcher_is_app_uri (addresses[i].uri) != addresses[i].is_app)
        g_test_fail_printf ("application: %s", addresses[i].uri);
    }
  g_assert_false (tutti_launcher_is_web_uri (web));
  g_assert_false (tutti_launcher_is_app_uri (app));
}

static void
add_cases (const char   *prefix,
           const Case   *cases,
           guint         n_cases,
           GTestDataFunc test)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strconcat (prefix, cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  int                   result;

  make_desktop ();
  g_unsetenv ("GTK_USE_PORTAL");
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  make_portal (bus);

  g_test_add_func ("/launcher/addresses", test_addresses);
  add_cases ("/launcher/desktop/", desktop_cases, G_N_ELEMENTS (desktop_cases), test_case);
  add_cases ("/launcher/portal/", portal_cases, G_N_ELEMENTS (portal_cases), test_portal_case);
  g_test_add_func ("/launcher/portal/given-up", test_given_up);
  result = g_test_run ();

  g_string_free (portal.log, TRUE);
  g_clear_object (&portal.connection);
  g_test_dbus_stop (bus);
  remove_desktop ();

  return result;
}
