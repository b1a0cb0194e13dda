/* tutti-client-previews.c: where half a minute of a song is
 *
 * The service names the preview's address, or a page of its API that leads
 * there: that one is asked with the token, and followed by hand.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-question.h"

#include "tutti-error.h"
#include "tutti-fiber.h"

/* What answers with a redirect says little more. */
#define MAX_HOP_BODY (64 * 1024)

static TuttiHttpRequest *
build_preview (TuttiQuestion *question,
               GError       **error)
{
  return tutti_provider_build_preview (question->provider, question->request->ids[0]);
}

static TuttiHttpRequest *
build_preview_hop (TuttiQuestion *question,
                   GError       **error)
{
  TuttiHttpRequest *message = tutti_provider_build_preview_hop (question->provider, question->link);

  if (message != NULL)
    message->max_body = MAX_HOP_BODY;
  return message;
}

/* What the service says of the song: the preview's address, or a page of its
 * API that knows it; NULL without an error where there is none. */
static char *
ask_preview (TuttiQuestion *question,
             DexFuture     *given_up,
             GError       **error)
{
  g_autoptr (TuttiHttpRequest)  message = build_preview (question, NULL);
  g_autoptr (TuttiHttpResponse) response = NULL;
  g_autoptr (TuttiPage)         page = NULL;

  if (message == NULL)
    {
      page = tutti_question_fetch_page (question, given_up, error);
      return page != NULL ? g_strdup (page->preview) : NULL;
    }

  response = tutti_question_send_well (question, build_preview, given_up, error);
  return response != NULL ? tutti_provider_parse_preview (question->provider, response, error) : NULL;
}

/* Where the API's page in question->link leads. The request follows nothing by
 * itself, and no other host sees the token. */
static char *
take_preview_hop (TuttiQuestion *question,
                  DexFuture     *given_up,
                  GError       **error)
{
  g_autoptr (TuttiHttpResponse) response = tutti_question_send (question, build_preview_hop, given_up, error);
  g_autoptr (TuttiHttpRequest)  onward = NULL;
  g_autofree char              *address = NULL;
  g_autofree char              *allowed = NULL;

  if (response == NULL)
    return NULL;
  if (response->status >= 400)
    {
      g_propagate_error (error, tutti_provider_read_error (question->provider, response));
      return NULL;
    }

  if (response->status >= 300 && response->location != NULL)
    address = g_uri_resolve_relative (question->link, response->location, G_URI_FLAGS_ENCODED, NULL);
  if (address != NULL)
    onward = tutti_provider_build_preview_hop (question->provider, address);
  if (address != NULL && onward == NULL)
    allowed = tutti_provider_dup_preview (question->provider, address);
  if (allowed == NULL)
    g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The preview is nowhere where previews may be");

  return g_steal_pointer (&allowed);
}

static DexFuture *
find_preview (DexFuture *given_up,
              gpointer   data)
{
  TuttiQuestion               *question = data;
  g_autoptr (GError)           error = NULL;
  g_autoptr (TuttiHttpRequest) hop = NULL;
  char                        *address;

  question->link = ask_preview (question, given_up, &error);
  hop = question->link != NULL ? build_preview_hop (question, NULL) : NULL;
  address = hop != NULL ? take_preview_hop (question, given_up, &error) : g_steal_pointer (&question->link);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (address == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "%s has no preview of this song",
                                  tutti_provider_get_id (question->provider));

  return dex_future_new_take_string (address);
}

DexFuture *
tutti_client_find_preview (TuttiClient   *self,
                           TuttiProvider *provider,
                           const char    *remote_id)
{
  TuttiQuestion *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (remote_id != NULL, NULL);

  if (!tutti_provider_can (provider, TUTTI_CAN_PREVIEW) || !tutti_provider_is_remote_id (provider, remote_id))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "%s has no previews", tutti_provider_get_id (provider));

  question = tutti_client_new_question (self, provider);
  question->request = tutti_request_new (TUTTI_REQUEST_TRACK);
  question->request->ids = g_strsplit (remote_id, "\n", 1);

  return tutti_fiber_spawn (find_preview, question, tutti_question_free);
}
