/* test-client-signed.c: questions that a person's own key signs
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "client-fixture.h"

#define SONG "{\"id\":\"7018167\",\"type\":\"songs\",\"attributes\":{\"name\":\"City Ports\",\"artistName\":\"Forss\"," \
             "\"playParams\":{\"id\":\"7018167\"}}}"
#define DEAD "{\"errors\":[{\"status\":\"403\",\"code\":\"40300\",\"title\":\"Forbidden\",\"detail\":\"Invalid authentication\"}]}"
#define POOR "{\"errors\":[{\"status\":\"403\",\"code\":\"40300\",\"title\":\"Forbidden\",\"detail\":\"No subscription\"}]}"
#define NONE "{\"errors\":[{\"status\":\"404\",\"code\":\"40403\",\"title\":\"No related resources\"}]}"

/* The shipped file, asking this server: what takes no account below /open. */
static TuttiProvider *
read_apple (Fixture *fixture)
{
  g_autoptr (GString) changed = read_data_file ("apple-music");
  g_autofree char    *open = g_strconcat ("base=", fixture->address, "/open", NULL);
  g_autofree char    *account = g_strconcat ("account=", fixture->address, "/signed", NULL);
  g_autoptr (GError)  error = NULL;

  g_assert_cmpuint (g_string_replace (changed, "base=https://itunes.apple.com", open, 1), ==, 1);
  g_assert_cmpuint (g_string_replace (changed, "account=https://api.music.apple.com", account, 1), ==, 1);
  g_assert_cmpuint (g_string_replace (changed, "per-second=0.25", "per-second=50", 1), ==, 1);
  g_assert_cmpuint (g_string_replace (changed, "per-second-account=4", "per-second-account=50", 1), ==, 1);
  g_assert_finalize_object (fixture->providers);
  fixture->providers = new_providers_with ("apple-music", changed->str, &error);
  g_assert_no_error (error);

  return tutti_providers_find (fixture->providers, "apple-music");
}

/* `account` NULL: nobody is connected. */
static TuttiPage *
ask (Fixture         *fixture,
     TuttiRequestKind kind,
     const char      *account,
     GError         **error)
{
  TuttiProvider           *provider = read_apple (fixture);
  gboolean                 needs_id = kind == TUTTI_REQUEST_LIKE || kind == TUTTI_REQUEST_UNLIKE || kind == TUTTI_REQUEST_TRACK;
  const char              *text = kind == TUTTI_REQUEST_SEARCH ? "smile" : kind == TUTTI_REQUEST_ISRC ? "DEP960300040" : NULL;
  g_autoptr (TuttiRequest) request = new_request (kind, text, needs_id ? "7018167" : NULL, NULL);

  request->account = g_strdup (account);

  return wait_boxed (tutti_client_fetch (fixture->client, provider, request), error);
}

/* Each question: where it goes, what it carries, and whose token. */
static void
test_carried (Fixture      *fixture,
              gconstpointer data)
{
  static const struct
  {
    TuttiRequestKind kind;
    const char      *account;
    const char      *line;
    Answer           answer;
    guint            n_tokens;
  } cases[] = {
    { TUTTI_REQUEST_SEARCH, NULL, "GET /open/search?term=smile&media=music&entity=song&limit=25 -\n", { 200, "{\"results\":[]}" }, 0 },
    { TUTTI_REQUEST_SEARCH, "de", "GET /signed/v1/catalog/de/search?term=smile&types=songs&limit=25 Bearer signed-1\n", { 200, "{\"results\":{}}" }, 0 },
    { TUTTI_REQUEST_ISRC, "de", "GET /signed/v1/catalog/de/songs?filter%5Bisrc%5D=DEP960300040 Bearer signed-1\n", { 200, "{\"data\":[" SONG "]}" }, 0 },
    { TUTTI_REQUEST_TRACK, "de", "GET /signed/v1/catalog/de/songs/7018167 Bearer signed-1\n", { 200, "{\"data\":[" SONG "]}" }, 0 },
    { TUTTI_REQUEST_LIKES, "de", "GET /signed/v1/me/library/songs?limit=100&include=catalog&extend=dateAdded Bearer signed-1 access-1\n", { 200, "{\"data\":[]}" }, 1 },
    { TUTTI_REQUEST_HISTORY, "de", "GET /signed/v1/me/recent/played/tracks?limit=30&types=songs Bearer signed-1 access-1\n", { 200, "{\"data\":[" SONG "]}" }, 1 },
    { TUTTI_REQUEST_LIKE, "de", "PUT /signed/v1/me/ratings/songs/7018167 Bearer signed-1 access-1\n", { 200, "{\"data\":[]}" }, 1 },
    { TUTTI_REQUEST_UNLIKE, "de", "DELETE /signed/v1/me/ratings/songs/7018167 Bearer signed-1 access-1\n", { 204 }, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError)    error = NULL;
      g_autoptr (TuttiPage) page = NULL;

      g_string_truncate (fixture->log, 0);
      fixture->n_requests = fixture->accounts->n_calls = fixture->accounts->n_signatures = 0;
      fixture->answers = &cases[i].answer;
      fixture->n_answers = 1;
      page = ask (fixture, cases[i].kind, cases[i].account, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (fixture->log->str, ==, cases[i].line);
      g_assert_cmpuint (fixture->accounts->n_calls, ==, cases[i].n_tokens);
    }
}

/* What the key signed is refused: once more, then it is the key; and who only
 * searches is served without it. */
static void
test_refused_key (Fixture      *fixture,
                  gconstpointer data)
{
  static const Answer   refusing[] = { { 401 } };
  static const Answer   searching[] = { { 200, "{\"results\":[]}" } };
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, refusing);
  g_assert_null (ask (fixture, TUTTI_REQUEST_LIKES, "de", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT);
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  g_assert_cmpstr (fixture->accounts->refused, ==, "signed-1");
  g_assert_null (fixture->accounts->rejected);
  g_clear_error (&error);

  fixture->accounts->fail_to_sign = TUTTI_ERROR_BAD_CLIENT;
  g_assert_null (ask (fixture, TUTTI_REQUEST_LIKES, "de", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT);
  g_clear_error (&error);
  g_assert_null (ask (fixture, TUTTI_REQUEST_ISRC, "de", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT);
  g_clear_error (&error);
  g_assert_cmpuint (fixture->n_requests, ==, 2);

  play (fixture, searching);
  g_string_truncate (fixture->log, 0);
  page = ask (fixture, TUTTI_REQUEST_SEARCH, "de", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->log->str, ==, "GET /open/search?term=smile&media=music&entity=song&limit=25 -\n");
}

/* The person's token is refused: it is handed back, and never by a 401. */
static void
test_refused_token (Fixture      *fixture,
                    gconstpointer data)
{
  static const Answer dead[] = { { 403, DEAD } };
  static const Answer poor[] = { { 403, POOR } };
  g_autoptr (GError)  error = NULL;

  play (fixture, dead);
  g_assert_null (ask (fixture, TUTTI_REQUEST_LIKES, "de", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_LINKED);
  g_assert_cmpstr (fixture->accounts->rejected, ==, "access-1");
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  g_clear_error (&error);

  play (fixture, poor);
  g_assert_null (ask (fixture, TUTTI_REQUEST_LIKES, "de", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_PREMIUM);
  g_assert_null (fixture->accounts->rejected);
  g_assert_cmpuint (fixture->n_requests, ==, 3);
}

/* An empty list is not there, and so is what lies behind its end; a song that is
 * not there is not found. */
static void
test_end (Fixture      *fixture,
          gconstpointer data)
{
  static const Answer   none[] = { { 404, NONE } };
  static const Answer   portal[] = { { 404, "<html>Sign in to the hotel</html>", "text/html" } };
  g_autoptr (GError)    error = NULL;
  g_autoptr (TuttiPage) page = NULL;

  play (fixture, none);
  page = ask (fixture, TUTTI_REQUEST_LIKES, "de", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->items->len, ==, 0);
  g_assert_null (page->next_cursor);

  g_assert_null (ask (fixture, TUTTI_REQUEST_TRACK, "de", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND);
  g_clear_error (&error);
  play (fixture, portal);
  g_assert_null (ask (fixture, TUTTI_REQUEST_LIKES, "de", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_NOT_FOUND);
}

/* Neither token goes where the service leads. */
static void
test_redirect (Fixture      *fixture,
               gconstpointer data)
{
  static const Answer answers[] = { { 302, NULL, NULL, "/elsewhere" }, { 200, "{\"data\":[]}" } };
  g_autoptr (GError)  error = NULL;

  play (fixture, answers);
  g_assert_null (ask (fixture, TUTTI_REQUEST_LIKES, "de", &error));
  g_assert_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  ADD ("/client/signed/carried", test_carried);
  ADD ("/client/signed/refused-key", test_refused_key);
  ADD ("/client/signed/refused-token", test_refused_token);
  ADD ("/client/signed/end", test_end);
  ADD ("/client/signed/redirect", test_redirect);

  return g_test_run ();
}
