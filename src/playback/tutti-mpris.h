/* tutti-mpris.h: the player on the desktop's bus, for media keys
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tutti-player.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_MPRIS (tutti_mpris_get_type ())

/* MPRIS 2.2 for a TuttiPlayer, as org.mpris.MediaPlayer2.APP-ID. Main thread.
 * It is on the bus only while a preview is loaded: a desktop shows a player as
 * long as there is one, and previews leave with their sound. Signals:
 *   "raise" (): the person wants to see the window;
 *   "quit" (): the person wants Tutti to end. */
G_DECLARE_FINAL_TYPE (TuttiMpris, tutti_mpris, TUTTI, MPRIS, GObject)

/* `connection` is the session bus; nothing is said on it until something plays. */
TuttiMpris *tutti_mpris_new (TuttiPlayer     *player,
                             GDBusConnection *connection) G_GNUC_WARN_UNUSED_RESULT;

/* Where the picture of what is loaded can be read (file: or https:); NULL: there is none. */
void tutti_mpris_set_art (TuttiMpris *self,
                          const char *uri);

G_END_DECLS
