/* tutti-regroup.c: what belongs together, looked at again
 *
 * Either a bounded set around a few service tracks (a verdict, a later ISRC),
 * or all of them in one pass. The groups come from music's clustering.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-regroup-private.h"

#include <malloc.h>

/* The set around one service track is not made larger than this. */
#define MAX_SET 2000

gboolean
tutti_regroup_cluster (TuttiDb       *db,
                       TuttiGrouping *grouping,
                       TuttiAliases  *aliases,
                       GError       **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "all-verdicts", error);
  g_autoptr (GArray) judgements = g_array_new (FALSE, FALSE, sizeof (TuttiJudgement));
  g_autofree TuttiIdentity **identities = g_new (TuttiIdentity *, grouping->members->len);

  if (query == NULL)
    return FALSE;

  while (tutti_db_step (db, query, error))
    {
      gint64         a = sqlite3_column_int64 (query, 0);
      gint64         b = sqlite3_column_int64 (query, 1);
      guint          place_a = GPOINTER_TO_UINT (g_hash_table_lookup (grouping->places, &a));
      guint          place_b = GPOINTER_TO_UINT (g_hash_table_lookup (grouping->places, &b));
      TuttiJudgement judgement = { place_a - 1, place_b - 1, sqlite3_column_int (query, 2) != 0 };

      if (place_a != 0 && place_b != 0)
        g_array_append_val (judgements, judgement);
    }
  if (!tutti_db_ended (db))
    return FALSE;

  for (guint i = 0; i < grouping->members->len; i++)
    identities[i] = ((TuttiMember *) g_ptr_array_index (grouping->members, i))->identity;
  grouping->memberships = tutti_identity_cluster_known (identities, grouping->members->len,
                                                        &g_array_index (judgements, TuttiJudgement, 0), judgements->len,
                                                        aliases, TUTTI_COMPARE_DEFAULT, NULL);

  return TRUE;
}

/* Adds the whole track of a service track. */
static gboolean
add_whole_track (TuttiDb       *db,
                 TuttiGrouping *grouping,
                 GHashTable    *tracks,
                 gint64         id,
                 GError       **error)
{
  TuttiMember *member;
  g_autoptr (GArray) ids = NULL;

  if (id == 0 || g_hash_table_contains (grouping->places, &id))
    return TRUE;
  member = tutti_members_get (db, id, error);
  if (member == NULL)
    return FALSE;
  if (grouping->members->len >= MAX_SET || !g_hash_table_add (tracks, g_memdup2 (&member->track_id, sizeof (gint64))))
    return TRUE;

  ids = tutti_members_list (db, member->track_id, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      TuttiMember *other = tutti_members_get (db, g_array_index (ids, gint64, i), error);

      if (other == NULL)
        return FALSE;
      tutti_grouping_add (grouping, other);
    }

  return ids != NULL;
}

/* Adds all that may be the same as one of the members from `first` on, and
 * those the person spoke of. */
static gboolean
add_neighbours (TuttiDb       *db,
                TuttiGrouping *grouping,
                GHashTable    *tracks,
                GError       **error)
{
  guint n_members = grouping->members->len;

  for (guint i = 0; i < n_members; i++)
    {
      TuttiMember *member = g_ptr_array_index (grouping->members, i);
      g_autoptr (GArray) candidates = tutti_members_find_candidates (db, member->identity, member->id, error);
      g_autoptr (GArray) words = tutti_words_list (db, tutti_service_track_get_provider (member->track),
                                                   tutti_service_track_get_remote_id (member->track), error);

      if (candidates == NULL || words == NULL)
        return FALSE;
      for (guint j = 0; j < words->len; j++)
        if (!add_whole_track (db, grouping, tracks, g_array_index (words, TuttiWord, j).id, error))
          return FALSE;
      for (guint j = 0; j < candidates->len; j++)
        if (!add_whole_track (db, grouping, tracks, g_array_index (candidates, gint64, j), error))
          return FALSE;
    }

  return TRUE;
}

gboolean
tutti_catalogue_regroup (TuttiDb      *db,
                         const gint64 *service_track_ids,
                         guint         n_ids,
                         GError      **error)
{
  g_auto (TuttiGrouping) grouping = { 0 };
  g_autoptr (GHashTable) tracks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  TuttiAliases *aliases = tutti_members_get_aliases (db, error);
  guint         n_moved = 0;

  if (aliases == NULL)
    return FALSE;

  tutti_grouping_init (&grouping);
  for (guint i = 0; i < n_ids; i++)
    if (!add_whole_track (db, &grouping, tracks, service_track_ids[i], error))
      return FALSE;

  return add_neighbours (db, &grouping, tracks, error) &&
         tutti_regroup_cluster (db, &grouping, aliases, error) &&
         tutti_grouping_apply (db, &grouping, &n_moved, error);
}

gboolean
tutti_regroup_read_all (TuttiDb       *db,
                        TuttiGrouping *grouping,
                        GPtrArray     *all,
                        GArray        *keys,
                        gint64         after,
                        GError       **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "all-service-tracks", error);

  if (query == NULL)
    return FALSE;

  while (tutti_db_step (db, query, error))
    {
      g_autoptr (TuttiServiceTrack) track = tutti_row_read_service_track (query, 2);
      TuttiMember *member = g_new0 (TuttiMember, 1);

      /* The identity alone: a million of them must fit into memory. */
      member->id = sqlite3_column_int64 (query, 0);
      member->track_id = sqlite3_column_int64 (query, 1);
      member->brought_by = (TuttiBroughtBy) sqlite3_column_int (query, 14);
      member->reason = g_intern_string ((const char *) sqlite3_column_text (query, 15));
      member->identity = tutti_identity_new (track);
      g_ptr_array_add (all, member);
      tutti_grouping_add (grouping, member);
      if (keys != NULL && member->id > after)
        tutti_match_keys_collect (keys, member->identity, member->id);
    }

  return tutti_db_ended (db);
}

gboolean
tutti_catalogue_rematch (TuttiDb *db,
                         gint64   after,
                         guint   *n_moved,
                         GError **error)
{
  g_auto (TuttiGrouping) grouping = { 0 };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_member_free);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TuttiMatchKey));
  g_autoptr (TuttiAliases) aliases = tutti_aliases_new ();

  *n_moved = 0;
  tutti_grouping_init (&grouping);
  if (!tutti_regroup_read_all (db, &grouping, all, keys, after, error))
    return FALSE;

  /* What all of them teach about names, and nothing older, so that the groups
   * are the same in whatever order they came. */
  return all->len == 0 ||
         (tutti_match_keys_write (db, keys, error) &&
          tutti_regroup_cluster (db, &grouping, aliases, error) &&
          tutti_members_keep_aliases (db, g_steal_pointer (&aliases), error) &&
          tutti_grouping_apply (db, &grouping, n_moved, error) &&
          tutti_db_run_query (db, "note-rematch", error));
}

gboolean
tutti_catalogue_rematch_if_due (TuttiDb *db,
                                guint   *n_moved,
                                GError **error)
{
  g_autoptr (TuttiStatement) due = tutti_db_query (db, "rematch-due", error);
  g_autoptr (TuttiTransaction) transaction = NULL;
  gint64 newest, seen;

  *n_moved = 0;
  if (due == NULL || !tutti_db_step (db, due, error))
    return FALSE;
  newest = sqlite3_column_int64 (due, 0);
  seen = sqlite3_column_int64 (due, 1);
  sqlite3_reset (due);
  if (newest <= seen)
    return TRUE;

  transaction = tutti_transaction_begin (db, error);
  if (transaction == NULL ||
      !tutti_catalogue_rematch (db, seen, n_moved, error) ||
      !tutti_catalogue_settle (db, error) ||
      !tutti_transaction_commit (&transaction, error))
    return FALSE;

#ifdef __GLIBC__
  /* What the pass took goes back to the system at once. */
  malloc_trim (0);
#endif

  return TRUE;
}
