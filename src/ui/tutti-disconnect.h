/* tutti-disconnect.h: asks before a service is disconnected
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

/* Counts what would be lost, asks, and does what the person says. */
void tutti_disconnect_ask (TuttiContext *context,
                           GtkWidget    *parent,
                           TuttiService *service);

G_END_DECLS
