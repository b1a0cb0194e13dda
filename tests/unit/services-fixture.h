/* services-fixture.h: what every service's test asks in the same way
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "providers-fixture.h"

#include "tutti-error.h"

#include <string.h>

typedef struct
{
  TuttiRequestKind kind;
  const char      *text;
  const char      *ids;
  const char      *cursor;
  const char      *method;
  const char      *uri;
} Question;

typedef struct
{
  TuttiRequestKind kind;
  const char      *text;
  const char      *ids;
  const char      *cursor;
  TuttiError       code;
} Refused;

/* An answer of a service, in a file of tests/data or written here. */
typedef struct
{
  guint       status;
  const char *file; /* (nullable) */
  const char *text; /* (nullable) */
  TuttiError  code;
} Failure;

typedef struct
{
  guint            status;
  const char      *body;
  TuttiHttpVerdict verdict;
} Verdict;

typedef struct
{
  const char *link;
  const char *id; /* (nullable) NULL: no song of this service */
} Link;

typedef struct
{
  TuttiProviders *providers;
  TuttiProvider  *provider;
} Service;

G_GNUC_UNUSED static void
service_set_up (Service      *service,
                gconstpointer id)
{
  service->providers = new_providers ();
  service->provider = tutti_providers_find (service->providers, id);
  g_assert_nonnull (service->provider);
}

G_GNUC_UNUSED static void
service_tear_down (Service      *service,
                   gconstpointer id)
{
  g_assert_finalize_object (service->providers);
}

#define ADD_SERVICE_TEST(id, path, function) g_test_add ("/" id "/" path, Service, id, service_set_up, function, service_tear_down)

/* --- what is asked --- */

G_GNUC_UNUSED static void
check_questions (TuttiProvider  *provider,
                 const Question *questions,
                 guint           n_questions)
{
  for (guint i = 0; i < n_questions; i++)
    {
      const Question              *question = &questions[i];
      g_autoptr (GError)           error = NULL;
      g_autoptr (TuttiRequest)     request = new_request (question->kind, question->text, question->ids, question->cursor);
      g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (provider, request, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (message->method, ==, question->method);
      g_assert_cmpstr (message->uri, ==, question->uri);
      g_assert_true (g_str_has_prefix (message->bucket, tutti_provider_get_id (provider)));
      g_assert_null (message->bearer);
    }
}

G_GNUC_UNUSED static void
check_refused (TuttiProvider *provider,
               const Refused *refused,
               guint          n_refused)
{
  for (guint i = 0; i < n_refused; i++)
    {
      g_autoptr (GError)           error = NULL;
      g_autoptr (TuttiRequest)     request = new_request (refused[i].kind, refused[i].text, refused[i].ids, refused[i].cursor);
      g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (provider, request, &error);

      g_test_message ("case %u", i);
      g_assert_null (message);
      g_assert_error (error, TUTTI_ERROR, (int) refused[i].code);
    }
}

/* --- how answers read --- */

G_GNUC_UNUSED static TuttiPage *
parse_body (TuttiProvider   *provider,
            TuttiRequestKind kind,
            const char      *cursor,
            GBytes          *body,
            GError         **error)
{
  g_autoptr (TuttiRequest)      request = new_request (kind, NULL, NULL, cursor);
  g_autoptr (TuttiHttpResponse) response = new_response (200, body, "application/json");

  return tutti_provider_parse_page (provider, request, response, error);
}

G_GNUC_UNUSED static TuttiPage *
parse_text (TuttiProvider   *provider,
            TuttiRequestKind kind,
            const char      *cursor,
            const char      *text,
            GError         **error)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return parse_body (provider, kind, cursor, body, error);
}

/* The page in a file of tests/data/ID/. */
G_GNUC_UNUSED static TuttiPage *
parse_file (TuttiProvider   *provider,
            TuttiRequestKind kind,
            const char      *cursor,
            const char      *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = read_answer (tutti_provider_get_id (provider), name);
  TuttiPage         *page = parse_body (provider, kind, cursor, body, &error);

  g_assert_no_error (error);

  return page;
}

/* What anybody is told of `page`, asked at `uri`; the song is `remote_id`, or the one in the answer. */
G_GNUC_UNUSED static TuttiPage *
parse_embed (TuttiProvider *provider,
             const char    *page,
             const char    *uri,
             const char    *remote_id,
             const char    *text,
             GError       **error)
{
  g_autoptr (TuttiHttpRequest)  message = tutti_provider_build_embed (provider, page);
  g_autoptr (GBytes)            body = g_bytes_new (text, strlen (text));
  g_autoptr (TuttiHttpResponse) response = new_response (200, body, "application/json");

  g_assert_cmpstr (message->uri, ==, uri);
  g_assert_true (message->has_secret);
  g_assert_null (message->bearer);

  return tutti_provider_parse_embed (provider, remote_id, page, response, error);
}

/* What is missing on `page`, from the answer in a file to the second question. */
G_GNUC_UNUSED static TuttiPage *
add_details (TuttiProvider   *provider,
             TuttiRequestKind kind,
             const char      *cursor,
             TuttiPage       *page,
             const char      *name)
{
  g_autoptr (GError)            error = NULL;
  g_autoptr (GBytes)            body = read_answer (tutti_provider_get_id (provider), name);
  g_autoptr (TuttiRequest)      request = new_request (kind, NULL, NULL, cursor);
  g_autoptr (TuttiHttpResponse) response = new_response (200, body, "application/json");
  TuttiPage                    *whole = tutti_provider_parse_details (provider, request, page, response, &error);

  g_assert_no_error (error);

  return whole;
}

G_GNUC_UNUSED static TuttiServiceTrack *
get_track (TuttiPage *page,
           guint      position)
{
  TuttiDatedTrack *dated;

  g_assert_cmpuint (position, <, page->items->len);
  dated = g_ptr_array_index (page->items, position);

  return dated->track;
}

G_GNUC_UNUSED static gint64
get_at (TuttiPage *page,
        guint      position)
{
  TuttiDatedTrack *dated = g_ptr_array_index (page->items, position);

  return dated->at;
}

G_GNUC_UNUSED static void
assert_artists (TuttiServiceTrack *track,
                const char        *expected)
{
  g_autofree char *line = tutti_service_track_dup_artist_line (track);

  g_assert_cmpstr (line, ==, expected);
}

/* What nobody understands is an error of its own, never a crash. */
G_GNUC_UNUSED static void
check_bad_answers (TuttiProvider          *provider,
                   const TuttiRequestKind *kinds,
                   guint                   n_kinds)
{
  static const char * const bodies[] = {
    "", " \n", "null", "true", "42", "\"text\"", "{}", "{", "<html>Sign in to the network</html>", "\xff\xfe",
    "{\"data\":7}", "{\"data\":{}}", "{\"data\":\"x\"}", "{\"items\":{}}", "{\"results\":7}", "{\"collection\":{}}",
    "{\"error\":null}", "{\"error\":7}", "{\"id\":null}", "{\"id\":{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    for (guint j = 0; j < n_kinds; j++)
      {
        g_autoptr (GError)    error = NULL;
        g_autoptr (TuttiPage) page = parse_text (provider, kinds[j], NULL, bodies[i], &error);

        if (page != NULL)
          g_test_fail_printf ("%s was taken for an answer to %d", bodies[i], (int) kinds[j]);
        else
          g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
      }
}

/* A whole answer cut here and there, and letters turned into others, is a page
 * or an error, and nothing else. */
G_GNUC_UNUSED static void
check_broken (TuttiProvider   *provider,
              TuttiRequestKind kind,
              const char      *name)
{
  g_autoptr (GBytes) whole = read_answer (tutti_provider_get_id (provider), name);
  gsize              length;
  const char        *text = g_bytes_get_data (whole, &length);
  gsize              step = MAX (length / 300, 1);

  for (gsize i = 0; i + 2 < length; i += step)
    {
      g_autofree char      *turned = g_strndup (text, length);
      g_autoptr (GError)    error = NULL;
      g_autoptr (GBytes)    cut = g_bytes_new_from_bytes (whole, 0, i);
      g_autoptr (GBytes)    body = NULL;
      g_autoptr (TuttiPage) none = parse_body (provider, kind, NULL, cut, &error);
      g_autoptr (TuttiPage) page = NULL;

      g_assert_null (none);
      g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
      g_clear_error (&error);

      turned[i] = "[]{}\",:0a\\"[i % 10];
      body = g_bytes_new (turned, length);
      page = parse_body (provider, kind, NULL, body, &error);
      g_assert_true ((page == NULL) == (error != NULL));
      g_assert_true (error == NULL || error->domain == TUTTI_ERROR);
    }
}

/* --- errors --- */

G_GNUC_UNUSED static void
check_failures (TuttiProvider *provider,
                const Failure *failures,
                guint          n_failures)
{
  for (guint i = 0; i < n_failures; i++)
    {
      const char                   *text = failures[i].text != NULL ? failures[i].text : "";
      g_autoptr (GBytes)            body = failures[i].file != NULL ? read_answer (tutti_provider_get_id (provider), failures[i].file)
                                                                    : g_bytes_new (text, strlen (text));
      g_autoptr (TuttiHttpResponse) response = new_response (failures[i].status, body, NULL);
      g_autoptr (GError)            error = tutti_provider_read_error (provider, response);

      g_test_message ("%u %s %s", failures[i].status, failures[i].file, failures[i].text);
      g_assert_error (error, TUTTI_ERROR, (int) failures[i].code);
    }
}

G_GNUC_UNUSED static void
check_verdicts (TuttiProvider   *provider,
                TuttiRequestKind kind,
                const char      *text,
                const Verdict   *verdicts,
                guint            n_verdicts)
{
  g_autoptr (TuttiRequest)     request = new_request (kind, text, NULL, NULL);
  g_autoptr (TuttiHttpRequest) message = tutti_provider_build_message (provider, request, NULL);

  for (guint i = 0; i < n_verdicts; i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (verdicts[i].body, strlen (verdicts[i].body));

      g_test_message ("%u %s", verdicts[i].status, verdicts[i].body);
      g_assert_cmpint (message->judge (verdicts[i].status, body), ==, verdicts[i].verdict);
    }
}

/* --- links --- */

/* The service is found among all of them, so that no other takes its links. */
G_GNUC_UNUSED static void
check_links (Service    *service,
             const Link *links,
             guint       n_links)
{
  for (guint i = 0; i < n_links; i++)
    {
      g_autofree char *id = NULL;
      TuttiProvider   *provider = tutti_providers_match_link (service->providers, links[i].link, &id);

      if (g_strcmp0 (id, links[i].id) != 0)
        g_test_fail_printf ("%s: %s instead of %s", links[i].link, id, links[i].id);
      if (id != NULL && provider != service->provider)
        g_test_fail_printf ("%s went to %s", links[i].link, tutti_provider_get_id (provider));
    }
}

/* Every step, permission and page error has words; what can't be done has a reason. */
G_GNUC_UNUSED static void
check_words (TuttiProvider *provider)
{
  const TuttiSetupStep        *step = tutti_provider_get_steps (provider);
  const char * const          *errors = tutti_provider_get_browser_errors (provider);
  g_autoptr (TuttiOAuthConfig) config = tutti_provider_new_oauth_config (provider, "x", NULL);
  guint                        n_steps = 0;

  for (; step != NULL && step->text != NULL; step++)
    n_steps++;
  g_assert_true (tutti_provider_can (provider, TUTTI_CAN_CONNECT) == (config != NULL || tutti_provider_takes_token (provider)));
  g_assert_true ((n_steps > 0) == tutti_provider_can (provider, TUTTI_CAN_CONNECT));
  g_assert_cmpuint (g_strv_length ((char **) errors) % 2, ==, 0);

  if (config != NULL)
    {
      g_auto (GStrv) scopes = g_strsplit (config->scopes, " ", -1);

      g_assert_nonnull (tutti_provider_get_needs (provider));
      g_assert_nonnull (tutti_provider_get_dashboard_uri (provider));
      g_assert_cmpuint (g_strv_length ((char **) errors), >=, 2);
      for (guint i = 0; scopes[i] != NULL; i++)
        if (scopes[i][0] != '\0')
          g_assert_nonnull (tutti_provider_describe_scope (provider, scopes[i]));
    }
}
