/* tutti-listenbrainz.c: ListenBrainz, which keeps what people listened to
 *
 * Nobody signs in: the person pastes a token from their settings there, which
 * may love songs, or gives a user name, which can be read. All reading is open,
 * so the token goes along only where something is changed.
 *
 * A song is a recording of MusicBrainz. What nobody has found there yet has a
 * number of ListenBrainz' own ("msid-…" here), by which it can be loved too,
 * but it has no page. Listens go backwards in time: the place in their list is
 * the second before which the next page begins.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-listenbrainz.h"

#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Before the id of what MusicBrainz does not know. */
#define MSID "msid-"

struct _TuttiListenbrainz
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiListenbrainz, tutti_listenbrainz, TUTTI_TYPE_PROVIDER)

/* Not the service's words: a token may both, a name only the first. */
static const TuttiScopeWords scope_words[] = {
  { "read", N_ ("See what you listened to and loved") },
  { "write", N_ ("Love songs for you"), TUTTI_CAN_LIKE },
  { NULL },
};

static const TuttiProviderInfo info = {
  .id = "listenbrainz",
  .name = "ListenBrainz",
  .icon_name = "tutti-listenbrainz-symbolic",
  .capabilities = TUTTI_CAN_CONNECT | TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE | TUTTI_CAN_LOOKUP | TUTTI_CAN_KEYLESS |
                  TUTTI_CAN_OPEN_WEB,
  .open = TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LOOKUP,
  .ids_of = "musicbrainz",
  .key_is_token = TRUE,
  .deep_history = TRUE,
  .client_id_pattern = "^[0-9A-Za-z_-]{20,200}$",
  .client_id_shape = N_ ("36 letters, digits and hyphens"),
  .needs = N_ ("A token from your settings there, or only your user name"),
  .scope_words = scope_words,
};

static const TuttiSetupStep steps[] = {
  { N_ ("Open your settings at ListenBrainz and sign in. An account is free."), .opens_dashboard = TRUE },
  { N_ ("Copy the user token there. Whoever has it can change your listens, so give it to nobody else.") },
  { NULL },
};

/* What MusicBrainz calls it, where a listen was found there… */
static const TuttiTrackFields mapped = {
  .title = "track_metadata.mbid_mapping.recording_name",
  .artists = "track_metadata.mbid_mapping.artists",
  .artist_name = "artist_credit_name",
  .artist = "track_metadata.artist_name",
  .album = "track_metadata.release_name",
  .duration = "track_metadata.additional_info.duration_ms",
  .isrc = "track_metadata.additional_info.isrc",
  .cover_release = "track_metadata.mbid_mapping.caa_release_mbid",
  .cover_number = "track_metadata.mbid_mapping.caa_id",
};

/* …and what the player called it, where it was not. */
static const TuttiTrackFields heard = {
  .title = "track_metadata.track_name",
  .artist = "track_metadata.artist_name",
  .album = "track_metadata.release_name",
  .duration = "track_metadata.additional_info.duration_ms",
  .isrc = "track_metadata.additional_info.isrc",
  .cover_release = "track_metadata.mbid_mapping.caa_release_mbid",
  .cover_number = "track_metadata.mbid_mapping.caa_id",
};

static const TuttiTrackFields known = {
  .title = "recording.name",
  .artists = "artist.artists",
  .artist_name = "name",
  .artist = "artist.name",
  .album = "release.name",
  .duration = "recording.length",
  .cover_release = "release.caa_release_mbid",
  .cover_number = "release.caa_id",
};

/* --- the question --- */

/* Below /1/user/NAME or /1/feedback/user/NAME. (nullable) */
static char *
dup_path (const TuttiRequest *request,
          const char         *start,
          const char         *end,
          GError            **error)
{
  g_autofree char *name = NULL;

  if (request->account == NULL || request->account[0] == '\0')
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED, "Nobody knows whose account to ask about");
      return NULL;
    }
  name = g_uri_escape_string (request->account, NULL, FALSE);

  return g_strconcat (start, name, end, NULL);
}

static TuttiHttpRequest *
build_profile (TuttiProvider      *self,
               const TuttiRequest *request,
               GError            **error)
{
  g_autofree char *path = NULL;

  if (request->account == NULL)
    return tutti_provider_new_request (self, "GET", "/validate-token", NULL);
  path = dup_path (request, "/user/", "/listen-count", error);

  return path != NULL ? tutti_provider_new_request (self, "GET", path, NULL) : NULL;
}

static TuttiHttpRequest *
build_history (TuttiProvider      *self,
               const TuttiRequest *request,
               GError            **error)
{
  g_autofree char *path = dup_path (request, "/user/", "/listens", error);
  g_autofree char *count = g_strdup_printf ("%u", tutti_provider_get_file (self)->history);

  return path != NULL ? tutti_provider_new_request (self, "GET", path, "count", count, "max_ts", request->cursor, NULL) : NULL;
}

static TuttiHttpRequest *
build_likes (TuttiProvider      *self,
             const TuttiRequest *request,
             GError            **error)
{
  g_autofree char *path = dup_path (request, "/feedback/user/", "/get-feedback", error);
  g_autofree char *count = g_strdup_printf ("%u", tutti_provider_get_file (self)->likes);

  return path != NULL ? tutti_provider_new_request (self, "GET", path, "score", "1", "metadata", "true", "count", count,
                                                    "offset", request->cursor, NULL)
                      : NULL;
}

static gboolean
is_msid (const char *id)
{
  return g_str_has_prefix (id, MSID);
}

static TuttiHttpRequest *
build_track (TuttiProvider      *self,
             const TuttiRequest *request,
             GError            **error)
{
  if (is_msid (request->ids[0]))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "What MusicBrainz does not know can’t be looked up");
      return NULL;
    }

  return tutti_provider_new_request (self, "GET", "/metadata/recording/", "recording_mbids", request->ids[0], "inc", "artist release", NULL);
}

static TuttiHttpRequest *
build_change (TuttiProvider      *self,
              const TuttiRequest *request)
{
  TuttiHttpRequest *message = tutti_provider_new_request (self, "POST", "/feedback/recording-feedback", NULL);
  const char       *id = request->ids[0];
  g_autofree char  *body = g_strdup_printf ("{\"%s\":\"%s\",\"score\":%d}", is_msid (id) ? "recording_msid" : "recording_mbid",
                                            is_msid (id) ? id + strlen (MSID) : id, request->kind == TUTTI_REQUEST_LIKE ? 1 : 0);

  message->content_type = g_strdup ("application/json");
  message->body = g_bytes_new (body, strlen (body));
  message->is_safe = TRUE; /* what is loved twice is loved */

  return message;
}

static TuttiHttpRequest *
tutti_listenbrainz_build_message (TuttiProvider      *provider,
                                  const TuttiRequest *request,
                                  GError            **error)
{
  if (!tutti_cursor_check_number (request, error))
    return NULL;

  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return build_profile (provider, request, error);
    case TUTTI_REQUEST_HISTORY:
      return build_history (provider, request, error);
    case TUTTI_REQUEST_LIKES:
      return build_likes (provider, request, error);
    case TUTTI_REQUEST_TRACK:
      return build_track (provider, request, error);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return build_change (provider, request);
    case TUTTI_REQUEST_SEARCH:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* --- the answer --- */

/* Names are found whatever their case, so that there is one key for each. */
static void
set_profile (TuttiPage  *page,
             const char *name)
{
  page->profile.remote_id = g_utf8_strdown (name, -1);
  page->profile.name = g_strdup (name);
}

static TuttiPage *
parse_profile (TuttiProvider      *provider,
               const TuttiRequest *request,
               JsonNode           *root,
               GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  const char           *name = tutti_json_get_string (root, "user_name");

  if (request->account != NULL)
    {
      if (tutti_json_get (root, "payload.count") == NULL)
        return tutti_provider_refuse (provider, error, "a user without a number of listens");
      set_profile (page, request->account);
      return g_steal_pointer (&page);
    }

  /* That nobody knows a token comes with status 200. */
  if (tutti_json_get (root, "valid") != NULL && !tutti_json_get_boolean (root, "valid", TRUE))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_TOKEN, "listenbrainz does not know the token");
      return NULL;
    }
  if (!tutti_json_get_boolean (root, "valid", FALSE) || name == NULL || name[0] == '\0')
    return tutti_provider_refuse (provider, error, "a token without a user");
  set_profile (page, name);

  return g_steal_pointer (&page);
}

static gboolean
is_uuid (const char *text)
{
  return text != NULL && g_uuid_string_is_valid (text);
}

/* MusicBrainz' id as it was matched, as the player gave it, else the one that
 * ListenBrainz made up. (nullable) */
static char *
dup_id (JsonNode *item)
{
  static const char * const paths[] = {
    "recording_mbid", "track_metadata.mbid_mapping.recording_mbid", "track_metadata.additional_info.recording_mbid",
  };
  const char *msid = tutti_json_get_string (item, "recording_msid");

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    if (is_uuid (tutti_json_get_string (item, paths[i])))
      return g_ascii_strdown (tutti_json_get_string (item, paths[i]), -1);
  if (!is_uuid (msid))
    msid = tutti_json_get_string (item, "track_metadata.additional_info.recording_msid");
  if (is_uuid (msid))
    {
      g_autofree char *lower = g_ascii_strdown (msid, -1);

      return g_strconcat (MSID, lower, NULL);
    }

  return NULL;
}

/* A listen or a love. */
static void
add_item (TuttiProvider *provider,
          JsonNode      *item,
          const char    *time,
          TuttiPage     *page)
{
  g_autofree char *id = dup_id (item);
  gint64           at = tutti_json_get_int (item, time, 0);
  const char      *name = tutti_json_get_string (item, mapped.title);

  tutti_track_fields_add_as (name != NULL && name[0] != '\0' ? &mapped : &heard, provider, item, id, at > 0 && at < G_MAXINT32 * 2LL ? at * 1000 : 0, page);
}

/* Where the page behind this one begins: what was heard in its last second
 * comes again, as more may have been than stand here. */
static char *
dup_next_second (const TuttiRequest *request,
                 JsonArray          *items)
{
  gint64 last = G_MAXINT64;
  guint64 before = tutti_cursor_get_number (request);
  guint64 next;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      gint64 at = tutti_json_get_int (json_array_get_element (items, i), "listened_at", 0);

      if (at > 0)
        last = MIN (last, at);
    }
  if (last == G_MAXINT64)
    return NULL;

  next = (guint64) last + 1;
  if (before != 0 && next >= before)
    next = (guint64) last;

  return before == 0 || next < before ? g_strdup_printf ("%" G_GUINT64_FORMAT, next) : NULL;
}

static TuttiPage *
parse_history (TuttiProvider      *provider,
               const TuttiRequest *request,
               JsonNode           *root,
               GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, "payload.listens");

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "no listens");

  for (guint i = 0; i < json_array_get_length (items); i++)
    add_item (provider, json_array_get_element (items, i), "listened_at", page);
  if (json_array_get_length (items) >= tutti_provider_get_file (provider)->history)
    page->next_cursor = dup_next_second (request, items);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_likes (TuttiProvider      *provider,
             const TuttiRequest *request,
             JsonNode           *root,
             GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, "feedback");
  guint64               next;

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "no feedback");

  for (guint i = 0; i < json_array_get_length (items); i++)
    add_item (provider, json_array_get_element (items, i), "created", page);
  page->total = (guint) CLAMP (tutti_json_get_int (root, "total_count", 0), 0, G_MAXINT32);
  next = tutti_cursor_get_number (request) + json_array_get_length (items);
  if (json_array_get_length (items) > 0 && next < page->total)
    page->next_cursor = g_strdup_printf ("%" G_GUINT64_FORMAT, next);

  return g_steal_pointer (&page);
}

/* An object of recordings by their ids; what it does not know is not in it. */
static TuttiPage *
parse_track (TuttiProvider      *provider,
             const TuttiRequest *request,
             JsonNode           *root,
             GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonObject           *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  g_autoptr (GList)     ids = object != NULL ? json_object_get_members (object) : NULL;

  if (object == NULL)
    return tutti_provider_refuse (provider, error, "no recordings");

  for (GList *l = ids; l != NULL; l = l->next)
    {
      if (!JSON_NODE_HOLDS_OBJECT (json_object_get_member (object, l->data)))
        return tutti_provider_refuse (provider, error, "a recording that is none");
      tutti_track_fields_add_as (&known, provider, json_object_get_member (object, l->data), l->data, 0, page);
    }
  page->total = page->items->len;

  return g_steal_pointer (&page);
}

static TuttiPage *
tutti_listenbrainz_parse_page (TuttiProvider      *provider,
                               const TuttiRequest *request,
                               JsonNode           *root,
                               GError            **error)
{
  switch (request->kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return parse_profile (provider, request, root, error);
    case TUTTI_REQUEST_HISTORY:
      return parse_history (provider, request, root, error);
    case TUTTI_REQUEST_LIKES:
      return parse_likes (provider, request, root, error);
    case TUTTI_REQUEST_TRACK:
      return parse_track (provider, request, root, error);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      if (g_strcmp0 (tutti_json_get_string (root, "status"), "ok") == 0)
        return tutti_page_new ();
      return tutti_provider_refuse (provider, error, "feedback that was not taken");
    case TUTTI_REQUEST_SEARCH:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_CHARTS:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* --- words --- */

static const char *
tutti_listenbrainz_explain (TuttiProvider  *provider,
                            TuttiCapability capability)
{
  if ((capability & (TUTTI_CAN_SEARCH | TUTTI_CAN_ISRC)) != 0)
    return _ ("ListenBrainz knows what people listened to, and finds songs by their number at MusicBrainz only.");
  if ((capability & TUTTI_CAN_CHARTS) != 0)
    return _ ("Tutti takes charts from where they can be listened to.");
  if ((capability & TUTTI_CAN_PREVIEW) != 0)
    return _ ("ListenBrainz has no sound of its own.");
  if ((capability & TUTTI_CAN_OPEN_APP) != 0)
    return _ ("ListenBrainz is a website.");

  return NULL;
}

static const TuttiSetupStep *
tutti_listenbrainz_get_steps (TuttiProvider *provider)
{
  return steps;
}

/* Pages are those of MusicBrainz' recordings. */
static gboolean
tutti_listenbrainz_has_page (TuttiProvider *provider,
                             const char    *id)
{
  return !is_msid (id);
}

static void
tutti_listenbrainz_class_init (TuttiListenbrainzClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_listenbrainz_build_message;
  provider_class->parse_page = tutti_listenbrainz_parse_page;
  provider_class->explain = tutti_listenbrainz_explain;
  provider_class->get_steps = tutti_listenbrainz_get_steps;
  provider_class->has_page = tutti_listenbrainz_has_page;
}

static void
tutti_listenbrainz_init (TuttiListenbrainz *self)
{
}
