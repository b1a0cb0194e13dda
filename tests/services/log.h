/* log.h: which requests came; never what a secret header or a query held
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

Log *
log_new (void) G_GNUC_WARN_UNUSED_RESULT;

void
log_free (Log *self);

void
log_clear (Log *self);

/* Notes the request of EXCHANGE and gives its number. */
guint
log_add (Log      *self,
         Exchange *exchange);

/* STATUS 0 and FAULT NULL leave what was noted before. */
void
log_set_status (Log        *self,
                guint       number,
                guint       status,
                const char *fault);

/* An array of the requests from number SINCE on, of which a path holds PATH
 * (may be NULL), under KEY. */
void
log_write (Log        *self,
           Writer     *writer,
           const char *key,
           guint       since,
           const char *path);

/* Keeps a secret that was made or seen, so that a test can search for it. */
void
log_add_secret (Log        *self,
                const char *kind,
                const char *value);

/* An object of arrays, one for each kind. */
void
log_write_secrets (Log    *self,
                   Writer *writer);
