/* tutti-links.h: which links are a service's own, and which song they name
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-service-file.h"

G_BEGIN_DECLS

/* The [Links] of a service file, compiled. Immutable, any thread. */
typedef struct _TuttiLinks TuttiLinks;

/* `file` must outlive it. NULL and FAILED, with the key, for a pattern that is none. */
TuttiLinks *tutti_links_new (const TuttiServiceFile *file,
                             GError                **error) G_GNUC_WARN_UNUSED_RESULT;
void        tutti_links_free (TuttiLinks *self);

/* TRUE if the whole text is an id of a song. */
gboolean tutti_links_is_id (const TuttiLinks *self,
                            const char       *id);

/* The id of the song in what a person pasted: a web address with or without
 * https:// before it, an embedding, an application's URI, spaces and quotes
 * around it. NULL if there is none. (transfer full) */
char *tutti_links_match (const TuttiLinks *self,
                         const char       *link);

/* TRUE if the link leads to this service, be it to a song or to something else. */
gboolean tutti_links_is_own (const TuttiLinks *self,
                             const char       *link);

/* The cleaned address of a link that only the service can resolve
 * ("spotify.link/abc"), or NULL. (transfer full) */
char *tutti_links_dup_short (const TuttiLinks *self,
                             const char       *link);

/* The address of a page for the browser, of a link to one of `hosts`, whatever
 * is there: https, its parameters as they are. NULL for another. (transfer full) */
char *tutti_links_dup_page (const char         *link,
                            const char * const *hosts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiLinks, tutti_links_free)

G_END_DECLS
