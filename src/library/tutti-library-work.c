/* tutti-library-work.c: who does the work, this process or another
 *
 * Opening finds out who is the worker and begins to work, or to read beside it;
 * a command goes to whoever is; and when the other leaves, this process may take
 * its place. Main thread; what waits is a fiber.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-core.h"

#include "tutti-fiber.h"

/* After the worker's name left the bus its lock follows at once; and after a
 * crash of the bus alone it does not. */
#define TAKE_OVER_DELAY_MS 150
#define TAKE_OVER_TRIES    20

/* Who only reads beside a worker that says nothing has what the file says. */
#define GREETING_SECONDS 10

/* --- as the worker --- */

static DexFuture *
finish_wipe (DexFuture *future,
             gpointer   data)
{
  TuttiLibrary *self = data;

  tutti_library_tell_wiped (self);
  return dex_ref (future);
}

static DexFuture *
run_here (TuttiLibrary *self,
          const char   *command,
          GVariant     *args)
{
  DexFuture *future = tutti_worker_run (self->worker, command, args);

  if (g_str_equal (command, "delete-everything"))
    future = dex_future_then (future, finish_wipe, g_object_ref (self), g_object_unref);
  return future;
}

static DexFuture *
handle (const char *command,
        GVariant   *args,
        gpointer    user_data)
{
  TuttiLibrary *self = user_data;

  if (self->worker == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BUSY, "Not the worker any more");
  if (g_str_equal (command, "hello"))
    return dex_future_new_take_variant (tutti_library_make_greeting (self));
  return run_here (self, command, args);
}

/* In a fiber that holds the lock: from now on the work is done here. */
static gboolean
begin_work (TuttiLibrary *self,
            GError      **error)
{
  g_autoptr (TuttiStore)  store = dex_await_object (tutti_store_open (self->folder, TRUE), error);
  g_autoptr (TuttiWorker) worker = NULL;

  if (store == NULL)
    return FALSE;
  worker = tutti_worker_new (self->providers, store);
  tutti_library_follow_worker (self, store, worker);
  if (!dex_await (tutti_worker_start (worker), error))
    return FALSE;
  if (self->is_closed)
    {
      tutti_worker_stop (worker);
      dex_await (tutti_store_close (store), NULL);
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Tutti is closing");
      return FALSE;
    }

  g_set_object (&self->store, store);
  g_set_object (&self->worker, worker);
  tutti_bus_serve (self->bus, handle, self);
  tutti_library_tell_state (self);
  g_object_notify (G_OBJECT (self), "is-worker");
  return TRUE;
}

/* --- beside another worker --- */

/* The worker left: whoever wants to may take its place. */
static DexFuture *
take_over (gpointer data)
{
  TuttiLibrary          *self = data;
  g_autoptr (TuttiStore) old = NULL;
  g_autoptr (GError)     error = NULL;

  for (guint tries = 0; tries < TAKE_OVER_TRIES && !self->is_closed && !tutti_bus_try_lock (self->bus); tries++)
    dex_await (dex_timeout_new_msec (TAKE_OVER_DELAY_MS), NULL);

  if (tutti_bus_has_lock (self->bus) && !self->is_closed)
    {
      old = g_object_ref (self->store);
      if (begin_work (self, &error))
        {
          dex_await (tutti_store_close (old), NULL);
          tutti_library_take_change (self, TUTTI_CHANGE_ALL);
        }
      else
        {
          if (!self->is_closed)
            g_warning ("Can't go on as the worker: %s", error->message);
          tutti_bus_leave (self->bus);
        }
    }

  self->is_taking_over = FALSE;
  return dex_future_new_true ();
}

static void
start_take_over (TuttiLibrary *self)
{
  if (!self->wants_work || self->worker != NULL || self->store == NULL || self->is_taking_over || self->is_closed)
    return;

  self->is_taking_over = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, take_over, g_object_ref (self), g_object_unref));
}

static void
vacant_cb (TuttiBus     *bus,
           TuttiLibrary *self)
{
  start_take_over (self);
}

/* In a fiber: reads beside the worker, which may just be making the file. */
static gboolean
begin_reading (TuttiLibrary *self,
               GError      **error)
{
  g_autoptr (GError)   silence = NULL;
  g_autoptr (GVariant) greeting = dex_await_variant (dex_future_first (tutti_bus_ask (self->bus, "hello", TUTTI_BUS_NOTHING),
                                                                       dex_timeout_new_seconds (GREETING_SECONDS),
                                                                       NULL),
                                                     &silence);

  for (guint tries = 0; self->store == NULL; tries++)
    {
      g_autoptr (GError) local = NULL;

      self->store = dex_await_object (tutti_store_open (self->folder, FALSE), &local);
      if (self->store != NULL)
        break;
      /* Nobody will make it. */
      if (g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND) && g_error_matches (silence, TUTTI_ERROR, TUTTI_ERROR_STORAGE))
        {
          g_propagate_error (error, g_steal_pointer (&silence));
          return FALSE;
        }
      if (tries >= TAKE_OVER_TRIES || !g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      dex_await (dex_timeout_new_msec (TAKE_OVER_DELAY_MS), NULL);
    }

  self->has_other = greeting != NULL || g_error_matches (silence, DEX_ERROR, DEX_ERROR_TIMED_OUT);
  if (greeting != NULL)
    tutti_library_take_greeting (self, greeting);
  return TRUE;
}

/* --- commands --- */

typedef struct
{
  TuttiLibrary *self;
  char         *command;
  GVariant     *args;
} Errand;

static void
errand_free (Errand *errand)
{
  g_clear_object (&errand->self);
  g_clear_pointer (&errand->command, g_free);
  g_clear_pointer (&errand->args, g_variant_unref);
  g_free (errand);
}

/* The worker may be about to end, or just ended: then the command goes to the
 * next, which may be this process. Every command may be given twice. */
static DexFuture *
run_somewhere (gpointer data)
{
  Errand       *errand = data;
  TuttiLibrary *self = errand->self;

  for (guint tries = 0;; tries++)
    {
      g_autoptr (GError)   error = NULL;
      g_autoptr (GVariant) answer = NULL;

      if (self->is_closed)
        return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Tutti is closing");
      if (self->worker != NULL)
        return run_here (self, errand->command, errand->args);

      answer = dex_await_variant (tutti_bus_ask (self->bus, errand->command, errand->args), &error);
      if (answer != NULL)
        return dex_future_new_take_variant (g_steal_pointer (&answer));
      if (tries >= TAKE_OVER_TRIES || !g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_BUSY) || tutti_bus_is_silent (self->bus))
        return dex_future_new_for_error (g_steal_pointer (&error));

      start_take_over (self);
      dex_await (dex_timeout_new_msec (TAKE_OVER_DELAY_MS), NULL);
    }
}

DexFuture *
tutti_library_run (TuttiLibrary *self,
                   const char   *command,
                   GVariant     *args)
{
  Errand *errand;

  if (self->is_closed)
    {
      g_variant_unref (g_variant_ref_sink (args));
      return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Tutti is closing");
    }
  if (self->worker != NULL)
    return run_here (self, command, args);

  errand = g_new0 (Errand, 1);
  errand->self = g_object_ref (self);
  errand->command = g_strdup (command);
  errand->args = g_variant_ref_sink (args);
  return tutti_fiber_spawn_kept (run_somewhere, errand, (GDestroyNotify) errand_free);
}

/* --- opening and closing --- */

typedef struct
{
  char    *folder;
  gboolean wants_work;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_pointer (&opening->folder, g_free);
  g_free (opening);
}

static DexFuture *
open_library (gpointer data)
{
  Opening                 *opening = data;
  g_autoptr (TuttiLibrary) self = g_object_new (TUTTI_TYPE_LIBRARY, NULL);
  g_autoptr (GError)       error = NULL;
  g_autofree char         *file = g_build_filename (opening->folder, "library.db", NULL);
  gboolean                 is_working;

  self->folder = g_strdup (opening->folder);
  self->wants_work = opening->wants_work;
  if (!(self->providers = tutti_providers_new (&error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->services = tutti_services_new (self->providers);

  if (!(self->bus = dex_await_object (tutti_bus_new (self->folder), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  tutti_library_follow_others (self);
  g_signal_connect_object (self->bus, "vacant", G_CALLBACK (vacant_cb), self, 0);

  /* Whoever only reads makes the file the first time, so that there is one. */
  is_working = (self->wants_work || !g_file_test (file, G_FILE_TEST_EXISTS)) && tutti_bus_try_lock (self->bus);
  if (!(is_working ? begin_work (self, &error) : begin_reading (self, &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  /* The worker may have left before there was a file to take over. */
  if (!is_working)
    vacant_cb (self->bus, self);
  dex_await (tutti_services_refresh (self->services, self->store), NULL);

  return dex_future_new_take_object (g_steal_pointer (&self));
}

DexFuture *
tutti_library_open (const char *folder,
                    gboolean    wants_work)
{
  Opening    *opening = g_new0 (Opening, 1);
  const char *wished = folder != NULL ? folder : g_getenv ("TUTTI_DATA");

  opening->folder = wished != NULL && *wished != '\0' ? g_canonicalize_filename (wished, NULL)
                                                      : g_build_filename (g_get_user_data_dir (), "tutti", NULL);
  opening->wants_work = wants_work;
  return tutti_fiber_spawn_kept (open_library, opening, (GDestroyNotify) opening_free);
}

static DexFuture *
close_library (gpointer data)
{
  TuttiLibrary *self = data;

  if (!self->is_closed)
    {
      /* What others asked for is done to its end, as what was asked here. */
      if (self->worker != NULL)
        dex_await (tutti_bus_drain (self->bus), NULL);
      tutti_library_tell_change (self);
      tutti_library_end_reading (self);
      if (self->worker != NULL)
        tutti_worker_stop (self->worker);
      dex_await (tutti_store_close (self->store), NULL);
    }
  tutti_bus_leave (self->bus);
  return dex_future_new_true ();
}

DexFuture *
tutti_library_close (TuttiLibrary *self)
{
  return tutti_fiber_spawn_kept (close_library, g_object_ref (self), g_object_unref);
}
