/* tutti-elsewhere.h: which other services have a song
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-library.h"

G_BEGIN_DECLS

typedef enum
{
  TUTTI_ELSEWHERE_HAS,       /* it has the song: `link` */
  TUTTI_ELSEWHERE_LACKS,     /* asked now, and nothing there is surely the same */
  TUTTI_ELSEWHERE_NOT_ASKED, /* not asked now, and it may have it */
  TUTTI_ELSEWHERE_SILENT,    /* asked now, without an answer: `problem` */
} TuttiElsewhereState;

#define TUTTI_TYPE_ELSEWHERE (tutti_elsewhere_get_type ())

/* One service and one song. Boxed, ref counted, immutable; main thread. */
typedef struct
{
  gatomicrefcount ref_count;

  TuttiService       *service;
  TuttiElsewhereState state;
  gboolean            is_new;     /* HAS: found by this asking */
  gboolean            can_ask;    /* others than HAS: tutti_library_find_elsewhere() with this service asks it */
  TuttiLink          *link;       /* (nullable) HAS */
  char               *reason;     /* (nullable) HAS: "isrc", "key", "score 0.93", "verdict"; NULL for the first of the song */
  char               *search_uri; /* (nullable) the service's own search page for this song, to look oneself */
  char               *problem;    /* (nullable) SILENT: a sentence for people */
} TuttiElsewhere;

GType           tutti_elsewhere_get_type (void) G_GNUC_CONST;
TuttiElsewhere *tutti_elsewhere_ref (TuttiElsewhere *self);
void            tutti_elsewhere_unref (TuttiElsewhere *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiElsewhere, tutti_elsewhere_unref)

/* What is known of a song on all services that can be listened to, or have it,
 * without asking anybody. Resolves to a GPtrArray of TuttiElsewhere in the
 * order of the Services page; NOT_FOUND for a song that is gone. */
DexFuture *tutti_library_list_elsewhere (TuttiLibrary *self,
                                         gint64        track_id) G_GNUC_WARN_UNUSED_RESULT;

/* Looks for a song on the other services, all at once: by its ISRC, then by
 * search; only what is surely the same recording is taken, and stored with the
 * song. Each service has its own time limit (ten seconds), so this ends in at
 * most three times that; what is found shows at once ("changed").
 *
 * `only` NULL: asks all that may be asked without harm: those connected, and
 * public catalogues if the person allowed that; not those whose searches are
 * counted by the day (YouTube). Else asks that service alone, whatever it
 * costs: the person's own wish.
 *
 * Resolves to a GPtrArray of TuttiElsewhere as tutti_library_list_elsewhere(),
 * however many did not answer; rejects with NOT_FOUND for a song that is gone.
 * Dropping the future stops the asking. */
DexFuture *tutti_library_find_elsewhere (TuttiLibrary *self,
                                         gint64        track_id,
                                         TuttiService *only) G_GNUC_WARN_UNUSED_RESULT;

/* For a link to a service the person does not use: the service to offer
 * instead, which is connected and has the song; the first one in the person's
 * order (tutti-order.h). NULL if `named` is connected itself, or none has it.
 * (transfer none) */
TuttiService *tutti_library_choose_instead (TuttiLibrary *self,
                                            TuttiTrack   *track,
                                            TuttiService *named);

G_END_DECLS
