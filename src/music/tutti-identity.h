/* tutti-identity.h: when two service tracks are one recording
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-service-track.h"

G_BEGIN_DECLS

/* Which rules decide. Raised whenever the same tracks come out otherwise: other
 * groups, other verdicts or other keys. A library whose tracks were matched by
 * an older number is matched anew, keys and all. */
#define TUTTI_IDENTITY_RULES 5

/* How many tracks a caller looks at for one key at the most: a key that more
 * tracks share ("Intro") says too little. */
#define TUTTI_IDENTITY_MAX_CANDIDATES 200

/* No identity has more keys than this. */
#define TUTTI_IDENTITY_MAX_KEYS 40

typedef struct _TuttiIdentity TuttiIdentity;
typedef struct _TuttiAliases  TuttiAliases;

/**
 * TuttiVerdict:
 * @TUTTI_VERDICT_DIFFERENT: two recordings
 * @TUTTI_VERDICT_MAYBE: a suggestion for the person, never merged
 * @TUTTI_VERDICT_SAME: one recording
 */
typedef enum
{
  TUTTI_VERDICT_DIFFERENT,
  TUTTI_VERDICT_MAYBE,
  TUTTI_VERDICT_SAME,
} TuttiVerdict;

/**
 * TuttiReason:
 * @TUTTI_REASON_NONE: nothing joins it to anything
 * @TUTTI_REASON_ISRC: they share an ISRC and nothing contradicts it
 * @TUTTI_REASON_KEY: title, versions, numbers and an artist are the same
 * @TUTTI_REASON_SCORE: alike enough
 * @TUTTI_REASON_VERDICT: a person said so
 */
typedef enum
{
  TUTTI_REASON_NONE,
  TUTTI_REASON_ISRC,
  TUTTI_REASON_KEY,
  TUTTI_REASON_SCORE,
  TUTTI_REASON_VERDICT,
} TuttiReason;

/**
 * TuttiCompareFlags:
 * @TUTTI_COMPARE_DEFAULT: use all that is known
 * @TUTTI_COMPARE_HIDE_ISRC: as if no ISRC were known
 */
typedef enum
{
  TUTTI_COMPARE_DEFAULT = 0,
  TUTTI_COMPARE_HIDE_ISRC = 1 << 0,
} TuttiCompareFlags;

/**
 * TuttiJudgement:
 * @a: index of one item
 * @b: index of another
 * @is_same: what the person said of them
 *
 * A person's word on two items of a batch. It always wins.
 */
typedef struct
{
  guint32  a;
  guint32  b;
  gboolean is_same;
} TuttiJudgement;

/**
 * TuttiMembership:
 * @group: index of the group's first item; an item alone is its own group
 * @reason: what joins the item to its group; none for an item alone
 * @score: from 0 to 1, how sure that is
 */
typedef struct
{
  guint32     group;
  TuttiReason reason;
  float       score;
} TuttiMembership;

/**
 * TuttiSuggestion:
 * @a: index of one item
 * @b: index of another, in another group
 * @score: from 0 to 1
 *
 * Two items that may be one recording.
 */
typedef struct
{
  guint32 a;
  guint32 b;
  float   score;
} TuttiSuggestion;

TuttiIdentity *tutti_identity_new (TuttiServiceTrack *track) G_GNUC_WARN_UNUSED_RESULT;
void           tutti_identity_free (TuttiIdentity *self);

const guint64   *tutti_identity_get_keys (const TuttiIdentity *self,
                                          guint               *n_keys);
TuttiVerdict     tutti_identity_compare (const TuttiIdentity *a,
                                         const TuttiIdentity *b,
                                         TuttiCompareFlags    flags,
                                         double              *score,
                                         TuttiReason         *reason);
TuttiVerdict     tutti_identity_compare_known (const TuttiIdentity *a,
                                               const TuttiIdentity *b,
                                               const TuttiAliases  *aliases,
                                               TuttiCompareFlags    flags,
                                               double              *score,
                                               TuttiReason         *reason);
TuttiMembership *tutti_identity_cluster_known (TuttiIdentity *const *items,
                                               guint                 n_items,
                                               const TuttiJudgement *judgements,
                                               guint                 n_judgements,
                                               TuttiAliases         *aliases,
                                               TuttiCompareFlags     flags,
                                               GArray              **suggestions) G_GNUC_WARN_UNUSED_RESULT;
TuttiMembership *tutti_identity_cluster (TuttiIdentity *const *items,
                                         guint                 n_items,
                                         const TuttiJudgement *judgements,
                                         guint                 n_judgements,
                                         TuttiCompareFlags     flags,
                                         GArray              **suggestions) G_GNUC_WARN_UNUSED_RESULT;

char       *tutti_reason_to_string (TuttiReason reason,
                                    double      score) G_GNUC_WARN_UNUSED_RESULT;
TuttiReason tutti_reason_from_string (const char *text,
                                      double     *score);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiIdentity, tutti_identity_free)

G_END_DECLS
