/* tutti-loopback.h: the listener that a browser brings the answer to (RFC 8252)
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "tutti-secret.h"

G_BEGIN_DECLS

/* What one sign-in expects. Lent while tutti_loopback_new() runs, which copies it. */
typedef struct
{
  const char  *path;          /* exact and raw: "/callback" */
  guint16      port;          /* 0: any that is free */
  gboolean     allow_post;    /* this service may POST a form instead */
  TuttiSecret *state;         /* the one an answer must carry */
  const char  *issuer;        /* (nullable) RFC 9207: what `iss` must be, if it is there */
  gboolean     offers_return; /* the page has a button to tutti: */
  guint        life_ms;       /* 0: ten minutes */

  /* (nullable) Where there is no authorization server: the whole response with a
   * page that is got from `path` and posts its answer there. It lies on
   * http://localhost, where the listener then is on both 127.0.0.1 and ::1, and
   * what does not come from it (RFC 6454) is refused. */
  GBytes *page;
} TuttiLoopbackInfo;

#define TUTTI_TYPE_LOOPBACK (tutti_loopback_get_type ())

/* Listens on 127.0.0.1 for one sign-in. Lives in the thread that made it. In
 * this order: new, open http://127.0.0.1:PORT/PATH in the browser by way of the
 * service (or http://localhost:PORT/PATH itself, where the page lies), wait, (exchange the code), finish. Dropping the last reference, or
 * what wait gave before it is done, frees the port at once. */
G_DECLARE_FINAL_TYPE (TuttiLoopback, tutti_loopback, TUTTI, LOOPBACK, GObject)

/* NULL and PORT_TAKEN, with the port as its number, if it can't listen. */
TuttiLoopback *tutti_loopback_new (const TuttiLoopbackInfo *info,
                                   GError                 **error) G_GNUC_WARN_UNUSED_RESULT;

guint16 tutti_loopback_get_port (TuttiLoopback *self);

/* Call it once. Resolves to the code, a TuttiSecret. Rejects with
 * ACCESS_DENIED, BAD_CLIENT, INSUFFICIENT_SCOPE, SERVER, BAD_ANSWER and the
 * like as the service says (see tutti_oauth_read_error()), with
 * INVALID_STATE for another issuer, with EXPIRED when its life is over.
 * Requests that are not the answer (another path, host or state, a parameter
 * given twice, anything odd) end nothing. */
DexFuture *tutti_loopback_wait (TuttiLoopback *self) G_GNUC_WARN_UNUSED_RESULT;

/* Takes what a person copied from the browser's address line, through the same
 * checks. FALSE, and the waiting goes on, with BAD_INPUT for what is no such
 * address, and INVALID_STATE for one of another sign-in; EXPIRED where nothing
 * is waited for any more. */
gboolean tutti_loopback_paste (TuttiLoopback *self,
                               const char    *address,
                               GError       **error);

/* Shows the waiting browser what happened at last (error NULL: it is
 * connected), then stops listening when that page was delivered, which it also
 * does after the last reference is gone. `service` is the name of the service. */
void tutti_loopback_finish (TuttiLoopback *self,
                            const GError  *error,
                            const char    *service);

G_END_DECLS
