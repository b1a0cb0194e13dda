/* tutti-store-members.c: what a recording is made of, and what it may be
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-members.h"

#include "tutti-catalogue-private.h"
#include "tutti-regroup-private.h"
#include "tutti-store-private.h"

/* Suggestions shown for one recording. */
#define MAX_SUGGESTIONS 10

/* Of what was played and liked. */
#define MAX_PAST 1000

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

static gboolean
list_infos (TuttiDb    *db,
            const char *name,
            gint64      track_id,
            GPtrArray  *infos,
            GError    **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, name, error);

  if (query == NULL)
    return FALSE;
  tutti_bind_int (query, ":track_id", track_id);
  tutti_bind_int (query, ":limit", TUTTI_TRACK_MAX_MEMBERS);
  while (tutti_db_step (db, query, error))
    {
      g_autoptr (TuttiServiceTrack) track = tutti_row_read_service_track (query, 2);

      g_ptr_array_add (infos, member_info_new (track, sqlite3_column_int64 (query, 1), (const char *) sqlite3_column_text (query, 15)));
    }

  return tutti_db_ended (db);
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

  list_infos (db, "members", *(gint64 *) data, infos, &error);

  return answer_infos (g_steal_pointer (&infos), g_steal_pointer (&error));
}

DexFuture *
tutti_store_list_members (TuttiStore *self,
                          gint64      track_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_members_job, g_memdup2 (&track_id, sizeof track_id), g_free);
}

static DexFuture *
list_told_apart_job (TuttiDb *db,
                     gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_member_info_unref);

  list_infos (db, "told-apart", *(gint64 *) data, infos, &error);

  return answer_infos (g_steal_pointer (&infos), g_steal_pointer (&error));
}

DexFuture *
tutti_store_list_told_apart (TuttiStore *self,
                             gint64      track_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_told_apart_job, g_memdup2 (&track_id, sizeof track_id), g_free);
}

/* --- what it may be --- */

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

/* The recordings that hold a song which the person told apart from this one. (transfer full) */
static GHashTable *
list_told_apart (TuttiDb *db,
                 gint64   track_id,
                 GError **error)
{
  g_autoptr (GHashTable) tracks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "told-apart", error);

  if (query == NULL)
    return NULL;

  tutti_bind_int (query, ":track_id", track_id);
  tutti_bind_int (query, ":limit", -1);
  while (tutti_db_step (db, query, error))
    {
      gint64 other = sqlite3_column_int64 (query, 1);

      g_hash_table_add (tracks, g_memdup2 (&other, sizeof other));
    }

  return tutti_db_ended (db) ? g_steal_pointer (&tracks) : NULL;
}

/* What music calls "maybe", and what it calls the same but a group forbade. */
static gboolean
list_suggestions (TuttiDb   *db,
                  gint64     track_id,
                  GPtrArray *infos,
                  GError   **error)
{
  g_autoptr (GArray) ids = tutti_members_list (db, track_id, error);
  g_autoptr (GHashTable) told_apart = ids != NULL ? list_told_apart (db, track_id, error) : NULL;
  g_autoptr (GArray) suggestions = g_array_new (FALSE, FALSE, sizeof (Suggestion));
  const TuttiAliases *aliases = told_apart != NULL ? tutti_members_get_aliases (db, error) : NULL;

  for (guint i = 0; aliases != NULL && i < ids->len && i < MAX_SUGGESTIONS; i++)
    {
      TuttiMember *member = tutti_members_get (db, g_array_index (ids, gint64, i), error);
      g_autoptr (GArray) candidates = NULL;

      if (member == NULL)
        return FALSE;
      candidates = tutti_members_find_candidates (db, member->identity, member->id, error);
      if (candidates == NULL)
        return FALSE;
      for (guint j = 0; j < candidates->len; j++)
        {
          TuttiMember *other = tutti_members_get (db, g_array_index (candidates, gint64, j), error);
          double       score = 0;

          if (other == NULL)
            return FALSE;
          if (other->track_id != track_id && !g_hash_table_contains (told_apart, &other->track_id) &&
              tutti_identity_compare_known (member->identity, other->identity, aliases, TUTTI_COMPARE_DEFAULT, &score, NULL) != TUTTI_VERDICT_DIFFERENT)
            suggest (suggestions, other, score);
        }
    }
  if (aliases == NULL)
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

/* --- what was --- */

static DexFuture *
list_past_job (TuttiDb *db,
               gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) past = g_array_new (FALSE, FALSE, sizeof (TuttiPast));
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "history", &error);

  if (query != NULL)
    {
      tutti_bind_int (query, ":track_id", *(gint64 *) data);
      tutti_bind_int (query, ":limit", MAX_PAST);
    }
  while (query != NULL && tutti_db_step (db, query, &error))
    {
      TuttiPast one = {
        .kind = (TuttiPastKind) sqlite3_column_int (query, 0),
        .provider = g_intern_string ((const char *) sqlite3_column_text (query, 1)),
        .at = sqlite3_column_int64 (query, 2),
      };

      g_array_append_val (past, one);
    }

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&past));
}

DexFuture *
tutti_store_list_past (TuttiStore *self,
                       gint64      track_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return tutti_store_run (self, TUTTI_DB_READ, list_past_job, g_memdup2 (&track_id, sizeof track_id), g_free);
}
