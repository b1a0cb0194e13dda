/* tutti-compare-private.h: the parts of a comparison
 *
 * Copyright 2026 The Tutti authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tutti-identity-private.h"

G_BEGIN_DECLS

/* A stretch of an identity's text. */
static inline const char *
tutti_text_of (const TuttiIdentity *identity,
               TuttiText            text)
{
  return identity->text + text.start;
}

double   tutti_compare_letters         (const TuttiIdentity *a,
                                        TuttiText            in_a,
                                        const TuttiIdentity *b,
                                        TuttiText            in_b);
gboolean tutti_compare_is_alike        (const TuttiIdentity *a,
                                        TuttiText            in_a,
                                        const TuttiIdentity *b,
                                        TuttiText            in_b);
gboolean tutti_compare_has_same_digits (const TuttiIdentity *a,
                                        TuttiText            in_a,
                                        const TuttiIdentity *b,
                                        TuttiText            in_b);
double   tutti_compare_titles          (const TuttiIdentity *a,
                                        const TuttiReading  *in_a,
                                        const TuttiIdentity *b,
                                        const TuttiReading  *in_b,
                                        gboolean            *said_album);
double   tutti_compare_versions        (const TuttiIdentity *a,
                                        const TuttiReading  *in_a,
                                        const TuttiIdentity *b,
                                        const TuttiReading  *in_b,
                                        double               seconds);

G_END_DECLS
