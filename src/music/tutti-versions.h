/* tutti-versions.h: other recordings of the same song, and what sets them apart
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-identity.h"

G_BEGIN_DECLS

const guint64 *tutti_versions_get_keys (const TuttiIdentity *identity,
                                        guint               *n_keys);
gboolean       tutti_versions_are (const TuttiIdentity *a,
                                   const TuttiIdentity *b);
char          *tutti_versions_dup_remarks (const char *title) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
