/* tutti-identity.c: when two service tracks are one recording
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-identity.h"
#include "tutti-fold.h"

struct _TuttiIdentity
{
  TuttiServiceTrack *track;
  guint64            keys[2];
  guint              n_keys;
};

/* Any thread. (transfer full): a new identity. */
TuttiIdentity *
tutti_identity_new (TuttiServiceTrack *track)
{
  TuttiIdentity *self;
  g_autofree char *title = NULL;
  g_autofree char *artist = NULL;

  g_return_val_if_fail (track != NULL, NULL);

  self = g_new0 (TuttiIdentity, 1);
  self->track = tutti_service_track_ref (track);
  title = tutti_fold (tutti_service_track_get_title (track));
  artist = tutti_fold (tutti_service_track_get_artists (track)[0]);
  if (tutti_service_track_get_isrc (track) != NULL)
    self->keys[self->n_keys++] = (guint64) g_str_hash (tutti_service_track_get_isrc (track)) << 32 | 1;
  self->keys[self->n_keys++] = (guint64) g_str_hash (title) << 32 | g_str_hash (artist);

  return self;
}

void
tutti_identity_free (TuttiIdentity *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->track, tutti_service_track_unref);
  g_free (self);
}

const guint64 *
tutti_identity_get_keys (const TuttiIdentity *self,
                         guint               *n_keys)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (n_keys != NULL, NULL);

  *n_keys = self->n_keys;

  return self->keys;
}

TuttiVerdict
tutti_identity_compare (const TuttiIdentity *a,
                        const TuttiIdentity *b,
                        TuttiCompareFlags    flags,
                        double              *score,
                        TuttiReason         *reason)
{
  gboolean same = a->keys[a->n_keys - 1] == b->keys[b->n_keys - 1];

  if (score != NULL)
    *score = same ? 1 : 0;
  if (reason != NULL)
    *reason = same ? TUTTI_REASON_KEY : TUTTI_REASON_NONE;

  return same ? TUTTI_VERDICT_SAME : TUTTI_VERDICT_DIFFERENT;
}

TuttiMembership *
tutti_identity_cluster (TuttiIdentity *const *items,
                        guint                 n_items,
                        const TuttiJudgement *judgements,
                        guint                 n_judgements,
                        TuttiCompareFlags     flags,
                        GArray              **suggestions)
{
  TuttiMembership *memberships = g_new0 (TuttiMembership, n_items);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < n_items; i++)
    {
      gpointer first;
      gint64 *key = (gint64 *) &items[i]->keys[items[i]->n_keys - 1];

      if (g_hash_table_lookup_extended (seen, key, NULL, &first))
        memberships[i] = (TuttiMembership) { GPOINTER_TO_UINT (first), TUTTI_REASON_KEY, 1 };
      else
        {
          memberships[i].group = i;
          g_hash_table_insert (seen, key, GUINT_TO_POINTER (i));
        }
    }
  if (suggestions != NULL)
    *suggestions = g_array_new (FALSE, FALSE, sizeof (TuttiSuggestion));

  return memberships;
}

char *
tutti_reason_to_string (TuttiReason reason,
                        double      score)
{
  switch (reason)
    {
    case TUTTI_REASON_NONE:
      return g_strdup ("");
    case TUTTI_REASON_ISRC:
      return g_strdup ("isrc");
    case TUTTI_REASON_KEY:
      return g_strdup ("key");
    case TUTTI_REASON_VERDICT:
      return g_strdup ("verdict");
    case TUTTI_REASON_SCORE:
      {
        char digits[G_ASCII_DTOSTR_BUF_SIZE];

        g_ascii_formatd (digits, sizeof digits, "%.2f", CLAMP (score, 0, 1));
        return g_strconcat ("score ", digits, NULL);
      }
    }

  g_return_val_if_reached (NULL);
}

TuttiReason
tutti_reason_from_string (const char *text,
                          double     *score)
{
  TuttiReason reason = TUTTI_REASON_NONE;
  double value = 1;

  if (g_strcmp0 (text, "isrc") == 0)
    reason = TUTTI_REASON_ISRC;
  else if (g_strcmp0 (text, "key") == 0)
    reason = TUTTI_REASON_KEY;
  else if (g_strcmp0 (text, "verdict") == 0)
    reason = TUTTI_REASON_VERDICT;
  else if (text != NULL && g_str_has_prefix (text, "score "))
    {
      reason = TUTTI_REASON_SCORE;
      value = CLAMP (g_ascii_strtod (text + 6, NULL), 0, 1);
    }
  if (score != NULL)
    *score = reason != TUTTI_REASON_NONE ? value : 0;

  return reason;
}
