/* tutti-account.c: the values of accounts and settings
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-store-accounts.h"

G_DEFINE_BOXED_TYPE (TuttiAccount, tutti_account, tutti_account_ref, tutti_account_unref)
G_DEFINE_BOXED_TYPE (TuttiServiceSettings, tutti_service_settings, tutti_service_settings_ref, tutti_service_settings_unref)

TuttiAccount *
tutti_account_new (const char *provider)
{
  TuttiAccount *self;

  g_return_val_if_fail (provider != NULL, NULL);

  self = g_new0 (TuttiAccount, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->provider = g_strdup (provider);

  return self;
}

TuttiAccount *
tutti_account_copy (const TuttiAccount *self)
{
  TuttiAccount *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = tutti_account_new (self->provider);
  copy->id = self->id;
  copy->remote_id = g_strdup (self->remote_id);
  copy->name = g_strdup (self->name);
  copy->email = g_strdup (self->email);
  copy->plan = g_strdup (self->plan);
  copy->scopes = g_strdup (self->scopes);
  copy->connected_at = self->connected_at;
  copy->token_expires_at = self->token_expires_at;
  copy->sign_in_by = self->sign_in_by;
  copy->state = self->state;

  return copy;
}

TuttiAccount *
tutti_account_ref (TuttiAccount *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_account_unref (TuttiAccount *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->remote_id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->plan, g_free);
  g_clear_pointer (&self->scopes, g_free);
  g_free (self);
}

TuttiServiceSettings *
tutti_service_settings_find (GPtrArray  *all,
                             const char *provider)
{
  for (guint i = 0; i < all->len; i++)
    if (g_str_equal (((TuttiServiceSettings *) g_ptr_array_index (all, i))->provider, provider))
      return g_ptr_array_index (all, i);

  return NULL;
}

TuttiServiceSettings *
tutti_service_settings_new (const char *provider)
{
  TuttiServiceSettings *self;

  g_return_val_if_fail (provider != NULL, NULL);

  self = g_new0 (TuttiServiceSettings, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->provider = g_strdup (provider);
  self->send_likes = TRUE;

  return self;
}

TuttiServiceSettings *
tutti_service_settings_ref (TuttiServiceSettings *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_service_settings_unref (TuttiServiceSettings *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->client_id, g_free);
  g_free (self);
}
