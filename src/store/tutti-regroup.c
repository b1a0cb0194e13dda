/* tutti-regroup.c: putting service tracks to other recordings, and taking them apart
 *
 * Either a bounded set around a few service tracks (a verdict, a later ISRC),
 * or all of them in one pass. The groups come from music's clustering; here
 * they meet the tracks there are. A track goes where its oldest service track
 * goes; where two meet, the older keeps its name and the other's is
 * redirected; what is split off gets the name back that it had before.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-catalogue-private.h"

#include "tutti-clock.h"
#include "tutti-store.h"
#include "tutti-uuid.h"

#include <malloc.h>
#include <string.h>

/* The set around one service track is not made larger than this. */
#define MAX_SET 2000

/* Service tracks with the groups they shall form. */
typedef struct
{
  GPtrArray       *members; /* of TuttiMember; whole tracks */
  GHashTable      *places;  /* id → index + 1 */
  TuttiMembership *memberships;
} Grouping;

static void
grouping_clear (Grouping *self)
{
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->memberships, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Grouping, grouping_clear)

static void
grouping_init (Grouping *self)
{
  self->members = g_ptr_array_new ();
  self->places = g_hash_table_new (g_int64_hash, g_int64_equal);
}

static void
grouping_add (Grouping    *self,
              TuttiMember *member)
{
  g_ptr_array_add (self->members, member);
  g_hash_table_insert (self->places, &member->id, GUINT_TO_POINTER (self->members->len));
}

static gboolean
run_with (TuttiDb    *db,
          const char *name,
          gint64      track_id,
          gint64      other,
          GError    **error)
{
  g_autoptr (TuttiStatement) statement = tutti_db_query (db, name, error);

  if (statement == NULL)
    return FALSE;
  tutti_bind_int (statement, ":track_id", track_id);
  tutti_bind_int (statement, ":other", other);

  return tutti_db_run (db, statement, error);
}

/* `loser` becomes another name of `winner`. Its row goes when it is settled. */
static gboolean
redirect (TuttiDb *db,
          gint64   loser,
          gint64   oldest_member,
          gint64   winner,
          GError **error)
{
  g_autoptr (TuttiStatement) add = tutti_db_query (db, "add-redirect", error);

  if (add == NULL)
    return FALSE;
  tutti_bind_int (add, ":loser", loser);
  tutti_bind_int (add, ":winner", winner);
  tutti_bind_int (add, ":service_track_id", oldest_member);

  tutti_catalogue_touch (db, loser);
  tutti_catalogue_touch (db, winner);
  tutti_db_note_change (db, TUTTI_CHANGE_TRACKS | TUTTI_CHANGE_LIKES | TUTTI_CHANGE_PLAYS);

  return run_with (db, "move-redirects", loser, winner, error)
         && tutti_db_run (db, add, error)
         && run_with (db, "move-manual-like", loser, winner, error)
         && run_with (db, "delete-manual-like", loser, winner, error)
         && run_with (db, "move-feed-items", loser, winner, error);
}

/* A name that one of these had before it was merged, the oldest. */
static gboolean
find_old_name (TuttiDb  *db,
               GArray   *ids,
               guint8    uuid[TUTTI_UUID_SIZE],
               gboolean *found,
               gint64   *from,
               gint64   *liked_at,
               GError  **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "redirect-of-member", error);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;

  *found = FALSE;
  for (guint i = 0; i < ids->len && local == NULL; i++)
    {
      tutti_bind_int (query, ":service_track_id", g_array_index (ids, gint64, i));
      while (tutti_db_step (db, query, &local))
        {
          const guint8 *bytes = sqlite3_column_blob (query, 0);

          if (!*found || memcmp (bytes, uuid, TUTTI_UUID_SIZE) < 0)
            {
              memcpy (uuid, bytes, TUTTI_UUID_SIZE);
              *from = sqlite3_column_int64 (query, 1);
              *liked_at = sqlite3_column_type (query, 2) == SQLITE_NULL ? TUTTI_NOT_LIKED : sqlite3_column_int64 (query, 2);
            }
          *found = TRUE;
        }
      sqlite3_reset (query);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static gboolean
give_back_like (TuttiDb *db,
                gint64   track_id,
                gint64   from,
                gint64   liked_at,
                GError **error)
{
  g_autoptr (TuttiStatement) take = tutti_db_query (db, "take-back-manual-like", error);
  g_autoptr (TuttiStatement) add = tutti_db_query (db, "add-manual-like", error);

  if (take == NULL || add == NULL)
    return FALSE;
  tutti_bind_int (take, ":track_id", from);
  tutti_bind_int (take, ":created_at", liked_at);
  tutti_bind_int (add, ":track_id", track_id);
  tutti_bind_int (add, ":created_at", liked_at);
  tutti_bind_int (add, ":now", tutti_clock_now ());
  tutti_catalogue_touch (db, from);
  tutti_db_note_change (db, TUTTI_CHANGE_LIKES);

  return tutti_db_run (db, take, error) && tutti_db_run (db, add, error);
}

/* A track for service tracks that leave theirs. */
static gint64
split_off (TuttiDb *db,
           GArray  *ids,
           GError **error)
{
  TuttiMember *first;
  guint8 uuid[TUTTI_UUID_SIZE];
  gint64 from = 0;
  gint64 liked_at = TUTTI_NOT_LIKED;
  gboolean found;
  gint64 track_id;

  if (!find_old_name (db, ids, uuid, &found, &from, &liked_at, error))
    return 0;
  if (found)
    {
      g_autoptr (TuttiStatement) forget = tutti_db_query (db, "delete-redirect", error);

      if (forget == NULL)
        return 0;
      tutti_bind_blob (forget, ":uuid", uuid, sizeof uuid);
      if (!tutti_db_run (db, forget, error))
        return 0;
    }

  /* The members of a pass over all have no text. */
  first = tutti_members_get (db, g_array_index (ids, gint64, 0), error);
  if (first == NULL)
    return 0;
  track_id = tutti_derived_insert (db, first->track, first->brought_by, TUTTI_NOT_LIKED, found ? uuid : NULL, error);
  if (track_id == 0)
    return 0;

  tutti_catalogue_touch (db, track_id);
  tutti_db_note_change (db, TUTTI_CHANGE_LIKES | TUTTI_CHANGE_PLAYS);
  for (guint i = 0; i < ids->len; i++)
    if (!run_with (db, "move-redirects-of-member", g_array_index (ids, gint64, i), track_id, error))
      return 0;
  if (found && liked_at != TUTTI_NOT_LIKED && !give_back_like (db, track_id, from, liked_at, error))
    return 0;

  return track_id;
}

typedef struct
{
  gint64  track_id; /* that they get; 0 until known */
  gint64  first;    /* the oldest of its service tracks */
  GArray *ids;      /* of its service tracks */
} Group;

static void
group_free (gpointer data)
{
  Group *self = data;

  /* Only the first item of a group has one. */
  if (self == NULL)
    return;

  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self);
}

/* The oldest service track of each track, and by it who claims which group. */
static GHashTable *
find_oldest (const Grouping *grouping)
{
  GHashTable *oldest = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL); /* track → TuttiMember */

  for (guint i = 0; i < grouping->members->len; i++)
    {
      TuttiMember *member = g_ptr_array_index (grouping->members, i);
      TuttiMember *known = g_hash_table_lookup (oldest, &member->track_id);

      if (known == NULL || member->id < known->id)
        g_hash_table_replace (oldest, g_memdup2 (&member->track_id, sizeof (gint64)), member);
    }

  return oldest;
}

/* Moves what is in the wrong place, and says why. The first of a group needs
 * no reason. */
static gboolean
move_members (TuttiDb        *db,
              const Grouping *grouping,
              GPtrArray      *groups,
              guint          *n_moved,
              GError        **error)
{
  for (guint i = 0; i < grouping->members->len; i++)
    {
      TuttiMember *member = g_ptr_array_index (grouping->members, i);
      const TuttiMembership *membership = &grouping->memberships[i];
      Group *group = g_ptr_array_index (groups, membership->group);
      gboolean is_first = member->id == group->first;
      g_autofree char *reason = tutti_reason_to_string (is_first ? TUTTI_REASON_NONE : membership->reason, (double) membership->score);
      gboolean is_moved = member->track_id != group->track_id;

      if (!is_moved && g_str_equal (reason, member->reason))
        continue;
      if (!tutti_members_move (db, member->id, group->track_id, reason, error))
        return FALSE;
      member->track_id = group->track_id;
      *n_moved += is_moved;
    }

  return TRUE;
}

/* Makes the tracks of the file what the memberships say. */
static gboolean
apply (TuttiDb  *db,
       Grouping *grouping,
       guint    *n_moved,
       GError  **error)
{
  g_autoptr (GHashTable) oldest = find_oldest (grouping);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_full (grouping->members->len, group_free);
  g_autoptr (GArray) redirects = g_array_new (FALSE, FALSE, 3 * sizeof (gint64));
  GHashTableIter iter;
  gpointer value;

  g_ptr_array_set_size (groups, (int) grouping->members->len);
  for (guint i = 0; i < grouping->members->len; i++)
    {
      TuttiMember *member = g_ptr_array_index (grouping->members, i);
      guint index = grouping->memberships[i].group;
      Group *group = g_ptr_array_index (groups, index);

      if (group == NULL)
        {
          group = g_new0 (Group, 1);
          group->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
          g_ptr_array_index (groups, index) = group;
        }
      g_array_append_val (group->ids, member->id);
      if (group->first == 0 || member->id < group->first)
        group->first = member->id;
    }

  g_hash_table_iter_init (&iter, oldest);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TuttiMember *member = value;
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (grouping->places, &member->id)) - 1;
      Group *group = g_ptr_array_index (groups, grouping->memberships[place].group);

      if (group->track_id == 0 || member->track_id < group->track_id)
        group->track_id = member->track_id;
    }

  /* Who does not win the group it claims is redirected to who does. */
  g_hash_table_iter_init (&iter, oldest);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TuttiMember *member = value;
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (grouping->places, &member->id)) - 1;
      Group *group = g_ptr_array_index (groups, grouping->memberships[place].group);
      gint64 triple[3] = { member->track_id, member->id, group->track_id };

      if (group->track_id != member->track_id)
        g_array_append_vals (redirects, triple, 1);
    }

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = g_ptr_array_index (groups, i);

      if (group != NULL && group->track_id == 0)
        group->track_id = split_off (db, group->ids, error);
      if (group != NULL && group->track_id == 0)
        return FALSE;
    }

  if (!move_members (db, grouping, groups, n_moved, error))
    return FALSE;

  for (guint i = 0; i < redirects->len; i++)
    {
      const gint64 *triple = (const gint64 *) (gpointer) redirects->data + 3 * i;

      if (!redirect (db, triple[0], triple[1], triple[2], error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
cluster (TuttiDb  *db,
         Grouping *grouping,
         GError  **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "all-verdicts", error);
  g_autoptr (GArray) judgements = g_array_new (FALSE, FALSE, sizeof (TuttiJudgement));
  g_autofree TuttiIdentity **identities = g_new (TuttiIdentity *, grouping->members->len);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;

  while (tutti_db_step (db, query, &local))
    {
      gint64 a = sqlite3_column_int64 (query, 0);
      gint64 b = sqlite3_column_int64 (query, 1);
      guint place_a = GPOINTER_TO_UINT (g_hash_table_lookup (grouping->places, &a));
      guint place_b = GPOINTER_TO_UINT (g_hash_table_lookup (grouping->places, &b));
      TuttiJudgement judgement = { place_a - 1, place_b - 1, sqlite3_column_int (query, 2) != 0 };

      if (place_a != 0 && place_b != 0)
        g_array_append_val (judgements, judgement);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  for (guint i = 0; i < grouping->members->len; i++)
    identities[i] = ((TuttiMember *) g_ptr_array_index (grouping->members, i))->identity;
  grouping->memberships = tutti_identity_cluster (identities, grouping->members->len,
                                                  &g_array_index (judgements, TuttiJudgement, 0), judgements->len,
                                                  TUTTI_COMPARE_DEFAULT, NULL);

  return TRUE;
}

/* Adds the whole track of a service track. */
static gboolean
add_whole_track (TuttiDb    *db,
                 Grouping   *grouping,
                 GHashTable *tracks,
                 gint64      id,
                 GError    **error)
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
      grouping_add (grouping, other);
    }

  return ids != NULL;
}

/* Adds all that may be the same as one of the members from `first` on, and
 * those the person spoke of. */
static gboolean
add_neighbours (TuttiDb    *db,
                Grouping   *grouping,
                GHashTable *tracks,
                GError    **error)
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
  g_auto (Grouping) grouping = { 0 };
  g_autoptr (GHashTable) tracks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint n_moved = 0;

  grouping_init (&grouping);
  for (guint i = 0; i < n_ids; i++)
    if (!add_whole_track (db, &grouping, tracks, service_track_ids[i], error))
      return FALSE;

  return add_neighbours (db, &grouping, tracks, error)
         && cluster (db, &grouping, error)
         && apply (db, &grouping, &n_moved, error);
}

gboolean
tutti_catalogue_rematch (TuttiDb *db,
                         gint64   after,
                         guint   *n_moved,
                         GError **error)
{
  g_auto (Grouping) grouping = { 0 };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_member_free);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TuttiMatchKey));
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "all-service-tracks", error);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;

  *n_moved = 0;
  grouping_init (&grouping);
  while (tutti_db_step (db, query, &local))
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
      grouping_add (&grouping, member);
      if (member->id > after)
        tutti_match_keys_collect (keys, member->identity, member->id);
    }
  sqlite3_reset (query);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return all->len == 0
         || (tutti_match_keys_write (db, keys, error)
             && cluster (db, &grouping, error)
             && apply (db, &grouping, n_moved, error)
             && tutti_db_run_query (db, "note-rematch", error));
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
  if (transaction == NULL
      || !tutti_catalogue_rematch (db, seen, n_moved, error)
      || !tutti_catalogue_settle (db, error)
      || !tutti_transaction_commit (&transaction, error))
    return FALSE;

#ifdef __GLIBC__
  /* What the pass took goes back to the system at once. */
  malloc_trim (0);
#endif

  return TRUE;
}
