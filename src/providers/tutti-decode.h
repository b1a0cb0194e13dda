/* tutti-decode.h: reading long answers beside the main thread
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"

G_BEGIN_DECLS

/* Reads what `provider` was asked by `request`, or, with `page`, the details of
 * what stands on that (all lent, kept as long as it takes): a short answer at
 * once, a long one in a thread of the pool, so that a thousand songs hold
 * nobody up. Main thread; dropping the future loses the answer only. Resolves
 * to a TuttiPage; rejects as tutti_provider_parse_page() does. */
DexFuture *tutti_decode_page (TuttiProvider     *provider,
                              TuttiRequest      *request,
                              TuttiPage         *page,
                              TuttiHttpResponse *response) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
