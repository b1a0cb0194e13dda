/* tutti-loopback-core.h: what the files of TuttiLoopback share
 *
 * The flow goes on after the object is gone, while a page is being delivered:
 * the object and each connection's fiber have a reference. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tutti-loopback-request.h"
#include "tutti-loopback.h"

G_BEGIN_DECLS

typedef struct
{
  char        *path;
  char        *host;   /* "127.0.0.1:port", or "localhost:port" of… */
  char        *origin; /* (nullable) …the page's own, */
  GBytes      *asking; /* (nullable) which lies there until it has answered */
  char        *issuer;
  TuttiSecret *state;
  gboolean     allow_post;
  gboolean     offers_return;

  GSocketService *service;     /* NULL when it listens no more */
  GPtrArray      *connections; /* of TuttiLoopbackConnection (unowned), the oldest first */
  DexPromise     *answer;      /* a TuttiSecret, the code */
  DexPromise     *page;        /* a GBytes, the response for who brought it */
  gboolean        is_decided;
  gboolean        is_finished;
  guint           life;
} TuttiLoopbackCore;

typedef struct
{
  TuttiLoopbackCore *core;
  GSocketConnection *stream;
  DexFuture         *future;     /* (nullable) of the fiber: dropping it ends that */
  gboolean           is_waiting; /* for the page */
} TuttiLoopbackConnection;

/* Frees the port, and lets go of who is connected. */
void tutti_loopback_core_stop (TuttiLoopbackCore *core);
void tutti_loopback_core_unref (TuttiLoopbackCore *core);

/* TRUE while somebody who brought the answer waits for the page. */
gboolean tutti_loopback_core_has_waiting (TuttiLoopbackCore *core);

/* TRUE for a query or form of this flow. The first decides it. */
gboolean tutti_loopback_core_take_answer (TuttiLoopbackCore   *core,
                                          TuttiLoopbackAnswer *answer);

/* What follows the path in a target, from its "?" on ("" if nothing does), or
 * NULL for another path. */
const char *tutti_loopback_core_match_path (TuttiLoopbackCore *core,
                                            const char        *target);

/* Listens on the port of 127.0.0.1, or any where it is 0; `on_both`: on that of
 * ::1 too. `effective` is the one that it got. NULL and PORT_TAKEN. (transfer full) */
GSocketService *tutti_loopback_listen (guint16  port,
                                       gboolean on_both,
                                       guint16 *effective,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Handles GSocketService::incoming; `data` is the TuttiLoopbackCore. */
gboolean tutti_loopback_incoming_cb (GSocketService    *service,
                                     GSocketConnection *stream,
                                     GObject           *source,
                                     gpointer           data);

G_END_DECLS
