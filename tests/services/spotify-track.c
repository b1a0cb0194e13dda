/* spotify-track.c: a track as Spotify writes it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "spotify-track.h"

#include <string.h>

char *
spotify_make_id (char    kind,
                 guint64 number)
{
  return catalogue_base62 (catalogue_mix (number, (guint) kind));
}

gboolean
spotify_parse_track_id (const char *id,
                        guint64    *index)
{
  guint64 mixed;

  return catalogue_parse_base62 (id, &mixed) && catalogue_unmix (mixed, 't', index);
}

static void
write_links (Writer     *writer,
             const char *base,
             const char *kind,
             const char *id)
{
  writer_begin_object (writer, "external_urls");
  writer_format (writer, "spotify", "https://open.spotify.com/%s/%s", kind, id);
  writer_end_object (writer);
  writer_format (writer, "href", "%s/%ss/%s", base, kind, id);
  writer_string (writer, "id", id);
  writer_string (writer, "type", kind);
  writer_format (writer, "uri", "spotify:%s:%s", kind, id);
}

static void
write_artists (Writer            *writer,
               const char        *base,
               const char *const *artists)
{
  writer_begin_array (writer, "artists");
  for (guint i = 0; artists[i] != NULL; i++)
    {
      g_autofree char *id = spotify_make_id ('a', g_str_hash (artists[i]));

      writer_begin_object (writer, NULL);
      write_links (writer, base, "artist", id);
      writer_string (writer, "name", artists[i]);
      writer_end_object (writer);
    }
  writer_end_array (writer);
}

static void
write_images (Writer     *writer,
              const char *server,
              const char *id,
              guint32     odd)
{
  static const guint sizes[] = { 640, 300, 64 };

  if (odd & ODD_NULL_IMAGES)
    {
      writer_null (writer, "images");
      return;
    }
  writer_begin_array (writer, "images");
  for (guint i = 0; i < G_N_ELEMENTS (sizes) && !(odd & ODD_NO_IMAGES); i++)
    {
      writer_begin_object (writer, NULL);
      writer_format (writer, "url", "%s/spotify/image/%s?s=%u", server, id, sizes[i]);
      writer_int (writer, "height", sizes[i]);
      writer_int (writer, "width", sizes[i]);
      writer_end_object (writer);
    }
  writer_end_array (writer);
}

static void
write_album (Writer          *writer,
             const char      *server,
             const char      *base,
             const Recording *recording,
             guint32          odd)
{
  g_autofree char *id = spotify_make_id ('A', recording->release);
  const char      *precision = strlen (recording->date) == 10 ? "day" : strlen (recording->date) == 7 ? "month"
                                                                                                      : "year";

  writer_begin_object (writer, "album");
  writer_string (writer, "album_type", recording->release_length < 4 ? "single" : "album");
  writer_int (writer, "total_tracks", recording->release_length);
  write_artists (writer, base, (const char *const[]) { recording->artists[0], NULL });
  write_links (writer, base, "album", id);
  write_images (writer, server, id, odd);
  writer_string (writer, "name", recording->album);
  writer_string (writer, "release_date", *recording->date != '\0' ? recording->date : "0000");
  writer_string (writer, "release_date_precision", precision);
  writer_end_object (writer);
}

/* A file of the person's own computer, which Spotify only lists. */
static void
write_local_track (Writer          *writer,
                   const char      *key,
                   const Recording *recording)
{
  g_autofree char *artist = g_uri_escape_string (recording->credit, NULL, FALSE);
  g_autofree char *album = g_uri_escape_string (recording->album, NULL, FALSE);
  g_autofree char *title = g_uri_escape_string (recording->title, NULL, FALSE);

  writer_begin_object (writer, key);
  writer_begin_object (writer, "album");
  writer_null (writer, "album_type");
  writer_begin_array (writer, "artists");
  writer_end_array (writer);
  writer_begin_object (writer, "external_urls");
  writer_end_object (writer);
  writer_null (writer, "href");
  writer_null (writer, "id");
  writer_begin_array (writer, "images");
  writer_end_array (writer);
  writer_string (writer, "name", recording->album);
  writer_null (writer, "release_date");
  writer_null (writer, "release_date_precision");
  writer_string (writer, "type", "album");
  writer_null (writer, "uri");
  writer_end_object (writer);
  writer_begin_array (writer, "artists");
  writer_begin_object (writer, NULL);
  writer_begin_object (writer, "external_urls");
  writer_end_object (writer);
  writer_null (writer, "href");
  writer_null (writer, "id");
  writer_string (writer, "name", recording->credit);
  writer_string (writer, "type", "artist");
  writer_null (writer, "uri");
  writer_end_object (writer);
  writer_end_array (writer);
  writer_int (writer, "disc_number", 0);
  writer_int (writer, "duration_ms", recording->duration);
  writer_bool (writer, "explicit", FALSE);
  writer_begin_object (writer, "external_ids");
  writer_end_object (writer);
  writer_begin_object (writer, "external_urls");
  writer_end_object (writer);
  writer_null (writer, "href");
  writer_null (writer, "id");
  writer_bool (writer, "is_local", TRUE);
  writer_string (writer, "name", recording->title);
  writer_null (writer, "preview_url");
  writer_int (writer, "track_number", 0);
  writer_string (writer, "type", "track");
  writer_format (writer, "uri", "spotify:local:%s:%s:%s:%u", artist, album, title, recording->duration / 1000);
  writer_end_object (writer);
}

void
spotify_write_track (Services   *services,
                     Writer     *writer,
                     const char *key,
                     guint32     index,
                     guint32     odd,
                     gboolean    old_client)
{
  g_autoptr (Recording) recording = NULL;
  g_autofree char *base = NULL;
  g_autofree char *id = NULL;

  if (odd & ODD_NULL_TRACK)
    {
      writer_null (writer, key);
      return;
    }
  recording = catalogue_dup (services->catalogue, index);
  if (odd & ODD_LOCAL_FILE)
    {
      write_local_track (writer, key, recording);
      return;
    }
  base = g_strconcat (services->base, "/spotify/api.spotify.com/v1", NULL);
  id = spotify_make_id ('t', index);

  writer_begin_object (writer, key);
  write_album (writer, services->base, base, recording, odd);
  write_artists (writer, base, (const char *const *) recording->artists);
  if (old_client)
    {
      writer_begin_array (writer, "available_markets");
      writer_string (writer, NULL, "DE");
      writer_string (writer, NULL, "US");
      writer_end_array (writer);
      writer_int (writer, "popularity", (gint64) (catalogue_mix (index, 'p') % 100));
    }
  writer_int (writer, "disc_number", 1);
  writer_int (writer, "duration_ms", recording->duration);
  writer_bool (writer, "explicit", recording->is_explicit);
  writer_begin_object (writer, "external_ids");
  if (odd & ODD_NO_ISRC)
    writer_null (writer, "isrc");
  else if (recording->isrc != NULL)
    writer_string (writer, "isrc", recording->isrc);
  writer_end_object (writer);
  write_links (writer, base, "track", id);
  writer_bool (writer, "is_local", FALSE);
  writer_bool (writer, "is_playable", !(odd & ODD_UNPLAYABLE));
  writer_string (writer, "name", recording->title);
  writer_null (writer, "preview_url");
  writer_int (writer, "track_number", recording->position);
  writer_end_object (writer);
}
