/* tutti-import-card.h: how far the import of a service's likes has come
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_IMPORT_CARD (tutti_import_card_get_type ())

/* Visible while an import runs or waits to go on. */
G_DECLARE_FINAL_TYPE (TuttiImportCard, tutti_import_card, TUTTI, IMPORT_CARD, AdwBin)

GtkWidget *tutti_import_card_new (TuttiContext *context,
                                  TuttiService *service) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
