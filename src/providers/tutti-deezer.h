/* tutti-deezer.h: Deezer's public API
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_DEEZER (tutti_deezer_get_type ())
G_DECLARE_FINAL_TYPE (TuttiDeezer, tutti_deezer, TUTTI, DEEZER, TuttiProvider)

G_END_DECLS
