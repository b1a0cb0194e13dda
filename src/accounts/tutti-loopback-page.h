/* tutti-loopback-page.h: what the browser shows at the end of a sign-in: pure
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A whole HTTP response with the page for the outcome of a sign-in: NULL is
 * success. It holds fixed text in the person's language, the name of the service
 * and nothing that came with the request. */
GBytes *tutti_loopback_page_new (const GError *error,
                                 const char   *service,
                                 gboolean      offers_return) G_GNUC_WARN_UNUSED_RESULT;

/* A whole HTTP response that refuses a request with `status` (400, 404, 405,
 * 408, 413, 431, 503) and a word of fixed text. */
GBytes *tutti_loopback_page_new_refusal (guint    status,
                                         gboolean allows_post) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
