/* http-world.h: a server that plays a list of answers, and a client that asks it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libsoup/soup.h>

#include "tutti-http.h"

#define ANY -1 /* no error */

typedef struct
{
  guint       status;
  const char *name; /* of one header */
  const char *value;
  const char *body;
  const char *type;
  guint       delay_ms;
} Answer;

typedef struct
{
  SoupServer   *server;
  char         *uri; /* with a slash at its end */
  const Answer *answers;
  guint         n_answers; /* the last one is given again and again */
  guint         n_requests;
  guint         n_now;
  guint         n_most; /* at once */
  guint         n_aborted;
  GString      *log;   /* "METHOD path\n" of each request */
  GString      *heads; /* "name: value\n" of the last one */
  GBytes       *body;  /* of the last one */
  GBytes       *packed; /* the body to give instead of the answers' */
} Server;

typedef struct
{
  GSocketService *service;
  char           *uri;
  const char     *head;     /* what it writes */
  gsize           n_more;   /* letters "x" it then tries to write, or -1: waits for the other end */
  int             n_active; /* threads */
  int             n_seen;   /* connections */
  int             n_closed; /* by the other end */
  gsize           n_wrote;
} Raw;

Server *http_server_new (const Answer *answers, guint n_answers);
void http_server_free (Server *self);
Raw *raw_new (const char *head, gsize n_more);
void raw_free (Raw *self);
TuttiHttp *http_new (void);
TuttiHttpRequest *http_new_request (const char *method, Server *server, const char *path);
void http_run_until_done (DexFuture *future);
void http_run_for (guint ms);
void http_run_until_int (int *where, int value);
TuttiHttpResponse *http_send (TuttiHttp *http, TuttiHttpRequest *request, GError **error);
void http_assert_gone (TuttiHttp *http);
TuttiHttpVerdict http_judge_cb (guint status, GBytes *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, http_server_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Raw, raw_free)
