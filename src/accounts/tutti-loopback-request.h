/* tutti-loopback-request.h: reading what comes to the loopback listener: pure
 *
 * Only what a browser sends is understood; everything else is odd, and odd is
 * refused. Nothing here believes anything: that is for the listener.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-secret.h"

G_BEGIN_DECLS

/* Neither a head nor a body may be larger. */
#define TUTTI_LOOPBACK_MAX_HEAD (16 * 1024)
#define TUTTI_LOOPBACK_MAX_BODY (16 * 1024)

/* The head of an HTTP/1 request. The texts lie in the buffer it was read from. */
typedef struct
{
  const char *method;
  const char *target;  /* as sent, nothing decoded */
  const char *host;    /* (nullable) NULL if absent or given twice */
  const char *origin;  /* (nullable) the same */
  gboolean    is_form; /* the body is application/x-www-form-urlencoded */
  guint64     length;  /* of the body */
} TuttiLoopbackHead;

/* Reads the head at the start of `buffer`, whose `length` bytes it cuts into
 * texts. Gives 200 for a good head, 0 while it is not yet whole (`buffer` is as
 * it was), else the status to refuse it with. `head_length` is where the body
 * begins. */
guint tutti_loopback_head_read (char              *buffer,
                                gsize              length,
                                TuttiLoopbackHead *head,
                                gsize             *head_length);

/* What an answer of an authorization server says (RFC 6749 4.1.2, RFC 9207). */
typedef struct
{
  TuttiSecret *state;  /* (nullable) */
  TuttiSecret *code;   /* (nullable) */
  char        *error;  /* (nullable) */
  char        *issuer; /* (nullable) */
} TuttiLoopbackAnswer;

/* Reads a query or a form. NULL for what is odd: a name given twice, half an
 * escape, a zero byte, no UTF-8, more than 32 fields. */
TuttiLoopbackAnswer *tutti_loopback_answer_read (const char *query,
                                                 gsize       length) G_GNUC_WARN_UNUSED_RESULT;
void                 tutti_loopback_answer_free (TuttiLoopbackAnswer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiLoopbackAnswer, tutti_loopback_answer_free)

G_END_DECLS
