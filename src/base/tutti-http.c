/* tutti-http.c: the one place that sends HTTP
 *
 * Each request is a fiber: wait for its turn, try, judge, perhaps wait and try
 * again. Lives in the main thread. No cookies, no cache, no credentials of
 * another request, and nothing is printed but methods, hosts, paths and states.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-http.h"

#include "tutti-clock.h"
#include "tutti-error.h"
#include "tutti-fiber.h"
#include "tutti-http-exchange.h"
#include "tutti-http-limit.h"
#include "tutti-retry.h"

#include <string.h>

#define USER_AGENT       "Tutti/" TUTTI_VERSION " ( https://github.com/tuttimusic/tutti )"
#define DEFAULT_TRIES    4
#define DEFAULT_TIMEOUT  (30 * 1000)
#define DEFAULT_PATIENCE (40 * 1000)
#define DEFAULT_MAX_BODY (8 * 1024 * 1024)
#define DEFAULT_BACK_OFF 500
#define MAX_REDIRECTS    5
#define QUOTA_REST       (15 * 60 * 1000)

struct _TuttiHttp
{
  GObject parent_instance;

  SoupSession *session;
  GHashTable  *limits;   /* name → TuttiHttpLimit */
  guint        back_off; /* ms */
};

G_DEFINE_FINAL_TYPE (TuttiHttp, tutti_http, G_TYPE_OBJECT)

enum
{
  NOT_BEFORE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A request on its way. */
typedef struct
{
  TuttiHttp        *http;
  TuttiHttpRequest *request;
  TuttiHttpLimit   *limit; /* (nullable) */
  GUri             *uri;
  gboolean          is_safe;
  gint64            patience; /* microseconds that are left of it */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->uri, g_uri_unref);
  g_clear_pointer (&job->limit, tutti_http_limit_unref);
  g_clear_pointer (&job->request, tutti_http_request_unref);
  g_clear_object (&job->http);
  g_free (job);
}

/* --- addresses --- */

static gboolean
is_loopback (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  return g_str_equal (g_uri_get_scheme (uri), "http") && (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1"));
}

static gboolean
is_allowed (GUri *uri)
{
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    return FALSE;

  return g_str_equal (g_uri_get_scheme (uri), "https") || is_loopback (uri);
}

static gboolean
is_same_origin (GUri *one,
                GUri *other)
{
  return g_str_equal (g_uri_get_scheme (one), g_uri_get_scheme (other))
         && g_ascii_strcasecmp (g_uri_get_host (one), g_uri_get_host (other)) == 0
         && g_uri_get_port (one) == g_uri_get_port (other);
}

/* What may be shown of an address: no query. (transfer full) */
static char *
describe (const char *method,
          GUri       *uri)
{
  return g_strdup_printf ("%s %s%s", method, g_uri_get_host (uri), g_uri_get_path (uri));
}

/* Where a GET is led to, or NULL where it is not followed: requests with a
 * credential never are, others from https to https, and on loopback to the
 * same server. */
static GUri *
follow (Job               *job,
        GUri              *from,
        TuttiHttpResponse *response)
{
  TuttiHttpRequest *request = job->request;
  g_autoptr (GUri)  to = NULL;

  if (response->location == NULL || request->bearer != NULL || request->has_secret)
    return NULL;
  if (response->status != SOUP_STATUS_MOVED_PERMANENTLY && response->status != SOUP_STATUS_FOUND && response->status != SOUP_STATUS_SEE_OTHER
      && response->status != SOUP_STATUS_TEMPORARY_REDIRECT && response->status != SOUP_STATUS_PERMANENT_REDIRECT)
    return NULL;
  if (!g_str_equal (request->method, "GET") && !g_str_equal (request->method, "HEAD"))
    return NULL;

  to = g_uri_parse_relative (from, response->location, SOUP_HTTP_URI_FLAGS, NULL);
  if (to == NULL || !is_allowed (to))
    return NULL;
  if (!g_str_equal (g_uri_get_scheme (to), "https") && !is_same_origin (from, to))
    return NULL;
  if (is_loopback (from) && !is_same_origin (from, to))
    return NULL;

  return g_steal_pointer (&to);
}

/* --- one try --- */

/* The address with the bearer in its query, for services that read no header.
 * It stands nowhere but in the message. */
static GUri *
add_bearer (GUri             *uri,
            TuttiHttpRequest *request)
{
  const char *query = g_uri_get_query (uri);
  char       *value = g_uri_escape_string (tutti_secret_reveal (request->bearer), NULL, FALSE);
  char       *longer = g_strconcat (query != NULL ? query : "", query != NULL ? "&" : "", request->bearer_name, "=", value, NULL);
  GUri       *whole = soup_uri_copy (uri, SOUP_URI_QUERY, longer, SOUP_URI_NONE);

  tutti_secret_wipe_string (value);
  tutti_secret_wipe_string (longer);

  return whole;
}

static SoupMessage *
build_message (Job  *job,
               GUri *uri)
{
  TuttiHttpRequest      *request = job->request;
  gboolean               is_in_query = request->bearer != NULL && request->bearer_name != NULL;
  g_autoptr (GUri)       address = is_in_query ? add_bearer (uri, request) : g_uri_ref (uri);
  g_autoptr (SoupMessage) message = soup_message_new_from_uri (request->method, address);
  SoupMessageHeaders    *headers = soup_message_get_request_headers (message);
  gboolean               is_home = is_same_origin (uri, job->uri);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);

  /* Not the session's property, which would win over a request's own. */
  soup_message_headers_replace (headers, "User-Agent", USER_AGENT);

  /* Another server gets only what says which form of an answer is wanted. */
  for (char **name = request->headers; name != NULL && *name != NULL; name += 2)
    if (g_ascii_strcasecmp (*name, "User-Agent") == 0)
      soup_message_headers_replace (headers, name[0], name[1]);
    else if (is_home || g_ascii_strncasecmp (*name, "Accept", 6) == 0)
      soup_message_headers_append (headers, name[0], name[1]);

  if (request->bearer != NULL && !is_in_query)
    {
      char *value = g_strconcat (request->scheme != NULL ? request->scheme : "Bearer", " ", tutti_secret_reveal (request->bearer), NULL);

      soup_message_headers_replace (headers, "Authorization", value);
      tutti_secret_wipe_string (value);
    }

  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  else if (!g_str_equal (request->method, "GET") && !g_str_equal (request->method, "HEAD") && !g_str_equal (request->method, "DELETE"))
    soup_message_headers_set_content_length (headers, 0); /* some servers answer 411 without */

  return g_steal_pointer (&message);
}

/* Sends the request once, following redirects where that is allowed. Returns
 * NULL with the raw error of libsoup or GIO, DEX_ERROR_TIMED_OUT, or ours. */
static TuttiHttpResponse *
try_once (Job       *job,
          DexFuture *given_up,
          GError   **error)
{
  guint            timeout = job->request->timeout_ms > 0 ? job->request->timeout_ms : DEFAULT_TIMEOUT;
  gsize            max_body = job->request->max_body > 0 ? job->request->max_body : DEFAULT_MAX_BODY;
  gint64           end = g_get_monotonic_time () + MIN (timeout * G_GINT64_CONSTANT (1000), job->patience);
  g_autoptr (GUri) uri = g_uri_ref (job->uri);

  for (guint hops = 0; hops <= MAX_REDIRECTS; hops++)
    {
      g_autoptr (SoupMessage)       message = build_message (job, uri);
      g_autoptr (TuttiHttpResponse) response = NULL;
      g_autoptr (GUri)              next = NULL;
      DexFuture                    *answer = tutti_http_exchange (job->http->session, message, max_body);
      DexFuture                    *deadline = dex_timeout_new_deadline (end);

      response = dex_await_boxed (dex_future_first (answer, deadline, dex_ref (given_up), NULL), error);
      if (response == NULL)
        return NULL;

      next = follow (job, uri, response);
      if (next == NULL)
        return g_steal_pointer (&response);

      g_uri_unref (uri);
      uri = g_steal_pointer (&next);
    }

  g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "More than %d redirects", MAX_REDIRECTS);

  return NULL;
}

/* --- what it means --- */

/* The border to libsoup and GIO: which of our errors a failed try is, and
 * whether the service can have seen the request. */
static TuttiError
classify (const GError  *error,
          TuttiRetryEnd *end,
          gboolean      *is_final)
{
  *end = TUTTI_RETRY_CUT;
  *is_final = FALSE;

  if (error->domain == TUTTI_ERROR)
    {
      *is_final = TRUE;
      return (TuttiError) error->code;
    }

  /* Also a head that was cut: libsoup does not tell it from nonsense. */
  if (error->domain == SOUP_SESSION_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return TUTTI_ERROR_BAD_ANSWER;

  if (error->domain == G_TLS_ERROR && !g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
    *is_final = TRUE;

  if (error->domain == G_RESOLVER_ERROR
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED))
    *end = TUTTI_RETRY_NOT_SENT;

  return TUTTI_ERROR_OFFLINE;
}

static GError *
new_cancelled (void)
{
  return g_error_new_literal (TUTTI_ERROR, TUTTI_ERROR_CANCELLED, "Nobody waits for the answer");
}

static TuttiHttpVerdict
judge (Job               *job,
       TuttiHttpResponse *response)
{
  TuttiHttpVerdict verdict = TUTTI_HTTP_VERDICT_OK;

  if (job->request->judge != NULL)
    verdict = job->request->judge (response->status, response->body);
  if (verdict == TUTTI_HTTP_VERDICT_OK && response->status == TUTTI_HTTP_TOO_MANY)
    verdict = TUTTI_HTTP_VERDICT_RETRY;

  return verdict;
}

/* Lets the bucket rest; a longer rest that was asked for before stays. */
static void
rest (Job     *job,
      gint64   until_ms,
      gboolean is_quota,
      gboolean is_said)
{
  if (job->limit == NULL || tutti_http_limit_get_not_before (job->limit, NULL) > until_ms)
    return;

  tutti_http_limit_set_not_before (job->limit, until_ms, is_quota);
  if (is_said)
    g_signal_emit (job->http, signals[NOT_BEFORE], 0, job->request->bucket, until_ms);
}

/* One try and its meaning. Returns the final answer, or NULL: with an error if
 * that is final too, else with when to try again. */
static TuttiHttpResponse *
try_and_judge (Job       *job,
               DexFuture *given_up,
               guint      tries,
               gboolean   is_last,
               gint64    *again_at,
               GError   **error)
{
  g_autoptr (TuttiHttpResponse) response = NULL;
  g_autoptr (GError)            reason = NULL;
  g_autofree char              *what = describe (job->request->method, job->uri);
  gint64                        now;
  guint                         delay = tutti_retry_get_delay (tries, job->http->back_off, g_random_double ());
  gint64                        said;
  gint64                        begun = g_get_monotonic_time ();

  response = try_once (job, given_up, &reason);
  job->patience -= g_get_monotonic_time () - begun;
  is_last = is_last || job->patience <= 0;
  now = tutti_clock_now ();
  *again_at = now + delay;

  if (dex_future_is_rejected (given_up))
    {
      g_propagate_error (error, new_cancelled ());
      return NULL;
    }

  if (response == NULL)
    {
      TuttiRetryEnd end;
      gboolean      is_final;
      TuttiError    code = classify (reason, &end, &is_final);

      g_debug ("%s: %s (try %u)", what, reason->message, tries);
      if (is_last || is_final || !tutti_retry_may (end, 0, job->is_safe))
        g_set_error (error, TUTTI_ERROR, (int) code, "%s: %s", what, reason->message);
      return NULL;
    }

  g_debug ("%s: %u, %" G_GSIZE_FORMAT " bytes (try %u)", what, response->status, g_bytes_get_size (response->body), tries);
  said = response->retry_at_ms;
  if (said == 0 && response->status >= 400 && job->request->read_rest != NULL)
    said = job->request->read_rest (response->body);

  switch (judge (job, response))
    {
    case TUTTI_HTTP_VERDICT_QUOTA:
      if (said <= now)
        said = job->request->quota_until;
      rest (job, said > now ? said : now + QUOTA_REST, TRUE, TRUE);
      g_propagate_error (error, tutti_error_new_with_number (TUTTI_ERROR_QUOTA_EXCEEDED, said > now ? said : 0, "%s: the quota is used up", what));
      return NULL;

    case TUTTI_HTTP_VERDICT_RETRY:
      *again_at = MAX (*again_at, said);
      rest (job, *again_at, FALSE, said > now);
      if (is_last || *again_at - now > TUTTI_HTTP_LONGEST_WAIT)
        g_propagate_error (error, tutti_error_new_with_number (TUTTI_ERROR_RATE_LIMITED, said > now ? said : 0, "%s: too many requests", what));
      return NULL;

    case TUTTI_HTTP_VERDICT_OK:
      if (response->status < 500)
        return g_steal_pointer (&response);
      if (response->status == SOUP_STATUS_SERVICE_UNAVAILABLE && said > now)
        {
          *again_at = MAX (*again_at, said);
          rest (job, *again_at, FALSE, TRUE);
        }
      if (is_last || *again_at - now > TUTTI_HTTP_LONGEST_WAIT || !tutti_retry_may (TUTTI_RETRY_ANSWERED, response->status, job->is_safe))
        g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_SERVER, "%s: the server answered %u", what, response->status);
      return NULL;
    }

  g_return_val_if_reached (NULL);
}

static gboolean
wait_for_turn (Job       *job,
               DexFuture *given_up,
               gboolean   is_again,
               GError   **error)
{
  g_autoptr (DexFuture) turn = tutti_http_limit_acquire (job->limit, is_again);

  dex_await (tutti_fiber_until (dex_ref (turn), given_up), NULL);
  if (dex_future_is_rejected (given_up))
    {
      /* The turn may have come after we stopped to wait for it. */
      if (dex_future_is_resolved (turn))
        tutti_http_limit_release (job->limit);
      g_propagate_error (error, new_cancelled ());
      return FALSE;
    }

  return dex_future_get_value (turn, error) != NULL;
}

static DexFuture *
send_fiber (DexFuture *given_up,
            gpointer   data)
{
  Job  *job = data;
  guint max_tries = job->request->max_tries > 0 ? job->request->max_tries : DEFAULT_TRIES;

  for (guint tries = 1;; tries++)
    {
      g_autoptr (TuttiHttpResponse) response = NULL;
      g_autoptr (GError)            error = NULL;
      gint64                        again_at = 0;
      gint64                        wait;

      if (job->limit != NULL && !wait_for_turn (job, given_up, tries > 1, &error))
        return dex_future_new_for_error (g_steal_pointer (&error));

      response = try_and_judge (job, given_up, tries, tries >= max_tries, &again_at, &error);
      if (job->limit != NULL)
        tutti_http_limit_release (job->limit);

      if (response != NULL)
        return dex_future_new_take_boxed (TUTTI_TYPE_HTTP_RESPONSE, g_steal_pointer (&response));
      if (error != NULL)
        return dex_future_new_for_error (g_steal_pointer (&error));

      wait = MAX (again_at - tutti_clock_now (), 0);
      dex_await (tutti_fiber_until (dex_timeout_new_msec ((int) wait), given_up), NULL);
      if (dex_future_is_rejected (given_up))
        return dex_future_new_for_error (new_cancelled ());
    }
}

/* --- the object --- */

static TuttiHttpLimit *
ensure_limit (TuttiHttp  *self,
              const char *bucket)
{
  TuttiHttpLimit *limit = g_hash_table_lookup (self->limits, bucket);

  if (limit == NULL)
    {
      limit = tutti_http_limit_new (bucket);
      g_hash_table_insert (self->limits, g_strdup (bucket), limit);
    }

  return limit;
}

static void
tutti_http_dispose (GObject *object)
{
  TuttiHttp *self = TUTTI_HTTP (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->limits, g_hash_table_unref);

  G_OBJECT_CLASS (tutti_http_parent_class)->dispose (object);
}

static void
tutti_http_class_init (TuttiHttpClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = tutti_http_dispose;

  signals[NOT_BEFORE] = g_signal_new ("not-before", TUTTI_TYPE_HTTP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
}

static void
tutti_http_init (TuttiHttp *self)
{
  self->session = soup_session_new_with_options ("max-conns", 20, "max-conns-per-host", 6, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);
  self->limits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tutti_http_limit_unref);
  self->back_off = DEFAULT_BACK_OFF;
}

TuttiHttp *
tutti_http_new (void)
{
  return g_object_new (TUTTI_TYPE_HTTP, NULL);
}

void
tutti_http_set_back_off (TuttiHttp *self,
                         guint      base_ms)
{
  g_return_if_fail (TUTTI_IS_HTTP (self));

  self->back_off = base_ms;
}

void
tutti_http_set_limit (TuttiHttp  *self,
                      const char *bucket,
                      double      per_second,
                      guint       burst)
{
  g_return_if_fail (TUTTI_IS_HTTP (self));
  g_return_if_fail (bucket != NULL);

  tutti_http_limit_set_rate (ensure_limit (self, bucket), per_second, burst);
}

void
tutti_http_set_not_before (TuttiHttp  *self,
                           const char *bucket,
                           gint64      unix_ms,
                           gboolean    is_quota)
{
  g_return_if_fail (TUTTI_IS_HTTP (self));
  g_return_if_fail (bucket != NULL);

  tutti_http_limit_set_not_before (ensure_limit (self, bucket), unix_ms, is_quota);
}

gint64
tutti_http_get_not_before (TuttiHttp  *self,
                           const char *bucket,
                           gboolean   *is_quota)
{
  g_return_val_if_fail (TUTTI_IS_HTTP (self), 0);
  g_return_val_if_fail (bucket != NULL, 0);

  return tutti_http_limit_get_not_before (ensure_limit (self, bucket), is_quota);
}

/* NULL if the request can be sent as it is, else why not. */
static const char *
check_request (TuttiHttpRequest *request,
               GUri             *uri)
{
  if (uri == NULL || !is_allowed (uri))
    return "The address is neither https nor on this machine";

  for (const char *c = request->method; *c != '\0'; c++)
    if (!g_ascii_isupper (*c))
      return "The method is odd";
  for (char **text = request->headers; text != NULL && *text != NULL; text++)
    if (strpbrk (*text, "\r\n") != NULL)
      return "A header has more than one line";
  if (request->bearer != NULL && strpbrk (tutti_secret_reveal (request->bearer), "\r\n") != NULL)
    return "The token has more than one line";
  if (request->scheme != NULL && strpbrk (request->scheme, " \r\n") != NULL)
    return "The authorization scheme is not a word";

  return NULL;
}

DexFuture *
tutti_http_send (TuttiHttp        *self,
                 TuttiHttpRequest *request)
{
  g_autoptr (GUri) uri = NULL;
  const char      *refused;
  Job             *job;

  g_return_val_if_fail (TUTTI_IS_HTTP (self), NULL);
  g_return_val_if_fail (request != NULL, NULL);

  uri = g_uri_parse (request->uri, SOUP_HTTP_URI_FLAGS, NULL);
  refused = check_request (request, uri);
  if (refused != NULL)
    return dex_future_new_reject (TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, "%s", refused);

  job = g_new0 (Job, 1);
  job->http = g_object_ref (self);
  job->request = tutti_http_request_ref (request);
  job->uri = g_steal_pointer (&uri);
  job->patience = (request->patience_ms > 0 ? request->patience_ms : DEFAULT_PATIENCE) * G_GINT64_CONSTANT (1000);
  job->is_safe = request->is_safe || tutti_retry_is_idempotent (request->method);
  if (request->bucket != NULL)
    job->limit = tutti_http_limit_ref (ensure_limit (self, request->bucket));

  return tutti_fiber_spawn (send_fiber, job, job_free);
}
