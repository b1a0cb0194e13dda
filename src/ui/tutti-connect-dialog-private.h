/* tutti-connect-dialog-private.h: what the files of the connect dialog share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-connect-dialog.h"

G_BEGIN_DECLS

struct _TuttiConnectDialog
{
  AdwDialog parent_instance;

  TuttiContext *context;
  TuttiService *service;
  char         *uri; /* (nullable) for the browser */
  TuttiError    problem_code;
  guint         errors_id;
  guint         flow; /* which sign-in: a fiber of an older one is silent */
  gboolean      is_waiting;
  gboolean      is_closed;
  gboolean      is_cancelled; /* by Cancel or Escape, not only closed */

  AdwNavigationView *nav;
  AdwNavigationPage *setup; /* (nullable) */
  AdwNavigationPage *waiting;
  AdwNavigationPage *paste;
  AdwNavigationPage *errors;
  AdwNavigationPage *problem;
  GtkImage          *icon;
  GtkLabel          *waiting_title;
  GtkLabel          *waiting_text;
  GtkWidget         *open_again;
  GtkWidget         *ways;
  GtkWidget         *paste_row;
  GtkWidget         *errors_row;
  GtkLabel          *until;
  AdwEntryRow       *address;
  GtkWidget         *paste_done;
  GtkWidget         *paste_message;
  GtkLabel          *paste_text;
  GtkListBox        *errors_list;
  AdwStatusPage     *problem_status;
  GtkButton         *primary;
  GtkButton         *secondary;
};

TuttiLibrary *tutti_connect_dialog_get_library (TuttiConnectDialog *self);

/* Shows `page` in the place of those before it. */
void tutti_connect_dialog_show_page (TuttiConnectDialog *self,
                                     AdwNavigationPage  *page);

/* Leads to a key of one's own. */
void tutti_connect_dialog_show_setup (TuttiConnectDialog *self);

/* The service is connected: says so, and closes. */
void tutti_connect_dialog_finish (TuttiConnectDialog *self);

/* --- the browser's turn (tutti-connect-browser.c) --- */

/* In class_init: what the template calls there. */
void tutti_connect_dialog_bind_browser (GtkWidgetClass *widget_class);

/* Follows the service, once there is one. */
void tutti_connect_dialog_watch_service (TuttiConnectDialog *self);

/* Signs in; or leads to the key again, where nobody signs in. */
void tutti_connect_dialog_begin (TuttiConnectDialog *self);

/* --- what went wrong (tutti-connect-problem.c) --- */

/* In class_init: what the template calls there. */
void tutti_connect_dialog_bind_problem (GtkWidgetClass *widget_class);

/* Says what went wrong, with the way on. */
void tutti_connect_dialog_show_problem (TuttiConnectDialog *self,
                                        const GError       *error);

/* Does what `future` (taken) promises, then signs in. */
void tutti_connect_dialog_spawn_step (TuttiConnectDialog *self,
                                      DexFuture          *future);

G_END_DECLS
