/* tutti-version-group.h: other versions of a song, on its page
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_VERSION_GROUP (tutti_version_group_get_type ())

/* A row for each version, which opens its page; its icons open it elsewhere. */
G_DECLARE_FINAL_TYPE (TuttiVersionGroup, tutti_version_group, TUTTI, VERSION_GROUP, AdwPreferencesGroup)

/* Shows `versions` (of TuttiTrack) of `track`; hides itself where there are none. */
void tutti_version_group_show (TuttiVersionGroup *self,
                               TuttiContext      *context,
                               TuttiTrack        *track,
                               GPtrArray         *versions);

G_END_DECLS
