/* tidal.h: TIDAL, as its API 1.10 is
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider tidal_provider;
