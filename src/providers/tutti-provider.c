/* tutti-provider.c: what all services have in common
 *
 * A provider is a descriptor in code, a data file, and a few pure functions.
 * This base class reads the file, checks what goes in and out, and has the
 * rule for everything a service does not do in its own way. Nothing changes
 * after construction, so that any thread may use it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include "tutti-address.h"
#include "tutti-error.h"
#include "tutti-links.h"
#include "tutti-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* California's, in seconds, in winter. */
#define DAY_ZONE_OFFSET (-8 * 60 * 60)

/* Nobody's name at a service is longer. */
#define MAX_NAME 128

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define MAX_SIGN_IN_SECONDS 600

typedef struct
{
  TuttiServiceFile *file;
  TuttiLinks       *links;
  GRegex           *client_id; /* (nullable) */
  GArray           *steps;     /* of TuttiSetupStep, translated, ends with NULLs */
  GPtrArray        *browser_errors; /* of lent strings, ends with NULL */
} TuttiProviderPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TuttiProvider, tutti_provider, G_TYPE_OBJECT)

static TuttiProviderPrivate *
get_private (TuttiProvider *self)
{
  return tutti_provider_get_instance_private (self);
}

static const TuttiProviderInfo *
get_info (TuttiProvider *self)
{
  return TUTTI_PROVIDER_GET_CLASS (self)->info;
}

/* --- making one --- */

static void
translate_steps (TuttiProvider *self)
{
  TuttiProviderPrivate *priv = get_private (self);
  TuttiProviderClass   *class = TUTTI_PROVIDER_GET_CLASS (self);
  const TuttiSetupStep *steps = class->get_steps != NULL ? class->get_steps (self) : NULL;

  priv->steps = g_array_new (TRUE, TRUE, sizeof (TuttiSetupStep));
  for (; steps != NULL && steps->text != NULL; steps++)
    {
      TuttiSetupStep step = *steps;

      step.text = _ (steps->text);
      g_array_append_val (priv->steps, step);
    }
}

static void
translate_browser_errors (TuttiProvider *self)
{
  TuttiProviderPrivate    *priv = get_private (self);
  const TuttiBrowserError *errors = get_info (self)->browser_errors;

  priv->browser_errors = g_ptr_array_new_null_terminated (0, NULL, TRUE);
  for (; errors != NULL && errors->shows != NULL; errors++)
    {
      g_ptr_array_add (priv->browser_errors, (char *) _ (errors->shows));
      g_ptr_array_add (priv->browser_errors, (char *) _ (errors->change));
    }
}

TuttiProvider *
tutti_provider_new (GType       type,
                    const char *folder,
                    GError    **error)
{
  g_autoptr (TuttiProvider) self = g_object_new (type, NULL);
  TuttiProviderPrivate     *priv = get_private (self);
  const TuttiProviderInfo  *info = get_info (self);
  TuttiServiceFileNeeds     needs = 0;

  if ((info->capabilities & TUTTI_CAN_CONNECT) != 0)
    needs |= info->key_is_token ? TUTTI_SERVICE_FILE_TOKEN : info->script_code != NULL ? TUTTI_SERVICE_FILE_SCRIPT
                                                                                        : TUTTI_SERVICE_FILE_OAUTH;
  if ((info->capabilities & ~(guint) (TUTTI_CAN_OPEN_APP | TUTTI_CAN_OPEN_WEB | TUTTI_CAN_KEYLESS)) != 0)
    needs |= TUTTI_SERVICE_FILE_API;

  priv->file = tutti_service_file_new (folder, info->id, needs, error);
  if (priv->file == NULL)
    return NULL;
  priv->links = tutti_links_new (priv->file, error);
  if (priv->links == NULL)
    {
      g_prefix_error (error, "%s" G_DIR_SEPARATOR_S "%s.ini: ", folder, info->id);
      return NULL;
    }
  if (info->client_id_pattern != NULL)
    priv->client_id = g_regex_new (info->client_id_pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  translate_steps (self);
  translate_browser_errors (self);

  return g_steal_pointer (&self);
}

static void
tutti_provider_finalize (GObject *object)
{
  TuttiProviderPrivate *priv = get_private (TUTTI_PROVIDER (object));

  g_clear_pointer (&priv->links, tutti_links_free);
  g_clear_pointer (&priv->file, tutti_service_file_free);
  g_clear_pointer (&priv->client_id, g_regex_unref);
  g_clear_pointer (&priv->steps, g_array_unref);
  g_clear_pointer (&priv->browser_errors, g_ptr_array_unref);

  G_OBJECT_CLASS (tutti_provider_parent_class)->finalize (object);
}

static gboolean
tutti_provider_real_is_remote_id (TuttiProvider *self,
                                  const char    *id)
{
  return tutti_links_is_id (get_private (self)->links, id);
}

static void
tutti_provider_class_init (TuttiProviderClass *class)
{
  G_OBJECT_CLASS (class)->finalize = tutti_provider_finalize;
  class->is_remote_id = tutti_provider_real_is_remote_id;
}

static void
tutti_provider_init (TuttiProvider *self)
{
}

/* --- what it is --- */

const TuttiServiceFile *
tutti_provider_get_file (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_private (self)->file;
}

const char *
tutti_provider_get_id (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_info (self)->id;
}

const char *
tutti_provider_get_name (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_info (self)->name;
}

const char *
tutti_provider_get_icon_name (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_info (self)->icon_name;
}

gboolean
tutti_provider_can (TuttiProvider  *self,
                    TuttiCapability capability)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  if ((capability & TUTTI_CAN_KEYLESS) != 0 && (capability & get_info (self)->linked) != 0)
    return FALSE;

  return (get_info (self)->capabilities & capability) == capability;
}

gboolean
tutti_provider_has_small_budget (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return get_info (self)->small_budget;
}

gboolean
tutti_provider_needs_client_secret (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return get_info (self)->needs_client_secret;
}

gboolean
tutti_provider_has_deep_history (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return get_info (self)->deep_history;
}

gboolean
tutti_provider_is_closed (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return get_info (self)->is_closed;
}

gboolean
tutti_provider_takes_token (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return get_info (self)->key_is_token;
}

gboolean
tutti_provider_lists_likes (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), TRUE);

  return !get_info (self)->likes_unlisted;
}

gboolean
tutti_provider_signs (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return get_info (self)->script_code != NULL;
}

const char *
tutti_provider_get_key_owner_label (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_info (self)->key_owner_label != NULL ? _ (get_info (self)->key_owner_label) : NULL;
}

const char *
tutti_provider_get_key_id_label (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_info (self)->key_id_label != NULL ? _ (get_info (self)->key_id_label) : NULL;
}

const char *
tutti_provider_get_needs (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_info (self)->needs != NULL ? _ (get_info (self)->needs) : NULL;
}

gboolean
tutti_provider_can_without_key (TuttiProvider  *self,
                                TuttiCapability capability)
{
  const TuttiCapability always = TUTTI_CAN_OPEN_APP | TUTTI_CAN_OPEN_WEB | TUTTI_CAN_KEYLESS | TUTTI_CAN_PREVIEW;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  if ((capability & get_info (self)->linked) != 0)
    return FALSE;
  if (get_info (self)->is_closed && (capability & (get_info (self)->open | always)) != capability)
    return FALSE;

  return tutti_provider_can (self, capability);
}

const char *
tutti_provider_explain (TuttiProvider  *self,
                        TuttiCapability capability)
{
  TuttiProviderClass *class;
  const char         *reason = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  if (tutti_provider_can_without_key (self, capability))
    return NULL;

  class = TUTTI_PROVIDER_GET_CLASS (self);
  if (class->explain != NULL)
    reason = class->explain (self, capability);

  return reason != NULL ? reason : _ ("The service does not offer this.");
}

const TuttiSetupStep *
tutti_provider_get_steps (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return (const TuttiSetupStep *) (gpointer) get_private (self)->steps->data;
}

const char * const *
tutti_provider_get_browser_errors (TuttiProvider *self)
{
  static const char * const none[] = { NULL };
  GPtrArray                *errors;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  /* An array that was never added to has no data at all. */
  errors = get_private (self)->browser_errors;

  return errors->len > 0 ? (const char * const *) errors->pdata : none;
}

const char *
tutti_provider_get_dashboard_uri (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_private (self)->file->dashboard;
}

const char *
tutti_provider_get_revoke_page (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_private (self)->file->revoke_page;
}

const char *
tutti_provider_get_redirect_uri (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_private (self)->file->redirect;
}

const char *
tutti_provider_get_builtin_client_id (TuttiProvider *self)
{
  const char *id;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  id = get_info (self)->builtin_client_id;

  return id != NULL && id[0] != '\0' ? id : NULL;
}

const char *
tutti_provider_describe_scope (TuttiProvider *self,
                               const char    *scope)
{
  const TuttiScopeWords *words;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (scope != NULL, NULL);

  for (words = get_info (self)->scope_words; words != NULL && words->scope != NULL; words++)
    if (strcmp (words->scope, scope) == 0)
      return _ (words->words);

  return NULL;
}

gboolean
tutti_provider_may (TuttiProvider  *self,
                    TuttiCapability capability,
                    const char     *scopes)
{
  const TuttiScopeWords *words;
  g_auto (GStrv)         granted = g_strsplit (scopes != NULL ? scopes : "", " ", -1);

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  for (words = get_info (self)->scope_words; words != NULL && words->scope != NULL; words++)
    if ((words->for_what & capability) != 0 && !g_strv_contains ((const char * const *) granted, words->scope))
      return FALSE;

  return tutti_provider_can (self, capability);
}

/* --- signing in --- */

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
  GRegex          *regex = get_private (self)->client_id;
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
  GRegex     *regex = get_private (self)->client_id;
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

  file = get_private (self)->file;
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

/* --- links --- */

char *
tutti_provider_match_link (TuttiProvider *self,
                           const char    *link)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return tutti_links_match (get_private (self)->links, link);
}

gboolean
tutti_provider_is_own_link (TuttiProvider *self,
                            const char    *link)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return tutti_links_is_own (get_private (self)->links, link);
}

char *
tutti_provider_dup_short_link (TuttiProvider *self,
                               const char    *link)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return tutti_links_dup_short (get_private (self)->links, link);
}

gboolean
tutti_provider_is_remote_id (TuttiProvider *self,
                             const char    *id)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return id != NULL && TUTTI_PROVIDER_GET_CLASS (self)->is_remote_id (self, id);
}

/* Puts `value` where `place` stands, and the person's country where that is
 * wanted. (nullable) */
static char *
fill (const char *pattern,
      const char *place,
      const char *value)
{
  g_autoptr (GString) text = NULL;
  g_autofree char    *country = NULL;

  if (pattern == NULL)
    return NULL;

  text = g_string_new (pattern);
  if (strstr (pattern, "{country}") != NULL)
    {
      country = tutti_provider_dup_country ();
      g_string_replace (text, "{country}", country != NULL ? country : "us", 1);
    }
  g_string_replace (text, place, value, 1);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
tutti_provider_dup_web_uri (TuttiProvider *self,
                            const char    *remote_id)
{
  TuttiProviderClass *class = TUTTI_PROVIDER_GET_CLASS (self);

  if (!tutti_provider_is_remote_id (self, remote_id) || (class->has_page != NULL && !class->has_page (self, remote_id)))
    return NULL;

  return fill (get_private (self)->file->web, "{id}", remote_id);
}

char **
tutti_provider_dup_page_uris (TuttiProvider *self,
                              const char    *remote_id)
{
  g_autoptr (GStrvBuilder) pages = g_strv_builder_new ();
  char                    *web = tutti_provider_dup_web_uri (self, remote_id);
  char                   **also = get_private (self)->file->also;

  if (web != NULL)
    g_strv_builder_take (pages, web);
  for (guint i = 0; web != NULL && also != NULL && also[i] != NULL; i++)
    g_strv_builder_take (pages, fill (also[i], "{id}", remote_id));

  return g_strv_builder_end (pages);
}

char *
tutti_provider_dup_app_uri (TuttiProvider *self,
                            const char    *remote_id)
{
  if (!tutti_provider_is_remote_id (self, remote_id))
    return NULL;

  return fill (get_private (self)->file->app, "{id}", remote_id);
}

char *
tutti_provider_dup_search_uri (TuttiProvider *self,
                               const char    *text)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  escaped = g_uri_escape_string (text, NULL, FALSE);

  return fill (get_private (self)->file->search_page, "{text}", escaped);
}

gboolean
tutti_provider_is_page_uri (TuttiProvider *self,
                            const char    *uri)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return tutti_address_is_on (uri, (const char * const *) get_private (self)->file->link_hosts);
}

gboolean
tutti_provider_is_artwork_uri (TuttiProvider *self,
                               const char    *uri)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), FALSE);

  return tutti_address_is_on (uri, (const char * const *) get_private (self)->file->artwork_hosts);
}

char *
tutti_provider_dup_api_host (TuttiProvider *self)
{
  const char *base;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  base = get_private (self)->file->base;

  return base != NULL ? tutti_address_dup_host (base) : NULL;
}

/* --- limits --- */

guint
tutti_provider_get_max_ids (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 1);

  return MAX (get_private (self)->file->change, 1);
}

gint64
tutti_provider_get_keep_ms (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  return get_private (self)->file->keep_days * DAY_MS;
}

guint
tutti_provider_get_searches_per_day (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  return get_private (self)->file->searches_per_day;
}

guint
tutti_provider_get_units_per_day (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  return get_private (self)->file->units_per_day;
}

guint
tutti_provider_get_units (TuttiProvider      *self,
                          const TuttiRequest *request)
{
  const TuttiServiceFile *file;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  file = get_private (self)->file;
  if (file->units_per_day == 0 || (request != NULL && request->kind == TUTTI_REQUEST_SEARCH && file->searches_per_day > 0))
    return 0;
  if (request != NULL && (request->kind == TUTTI_REQUEST_LIKE || request->kind == TUTTI_REQUEST_UNLIKE))
    return MAX (file->units_per_change, 1);

  return 1;
}

gint64
tutti_provider_get_day_end (TuttiProvider *self,
                            gint64         now_ms)
{
  const char            *name;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) end = NULL;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  name = get_private (self)->file->day_zone;
  if (name == NULL)
    return 0;

  /* Where the system knows no zones, an hour too late in summer. */
  zone = g_time_zone_new_identifier (name);
  if (zone == NULL)
    zone = g_time_zone_new_offset (DAY_ZONE_OFFSET);
  now = g_date_time_new_from_unix_utc (now_ms / 1000);
  if (now != NULL)
    midnight = g_date_time_to_timezone (now, zone);
  if (midnight == NULL)
    return 0;
  end = g_date_time_add_days (midnight, 1);
  g_clear_pointer (&midnight, g_date_time_unref);
  midnight = g_date_time_new (zone, g_date_time_get_year (end), g_date_time_get_month (end), g_date_time_get_day_of_month (end), 0, 0, 0);

  return midnight != NULL ? g_date_time_to_unix (midnight) * 1000 : 0;
}

void
tutti_provider_get_limit (TuttiProvider *self,
                          double        *per_second,
                          guint         *burst)
{
  const TuttiServiceFile *file;

  g_return_if_fail (TUTTI_IS_PROVIDER (self));

  file = get_private (self)->file;
  *per_second = file->per_second > 0 ? file->per_second : 1;
  *burst = MAX (file->burst, 1);
}

char *
tutti_provider_dup_account_limit (TuttiProvider *self,
                                  double        *per_second,
                                  guint         *burst)
{
  const TuttiServiceFile *file;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  file = get_private (self)->file;
  if (file->per_second_account <= 0)
    return NULL;
  if (per_second != NULL)
    *per_second = file->per_second_account;
  if (burst != NULL)
    *burst = MAX (file->burst_account, 1);

  return g_strconcat (file->id, "-account", NULL);
}

guint
tutti_provider_get_patience_ms (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), 0);

  return get_private (self)->file->patience * 1000;
}
