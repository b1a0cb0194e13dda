/* tutti-bandlab.h: BandLab's links
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_BANDLAB (tutti_bandlab_get_type ())
G_DECLARE_FINAL_TYPE (TuttiBandlab, tutti_bandlab, TUTTI, BANDLAB, TuttiProvider)

G_END_DECLS
