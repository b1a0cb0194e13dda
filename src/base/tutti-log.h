/* tutti-log.h: a log that drops what must not be read
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Installs the process's log writer: to stderr or the journal as GLib does,
 * with every live TuttiSecret (plain, percent- and base64-encoded) and every
 * query string replaced by "…". The last net, not the rule: no code hands a
 * secret to a log in the first place. Nor does a crash leave a core file, which
 * would hold all of them, until somebody lifts that limit again ("prlimit
 * --core=unlimited --pid …"). Call it first in main(). */
void tutti_log_init (void);

/* What the log would show of `text`. For tests, and for anyone who writes a
 * text elsewhere than to the log. (transfer full) */
char *tutti_log_redact (const char *text);

G_END_DECLS
