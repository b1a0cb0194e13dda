/* tutti-deezer.c: Deezer's API, open to all but for accounts
 *
 * Search, songs, ISRCs and charts are shown to everybody, and asked without a
 * token always. Accounts are for those who have an application from before
 * Deezer stopped to take new ones: a way in that knows no PKCE and no refresh
 * token, and wants the token in the address of each request.
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

/* The code of its error for a token. */
#define TOKEN_INVALID 300

struct _TuttiDeezer
{
  TuttiProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TuttiDeezer, tutti_deezer, TUTTI_TYPE_PROVIDER)

static const TuttiScopeWords scope_words[] = {
  { "basic_access", N_ ("See your name and likes") },
  { "email", N_ ("See your e-mail address") },
  { "offline_access", N_ ("Stay connected") },
  { "listening_history", N_ ("See what you played") },
  { "manage_library", N_ ("Add likes for you"), TUTTI_CAN_LIKE },
  { "delete_library", N_ ("Remove likes for you"), TUTTI_CAN_LIKE },
  { NULL },
};

static const TuttiBrowserError browser_errors[] = {
  { N_ ("You must enter a valid app_id"), N_ ("Deezer does not know the app ID. Copy it again from your app’s page.") },
  { N_ ("You must enter a valid redirect_uri"), N_ ("In the app’s settings, the redirect address differs. Enter it again exactly as shown in the steps, with the number in it, and save.") },
  { NULL },
};

static const TuttiSetupStep steps[] = {
  { N_ ("Deezer takes no new apps. If you made one before, open your apps there and sign in."), .opens_dashboard = TRUE },
  { N_ ("In the settings of your app, enter 127.0.0.1 as its domain and this redirect address, exactly as it stands here, and save."), .copies_redirect = TRUE },
  { N_ ("Copy the application ID and the secret key.") },
  { NULL },
};

static const TuttiProviderInfo info = {
  .id = "deezer",
  .name = "Deezer",
  .icon_name = "tutti-deezer-symbolic",
  .capabilities = TUTTI_CAN_CONNECT | TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE | TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP |
                  TUTTI_CAN_ISRC | TUTTI_CAN_PREVIEW | TUTTI_CAN_CHARTS | TUTTI_CAN_KEYLESS | TUTTI_CAN_OPEN_APP | TUTTI_CAN_OPEN_WEB,
  .open = TUTTI_CAN_SEARCH | TUTTI_CAN_LOOKUP | TUTTI_CAN_ISRC | TUTTI_CAN_CHARTS,
  .is_closed = TRUE,
  .needs_client_secret = TRUE,
  .client_id_pattern = "^[1-9][0-9]{2,11}$",
  .client_id_shape = N_ ("some digits, usually six"),
  .needs = N_ ("An app you made at Deezer before it stopped taking new ones"),
  .scope_words = scope_words,
  .browser_errors = browser_errors,
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
  { 200, TUTTI_ERROR_INSUFFICIENT_SCOPE, TUTTI_HTTP_VERDICT_OK },
  { TOKEN_INVALID, TUTTI_ERROR_NOT_LINKED, TUTTI_HTTP_VERDICT_OK }, /* the token is none, or none any more */
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
build_list (TuttiProvider      *self,
            const TuttiRequest *request,
            const char         *path,
            guint               page_size)
{
  g_autofree char *limit = g_strdup_printf ("%u", page_size);

  return tutti_provider_new_request (self, "GET", path, "limit", limit, "index", request->cursor, NULL);
}

static TuttiHttpRequest *
build_change (TuttiProvider      *self,
              const TuttiRequest *request)
{
  TuttiHttpRequest *message = tutti_provider_new_request (self, request->kind == TUTTI_REQUEST_LIKE ? "POST" : "DELETE",
                                                          "/user/me/tracks", "track_id", request->ids[0], NULL);

  message->is_safe = TRUE; /* what is liked twice is liked */

  return message;
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
      return tutti_provider_new_request (provider, "GET", "/user/me", NULL);
    case TUTTI_REQUEST_HISTORY:
      return build_list (provider, request, "/user/me/history", tutti_provider_get_file (provider)->history);
    case TUTTI_REQUEST_LIKES:
      return build_list (provider, request, "/user/me/tracks", tutti_provider_get_file (provider)->likes);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return build_change (provider, request);
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
            const char         *time, /* (nullable) in seconds, of each item */
            GError            **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  JsonArray            *items = tutti_json_get_array (root, "data");

  if (items == NULL)
    return tutti_provider_refuse (provider, error, "a list without data");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *item = json_array_get_element (items, i);
      gint64    at = time != NULL ? tutti_json_get_int (item, time, 0) : 0;

      tutti_track_fields_add (&fields, provider, item, at > 0 && at < G_MAXUINT32 ? at * 1000 : 0, page);
    }
  page->total = (guint) CLAMP (tutti_json_get_int (root, "total", 0), 0, G_MAXINT32);
  page->next_cursor = tutti_cursor_dup_next_number (tutti_json_get_string (root, "next"), "index",
                                                    tutti_cursor_get_number (request), page_size);

  return g_steal_pointer (&page);
}

static TuttiPage *
parse_profile (TuttiProvider *provider,
               JsonNode      *root,
               GError       **error)
{
  g_autoptr (TuttiPage) page = tutti_page_new ();
  gint64                id = tutti_json_get_int (root, "id", 0);
  const char           *name = tutti_json_get_string (root, "name");
  const char           *email = tutti_json_get_string (root, "email");

  if (id <= 0)
    return tutti_provider_refuse (provider, error, "a profile without an id");
  page->profile.remote_id = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  page->profile.name = name != NULL && name[0] != '\0' ? g_strdup (name) : NULL;
  page->profile.email = email != NULL && email[0] != '\0' ? g_strdup (email) : NULL;

  return g_steal_pointer (&page);
}

/* A bare true. */
static TuttiPage *
parse_change (TuttiProvider *provider,
              JsonNode      *root,
              GError       **error)
{
  if (JSON_NODE_HOLDS_VALUE (root) && json_node_get_value_type (root) == G_TYPE_BOOLEAN && json_node_get_boolean (root))
    return tutti_page_new ();

  return tutti_provider_refuse (provider, error, "a like that was not taken");
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
      return parse_list (provider, request, root, file->search, NULL, error);
    case TUTTI_REQUEST_CHARTS:
      return parse_list (provider, request, root, file->charts, NULL, error);
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_TRACK:
      return parse_track (provider, root, error);
    case TUTTI_REQUEST_PROFILE:
      return parse_profile (provider, root, error);
    case TUTTI_REQUEST_HISTORY:
      return parse_list (provider, request, root, file->history, "timestamp", error);
    case TUTTI_REQUEST_LIKES:
      return parse_list (provider, request, root, file->likes, "time_add", error);
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return parse_change (provider, root, error);
    }

  g_return_val_if_reached (NULL);
}

/* -1 where the answer is no error. */
static gint64
read_code (GBytes *body)
{
  g_autoptr (JsonNode) root = NULL;

  if (g_bytes_get_size (body) == 0 || g_bytes_get_size (body) > MAX_ERROR)
    return -1;
  root = tutti_json_parse (body, NULL);

  return root != NULL ? tutti_json_get_int (root, "error.code", -1) : -1;
}

static gboolean
tutti_deezer_rejects_token (GBytes *body)
{
  return read_code (body) == TOKEN_INVALID;
}

static TuttiHttpVerdict
tutti_deezer_judge (guint   status,
                    GBytes *body)
{
  gint64 code = read_code (body);

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
    return _ ("Deezer gives out no keys any more, so only who has an old one can connect. Searching needs none.");
  if ((capability & (TUTTI_CAN_HISTORY | TUTTI_CAN_LIKES | TUTTI_CAN_LIKE)) != 0)
    return _ ("Only who has an old key gets this: Deezer gives out no keys any more.");

  return NULL;
}

static const TuttiSetupStep *
tutti_deezer_get_steps (TuttiProvider *provider)
{
  return steps;
}

static void
tutti_deezer_class_init (TuttiDeezerClass *class)
{
  TuttiProviderClass *provider_class = TUTTI_PROVIDER_CLASS (class);

  provider_class->info = &info;
  provider_class->build_message = tutti_deezer_build_message;
  provider_class->parse_page = tutti_deezer_parse_page;
  provider_class->judge = tutti_deezer_judge;
  provider_class->rejects_token = tutti_deezer_rejects_token;
  provider_class->explain = tutti_deezer_explain;
  provider_class->get_steps = tutti_deezer_get_steps;
}

static void
tutti_deezer_init (TuttiDeezer *self)
{
}
