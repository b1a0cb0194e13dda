/* tutti-plan.c: all songs grouped anew, without keeping anybody waiting
 *
 * The groups are worked out beside the writer, from one state of the file.
 * What differs from what is there falls into parts that have nothing to do
 * with each other: the old recordings and new groups that share songs. They
 * are carried out a few at a time; a part that was changed meanwhile, by a
 * song that came or a word of the person, is left alone.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-renewal-private.h"

/* Service tracks of one transaction, not counting the last part. */
#define BATCH 500

/* A service track, where it was and with whom it shall be. */
typedef struct
{
  gint64      id;
  gint64      track_id;
  guint32     group;
  TuttiReason reason;
  float       score;
} Seat;

struct _TuttiPlan
{
  GPtrArray    *parts;   /* of GArray of Seat, in the order of their oldest service track */
  TuttiAliases *aliases; /* what all songs teach */
  guint         next;
  guint         n_moved;
  guint         n_stale;
};

TuttiPlan *
tutti_plan_new (void)
{
  TuttiPlan *self = g_atomic_rc_box_new0 (TuttiPlan);

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->aliases = tutti_aliases_new ();

  return self;
}

TuttiPlan *
tutti_plan_ref (TuttiPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
plan_clear (gpointer data)
{
  TuttiPlan *self = data;

  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->aliases, tutti_aliases_free);
}

void
tutti_plan_unref (TuttiPlan *self)
{
  g_atomic_rc_box_release_full (self, plan_clear);
}

guint
tutti_plan_get_n_moved (TuttiPlan *self)
{
  return self->n_moved;
}

guint
tutti_plan_get_n_stale (TuttiPlan *self)
{
  return self->n_stale;
}

/* --- making it --- */

static guint
find_root (guint *parents,
           guint  item)
{
  while (parents[item] != item)
    {
      parents[item] = parents[parents[item]];
      item = parents[item];
    }

  return item;
}

/* The older one is the root. */
static void
unite (guint *parents,
       guint  a,
       guint  b)
{
  guint one = find_root (parents, a);
  guint other = find_root (parents, b);

  parents[MAX (one, other)] = MIN (one, other);
}

/* Songs of one old recording, or of one new group, are of one part. Members
 * are in the order of their ids, so that a group's first item is its oldest. */
static guint *
find_parts (const TuttiGrouping *grouping)
{
  guint  n_items = grouping->members->len;
  guint *parents = g_new (guint, n_items + 1);
  g_autoptr (GHashTable) tracks = g_hash_table_new (g_int64_hash, g_int64_equal); /* track → place + 1 */

  for (guint i = 0; i < n_items; i++)
    parents[i] = i;
  for (guint i = 0; i < n_items; i++)
    {
      TuttiMember *member = g_ptr_array_index (grouping->members, i);
      guint        first = GPOINTER_TO_UINT (g_hash_table_lookup (tracks, &member->track_id));

      if (first != 0)
        unite (parents, i, first - 1);
      else
        g_hash_table_insert (tracks, &member->track_id, GUINT_TO_POINTER (i + 1));
      unite (parents, i, grouping->memberships[i].group);
    }

  return parents;
}

/* Whether a service track is where it belongs, with the right reason. */
static gboolean
is_settled (const TuttiGrouping *grouping,
            guint                item,
            guint                root)
{
  const TuttiMembership *membership = &grouping->memberships[item];
  TuttiMember           *member = g_ptr_array_index (grouping->members, item);
  TuttiMember           *oldest = g_ptr_array_index (grouping->members, root);
  g_autofree char       *reason = NULL;

  if (membership->group != root || member->track_id != oldest->track_id)
    return FALSE;
  reason = tutti_reason_to_string (membership->group == item ? TUTTI_REASON_NONE : membership->reason, (double) membership->score);

  return g_str_equal (reason, member->reason);
}

static void
take_parts (TuttiPlan           *self,
            const TuttiGrouping *grouping)
{
  g_autofree guint *parents = find_parts (grouping);
  g_autoptr (GHashTable) parts = g_hash_table_new (NULL, NULL); /* root → GArray */

  for (guint i = 0; i < grouping->members->len; i++)
    {
      guint root = find_root (parents, i);

      if (!is_settled (grouping, i, root) && !g_hash_table_contains (parts, GUINT_TO_POINTER (root)))
        {
          GArray *part = g_array_new (FALSE, FALSE, sizeof (Seat));

          g_ptr_array_add (self->parts, part);
          g_hash_table_insert (parts, GUINT_TO_POINTER (root), part);
        }
    }
  for (guint i = 0; i < grouping->members->len; i++)
    {
      GArray                *part = g_hash_table_lookup (parts, GUINT_TO_POINTER (find_root (parents, i)));
      TuttiMember           *member = g_ptr_array_index (grouping->members, i);
      const TuttiMembership *membership = &grouping->memberships[i];
      Seat                   seat = { member->id, member->track_id, membership->group, membership->reason, membership->score };

      if (part != NULL)
        g_array_append_val (part, seat);
    }
}

gboolean
tutti_plan_make (TuttiPlan *self,
                 TuttiDb   *db,
                 GError   **error)
{
  g_auto (TuttiGrouping) grouping = { 0 };
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_member_free);
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin_read (db, error);

  tutti_grouping_init (&grouping);
  if (transaction == NULL ||
      !tutti_regroup_read_all (db, &grouping, all, NULL, 0, error) ||
      !tutti_regroup_cluster (db, &grouping, self->aliases, error))
    return FALSE;
  take_parts (self, &grouping);

  return TRUE;
}

/* --- carrying it out --- */

/* The place of a service track in a part, or -1. */
static int
find_seat (GArray *part,
           gint64  id)
{
  for (guint i = 0; i < part->len; i++)
    if (g_array_index (part, Seat, i).id == id)
      return (int) i;

  return -1;
}

/* Whether the recording of a seat has the songs it had. */
static gboolean
has_whole_track (TuttiDb  *db,
                 GArray   *part,
                 gint64    track_id,
                 gboolean *is_whole,
                 GError  **error)
{
  g_autoptr (GArray) ids = tutti_members_list (db, track_id, error);
  guint n_expected = 0;

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < part->len; i++)
    n_expected += g_array_index (part, Seat, i).track_id == track_id;
  *is_whole = ids->len == MIN (n_expected, TUTTI_TRACK_MAX_MEMBERS);

  return TRUE;
}

/* Whether the plan does what the person said, also since it was made. */
static gboolean
heeds_words (TuttiDb     *db,
             GArray      *part,
             TuttiMember *member,
             guint32      group,
             gboolean    *does,
             GError     **error)
{
  g_autoptr (GArray) words = tutti_words_list (db, tutti_service_track_get_provider (member->track),
                                               tutti_service_track_get_remote_id (member->track), error);

  if (words == NULL)
    return FALSE;

  for (guint i = 0; i < words->len && *does; i++)
    {
      const TuttiWord *word = &g_array_index (words, TuttiWord, i);
      int              place = word->id != 0 ? find_seat (part, word->id) : -1;
      gboolean         is_together = place >= 0 && g_array_index (part, Seat, place).group == group;

      if (word->id != 0 && is_together != word->is_same)
        *does = FALSE;
    }

  return TRUE;
}

/* Fills a grouping with a part, as it is now; `is_fresh` if that is what was planned for. */
static gboolean
take_grouping (TuttiDb       *db,
               GArray        *part,
               TuttiGrouping *grouping,
               gboolean      *is_fresh,
               GError       **error)
{
  gint64 last_track = 0;

  *is_fresh = TRUE;
  grouping->memberships = g_new0 (TuttiMembership, part->len);
  for (guint i = 0; i < part->len && *is_fresh; i++)
    {
      const Seat  *seat = &g_array_index (part, Seat, i);
      g_autoptr (GError) local = NULL;
      TuttiMember *member = tutti_members_get (db, seat->id, &local);
      guint32      first = 0;

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (member == NULL || member->track_id != seat->track_id)
        {
          *is_fresh = FALSE;
          break;
        }
      if ((seat->track_id != last_track && !has_whole_track (db, part, seat->track_id, is_fresh, error)) ||
          !heeds_words (db, part, member, seat->group, is_fresh, error))
        return FALSE;

      last_track = seat->track_id;
      while (g_array_index (part, Seat, first).group != seat->group)
        first++;
      tutti_grouping_add (grouping, member);
      grouping->memberships[i] = (TuttiMembership) { first, seat->reason, seat->score };
    }

  return TRUE;
}

gboolean
tutti_plan_carry_out (TuttiPlan *self,
                      TuttiDb   *db,
                      gboolean  *is_done,
                      GError   **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  guint n_seen = 0;

  if (transaction == NULL)
    return FALSE;

  while (self->next < self->parts->len && n_seen < BATCH)
    {
      GArray *part = g_ptr_array_index (self->parts, self->next++);
      g_auto (TuttiGrouping) grouping = { 0 };
      gboolean is_fresh;

      tutti_grouping_init (&grouping);
      if (!take_grouping (db, part, &grouping, &is_fresh, error) ||
          (is_fresh && !tutti_grouping_apply (db, &grouping, &self->n_moved, error)))
        return FALSE;
      self->n_stale += !is_fresh;
      n_seen += part->len;
    }
  *is_done = self->next == self->parts->len;

  return tutti_catalogue_settle (db, error) && tutti_transaction_commit (&transaction, error);
}

gboolean
tutti_plan_finish (TuttiPlan *self,
                   TuttiDb   *db,
                   GError   **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autofree char *ours = tutti_renewal_dup_rules ();

  return transaction != NULL &&
         tutti_members_keep_aliases (db, g_steal_pointer (&self->aliases), error) &&
         tutti_fact_set (db, "rules", ours, error) &&
         tutti_fact_set (db, "renewing-rules", NULL, error) &&
         tutti_fact_set (db, "renewed-keys", NULL, error) &&
         tutti_transaction_commit (&transaction, error);
}
