/* tutti-store-likes.h: likes made here, and the outbox that carries them
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-store.h"

G_BEGIN_DECLS

/* Likes or unlikes a song here, at once, and puts what each provider in
 * `send_to` has of it into the outbox (a like waiting for the contrary is
 * taken out instead). `source` is "manual". Unliking removes the likes of all
 * services here too; one the service can't remove stays hidden. Resolves to TRUE. */
DexFuture *tutti_store_set_liked (TuttiStore        *self,
                                  gint64             track_id,
                                  gboolean           liked,
                                  const char *const *send_to) G_GNUC_WARN_UNUSED_RESULT;

/* The same for many songs, all or none of them; those that are gone are passed
 * over. The ids are copied. Resolves to TRUE. */
DexFuture *tutti_store_set_many_liked (TuttiStore        *self,
                                       const gint64      *track_ids,
                                       gsize              n_tracks,
                                       gboolean           liked,
                                       const char *const *send_to) G_GNUC_WARN_UNUSED_RESULT;

/* Likes or unlikes songs at one service alone, through the outbox; whether they
 * are liked here stays. Songs that it is not known to have, and those that are
 * so there already, are passed over. The ids are copied. Resolves to a GArray
 * of gint64: the songs it will hear of. */
DexFuture *tutti_store_like_on (TuttiStore   *self,
                                const gint64 *track_ids,
                                gsize         n_tracks,
                                const char   *provider,
                                gboolean      liked) G_GNUC_WARN_UNUSED_RESULT;

#define TUTTI_TYPE_OUTBOX_ITEM (tutti_outbox_item_get_type ())

/* Boxed, ref counted. */
typedef struct
{
  gatomicrefcount ref_count;

  gint64   id;
  char    *provider;
  char    *remote_id; /* the service's song */
  gboolean liked;     /* like or unlike */
  guint    tries;
  gint64   not_before;
} TuttiOutboxItem;

GType            tutti_outbox_item_get_type (void) G_GNUC_CONST;
TuttiOutboxItem *tutti_outbox_item_ref (TuttiOutboxItem *self);
void             tutti_outbox_item_unref (TuttiOutboxItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiOutboxItem, tutti_outbox_item_unref)

/* What is due now for `provider` (all providers if NULL), oldest first, at
 * most `limit`. Resolves to a GPtrArray of TuttiOutboxItem. */
DexFuture *tutti_store_list_outbox (TuttiStore *self, const char *provider, guint limit) G_GNUC_WARN_UNUSED_RESULT;

/* Sent: takes it out, and notes the like as the service's own. `is_listed` says
 * whether the service's list of likes is what was changed; else no pass misses the
 * like there, and what the list has stays hidden after an unlike. Resolves to TRUE. */
DexFuture *tutti_store_outbox_sent (TuttiStore *self, gint64 id, gboolean is_listed) G_GNUC_WARN_UNUSED_RESULT;

/* Not sent: try again at `not_before` (Unix ms), or never if 0 (it is taken out; the like stays here). Resolves to TRUE. */
DexFuture *tutti_store_outbox_failed (TuttiStore *self, gint64 id, gint64 not_before) G_GNUC_WARN_UNUSED_RESULT;

/* How many wait. Resolves to a uint. */
DexFuture *tutti_store_count_outbox (TuttiStore *self, const char *provider) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
