/* tutti-application-private.h: what the application's files share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-application.h"
#include "tutti-background.h"
#include "tutti-library.h"
#include "tutti-notifier.h"
#include "tutti-window.h"

G_BEGIN_DECLS

struct _TuttiApplication
{
  AdwApplication parent_instance;

  GSettings       *settings;
  TuttiBackground *background; /* (nullable) before the start and at the end */
  TuttiLibrary    *library;    /* (nullable) */
  TuttiNotifier   *notifier;   /* (nullable) */
  GQueue           wishes;     /* that wait for the library (tutti-application-wishes.c) */
  gboolean         is_opening;
  guint            n_waiting;  /* services that wait for the browser; each holds the application */
  guint            present_id; /* the window waits for its first rows */
  guint            n_looks;
};

/* The window there is (nullable), or one that is made now. (transfer none) */
TuttiWindow *tutti_application_find_window (TuttiApplication *self);
TuttiWindow *tutti_application_get_window (TuttiApplication *self);

/* Begins to open the library, unless it is open or about to be. */
void tutti_application_open_library (TuttiApplication *self);

/* --- what is asked for (tutti-application-wishes.c) --- */

/* The application's actions, and the keys of all. */
void tutti_application_add_actions (TuttiApplication *self);

/* Shows what addresses lead to, Tutti's own or a service's; as soon as there is a library. */
void tutti_application_open_addresses (TuttiApplication  *self,
                                       const char *const *addresses);

/* Does what waited for the library, if there is one; or forgets it. */
void tutti_application_grant_wishes (TuttiApplication *self);
void tutti_application_drop_wishes (TuttiApplication *self);

G_END_DECLS
