/* itunes.c: what Apple gives without a key: iTunes Search, Lookup and the charts
 *
 * Who asks more than twenty times a minute gets an empty 403.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "itunes.h"

#include <stdlib.h>
#include <string.h>

#include "art.h"
#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "rates.h"
#include "spelling.h"

#define AUDIO_HOST "audio-ssl.itunes.apple.com"
#define CHART_LENGTH 100

void
apple_song_free (AppleSong *self)
{
  recording_free (self->recording);
  g_free (self->id);
  g_free (self->album_id);
  g_free (self->name);
  g_free (self->artist);
  g_free (self->album);
  g_free (self->url);
  g_free (self->artwork);
  g_free (self->preview);
  g_free (self);
}

char *
apple_make_id (guint32 index)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, catalogue_number (index, 'p'));
}

gboolean
apple_parse_id (const char *id,
                guint64    *index)
{
  return catalogue_parse_number (id, 'p', index);
}

/* Lower case letters and digits with hyphens, "song" when there are none. */
static char *
make_slug (const char *text)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  GString         *slug = g_string_new (NULL);

  for (const char *p = ascii; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (slug, g_ascii_tolower (*p));
    else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
      g_string_append_c (slug, '-');
  if (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  if (slug->len == 0)
    g_string_append (slug, "song");
  return g_string_free_and_steal (slug);
}

AppleSong *
apple_song_new (Services *services,
                guint32   index)
{
  AppleSong       *self = g_new0 (AppleSong, 1);
  Recording       *recording = services_dup_recording (services, &itunes_provider, index);
  g_autofree char *album = spelling_straighten (recording->album);
  g_autofree char *slug = make_slug (recording->title);

  self->recording = recording;
  self->id = apple_make_id (index);
  self->album_id = g_strdup_printf ("%" G_GINT64_FORMAT, catalogue_number (recording->release, 'q'));
  self->name = spelling_shop_title (recording);
  self->artist = spelling_join (recording->artists, 0, spelling_count_leads (recording));
  self->album = recording->release_length < 4 ? g_strconcat (album, " - Single", NULL) : g_steal_pointer (&album);
  self->url = g_strdup_printf ("https://music.apple.com/de/album/%s/%s?i=%s", slug, self->album_id, self->id);
  self->artwork = g_strdup_printf ("%s/itunes/image/%016" G_GINT64_MODIFIER "x/", services->base, catalogue_mix (recording->release, 'i'));
  self->preview = g_strdup_printf ("%s/itunes/" AUDIO_HOST "/itunes-assets/AudioPreview/v4/%s/mzaf_%s.plus.aac.p.m4a", services->base, self->id, self->id);
  return self;
}

guint32
apple_get_chart_entry (Services *services,
                       guint     position)
{
  guint32 index = 0;

  for (guint i = 0;; index++)
    if (services_knows (services, &itunes_provider, index) && i++ == position)
      return index;
}

static gboolean
itunes_fail (Exchange   *exchange,
             const char *kind)
{
  if (g_str_has_prefix (kind, "403"))
    exchange_reply_empty (exchange, 403);
  else if (g_str_has_prefix (kind, "429"))
    exchange_reply_empty (exchange, 429);
  else
    return FALSE;
  return TRUE;
}

static void
reply_wrong_value (Exchange   *exchange,
                   const char *name)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_format (writer, "errorMessage", "Invalid value(s) for key(s): [%s]", name);
  writer_begin_object (writer, "queryParameters");
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 400, writer);
}

static guint32
choose_odd (Services *services,
            guint32   index)
{
  return library_get_odd (services_get_library (services, &itunes_provider, 0), index);
}

static void
write_song (Services *services,
            Writer   *writer,
            guint32   index)
{
  static const guint sizes[] = { 30, 60, 100 };
  g_autoptr (AppleSong) song = apple_song_new (services, index);
  const Recording *recording = song->recording;
  const char      *explicitness = recording->is_explicit ? "explicit" : "notExplicit";
  guint32          odd = choose_odd (services, index);
  gint64           artist_id = catalogue_number (g_str_hash (song->artist) & 0xffffff, 'n');

  writer_begin_object (writer, NULL);
  writer_string (writer, "wrapperType", "track");
  writer_string (writer, "kind", "song");
  writer_int (writer, "artistId", artist_id);
  writer_int (writer, "collectionId", g_ascii_strtoll (song->album_id, NULL, 10));
  writer_int (writer, "trackId", g_ascii_strtoll (song->id, NULL, 10));
  writer_string (writer, "artistName", song->artist);
  writer_string (writer, "collectionName", song->album);
  writer_string (writer, "trackName", song->name);
  writer_string (writer, "collectionCensoredName", song->album);
  writer_string (writer, "trackCensoredName", song->name);
  writer_format (writer, "artistViewUrl", "https://music.apple.com/de/artist/%" G_GINT64_FORMAT "?uo=4", artist_id);
  writer_format (writer, "collectionViewUrl", "%s&uo=4", song->url);
  writer_format (writer, "trackViewUrl", "%s&uo=4", song->url);
  if (!(odd & ODD_UNPLAYABLE))
    writer_string (writer, "previewUrl", song->preview);
  for (guint i = 0; i < G_N_ELEMENTS (sizes) && !(odd & (ODD_NO_IMAGES | ODD_NULL_IMAGES)); i++)
    {
      g_autofree char *key = g_strdup_printf ("artworkUrl%u", sizes[i]);

      writer_format (writer, key, "%s%ux%ubb.jpg", song->artwork, sizes[i], sizes[i]);
    }
  writer_format (writer, "releaseDate", "%.4s-01-01T12:00:00Z", *recording->date != '\0' ? recording->date : "1970");
  writer_string (writer, "collectionExplicitness", explicitness);
  writer_string (writer, "trackExplicitness", explicitness);
  writer_int (writer, "discCount", 1);
  writer_int (writer, "discNumber", 1);
  writer_int (writer, "trackCount", recording->release_length);
  writer_int (writer, "trackNumber", recording->position);
  if (!(odd & ODD_NO_ISRC))
    writer_int (writer, "trackTimeMillis", recording->duration);
  writer_string (writer, "country", "DEU");
  writer_string (writer, "currency", "EUR");
  writer_string (writer, "primaryGenreName", "Pop");
  writer_bool (writer, "isStreamable", !(odd & ODD_UNPLAYABLE));
  writer_end_object (writer);
}

static void
reply_songs (Exchange *exchange,
             GArray   *indices,
             guint     limit)
{
  Writer *writer = writer_new ();
  guint   count = MIN (indices->len, limit);

  if (faults_strike (exchange, "empty-page", NULL))
    count = 0;
  writer_begin_object (writer, NULL);
  writer_int (writer, "resultCount", count);
  writer_begin_array (writer, "results");
  for (guint i = 0; i < count; i++)
    write_song (exchange->services, writer, g_array_index (indices, guint32, i));
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
  g_set_str (&exchange->content_type, "text/javascript; charset=utf-8");
}

static gboolean
is_country (const char *text)
{
  return strlen (text) == 2 && g_ascii_isalpha (text[0]) && g_ascii_isalpha (text[1]);
}

/* What search and lookup have in common; gives the limit, -1 after an error was answered. */
static gint64
check_query (Call *call)
{
  const Params *query = call->exchange->query;
  const char   *country = params_get (query, "country");
  const char   *media = params_get (query, "media");
  const char   *entity = params_get (query, "entity");
  gint64        limit = params_get_number (query, "limit", 50);
  const char   *wrong = NULL;

  if (country != NULL && !is_country (country))
    wrong = "country";
  else if (media != NULL && !g_str_equal (media, "music"))
    wrong = "media";
  else if (entity != NULL && !g_str_equal (entity, "song"))
    wrong = "entity";
  else if (limit < 1 || limit > 200)
    wrong = "limit";
  if (wrong == NULL)
    return limit;
  reply_wrong_value (call->exchange, wrong);
  return -1;
}

static void
answer_search (Call *call)
{
  const char *term = params_get (call->exchange->query, "term");
  gint64      limit = check_query (call);
  g_autoptr (GArray) found = NULL;

  if (limit < 0)
    return;
  if (term == NULL || *term == '\0')
    found = g_array_new (FALSE, FALSE, sizeof (guint32));
  else
    found = services_search (call->exchange->services, &itunes_provider, term, NULL, NULL, NULL);
  reply_songs (call->exchange, found, (guint) limit);
}

static void
answer_lookup (Call *call)
{
  const char *text = params_get (call->exchange->query, "id");
  gint64      limit = check_query (call);
  g_auto (GStrv) ids = g_strsplit (text != NULL ? text : "", ",", -1);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (guint32));

  if (limit < 0)
    return;
  if (g_strv_length (ids) > 200)
    {
      reply_wrong_value (call->exchange, "id");
      return;
    }
  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint32 index;

      if (services_find_recording (call->exchange->services, &itunes_provider, ids[i], &index))
        g_array_append_val (found, index);
    }
  reply_songs (call->exchange, found, 200);
}

/* /{cc}/rss/topsongs/limit=100/json: names and values wrapped, as in the year it was made. */
static void
answer_old_chart (Call *call)
{
  Services *services = call->exchange->services;
  gint64    limit = g_str_has_prefix (call->parts[3], "limit=") ? g_ascii_strtoll (call->parts[3] + 6, NULL, 10) : 0;
  Writer   *writer;

  if (!is_country (call->parts[0]) || limit < 1 || limit > CHART_LENGTH)
    {
      exchange_reply_text (call->exchange, 400, "text/plain", "Bad Request\n");
      return;
    }
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "feed");
  writer_begin_array (writer, "entry");
  for (guint i = 0; i < limit; i++)
    {
      g_autoptr (AppleSong) song = apple_song_new (services, apple_get_chart_entry (services, i));

      writer_begin_object (writer, NULL);
      writer_begin_object (writer, "im:name");
      writer_string (writer, "label", song->name);
      writer_end_object (writer);
      writer_begin_array (writer, "im:image");
      writer_begin_object (writer, NULL);
      writer_format (writer, "label", "%s170x170bb.jpg", song->artwork);
      writer_end_object (writer);
      writer_end_array (writer);
      writer_begin_object (writer, "im:artist");
      writer_string (writer, "label", song->artist);
      writer_end_object (writer);
      writer_begin_object (writer, "id");
      writer_string (writer, "label", song->url);
      writer_begin_object (writer, "attributes");
      writer_string (writer, "im:id", song->id);
      writer_end_object (writer);
      writer_end_object (writer);
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
write_chart_entry (Writer    *writer,
                   AppleSong *song)
{
  gint64 artist_id = catalogue_number (g_str_hash (song->artist) & 0xffffff, 'n');

  writer_begin_object (writer, NULL);
  writer_string (writer, "artistName", song->artist);
  writer_string (writer, "id", song->id);
  writer_string (writer, "name", song->name);
  writer_string (writer, "releaseDate", song->recording->date);
  writer_string (writer, "kind", "songs");
  writer_format (writer, "artistId", "%" G_GINT64_FORMAT, artist_id);
  writer_format (writer, "artistUrl", "https://music.apple.com/de/artist/%" G_GINT64_FORMAT, artist_id);
  if (song->recording->is_explicit)
    writer_string (writer, "contentAdvisoryRating", "Explict"); /* spelt as Apple does */
  writer_format (writer, "artworkUrl100", "%s100x100bb.jpg", song->artwork);
  writer_begin_array (writer, "genres");
  writer_begin_object (writer, NULL);
  writer_string (writer, "genreId", "34");
  writer_string (writer, "name", "Music");
  writer_string (writer, "url", "https://itunes.apple.com/us/genre/id34");
  writer_end_object (writer);
  writer_end_array (writer);
  writer_string (writer, "url", song->url);
  writer_end_object (writer);
}

static void
answer_chart (Call *call)
{
  static const char *const lengths[] = { "10", "25", "50", "100", NULL };
  Exchange                *exchange = call->exchange;
  const char              *length = call->parts[5];
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (services_get_now (exchange->services));
  g_autofree char *updated = g_date_time_format (now, "%a, %d %b %Y %H:00:00 +0000");
  guint            count;
  Writer          *writer;

  if (!g_strv_contains (lengths, length) || !is_country (call->parts[2]))
    {
      exchange_reply_text (exchange, 500, "text/html", "<html><body>Internal Server Error</body></html>\n");
      return;
    }
  count = faults_strike (exchange, "empty-page", NULL) ? 0 : (guint) atoi (length);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "feed");
  writer_string (writer, "title", "Top Songs");
  writer_format (writer, "id", "https://%s%s", exchange->host, exchange->path);
  writer_string (writer, "copyright", "Copyright © 2026 Apple Inc. All rights reserved.");
  writer_string (writer, "country", call->parts[2]);
  writer_string (writer, "updated", updated);
  writer_begin_array (writer, "results");
  for (guint i = 0; i < count; i++)
    {
      g_autoptr (AppleSong) song = apple_song_new (exchange->services, apple_get_chart_entry (exchange->services, i));

      write_chart_entry (writer, song);
    }
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static const Endpoint searches[] = {
  { "GET", "/search", NULL, PARAMS ("term", "country", "media", "entity", "attribute", "limit", "lang", "version", "explicit"), answer_search },
  { "GET", "/lookup", NULL, PARAMS ("id", "country", "entity", "limit", "lang"), answer_lookup },
  { "GET", "/*/rss/topsongs/*/json", NULL, PARAMS (), answer_old_chart },
};

static const Endpoint charts[] = {
  { "GET", "/api/v2/*/music/most-played/*/songs.json", NULL, PARAMS (), answer_chart },
};

static void
itunes_handle (Exchange *exchange)
{
  gboolean        is_search = g_str_equal (exchange->host, "itunes.apple.com");
  const Endpoint *endpoint;
  const char     *wrong;
  g_auto (GStrv) parts = NULL;
  Found found;
  Call  call = { .exchange = exchange };

  if (g_str_equal (exchange->host, AUDIO_HOST))
    {
      g_autoptr (GBytes) sound = art_play_preview (exchange->path);

      exchange_reply (exchange, 200, "audio/wav", sound);
      return;
    }
  if (exchange_get_header (exchange, "User-Agent") == NULL || (is_search && !rates_take (exchange->services, "itunes", 20, 60000, NULL)))
    {
      exchange_reply_empty (exchange, 403);
      return;
    }
  if (is_search)
    found = endpoint_find (searches, G_N_ELEMENTS (searches), exchange, &endpoint, &parts);
  else
    found = endpoint_find (charts, G_N_ELEMENTS (charts), exchange, &endpoint, &parts);
  if (found != FOUND_IT)
    {
      exchange_reply_text (exchange, 404, "text/html", "<html><body>Not Found</body></html>\n");
      return;
    }
  call.parts = parts;
  wrong = endpoint_find_wrong (endpoint, exchange);
  if (wrong != NULL)
    reply_wrong_value (exchange, wrong);
  else
    endpoint->answer (&call);
}

const Provider itunes_provider = {
  .id = "itunes",
  .name = "iTunes",
  .hosts = (const char *const[]){ "itunes.apple.com", AUDIO_HOST, "rss.marketingtools.apple.com", "rss.applemarketingtools.com", NULL },
  .place = 3,
  .make_id = apple_make_id,
  .parse_id = apple_parse_id,
  .link = "https://music.apple.com/us/song/{id}",
  .handle = itunes_handle,
  .fail = itunes_fail,
};
