/* tutti-csv.c: songs from a table
 *
 * Columns are found by the names in the first line, as Tutti and the exporters
 * of several services write them; others are left alone. Comma, semicolon and
 * tab separate; quotes as in RFC 4180.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-data-private.h"
#include "tutti-error.h"

#include <string.h>

#define MAX_COLUMNS 200
#define MAX_CELL (64 * 1024)

enum
{
  COLUMN_TITLE,
  COLUMN_ARTIST,
  COLUMN_ALBUM,
  COLUMN_ISRC,
  COLUMN_DURATION,
  COLUMN_LIKED_AT,
  N_COLUMNS
};

/* What others call them, in lower case. */
static const struct
{
  const char *name;
  guint       column;
} names[] = {
  { "title", COLUMN_TITLE },
  { "track name", COLUMN_TITLE },
  { "track", COLUMN_TITLE },
  { "song", COLUMN_TITLE },
  { "name", COLUMN_TITLE },
  { "artist", COLUMN_ARTIST },
  { "artists", COLUMN_ARTIST },
  { "artist name", COLUMN_ARTIST },
  { "artist name(s)", COLUMN_ARTIST },
  { "creator", COLUMN_ARTIST },
  { "album", COLUMN_ALBUM },
  { "album name", COLUMN_ALBUM },
  { "isrc", COLUMN_ISRC },
  { "duration_ms", COLUMN_DURATION },
  { "duration (ms)", COLUMN_DURATION },
  { "track duration (ms)", COLUMN_DURATION },
  { "liked_at", COLUMN_LIKED_AT },
  { "added at", COLUMN_LIKED_AT },
  { "date added", COLUMN_LIKED_AT },
};

typedef struct
{
  const char *at;
  const char *end;
  char        separator;
  guint       line; /* where the row begins */
  guint       next_line;
  GPtrArray  *cells; /* of char */
} Reader;

static gboolean
refuse (guint       line,
        const char *what,
        GError    **error)
{
  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Line %u %s", line, what);

  return FALSE;
}

/* Begins as a formula does, perhaps behind marks, and has what calls or leads
 * somewhere: “=HYPERLINK("…")” and “@SUM(A1)”, but not the albums “=” and “-”. */
gboolean
tutti_csv_is_formula (const char *text)
{
  const char *start = text + strspn (text, TUTTI_CSV_MARK);

  return *start != '\0' && strchr ("=+-@\t", *start) != NULL && strpbrk (start, "(|!#") != NULL;
}

/* One cell; `at` is behind it. */
static gboolean
read_cell (Reader  *self,
           GError **error)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean is_quoted = self->at < self->end && *self->at == '"';

  self->at += is_quoted;
  for (; self->at < self->end; self->at++)
    {
      char c = *self->at;

      if (is_quoted && c == '"')
        {
          if (self->at + 1 < self->end && self->at[1] == '"')
            self->at++;
          else
            {
              is_quoted = FALSE;
              continue;
            }
        }
      else if (!is_quoted && (c == self->separator || c == '\n' || c == '\r'))
        break;

      self->next_line += c == '\n';
      if (cell->len >= MAX_CELL)
        return refuse (self->line, "has a cell that is too long", error);
      g_string_append_c (cell, c);
    }
  if (is_quoted)
    return refuse (self->line, "opens a quote that never closes", error);

  /* What the export put before it. */
  if (g_str_has_prefix (cell->str, TUTTI_CSV_MARK) && tutti_csv_is_formula (cell->str))
    g_string_erase (cell, 0, (gssize) strlen (TUTTI_CSV_MARK));
  g_ptr_array_add (self->cells, g_string_free_and_steal (g_steal_pointer (&cell)));

  return TRUE;
}

/* One row. */
static gboolean
read_row (Reader  *self,
          GError **error)
{
  g_ptr_array_set_size (self->cells, 0);
  self->line = self->next_line;

  for (;;)
    {
      if (self->cells->len >= MAX_COLUMNS)
        return refuse (self->line, "has too many cells", error);
      if (!read_cell (self, error))
        return FALSE;
      if (self->at >= self->end || *self->at != self->separator)
        break;
      self->at++;
    }
  if (self->at < self->end && *self->at == '\r')
    self->at++;
  if (self->at < self->end && *self->at == '\n')
    self->at++;
  self->next_line++;

  return TRUE;
}

static gboolean
is_empty (Reader *self)
{
  return self->cells->len == 1 && *(const char *) g_ptr_array_index (self->cells, 0) == '\0';
}

static char
find_separator (const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length && text[i] != '\n'; i++)
    if (strchr (",;\t", text[i]) != NULL && text[i] != '\0')
      return text[i];

  return ',';
}

static void
find_columns (Reader *self,
              int     columns[N_COLUMNS])
{
  for (guint i = 0; i < N_COLUMNS; i++)
    columns[i] = -1;
  for (guint i = 0; i < self->cells->len; i++)
    {
      g_autofree char *small = g_utf8_strdown (g_strstrip (g_ptr_array_index (self->cells, i)), -1);

      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        if (g_str_equal (small, names[j].name) && columns[names[j].column] < 0)
          columns[names[j].column] = (int) i;
    }
}

static const char *
get_cell (Reader *self,
          int     column)
{
  return column >= 0 && (guint) column < self->cells->len ? g_ptr_array_index (self->cells, (guint) column) : NULL;
}

static gint64
parse_time (const char *text)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, utc) : NULL;

  return time != NULL ? MAX (g_date_time_to_unix (time), 0) * 1000 : 0;
}

gboolean
tutti_csv_read (const char         *text,
                gsize               length,
                TuttiListedSongFunc func,
                gpointer            data,
                GError            **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  Reader reader = { text, text + length, find_separator (text, length), 1, 1, cells };
  int    columns[N_COLUMNS];
  guint  n_columns;

  if (!read_row (&reader, error))
    return FALSE;
  n_columns = cells->len;
  find_columns (&reader, columns);
  if (columns[COLUMN_TITLE] < 0 || columns[COLUMN_ARTIST] < 0)
    return refuse (1, "names no columns “title” and “artist”", error);

  while (reader.at < reader.end)
    {
      TuttiListedSong song;
      const char     *duration;

      if (!read_row (&reader, error))
        return FALSE;
      if (is_empty (&reader))
        continue;
      /* Half a name would be another song's. */
      if (reader.at == reader.end && cells->len < n_columns && strchr ("\r\n", reader.end[-1]) == NULL)
        return refuse (reader.line, "ends in the middle: the file is not whole", error);

      duration = get_cell (&reader, columns[COLUMN_DURATION]);
      song = (TuttiListedSong) {
        .title = get_cell (&reader, columns[COLUMN_TITLE]),
        .artist = get_cell (&reader, columns[COLUMN_ARTIST]),
        .album = get_cell (&reader, columns[COLUMN_ALBUM]),
        .isrc = get_cell (&reader, columns[COLUMN_ISRC]),
        .duration_ms = duration != NULL ? g_ascii_strtoll (duration, NULL, 10) : 0,
        .liked_at = parse_time (get_cell (&reader, columns[COLUMN_LIKED_AT])),
      };
      if (!func (&song, reader.line, data, error))
        return FALSE;
    }

  return TRUE;
}
