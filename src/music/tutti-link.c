/* tutti-link.c: where one recording can be opened
 *
 * One service track as a row's icon needs it. Immutable, and so free to
 * travel between threads.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-link.h"

struct _TuttiLink
{
  gatomicrefcount ref_count;

  char    *provider;
  char    *remote_id;
  char    *title;
  char    *web_url;
  char    *app_uri;
  gint64   duration_ms;
  gboolean is_source;
};

G_DEFINE_BOXED_TYPE (TuttiLink, tutti_link, tutti_link_ref, tutti_link_unref)

/**
 * tutti_link_new:
 * @info: what it holds; borrowed for the call
 *
 * Any thread.
 *
 * Returns: (transfer full): a new link
 */
TuttiLink *
tutti_link_new (const TuttiLinkInfo *info)
{
  TuttiLink *self;

  g_return_val_if_fail (info != NULL, NULL);
  g_return_val_if_fail (info->provider != NULL, NULL);
  g_return_val_if_fail (info->remote_id != NULL, NULL);

  self = g_new0 (TuttiLink, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->provider = g_strdup (info->provider);
  self->remote_id = g_strdup (info->remote_id);
  self->title = g_strdup (info->title);
  self->web_url = g_strdup (info->web_url);
  self->app_uri = g_strdup (info->app_uri);
  self->duration_ms = MAX (info->duration_ms, 0);
  self->is_source = !!info->is_source;

  return self;
}

TuttiLink *
tutti_link_ref (TuttiLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_link_unref (TuttiLink *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->remote_id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->web_url, g_free);
  g_clear_pointer (&self->app_uri, g_free);
  g_free (self);
}

/* The provider's id; never NULL. */
const char *
tutti_link_get_provider (const TuttiLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->provider;
}

/* The provider's own id of the track; never NULL. */
const char *
tutti_link_get_remote_id (const TuttiLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->remote_id;
}

/* (nullable): the title as that service writes it. */
const char *
tutti_link_get_title (const TuttiLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->title;
}

/* (nullable): the track's page. */
const char *
tutti_link_get_web_url (const TuttiLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->web_url;
}

/* (nullable): what opens it in the service's own application. */
const char *
tutti_link_get_app_uri (const TuttiLink *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->app_uri;
}

/* Milliseconds; 0 where unknown. */
gint64
tutti_link_get_duration (const TuttiLink *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->duration_ms;
}

/* The row that shows it comes from this service. */
gboolean
tutti_link_is_source (const TuttiLink *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_source;
}
