/* tutti-preview.c: half a minute of a song, to be heard now
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-preview.h"

G_DEFINE_BOXED_TYPE (TuttiPreview, tutti_preview, tutti_preview_ref, tutti_preview_unref)

TuttiPreview *
tutti_preview_new (const char   *uri,
                   TuttiService *service,
                   const char   *page,
                   gboolean      is_borrowed)
{
  TuttiPreview *self = g_new0 (TuttiPreview, 1);

  g_ref_count_init (&self->ref_count);
  self->uri = g_strdup (uri);
  self->service = g_strdup (tutti_service_get_id (service));
  self->service_name = g_strdup (tutti_service_get_name (service));
  self->page = g_strdup (page);
  self->is_borrowed = is_borrowed;

  return self;
}

TuttiPreview *
tutti_preview_ref (TuttiPreview *self)
{
  g_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_preview_unref (TuttiPreview *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->service, g_free);
  g_clear_pointer (&self->service_name, g_free);
  g_clear_pointer (&self->page, g_free);
  g_free (self);
}
