/* spotify.h: Spotify, as its Web API is since July 2026
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider spotify_provider;
