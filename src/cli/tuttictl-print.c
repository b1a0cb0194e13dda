/* tuttictl-print.c: answers, for people and for programs
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <stdio.h>

void
tuttictl_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonBuilder)   taken = builder;
  g_autoptr (JsonNode)      root = json_builder_get_root (taken);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char          *text = NULL;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  /* JSON is UTF-8, whatever the terminal is; g_print() would convert it. */
  fputs (text, stdout);
  fputc ('\n', stdout);
}

/* Turns the letters after it round. */
static gboolean
is_turning (gunichar letter)
{
  return (letter >= 0x202a && letter <= 0x202e) || (letter >= 0x2066 && letter <= 0x2069);
}

/* What a service wrote must not steer the person's terminal. */
void
tuttictl_print_line (const char *format,
                     ...)
{
  g_autofree char *line = NULL;
  va_list          args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);

  for (char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      if (letter < 0x20 || letter == 0x7f)
        *c = ' ';
      else if ((letter >= 0x80 && letter < 0xa0) || is_turning (letter))
        memset (c, '?', (gsize) (g_utf8_next_char (c) - c));
    }
  g_print ("%s\n", line);
}

char *
tuttictl_dup_time (gint64 unix_ms)
{
  g_autoptr (GDateTime) time = unix_ms > 0 ? g_date_time_new_from_unix_local_usec (unix_ms * 1000) : NULL;

  return time != NULL ? g_date_time_format (time, "%x %R") : g_strdup ("–");
}

void
tuttictl_add_string (JsonBuilder *builder,
                     const char  *name,
                     const char  *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

void
tuttictl_add_int (JsonBuilder *builder,
                  const char  *name,
                  gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
tuttictl_add_boolean (JsonBuilder *builder,
                      const char  *name,
                      gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
tuttictl_add_track_members (JsonBuilder *builder,
                            TuttiTrack  *track,
                            gint64       at)
{
  GPtrArray *links = tutti_track_get_links (track);

  tuttictl_add_string (builder, "id", tutti_track_get_uuid (track));
  tuttictl_add_string (builder, "title", tutti_track_get_title (track));
  tuttictl_add_string (builder, "artist", tutti_track_get_artist (track));
  tuttictl_add_string (builder, "album", tutti_track_get_album (track));
  tuttictl_add_string (builder, "version", tutti_track_get_version (track));
  tuttictl_add_int (builder, "duration_ms", tutti_track_get_duration (track));
  tuttictl_add_boolean (builder, "explicit", tutti_track_is_explicit (track));
  tuttictl_add_boolean (builder, "liked", tutti_track_is_liked (track));
  if (at > 0)
    tuttictl_add_int (builder, "played_at_ms", at);

  json_builder_set_member_name (builder, "links");
  json_builder_begin_array (builder);
  for (guint i = 0; i < links->len; i++)
    {
      TuttiLink *link = g_ptr_array_index (links, i);

      json_builder_begin_object (builder);
      tuttictl_add_string (builder, "service", tutti_link_get_provider (link));
      tuttictl_add_string (builder, "id", tutti_link_get_remote_id (link));
      tuttictl_add_string (builder, "title", tutti_link_get_title (link));
      tuttictl_add_string (builder, "web", tutti_link_get_web_url (link));
      tuttictl_add_string (builder, "application", tutti_link_get_app_uri (link));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
tuttictl_add_track (JsonBuilder *builder,
                    TuttiTrack  *track,
                    gint64       at)
{
  json_builder_begin_object (builder);
  tuttictl_add_track_members (builder, track, at);
  json_builder_end_object (builder);
}

void
tuttictl_print_track (TuttiTrack *track,
                      gint64      at)
{
  GPtrArray         *links = tutti_track_get_links (track);
  g_autoptr (GString) line = g_string_new (tutti_track_get_uuid (track));

  if (at > 0)
    {
      g_autofree char *time = tuttictl_dup_time (at);

      g_string_append_printf (line, "  %s", time);
    }
  g_string_append_printf (line, "  %s %s — %s", tutti_track_is_liked (track) ? "♥" : " ",
                          tutti_track_get_title (track), tutti_track_get_artist (track));

  g_string_append (line, "  [");
  for (guint i = 0; i < links->len; i++)
    {
      const char *provider = tutti_link_get_provider (g_ptr_array_index (links, i));

      /* Each service once, however often it has the song. */
      if (tutti_track_get_link (track, provider) == g_ptr_array_index (links, i))
        g_string_append_printf (line, "%s%s", i > 0 ? ", " : "", provider);
    }
  g_string_append_c (line, ']');
  tuttictl_print_line ("%s", line->str);
}
