/* tutti-service-provider.c: what the code of a service says of it
 *
 * What it can do, how it is set up, and its addresses: the provider's words, for
 * the faces, which know no provider. Nothing here changes but with the account.
 * Main thread.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-service-private.h"

/* --- what it can do --- */

/* The bit of the provider's capabilities that stands for a feature. */
static const TuttiCapability capabilities[] = {
  [TUTTI_FEATURE_CONNECT] = TUTTI_CAN_CONNECT,
  [TUTTI_FEATURE_HISTORY] = TUTTI_CAN_HISTORY,
  [TUTTI_FEATURE_LIKES] = TUTTI_CAN_LIKES,
  [TUTTI_FEATURE_LIKE] = TUTTI_CAN_LIKE,
  [TUTTI_FEATURE_SEARCH] = TUTTI_CAN_SEARCH,
  [TUTTI_FEATURE_PREVIEW] = TUTTI_CAN_PREVIEW,
  [TUTTI_FEATURE_OPEN_APP] = TUTTI_CAN_OPEN_APP,
  [TUTTI_FEATURE_OPEN_WEB] = TUTTI_CAN_OPEN_WEB,
};

/* Where keys are given out no more, nobody is promised what takes one, but for
 * who has one. */
gboolean
tutti_service_can (TuttiService *self,
                   TuttiFeature  feature)
{
  if (tutti_service_get_client_id (self) == NULL && self->account == NULL)
    return tutti_provider_can_without_key (self->provider, capabilities[feature]);

  return tutti_provider_can (self->provider, capabilities[feature]);
}

gboolean
tutti_service_may (TuttiService *self,
                   TuttiFeature  feature)
{
  return self->account != NULL && tutti_provider_may (self->provider, capabilities[feature], self->account->scopes);
}

const char *
tutti_service_explain (TuttiService *self,
                       TuttiFeature  feature)
{
  return tutti_provider_explain (self->provider, capabilities[feature]);
}

const char *
tutti_service_get_needs (TuttiService *self)
{
  return tutti_provider_get_needs (self->provider);
}

/* --- the steps to a key --- */

guint
tutti_service_get_n_steps (TuttiService *self)
{
  const TuttiSetupStep *steps = tutti_provider_get_steps (self->provider);
  guint                 n = 0;

  while (steps != NULL && steps[n].text != NULL)
    n++;
  return n;
}

const char *
tutti_service_get_step (TuttiService *self,
                        guint         step,
                        gboolean     *opens_dashboard,
                        gboolean     *copies_redirect)
{
  const TuttiSetupStep *steps = tutti_provider_get_steps (self->provider);

  g_return_val_if_fail (step < tutti_service_get_n_steps (self), NULL);

  *opens_dashboard = steps[step].opens_dashboard;
  *copies_redirect = steps[step].copies_redirect;
  return steps[step].text;
}

const char *const *
tutti_service_get_browser_errors (TuttiService *self)
{
  return tutti_provider_get_browser_errors (self->provider);
}

const char *
tutti_service_get_dashboard_uri (TuttiService *self)
{
  return tutti_provider_get_dashboard_uri (self->provider);
}

const char *
tutti_service_get_redirect_uri (TuttiService *self)
{
  return tutti_provider_get_redirect_uri (self->provider);
}

gboolean
tutti_service_takes_old_key (TuttiService *self)
{
  return tutti_provider_is_closed (self->provider);
}

gboolean
tutti_service_needs_client_secret (TuttiService *self)
{
  return tutti_provider_needs_client_secret (self->provider);
}

gboolean
tutti_service_takes_token (TuttiService *self)
{
  return tutti_provider_takes_token (self->provider);
}

gboolean
tutti_service_signs (TuttiService *self)
{
  return tutti_provider_signs (self->provider);
}

const char *
tutti_service_get_key_owner_label (TuttiService *self)
{
  return tutti_provider_get_key_owner_label (self->provider);
}

const char *
tutti_service_get_key_id_label (TuttiService *self)
{
  return tutti_provider_get_key_id_label (self->provider);
}

/* --- what a person gives --- */

gboolean
tutti_service_check_client_id (TuttiService *self,
                               const char   *pasted,
                               char        **clean,
                               GError      **error)
{
  return tutti_provider_check_client_id (self->provider, pasted, clean, error);
}

TuttiSecret *
tutti_service_check_token (TuttiService *self,
                           const char   *pasted,
                           GError      **error)
{
  return tutti_provider_check_token (self->provider, pasted, error);
}

char *
tutti_service_check_name (TuttiService *self,
                          const char   *pasted,
                          GError      **error)
{
  return tutti_provider_check_name (self->provider, pasted, error);
}

gboolean
tutti_service_check_key_name (TuttiService *self,
                              const char   *pasted,
                              char        **clean,
                              GError      **error)
{
  return tutti_provider_check_key_name (self->provider, pasted, clean, error);
}

TuttiSecret *
tutti_service_check_key (TuttiService *self,
                         const char   *text,
                         gsize         length,
                         GError      **error)
{
  return tutti_provider_check_key (self->provider, text, length, error);
}

/* --- addresses --- */

const char *
tutti_service_get_revoke_page (TuttiService *self)
{
  return tutti_provider_get_revoke_page (self->provider);
}

char *
tutti_service_dup_search_uri (TuttiService *self,
                              const char   *text)
{
  return tutti_provider_dup_search_uri (self->provider, text);
}

char *
tutti_service_dup_web_uri (TuttiService *self,
                           TuttiLink    *link)
{
  const char *page = tutti_link_get_web_url (link);

  if (page != NULL && tutti_provider_is_page_uri (self->provider, page))
    return g_strdup (page);
  return tutti_provider_dup_web_uri (self->provider, tutti_link_get_remote_id (link));
}

char *
tutti_service_dup_app_uri (TuttiService *self,
                           const char   *remote_id)
{
  return tutti_provider_dup_app_uri (self->provider, remote_id);
}
