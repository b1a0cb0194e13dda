/* spotify-track.h: a track as Spotify writes it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

/* Spotify's id for thing NUMBER of KIND: 't' is a track, 'P' a playlist. */
char *
spotify_make_id (char    kind,
                 guint64 number) G_GNUC_WARN_UNUSED_RESULT;

gboolean
spotify_parse_track_id (const char *id,
                        guint64    *index);

/* Track INDEX with what is odd about it; with OLD_CLIENT, the fields that
 * went in February 2026 too. */
void
spotify_write_track (Services   *services,
                     Writer     *writer,
                     const char *key,
                     guint32     index,
                     guint32     odd,
                     gboolean    old_client);
