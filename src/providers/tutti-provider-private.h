/* tutti-provider-private.h: what the files of the services share with the base class
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-provider.h"
#include "tutti-service-file.h"

G_BEGIN_DECLS

/* Makes a provider of `type` and reads its file in `folder`. NULL and FAILED
 * with the file's name and the key. */
TuttiProvider *tutti_provider_new (GType       type,
                                   const char *folder,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

const TuttiServiceFile *tutti_provider_get_file (TuttiProvider *self);

/* A request for `path` below the API's base, which is never left; the query
 * follows as name, value, …, NULL (a NULL value leaves its name out). */
TuttiHttpRequest *tutti_provider_new_request (TuttiProvider *self,
                                              const char    *method,
                                              const char    *path,
                                              ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

/* Where the properties of a track stand in an item of an answer; paths as in
 * tutti-json.h, what is left out the service does not tell. */
typedef struct
{
  const char *id;
  const char *title;
  const char *artists;     /* an array */
  const char *artist_name; /* in each element of `artists`; NULL: they are strings */
  const char *artist;      /* one line, where there is no array */
  const char *album;
  const char *duration;    /* milliseconds, or seconds if so said */
  gboolean    duration_in_seconds;
  const char *isrc;
  const char *pictures;    /* an array of objects with "url", "width" */
  const char *picture;     /* one address, where there is no array */
  const char *released;    /* a text that starts with the year */
  const char *is_explicit;
  const char *is_playable; /* absent counts as TRUE */
} TuttiTrackFields;

/* The track in `item`; NULL if it has no id of the service's shape or no
 * title. Its addresses are built from the id, its picture is one of the
 * service's own hosts' or none. (transfer full) */
TuttiServiceTrack *tutti_track_fields_read (const TuttiTrackFields *self,
                                            TuttiProvider          *provider,
                                            JsonNode               *item);

/* Adds the track in `item` to the page, or counts it as unreadable. */
void tutti_track_fields_add (const TuttiTrackFields *self,
                             TuttiProvider          *provider,
                             JsonNode               *item,
                             gint64                  at,
                             TuttiPage              *page);

G_END_DECLS
