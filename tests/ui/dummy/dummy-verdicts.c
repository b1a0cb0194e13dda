/* dummy-verdicts.c: what is the same as what, among invented songs
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "dummy-private.h"
#include "tutti-elsewhere.h"
#include "tutti-library-verdicts.h"

#include <string.h>

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

static gboolean is_apart;   /* the last song of each recording */
static gboolean is_refused; /* what is suggested */
static gboolean is_joined;

static TuttiMatch *
make_match (TuttiTrack *track,
            TuttiLink  *link,
            const char *title,
            const char *reason)
{
  const char           *artists[] = { tutti_track_get_artist (track), NULL };
  TuttiServiceTrackInfo info = {
    .provider = tutti_link_get_provider (link),
    .remote_id = tutti_link_get_remote_id (link),
    .title = title,
    .artists = artists,
    .album = tutti_track_get_album (track),
    .duration_ms = tutti_track_get_duration (track),
    .isrc = "NOABC2300412",
  };
  g_autoptr (TuttiServiceTrack) song = tutti_service_track_new (&info);

  return tutti_match_new (song, tutti_track_get_id (track), reason);
}

DexFuture *
tutti_library_list_members (TuttiLibrary *self,
                            gint64        track_id)
{
  g_autoptr (TuttiTrack) track = dummy_make_track ((guint) track_id - 1);
  GPtrArray *links = tutti_track_get_links (track);
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < links->len - (is_apart && links->len > 1); i++)
    g_ptr_array_add (matches, make_match (track, g_ptr_array_index (links, i), tutti_track_get_title (track), i == 0 ? "" : i == 1 ? "isrc"
                                                                                                                                   : "key"));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&matches));
}

DexFuture *
tutti_library_list_suggestions (TuttiLibrary *self,
                                gint64        track_id)
{
  g_autoptr (TuttiTrack) track = dummy_make_track ((guint) track_id + 13);
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func (g_object_unref);

  if (!is_refused && !is_joined && dummy_has ("all"))
    g_ptr_array_add (matches, make_match (track, g_ptr_array_index (tutti_track_get_links (track), 0), tutti_track_get_title (track), "score 0.81"));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&matches));
}

/* A live one for each song, and for every other one a remix, all elsewhere. */
DexFuture *
tutti_library_list_versions (TuttiLibrary *self,
                             gint64        track_id)
{
  static const char *const names[] = { "%s - Live in Bergen", "%s (Sable Remix)" };
  g_autoptr (TuttiTrack) track = dummy_make_track ((guint) track_id - 1);
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; dummy_has ("all") && strchr (tutti_track_get_title (track), '(') == NULL && i < G_N_ELEMENTS (names) - (guint) (track_id % 2 == 0); i++)
    {
      g_autoptr (TuttiTrack) other = dummy_make_track ((guint) track_id + 28 + i);
      GPtrArray          *links = tutti_track_get_links (other);
      g_autoptr (GString) title = g_string_new (names[i]);
      TuttiTrackInfo      info = {
             .id = tutti_track_get_id (other),
             .uuid = tutti_track_get_uuid (other),
             .artist = tutti_track_get_artist (track),
             .album = i == 0 ? "Live in Bergen" : "Remixes",
             .duration_ms = 302000 + i * 78000,
             .artwork_url = tutti_track_get_artwork_url (other),
             .is_liked = i == 0,
             .links = (TuttiLink *const *) links->pdata,
             .n_links = links->len,
      };

      g_string_replace (title, "%s", tutti_track_get_title (track), 1);
      info.title = title->str;
      g_ptr_array_add (versions, tutti_track_new (&info));
    }

  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&versions));
}

DexFuture *
tutti_library_list_told_apart (TuttiLibrary *self,
                               gint64        track_id)
{
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_new_with_free_func (g_object_unref));
}

DexFuture *
tutti_library_list_history (TuttiLibrary *self,
                            gint64        track_id)
{
  g_autoptr (GArray) history = g_array_new (FALSE, TRUE, sizeof (TuttiHistory));
  gint64 now = g_get_real_time () / 1000;

  for (guint i = 0; !dummy_has ("empty") && i < 14; i++)
    {
      TuttiHistory entry = { TUTTI_HISTORY_PLAYED, "spotify", now - i * DAY_MS };

      g_array_append_val (history, entry);
    }
  g_array_append_vals (history, (TuttiHistory[]) { { TUTTI_HISTORY_LIKED, "spotify", now - 400 * DAY_MS }, { TUTTI_HISTORY_LIKED, NULL, 0 } }, 2);
  return dex_future_new_take_boxed (G_TYPE_ARRAY, g_steal_pointer (&history));
}

static DexFuture *
act (TuttiLibrary *self,
     gboolean     *what,
     gint64        number)
{
  *what = TRUE;
  g_signal_emit_by_name (self, "changed", TUTTI_CHANGED_TRACKS);
  return dex_future_new_for_int64 (number);
}

DexFuture *
tutti_library_say_same (TuttiLibrary *self,
                        gint64        track_id,
                        gint64        other_id)
{
  return act (self, &is_joined, 1);
}

DexFuture *
tutti_library_say_different (TuttiLibrary      *self,
                             gint64             track_id,
                             const char *const *names)
{
  return act (self, &is_apart, 2);
}

DexFuture *
tutti_library_refuse (TuttiLibrary      *self,
                      gint64             track_id,
                      const char *const *names)
{
  return act (self, &is_refused, 3);
}

/* One more service has each song. */
DexFuture *
tutti_library_find_elsewhere (TuttiLibrary *self,
                              gint64        track_id,
                              TuttiService *only)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func (g_free);
  TuttiElsewhere *answer = g_new0 (TuttiElsewhere, 1);

  answer->is_new = TRUE;
  g_ptr_array_add (answers, answer);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&answers));
}

DexFuture *
tutti_library_take_back (TuttiLibrary      *self,
                         gint64             track_id,
                         const char *const *names)
{
  return dex_future_new_for_int64 (0);
}

DexFuture *
tutti_library_undo (TuttiLibrary *self,
                    gint64        number)
{
  is_joined = is_joined && number != 1;
  is_apart = is_apart && number != 2;
  is_refused = is_refused && number != 3;
  g_signal_emit_by_name (self, "changed", TUTTI_CHANGED_TRACKS);
  return dex_future_new_for_int64 (number);
}
