/* tutti-artwork.c: fetching pictures
 *
 * Pictures come from the services' own hosts only, so that nothing a service
 * wrote makes Tutti call elsewhere; no credential is sent. Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-library-private.h"

/* A cover of 640 pixels is below 200 kB. */
#define MAX_BYTES (2 * 1024 * 1024)

static DexFuture *
take_picture (DexFuture *future,
              gpointer   data)
{
  TuttiHttpResponse *response = g_value_get_boxed (dex_future_get_value (future, NULL));

  if (response->status != 200)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "No picture there (%u)", response->status);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (response->body));
}

DexFuture *
tutti_library_fetch_artwork (TuttiLibrary *self,
                             const char   *uri)
{
  GListModel                  *providers = G_LIST_MODEL (tutti_library_get_providers (self));
  g_autoptr (TuttiHttpRequest) request = NULL;
  gboolean                     is_known = FALSE;

  for (guint i = 0; !is_known && i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (TuttiProvider) provider = g_list_model_get_item (providers, i);

      is_known = tutti_provider_is_artwork_uri (provider, uri);
    }
  if (!is_known)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Not an address of a service's pictures");

  request = tutti_http_request_new ("GET", uri);
  request->max_body = MAX_BYTES;
  request->max_tries = 2;
  return dex_future_then (tutti_http_send (tutti_library_get_http (self), request), take_picture, NULL, NULL);
}
