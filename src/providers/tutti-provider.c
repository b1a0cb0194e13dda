/* tutti-provider.c: what all services have in common
 *
 * A provider is a descriptor in code, a data file, and a few pure functions.
 * This base class reads the file and says what a service is. What it is asked
 * is in tutti-provider-request.c, what it answers in -answer.c, its addresses in
 * -addresses.c, its limits in -limits.c, what people bring to sign in in -keys.c.
 * Nothing changes after construction, so that any thread may use it.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

TuttiLinks *
tutti_provider_get_links (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_private (self)->links;
}

GRegex *
tutti_provider_get_key_pattern (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return get_private (self)->client_id;
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

const char *
tutti_provider_get_ids_of (TuttiProvider *self)
{
  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  return TUTTI_PROVIDER_GET_CLASS (self)->info->ids_of;
}

char *
tutti_provider_dup_own_page (TuttiProvider *self,
                             const char    *link)
{
  const TuttiServiceFile *file;
  char                   *page;

  g_return_val_if_fail (TUTTI_IS_PROVIDER (self), NULL);

  file = get_private (self)->file;
  page = tutti_links_dup_page (link, (const char * const *) file->link_hosts);

  return page != NULL ? page : tutti_links_dup_page (link, (const char * const *) file->short_hosts);
}
