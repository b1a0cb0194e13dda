/* tutti-library-private.h: what the library's own files see of it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"
#include "tutti-providers.h"
#include "tutti-store.h"

G_BEGIN_DECLS

/* The store as it is open now; another one after this process became the
 * worker. (transfer none) */
TuttiStore *tutti_library_get_store (TuttiLibrary *self);

TuttiProviders *tutti_library_get_providers (TuttiLibrary *self);

/* For pictures only: without tokens and limits. */
TuttiHttp *tutti_library_get_http (TuttiLibrary *self);

/* Carries out a command here or at the worker. Resolves to its GVariant. */
DexFuture *tutti_library_run (TuttiLibrary *self,
                              const char   *command,
                              GVariant     *args) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
