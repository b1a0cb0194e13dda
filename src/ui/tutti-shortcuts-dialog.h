/* tutti-shortcuts-dialog.h: which keys do what
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A plain dialog of ours: GTK's is deprecated, libadwaita's newer than what Tutti needs. */
AdwDialog *tutti_shortcuts_dialog_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
