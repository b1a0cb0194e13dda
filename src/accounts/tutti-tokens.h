/* tutti-tokens.h: tokens as the text of a keyring item, and back
 *
 * The type itself stands in tutti-vault.h. Only the vault uses this header.
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-vault.h"

G_BEGIN_DECLS

/* One JSON object with all of `self`. (transfer full) */
TuttiSecret *tutti_tokens_to_text (const TuttiTokens *self) G_GNUC_WARN_UNUSED_RESULT;

/* Reads what tutti_tokens_to_text() wrote, by this Tutti or a newer one (names
 * it does not know are skipped). NULL and BAD_ANSWER for anything else; the
 * message never quotes the text. (transfer full) */
TuttiTokens *tutti_tokens_from_text (const TuttiSecret *text,
                                     GError           **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
