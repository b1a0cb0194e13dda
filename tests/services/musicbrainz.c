/* musicbrainz.c: MusicBrainz and the Cover Art Archive
 *
 * One request a second, and none from a program that does not say what it is
 * and whom to write to.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "musicbrainz.h"

#include <string.h>

#include "art.h"
#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "rates.h"
#include "spelling.h"

#define HOST "musicbrainz.org"
#define COVER_HOST "coverartarchive.org"
#define ARCHIVE_HOST "archive.org"
#define STORE_HOST "ia801504.us.archive.org"
#define HELP "For usage, please see: https://musicbrainz.org/development/mmd"
#define FREE_STREAMING "7e41ef12-a124-4324-afdb-fdbae687a89c"
#define STREAMING "b5f3058a-666c-406f-aafb-f9249fc7b122"
#define PURCHASE "92777657-504c-4acb-bd33-51a201bd57e1"

gboolean
musicbrainz_check_agent (const char *agent)
{
  const char *contact = agent != NULL ? strchr (agent, '(') : NULL;

  return contact != NULL && contact > agent && strchr (agent, '/') != NULL && strchr (agent, '/') < contact &&
         (strstr (contact, "://") != NULL || strchr (contact, '@') != NULL) && strchr (contact, ')') != NULL;
}

gboolean
musicbrainz_has_cover (guint32 release)
{
  return catalogue_mix (release, 'a') % 7 != 0;
}

static void
clear_page (gpointer data)
{
  g_free (((KnownPage *) data)->url);
}

GArray *
musicbrainz_list_pages (Services *services,
                        guint32   index)
{
  static const char *const free_ones[] = { "spotify", "deezer", "youtube", NULL };
  GArray                  *pages = g_array_new (FALSE, FALSE, sizeof (KnownPage));

  g_array_set_clear_func (pages, clear_page);
  if (index % 3 == 2)
    return pages;
  for (const Provider *const *all = services_list_providers (); *all != NULL; all++)
    {
      KnownPage page;

      if ((*all)->link == NULL || (*all)->make_id == NULL || g_str_equal ((*all)->id, "itunes") || !services_knows (services, *all, index))
        continue;
      page.url = services_dup_link (*all, index);
      page.is_free = g_strv_contains (free_ones, (*all)->id);
      g_array_append_val (pages, page);
    }
  return pages;
}

static void
reply_error (Exchange   *exchange,
             guint       status,
             const char *error)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_string (writer, "error", error);
  writer_string (writer, "help", HELP);
  writer_end_object (writer);
  exchange_reply_json (exchange, status, writer);
}

static gboolean
musicbrainz_fail (Exchange   *exchange,
                  const char *kind)
{
  if (g_strcmp0 (exchange->host, HOST) != 0)
    return FALSE;
  if (g_str_equal (kind, "404"))
    reply_error (exchange, 404, "Not Found");
  else if (g_str_equal (kind, "503") || g_str_has_prefix (kind, "429"))
    reply_error (exchange, 503, "Your requests are exceeding the allowable rate limit. Please see http://wiki.musicbrainz.org/XMLWebService for more information.");
  else
    return FALSE;
  return TRUE;
}

static gboolean
wants (Call       *call,
       const char *what)
{
  const char *inc = params_get (call->exchange->query, "inc");
  g_auto (GStrv) parts = g_strsplit_set (inc != NULL ? inc : "", "+ ", -1);

  return g_strv_contains ((const char *const *) parts, what);
}

/* FALSE after an error was answered. */
static gboolean
check_inc (Call       *call,
           const char *resource)
{
  static const char *const known[] = { "artist-credits", "artists", "releases", "isrcs", "url-rels", "recording-rels", "" };
  const char              *inc = params_get (call->exchange->query, "inc");
  g_auto (GStrv) parts = g_strsplit_set (inc != NULL ? inc : "", "+ ", -1);
  g_autofree char *error = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      gboolean fine = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (known); j++)
        fine = fine || g_str_equal (known[j], parts[i]);
      if (fine)
        continue;
      error = g_strdup_printf ("%s is not a valid inc parameter for the %s resource.", parts[i], resource);
      reply_error (call->exchange, 400, error);
      return FALSE;
    }
  return TRUE;
}

static void
write_credit (Writer          *writer,
              const Recording *recording)
{
  guint leads = spelling_count_leads (recording);
  guint all = g_strv_length (recording->artists);

  writer_begin_array (writer, "artist-credit");
  for (guint i = 0; i < all; i++)
    {
      const char      *name = recording->artists[i];
      g_autofree char *id = catalogue_uuid (g_str_hash (name), 'x');
      const char      *join = i + 1 == all ? "" : i + 1 == leads ? " feat. "
                                              : i + 1 < leads    ? " / "
                                              : i + 2 == all     ? " & "
                                                                 : ", ";

      writer_begin_object (writer, NULL);
      writer_string (writer, "name", name);
      writer_string (writer, "joinphrase", join);
      writer_begin_object (writer, "artist");
      writer_string (writer, "id", id);
      writer_string (writer, "name", name);
      writer_string (writer, "sort-name", name);
      writer_string (writer, "disambiguation", "");
      writer_null (writer, "country");
      writer_null (writer, "type");
      writer_null (writer, "type-id");
      writer_end_object (writer);
      writer_end_object (writer);
    }
  writer_end_array (writer);
}

static void
write_relation (Writer     *writer,
                const char *type,
                const char *type_id,
                const char *url,
                gboolean    ended)
{
  g_autofree char *id = catalogue_uuid (g_str_hash (url), 'u');

  writer_begin_object (writer, NULL);
  writer_string (writer, "type", type);
  writer_string (writer, "type-id", type_id);
  writer_string (writer, "target-type", "url");
  writer_string (writer, "direction", "forward");
  writer_begin_object (writer, "url");
  writer_string (writer, "id", id);
  writer_string (writer, "resource", url);
  writer_end_object (writer);
  writer_begin_array (writer, "attributes");
  writer_end_array (writer);
  writer_null (writer, "begin");
  writer_null (writer, "end");
  writer_bool (writer, "ended", ended);
  writer_string (writer, "source-credit", "");
  writer_string (writer, "target-credit", "");
  writer_end_object (writer);
}

static void
write_relations (Call   *call,
                 Writer *writer,
                 guint32 index)
{
  g_autoptr (GArray) pages = musicbrainz_list_pages (call->exchange->services, index);

  writer_begin_array (writer, "relations");
  for (guint i = 0; i < pages->len; i++)
    {
      const KnownPage *page = &g_array_index (pages, KnownPage, i);

      write_relation (writer, page->is_free ? "free streaming" : "streaming", page->is_free ? FREE_STREAMING : STREAMING, page->url, FALSE);
      if (strstr (page->url, "music.apple.com") != NULL)
        write_relation (writer, "purchase for download", PURCHASE, page->url, FALSE);
    }
  if (index % 4 == 0)
    write_relation (writer, "free streaming", FREE_STREAMING, "https://www.deezer.com/track/1", TRUE);
  writer_end_array (writer);
}

/* An object that is left open. */
static void
begin_recording (Call            *call,
                 Writer          *writer,
                 const Recording *recording)
{
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", recording->mbid);
  writer_string (writer, "title", recording->title);
  if (recording->index % 17 == 3)
    writer_null (writer, "length");
  else
    writer_int (writer, "length", recording->duration);
  writer_string (writer, "disambiguation", "");
  writer_bool (writer, "video", FALSE);
  if (*recording->date != '\0')
    writer_string (writer, "first-release-date", recording->date);
}

static void
write_releases (Writer          *writer,
                const Recording *recording)
{
  writer_begin_array (writer, "releases");
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", recording->release_mbid);
  writer_string (writer, "title", recording->album);
  writer_string (writer, "status", "Official");
  writer_string (writer, "date", recording->date);
  writer_null (writer, "country");
  writer_null (writer, "barcode");
  writer_null (writer, "packaging");
  writer_end_object (writer);
  writer_end_array (writer);
}

static void
write_isrcs (Writer          *writer,
             const Recording *recording)
{
  writer_begin_array (writer, "isrcs");
  for (guint i = 0; recording->isrcs != NULL && recording->isrcs[i] != NULL; i++)
    writer_string (writer, NULL, recording->isrcs[i]);
  writer_end_array (writer);
}

static void
write_recording (Call   *call,
                 Writer *writer,
                 guint32 index)
{
  g_autoptr (Recording) recording = catalogue_dup (call->exchange->services->catalogue, index);

  begin_recording (call, writer, recording);
  if (wants (call, "artist-credits"))
    write_credit (writer, recording);
  if (wants (call, "releases"))
    write_releases (writer, recording);
  if (wants (call, "isrcs"))
    write_isrcs (writer, recording);
  if (wants (call, "url-rels"))
    write_relations (call, writer, index);
  writer_end_object (writer);
}

/* The indices of FOUND, but each recording once: releases share them. */
static void
keep_once (Services *services,
           GArray   *found)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint kept = 0;

  for (guint i = 0; i < found->len && kept < 1000; i++)
    {
      guint32 index = g_array_index (found, guint32, i);
      g_autoptr (Recording) recording = catalogue_dup (services->catalogue, index);

      if (g_hash_table_add (seen, g_strdup (recording->mbid)))
        g_array_index (found, guint32, kept++) = index;
    }
  g_array_set_size (found, kept);
}

static void
answer_isrc (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *isrc = call->parts[3];
  g_autoptr (GArray) found = NULL;
  Writer *writer;

  if (!check_inc (call, "isrc"))
    return;
  if (strlen (isrc) != 12 || strspn (isrc, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != 12)
    {
      reply_error (exchange, 400, "Invalid isrc.");
      return;
    }
  found = services_search_isrc (exchange->services, &musicbrainz_provider, isrc);
  keep_once (exchange->services, found);
  if (found->len == 0)
    {
      reply_error (exchange, 404, "Not Found");
      return;
    }
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_string (writer, "isrc", isrc);
  writer_begin_array (writer, "recordings");
  for (guint i = 0; i < found->len; i++)
    write_recording (call, writer, g_array_index (found, guint32, i));
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_recording (Call *call)
{
  Services *services = call->exchange->services;
  guint32   index;
  Writer   *writer;

  if (!check_inc (call, "recording"))
    return;
  if (!g_uuid_string_is_valid (call->parts[3]))
    reply_error (call->exchange, 400, "Invalid mbid.");
  else if (!catalogue_find_mbid (services->catalogue, services_get_size (services), call->parts[3], &index) ||
           !services_knows (services, &musicbrainz_provider, index))
    reply_error (call->exchange, 404, "Not Found");
  else
    {
      writer = writer_new ();
      write_recording (call, writer, index);
      exchange_reply_json (call->exchange, 200, writer);
    }
}

/* recording:"…" AND artist:"…", with the signs that Lucene wants escaped. */
static GArray *
search (Services   *services,
        const char *query)
{
  g_autoptr (GString) plain = g_string_new (query);
  g_autofree char *rest = NULL;
  g_autofree char *title = NULL;
  g_autofree char *artist = NULL;
  g_autofree char *release = NULL;
  g_autofree char *isrc = NULL;
  GArray          *found;

  g_string_replace (plain, "\\", "", 0);
  rest = g_strdup (plain->str);
  title = endpoint_take_filter (&rest, "recording");
  artist = endpoint_take_filter (&rest, "artist");
  release = endpoint_take_filter (&rest, "release");
  isrc = endpoint_take_filter (&rest, "isrc");
  g_string_assign (plain, rest);
  g_string_replace (plain, "AND", "", 0);
  g_string_replace (plain, "OR", "", 0);
  g_set_str (&rest, g_strstrip (plain->str));
  if (isrc != NULL)
    found = services_search_isrc (services, &musicbrainz_provider, isrc);
  else
    found = services_search (services, &musicbrainz_provider, *rest != '\0' ? rest : NULL, title, artist, release);
  keep_once (services, found);
  return found;
}

static void
answer_search (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *query = params_get (exchange->query, "query");
  g_autoptr (GArray) found = NULL;
  Page    page;
  Writer *writer;

  page.limit = params_get_number (exchange->query, "limit", 25);
  page.offset = params_get_number (exchange->query, "offset", 0);
  if (query == NULL || *query == '\0' || page.limit < 1 || page.limit > 100 || page.offset < 0)
    {
      reply_error (exchange, 400, "Required parameters are missing or invalid: query, limit (1 to 100), offset");
      return;
    }
  found = search (exchange->services, query);
  page_cut (&page, exchange, found->len, 0);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_string (writer, "created", "2026-11-20T18:00:00.000Z");
  writer_int (writer, "count", page.total);
  writer_int (writer, "offset", page.offset);
  writer_begin_array (writer, "recordings");
  for (gint64 i = page.first; i < page.last; i++)
    {
      g_autoptr (Recording) recording = catalogue_dup (exchange->services->catalogue, g_array_index (found, guint32, i));

      begin_recording (call, writer, recording);
      writer_int (writer, "score", MAX (100 - i, 1));
      write_credit (writer, recording);
      write_releases (writer, recording);
      if (recording->isrcs != NULL)
        write_isrcs (writer, recording);
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* The recording whose page URL is, as MusicBrainz writes such addresses. */
static gboolean
find_page (Services   *services,
           const char *url,
           guint32    *index)
{
  for (const Provider *const *all = services_list_providers (); *all != NULL; all++)
    {
      gsize length = (*all)->link != NULL ? (gsize) (strchr ((*all)->link, '{') - (*all)->link) : 0;

      if (length > 0 && strncmp (url, (*all)->link, length) == 0 && (*all)->parse_id != NULL &&
          services_find_recording (services, *all, url + length, index))
        return services_knows (services, &musicbrainz_provider, *index) && *index % 3 != 2;
    }
  return FALSE;
}

static void
write_url (Call       *call,
           Writer     *writer,
           const char *url,
           guint32     index)
{
  g_autofree char *id = catalogue_uuid (g_str_hash (url), 'u');

  writer_begin_object (writer, NULL);
  writer_string (writer, "id", id);
  writer_string (writer, "resource", url);
  writer_begin_array (writer, "relations");
  if (wants (call, "recording-rels"))
    {
      writer_begin_object (writer, NULL);
      writer_string (writer, "type", "free streaming");
      writer_string (writer, "type-id", FREE_STREAMING);
      writer_string (writer, "target-type", "recording");
      writer_string (writer, "direction", "backward");
      writer_bool (writer, "ended", FALSE);
      writer_begin_object (writer, "recording");
      {
        g_autoptr (Recording) recording = catalogue_dup (call->exchange->services->catalogue, index);

        writer_string (writer, "id", recording->mbid);
        writer_string (writer, "title", recording->title);
        writer_int (writer, "length", recording->duration);
        writer_string (writer, "disambiguation", "");
        writer_bool (writer, "video", FALSE);
      }
      writer_end_object (writer);
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_end_object (writer);
}

/* The only place where a parameter may come more than once. */
static void
answer_url (Call *call)
{
  Exchange     *exchange = call->exchange;
  const Params *query = exchange->query;
  g_autoptr (GPtrArray) urls = g_ptr_array_new ();
  Writer *writer = writer_new ();
  guint   count = 0;

  for (guint i = 0; i < params_get_length (query); i++)
    if (g_str_equal (params_get_name (query, i), "resource"))
      g_ptr_array_add (urls, (gpointer) params_get_value (query, i));
  if (urls->len != 1)
    {
      writer_begin_object (writer, NULL);
      writer_begin_array (writer, "urls");
    }
  for (guint i = 0; i < urls->len; i++)
    {
      guint32 index;

      if (!find_page (exchange->services, g_ptr_array_index (urls, i), &index))
        continue;
      write_url (call, writer, g_ptr_array_index (urls, i), index);
      count++;
    }
  if (urls->len != 1)
    {
      writer_end_array (writer);
      writer_int (writer, "url-count", count);
      writer_int (writer, "url-offset", 0);
      writer_end_object (writer);
    }
  exchange_reply_json (exchange, 200, writer);
  if (urls->len == 0 || urls->len > 100)
    reply_error (exchange, 400, "Please provide 1 to 100 resources.");
  else if (count == 0)
    reply_error (exchange, 404, "Not Found");
}

#define MORE "inc", "fmt"

static const Endpoint endpoints[] = {
  { "GET", "/ws/2/isrc/*", NULL, PARAMS (MORE), answer_isrc },
  { "GET", "/ws/2/recording", NULL, PARAMS ("query", "limit", "offset", "dismax", MORE), answer_search },
  { "GET", "/ws/2/recording/*", NULL, PARAMS (MORE), answer_recording },
  { "GET", "/ws/2/url", NULL, PARAMS ("resource", MORE), answer_url },
};

static void
handle_api (Exchange *exchange)
{
  const Endpoint  *endpoint;
  const char      *accept = exchange_get_header (exchange, "Accept");
  const char      *wrong;
  g_autofree char *error = NULL;
  g_auto (GStrv) parts = NULL;
  Found found = endpoint_find (endpoints, G_N_ELEMENTS (endpoints), exchange, &endpoint, &parts);
  Call  call = { .exchange = exchange, .parts = parts };

  if (!musicbrainz_check_agent (exchange_get_header (exchange, "User-Agent")))
    reply_error (exchange, 403, "Your User-Agent must name the application and a contact.");
  else if (!rates_draw (exchange->services, "musicbrainz", 1, 1, 1.2, NULL))
    musicbrainz_fail (exchange, "503");
  else if (found != FOUND_IT)
    reply_error (exchange, 404, "Not Found");
  else if ((wrong = params_find_unknown (exchange->query, endpoint->params)) != NULL)
    {
      error = g_strdup_printf ("%s is not a valid parameter.", wrong);
      reply_error (exchange, 400, error);
    }
  else if (g_strcmp0 (params_get (exchange->query, "fmt"), "json") != 0 && (accept == NULL || strstr (accept, "application/json") == NULL))
    exchange_reply_text (exchange, 200, "application/xml; charset=UTF-8", "<?xml version=\"1.0\"?><metadata xmlns=\"http://musicbrainz.org/ns/mmd-2.0#\"/>\n");
  else
    endpoint->answer (&call);
}

static void
write_images (Exchange   *exchange,
              const char *mbid,
              guint32     release)
{
  static const struct
  {
    const char *name;
    const char *size;
  } thumbnails[] = { { "250", "250" }, { "500", "500" }, { "1200", "1200" }, { "small", "250" }, { "large", "500" } };
  gint64           id = catalogue_number (release, 'c');
  g_autofree char *base = g_strdup_printf ("%s/release/%s/%" G_GINT64_FORMAT, exchange->prefix, mbid, id);
  Writer          *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_array (writer, "images");
  writer_begin_object (writer, NULL);
  writer_int (writer, "id", id);
  writer_begin_array (writer, "types");
  writer_string (writer, NULL, "Front");
  writer_end_array (writer);
  writer_bool (writer, "front", TRUE);
  writer_bool (writer, "back", FALSE);
  writer_bool (writer, "approved", TRUE);
  writer_int (writer, "edit", 17462565);
  writer_string (writer, "comment", "");
  writer_format (writer, "image", "%s.jpg", base);
  writer_begin_object (writer, "thumbnails");
  for (guint i = 0; i < G_N_ELEMENTS (thumbnails); i++)
    writer_format (writer, thumbnails[i].name, "%s-%s.jpg", base, thumbnails[i].size);
  writer_end_object (writer);
  writer_end_object (writer);
  writer_end_array (writer);
  writer_format (writer, "release", "https://musicbrainz.org/release/%s", mbid);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* /release/MBID, and /release/MBID/front-250 or …/ID-250.jpg, which move twice. */
static void
handle_covers (Exchange *exchange)
{
  g_auto (GStrv) parts = g_strsplit (exchange->path + 1, "/", -1);
  guint            length = g_strv_length (parts);
  g_autofree char *location = NULL;
  const char      *size;
  guint32          release;

  if (length < 2 || length > 3 || !g_str_equal (parts[0], "release") ||
      !catalogue_find_release (exchange->services->catalogue, parts[1], &release) || !musicbrainz_has_cover (release))
    {
      exchange_reply_text (exchange, 404, "text/html", "<title>404 Not Found</title><p>No cover art found for release</p>\n");
      return;
    }
  if (length == 2)
    {
      write_images (exchange, parts[1], release);
      return;
    }
  size = strrchr (parts[2], '-');
  location = g_strdup_printf ("%s/musicbrainz/" ARCHIVE_HOST "/download/mbid-%s/%s.jpg", exchange->services->base, parts[1],
                              size != NULL ? size + 1 : "1200");
  exchange_reply_redirect (exchange, 307, location);
}

static void
handle_archive (Exchange *exchange)
{
  g_autofree char *location = NULL;
  g_autoptr (GBytes) picture = NULL;
  g_autofree char *name = NULL;

  if (g_str_equal (exchange->host, ARCHIVE_HOST))
    {
      location = g_strdup_printf ("%s/musicbrainz/" STORE_HOST "%s", exchange->services->base, exchange->path);
      exchange_reply_redirect (exchange, 302, location);
      return;
    }
  name = g_path_get_dirname (exchange->path);
  picture = art_draw_cover (name, CLAMP ((int) g_ascii_strtoll (strrchr (exchange->path, '/') + 1, NULL, 10), 16, 1200));
  exchange_reply (exchange, 200, "image/png", picture);
}

static void
musicbrainz_handle (Exchange *exchange)
{
  if (!g_str_equal (exchange->method, "GET"))
    exchange_reply_empty (exchange, 405);
  else if (g_str_equal (exchange->host, HOST))
    handle_api (exchange);
  else if (g_str_equal (exchange->host, COVER_HOST))
    handle_covers (exchange);
  else
    handle_archive (exchange);
}

const Provider musicbrainz_provider = {
  .id = "musicbrainz",
  .name = "MusicBrainz",
  .hosts = (const char *const[]){ HOST, COVER_HOST, ARCHIVE_HOST, STORE_HOST, NULL },
  .place = 6,
  .handle = musicbrainz_handle,
  .fail = musicbrainz_fail,
};
