/* tutti-youtube.h: YouTube's Data API
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_YOUTUBE (tutti_youtube_get_type ())
G_DECLARE_FINAL_TYPE (TuttiYoutube, tutti_youtube, TUTTI, YOUTUBE, TuttiProvider)

G_END_DECLS
