/* tutti-track-fields.c: one item of a service's answer as a track
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include <stdlib.h>

/* Rows show 48 pixels, a song's page 240, both at up to twice the density. */
#define PICTURE_WIDTH 300

/* A path that the service does not have leads nowhere. */
static const char *
get_text (JsonNode   *item,
          const char *path)
{
  return path != NULL ? tutti_json_get_string (item, path) : NULL;
}

/* The smallest picture that is wide enough, else the widest. */
static const char *
choose_picture (JsonNode   *item,
                const char *path)
{
  JsonArray  *pictures = tutti_json_get_array (item, path);
  const char *best = NULL;
  gint64      best_width = -1;

  for (guint i = 0; pictures != NULL && i < json_array_get_length (pictures); i++)
    {
      JsonNode   *picture = json_array_get_element (pictures, i);
      const char *address = tutti_json_get_string (picture, "url");
      gint64      width = tutti_json_get_int (picture, "width", 0);
      gboolean    is_better = best_width < PICTURE_WIDTH ? width > best_width : width >= PICTURE_WIDTH && width < best_width;

      if (address != NULL && is_better)
        {
          best = address;
          best_width = width;
        }
    }

  return best;
}

static char **
dup_artists (const TuttiTrackFields *self,
             JsonNode               *item)
{
  const char *line = get_text (item, self->artist);
  char      **artists;

  if (self->artists != NULL)
    return tutti_json_dup_strings (item, self->artists, self->artist_name);

  artists = g_new0 (char *, 2);
  artists[0] = g_strdup (line);

  return artists;
}

TuttiServiceTrack *
tutti_track_fields_read (const TuttiTrackFields *self,
                         TuttiProvider          *provider,
                         JsonNode               *item)
{
  const char           *id = get_text (item, self->id);
  const char           *title = get_text (item, self->title);
  const char           *picture = self->pictures != NULL ? choose_picture (item, self->pictures) : get_text (item, self->picture);
  const char           *released = get_text (item, self->released);
  gint64                duration = self->duration != NULL ? tutti_json_get_int (item, self->duration, 0) : 0;
  g_auto (GStrv)        artists = NULL;
  g_autofree char      *web_url = NULL;
  g_autofree char      *app_uri = NULL;
  TuttiServiceTrackInfo info = { NULL };

  if (title == NULL || title[0] == '\0' || !tutti_provider_is_remote_id (provider, id))
    return NULL;

  artists = dup_artists (self, item);
  web_url = tutti_provider_dup_web_uri (provider, id);
  app_uri = tutti_provider_dup_app_uri (provider, id);
  if (duration > 0 && self->duration_in_seconds)
    duration = duration < G_MAXINT32 ? duration * 1000 : 0;

  info.provider = tutti_provider_get_id (provider);
  info.remote_id = id;
  info.title = title;
  info.artists = (const char * const *) artists;
  info.album = get_text (item, self->album);
  info.duration_ms = duration;
  info.isrc = get_text (item, self->isrc);
  info.artwork_url = picture != NULL && tutti_provider_is_artwork_uri (provider, picture) ? picture : NULL;
  info.web_url = web_url;
  info.app_uri = app_uri;
  info.year = released != NULL ? atoi (released) : 0;
  info.is_explicit = self->is_explicit != NULL && tutti_json_get_boolean (item, self->is_explicit, FALSE);
  info.is_unplayable = self->is_playable != NULL && !tutti_json_get_boolean (item, self->is_playable, TRUE);

  return tutti_service_track_new (&info);
}

void
tutti_track_fields_add (const TuttiTrackFields *self,
                        TuttiProvider          *provider,
                        JsonNode               *item,
                        gint64                  at,
                        TuttiPage              *page)
{
  g_autoptr (TuttiServiceTrack) track = item != NULL ? tutti_track_fields_read (self, provider, item) : NULL;

  if (track != NULL)
    g_ptr_array_add (page->items, tutti_dated_track_new (track, at));
  else
    page->n_unreadable++;
}
