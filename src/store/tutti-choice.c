/* tutti-choice.c: which recording a service track belongs to
 *
 * Its keys name the few service tracks that may be the same recording, each is
 * compared, and the best that its group supports decides. A person's word
 * comes before everything.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-catalogue-private.h"
#include "tutti-regroup-private.h"

/* How many of a group's members a newcomer is compared with. */
#define MAX_SUPPORTERS 16

/* No better reason will come. */
#define CERTAIN 0.995

static gboolean
has_id (GArray *ids,
        gint64  id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;

  return FALSE;
}

/* Whether a newcomer may join: nobody said no, the group is not full, and no
 * more members contradict than agree. */
static gboolean
is_supported (TuttiDb             *db,
              const TuttiIdentity *identity,
              gint64               track_id,
              GArray              *words,
              GError             **error)
{
  g_autoptr (GArray) members = tutti_members_list (db, track_id, error);
  const TuttiAliases *aliases = tutti_members_get_aliases (db, error);
  guint               n_same = 0;
  guint               n_different = 0;

  if (members == NULL || aliases == NULL || members->len >= TUTTI_TRACK_MAX_MEMBERS)
    return FALSE;

  for (guint i = 0; i < words->len; i++)
    {
      const TuttiWord *word = &g_array_index (words, TuttiWord, i);

      if (!word->is_same && has_id (members, word->id))
        return FALSE;
    }
  if (members->len == 1)
    return TRUE;

  for (guint i = 0; i < members->len && i < MAX_SUPPORTERS; i++)
    {
      TuttiMember *member = tutti_members_get (db, g_array_index (members, gint64, i), error);

      if (member == NULL)
        return FALSE;
      switch (tutti_identity_compare_known (identity, member->identity, aliases, TUTTI_COMPARE_DEFAULT, NULL, NULL))
        {
        case TUTTI_VERDICT_SAME:
          n_same++;
          break;
        case TUTTI_VERDICT_DIFFERENT:
          n_different++;
          break;
        case TUTTI_VERDICT_MAYBE:
          break;
        }
    }

  return n_same >= n_different;
}

static gint
compare_choices (gconstpointer a,
                 gconstpointer b)
{
  const TuttiChoice *left = a;
  const TuttiChoice *right = b;

  if (left->score != right->score)
    return left->score > right->score ? -1 : 1;

  return left->track_id < right->track_id ? -1 : left->track_id > right->track_id;
}

/* What the person called the same decides, whatever the text says. */
static gboolean
choose_by_word (TuttiDb     *db,
                GArray      *words,
                TuttiChoice *choice,
                GError     **error)
{
  for (guint i = 0; i < words->len; i++)
    {
      const TuttiWord *word = &g_array_index (words, TuttiWord, i);
      TuttiMember     *member;

      if (!word->is_same || word->id == 0)
        continue;
      member = tutti_members_get (db, word->id, error);
      if (member == NULL)
        return FALSE;
      *choice = (TuttiChoice) { member->track_id, TUTTI_REASON_VERDICT, 1 };
      return TRUE;
    }

  return TRUE;
}

/* Compares with all that have one of the first keys, the surest
 * first, and stops where nothing better can come. */
static gboolean
gather_choices (TuttiDb             *db,
                const TuttiIdentity *identity,
                guint                n_keys,
                GArray              *choices,
                GError             **error)
{
  const guint64 *keys = tutti_identity_get_keys (identity, &(guint) { 0 });
  TuttiAliases  *aliases = tutti_members_get_aliases (db, error);
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < n_keys && aliases != NULL; i++)
    {
      guint first = seen->len;

      if (!tutti_match_keys_find (db, keys[i], seen, error))
        return FALSE;
      for (guint j = first; j < seen->len; j++)
        {
          TuttiMember *member = tutti_members_get (db, g_array_index (seen, gint64, j), error);
          TuttiChoice  one = { 0 };

          if (member == NULL)
            return FALSE;
          tutti_aliases_learn (aliases, identity, member->identity);
          if (tutti_identity_compare_known (identity, member->identity, aliases, TUTTI_COMPARE_DEFAULT, &one.score, &one.reason) != TUTTI_VERDICT_SAME)
            continue;
          one.track_id = member->track_id;
          g_array_append_val (choices, one);
          if (one.score >= CERTAIN)
            return TRUE;
        }
    }

  return aliases != NULL;
}

/* The recording this identity belongs to, if any. */
gboolean
tutti_choose (TuttiDb             *db,
              const TuttiIdentity *identity,
              guint                n_keys,
              GArray              *words,
              TuttiChoice         *choice,
              GError             **error)
{
  g_autoptr (GArray) choices = NULL;

  if (!choose_by_word (db, words, choice, error))
    return FALSE;
  if (choice->track_id != 0)
    return TRUE;

  choices = g_array_new (FALSE, FALSE, sizeof (TuttiChoice));
  if (!gather_choices (db, identity, n_keys, choices, error))
    return FALSE;

  g_array_sort (choices, compare_choices);
  for (guint i = 0; i < choices->len; i++)
    {
      const TuttiChoice *one = &g_array_index (choices, TuttiChoice, i);
      g_autoptr (GError) local = NULL;

      if (is_supported (db, identity, one->track_id, words, &local))
        {
          *choice = *one;
          return TRUE;
        }
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  return TRUE;
}

guint
tutti_choose_count_sure_keys (TuttiServiceTrack *track,
                              guint              n_keys)
{
  return MIN (n_keys, g_strv_length ((char **) tutti_service_track_get_isrcs (track)) + 1);
}

gboolean
tutti_catalogue_identify (TuttiDb           *db,
                          TuttiServiceTrack *track,
                          gint64            *track_id,
                          GError           **error)
{
  g_autoptr (TuttiIdentity) identity = tutti_identity_new (track);
  g_autoptr (GArray) words = tutti_words_list (db, tutti_service_track_get_provider (track),
                                               tutti_service_track_get_remote_id (track), error);
  TuttiChoice choice = { 0 };
  guint       n_keys;

  tutti_identity_get_keys (identity, &n_keys);
  if (words == NULL || !tutti_choose (db, identity, n_keys, words, &choice, error))
    return FALSE;
  *track_id = choice.track_id;

  return TRUE;
}
