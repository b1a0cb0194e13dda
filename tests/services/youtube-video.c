/* youtube-video.c: a video as YouTube writes it
 *
 * A third are art tracks on channels called "… - Topic", a third are films of
 * the artist's own channel, a third are of VEVO; only art tracks have a title
 * without the artist.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "youtube-video.h"

#include <string.h>

#include "spelling.h"
#include "youtube.h"

static char *
make_text (guint64 mixed)
{
  guint8 bytes[8];
  char  *text;

  for (guint i = 0; i < 8; i++)
    bytes[i] = (guint8) (mixed >> (56 - 8 * i));
  text = g_base64_encode (bytes, sizeof bytes);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  return g_strdelimit (text, "=", '\0');
}

static gboolean
parse_text (const char *id,
            guint64    *mixed)
{
  g_autofree char   *again = NULL;
  g_autofree char   *padded = g_strconcat (id, "=", NULL);
  g_autofree guchar *bytes = NULL;
  gsize              length;

  if (strlen (id) != 11)
    return FALSE;
  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  bytes = g_base64_decode (padded, &length);
  if (length != 8)
    return FALSE;
  *mixed = 0;
  for (guint i = 0; i < 8; i++)
    *mixed = *mixed << 8 | bytes[i];
  again = make_text (*mixed);
  return g_str_equal (again, id);
}

char *
youtube_make_id (guint32 index)
{
  return make_text (catalogue_mix (index, 'w'));
}

gboolean
youtube_parse_id (const char *id,
                  guint64    *index)
{
  guint64 mixed;

  return parse_text (id, &mixed) && catalogue_unmix (mixed, 'w', index);
}

void
video_free (Video *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->channel);
  g_free (self->channel_id);
  g_free (self->published_at);
  g_free (self);
}

static char *
make_channel_id (const char *name)
{
  g_autofree char *one = make_text (catalogue_mix (g_str_hash (name), 'c'));
  g_autofree char *two = make_text (catalogue_mix (g_str_hash (name), 'C'));

  return g_strdup_printf ("UC%s%s", one, two);
}

Video *
video_new (Services *services,
           guint32   index,
           gboolean  no_music)
{
  Video *self = g_new0 (Video, 1);
  g_autoptr (Recording) recording = services_dup_recording (services, &youtube_provider, index);
  g_autofree char *title = spelling_straighten (recording->title);
  g_autofree char *shop = spelling_shop_title (recording);

  self->id = no_music ? make_text (catalogue_mix (index, 'k')) : youtube_make_id (index);
  self->is_music = !no_music;
  self->seconds = (recording->duration + 500) / 1000;
  self->published_at = g_strdup_printf ("%.4s-06-15T07:00:00Z", recording->date[0] > '1' ? recording->date : "2009");
  if (no_music)
    {
      self->title = g_strdup_printf ("How to mend a bicycle, part %u", index);
      self->channel = g_strdup ("The Quiet Workshop");
    }
  else if (index % 3 == 0)
    {
      self->title = g_steal_pointer (&title);
      self->channel = g_strconcat (recording->artists[0], " - Topic", NULL);
    }
  else
    {
      self->title = g_strdup_printf ("%s - %s (%s)", recording->artists[0], shop, index % 3 == 1 ? "Official Video" : "Official Audio");
      self->channel = g_strconcat (recording->artists[0], index % 3 == 1 ? "" : "VEVO", NULL);
      self->seconds += index % 3;
    }
  self->channel_id = make_channel_id (self->channel);
  return self;
}

Video *
video_find (Services   *services,
            const char *id,
            guint32    *index)
{
  guint64 mixed, number;

  if (services_find_recording (services, &youtube_provider, id, index))
    return video_new (services, *index, FALSE);
  if (!parse_text (id, &mixed) || !catalogue_unmix (mixed, 'k', &number) || number >= services_get_size (services))
    return NULL;
  *index = (guint32) number;
  return video_new (services, *index, TRUE);
}

char *
video_dup_escaped (const char *text)
{
  GString *escaped = g_string_new (text);

  g_string_replace (escaped, "&", "&amp;", 0);
  g_string_replace (escaped, "'", "&#39;", 0);
  g_string_replace (escaped, "\"", "&quot;", 0);
  return g_string_free_and_steal (escaped);
}

void
video_write_thumbnails (const Video *self,
                        Services    *services,
                        Writer      *writer)
{
  static const struct
  {
    const char *name;
    const char *file;
    guint       width;
    guint       height;
  } sizes[] = { { "default", "default", 120, 90 }, { "medium", "mqdefault", 320, 180 }, { "high", "hqdefault", 480, 360 } };

  writer_begin_object (writer, "thumbnails");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      writer_begin_object (writer, sizes[i].name);
      writer_format (writer, "url", "%s/youtube/image/%s/%s.jpg", services->base, self->id, sizes[i].file);
      writer_int (writer, "width", sizes[i].width);
      writer_int (writer, "height", sizes[i].height);
      writer_end_object (writer);
    }
  writer_end_object (writer);
}

void
video_write (const Video *self,
             Services    *services,
             Writer      *writer,
             const char  *part)
{
  writer_begin_object (writer, NULL);
  writer_string (writer, "kind", "youtube#video");
  writer_format (writer, "etag", "v%s", self->id);
  writer_string (writer, "id", self->id);
  if (strstr (part, "snippet") != NULL)
    {
      writer_begin_object (writer, "snippet");
      writer_string (writer, "publishedAt", self->published_at);
      writer_string (writer, "channelId", self->channel_id);
      writer_string (writer, "title", self->title);
      writer_string (writer, "description", "");
      video_write_thumbnails (self, services, writer);
      writer_string (writer, "channelTitle", self->channel);
      writer_string (writer, "categoryId", self->is_music ? "10" : "26");
      writer_string (writer, "liveBroadcastContent", "none");
      writer_begin_object (writer, "localized");
      writer_string (writer, "title", self->title);
      writer_string (writer, "description", "");
      writer_end_object (writer);
      writer_end_object (writer);
    }
  if (strstr (part, "contentDetails") != NULL)
    {
      writer_begin_object (writer, "contentDetails");
      if (self->seconds % 60 == 0)
        writer_format (writer, "duration", "PT%uM", self->seconds / 60);
      else if (self->seconds >= 3600)
        writer_format (writer, "duration", "PT%uH%uM%uS", self->seconds / 3600, self->seconds / 60 % 60, self->seconds % 60);
      else
        writer_format (writer, "duration", "PT%uM%uS", self->seconds / 60, self->seconds % 60);
      writer_string (writer, "dimension", "2d");
      writer_string (writer, "definition", "hd");
      writer_string (writer, "caption", "false");
      writer_bool (writer, "licensedContent", TRUE);
      writer_begin_object (writer, "contentRating");
      writer_end_object (writer);
      writer_string (writer, "projection", "rectangular");
      writer_end_object (writer);
    }
  if (strstr (part, "statistics") != NULL)
    {
      writer_begin_object (writer, "statistics");
      writer_format (writer, "viewCount", "%u", 1000 + self->seconds * 7919);
      writer_string (writer, "favoriteCount", "0");
      writer_end_object (writer);
    }
  writer_end_object (writer);
}
