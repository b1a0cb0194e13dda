/* listenbrainz.c: ListenBrainz, public to read, with a pasted token to write
 *
 * What the first service played was scrobbled here, so the same plays turn up
 * twice, and the times are whole seconds. Thirty requests in ten seconds.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "listenbrainz.h"

#include <string.h>

#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "log.h"
#include "musicbrainz.h"
#include "rates.h"

#define HOST "api.listenbrainz.org"
#define MOST 1000
#define REQUESTS 30
#define WINDOW 10 /* seconds */
#define CHART_LENGTH 100

static void
reply_error (Exchange   *exchange,
             guint       code,
             const char *error)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_int (writer, "code", code);
  writer_string (writer, "error", error);
  writer_end_object (writer);
  exchange_reply_json (exchange, code, writer);
}

static void
reply_too_many (Exchange *exchange)
{
  reply_error (exchange, 429,
               "You have exceeded your rate limit. See the X-RateLimit-* response headers for more information on your current rate limit.");
}

static gboolean
listenbrainz_fail (Exchange   *exchange,
                   const char *kind)
{
  if (g_str_equal (kind, "401"))
    reply_error (exchange, 401, "Invalid authorization token.");
  else if (g_str_has_prefix (kind, "403"))
    reply_error (exchange, 403, "Insufficient scope");
  else if (g_str_equal (kind, "404"))
    reply_error (exchange, 404, "Cannot find user: nobody");
  else if (g_str_has_prefix (kind, "429"))
    {
      exchange_set_header (exchange, "X-RateLimit-Limit", "30");
      exchange_set_header (exchange, "X-RateLimit-Remaining", "0");
      exchange_set_header (exchange, "X-RateLimit-Reset-In", "2");
      reply_too_many (exchange);
    }
  else if (g_str_equal (kind, "500") || g_str_equal (kind, "503"))
    reply_error (exchange, (guint) g_ascii_strtoull (kind, NULL, 10), "An unknown error occured.");
  else
    return FALSE;
  return TRUE;
}

/* The same until all grants are taken back, as a person gets another on the page. */
static char *
listenbrainz_make_token (Services *services,
                         guint     person)
{
  char *token = catalogue_uuid (services_get_epoch (services, &listenbrainz_provider) * services_get_n_people () + person, 'K');

  log_add_secret (services->log, "user_token", token);
  return token;
}

static gboolean
find_token (Services   *services,
            const char *text,
            guint      *person)
{
  for (guint i = 0; text != NULL && i < services_get_n_people (); i++)
    {
      g_autofree char *token = listenbrainz_make_token (services, i);

      if (!g_str_equal (token, text))
        continue;
      *person = i;
      return TRUE;
    }
  return FALSE;
}

/* Of "Authorization: Token …"; FALSE after a 401 was answered. */
static gboolean
check_token (Call *call)
{
  const char *header = exchange_get_header (call->exchange, "Authorization");
  guint       person;

  if (header == NULL)
    reply_error (call->exchange, 401, "You need to provide an Authorization header.");
  else if (!g_str_has_prefix (header, "Token ") || !find_token (call->exchange->services, header + strlen ("Token "), &person))
    reply_error (call->exchange, 401, "Invalid authorization token.");
  else
    {
      call_set_person (call, &listenbrainz_provider, person);
      return TRUE;
    }
  return FALSE;
}

/* The user that part NUMBER of the path names; FALSE after a 404 was answered. */
static gboolean
check_user (Call *call,
            guint number)
{
  const char      *name = call->parts[number];
  g_autofree char *error = NULL;

  for (guint i = 0; i < services_get_n_people (); i++)
    if (g_str_equal (services_get_person (i)->login, name))
      {
        call_set_person (call, &listenbrainz_provider, i);
        return TRUE;
      }
  error = g_strdup_printf ("Cannot find user: %s", name);
  reply_error (call->exchange, 404, error);
  return FALSE;
}

/* count and offset; FALSE after an error was answered. */
static gboolean
read_page (Call *call,
           Page *page)
{
  page->limit = params_get_number (call->exchange->query, "count", 25);
  page->offset = params_get_number (call->exchange->query, "offset", 0);
  if (page->limit >= 1 && page->limit <= MOST && page->offset >= 0)
    return TRUE;
  reply_error (call->exchange, 400, "'count' must be between 1 and 1000, 'offset' 0 or more");
  return FALSE;
}

static void
answer_validate (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *header = exchange_get_header (exchange, "Authorization");
  const char *token = header != NULL && g_str_has_prefix (header, "Token ") ? header + strlen ("Token ") : params_get (exchange->query, "token");
  guint       person;
  gboolean    valid;
  Writer     *writer;

  if (token == NULL)
    {
      reply_error (exchange, 400, "You need to provide an Authorization token.");
      return;
    }
  valid = find_token (exchange->services, token, &person);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_int (writer, "code", 200);
  writer_string (writer, "message", valid ? "Token valid." : "Token invalid.");
  writer_bool (writer, "valid", valid);
  if (valid)
    writer_string (writer, "user_name", services_get_person (person)->login);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* What MusicBrainz knows about a recording that was played or loved. */
static void
write_mapping (Call            *call,
               Writer          *writer,
               const Recording *recording,
               gboolean         with_links)
{
  g_autoptr (GArray) pages = musicbrainz_list_pages (call->exchange->services, recording->index);

  writer_begin_object (writer, "mbid_mapping");
  writer_string (writer, "recording_mbid", recording->mbid);
  writer_string (writer, "recording_name", recording->title);
  writer_string (writer, "release_mbid", recording->release_mbid);
  writer_begin_array (writer, "artist_mbids");
  for (guint i = 0; recording->artists[i] != NULL; i++)
    {
      g_autofree char *id = catalogue_uuid (g_str_hash (recording->artists[i]), 'x');

      writer_string (writer, NULL, id);
    }
  writer_end_array (writer);
  writer_begin_array (writer, "artists");
  for (guint i = 0; recording->artists[i] != NULL; i++)
    {
      g_autofree char *id = catalogue_uuid (g_str_hash (recording->artists[i]), 'x');

      writer_begin_object (writer, NULL);
      writer_string (writer, "artist_mbid", id);
      writer_string (writer, "artist_credit_name", recording->artists[i]);
      writer_string (writer, "join_phrase", recording->artists[i + 1] != NULL ? ", " : "");
      writer_end_object (writer);
    }
  writer_end_array (writer);
  if (musicbrainz_has_cover (recording->release))
    {
      writer_int (writer, "caa_id", catalogue_number (recording->release, 'c'));
      writer_string (writer, "caa_release_mbid", recording->release_mbid);
    }
  if (with_links && pages->len > 0)
    {
      writer_begin_array (writer, "url_rels");
      for (guint i = 0; i < pages->len; i++)
        {
          writer_begin_object (writer, NULL);
          writer_string (writer, "type", g_array_index (pages, KnownPage, i).is_free ? "free streaming" : "streaming");
          writer_string (writer, "url", g_array_index (pages, KnownPage, i).url);
          writer_end_object (writer);
        }
      writer_end_array (writer);
    }
  writer_end_object (writer);
}

/* Every fifth was not found in MusicBrainz; of the others half say themselves what they are. */
static void
write_metadata (Call    *call,
                Writer  *writer,
                guint32  index,
                gboolean with_mapping)
{
  g_autoptr (Recording) recording = catalogue_dup (call->exchange->services->catalogue, index);
  g_autofree char *msid = catalogue_uuid (index, 'w');

  writer_begin_object (writer, "track_metadata");
  writer_string (writer, "artist_name", recording->credit);
  writer_string (writer, "track_name", recording->title);
  if (index % 7 == 6)
    writer_null (writer, "release_name");
  else
    writer_string (writer, "release_name", recording->album);
  writer_begin_object (writer, "additional_info");
  if (index % 4 != 1)
    writer_int (writer, "duration_ms", recording->duration);
  if (index % 2 == 0)
    writer_string (writer, "recording_mbid", recording->mbid);
  writer_string (writer, "recording_msid", msid);
  writer_string (writer, "submission_client", "Sample Scrobbler");
  writer_end_object (writer);
  if (with_mapping && index % 5 != 1 && services_knows (call->exchange->services, &listenbrainz_provider, index))
    write_mapping (call, writer, recording, TRUE);
  writer_end_object (writer);
}

static void
write_listen (Call        *call,
              Writer      *writer,
              const Entry *play,
              gboolean     playing)
{
  g_autofree char *msid = catalogue_uuid (play->index, 'w');

  writer_begin_object (writer, NULL);
  if (playing)
    {
      writer_bool (writer, "playing_now", TRUE);
    }
  else
    {
      writer_int (writer, "inserted_at", play->at / 1000 + 2);
      writer_int (writer, "listened_at", play->at / 1000);
      writer_string (writer, "recording_msid", msid);
      writer_string (writer, "user_name", services_get_person (call->person)->login);
    }
  write_metadata (call, writer, play->index, !playing);
  writer_end_object (writer);
}

static void
answer_listens (Call *call)
{
  Exchange *exchange = call->exchange;
  gint64    before = params_get_number (exchange->query, "max_ts", G_MAXINT64);
  gint64    after = params_get_number (exchange->query, "min_ts", 0);
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (guint));
  Page    page;
  Writer *writer;
  guint   length;

  if (!check_user (call, 2) || !read_page (call, &page))
    return;
  if (before < 0 || after < 0 || (params_get (exchange->query, "max_ts") != NULL && params_get (exchange->query, "min_ts") != NULL))
    {
      reply_error (exchange, 400, "You may only specify max_ts or min_ts, not both.");
      return;
    }
  length = library_get_n_plays (call->library);
  for (guint i = 0; i < length; i++)
    {
      gint64 at = library_get_play (call->library, i)->at / 1000;

      if (at < before && at > after)
        g_array_append_val (shown, i);
    }
  /* From min_ts on, the oldest are given, still newest first. */
  if (params_get (exchange->query, "min_ts") != NULL && shown->len > page.limit)
    g_array_remove_range (shown, 0, shown->len - (guint) page.limit);
  g_array_set_size (shown, faults_strike (exchange, "empty-page", NULL) ? 0 : MIN (shown->len, (guint) page.limit));

  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "payload");
  writer_int (writer, "count", shown->len);
  writer_string (writer, "user_id", services_get_person (call->person)->login);
  writer_int (writer, "latest_listen_ts", length > 0 ? library_get_play (call->library, 0)->at / 1000 : 0);
  writer_int (writer, "oldest_listen_ts", length > 0 ? library_get_play (call->library, length - 1)->at / 1000 : 0);
  writer_begin_array (writer, "listens");
  for (guint i = 0; i < shown->len; i++)
    write_listen (call, writer, library_get_play (call->library, g_array_index (shown, guint, i)), FALSE);
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_playing_now (Call *call)
{
  gboolean playing;
  Writer  *writer;

  if (!check_user (call, 2))
    return;
  playing = library_get_n_plays (call->library) > 0 &&
            library_get_play (call->library, 0)->at > services_get_now_msec (call->exchange->services) - 180000;
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "payload");
  writer_int (writer, "count", playing);
  writer_string (writer, "user_id", services_get_person (call->person)->login);
  writer_bool (writer, "playing_now", TRUE);
  writer_begin_array (writer, "listens");
  if (playing)
    write_listen (call, writer, library_get_play (call->library, 0), TRUE);
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_feedback (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *score = params_get (exchange->query, "score");
  gboolean    with_metadata = g_strcmp0 (params_get (exchange->query, "metadata"), "true") == 0;
  Page        page;
  Writer     *writer;

  if (!check_user (call, 3) || !read_page (call, &page))
    return;
  if (score != NULL && !g_str_equal (score, "1") && !g_str_equal (score, "-1"))
    {
      reply_error (exchange, 400, "Score can have a value of 1 or -1.");
      return;
    }
  /* Nobody here hates anything. */
  page_cut (&page, exchange, g_strcmp0 (score, "-1") == 0 ? 0 : library_get_n_likes (call->library), library_get_total_error (call->library));
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_int (writer, "count", page.last - page.first);
  writer_int (writer, "total_count", page.total);
  writer_int (writer, "offset", page.offset);
  writer_begin_array (writer, "feedback");
  for (gint64 i = page.first; i < page.last; i++)
    {
      const Entry *like = library_get_like (call->library, (guint) i);
      g_autoptr (Recording) recording = catalogue_dup (exchange->services->catalogue, like->index);
      g_autofree char *msid = catalogue_uuid (like->index, 'w');
      gboolean         unknown = (like->odd & (ODD_NULL_TRACK | ODD_LOCAL_FILE)) != 0;

      writer_begin_object (writer, NULL);
      writer_int (writer, "created", like->at / 1000);
      writer_string (writer, "user_id", services_get_person (call->person)->login);
      writer_string (writer, "recording_mbid", unknown ? NULL : recording->mbid);
      writer_string (writer, "recording_msid", unknown ? msid : NULL);
      writer_int (writer, "score", 1);
      if (!with_metadata || (like->odd & ODD_NULL_TRACK))
        {
          writer_null (writer, "track_metadata");
        }
      else
        {
          writer_begin_object (writer, "track_metadata");
          writer_string (writer, "artist_name", recording->credit);
          writer_string (writer, "track_name", recording->title);
          writer_string (writer, "release_name", recording->album);
          if (!unknown)
            write_mapping (call, writer, recording, FALSE);
          writer_end_object (writer);
        }
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* The recording that was played or loved and is called MSID here. */
static gboolean
find_msid (Call       *call,
           const char *msid,
           guint32    *index)
{
  guint n_plays = library_get_n_plays (call->library);
  guint length = n_plays + library_get_n_likes (call->library);

  for (guint i = 0; i < length; i++)
    {
      const Entry     *entry = i < n_plays ? library_get_play (call->library, i) : library_get_like (call->library, i - n_plays);
      g_autofree char *own = catalogue_uuid (entry->index, 'w');

      if (!g_str_equal (own, msid))
        continue;
      *index = entry->index;
      return TRUE;
    }
  return FALSE;
}

/* The first member that is none of a feedback's; NULL when there is none. */
static const char *
find_unknown_member (JsonNode *body)
{
  static const char *const known[] = { "recording_mbid", "recording_msid", "score", NULL };
  g_autoptr (GList) names = json_object_get_members (json_node_get_object (body));

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      return l->data;
  return NULL;
}

static void
answer_love (Call *call)
{
  Exchange *exchange = call->exchange;
  Services *services = exchange->services;
  g_autoptr (JsonNode) body = NULL;
  const char *mbid;
  const char *msid;
  gint64      score;
  guint32     index;
  gboolean    is_known;

  if (!check_token (call))
    return;
  body = endpoint_parse_body (exchange, "application/json");
  mbid = endpoint_get_string (body, "recording_mbid");
  msid = endpoint_get_string (body, "recording_msid");
  if (body == NULL || !JSON_NODE_HOLDS_OBJECT (body))
    {
      reply_error (exchange, 400, "Cannot parse JSON document: the body must be application/json");
      return;
    }
  score = json_object_get_int_member_with_default (json_node_get_object (body), "score", 99);
  if (find_unknown_member (body) != NULL)
    reply_error (exchange, 400, "JSON document may only contain recording_msid, recording_mbid and score top level keys");
  else if ((mbid == NULL || !g_uuid_string_is_valid (mbid)) && (msid == NULL || !g_uuid_string_is_valid (msid)))
    reply_error (exchange, 400, "JSON document must contain either recording_mbid or recording_msid");
  else if (score < -1 || score > 1)
    reply_error (exchange, 400, "Feedback can have a value of 1, 0 or -1.");
  else
    {
      is_known = mbid != NULL ? catalogue_find_mbid (services->catalogue, services_get_size (services), mbid, &index)
                              : find_msid (call, msid, &index);
      if (is_known)
        {
          if (score == 1)
            library_like (call->library, index, services_get_now_msec (services));
          else
            library_unlike (call->library, index);
        }
      exchange_reply_text (exchange, 200, "application/json; charset=utf-8", "{\"status\":\"ok\"}");
    }
}

static void
answer_sitewide (Call *call)
{
  static const char *const ranges[] = { "this_week", "this_month", "this_year", "week", "month", "quarter", "year", "half_yearly", "all_time", NULL };
  Exchange                *exchange = call->exchange;
  const char              *range = params_get (exchange->query, "range");
  Page                     page;
  Writer                  *writer;

  if (!read_page (call, &page))
    return;
  if (range != NULL && !g_strv_contains (ranges, range))
    {
      reply_error (exchange, 400, "Invalid range");
      return;
    }
  if (g_strcmp0 (range, "half_yearly") == 0)
    {
      /* Not computed yet. */
      exchange_reply_empty (exchange, 204);
      return;
    }
  page_cut (&page, exchange, CHART_LENGTH, 0);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "payload");
  writer_begin_array (writer, "recordings");
  for (gint64 i = page.first; i < page.last; i++)
    {
      g_autoptr (Recording) recording = catalogue_dup (exchange->services->catalogue, (guint32) i);

      writer_begin_object (writer, NULL);
      writer_string (writer, "artist_name", recording->credit);
      writer_string (writer, "track_name", recording->title);
      if (i % 7 != 6)
        {
          writer_string (writer, "release_name", recording->album);
          writer_string (writer, "release_mbid", recording->release_mbid);
        }
      if (i % 9 != 8)
        writer_string (writer, "recording_mbid", recording->mbid);
      writer_int (writer, "listen_count", 5000 - i * 20);
      if (musicbrainz_has_cover (recording->release))
        {
          writer_int (writer, "caa_id", catalogue_number (recording->release, 'c'));
          writer_string (writer, "caa_release_mbid", recording->release_mbid);
        }
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_int (writer, "offset", page.offset);
  writer_int (writer, "count", page.last - page.first);
  writer_int (writer, "total_recording_count", page.total);
  writer_string (writer, "range", range != NULL ? range : "all_time");
  writer_int (writer, "last_updated", services_get_now (exchange->services) - 3600);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_listen_count (Call *call)
{
  Writer *writer;

  if (!check_user (call, 2))
    return;
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "payload");
  writer_int (writer, "count", library_get_n_plays (call->library));
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
write_known (Call            *call,
             Writer          *writer,
             const Recording *recording)
{
  writer_begin_object (writer, recording->mbid);
  writer_begin_object (writer, "recording");
  writer_string (writer, "name", recording->title);
  writer_int (writer, "length", recording->duration);
  writer_begin_array (writer, "rels");
  writer_end_array (writer);
  writer_end_object (writer);
  writer_begin_object (writer, "artist");
  writer_string (writer, "name", recording->credit);
  writer_begin_array (writer, "artists");
  for (guint i = 0; recording->artists[i] != NULL; i++)
    {
      g_autofree char *id = catalogue_uuid (g_str_hash (recording->artists[i]), 'x');

      writer_begin_object (writer, NULL);
      writer_string (writer, "artist_mbid", id);
      writer_string (writer, "name", recording->artists[i]);
      writer_string (writer, "join_phrase", recording->artists[i + 1] != NULL ? ", " : "");
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_end_object (writer);
  writer_begin_object (writer, "release");
  writer_string (writer, "name", recording->album);
  writer_string (writer, "mbid", recording->release_mbid);
  if (musicbrainz_has_cover (recording->release))
    {
      writer_int (writer, "caa_id", catalogue_number (recording->release, 'c'));
      writer_string (writer, "caa_release_mbid", recording->release_mbid);
    }
  writer_end_object (writer);
  writer_end_object (writer);
}

/* Those it does not know are left out. */
static void
answer_recordings (Call *call)
{
  Exchange   *exchange = call->exchange;
  Services   *services = exchange->services;
  const char *asked = params_get (exchange->query, "recording_mbids");
  g_auto (GStrv) mbids = g_strsplit (asked != NULL ? asked : "", ",", -1);
  Writer *writer;

  for (guint i = 0; mbids[i] != NULL; i++)
    if (!g_uuid_string_is_valid (mbids[i]))
      {
        g_autofree char *error = g_strdup_printf ("Recording mbid %s is not valid.", mbids[i]);

        reply_error (exchange, 400, error);
        return;
      }
  if (asked == NULL || g_strcmp0 (params_get (exchange->query, "inc"), "artist release") != 0)
    {
      reply_error (exchange, 400, "recording_mbids argument must be present; invalid inc argument");
      return;
    }

  writer = writer_new ();
  writer_begin_object (writer, NULL);
  for (guint i = 0; mbids[i] != NULL; i++)
    {
      guint32 index;

      if (catalogue_find_mbid (services->catalogue, services_get_size (services), mbids[i], &index))
        {
          g_autoptr (Recording) recording = catalogue_dup (services->catalogue, index);

          write_known (call, writer, recording);
        }
    }
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
answer_lookup (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *artist = params_get (exchange->query, "artist_name");
  const char *title = params_get (exchange->query, "recording_name");
  g_autoptr (GArray) found = NULL;
  g_autoptr (Recording) recording = NULL;
  Writer *writer;

  if (artist == NULL || title == NULL)
    {
      reply_error (exchange, 400, "artist_name and recording_name are required");
      return;
    }
  found = services_search (exchange->services, &listenbrainz_provider, NULL, title, artist, NULL);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  if (found->len > 0)
    {
      recording = catalogue_dup (exchange->services->catalogue, g_array_index (found, guint32, 0));
      writer_string (writer, "artist_credit_name", recording->credit);
      writer_string (writer, "recording_name", recording->title);
      writer_string (writer, "recording_mbid", recording->mbid);
      writer_string (writer, "release_mbid", recording->release_mbid);
      writer_string (writer, "release_name", recording->album);
    }
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static const Endpoint endpoints[] = {
  { "GET", "/1/validate-token", NULL, PARAMS ("token"), answer_validate },
  { "GET", "/1/user/*/listens", NULL, PARAMS ("count", "max_ts", "min_ts"), answer_listens },
  { "GET", "/1/user/*/listen-count", NULL, PARAMS (), answer_listen_count },
  { "GET", "/1/user/*/playing-now", NULL, PARAMS (), answer_playing_now },
  { "GET", "/1/feedback/user/*/get-feedback", NULL, PARAMS ("score", "count", "offset", "metadata"), answer_feedback },
  { "POST", "/1/feedback/recording-feedback", NULL, PARAMS (), answer_love },
  { "GET", "/1/stats/sitewide/recordings", NULL, PARAMS ("range", "count", "offset"), answer_sitewide },
  { "GET", "/1/metadata/recording/", NULL, PARAMS ("recording_mbids", "inc"), answer_recordings },
  { "GET", "/1/metadata/lookup/", NULL, PARAMS ("artist_name", "recording_name", "metadata", "inc"), answer_lookup },
};

static gboolean
take (Exchange *exchange)
{
  guint            left;
  gboolean         fine = rates_take (exchange->services, "listenbrainz", REQUESTS, WINDOW * 1000, &left);
  g_autofree char *remaining = g_strdup_printf ("%u", left);

  exchange_set_header (exchange, "X-RateLimit-Limit", G_STRINGIFY (REQUESTS));
  exchange_set_header (exchange, "X-RateLimit-Remaining", remaining);
  exchange_set_header (exchange, "X-RateLimit-Reset-In", G_STRINGIFY (WINDOW));
  return fine;
}

static void
listenbrainz_handle (Exchange *exchange)
{
  const Endpoint  *endpoint;
  const char      *wrong;
  g_autofree char *error = NULL;
  g_auto (GStrv) parts = NULL;
  Found found = endpoint_find (endpoints, G_N_ELEMENTS (endpoints), exchange, &endpoint, &parts);
  Call  call = { .exchange = exchange, .parts = parts };

  if (!musicbrainz_check_agent (exchange_get_header (exchange, "User-Agent")))
    reply_error (exchange, 403, "Your User-Agent must name the application and a contact.");
  else if (!take (exchange))
    reply_too_many (exchange);
  else if (found == FOUND_NOTHING)
    reply_error (exchange, 404, "The requested URL was not found on the server.");
  else if (found == FOUND_OTHER_METHOD)
    reply_error (exchange, 405, "The method is not allowed for the requested URL.");
  else if ((wrong = endpoint_find_wrong (endpoint, exchange)) != NULL)
    {
      error = g_strdup_printf ("Unknown parameter: %s", wrong);
      reply_error (exchange, 400, error);
    }
  else
    endpoint->answer (&call);
}

const Provider listenbrainz_provider = {
  .id = "listenbrainz",
  .name = "ListenBrainz",
  .hosts = (const char *const[]){ HOST, NULL },
  .place = 6,
  .mirrors_first = TRUE,
  .make_token = listenbrainz_make_token,
  .handle = listenbrainz_handle,
  .fail = listenbrainz_fail,
};
