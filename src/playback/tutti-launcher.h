/* tutti-launcher.h: opens a song in its service's application, else on its web page
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <libdex.h>

G_BEGIN_DECLS

/* What the person prefers for a service. The numbers are those of the
 * service's "open-in". */
typedef enum
{
  TUTTI_LAUNCH_APP_ELSE_WEB = 0,
  TUTTI_LAUNCH_APP = 1, /* try the application also where nobody can say whether there is one */
  TUTTI_LAUNCH_WEB = 2,
} TuttiLaunchIn;

/* What it was opened with. */
typedef enum
{
  TUTTI_LAUNCHED_APP,
  TUTTI_LAUNCHED_WEB,
} TuttiLaunched;

/* TRUE for what may be opened as a web page: https, or http on 127.0.0.1, [::1]
 * and a port of localhost, where a page of a sign-in may lie; no user name, no odd letters. Pure. */
gboolean tutti_launcher_is_web_uri (const char *uri);

/* TRUE for what may be handed to a service's application: a scheme of its own
 * (not one of the desktop's, like file or mailto) and plain letters. Pure. */
gboolean tutti_launcher_is_app_uri (const char *uri);

/* Opens a song; main thread. `app_uri` and `web_uri`, either may be NULL, must
 * have been built from a validated id; what does not look so is treated as
 * absent. `context` and `parent` (a portal's window handle) may be NULL.
 *
 * Whether a program handles the scheme is asked of the portal, else of GIO;
 * where neither knows, the web page is used unless the person chose the
 * application. When the application fails the web page is opened, never when
 * the person closed the chooser.
 *
 * Resolves to a TuttiLaunched (int); BAD_INPUT (nothing that may be opened),
 * CANCELLED (the person closed the chooser), NO_PROGRAM. How a program that was
 * started ends is not known: desktops start them for good. */
DexFuture *tutti_launcher_open (const char        *app_uri,
                                const char        *web_uri,
                                TuttiLaunchIn      launch_in,
                                GAppLaunchContext *context,
                                const char        *parent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
