/* tutti-act.c: the person's words on pairs of service tracks, and undoing them
 *
 * A word stands on a pair. What a person says at once is an act: it may be
 * about many pairs, and is undone at once. In the writing lane, inside its
 * transaction.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-act.h"

#include "tutti-catalogue-private.h"
#include "tutti-clock.h"
#include "tutti-error.h"

#include <string.h>

/* Acts that can be undone. */
#define MAX_ACTS 100

/* --- one pair --- */

int
tutti_song_name_compare (const TuttiSongName *a,
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
  gboolean turn = tutti_song_name_compare (a, b) > 0;

  tutti_bind_text (statement, turn ? ":provider_b" : ":provider_a", a->provider);
  tutti_bind_text (statement, turn ? ":remote_id_b" : ":remote_id_a", a->remote_id);
  tutti_bind_text (statement, turn ? ":provider_a" : ":provider_b", b->provider);
  tutti_bind_text (statement, turn ? ":remote_id_a" : ":remote_id_b", b->remote_id);
}

gboolean
tutti_act_read_word (TuttiDb             *db,
                     const TuttiSongName *a,
                     const TuttiSongName *b,
                     TuttiActWord        *word,
                     GError             **error)
{
  g_autoptr (TuttiStatement) query = tutti_db_query (db, "verdict", error);
  g_autoptr (GError)         local = NULL;

  if (query == NULL)
    return FALSE;

  bind_pair (query, a, b);
  *word = (TuttiActWord) tutti_db_read_int (db, query, TUTTI_ACT_NONE, &local);
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));

  return FALSE;
}

static gboolean
write_word (TuttiDb             *db,
            const TuttiSongName *a,
            const TuttiSongName *b,
            TuttiActWord         word,
            GError             **error)
{
  g_autoptr (TuttiStatement) put = tutti_db_query (db, word == TUTTI_ACT_NONE ? "clear-verdict" : "put-verdict", error);

  if (put == NULL)
    return FALSE;

  bind_pair (put, a, b);
  if (word != TUTTI_ACT_NONE)
    {
      tutti_bind_int (put, ":is_same", word == TUTTI_ACT_SAME);
      tutti_bind_int (put, ":now", tutti_clock_now ());
    }

  return tutti_db_run (db, put, error);
}

static void
bind_was (TuttiStatement *statement,
          TuttiActWord    was)
{
  if (was == TUTTI_ACT_NONE)
    tutti_bind_null (statement, ":was");
  else
    tutti_bind_int (statement, ":was", was == TUTTI_ACT_SAME);
}

/* --- an act --- */

void
tutti_act_clear (TuttiAct *self)
{
  g_clear_pointer (&self->touched, g_array_unref);
}

gboolean
tutti_act_touch (TuttiAct            *self,
                 const TuttiSongName *name,
                 GError             **error)
{
  g_autoptr (GError) local = NULL;
  gint64             id = tutti_catalogue_find (self->db, name->provider, name->remote_id, &local);

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
begin_act (TuttiAct *self,
           GError  **error)
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
gboolean
tutti_act_say (TuttiAct            *self,
               const TuttiSongName *a,
               const TuttiSongName *b,
               TuttiActWord         word,
               GError             **error)
{
  g_autoptr (TuttiStatement) note = NULL;
  TuttiActWord               was = TUTTI_ACT_NONE;

  if (!tutti_act_read_word (self->db, a, b, &was, error))
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
gboolean
tutti_act_finish (TuttiAct *self,
                  GError  **error)
{
  tutti_db_note_change (self->db, TUTTI_CHANGE_TRACKS | TUTTI_CHANGE_PLAYS | TUTTI_CHANGE_LIKES);

  return (self->touched->len == 0 ||
          tutti_catalogue_regroup (self->db, &g_array_index (self->touched, gint64, 0), self->touched->len, error)) &&
         tutti_catalogue_settle (self->db, error);
}

/* --- undoing --- */

/* A pair as it was; where a later act spoke of it again, that one's undoing will lead there. */
static gboolean
undo_word (TuttiAct            *act,
           gint64               id,
           const TuttiSongName *a,
           const TuttiSongName *b,
           TuttiActWord         was,
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

  return write_word (act->db, a, b, was, error) && tutti_act_touch (act, a, error) && tutti_act_touch (act, b, error);
}

gboolean
tutti_act_undo (TuttiAct *act,
                gint64    id,
                GError  **error)
{
  g_autoptr (TuttiStatement) find = tutti_db_query (act->db, "act", error);
  g_autoptr (TuttiStatement) words = tutti_db_query (act->db, "act-words", error);
  g_autoptr (TuttiStatement) delete = tutti_db_query (act->db, "delete-act", error);
  g_autoptr (GError)         local = NULL;

  if (find == NULL || words == NULL || delete == NULL)
    return FALSE;

  tutti_bind_int (find, ":act_id", id);
  act->id = tutti_db_read_int (act->db, find, 0, &local);
  if (local == NULL && act->id == 0)
    g_set_error_literal (&local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "There is nothing to undo");

  tutti_bind_int (words, ":act_id", act->id);
  while (local == NULL && tutti_db_step (act->db, words, &local))
    {
      TuttiSongName a = { (const char *) sqlite3_column_text (words, 0), (const char *) sqlite3_column_text (words, 1) };
      TuttiSongName b = { (const char *) sqlite3_column_text (words, 2), (const char *) sqlite3_column_text (words, 3) };
      TuttiActWord  was = sqlite3_column_type (words, 4) == SQLITE_NULL ? TUTTI_ACT_NONE : (TuttiActWord) sqlite3_column_int (words, 4);

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
