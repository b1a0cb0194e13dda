/* tutti-window-private.h: what the window's files share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"
#include "tutti-feed-page.h"
#include "tutti-first-run.h"
#include "tutti-likes-page.h"
#include "tutti-opening-page.h"
#include "tutti-preview-bar.h"
#include "tutti-search-page.h"
#include "tutti-services-page.h"
#include "tutti-status-banner.h"
#include "tutti-window.h"

G_BEGIN_DECLS

struct _TuttiWindow
{
  AdwApplicationWindow parent_instance;

  GSettings    *settings;
  TuttiContext *context;        /* (nullable) until there is a library */
  AdwDialog    *connect_dialog; /* (unowned) (nullable) while it is open */
  AdwToast     *undo;           /* (unowned) (nullable) the last one that offers it, while it is there */
  GtkWidget    *parked;         /* (unowned) (nullable) only compared: what has the focus until a list has its rows */
  guint         list_id;        /* gives it to the list */
  guint         n_waits;        /* how often it still looks */
  guint         focus_id;       /* looks whether the focus is lost */

  AdwToolbarView    *view;
  AdwToolbarView    *main_view;
  AdwToastOverlay   *toasts;
  GtkStack          *stack;
  AdwNavigationView *nav;
  GtkWidget         *header;
  GtkWidget         *select_header;
  AdwWindowTitle    *select_title;
  AdwWindowTitle    *page_title;
  GtkMenuButton     *menu;
  GMenuModel        *main_menu;
  TuttiStatusBanner *banner;
  GtkWidget         *select;
  AdwViewStack      *pages;
  guint              later_id;

  /* Each is made when it is first wanted: what is there is styled for the first
   * frame, whether it shows or not. */
  TuttiFeedPage     *feed;        /* (nullable) */
  TuttiSearchPage   *search;      /* (nullable) */
  TuttiLikesPage    *likes;       /* (nullable) */
  TuttiServicesPage *services;    /* (nullable) */
  TuttiOpeningPage  *opening;     /* (nullable) */
  TuttiFirstRun     *first_run;   /* (nullable) */
  GtkWidget         *switcher_bar; /* (nullable) */
  TuttiPreviewBar   *preview_bar; /* (nullable) */
};

/* Gives the page that shows the focus, unless it has it (tutti-window.c). */
void tutti_window_focus_page (TuttiWindow *self);

/* --- pages (tutti-window-pages.c) --- */

/* Made now if nobody wanted them before; once there is a context. (transfer none) */
TuttiSearchPage *tutti_window_get_search_page (TuttiWindow *self);
TuttiLikesPage  *tutti_window_get_likes_page (TuttiWindow *self);

/* Makes the page called `name` unless it is there; the Likes page begins to read. */
void tutti_window_make_page (TuttiWindow *self,
                             const char  *name);

/* Makes those nobody has gone to yet, one after the other, while the window shows. */
void tutti_window_make_pages_later (TuttiWindow *self);

/* Goes to the page called `name`, from wherever the person is; does nothing
 * while there is no library. */
void tutti_window_show_page (TuttiWindow *self,
                             const char  *name);

/* Goes to the page of a song, above the others. */
void tutti_window_show_track_page (TuttiWindow *self,
                                   TuttiTrack  *track);

/* --- actions (tutti-window-actions.c) --- */

/* For class_init: all "win." actions but "win.paste". */
void tutti_window_install_actions (GtkWidgetClass *widget_class);

/* --- what comes in from outside the pages (tutti-window-input.c) --- */

/* For class_init: "win.paste" and its keys. */
void tutti_window_install_paste (GtkWidgetClass *widget_class);

/* For init, once the template is there: takes what is dropped or typed. */
void tutti_window_watch_input (TuttiWindow *self);

G_END_DECLS
