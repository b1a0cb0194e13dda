/* server.c: the program that plays the music services on 127.0.0.1
 *
 * It prints one line of JSON when it is ready, and runs until it is told to
 * stop. How to steer it: README.md.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "apple.h"
#include "art.h"
#include "control.h"
#include "deezer.h"
#include "exchange.h"
#include "faults.h"
#include "itunes.h"
#include "listenbrainz.h"
#include "log.h"
#include "musicbrainz.h"
#include "oauth.h"
#include "rewrite.h"
#include "services.h"
#include "soundcloud.h"
#include "spotify.h"
#include "tidal.h"
#include "youtube.h"

#define COVERS_KEPT 400

static const Provider *const providers[] = {
  &spotify_provider,
  &deezer_provider,
  &itunes_provider,
  &youtube_provider,
  &soundcloud_provider,
  &tidal_provider,
  &apple_provider,
  &musicbrainz_provider,
  &listenbrainz_provider,
  NULL,
};

static const Person people[] = {
  { "Ada Example", "adaexample", "aB3dE5fG7h", "ada@example.org" },
  { "Bo Sample-Nguyễn", "31bosample", "kL9mN2pQ4r", "bo@example.org" },
  { NULL, "nameless42", "tU6vW8xY1z", "nobody@example.org" },
};

static GHashTable *covers; /* "name size" → GBytes */

gint64
services_get_now (Services *self)
{
  return g_get_real_time () / G_USEC_PER_SEC + self->clock_offset;
}

gint64
services_get_now_msec (Services *self)
{
  return g_get_real_time () / 1000 + self->clock_offset * 1000;
}

const Person *
services_get_person (guint number)
{
  return &people[number];
}

guint
services_get_n_people (void)
{
  return G_N_ELEMENTS (people);
}

const Provider *
services_find_provider (const char *id)
{
  for (guint i = 0; providers[i] != NULL; i++)
    if (g_str_equal (providers[i]->id, id))
      return providers[i];
  return NULL;
}

const Provider *const *
services_list_providers (void)
{
  return providers;
}

guint
services_get_epoch (Services       *self,
                    const Provider *provider)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->epochs, provider));
}

OAuth *
services_get_oauth (Services       *self,
                    const Provider *provider)
{
  return g_hash_table_lookup (self->oauths, provider);
}

char *
services_dup_secret (const char *start)
{
  guint8           bytes[48];
  g_autofree char *text = NULL;

  g_assert (getrandom (bytes, sizeof bytes, 0) == sizeof bytes);
  text = g_base64_encode (bytes, sizeof bytes);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  return g_strconcat (start, text, NULL);
}

/* What a picture is of, and its size, from the ways that services write them:
 * NAME, NAME/640x640.jpg, NAME-large.jpg, NAME-t500x500.jpg, NAME-250.jpg. */
static char *
parse_image (const char *path,
             gint64     *size)
{
  static const char *const pattern = "^(.+?)(?:-(large)\\.jpg|-t(\\d+)x\\d+\\.jpg|-(\\d+)\\.jpg|/[a-z]*(\\d*)[^/]*)?$";
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_DEFAULT, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, path, 0, &match))
    return g_strdup (path);
  for (int i = 2; i <= 5; i++)
    {
      g_autofree char *found = g_match_info_fetch (match, i);

      if (found != NULL && *found != '\0')
        *size = i == 2 ? 100 : g_ascii_strtoll (found, NULL, 10);
    }
  return g_match_info_fetch (match, 1);
}

/* /<service>/image/NAME?s=64 and /<service>/preview/NAME.wav */
static gboolean
handle_art (Exchange *exchange)
{
  gint64 size = 300;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  g_autofree char *key = NULL;

  if (g_strcmp0 (exchange->host, "preview") == 0)
    {
      bytes = art_play_preview (exchange->path + 1);
      exchange_reply (exchange, 200, "audio/wav", bytes);
      return TRUE;
    }
  if (g_strcmp0 (exchange->host, "image") != 0)
    return FALSE;

  name = parse_image (exchange->path + 1, &size);
  size = CLAMP (params_get_number (exchange->query, "s", size), 16, 1280);
  key = g_strdup_printf ("%s %d", name, (int) size);
  bytes = g_hash_table_lookup (covers, key);
  if (bytes != NULL)
    {
      g_bytes_ref (bytes);
    }
  else
    {
      if (g_hash_table_size (covers) > COVERS_KEPT)
        g_hash_table_remove_all (covers);
      bytes = art_draw_cover (name, (int) size);
      g_hash_table_insert (covers, g_steal_pointer (&key), g_bytes_ref (bytes));
    }
  exchange_set_header (exchange, "Cache-Control", "public, max-age=86400");
  exchange_reply (exchange, 200, "image/png", bytes);
  return TRUE;
}

static void
handle_provider (Exchange *exchange)
{
  if (!handle_art (exchange))
    exchange->provider->handle (exchange);
}

static void
handle_request_cb (SoupServer        *server,
                   SoupServerMessage *message,
                   const char        *path,
                   GHashTable        *query,
                   gpointer           data)
{
  Services *services = data;
  Exchange *exchange = exchange_new (services, message, path);
  gboolean  is_control = g_str_has_prefix (path, "/control/");

  if (is_control)
    {
      control_handle (exchange);
      exchange_send (exchange);
      return;
    }

  services->counts[COUNT_REQUESTS]++;
  exchange->log_number = log_add (services->log, exchange);
  if (exchange->provider != NULL)
    {
      exchange->delay = services->latency;
      faults_answer (exchange, handle_provider);
    }
  else
    {
      services->counts[COUNT_TRAPPED] += g_str_has_prefix (path, "/trap/");
      exchange_reply_text (exchange, 404, "text/plain; charset=utf-8", "There is nothing here.\n");
    }
  log_set_status (services->log, exchange->log_number, exchange->status, NULL);
  exchange_send (exchange);
}

static gboolean
quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
stdin_cb (GIOChannel  *channel,
          GIOCondition condition,
          gpointer     data)
{
  char  buffer[256];
  gsize length;

  if (g_io_channel_read_chars (channel, buffer, sizeof buffer, &length, NULL) != G_IO_STATUS_EOF)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static gboolean
start_listening (Services *services,
                 guint     port,
                 GError  **error)
{
  g_autoptr (GSocketAddress) other = NULL;
  GSList *uris;

  services->server = soup_server_new ("server-header", "tutti-test-services ", NULL);
  soup_server_add_handler (services->server, NULL, handle_request_cb, services, NULL);
  if (!soup_server_listen_local (services->server, port, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return FALSE;
  uris = soup_server_get_uris (services->server);
  services->port = (guint) g_uri_get_port (uris->data);
  services->base = g_strdup_printf ("http://127.0.0.1:%u", services->port);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  /* Another host of this machine, to see what follows a redirect there. */
  other = g_inet_socket_address_new_from_string ("127.0.0.2", services->port);
  return soup_server_listen (services->server, other, 0, error);
}

static gboolean
add_faults (Services *services,
            char    **specs,
            GError  **error)
{
  for (guint i = 0; specs != NULL && specs[i] != NULL; i++)
    {
      g_autofree char *text = g_strdelimit (g_strdup (specs[i]), ",", '&');
      g_autoptr (Params) params = params_parse (text, -1);

      if (!faults_add (services->faults, params, NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* What the data files ask people to register with a service that compares
 * letter by letter; where they don't say, that of Provider. */
static void
register_redirects (Services   *services,
                    const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  for (guint i = 0; providers[i] != NULL; i++)
    if (providers[i]->redirect != NULL)
      g_hash_table_insert (services->redirects, g_strdup (providers[i]->id), g_strsplit (providers[i]->redirect, ";", -1));

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GKeyFile) file = g_key_file_new ();
      g_autofree char *authorize = NULL;
      g_autofree char *redirect = NULL;
      g_autoptr (GUri) uri = NULL;
      g_autoptr (GUri) back = NULL;
      int port;

      if (!g_str_has_suffix (name, ".ini") || !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
        continue;
      authorize = g_key_file_get_string (file, "OAuth", "authorize", NULL);
      redirect = g_key_file_get_string (file, "OAuth", "redirect", NULL);
      port = g_key_file_get_integer (file, "OAuth", "port", NULL);
      uri = authorize != NULL ? g_uri_parse (authorize, G_URI_FLAGS_NONE, NULL) : NULL;
      back = redirect != NULL ? g_uri_parse (redirect, G_URI_FLAGS_NONE, NULL) : NULL;
      for (guint i = 0; port > 0 && uri != NULL && back != NULL && providers[i] != NULL; i++)
        if (g_strv_contains (providers[i]->hosts, g_uri_get_host (uri)))
          {
            g_autofree char *whole = g_strdup_printf ("http://%s:%d%s", g_uri_get_host (back), port, g_uri_get_path (back));

            g_hash_table_insert (services->redirects, g_strdup (providers[i]->id), g_strsplit (whole, ";", -1));
          }
    }
}

static void
print_ready (Services   *services,
             const char *providers_out)
{
  Writer *writer = writer_new ();
  g_autoptr (GBytes) line = NULL;

  writer_begin_object (writer, NULL);
  writer_bool (writer, "ready", TRUE);
  writer_string (writer, "base", services->base);
  writer_int (writer, "port", services->port);
  writer_string (writer, "providers", providers_out);
  writer_int (writer, "likes", services->n_likes);
  writer_end_object (writer);
  line = writer_finish (writer);
  printf ("%.*s\n", (int) g_bytes_get_size (line), (const char *) g_bytes_get_data (line, NULL));
  fflush (stdout);
}

static Services *
services_new (void)
{
  Services *self = g_new0 (Services, 1);

  self->started = g_get_real_time () / 1000;
  self->loop = g_main_loop_new (NULL, FALSE);
  self->catalogue = catalogue_new ();
  self->faults = faults_new ();
  self->log = log_new ();
  self->libraries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) library_free);
  self->rates = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, rate_free);
  self->epochs = g_hash_table_new (NULL, NULL);
  self->redirects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  self->oauths = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) oauth_free);
  for (guint i = 0; providers[i] != NULL; i++)
    if (providers[i]->new_oauth != NULL)
      g_hash_table_insert (self->oauths, (gpointer) providers[i], providers[i]->new_oauth (self));
  return self;
}

static void
services_free (Services *self)
{
  if (self->server != NULL)
    soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_main_loop_unref (self->loop);
  g_free (self->base);
  catalogue_free (self->catalogue);
  faults_free (self->faults);
  log_free (self->log);
  g_hash_table_unref (self->libraries);
  g_hash_table_unref (self->rates);
  g_hash_table_unref (self->epochs);
  g_hash_table_unref (self->redirects);
  g_hash_table_unref (self->oauths);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Services, services_free)

int
main (int    argc,
      char **argv)
{
  static int                port, likes = 300, plays = 60, latency;
  static gboolean           plain, fast, until_eof;
  static char              *providers_in, *providers_out, *consent;
  static char             **fault_specs;
  static const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port, "Listen on port N (default: a free one)", "N" },
    { "likes", 0, 0, G_OPTION_ARG_INT, &likes, "The first person likes N tracks (default 300)", "N" },
    { "plays", 0, 0, G_OPTION_ARG_INT, &plays, "and has played N (default 60)", "N" },
    { "plain", 0, 0, G_OPTION_ARG_NONE, &plain, "No null tracks, local files or other odd entries", NULL },
    { "latency", 0, 0, G_OPTION_ARG_INT, &latency, "Every answer takes MS longer", "MS" },
    { "consent", 0, 0, G_OPTION_ARG_STRING, &consent, "ask, allow or deny, without a click (default ask)", "MODE" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &fault_specs, "path=…,kind=…,count=…,skip=…,arg=…; see README.md", "SPEC" },
    { "providers-in", 0, 0, G_OPTION_ARG_FILENAME, &providers_in, "The services' data files", "DIR" },
    { "providers-out", 0, 0, G_OPTION_ARG_FILENAME, &providers_out, "Write them here, pointed at this program", "DIR" },
    { "fast", 0, 0, G_OPTION_ARG_NONE, &fast, "and without limits on requests a second", NULL },
    { "until-eof", 0, 0, G_OPTION_ARG_NONE, &until_eof, "End when standard input ends", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("");
  g_autoptr (Services) services = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, "Plays the music services on 127.0.0.1, for tests and for trying Tutti.");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("tutti-test-services: %s\n", error->message);
      return 2;
    }
  if (port < 0 || port > 65535 || likes < 0 || likes > CATALOGUE_LIMIT / 2 || plays < 0 || plays > 100000 || latency < 0)
    {
      g_printerr ("tutti-test-services: a number is out of range\n");
      return 2;
    }

  covers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  services = services_new ();
  services->n_likes = (guint) likes;
  services->n_plays = (guint) plays;
  services->plain = plain;
  services->fast = fast;
  services->latency = (guint) latency;
  if (consent != NULL && !control_parse_consent (consent, &services->consent))
    {
      g_printerr ("tutti-test-services: --consent is ask, allow or deny\n");
      return 2;
    }
  if (providers_in == NULL)
    providers_in = g_strdup (TEST_PROVIDERS_DIR);
  register_redirects (services, providers_in);
  if (!add_faults (services, fault_specs, &error) ||
      !start_listening (services, (guint) port, &error) ||
      (providers_out != NULL && rewrite_providers (providers_in, providers_out, services->base, fast, &error) < 0))
    {
      g_printerr ("tutti-test-services: %s\n", error->message);
      return 2;
    }

  g_unix_signal_add (SIGTERM, quit_cb, services->loop);
  g_unix_signal_add (SIGINT, quit_cb, services->loop);
  if (until_eof)
    {
      g_autoptr (GIOChannel) channel = g_io_channel_unix_new (0);

      g_io_channel_set_encoding (channel, NULL, NULL);
      g_io_add_watch (channel, G_IO_IN | G_IO_HUP, stdin_cb, services->loop);
    }
  print_ready (services, providers_out);
  g_main_loop_run (services->loop);
  g_hash_table_unref (covers);
  g_strfreev (fault_specs);
  g_free (providers_in);
  g_free (providers_out);
  g_free (consent);
  return 0;
}
