/* tidal.c: TIDAL, as its API 1.10 is
 *
 * Twenty items a page, addresses of the next one without /v2, unknown
 * parameters refused, and a bucket of ten from which a rich request takes five.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tidal.h"

#include <string.h>

#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "rates.h"
#include "tidal-document.h"

#define API_HOST "openapi.tidal.com"
#define TOKEN_HOST "auth.tidal.com"
#define LOGIN_HOST "login.tidal.com"
#define MEDIA_TYPE "application/vnd.api+json"
#define PAGE_SIZE 20
#define REPLAY_LIFE 3600 /* seconds */

typedef struct
{
  char  *payload;
  char  *answer;
  gint64 at;
} Replay;

static const Scope scopes[] = {
  { "user.read", "See your country and e-mail address" },
  { "collection.read", "See your collection" },
  { "collection.write", "Change your collection" },
  { "playlists.read", "See your playlists" },
  { "playlists.write", "Change your playlists" },
  { "search.read", "Search for you" },
  { "recommendations.read", "See your mixes" },
  { "entitlements.read", "See what you may play" },
  { "playback", "Play for you" },
  { NULL, NULL },
};

static gboolean
knows_client (const char *client_id)
{
  return strlen (client_id) >= 10 && strlen (client_id) <= 40 && !g_str_has_prefix (client_id, "bad");
}

static gboolean
allows_redirect (Services   *services,
                 const char *redirect_uri)
{
  return oauth_is_registered (services, &tidal_provider, redirect_uri);
}

static void
refuse_token (Exchange   *exchange,
              guint       status,
              const char *error,
              const char *description)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_int (writer, "status", status);
  writer_string (writer, "error", error);
  writer_int (writer, "sub_status", g_str_equal (error, "invalid_grant") ? 1005 : 1002);
  writer_string (writer, "error_description", description);
  writer_end_object (writer);
  exchange_reply_json (exchange, status, writer);
}

static char *
make_user_id (guint person)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, catalogue_number (person, 'U'));
}

static void
write_user (Writer      *writer,
            const Grant *grant)
{
  writer_int (writer, "user_id", catalogue_number (grant->person, 'U'));
}

static const OAuthPolicy policy = {
  .knows_client = knows_client,
  .allows_redirect = allows_redirect,
  .refuse = refuse_token,
  .write_more = write_user,
  .scopes = scopes,
  .bad_client = "Error 1002: Invalid client",
  .bad_redirect = "Error 1002: Invalid redirect URI",
  .bad_scope = "Error 11102: Something went wrong",
  .client_status = 401,
  .repeats_scope = TRUE,
  .access_life = 86400,
};

static OAuth *
tidal_new_oauth (Services *services)
{
  return oauth_new (&policy, tidal_provider.name);
}

static void
reply_json (Exchange *exchange,
            guint     status,
            Writer   *writer)
{
  exchange_reply_json (exchange, status, writer);
  g_set_str (&exchange->content_type, MEDIA_TYPE);
}

/* WHERE names the parameter or header that SOURCE (parameter, header, pointer) was wrong at. */
static void
reply_error (Exchange   *exchange,
             guint       status,
             const char *code,
             const char *detail,
             const char *source,
             const char *where)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "errors");
  writer_begin_object (writer, NULL);
  writer_format (writer, "status", "%u", status);
  if (code != NULL)
    writer_string (writer, "code", code);
  writer_string (writer, "detail", detail);
  if (source != NULL)
    {
      writer_begin_object (writer, "source");
      writer_string (writer, source, where);
      writer_end_object (writer);
    }
  writer_end_object (writer);
  writer_end_array (writer);
  writer_end_object (writer);
  reply_json (exchange, status, writer);
}

static void
reply_wrong (Exchange   *exchange,
             const char *parameter,
             const char *detail)
{
  reply_error (exchange, 400, "INVALID_REQUEST", detail, "parameter", parameter);
}

static void
reply_unauthorized (Exchange *exchange,
                    gboolean  has_token)
{
  if (has_token)
    exchange_reply_text (exchange, 401, "application/json; charset=utf-8",
                         "{\"status\":401,\"subStatus\":11003,\"userMessage\":\"The token has expired. (Expired on time)\"}");
  else
    exchange_reply_text (exchange, 401, MEDIA_TYPE,
                         "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"detail\":\"Invalid or missing Authorization Header\","
                         "\"meta\":{\"category\":\"AUTHENTICATION_ERROR\"}}]}");
}

static gboolean
tidal_fail (Exchange   *exchange,
            const char *kind)
{
  if (g_strcmp0 (exchange->host, TOKEN_HOST) == 0 && g_str_equal (kind, "401"))
    refuse_token (exchange, 401, "invalid_client", "Client not found");
  else if (g_strcmp0 (exchange->host, API_HOST) != 0)
    return FALSE;
  else if (g_str_equal (kind, "401"))
    reply_unauthorized (exchange, TRUE);
  else if (g_str_has_prefix (kind, "403"))
    reply_error (exchange, 403, "FORBIDDEN", "Insufficient scope", NULL, NULL);
  else if (g_str_equal (kind, "404"))
    reply_error (exchange, 404, "NOT_FOUND", "The resource does not exist", NULL, NULL);
  else if (g_str_equal (kind, "409"))
    reply_error (exchange, 409, "IDEMPOTENT_REQUEST_IN_PROGRESS", "The same request is under way", "header", "Idempotency-Key");
  else if (g_str_has_prefix (kind, "429"))
    reply_error (exchange, 429, NULL, "Rate limit exceeded", NULL, NULL);
  else if (g_str_equal (kind, "500") || g_str_equal (kind, "503"))
    reply_error (exchange, (guint) g_ascii_strtoull (kind, NULL, 10), "SERVICE_UNAVAILABLE", "Try again later", NULL, NULL);
  else
    return FALSE;
  return TRUE;
}

/* The query as it came, but for page[cursor], which is CURSOR (or none). */
static char *
make_link (Exchange   *exchange,
           const char *path,
           const char *cursor)
{
  GString *link = g_string_new (path);
  char     separator = '?';

  for (guint i = 0; i < params_get_length (exchange->query); i++)
    {
      const char *name = params_get_name (exchange->query, i);

      if (g_str_equal (name, "page[cursor]"))
        continue;
      g_string_append_c (link, separator);
      g_string_append_uri_escaped (link, name, NULL, FALSE);
      g_string_append_c (link, '=');
      g_string_append_uri_escaped (link, params_get (exchange->query, name), NULL, FALSE);
      separator = '&';
    }
  if (cursor != NULL)
    g_string_append_printf (link, "%cpage%%5Bcursor%%5D=%s", separator, cursor);
  return g_string_free_and_steal (link);
}

/* PATH is without /v2, as the real one gives it. */
static void
write_links (Exchange   *exchange,
             Writer     *writer,
             const char *path,
             const Page *page,
             const char *kind)
{
  g_autofree char *self = make_link (exchange, path, NULL);

  writer_begin_object (writer, "links");
  writer_string (writer, "self", self);
  if (page != NULL && page_has_next (page))
    {
      g_autofree char *cursor = page_make_cursor (kind, page->offset + PAGE_SIZE);
      g_autofree char *next = make_link (exchange, path, cursor);

      writer_string (writer, "next", next);
      writer_begin_object (writer, "meta");
      writer_string (writer, "nextCursor", cursor);
      writer_end_object (writer);
    }
  writer_end_object (writer);
}

/* The parameters that many have; FALSE after an error was answered. */
static gboolean
read_common (Call           *call,
             Page           *page,
             const char     *kind,
             const char     *root,
             TidalDocument **document)
{
  Exchange        *exchange = call->exchange;
  const char      *cursor = params_get (exchange->query, "page[cursor]");
  const char      *country = params_get (exchange->query, "countryCode");
  g_autofree char *wrong = NULL;
  g_autofree char *detail = NULL;

  page->limit = PAGE_SIZE;
  page->offset = cursor != NULL ? page_parse_cursor (cursor, kind) : 0;
  if (page->offset < 0 || (cursor != NULL && faults_strike (exchange, "expired-cursor", NULL)))
    {
      reply_wrong (exchange, "page[cursor]", "Invalid or expired cursor");
      return FALSE;
    }
  if (country != NULL && (strlen (country) != 2 || !g_ascii_isupper (country[0]) || !g_ascii_isupper (country[1])))
    {
      reply_wrong (exchange, "countryCode", "countryCode is an ISO 3166-1 alpha-2 code");
      return FALSE;
    }
  *document = tidal_document_new (exchange->services, country, params_get (exchange->query, "include"), root, &wrong);
  if (*document != NULL)
    return TRUE;
  detail = g_strdup_printf ("Unknown include: %s", wrong);
  reply_wrong (exchange, "include", detail);
  return FALSE;
}

static guint32
choose_odd (Call   *call,
            guint32 index)
{
  return library_get_odd (call->library, index);
}

/* /users/me, and every path with the person's own id. */
static gboolean
check_user (Call       *call,
            const char *id)
{
  g_autofree char *own = make_user_id (call->person);

  if (g_str_equal (id, "me") || g_str_equal (id, own))
    return TRUE;
  reply_error (call->exchange, 404, "NOT_FOUND", "The resource does not exist", NULL, NULL);
  return FALSE;
}

static void
answer_user (Call *call)
{
  const Person    *person = services_get_person (call->person);
  g_autofree char *id = make_user_id (call->person);
  Writer          *writer;

  if (!check_user (call, call->parts[2]))
    return;
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "data");
  writer_string (writer, "id", id);
  writer_string (writer, "type", "users");
  writer_begin_object (writer, "attributes");
  writer_string (writer, "username", person->email);
  writer_string (writer, "country", "DE");
  writer_string (writer, "email", person->email);
  writer_bool (writer, "emailVerified", TRUE);
  if (person->name != NULL)
    {
      g_auto (GStrv) names = g_strsplit (person->name, " ", 2);

      writer_string (writer, "firstName", names[0]);
      writer_string (writer, "lastName", names[1]);
    }
  writer_string (writer, "developerAccessTier", "THIRD_PARTY");
  writer_end_object (writer);
  writer_end_object (writer);
  writer_begin_object (writer, "links");
  writer_string (writer, "self", "/users/me");
  writer_end_object (writer);
  writer_end_object (writer);
  reply_json (call->exchange, 200, writer);
}

/* What a search page is made of: DATA is where the references go. */
static void
write_hits (Call          *call,
            Writer        *writer,
            TidalDocument *document,
            GArray        *found,
            Page          *page)
{
  page_cut (page, call->exchange, MIN (found->len, 300), 0);
  writer_begin_array (writer, "data");
  for (gint64 i = page->first; i < page->last; i++)
    {
      guint32          index = g_array_index (found, guint32, i);
      g_autofree char *id = tidal_make_id (index);

      tidal_write_reference (writer, "tracks", id);
      tidal_document_add_track (document, index, choose_odd (call, index));
    }
  writer_end_array (writer);
}

static char *
encode_query (const char *query)
{
  char *text = g_base64_encode ((const guint8 *) query, strlen (query));

  g_strdelimit (text, "+/", '_');
  return g_strdelimit (text, "=", '\0');
}

/* Search ids are opaque, and we must know later what was searched for. */
static const char *
remember_query (const char *id,
                const char *query)
{
  static GHashTable *queries;

  if (queries == NULL)
    queries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (query != NULL)
    g_hash_table_insert (queries, g_strdup (id), g_strdup (query));
  return g_hash_table_lookup (queries, id);
}

static void
answer_search (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *query = params_get (exchange->query, "filter[query]");
  g_autoptr (TidalDocument) document = NULL;
  g_autoptr (GArray) found = NULL;
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autofree char *country = NULL;
  Page             page;
  Writer          *writer;

  if (query == NULL || *query == '\0' || g_utf8_strlen (query, -1) > 256)
    {
      reply_wrong (exchange, "filter[query]", "filter[query] has 1 to 256 characters");
      return;
    }
  if (!read_common (call, &page, "search", "tracks", &document))
    return;
  found = services_search (exchange->services, &tidal_provider, query, NULL, NULL, NULL);
  id = encode_query (query);
  remember_query (id, query);
  path = g_strdup_printf ("/searchResults/%s/relationships/tracks", id);
  country = document->country != NULL ? g_strdup_printf ("?countryCode=%s", document->country) : g_strdup ("");

  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", id);
  writer_string (writer, "type", "searchResults");
  writer_begin_object (writer, "attributes");
  writer_string (writer, "query", query);
  writer_string (writer, "trackingId", "5896e37d-e847-4ca6-9629-ef8001719f7f");
  writer_end_object (writer);
  if (document->tracks)
    {
      writer_begin_object (writer, "relationships");
      writer_begin_object (writer, "tracks");
      write_hits (call, writer, document, found, &page);
      writer_begin_object (writer, "links");
      writer_format (writer, "self", "%s%s", path, country);
      if (page_has_next (&page))
        {
          g_autofree char *cursor = page_make_cursor ("search", PAGE_SIZE);

          writer_format (writer, "next", "%s%s%cpage%%5Bcursor%%5D=%s", path, country, *country != '\0' ? '&' : '?', cursor);
          writer_begin_object (writer, "meta");
          writer_string (writer, "nextCursor", cursor);
          writer_end_object (writer);
        }
      writer_end_object (writer);
      writer_end_object (writer);
      writer_end_object (writer);
    }
  writer_end_object (writer);
  writer_end_array (writer);
  tidal_document_write_included (document, writer);
  write_links (exchange, writer, "/searchResults", NULL, NULL);
  writer_end_object (writer);
  reply_json (exchange, 200, writer);
}

static void
reply_bad_search (Call *call)
{
  reply_error (call->exchange, 400, "INVALID_RESOURCE_ID", "Invalid resource id", NULL, NULL);
}

static void
answer_search_page (Call *call)
{
  Exchange        *exchange = call->exchange;
  const char      *query = remember_query (call->parts[2], NULL);
  g_autofree char *path = g_strdup_printf ("/searchResults/%s/relationships/tracks", call->parts[2]);
  g_autoptr (TidalDocument) document = NULL;
  g_autoptr (GArray) found = NULL;
  Page    page;
  Writer *writer;

  if (query == NULL)
    {
      reply_bad_search (call);
      return;
    }
  if (!read_common (call, &page, "search", "tracks", &document))
    return;
  found = services_search (exchange->services, &tidal_provider, query, NULL, NULL, NULL);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  write_hits (call, writer, document, found, &page);
  tidal_document_write_included (document, writer);
  write_links (exchange, writer, path, &page, "search");
  writer_end_object (writer);
  reply_json (exchange, 200, writer);
}

/* The recordings of filter[isrc] or filter[id]; one ISRC may give several, of several each gives one. */
static GArray *
find_tracks (Call *call)
{
  Services   *services = call->exchange->services;
  const char *isrc = params_get (call->exchange->query, "filter[isrc]");
  const char *id = params_get (call->exchange->query, "filter[id]");
  g_auto (GStrv) names = g_strsplit (isrc != NULL ? isrc : id, ",", -1);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GArray) some = isrc != NULL ? services_search_isrc (services, &tidal_provider, names[i]) : g_array_new (FALSE, FALSE, sizeof (guint32));
      guint32 index;

      if (isrc == NULL && services_find_recording (services, &tidal_provider, names[i], &index))
        g_array_append_val (some, index);
      if (names[1] != NULL && some->len > 1)
        g_array_set_size (some, 1);
      g_array_append_vals (found, some->data, some->len);
    }
  return found;
}

static void
answer_tracks (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *isrc = params_get (exchange->query, "filter[isrc]");
  const char *id = params_get (exchange->query, "filter[id]");
  g_autoptr (TidalDocument) document = NULL;
  g_autoptr (GArray) found = NULL;
  Page    page;
  Writer *writer;

  if ((isrc == NULL) == (id == NULL))
    {
      reply_wrong (exchange, "filter[isrc]", "Exactly one filter is needed");
      return;
    }
  if (!read_common (call, &page, "tracks", "", &document))
    return;
  found = find_tracks (call);
  page_cut (&page, exchange, found->len, 0);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  for (gint64 i = page.first; i < page.last; i++)
    {
      guint32 index = g_array_index (found, guint32, i);

      tidal_document_write_track (document, writer, NULL, index, choose_odd (call, index));
    }
  writer_end_array (writer);
  tidal_document_write_included (document, writer);
  write_links (exchange, writer, "/tracks", &page, "tracks");
  writer_end_object (writer);
  reply_json (exchange, 200, writer);
}

static void
answer_track (Call *call)
{
  Exchange        *exchange = call->exchange;
  g_autofree char *path = g_strdup_printf ("/tracks/%s", call->parts[2]);
  g_autoptr (TidalDocument) document = NULL;
  guint32 index;
  Page    page;
  Writer *writer;

  if (!services_find_recording (exchange->services, &tidal_provider, call->parts[2], &index))
    {
      reply_error (exchange, 404, "NOT_FOUND", "The resource does not exist", NULL, NULL);
      return;
    }
  if (!read_common (call, &page, "track", "", &document))
    return;
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  tidal_document_write_track (document, writer, "data", index, choose_odd (call, index));
  tidal_document_write_included (document, writer);
  write_links (exchange, writer, path, NULL, NULL);
  writer_end_object (writer);
  reply_json (exchange, 200, writer);
}

static void
answer_collection (Call *call)
{
  g_autofree char *id = make_user_id (call->person);
  Writer          *writer;

  if (!check_user (call, call->parts[2]))
    return;
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "data");
  writer_string (writer, "id", id);
  writer_string (writer, "type", "userCollectionTracks");
  writer_begin_object (writer, "attributes");
  writer_int (writer, "numberOfItems", call_count_likes (call));
  writer_end_object (writer);
  writer_end_object (writer);
  writer_begin_object (writer, "links");
  writer_string (writer, "self", "/userCollectionTracks/me");
  writer_end_object (writer);
  writer_end_object (writer);
  reply_json (call->exchange, 200, writer);
}

/* Whether the sort is one we can play: by time, either way; -1 when there is no such one. */
static int
read_sort (Call *call)
{
  static const char *const sorts[] = { "-addedAt", "albums.title", "-albums.title", "artists.name", "-artists.name",
                                       "duration", "-duration", "title", "-title", NULL };
  const char              *sort = params_get (call->exchange->query, "sort");

  if (g_strcmp0 (sort, "addedAt") == 0)
    return 1;
  if (sort == NULL || g_strv_contains (sorts, sort))
    return 0;
  reply_wrong (call->exchange, "sort", "Unknown sort");
  return -1;
}

static void
answer_items (Call *call)
{
  Exchange        *exchange = call->exchange;
  int              ascending = read_sort (call);
  guint            length = library_get_n_likes (call->library);
  g_autofree char *path = g_strdup_printf ("/userCollectionTracks/%s/relationships/items", call->parts[2]);
  g_autoptr (TidalDocument) document = NULL;
  Page    page;
  Writer *writer;

  if (ascending < 0 || !check_user (call, call->parts[2]) || !read_common (call, &page, "items", "items", &document))
    return;
  page_cut (&page, exchange, length, library_get_total_error (call->library));
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  for (gint64 i = page.first; i < page.last; i++)
    {
      const Entry     *like = library_get_like (call->library, (guint) (ascending ? length - 1 - i : i));
      g_autofree char *id = tidal_make_id (like->index);
      g_autofree char *added_at = endpoint_format_time (like->at);

      writer_begin_object (writer, NULL);
      writer_string (writer, "id", id);
      writer_string (writer, "type", "tracks");
      writer_begin_object (writer, "meta");
      writer_string (writer, "addedAt", added_at);
      writer_end_object (writer);
      writer_end_object (writer);
      /* What this country may not hear is listed, and that is all. */
      if (!(like->odd & ODD_NULL_TRACK))
        tidal_document_add_track (document, like->index, choose_odd (call, like->index));
    }
  writer_end_array (writer);
  tidal_document_write_included (document, writer);
  write_links (exchange, writer, path, &page, "items");
  writer_end_object (writer);
  reply_json (exchange, 200, writer);
}

/* The members of data, 1 to 50 of them; NULL after an error was answered. */
static JsonArray *
read_data (Exchange *exchange,
           JsonNode *body)
{
  JsonObject *object = body != NULL && JSON_NODE_HOLDS_OBJECT (body) ? json_node_get_object (body) : NULL;
  JsonNode   *data = object != NULL ? json_object_get_member (object, "data") : NULL;
  JsonArray  *array = data != NULL && JSON_NODE_HOLDS_ARRAY (data) ? json_node_get_array (data) : NULL;

  if (array == NULL || json_array_get_length (array) < 1 || json_array_get_length (array) > 50)
    {
      reply_error (exchange, 400, "INVALID_REQUEST", "data has 1 to 50 members", "pointer", "/data");
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (endpoint_get_string (item, "id") == NULL || g_strcmp0 (endpoint_get_string (item, "type"), "tracks") != 0)
        {
          reply_error (exchange, 400, "INVALID_REQUEST", "A member of data has an id and the type tracks", "pointer", "/data");
          return NULL;
        }
    }
  return array;
}

static Writer *
add_items (Call      *call,
           JsonArray *data)
{
  g_autoptr (GString) skipped = writer_new ();
  gint64  now = services_get_now_msec (call->exchange->services);
  Writer *writer = writer_new ();

  writer_begin_array (skipped, NULL);
  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      const char *id = endpoint_get_string (json_array_get_element (data, i), "id");
      guint32     index;
      gboolean    known = services_find_recording (call->exchange->services, &tidal_provider, id, &index);

      if (known && library_like (call->library, index, now))
        {
          tidal_write_reference (writer, "tracks", id);
          continue;
        }
      writer_begin_object (skipped, NULL);
      writer_string (skipped, "id", id);
      writer_string (skipped, "type", "tracks");
      writer_string (skipped, "reason", known ? "ALREADY_PRESENT" : "NOT_FOUND");
      writer_end_object (skipped);
    }
  writer_end_array (writer);
  writer_end_array (skipped);
  writer_begin_object (writer, "links");
  writer_string (writer, "self", "/userCollectionTracks/me/relationships/items");
  writer_end_object (writer);
  writer_begin_object (writer, "meta");
  writer_raw (writer, "skipped", skipped->str);
  writer_end_object (writer);
  writer_end_object (writer);
  return writer;
}

static Writer *
remove_items (Call      *call,
              JsonArray *data)
{
  Writer *writer = writer_new ();

  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      guint32 index;

      if (services_find_recording (call->exchange->services, &tidal_provider, endpoint_get_string (json_array_get_element (data, i), "id"), &index))
        library_unlike (call->library, index);
    }
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "links");
  writer_string (writer, "self", "/userCollectionTracks/me/relationships/items");
  writer_end_object (writer);
  writer_end_object (writer);
  return writer;
}

static void
replay_free (gpointer data)
{
  Replay *self = data;

  g_free (self->payload);
  g_free (self->answer);
  g_free (self);
}

static GHashTable *
get_replays (void)
{
  static GHashTable *replays;

  if (replays == NULL)
    replays = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, replay_free);
  return replays;
}

/* Whether this key was sent before; then that is answered: again, or that the payload differs. */
static gboolean
answer_replay (Exchange   *exchange,
               const char *key,
               const char *payload)
{
  const Replay *replay = key != NULL ? g_hash_table_lookup (get_replays (), key) : NULL;

  if (key != NULL && strlen (key) > 128)
    {
      reply_error (exchange, 400, "INVALID_REQUEST", "Idempotency-Key has at most 128 characters", "header", "Idempotency-Key");
      return TRUE;
    }
  if (replay == NULL || services_get_now (exchange->services) > replay->at + REPLAY_LIFE)
    return FALSE;
  if (!g_str_equal (replay->payload, payload))
    reply_error (exchange, 422, "IDEMPOTENCY_KEY_PAYLOAD_MISMATCH", "The key was used with another payload", "header", "Idempotency-Key");
  else
    exchange_reply_text (exchange, 200, MEDIA_TYPE, replay->answer);
  return TRUE;
}

static void
answer_change (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *key = exchange_get_header (exchange, "Idempotency-Key");
  g_autoptr (JsonNode) body = endpoint_parse_body (exchange, MEDIA_TYPE);
  g_autoptr (GBytes) bytes = exchange_get_body (exchange);
  g_autofree char *payload = g_strdup_printf ("%s %.*s", exchange->method, (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL));
  JsonArray       *data;
  Writer          *writer;
  Replay          *replay;

  if (!check_user (call, call->parts[2]))
    return;
  if (body == NULL && g_strcmp0 (exchange_get_type (exchange), MEDIA_TYPE) != 0)
    {
      reply_error (exchange, 415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be " MEDIA_TYPE, "header", "Content-Type");
      return;
    }
  if (answer_replay (exchange, key, payload) || (data = read_data (exchange, body)) == NULL)
    return;

  writer = g_str_equal (exchange->method, "POST") ? add_items (call, data) : remove_items (call, data);
  if (key != NULL)
    {
      replay = g_new0 (Replay, 1);
      replay->payload = g_steal_pointer (&payload);
      replay->answer = g_strdup (writer->str);
      replay->at = services_get_now (exchange->services);
      g_hash_table_insert (get_replays (), g_strdup (key), replay);
    }
  reply_json (exchange, 200, writer);
}

#define ITEMS "/v2/userCollectionTracks/*/relationships/items"
#define SEARCH "filter[query]", "explicitFilter", "countryCode", "deviceType", "systemType", "clientVersion", "include", "replaceMedia"
#define SEARCH_PAGE "explicitFilter", "page[cursor]", "countryCode", "deviceType", "systemType", "clientVersion", "include", "replaceMedia"

static const Endpoint endpoints[] = {
  { "GET", "/v2/users/*", "user.read", PARAMS (), answer_user },
  { "GET", "/v2/searchResults", "search.read", PARAMS (SEARCH), answer_search },
  { "GET", "/v2/searchResults/*", "search.read", PARAMS (SEARCH), reply_bad_search },
  { "GET", "/v2/searchResults/*/relationships/tracks", "search.read", PARAMS (SEARCH_PAGE), answer_search_page },
  { "GET", "/v2/tracks", NULL, PARAMS ("filter[isrc]", "filter[id]", "page[cursor]", "sort", "countryCode", "include", "replaceMedia", "shareCode"), answer_tracks },
  { "GET", "/v2/tracks/*", NULL, PARAMS ("countryCode", "include", "replaceMedia", "shareCode"), answer_track },
  { "GET", "/v2/userCollectionTracks/*", "collection.read", PARAMS ("locale", "include", "replaceMedia"), answer_collection },
  { "GET", ITEMS, "collection.read", PARAMS ("page[cursor]", "sort", "locale", "include", "replaceMedia"), answer_items },
  { "POST", ITEMS, "collection.write", PARAMS (), answer_change },
  { "DELETE", ITEMS, "collection.write", PARAMS (), answer_change },
};

static gboolean
draw (Exchange *exchange)
{
  double           cost = params_get (exchange->query, "include") != NULL ? 5 : 1;
  double           left;
  gboolean         enough = rates_draw (exchange->services, "tidal", cost, 1, 10, &left);
  g_autofree char *remaining = g_strdup_printf ("%d", (int) left);

  exchange_set_header (exchange, "x-ratelimit-remaining", remaining);
  exchange_set_header (exchange, "x-ratelimit-requested-tokens", cost > 1 ? "5" : "1");
  exchange_set_header (exchange, "x-ratelimit-burst-capacity", "10");
  exchange_set_header (exchange, "x-ratelimit-replenish-rate", "1");
  return enough;
}

static gboolean
accepts (const char *accept)
{
  return accept == NULL || strstr (accept, MEDIA_TYPE) != NULL || strstr (accept, "*/*") != NULL;
}

static void
handle_api (Exchange *exchange)
{
  const Endpoint  *endpoint;
  const char      *wrong;
  g_autofree char *detail = NULL;
  g_auto (GStrv) parts = NULL;
  Found        found = endpoint_find (endpoints, G_N_ELEMENTS (endpoints), exchange, &endpoint, &parts);
  Call         call = { .exchange = exchange, .parts = parts };
  OAuthVerdict verdict = oauth_check (services_get_oauth (exchange->services, &tidal_provider), exchange, "Bearer", &call.grant);

  if (exchange_get_header (exchange, "User-Agent") == NULL)
    exchange_reply_text (exchange, 403, "text/html", "<html><title>403 Forbidden</title></html>\n");
  else if (verdict != OAUTH_FINE)
    reply_unauthorized (exchange, verdict == OAUTH_BAD_TOKEN);
  else if (!draw (exchange))
    tidal_fail (exchange, "429");
  else if (found == FOUND_NOTHING)
    reply_error (exchange, 404, "NOT_FOUND", "The resource does not exist", NULL, NULL);
  else if (found == FOUND_OTHER_METHOD)
    reply_error (exchange, 405, "METHOD_NOT_ALLOWED", "The method is not allowed here", NULL, NULL);
  else if (!accepts (exchange_get_header (exchange, "Accept")))
    reply_error (exchange, 406, "NOT_ACCEPTABLE", "Accept must be " MEDIA_TYPE, "header", "Accept");
  else if (endpoint->scope != NULL && !grant_has_scope (call.grant, endpoint->scope))
    tidal_fail (exchange, "403");
  else if ((wrong = endpoint_find_wrong (endpoint, exchange)) != NULL)
    {
      detail = g_strdup_printf ("Unknown query parameter: %s", wrong);
      reply_wrong (exchange, wrong, detail);
    }
  else
    {
      call_set_person (&call, &tidal_provider, call.grant->person);
      endpoint->answer (&call);
    }
}

static void
tidal_handle (Exchange *exchange)
{
  OAuth *oauth = services_get_oauth (exchange->services, &tidal_provider);

  if (g_str_equal (exchange->host, API_HOST))
    handle_api (exchange);
  else if (g_str_equal (exchange->host, LOGIN_HOST) && g_str_equal (exchange->path, "/authorize"))
    oauth_handle_authorize (oauth, exchange);
  else if (g_str_equal (exchange->host, TOKEN_HOST) && g_str_equal (exchange->path, "/v1/oauth2/token"))
    oauth_handle_token (oauth, exchange);
  else
    exchange_reply_text (exchange, 404, "text/plain", "Not found\n");
}

const Provider tidal_provider = {
  .id = "tidal",
  .name = "TIDAL",
  .hosts = (const char *const[]){ API_HOST, TOKEN_HOST, LOGIN_HOST, NULL },
  .place = 1,
  .make_id = tidal_make_id,
  .parse_id = tidal_parse_id,
  .link = "https://tidal.com/track/{id}",
  .redirect = "http://127.0.0.1:41234/callback",
  .new_oauth = tidal_new_oauth,
  .handle = tidal_handle,
  .fail = tidal_fail,
};
