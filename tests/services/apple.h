/* apple.h: the Apple Music API
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider apple_provider;
