/* tutti-library-core.h: what the files of TuttiLibrary itself share
 *
 * Everything here lives in the main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-bus.h"
#include "tutti-library-private.h"
#include "tutti-services.h"
#include "tutti-worker.h"

G_BEGIN_DECLS

struct _TuttiLibrary
{
  GObject parent_instance;

  char           *folder;
  TuttiProviders *providers;
  TuttiHttp      *http;     /* for pictures */
  TuttiBus       *bus;
  TuttiStore     *store;
  TuttiWorker    *worker;   /* (nullable) only in the process that is the worker */
  TuttiServices  *services;

  gboolean          wants_work;
  gboolean          has_other;      /* another process was the worker when asked */
  gboolean          is_taking_over;
  gboolean          is_closed;
  TuttiKeyringState keyring;
  gboolean          is_offline;

  guint  change;    /* TuttiChange flags not told yet */
  guint  change_id;
  gint64 told_at;   /* monotonic time of the last one */
};

/* --- what changes (tutti-library-news.c) --- */

/* Takes the news of the worker in this process, and tells them to the others. */
void tutti_library_follow_worker (TuttiLibrary *self,
                                  TuttiStore   *store,
                                  TuttiWorker  *worker);

/* Takes the news of a worker in another process, whenever there is one. */
void tutti_library_follow_others (TuttiLibrary *self);

/* Says at once what changed and was not said yet; as the worker. */
void tutti_library_tell_change (TuttiLibrary *self);

/* Says how the keyring and the network are; as the worker. */
void tutti_library_tell_state (TuttiLibrary *self);

/* Says that all data was deleted, and reads no more; as the worker. */
void tutti_library_tell_wiped (TuttiLibrary *self);

/* What another process must know to show what this one knows, and taking it. (transfer full) */
GVariant *tutti_library_make_greeting (TuttiLibrary *self) G_GNUC_WARN_UNUSED_RESULT;
void      tutti_library_take_greeting (TuttiLibrary *self,
                                       GVariant     *greeting);

/* Shows here what changed: TuttiChange flags. */
void tutti_library_take_change (TuttiLibrary *self,
                                guint         change);

/* The file is gone, or about to be. */
void tutti_library_end_reading (TuttiLibrary *self);

G_END_DECLS
