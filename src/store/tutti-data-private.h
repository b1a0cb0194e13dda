/* tutti-data-private.h: how data goes out and comes in
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-db.h"
#include "tutti-store-data.h"

G_BEGIN_DECLS

/* In the reading lane: writes the file, returns how many lines or songs. */
gboolean tutti_data_export (TuttiDb    *db,
                            const char *path,
                            TuttiFormat format,
                            guint      *n_written,
                            GError    **error);

/* In the writing lane, inside a transaction of the caller: one line of a JSON
 * lines export, in the order of the file. */
typedef struct _TuttiLineReader TuttiLineReader;

TuttiLineReader *tutti_line_reader_new (TuttiDb *db) G_GNUC_WARN_UNUSED_RESULT;
void             tutti_line_reader_free (TuttiLineReader *self);
gboolean         tutti_line_reader_take (TuttiLineReader *self,
                                         const char      *line,
                                         gsize            length,
                                         GError         **error);
/* How many were new. */
guint tutti_line_reader_get_new (TuttiLineReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiLineReader, tutti_line_reader_free)

/* A song of a list that knows no service; borrowed for the call. */
typedef struct
{
  const char *title;
  const char *artist;
  const char *album;
  const char *isrc;
  gint64      duration_ms;
  gint64      liked_at; /* 0 unknown */
} TuttiListedSong;

/* Likes it in Tutti itself; `is_new` tells whether it was not before. */
gboolean tutti_data_like_song (TuttiDb               *db,
                               const TuttiListedSong *song,
                               gboolean              *is_new,
                               GError               **error);

/* Each song of a list; FALSE with an error stops. */
typedef gboolean (*TuttiListedSongFunc) (const TuttiListedSong *song,
                                         guint                  line,
                                         gpointer               data,
                                         GError               **error);

/* Before a cell that a spreadsheet would work out as a formula, and taken off
 * again when such a cell is read. */
#define TUTTI_CSV_MARK "'"
gboolean tutti_csv_is_formula (const char *text);

/* Reads lists of songs. BAD_INPUT names the line. */
gboolean tutti_csv_read (const char         *text,
                         gsize               length,
                         TuttiListedSongFunc func,
                         gpointer            data,
                         GError            **error);
gboolean tutti_xspf_read (const char         *text,
                          gsize               length,
                          TuttiListedSongFunc func,
                          gpointer            data,
                          GError            **error);

G_END_DECLS
