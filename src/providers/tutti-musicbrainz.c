/* tutti-musicbrainz.c: MusicBrainz, which knows recordings and where they are
 *
 * An encyclopaedia and no place to listen: it is asked for a recording by ISRC
 * or by its link, never searched while people type. What it tells beyond the
 * recording is where the same one stands on other services (page->links).
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-musicbrainz.h"

#include "tutti-address.h"
#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>

/* Spaces, because a plus sign in an address may be meant as one. */
#define INCLUDE "artist-credits releases isrcs url-rels"

#define MAX_LINKS 64

struct _TuttiMusicbrainz
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiMusicbrainz, tutti_musicbrainz, TUTTI_TYPE_PROVIDER)

static const TuttiProviderInfo info = {
  .id = "musicbrainz",
  .name = "MusicBrainz",
  .icon_name = "tutti-musicbrainz-symbolic",
  .capabilities = TUTTI_CAN_ISRC | TUTTI_CAN_LOOKUP | TUTTI_CAN_KEYLESS | TUTTI_CAN_OPEN_WEB,
};

static const TuttiTrackFields fields = {
  .id = "id",
  .title = "title",
  .artists = "artist-credit",
  .artist_name = "name",
  .album = "releases.0.title",
  .duration = "length",
  .isrcs = "isrcs",
  .released = "first-release-date",
};

static TuttiHttpRequest *
build_lookup (TuttiProvider *self,
              const char    *what,
              const char    *key)
{
  g_autofree char *path = g_strdup_printf ("/%s/%s", what, key);

  return tutti_provider_new_request (self, "GET", path, "inc", INCLUDE, "fmt", "json", NULL);
}

static TuttiHttpRequest *
tutti_musicbrainz_build_message (TuttiProvider      *provider,
                                 const TuttiRequest *request,
                                 GError            **error)
{
  g_autofree char *isrc = NULL;

  switch (request->kind)
    {
    case TUTTI_REQUEST_ISRC:
      isrc = tutti_isrc_normalize (request->text);
      return build_lookup (provider, "isrc", isrc);
    case TUTTI_REQUEST_TRACK:
      return build_lookup (provider, "recording", request->ids[0]);
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_SEARCH:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* The pages of a recording elsewhere, each once; which service they belong to
 * says the address, not the kind of relation. (nullable) (transfer full) */
static char **
dup_links (JsonNode *recording)
{
  g_autoptr (GStrvBuilder) links = g_strv_builder_new ();
  g_autoptr (GHashTable)   seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray               *relations = tutti_json_get_array (recording, "relations");

  for (guint i = 0; relations != NULL && i < json_array_get_length (relations); i++)
    {
      JsonNode   *relation = json_array_get_element (relations, i);
      const char *page = tutti_json_get_string (relation, "url.resource");

      if (page != NULL && !tutti_json_get_boolean (relation, "ended", FALSE) && tutti_address_is_safe (page) &&
          g_hash_table_size (seen) < MAX_LINKS && g_hash_table_add (seen, (char *) page))
        g_strv_builder_add (links, page);
    }

  return g_hash_table_size (seen) > 0 ? g_strv_builder_end (links) : NULL;
}

static TuttiPage *
parse_isrc (TuttiProvider *provider,
            JsonNode      *root,
            GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *recordings = tutti_json_get_array (root, "recordings");

  if (recordings == NULL)
    return tutti_provider_refuse (provider, error, "an ISRC without recordings");

  for (guint i = 0; i < json_array_get_length (recordings); i++)
    tutti_track_fields_add (&fields, provider, json_array_get_element (recordings, i), 0, page);
  if (page->items->len > 0 && page->n_unreadable == 0)
    page->links = dup_links (json_array_get_element (recordings, 0));

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
    return tutti_provider_refuse (provider, error, "a recording without an id or a title");
  page->total = 1;
  page->links = dup_links (root);

  return g_steal_pointer (&page);
}

static TuttiPage *
tutti_musicbrainz_parse_page (TuttiProvider      *provider,
                              const TuttiRequest *request,
                              JsonNode           *root,
                              GError            **error)
{
  return request->kind == TUTTI_REQUEST_ISRC ? parse_isrc (provider, root, error) : parse_track (provider, root, error);
}

/* One answer for all forms of a page's address. */
static TuttiHttpRequest *
tutti_musicbrainz_build_lookup (TuttiProvider      *provider,
                                const char * const *pages)
{
  g_autoptr (TuttiHttpRequest) message = tutti_provider_new_request (provider, "GET", "/url", "inc", "recording-rels",
                                                                    "fmt", "json", NULL);
  g_autoptr (GString)          uri = g_string_new (message->uri);

  for (guint i = 0; pages[i] != NULL; i++)
    {
      g_string_append (uri, "&resource=");
      g_string_append_uri_escaped (uri, pages[i], NULL, FALSE);
    }

  return tutti_http_request_new ("GET", uri->str);
}

static const char *
find_recording (JsonNode *page)
{
  JsonArray *relations = tutti_json_get_array (page, "relations");

  for (guint i = 0; relations != NULL && i < json_array_get_length (relations); i++)
    {
      JsonNode   *relation = json_array_get_element (relations, i);
      const char *id = tutti_json_get_string (relation, "recording.id");

      if (id != NULL && !tutti_json_get_boolean (relation, "ended", FALSE))
        return id;
    }

  return NULL;
}

/* Asked for one page it answers with that, for more with a list. */
static char *
tutti_musicbrainz_parse_lookup (TuttiProvider *provider,
                                JsonNode      *root)
{
  JsonArray  *pages = tutti_json_get_array (root, "urls");
  const char *id = find_recording (root);

  for (guint i = 0; id == NULL && pages != NULL && i < json_array_get_length (pages); i++)
    id = find_recording (json_array_get_element (pages, i));

  return g_strdup (id);
}

/* A 503 is how MusicBrainz says "too fast". */
static TuttiHttpVerdict
tutti_musicbrainz_judge (guint   status,
                         GBytes *body)
{
  return status == 503 ? TUTTI_HTTP_VERDICT_RETRY : TUTTI_HTTP_VERDICT_OK;
}

static const char *
tutti_musicbrainz_explain (TuttiProvider  *provider,
                           TuttiCapability capability)
{
  if ((capability & TUTTI_CAN_SEARCH) != 0)
    return _ ("MusicBrainz is asked for single recordings only, one a second, as it wishes.");
  if ((capability & TUTTI_CAN_OPEN_APP) != 0)
    return _ ("MusicBrainz is a website.");

  return _ ("MusicBrainz is an encyclopaedia of music, not a place to listen to it.");
}

static void
tutti_musicbrainz_class_init (TuttiMusicbrainzClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_musicbrainz_build_message;
  provider_class->parse_page = tutti_musicbrainz_parse_page;
  provider_class->build_lookup = tutti_musicbrainz_build_lookup;
  provider_class->parse_lookup = tutti_musicbrainz_parse_lookup;
  provider_class->judge = tutti_musicbrainz_judge;
  provider_class->explain = tutti_musicbrainz_explain;
}

static void
tutti_musicbrainz_init (TuttiMusicbrainz *self)
{
}
