/* tutti-verdict-actions.h: saying what is one recording, with a way back
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

/* Each is done at once and says so, with Undo. The names are "service:id". */

/* Two recordings are one. */
void tutti_verdict_actions_join (TuttiContext *context,
                                 gint64        track_id,
                                 gint64        other_id);

/* Some songs of a recording are another one. */
void tutti_verdict_actions_part (TuttiContext      *context,
                                 gint64             track_id,
                                 const char *const *names);

/* A song that was suggested is another one. */
void tutti_verdict_actions_refuse (TuttiContext *context,
                                   gint64        track_id,
                                   const char   *name);

G_END_DECLS
