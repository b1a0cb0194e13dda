/* tutti-worker-verdicts.c: the person's word on what is one recording
 *
 * Main thread, fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-verdicts.h"
#include "tutti-worker-private.h"

static GVariant *
await_act (DexFuture *future,
           GError   **error)
{
  g_autoptr (GError) local = NULL;
  gint64             act = dex_await_int64 (future, &local);

  if (local == NULL)
    return g_variant_new ("(x)", act);

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static GVariant *
say_same (TuttiWorker *self,
          TuttiDesk   *none,
          GVariant    *args,
          DexFuture   *given_up,
          GError     **error)
{
  gint64 track_id = 0, other_id = 0;

  g_variant_get (args, "(xx)", &track_id, &other_id);
  return await_act (tutti_store_say_same (self->store, track_id, other_id), error);
}

static GVariant *
say_different (TuttiWorker *self,
               TuttiDesk   *none,
               GVariant    *args,
               DexFuture   *given_up,
               GError     **error)
{
  gint64                 track_id = 0;
  g_autofree const char **names = NULL;

  g_variant_get (args, "(x^a&s)", &track_id, &names);
  return await_act (tutti_store_say_different (self->store, track_id, names), error);
}

static GVariant *
take_back (TuttiWorker *self,
           TuttiDesk   *none,
           GVariant    *args,
           DexFuture   *given_up,
           GError     **error)
{
  gint64                 track_id = 0;
  g_autofree const char **names = NULL;

  g_variant_get (args, "(x^a&s)", &track_id, &names);
  return await_act (tutti_store_take_back (self->store, track_id, names), error);
}

static GVariant *
refuse (TuttiWorker *self,
        TuttiDesk   *none,
        GVariant    *args,
        DexFuture   *given_up,
        GError     **error)
{
  gint64                 track_id = 0;
  g_autofree const char **names = NULL;

  g_variant_get (args, "(x^a&s)", &track_id, &names);
  return await_act (tutti_store_refuse (self->store, track_id, names), error);
}

static GVariant *
undo (TuttiWorker *self,
      TuttiDesk   *none,
      GVariant    *args,
      DexFuture   *given_up,
      GError     **error)
{
  gint64 act = 0;

  g_variant_get (args, "(x)", &act);
  return await_act (tutti_store_undo (self->store, act), error);
}

const TuttiCommand tutti_verdict_commands[] = {
  { "say-same", "(xx)", FALSE, say_same },
  { "say-different", "(xas)", FALSE, say_different },
  { "take-back", "(xas)", FALSE, take_back },
  { "refuse", "(xas)", FALSE, refuse },
  { "undo", "(x)", FALSE, undo },
  { NULL },
};
