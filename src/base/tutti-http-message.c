/* tutti-http-message.c: a request and a response, as values
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-http.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (TuttiHttpRequest, tutti_http_request, tutti_http_request_ref, tutti_http_request_unref)
G_DEFINE_BOXED_TYPE (TuttiHttpResponse, tutti_http_response, tutti_http_response_ref, tutti_http_response_unref)

TuttiHttpRequest *
tutti_http_request_new (const char *method,
                        const char *uri)
{
  TuttiHttpRequest *self;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (uri != NULL, NULL);

  self = g_new0 (TuttiHttpRequest, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->method = g_strdup (method);
  self->uri = g_strdup (uri);

  return self;
}

TuttiHttpRequest *
tutti_http_request_ref (TuttiHttpRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_http_request_unref (TuttiHttpRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  if (self->has_secret)
    for (char **text = self->headers; text != NULL && *text != NULL; text++)
      tutti_secret_wipe (*text, strlen (*text));
  if (self->has_secret)
    tutti_secret_wipe (self->uri, strlen (self->uri)); /* of a service that wants it in the address */

  g_clear_pointer (&self->method, g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->bucket, g_free);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->headers, g_strfreev);
  g_clear_pointer (&self->bearer, tutti_secret_unref);
  g_clear_pointer (&self->scheme, g_free);
  g_clear_pointer (&self->bearer_name, g_free);
  g_free (self);
}

void
tutti_http_request_add_header (TuttiHttpRequest *self,
                               const char       *name,
                               const char       *value)
{
  guint n;

  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL);
  g_return_if_fail (value != NULL);

  n = self->headers != NULL ? g_strv_length (self->headers) : 0;
  self->headers = g_renew (char *, self->headers, n + 3);
  self->headers[n] = g_strdup (name);
  self->headers[n + 1] = g_strdup (value);
  self->headers[n + 2] = NULL;
}

/* Appends as a form field is written: unreserved as it is, space as "+". */
static void
append_field (GString    *form,
              const char *text)
{
  for (; *text != '\0'; text++)
    {
      guchar byte = (guchar) *text;

      if (g_ascii_isalnum (byte) || strchr ("-._*", byte) != NULL)
        g_string_append_c (form, (char) byte);
      else if (byte == ' ')
        g_string_append_c (form, '+');
      else
        g_string_append_printf (form, "%%%02X", byte);
    }
}

static void
free_secret_form (gpointer data)
{
  GString *form = data;

  tutti_secret_wipe (form->str, form->allocated_len);
  g_string_free (form, TRUE);
}

static void
free_form (gpointer data)
{
  g_string_free (data, TRUE);
}

void
tutti_http_request_set_form (TuttiHttpRequest   *self,
                             gboolean            has_secret,
                             const char * const *pairs)
{
  GString *form;
  gsize    most = 1;

  g_return_if_fail (self != NULL);
  g_return_if_fail (pairs != NULL);

  /* As large as it can get, so that it never moves and leaves a copy behind. */
  for (gsize i = 0; pairs[i] != NULL; i += 2)
    most += pairs[i + 1] != NULL ? 3 * (strlen (pairs[i]) + strlen (pairs[i + 1])) + 2 : 0;
  form = g_string_sized_new (most);

  for (gsize i = 0; pairs[i] != NULL; i += 2)
    {
      if (pairs[i + 1] == NULL)
        continue;
      if (form->len > 0)
        g_string_append_c (form, '&');
      append_field (form, pairs[i]);
      g_string_append_c (form, '=');
      append_field (form, pairs[i + 1]);
    }

  self->has_secret = self->has_secret || has_secret;
  g_set_str (&self->content_type, "application/x-www-form-urlencoded");
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_new_with_free_func (form->str, form->len, has_secret ? free_secret_form : free_form, form);
}

TuttiHttpResponse *
tutti_http_response_ref (TuttiHttpResponse *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_http_response_unref (TuttiHttpResponse *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->authenticate, g_free);
  g_free (self);
}
