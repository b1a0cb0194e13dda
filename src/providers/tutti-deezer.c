/* tutti-deezer.c: Deezer's public API
 *
 * What Deezer shows to everybody: search, songs, ISRCs and charts. Accounts are
 * left out, because Deezer takes no new applications: whoever has none from
 * before can't get a key, and the old way in knows no PKCE and sends the token
 * in the address of every request.
 *
 * Errors come with status 200, so each answer may be one.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-deezer.h"

#include "tutti-error.h"
#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>

/* An error is short; a page of songs need not be read twice to see that it is none. */
#define MAX_ERROR 1024

struct _TuttiDeezer
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiDeezer, tutti_deezer, TUTTI_TYPE_PROVIDER)

static const TuttiProviderInfo info = {
  .id = "deezer",
  .name = "Deezer",
  .icon_name = "tutti-deezer-symbolic",
  .capabilities = TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP | TUTTI_CAN_ISRC | TUTTI_CAN_PREVIEW | TUTTI_CAN_CHARTS | TUTTI_CAN_KEYLESS | TUTTI_CAN_OPEN_APP | TUTTI_CAN_OPEN_WEB,
};

/* Lists lack ISRC, date and all artists but the first. */
static const TuttiTrackFields fields = {
  .id = "id",
  .title = "title",
  .artists = "contributors",
  .artist_name = "name",
  .artist = "artist.name",
  .album = "album.title",
  .duration = "duration",
  .duration_in_seconds = TRUE,
  .isrc = "isrc",
  .picture = "album.cover_medium",
  .released = "release_date",
  .is_explicit = "explicit_lyrics",
  .is_playable = "readable",
};

/* What its error codes mean, and what to do about them. */
static const struct
{
  gint64           code;
  TuttiError       means;
  TuttiHttpVerdict verdict;
} codes[] = {
  { 4, TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_RETRY },
  { 100, TUTTI_ERROR_FAILED, TUTTI_HTTP_VERDICT_OK },      /* too many items */
  { 200, TUTTI_ERROR_UNSUPPORTED, TUTTI_HTTP_VERDICT_OK }, /* no permission */
  { 300, TUTTI_ERROR_UNSUPPORTED, TUTTI_HTTP_VERDICT_OK }, /* no token */
  { 500, TUTTI_ERROR_FAILED, TUTTI_HTTP_VERDICT_OK },      /* a parameter */
  { 501, TUTTI_ERROR_FAILED, TUTTI_HTTP_VERDICT_OK },      /* one is missing */
  { 600, TUTTI_ERROR_FAILED, TUTTI_HTTP_VERDICT_OK },      /* the query */
  { 700, TUTTI_ERROR_SERVER, TUTTI_HTTP_VERDICT_RETRY },   /* busy */
  { 800, TUTTI_ERROR_NOT_FOUND, TUTTI_HTTP_VERDICT_OK },
  { 901, TUTTI_ERROR_UNSUPPORTED, TUTTI_HTTP_VERDICT_OK }, /* not for this account */
};

/* --- the question --- */

static TuttiHttpRequest *
build_search (TuttiProvider      *self,
              const TuttiRequest *request)
{
  g_autofree char *query = tutti_provider_dup_query (request);
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->search);

  return tutti_provider_new_request (self, "GET", "/search", "q", query, "limit", limit, "index", request->cursor, NULL);
}

static TuttiHttpRequest *
build_charts (TuttiProvider      *self,
              const TuttiRequest *request)
{
  g_autofree char *limit = g_strdup_printf ("%u", tutti_provider_get_file (self)->charts);

  /* 0: of all genres. The country is the one the request comes from. */
  return tutti_provider_new_request (self, "GET", "/chart/0/tracks", "limit", limit, "index", request->cursor, NULL);
}

static TuttiHttpRequest *
build_isrc (TuttiProvider      *self,
            const TuttiRequest *request)
{
  g_autofree char *isrc = tutti_isrc_normalize (request->text);
  g_autofree char *path = g_strconcat ("/track/isrc:", isrc, NULL);

  return tutti_provider_new_request (self, "GET", path, NULL);
}

static TuttiHttpRequest *
build_track (TuttiProvider      *self,
             const TuttiRequest *request)
{
  g_autofree char *path = g_strconcat ("/track/", request->ids[0], NULL);

  return tutti_provider_new_request (self, "GET", path, NULL);
}

static TuttiHttpRequest *
tutti_deezer_build_message (TuttiProvider      *provider,
                            const TuttiRequest *request,
                            GError            **error)
{
  if (!tutti_cursor_check_number (request, error))
    return NULL;

  switch (request->kind)
    {
    case TUTTI_REQUEST_SEARCH:
      return build_search (provider, request);
    case TUTTI_REQUEST_ISRC:
      return build_isrc (provider, request);
    case TUTTI_REQUEST_TRACK:
      return build_track (provider, request);
    case TUTTI_REQUEST_CHARTS:
      return build_charts (provider, request);
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      break;
    }

  g_return_val_if_reached (NULL);
}

/* --- the answer --- */

/* FALSE if the answer is no error. Deezer's words stay out of ours. */
static gboolean
take_error (JsonNode *root,
            GError  **error)
{
  gint64     code = tutti_json_get_int (root, "error.code", -1);
  TuttiError means = TUTTI_ERROR_FAILED;

  if (code < 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == code)
      means = codes[i].means;

  g_set_error (error, TUTTI_ERROR, (int) means, "deezer answered with error %" G_GINT64_FORMAT, code);
  return TRUE;
}

static TuttiPage *
parse_list (TuttiProvider      *provider,
            const TuttiRequest *request,
            JsonNode           *root,
            guint               page_size,
            GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, "data");

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "a list without data");

  for (guint i = 0; i < json_array_get_length (items); i++)
    tutti_track_fields_add (&fields, provider, json_array_get_element (items, i), 0, page);
  page->total = (guint) CLAMP (tutti_json_get_int (root, "total", 0), 0, G_MAXINT32);
  page->next_cursor = tutti_cursor_dup_next_number (tutti_json_get_string (root, "next"), "index",
                                                    tutti_cursor_get_number (request), page_size);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_track (TuttiProvider *provider,
             JsonNode      *root,
             GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();

  tutti_track_fields_add (&fields, provider, root, 0, page);
  if (page->items->len == 0)
    return tutti_provider_refuse (provider, error, "a track without an id or a title");
  page->total = 1;
  page->preview = tutti_provider_dup_preview (provider, tutti_json_get_string (root, "preview"));

  return g_steal_pointer (&page);
}

static TuttiPage *
tutti_deezer_parse_page (TuttiProvider      *provider,
                         const TuttiRequest *request,
                         JsonNode           *root,
                         GError            **error)
{
  const TuttiServiceFile *file = tutti_provider_get_file (provider);
  g_autoptr (GError)      reason = NULL;

  if (take_error (root, &reason))
    {
      /* An ISRC that nobody has is a search without hits. */
      if (request->kind == TUTTI_REQUEST_ISRC && g_error_matches (reason, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND))
        return tutti_page_new ();
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  switch (request->kind)
    {
    case TUTTI_REQUEST_SEARCH:
      return parse_list (provider, request, root, file->search, error);
    case TUTTI_REQUEST_CHARTS:
      return parse_list (provider, request, root, file->charts, error);
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_TRACK:
      return parse_track (provider, root, error);
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      break;
    }

  g_return_val_if_reached (NULL);
}

static TuttiHttpVerdict
tutti_deezer_judge (guint   status,
                    GBytes *body)
{
  g_autoptr (JsonNode) root = NULL;
  gint64               code;

  if (g_bytes_get_size (body) == 0 || g_bytes_get_size (body) > MAX_ERROR)
    return TUTTI_HTTP_VERDICT_OK;
  root = tutti_json_parse (body, NULL);
  code = root != NULL ? tutti_json_get_int (root, "error.code", -1) : -1;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].code == code)
      return codes[i].verdict;

  return TUTTI_HTTP_VERDICT_OK;
}

/* --- words --- */

static const char *
tutti_deezer_explain (TuttiProvider  *provider,
                      TuttiCapability capability)
{
  if ((capability & TUTTI_CAN_CONNECT) != 0)
    return _ ("Deezer gives out no keys any more, so nobody can connect. Searching needs none.");
  if ((capability & (TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE)) != 0)
    return _ ("Only connected programs get this, and Deezer gives out no keys any more.");

  return NULL;
}

static void
tutti_deezer_class_init (TuttiDeezerClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_deezer_build_message;
  provider_class->parse_page = tutti_deezer_parse_page;
  provider_class->judge = tutti_deezer_judge;
  provider_class->explain = tutti_deezer_explain;
}

static void
tutti_deezer_init (TuttiDeezer *self)
{
}
