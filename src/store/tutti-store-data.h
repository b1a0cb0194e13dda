/* tutti-store-data.h: data out and in
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-store.h"

G_BEGIN_DECLS

typedef enum
{
  TUTTI_FORMAT_JSON_LINES, /* everything: tracks, service tracks, plays, likes, verdicts, settings (no token: there is none here) */
  TUTTI_FORMAT_CSV,        /* likes */
  TUTTI_FORMAT_XSPF,       /* likes */
} TuttiFormat;

/* Writes into PATH (0600, replaced as a whole only when all is written). Resolves to how many lines or songs (uint). */
DexFuture *tutti_store_export (TuttiStore *self, const char *path, TuttiFormat format) G_GNUC_WARN_UNUSED_RESULT;

/* Reads a JSON-lines export back, in one transaction: what is there stays,
 * what is new is added; a bad line rejects with BAD_INPUT that names its
 * number, and nothing is changed. CSV and XSPF files add likes by title,
 * artist and ISRC. The format is found by the content. Resolves to how many were new (uint). */
DexFuture *tutti_store_import (TuttiStore *self, const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
