/* tutti-preview.h: half a minute of a song, to be heard now
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_PREVIEW (tutti_preview_get_type ())

/* Where a preview is and whose it is. The address ends within minutes, so it
 * is asked for at each play and stored nowhere. The services want to be named
 * beside their sound, with a link back. Boxed, ref counted, immutable. */
typedef struct
{
  grefcount ref_count;

  char    *uri;          /* of the sound: https on one of the service's hosts; takes no token */
  char    *service;      /* the id of whose sound it is */
  char    *service_name; /* "Deezer", to be shown beside it */
  char    *page;         /* (nullable) the song's page there, to be linked beside it */
  gboolean is_borrowed;  /* the song came from elsewhere; this service knows the same recording */
} TuttiPreview;

GType         tutti_preview_get_type (void) G_GNUC_CONST;
TuttiPreview *tutti_preview_new (const char   *uri,
                                 TuttiService *service,
                                 const char   *page,
                                 gboolean      is_borrowed) G_GNUC_WARN_UNUSED_RESULT;
TuttiPreview *tutti_preview_ref (TuttiPreview *self);
void          tutti_preview_unref (TuttiPreview *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiPreview, tutti_preview_unref)

/* Finds a preview of a song: of a service that has the song, else of one that
 * needs no account and has the same recording, by its ISRC, or by a search
 * whose hit is the same recording beyond doubt. `without` (nullable) are ids of
 * services to pass over, whose sound could not be played. Asks services, so
 * faces call it only when a person wants to hear the song, and allowed
 * previews. Gives up after ten seconds; dropping the future stops asking.
 * Resolves to a TuttiPreview; NO_PREVIEW, OFFLINE, SERVER, RATE_LIMITED and what
 * else keeps the only service that might have one from answering. Main thread. */
DexFuture *tutti_library_find_preview (TuttiLibrary       *self,
                                       gint64              track_id,
                                       const char * const *without) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
