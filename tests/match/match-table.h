/* match-table.h: tables of tab-separated text, read by the names of columns
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-service-track.h"

G_BEGIN_DECLS

#define MATCH_TABLE_MAX_COLUMNS 64

/* A table: its text, cut into cells where it stands. */
typedef struct
{
  char  *text;
  char  *header[MATCH_TABLE_MAX_COLUMNS];
  guint  n_columns;
  char **cells; /* n_rows times n_columns */
  guint  n_rows;
} MatchTable;

MatchTable        *match_table_load (const char *path,
                                     GError    **error);
void               match_table_free (MatchTable *self);
const char        *match_table_get (const MatchTable *self,
                                    guint             row,
                                    int               column);
int                match_table_find (const MatchTable *self,
                                     const char       *name);
gint64             match_read_duration (const char *text);
int                match_read_year (const char *text);
TuttiServiceTrack *match_new_track (const char *provider,
                                    const char *id,
                                    const char *title,
                                    const char *artist,
                                    const char *album,
                                    const char *ms,
                                    const char *isrc,
                                    const char *year);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MatchTable, match_table_free)

G_END_DECLS
