/* tutti-pass.c: the values of an import: passes and notes
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tutti-pass-private.h"

G_DEFINE_BOXED_TYPE (TuttiPass, tutti_pass, tutti_pass_ref, tutti_pass_unref)
G_DEFINE_BOXED_TYPE (TuttiSyncNote, tutti_sync_note, tutti_sync_note_ref, tutti_sync_note_unref)

TuttiPass *
tutti_pass_new (const char *provider)
{
  TuttiPass *self = g_new0 (TuttiPass, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->provider = g_strdup (provider);

  return self;
}

TuttiPass *
tutti_pass_ref (TuttiPass *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_pass_unref (TuttiPass *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->cursor, g_free);
  g_free (self);
}

TuttiPass *
tutti_pass_move (const TuttiPass *self,
                 const char      *next_cursor)
{
  TuttiPass *moved;

  g_return_val_if_fail (self != NULL, NULL);

  moved = tutti_pass_new (self->provider);
  moved->number = self->number;
  moved->is_done = next_cursor == NULL || g_strcmp0 (next_cursor, self->cursor) == 0;
  moved->cursor = moved->is_done ? NULL : g_strdup (next_cursor);

  return moved;
}

TuttiSyncNote *
tutti_sync_note_new (const char *provider,
                     const char *kind)
{
  TuttiSyncNote *self = g_new0 (TuttiSyncNote, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->provider = g_strdup (provider);
  self->kind = g_strdup (kind);

  return self;
}

TuttiSyncNote *
tutti_sync_note_ref (TuttiSyncNote *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
tutti_sync_note_unref (TuttiSyncNote *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->provider, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->error, g_free);
  g_free (self);
}
