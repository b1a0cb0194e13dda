/* tutti-track-actions.h: what a person does with a song, from wherever it is shown
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

/* Opens the song: in `service` (an id), or in the preferred one if NULL;
 * `web` passes the service's application over. `widget` is who asks. */
void tutti_track_actions_open (TuttiContext *context,
                               GtkWidget    *widget,
                               TuttiTrack   *track,
                               const char   *service,
                               gboolean      web);

/* Opens any address in the person's browser; failures are told. */
void tutti_track_actions_open_uri (TuttiContext *context,
                                   GtkWidget    *widget,
                                   const char   *uri);

/* Likes or unlikes at once, with Undo. */
void tutti_track_actions_toggle_like (TuttiContext *context,
                                      TuttiTrack   *track);

/* The same with many (of gint64), with one Undo for all. */
void tutti_track_actions_set_many_liked (TuttiContext *context,
                                         GArray       *ids,
                                         gboolean      liked);

/* Copies a line for each (of gint64): its link in the preferred service, or its title and artist. */
void tutti_track_actions_copy_many (TuttiContext *context,
                                    GtkWidget    *widget,
                                    GArray       *ids,
                                    gboolean      links);

/* `service` NULL: the preferred one. */
void tutti_track_actions_copy_link (TuttiContext *context,
                                    GtkWidget    *widget,
                                    TuttiTrack   *track,
                                    const char   *service);

void tutti_track_actions_copy_text (TuttiContext *context,
                                    GtkWidget    *widget,
                                    TuttiTrack   *track);

/* The menu of a row or a page, over actions "track.…". */
GMenuModel *tutti_track_actions_new_menu (TuttiContext *context,
                                          TuttiTrack   *track,
                                          gboolean      with_details) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
