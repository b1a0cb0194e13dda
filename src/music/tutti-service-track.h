/* tutti-service-track.h: what one provider calls a recording
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TUTTI_TYPE_SERVICE_TRACK (tutti_service_track_get_type ())

/* No text of a track is longer than this many letters; what a service sends
 * beyond it is cut off. */
#define TUTTI_SERVICE_TRACK_MAX_LETTERS 1000

typedef struct _TuttiServiceTrack TuttiServiceTrack;

/**
 * TuttiServiceTrackInfo:
 * @provider: the provider's id, as in "deezer"
 * @remote_id: the provider's own id of the track
 * @title: the title as the service writes it
 * @artists: (nullable) (array zero-terminated=1): the service's own list of
 *   artists, the main one first; where the service knows one line only, that
 *   line alone
 * @album: (nullable): the album's title
 * @duration_ms: milliseconds; 0 or less where unknown
 * @isrc: (nullable): an ISRC in any notation; several are separated by commas
 * @artwork_url: (nullable): https address of the picture
 * @web_url: (nullable): the track's page
 * @app_uri: (nullable): what opens it in the service's own application
 * @year: the year it came out, 0 where unknown
 * @is_explicit: the service marks it so
 * @is_unplayable: the service says that this person cannot play it
 * @is_upload: the title is free text by whoever uploaded it, so that it may
 *   read "Artist - Title", and the artist may be a channel
 *
 * What tutti_service_track_new() reads. Everything is borrowed for the call;
 * what is left out of a designated initialiser is unknown.
 */
typedef struct
{
  const char        *provider;
  const char        *remote_id;
  const char        *title;
  const char *const *artists;
  const char        *album;
  gint64             duration_ms;
  const char        *isrc;
  const char        *artwork_url;
  const char        *web_url;
  const char        *app_uri;
  int                year;
  gboolean           is_explicit;
  gboolean           is_unplayable;
  gboolean           is_upload;
} TuttiServiceTrackInfo;

GType tutti_service_track_get_type (void) G_GNUC_CONST;

TuttiServiceTrack *tutti_service_track_new (const TuttiServiceTrackInfo *info) G_GNUC_WARN_UNUSED_RESULT;
TuttiServiceTrack *tutti_service_track_ref (TuttiServiceTrack *self);
void               tutti_service_track_unref (TuttiServiceTrack *self);

const char        *tutti_service_track_get_provider (const TuttiServiceTrack *self);
const char        *tutti_service_track_get_remote_id (const TuttiServiceTrack *self);
const char        *tutti_service_track_get_title (const TuttiServiceTrack *self);
const char *const *tutti_service_track_get_artists (const TuttiServiceTrack *self);
char              *tutti_service_track_dup_artist_line (const TuttiServiceTrack *self) G_GNUC_WARN_UNUSED_RESULT;
const char        *tutti_service_track_get_album (const TuttiServiceTrack *self);
gint64             tutti_service_track_get_duration (const TuttiServiceTrack *self);
const char        *tutti_service_track_get_isrc (const TuttiServiceTrack *self);
const char *const *tutti_service_track_get_isrcs (const TuttiServiceTrack *self);
const char        *tutti_service_track_get_artwork_url (const TuttiServiceTrack *self);
const char        *tutti_service_track_get_web_url (const TuttiServiceTrack *self);
const char        *tutti_service_track_get_app_uri (const TuttiServiceTrack *self);
int                tutti_service_track_get_year (const TuttiServiceTrack *self);
gboolean           tutti_service_track_is_explicit (const TuttiServiceTrack *self);
gboolean           tutti_service_track_is_playable (const TuttiServiceTrack *self);
gboolean           tutti_service_track_is_upload (const TuttiServiceTrack *self);

char *tutti_isrc_normalize (const char *isrc) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiServiceTrack, tutti_service_track_unref)

G_END_DECLS
