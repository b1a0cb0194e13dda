/* tutti-http-exchange.h: one message sent, one answer read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-http.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Sends `message` and reads at most `max_body` bytes of the answer, a piece at a
 * time. Resolves to a TuttiHttpResponse; rejects with what libsoup and GIO say,
 * and with BAD_ANSWER for a larger body. Dropping the future closes the
 * connection. */
DexFuture *tutti_http_exchange (SoupSession *session,
                                SoupMessage *message,
                                gsize        max_body) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
