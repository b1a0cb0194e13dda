/* tuttictl-songs.c: commands about songs
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tuttictl.h"

#include <glib/gi18n.h>

#include "tutti-elsewhere.h"
#include "tutti-launcher.h"
#include "tutti-track-list.h"

/* How many songs a command shows if not told otherwise. */
#define DEFAULT_LIMIT 50

/* How long a like waits for the services. */
#define SEND_SECONDS 5

guint
tuttictl_get_limit (const Options *options)
{
  return options->limit > 0 ? (guint) options->limit : DEFAULT_LIMIT;
}

/* Songs in order, each with the time it was played (`times` may be NULL). */
static gboolean
print_tracks (TuttiLibrary  *library,
              const Options *options,
              GArray        *ids,
              GHashTable    *times,
              GError       **error)
{
  g_autoptr (GPtrArray)   tracks = dex_await_boxed (tutti_library_read_tracks (library, ids), error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (tracks == NULL)
    return FALSE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < tracks->len; i++)
    {
      TuttiTrack *track = g_ptr_array_index (tracks, i);
      gint64     *at = times != NULL ? g_hash_table_lookup (times, GUINT_TO_POINTER (i + 1)) : NULL;

      if (options->json)
        tuttictl_add_track (builder, track, at != NULL ? *at : 0);
      else
        tuttictl_print_track (track, at != NULL ? *at : 0);
    }
  json_builder_end_array (builder);

  if (options->json)
    tuttictl_print_json (g_steal_pointer (&builder));
  else if (tracks->len == 0)
    g_printerr ("%s\n", tutti_library_has_connection (library)
                           ? _ ("Nothing found.")
                           : _ ("Nothing found. Connect a service (tuttictl services), or search public catalogues too (tuttictl public on, then tuttictl sync)."));
  return TRUE;
}

/* The first rows of a list, once it has them. */
static gboolean
print_list (TuttiLibrary   *library,
            const Options  *options,
            TuttiTrackList *list,
            GError        **error)
{
  g_autoptr (GArray)     ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) times = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  guint                  n;

  while (tutti_track_list_is_loading (list))
    dex_await (dex_timeout_new_msec (1), NULL);

  n = MIN (tuttictl_get_limit (options), g_list_model_get_n_items (G_LIST_MODEL (list)));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TuttiTrackSlot) slot = g_list_model_get_item (G_LIST_MODEL (list), i);
      gint64                     id = tutti_track_slot_get_id (slot);
      gint64                     at = tutti_track_slot_get_at (slot);

      g_array_append_val (ids, id);
      g_hash_table_insert (times, GUINT_TO_POINTER (i + 1), g_memdup2 (&at, sizeof at));
    }

  return print_tracks (library, options, ids, times, error);
}

static gboolean
feed (TuttiLibrary  *library,
      const Options *options,
      GError       **error)
{
  g_autoptr (TuttiTrackList) list = NULL;
  TuttiService              *service = NULL;

  if (options->service != NULL && !(service = tuttictl_find_service (library, options->service, error)))
    return FALSE;
  if (service != NULL && !options->json && tutti_service_explain (service, TUTTI_FEATURE_HISTORY) != NULL)
    g_printerr ("%s\n", tutti_service_explain (service, TUTTI_FEATURE_HISTORY));

  list = options->service == NULL && !tutti_library_has_connection (library)
             ? tutti_track_list_new_fallback (library)
             : tutti_track_list_new_feed (library, options->service);
  return print_list (library, options, list, error);
}

/* "newest" and so on, as the window's settings call them. */
static gboolean
read_sort (const char     *text,
           TuttiLikesSort *sort,
           GError        **error)
{
  static const char *const names[] = {
    [TUTTI_LIKES_NEWEST] = "newest",
    [TUTTI_LIKES_TITLE] = "title",
    [TUTTI_LIKES_ARTIST] = "artist",
    [TUTTI_LIKES_MOST_SERVICES] = "most-services",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (text == NULL || g_str_equal (text, names[i]))
      {
        *sort = (TuttiLikesSort) i;
        return TRUE;
      }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is no order. There are newest, title, artist and most-services."), text);
  return FALSE;
}

static gboolean
likes (TuttiLibrary  *library,
       const Options *options,
       GError       **error)
{
  g_autoptr (TuttiTrackList) list = NULL;
  g_autofree char           *text = g_strjoinv (" ", options->words);
  TuttiLikesFilter           filter = {
              .text = *text != '\0' ? text : NULL,
              .on = options->service,
              .missing = options->missing,
              .is_explicit = options->explicit_only,
              .is_single = options->single,
  };

  if ((options->service != NULL && tuttictl_find_service (library, options->service, error) == NULL) ||
      (options->missing != NULL && tuttictl_find_service (library, options->missing, error) == NULL) ||
      !read_sort (options->sort, &filter.sort, error))
    return FALSE;

  list = tutti_track_list_new_likes (library);
  tutti_track_list_set_likes_filter (list, &filter);
  return print_list (library, options, list, error);
}

/* All services at once. What one does not answer is said, and is no failure of the search. */
static void
ask_services (TuttiLibrary *library,
              const char   *text,
              GArray       *ids)
{
  GListModel            *services = tutti_library_get_services (library);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray)  asked = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray)  answers = g_ptr_array_new_with_free_func (dex_unref);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (seen, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr (TuttiService) service = g_list_model_get_item (services, i);

      if (!tutti_service_may_search (service))
        continue;
      g_ptr_array_add (answers, tutti_library_search_service (library, service, text));
      g_ptr_array_add (asked, g_steal_pointer (&service));
    }

  for (guint i = 0; i < asked->len; i++)
    {
      TuttiService      *service = g_ptr_array_index (asked, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) found = dex_await_boxed (dex_ref (g_ptr_array_index (answers, i)), &error);

      if (found == NULL)
        {
          g_autofree char *sentence = tutti_error_dup_sentence (error, tutti_service_get_name (service));

          g_printerr ("%s\n", sentence);
          continue;
        }
      for (guint j = 0; j < found->len; j++)
        if (g_hash_table_add (seen, g_memdup2 (&g_array_index (found, gint64, j), sizeof (gint64))))
          g_array_append_val (ids, g_array_index (found, gint64, j));
    }
}

/* Nobody searches for an address, but for what it leads to. */
static gboolean
search_link (TuttiLibrary  *library,
             const Options *options,
             const char    *link,
             GError       **error)
{
  g_autoptr (TuttiTrack) track = tuttictl_find_song (library, link, error);
  g_autoptr (GArray)     ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64                 id;

  if (track == NULL)
    return FALSE;
  id = tutti_track_get_id (track);
  g_array_append_val (ids, id);

  return print_tracks (library, options, ids, NULL, error);
}

static gboolean
search (TuttiLibrary  *library,
        const Options *options,
        GError       **error)
{
  g_autofree char   *text = g_strstrip (g_strjoinv (" ", options->words));
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) all = NULL;

  if (*text == '\0')
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("Say what to search for."));
      return FALSE;
    }
  if (tutti_library_is_link (library, text))
    return search_link (library, options, text, error);
  if (!(ids = dex_await_boxed (tutti_library_search_local (library, text, tuttictl_get_limit (options)), error)))
    return FALSE;

  all = g_array_copy (ids);
  if (!options->local)
    ask_services (library, text, all);
  if (all->len > tuttictl_get_limit (options))
    g_array_set_size (all, tuttictl_get_limit (options));
  return print_tracks (library, options, all, NULL, error);
}

/* "service:id", which is no address. */
static gboolean
is_song_name (TuttiLibrary *library,
              const char   *word)
{
  g_auto (GStrv) parts = g_strsplit (word, ":", 3);

  return g_strv_length (parts) == 2 && strchr (parts[1], '/') == NULL && tutti_library_find_service (library, parts[0]) != NULL;
}

TuttiTrack *
tuttictl_find_song (TuttiLibrary *library,
                    const char   *word,
                    GError      **error)
{
  g_autoptr (GError) local = NULL;
  /* First its name here: "spotify:ID" could also be an address of the service's own scheme. */
  g_autoptr (TuttiTrack) track = dex_await_object (tutti_library_find_track (library, word), &local);
  TuttiService          *service;

  if (track != NULL)
    return g_steal_pointer (&track);
  if (g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND) && !is_song_name (library, word) &&
      tutti_library_is_link (library, word))
    {
      if ((service = tutti_library_find_link_service (library, word)))
        tuttictl_set_service_name (tutti_service_get_name (service));
      return dex_await_object (tutti_library_find_link (library, word), error);
    }

  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* The like is stored; the services are told before the program ends, if they are quick. */
static void
tell_services (TuttiLibrary *library)
{
  if (!dex_await (dex_future_first (tutti_library_send_likes (library), dex_timeout_new_seconds (SEND_SECONDS), NULL), NULL))
    g_printerr ("%s\n", _ ("It is stored here. The services will hear of it with the next “tuttictl sync”."));
}

/* At one service alone; whether it is liked here stays. */
static gboolean
set_liked_there (TuttiLibrary  *library,
                 const Options *options,
                 TuttiTrack    *track,
                 gboolean       liked,
                 GError       **error)
{
  TuttiService      *service = tuttictl_find_service (library, options->service, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) changed = NULL;
  gint64             id = tutti_track_get_id (track);

  if (service == NULL)
    return FALSE;
  if (tutti_track_get_link (track, options->service) == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "This service does not have the song");
      return FALSE;
    }
  g_array_append_val (ids, id);
  if (!(changed = dex_await_boxed (tutti_library_like_on (library, service, ids, liked), error)))
    return FALSE;

  if (!options->json)
    tuttictl_print_line (liked ? _ ("Liked on %s: %s — %s") : _ ("No longer liked on %s: %s — %s"),
                         tutti_service_get_name (service), tutti_track_get_title (track), tutti_track_get_artist (track));
  if (changed->len > 0)
    tell_services (library);
  return TRUE;
}

static gboolean
set_liked (TuttiLibrary  *library,
           const Options *options,
           gboolean       liked,
           GError       **error)
{
  g_autoptr (TuttiTrack) track = tuttictl_find_song (library, options->words[0], error);

  if (track != NULL && options->service != NULL)
    return set_liked_there (library, options, track, liked, error);
  if (track == NULL ||
      !dex_await (tutti_library_set_liked (library, tutti_track_get_id (track), liked), error))
    return FALSE;

  if (!options->json)
    tuttictl_print_line (liked ? _ ("Liked: %s — %s") : _ ("No longer liked: %s — %s"),
                         tutti_track_get_title (track), tutti_track_get_artist (track));
  tell_services (library);
  return TRUE;
}

static gboolean
like (TuttiLibrary  *library,
      const Options *options,
      GError       **error)
{
  return set_liked (library, options, TRUE, error);
}

static gboolean
unlike (TuttiLibrary  *library,
        const Options *options,
        GError       **error)
{
  return set_liked (library, options, FALSE, error);
}

/* --- where it can be heard --- */

static const char *
get_state_nick (TuttiElsewhereState state)
{
  switch (state)
    {
    case TUTTI_ELSEWHERE_HAS:
      return "has";
    case TUTTI_ELSEWHERE_LACKS:
      return "lacks";
    case TUTTI_ELSEWHERE_NOT_ASKED:
      return "not-asked";
    case TUTTI_ELSEWHERE_SILENT:
      return "silent";
    }

  g_return_val_if_reached (NULL);
}

static void
add_elsewhere (JsonBuilder    *builder,
               TuttiElsewhere *row)
{
  g_autofree char *web = row->link != NULL ? tutti_service_dup_web_uri (row->service, row->link) : NULL;

  json_builder_begin_object (builder);
  tuttictl_add_string (builder, "service", tutti_service_get_id (row->service));
  tuttictl_add_string (builder, "state", get_state_nick (row->state));
  if (row->link != NULL)
    tuttictl_add_string (builder, "id", tutti_link_get_remote_id (row->link));
  tuttictl_add_string (builder, "url", web);
  tuttictl_add_string (builder, "reason", row->reason);
  if (row->link != NULL)
    tuttictl_add_boolean (builder, "new", row->is_new);
  else
    tuttictl_add_boolean (builder, "can_ask", row->can_ask);
  tuttictl_add_string (builder, "search_url", row->search_uri);
  tuttictl_add_string (builder, "problem", row->problem);
  json_builder_end_object (builder);
}

static void
print_elsewhere (TuttiElsewhere *row)
{
  const char      *name = tutti_service_get_name (row->service);
  const char      *search = row->search_uri != NULL ? row->search_uri : "";
  g_autofree char *web = NULL;

  switch (row->state)
    {
    case TUTTI_ELSEWHERE_HAS:
      web = tutti_service_dup_web_uri (row->service, row->link);
      tuttictl_print_line ("  %-12s %s", name, web);
      break;
    case TUTTI_ELSEWHERE_LACKS:
      tuttictl_print_line (_ ("  %-12s not found there; its own search: %s"), name, search);
      break;
    case TUTTI_ELSEWHERE_NOT_ASKED:
      tuttictl_print_line (_ ("  %-12s not asked; its own search: %s"), name, search);
      break;
    case TUTTI_ELSEWHERE_SILENT:
      tuttictl_print_line (_ ("  %-12s %s Its own search: %s"), name, row->problem, search);
      break;
    }
}

static gboolean
links (TuttiLibrary  *library,
       const Options *options,
       GError       **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (TuttiTrack)  track = NULL;
  g_autoptr (GPtrArray)   rows = NULL;
  TuttiService           *only = NULL;

  if (options->service != NULL && !(only = tuttictl_find_service (library, options->service, error)))
    return FALSE;
  if (!(track = tuttictl_find_song (library, options->words[0], error)))
    return FALSE;
  rows = dex_await_boxed (options->find ? tutti_library_find_elsewhere (library, tutti_track_get_id (track), only)
                                        : tutti_library_list_elsewhere (library, tutti_track_get_id (track)),
                          error);
  if (rows == NULL)
    return FALSE;

  json_builder_begin_array (builder);
  if (!options->json)
    tuttictl_print_track (track, 0);
  for (guint i = 0; i < rows->len; i++)
    {
      TuttiElsewhere *row = g_ptr_array_index (rows, i);

      if (only != NULL && row->service != only)
        continue;
      if (options->json)
        add_elsewhere (builder, row);
      else
        print_elsewhere (row);
    }
  json_builder_end_array (builder);

  if (options->json)
    tuttictl_print_json (g_steal_pointer (&builder));
  return TRUE;
}

/* The page that a link itself names, where nobody may be asked what it is. */
static TuttiLink *
read_link (TuttiLibrary  *library,
           const char    *word,
           TuttiService **service)
{
  g_autofree char *remote_id = tutti_library_peek_link (library, word, service);
  TuttiLinkInfo    info = { .remote_id = remote_id };

  if (remote_id == NULL)
    return NULL;
  info.provider = tutti_service_get_id (*service);
  return tutti_link_new (&info);
}

/* Where to open a song, and the song there. Who does not use the service a link
 * leads to gets the one they use, if that has the song. (transfer full) */
static TuttiLink *
choose_link (TuttiLibrary  *library,
             const Options *options,
             TuttiTrack    *track,
             TuttiService **service,
             GError       **error)
{
  g_autoptr (TuttiTrack) fresh = g_object_ref (track);
  TuttiService          *named = tutti_library_find_link_service (library, options->words[0]);
  TuttiLink             *link;

  if (named != NULL && options->service == NULL && !tutti_service_is_linked (named) && tutti_library_has_connection (library))
    {
      g_autoptr (GPtrArray)  rows = NULL;
      g_autoptr (TuttiTrack) grown = NULL;

      if (tutti_library_choose_instead (library, track, named) == NULL)
        rows = dex_await_boxed (tutti_library_find_elsewhere (library, tutti_track_get_id (track), NULL), NULL);
      if (rows != NULL)
        grown = dex_await_object (tutti_library_find_track (library, tutti_track_get_uuid (track)), NULL);
      if (grown != NULL)
        g_set_object (&fresh, grown);
    }

  if (options->service != NULL)
    *service = tuttictl_find_service (library, options->service, error);
  else if (named != NULL && !tutti_library_has_connection (library))
    *service = named; /* nobody listens anywhere else */
  else
    *service = tutti_library_choose_service (library, fresh);
  if (*service == NULL && options->service != NULL)
    return NULL;
  link = *service != NULL ? tutti_track_get_link (fresh, tutti_service_get_id (*service)) : NULL;
  if (link == NULL)
    {
      g_autofree char *words = g_strdup_printf ("%s %s", tutti_track_get_artist (fresh), tutti_track_get_title (fresh));
      g_autofree char *page = *service != NULL ? tutti_service_dup_search_uri (*service, words) : NULL;

      if (page != NULL)
        /* Translators: an address */
        g_printerr (_ ("Its own search: %s\n"), page);
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "This service does not have the song");
      return NULL;
    }
  if (named != NULL && *service == tutti_library_choose_instead (library, fresh, named))
    g_printerr (_ ("You do not use %s; this is the same song on %s.\n"), tutti_service_get_name (named), tutti_service_get_name (*service));
  return tutti_link_ref (link);
}

/* Prints the addresses' page, or opens it. */
static gboolean
open_addresses (const Options *options,
                const char    *app, /* (nullable) */
                const char    *web,
                TuttiLaunchIn  in,
                GError       **error)
{
  if (options->print)
    {
      g_print ("%s\n", web);
      return TRUE;
    }
  return dex_await (tutti_launcher_open (app, web, in, NULL, NULL), error);
}

static gboolean
open_song (TuttiLibrary  *library,
           const Options *options,
           GError       **error)
{
  g_autoptr (GError)     local = NULL;
  g_autoptr (TuttiTrack) track = tuttictl_find_song (library, options->words[0], &local);
  TuttiService          *service = NULL;
  g_autoptr (TuttiLink)  link = NULL;
  g_autofree char       *app = NULL;
  g_autofree char       *web = NULL;

  /* What is no song is for the browser, and so is what lists songs for people only. */
  if (g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NO_SONG) && options->service == NULL &&
      (web = tutti_library_dup_page (library, options->words[0])) != NULL)
    {
      g_printerr ("%s\n", _ ("Tutti reads no song from this link; this is the page itself."));
      return open_addresses (options, NULL, web, TUTTI_LAUNCH_WEB, error);
    }

  if (track != NULL)
    link = choose_link (library, options, track, &service, &local);
  else if (options->service == NULL && !g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
    link = read_link (library, options->words[0], &service);
  /* A short link that nobody may be asked about opens all the same. */
  if (link == NULL && g_error_matches (local, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED) && options->service == NULL &&
      (web = tutti_library_dup_page (library, options->words[0])) != NULL)
    return open_addresses (options, NULL, web, TUTTI_LAUNCH_WEB, error);
  if (link == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  app = tutti_service_dup_app_uri (service, tutti_link_get_remote_id (link));
  web = tutti_service_dup_web_uri (service, link);
  return open_addresses (options, app, web, (TuttiLaunchIn) tutti_service_get_open_in (service), error);
}

const Command tuttictl_song_commands[] = {
  { "feed", "[--service SERVICE]", N_ ("Show what was played, newest first"), 0, 0, FALSE, feed },
  { "search", "QUERY", N_ ("Search the library and the connected services"), 1, -1, TRUE, search },
  { "likes", "[TEXT]", N_ ("Show what you like, newest first"), 0, -1, FALSE, likes },
  { "like", "ID|LINK", N_ ("Like a song"), 1, 1, TRUE, like },
  { "unlike", "ID|LINK", N_ ("Like a song no more"), 1, 1, TRUE, unlike },
  { "links", "ID|LINK [--find] [--service SERVICE]", N_ ("Show which services have a song, or look for it there"), 1, 1, TRUE, links },
  { "open", "ID|LINK [--service SERVICE] [--print]", N_ ("Open a song in a service’s application or web page"), 1, 1, TRUE, open_song },
  { NULL },
};
