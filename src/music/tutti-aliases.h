/* tutti-aliases.h: two names of one artist, as the library itself teaches
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-identity.h"

G_BEGIN_DECLS

TuttiAliases *tutti_aliases_new (void) G_GNUC_WARN_UNUSED_RESULT;
void          tutti_aliases_free (TuttiAliases *self);

gboolean tutti_aliases_learn (TuttiAliases        *self,
                              const TuttiIdentity *a,
                              const TuttiIdentity *b);
void     tutti_aliases_add (TuttiAliases *self,
                            guint64       pair);
GArray  *tutti_aliases_list (const TuttiAliases *self) G_GNUC_WARN_UNUSED_RESULT;
guint    tutti_aliases_get_n (const TuttiAliases *self);
gboolean tutti_aliases_connect (const TuttiAliases  *self,
                                const TuttiIdentity *a,
                                const TuttiIdentity *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiAliases, tutti_aliases_free)

G_END_DECLS
