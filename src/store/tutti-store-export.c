/* tutti-store-export.c: the library as files that others can read
 *
 * JSON lines hold everything (there is no token in the library); CSV and XSPF
 * hold the likes. A file is written beside its name and takes it when it is
 * complete, so that a full disk leaves the old one whole. Only a file's name is
 * taken: what stands for a device or a pipe would be gone.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-data-private.h"
#include "tutti-error.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that is not there before it is whole. */
typedef struct
{
  char          *path;
  char          *part;
  int            fd;
  GOutputStream *stream;
} Sheet;

static gboolean
fail_with_errno (const char *path,
                 GError    **error)
{
  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_WRITTEN, "Writing %s: %s", path, g_strerror (errno));

  return FALSE;
}

/* The file that the path leads to, links followed; NULL where something else stands there. */
static char *
resolve (const char *path,
         GError    **error)
{
  g_autofree char *real = realpath (path, NULL);
  GStatBuf         info;

  if (real == NULL)
    return g_strdup (path);
  if (g_stat (real, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_WRITTEN, "%s is no file", path);
      return NULL;
    }

  return g_steal_pointer (&real);
}

static void
sheet_clear (Sheet *self)
{
  g_clear_object (&self->stream);
  if (self->fd >= 0)
    g_close (self->fd, NULL);
  if (self->part != NULL)
    g_unlink (self->part);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->part, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

static gboolean
sheet_open (Sheet      *self,
            const char *path,
            GError    **error)
{
  g_autoptr (GOutputStream) raw = NULL;

  self->path = resolve (path, error);
  if (self->path == NULL)
    return FALSE;
  self->part = g_strdup_printf ("%s.part-XXXXXX", self->path);
  self->fd = g_mkstemp_full (self->part, O_WRONLY | O_CLOEXEC, 0600);
  if (self->fd < 0 || fchmod (self->fd, 0600) != 0)
    {
      fail_with_errno (path, error);
      g_clear_pointer (&self->part, g_free);
      return FALSE;
    }
  raw = g_unix_output_stream_new (self->fd, FALSE);
  self->stream = g_buffered_output_stream_new_sized (raw, 64 * 1024);

  return TRUE;
}

static gboolean
sheet_write (Sheet      *self,
             const char *text,
             GError    **error)
{
  g_autoptr (GError) local = NULL;

  if (g_output_stream_write_all (self->stream, text, strlen (text), NULL, NULL, &local))
    return TRUE;

  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_WRITTEN, "Writing %s: %s", self->path, local->message);

  return FALSE;
}

static gboolean
sheet_finish (Sheet   *self,
              GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!g_output_stream_flush (self->stream, NULL, &local))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_WRITTEN, "Writing %s: %s", self->path, local->message);
      return FALSE;
    }
  if (fsync (self->fd) != 0 || g_rename (self->part, self->path) != 0)
    return fail_with_errno (self->path, error);
  g_clear_pointer (&self->part, g_free);

  return TRUE;
}

/* Each row of the query is a line. */
static gboolean
write_lines (TuttiDb    *db,
             Sheet      *sheet,
             const char *name,
             guint      *n_written,
             GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, name, error);

  if (query == NULL)
    return FALSE;

  while (tutti_db_step (db, query, error))
    {
      if (!sheet_write (sheet, (const char *) sqlite3_column_text (query, 0), error) || !sheet_write (sheet, "\n", error))
        return FALSE;
      ++*n_written;
    }

  return tutti_db_ended (db);
}

static gboolean
write_json_lines (TuttiDb *db,
                  Sheet   *sheet,
                  guint   *n_written,
                  GError **error)
{
  static const char *const queries[] = {
    "export-verdicts",
    "export-settings",
    "export-songs",
    "export-tracks",
    "export-redirects",
    "export-plays",
    "export-likes",
  };

  if (!sheet_write (sheet, "{\"kind\":\"tutti\",\"version\":1}\n", error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    if (!write_lines (db, sheet, queries[i], n_written, error))
      return FALSE;

  return TRUE;
}

static char *
dup_time (gint64 unix_ms)
{
  g_autoptr (GDateTime) time = unix_ms > 0 ? g_date_time_new_from_unix_utc (unix_ms / 1000) : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
}

/* One cell as RFC 4180 wants it, and never one that a spreadsheet would work out. */
static void
append_cell (GString    *line,
             const char *text)
{
  const char *mark = text != NULL && tutti_csv_is_formula (text) ? TUTTI_CSV_MARK : "";

  if (line->len > 0)
    g_string_append_c (line, ',');
  if (text == NULL)
    return;

  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append_printf (line, "%s%s", mark, text);
      return;
    }
  g_string_append_printf (line, "\"%s", mark);
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *p);
    }
  g_string_append_c (line, '"');
}

static void
append_row (GString        *line,
            TuttiStatement *row)
{
  static const int columns[] = { 0, 1, 2, 6, 3, -1, 7 };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *time = columns[i] < 0 ? dup_time (sqlite3_column_int64 (row, 4)) : NULL;

      if (i == 0 && sqlite3_column_bytes (row, 0) == 0)
        g_string_append (line, "\"\"");
      else
        append_cell (line, time != NULL ? time : (const char *) sqlite3_column_text (row, columns[i]));
    }
  g_string_append (line, "\r\n");
}

/* A tag with text; what XML can't hold is left out. */
static void
append_tag (GString    *text,
            const char *tag,
            const char *value)
{
  g_autoptr (GString) clean = NULL;
  g_autofree char *escaped = NULL;

  if (value == NULL || *value == '\0')
    return;

  clean = g_string_new (NULL);
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (letter >= 0x20 && letter != 0xfffe && letter != 0xffff)
        g_string_append_unichar (clean, letter);
    }
  escaped = g_markup_escape_text (clean->str, -1);
  g_string_append_printf (text, "      <%s>%s</%s>\n", tag, escaped, tag);
}

static void
append_track (GString        *text,
              TuttiStatement *row)
{
  g_autofree char *isrc = sqlite3_column_text (row, 6) != NULL ? g_strdup_printf ("urn:isrc:%.12s", sqlite3_column_text (row, 6)) : NULL;
  g_autofree char *duration = sqlite3_column_int64 (row, 3) > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) sqlite3_column_int64 (row, 3)) : NULL;

  g_string_append (text, "    <track>\n");
  append_tag (text, "location", (const char *) sqlite3_column_text (row, 7));
  append_tag (text, "identifier", isrc);
  append_tag (text, "title", (const char *) sqlite3_column_text (row, 0));
  append_tag (text, "creator", (const char *) sqlite3_column_text (row, 1));
  append_tag (text, "image", (const char *) sqlite3_column_text (row, 5));
  append_tag (text, "album", (const char *) sqlite3_column_text (row, 2));
  append_tag (text, "duration", duration);
  g_string_append (text, "    </track>\n");
}

static gboolean
write_likes (TuttiDb    *db,
             Sheet      *sheet,
             TuttiFormat format,
             guint      *n_written,
             GError    **error)
{
  const char *head = format == TUTTI_FORMAT_CSV ? "title,artist,album,isrc,duration_ms,liked_at,link\r\n"
                                                : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                                  "<playlist version=\"1\" xmlns=\"http://xspf.org/ns/0/\">\n"
                                                  "  <title>Likes</title>\n  <creator>Tutti</creator>\n  <trackList>\n";
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "export-liked", error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (query == NULL || !sheet_write (sheet, head, error))
    return FALSE;

  while (tutti_db_step (db, query, error))
    {
      g_string_truncate (text, 0);
      if (format == TUTTI_FORMAT_CSV)
        append_row (text, query);
      else
        append_track (text, query);
      if (!sheet_write (sheet, text->str, error))
        return FALSE;
      ++*n_written;
    }
  if (!tutti_db_ended (db))
    return FALSE;

  return format == TUTTI_FORMAT_CSV || sheet_write (sheet, "  </trackList>\n</playlist>\n", error);
}

gboolean
tutti_data_export (TuttiDb    *db,
                   const char *path,
                   TuttiFormat format,
                   guint      *n_written,
                   GError    **error)
{
  g_autoptr (TuttiTransaction) snapshot = NULL;
  g_auto (Sheet) sheet = { .fd = -1 };
  gboolean is_written = FALSE;

  if (!sheet_open (&sheet, path, error))
    return FALSE;
  snapshot = tutti_transaction_begin_read (db, error);
  if (snapshot == NULL)
    return FALSE;

  switch (format)
    {
    case TUTTI_FORMAT_JSON_LINES:
      is_written = write_json_lines (db, &sheet, n_written, error);
      break;
    case TUTTI_FORMAT_CSV:
    case TUTTI_FORMAT_XSPF:
      is_written = write_likes (db, &sheet, format, n_written, error);
      break;
    }

  return is_written && sheet_finish (&sheet, error);
}
