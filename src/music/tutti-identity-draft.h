/* tutti-identity-draft.h: an identity while it is made
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-identity-private.h"

G_BEGIN_DECLS

/* All text of an identity: four readings of four parts each, album, asides. */
#define TUTTI_DRAFT_MAX_TEXT (20 * TUTTI_TITLE_MAX_BYTES)

/* Lives on the stack, and is copied to one piece of memory at the end. */
typedef struct
{
  TuttiIdentity identity;
  TuttiReading  readings[TUTTI_IDENTITY_MAX_READINGS];
  guint32       lists[TUTTI_IDENTITY_MAX_READINGS][TUTTI_READING_MAX_LIST];
  TuttiName     guests[TUTTI_IDENTITY_MAX_READINGS];
  TuttiVenue    venue;
  guint64       isrcs[TUTTI_IDENTITY_MAX_ISRCS];
  guint64       keys[TUTTI_IDENTITY_MAX_KEYS];
  TuttiArtists  artists;
  TuttiTitle    title; /* what is being read */
  gsize         length;
  char          text[TUTTI_DRAFT_MAX_TEXT];
} TuttiDraft;

void tutti_draft_make_keys (TuttiDraft *self);

gboolean tutti_hints_is_common (const char *title,
                                gsize       length);
guint32  tutti_hints_read_album (const TuttiTitle *album,
                                 const char       *title);
void     tutti_hints_read_venue (const TuttiTitle *album,
                                 const char       *title,
                                 TuttiVenue       *venue);
guint32  tutti_hints_read_date (const char *album);
guint32  tutti_hints_read_artists (const TuttiArtists *artists);

G_END_DECLS
