/* tutti-apple-music.c: Apple Music, without an account and with one
 *
 * The iTunes Store and Apple Music have the same songs under the same numbers,
 * so the Store's open search serves who has no account. Each country has a store
 * of its own; the person's locale says which is meant. Who asks too often gets an
 * empty 403, which must not pass for "nothing found".
 *
 * An account takes a key of Apple's paid developer program, which signs who asks,
 * and a token that Apple's own script gives. Apple tells nothing of whose account
 * it is but its country, "de", so that is the account's id here, and the country
 * of the catalogue in which is searched. No list says what a person rated: what
 * stands in their library are their likes, and liking rates.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-apple-music.h"

#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Who is asked to slow down keeps the block alive by asking on. */
#define MAX_TRIES 2

struct _TuttiAppleMusic
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiAppleMusic, tutti_apple_music, TUTTI_TYPE_PROVIDER)

/* MusicKit tells when it is there, unless that was before somebody listened; it
 * asks in a window of its own, which browsers let it open only at a click. */
static const char script_code[] =
  "{"
  "  prepare: (token) => new Promise ((done, fail) => {"
  "    const begin = () => Promise.resolve (MusicKit.configure ({ developerToken: token, app: { name: 'Tutti', build: '1' } })).then (done, fail);"
  "    if (window.MusicKit) begin (); else document.addEventListener ('musickitloaded', begin, { once: true });"
  "  }),"
  "  ask: async () => MusicKit.getInstance ().authorize ()"
  "}";

static const TuttiSetupStep steps[] = {
  { N_ ("Join the Apple Developer Program, if you are not in it. It costs 99 US dollars a year."), TRUE, FALSE },
  { N_ ("Choose “Certificates, Identifiers & Profiles”, then “Identifiers”, and register a Media ID with MusicKit."), FALSE, FALSE },
  { N_ ("Choose “Keys” there, create a key for Media Services with this Media ID, and download it: it can be had only once."), FALSE, FALSE },
  { N_ ("Copy the Team ID, which stands among the membership details, and the Key ID, which stands beside the key."), FALSE, FALSE },
  { NULL },
};

static const TuttiBrowserError browser_errors[] = {
  { N_ ("No window opens"), N_ ("Allow the browser to open windows for this page, then press Continue again.") },
  { N_ ("It asks for a subscription"), N_ ("Apple lets other programs see the library of those only who have one.") },
  { N_ ("Unauthorized"), N_ ("The Team ID, the Key ID and the key must belong together. Set the service up again with those of one key.") },
  { N_ ("This account can’t allow that"), N_ ("Accounts of children in a family can’t be connected.") },
  { NULL },
};

static const TuttiProviderInfo info = {
  .id = "apple-music",
  .name = "Apple Music",
  .icon_name = "tutti-apple-music-symbolic",
  .capabilities = TUTTI_CAN_CONNECT | TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE | TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP | TUTTI_CAN_ISRC |
                  TUTTI_CAN_PREVIEW | TUTTI_CAN_CHARTS | TUTTI_CAN_KEYLESS | TUTTI_CAN_OPEN_APP | TUTTI_CAN_OPEN_WEB,
  .linked = TUTTI_CAN_ISRC,
  .needs_client_secret = TRUE,
  .likes_unlisted = TRUE,
  .ends_with_404 = TRUE,
  .client_id_pattern = "^[0-9A-Z]{10}$",
  .client_id_shape = N_ ("10 capital letters and digits"),
  .needs = N_ ("A key of your own and the Apple Developer Program; searching needs none"),
  .script_code = script_code,
  .key_owner_label = N_ ("Team ID"),
  .key_id_label = N_ ("Key ID"),
  .browser_errors = browser_errors,
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

/* In the catalogue with a key. */
static const TuttiTrackFields song_fields = {
  .id = "id",
  .title = "attributes.name",
  .artist = "attributes.artistName",
  .album = "attributes.albumName",
  .duration = "attributes.durationInMillis",
  .isrc = "attributes.isrc",
  .played_by = "attributes.playParams",
  .picture = "attributes.artwork.url",
  .picture_size = "{w}x{h}",
  .picture_wish = "300x300",
  .released = "attributes.releaseDate",
  .is_explicit = "attributes.contentRating",
  .explicit_word = "explicit",
};

/* --- the question, without an account --- */

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

/* --- the question, with an account --- */

/* The country in the account's id. */
static gboolean
is_country (const char *text)
{
  return strlen (text) == 2 && g_ascii_islower (text[0]) && g_ascii_islower (text[1]);
}

static TuttiHttpRequest *
build_list (TuttiProvider      *self,
            const TuttiRequest *request,
            const char         *path,
            guint               count)
{
  g_autofree char *limit = g_strdup_printf ("%u", count);
  guint64          place = tutti_cursor_get_number (request);
  g_autofree char *offset = place > 0 ? g_strdup_printf ("%" G_GUINT64_FORMAT, place) : NULL;
  gboolean         is_library = request->kind == TUTTI_REQUEST_LIKES;

  return tutti_provider_new_request_at (self, tutti_provider_get_file (self)->account_base, "GET", path, "limit", limit, "offset", offset,
                                        "types", is_library ? NULL : "songs",
                                        "include", is_library ? "catalog" : NULL,
                                        "extend", is_library ? "dateAdded" : NULL, NULL);
}

static TuttiHttpRequest *
build_rating (TuttiProvider *self,
              const char    *id,
              gboolean       likes)
{
  static const char rating[] = "{\"type\":\"rating\",\"attributes\":{\"value\":1}}";
  g_autofree char  *path = g_strdup_printf ("/v1/me/ratings/songs/%s", id);
  TuttiHttpRequest *message = tutti_provider_new_request_at (self, tutti_provider_get_file (self)->account_base,
                                                             likes ? "PUT" : "DELETE", path, NULL);

  if (likes)
    {
      message->content_type = g_strdup ("application/json");
      message->body = g_bytes_new_static (rating, strlen (rating));
    }

  return message;
}

static TuttiHttpRequest *
build_in_catalogue (TuttiProvider      *self,
                    const TuttiRequest *request)
{
  const TuttiServiceFile *file = tutti_provider_get_file (self);
  g_autofree char        *limit = g_strdup_printf ("%u", file->search);
  g_autofree char        *query = request->kind == TUTTI_REQUEST_SEARCH ? tutti_provider_dup_query (request) : NULL;
  g_autofree char        *isrc = request->kind == TUTTI_REQUEST_ISRC ? tutti_isrc_normalize (request->text) : NULL;
  g_autofree char        *path = NULL;

  if (query != NULL)
    {
      path = g_strdup_printf ("/v1/catalog/%s/search", request->account);
      return tutti_provider_new_request_at (self, file->account_base, "GET", path, "term", query, "types", "songs", "limit", limit, NULL);
    }
  if (isrc != NULL)
    {
      path = g_strdup_printf ("/v1/catalog/%s/songs", request->account);
      return tutti_provider_new_request_at (self, file->account_base, "GET", path, "filter[isrc]", isrc, NULL);
    }

  path = g_strdup_printf ("/v1/catalog/%s/songs/%s", request->account, request->ids[0]);
  return tutti_provider_new_request_at (self, file->account_base, "GET", path, NULL);
}

static TuttiHttpRequest *
build_with_account (TuttiProvider      *self,
                    const TuttiRequest *request,
                    GError            **error)
{
  const TuttiServiceFile *file = tutti_provider_get_file (self);

  if (!tutti_cursor_check_number (request, error))
    return NULL;
  if (request->account != NULL && !is_country (request->account))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "The account is of no country");
      return NULL;
    }

  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return tutti_provider_new_request_at (self, file->account_base, "GET", "/v1/me/storefront", NULL);
    case TUTTI_REQUEST_HISTORY:
      return build_list (self, request, "/v1/me/recent/played/tracks", file->history);
    case TUTTI_REQUEST_LIKES:
      return build_list (self, request, "/v1/me/library/songs", file->likes);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return build_rating (self, request->ids[0], request->kind == TUTTI_REQUEST_LIKE);
    case TUTTI_REQUEST_SEARCH:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_TRACK:
      return build_in_catalogue (self, request);
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

static TuttiHttpRequest *
limit_tries (TuttiHttpRequest *message)
{
  message->max_tries = MAX_TRIES;

  return message;
}

/* Search and lookups are when there is an account; charts never. */
static gboolean
is_about_account (const TuttiRequest *request)
{
  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return TRUE;
    case TUTTI_REQUEST_SEARCH:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_TRACK:
      return request->account != NULL;
    case TUTTI_REQUEST_CHARTS:
      return FALSE;
    }

  g_return_val_if_reached (FALSE);
}

static TuttiHttpRequest *
tutti_apple_music_build_message (TuttiProvider      *provider,
                                 const TuttiRequest *request,
                                 GError            **error)
{
  if (is_about_account (request))
    return build_with_account (provider, request, error);

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
    case TUTTI_REQUEST_ISRC:
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "Apple’s open search does not know the codes of recordings");
      return NULL;
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* --- the answer, without an account --- */

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

/* --- the answer, with an account --- */

static TuttiPage *
parse_storefront (TuttiProvider *provider,
                  JsonNode      *root,
                  GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  const char           *country = tutti_json_get_string (root, "data.0.id");

  if (country == NULL || !is_country (country))
    return tutti_provider_refuse (provider, error, "a storefront of no country");
  page->profile.remote_id = g_strdup (country);
  page->profile.name = g_strdup (tutti_json_get_string (root, "data.0.attributes.name"));

  return g_steal_pointer (&page);
}

/* A song of either kind. One in the library has a number of its own there, which
 * opens nothing; what the person uploaded has no other. Its code is told by the
 * catalogue alone. */
static void
add_song (TuttiProvider *provider,
          JsonNode      *item,
          TuttiPage     *page)
{
  TuttiTrackFields item_fields = song_fields;

  if (g_strcmp0 (tutti_json_get_string (item, "type"), "library-songs") == 0)
    {
      item_fields.id = "attributes.playParams.catalogId";
      item_fields.isrc = "relationships.catalog.data.0.attributes.isrc";
    }
  tutti_track_fields_add (&item_fields, provider, item, tutti_json_get_time (item, "attributes.dateAdded"), page);
}

static TuttiPage *
parse_songs (TuttiProvider *provider,
             JsonNode      *root,
             const char    *path,
             GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, path);

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "a list without data");

  for (guint i = 0; i < json_array_get_length (items); i++)
    add_song (provider, json_array_get_element (items, i), page);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_list (TuttiProvider      *provider,
            const TuttiRequest *request,
            JsonNode           *root,
            guint               step,
            GError            **error)
{
  g_autoptr (TuttiPage) page = parse_songs (provider, root, "data", error);

  if (page == NULL)
    return NULL;
  page->total = (guint) CLAMP (tutti_json_get_int (root, "meta.total", 0), 0, G_MAXINT32);
  page->next_cursor = tutti_cursor_dup_next_number (tutti_json_get_string (root, "next"), "offset", tutti_cursor_get_number (request), step);

  return g_steal_pointer (&page);
}

/* Nothing found is no list at all. */
static TuttiPage *
parse_search (TuttiProvider *provider,
              JsonNode      *root,
              GError       **error)
{
  if (tutti_json_get (root, "results") == NULL)
    return tutti_provider_refuse (provider, error, "no results");
  if (tutti_json_get (root, "results.songs") == NULL)
    return tutti_page_new ();

  return parse_songs (provider, root, "results.songs.data", error);
}

/* What is asked for by its number or its code, with its half minute. */
static TuttiPage *
parse_one (TuttiProvider      *provider,
           const TuttiRequest *request,
           JsonNode           *root,
           GError            **error)
{
  g_autoptr (TuttiPage) page = parse_songs (provider, root, "data", error);

  if (page == NULL)
    return NULL;
  if (page->items->len == 0 && request->kind == TUTTI_REQUEST_TRACK)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "apple-music has no such song in this country");
      return NULL;
    }
  page->total = page->items->len;
  page->preview = tutti_provider_dup_preview (provider, tutti_json_get_string (root, "data.0.attributes.previews.0.url"));

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_with_account (TuttiProvider      *provider,
                    const TuttiRequest *request,
                    JsonNode           *root,
                    GError            **error)
{
  const TuttiServiceFile *file = tutti_provider_get_file (provider);

  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return parse_storefront (provider, root, error);
    case TUTTI_REQUEST_HISTORY:
      return parse_list (provider, request, root, file->history, error);
    case TUTTI_REQUEST_LIKES:
      return parse_list (provider, request, root, file->likes, error);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return tutti_page_new ();
    case TUTTI_REQUEST_SEARCH:
      return parse_search (provider, root, error);
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_TRACK:
      return parse_one (provider, request, root, error);
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

static TuttiPage *
tutti_apple_music_parse_page (TuttiProvider      *provider,
                              const TuttiRequest *request,
                              JsonNode           *root,
                              GError            **error)
{
  if (is_about_account (request))
    return parse_with_account (provider, request, root, error);

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

/* --- what goes wrong with an account --- */

/* The person took it back, changed their password, or half a year is over. Who
 * has no subscription any more gets the same status and code in other words. */
static gboolean
tutti_apple_music_rejects_token (GBytes *body)
{
  g_autoptr (JsonNode) root = tutti_json_parse (body, NULL);

  return g_strcmp0 (tutti_json_get_string (root, "errors.0.code"), "40300") == 0 &&
         g_strcmp0 (tutti_json_get_string (root, "errors.0.detail"), "Invalid authentication") == 0;
}

static GError *
tutti_apple_music_read_error (TuttiProvider     *provider,
                              TuttiHttpResponse *response)
{
  if (response->status == 401)
    return g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT, "apple-music does not take what the key signed");
  if (response->status == 403 && tutti_apple_music_rejects_token (response->body))
    return g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "apple-music does not take the token");
  if (response->status == 403 && g_bytes_get_size (response->body) > 0)
    return g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_NOT_PREMIUM, "apple-music lets nobody without a subscription do that");

  return NULL;
}

/* --- words --- */

static const char *
tutti_apple_music_explain (TuttiProvider  *provider,
                           TuttiCapability capability)
{
  return (capability & TUTTI_CAN_ISRC) != 0 ? _ ("Apple tells the codes of recordings to connected accounts only.") : NULL;
}

static const TuttiSetupStep *
tutti_apple_music_get_steps (TuttiProvider *provider)
{
  return steps;
}

static void
tutti_apple_music_class_init (TuttiAppleMusicClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_apple_music_build_message;
  provider_class->parse_page = tutti_apple_music_parse_page;
  provider_class->judge = tutti_apple_music_judge;
  provider_class->rejects_token = tutti_apple_music_rejects_token;
  provider_class->read_error = tutti_apple_music_read_error;
  provider_class->explain = tutti_apple_music_explain;
  provider_class->get_steps = tutti_apple_music_get_steps;
}

static void
tutti_apple_music_init (TuttiAppleMusic *self)
{
}
