/* tutti-song.c: a song that is looked for, and what is known of it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-song.h"

#include "tutti-dated-track.h"
#include "tutti-error.h"
#include "tutti-identity.h"
#include "tutti-store-verdicts.h"
#include "tutti-title.h"

#include <string.h>

struct _TuttiSong
{
  gint64     track_id;
  GPtrArray *members;    /* of TuttiServiceTrack */
  GPtrArray *identities; /* of TuttiIdentity, of each member */
  GPtrArray *isrcs;      /* of char * */
  GPtrArray *pages;      /* of TuttiSongPage */
  char      *words;
};

static void
page_free (gpointer data)
{
  TuttiSongPage *page = data;

  g_clear_pointer (&page->link, g_free);
  g_clear_pointer (&page->recording, tutti_service_track_unref);
  g_free (page);
}

TuttiSong *
tutti_song_ref (TuttiSong *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  TuttiSong *self = data;

  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->identities, g_ptr_array_unref);
  g_clear_pointer (&self->isrcs, g_ptr_array_unref);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_clear_pointer (&self->words, g_free);
}

void
tutti_song_unref (TuttiSong *self)
{
  g_rc_box_release_full (self, clear);
}

static void
add_member (TuttiSong         *self,
            TuttiServiceTrack *track)
{
  const char *const *isrcs = tutti_service_track_get_isrcs (track);

  g_ptr_array_add (self->members, tutti_service_track_ref (track));
  g_ptr_array_add (self->identities, tutti_identity_new (track));
  for (guint i = 0; isrcs != NULL && isrcs[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (self->isrcs, isrcs[i], g_str_equal, NULL))
      g_ptr_array_add (self->isrcs, g_strdup (isrcs[i]));
}

static void
append_words (GString              *words,
              const TuttiTitleText *text)
{
  if (text->length == 0)
    return;
  if (words->len > 0)
    g_string_append_c (words, ' ');
  g_string_append_len (words, text->text, text->length);
}

/* Who is named beside the main artist is left out: services disagree on that
 * more than on anything else. An upload's title often names the artist itself. */
static char *
dup_words (TuttiSong *self)
{
  TuttiServiceTrack *best = g_ptr_array_index (self->members, 0);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char   *line = NULL;
  const char *const *artists;
  const char        *text;
  TuttiTitle         title;

  for (guint i = 0; i < self->members->len && tutti_service_track_is_upload (best); i++)
    best = g_ptr_array_index (self->members, i);

  text = tutti_service_track_get_title (best);
  line = tutti_service_track_dup_artist_line (best);
  artists = tutti_service_track_get_artists (best);
  tutti_title_parse (&title, text, strlen (text), line, strlen (line));

  if (artists != NULL && artists[0] != NULL && !(tutti_service_track_is_upload (best) && title.n_dashes > 0))
    g_string_append (words, artists[0]);
  append_words (words, title.full.length > 0 ? &title.full : &title.core);
  append_words (words, &title.version);
  if (title.full.length == 0 && title.core.length == 0)
    g_string_append_printf (words, " %s", text);

  return g_string_free (g_steal_pointer (&words), FALSE);
}

TuttiSong *
tutti_song_load (TuttiStore *store,
                 gint64      track_id,
                 GError    **error)
{
  g_autoptr (GPtrArray) infos = dex_await_boxed (tutti_store_list_members (store, track_id), error);
  g_autoptr (TuttiSong) self = NULL;

  if (infos == NULL)
    return NULL;
  if (infos->len == 0)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "This song is gone");
      return NULL;
    }

  self = g_rc_box_new0 (TuttiSong);
  self->track_id = track_id;
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_service_track_unref);
  self->identities = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_identity_free);
  self->isrcs = g_ptr_array_new_with_free_func (g_free);
  self->pages = g_ptr_array_new_with_free_func (page_free);
  for (guint i = 0; i < infos->len; i++)
    add_member (self, ((TuttiMemberInfo *) g_ptr_array_index (infos, i))->track);
  self->words = dup_words (self);
  return g_steal_pointer (&self);
}

gint64
tutti_song_get_track_id (TuttiSong *self)
{
  return self->track_id;
}

const char *
tutti_song_get_words (TuttiSong *self)
{
  return self->words;
}

GPtrArray *
tutti_song_get_isrcs (TuttiSong *self)
{
  return self->isrcs;
}

GPtrArray *
tutti_song_get_members (TuttiSong *self)
{
  return self->members;
}

const char *
tutti_song_peek_id (TuttiSong  *self,
                    const char *provider)
{
  for (guint i = 0; i < self->members->len; i++)
    if (g_str_equal (tutti_service_track_get_provider (g_ptr_array_index (self->members, i)), provider))
      return tutti_service_track_get_remote_id (g_ptr_array_index (self->members, i));

  return NULL;
}

/* How surely it is the same recording as one of the members; 0 if it is not. */
static double
judge (TuttiSong         *self,
       TuttiServiceTrack *track)
{
  g_autoptr (TuttiIdentity) identity = tutti_identity_new (track);
  double                    best = 0;

  for (guint i = 0; i < self->identities->len; i++)
    {
      double      score = 0;
      TuttiReason reason;

      if (tutti_identity_compare (g_ptr_array_index (self->identities, i), identity, TUTTI_COMPARE_DEFAULT,
                                  &score, &reason) == TUTTI_VERDICT_SAME)
        best = MAX (best, score);
    }

  return best;
}

TuttiServiceTrack *
tutti_song_choose (TuttiSong *self,
                   GPtrArray *items)
{
  TuttiServiceTrack *best = NULL;
  double             best_score = 0;

  for (guint i = 0; i < items->len; i++)
    {
      TuttiServiceTrack *track = ((TuttiDatedTrack *) g_ptr_array_index (items, i))->track;
      double             score = judge (self, track);

      if (!tutti_service_track_is_playable (track))
        score /= 2;
      if (score > best_score)
        {
          best = track;
          best_score = score;
        }
    }

  return best != NULL ? tutti_service_track_ref (best) : NULL;
}

gboolean
tutti_song_take (TuttiSong         *self,
                 TuttiStore        *store,
                 TuttiServiceTrack *track,
                 gint64             track_id)
{
  if (track_id != self->track_id)
    {
      g_autoptr (GPtrArray) left = dex_await_boxed (tutti_store_list_members (store, self->track_id), NULL);

      if (left == NULL || left->len > 0)
        return FALSE;
      self->track_id = track_id;
    }

  add_member (self, track);
  return TRUE;
}

GPtrArray *
tutti_song_get_pages (TuttiSong *self)
{
  return self->pages;
}

void
tutti_song_add_pages (TuttiSong         *self,
                      char             **links,
                      TuttiServiceTrack *recording)
{
  for (guint i = 0; links[i] != NULL; i++)
    {
      TuttiSongPage *page = g_new0 (TuttiSongPage, 1);

      page->link = g_strdup (links[i]);
      page->recording = tutti_service_track_ref (recording);
      g_ptr_array_add (self->pages, page);
    }
}
