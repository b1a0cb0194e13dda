/* tutti-client-links.c: what a link leads to, where the link alone does not say
 *
 * Short links are followed one host after the other, what anybody may know of a
 * song's page is asked of the service, and which song another service's page is
 * of is asked of a directory. Each is one fiber; see tutti-client.h.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-question.h"

#include "tutti-error.h"
#include "tutti-fiber.h"

#define MAX_HOPS 4

/* --- short links --- */

static TuttiHttpRequest *
build_resolver (TuttiQuestion *question,
                GError       **error)
{
  return tutti_provider_build_resolver (question->provider, question->link);
}

/* Asks where `address` leads, without going there: the address it names, or
 * NULL where it stays. */
static char *
take_hop (TuttiQuestion *question,
          const char    *address,
          DexFuture     *given_up,
          GError       **error)
{
  g_autoptr (TuttiHttpRequest)  message = tutti_http_request_new ("HEAD", address);
  g_autoptr (TuttiHttpResponse) response = NULL;

  message->has_secret = TRUE; /* no hop but those we looked at, and what people paste stays out of the log */
  message->max_tries = 2;
  /* Branch, which serves these links, shows a page of its own to what might be
   * a browser, and a plain redirect to what says this. */
  tutti_http_request_add_header (message, "User-Agent", "Tutti/" TUTTI_VERSION " (like curl)");
  response = dex_await_boxed (tutti_fiber_until (tutti_http_send (question->http, message), given_up), error);
  if (response == NULL)
    return NULL;
  if (response->location == NULL || response->status < 300 || response->status > 399)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "The link leads nowhere");
      return NULL;
    }

  return g_uri_resolve_relative (address, response->location, G_URI_FLAGS_ENCODED, error);
}

/* Why there is no song behind a link that led to `end`: that is another page of
 * the service, or none of its own. */
static GError *
explain_end (TuttiProvider *provider,
             const char    *end)
{
  if (tutti_provider_is_own_link (provider, end))
    return g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_NO_SONG, "The link leads to something else than a song");

  return g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "The link leads to no song");
}

/* The id of the song behind a link that the service's API explains; NULL
 * without an error where the API does not do that. */
static char *
ask_resolver (TuttiQuestion *question,
              DexFuture     *given_up,
              GError       **error)
{
  g_autoptr (TuttiHttpRequest)  message = build_resolver (question, NULL);
  g_autoptr (TuttiHttpResponse) response = NULL;
  char                         *id = NULL;

  if (message == NULL)
    return NULL;
  response = tutti_question_send (question, build_resolver, given_up, error);
  if (response == NULL)
    return NULL;

  if (response->status >= 300 && response->status < 400 && response->location != NULL)
    id = tutti_provider_match_link (question->provider, response->location);
  else if (response->status >= 400)
    g_propagate_error (error, tutti_provider_read_error (question->provider, response));
  if (id == NULL && *error == NULL)
    g_propagate_error (error, explain_end (question->provider, response->location != NULL ? response->location : ""));

  return id;
}

static DexFuture *
resolve (DexFuture *given_up,
         gpointer   data)
{
  TuttiQuestion     *question = data;
  g_autofree char   *link = g_strdup (question->link);
  g_autoptr (GError) error = NULL;
  char              *explained = ask_resolver (question, given_up, &error);

  if (explained != NULL)
    return dex_future_new_take_string (explained);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  for (guint hop = 0; hop <= MAX_HOPS; hop++)
    {
      g_autofree char *id = tutti_provider_match_link (question->provider, link);
      g_autofree char *address = tutti_provider_dup_short_link (question->provider, link);

      if (id != NULL)
        return dex_future_new_take_string (g_steal_pointer (&id));
      if (address == NULL)
        break;
      if (hop == MAX_HOPS)
        return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "The link leads on and on");

      g_free (link);
      link = take_hop (question, address, given_up, &error);
      if (link == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_for_error (explain_end (question->provider, link));
}

DexFuture *
tutti_client_resolve_link (TuttiClient   *self,
                           TuttiProvider *provider,
                           const char    *link)
{
  TuttiQuestion *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (link != NULL, NULL);

  question = tutti_client_new_question (self, provider);
  question->link = g_strdup (link);

  return tutti_fiber_spawn (resolve, question, tutti_question_free);
}

/* --- what anybody is told --- */

static DexFuture *
read_embed (DexFuture *given_up,
            gpointer   data)
{
  TuttiQuestion                *question = data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TuttiHttpRequest)  message = tutti_provider_build_embed (question->provider, question->link);
  g_autoptr (TuttiHttpResponse) response = NULL;
  TuttiPage                    *page = NULL;

  if (message == NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "%s tells nothing without an account",
                                  tutti_provider_get_id (question->provider));

  response = dex_await_boxed (tutti_fiber_until (tutti_http_send (question->http, message), given_up), &error);
  if (response != NULL && (response->status < 200 || response->status > 299))
    error = tutti_provider_read_error (question->provider, response);
  else if (response != NULL)
    page = tutti_provider_parse_embed (question->provider, question->request->ids != NULL ? question->request->ids[0] : NULL,
                                       question->link, response, &error);
  if (page != NULL)
    return dex_future_new_take_boxed (TUTTI_TYPE_PAGE, page);

  return dex_future_new_for_error (g_steal_pointer (&error));
}

DexFuture *
tutti_client_fetch_embed (TuttiClient   *self,
                          TuttiProvider *provider,
                          const char    *remote_id,
                          const char    *page)
{
  TuttiQuestion *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (page != NULL, NULL);

  question = tutti_client_new_question (self, provider);
  question->request = tutti_request_new (TUTTI_REQUEST_TRACK);
  question->request->ids = remote_id != NULL ? g_strsplit (remote_id, "\n", 1) : NULL;
  question->link = g_strdup (page);

  return tutti_fiber_spawn (read_embed, question, tutti_question_free);
}

/* --- pages of other services --- */

static TuttiHttpRequest *
build_lookup (TuttiQuestion *question,
              GError       **error)
{
  return tutti_provider_build_lookup (question->provider, (const char * const *) question->pages);
}

static DexFuture *
look_up (DexFuture *given_up,
         gpointer   data)
{
  TuttiQuestion                *question = data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TuttiHttpResponse) response = tutti_question_send_well (question, build_lookup, given_up, &error);
  char                         *id = NULL;

  if (response != NULL)
    id = tutti_provider_parse_lookup (question->provider, response, &error);
  if (id != NULL)
    return dex_future_new_take_string (id);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "%s does not know this page",
                                tutti_provider_get_id (question->provider));
}

DexFuture *
tutti_client_look_up_page (TuttiClient        *self,
                           TuttiProvider      *directory,
                           const char * const *pages)
{
  TuttiQuestion *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (directory), NULL);
  g_return_val_if_fail (pages != NULL && pages[0] != NULL, NULL);

  question = tutti_client_new_question (self, directory);
  question->pages = g_strdupv ((char **) pages);

  return tutti_fiber_spawn (look_up, question, tutti_question_free);
}
