/* tutti-provider-exchange.c: what all services have in common when they are asked
 *
 * The checks before a question leaves and before an answer is believed, and
 * the general rule for what a status means. The other half of
 * tutti-provider.c.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include "tutti-address.h"
#include "tutti-error.h"

#include <stdarg.h>
#include <string.h>

/* Longer texts are cut: nobody's song has such a title. */
#define MAX_QUERY_LETTERS 200

/* --- the question --- */

static TuttiHttpRequest *
new_request (const char *base,
             const char *method,
             const char *path,
             va_list     arguments)
{
  g_autoptr (GString) uri = g_string_new (base);
  const char         *name;
  char                separator = '?';

  while (uri->len > 0 && uri->str[uri->len - 1] == '/')
    g_string_truncate (uri, uri->len - 1);
  g_string_append (uri, path);

  while ((name = va_arg (arguments, const char *)) != NULL)
    {
      const char *value = va_arg (arguments, const char *);

      if (value == NULL)
        continue;
      g_string_append_c (uri, separator);
      g_string_append_uri_escaped (uri, name, NULL, FALSE);
      g_string_append_c (uri, '=');
      g_string_append_uri_escaped (uri, value, NULL, FALSE);
      separator = '&';
    }

  return tutti_http_request_new (method, uri->str);
}

TuttiHttpRequest *
tutti_provider_new_request (TuttiProvider *self,
                            const char    *method,
                            const char    *path,
                            ...)
{
  const TuttiServiceFile *file = tutti_provider_get_file (self);
  TuttiHttpRequest       *request;
  va_list                 arguments;

  g_return_val_if_fail (file != NULL && file->base != NULL, NULL);
  g_return_val_if_fail (path[0] == '/', NULL);

  va_start (arguments, path);
  request = new_request (file->base, method, path, arguments);
  va_end (arguments);

  return request;
}

TuttiHttpRequest *
tutti_provider_new_request_at (TuttiProvider *self,
                               const char    *base,
                               const char    *method,
                               const char    *path,
                               ...)
{
  TuttiHttpRequest *request;
  va_list           arguments;

  g_return_val_if_fail (base != NULL, NULL);
  g_return_val_if_fail (path[0] == '/' || path[0] == '\0', NULL);

  va_start (arguments, path);
  request = new_request (base, method, path, arguments);
  va_end (arguments);

  return request;
}

char *
tutti_provider_dup_query (const TuttiRequest *request)
{
  glong length = g_utf8_strlen (request->text, -1);
  char *query = g_utf8_substring (request->text, 0, MIN (length, MAX_QUERY_LETTERS));

  return g_strstrip (query);
}

char *
tutti_provider_dup_preview (TuttiProvider *self,
                            const char    *address)
{
  if (!tutti_address_is_on (address, (const char * const *) tutti_provider_get_file (self)->preview_hosts))
    return NULL;

  return g_strdup (address);
}

/* "de" of "en_DE.UTF-8"; FALSE of "C" and "en". */
static gboolean
read_country (const char *locale,
              char        country[3])
{
  gsize language = locale != NULL ? strcspn (locale, "_.@") : 0;

  if (language < 2 || locale[language] != '_' || !g_ascii_isalpha (locale[language + 1]) ||
      !g_ascii_isalpha (locale[language + 2]) || g_ascii_isalnum (locale[language + 3]))
    return FALSE;

  country[0] = g_ascii_tolower (locale[language + 1]);
  country[1] = g_ascii_tolower (locale[language + 2]);
  country[2] = '\0';
  return TRUE;
}

char *
tutti_provider_dup_country (void)
{
  /* Who reads English in Germany has German money and German shops. */
  static const char * const categories[] = { "LC_ALL", "LC_MONETARY", "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      const char *locale = g_getenv (categories[i]);
      char        country[3];

      if (read_country (locale, country))
        return g_strdup (country);
      if (i == 0 && locale != NULL && locale[0] != '\0')
        return NULL;
    }

  return NULL;
}

static TuttiCapability
get_capability (TuttiRequestKind kind)
{
  switch (kind)
    {
    case TUTTI_REQUEST_PROFILE:
      return TUTTI_CAN_CONNECT;
    case TUTTI_REQUEST_HISTORY:
      return TUTTI_CAN_HISTORY;
    case TUTTI_REQUEST_LIKES:
      return TUTTI_CAN_LIKES;
    case TUTTI_REQUEST_SEARCH:
      return TUTTI_CAN_SEARCH;
    case TUTTI_REQUEST_TRACK:
      return TUTTI_CAN_LOOKUP;
    case TUTTI_REQUEST_ISRC:
      return TUTTI_CAN_ISRC;
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return TUTTI_CAN_LIKE;
    case TUTTI_REQUEST_CHARTS:
      return TUTTI_CAN_CHARTS;
    }

  g_return_val_if_reached (TUTTI_CAN_CONNECT);
}

gboolean
tutti_provider_is_open (TuttiProvider   *self,
                        TuttiRequestKind kind)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return (TUTTI_PROVIDER_GET_CLASS (self)->info->open & get_capability (kind)) != 0;
}

static gboolean
is_change (TuttiRequestKind kind)
{
  return kind == TUTTI_REQUEST_LIKE || kind == TUTTI_REQUEST_UNLIKE;
}

static gboolean
check_ids (TuttiProvider      *self,
           const TuttiRequest *request,
           GError            **error)
{
  guint most = is_change (request->kind) ? tutti_provider_get_max_ids (self) : 1;
  guint n_ids = request->ids != NULL ? g_strv_length (request->ids) : 0;

  if (n_ids == 0 || n_ids > most)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "%u songs in one request, where 1 to %u are possible", n_ids, most);
      return FALSE;
    }
  for (guint i = 0; i < n_ids; i++)
    if (!tutti_provider_is_remote_id (self, request->ids[i]))
      {
        g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "That is no song’s id of this service");
        return FALSE;
      }

  return TRUE;
}

static gboolean
check_text (const TuttiRequest *request,
            GError            **error)
{
  g_autofree char *isrc = NULL;

  if (request->kind == TUTTI_REQUEST_ISRC)
    isrc = tutti_isrc_normalize (request->text);
  if (request->kind == TUTTI_REQUEST_ISRC && isrc == NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "That is no ISRC");
      return FALSE;
    }
  if (request->text == NULL || request->text[strspn (request->text, " \t\n")] == '\0' || !g_utf8_validate (request->text, -1, NULL))
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "There is nothing to search for");
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_request (TuttiProvider      *self,
               const TuttiRequest *request,
               GError            **error)
{
  if (!tutti_provider_can (self, get_capability (request->kind)))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "%s can’t be asked that (%d)", tutti_provider_get_id (self), (int) request->kind);
      return FALSE;
    }

  switch (request->kind)
    {
    case TUTTI_REQUEST_SEARCH:
    case TUTTI_REQUEST_ISRC:
      return check_text (request, error);
    case TUTTI_REQUEST_TRACK:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return check_ids (self, request, error);
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_CHARTS:
      return TRUE;
    }

  g_return_val_if_reached (FALSE);
}

/* What every request of a service has. */
static void
finish_message (TuttiProvider    *self,
                TuttiHttpRequest *message)
{
  if (message->bucket == NULL && tutti_provider_is_signed (self, message->uri))
    message->bucket = tutti_provider_dup_account_limit (self, NULL, NULL);
  if (message->bucket == NULL)
    message->bucket = g_strdup (tutti_provider_get_id (self));
  message->judge = TUTTI_PROVIDER_GET_CLASS (self)->judge;
  message->read_rest = TUTTI_PROVIDER_GET_CLASS (self)->read_rest;
  g_set_str (&message->scheme, tutti_provider_get_file (self)->token_type);
  g_set_str (&message->bearer_name, tutti_provider_get_file (self)->token_parameter);
}

/* Sounds may have a budget of their own, and a used up one stops nothing else. */
static void
finish_preview (TuttiProvider    *self,
                TuttiHttpRequest *message)
{
  message->bucket = g_strconcat (tutti_provider_get_id (self), "-plays", NULL);
  finish_message (self, message);
}

TuttiHttpRequest *
tutti_provider_build_message (TuttiProvider      *self,
                              const TuttiRequest *request,
                              GError            **error)
{
  TuttiProviderClass *class;
  TuttiHttpRequest   *message;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  if (!check_request (self, request, error))
    return NULL;

  class = TUTTI_PROVIDER_GET_CLASS (self);
  message = class->build_message (self, request, error);
  if (message != NULL)
    finish_message (self, message);

  return message;
}

TuttiHttpRequest *
tutti_provider_build_details (TuttiProvider      *self,
                              const TuttiRequest *request,
                              TuttiPage          *page)
{
  TuttiProviderClass *class;
  TuttiHttpRequest   *message;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (page != NULL, NULL);

  class = TUTTI_PROVIDER_GET_CLASS (self);
  message = class->build_details != NULL ? class->build_details (self, request, page) : NULL;
  if (message != NULL)
    finish_message (self, message);

  return message;
}

TuttiHttpRequest *
tutti_provider_build_resolver (TuttiProvider *self,
                               const char    *link)
{
  const TuttiServiceFile *file;
  g_autofree char        *address = NULL;
  TuttiHttpRequest       *message;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (link != NULL, NULL);

  file = tutti_provider_get_file (self);
  address = tutti_provider_dup_short_link (self, link);
  if (file->resolver == NULL || address == NULL)
    return NULL;

  message = tutti_provider_new_request (self, "GET", file->resolver, "url", address, NULL);
  finish_message (self, message);
  message->has_secret = TRUE; /* where it leads is only read, and what people paste stays out of the log */

  return message;
}

gboolean
tutti_provider_knows_pages (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return TUTTI_PROVIDER_GET_CLASS (self)->build_lookup != NULL;
}

TuttiHttpRequest *
tutti_provider_build_lookup (TuttiProvider      *self,
                             const char * const *pages)
{
  TuttiHttpRequest *message;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (tutti_provider_knows_pages (self), NULL);
  g_return_val_if_fail (pages != NULL && pages[0] != NULL, NULL);

  message = TUTTI_PROVIDER_GET_CLASS (self)->build_lookup (self, pages);
  finish_message (self, message);

  return message;
}

TuttiHttpRequest *
tutti_provider_build_embed (TuttiProvider *self,
                            const char    *page)
{
  const TuttiServiceFile *file;
  TuttiHttpRequest       *message;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (page != NULL, NULL);

  file = tutti_provider_get_file (self);
  if (file->oembed == NULL || TUTTI_PROVIDER_GET_CLASS (self)->embed == NULL)
    return NULL;

  message = tutti_provider_new_request_at (self, file->oembed, "GET", "", "format", "json", "url", page, NULL);
  finish_message (self, message);
  message->has_secret = TRUE; /* it is followed nowhere, and what people paste stays out of the log */

  return message;
}

TuttiHttpRequest *
tutti_provider_build_preview (TuttiProvider *self,
                              const char    *remote_id)
{
  TuttiProviderClass *class;
  TuttiHttpRequest   *message;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (tutti_provider_is_remote_id (self, remote_id), NULL);

  class = TUTTI_PROVIDER_GET_CLASS (self);
  if (class->build_preview == NULL)
    return NULL;

  message = class->build_preview (self, remote_id);
  finish_preview (self, message);

  return message;
}

TuttiHttpRequest *
tutti_provider_build_preview_hop (TuttiProvider *self,
                                  const char    *address)
{
  const char       *base;
  TuttiHttpRequest *message;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  base = tutti_provider_get_file (self)->base;
  if (base == NULL || !g_str_has_prefix (address, base) || address[strlen (base)] != '/')
    return NULL;

  message = tutti_http_request_new ("GET", address);
  finish_preview (self, message);
  message->has_secret = TRUE; /* where it leads is only read */

  return message;
}

/* --- the answer --- */

static gboolean
is_blank (GBytes *body)
{
  gsize       length;
  const char *text = g_bytes_get_data (body, &length);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;

  return TRUE;
}

/* A page of a captive portal or of a broken proxy, whatever its status says. */
static gboolean
is_html (TuttiHttpResponse *response)
{
  gsize       length;
  const char *text = g_bytes_get_data (response->body, &length);

  if (g_strcmp0 (response->content_type, "text/html") == 0 || g_strcmp0 (response->content_type, "application/xhtml+xml") == 0)
    return TRUE;
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }

  return length > 0 && *text == '<';
}

TuttiPage *
tutti_provider_refuse (TuttiProvider *self,
                       GError       **error,
                       const char    *what)
{
  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "%s: %s", tutti_provider_get_id (self), what);
  return NULL;
}

static JsonNode *
read_body (TuttiProvider     *self,
           TuttiHttpResponse *response,
           GError           **error)
{
  JsonNode *root;

  if (is_html (response))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "%s answered with a web page", tutti_provider_get_id (self));
      return NULL;
    }
  if (is_blank (response->body))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "%s answered %u with nothing", tutti_provider_get_id (self), response->status);
      return NULL;
    }

  root = tutti_json_parse (response->body, error);
  if (root == NULL)
    g_prefix_error (error, "%s: ", tutti_provider_get_id (self));

  return root;
}

TuttiPage *
tutti_provider_parse_page (TuttiProvider      *self,
                           const TuttiRequest *request,
                           TuttiHttpResponse  *response,
                           GError            **error)
{
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (response != NULL, NULL);

  if (is_change (request->kind) && is_blank (response->body) && !is_html (response))
    return tutti_page_new ();

  root = read_body (self, response, error);

  return root != NULL ? TUTTI_PROVIDER_GET_CLASS (self)->parse_page (self, request, root, error) : NULL;
}

TuttiPage *
tutti_provider_parse_details (TuttiProvider      *self,
                              const TuttiRequest *request,
                              TuttiPage          *page,
                              TuttiHttpResponse  *response,
                              GError            **error)
{
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (TUTTI_PROVIDER_GET_CLASS (self)->parse_details != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (page != NULL, NULL);
  g_return_val_if_fail (response != NULL, NULL);

  root = read_body (self, response, error);

  return root != NULL ? TUTTI_PROVIDER_GET_CLASS (self)->parse_details (self, request, page, root, error) : NULL;
}

char *
tutti_provider_parse_preview (TuttiProvider     *self,
                              TuttiHttpResponse *response,
                              GError           **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char     *address = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (TUTTI_PROVIDER_GET_CLASS (self)->parse_preview != NULL, NULL);
  g_return_val_if_fail (response != NULL, NULL);

  root = read_body (self, response, error);
  if (root == NULL)
    return NULL;
  address = TUTTI_PROVIDER_GET_CLASS (self)->parse_preview (self, root);

  return address != NULL ? tutti_provider_dup_preview (self, address) : NULL;
}

char *
tutti_provider_parse_lookup (TuttiProvider     *self,
                             TuttiHttpResponse *response,
                             GError           **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char     *id = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (tutti_provider_knows_pages (self), NULL);
  g_return_val_if_fail (response != NULL, NULL);

  root = read_body (self, response, error);
  id = root != NULL ? TUTTI_PROVIDER_GET_CLASS (self)->parse_lookup (self, root) : NULL;

  return id != NULL && tutti_provider_is_remote_id (self, id) ? g_steal_pointer (&id) : NULL;
}

/* The song that the player plays whose page `html` shows. (nullable) (transfer full) */
static char *
dup_player_id (TuttiProvider *self,
               const char    *html)
{
  const char         *start = html != NULL ? strstr (html, "src=\"") : NULL;
  g_autoptr (GString) address = NULL;

  if (start == NULL)
    return NULL;
  start += strlen ("src=\"");
  address = g_string_new_len (start, (gssize) strcspn (start, "\""));
  g_string_replace (address, "&amp;", "&", 0);

  return tutti_provider_match_link (self, address->str);
}

TuttiPage *
tutti_provider_parse_embed (TuttiProvider     *self,
                            const char        *remote_id,
                            const char        *page,
                            TuttiHttpResponse *response,
                            GError           **error)
{
  g_autoptr (TuttiPage)  found = tutti_page_new ();
  g_autoptr (JsonNode)   item = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode              *root;
  g_autofree char       *id = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (TUTTI_PROVIDER_GET_CLASS (self)->embed != NULL, NULL);
  g_return_val_if_fail (response != NULL, NULL);

  root = read_body (self, response, error);
  if (root == NULL)
    return NULL;
  id = remote_id != NULL ? g_strdup (remote_id) : dup_player_id (self, tutti_json_get_string (root, "html"));
  json_object_set_member (object, "answer", root);
  json_object_set_string_member (object, "page", page);
  json_node_set_object (item, object);
  tutti_track_fields_add_as (TUTTI_PROVIDER_GET_CLASS (self)->embed, self, item, id, 0, found);
  if (found->items->len == 0)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "%s names no song there", tutti_provider_get_id (self));
      return NULL;
    }

  return g_steal_pointer (&found);
}

static TuttiError
get_code (guint status)
{
  if (status >= 500)
    return TUTTI_ERROR_SERVER;
  if (status < 400)
    return TUTTI_ERROR_BAD_ANSWER; /* a redirect that nobody may follow */

  switch (status)
    {
    case 401:
      return TUTTI_ERROR_NOT_LINKED;
    case 402:
      return TUTTI_ERROR_NOT_PREMIUM;
    case 403:
    case 405:
    case 451:
      return TUTTI_ERROR_UNSUPPORTED;
    case 404:
    case 410:
      return TUTTI_ERROR_NOT_FOUND;
    case 408:
      return TUTTI_ERROR_SERVER;
    case 429:
      return TUTTI_ERROR_RATE_LIMITED;
    default:
      return TUTTI_ERROR_FAILED;
    }
}

gboolean
tutti_provider_rejects_token (TuttiProvider     *self,
                              TuttiHttpResponse *response)
{
  TuttiProviderClass *class;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (response != NULL, FALSE);

  class = TUTTI_PROVIDER_GET_CLASS (self);

  /* Where two are sent, 401 is said of what says who asks. */
  return (response->status == 401 && !tutti_provider_signs (self)) || (class->rejects_token != NULL && class->rejects_token (response->body));
}

gboolean
tutti_provider_is_end (TuttiProvider      *self,
                       const TuttiRequest *request,
                       TuttiHttpResponse  *response)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (request != NULL, FALSE);
  g_return_val_if_fail (response != NULL, FALSE);

  return response->status == 404 && TUTTI_PROVIDER_GET_CLASS (self)->info->ends_with_404 && !is_html (response) &&
         (request->kind == TUTTI_REQUEST_HISTORY || request->kind == TUTTI_REQUEST_LIKES);
}

gboolean
tutti_provider_is_signed (TuttiProvider *self,
                          const char    *uri)
{
  const char *base;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (uri != NULL, FALSE);

  base = tutti_provider_get_file (self)->account_base;

  return tutti_provider_signs (self) && base != NULL && g_str_has_prefix (uri, base) && uri[strlen (base)] == '/';
}

const char *
tutti_provider_get_account_header (TuttiProvider   *self,
                                   TuttiRequestKind kind)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  switch (kind)
    {
    case TUTTI_REQUEST_PROFILE:
    case TUTTI_REQUEST_HISTORY:
    case TUTTI_REQUEST_LIKES:
    case TUTTI_REQUEST_LIKE:
    case TUTTI_REQUEST_UNLIKE:
      return tutti_provider_get_file (self)->account_header;
    case TUTTI_REQUEST_SEARCH:
    case TUTTI_REQUEST_ISRC:
    case TUTTI_REQUEST_TRACK:
    case TUTTI_REQUEST_CHARTS:
      return NULL;
    }

  g_return_val_if_reached (NULL);
}

GError *
tutti_provider_read_error (TuttiProvider     *self,
                           TuttiHttpResponse *response)
{
  TuttiProviderClass *class;
  GError             *error = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (response != NULL, NULL);

  class = TUTTI_PROVIDER_GET_CLASS (self);
  if (class->read_error != NULL)
    error = class->read_error (self, response);

  /* What the service wrote stays out of the message: it may quote a token. */
  if (error == NULL)
    error = g_error_new (TUTTI_ERROR, (int) get_code (response->status), "%s answered %u", tutti_provider_get_id (self), response->status);

  return error;
}
