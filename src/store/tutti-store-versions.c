/* tutti-store-versions.c: other recordings of the same song
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-members.h"

#include "tutti-catalogue-private.h"
#include "tutti-regroup-private.h"
#include "tutti-store-private.h"
#include "tutti-versions.h"

/* Versions shown for one recording. */
#define MAX_VERSIONS 30

/* Songs of a recording that are asked for theirs: they mostly agree. */
#define MAX_ASKED 10

typedef struct
{
  gint64   track_id;
  gboolean is_own;
} Version;

static int
compare_versions (gconstpointer a,
                  gconstpointer b)
{
  const Version *left = a, *right = b;

  if (left->is_own != right->is_own)
    return left->is_own ? -1 : 1;
  return left->track_id < right->track_id ? -1 : left->track_id > right->track_id;
}

static void
add_version (GArray      *versions,
             TuttiMember *member)
{
  Version one = { member->track_id, (member->brought_by & TUTTI_BROUGHT_OWN) != 0 };

  for (guint i = 0; i < versions->len; i++)
    {
      Version *known = &g_array_index (versions, Version, i);

      if (known->track_id == one.track_id)
        {
          known->is_own |= one.is_own;
          return;
        }
    }
  g_array_append_val (versions, one);
}

/* A song may go between two questions; anything else is an error. */
static gboolean
is_gone (GError **local,
         GError **error)
{
  if (*local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (local));

  return FALSE;
}

/* Those of the songs that share a key with one of this recording's. */
static gboolean
find_versions (TuttiDb *db,
               gint64   id,
               gint64   track_id,
               GArray  *versions,
               GError **error)
{
  g_autoptr (GError) local = NULL;
  TuttiMember *member = tutti_members_get (db, id, &local);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (gint64));
  const guint64 *keys;
  guint          n_keys = 0;

  if (member == NULL)
    return is_gone (&local, error);
  keys = tutti_versions_get_keys (member->identity, &n_keys);
  for (guint i = 0; i < n_keys; i++)
    if (!tutti_match_keys_find (db, keys[i], candidates, error))
      return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    {
      TuttiMember *other = tutti_members_get (db, g_array_index (candidates, gint64, i), &local);

      if (other == NULL && !is_gone (&local, error))
        return FALSE;
      if (other != NULL && other->track_id != track_id && tutti_versions_are (member->identity, other->identity))
        add_version (versions, other);
    }

  return TRUE;
}

static DexFuture *
list_versions_job (TuttiDb *db,
                   gpointer data)
{
  gint64 track_id = *(gint64 *) data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) members = tutti_members_list (db, track_id, &error);
  g_autoptr (GArray) versions = g_array_new (FALSE, FALSE, sizeof (Version));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean is_good = members != NULL;

  for (guint i = 0; is_good && i < members->len && i < MAX_ASKED; i++)
    is_good = find_versions (db, g_array_index (members, gint64, i), track_id, versions, &error);
  /* Another connection writes: what was read is old by the next time. */
  tutti_db_set_cache (db, NULL, NULL);
  if (!is_good)
    return dex_future_new_for_error (g_steal_pointer (&error));

  g_array_sort (versions, compare_versions);
  for (guint i = 0; i < versions->len && i < MAX_VERSIONS; i++)
    g_array_append_val (ids, g_array_index (versions, Version, i).track_id);

  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&ids));
}

DexFuture *
tutti_store_list_versions (TuttiStore *self,
                           gint64      track_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_versions_job, g_memdup2 (&track_id, sizeof track_id), g_free);
}
