/* youtube.h: YouTube, as its Data API is since June 2026
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider youtube_provider;
