/* tutti-store-import.h: what services say: plays, likes, found songs
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-dated-track.h"
#include "tutti-store.h"

G_BEGIN_DECLS

/* In all of these `account_id` is the account the answer belongs to: when it
 * is no longer connected, nothing is written and the future rejects with
 * NOT_LINKED. 0 for key-less sources. */

/* Adds plays, newest first as services list them; what is there already stays.
 * A list without times (all `at` 0) is compared with the one stored last: only
 * what is new at its top is added. Resolves to how many were new (uint). */
DexFuture *tutti_store_add_plays (TuttiStore *self,
                                  gint64      account_id,
                                  const char *provider,
                                  GPtrArray  *plays) G_GNUC_WARN_UNUSED_RESULT; /* of TuttiDatedTrack */

/* Adds songs a search, a chart or a pasted link brought ("search", "chart",
 * "link"). Resolves to a GArray of gint64: the canonical track of each, in the
 * same order. */
DexFuture *tutti_store_add_tracks (TuttiStore *self,
                                   gint64      account_id,
                                   const char *brought_by,
                                   GPtrArray  *tracks) G_GNUC_WARN_UNUSED_RESULT; /* of TuttiServiceTrack */

/* Replaces the fallback feed by these songs, in order. Resolves to TRUE. */
DexFuture *tutti_store_set_feed_items (TuttiStore *self,
                                       const char *provider,
                                       GPtrArray  *tracks) G_GNUC_WARN_UNUSED_RESULT;

/* --- likes: a pass over all pages --- */

#define TUTTI_TYPE_PASS (tutti_pass_get_type ())

/* Where an import of likes stands. Boxed, ref counted. */
typedef struct
{
  gatomicrefcount ref_count;

  char    *provider;
  gint64   number;      /* of this pass; grows */
  char    *cursor;      /* (nullable) the next page's; NULL at the start */
  guint    seen;        /* items read so far */
  guint    total;       /* what the service says there are; 0 unknown */
  guint    first_total; /* what it said on the first page of this pass */
  gboolean is_paused;   /* by the person */
  gboolean is_done;     /* the last page was read */
  gboolean is_tainted;  /* a page repeated: nothing may vanish after this pass */
  gint64   started_at;
  gint64   finished_at; /* of the last finished pass, 0 never */
  guint    n_vanished;  /* likes the last finished pass did not see, waiting for the person's word */
  guint    n_unreadable;        /* of those seen, items that name no song: unavailable, local files, podcasts */
  int      n_always_unreadable; /* so many were there when all known likes were; -1 unknown */
} TuttiPass;

GType      tutti_pass_get_type (void) G_GNUC_CONST;
TuttiPass *tutti_pass_ref (TuttiPass *self);
void       tutti_pass_unref (TuttiPass *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiPass, tutti_pass_unref)

/* The pass under way (a stopped import goes on there), or a new one if none
 * is or `anew`. Resolves to a TuttiPass. */
DexFuture *tutti_store_begin_pass (TuttiStore *self,
                                   gint64      account_id,
                                   const char *provider,
                                   gboolean    anew) G_GNUC_WARN_UNUSED_RESULT;

/* How the import of a service stands, without starting one. Resolves to a TuttiPass, or NULL if there never was one. */
DexFuture *tutti_store_get_pass (TuttiStore *self,
                                 const char *provider) G_GNUC_WARN_UNUSED_RESULT;

/* Remembers that the person paused it, or went on. Resolves to TRUE. */
DexFuture *tutti_store_pause_pass (TuttiStore *self,
                                   const char *provider,
                                   gboolean    is_paused) G_GNUC_WARN_UNUSED_RESULT;

/* Where `self` stands once a page was read that says `next_cursor`: done if that
 * is NULL or the page's own, which would be a circle. Only number, cursor and
 * is_done are told. (transfer full) */
TuttiPass *tutti_pass_move (const TuttiPass *self,
                            const char      *next_cursor) G_GNUC_WARN_UNUSED_RESULT;

/* How many likes of a service its own list should have: those of a file and
 * those it keeps in no list are left out. Resolves to a count (uint). */
DexFuture *tutti_store_count_listed_likes (TuttiStore *self,
                                           const char *provider) G_GNUC_WARN_UNUSED_RESULT;

/* One page, that of the cursor of `pass`: likes, cursor and counts in one transaction.
 * May be given before the pages before it are stored; where one of them could
 * not be, CANCELLED. `n_unreadable` items
 * of the page name no song; they are counted, see
 * tutti_store_finish_pass(). `next_cursor` NULL ends the pass. An item seen in this
 * pass before taints it. What waits in the outbox beats what the page says.
 * Resolves to the TuttiPass as it then stands. */
DexFuture *tutti_store_add_likes_page (TuttiStore *self,
                                       gint64      account_id,
                                       TuttiPass  *pass,
                                       GPtrArray  *likes, /* of TuttiDatedTrack */
                                       guint       n_unreadable,
                                       guint       total, /* the service's, 0 unknown */
                                       const char *next_cursor) G_GNUC_WARN_UNUSED_RESULT;

/* Removes the likes that a complete, untainted pass did not see, whose number
 * of items, the unreadable ones included, equals the service's total before
 * and after. More than 20 and 5 % at once stay and are only counted, until
 * `was_confirmed`. Where there are more unreadable items than before, that
 * many of the likes may be among them: no more than these stay, else the
 * person is asked too. A tutti_store_rematch() is to follow, once for all
 * passes that run at the same time.
 * Resolves to the number of likes that wait for the person's word (uint), 0 if it is done. */
DexFuture *tutti_store_finish_pass (TuttiStore *self,
                                    gint64      account_id,
                                    TuttiPass  *pass,
                                    gboolean    was_confirmed) G_GNUC_WARN_UNUSED_RESULT;

/* Adds likes seen at the top of the service's list, outside a pass (a look for
 * what is new). Resolves to how many were new (uint). */
DexFuture *tutti_store_add_recent_likes (TuttiStore *self,
                                         gint64      account_id,
                                         const char *provider,
                                         GPtrArray  *likes) G_GNUC_WARN_UNUSED_RESULT; /* of TuttiDatedTrack */

/* The person said that they stay. Resolves to TRUE. */
DexFuture *tutti_store_keep_vanished (TuttiStore *self,
                                      const char *provider) G_GNUC_WARN_UNUSED_RESULT;

/* --- when was what last in order --- */

#define TUTTI_TYPE_SYNC_NOTE (tutti_sync_note_get_type ())

/* Last success and last error of one kind ("plays", "likes", "outbox", "profile") of a service. Boxed, ref counted. */
typedef struct
{
  gatomicrefcount ref_count;

  char  *provider;
  char  *kind;
  gint64 succeeded_at; /* 0 never */
  gint64 failed_at;    /* 0 if the last try succeeded */
  char  *error;        /* (nullable) nick of a TuttiError */
} TuttiSyncNote;

GType          tutti_sync_note_get_type (void) G_GNUC_CONST;
TuttiSyncNote *tutti_sync_note_ref (TuttiSyncNote *self);
void           tutti_sync_note_unref (TuttiSyncNote *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiSyncNote, tutti_sync_note_unref)

/* `error_nick` NULL notes a success. Resolves to TRUE. */
DexFuture *tutti_store_note_sync (TuttiStore *self, const char *provider, const char *kind, const char *error_nick) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of TuttiSyncNote. */
DexFuture *tutti_store_list_sync_notes (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
