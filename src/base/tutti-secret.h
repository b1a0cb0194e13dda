/* tutti-secret.h: a string that can't be printed by accident
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define TUTTI_TYPE_SECRET (tutti_secret_get_type ())

/* A token, client secret, verifier or state. Reference counted, immutable,
 * usable from any thread; its memory is locked where the system allows, and
 * wiped when the last reference goes. It is a boxed type without any transform
 * to a string, so GValue's contents printer shows an address only. */
typedef struct _TuttiSecret TuttiSecret;

GType tutti_secret_get_type (void) G_GNUC_CONST;

/* Copies `text`. */
TuttiSecret *tutti_secret_new (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* Takes `text` and wipes that memory after copying it. (transfer full) */
TuttiSecret *tutti_secret_new_take (char *text) G_GNUC_WARN_UNUSED_RESULT;

TuttiSecret *tutti_secret_ref (TuttiSecret *self);
void         tutti_secret_unref (TuttiSecret *self);

/* The text, lent: for a header, a form body or the vault, never for a log. */
const char *tutti_secret_reveal (const TuttiSecret *self);

/* Compares in a time that depends on the lengths only. */
gboolean tutti_secret_equals (const TuttiSecret *self,
                              const char        *text);

/* A copy of `text` in which each live secret is replaced by "…", also where it
 * stands percent-encoded or inside base64; secrets shorter than six letters
 * are left, since they would hide half of every text. For the log. NULL if
 * `text` holds none. (transfer full) */
char *tutti_secret_redact (const char *text);

/* Overwrites `length` bytes in a way no optimizer removes. */
void tutti_secret_wipe (void  *memory,
                        gsize  length);

/* Wipes and frees a string; NULL is fine. */
void tutti_secret_wipe_string (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TuttiSecret, tutti_secret_unref)

G_END_DECLS
