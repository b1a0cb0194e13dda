/* tutti-client.c: does what providers say: tokens, retries, errors, paging
 *
 * Each question is one fiber: token, request, and once more with a fresh token
 * where the service refused the first; then the same for the details, where
 * one answer does not tell enough. A token goes to the host the request is
 * addressed to or not at all; TuttiAccounts decides whether it may. Where a key
 * signs who asks there are two of them, and two ways of being refused; what takes
 * no account is then asked where no key is needed, if the key is of no use.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-client.h"

#include "tutti-address.h"
#include "tutti-clock.h"
#include "tutti-decode.h"
#include "tutti-error.h"
#include "tutti-fiber.h"
#include "tutti-provider-private.h"

#define MAX_HOPS 4

/* What answers with a redirect says little more. */
#define MAX_HOP_BODY (64 * 1024)

struct _TuttiClient
{
  GObject parent_instance;

  TuttiHttp     *http;
  TuttiAccounts *accounts;
  TuttiClientSpend spend; /* (nullable) */
  gpointer         spend_data;
  GHashTable    *limited; /* ids of the providers whose limits are set; lent, they live as long as the program */
};

G_DEFINE_FINAL_TYPE (TuttiClient, tutti_client, G_TYPE_OBJECT)

/* One question on its way. */
typedef struct
{
  TuttiClient   *client;
  TuttiHttp     *http;
  TuttiAccounts *accounts;
  TuttiProvider *provider;
  TuttiRequest  *request; /* (nullable) */
  TuttiSecret   *access;  /* (nullable) given, not to be asked for */
  TuttiSecret   *refused; /* (nullable) what a key signed, and the service did not take */
  char          *link;    /* (nullable) to be resolved instead, or the preview's address so far */
  TuttiPage     *page;    /* (nullable) whose details are asked for */
  char         **pages;   /* (nullable) of other services, to be looked up */
} Question;

/* Makes the request anew for each try. `error` is left alone where there is nothing to ask. */
typedef TuttiHttpRequest *(*BuildFunc) (Question *question,
                                        GError  **error);

static void
question_free (gpointer data)
{
  Question *question = data;

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

static Question *
question_new (TuttiClient   *self,
              TuttiProvider *provider)
{
  Question *question = g_new0 (Question, 1);

  question->client = g_object_ref (self);
  question->http = g_object_ref (self->http);
  question->accounts = g_object_ref (self->accounts);
  question->provider = g_object_ref (provider);

  return question;
}

/* Once for each provider, before its first request. */
static void
set_limit (TuttiClient   *self,
           TuttiProvider *provider)
{
  const char      *id = tutti_provider_get_id (provider);
  g_autofree char *account_bucket = NULL;
  double           per_second;
  guint            burst;

  if (!g_hash_table_add (self->limited, (char *) id))
    return;
  tutti_provider_get_limit (provider, &per_second, &burst);
  tutti_http_set_limit (self->http, id, per_second, burst);
  account_bucket = tutti_provider_dup_account_limit (provider, &per_second, &burst);
  if (account_bucket != NULL)
    tutti_http_set_limit (self->http, account_bucket, per_second, burst);
}

static gboolean
can_go_without_token (const Question *question,
                      const GError   *error)
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
is_open (const Question *question)
{
  if (question->access != NULL || question->request == NULL)
    return FALSE;

  return tutti_provider_is_open (question->provider, question->request->kind) ||
         (tutti_provider_takes_token (question->provider) && question->request->kind == TUTTI_REQUEST_PROFILE);
}

static DexFuture *
get_token (Question    *question,
           const char  *host,
           TuttiSecret *rejected)
{
  return tutti_accounts_get_token (question->accounts, tutti_provider_get_id (question->provider), host, rejected);
}

/* Puts on `message` who asks, and whose account it is about, where it is about
 * one: that token in `used`. */
static gboolean
add_signature (Question         *question,
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
add_token (Question         *question,
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

/* The question as it is sent: services that have people's names in their
 * addresses want to know whose account it is. */
static TuttiRequest *
complete_request (TuttiClient   *self,
                  TuttiProvider *provider,
                  TuttiRequest  *request)
{
  TuttiAccount *account = tutti_accounts_peek (self->accounts, tutti_provider_get_id (provider));

  if (account == NULL || request->account != NULL)
    return tutti_request_ref (request);

  return tutti_request_copy_for (request, account->remote_id);
}

static TuttiHttpRequest *
build_page (Question *question,
            GError  **error)
{
  return tutti_provider_build_message (question->provider, question->request, error);
}

static TuttiHttpRequest *
build_details (Question *question,
               GError  **error)
{
  return tutti_provider_build_details (question->provider, question->request, question->page);
}

static TuttiHttpRequest *
build_resolver (Question *question,
                GError  **error)
{
  return tutti_provider_build_resolver (question->provider, question->link);
}

/* A search that is counted by the day is taken from the day's budget; what is
 * asked about its hits is none, but may cost of another. */
static gboolean
pay (Question  *question,
     BuildFunc  build,
     GError   **error)
{
  TuttiClient *self = question->client;
  gboolean     is_search = build == build_page && question->request->kind == TUTTI_REQUEST_SEARCH &&
                       tutti_provider_get_searches_per_day (question->provider) > 0;
  guint        units = tutti_provider_get_units (question->provider, build == build_page ? question->request : NULL);

  if (self->spend == NULL || (!is_search && units == 0))
    return TRUE;

  return self->spend (question->provider, units, self->spend_data, error);
}

/* TRUE if the question, for which nothing could be signed, can be asked as
 * somebody without an account, and now is. */
static gboolean
forget_account (Question *question,
                BuildFunc build)
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
send_once (Question     *question,
           BuildFunc     build,
           TuttiSecret  *rejected,
           TuttiSecret **used,
           TuttiSecret **signature,
           DexFuture    *given_up,
           GError      **error)
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

static TuttiHttpResponse *
send_request (Question  *question,
              BuildFunc  build,
              DexFuture *given_up,
              GError   **error)
{
  g_autoptr (TuttiSecret)       used = NULL;
  g_autoptr (TuttiSecret)       fresh = NULL;
  g_autoptr (TuttiSecret)       signature = NULL;
  g_autoptr (TuttiSecret)       other = NULL;
  g_autoptr (TuttiHttpResponse) response = send_once (question, build, NULL, &used, &signature, given_up, error);

  if (response != NULL && response->status == 401 && signature != NULL)
    {
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
is_well (Question          *question,
         TuttiHttpResponse *response,
         GError           **error)
{
  if (response->status >= 200 && response->status <= 299)
    return TRUE;

  g_propagate_error (error, tutti_provider_read_error (question->provider, response));
  return FALSE;
}

/* An answer that is no error. */
static TuttiHttpResponse *
send_well (Question  *question,
           BuildFunc  build,
           DexFuture *given_up,
           GError   **error)
{
  g_autoptr (TuttiHttpResponse) response = send_request (question, build, given_up, error);

  return response != NULL && is_well (question, response, error) ? g_steal_pointer (&response) : NULL;
}

static gboolean
wants_details (Question *question)
{
  g_autoptr (TuttiHttpRequest) message = build_details (question, NULL);

  return message != NULL;
}

static TuttiPage *
fetch_page (Question  *question,
            DexFuture *given_up,
            GError   **error)
{
  g_autoptr (TuttiHttpResponse) response = send_request (question, build_page, given_up, error);
  g_autoptr (TuttiHttpResponse) details = NULL;

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

  details = send_well (question, build_details, given_up, error);
  if (details == NULL)
    return NULL;

  return dex_await_boxed (tutti_fiber_until (tutti_decode_page (question->provider, question->request, question->page, details), given_up), error);
}

static DexFuture *
ask (DexFuture *given_up,
     gpointer   data)
{
  Question             *question = data;
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = fetch_page (question, given_up, &error);

  if (page == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  return dex_future_new_take_boxed (TUTTI_TYPE_PAGE, g_steal_pointer (&page));
}

/* Asks where `address` leads, without going there: the address it names, or
 * NULL where it stays. */
static char *
take_hop (Question   *question,
          const char *address,
          DexFuture  *given_up,
          GError    **error)
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

/* The id of the song behind a link that the service's API explains; NULL
 * without an error where the API does not do that. */
static char *
ask_resolver (Question  *question,
              DexFuture *given_up,
              GError   **error)
{
  g_autoptr (TuttiHttpRequest)  message = build_resolver (question, NULL);
  g_autoptr (TuttiHttpResponse) response = NULL;
  char                         *id = NULL;

  if (message == NULL)
    return NULL;
  response = send_request (question, build_resolver, given_up, error);
  if (response == NULL)
    return NULL;

  if (response->status >= 300 && response->status < 400 && response->location != NULL)
    id = tutti_provider_match_link (question->provider, response->location);
  else if (response->status >= 400)
    g_propagate_error (error, tutti_provider_read_error (question->provider, response));
  if (id == NULL && *error == NULL)
    g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "The link leads to no song");

  return id;
}

static DexFuture *
resolve (DexFuture *given_up,
         gpointer   data)
{
  Question          *question = data;
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
      if (address == NULL || hop == MAX_HOPS)
        break;

      g_free (link);
      link = take_hop (question, address, given_up, &error);
      if (link == NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));
    }

  return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND, "The link leads to no song");
}

/* --- what anybody is told --- */

static DexFuture *
read_embed (DexFuture *given_up,
            gpointer   data)
{
  Question                     *question = data;
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
  Question *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (page != NULL, NULL);

  set_limit (self, provider);
  question = question_new (self, provider);
  question->request = tutti_request_new (TUTTI_REQUEST_TRACK);
  question->request->ids = remote_id != NULL ? g_strsplit (remote_id, "\n", 1) : NULL;
  question->link = g_strdup (page);

  return tutti_fiber_spawn (read_embed, question, question_free);
}

/* --- pages of other services --- */

static TuttiHttpRequest *
build_lookup (Question *question,
              GError  **error)
{
  return tutti_provider_build_lookup (question->provider, (const char * const *) question->pages);
}

static DexFuture *
look_up (DexFuture *given_up,
         gpointer   data)
{
  Question                     *question = data;
  g_autoptr (GError)            error = NULL;
  g_autoptr (TuttiHttpResponse) response = send_well (question, build_lookup, given_up, &error);
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
  Question *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (directory), NULL);
  g_return_val_if_fail (pages != NULL && pages[0] != NULL, NULL);

  set_limit (self, directory);
  question = question_new (self, directory);
  question->pages = g_strdupv ((char **) pages);

  return tutti_fiber_spawn (look_up, question, question_free);
}

/* --- previews --- */

static TuttiHttpRequest *
build_preview (Question *question,
               GError  **error)
{
  return tutti_provider_build_preview (question->provider, question->request->ids[0]);
}

static TuttiHttpRequest *
build_preview_hop (Question *question,
                   GError  **error)
{
  TuttiHttpRequest *message = tutti_provider_build_preview_hop (question->provider, question->link);

  if (message != NULL)
    message->max_body = MAX_HOP_BODY;
  return message;
}

/* What the service says of the song: the preview's address, or a page of its
 * API that knows it; NULL without an error where there is none. */
static char *
ask_preview (Question  *question,
             DexFuture *given_up,
             GError   **error)
{
  g_autoptr (TuttiHttpRequest)  message = build_preview (question, NULL);
  g_autoptr (TuttiHttpResponse) response = NULL;
  g_autoptr (TuttiPage)         page = NULL;

  if (message == NULL)
    {
      page = fetch_page (question, given_up, error);
      return page != NULL ? g_strdup (page->preview) : NULL;
    }

  response = send_well (question, build_preview, given_up, error);
  return response != NULL ? tutti_provider_parse_preview (question->provider, response, error) : NULL;
}

/* Where the API's page in question->link leads. The request follows nothing by
 * itself, and no other host sees the token. */
static char *
take_preview_hop (Question  *question,
                  DexFuture *given_up,
                  GError   **error)
{
  g_autoptr (TuttiHttpResponse) response = send_request (question, build_preview_hop, given_up, error);
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
  Question                    *question = data;
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

static void
tutti_client_finalize (GObject *object)
{
  TuttiClient *self = TUTTI_CLIENT (object);

  g_clear_object (&self->http);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->limited, g_hash_table_unref);

  G_OBJECT_CLASS (tutti_client_parent_class)->finalize (object);
}

static void
tutti_client_class_init (TuttiClientClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tutti_client_finalize;
}

static void
tutti_client_init (TuttiClient *self)
{
  self->limited = g_hash_table_new (g_str_hash, g_str_equal);
}

TuttiClient *
tutti_client_new (TuttiHttp     *http,
                  TuttiAccounts *accounts)
{
  TuttiClient *self;

  g_return_val_if_fail (TUTTI_IS_HTTP (http), NULL);
  g_return_val_if_fail (TUTTI_IS_ACCOUNTS (accounts), NULL);

  self = g_object_new (TUTTI_TYPE_CLIENT, NULL);
  self->http = g_object_ref (http);
  self->accounts = g_object_ref (accounts);

  return self;
}

void
tutti_client_set_spend (TuttiClient     *self,
                        TuttiClientSpend spend,
                        gpointer         data)
{
  g_return_if_fail (TUTTI_IS_CLIENT (self));

  self->spend = spend;
  self->spend_data = data;
}

DexFuture *
tutti_client_fetch (TuttiClient   *self,
                    TuttiProvider *provider,
                    TuttiRequest  *request)
{
  Question *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  set_limit (self, provider);
  question = question_new (self, provider);
  question->request = complete_request (self, provider, request);

  return tutti_fiber_spawn (ask, question, question_free);
}

DexFuture *
tutti_client_fetch_profile (TuttiClient   *self,
                            TuttiProvider *provider,
                            TuttiSecret   *access,
                            const char    *name)
{
  Question *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail ((access != NULL) != (name != NULL), NULL);

  set_limit (self, provider);
  question = question_new (self, provider);
  question->request = tutti_request_new (TUTTI_REQUEST_PROFILE);
  question->request->account = g_strdup (name);
  question->access = access != NULL ? tutti_secret_ref (access) : NULL;

  return tutti_fiber_spawn (ask, question, question_free);
}

DexFuture *
tutti_client_resolve_link (TuttiClient   *self,
                           TuttiProvider *provider,
                           const char    *link)
{
  Question *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (link != NULL, NULL);

  set_limit (self, provider);
  question = question_new (self, provider);
  question->link = g_strdup (link);

  return tutti_fiber_spawn (resolve, question, question_free);
}

DexFuture *
tutti_client_find_preview (TuttiClient   *self,
                           TuttiProvider *provider,
                           const char    *remote_id)
{
  Question *question;

  g_return_val_if_fail (TUTTI_IS_CLIENT (self), NULL);
  g_return_val_if_fail (TUTTI_IS_PROVIDER (provider), NULL);
  g_return_val_if_fail (remote_id != NULL, NULL);

  if (!tutti_provider_can (provider, TUTTI_CAN_PREVIEW) || !tutti_provider_is_remote_id (provider, remote_id))
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_UNSUPPORTED, "%s has no previews", tutti_provider_get_id (provider));

  set_limit (self, provider);
  question = question_new (self, provider);
  question->request = tutti_request_new (TUTTI_REQUEST_TRACK);
  question->request->ids = g_strsplit (remote_id, "\n", 1);

  return tutti_fiber_spawn (find_preview, question, question_free);
}
