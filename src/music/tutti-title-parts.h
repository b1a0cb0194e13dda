/* tutti-title-parts.h: what a title's pieces are taken for
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-title-judge.h"

G_BEGIN_DECLS

void     tutti_title_append_word (TuttiTitleText       *text,
                                  const TuttiTitleWord *word);
guint    tutti_title_take_tail (TuttiTitle            *self,
                                const TuttiTitlePiece *piece);
void     tutti_title_take_name (TuttiTitle            *self,
                                const TuttiTitlePiece *piece,
                                guint                  n_words,
                                gboolean               is_core);
void     tutti_title_take_version (TuttiTitle            *self,
                                   const TuttiTitlePiece *piece,
                                   const char            *text,
                                   gsize                  length);
gboolean tutti_title_take_list (TuttiTitle *self,
                                const char *title,
                                TuttiSpan   span);

G_END_DECLS
