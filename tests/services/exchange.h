/* exchange.h: one request, and the answer that is made for it
 *
 * The handler of a service fills in the answer; only then is it decided how
 * it leaves: at once, late, cut off, or never.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

typedef enum
{
  SEND_WHOLE,
  SEND_CUT,     /* closes in the middle of the body */
  SEND_DROPPED, /* closes without a word */
  SEND_NEVER,
  SEND_ENDLESS,
  SEND_STALLED,   /* half of the body, and then nothing any more */
  SEND_TRICKLING, /* byte by byte */
} Send;

struct _Exchange
{
  Services          *services;
  SoupServerMessage *message;
  const Provider    *provider; /* (nullable) */
  const char        *method;
  char              *whole_path;
  char              *host;   /* (nullable) */
  char              *path;   /* below the host, with its slash */
  char              *prefix; /* (nullable) this server's address of the host */
  Params            *query;
  Params            *form; /* empty when the body is none */

  guint   status;
  char   *content_type; /* (nullable) */
  GBytes *body;
  Send    send;
  guint   delay; /* ms */
  guint   pace;  /* ms from one byte to the next */
  guint   log_number;
};

Exchange *
exchange_new (Services          *services,
              SoupServerMessage *message,
              const char        *path) G_GNUC_WARN_UNUSED_RESULT;

/* Sends the answer, and frees SELF when that is done. */
void
exchange_send (Exchange *self);

const char *
exchange_get_header (Exchange   *self,
                     const char *name);

/* The media type of the body alone, NULL when there is none. */
const char *
exchange_get_type (Exchange *self);

/* The body as it came. */
GBytes *
exchange_get_body (Exchange *self) G_GNUC_WARN_UNUSED_RESULT;

void
exchange_set_header (Exchange   *self,
                     const char *name,
                     const char *value);

gboolean
exchange_is (Exchange   *self,
             const char *method,
             const char *path);

/* These replace what was answered before. */

void
exchange_reply (Exchange   *self,
                guint       status,
                const char *content_type,
                GBytes     *body);

void
exchange_reply_json (Exchange *self,
                     guint     status,
                     Writer   *body);

void
exchange_reply_text (Exchange   *self,
                     guint       status,
                     const char *content_type,
                     const char *text);

void
exchange_reply_empty (Exchange *self,
                      guint     status);

void
exchange_reply_redirect (Exchange   *self,
                         guint       status,
                         const char *location);

/* The page NAME of pages/, its {{words}} replaced by the values of WORDS
 * (name, value, …, NULL), which are escaped unless the name begins with "html-". */
void
exchange_reply_page (Exchange   *self,
                     guint       status,
                     const char *name,
                     ...) G_GNUC_NULL_TERMINATED;
