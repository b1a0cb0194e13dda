/* tutti-youtube.c: YouTube's Data API
 *
 * Its lists tell ids and times but no lengths, and search writes titles with
 * HTML in them; so each page is completed by one question about its videos,
 * which costs one unit of 10,000 a day. Searching costs one of 100.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-youtube.h"

#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Searches have a budget of their own, so a used up one stops nothing else. */
#define SEARCH_BUCKET "youtube-search"

/* The playlist of everything a person likes. */
#define LIKES "LL"

/* Google's number for music; talks, games and recipes have others. */
#define MUSIC "10"

/* Who never uploaded or commented has an account without a channel, and likes
 * all the same. */
#define NO_CHANNEL "no-channel"

/* What YouTube calls the channel of an artist whose songs came from a label:
 * titles are the songs' own there. */
#define TOPIC " - Topic"

struct _TuttiYoutube
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiYoutube, tutti_youtube, TUTTI_TYPE_PROVIDER)

static const TuttiScopeWords scope_words[] = {
  { "https://www.googleapis.com/auth/youtube.readonly", N_ ("See your likes and search") },
  { "https://www.googleapis.com/auth/youtube.force-ssl", N_ ("Change your likes"), TUTTI_CAN_LIKE },
  { "https://www.googleapis.com/auth/youtube", N_ ("Change your likes") },
  { NULL },
};

static const TuttiBrowserError browser_errors[] = {
  { N_ ("Google hasn’t verified this app"), N_ ("It is your own key, so this is expected. Choose “Advanced”, then the line that goes on to your app.") },
  { N_ ("Error 403: access_denied, the app is being tested"), N_ ("On Google’s page “Audience”, choose “Publish app”, or add your address to the test users.") },
  { N_ ("Error 401: invalid_client"), N_ ("Google does not know this client ID. Copy it again from the page “Clients”.") },
  { N_ ("Error 400: redirect_uri_mismatch"), N_ ("The client is of another type. Make one of the type “Desktop app”.") },
  { N_ ("org_internal"), N_ ("The project is for one organisation only. On the page “Audience”, choose “External”.") },
  { NULL },
};

static const TuttiProviderInfo info = {
  .id = "youtube",
  .name = "YouTube",
  .icon_name = "tutti-youtube-symbolic",
  .capabilities = TUTTI_CAN_CONNECT | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE | TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP | TUTTI_CAN_OPEN_WEB,
  .needs_client_secret = TRUE,
  .small_budget = TRUE,
  .client_id_pattern = "^[0-9]{4,24}(?:-[0-9a-z]{4,64})?[.]apps[.]googleusercontent[.]com$",
  .client_id_shape = N_ ("a number, letters and “.apps.googleusercontent.com” at the end"),
  .needs = N_ ("A key of your own, which costs nothing"),
  .scope_words = scope_words,
  .browser_errors = browser_errors,
};

static const TuttiSetupStep steps[] = {
  { N_ ("Open Google’s console, sign in and create a project. Any name will do."), .opens_dashboard = TRUE },
  { N_ ("Under “APIs & Services”, “Library”, look for “YouTube Data API v3” and enable it.") },
  { N_ ("Under “Google Auth Platform”, “Branding”, give a name and your address; under “Audience”, choose “External” and then “Publish app”. Without that, you would have to sign in again every seven days.") },
  { N_ ("Under “Clients”, create a client of the type “Desktop app”. No redirect address is needed.") },
  { N_ ("Copy the client ID and the client secret. Google shows the secret only now.") },
  { NULL },
};

/* Of a video, which tells all. */
static const TuttiTrackFields fields = {
  .id = "id",
  .title = "snippet.title",
  .artist = "snippet.channelTitle",
  .duration = "contentDetails.duration",
  .duration_is_iso = TRUE,
  .picture = "snippet.thumbnails.medium.url",
  .artist_suffix = TOPIC,
  .is_upload = TRUE,
};

/* Of an entry of the likes and of a hit; the channel is that of who liked. */
static const TuttiTrackFields like_fields = {
  .id = "snippet.resourceId.videoId",
  .title = "snippet.title",
  .artist = "snippet.videoOwnerChannelTitle",
  .picture = "snippet.thumbnails.medium.url",
  .artist_suffix = TOPIC,
  .is_upload = TRUE,
};

static const TuttiTrackFields hit_fields = {
  .id = "id.videoId",
  .title = "snippet.title",
  .artist = "snippet.channelTitle",
  .picture = "snippet.thumbnails.medium.url",
  .artist_suffix = TOPIC,
  .is_upload = TRUE,
};

/* What anybody is told of a page. */
static const TuttiTrackFields embed_fields = {
  .title = "answer.title",
  .artist = "answer.author_name",
  .picture = "answer.thumbnail_url",
  .artist_suffix = TOPIC,
  .is_upload = TRUE,
};

/* --- the question --- */

static TuttiHttpRequest *
build_likes (TuttiProvider      *self,
             const TuttiRequest *request)
{
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->likes);

  return tutti_provider_new_request (self, "GET", "/playlistItems", "part", "snippet", "playlistId", LIKES,
                                     "maxResults", limit, "pageToken", request->cursor, NULL);
}

static TuttiHttpRequest *
build_search (TuttiProvider      *self,
              const TuttiRequest *request)
{
  g_autofree char  *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->search);
  g_autofree char  *query = tutti_provider_dup_query (request);
  TuttiHttpRequest *message = tutti_provider_new_request (self, "GET", "/search", "part", "snippet", "type", "video",
                                                          "videoCategoryId", MUSIC, "q", query, "maxResults", limit,
                                                          "pageToken", request->cursor, NULL);

  message->bucket = g_strdup (SEARCH_BUCKET);
  message->max_tries = 1; /* each try is one of the day's searches */

  return message;
}

static TuttiHttpRequest *
build_videos (TuttiProvider *self,
              const char    *ids)
{
  return tutti_provider_new_request (self, "GET", "/videos", "part", "snippet,contentDetails", "id", ids, NULL);
}

/* A rating given twice is the same rating. */
static TuttiHttpRequest *
build_rating (TuttiProvider      *self,
              const TuttiRequest *request)
{
  const char       *rating = request->kind == TUTTI_REQUEST_LIKE ? "like" : "none";
  TuttiHttpRequest *message = tutti_provider_new_request (self, "POST", "/videos/rate", "id", request->ids[0], "rating", rating, NULL);

  message->is_safe = TRUE;

  return message;
}

static TuttiHttpRequest *
tutti_youtube_build_message (TuttiProvider      *provider,
                             const TuttiRequest *request,
                             GError            **error)
{
  if (!tutti_cursor_check_mark (request, error))
    return NULL;

  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return tutti_provider_new_request (provider, "GET", "/channels", "part", "snippet", "mine", "true", NULL);
    case TUTTI_REQUEST_LIKES:
      return build_likes (provider, request);
    case TUTTI_REQUEST_SEARCH:
      return build_search (provider, request);
    case TUTTI_REQUEST_TRACK:
      return build_videos (provider, request->ids[0]);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return build_rating (provider, request);
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

static const char *
get_video_id (TuttiPage *page,
              guint      position)
{
  TuttiDatedTrack *dated = g_ptr_array_index (page->items, position);

  return tutti_service_track_get_remote_id (dated->track);
}

static TuttiHttpRequest *
tutti_youtube_build_details (TuttiProvider      *provider,
                             const TuttiRequest *request,
                             TuttiPage          *page)
{
  g_autoptr (GString) ids = g_string_new (NULL);

  if ((request->kind != TUTTI_REQUEST_LIKES && request->kind != TUTTI_REQUEST_SEARCH) || page->items->len == 0)
    return NULL;

  for (guint i = 0; i < page->items->len; i++)
    g_string_append_printf (ids, "%s%s", i > 0 ? "," : "", get_video_id (page, i));

  return build_videos (provider, ids->str);
}

/* --- the answer --- */

static TuttiPage *
parse_profile (TuttiProvider *provider,
               JsonNode      *root,
               GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  const char           *id = tutti_json_get_string (root, "items.0.id");

  /* Without a channel there is no item, but still a list by name. */
  if (g_strcmp0 (tutti_json_get_string (root, "kind"), "youtube#channelListResponse") != 0)
    return tutti_provider_refuse (provider, error, "no list of channels");

  page->profile.remote_id = g_strdup (id != NULL && id[0] != '\0' ? id : NO_CHANNEL);
  page->profile.name = g_strdup (tutti_json_get_string (root, "items.0.snippet.title"));

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_list (TuttiProvider          *provider,
            const TuttiRequest     *request,
            const TuttiTrackFields *item_fields,
            const char             *time,
            JsonNode               *root,
            GError                **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, "items");

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "a list without items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);

      tutti_track_fields_add (item_fields, provider, item, time != NULL ? tutti_json_get_time (item, time) : 0, page);
    }
  page->next_cursor = tutti_cursor_dup_next_mark (request, tutti_json_get_string (root, "nextPageToken"));

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_likes (TuttiProvider      *provider,
             const TuttiRequest *request,
             JsonNode           *root,
             GError            **error)
{
  TuttiPage *page = parse_list (provider, request, &like_fields, "snippet.publishedAt", root, error);

  /* Of a search the total is a guess that changes from page to page. */
  if (page != NULL)
    page->total = (guint) CLAMP (tutti_json_get_int (root, "pageInfo.totalResults", 0), 0, G_MAXINT32);

  return page;
}

static TuttiPage *
parse_track (TuttiProvider      *provider,
             const TuttiRequest *request,
             JsonNode           *root,
             GError            **error)
{
  g_autoptr (TuttiPage) page = parse_list (provider, request, &fields, NULL, root, error);

  if (page == NULL)
    return NULL;
  g_clear_pointer (&page->next_cursor, g_free);
  if (page->items->len == 0 && page->n_unreadable > 0)
    return tutti_provider_refuse (provider, error, "a video without an id or a title");
  if (page->items->len == 0)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "youtube has no such video");
      return NULL;
    }

  return g_steal_pointer (&page);
}

static TuttiPage *
tutti_youtube_parse_page (TuttiProvider      *provider,
                          const TuttiRequest *request,
                          JsonNode           *root,
                          GError            **error)
{
  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return parse_profile (provider, root, error);
    case TUTTI_REQUEST_LIKES:
      return parse_likes (provider, request, root, error);
    case TUTTI_REQUEST_SEARCH:
      return parse_list (provider, request, &hit_fields, NULL, root, error);
    case TUTTI_REQUEST_TRACK:
      return parse_track (provider, request, root, error);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return tutti_page_new ();
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* The videos of the answer by id. */
static GHashTable *
index_videos (JsonArray *items)
{
  GHashTable *videos = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode   *video = json_array_get_element (items, i);
      const char *id = tutti_json_get_string (video, "id");

      if (id != NULL)
        g_hash_table_insert (videos, (char *) id, video);
    }

  return videos;
}

/* The same songs in the same order, from what is known of their videos. What
 * is gone is not in the answer, and what is no music does not belong here. */
static TuttiPage *
tutti_youtube_parse_details (TuttiProvider      *provider,
                             const TuttiRequest *request,
                             TuttiPage          *page,
                             JsonNode           *root,
                             GError            **error)
{
  JsonArray              *items = tutti_json_get_array (root, "items");
  g_autoptr (GHashTable)  videos = NULL;
  g_autoptr (TuttiPage)   whole = tutti_page_new ();

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "videos without items");

  videos = index_videos (items);
  for (guint i = 0; i < page->items->len; i++)
    {
      TuttiDatedTrack *dated = g_ptr_array_index (page->items, i);
      JsonNode        *video = g_hash_table_lookup (videos, get_video_id (page, i));
      const char      *category = video != NULL ? tutti_json_get_string (video, "snippet.categoryId") : NULL;

      if (category != NULL && strcmp (category, MUSIC) != 0)
        whole->n_unreadable++;
      else
        tutti_track_fields_add (&fields, provider, video, dated->at, whole);
    }
  whole->n_unreadable += page->n_unreadable;
  whole->total = page->total;
  whole->next_cursor = g_strdup (page->next_cursor);

  return g_steal_pointer (&whole);
}

/* --- errors --- */

static const struct
{
  const char *reason;
  TuttiError  means;
} reasons[] = {
  { "quotaExceeded", TUTTI_ERROR_QUOTA_EXCEEDED },
  { "dailyLimitExceeded", TUTTI_ERROR_QUOTA_EXCEEDED },
  { "rateLimitExceeded", TUTTI_ERROR_RATE_LIMITED },
  { "userRateLimitExceeded", TUTTI_ERROR_RATE_LIMITED },
  { "insufficientPermissions", TUTTI_ERROR_INSUFFICIENT_SCOPE },
  { "ACCESS_TOKEN_SCOPE_INSUFFICIENT", TUTTI_ERROR_INSUFFICIENT_SCOPE },
  { "accessNotConfigured", TUTTI_ERROR_BAD_CLIENT },
  { "SERVICE_DISABLED", TUTTI_ERROR_BAD_CLIENT },
  { "authError", TUTTI_ERROR_NOT_LINKED },
  { "videoNotFound", TUTTI_ERROR_NOT_FOUND },
  { "playlistNotFound", TUTTI_ERROR_NOT_FOUND },
  { "videoRatingDisabled", TUTTI_ERROR_UNSUPPORTED },
  { "emailNotVerified", TUTTI_ERROR_UNSUPPORTED },
  { "RATE_LIMIT_EXCEEDED", TUTTI_ERROR_RATE_LIMITED },
  { "RESOURCE_EXHAUSTED", TUTTI_ERROR_RATE_LIMITED },
  { "UNAUTHENTICATED", TUTTI_ERROR_NOT_LINKED },
};

/* The reason stands in one of two places, and in few words in a third. FALSE
 * if it is none we know. */
static gboolean
read_reason (GBytes     *body,
             TuttiError *means,
             const char **reason)
{
  static const char * const places[] = { "error.errors.0.reason", "error.details.0.reason", "error.status" };
  g_autoptr (JsonNode)      root = g_bytes_get_size (body) > 0 ? tutti_json_parse (body, NULL) : NULL;

  for (guint i = 0; root != NULL && i < G_N_ELEMENTS (places); i++)
    {
      const char *word = tutti_json_get_string (root, places[i]);

      for (guint j = 0; word != NULL && j < G_N_ELEMENTS (reasons); j++)
        if (strcmp (reasons[j].reason, word) == 0)
          {
            *means = reasons[j].means;
            *reason = reasons[j].reason;
            return TRUE;
          }
    }

  return FALSE;
}

static GError *
tutti_youtube_read_error (TuttiProvider     *provider,
                          TuttiHttpResponse *response)
{
  TuttiError  means;
  const char *reason;

  if (response->status >= 500 || !read_reason (response->body, &means, &reason))
    return NULL;

  return g_error_new (TUTTI_ERROR, (int) means, "youtube answered %u: %s", response->status, reason);
}

static TuttiHttpVerdict
tutti_youtube_judge (guint   status,
                     GBytes *body)
{
  TuttiError  means;
  const char *reason;

  if ((status != 403 && status != 429) || !read_reason (body, &means, &reason))
    return TUTTI_HTTP_VERDICT_OK;
  if (means == TUTTI_ERROR_QUOTA_EXCEEDED)
    return TUTTI_HTTP_VERDICT_QUOTA;

  return means == TUTTI_ERROR_RATE_LIMITED ? TUTTI_HTTP_VERDICT_RETRY : TUTTI_HTTP_VERDICT_OK;
}

/* --- words --- */

static const char *
tutti_youtube_explain (TuttiProvider  *provider,
                       TuttiCapability capability)
{
  if ((capability & TUTTI_CAN_HISTORY) != 0)
    return _ ("YouTube tells no program what was played. What you like shows with its time instead.");
  if ((capability & TUTTI_CAN_PREVIEW) != 0)
    return _ ("No previews: YouTube’s sound may only be played with its picture.");
  if ((capability & TUTTI_CAN_ISRC) != 0)
    return _ ("YouTube does not tell which recording a video has.");
  if ((capability & TUTTI_CAN_OPEN_APP) != 0)
    return _ ("YouTube has no application for this desktop; its web page opens.");
  if ((capability & TUTTI_CAN_KEYLESS) != 0)
    return _ ("YouTube answers connected accounts only.");
  if ((capability & TUTTI_CAN_CHARTS) != 0)
    return _ ("Charts are shown when nothing is connected, and YouTube tells them to connected accounts only.");

  return NULL;
}

static const TuttiSetupStep *
tutti_youtube_get_steps (TuttiProvider *provider)
{
  return steps;
}

static void
tutti_youtube_class_init (TuttiYoutubeClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_youtube_build_message;
  provider_class->parse_page = tutti_youtube_parse_page;
  provider_class->build_details = tutti_youtube_build_details;
  provider_class->parse_details = tutti_youtube_parse_details;
  provider_class->embed = &embed_fields;
  provider_class->read_error = tutti_youtube_read_error;
  provider_class->judge = tutti_youtube_judge;
  provider_class->explain = tutti_youtube_explain;
  provider_class->get_steps = tutti_youtube_get_steps;
}

static void
tutti_youtube_init (TuttiYoutube *self)
{
}
