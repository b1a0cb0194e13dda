/* tutti-picture.h: artwork that comes when it comes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define TUTTI_TYPE_PICTURE (tutti_picture_get_type ())

/* A picture of an address at a size. Whoever shows it holds a reference; one
 * that nobody holds is not fetched. Property "texture" (nullable, notified
 * when it has come). Main thread. */
G_DECLARE_FINAL_TYPE (TuttiPicture, tutti_picture, TUTTI, PICTURE, GObject)

TuttiPicture *tutti_picture_new (const char *uri,
                                 int         pixels) G_GNUC_WARN_UNUSED_RESULT;

const char *tutti_picture_get_uri (TuttiPicture *self);
int         tutti_picture_get_pixels (TuttiPicture *self);
GdkTexture *tutti_picture_get_texture (TuttiPicture *self); /* (transfer none) (nullable) */
void        tutti_picture_set_texture (TuttiPicture *self,
                                       GdkTexture   *texture);

G_END_DECLS
