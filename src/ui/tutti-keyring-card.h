/* tutti-keyring-card.h: what is the matter with the keyring, and two ways on
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-context.h"

G_BEGIN_DECLS

#define TUTTI_TYPE_KEYRING_CARD (tutti_keyring_card_get_type ())

/* Shown by itself when there is something to say. */
G_DECLARE_FINAL_TYPE (TuttiKeyringCard, tutti_keyring_card, TUTTI, KEYRING_CARD, AdwBin)

void tutti_keyring_card_set_context (TuttiKeyringCard *self,
                                     TuttiContext     *context);

G_END_DECLS
