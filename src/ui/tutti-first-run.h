/* tutti-first-run.h: what somebody sees who has nothing yet
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_FIRST_RUN (tutti_first_run_get_type ())

/* What Tutti is, where music plays, and two ways on. Signals "look-around" and
 * "connect": the person chose one. */
G_DECLARE_FINAL_TYPE (TuttiFirstRun, tutti_first_run, TUTTI, FIRST_RUN, AdwBin)

GtkWidget *tutti_first_run_new (TuttiContext *context) G_GNUC_WARN_UNUSED_RESULT;

/* The suggested way on gets the focus. */
void tutti_first_run_focus (TuttiFirstRun *self);

G_END_DECLS
