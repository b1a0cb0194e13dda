/* tutti-search.h: search as you type, here and at the services
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-track-list.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SEARCH (tutti_search_get_type ())

/* One search field's search. Main thread. The local index answers each letter;
 * services are asked after 400 ms of rest and three letters, those with small
 * budgets on Enter only. An answer to an older text never shows; rows already
 * shown never move.
 * Properties: "text", "is-local-loading", "is-remote-loading" (booleans),
 * "silent" (nullable string: a sentence, who did not answer and why). */
G_DECLARE_FINAL_TYPE (TuttiSearch, tutti_search, TUTTI, SEARCH, GObject)

TuttiSearch    *tutti_search_new (TuttiLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

void            tutti_search_set_text (TuttiSearch *self, const char *text);
const char     *tutti_search_get_text (TuttiSearch *self);

/* Enter: asks at once, small budgets too. Also "Try Again". */
void            tutti_search_submit (TuttiSearch *self);

TuttiTrackList *tutti_search_get_local (TuttiSearch *self);  /* (transfer none) "In Your Music" */
TuttiTrackList *tutti_search_get_remote (TuttiSearch *self); /* (transfer none) "Everywhere": never what local shows */
gboolean        tutti_search_is_loading (TuttiSearch *self);
const char     *tutti_search_get_silent (TuttiSearch *self); /* (nullable) */

/* What Enter would ask besides, and how much of its budget is left today; a
 * sentence. (transfer full) (nullable) */
char           *tutti_search_dup_offer (TuttiSearch *self);

G_END_DECLS
