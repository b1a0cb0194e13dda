/* tutti-artwork-cache.h: pictures of songs, in memory and on disk
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"
#include "tutti-picture.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_ARTWORK_CACHE (tutti_artwork_cache_get_type ())

/* Reads, decodes and scales off the main thread; what is asked for last comes
 * first, and what nobody shows any more is not fetched. On disk:
 * ~/.cache/tutti/artwork, at most 200 MB, the oldest go first. Main thread. */
G_DECLARE_FINAL_TYPE (TuttiArtworkCache, tutti_artwork_cache, TUTTI, ARTWORK_CACHE, GObject)

TuttiArtworkCache *tutti_artwork_cache_new (TuttiLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/* The picture of `uri`, scaled to fit into `pixels` device pixels each way.
 * Its texture may be there already, or come later, or never. (transfer full) */
TuttiPicture *tutti_artwork_cache_get (TuttiArtworkCache *self,
                                       const char        *uri,
                                       int                pixels) G_GNUC_WARN_UNUSED_RESULT;

/* Where the picture of `uri` lies on disk (a file: address), or NULL if it is
 * not there (yet): for the desktop, which asks nobody else for it then. (transfer full) */
char *tutti_artwork_cache_dup_file (TuttiArtworkCache *self,
                                    const char        *uri) G_GNUC_WARN_UNUSED_RESULT;

/* A picture from the bytes of a file, scaled down to fit; any thread. NULL if they are none. (transfer full) */
GdkTexture *tutti_artwork_decode (GBytes *bytes,
                                  int     pixels) G_GNUC_WARN_UNUSED_RESULT;

/* Deletes the oldest files of `folder` until it holds at most `limit` bytes; any thread. */
void tutti_artwork_trim (const char *folder,
                         guint64     limit);

G_END_DECLS
