/* tidal-document.c: tracks as TIDAL writes them, and all that comes along
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "tidal-document.h"

#include <string.h>

#include "spelling.h"
#include "tidal.h"

char *
tidal_make_id (guint32 index)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, catalogue_number (index, 'l'));
}

gboolean
tidal_parse_id (const char *id,
                guint64    *index)
{
  return catalogue_parse_number (id, 'l', index);
}

void
tidal_document_free (TidalDocument *self)
{
  g_hash_table_unref (self->seen);
  g_string_free (self->included, TRUE);
  g_free (self);
}

/* One path of include, its root taken off; the stops on its way are included too. */
static gboolean
take_path (TidalDocument *self,
           const char    *path)
{
  self->tracks = TRUE;
  if (g_str_equal (path, "artists"))
    self->artists = TRUE;
  else if (g_str_equal (path, "albums"))
    self->albums = TRUE;
  else if (g_str_equal (path, "albums.coverArt"))
    self->albums = self->covers = TRUE;
  else
    return *path == '\0';
  return TRUE;
}

TidalDocument *
tidal_document_new (Services   *services,
                    const char *country,
                    const char *include,
                    const char *root,
                    char      **wrong)
{
  g_autoptr (TidalDocument) self = g_new0 (TidalDocument, 1);
  g_auto (GStrv) paths = g_strsplit (include != NULL ? include : "", ",", -1);
  gsize length = strlen (root);

  self->services = services;
  self->country = country;
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->included = writer_new ();
  writer_begin_array (self->included, NULL);

  *wrong = g_strv_length (paths) > 10 ? g_strdup ("more than 10 paths") : NULL;
  for (guint i = 0; paths[i] != NULL && *wrong == NULL; i++)
    {
      const char *rest = paths[i];

      if (!g_str_has_prefix (rest, root) || (length > 0 && rest[length] != '.' && rest[length] != '\0'))
        *wrong = g_strdup (paths[i]);
      else if (!take_path (self, rest + length + (length > 0 && rest[length] == '.')))
        *wrong = g_strdup (paths[i]);
    }
  return *wrong == NULL ? g_steal_pointer (&self) : NULL;
}

void
tidal_write_reference (Writer     *writer,
                       const char *type,
                       const char *id)
{
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", id);
  writer_string (writer, "type", type);
  writer_end_object (writer);
}

/* Whether TYPE ID is not yet among the included; it counts as there from now on. */
static gboolean
is_new (TidalDocument *self,
        const char    *type,
        const char    *id)
{
  return g_hash_table_add (self->seen, g_strdup_printf ("%s %s", type, id));
}

static void
write_share (Writer     *writer,
             const char *kind,
             const char *id)
{
  writer_begin_array (writer, "externalLinks");
  writer_begin_object (writer, NULL);
  writer_format (writer, "href", "https://tidal.com/browse/%s/%s", kind, id);
  writer_begin_object (writer, "meta");
  writer_string (writer, "type", "TIDAL_SHARING");
  writer_end_object (writer);
  writer_end_object (writer);
  writer_end_array (writer);
}

static void
write_self_link (TidalDocument *self,
                 Writer        *writer,
                 const char    *kind,
                 const char    *id,
                 const char    *relation)
{
  g_autofree char *query = self->country != NULL ? g_strdup_printf ("?countryCode=%s", self->country) : g_strdup ("");

  writer_begin_object (writer, "links");
  writer_format (writer, "self", "/%s/%s/relationships/%s%s", kind, id, relation, query);
  writer_end_object (writer);
}

static char *
make_artist_id (const char *name)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, catalogue_number (g_str_hash (name) & 0xffffff, 'L'));
}

static void
add_artist (TidalDocument *self,
            const char    *name)
{
  g_autofree char *id = make_artist_id (name);

  if (!is_new (self, "artists", id))
    return;
  writer_begin_object (self->included, NULL);
  writer_string (self->included, "id", id);
  writer_string (self->included, "type", "artists");
  writer_begin_object (self->included, "attributes");
  writer_string (self->included, "name", name);
  writer_raw (self->included, "popularity", "0.5");
  write_share (self->included, "artist", id);
  writer_end_object (self->included);
  writer_end_object (self->included);
}

static void
add_cover (TidalDocument *self,
           const char    *id)
{
  static const guint sizes[] = { 1280, 640, 320 };
  Writer            *writer = self->included;

  if (!is_new (self, "artworks", id))
    return;
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", id);
  writer_string (writer, "type", "artworks");
  writer_begin_object (writer, "attributes");
  writer_string (writer, "mediaType", "IMAGE");
  writer_begin_array (writer, "files");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      writer_begin_object (writer, NULL);
      writer_format (writer, "href", "%s/tidal/image/%s/%ux%u.jpg", self->services->base, id, sizes[i], sizes[i]);
      writer_begin_object (writer, "meta");
      writer_int (writer, "width", sizes[i]);
      writer_int (writer, "height", sizes[i]);
      writer_end_object (writer);
      writer_end_object (writer);
    }
  writer_end_array (writer);
  writer_end_object (writer);
  writer_end_object (writer);
}

static void
write_duration (Writer *writer,
                guint   duration)
{
  guint seconds = (duration + 500) / 1000;

  if (seconds >= 3600)
    writer_format (writer, "duration", "PT%uH%uM%uS", seconds / 3600, seconds / 60 % 60, seconds % 60);
  else if (seconds % 60 == 0)
    writer_format (writer, "duration", "PT%uM", seconds / 60);
  else
    writer_format (writer, "duration", "PT%uM%uS", seconds / 60, seconds % 60);
}

static void
add_album (TidalDocument   *self,
           const Recording *recording,
           const char      *id,
           guint32          odd)
{
  g_autofree char *cover = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", catalogue_mix (recording->release, 'i'));
  Writer          *writer = self->included;

  if (!is_new (self, "albums", id))
    return;
  writer_begin_object (writer, NULL);
  writer_string (writer, "id", id);
  writer_string (writer, "type", "albums");
  writer_begin_object (writer, "attributes");
  writer_string (writer, "title", recording->album);
  writer_string (writer, "albumType", recording->release_length < 4 ? "SINGLE" : "ALBUM");
  writer_int (writer, "numberOfVolumes", 1);
  writer_int (writer, "numberOfItems", recording->release_length);
  writer_bool (writer, "explicit", FALSE);
  if (*recording->date != '\0')
    writer_string (writer, "releaseDate", recording->date);
  writer_raw (writer, "popularity", "0.0");
  writer_string (writer, "accessType", "PUBLIC");
  write_share (writer, "album", id);
  writer_end_object (writer);
  if (self->covers)
    {
      writer_begin_object (writer, "relationships");
      writer_begin_object (writer, "coverArt");
      writer_begin_array (writer, "data");
      if (!(odd & (ODD_NO_IMAGES | ODD_NULL_IMAGES)))
        tidal_write_reference (writer, "artworks", cover);
      writer_end_array (writer);
      write_self_link (self, writer, "albums", id, "coverArt");
      writer_end_object (writer);
      writer_end_object (writer);
    }
  writer_end_object (writer);
  if (self->covers && !(odd & (ODD_NO_IMAGES | ODD_NULL_IMAGES)))
    add_cover (self, cover);
}

static void
write_relationships (TidalDocument   *self,
                     Writer          *writer,
                     const Recording *recording,
                     const char      *id,
                     const char      *album_id)
{
  writer_begin_object (writer, "relationships");
  if (self->artists)
    {
      writer_begin_object (writer, "artists");
      writer_begin_array (writer, "data");
      for (guint i = 0; recording->artists[i] != NULL; i++)
        {
          g_autofree char *artist_id = make_artist_id (recording->artists[i]);

          tidal_write_reference (writer, "artists", artist_id);
        }
      writer_end_array (writer);
      write_self_link (self, writer, "tracks", id, "artists");
      writer_end_object (writer);
    }
  if (self->albums)
    {
      writer_begin_object (writer, "albums");
      writer_begin_array (writer, "data");
      tidal_write_reference (writer, "albums", album_id);
      writer_end_array (writer);
      write_self_link (self, writer, "tracks", id, "albums");
      writer_end_object (writer);
    }
  writer_end_object (writer);
}

void
tidal_document_write_track (TidalDocument *self,
                            Writer        *writer,
                            const char    *key,
                            guint32        index,
                            guint32        odd)
{
  g_autoptr (Recording) recording = services_dup_recording (self->services, &tidal_provider, index);
  g_autofree char *id = tidal_make_id (index);
  g_autofree char *album_id = g_strdup_printf ("%" G_GINT64_FORMAT, catalogue_number (recording->release, 'b'));
  g_autofree char *version = NULL;
  g_autofree char *base = spelling_split (recording->title, &version);

  writer_begin_object (writer, key);
  writer_string (writer, "id", id);
  writer_string (writer, "type", "tracks");
  writer_begin_object (writer, "attributes");
  writer_string (writer, "title", base);
  if (version != NULL || index % 2 == 0)
    writer_string (writer, "version", version);
  if (recording->isrc != NULL && !(odd & ODD_NO_ISRC))
    writer_string (writer, "isrc", recording->isrc);
  write_duration (writer, recording->duration);
  if (index % 9 == 4)
    writer_string (writer, "copyright", "℗ Sample Records");
  else
    {
      writer_begin_object (writer, "copyright");
      writer_string (writer, "text", "℗ Sample Records");
      writer_end_object (writer);
    }
  writer_bool (writer, "explicit", recording->is_explicit);
  writer_raw (writer, "popularity", "0.6028125594890686");
  writer_string (writer, "accessType", "PUBLIC");
  writer_begin_array (writer, "availability");
  if (!(odd & ODD_UNPLAYABLE))
    writer_string (writer, NULL, "STREAM");
  writer_end_array (writer);
  writer_begin_array (writer, "mediaTags");
  writer_string (writer, NULL, "LOSSLESS");
  writer_end_array (writer);
  write_share (writer, "track", id);
  writer_end_object (writer);
  if (self->artists || self->albums)
    write_relationships (self, writer, recording, id, album_id);
  writer_end_object (writer);

  /* The track may itself be one of the included, so these come after it. */
  for (guint i = 0; self->artists && recording->artists[i] != NULL; i++)
    add_artist (self, recording->artists[i]);
  if (self->albums)
    add_album (self, recording, album_id, odd);
}

void
tidal_document_add_track (TidalDocument *self,
                          guint32        index,
                          guint32        odd)
{
  g_autofree char *id = tidal_make_id (index);

  if (self->tracks && is_new (self, "tracks", id))
    tidal_document_write_track (self, self->included, NULL, index, odd);
}

void
tidal_document_write_included (TidalDocument *self,
                               Writer        *writer)
{
  if (!self->tracks)
    return;
  writer_end_array (self->included);
  writer_raw (writer, "included", self->included->str);
}
