/* tutti-soundcloud.h: SoundCloud's API
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SOUNDCLOUD (tutti_soundcloud_get_type ())
G_DECLARE_FINAL_TYPE (TuttiSoundcloud, tutti_soundcloud, TUTTI, SOUNDCLOUD, TuttiProvider)

G_END_DECLS
