/* tutti-artwork.h: shows a song's picture, or a note while there is none
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tutti-artwork-cache.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_ARTWORK (tutti_artwork_get_type ())

/* Square, fitted and never cropped. Property "size" (int, CSS pixels). The
 * picture says nothing the row does not say, so it is hidden from screen readers. */
G_DECLARE_FINAL_TYPE (TuttiArtwork, tutti_artwork, TUTTI, ARTWORK, GtkWidget)

/* `uri` NULL: there is no picture. */
void tutti_artwork_show (TuttiArtwork      *self,
                         TuttiArtworkCache *cache,
                         const char        *uri);

G_END_DECLS
