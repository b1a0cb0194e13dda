/* match-table.c: tables of tab-separated text, read by the names of columns
 *
 * UTF-8, a header line, tabs, no quoting. What a cell lacks is empty.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "match-table.h"

#include <string.h>

static char empty[] = "";

/* Cuts the line at @line at its tabs; returns the start of the next one. */
static char *
cut_line (char  *line,
          char **cells,
          guint  n_cells)
{
  char *end = line + strcspn (line, "\n");
  char *next = *end == '\n' ? end + 1 : end;

  *end = '\0';
  if (end > line && end[-1] == '\r')
    end[-1] = '\0';

  for (guint i = 0; i < n_cells; i++)
    {
      char *tab;

      cells[i] = line != NULL ? line : empty;
      if (line == NULL)
        continue;
      tab = strchr (line, '\t');
      if (tab != NULL)
        *tab = '\0';
      line = tab != NULL ? tab + 1 : NULL;
    }

  return next;
}

/**
 * match_table_load:
 * @path: a file
 * @error: where to report
 *
 * Returns: (transfer full) (nullable): the table
 */
MatchTable *
match_table_load (const char *path,
                  GError    **error)
{
  g_autoptr (MatchTable) self = g_new0 (MatchTable, 1);
  guint n_lines = 0;
  char *line;

  if (!g_file_get_contents (path, &self->text, NULL, error))
    return NULL;

  self->n_columns = 1;
  for (const char *p = self->text; *p != '\0' && *p != '\n'; p++)
    self->n_columns += *p == '\t';
  self->n_columns = MIN (self->n_columns, MATCH_TABLE_MAX_COLUMNS);
  for (const char *p = self->text; (p = strchr (p, '\n')) != NULL; p++)
    n_lines++;

  self->cells = g_new0 (char *, ((gsize) n_lines + 1) * self->n_columns);
  line = cut_line (self->text, self->header, self->n_columns);
  while (*line != '\0')
    {
      line = cut_line (line, self->cells + (gsize) self->n_rows * self->n_columns, self->n_columns);
      self->n_rows++;
    }

  return g_steal_pointer (&self);
}

void
match_table_free (MatchTable *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->cells, g_free);
  g_free (self);
}

/* The number of the column with that name, -1 for none. */
int
match_table_find (const MatchTable *self,
                  const char       *name)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (strcmp (self->header[i], name) == 0)
      return (int) i;

  return -1;
}

/* The cell's text, empty where there is no such column; never NULL. */
const char *
match_table_get (const MatchTable *self,
                 guint             row,
                 int               column)
{
  return column >= 0 ? self->cells[(gsize) row * self->n_columns + (guint) column] : "";
}

/* Milliseconds; 0 where @text is no number. */
gint64
match_read_duration (const char *text)
{
  char  *end;
  gint64 ms = g_ascii_strtoll (text, &end, 10);

  return end != text && (*end == '\0' || *end == '.') && ms > 0 ? ms : 0;
}

/* A year written in four digits or two; 0 where it is none. */
int
match_read_year (const char *text)
{
  char  *end;
  gint64 year;

  if (*text == '\'')
    text++;
  year = g_ascii_strtoll (text, &end, 10);
  if (end == text || *end != '\0' || year < 0)
    return 0;
  if (end - text <= 2)
    year += year < 30 ? 2000 : 1900;

  return year >= 1000 && year < 10000 ? (int) year : 0;
}

/* (transfer full): a service track of cells; empty is unknown. */
TuttiServiceTrack *
match_new_track (const char *provider,
                 const char *id,
                 const char *title,
                 const char *artist,
                 const char *album,
                 const char *ms,
                 const char *isrc,
                 const char *year)
{
  const char                 *artists[] = { *artist != '\0' ? artist : NULL, NULL };
  const TuttiServiceTrackInfo info = {
    .provider = provider,
    .remote_id = id,
    .title = title,
    .artists = artists,
    .album = album,
    .duration_ms = match_read_duration (ms),
    .isrc = isrc,
    .year = match_read_year (year),
  };

  return tutti_service_track_new (&info);
}
