/* youtube.c: YouTube, as its Data API is since June 2026
 *
 * The token endpoint wants the client's secret. A day has 100 searches and
 * 10,000 units for all else, and ends at midnight in California.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "youtube.h"

#include <string.h>

#include "endpoint.h"
#include "exchange.h"
#include "faults.h"
#include "rates.h"
#include "youtube-video.h"

#define SCOPE(name) "https://www.googleapis.com/auth/" name
#define SEARCHES_A_DAY 100
#define UNITS_A_DAY 10000
#define ROOT "/youtube/v3"
#define QUOTA "The request cannot be completed because you have exceeded your quota."

static const Scope scopes[] = {
  { SCOPE ("youtube.readonly"), "See your YouTube account" },
  { SCOPE ("youtube.force-ssl"), "See, change and delete your YouTube videos, ratings and comments" },
  { SCOPE ("youtube"), "Manage your YouTube account" },
  { SCOPE ("userinfo.email"), "See your e-mail address" },
  { SCOPE ("userinfo.profile"), "See your name and picture" },
  { "openid", "Know who you are" },
  { "email", "See your e-mail address" },
  { "profile", "See your name and picture" },
  { NULL, NULL },
};

static gboolean
knows_client (const char *client_id)
{
  return g_str_has_suffix (client_id, ".apps.googleusercontent.com") && !g_str_has_prefix (client_id, "bad");
}

/* Any port and any path of this computer. */
static gboolean
allows_redirect (Services   *services,
                 const char *redirect_uri)
{
  const char *host = g_str_has_prefix (redirect_uri, "http://") ? redirect_uri + strlen ("http://") : "";
  const char *path = host + strcspn (host, "/");

  return strpbrk (path, "?#") == NULL && oauth_is_loopback (redirect_uri, path);
}

static const OAuthPolicy policy = {
  .knows_client = knows_client,
  .allows_redirect = allows_redirect,
  .more_params = (const char *const[]){ "access_type", "prompt", "login_hint", "include_granted_scopes", NULL },
  .scopes = scopes,
  .bad_client = "Error 401: invalid_client. The OAuth client was not found.",
  .bad_redirect = "Error 400: redirect_uri_mismatch. You can’t sign in because this app sent an invalid request.",
  .missing_secret = "client_secret is missing.",
  .client_status = 401,
  .wants_secret = TRUE,
  .access_life = 3599,
};

static OAuth *
youtube_new_oauth (Services *services)
{
  return oauth_new (&policy, youtube_provider.name);
}

static void
reply_error (Exchange   *exchange,
             guint       code,
             const char *message,
             const char *domain,
             const char *reason,
             const char *status)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "error");
  writer_int (writer, "code", code);
  writer_string (writer, "message", message);
  writer_begin_array (writer, "errors");
  writer_begin_object (writer, NULL);
  writer_string (writer, "message", message);
  writer_string (writer, "domain", domain);
  writer_string (writer, "reason", reason);
  writer_end_object (writer);
  writer_end_array (writer);
  if (status != NULL)
    writer_string (writer, "status", status);
  writer_end_object (writer);
  writer_end_object (writer);
  exchange_reply_json (exchange, code, writer);
}

static void
reply_wrong (Exchange   *exchange,
             const char *reason,
             const char *format,
             const char *name)
{
  g_autoptr (GString) message = g_string_new (format);

  g_string_replace (message, "%", name, 0);
  reply_error (exchange, 400, message->str, "youtube.parameter", reason, "INVALID_ARGUMENT");
}

static void
reply_unauthorized (Exchange *exchange)
{
  exchange_set_header (exchange, "WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"");
  reply_error (exchange, 401, "Request had invalid authentication credentials. Expected OAuth 2 access token.", "global", "authError", "UNAUTHENTICATED");
}

static gboolean
youtube_fail (Exchange   *exchange,
              const char *kind)
{
  if (g_str_equal (exchange->path, "/token") && g_ascii_isdigit (*kind) && !g_str_has_suffix (kind, "html"))
    oauth_refuse (exchange, (guint) g_ascii_strtoull (kind, NULL, 10), *kind == '5' ? "internal_failure" : "invalid_client", "The OAuth client was not found.");
  else if (!g_str_has_prefix (exchange->path, ROOT))
    return FALSE;
  else if (g_str_equal (kind, "401"))
    reply_unauthorized (exchange);
  else if (g_str_equal (kind, "403-scope"))
    reply_error (exchange, 403, "Request had insufficient authentication scopes.", "global", "insufficientPermissions", "PERMISSION_DENIED");
  else if (g_str_has_prefix (kind, "403"))
    reply_error (exchange, 403, "YouTube Data API v3 has not been used in project 1 before or it is disabled.", "usageLimits", "accessNotConfigured", "PERMISSION_DENIED");
  else if (g_str_equal (kind, "404"))
    reply_error (exchange, 404, "The video that you are trying to rate cannot be found.", "youtube.video", "videoNotFound", NULL);
  else if (g_str_equal (kind, "429-quota"))
    reply_error (exchange, 403, QUOTA, "youtube.quota", "quotaExceeded", NULL);
  else if (g_str_has_prefix (kind, "429"))
    reply_error (exchange, 429, "Quota exceeded for quota metric 'Queries'.", "global", "rateLimitExceeded", "RESOURCE_EXHAUSTED");
  else if (g_str_equal (kind, "500") || g_str_equal (kind, "503"))
    reply_error (exchange, (guint) g_ascii_strtoull (kind, NULL, 10), "Backend Error", "global", "backendError", "UNAVAILABLE");
  else
    return FALSE;
  return TRUE;
}

/* Days since 1970, as California counts them in winter. */
static gint64
get_day (Services *services)
{
  return (services_get_now (services) - 8 * 3600) / (24 * 3600);
}

/* Takes COST from the day's budget, or answers that it is used up. */
static gboolean
spend (Exchange   *exchange,
       const char *name,
       guint       cost,
       guint       most)
{
  g_autofree char *key = g_strdup_printf ("youtube %s %" G_GINT64_FORMAT, name, get_day (exchange->services));

  if (rates_spend (exchange->services, key, cost, most))
    return TRUE;
  reply_error (exchange, 403, QUOTA, "youtube.quota", "quotaExceeded", NULL);
  return FALSE;
}

static const char *
get_part (Call *call)
{
  const char *part = params_get (call->exchange->query, "part");

  if (part == NULL)
    reply_wrong (call->exchange, "missingRequiredParameter", "No filter selected. Expected one of: %", "part");
  return part;
}

/* The page of a list KIND; FALSE after an error was answered. */
static gboolean
read_page (Call       *call,
           Page       *page,
           const char *kind)
{
  Exchange   *exchange = call->exchange;
  const char *token = params_get (exchange->query, "pageToken");

  page->limit = params_get_number (exchange->query, "maxResults", 5);
  page->offset = token != NULL ? page_parse_cursor (token, kind) : 0;
  if (page->limit < 1 || page->limit > 50)
    {
      reply_wrong (exchange, "invalidValue", "Invalid value for %. Values must be within the range: [1, 50]", "maxResults");
      return FALSE;
    }
  if (page->offset < 0 || (token != NULL && faults_strike (exchange, "expired-cursor", NULL)))
    {
      reply_wrong (exchange, "invalidPageToken", "The request specifies an invalid % token.", "page");
      return FALSE;
    }
  return TRUE;
}

static Writer *
begin_list (const char *kind)
{
  Writer *writer = writer_new ();

  writer_begin_object (writer, NULL);
  writer_string (writer, "kind", kind);
  writer_string (writer, "etag", "etag");
  return writer;
}

static void
write_page (Writer     *writer,
            const Page *page,
            const char *kind,
            gint64      total)
{
  if (page_has_next (page))
    {
      g_autofree char *next = page_make_cursor (kind, page->offset + page->limit);

      writer_string (writer, "nextPageToken", next);
    }
  if (page->offset > 0)
    {
      g_autofree char *previous = page_make_cursor (kind, MAX (page->offset - page->limit, 0));

      writer_string (writer, "prevPageToken", previous);
    }
  writer_begin_object (writer, "pageInfo");
  writer_int (writer, "totalResults", total);
  writer_int (writer, "resultsPerPage", page->limit);
  writer_end_object (writer);
}

static void
end_list (Call   *call,
          Writer *writer)
{
  writer_end_array (writer);
  writer_end_object (writer);
  exchange_reply_json (call->exchange, 200, writer);
}

static void
answer_channels (Call *call)
{
  const Person *person = services_get_person (call->person);
  Writer       *writer;

  if (get_part (call) == NULL)
    return;
  if (g_strcmp0 (params_get (call->exchange->query, "mine"), "true") != 0)
    {
      reply_wrong (call->exchange, "missingRequiredParameter", "No filter selected. Expected one of: %", "mine");
      return;
    }
  writer = begin_list ("youtube#channelListResponse");
  writer_begin_object (writer, "pageInfo");
  writer_int (writer, "totalResults", person->name != NULL);
  writer_int (writer, "resultsPerPage", 5);
  writer_end_object (writer);
  if (person->name == NULL)
    {
      /* An account without a channel: there are no items at all. */
      writer_end_object (writer);
      exchange_reply_json (call->exchange, 200, writer);
      return;
    }
  writer_begin_array (writer, "items");
  writer_begin_object (writer, NULL);
  writer_string (writer, "kind", "youtube#channel");
  writer_string (writer, "etag", "etag");
  writer_format (writer, "id", "UC%s%s00", person->key, person->key);
  writer_begin_object (writer, "snippet");
  writer_string (writer, "title", person->name);
  writer_string (writer, "description", "");
  writer_format (writer, "customUrl", "@%s", person->login);
  writer_string (writer, "publishedAt", "2011-04-01T10:00:00Z");
  writer_begin_object (writer, "thumbnails");
  writer_begin_object (writer, "default");
  writer_format (writer, "url", "%s/youtube/image/%s?s=88", call->exchange->services->base, person->key);
  writer_int (writer, "width", 88);
  writer_int (writer, "height", 88);
  writer_end_object (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  writer_begin_object (writer, "contentDetails");
  writer_begin_object (writer, "relatedPlaylists");
  writer_string (writer, "likes", "LL");
  writer_string (writer, "uploads", "");
  writer_end_object (writer);
  writer_end_object (writer);
  writer_end_object (writer);
  end_list (call, writer);
}

static void
answer_search (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *query = params_get (exchange->query, "q");
  const char *type = params_get (exchange->query, "type");
  const char *category = params_get (exchange->query, "videoCategoryId");
  g_autoptr (GArray) found = NULL;
  g_autofree char *kind = NULL;
  Page             page;
  Writer          *writer;

  if (get_part (call) == NULL)
    return;
  kind = g_strdup_printf ("search %x", g_str_hash (query != NULL ? query : ""));
  if (!read_page (call, &page, kind))
    return;
  if (category != NULL && g_strcmp0 (type, "video") != 0)
    {
      reply_wrong (exchange, "invalidSearchFilter", "The % parameter needs type=video.", "videoCategoryId");
      return;
    }
  found = services_search (exchange->services, &youtube_provider, query, NULL, NULL, NULL);
  page_cut (&page, exchange, MIN (found->len, 500), 0);
  writer = begin_list ("youtube#searchListResponse");
  writer_string (writer, "regionCode", "DE");
  write_page (writer, &page, kind, found->len >= 500 ? 1000000 : page.total);
  writer_begin_array (writer, "items");
  for (gint64 i = page.first; i < page.last; i++)
    {
      g_autoptr (Video) video = video_new (exchange->services, g_array_index (found, guint32, i), FALSE);
      g_autofree char *title = video_dup_escaped (video->title);
      g_autofree char *channel = video_dup_escaped (video->channel);

      writer_begin_object (writer, NULL);
      writer_string (writer, "kind", "youtube#searchResult");
      writer_format (writer, "etag", "s%s", video->id);
      writer_begin_object (writer, "id");
      writer_string (writer, "kind", "youtube#video");
      writer_string (writer, "videoId", video->id);
      writer_end_object (writer);
      writer_begin_object (writer, "snippet");
      writer_string (writer, "publishedAt", video->published_at);
      writer_string (writer, "channelId", video->channel_id);
      writer_string (writer, "title", title);
      writer_string (writer, "description", "");
      video_write_thumbnails (video, exchange->services, writer);
      writer_string (writer, "channelTitle", channel);
      writer_string (writer, "liveBroadcastContent", "none");
      writer_string (writer, "publishTime", video->published_at);
      writer_end_object (writer);
      writer_end_object (writer);
    }
  end_list (call, writer);
}

/* What stands at POSITION of the liked list. */
static Video *
make_liked (Call  *call,
            gint64 position)
{
  const Entry *like = library_get_like (call->library, (guint) position);

  return video_new (call->exchange->services, like->index, (like->odd & ODD_LOCAL_FILE) != 0);
}

static void
write_liked_videos (Call       *call,
                    const char *part)
{
  Page    page;
  Writer *writer;

  if (!read_page (call, &page, "liked"))
    return;
  page_cut (&page, call->exchange, library_get_n_likes (call->library), library_get_total_error (call->library));
  writer = begin_list ("youtube#videoListResponse");
  write_page (writer, &page, "liked", page.total);
  writer_begin_array (writer, "items");
  for (gint64 i = page.first; i < page.last; i++)
    {
      g_autoptr (Video) video = make_liked (call, i);

      if (!(library_get_like (call->library, (guint) i)->odd & ODD_NULL_TRACK))
        video_write (video, call->exchange->services, writer, part);
    }
  end_list (call, writer);
}

static void
write_videos (Call       *call,
              const char *part,
              const char *list)
{
  g_auto (GStrv) ids = g_strsplit (list, ",", -1);
  Writer *writer;
  guint   count = g_strv_length (ids);

  if (count > 50)
    {
      reply_wrong (call->exchange, "invalidFilters", "The request specifies too many values for %.", "id");
      return;
    }
  writer = begin_list ("youtube#videoListResponse");
  writer_begin_object (writer, "pageInfo");
  writer_int (writer, "totalResults", count);
  writer_int (writer, "resultsPerPage", count);
  writer_end_object (writer);
  writer_begin_array (writer, "items");
  for (guint i = 0; i < count; i++)
    {
      guint32 index;
      g_autoptr (Video) video = video_find (call->exchange->services, ids[i], &index);

      if (video != NULL)
        video_write (video, call->exchange->services, writer, part);
    }
  end_list (call, writer);
}

static void
write_chart (Call       *call,
             const char *part)
{
  Page    page;
  Writer *writer;
  guint32 index = 0;

  if (!read_page (call, &page, "chart"))
    return;
  page_cut (&page, call->exchange, 30, 0);
  writer = begin_list ("youtube#videoListResponse");
  write_page (writer, &page, "chart", page.total);
  writer_begin_array (writer, "items");
  for (gint64 i = 0; i < page.last; i++, index++)
    {
      g_autoptr (Video) video = video_new (call->exchange->services, index, FALSE);

      if (i >= page.first)
        video_write (video, call->exchange->services, writer, part);
    }
  end_list (call, writer);
}

static void
answer_videos (Call *call)
{
  const Params *query = call->exchange->query;
  const char   *part = get_part (call);
  const char   *ids = params_get (query, "id");
  const char   *rating = params_get (query, "myRating");
  const char   *chart = params_get (query, "chart");

  if (part == NULL)
    return;
  if ((ids != NULL) + (rating != NULL) + (chart != NULL) != 1)
    reply_wrong (call->exchange, "missingRequiredParameter", "Incompatible parameters specified in the request: %", "id, myRating, chart");
  else if (ids != NULL)
    write_videos (call, part, ids);
  else if (chart != NULL)
    write_chart (call, part);
  else if (call->grant == NULL)
    reply_unauthorized (call->exchange);
  else
    write_liked_videos (call, part);
}

static void
write_playlist_item (Call   *call,
                     Writer *writer,
                     gint64  position)
{
  const Entry *like = library_get_like (call->library, (guint) position);
  gboolean     is_gone = (like->odd & ODD_NULL_TRACK) != 0;
  g_autoptr (Video) video = make_liked (call, position);
  g_autofree char *added_at = endpoint_format_time (like->at);

  writer_begin_object (writer, NULL);
  writer_string (writer, "kind", "youtube#playlistItem");
  writer_format (writer, "etag", "p%s", video->id);
  writer_format (writer, "id", "TEwu%s", video->id);
  writer_begin_object (writer, "snippet");
  writer_string (writer, "publishedAt", added_at);
  writer_string (writer, "channelId", "UCxxxxxxxxxxxxxxxxxxxxxx");
  writer_string (writer, "title", is_gone ? "Deleted video" : video->title);
  writer_string (writer, "description", is_gone ? "This video is unavailable." : "");
  if (is_gone)
    {
      writer_begin_object (writer, "thumbnails");
      writer_end_object (writer);
    }
  else
    video_write_thumbnails (video, call->exchange->services, writer);
  writer_string (writer, "channelTitle", services_get_person (call->person)->name);
  writer_string (writer, "playlistId", "LL");
  writer_int (writer, "position", position);
  writer_begin_object (writer, "resourceId");
  writer_string (writer, "kind", "youtube#video");
  writer_string (writer, "videoId", video->id);
  writer_end_object (writer);
  if (!is_gone)
    {
      writer_string (writer, "videoOwnerChannelTitle", video->channel);
      writer_string (writer, "videoOwnerChannelId", video->channel_id);
    }
  writer_end_object (writer);
  writer_begin_object (writer, "contentDetails");
  writer_string (writer, "videoId", video->id);
  if (!is_gone)
    writer_string (writer, "videoPublishedAt", video->published_at);
  writer_end_object (writer);
  writer_end_object (writer);
}

static void
answer_playlist_items (Call *call)
{
  const char *id = params_get (call->exchange->query, "playlistId");
  Page        page;
  Writer     *writer;

  if (get_part (call) == NULL)
    return;
  if (id == NULL)
    {
      reply_wrong (call->exchange, "missingRequiredParameter", "No filter selected. Expected one of: %", "playlistId, id");
      return;
    }
  if (!g_str_equal (id, "LL"))
    {
      reply_error (call->exchange, 404, "The playlist identified with the request's playlistId parameter cannot be found.", "youtube.playlistItem",
                   "playlistNotFound", NULL);
      return;
    }
  if (!read_page (call, &page, "LL"))
    return;
  page_cut (&page, call->exchange, library_get_n_likes (call->library), library_get_total_error (call->library));
  writer = begin_list ("youtube#playlistItemListResponse");
  write_page (writer, &page, "LL", page.total);
  writer_begin_array (writer, "items");
  for (gint64 i = page.first; i < page.last; i++)
    write_playlist_item (call, writer, i);
  end_list (call, writer);
}

static void
answer_get_rating (Call *call)
{
  const char *list = params_get (call->exchange->query, "id");
  g_auto (GStrv) ids = g_strsplit (list != NULL ? list : "", ",", -1);
  Writer *writer;

  if (list == NULL || g_strv_length (ids) > 50)
    {
      reply_wrong (call->exchange, "invalidFilters", "The request specifies none or too many values for %.", "id");
      return;
    }
  writer = begin_list ("youtube#videoGetRatingResponse");
  writer_begin_array (writer, "items");
  for (guint i = 0; ids[i] != NULL; i++)
    {
      guint32 index;
      g_autoptr (Video) video = video_find (call->exchange->services, ids[i], &index);

      writer_begin_object (writer, NULL);
      writer_string (writer, "videoId", ids[i]);
      writer_string (writer, "rating", video == NULL ? "unspecified" : library_is_liked (call->library, index) ? "like"
                                                                                                               : "none");
      writer_end_object (writer);
    }
  end_list (call, writer);
}

static void
answer_rate (Call *call)
{
  Exchange   *exchange = call->exchange;
  const char *id = params_get (exchange->query, "id");
  const char *rating = params_get (exchange->query, "rating");
  guint32     index;
  g_autoptr (Video) video = id != NULL ? video_find (exchange->services, id, &index) : NULL;

  if (exchange_get_header (exchange, "Content-Length") == NULL)
    exchange_reply_text (exchange, 411, "text/html", "<html><title>Error 411 (Length Required)</title></html>\n");
  else if (rating == NULL || (!g_str_equal (rating, "like") && !g_str_equal (rating, "none") && !g_str_equal (rating, "dislike")))
    reply_wrong (exchange, "invalidRating", "The request contained an unexpected value for the % parameter.", "rating");
  else if (video == NULL)
    youtube_fail (exchange, "404");
  else
    {
      if (g_str_equal (rating, "like"))
        library_like (call->library, index, services_get_now_msec (exchange->services));
      else
        library_unlike (call->library, index);
      exchange_reply_empty (exchange, 204);
    }
}

#define MORE "key", "fields", "alt", "prettyPrint", "quotaUser", "hl"
#define PAGED "part", "maxResults", "pageToken", MORE

/* Scope: "read" and "write" are one of several names, NULL is enough with a key. */
static const Endpoint endpoints[] = {
  { "GET", ROOT "/channels", "read", PARAMS ("mine", PAGED), answer_channels },
  { "GET", ROOT "/search", NULL, PARAMS ("q", "type", "videoCategoryId", "regionCode", "order", "relevanceLanguage", "safeSearch", PAGED), answer_search },
  { "GET", ROOT "/videos", NULL, PARAMS ("id", "myRating", "chart", "videoCategoryId", "regionCode", PAGED), answer_videos },
  { "GET", ROOT "/playlistItems", "read", PARAMS ("playlistId", "videoId", PAGED), answer_playlist_items },
  { "GET", ROOT "/videos/getRating", "write", PARAMS ("id", MORE), answer_get_rating },
  { "POST", ROOT "/videos/rate", "write", PARAMS ("id", "rating", MORE), answer_rate },
};

static gboolean
may (const Grant *grant,
     const char  *what)
{
  return grant_has_scope (grant, SCOPE ("youtube.force-ssl")) || grant_has_scope (grant, SCOPE ("youtube")) ||
         (g_str_equal (what, "read") && grant_has_scope (grant, SCOPE ("youtube.readonly")));
}

static void
handle_api (Exchange *exchange)
{
  Services       *services = exchange->services;
  const char     *key = params_get (exchange->query, "key");
  const Endpoint *endpoint;
  const char     *wrong;
  g_auto (GStrv) parts = NULL;
  Call         call = { .exchange = exchange };
  OAuthVerdict verdict = oauth_check (services_get_oauth (services, &youtube_provider), exchange, "Bearer", &call.grant);

  if (endpoint_find (endpoints, G_N_ELEMENTS (endpoints), exchange, &endpoint, &parts) != FOUND_IT)
    {
      reply_error (exchange, 404, "Not Found", "global", "notFound", "NOT_FOUND");
      return;
    }
  call.parts = parts;
  if (verdict == OAUTH_BAD_TOKEN || (verdict == OAUTH_NO_TOKEN && (endpoint->scope != NULL || key == NULL)))
    {
      reply_unauthorized (exchange);
      return;
    }
  if (verdict == OAUTH_NO_TOKEN && !g_str_has_prefix (key, "AIza"))
    {
      reply_error (exchange, 400, "API key not valid. Please pass a valid API key.", "global", "badRequest", "INVALID_ARGUMENT");
      return;
    }
  if (verdict == OAUTH_FINE && !may (call.grant, endpoint->scope != NULL ? endpoint->scope : "read"))
    {
      youtube_fail (exchange, "403-scope");
      return;
    }
  if (endpoint->answer == answer_search ? !spend (exchange, "search", 1, SEARCHES_A_DAY)
                                        : !spend (exchange, "units", endpoint->answer == answer_rate ? 50 : 1, UNITS_A_DAY))
    return;
  wrong = endpoint_find_wrong (endpoint, exchange);
  if (wrong != NULL)
    {
      reply_wrong (exchange, "badRequest", "Invalid JSON payload received. Unknown name \"%\": Cannot bind query parameter.", wrong);
      return;
    }
  if (call.grant != NULL)
    call_set_person (&call, &youtube_provider, call.grant->person);
  endpoint->answer (&call);
}

static void
handle_revoke (Exchange *exchange)
{
  const char *token = params_get (exchange->form, "token");

  if (token == NULL)
    token = params_get (exchange->query, "token");
  if (token != NULL && oauth_revoke_token (services_get_oauth (exchange->services, &youtube_provider), token))
    exchange_reply_text (exchange, 200, "application/json; charset=utf-8", "{}");
  else
    oauth_refuse (exchange, 400, "invalid_token", "Token expired or revoked");
}

static void
handle_user (Exchange *exchange)
{
  const Grant  *grant;
  const Person *person;
  Writer       *writer;

  if (oauth_check (services_get_oauth (exchange->services, &youtube_provider), exchange, "Bearer", &grant) != OAUTH_FINE)
    {
      reply_unauthorized (exchange);
      return;
    }
  person = services_get_person (grant->person);
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_format (writer, "id", "%" G_GINT64_FORMAT, catalogue_number (grant->person, 'g'));
  if (grant_has_scope (grant, "email") || grant_has_scope (grant, SCOPE ("userinfo.email")))
    {
      writer_string (writer, "email", person->email);
      writer_bool (writer, "verified_email", TRUE);
    }
  if (person->name != NULL && (grant_has_scope (grant, "profile") || grant_has_scope (grant, SCOPE ("userinfo.profile"))))
    writer_string (writer, "name", person->name);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

/* What anybody is told about a page, without a key. */
static void
handle_oembed (Exchange *exchange)
{
  static const char *const known[] = { "format", "url", NULL };
  const char      *url = params_find_unknown (exchange->query, known) == NULL ? params_get (exchange->query, "url") : NULL;
  const char      *id = url != NULL ? strstr (url, "v=") : NULL;
  g_autofree char *name = id != NULL ? g_strndup (id + 2, strcspn (id + 2, "&")) : NULL;
  guint32          index;
  g_autoptr (Video) video = name != NULL ? video_find (exchange->services, name, &index) : NULL;
  Writer *writer;

  if (video == NULL)
    {
      exchange_reply_text (exchange, name != NULL && strlen (name) == 11 ? 404 : 400, "text/plain", name != NULL && strlen (name) == 11 ? "Not Found" : "Bad Request");
      return;
    }
  writer = writer_new ();
  writer_begin_object (writer, NULL);
  writer_string (writer, "title", video->title);
  writer_string (writer, "author_name", video->channel);
  writer_format (writer, "author_url", "https://www.youtube.com/channel/%s", video->channel_id);
  writer_string (writer, "type", "video");
  writer_string (writer, "version", "1.0");
  writer_string (writer, "provider_name", "YouTube");
  writer_format (writer, "thumbnail_url", "%s/youtube/image/%s/hqdefault.jpg", exchange->services->base, video->id);
  writer_int (writer, "thumbnail_width", 480);
  writer_int (writer, "thumbnail_height", 360);
  writer_end_object (writer);
  exchange_reply_json (exchange, 200, writer);
}

static void
youtube_handle (Exchange *exchange)
{
  OAuth *oauth = services_get_oauth (exchange->services, &youtube_provider);

  if (g_str_equal (exchange->host, "accounts.google.com") && g_str_equal (exchange->path, "/o/oauth2/v2/auth"))
    oauth_handle_authorize (oauth, exchange);
  else if (g_str_equal (exchange->host, "oauth2.googleapis.com") && g_str_equal (exchange->path, "/token"))
    oauth_handle_token (oauth, exchange);
  else if (g_str_equal (exchange->host, "oauth2.googleapis.com") && exchange_is (exchange, "POST", "/revoke"))
    handle_revoke (exchange);
  else if (exchange_is (exchange, "GET", "/oauth2/v2/userinfo"))
    handle_user (exchange);
  else if (g_str_equal (exchange->host, "www.youtube.com") && exchange_is (exchange, "GET", "/oembed"))
    handle_oembed (exchange);
  else if (g_str_has_prefix (exchange->path, ROOT "/"))
    handle_api (exchange);
  else
    exchange_reply_text (exchange, 404, "text/html", "<html><title>Error 404 (Not Found)</title></html>\n");
}

const Provider youtube_provider = {
  .id = "youtube",
  .name = "YouTube",
  .hosts = (const char *const[]){ "accounts.google.com", "oauth2.googleapis.com", "youtube.googleapis.com", "www.googleapis.com", "www.youtube.com", NULL },
  .place = 4,
  .make_id = youtube_make_id,
  .parse_id = youtube_parse_id,
  .link = "https://www.youtube.com/watch?v={id}",
  .new_oauth = youtube_new_oauth,
  .handle = youtube_handle,
  .fail = youtube_fail,
};
