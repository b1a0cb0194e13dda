/* tutti-notifier.h: what a person should hear of while they look elsewhere
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tutti-library.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_NOTIFIER (tutti_notifier_get_type ())

/* Watches a library and sends notifications of `application`: a sign-in that
 * ended, a service that wants the person to sign in again, a first import of
 * likes that has finished. None while the window is in front; each is
 * withdrawn when it is no longer so, or the window comes to the front.
 * They activate "app.show-service", "app.connect-service" (both take a
 * service's id) and "app.likes". Main thread. */
G_DECLARE_FINAL_TYPE (TuttiNotifier, tutti_notifier, TUTTI, NOTIFIER, GObject)

/* The application owns it, and lets it go before it ends. */
TuttiNotifier *tutti_notifier_new (GtkApplication *application,
                                   TuttiLibrary   *library) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
