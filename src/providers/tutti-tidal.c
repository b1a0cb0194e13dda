/* tutti-tidal.c: TIDAL's API
 *
 * JSON:API: a list holds references, and what they refer to stands in
 * "included", told by type and id. The address of the next page lacks the
 * beginning of the path, so only its cursor is taken. No list tells how long
 * it is: the number of likes is asked for once, beside the first page, and
 * travels on in the cursor ("NUMBER:MARK"). The cursor of a search has the
 * search's id in it ("ID:MARK").
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-tidal.h"

#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define MEDIA_TYPE "application/vnd.api+json"

struct _TuttiTidal
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiTidal, tutti_tidal, TUTTI_TYPE_PROVIDER)

static const TuttiScopeWords scope_words[] = {
  { "user.read", N_ ("See your name, country and e-mail address") },
  { "collection.read", N_ ("See your likes") },
  { "collection.write", N_ ("Change your likes"), TUTTI_CAN_LIKE },
  { "search.read", N_ ("Search") },
  { NULL },
};

static const TuttiBrowserError browser_errors[] = {
  { N_ ("Error 1002"), N_ ("In the app’s settings, the redirect address differs. Add it again exactly as shown in the steps, with the number in it, and save.") },
  { N_ ("Error 11102"), N_ ("In the app’s settings, a permission is missing, or the redirect address differs. Tick the permissions of the steps and save.") },
  { N_ ("The page can’t be reached"), N_ ("Copy the whole address from the browser’s address line and choose “Paste the Address Instead”.") },
  { NULL },
};

static const TuttiProviderInfo info = {
  .id = "tidal",
  .name = "TIDAL",
  .icon_name = "tutti-tidal-symbolic",
  .capabilities = TUTTI_CAN_CONNECT | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE | TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP | TUTTI_CAN_ISRC |
                  TUTTI_CAN_OPEN_APP | TUTTI_CAN_OPEN_WEB,
  .says_me = TRUE,
  .token_tells_id = TRUE,
  .client_id_pattern = "^[0-9A-Za-z_-]{8,64}$",
  .client_id_shape = N_ ("letters and digits without spaces, at least eight"),
  .needs = N_ ("A key of your own, which costs nothing"),
  .scope_words = scope_words,
  .browser_errors = browser_errors,
};

static const TuttiSetupStep steps[] = {
  { N_ ("Open TIDAL’s dashboard for developers, sign in with your account and accept the guidelines."), .opens_dashboard = TRUE },
  { N_ ("Create an app. Any name will do.") },
  { N_ ("In its settings, add this redirect address, exactly as it stands here."), .copies_redirect = TRUE },
  { N_ ("Tick the permissions “user.read”, “collection.read”, “collection.write” and “search.read”, and save.") },
  { N_ ("Copy the client ID. The client secret is not needed.") },
  { NULL },
};

/* --- the question --- */

static TuttiHttpRequest *
accept (TuttiHttpRequest *message)
{
  tutti_http_request_add_header (message, "Accept", MEDIA_TYPE);

  return message;
}

/* The likes of the person, or of the number they have. */
static char *
dup_collection (const TuttiRequest *request,
                const char         *rest)
{
  g_autofree char *whose = request->by_id ? g_uri_escape_string (request->account, NULL, FALSE) : g_strdup ("me");

  return g_strconcat ("/userCollectionTracks/", whose, rest, NULL);
}

static TuttiHttpRequest *
build_likes (TuttiProvider      *self,
             const TuttiRequest *request)
{
  g_autofree char *path = dup_collection (request, "/relationships/items");

  return tutti_provider_new_request (self, "GET", path, "include", "items.artists,items.albums.coverArt", "sort", "-addedAt",
                                     "page[cursor]", tutti_cursor_get_mark (request), NULL);
}

static TuttiHttpRequest *
build_search (TuttiProvider      *self,
              const TuttiRequest *request)
{
  static const char include[] = "tracks,tracks.artists,tracks.albums,tracks.albums.coverArt";
  g_autofree char  *query = tutti_provider_dup_query (request);
  const char       *mark = tutti_cursor_get_mark (request);
  g_autofree char  *id = NULL;
  g_autofree char  *path = NULL;

  if (mark == NULL)
    return tutti_provider_new_request (self, "GET", "/searchResults", "filter[query]", query, "include", include, NULL);

  id = g_strndup (request->cursor, (gsize) (mark - request->cursor) - 1);
  path = g_strdup_printf ("/searchResults/%s/relationships/tracks", id);

  return tutti_provider_new_request (self, "GET", path, "include", include, "page[cursor]", mark, NULL);
}

static TuttiHttpRequest *
build_isrc (TuttiProvider      *self,
            const TuttiRequest *request)
{
  g_autofree char *isrc = tutti_isrc_normalize (request->text);

  return tutti_provider_new_request (self, "GET", "/tracks", "filter[isrc]", isrc, "include", "artists,albums,albums.coverArt",
                                     "page[cursor]", request->cursor, NULL);
}

static TuttiHttpRequest *
build_track (TuttiProvider      *self,
             const TuttiRequest *request)
{
  g_autofree char *path = g_strconcat ("/tracks/", request->ids[0], NULL);

  return tutti_provider_new_request (self, "GET", path, "include", "artists,albums,albums.coverArt", NULL);
}

/* Ids are digits, so that nothing needs to be quoted. No Idempotency-Key: a
 * like, its undoing and the like again within an hour would be taken for one. */
static TuttiHttpRequest *
build_change (TuttiProvider      *self,
              const TuttiRequest *request)
{
  g_autofree char    *path = dup_collection (request, "/relationships/items");
  g_autoptr (GString) body = g_string_new ("{\"data\":[");
  TuttiHttpRequest   *message;

  for (guint i = 0; request->ids[i] != NULL; i++)
    g_string_append_printf (body, "%s{\"id\":\"%s\",\"type\":\"tracks\"}", i > 0 ? "," : "", request->ids[i]);
  g_string_append (body, "]}");

  message = tutti_provider_new_request (self, request->kind == TUTTI_REQUEST_LIKE ? "POST" : "DELETE", path, NULL);
  message->content_type = g_strdup (MEDIA_TYPE);
  message->body = g_string_free_to_bytes (g_steal_pointer (&body));
  message->is_safe = TRUE; /* what is there already is skipped */

  return message;
}

static TuttiHttpRequest *
tutti_tidal_build_message (TuttiProvider      *provider,
                           const TuttiRequest *request,
                           GError            **error)
{
  gboolean is_pair = request->kind == TUTTI_REQUEST_LIKES || request->kind == TUTTI_REQUEST_SEARCH;

  if (is_pair ? !tutti_cursor_check_pair (request, error) : !tutti_cursor_check_mark (request, error))
    return NULL;

  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return accept (tutti_provider_new_request (provider, "GET", "/users/me", NULL));
    case TUTTI_REQUEST_LIKES:
      return accept (build_likes (provider, request));
    case TUTTI_REQUEST_SEARCH:
      return accept (build_search (provider, request));
    case TUTTI_REQUEST_ISRC:
      return accept (build_isrc (provider, request));
    case TUTTI_REQUEST_TRACK:
      return accept (build_track (provider, request));
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return accept (build_change (provider, request));
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* How many likes there are; only beside the first page. */
static TuttiHttpRequest *
tutti_tidal_build_details (TuttiProvider      *provider,
                           const TuttiRequest *request,
                           TuttiPage          *page)
{
  g_autofree char *path = NULL;

  if (request->kind != TUTTI_REQUEST_LIKES || request->cursor != NULL || page->next_cursor == NULL)
    return NULL;

  path = dup_collection (request, "");
  return accept (tutti_provider_new_request (provider, "GET", path, NULL));
}

/* --- a document --- */

static char *
make_key (const char *type,
          const char *id)
{
  return g_strconcat (type, "/", id, NULL);
}

/* What came along, by "type/id". */
static GHashTable *
index_included (JsonNode *root)
{
  GHashTable *resources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray  *included = tutti_json_get_array (root, "included");

  for (guint i = 0; included != NULL && i < json_array_get_length (included); i++)
    {
      JsonNode   *resource = json_array_get_element (included, i);
      const char *type = tutti_json_get_string (resource, "type");
      const char *id = tutti_json_get_string (resource, "id");

      if (type != NULL && id != NULL)
        g_hash_table_insert (resources, make_key (type, id), resource);
    }

  return resources;
}

/* The resource a reference means, or NULL if it did not come along. */
static JsonNode *
follow (GHashTable *resources,
        JsonNode   *reference)
{
  const char      *type = tutti_json_get_string (reference, "type");
  const char      *id = tutti_json_get_string (reference, "id");
  g_autofree char *key = type != NULL && id != NULL ? make_key (type, id) : NULL;

  return key != NULL ? g_hash_table_lookup (resources, key) : NULL;
}

static JsonNode *
follow_path (GHashTable *resources,
             JsonNode   *resource,
             const char *path)
{
  JsonNode *reference = resource != NULL ? tutti_json_get (resource, path) : NULL;

  return reference != NULL ? follow (resources, reference) : NULL;
}

static char **
dup_artists (GHashTable *resources,
             JsonNode   *track)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  JsonArray               *artists = tutti_json_get_array (track, "relationships.artists.data");

  for (guint i = 0; artists != NULL && i < json_array_get_length (artists); i++)
    {
      JsonNode   *artist = follow (resources, json_array_get_element (artists, i));
      const char *name = artist != NULL ? tutti_json_get_string (artist, "attributes.name") : NULL;

      if (name != NULL)
        g_strv_builder_add (names, name);
    }

  return g_strv_builder_end (names);
}

/* "Title (Version)", as TIDAL shows it. */
static char *
dup_title (JsonNode *track)
{
  const char *title = tutti_json_get_string (track, "attributes.title");
  const char *version = tutti_json_get_string (track, "attributes.version");

  if (title == NULL || title[0] == '\0' || version == NULL || version[0] == '\0')
    return g_strdup (title);

  return g_strdup_printf ("%s (%s)", title, version);
}

/* (nullable) (transfer full) */
static TuttiServiceTrack *
read_track (TuttiProvider *provider,
            GHashTable    *resources,
            JsonNode      *track)
{
  const char           *id = tutti_json_get_string (track, "id");
  JsonNode             *album = follow_path (resources, track, "relationships.albums.data.0");
  JsonNode             *cover = follow_path (resources, album, "relationships.coverArt.data.0");
  const char           *picture = cover != NULL ? tutti_track_fields_choose_picture (cover, "attributes.files", "href", "meta.width") : NULL;
  const char           *released = album != NULL ? tutti_json_get_string (album, "attributes.releaseDate") : NULL;
  g_autofree char      *title = dup_title (track);
  g_auto (GStrv)        artists = dup_artists (resources, track);
  g_autofree char      *web_url = NULL;
  g_autofree char      *app_uri = NULL;
  TuttiServiceTrackInfo track_info = { NULL };

  if (title == NULL || title[0] == '\0' || !tutti_provider_is_remote_id (provider, id))
    return NULL;

  web_url = tutti_provider_dup_web_uri (provider, id);
  app_uri = tutti_provider_dup_app_uri (provider, id);

  track_info.provider = tutti_provider_get_id (provider);
  track_info.remote_id = id;
  track_info.title = title;
  track_info.artists = (const char * const *) artists;
  track_info.album = album != NULL ? tutti_json_get_string (album, "attributes.title") : NULL;
  track_info.duration_ms = tutti_duration_from_iso8601 (tutti_json_get_string (track, "attributes.duration"));
  track_info.isrc = tutti_json_get_string (track, "attributes.isrc");
  track_info.artwork_url = picture != NULL && tutti_provider_is_artwork_uri (provider, picture) ? picture : NULL;
  track_info.web_url = web_url;
  track_info.app_uri = app_uri;
  track_info.year = released != NULL ? atoi (released) : 0;
  track_info.is_explicit = tutti_json_get_boolean (track, "attributes.explicit", FALSE);

  return tutti_service_track_new (&track_info);
}

/* A song that this country may not hear is listed, but does not come along. */
static void
add_track (TuttiProvider *provider,
           GHashTable    *resources,
           JsonNode      *track,
           gint64         at,
           TuttiPage     *page)
{
  const char                   *type = track != NULL ? tutti_json_get_string (track, "type") : NULL;
  g_autoptr (TuttiServiceTrack) song = g_strcmp0 (type, "tracks") == 0 ? read_track (provider, resources, track) : NULL;

  if (song != NULL)
    g_ptr_array_add (page->items, tutti_dated_track_new (song, at));
  else
    page->n_unreadable++;
}

/* The mark of the next page, wherever it stands. (nullable) (transfer full) */
static char *
dup_mark (JsonNode *links)
{
  const char *mark = links != NULL ? tutti_json_get_string (links, "meta.nextCursor") : NULL;
  const char *next = links != NULL ? tutti_json_get_string (links, "next") : NULL;

  if (next == NULL)
    return NULL;

  return mark != NULL ? g_strdup (mark) : tutti_cursor_dup_parameter (next, "page[cursor]");
}

/* --- the answer --- */

static TuttiPage *
parse_profile (TuttiProvider *provider,
               JsonNode      *root,
               GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  const char           *id = tutti_json_get_string (root, "data.id");
  const char           *first = tutti_json_get_string (root, "data.attributes.firstName");
  const char           *last = tutti_json_get_string (root, "data.attributes.lastName");
  const char           *login = tutti_json_get_string (root, "data.attributes.username");

  if (id == NULL || id[0] == '\0')
    return tutti_provider_refuse (provider, error, "a profile without an id");

  page->profile.remote_id = g_strdup (id);
  if (first != NULL && first[0] != '\0')
    page->profile.name = g_strstrip (g_strconcat (first, " ", last != NULL ? last : "", NULL));
  else if (login != NULL && strchr (login, '@') == NULL)
    page->profile.name = g_strdup (login); /* for many it is the e-mail address */
  page->profile.email = g_strdup (tutti_json_get_string (root, "data.attributes.email"));

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_likes (TuttiProvider      *provider,
             const TuttiRequest *request,
             JsonNode           *root,
             GError            **error)
{
  g_autoptr (TuttiPage)  page = tutti_page_new ();
  g_autoptr (GHashTable) resources = index_included (root);
  JsonArray             *items = tutti_json_get_array (root, "data");
  g_autofree char       *mark = dup_mark (tutti_json_get (root, "links"));

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "likes without data");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);

      add_track (provider, resources, follow (resources, item), tutti_json_get_time (item, "meta.addedAt"), page);
    }
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
  g_autoptr (TuttiPage)  page = tutti_page_new ();
  g_autoptr (GHashTable) resources = index_included (root);
  gboolean               is_first = request->cursor == NULL;
  JsonArray             *hits = tutti_json_get_array (root, is_first ? "data.0.relationships.tracks.data" : "data");
  g_autofree char       *mark = dup_mark (tutti_json_get (root, is_first ? "data.0.relationships.tracks.links" : "links"));

  if (hits == NULL)
    return tutti_provider_refuse (provider, error, "hits without data");

  for (guint i = 0; i < json_array_get_length (hits); i++)
    add_track (provider, resources, follow (resources, json_array_get_element (hits, i)), 0, page);
  page->next_cursor = tutti_cursor_dup_next_pair (request, is_first ? tutti_json_get_string (root, "data.0.id") : NULL, mark);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_isrc (TuttiProvider      *provider,
            const TuttiRequest *request,
            JsonNode           *root,
            GError            **error)
{
  g_autoptr (TuttiPage)  page = tutti_page_new ();
  g_autoptr (GHashTable) resources = index_included (root);
  JsonArray             *tracks = tutti_json_get_array (root, "data");
  g_autofree char       *mark = dup_mark (tutti_json_get (root, "links"));

  if (tracks == NULL)
    return tutti_provider_refuse (provider, error, "tracks without data");

  for (guint i = 0; i < json_array_get_length (tracks); i++)
    add_track (provider, resources, json_array_get_element (tracks, i), 0, page);
  page->next_cursor = tutti_cursor_dup_next_mark (request, mark);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_track (TuttiProvider *provider,
             JsonNode      *root,
             GError       **error)
{
  g_autoptr (TuttiPage)  page = tutti_page_new ();
  g_autoptr (GHashTable) resources = index_included (root);

  add_track (provider, resources, tutti_json_get (root, "data"), 0, page);
  if (page->items->len == 0)
    return tutti_provider_refuse (provider, error, "a track without an id or a title");
  page->total = 1;

  return g_steal_pointer (&page);
}

static TuttiPage *
tutti_tidal_parse_page (TuttiProvider      *provider,
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
      return parse_search (provider, request, root, error);
    case TUTTI_REQUEST_ISRC:
      return parse_isrc (provider, request, root, error);
    case TUTTI_REQUEST_TRACK:
      return parse_track (provider, root, error);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return tutti_page_new ();
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

static TuttiPage *
tutti_tidal_parse_details (TuttiProvider      *provider,
                           const TuttiRequest *request,
                           TuttiPage          *page,
                           JsonNode           *root,
                           GError            **error)
{
  gint64 number = tutti_json_get_int (root, "data.attributes.numberOfItems", 0);

  if (tutti_json_get (root, "data") == NULL)
    return tutti_provider_refuse (provider, error, "a collection without data");

  return tutti_cursor_dup_page_with_total (page, (guint) CLAMP (number, 0, G_MAXINT32));
}

/* --- errors --- */

static GError *
tutti_tidal_read_error (TuttiProvider     *provider,
                        TuttiHttpResponse *response)
{
  g_autoptr (JsonNode) root = NULL;
  const char          *code;

  if (response->status != 403 && response->status != 409)
    return NULL;
  root = g_bytes_get_size (response->body) > 0 ? tutti_json_parse (response->body, NULL) : NULL;
  code = root != NULL ? tutti_json_get_string (root, "errors.0.code") : NULL;

  /* Of what we ask, nothing but a missing permission is forbidden. */
  if (response->status == 403)
    return g_error_new (TUTTI_ERROR, TUTTI_ERROR_INSUFFICIENT_SCOPE, "tidal answered 403");
  if (g_strcmp0 (code, "TOO_MANY_ITEMS_IN_COLLECTION") == 0 || g_strcmp0 (code, "DUPLICATE_ITEMS_IN_COLLECTION") == 0)
    return g_error_new (TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "tidal answered 409: the collection is full, or has it already");

  /* The same change is under way: later. */
  return g_error_new (TUTTI_ERROR, TUTTI_ERROR_SERVER, "tidal answered 409");
}

/* --- words --- */

static const char *
tutti_tidal_explain (TuttiProvider  *provider,
                     TuttiCapability capability)
{
  if ((capability & TUTTI_CAN_HISTORY) != 0)
    return _ ("TIDAL tells no program what was played. What you like shows with its time instead.");
  if ((capability & TUTTI_CAN_PREVIEW) != 0)
    return _ ("No previews: TIDAL lets no other player play its sound.");
  if ((capability & TUTTI_CAN_KEYLESS) != 0)
    return _ ("TIDAL answers connected accounts only.");
  if ((capability & TUTTI_CAN_CHARTS) != 0)
    return _ ("TIDAL keeps its charts to itself.");

  return NULL;
}

static const TuttiSetupStep *
tutti_tidal_get_steps (TuttiProvider *provider)
{
  return steps;
}

static void
tutti_tidal_class_init (TuttiTidalClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_tidal_build_message;
  provider_class->parse_page = tutti_tidal_parse_page;
  provider_class->build_details = tutti_tidal_build_details;
  provider_class->parse_details = tutti_tidal_parse_details;
  provider_class->read_error = tutti_tidal_read_error;
  provider_class->explain = tutti_tidal_explain;
  provider_class->get_steps = tutti_tidal_get_steps;
}

static void
tutti_tidal_init (TuttiTidal *self)
{
}
