/* tutti-grouping.h: groups of service tracks meet the tracks there are
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-catalogue-private.h"

G_BEGIN_DECLS

/* Service tracks with the groups they shall form. */
typedef struct
{
  GPtrArray       *members; /* of TuttiMember; whole tracks */
  GHashTable      *places;  /* id → index + 1 */
  TuttiMembership *memberships;
} TuttiGrouping;

void tutti_grouping_init (TuttiGrouping *self);
void tutti_grouping_clear (TuttiGrouping *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TuttiGrouping, tutti_grouping_clear)

/* Adds a member, borrowed. */
void tutti_grouping_add (TuttiGrouping *self,
                         TuttiMember   *member);

/* Makes the tracks of the file what the memberships say. */
gboolean tutti_grouping_apply (TuttiDb       *db,
                               TuttiGrouping *grouping,
                               guint         *n_moved,
                               GError       **error);

G_END_DECLS
