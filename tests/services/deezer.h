/* deezer.h: Deezer, its public catalogue and the accounts of old applications
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider deezer_provider;
