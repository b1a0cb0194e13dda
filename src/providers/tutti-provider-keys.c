/* tutti-provider-keys.c: what a person brings to sign in
 *
 * Client ids, keys and tokens as people paste them, checked before they are
 * stored, with a sentence for each mistake; and what of them goes to the OAuth
 * client.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include "tutti-address.h"
#include "tutti-error.h"
#include "tutti-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Nobody's name at a service is longer. */
#define MAX_NAME 128

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define MAX_SIGN_IN_SECONDS 600

static const TuttiProviderInfo *
get_info (TuttiProvider *self)
{
  return TUTTI_PROVIDER_GET_CLASS (self)->info;
}

/* Without what comes along when copying: spaces of any kind, marks without
 * width, quotes. */
static char *
trim (const char *pasted)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = pasted; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (g_unichar_isspace (letter) || letter == 0xa0)
        g_string_append_c (text, ' ');
      else if (!g_unichar_iszerowidth (letter) && !g_unichar_iscntrl (letter) && letter != '"' && letter != '\'')
        g_string_append_unichar (text, letter);
    }

  return g_strstrip (g_string_free_and_steal (g_steal_pointer (&text)));
}

/* The one word that is a client id ("Client ID 9f3c…" was copied whole); the
 * number of such words in `n_found`. */
static char *
find_client_id (TuttiProvider *self,
                const char    *text,
                guint         *n_found)
{
  GRegex          *regex = tutti_provider_get_key_pattern (self);
  g_auto (GStrv)   words = g_strsplit (text, " ", 64);
  g_autofree char *found = NULL;

  *n_found = 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];

      if (word[0] == '\0' || (regex != NULL && !g_regex_match (regex, word, 0, NULL)))
        continue;
      (*n_found)++;
      g_set_str (&found, word);
    }

  return g_steal_pointer (&found);
}

static gboolean
refuse_client_id (GError    **error,
                  const char *sentence)
{
  g_set_error_literal (error, TUTTI_ERROR, TUTTI_ERROR_BAD_INPUT, sentence);
  return FALSE;
}

/* Says what was pasted instead. */
static gboolean
refuse_pasted (TuttiProvider *self,
               const char    *text,
               GError       **error)
{
  const char      *shape = get_info (self)->client_id_shape;
  const char      *redirect = tutti_provider_get_redirect_uri (self);
  g_autofree char *sentence = NULL;

  if (text[0] == '\0')
    return refuse_client_id (error, _ ("Paste the client ID here."));
  if (redirect != NULL && g_str_has_prefix (text, redirect))
    return refuse_client_id (error, _ ("This is the redirect address. It belongs on the service’s page; the client ID comes from there."));
  if (strstr (text, "://") != NULL || g_str_has_prefix (text, "www."))
    sentence = shape != NULL ? g_strdup_printf (_ ("This is the address of the page. The client ID stands on that page: %s."), _ (shape))
                             : g_strdup (_ ("This is the address of the page. The client ID stands on that page."));
  else if (strchr (text, '@') != NULL)
    sentence = g_strdup (_ ("This is an e-mail address, not the client ID."));
  else if (shape != NULL)
    sentence = g_strdup_printf (_ ("This is not a client ID, which has %s."), _ (shape));
  else
    sentence = g_strdup (_ ("This is not a client ID."));

  return refuse_client_id (error, sentence);
}

TuttiSecret *
tutti_provider_check_key (TuttiProvider *self,
                          const char    *text,
                          gsize          length,
                          GError       **error)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (tutti_provider_signs (self), NULL);

  return tutti_signature_check_key (text, length, error);
}

gboolean
tutti_provider_check_key_name (TuttiProvider *self,
                               const char    *pasted,
                               char         **clean,
                               GError       **error)
{
  g_autofree char *valid = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;
  g_autofree char *sentence = NULL;
  guint            n_found;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (clean != NULL, FALSE);

  *clean = NULL;
  valid = g_utf8_make_valid (pasted != NULL ? pasted : "", -1);
  text = trim (valid);
  name = find_client_id (self, text, &n_found);
  if (n_found == 1)
    {
      *clean = g_steal_pointer (&name);
      return TRUE;
    }

  /* Translators: %s is something like “10 capital letters and digits” */
  sentence = g_strdup_printf (_ ("This has to have %s."), _ (get_info (self)->client_id_shape));
  return refuse_client_id (error, sentence);
}

/* The two names of a key, with a dot between. */
static gboolean
check_key_names (TuttiProvider *self,
                 const char    *pasted,
                 char         **clean,
                 GError       **error)
{
  g_auto (GStrv)   names = g_strsplit (pasted != NULL ? pasted : "", ".", 2);
  g_autofree char *owner = NULL;
  g_autofree char *id = NULL;

  if (!tutti_provider_check_key_name (self, names[0], &owner, error) ||
      !tutti_provider_check_key_name (self, names[0] != NULL ? names[1] : NULL, &id, error))
    return FALSE;

  *clean = g_strconcat (owner, ".", id, NULL);
  return TRUE;
}

gboolean
tutti_provider_check_client_id (TuttiProvider *self,
                                const char    *pasted,
                                char         **clean,
                                GError       **error)
{
  g_autofree char *valid = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  guint            n_found;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);
  g_return_val_if_fail (clean != NULL, FALSE);

  *clean = NULL;
  if (tutti_provider_signs (self))
    return check_key_names (self, pasted, clean, error);
  valid = g_utf8_make_valid (pasted != NULL ? pasted : "", -1);
  text = trim (valid);
  id = find_client_id (self, text, &n_found);
  if (n_found == 0)
    return refuse_pasted (self, text, error);
  if (n_found > 1)
    return refuse_client_id (error, _ ("There is more than one word here. Paste the client ID alone, without the client secret."));

  *clean = g_steal_pointer (&id);
  return TRUE;
}

/* --- where the key is the token --- */

static gpointer
refuse_key (GError    **error,
            const char *sentence)
{
  refuse_client_id (error, sentence);
  return NULL;
}

TuttiSecret *
tutti_provider_check_token (TuttiProvider *self,
                            const char    *pasted,
                            GError       **error)
{
  GRegex     *regex = tutti_provider_get_key_pattern (self);
  char       *valid = g_utf8_make_valid (pasted != NULL ? pasted : "", -1);
  char       *text = trim (valid);
  TuttiSecret *token = NULL;

  tutti_secret_wipe_string (valid);
  if (text[0] == '\0')
    refuse_key (error, _ ("Paste the token here."));
  else if (strstr (text, "://") != NULL)
    refuse_key (error, _ ("This is the address of the page. The token stands on that page."));
  else if (strpbrk (text, " @") != NULL || (regex != NULL && !g_regex_match (regex, text, 0, NULL)))
    {
      g_autofree char *sentence = g_strdup_printf (_ ("This is not a token, which has %s."), _ (get_info (self)->client_id_shape));

      refuse_key (error, sentence);
    }
  else
    token = tutti_secret_new (text);
  tutti_secret_wipe_string (text);

  return token;
}

char *
tutti_provider_dup_token_scopes (TuttiProvider *self,
                                 gboolean       has_token)
{
  g_autoptr (GString)    scopes = g_string_new (NULL);
  const TuttiScopeWords *words;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  for (words = get_info (self)->scope_words; words != NULL && words->scope != NULL; words++)
    if (has_token || words->for_what == 0)
      g_string_append_printf (scopes, "%s%s", scopes->len > 0 ? " " : "", words->scope);

  return g_string_free_and_steal (g_steal_pointer (&scopes));
}

/* What may stand in the path of a question: one step of it, and a forward one. */
static gboolean
is_name (const char *name)
{
  if (name[0] == '\0' || !g_utf8_validate (name, -1, NULL) || g_utf8_strlen (name, -1) > MAX_NAME ||
      g_str_equal (name, ".") || g_str_equal (name, "..") || strchr (name, '/') != NULL)
    return FALSE;
  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;

  return TRUE;
}

char *
tutti_provider_check_name (TuttiProvider *self,
                           const char    *pasted,
                           GError       **error)
{
  g_autofree char *valid = g_utf8_make_valid (pasted != NULL ? pasted : "", -1);
  g_autofree char *text = trim (valid);
  const char      *user = strstr (text, "/user/");
  char            *name;

  /* The address of the person's own page. */
  if (user != NULL && tutti_provider_is_own_link (self, text))
    {
      const char *start = user + strlen ("/user/");
      g_autofree char *part = g_strndup (start, strcspn (start, "/?#"));

      name = g_uri_unescape_string (part, "/");
    }
  else
    name = g_strdup (text);

  if (name == NULL || !is_name (name))
    {
      g_free (name);
      return refuse_key (error, text[0] == '\0' ? _ ("Write the user name here.") : _ ("This is not a user name."));
    }

  return name;
}

TuttiOAuthConfig *
tutti_provider_new_oauth_config (TuttiProvider *self,
                                 const char    *client_id,
                                 TuttiSecret   *client_secret)
{
  g_autoptr (TuttiOAuthConfig) config = NULL;
  g_autoptr (GStrvBuilder)     hosts = NULL;
  const TuttiServiceFile      *file;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  if (!tutti_provider_can (self, TUTTI_CAN_CONNECT) || get_info (self)->key_is_token)
    return NULL;

  file = tutti_provider_get_file (self);
  hosts = g_strv_builder_new ();
  g_strv_builder_take (hosts, tutti_address_dup_host (file->account_base != NULL ? file->account_base : file->base));

  config = tutti_oauth_config_new ();
  config->provider = g_strdup (tutti_provider_get_id (self));
  config->name = g_strdup (tutti_provider_get_name (self));
  config->authorize_uri = g_strdup (file->authorize);
  config->token_uri = g_strdup (file->token);
  config->revoke_uri = g_strdup (file->revoke);
  config->issuer = g_strdup (file->issuer);
  config->redirect_path = g_strdup (file->redirect_path);
  config->redirect_port = (guint16) file->port;
  config->allow_post = file->allow_post;
  config->scopes = g_strdup (file->scopes != NULL ? file->scopes : "");
  config->authorize_extra = g_strdupv (file->authorize_extra);
  config->client_id = g_strdup (client_id != NULL ? client_id : tutti_provider_get_builtin_client_id (self));
  config->client_secret = client_secret != NULL ? tutti_secret_ref (client_secret) : NULL;
  config->refresh_sends_scope = file->refresh_sends_scope;
  config->is_old = file->is_old;
  config->consent_life_ms = file->consent_life_days * DAY_MS;
  config->sign_in_ms = MIN (file->sign_in_seconds, MAX_SIGN_IN_SECONDS) * 1000;
  config->api_hosts = g_strv_builder_end (hosts);
  if (tutti_provider_signs (self))
    {
      const char *dot = client_id != NULL ? strchr (client_id, '.') : NULL;

      config->script_uri = g_strdup (file->script);
      config->script_code = g_strdup (get_info (self)->script_code);
      config->key_owner = dot != NULL ? g_strndup (client_id, (gsize) (dot - client_id)) : NULL;
      config->key_id = dot != NULL ? g_strdup (dot + 1) : NULL;
    }

  return g_steal_pointer (&config);
}
