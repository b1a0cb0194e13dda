/* tutti-uri.h: reads addresses that begin with "tutti:"
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What an address asks for. Any web page can make a browser open one, so there
 * is none that likes, signs in, sends or deletes anything: they only show. */
typedef enum
{
  TUTTI_URI_RAISE,  /* tutti:                     the window */
  TUTTI_URI_TRACK,  /* tutti:track/UUID           a song's page */
  TUTTI_URI_OPEN,   /* tutti:open?url=LINK        the link's song, kept no longer than a find */
  TUTTI_URI_SEARCH, /* tutti:search[?q=TEXT]      the search page */
  TUTTI_URI_LIKES,  /* tutti:likes                the likes */
} TuttiUriKind;

/* TRUE if the text begins with the scheme, whatever comes after it. */
gboolean tutti_uri_is_own (const char *text);

/* Strictly: what is not written exactly as above is refused, percent-encoding
 * included; the scheme may have capital letters, as everywhere. Pure.
 *
 * `value`: the UUID in small letters, the link or the text, valid UTF-8 without
 * control characters, marks of direction and what else does not show; NULL for
 * the other kinds. (out) (transfer full)
 *
 * FALSE with BAD_INPUT, and then sets neither. */
gboolean tutti_uri_parse (const char   *uri,
                          TuttiUriKind *kind,
                          char        **value,
                          GError      **error);

/* The address of a song's page, and of a search: one that tutti_uri_parse()
 * reads, whatever the text. (transfer full) */
char *tutti_uri_for_track (const char *uuid) G_GNUC_WARN_UNUSED_RESULT;
char *tutti_uri_for_search (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
