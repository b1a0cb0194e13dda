/* tutti-cluster.c: many service tracks into recordings, in one pass
 *
 * Tracks that share a key are compared; pairs that are the same are joined,
 * the surest first, and two groups only when their members agree on the
 * whole, so that no chain of small differences ties unlike tracks together.
 *
 * Nothing depends on the order in which tracks are given: where one of two has
 * to come first, their contents decide.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-cluster-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one comparison counts for at the most, for and against. */
#define MOST_FOR 8.0
#define MOST_AGAINST (-12.0)

static guint32
find_root (TuttiBatch *batch,
           guint32     node)
{
  while (batch->parents[node] != node)
    {
      batch->parents[node] = batch->parents[batch->parents[node]];
      node = batch->parents[node];
    }

  return node;
}

/* Whether a person said that the two groups are not the same. */
static gboolean
is_forbidden (TuttiBatch *batch,
              guint32     a,
              guint32     b)
{
  if (!batch->groups[a].is_judged || !batch->groups[b].is_judged)
    return FALSE;

  for (guint i = 0; i < batch->n_judgements; i++)
    {
      const TuttiJudgement *judgement = &batch->judgements[i];
      guint32               one, other;

      if (judgement->is_same || judgement->a >= batch->n_items || judgement->b >= batch->n_items)
        continue;
      one = find_root (batch, batch->node_of[judgement->a]);
      other = find_root (batch, batch->node_of[judgement->b]);
      if ((one == a && other == b) || (one == b && other == a))
        return TRUE;
    }

  return FALSE;
}

/* Whether the members of two groups agree on the whole. */
static gboolean
groups_agree (TuttiBatch            *batch,
              const TuttiBatchGroup *a,
              const TuttiBatchGroup *b)
{
  guint  n_a = MIN (a->n_members, TUTTI_BATCH_MAX_MEMBERS);
  guint  n_b = MIN (b->n_members, TUTTI_BATCH_MAX_MEMBERS);
  double total = 0;

  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++)
      {
        TuttiReason reason;
        double      sum = tutti_identity_weigh (batch->nodes[a->members[i]], batch->nodes[b->members[j]], batch->aliases, batch->flags, -G_MAXDOUBLE, &reason);

        if (sum <= TUTTI_THRESHOLD_NEVER)
          return FALSE;
        total += CLAMP (sum, MOST_AGAINST, MOST_FOR);
      }

  return total >= 0;
}

static void
join (TuttiBatch *batch,
      guint32     a,
      guint32     b,
      TuttiReason reason,
      float       sum)
{
  guint32          root = find_root (batch, a);
  guint32          other = find_root (batch, b);
  TuttiBatchGroup *group, *added;

  for (guint i = 0; i < 2; i++)
    {
      guint32 node = i == 0 ? a : b;

      if (batch->reasons[node] == TUTTI_REASON_NONE)
        {
          batch->reasons[node] = (guint8) reason;
          batch->sums[node] = sum;
        }
    }
  if (root == other)
    return;
  if (batch->ranks[other] < batch->ranks[root])
    {
      guint32 spare = root;

      root = other;
      other = spare;
    }

  group = &batch->groups[root];
  added = &batch->groups[other];
  for (guint i = 0; i < MIN (added->n_members, TUTTI_BATCH_MAX_MEMBERS) && group->n_members + i < TUTTI_BATCH_MAX_MEMBERS; i++)
    group->members[group->n_members + i] = added->members[i];
  group->n_members += added->n_members;
  group->is_judged |= added->is_judged;
  batch->parents[other] = root;
}

static int
compare_edges (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const guint32        *ranks = data;
  const TuttiBatchEdge *one = a;
  const TuttiBatchEdge *other = b;

  if (one->sum > other->sum || one->sum < other->sum)
    return one->sum > other->sum ? -1 : 1;
  if (one->a != other->a)
    return ranks[one->a] < ranks[other->a] ? -1 : 1;
  if (one->b != other->b)
    return ranks[one->b] < ranks[other->b] ? -1 : 1;

  return 0;
}

static void
merge (TuttiBatch *batch)
{
  for (guint32 i = 0; i < batch->n_nodes; i++)
    {
      batch->parents[i] = i;
      batch->groups[i].n_members = 1;
      batch->groups[i].members[0] = i;
    }
  for (guint i = 0; i < batch->n_judgements; i++)
    {
      const TuttiJudgement *judgement = &batch->judgements[i];

      if (judgement->a >= batch->n_items || judgement->b >= batch->n_items)
        continue;
      if (judgement->is_same)
        join (batch, batch->node_of[judgement->a], batch->node_of[judgement->b], TUTTI_REASON_VERDICT, (float) MOST_FOR);
      else
        batch->groups[find_root (batch, batch->node_of[judgement->a])].is_judged =
            batch->groups[find_root (batch, batch->node_of[judgement->b])].is_judged = TRUE;
    }

  g_array_sort_with_data (batch->same, compare_edges, batch->ranks);
  for (guint i = 0; i < batch->same->len; i++)
    {
      const TuttiBatchEdge *edge = &g_array_index (batch->same, TuttiBatchEdge, i);
      guint32               a = find_root (batch, edge->a);
      guint32               b = find_root (batch, edge->b);

      if (a == b || is_forbidden (batch, a, b))
        continue;
      if ((batch->groups[a].n_members > 1 || batch->groups[b].n_members > 1) &&
          !groups_agree (batch, &batch->groups[a], &batch->groups[b]))
        {
          g_array_append_val (batch->maybe, *edge);
          continue;
        }
      join (batch, edge->a, edge->b, edge->reason, edge->sum);
    }
}

static float
score_of (float sum)
{
  return (float) (1 / (1 + exp (-sum)));
}

static TuttiMembership *
take_memberships (TuttiBatch *batch)
{
  TuttiMembership    *memberships = g_new0 (TuttiMembership, batch->n_items + 1);
  g_autofree guint32 *first = g_new (guint32, batch->n_nodes + 1);
  g_autofree guint32 *n_items = g_new0 (guint32, batch->n_nodes + 1);
  g_autofree guint32 *n_twins = g_new0 (guint32, batch->n_nodes + 1);

  for (guint i = 0; i < batch->n_nodes; i++)
    first[i] = TUTTI_BATCH_NONE;
  for (guint i = 0; i < batch->n_items; i++)
    {
      guint32 root = find_root (batch, batch->node_of[i]);

      if (first[root] == TUTTI_BATCH_NONE)
        first[root] = i;
      n_items[root]++;
      memberships[i].group = first[root];
    }
  for (guint i = 0; i < batch->n_items; i++)
    n_twins[batch->node_of[i]]++;
  for (guint i = 0; i < batch->n_items; i++)
    {
      guint32     node = batch->node_of[i];
      TuttiReason reason = (TuttiReason) batch->reasons[node];

      if (n_items[find_root (batch, node)] == 1)
        continue;
      memberships[i].score = reason != TUTTI_REASON_NONE ? score_of (batch->sums[node]) : 1;
      /* Items that say all the same are one node; they share the code, too. */
      if (reason != TUTTI_REASON_VERDICT && n_twins[node] > 1)
        reason = batch->nodes[node]->n_isrcs > 0 && !(batch->flags & TUTTI_COMPARE_HIDE_ISRC) ? TUTTI_REASON_ISRC : TUTTI_REASON_KEY;
      memberships[i].reason = reason;
    }

  return memberships;
}

static GArray *
take_suggestions (TuttiBatch *batch)
{
  GArray *suggestions = g_array_new (FALSE, FALSE, sizeof (TuttiSuggestion));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree guint32 *item_of = g_new (guint32, batch->n_nodes + 1);

  for (guint i = batch->n_items; i > 0; i--)
    item_of[batch->node_of[i - 1]] = i - 1;
  g_array_sort_with_data (batch->maybe, compare_edges, batch->ranks);
  for (guint i = 0; i < batch->maybe->len; i++)
    {
      const TuttiBatchEdge *edge = &g_array_index (batch->maybe, TuttiBatchEdge, i);
      guint32               a = find_root (batch, edge->a);
      guint32               b = find_root (batch, edge->b);
      TuttiSuggestion       suggestion = { item_of[edge->a], item_of[edge->b], score_of (edge->sum) };
      gint64                pair = (gint64) ((guint64) MIN (a, b) << 32 | MAX (a, b));

      if (a == b || is_forbidden (batch, a, b) || !g_hash_table_add (seen, g_memdup2 (&pair, sizeof pair)))
        continue;
      g_array_append_val (suggestions, suggestion);
    }

  return suggestions;
}

/**
 * tutti_identity_cluster_known:
 * @items: (array length=n_items): identities
 * @n_items: how many
 * @judgements: (nullable) (array length=n_judgements): what a person said of
 *   them, by index
 * @n_judgements: how many
 * @aliases: what is known of artists' names; learns from the items
 * @flags: what may be used
 * @suggestions: (out) (optional) (transfer full) (element-type TuttiSuggestion):
 *   pairs of groups that may be one, one pair of items for each, surest first
 *
 * The same groups come out in whatever order the items are given. Time grows
 * with the number of items, however many share a title. Any thread, as long as
 * it is the only one that uses @aliases.
 *
 * Returns: (transfer full) (array length=n_items): the group of each item;
 *   free it with g_free()
 */
TuttiMembership *
tutti_identity_cluster_known (TuttiIdentity *const *items,
                              guint                 n_items,
                              const TuttiJudgement *judgements,
                              guint                 n_judgements,
                              TuttiAliases         *aliases,
                              TuttiCompareFlags     flags,
                              GArray              **suggestions)
{
  TuttiBatch                       batch = { .items = items, .n_items = n_items, .judgements = judgements, .n_judgements = n_judgements, .aliases = aliases, .flags = flags };
  g_autofree guint32              *node_of = batch.node_of = g_new (guint32, n_items + 1);
  g_autofree const TuttiIdentity **nodes = batch.nodes = g_new (const TuttiIdentity *, n_items + 1);
  g_autofree guint32              *parents = batch.parents = g_new (guint32, n_items + 1);
  g_autofree guint8               *reasons = batch.reasons = g_new0 (guint8, n_items + 1);
  g_autofree float                *sums = batch.sums = g_new0 (float, n_items + 1);
  g_autofree TuttiBatchGroup      *groups = batch.groups = g_new0 (TuttiBatchGroup, n_items + 1);
  g_autoptr (GArray) same = batch.same = g_array_new (FALSE, FALSE, sizeof (TuttiBatchEdge));
  g_autoptr (GArray) maybe = batch.maybe = g_array_new (FALSE, FALSE, sizeof (TuttiBatchEdge));
  TuttiMembership *memberships;

  g_return_val_if_fail (items != NULL || n_items == 0, NULL);
  g_return_val_if_fail (aliases != NULL, NULL);

  tutti_batch_make_nodes (&batch);
  tutti_batch_summarize (&batch);
  tutti_batch_learn_aliases (&batch);
  tutti_batch_make_places (&batch);
  tutti_batch_find_edges (&batch);
  merge (&batch);
  g_clear_pointer (&batch.entries, g_free);
  g_clear_pointer (&batch.places, g_free);
  g_clear_pointer (&batch.first_place, g_free);
  g_clear_pointer (&batch.summaries, g_free);

  if (suggestions != NULL)
    *suggestions = take_suggestions (&batch);
  memberships = take_memberships (&batch);
  g_clear_pointer (&batch.ranks, g_free);

  return memberships;
}

/**
 * tutti_identity_cluster:
 * @items: (array length=n_items): identities
 * @n_items: how many
 * @judgements: (nullable) (array length=n_judgements): what a person said of
 *   them, by index
 * @n_judgements: how many
 * @flags: what may be used
 * @suggestions: (out) (optional) (transfer full) (element-type TuttiSuggestion):
 *   pairs of groups that may be one, one pair of items for each, surest first
 *
 * tutti_identity_cluster_known() with what the items themselves teach. Any thread.
 *
 * Returns: (transfer full) (array length=n_items): the group of each item;
 *   free it with g_free()
 */
TuttiMembership *
tutti_identity_cluster (TuttiIdentity *const *items,
                        guint                 n_items,
                        const TuttiJudgement *judgements,
                        guint                 n_judgements,
                        TuttiCompareFlags     flags,
                        GArray              **suggestions)
{
  g_autoptr (TuttiAliases) aliases = tutti_aliases_new ();

  return tutti_identity_cluster_known (items, n_items, judgements, n_judgements, aliases, flags, suggestions);
}
