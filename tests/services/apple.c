/* apple.c: the Apple Music API
 *
 * A developer token for everything, a Music User Token for what is below
 * /v1/me; plays without times; ratings that no list shows, so the library is
 * what can be read.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "apple.h"

#include <string.h>

#include "apple-token.h"
#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "itunes.h"

#define API_HOST "api.music.apple.com"
#define SCRIPT_HOST "js-cdn.music.apple.com"
#define AUTHORIZE_HOST "authorize.music.apple.com"
#define RECENT 50
#define CHART_LENGTH 100

static void
reply_error (Exchange   *exchange,
             guint       status,
             const char *code,
             const char *title,
             const char *detail,
             const char *parameter)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "errors");
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", "JXGSMLML5NSKKEUMZQFFIY7O4Y");
  writer_string (writer, "title", title);
  writer_string (writer, "detail", detail);
  writer_format (writer, "status", "%u", status);
  writer_string (writer, "code", code);
  if (parameter != NULL)
    {
      writer_begin_object (writer, "source");
      writer_string (writer, "parameter", parameter);
      writer_end_object (writer);
    }
  writer_end_object (writer);
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, status, writer);
}

static void
reply_wrong (Exchange   *exchange,
             const char *parameter,
             const char *detail)
{
  reply_error (exchange, 400, "40005", "Invalid Parameter Value", detail, parameter);
}

static void
reply_not_found (Exchange *exchange)
{
  reply_error (exchange, 404, "40400", "Resource Not Found", "Resource with requested id was not found", NULL);
}

static gboolean
apple_fail (Exchange   *exchange,
            const char *kind)
{
  if (g_strcmp0 (exchange->host, API_HOST) != 0)
    return FALSE;
  if (g_str_equal (kind, "401"))
    exchange_reply_empty (exchange, 401);
  else if (g_str_has_prefix (kind, "403"))
    reply_error (exchange, 403, "40300", "Forbidden", "Invalid authentication", NULL);
  else if (g_str_equal (kind, "404"))
    reply_not_found (exchange);
  else if (g_str_has_prefix (kind, "429"))
    reply_error (exchange, 429, "42900", "Too Many Requests", "Too many requests", NULL);
  else if (g_str_equal (kind, "500"))
    reply_error (exchange, 500, "50000", "Internal Service Error", "Internal service error", NULL);
  else if (g_str_equal (kind, "503"))
    reply_error (exchange, 503, "50300", "Service Unavailable", "Service unavailable", NULL);
  else
    return FALSE;
  return TRUE;
}

static guint32
choose_odd (Call   *call,
            guint32 index)
{
  return library_get_odd (services_get_library (call->exchange->services, &apple_provider, call->person), index);
}

static void
write_artwork (Writer          *writer,
               const AppleSong *song,
               guint32          odd)
{
  if (odd & (ODD_NO_IMAGES | ODD_NULL_IMAGES))
    return;
  writer_begin_object (writer, "artwork");
  writer_int (writer, "width", 1200);
  writer_int (writer, "height", 1200);
  writer_format (writer, "url", "%s{w}x{h}bb.jpg", song->artwork);
  writer_string (writer, "bgColor", "a0a0e0");
  writer_string (writer, "textColor1", "090a0b");
  writer_end_object (writer);
}

/* What a song of the catalogue and one of the library have in common. */
static void
write_common (Writer          *writer,
              const AppleSong *song,
              guint32          odd)
{
  const Recording *recording = song->recording;

  writer_string (writer, "albumName", song->album);
  writer_string (writer, "artistName", song->artist);
  write_artwork (writer, song, odd);
  if (recording->is_explicit)
    writer_string (writer, "contentRating", "explicit");
  writer_int (writer, "discNumber", 1);
  writer_int (writer, "durationInMillis", recording->duration);
  writer_begin_array (writer, "genreNames");
  writer_string (writer, NULL, "Pop");
  writer_string (writer, NULL, "Music");
  writer_end_array (writer);
  writer_bool (writer, "hasLyrics", FALSE);
  writer_string (writer, "name", song->name);
  if (*recording->date != '\0')
    writer_string (writer, "releaseDate", recording->date);
  writer_int (writer, "trackNumber", recording->position);
}

static void
write_song (Call   *call,
            Writer *writer,
            guint32 index)
{
  g_autoptr (AppleSong) song = apple_song_new (call->exchange->services, index);
  guint32 odd = choose_odd (call, index);

  writer_begin_object (writer, NULL);
  writer_string (writer, "id", song->id);
  writer_string (writer, "type", "songs");
  writer_format (writer, "href", "/v1/catalog/de/songs/%s", song->id);
  writer_begin_object (writer, "attributes");
  write_common (writer, song, odd);
  if (song->recording->isrc != NULL && !(odd & ODD_NO_ISRC))
    writer_string (writer, "isrc", song->recording->isrc);
  if (!(odd & ODD_UNPLAYABLE))
    {
      writer_begin_object (writer, "playParams");
      writer_string (writer, "id", song->id);
      writer_string (writer, "kind", "song");
      writer_end_object (writer);
    }
  writer_begin_array (writer, "previews");
  if (!(odd & ODD_UNPLAYABLE))
    {
      writer_begin_object (writer, NULL);
      writer_string (writer, "url", song->preview);
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_string (writer, "url", song->url);
  writer_end_object (writer);
  writer_end_object (writer);
}

/* A song of the library; one that the person uploaded is in no catalogue. */
static void
write_library_song (Call       *call,
                    Writer     *writer,
                    guint32     index,
                    gboolean    uploaded,
                    const char *added_at)
{
  g_autoptr (AppleSong) song = apple_song_new (call->exchange->services, index);
  g_autofree char *text = catalogue_base62 (catalogue_mix (index, 'j'));
  g_autofree char *id = g_strdup_printf ("i.%.13s", text);
  gboolean         with_catalogue = g_strcmp0 (params_get (call->exchange->query, "include"), "catalog") == 0;

  writer_begin_object (writer, NULL);
  writer_string (writer, "id", id);
  writer_string (writer, "type", "library-songs");
  writer_format (writer, "href", "/v1/me/library/songs/%s", id);
  writer_begin_object (writer, "attributes");
  write_common (writer, song, choose_odd (call, index));
  if (added_at != NULL)
    writer_string (writer, "dateAdded", added_at);
  writer_begin_object (writer, "playParams");
  if (!uploaded)
    writer_string (writer, "catalogId", song->id);
  writer_string (writer, "id", id);
  writer_bool (writer, "isLibrary", TRUE);
  writer_string (writer, "kind", "song");
  writer_bool (writer, "reporting", !uploaded);
  writer_end_object (writer);
  writer_end_object (writer);
  if (with_catalogue)
    {
      writer_begin_object (writer, "relationships");
      writer_begin_object (writer, "catalog");
      writer_format (writer, "href", "/v1/me/library/songs/%s/catalog", id);
      writer_begin_array (writer, "data");
      if (!uploaded)
        write_song (call, writer, index);
      writer_end_array (writer);
      writer_end_object (writer);
      writer_end_object (writer);
    }
  writer_end_object (writer);
}

/* FALSE after an error was answered. */
static gboolean
read_page (Call  *call,
           Page  *page,
           gint64 fallback,
           gint64 most)
{
  page->limit = params_get_number (call->exchange->query, "limit", fallback);
  page->offset = params_get_number (call->exchange->query, "offset", 0);
  if (page->limit < 1 || page->limit > most)
    reply_wrong (call->exchange, "limit", "Value must be an integer less than or equal to the limit of this endpoint");
  else if (page->offset < 0)
    reply_wrong (call->exchange, "offset", "Value must be an integer");
  else
    return TRUE;
  return FALSE;
}

/* A list that ends with 404 when nothing is there any more; its next has no limit. */
static gboolean
begin_list (Call       *call,
            Writer     *writer,
            const Page *page,
            gint64      length,
            const char *query)
{
  if (page->offset >= length)
    {
      g_string_free (writer, TRUE);
      reply_error (call->exchange, 404, "40403", "No related resources", "No related resources found for list", NULL);
      return FALSE;
    }
  writer_begin_object (writer, NULL);
  if (page_has_next (page))
    writer_format (writer, "next", "%s?%soffset=%d", call->exchange->path, query, (int) (page->offset + page->limit));
  writer_begin_array (writer, "data");
  return TRUE;
}

static void
answer_test (Call *call)
{
  exchange_reply_empty (call->exchange, 200);
}

static void
answer_storefront (Call *call)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", "de");
  writer_string (writer, "type", "storefronts");
  writer_string (writer, "href", "/v1/storefronts/de");
  writer_begin_object (writer, "attributes");
  writer_string (writer, "name", "Germany");
  writer_string (writer, "defaultLanguageTag", "de-DE");
  writer_begin_array (writer, "supportedLanguageTags");
  writer_string (writer, NULL, "de-DE");
  writer_string (writer, NULL, "en-GB");
  writer_end_array (writer);
  writer_string (writer, "explicitContentPolicy", "allowed");
  writer_end_object (writer);
  writer_end_object (writer);
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_recent (Call *call)
{
  guint   length = MIN (library_get_n_plays (call->library), RECENT);
  Page    page;
  Writer *writer = writer_new ();

  if (!read_page (call, &page, 10, 30))
    {
      g_string_free (writer, TRUE);
      return;
    }
  page_cut (&page, call->exchange, length, 0);
  if (!begin_list (call, writer, &page, length, ""))
    return;
  for (gint64 i = page.first; i < page.last; i++)
    {
      guint32 index = library_get_play (call->library, (guint) i)->index;

      /* With types=songs too, some are the library's. */
      if (i % 6 == 5)
        write_library_song (call, writer, index, FALSE, NULL);
      else
        write_song (call, writer, index);
    }
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_library (Call *call)
{
  const Params *query = call->exchange->query;
  const char   *include = params_get (query, "include");
  const char   *extend = params_get (query, "extend");
  guint         length = library_get_n_likes (call->library);
  g_autoptr (GString) again = g_string_new (NULL);
  Page    page;
  Writer *writer;

  if (include != NULL && !g_str_equal (include, "catalog"))
    {
      reply_wrong (call->exchange, "include", "Unknown relationship");
      return;
    }
  if (!read_page (call, &page, 25, 100))
    return;
  page_cut (&page, call->exchange, length, library_get_total_error (call->library));
  if (include != NULL)
    g_string_append (again, "include=catalog&");
  if (extend != NULL)
    g_string_append_printf (again, "extend=%s&", extend);
  writer = writer_new ();
  if (!begin_list (call, writer, &page, length, again->str))
    return;
  for (gint64 i = page.first; i < page.last; i++)
    {
      const Entry     *like = library_get_like (call->library, (guint) i);
      g_autofree char *added_at = extend != NULL && strstr (extend, "dateAdded") != NULL ? endpoint_format_time (like->at) : NULL;

      write_library_song (call, writer, like->index, (like->odd & (ODD_NULL_TRACK | ODD_LOCAL_FILE)) != 0, added_at);
    }
  writer_end_array (writer);
  writer_begin_object (writer, "meta");
  writer_int (writer, "total", page.total);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static gboolean
check_storefront (Call *call)
{
  const char *storefront = call->parts[2];

  if (strlen (storefront) == 2 && g_ascii_islower (storefront[0]) && g_ascii_islower (storefront[1]))
    return TRUE;
  reply_not_found (call->exchange);
  return FALSE;
}

static void
answer_search (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *term = params_get (exchange->query, "term");
  g_autoptr (GArray) found = NULL;
  g_autofree char *escaped = NULL;
  Page             page;
  Writer          *writer;

  if (!check_storefront (call))
    return;
  if (term == NULL || *term == '\0')
    {
      reply_error (exchange, 400, "40005", "Missing Parameter", "A search term is required", "term");
      return;
    }
  if (g_strcmp0 (params_get (exchange->query, "types"), "songs") != 0)
    {
      reply_wrong (exchange, "types", "This program knows songs alone");
      return;
    }
  if (!read_page (call, &page, 5, 25))
    return;
  found = services_search (exchange->services, &apple_provider, term, NULL, NULL, NULL);
  page_cut (&page, exchange, found->len, 0);
  escaped = g_uri_escape_string (term, NULL, FALSE);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "results");
  if (page.first < page.last)
    {
      writer_begin_object (writer, "songs");
      writer_format (writer, "href", "%s?limit=%d&term=%s&types=songs", exchange->path, (int) page.limit, escaped);
      if (page_has_next (&page))
        writer_format (writer, "next", "%s?offset=%d&term=%s&types=songs", exchange->path, (int) (page.offset + page.limit), escaped);
      writer_begin_array (writer, "data");
      for (gint64 i = page.first; i < page.last; i++)
        write_song (call, writer, g_array_index (found, guint32, i));
      writer_end_array (writer);
      writer_end_object (writer);
    }
  writer_end_object (writer);
  writer_begin_object (writer, "meta");
  writer_begin_object (writer, "results");
  writer_begin_array (writer, "order");
  writer_string (writer, NULL, "songs");
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* The songs of ids= or filter[isrc]=, with the word of the latter's meta. */
static void
answer_songs (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *ids = params_get (exchange->query, "ids");
  const char *isrcs = params_get (exchange->query, "filter[isrc]");
  g_auto (GStrv) names = g_strsplit (ids != NULL ? ids : isrcs != NULL ? isrcs
                                                                       : "",
                                     ",", -1);
  guint most = ids != NULL ? 300 : 25;
  g_autoptr (GString) filters = writer_new ();
  Writer *writer;

  if (!check_storefront (call))
    return;
  if ((ids == NULL) == (isrcs == NULL) || g_strv_length (names) > most)
    {
      reply_wrong (exchange, ids != NULL ? "ids" : "filter[isrc]", "Value must be a list of a length within the limit");
      return;
    }
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  writer_begin_object (filters, NULL);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GArray) found = isrcs != NULL ? services_search_isrc (exchange->services, &apple_provider, names[i]) : g_array_new (FALSE, FALSE, sizeof (guint32));
      guint32 index;

      if (ids != NULL && services_find_recording (exchange->services, &apple_provider, names[i], &index))
        g_array_append_val (found, index);
      writer_begin_array (filters, names[i]);
      for (guint j = 0; j < found->len; j++)
        {
          g_autofree char *id = apple_make_id (g_array_index (found, guint32, j));

          write_song (call, writer, g_array_index (found, guint32, j));
          writer_begin_object (filters, NULL);
          writer_string (filters, "id", id);
          writer_string (filters, "type", "songs");
          writer_format (filters, "href", "/v1/catalog/%s/songs/%s", call->parts[2], id);
          writer_end_object (filters);
        }
      writer_end_array (filters);
    }
  writer_end_object (filters);
  writer_end_array (writer);
  if (isrcs != NULL)
    {
      writer_begin_object (writer, "meta");
      writer_begin_object (writer, "filters");
      writer_raw (writer, "isrc", filters->str);
      writer_end_object (writer);
      writer_end_object (writer);
    }
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* The song that part NUMBER of the path names; FALSE after a 404 was answered. */
static gboolean
find_song (Call    *call,
           guint    number,
           guint32 *index)
{
  if (services_find_recording (call->exchange->services, &apple_provider, call->parts[number], index))
    return TRUE;
  reply_not_found (call->exchange);
  return FALSE;
}

static void
answer_song (Call *call)
{
  guint32 index;
  Writer *writer;

  if (!check_storefront (call) || !find_song (call, 4, &index))
    return;
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  write_song (call, writer, index);
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_charts (Call *call)
{
  Exchange *exchange = call->exchange;
  Page      page;
  Writer   *writer;

  if (!check_storefront (call) || !read_page (call, &page, 20, 200))
    return;
  if (g_strcmp0 (params_get (exchange->query, "types"), "songs") != 0)
    {
      reply_wrong (exchange, "types", "This program knows songs alone");
      return;
    }
  page_cut (&page, exchange, CHART_LENGTH, 0);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "results");
  writer_begin_array (writer, "songs");
  writer_begin_object (writer, NULL);
  writer_string (writer, "name", "Top Songs");
  writer_string (writer, "chart", "most-played");
  writer_format (writer, "href", "%s?types=songs&chart=most-played", exchange->path);
  if (page_has_next (&page))
    writer_format (writer, "next", "%s?types=songs&chart=most-played&offset=%d", exchange->path, (int) (page.offset + page.limit));
  writer_begin_array (writer, "data");
  for (gint64 i = page.first; i < page.last; i++)
    write_song (call, writer, apple_get_chart_entry (exchange->services, (guint) i));
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* Ratings are no list anywhere: person and recording → 1 or -1. */
static GHashTable *
get_ratings (void)
{
  static GHashTable *ratings;

  if (ratings == NULL)
    ratings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return ratings;
}

static char *
make_rating_key (Call   *call,
                 guint32 index)
{
  return g_strdup_printf ("%u %u", call->person, index);
}

static void
write_rating (Writer     *writer,
              const char *id,
              int         value)
{
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", id);
  writer_string (writer, "type", "ratings");
  writer_format (writer, "href", "/v1/me/ratings/songs/%s", id);
  writer_begin_object (writer, "attributes");
  writer_int (writer, "value", value);
  writer_end_object (writer);
  writer_end_object (writer);
}

/* Of ids=…, those that are rated; of one id, 404 when it is not. */
static void
answer_ratings (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *list = call->parts[4] != NULL ? call->parts[4] : params_get (exchange->query, "ids");
  g_auto (GStrv) ids = g_strsplit (list != NULL ? list : "", ",", -1);
  Writer *writer;
  guint   count = 0;

  if (list == NULL || g_strv_length (ids) > 100)
    {
      reply_wrong (exchange, "ids", "Value must be a list of a length within the limit");
      return;
    }
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint32          index;
      gboolean         known = services_find_recording (exchange->services, &apple_provider, ids[i], &index);
      g_autofree char *key = known ? make_rating_key (call, index) : NULL;
      int              value = known ? GPOINTER_TO_INT (g_hash_table_lookup (get_ratings (), key)) : 0;

      if (value == 0)
        continue;
      write_rating (writer, ids[i], value);
      count++;
    }
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
  if (count == 0 && call->parts[4] != NULL)
    reply_not_found (exchange);
}

static void
answer_rate (Call *call)
{
  Exchange *exchange = call->exchange;
  g_autoptr (JsonNode) body = endpoint_parse_body (exchange, "application/json");
  JsonObject *object = body != NULL && JSON_NODE_HOLDS_OBJECT (body) ? json_node_get_object (body) : NULL;
  JsonNode   *attributes = object != NULL ? json_object_get_member (object, "attributes") : NULL;
  gint64      value = 0;
  guint32     index;
  Writer     *writer;

  if (!find_song (call, 4, &index))
    return;
  if (attributes != NULL && JSON_NODE_HOLDS_OBJECT (attributes))
    value = json_object_get_int_member_with_default (json_node_get_object (attributes), "value", 0);
  if ((value != 1 && value != -1) || !g_str_has_prefix (endpoint_get_string (body, "type") ?: "", "rating"))
    {
      reply_error (exchange, 400, "40001", "Invalid Request Body", "Unable to parse request body", NULL);
      return;
    }
  g_hash_table_insert (get_ratings (), make_rating_key (call, index), GINT_TO_POINTER ((int) value));
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  write_rating (writer, call->parts[4], (int) value);
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_unrate (Call *call)
{
  guint32          index;
  g_autofree char *key = NULL;

  if (!find_song (call, 4, &index))
    return;
  key = make_rating_key (call, index);
  g_hash_table_remove (get_ratings (), key);
  exchange_reply_empty (call->exchange, 204);
}

/* Favourites and the library: what is added there can't be taken away again. */
static void
answer_add (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *list = params_get (exchange->query, "ids[songs]");
  g_auto (GStrv) ids = g_strsplit (list != NULL ? list : "", ",", -1);

  if (list == NULL || *list == '\0')
    {
      reply_error (exchange, 400, "40005", "Missing Parameter", "ids are required", "ids[songs]");
      return;
    }
  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint32 index;

      if (services_find_recording (exchange->services, &apple_provider, ids[i], &index))
        library_like (call->library, index, services_get_now_msec (exchange->services));
    }
  exchange_reply_empty (exchange, 202);
}

#define RATING "/v1/me/ratings/songs/*"
#define LANGUAGE "l", "extend"

/* A scope of "me" wants a Music User Token. */
static const Endpoint endpoints[] = {
  { "GET", "/v1/test", NULL, PARAMS (), answer_test },
  { "GET", "/v1/me/storefront", "me", PARAMS (LANGUAGE), answer_storefront },
  { "GET", "/v1/me/recent/played/tracks", "me", PARAMS ("limit", "offset", "types", "include", LANGUAGE), answer_recent },
  { "GET", "/v1/me/library/songs", "me", PARAMS ("limit", "offset", "include", LANGUAGE), answer_library },
  { "POST", "/v1/me/library", "me", PARAMS ("ids[songs]"), answer_add },
  { "POST", "/v1/me/favorites", "me", PARAMS ("ids[songs]"), answer_add },
  { "GET", "/v1/me/ratings/songs", "me", PARAMS ("ids"), answer_ratings },
  { "GET", RATING, "me", PARAMS (), answer_ratings },
  { "PUT", RATING, "me", PARAMS (), answer_rate },
  { "DELETE", RATING, "me", PARAMS (), answer_unrate },
  { "GET", "/v1/catalog/*/search", NULL, PARAMS ("term", "types", "limit", "offset", LANGUAGE), answer_search },
  { "GET", "/v1/catalog/*/songs", NULL, PARAMS ("ids", "filter[isrc]", "include", LANGUAGE), answer_songs },
  { "GET", "/v1/catalog/*/songs/*", NULL, PARAMS ("include", LANGUAGE), answer_song },
  { "GET", "/v1/catalog/*/charts", NULL, PARAMS ("types", "chart", "limit", "offset", "genre", LANGUAGE), answer_charts },
};

static void
handle_api (Exchange *exchange)
{
  const Endpoint *endpoint;
  const char     *user = exchange_get_header (exchange, "Music-User-Token");
  const char     *wrong;
  g_auto (GStrv) parts = NULL;
  Found found = endpoint_find (endpoints, G_N_ELEMENTS (endpoints), exchange, &endpoint, &parts);
  Call  call = { .exchange = exchange, .parts = parts };
  guint person;

  if (!apple_check_developer_token (exchange->services, exchange_get_header (exchange, "Authorization")))
    exchange_reply_empty (exchange, 401);
  else if (found == FOUND_NOTHING)
    reply_error (exchange, 404, "40400", "Not Found", "No such resource", NULL);
  else if (found == FOUND_OTHER_METHOD)
    reply_error (exchange, 405, "40500", "Method Not Allowed", "The method is not allowed here", NULL);
  else if (endpoint->scope != NULL && !apple_check_user_token (exchange->services, user, &person))
    reply_error (exchange, 403, "40300", "Forbidden", "Invalid authentication", NULL);
  else if ((wrong = endpoint_find_wrong (endpoint, exchange)) != NULL)
    reply_error (exchange, 400, "40004", "Invalid Parameter", "Unknown parameter", wrong);
  else
    {
      if (endpoint->scope != NULL)
        call_set_person (&call, &apple_provider, person);
      endpoint->answer (&call);
    }
}

static void
handle_script (Exchange *exchange)
{
  g_autoptr (GBytes) source = g_resources_lookup_data ("/test-services/pages/musickit.js", 0, NULL);
  g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (source, NULL), (gssize) g_bytes_get_size (source));
  g_autofree char *address = g_strdup_printf ("%s/apple-music/" AUTHORIZE_HOST "/token", exchange->services->base);

  g_string_replace (text, "{{authorize}}", address, 0);
  exchange_reply_text (exchange, 200, "text/javascript; charset=utf-8", text->str);
}

/* Where our musickit.js asks: what a person decided, and the token when they allow it. */
static void
handle_authorize (Exchange *exchange)
{
  Services        *services = exchange->services;
  const char      *token = params_get (exchange->form, "developerToken");
  const char      *decision = params_get (exchange->form, "decision");
  g_autofree char *header = g_strconcat ("Bearer ", token, NULL);
  Writer          *writer;
  const Person    *person = services_get_person (services->person);

  exchange_set_header (exchange, "Access-Control-Allow-Origin", "*");
  if (token == NULL || !apple_check_developer_token (services, header))
    {
      exchange_reply_empty (exchange, 401);
      return;
    }
  if (g_strcmp0 (decision, "ask") == 0 && services->consent != CONSENT_ASK)
    decision = services->consent == CONSENT_ALLOW ? "allow" : "deny";
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_string (writer, "mode", decision);
  if (g_strcmp0 (decision, "ask") == 0)
    {
      services->counts[COUNT_CONSENT_PAGES]++;
      writer_string (writer, "person", person->name != NULL ? person->name : person->login);
    }
  else if (g_strcmp0 (decision, "allow") == 0)
    {
      g_autofree char *user = apple_make_user_token (services, services->person);

      services->counts[COUNT_ALLOWED]++;
      writer_string (writer, "token", user);
    }
  else
    {
      services->counts[COUNT_DENIED]++;
    }
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
apple_handle (Exchange *exchange)
{
  if (g_str_equal (exchange->host, API_HOST))
    handle_api (exchange);
  else if (g_str_equal (exchange->host, SCRIPT_HOST) && g_str_has_suffix (exchange->path, "/musickit.js"))
    handle_script (exchange);
  else if (g_str_equal (exchange->host, AUTHORIZE_HOST) && exchange_is (exchange, "POST", "/token"))
    handle_authorize (exchange);
  else
    exchange_reply_text (exchange, 404, "text/plain", "Not found\n");
}

const Provider apple_provider = {
  .id = "apple-music",
  .name = "Apple Music",
  .hosts = (const char *const[]){ API_HOST, SCRIPT_HOST, AUTHORIZE_HOST, NULL },
  .place = 3,
  .make_id = apple_make_id,
  .parse_id = apple_parse_id,
  .link = "https://music.apple.com/us/song/{id}",
  .make_token = apple_make_user_token,
  .handle = apple_handle,
  .fail = apple_fail,
};
