/* tutti-worker-charts.c: what the feed shows while nothing is connected
 *
 * Charts of a catalogue that needs no account, asked for at most every six
 * hours, and only of those the person allowed to be asked. One catalogue's are
 * enough; first come those that know recordings by their codes. Main thread,
 * fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-fiber.h"
#include "tutti-store-import.h"
#include "tutti-store-lists.h"
#include "tutti-worker-private.h"

#define CHARTS_LIFE_MS (6 * G_TIME_SPAN_HOUR / G_TIME_SPAN_MILLISECOND)

#define NOTE_KIND "charts"

static gboolean
is_anything_connected (TuttiWorker *self)
{
  GHashTableIter iter;
  TuttiDesk     *desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    if (tutti_accounts_peek (self->accounts, tutti_provider_get_id (desk->provider)) != NULL)
      return TRUE;

  return FALSE;
}

static gboolean
is_allowed (GPtrArray  *settings,
            const char *id)
{
  TuttiServiceSettings *one = tutti_service_settings_find (settings, id);

  return one != NULL && one->is_public;
}

static gboolean
has_fresh (GPtrArray *notes)
{
  for (guint i = 0; i < notes->len; i++)
    {
      TuttiSyncNote *note = g_ptr_array_index (notes, i);

      if (g_str_equal (note->kind, NOTE_KIND) && note->succeeded_at > tutti_clock_now () - CHARTS_LIFE_MS)
        return TRUE;
    }

  return FALSE;
}

/* The catalogues to ask, one after the other. (transfer container) */
static GPtrArray *
list_catalogues (TuttiWorker *self,
                 GPtrArray   *settings)
{
  GPtrArray *catalogues = g_ptr_array_new ();
  guint      n_coded = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (G_LIST_MODEL (self->providers), i);
      TuttiDesk                *desk = g_hash_table_lookup (self->desks, tutti_provider_get_id (provider));

      if (!tutti_provider_can (provider, TUTTI_CAN_KEYLESS | TUTTI_CAN_CHARTS) || !is_allowed (settings, tutti_provider_get_id (provider)))
        continue;
      if (tutti_provider_can (provider, TUTTI_CAN_KEYLESS | TUTTI_CAN_ISRC))
        g_ptr_array_insert (catalogues, (int) n_coded++, desk);
      else
        g_ptr_array_add (catalogues, desk);
    }

  return catalogues;
}

static gboolean
fetch_from (TuttiWorker *self,
            TuttiDesk   *desk,
            GError     **error)
{
  const char              *id = tutti_provider_get_id (desk->provider);
  g_autoptr (TuttiRequest) request = tutti_request_new (TUTTI_REQUEST_CHARTS);
  g_autoptr (TuttiPage)    page = tutti_worker_await_page (self, desk, request, NULL, error);
  g_autoptr (GPtrArray)    tracks = g_ptr_array_new ();

  if (page == NULL)
    return FALSE;

  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (tracks, ((TuttiDatedTrack *) g_ptr_array_index (page->items, i))->track);

  return dex_await (tutti_store_set_feed_items (self->store, id, tracks), error) &&
         dex_await (tutti_store_note_sync (self->store, id, NOTE_KIND, NULL), error);
}

static DexFuture *
run_charts (gpointer data)
{
  TuttiWorker          *self = data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (GPtrArray) settings = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) catalogues = NULL;

  if (is_anything_connected (self))
    return dex_future_new_false ();
  if (!(settings = dex_await_boxed (tutti_store_list_settings (self->store), &error)) ||
      !(notes = dex_await_boxed (tutti_store_list_sync_notes (self->store), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (has_fresh (notes))
    return dex_future_new_false ();

  catalogues = list_catalogues (self, settings);
  for (guint i = 0; i < catalogues->len && !self->is_stopped; i++)
    {
      g_clear_error (&error);
      if (fetch_from (self, g_ptr_array_index (catalogues, i), &error))
        return dex_future_new_true ();
    }

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_false ();
}

DexFuture *
tutti_worker_fetch_charts (TuttiWorker *self)
{
  return tutti_fiber_spawn_kept (run_charts, g_object_ref (self), g_object_unref);
}
