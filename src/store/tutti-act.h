/* tutti-act.h: the person's words on pairs of service tracks, and undoing them
 *
 * In the writing lane, inside its transaction.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-db.h"
#include "tutti-store-verdicts.h"

G_BEGIN_DECLS

/* What is said of a pair. */
typedef enum
{
  TUTTI_ACT_DIFFERENT,
  TUTTI_ACT_SAME,
  TUTTI_ACT_NONE,
} TuttiActWord;

/* What the person says at once. */
typedef struct
{
  TuttiDb *db;
  gint64   id;      /* 0 until the first word changes */
  GArray  *touched; /* of gint64: service tracks to be grouped anew */
} TuttiAct;

void tutti_act_clear (TuttiAct *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TuttiAct, tutti_act_clear)

/* As strcmp(); 0 for the same song. */
int tutti_song_name_compare (const TuttiSongName *a,
                             const TuttiSongName *b);

/* What is said of the pair now. FALSE and STORAGE. */
gboolean tutti_act_read_word (TuttiDb             *db,
                              const TuttiSongName *a,
                              const TuttiSongName *b,
                              TuttiActWord        *word,
                              GError             **error);

/* Sets the word on a pair, and notes what it was. */
gboolean tutti_act_say (TuttiAct            *self,
                        const TuttiSongName *a,
                        const TuttiSongName *b,
                        TuttiActWord         word,
                        GError             **error);

/* The song is grouped anew, if the library has it. */
gboolean tutti_act_touch (TuttiAct            *self,
                          const TuttiSongName *name,
                          GError             **error);

/* Takes back an act, or the last one where `id` is 0; NOT_FOUND where there is none. */
gboolean tutti_act_undo (TuttiAct *self,
                         gint64    id,
                         GError  **error);

/* What was said takes effect. */
gboolean tutti_act_finish (TuttiAct *self,
                           GError  **error);

G_END_DECLS
