/* tutti-row.c: a service track as a row of service_tracks
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-catalogue-private.h"

#include <string.h>

enum
{
  MARK_EXPLICIT = 1 << 0,
  MARK_UNPLAYABLE = 1 << 1,
  MARK_UPLOAD = 1 << 2,
};

/* Most tracks have a handful of artists; a line more would be a service's joke. */
#define MAX_LINES 64

TuttiServiceTrack *
tutti_row_read_service_track (TuttiStatement *row,
                              int             first)
{
  const char           *lines = (const char *) sqlite3_column_text (row, first + 3);
  g_autofree char      *split = g_strdup (lines);
  const char           *artists[MAX_LINES + 1] = { NULL };
  guint                 n_artists = 0;
  int                   marks = sqlite3_column_int (row, first + 11);
  TuttiServiceTrackInfo info = {
    .provider = (const char *) sqlite3_column_text (row, first),
    .remote_id = (const char *) sqlite3_column_text (row, first + 1),
    .title = (const char *) sqlite3_column_text (row, first + 2),
    .artists = artists,
    .album = (const char *) sqlite3_column_text (row, first + 4),
    .duration_ms = sqlite3_column_int64 (row, first + 5),
    .isrc = (const char *) sqlite3_column_text (row, first + 6),
    .artwork_url = (const char *) sqlite3_column_text (row, first + 7),
    .web_url = (const char *) sqlite3_column_text (row, first + 8),
    .app_uri = (const char *) sqlite3_column_text (row, first + 9),
    .year = sqlite3_column_int (row, first + 10),
    .is_explicit = (marks & MARK_EXPLICIT) != 0,
    .is_unplayable = (marks & MARK_UNPLAYABLE) != 0,
    .is_upload = (marks & MARK_UPLOAD) != 0,
  };

  for (char *line = split; line != NULL && *line != '\0' && n_artists < MAX_LINES;)
    {
      char *end = strchr (line, '\n');

      artists[n_artists++] = line;
      if (end == NULL)
        break;
      *end = '\0';
      line = end + 1;
    }

  return tutti_service_track_new (&info);
}

void
tutti_row_text_clear (TuttiRowText *self)
{
  g_clear_pointer (&self->artists, g_free);
  g_clear_pointer (&self->isrcs, g_free);
}

void
tutti_row_bind_service_track (TuttiStatement    *statement,
                              TuttiServiceTrack *track,
                              TuttiRowText      *text)
{
  const char *const *isrcs = tutti_service_track_get_isrcs (track);
  int                marks = 0;

  tutti_row_text_clear (text);
  text->artists = g_strjoinv ("\n", (char **) tutti_service_track_get_artists (track));
  if (isrcs[0] != NULL && isrcs[1] != NULL)
    text->isrcs = g_strjoinv (",", (char **) isrcs);

  if (tutti_service_track_is_explicit (track))
    marks |= MARK_EXPLICIT;
  if (!tutti_service_track_is_playable (track))
    marks |= MARK_UNPLAYABLE;
  if (tutti_service_track_is_upload (track))
    marks |= MARK_UPLOAD;

  tutti_bind_text (statement, ":provider", tutti_service_track_get_provider (track));
  tutti_bind_text (statement, ":remote_id", tutti_service_track_get_remote_id (track));
  tutti_bind_text (statement, ":title", tutti_service_track_get_title (track));
  tutti_bind_text (statement, ":artists", text->artists);
  tutti_bind_text (statement, ":album", tutti_service_track_get_album (track));
  tutti_bind_int (statement, ":duration_ms", tutti_service_track_get_duration (track));
  tutti_bind_text (statement, ":isrc", text->isrcs != NULL ? text->isrcs : isrcs[0]);
  tutti_bind_text (statement, ":artwork_url", tutti_service_track_get_artwork_url (track));
  tutti_bind_text (statement, ":web_url", tutti_service_track_get_web_url (track));
  tutti_bind_text (statement, ":app_uri", tutti_service_track_get_app_uri (track));
  tutti_bind_int (statement, ":year", tutti_service_track_get_year (track));
  tutti_bind_int (statement, ":marks", marks);
}
