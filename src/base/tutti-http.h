/* tutti-http.h: the one place that sends HTTP
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <libdex.h>

#include "tutti-secret.h"

G_BEGIN_DECLS

/* --- what to ask --- */

#define TUTTI_TYPE_HTTP_REQUEST (tutti_http_request_get_type ())

/* What an answer means for the budget of a service, where the status alone
 * does not tell: Spotify's QUOTA_EXCEEDED inside a 429, Deezer's quota error
 * inside a 200. */
typedef enum
{
  TUTTI_HTTP_VERDICT_OK,    /* take it as its status says */
  TUTTI_HTTP_VERDICT_RETRY, /* wait and try again, as for a 429 */
  TUTTI_HTTP_VERDICT_QUOTA, /* stop: open the circuit of this bucket */
} TuttiHttpVerdict;

typedef TuttiHttpVerdict (*TuttiHttpJudge) (guint   status,
                                            GBytes *body);

/* When a refused request may be sent again, where only the body tells; Unix ms, 0: it does not. */
typedef gint64 (*TuttiHttpReadRest) (GBytes *body);

/* One request. Fields are set once, before it is sent. Boxed, ref counted. */
typedef struct
{
  grefcount ref_count;

  char        *method;       /* (owned) */
  char        *uri;          /* (owned) https, or http on 127.0.0.1 and [::1]; anything else is BAD_INPUT */
  char        *bucket;       /* (owned) (nullable) whose rate limit it counts for: a provider's id */
  char        *content_type; /* (owned) (nullable) */
  GBytes      *body;         /* (owned) (nullable) */
  char       **headers;      /* (owned) (nullable) name, value, name, value, …, NULL */
  TuttiSecret *bearer;       /* (owned) (nullable) Authorization: Bearer …; such a request follows no redirect */
  char        *scheme;       /* (owned) (nullable) the word before `bearer` where a service has its own ("OAuth") */
  char        *bearer_name;  /* (owned) (nullable) the parameter of the query that `bearer` goes in, where a service reads no header */
  gboolean     has_secret;   /* the body or a header is a credential: no redirect, never logged */
  gboolean     is_safe;      /* may be sent again after a failure in the middle (GET, PUT, DELETE are by themselves) */
  guint        max_tries;    /* 0: the default of 4 */
  guint        timeout_ms;   /* 0: the default of 30 s, for one try */
  guint        patience_ms;  /* 0: the default of 40 s, for all tries together; turns and rests don't count */
  gsize        max_body;     /* bytes; 0: the default of 8 MB; more is BAD_ANSWER */
  TuttiHttpJudge judge;      /* (nullable) */
  TuttiHttpReadRest read_rest; /* (nullable) */
  gint64       quota_until;  /* when a used up quota begins anew if the answer does not say, Unix ms; 0: nobody knows */
} TuttiHttpRequest;

GType             tutti_http_request_get_type (void) G_GNUC_CONST;
TuttiHttpRequest *tutti_http_request_new (const char *method,
                                          const char *uri) G_GNUC_WARN_UNUSED_RESULT;
TuttiHttpRequest *tutti_http_request_ref (TuttiHttpRequest *self);
void              tutti_http_request_unref (TuttiHttpRequest *self);

/* Adds a header; `name` and `value` are copied. */
void tutti_http_request_add_header (TuttiHttpRequest *self,
                                    const char       *name,
                                    const char       *value);

/* Sets an application/x-www-form-urlencoded body from name, value, …, NULL
 * (a NULL value leaves its name out), marks it as a credential if `has_secret`. */
void tutti_http_request_set_form (TuttiHttpRequest   *self,
                                  gboolean            has_secret,
                                  const char * const *pairs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiHttpRequest, tutti_http_request_unref)

/* --- what came back --- */

#define TUTTI_TYPE_HTTP_RESPONSE (tutti_http_response_get_type ())

typedef struct
{
  gatomicrefcount ref_count;

  guint   status;
  GBytes *body;         /* (owned), may be empty, never NULL; a zero byte stands behind it */
  char   *content_type; /* (owned) (nullable), lower case, without parameters */
  char   *etag;         /* (owned) (nullable) */
  char   *location;     /* (owned) (nullable) of a redirect that was not followed */
  char   *authenticate; /* (owned) (nullable) WWW-Authenticate */
  gint64  retry_at_ms;  /* from Retry-After (seconds or HTTP-date, RFC 9110 10.2.3), of a 429 also from
                         * X-RateLimit-Reset-In, Unix ms; 0 if absent */
} TuttiHttpResponse;

GType              tutti_http_response_get_type (void) G_GNUC_CONST;
TuttiHttpResponse *tutti_http_response_ref (TuttiHttpResponse *self);
void               tutti_http_response_unref (TuttiHttpResponse *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiHttpResponse, tutti_http_response_unref)

/* --- who sends it --- */

#define TUTTI_TYPE_HTTP (tutti_http_get_type ())
G_DECLARE_FINAL_TYPE (TuttiHttp, tutti_http, TUTTI, HTTP, GObject)

/* Lives in the main thread. Emits "not-before" (bucket, Unix ms) when a
 * service asked us to wait, so that the owner can store it; a quota without a
 * known end counts as 15 minutes from now. */
TuttiHttp *tutti_http_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The first wait between two tries is up to `base_ms`, each later one up to
 * twice the one before; 500 unless told. For tests. */
void tutti_http_set_back_off (TuttiHttp *self,
                              guint      base_ms);

/* At most `burst` requests at once and `per_second` on average for `bucket`
 * (a token bucket); requests above that wait their turn, in order. */
void tutti_http_set_limit (TuttiHttp  *self,
                           const char *bucket,
                           double      per_second,
                           guint       burst);

/* Takes up what was stored: no request of `bucket` before `unix_ms`; is_quota
 * says whether the circuit is open (requests fail at once with
 * QUOTA_EXCEEDED) or they wait (short) / fail with RATE_LIMITED (above 60 s). */
void tutti_http_set_not_before (TuttiHttp  *self,
                                const char *bucket,
                                gint64      unix_ms,
                                gboolean    is_quota);

/* Until when `bucket` rests, Unix ms; 0 if it does not. */
gint64 tutti_http_get_not_before (TuttiHttp  *self,
                                  const char *bucket,
                                  gboolean   *is_quota);

/* Sends it, with back-off and jitter for what may be retried (no connection,
 * 429, 503; 500, 502, 504, a cut connection and a timeout if the request is
 * safe to send twice), as long as its patience lasts; dropping the future cancels it at any moment, and the
 * server sees the connection close.
 * Resolves to a TuttiHttpResponse of any status that is not retried or was
 * answered last (a 4xx is an answer: providers read it); rejects with
 * TUTTI_ERROR: OFFLINE, SERVER (5xx to the last), RATE_LIMITED,
 * QUOTA_EXCEEDED (both with the time of their end as number, where the service
 * told it), BAD_ANSWER (body too large, not HTTP), BAD_INPUT (address refused). */
DexFuture *tutti_http_send (TuttiHttp        *self,
                            TuttiHttpRequest *request) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
