/* control.h: how a test steers the program; see README.md
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "services.h"

/* Answers a request below /control/. */
void
control_handle (Exchange *exchange);

/* As FORM of POST /control/consent, for the command line. */
gboolean
control_parse_consent (const char *word,
                       Consent    *consent);
