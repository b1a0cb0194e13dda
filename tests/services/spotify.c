/* spotify.c: Spotify, as its Web API is since July 2026
 *
 * A client id that begins with "01d" is treated as one of before February
 * 2026, whose answers still hold the fields that new ones lost.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "spotify.h"

#include <string.h>

#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "oauth.h"
#include "spotify-track.h"

#define WINDOW 50 /* the plays that Spotify still knows */
#define NOT_ALLOWED "Check settings on developer.spotify.com/dashboard, the user may not be registered."

static const Scope scopes[] = {
  { "user-read-private", "See your name, your picture and your kind of subscription" },
  { "user-read-email", "See your e-mail address" },
  { "user-read-recently-played", "See what you played recently" },
  { "user-library-read", "See the songs you saved" },
  { "user-library-modify", "Save songs for you, and remove saved ones" },
  { "playlist-read-private", "See your private playlists" },
  { "playlist-read-collaborative", "See the playlists you share with others" },
  { "playlist-modify-private", "Change your private playlists" },
  { "playlist-modify-public", "Change your public playlists" },
  { "user-read-playback-state", "See what plays on your devices" },
  { "user-read-currently-playing", "See what you are playing" },
  { "user-modify-playback-state", "Control what plays on your devices" },
  { "user-follow-read", "See whom you follow" },
  { "user-follow-modify", "Follow and stop following for you" },
  { NULL, NULL },
};

static gboolean
knows_client (const char *client_id)
{
  return oauth_is_hex_id (client_id) && !g_str_has_prefix (client_id, "bad");
}

static gboolean
allows_redirect (Services   *services,
                 const char *redirect_uri)
{
  return oauth_is_loopback (redirect_uri, "/callback");
}

static const OAuthPolicy policy = {
  .knows_client = knows_client,
  .allows_redirect = allows_redirect,
  .more_params = (const char *const[]){ "show_dialog", NULL },
  .scopes = scopes,
  .access_life = 3600,
  .refresh_life = 182 * 24 * 3600,
};

static OAuth *
spotify_new_oauth (Services *services)
{
  return oauth_new (&policy, spotify_provider.name);
}

static void
reply_error (Exchange   *exchange,
             guint       status,
             const char *message,
             const char *reason)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "error");
  writer_int (writer, "status", status);
  writer_string (writer, "message", message);
  if (reason != NULL)
    writer_string (writer, "reason", reason);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, status, writer);
}

static void
reply_unauthorized (Exchange   *exchange,
                    const char *error)
{
  g_autofree char *header = g_strdup_printf ("Bearer realm=\"spotify\", error=\"%s\"", error);

  exchange_set_header (exchange, "WWW-Authenticate", header);
  reply_error (exchange, 401, "Missing/invalid/expired access token", NULL);
}

/* The authorization server's way of saying it. */
static gboolean
fail_accounts (Exchange   *exchange,
               const char *kind)
{
  if (g_str_equal (kind, "401"))
    oauth_refuse (exchange, 401, "invalid_client", "Invalid client");
  else if (g_str_has_prefix (kind, "403") || g_str_equal (kind, "404"))
    oauth_refuse (exchange, 400, "unauthorized_client", "This client may not do that");
  else if (g_str_has_prefix (kind, "429"))
    oauth_refuse (exchange, 429, "temporarily_unavailable", "Too many requests");
  else if (g_str_equal (kind, "500"))
    oauth_refuse (exchange, 500, "server_error", "Unexpected error");
  else if (g_str_equal (kind, "503"))
    oauth_refuse (exchange, 503, "temporarily_unavailable", "Try again later");
  else
    return FALSE;
  return TRUE;
}

static gboolean
spotify_fail (Exchange   *exchange,
              const char *kind)
{
  if (g_strcmp0 (exchange->host, "accounts.spotify.com") == 0)
    return fail_accounts (exchange, kind);
  if (g_strcmp0 (exchange->host, "api.spotify.com") != 0)
    return FALSE;
  if (g_str_equal (kind, "401"))
    reply_unauthorized (exchange, "invalid_token");
  else if (g_str_equal (kind, "403-scope"))
    reply_error (exchange, 403, "Insufficient client scope", NULL);
  else if (g_str_equal (kind, "403-allow-list"))
    reply_error (exchange, 403, NOT_ALLOWED, NULL);
  else if (g_str_equal (kind, "403-allow-list-text"))
    exchange_reply_text (exchange, 403, "text/plain; charset=utf-8", NOT_ALLOWED);
  else if (g_str_equal (kind, "403-premium"))
    reply_error (exchange, 403, "Player command failed: Premium required", "PREMIUM_REQUIRED");
  else if (g_str_equal (kind, "404"))
    reply_error (exchange, 404, "Resource not found", NULL);
  else if (g_str_equal (kind, "429-quota"))
    reply_error (exchange, 429, "Too many requests", "QUOTA_EXCEEDED");
  else if (g_str_has_prefix (kind, "429"))
    reply_error (exchange, 429, "API rate limit exceeded", NULL);
  else if (g_str_equal (kind, "500"))
    reply_error (exchange, 500, "Server error.", NULL);
  else if (g_str_equal (kind, "503"))
    reply_error (exchange, 503, "Service temporarily unavailable", NULL);
  else
    return FALSE;
  return TRUE;
}

static gboolean
is_old_client (Call *call)
{
  return g_str_has_prefix (call->grant->client_id, "01d");
}

static void
write_track (Call       *call,
             Writer     *writer,
             const char *key,
             guint32     index,
             guint32     odd)
{
  spotify_write_track (call->exchange->services, writer, key, index, odd, is_old_client (call));
}

/* FALLBACK when absent; answers 400 and gives -1 when outside of LEAST…MOST. */
static gint64
get_number (Call       *call,
            const char *name,
            gint64      fallback,
            gint64      least,
            gint64      most)
{
  gint64           number = params_get_number (call->exchange->query, name, fallback);
  g_autofree char *message = NULL;

  if (number >= least && number <= most)
    return number;
  message = g_strdup_printf ("Invalid %s", name);
  reply_error (call->exchange, 400, message, NULL);
  return -1;
}

static char *
make_page_uri (Call       *call,
               const char *query,
               gint64      offset,
               gint64      limit)
{
  return g_strdup_printf ("%s%s?%soffset=%" G_GINT64_FORMAT "&limit=%" G_GINT64_FORMAT,
                          call->exchange->services->base, call->exchange->whole_path, query, offset, limit);
}

/* The members of a page beside its items. */
static void
write_page_members (Call       *call,
                    Writer     *writer,
                    const char *query,
                    gint64      offset,
                    gint64      limit,
                    gint64      total)
{
  g_autofree char *href = make_page_uri (call, query, offset, limit);
  g_autofree char *next = offset + limit < total ? make_page_uri (call, query, offset + limit, limit) : NULL;
  g_autofree char *previous = offset > 0 ? make_page_uri (call, query, MAX (offset - limit, 0), limit) : NULL;

  writer_string (writer, "href", href);
  writer_int (writer, "limit", limit);
  writer_string (writer, "next", next);
  writer_int (writer, "offset", offset);
  writer_string (writer, "previous", previous);
  writer_int (writer, "total", total);
}

static void
answer_me (Call *call)
{
  const Person *person = services_get_person (call->grant->person);
  Writer       *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_string (writer, "account_id", person->key);
  writer_string (writer, "display_name", person->name);
  writer_begin_object (writer, "external_urls");
  writer_format (writer, "spotify", "https://open.spotify.com/user/%s", person->login);
  writer_end_object (writer);
  writer_format (writer, "href", "%s/spotify/api.spotify.com/v1/users/%s", call->exchange->services->base, person->login);
  writer_string (writer, "id", person->login);
  writer_begin_array (writer, "images");
  if (person->name != NULL)
    {
      writer_begin_object (writer, NULL);
      writer_format (writer, "url", "%s/spotify/image/%s?s=300", call->exchange->services->base, person->key);
      writer_int (writer, "height", 300);
      writer_int (writer, "width", 300);
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_string (writer, "type", "user");
  writer_format (writer, "uri", "spotify:user:%s", person->login);
  if (is_old_client (call))
    {
      writer_string (writer, "country", "DE");
      writer_string (writer, "product", "premium");
      if (grant_has_scope (call->grant, "user-read-email"))
        writer_string (writer, "email", person->email);
    }
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
write_play (Call        *call,
            Writer      *writer,
            const Entry *play)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc_usec (play->at * 1000);
  g_autofree char *seconds = g_date_time_format (when, "%Y-%m-%dT%H:%M:%S");

  writer_begin_object (writer, NULL);
  write_track (call, writer, "track", play->index, library_get_odd (call->library, play->index) & ~(guint32) ODD_NULL_IMAGES);
  writer_format (writer, "played_at", "%s.%03dZ", seconds, (int) (play->at % 1000));
  if (play->index % 3 == 0)
    {
      writer_null (writer, "context");
    }
  else
    {
      g_autofree char *id = spotify_make_id ('P', play->index % 3);
      g_autofree char *base = g_strconcat (call->exchange->services->base, "/spotify/api.spotify.com/v1", NULL);

      writer_begin_object (writer, "context");
      writer_string (writer, "type", "playlist");
      writer_format (writer, "href", "%s/playlists/%s", base, id);
      writer_begin_object (writer, "external_urls");
      writer_format (writer, "spotify", "https://open.spotify.com/playlist/%s", id);
      writer_end_object (writer);
      writer_format (writer, "uri", "spotify:playlist:%s", id);
      writer_end_object (writer);
    }
  writer_end_object (writer);
}

static void
answer_recently_played (Call *call)
{
  Exchange *exchange = call->exchange;
  gint64    limit = get_number (call, "limit", 20, 1, 50);
  gint64    before = limit > 0 ? get_number (call, "before", G_MAXINT64, 0, G_MAXINT64) : -1;
  gint64    after = before >= 0 ? get_number (call, "after", 0, 0, G_MAXINT64) : -1;
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean more = FALSE;
  Writer  *writer;

  if (limit < 0 || before < 0 || after < 0)
    return;
  if (before != G_MAXINT64 && params_get (exchange->query, "after") != NULL)
    {
      reply_error (exchange, 400, "Only one of the parameters 'after' and 'before' may be specified", NULL);
      return;
    }
  for (guint i = 0; i < MIN (library_get_n_plays (call->library), WINDOW); i++)
    {
      const Entry *play = library_get_play (call->library, i);

      if (play->at >= before || play->at <= after)
        continue;
      if (shown->len == limit)
        {
          more = TRUE;
          break;
        }
      g_array_append_val (shown, i);
    }
  if (faults_strike (exchange, "empty-page", NULL))
    g_array_set_size (shown, 0);

  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_format (writer, "href", "%s%s?limit=%d", exchange->services->base, exchange->whole_path, (int) limit);
  writer_int (writer, "limit", limit);
  if (shown->len > 0)
    {
      gint64 newest = library_get_play (call->library, g_array_index (shown, guint, 0))->at;
      gint64 oldest = library_get_play (call->library, g_array_index (shown, guint, shown->len - 1))->at;

      if (more)
        writer_format (writer, "next", "%s%s?before=%" G_GINT64_FORMAT "&limit=%d", exchange->services->base,
                       exchange->whole_path, oldest, (int) limit);
      else
        writer_null (writer, "next");
      writer_begin_object (writer, "cursors");
      writer_format (writer, "after", "%" G_GINT64_FORMAT, newest);
      writer_format (writer, "before", "%" G_GINT64_FORMAT, oldest);
      writer_end_object (writer);
    }
  else
    {
      writer_null (writer, "next");
      writer_null (writer, "cursors");
    }
  writer_begin_array (writer, "items");
  for (guint i = 0; i < shown->len; i++)
    write_play (call, writer, library_get_play (call->library, g_array_index (shown, guint, i)));
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* The addresses that Spotify itself gives for the next page say query=. */
static const char *
get_query (Call *call)
{
  const char *query = params_get (call->exchange->query, "q");

  return query != NULL ? query : params_get (call->exchange->query, "query");
}

static GArray *
search (Call *call)
{
  Services        *services = call->exchange->services;
  g_autofree char *query = g_strdup (get_query (call));
  g_autofree char *isrc = endpoint_take_filter (&query, "isrc");
  g_autofree char *title = endpoint_take_filter (&query, "track");
  g_autofree char *artist = endpoint_take_filter (&query, "artist");
  g_autofree char *album = endpoint_take_filter (&query, "album");
  g_autofree char *year = endpoint_take_filter (&query, "year");
  g_autofree char *genre = endpoint_take_filter (&query, "genre");
  guint            size = services_get_size (services);

  if (isrc != NULL)
    return catalogue_search_isrc (services->catalogue, size, isrc);
  return catalogue_search (services->catalogue, size, *query != '\0' ? query : NULL, title, artist, album);
}

static void
answer_search (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *query = get_query (call);
  gint64      limit = get_number (call, "limit", 5, 1, 10);
  gint64      offset = limit > 0 ? get_number (call, "offset", 0, 0, 1000) : -1;
  g_autoptr (GArray) found = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *again = NULL;
  Writer          *writer;

  if (limit < 0 || offset < 0)
    return;
  if (query == NULL || *query == '\0')
    {
      reply_error (exchange, 400, "No search query", NULL);
      return;
    }
  if (g_utf8_strlen (query, -1) > 250)
    {
      reply_error (exchange, 400, "Query exceeds maximum length of 250 characters", NULL);
      return;
    }
  if (g_strcmp0 (params_get (exchange->query, "type"), "track") != 0)
    {
      reply_error (exchange, 400, "Bad search type field", NULL);
      return;
    }

  found = search (call);
  escaped = g_uri_escape_string (query, NULL, FALSE);
  again = g_strdup_printf ("query=%s&type=track&", escaped);
  if (faults_strike (exchange, "empty-page", NULL))
    g_array_set_size (found, 0);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "tracks");
  write_page_members (call, writer, again, offset, limit, MIN (found->len, 1000));
  writer_begin_array (writer, "items");
  for (gint64 i = offset; i < MIN (offset + limit, (gint64) found->len); i++)
    {
      guint32 index = g_array_index (found, guint32, i);

      write_track (call, writer, NULL, index, library_get_odd (call->library, index));
    }
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_track (Call *call)
{
  const char *id = strrchr (call->exchange->path, '/') + 1;
  guint32     index;
  Writer     *writer;

  if (strlen (id) != 22)
    {
      reply_error (call->exchange, 400, "Invalid base62 id", NULL);
      return;
    }
  if (!services_find_recording (call->exchange->services, &spotify_provider, id, &index))
    {
      reply_error (call->exchange, 404, "Resource not found", NULL);
      return;
    }
  writer = writer_new ();
  write_track (call, writer, NULL, index, library_get_odd (call->library, index));
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_saved (Call *call)
{
  Exchange *exchange = call->exchange;
  Library  *library = call->library;
  gint64    limit = get_number (call, "limit", 20, 1, 50);
  gint64    offset = limit > 0 ? get_number (call, "offset", 0, 0, G_MAXINT32) : -1;
  gint64    length = library_get_n_likes (library);
  gint64    total = MAX (0, length + library_get_total_error (library));
  gint64    first, last, more;
  Writer   *writer;

  if (limit < 0 || offset < 0)
    return;
  first = faults_strike (exchange, "repeat-page", NULL) ? MAX (0, offset - limit) : offset;
  last = faults_strike (exchange, "empty-page", NULL) ? first : MIN (first + limit, length);
  if (faults_strike (exchange, "total-changes", &more))
    total += more;

  writer = writer_new ();
  writer_begin_object (writer, NULL);
  write_page_members (call, writer, "", offset, limit, total);
  writer_begin_array (writer, "items");
  for (gint64 i = first; i < last; i++)
    {
      const Entry *like = library_get_like (library, (guint) i);
      g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (like->at / 1000);
      g_autofree char *added_at = g_date_time_format (when, "%Y-%m-%dT%H:%M:%SZ");

      writer_begin_object (writer, NULL);
      writer_string (writer, "added_at", added_at);
      write_track (call, writer, "track", like->index, like->odd | library_get_odd (library, like->index));
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* The tracks of uris=…, or NULL after an error was answered. */
static GArray *
parse_uris (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *text = params_get (exchange->query, "uris");
  g_autoptr (GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (GStrv) uris = text != NULL ? g_strsplit (text, ",", -1) : NULL;

  if (text == NULL || *text == '\0')
    {
      reply_error (exchange, 400, "Missing required field: uris", NULL);
      return NULL;
    }
  if (g_strv_length (uris) > 40)
    {
      reply_error (exchange, 400, "Too many uris requested", NULL);
      return NULL;
    }
  for (guint i = 0; uris[i] != NULL; i++)
    {
      guint32 index;

      if (!g_str_has_prefix (uris[i], "spotify:track:") ||
          !services_find_recording (exchange->services, &spotify_provider, uris[i] + strlen ("spotify:track:"), &index))
        {
          reply_error (exchange, 400, "Invalid uri", NULL);
          return NULL;
        }
      g_array_append_val (indices, index);
    }
  return g_steal_pointer (&indices);
}

static void
answer_change_library (Call *call)
{
  Exchange *exchange = call->exchange;
  gboolean  save = g_str_equal (exchange->method, "PUT");
  g_autoptr (GArray) indices = parse_uris (call);

  for (guint i = 0; indices != NULL && i < indices->len; i++)
    {
      guint32 index = g_array_index (indices, guint32, i);

      if (save)
        library_like (call->library, index, services_get_now_msec (exchange->services));
      else
        library_unlike (call->library, index);
    }
  if (indices != NULL)
    exchange_reply_empty (exchange, 200);
}

static void
answer_contains (Call *call)
{
  g_autoptr (GArray) indices = parse_uris (call);
  Writer *writer;

  if (indices == NULL)
    return;
  writer = writer_new ();
  writer_begin_array (writer, NULL);
  for (guint i = 0; i < indices->len; i++)
    writer_bool (writer, NULL, library_is_liked (call->library, g_array_index (indices, guint32, i)));
  writer_end_array (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

/* What was taken away in February 2026 answers with nothing but its status. */
static void
answer_removed (Call *call)
{
  if (is_old_client (call))
    reply_error (call->exchange, 404, "This program does not play the old endpoints", NULL);
  else
    exchange_reply_empty (call->exchange, 403);
}

static const Endpoint endpoints[] = {
  { "GET", "/v1/me", "user-read-private", PARAMS (), answer_me },
  { "GET", "/v1/me/player/recently-played", "user-read-recently-played", PARAMS ("limit", "before", "after"), answer_recently_played },
  { "GET", "/v1/search", "user-read-private", PARAMS ("q", "query", "type", "limit", "offset", "market", "include_external"), answer_search },
  { "GET", "/v1/tracks/*", NULL, PARAMS ("market"), answer_track },
  { "GET", "/v1/me/tracks", "user-library-read", PARAMS ("limit", "offset", "market"), answer_saved },
  { "PUT", "/v1/me/library", "user-library-modify", PARAMS ("uris"), answer_change_library },
  { "DELETE", "/v1/me/library", "user-library-modify", PARAMS ("uris"), answer_change_library },
  { "GET", "/v1/me/library/contains", "user-library-read", PARAMS ("uris"), answer_contains },
  { "GET", "/v1/tracks", NULL, PARAMS ("ids", "market"), answer_removed },
  { "PUT", "/v1/me/tracks", NULL, PARAMS ("ids"), answer_removed },
  { "DELETE", "/v1/me/tracks", NULL, PARAMS ("ids"), answer_removed },
  { "GET", "/v1/me/tracks/contains", NULL, PARAMS ("ids"), answer_removed },
};

static void
handle_api (Exchange *exchange)
{
  Services        *services = exchange->services;
  const Endpoint  *endpoint = NULL;
  const char      *wrong;
  g_autofree char *message = NULL;
  g_auto (GStrv) parts = NULL;
  Call         call = { .exchange = exchange };
  OAuthVerdict verdict;

  if (exchange_get_header (exchange, "User-Agent") == NULL)
    {
      exchange_reply_text (exchange, 403, "text/plain; charset=utf-8", "Forbidden: a User-Agent is required");
      return;
    }
  verdict = oauth_check (services_get_oauth (services, &spotify_provider), exchange, "Bearer", &call.grant);
  if (verdict != OAUTH_FINE)
    {
      reply_unauthorized (exchange, verdict == OAUTH_NO_TOKEN ? "missing_token" : "invalid_token");
      return;
    }
  call_set_person (&call, &spotify_provider, call.grant->person);
  if (endpoint_find (endpoints, G_N_ELEMENTS (endpoints), exchange, &endpoint, &parts) != FOUND_IT)
    {
      reply_error (exchange, 404, "Service not found", NULL);
      return;
    }
  call.parts = parts;
  if (endpoint->scope != NULL && !grant_has_scope (call.grant, endpoint->scope))
    {
      reply_error (exchange, 403, "Insufficient client scope", NULL);
      return;
    }
  wrong = endpoint_find_wrong (endpoint, exchange);
  if (wrong != NULL)
    {
      message = g_strdup_printf ("Unexpected query parameter: %s", wrong);
      reply_error (exchange, 400, message, NULL);
      return;
    }
  endpoint->answer (&call);
}

static void
spotify_handle (Exchange *exchange)
{
  OAuth *oauth = services_get_oauth (exchange->services, &spotify_provider);

  if (g_str_equal (exchange->host, "accounts.spotify.com") && g_str_equal (exchange->path, "/authorize"))
    oauth_handle_authorize (oauth, exchange);
  else if (g_str_equal (exchange->host, "accounts.spotify.com") && g_str_equal (exchange->path, "/api/token"))
    oauth_handle_token (oauth, exchange);
  else if (g_str_equal (exchange->host, "api.spotify.com"))
    handle_api (exchange);
  else
    exchange_reply_text (exchange, 404, "text/plain", "Not found\n");
}

static char *
spotify_make_track_id (guint32 index)
{
  return spotify_make_id ('t', index);
}

const Provider spotify_provider = {
  .id = "spotify",
  .name = "Spotify",
  .hosts = (const char *const[]){ "accounts.spotify.com", "api.spotify.com", NULL },
  .make_id = spotify_make_track_id,
  .parse_id = spotify_parse_track_id,
  .link = "https://open.spotify.com/track/{id}",
  .new_oauth = spotify_new_oauth,
  .handle = spotify_handle,
  .fail = spotify_fail,
};
