/* faults.h: what goes wrong on demand
 *
 * A fault waits for requests of one path; it lets the first SKIP of them
 * pass, strikes COUNT times, and is gone. See README.md for the kinds.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

FaultTable *
faults_new (void) G_GNUC_WARN_UNUSED_RESULT;

void
faults_free (FaultTable *self);

/* From path, kind, count, skip and arg; says what is wrong with them. */
gboolean
faults_add (FaultTable   *self,
            const Params *params,
            guint        *id,
            GError      **error);

/* Removes fault ID, or all of them when it is 0. */
void
faults_remove (FaultTable *self,
               guint       id);

void
faults_write (FaultTable *self,
              Writer     *writer,
              const char *key);

/* For what a service asks about itself while it answers, repeat-page for one:
 * whether such a fault strikes now; ARG gets its number. */
gboolean
faults_strike (Exchange   *exchange,
               const char *kind,
               gint64     *arg);

/* Answers by HANDLE, unless a fault comes before it; and spoils the answer when one comes after it. */
void
faults_answer (Exchange *exchange,
               void (*handle) (Exchange *exchange));
