/* tutti-window.h: the window
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tutti-library.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_WINDOW (tutti_window_get_type ())

/* Appears at once, with or without a library. Actions: "win.show-page"
 * (name), "win.search", "win.sync", "win.open-uri" (address), "win.export",
 * "win.import", "win.delete-everything", "win.show-shortcuts",
 * "win.preferences", "win.help", "win.select", "win.select-all",
 * "win.stop-selecting", "win.paste". */
G_DECLARE_FINAL_TYPE (TuttiWindow, tutti_window, TUTTI, WINDOW, AdwApplicationWindow)

GtkWidget *tutti_window_new (GtkApplication *application,
                             GSettings      *settings) G_GNUC_WARN_UNUSED_RESULT;

/* Once; shows the pages, or the first one to a newcomer. */
void tutti_window_set_library (TuttiWindow  *self,
                               TuttiLibrary *library);

/* Why there is no library; with a way to try again. */
void tutti_window_show_failure (TuttiWindow  *self,
                                const GError *error);

/* Shows a song's page for a link of any service; an error is told. */
void tutti_window_open_link (TuttiWindow *self,
                             const char  *link);

/* The same for a link that anybody may have sent: it is only looked at. */
void tutti_window_look_at_link (TuttiWindow *self,
                                const char  *link);

/* Shows a song's page by its UUID; an error is told. */
void tutti_window_show_track (TuttiWindow *self,
                              const char  *uuid);

/* Shows the Search page, and what is found for `text` unless it is NULL. */
void tutti_window_search (TuttiWindow *self,
                          const char  *text);

/* Shows the Services page with the details of `service` open. */
void tutti_window_reveal_service (TuttiWindow  *self,
                                  TuttiService *service);

/* The same, and the dialog that leads through connecting it. */
void tutti_window_connect_service (TuttiWindow  *self,
                                   TuttiService *service);

/* A sentence at the window's lower edge, for a moment. */
void tutti_window_say (TuttiWindow *self,
                       const char  *sentence);

/* TRUE while the page that shows reads its first rows. */
gboolean tutti_window_is_loading (TuttiWindow *self);

G_END_DECLS
