/* tutti-oauth-message.c: what is said to an authorization server, and what it answers
 *
 * What may be sent again. An exchange spends the code: a server that sees it
 * twice should take back all it gave (RFC 6749 4.1.2), so it is tried once,
 * and the person starts over. A refresh may spend the refresh token too, where
 * a service rotates them, and which do is known only afterwards: so it is never
 * marked as safe, and the HTTP client repeats it only if no connection came
 * about or the server said that it did nothing (429, 503). An answer lost in
 * the middle is not repeated here; the next call for a token sends the same
 * refresh token again, for there is no other.
 *
 * None of these requests counts for the bucket of the service's API: a used up
 * quota there must not spend a code here, nor a slow sign-in stop an import.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-oauth-message.h"

#include "tutti-clock.h"
#include "tutti-json.h"
#include "tutti-signature.h"

#include <string.h>

/* No service's token comes near these. */
#define MAX_BODY (64 * 1024)
#define MAX_TOKEN (16 * 1024)

/* More is a mistake, or an attempt to make numbers overflow. */
#define MAX_LIFE_S (10 * G_GINT64_CONSTANT (366) * 24 * 60 * 60)

/* --- where tokens may go --- */

char *
tutti_oauth_dup_host (const char *uri)
{
  g_autoptr (GUri) parts = uri != NULL ? g_uri_parse (uri, G_URI_FLAGS_NONE, NULL) : NULL;
  g_autofree char *host = NULL;
  gboolean         is_ipv6;
  int              port;

  if (parts == NULL || g_uri_get_host (parts) == NULL || *g_uri_get_host (parts) == '\0')
    return NULL;

  host = g_ascii_strdown (g_uri_get_host (parts), -1);
  is_ipv6 = strchr (host, ':') != NULL;
  port = g_uri_get_port (parts);
  if (port == -1 || port == (g_str_equal (g_uri_get_scheme (parts), "https") ? 443 : 80))
    return g_strdup_printf (is_ipv6 ? "[%s]" : "%s", host);
  return g_strdup_printf (is_ipv6 ? "[%s]:%d" : "%s:%d", host, port);
}

gboolean
tutti_oauth_may_send (TuttiTokens *tokens,
                      const char  *host)
{
  return host != NULL && tokens->hosts != NULL && g_strv_contains ((const char *const *) tokens->hosts, host);
}

static char **
make_hosts (TuttiOAuthConfig *config)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  char                    *own[] = { tutti_oauth_dup_host (config->token_uri), tutti_oauth_dup_host (config->revoke_uri) };

  if (config->api_hosts != NULL)
    g_strv_builder_addv (hosts, (const char **) config->api_hosts);
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (own[i] != NULL)
      g_strv_builder_take (hosts, own[i]);

  return g_strv_builder_end (hosts);
}

/* --- asking --- */

static void
add_parameter (GString    *uri,
               const char *name,
               const char *value)
{
  char last = uri->len > 0 ? uri->str[uri->len - 1] : '\0';

  if (strchr (uri->str, '?') == NULL)
    g_string_append_c (uri, '?');
  else if (last != '?' && last != '&')
    g_string_append_c (uri, '&');

  g_string_append_uri_escaped (uri, name, NULL, FALSE);
  g_string_append_c (uri, '=');
  g_string_append_uri_escaped (uri, value, NULL, FALSE);
}

/* Deezer's way, which has commas between permissions and knows no challenge. */
static void
add_old_parameters (GString          *uri,
                    TuttiOAuthConfig *config,
                    const char       *redirect_uri,
                    TuttiSecret      *state)
{
  g_autofree char *perms = g_strdelimit (g_strdup (config->scopes != NULL ? config->scopes : ""), " ", ',');

  add_parameter (uri, "app_id", config->client_id);
  add_parameter (uri, "redirect_uri", redirect_uri);
  add_parameter (uri, "perms", perms);
  add_parameter (uri, "state", tutti_secret_reveal (state));
}

/* By GET: the secret and the code stand in the address, which nobody logs. */
static TuttiHttpRequest *
make_old_exchange (TuttiOAuthConfig *config,
                   TuttiSecret      *code)
{
  GString          *uri = g_string_sized_new (4096);
  TuttiHttpRequest *request;
  char             *text;

  g_string_append (uri, config->token_uri);
  add_parameter (uri, "app_id", config->client_id);
  if (config->client_secret != NULL)
    add_parameter (uri, "secret", tutti_secret_reveal (config->client_secret));
  add_parameter (uri, "code", tutti_secret_reveal (code));
  add_parameter (uri, "output", "json");

  text = g_string_free (uri, FALSE);
  request = tutti_http_request_new ("GET", text);
  tutti_secret_wipe_string (text);
  request->has_secret = TRUE;
  request->max_body = MAX_BODY;
  request->max_tries = 1;

  return request;
}

char *
tutti_oauth_make_authorize_uri (TuttiOAuthConfig *config,
                                const char       *redirect_uri,
                                const char       *challenge,
                                TuttiSecret      *state)
{
  GString *uri = g_string_sized_new (4096); /* so that it hardly ever moves and leaves a copy */

  g_string_append (uri, config->authorize_uri);
  if (config->is_old)
    {
      add_old_parameters (uri, config, redirect_uri, state);
      return g_string_free (uri, FALSE);
    }
  add_parameter (uri, "response_type", "code");
  add_parameter (uri, "client_id", config->client_id);
  add_parameter (uri, "redirect_uri", redirect_uri);
  if (config->scopes != NULL && *config->scopes != '\0')
    add_parameter (uri, "scope", config->scopes);
  add_parameter (uri, "code_challenge_method", "S256");
  add_parameter (uri, "code_challenge", challenge);
  for (guint i = 0; config->authorize_extra != NULL && config->authorize_extra[i] != NULL; i += 2)
    add_parameter (uri, config->authorize_extra[i], config->authorize_extra[i + 1]);
  add_parameter (uri, "state", tutti_secret_reveal (state));

  return g_string_free (uri, FALSE);
}

/* A request of the token endpoint; `pairs` as for tutti_http_request_set_form(). */
static TuttiHttpRequest *
make_request (const char        *uri,
              const char *const *pairs)
{
  TuttiHttpRequest *request = tutti_http_request_new ("POST", uri);

  tutti_http_request_set_form (request, TRUE, pairs);
  tutti_http_request_add_header (request, "Accept", "application/json");
  request->max_body = MAX_BODY;

  return request;
}

static const char *
reveal (TuttiSecret *secret)
{
  return secret != NULL ? tutti_secret_reveal (secret) : NULL;
}

TuttiHttpRequest *
tutti_oauth_make_exchange (TuttiOAuthConfig *config,
                           const char       *redirect_uri,
                           TuttiSecret      *code,
                           TuttiSecret      *verifier)
{
  const char *const pairs[] = {
    "grant_type", "authorization_code",
    "code", tutti_secret_reveal (code),
    "redirect_uri", redirect_uri,
    "client_id", config->client_id,
    "client_secret", reveal (config->client_secret),
    "code_verifier", tutti_secret_reveal (verifier),
    NULL
  };
  TuttiHttpRequest *request;

  if (config->is_old)
    return make_old_exchange (config, code);

  request = make_request (config->token_uri, pairs);
  request->max_tries = 1;
  return request;
}

TuttiHttpRequest *
tutti_oauth_make_refresh (TuttiOAuthConfig *config,
                          TuttiTokens      *tokens)
{
  const char *const pairs[] = {
    "grant_type", "refresh_token",
    "refresh_token", tutti_secret_reveal (tokens->refresh),
    "client_id", config->client_id,
    "client_secret", reveal (config->client_secret),
    "scope", config->refresh_sends_scope && tokens->scopes != NULL && *tokens->scopes != '\0' ? tokens->scopes : NULL,
    NULL
  };

  return make_request (config->token_uri, pairs);
}

TuttiHttpRequest *
tutti_oauth_make_revocation (TuttiOAuthConfig *config,
                             TuttiTokens      *tokens)
{
  TuttiSecret      *token = tokens->refresh != NULL ? tokens->refresh : tokens->access;
  const char *const pairs[] = {
    "token", reveal (token),
    "token_type_hint", tokens->refresh != NULL ? "refresh_token" : "access_token",
    "client_id", config->client_id,
    "client_secret", reveal (config->client_secret),
    NULL
  };
  TuttiHttpRequest *request;

  if (config->revoke_uri == NULL || token == NULL)
    return NULL;

  request = make_request (config->revoke_uri, pairs);
  request->is_safe = TRUE;
  request->max_tries = 2;
  request->timeout_ms = 10000;
  return request;
}

/* --- where a key signs --- */

/* Clocks are not set alike: it began to be good a little earlier. */
#define EARLIER_S 60

TuttiSecret *
tutti_oauth_sign (TuttiOAuthConfig *config,
                  TuttiSecret      *key,
                  gint64            until,
                  GError          **error)
{
  return tutti_signature_make_token (key, config->key_id, config->key_owner,
                                     tutti_clock_now () / 1000 - EARLIER_S, until / 1000, error);
}

/* --- understanding errors --- */

static const struct
{
  const char *name;
  TuttiError  code;
} errors[] = {
  { "access_denied", TUTTI_ERROR_ACCESS_DENIED },
  { "admin_policy_enforced", TUTTI_ERROR_ACCESS_DENIED },
  { "consent_required", TUTTI_ERROR_ACCESS_DENIED },
  { "deleted_client", TUTTI_ERROR_BAD_CLIENT },
  { "disabled_client", TUTTI_ERROR_BAD_CLIENT },
  { "insufficient_scope", TUTTI_ERROR_INSUFFICIENT_SCOPE },
  { "interaction_required", TUTTI_ERROR_ACCESS_DENIED },
  { "invalid_client", TUTTI_ERROR_BAD_CLIENT },
  { "invalid_grant", TUTTI_ERROR_NOT_LINKED },
  /* Of what we send, only what the person registered can be wrong: a redirect
   * address, a secret that is missing. */
  { "invalid_request", TUTTI_ERROR_BAD_CLIENT },
  { "invalid_scope", TUTTI_ERROR_INSUFFICIENT_SCOPE },
  { "login_required", TUTTI_ERROR_ACCESS_DENIED },
  { "org_internal", TUTTI_ERROR_NOT_ALLOW_LISTED },
  { "rate_limit_exceeded", TUTTI_ERROR_RATE_LIMITED },
  { "redirect_uri_mismatch", TUTTI_ERROR_BAD_CLIENT },
  { "server_error", TUTTI_ERROR_SERVER },
  { "slow_down", TUTTI_ERROR_RATE_LIMITED },
  { "temporarily_unavailable", TUTTI_ERROR_SERVER },
  { "unauthorized_client", TUTTI_ERROR_BAD_CLIENT },
  { "unsupported_grant_type", TUTTI_ERROR_BAD_CLIENT },
  { "unsupported_response_type", TUTTI_ERROR_BAD_CLIENT },
  { "user_cancelled_authorize", TUTTI_ERROR_ACCESS_DENIED },
  { "user_denied", TUTTI_ERROR_ACCESS_DENIED }, /* Deezer */
};

gboolean
tutti_oauth_read_error (const char *name,
                        TuttiError *code)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (errors); i++)
    if (g_str_equal (errors[i].name, name))
      {
        *code = errors[i].code;
        return TRUE;
      }

  return FALSE;
}

static void
take_refusal (JsonNode *root,
              guint     status,
              gboolean  is_exchange,
              GError  **error)
{
  const char *name = tutti_json_get_string (root, "error");
  TuttiError  code = TUTTI_ERROR_BAD_ANSWER;

  if (!tutti_oauth_read_error (name, &code))
    {
      name = "no error it names";
      if (status == 429)
        code = TUTTI_ERROR_RATE_LIMITED;
      else if (status >= 500)
        code = TUTTI_ERROR_SERVER;
      else if (status == 401 && root != NULL)
        code = TUTTI_ERROR_BAD_CLIENT; /* RFC 6749 5.2 has this status for nothing else */
    }
  else if (is_exchange && code == TUTTI_ERROR_NOT_LINKED)
    {
      code = TUTTI_ERROR_EXPIRED; /* of the code, a minute or ten old */
    }

  g_set_error (error, TUTTI_ERROR, (int) code, "The token endpoint answered %u with %s", status, name);
}

/* --- reading tokens --- */

static gboolean
is_printable (const char *text,
              char        first)
{
  for (const char *p = text; *p != '\0'; p++)
    if (*p < first || *p > '~')
      return FALSE;
  return TRUE;
}

/* A token can go into a header or a form: nothing in it can end a line. */
static TuttiSecret *
take_token (JsonNode   *root,
            const char *name)
{
  const char  *text = tutti_json_get_string (root, name);
  TuttiSecret *token;

  if (text == NULL || *text == '\0' || strlen (text) > MAX_TOKEN || !is_printable (text, '!'))
    return NULL;

  token = tutti_secret_new (text);
  /* The tree belongs to us, and nobody reads it twice. */
  tutti_secret_wipe ((char *) text, strlen (text));
  return token;
}

TuttiTokens *
tutti_oauth_take_given (TuttiOAuthConfig *config,
                        TuttiSecret      *access,
                        gint64            now,
                        GError          **error)
{
  const char  *text = tutti_secret_reveal (access);
  TuttiTokens *tokens;

  if (*text == '\0' || strlen (text) > MAX_TOKEN || !is_printable (text, '!'))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "What the page gave is no token");
      return NULL;
    }

  tokens = tutti_tokens_new ();
  tokens->access = tutti_secret_ref (access);
  tokens->consented_at = now;
  g_free (tokens->scopes);
  tokens->scopes = g_strdup (config->scopes != NULL ? config->scopes : "");
  g_strfreev (tokens->hosts);
  tokens->hosts = make_hosts (config);

  return tokens;
}

/* Some write the number as text. */
static gint64
read_expiry (JsonNode   *root,
             const char *name,
             gint64      now)
{
  const char *text = tutti_json_get_string (root, name);
  gint64      seconds = tutti_json_get_int (root, name, 0);

  if (text != NULL && !g_ascii_string_to_signed (text, 10, 1, MAX_LIFE_S, &seconds, NULL))
    seconds = 0;
  if (seconds <= 0 || seconds > MAX_LIFE_S)
    return 0;

  return now + seconds * 1000;
}

static char *
dup_scopes (JsonNode   *root,
            const char *fallback)
{
  const char *text = tutti_json_get_string (root, "scope");

  if (text == NULL || !is_printable (text, ' ') || strlen (text) > MAX_TOKEN)
    text = fallback;

  return g_strdup (text != NULL ? text : "");
}

static JsonNode *
parse (GBytes  *body,
       GError **error)
{
  g_autoptr (JsonNode) root = tutti_json_parse (body, error);

  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The token endpoint's answer is no JSON object");
      return NULL;
    }

  return g_steal_pointer (&root);
}

/* Whose they are: a number, or a word. (nullable) */
static char *
dup_user_id (JsonNode *root)
{
  const char *word = tutti_json_get_string (root, "user_id");
  gint64      number = tutti_json_get_int (root, "user_id", 0);

  return number > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : g_strdup (word);
}

TuttiTokens *
tutti_oauth_read_tokens (TuttiOAuthConfig *config,
                         TuttiTokens      *before,
                         guint             status,
                         GBytes           *body,
                         gint64            now,
                         GError          **error)
{
  g_autoptr (GError)      local_error = NULL;
  g_autoptr (JsonNode)    root = parse (body, &local_error);
  g_autoptr (TuttiTokens) tokens = NULL;
  const char             *type;

  if (status < 200 || status >= 300 || tutti_json_get (root, "error") != NULL)
    {
      take_refusal (root, status, before == NULL, error);
      return NULL;
    }
  if (root == NULL && config->is_old && status < 300)
    {
      /* "wrong code" in plain words. The code is our own and a second old, so
       * that the secret is what can be wrong. */
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_CLIENT, "The token endpoint gave no token");
      return NULL;
    }
  if (root == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  type = tutti_json_get_string (root, "token_type");
  if (!config->is_old && (type == NULL || g_ascii_strcasecmp (type, "bearer") != 0))
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The token is of a type nobody knows here");
      return NULL;
    }

  tokens = before != NULL ? tutti_tokens_copy (before) : tutti_tokens_new ();
  g_clear_pointer (&tokens->access, tutti_secret_unref);
  tokens->access = take_token (root, "access_token");
  if (tokens->access == NULL)
    {
      g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "There is no access token in the answer");
      return NULL;
    }

  if (tutti_json_get (root, "refresh_token") != NULL)
    {
      TuttiSecret *refresh = take_token (root, "refresh_token");

      /* An empty one is what some servers write for none. */
      if (refresh != NULL)
        {
          g_clear_pointer (&tokens->refresh, tutti_secret_unref);
          tokens->refresh = refresh;
        }
      else if (g_strcmp0 (tutti_json_get_string (root, "refresh_token"), "") != 0)
        {
          g_set_error (error, TUTTI_ERROR, TUTTI_ERROR_BAD_ANSWER, "The refresh token can't be used");
          return NULL;
        }
    }

  /* In the old way 0 is for ever. */
  tokens->expires_at = read_expiry (root, config->is_old ? "expires" : "expires_in", now);
  g_free (tokens->scopes);
  tokens->scopes = dup_scopes (root, before != NULL ? before->scopes : config->scopes);
  if (before == NULL)
    {
      tokens->consented_at = now;
      g_strfreev (tokens->hosts);
      tokens->hosts = make_hosts (config);
      tokens->user_id = dup_user_id (root);
    }

  return g_steal_pointer (&tokens);
}

gboolean
tutti_oauth_read_revocation (guint   status,
                             GBytes *body)
{
  g_autoptr (JsonNode) root = NULL;

  if (status >= 200 && status < 300)
    return TRUE;

  /* What is not valid any more is as good as revoked (Google). */
  root = parse (body, NULL);
  return status == 400 && g_strcmp0 (tutti_json_get_string (root, "error"), "invalid_token") == 0;
}
