/* tutti-sync-notice.h: says once which services could not be brought up to date
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tutti-library.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_SYNC_NOTICE (tutti_sync_notice_get_type ())

/* Waits until no service is being asked any more, then says in one toast which
 * of them failed since, with a button that asks those again and no other. What
 * was wrong when it was made is not said: it stands on the Services page.
 * Signal "toast" (AdwToast). Main thread. */
G_DECLARE_FINAL_TYPE (TuttiSyncNotice, tutti_sync_notice, TUTTI, SYNC_NOTICE, GObject)

TuttiSyncNotice *tutti_sync_notice_new (TuttiLibrary *library) G_GNUC_WARN_UNUSED_RESULT;

/* The person wishes so: brings `service`, or all of them if NULL, up to date,
 * and says again what was said before. */
void tutti_sync_notice_sync (TuttiSyncNotice *self,
                             TuttiService    *service);

G_END_DECLS
