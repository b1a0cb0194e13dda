/* tutti-listenbrainz.h: ListenBrainz, which keeps what people listened to
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_LISTENBRAINZ (tutti_listenbrainz_get_type ())
G_DECLARE_FINAL_TYPE (TuttiListenbrainz, tutti_listenbrainz, TUTTI, LISTENBRAINZ, TuttiProvider)

G_END_DECLS
