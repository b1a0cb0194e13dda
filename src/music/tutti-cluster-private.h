/* tutti-cluster-private.h: a batch of tracks while it is clustered
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-aliases.h"
#include "tutti-summary.h"

G_BEGIN_DECLS

/* Members of a group that are compared before it grows. */
#define TUTTI_BATCH_MAX_MEMBERS 6

#define TUTTI_BATCH_NONE G_MAXUINT32

/* A number to sort by and what it belongs to. */
typedef struct
{
  guint64 key;
  guint32 node;
} TuttiBatchEntry;

/* One of a node's keys: half of it, which is enough to bring equal ones
 * together, and few others. */
typedef struct
{
  guint32 half;
  guint32 node;
} TuttiBatchKey;

/* Two nodes that are the same, or may be. */
typedef struct
{
  float       sum;
  guint32     a;
  guint32     b;
  TuttiReason reason;
} TuttiBatchEdge;

/* Where a node stands among those of one of its keys. */
typedef struct
{
  guint32 at;
  guint32 end;
} TuttiBatchPlace;

/* A group of nodes, kept at its root. */
typedef struct
{
  guint32  n_members;
  guint32  members[TUTTI_BATCH_MAX_MEMBERS];
  gboolean is_judged; /* a person said of one that it is not another */
} TuttiBatchGroup;

typedef struct
{
  TuttiIdentity *const *items;
  guint                 n_items;
  const TuttiJudgement *judgements;
  guint                 n_judgements;
  TuttiCompareFlags     flags;
  TuttiAliases         *aliases;

  guint32              *node_of; /* of each item */
  guint32              *ranks;   /* of each node: its place in the order of contents */
  const TuttiIdentity **nodes;
  TuttiSummary         *summaries; /* of each node */
  guint                 n_nodes;

  TuttiBatchKey   *entries;
  gsize            n_entries;
  TuttiBatchPlace *places;
  guint32         *first_place; /* of each node */
  GArray          *same;        /* of TuttiBatchEdge */
  GArray          *maybe;       /* of TuttiBatchEdge */
  guint32         *parents;
  TuttiBatchGroup *groups;
  guint8          *reasons;
  float           *sums;
} TuttiBatch;

void tutti_batch_make_nodes (TuttiBatch *batch);
void tutti_batch_summarize (TuttiBatch *batch);
void tutti_batch_learn_aliases (TuttiBatch *batch);
void tutti_batch_make_places (TuttiBatch *batch);
void tutti_batch_find_edges (TuttiBatch *batch);

G_END_DECLS
