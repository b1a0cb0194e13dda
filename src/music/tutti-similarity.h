/* tutti-similarity.h: how alike two folded texts are
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Letters beyond this many are not compared one by one. */
#define TUTTI_SIMILARITY_MAX_LETTERS 256

double   tutti_similarity_letters (const char *a,
                                   gsize       a_length,
                                   const char *b,
                                   gsize       b_length);
double   tutti_similarity_words (const char *a,
                                 gsize       a_length,
                                 const char *b,
                                 gsize       b_length,
                                 double     *containment);
gboolean tutti_similarity_same_digits (const char *a,
                                       gsize       a_length,
                                       const char *b,
                                       gsize       b_length);

G_END_DECLS
