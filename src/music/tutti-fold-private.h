/* tutti-fold-private.h: folding without allocating
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* No text is folded beyond this many bytes: a title has no more to say. */
#define TUTTI_FOLD_MAX_BYTES (64 * 1024)

/**
 * TuttiFoldFlags:
 * @TUTTI_FOLD_PLAIN: as everybody reads it
 * @TUTTI_FOLD_GERMAN: ä is ae, ö is oe, ü is ue, å is aa
 * @TUTTI_FOLD_STARS: a star inside a word stays: it hides a letter
 */
typedef enum
{
  TUTTI_FOLD_PLAIN = 0,
  TUTTI_FOLD_GERMAN = 1 << 0,
  TUTTI_FOLD_STARS = 1 << 1,
} TuttiFoldFlags;

/* Where folded words go: the caller's memory, so many bytes of it at the
 * most. What does not fit is left out, at the end of a letter. */
typedef struct
{
  char *text;
  gsize size;
  gsize length;
} TuttiFoldBuffer;

gboolean tutti_fold_append (TuttiFoldBuffer *buffer,
                            const char      *text,
                            gsize            length,
                            TuttiFoldFlags   flags);

G_END_DECLS
