/* art.h: covers and sounds that belong to nobody
 *
 * Both are drawn from a name alone, so the same name gives the same picture
 * on every machine.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

/* A square PNG of SIZE pixels. */
GBytes *
art_draw_cover (const char *name,
                int         size) G_GNUC_WARN_UNUSED_RESULT;

/* Thirty seconds of soft sound as WAV (mono, 16 bits, 22,050 Hz). */
GBytes *
art_play_preview (const char *name) G_GNUC_WARN_UNUSED_RESULT;
