/* test-oauth.c: what is said to an authorization server, and its answers, good and hostile
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-oauth-message.h"

#include "tutti-error.h"

#include "accounts-fixture.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1790000000000)

static TuttiOAuthConfig *
make_config (void)
{
  static const char *hosts[] = { "api.example.org", NULL };
  TuttiOAuthConfig  *config = tutti_oauth_config_new ();

  config->provider = g_strdup ("example");
  config->authorize_uri = g_strdup ("https://accounts.example.org/authorize");
  config->token_uri = g_strdup ("https://accounts.example.org/api/token");
  config->scopes = g_strdup ("user-read-private user-library-read");
  config->client_id = g_strdup ("client & id");
  config->api_hosts = g_strdupv ((char **) hosts);

  return config;
}

static char *
dup_body (TuttiHttpRequest *request)
{
  return g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
}

static void
assert_is_credential (TuttiHttpRequest *request)
{
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_true (request->has_secret);
  g_assert_null (request->bearer);
  g_assert_cmpstr (request->content_type, ==, "application/x-www-form-urlencoded");
  g_assert_cmpuint (request->max_body, <=, 64 * 1024);
}

static void
test_authorize (void)
{
  static const char           *extra[] = { "access_type", "offline", "prompt", "consent", NULL };
  g_autoptr (TuttiOAuthConfig) config = make_config ();
  g_autoptr (TuttiSecret)      state = tutti_secret_new ("st/ate");
  g_autofree char             *plain = NULL;
  g_autofree char             *more = NULL;

  plain = tutti_oauth_make_authorize_uri (config, "http://127.0.0.1:4711/callback", "chal-lenge_", state);
  g_assert_cmpstr (plain, ==,
                   "https://accounts.example.org/authorize?response_type=code&client_id=client%20%26%20id"
                   "&redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback"
                   "&scope=user-read-private%20user-library-read"
                   "&code_challenge_method=S256&code_challenge=chal-lenge_&state=st%2Fate");

  /* SoundCloud has no scopes, Google wants more, and an address may have a query. */
  g_free (config->authorize_uri);
  config->authorize_uri = g_strdup ("http://127.0.0.1:80/a?b=c");
  g_clear_pointer (&config->scopes, g_free);
  config->authorize_extra = g_strdupv ((char **) extra);
  more = tutti_oauth_make_authorize_uri (config, "http://127.0.0.1:1/", "x", state);
  g_assert_cmpstr (more, ==,
                   "http://127.0.0.1:80/a?b=c&response_type=code&client_id=client%20%26%20id"
                   "&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2F&code_challenge_method=S256&code_challenge=x"
                   "&access_type=offline&prompt=consent&state=st%2Fate");
}

/* Deezer's way, which is older than the standard. */
static void
test_old (void)
{
  static const struct
  {
    const char *body;
    gint64      expires_at;
    TuttiError  code;
  } answers[] = {
    { "{\"access_token\":\"fr1\",\"expires\":0}", 0, 0 },
    { "{\"access_token\":\"fr1\",\"expires\":3600}", NOW + 3600 * 1000, 0 },
    { "{\"access_token\":\"fr1\",\"expires\":\"3600\"}", NOW + 3600 * 1000, 0 },
    { "wrong code", 0, TUTTI_ERROR_BAD_CLIENT },
    { "", 0, TUTTI_ERROR_BAD_CLIENT },
    { "{\"expires\":0}", 0, TUTTI_ERROR_BAD_ANSWER },
    { "{\"access_token\":null,\"expires\":0}", 0, TUTTI_ERROR_BAD_ANSWER },
  };
  g_autoptr (TuttiOAuthConfig) config = make_config ();
  g_autoptr (TuttiSecret)      state = tutti_secret_new ("st/ate");
  g_autoptr (TuttiSecret)      code = tutti_secret_new ("the+code");
  g_autoptr (TuttiSecret)      verifier = tutti_secret_new ("the~verifier");
  g_autoptr (TuttiHttpRequest) exchange = NULL;
  g_autofree char             *uri = NULL;

  config->is_old = TRUE;
  config->client_secret = tutti_secret_new ("s&cret");
  uri = tutti_oauth_make_authorize_uri (config, "http://127.0.0.1:1/callback", "challenge", state);
  g_assert_cmpstr (uri, ==,
                   "https://accounts.example.org/authorize?app_id=client%20%26%20id&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback"
                   "&perms=user-read-private%2Cuser-library-read&state=st%2Fate");

  exchange = tutti_oauth_make_exchange (config, "http://127.0.0.1:1/callback", code, verifier);
  g_assert_cmpstr (exchange->method, ==, "GET");
  g_assert_cmpstr (exchange->uri, ==,
                   "https://accounts.example.org/api/token?app_id=client%20%26%20id&secret=s%26cret&code=the%2Bcode&output=json");
  g_assert_null (exchange->body);
  g_assert_true (exchange->has_secret);
  g_assert_cmpuint (exchange->max_tries, ==, 1);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError)      error = NULL;
      g_autoptr (GBytes)      body = g_bytes_new_static (answers[i].body, strlen (answers[i].body));
      g_autoptr (TuttiTokens) tokens = tutti_oauth_read_tokens (config, NULL, 200, body, NOW, &error);

      g_test_message ("%s", answers[i].body);
      if (answers[i].code != 0)
        {
          g_assert_error (error, TUTTI_ERROR, (int) answers[i].code);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpint (tokens->expires_at, ==, answers[i].expires_at);
      g_assert_null (tokens->refresh);
      g_assert_cmpstr (tokens->scopes, ==, "user-read-private user-library-read");
    }
}

static void
test_requests (void)
{
  g_autoptr (TuttiOAuthConfig) config = make_config ();
  g_autoptr (TuttiTokens)      tokens = tutti_tokens_new ();
  g_autoptr (TuttiSecret)      code = tutti_secret_new ("the+code");
  g_autoptr (TuttiSecret)      verifier = tutti_secret_new ("the~verifier");
  g_autoptr (TuttiHttpRequest) exchange = NULL;
  g_autoptr (TuttiHttpRequest) refresh = NULL;
  g_autoptr (TuttiHttpRequest) scoped = NULL;
  g_autoptr (TuttiHttpRequest) revocation = NULL;
  g_autofree char             *exchange_body = NULL;
  g_autofree char             *refresh_body = NULL;
  g_autofree char             *scoped_body = NULL;
  g_autofree char             *revocation_body = NULL;

  exchange = tutti_oauth_make_exchange (config, "http://127.0.0.1:1/callback", code, verifier);
  exchange_body = dup_body (exchange);
  assert_is_credential (exchange);
  g_assert_cmpstr (exchange->uri, ==, config->token_uri);
  g_assert_cmpstr (exchange_body, ==,
                   "grant_type=authorization_code&code=the%2Bcode&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fcallback"
                   "&client_id=client+%26+id&code_verifier=the%7Everifier");
  g_assert_cmpuint (exchange->max_tries, ==, 1);
  g_assert_false (exchange->is_safe);

  tokens->refresh = tutti_secret_new ("refresh/token");
  tokens->access = tutti_secret_new ("access");
  g_free (tokens->scopes);
  tokens->scopes = g_strdup ("a b");
  refresh = tutti_oauth_make_refresh (config, tokens);
  refresh_body = dup_body (refresh);
  assert_is_credential (refresh);
  g_assert_cmpstr (refresh_body, ==, "grant_type=refresh_token&refresh_token=refresh%2Ftoken&client_id=client+%26+id");
  g_assert_false (refresh->is_safe);

  g_assert_null (tutti_oauth_make_revocation (config, tokens));
  config->client_secret = tutti_secret_new ("secret");
  config->refresh_sends_scope = TRUE;
  config->revoke_uri = g_strdup ("https://accounts.example.org/revoke");
  scoped = tutti_oauth_make_refresh (config, tokens);
  scoped_body = dup_body (scoped);
  g_assert_cmpstr (scoped_body, ==,
                   "grant_type=refresh_token&refresh_token=refresh%2Ftoken&client_id=client+%26+id"
                   "&client_secret=secret&scope=a+b");

  revocation = tutti_oauth_make_revocation (config, tokens);
  revocation_body = dup_body (revocation);
  assert_is_credential (revocation);
  g_assert_cmpstr (revocation->uri, ==, "https://accounts.example.org/revoke");
  g_assert_cmpstr (revocation_body, ==,
                   "token=refresh%2Ftoken&token_type_hint=refresh_token&client_id=client+%26+id&client_secret=secret");

  g_clear_pointer (&tokens->refresh, tutti_secret_unref);
  g_clear_pointer (&tokens->access, tutti_secret_unref);
  g_assert_null (tutti_oauth_make_revocation (config, tokens));
}

/* expires_at 0: unknown. NULL: as it was before. */
static const struct
{
  const char *what;
  const char *body;
  const char *refresh;
  const char *scopes;
  gint64      expires_at;
} good[] = {
  { "Spotify's own example",
    "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"scope\":\"a b\",\"expires_in\":3600,\"refresh_token\":\"NgAagA\"}",
    "NgAagA", "a b", NOW + 3600000 },
  { "no refresh token", "{\"access_token\":\"new\",\"token_type\":\"bearer\",\"expires_in\":3599,\"scope\":\"\"}",
    NULL, "", NOW + 3599000 },
  { "an empty refresh token", "{\"access_token\":\"new\",\"token_type\":\"BEARER\",\"refresh_token\":\"\"}", NULL, NULL, 0 },
  { "null for all that may be left out",
    "{\"access_token\":\"new\",\"token_type\":\"bearer\",\"refresh_token\":null,\"scope\":null,\"expires_in\":null,\"error\":null}",
    NULL, NULL, 0 },
  { "a number in text", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":\"60\"}", NULL, NULL, NOW + 60000 },
  { "a number with a point", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":60.0}", NULL, NULL, NOW + 60000 },
  { "expired before it came", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":-1}", NULL, NULL, 0 },
  { "expired at once", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":0}", NULL, NULL, 0 },
  { "a life that overflows", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":9223372036854775807}", NULL, NULL, 0 },
  { "a life that overflows, in text",
    "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":\"99999999999999999999\"}", NULL, NULL, 0 },
  { "a life that is no number", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"expires_in\":{\"a\":1}}", NULL, NULL, 0 },
  { "scopes that are a list", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"scope\":[\"a\"]}", NULL, NULL, 0 },
  { "scopes with a line feed", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"scope\":\"a\\nb\"}", NULL, NULL, 0 },
  { "things nobody asked for", "{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"user_id\":12,\"x\":{\"y\":[]}}", NULL, NULL, 0 },
};

/* Who it is, where the endpoint says so: a number or a word. */
static void
test_user_id (void)
{
  static const struct
  {
    const char *json;
    const char *user_id;
  } cases[] = {
    { "192837465", "192837465" },
    { "\"ada\"", "ada" },
    { "0", NULL },
    { "null", NULL },
    { "{\"id\":1}", NULL },
  };
  g_autoptr (TuttiOAuthConfig) config = make_config ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char        *text = g_strdup_printf ("{\"access_token\":\"new\",\"token_type\":\"Bearer\",\"user_id\":%s}", cases[i].json);
      g_autoptr (GBytes)      body = g_bytes_new (text, strlen (text));
      g_autoptr (GError)      error = NULL;
      g_autoptr (TuttiTokens) tokens = tutti_oauth_read_tokens (config, NULL, 200, body, NOW, &error);
      g_autoptr (TuttiTokens) copy = tutti_tokens_copy (tokens);

      g_assert_no_error (error);
      g_assert_cmpstr (copy->user_id, ==, cases[i].user_id);
    }
}

static void
test_good (void)
{
  g_autoptr (TuttiOAuthConfig) config = make_config ();
  g_autoptr (TuttiTokens)      before = tutti_tokens_new ();

  before->access = tutti_secret_new ("old");
  before->refresh = tutti_secret_new ("old-refresh");
  before->consented_at = 42;
  g_free (before->scopes);
  before->scopes = g_strdup ("x");
  g_strfreev (before->hosts);
  before->hosts = g_strsplit ("one.example.org", ",", -1);

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError)      error = NULL;
      g_autoptr (GBytes)      body = g_bytes_new (good[i].body, strlen (good[i].body));
      g_autoptr (TuttiTokens) fresh = tutti_oauth_read_tokens (config, NULL, 200, body, NOW, &error);
      g_autoptr (TuttiTokens) again = tutti_oauth_read_tokens (config, before, 200, body, NOW, &error);

      g_test_message ("%s", good[i].what);
      g_assert_no_error (error);

      g_assert_true (tutti_secret_equals (fresh->access, "new"));
      g_assert_cmpint (fresh->expires_at, ==, good[i].expires_at);
      g_assert_cmpint (fresh->consented_at, ==, NOW);
      g_assert_cmpstr (fresh->scopes, ==, good[i].scopes ? good[i].scopes : config->scopes);
      g_assert_cmpuint (g_strv_length (fresh->hosts), ==, 2);
      g_assert_true (tutti_oauth_may_send (fresh, "api.example.org"));
      g_assert_true (tutti_oauth_may_send (fresh, "accounts.example.org"));
      g_assert_false (tutti_oauth_may_send (fresh, "example.org"));
      g_assert_false (tutti_oauth_may_send (fresh, NULL));
      if (good[i].refresh != NULL)
        g_assert_true (tutti_secret_equals (fresh->refresh, good[i].refresh));
      else
        g_assert_null (fresh->refresh);

      g_assert_true (tutti_secret_equals (again->access, "new"));
      g_assert_true (tutti_secret_equals (again->refresh, good[i].refresh ? good[i].refresh : "old-refresh"));
      g_assert_cmpint (again->consented_at, ==, 42);
      g_assert_cmpstr (again->scopes, ==, good[i].scopes ? good[i].scopes : "x");
      g_assert_cmpstrv (again->hosts, before->hosts);
      g_assert_true (tutti_secret_equals (before->access, "old"));
    }
}

#define BEARER "\"token_type\":\"Bearer\""

static const struct
{
  const char *what;
  guint       status;
  const char *body;
  TuttiError  on_exchange;
  TuttiError  on_refresh;
} bad[] = {
  { "revoked", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Refresh token revoked\"}",
    TUTTI_ERROR_EXPIRED, TUTTI_ERROR_NOT_LINKED },
  { "TIDAL's form of it", 400, "{\"status\":400,\"error\":\"invalid_grant\",\"sub_status\":1005}",
    TUTTI_ERROR_EXPIRED, TUTTI_ERROR_NOT_LINKED },
  { "an error inside a 200", 200, "{\"error\":\"invalid_grant\"}", TUTTI_ERROR_EXPIRED, TUTTI_ERROR_NOT_LINKED },
  { "an error beside a token", 200, "{\"error\":\"invalid_grant\",\"access_token\":\"a\"," BEARER "}",
    TUTTI_ERROR_EXPIRED, TUTTI_ERROR_NOT_LINKED },
  { "unknown client", 400, "{\"error\":\"invalid_client\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "unknown client, 401", 401, "{\"error\":\"invalid_client\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "no name, 401", 401, "{}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "client may not do that", 400, "{\"error\":\"unauthorized_client\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "a secret is missing", 400, "{\"error\":\"invalid_request\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "another redirect address", 400, "{\"error\":\"redirect_uri_mismatch\"}", TUTTI_ERROR_BAD_CLIENT, TUTTI_ERROR_BAD_CLIENT },
  { "denied", 403, "{\"error\":\"access_denied\"}", TUTTI_ERROR_ACCESS_DENIED, TUTTI_ERROR_ACCESS_DENIED },
  { "scope", 400, "{\"error\":\"invalid_scope\"}", TUTTI_ERROR_INSUFFICIENT_SCOPE, TUTTI_ERROR_INSUFFICIENT_SCOPE },
  { "too fast", 429, "Too many requests", TUTTI_ERROR_RATE_LIMITED, TUTTI_ERROR_RATE_LIMITED },
  { "broken", 503, "<html>", TUTTI_ERROR_SERVER, TUTTI_ERROR_SERVER },
  { "broken, by name", 400, "{\"error\":\"server_error\"}", TUTTI_ERROR_SERVER, TUTTI_ERROR_SERVER },
  { "a proxy's page", 400, "<html>Bad request</html>", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a hotel's page", 200, "<html>Welcome</html>", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a redirect", 302, "", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a 401 page", 401, "<html>", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "an error nobody knows", 400, "{\"error\":\"leaked-secret\"}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "an error that is an object", 400, "{\"error\":{\"status\":400}}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "nothing", 200, "", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "an array", 200, "[]", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "an array with a token", 200, "[{\"access_token\":\"a\"," BEARER "}]", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "text", 200, "\"access_token\"", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "null", 200, "null", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "cut", 200, "{\"access_token\":\"leaked-secret\",", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "no token", 200, "{" BEARER "}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "an empty token", 200, "{\"access_token\":\"\"," BEARER "}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a token that is a number", 200, "{\"access_token\":12," BEARER "}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a token that is an object", 200, "{\"access_token\":{}," BEARER "}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a token with a header in it", 200, "{\"access_token\":\"a\\r\\nX-Leaked-secret: b\"," BEARER "}",
    TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a token with a space", 200, "{\"access_token\":\"leaked secret\"," BEARER "}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a token with an emoji", 200, "{\"access_token\":\"\xf0\x9f\x98\x80\"," BEARER "}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a refresh token with a line feed", 200, "{\"access_token\":\"a\"," BEARER ",\"refresh_token\":\"leaked\\nsecret\"}",
    TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a refresh token that is a number", 200, "{\"access_token\":\"a\"," BEARER ",\"refresh_token\":7}",
    TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "no type", 200, "{\"access_token\":\"a\"}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "another type", 200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
  { "a type that is a number", 200, "{\"access_token\":\"a\",\"token_type\":1}", TUTTI_ERROR_BAD_ANSWER, TUTTI_ERROR_BAD_ANSWER },
};

static void
assert_is_refused (guint        status,
                   GBytes      *body,
                   TuttiTokens *before,
                   TuttiError   code)
{
  g_autoptr (GError)           error = NULL;
  g_autoptr (TuttiOAuthConfig) config = make_config ();

  g_assert_null (tutti_oauth_read_tokens (config, before, status, body, NOW, &error));
  g_assert_error (error, TUTTI_ERROR, (int) code);
  g_assert_null (strstr (error->message, "ecret"));
  g_assert_null (strstr (error->message, "revoked"));
}

static void
test_bad (void)
{
  g_autoptr (TuttiTokens) before = tutti_tokens_new ();
  g_autofree char        *huge = g_strnfill (60000, 'a');
  g_autofree char        *deep = g_strnfill (60000, '[');
  g_autofree char        *huge_body = g_strdup_printf ("{\"access_token\":\"%s\"," BEARER "}", huge);
  g_autoptr (GBytes)      huge_bytes = g_bytes_new (huge_body, strlen (huge_body));
  g_autoptr (GBytes)      deep_bytes = g_bytes_new (deep, 60000);

  before->refresh = tutti_secret_new ("old-refresh");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (bad[i].body, strlen (bad[i].body));

      g_test_message ("%s", bad[i].what);
      assert_is_refused (bad[i].status, body, NULL, bad[i].on_exchange);
      assert_is_refused (bad[i].status, body, before, bad[i].on_refresh);
    }

  assert_is_refused (200, huge_bytes, NULL, TUTTI_ERROR_BAD_ANSWER);
  assert_is_refused (200, deep_bytes, NULL, TUTTI_ERROR_BAD_ANSWER);
}

/* The parsed token is wiped in place: nothing else may share its memory. */
static void
test_same_text_twice (void)
{
  static const char            text[] = "{\"access_token\":\"same\",\"refresh_token\":\"same\",\"scope\":\"same\",\"token_type\":\"Bearer\"}";
  g_autoptr (GError)           error = NULL;
  g_autoptr (TuttiOAuthConfig) config = make_config ();
  g_autoptr (GBytes)           body = g_bytes_new_static (text, strlen (text));
  g_autoptr (TuttiTokens)      tokens = tutti_oauth_read_tokens (config, NULL, 200, body, NOW, &error);

  g_assert_no_error (error);
  g_assert_true (tutti_secret_equals (tokens->access, "same"));
  g_assert_true (tutti_secret_equals (tokens->refresh, "same"));
  g_assert_cmpstr (tokens->scopes, ==, "same");
}

static void
test_hosts (void)
{
  static const struct
  {
    const char *uri;
    const char *host;
  } cases[] = {
    { "https://Api.Example.ORG/v1?x=y", "api.example.org" },
    { "https://api.example.org:443/", "api.example.org" },
    { "https://api.example.org:8443/", "api.example.org:8443" },
    { "http://127.0.0.1:4711/api/token", "127.0.0.1:4711" },
    { "http://127.0.0.1:80/", "127.0.0.1" },
    { "http://[::1]:4711/", "[::1]:4711" },
    { "https://api.example.org@evil.example/", "evil.example" },
    { "mailto:someone@example.org", NULL },
    { "no address", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *host = tutti_oauth_dup_host (cases[i].uri);

      g_assert_cmpstr (host, ==, cases[i].host);
    }
}

static void
test_revocation (void)
{
  static const struct
  {
    guint       status;
    const char *body;
    gboolean    is_gone;
  } cases[] = {
    { 200, "", TRUE },
    { 204, "", TRUE },
    { 400, "{\"error\":\"invalid_token\"}", TRUE },
    { 400, "{\"error\":\"invalid_request\"}", FALSE },
    { 400, "<html>", FALSE },
    { 404, "", FALSE },
    { 302, "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) body = g_bytes_new (cases[i].body, strlen (cases[i].body));

      g_assert_cmpint (tutti_oauth_read_revocation (cases[i].status, body), ==, cases[i].is_gone);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();

  g_test_add_func ("/oauth/authorize", test_authorize);
  g_test_add_func ("/oauth/requests", test_requests);
  g_test_add_func ("/oauth/answers/user-id", test_user_id);
  g_test_add_func ("/oauth/answers/good", test_good);
  g_test_add_func ("/oauth/answers/bad", test_bad);
  g_test_add_func ("/oauth/answers/same-text-twice", test_same_text_twice);
  g_test_add_func ("/oauth/hosts", test_hosts);
  g_test_add_func ("/oauth/revocation", test_revocation);
  g_test_add_func ("/oauth/old", test_old);

  return g_test_run ();
}
