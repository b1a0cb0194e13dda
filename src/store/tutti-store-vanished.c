/* tutti-store-vanished.c: likes that a service has no longer
 *
 * Only a pass that was whole (every page read, no item twice, as many items as
 * the service says before and after) may conclude that a like is gone. Many at
 * once wait for the person's word.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-import.h"

#include "tutti-catalogue.h"
#include "tutti-pass-private.h"
#include "tutti-store-private.h"

/* More than so many, and more than one in so many, are asked about first. */
#define MANY 20
#define ONE_IN 20

static void
bind_of_file (TuttiStatement  *statement,
              const TuttiPass *pass)
{
  tutti_bind_text (statement, ":source", pass->provider);
  tutti_bind_int (statement, ":started_at", pass->started_at);
}

static void
bind_vanished (TuttiStatement  *statement,
               const TuttiPass *pass)
{
  bind_of_file (statement, pass);
  tutti_bind_int (statement, ":number", pass->number);
}

static gboolean
count_vanished (TuttiDb         *db,
                const TuttiPass *pass,
                gint64          *n_vanished,
                gint64          *n_all,
                GError         **error)
{
  g_autoptr (TuttiStatement) vanished = tutti_db_query (db, "count-vanished", error);
  g_autoptr (TuttiStatement) all = vanished != NULL ? tutti_db_query (db, "count-likes-of-source", error) : NULL;

  if (all == NULL)
    return FALSE;
  bind_vanished (vanished, pass);
  tutti_bind_text (all, ":source", pass->provider);
  *n_vanished = tutti_db_read_int (db, vanished, -1, error);
  *n_all = *n_vanished >= 0 ? tutti_db_read_int (db, all, -1, error) : -1;

  return *n_all >= 0;
}

/* Runs `name`, which changes the likes of the tracks that `which` names. */
static gboolean
change_likes (TuttiDb         *db,
              const char      *which,
              const char      *name,
              void           (*bind) (TuttiStatement *, const TuttiPass *),
              const TuttiPass *pass,
              GError         **error)
{
  g_autoptr (TuttiStatement) tracks = tutti_db_query (db, which, error);
  g_autoptr (TuttiStatement) change = tracks != NULL ? tutti_db_query (db, name, error) : NULL;

  if (change == NULL)
    return FALSE;

  bind (tracks, pass);
  while (tutti_db_step (db, tracks, error))
    tutti_catalogue_touch (db, sqlite3_column_int64 (tracks, 0));
  sqlite3_reset (tracks);
  if (!tutti_db_ended (db))
    return FALSE;

  bind (change, pass);
  tutti_db_note_change (db, TUTTI_CHANGE_LIKES);

  return tutti_db_run (db, change, error);
}

static gboolean
change_vanished (TuttiDb         *db,
                 const char      *name,
                 const TuttiPass *pass,
                 GError         **error)
{
  return change_likes (db, "vanished-tracks", name, bind_vanished, pass, error);
}

/* The likes that only an imported file told of were never at the service, so
 * they can't be gone there: from now on they are the person's own. */
static gboolean
adopt_likes_of_file (TuttiDb         *db,
                     const TuttiPass *pass,
                     GError         **error)
{
  return change_likes (db, "tracks-of-likes-of-file", "adopt-likes-of-file", bind_of_file, pass, error) &&
         change_likes (db, "tracks-of-likes-of-file", "delete-likes-of-file", bind_of_file, pass, error);
}

static gboolean
is_whole (const TuttiPass *pass)
{
  return pass->is_done && !pass->is_tainted && pass->seen == pass->total && pass->total == pass->first_total;
}

/* How many of the known likes may be among the items that name no song. */
static gint64
count_hidden (const TuttiPass *pass)
{
  return (gint64) pass->n_unreadable - MAX (pass->n_always_unreadable, 0);
}

static gboolean
finish_pass (TuttiDb             *db,
             const TuttiPassWork *work,
             guint               *n_waiting,
             GError             **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiPass) pass = NULL;
  gint64 n_vanished, n_all;

  if (transaction == NULL || !tutti_import_check_account (db, work->account_id, error))
    return FALSE;
  pass = tutti_pass_read_current (db, work, error);
  if (pass == NULL)
    return FALSE;

  *n_waiting = 0;
  if (is_whole (pass))
    {
      if (!adopt_likes_of_file (db, pass, error) || !count_vanished (db, pass, &n_vanished, &n_all, error))
        return FALSE;

      if (!work->flag && n_vanished > 0 && n_vanished <= count_hidden (pass))
        g_debug ("%s: all of %d likes that were not seen may be among %u that can't be read", pass->provider, (int) n_vanished, pass->n_unreadable);
      else if (!work->flag && n_vanished > 0 && ((n_vanished > MANY && n_vanished * ONE_IN > n_all) || count_hidden (pass) > 0))
        *n_waiting = (guint) n_vanished;
      else if (n_vanished > 0 && !change_vanished (db, "delete-vanished", pass, error))
        return FALSE;
      else
        pass->n_always_unreadable = (int) pass->n_unreadable;
    }
  pass->n_vanished = *n_waiting;

  return tutti_pass_write (db, pass, error) && tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

static DexFuture *
finish_pass_job (TuttiDb *db,
                 gpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_waiting = 0;

  finish_pass (db, data, &n_waiting, &error);

  return error == NULL ? dex_future_new_for_uint (n_waiting) : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_store_finish_pass (TuttiStore *self,
                         gint64      account_id,
                         TuttiPass  *pass,
                         gboolean    was_confirmed)
{
  TuttiPassWork *work;

  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (pass != NULL, NULL);

  work = tutti_pass_work_new (account_id, pass->provider, was_confirmed != FALSE);
  work->number = pass->number;

  return tutti_store_run (self, TUTTI_DB_WRITE, finish_pass_job, work, tutti_pass_work_free);
}

static gboolean
keep_vanished (TuttiDb             *db,
               const TuttiPassWork *work,
               GError             **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (GError) local = NULL;
  g_autoptr (TuttiPass) pass = NULL;

  if (transaction == NULL)
    return FALSE;
  pass = tutti_pass_read (db, work->provider, &local);
  if (pass == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        return TRUE;
      return FALSE;
    }

  /* The service has them no longer: from now on they are the person's own. */
  pass->n_vanished = 0;
  pass->n_always_unreadable = (int) pass->n_unreadable;

  return !is_whole (pass) || (change_vanished (db, "adopt-vanished", pass, error) &&
                              change_vanished (db, "delete-vanished", pass, error) &&
                              tutti_pass_write (db, pass, error) &&
                              tutti_catalogue_settle (db, error) &&
                              tutti_transaction_commit (&transaction, error));
}

static DexFuture *
keep_vanished_job (TuttiDb *db,
                   gpointer data)
{
  g_autoptr (GError) error = NULL;

  keep_vanished (db, data, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

DexFuture *
tutti_store_keep_vanished (TuttiStore *self,
                           const char *provider)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, keep_vanished_job, tutti_pass_work_new (0, provider, FALSE), tutti_pass_work_free);
}
