/* tutti-context.h: what the pages of one window share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tutti-announcer.h"
#include "tutti-artwork-cache.h"
#include "tutti-library.h"
#include "tutti-player.h"

G_BEGIN_DECLS

/* How wide the window is: >= 700, 500 to 699, below 500. */
typedef enum
{
  TUTTI_LAYOUT_WIDE,
  TUTTI_LAYOUT_MEDIUM,
  TUTTI_LAYOUT_NARROW,
} TuttiLayout;

#define TUTTI_TYPE_LAYOUT (tutti_layout_get_type ())
GType tutti_layout_get_type (void) G_GNUC_CONST;

#define TUTTI_TYPE_CONTEXT (tutti_context_get_type ())

/* Library, pictures, settings, and which services own a column of the rows.
 * Property "layout" (TuttiLayout). Signals: "changed" (columns or layout),
 * "show-track" (TuttiTrack), "show-page" (string), "toast" (AdwToast),
 * "connect-service" (TuttiService, boolean). Main thread. */
G_DECLARE_FINAL_TYPE (TuttiContext, tutti_context, TUTTI, CONTEXT, GObject)

TuttiContext *tutti_context_new (TuttiLibrary *library,
                                 GSettings    *settings) G_GNUC_WARN_UNUSED_RESULT;

TuttiLibrary      *tutti_context_get_library (TuttiContext *self);  /* (transfer none) */
GSettings         *tutti_context_get_settings (TuttiContext *self); /* (transfer none) */
TuttiArtworkCache *tutti_context_get_artwork (TuttiContext *self);  /* (transfer none) */
TuttiAnnouncer    *tutti_context_get_announcer (TuttiContext *self); /* (transfer none) */
TuttiPlayer       *tutti_context_get_player (TuttiContext *self);    /* (transfer none) silent when the context goes */

TuttiLayout tutti_context_get_layout (TuttiContext *self);
void        tutti_context_set_layout (TuttiContext *self,
                                      TuttiLayout   layout);

/* The services that can open songs, the preferred ones first: of TuttiService. (transfer none) */
GPtrArray *tutti_context_get_order (TuttiContext *self);

/* The person's own order; of TuttiService (unowned), all of them. Kept. */
void tutti_context_set_order (TuttiContext *self,
                              GPtrArray    *order);

/* Where a song is opened: the first in that order that has it. (transfer none) (nullable) */
TuttiService *tutti_context_choose_service (TuttiContext *self,
                                            TuttiTrack   *track);

/* How many of them own a column at this width: the person's own ones, all of
 * them where the person has none. */
guint tutti_context_get_n_columns (TuttiContext *self);

void tutti_context_show_track (TuttiContext *self,
                               TuttiTrack   *track);
void tutti_context_show_page (TuttiContext *self,
                              const char   *name);

/* Asks the window to lead the person through connecting `service`, or
 * (`anew`) through setting it up once more. */
void tutti_context_connect_service (TuttiContext *self,
                                    TuttiService *service,
                                    gboolean      anew);

/* Takes the toast. */
void tutti_context_toast (TuttiContext *self,
                          AdwToast     *toast);

/* A toast that only says something. */
void tutti_context_say (TuttiContext *self,
                        const char   *text);

/* Says what went wrong, unless it is silent. `service` may be NULL. */
void tutti_context_report (TuttiContext *self,
                           const GError *error,
                           TuttiService *service);

/* Brings `service`, or all that are connected if NULL, up to date, because the
 * person wishes so; says which of them failed. */
void tutti_context_sync (TuttiContext *self,
                         TuttiService *service);

/* Takes the future; should it reject, tells so. */
void tutti_context_watch (TuttiContext *self,
                          DexFuture    *future,
                          TuttiService *service);

G_END_DECLS
