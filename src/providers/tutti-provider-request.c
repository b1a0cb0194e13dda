/* tutti-provider-request.c: what all services have in common when they are asked
 *
 * The checks before a question leaves, and what every request of a service has.
 * Pure functions; any thread. The answers are read in tutti-provider-answer.c.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include "tutti-error.h"

#include <stdarg.h>
#include <string.h>

/* Longer texts are cut: nobody's song has such a title. */
#define MAX_QUERY_LETTERS 200

/* --- making one --- */

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

/* --- checking what is asked --- */

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

gboolean
tutti_request_kind_is_change (TuttiRequestKind kind)
{
  return kind == TUTTI_REQUEST_LIKE || kind == TUTTI_REQUEST_UNLIKE;
}

static gboolean
check_ids (TuttiProvider      *self,
           const TuttiRequest *request,
           GError            **error)
{
  guint most = tutti_request_kind_is_change (request->kind) ? tutti_provider_get_max_ids (self) : 1;
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

/* --- who is told to whom --- */

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

/* --- each kind of question --- */

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
