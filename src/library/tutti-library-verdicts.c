/* tutti-library-verdicts.c: what is one recording, and the person's word on it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-verdicts.h"

#include "tutti-library-private.h"
#include "tutti-store-members.h"

/* --- what there is --- */

static DexFuture *
take_matches (DexFuture *future,
              gpointer   data)
{
  GPtrArray            *infos = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < infos->len; i++)
    {
      TuttiMemberInfo *info = g_ptr_array_index (infos, i);

      g_ptr_array_add (matches, tutti_match_new (info->track, info->track_id, info->reason));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&matches));
}

DexFuture *
tutti_library_list_members (TuttiLibrary *self,
                            gint64        track_id)
{
  return dex_future_then (tutti_store_list_members (tutti_library_get_store (self), track_id), take_matches, NULL, NULL);
}

DexFuture *
tutti_library_list_suggestions (TuttiLibrary *self,
                                gint64        track_id)
{
  return dex_future_then (tutti_store_list_suggestions (tutti_library_get_store (self), track_id), take_matches, NULL, NULL);
}

DexFuture *
tutti_library_list_told_apart (TuttiLibrary *self,
                               gint64        track_id)
{
  return dex_future_then (tutti_store_list_told_apart (tutti_library_get_store (self), track_id), take_matches, NULL, NULL);
}

static DexFuture *
read_versions (DexFuture *future,
               gpointer   data)
{
  return tutti_library_read_tracks (data, g_value_get_boxed (dex_future_get_value (future, NULL)));
}

DexFuture *
tutti_library_list_versions (TuttiLibrary *self,
                             gint64        track_id)
{
  return dex_future_then (tutti_store_list_versions (tutti_library_get_store (self), track_id),
                          read_versions, g_object_ref (self), g_object_unref);
}

static TuttiHistoryKind
get_kind (TuttiPastKind kind)
{
  switch (kind)
    {
    case TUTTI_PAST_LIKED:
      return TUTTI_HISTORY_LIKED;
    case TUTTI_PAST_SAVED:
      return TUTTI_HISTORY_SAVED;
    case TUTTI_PAST_PLAYED:
      break;
    }

  return TUTTI_HISTORY_PLAYED;
}

static DexFuture *
take_history (DexFuture *future,
              gpointer   data)
{
  GArray            *past = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_autoptr (GArray) history = g_array_sized_new (FALSE, FALSE, sizeof (TuttiHistory), past->len);

  for (guint i = 0; i < past->len; i++)
    {
      const TuttiPast *one = &g_array_index (past, TuttiPast, i);
      TuttiHistory     entry = { get_kind (one->kind), one->provider, one->at };

      g_array_append_val (history, entry);
    }

  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&history));
}

DexFuture *
tutti_library_list_history (TuttiLibrary *self,
                            gint64        track_id)
{
  return dex_future_then (tutti_store_list_past (tutti_library_get_store (self), track_id), take_history, NULL, NULL);
}

/* --- the person's word --- */

static DexFuture *
take_act (DexFuture *future,
          gpointer   data)
{
  gint64 act = 0;

  g_variant_get (g_value_get_variant (dex_future_get_value (future, NULL)), "(x)", &act);
  return dex_future_new_for_int64 (act);
}

DexFuture *
tutti_library_say_same (TuttiLibrary *self,
                        gint64        track_id,
                        gint64        other_id)
{
  return dex_future_then (tutti_library_run (self, "say-same", g_variant_new ("(xx)", track_id, other_id)), take_act, NULL, NULL);
}

DexFuture *
tutti_library_say_different (TuttiLibrary      *self,
                             gint64             track_id,
                             const char *const *names)
{
  return dex_future_then (tutti_library_run (self, "say-different", g_variant_new ("(x^as)", track_id, names)), take_act, NULL, NULL);
}

DexFuture *
tutti_library_take_back (TuttiLibrary      *self,
                         gint64             track_id,
                         const char *const *names)
{
  return dex_future_then (tutti_library_run (self, "take-back", g_variant_new ("(x^as)", track_id, names)), take_act, NULL, NULL);
}

DexFuture *
tutti_library_refuse (TuttiLibrary      *self,
                      gint64             track_id,
                      const char *const *names)
{
  return dex_future_then (tutti_library_run (self, "refuse", g_variant_new ("(x^as)", track_id, names)), take_act, NULL, NULL);
}

DexFuture *
tutti_library_undo (TuttiLibrary *self,
                    gint64        act)
{
  return dex_future_then (tutti_library_run (self, "undo", g_variant_new ("(x)", act)), take_act, NULL, NULL);
}
