/* tutti-store-verdicts.c: the person's word on what is one recording
 *
 * What can be said, of which songs, and that it takes effect. Words on pairs,
 * and undoing them, are in tutti-act.c.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-verdicts.h"

#include "tutti-act.h"
#include "tutti-catalogue-private.h"
#include "tutti-error.h"
#include "tutti-store-private.h"

#include <string.h>

/* --- what can be said --- */

typedef struct _Wish Wish;

typedef gboolean (*Saying) (TuttiAct        *act,
                            const Wish *wish,
                            GError    **error);

struct _Wish
{
  Saying       saying;
  gint64       id;
  gint64       other_id;
  char       **names;
  TuttiActWord word;
};

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_clear_pointer (&self->names, g_strfreev);
  g_free (self);
}

static gboolean
split_name (const char    *text,
            char         **copy, /* (out) keeps the parts */
            TuttiSongName *name,
            GError       **error)
{
  g_autofree char *parts = g_strdup (text);
  char            *colon = strchr (parts, ':');

  if (colon == NULL || colon == parts || colon[1] == '\0')
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "“%s” is no service with a song’s id", text);
      return FALSE;
    }

  *colon = '\0';
  *name = (TuttiSongName) { parts, colon + 1 };
  *copy = g_steal_pointer (&parts);

  return TRUE;
}

/* The word on one pair. */
static gboolean
say_of_pair (TuttiAct   *act,
             const Wish *wish,
             GError    **error)
{
  g_autofree char *copy_a = NULL;
  g_autofree char *copy_b = NULL;
  TuttiSongName    a, b;

  return split_name (wish->names[0], &copy_a, &a, error) && split_name (wish->names[1], &copy_b, &b, error) &&
         tutti_act_say (act, &a, &b, wish->word, error) &&
         tutti_act_touch (act, &a, error) && tutti_act_touch (act, &b, error);
}

/* The names of a recording's songs, which are to be grouped anew. They are the
 * cache's, and stay until the act is finished. */
static GArray *
list_names (TuttiAct *act,
            gint64    track_id,
            GError  **error)
{
  g_autoptr (GArray) ids = tutti_members_list (act->db, track_id, error);
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (TuttiSongName));

  if (ids == NULL)
    return NULL;
  if (ids->len == 0)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is no such song, or no service has it");
      return NULL;
    }

  for (guint i = 0; i < ids->len; i++)
    {
      TuttiMember  *member = tutti_members_get (act->db, g_array_index (ids, gint64, i), error);
      TuttiSongName name;

      if (member == NULL)
        return NULL;
      name.provider = tutti_service_track_get_provider (member->track);
      name.remote_id = tutti_service_track_get_remote_id (member->track);
      g_array_append_val (names, name);
    }
  g_array_append_vals (act->touched, ids->data, ids->len);

  return g_steal_pointer (&names);
}

/* The first of each is the same as all of the other: that holds all of them
 * together, whatever becomes of one. */
static gboolean
say_same (TuttiAct   *act,
          const Wish *wish,
          GError    **error)
{
  g_autoptr (GArray) names = list_names (act, wish->id, error);
  g_autoptr (GArray) others = names != NULL ? list_names (act, wish->other_id, error) : NULL;

  if (others == NULL)
    return FALSE;
  if (wish->id == wish->other_id)
    return TRUE;

  for (guint i = 0; i < names->len; i++)
    for (guint j = 0; j < others->len; j++)
      {
        const TuttiSongName *a = &g_array_index (names, TuttiSongName, i);
        const TuttiSongName *b = &g_array_index (others, TuttiSongName, j);
        TuttiActWord         word = TUTTI_ACT_NONE;

        if (!tutti_act_read_word (act->db, a, b, &word, error))
          return FALSE;
        if (i == 0 || j == 0)
          word = TUTTI_ACT_SAME;
        else if (word == TUTTI_ACT_DIFFERENT)
          word = TUTTI_ACT_NONE;
        if (!tutti_act_say (act, a, b, word, error))
          return FALSE;
      }

  return TRUE;
}

static gboolean
is_named (const Wish          *wish,
          const TuttiSongName *name)
{
  g_autofree char *text = g_strdup_printf ("%s:%s", name->provider, name->remote_id);

  return g_strv_contains ((const char *const *) wish->names, text);
}

static gboolean
say_different (TuttiAct   *act,
               const Wish *wish,
               GError    **error)
{
  g_autoptr (GArray) names = list_names (act, wish->id, error);
  g_autoptr (GArray) parted = g_array_new (FALSE, FALSE, sizeof (TuttiSongName));

  if (names == NULL)
    return FALSE;

  for (guint i = 0; i < names->len; i++)
    if (is_named (wish, &g_array_index (names, TuttiSongName, i)))
      {
        g_array_append_val (parted, g_array_index (names, TuttiSongName, i));
        g_array_remove_index (names, i--);
      }
  if (parted->len < g_strv_length (wish->names))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "This recording has no such song");
      return FALSE;
    }
  if (parted->len == 0 || names->len == 0)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "A part of a recording's songs can be told apart, not none and not all");
      return FALSE;
    }

  for (guint i = 0; i < parted->len; i++)
    for (guint j = 0; j < names->len; j++)
      if (!tutti_act_say (act, &g_array_index (parted, TuttiSongName, i), &g_array_index (names, TuttiSongName, j), TUTTI_ACT_DIFFERENT, error))
        return FALSE;

  return TRUE;
}

/* The word on some songs and on each of a recording. */
static gboolean
say_of_songs (TuttiAct   *act,
              const Wish *wish,
              GError    **error)
{
  g_autoptr (GArray) names = list_names (act, wish->id, error);

  if (names == NULL)
    return FALSE;

  for (char **text = wish->names; *text != NULL; text++)
    {
      g_autofree char *copy = NULL;
      TuttiSongName    name;

      if (!split_name (*text, &copy, &name, error) || !tutti_act_touch (act, &name, error))
        return FALSE;
      for (guint i = 0; i < names->len; i++)
        {
          const TuttiSongName *other = &g_array_index (names, TuttiSongName, i);

          if (tutti_song_name_compare (&name, other) != 0 && !tutti_act_say (act, &name, other, wish->word, error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
undo (TuttiAct   *act,
      const Wish *wish,
      GError    **error)
{
  return tutti_act_undo (act, wish->id, error);
}

static gboolean
carry_out (TuttiAct   *act,
           const Wish *wish,
           GError    **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (act->db, error);

  return transaction != NULL &&
         wish->saying (act, wish, error) &&
         tutti_act_finish (act, error) &&
         tutti_transaction_commit (&transaction, error);
}

static DexFuture *
carry_out_job (TuttiDb *db,
               gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (TuttiAct)  act = { .db = db, .touched = g_array_new (FALSE, FALSE, sizeof (gint64)) };

  if (!carry_out (&act, data, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int64 (act.id);
}

/* (transfer full) for the names. */
static DexFuture *
wish_for (TuttiStore  *self,
          Saying       saying,
          gint64       id,
          gint64       other_id,
          char       **names,
          TuttiActWord word)
{
  Wish *wish = g_new0 (Wish, 1);

  wish->saying = saying;
  wish->id = id;
  wish->other_id = other_id;
  wish->names = names;
  wish->word = word;

  return tutti_store_run (self, TUTTI_DB_WRITE, carry_out_job, wish, wish_free);
}

static DexFuture *
wish_for_pair (TuttiStore          *self,
               const TuttiSongName *a,
               const TuttiSongName *b,
               TuttiActWord         word)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (tutti_song_name_compare (a, b) == 0)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "A song is always the same as itself");

  g_strv_builder_take (names, g_strdup_printf ("%s:%s", a->provider, a->remote_id));
  g_strv_builder_take (names, g_strdup_printf ("%s:%s", b->provider, b->remote_id));

  return wish_for (self, say_of_pair, 0, 0, g_strv_builder_end (names), word);
}

DexFuture *
tutti_store_set_verdict (TuttiStore          *self,
                         const TuttiSongName *a,
                         const TuttiSongName *b,
                         gboolean             is_same)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (a != NULL && b != NULL, NULL);

  return wish_for_pair (self, a, b, is_same ? TUTTI_ACT_SAME : TUTTI_ACT_DIFFERENT);
}

DexFuture *
tutti_store_clear_verdict (TuttiStore          *self,
                           const TuttiSongName *a,
                           const TuttiSongName *b)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (a != NULL && b != NULL, NULL);

  return wish_for_pair (self, a, b, TUTTI_ACT_NONE);
}

DexFuture *
tutti_store_say_same (TuttiStore *self,
                      gint64      track_id,
                      gint64      other_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return wish_for (self, say_same, track_id, other_id, NULL, TUTTI_ACT_SAME);
}

DexFuture *
tutti_store_say_different (TuttiStore        *self,
                           gint64             track_id,
                           const char *const *names)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  return wish_for (self, say_different, track_id, 0, g_strdupv ((char **) names), TUTTI_ACT_DIFFERENT);
}

DexFuture *
tutti_store_take_back (TuttiStore        *self,
                       gint64             track_id,
                       const char *const *names)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  return wish_for (self, say_of_songs, track_id, 0, g_strdupv ((char **) names), TUTTI_ACT_NONE);
}

DexFuture *
tutti_store_refuse (TuttiStore        *self,
                    gint64             track_id,
                    const char *const *names)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  return wish_for (self, say_of_songs, track_id, 0, g_strdupv ((char **) names), TUTTI_ACT_DIFFERENT);
}

DexFuture *
tutti_store_undo (TuttiStore *self,
                  gint64      act)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return wish_for (self, undo, act, 0, NULL, TUTTI_ACT_NONE);
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
