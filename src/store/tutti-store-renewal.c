/* tutti-store-renewal.c: in the background, what older rules made
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-verdicts.h"

#include "tutti-fiber.h"
#include "tutti-renewal-private.h"
#include "tutti-store-private.h"

/* What changes while a plan is made is planned once more, but not for ever:
 * what came meanwhile was put where it belongs by today's rules anyway. */
#define MAX_PLANS 3

/* A step tells whether it was the last one. */
typedef gboolean (*Step) (TuttiDb  *db,
                          gboolean *is_done,
                          GError  **error);

static DexFuture *
look_job (TuttiDb *db,
          gpointer data)
{
  g_autoptr (GError) error = NULL;
  TuttiRenewalDue due = 0;

  tutti_renewal_look (db, &due, &error);

  return error == NULL ? dex_future_new_for_uint (due) : dex_future_new_for_error (g_steal_pointer (&error));
}

static DexFuture *
answer_done (gboolean is_done,
             GError  *error)
{
  return error == NULL ? dex_future_new_for_boolean (is_done) : dex_future_new_for_error (error);
}

static DexFuture *
step_job (TuttiDb *db,
          gpointer data)
{
  Step step = (Step) data;
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;

  step (db, &is_done, &error);

  return answer_done (is_done, g_steal_pointer (&error));
}

static DexFuture *
make_plan_job (TuttiDb *db,
               gpointer data)
{
  g_autoptr (GError) error = NULL;

  tutti_plan_make (data, db, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

static DexFuture *
carry_out_job (TuttiDb *db,
               gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;

  tutti_plan_carry_out (data, db, &is_done, &error);

  return answer_done (is_done, g_steal_pointer (&error));
}

static DexFuture *
finish_plan_job (TuttiDb *db,
                 gpointer data)
{
  g_autoptr (GError) error = NULL;

  tutti_plan_finish (data, db, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

/* In a fiber: one step after the other; between them others write. */
static gboolean
await_steps (TuttiStore *self,
             TuttiJob    job,
             gpointer    data,
             GError    **error)
{
  g_autoptr (GError) local = NULL;

  while (!dex_await_boolean (tutti_store_run (self, TUTTI_DB_WRITE, job, data, NULL), &local))
    if (local != NULL)
      {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
      }

  return TRUE;
}

static gboolean
await_groups (TuttiStore *self,
              guint      *n_moved,
              GError    **error)
{
  if (!await_steps (self, step_job, (gpointer) tutti_renewal_write_keys, error))
    return FALSE;

  for (guint i = 1;; i++)
    {
      g_autoptr (TuttiPlan) plan = tutti_plan_new ();

      if (!dex_await (tutti_store_run_apart (self, make_plan_job, tutti_plan_ref (plan), (GDestroyNotify) tutti_plan_unref), error) ||
          !await_steps (self, carry_out_job, plan, error))
        return FALSE;

      *n_moved += tutti_plan_get_n_moved (plan);
      g_debug ("By today’s rules %u songs moved; %u recordings had changed meanwhile", tutti_plan_get_n_moved (plan), tutti_plan_get_n_stale (plan));
      if (tutti_plan_get_n_stale (plan) == 0 || i == MAX_PLANS)
        return dex_await (tutti_store_run (self, TUTTI_DB_WRITE, finish_plan_job, tutti_plan_ref (plan), (GDestroyNotify) tutti_plan_unref), error);
    }
}

static DexFuture *
renew_fiber (gpointer data)
{
  TuttiStore *self = data;
  g_autoptr (GError) error = NULL;
  guint due = dex_await_uint (tutti_store_run (self, TUTTI_DB_WRITE, look_job, NULL, NULL), &error);
  guint n_moved = 0;

  if (error == NULL && (due & TUTTI_RENEWAL_WORDS))
    await_steps (self, step_job, (gpointer) tutti_renewal_write_words, &error);
  if (error == NULL && (due & TUTTI_RENEWAL_GROUPS))
    await_groups (self, &n_moved, &error);

  return error == NULL ? dex_future_new_for_uint (n_moved) : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_store_renew (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_fiber_spawn_kept (renew_fiber, g_object_ref (self), g_object_unref);
}
