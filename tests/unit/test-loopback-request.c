/* test-loopback-request.c: only what a browser sends is understood
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-loopback-request.h"

#include <string.h>

static void
test_head (void)
{
  static const struct
  {
    const char *text;
    guint       status;
    const char *method;
    const char *target;
    const char *host;
    guint64     length;
  } cases[] = {
    { "GET /a HTTP/1.1\r\nHost: h:1\r\n\r\n", 200, "GET", "/a", "h:1" },
    { "GET /a?b=c&d HTTP/1.0\r\nhOST:h\r\n\r\nmore", 200, "GET", "/a?b=c&d", "h" },
    { "GET / HTTP/1.1\r\n\r\n", 200, "GET", "/", NULL },
    { "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 200, "GET", "/", NULL },
    { "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\nHost: a\r\n\r\n", 200, "GET", "/", NULL },
    { "POST / HTTP/1.1\r\nContent-Length: 16384\r\n\r\n", 200, "POST", "/", NULL, 16384 },
    { "POST / HTTP/1.1\r\nContent-Length: 16385\r\n\r\n", 413 },
    { "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999999\r\n\r\n", 413 },
    { "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400 },
    { "POST / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n", 400 },
    { "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400 },
    { "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n", 400 },
    { "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { "", 0 },
    { "G", 0 },
    { "GET / HTTP/1.1\r\nHost: a\r\n", 0 },
    { "GET / HTTP/1.1\nHost: a\n\n", 0 },
    { "GET / HTTP/2\r\n\r\n", 400 },
    { "GET / HTTP/1.1 \r\n\r\n", 400 },
    { "GET  / HTTP/1.1\r\n\r\n", 400 },
    { " GET / HTTP/1.1\r\n\r\n", 400 },
    { "GET /\r\n\r\n", 400 },
    { "GET\r\n\r\n", 400 },
    { "\r\n\r\n", 400 },
    { "\r\nGET / HTTP/1.1\r\n\r\n", 400 },
    { "GET http://127.0.0.1/a HTTP/1.1\r\n\r\n", 400 },
    { "GET a HTTP/1.1\r\n\r\n", 400 },
    { "GET * HTTP/1.1\r\n\r\n", 400 },
    { "GET /a#b HTTP/1.1\r\n\r\n", 400 },
    { "GET /\xc3\xbc HTTP/1.1\r\n\r\n", 400 },
    { "GET /a\tb HTTP/1.1\r\n\r\n", 400 },
    { "G(T / HTTP/1.1\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nHost\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n: a\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nA: b\r\n c: d\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nA: b\nHost: c\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nA: b\rHost: c\r\n\r\n", 400 },
    { "\x16\x03\x01\x02\r\n\r\n", 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char  *buffer = g_strdup (cases[i].text);
      TuttiLoopbackHead head;
      gsize             head_length = 0;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (tutti_loopback_head_read (buffer, strlen (buffer), &head, &head_length), ==, cases[i].status);
      if (cases[i].status == 0)
        g_assert_cmpstr (buffer, ==, cases[i].text);
      if (cases[i].status != 200)
        continue;
      g_assert_cmpstr (head.method, ==, cases[i].method);
      g_assert_cmpstr (head.target, ==, cases[i].target);
      g_assert_cmpstr (head.host, ==, cases[i].host);
      g_assert_cmpuint (head.length, ==, cases[i].length);
      g_assert_true (cases[i].text + head_length == strstr (cases[i].text, "\r\n\r\n") + 4);
    }
}

static void
test_head_types (void)
{
  static const struct
  {
    const char *type;
    gboolean    is_form;
  } cases[] = {
    { "application/x-www-form-urlencoded", TRUE },
    { "Application/X-WWW-Form-Urlencoded; charset=utf-8", TRUE },
    { "application/x-www-form-urlencodedx", FALSE },
    { "text/plain", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char  *buffer = g_strdup_printf ("POST / HTTP/1.1\r\nContent-Type: %s\r\n\r\n", cases[i].type);
      TuttiLoopbackHead head;
      gsize             head_length;

      g_assert_cmpuint (tutti_loopback_head_read (buffer, strlen (buffer), &head, &head_length), ==, 200);
      g_assert_cmpint (head.is_form, ==, cases[i].is_form);
    }
}

static void
test_head_large (void)
{
  g_autofree char  *letters = g_strnfill (TUTTI_LOOPBACK_MAX_HEAD, 'a');
  g_autofree char  *whole = g_strdup_printf ("GET /%s HTTP/1.1\r\n\r\n", letters);
  char              zero[] = "GET /\0 HTTP/1.1\r\n\r\n";
  TuttiLoopbackHead head;
  gsize             head_length;

  g_assert_cmpuint (tutti_loopback_head_read (letters, TUTTI_LOOPBACK_MAX_HEAD, &head, &head_length), ==, 431);
  g_assert_cmpuint (tutti_loopback_head_read (letters, TUTTI_LOOPBACK_MAX_HEAD - 1, &head, &head_length), ==, 0);
  g_assert_cmpuint (tutti_loopback_head_read (whole, strlen (whole), &head, &head_length), ==, 431);
  g_assert_cmpuint (tutti_loopback_head_read (zero, sizeof zero - 1, &head, &head_length), ==, 400);
}

static void
test_answer (void)
{
  static const struct
  {
    const char *query;
    gboolean    good;
    const char *code;
    const char *state;
    const char *error;
    const char *issuer;
  } cases[] = {
    { "code=a&state=b", TRUE, "a", "b" },
    { "state=b&code=a+b%2B%c3%BC&iss=https%3A%2F%2Fq.example", TRUE, "a b+ü", "b", NULL, "https://q.example" },
    { "error=access_denied&error_description=No!&state=b", TRUE, NULL, "b", "access_denied" },
    { "error_reason=user_denied&state=b", TRUE, NULL, "b", "user_denied" }, /* Deezer */
    { "error=access_denied&error_reason=user_denied&state=b", TRUE, NULL, "b", "access_denied" },
    { "error_reason=user_denied&error=access_denied&state=b", TRUE, NULL, "b", "access_denied" },
    { "c%6fde=a", TRUE, "a" },
    { "", TRUE },
    { "&", TRUE },
    { "code", TRUE, "" },
    { "code=", TRUE, "" },
    { "code=a=b", TRUE, "a=b" },
    { "other=1&more=2", TRUE },
    { "code=a&code=a", FALSE },
    { "code=a&c%6Fde=b", FALSE },
    { "state=a&state=b", FALSE },
    { "other=1&other=1", FALSE },
    { "a&&b", TRUE },
    { "a&&&b", FALSE },
    { "code=%", FALSE },
    { "code=%4", FALSE },
    { "code=%4g", FALSE },
    { "code=%00", FALSE },
    { "code=a%00b", FALSE },
    { "code=%ff", FALSE },
    { "%ff=a", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TuttiLoopbackAnswer) answer = tutti_loopback_answer_read (cases[i].query, strlen (cases[i].query));

      g_test_message ("%s", cases[i].query);
      g_assert_cmpint (answer != NULL, ==, cases[i].good);
      if (answer == NULL)
        continue;
      g_assert_cmpstr (answer->code != NULL ? tutti_secret_reveal (answer->code) : NULL, ==, cases[i].code);
      g_assert_cmpstr (answer->state != NULL ? tutti_secret_reveal (answer->state) : NULL, ==, cases[i].state);
      g_assert_cmpstr (answer->error, ==, cases[i].error);
      g_assert_cmpstr (answer->issuer, ==, cases[i].issuer);
    }
}

static void
test_answer_many (void)
{
  g_autoptr (GString) query = g_string_new (NULL);

  for (guint i = 0; i < 33; i++)
    {
      g_autoptr (TuttiLoopbackAnswer) answer = tutti_loopback_answer_read (query->str, query->len);

      g_assert_nonnull (answer);
      g_string_append_printf (query, "n%u=v&", i);
    }
  g_assert_null (tutti_loopback_answer_read (query->str, query->len));
}

/* Heads and queries that a good one turned into. Nothing to assert but that
 * memory stays whole (under the sanitizers) and that what is good stays exact. */
static void
test_fuzz (void)
{
  static const char      good[] = "GET /callback?code=abc%2Fd&state=s%74ate&iss=x HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nContent-Length: 3\r\nAccept: */*\r\n\r\na=b";
  static const char      odd[] = "\0\r\n %&=?#:/ab\xff+";
  g_autoptr (GRand)      rand = g_rand_new_with_seed (20260504);
  guint                  n_good = 0;

  for (guint round = 0; round < 20000; round++)
    {
      gsize             length = sizeof good - 1;
      g_autofree char  *buffer = g_malloc (length); /* exact: reading past it shows */
      TuttiLoopbackHead head;
      gsize             head_length = 0;

      memcpy (buffer, good, length);
      for (gint32 i = g_rand_int_range (rand, 1, 4); i > 0; i--)
        buffer[g_rand_int_range (rand, 0, (gint32) length)] = odd[g_rand_int_range (rand, 0, sizeof odd - 1)];
      if (round % 4 == 0)
        {
          length = (gsize) g_rand_int_range (rand, 1, (gint32) length);
          buffer = g_realloc (buffer, length);
        }

      if (tutti_loopback_head_read (buffer, length, &head, &head_length) == 200)
        {
          const char                     *query = strchr (head.target, '?');
          g_autoptr (TuttiLoopbackAnswer) answer = NULL;

          n_good++;
          g_assert_cmpuint (head_length, <=, length);
          g_assert_cmpuint (head.length, <=, TUTTI_LOOPBACK_MAX_BODY);
          g_assert_null (strpbrk (head.target, " \r\n#"));
          if (query != NULL)
            answer = tutti_loopback_answer_read (query + 1, strlen (query + 1));
          if (answer != NULL && answer->code != NULL)
            g_assert_true (g_utf8_validate (tutti_secret_reveal (answer->code), -1, NULL));
        }
    }

  g_assert_cmpuint (n_good, >, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loopback-request/head", test_head);
  g_test_add_func ("/loopback-request/head-types", test_head_types);
  g_test_add_func ("/loopback-request/head-large", test_head_large);
  g_test_add_func ("/loopback-request/answer", test_answer);
  g_test_add_func ("/loopback-request/answer-many", test_answer_many);
  g_test_add_func ("/loopback-request/fuzz", test_fuzz);

  return g_test_run ();
}
