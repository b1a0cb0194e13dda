/* rewrite.h: the services' data files, pointed at this program
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

/* Copies each *.ini of FROM to TO (made when it is missing). In [OAuth] and
 * [API] every https://HOST/PATH becomes BASE/<file's id>/HOST/PATH, but for
 * the keys that only a person follows; hosts= of every group gets 127.0.0.1. FAST lifts the limits on requests a second. Gives the number of files, -1 with ERROR set. */
int
rewrite_providers (const char *from,
                   const char *to,
                   const char *base,
                   gboolean    fast,
                   GError    **error);
