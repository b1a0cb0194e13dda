/* tutti-preview-find.c: asks the worker for a preview
 *
 * Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-private.h"
#include "tutti-preview.h"

static DexFuture *
take_preview (DexFuture *future,
              gpointer   data)
{
  TuttiLibrary *self = data;
  const char   *id = NULL;
  const char   *page = NULL;
  const char   *uri = NULL;
  gboolean      is_borrowed = FALSE;
  TuttiService *service;

  g_variant_get (g_value_get_variant (dex_future_get_value (future, NULL)), "(&s&s&sb)", &id, &page, &uri, &is_borrowed);
  service = tutti_library_find_service (self, id);
  if (service == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_FAILED, "The worker knows other services");

  return dex_future_new_take_boxed (TUTTI_TYPE_PREVIEW, tutti_preview_new (uri, service, *page != '\0' ? page : NULL, is_borrowed));
}

DexFuture *
tutti_library_find_preview (TuttiLibrary       *self,
                            gint64              track_id,
                            const char * const *without)
{
  static const char *const none[] = { NULL };

  return dex_future_then (tutti_library_run (self, "find-preview",
                                             g_variant_new ("(x^as)", track_id, without != NULL ? without : none)),
                          take_preview, g_object_ref (self), g_object_unref);
}
