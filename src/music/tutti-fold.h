/* tutti-fold.h: text as it is compared and searched
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *tutti_fold (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *tutti_fold_words (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *tutti_fold_query (const char *typed,
                        gboolean   *last_is_prefix) G_GNUC_WARN_UNUSED_RESULT;
char *tutti_fold_match (const char *typed) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
