/* soundcloud.c: SoundCloud, as its API is since September 2026
 *
 * The secret is wanted, the redirect is compared letter by letter and a wrong
 * one gives a blank page, each refresh token works once. Sounds come in two
 * hops: the first wants the token, the second must not get it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "soundcloud.h"

#include <string.h>

#include "art.h"
#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "rates.h"
#include "spelling.h"

#define API_HOST "api.soundcloud.com"
#define LOGIN_HOST "secure.soundcloud.com"
#define CDN_HOST "cf-preview-media.sndcdn.com"
#define TRACKS "soundcloud:tracks:"
#define RECENT 25
#define STREAMS_A_DAY 15000
#define CDN_LIFE 300 /* seconds */

static const Scope scopes[] = { { NULL, NULL } };

static gboolean
knows_client (const char *client_id)
{
  return strlen (client_id) >= 20 && !g_str_has_prefix (client_id, "bad");
}

static gboolean
allows_redirect (Services   *services,
                 const char *redirect_uri)
{
  return oauth_is_registered (services, &soundcloud_provider, redirect_uri);
}

static void
refuse_token (Exchange   *exchange,
              guint       status,
              const char *error,
              const char *description)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_string (writer, "error", error);
  writer_end_object (writer);
  exchange_reply_json (exchange, status, writer);
}

static const OAuthPolicy policy = {
  .knows_client = knows_client,
  .allows_redirect = allows_redirect,
  .refuse = refuse_token,
  .scopes = scopes,
  .type = "bearer",
  .bad_client = "",
  .bad_redirect = "",
  .client_status = 401,
  .wants_secret = TRUE,
  .rotates = TRUE,
  .access_life = 3599,
};

static OAuth *
soundcloud_new_oauth (Services *services)
{
  return oauth_new (&policy, soundcloud_provider.name);
}

static char *
soundcloud_make_id (guint32 index)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, catalogue_number (index, 's'));
}

/* A number, or an URN that ends with it. */
static gboolean
soundcloud_parse_id (const char *id,
                     guint64    *index)
{
  return catalogue_parse_number (g_str_has_prefix (id, TRACKS) ? id + strlen (TRACKS) : id, 's', index);
}

static void
reply_error (Exchange   *exchange,
             guint       status,
             const char *message)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_int (writer, "code", status);
  writer_string (writer, "message", message);
  writer_string (writer, "link", "https://developers.soundcloud.com/docs/api/explorer/open-api");
  writer_format (writer, "status", "%u", status);
  writer_begin_array (writer, "errors");
  writer_begin_object (writer, NULL);
  writer_string (writer, "error_message", message);
  writer_end_object (writer);
  writer_end_array (writer);
  writer_null (writer, "error");
  writer_end_object (writer);
  exchange_reply_json (exchange, status, writer);
}

static void
reply_too_many (Exchange *exchange)
{
  g_autoptr (GDateTime) reset = g_date_time_new_from_unix_utc (services_get_now (exchange->services) + 60);
  g_autofree char *text = g_date_time_format (reset, "%Y/%m/%d %H:%M:%S +0000");
  Writer          *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "errors");
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "meta");
  writer_begin_object (writer, "rate_limit");
  writer_string (writer, "group", "plays");
  writer_int (writer, "max_nr_of_requests", STREAMS_A_DAY);
  writer_string (writer, "time_window", "PT24H");
  writer_end_object (writer);
  writer_int (writer, "remaining_requests", 0);
  writer_string (writer, "reset_time", text);
  writer_end_object (writer);
  writer_end_object (writer);
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 429, writer);
}

static gboolean
soundcloud_fail (Exchange   *exchange,
                 const char *kind)
{
  if (g_strcmp0 (exchange->host, LOGIN_HOST) == 0 && g_str_equal (kind, "401"))
    refuse_token (exchange, 401, "invalid_client", NULL);
  else if (g_strcmp0 (exchange->host, API_HOST) != 0)
    return FALSE;
  else if (g_str_equal (kind, "401"))
    reply_error (exchange, 401, "401 - Unauthorized");
  else if (g_str_has_prefix (kind, "403"))
    reply_error (exchange, 403, "403 - Forbidden");
  else if (g_str_equal (kind, "404"))
    reply_error (exchange, 404, "404 - Not Found");
  else if (g_str_has_prefix (kind, "429"))
    reply_too_many (exchange);
  else if (g_str_equal (kind, "500") || g_str_equal (kind, "503"))
    reply_error (exchange, (guint) g_ascii_strtoull (kind, NULL, 10), "Service unavailable");
  else
    return FALSE;
  return TRUE;
}

static void
write_user (Exchange   *exchange,
            Writer     *writer,
            const char *name)
{
  gint64 id = catalogue_number (g_str_hash (name) & 0xffffff, 'S');

  writer_begin_object (writer, "user");
  writer_format (writer, "urn", "soundcloud:users:%" G_GINT64_FORMAT, id);
  writer_string (writer, "kind", "user");
  writer_string (writer, "username", name);
  writer_format (writer, "permalink_url", "https://soundcloud.com/user-%" G_GINT64_FORMAT, id);
  writer_format (writer, "avatar_url", "%s/soundcloud/image/avatars-%" G_GINT64_FORMAT "-large.jpg", exchange->services->base, id);
  writer_format (writer, "uri", "https://" API_HOST "/users/soundcloud:users:%" G_GINT64_FORMAT, id);
  writer_end_object (writer);
}

static const char *
choose_access (guint32 index,
               guint32 odd)
{
  if (odd & (ODD_UNPLAYABLE | ODD_LOCAL_FILE))
    return "blocked";
  return index % 5 == 4 ? "preview" : "playable";
}

/* A third are uploads of the artist, a third of a label that names the artist,
 * a third say the artist in the title alone. Odd ones have no ISRC. */
static void
write_track (Call   *call,
             Writer *writer,
             guint32 index,
             guint32 odd,
             int     favourite) /* -1: it is not told here */
{
  Exchange *exchange = call->exchange;
  g_autoptr (Recording) recording = services_dup_recording (exchange->services, &soundcloud_provider, index);
  g_autofree char *title = spelling_shop_title (recording);
  g_autofree char *id = soundcloud_make_id (index);
  g_autofree char *link = services_dup_link (&soundcloud_provider, index);
  g_autofree char *artist = spelling_join (recording->artists, 0, spelling_count_leads (recording));
  guint            style = index % 3;

  writer_begin_object (writer, NULL);
  writer_string (writer, "kind", "track");
  writer_format (writer, "urn", TRACKS "%s", id);
  if (style == 2)
    writer_format (writer, "title", "%s - %s", artist, title);
  else
    writer_string (writer, "title", title);
  if (style == 1)
    writer_string (writer, "metadata_artist", artist);
  else
    writer_null (writer, "metadata_artist");
  if (odd & (ODD_NULL_IMAGES | ODD_NO_IMAGES))
    writer_null (writer, "artwork_url");
  else
    writer_format (writer, "artwork_url", "%s/soundcloud/image/artworks-%012" G_GINT64_MODIFIER "x-large.jpg", exchange->services->base,
                   catalogue_mix (recording->release, 'i') >> 16);
  writer_format (writer, "created_at", "%.4s/03/14 15:09:26 +0000", recording->date[0] == '2' ? recording->date : "2012");
  writer_int (writer, "duration", recording->duration);
  if (style == 2)
    writer_null (writer, "genre");
  else
    writer_string (writer, "genre", "Pop");
  writer_string (writer, "isrc", index % 2 == 0 && !(odd & ODD_NO_ISRC) ? recording->isrc : NULL);
  writer_string (writer, "license", "all-rights-reserved");
  writer_string (writer, "sharing", "public");
  writer_bool (writer, "streamable", TRUE);
  writer_string (writer, "access", choose_access (index, odd));
  writer_string (writer, "permalink_url", link);
  writer_format (writer, "uri", "https://" API_HOST "/tracks/" TRACKS "%s", id);
  writer_string (writer, "waveform_url", "https://wave.sndcdn.com/cWHNerOLlkUq_m.png");
  writer_int (writer, "playback_count", 1000 + index);
  writer_bool (writer, "user_favorite", favourite > 0);
  writer_bool (writer, "reveal_stats", TRUE);
  write_user (exchange, writer, style == 1 ? "Sample Records" : artist);
  writer_end_object (writer);
}

static guint32
choose_odd (Call   *call,
            guint32 index)
{
  return library_get_odd (call->library, index);
}

static void
answer_me (Call *call)
{
  Exchange        *exchange = call->exchange;
  const Person    *person = services_get_person (call->person);
  gint64           id = catalogue_number (call->person, 'S');
  gint64           likes = call_count_likes (call);
  const char      *name = person->name != NULL ? person->name : person->login;
  g_autofree char *uri = g_strdup_printf ("https://" API_HOST "/users/soundcloud:users:%" G_GINT64_FORMAT, id);
  Writer          *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_format (writer, "avatar_url", "%s/soundcloud/image/avatars-%s-large.jpg", exchange->services->base, person->key);
  writer_format (writer, "urn", "soundcloud:users:%" G_GINT64_FORMAT, id);
  writer_string (writer, "kind", "user");
  writer_string (writer, "permalink", person->login);
  writer_format (writer, "permalink_url", "https://soundcloud.com/%s", person->login);
  writer_string (writer, "uri", uri);
  writer_string (writer, "username", name);
  writer_string (writer, "first_name", NULL);
  writer_string (writer, "last_name", NULL);
  writer_string (writer, "full_name", person->name != NULL ? person->name : "");
  writer_string (writer, "city", NULL);
  writer_string (writer, "country", "Germany");
  writer_string (writer, "description", NULL);
  writer_string (writer, "created_at", "2018/01/01 12:08:25 +0000");
  writer_string (writer, "plan", "Free");
  writer_bool (writer, "primary_email_confirmed", TRUE);
  writer_int (writer, "likes_count", likes);
  writer_int (writer, "public_favorites_count", likes);
  writer_begin_array (writer, "subscriptions");
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* The last tracks, each once, and not when they were played. */
static void
answer_recently_played (Call *call)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  gboolean bare = faults_strike (call->exchange, "bare-array", NULL);
  gboolean none = faults_strike (call->exchange, "empty-page", NULL);
  Writer  *writer = writer_new ();

  if (!bare)
    writer_begin_object (writer, NULL);
  writer_begin_array (writer, bare ? NULL : "collection");
  for (guint i = 0; i < library_get_n_plays (call->library) && g_hash_table_size (seen) < RECENT && !none; i++)
    {
      guint32 index = library_get_play (call->library, i)->index;

      if (g_hash_table_add (seen, GUINT_TO_POINTER (index)))
        write_track (call, writer, index, choose_odd (call, index), -1);
    }
  writer_end_array (writer);
  if (!bare)
    writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

/* A list with or without its frame; FALSE after an error was answered. */
static gboolean
read_page (Call       *call,
           Page       *page,
           const char *cursor)
{
  const Params *query = call->exchange->query;
  const char   *linked = params_get (query, "linked_partitioning");

  page->limit = params_get_number (query, "limit", 50);
  if (page->limit < 1 || page->limit > 200)
    reply_error (call->exchange, 400, "limit must be between 1 and 200");
  else if (linked != NULL && !g_str_equal (linked, "true") && !g_str_equal (linked, "1"))
    reply_error (call->exchange, 400, "linked_partitioning must be true");
  else
    {
      if (cursor != NULL)
        page->offset = page_parse_cursor (cursor, "likes");
      else
        page->offset = params_get_number (query, "offset", 0);
      if (page->offset >= 0 && !(page->offset > 0 && faults_strike (call->exchange, "expired-cursor", NULL)))
        return TRUE;
      reply_error (call->exchange, 400, "Invalid cursor");
    }
  return FALSE;
}

static Writer *
begin_list (Call *call)
{
  Writer *writer = writer_new ();

  if (params_get (call->exchange->query, "linked_partitioning") != NULL)
    writer_begin_object (writer, NULL);
  writer_begin_array (writer, params_get (call->exchange->query, "linked_partitioning") != NULL ? "collection" : NULL);
  return writer;
}

/* NEXT is the query of the page that follows, NULL on the last. */
static void
end_list (Call       *call,
          Writer     *writer,
          const char *next)
{
  writer_end_array (writer);
  if (params_get (call->exchange->query, "linked_partitioning") != NULL)
    {
      if (next != NULL)
        writer_format (writer, "next_href", "%s%s?%s", call->exchange->prefix, call->exchange->path, next);
      else
        writer_null (writer, "next_href");
      writer_end_object (writer);
    }
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_search (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *query = params_get (exchange->query, "q");
  const char *access = params_get (exchange->query, "access");
  g_autoptr (GArray) found = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *next = NULL;
  Page             page;
  Writer          *writer;

  if (!read_page (call, &page, NULL))
    return;
  found = services_search (exchange->services, &soundcloud_provider, query, NULL, NULL, NULL);
  page_cut (&page, exchange, found->len, 0);
  writer = begin_list (call);
  for (gint64 i = page.first; i < page.last; i++)
    {
      guint32 index = g_array_index (found, guint32, i);
      guint32 odd = choose_odd (call, index);

      if (access == NULL || strstr (access, choose_access (index, odd)) != NULL)
        write_track (call, writer, index, odd, library_is_liked (call->library, index));
    }
  escaped = g_uri_escape_string (query != NULL ? query : "", NULL, FALSE);
  if (page_has_next (&page))
    next = g_strdup_printf ("q=%s%s%s&limit=%d&linked_partitioning=true&offset=%d", escaped, access != NULL ? "&access=" : "",
                            access != NULL ? access : "", (int) page.limit, (int) (page.offset + page.limit));
  end_list (call, writer, next);
}

static void
answer_likes (Call *call)
{
  g_autofree char *cursor = NULL;
  g_autofree char *next = NULL;
  Page             page;
  Writer          *writer;

  if (!read_page (call, &page, params_get (call->exchange->query, "cursor")))
    return;
  page_cut (&page, call->exchange, library_get_n_likes (call->library), library_get_total_error (call->library));
  writer = begin_list (call);
  for (gint64 i = page.first; i < page.last; i++)
    {
      const Entry *like = library_get_like (call->library, (guint) i);

      /* One that was taken down is missing, and its page shorter. */
      if (!(like->odd & ODD_NULL_TRACK))
        write_track (call, writer, like->index, like->odd | choose_odd (call, like->index), -1);
    }
  cursor = page_make_cursor ("likes", page.offset + page.limit);
  if (page_has_next (&page))
    next = g_strdup_printf ("limit=%d&linked_partitioning=true&cursor=%s", (int) page.limit, cursor);
  end_list (call, writer, next);
}

/* The track that part NUMBER of the path names; FALSE after a 404 was answered. */
static gboolean
find_track (Call    *call,
            guint    number,
            guint32 *index)
{
  if (services_find_recording (call->exchange->services, &soundcloud_provider, call->parts[number], index))
    return TRUE;
  reply_error (call->exchange, 404, "404 - Not Found");
  return FALSE;
}

static void
answer_track (Call *call)
{
  guint32 index;
  Writer *writer;

  if (!find_track (call, 1, &index))
    return;
  writer = writer_new ();
  write_track (call, writer, index, choose_odd (call, index), library_is_liked (call->library, index));
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_change (Call *call)
{
  guint32  index;
  gboolean changed;

  if (!find_track (call, 2, &index))
    return;
  if (g_str_equal (call->exchange->method, "POST"))
    {
      library_like (call->library, index, services_get_now_msec (call->exchange->services));
      changed = TRUE;
    }
  else
    {
      changed = library_unlike (call->library, index);
    }
  if (changed)
    exchange_reply_text (call->exchange, 200, "application/json; charset=utf-8", "{\"status\":\"200 - OK\"}");
  else
    reply_error (call->exchange, 404, "404 - Not Found");
}

static void
answer_streams (Call *call)
{
  guint32 index;
  Writer *writer;

  if (!find_track (call, 1, &index))
    return;
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  if (!g_str_equal (choose_access (index, choose_odd (call, index)), "blocked"))
    {
      g_autofree char *uuid = catalogue_uuid (index, 'h');

      if (index % 5 != 4)
        writer_format (writer, "hls_aac_160_url", "%s/tracks/%s/streams/%s/hls", call->exchange->prefix, call->parts[1], uuid);
      writer_format (writer, "preview_mp3_128_url", "%s/tracks/%s/streams/%s/preview", call->exchange->prefix, call->parts[1], uuid);
    }
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static char *
sign_sound (const char *name,
            gint64      ends_at)
{
  g_autofree char *text = g_strdup_printf ("%s %" G_GINT64_FORMAT, name, ends_at);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA1, text, -1);
}

/* The second hop: a signed address that ends soon. */
static void
answer_preview (Call *call)
{
  Exchange        *exchange = call->exchange;
  g_autofree char *day = g_strdup_printf ("soundcloud streams %" G_GINT64_FORMAT, services_get_now (exchange->services) / (24 * 3600));
  gint64           ends_at = services_get_now (exchange->services) + CDN_LIFE;
  g_autofree char *id = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *location = NULL;
  guint32          index;

  if (!find_track (call, 1, &index))
    return;
  if (!rates_spend (exchange->services, day, 1, STREAMS_A_DAY))
    {
      reply_too_many (exchange);
      return;
    }
  id = soundcloud_make_id (index);
  sum = sign_sound (id, ends_at);
  location = g_strdup_printf ("%s/soundcloud/" CDN_HOST "/preview/0/30/%s.128.mp3?Expires=%" G_GINT64_FORMAT "&Signature=%s",
                              exchange->services->base, id, ends_at, sum);
  exchange_reply_redirect (exchange, 302, location);
}

static void
handle_cdn (Exchange *exchange)
{
  const char      *slash = strrchr (exchange->path, '/') + 1;
  g_autofree char *id = g_strndup (slash, strcspn (slash, "."));
  gint64           ends_at = params_get_number (exchange->query, "Expires", 0);
  g_autofree char *sum = sign_sound (id, ends_at);
  g_autoptr (GBytes) sound = NULL;

  if (exchange_get_header (exchange, "Authorization") != NULL)
    {
      exchange_reply_text (exchange, 400, "application/xml", "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>\n");
      return;
    }
  if (ends_at <= services_get_now (exchange->services) || g_strcmp0 (params_get (exchange->query, "Signature"), sum) != 0)
    {
      exchange_reply_text (exchange, 403, "application/xml", "<Error><Code>AccessDenied</Code></Error>\n");
      return;
    }
  sound = art_play_preview (id);
  exchange_reply (exchange, 200, "audio/wav", sound);
}

/* The recording of url=; the number at the end of it is enough for us. */
static gboolean
find_url (Exchange *exchange,
          guint32  *index)
{
  const char *url = params_get (exchange->query, "url");
  const char *digits = url != NULL ? url + strlen (url) : NULL;

  while (digits != NULL && digits > url && g_ascii_isdigit (digits[-1]))
    digits--;
  return digits != NULL && strstr (url, "soundcloud.com/") != NULL && services_find_recording (exchange->services, &soundcloud_provider, digits, index);
}

/* What anybody is told about a page, without a token. */
static void
handle_oembed (Exchange *exchange)
{
  static const char *const known[] = { "format", "url", NULL };
  g_autoptr (Recording)    recording = NULL;
  g_autofree char         *id = NULL;
  guint32                  index;
  Writer                  *writer;

  if (params_find_unknown (exchange->query, known) != NULL || !find_url (exchange, &index))
    {
      exchange_reply_text (exchange, 404, "application/json; charset=utf-8", "{}");
      return;
    }
  recording = services_dup_recording (exchange->services, &soundcloud_provider, index);
  id = soundcloud_make_id (index);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_raw (writer, "version", "1.0");
  writer_string (writer, "type", "rich");
  writer_format (writer, "html",
                 "<iframe width=\"100%%\" height=\"400\" src=\"https://w.soundcloud.com/player/?visual=true&amp;url=https%%3A%%2F%%2Fapi.soundcloud.com%%2Ftracks%%2F%s\"></iframe>", id);
  writer_string (writer, "provider_name", "SoundCloud");
  writer_format (writer, "title", "%s by %s", recording->title, recording->artists[0]);
  writer_string (writer, "author_name", recording->artists[0]);
  writer_format (writer, "thumbnail_url", "%s/soundcloud/image/artworks-%012" G_GINT64_MODIFIER "x-t500x500.jpg", exchange->services->base,
                 catalogue_mix (recording->release, 'i') >> 16);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_resolve (Call *call)
{
  g_autofree char *id = NULL;
  g_autofree char *location = NULL;
  guint32          index;

  if (!find_url (call->exchange, &index))
    {
      reply_error (call->exchange, 404, "404 - Not Found");
      return;
    }
  id = soundcloud_make_id (index);
  location = g_strdup_printf ("%s/tracks/" TRACKS "%s", call->exchange->prefix, id);
  exchange_reply_redirect (call->exchange, 302, location);
}

static const Endpoint endpoints[] = {
  { "GET", "/me", NULL, PARAMS (), answer_me },
  { "GET", "/me/recently-played/tracks", NULL, PARAMS ("access"), answer_recently_played },
  { "GET", "/me/likes/tracks", NULL, PARAMS ("limit", "linked_partitioning", "cursor", "access"), answer_likes },
  { "GET", "/tracks", NULL, PARAMS ("q", "access", "limit", "offset", "linked_partitioning", "genres", "tags"), answer_search },
  { "GET", "/tracks/*", NULL, PARAMS ("secret_token"), answer_track },
  { "GET", "/tracks/*/streams", NULL, PARAMS ("secret_token"), answer_streams },
  { "GET", "/tracks/*/streams/*/preview", NULL, PARAMS (), answer_preview },
  { "GET", "/tracks/*/preview", NULL, PARAMS ("secret_token"), answer_preview },
  { "POST", "/likes/tracks/*", NULL, PARAMS (), answer_change },
  { "DELETE", "/likes/tracks/*", NULL, PARAMS (), answer_change },
  { "GET", "/resolve", NULL, PARAMS ("url"), answer_resolve },
};

static void
handle_api (Exchange *exchange)
{
  const Endpoint  *endpoint;
  const char      *wrong;
  g_autofree char *message = NULL;
  g_auto (GStrv) parts = NULL;
  Found found = endpoint_find (endpoints, G_N_ELEMENTS (endpoints), exchange, &endpoint, &parts);
  Call  call = { .exchange = exchange, .parts = parts };

  if (exchange_get_header (exchange, "User-Agent") == NULL)
    reply_error (exchange, 403, "403 - Forbidden");
  else if (oauth_check (services_get_oauth (exchange->services, &soundcloud_provider), exchange, "OAuth", &call.grant) != OAUTH_FINE)
    reply_error (exchange, 401, "401 - Unauthorized");
  else if (found == FOUND_NOTHING)
    reply_error (exchange, 404, "404 - Not Found");
  else if (found == FOUND_OTHER_METHOD)
    reply_error (exchange, 405, "405 - Method Not Allowed");
  else if ((wrong = endpoint_find_wrong (endpoint, exchange)) != NULL)
    {
      message = g_strdup_printf ("400 - Unknown parameter %s", wrong);
      reply_error (exchange, 400, message);
    }
  else
    {
      call_set_person (&call, &soundcloud_provider, call.grant->person);
      endpoint->answer (&call);
    }
}

static void
handle_sign_out (Exchange *exchange)
{
  g_autoptr (JsonNode) body = endpoint_parse_body (exchange, "application/json");
  const char *token = endpoint_get_string (body, "access_token");

  if (body == NULL)
    reply_error (exchange, 415, "415 - Unsupported Media Type");
  else if (token == NULL || !oauth_revoke_token (services_get_oauth (exchange->services, &soundcloud_provider), token))
    reply_error (exchange, 401, "401 - Unauthorized");
  else
    exchange_reply_text (exchange, 200, "application/json; charset=utf-8", "{}");
}

static void
soundcloud_handle (Exchange *exchange)
{
  OAuth *oauth = services_get_oauth (exchange->services, &soundcloud_provider);

  if (g_str_equal (exchange->host, API_HOST))
    handle_api (exchange);
  else if (g_str_equal (exchange->host, CDN_HOST))
    handle_cdn (exchange);
  else if (g_str_equal (exchange->host, "soundcloud.com") && exchange_is (exchange, "GET", "/oembed"))
    handle_oembed (exchange);
  else if (g_str_equal (exchange->path, "/authorize"))
    oauth_handle_authorize (oauth, exchange);
  else if (g_str_equal (exchange->path, "/oauth/token"))
    oauth_handle_token (oauth, exchange);
  else if (exchange_is (exchange, "POST", "/sign-out"))
    handle_sign_out (exchange);
  else
    exchange_reply_text (exchange, 404, "text/plain", "Not found\n");
}

const Provider soundcloud_provider = {
  .id = "soundcloud",
  .name = "SoundCloud",
  .hosts = (const char *const[]){ API_HOST, LOGIN_HOST, CDN_HOST, "soundcloud.com", NULL },
  .place = 5,
  .make_id = soundcloud_make_id,
  .parse_id = soundcloud_parse_id,
  .link = "https://soundcloud.com/tutti-test/track-{id}",
  .redirect = "http://127.0.0.1:41234/callback",
  .new_oauth = soundcloud_new_oauth,
  .handle = soundcloud_handle,
  .fail = soundcloud_fail,
};
