/* tutti-pass-private.h: how the store makes passes and notes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-db.h"
#include "tutti-store-import.h"

G_BEGIN_DECLS

TuttiPass     *tutti_pass_new (const char *provider) G_GNUC_WARN_UNUSED_RESULT;
TuttiSyncNote *tutti_sync_note_new (const char *provider,
                                    const char *kind) G_GNUC_WARN_UNUSED_RESULT;

/* The row of `passes`; NULL without an error if there is none. (transfer full) */
TuttiPass *tutti_pass_read (TuttiDb    *db,
                            const char *provider,
                            GError    **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   tutti_pass_write (TuttiDb         *db,
                             const TuttiPass *pass,
                             GError         **error);

/* What the jobs of a pass need. */
typedef struct
{
  gint64     account_id;
  char      *provider;
  gint64     number;
  GPtrArray *likes; /* (nullable) of TuttiDatedTrack */
  guint      n_unreadable;
  guint      total;
  char      *cursor; /* of this page */
  char      *next_cursor;
  gboolean   flag;
} TuttiPassWork;

TuttiPassWork *tutti_pass_work_new (gint64      account_id,
                                    const char *provider,
                                    gboolean    flag) G_GNUC_WARN_UNUSED_RESULT;
void           tutti_pass_work_free (gpointer data);

/* The pass as the file has it; CANCELLED if a newer has replaced that of `work`. (transfer full) */
TuttiPass *tutti_pass_read_current (TuttiDb             *db,
                                    const TuttiPassWork *work,
                                    GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* Fails with NOT_LINKED when the account (not 0) is not connected any more. */
gboolean tutti_import_check_account (TuttiDb *db,
                                     gint64   account_id,
                                     GError **error);

G_END_DECLS
