/* tutti-application.h: the application
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define TUTTI_TYPE_APPLICATION (tutti_application_get_type ())

/* Owns the library and the settings; stays alive while a sign-in waits for
 * the browser, with or without a window. */
G_DECLARE_FINAL_TYPE (TuttiApplication, tutti_application, TUTTI, APPLICATION, AdwApplication)

TuttiApplication *tutti_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
