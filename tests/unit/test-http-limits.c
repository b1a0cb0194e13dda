/* test-http-limits.c: rate limits, quotas and cancelling, over real sockets
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-clock.h"
#include "tutti-error.h"

#include "http-world.h"

#include <string.h>

#define HOUR_MS (60 * 60 * 1000)

/* --- limits --- */

/* Sends `n` at once, waits for all, and gives the time it took. */
static gint64
send_many (TuttiHttp  *http,
           Server     *server,
           const char *bucket,
           guint       n)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (DexFuture) all = NULL;
  g_autoptr (GError)    error = NULL;
  gint64                begin = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char             *path = g_strdup_printf ("%u", i);
      g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, path);

      request->bucket = g_strdup (bucket);
      g_ptr_array_add (futures, tutti_http_send (http, request));
    }
  all = dex_future_allv ((DexFuture **) futures->pdata, n);
  http_run_until_done (all);
  dex_future_get_value (all, &error);
  g_assert_no_error (error);

  return (g_get_monotonic_time () - begin) / 1000;
}

static void
test_burst (void)
{
  static const Answer answers[] = { { 200, .delay_ms = 100 } }; /* so long that a busy machine gets round to all */
  g_autoptr (Server)  server = http_server_new (answers, 1);
  TuttiHttp          *http = http_new ();

  tutti_http_set_limit (http, "quaver", 0, 2);
  send_many (http, server, "quaver", 7);
  g_assert_cmpuint (server->n_most, ==, 2);
  g_assert_cmpuint (server->n_requests, ==, 7);

  /* Another bucket has nothing to do with it. */
  server->n_most = 0;
  send_many (http, server, "other", 4);
  g_assert_cmpuint (server->n_most, >, 2);
  http_assert_gone (http);
}

static void
test_rate (void)
{
  static const Answer answers[] = { { 200 } };
  g_autoptr (Server)  server = http_server_new (answers, 1);
  TuttiHttp          *http = http_new ();

  /* Two at once, then one every 40 ms. */
  tutti_http_set_limit (http, "quaver", 25, 2);
  g_assert_cmpint (send_many (http, server, "quaver", 7), >=, 5 * 40 - 5);
  g_assert_cmpuint (server->n_requests, ==, 7);
  http_assert_gone (http);
}

/* --- patience --- */

/* What is given up is all tries together: a server that says nothing, one that
 * stops in the middle, one that goes on and on. */
static void
test_patience (void)
{
  static const struct
  {
    const char *why;
    const char *head;
  } cases[] = {
    { "silent from the start", "" },
    { "silent after the headers", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" },
    { "silent in the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"it" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Raw)               raw = raw_new (cases[i].head, G_MAXSIZE);
      TuttiHttp                    *http = http_new ();
      g_autoptr (TuttiHttpRequest)  request = tutti_http_request_new ("GET", raw->uri);
      g_autoptr (TuttiHttpResponse) response = NULL;
      g_autoptr (GError)            error = NULL;
      gint64                        begin = g_get_monotonic_time ();
      gint64                        ms;

      g_test_message ("%s", cases[i].why);
      request->timeout_ms = 400;
      request->patience_ms = 1000;
      response = http_send (http, request, &error);
      ms = (g_get_monotonic_time () - begin) / 1000;
      g_assert_null (response);
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_OFFLINE);
      g_assert_cmpint (ms, >=, 1000);
      /* 400, 400 and what is left, if a busy machine leaves anything; without patience it would be four. */
      g_assert_cmpint (g_atomic_int_get (&raw->n_seen), >=, 1);
      g_assert_cmpint (g_atomic_int_get (&raw->n_seen), <=, 3);
      http_run_until_int (&raw->n_closed, g_atomic_int_get (&raw->n_seen));
      http_assert_gone (http);
    }
}

/* A turn that is waited for is no silence. */
static void
test_patience_in_turn (void)
{
  static const Answer answers[] = { { 200, .delay_ms = 100 } };
  g_autoptr (Server)  server = http_server_new (answers, 1);
  TuttiHttp          *http = http_new ();

  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);

  tutti_http_set_limit (http, "quaver", 0, 1);
  for (guint i = 0; i < 12; i++)
    {
      g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, "");

      request->bucket = g_strdup ("quaver");
      request->patience_ms = 1000;
      g_ptr_array_add (futures, tutti_http_send (http, request));
    }
  for (guint i = 0; i < futures->len; i++)
    {
      g_autoptr (GError) error = NULL;

      http_run_until_done (g_ptr_array_index (futures, i));
      dex_future_get_value (g_ptr_array_index (futures, i), &error);
      g_assert_no_error (error);
    }
  g_clear_pointer (&futures, g_ptr_array_unref);
  http_assert_gone (http);
}

typedef struct
{
  guint  n;
  char  *bucket;
  gint64 until;
} Noted;

static void
not_before_cb (TuttiHttp  *http,
               const char *bucket,
               gint64      until,
               gpointer    data)
{
  Noted *noted = data;

  noted->n++;
  g_set_str (&noted->bucket, bucket);
  noted->until = until;
}

/* As services that tell in the body only when they may be asked again. */
static gint64
read_rest_cb (GBytes *body)
{
  return g_bytes_get_size (body) == strlen ("HOUR") ? tutti_clock_now () + HOUR_MS : 0;
}

static int
send_code (TuttiHttp *http,
           Server    *server,
           gint64    *number)
{
  g_autoptr (TuttiHttpRequest)  request = http_new_request ("GET", server, "");
  g_autoptr (GError)            error = NULL;
  g_autoptr (TuttiHttpResponse) response = NULL;

  request->bucket = g_strdup ("quaver");
  request->judge = http_judge_cb;
  request->read_rest = read_rest_cb;
  response = http_send (http, request, &error);
  if (number != NULL)
    *number = tutti_error_get_number (error);

  return response != NULL ? ANY : error->code;
}

static void
test_quota (void)
{
  static const Answer answers[] = { { 403, NULL, NULL, "QUOTA" }, { 200 } };
  g_autoptr (Server)  server = http_server_new (answers, 2);
  TuttiHttp          *http = http_new ();
  Noted               noted = { 0 };
  gint64              now = tutti_clock_now ();
  gint64              number = -1;
  gboolean            is_quota = FALSE;

  g_signal_connect (http, "not-before", G_CALLBACK (not_before_cb), &noted);
  g_assert_cmpint (send_code (http, server, &number), ==, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_assert_cmpint (number, ==, 0);
  g_assert_cmpuint (noted.n, ==, 1);
  g_assert_cmpstr (noted.bucket, ==, "quaver");
  g_assert_cmpint (noted.until, >=, now + 15 * 60 * 1000);
  g_assert_cmpint (noted.until, <, now + 16 * 60 * 1000);
  g_assert_cmpint (tutti_http_get_not_before (http, "quaver", &is_quota), ==, noted.until);
  g_assert_true (is_quota);

  /* The circuit is open: nothing is sent. */
  g_assert_cmpint (send_code (http, server, &number), ==, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_assert_cmpint (number, ==, noted.until);
  g_assert_cmpuint (server->n_requests, ==, 1);

  /* It closes by itself. */
  tutti_clock_set_offset (HOUR_MS);
  g_assert_cmpint (tutti_http_get_not_before (http, "quaver", &is_quota), ==, 0);
  g_assert_false (is_quota);
  g_assert_cmpint (send_code (http, server, NULL), ==, ANY);
  tutti_clock_set_offset (0);

  /* And by what the owner stored. */
  tutti_http_set_not_before (http, "quaver", tutti_clock_now () + HOUR_MS, TRUE);
  g_assert_cmpint (send_code (http, server, NULL), ==, TUTTI_ERROR_QUOTA_EXCEEDED);
  tutti_http_set_not_before (http, "quaver", 0, FALSE);
  g_assert_cmpint (send_code (http, server, NULL), ==, ANY);
  g_assert_cmpuint (server->n_requests, ==, 3);
  g_assert_cmpuint (noted.n, ==, 1);

  g_free (noted.bucket);
  http_assert_gone (http);
}

static void
check_rest (const Answer *answers)
{
  g_autoptr (Server)  server = http_server_new (answers, 2);
  TuttiHttp          *http = http_new ();
  Noted               noted = { 0 };
  gint64              now = tutti_clock_now ();
  gint64              number = 0;
  gint64              begin;
  gboolean            is_quota = TRUE;

  g_signal_connect (http, "not-before", G_CALLBACK (not_before_cb), &noted);
  g_assert_cmpint (send_code (http, server, &number), ==, TUTTI_ERROR_RATE_LIMITED);
  g_assert_cmpint (number, >=, now + HOUR_MS);
  g_assert_cmpint (noted.until, >=, now + HOUR_MS);
  g_assert_cmpint (tutti_http_get_not_before (http, "quaver", &is_quota), ==, noted.until);
  g_assert_false (is_quota);
  g_assert_cmpint (send_code (http, server, NULL), ==, TUTTI_ERROR_RATE_LIMITED);
  g_assert_cmpuint (server->n_requests, ==, 1);

  /* A short rest is waited for. */
  begin = g_get_monotonic_time ();
  tutti_http_set_not_before (http, "quaver", tutti_clock_now () + 150, FALSE);
  g_assert_cmpint (send_code (http, server, NULL), ==, ANY);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 140 * 1000);
  g_assert_cmpuint (noted.n, ==, 1);

  g_free (noted.bucket);
  http_assert_gone (http);
}

static void
test_rest (void)
{
  static const Answer in_header[] = { { 429, "Retry-After", "3600" }, { 200 } };
  static const Answer in_body[] = { { 429, NULL, NULL, "HOUR" }, { 200 } };

  check_rest (in_header);
  check_rest (in_body);
}

/* A short wait of one request never shortens the long one of another. */
static void
test_rest_stays (void)
{
  static const Answer answers[] = { { 429, .delay_ms = 300 }, { 200 } };
  g_autoptr (Server)  server = http_server_new (answers, 2);
  TuttiHttp          *http = http_new ();
  g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, "");
  g_autoptr (DexFuture)        future = NULL;
  gint64                       until = tutti_clock_now () + HOUR_MS;
  gboolean                     is_quota = FALSE;
  g_autoptr (GError)           error = NULL;

  request->bucket = g_strdup ("quaver");
  future = tutti_http_send (http, request);
  http_run_for (20);
  tutti_http_set_not_before (http, "quaver", until, TRUE);
  http_run_until_done (future);

  g_assert_null (dex_future_get_value (future, &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_QUOTA_EXCEEDED);
  g_assert_cmpint (tutti_http_get_not_before (http, "quaver", &is_quota), ==, until);
  g_assert_true (is_quota);
  g_assert_cmpuint (server->n_requests, ==, 1);
  http_assert_gone (http);
}

/* --- cancelling --- */

static void
test_cancel_at_once (void)
{
  static const Answer          answers[] = { { 200 } };
  g_autoptr (Server)           server = http_server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, "");
  TuttiHttp                   *http = http_new ();

  request->bucket = g_strdup ("quaver");
  dex_unref (tutti_http_send (http, request));
  http_run_for (50);
  g_assert_cmpuint (server->n_requests, ==, 0);
  http_assert_gone (http);
}

/* While the server thinks, while the body comes, while it waits to try again. */
static void
test_cancel_later (void)
{
  static const char *const heads[] = {
    "",
    "HTTP/1.1 200 OK\r\nContent-Le",
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (Raw)              raw = raw_new (heads[i], G_MAXSIZE);
      g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("GET", raw->uri);
      TuttiHttp                   *http = http_new ();
      DexFuture                   *future;

      g_test_message ("\"%s\"", heads[i]);
      request->bucket = g_strdup ("quaver");
      tutti_http_set_limit (http, "quaver", 0, 1);
      future = tutti_http_send (http, request);
      http_run_until_int (&raw->n_seen, 1);
      http_run_for (30);
      g_assert_cmpint (g_atomic_int_get (&raw->n_closed), ==, 0);
      dex_unref (future);
      http_run_until_int (&raw->n_closed, 1);

      /* The place in the bucket is free again. */
      future = tutti_http_send (http, request);
      http_run_until_int (&raw->n_seen, 2);
      dex_unref (future);
      http_run_until_int (&raw->n_closed, 2);
      http_assert_gone (http);
    }
}

/* At the moment the headers come, where libsoup before 3.7.1 uses freed memory. */
static void
test_cancel_headers (void)
{
  g_autoptr (Raw)              raw = raw_new ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", G_MAXSIZE);
  g_autoptr (TuttiHttpRequest) request = tutti_http_request_new ("GET", raw->uri);

  for (int round = 0; round < 60; round++)
    {
      TuttiHttp *http = http_new ();
      DexFuture *future = tutti_http_send (http, request);

      while (g_atomic_int_get (&raw->n_seen) == round)
        g_main_context_iteration (NULL, FALSE);
      for (int i = 0; i < round % 6; i++)
        g_main_context_iteration (NULL, FALSE);
      dex_unref (future);
      for (int i = 0; i < round % 5; i++)
        g_main_context_iteration (NULL, FALSE);
      g_object_unref (http);
      http_run_until_int (&raw->n_closed, round + 1);
    }
}

static void
test_cancel_waiting (void)
{
  static const Answer          answers[] = { { 429, "Retry-After", "1" } };
  g_autoptr (Server)           server = http_server_new (answers, 1);
  g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, "");
  TuttiHttp                   *http = http_new ();
  DexFuture                   *future = tutti_http_send (http, request);

  http_run_until_int ((int *) &server->n_requests, 1);
  http_run_for (60);
  dex_unref (future);
  http_run_for (1300);
  g_assert_cmpuint (server->n_requests, ==, 1);
  http_assert_gone (http);
}

static void
test_cancel_queued (void)
{
  static const Answer          answers[] = { { 200, .delay_ms = 300 } };
  g_autoptr (Server)           server = http_server_new (answers, 1);
  TuttiHttp                   *http = http_new ();
  g_autoptr (TuttiHttpRequest) first = http_new_request ("GET", server, "first");
  g_autoptr (TuttiHttpRequest) second = http_new_request ("GET", server, "second");
  g_autoptr (TuttiHttpRequest) third = http_new_request ("GET", server, "third");
  g_autoptr (DexFuture)        one = NULL;
  g_autoptr (DexFuture)        three = NULL;
  DexFuture                   *two;

  tutti_http_set_limit (http, "quaver", 0, 1);
  first->bucket = g_strdup ("quaver");
  second->bucket = g_strdup ("quaver");
  third->bucket = g_strdup ("quaver");
  one = tutti_http_send (http, first);
  two = tutti_http_send (http, second);
  three = tutti_http_send (http, third);
  http_run_for (30);
  dex_unref (two);
  http_run_until_done (three);

  g_assert_true (dex_future_is_resolved (one));
  g_assert_true (dex_future_is_resolved (three));
  g_assert_cmpstr (server->log->str, ==, "GET /first\nGET /third\n");
  http_assert_gone (http);
}

/* Many that start, end and are dropped in the same turns of the loop. */
static void
test_cancel_storm (void)
{
  static const Answer   answers[] = { { 200 }, { 200, .delay_ms = 1 }, { 429 }, { 200, .delay_ms = 2 }, { 500 }, { 200 } };
  g_autoptr (Server)    server = http_server_new (answers, G_N_ELEMENTS (answers));
  TuttiHttp            *http = http_new ();
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GRand)     rand = g_rand_new_with_seed (4711);

  tutti_http_set_limit (http, "quaver", 0, 3);
  for (guint i = 0; i < 600; i++)
    {
      g_autoptr (TuttiHttpRequest) request = http_new_request ("GET", server, "");

      request->bucket = g_strdup ("quaver");
      g_ptr_array_add (futures, tutti_http_send (http, request));
      for (int turns = g_rand_int_range (rand, 0, 6); turns > 0; turns--)
        g_main_context_iteration (NULL, FALSE);
      if (i % 7 == 0)
        server->n_requests = 0;
      while (futures->len > 5)
        g_ptr_array_remove_index_fast (futures, (guint) g_rand_int_range (rand, 0, (gint32) futures->len));
    }
  for (guint i = 0; i < futures->len; i++)
    http_run_until_done (g_ptr_array_index (futures, i));
  g_ptr_array_set_size (futures, 0);
  http_run_for (50);

  send_many (http, server, "quaver", 3);
  http_assert_gone (http);
}

int
main (int    argc,
      char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http/burst", test_burst);
  g_test_add_func ("/http/rate", test_rate);
  g_test_add_func ("/http/patience", test_patience);
  g_test_add_func ("/http/patience/in-turn", test_patience_in_turn);
  g_test_add_func ("/http/quota", test_quota);
  g_test_add_func ("/http/rest", test_rest);
  g_test_add_func ("/http/rest-stays", test_rest_stays);
  g_test_add_func ("/http/cancel/at-once", test_cancel_at_once);
  g_test_add_func ("/http/cancel/later", test_cancel_later);
  g_test_add_func ("/http/cancel/headers", test_cancel_headers);
  g_test_add_func ("/http/cancel/waiting", test_cancel_waiting);
  g_test_add_func ("/http/cancel/queued", test_cancel_queued);
  g_test_add_func ("/http/cancel/storm", test_cancel_storm);

  return g_test_run ();
}
