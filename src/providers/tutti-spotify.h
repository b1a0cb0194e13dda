/* tutti-spotify.h: Spotify's Web API
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SPOTIFY (tutti_spotify_get_type ())
G_DECLARE_FINAL_TYPE (TuttiSpotify, tutti_spotify, TUTTI, SPOTIFY, TuttiProvider)

G_END_DECLS
