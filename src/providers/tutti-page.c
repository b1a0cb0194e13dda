/* tutti-page.c: what a service is asked, and what came back
 *
 * Plain values without behaviour; a request is not changed any more once it
 * was sent, a page once it was parsed.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-provider.h"

G_DEFINE_BOXED_TYPE (TuttiRequest, tutti_request, tutti_request_ref, tutti_request_unref)
G_DEFINE_BOXED_TYPE (TuttiPage, tutti_page, tutti_page_ref, tutti_page_unref)

TuttiRequest *
tutti_request_new (TuttiRequestKind kind)
{
  TuttiRequest *self = g_new0 (TuttiRequest, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;

  return self;
}

TuttiRequest *
tutti_request_ref (TuttiRequest *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

TuttiRequest *
tutti_request_copy_for (const TuttiRequest *self,
                        const char         *account)
{
  TuttiRequest *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = tutti_request_new (self->kind);
  copy->text = g_strdup (self->text);
  copy->ids = g_strdupv (self->ids);
  copy->cursor = g_strdup (self->cursor);
  copy->account = g_strdup (account);
  copy->by_id = self->by_id;

  return copy;
}

void
tutti_request_unref (TuttiRequest *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->account, g_free);
  g_free (self);
}

TuttiPage *
tutti_page_new (void)
{
  TuttiPage *self = g_new0 (TuttiPage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) tutti_dated_track_unref);

  return self;
}

TuttiPage *
tutti_page_ref (TuttiPage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_page_unref (TuttiPage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->next_cursor, g_free);
  g_clear_pointer (&self->preview, g_free);
  g_clear_pointer (&self->links, g_strfreev);
  g_clear_pointer (&self->profile.remote_id, g_free);
  g_clear_pointer (&self->profile.name, g_free);
  g_clear_pointer (&self->profile.email, g_free);
  g_clear_pointer (&self->profile.plan, g_free);
  g_free (self);
}
