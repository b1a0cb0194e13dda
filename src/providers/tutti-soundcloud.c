/* tutti-soundcloud.c: SoundCloud's API
 *
 * A song's id is the number at the end of its URN ("soundcloud:tracks:293");
 * its page has an address of words, which SoundCloud tells with each song.
 * Who uploaded a song wrote its title. No list tells how long it is: the
 * number of likes stands in the profile, which is asked for once beside their
 * first page, and travels on in the cursor ("NUMBER:MARK").
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-soundcloud.h"

#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>

#define URN "soundcloud:tracks:"

/* What is liked or was played counts even where it can't be heard any more. */
#define ALL_ACCESS "playable,preview,blocked"

struct _TuttiSoundcloud
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiSoundcloud, tutti_soundcloud, TUTTI_TYPE_PROVIDER)

static const TuttiBrowserError browser_errors[] = {
  { N_ ("The page stays white"), N_ ("In the app’s settings, the redirect address differs. Enter it again exactly as shown in the steps, with the number in it, and save.") },
  { N_ ("The page can’t be reached"), N_ ("Copy the whole address from the browser’s address line and choose “Paste the Address Instead”.") },
  { NULL },
};

static const TuttiProviderInfo info = {
  .id = "soundcloud",
  .name = "SoundCloud",
  .icon_name = "tutti-soundcloud-symbolic",
  .capabilities = TUTTI_CAN_CONNECT | TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE | TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP | TUTTI_CAN_PREVIEW | TUTTI_CAN_OPEN_WEB,
  .needs_client_secret = TRUE,
  .client_id_pattern = "^[0-9A-Za-z]{20,64}$",
  .client_id_shape = N_ ("letters and digits without spaces, usually 32"),
  .needs = N_ ("A key of your own and SoundCloud Artist Pro"),
  .browser_errors = browser_errors,
};

static const TuttiSetupStep steps[] = {
  { N_ ("Open your apps at SoundCloud and sign in. It wants an account with Artist Pro, and gives each person one app."), .opens_dashboard = TRUE },
  { N_ ("Register an app. Any name without “SoundCloud” in it will do.") },
  { N_ ("In its settings, enter this redirect address, exactly as it stands here, and save."), .copies_redirect = TRUE },
  { N_ ("Copy the client ID and the client secret.") },
  { NULL },
};

static const TuttiTrackFields fields = {
  .id = "urn",
  .id_prefix = URN,
  .title = "title",
  .artist = "metadata_artist",
  .artist_else = "user.username",
  .duration = "duration",
  .isrc = "isrc",
  .picture = "artwork_url",
  .picture_size = "-large.",
  .picture_wish = "-t500x500.",
  .is_playable = "access",
  .unplayable_word = "blocked",
  .page = "permalink_url",
  .is_upload = TRUE,
};

/* What anybody is told of a page ("Flickermood by Forss"). */
static const TuttiTrackFields embed_fields = {
  .title = "answer.title",
  .artist_after = " by ",
  .artist = "answer.author_name",
  .picture = "answer.thumbnail_url",
  .page = "page",
  .is_upload = TRUE,
};

/* --- the question --- */

static TuttiHttpRequest *
accept (TuttiHttpRequest *message)
{
  tutti_http_request_add_header (message, "Accept", "application/json; charset=utf-8");

  return message;
}

static TuttiHttpRequest *
build_profile (TuttiProvider *self)
{
  return tutti_provider_new_request (self, "GET", "/me", NULL);
}

static TuttiHttpRequest *
build_likes (TuttiProvider      *self,
             const TuttiRequest *request)
{
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->likes);

  return tutti_provider_new_request (self, "GET", "/me/likes/tracks", "limit", limit, "linked_partitioning", "true",
                                     "access", ALL_ACCESS, "cursor", tutti_cursor_get_mark (request), NULL);
}

static TuttiHttpRequest *
build_search (TuttiProvider      *self,
              const TuttiRequest *request)
{
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->search);
  g_autofree char *query = tutti_provider_dup_query (request);

  return tutti_provider_new_request (self, "GET", "/tracks", "q", query, "access", "playable,preview", "limit", limit,
                                     "linked_partitioning", "true", "offset", request->cursor, NULL);
}

static TuttiHttpRequest *
build_of_track (TuttiProvider *self,
                const char    *method,
                const char    *start,
                const char    *id)
{
  g_autofree char *path = g_strconcat (start, URN, id, NULL);

  return tutti_provider_new_request (self, method, path, NULL);
}

static TuttiHttpRequest *
build_like (TuttiProvider      *self,
            const TuttiRequest *request)
{
  TuttiHttpRequest *message = build_of_track (self, "POST", "/likes/tracks/", request->ids[0]);

  message->is_safe = TRUE; /* what is liked twice is liked */

  return message;
}

static TuttiHttpRequest *
tutti_soundcloud_build_message (TuttiProvider      *provider,
                                const TuttiRequest *request,
                                GError            **error)
{
  if (request->kind == TUTTI_REQUEST_LIKES ? !tutti_cursor_check_pair (request, error) : !tutti_cursor_check_number (request, error))
    return NULL;

  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return accept (build_profile (provider));
    case TUTTI_REQUEST_HISTORY:
      /* It takes no limit, and answers 400 to the parameter that other lists want. */
      return accept (tutti_provider_new_request (provider, "GET", "/me/recently-played/tracks", "access", ALL_ACCESS, NULL));
    case TUTTI_REQUEST_LIKES:
      return accept (build_likes (provider, request));
    case TUTTI_REQUEST_SEARCH:
      return accept (build_search (provider, request));
    case TUTTI_REQUEST_TRACK:
      return accept (build_of_track (provider, "GET", "/tracks/", request->ids[0]));
    case TUTTI_REQUEST_LIKE:
      return accept (build_like (provider, request));
    case TUTTI_REQUEST_UNLIKE:
      return accept (build_of_track (provider, "DELETE", "/likes/tracks/", request->ids[0]));
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* How many likes there are; only beside the first page. */
static TuttiHttpRequest *
tutti_soundcloud_build_details (TuttiProvider      *provider,
                                const TuttiRequest *request,
                                TuttiPage          *page)
{
  if (request->kind != TUTTI_REQUEST_LIKES || request->cursor != NULL || page->next_cursor == NULL)
    return NULL;

  return accept (build_profile (provider));
}

/* Where its sounds are; each address there is one of the API's again, which
 * leads to the sound itself. */
static TuttiHttpRequest *
tutti_soundcloud_build_preview (TuttiProvider *provider,
                                const char    *remote_id)
{
  g_autofree char *path = g_strconcat ("/tracks/" URN, remote_id, "/streams", NULL);

  return accept (tutti_provider_new_request (provider, "GET", path, NULL));
}

/* --- the answer --- */

static TuttiPage *
parse_profile (TuttiProvider *provider,
               JsonNode      *root,
               GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  const char           *urn = tutti_json_get_string (root, "urn");
  const char           *name = tutti_json_get_string (root, "full_name");

  if (urn == NULL || urn[0] == '\0')
    return tutti_provider_refuse (provider, error, "a profile without a URN");
  if (name == NULL || name[0] == '\0')
    name = tutti_json_get_string (root, "username");

  page->profile.remote_id = g_strdup (urn);
  page->profile.name = g_strdup (name);
  page->profile.plan = g_strdup (tutti_json_get_string (root, "plan"));

  return g_steal_pointer (&page);
}

/* A list stands in a frame, or bare where it has one page only. */
static TuttiPage *
parse_list (TuttiProvider *provider,
            JsonNode      *root,
            GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, "collection");

  if (items == NULL)
    items = tutti_json_get_array (root, "");
  if (items == NULL)
    return tutti_provider_refuse (provider, error, "a list without a collection");

  for (guint i = 0; i < json_array_get_length (items); i++)
    tutti_track_fields_add (&fields, provider, json_array_get_element (items, i), 0, page);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_likes (TuttiProvider      *provider,
             const TuttiRequest *request,
             JsonNode           *root,
             GError            **error)
{
  g_autoptr (TuttiPage) page = parse_list (provider, root, error);
  g_autofree char      *mark = tutti_cursor_dup_parameter (tutti_json_get_string (root, "next_href"), "cursor");

  if (page == NULL)
    return NULL;
  page->total = tutti_cursor_get_total (request);
  page->next_cursor = tutti_cursor_dup_next_pair (request, NULL, mark);
  if (request->cursor == NULL && page->next_cursor == NULL)
    page->total = page->items->len + page->n_unreadable;

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_search (TuttiProvider      *provider,
              const TuttiRequest *request,
              JsonNode           *root,
              GError            **error)
{
  g_autoptr (TuttiPage) page = parse_list (provider, root, error);

  if (page != NULL)
    page->next_cursor = tutti_cursor_dup_next_number (tutti_json_get_string (root, "next_href"), "offset",
                                                      tutti_cursor_get_number (request), tutti_provider_get_file (provider)->search);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_track (TuttiProvider *provider,
             JsonNode      *root,
             GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();

  tutti_track_fields_add (&fields, provider, root, 0, page);
  if (page->items->len == 0)
    return tutti_provider_refuse (provider, error, "a track without a URN or a title");
  page->total = 1;

  return g_steal_pointer (&page);
}

static TuttiPage *
tutti_soundcloud_parse_page (TuttiProvider      *provider,
                             const TuttiRequest *request,
                             JsonNode           *root,
                             GError            **error)
{
  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return parse_profile (provider, root, error);
    case TUTTI_REQUEST_HISTORY:
      return parse_list (provider, root, error);
    case TUTTI_REQUEST_LIKES:
      return parse_likes (provider, request, root, error);
    case TUTTI_REQUEST_SEARCH:
      return parse_search (provider, request, root, error);
    case TUTTI_REQUEST_TRACK:
      return parse_track (provider, root, error);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return tutti_page_new ();
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

static TuttiPage *
tutti_soundcloud_parse_details (TuttiProvider      *provider,
                                const TuttiRequest *request,
                                TuttiPage          *page,
                                JsonNode           *root,
                                GError            **error)
{
  /* The other number may count playlists too. */
  gint64 likes = tutti_json_get_int (root, "public_favorites_count", tutti_json_get_int (root, "likes_count", 0));

  return tutti_cursor_dup_page_with_total (page, (guint) CLAMP (likes, 0, G_MAXINT32));
}

/* Half a minute; whole songs are left to SoundCloud's own page. */
static char *
tutti_soundcloud_parse_preview (TuttiProvider *provider,
                                JsonNode      *root)
{
  return g_strdup (tutti_json_get_string (root, "preview_mp3_128_url"));
}

/* --- errors --- */

/* "2015/06/01 09:49:40 +0000", as all its times are. */
static gint64
tutti_soundcloud_read_rest (GBytes *body)
{
  g_autoptr (JsonNode)  root = g_bytes_get_size (body) > 0 ? tutti_json_parse (body, NULL) : NULL;
  const char           *text = root != NULL ? tutti_json_get_string (root, "errors.0.meta.reset_time") : NULL;
  g_auto (GStrv)        parts = g_strsplit (text != NULL ? text : "", " ", 3);
  g_autofree char      *time = g_strv_length (parts) == 3 ? g_strconcat (g_strdelimit (parts[0], "/", '-'), "T", parts[1], parts[2], NULL) : NULL;
  g_autoptr (GDateTime) date = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;

  return date != NULL ? MAX (g_date_time_to_unix (date), 0) * 1000 : 0;
}

/* --- words --- */

static const char *
tutti_soundcloud_explain (TuttiProvider  *provider,
                          TuttiCapability capability)
{
  if ((capability & TUTTI_CAN_ISRC) != 0)
    return _ ("SoundCloud can’t be searched for a recording’s code.");
  if ((capability & TUTTI_CAN_OPEN_APP) != 0)
    return _ ("SoundCloud has no application for this desktop; its web page opens.");
  if ((capability & TUTTI_CAN_KEYLESS) != 0)
    return _ ("SoundCloud answers connected accounts only.");
  if ((capability & TUTTI_CAN_CHARTS) != 0)
    return _ ("SoundCloud keeps its charts to itself.");

  return NULL;
}

static const TuttiSetupStep *
tutti_soundcloud_get_steps (TuttiProvider *provider)
{
  return steps;
}

static void
tutti_soundcloud_class_init (TuttiSoundcloudClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_soundcloud_build_message;
  provider_class->parse_page = tutti_soundcloud_parse_page;
  provider_class->build_details = tutti_soundcloud_build_details;
  provider_class->parse_details = tutti_soundcloud_parse_details;
  provider_class->build_preview = tutti_soundcloud_build_preview;
  provider_class->parse_preview = tutti_soundcloud_parse_preview;
  provider_class->embed = &embed_fields;
  provider_class->read_rest = tutti_soundcloud_read_rest;
  provider_class->explain = tutti_soundcloud_explain;
  provider_class->get_steps = tutti_soundcloud_get_steps;
}

static void
tutti_soundcloud_init (TuttiSoundcloud *self)
{
}
