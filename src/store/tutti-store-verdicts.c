/* tutti-store-verdicts.c: the person's word on what is one recording
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-verdicts.h"

#include "tutti-catalogue-private.h"
#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-store-private.h"

#include <string.h>

/* Suggestions shown for one recording. */
#define MAX_SUGGESTIONS 10

G_DEFINE_BOXED_TYPE (TuttiMemberInfo, tutti_member_info, tutti_member_info_ref, tutti_member_info_unref)

TuttiMemberInfo *
tutti_member_info_ref (TuttiMemberInfo *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_member_info_unref (TuttiMemberInfo *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->track, tutti_service_track_unref);
  g_clear_pointer (&self->reason, g_free);
  g_free (self);
}

static TuttiMemberInfo *
member_info_new (TuttiServiceTrack *track,
                 gint64             track_id,
                 const char        *reason)
{
  TuttiMemberInfo *self = g_new0 (TuttiMemberInfo, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->track = tutti_service_track_ref (track);
  self->track_id = track_id;
  self->reason = g_strdup (reason);

  return self;
}

/* --- the word --- */

typedef enum
{
  WORD_DIFFERENT,
  WORD_SAME,
  WORD_NONE,
} Word;

/* Two names, the smaller first, so that each pair has one row. */
typedef struct
{
  char *providers[2];
  char *remote_ids[2];
  Word  word;
} Verdict;

static void
verdict_free (gpointer data)
{
  Verdict *self = data;

  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&self->providers[i], g_free);
      g_clear_pointer (&self->remote_ids[i], g_free);
    }
  g_free (self);
}

static int
compare_names (const TuttiSongName *a,
               const TuttiSongName *b)
{
  int order = strcmp (a->provider, b->provider);

  return order != 0 ? order : strcmp (a->remote_id, b->remote_id);
}

static Verdict *
verdict_new (const TuttiSongName *a,
             const TuttiSongName *b,
             Word                 word)
{
  gboolean turn = compare_names (a, b) > 0;
  Verdict *self = g_new0 (Verdict, 1);

  self->providers[turn] = g_strdup (a->provider);
  self->remote_ids[turn] = g_strdup (a->remote_id);
  self->providers[!turn] = g_strdup (b->provider);
  self->remote_ids[!turn] = g_strdup (b->remote_id);
  self->word = word;

  return self;
}

static gboolean
set_verdict (TuttiDb       *db,
             const Verdict *verdict,
             GError       **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (db, error);
  g_autoptr (TuttiStatement) put = transaction != NULL ? tutti_db_query (db, verdict->word == WORD_NONE ? "clear-verdict" : "put-verdict", error) : NULL;
  g_autoptr (GError) local = NULL;
  gint64 ids[2];
  guint  n_ids = 0;

  if (put == NULL)
    return FALSE;

  tutti_bind_text (put, ":provider_a", verdict->providers[0]);
  tutti_bind_text (put, ":remote_id_a", verdict->remote_ids[0]);
  tutti_bind_text (put, ":provider_b", verdict->providers[1]);
  tutti_bind_text (put, ":remote_id_b", verdict->remote_ids[1]);
  if (verdict->word != WORD_NONE)
    {
      tutti_bind_int (put, ":is_same", verdict->word == WORD_SAME);
      tutti_bind_int (put, ":now", tutti_clock_now ());
    }
  if (!tutti_db_run (db, put, error))
    return FALSE;

  for (guint i = 0; i < 2; i++)
    {
      ids[n_ids] = tutti_catalogue_find (db, verdict->providers[i], verdict->remote_ids[i], &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      n_ids += ids[n_ids] != 0;
    }
  tutti_db_note_change (db, TUTTI_CHANGE_TRACKS);

  return (n_ids == 0 || tutti_catalogue_regroup (db, ids, n_ids, error)) &&
         tutti_catalogue_settle (db, error) &&
         tutti_transaction_commit (&transaction, error);
}

static DexFuture *
set_verdict_job (TuttiDb *db,
                 gpointer data)
{
  g_autoptr (GError) error = NULL;

  set_verdict (db, data, &error);

  return tutti_job_done (g_steal_pointer (&error));
}

static DexFuture *
run_verdict (TuttiStore          *self,
             const TuttiSongName *a,
             const TuttiSongName *b,
             Word                 word)
{
  if (compare_names (a, b) == 0)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "A song is always the same as itself");

  return tutti_store_run (self, TUTTI_DB_WRITE, set_verdict_job, verdict_new (a, b, word), verdict_free);
}

DexFuture *
tutti_store_set_verdict (TuttiStore          *self,
                         const TuttiSongName *a,
                         const TuttiSongName *b,
                         gboolean             is_same)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (a != NULL && b != NULL, NULL);

  return run_verdict (self, a, b, is_same ? WORD_SAME : WORD_DIFFERENT);
}

DexFuture *
tutti_store_clear_verdict (TuttiStore          *self,
                           const TuttiSongName *a,
                           const TuttiSongName *b)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (a != NULL && b != NULL, NULL);

  return run_verdict (self, a, b, WORD_NONE);
}

/* --- everything --- */

static DexFuture *
rematch_job (TuttiDb *db,
             gpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_moved = 0;

  tutti_catalogue_rematch_if_due (db, &n_moved, &error);

  return error == NULL ? dex_future_new_for_uint (n_moved) : dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_store_rematch (TuttiStore *self)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_WRITE, rematch_job, NULL, NULL);
}

/* --- what there is --- */

static gboolean
list_members (TuttiDb   *db,
              gint64     track_id,
              GPtrArray *infos,
              GError   **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "members", error);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;
  tutti_bind_int (query, ":track_id", track_id);
  tutti_bind_int (query, ":limit", TUTTI_TRACK_MAX_MEMBERS);
  while (tutti_db_step (db, query, &local))
    {
      g_autoptr (TuttiServiceTrack) track = tutti_row_read_service_track (query, 2);

      g_ptr_array_add (infos, member_info_new (track, track_id, (const char *) sqlite3_column_text (query, 15)));
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static DexFuture *
answer_infos (GPtrArray *infos,
              GError    *error)
{
  g_autoptr (GPtrArray) owned = infos;

  return error == NULL ? dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&owned))
                       : dex_future_new_for_error (error);
}

static DexFuture *
list_members_job (TuttiDb *db,
                  gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_member_info_unref);

  list_members (db, *(gint64 *) data, infos, &error);

  return answer_infos (g_steal_pointer (&infos), g_steal_pointer (&error));
}

DexFuture *
tutti_store_list_members (TuttiStore *self,
                          gint64      track_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_members_job, g_memdup2 (&track_id, sizeof track_id), g_free);
}

/* A recording that may be the same, with the best score of its songs. */
typedef struct
{
  TuttiMember *member;
  double       score;
} Suggestion;

static int
compare_suggestions (gconstpointer a,
                     gconstpointer b)
{
  double left = ((const Suggestion *) a)->score;
  double right = ((const Suggestion *) b)->score;

  return left < right ? 1 : left > right ? -1
                                         : 0;
}

static void
suggest (GArray      *suggestions,
         TuttiMember *member,
         double       score)
{
  Suggestion one = { member, score };

  for (guint i = 0; i < suggestions->len; i++)
    {
      Suggestion *known = &g_array_index (suggestions, Suggestion, i);

      if (known->member->track_id == member->track_id)
        {
          if (score > known->score)
            *known = one;
          return;
        }
    }
  g_array_append_val (suggestions, one);
}

static gboolean
is_spoken_of (GArray *words,
              gint64  id)
{
  for (guint i = 0; i < words->len; i++)
    if (g_array_index (words, TuttiWord, i).id == id)
      return TRUE;

  return FALSE;
}

/* What music calls "maybe", and what it calls the same but a group forbade. */
static gboolean
list_suggestions (TuttiDb   *db,
                  gint64     track_id,
                  GPtrArray *infos,
                  GError   **error)
{
  g_autoptr (GArray) ids = tutti_members_list (db, track_id, error);
  g_autoptr (GArray) suggestions = g_array_new (FALSE, FALSE, sizeof (Suggestion));

  for (guint i = 0; ids != NULL && i < ids->len && i < MAX_SUGGESTIONS; i++)
    {
      TuttiMember *member = tutti_members_get (db, g_array_index (ids, gint64, i), error);
      g_autoptr (GArray) candidates = NULL;
      g_autoptr (GArray) words = NULL;

      if (member == NULL)
        return FALSE;
      candidates = tutti_members_find_candidates (db, member->identity, member->id, error);
      words = tutti_words_list (db, tutti_service_track_get_provider (member->track),
                                tutti_service_track_get_remote_id (member->track), error);
      if (candidates == NULL || words == NULL)
        return FALSE;
      for (guint j = 0; j < candidates->len; j++)
        {
          TuttiMember *other = tutti_members_get (db, g_array_index (candidates, gint64, j), error);
          double       score = 0;

          if (other == NULL)
            return FALSE;
          if (other->track_id != track_id && !is_spoken_of (words, other->id) &&
              tutti_identity_compare (member->identity, other->identity, TUTTI_COMPARE_DEFAULT, &score, NULL) != TUTTI_VERDICT_DIFFERENT)
            suggest (suggestions, other, score);
        }
    }
  if (ids == NULL)
    return FALSE;

  g_array_sort (suggestions, compare_suggestions);
  for (guint i = 0; i < suggestions->len && i < MAX_SUGGESTIONS; i++)
    {
      const Suggestion *one = &g_array_index (suggestions, Suggestion, i);
      g_autofree char  *reason = tutti_reason_to_string (TUTTI_REASON_SCORE, one->score);

      g_ptr_array_add (infos, member_info_new (one->member->track, one->member->track_id, reason));
    }

  return TRUE;
}

static DexFuture *
list_suggestions_job (TuttiDb *db,
                      gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_member_info_unref);

  list_suggestions (db, *(gint64 *) data, infos, &error);
  /* Another connection writes: what was read is old by the next time. */
  tutti_db_set_cache (db, NULL, NULL);

  return answer_infos (g_steal_pointer (&infos), g_steal_pointer (&error));
}

DexFuture *
tutti_store_list_suggestions (TuttiStore *self,
                              gint64      track_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_suggestions_job, g_memdup2 (&track_id, sizeof track_id), g_free);
}
