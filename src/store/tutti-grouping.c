/* tutti-grouping.c: groups of service tracks meet the tracks there are
 *
 * A track goes where its oldest service track goes; where two meet, the older
 * keeps its name and the other's is redirected; what is split off gets the
 * name back that it had before, and the like that went along.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-grouping.h"

#include "tutti-clock.h"
#include "tutti-store.h"
#include "tutti-uuid.h"

#include <string.h>

void
tutti_grouping_clear (TuttiGrouping *self)
{
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_hash_table_unref);
  g_clear_pointer (&self->memberships, g_free);
}

void
tutti_grouping_init (TuttiGrouping *self)
{
  self->members = g_ptr_array_new ();
  self->places = g_hash_table_new (g_int64_hash, g_int64_equal);
}

void
tutti_grouping_add (TuttiGrouping *self,
                    TuttiMember   *member)
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

  return run_with (db, "move-redirects", loser, winner, error) &&
         tutti_db_run (db, add, error) &&
         run_with (db, "move-manual-like", loser, winner, error) &&
         run_with (db, "delete-manual-like", loser, winner, error) &&
         run_with (db, "move-feed-items", loser, winner, error);
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

  if (query == NULL)
    return FALSE;

  *found = FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      tutti_bind_int (query, ":service_track_id", g_array_index (ids, gint64, i));
      while (tutti_db_step (db, query, error))
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
      if (!tutti_db_ended (db))
        return FALSE;
      sqlite3_reset (query);
    }

  return TRUE;
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
  guint8       uuid[TUTTI_UUID_SIZE];
  gint64       from = 0;
  gint64       liked_at = TUTTI_NOT_LIKED;
  gboolean     found;
  gint64       track_id;

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
find_oldest (const TuttiGrouping *grouping)
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
move_members (TuttiDb             *db,
              const TuttiGrouping *grouping,
              GPtrArray           *groups,
              guint               *n_moved,
              GError             **error)
{
  for (guint i = 0; i < grouping->members->len; i++)
    {
      TuttiMember           *member = g_ptr_array_index (grouping->members, i);
      const TuttiMembership *membership = &grouping->memberships[i];
      Group                 *group = g_ptr_array_index (groups, membership->group);
      gboolean               is_first = member->id == group->first;
      g_autofree char       *reason = tutti_reason_to_string (is_first ? TUTTI_REASON_NONE : membership->reason, (double) membership->score);
      gboolean               is_moved = member->track_id != group->track_id;

      if (!is_moved && g_str_equal (reason, member->reason))
        continue;
      if (!tutti_members_move (db, member->id, group->track_id, reason, error))
        return FALSE;
      member->track_id = group->track_id;
      *n_moved += is_moved;
    }

  return TRUE;
}

gboolean
tutti_grouping_apply (TuttiDb       *db,
                      TuttiGrouping *grouping,
                      guint         *n_moved,
                      GError       **error)
{
  g_autoptr (GHashTable) oldest = find_oldest (grouping);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_full (grouping->members->len, group_free);
  g_autoptr (GArray) redirects = g_array_new (FALSE, FALSE, 3 * sizeof (gint64));
  GHashTableIter iter;
  gpointer       value;

  g_ptr_array_set_size (groups, (int) grouping->members->len);
  for (guint i = 0; i < grouping->members->len; i++)
    {
      TuttiMember *member = g_ptr_array_index (grouping->members, i);
      guint        index = grouping->memberships[i].group;
      Group       *group = g_ptr_array_index (groups, index);

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
      guint        place = GPOINTER_TO_UINT (g_hash_table_lookup (grouping->places, &member->id)) - 1;
      Group       *group = g_ptr_array_index (groups, grouping->memberships[place].group);

      if (group->track_id == 0 || member->track_id < group->track_id)
        group->track_id = member->track_id;
    }

  /* Who does not win the group it claims is redirected to who does. */
  g_hash_table_iter_init (&iter, oldest);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      TuttiMember *member = value;
      guint        place = GPOINTER_TO_UINT (g_hash_table_lookup (grouping->places, &member->id)) - 1;
      Group       *group = g_ptr_array_index (groups, grouping->memberships[place].group);
      gint64       triple[3] = { member->track_id, member->id, group->track_id };

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
