/* tutti-store-lists.h: reading: ids first, rows later
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-store.h"
#include "tutti-track.h"

G_BEGIN_DECLS

/* One row of the feed. `sources`: the providers it was played on, interned, comma between ("spotify,youtube"). */
typedef struct
{
  gint64      track_id;
  gint64      at;      /* Unix ms; 0: undated, first import */
  const char *sources; /* interned */
} TuttiFeedEntry;

/* Resolves to a GArray of TuttiFeedEntry, newest first, undated last; plays of
 * one song on two services less than its length apart are one entry.
 * `provider` NULL: of all. */
DexFuture *tutti_store_list_feed (TuttiStore *self, const char *provider) G_GNUC_WARN_UNUSED_RESULT;

/* The fallback feed: feed_items, then what the cache knows. Resolves to a GArray of TuttiFeedEntry with `at` 0. */
DexFuture *tutti_store_list_fallback (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

typedef enum
{
  TUTTI_SORT_NEWEST,
  TUTTI_SORT_TITLE,
  TUTTI_SORT_ARTIST,
  TUTTI_SORT_MOST_SERVICES,
} TuttiSort;

typedef struct
{
  TuttiSort   sort;
  const char *text;    /* (nullable) typed filter */
  const char *on;      /* (nullable) only songs all these providers have; each once, comma between */
  const char *missing; /* (nullable) only songs all these providers lack */
  gboolean    is_explicit; /* only songs that are marked so */
  gboolean    is_single;   /* only songs that one provider alone has */
} TuttiLikesQuery;

/* Resolves to a GArray of gint64: the ids of all liked songs. The query is copied. */
DexFuture *tutti_store_list_likes (TuttiStore *self, const TuttiLikesQuery *query) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to the number of liked songs (uint), and of one provider's likes if `provider` is given. */
DexFuture *tutti_store_count_likes (TuttiStore *self, const char *provider) G_GNUC_WARN_UNUSED_RESULT;

/* Search as you type over all songs: titles that start with what was typed
 * first, at most 1,000 ranked; what only a search or chart brought never
 * outranks the person's own music. Resolves to a GArray of gint64, at most `limit`. */
DexFuture *tutti_store_search (TuttiStore *self, const char *typed, guint limit) G_GNUC_WARN_UNUSED_RESULT;

/* Resolves to a GPtrArray of TuttiTrack in the order of `ids` (a GArray of
 * gint64, copied); a song that is gone is left out. */
DexFuture *tutti_store_read_tracks (TuttiStore *self, GArray *ids) G_GNUC_WARN_UNUSED_RESULT;

/* A song by UUID (redirects followed) or by "provider:remote-id". Resolves to a TuttiTrack; NOT_FOUND. */
DexFuture *tutti_store_find_track (TuttiStore *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;

#define TUTTI_TYPE_COUNTS (tutti_counts_get_type ())
typedef struct
{
  guint tracks;
  guint service_tracks;
  guint likes;
  guint plays;
  guint outbox;
} TuttiCounts;
GType tutti_counts_get_type (void) G_GNUC_CONST;

/* Resolves to a TuttiCounts. */
DexFuture *tutti_store_count_all (TuttiStore *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
