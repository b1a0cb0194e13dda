/* tutti-search-provider.h: answers GNOME Shell's search from the local index
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TUTTI_TYPE_SEARCH_PROVIDER (tutti_search_provider_get_type ())

/* A program of its own that the bus starts with the first letter typed in the
 * overview and that leaves soon after the last. It reads the library file and
 * does nothing else: no window system, no network, no keyring. Whatever is
 * wrong with the file, the answer is that nothing was found; the window says
 * what is wrong to a person who opens it. */
G_DECLARE_FINAL_TYPE (TuttiSearchProvider, tutti_search_provider, TUTTI, SEARCH_PROVIDER, GApplication)

TuttiSearchProvider *tutti_search_provider_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
