/* library.c: what one account of one service likes and has played
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library.h"

#include "catalogue.h"

struct _Library
{
  GArray     *likes; /* of Entry, newest first */
  GArray     *plays;
  GHashTable *liked; /* set of index */
  int         total_error;
  gboolean    plain;
};

/* By the recording, so that a track is as odd in a search as in a list. The
 * first forty are plain: they are what a person sees first. */
static guint32
choose_odd (guint32 index)
{
  guint64 mix = catalogue_mix (index, 'O');

  if (index < 40)
    return 0;
  switch (mix % 40)
    {
    case 0:
      return ODD_NULL_IMAGES;
    case 1:
      return ODD_NO_IMAGES;
    case 2:
      return ODD_NO_ISRC;
    case 3:
      return ODD_UNPLAYABLE;
    default:
      return 0;
    }
}

/* What only a list can hold. */
static guint32
choose_odd_entry (guint position)
{
  if (position % 97 == 61)
    return ODD_NULL_TRACK;
  if (position % 61 == 53)
    return ODD_LOCAL_FILE;
  return 0;
}

/* Minutes between a play and the one before: songs in a row, then a pause. */
static gint64
choose_pause (guint position)
{
  gint64 mix = (gint64) (catalogue_mix (position, 'P') % 1000);

  if (position % 9 == 8)
    return 480 + mix % 600;
  return 3 + mix % 3;
}

Library *
library_new (const GArray *liked,
             const GArray *played,
             guint         n_plays,
             gint64        pause,
             gint64        now,
             gboolean      plain)
{
  Library *self = g_new0 (Library, 1);
  gint64   minutes = 2;
  guint    n_likes = liked->len;

  self->plain = plain;
  self->likes = g_array_sized_new (FALSE, FALSE, sizeof (Entry), n_likes);
  self->plays = g_array_sized_new (FALSE, FALSE, sizeof (Entry), n_plays);
  self->liked = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < n_likes; i++)
    {
      Entry entry = {
        .at = (now / 1000 - 3600 - (gint64) i * 5400 - (gint64) (catalogue_mix (i, 'A') % 5000)) * 1000,
        .index = g_array_index (liked, guint32, i),
        .odd = plain ? 0 : choose_odd_entry (i),
      };

      entry.at = MAX (entry.at, G_GINT64_CONSTANT (1223337600000) + (gint64) (n_likes - i) * 1000);
      g_array_append_val (self->likes, entry);
      g_hash_table_add (self->liked, GUINT_TO_POINTER (entry.index));
    }
  for (guint i = 0; i < n_plays; i++)
    {
      Entry entry = {
        .at = now - pause - minutes * 60000 - (gint64) (catalogue_mix (i, 'S') % 50000),
        .index = g_array_index (played, guint32, (i * 7 + i / 9) % played->len),
        .odd = 0,
      };

      g_array_append_val (self->plays, entry);
      minutes += choose_pause (i);
    }
  return self;
}

void
library_free (Library *self)
{
  g_array_unref (self->likes);
  g_array_unref (self->plays);
  g_hash_table_unref (self->liked);
  g_free (self);
}

guint
library_get_n_likes (Library *self)
{
  return self->likes->len;
}

const Entry *
library_get_like (Library *self,
                  guint    position)
{
  return &g_array_index (self->likes, Entry, position);
}

guint
library_get_n_plays (Library *self)
{
  return self->plays->len;
}

const Entry *
library_get_play (Library *self,
                  guint    position)
{
  return &g_array_index (self->plays, Entry, position);
}

gboolean
library_is_liked (Library *self,
                  guint32  index)
{
  return g_hash_table_contains (self->liked, GUINT_TO_POINTER (index));
}

gboolean
library_like (Library *self,
              guint32  index,
              gint64   now)
{
  Entry entry = { .at = now, .index = index, .odd = 0 };

  if (!g_hash_table_add (self->liked, GUINT_TO_POINTER (index)))
    return FALSE;
  g_array_prepend_val (self->likes, entry);
  return TRUE;
}

gboolean
library_unlike (Library *self,
                guint32  index)
{
  if (!g_hash_table_remove (self->liked, GUINT_TO_POINTER (index)))
    return FALSE;
  for (guint i = 0; i < self->likes->len; i++)
    if (g_array_index (self->likes, Entry, i).index == index)
      {
        g_array_remove_index (self->likes, i);
        break;
      }
  return TRUE;
}

void
library_play (Library *self,
              guint32  index,
              gint64   now)
{
  Entry entry = { .at = now, .index = index, .odd = 0 };

  g_array_prepend_val (self->plays, entry);
}

guint32
library_get_odd (Library *self,
                 guint32  index)
{
  return self->plain ? 0 : choose_odd (index);
}

int
library_get_total_error (Library *self)
{
  return self->total_error;
}

void
library_set_total_error (Library *self,
                         int      error)
{
  self->total_error = error;
}
