/* tutti-worker-songs.c: liking, searching at a service, looking up a link
 *
 * Main thread, fibers.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-data.h"
#include "tutti-store-likes.h"
#include "tutti-store-lists.h"
#include "tutti-worker-links.h"

/* Who searches does not wait longer for a service. */
#define SEARCH_SECONDS 10

/* The services that are to hear of a like: connected, able, allowed, and wished so. */
static char **
list_listeners (TuttiWorker *self,
                GError     **error)
{
  g_autoptr (GPtrArray)    all = dex_await_boxed (tutti_store_list_settings (self->store), error);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  GHashTableIter           iter;
  TuttiDesk               *desk;

  if (all == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    {
      const char           *id = tutti_provider_get_id (desk->provider);
      TuttiAccount         *account = tutti_accounts_peek (self->accounts, id);
      TuttiServiceSettings *settings = tutti_service_settings_find (all, id);
      gboolean              wished = settings == NULL || settings->send_likes;

      if (wished && account != NULL && tutti_provider_may (desk->provider, TUTTI_CAN_LIKE, account->scopes))
        g_strv_builder_add (ids, id);
    }

  return g_strv_builder_end (ids);
}

static GVariant *
set_liked (TuttiWorker *self,
           TuttiDesk   *none,
           GVariant    *args,
           DexFuture   *given_up,
           GError     **error)
{
  g_autoptr (GVariant) ids = NULL;
  g_auto (GStrv)       listeners = NULL;
  const gint64        *values;
  gsize                n_ids;
  gboolean             liked = FALSE;
  GHashTableIter       iter;
  TuttiDesk           *desk;

  g_variant_get (args, "(@axb)", &ids, &liked);
  values = g_variant_get_fixed_array (ids, &n_ids, sizeof (gint64));
  if (!(listeners = list_listeners (self, error)) ||
      !dex_await (tutti_store_set_many_liked (self->store, values, n_ids, liked, (const char *const *) listeners), error))
    return NULL;

  /* Sent in the background: what the person did is done, whatever the services say. */
  g_hash_table_iter_init (&iter, self->desks);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &desk))
    if (g_strv_contains ((const char *const *) listeners, tutti_provider_get_id (desk->provider)) &&
        tutti_worker_need_account (self, desk, NULL) != NULL)
      dex_future_disown (tutti_worker_flush (self, desk));

  return TUTTI_UNIT;
}

/* At one service alone, whatever it usually hears of: the person's own wish. */
static GVariant *
like_on (TuttiWorker *self,
         TuttiDesk   *desk,
         GVariant    *args,
         DexFuture   *given_up,
         GError     **error)
{
  g_autoptr (GVariant) ids = NULL;
  g_autoptr (GArray)   changed = NULL;
  TuttiAccount        *account = tutti_worker_need_account (self, desk, error);
  const gint64        *values;
  gsize                n_ids;
  gboolean             liked = FALSE;

  if (account == NULL)
    return NULL;
  if (!tutti_provider_may (desk->provider, TUTTI_CAN_LIKE, account->scopes))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "%s can't be told of likes", tutti_provider_get_name (desk->provider));
      return NULL;
    }

  g_variant_get (args, "(s@axb)", NULL, &ids, &liked);
  values = g_variant_get_fixed_array (ids, &n_ids, sizeof (gint64));
  changed = dex_await_boxed (tutti_store_like_on (self->store, values, n_ids, tutti_provider_get_id (desk->provider), liked), error);
  if (changed == NULL)
    return NULL;
  if (changed->len > 0)
    dex_future_disown (tutti_worker_flush (self, desk));

  return g_variant_new ("(@ax)", g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, changed->data, changed->len, sizeof (gint64)));
}

/* The songs of a page, stored; their canonical ids in the page's order. */
static GVariant *
store_page (TuttiWorker *self,
            gint64       account_id,
            const char  *brought_by,
            TuttiPage   *page,
            GError     **error)
{
  g_autoptr (GPtrArray) tracks = g_ptr_array_new ();
  g_autoptr (GArray)    ids = NULL;

  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (tracks, ((TuttiDatedTrack *) g_ptr_array_index (page->items, i))->track);

  ids = dex_await_boxed (tutti_store_add_tracks (self->store, account_id, brought_by, tracks), error);
  if (ids == NULL)
    return NULL;
  return g_variant_new ("(@ax)", g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, ids->data, ids->len, sizeof (gint64)));
}

static GVariant *
search_service (TuttiWorker *self,
                TuttiDesk   *desk,
                GVariant    *args,
                DexFuture   *given_up,
                GError     **error)
{
  TuttiAccount            *account = NULL;
  g_autoptr (TuttiRequest) request = tutti_request_new (TUTTI_REQUEST_SEARCH);
  g_autoptr (TuttiPage)    page = NULL;
  g_autoptr (DexFuture)    too_late = NULL;
  g_autoptr (GError)       local = NULL;
  gint64                   account_id = 0;
  const char              *text = NULL;

  g_variant_get_child (args, 1, "&s", &text);
  if (!tutti_provider_can (desk->provider, TUTTI_CAN_KEYLESS))
    {
      if (!(account = tutti_worker_need_account (self, desk, error)))
        return NULL;
      account_id = account->id;
    }

  request->text = g_strdup (text);
  too_late = dex_future_first (dex_ref (given_up), dex_timeout_new_seconds (SEARCH_SECONDS), NULL);
  page = tutti_worker_await_page (self, desk, request, too_late, &local);
  if (page == NULL)
    {
      if (dex_future_is_rejected (too_late) && dex_future_is_pending (given_up))
        g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_SERVER, "%s did not answer within %d seconds",
                     tutti_provider_get_name (desk->provider), SEARCH_SECONDS);
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return store_page (self, account_id, "search", page, error);
}

/* A song of a service that can't be asked; `reason` (transfer full) says why,
 * and is the error where no directory knows it. */
static GVariant *
fetch_from_directory (TuttiWorker *self,
                      TuttiDesk   *desk,
                      const char  *remote_id,
                      const char  *brought_by,
                      DexFuture   *given_up,
                      GError      *reason,
                      GError     **error)
{
  g_autoptr (GError)    why = reason;
  g_autoptr (TuttiPage) page = tutti_worker_look_up_track (self, desk, remote_id, given_up);

  if (page != NULL)
    return store_page (self, 0, brought_by, page, error);
  g_propagate_error (error, g_steal_pointer (&why));
  return NULL;
}

/* A song nobody brought yet, by its id at a service. What the person did not
 * give themselves is no more than a find. */
static GVariant *
fetch_track (TuttiWorker *self,
             TuttiDesk   *desk,
             GVariant    *args,
             DexFuture   *given_up,
             GError     **error)
{
  g_autoptr (TuttiRequest) request = tutti_request_new (TUTTI_REQUEST_TRACK);
  g_autoptr (TuttiPage)    page = NULL;
  g_autoptr (GError)       local = NULL;
  TuttiAccount            *account = NULL;
  gint64                   account_id = 0;
  const char              *remote_id = NULL;
  const char              *brought_by;
  gboolean                 is_wanted = FALSE;

  g_variant_get_child (args, 1, "&s", &remote_id);
  g_variant_get_child (args, 2, "b", &is_wanted);
  brought_by = is_wanted ? "link" : "search";
  if (!tutti_provider_can (desk->provider, TUTTI_CAN_KEYLESS))
    {
      if (!(account = tutti_worker_need_account (self, desk, &local)))
        return fetch_from_directory (self, desk, remote_id, brought_by, given_up, g_steal_pointer (&local), error);
      account_id = account->id;
    }

  request->ids = g_strsplit (remote_id, "\n", 1);
  if (!(page = tutti_worker_await_page (self, desk, request, given_up, &local)))
    {
      if (g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED))
        return fetch_from_directory (self, desk, remote_id, brought_by, given_up, g_steal_pointer (&local), error);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (page->items->len == 0)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "%s has no such song", tutti_provider_get_name (desk->provider));
      return NULL;
    }
  return store_page (self, account_id, brought_by, page, error);
}

/* The song's id behind a short link. */
static GVariant *
resolve_link (TuttiWorker *self,
              TuttiDesk   *desk,
              GVariant    *args,
              DexFuture   *given_up,
              GError     **error)
{
  g_autofree char      *remote_id = NULL;
  g_autoptr (TuttiPage) page = NULL;
  g_autoptr (GVariant)  stored = NULL;
  g_autofree char      *address = NULL;
  g_autoptr (GError)    local = NULL;
  const char           *link = NULL;

  g_variant_get_child (args, 1, "&s", &link);
  address = tutti_provider_dup_short_link (desk->provider, link);
  remote_id = dex_await_string (tutti_client_resolve_link (self->client, desk->provider, link), &local);

  /* Its API explains links to connected accounts only; what anybody is told has the words, too. */
  if (remote_id == NULL && address != NULL && g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED))
    page = dex_await_boxed (tutti_client_fetch_embed (self->client, desk->provider, NULL, address), NULL);
  if (page != NULL && (stored = store_page (self, 0, "search", page, NULL)) != NULL)
    remote_id = g_strdup (tutti_service_track_get_remote_id (((TuttiDatedTrack *) g_ptr_array_index (page->items, 0))->track));
  if (remote_id == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_variant_new ("(s)", remote_id);
}

static GVariant *
import_file (TuttiWorker *self,
             TuttiDesk   *none,
             GVariant    *args,
             DexFuture   *given_up,
             GError     **error)
{
  g_autoptr (GError) local = NULL;
  const char        *path = NULL;
  guint              n;

  g_variant_get (args, "(&s)", &path);
  n = dex_await_uint (tutti_store_import (self->store, path), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_variant_new ("(u)", n);
}

const TuttiCommand tutti_song_commands[] = {
  { "set-liked", "(axb)", FALSE, set_liked },
  { "like-on", "(saxb)", TRUE, like_on },
  { "search-service", "(ss)", TRUE, search_service },
  { "fetch-track", "(ssb)", TRUE, fetch_track },
  { "resolve-link", "(ss)", TRUE, resolve_link },
  { "find-elsewhere", "(xs)", FALSE, tutti_worker_find_elsewhere },
  { "import-file", "(s)", FALSE, import_file },
  { NULL },
};
