/* tutti-apple-music.c: Apple Music, as far as it needs no key
 *
 * The iTunes Store and Apple Music have the same songs under the same numbers,
 * so the Store's open search serves for both. Each country has a store of its
 * own; the person's locale says which is meant. Who asks too often gets an
 * empty 403, which must not pass for "nothing found".
 *
 * Connecting an account takes a key of Apple's paid developer program, a token
 * signed with it, and a page with Apple's own script: none of that is here yet.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-apple-music.h"

#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>

/* Who is asked to slow down keeps the block alive by asking on. */
#define MAX_TRIES 2

struct _TuttiAppleMusic
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiAppleMusic, tutti_apple_music, TUTTI_TYPE_PROVIDER)

static const TuttiProviderInfo info = {
  .id = "apple-music",
  .name = "Apple Music",
  .icon_name = "tutti-apple-music-symbolic",
  .capabilities = TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP | TUTTI_CAN_PREVIEW | TUTTI_CAN_CHARTS | TUTTI_CAN_KEYLESS | TUTTI_CAN_OPEN_APP | TUTTI_CAN_OPEN_WEB,
};

static const TuttiTrackFields fields = {
  .id = "trackId",
  .title = "trackName",
  .artist = "artistName",
  .album = "collectionName",
  .duration = "trackTimeMillis",
  .picture = "artworkUrl100",
  .picture_size = "/100x100bb.",
  .picture_wish = "/300x300bb.",
  .released = "releaseDate",
  .is_explicit = "trackExplicitness",
  .explicit_word = "explicit",
  .is_playable = "isStreamable",
};

/* The charts have shorter names, and "explicit" as Apple writes it there. */
static const TuttiTrackFields chart_fields = {
  .id = "id",
  .title = "name",
  .artist = "artistName",
  .picture = "artworkUrl100",
  .picture_size = "/100x100bb.",
  .picture_wish = "/300x300bb.",
  .released = "releaseDate",
  .is_explicit = "contentAdvisoryRating",
  .explicit_word = "Explict",
};

/* --- the question --- */

/* As Apple writes it, or NULL: the American store. */
static char *
dup_store (void)
{
  g_autofree char *country = tutti_provider_dup_country ();

  return country != NULL ? g_ascii_strup (country, -1) : NULL;
}

static TuttiHttpRequest *
build_search (TuttiProvider      *self,
              const TuttiRequest *request)
{
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->search);
  g_autofree char *query = tutti_provider_dup_query (request);
  g_autofree char *store = dup_store ();

  return tutti_provider_new_request (self, "GET", "/search", "term", query, "country", store,
                                     "media", "music", "entity", "song", "limit", limit, NULL);
}

static TuttiHttpRequest *
build_lookup (TuttiProvider      *self,
              const TuttiRequest *request)
{
  g_autofree char *store = dup_store ();

  return tutti_provider_new_request (self, "GET", "/lookup", "id", request->ids[0], "country", store, NULL);
}

/* On a host of its own, which counts for itself. */
static TuttiHttpRequest *
build_charts (TuttiProvider *self)
{
  const TuttiServiceFile *file = tutti_provider_get_file (self);
  g_autofree char        *country = tutti_provider_dup_country ();
  g_autofree char        *path = g_strdup_printf ("/%s/music/most-played/%u/songs.json", country != NULL ? country : "us", file->charts);

  return tutti_provider_new_request_at (self, file->charts_base != NULL ? file->charts_base : file->base, "GET", path, NULL);
}

static TuttiHttpRequest *
limit_tries (TuttiHttpRequest *message)
{
  message->max_tries = MAX_TRIES;

  return message;
}

static TuttiHttpRequest *
tutti_apple_music_build_message (TuttiProvider      *provider,
                                 const TuttiRequest *request,
                                 GError            **error)
{
  /* No list has a second page. */
  if (request->cursor != NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Apple’s lists have one page");
      return NULL;
    }

  switch (request->kind)
    {
    case TUTTI_REQUEST_SEARCH:
      return limit_tries (build_search (provider, request));
    case TUTTI_REQUEST_TRACK:
      return limit_tries (build_lookup (provider, request));
    case TUTTI_REQUEST_CHARTS:
      return limit_tries (build_charts (provider));
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* --- the answer --- */

/* Albums, videos and what else the Store sells are no songs. */
static TuttiPage *
parse_results (TuttiProvider *provider,
               JsonNode      *root,
               GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *results = tutti_json_get_array (root, "results");

  if (results == NULL)
    return tutti_provider_refuse (provider, error, "no results");

  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonNode *result = json_array_get_element (results, i);

      if (g_strcmp0 (tutti_json_get_string (result, "kind"), "song") == 0)
        tutti_track_fields_add (&fields, provider, result, 0, page);
      else
        page->n_unreadable++;
    }

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_track (TuttiProvider *provider,
             JsonNode      *root,
             GError       **error)
{
  g_autoptr (TuttiPage) page = parse_results (provider, root, error);

  if (page == NULL)
    return NULL;
  if (page->items->len == 0)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "apple-music has no such song in this country");
      return NULL;
    }
  page->total = 1;
  page->preview = tutti_provider_dup_preview (provider, tutti_json_get_string (root, "results.0.previewUrl"));

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_charts (TuttiProvider *provider,
              JsonNode      *root,
              GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *results = tutti_json_get_array (root, "feed.results");

  if (results == NULL)
    return tutti_provider_refuse (provider, error, "charts without results");

  for (guint i = 0; i < json_array_get_length (results); i++)
    tutti_track_fields_add (&chart_fields, provider, json_array_get_element (results, i), 0, page);

  return g_steal_pointer (&page);
}

static TuttiPage *
tutti_apple_music_parse_page (TuttiProvider      *provider,
                              const TuttiRequest *request,
                              JsonNode           *root,
                              GError            **error)
{
  switch (request->kind)
    {
    case TUTTI_REQUEST_SEARCH:
      return parse_results (provider, root, error);
    case TUTTI_REQUEST_TRACK:
      return parse_track (provider, root, error);
    case TUTTI_REQUEST_CHARTS:
      return parse_charts (provider, root, error);
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      break;
    }

  g_return_val_if_reached (NULL);
}

static TuttiHttpVerdict
tutti_apple_music_judge (guint   status,
                         GBytes *body)
{
  return status == 403 && g_bytes_get_size (body) == 0 ? TUTTI_HTTP_VERDICT_RETRY : TUTTI_HTTP_VERDICT_OK;
}

/* --- words --- */

static const char *
tutti_apple_music_explain (TuttiProvider  *provider,
                           TuttiCapability capability)
{
  if ((capability & TUTTI_CAN_CONNECT) != 0)
    return _ ("Connecting takes a key from Apple’s paid developer program, and Tutti can’t use one yet. Searching needs none.");
  if ((capability & (TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE)) != 0)
    return _ ("Only connected accounts have this, and Tutti can’t connect one to Apple Music yet.");
  if ((capability & TUTTI_CAN_ISRC) != 0)
    return _ ("Apple’s open search does not know the codes of recordings.");

  return NULL;
}

static void
tutti_apple_music_class_init (TuttiAppleMusicClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_apple_music_build_message;
  provider_class->parse_page = tutti_apple_music_parse_page;
  provider_class->judge = tutti_apple_music_judge;
  provider_class->explain = tutti_apple_music_explain;
}

static void
tutti_apple_music_init (TuttiAppleMusic *self)
{
}
