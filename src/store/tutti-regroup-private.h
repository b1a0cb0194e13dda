/* tutti-regroup-private.h: what looks at everything again, and what it has learned
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-aliases.h"
#include "tutti-grouping.h"

G_BEGIN_DECLS

/* Fills in the memberships of a grouping, with the person's words on its
 * members. `aliases` learns. */
gboolean tutti_regroup_cluster (TuttiDb       *db,
                                TuttiGrouping *grouping,
                                TuttiAliases  *aliases,
                                GError       **error);

/* Adds all service tracks, in the order of their ids, as members without text
 * that `all` owns; `keys` (nullable) gets those of the ones behind `after`. */
gboolean tutti_regroup_read_all (TuttiDb       *db,
                                 TuttiGrouping *grouping,
                                 GPtrArray     *all,
                                 GArray        *keys, /* of TuttiMatchKey */
                                 gint64         after,
                                 GError       **error);

/* What is known of artists' names: what the last pass over all learned, and
 * what came since. Owned by the connection's cache. NULL with an error. */
TuttiAliases *tutti_members_get_aliases (TuttiDb *db,
                                         GError **error);

/* The salt of hidden words, as the cache has it: NULL until it was looked for,
 * "" where there is none. (transfer none); (transfer full) for taking, which
 * gives it back. */
const char *tutti_members_peek_salt (TuttiDb *db);
const char *tutti_members_take_salt (TuttiDb *db,
                                     char    *salt);

/* Keeps what a pass over all has learned instead. (transfer full) */
gboolean tutti_members_keep_aliases (TuttiDb      *db,
                                     TuttiAliases *aliases,
                                     GError      **error);

G_END_DECLS
