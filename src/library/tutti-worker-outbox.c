/* tutti-worker-outbox.c: sending likes to the services
 *
 * What waits in the outbox goes in its order, as many at once as the service
 * takes, one flush of each service at a time. What could not be sent waits for
 * its time. Main thread, fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-fiber.h"
#include "tutti-store-likes.h"
#include "tutti-worker-private.h"

/* Back-off of a like that could not be sent: a minute, doubled, at most six hours. */
#define OUTBOX_DELAY_MS  (60 * 1000)
#define OUTBOX_MAX_SHIFT 8

/* When a like that was not sent may be tried again; 0 for never. */
static gint64
get_next_try (TuttiOutboxItem *item,
              const GError    *error)
{
  gint64 now = tutti_clock_now ();

  /* A song the service no longer has will never be liked there. */
  if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND) ||
      g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED))
    return 0;
  /* The service asked for no rest: whoever comes next may find it there again. */
  if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE))
    return now;

  return now + ((gint64) OUTBOX_DELAY_MS << MIN (item->tries, OUTBOX_MAX_SHIFT));
}

static gboolean
send_batch (TuttiWorker *self,
            TuttiDesk   *desk,
            GPtrArray   *batch, /* (element-type TuttiOutboxItem), all likes or all unlikes */
            gboolean    *is_refused,
            GError     **error)
{
  TuttiOutboxItem         *first = g_ptr_array_index (batch, 0);
  g_autoptr (TuttiRequest) request = tutti_request_new (first->liked ? TUTTI_REQUEST_LIKE : TUTTI_REQUEST_UNLIKE);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GError)       local = NULL;
  g_autoptr (TuttiPage)    page = NULL;

  for (guint i = 0; i < batch->len; i++)
    g_strv_builder_add (ids, ((TuttiOutboxItem *) g_ptr_array_index (batch, i))->remote_id);
  request->ids = g_strv_builder_end (ids);
  page = tutti_worker_await_page (self, desk, request, NULL, &local);

  /* Which of them the service means, it tells only of one alone. */
  *is_refused = page == NULL && get_next_try (first, local) == 0;
  if (*is_refused && batch->len > 1)
    return TRUE;

  for (guint i = 0; i < batch->len; i++)
    {
      TuttiOutboxItem *item = g_ptr_array_index (batch, i);

      /* What can't be noted would be sent again at once, without end. */
      if (!dex_await (page != NULL ? tutti_store_outbox_sent (self->store, item->id, tutti_provider_lists_likes (desk->provider))
                                   : tutti_store_outbox_failed (self->store, item->id, get_next_try (item, local)),
                      error))
        return FALSE;
    }
  if (page != NULL || *is_refused)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
send_outbox (TuttiWorker *self,
             TuttiDesk   *desk,
             GError     **error)
{
  guint generation = desk->generation;
  guint n_alone = 0; /* so many go one by one */

  while (generation == desk->generation)
    {
      gboolean              is_refused = FALSE;
      g_autoptr (GPtrArray) due = dex_await_boxed (tutti_store_list_outbox (self->store, tutti_desk_get_id (desk),
                                                                       tutti_provider_get_max_ids (desk->provider)), error);
      g_autoptr (GPtrArray) batch = g_ptr_array_new ();

      if (due == NULL)
        return FALSE;
      if (due->len == 0)
        return TRUE;

      /* In order: a like after an unlike of the same song must not overtake it. */
      for (guint i = 0; i < due->len; i++)
        {
          TuttiOutboxItem *item = g_ptr_array_index (due, i);

          if (item->liked != ((TuttiOutboxItem *) g_ptr_array_index (due, 0))->liked || (n_alone > 0 && i > 0))
            break;
          g_ptr_array_add (batch, item);
        }
      if (!send_batch (self, desk, batch, &is_refused, error))
        return FALSE;
      if (n_alone > 0)
        n_alone--;
      else if (is_refused)
        n_alone = batch->len > 1 ? batch->len : 0;
    }

  return TRUE;
}

static DexFuture *
run_flush (gpointer data)
{
  TuttiTask         *task = data;
  guint              generation = task->desk->generation;
  g_autoptr (GError) error = NULL;

  send_outbox (task->self, task->desk, &error);
  task->desk->is_flushing = FALSE;
  if (generation == task->desk->generation)
    tutti_worker_note (task->self, task->desk, "outbox", error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

DexFuture *
tutti_worker_flush (TuttiWorker *self,
                    TuttiDesk   *desk)
{
  if (!desk->is_flushing)
    {
      desk->is_flushing = TRUE;
      dex_clear (&desk->flush);
      desk->flush = tutti_fiber_spawn_kept (run_flush, tutti_task_new (self, desk, FALSE), tutti_task_free);
    }

  return dex_ref (desk->flush);
}

/* --- commands --- */

static GVariant *
set_send_likes (TuttiWorker *self,
                TuttiDesk   *desk,
                GVariant    *args,
                DexFuture   *given_up,
                GError     **error)
{
  gboolean send = TRUE;

  g_variant_get_child (args, 1, "b", &send);
  return dex_await (tutti_store_set_send_likes (self->store, tutti_desk_get_id (desk), send), error) ? TUTTI_UNIT : NULL;
}

/* Sends what waits, for who wants to know that it has gone. */
static GVariant *
send_likes (TuttiWorker *self,
            TuttiDesk   *none,
            GVariant    *args,
            DexFuture   *given_up,
            GError     **error)
{
  g_autoptr (GPtrArray) running = g_ptr_array_new_with_free_func (dex_unref);
  GHashTableIter        iter;
  TuttiDesk            *desk;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    if (tutti_provider_can (desk->provider, TUTTI_CAN_LIKE) && tutti_worker_need_account (self, desk, NULL) != NULL)
      g_ptr_array_add (running, tutti_worker_flush (self, desk));

  for (guint i = 0; i < running->len; i++)
    {
      g_autoptr (GError) local = NULL;

      if (!dex_await (dex_ref (g_ptr_array_index (running, i)), &local) && error != NULL && *error == NULL)
        g_propagate_error (error, g_steal_pointer (&local));
    }

  return error == NULL || *error == NULL ? TUTTI_UNIT : NULL;
}

const TuttiCommand tutti_outbox_commands[] = {
  { "send-likes", "b", FALSE, send_likes },
  { "set-send-likes", "(sb)", TRUE, set_send_likes },
  { NULL },
};
