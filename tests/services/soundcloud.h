/* soundcloud.h: SoundCloud, as its API is since September 2026
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider soundcloud_provider;
