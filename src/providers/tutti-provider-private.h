/* tutti-provider-private.h: what the files of the services share with the base class
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-links.h"
#include "tutti-provider.h"
#include "tutti-service-file.h"

G_BEGIN_DECLS

/* Makes a provider of `type` and reads its file in `folder`. NULL and FAILED
 * with the file's name and the key. */
TuttiProvider *tutti_provider_new (GType       type,
                                   const char *folder,
                                   GError    **error) G_GNUC_WARN_UNUSED_RESULT;

const TuttiServiceFile *tutti_provider_get_file (TuttiProvider *self);

/* How its links look. (transfer none) */
TuttiLinks *tutti_provider_get_links (TuttiProvider *self);

/* (nullable) (transfer none): what a whole client id, key name or token looks like. */
GRegex *tutti_provider_get_key_pattern (TuttiProvider *self);

/* A request for `path` below the API's base, which is never left; the query
 * follows as name, value, …, NULL (a NULL value leaves its name out). */
TuttiHttpRequest *tutti_provider_new_request (TuttiProvider *self,
                                              const char    *method,
                                              const char    *path,
                                              ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

/* The same below another address of the data file than the API's base, or, with
 * an empty path, at it. */
TuttiHttpRequest *tutti_provider_new_request_at (TuttiProvider *self,
                                                 const char    *base,
                                                 const char    *method,
                                                 const char    *path,
                                                 ...) G_GNUC_NULL_TERMINATED G_GNUC_WARN_UNUSED_RESULT;

/* TRUE for what is changed at the service, and answered with little or nothing. */
gboolean tutti_request_kind_is_change (TuttiRequestKind kind);

/* NULL and BAD_ANSWER: "ID: WHAT". */
TuttiPage *tutti_provider_refuse (TuttiProvider *self,
                                  GError       **error,
                                  const char    *what);

/* What is searched for, without spaces around it and not longer than anybody's
 * title. (transfer full) */
char *tutti_provider_dup_query (const TuttiRequest *request);

/* `address` if a preview may come from there: https on one of the hosts of the
 * data file; else NULL. (transfer full) */
char *tutti_provider_dup_preview (TuttiProvider *self,
                                  const char    *address);

/* The country whose catalogue is meant, from the environment's locale: two
 * lower case letters, or NULL where it names none. (transfer full) */
char *tutti_provider_dup_country (void);

/* --- places in a list (tutti-cursor.c) --- */

/* TRUE if the request's cursor is absent or a number; else BAD_INPUT. */
gboolean tutti_cursor_check_number (const TuttiRequest *request,
                                    GError            **error);

/* TRUE if the request's cursor is absent or a mark: letters, digits and _-.~=+/:
 * as services make them up; else BAD_INPUT. */
gboolean tutti_cursor_check_mark (const TuttiRequest *request,
                                  GError            **error);

/* The number, 0 for the first page. */
guint64 tutti_cursor_get_number (const TuttiRequest *request);

/* The place after `place`: what parameter `name` of the address `next` says, if
 * that goes forward and not far, else `step` further. NULL if `next` is NULL.
 * The address itself is never followed. (transfer full) */
char *tutti_cursor_dup_next_number (const char *next,
                                    const char *name,
                                    guint64     place,
                                    guint64     step);

/* Parameter `name` of an address, without following it. (transfer full) (nullable) */
char *tutti_cursor_dup_parameter (const char *address,
                                  const char *name);

/* `mark` as the next cursor: NULL if it is none, or where the request had it
 * already, which would never end. (transfer full) */
char *tutti_cursor_dup_next_mark (const TuttiRequest *request,
                                  const char         *mark);

/* Where a service needs more than its mark to go on, the cursor is a pair,
 * "FIRST:MARK"; FIRST has letters, digits and _-~= and can stand in a path. By
 * default it is the list's length, which such a service tells elsewhere. */
gboolean    tutti_cursor_check_pair (const TuttiRequest *request,
                                     GError            **error);
const char *tutti_cursor_get_mark (const TuttiRequest *request); /* lent, NULL for the first page */
guint       tutti_cursor_get_total (const TuttiRequest *request);

/* The next pair: with `first`, with what the request had, or with "0". NULL if
 * there is no mark, or the request had it already. (transfer full) */
char *tutti_cursor_dup_next_pair (const TuttiRequest *request,
                                  const char         *first,
                                  const char         *mark);

/* The page with the list's length, told to the next pages by its cursor too. (transfer full) */
TuttiPage *tutti_cursor_dup_page_with_total (TuttiPage *page,
                                             guint      total);

/* --- tracks (tutti-track-fields.c) --- */

/* Where the properties of a track stand in an item of an answer; paths as in
 * tutti-json.h, what is left out the service does not tell. */
struct _TuttiTrackFields
{
  const char *id;          /* a text or a number; NULL where it does not stand in the item */
  const char *id_prefix;   /* stands before each id, and is left out */
  const char *title;
  const char *artist_after; /* between the title and `artist` where that follows it (" by "); both are left out */
  const char *artists;     /* an array */
  const char *artist_name; /* in each element of `artists`; NULL: they are strings */
  const char *artist;      /* one line, where there is no array or nobody in it */
  const char *artist_suffix; /* behind `artist`, it says that the title is the song's own and no upload's; left out */
  const char *artist_else; /* the same, where there is none of those */
  const char *album;
  const char *duration;    /* milliseconds, or as said next */
  gboolean    duration_in_seconds;
  gboolean    duration_is_iso;
  const char *isrc;
  const char *isrcs;       /* an array of texts, where there may be several */
  const char *pictures;    /* an array of objects with "url", "width" */
  const char *picture;     /* one address, where there is no array */
  const char *picture_size; /* how its address says the size… */
  const char *picture_wish; /* …and what is put there instead */
  const char *cover_release; /* a release of MusicBrainz and the number of its picture */
  const char *cover_number;
  const char *released;    /* a text that starts with the year */
  const char *is_explicit; /* true, or a text that is… */
  const char *explicit_word; /* …this one */
  const char *is_playable; /* absent counts as TRUE, and so does any text but… */
  const char *unplayable_word; /* …this one */
  const char *played_by;   /* what is there only if it plays, whatever it is */
  const char *page;        /* the track's own page, where its address can't be built from the id */
  gboolean    is_upload;   /* titles are what those who uploaded them wrote */
};

/* "PT4M12.5S", "P1DT2H" (ISO 8601) in ms; 0 if odd. */
gint64 tutti_duration_from_iso8601 (const char *text);

/* The address of the picture that is best for a row and a song's page, of an
 * array of objects whose member `address` is one and `width` says how wide it
 * is. Lent; NULL if there is none. */
const char *tutti_track_fields_choose_picture (JsonNode   *item,
                                               const char *path,
                                               const char *address,
                                               const char *width);

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

/* The same, where the id of the track does not stand in the item. (nullable) */
void tutti_track_fields_add_as (const TuttiTrackFields *self,
                                TuttiProvider          *provider,
                                JsonNode               *item,
                                const char             *id,
                                gint64                  at,
                                TuttiPage              *page);

G_END_DECLS
