/* deezer.c: Deezer, its public catalogue and the accounts of old applications
 *
 * Errors come with status 200, as from the real one; so does the quota of 50
 * requests in five seconds. Addresses of previews are signed and end.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "deezer.h"

#include <string.h>

#include "art.h"
#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "rates.h"
#include "spelling.h"

#define API_HOST "api.deezer.com"
#define PREVIEW_HOST "cdnt-preview.dzcdn.net"
#define PREVIEW_LIFE 900 /* seconds */
#define CHART_LENGTH 100

typedef enum
{
  SHAPE_FOUND,
  SHAPE_WHOLE,
  SHAPE_CHART,
  SHAPE_FAVOURITE, /* lacks what recorded ones lack */
} Shape;

static const Scope perms[] = {
  { "basic_access", "See your name and picture" },
  { "email", "See your e-mail address" },
  { "offline_access", "Go on while you are away" },
  { "manage_library", "Add favourites for you" },
  { "delete_library", "Remove favourites for you" },
  { "listening_history", "See what you played" },
  { NULL, NULL },
};

static gboolean
knows_client (const char *app_id)
{
  return *app_id != '\0' && strspn (app_id, "0123456789") == strlen (app_id) && !g_str_has_prefix (app_id, "0");
}

/* The domain is registered, not the port. */
static gboolean
allows_redirect (Services   *services,
                 const char *redirect_uri)
{
  return oauth_is_loopback (redirect_uri, "/callback") || oauth_is_registered (services, &deezer_provider, redirect_uri);
}

static const OAuthPolicy policy = {
  .knows_client = knows_client,
  .allows_redirect = allows_redirect,
  .scopes = perms,
  .bad_client = "You must enter a valid app_id",
  .bad_redirect = "You must enter a valid redirect_uri",
  .is_old = TRUE,
  .access_life = 3600,
};

static OAuth *
deezer_new_oauth (Services *services)
{
  return oauth_new (&policy, deezer_provider.name);
}

static char *
deezer_make_id (guint32 index)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, catalogue_number (index, 'z'));
}

static gboolean
deezer_parse_id (const char *id,
                 guint64    *index)
{
  return catalogue_parse_number (id, 'z', index);
}

static void
reply_error (Exchange   *exchange,
             const char *type,
             const char *message,
             int         code)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "error");
  writer_string (writer, "type", type);
  writer_string (writer, "message", message);
  writer_int (writer, "code", code);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
reply_no_data (Exchange *exchange)
{
  reply_error (exchange, "DataException", "no data", 800);
}

static gboolean
deezer_fail (Exchange   *exchange,
             const char *kind)
{
  if (g_strcmp0 (exchange->host, "connect.deezer.com") == 0 && (g_str_has_prefix (kind, "4")))
    exchange_reply_text (exchange, 200, "text/html; charset=utf-8", "wrong code");
  else if (g_strcmp0 (exchange->host, API_HOST) != 0)
    return FALSE;
  else if (g_str_equal (kind, "401"))
    reply_error (exchange, "OAuthException", "Invalid OAuth access token.", 300);
  else if (g_str_equal (kind, "403-scope"))
    reply_error (exchange, "OAuthException", "You do not have the permission to do this", 200);
  else if (g_str_has_prefix (kind, "403"))
    reply_error (exchange, "Exception", "Individual account not allowed", 901);
  else if (g_str_equal (kind, "404"))
    reply_no_data (exchange);
  else if (g_str_has_prefix (kind, "429"))
    {
      reply_error (exchange, "Exception", "Quota limit exceeded", 4);
      exchange->status = g_str_equal (kind, "429-quota") ? 200 : 429;
    }
  else if (g_str_equal (kind, "503"))
    reply_error (exchange, "Exception", "Service busy", 700);
  else
    return FALSE;
  return TRUE;
}

/* FALLBACK when absent; answers an error and gives -1 when outside of LEAST…MOST. */
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
  if (number > most)
    {
      reply_error (call->exchange, "Exception", "Items limit exceeded", 100);
      return -1;
    }
  message = g_strdup_printf ("Wrong parameter: %s", name);
  reply_error (call->exchange, "ParameterException", message, 500);
  return -1;
}

static char *
sign_preview (const char *name,
              gint64      ends_at)
{
  g_autofree char *text = g_strdup_printf ("%s until %" G_GINT64_FORMAT, name, ends_at);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static void
write_preview (Exchange *exchange,
               Writer   *writer,
               guint32   index)
{
  gint64           ends_at = services_get_now (exchange->services) + PREVIEW_LIFE;
  g_autofree char *name = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", catalogue_mix (index, 'v'));
  g_autofree char *sum = sign_preview (name, ends_at);

  writer_format (writer, "preview", "%s/deezer/" PREVIEW_HOST "/api/1/1/%s.mp3?hdnea=exp=%" G_GINT64_FORMAT "~acl=/api/1/1/%s.mp3*~hmac=%s",
                 exchange->services->base, name, ends_at, name, sum);
}

static void
handle_preview (Exchange *exchange)
{
  const char      *token = params_get (exchange->query, "hdnea");
  gint64           ends_at = token != NULL && g_str_has_prefix (token, "exp=") ? g_ascii_strtoll (token + 4, NULL, 10) : 0;
  const char      *slash = strrchr (exchange->path, '/') + 1;
  g_autofree char *name = g_strndup (slash, strcspn (slash, "."));
  g_autofree char *sum = sign_preview (name, ends_at);
  g_autoptr (GBytes) sound = NULL;

  if (ends_at <= services_get_now (exchange->services) || !g_str_has_suffix (token, sum))
    {
      exchange_reply_text (exchange, 403, "text/html", "<html><head><title>Access Denied</title></head><body></body></html>\n");
      return;
    }
  sound = art_play_preview (name);
  exchange_reply (exchange, 200, "audio/wav", sound);
}

static void
write_images (Exchange   *exchange,
              Writer     *writer,
              const char *key,
              const char *name,
              gboolean    none)
{
  static const struct
  {
    const char *name;
    guint       size;
  } sizes[] = { { "small", 56 }, { "medium", 250 }, { "big", 500 }, { "xl", 1000 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *member = g_strdup_printf ("%s_%s", key, sizes[i].name);

      if (none)
        writer_null (writer, member);
      else
        writer_format (writer, member, "%s/deezer/image/%s/%ux%u-000000-80-0-0.jpg", exchange->services->base, name, sizes[i].size, sizes[i].size);
    }
}

static void
write_artist (Exchange   *exchange,
              Writer     *writer,
              const char *key,
              const char *name,
              const char *role)
{
  gint64           id = catalogue_number (g_str_hash (name) & 0xffffff, 'y');
  g_autofree char *picture = g_strdup_printf ("artist%" G_GINT64_FORMAT, id);

  writer_begin_object (writer, key);
  writer_int (writer, "id", id);
  writer_string (writer, "name", name);
  writer_format (writer, "link", "https://www.deezer.com/artist/%" G_GINT64_FORMAT, id);
  writer_format (writer, "picture", "https://" API_HOST "/artist/%" G_GINT64_FORMAT "/image", id);
  write_images (exchange, writer, "picture", picture, FALSE);
  writer_format (writer, "tracklist", "https://" API_HOST "/artist/%" G_GINT64_FORMAT "/top?limit=50", id);
  writer_string (writer, "type", "artist");
  if (role != NULL)
    writer_string (writer, "role", role);
  writer_end_object (writer);
}

static void
write_album (Exchange        *exchange,
             Writer          *writer,
             const Recording *recording,
             guint32          odd,
             Shape            shape)
{
  gint64           id = catalogue_number (recording->release, 'x');
  g_autofree char *title = spelling_straighten (recording->album);
  g_autofree char *picture = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", catalogue_mix (recording->release, 'i'));

  writer_begin_object (writer, "album");
  writer_int (writer, "id", id);
  writer_string (writer, "title", title);
  if (shape == SHAPE_WHOLE)
    writer_format (writer, "link", "https://www.deezer.com/album/%" G_GINT64_FORMAT, id);
  writer_format (writer, "cover", "https://" API_HOST "/album/%" G_GINT64_FORMAT "/image", id);
  write_images (exchange, writer, "cover", picture, (odd & (ODD_NULL_IMAGES | ODD_NO_IMAGES)) != 0);
  writer_string (writer, "md5_image", picture);
  if (shape == SHAPE_WHOLE)
    writer_string (writer, "release_date", *recording->date != '\0' ? recording->date : "0000-00-00");
  writer_format (writer, "tracklist", "https://" API_HOST "/album/%" G_GINT64_FORMAT "/tracks", id);
  writer_string (writer, "type", "album");
  writer_end_object (writer);
}

/* An object that is left open for what only one list has. */
static void
begin_track (Exchange *exchange,
             Writer   *writer,
             guint32   index,
             guint32   odd,
             Shape     shape)
{
  g_autoptr (Recording) recording = services_dup_recording (exchange->services, &deezer_provider, index);
  g_autofree char *id = deezer_make_id (index);
  g_autofree char *shop = spelling_shop_title (recording);
  g_autofree char *version = NULL;
  g_autofree char *start = spelling_split (recording->title, &version);
  g_autofree char *base = NULL;

  /* "Title (feat. B) [Live]" is the short title and the version here. */
  if (version != NULL && shop[strlen (shop) - 1] == ']')
    shop[strlen (shop) - 1] = ')', *strrchr (shop, '[') = '(';
  base = version != NULL ? g_strchomp (g_strndup (shop, (gsize) (strrchr (shop, '(') - shop))) : g_strdup (shop);

  writer_begin_object (writer, NULL);
  writer_int (writer, "id", g_ascii_strtoll (id, NULL, 10));
  if (shape != SHAPE_CHART)
    writer_bool (writer, "readable", !(odd & ODD_UNPLAYABLE));
  writer_string (writer, "title", shop);
  if (shape != SHAPE_FAVOURITE)
    {
      writer_string (writer, "title_short", base);
      if (version != NULL)
        writer_format (writer, "title_version", "(%s)", version);
      else
        writer_string (writer, "title_version", "");
    }
  if (shape == SHAPE_WHOLE && recording->isrc != NULL && !(odd & ODD_NO_ISRC))
    writer_string (writer, "isrc", recording->isrc);
  if (shape != SHAPE_FAVOURITE || index % 2 == 0)
    writer_format (writer, "link", "https://www.deezer.com/track/%s", id);
  if (shape == SHAPE_WHOLE)
    writer_format (writer, "share", "https://www.deezer.com/track/%s?utm_source=deezer&utm_content=track-%s&utm_medium=web", id, id);
  writer_int (writer, "duration", (recording->duration + 500) / 1000);
  if (index % 5 == 0)
    writer_format (writer, "rank", "%u", 900000 - index % 800000);
  else
    writer_int (writer, "rank", 900000 - index % 800000);
  writer_bool (writer, "explicit_lyrics", recording->is_explicit);
  writer_int (writer, "explicit_content_lyrics", recording->is_explicit);
  writer_int (writer, "explicit_content_cover", 0);
  if (shape != SHAPE_FAVOURITE && (odd & ODD_UNPLAYABLE))
    writer_string (writer, "preview", "");
  else if (shape != SHAPE_FAVOURITE)
    write_preview (exchange, writer, index);
  if (shape == SHAPE_WHOLE)
    {
      writer_int (writer, "track_position", recording->position);
      writer_int (writer, "disk_number", 1);
      writer_string (writer, "release_date", *recording->date != '\0' ? recording->date : "0000-00-00");
      writer_int (writer, "bpm", 0);
      writer_int (writer, "gain", -9);
      writer_begin_array (writer, "available_countries");
      writer_string (writer, NULL, "DE");
      writer_end_array (writer);
      writer_begin_array (writer, "contributors");
      for (guint i = 0; recording->artists[i] != NULL; i++)
        write_artist (exchange, writer, NULL, recording->artists[i], i < spelling_count_leads (recording) ? "Main" : "Featured");
      writer_end_array (writer);
    }
  write_artist (exchange, writer, "artist", recording->artists[0], NULL);
  write_album (exchange, writer, recording, odd, shape);
  writer_string (writer, "type", "track");
}

static guint32
choose_odd (Call   *call,
            guint32 index)
{
  Library *library = services_get_library (call->exchange->services, &deezer_provider, call->person);

  return library_get_odd (library, index);
}

/* What ends a list: its total, and where more of it is. */
static void
end_list (Call       *call,
          Writer     *writer,
          const Page *page,
          const char *query)
{
  writer_end_array (writer);
  if (call->grant != NULL)
    writer_format (writer, "checksum", "%032x", (guint) page->total);
  writer_int (writer, "total", page->total);
  if (page->offset > 0)
    writer_format (writer, "prev", "%s%s?%slimit=%d&index=%d", call->exchange->prefix, call->exchange->path, query,
                   (int) page->limit, (int) MAX (page->offset - page->limit, 0));
  if (page_has_next (page))
    writer_format (writer, "next", "%s%s?%slimit=%d&index=%d", call->exchange->prefix, call->exchange->path, query,
                   (int) page->limit, (int) (page->offset + page->limit));
  writer_end_object (writer);
}

static Writer *
begin_list (void)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "data");
  return writer;
}

static gboolean
read_page (Call  *call,
           Page  *page,
           gint64 fallback)
{
  page->limit = get_number (call, "limit", fallback, 1, 100);
  page->offset = page->limit > 0 ? get_number (call, "index", 0, 0, G_MAXINT32) : -1;
  return page->offset >= 0;
}

static void
answer_search (Call *call)
{
  Exchange        *exchange = call->exchange;
  const char      *q = params_get (exchange->query, "q");
  g_autofree char *query = g_strdup (q);
  g_autofree char *title = NULL;
  g_autofree char *artist = NULL;
  g_autofree char *album = NULL;
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GArray) found = NULL;
  Page    page;
  Writer *writer;

  if (q == NULL)
    {
      reply_error (exchange, "MissingParameterException", "Missing parameters: q", 501);
      return;
    }
  if (!read_page (call, &page, 25))
    return;
  title = endpoint_take_filter (&query, "track");
  artist = endpoint_take_filter (&query, "artist");
  album = endpoint_take_filter (&query, "album");
  least = endpoint_take_filter (&query, "dur_min");
  most = endpoint_take_filter (&query, "dur_max");
  found = services_search (exchange->services, &deezer_provider, *query != '\0' ? query : NULL, title, artist, album);
  page_cut (&page, exchange, *q != '\0' ? found->len : 0, 0);
  writer = begin_list ();
  for (gint64 i = page.first; i < page.last; i++)
    {
      guint32 index = g_array_index (found, guint32, i);

      begin_track (exchange, writer, index, choose_odd (call, index), SHAPE_FOUND);
      writer_end_object (writer);
    }
  escaped = g_uri_escape_string (q, NULL, FALSE);
  again = g_strdup_printf ("q=%s&", escaped);
  end_list (call, writer, &page, again);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_track (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *id = call->parts[1];
  g_autoptr (GArray) found = NULL;
  guint32 index;
  Writer *writer;

  if (g_str_has_prefix (id, "isrc:"))
    {
      const char *isrc = id + strlen ("isrc:");

      /* Upper case, without hyphens, or it is not found. */
      found = services_search_isrc (exchange->services, &deezer_provider, strspn (isrc, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == 12 ? isrc : "");
      if (found->len == 0)
        {
          reply_no_data (exchange);
          return;
        }
      index = g_array_index (found, guint32, 0);
    }
  else if (!services_find_recording (exchange->services, &deezer_provider, id, &index))
    {
      reply_no_data (exchange);
      return;
    }
  writer = writer_new ();
  begin_track (exchange, writer, index, choose_odd (call, index), SHAPE_WHOLE);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_chart (Call *call)
{
  Exchange *exchange = call->exchange;
  Page      page;
  Writer   *writer;
  guint32   index = 0;

  if (!read_page (call, &page, 10))
    return;
  page_cut (&page, exchange, CHART_LENGTH, 0);
  writer = begin_list ();
  for (gint64 i = 0; i < page.last; i++, index++)
    {
      while (!services_knows (exchange->services, &deezer_provider, index))
        index++;
      if (i < page.first)
        continue;
      begin_track (exchange, writer, index, choose_odd (call, index), SHAPE_CHART);
      writer_int (writer, "position", i + 1);
      writer_end_object (writer);
    }
  end_list (call, writer, &page, "");
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_infos (Call *call)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_string (writer, "country_iso", "DE");
  writer_string (writer, "country", "Germany");
  writer_bool (writer, "open", TRUE);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_me (Call *call)
{
  const Person *person = services_get_person (call->person);
  gint64        id = catalogue_number (call->person, 'u');
  Writer       *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_int (writer, "id", id);
  writer_string (writer, "name", person->name != NULL ? person->name : "");
  writer_string (writer, "lastname", "");
  writer_string (writer, "firstname", "");
  if (grant_has_scope (call->grant, "email"))
    writer_string (writer, "email", person->email);
  writer_int (writer, "status", 0);
  writer_string (writer, "country", "DE");
  writer_string (writer, "lang", "DE");
  writer_format (writer, "link", "https://www.deezer.com/profile/%" G_GINT64_FORMAT, id);
  writer_format (writer, "picture", "https://" API_HOST "/user/%" G_GINT64_FORMAT "/image", id);
  write_images (call->exchange, writer, "picture", person->key, person->name == NULL);
  writer_format (writer, "tracklist", "https://" API_HOST "/user/%" G_GINT64_FORMAT "/flow", id);
  writer_string (writer, "type", "user");
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_history (Call *call)
{
  Page    page;
  Writer *writer;

  if (!read_page (call, &page, 50))
    return;
  page_cut (&page, call->exchange, library_get_n_plays (call->library), 0);
  writer = begin_list ();
  for (gint64 i = page.first; i < page.last; i++)
    {
      const Entry *play = library_get_play (call->library, (guint) i);

      begin_track (call->exchange, writer, play->index, library_get_odd (call->library, play->index), SHAPE_FOUND);
      writer_int (writer, "timestamp", play->at / 1000);
      writer_end_object (writer);
    }
  end_list (call, writer, &page, "");
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_favourites (Call *call)
{
  Page    page;
  Writer *writer;

  if (!read_page (call, &page, 25))
    return;
  page_cut (&page, call->exchange, library_get_n_likes (call->library), library_get_total_error (call->library));
  writer = begin_list ();
  for (gint64 i = page.first; i < page.last; i++)
    {
      const Entry *like = library_get_like (call->library, (guint) i);

      begin_track (call->exchange, writer, like->index, library_get_odd (call->library, like->index), SHAPE_FAVOURITE);
      writer_int (writer, "time_add", like->at / 1000);
      writer_end_object (writer);
    }
  end_list (call, writer, &page, "");
  exchange_reply_json (call->exchange, 200, writer);
}

/* A profile that is public; the others' are not. */
static void
answer_public_favourites (Call *call)
{
  guint64 person;

  if (!catalogue_parse_number (call->parts[1], 'u', &person) || person >= services_get_n_people ())
    reply_no_data (call->exchange);
  else if (person != 0)
    reply_error (call->exchange, "OAuthException", "You do not have the permission to do this", 200);
  else
    {
      call_set_person (call, &deezer_provider, (guint) person);
      answer_favourites (call);
    }
}

static void
answer_change (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *id = params_get (exchange->query, "track_id");
  guint32     index;

  if (id == NULL)
    {
      reply_error (exchange, "MissingParameterException", "Missing parameters: track_id", 501);
      return;
    }
  if (!services_find_recording (exchange->services, &deezer_provider, id, &index))
    {
      reply_no_data (exchange);
      return;
    }
  if (g_str_equal (exchange->method, "POST"))
    library_like (call->library, index, services_get_now_msec (exchange->services));
  else
    library_unlike (call->library, index);
  exchange_reply_text (exchange, 200, "application/json; charset=utf-8", "true");
}

static void
answer_permissions (Call *call)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "permissions");
  for (const Scope *scope = perms; scope->name != NULL; scope++)
    writer_bool (writer, scope->name, grant_has_scope (call->grant, scope->name));
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

/* Those below /user/me need a token. */
static const Endpoint endpoints[] = {
  { "GET", "/search", NULL, PARAMS ("q", "limit", "index", "order", "strict"), answer_search },
  { "GET", "/search/track", NULL, PARAMS ("q", "limit", "index", "order", "strict"), answer_search },
  { "GET", "/track/*", NULL, PARAMS (), answer_track },
  { "GET", "/chart/*/tracks", NULL, PARAMS ("limit", "index"), answer_chart },
  { "GET", "/infos", NULL, PARAMS (), answer_infos },
  { "GET", "/user/me", "basic_access", PARAMS ("access_token"), answer_me },
  { "GET", "/user/me/permissions", "basic_access", PARAMS ("access_token"), answer_permissions },
  { "GET", "/user/me/history", "listening_history", PARAMS ("access_token", "limit", "index"), answer_history },
  { "GET", "/user/me/tracks", "basic_access", PARAMS ("access_token", "limit", "index"), answer_favourites },
  { "POST", "/user/me/tracks", "manage_library", PARAMS ("access_token", "track_id"), answer_change },
  { "DELETE", "/user/me/tracks", "delete_library", PARAMS ("access_token", "track_id"), answer_change },
  { "GET", "/user/*/tracks", NULL, PARAMS ("limit", "index"), answer_public_favourites },
};

static void
handle_api (Exchange *exchange)
{
  Services        *services = exchange->services;
  const char      *token = params_get (exchange->query, "access_token");
  const Endpoint  *endpoint;
  const char      *wrong;
  g_autofree char *message = NULL;
  g_auto (GStrv) parts = NULL;
  Call call = { .exchange = exchange };

  if (exchange_get_header (exchange, "User-Agent") == NULL)
    {
      exchange_reply_text (exchange, 403, "text/html", "Forbidden\n");
      return;
    }
  if (!rates_take (services, "deezer", 50, 5000, NULL))
    {
      reply_error (exchange, "Exception", "Quota limit exceeded", 4);
      return;
    }
  if (endpoint_find (endpoints, G_N_ELEMENTS (endpoints), exchange, &endpoint, &parts) != FOUND_IT)
    {
      exchange_reply_text (exchange, 404, "application/json; charset=utf-8", "{\"error\":\"Not Found\"}");
      return;
    }
  call.parts = parts;
  wrong = endpoint_find_wrong (endpoint, exchange);
  if (wrong != NULL)
    {
      message = g_strdup_printf ("Wrong parameter: %s", wrong);
      reply_error (exchange, "ParameterException", message, 500);
      return;
    }
  if (endpoint->scope != NULL)
    {
      if (token == NULL)
        {
          reply_error (exchange, "OAuthException", "An active access token must be used to query information about the current user", 200);
          return;
        }
      if (oauth_check_token (services_get_oauth (services, &deezer_provider), exchange, token, &call.grant) != OAUTH_FINE)
        {
          reply_error (exchange, "OAuthException", "Invalid OAuth access token.", 300);
          return;
        }
      if (!grant_has_scope (call.grant, endpoint->scope))
        {
          message = g_strdup_printf ("The permission %s is needed", endpoint->scope);
          reply_error (exchange, "OAuthException", message, 200);
          return;
        }
      call_set_person (&call, &deezer_provider, call.grant->person);
    }
  endpoint->answer (&call);
}

static void
deezer_handle (Exchange *exchange)
{
  OAuth *oauth = services_get_oauth (exchange->services, &deezer_provider);

  if (g_str_equal (exchange->host, API_HOST))
    handle_api (exchange);
  else if (g_str_equal (exchange->host, PREVIEW_HOST) && g_str_equal (exchange->method, "GET"))
    handle_preview (exchange);
  else if (g_str_equal (exchange->host, "connect.deezer.com") && g_str_equal (exchange->path, "/oauth/auth.php"))
    oauth_handle_authorize (oauth, exchange);
  else if (g_str_equal (exchange->host, "connect.deezer.com") && exchange_is (exchange, "GET", "/oauth/access_token.php"))
    oauth_handle_old_token (oauth, exchange);
  else
    exchange_reply_text (exchange, 404, "text/plain", "Not found\n");
}

const Provider deezer_provider = {
  .id = "deezer",
  .name = "Deezer",
  .hosts = (const char *const[]){ API_HOST, "connect.deezer.com", PREVIEW_HOST, NULL },
  .place = 2,
  .make_id = deezer_make_id,
  .parse_id = deezer_parse_id,
  .link = "https://www.deezer.com/track/{id}",
  .redirect = "http://127.0.0.1:41234/callback",
  .new_oauth = deezer_new_oauth,
  .handle = deezer_handle,
  .fail = deezer_fail,
};
