/* tutti-tidal.h: TIDAL's API
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TIDAL (tutti_tidal_get_type ())
G_DECLARE_FINAL_TYPE (TuttiTidal, tutti_tidal, TUTTI, TIDAL, TuttiProvider)

G_END_DECLS
