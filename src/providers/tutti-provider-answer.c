/* tutti-provider-answer.c: what all services have in common when they answer
 *
 * The checks before an answer is believed, and the general rule for what a
 * status means. Pure functions; any thread. What is asked is made in
 * tutti-provider-request.c.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include "tutti-error.h"

#include <string.h>

/* --- what came --- */

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

/* --- each kind of answer --- */

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

  if (tutti_request_kind_is_change (request->kind) && is_blank (response->body) && !is_html (response))
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

/* --- what a status means --- */

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
tutti_provider_token_tells_id (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return TUTTI_PROVIDER_GET_CLASS (self)->info->token_tells_id;
}

gboolean
tutti_provider_misses_me (TuttiProvider      *self,
                          const TuttiRequest *request,
                          TuttiHttpResponse  *response)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (request != NULL, FALSE);
  g_return_val_if_fail (response != NULL, FALSE);

  return response->status == 404 && TUTTI_PROVIDER_GET_CLASS (self)->info->says_me && request->account != NULL && !request->by_id &&
         (request->kind == TUTTI_REQUEST_LIKES || request->kind == TUTTI_REQUEST_LIKE || request->kind == TUTTI_REQUEST_UNLIKE);
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
