/* tutti-question.c: one question on its way to a service, and the answer back
 *
 * Everything here happens in the question's fiber: token, request, and once
 * more with a fresh token where the service refused the first. A token goes to
 * the host the request is addressed to or not at all; TuttiAccounts decides
 * whether it may. Where a key signs who asks there are two of them, and two
 * ways of being refused; what takes no account is then asked where no key is
 * needed, if the key is of no use.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-question.h"

#include "tutti-address.h"
#include "tutti-clock.h"
#include "tutti-decode.h"
#include "tutti-error.h"
#include "tutti-fiber.h"

void
tutti_question_free (gpointer data)
{
  TuttiQuestion *question = data;

  g_clear_object (&question->client);
  g_clear_object (&question->http);
  g_clear_object (&question->accounts);
  g_clear_object (&question->provider);
  g_clear_pointer (&question->request, tutti_request_unref);
  g_clear_pointer (&question->access, tutti_secret_unref);
  g_clear_pointer (&question->refused, tutti_secret_unref);
  g_clear_pointer (&question->link, g_free);
  g_clear_pointer (&question->page, tutti_page_unref);
  g_clear_pointer (&question->pages, g_strfreev);
  g_free (question);
}

/* --- tokens --- */

static gboolean
can_go_without_token (const TuttiQuestion *question,
                      const GError        *error)
{
  TuttiRequestKind kind = question->request != NULL ? question->request->kind : TUTTI_REQUEST_TRACK;

  if (!tutti_provider_can (question->provider, TUTTI_CAN_KEYLESS))
    return FALSE;
  if (kind != TUTTI_REQUEST_SEARCH && kind != TUTTI_REQUEST_ISRC && kind != TUTTI_REQUEST_TRACK && kind != TUTTI_REQUEST_CHARTS)
    return FALSE;

  return error == NULL || g_error_matches (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED);
}

/* Asked without a token, whoever is connected; also whether somebody of that
 * name is there, where names are read. */
static gboolean
is_open (const TuttiQuestion *question)
{
  if (question->access != NULL || question->request == NULL)
    return FALSE;

  return tutti_provider_is_open (question->provider, question->request->kind) ||
         (tutti_provider_takes_token (question->provider) && question->request->kind == TUTTI_REQUEST_PROFILE);
}

static DexFuture *
get_token (TuttiQuestion *question,
           const char    *host,
           TuttiSecret   *rejected)
{
  return tutti_accounts_get_token (question->accounts, tutti_provider_get_id (question->provider), host, rejected);
}

/* Puts on `message` who asks, and whose account it is about, where it is about
 * one: that token in `used`. */
static gboolean
add_signature (TuttiQuestion    *question,
               TuttiHttpRequest *message,
               const char       *host,
               TuttiSecret      *rejected,
               TuttiSecret     **used,
               DexFuture        *given_up,
               GError          **error)
{
  const char *header = question->request != NULL ? tutti_provider_get_account_header (question->provider, question->request->kind) : NULL;

  message->bearer = dex_await_boxed (tutti_fiber_until (tutti_accounts_get_signature (question->accounts,
                                                                                     tutti_provider_get_id (question->provider),
                                                                                     host,
                                                                                     question->refused),
                                                        given_up),
                                     error);
  if (message->bearer == NULL || header == NULL)
    return message->bearer != NULL;

  if (question->access != NULL)
    *used = tutti_secret_ref (question->access);
  else
    *used = dex_await_boxed (tutti_fiber_until (get_token (question, host, rejected), given_up), error);
  if (*used == NULL)
    return FALSE;

  message->has_secret = TRUE;
  tutti_http_request_add_header (message, header, tutti_secret_reveal (*used));

  return TRUE;
}

/* Puts a token on `message`, other than `rejected`, and gives it in `used`; FALSE
 * where there must be one and is none. */
static gboolean
add_token (TuttiQuestion    *question,
           TuttiHttpRequest *message,
           TuttiSecret      *rejected,
           TuttiSecret     **used,
           DexFuture        *given_up,
           GError          **error)
{
  g_autofree char   *host = tutti_address_dup_host (message->uri);
  g_autoptr (GError) reason = NULL;

  if (!tutti_provider_can (question->provider, TUTTI_CAN_CONNECT) || is_open (question))
    return TRUE;
  if (tutti_provider_signs (question->provider))
    return !tutti_provider_is_signed (question->provider, message->uri) || host == NULL ||
           add_signature (question, message, host, rejected, used, given_up, error);

  if (host == NULL)
    {
      g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "Not an address that a token may be sent to");
      return FALSE;
    }
  if (question->access != NULL)
    message->bearer = tutti_secret_ref (question->access);
  else
    message->bearer = dex_await_boxed (tutti_fiber_until (get_token (question, host, rejected), given_up), &reason);
  if (message->bearer != NULL)
    *used = tutti_secret_ref (message->bearer);
  if (message->bearer != NULL || can_go_without_token (question, reason))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));
  return FALSE;
}

/* --- sending --- */

static TuttiHttpRequest *
build_page (TuttiQuestion *question,
            GError       **error)
{
  return tutti_provider_build_message (question->provider, question->request, error);
}

static TuttiHttpRequest *
build_details (TuttiQuestion *question,
               GError       **error)
{
  return tutti_provider_build_details (question->provider, question->request, question->page);
}

/* A search that is counted by the day is taken from the day's budget; what is
 * asked about its hits is none, but may cost of another. */
static gboolean
pay (TuttiQuestion     *question,
     TuttiQuestionBuild build,
     GError           **error)
{
  gboolean is_search = build == build_page && question->request->kind == TUTTI_REQUEST_SEARCH &&
                       tutti_provider_get_searches_per_day (question->provider) > 0;
  guint    units = tutti_provider_get_units (question->provider, build == build_page ? question->request : NULL);

  return (!is_search && units == 0) || tutti_client_pay (question->client, question->provider, units, error);
}

/* TRUE if the question, for which nothing could be signed, can be asked as
 * somebody without an account, and now is. */
static gboolean
forget_account (TuttiQuestion     *question,
                TuttiQuestionBuild build)
{
  TuttiRequest *old = question->request;

  if (build != build_page || old->account == NULL || !tutti_provider_signs (question->provider) ||
      old->kind == TUTTI_REQUEST_ISRC || !can_go_without_token (question, NULL))
    return FALSE;

  question->request = tutti_request_copy_for (old, NULL);
  tutti_request_unref (old);

  return TRUE;
}

/* One try; the token it was sent with in `used`, what was signed in `signature`. */
static TuttiHttpResponse *
send_once (TuttiQuestion     *question,
           TuttiQuestionBuild build,
           TuttiSecret       *rejected,
           TuttiSecret      **used,
           TuttiSecret      **signature,
           DexFuture         *given_up,
           GError           **error)
{
  g_autoptr (TuttiHttpRequest) message = build (question, error);
  g_autoptr (GError)           reason = NULL;

  if (message == NULL)
    return NULL;
  if (!add_token (question, message, rejected, used, given_up, &reason))
    {
      g_clear_pointer (&message, tutti_http_request_unref);
      if (!dex_future_is_pending (given_up) || !forget_account (question, build))
        g_propagate_error (error, g_steal_pointer (&reason));
      else
        message = build (question, error);
      if (message == NULL)
        return NULL;
    }
  if (message->bearer != NULL && tutti_provider_signs (question->provider))
    *signature = tutti_secret_ref (message->bearer);
  if (!pay (question, build, error))
    return NULL;
  message->quota_until = tutti_provider_get_day_end (question->provider, tutti_clock_now ());
  message->patience_ms = tutti_provider_get_patience_ms (question->provider);

  return dex_await_boxed (tutti_fiber_until (tutti_http_send (question->http, message), given_up), error);
}

TuttiHttpResponse *
tutti_question_send (TuttiQuestion     *question,
                     TuttiQuestionBuild build,
                     DexFuture         *given_up,
                     GError           **error)
{
  g_autoptr (TuttiSecret)       used = NULL;
  g_autoptr (TuttiSecret)       fresh = NULL;
  g_autoptr (TuttiSecret)       signature = NULL;
  g_autoptr (TuttiSecret)       other = NULL;
  g_autoptr (TuttiHttpResponse) response = send_once (question, build, NULL, &used, &signature, given_up, error);

  if (response != NULL && response->status == 401 && signature != NULL)
    {
      g_clear_pointer (&question->refused, tutti_secret_unref);
      question->refused = g_steal_pointer (&signature);
      g_clear_pointer (&response, tutti_http_response_unref);
      g_clear_pointer (&used, tutti_secret_unref);
      response = send_once (question, build, NULL, &used, &signature, given_up, error);
    }
  if (response != NULL && tutti_provider_rejects_token (question->provider, response) && used != NULL && question->access == NULL)
    {
      g_clear_pointer (&response, tutti_http_response_unref);
      response = send_once (question, build, used, &fresh, &other, given_up, error);
    }

  return g_steal_pointer (&response);
}

static gboolean
is_well (TuttiQuestion     *question,
         TuttiHttpResponse *response,
         GError           **error)
{
  if (response->status >= 200 && response->status <= 299)
    return TRUE;

  g_propagate_error (error, tutti_provider_read_error (question->provider, response));
  return FALSE;
}

/* An answer that is no error. */
TuttiHttpResponse *
tutti_question_send_well (TuttiQuestion     *question,
                          TuttiQuestionBuild build,
                          DexFuture         *given_up,
                          GError           **error)
{
  g_autoptr (TuttiHttpResponse) response = tutti_question_send (question, build, given_up, error);

  return response != NULL && is_well (question, response, error) ? g_steal_pointer (&response) : NULL;
}

/* --- pages --- */

static gboolean
wants_details (TuttiQuestion *question)
{
  g_autoptr (TuttiHttpRequest) message = build_details (question, NULL);

  return message != NULL;
}

/* TRUE if the service knows no “me”, and is now to be asked by the account's id. */
static gboolean
name_account (TuttiQuestion     *question,
              TuttiHttpResponse *response)
{
  TuttiRequest *old = question->request;

  if (!tutti_provider_misses_me (question->provider, old, response))
    return FALSE;

  question->request = tutti_request_copy_for (old, old->account);
  question->request->by_id = TRUE;
  tutti_request_unref (old);

  return TRUE;
}

TuttiPage *
tutti_question_fetch_page (TuttiQuestion *question,
                           DexFuture     *given_up,
                           GError       **error)
{
  g_autoptr (TuttiHttpResponse) response = tutti_question_send (question, build_page, given_up, error);
  g_autoptr (TuttiHttpResponse) details = NULL;

  if (response != NULL && name_account (question, response))
    {
      g_clear_pointer (&response, tutti_http_response_unref);
      response = tutti_question_send (question, build_page, given_up, error);
      if (response != NULL && response->status < 400)
        tutti_client_note_id (question->client, question->provider);
    }
  if (response == NULL)
    return NULL;
  if (tutti_provider_is_end (question->provider, question->request, response))
    return tutti_page_new ();
  if (!is_well (question, response, error))
    return NULL;
  question->page = dex_await_boxed (tutti_fiber_until (tutti_decode_page (question->provider, question->request, NULL, response), given_up), error);
  if (question->page == NULL)
    return NULL;
  if (!wants_details (question))
    return tutti_page_ref (question->page);

  details = tutti_question_send_well (question, build_details, given_up, error);
  if (details == NULL)
    return NULL;

  return dex_await_boxed (tutti_fiber_until (tutti_decode_page (question->provider, question->request, question->page, details), given_up), error);
}
