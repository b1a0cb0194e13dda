/* test-mutations.c: every value of every answer, null, gone, empty or of another type
 *
 * An answer is a page whatever becomes of its parts: a song that lost its id or
 * its title is left out and counted, each other value is missed silently, and
 * no song changes by what becomes of another. What is understood no more as a
 * whole is BAD_ANSWER.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

/* An answer in tests/data, and what it can't do without. */
typedef struct
{
  const char      *service;
  const char      *file;
  TuttiRequestKind kind;
  const char      *list;    /* (nullable) where its songs stand; NULL: it is one song, or a person */
  const char      *needed;  /* of a song, or of the whole where there is no list: paths with spaces between */
  const char      *deciding; /* (nullable) paths whose text decides whether it is a song of this service at all */
  const char      *shared;  /* (nullable) where things stand that songs refer to: without them songs may be left out */
  const char      *page;    /* (nullable) the page's file, where this is the answer to the question about it */
} Body;

/* What one of them lacks another may tell. */
#define LISTEN_KEYS                                                                                                                  \
  "recording_mbid recording_msid track_metadata.track_name track_metadata.mbid_mapping.recording_mbid track_metadata.additional_info." \
  "recording_mbid track_metadata.additional_info.recording_msid"

/* A song of the library may be one of the catalogue, too, and has its number then. */
#define APPLE_KEYS "id type attributes.playParams.catalogId relationships.catalog.data.0.id"

static const Body bodies[] = {
  { "spotify", "likes.json", TUTTI_REQUEST_LIKES, "items", "track.id track.name", "track.type", NULL, NULL },
  { "spotify", "likes-odd.json", TUTTI_REQUEST_LIKES, "items", "track.id track.name", "track.type", NULL, NULL },
  { "spotify", "recently-played.json", TUTTI_REQUEST_HISTORY, "items", "track.id track.name", "track.type", NULL, NULL },
  { "spotify", "search.json", TUTTI_REQUEST_SEARCH, "tracks.items", "id name", "type", NULL, NULL },
  { "spotify", "track.json", TUTTI_REQUEST_TRACK, NULL, "id name", "type", NULL, NULL },
  { "spotify", "me.json", TUTTI_REQUEST_PROFILE, NULL, "", NULL, NULL, NULL },
  { "spotify", "me-old.json", TUTTI_REQUEST_PROFILE, NULL, "id", NULL, NULL, NULL },

  { "youtube", "likes.json", TUTTI_REQUEST_LIKES, "items", "snippet.resourceId.videoId snippet.title", NULL, NULL, NULL },
  { "youtube", "likes-videos.json", TUTTI_REQUEST_LIKES, "items", "id snippet.title", "snippet.categoryId", NULL, "likes.json" },
  { "youtube", "search.json", TUTTI_REQUEST_SEARCH, "items", "id.videoId snippet.title", NULL, NULL, NULL },
  { "youtube", "search-videos.json", TUTTI_REQUEST_SEARCH, "items", "id snippet.title", "snippet.categoryId", NULL, "search.json" },
  { "youtube", "video.json", TUTTI_REQUEST_TRACK, NULL, "items.0.id items.0.snippet.title", NULL, NULL, NULL },
  { "youtube", "channels.json", TUTTI_REQUEST_PROFILE, NULL, "kind", NULL, NULL, NULL },

  { "deezer", "search.json", TUTTI_REQUEST_SEARCH, "data", "id title", NULL, NULL, NULL },
  { "deezer", "charts.json", TUTTI_REQUEST_CHARTS, "data", "id title", NULL, NULL, NULL },
  { "deezer", "track.json", TUTTI_REQUEST_TRACK, NULL, "id title", NULL, NULL, NULL },
  { "deezer", "user-tracks.json", TUTTI_REQUEST_LIKES, "data", "id title", NULL, NULL, NULL },
  { "deezer", "user-tracks.json", TUTTI_REQUEST_HISTORY, "data", "id title", NULL, NULL, NULL },
  { "deezer", "user.json", TUTTI_REQUEST_PROFILE, NULL, "id", NULL, NULL, NULL },

  { "tidal", "likes.json", TUTTI_REQUEST_LIKES, "data", "id type", NULL, "included", NULL },
  { "tidal", "collection.json", TUTTI_REQUEST_LIKES, NULL, "data", NULL, NULL, "likes.json" },
  { "tidal", "search.json", TUTTI_REQUEST_SEARCH, "data.0.relationships.tracks.data", "id type", NULL, "included", NULL },
  { "tidal", "tracks.json", TUTTI_REQUEST_ISRC, "data", "id type attributes.title", NULL, "included", NULL },
  { "tidal", "track.json", TUTTI_REQUEST_TRACK, NULL, "data.id data.type data.attributes.title", NULL, NULL, NULL },
  { "tidal", "user.json", TUTTI_REQUEST_PROFILE, NULL, "data.id", NULL, NULL, NULL },

  { "soundcloud", "recent.json", TUTTI_REQUEST_HISTORY, "collection", "urn title", NULL, NULL, NULL },
  { "soundcloud", "recent-bare.json", TUTTI_REQUEST_HISTORY, "", "urn title", NULL, NULL, NULL },
  { "soundcloud", "likes.json", TUTTI_REQUEST_LIKES, "collection", "urn title", NULL, NULL, NULL },
  { "soundcloud", "me.json", TUTTI_REQUEST_LIKES, NULL, "", NULL, NULL, "likes.json" },
  { "soundcloud", "search.json", TUTTI_REQUEST_SEARCH, "collection", "urn title", NULL, NULL, NULL },
  { "soundcloud", "track.json", TUTTI_REQUEST_TRACK, NULL, "urn title", NULL, NULL, NULL },
  { "soundcloud", "me.json", TUTTI_REQUEST_PROFILE, NULL, "urn", NULL, NULL, NULL },

  { "apple-music", "search.json", TUTTI_REQUEST_SEARCH, "results", "trackId trackName kind", NULL, NULL, NULL },
  { "apple-music", "lookup.json", TUTTI_REQUEST_TRACK, NULL, "results.0.trackId results.0.trackName results.0.kind", NULL, NULL, NULL },
  { "apple-music", "charts.json", TUTTI_REQUEST_CHARTS, "feed.results", "id name", NULL, NULL, NULL },
  { "apple-music", "library.json", TUTTI_REQUEST_LIKES, "data", "id attributes.name", APPLE_KEYS, NULL, NULL },
  { "apple-music", "recent.json", TUTTI_REQUEST_HISTORY, "data", "id attributes.name", APPLE_KEYS, NULL, NULL },
  { "apple-music", "storefront.json", TUTTI_REQUEST_PROFILE, NULL, "data.0.id", NULL, NULL, NULL },

  { "musicbrainz", "isrc.json", TUTTI_REQUEST_ISRC, "recordings", "id title", NULL, NULL, NULL },
  { "musicbrainz", "recording.json", TUTTI_REQUEST_TRACK, NULL, "id title", NULL, NULL, NULL },

  { "listenbrainz", "listens.json", TUTTI_REQUEST_HISTORY, "payload.listens", "", LISTEN_KEYS, NULL, NULL },
  { "listenbrainz", "feedback.json", TUTTI_REQUEST_LIKES, "feedback", "", LISTEN_KEYS, NULL, NULL },
};

/* --- a value become another --- */

static void
restore (JsonNode *node,
         JsonNode *before)
{
  if (JSON_NODE_HOLDS_OBJECT (before))
    json_node_init_object (node, json_node_get_object (before));
  else if (JSON_NODE_HOLDS_ARRAY (before))
    json_node_init_array (node, json_node_get_array (before));
  else if (JSON_NODE_HOLDS_NULL (before))
    json_node_init_null (node);
  else
    {
      g_auto (GValue) value = G_VALUE_INIT;

      json_node_get_value (before, &value);
      json_node_init (node, JSON_NODE_VALUE);
      json_node_set_value (node, &value);
    }
}

static const char * const turns[] = { "null", "true", "-1", "7.5", "\"odd\"", "\"\"", "[]", "[null]", "{}" };

static GType
get_type (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : (GType) json_node_get_node_type (node);
}

/* Nothing, or of another type than it was. */
static gboolean
is_turn (JsonNode *before,
         JsonNode *after)
{
  return get_type (before) != get_type (after) || JSON_NODE_HOLDS_ARRAY (after) || JSON_NODE_HOLDS_OBJECT (after) ||
         g_strcmp0 (JSON_NODE_HOLDS_VALUE (after) ? json_node_get_string (after) : NULL, "") == 0;
}

/* --- what must hold --- */

typedef struct
{
  const Body    *body;
  TuttiProvider *provider;
  TuttiRequest  *request;
  JsonNode      *root;
  TuttiPage     *page;  /* (nullable) of body->page */
  TuttiPage     *whole; /* what is read of the answer as it is */
  guint          n_done;
} Trial;

static TuttiPage *
read_answer_of (Trial   *trial,
                GError **error)
{
  TuttiProviderClass *class = TUTTI_PROVIDER_GET_CLASS (trial->provider);

  return trial->page != NULL ? class->parse_details (trial->provider, trial->request, trial->page, trial->root, error)
                             : class->parse_page (trial->provider, trial->request, trial->root, error);
}

/* TRUE if `path` is `long_path` or stands on the way to it. */
static gboolean
leads_to (const char *path,
          const char *long_path)
{
  gsize length = strlen (path);

  return length == 0 || (strncmp (long_path, path, length) == 0 && (long_path[length] == '\0' || long_path[length] == '.'));
}

static gboolean
leads_to_any (const char *path,
              const char *paths)
{
  g_auto (GStrv) list = g_strsplit (paths != NULL ? paths : "", " ", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (list[i][0] != '\0' && leads_to (path, list[i]))
      return TRUE;

  return FALSE;
}

/* Below the list: behind its number, what stands in the song; NULL if `path` is no song's. */
static const char *
get_inner (const Body *body,
           const char *path)
{
  gsize       length = body->list != NULL ? strlen (body->list) : 0;
  const char *inner;

  if (body->list == NULL || strncmp (path, body->list, length) != 0 || (length > 0 && path[length] != '.'))
    return NULL;
  inner = path + length + (length > 0 ? 1 : 0);
  if (!g_ascii_isdigit (*inner))
    return NULL;
  inner += strspn (inner, "0123456789");

  return *inner == '.' ? inner + 1 : inner;
}

static gboolean
has_song (TuttiPage  *page,
          const char *id)
{
  for (guint i = 0; i < page->items->len; i++)
    if (g_str_equal (tutti_service_track_get_remote_id (get_track (page, i)), id))
      return TRUE;

  return FALSE;
}

/* How many songs of `page` are not among those of `other`. */
static guint
count_more (TuttiPage *page,
            TuttiPage *other)
{
  guint n = 0;

  for (guint i = 0; i < page->items->len; i++)
    n += has_song (other, tutti_service_track_get_remote_id (get_track (page, i))) ? 0 : 1;

  return n;
}

static const char *
judge (Trial      *trial,
       const char *path,
       gboolean    is_readable,
       TuttiPage  *page,
       GError     *error)
{
  const Body *body = trial->body;
  const char *inner = get_inner (body, path);
  TuttiPage  *whole = trial->whole;
  guint       n_lost;
  guint       n_new;

  if (page == NULL)
    {
      if (error == NULL || error->domain != TUTTI_ERROR || (error->code != TUTTI_ERROR_BAD_ANSWER && error->code != TUTTI_ERROR_NOT_FOUND))
        return "no page, and no fitting error";
      if (path[0] == '\0' || (body->list != NULL ? leads_to (path, body->list) : leads_to_any (path, body->needed) || leads_to_any (path, body->deciding)))
        return NULL;
      return "the page was given up";
    }
  if (error != NULL)
    return "a page and an error";
  if (body->list == NULL && leads_to_any (path, body->needed) && path[0] != '\0' && body->kind != TUTTI_REQUEST_PROFILE && body->page == NULL)
    return "taken without what it needs";
  if (body->list == NULL || (inner == NULL && leads_to (path, body->list)))
    return NULL;

  /* Every entry is there, or counted. */
  if (page->items->len + page->n_unreadable != whole->items->len + whole->n_unreadable)
    return "an entry was lost";
  n_lost = count_more (whole, page);
  n_new = count_more (page, whole);
  if (body->shared != NULL && leads_to (body->shared, path))
    return n_new == 0 ? NULL : "a song came up";
  if (inner != NULL && leads_to_any (inner, body->deciding))
    return n_lost <= 1 && n_new <= 1 ? NULL : "other songs changed";
  if (inner == NULL || !is_readable)
    return n_lost == 0 && n_new <= (inner != NULL ? 1 : 0) ? NULL : "other songs changed";
  if (leads_to_any (inner, body->needed))
    return n_lost == 1 && n_new == 0 ? NULL : "a song without what it needs was taken";

  return n_lost == 0 && n_new == 0 ? NULL : "a song was left out for something it can do without";
}

static void
try_answer (Trial      *trial,
            const char *path,
            const char *turn,
            gboolean    is_readable)
{
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = read_answer_of (trial, &error);
  const char           *wrong = judge (trial, path, is_readable, page, error);

  trial->n_done++;
  if (wrong == NULL)
    return;
  g_test_message ("%s = %s: %s", path, turn, wrong);
  g_test_fail_printf ("%s = %s: %s", path, turn, wrong);
}

static void walk (Trial *trial, JsonNode *node, const char *path, gboolean is_readable);

static void
walk_into (Trial      *trial,
           JsonNode   *child,
           const char *path,
           const char *name,
           gboolean    is_readable)
{
  g_autofree char *inner = path[0] != '\0' ? g_strconcat (path, ".", name, NULL) : g_strdup (name);

  /* An entry that is read: without it there is one song less. */
  if (g_strcmp0 (get_inner (trial->body, inner), "") == 0)
    {
      g_autoptr (JsonNode)  before = json_node_copy (child);
      g_autoptr (TuttiPage) page = NULL;

      json_node_init_null (child);
      page = read_answer_of (trial, NULL);
      restore (child, before);
      is_readable = page != NULL && page->items->len < trial->whole->items->len;
    }
  walk (trial, child, inner, is_readable);
}

static void
walk (Trial      *trial,
      JsonNode   *node,
      const char *path,
      gboolean    is_readable)
{
  g_autoptr (JsonNode) before = json_node_copy (node);

  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autoptr (JsonNode) after = json_from_string (turns[i], NULL);

      if (!is_turn (before, after))
        continue;
      restore (node, after);
      try_answer (trial, path, turns[i], is_readable);
      restore (node, before);
    }

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *name = g_strdup_printf ("%u", i);

          walk_into (trial, json_array_get_element (array, i), path, name, is_readable);
        }
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject       *object = json_node_get_object (node);
      g_autoptr (GList) names = json_object_get_members (object);
      g_autoptr (GPtrArray) own = g_ptr_array_new_with_free_func (g_free);

      for (GList *l = names; l != NULL; l = l->next)
        g_ptr_array_add (own, g_strdup (l->data));
      for (guint i = 0; i < own->len; i++)
        {
          const char      *name = g_ptr_array_index (own, i);
          JsonNode        *kept = json_object_dup_member (object, name);
          g_autofree char *gone = path[0] != '\0' ? g_strconcat (path, ".", name, NULL) : g_strdup (name);

          walk_into (trial, json_object_get_member (object, name), path, name, is_readable);
          json_object_remove_member (object, name);
          try_answer (trial, gone, "(gone)", is_readable);
          json_object_set_member (object, name, kept);
        }
    }
}

static void
test_body (gconstpointer data)
{
  const Body                *body = data;
  g_autoptr (TuttiProviders) providers = new_providers ();
  g_autoptr (GError)         error = NULL;
  g_autoptr (GBytes)         bytes = read_answer (body->service, body->file);
  g_autoptr (TuttiRequest)   request = new_request (body->kind, "x", NULL, NULL);
  g_autoptr (JsonNode)       root = json_from_string (g_bytes_get_data (bytes, NULL), &error);
  g_autoptr (TuttiPage)      page = NULL;
  g_autoptr (TuttiPage)      whole = NULL;
  Trial                      trial = { body, tutti_providers_find (providers, body->service), request, root };

  g_assert_no_error (error);
  if (body->page != NULL)
    page = parse_file (trial.provider, body->kind, NULL, body->page);
  trial.page = page;
  whole = read_answer_of (&trial, &error);
  g_assert_no_error (error);
  trial.whole = whole;

  walk (&trial, root, "", FALSE);
  g_test_message ("%u answers", trial.n_done);
  g_assert_cmpuint (trial.n_done, >, 20);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/mutations/%s/%d/%s", bodies[i].service, (int) bodies[i].kind, bodies[i].file);

      g_test_add_data_func (path, &bodies[i], test_body);
    }

  return g_test_run ();
}
