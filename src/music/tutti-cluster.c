/* tutti-cluster.c: many service tracks into recordings, in one pass
 *
 * Tracks that share a key are compared; pairs that are the same are joined,
 * the surest first, and two groups only when their members agree on the
 * whole, so that no chain of small differences ties unlike tracks together.
 *
 * Nothing depends on the order in which tracks are given: all work is done in
 * the order of their contents.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-aliases.h"
#include "tutti-identity.h"
#include "tutti-identity-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Keys with more tracks than this are looked through by neighbours in length,
 * so many to each side. */
#define MAX_BUCKET    40
#define MAX_NEIGHBOUR 12

/* Members of a group that are compared before it grows. */
#define MAX_MEMBERS 6

/* What one comparison counts for at the most, for and against. */
#define MOST_FOR     8.0
#define MOST_AGAINST (-12.0)

#define NONE G_MAXUINT32

/* A number to sort by and what it belongs to. */
typedef struct
{
  guint64 key;
  guint32 node;
} Entry;

/* Two nodes that are the same, or may be. */
typedef struct
{
  float       sum;
  guint32     a;
  guint32     b;
  TuttiReason reason;
} Edge;

/* Where a node stands among those of one of its keys. */
typedef struct
{
  guint32 at;
  guint32 end;
} Place;

/* A group of nodes, kept at its root. */
typedef struct
{
  guint32  n_members;
  guint32  members[MAX_MEMBERS];
  gboolean is_judged; /* a person said of one that it is not another */
} Group;

typedef struct
{
  TuttiIdentity *const *items;
  guint                 n_items;
  const TuttiJudgement *judgements;
  guint                 n_judgements;
  TuttiCompareFlags     flags;
  TuttiAliases         *aliases;

  guint32              *node_of; /* of each item */
  const TuttiIdentity **nodes;
  TuttiSummary         *summaries; /* of each node */
  guint                 n_nodes;

  Entry   *entries;
  gsize    n_entries;
  Place   *places;
  gsize   *first_place; /* of each node */
  GArray  *same;        /* of Edge */
  GArray  *maybe;       /* of Edge */
  guint32 *parents;
  Group   *groups;
  guint8  *reasons;
  float   *sums;
} Batch;

/* Sorts by the lowest 33 bits that differ most: the numbers are hashes, so
 * that equal ones come together. Stable. */
static void
sort_entries (Entry **entries,
              gsize   n)
{
  g_autofree Entry *spare = g_new (Entry, n + 1);
  Entry *from = *entries, *to = spare;

  for (guint shift = 31; shift < 64; shift += 11)
    {
      gsize counts[2048] = { 0 };
      gsize sum = 0;

      for (gsize i = 0; i < n; i++)
        counts[(from[i].key >> shift) & 2047]++;
      for (guint i = 0; i < 2048; i++)
        {
          gsize count = counts[i];

          counts[i] = sum;
          sum += count;
        }
      for (gsize i = 0; i < n; i++)
        to[counts[(from[i].key >> shift) & 2047]++] = from[i];
      {
        Entry *other = from;

        from = to;
        to = other;
      }
    }

  /* three passes: the result is in the spare one */
  if (from == spare)
    {
      spare = *entries;
      *entries = from;
    }
}

/* In the order of their whole numbers: those that differ in the other bits
 * only stand together already, and are few. */
static void
sort_fully (Entry **entries,
            gsize   n)
{
  sort_entries (entries, n);
  for (gsize i = 1; i < n; i++)
    {
      const Entry entry = (*entries)[i];
      gsize at = i;

      for (; at > 0 && (*entries)[at - 1].key > entry.key; at--)
        (*entries)[at] = (*entries)[at - 1];
      (*entries)[at] = entry;
    }
}

/* Tracks that are equal in all that is compared become one node, so that a
 * million of them cost no more than one; nodes are in the order of content. */
static void
make_nodes (Batch *batch)
{
  g_autofree Entry *order = g_new (Entry, batch->n_items + 1);
  g_autofree guint8 *is_single = g_new0 (guint8, batch->n_items + 1);

  for (guint i = 0; i < batch->n_judgements; i++)
    if (!batch->judgements[i].is_same && batch->judgements[i].a < batch->n_items && batch->judgements[i].b < batch->n_items)
      is_single[batch->judgements[i].a] = is_single[batch->judgements[i].b] = TRUE;
  for (guint i = 0; i < batch->n_items; i++)
    order[i] = (Entry) { batch->items[i]->content, i };
  sort_fully (&order, batch->n_items);

  for (guint i = 0; i < batch->n_items;)
    {
      guint32 shared = NONE;
      guint64 content = order[i].key;

      for (; i < batch->n_items && order[i].key == content; i++)
        {
          guint32 item = order[i].node;
          TuttiReason reason;

          if (shared != NONE && !is_single[item] &&
              tutti_identity_weigh (batch->nodes[shared], batch->items[item], NULL, batch->flags, -G_MAXDOUBLE, &reason) >= TUTTI_THRESHOLD_SAME)
            {
              batch->node_of[item] = shared;
              continue;
            }
          batch->nodes[batch->n_nodes] = batch->items[item];
          batch->node_of[item] = batch->n_nodes;
          if (shared == NONE && !is_single[item])
            shared = batch->n_nodes;
          batch->n_nodes++;
        }
    }
}

static int
compare_lengths (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  const TuttiIdentity *const *nodes = data;
  const Entry *one = a;
  const Entry *other = b;
  guint32 length_a = nodes[one->node]->duration;
  guint32 length_b = nodes[other->node]->duration;

  if (length_a != length_b)
    return length_a < length_b ? -1 : 1;

  return one->node < other->node ? -1 : one->node > other->node;
}

/* For each node, where it stands among the nodes that share a key with it. */
static void
make_places (Batch *batch)
{
  g_autofree gsize *counts = g_new0 (gsize, batch->n_nodes + 1);
  gsize sum = 0;

  for (guint i = 0; i < batch->n_nodes; i++)
    batch->n_entries += batch->nodes[i]->n_keys;
  batch->entries = g_new (Entry, batch->n_entries + 1);
  batch->n_entries = 0;
  for (guint i = 0; i < batch->n_nodes; i++)
    for (guint k = 0; k < batch->nodes[i]->n_keys; k++)
      batch->entries[batch->n_entries++] = (Entry) { batch->nodes[i]->keys[k], i };
  sort_entries (&batch->entries, batch->n_entries);

  batch->first_place = g_new0 (gsize, batch->n_nodes + 1);
  for (gsize i = 0; i < batch->n_entries; i++)
    counts[batch->entries[i].node]++;
  for (guint i = 0; i < batch->n_nodes; i++)
    {
      batch->first_place[i] = sum;
      sum += counts[i];
      counts[i] = batch->first_place[i];
    }
  batch->first_place[batch->n_nodes] = sum;

  batch->places = g_new (Place, batch->n_entries + 1);
  for (gsize i = 0; i < batch->n_entries;)
    {
      gsize end = i + 1;

      while (end < batch->n_entries && batch->entries[end].key >> 31 == batch->entries[i].key >> 31)
        end++;
      if (end - i > MAX_BUCKET)
        g_sort_array (batch->entries + i, end - i, sizeof (Entry), compare_lengths, batch->nodes);
      for (gsize at = i; at < end; at++)
        {
          gsize last = end - i > MAX_BUCKET ? MIN (end, at + MAX_NEIGHBOUR + 1) : end;

          batch->places[counts[batch->entries[at].node]++] = (Place) { (guint32) at + 1, (guint32) last };
        }
      i = end;
    }
}

/* What names the batch itself shows to be one: those that meet on an ISRC. */
static void
learn_aliases (Batch *batch)
{
  g_autofree Entry *codes = NULL;
  gsize n = 0, n_most = 0;

  if ((batch->flags & TUTTI_COMPARE_HIDE_ISRC) != 0)
    return;
  for (guint32 i = 0; i < batch->n_nodes; i++)
    n_most += batch->nodes[i]->n_isrcs;
  codes = g_new (Entry, n_most + 1);
  for (guint32 i = 0; i < batch->n_nodes; i++)
    for (guint k = 0; k < batch->nodes[i]->n_isrcs; k++)
      codes[n++] = (Entry) { batch->nodes[i]->isrcs[k], i };
  sort_entries (&codes, n);

  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < MIN (n, i + MAX_NEIGHBOUR) && codes[j].key >> 31 == codes[i].key >> 31; j++)
      tutti_aliases_learn (batch->aliases, batch->nodes[codes[i].node], batch->nodes[codes[j].node]);
}

static void
find_edges (Batch *batch)
{
  g_autofree guint32 *stamps = g_new0 (guint32, batch->n_nodes + 1);
  g_autofree TuttiSummary *summaries = batch->summaries = g_new (TuttiSummary, batch->n_nodes + 1);

  for (guint32 i = 0; i < batch->n_nodes; i++)
    tutti_summary_init (&summaries[i], batch->nodes[i]);
  for (guint32 a = 0; a < batch->n_nodes; a++)
    for (gsize p = batch->first_place[a]; p < batch->first_place[a + 1]; p++)
      for (guint32 at = batch->places[p].at; at < batch->places[p].end; at++)
        {
          guint32 b = batch->entries[at].node;
          TuttiReason reason;
          double sum;

          if (stamps[b] == a + 1 || b == a || !tutti_summary_may_be (&batch->summaries[a], &batch->summaries[b]))
            continue;
          stamps[b] = a + 1;
          sum = tutti_identity_weigh (batch->nodes[a], batch->nodes[b], batch->aliases, batch->flags, TUTTI_THRESHOLD_MAYBE, &reason);
          if (sum >= TUTTI_THRESHOLD_MAYBE)
            {
              const Edge edge = { (float) sum, MIN (a, b), MAX (a, b), reason };

              g_array_append_val (sum >= TUTTI_THRESHOLD_SAME ? batch->same : batch->maybe, edge);
            }
        }
}

static guint32
find_root (Batch  *batch,
           guint32 node)
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
is_forbidden (Batch  *batch,
              guint32 a,
              guint32 b)
{
  if (!batch->groups[a].is_judged || !batch->groups[b].is_judged)
    return FALSE;

  for (guint i = 0; i < batch->n_judgements; i++)
    {
      const TuttiJudgement *judgement = &batch->judgements[i];
      guint32 one, other;

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
groups_agree (Batch       *batch,
              const Group *a,
              const Group *b)
{
  guint n_a = MIN (a->n_members, MAX_MEMBERS);
  guint n_b = MIN (b->n_members, MAX_MEMBERS);
  double total = 0;

  for (guint i = 0; i < n_a; i++)
    for (guint j = 0; j < n_b; j++)
      {
        TuttiReason reason;
        double sum = tutti_identity_weigh (batch->nodes[a->members[i]], batch->nodes[b->members[j]], batch->aliases, batch->flags, -G_MAXDOUBLE, &reason);

        if (sum <= TUTTI_THRESHOLD_NEVER)
          return FALSE;
        total += CLAMP (sum, MOST_AGAINST, MOST_FOR);
      }

  return total >= 0;
}

static void
join (Batch      *batch,
      guint32     a,
      guint32     b,
      TuttiReason reason,
      float       sum)
{
  guint32 root = find_root (batch, a);
  guint32 other = find_root (batch, b);
  Group *group, *added;

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
  if (other < root)
    {
      guint32 spare = root;

      root = other;
      other = spare;
    }

  group = &batch->groups[root];
  added = &batch->groups[other];
  for (guint i = 0; i < MIN (added->n_members, MAX_MEMBERS) && group->n_members + i < MAX_MEMBERS; i++)
    group->members[group->n_members + i] = added->members[i];
  group->n_members += added->n_members;
  group->is_judged |= added->is_judged;
  batch->parents[other] = root;
}

static int
compare_edges (gconstpointer a,
               gconstpointer b)
{
  const Edge *one = a;
  const Edge *other = b;

  if (one->sum > other->sum || one->sum < other->sum)
    return one->sum > other->sum ? -1 : 1;
  if (one->a != other->a)
    return one->a < other->a ? -1 : 1;

  return one->b < other->b ? -1 : one->b > other->b;
}

static void
merge (Batch *batch)
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

  g_array_sort (batch->same, compare_edges);
  for (guint i = 0; i < batch->same->len; i++)
    {
      const Edge *edge = &g_array_index (batch->same, Edge, i);
      guint32 a = find_root (batch, edge->a);
      guint32 b = find_root (batch, edge->b);

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
take_memberships (Batch *batch)
{
  TuttiMembership *memberships = g_new0 (TuttiMembership, batch->n_items + 1);
  g_autofree guint32 *first = g_new (guint32, batch->n_nodes + 1);
  g_autofree guint32 *n_items = g_new0 (guint32, batch->n_nodes + 1);

  for (guint i = 0; i < batch->n_nodes; i++)
    first[i] = NONE;
  for (guint i = 0; i < batch->n_items; i++)
    {
      guint32 root = find_root (batch, batch->node_of[i]);

      if (first[root] == NONE)
        first[root] = i;
      n_items[root]++;
      memberships[i].group = first[root];
    }
  for (guint i = 0; i < batch->n_items; i++)
    {
      guint32 node = batch->node_of[i];

      if (n_items[find_root (batch, node)] == 1)
        continue;
      memberships[i].reason = batch->reasons[node] != TUTTI_REASON_NONE ? (TuttiReason) batch->reasons[node] : TUTTI_REASON_KEY;
      memberships[i].score = batch->reasons[node] != TUTTI_REASON_NONE ? score_of (batch->sums[node]) : 1;
    }

  return memberships;
}

static GArray *
take_suggestions (Batch *batch)
{
  GArray *suggestions = g_array_new (FALSE, FALSE, sizeof (TuttiSuggestion));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree guint32 *item_of = g_new (guint32, batch->n_nodes + 1);

  for (guint i = batch->n_items; i > 0; i--)
    item_of[batch->node_of[i - 1]] = i - 1;
  g_array_sort (batch->maybe, compare_edges);
  for (guint i = 0; i < batch->maybe->len; i++)
    {
      const Edge *edge = &g_array_index (batch->maybe, Edge, i);
      guint32 a = find_root (batch, edge->a);
      guint32 b = find_root (batch, edge->b);
      TuttiSuggestion suggestion = { item_of[edge->a], item_of[edge->b], score_of (edge->sum) };
      gint64 pair = (gint64) ((guint64) MIN (a, b) << 32 | MAX (a, b));

      if (a == b || is_forbidden (batch, a, b) || !g_hash_table_add (seen, g_memdup2 (&pair, sizeof pair)))
        continue;
      g_array_append_val (suggestions, suggestion);
    }

  return suggestions;
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
 * The same groups come out in whatever order the items are given. Time grows
 * with the number of items, however many share a title. Any thread.
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
  Batch batch = { .items = items, .n_items = n_items, .judgements = judgements, .n_judgements = n_judgements, .flags = flags };
  g_autofree guint32 *node_of = batch.node_of = g_new (guint32, n_items + 1);
  g_autofree const TuttiIdentity **nodes = batch.nodes = g_new (const TuttiIdentity *, n_items + 1);
  g_autofree guint32 *parents = batch.parents = g_new (guint32, n_items + 1);
  g_autofree guint8 *reasons = batch.reasons = g_new0 (guint8, n_items + 1);
  g_autofree float *sums = batch.sums = g_new0 (float, n_items + 1);
  g_autofree Group *groups = batch.groups = g_new0 (Group, n_items + 1);
  g_autoptr (GArray) same = batch.same = g_array_new (FALSE, FALSE, sizeof (Edge));
  g_autoptr (GArray) maybe = batch.maybe = g_array_new (FALSE, FALSE, sizeof (Edge));
  g_autoptr (TuttiAliases) aliases = batch.aliases = tutti_aliases_new ();

  g_return_val_if_fail (items != NULL || n_items == 0, NULL);

  make_nodes (&batch);
  learn_aliases (&batch);
  make_places (&batch);
  find_edges (&batch);
  merge (&batch);
  g_clear_pointer (&batch.entries, g_free);
  g_clear_pointer (&batch.places, g_free);
  g_clear_pointer (&batch.first_place, g_free);

  if (suggestions != NULL)
    *suggestions = take_suggestions (&batch);

  return take_memberships (&batch);
}
