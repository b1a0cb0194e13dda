/* spelling.h: how services write one and the same name differently
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "catalogue.h"

/* Typographic quotes, dashes and dots as a keyboard has them. */
char *
spelling_straighten (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* TITLE without what tells its version; VERSION gets that without brackets, or NULL. */
char *
spelling_split (const char *title,
                char      **version) G_GNUC_WARN_UNUSED_RESULT;

/* How many of the artists come before "feat.". */
guint
spelling_count_leads (const Recording *recording);

/* ARTISTS from FIRST to before LAST: "A", "A & B", "A, B & C". */
char *
spelling_join (GStrv artists,
               guint first,
               guint last) G_GNUC_WARN_UNUSED_RESULT;

/* The title as shops write it: "Base (feat. B & C) [Version]", brackets round
 * when there is no guest. */
char *
spelling_shop_title (const Recording *recording) G_GNUC_WARN_UNUSED_RESULT;
