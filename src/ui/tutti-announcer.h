/* tutti-announcer.h: what a screen reader says without being asked
 *
 * A screen reader follows the focus, and what changes elsewhere it does not
 * see. All sentences for it go through here, so that it stays with few: none
 * twice, none while somebody types, none that the desktop says itself because
 * the window is not in front. Toasts are announced by the toolkit.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tutti-library.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_ANNOUNCER (tutti_announcer_get_type ())
G_DECLARE_FINAL_TYPE (TuttiAnnouncer, tutti_announcer, TUTTI, ANNOUNCER, GObject)

/* What is to be said now that all rests: a sentence (transfer full), or NULL
 * for nothing. */
typedef char *(*TuttiAnnouncerFunc) (gpointer data);

/* Follows the imports of all services, the connections they have lost, and the
 * network. */
TuttiAnnouncer *tutti_announcer_new (TuttiLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/* Through which window it speaks; until then, and until that was in front
 * once, the last sentence waits. */
void tutti_announcer_set_window (TuttiAnnouncer *self,
                                 GtkWindow      *window);

/* Says a sentence, if it did not just say the same. */
void tutti_announcer_say (TuttiAnnouncer *self,
                          const char     *sentence);

/* Asks for a sentence when nobody has called this for a second: whoever types
 * hears one number at the end, not one for each letter. `who` is asked no more
 * once it is gone. */
void tutti_announcer_say_at_rest (TuttiAnnouncer    *self,
                                  GObject           *who,
                                  TuttiAnnouncerFunc func);

G_END_DECLS
