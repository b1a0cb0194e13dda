/* tutti-catalogue-private.h: what the parts of the catalogue share
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-catalogue.h"
#include "tutti-identity.h"

G_BEGIN_DECLS

/* A recording that more service tracks claim than this is none: the next one
 * begins a track of its own, so that work on one track stays bounded. */
#define TUTTI_TRACK_MAX_MEMBERS 500

/* A service track in memory. */
typedef struct
{
  gint64             id;
  gint64             track_id;
  TuttiServiceTrack *track;
  TuttiIdentity     *identity;
  TuttiBroughtBy     brought_by;
  const char        *reason; /* interned; why it is with its track */
} TuttiMember;

void tutti_member_free (TuttiMember *self);

/* The member of that id, from the connection's cache or the file; owned by the
 * cache until the next call that may empty it (tutti_members_trim()). NULL
 * without an error if there is none. */
TuttiMember *tutti_members_get (TuttiDb *db,
                                gint64   id,
                                GError **error);

/* Remembers one that was just written. */
TuttiMember *tutti_members_take (TuttiDb           *db,
                                 gint64             id,
                                 gint64             track_id,
                                 TuttiServiceTrack *track,
                                 TuttiIdentity     *identity, /* (transfer full) */
                                 TuttiBroughtBy     brought_by,
                                 const char        *reason);
void         tutti_members_forget (TuttiDb *db,
                                   gint64   id);

/* Keeps the cache bounded; call where no member is held. */
void tutti_members_trim (TuttiDb *db);

/* Ids of the service tracks of a track, oldest first, at most
 * TUTTI_TRACK_MAX_MEMBERS. (transfer full) */
GArray *tutti_members_list (TuttiDb *db,
                            gint64   track_id,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Ids of service tracks that share a key, without `except`. (transfer full) */
GArray *tutti_members_find_candidates (TuttiDb             *db,
                                       const TuttiIdentity *identity,
                                       gint64               except,
                                       GError             **error) G_GNUC_WARN_UNUSED_RESULT;

/* Moves a service track to another track, with the reason, and touches both;
 * the same track sets the reason alone. */
gboolean tutti_members_move (TuttiDb    *db,
                             gint64      id,
                             gint64      track_id,
                             const char *reason,
                             GError    **error);

/* The tracks touched since the last settling; keys are gint64. */
GHashTable *tutti_members_get_touched (TuttiDb *db);

/* Adds the ids of the service tracks that have this key, those that `ids` has
 * already left out. */
gboolean tutti_match_keys_find (TuttiDb *db,
                                guint64  key,
                                GArray  *ids,
                                GError **error);
/* Writes the first `n_keys`, the surest ones. */
gboolean tutti_match_keys_add (TuttiDb             *db,
                               const TuttiIdentity *identity,
                               guint                n_keys,
                               gint64               id,
                               GError             **error);
gboolean tutti_match_keys_remove (TuttiDb             *db,
                                  const TuttiIdentity *identity,
                                  gint64               id,
                                  GError             **error);

/* Keys of many service tracks, to be written in their order: that takes a
 * tenth of the time of writing them as they come. */
typedef struct
{
  gint64 key;
  gint64 id;
} TuttiMatchKey;

void     tutti_match_keys_collect (GArray              *keys, /* of TuttiMatchKey */
                                   const TuttiIdentity *identity,
                                   gint64               id);
gboolean tutti_match_keys_write (TuttiDb *db,
                                 GArray  *keys,
                                 GError **error);

/* A verdict on one service track, as seen from it. */
typedef struct
{
  gint64   id; /* the other's, 0 if it is not known here */
  gboolean is_same;
} TuttiWord;

/* What the person said of this service track. (transfer full) of TuttiWord */
GArray *tutti_words_list (TuttiDb    *db,
                          const char *provider,
                          const char *remote_id,
                          GError    **error) G_GNUC_WARN_UNUSED_RESULT;

/* --- finding the recording --- */

typedef struct
{
  gint64      track_id; /* 0: none */
  TuttiReason reason;
  double      score;
} TuttiChoice;

/* The recording this identity belongs to, by its first `n_keys`; `words` are
 * those of the person on it. */
gboolean tutti_choose (TuttiDb             *db,
                       const TuttiIdentity *identity,
                       guint                n_keys,
                       GArray              *words,
                       TuttiChoice         *choice,
                       GError             **error);

/* How many of its keys are sure: codes, and the title with the main artist.
 * What is merely alike costs ten times as much to find one by one as in a pass
 * over all. */
guint tutti_choose_count_sure_keys (TuttiServiceTrack *track,
                                    guint              n_keys);

/* --- derived text --- */

/* Makes a track of one service track. Returns its id, 0 with an error. */
gint64 tutti_derived_insert (TuttiDb           *db,
                             TuttiServiceTrack *track,
                             TuttiBroughtBy     brought_by,
                             gint64             liked_at,
                             const guint8      *uuid, /* (nullable): a new one */
                             GError           **error);

/* The service track its text comes from. (transfer full), NULL without an error if it has none. */
TuttiServiceTrack *tutti_derived_find_best (TuttiDb *db,
                                            gint64   track_id,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Makes it anew; a track without service tracks goes, unless liked by hand. */
gboolean tutti_derived_update (TuttiDb *db,
                               gint64   track_id,
                               GError **error);

/* --- rows of service_tracks --- */

/* Columns of `service-track`: id, track_id, provider, remote_id, title,
 * artists, album, duration_ms, isrc, artwork_url, web_url, app_uri, year,
 * marks, brought_by. (transfer full) */
TuttiServiceTrack *tutti_row_read_service_track (TuttiStatement *row,
                                                 int             first) G_GNUC_WARN_UNUSED_RESULT;

/* Text columns that must live as long as the statement is bound. */
typedef struct
{
  char *artists;
  char *isrcs;
} TuttiRowText;

void tutti_row_text_clear (TuttiRowText *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TuttiRowText, tutti_row_text_clear)

void tutti_row_bind_service_track (TuttiStatement    *statement,
                                   TuttiServiceTrack *track,
                                   TuttiRowText      *text);

G_END_DECLS
