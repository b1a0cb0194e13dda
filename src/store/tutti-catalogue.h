/* tutti-catalogue.h: service tracks, and the recordings they are grouped to
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-db.h"
#include "tutti-service-track.h"

G_BEGIN_DECLS

/* All of this runs in the writing lane, inside a transaction of the caller,
 * who ends the work on a batch with tutti_catalogue_settle(). */

/* What brought a service track: decides whether it is the person's own music,
 * and whether it goes with the account. Stored: numbers stay as they are. */
typedef enum
{
  TUTTI_BROUGHT_BY_ACCOUNT = 1 << 0, /* plays and likes */
  TUTTI_BROUGHT_BY_ACCOUNT_SEARCH = 1 << 1,
  TUTTI_BROUGHT_BY_SEARCH = 1 << 2, /* key-less */
  TUTTI_BROUGHT_BY_CHART = 1 << 3,
  TUTTI_BROUGHT_BY_LINK = 1 << 4,
  TUTTI_BROUGHT_BY_FILE = 1 << 5,
  TUTTI_BROUGHT_BY_LIKE = 1 << 6, /* one made in Tutti itself; see tutti_catalogue_keep() */
} TuttiBroughtBy;

#define TUTTI_BROUGHT_OWN (TUTTI_BROUGHT_BY_ACCOUNT | TUTTI_BROUGHT_BY_LINK | TUTTI_BROUGHT_BY_FILE | TUTTI_BROUGHT_BY_LIKE)
#define TUTTI_BROUGHT_STAYS (TUTTI_BROUGHT_BY_SEARCH | TUTTI_BROUGHT_BY_CHART | TUTTI_BROUGHT_BY_LINK | TUTTI_BROUGHT_BY_FILE)

/* No like comes with it. */
#define TUTTI_NOT_LIKED (-1)

/* Where a service track was put. */
typedef struct
{
  gint64   service_track_id;
  gint64   track_id;
  gboolean is_new; /* the service track was not known before */
} TuttiPlace;

/* Adds a service track, or takes what is new of a known one, and finds the
 * recording it belongs to. `liked_at` (0 unknown, TUTTI_NOT_LIKED) is a like
 * that the caller is about to store with it: a new track is written with it at
 * once. `in_bulk` looks only where it is sure to find and writes no other keys,
 * for callers that let a tutti_catalogue_rematch() follow. */
gboolean tutti_catalogue_add (TuttiDb           *db,
                              TuttiServiceTrack *track,
                              TuttiBroughtBy     brought_by,
                              gint64             liked_at,
                              gboolean           in_bulk,
                              TuttiPlace        *place,
                              GError           **error);

/* Where tutti_catalogue_add() would put a service track that is new: the id of
 * a track, or 0. Changes nothing, needs no transaction. */
gboolean tutti_catalogue_identify (TuttiDb           *db,
                                   TuttiServiceTrack *track,
                                   gint64            *track_id,
                                   GError           **error);

/* Takes a service track out; its recording goes with the last one unless the
 * person liked it in Tutti itself. */
gboolean tutti_catalogue_remove (TuttiDb *db,
                                 gint64   service_track_id,
                                 GError **error);

/* For a track liked in Tutti itself whose services are about to go: adds a
 * service track of no service that holds the song's own words and is named
 * NAME, so that the song is known when it comes again. It goes when the track
 * gets a service track, or its like is taken back. */
gboolean tutti_catalogue_keep (TuttiDb    *db,
                               gint64      track_id,
                               const char *name,
                               GError    **error);

/* The same for each row of a query: the track's id, and the name. */
gboolean tutti_catalogue_keep_found (TuttiDb        *db,
                                     TuttiStatement *query,
                                     GError        **error);

/* Takes out what tutti_catalogue_keep() added to the track. */
gboolean tutti_catalogue_drop_kept (TuttiDb *db,
                                    gint64   track_id,
                                    GError **error);

/* What is derived of this track is made anew when the batch is settled. */
void tutti_catalogue_touch (TuttiDb *db,
                            gint64   track_id);

/* Makes anew what is derived of all touched tracks: text, likes, number of
 * services, words of the index. */
gboolean tutti_catalogue_settle (TuttiDb *db,
                                 GError **error);

/* Regroups a service track with all it may belong to or be taken from; after
 * a verdict, or a change of what it is known by. Ids stay: the older track
 * keeps its own, the other's name is redirected. */
gboolean tutti_catalogue_regroup (TuttiDb      *db,
                                  const gint64 *service_track_ids,
                                  guint         n_ids,
                                  GError      **error);

/* One pass over everything: after an import, and when the rules changed.
 * Service tracks behind number `after` may have come in bulk and get the keys
 * that they were not given then. */
gboolean tutti_catalogue_rematch (TuttiDb *db,
                                  gint64   after,
                                  guint   *n_moved,
                                  GError **error);

/* The same in a transaction of its own, if a service track came since the last. */
gboolean tutti_catalogue_rematch_if_due (TuttiDb *db,
                                         guint   *n_moved,
                                         GError **error);

/* The id of a service track by its name; 0 if it is not known. */
gint64 tutti_catalogue_find (TuttiDb    *db,
                             const char *provider,
                             const char *remote_id,
                             GError    **error);

/* Transactions of their own: makes derived data anew that older rules made;
 * forgets what only searches and charts brought before `unix_ms`. */
gboolean tutti_catalogue_keep_up (TuttiDb *db,
                                  GError **error);
gboolean tutti_catalogue_forget (TuttiDb *db,
                                 gint64   unix_ms,
                                 GError **error);

G_END_DECLS
