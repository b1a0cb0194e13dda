/* library.h: what one account of one service likes and has played
 *
 * Likes and plays name recordings of the catalogue by index, newest first.
 * An entry can be odd, as real libraries are: where the flags say so, the
 * service gives a null instead of a track, a local file, and so on.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

typedef enum
{
  ODD_NULL_TRACK = 1 << 0,
  ODD_LOCAL_FILE = 1 << 1,
  ODD_NULL_IMAGES = 1 << 2,
  ODD_NO_IMAGES = 1 << 3,
  ODD_NO_ISRC = 1 << 4,
  ODD_UNPLAYABLE = 1 << 5,
} Odd;

typedef struct
{
  gint64  at; /* Unix milliseconds */
  guint32 index;
  guint32 odd;
} Entry;

typedef struct _Library Library;

/* Likes of the recordings LIKED, newest first, and N_PLAYS plays of those in
 * PLAYED, both before NOW (Unix milliseconds), the plays before NOW minus
 * PAUSE; when PLAIN no entry is odd. */
Library *
library_new (const GArray *liked,
             const GArray *played,
             guint         n_plays,
             gint64        pause,
             gint64        now,
             gboolean      plain) G_GNUC_WARN_UNUSED_RESULT;

void
library_free (Library *self);

guint
library_get_n_likes (Library *self);

const Entry *
library_get_like (Library *self,
                  guint    position);

guint
library_get_n_plays (Library *self);

const Entry *
library_get_play (Library *self,
                  guint    position);

gboolean
library_is_liked (Library *self,
                  guint32  index);

/* Both say whether that changed anything. */
gboolean
library_like (Library *self,
              guint32  index,
              gint64   now);

gboolean
library_unlike (Library *self,
                guint32  index);

void
library_play (Library *self,
              guint32  index,
              gint64   now);

/* The oddness of recording INDEX when it is asked for alone. */
guint32
library_get_odd (Library *self,
                 guint32  index);

/* How far the service's total is from the truth; 0 as a rule. */
int
library_get_total_error (Library *self);

void
library_set_total_error (Library *self,
                         int      error);
