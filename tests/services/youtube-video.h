/* youtube-video.h: a video as YouTube writes it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

typedef struct
{
  char    *id;
  char    *title;
  char    *channel;
  char    *channel_id;
  char    *published_at;
  guint    seconds;
  gboolean is_music;
} Video;

char *
youtube_make_id (guint32 index) G_GNUC_WARN_UNUSED_RESULT;

gboolean
youtube_parse_id (const char *id,
                  guint64    *index);

/* Recording INDEX; or, when it is NO_MUSIC, a film about something else that has its own id. */
Video *
video_new (Services *services,
           guint32   index,
           gboolean  no_music) G_GNUC_WARN_UNUSED_RESULT;

/* NULL when there is none; INDEX gets the recording. */
Video *
video_find (Services   *services,
            const char *id,
            guint32    *index) G_GNUC_WARN_UNUSED_RESULT;

void
video_free (Video *self);

/* As search results write it: with entities. */
char *
video_dup_escaped (const char *text) G_GNUC_WARN_UNUSED_RESULT;

void
video_write_thumbnails (const Video *self,
                        Services    *services,
                        Writer      *writer);

/* As videos.list gives it, with those of snippet, contentDetails and statistics that PART names. */
void
video_write (const Video *self,
             Services    *services,
             Writer      *writer,
             const char  *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Video, video_free)
