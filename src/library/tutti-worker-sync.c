/* tutti-worker-sync.c: bringing history and likes here, and likes there
 *
 * One synchronisation and one import at a time for each service; who asks while
 * one runs joins it. A page is one transaction, so that what a crash leaves is
 * whole pages and the next start goes on behind them. Main thread, fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-fiber.h"
#include "tutti-store-likes.h"
#include "tutti-store-lists.h"
#include "tutti-store-verdicts.h"
#include "tutti-worker-private.h"

/* A full pass over all likes, to see what was unliked at the service. */
#define FULL_PASS_MS (7 * G_TIME_SPAN_DAY / G_TIME_SPAN_MILLISECOND)

/* So much of a history without an end is read at once. */
#define MAX_HISTORY_PAGES 10

/* Back-off of a like that could not be sent: a minute, doubled, at most six hours. */
#define OUTBOX_DELAY_MS  (60 * 1000)
#define OUTBOX_MAX_SHIFT 8

/* So many pages of one service may be read ahead of the file. */
#define MAX_STORING 4

/* How often an import says how long it will take. */
#define PROGRESS_US (G_USEC_PER_SEC / 4)

/* The notes that keep whether the top of a list was read to its end. */
#define TOP_OF_LIKES "likes-top"
#define TOP_OF_PLAYS "plays-top"
#define TOP_GAP      "gap"

static const char *
get_id (TuttiDesk *desk)
{
  return tutti_provider_get_id (desk->provider);
}

static void
note (TuttiWorker  *self,
      TuttiDesk    *desk,
      const char   *kind,
      const GError *error)
{
  const char *nick = NULL;

  if (error != NULL && tutti_error_is_silent (error))
    return;
  if (error != NULL)
    nick = tutti_error_get_nick (error->domain == TUTTI_ERROR ? (TuttiError) error->code : TUTTI_ERROR_FAILED);
  dex_await (tutti_store_note_sync (self->store, get_id (desk), kind, nick), NULL);
}

/* Whether the last look at the top ended before it met what was known. */
static gboolean
has_gap (TuttiWorker *self,
         TuttiDesk   *desk,
         const char  *kind)
{
  g_autoptr (GPtrArray) notes = dex_await_boxed (tutti_store_list_sync_notes (self->store), NULL);

  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      TuttiSyncNote *one = g_ptr_array_index (notes, i);

      if (g_str_equal (one->provider, get_id (desk)) && g_str_equal (one->kind, kind))
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
  gboolean         is_gap = is_deep && has_gap (self, desk, TOP_OF_PLAYS);
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
        is_noted = dex_await (tutti_store_note_sync (self->store, get_id (desk), TOP_OF_PLAYS, TOP_GAP), NULL);
      n_new = dex_await_uint (tutti_store_add_plays (self->store, account_id, get_id (desk), page->items), &local);
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

  return !is_noted || dex_await (tutti_store_note_sync (self->store, get_id (desk), TOP_OF_PLAYS, NULL), error);
}

/* --- outbox --- */

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

      dex_await (page != NULL ? tutti_store_outbox_sent (self->store, item->id, tutti_provider_lists_likes (desk->provider))
                              : tutti_store_outbox_failed (self->store, item->id, get_next_try (item, local)),
                 NULL);
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
      g_autoptr (GPtrArray) due = dex_await_boxed (tutti_store_list_outbox (self->store, get_id (desk),
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

typedef struct
{
  TuttiWorker *self;
  TuttiDesk   *desk;
  gboolean     anew;
} Job;

static Job *
job_new (TuttiWorker *self,
         TuttiDesk   *desk,
         gboolean     anew)
{
  Job *job = g_new0 (Job, 1);

  job->self = g_object_ref (self);
  job->desk = desk;
  job->anew = anew;
  return job;
}

static void
job_free (Job *job)
{
  g_clear_object (&job->self);
  g_free (job);
}

static DexFuture *
run_flush (gpointer data)
{
  Job               *job = data;
  guint              generation = job->desk->generation;
  g_autoptr (GError) error = NULL;

  send_outbox (job->self, job->desk, &error);
  job->desk->is_flushing = FALSE;
  if (generation == job->desk->generation)
    note (job->self, job->desk, "outbox", error);

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
      desk->flush = tutti_fiber_spawn_kept (run_flush, job_new (self, desk, FALSE), (GDestroyNotify) job_free);
    }

  return dex_ref (desk->flush);
}

/* --- likes --- */

/* The top of the list until nothing is new; TRUE in `needs_pass` if the
 * service has fewer likes than Tutti knows, so that some must have gone. Until
 * that is done a note says that there may be a gap, so that who is stopped in
 * the middle looks behind what is known the next time. */
static gboolean
fetch_recent_likes (TuttiWorker *self,
                    TuttiDesk   *desk,
                    gint64       account_id,
                    gboolean    *needs_pass,
                    GError     **error)
{
  gboolean         is_gap = has_gap (self, desk, TOP_OF_LIKES);
  gboolean         is_noted = is_gap;
  g_autofree char *cursor = NULL;

  do
    {
      g_autoptr (TuttiRequest) request = tutti_request_new (TUTTI_REQUEST_LIKES);
      g_autoptr (TuttiPage)    page = NULL;
      g_autoptr (GError)       local = NULL;
      guint                    n_new;
      guint                    n_known;

      request->cursor = g_steal_pointer (&cursor);
      if (!(page = tutti_worker_await_page (self, desk, request, NULL, error)))
        return FALSE;
      if (!is_noted && page->next_cursor != NULL)
        is_noted = dex_await (tutti_store_note_sync (self->store, get_id (desk), TOP_OF_LIKES, TOP_GAP), NULL);
      n_new = dex_await_uint (tutti_store_add_recent_likes (self->store, account_id, get_id (desk), page->items), &local);
      if (local == NULL)
        n_known = dex_await_uint (tutti_store_count_likes (self->store, get_id (desk)), &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (n_new == 0 && (!is_gap || n_known >= page->total))
        {
          *needs_pass = page->total > 0 && page->total < n_known;
          break;
        }
      cursor = g_strdup (page->next_cursor);
    }
  while (cursor != NULL);

  return !is_noted || dex_await (tutti_store_note_sync (self->store, get_id (desk), TOP_OF_LIKES, NULL), error);
}

static void
estimate (TuttiDesk *desk,
          TuttiPass *pass,
          guint      seen_before,
          gint64     started)
{
  gint64 elapsed = g_get_monotonic_time () - started;
  guint  done = pass->seen - MIN (seen_before, pass->seen);

  desk->live.seconds_left = 0;
  if (done > 0 && pass->total > pass->seen)
    desk->live.seconds_left = (guint) MIN (elapsed * (pass->total - pass->seen) / done / G_USEC_PER_SEC, G_MAXUINT);
}

static DexFuture *
ask_likes (TuttiWorker *self,
           TuttiDesk   *desk,
           const char  *cursor)
{
  g_autoptr (TuttiRequest) request = tutti_request_new (TUTTI_REQUEST_LIKES);

  request->cursor = g_strdup (cursor);
  return tutti_worker_ask_page (self, desk, request);
}

/* What came page by page is put right by one pass over all, when no import runs
 * any more: it would hold up the pages of the others. Nobody waits for it, and
 * the next start makes up for one that never came. */
static void
rematch_if_quiet (TuttiWorker *self)
{
  if (self->n_imports > 0 || !self->wants_rematch || self->is_stopped)
    return;

  self->wants_rematch = FALSE;
  dex_future_disown (tutti_store_rematch (self->store));
}

/* Waits until at most `keep` of the pages that were read are still to be
 * stored; `pass` is then as the last of the others left it. With an error the
 * rest is waited for too: whoever goes on must find the pass at rest. */
static gboolean
wait_for_pages (GQueue     *storing, /* of DexFuture */
                guint       keep,
                TuttiPass **pass,
                GError    **error)
{
  g_autoptr (GError) local = NULL;

  while (g_queue_get_length (storing) > (local == NULL ? keep : 0))
    {
      g_autoptr (TuttiPass) next = dex_await_boxed (g_queue_pop_head (storing), local == NULL ? &local : NULL);

      if (next == NULL)
        continue;
      g_clear_pointer (pass, tutti_pass_unref);
      *pass = g_steal_pointer (&next);
    }

  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Reads page after page until the last, an error, or the person's pause. The
 * next is asked for as soon as one is here: it waits neither for its being
 * stored nor, up to a few pages, for what other services have to store. */
static gboolean
read_pages (TuttiWorker *self,
            TuttiDesk   *desk,
            gint64       account_id,
            TuttiPass  **pass,
            GQueue      *storing,
            GError     **error)
{
  gint64                started = g_get_monotonic_time ();
  gint64                told = 0;
  guint                 seen_before = (*pass)->seen;
  g_autoptr (TuttiPass) place = tutti_pass_ref (*pass);
  g_autoptr (DexFuture) ahead = NULL;

  while (!desk->wants_pause && !place->is_done)
    {
      guint                 generation = desk->generation;
      g_autoptr (TuttiPage) page = NULL;
      TuttiPass            *next;

      if (ahead == NULL)
        ahead = ask_likes (self, desk, place->cursor);
      if (!(page = tutti_worker_take_page (self, desk, g_steal_pointer (&ahead), NULL, error)))
        return FALSE;
      next = tutti_pass_move (place, page->next_cursor);
      if (!next->is_done)
        ahead = ask_likes (self, desk, next->cursor);
      g_queue_push_tail (storing, tutti_store_add_likes_page (self->store, account_id, place, page->items,
                                                              page->n_unreadable, page->total, page->next_cursor));
      g_clear_pointer (&place, tutti_pass_unref);
      place = next;

      if (!wait_for_pages (storing, MAX_STORING, pass, error))
        return FALSE;
      if (generation != desk->generation)
        {
          g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Disconnected meanwhile");
          return FALSE;
        }

      estimate (desk, *pass, seen_before, started);
      if (g_get_monotonic_time () - told >= PROGRESS_US)
        {
          told = g_get_monotonic_time ();
          tutti_worker_publish (self, desk);
        }
    }

  return TRUE;
}

static gboolean
import_pages (TuttiWorker *self,
              TuttiDesk   *desk,
              gint64       account_id,
              gboolean     anew,
              GError     **error)
{
  g_autoptr (TuttiPass) pass = dex_await_boxed (tutti_store_begin_pass (self->store, account_id, get_id (desk), anew), error);
  GQueue                storing = G_QUEUE_INIT;
  gboolean              is_read;

  if (pass == NULL)
    return FALSE;
  desk->wants_pause = FALSE;
  if (pass->is_paused)
    dex_await (tutti_store_pause_pass (self->store, get_id (desk), FALSE), NULL);

  is_read = read_pages (self, desk, account_id, &pass, &storing, error);
  if (!wait_for_pages (&storing, 0, &pass, is_read ? error : NULL) || !is_read)
    return FALSE;
  if (!pass->is_done)
    return dex_await (tutti_store_pause_pass (self->store, get_id (desk), TRUE), error);

  self->wants_rematch = TRUE;
  return dex_await (tutti_store_finish_pass (self->store, account_id, pass, FALSE), error);
}

/* Whether an import stands in the middle of the list. What a service refuses
 * there is most likely the place, which it has forgotten. */
static gboolean
has_place (TuttiWorker *self,
           TuttiDesk   *desk)
{
  g_autoptr (TuttiPass) pass = dex_await_boxed (tutti_store_get_pass (self->store, get_id (desk)), NULL);

  return pass != NULL && !pass->is_done && pass->cursor != NULL;
}

static DexFuture *
run_import (gpointer data)
{
  Job               *job = data;
  TuttiDesk         *desk = job->desk;
  guint              generation = desk->generation;
  g_autoptr (GError) error = NULL;
  TuttiAccount      *account = tutti_worker_need_account (job->self, desk, &error);

  if (account != NULL)
    import_pages (job->self, desk, account->id, job->anew, &error);
  if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_FAILED) && generation == desk->generation && has_place (job->self, desk))
    {
      g_message ("The likes of %s are read from the first page again: %s", get_id (desk), error->message);
      g_clear_error (&error);
      import_pages (job->self, desk, account->id, TRUE, &error);
    }
  job->self->n_imports--;
  rematch_if_quiet (job->self);

  if (generation == desk->generation)
    {
      desk->live.is_importing = FALSE;
      desk->live.seconds_left = 0;
      note (job->self, desk, "likes", error);
      tutti_worker_publish (job->self, desk);
    }

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_true ();
}

DexFuture *
tutti_worker_import (TuttiWorker *self,
                     TuttiDesk   *desk,
                     gboolean     anew)
{
  if (!desk->live.is_importing)
    {
      desk->live.is_importing = TRUE;
      self->n_imports++;
      tutti_worker_publish (self, desk);
      dex_clear (&desk->import);
      desk->import = tutti_fiber_spawn_kept (run_import, job_new (self, desk, anew), (GDestroyNotify) job_free);
    }

  return dex_ref (desk->import);
}

/* Whether likes are to be imported now, and from the first page on. A pass the
 * person paused waits for the person. */
static gboolean
wants_import (TuttiWorker *self,
              TuttiDesk   *desk,
              gint64       account_id,
              gboolean    *anew,
              GError     **error)
{
  g_autoptr (GError)    local = NULL;
  g_autoptr (TuttiPass) pass = dex_await_boxed (tutti_store_get_pass (self->store, get_id (desk)), &local);

  *anew = FALSE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (pass == NULL || (!pass->is_done && !pass->is_paused))
    return TRUE;
  if (pass->is_done)
    {
      if (!fetch_recent_likes (self, desk, account_id, anew, error))
        return FALSE;
      *anew = *anew || pass->finished_at < tutti_clock_now () - FULL_PASS_MS;
    }

  return *anew;
}

void
tutti_worker_forget_stale (TuttiWorker *self,
                           TuttiDesk   *desk)
{
  gint64             keep = tutti_provider_get_keep_ms (desk->provider);
  g_autoptr (GError) error = NULL;

  if (keep == 0)
    return;
  dex_await_uint (tutti_store_forget_stale (self->store, get_id (desk), tutti_clock_now () - keep), &error);
  if (error != NULL)
    g_message ("What %s told long ago could not be deleted: %s", get_id (desk), error->message);
}

static DexFuture *
run_sync (gpointer data)
{
  Job               *job = data;
  TuttiWorker       *self = job->self;
  TuttiDesk         *desk = job->desk;
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
    import = wants_import (self, desk, account_id, &anew, &error);

  if (generation == desk->generation)
    {
      desk->live.is_syncing = FALSE;
      note (self, desk, "plays", error);
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
      desk->sync = tutti_fiber_spawn_kept (run_sync, job_new (self, desk, FALSE), (GDestroyNotify) job_free);
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
import_likes (TuttiWorker *self,
              TuttiDesk   *desk,
              GVariant    *args,
              DexFuture   *given_up,
              GError     **error)
{
  gboolean anew = FALSE;

  g_variant_get_child (args, 1, "b", &anew);
  if (tutti_worker_need_account (self, desk, error) == NULL)
    return NULL;
  return dex_await (tutti_worker_import (self, desk, anew), error) ? TUTTI_UNIT : NULL;
}

static GVariant *
pause_import (TuttiWorker *self,
              TuttiDesk   *desk,
              GVariant    *args,
              DexFuture   *given_up,
              GError     **error)
{
  desk->wants_pause = TRUE;
  return dex_await (tutti_store_pause_pass (self->store, get_id (desk), TRUE), error) ? TUTTI_UNIT : NULL;
}

static GVariant *
answer_vanished (TuttiWorker *self,
                 TuttiDesk   *desk,
                 GVariant    *args,
                 DexFuture   *given_up,
                 GError     **error)
{
  TuttiAccount         *account = tutti_worker_need_account (self, desk, error);
  g_autoptr (TuttiPass) pass = NULL;
  gboolean              is_done;
  gboolean              remove = FALSE;

  if (account == NULL)
    return NULL;
  g_variant_get_child (args, 1, "b", &remove);
  if (!remove)
    return dex_await (tutti_store_keep_vanished (self->store, get_id (desk)), error) ? TUTTI_UNIT : NULL;

  pass = dex_await_boxed (tutti_store_get_pass (self->store, get_id (desk)), error);
  if (pass == NULL)
    return NULL;

  is_done = dex_await (tutti_store_finish_pass (self->store, account->id, pass, TRUE), error);
  self->wants_rematch = TRUE;
  rematch_if_quiet (self);
  return is_done ? TUTTI_UNIT : NULL;
}

static GVariant *
set_send_likes (TuttiWorker *self,
                TuttiDesk   *desk,
                GVariant    *args,
                DexFuture   *given_up,
                GError     **error)
{
  gboolean send = TRUE;

  g_variant_get_child (args, 1, "b", &send);
  return dex_await (tutti_store_set_send_likes (self->store, get_id (desk), send), error) ? TUTTI_UNIT : NULL;
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
  return dex_await (tutti_store_set_open_in (self->store, get_id (desk), (TuttiOpenIn) open_in), error) ? TUTTI_UNIT : NULL;
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
        !dex_await (tutti_store_set_is_public (self->store, get_id (desk), g_variant_get_boolean (args)), error))
      return NULL;

  /* Something to look at, in the background. */
  if (g_variant_get_boolean (args))
    dex_future_disown (tutti_worker_fetch_charts (self));
  return TUTTI_UNIT;
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

const TuttiCommand tutti_sync_commands[] = {
  { "sync", "(s)", TRUE, sync_service },
  { "sync-all", "b", FALSE, sync_all },
  { "import-likes", "(sb)", TRUE, import_likes },
  { "pause-import", "(s)", TRUE, pause_import },
  { "answer-vanished", "(sb)", TRUE, answer_vanished },
  { "send-likes", "b", FALSE, send_likes },
  { "set-send-likes", "(sb)", TRUE, set_send_likes },
  { "set-open-in", "(su)", TRUE, set_open_in },
  { "set-search-public", "b", FALSE, set_search_public },
  { NULL },
};
