/* providers-fixture.h: the services as they ship, and recorded answers
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-providers.h"

G_GNUC_UNUSED static TuttiProviders *
new_providers (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *folder = g_build_filename (g_getenv ("TUTTI_SOURCE"), "data", "providers", NULL);
  TuttiProviders    *providers;

  g_assert_true (g_setenv ("TUTTI_PROVIDERS", folder, TRUE));
  providers = tutti_providers_new (&error);
  g_assert_no_error (error);

  return providers;
}

/* A file of tests/data. */
G_GNUC_UNUSED static GBytes *
read_answer (const char *folder,
             const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char   *path = g_build_filename (g_getenv ("TUTTI_SOURCE"), "tests", "data", folder, name, NULL);
  char              *text;
  gsize              length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (text, length);
}

G_GNUC_UNUSED static TuttiHttpResponse *
new_response (guint       status,
              GBytes     *body,
              const char *content_type)
{
  TuttiHttpResponse *response = g_new0 (TuttiHttpResponse, 1);

  g_ref_count_init (&response->ref_count);
  response->status = status;
  response->body = g_bytes_ref (body);
  response->content_type = g_strdup (content_type);

  return response;
}

G_GNUC_UNUSED static TuttiRequest *
new_request (TuttiRequestKind kind,
             const char      *text,
             const char      *ids,
             const char      *cursor)
{
  TuttiRequest *request = tutti_request_new (kind);

  request->text = g_strdup (text);
  request->ids = ids != NULL ? g_strsplit (ids, ",", -1) : NULL;
  request->cursor = g_strdup (cursor);

  return request;
}
