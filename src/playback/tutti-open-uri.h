/* tutti-open-uri.h: the desktop portal that opens addresses
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* TRUE where programs outside are reached through the portal only: in Flatpak,
 * and where GTK_USE_PORTAL=1 says so, as GLib does. */
gboolean tutti_open_uri_is_needed (void);

/* Asks whether some program handles a scheme. Resolves to a boolean; rejects
 * with UNSUPPORTED where the portal is absent, silent, or older than version 5
 * (those do not know). Main thread. */
DexFuture *tutti_open_uri_is_supported (const char *scheme) G_GNUC_WARN_UNUSED_RESULT;

/* Opens an address; `parent` is the portal's handle of the window ("wayland:…",
 * "x11:…") or NULL, `token` one that may raise the other program's window, or
 * NULL. Resolves to TRUE once a program was started; CANCELLED where the person
 * closed the chooser, else NO_PROGRAM. Main thread. */
DexFuture *tutti_open_uri (const char *uri,
                           const char *parent,
                           const char *token) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
