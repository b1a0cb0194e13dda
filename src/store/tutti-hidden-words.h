/* tutti-hidden-words.h: the person's words on songs of a service that was disconnected
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-db.h"

G_BEGIN_DECLS

/* In a transaction of the writer. Words on songs of the provider that are not
 * here any more keep no id of it, only a few bits made of it: enough to know the song
 * again, too few to tell which it was. What would undo them is forgotten. */
gboolean tutti_words_hide (TuttiDb    *db,
                           const char *provider,
                           GError    **error);

/* In a transaction of the writer, for a song that is about to come: the words
 * that were hidden name it again. */
gboolean tutti_words_recall (TuttiDb    *db,
                             const char *provider,
                             const char *remote_id,
                             GError    **error);

G_END_DECLS
