/* tutti-renewal-private.h: what older rules made is made anew, bit by bit
 *
 * All of this runs in a lane.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-regroup-private.h"

G_BEGIN_DECLS

/* A fact that the file remembers. (transfer full); NULL without an error if there is none. */
char    *tutti_fact_dup (TuttiDb    *db,
                         const char *name,
                         GError    **error);
gboolean tutti_fact_set (TuttiDb    *db,
                         const char *name,
                         const char *value, /* (nullable): forgets it */
                         GError    **error);

/* The rules of this program, as the facts "rules" (keys and groups) and "words"
 * (what is found in the full-text index) have them. (transfer full) */
char *tutti_renewal_dup_rules (void) G_GNUC_WARN_UNUSED_RESULT;
char *tutti_renewal_dup_words (void) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  TUTTI_RENEWAL_GROUPS = 1 << 0,
  TUTTI_RENEWAL_WORDS = 1 << 1,
} TuttiRenewalDue;

/* What older rules made. */
gboolean tutti_renewal_look (TuttiDb         *db,
                             TuttiRenewalDue *due,
                             GError         **error);

/* Each does the next bit in a transaction of its own, which also remembers how
 * far it went: `is_done` when nothing is left. */
gboolean tutti_renewal_write_keys (TuttiDb  *db,
                                   gboolean *is_done,
                                   GError  **error);
gboolean tutti_renewal_write_words (TuttiDb  *db,
                                    gboolean *is_done,
                                    GError  **error);

/* Where all service tracks shall go, worked out beside the writer. Ref counted;
 * for one thread at a time. */
typedef struct _TuttiPlan TuttiPlan;

TuttiPlan *tutti_plan_new (void) G_GNUC_WARN_UNUSED_RESULT;
TuttiPlan *tutti_plan_ref (TuttiPlan *self);
void       tutti_plan_unref (TuttiPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiPlan, tutti_plan_unref)

/* With a reading connection: groups everything, as if all had come at once. */
gboolean tutti_plan_make (TuttiPlan *self,
                          TuttiDb   *db,
                          GError   **error);

/* Carries out the next bit in a transaction of its own. What was changed since
 * the plan was made is left as it is, and counted as stale. */
gboolean tutti_plan_carry_out (TuttiPlan *self,
                               TuttiDb   *db,
                               gboolean  *is_done,
                               GError   **error);

/* After the last bit: keeps what was learned about names, and remembers that
 * today's rules made the groups. */
gboolean tutti_plan_finish (TuttiPlan *self,
                            TuttiDb   *db,
                            GError   **error);

guint tutti_plan_get_n_moved (TuttiPlan *self);
guint tutti_plan_get_n_stale (TuttiPlan *self); /* recordings */

G_END_DECLS
