/* tutti-track.h: one recording, as the library knows it
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-link.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_TRACK (tutti_track_get_type ())

G_DECLARE_FINAL_TYPE (TuttiTrack, tutti_track, TUTTI, TRACK, GObject)

/**
 * TuttiTrackInfo:
 * @id: the row's number in the database
 * @uuid: (nullable): its lasting name, in the notation with hyphens
 * @title: the title a row shows
 * @artist: the line of artists a row shows
 * @album: (nullable): the album's title
 * @duration_ms: milliseconds, 0 where unknown
 * @artwork_url: (nullable): https address of the picture
 * @version: (nullable): what sets this recording apart, as in "Live"
 * @is_explicit: a service marks it so
 * @is_liked: liked somewhere, or in Tutti itself
 * @links: (nullable) (array length=n_links): where it can be opened
 * @n_links: how many
 *
 * What tutti_track_new() reads; borrowed for the call, links are referenced.
 */
typedef struct
{
  gint64            id;
  const char       *uuid;
  const char       *title;
  const char       *artist;
  const char       *album;
  gint64            duration_ms;
  const char       *artwork_url;
  const char       *version;
  gboolean          is_explicit;
  gboolean          is_liked;
  TuttiLink *const *links;
  guint             n_links;
} TuttiTrackInfo;

TuttiTrack *tutti_track_new (const TuttiTrackInfo *info) G_GNUC_WARN_UNUSED_RESULT;

gint64      tutti_track_get_id (TuttiTrack *self);
const char *tutti_track_get_uuid (TuttiTrack *self);
const char *tutti_track_get_title (TuttiTrack *self);
const char *tutti_track_get_artist (TuttiTrack *self);
const char *tutti_track_get_album (TuttiTrack *self);
gint64      tutti_track_get_duration (TuttiTrack *self);
const char *tutti_track_get_artwork_url (TuttiTrack *self);
const char *tutti_track_get_version (TuttiTrack *self);
gboolean    tutti_track_is_explicit (TuttiTrack *self);
gboolean    tutti_track_is_liked (TuttiTrack *self);
gboolean    tutti_track_equal (TuttiTrack *a,
                               TuttiTrack *b);
GPtrArray  *tutti_track_get_links (TuttiTrack *self);
TuttiLink  *tutti_track_get_link (TuttiTrack *self,
                                  const char *provider);

G_END_DECLS
