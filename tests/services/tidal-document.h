/* tidal-document.h: tracks as TIDAL writes them, and all that comes along
 *
 * JSON:API: a track names its artists and albums only where include asks for
 * them, and each of these stands once among the included.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

typedef struct
{
  Services   *services;
  const char *country; /* (nullable) repeated in links */
  GHashTable *seen;
  Writer     *included;
  gboolean    tracks;
  gboolean    artists;
  gboolean    albums;
  gboolean    covers;
} TidalDocument;

char *
tidal_make_id (guint32 index) G_GNUC_WARN_UNUSED_RESULT;

gboolean
tidal_parse_id (const char *id,
                guint64    *index);

/* INCLUDE (may be NULL) names paths that all begin with ROOT, which is "" where
 * the tracks are the data itself. NULL when it names others; WRONG gets which. */
TidalDocument *
tidal_document_new (Services   *services,
                    const char *country,
                    const char *include,
                    const char *root,
                    char      **wrong) G_GNUC_WARN_UNUSED_RESULT;

void
tidal_document_free (TidalDocument *self);

/* Writes the track itself, and puts what it needs among the included. */
void
tidal_document_write_track (TidalDocument *self,
                            Writer        *writer,
                            const char    *key,
                            guint32        index,
                            guint32        odd);

/* Puts the track among the included, if include asks for it. */
void
tidal_document_add_track (TidalDocument *self,
                          guint32        index,
                          guint32        odd);

/* Writes the included, unless nothing was asked for. */
void
tidal_document_write_included (TidalDocument *self,
                               Writer        *writer);

/* {"id": …, "type": "tracks"} */
void
tidal_write_reference (Writer     *writer,
                       const char *type,
                       const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TidalDocument, tidal_document_free)
