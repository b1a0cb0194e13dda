/* tutti-xspf.c: songs from a playlist in XSPF
 *
 * GMarkup knows no document types and no entities of a file's own, so that
 * nothing in it can grow or reach out.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-data-private.h"
#include "tutti-error.h"

#include <string.h>

#define MAX_TEXT (64 * 1024)

/* The tags of a track that are read. */
static const char *const tags[] = { "title", "creator", "album", "duration", "identifier" };

enum
{
  TAG_TITLE,
  TAG_CREATOR,
  TAG_ALBUM,
  TAG_DURATION,
  TAG_IDENTIFIER,
  N_TAGS
};

typedef struct
{
  TuttiListedSongFunc func;
  gpointer            data;

  gboolean is_playlist;
  gboolean is_track;
  int      tag; /* -1 outside */
  guint    line;
  GString *texts[N_TAGS];
} Reader;

static void
start_cb (GMarkupParseContext *context,
          const char          *element,
          const char         **attribute_names,
          const char         **attribute_values,
          gpointer             data,
          GError             **error)
{
  Reader *self = data;
  int     line;

  if (!self->is_playlist)
    {
      self->is_playlist = g_str_equal (element, "playlist");
      if (!self->is_playlist)
        g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "This is no XSPF playlist");
      return;
    }
  if (g_str_equal (element, "track"))
    {
      self->is_track = TRUE;
      g_markup_parse_context_get_position (context, &line, NULL);
      self->line = (guint) line;
      for (guint i = 0; i < N_TAGS; i++)
        g_string_truncate (self->texts[i], 0);
    }
  self->tag = -1;
  for (int i = 0; self->is_track && i < N_TAGS; i++)
    if (g_str_equal (element, tags[i]) && self->texts[i]->len == 0)
      self->tag = i;
}

static void
text_cb (GMarkupParseContext *context,
         const char          *text,
         gsize                length,
         gpointer             data,
         GError             **error)
{
  Reader *self = data;

  if (self->tag < 0)
    return;
  if (self->texts[self->tag]->len + length > MAX_TEXT)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Line %u has a text that is too long", self->line);
      return;
    }
  g_string_append_len (self->texts[self->tag], text, (gssize) length);
}

static void
end_cb (GMarkupParseContext *context,
        const char          *element,
        gpointer             data,
        GError             **error)
{
  Reader         *self = data;
  const char     *identifier = self->texts[TAG_IDENTIFIER]->str;
  TuttiListedSong song = {
    .title = self->texts[TAG_TITLE]->str,
    .artist = self->texts[TAG_CREATOR]->str,
    .album = self->texts[TAG_ALBUM]->str,
    .isrc = g_ascii_strncasecmp (identifier, "urn:isrc:", 9) == 0 ? identifier + 9 : NULL,
    .duration_ms = g_ascii_strtoll (self->texts[TAG_DURATION]->str, NULL, 10),
  };

  self->tag = -1;
  if (!self->is_track || !g_str_equal (element, "track"))
    return;
  self->is_track = FALSE;
  self->func (&song, self->line, self->data, error);
}

gboolean
tutti_xspf_read (const char         *text,
                 gsize               length,
                 TuttiListedSongFunc func,
                 gpointer            data,
                 GError            **error)
{
  static const GMarkupParser parser = { start_cb, end_cb, text_cb, NULL, NULL };
  Reader                     reader = { .func = func, .data = data, .tag = -1 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
  g_autoptr (GError) local = NULL;
  gboolean is_read;

  for (guint i = 0; i < N_TAGS; i++)
    reader.texts[i] = g_string_new (NULL);
  is_read = g_markup_parse_context_parse (context, text, (gssize) length, &local) && g_markup_parse_context_end_parse (context, &local);
  for (guint i = 0; i < N_TAGS; i++)
    g_string_free (g_steal_pointer (&reader.texts[i]), TRUE);

  if (is_read)
    return TRUE;
  if (local->domain == TUTTI_ERROR)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "The playlist can't be read: %s", local->message);

  return FALSE;
}
