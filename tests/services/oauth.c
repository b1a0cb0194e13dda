/* oauth.c: an authorization server that believes nothing
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "oauth.h"

#include <string.h>

#include "exchange.h"
#include "faults.h"
#include "log.h"

#define CODE_LIFE 600  /* seconds */
#define PAGE_LIFE 1800 /* seconds */

/* A consent page somebody looks at, then the code that came of it. */
typedef struct
{
  char    *client_id;
  char    *redirect_uri;
  char    *state;
  char    *challenge;
  char    *scopes;
  guint    person;
  gint64   ends_at;
  gboolean used;
  Grant   *grant; /* (unowned) what the code was exchanged for */
} Request;

typedef struct
{
  Grant   *grant; /* (unowned) */
  gint64   ends_at;
  gboolean spent;
} Token;

struct _OAuth
{
  const OAuthPolicy *policy;
  const char        *service;
  GHashTable        *pages;    /* ticket → Request */
  GHashTable        *codes;    /* code → Request */
  GHashTable        *accesses; /* token → Token */
  GHashTable        *refreshes;
  GPtrArray         *grants;
};

static void
grant_free (gpointer data)
{
  Grant *self = data;

  g_free (self->client_id);
  g_free (self->scopes);
  g_strfreev (self->scope_list);
  g_free (self);
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_free (self->state);
  g_free (self->challenge);
  g_free (self->scopes);
  g_free (self);
}

OAuth *
oauth_new (const OAuthPolicy *policy,
           const char        *words)
{
  OAuth *self = g_new0 (OAuth, 1);

  self->policy = policy;
  self->service = words;
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, request_free);
  self->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, request_free);
  self->accesses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->refreshes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->grants = g_ptr_array_new_with_free_func (grant_free);
  return self;
}

void
oauth_free (OAuth *self)
{
  g_hash_table_unref (self->pages);
  g_hash_table_unref (self->codes);
  g_hash_table_unref (self->accesses);
  g_hash_table_unref (self->refreshes);
  g_ptr_array_unref (self->grants);
  g_free (self);
}

gboolean
oauth_is_hex_id (const char *client_id)
{
  return strlen (client_id) == 32 && strspn (client_id, "0123456789abcdef") == 32;
}

gboolean
oauth_is_loopback (const char *uri,
                   const char *path)
{
  const char *rest = NULL;
  gsize       digits;

  if (g_str_has_prefix (uri, "http://127.0.0.1:"))
    rest = uri + strlen ("http://127.0.0.1:");
  else if (g_str_has_prefix (uri, "http://[::1]:"))
    rest = uri + strlen ("http://[::1]:");
  if (rest == NULL)
    return FALSE;
  digits = strspn (rest, "0123456789");
  return digits > 0 && digits <= 5 && *rest != '0' && g_ascii_strtoull (rest, NULL, 10) <= 65535 && g_str_equal (rest + digits, path);
}

gboolean
grant_has_scope (const Grant *grant,
                 const char  *scope)
{
  return g_strv_contains ((const char *const *) grant->scope_list, scope);
}

static const Scope *
find_scope (OAuth      *self,
            const char *name)
{
  for (const Scope *scope = self->policy->scopes; scope->name != NULL; scope++)
    if (g_str_equal (scope->name, name))
      return scope;
  return NULL;
}

static char *
find_unknown_scope (OAuth      *self,
                    const char *scopes)
{
  g_auto (GStrv) names = g_strsplit (scopes, " ", -1);

  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0' && find_scope (self, names[i]) == NULL)
      return g_strdup (names[i]);
  return NULL;
}

static gboolean
is_url_safe (const char *text,
             gsize       least,
             gsize       most,
             const char *more)
{
  gsize length = strlen (text);

  if (length < least || length > most)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (more, *p) == NULL)
      return FALSE;
  return TRUE;
}

/* An error the browser shows; the application that waits hears nothing. */
static void
refuse_page (Exchange   *exchange,
             const char *service,
             const char *words)
{
  exchange->services->counts[COUNT_REFUSED_SIGN_INS]++;
  if (*words == '\0')
    exchange_reply_text (exchange, 401, "text/html; charset=utf-8", "<!DOCTYPE html><title></title>\n");
  else
    exchange_reply_page (exchange, 400, "refusal.html", "service", service, "words", words, NULL);
}

static void
redirect_back (OAuth         *self,
               Exchange      *exchange,
               const Request *request,
               const char    *name,
               const char    *value,
               const char    *description)
{
  g_autoptr (GString) uri = g_string_new (request->redirect_uri);

  if (faults_strike (exchange, "post-callback", NULL))
    {
      exchange_reply_page (exchange, 200, "post.html", "service", self->service, "action", request->redirect_uri,
                           "name", name, "value", value, "state", request->state != NULL ? request->state : "", NULL);
      exchange_set_header (exchange, "Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'");
      return;
    }
  g_string_append_printf (uri, "?%s=", name);
  g_string_append_uri_escaped (uri, value, NULL, FALSE);
  if (description != NULL)
    {
      g_string_append (uri, "&error_description=");
      g_string_append_uri_escaped (uri, description, NULL, FALSE);
    }
  if (request->state != NULL)
    {
      g_string_append (uri, "&state=");
      g_string_append_uri_escaped (uri, request->state, NULL, FALSE);
    }
  if (self->policy->issuer != NULL)
    {
      g_string_append (uri, "&iss=");
      g_string_append_uri_escaped (uri, self->policy->issuer, NULL, FALSE);
    }
  exchange_reply_redirect (exchange, 302, uri->str);
}

static void
allow (OAuth    *self,
       Exchange *exchange,
       Request  *request)
{
  Services        *services = exchange->services;
  g_autofree char *code = services_dup_secret ("AQ");

  services->counts[COUNT_ALLOWED]++;
  log_add_secret (services->log, "code", code);
  if (faults_strike (exchange, "fewer-scopes", NULL) && strchr (request->scopes, ' ') != NULL)
    *strrchr (request->scopes, ' ') = '\0';
  request->ends_at = services_get_now (services) + CODE_LIFE;
  redirect_back (self, exchange, request, "code", code, NULL);
  g_hash_table_insert (self->codes, g_steal_pointer (&code), request);
}

static void
deny (OAuth    *self,
      Exchange *exchange,
      Request  *request)
{
  exchange->services->counts[COUNT_DENIED]++;
  if (self->policy->is_old)
    redirect_back (self, exchange, request, "error_reason", "user_denied", NULL);
  else
    redirect_back (self, exchange, request, "error", "access_denied", NULL);
  request_free (request);
}

/* The first parameter that a consent page does not know. */
static const char *
find_unknown (OAuth        *self,
              const Params *query)
{
  static const char *const known[] = { "client_id", "response_type", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", NULL };
  static const char *const old[] = { "app_id", "response_type", "redirect_uri", "perms", "state", NULL };
  const char *const       *more = self->policy->more_params;

  for (guint i = 0; i < params_get_length (query); i++)
    {
      const char *name = params_get_name (query, i);

      if (!g_strv_contains (self->policy->is_old ? old : known, name) && (more == NULL || !g_strv_contains (more, name)))
        return name;
    }
  return NULL;
}

/* What is wrong with a request in a way that is said to the application. */
static gboolean
check_request (OAuth         *self,
               Exchange      *exchange,
               const Request *request)
{
  const Params    *query = exchange->query;
  const char      *unknown = find_unknown (self, query);
  const char      *type = params_get (query, "response_type");
  const char      *error = "invalid_request";
  g_autofree char *scope = find_unknown_scope (self, request->scopes);
  g_autofree char *words = NULL;

  if (unknown != NULL)
    words = g_strdup_printf ("unknown parameter %s", unknown);
  else if (g_strcmp0 (type, "code") != 0 && !(self->policy->is_old && type == NULL))
    {
      error = "unsupported_response_type";
      words = g_strdup ("response_type must be code");
    }
  else if (!self->policy->is_old && g_strcmp0 (params_get (query, "code_challenge_method"), "S256") != 0)
    words = g_strdup ("code_challenge_method must be S256");
  else if (!self->policy->is_old && !is_url_safe (request->challenge != NULL ? request->challenge : "", 43, 43, "-_"))
    words = g_strdup ("code_challenge is not a SHA-256 sum in base64url");
  else if (scope != NULL)
    {
      error = "invalid_scope";
      words = g_strdup_printf ("unknown scope %s", scope);
    }

  if (words == NULL)
    return TRUE;
  if (scope != NULL && self->policy->bad_scope != NULL)
    {
      refuse_page (exchange, self->service, self->policy->bad_scope);
      return FALSE;
    }
  exchange->services->counts[COUNT_REFUSED_SIGN_INS]++;
  redirect_back (self, exchange, request, "error", error, words);
  return FALSE;
}

static char *
list_scopes (OAuth      *self,
             const char *scopes)
{
  g_auto (GStrv) names = g_strsplit (scopes, " ", -1);
  GString *html = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      const Scope *scope = find_scope (self, names[i]);

      if (scope != NULL)
        g_string_append_printf (html, "<li>%s</li>", scope->words);
    }
  if (html->len == 0)
    g_string_append (html, "<li>See your name and picture</li>");
  return g_string_free_and_steal (html);
}

static void
show_page (OAuth    *self,
           Exchange *exchange,
           Request  *request)
{
  const Person    *person = services_get_person (request->person);
  g_autofree char *ticket = services_dup_secret ("");
  g_autofree char *scopes = list_scopes (self, request->scopes);
  const char      *name = person->name != NULL ? person->name : person->login;
  g_autofree char *initial = g_utf8_substring (name, 0, 1);

  exchange->services->counts[COUNT_CONSENT_PAGES]++;
  exchange_reply_page (exchange, 200, "consent.html",
                       "service", self->service,
                       "person", name,
                       "initial", initial,
                       "email", person->email,
                       "action", exchange->whole_path,
                       "ticket", ticket,
                       "html-scopes", scopes,
                       NULL);
  request->ends_at = services_get_now (exchange->services) + PAGE_LIFE;
  g_hash_table_insert (self->pages, g_steal_pointer (&ticket), request);
}

static void
begin_authorize (OAuth    *self,
                 Exchange *exchange)
{
  Services          *services = exchange->services;
  const OAuthPolicy *policy = self->policy;
  const char        *client_id = params_get (exchange->query, policy->is_old ? "app_id" : "client_id");
  const char        *redirect_uri = params_get (exchange->query, "redirect_uri");
  const char        *scopes = params_get (exchange->query, policy->is_old ? "perms" : "scope");
  Request           *request;

  log_add_secret (services->log, "state", params_get (exchange->query, "state"));
  log_add_secret (services->log, "challenge", params_get (exchange->query, "code_challenge"));
  if (params_find_repeated (exchange->query) != NULL)
    {
      refuse_page (exchange, self->service, "INVALID_REQUEST: A parameter is given twice");
      return;
    }
  if (client_id == NULL || !policy->knows_client (client_id))
    {
      refuse_page (exchange, self->service, policy->bad_client != NULL ? policy->bad_client : "INVALID_CLIENT: Invalid client");
      return;
    }
  if (redirect_uri == NULL || !policy->allows_redirect (services, redirect_uri))
    {
      refuse_page (exchange, self->service, policy->bad_redirect != NULL ? policy->bad_redirect : "INVALID_CLIENT: Invalid redirect URI");
      return;
    }

  request = g_new0 (Request, 1);
  request->client_id = g_strdup (client_id);
  request->redirect_uri = g_strdup (redirect_uri);
  request->state = g_strdup (params_get (exchange->query, "state"));
  request->challenge = g_strdup (params_get (exchange->query, "code_challenge"));
  request->scopes = g_strdup (scopes != NULL ? scopes : "");
  if (policy->is_old)
    g_strdelimit (request->scopes, ",", ' ');
  request->person = services->person;

  if (!check_request (self, exchange, request))
    request_free (request);
  else if (services->consent == CONSENT_ALLOW)
    allow (self, exchange, request);
  else if (services->consent == CONSENT_DENY)
    deny (self, exchange, request);
  else
    show_page (self, exchange, request);
}

static void
decide (OAuth    *self,
        Exchange *exchange)
{
  const char *ticket = params_get (exchange->form, "ticket");
  const char *decision = params_get (exchange->form, "decision");
  gpointer    key = NULL, value = NULL;
  Request    *request;

  if (ticket == NULL || !g_hash_table_steal_extended (self->pages, ticket, &key, &value))
    {
      refuse_page (exchange, self->service, "This page has been answered already. Go back to the application and start again.");
      return;
    }
  g_free (key);
  request = value;

  if (services_get_now (exchange->services) > request->ends_at)
    {
      refuse_page (exchange, self->service, "This page is too old. Go back to the application and start again.");
      request_free (request);
    }
  else if (g_strcmp0 (decision, "allow") == 0)
    allow (self, exchange, request);
  else
    deny (self, exchange, request);
}

void
oauth_handle_authorize (OAuth    *self,
                        Exchange *exchange)
{
  if (g_str_equal (exchange->method, "GET"))
    begin_authorize (self, exchange);
  else if (g_str_equal (exchange->method, "POST"))
    decide (self, exchange);
  else
    exchange_reply_empty (exchange, 405);
}

void
oauth_refuse (Exchange   *exchange,
              guint       status,
              const char *error,
              const char *description)
{
  Writer *writer = writer_new ();

  exchange->services->counts[COUNT_REFUSED_TOKENS]++;
  writer_begin_object (writer, NULL);
  writer_string (writer, "error", error);
  writer_string (writer, "error_description", description);
  writer_end_object (writer);
  exchange_reply_json (exchange, status, writer);
}

/* As this service words it. */
static void
refuse (OAuth      *self,
        Exchange   *exchange,
        guint       status,
        const char *error,
        const char *description)
{
  if (g_str_equal (error, "invalid_client") && self->policy->client_status != 0)
    status = self->policy->client_status;
  if (self->policy->refuse == NULL)
    {
      oauth_refuse (exchange, status, error, description);
      return;
    }
  exchange->services->counts[COUNT_REFUSED_TOKENS]++;
  self->policy->refuse (exchange, status, error, description);
}

static void
add_token (GHashTable *tokens,
           const char *text,
           Grant      *grant,
           gint64      ends_at)
{
  Token *token = g_new0 (Token, 1);

  token->grant = grant;
  token->ends_at = ends_at;
  g_hash_table_insert (tokens, g_strdup (text), token);
}

static gint64
get_refresh_end (OAuth       *self,
                 const Grant *grant)
{
  return self->policy->refresh_life > 0 ? grant->consented_at + self->policy->refresh_life : G_MAXINT64;
}

static void
give_tokens (OAuth    *self,
             Exchange *exchange,
             Grant    *grant,
             gboolean  with_refresh)
{
  Services        *services = exchange->services;
  g_autofree char *access = services_dup_secret ("BQ");
  g_autofree char *refresh = with_refresh ? services_dup_secret ("AQ") : NULL;
  Writer          *writer = writer_new ();

  add_token (self->accesses, access, grant, services_get_now (services) + self->policy->access_life);
  log_add_secret (services->log, "access_token", access);
  writer_begin_object (writer, NULL);
  writer_string (writer, "access_token", access);
  writer_string (writer, "token_type", self->policy->type != NULL ? self->policy->type : "Bearer");
  writer_string (writer, "scope", grant->scopes);
  writer_int (writer, "expires_in", self->policy->access_life);
  if (refresh != NULL)
    {
      add_token (self->refreshes, refresh, grant, get_refresh_end (self, grant));
      log_add_secret (services->log, "refresh_token", refresh);
      writer_string (writer, "refresh_token", refresh);
    }
  if (self->policy->write_more != NULL)
    self->policy->write_more (writer, grant);
  writer_end_object (writer);
  exchange_set_header (exchange, "Cache-Control", "no-store");
  exchange_reply_json (exchange, 200, writer);
}

static gboolean
verify_challenge (const char *verifier,
                  const char *challenge)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8           digest[32];
  gsize            length = sizeof digest;
  g_autofree char *text = NULL;

  g_checksum_update (sum, (const guint8 *) verifier, (gssize) strlen (verifier));
  g_checksum_get_digest (sum, digest, &length);
  text = g_base64_encode (digest, length);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  g_strdelimit (text, "=", '\0');
  return g_str_equal (text, challenge);
}

static Grant *
add_grant (OAuth    *self,
           Services *services,
           Request  *request)
{
  Grant *grant = g_new0 (Grant, 1);

  grant->client_id = g_strdup (request->client_id);
  grant->scopes = g_strdup (request->scopes);
  grant->scope_list = g_strsplit (request->scopes, " ", -1);
  grant->person = request->person;
  grant->consented_at = services_get_now (services);
  g_ptr_array_add (self->grants, grant);
  request->grant = grant;
  services->counts[COUNT_EXCHANGES]++;
  return grant;
}

static void
exchange_code (OAuth    *self,
               Exchange *exchange)
{
  Services   *services = exchange->services;
  const char *code = params_get (exchange->form, "code");
  const char *verifier = params_get (exchange->form, "code_verifier");
  const char *redirect_uri = params_get (exchange->form, "redirect_uri");
  Request    *request = code != NULL ? g_hash_table_lookup (self->codes, code) : NULL;

  log_add_secret (services->log, "verifier", verifier);
  if (code == NULL || verifier == NULL || redirect_uri == NULL)
    {
      refuse (self, exchange, 400, "invalid_request", "code, code_verifier and redirect_uri must be supplied");
      return;
    }
  if (!is_url_safe (verifier, 43, 128, "-._~"))
    {
      refuse (self, exchange, 400, "invalid_request", "code_verifier must be 43 to 128 unreserved characters");
      return;
    }
  if (request == NULL || !g_str_equal (request->client_id, params_get (exchange->form, "client_id")))
    {
      refuse (self, exchange, 400, "invalid_grant", "Invalid authorization code");
      return;
    }
  if (request->used)
    {
      /* Somebody has stolen the code, or uses it again: nobody keeps what it gave. */
      if (request->grant != NULL)
        request->grant->revoked = TRUE;
      refuse (self, exchange, 400, "invalid_grant", "Invalid authorization code");
      return;
    }
  request->used = TRUE;
  if (services_get_now (services) > request->ends_at)
    {
      refuse (self, exchange, 400, "invalid_grant", "Authorization code expired");
      return;
    }
  if (!g_str_equal (request->redirect_uri, redirect_uri))
    {
      refuse (self, exchange, 400, "invalid_grant", "Invalid redirect URI");
      return;
    }
  if (!verify_challenge (verifier, request->challenge))
    {
      refuse (self, exchange, 400, "invalid_grant", "code_verifier was incorrect");
      return;
    }

  give_tokens (self, exchange, add_grant (self, services, request), TRUE);
}

static void
refresh (OAuth    *self,
         Exchange *exchange)
{
  Services   *services = exchange->services;
  const char *text = params_get (exchange->form, "refresh_token");
  Token      *token = text != NULL ? g_hash_table_lookup (self->refreshes, text) : NULL;
  gboolean    rotates;

  if (text == NULL)
    {
      refuse (self, exchange, 400, "invalid_request", "refresh_token must be supplied");
      return;
    }
  if (token == NULL || !g_str_equal (token->grant->client_id, params_get (exchange->form, "client_id")))
    {
      refuse (self, exchange, 400, "invalid_grant", "Invalid refresh token");
      return;
    }
  if (faults_strike (exchange, "expired-refresh", NULL) || services_get_now (services) >= token->ends_at)
    {
      token->ends_at = 0;
      refuse (self, exchange, 400, "invalid_grant", "Refresh token expired");
      return;
    }
  if (token->spent || token->grant->revoked)
    {
      refuse (self, exchange, 400, "invalid_grant", "Refresh token revoked");
      return;
    }

  rotates = faults_strike (exchange, "rotate", NULL) || self->policy->rotates;
  token->spent = rotates;
  services->counts[COUNT_REFRESHES]++;
  give_tokens (self, exchange, token->grant, rotates);
}

void
oauth_handle_token (OAuth    *self,
                    Exchange *exchange)
{
  static const char *const for_code[] = { "grant_type", "code", "redirect_uri", "client_id", "code_verifier", "client_secret", "scope", NULL };
  static const char *const for_refresh[] = { "grant_type", "refresh_token", "client_id", "client_secret", "scope", NULL };
  const Params            *form = exchange->form;
  const char              *client_id = params_get (form, "client_id");
  const char              *secret = params_get (form, "client_secret");
  const char              *type = params_get (form, "grant_type");
  gboolean                 is_refresh = g_strcmp0 (type, "refresh_token") == 0;
  const char              *unknown = params_find_unknown (form, is_refresh ? for_refresh : for_code);
  g_autofree char         *words = NULL;

  if (unknown == NULL && secret != NULL && !self->policy->wants_secret)
    unknown = "client_secret";
  if (unknown == NULL && params_get (form, "scope") != NULL && !self->policy->repeats_scope)
    unknown = "scope";

  if (!g_str_equal (exchange->method, "POST"))
    {
      exchange_set_header (exchange, "Allow", "POST");
      refuse (self, exchange, 405, "invalid_request", "Only POST is answered here");
    }
  else if (params_get_length (exchange->query) > 0)
    refuse (self, exchange, 400, "invalid_request", "Parameters belong into the body");
  else if (params_get_length (form) == 0)
    refuse (self, exchange, 415, "invalid_request", "The body must be application/x-www-form-urlencoded");
  else if (exchange_get_header (exchange, "Authorization") != NULL)
    refuse (self, exchange, 400, "invalid_client", "A client that uses PKCE sends no Authorization header");
  else if (params_find_repeated (form) != NULL)
    refuse (self, exchange, 400, "invalid_request", "A parameter is given twice");
  else if (type == NULL || (!is_refresh && !g_str_equal (type, "authorization_code")))
    refuse (self, exchange, 400, "unsupported_grant_type", "grant_type must be authorization_code or refresh_token");
  else if (unknown != NULL)
    {
      words = g_strdup_printf ("Unknown parameter: %s", unknown);
      refuse (self, exchange, 400, "invalid_request", words);
    }
  else if (client_id == NULL || !self->policy->knows_client (client_id))
    refuse (self, exchange, 400, "invalid_client", "Invalid client");
  else if (self->policy->wants_secret && secret == NULL && self->policy->missing_secret != NULL)
    refuse (self, exchange, 400, "invalid_request", self->policy->missing_secret);
  else if (self->policy->wants_secret && (secret == NULL || *secret == '\0' || g_str_has_prefix (secret, "bad")))
    refuse (self, exchange, 400, "invalid_client", "Invalid client secret");
  else if (is_refresh)
    refresh (self, exchange);
  else
    exchange_code (self, exchange);
}

/* The exchange from before there was PKCE: GET, the secret in the query, and
 * plain words when the code is wrong. */
void
oauth_handle_old_token (OAuth    *self,
                        Exchange *exchange)
{
  static const char *const known[] = { "app_id", "secret", "code", "output", NULL };
  const Params            *query = exchange->query;
  const char              *app_id = params_get (query, "app_id");
  const char              *secret = params_get (query, "secret");
  const char              *code = params_get (query, "code");
  Request                 *request = code != NULL ? g_hash_table_lookup (self->codes, code) : NULL;
  g_autofree char         *token = NULL;
  g_autofree char         *text = NULL;
  gint64                   life;
  Grant                   *grant;

  if (params_find_unknown (query, known) != NULL || params_find_repeated (query) != NULL ||
      app_id == NULL || secret == NULL || *secret == '\0' || g_str_has_prefix (secret, "bad") || request == NULL ||
      request->used || !g_str_equal (request->client_id, app_id) || services_get_now (exchange->services) > request->ends_at)
    {
      exchange->services->counts[COUNT_REFUSED_TOKENS]++;
      exchange_reply_text (exchange, 200, "text/html; charset=utf-8", "wrong code");
      return;
    }
  request->used = TRUE;
  grant = add_grant (self, exchange->services, request);
  life = grant_has_scope (grant, "offline_access") ? 0 : self->policy->access_life;
  token = services_dup_secret ("fr");
  add_token (self->accesses, token, grant, life != 0 ? services_get_now (exchange->services) + life : G_MAXINT64);
  log_add_secret (exchange->services->log, "access_token", token);
  if (g_strcmp0 (params_get (query, "output"), "json") == 0)
    text = g_strdup_printf ("{\"access_token\":\"%s\",\"expires\":%d}", token, (int) life);
  else
    text = g_strdup_printf ("access_token=%s&expires=%d", token, (int) life);
  exchange_reply_text (exchange, 200, "text/html; charset=utf-8", text);
}

OAuthVerdict
oauth_check_token (OAuth        *self,
                   Exchange     *exchange,
                   const char   *token,
                   const Grant **grant)
{
  const Token *known = g_hash_table_lookup (self->accesses, token);

  if (known == NULL || known->grant->revoked || services_get_now (exchange->services) >= known->ends_at)
    return OAUTH_BAD_TOKEN;
  *grant = known->grant;
  return OAUTH_FINE;
}

OAuthVerdict
oauth_check (OAuth        *self,
             Exchange     *exchange,
             const char   *scheme,
             const Grant **grant)
{
  const char *header = exchange_get_header (exchange, "Authorization");

  if (header == NULL || !g_str_has_prefix (header, scheme) || header[strlen (scheme)] != ' ')
    return OAUTH_NO_TOKEN;
  return oauth_check_token (self, exchange, header + strlen (scheme) + 1, grant);
}

gboolean
oauth_is_registered (Services       *services,
                     const Provider *provider,
                     const char     *uri)
{
  const char *const *registered = g_hash_table_lookup (services->redirects, provider->id);

  return registered != NULL && g_strv_contains (registered, uri);
}

gboolean
oauth_revoke_token (OAuth      *self,
                    const char *token)
{
  const Token *known = g_hash_table_lookup (self->refreshes, token);

  if (known == NULL)
    known = g_hash_table_lookup (self->accesses, token);
  if (known == NULL || known->grant->revoked)
    return FALSE;
  known->grant->revoked = TRUE;
  return TRUE;
}

void
oauth_revoke_all (OAuth *self)
{
  for (guint i = 0; i < self->grants->len; i++)
    ((Grant *) g_ptr_array_index (self->grants, i))->revoked = TRUE;
}

void
oauth_expire_access (OAuth *self)
{
  g_hash_table_remove_all (self->accesses);
}

guint
oauth_count_grants (OAuth *self)
{
  guint count = 0;

  for (guint i = 0; i < self->grants->len; i++)
    count += !((const Grant *) g_ptr_array_index (self->grants, i))->revoked;
  return count;
}
