/* tutti-providers.h: all services Tutti knows
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_PROVIDERS (tutti_providers_get_type ())

/* A GListModel of TuttiProvider, in the order the Services page shows. */
G_DECLARE_FINAL_TYPE (TuttiProviders, tutti_providers, TUTTI, PROVIDERS, GObject)

/* Reads the ini files: from TUTTI_PROVIDERS in the environment, else the
 * installed folder. A missing or broken file is FAILED with its name. */
TuttiProviders *tutti_providers_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* By id; NULL if there is none. (transfer none) */
TuttiProvider *tutti_providers_find (TuttiProviders *self,
                                     const char     *id);

/* Which service a pasted link belongs to, and its song's id (transfer full). NULL if none knows it. (transfer none) */
TuttiProvider *tutti_providers_match_link (TuttiProviders *self,
                                           const char     *link,
                                           char          **remote_id);

/* The page of a link that names no song, for the browser: of a service, or of
 * those that list one song's pages at all services for people, and for nobody
 * else. NULL if it is neither. (transfer full) */
char *tutti_providers_dup_page (TuttiProviders *self,
                                const char     *link);

G_END_DECLS
