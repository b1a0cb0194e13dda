/* tutti-title.h: what a title says
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tutti_title_dup_version (const char *title) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
