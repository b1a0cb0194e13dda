/* providers-fixture.h: the services as they ship, and recorded answers
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-providers.h"

#include <glib/gstdio.h>

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

/* The data file of a service as it ships. */
G_GNUC_UNUSED static GString *
read_data_file (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".ini", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("TUTTI_SOURCE"), "data", "providers", name, NULL);
  char            *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return g_string_new_take (text);
}

/* The services as they ship, but for the data file of `id`, which is `text`. */
G_GNUC_UNUSED static TuttiProviders *
new_providers_with (const char *id,
                    const char *text,
                    GError    **error)
{
  g_autofree char       *shipped = g_build_filename (g_getenv ("TUTTI_SOURCE"), "data", "providers", NULL);
  g_autofree char       *folder = g_dir_make_tmp ("tutti-providers-XXXXXX", NULL);
  g_autofree char       *changed = g_strconcat (id, ".ini", NULL);
  g_autoptr (GDir)       dir = g_dir_open (shipped, 0, NULL);
  g_autoptr (GPtrArray)  paths = g_ptr_array_new_with_free_func (g_free);
  const char            *name;
  TuttiProviders        *providers;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *from = g_build_filename (shipped, name, NULL);
      g_autofree char *content = NULL;
      char            *to = g_build_filename (folder, name, NULL);

      g_ptr_array_add (paths, to);
      g_assert_true (g_file_get_contents (from, &content, NULL, NULL));
      g_assert_true (g_file_set_contents (to, g_str_equal (name, changed) ? text : content, -1, NULL));
    }

  g_assert_true (g_setenv ("TUTTI_PROVIDERS", folder, TRUE));
  providers = tutti_providers_new (error);

  for (guint i = 0; i < paths->len; i++)
    g_assert_cmpint (g_unlink (g_ptr_array_index (paths, i)), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);

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

  g_atomic_ref_count_init (&response->ref_count);
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
