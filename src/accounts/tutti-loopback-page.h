/* tutti-loopback-page.h: what the browser shows of a sign-in: pure
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-secret.h"

G_BEGIN_DECLS

/* A whole HTTP response with the page for the outcome of a sign-in: NULL is
 * success. It holds fixed text in the person's language, the name of the service
 * and nothing that came with the request. */
GBytes *tutti_loopback_page_new (const GError *error,
                                 const char   *service,
                                 gboolean      offers_return) G_GNUC_WARN_UNUSED_RESULT;

/* A whole HTTP response that refuses a request with `status` (400, 403, 404,
 * 405, 408, 413, 431, 503) and a word of fixed text. */
GBytes *tutti_loopback_page_new_refusal (guint    status,
                                         gboolean allows_post) G_GNUC_WARN_UNUSED_RESULT;

/* What a page holds that runs a service's own script. Lent while it is made. */
typedef struct
{
  const char  *service; /* its name */
  const char  *script;  /* the address of its script */
  const char  *code;    /* ours: an expression, an object with prepare (token), whose promise is kept when
                         * one can ask, and ask (), whose promise is the person's token */
  TuttiSecret *token;   /* what prepare () is given */
  TuttiSecret *state;   /* goes back with the answer */
  const char  *nonce;   /* by which the page's own script is known to be ours; made up for this page */
} TuttiLoopbackScript;

/* The whole response that is such a page. It posts `state` and `code` (or
 * `error`) to its own address. Wiped when it is freed. */
GBytes *tutti_loopback_page_new_script (const TuttiLoopbackScript *script) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
