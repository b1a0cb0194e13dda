/* tutti-uuid.h: names that last and sort by time
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of a UUID as the database keeps it. */
#define TUTTI_UUID_SIZE 16

void     tutti_uuid_generate (gint64 unix_ms,
                              guint8 uuid[TUTTI_UUID_SIZE]);
char    *tutti_uuid_to_string (const guint8 uuid[TUTTI_UUID_SIZE]) G_GNUC_WARN_UNUSED_RESULT;
gboolean tutti_uuid_from_string (const char *text,
                                 guint8      uuid[TUTTI_UUID_SIZE]);

G_END_DECLS
