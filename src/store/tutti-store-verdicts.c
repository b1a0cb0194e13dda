/* tutti-store-verdicts.c: the person's word on what is one recording
 *
 * A word stands on a pair of service tracks. What a person says at once is an
 * act: it may be about many pairs, and is undone at once.
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

/* Acts that can be undone. */
#define MAX_ACTS 100

typedef enum
{
  WORD_DIFFERENT,
  WORD_SAME,
  WORD_NONE,
} Word;

/* --- one pair --- */

static int
compare_names (const TuttiSongName *a,
               const TuttiSongName *b)
{
  int order = strcmp (a->provider, b->provider);

  return order != 0 ? order : strcmp (a->remote_id, b->remote_id);
}

/* Each pair has one row: the smaller name first. */
static void
bind_pair (TuttiStatement      *statement,
           const TuttiSongName *a,
           const TuttiSongName *b)
{
  gboolean turn = compare_names (a, b) > 0;

  tutti_bind_text (statement, turn ? ":provider_b" : ":provider_a", a->provider);
  tutti_bind_text (statement, turn ? ":remote_id_b" : ":remote_id_a", a->remote_id);
  tutti_bind_text (statement, turn ? ":provider_a" : ":provider_b", b->provider);
  tutti_bind_text (statement, turn ? ":remote_id_a" : ":remote_id_b", b->remote_id);
}

static gboolean
read_word (TuttiDb             *db,
           const TuttiSongName *a,
           const TuttiSongName *b,
           Word                *word,
           GError             **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "verdict", error);
  g_autoptr (GError) local = NULL;

  if (query == NULL)
    return FALSE;

  bind_pair (query, a, b);
  *word = (Word) tutti_db_read_int (db, query, WORD_NONE, &local);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static gboolean
write_word (TuttiDb             *db,
            const TuttiSongName *a,
            const TuttiSongName *b,
            Word                 word,
            GError             **error)
{
  g_autoptr (TuttiStatement) put = tutti_db_query (db, word == WORD_NONE ? "clear-verdict" : "put-verdict", error);

  if (put == NULL)
    return FALSE;

  bind_pair (put, a, b);
  if (word != WORD_NONE)
    {
      tutti_bind_int (put, ":is_same", word == WORD_SAME);
      tutti_bind_int (put, ":now", tutti_clock_now ());
    }

  return tutti_db_run (db, put, error);
}

static void
bind_was (TuttiStatement *statement,
          Word            was)
{
  if (was == WORD_NONE)
    tutti_bind_null (statement, ":was");
  else
    tutti_bind_int (statement, ":was", was == WORD_SAME);
}

/* --- an act --- */

/* What the person says, in the lane. */
typedef struct
{
  TuttiDb *db;
  gint64   id;      /* 0 until the first word changes */
  GArray  *touched; /* of gint64: service tracks to be grouped anew */
} Act;

static void
act_clear (Act *self)
{
  g_clear_pointer (&self->touched, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Act, act_clear)

static gboolean
touch (Act                 *self,
       const TuttiSongName *name,
       GError             **error)
{
  g_autoptr (GError) local = NULL;
  gint64 id = tutti_catalogue_find (self->db, name->provider, name->remote_id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (id != 0)
    g_array_append_val (self->touched, id);

  return TRUE;
}

static gboolean
begin_act (Act     *self,
           GError **error)
{
  g_autoptr (TuttiStatement) add = tutti_db_query (self->db, "add-act", error);
  g_autoptr (TuttiStatement) trim = tutti_db_query (self->db, "trim-acts", error);

  if (add == NULL || trim == NULL)
    return FALSE;
  tutti_bind_int (add, ":now", tutti_clock_now ());
  if (!tutti_db_run (self->db, add, error))
    return FALSE;

  self->id = sqlite3_last_insert_rowid (tutti_db_get_handle (self->db));
  tutti_bind_int (trim, ":keep", MAX_ACTS);

  return tutti_db_run (self->db, trim, error);
}

/* Sets the word on a pair, and notes what it was. */
static gboolean
say (Act                 *self,
     const TuttiSongName *a,
     const TuttiSongName *b,
     Word                 word,
     GError             **error)
{
  g_autoptr (TuttiStatement) note = NULL;
  Word was = WORD_NONE;

  if (!read_word (self->db, a, b, &was, error))
    return FALSE;
  if (was == word)
    return TRUE;
  if (self->id == 0 && !begin_act (self, error))
    return FALSE;

  note = tutti_db_query (self->db, "add-act-word", error);
  if (note == NULL)
    return FALSE;
  tutti_bind_int (note, ":act_id", self->id);
  bind_pair (note, a, b);
  bind_was (note, was);

  return tutti_db_run (self->db, note, error) && write_word (self->db, a, b, word, error);
}

/* What was said takes effect. */
static gboolean
finish_act (Act     *self,
            GError **error)
{
  tutti_db_note_change (self->db, TUTTI_CHANGE_TRACKS | TUTTI_CHANGE_PLAYS | TUTTI_CHANGE_LIKES);

  return (self->touched->len == 0 ||
          tutti_catalogue_regroup (self->db, &g_array_index (self->touched, gint64, 0), self->touched->len, error)) &&
         tutti_catalogue_settle (self->db, error);
}

/* --- what can be said --- */

typedef struct _Wish Wish;

typedef gboolean (*Saying) (Act        *act,
                            const Wish *wish,
                            GError    **error);

struct _Wish
{
  Saying saying;
  gint64 id;
  gint64 other_id;
  char **names;
  Word   word;
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
say_of_pair (Act        *act,
             const Wish *wish,
             GError    **error)
{
  g_autofree char *copy_a = NULL;
  g_autofree char *copy_b = NULL;
  TuttiSongName    a, b;

  return split_name (wish->names[0], &copy_a, &a, error) && split_name (wish->names[1], &copy_b, &b, error) &&
         say (act, &a, &b, wish->word, error) &&
         touch (act, &a, error) && touch (act, &b, error);
}

/* The names of a recording's songs, which are to be grouped anew. They are the
 * cache's, and stay until the act is finished. */
static GArray *
list_names (Act     *act,
            gint64   track_id,
            GError **error)
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
say_same (Act        *act,
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
        Word                 word = WORD_NONE;

        if (!read_word (act->db, a, b, &word, error))
          return FALSE;
        if (i == 0 || j == 0)
          word = WORD_SAME;
        else if (word == WORD_DIFFERENT)
          word = WORD_NONE;
        if (!say (act, a, b, word, error))
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
say_different (Act        *act,
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
      if (!say (act, &g_array_index (parted, TuttiSongName, i), &g_array_index (names, TuttiSongName, j), WORD_DIFFERENT, error))
        return FALSE;

  return TRUE;
}

/* The word on some songs and on each of a recording. */
static gboolean
say_of_songs (Act        *act,
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

      if (!split_name (*text, &copy, &name, error) || !touch (act, &name, error))
        return FALSE;
      for (guint i = 0; i < names->len; i++)
        {
          const TuttiSongName *other = &g_array_index (names, TuttiSongName, i);

          if (compare_names (&name, other) != 0 && !say (act, &name, other, wish->word, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* A pair as it was; where a later act spoke of it again, that one's undoing will lead there. */
static gboolean
undo_word (Act                 *act,
           gint64               id,
           const TuttiSongName *a,
           const TuttiSongName *b,
           Word                 was,
           GError             **error)
{
  g_autoptr (TuttiStatement) hand_on = tutti_db_query (act->db, "hand-on-act-word", error);

  if (hand_on == NULL)
    return FALSE;
  tutti_bind_int (hand_on, ":act_id", id);
  bind_pair (hand_on, a, b);
  bind_was (hand_on, was);
  if (!tutti_db_run (act->db, hand_on, error))
    return FALSE;
  if (sqlite3_changes (tutti_db_get_handle (act->db)) > 0)
    return TRUE;

  return write_word (act->db, a, b, was, error) && touch (act, a, error) && touch (act, b, error);
}

static gboolean
undo (Act        *act,
      const Wish *wish,
      GError    **error)
{
  g_autoptr (TuttiStatement) find = tutti_db_query (act->db, "act", error);
  g_autoptr (TuttiStatement) words = tutti_db_query (act->db, "act-words", error);
  g_autoptr (TuttiStatement) delete = tutti_db_query (act->db, "delete-act", error);
  g_autoptr (GError) local = NULL;

  if (find == NULL || words == NULL || delete == NULL)
    return FALSE;

  tutti_bind_int (find, ":act_id", wish->id);
  act->id = tutti_db_read_int (act->db, find, 0, &local);
  if (local == NULL && act->id == 0)
    g_set_error_literal (&local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is nothing to undo");

  tutti_bind_int (words, ":act_id", act->id);
  while (local == NULL && tutti_db_step (act->db, words, &local))
    {
      TuttiSongName a = { (const char *) sqlite3_column_text (words, 0), (const char *) sqlite3_column_text (words, 1) };
      TuttiSongName b = { (const char *) sqlite3_column_text (words, 2), (const char *) sqlite3_column_text (words, 3) };
      Word          was = sqlite3_column_type (words, 4) == SQLITE_NULL ? WORD_NONE : (Word) sqlite3_column_int (words, 4);

      undo_word (act, act->id, &a, &b, was, &local);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  sqlite3_reset (words);
  tutti_bind_int (delete, ":act_id", act->id);

  return tutti_db_run (act->db, delete, error);
}

static gboolean
carry_out (Act        *act,
           const Wish *wish,
           GError    **error)
{
  g_autoptr (TuttiTransaction) transaction = tutti_transaction_begin (act->db, error);

  return transaction != NULL &&
         wish->saying (act, wish, error) &&
         finish_act (act, error) &&
         tutti_transaction_commit (&transaction, error);
}

static DexFuture *
carry_out_job (TuttiDb *db,
               gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_auto (Act) act = { .db = db, .touched = g_array_new (FALSE, FALSE, sizeof (gint64)) };

  if (!carry_out (&act, data, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_for_int64 (act.id);
}

/* (transfer full) for the names. */
static DexFuture *
wish_for (TuttiStore *self,
          Saying      saying,
          gint64      id,
          gint64      other_id,
          char      **names,
          Word        word)
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
               Word                 word)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (compare_names (a, b) == 0)
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

  return wish_for_pair (self, a, b, is_same ? WORD_SAME : WORD_DIFFERENT);
}

DexFuture *
tutti_store_clear_verdict (TuttiStore          *self,
                           const TuttiSongName *a,
                           const TuttiSongName *b)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (a != NULL && b != NULL, NULL);

  return wish_for_pair (self, a, b, WORD_NONE);
}

DexFuture *
tutti_store_say_same (TuttiStore *self,
                      gint64      track_id,
                      gint64      other_id)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return wish_for (self, say_same, track_id, other_id, NULL, WORD_SAME);
}

DexFuture *
tutti_store_say_different (TuttiStore        *self,
                           gint64             track_id,
                           const char *const *names)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  return wish_for (self, say_different, track_id, 0, g_strdupv ((char **) names), WORD_DIFFERENT);
}

DexFuture *
tutti_store_take_back (TuttiStore        *self,
                       gint64             track_id,
                       const char *const *names)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  return wish_for (self, say_of_songs, track_id, 0, g_strdupv ((char **) names), WORD_NONE);
}

DexFuture *
tutti_store_refuse (TuttiStore        *self,
                    gint64             track_id,
                    const char *const *names)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);
  g_return_val_if_fail (names != NULL, NULL);

  return wish_for (self, say_of_songs, track_id, 0, g_strdupv ((char **) names), WORD_DIFFERENT);
}

DexFuture *
tutti_store_undo (TuttiStore *self,
                  gint64      act)
{
  g_return_val_if_fail (TUTTI_IS_STORE (self), NULL);

  return wish_for (self, undo, act, 0, NULL, WORD_NONE);
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
