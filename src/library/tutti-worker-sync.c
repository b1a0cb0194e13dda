/* tutti-worker-sync.c: bringing services up to date
 *
 * History, then what waits in the outbox, then new likes; one synchronisation at
 * a time for each service, all services side by side. Who asks while one runs
 * joins it. Main thread, fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-fiber.h"
#include "tutti-store-likes.h"
#include "tutti-store-lists.h"
#include "tutti-worker-private.h"

/* So much of a history without an end is read at once. */
#define MAX_HISTORY_PAGES 10

/* The note that keeps whether the top of the history was read to its end. */
#define TOP_KIND "plays-top"

const char *
tutti_desk_get_id (TuttiDesk *desk)
{
  return tutti_provider_get_id (desk->provider);
}

TuttiTask *
tutti_task_new (TuttiWorker *self,
                TuttiDesk   *desk,
                gboolean     anew)
{
  TuttiTask *task = g_new0 (TuttiTask, 1);

  task->self = g_object_ref (self);
  task->desk = desk;
  task->anew = anew;
  return task;
}

void
tutti_task_free (gpointer data)
{
  TuttiTask *task = data;

  g_clear_object (&task->self);
  g_free (task);
}

/* --- notes --- */

void
tutti_worker_note (TuttiWorker  *self,
                   TuttiDesk    *desk,
                   const char   *kind,
                   const GError *error)
{
  const char *nick = NULL;

  if (error != NULL && tutti_error_is_silent (error))
    return;
  if (error != NULL)
    nick = tutti_error_get_nick (error->domain == TUTTI_ERROR ? (TuttiError) error->code : TUTTI_ERROR_FAILED);
  dex_await (tutti_store_note_sync (self->store, tutti_desk_get_id (desk), kind, nick), NULL);
}

gboolean
tutti_worker_has_gap (TuttiWorker *self,
                      TuttiDesk   *desk,
                      const char  *kind)
{
  g_autoptr (GPtrArray) notes = dex_await_boxed (tutti_store_list_sync_notes (self->store), NULL);

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      TuttiSyncNote *one = g_ptr_array_index (notes, i);

      if (g_str_equal (one->provider, tutti_desk_get_id (desk)) && g_str_equal (one->kind, kind))
        return one->error != NULL;
    }

  return FALSE;
}

/* --- history --- */

/* How many of the items are as late as the page before ended: they stand there too. */
static guint
count_again (GPtrArray *items,
             gint64     end)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += ((TuttiDatedTrack *) g_ptr_array_index (items, i))->at >= end ? 1 : 0;

  return n;
}

/* One page, or, where the service keeps all that was ever played, page after
 * page until one has something known. Who is stopped in the middle reads on
 * behind what is known the next time. */
static gboolean
fetch_history (TuttiWorker *self,
               TuttiDesk   *desk,
               gint64       account_id,
               GError     **error)
{
  gboolean         is_deep = tutti_provider_has_deep_history (desk->provider);
  gboolean         is_gap = is_deep && tutti_worker_has_gap (self, desk, TOP_KIND);
  gboolean         is_noted = is_gap;
  g_autofree char *cursor = NULL;
  gint64           end = G_MAXINT64;

  for (guint n_pages = 0; n_pages == 0 || (cursor != NULL && n_pages < MAX_HISTORY_PAGES); n_pages++)
    {
      g_autoptr (TuttiRequest) request = tutti_request_new (TUTTI_REQUEST_HISTORY);
      g_autoptr (TuttiPage)    page = NULL;
      g_autoptr (GError)       local = NULL;
      guint                    n_new;

      request->cursor = g_steal_pointer (&cursor);
      if (!(page = tutti_worker_await_page (self, desk, request, NULL, error)))
        return FALSE;
      if (is_deep && !is_noted && page->next_cursor != NULL)
        is_noted = dex_await (tutti_store_note_sync (self->store, tutti_desk_get_id (desk), TOP_KIND, TUTTI_TOP_GAP), NULL);
      n_new = dex_await_uint (tutti_store_add_plays (self->store, account_id, tutti_desk_get_id (desk), page->items), &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }

      if (!is_deep || (!is_gap && n_new + count_again (page->items, end) < page->items->len))
        break;
      if (page->items->len > 0)
        end = ((TuttiDatedTrack *) g_ptr_array_index (page->items, page->items->len - 1))->at;
      cursor = g_strdup (page->next_cursor);
    }

  return !is_noted || dex_await (tutti_store_note_sync (self->store, tutti_desk_get_id (desk), TOP_KIND, NULL), error);
}

/* --- one service --- */

void
tutti_worker_forget_stale (TuttiWorker *self,
                           TuttiDesk   *desk)
{
  gint64             keep = tutti_provider_get_keep_ms (desk->provider);
  g_autoptr (GError) error = NULL;

  if (keep == 0)
    return;
  dex_await_uint (tutti_store_forget_stale (self->store, tutti_desk_get_id (desk), tutti_clock_now () - keep), &error);
  if (error != NULL)
    g_message ("What %s told long ago could not be deleted: %s", tutti_desk_get_id (desk), error->message);
}

static DexFuture *
run_sync (gpointer data)
{
  TuttiTask         *task = data;
  TuttiWorker       *self = task->self;
  TuttiDesk         *desk = task->desk;
  guint              generation = desk->generation;
  g_autoptr (GError) error = NULL;
  TuttiAccount      *account = tutti_worker_need_account (self, desk, &error);
  gint64             account_id = account != NULL ? account->id : 0;
  gboolean           import = FALSE;
  gboolean           anew = FALSE;

  if (error == NULL && tutti_provider_can (desk->provider, TUTTI_CAN_HISTORY))
    fetch_history (self, desk, account_id, &error);
  if (error == NULL && tutti_provider_can (desk->provider, TUTTI_CAN_LIKE))
    dex_await (tutti_worker_flush (self, desk), &error);
  if (error == NULL && tutti_provider_can (desk->provider, TUTTI_CAN_LIKES) && !desk->live.is_importing)
    import = tutti_worker_wants_import (self, desk, account_id, &anew, &error);

  if (generation == desk->generation)
    {
      desk->live.is_syncing = FALSE;
      tutti_worker_note (self, desk, "plays", error);
      tutti_worker_publish (self, desk);
      if (import && error == NULL)
        dex_await (tutti_worker_import (self, desk, anew), &error);
      /* Only now: all that could be told again was. */
      tutti_worker_forget_stale (self, desk);
    }

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

DexFuture *
tutti_worker_sync (TuttiWorker *self,
                   TuttiDesk   *desk)
{
  if (!desk->live.is_syncing)
    {
      desk->live.is_syncing = TRUE;
      tutti_worker_publish (self, desk);
      dex_clear (&desk->sync);
      desk->sync = tutti_fiber_spawn_kept (run_sync, tutti_task_new (self, desk, FALSE), tutti_task_free);
    }

  return dex_ref (desk->sync);
}

/* --- commands --- */

static GVariant *
sync_service (TuttiWorker *self,
              TuttiDesk   *desk,
              GVariant    *args,
              DexFuture   *given_up,
              GError     **error)
{
  if (tutti_worker_need_account (self, desk, error) == NULL)
    return NULL;
  return dex_await (tutti_worker_sync (self, desk), error) ? TUTTI_UNIT : NULL;
}

/* All connected services side by side; an error only if none went well. */
static GVariant *
sync_all (TuttiWorker *self,
          TuttiDesk   *none,
          GVariant    *args,
          DexFuture   *given_up,
          GError     **error)
{
  g_autoptr (GPtrArray) running = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GError)    first = NULL;
  gboolean              any = FALSE;
  GHashTableIter        iter;
  TuttiDesk            *desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    if (tutti_worker_need_account (self, desk, NULL) != NULL)
      g_ptr_array_add (running, tutti_worker_sync (self, desk));

  for (guint i = 0; i < running->len; i++)
    {
      g_autoptr (GError) local = NULL;

      if (dex_await (dex_ref (g_ptr_array_index (running, i)), &local))
        any = TRUE;
      else if (first == NULL)
        first = g_steal_pointer (&local);
    }

  if (running->len == 0 && dex_await_boolean (tutti_worker_fetch_charts (self), NULL))
    return TUTTI_UNIT;
  if (running->len == 0)
    g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "No service is connected");
  else if (!any)
    g_propagate_error (error, g_steal_pointer (&first));
  else
    return TUTTI_UNIT;
  return NULL;
}

static GVariant *
set_open_in (TuttiWorker *self,
             TuttiDesk   *desk,
             GVariant    *args,
             DexFuture   *given_up,
             GError     **error)
{
  guint open_in = 0;

  g_variant_get_child (args, 1, "u", &open_in);
  if (open_in > TUTTI_OPEN_WEB)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "No way of opening has number %u", open_in);
      return NULL;
    }
  return dex_await (tutti_store_set_open_in (self->store, tutti_desk_get_id (desk), (TuttiOpenIn) open_in), error) ? TUTTI_UNIT : NULL;
}

static GVariant *
set_search_public (TuttiWorker *self,
                   TuttiDesk   *none,
                   GVariant    *args,
                   DexFuture   *given_up,
                   GError     **error)
{
  GHashTableIter iter;
  TuttiDesk     *desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    if (tutti_provider_can (desk->provider, TUTTI_CAN_KEYLESS) &&
        !dex_await (tutti_store_set_is_public (self->store, tutti_desk_get_id (desk), g_variant_get_boolean (args)), error))
      return NULL;

  /* Something to look at, in the background. */
  if (g_variant_get_boolean (args))
    dex_future_disown (tutti_worker_fetch_charts (self));
  return TUTTI_UNIT;
}

const TuttiCommand tutti_sync_commands[] = {
  { "sync", "(s)", TRUE, sync_service },
  { "sync-all", "b", FALSE, sync_all },
  { "set-open-in", "(su)", TRUE, set_open_in },
  { "set-search-public", "b", FALSE, set_search_public },
  { NULL },
};
