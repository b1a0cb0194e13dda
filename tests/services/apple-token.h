/* apple-token.h: the two tokens of the Apple Music API
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

/* Whether "Bearer" HEADER is a JWT as Apple wants them: ES256, a key and a team
 * of ten characters, no longer than six months, a signature of 64 bytes. The
 * signature itself is not checked. */
gboolean
apple_check_developer_token (Services   *services,
                             const char *header);

/* What MusicKit hands over; it ends after six months, and when all grants are taken back. */
char *
apple_make_user_token (Services *services,
                       guint     person) G_GNUC_WARN_UNUSED_RESULT;

gboolean
apple_check_user_token (Services   *services,
                        const char *token,
                        guint      *person);
