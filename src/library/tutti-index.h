/* tutti-index.h: looks songs up in the library file, and does nothing else
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>
#include <libdex.h>

#include "tutti-track.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_INDEX (tutti_index_get_type ())

/* For a program that must answer at once and leave no trace: it is never the
 * worker, asks nobody, knows no service, and makes, mends and changes nothing.
 * The file is opened read-only at the first question, and anew when another
 * one took its place. Main thread.
 *
 * The futures reject with TUTTI_ERROR: NOT_FOUND (no file yet), LIBRARY_NEWER,
 * LIBRARY_DAMAGED, BUSY (must be brought up to date first, or is locked),
 * STORAGE. */
G_DECLARE_FINAL_TYPE (TuttiIndex, tutti_index, TUTTI, INDEX, GObject)

/* `folder` NULL: the data folder, or TUTTI_DATA in the environment. Opens nothing yet. */
TuttiIndex *tutti_index_new (const char *folder) G_GNUC_WARN_UNUSED_RESULT;

/* What a search field shows for `text`, at most `limit`. Dropping the future
 * stops the query. Resolves to a GPtrArray of TuttiTrack, the best first. */
DexFuture *tutti_index_search (TuttiIndex *self,
                               const char *text,
                               guint       limit) G_GNUC_WARN_UNUSED_RESULT;

/* Songs by UUID, those of merged songs too. Resolves to a GPtrArray of
 * TuttiTrack as long as `uuids` and in its order, NULL where one is gone or
 * the text is no UUID. */
DexFuture *tutti_index_find (TuttiIndex        *self,
                             const char *const *uuids) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
