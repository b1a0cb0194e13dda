/* test-refusals.c: every error the services are known to answer, and what it means for a person
 *
 * Bodies in the shapes that are documented or were seen, beside those of the
 * services' own tests.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "services-fixture.h"

#include "tutti-oauth-message.h"

#define UNLISTED "Check settings on developer.spotify.com/dashboard, the user may not be registered."
#define GOOGLE(code, reason)                                                                                   \
  "{\"error\":{\"code\":" #code ",\"message\":\"No.\",\"errors\":[{\"message\":\"No.\",\"domain\":\"global\"," \
  "\"reason\":\"" reason "\"}]}}"
#define DEEZER(code) "{\"error\":{\"type\":\"Exception\",\"message\":\"No\",\"code\":" #code "}}"

/* --- the services' APIs --- */

/* A verdict but OK is TuttiHttp's: it tries again, or lets the service rest, and
 * what it rejects with in the end stands here. */

static const struct
{
  const char      *service;
  guint            status;
  const char      *body;
  TuttiError       code;
  TuttiHttpVerdict verdict;
} refusals[] = {
  { "spotify", 401, "{\"error\":{\"status\":401,\"message\":\"The access token expired\"}}", TUTTI_ERROR_NOT_LINKED, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 403, "{\"error\":{\"status\":403,\"message\":\"" UNLISTED "\"}}", TUTTI_ERROR_NOT_ALLOW_LISTED, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 403, UNLISTED, TUTTI_ERROR_NOT_ALLOW_LISTED, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 403, "{\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}", TUTTI_ERROR_INSUFFICIENT_SCOPE, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 403, "{\"error\":{\"status\":403,\"message\":\"Player command failed: Premium required\",\"reason\":\"PREMIUM_REQUIRED\"}}",
    TUTTI_ERROR_NOT_PREMIUM, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 403, "{\"error\":{\"status\":403,\"message\":\"Player command failed: Premium required\"}}", TUTTI_ERROR_NOT_PREMIUM, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 400, "{\"error\":{\"status\":400,\"message\":\"Missing required field: uris\"}}", TUTTI_ERROR_FAILED, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 404, "{\"error\":{\"status\":404,\"message\":\"Non existing id\"}}", TUTTI_ERROR_NOT_FOUND, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 429, "{\"error\":{\"status\":429,\"message\":\"API rate limit exceeded\"}}", TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_OK },
  { "spotify", 429, "{\"error\":{\"status\":429,\"message\":\"Too many requests\",\"reason\":\"QUOTA_EXCEEDED\"}}",
    TUTTI_ERROR_QUOTA_EXCEEDED, TUTTI_HTTP_VERDICT_QUOTA },
  { "spotify", 502, "<html>Bad Gateway</html>", TUTTI_ERROR_SERVER, TUTTI_HTTP_VERDICT_OK },

  { "youtube", 401, GOOGLE (401, "authError"), TUTTI_ERROR_NOT_LINKED, TUTTI_HTTP_VERDICT_OK },
  { "youtube", 403, GOOGLE (403, "quotaExceeded"), TUTTI_ERROR_QUOTA_EXCEEDED, TUTTI_HTTP_VERDICT_QUOTA },
  { "youtube", 403, GOOGLE (403, "dailyLimitExceeded"), TUTTI_ERROR_QUOTA_EXCEEDED, TUTTI_HTTP_VERDICT_QUOTA },
  { "youtube", 403, GOOGLE (403, "rateLimitExceeded"), TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_RETRY },
  { "youtube", 429, "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"details\":[{\"reason\":\"RATE_LIMIT_EXCEEDED\"}]}}",
    TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_RETRY },
  { "youtube", 429, "{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"errors\":[{\"reason\":\"new\"}]}}",
    TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_RETRY },
  { "youtube", 403, "{\"error\":{\"code\":403,\"status\":\"UNAUTHENTICATED\"}}", TUTTI_ERROR_NOT_LINKED, TUTTI_HTTP_VERDICT_OK },
  { "youtube", 403, "{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\"}}", TUTTI_ERROR_UNSUPPORTED, TUTTI_HTTP_VERDICT_OK },
  { "youtube", 403, GOOGLE (403, "insufficientPermissions"), TUTTI_ERROR_INSUFFICIENT_SCOPE, TUTTI_HTTP_VERDICT_OK },
  { "youtube", 403, GOOGLE (403, "accessNotConfigured"), TUTTI_ERROR_BAD_CLIENT, TUTTI_HTTP_VERDICT_OK },
  { "youtube", 403, GOOGLE (403, "videoRatingDisabled"), TUTTI_ERROR_UNSUPPORTED, TUTTI_HTTP_VERDICT_OK },
  { "youtube", 404, GOOGLE (404, "videoNotFound"), TUTTI_ERROR_NOT_FOUND, TUTTI_HTTP_VERDICT_OK },
  { "youtube", 400, GOOGLE (400, "emailNotVerified"), TUTTI_ERROR_UNSUPPORTED, TUTTI_HTTP_VERDICT_OK },

  { "tidal", 401, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"detail\":\"Invalid or missing Authorization Header\",\"meta\":{\"category\":\"AUTHENTICATION_ERROR\"}}]}",
    TUTTI_ERROR_NOT_LINKED, TUTTI_HTTP_VERDICT_OK },
  { "tidal", 404, "{\"errors\":[{\"status\":\"404\",\"code\":\"NOT_FOUND\",\"detail\":\"The requested resource could not be found.\"}]}", TUTTI_ERROR_NOT_FOUND, TUTTI_HTTP_VERDICT_OK },
  { "tidal", 409, "{\"errors\":[{\"status\":\"409\",\"code\":\"TOO_MANY_ITEMS_IN_COLLECTION\"}]}", TUTTI_ERROR_UNSUPPORTED, TUTTI_HTTP_VERDICT_OK },
  { "tidal", 409, "{\"errors\":[{\"status\":\"409\",\"code\":\"DUPLICATE_ITEMS_IN_COLLECTION\"}]}", TUTTI_ERROR_UNSUPPORTED, TUTTI_HTTP_VERDICT_OK },
  { "tidal", 409, "{\"errors\":[{\"status\":\"409\",\"code\":\"IDEMPOTENT_REQUEST_IN_PROGRESS\"}]}", TUTTI_ERROR_SERVER, TUTTI_HTTP_VERDICT_OK },
  { "tidal", 400, "{\"errors\":[{\"status\":\"400\",\"code\":\"INVALID_RESOURCE_ID\",\"source\":{\"parameter\":\"id\"}}]}", TUTTI_ERROR_FAILED, TUTTI_HTTP_VERDICT_OK },
  { "tidal", 429, "{\"errors\":[{\"status\":\"429\",\"detail\":\"Rate limit exceeded\"}]}", TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_OK },

  { "soundcloud", 401, "{\"code\":401,\"message\":\"A token is required\",\"link\":\"https://developers.soundcloud.com/docs/api/explorer/open-api\"}",
    TUTTI_ERROR_NOT_LINKED, TUTTI_HTTP_VERDICT_OK },
  { "soundcloud", 404, "{\"code\":404,\"message\":\"404 - Not Found\",\"status\":\"404 - Not Found\"}", TUTTI_ERROR_NOT_FOUND, TUTTI_HTTP_VERDICT_OK },
  { "soundcloud", 429, "{\"spam_warning_urn\":\"urn:soundcloud:spam\"}", TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_OK },

  { "soundcloud", 429, "{\"errors\":[{\"meta\":{\"rate_limit\":{\"group\":\"plays\",\"max_nr_of_requests\":15000,\"time_window\":\"PT24H\"},"
                       "\"remaining_requests\":0,\"reset_time\":\"2015/06/01 09:49:40 +0000\"}}]}", TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_OK },

  { "deezer", 404, "{\"error\":\"Not Found\"}", TUTTI_ERROR_NOT_FOUND, TUTTI_HTTP_VERDICT_OK },
  { "deezer", 429, DEEZER (4), TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_RETRY },

  { "apple-music", 403, "", TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_RETRY },
  { "apple-music", 500, "", TUTTI_ERROR_SERVER, TUTTI_HTTP_VERDICT_OK },

  { "musicbrainz", 400, "{\"error\":\"Invalid isrc.\",\"help\":\"For usage, please see: https://musicbrainz.org/development/mmd\"}", TUTTI_ERROR_FAILED, TUTTI_HTTP_VERDICT_OK },
  { "musicbrainz", 404, "{\"error\":\"Not Found\",\"help\":\"For usage, please see: https://musicbrainz.org/development/mmd\"}", TUTTI_ERROR_NOT_FOUND, TUTTI_HTTP_VERDICT_OK },
  { "musicbrainz", 503, "{\"error\":\"Your requests are exceeding the allowable rate limit.\"}", TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_RETRY },

  { "listenbrainz", 401, "{\"code\":401,\"error\":\"Invalid authorization token.\"}", TUTTI_ERROR_NOT_LINKED, TUTTI_HTTP_VERDICT_OK },
  { "listenbrainz", 404, "{\"code\":404,\"error\":\"Cannot find user: x\"}", TUTTI_ERROR_NOT_FOUND, TUTTI_HTTP_VERDICT_OK },
  { "listenbrainz", 429, "{\"code\":429,\"error\":\"You have exceeded your rate limit.\"}", TUTTI_ERROR_RATE_LIMITED, TUTTI_HTTP_VERDICT_OK },
};

/* What every request of the service carries. */
static TuttiHttpJudge
get_judge (TuttiProvider *provider)
{
  g_autoptr (TuttiRequest)     request = new_request (TUTTI_REQUEST_TRACK, NULL, NULL, NULL);
  g_autoptr (TuttiHttpRequest) message = NULL;
  const char                  *ids[] = { "3135556", "2plbrEY59IikOBgBGLjaoe", "dQw4w9WgXcQ", "30d08f4c-d825-4ae1-b79c-44242cddd7c0" };

  for (guint i = 0; message == NULL && i < G_N_ELEMENTS (ids); i++)
    {
      g_strfreev (request->ids);
      request->ids = g_strsplit (ids[i], ",", 1);
      message = tutti_provider_build_message (provider, request, NULL);
    }
  g_assert_nonnull (message);

  return message != NULL ? message->judge : NULL;
}

static void
test_api (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      TuttiProvider                *provider = tutti_providers_find (providers, refusals[i].service);
      g_autoptr (GBytes)            body = g_bytes_new_static (refusals[i].body, strlen (refusals[i].body));
      g_autoptr (TuttiHttpResponse) response = new_response (refusals[i].status, body, NULL);
      g_autoptr (GError)            error = tutti_provider_read_error (provider, response);
      TuttiHttpJudge                judge = get_judge (provider);
      g_autofree char              *sentence = NULL;

      g_test_message ("%s %u %s", refusals[i].service, refusals[i].status, refusals[i].body);
      g_assert_cmpint (judge != NULL ? judge (refusals[i].status, body) : TUTTI_HTTP_VERDICT_OK, ==, refusals[i].verdict);
      if (refusals[i].verdict == TUTTI_HTTP_VERDICT_OK)
        g_assert_error (error, TUTTI_ERROR, (int) refusals[i].code);
      else
        g_assert_cmpint (refusals[i].code, ==, refusals[i].verdict == TUTTI_HTTP_VERDICT_QUOTA ? TUTTI_ERROR_QUOTA_EXCEEDED : TUTTI_ERROR_RATE_LIMITED);

      /* What the service wrote is in no message, and what a person reads names the service. */
      g_assert_null (strstr (error->message, "No."));
      sentence = tutti_error_dup_sentence (error, tutti_provider_get_name (provider));
      g_assert_nonnull (strstr (sentence, tutti_provider_get_name (provider)));
    }
}

/* --- the token endpoints --- */

static const struct
{
  const char *service;
  guint       status;
  const char *body;
  TuttiError  exchange;
  TuttiError  refresh;
} token_refusals[] = {
  { "spotify", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Refresh token revoked\"}", TUTTI_ERROR_EXPIRED, TUTTI_ERROR_NOT_LINKED },
  { "spotify", 400, "{\"error\":\"invalid_client\",\"error_description\":\"Invalid client\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "youtube", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Token has been expired or revoked.\"}", TUTTI_ERROR_EXPIRED, TUTTI_ERROR_NOT_LINKED },
  { "youtube", 400, "{\"error\":\"invalid_request\",\"error_description\":\"client_secret is missing.\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "youtube", 401, "{\"error\":\"invalid_client\",\"error_description\":\"The OAuth client was not found.\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "tidal", 400, "{\"status\":400,\"error\":\"invalid_grant\",\"sub_status\":1005,\"error_description\":\"Token has invalid payload\"}", TUTTI_ERROR_EXPIRED, TUTTI_ERROR_NOT_LINKED },
  { "tidal", 401, "{\"status\":401,\"error\":\"access_denied\"}", TUTTI_ERROR_ACCESS_DENIED, TUTTI_ERROR_ACCESS_DENIED },
  { "tidal", 400, "{\"status\":400,\"error\":\"invalid_request\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "tidal", 401, "{\"status\":401,\"error\":\"invalid_client\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "tidal", 400, "{\"status\":400,\"error\":\"unauthorized_client\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "soundcloud", 401, "{\"error\":\"invalid_client\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "soundcloud", 400, "{\"error\":\"redirect_uri_mismatch\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "soundcloud", 400, "{\"error\":\"invalid_grant\"}", TUTTI_ERROR_EXPIRED, TUTTI_ERROR_NOT_LINKED },
  { "soundcloud", 429, "{}", TUTTI_ERROR_RATE_LIMITED, TUTTI_ERROR_RATE_LIMITED },
  { "soundcloud", 503, "", TUTTI_ERROR_SERVER, TUTTI_ERROR_SERVER },
  { "deezer", 200, "wrong code", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
};

static void
test_tokens (void)
{
  g_autoptr (TuttiProviders) providers = new_providers ();

  for (guint i = 0; i < G_N_ELEMENTS (token_refusals); i++)
    {
      TuttiProvider               *provider = tutti_providers_find (providers, token_refusals[i].service);
      g_autoptr (TuttiOAuthConfig) config = tutti_provider_new_oauth_config (provider, "x", NULL);
      g_autoptr (TuttiTokens)      before = tutti_tokens_new ();
      g_autoptr (GBytes)           body = g_bytes_new_static (token_refusals[i].body, strlen (token_refusals[i].body));
      g_autoptr (GError)           error = NULL;

      g_test_message ("%s %u %s", token_refusals[i].service, token_refusals[i].status, token_refusals[i].body);
      before->refresh = tutti_secret_new ("refresh");
      g_assert_null (tutti_oauth_read_tokens (config, NULL, token_refusals[i].status, body, 0, &error));
      g_assert_error (error, TUTTI_ERROR, (int) token_refusals[i].exchange);
      g_clear_error (&error);
      g_assert_null (tutti_oauth_read_tokens (config, before, token_refusals[i].status, body, 0, &error));
      g_assert_error (error, TUTTI_ERROR, (int) token_refusals[i].refresh);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusals/api", test_api);
  g_test_add_func ("/refusals/tokens", test_tokens);

  return g_test_run ();
}
