/* tutti-spotify.c: Spotify's Web API
 *
 * Client ids made before and after February 2026 get different answers (fields
 * and addresses went); this asks only what both know, and reads leniently.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-spotify.h"

#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The last `offset` that search takes. */
#define MAX_SEARCH_OFFSET 1000

struct _TuttiSpotify
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiSpotify, tutti_spotify, TUTTI_TYPE_PROVIDER)

static const TuttiScopeWords scope_words[] = {
  { "user-read-private", N_ ("See your name and search") },
  { "user-read-email", N_ ("See your e-mail address") },
  { "user-read-recently-played", N_ ("See what you played recently") },
  { "user-library-read", N_ ("See your likes") },
  { "user-library-modify", N_ ("Change your likes"), TUTTI_CAN_LIKE },
  { NULL },
};

static const TuttiBrowserError browser_errors[] = {
  { N_ ("INVALID_CLIENT: Invalid redirect URI"), N_ ("In the app’s settings, the redirect address differs. Add it again exactly as shown in the steps, and save.") },
  { N_ ("INVALID_CLIENT: Invalid client"), N_ ("Spotify does not know this client ID. Copy it again from the app’s settings.") },
  { N_ ("The page can’t be reached"), N_ ("Copy the whole address from the browser’s address line and choose “Paste the Address Instead”.") },
  { NULL },
};

static const TuttiProviderInfo info = {
  .id = "spotify",
  .name = "Spotify",
  .icon_name = "tutti-spotify-symbolic",
  .capabilities = TUTTI_CAN_CONNECT | TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE | TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP |
                  TUTTI_CAN_ISRC | TUTTI_CAN_OPEN_APP | TUTTI_CAN_OPEN_WEB,
  .client_id_pattern = "^[0-9A-Za-z]{32}$",
  .client_id_shape = N_ ("32 letters and digits"),
  .builtin_client_id = TUTTI_SPOTIFY_CLIENT_ID,
  .needs = N_ ("A key of your own and Spotify Premium"),
  .scope_words = scope_words,
  .browser_errors = browser_errors,
};

static const TuttiSetupStep steps[] = {
  { N_ ("Open Spotify’s dashboard and sign in. It wants an account with Spotify Premium."), .opens_dashboard = TRUE },
  { N_ ("Choose “Create app”. Any name without “Spotify” in it will do, and any description; the website may stay empty.") },
  { N_ ("Add this redirect address, exactly as it stands here."), .copies_redirect = TRUE },
  { N_ ("Tick “Web API”, accept the terms and save.") },
  { N_ ("In the app’s settings, copy the client ID: 32 letters and digits. The client secret is not needed.") },
  { NULL },
};

/* Where each property of a track stands. */
static const TuttiTrackFields fields = {
  .id = "id",
  .title = "name",
  .artists = "artists",
  .artist_name = "name",
  .album = "album.name",
  .duration = "duration_ms",
  .isrc = "external_ids.isrc",
  .pictures = "album.images",
  .released = "album.release_date",
  .is_explicit = "explicit",
  .is_playable = "is_playable",
};

/* --- the question --- */

static TuttiHttpRequest *
build_search (TuttiProvider *self,
              const char    *query,
              const char    *cursor)
{
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->search);

  return tutti_provider_new_request (self, "GET", "/search", "q", query, "type", "track", "limit", limit, "offset", cursor, NULL);
}

static TuttiHttpRequest *
build_text_search (TuttiProvider      *self,
                   const TuttiRequest *request)
{
  g_autofree char *query = tutti_provider_dup_query (request);

  return build_search (self, query, request->cursor);
}

static TuttiHttpRequest *
build_isrc_search (TuttiProvider      *self,
                   const TuttiRequest *request)
{
  g_autofree char *isrc = tutti_isrc_normalize (request->text);
  g_autofree char *query = g_strconcat ("isrc:", isrc, NULL);

  return build_search (self, query, request->cursor);
}

static TuttiHttpRequest *
build_history (TuttiProvider      *self,
               const TuttiRequest *request)
{
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->history);

  return tutti_provider_new_request (self, "GET", "/me/player/recently-played", "limit", limit, "before", request->cursor, NULL);
}

static TuttiHttpRequest *
build_likes (TuttiProvider      *self,
             const TuttiRequest *request)
{
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->likes);

  return tutti_provider_new_request (self, "GET", "/me/tracks", "limit", limit, "offset", request->cursor, NULL);
}

static TuttiHttpRequest *
build_track (TuttiProvider      *self,
             const TuttiRequest *request)
{
  g_autofree char *path = g_strconcat ("/tracks/", request->ids[0], NULL);

  return tutti_provider_new_request (self, "GET", path, NULL);
}

/* The ids stand in the query; a JSON body is refused. */
static TuttiHttpRequest *
build_change (TuttiProvider      *self,
              const TuttiRequest *request)
{
  g_autoptr (GString) uris = g_string_new (NULL);
  TuttiHttpRequest   *message;

  for (guint i = 0; request->ids[i] != NULL; i++)
    g_string_append_printf (uris, "%sspotify:track:%s", i > 0 ? "," : "", request->ids[i]);

  message = tutti_provider_new_request (self, request->kind == TUTTI_REQUEST_LIKE ? "PUT" : "DELETE", "/me/library", "uris", uris->str, NULL);
  message->body = g_bytes_new (NULL, 0);

  return message;
}

static TuttiHttpRequest *
tutti_spotify_build_message (TuttiProvider      *provider,
                             const TuttiRequest *request,
                             GError            **error)
{
  /* An offset, or the time before which plays are wanted. */
  if (!tutti_cursor_check_number (request, error))
    return NULL;

  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return tutti_provider_new_request (provider, "GET", "/me", NULL);
    case TUTTI_REQUEST_HISTORY:
      return build_history (provider, request);
    case TUTTI_REQUEST_LIKES:
      return build_likes (provider, request);
    case TUTTI_REQUEST_SEARCH:
      return build_text_search (provider, request);
    case TUTTI_REQUEST_ISRC:
      return build_isrc_search (provider, request);
    case TUTTI_REQUEST_TRACK:
      return build_track (provider, request);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return build_change (provider, request);
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* --- the answer --- */

/* Local files have no id that anyone else knows, episodes are no songs. */
static void
add_track (TuttiProvider *provider,
           JsonNode      *track,
           gint64         at,
           TuttiPage     *page)
{
  const char *type = track != NULL ? tutti_json_get_string (track, "type") : NULL;

  if (track == NULL || tutti_json_get_boolean (track, "is_local", FALSE) || (type != NULL && strcmp (type, "track") != 0))
    page->n_unreadable++;
  else
    tutti_track_fields_add (&fields, provider, track, at, page);
}

static TuttiPage *
parse_profile (TuttiProvider *provider,
               JsonNode      *root,
               GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  const char           *key = tutti_json_get_string (root, "account_id");

  if (key == NULL || key[0] == '\0')
    key = tutti_json_get_string (root, "id");
  if (key == NULL || key[0] == '\0')
    return tutti_provider_refuse (provider, error, "a profile without an id");

  page->profile.remote_id = g_strdup (key);
  page->profile.name = g_strdup (tutti_json_get_string (root, "display_name"));
  page->profile.email = g_strdup (tutti_json_get_string (root, "email"));
  page->profile.plan = g_strdup (tutti_json_get_string (root, "product"));

  return g_steal_pointer (&page);
}

/* A page may be shorter than was asked for. */
static char *
dup_next_offset (JsonNode *list,
                 guint64   offset,
                 guint64   page_size)
{
  gint64 limit = tutti_json_get_int (list, "limit", 0);

  return tutti_cursor_dup_next_number (tutti_json_get_string (list, "next"), "offset", offset,
                                       limit > 0 && (guint64) limit <= page_size ? (guint64) limit : page_size);
}

static guint
get_total (JsonNode *list)
{
  return (guint) CLAMP (tutti_json_get_int (list, "total", 0), 0, G_MAXINT32);
}

static TuttiPage *
parse_likes (TuttiProvider      *provider,
             const TuttiRequest *request,
             JsonNode           *root,
             GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, "items");

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "likes without items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);

      add_track (provider, tutti_json_get (item, "track"), tutti_json_get_time (item, "added_at"), page);
    }
  page->total = get_total (root);
  page->next_cursor = dup_next_offset (root, tutti_cursor_get_number (request), tutti_provider_get_file (provider)->likes);

  return g_steal_pointer (&page);
}

/* Plays before the oldest one of this page; NULL at the end, and where the
 * service gives the same place again. */
static char *
dup_next_before (const TuttiRequest *request,
                 JsonNode           *root)
{
  const char *before = tutti_json_get_string (root, "cursors.before");
  guint64     limit = G_MAXINT64;
  guint64     place;

  if (tutti_json_get_string (root, "next") == NULL || before == NULL)
    return NULL;
  if (request->cursor != NULL && g_ascii_string_to_unsigned (request->cursor, 10, 1, G_MAXINT64, &limit, NULL))
    limit--;
  if (!g_ascii_string_to_unsigned (before, 10, 1, limit, &place, NULL))
    return NULL;

  return g_strdup_printf ("%" G_GUINT64_FORMAT, place);
}

static TuttiPage *
parse_history (TuttiProvider      *provider,
               const TuttiRequest *request,
               JsonNode           *root,
               GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, "items");

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "plays without items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);

      add_track (provider, tutti_json_get (item, "track"), tutti_json_get_time (item, "played_at"), page);
    }
  page->next_cursor = dup_next_before (request, root);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_search (TuttiProvider      *provider,
              const TuttiRequest *request,
              JsonNode           *root,
              GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonNode             *list = tutti_json_get (root, "tracks");
  JsonArray            *items = list != NULL ? tutti_json_get_array (list, "items") : NULL;
  guint64               offset = tutti_cursor_get_number (request);
  guint64               page_size = tutti_provider_get_file (provider)->search;

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "hits without items");

  for (guint i = 0; i < json_array_get_length (items); i++)
    add_track (provider, json_array_get_element (items, i), 0, page);
  page->total = get_total (list);
  if (offset + page_size <= MAX_SEARCH_OFFSET)
    page->next_cursor = dup_next_offset (list, offset, page_size);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_track (TuttiProvider *provider,
             JsonNode      *root,
             GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();

  add_track (provider, root, 0, page);
  if (page->items->len == 0)
    return tutti_provider_refuse (provider, error, "a track without an id or a title");
  page->total = 1;

  return g_steal_pointer (&page);
}

static TuttiPage *
tutti_spotify_parse_page (TuttiProvider      *provider,
                          const TuttiRequest *request,
                          JsonNode           *root,
                          GError            **error)
{
  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return parse_profile (provider, root, error);
    case TUTTI_REQUEST_HISTORY:
      return parse_history (provider, request, root, error);
    case TUTTI_REQUEST_LIKES:
      return parse_likes (provider, request, root, error);
    case TUTTI_REQUEST_SEARCH:
    case TUTTI_REQUEST_ISRC:
      return parse_search (provider, request, root, error);
    case TUTTI_REQUEST_TRACK:
      return parse_track (provider, root, error);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return tutti_page_new ();
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* --- errors --- */

/* What a refusal says, and what it means. The sentence about the allow-list
 * comes as JSON and as bare text. */
typedef struct
{
  const char *says;
  TuttiError  means;
} Refusal;

static const Refusal refusals[] = {
  { "may not be registered", TUTTI_ERROR_NOT_ALLOW_LISTED },
  { "not registered in the Developer Dashboard", TUTTI_ERROR_NOT_ALLOW_LISTED },
  { "Insufficient client scope", TUTTI_ERROR_INSUFFICIENT_SCOPE },
  { "premium", TUTTI_ERROR_NOT_PREMIUM },
};

/* Case does not matter, nor does where the body ends. */
static gboolean
says (GBytes     *body,
      const char *words)
{
  gsize       length;
  const char *text = g_bytes_get_data (body, &length);
  gsize       n_words = strlen (words);

  for (gsize i = 0; i + n_words <= length; i++)
    if (g_ascii_strncasecmp (text + i, words, n_words) == 0)
      return TRUE;

  return FALSE;
}

static GError *
tutti_spotify_read_error (TuttiProvider     *provider,
                          TuttiHttpResponse *response)
{
  if (response->status != 403)
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (says (response->body, refusals[i].says))
      return g_error_new (TUTTI_ERROR, (int) refusals[i].means, "spotify answered 403: %s", refusals[i].says);

  return NULL;
}

static TuttiHttpVerdict
tutti_spotify_judge (guint   status,
                     GBytes *body)
{
  g_autoptr (JsonNode) root = NULL;

  if (status != 429)
    return TUTTI_HTTP_VERDICT_OK;
  root = tutti_json_parse (body, NULL);
  if (root == NULL || g_strcmp0 (tutti_json_get_string (root, "error.reason"), "QUOTA_EXCEEDED") != 0)
    return TUTTI_HTTP_VERDICT_OK;

  return TUTTI_HTTP_VERDICT_QUOTA;
}

/* --- words --- */

static const char *
tutti_spotify_explain (TuttiProvider  *provider,
                       TuttiCapability capability)
{
  if ((capability & TUTTI_CAN_PREVIEW) != 0)
    return _ ("No previews: Spotify lets no other player play its sound.");
  if ((capability & TUTTI_CAN_KEYLESS) != 0)
    return _ ("Spotify answers connected accounts only.");
  if ((capability & TUTTI_CAN_CHARTS) != 0)
    return _ ("Spotify keeps its charts to itself.");

  return NULL;
}

static const TuttiSetupStep *
tutti_spotify_get_steps (TuttiProvider *provider)
{
  return steps;
}

static void
tutti_spotify_class_init (TuttiSpotifyClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_spotify_build_message;
  provider_class->parse_page = tutti_spotify_parse_page;
  provider_class->read_error = tutti_spotify_read_error;
  provider_class->judge = tutti_spotify_judge;
  provider_class->explain = tutti_spotify_explain;
  provider_class->get_steps = tutti_spotify_get_steps;
}

static void
tutti_spotify_init (TuttiSpotify *self)
{
}
