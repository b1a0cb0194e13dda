/* itunes.h: what Apple gives without a key: iTunes Search, Lookup and the charts
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider itunes_provider;

/* A song as Apple calls it, here and in Apple Music. */
typedef struct
{
  Recording *recording;
  char      *id;
  char      *album_id;
  char      *name;
  char      *artist;
  char      *album;
  char      *url;
  char      *artwork; /* ends with a slash; the size comes after it */
  char      *preview;
} AppleSong;

AppleSong *
apple_song_new (Services *services,
                guint32   index) G_GNUC_WARN_UNUSED_RESULT;

void
apple_song_free (AppleSong *self);

char *
apple_make_id (guint32 index) G_GNUC_WARN_UNUSED_RESULT;

gboolean
apple_parse_id (const char *id,
                guint64    *index);

/* The recording at POSITION of the charts. */
guint32
apple_get_chart_entry (Services *services,
                       guint     position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppleSong, apple_song_free)
