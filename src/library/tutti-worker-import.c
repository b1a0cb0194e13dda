/* tutti-worker-import.c: bringing likes here
 *
 * One import at a time for each service; who asks while one runs joins it. A
 * page is one transaction, so that what a crash leaves is whole pages and the
 * next start goes on behind them. Between imports only the top of the list is
 * looked at. Main thread, fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-fiber.h"
#include "tutti-store-lists.h"
#include "tutti-store-verdicts.h"
#include "tutti-worker-private.h"

/* A full pass over all likes, to see what was unliked at the service. */
#define FULL_PASS_MS (7 * G_TIME_SPAN_DAY / G_TIME_SPAN_MILLISECOND)

/* So many pages of one service may be read ahead of the file. */
#define MAX_STORING 4

/* How often an import says how long it will take. */
#define PROGRESS_US (G_USEC_PER_SEC / 4)

/* The note that keeps whether the top of the likes was read to its end. */
#define TOP_KIND "likes-top"

/* --- the top of the list --- */

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
  gboolean         is_gap = tutti_worker_has_gap (self, desk, TOP_KIND);
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
        is_noted = dex_await (tutti_store_note_sync (self->store, tutti_desk_get_id (desk), TOP_KIND, TUTTI_TOP_GAP), NULL);
      n_new = dex_await_uint (tutti_store_add_recent_likes (self->store, account_id, tutti_desk_get_id (desk), page->items), &local);
      if (local == NULL)
        n_known = dex_await_uint (tutti_store_count_listed_likes (self->store, tutti_desk_get_id (desk)), &local);
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

  return !is_noted || dex_await (tutti_store_note_sync (self->store, tutti_desk_get_id (desk), TOP_KIND, NULL), error);
}

/* --- all of it --- */

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
  g_autoptr (TuttiPass) pass = dex_await_boxed (tutti_store_begin_pass (self->store, account_id, tutti_desk_get_id (desk), anew), error);
  GQueue                storing = G_QUEUE_INIT;
  gboolean              is_read;

  if (pass == NULL)
    return FALSE;
  desk->wants_pause = FALSE;
  if (pass->is_paused)
    dex_await (tutti_store_pause_pass (self->store, tutti_desk_get_id (desk), FALSE), NULL);

  is_read = read_pages (self, desk, account_id, &pass, &storing, error);
  if (!wait_for_pages (&storing, 0, &pass, is_read ? error : NULL) || !is_read)
    return FALSE;
  if (!pass->is_done)
    return dex_await (tutti_store_pause_pass (self->store, tutti_desk_get_id (desk), TRUE), error);

  self->wants_rematch = TRUE;
  return dex_await (tutti_store_finish_pass (self->store, account_id, pass, FALSE), error);
}

/* Whether an import stands in the middle of the list. What a service refuses
 * there is most likely the place, which it has forgotten. */
static gboolean
has_place (TuttiWorker *self,
           TuttiDesk   *desk)
{
  g_autoptr (TuttiPass) pass = dex_await_boxed (tutti_store_get_pass (self->store, tutti_desk_get_id (desk)), NULL);

  return pass != NULL && !pass->is_done && pass->cursor != NULL;
}

static DexFuture *
run_import (gpointer data)
{
  TuttiTask         *task = data;
  TuttiDesk         *desk = task->desk;
  guint              generation = desk->generation;
  g_autoptr (GError) error = NULL;
  TuttiAccount      *account = tutti_worker_need_account (task->self, desk, &error);
  gint64             account_id = account != NULL ? account->id : 0; /* its row may be another one after each page */

  if (error == NULL)
    import_pages (task->self, desk, account_id, task->anew, &error);
  if (g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_FAILED) && generation == desk->generation && has_place (task->self, desk))
    {
      g_message ("The likes of %s are read from the first page again: %s", tutti_desk_get_id (desk), error->message);
      g_clear_error (&error);
      import_pages (task->self, desk, account_id, TRUE, &error);
    }
  task->self->n_imports--;
  rematch_if_quiet (task->self);

  if (generation == desk->generation)
    {
      desk->live.is_importing = FALSE;
      desk->live.seconds_left = 0;
      tutti_worker_note (task->self, desk, "likes", error);
      tutti_worker_publish (task->self, desk);
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
      desk->import = tutti_fiber_spawn_kept (run_import, tutti_task_new (self, desk, anew), tutti_task_free);
    }

  return dex_ref (desk->import);
}

gboolean
tutti_worker_wants_import (TuttiWorker *self,
                           TuttiDesk   *desk,
                           gint64       account_id,
                           gboolean    *anew,
                           GError     **error)
{
  g_autoptr (GError)    local = NULL;
  g_autoptr (TuttiPass) pass = dex_await_boxed (tutti_store_get_pass (self->store, tutti_desk_get_id (desk)), &local);

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

/* --- commands --- */

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
  return dex_await (tutti_store_pause_pass (self->store, tutti_desk_get_id (desk), TRUE), error) ? TUTTI_UNIT : NULL;
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
  gint64                account_id;
  gboolean              is_done;
  gboolean              remove = FALSE;

  if (account == NULL)
    return NULL;
  account_id = account->id;
  g_variant_get_child (args, 1, "b", &remove);
  if (!remove)
    return dex_await (tutti_store_keep_vanished (self->store, tutti_desk_get_id (desk)), error) ? TUTTI_UNIT : NULL;

  pass = dex_await_boxed (tutti_store_get_pass (self->store, tutti_desk_get_id (desk)), error);
  if (pass == NULL)
    return NULL;

  is_done = dex_await (tutti_store_finish_pass (self->store, account_id, pass, TRUE), error);
  self->wants_rematch = TRUE;
  rematch_if_quiet (self);
  return is_done ? TUTTI_UNIT : NULL;
}

const TuttiCommand tutti_import_commands[] = {
  { "import-likes", "(sb)", TRUE, import_likes },
  { "pause-import", "(s)", TRUE, pause_import },
  { "answer-vanished", "(sb)", TRUE, answer_vanished },
  { NULL },
};
