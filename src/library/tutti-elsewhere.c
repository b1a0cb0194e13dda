/* tutti-elsewhere.c: which other services have a song
 *
 * The worker asks and stores; here its answer is joined with what the library
 * then holds. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-elsewhere.h"

#include "tutti-fiber.h"
#include "tutti-library-private.h"
#include "tutti-service-private.h"
#include "tutti-store-lists.h"
#include "tutti-store-verdicts.h"

G_DEFINE_BOXED_TYPE (TuttiElsewhere, tutti_elsewhere, tutti_elsewhere_ref, tutti_elsewhere_unref)

TuttiElsewhere *
tutti_elsewhere_ref (TuttiElsewhere *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tutti_elsewhere_unref (TuttiElsewhere *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_object (&self->service);
  g_clear_pointer (&self->link, tutti_link_unref);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->search_uri, g_free);
  g_clear_pointer (&self->problem, g_free);
  g_free (self);
}

/* A question on its way. */
typedef struct
{
  TuttiLibrary *self;
  gint64        track_id;
  char         *only; /* the id of a service, or "" for all */
} Lookup;

static Lookup *
lookup_new (TuttiLibrary *self,
            gint64        track_id,
            TuttiService *only)
{
  Lookup *lookup = g_new0 (Lookup, 1);

  lookup->self = g_object_ref (self);
  lookup->track_id = track_id;
  lookup->only = g_strdup (only != NULL ? tutti_service_get_id (only) : "");
  return lookup;
}

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_clear_object (&lookup->self);
  g_clear_pointer (&lookup->only, g_free);
  g_free (lookup);
}

static TuttiTrack *
await_track (TuttiLibrary *self,
             gint64        track_id,
             GError      **error)
{
  g_autoptr (GArray)    ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) tracks = NULL;

  g_array_append_val (ids, track_id);
  if (!(tracks = dex_await_boxed (tutti_library_read_tracks (self, ids), error)))
    return NULL;
  if (tracks->len == 0)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "This song is gone");
      return NULL;
    }
  return g_object_ref (g_ptr_array_index (tracks, 0));
}

/* Why a service's song is with the recording. (nullable) */
static const char *
find_reason (GPtrArray *members,
             TuttiLink *link)
{
  for (guint i = 0; i < members->len; i++)
    {
      TuttiMemberInfo *member = g_ptr_array_index (members, i);

      if (g_str_equal (tutti_service_track_get_provider (member->track), tutti_link_get_provider (link)) &&
          g_str_equal (tutti_service_track_get_remote_id (member->track), tutti_link_get_remote_id (link)))
        return member->reason != NULL && *member->reason != '\0' ? member->reason : NULL;
    }

  return NULL;
}

/* One row, or NULL for a service that neither has the song nor is listened to. */
static TuttiElsewhere *
make_row (TuttiService *service,
          TuttiTrack   *track,
          GPtrArray    *members,
          const char   *words)
{
  TuttiProvider             *provider = tutti_service_get_provider (service);
  TuttiLink                 *link = tutti_track_get_link (track, tutti_service_get_id (service));
  g_autofree char           *search_uri = tutti_service_dup_search_uri (service, words);
  g_autoptr (TuttiElsewhere) row = NULL;

  if (link == NULL && search_uri == NULL && !tutti_service_can (service, TUTTI_FEATURE_SEARCH))
    return NULL;

  row = g_new0 (TuttiElsewhere, 1);
  g_atomic_ref_count_init (&row->ref_count);
  row->service = g_object_ref (service);
  row->search_uri = g_steal_pointer (&search_uri);
  row->state = TUTTI_ELSEWHERE_NOT_ASKED;
  row->can_ask = link == NULL && tutti_service_may_search (service) &&
                 (tutti_provider_can (provider, TUTTI_CAN_SEARCH) || tutti_provider_can (provider, TUTTI_CAN_ISRC));
  if (link != NULL)
    {
      row->state = TUTTI_ELSEWHERE_HAS;
      row->link = tutti_link_ref (link);
      row->reason = g_strdup (find_reason (members, link));
    }
  return g_steal_pointer (&row);
}

/* What the worker found out of this service, "has", "lacks" or an error's nick. */
static void
take_outcome (TuttiElsewhere *row,
              GVariant       *outcomes)
{
  const char *outcome = NULL;
  TuttiError  code;

  if (!g_variant_lookup (outcomes, tutti_service_get_id (row->service), "&s", &outcome))
    return;

  row->is_new = row->state == TUTTI_ELSEWHERE_HAS && g_str_equal (outcome, "has");
  if (row->state == TUTTI_ELSEWHERE_HAS)
    return;
  row->state = TUTTI_ELSEWHERE_LACKS;
  if (tutti_error_from_nick (outcome, &code))
    {
      g_autoptr (GError) error = g_error_new_literal (TUTTI_ERROR, (int) code, outcome);

      row->state = TUTTI_ELSEWHERE_SILENT;
      row->problem = tutti_error_dup_sentence (error, tutti_service_get_name (row->service));
    }
}

/* `outcomes` (nullable): a dictionary from the ids of services. */
static DexFuture *
make_rows (TuttiLibrary *self,
           gint64        track_id,
           GVariant     *outcomes)
{
  GListModel            *services = tutti_library_get_services (self);
  g_autoptr (GPtrArray)  rows = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_elsewhere_unref);
  g_autoptr (GPtrArray)  members = NULL;
  g_autoptr (TuttiTrack) track = NULL;
  g_autoptr (GError)     error = NULL;
  g_autofree char       *words = NULL;

  if (!(track = await_track (self, track_id, &error)) ||
      !(members = dex_await_boxed (tutti_store_list_members (tutti_library_get_store (self), track_id), &error)))
    return dex_future_new_for_error (g_steal_pointer (&error));

  words = g_strconcat (tutti_track_get_artist (track), " ", tutti_track_get_title (track), NULL);
  g_strstrip (words);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);
      TuttiElsewhere          *row = make_row (service, track, members, words);

      if (row == NULL)
        continue;
      if (outcomes != NULL)
        take_outcome (row, outcomes);
      g_ptr_array_add (rows, row);
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&rows));
}

static DexFuture *
list_elsewhere (gpointer data)
{
  Lookup *lookup = data;

  return make_rows (lookup->self, lookup->track_id, NULL);
}

DexFuture *
tutti_library_list_elsewhere (TuttiLibrary *self,
                              gint64        track_id)
{
  g_return_val_if_fail (TUTTI_IS_LIBRARY (self), NULL);

  return tutti_fiber_spawn_kept (list_elsewhere, lookup_new (self, track_id, NULL), lookup_free);
}

/* The song may have become another's part by what was found. */
static DexFuture *
find_elsewhere (DexFuture *given_up,
                gpointer   data)
{
  Lookup              *lookup = data;
  g_autoptr (GError)   error = NULL;
  g_autoptr (GVariant) outcomes = NULL;
  g_autoptr (GVariant) answer = NULL;
  gint64               track_id = 0;

  answer = dex_await_variant (tutti_fiber_until (tutti_library_run (lookup->self, "find-elsewhere",
                                                                   g_variant_new ("(xs)", lookup->track_id, lookup->only)),
                                                 given_up),
                              &error);
  if (answer == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_variant_get (answer, "(x@a{ss})", &track_id, &outcomes);
  return make_rows (lookup->self, track_id, outcomes);
}

DexFuture *
tutti_library_find_elsewhere (TuttiLibrary *self,
                              gint64        track_id,
                              TuttiService *only)
{
  g_return_val_if_fail (TUTTI_IS_LIBRARY (self), NULL);
  g_return_val_if_fail (only == NULL || TUTTI_IS_SERVICE (only), NULL);

  return tutti_fiber_spawn (find_elsewhere, lookup_new (self, track_id, only), lookup_free);
}
