/* musicbrainz.h: MusicBrainz and the Cover Art Archive
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider musicbrainz_provider;

/* Whether a User-Agent says what asks, and whom to write to: "Name/1 ( https://… )". */
gboolean
musicbrainz_check_agent (const char *agent);

/* The pages of recording INDEX that MusicBrainz knows of, NULL at the end; each
 * comes with whether listening there is free. A third of the recordings have none. */
typedef struct
{
  char    *url;
  gboolean is_free;
} KnownPage;

GArray *
musicbrainz_list_pages (Services *services,
                        guint32   index) G_GNUC_WARN_UNUSED_RESULT;

/* A release without a picture in the archive. */
gboolean
musicbrainz_has_cover (guint32 release);
