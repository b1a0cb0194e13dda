/* tutti-cluster-edges.c: which tracks of a batch are compared, and what comes of it
 *
 * What comes out does not depend on the order in which the tracks came.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-cluster-private.h"
#include "tutti-scratch.h"

#include <stdlib.h>

/* Keys with more tracks than this are looked through by neighbours in length,
 * so many to each side. */
#define MAX_BUCKET 40
#define MAX_NEIGHBOUR 12

/* How far ahead memory is asked for what is looked at soon: tracks stand in
 * the order of their contents, that is in none. */
#define AHEAD 12

/* The first lines of an identity: all of most. */
static inline void
prefetch_identity (const TuttiIdentity *identity)
{
  for (guint i = 0; i < 6; i++)
    __builtin_prefetch ((const char *) identity + 64 * i);
}

/* Sorts by the lowest 33 bits that differ most: the numbers are hashes, so
 * that equal ones come together. Stable. */
static void
sort_entries (TuttiBatchEntry **entries,
              gsize             n)
{
  g_autofree TuttiBatchEntry *spare = g_new (TuttiBatchEntry, n + 1);
  TuttiBatchEntry            *from = *entries, *to = spare;

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
        TuttiBatchEntry *other = from;

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

/* The same for keys. */
static void
sort_keys (TuttiBatchKey **keys,
           gsize           n)
{
  g_autofree TuttiBatchKey *spare = g_new (TuttiBatchKey, n + 1);
  TuttiBatchKey            *from = *keys, *to = spare;

  for (guint shift = 0; shift < 32; shift += 11)
    {
      guint32        counts[2048] = { 0 };
      guint32        sum = 0;
      TuttiBatchKey *other = from;

      for (gsize i = 0; i < n; i++)
        counts[(from[i].half >> shift) & 2047]++;
      for (guint i = 0; i < 2048; i++)
        {
          guint32 count = counts[i];

          counts[i] = sum;
          sum += count;
        }
      for (gsize i = 0; i < n; i++)
        to[counts[(from[i].half >> shift) & 2047]++] = from[i];
      from = to;
      to = other;
    }

  spare = *keys; /* three passes: the result is in the spare one */
  *keys = from;
}

/* In the order of their whole numbers: those that differ in the other bits
 * only stand together already, and are few. */
static void
sort_fully (TuttiBatchEntry **entries,
            gsize             n)
{
  sort_entries (entries, n);
  for (gsize i = 1; i < n; i++)
    {
      const TuttiBatchEntry entry = (*entries)[i];
      gsize                 at = i;

      for (; at > 0 && (*entries)[at - 1].key > entry.key; at--)
        (*entries)[at] = (*entries)[at - 1];
      (*entries)[at] = entry;
    }
}

/* Of items that are equal in all that is compared but for the service, which
 * one stands for each: itself, or the one of the service that comes first of
 * all; @order are the items in the order of their contents. */
static guint32 *
find_twins (TuttiBatch            *batch,
            const TuttiBatchEntry *order)
{
  guint32           *twins = g_new (guint32, batch->n_items + 1);
  g_autofree guint8 *is_single = g_new0 (guint8, batch->n_items + 1);

  for (guint i = 0; i < batch->n_judgements; i++)
    if (!batch->judgements[i].is_same && batch->judgements[i].a < batch->n_items && batch->judgements[i].b < batch->n_items)
      is_single[batch->judgements[i].a] = is_single[batch->judgements[i].b] = TRUE;

  for (guint i = 0; i < batch->n_items;)
    {
      guint32 shared = TUTTI_BATCH_NONE;
      guint64 content = order[i].key;
      guint   start = i;

      for (; i < batch->n_items && order[i].key == content; i++)
        {
          guint32 item = order[i].node;

          twins[item] = item;
          if (!is_single[item] && (shared == TUTTI_BATCH_NONE || batch->items[item]->provider < batch->items[shared]->provider))
            shared = item;
        }
      for (guint k = start; i - start > 1 && k < i; k++)
        {
          guint32     item = order[k].node;
          TuttiReason reason;

          if (item != shared && !is_single[item] &&
              tutti_identity_weigh (batch->items[shared], batch->items[item], NULL, batch->flags, -G_MAXDOUBLE, &reason) >= TUTTI_THRESHOLD_SAME)
            twins[item] = shared;
        }
    }

  return twins;
}

/* Tracks that are equal in all that is compared become one node, so that a
 * million of them cost no more than one. Nodes are numbered as they came,
 * which is how they lie in memory; their ranks are in the order of their
 * contents, and decide wherever one of two has to come first. */
void
tutti_batch_make_nodes (TuttiBatch *batch)
{
  g_autofree TuttiBatchEntry *order = g_new (TuttiBatchEntry, batch->n_items + 1);
  g_autofree guint32         *twins = NULL;
  guint32                     rank = 0;

  for (guint i = 0; i < batch->n_items; i++)
    order[i] = (TuttiBatchEntry) { batch->items[i]->content, i };
  sort_fully (&order, batch->n_items);
  twins = find_twins (batch, order);

  for (guint i = 0; i < batch->n_items; i++)
    if (twins[i] == i)
      {
        batch->nodes[batch->n_nodes] = batch->items[i];
        batch->node_of[i] = batch->n_nodes++;
      }
  for (guint i = 0; i < batch->n_items; i++)
    batch->node_of[i] = batch->node_of[twins[i]];

  batch->ranks = g_new (guint32, batch->n_nodes + 1);
  for (guint i = 0; i < batch->n_items; i++)
    if (twins[order[i].node] == order[i].node)
      batch->ranks[batch->node_of[order[i].node]] = rank++;
}

static int
compare_lengths (gconstpointer a,
                 gconstpointer b,
                 gpointer      data)
{
  const TuttiBatch    *batch = data;
  const TuttiBatchKey *one = a;
  const TuttiBatchKey *other = b;
  guint32              length_a = batch->summaries[one->node].duration;
  guint32              length_b = batch->summaries[other->node].duration;

  if (length_a != length_b)
    return length_a < length_b ? -1 : 1;

  return batch->ranks[one->node] < batch->ranks[other->node] ? -1 : batch->ranks[one->node] > batch->ranks[other->node];
}

/* The end of the entries that share the key of the one at @from. */
static gsize
find_bucket_end (const TuttiBatch *batch,
                 gsize             from)
{
  gsize end = from + 1;

  while (end < batch->n_entries && batch->entries[end].half == batch->entries[from].half)
    end++;

  return end;
}

/* For each node, where it stands among the nodes that share a key with it: a
 * place for each key that another node behind it has. */
void
tutti_batch_make_places (TuttiBatch *batch)
{
  guint32 *first;
  guint32  sum = 0;

  for (guint i = 0; i < batch->n_nodes; i++)
    sum += batch->summaries[i].n_keys;
  batch->entries = g_new (TuttiBatchKey, sum + 1);
  for (guint i = 0; i < batch->n_nodes; i++)
    {
      if (i + AHEAD < batch->n_nodes)
        __builtin_prefetch (batch->nodes[i + AHEAD]->keys);
      for (guint k = 0; k < batch->nodes[i]->n_keys; k++)
        batch->entries[batch->n_entries++] = (TuttiBatchKey) { (guint32) (batch->nodes[i]->keys[k] >> 32), i };
    }
  sort_keys (&batch->entries, batch->n_entries);

  /* counted first, at the place behind the node's own */
  first = batch->first_place = g_new0 (guint32, batch->n_nodes + 2);
  for (gsize i = 0, end; i < batch->n_entries; i = end)
    {
      end = find_bucket_end (batch, i);
      if (end - i > MAX_BUCKET)
        g_sort_array (batch->entries + i, end - i, sizeof (TuttiBatchKey), compare_lengths, batch);
      for (gsize at = i; at + 1 < end; at++)
        first[batch->entries[at].node + 2]++;
    }
  for (guint i = 2; i < batch->n_nodes + 2; i++)
    first[i] += first[i - 1];

  batch->places = g_new (TuttiBatchPlace, first[batch->n_nodes + 1] + 1);
  for (gsize i = 0, end; i < batch->n_entries; i = end)
    {
      end = find_bucket_end (batch, i);
      for (gsize at = i; at + 1 < end; at++)
        {
          gsize last = end - i > MAX_BUCKET ? MIN (end, at + MAX_NEIGHBOUR + 1) : end;

          batch->places[first[batch->entries[at].node + 1]++] = (TuttiBatchPlace) { (guint32) at + 1, (guint32) last };
        }
    }
}

static int
compare_ranks (gconstpointer a,
               gconstpointer b,
               gpointer      data)
{
  const TuttiBatch *batch = data;
  guint32           one = batch->ranks[((const TuttiBatchEntry *) a)->node];
  guint32           other = batch->ranks[((const TuttiBatchEntry *) b)->node];

  return one < other ? -1 : one > other;
}

/* What names the batch itself shows to be one: those that meet on an ISRC. */
void
tutti_batch_learn_aliases (TuttiBatch *batch)
{
  g_autofree TuttiBatchEntry *codes = NULL;
  gsize                       n = 0, n_most = 0;

  if ((batch->flags & TUTTI_COMPARE_HIDE_ISRC) != 0)
    return;
  for (guint32 i = 0; i < batch->n_nodes; i++)
    n_most += batch->nodes[i]->n_isrcs;
  codes = g_new (TuttiBatchEntry, n_most + 1);
  for (guint32 i = 0; i < batch->n_nodes; i++)
    for (guint k = 0; k < batch->nodes[i]->n_isrcs; k++)
      codes[n++] = (TuttiBatchEntry) { batch->nodes[i]->isrcs[k], i };
  sort_entries (&codes, n);

  for (gsize i = 0, end; i < n; i = end)
    {
      for (end = i + 1; end < n && codes[end].key >> 31 == codes[i].key >> 31;)
        end++;
      if (end - i > MAX_NEIGHBOUR)
        g_sort_array (codes + i, end - i, sizeof (TuttiBatchEntry), compare_ranks, batch);
    }
  for (gsize i = 0; i < n; i++)
    for (gsize j = i + 1; j < MIN (n, i + MAX_NEIGHBOUR) && codes[j].key >> 31 == codes[i].key >> 31; j++)
      tutti_aliases_learn (batch->aliases, batch->nodes[codes[i].node], batch->nodes[codes[j].node]);
}

/* What rules pairs out, of all nodes. */
void
tutti_batch_summarize (TuttiBatch *batch)
{
  batch->summaries = g_new (TuttiSummary, batch->n_nodes + 1);
  for (guint32 i = 0; i < batch->n_nodes; i++)
    {
      if (i + AHEAD < batch->n_nodes)
        prefetch_identity (batch->nodes[i + AHEAD]);
      tutti_summary_init (&batch->summaries[i], batch->nodes[i]);
    }
}

/* Asks memory for what node @a will be compared with. */
static inline void
prefetch_candidates (const TuttiBatch *batch,
                     guint32           a)
{
  if (a + 2 * AHEAD < batch->n_nodes)
    for (gsize p = batch->first_place[a + 2 * AHEAD]; p < batch->first_place[a + 2 * AHEAD + 1]; p++)
      __builtin_prefetch (&batch->entries[batch->places[p].at]);
  if (a + AHEAD < batch->n_nodes)
    for (gsize p = batch->first_place[a + AHEAD]; p < batch->first_place[a + AHEAD + 1]; p++)
      __builtin_prefetch (&batch->summaries[batch->entries[batch->places[p].at].node]);
}

/* Compares one node with those that may be the same. */
static void
find_edges_of (TuttiBatch    *batch,
               guint32        a,
               const guint32 *candidates,
               guint          n_candidates)
{
  for (guint i = 0; i < n_candidates; i++)
    {
      gboolean    is_first = batch->ranks[a] < batch->ranks[candidates[i]];
      guint32     one = is_first ? a : candidates[i];
      guint32     other = is_first ? candidates[i] : a;
      TuttiReason reason;
      double      sum = tutti_identity_weigh (batch->nodes[one], batch->nodes[other], batch->aliases, batch->flags, TUTTI_THRESHOLD_MAYBE, &reason);

      if (sum >= TUTTI_THRESHOLD_MAYBE)
        {
          const TuttiBatchEdge edge = { (float) sum, one, other, reason };

          g_array_append_val (sum >= TUTTI_THRESHOLD_SAME ? batch->same : batch->maybe, edge);
        }
    }
}

/* Compares all nodes that share a key. */
void
tutti_batch_find_edges (TuttiBatch *batch)
{
  g_autofree guint32   *stamps = g_new0 (guint32, batch->n_nodes + 1);
  TUTTI_SCRATCH guint32 candidates[64];

  for (guint32 a = 0; a < batch->n_nodes; a++)
    {
      guint n = 0;

      prefetch_candidates (batch, a);
      for (gsize p = batch->first_place[a]; p < batch->first_place[a + 1]; p++)
        for (guint32 at = batch->places[p].at; at < batch->places[p].end; at++)
          {
            guint32 b = batch->entries[at].node;

            if (stamps[b] == a + 1 || b == a)
              continue;
            stamps[b] = a + 1;
            if (!tutti_summary_may_be (&batch->summaries[a], &batch->summaries[b]))
              continue;
            prefetch_identity (batch->nodes[b]);
            candidates[n++] = b;
            if (n == G_N_ELEMENTS (candidates))
              {
                find_edges_of (batch, a, candidates, n);
                n = 0;
              }
          }
      if (n > 0)
        find_edges_of (batch, a, candidates, n);
    }
}
