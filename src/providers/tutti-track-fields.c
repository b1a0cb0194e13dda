/* tutti-track-fields.c: one item of a service's answer as a track
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include <stdlib.h>
#include <string.h>

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
const char *
tutti_track_fields_choose_picture (JsonNode   *item,
                                   const char *path,
                                   const char *address,
                                   const char *width)
{
  JsonArray  *pictures = tutti_json_get_array (item, path);
  const char *best = NULL;
  gint64      best_width = -1;

  for (guint i = 0; pictures != NULL && i < json_array_get_length (pictures); i++)
    {
      JsonNode   *picture = json_array_get_element (pictures, i);
      const char *place = tutti_json_get_string (picture, address);
      gint64      wide = tutti_json_get_int (picture, width, 0);
      gboolean    is_better = best_width < PICTURE_WIDTH ? wide > best_width : wide >= PICTURE_WIDTH && wide < best_width;

      if (place != NULL && is_better)
        {
          best = place;
          best_width = wide;
        }
    }

  return best;
}

/* The Cover Art Archive's small picture, named by a release and a number. (nullable) */
static char *
dup_cover (const TuttiTrackFields *self,
           TuttiProvider          *provider,
           JsonNode               *item)
{
  const char *base = tutti_provider_get_file (provider)->covers;
  const char *release = get_text (item, self->cover_release);
  gint64      number = self->cover_number != NULL ? tutti_json_get_int (item, self->cover_number, 0) : 0;
  char       *address;

  if (base == NULL || release == NULL || !g_uuid_string_is_valid (release) || number <= 0)
    return NULL;

  address = g_strdup_printf ("%s/release/%s/%" G_GINT64_FORMAT "-250.jpg", base, release, number);
  if (!tutti_provider_is_artwork_uri (provider, address))
    g_clear_pointer (&address, g_free);

  return address;
}

/* (nullable) */
static char *
dup_picture (const TuttiTrackFields *self,
             TuttiProvider          *provider,
             JsonNode               *item)
{
  const char *address = self->pictures != NULL ? tutti_track_fields_choose_picture (item, self->pictures, "url", "width")
                                               : get_text (item, self->picture);
  g_autoptr (GString) wished = NULL;

  if (self->cover_release != NULL)
    return dup_cover (self, provider, item);
  if (address == NULL)
    return NULL;

  wished = g_string_new (address);
  if (self->picture_size != NULL)
    g_string_replace (wished, self->picture_size, self->picture_wish, 1);
  if (!tutti_provider_is_artwork_uri (provider, wished->str))
    return NULL;

  return g_string_free_and_steal (g_steal_pointer (&wished));
}

static gboolean
has_suffix (const TuttiTrackFields *self,
            const char             *line)
{
  return self->artist_suffix != NULL && line != NULL && g_str_has_suffix (line, self->artist_suffix) &&
         strlen (line) > strlen (self->artist_suffix);
}

static char **
dup_artists (const TuttiTrackFields *self,
             JsonNode               *item)
{
  const char    *line = get_text (item, self->artist);
  g_auto (GStrv) artists = NULL;

  if (self->artists != NULL)
    artists = tutti_json_dup_strings (item, self->artists, self->artist_name);
  if (artists != NULL && artists[0] != NULL)
    return g_steal_pointer (&artists);

  g_strfreev (artists);
  artists = g_new0 (char *, 2);
  if (line == NULL || line[0] == '\0')
    line = get_text (item, self->artist_else);
  artists[0] = g_strdup (line);
  if (has_suffix (self, line))
    artists[0][strlen (line) - strlen (self->artist_suffix)] = '\0';

  return g_steal_pointer (&artists);
}

/* A text or a whole number. (nullable) */
static char *
dup_id (const TuttiTrackFields *self,
        JsonNode               *item)
{
  const char *text = get_text (item, self->id);
  gint64      number = tutti_json_get_int (item, self->id, -1);

  if (text == NULL)
    return number >= 0 && self->id_prefix == NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
  if (self->id_prefix == NULL)
    return g_strdup (text);

  return g_str_has_prefix (text, self->id_prefix) ? g_strdup (text + strlen (self->id_prefix)) : NULL;
}

/* One designator's number in thousandths ("4M", "12.5S"), or -1; `text` goes behind it. */
static gint64
take_part (const char **text,
           char        *unit)
{
  gint64 whole = 0;
  gint64 thousandths = 0;
  gint64 place = 100;
  guint  n_digits = 0;

  for (; g_ascii_isdigit (**text) && n_digits < 9; (*text)++, n_digits++)
    whole = whole * 10 + (**text - '0');
  if (n_digits == 0)
    return -1;
  if (**text == '.' || **text == ',')
    for ((*text)++; g_ascii_isdigit (**text); (*text)++, place /= 10)
      thousandths += place * (**text - '0');
  *unit = **text;
  if (*unit != '\0')
    (*text)++;

  return whole * 1000 + thousandths;
}

gint64
tutti_duration_from_iso8601 (const char *text)
{
  gboolean is_time = FALSE;
  gint64   sum = 0;

  if (text == NULL || *text++ != 'P' || *text == '\0')
    return 0;

  while (*text != '\0')
    {
      char   unit = '\0';
      gint64 part;

      if (*text == 'T' && !is_time)
        {
          is_time = TRUE;
          text++;
          continue;
        }

      part = take_part (&text, &unit);
      if (part < 0)
        return 0;
      if (is_time && unit == 'S')
        sum += part;
      else if (is_time && unit == 'M')
        sum += part * 60;
      else if (is_time && unit == 'H')
        sum += part * 60 * 60;
      else if (!is_time && unit == 'D')
        sum += part * 24 * 60 * 60;
      else if (!is_time && unit == 'W')
        sum += part * 7 * 24 * 60 * 60;
      else
        return 0;
    }

  return sum;
}

static gint64
get_duration (const TuttiTrackFields *self,
              JsonNode               *item)
{
  gint64 duration;

  if (self->duration == NULL)
    return 0;
  if (self->duration_is_iso)
    return tutti_duration_from_iso8601 (tutti_json_get_string (item, self->duration));

  duration = tutti_json_get_int (item, self->duration, 0);
  if (self->duration_in_seconds)
    return duration > 0 && duration < G_MAXINT32 ? duration * 1000 : 0;

  return duration;
}

static gboolean
is_explicit (const TuttiTrackFields *self,
             JsonNode               *item)
{
  if (self->explicit_word != NULL)
    return g_strcmp0 (get_text (item, self->is_explicit), self->explicit_word) == 0;

  return self->is_explicit != NULL && tutti_json_get_boolean (item, self->is_explicit, FALSE);
}

static gboolean
is_unplayable (const TuttiTrackFields *self,
               JsonNode               *item)
{
  if (self->played_by != NULL && tutti_json_get (item, self->played_by) == NULL)
    return TRUE;
  if (self->unplayable_word != NULL)
    return g_strcmp0 (get_text (item, self->is_playable), self->unplayable_word) == 0;

  return self->is_playable != NULL && !tutti_json_get_boolean (item, self->is_playable, TRUE);
}

/* Built from the id; where a service's pages have no ids in their addresses,
 * its own word is taken if it leads to one of its hosts. (nullable) */
static char *
dup_page (const TuttiTrackFields *self,
          TuttiProvider          *provider,
          JsonNode               *item,
          const char             *id)
{
  const char *page = get_text (item, self->page);

  if (page != NULL && tutti_provider_is_page_uri (provider, page))
    return g_strdup (page);

  return tutti_provider_dup_web_uri (provider, id);
}

/* With commas between. (nullable) */
static char *
dup_isrcs (const TuttiTrackFields *self,
           JsonNode               *item)
{
  g_auto (GStrv) isrcs = self->isrcs != NULL ? tutti_json_dup_strings (item, self->isrcs, NULL) : NULL;

  return isrcs != NULL ? g_strjoinv (",", isrcs) : NULL;
}

/* (nullable) */
static char *
dup_title (const TuttiTrackFields *self,
           JsonNode               *item)
{
  const char      *title = get_text (item, self->title);
  const char      *artist = get_text (item, self->artist);
  g_autofree char *tail = self->artist_after != NULL && artist != NULL ? g_strconcat (self->artist_after, artist, NULL) : NULL;

  if (tail != NULL && title != NULL && g_str_has_suffix (title, tail) && strlen (title) > strlen (tail))
    return g_strndup (title, strlen (title) - strlen (tail));

  return g_strdup (title);
}

/* The track in `item`, which the service calls `id`. (nullable) */
static TuttiServiceTrack *
read_track (const TuttiTrackFields *self,
            TuttiProvider          *provider,
            JsonNode               *item,
            const char             *id)
{
  g_autofree char      *title = dup_title (self, item);
  const char           *released = get_text (item, self->released);
  g_auto (GStrv)        artists = NULL;
  g_autofree char      *picture = NULL;
  g_autofree char      *isrcs = NULL;
  g_autofree char      *web_url = NULL;
  g_autofree char      *app_uri = NULL;
  TuttiServiceTrackInfo info = { NULL };

  if (title == NULL || title[0] == '\0' || !tutti_provider_is_remote_id (provider, id))
    return NULL;

  artists = dup_artists (self, item);
  picture = dup_picture (self, provider, item);
  isrcs = dup_isrcs (self, item);
  web_url = dup_page (self, provider, item, id);
  app_uri = tutti_provider_dup_app_uri (provider, id);

  info.provider = tutti_provider_get_id (provider);
  info.remote_id = id;
  info.title = title;
  info.artists = (const char * const *) artists;
  info.album = get_text (item, self->album);
  info.duration_ms = get_duration (self, item);
  info.isrc = isrcs != NULL ? isrcs : get_text (item, self->isrc);
  info.artwork_url = picture;
  info.web_url = web_url;
  info.app_uri = app_uri;
  info.year = released != NULL ? atoi (released) : 0;
  info.is_explicit = is_explicit (self, item);
  info.is_unplayable = is_unplayable (self, item);
  info.is_upload = self->is_upload && !has_suffix (self, get_text (item, self->artist));

  return tutti_service_track_new (&info);
}

TuttiServiceTrack *
tutti_track_fields_read (const TuttiTrackFields *self,
                         TuttiProvider          *provider,
                         JsonNode               *item)
{
  g_autofree char *id = dup_id (self, item);

  return read_track (self, provider, item, id);
}

void
tutti_track_fields_add (const TuttiTrackFields *self,
                        TuttiProvider          *provider,
                        JsonNode               *item,
                        gint64                  at,
                        TuttiPage              *page)
{
  g_autofree char *id = item != NULL ? dup_id (self, item) : NULL;

  tutti_track_fields_add_as (self, provider, item, id, at, page);
}

void
tutti_track_fields_add_as (const TuttiTrackFields *self,
                           TuttiProvider          *provider,
                           JsonNode               *item,
                           const char             *id,
                           gint64                  at,
                           TuttiPage              *page)
{
  g_autoptr (TuttiServiceTrack) track = item != NULL ? read_track (self, provider, item, id) : NULL;

  if (track != NULL)
    g_ptr_array_add (page->items, tutti_dated_track_new (track, at));
  else
    page->n_unreadable++;
}
