/* tutti-apple-music.h: Apple Music, as far as it needs no key
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_APPLE_MUSIC (tutti_apple_music_get_type ())
G_DECLARE_FINAL_TYPE (TuttiAppleMusic, tutti_apple_music, TUTTI, APPLE_MUSIC, TuttiProvider)

G_END_DECLS
