/* tutti-decode.c: reading long answers beside the main thread
 *
 * A provider has no state, and what goes in and comes out is counted
 * atomically and changes no more, so that any thread may read an answer.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-decode.h"

#include "tutti-provider-private.h"

/* Up to so many bytes, going to another thread and back takes longer. */
#define SHORT (8 * 1024)

typedef struct
{
  TuttiProvider     *provider;
  TuttiRequest      *request;
  TuttiPage         *page; /* (nullable) */
  TuttiHttpResponse *response;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_object (&answer->provider);
  g_clear_pointer (&answer->request, tutti_request_unref);
  g_clear_pointer (&answer->page, tutti_page_unref);
  g_clear_pointer (&answer->response, tutti_http_response_unref);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static DexFuture *
decode (gpointer data)
{
  Answer            *answer = data;
  g_autoptr (GError) error = NULL;
  TuttiPage         *page;

  if (answer->page != NULL)
    page = tutti_provider_parse_details (answer->provider, answer->request, answer->page, answer->response, &error);
  else
    page = tutti_provider_parse_page (answer->provider, answer->request, answer->response, &error);
  if (page == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (TUTTI_TYPE_PAGE, page);
}

DexFuture *
tutti_decode_page (TuttiProvider     *provider,
                   TuttiRequest      *request,
                   TuttiPage         *page,
                   TuttiHttpResponse *response)
{
  g_autoptr (Answer)    answer = g_new0 (Answer, 1);
  g_autoptr (DexFuture) decoded = NULL;

  answer->provider = g_object_ref (provider);
  answer->request = tutti_request_ref (request);
  answer->page = page != NULL ? tutti_page_ref (page) : NULL;
  answer->response = tutti_http_response_ref (response);
  if (g_bytes_get_size (response->body) <= SHORT)
    return decode (answer);

  decoded = dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, decode, g_steal_pointer (&answer), answer_free);
  dex_future_disown (dex_ref (decoded));
  return g_steal_pointer (&decoded);
}
