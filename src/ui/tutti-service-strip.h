/* tutti-service-strip.h: the service icons of a row, each in its column
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SERVICE_STRIP (tutti_service_strip_get_type ())

/* A place for each of the preferred services, empty where a song is not
 * there, and one more for the rest. Its buttons activate "track.open" with
 * the service's id. */
G_DECLARE_FINAL_TYPE (TuttiServiceStrip, tutti_service_strip, TUTTI, SERVICE_STRIP, GtkWidget)

/* What a strong icon says beside "Open in …": "played here". */
typedef enum
{
  TUTTI_STRONG_PLAYED,
  TUTTI_STRONG_LIKED,
  TUTTI_STRONG_NONE, /* all icons are strong and say nothing more */
} TuttiStrong;

/* `sources`: ids with commas between, of the services the row comes from; NULL
 * asks the links themselves. */
void tutti_service_strip_show (TuttiServiceStrip *self,
                               TuttiContext      *context,
                               TuttiTrack        *track,
                               const char        *sources,
                               TuttiStrong        strong);

G_END_DECLS
