/* tutti-musicbrainz.h: MusicBrainz, which knows recordings and where they are
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_MUSICBRAINZ (tutti_musicbrainz_get_type ())
G_DECLARE_FINAL_TYPE (TuttiMusicbrainz, tutti_musicbrainz, TUTTI, MUSICBRAINZ, TuttiProvider)

G_END_DECLS
