/* listenbrainz.h: ListenBrainz, public to read, with a pasted token to write
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

extern const Provider listenbrainz_provider;
