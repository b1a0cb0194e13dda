/* tutti-address.h: which addresses Tutti asks, opens and believes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE for https, or http on 127.0.0.1 and [::1], without user name, fragment
 * or letters that do not belong into an address. Pure, any thread. */
gboolean tutti_address_is_safe (const char *address);

/* "host", or "host:port" where the port is not the scheme's own; lower case.
 * NULL if the address is not safe. (transfer full) */
char *tutti_address_dup_host (const char *address);

/* TRUE if the address is safe and its host is one of `hosts` ("i.scdn.co";
 * compared whole, "*.mzstatic.com" stands for anything below that name). A
 * port of its own is allowed on loopback only. */
gboolean tutti_address_is_on (const char         *address,
                              const char * const *hosts);

G_END_DECLS
