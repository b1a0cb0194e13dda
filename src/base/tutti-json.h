/* tutti-json.h: reading JSON that strangers wrote
 *
 * Odd and absent are the same: a path that leads nowhere, a null and a value
 * of another type all give the fallback, silently.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Parses a body of UTF-8 JSON. NULL and TUTTI_ERROR_BAD_ANSWER for what is
 * empty, not JSON, or nested too deep. (transfer full) */
JsonNode *tutti_json_parse (GBytes  *body,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Paths are member names and array positions with dots between: "track.artists.0.name". */
JsonNode   *tutti_json_get (JsonNode *root, const char *path);            /* lent, NULL if odd or null */
const char *tutti_json_get_string (JsonNode *root, const char *path);     /* lent, NULL if odd */
gint64      tutti_json_get_int (JsonNode *root, const char *path, gint64 fallback);
gboolean    tutti_json_get_boolean (JsonNode *root, const char *path, gboolean fallback);
JsonArray  *tutti_json_get_array (JsonNode *root, const char *path);      /* lent, NULL if odd */

/* The strings `field` of each object in the array at `path` ("artists", "name"),
 * or of the array's own strings where `field` is NULL; never NULL. (transfer full) */
char **tutti_json_dup_strings (JsonNode *root, const char *path, const char *field);

/* ISO 8601 (2026-11-20T21:03:17.412Z) as Unix ms; 0 if odd. */
gint64 tutti_json_get_time (JsonNode *root, const char *path);

G_END_DECLS
